"""The master's registers -> `Registers`: 欄, 尺度, 組織の変更, 訂正, 点検の設定, and the records of hidden sheets."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args, get_origin

from pydantic import ValidationError

from kosei_xl.read.identity import master_format
from kosei_xl.read.plan import reason_of
from kosei_xl.read.tables import TableRow, day_of, find_table, unreadable
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, SourceMap, diagnostic
from kosei_xl.values.model import FORMAT, Frozen, Plan
from kosei_xl.values.registers import REGISTERS, STORED, Registers
from kosei_xl.values.stored import BrokenRecord, StoredRow, records_of
from kosei_xl.words import terms
from kosei_xl.words.codes import Code

_WORDS = re.compile(r"[\s、,，;；]+")
_CHOICES = re.compile(r"\s*[、,，;；\n]\s*")
_STORED_KINDS = {word: kind for kind, word in terms.STORED_KINDS.items()}


def read_registers(book: Book, plan: Outcome[Plan]) -> Outcome[Registers]:
    """Read the registers of a master; all of them are empty in one of format 1.

    Returns K130 for a sheet that a master of format 2 lacks, K132 where its columns are not found, K131 for each value
    that means nothing in its column (its row is left out) and for points that name a scale which is not in 尺度.
    """
    if master_format(book) < FORMAT:
        return Outcome(Registers(), {})
    problems: list[Diagnostic] = []
    found: dict[str, tuple[Any, ...]] = {}
    for name, (sheet, form) in REGISTERS.items():
        rows = [_row(row, sheet, form) for row in _rows(book, sheet, problems)]
        problems += [problem for _, told in rows for problem in told]
        found[name] = tuple(value for value, _ in rows if value is not None)
    for name, (sheet, stored) in STORED.items():
        places, kept = _stored_rows(_rows(book, sheet, problems), problems)
        records = list(records_of(stored, kept))
        problems += [_broken(places, one) for one in records if isinstance(one, BrokenRecord)]
        found[name] = tuple(one for one in records if not isinstance(one, BrokenRecord))
    registers = Registers(**found)
    if book.sheet(terms.SCALES_SHEET) is not None:
        problems += _unknown_scales(registers, plan.value, plan.at)
    return Outcome(registers, {}, tuple(problems))


def _rows(book: Book, name: str, problems: list[Diagnostic]) -> Iterator[TableRow]:
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
    yield from (row for row in table.rows() if any(row.text(key) is not None for key in labels))


def _row(row: TableRow, sheet: str, form: type[Frozen]) -> tuple[Frozen | None, tuple[Diagnostic, ...]]:
    """One row as a value of its class; None, and what is wrong with its cells, where it cannot be one."""
    values = {name: _value(row, sheet, name, form) for name in form.model_fields if row.text(name) is not None}
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


def _stored_rows(rows: Iterator[TableRow], problems: list[Diagnostic]) -> tuple[list[TableRow], list[StoredRow]]:
    """The rows of a sheet of records with their places; those that are none are reported."""
    places: list[TableRow] = []
    kept: list[StoredRow] = []
    for row in rows:
        texts = {name: row.text(name) or "" for name in ("number", "kind", "key", "field", "piece")}
        wrong = [name for name in ("number", "piece") if not texts[name].isdecimal()]
        wrong += ["kind"] if texts["kind"] not in _STORED_KINDS else []
        if wrong:
            problems.append(_unreadable(row, wrong[0]))
            continue
        # The text as it is, with the white space at the ends of its pieces.
        text = str(row.raw("text") or "")
        kind = _STORED_KINDS[texts["kind"]]
        kept.append(StoredRow(int(texts["number"]), kind, texts["key"], texts["field"], int(texts["piece"]), text))
        places.append(row)
    return places, kept


def _broken(places: Sequence[TableRow], error: BrokenRecord) -> Diagnostic:
    return _unreadable(places[error.position], "piece" if error.found.isdecimal() else "number")


def _unreadable(row: TableRow, name: str) -> Diagnostic:
    label = terms.MASTER_SHEETS[row.table.sheet.name][name]
    return diagnostic(Code.SETTING_UNREADABLE, row.ref(name), label=label, reason=unreadable(row.text(name)))


def _unknown_scales(registers: Registers, plan: Plan, at: SourceMap) -> Iterator[Diagnostic]:
    """K131 for points and ratings that name a scale which is not in 尺度."""
    known = {scale.scale for scale in registers.scales}
    label = terms.MASTER_SHEETS[terms.SCALES_SHEET]["scale"]
    named = {
        **{("points", n, "scale"): point.scale for n, point in enumerate(plan.points)},
        **{("ratings", n, "scale"): rating.scale for n, rating in enumerate(plan.ratings)},
    }
    for path, scale in named.items():
        if scale not in known:
            yield diagnostic(Code.SETTING_UNREADABLE, at.get(path), label=label, reason=unreadable(scale))
