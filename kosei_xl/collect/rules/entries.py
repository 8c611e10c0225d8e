"""Rules on the entries of one submission."""

from collections.abc import Mapping

from kosei_xl.collect.not_taken import words_not_taken
from kosei_xl.collect.rules.answers import AnsweredRow, answers
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.labels import says_same
from kosei_xl.values.model import RATING, Plan, Rating, Scale, Submission
from kosei_xl.words.codes import Code
from kosei_xl.words.terms import FIELD_LABELS


def check_anything_filled(submission: Outcome[Submission], plan: Plan) -> tuple[Diagnostic, ...]:
    """Report a workbook that came back as it went out (K305). Looks at every field, prefilled ones aside, and at rows
    of which nothing was taken: what was sorted, or written twice, was written.
    """
    value = submission.value
    if (
        value.dept_code is None
        or not plan.lines_of(value.dept_code)
        or any(map(words_not_taken, submission.diagnostics))
    ):
        return ()
    for value_set in value.value_sets:
        before = value.base.get(value_set.key, {})
        if (
            value_set.unread
            or value_set.deleted
            or any(not says_same(plan, name, before.get(name), text) for name, text in value_set.fields.items())
        ):
            return ()
    return (diagnostic(Code.NOTHING_FILLED_IN, submission.place(), point=value.point),)


def check_confirmed(submission: Outcome[Submission], plan: Plan) -> tuple[Diagnostic, ...]:
    """Warn where the section chief has not confirmed (K306 at 確認者)."""
    value = submission.value
    if value.dept_code is None or value.confirmed_by is not None:
        return ()
    return (diagnostic(Code.NOT_CONFIRMED, submission.place("confirmed_by"), point=value.point),)


def check_rating(submission: Outcome[Submission], plan: Plan) -> tuple[Diagnostic, ...]:
    """Require a rating on every rated row that is not a repeated listing (K301, K408 where the office rates).

    Reports a rating on a row that is not rated (K304). A rating outside the scale was reported when it was read.
    """
    point = submission.value.point
    problems = []
    allowed = plan.scale_at(point).allowed
    for answer in answers(submission, plan):
        line = answer.line
        if not line.rated:
            if "rating" in answer.fields:
                place, value = answer.place("rating"), answer.fields["rating"]
                problems.append(diagnostic(Code.RATING_OF_UNRATED, place, item=line.no, point=point, value=value))
        elif line.item.repeats is None and answer.blank("rating"):
            place = answer.place("rating")
            if line.item.office_rated:
                problems.append(diagnostic(Code.RATED_BY_OFFICE, place, item=line.no, point=point, name=line.item.name))
            else:
                problems.append(diagnostic(Code.RATING_BLANK, place, item=line.no, point=point, allowed=allowed))
    return tuple(problems)


def check_required_by_rating(submission: Outcome[Submission], plan: Plan) -> tuple[Diagnostic, ...]:
    """Require the fields that a rating asks for, such as cause and next steps where behind (K302 at the blank cell).

    In the ledger the rating of record asks as well. The rating's cell is related. Repeated listings take their texts
    from the original and are left out, and so are rows that the office rates, whose texts stand in their sub-items.
    """
    problems = []
    labels, scales = plan.form_labels, _asking_scales(plan, submission.value)
    for answer in answers(submission, plan):
        line = answer.line
        rating = _asking(scales, answer)
        if (
            rating is None
            or not rating.requires
            or line.item.repeats is not None
            or line.item.office_rated
            or not line.rated
        ):
            continue
        for field in rating.requires:
            if answer.blank(field):
                related = _places(answer.place("rating"))
                label = labels.get(field) or FIELD_LABELS.get(field, field)
                params = {"rating": rating.code, "label": label}
                problems.append(
                    diagnostic(
                        Code.REQUIRED_BY_RATING,
                        answer.place(field),
                        related,
                        item=line.no,
                        point=submission.value.point,
                        **params,
                    )
                )
    return tuple(problems)


def _asking_scales(plan: Plan, submission: Submission) -> Mapping[str, Scale]:
    """The fields of the ratings that may ask for texts, with their scales: the department's own, in the ledger that of
    record, too.
    """
    names = (RATING,) if submission.dept_code is not None else (RATING, *plan.record)
    return {name: plan.scale_at(submission.point, name) for name in names}


def _asking(scales: Mapping[str, Scale], answer: AnsweredRow) -> Rating | None:
    """The rating that asks for texts: of several the one that asks for more."""
    found = [rating for name, scale in scales.items() if (rating := scale.get(answer.fields.get(name))) is not None]
    return max(found, key=lambda rating: len(rating.requires), default=None)


def check_required(submission: Outcome[Submission], plan: Plan) -> tuple[Diagnostic, ...]:
    """Require the fields that 帳票列 declares as 必ず記入 (K303), the rating aside."""
    required = [c for c in plan.form_columns if c.entry == "required" and c.source == "entry" and c.key != "rating"]
    problems = []
    for answer in answers(submission, plan):
        line = answer.line
        if line.item.repeats is not None or (line.item.office_rated and line.sub is None):
            continue
        for column in required:
            if answer.blank(column.key):
                place, point = answer.place(column.key), submission.value.point
                problems.append(diagnostic(Code.REQUIRED_BLANK, place, item=line.no, point=point, label=column.label))
    return tuple(problems)


def _places(*places: CellRef | None) -> tuple[CellRef, ...]:
    return tuple(place for place in places if place is not None)
