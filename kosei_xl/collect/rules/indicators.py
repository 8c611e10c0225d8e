"""Indicators (成果指標): units that hold together, and a rating that goes with what was reached.

A target or an actual in which no single number can be read is left alone.
"""

from collections.abc import Mapping
from functools import lru_cache

from kosei_xl.collect.rules.answers import AnsweredRow, answers
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.model import LineKey, Plan, Rating, Slot, Submission
from kosei_xl.words.codes import Code
from kosei_xl.words.notation import folded
from kosei_xl.words.quantities import is_reached, is_same_unit, read_quantity, unit_of, unit_scale, usually_asked
from kosei_xl.words.terms import LESS_IS_BETTER

_Fields = Mapping[str, str]


def check_unit(submission: Outcome[Submission], plan: Plan) -> tuple[Diagnostic, ...]:
    """Warn where an actual is in another unit than its target (K308 at the actual, target related)."""
    problems = []
    for answer in answers(submission, plan):
        for slot, fields in answer.indicators.items():
            target, actual = (read_quantity(fields.get(name), fields.get("unit")) for name in ("target", "actual"))
            if target is None or actual is None or is_same_unit(target.unit, actual.unit):
                continue
            place = answer.place("target", slot)
            problems.append(
                diagnostic(
                    Code.UNITS_DIFFER,
                    answer.place("actual", slot),
                    [place] if place else [],
                    item=answer.line.no,
                    point=submission.value.point,
                    basis=_basis(fields),
                    indicator=_name(fields),
                    target=fields["target"],
                    target_unit=target.unit,
                    actual=fields["actual"],
                    unit=actual.unit,
                )
            )
    return tuple(problems)


def check_unit_kept(submission: Outcome[Submission], plan: Plan) -> tuple[Diagnostic, ...]:
    """Warn where an indicator has another unit than at the point before (K309 at the unit).

    It is the same indicator when it has the same name. 千円 and 円 differ here: the figures beside them do.
    """
    problems = []
    by_line: dict[LineKey, dict[str, _Fields]] = {}
    for (item_key, sub_no, _), fields in submission.value.earlier.items():
        if "indicator" in fields:
            by_line.setdefault(LineKey(item_key, sub_no), {})[folded(fields["indicator"])] = fields
    for answer in answers(submission, plan):
        earlier = by_line.get(answer.line.key, {})
        for slot, fields in answer.indicators.items():
            before = earlier.get(folded(fields.get("indicator", "")))
            if before is None or not {"unit"} <= fields.keys() & before.keys():
                continue
            was, now = before["unit"], fields["unit"]
            if is_same_unit(unit_of(was), unit_of(now)) and unit_scale(was) == unit_scale(now):
                continue
            problems.append(
                diagnostic(
                    Code.UNIT_CHANGED,
                    answer.place("unit", slot),
                    item=answer.line.no,
                    point=submission.value.point,
                    basis=(*_basis(fields), was),
                    indicator=_name(fields),
                    unit=now,
                    before=was,
                )
            )
    return tuple(problems)


def check_target(submission: Outcome[Submission], plan: Plan) -> tuple[Diagnostic, ...]:
    """Compare actuals with their targets and the rating (K310, K311 at the actual, the rating related).

    K310 (warning) for each target that was missed where the row is rated on schedule or ahead; not at half-year points,
    whose targets are the year's. K311 (info) where all targets of a row were reached and it is rated behind. Silent
    for a scale that says from which achievement on each rating is given: `check_proposal` tells of those.
    """
    point, scale = plan.point(submission.value.point), plan.scale_at(submission.value.point)
    if scale.bands:
        return ()
    problems = []
    for answer in answers(submission, plan):
        rating = scale.get(answer.fields.get("rating"))
        if rating is None or rating.order is None or not answer.line.rated or answer.line.item.repeats is not None:
            continue
        results = {slot: target_reached(fields) for slot, fields in answer.indicators.items() if "target" in fields}
        if rating.behind:
            if results and all(results.values()):
                problems.append(_about(Code.TARGET_REACHED, answer, max(results), rating, submission.value.point))
        elif point is not None and point.kind != "half":
            missed = [slot for slot, result in results.items() if result is False]
            problems += [_about(Code.TARGET_MISSED, answer, slot, rating, point.key) for slot in missed]
    return tuple(problems)


@lru_cache(maxsize=1 << 10)
def leaves_open(name: str) -> bool:
    """Whether the name of an indicator leaves open if more is better, unless its target says 以上 or 以下."""
    plain = folded(name)
    return any(word in plain for word in LESS_IS_BETTER)


def target_reached(fields: _Fields) -> bool | None:
    """Whether the actual of an indicator is what its target asks for; None where that cannot be told."""
    target, actual = (read_quantity(fields.get(name), fields.get("unit")) for name in ("target", "actual"))
    if target is None or actual is None:
        return None
    return is_reached(target, actual, "" if leaves_open(_name(fields)) else usually_asked(target))


def _about(code: str, answer: AnsweredRow, slot: Slot, rating: Rating, point: str) -> Diagnostic:
    fields, place = answer.indicators[slot], answer.place("rating")
    return diagnostic(
        code,
        answer.place("actual", slot),
        [place] if place else [],
        item=answer.line.no,
        point=point,
        basis=(rating.code, *(text for one in answer.indicators.values() for text in _basis(one))),
        indicator=_name(fields),
        target=fields["target"],
        actual=fields["actual"],
        rating=rating.code,
        label=rating.label,
    )


def _name(fields: _Fields) -> str:
    return fields.get("indicator", "")


def _basis(fields: _Fields) -> tuple[str, ...]:
    return tuple(fields.get(name, "") for name in ("indicator", "target", "actual", "unit"))
