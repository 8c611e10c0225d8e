"""How cells show their values: number formats, and words that are struck out in a cell's font or in parts of its text.

calamine tells neither. Only cells whose style or text has something of it are looked at; styles are read once a
workbook, shared strings only where a strike can be in them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache

from kosei_xl.later import compiled_later, dataclass
from kosei_xl.values.cells import CellLook, CellValue, column_number
from kosei_xl.values.limits import REMEMBERED
from kosei_xl.words.numbers import real_number, whole_number
from kosei_xl.workbook.cell_tags import CellTags, SheetTags, StyledCell
from kosei_xl.workbook.number_format import BUILT_IN, GENERAL, general, number_format
from kosei_xl.workbook.plain_values import without_entities

_ATTRIBUTE = compiled_later(rb'\b(\w+)="([^"]*)"')
_ANY_ATTRIBUTE = re.compile(rb"""\b(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_FORMAT = re.compile(rb"""<(?:\w+:)?numFmt\b((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_FONTS = compiled_later(rb"<(?:\w+:)?fonts\b[^>]*>(.*?)</(?:\w+:)?fonts>", re.S)
_FONT = compiled_later(rb"<(?:\w+:)?font\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?font>)", re.S)
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b[^>]*>(.*?)</(?:\w+:)?cellXfs>", re.S)
_STYLE = re.compile(rb"<(?:\w+:)?xf\b([^>]*)>")
_STRIKE = compiled_later(rb'<(?:\w+:)?strike\b(?:[^>]*\bval="(\w+)")?')
_CELL = compiled_later(rb"<(?:\w+:)?c\b([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.S)
_STYLED = rb'<(?:\w+:)?c\b(?=[^>]*\bs="(?:%s)")([^>]*[^/>])>(.*?)</(?:\w+:)?c>'
_BAND = (
    rb'<(?:\w+:)?(?:row\b(?=[^>]*\bcustomFormat="(?:1|true)")[^>]*\bs="(?:%s)"(?:[^>]*[^>/])?'
    rb'|col\b[^>]*\bstyle="(?:%s)"[^>]*)>'
)
"""Rows that hold cells, and columns, of some styles; sheets are formatted to their end, over a million rows."""
_OWN_FORMAT, _ROW_STYLE = compiled_later(rb'\bcustomFormat="(?:1|true)"'), compiled_later(rb'\ss="(\d++)"')
_MAYBE_ROWS, _MAYBE_COLUMNS, _MAYBE_STRUCK = (
    compiled_later(one) for one in (rb"customFormat=", rb' style="', rb"strike")
)
"""Words without which there are no rows or columns with a style of their own, and no strikes; patterns of letters alone
take half the time of `in`.
"""
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)<")
_ITEM = compiled_later(rb"<(?:\w+:)?si\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?si>)", re.S)
_GUIDE = compiled_later(rb"<(?:\w+:)?rPh\b.*?</(?:\w+:)?rPh>", re.S)
_RUN = compiled_later(rb"<(?:\w+:)?r>(.*?)</(?:\w+:)?r>", re.S)
_RUN_LOOK = compiled_later(rb"<(?:\w+:)?rPr\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?rPr>)", re.S)
_TEXT = compiled_later(rb"<(?:\w+:)?t\b[^>]*>([^<]*)<")
_ESCAPED = compiled_later("_x([0-9A-Fa-f]{4})_")
_PLACE = compiled_later(rb"([A-Z]{1,3})(\d{1,7})")
_UNKNOWN = "[?]"
"""Of a style whose number format stands nowhere; no format that is known."""
Runs = tuple[tuple[str, bool | None], ...]
"""Parts of a text with whether they are struck out; None as the cell's font says."""


@dataclass(frozen=True, slots=True)
class CellStyles:
    """The styles (by number) that show a value in another way: number format codes, and fonts that are struck out."""

    formats: Mapping[int, str]
    struck: frozenset[int]

    @property
    def numbers(self) -> frozenset[int]:
        """The styles that are worth a look."""
        return frozenset(self.formats) | self.struck


@dataclass(frozen=True, slots=True)
class SharedStrings:
    """The shared strings of a workbook, taken apart when somebody asks."""

    data: bytes = b""

    @property
    def may_be_struck(self) -> bool:
        """Whether any of them has a part that is struck out."""
        return b"strike" in self.data

    def runs(self, number: int) -> Runs:
        """The parts of one of them; none for one that is not there."""
        items = _items(self.data)
        return _runs(items[number]) if 0 <= number < len(items) else ()


@lru_cache(maxsize=4)
def _items(data: bytes) -> Sequence[bytes]:
    return tuple(found[1] or b"" for found in _ITEM.finditer(data))


@lru_cache(maxsize=16)
def cell_styles(data: bytes) -> CellStyles:
    """Read xl/styles.xml; of the styles only those that are worth a look."""
    codes = dict(BUILT_IN)
    for found in _FORMAT.finditer(data):
        given = _attributes(found[1])
        if given.get("numFmtId", "").isdecimal():
            codes[_number(given["numFmtId"])] = given.get("formatCode", GENERAL)
    block = _FONTS.search(data) if b"strike" in data else None
    fonts = [_is_struck(found[1] or b"") for found in _FONT.finditer(block[1])] if block else []
    formats: dict[int, str] = {}
    struck: set[int] = set()
    styles = _STYLES.search(data)
    for number, found in enumerate(_STYLE.finditer(styles[1] if styles else b"")):
        given = _attributes(found[1])
        code = codes.get(_number(given.get("numFmtId")), _UNKNOWN)
        if not number_format(code).is_general:
            formats[number] = code
        font = _number(given.get("fontId"))
        if font < len(fonts) and fonts[font]:
            struck.add(number)
    return CellStyles(formats, frozenset(struck))


@dataclass(frozen=True, slots=True)
class SheetXml:
    """A sheet as XML, and the tags of its cells where all are of one kind."""

    data: bytes
    tags: SheetTags | None = None


def cell_looks(
    xml: SheetXml, rows: Sequence[Sequence[CellValue]], styles: CellStyles, strings: SharedStrings, *, since_1904: bool
) -> dict[tuple[int, int], CellLook]:
    """The cells of a sheet (its XML, and its values) that show something else than their value.

    Cost: one pass over the cells of the styles that are worth a look; over all where words may be struck out.
    """
    looks = {}

    def value_at(at: tuple[int, int]) -> CellValue:
        row, column = at
        return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else None

    def is_itself(at: tuple[int, int], style: int, kind: str) -> bool:
        """Of a text in the format of texts there is nothing to say."""
        if kind not in ("s", "inlineStr", "str") or styles.formats.get(style) != "@" or style in styles.struck:
            return False
        value = value_at(at)
        return isinstance(value, str) and value != "" and not value.isspace()

    struck_strings = strings.may_be_struck

    def has_runs(style: int, kind: str, content: bytes) -> bool:
        """Whether the parts of a text are to be looked at: a whole one is struck, or a part of it may be."""
        if kind not in ("s", "inlineStr"):
            return False
        return style in styles.struck or (struck_strings if kind == "s" else b"strike" in content)

    for at, style, kind, content in _cells(xml, styles, strings, is_itself):
        value = value_at(at)
        runs = _cell_runs(kind, content, strings) if has_runs(style, kind, content) else ()
        plain = style not in styles.struck and not any(struck for _, struck in runs)
        if value is None or (plain and style not in styles.formats):
            continue
        shown = _shown(value, kind, content, styles.formats.get(style, GENERAL), since_1904=since_1904)
        look = shown if plain else _without_struck(runs, shown, value, struck=style in styles.struck)
        if look is not None:
            looks[at] = look
    return looks


def _cells(
    sheet: SheetXml, styles: CellStyles, strings: SharedStrings, is_itself: Callable[[tuple[int, int], int, str], bool]
) -> Iterator[StyledCell]:
    """The cells that are worth a look."""
    numbers, xml = styles.numbers, sheet.data
    band_styles: tuple[dict[int, int], dict[int, int]] = ({}, {})
    if numbers and isinstance(sheet.tags, CellTags):
        band_styles = _bands_of(sheet.tags, numbers)
    elif numbers and (_MAYBE_ROWS.search(xml) is not None or _MAYBE_COLUMNS.search(xml) is not None):
        band_styles = _band_styles(xml, numbers)
    if strings.may_be_struck or any(band_styles) or _may_be_struck(sheet):
        found = _CELL.finditer(xml)
    elif sheet.tags is not None:
        yield from sheet.tags.styled(numbers, is_itself) if numbers else ()
        return
    elif numbers:
        found = _styled(numbers).finditer(xml)
    else:
        return
    rows, columns = band_styles
    for cell in found:
        given = dict(_ATTRIBUTE.findall(cell[1]))
        place = _PLACE.fullmatch(given.get(b"r", b""))
        if place is None:
            continue
        at = int(place[2]), column_number(place[1].decode())
        own = given.get(b"s")
        style = _number(own.decode()) if own else rows.get(at[0], columns.get(at[1], 0))
        yield StyledCell(at, style, given.get(b"t", b"n").decode(), cell[2])


def _bands_of(tags: CellTags, wanted: frozenset[int]) -> tuple[dict[int, int], dict[int, int]]:
    """`_band_styles`, of a sheet whose rows are known."""
    rows: dict[int, int] = {}
    for number, given in tags.rows:
        if b"customFormat=" in given and not given.endswith(b"/") and _OWN_FORMAT.search(given):
            style = _ROW_STYLE.search(given)
            if style is not None and int(style[1]) in wanted:
                rows[int(number)] = int(style[1])
    head = tags.head
    return rows, (_column_styles if len(head) < REMEMBERED else _column_styles.__wrapped__)(head, wanted)


@lru_cache(maxsize=64)
def _column_styles(head: bytes, wanted: frozenset[int]) -> dict[int, int]:
    """The columns of what stands before the rows of a sheet, in every survey the same."""
    return _band_styles(head, wanted)[1] if b' style="' in head else {}


def _may_be_struck(sheet: SheetXml) -> bool:
    """Whether a part of a text in a cell may be struck out; plain cells hold no parts."""
    return not isinstance(sheet.tags, CellTags) and _MAYBE_STRUCK.search(sheet.data) is not None


@lru_cache(maxsize=64)
def _styled(numbers: frozenset[int]) -> re.Pattern[bytes]:
    return re.compile(_STYLED % _any_of(numbers), re.S)


@lru_cache(maxsize=64)
def _banded(numbers: frozenset[int]) -> re.Pattern[bytes]:
    return re.compile(_BAND % (_any_of(numbers), _any_of(numbers)))


def _any_of(numbers: Iterable[int]) -> bytes:
    return b"|".join(b"%d" % number for number in sorted(numbers))


def _band_styles(xml: bytes, wanted: frozenset[int]) -> tuple[dict[int, int], dict[int, int]]:
    """The styles of rows and of columns, for cells that have none of their own; only those that are worth a look."""
    rows: dict[int, int] = {}
    columns: dict[int, int] = {}
    for found in _banded(wanted).finditer(xml):
        given = _attributes(found[0])
        if "s" in given and "r" in given:
            rows[_number(given["r"])] = _number(given["s"])
        elif "style" in given:
            span = range(_number(given.get("min")), min(_number(given.get("max")), 16384) + 1)
            columns.update(dict.fromkeys(span, _number(given["style"])))
    return rows, columns


def _cell_runs(kind: str, content: bytes, strings: SharedStrings) -> Runs:
    if kind == "inlineStr":
        return _runs(content)
    number = _VALUE.search(content)
    at = whole_number(number[1].decode()) if number else None
    return strings.runs(at) if at is not None else ()


def _runs(item: bytes) -> Runs:
    """The parts of a text; its phonetic guide is none."""
    item = _GUIDE.sub(b"", item)
    parts = []
    for run in _RUN.finditer(item):
        look, text = _RUN_LOOK.search(run[1]), _TEXT.search(run[1])
        parts.append((_plain(text[1]) if text else "", _is_struck(look[1] or b"") if look else None))
    if not parts:
        parts = [("".join(_plain(text[1]) for text in _TEXT.finditer(item)), None)]
    return tuple(parts)


def _shown(value: CellValue, kind: str, content: bytes, code: str, *, since_1904: bool) -> CellLook | None:
    """A value as its number format shows it; None where that is the value itself."""
    if isinstance(value, bool) or kind in ("b", "e", "d"):
        return None
    if kind in ("s", "inlineStr", "str"):
        return _shown_text(value, code)
    found = _VALUE.search(content)
    number = real_number(found[1].decode("utf-8", "replace")) if found else None
    if number is None:
        return None
    return _shown_number(number, code, since_1904)


@lru_cache(maxsize=4096)
def _shown_number(number: float, code: str, since_1904: bool) -> CellLook:
    shown = number_format(code).number(number, since_1904=since_1904)
    if shown is not None and shown.strip():
        return CellLook(shown.strip())
    return CellLook(general(number), format=code)


def _shown_text(value: CellValue, code: str) -> CellLook | None:
    if not isinstance(value, str) or ("@" not in code and code.count(";") < 3):
        return None
    shown = number_format(code).text(value)
    if shown is not None and shown.strip():
        return CellLook(shown) if shown != value else None
    return CellLook(value, format=code)


def _without_struck(runs: Runs, shown: CellLook | None, value: CellValue, *, struck: bool) -> CellLook:
    """What is left of a text when its struck words go; a number is struck out as a whole."""
    if not runs:
        text = shown.text if shown is not None and shown.text is not None else _as_text(value)
        return CellLook(None, struck=text)
    marked = [(text, struck if own is None else own) for text, own in runs]
    kept = "".join(text for text, gone in marked if not gone)
    return CellLook(kept if kept.strip() else None, struck="".join(text for text, gone in marked if gone).strip())


def _as_text(value: CellValue) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return general(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value)


def _is_struck(look: bytes) -> bool:
    found = _STRIKE.search(look)
    return found is not None and found[1] not in (b"0", b"false")


def _plain(text: bytes) -> str:
    """The words of a text element: entities and Excel's escapes undone."""
    words = without_entities(text.decode("utf-8"))
    return _ESCAPED.sub(_letter, words) if "_x" in words else words


def _letter(escape: re.Match[str]) -> str:
    """The letter of an escape; half a pair of UTF-16 is none, and stays as it is written."""
    code = int(escape[1], 16)
    return escape[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def _attributes(tag: bytes) -> dict[str, str]:
    found = _ANY_ATTRIBUTE.findall(tag)
    return {name.decode(): without_entities((double or single).decode("utf-8")) for name, double, single in found}


def _number(text: str | None) -> int:
    return whole_number(text) or 0
