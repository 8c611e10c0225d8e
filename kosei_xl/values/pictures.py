"""Pictures as values, and those that people pasted into a workbook with the cells they lie on.

A placed picture lies over the sheet (drawing part) and has an anchor cell; a picture "in a cell" sits in xl/richData
and cannot be taken over. Cropped or turned pictures are made as they are seen, so that what somebody cut away is gone.
"""

import hashlib
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import field
from io import BytesIO
from typing import Final, Literal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from kosei_xl.later import compiled_later, dataclass
from kosei_xl.values.limits import LIMITS, in_sheet
from kosei_xl.values.parts import PackageParts, Relation
from kosei_xl.words.numbers import real_number, whole_number

MAX_PICTURE_BYTES = 10 * 2**20
"""A larger picture is not taken over: the master and the report would become too large to send."""

PictureKind = Literal["png", "jpeg", "gif"]
Trouble = Literal["", "format", "linked", "broken", "large", "in_cell"]

_STARTS: Mapping[bytes, PictureKind] = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif"}
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_IN_CELL = compiled_later(rb'<(?:\w+:)?c\b(?=[^>]*\bvm="\d+")[^>]*\br="([A-Z]+)(\d+)"')
_ROW = compiled_later(rb"<(?:\w+:)?row\b[^>]*>")
_ROW_NUMBER, _ROW_HEIGHT = compiled_later(rb'\sr="(\d+)"'), compiled_later(rb'\sht="([\d.]+)"')
_DEFAULT_HEIGHT = compiled_later(rb'defaultRowHeight="([\d.]+)"')
_EMU = 12700
_CORNER = 0.75
"""A corner that lies lower than this share of a row belongs to the row below, where the picture reaches into it."""
_JPEG_QUALITY = 92
_ROW_PT = 15.0
PRINTED_MM = (210.0, 65.0)
"""Width and height that no photo is printed larger than: half of the largest page, and the highest row of a photo."""
PRINTED_DPI = 300
_MM_PER_INCH = 25.4


_KNOWN: Final[dict[str, tuple[PictureKind, int, int]]] = {}
"""SHA-256 of pictures that were decoded in this process -> kind, width and height; the last `_MOST_KNOWN`."""
_MOST_KNOWN: Final = 1_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture file; width and height in pixels. Two with the same `sha256` are the same picture."""

    data: bytes = field(repr=False, compare=False)
    kind: PictureKind
    width: int
    height: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """A picture on a sheet and the cell (1-based) its corner lies on; `row` None where it lies on no cell.

    `trouble` says why there is no `picture`: another format, linked and not in the file, broken, over 10 MB, in a cell.
    `source` is the SHA-256 of the file as it is in the workbook, which is more than is seen of a cropped one.
    """

    sheet: str
    row: int | None
    column: int | None
    picture: Picture | None
    trouble: Trouble = ""
    source: str = ""


class NotAPicture(ValueError):
    """The bytes are not a picture that can be used; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


def make_picture(data: bytes, *, decoded: bool = True) -> Picture:
    """The picture in these bytes of a PNG, JPEG or GIF file. Raises NotAPicture.

    Its first frame is decoded: a picture whose file is cut off shows a grey rest in Excel and stops the printing. The
    same bytes are decoded once. Without `decoded` its head alone is read, where it is known from elsewhere that these
    bytes are whole.
    """
    if len(data) > MAX_PICTURE_BYTES:
        raise NotAPicture("large")
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 not in _KNOWN and not decoded:
        return Picture(data, *_looked_at(data, decoded=False), sha256)
    if sha256 not in _KNOWN:
        looked = _looked_at(data)
        while len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.pop(next(iter(_KNOWN)), None)
        _KNOWN[sha256] = looked
    return Picture(data, *_KNOWN[sha256], sha256)


def _looked_at(data: bytes, *, decoded: bool = True) -> tuple[PictureKind, int, int]:
    """Kind, width and height of a picture (that could be `decoded`). Raises NotAPicture."""
    kind = next((kind for start, kind in _STARTS.items() if data.startswith(start)), None)
    if kind is None:
        raise NotAPicture("format")
    from PIL import Image  # here, because few workbooks hold pictures and importing takes a while

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(data)) as image:
            width, height = image.size
            if width * height > LIMITS.pixels:
                raise NotAPicture("large")
            if decoded:
                image.load()
    except NotAPicture:
        raise
    except (Image.DecompressionBombError, MemoryError) as error:
        raise NotAPicture("large") from error
    except Exception as error:
        raise NotAPicture("broken") from error
    return kind, width, height


