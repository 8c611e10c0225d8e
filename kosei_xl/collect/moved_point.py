"""An open point that goes to the plan after: what was entered and received for it, and what has no place there."""

from collections.abc import Iterable
from dataclasses import replace

from kosei_xl.collect.history import office_edits
from kosei_xl.later import dataclass
from kosei_xl.values.labels import label_of
from kosei_xl.values.ledger import CELL_UNITS, Entries, Ledger, Received, SavedBy
from kosei_xl.values.lives import plan_at
from kosei_xl.values.model import (
    EntryKey,
    Item,
    Line,
    LineKey,
    Plan,
    ReportingPoint,
    indicator_slot,
    photo_slot,
)
from kosei_xl.values.stored import HandedOut
from kosei_xl.words.messages import Message, told

_FIELD_TEXT = "text"


@dataclass(frozen=True, slots=True)
class MovedPoint:
    """What goes with an open point: the ledger of the plan after, with what was received and what the office wrote, and
    the records of the surveys that are out. `merged` are the items whose entries went into others, `kept` what has no
    item, or no field to itself, in the plan after: both in words, by number.
    """

    ledger: Ledger
    handed_out: tuple[HandedOut, ...]
    merged: tuple[Message, ...]
    kept: tuple[Message, ...]


def moved_point(
    plan: Plan, ledger: Ledger, point: ReportingPoint, following: Plan, given: tuple[Iterable[HandedOut], SavedBy]
) -> MovedPoint:
    """What goes with `point` from `plan` to `following`; `given` are the surveys handed out, and who saved the master.

    Entries of items that go on are there as they are, with every row of 受領 about them. Those of an item that was
    merged into one of these go into it: texts below its own, each with the name of the item that it comes from;
    indicators and photos behind its own. Of what holds one value (a rating, an amount) the item keeps its own. What the
    office wrote, this too, is recorded as the office's. Cost: one pass over the ledger and 受領.
    """
    records, origin = given
    then, keys = plan_at(plan, point), {line.key for line in following.lines}
    entries: dict[EntryKey, dict[str, str]] = {
        key: dict(fields) for key, fields in ledger.entries.items() if key.point == point.key and key.line in keys
    }
    merged, kept = [], []
    for line in then.lines:
        if line.key in keys or line.item.repeats is not None:
            continue
        into = _taken_by(plan, following, line.item)
        left = _merged(plan, ledger, point, (line, into), entries) if into is not None else _filled(ledger, point, line)
        if into is not None and _filled(ledger, point, line):
            merged.append(told("moved_into", no=line.no, name=line.name, into=into.no))
        if left:
            fields = "、".join(dict.fromkeys(label_of(plan, name) for name in left))
            kept.append(told("moved_not", no=line.no, name=line.name, fields=fields))
    heads = {one.code for one in following.departments}
    received = tuple(row for row in ledger.history_at(point.key) if _goes_along(row, keys, heads))
    reports = tuple(row for row in ledger.reports if row.key.point == point.key and _goes_along(row, keys, heads))
    whole = Ledger(entries, received, pictures=ledger.pictures, reports=reports)
    edits = office_edits(following, whole, {}, origin)
    out = [one for one in records if one.point == point.key]
    numbered = tuple(
        one.model_copy(update={"number": n, "plan_id": one.plan_id or plan.plan_id}) for n, one in enumerate(out, 1)
    )
    return MovedPoint(replace(whole, received=(*received, *edits)), numbered, tuple(merged), tuple(kept))


def _goes_along(row: Received, keys: set[LineKey], departments: set[str]) -> bool:
    """Whether a row of 受領 is about a row of the plan after, or about a workbook of one of its departments."""
    if row.key.item_key:
        return row.key.line in keys
    return row.dept_code is None or row.dept_code in departments


def _taken_by(plan: Plan, following: Plan, item: Item) -> Item | None:
    """The item of the plan after that an item was merged into, over any number of steps."""
    seen: set[str] = set()
    now: Item | None = item
    while now is not None and now.state == "merged" and now.key not in seen:
        seen.add(now.key)
        now = plan.item_by_key.get(now.successor or "")
        if now is not None and now.key in following.item_by_key:
            return following.item_by_key[now.key]
    return None


def _filled(ledger: Ledger, point: ReportingPoint, line: Line) -> list[str]:
    """The fields that say something about a row at a point, those of its indicators and photos too."""
    row = line.key.at(point.key)
    keys = (row, *ledger.indicators(row), *ledger.photos(row))
    return [name for key in keys for name in ledger.fields(key)]


def _merged(
    plan: Plan,
    ledger: Ledger,
    point: ReportingPoint,
    step: tuple[Line, Item],
    entries: dict[EntryKey, dict[str, str]],
) -> list[str]:
    """Put the entries of a row that was merged into those of the item that took it; the fields that stay behind."""
    line, into = step
    row, target = line.key.at(point.key), EntryKey(into.key, None, point.key)
    left: list[str] = []
    own = entries.setdefault(target, {})
    for name, text in ledger.fields(row).items():
        field = plan.field_by_key.get(name)
        marked = str(told("moved_text", name=line.name, text=text))
        whole = f"{own[name]}\n{marked}" if name in own else marked
        if field is None or field.type != _FIELD_TEXT or len(whole.encode("utf-16-le")) > 2 * CELL_UNITS:
            left.append(name)
        else:
            own[name] = whole
    for slots, slot in ((ledger.indicators(row), indicator_slot), (ledger.photos(row), photo_slot)):
        for one in slots:
            if ledger.fields(one):
                number = _last_number(entries, target, one) + 1
                entries[target._replace(slot=slot(number))] = dict(ledger.fields(one))
    return left


def _last_number(entries: Entries, target: EntryKey, like: EntryKey) -> int:
    """The number of the last indicator, or photo, of a row; 0 where it has none."""
    own = (key.slot for key in entries if key.row == target and not key.is_row)
    return max((slot.number for slot in own if slot.kind is like.slot.kind), default=0)
