"""The rules of meaning: each finds its example at its cell and leaves its near miss alone; settings, audiences, the extra."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from kosei_xl.collect.rules.meaning import RULES, check_meaning, not_run
from kosei_xl.collect.rules.settings import for_departments, used
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, ValuePath
from kosei_xl.values.model import INDICATOR_FIELDS, ROW, Department, Plan, Submission, ValueSet, indicator_slot
from kosei_xl.values.registers import RuleSetting
from kosei_xl.words.codes import Code
from kosei_xl.words.explanations import EXPLANATIONS
from kosei_xl.words.findings import CODES, Severity
from kosei_xl.words.meaning import GROUPS, MEANING, OF_PLAN, Example, is_new
from kosei_xl.words.sense import morphemes
from tests.tools.builders import DEPARTMENTS, END, HALF, ITEMS, MORE_ITEMS, make_plan

PLAN = make_plan(indicators=True)
FIELDS = ("rating", "annual_plan", "results", "cause", "next_steps", *INDICATOR_FIELDS)
_AT = {
    Code.TEXT_HAS_OTHER_FIGURE: "actual",
    Code.TEXT_OFF_BY_THOUSANDS: "actual",
    Code.TEXT_HAS_OTHER_UNIT: "actual",
    Code.SEEM_SWAPPED: "actual",
    Code.RESTATED_DIFFERS: "next_steps",
    Code.BASELINE_STALE: "annual_plan",
    Code.YEAR_MOVED: "next_steps",
    Code.TARGET_BEYOND_PLAN: "annual_plan",
    Code.TOLD_TARGET_MISSED: "actual",
    Code.TOLD_TARGET_REACHED: "actual",
    Code.ACTUAL_MISSING: "actual",
    Code.TARGET_MISSING: "target",
    Code.UNIT_NOT_OF_NAME: "actual",
    Code.COUNT_BELOW_ZERO: "actual",
}
"""Where the example of a rule is found, other than at its results."""
needs_words = pytest.mark.skipif(not morphemes.available(), reason="the extra `meaning` is not installed")


def cell(name: str, row: int = 2) -> CellRef:
    """Where the tests put a field: a column for each, a row for each item."""
    return CellRef("m.xlsx", "台帳", row, FIELDS.index(name) + 1)


def submitted(*rows: Example, point: str = END, plan: Plan = PLAN) -> Outcome[Submission]:
    """Rows of the plan's items in order as the ledger of a point."""
    sets: list[ValueSet] = []
    at: dict[ValuePath, CellRef] = {(): CellRef("m.xlsx", "台帳")}
    for n, (item, example) in enumerate(zip(plan.items, rows, strict=False), 2):
        own = {name: text for name, text in example.items() if name not in INDICATOR_FIELDS}
        indicator = {name: text for name, text in example.items() if name in INDICATOR_FIELDS}
        sets.append(ValueSet(item.key, None, ROW, own))
        at |= {
            ("value_sets", item.key, None, ROW, name): cell(name, n) for name in FIELDS if name not in INDICATOR_FIELDS
        }
        if indicator:
            slot = indicator_slot(1)
            sets.append(ValueSet(item.key, None, slot, indicator))
            at |= {("value_sets", item.key, None, slot, name): cell(name, n) for name in INDICATOR_FIELDS}
    return Outcome(Submission(plan.plan_id, plan.plan_version, point, None, tuple(sets)), at)


def check(*rows: Example, point: str = END, plan: Plan = PLAN) -> tuple[Diagnostic, ...]:
    """What the rules of meaning find."""
    return check_meaning(submitted(*rows, point=point, plan=plan), plan)


def codes(*rows: Example, point: str = END, plan: Plan = PLAN) -> list[str]:
    """The codes of what they find."""
    return [problem.code for problem in check(*rows, point=point, plan=plan)]


# -- the registry ----------------------------------------------------------------------------------------------------
def shown(example: Example) -> tuple[Diagnostic, ...]:
    """What is found in an example, with the plan that it is about."""
    own = {name: text for name, text in example.items() if name not in OF_PLAN} or {"results": "開設した。"}
    plan = PLAN
    if "ended" in example:
        gone = Department(code="D3", name=example["ended"], order=3, valid_to=date(2025, 3, 31))
        plan = make_plan(ITEMS, indicators=True, departments=(*DEPARTMENTS, gone))
    if "original" in example:
        first = ITEMS[0].key
        names = {first: example["original"]}
        names |= {item.key: example["listed_again"] for item in MORE_ITEMS if item.repeats == first}
        items = [item.model_copy(update={"name": names.get(item.key, item.name)}) for item in MORE_ITEMS]
        plan = make_plan(items, indicators=True)
    return check(own, plan=plan)