def for_paper(picture: Picture) -> Picture:
    """The picture with as many dots as paper can show: 300 a inch of the largest size that it may be printed in.

    A JPEG stays a JPEG, a PNG a PNG. Itself where it has no more, where it would not become a smaller file, and where
    it is a GIF. For the same bytes always the same ones (with the same Pillow); made again it stays as it is.
    """
    most_wide, most_high = (round(mm / _MM_PER_INCH * PRINTED_DPI) for mm in PRINTED_MM)
    share = min(most_wide / picture.width, most_high / picture.height)
    if share >= 1 or picture.kind == "gif":
        return picture
    from PIL import Image

    size = (max(1, int(picture.width * share)), max(1, int(picture.height * share)))
    out = BytesIO()
    try:
        with Image.open(BytesIO(picture.data)) as source:
            image: Image.Image = source.convert("RGBA") if source.mode in ("P", "PA", "LA", "1") else source
            image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
            options = {"quality": _JPEG_QUALITY} if picture.kind == "jpeg" else {"optimize": True}
            image.save(out, format=picture.kind.upper(), icc_profile=source.info.get("icc_profile"), **options)
    except Exception:  # it was read once, so this is rare; then it is kept as it came
        return picture
    return make_picture(out.getvalue()) if out.tell() < len(picture.data) else picture


def pasted_pictures(
    package: PackageParts, sheets: Mapping[str, str], xml: Mapping[str, bytes], *, decoded: bool = True
) -> tuple[Pasted, ...]:
    """Every picture on the sheets (name -> part, name -> its XML), sheet by sheet, the one on top last; `decoded` as
    `make_picture` says.

    Costs nothing where the package holds no drawing; else it reads the pictures that the drawings show, no others.
    """
    names = frozenset(package.namelist())
    found: list[Pasted] = []
    if any("/drawings/" in name.lower() for name in names):
        reader = _PictureReader(package, decoded=decoded)
        for sheet, part in sheets.items():
            found += reader.sheet(sheet, part, xml[sheet])
    if _has_pictures_in_cells(package, names):
        for sheet in sheets:
            for letters, number in _IN_CELL.findall(xml[sheet]):
                found.append(Pasted(sheet, int(number), _column(letters.decode()), None, "in_cell"))
    return tuple(found)


def _has_pictures_in_cells(package: PackageParts, names: frozenset[str]) -> bool:
    """Whether rich values with pictures exist; data types and spilling formulas have rich values without."""
    rels = [name for name in names if name.endswith("/_rels/richValueRel.xml.rels")]  # XlsxWriter's begins with "/"
    return any(b"/image" in package.read(name) for name in rels)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


class _PictureReader:
    """Reads the drawings of one workbook."""

    def __init__(self, package: PackageParts, *, decoded: bool) -> None:
        self.package, self.decoded = package, decoded

    def sheet(self, sheet: str, part: str, xml: bytes) -> Iterator[Pasted]:
        """The pictures of one sheet in the order in which they lie over each other."""
        for relation in self.package.relations(part).values():
            if relation.kind != "drawing" or not relation.inside:
                continue
            relations = self.package.relations(relation.target)
            try:
                root = ElementTree.fromstring(self.package.read(relation.target))
            except ElementTree.ParseError:
                continue  # told as something that could not be read (`workbook.beside`)
            heights = _Heights(xml)
            for anchor in _anchors(root):
                row, column = _corner(anchor, heights)
                for fill, frame in _fills(anchor):
                    yield self.pasted(sheet, (row, column), fill, frame, relations)

    def pasted(
        self,
        sheet: str,
        at: tuple[int | None, int | None],
        fill: Element,
        frame: Element | None,
        relations: Mapping[str, Relation],
    ) -> Pasted:
        """One picture as it is seen, or why it cannot be used."""
        blip = fill.find("{*}blip")
        relation = relations.get(blip.get(f"{_REL}embed", "") if blip is not None else "")
        if relation is None or not relation.inside:
            return Pasted(sheet, *at, None, "linked")
        if self.package.size(relation.target) > MAX_PICTURE_BYTES:
            return Pasted(sheet, *at, None, "large")
        data = self.package.read(relation.target)
        source = hashlib.sha256(data).hexdigest()
        try:
            seen = _as_seen(make_picture(data, decoded=self.decoded), fill.find("{*}srcRect"), frame)
        except NotAPicture as error:
            return Pasted(sheet, *at, None, error.trouble, source)
        return Pasted(sheet, *at, seen, source=source)


