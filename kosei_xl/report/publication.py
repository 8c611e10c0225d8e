"""A report as it was published -> its record in 発行記録."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal

from kosei_xl.later import dataclass
from kosei_xl.report.kept import kept_rows
from kosei_xl.report.page import Report
from kosei_xl.values.closing import seal
from kosei_xl.values.kept import kept_basis
from kosei_xl.values.model import Plan
from kosei_xl.values.standing import Standing
from kosei_xl.values.stored import Publication, StoredValue


@dataclass(frozen=True, slots=True)
class Issue:
    """What a publication is besides its contents: by which command and when, the workbook that was handed out (its name
    and SHA-256), the SHA-256 of the master, whether every part was printed without marks, and the SHA-256 of the open
    data at the time.
    """

    file: str
    sha256: str
    master: str
    how: Literal["final", "pack"] = "final"
    date: dt.date | None = None
    whole: bool = True
    data: str = ""


def kept_values(plan: Plan, standing: Standing, report: Report) -> tuple[StoredValue, ...]:
    """Everything that is kept of a report of a plan (as a whole): what it was made from, and its rows."""
    return (*kept_basis(plan, standing), *kept_rows(report))


def publication_of(
    published: Sequence[Publication], plan: Plan, standing: Standing, report: Report, issue: Issue
) -> Publication | None:
    """The record of a report of a plan (as a whole), numbered after those that are there; None where the last one of
    the point says the same of the same day. What an earlier one holds already is not held twice.
    """
    values = kept_values(plan, standing, report)
    sealed, point = seal(values), standing.point.key
    own = [one for one in published if one.point == point]
    same = next((one for one in reversed(own) if one.seal == sealed), None)
    record = Publication(
        number=max((one.number for one in published), default=0) + 1,
        point=point,
        how=issue.how,
        date=issue.date,
        meeting=_meeting(standing),
        file=issue.file,
        sha256=issue.sha256,
        master=issue.master,
        data=issue.data,
        plan_version=standing.plan.plan_version,
        whole=issue.whole,
        seal=sealed,
        same_as=(same.same_as or same.number) if same is not None else None,
        values=values if same is None else (),
    )
    if same is not None and same is own[-1] and _same_issue(same, record):
        return None
    return record


def _same_issue(one: Publication, two: Publication) -> bool:
    return _what(one) == _what(two)


def _what(one: Publication) -> tuple[object, ...]:
    return one.how, one.date, one.file, one.sha256, one.whole, one.data


def _meeting(standing: Standing) -> str:
    """The meetings that the parts of the documents name, with their days."""
    named = (" ".join(text for text in (part.meeting, part.meeting_date) if text) for part in standing.plan.parts)
    return "、".join(dict.fromkeys(text for text in named if text))
