"""What a publication keeps of what it was made from: plan, parts and entries as texts, and both of them back.

The plan is one text for each of its settings and one for each row of its sheets; the entries are one for each row of
the ledger. Of points before the one that is printed only what its papers may print of them is kept.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from pydantic import ValidationError

from kosei_xl.values.ledger import Entries, Fields, Ledger, entry_key, row_key
from kosei_xl.values.model import INDICATOR_FIELDS, EntryKey, Plan
from kosei_xl.values.registers import Registers
from kosei_xl.values.shown_before import committee_fields
from kosei_xl.values.standing import Standing
from kosei_xl.values.stored import Publication, StoredValue

_PARTS = frozenset({"parts", "columns"})
_LAID_OUT = "laid_out"


def kept_basis(plan: Plan, standing: Standing) -> Iterator[StoredValue]:
    """The plan as a whole, the parts of the documents and the entries that the papers of a point are made from."""
    made = plan.model_dump(mode="json", exclude_defaults=True)
    for field, value in made.items():
        kind: Literal["part", "plan"] = "part" if field in _PARTS else "plan"
        rows = {str(n): row for n, row in enumerate(value)} if isinstance(value, list) else {"": value}
        for key, row in rows.items():
            yield StoredValue(kind=kind, key=key, field=field, text=_dumped(row))
    for entry, fields in _entries_printed(standing):
        yield StoredValue(kind="entry", key=row_key(entry), text=_dumped(fields))


def plan_of(values: Iterable[StoredValue]) -> Plan | None:
    """The plan that was kept; None where it cannot be read any more."""
    made: dict[str, Any] = {}
    try:
        for one in values:
            if one.kind in ("plan", "part"):
                value = json.loads(one.text)
                if one.key:
                    made.setdefault(one.field, []).append(value)
                else:
                    made[one.field] = value
        return Plan.model_validate(made)
    except (ValueError, ValidationError):
        return None


def entries_of(values: Iterable[StoredValue]) -> Entries:
    """The entries that were kept; rows that cannot be read any more are left out."""
    found: dict[EntryKey, Fields] = {}
    for one in values:
        key = entry_key(one.key) if one.kind == "entry" else None
        if key is not None:
            found[key] = {str(name): str(text) for name, text in json.loads(one.text).items()}
    return found


def values_of(publication: Publication, published: Sequence[Publication]) -> tuple[StoredValue, ...]:
    """The values of a publication, which another may hold for it; none where that is gone."""
    if publication.same_as is None:
        return publication.values
    return next((one.values for one in published if one.number == publication.same_as), ())


def publication_numbered(registers: Registers, number: int | None) -> Publication | None:
    """The publication with a number; None where there is none."""
    return next((one for one in registers.published if one.number == number), None)


def as_published(standing: Standing, values: Sequence[StoredValue]) -> Standing | None:
    """How a point stood when it was published, with the plan as a whole; pictures come from the ledger of now. None
    where that is lost.
    """
    plan = plan_of(values)
    point = plan.point(standing.point.key) if plan is not None else None
    if plan is None or point is None:
        return None
    entries = entries_of(values)
    ledger = Ledger(entries, row_order=tuple(entries), pictures=standing.ledger.pictures)
    return Standing(plan, point, ledger)


def _entries_printed(standing: Standing) -> Iterator[tuple[EntryKey, Fields]]:
    plan, point, ledger = standing.plan, standing.point, standing.ledger
    named = {column.key for column in plan.columns if column.point is not None}
    summed = {key for key, field in plan.field_by_key.items() if field.summed}
    values = INDICATOR_FIELDS if any(part.kind == "history" for part in plan.parts) else ()
    before = named | summed | {*plan.rating_fields, *committee_fields(plan), *values}
    for one in plan.points:
        if one.key != point.key and one.date >= point.date:
            continue
        for key in ledger.keys_at(one.key):
            fields = ledger.fields(key)
            shown = fields if one.key == point.key else {n: text for n, text in fields.items() if n in before}
            if shown:
                yield key, dict(shown)


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def changed_since(kept: Entries, now: Ledger, point: str) -> Iterator[tuple[EntryKey, str, str | None, str | None]]:
    """(row, field, text then, text now) of every field of a point that says something else than when it was kept."""
    then: Mapping[EntryKey, Fields] = {key: fields for key, fields in kept.items() if key.point == point}
    for key in dict.fromkeys((*then, *now.keys_at(point))):
        before, after = then.get(key, {}), now.fields(key)
        for name in dict.fromkeys((*before, *after)):
            if before.get(name) != after.get(name):
                yield key, name, before.get(name), after.get(name)
