"""Rules across fields and rows. One function a rule, listed in order in `CHECKS`; each returns diagnostics."""

from collections.abc import Callable

from kosei_xl.collect.rules.answers import with_answers
from kosei_xl.collect.rules.dates import check_baselines
from kosei_xl.collect.rules.entries import (
    check_anything_filled,
    check_confirmed,
    check_rating,
    check_required,
    check_required_by_rating,
)
from kosei_xl.collect.rules.glyphs import check_glyphs
from kosei_xl.collect.rules.indicators import check_target, check_unit, check_unit_kept
from kosei_xl.collect.rules.lengths import check_length
from kosei_xl.collect.rules.meaning import check_meaning
from kosei_xl.collect.rules.proposal import check_proposal
from kosei_xl.collect.rules.record import check_record
from kosei_xl.collect.rules.repeats import check_repeats
from kosei_xl.collect.rules.values import check_values
from kosei_xl.values.diagnostics import Diagnostic, Outcome
from kosei_xl.values.model import Plan, Submission

Check = Callable[[Outcome[Submission], Plan], tuple[Diagnostic, ...]]

CHECKS: tuple[Check, ...] = (
    check_anything_filled,
    check_confirmed,
    check_rating,
    check_required_by_rating,
    check_required,
    check_record,
    check_repeats,
    check_unit,
    check_unit_kept,
    check_target,
    check_proposal,
    check_baselines,
    check_length,
    check_glyphs,
    check_values,
    check_meaning,
)


def check_rules(submission: Outcome[Submission], plan: Plan) -> tuple[Diagnostic, ...]:
    """Run every rule on one submission (or on the ledger of a point, `dept_code` None), in the order of `CHECKS`.

    A workbook in which nothing is filled in gets that one message (K305) and no list of blanks.
    """
    empty = check_anything_filled(submission, plan)
    if empty:
        return empty
    found = with_answers(submission, plan)
    return tuple(problem for rule in CHECKS for problem in rule(found, plan))
