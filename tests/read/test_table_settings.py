"""What 帳票 asks of summary tables, in plain words: written and read back, and refused with its cell where it means nothing."""

import pytest

from kosei_xl.make.master import make_settings
from kosei_xl.read.plan import read_plan
from kosei_xl.read.settings import check_settings
from kosei_xl.values.counting import Condition, condition_named, table_asked
from kosei_xl.values.diagnostics import Outcome
from kosei_xl.values.model import Column, Part, Plan
from kosei_xl.words import terms
from tests.tools.builders import found
from tests.tools.levels import LIST
from tests.tools.tables import TABLES, count_part, read_plan_of, settings_book, settings_cell, table_plan


def refused(part: Part) -> list[tuple[str, str]]:
    """K153 and K175 of a plan with one part beside its form."""
    outcome = read_plan(settings_book(table_plan(part)))
    problems = check_settings(settings_book(table_plan(part)), Outcome(read_plan_of(outcome), outcome.at))
    return found(problems, "K153", "K175")


def cell(key: str) -> str:
    """The cell of a setting in the second row of 帳票."""
    column = list(terms.MASTER_SHEETS[terms.PARTS_SHEET]).index(key)
    return settings_cell(f"{chr(ord('A') + column)}4", terms.PARTS_SHEET)


def test_read_plan__settings_of_tables__as_they_were() -> None:
    plan = table_plan(*TABLES)
    outcome = read_plan(settings_book(plan))
    assert read_plan_of(outcome).parts == plan.parts
    assert outcome.diagnostics == ()


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        ("rows", {"rows": "係"}),
        ("only", {"only": "優先"}),
        ("only", {"only": "課＝ない課"}),
        ("shows", {"shows": ("件数", "平均")}),
        ("of_which", {"of_which": ("重点", "うち優先")}),
        ("sums", {"sums": ("予算",)}),
    ],
)
def test_check_settings__word_that_means_nothing__k153_with_the_words_that_do(
    key: str, asked: dict[str, object]
) -> None:
    assert refused(count_part("t", **asked)) == [("K153", cell(key))]


def test_check_settings__ratings_of_a_part_that_no_field_holds_or_one_too_many__k175_k153() -> None:
    assert refused(count_part("t", ratings=("三次評価",))) == [("K175", cell("ratings"))]
    assert refused(LIST.model_copy(update={"ratings": ("三次評価",)})) == [("K175", cell("ratings"))]
    assert refused(count_part("t", ratings=("評価", "二次評価"))) == [("K153", cell("ratings"))]
    assert refused(count_part("t", rows="評価者", ratings=("評価", "二次評価"))) == []
    assert refused(LIST.model_copy(update={"ratings": ("評価",)})) == []


@pytest.mark.parametrize("part", TABLES, ids=lambda part: part.key)
def test_check_settings__words_that_are_known__nothing(part: Part) -> None:
    assert refused(part) == []


def test_check_settings__subtotals_of_no_level_and_settings_in_another_kind__k153() -> None:
    assert refused(LIST.model_copy(update={"subtotals": ("区分",)})) == [("K153", cell("subtotals"))]
    assert refused(LIST.model_copy(update={"rows": "部"})) == [("K153", cell("rows"))]
    assert refused(LIST.model_copy(update={"sums": ("効果額",)})) == [("K153", cell("sums"))]
    assert refused(count_part("t", subtotals=("○",))) == [("K153", cell("subtotals"))]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("重点", Condition("text", "重点", "priority")),
        ("重点以外", Condition("text", "重点以外", "priority", opposite=True)),
        ("重点＝○", Condition("text", "重点＝○", "priority", "○")),
        ("効果額≠0", Condition("text", "効果額≠0", "effect", "0", opposite=True)),
        ("再掲を除く", Condition("repeated", "再掲を除く", opposite=True)),
        ("部 = 総務部", Condition("bureau", "部 = 総務部", value="総務部")),
        ("状態＝終了", Condition("state", "状態＝終了", value="終了")),
        ("基本方針＝1-2", Condition("area", "基本方針＝1-2", value="g1-2")),
    ],
)
def test_condition_named__plain_words__what_they_ask(text: str, condition: Condition) -> None:
    assert condition_named(table_plan(), text) == condition


@pytest.mark.parametrize("text", ["優先", "課＝ない課", "基本方針＝9", ""])
def test_condition_named__words_of_nothing__none(text: str) -> None:
    assert condition_named(table_plan(), text) is None


def test_table_asked__nothing_said__the_usual_table() -> None:
    assert table_asked(table_plan(), count_part("t")).is_usual
    assert not table_asked(table_plan(), count_part("t", rows="部")).is_usual


HISTORY = Part(key="h", kind="history", sheet="経過", items="all", shows=("評価", "金額"), foot=True)


def test_check_settings__history__its_own_words_and_no_others() -> None:
    assert refused(HISTORY) == []
    assert refused(HISTORY.model_copy(update={"ratings": ("評価",)})) == []
    for key, value in (("shows", ("件数",)), ("items", "changed"), ("rows", "課"), ("sums", ("効果額",))):
        assert refused(HISTORY.model_copy(update={key: value})) == [("K153", cell(key))], key
    assert refused(LIST.model_copy(update={"shows": ("評価",)})) == [("K153", cell("shows"))]


def test_check_settings__column_of_a_history__k153() -> None:
    plan = table_plan(HISTORY, LIST)
    columns = (*plan.columns, Column(part="h", key="name", label="項目"))
    book = settings_book(Plan.model_validate({**plan.model_dump(exclude_defaults=True), "columns": columns}))
    outcome = read_plan(book)
    problems = check_settings(book, Outcome(read_plan_of(outcome), outcome.at))
    (one,) = (problem for problem in problems if problem.code == "K153")
    assert one.at is not None
    assert one.at.sheet == terms.COLUMNS_SHEET
    assert not any(p.code == "K153" for p in check_settings(settings_book(plan), read_whole(plan)))


def read_whole(plan: Plan) -> Outcome[Plan]:
    outcome = read_plan(settings_book(plan))
    return Outcome(read_plan_of(outcome), outcome.at)


def test_master__drop_down_of_kinds__offers_every_kind() -> None:
    assert make_settings(table_plan(HISTORY))[terms.PARTS_SHEET].choices["kind"] == (*terms.CHOICES["kind"].values(),)
