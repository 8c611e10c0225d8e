"""The rating of record (正とする評価) of a point: there, or what stands instead."""

from kosei_xl.collect.rules.answers import answers
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.labels import label_of
from kosei_xl.values.model import RATING, Plan, Submission
from kosei_xl.words.codes import Code

_SHOWN = 20


def check_record(submission: Outcome[Submission], plan: Plan) -> tuple[Diagnostic, ...]:
    """Require the rating of record of every rated row that is not a repeated listing (K176 at its cell).

    Where the plan names what stands instead and that is there, K177 tells once which rows are printed so. Silent for
    workbooks of departments, who do not give it, and where the department's own rating is the one of record (K301).
    """
    record, point = plan.record[0], submission.value.point
    if submission.value.dept_code is not None or record == RATING:
        return ()
    label, allowed = label_of(plan, record), plan.scale_at(point, record).allowed
    problems, instead = [], []
    for answer in answers(submission, plan):
        line = answer.line
        if not line.rated or line.item.repeats is not None or not answer.blank(record):
            continue
        if any(not answer.blank(name) for name in plan.record[1:]):
            instead.append(line.no)
        else:
            place = answer.place(record)
            problems.append(
                diagnostic(Code.RECORD_BLANK, place, item=line.no, point=point, label=label, allowed=allowed)
            )
    if instead:
        nos = "、".join(instead[:_SHOWN]) + ("…" if len(instead) > _SHOWN else "")
        other = label_of(plan, plan.record[1])
        problems.append(
            diagnostic(Code.RECORD_INSTEAD, None, point=point, label=label, count=len(instead), nos=nos, instead=other)
        )
    return tuple(problems)
