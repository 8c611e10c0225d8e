"""The reporting point after the last one: what it is, and what it begins with."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from kosei_xl.later import dataclass
from kosei_xl.values.ledger import Entries, Fields, Ledger
from kosei_xl.values.lives import plan_at
from kosei_xl.values.model import Column, EntryKey, Plan, ReportingPoint
from kosei_xl.values.shown_before import columns_of_before
from kosei_xl.words import terms
from kosei_xl.words.notation import fiscal_year_text
from kosei_xl.words.year_shift import a_year_on

_ANNUAL_PLAN, _RESULTS = "annual_plan", "results"
_OF_INDICATOR = ("indicator", "target", "unit")
BEGUN_WITH = frozenset({_ANNUAL_PLAN, *_OF_INDICATOR})
"""The fields that a new point may hold before anybody answers."""
_HALF, _YEAR_END = (9, 30), (3, 31)
_Kind = Literal["half", "year_end", "other"]


@dataclass(frozen=True, slots=True)
class Begun:
    """A new point, the ledger that it begins with, and what that holds of the point before: entry key of a field -> how
    many rows.
    """

    point: ReportingPoint
    ledger: Ledger
    carried: Mapping[str, int] = field(default_factory=dict)


def point_after(plan: Plan, last: ReportingPoint) -> ReportingPoint:
    """The point that follows `last`, named, dated and due as the one of its kind before it was.

    After a half year comes the end of the year, after that the next half year where the plan has any. Its key is one
    that no other has.
    """
    kind, year = _kind_after(plan, last)
    alike = [one for one in plan.points if one.kind == kind and one.fiscal_year < year]
    model = max(alike, key=lambda one: one.date, default=None)
    years = year - model.fiscal_year if model is not None else 0
    date = _years_on(model.date, years) if model is not None else _usual_date(kind, year, last)
    if model is None:
        label, short = f"{fiscal_year_text(year, plan.style.digits_text)}{_ending(kind)}", ""
    else:
        label, short = (a_year_on(text, model.fiscal_year, year) for text in (model.label, model.short_label))
    return ReportingPoint(
        key=_key(plan, kind, year),
        fiscal_year=year,
        kind=kind,
        date=date,
        label=label,
        short_label=short,
        due=_years_on(model.due, years) if model is not None and model.due is not None else None,
        scale=last.scale,
        share=model.share if model is not None else None,
    )


def _kind_after(plan: Plan, last: ReportingPoint) -> tuple[_Kind, int]:
    halves = any(one.kind == "half" for one in plan.points)
    if last.kind == "half":
        return "year_end", last.fiscal_year
    if last.kind == "year_end":
        return ("half" if halves else "year_end"), last.fiscal_year + 1
    return "other", last.fiscal_year + 1


def _ending(kind: _Kind) -> str:
    label = terms.POINT_KIND_LABELS[kind]
    return label.removeprefix("年度") if kind == "year_end" else label


def _usual_date(kind: _Kind, year: int, last: ReportingPoint) -> dt.date:
    if kind == "half":
        return dt.date(year, *_HALF)
    return dt.date(year + 1, *_YEAR_END) if kind == "year_end" else _years_on(last.date, 1)


def _years_on(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; the 28th for a 29th of February that there is not."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _key(plan: Plan, kind: _Kind, year: int) -> str:
    known = {one.key for one in plan.points}
    wanted = f"{year}_{kind}"
    n = 2
    key = wanted
    while key in known:
        key, n = f"{wanted}_{n}", n + 1
    return key


def results_of_before(plan: Plan) -> Column | None:
    """The column of the form that would show the last results beside the empty input; None where 帳票列 says already
    whether it is to (出さない too), where the form does not ask for results, and where a survey has no room left.
    """
    said = any(column.key == _RESULTS for column in plan.form_columns_of_before)
    asked = next((column for column in plan.form_columns if column.key == _RESULTS), None)
    texts = sum(column.source == "plan" for column in plan.form_columns if column.key not in plan.withheld)
    full = texts + len(columns_of_before(plan)) >= len(terms.TEXT_COLUMNS)
    if said or full or asked is None or asked.source != "entry" or asked.entry not in ("input", "required"):
        return None
    return asked.model_copy(update={"point": terms.LAST_POINT, "entry": "shown"})


def begin(plan: Plan, ledger: Ledger, point: ReportingPoint, last: ReportingPoint) -> Begun:
    """What a point begins with of the one before: this year's 当初予定 within the same fiscal year, and every indicator
    with its name, unit and target; nothing that is there already is changed. `plan` has the point.
    """
    made: dict[EntryKey, dict[str, str]] = {}
    carried: dict[str, int] = {}

    def carry(key: EntryKey, before: Fields, names: tuple[str, ...], count: str) -> None:
        own = {**ledger.fields(key), **made.get(key, {})}
        new = {name: before[name] for name in names if name in before and name not in own}
        if new:
            made[key] = {**own, **new}
            carried[count] = carried.get(count, 0) + 1

    same_year = point.fiscal_year == last.fiscal_year and _ANNUAL_PLAN in plan.entry_fields
    for line in plan_at(plan, point).lines:
        if line.item.repeats is not None:
            continue
        key, before = line.key.at(point.key), line.key.at(last.key)
        if same_year:
            carry(key, ledger.fields(before), (_ANNUAL_PLAN,), _ANNUAL_PLAN)
        for slot in ledger.indicators(before):
            carry(key._replace(slot=slot.slot), ledger.fields(slot), _OF_INDICATOR, "indicator")
    entries: Entries = {**ledger.entries, **made}
    return Begun(point, ledger.with_entries(entries) if made else ledger, carried)