@pytest.mark.parametrize("code", MEANING)
def test_rule__its_example__found_at_its_cell_and_near_miss_not(code: Code) -> None:
    rule = MEANING[code]
    if rule.extra and not morphemes.available():
        pytest.skip("the extra `meaning` is not installed")
    problems = shown(rule.fires)
    assert [(problem.code, problem.at) for problem in problems] == [(code, cell(_AT.get(code, "results")))]
    assert problems[0].item == "1"
    assert "{" not in problems[0].message() + problems[0].message("en")
    assert shown(rule.near) == ()


def test_registry__every_rule__named_explained_and_never_an_error() -> None:
    found = [code for codes_of in RULES.values() for code in codes_of]
    assert sorted(found) == sorted(MEANING)
    assert len(set(found)) == len(found)
    for code in found:
        assert CODES[code].severity is not Severity.ERROR
        assert not CODES[code].holds
        assert code in EXPLANATIONS
        assert MEANING[code].group in GROUPS
    assert {rule.group for rule in MEANING.values()} == {*GROUPS}


def test_audience__language_and_names__stay_in_the_office() -> None:
    assert {rule.audience for rule in MEANING.values() if rule.group == "language"} == {"office"}


# -- sums ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "said",
    [
        "48件＋53件＋11件＝113件となった。",
        "子育て48件、福祉53件の合計102件を扱った。",
        "312件の内訳は、団体121件、場所96件、その他90件である。",
        "計50回・鈴木4回・小川4回・大沼5回・中央36回",
        "204事業を点検し、廃止9事業、統合14事業、縮小21事業、実施方法46事業、継続115事業とした。",
        "「早い」が71%、「ふつう」が18%、「遅い」が12%であった。",
    ],
)
def test_sums__parts_beside_another_whole__k320(said: str) -> None:
    assert codes({"results": said}) == ["K320"]


@pytest.mark.parametrize(
    "said",
    [
        "48件＋53件＋11件＝112件となった。",
        "312件のうち、市民が121件、団体が96件であった。",
        "研修を２回（６月21人、９月13人）開いた。",
        "個別施設11件（平成30年度末実績3件＋令和元年度3件＋令和２年度5件）",
        "説明会を５回（うち夜間２回、休日１回）開いた。",
        "「早い」が71%、「ふつう」が18%、「遅い」が11%であった。",
        "約300件の内訳は、団体121件、場所96件、その他90件である。",
    ],
)
def test_sums__parts_that_fit_or_are_not_all__nothing(said: str) -> None:
    assert codes({"results": said}) == []


def test_relisted_name__another_than_its_original__k325() -> None:
    items = [item.model_copy(update={"name": "相談の窓口"}) if item.repeats else item for item in MORE_ITEMS]
    plan = make_plan(items, indicators=True)
    problems = check({"results": "開設した。"}, plan=plan)
    assert [(p.code, p.at) for p in problems] == [("K325", cell("results"))]
    assert "No.5" in problems[0].message()
    assert codes({"results": "開設した。"}, plan=make_plan(MORE_ITEMS, indicators=True)) == []


# -- periods ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("登録は令和７年９月30日現在で24件である。", ["K333"]),
        ("登録は９月末時点で24件である。", ["K333"]),
        ("登録は９月末現在24件、３月末現在31件である。", []),
        ("登録は令和６年９月30日現在で24件である。", []),
        ("登録は10月末現在で24件である。", []),
    ],
)
def test_left_standing__day_of_the_last_report__k333(said: str, found: list[str]) -> None:
    assert codes({"results": said}) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("展示（7/22～8/31、41日間）を開いた。", []),
        ("展示（7/22～8/31、40日間）を開いた。", []),
        ("展示（7/22～8/31、45日間）を開いた。", ["K331"]),
        ("令和７年12月20日から令和８年１月10日まで22日間開いた。", []),
        ("２月20日から３月10日まで20日間開いた。", []),
    ],
)
def test_day_counts__period_beside_it__k331_only_where_wrong(said: str, found: list[str]) -> None:
    assert codes({"results": said}) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("令和８年11月に講座を開催した。", ["K332"]),
        ("令和８年３月に講座を開催した。", []),
        ("共同の説明会を令和８年７月に行うことで合意した。", []),
        ("令和５年４月から講座を開催している。", []),
        ("令和６年度の調査を公表した。", []),
    ],
)
def test_results_of_the_year__dated_outside__k332(said: str, found: list[str]) -> None:
    assert codes({"results": said}) == found


