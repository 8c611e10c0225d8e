"""A plan at one reporting point: the items that stand then, and the departments that answer them then."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from kosei_xl.values.model import Department, Item, Plan, ReportingPoint, SubItem
from kosei_xl.values.reorganisations import holders
from kosei_xl.words import terms


def stands_at(plan: Plan, item: Item, point: ReportingPoint) -> bool:
    """Whether an item had begun and had not ended at a point."""
    first, last = plan.point(item.first_point or ""), plan.point(item.last_point or "")
    return (first is None or first.date <= point.date) and (last is None or point.date <= last.date)


def successors_named(item: Item) -> tuple[str, ...]:
    """The numbers or names of the items that one was split into, as they were typed: 「8、9」."""
    return tuple(name for one in re.split("[、,，]", item.successor or "") if (name := one.strip().removeprefix("No.")))


def _is_there(plan: Plan, item: Item, point: ReportingPoint) -> bool:
    """Whether an item is listed at a point; a repeated listing only with its original."""
    original = plan.item_by_key.get(item.repeats or "")
    return stands_at(plan, item, point) and (original is None or stands_at(plan, original, point))


def plan_at(plan: Plan, point: ReportingPoint) -> Plan:
    """The plan as it is at a point: itself where nothing ever changed, and where it is of that point already.

    Items that have not begun or have ended are left out, and so are repeated listings of them; departments are those
    that stand for the item's own on the point's date, or those that 項目 names for the point. What nobody has taken
    over keeps its department, and so does what several may have (`undecided`).
    """
    made = plan.at_points.get(point.key)
    if made is None:
        made = _made(plan, point)
        made.at_points[point.key] = made
        plan.at_points[point.key] = made
    return made


def _made(plan: Plan, point: ReportingPoint) -> Plan:
    items = tuple(_item_at(plan, item, point) for item in plan.items if _is_there(plan, item, point))
    departments = tuple(_in_time(plan, point.date))
    same = len(items) == len(plan.items) and all(one is two for one, two in zip(items, plan.items, strict=True))
    if same and departments == plan.departments:
        return plan
    return plan.only(items).with_departments(departments)


def _item_at(plan: Plan, item: Item, point: ReportingPoint) -> Item:
    named, no = item.departments_at.get(point.key), _no_of(plan, item)
    subs = tuple(_sub_at(plan, no, sub, point.date) for sub in item.sub_items)
    departments = named or _held(plan, item.departments, no, point.date)
    answering = _held(plan, (item.answering,), no, point.date)[0] if item.answering else None
    if named and answering not in named:
        answering = None
    changed = (departments, answering) != (item.departments, item.answering)
    if not changed and all(one is two for one, two in zip(subs, item.sub_items, strict=True)):
        return item
    return item.model_copy(update={"departments": departments, "answering": answering, "sub_items": subs})


def _no_of(plan: Plan, item: Item) -> str:
    """The No. by which 組織の変更 names an item; a repeated listing goes with its original."""
    original = plan.item_by_key.get(item.repeats or "")
    return original.no if original is not None else item.no


def _sub_at(plan: Plan, no: str, sub: SubItem, day: dt.date) -> SubItem:
    departments = _held(plan, sub.departments, no, day)
    answering = _held(plan, (sub.answering,), no, day)[0] if sub.answering else None
    if (departments, answering) == (sub.departments, sub.answering):
        return sub
    return sub.model_copy(update={"departments": departments, "answering": answering})


def _held(plan: Plan, codes: tuple[str, ...], no: str, day: dt.date) -> tuple[str, ...]:
    """Each department's holder on a day, where it is clear which one that is; the others as they are."""
    found = (holders(code, no, day, plan.department_by_code, plan.reorganisations) for code in codes)
    return tuple(dict.fromkeys(ones[0] if len(ones) == 1 else code for code, ones in zip(codes, found, strict=True)))


def _in_time(plan: Plan, day: dt.date) -> Iterator[Department]:
    """The departments with one row for each code: the row of the day, or else the nearest before or after it."""
    rows: dict[str, list[Department]] = {}
    for one in plan.departments:
        rows.setdefault(one.code, []).append(one)
    for own in rows.values():
        yield min(own, key=lambda one: _days_off(one, day))


def _days_off(department: Department, day: dt.date) -> int:
    """How many days a row of 部署 is away from a day; 0 for one that holds on it."""
    first, last = department.valid_from or dt.date.min, department.valid_to or dt.date.max
    return (first - day).days if day < first else (day - last).days if day > last else 0


def state_said(plan: Plan, item: Item, reason: str = "") -> str:
    """「終了（令和7年度末）」「統合（令和7年度末、No.8へ）」; 継続 for what goes on. `reason` is said last."""
    last, successor = plan.point(item.last_point or ""), plan.item_by_key.get(item.successor or "")
    to = f"No.{successor.no}へ" if successor is not None else f"{item.successor}へ" if item.successor else ""
    if item.state == "split" and successor is None and item.successor:
        known = plan.line_by_no
        to = "、".join(f"No.{one}" if one in known else one for one in successors_named(item)) + "へ"
    more = "、".join(text for text in (last.label if last is not None else "", to, reason) if text)
    return terms.ITEM_STATES[item.state] + (f"（{more}）" if more else "")


def state_by(plan: Plan, item: Item, point: ReportingPoint) -> str:
    """The state of an item that had ended by a point, as `state_said` says it; "" for one that went on then."""
    last = plan.point(item.last_point or "")
    return state_said(plan, item) if last is not None and last.date <= point.date and item.state != "continued" else ""


class Undecided(NamedTuple):
    """A department of an item that has gone by a point: nobody (`found` is empty) or several may stand for it."""

    item: Item
    code: str
    found: tuple[str, ...]


def undecided(plan: Plan, point: ReportingPoint) -> Iterator[Undecided]:
    """The answering departments of which it is not clear who stands for them at a point, one for each item."""
    for item in plan.items:
        if not stands_at(plan, item, point) or point.key in item.departments_at:
            continue
        codes = [item.answering or next(iter(item.departments), None)] if not item.office_rated else []
        codes += [sub.answering or next(iter(sub.departments), None) for sub in item.sub_items]
        for code in dict.fromkeys(code for code in codes if code is not None):
            found = holders(code, _no_of(plan, item), point.date, plan.department_by_code, plan.reorganisations)
            if len(found) != 1:
                yield Undecided(item, code, found)
