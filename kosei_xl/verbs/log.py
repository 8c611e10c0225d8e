"""log: where each text of the ledger came from, and what it said before."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kosei_xl.collect.differences import numbered_label, told_text
from kosei_xl.collect.history import Event, history, office_edits
from kosei_xl.later import dataclass
from kosei_xl.read.master import point_of
from kosei_xl.values.labels import department_name, fields_of_ledger, label_of
from kosei_xl.values.ledger import slot_number
from kosei_xl.values.model import INDICATOR_FIELDS, PHOTO_FIELDS, ROW, EntryKey, LineKey, Plan, Slot
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import folded, japan_time


@dataclass(frozen=True, slots=True)
class Traced:
    """What happened to the fields that were asked for, oldest first; `pending` is what 受領 does not hold yet."""

    plan: Plan
    recorded: tuple[Event, ...]
    pending: tuple[Event, ...]


def trace(path: Path, item: str | None = None, field: str | None = None, point: str | None = None) -> Traced:
    """Everything that happened to the ledger's texts, oldest first, the office's unrecorded typing last.

    `item` is a printed number ("4", "4-1"), `field` a key or a label, `point` a reporting point; None for all. Raises
    WrongCall for those that are not there.
    """
    book = open_master(path)
    plan, ledger = book.plan, book.ledger.value
    keys = _keys(plan, item)
    names = _fields(plan, field)
    if point is not None:
        point = point_of(plan, point).key
    edits = office_edits(plan, ledger, book.ledger.at, book.origin)
    events = history(plan, replace(ledger, received=(*ledger.received, *edits)))
    known = len(history(plan, ledger))

    def asked(some: tuple[Event, ...]) -> tuple[Event, ...]:
        return tuple(e for e in some if e.key.line in keys and e.field in names and point in (None, e.key.point))

    return Traced(plan, asked(events[:known]), asked(events[known:]))


def _keys(plan: Plan, item: str | None) -> frozenset[LineKey]:
    found = frozenset(line.key for line in plan.lines if item is None or folded(line.no) == folded(item))
    if not found:
        raise WrongCall(told("log_no_item", no=item))
    return found


def _fields(plan: Plan, field: str | None) -> frozenset[str]:
    known = (*fields_of_ledger(plan, ROW), *INDICATOR_FIELDS, *PHOTO_FIELDS)
    found = frozenset(n for n in known if field is None or folded(field) in (folded(n), folded(label_of(plan, n))))
    if not found:
        labels = "、".join(f"{name}（{label_of(plan, name)}）" for name in known)
        raise WrongCall(told("log_no_field", field=field, known=labels))
    return found


def trace_lines(traced: Traced) -> Iterator[str]:
    """What happened, as people read it: a head for each field with its text of now, below it a line for each event."""
    plan = traced.plan
    points = {point.key: point.label for point in plan.points}
    by_field: dict[tuple[EntryKey, str], list[tuple[Event, bool]]] = {}
    for events, pending in ((traced.recorded, False), (traced.pending, True)):
        for event in events:
            by_field.setdefault((event.key, event.field), []).append((event, pending))
    if not by_field:
        yield told("log_nothing")
        return
    order = _PrintedOrder(plan)
    for (key, field), found in sorted(by_field.items(), key=lambda pair: order.of(*pair[0])):
        line, label = plan.line_by_key[key.line], numbered_label(label_of(plan, field), key.slot)
        now, point = told_text(found[-1][0].new), points.get(key.point, key.point)
        yield told("log_head", no=line.no, name=line.name, label=label, point=point, now=now)
        for event, pending in found:
            yield _line(plan, event, pending)
    yield told("log_japan")


class _PrintedOrder:
    """Places of fields by row, point and column of the plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._lines = {key: n for n, key in enumerate(plan.line_by_key)}
        self._points = {key: n for n, key in enumerate(plan.point_by_key)}

    def of(self, key: EntryKey, field: str) -> tuple[int, int, Slot, int]:
        """What a field of the ledger is sorted by."""
        place = self._points.get(key.point, len(self._points))
        return self._lines[key.line], place, key.slot, fields_of_ledger(self._plan, key.slot).index(field)


def _line(plan: Plan, event: Event, pending: bool) -> str:
    row = event.row
    if row.is_office:
        who = told("log_by_office", office=terms.OFFICE, person=row.saved_by) if row.saved_by else terms.OFFICE
    else:
        known = {"department": department_name(plan, row.dept_code), "number": row.submission_no}
        who = told("log_by", person=row.saved_by, **known) if row.saved_by else told("log_by_nobody", **known)
    what = told(f"log_{event.kind}")
    return told(
        "log_kept_out" if event.kind in ("kept", "recorded") else "log_line",
        when=japan_time(row.saved_at) or told("log_no_time"),
        who=who,
        what=Message(what + told("log_pending"), what.en + told("log_pending").en) if pending else what,
        old=told_text(event.old),
        text=told_text(event.text),
        place=event.place,
    )


def trace_json(traced: Traced) -> dict[str, Any]:
    """The form of `kosei log --json`: every event, oldest first."""
    events = [(e, True) for e in traced.recorded] + [(e, False) for e in traced.pending]
    return {
        "events": [_json(traced.plan, e, traced.plan.line_by_key[e.key.line].no, recorded) for e, recorded in events]
    }


def _json(plan: Plan, event: Event, no: str, recorded: bool) -> dict[str, Any]:
    row, place = event.row, event.place
    return {
        "item": no,
        "item_key": event.key.item_key,
        "point": event.key.point,
        "seq": slot_number(event.key.slot),
        "field": event.field,
        "label": label_of(plan, event.field),
        "kind": event.kind,
        "recorded": recorded,
        "old": event.old,
        "text": event.text,
        "new": event.new,
        "department": row.dept_code,
        "submission_no": None if row.is_office else row.submission_no,
        "saved_at": row.saved_at or None,
        "saved_by": row.saved_by or None,
        "file": row.file,
        "sheet": place.sheet,
        "cell": place.cell,
        "sha256": row.sha256 or None,
    }