def test_eras__long_past__k337_not_where_something_began() -> None:
    assert codes({"results": "昭和37年の市制施行から続けている。"}) == []
    assert codes({"results": "平成７年４月から始めた。"}) == ["K337"]
    assert codes({"results": "令和37年度までに終える。"}) == ["K337"]


# -- indicators ------------------------------------------------------------------------------------------------------
def test_targets_in_words__due_later_or_half_year__nothing() -> None:
    missed = {**MEANING[Code.TOLD_TARGET_MISSED].fires}
    assert codes(missed, point=HALF) == []
    assert codes({**missed, "target": "①講座数10回 ②参加者数200人（令和９年度末）"}) == []


def test_pairs__half_year_where_nobody_gives_actuals__nothing() -> None:
    row = {"results": "進めた。", "indicator": "講座数", "target": "10", "unit": "回"}
    assert codes(row, row, point=HALF) == []
    assert codes({**row, "actual": "3"}, row, point=HALF) == []
    assert codes(row) == ["K342"]


def test_beside__other_figures_in_other_sentences__nothing() -> None:
    row = {"indicator": "登録者数", "target": "125", "actual": "128", "unit": "人"}
    assert codes({**row, "results": "17人が新たに登録した。\n講座に33人が参加した。"}) == []
    assert codes({**row, "results": "登録者は128人で、うち新規が33人となった。"}) == []
    assert codes({**row, "results": "登録者は138人となった。"}) == ["K323"]


# -- names -----------------------------------------------------------------------------------------------------------
def test_former_department__ended_before_the_point__k352() -> None:
    gone = Department(code="D3", name="市民協働課", order=3, valid_to=date(2025, 3, 31))
    plan = make_plan(ITEMS, indicators=True, departments=(*DEPARTMENTS, gone))
    assert codes({"results": "市民協働課と協議した。"}, plan=plan) == ["K352"]
    assert codes({"results": "旧市民協働課から引き継いだ。"}, plan=plan) == []


@pytest.mark.parametrize(
    "said", ["税務科と相談した。", "福祉課と税務課で行った。", "第１回市民会議と第２回市民会議を開いた。"]
)
def test_names__short_or_right_or_numbered__nothing(said: str) -> None:
    assert codes({"results": said}) == []


def test_references__survey_that_carries_its_own_items_only__nothing() -> None:
    outcome = submitted({"results": "No.7の取組と合わせて進めた。"})
    assert [p.code for p in check_meaning(outcome, PLAN)] == ["K351"]
    own = replace(outcome, value=replace(outcome.value, dept_code="D1"))
    assert check_meaning(own, PLAN) == ()
    whole = make_plan(MORE_ITEMS, indicators=True)
    assert [p.code for p in check_meaning(own, whole)] == ["K351"]


# -- language --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "said",
    [
        "１）講座、２）相談を行った。",
        "ア）講座\nイ）相談",
        "母の日に行事を行った。",
        "所有者とともに検討した。",
        "周知をはかった。",
        "各課が確認した。",
        "少しずつ、次々と増えた。",
        "（仮称）交流センターの設計を始めた。",
        "A→B、10%以上～20%未満とした。",
        "従来よりも早く終えた。",
        "・講座を開いた。\n※要予約",
        "市民向けの講座を開いた。",
        "審査会を開き、整理した。\n\n・次の点を直した。",
    ],
)
def test_language__what_is_right__nothing(said: str) -> None:
    assert codes({"results": said}) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("か\u3099くしゅうとハ\u309aソコンの講座を開いた。", []),
        ("講\u3099座を開いた。", ["K366"]),
        ("か\u309a講座を開いた。", ["K366"]),
        ("講座ﾞを開いた。", ["K366", "K369"]),
        ("講座\u200bを\ufeff開いた。", []),
        ("６月29日~７月２日に講座を開いた。", ["K366"]),
        ("4~7月に講座を開いた。", ["K366"]),
        ("４月～７月に講座を開いた。", []),
        ("http://www.example.jp/~shi/ に載せた。", []),
    ],
)
def test_half_katakana__marks_of_their_own__told_but_not_those_of_a_letter(said: str, found: list[str]) -> None:
    assert codes({"results": said}) == found


