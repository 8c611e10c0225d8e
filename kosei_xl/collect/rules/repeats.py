"""A repeated listing (再掲) must say what its original says."""

from kosei_xl.collect.rules.answers import answers
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.model import Plan, Submission
from kosei_xl.words.codes import Code
from kosei_xl.words.notation import folded
from kosei_xl.words.shorten import shortened
from kosei_xl.words.terms import BLANK, FIELD_LABELS

_SHOWN = 30


def check_repeats(submission: Outcome[Submission], plan: Plan) -> tuple[Diagnostic, ...]:
    """Compare every filled field of a repeated listing with its original (K403 at the listing, original related).

    White space and width do not count as a difference. An original that this submission does not hold is not compared;
    the ledger's check sees both.
    """
    if not plan.listed_again:
        return ()
    by_key = {(answer.line.item.key, answer.line.sub_no): answer for answer in answers(submission, plan)}
    labels = plan.form_labels
    problems = []
    for answer in by_key.values():
        line = answer.line
        original = by_key.get((line.item.repeats or "", line.sub_no))
        if original is None:
            continue
        for field, text in answer.fields.items():
            expected = original.fields.get(field)
            if folded(text) == folded(expected or "") or (expected is None and not original.blank(field)):
                continue
            place = original.place(field)
            problems.append(
                diagnostic(
                    Code.REPEAT_DIFFERS,
                    answer.place(field),
                    [place] if place else [],
                    item=line.no,
                    point=submission.value.point,
                    basis=(text, expected or ""),
                    label=labels.get(field) or FIELD_LABELS.get(field, field),
                    value=shortened(text, _SHOWN),
                    original=original.line.no,
                    original_value=shortened(expected or BLANK, _SHOWN),
                )
            )
    return tuple(problems)
