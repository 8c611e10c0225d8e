"""Returned workbooks of whatever format: .xlsx as ever, the values of .xls, .xlsb and .ods, and the name of all else.

The other formats are taken apart by another process (`workbook.apart`), and a large .xlsx is tried there first: a file
at which it dies, or takes too much memory or time, is a finding of that file.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from xml.etree import ElementTree

from kosei_xl.values.cells import Book, CellValue, Sheet, column_letters
from kosei_xl.values.limits import LIMITS, Limit, Limits
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.words.numbers import whole_number
from kosei_xl.workbook.apart import READERS, NoReader, is_large
from kosei_xl.workbook.archive import Archive, too_much
from kosei_xl.workbook.book import read_book, taken_apart
from kosei_xl.workbook.kinds import INSTEAD, Kind, kind_of
from kosei_xl.workbook.unreadable import UnreadableWorkbook

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DUBLIN: Final = "{http://purl.org/dc/elements/1.1/}"
_OF_DAYS: Final[Mapping[str, Any]] = {"datetime": datetime, "date": date, "time": time}


def read_return_book(data: bytes, name: str, limits: Limits = LIMITS) -> Book:
    """A workbook that came back, of any format that can be read; `format` of the Book says which, "" for .xlsx.

    Raises UnreadableWorkbook as `read_book` does, and K193 for what is known to be something else (a PDF, a mail).
    """
    with taken_apart():
        kind = kind_of(data)
        if kind in INSTEAD:
            raise UnreadableWorkbook(Code.NOT_A_RETURN, kind=kind.label, advice=kind.advice)
        if kind not in (Kind.XLS, Kind.XLSB, Kind.ODS):
            unguarded = _tried(data, limits)
            return replace(read_book(data, name, limits), unguarded=unguarded)
        saved_at, saved_by = None, None
        if kind is Kind.ODS:
            saved_at, saved_by = _of_ods(Archive(data, limits), limits)
        elif kind is Kind.XLSB:
            _count(Archive(data, limits))
        sheets, unguarded = _apart(data, limits)
        return Book(
            name,
            sheets,
            hashlib.sha256(data).hexdigest(),
            names=_named(sheets),
            saved_at=saved_at,
            saved_by=saved_by,
            format=kind.value,
            unguarded=unguarded,
        )


def _apart(data: bytes, limits: Limits) -> tuple[tuple[Sheet, ...], str]:
    """The sheets of a workbook as another process reads them, and why that is no guard."""
    try:
        found = READERS.ask("cells", data, limits)
    except NoReader as error:
        raise UnreadableWorkbook(Code.UNREADABLE_WORKBOOK, told("no_reader", why=error.strerror)) from error
    read = json.loads(found.made)
    sheets = (Sheet(name, tuple(tuple(_value(value) for value in row) for row in rows)) for name, rows in read)
    return tuple(sheets), "" if found.held else told("reader_not_held")


def _tried(data: bytes, limits: Limits) -> str:
    """Let a large .xlsx be read by another process first -> why that could not be, or is no guard.

    It is read all the same then: the limits in the reader hold without any process.
    """
    if not is_large(data, limits):
        return ""
    try:
        return "" if READERS.ask("trial", data, limits).held else told("reader_not_held")
    except NoReader as error:
        return told("reader_not_started", why=error.strerror)


def _value(value: Any) -> CellValue:
    if not isinstance(value, list):
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
    kind, text = value
    return timedelta(seconds=text) if kind == "timedelta" else _OF_DAYS[kind].fromisoformat(text)


def _named(sheets: Sequence[Sheet]) -> dict[str, tuple[str, int, int]]:
    """The cells to write in on 記入要領, beside what they are called there: their names are not read."""
    found: dict[str, tuple[str, int, int]] = {}
    for sheet in sheets:
        if sheet.name == terms.SURVEY_GUIDE_SHEET:
            for row, column, value in sheet.filled():
                for name, label in terms.GUIDE_LABELS.items():
                    if value == label:
                        found.setdefault(name, (sheet.name, row, column + 1))
    return found


def _count(package: Archive) -> None:
    """Unpack every part once, so that what is more than the limits goes to nobody."""
    for name in package.namelist():
        package.read(name)


def _of_ods(package: Archive, limits: Limits) -> tuple[datetime | None, str | None]:
    """When and by whom a .ods was saved. Raises UnreadableWorkbook for more cells than the limits; repeats count."""
    _count(package)
    left = limits.area
    for table in ElementTree.fromstring(package.read("content.xml")).iter(f"{_TABLE}table"):
        rows, columns = _extent(table)
        if rows * columns > limits.area:
            corner = f"{column_letters(columns)}{rows}"
            raise UnreadableWorkbook(
                Code.UNREADABLE_WORKBOOK, told("far_cell", sheet=table.get(f"{_TABLE}name", ""), cell=corner)
            )
        left -= rows * columns
    if left < 0:
        raise too_much(Limit.AREA, limits)
    try:
        meta = ElementTree.fromstring(package.part_or_nothing("meta.xml") or b"<_/>")
        text = next((one.text or "" for one in meta.iter(f"{_DUBLIN}date")), "")
        saved_at = datetime.fromisoformat(text)
    except (ElementTree.ParseError, ValueError):
        return None, None
    by = next((one.text for one in meta.iter(f"{_DUBLIN}creator")), None)
    return (saved_at if saved_at.tzinfo else saved_at.replace(tzinfo=UTC)).astimezone(UTC), by


def _extent(table: ElementTree.Element) -> tuple[int, int]:
    """Rows and columns up to the last filled cell; what is repeated counts as often."""
    row_number, last_row, last_column = 0, 0, 0
    for row in table.iter(f"{_TABLE}table-row"):
        row_number += whole_number(row.get(f"{_TABLE}number-rows-repeated", "1")) or 1
        column, filled = 0, 0
        for cell in row:
            column += whole_number(cell.get(f"{_TABLE}number-columns-repeated", "1")) or 1
            filled = column if len(cell) or any(key.endswith("value") for key in cell.attrib) else filled
        if filled:
            last_row, last_column = row_number, max(last_column, filled)
    return last_row, max(last_column, 1)
