"""Rules across fields and rows: each fires at its cell, and its near miss does not."""

from collections.abc import Iterator
from functools import partial

import pytest

from kosei_xl.collect import rules
from kosei_xl.collect.rules import answers
from kosei_xl.collect.rules.answers import AnsweredRow
from kosei_xl.collect.rules.entries import check_anything_filled
from kosei_xl.read.survey import read_submission
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, ValuePath, diagnostic
from kosei_xl.values.model import ROW, Plan, Submission, ValueSet
from kosei_xl.words.codes import Code
from tests.tools.builders import (
    AREA_1,
    END,
    FILE,
    ITEMS,
    MORE_ITEMS,
    changed,
    found,
    make_plan,
    read,
    ref,
    survey_from_md,
)
from tests.tools.growth import calls

PLAN = make_plan()
AREA_2 = """
## 2 財政
| row_key | no | name | rating | annual_plan | results | cause | next_steps | follow_up | effect | state |
| 行キー | No. | 項目 | 評価 | 当初予定 | 取組実績 | 要因 | 今後の対応 | フォローアップ | 効果額 | 点検 |
| area:2 | 2 財政 | | | | | | | | | |
| a-4\\| | 4 | 検討課題 | | | 考えた | | | | | |
| a-5\\| | 5 | 相談窓口 | A | | | | | | | |
| a-6\\|1 | 6-1 | 集会所 | | | 直した | | | | | |
"""
"""D1's sheet of area 2 without a fault."""
WHOLE = make_plan((*ITEMS, *MORE_ITEMS[3:]))


def _check(text: str = AREA_1, plan: Plan = PLAN, *, confirmed_by: str = "太郎") -> tuple[Diagnostic, ...]:
    outcome = read(read_submission(survey_from_md(text, confirmed_by=confirmed_by), plan))
    return rules.check_rules(outcome, plan)


def _ledger(plan: Plan, **fields: dict[str, str]) -> tuple[Diagnostic, ...]:
    """The rules on a ledger: rows by number ("6_1" is 6-1), each field at a place of its own."""
    sets = [ValueSet(*line.key, ROW, fields.get(f"no{line.no.replace('-', '_')}", {})) for line in plan.lines]
    rows = {line.key: n for n, line in enumerate(plan.lines, 3)}
    at: dict[ValuePath, CellRef] = {
        ("value_sets", *key, ROW, name): CellRef("m", "台帳", row, column)
        for key, row in rows.items()
        for column, name in enumerate(plan.entry_fields, 1)
    }
    submission = Submission("midori", 1, END, None, tuple(sets))
    return rules.check_rules(Outcome(submission, {(): CellRef("m", "台帳"), **at}), plan)


def test_check__without_a_fault__nothing() -> None:
    assert found(_check()) == []
    assert found(_check(AREA_1 + AREA_2, WHOLE)) == []


# -- K301, K304, K408 ------------------------------------------------------------------------------------------------
def test_check_rating__blank__k301() -> None:
    problems = _check(changed(AREA_1, ("| A |", "| |")))
    assert found(problems) == [("K301", ref("E4"))]
    assert problems[0].item == "1"
    assert "S・A・B" in problems[0].message()


def test_check_rating__outside_the_scale__reported_when_read_and_not_again() -> None:
    assert found(_check(changed(AREA_1, ("| A |", "| Z |")))) == []


def test_check_rating__row_missing__left_to_the_reader() -> None:
    lines = [line for line in AREA_1.splitlines() if not line.startswith("| a-1")]
    assert found(_check("\n".join(lines))) == []


def test_check_rating__rating_where_nothing_is_rated__k304() -> None:
    text = AREA_1 + changed(AREA_2, ("| 検討課題 | |", "| 検討課題 | A |"), ("| 集会所 | |", "| 集会所 | S |"))
    assert found(_check(text, WHOLE)) == [("K304", ref("D4", "2 財政")), ("K304", ref("D6", "2 財政"))]


def test_check_rating__repeated_listing_blank__nothing() -> None:
    text = AREA_1 + changed(AREA_2, ("| 相談窓口 | A |", "| 相談窓口 | |"))
    assert found(_check(text, WHOLE)) == []


def test_check_rating__office_has_not_rated__k408_in_the_ledger() -> None:
    plan = make_plan(MORE_ITEMS[5:])
    done = {"results": "直した"}
    assert found(_ledger(plan, no6_1=done, no6_2=done)) == [("K408", "[m]台帳!A3")]
    assert found(_ledger(plan, no6={"rating": "B"}, no6_1=done, no6_2=done)) == []


# -- K302 ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("old", "cell", "label"), [("| 委託先 |", "H5", "要因"), ("| 急ぐ |", "I5", "今後の対応")])
def test_check_required_by_rating__behind_and_blank__k302(old: str, cell: str, label: str) -> None:
    problems = _check(changed(AREA_1, (old, "| |")))
    assert found(problems) == [("K302", ref(cell))]
    assert [str(at) for at in problems[0].related] == [ref("E5")]
    assert label in problems[0].message()


