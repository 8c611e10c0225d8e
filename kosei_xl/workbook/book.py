"""Bytes of a workbook -> `Book`. Values come from calamine where they are not plain (`plain_values`), what it does not
see (formulas, names, who saved) from XML.

Reading never changes a file and never runs anything in it.
"""

import hashlib
import posixpath
import re
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from kosei_xl.later import compiled_later, dataclass
from kosei_xl.values.cells import Beside, Book, CellValue, Sheet, column_letters, column_number
from kosei_xl.values.limits import LAST_COLUMN, LAST_ROW, LIMITS, REMEMBERED, Limit, Limits
from kosei_xl.values.parts import Relation
from kosei_xl.values.pictures import pasted_pictures
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.words.numbers import whole_number
from kosei_xl.workbook.archive import Archive, too_much
from kosei_xl.workbook.beside import BesideReader, behind_cells, names_beside, properties_beside
from kosei_xl.workbook.cell_tags import CellTags, SheetTags
from kosei_xl.workbook.charts import charts_of
from kosei_xl.workbook.looks import CellStyles, SharedStrings, SheetXml, cell_looks, cell_styles
from kosei_xl.workbook.plain_values import (
    STRINGS,
    STYLES,
    RowsOfValues,
    number_styles,
    plain_rows,
    shared_texts,
    sheets_found,
    without_entities,
)
from kosei_xl.workbook.unreadable import UnreadableWorkbook, whatever_fails

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CORE_MODIFIED = "{http://purl.org/dc/terms/}modified"
_CORE_SAVED_BY = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}lastModifiedBy"
_APP = "docProps/app.xml"
_ENCRYPTED_OR_XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FORMULA = compiled_later(rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b")
_ANY_FORMULA = compiled_later(rb"<(?:\w+:)?f[\s>/]")
_ERROR_CELL = compiled_later(
    rb'<(?:\w+:)?c\b([^>]*\bt="e"(?:[^>]*[^/>])?)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<', re.S
)
_HEADER = re.compile(rb"<(?:\w+:)?oddHeader\b[^>]*>([^<]*)<")
_HIDDEN = re.compile(rb'<(?:\w+:)?(row|col)\b[^>]*\bhidden="(?:1|true)"[^>]*>')
_HIDDEN_ROW = re.compile(rb'\bhidden="(?:1|true)"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_ATTRIBUTE = re.compile(rb'\b(\w+)="([^"]*)"')
_FILLED = compiled_later(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"(?:[^>]*[^/>])?>(?!\s*</)')
_ADDRESS = compiled_later(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_FIRST_CELL = re.compile(r"^(?:'((?:[^']|'')+)'|([^!']+))!\$?([A-Z]{1,3})\$?(\d+)(?::.*)?$")
_ALONE = 1 << 20
"""Bytes of a sheet beyond which calamine reads it alone, and of shared texts beyond which it does not."""
_ERRORS = re.compile(r"#(?:[A-Z][A-Z/0-9_]*[!?]|N/A|GETTING_DATA)")


def is_error_value(value: CellValue) -> bool:
    """Whether a cell shows an Excel error such as #REF!."""
    return isinstance(value, str) and _ERRORS.fullmatch(value) is not None


def read_book(
    data: bytes, name: str, limits: Limits = LIMITS, without: Collection[str] = (), *, decoded: bool = True
) -> Book:
    """Read a workbook of the Open XML family (.xlsx, .xlsm) from its bytes; `name` is the file name for messages, the
    sheets of `without` are passed over. Without `decoded` nobody has seen whether its pictures are whole.

    Raises UnreadableWorkbook: K102 for encrypted and .xls files, K101 for everything else that is not a workbook.
    """
    if data[:8] == _ENCRYPTED_OR_XLS:
        raise UnreadableWorkbook(Code.ENCRYPTED_OR_OLD)
    if not data:
        raise UnreadableWorkbook(Code.UNREADABLE_WORKBOOK, told("empty_file"))
    with taken_apart():
        return _book_of(data, name, limits, without, decoded=decoded)


_DAMAGE = (
    LookupError,
    EOFError,
    zlib.error,
    zipfile.BadZipFile,
    ElementTree.ParseError,
    CalamineError,
    ValueError,
    OSError,
    RuntimeError,
    NotImplementedError,
)
"""What is raised where a workbook is damaged; any other exception is news."""


@contextmanager
def taken_apart() -> Iterator[None]:
    """`whatever_fails`; what is raised where a workbook is damaged becomes K101."""
    try:
        with whatever_fails():
            yield
    except UnreadableWorkbook as error:
        if error.code == Code.FAULT_WHILE_READING and isinstance(error.__cause__, _DAMAGE):
            raise UnreadableWorkbook(Code.UNREADABLE_WORKBOOK, told("damaged")) from error.__cause__
        raise


def _book_of(data: bytes, name: str, limits: Limits, without: Collection[str], *, decoded: bool) -> Book:
    package = Archive(data, limits)
    every = _front(package)
    front = every.without(without)
    parts = front.worksheets
    xml = {sheet: package.read(part) for sheet, part in parts.items()}
    tags = {sheet: package.cell_tags(part) for sheet, part in parts.items()}
    _check_areas(xml, tags, limits)
    names = _names(front.root)
    properties = _custom_properties(package)
    core = _core(package)
    pictures = pasted_pictures(package, parts, xml, decoded=decoded)
    show = _show(package, front)
    beside = (*_beside(package, front, xml), *properties_beside(core, _properties(package, _APP), properties))
    charts = tuple(charts_of(package, parts, name))
    large = {sheet: part for sheet, part in parts.items() if len(xml[sheet]) > _ALONE}
    texts: dict[str, CellValue] = {"": None}
    rows = _rows(package, front, tags, large, texts)

    def sheet_of(sheet: str, part: str) -> Sheet:
        """A sheet, of which the XML is let go of: a master of years has hundreds of megabytes in a few sheets."""
        values = rows.pop(sheet) if sheet in rows else _read_rows(package, front, {sheet: part}, texts)[sheet]
        package.forget(part)
        return _sheet(sheet, values, xml.pop(sheet), tags.pop(sheet), show)

    return Book(
        name=name,
        sheets=tuple(sheet_of(sheet, part) for sheet, part in parts.items()),
        sha256=hashlib.sha256(data).hexdigest(),
        names=names,
        properties=properties,
        saved_at=_saved_at(core),
        saved_by=core.findtext(_CORE_SAVED_BY) or None if core is not None else None,
        pictures=pictures,
        beside=beside,
        charts=charts,
        passed_over=frozenset(every.sheets.keys() & frozenset(without)),
    )


def read_sheet(data: bytes, name: str) -> Sheet | None:
    """One sheet alone, values only; None where there is no such sheet or the bytes are no workbook."""
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        if name not in workbook.sheet_names:
            return None
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError):
        return None
    return Sheet(name, tuple(tuple(None if value == "" else value for value in row) for row in rows))


@dataclass(frozen=True, slots=True)
class _Show:
    """What decides how the cells of a workbook show their values."""

    styles: CellStyles
    strings: SharedStrings
    since_1904: bool


def _rows(
    package: Archive,
    front: "_Front",
    tags: Mapping[str, SheetTags | None],
    large: Collection[str],
    texts: dict[str, CellValue],
) -> dict[str, RowsOfValues]:
    """The values of each sheet; calamine reads those that hold anything that is not plain, `large` ones later, unless
    they share texts: then a workbook for each would be read with all of these.
    """
    rows = _plain_rows(package, front, tags)
    later = large if len(front.strings(package)) <= _ALONE else ()
    others = {sheet: part for sheet, part in front.worksheets.items() if sheet not in rows and sheet not in later}
    return {**rows, **(_read_rows(package, front, others, texts) if others else {})}


def _read_rows(
    package: Archive, front: "_Front", sheets: Mapping[str, str], texts: dict[str, CellValue]
) -> dict[str, RowsOfValues]:
    """The values of some sheets as calamine reads them, blank cells as None. `texts` that stand in many cells, as keys
    and names do, become one each.
    """
    workbook = CalamineWorkbook.from_filelike(BytesIO(package.of_parts(front.needed(sheets.values()))))
    return {sheet: tuple(_rows_in(workbook.get_sheet_by_name(sheet), texts)) for sheet in sheets}


def _rows_in(sheet: CalamineSheet, texts: dict[str, CellValue]) -> Iterator[tuple[CellValue, ...]]:
    """Row by row from A1 on: all of them at once, before equal texts are one, would be as much again."""
    known = texts.setdefault
    left: tuple[CellValue, ...] = (None,) * (sheet.start[1] if sheet.start is not None else 0)
    for row in sheet.iter_rows():
        yield left + tuple([known(value, value) if type(value) is str else value for value in row])


def _plain_rows(package: Archive, front: "_Front", tags: Mapping[str, SheetTags | None]) -> dict[str, RowsOfValues]:
    """The values of the sheets that need no calamine."""
    plain = {sheet: one for sheet, one in tags.items() if isinstance(one, CellTags)}
    strings, usual = front.strings(package), {"styles": STYLES, "sharedStrings": STRINGS}
    elsewhere = any(front.others.get(kind, part) != part for kind, part in usual.items())
    if not plain or elsewhere or ("sharedStrings" in front.others and not strings):
        return {}
    styles, texts = number_styles(front.style_sheet(package)), shared_texts(strings)
    if styles is None or texts is None:
        return {}
    found = sheets_found(tuple(package.for_calamine(front.own()).items()), tuple(front.worksheets.items()))
    read = ((sheet, plain_rows(one, texts, styles)) for sheet, one in plain.items() if sheet in found)
    return {sheet: rows for sheet, rows in read if rows is not None}


def _sheet(name: str, values: RowsOfValues, xml: bytes, tags: SheetTags | None, show: _Show) -> Sheet:
    errors = _errors(xml) if tags is None or tags.has_errors else {}
    rows = _with_errors(values, errors) if errors else values
    own = name in (*terms.HIDDEN_SHEETS, *terms.ASIDE_SHEETS.values())  # the program's own records are read as they are
    seen = SheetXml(xml, tags)
    looks = {} if own else cell_looks(seen, rows, show.styles, show.strings, since_1904=show.since_1904)
    tail, formulas = behind_cells(xml), _formulas(xml) if tags is None else tags.formulas()
    hidden = _hidden_by_tags(tags) if isinstance(tags, CellTags) else _hidden(xml)
    return Sheet(name, rows, formulas, _header(tail), *hidden, merged=_merged(tail), looks=looks)


def _with_errors(rows: RowsOfValues, errors: Mapping[tuple[int, int], str]) -> RowsOfValues:
    values = [list(row) for row in rows]
    for (row, column), error in errors.items():
        values.extend([] for _ in range(row - len(values)))
        values[row - 1].extend([None] * (column - len(values[row - 1])))
        values[row - 1][column - 1] = error
    return tuple(map(tuple, values))


def _show(package: Archive, front: "_Front") -> _Show:
    options = front.root.find(f"{_MAIN}workbookPr")
    since_1904 = options is not None and options.get("date1904") in ("1", "true")
    return _Show(cell_styles(front.style_sheet(package)), SharedStrings(front.strings(package)), since_1904)


def _beside(package: Archive, front: "_Front", xml: Mapping[str, bytes]) -> Iterator[Beside]:
    reader = BesideReader(package)
    for sheet, part in front.sheets.items():
        yield from reader.sheet(sheet, part, xml[sheet]) if sheet in xml else reader.chart_sheet(sheet, part)
    yield from names_beside(front.root)


def _check_areas(xml: Mapping[str, bytes], tags: Mapping[str, SheetTags | None], limits: Limits) -> None:
    """Refuse sheets with something typed in a far corner, such as XFD1048576: calamine keeps all cells up to there in
    memory, and the process dies when there is none.
    """
    corners = {sheet: one.reaches() for sheet, one in tags.items() if one is not None}
    if not _fit(corners.values(), limits):
        corners = {sheet: one.last_filled() for sheet, one in tags.items() if one is not None}
    left = limits.area
    for sheet, data in xml.items():
        last_row, last_column = corners[sheet] if sheet in corners else _last_filled(data)
        if not _fit([(last_row, last_column)], limits):
            corner = f"{column_letters(last_column)}{last_row}"
            raise UnreadableWorkbook(Code.UNREADABLE_WORKBOOK, told("far_cell", sheet=sheet, cell=corner))
        left -= last_row * last_column
    if left < 0:
        raise too_much(Limit.AREA, limits)


def _fit(corners: Collection[tuple[int, int]], limits: Limits) -> bool:
    """Whether sheets with these last rows and columns are none too large, and not so together."""
    in_reach = all(row <= LAST_ROW and column <= LAST_COLUMN for row, column in corners)
    return in_reach and sum(row * column for row, column in corners) <= limits.area


def _last_filled(xml: bytes) -> tuple[int, int]:
    filled = _FILLED.findall(xml)
    last_row = max(map(int, {digits for _, digits in filled}), default=0)
    return last_row, max((column_number(letters.decode()) for letters in {at for at, _ in filled}), default=0)


@dataclass(frozen=True, slots=True)
class _Front:
    """The part that lists the sheets of any kind (name -> part, in order)."""

    part: str
    root: ElementTree.Element
    sheets: Mapping[str, str]
    worksheets: Mapping[str, str]
    others: Mapping[str, str]
    """Last word of the type of a relationship -> part: styles, sharedStrings."""

    def without(self, names: Collection[str]) -> "_Front":
        """The same without these sheets."""
        sheets, worksheets = (
            {name: part for name, part in listed.items() if name not in names}
            for listed in (self.sheets, self.worksheets)
        )
        return replace(self, sheets=sheets, worksheets=worksheets)

    def style_sheet(self, package: Archive) -> bytes:
        """The part of the styles, b"" where there is none."""
        return package.part_or_nothing(self.others.get("styles", ""))

    def strings(self, package: Archive) -> bytes:
        """The part of the shared strings, b"" where there is none."""
        return package.part_or_nothing(self.others.get("sharedStrings", ""))

    def own(self) -> tuple[str, ...]:
        """The parts that say where the sheets are."""
        folder, file = posixpath.split(self.part)
        return "[Content_Types].xml", "_rels/.rels", self.part, posixpath.join(folder, "_rels", f"{file}.rels")

    def needed(self, sheets: Iterable[str]) -> Iterator[str]:
        """The parts from which the values of these sheets are read."""
        yield from self.own()
        yield from (self.others[kind] for kind in ("styles", "sharedStrings") if kind in self.others)
        yield from sheets


def _front(package: Archive) -> _Front:
    main = next((one.target for one in package.relations("").values() if one.kind == "officeDocument"), None)
    if main is None:
        raise KeyError("officeDocument")
    related = package.relations(main)
    root = ElementTree.fromstring(package.read(main))
    nothing = Relation("", "", inside=False)
    sheets = {e.get("name", ""): related.get(e.get(f"{_REL}id", ""), nothing) for e in root.iter(f"{_MAIN}sheet")}
    if not sheets:
        raise KeyError("sheets")
    missing = next((name for name, one in sheets.items() if not one.inside), None)
    if missing is not None:
        raise KeyError(missing)
    others = {one.kind: one.target for one in related.values() if one.inside}
    cells = {name: one.target for name, one in sheets.items() if one.kind == "worksheet"}
    return _Front(main, root, {name: one.target for name, one in sheets.items()}, cells, others)


def _formulas(xml: bytes) -> frozenset[tuple[int, int]]:
    if _ANY_FORMULA.search(xml) is None:  # the search below looks at every cell
        return frozenset()
    cells = (_ADDRESS.search(found[1]) for found in _FORMULA.finditer(xml))
    return frozenset((int(at[2]), column_number(at[1].decode())) for at in cells if at)


def _header(xml: bytes) -> str:
    """The header of the printed pages in Excel's codes; "" where there is none."""
    at = xml.find(b"oddHeader")
    found = _HEADER.search(xml, max(0, xml.rfind(b"<", 0, at))) if at >= 0 else None
    return without_entities(found[1].decode("utf-8")) if found else ""


def _hidden(xml: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """The hidden rows and columns, 1-based."""
    rows: set[int] = set()
    columns: set[int] = set()
    for found in _hidden_tags(xml):
        attributes = dict(_ATTRIBUTE.findall(found[0]))
        if found[1] == b"row":
            rows.add(whole_number(attributes.get(b"r", b"").decode()) or 0)
        else:
            first, last = (whole_number(attributes.get(name, b"").decode()) for name in (b"min", b"max"))
            columns.update(range(first or 1, min(last or 0, LAST_COLUMN) + 1))
    return frozenset(rows), frozenset(columns)


@lru_cache(maxsize=64)
def _hidden_around(around: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """`_hidden` of what stands around the rows: columns are hidden before them, and in every survey the same."""
    return _hidden(around)


def _hidden_by_tags(tags: CellTags) -> tuple[frozenset[int], frozenset[int]]:
    """`_hidden`, of which the rows are known."""
    head, tail = tags.head, tags.tail
    around = head + tail if b'hidden="' in tail else head
    rows, columns = (_hidden_around if len(around) < REMEMBERED else _hidden)(around)
    if tags.xml.find(b"hidden=", tags.begin, tags.end) < 0:
        return rows, columns
    return rows | {int(number) for number, given in tags.rows if _HIDDEN_ROW.search(given)}, columns


def _hidden_tags(xml: bytes) -> Iterator[re.Match[bytes]]:
    """The tags of hidden rows and columns: few are, so that they are found by the word."""
    at = xml.find(b'hidden="')
    while at >= 0:
        found = _HIDDEN.match(xml, max(0, xml.rfind(b"<", 0, at)))
        if found is not None:
            yield found
        at = xml.find(b'hidden="', at + 1)


def _merged(xml: bytes) -> dict[tuple[int, int], tuple[int, int]]:
    """First and last cell of merged ones, as (row, column)."""
    at = xml.find(b"mergeCell")
    found = (
        ([text.decode() for text in one.groups()] for one in _MERGED.finditer(xml, xml.rfind(b"<", 0, at)))
        if at > 0
        else ()
    )
    return {(int(top), column_number(left)): (int(bottom), column_number(right)) for left, top, right, bottom in found}


def _errors(xml: bytes) -> dict[tuple[int, int], str]:
    """Cells that show an error value; calamine reads them as blank."""
    errors: dict[tuple[int, int], str] = {}
    if b't="e"' not in xml:
        return errors
    for found in _ERROR_CELL.finditer(xml):
        at = _ADDRESS.search(found[1])
        if at:
            errors[int(at[2]), column_number(at[1].decode())] = found[2].decode()
    return errors


def _names(root: ElementTree.Element) -> dict[str, tuple[str, int, int]]:
    names = {}
    for defined in root.iter(f"{_MAIN}definedName"):
        found = _FIRST_CELL.match(defined.text or "")
        if found and defined.get("localSheetId") is None:
            sheet = found[1].replace("''", "'") if found[1] else found[2]
            names[defined.get("name", "")] = (sheet, int(found[4]), column_number(found[3]))
    return names


def _custom_properties(package: Archive) -> dict[str, str]:
    root = _properties(package, "docProps/custom.xml")
    return {e.get("name", ""): "".join(e.itertext()) for e in root} if root is not None else {}


def _core(package: Archive) -> ElementTree.Element | None:
    return _properties(package, "docProps/core.xml")


def _properties(package: Archive, part: str) -> ElementTree.Element | None:
    """A part of properties; None where there is none, or a damaged one: the workbook is good without."""
    try:
        return ElementTree.fromstring(package.read(part)) if part in package else None
    except (ElementTree.ParseError, ValueError):
        return None


def _saved_at(core: ElementTree.Element | None) -> datetime | None:
    text = ((core.findtext(_CORE_MODIFIED) if core is not None else None) or "").strip()
    try:
        at = datetime.fromisoformat(text)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
