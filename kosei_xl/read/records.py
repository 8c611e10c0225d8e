"""A row of a register (欄, 尺度, 組織の変更 …) -> a value of its class, and why it is none."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kosei_xl.read.tables import KeyedTable, TableRow, day_of, find_table, unreadable
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.values.frozen import Frozen
from kosei_xl.words import terms
from kosei_xl.words.codes import Code

_WORDS = re.compile(r"[\s、,，;；]+")
_CHOICES = re.compile(r"\s*[、,，;；\n]\s*")
_Form = TypeVar("_Form", bound=Frozen)


def rows_of_sheet(book: Book, name: str, problems: list[Diagnostic]) -> Iterator[TableRow]:
    """The rows of a sheet that hold anything under its keys; a sheet or its columns may be missing."""
    table = table_of_sheet(book, name, problems)
    yield from (row for row in table.rows() if says_anything(row)) if table is not None else ()


def table_of_sheet(book: Book, name: str, problems: list[Diagnostic]) -> KeyedTable | None:
    """A sheet by its keys; None, and why, where it or its columns are missing."""
    sheet, labels = book.sheet(name), terms.MASTER_SHEETS[name]
    if sheet is None:
        problems.append(diagnostic(Code.SETTINGS_SHEET_MISSING, CellRef(book.name, name), sheet=name))
        return None
    table = find_table(book.name, sheet, labels)
    if table is None:
        key, label = next(iter(labels.items()))
        problems.append(diagnostic(Code.SETTINGS_COLUMN_MISSING, CellRef(book.name, name, 1), label=label, key=key))
    return table


def says_anything(row: TableRow) -> bool:
    """Whether a row holds anything under one of the keys of its sheet."""
    columns, labels = row.table.columns, terms.MASTER_SHEETS[row.table.sheet.name]
    return any(row.text(key) is not None for key in columns if key in labels)


def record_of(
    row: TableRow, sheet: str, form: type[_Form], told: Mapping[str, Any] | None = None
) -> tuple[_Form | None, tuple[Diagnostic, ...]]:
    """One row as a value of its class; None, and what is wrong with its cells, where it cannot be one.

    `told` are values that are known otherwise than from their cells; None for one that is not there.
    """
    values = {
        name: _value(row, sheet, name, field.annotation)
        for name, field in form.model_fields.items()
        if row.text(name) is not None
    }
    values = {name: value for name, value in (values | dict(told or {})).items() if value is not None}
    try:
        return form.model_validate(values), ()
    except ValidationError as error:
        labels = terms.MASTER_SHEETS[sheet]
        return None, tuple(
            diagnostic(
                Code.SETTING_UNREADABLE,
                row.ref(str(detail["loc"][0])),
                label=labels[str(detail["loc"][0])],
                reason=reason_of(detail),
            )
            for detail in error.errors()
        )


def _value(row: TableRow, sheet: str, name: str, kind: Any) -> Any:
    """A cell as its field takes it: words of `terms` as keys, lists apart, marks as yes, dates; else the text."""
    text = row.text(name) or ""
    words: Mapping[str, str] = terms.REGISTER_WORDS.get(sheet, {}).get(name, {})
    if words:
        return next((key for key, word in words.items() if text == word), text)
    if kind is bool:
        return text in terms.FOLLOW_UP_SPELLINGS or text
    if get_origin(kind) is tuple:
        return [word for word in (_CHOICES if name == "choices" else _WORDS).split(text) if word]
    return day_of(row, name) if kind is dt.date or dt.date in get_args(kind) else text


def reason_of(detail: ErrorDetails) -> str:
    """The reason of K131 for what pydantic found in one value."""
    reason = unreadable(None if detail["type"] == "missing" else detail.get("input"))
    pattern = detail.get("ctx", {}).get("pattern") if detail["type"] == "string_pattern_mismatch" else None
    return reason + terms.KEY_SIGNS.get(str(pattern), "")
