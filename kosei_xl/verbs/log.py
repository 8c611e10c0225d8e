"""log: where each text of the ledger came from, and what it said before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kosei_xl.collect.differences import line_name, numbered_label, told_text
from kosei_xl.collect.history import Event, fields_of_ledger, history, office_edits
from kosei_xl.values.labels import department_name, label_of
from kosei_xl.values.model import INDICATOR_FIELDS, PHOTO_FIELDS, EntryKey, Plan
from kosei_xl.verbs.opening import WrongCall, open_master, point_of
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
    plan, records = book.plan, book.records.value
    keys = _keys(plan, item)
    names = _fields(plan, field)
    if point is not None:
        point_of(plan, point)
    edits = office_edits(plan, records, book.records.at, book.origin)
    events = history(plan, replace(records, received=(*records.received, *edits)))
    known = len(history(plan, records))

    def asked(some: tuple[Event, ...]) -> tuple[Event, ...]:
        return tuple(e for e in some if e.key[:2] in keys and e.field in names and point in (None, e.key.point))

    return Traced(plan, asked(events[:known]), asked(events[known:]))


def _keys(plan: Plan, item: str | None) -> frozenset[tuple[str, str]]:
    found = frozenset(line.key for line in plan.lines if item is None or folded(line.no) == folded(item))
    if not found:
        raise WrongCall(told("log_no_item", no=item))
    return found


def _fields(plan: Plan, field: str | None) -> frozenset[str]:
    known = (*fields_of_ledger(plan, 0), *INDICATOR_FIELDS, *PHOTO_FIELDS)
    found = frozenset(n for n in known if field is None or folded(field) in (folded(n), folded(label_of(plan, n))))
    if not found:
        labels = "、".join(f"{name}（{label_of(plan, name)}）" for name in known)
        raise WrongCall(told("log_no_field", field=field, known=labels))
    return found


def trace_lines(traced: Traced) -> Iterator[str]:
    """What happened, as people read it: a head for each field with its text of now, below it a line for each event."""
    plan = traced.plan
    lines = {line.key: line for line in plan.lines}
    points = {point.key: point.label for point in plan.points}
    by_field: dict[tuple[EntryKey, str], list[tuple[Event, bool]]] = {}
    for events, pending in ((traced.recorded, False), (traced.pending, True)):
        for event in events:
            by_field.setdefault((event.key, event.field), []).append((event, pending))
    if not by_field:
        yield told("log_nothing")
        return
    for (key, field), found in sorted(by_field.items(), key=lambda pair: _printed_order(plan, *pair[0])):
        line, label = lines[key[:2]], numbered_label(label_of(plan, field), key.seq)
        now, point = told_text(found[-1][0].new), points.get(key.point, key.point)
        yield told("log_head", no=line.no, name=line_name(line), label=label, point=point, now=now)
        for event, pending in found:
            yield _line(plan, event, pending)
    yield told("log_japan")


def _printed_order(plan: Plan, key: EntryKey, field: str) -> tuple[int, int, int, int]:
    points = [point.key for point in plan.points]
    names = fields_of_ledger(plan, key.seq)
    item = [line.key for line in plan.lines].index(key[:2])
    return item, points.index(key.point) if key.point in points else len(points), key.seq, names.index(field)


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
    lines = {line.key: line for line in traced.plan.lines}
    events = [(e, True) for e in traced.recorded] + [(e, False) for e in traced.pending]
    return {"events": [_json(traced.plan, e, lines[e.key[:2]].no, recorded) for e, recorded in events]}


def _json(plan: Plan, event: Event, no: str, recorded: bool) -> dict[str, Any]:
    row, place = event.row, event.place
    return {
        "item": no,
        "item_key": event.key.item_key,
        "point": event.key.point,
        "seq": event.key.seq,
        "field": event.field,
        "label": label_of(plan, event.field),
        "kind": event.kind,
        "recorded": recorded,
        "old": event.old,
        "text": event.text,
        "new": event.new,
        "department": row.dept_code or None,
        "submission_no": None if row.is_office else row.submission_no,
        "saved_at": row.saved_at or None,
        "saved_by": row.saved_by or None,
        "file": row.file,
        "sheet": place.sheet,
        "cell": place.cell,
        "sha256": row.sha256 or None,
    }
