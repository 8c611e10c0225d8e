"""Rows that people typed into 台帳, 指標 or 写真 without a row key: whose they are, by their 時点 and No."""

from collections.abc import Collection, Sequence

from kosei_xl.read.tables import KeyedTable, TableRow
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.ledger import entry_key
from kosei_xl.values.model import ROW, EntryKey, Plan, Slot, SlotKind
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.notation import folded
from kosei_xl.words.numbers import whole_number
from kosei_xl.words.shorten import in_one_line, shortened

_SHOWN = 40
_POINT = (terms.POINT_LABEL, "point")
"""The columns in which a row says its 時点: masters of before have one, that of keys."""


KeyedRows = Sequence[tuple[TableRow, EntryKey | None]]
"""The rows of a table, each with the key that it bears."""


def rows_with_keys(table: KeyedTable) -> KeyedRows:
    """The rows of 台帳, 指標 or 写真, whose keys are asked for from several sides."""
    return [(row, entry_key(row.text("row_key") or "")) for row in table.rows()]


def rows_typed(rows: KeyedRows, plan: Plan, fields: Collection[str]) -> Outcome[dict[int, EntryKey]]:
    """Row number -> the key that a row without one stands for; `fields` are those that a row may hold.

    K158 for rows that hold anything and belong to nothing in the plan, or to a row of 台帳 that is there already.
    """
    if all(key is not None for _, key in rows):
        return Outcome({}, {})
    taken: dict[EntryKey, set[Slot]] = {}
    for _, key in rows:
        if key is not None:
            taken.setdefault(key.row, set()).add(key.slot)
    points = {folded(name): p.key for p in plan.points for name in (p.short_label, p.label, p.key) if name}
    found: dict[int, EntryKey] = {}
    problems: list[Diagnostic] = []
    for row in (row for row, key in rows if key is None):
        texts = [text for name in fields if (text := row.text(name)) is not None]
        if not texts:
            continue
        point = next((points[word] for key in _POINT if (word := folded(row.text(key) or "")) in points), None)
        line = plan.line_by_no.get(folded(row.text("no") or ""))
        own = line.key.at(point) if line is not None and point is not None else None
        slot = _free(row, taken.setdefault(own, set())) if own is not None else None
        if own is None or slot is None:
            text = shortened(in_one_line(" / ".join(texts)), _SHOWN)
            at = row.ref("no") if row.text("no") is None else row.ref(_point_column(row.table))
            problems.append(diagnostic(Code.ROW_OF_NOTHING, at, text=text))
        else:
            taken[own].add(slot)
            found[row.number] = own._replace(slot=slot)
    return Outcome(found, {}, tuple(problems))


def _point_column(table: KeyedTable) -> str:
    return next((key for key in _POINT if key in table.columns), "point")


def _free(row: TableRow, used: Collection[Slot]) -> Slot | None:
    """The place that a row takes: the number that was typed, or the next one; None where a row has it in 台帳."""
    if "rating" in row.table.columns:
        return None if ROW in used else ROW
    kind = SlotKind.PHOTO if "picture" in row.table.columns else SlotKind.INDICATOR
    asked = whole_number(row.text("seq"))
    if asked and Slot(kind, asked) not in used:
        return Slot(kind, asked)
    return Slot(kind, 1 + max((slot.number for slot in used if slot.kind is kind), default=0))
