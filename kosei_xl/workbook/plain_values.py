"""The values of a sheet whose cells are written plainly, from what was found of them already (`cell_tags`).

calamine would take every part apart once more, which costs more than all else of reading a survey. It still decides: it
is asked once for workbooks of one kind which sheets it finds and which styles make a day of a number, and it reads each
sheet in which anything stands that is not plain here (an error, a day, an escape, a text with several looks).
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from typing import Final
from xml.parsers import expat

from python_calamine import CalamineWorkbook

from kosei_xl.later import compiled_later
from kosei_xl.values.cells import CellValue, column_number
from kosei_xl.values.limits import REMEMBERED, in_sheet
from kosei_xl.workbook.cell_tags import CellTags, is_sound
from kosei_xl.workbook.zip_parts import stored

STYLES: Final = "xl/styles.xml"
STRINGS: Final = "xl/sharedStrings.xml"
"""Where calamine looks for them, whatever the relationships say."""
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NUMBER: Final = re.compile(rb"-?\d++(?:\.\d++)?+(?:[eE][+-]?\d++)?+")
_ENTITY: Final = re.compile(r"&(#\d++|#x[0-9A-Fa-f]++|[^;]*+)(;?)")
_OTHER_ENTITY: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)")
_NAMED: Final[Mapping[str, str]] = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&"}
"""The last is put in last: what it makes begins no other."""
_DIMENSION: Final = re.compile(rb'<dimension ref="([A-Z]{1,3})([1-9]\d{0,6})(?::([A-Z]{1,3})([1-9]\d{0,6}))?+"/>')
_MERGE: Final = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})"/>')
_PAGE_HEAD: Final = re.compile(
    rb"((?:Header|Footer)(?: xml:space=\"preserve\")?+>)(?:[^<&]++|&(?:amp|lt|gt|quot|apos);)++(?=</)"
)
_ATTRIBUTES: Final = rb'(?:\s++[\w:.-]++="[^"<>]*+")*+\s*+'
_ITEM: Final = (
    rb"<si>(?:<t/>|<t(?: xml:space=\"preserve\")?+>[^<]*+</t>)"
    rb"(?:<rPh" + _ATTRIBUTES + rb"><t(?: xml:space=\"preserve\")?+>[^<]*+</t></rPh>)*+"
    rb"(?:<phoneticPr" + _ATTRIBUTES + rb"/>)?+</si>\s*+"
)
_ITEMS: Final = compiled_later(
    rb"(?:<\?xml [^<>]*+>)?+\s*+<sst" + _ATTRIBUTES + rb">\s*+(?:" + _ITEM + rb")*+</sst>\s*+"
)
_ITEM_TEXT: Final = re.compile(rb"<si><t([^>]*+)>([^<]*+)")
_MOST_STYLES: Final = 4_096
_SEEN_AS_DAY: Final = 45_000.5
"""A number that is a day and a time where a style makes one of it."""
_INLINE: Final[Mapping[bytes, bool]] = {b"<is><t>": False, b'<is><t xml:space="preserve">': True}
"""What leads to a text in a cell, and whether the white space at its ends is kept."""
RowsOfValues = tuple[tuple[CellValue, ...], ...]


def plain_rows(tags: CellTags, texts: Sequence[str | None], styles: frozenset[bytes]) -> RowsOfValues | None:
    """The rows of a sheet as calamine gives them from A1 on, blank cells as None; None where it has to be asked.

    `texts` are the shared strings (`shared_texts`), `styles` those in which a number is one (`number_styles`). Cost:
    one pass over the cells in which anything stands.
    """
    if not _is_fine_around(tags.head, tags.tail):
        return None
    columns = {letters: column_number(letters.decode()) - 1 for letters in tags.letters}
    width = max(columns.values(), default=-1) + 1
    grid: dict[bytes, list[CellValue]] = {digits: [None] * width for digits in tags.digits}
    nothing: set[tuple[bytes, bytes]] = set()
    known, anew = _inline_text, _inline_text.__wrapped__
    for letters, digits, style, kind, content in tags.filled:
        if kind == b"inlineStr":
            value: CellValue = known(content) if len(content) < REMEMBERED else anew(content)
        elif content.startswith(b"<is"):
            return None
        else:
            text = _text_of_value(content)
            if text is None or (text == b"" and kind != b"str"):
                nothing.add((letters, digits))
                value = ""
            else:
                value = _value(kind, style, text, texts, styles)
        row, column = grid[digits], columns[letters]
        if value is None or row[column] is not None:  # or there are two cells of one address
            return None
        if value != "":
            row[column] = value
    if nothing:  # a formula without a value does not count where a sheet ends
        if any(grid[digits][columns[letters]] is not None for letters, digits in nothing):
            return None
        held = [cell for cell in tags.filled if cell[:2] not in nothing]
        grid = {digits: grid[digits] for digits in {cell[1] for cell in held}}
        width = max((columns[letters] for letters in {cell[0] for cell in held}), default=-1) + 1
    rows, blank = {int(digits): row for digits, row in grid.items()}, (None,) * width
    return tuple(tuple(rows[n][:width]) if n in rows else blank for n in range(1, max(rows, default=0) + 1))


def _text_of_value(content: bytes) -> bytes | None:
    """The text of the value in a cell; None where it has none."""
    if content.startswith(b"<v>"):
        return content[3:]
    at = content.rfind(b"<v")
    return content[content.index(b">", at) + 1 :] if at >= 0 else None


def _value(kind: bytes, style: bytes, text: bytes, texts: Sequence[str | None], styles: frozenset[bytes]) -> CellValue:
    """What the text of a value means; None where that is left to calamine."""
    if kind == b"s":
        return texts[int(text)] if text.isdigit() and len(text) < 8 and int(text) < len(texts) else None
    if kind in (b"", b"n"):
        return float(text) if _NUMBER.fullmatch(text) and (not style or style in styles) else None
    if kind == b"str":
        return _plain_text(text, kept=True)
    return text == b"1" if kind == b"b" and text in (b"0", b"1") else None


@lru_cache(maxsize=4096)
def _inline_text(content: bytes) -> str | None:
    """A text that stands in its cell; None where it is written otherwise than most programs do.

    Most are the survey's own, and the same object in every file: what is asked about them later is known by then.
    """
    for lead, kept in _INLINE.items():
        if content.startswith(lead):
            return _plain_text(content[len(lead) :], kept=kept)
    return None


def _plain_text(data: bytes, *, kept: bool) -> str | None:
    """The text of an element, `kept` with the white space at its ends; None where that or an escape is left out."""
    try:
        text: str | None = data.decode() if b"&" not in data else _unescaped(data)
    except UnicodeDecodeError:
        return None
    if text is None or "\r" in text or "_x" in text or (not kept and text != text.strip()):
        return None
    return text


def _unescaped(data: bytes) -> str | None:
    """A text without its entities; None where one is none of XML's own."""
    text = data.decode()
    if _OTHER_ENTITY.search(text) is None:
        return _without_named(text)
    pieces: list[str] = []
    begin = 0
    for found in _ENTITY.finditer(text):
        said = _letter(found[1]) if found[2] else None
        if said is None:
            return None
        pieces += (text[begin : found.start()], said)
        begin = found.end()
    return "".join((*pieces, text[begin:]))


