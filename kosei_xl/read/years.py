"""Headings and meetings of the documents that name another year than that of the point that is printed."""

from collections.abc import Iterator
from datetime import timedelta

from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.model import Part, Plan, ReportingPoint
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.dates import read_day
from kosei_xl.words.messages import told
from kosei_xl.words.notation import fiscal_year_text
from kosei_xl.words.shorten import in_one_line, listed
from kosei_xl.words.year_shift import fiscal_years_in

_UNTIL_THE_MEETING = timedelta(days=183)
"""A point is reported on within half a year."""


def headings_of_other_years(plan: Outcome[Plan], point: ReportingPoint) -> Iterator[Diagnostic]:
    """K446 for titles and meetings of parts that name the year of another point alone, and for meetings held before the
    point: once a text, at the first part that has it, with the cells of the others.
    """
    alike: dict[tuple[str, str], list[tuple[Part, CellRef | None]]] = {}
    for n, part, name in _stale(plan.value, point):
        alike.setdefault((name, getattr(part, name)), []).append((part, plan.place("parts", n, name)))
    for (name, text), ((first, at), *others) in alike.items():
        places = [(place.cell if place is not None else None) or _called(part) for part, place in others]
        yield diagnostic(
            Code.HEADING_OF_ANOTHER_YEAR,
            at or CellRef("", terms.PARTS_SHEET),
            [place for _, place in others if place is not None],
            point=point.key,
            basis=[_called(part) for part, _ in others],
            part=_called(first),
            label=terms.MASTER_SHEETS[terms.PARTS_SHEET][name],
            text=text,
            more=told("places_more", cells=listed(places), count=len(places)) if places else "",
            year=fiscal_year_text(point.fiscal_year),
            point_label=point.label,
        )


def _stale(plan: Plan, point: ReportingPoint) -> Iterator[tuple[int, Part, str]]:
    """The position of a part, the part, and its field that is of another year."""
    years = {one.fiscal_year for one in plan.points} - {point.fiscal_year}
    met = {_fiscal_year(point), _fiscal_year(point, later=True)}
    for n, part in enumerate(plan.parts):
        if part.kind in ("form", "pdf"):
            continue
        for name, allowed in (("title", {point.fiscal_year}), ("meeting", met)):
            text = getattr(part, name)
            named = set(fiscal_years_in(text))
            if named and named <= years and named.isdisjoint(allowed):
                yield n, part, name
        day = read_day(part.meeting_date) if part.meeting_date else None
        if day is not None and day < point.date:
            yield n, part, "meeting_date"


def _fiscal_year(point: ReportingPoint, *, later: bool = False) -> int:
    day = point.date + (_UNTIL_THE_MEETING if later else timedelta())
    return day.year - (day.month < 4)


def _called(part: Part) -> str:
    return in_one_line(part.title) or part.sheet
