"""Bytes of a workbook -> `Book`. Values come from calamine, what it does not see (formulas, names, who saved) from XML.

Reading never changes a file and never runs anything in it.
"""

import hashlib
import html
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook

from kosei_xl.values.cells import Beside, Book, CellValue, Sheet, column_letters, column_number
from kosei_xl.values.diagnostics import KoseiError
from kosei_xl.values.pictures import pasted_pictures
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.workbook.beside import BesideReader, behind_cells, names_beside, properties_beside
from kosei_xl.workbook.looks import CellStyles, SharedStrings, cell_looks, cell_styles

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CORE_MODIFIED = "{http://purl.org/dc/terms/}modified"
_CORE_SAVED_BY = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}lastModifiedBy"
_ENCRYPTED_OR_XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FORMULA = re.compile(rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b")
_ERROR_CELL = re.compile(rb'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<', re.S)
_HEADER = re.compile(rb"<(?:\w+:)?oddHeader\b[^>]*>([^<]*)<")
_HIDDEN = re.compile(rb'<(?:\w+:)?(row|col)\b[^>]*\bhidden="(?:1|true)"[^>]*>')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_ATTRIBUTE = re.compile(rb'\b(\w+)="([^"]*)"')
_FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Za-z]+)(\d+)"(?:[^>]*[^/>])?>')
_ADDRESS = re.compile(rb'\br="([A-Z]+)(\d+)"')
_FIRST_CELL = re.compile(r"^(?:'((?:[^']|'')+)'|([^!']+))!\$?([A-Z]{1,3})\$?(\d+)(?::.*)?$")
_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a workbook may be: bytes unpacked, and cells of a sheet from A1 to the last filled one.

    calamine keeps all of these cells in memory, and the process dies when there is none.
    """

    unpacked: int = 1 << 30
    area: int = 5_000_000


LIMITS = Limits()


class UnreadableWorkbook(KoseiError):
    """The bytes are not a workbook that can be read; `code` is K101 or K102, `reason` says why in Japanese."""

    def __init__(self, code: str, reason: str = "") -> None:
        super().__init__(reason or code)
        self.code = code
        self.reason = reason


def is_error_value(value: CellValue) -> bool:
    """Whether a cell shows an Excel error such as #REF!."""
    return isinstance(value, str) and value in _ERRORS