def _without_named(text: str) -> str:
    for name, letter in _NAMED.items():
        text = text.replace(f"&{name};", letter)
    return text


def without_entities(text: str) -> str:
    """A text without its entities, also those that only pages of the web have."""
    if "&" not in text:
        return text
    if _OTHER_ENTITY.search(text) is None:
        return _without_named(text)
    import html  # here, because it loads the names of two thousand of them

    return html.unescape(text)


def _letter(name: str) -> str | None:
    """What an entity stands for; None for one that is not known, and for a number that is no letter."""
    if not name.startswith("#") or len(name) > 8:
        return _NAMED.get(name)
    code = int(name[2:], 16) if name[1] == "x" else int(name[1:])
    return chr(code) if code in (9, 10) or 32 <= code < 127 or 160 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else None


def _is_fine_around(head: bytes, tail: bytes) -> bool:
    """Whether calamine reads what stands around the rows of a sheet without a complaint. The size of the sheet and the
    heads of its pages, which differ from survey to survey, are looked at by themselves: the rest is known by then.
    """
    found = _DIMENSION.search(head)
    if found is not None:
        if not _in_sheet(found.groups()):
            return False
        head = head[: found.start()] + head[found.end() :]
    before, sign, heads = tail.partition(b"<headerFooter")
    around = b"".join((head, before, sign, _PAGE_HEAD.sub(_first_group, heads)))
    return (_is_fine if len(around) < REMEMBERED else _is_fine.__wrapped__)(around)


