"""A row of a register (欄, 尺度, 組織の変更 …) -> a value of its class, and why it is none."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kosei_xl.read.tables import TableRow, day_of, find_table, text_of, unreadable
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
    sheet, labels = book.sheet(name), terms.MASTER_SHEETS[name]
    if sheet is None:
        problems.append(diagnostic(Code.SETTINGS_SHEET_MISSING, CellRef(book.name, name), sheet=name))
        return
    table = find_table(book.name, sheet, labels)
    if table is None:
        key, label = next(iter(labels.items()))
        problems.append(diagnostic(Code.SETTINGS_COLUMN_MISSING, CellRef(book.name, name, 1), label=label, key=key))
        return
    places = [column - 1 for key, column in table.columns.items() if key in labels]
    for row in table.rows():
        cells = table.sheet.rows[row.number - 1]
        if any(text_of(cells[n]) is not None for n in places if n < len(cells)):
            yield row


def record_of(
    row: TableRow, sheet: str, form: type[_Form], told: Mapping[str, Any] | None = None
) -> tuple[_Form | None, tuple[Diagnostic, ...]]:
    """One row as a value of its class; None, and what is wrong with its cells, where it cannot be one.

    `told` are values that are known otherwise than from their cells; None for one that is not there.
    """
    values = {name: _value(row, sheet, name, form) for name in form.model_fields if row.text(name) is not None}
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


def _value(row: TableRow, sheet: str, name: str, form: type[Frozen]) -> Any:
    """A cell as its field takes it: words of `terms` as keys, lists apart, marks as yes, dates; else the text."""
    kind, text = form.model_fields[name].annotation, row.text(name) or ""
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
