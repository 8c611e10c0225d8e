"""Rows that people typed into 台帳 or 指標 without a row key: whose they are, by their 時点 and No."""

from collections.abc import Collection

from kosei_xl.read.tables import KeyedTable, TableRow
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.ledger import entry_key
from kosei_xl.values.model import EntryKey, Plan, Slot, SlotKind, indicator_slot
from kosei_xl.words.codes import Code
from kosei_xl.words.notation import folded
from kosei_xl.words.shorten import in_one_line, shortened

_SHOWN = 40


def rows_typed(table: KeyedTable, plan: Plan, fields: Collection[str]) -> Outcome[dict[int, EntryKey]]:
    """Row number -> the key that a row without one stands for; `fields` are those that a row may hold.

    K158 for rows that hold anything and belong to nothing in the plan, or to a row of 台帳 that is there already.
    """
    rows = [(row, entry_key(row.text("row_key") or "")) for row in table.rows()]
    taken = {key for _, key in rows if key is not None}
    found: dict[int, EntryKey] = {}
    problems: list[Diagnostic] = []
    for row, key in rows:
        texts = [text for name in fields if (text := row.text(name)) is not None]
        if key is not None or not texts:
            continue
        own = _key_of(row, plan, taken)
        if own is None:
            text = shortened(in_one_line(" / ".join(texts)), _SHOWN)
            at = row.ref("no") if row.text("no") is None else row.ref("point")
            problems.append(diagnostic(Code.ROW_OF_NOTHING, at, text=text))
        else:
            taken.add(own)
            found[row.number] = own
    return Outcome(found, {}, tuple(problems))


def _key_of(row: TableRow, plan: Plan, taken: Collection[EntryKey]) -> EntryKey | None:
    points = {folded(name): p.key for p in plan.points for name in (p.short_label, p.label, p.key) if name}
    point = points.get(folded(row.text("point") or ""))
    line = plan.line_by_no.get(folded(row.text("no") or ""))
    if point is None or line is None:
        return None
    if "rating" in row.table.columns:
        own = line.key.at(point)
        return own if own not in taken else None
    used = {
        key.slot for key in taken if key.line == line.key and key.point == point and key.slot.kind is SlotKind.INDICATOR
    }
    return line.key.at(point, _free(row.text("seq"), used))


def _free(asked: str | None, used: Collection[Slot]) -> Slot:
    """The number that was typed, or the next one that is free."""
    if asked is not None and asked.isdecimal() and int(asked) > 0 and indicator_slot(int(asked)) not in used:
        return indicator_slot(int(asked))
    return indicator_slot(1 + max((slot.number for slot in used), default=0))
