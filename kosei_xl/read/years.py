"""Headings and meetings of the documents that name another year than that of the point that is printed."""

from collections.abc import Iterator
from datetime import timedelta

from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.model import Part, Plan, ReportingPoint
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.dates import read_day
from kosei_xl.words.notation import fiscal_year_text
from kosei_xl.words.year_shift import fiscal_years_in

_UNTIL_THE_MEETING = timedelta(days=183)
"""A point is reported on within half a year."""


def headings_of_other_years(plan: Outcome[Plan], point: ReportingPoint) -> Iterator[Diagnostic]:
    """K446 for each title and meeting of a part that names the year of another point alone, and for meetings held
    before the point.
    """
    years = {one.fiscal_year for one in plan.value.points} - {point.fiscal_year}
    met = {_fiscal_year(point), _fiscal_year(point, later=True)}
    for n, part in enumerate(plan.value.parts):
        if part.kind in ("form", "pdf"):
            continue
        for name, allowed in (("title", {point.fiscal_year}), ("meeting", met)):
            text = getattr(part, name)
            named = set(fiscal_years_in(text))
            if named and named <= years and named.isdisjoint(allowed):
                yield _stale(plan, n, part, name, point, text)
        day = read_day(part.meeting_date) if part.meeting_date else None
        if day is not None and day < point.date:
            yield _stale(plan, n, part, "meeting_date", point, part.meeting_date)


def _fiscal_year(point: ReportingPoint, *, later: bool = False) -> int:
    day = point.date + (_UNTIL_THE_MEETING if later else timedelta())
    return day.year - (day.month < 4)


def _stale(plan: Outcome[Plan], n: int, part: Part, name: str, point: ReportingPoint, text: str) -> Diagnostic:
    return diagnostic(
        Code.HEADING_OF_ANOTHER_YEAR,
        plan.place("parts", n, name) or CellRef("", terms.PARTS_SHEET),
        point=point.key,
        part=part.title or part.sheet,
        label=terms.MASTER_SHEETS[terms.PARTS_SHEET][name],
        text=text,
        year=fiscal_year_text(point.fiscal_year),
        point_label=point.label,
    )