def test_check_required_by_rating__not_behind_and_blank__nothing() -> None:
    assert found(_check(changed(AREA_1, ("| B |", "| A |"), ("| 委託先 |", "| |"), ("| 急ぐ |", "| |")))) == []


def test_check_required_by_rating__error_value_there__said_once() -> None:
    assert found(_check(changed(AREA_1, ("| 委託先 |", "| #REF! |")))) == []


def test_check_required_by_rating__field_that_the_form_does_not_show__by_its_usual_name() -> None:
    ratings = ({"code": "B", "label": "遅れ", "requires": ("issues",)},)
    problems = _check(changed(AREA_1, ("| A |", "| B |")), make_plan(ratings=ratings))
    assert found(problems) == [("K302", ref("4:4")), ("K302", ref("5:5"))]
    assert "課題・改善点" in problems[0].message()


def test_check_required_by_rating__repeated_listing_or_office_rated__texts_stand_elsewhere() -> None:
    whole = {"rating": "B", "results": "x", "cause": "y", "next_steps": "z"}
    done = {"results": "直した"}
    rows = {"no1": whole, "no2": whole, "no4": done, "no5": {"rating": "B"}, "no6": {"rating": "B"}}
    assert found(_ledger(WHOLE, **rows, no6_1=done, no6_2=done)) == []


def test_check_required_by_rating__place_unknown__no_related_cell() -> None:
    submission = Submission(
        "midori", 1, END, None, (ValueSet("a-1", None, ROW, {"rating": "B", "results": "x", "cause": "y"}),)
    )
    problems = rules.check_rules(Outcome(submission, {}), make_plan(ITEMS[:1]))
    assert [(p.code, p.at, p.related) for p in problems] == [("K302", None, ())]


# -- K303 ------------------------------------------------------------------------------------------------------------
def test_check_required__blank__k303() -> None:
    problems = _check(changed(AREA_1, ("| 開設した |", "| |")))
    assert found(problems) == [("K303", ref("G4"))]
    assert "取組実績" in problems[0].message()


def test_check_required__optional_field_blank__nothing() -> None:
    assert found(_check(changed(AREA_1, ("| 開設する |", "| |")))) == []


def test_check_required__unrated_and_sub_items_too__k303() -> None:
    text = AREA_1 + changed(AREA_2, ("| 考えた |", "| |"), ("| 直した |", "| |"))
    assert found(_check(text, WHOLE)) == [("K303", ref("F4", "2 財政")), ("K303", ref("F6", "2 財政"))]


# -- K305, K306 ------------------------------------------------------------------------------------------------------
BLANK = changed(
    AREA_1,
    ("| A | 開設する | 開設した |", "| | | |"),
    ("| B | 始める | 遅れた | 委託先 | 急ぐ | ○ | 120 |", "| | | | | | | |"),
)


def test_check_anything_filled__nothing_typed__k305_alone() -> None:
    assert found(_check(BLANK, confirmed_by="")) == [("K305", f"[{FILE}]")]


def test_check_anything_filled__only_words_of_which_nothing_could_be_taken__no_k305() -> None:
    outcome = read(read_submission(survey_from_md(BLANK, confirmed_by="太郎"), PLAN))
    at, names = CellRef(FILE, "様式", 4, 2), ("1", "No.3「窓口」")

    def codes(code: Code, *basis: str) -> list[str]:
        held = diagnostic(code, at, item="1", basis=basis, name="相談", other="No.3「窓口」")
        return [one.code for one in check_anything_filled(Outcome(outcome.value, outcome.at, (held,)), PLAN)]

    assert codes(Code.ROWS_SORTED, *names) == ["K305"]  # rows were sorted, and nothing stood in them
    assert codes(Code.ROWS_SORTED, *names, "開設した") == []
    assert codes(Code.ROW_TWICE) == []


def test_check_anything_filled__only_what_was_there_when_it_went_out__k305() -> None:
    hidden = "## _kosei\n| base:a-1\\|\\|0:annual_plan | 開設する |\n"
    prefilled = changed(BLANK, ("| 年300件 | | | |", "| 年300件 | | 開設する | |"))
    assert found(_check(prefilled + hidden)) == [("K305", f"[{FILE}]")]
    assert "K305" not in dict(found(_check(prefilled)))
    edited = changed(prefilled, ("開設する", "二つ開設する"))
    assert "K305" not in dict(found(_check(edited + hidden)))


def test_check_anything_filled__one_unreadable_rating__not_empty() -> None:
    text = changed(BLANK, ("| 年300件 | |", "| 年300件 | Z |"))
    assert [code for code, _ in found(_check(text))] == ["K301", "K303", "K303"]


