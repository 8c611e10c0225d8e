"""What stands in a cell of a list."""

from collections.abc import Mapping

import pytest

from kosei_xl.report.columns import Source, column_text, item_number
from kosei_xl.values.labels import area_label
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import Column, EntryKey, Part, Plan, Style, indicator_slot
from tests.tools.builders import END, HALF, MORE_ITEMS, make_plan, standing

LEDGER: Mapping[EntryKey, Mapping[str, str]] = {
    EntryKey("a-1", None, HALF): {"rating": "B"},
    EntryKey("a-1", None, END): {
        "rating": "S",
        "results": "開設した",
        "annual_plan": "開く",
        "cause": "委託",
        "next_steps": "急ぐ",
        "effect": "120",
        "follow_up": "○",
    },
    EntryKey("a-1", None, END, indicator_slot(1)): {
        "indicator": "件数",
        "target": "300",
        "actual": "312",
        "unit": "件",
    },
    EntryKey("a-1", None, END, indicator_slot(2)): {
        "indicator": "満足",
        "target": "80％",
        "actual": "71％",
        "unit": "％",
    },
    EntryKey("a-2", None, END): {"rating": "？"},
    EntryKey("a-2", None, END, indicator_slot(1)): {"target": "目標値だけ"},
    EntryKey("a-6", None, END): {"rating": "A"},
    EntryKey("a-6", "1", END): {"results": "集会所の実績"},
}


def shown(no: str, key: str, *, point: str | None = None, source: str = "entry", **style: object) -> str:
    """The text of a column for the row of a number."""
    plan = make_plan(MORE_ITEMS, style=Style.model_validate({"area_numbering": "1", **style}))
    line = next(line for line in plan.lines if line.no == no)
    column = Column.model_validate({"part": "list", "key": key, "label": "", "source": source, "point": point})
    return column_text(Source(standing(plan, END, Ledger(LEDGER))), line, column)


@pytest.mark.parametrize(
    ("no", "key", "text"),
    [
        ("1", "no", "1"),
        ("1", "name", "相談窓口"),
        ("1", "no_name", "1 相談窓口"),
        ("1", "area", "1 市民"),
        ("2", "departments", "福祉課、税務課"),
        ("2", "lead", "福祉課"),
        ("1", "rating", "S"),
        ("1", "previous", "B"),
        ("2", "rating", ""),
        ("2", "previous", ""),
        ("1", "results", "開設した"),
        ("2", "results", ""),
        ("1", "effect", "120"),
        ("1", "cause_next", "【要因】\n委託\n【今後の対応】\n急ぐ"),
        ("2", "cause_next", ""),
        ("1", "plan_target", "開く\n（①件数 300件）\n（②満足 80％）"),
        ("1", "result_actual", "開設した\n（①件数 312件）\n（②満足 71％）"),
        ("2", "plan_target", "目標値だけ"),
        ("1", "indicator", "件数\n満足"),
        ("1", "unit", "件\n％"),
    ],
)
def test_column_text__item__as_entered(no: str, key: str, text: str) -> None:
    assert shown(no, key) == text


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("rating", "S"),
        ("results", "【No.1の再掲】"),
        ("plan_target", "【No.1の再掲】"),
        ("cause_next", "【No.1の再掲】"),
        ("follow_up", "○"),
        ("no_name", "5 相談窓口【No.1の再掲】"),
    ],
)
def test_column_text__repeated_listing__mark_and_the_original_s_rating(key: str, text: str) -> None:
    assert shown("5", key) == text


def test_column_text__sub_items__no_rating_and_dashes_at_the_item() -> None:
    assert (shown("6", "rating"), shown("6", "results"), shown("6", "departments")) == ("A", "-", "-")
    assert (shown("6-1", "rating"), shown("6-1", "results"), shown("6-1", "departments")) == (
        "-",
        "集会所の実績",
        "福祉課",
    )
    assert shown("6-2", "results") == ""


def test_column_text__plan_text__of_the_plan() -> None:
    assert shown("1", "goal", source="plan") == "年300件"
    assert shown("2", "goal", source="plan") == ""
    assert shown("5", "goal", source="plan") == "【No.1の再掲】"


def test_column_text__another_point__its_rating_or_nothing() -> None:
    assert shown("1", "rating", point=HALF) == "B"
    assert shown("1", "rating", point="gone") == ""


def test_item_number__numbering__as_the_plan_sets_it() -> None:
    assert shown("2", "no", item_numbering="①") == "②"
    assert shown("2", "no_name", item_numbering="８・12") == "２ 電子申請"
    assert shown("6-1", "no").endswith("1")
    assert shown("2", "departments", department_separator="・") == "福祉課・税務課"
    assert shown("5", "results", repeat_mark="（{No}に同じ）") == "（1に同じ）"


def test_item_number__part_with_a_numbering_of_its_own__that_one() -> None:
    plan = make_plan(MORE_ITEMS, parts=(Part(key="list", kind="list", sheet="一覧", numbering="①"),))
    assert item_number(plan, plan.lines[1], "list") == "②"
    assert item_number(plan, plan.lines[1], "other") == item_number(plan, plan.lines[1]) == "2"


def test_point_before__by_date__none_before_the_first() -> None:
    plan: Plan = make_plan()
    half, end = plan.points
    assert plan.point_before(end) == half
    assert plan.point_before(half) is None
    assert plan.point_before(end, 2) is None


def test_area_label__number_and_name() -> None:
    assert area_label(make_plan(style={"area_numbering": "Ⅰ"}), "2") == "Ⅱ 財政"
