"""The open data as one workbook by the rules for machine-readable data: a table a sheet, a datum a cell, no merges."""

import datetime as dt
import re
from collections.abc import Mapping

from kosei_xl.make.plain import PlainColumn, PlainKind, PlainSheet, plain_workbook
from kosei_xl.publish.columns import DataColumn, DataType
from kosei_xl.publish.data import DATA, DICTIONARY, datum_text, dictionary_rows
from kosei_xl.publish.edition import Edition
from kosei_xl.publish.rows import Datum, data_rows, tables_of_edition
from kosei_xl.values.cells import CellValue
from kosei_xl.workbook.parts.container import Container
from kosei_xl.workbook.xml_text import xml_text

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
_CORE = "docProps/core.xml"
_CREATOR = re.compile(r"(<dc:creator[^>]*>).*?(</dc:creator>)", re.S)


def data_workbook(edition: Edition) -> bytes:
    """What each column means, then every table. Its author is the organisation."""
    tables = tables_of_edition(edition)
    guide = [[row.get(column.key) for column in DICTIONARY] for row in dictionary_rows(tables)]
    sheets = [
        PlainSheet("表の読み方", [PlainColumn(one.head, "text", _width(one)) for one in DICTIONARY], _cells(guide))
    ]
    for table in tables:
        columns = [PlainColumn(one.head, _kind(one), _width(one)) for one in table.columns]
        rows = [[row.get(column.key) for column in table.columns] for row in data_rows(edition, table.name)]
        sheets.append(PlainSheet(table.title, columns, _cells(rows), frozen=1))
    container = Container(plain_workbook(sheets, PUBLIC_KIND).data)
    author = xml_text(edition.plan.style.organization or edition.plan.name)
    core = _CREATOR.sub(lambda found: f"{found[1]}{author}{found[2]}", container.part(_CORE).decode())
    container.put(_CORE, core.encode())
    return container.to_bytes()


def _cells(rows: list[list[Datum]]) -> list[list[CellValue]]:
    return [[_cell(value) for value in row] for row in rows]


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
