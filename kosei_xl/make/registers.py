"""Registers -> the values of their sheets (the inverse of `read.registers`), and what a plan puts into them itself."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from kosei_xl.values.cells import CellValue
from kosei_xl.values.model import Frozen, Plan
from kosei_xl.values.registers import REGISTERS, STORED, RatingScale, Registers
from kosei_xl.values.sheet_values import RowValues, SheetValues
from kosei_xl.values.stored import StoredRecord, StoredRow, rows_of
from kosei_xl.words import terms


def registers_of(plan: Plan) -> Registers:
    """What the registers of a master hold before anybody typed: the plan's fields, and the scales of its ratings."""
    return Registers(fields=tuple(plan.field_by_key.values()), scales=_scales(plan))


def _scales(plan: Plan) -> tuple[RatingScale, ...]:
    keys = dict.fromkeys([*(rating.scale for rating in plan.ratings), *(point.scale for point in plan.points)])
    names = {terms.STANDARD_SCALE: terms.STANDARD_SCALE_NAME}
    return tuple(RatingScale(scale=key, name=names.get(key, key)) for key in keys or names)


def make_registers(registers: Registers) -> dict[str, SheetValues]:
    """The sheets of all registers, whole."""
    sheets = {
        sheet: SheetValues(
            rows=tuple(RowValues(None, _cells(sheet, row)) for row in getattr(registers, name)),
            choices={key: tuple(words.values()) for key, words in terms.REGISTER_WORDS.get(sheet, {}).items()},
        )
        for name, (sheet, _) in REGISTERS.items()
    }
    sheets[terms.FIELDS_SHEET] = replace(sheets[terms.FIELDS_SHEET], hidden=frozenset({"field"}))
    stored: Mapping[str, tuple[str, Any]] = STORED
    return sheets | {sheet: make_stored(getattr(registers, name)) for name, (sheet, _) in stored.items()}


def make_stored(records: Iterable[StoredRecord]) -> SheetValues:
    """The rows of records in 配布記録, 発行記録 or 確定."""
    rows = (_stored_cells(row) for record in records for row in rows_of(record))
    return SheetValues(rows=tuple(RowValues(None, cells) for cells in rows), fit=False)


def _stored_cells(row: StoredRow) -> dict[str, CellValue]:
    return {**row._asdict(), "kind": terms.STORED_KINDS[row.kind], "key": row.key or None}


def _cells(sheet: str, row: Frozen) -> dict[str, CellValue]:
    words = terms.REGISTER_WORDS.get(sheet, {})
    return {name: _cell(getattr(row, name), words.get(name, {})) for name in type(row).model_fields}


def _cell(value: Any, words: Mapping[str, str]) -> CellValue:
    """A value as people read it in its cell: its word, a mark, a list, a date, a number, or the text."""
    if isinstance(value, bool):
        return terms.YES if value else None
    if isinstance(value, tuple):
        return "、".join(value) or None
    if value is None or isinstance(value, int | dt.date):
        return value
    return words.get(str(value), str(value)) or None
