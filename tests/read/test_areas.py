"""分野 of a master -> the tree, whatever the order of its rows; and what is wrong with it, each at its cell."""

import random

import pytest

from kosei_xl.read.plan import read_plan
from kosei_xl.read.settings import check_settings
from kosei_xl.values.cells import Book
from kosei_xl.values.diagnostics import Outcome
from kosei_xl.values.model import Plan, PolicyArea
from kosei_xl.words import terms
from tests.tools.builders import found
from tests.tools.levels import AREAS as TREE
from tests.tools.levels import LEVELS, NOS, PRINTED, item, level_plan
from tests.tools.tables import NAME, read_plan_of, settings_book, settings_cell, with_value


def small(**style: object) -> Plan:
    """A plan of one item, whose areas the test types."""
    areas = tuple(area for area in TREE if area.id in ("g1", "g2"))
    return level_plan(areas=areas, items=(item("1", "g1"),), style=style)


# What is read ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [None, 1, 2])
def test_read_plan__three_levels_with_keys__the_same_plan(seed: int | None) -> None:
    plan = level_plan(seed=seed)
    outcome = read_plan(settings_book(plan))
    assert read_plan_of(outcome) == plan
    assert outcome.diagnostics == ()
    assert [area.id for area in plan.tree.in_order] == PRINTED
    assert [one.no for one in plan.items_in_order] == list(NOS)


def test_read_plan__two_levels_numbered_alike__parents_are_of_the_level_above() -> None:
    book = settings_book(
        small(levels=("目標", "方針")),
        "| #2 | 方針イ | | #1 | |\n| #1 | 目標あ | | | |\n| #1 | 方針ロ | | 1 | |\n| #2 | 目標い | | | |\n| #1 | 方針ハ | | Ⅱ | |\n",
        {"3": "1-2"},
    )
    plan = read_plan_of(read_plan(book))
    assert [(area.name, plan.tree.depth(area.id)) for area in plan.tree.in_order] == [
        ("目標あ", 1),
        ("方針ロ", 2),
        ("方針イ", 2),
        ("目標い", 1),
        ("方針ハ", 2),
    ]
    assert plan.area_by_no[plan.items[0].area_no].name == "方針イ"


def test_read_plan__three_levels_told_by_the_column_of_levels__no_name_needed() -> None:
    areas = "| 1 | 目標 | | | 目標 |\n| 1 | 方針 | | 1 | 基本方針 |\n| 1 | 重点 | | 1 | 重点項目 |\n| 2 | 重点二 | | 1 | 3 |\n"
    plan = read_plan_of(read_plan(settings_book(small(), areas, {"3": "重点二"})))
    assert [plan.tree.depth(area.id) for area in plan.areas] == [1, 2, 3, 3]
    assert [(area.id, area.parent) for area in plan.areas][2:] == [("1-1-1", "1-1"), ("2", "1-1")]


def test_read_plan__column_headed_by_hand__read_without_a_key() -> None:
    book = settings_book(small(), "| 1 | あ | | | |\n| 1 | い | | 1 | 基本方針 |\n", {"3": "い"})
    sheet = book.sheet(terms.AREAS_SHEET)
    assert sheet is not None
    rows = [list(cells) for cells in sheet.rows]
    rows[0][4] = None
    book = Book(
        NAME, tuple(type(one)(one.name, tuple(map(tuple, rows))) if one is sheet else one for one in book.sheets)
    )
    outcome = read_plan(book)
    assert [read_plan_of(outcome).tree.depth(area.id) for area in read_plan_of(outcome).areas] == [1, 2]
    assert not [p for p in check_settings(book, Outcome(read_plan_of(outcome), outcome.at)) if p.code == "K154"]


def test_read_plan__parts_of_an_item_above_it_and_mixed__all_read() -> None:
    plan = level_plan()
    book = settings_book(plan)
    sheet = book.sheet(terms.ITEMS_SHEET)
    assert sheet is not None
    rows = (*sheet.rows[:2], *reversed(sheet.rows[2:]))
    turned = Book(NAME, tuple(type(one)(one.name, rows) if one is sheet else one for one in book.sheets))
    again = read_plan_of(read_plan(turned))
    assert [line.no for line in again.lines] == [line.no for line in plan.lines]


def test_read_plan__setting_without_its_key__known_by_what_it_is_called() -> None:
    book = settings_book(level_plan())
    sheet = book.sheet(terms.PLAN_SHEET)
    assert sheet is not None
    row = next(n for n, cells in enumerate(sheet.rows, 1) if cells[0] == "levels")
    assert read_plan_of(read_plan(with_value(book, terms.PLAN_SHEET, row, "setting", None))).style.levels == LEVELS


# What is wrong --------------------------------------------------------------------------------------------------------


def test_read_plan__everything_wrong_with_the_tree__said_in_one_go_at_the_cells() -> None:
    areas = (
        "| 1 | あ | | | |\n"
        "| 1 | い | | | |\n"  # number twice
        "| 3 | う | | 9 | |\n"  # no such area
        "| 4 | え | | 5 | |\n"  # circle
        "| 5 | お | | 4 | |\n"
        "| 6 | か | | 1 | |\n"  # which 1?
        "| 7 | き | | | 段落 |\n"  # no such level
        "| 8 | く | | 7 | 目標 |\n"
    )
    outcome = read_plan(settings_book(small(), areas, {"3": "99"}))
    assert outcome.value is None
    assert found(outcome.diagnostics) == [
        ("K181", settings_cell("E9")),
        ("K133", settings_cell("D5")),
        ("K180", settings_cell("D8")),
        ("K133", settings_cell("A4")),
        ("K133", settings_cell("D6")),
        ("K133", settings_cell("D7")),
        ("K185", settings_cell("E3", terms.ITEMS_SHEET)),
    ]


