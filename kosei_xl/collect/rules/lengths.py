"""Texts that are too long for their place in the printed list."""

from kosei_xl.collect.rules.answers import answers
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.labels import label_of
from kosei_xl.values.model import Plan, Submission
from kosei_xl.words.codes import Code


def check_length(submission: Outcome[Submission], plan: Plan) -> tuple[Diagnostic, ...]:
    """Warn of texts that do not fit one row of the A3 list (K313 at the text): they are printed in pieces.

    A survey alone does not know the lists, so that this is for the master; its own 点検 is a little stricter.
    """
    if all(part.kind != "list" for part in plan.parts):
        return ()
    from kosei_xl.collect.rules.text_room import rooms  # here, because a department has no lists

    places = rooms(plan)
    problems = []
    for answer in answers(submission, plan) if places else ():
        if answer.line.item.repeats is not None:
            continue
        for field, text in answer.fields.items():
            if field in places and not places[field].holds(text):
                problems.append(
                    diagnostic(
                        Code.TEXT_TOO_LONG,
                        answer.place(field),
                        item=answer.line.no,
                        point=submission.value.point,
                        basis=(text,),
                        label=label_of(plan, field),
                        count=len(text),
                        most=places[field].most,
                    )
                )
    return tuple(problems)