def read_book(data: bytes, name: str, limits: Limits = LIMITS) -> Book:
    """Read a workbook of the Open XML family (.xlsx, .xlsm) from its bytes; `name` is the file name for messages.

    Raises UnreadableWorkbook: K102 for encrypted and .xls files, K101 for everything else that is not a workbook.
    """
    if data[:8] == _ENCRYPTED_OR_XLS:
        raise UnreadableWorkbook(Code.ENCRYPTED_OR_OLD)
    if not data:
        raise UnreadableWorkbook(Code.UNREADABLE_WORKBOOK, told("empty_file"))
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            if sum(info.file_size for info in package.infolist()) > limits.unpacked:
                raise UnreadableWorkbook(Code.UNREADABLE_WORKBOOK, told("too_large"))
            front = _front(package)
            parts = {name: part for name, part in front.sheets.items() if "/worksheets/" in f"/{part}"}
            xml = {sheet: package.read(part) for sheet, part in parts.items()}
            names = _names(front.root)
            properties = _custom_properties(package)
            core = _core(package)
            pictures = pasted_pictures(package, parts, xml)
            show = _show(package, front)
            beside = tuple(_beside(package, front, xml, core))
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = tuple(_sheet(workbook, sheet, xml[sheet], limits, show) for sheet in parts)
    except UnreadableWorkbook:
        raise
    except zipfile.BadZipFile as error:
        raise UnreadableWorkbook(Code.UNREADABLE_WORKBOOK, told("not_excel")) from error
    except (
        LookupError,
        EOFError,
        zlib.error,
        ElementTree.ParseError,
        CalamineError,
        ValueError,
        OSError,
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise UnreadableWorkbook(Code.UNREADABLE_WORKBOOK, told("damaged")) from error
    return Book(
        name=name,
        sheets=sheets,
        sha256=hashlib.sha256(data).hexdigest(),
        names=names,
        properties=properties,
        saved_at=_saved_at(core),
        saved_by=core.findtext(_CORE_SAVED_BY) or None if core is not None else None,
        pictures=pictures,
        beside=beside,
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


def _sheet(workbook: CalamineWorkbook, name: str, xml: bytes, limits: Limits, show: _Show) -> Sheet:
    _check_area(name, xml, limits)
    rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    values: list[list[CellValue]] = [[None if v == "" else v for v in row] for row in rows]
    for at, error in _errors(xml).items():
        row, column = at
        values.extend([] for _ in range(row - len(values)))
        values[row - 1].extend([None] * (column - len(values[row - 1])))
        values[row - 1][column - 1] = error
    looks = cell_looks(xml, values, show.styles, show.strings, since_1904=show.since_1904)
    tail = behind_cells(xml)
    return Sheet(
        name, tuple(map(tuple, values)), _formulas(xml), _header(tail), *_hidden(xml), merged=_merged(tail), looks=looks
    )


def _show(package: zipfile.ZipFile, front: "_Front") -> _Show:
    styles, strings = (_part_or_nothing(package, front.others.get(kind, "")) for kind in ("styles", "sharedStrings"))
    options = front.root.find(f"{_MAIN}workbookPr")
    since_1904 = options is not None and options.get("date1904") in ("1", "true")
    return _Show(cell_styles(styles), SharedStrings(strings), since_1904)


def _part_or_nothing(package: zipfile.ZipFile, name: str) -> bytes:
    return package.read(name) if name in package.namelist() else b""


def _beside(
    package: zipfile.ZipFile, front: "_Front", xml: Mapping[str, bytes], core: ElementTree.Element | None
) -> Iterator[Beside]:
    reader = BesideReader(package)
    for sheet, part in front.sheets.items():
        yield from reader.sheet(sheet, part, xml[sheet]) if sheet in xml else reader.chart_sheet(sheet, part)
    yield from names_beside(front.root)
    yield from properties_beside(core) if core is not None else ()


def _check_area(sheet: str, xml: bytes, limits: Limits) -> None:
    """Refuse a sheet with something typed in a far corner, such as XFD1048576, before memory runs out."""
    filled = _FILLED.findall(xml)
    last_row = max((int(digits) for _, digits in filled), default=0)
    last_column = max((column_number(letters.decode().upper()) for letters in {at for at, _ in filled}), default=0)
    if last_row * last_column > limits.area:
        corner = f"{column_letters(last_column)}{last_row}"
        raise UnreadableWorkbook(Code.UNREADABLE_WORKBOOK, told("far_cell", sheet=sheet, cell=corner))


def _relations(package: zipfile.ZipFile, part: str) -> Mapping[str, tuple[str, str]]:
    """Id -> (last word of the type, part)."""
    folder, file = posixpath.split(part)
    root = ElementTree.fromstring(package.read(posixpath.join(folder, "_rels", f"{file}.rels")))
    targets = {}
    for relation in root:
        target = relation.get("Target", "")
        path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        targets[relation.get("Id", "")] = relation.get("Type", "").rpartition("/")[2], path
    return targets


def _workbook_part(package: zipfile.ZipFile) -> str:
    root = ElementTree.fromstring(package.read("_rels/.rels"))
    for relation in root:
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    raise KeyError("officeDocument")


@dataclass(frozen=True, slots=True)
class _Front:
    """The part that lists the sheets of any kind (name -> part, in order)."""

    root: ElementTree.Element
    sheets: Mapping[str, str]
    others: Mapping[str, str]
    """Last word of the type of a relationship -> part: styles, sharedStrings."""


def _front(package: zipfile.ZipFile) -> _Front:
    part = _workbook_part(package)
    related = _relations(package, part)
    root = ElementTree.fromstring(package.read(part))
    sheets = {e.get("name", ""): related.get(e.get(f"{_REL}id", ""), ("", ""))[1] for e in root.iter(f"{_MAIN}sheet")}
    if not sheets:
        raise KeyError("sheets")
    return _Front(root, sheets, dict(related.values()))


def _formulas(xml: bytes) -> frozenset[tuple[int, int]]:
    cells = (_ADDRESS.search(found[1]) for found in _FORMULA.finditer(xml))
    return frozenset((int(at[2]), column_number(at[1].decode())) for at in cells if at)


def _header(xml: bytes) -> str:
    """The header of the printed pages in Excel's codes; "" where there is none."""
    found = _HEADER.search(xml)
    return html.unescape(found[1].decode("utf-8")) if found else ""


def _hidden(xml: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """The hidden rows and columns, 1-based."""
    rows: set[int] = set()
    columns: set[int] = set()
    for found in _HIDDEN.finditer(xml):
        attributes = dict(_ATTRIBUTE.findall(found[0]))
        if found[1] == b"row":
            rows.add(int(attributes.get(b"r", b"0")))
        else:
            columns.update(range(int(attributes[b"min"]), int(attributes[b"max"]) + 1))
    return frozenset(rows), frozenset(columns)


def _merged(xml: bytes) -> dict[tuple[int, int], tuple[int, int]]:
    """First and last cell of merged ones, as (row, column)."""
    found = ([text.decode() for text in one.groups()] for one in _MERGED.finditer(xml))
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


def _custom_properties(package: zipfile.ZipFile) -> dict[str, str]:
    if "docProps/custom.xml" not in package.namelist():
        return {}
    root = ElementTree.fromstring(package.read("docProps/custom.xml"))
    return {e.get("name", ""): "".join(e.itertext()) for e in root}


def _core(package: zipfile.ZipFile) -> ElementTree.Element | None:
    if "docProps/core.xml" not in package.namelist():
        return None
    return ElementTree.fromstring(package.read("docProps/core.xml"))


def _saved_at(core: ElementTree.Element | None) -> datetime | None:
    text = ((core.findtext(_CORE_MODIFIED) if core is not None else None) or "").strip()
    try:
        at = datetime.fromisoformat(text)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
