"""The plan after a plan: a follow-up of what is not done yet, or the successor with everything that goes on."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from kosei_xl.collect.next_point import point_after
from kosei_xl.later import dataclass
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.lives import plan_at
from kosei_xl.values.model import Column, Entry, Indicator, Item, Plan, ReportingPoint, SubItem
from kosei_xl.words import terms

_OF_INDICATOR = ("indicator", "target", "unit")
_ORIGIN = "origin"
"""Key of the plan text that says what an item was in the plan before."""


@dataclass(frozen=True, slots=True)
class NextPlanWishes:
    """What the plan after is: its key, name and last year; with `follow_up` only what is marked for it at the last
    point (or at the open one that goes along) goes on.
    """

    plan_id: str
    name: str
    period_end: int
    follow_up: bool = False


OpenPoint = Literal["close", "move"]
"""What becomes of the point that is open when a plan ends before its time: closed as it stands, or taken along."""


@dataclass(frozen=True, slots=True)
class PlanEnding:
    """That the plan of before ends with the one after: what becomes of its open point, the day and the reason;
    `publication` is the one to confirm where the point is closed and the ledger says something else by now.
    """

    open_point: OpenPoint
    day: dt.date
    why: str
    publication: int | None = None


@dataclass(frozen=True, slots=True)
class Succession:
    """The plan after with what it begins with, and the numbers of the items of then that do not go on."""

    plan: Plan
    entries: tuple[Entry, ...]
    left: tuple[str, ...]


def plan_after(
    plan: Plan, ledger: Ledger, last: ReportingPoint, wishes: NextPlanWishes, *, moved: ReportingPoint | None = None
) -> Succession | None:
    """The plan that follows at the point after `last`; None where no item would go on. With `moved` it begins with that
    point, which is open: what was entered for it goes along (`collect.moved_point`), so nothing of it is begun anew.

    Items keep their keys, numbers (with gaps) and texts, and have the departments of then; a repeated listing goes on
    with its original; what ended with the plan itself (計画終了) may go on. Indicators come with name, unit and target.
    Columns about points of before are left out. In a successor plan each item says what it was before: 継続, or 統合
    with the numbers that went into it; what is added to the plan has a blank there, or 新規.
    """
    first, plan = moved or point_after(plan, last), _going_on(plan)
    then = plan_at(plan if moved is not None else plan.with_points((*plan.points, first)), first)
    there = plan_at(plan, moved or last).item_by_key
    marked = frozenset((last.key, first.key))
    going = {item.key for item in then.items if item.key in there and _goes_on(item, ledger, marked, wishes)}
    items = [item for item in then.items if item.key in going and (item.repeats is None or item.repeats in going)]
    if not items:
        return None
    old_points, told = (
        {one.key for one in plan.points} - {first.key},
        () if wishes.follow_up else _column_of_origin(plan),
    )
    departments = [one for one in then.departments if one.valid_to is None or one.valid_to >= first.date]
    named = {code for item in items for code in _codes(item)}
    departments += [one for one in then.departments if one.code in named and one not in departments]
    made = {
        **{name: getattr(plan, name) for name in type(plan).model_fields},
        "plan_id": wishes.plan_id,
        "plan_version": 1,
        "name": wishes.name,
        "period_start": first.fiscal_year,
        "period_end": wishes.period_end,
        "items": tuple(_begun(item, _what_it_was(plan, item) if told else {}) for item in items),
        "departments": tuple(departments),
        "points": (first,),
        "columns": (*(one for one in plan.columns if one.point not in old_points), *told),
        "reorganisations": (),
    }
    following = Plan.model_validate(Plan.model_construct(**made).model_dump(exclude_defaults=True))
    then_there = plan_at(plan, moved or last).items_in_order
    left = tuple(item.no for item in then_there if item.key not in {one.key for one in items})
    begun = () if moved is not None else tuple(_indicators(items, ledger, last, first))
    return Succession(following, begun, left)


def _going_on(plan: Plan) -> Plan:
    """The plan as if it had not ended before its time: its items may go on in the one after it."""
    again: dict[str, Any] = {"state": "continued", "last_point": None}
    items = [one.model_copy(update=again) if one.state == "plan_ended" else one for one in plan.items]
    return plan.only(items) if items != [*plan.items] else plan


def _goes_on(item: Item, ledger: Ledger, points: frozenset[str], wishes: NextPlanWishes) -> bool:
    if item.state != "continued" or not wishes.follow_up:
        return item.state == "continued"
    lines = [None, *(sub.sub_no for sub in item.sub_items)]
    key = item.repeats or item.key
    marks = (
        fields.get("follow_up")
        for own, fields in ledger.entries.items()
        if own.item_key == key and own.point in points and own.sub_no in lines and own.is_row
    )
    return any(mark in terms.FOLLOW_UP_SPELLINGS for mark in marks)


def _codes(item: Item) -> Iterator[str]:
    every: tuple[Item | SubItem, ...] = (item, *item.sub_items)
    for own in every:
        yield from own.departments
        if own.answering is not None:
            yield own.answering


def _column_of_origin(plan: Plan) -> tuple[Column, ...]:
    """The column of 項目 that says what an item was in the plan before; surveys do not show it. None where there is one
    already, or no room.
    """
    form = next((part.key for part in plan.parts if part.kind == "form"), None)
    known = plan.text_fields
    if form is None or _ORIGIN in known or len(known) >= len(terms.TEXT_COLUMNS):
        return ()
    return (Column(part=form, key=_ORIGIN, label=terms.ORIGIN_LABEL, source="plan", entry="none"),)


def _what_it_was(plan: Plan, item: Item) -> dict[str, str]:
    """継続, or 統合 with the numbers of the items that were merged into one."""
    merged = [one.no for one in plan.items if one.state == "merged" and one.successor == item.key]
    if item.repeats is not None:
        return {}
    said = f"{terms.ITEM_STATES['merged']}（{'、'.join(f'No.{no}' for no in merged)}）" if merged else ""
    return {_ORIGIN: said or terms.ITEM_STATES["continued"]}


def _begun(item: Item, texts: Mapping[str, str]) -> Item:
    """An item at the beginning of a plan, with texts of its own there."""
    blank: dict[str, Any] = {
        "texts": {**item.texts, **texts},
        "first_point": None,
        "last_point": None,
        "state": "continued",
        "successor": None,
        "departments_at": {},
    }
    return item.model_copy(update=blank)


def _indicators(items: list[Item], ledger: Ledger, last: ReportingPoint, first: ReportingPoint) -> Iterator[Entry]:
    for item in (one for one in items if one.repeats is None):
        for sub_no in (None, *(sub.sub_no for sub in item.sub_items)):
            found = []
            for key, fields in ledger.entries.items():
                if key.is_indicator and (key.item_key, key.sub_no, key.point) == (item.key, sub_no, last.key):
                    found.append(Indicator.model_validate({n: fields[n] for n in _OF_INDICATOR if n in fields}))
            if found:
                yield Entry(item_key=item.key, sub_no=sub_no or "", point=first.key, indicators=tuple(found))
