"""Returns of departments that others stand for by now: they are their successors' (K450)."""

from dataclasses import replace

from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Outcome, diagnostic
from kosei_xl.values.labels import department_name
from kosei_xl.values.model import Line, Plan, ReportingPoint, SetKey, Submission
from kosei_xl.values.reorganisations import holders
from kosei_xl.words.codes import Code


def stands_for(plan: Plan, point: ReportingPoint | None, code: str, line: Line) -> bool:
    """Whether a row is one that a department (its code) answered before the department that answers it at a point."""
    if point is None or line.answering is None or line.answering == code:
        return False
    found = holders(code, line.item.no, point.date, plan.department_by_code, plan.reorganisations)
    return found == (line.answering,)


def for_successors(submission: Outcome[Submission], plan: Plan) -> tuple[Outcome[Submission], ...]:
    """A return as one for its sender and one for each department that stands for it in some of its rows at the point,
    with K450; itself where the sender answers all that is in it. `plan` is the plan at the point.

    Those of the others are known by the workbook's SHA-256 and their code. What nobody else answers, and what stands
    outside the fields, is the sender's, or the first other one's where the sender answers nothing any more.
    """
    value = submission.value
    sender, point = value.dept_code or "", plan.point(value.point)
    owners: dict[SetKey, str] = {}
    for each in value.value_sets:
        line = plan.line_by_key.get(each.line)
        if line is not None and line.answering is not None and stands_for(plan, point, sender, line):
            owners[each.key] = line.answering
    codes = list(dict.fromkeys(owners.values()))
    if not codes:
        return (submission,)
    told = diagnostic(
        Code.RETURN_OF_PREDECESSOR,
        CellRef(value.file),
        point=value.point,
        old=department_name(plan, sender),
        new="、".join(department_name(plan, code) for code in codes),
    )
    home = sender if plan.lines_of(sender) else codes[0]
    parts = []
    for code in dict.fromkeys((home, *codes)):
        own = tuple(one for one in value.value_sets if owners.get(one.key, home) == code)
        part = replace(
            value,
            dept_code=code,
            value_sets=own,
            sha256=value.sha256 if code == sender else f"{value.sha256}:{code}",
            others=value.others if code == home else (),
        )
        parts.append(Outcome(part, submission.at, (*submission.diagnostics, told)))
    return tuple(parts)