def test_read_plan__level_that_the_areas_above_do_not_bear_out__k182() -> None:
    outcome = read_plan(settings_book(small(), "| 1 | あ | | | |\n| 2 | い | | あ | 重点項目 |\n", {"3": "あ"}))
    assert found(outcome.diagnostics) == [("K182", settings_cell("E4"))]
    assert "基本方針" in outcome.diagnostics[0].message()


def test_read_plan__fifth_level__k133_at_what_leads_there() -> None:
    areas = "| 1 | a | | | |\n" + "".join(f"| {n} | {'abcde'[n - 1]} | | {'abcde'[n - 2]} | |\n" for n in range(2, 6))
    outcome = read_plan(settings_book(small(), areas, {"3": "a"}))
    assert found(outcome.diagnostics) == [("K133", settings_cell("D7"))]
    four = "".join(areas.splitlines(keepends=True)[:4])
    assert read_plan_of(read_plan(settings_book(small(), four, {"3": "d"}))).tree.height == 4


def test_read_plan__item_in_one_of_several__k180_with_how_to_write_them() -> None:
    areas = "| 1 | あ | | | |\n| 2 | い | | | |\n| 1 | う | | あ | |\n| 1 | え | | い | |\n"
    outcome = read_plan(settings_book(small(), areas, {"3": "1"}))
    assert outcome.value is None
    (problem,) = outcome.diagnostics
    assert (problem.code, str(problem.at)) == ("K180", settings_cell("E3", terms.ITEMS_SHEET))
    assert "「1-1 う」、「2-1 え」" in problem.message()
    for clear in ("1-1", "う", "１ う"):
        assert read_plan_of(read_plan(settings_book(small(), areas, {"3": clear}))).items[0].area_no == "1-1"


# Settings that 分野 does not bear out -----------------------------------------------------------------------------------


def settings_of(book: Book) -> list[tuple[str, str]]:
    outcome = read_plan(book)
    problems = check_settings(book, Outcome(read_plan_of(outcome), outcome.at))
    return [one for one in found(problems) if one[0] in ("K183", "K184")]


def setting(plan: Plan, key: str) -> str:
    """The cell of a setting's value."""
    sheet = settings_book(plan).sheet(terms.PLAN_SHEET)
    assert sheet is not None
    return settings_cell(f"C{next(n for n, cells in enumerate(sheet.rows, 1) if cells[0] == key)}", terms.PLAN_SHEET)


@pytest.mark.parametrize(
    ("style", "key"),
    [
        ({"levels": ("目標", "基本方針")}, "levels"),
        ({"levels": (*LEVELS, "細目")}, "levels"),
        ({"level_numbering": ("Ⅰ", "１", "①", "1")}, "level_numbering"),
        ({"survey_level": "分野"}, "survey_level"),
    ],
)
def test_check_settings__levels_that_are_not_there__k183_at_the_setting(style: dict[str, object], key: str) -> None:
    plan = level_plan(style=style)
    assert settings_of(settings_book(plan)) == [("K183", setting(plan, key))]


def test_check_settings__levels_as_they_are__nothing() -> None:
    assert settings_of(settings_book(level_plan(style={"survey_level": "基本方針"}))) == []


def test_check_settings__item_beside_areas__k184_at_its_cell() -> None:
    plan = level_plan(items=(item("1", "g1"), item("2", "g1-1-1")))
    assert settings_of(settings_book(plan)) == [("K184", settings_cell("E3", terms.ITEMS_SHEET))]


@pytest.mark.parametrize("heights", [(2, 1, 1, 2), (1, 2, 2, 2), (2, 2, 2, 1)])
@pytest.mark.parametrize("seed", [None, 3])
def test_read_plan__four_levels_numbered_anew_below_each_area__the_same_tree(
    heights: tuple[int, ...], seed: int | None
) -> None:
    """However an area above is written (1, 1-1-1, number and name), it is found whatever row is read first."""
    made: list[PolicyArea] = []
    above: list[str | None] = [None]
    for count in heights:
        below = []
        for parent in above:
            for no in range(1, count + 1):
                made.append(PolicyArea(no=str(no), name=f"名{len(made)}", parent=parent, key=f"a{len(made)}"))
                below.append(made[-1].id)
        above = [*below]
    if seed is not None:
        random.Random(seed).shuffle(made)
    names = (*LEVELS, "取組方針")
    plan = level_plan(areas=tuple(made), items=(item("1", str(above[-1])),), style={"levels": names})
    outcome = read_plan(settings_book(plan))
    assert outcome.diagnostics == ()
    assert read_plan_of(outcome).areas == plan.areas
    sheet = settings_book(plan).sheet(terms.AREAS_SHEET)
    assert sheet is not None
    parents = [row[3] for row in sheet.rows[2:]]
    assert not {text for text in parents if text is not None and str(text).startswith("a")}, "no key where people look"
