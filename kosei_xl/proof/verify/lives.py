"""The plan at a point, found a second time: which items are there, and which departments answer them."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from kosei_xl.values.model import Department, Item, Plan, ReportingPoint


def plan_of_point(plan: Plan, point: ReportingPoint) -> Plan:
    """The plan with the items that stand at a point, under the departments of then."""
    dates = {one.key: one.date for one in plan.points}
    there = []
    nos, rows = {item.key: item.no for item in plan.items}, {one.code: one for one in plan.departments}
    for item in plan.items:
        begins, ends = dates.get(item.first_point or "", point.date), dates.get(item.last_point or "", point.date)
        if begins <= point.date <= ends:
            there.append(_of_then(_Changes(plan, rows), item, nos.get(item.repeats or "", item.no), point))
    own = {item.key for item in there}
    return plan.only(item for item in there if item.repeats is None or item.repeats in own)


class _Changes(NamedTuple):
    """What says how departments were called: the changes of the plan, and its departments by code."""

    plan: Plan
    rows: Mapping[str, Department]


def _of_then(changes: _Changes, item: Item, no: str, point: ReportingPoint) -> Item:
    """An item under the departments of then; `no` is its number, or that of its original."""
    named = item.departments_at.get(point.key)

    def then(code: str) -> str:
        return _department_of_then(changes, code, no, point.date)

    subs = tuple(
        sub.model_copy(update={"departments": tuple(dict.fromkeys(map(then, sub.departments)))})
        for sub in item.sub_items
    )
    departments = named or tuple(dict.fromkeys(map(then, item.departments)))
    return item.model_copy(update={"departments": departments, "sub_items": subs})


def _department_of_then(changes: _Changes, code: str, no: str, day: date) -> str:
    """Forward through the changes up to a day, then back through those after it."""
    plan, rows = changes
    own = code
    past = sorted((one for one in plan.reorganisations if one.date <= day), key=lambda one: one.date)
    for change in past:
        touched = own in change.old and (not change.items or no in change.items) and change.kind != "opened"
        others = [one for one in change.new if one != own]
        if touched and (own not in change.new or change.items):
            if len(others) != 1:
                return code
            own = others[0]
    for change in sorted(
        (one for one in plan.reorganisations if one.date > day), key=lambda one: -one.date.toordinal()
    ):
        came = own in change.new and own not in change.old and (not change.items or no in change.items)
        if came and len(change.old) == 1:
            own = change.old[0]
    while own in rows and (ends := rows[own].valid_to) is not None and ends < day:
        if len(rows[own].successors) != 1:
            return code
        own = rows[own].successors[0]
    return own
