"""Photos on paper: how large they are printed, and where they lie in their cells."""

from kosei_xl.report.page import ReportPicture, ReportSheet
from kosei_xl.values.cells import column_letters
from kosei_xl.values.pictures import Picture
from kosei_xl.workbook.measure import Unit
from kosei_xl.workbook.parts import SheetPart
from kosei_xl.workbook.paste import fitted
from kosei_xl.workbook.picture_metadata import without_metadata

PHOTO_NAME = "kosei_photo"
"""Shapes with a name that begins so are photos that we placed."""
HEIGHTS_MM = (65.0, 60.0, 55.0, 50.0, 45.0, 40.0, 37.5, 35.0)
"""How high photos are at most; the lower ones are tried where a photo would leave its texts for the next page."""
WAYS = (*((height, False) for height in HEIGHTS_MM), *((height, True) for height in HEIGHTS_MM))
"""(height, whether what belongs to a photo stays on its page) in the order in which they are tried."""
AIR = 3.0
"""pt above and below a photo in its row."""
_PT_PER_MM = 72 / 25.4


def printed_photo(
    picture: Picture,
    widths: tuple[float, ...],
    all_widths: tuple[float, ...],
    unit: Unit,
    scale: int,
    height_mm: float,
) -> tuple[float, float]:
    """pt on the sheet, before scaling: at most its columns, half of the page's width, and so high on paper."""
    room = min(sum(widths), sum(all_widths) / 2) * unit.text - 2 * AIR
    return fitted(picture, room, height_mm * _PT_PER_MM / (scale / 100))


def middle(unit: Unit) -> float:
    """pt of a width unit to find the middle of a cell by: between what it may be at least and at most."""
    return (unit.text + unit.page) / 2


def place_photo(part: SheetPart, sheet: ReportSheet, row: int, number: int, picture: ReportPicture, unit: Unit) -> None:
    """Lay a photo in the middle of its columns, at the foot of its row, where its caption follows.

    What its camera wrote into it (place, device) stays in the office.
    """
    left = (sum(sheet.widths[picture.first - 1 : picture.last]) * middle(unit) - picture.width) / 2
    column = picture.first
    while column < picture.last and left >= sheet.widths[column - 1] * middle(unit):
        left -= sheet.widths[column - 1] * middle(unit)
        column += 1
    part.add_picture(
        f"{column_letters(column)}{row}",
        without_metadata(picture.data),
        (picture.width, picture.height),
        offset=(max(0.0, left), max(AIR, sheet.rows[row - 1].height - picture.height - AIR)),
        name=f"{PHOTO_NAME} {number}",
        description=picture.description,
    )