def _first_group(found: re.Match[bytes]) -> bytes:
    """What `\\1` stands for, which `re` takes apart anew for every place."""
    return found[1]


@lru_cache(maxsize=128)
def _is_fine(around: bytes) -> bool:
    """Whether it is well-formed, and every merge is one of cells."""
    merges = _MERGE.findall(around)
    if b"dimension" in around or len(merges) != around.count(b"mergeCell ") or not all(map(_in_sheet, merges)):
        return False
    try:
        expat.ParserCreate().Parse(around, True)
    except expat.ExpatError:
        return False
    return around.count(b"sheetData") <= 2


def _in_sheet(corners: Sequence[bytes]) -> bool:
    """Whether two cells are in a sheet, the second where it is named."""
    places = zip(corners[::2], corners[1::2], strict=True)
    return all(in_sheet(int(digits), column_number(letters.decode())) for letters, digits in places if letters)


def shared_texts(data: bytes) -> Sequence[str | None] | None:
    """The shared strings, None in place of each that is written with escapes; None where any has several looks, or
    cannot be read, used or not.
    """
    if data and not (_ITEMS.fullmatch(data) and is_sound(data)):
        return None
    return tuple(_plain_text(text, kept=bool(tag.strip(b"/"))) for tag, text in _ITEM_TEXT.findall(data))


@lru_cache(maxsize=16)
def number_styles(data: bytes) -> frozenset[bytes] | None:
    """The styles of xl/styles.xml in which calamine reads a number as one and not as a day or a time; None where it
    does not read them.
    """
    count = min(data.count(b"xf") + 1, _MOST_STYLES)
    cells = (f'<row r="{n + 1}"><c r="A{n + 1}" s="{n}"><v>{_SEEN_AS_DAY}</v></c></row>' for n in range(count))
    parts = _front("xl/sheet.xml") | {"xl/sheet.xml": _sheet("".join(cells))} | ({STYLES: data} if data else {})
    try:
        rows = CalamineWorkbook.from_filelike(BytesIO(stored(parts))).get_sheet_by_index(0).to_python()
    except Exception:  # whatever it is, it comes again where the sheets are read
        return None
    return frozenset(b"%d" % n for n, row in enumerate(rows) if row == [_SEEN_AS_DAY])


@lru_cache(maxsize=16)
def sheets_found(front: tuple[tuple[str, bytes], ...], sheets: tuple[tuple[str, str], ...]) -> frozenset[str]:
    """Those of the `sheets` (name, part) that calamine finds in the same part, by the parts that say where they are."""
    numbers = {part: float(n) for n, (_, part) in enumerate(sheets)}
    cells = {part: _sheet(f'<row r="1"><c r="A1"><v>{n}</v></c></row>') for part, n in numbers.items()}
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(stored(dict(front) | cells)))
        return frozenset(name for name, part in sheets if book.get_sheet_by_name(name).to_python() == [[numbers[part]]])
    except Exception:  # whatever it is, it comes again where the sheets are read
        return frozenset()


def _sheet(rows: str) -> bytes:
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def _front(sheet: str) -> dict[str, bytes]:
    """The parts of the smallest workbook."""

    def related(kind: str, target: str) -> bytes:
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        return (
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{_RELATED}/{kind}" Target="{target}"/>'
            "</Relationships>"
        ).encode()

    sheets = '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
    return {
        "_rels/.rels": related("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}">{sheets}</workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": related("worksheet", f"/{sheet}"),
    }
