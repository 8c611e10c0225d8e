"""The rules of meaning: errors that entries prove against themselves. None of them is an error or holds anything up.

One function a rule, in `RULES` with the finding it gives; what each is for, its examples, who hears of it and what it
needs stand in `words.meaning`, under the same code. A rule takes the table of answered rows and yields findings.
"""

from collections.abc import Callable, Iterator, Mapping

from kosei_xl.collect.rules.meaning import indicators, language, names, periods, sums
from kosei_xl.collect.rules.meaning.table import AnsweredTexts, table_of
from kosei_xl.values.diagnostics import Diagnostic, Outcome
from kosei_xl.values.model import Plan, Submission
from kosei_xl.words.codes import Code
from kosei_xl.words.meaning import MEANING
from kosei_xl.words.sense import morphemes

Rule = Callable[[AnsweredTexts], Iterator[Diagnostic]]

RULES: Mapping[Rule, tuple[Code, ...]] = {
    sums.check_sums: (Code.SUM_DIFFERS,),
    sums.check_shares: (Code.SHARE_DIFFERS,),
    sums.check_directions: (Code.DIRECTION_DIFFERS,),
    sums.check_text_beside_indicator: (
        Code.TEXT_HAS_OTHER_FIGURE,
        Code.TEXT_OFF_BY_THOUSANDS,
        Code.TEXT_HAS_OTHER_UNIT,
    ),
    sums.check_swapped: (Code.SEEM_SWAPPED,),
    sums.check_restated: (Code.RESTATED_DIFFERS,),
    sums.check_relisted_names: (Code.RELISTED_NAME_DIFFERS,),
    periods.check_days_exist: (Code.NO_SUCH_DAY,),
    periods.check_day_counts: (Code.DAYS_DIFFER,),
    periods.check_results_of_the_year: (Code.RESULT_OF_OTHER_YEAR,),
    periods.check_left_standing: (Code.LAST_DATE_LEFT,),
    periods.check_baselines_kept_up: (Code.BASELINE_STALE,),
    periods.check_years_moved: (Code.YEAR_MOVED,),
    periods.check_within_plan: (Code.TARGET_BEYOND_PLAN,),
    periods.check_eras: (Code.YEAR_FAR_AWAY,),
    indicators.check_targets_in_words: (Code.TOLD_TARGET_MISSED, Code.TOLD_TARGET_REACHED),
    indicators.check_aims_of_sentences: (Code.AIM_MISSED,),
    indicators.check_pairs: (Code.ACTUAL_MISSING, Code.TARGET_MISSING),
    indicators.check_units_of_names: (Code.UNIT_NOT_OF_NAME,),
    indicators.check_signs: (Code.COUNT_BELOW_ZERO,),
    names.check_names: (Code.NAME_SPELT_OTHERWISE,),
    names.check_references: (Code.NO_SUCH_ITEM,),
    names.check_former_departments: (Code.FORMER_DEPARTMENT,),
    language.check_particles_twice: (Code.PARTICLE_TWICE,),
    language.check_particles_missing: (Code.PARTICLE_MISSING,),
    language.check_words_joined: (Code.WORDS_DO_NOT_JOIN,),
    language.check_pleonasms: (Code.SAID_TWICE,),
    language.check_words_twice: (Code.WORD_TYPED_TWICE,),
    language.check_brackets: (Code.BRACKET_ALONE,),
    language.check_half_katakana: (Code.HALF_KATAKANA,),
    language.check_bullets: (Code.OTHER_BULLET,),
    language.check_placeholders: (Code.PLACEHOLDER_LEFT,),
    language.check_residue: (Code.TYPING_RESIDUE,),
    language.check_widths: (Code.WIDTHS_MIXED,),
}
"""Rule -> the findings it gives, in the order in which they are told."""


def check_meaning(submission: Outcome[Submission], plan: Plan) -> tuple[Diagnostic, ...]:
    """Run the rules of meaning on one submission, or on the ledger of a point.

    Those whose extra is missing are left out (`not_run`).
    """
    table = table_of(submission, plan)
    if table is None:
        return ()
    left_out = not_run()
    return tuple(
        problem for rule, codes in RULES.items() if not left_out.intersection(codes) for problem in rule(table)
    )


def not_run() -> frozenset[Code]:
    """The findings of rules that need words of sentences where the extra is not installed."""
    return frozenset() if morphemes.available() else frozenset(code for code, one in MEANING.items() if one.extra)
