"""The tree of areas: its order, what people write for an area, what a plan refuses."""

import pytest
from pydantic import ValidationError

from kosei_xl.read.identity import area_sheet_names
from kosei_xl.values.model import Plan, PolicyArea
from tests.tools.builders import make_plan
from tests.tools.levels import AREAS, NOS, PRINTED, item, level_plan


@pytest.mark.parametrize("seed", range(5))
def test_plan__rows_in_any_order__printed_by_level_and_number(seed: int) -> None:
    plan = level_plan(seed=seed)
    assert [area.id for area in plan.tree.in_order] == PRINTED
    assert [each.no for each in plan.items_in_order] == list(NOS)
    assert [line.no for line in plan.lines_by_item["i-4"]] == ["4", "4-2", "4-10"]


def test_levels__named_and_numbered__each_its_own() -> None:
    plan = level_plan()
    assert [plan.level_of(key) for key in ("g1", "g1-2", "g1-2-1")] == [
        ("目標", "Ⅰ"),
        ("基本方針", "１"),
        ("重点項目", "(1)"),
    ]
    assert make_plan().levels == (("分野", "1"),)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("g1-2", "g1-2"),
        ("1-2", "g1-2"),
        ("１－２", "g1-2"),
        ("1-2-1", "g1-2-1"),
        ("10", "g1-10"),
        ("窓口を近くに", "g1-2"),
        ("２ 窓口を近くに", "g1-2"),
        ("Ⅱ　財政を立て直す", "g2"),
    ],
)
def test_named__what_people_write__that_area(text: str, found: str) -> None:
    assert [area.id for area in level_plan().tree.named(text)] == [found]


def test_named__number_of_several__all_of_them() -> None:
    assert {area.id for area in level_plan().tree.named("1")} > {"g1", "g1-1"}
    assert [area.id for area in level_plan().tree.named("2")] == ["g1-2-2"], "one alone has none below it"


def test_named__same_number_above_and_below__the_one_without_areas_below() -> None:
    areas = (PolicyArea(no="1", name="上", key="a"), PolicyArea(no="1", name="下", key="b", parent="a"))
    plan = make_plan([item("1", "b")], areas=areas)
    assert [area.id for area in plan.tree.named("1")] == ["b"]


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.id)
def test_written__any_area__found_again(area: PolicyArea) -> None:
    tree = level_plan().tree
    assert tree.named(tree.written(area.id)) == (area,)


def test_plan__numbers_that_recur_below_other_areas__taken() -> None:
    assert level_plan().area_by_no["g1-1"].no == level_plan().area_by_no["g2-1"].no


def _chain(depth: int) -> tuple[PolicyArea, ...]:
    return tuple(
        PolicyArea(no="1", name=f"{n}段", key=f"k{n}", parent=f"k{n - 1}" if n > 1 else None)
        for n in range(1, depth + 1)
    )


def test_plan__four_levels__taken_and_a_fifth_refused() -> None:
    assert make_plan([item("1", "k4")], areas=_chain(4)).tree.height == 4
    with pytest.raises(ValidationError) as refused:
        make_plan([item("1", "k5")], areas=_chain(5))
    assert refused.value.errors()[0]["ctx"]["kind"] == "areas_too_deep"


def test_plan__number_twice_below_one_area__refused() -> None:
    twice = (*AREAS, PolicyArea(no="2", name="別", parent="g1", key="other"))
    with pytest.raises(ValidationError) as refused:
        make_plan([item("1", "g1")], areas=twice)
    assert refused.value.errors()[0]["ctx"] == {
        "kind": "area_no_twice", "name": "2", "path": "areas", "position": len(AREAS)
    }  # fmt: skip


# Sheets of surveys ----------------------------------------------------------------------------------------------------


def _many(lowest: int) -> tuple[PolicyArea, ...]:
    return (
        PolicyArea(no="1", name="上", key="t"),
        *(PolicyArea(no=str(n), name=f"下{n}", key=f"l{n}", parent="t") for n in range(1, lowest + 1)),
    )


@pytest.mark.parametrize(("lowest", "level"), [(12, 2), (13, 1)])
def test_sheet_level__at_most_twelve_areas__the_lowest_such(lowest: int, level: int) -> None:
    plan = make_plan([item("1", "l1")], areas=_many(lowest), style={"levels": ("目標", "方針")})
    assert plan.sheet_level == level


@pytest.mark.parametrize(("named", "level"), [("目標", 1), ("基本方針", 2), ("重点項目", 3), ("2", 2), ("その他", 3)])
def test_sheet_level__named_by_the_plan__that_one(named: str, level: int) -> None:
    assert level_plan(style={"survey_level": named}).sheet_level == level


def _tabs(plan: Plan) -> list[str]:
    return list(area_sheet_names(plan).values())


def test_area_sheet_names__equal_long_names__told_apart_within_31_units() -> None:
    name = "市民と行政がともに考えともに行う協働のまちづくりを進めるための仕組み"
    areas = (
        PolicyArea(no="1", name="上", key="a"),
        PolicyArea(no="2", name="横", key="b"),
        PolicyArea(no="1", name=name, parent="a", key="a-1"),
        PolicyArea(no="1", name=name, parent="b", key="b-1"),
    )
    tabs = _tabs(make_plan([item("1", "a-1")], areas=areas, style={"levels": ("目標", "方針"), "area_numbering": "1"}))
    assert [tab[:4] for tab in tabs if name[:5] in tab] == ["1-1 ", "2-1 "]
    assert len({tab.casefold() for tab in tabs}) == len(tabs)
    assert all(len(tab.encode("utf-16-le")) <= 62 for tab in tabs)


def test_area_sheet_names__nothing_tells_them_apart__numbered_at_the_end() -> None:
    areas = tuple(PolicyArea(no=sign, name="𠮷" * 20, key=f"k{n}") for n, sign in enumerate(["?", "*", "[]"]))
    tabs = _tabs(make_plan([item("1", "k0")], areas=areas))
    assert [tab[-3:] for tab in tabs[1:]] == ["(2)", "(3)"]
    assert all(len(tab.encode("utf-16-le")) <= 62 for tab in tabs)


@pytest.mark.parametrize("name", ["集計", "点検", "記入要領", "リスト"])
def test_area_sheet_names__called_as_a_sheet_of_the_survey__not_the_same(name: str) -> None:
    areas = (PolicyArea(no="*", name=name),)
    (tab,) = _tabs(make_plan([item("1", "*")], areas=areas))
    assert tab == f"{name}(2)"
