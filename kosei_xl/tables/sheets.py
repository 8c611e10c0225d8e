"""The tidy tables as sheets of a plain workbook, and a sheet that says what each column means."""

from typing import TYPE_CHECKING, Final

from kosei_xl.make.plain import PlainColumn, PlainKind, PlainSheet
from kosei_xl.read.master import Master
from kosei_xl.tables.columns import SHEETS, ColumnType, TableKind, TidyColumn, columns_of
from kosei_xl.tables.cross import ratings_table
from kosei_xl.tables.frames import indicator_table, ledger_table, photo_table, received_table
from kosei_xl.values.cells import CellValue

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_MAKERS: Final = {
    "ledger": ledger_table,
    "indicators": indicator_table,
    "photos": photo_table,
    "received": received_table,
    "ratings": ratings_table,
}
_KINDS: "Mapping[ColumnType, PlainKind]" = {
    "text": "text",
    "choice": "text",
    "whole": "whole",
    "number": "number",
    "yes": "yes",
    "date": "date",
    "time": "time",
}
_TYPES: "Mapping[ColumnType, str]" = {
    "text": "文字",
    "choice": "決まった語",
    "whole": "整数",
    "number": "数",
    "yes": "○・－",
    "date": "日付",
    "time": "日時",
}
_NAMES = frozenset({"point", "area_no", "item_key", "sub_no", "no", "repeats", "dept_code", "cell", "rating", "sha256"})
"""Columns of keys and numbers, which are never to be taken for an amount or a date."""
_WIDTHS = {"name": 36.0, "label": 18.0, "text": 60.0, "about": 80.0, "file": 32.0, "saved_at": 19.0}
_LONG, _USUAL, _SHORT = 40.0, 14.0, 9.0
_FROZEN: "Mapping[TableKind, int]" = {"ledger": 10, "indicators": 10, "photos": 10, "received": 1, "ratings": 6}
_GUIDE = "表の読み方"
_GUIDE_COLUMNS = (
    PlainColumn("シート", "text", 22.0),
    PlainColumn("見出し", "text", 26.0),
    PlainColumn("内容", "text", 80.0),
    PlainColumn("値", "text", 12.0),
    PlainColumn("Pythonでの名前", "text", 22.0),
)


def table_sheets(office: Master) -> tuple[PlainSheet, ...]:
    """What each column means, then every table of a master that has any rows, one a sheet."""
    frames = {kind: make(office) for kind, make in _MAKERS.items()}
    kinds = [kind for kind in SHEETS if len(frames[kind])]
    guide = [
        (SHEETS[kind], column.head, column.about, _TYPES[column.type], column.key)
        for kind in kinds
        for column in columns_of(kind, office)
    ]
    tables = (_sheet(kind, columns_of(kind, office), frames[kind]) for kind in kinds)
    return PlainSheet(_GUIDE, _GUIDE_COLUMNS, guide, frozen=2), *tables


def _sheet(kind: TableKind, columns: tuple[TidyColumn, ...], frame: "pd.DataFrame") -> PlainSheet:
    values = [_values(frame[column.key], column.type) for column in columns]
    return PlainSheet(
        SHEETS[kind],
        [PlainColumn(column.head, _kind(column), _width(kind, column)) for column in columns],
        list(zip(*values, strict=True)),
        frozen=_FROZEN[kind],
    )


def _values(series: "pd.Series", kind: ColumnType) -> list[CellValue]:
    """A column as values of cells; times are those of Japan, as Excel knows no time zones."""
    if kind == "time":
        series = series.dt.tz_convert("Asia/Tokyo").dt.tz_localize(None)
    if kind in ("date", "time"):
        return [value.to_pydatetime() if known else None for value, known in zip(series, series.notna(), strict=True)]
    found: list[CellValue] = series.astype(object).where(series.notna(), None).tolist()
    return found


def _kind(column: TidyColumn) -> PlainKind:
    return "name" if column.key in _NAMES else _KINDS[column.type]


def _width(kind: TableKind, column: TidyColumn) -> float:
    if column.key in _WIDTHS:
        return _WIDTHS[column.key]
    if column.type in ("whole", "yes") or column.key in _NAMES:
        return _SHORT if column.key != "item_key" else _USUAL
    is_entry = kind == "ledger" and column.type == "text" and column.about.startswith("台帳の「")
    return _LONG if is_entry else _USUAL
