"""Texts that say how things stood on a day: the day must belong to the time that is reported on."""

from collections.abc import Iterator, Mapping

from kosei_xl.collect.rules.answers import AnsweredRow, answers
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.labels import label_of
from kosei_xl.values.model import ROW, Plan, Slot, Submission
from kosei_xl.words.codes import Code
from kosei_xl.words.dates import as_of_dates
from kosei_xl.words.notation import date_text


def check_baselines(submission: Outcome[Submission], plan: Plan) -> tuple[Diagnostic, ...]:
    """Warn of 「…日現在」 and 「…月末現在」 from before the previous reporting point (K312 at the text).

    A text that also names a later day compares the two and is left alone, and so is a date that does not name its year.
    Without an earlier point nothing is old.
    """
    point = plan.point(submission.value.point)
    before = plan.point_before(point) if point is not None else None
    if point is None or before is None:
        return ()
    problems = []
    for answer in answers(submission, plan):
        for slot, fields in _texts(answer):
            for field, text in fields.items():
                days = as_of_dates(text)
                if not days or max(days) >= before.date:
                    continue
                problems.append(
                    diagnostic(
                        Code.OLD_DATE,
                        answer.place(field, slot),
                        item=answer.line.no,
                        point=point.key,
                        basis=(field, text),
                        label=label_of(plan, field),
                        day=date_text(max(days)),
                        before=before.label,
                        before_day=date_text(before.date),
                    )
                )
    return tuple(problems)


def _texts(answer: AnsweredRow) -> Iterator[tuple[Slot, Mapping[str, str]]]:
    """The fields of a row, then those of its indicators; a repeated listing's are its original's."""
    if answer.line.item.repeats is None:
        yield ROW, answer.fields
        yield from answer.indicators.items()