def test_check_anything_filled__department_without_rows__nothing() -> None:
    plan = make_plan([item.model_copy(update={"departments": ("D2",)}) for item in ITEMS])
    assert found(_check(BLANK, plan)) == []


def test_check_confirmed__nobody__k306() -> None:
    assert found(_check(confirmed_by="")) == [("K306", ref("B3", "記入要領"))]


def test_check_confirmed__ledger__nothing() -> None:
    full = {"rating": "A", "results": "x"}
    assert found(_ledger(PLAN, no1=full, no2=full)) == []


# -- K403 ------------------------------------------------------------------------------------------------------------
def test_check_repeats__other_rating__k403() -> None:
    problems = _check(AREA_1 + changed(AREA_2, ("| 相談窓口 | A |", "| 相談窓口 | S |")), WHOLE)
    assert found(problems) == [("K403", ref("D5", "2 財政"))]
    assert [str(at) for at in problems[0].related] == [ref("E4")]
    assert "（S）" in problems[0].message()
    assert "No.1（A）" in problems[0].message()


def test_check_repeats__same_text_in_other_width__nothing() -> None:
    rows = changed(AREA_2, ("| 相談窓口 | A | | | | | | | |", "| 相談窓口 | A | 開 設する | ２ | | | | | |"))
    assert found(_check(changed(AREA_1, ("開設した", "2")) + rows, WHOLE)) == []


def test_check_repeats__long_text__cut_in_the_message() -> None:
    rows = changed(AREA_2, ("| 相談窓口 | A | |", f"| 相談窓口 | A | {'あ' * 40} |"))
    problems = _check(changed(AREA_1, ("開設する", "い" * 30)) + rows, WHOLE)
    assert found(problems) == [("K403", ref("E5", "2 財政"))]
    assert f"{'あ' * 29}…" in problems[0].message()
    assert f"{'い' * 30}" in problems[0].message()


def test_check_repeats__text_where_the_original_has_none__k403_names_it_blank() -> None:
    rows = changed(AREA_2, ("| 相談窓口 | A | | | |", "| 相談窓口 | A | | | 雨 |"))
    problems = _check(AREA_1 + rows, WHOLE)
    assert found(problems) == [("K403", ref("G5", "2 財政"))]
    assert "（空欄）" in problems[0].message()


def test_check_repeats__original_is_unreadable__said_once() -> None:
    assert found(_check(changed(AREA_1, ("| A |", "| Z |")) + AREA_2, WHOLE)) == []


def test_check_repeats__original_in_another_workbook__left_to_the_ledger() -> None:
    items = [item.model_copy(update={"departments": ("D2",)}) if item.key == "a-1" else item for item in WHOLE.items]
    lines = [line for line in AREA_1.splitlines() if not line.startswith("| a-1")]
    assert found(_check("\n".join(lines) + AREA_2, make_plan(items))) == []


def test_check_repeats__original_has_no_place__no_related_cell() -> None:
    sets = (ValueSet("a-1", None, ROW, {"rating": "A", "results": "x"}), ValueSet("a-5", None, ROW, {"rating": "S"}))
    plan = make_plan((ITEMS[0], MORE_ITEMS[4]))
    problems = rules.check_rules(Outcome(Submission("midori", 1, END, None, sets), {}), plan)
    assert [(p.code, p.related) for p in problems] == [("K403", ())]


def test_checks__listed__all_of_this_package() -> None:
    names = {rule.__name__ for rule in rules.CHECKS}
    assert names == {name for name in dir(rules) if name.startswith("check_")} - {rules.check_rules.__name__}


# -- what is done once -------------------------------------------------------------------------------------------------
def test_check__all_rules__rows_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []
    inner = answers._rows

    def counting(submission: Outcome[Submission], plan: Plan) -> Iterator[AnsweredRow]:
        asked.append(submission.value.dept_code)
        return inner(submission, plan)

    monkeypatch.setattr(answers, "_rows", counting)
    assert found(_check(AREA_1 + AREA_2, WHOLE)) == []
    assert asked == ["D1"]


def test_check__second_workbook_of_a_plan__names_and_columns_not_gone_through_again() -> None:
    """What depends on the plan alone is worked out with the first workbook, however many items the plan has."""
    items = [item.model_copy(update={"key": f"more-{n}", "no": f"{n + 100}"}) for n in range(300) for item in ITEMS[:1]]
    large = WHOLE.model_copy(
        update={"items": (*WHOLE.items, *(i.model_copy(update={"departments": ("D9",)}) for i in items))}
    )
    outcomes = [read(read_submission(survey_from_md(AREA_1, confirmed_by="太郎"), plan)) for plan in (WHOLE, large)]
    for outcome, plan in zip(outcomes, (WHOLE, large), strict=True):
        rules.check_rules(outcome, plan)

    def steps(n: int) -> int:
        return calls(partial(rules.check_rules, outcomes[n], (WHOLE, large)[n]))

    assert steps(1) <= 1.05 * steps(0)
