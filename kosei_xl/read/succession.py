"""Returns of departments that others stand for by now: they are their successors' (K450)."""

from collections.abc import Mapping
from dataclasses import replace

from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Outcome, diagnostic
from kosei_xl.values.labels import department_name
from kosei_xl.values.model import Line, LineKey, Plan, ReportingPoint, Submission
from kosei_xl.values.reorganisations import holders
from kosei_xl.words.codes import Code


def stands_for(plan: Plan, point: ReportingPoint | None, code: str, line: Line) -> bool:
    """Whether a row is one that a department (its code) answered before the department that answers it at a point."""
    if point is None or line.answering is None or line.answering == code:
        return False
    found = holders(code, line.item.no, point.date, plan.department_by_code, plan.reorganisations)
    return found == (line.answering,)


def for_successors(submission: Outcome[Submission], plan: Plan) -> tuple[Outcome[Submission], ...]:
    """A return as one for each department that stands for its sender at the point, each with its rows and K450; itself
    where the sender still answers what is in it. `plan` is the plan at the point.

    Each is known by the workbook's SHA-256 and the department's code. Rows that none of them answers, and what stands
    outside the fields, are the first one's.
    """
    value = submission.value
    sender, point = value.dept_code or "", plan.point(value.point)
    if plan.lines_of(sender):
        return (submission,)
    lines: Mapping[LineKey, Line] = plan.line_by_key
    owners = {
        each.key: line.answering
        for each in value.value_sets
        if (line := lines.get(each.line)) is not None and stands_for(plan, point, sender, line)
    }
    codes = list(dict.fromkeys(code for code in owners.values() if code is not None))
    if not codes:
        return (submission,)
    names = "、".join(department_name(plan, code) for code in codes)
    told = diagnostic(
        Code.RETURN_OF_PREDECESSOR,
        CellRef(value.file),
        point=value.point,
        old=department_name(plan, sender),
        new=names,
    )
    parts = []
    for code in codes:
        first = code == codes[0]
        own = tuple(v for v in value.value_sets if owners.get(v.key, codes[0] if first else None) == code)
        part = replace(
            value,
            dept_code=code,
            value_sets=own,
            sha256=f"{value.sha256}:{code}",
            others=value.others if first else (),
        )
        parts.append(Outcome(part, submission.at, (*submission.diagnostics, told)))
    return tuple(parts)
