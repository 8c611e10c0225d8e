"""Pictures laid over the rows of a filled sheet: as large as their cell allows, in its middle."""

from collections.abc import Mapping

from kosei_xl.values.cells import column_number
from kosei_xl.values.pictures import Picture
from kosei_xl.workbook.measure import usable_width
from kosei_xl.workbook.parts import SheetPart

_AIR = 4.0
"""pt between a picture and the edges of its cell."""
_DEFAULT_WIDTH, _DEFAULT_HEIGHT = 9.0, 15.0


def fitted(picture: Picture, width: float, height: float) -> tuple[float, float]:
    """Width and height in pt that keep the picture's proportion inside the given ones."""
    factor = min(width / picture.width, height / picture.height)
    return picture.width * factor, picture.height * factor


def paste_pictures(
    part: SheetPart, letters: str, pictures: Mapping[int, Picture | None], moved: Mapping[int, int]
) -> None:
    """Lay pictures over a column of rows, in the place of what lies there; first the others follow rows that moved.

    `pictures` maps row numbers to pictures, None for a picture to be taken away; `moved` old to new row numbers.
    """
    part.move_pictures({old: new for old, new in moved.items() if old != new})
    part.remove_pictures(pictures.keys())
    room = usable_width(part.column_width(column_number(letters)) or _DEFAULT_WIDTH)
    for row, picture in pictures.items():
        if picture is None:
            continue
        high = part.row_height(row) or _DEFAULT_HEIGHT
        width, height = size = fitted(picture, max(room - _AIR, 1.0), max(high - 2 * _AIR, 1.0))
        offset = (room - width) / 2 + _AIR / 2, (high - height) / 2
        part.add_picture(f"{letters}{row}", picture.data, size, offset=offset)
