"""A rating that the figures of a row propose (達成率の下限): told as a hint with its reason, never written."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_FLOOR, Decimal

from kosei_xl.collect.rules.answers import AnsweredRow, answers
from kosei_xl.collect.rules.indicators import leaves_open
from kosei_xl.later import dataclass
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.model import RATING, Plan, Rating, ReportingPoint, Scale, Slot, Submission
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.words.quantities import Quantity, is_same_unit, read_quantity
from kosei_xl.words.terms import BLANK

_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Achieved:
    """How far an actual is of its target: `percent`, of the target as it is due (`due`), or the other way round where
    less is better.
    """

    percent: Decimal
    due: Decimal
    less: bool = False


def share_due(point: ReportingPoint | None) -> Decimal | None:
    """The part of the year's targets that is due at a point, in percent; None where nothing says how much is."""
    if point is None:
        return None
    return point.share if point.share is not None else None if point.kind == "half" else _WHOLE


def achieved(fields: Mapping[str, str], share: Decimal) -> Achieved | None:
    """How far the actual of an indicator is of its target; None where that cannot be told.

    Less is better where the target says 以下 or 未満; where the name leaves that open and the target says nothing,
    there is no telling. Only amounts grow with the year: what is in percent, and what is to stay low, is due whole.
    """
    unit = fields.get("unit")
    target, actual = (read_quantity(fields.get(name), unit) for name in ("target", "actual"))
    if target is None or actual is None or not is_same_unit(target.unit, actual.unit):
        return None
    less = target.bound in ("most", "below")
    if target.value <= 0 or actual.value < 0 or (less and actual.value == 0):
        return None
    if not less and not target.bound and leaves_open(fields.get("indicator", "")):
        return None
    due = target.value if less or _is_rate(target) else target.value * share / _WHOLE
    return Achieved((due / actual.value if less else actual.value / due) * _WHOLE, due, less) if due else None


def _is_rate(target: Quantity) -> bool:
    return target.unit in ("%", "‰", "点", "位")


def proposed(scale: Scale, percent: Decimal) -> Rating | None:
    """The rating that an achievement proposes; None below the lowest that a rating begins at."""
    return next((rating for bound, rating in scale.bands if percent >= bound), None)


def check_proposal(submission: Outcome[Submission], plan: Plan) -> tuple[Diagnostic, ...]:
    """Tell where the figures propose another rating than is given, or one where none is (K178 at the actual).

    Of several indicators the lowest achievement counts. Silent for scales that say nothing of figures, at half-year
    points that do not say what share of the targets is due, and for ratings outside the order.
    """
    point = plan.point(submission.value.point)
    scale, share = plan.scale_at(submission.value.point), share_due(point)
    if not scale.bands or not share:
        return ()
    problems = []
    for answer in answers(submission, plan):
        given = scale.get(answer.fields.get(RATING))
        outside = given is not None and given.order is None
        if not answer.line.rated or answer.line.item.repeats is not None or outside:
            continue
        lowest = _lowest(answer.indicators, share)
        rating = proposed(scale, lowest[1].percent) if lowest is not None else None
        if lowest is not None and rating is not None and rating != given:
            problems.append(_about(answer, submission.value.point, given, rating, *lowest))
    return tuple(problems)


def _lowest(indicators: Mapping[Slot, Mapping[str, str]], share: Decimal) -> tuple[Slot, Achieved] | None:
    found: Iterable[tuple[Slot, Achieved | None]] = ((slot, achieved(f, share)) for slot, f in indicators.items())
    known = [(slot, one) for slot, one in found if one is not None]
    return min(known, key=lambda pair: pair[1].percent, default=None)


def percent_text(percent: Decimal) -> str:
    """An achievement as it is said: whole percent, rounded down so that it never says more than it is."""
    return f"{percent.to_integral_value(ROUND_FLOOR):f}％"


def _about(
    answer: AnsweredRow, point: str, given: Rating | None, rating: Rating, slot: Slot, found: Achieved
) -> Diagnostic:
    fields, place = answer.indicators[slot], answer.place(RATING)
    due = f"{found.due.normalize():f}"
    bound = f"{(rating.at_least or Decimal(0)).normalize():f}"
    return diagnostic(
        Code.RATING_PROPOSED,
        answer.place("actual", slot),
        [place] if place else [],
        item=answer.line.no,
        point=point,
        basis=(given.code if given else "", *(fields.get(name, "") for name in ("target", "actual", "unit"))),
        indicator=fields.get("indicator", ""),
        target=fields["target"],
        due=told("target_due", due=due) if found.due != _asked(fields) else "",
        actual=fields["actual"],
        percent=percent_text(found.percent),
        bound=bound,
        rating=rating.code,
        given=given.code if given else BLANK,
    )


def _asked(fields: Mapping[str, str]) -> Decimal:
    target = read_quantity(fields.get("target"), fields.get("unit"))
    return target.value if target is not None else Decimal(0)
