"""The master's registers -> `Registers`: 欄, 尺度, 組織の変更, 訂正, 点検の設定, and the records of hidden sheets."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any

from kosei_xl.read.fields import read_fields
from kosei_xl.read.identity import master_format
from kosei_xl.read.names import PlanNames, Register, named_by
from kosei_xl.read.records import record_of, rows_of_sheet, says_anything, table_of_sheet
from kosei_xl.read.tables import KeyedTable, TableRow, unreadable
from kosei_xl.values.cells import Book, CellValue
from kosei_xl.values.diagnostics import Diagnostic, Outcome, SourceMap, diagnostic
from kosei_xl.values.handed_out import HandedOutRecords
from kosei_xl.values.model import FORMAT, Plan
from kosei_xl.values.registers import REGISTERS, STORED, Registers, Reorganisation
from kosei_xl.values.stored import BrokenRecord, StoredRow, records_of
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.numbers import whole_number

_STORED_KINDS = {word: kind for kind, word in terms.STORED_KINDS.items()}


def read_registers(book: Book, plan: Outcome[Plan], stored: Registers | None = None) -> Outcome[Registers]:
    """Read the registers of a master; all of them are empty in one of format 1. The records of hidden sheets are those
    of `stored` where that is given, and their sheets are not looked at.

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
    for name, (sheet, kind) in STORED.items():
        if stored is not None:
            found[name] = getattr(stored, name)
            continue
        table = table_of_sheet(book, sheet, problems)
        if table is None:
            continue
        places, kept = _stored_rows(table, problems)
        records = list(records_of(kind, kept))
        problems += [_broken(table, places, one) for one in records if isinstance(one, BrokenRecord)]
        whole = (one for one in records if not isinstance(one, BrokenRecord))
        found[name] = tuple(sorted(whole, key=lambda one: one.number))
    registers = Registers(**found)
    changes = (_named(change, PlanNames.of_plan(plan.value).departments) for change in registers.reorganisations)
    handed_out = HandedOutRecords(registers.handed_out)
    registers = replace(registers, reorganisations=tuple(changes), handed_out=handed_out)
    if book.sheet(terms.SCALES_SHEET) is not None:
        problems += _unknown_scales(registers, plan.value, plan.at)
    return Outcome(registers, {}, tuple(problems))


def _named(change: Reorganisation, departments: Register) -> Reorganisation:
    """A reorganisation with the keys of the departments that it names; of one that is gone, what is written."""
    keys = {name: tuple(named_by(departments, one) or one for one in getattr(change, name)) for name in ("old", "new")}
    return change.model_copy(update=keys)


def _stored_rows(table: KeyedTable, problems: list[Diagnostic]) -> tuple[list[int], list[StoredRow]]:
    """The rows of a sheet of records with their numbers; those that are none are reported.

    A master of years has many thousands of them, nearly all just as the program writes them.
    """
    places: list[int] = []
    kept: list[StoredRow] = []
    columns = [table.columns.get(name, 0) - 1 for name in StoredRow._fields]
    whole, widest, others = itemgetter(*columns), max(columns), min(columns) < 0
    for number, cells in enumerate(table.sheet.rows[table.first - 1 :], table.first):
        plain = None if others or len(cells) <= widest else _as_written(*whole(cells))
        if plain is None:
            row = TableRow(table, number)
            plain = _stored_row(row, problems) if says_anything(row) else None
        if plain is not None:
            kept.append(plain)
            places.append(number)
    return places, kept


def _as_written(
    number: CellValue, kind: CellValue, key: CellValue, field: CellValue, piece: CellValue, text: CellValue
) -> StoredRow | None:
    """The cells of a row that the program wrote; None for any other."""
    if (
        type(number) is float
        and type(kind) is str
        and (key is None or type(key) is str)
        and (field is None or type(field) is str)
        and type(piece) is float
        and type(text) is str
        and kind in _STORED_KINDS
    ):
        return StoredRow(int(number), _STORED_KINDS[kind], key or "", field or "", int(piece), text)
    return None


def _stored_row(row: TableRow, problems: list[Diagnostic]) -> StoredRow | None:
    """A row that something else wrote once more, as far as it says the same; else it is reported."""
    texts = {name: row.text(name) or "" for name in ("number", "kind", "key", "field", "piece")}
    numbers = {name: whole_number(texts[name]) for name in ("number", "piece")}
    wrong = [name for name, found in numbers.items() if found is None]
    wrong += ["kind"] if texts["kind"] not in _STORED_KINDS else []
    if wrong:
        problems.append(_unreadable(row, wrong[0]))
        return None
    # The text as it is, with the white space at the ends of its pieces.
    text, kind = str(row.raw("text") or ""), _STORED_KINDS[texts["kind"]]
    return StoredRow(numbers["number"] or 0, kind, texts["key"], texts["field"], numbers["piece"] or 0, text)


def _broken(table: KeyedTable, places: Sequence[int], error: BrokenRecord) -> Diagnostic:
    row = TableRow(table, places[error.position])
    return _unreadable(row, "piece" if error.found.isdecimal() else "number")


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