@needs_words
@pytest.mark.parametrize(
    "said", ["窓口開設した。", "調査結果を公表した。", "取組を引き続き進めた。", "落葉掃きや清掃を行った。"]
)
def test_words_joined__compounds__nothing(said: str) -> None:
    assert codes({"results": said}) == []


def test_widths__few_in_the_other_width__each_told_many_once() -> None:
    rows = {"results": "12件、13件、14件、15件、17件、１８件"}, {"results": "19件、１６件"}
    assert [(p.code, p.at) for p in check(*rows)] == [("K370", cell("results"))]
    few = {"results": "、".join(f"{n}件" for n in range(10, 60))}, {"results": "１６件"}
    assert [(p.code, p.at) for p in check(*few)] == [("K370", cell("results", 3))]


@pytest.mark.parametrize(
    "said", ["120件と３０件", "12件、13件、１４件", "12件、13件、14件、１５件、１６件", "１２件、１３件、14件"]
)
def test_widths__no_clear_habit__nothing(said: str) -> None:
    assert codes({"results": said}) == []


@pytest.mark.parametrize("said", ["12件、13件、14件、１５件", "１２件、１３件、１４件、15件"])
def test_widths__three_of_four__the_fourth_told(said: str) -> None:
    assert codes({"results": said}) == ["K370"]


# -- settings --------------------------------------------------------------------------------------------------------
def _rule(code: Code, use: str) -> RuleSetting:
    return RuleSetting.model_validate({"code": code, "use": use})


def test_used__switched_off__left_out_but_never_an_error() -> None:
    problems = (*check(MEANING[Code.DAYS_DIFFER].fires), Diagnostic(Code.RATING_BLANK))
    assert [p.code for p in used(problems, ())] == ["K331", "K301"]
    assert [p.code for p in used(problems, (_rule(Code.DAYS_DIFFER, "off"), _rule(Code.RATING_BLANK, "off")))] == [
        "K301"
    ]


def test_for_departments__language_kept_in_the_office_unless_it_says_so() -> None:
    problems = [Diagnostic(Code.PLACEHOLDER_LEFT), Diagnostic(Code.DAYS_DIFFER), Diagnostic(Code.RATING_BLANK)]
    assert [p.code for p in for_departments(problems, ())] == ["K331", "K301"]
    told = (_rule(Code.PLACEHOLDER_LEFT, "department"), _rule(Code.DAYS_DIFFER, "office"))
    assert [p.code for p in for_departments(problems, told)] == ["K368", "K301"]


def test_is_new__of_the_version_it_came_with() -> None:
    assert is_new(Code.DAYS_DIFFER, "0.2.0.dev0")
    assert not is_new(Code.DAYS_DIFFER, "0.3.0")
    assert not is_new(Code.RATING_BLANK, "0.2.0")


# -- the extra -------------------------------------------------------------------------------------------------------
def test_not_run__without_the_extra__only_its_rules_fall_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    row: Mapping[str, str] = {"results": "職員研修行った。対象とした事業ついて、調整した。"}
    monkeypatch.setattr(morphemes, "available", lambda: False)
    assert not_run() == {code for code, rule in MEANING.items() if rule.extra} == {Code.WORDS_DO_NOT_JOIN}
    assert codes(row) == ["K361"]


def test_start__no_check_yet__words_of_sentences_not_loaded() -> None:
    code = (
        "import sys, kosei_xl.cli, kosei_xl.verbs.check, kosei_xl.addin.functions;"
        "print([name for name in sys.modules if name.startswith('sudachi')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_silent__cell_with_an_error_already__not_looked_at() -> None:
    outcome = submitted(MEANING[Code.DAYS_DIFFER].fires)
    silent = replace(outcome, diagnostics=(Diagnostic(Code.VALUE_UNREADABLE, cell("results")),))
    assert CODES[Code.VALUE_UNREADABLE].severity is Severity.ERROR
    assert check_meaning(silent, PLAN) == ()
    assert check_meaning(replace(outcome, value=replace(outcome.value, point="none")), PLAN) == ()
