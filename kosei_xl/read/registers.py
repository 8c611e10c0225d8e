"""The master's registers -> `Registers`: 欄, 尺度, 組織の変更, 訂正, 点検の設定, and the records of hidden sheets."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from kosei_xl.read.fields import read_fields
from kosei_xl.read.identity import master_format
from kosei_xl.read.names import PlanNames, Register, named_by
from kosei_xl.read.records import record_of, rows_of_sheet
from kosei_xl.read.tables import TableRow, unreadable
from kosei_xl.values.cells import Book
from kosei_xl.values.diagnostics import Diagnostic, Outcome, SourceMap, diagnostic
from kosei_xl.values.model import FORMAT, Plan
from kosei_xl.values.registers import REGISTERS, STORED, Registers, Reorganisation
from kosei_xl.values.stored import BrokenRecord, StoredRow, records_of
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.numbers import whole_number

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
    defined = read_fields(book, (plan.value.period_start, plan.value.period_end))
    problems += defined.problems
    found["fields"] = defined.fields
    for name, (sheet, form) in REGISTERS.items():
        if name == "fields":
            continue
        rows = [record_of(row, sheet, form) for row in rows_of_sheet(book, sheet, problems)]
        problems += [problem for _, told in rows for problem in told]
        found[name] = tuple(value for value, _ in rows if value is not None)
    for name, (sheet, stored) in STORED.items():
        places, kept = _stored_rows(rows_of_sheet(book, sheet, problems), problems)
        records = list(records_of(stored, kept))
        problems += [_broken(places, one) for one in records if isinstance(one, BrokenRecord)]
        found[name] = tuple(one for one in records if not isinstance(one, BrokenRecord))
    registers = Registers(**found)
    changes = (_named(change, PlanNames.of_plan(plan.value).departments) for change in registers.reorganisations)
    registers = replace(registers, reorganisations=tuple(changes))
    if book.sheet(terms.SCALES_SHEET) is not None:
        problems += _unknown_scales(registers, plan.value, plan.at)
    return Outcome(registers, {}, tuple(problems))


def _named(change: Reorganisation, departments: Register) -> Reorganisation:
    """A reorganisation with the keys of the departments that it names; of one that is gone, what is written."""
    keys = {name: tuple(named_by(departments, one) or one for one in getattr(change, name)) for name in ("old", "new")}
    return change.model_copy(update=keys)


def _stored_rows(rows: Iterator[TableRow], problems: list[Diagnostic]) -> tuple[list[TableRow], list[StoredRow]]:
    """The rows of a sheet of records with their places; those that are none are reported."""
    places: list[TableRow] = []
    kept: list[StoredRow] = []
    for row in rows:
        plain = _as_written(row)
        if plain is not None:
            kept.append(plain)
            places.append(row)
            continue
        texts = {name: row.text(name) or "" for name in ("number", "kind", "key", "field", "piece")}
        numbers = {name: whole_number(texts[name]) for name in ("number", "piece")}
        wrong = [name for name, found in numbers.items() if found is None]
        wrong += ["kind"] if texts["kind"] not in _STORED_KINDS else []
        if wrong:
            problems.append(_unreadable(row, wrong[0]))
            continue
        # The text as it is, with the white space at the ends of its pieces.
        text = str(row.raw("text") or "")
        kind = _STORED_KINDS[texts["kind"]]
        kept.append(StoredRow(numbers["number"] or 0, kind, texts["key"], texts["field"], numbers["piece"] or 0, text))
        places.append(row)
    return places, kept


def _as_written(row: TableRow) -> StoredRow | None:
    """A row just as the program writes them, of which a master of years has many thousands; None for any other."""
    cells, columns = row.table.sheet.rows[row.number - 1], row.table.columns
    try:
        number, kind, key, field, piece, text = [cells[columns[name] - 1] for name in StoredRow._fields]
    except (KeyError, IndexError):
        return None
    known = _STORED_KINDS.get(kind) if isinstance(kind, str) else None
    if known is None or not isinstance(text, str):
        return None
    if not (isinstance(number, float | int) and isinstance(piece, float | int)):
        return None
    if (key is not None and not isinstance(key, str)) or (field is not None and not isinstance(field, str)):
        return None
    return StoredRow(int(number), known, key or "", field or "", int(piece), text)


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