def _anchors(root: Element) -> Iterator[Element]:
    """The anchors of a drawing; of alternative contents the first."""
    for child in root:
        if _local(child).endswith("Anchor"):
            yield child
        elif _local(child) in ("AlternateContent", "Choice"):
            yield from _anchors(child)


def _fills(element: Element) -> Iterator[tuple[Element, Element | None]]:
    """Each picture below an element, groups too: its fill, and the frame that turns it."""
    for child in element:
        if _local(child) == "blipFill":
            frame = element.find("{*}spPr/{*}xfrm")
            yield child, frame if frame is not None else element.find("{*}xfrm")
        elif _local(child) != "Fallback":
            yield from _fills(child)


def _corner(anchor: Element, heights: "_Heights") -> tuple[int | None, int | None]:
    """The cell of the upper left corner; a corner a little above a row's edge is taken to mean that row."""
    start, end = anchor.find("{*}from"), anchor.find("{*}to")
    if start is None:
        return None, None
    row, column = _number(start, "row") + 1, _number(start, "col") + 1
    if not in_sheet(row, column):
        return None, None
    offset, height = _number(start, "rowOff") / _EMU, heights.of(row)
    ext = anchor.find("{*}ext")
    reaches = (real_number(ext.get("cy")) or 0.0) / _EMU if ext is not None else 0.0
    below = _number(end, "row") + 1 > row if end is not None else offset + reaches > height
    return (row + 1 if below and offset > _CORNER * height else row), column


def _number(place: Element, name: str) -> int:
    return int(real_number(place.findtext(f"{{*}}{name}")) or 0)


class _Heights:
    """The heights of the rows of a sheet, looked for once."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self._found: dict[int, float] | None = None
        default = _DEFAULT_HEIGHT.search(xml)
        self._default = (real_number(default[1].decode()) if default else None) or _ROW_PT

    def of(self, row: int) -> float:
        """pt of a row."""
        if self._found is None:
            self._found = {}
            for found in _ROW.finditer(self._xml):
                number, height = _ROW_NUMBER.search(found[0]), _ROW_HEIGHT.search(found[0])
                if number and height:
                    at = whole_number(number[1].decode())
                    self._found.setdefault(at or 0, real_number(height[1].decode()) or 0.0)
        return self._found.get(row, self._default)


def _as_seen(picture: Picture, crop: Element | None, frame: Element | None) -> Picture:
    """The picture cropped, mirrored and turned as the drawing shows it; itself where it shows the whole."""
    sides = [max(0.0, _share(crop.get(side))) if crop is not None else 0.0 for side in "ltrb"]
    turn = (real_number(frame.get("rot")) or 0.0) / 60000 % 360 if frame is not None else 0.0
    flips = [frame is not None and frame.get(name) in ("1", "true") for name in ("flipH", "flipV")]
    if not any(sides) and not turn and not any(flips):
        return picture
    from PIL import Image, ImageOps

    left, top, right, bottom = sides
    width, height = picture.width, picture.height
    if left + right >= 1 or top + bottom >= 1:
        raise NotAPicture("broken")
    box = (round(left * width), round(top * height), round((1 - right) * width), round((1 - bottom) * height))
    if box[0] >= box[2] or box[1] >= box[3]:
        raise NotAPicture("broken")
    if (box[2] - box[0]) * (box[3] - box[1]) > LIMITS.pixels:
        raise NotAPicture("large")  # sides below nothing put a margin around it
    kind: PictureKind = "jpeg" if picture.kind == "jpeg" else "png"
    try:
        with Image.open(BytesIO(picture.data)) as source:
            image: Image.Image = source if kind == "jpeg" else source.convert("RGBA")
            image = image.crop(box)
            image = ImageOps.mirror(image) if flips[0] else image
            image = ImageOps.flip(image) if flips[1] else image
            image = image.rotate(-turn, expand=True, resample=Image.Resampling.BICUBIC, fillcolor="white")
            out = BytesIO()
            image.save(out, format=kind.upper(), **({"quality": _JPEG_QUALITY} if kind == "jpeg" else {}))
    except (Image.DecompressionBombError, MemoryError) as error:
        raise NotAPicture("large") from error
    except Exception as error:
        raise NotAPicture("broken") from error
    return make_picture(out.getvalue())


def _share(text: str | None) -> float:
    """A share of the side: 1/1000 %, or a percentage with its sign."""
    if not text:
        return 0.0
    return (real_number(text[:-1]) or 0.0) / 100 if text.endswith("%") else (real_number(text) or 0.0) / 100_000
