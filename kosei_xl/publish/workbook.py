"""The open data as one workbook by the rules for machine-readable data: a table a sheet, a datum a cell, no merges."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO

from kosei_xl.make.plain import PlainColumn, PlainKind, PlainSheet, write_plain_tables
from kosei_xl.publish.columns import DataColumn, DataTable, DataType
from kosei_xl.publish.data import DATA, DICTIONARY, datum_text, dictionary_rows
from kosei_xl.publish.edition import Edition
from kosei_xl.publish.rows import DataRow, Datum, data_rows, tables_of_edition
from kosei_xl.values.cells import CellValue

WORKBOOK_FILE = f"{DATA}/data.xlsx"
PUBLIC_KIND = "public"
"""Kind of the workbook, as it says of itself."""
_KINDS: Mapping[DataType, PlainKind] = {
    "string": "text",
    "integer": "whole",
    "number": "number",
    "boolean": "text",
    "date": "date",
}
_NAMES = re.compile(r"^(id|point|item_key|sub_no|no|repeats|plan_id|rating|previous|scale|area_\d_no)$")
"""Keys of columns with keys and numbers, which are never to be taken for an amount or a date."""
_LONG, _USUAL, _SHORT = 48.0, 16.0, 10.0


def write_data_workbook(target: IO[bytes], edition: Edition) -> None:
    """What each column means, then every table, row by row. Its author is the organisation."""
    author = edition.plan.style.organization or edition.plan.name
    write_plain_tables(target, _sheets(edition), PUBLIC_KIND, author)


def _sheets(edition: Edition) -> Iterator[PlainSheet]:
    tables = tables_of_edition(edition)
    columns = [PlainColumn(one.head, "text", _width(one)) for one in DICTIONARY]
    yield PlainSheet("表の読み方", columns, _cells(DICTIONARY, dictionary_rows(tables)))
    for table in tables:
        yield data_sheet(table, data_rows(edition, table.name))


def data_sheet(table: DataTable, rows: Iterable[DataRow]) -> PlainSheet:
    """A table as a sheet; its rows are made as they are written."""
    columns = [PlainColumn(one.head, _kind(one), _width(one)) for one in table.columns]
    return PlainSheet(table.title, columns, _cells(table.columns, rows), frozen=1)


def _cells(columns: Sequence[DataColumn], rows: Iterable[DataRow]) -> Iterator[list[CellValue]]:
    return ([_cell(row.get(column.key)) for column in columns] for row in rows)


def _cell(value: Datum) -> CellValue:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return datum_text(value)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    return int(value) if value == int(value) else float(value)


def _kind(column: DataColumn) -> PlainKind:
    return "name" if _NAMES.match(column.key) else _KINDS[column.type]


def _width(column: DataColumn) -> float:
    if column.key in ("name", "about"):
        return _LONG
    return _SHORT if column.type != "string" or _NAMES.match(column.key) else _USUAL
