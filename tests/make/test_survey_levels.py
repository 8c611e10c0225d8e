"""Surveys of a plan with levels: a sheet for each area of one level, a band for each area below it; read back."""

from dataclasses import replace

import pytest

from kosei_xl.read.survey import read_submission
from kosei_xl.values.cells import Book
from kosei_xl.values.model import Plan
from tests.tools.builders import book_from_survey, found, read, survey_of
from tests.tools.levels import level_plan

BY_GOAL = level_plan(seed=3, style={"survey_level": "目標"})
BY_POLICY = level_plan(seed=3, style={"survey_level": "基本方針"})


def returned(plan: Plan, code: str = "D1") -> Book:
    return book_from_survey(survey_of(plan, code=code))


def test_make_survey__lowest_level__a_sheet_each_told_apart_by_the_numbers_from_the_top() -> None:
    survey = survey_of(level_plan(seed=1))
    assert list(survey.areas) == [
        "(1) 地域の担い手",
        "(1) 待たない窓口",
        "(2) オンライン",
        "(1) 広聴",
        "(1) 事務事業",
        "(1) 市税",
    ]


def test_make_survey__level_named__bands_for_the_areas_below_in_their_order() -> None:
    survey = survey_of(BY_GOAL)
    assert list(survey.areas) == ["Ⅰ 市民とつくる", "Ⅱ 財政を立て直す"]
    rows = survey.areas["Ⅰ 市民とつくる"].rows
    assert [(row.key, row.values.get("no")) for row in rows][:-4] == [
        ("band:g1-1", "１ 支え合う（回答する項目：1件）"),
        ("band:g1-1-1", "　(1) 地域の担い手（回答する項目：1件）"),
        ("i-1|", "1"),
        ("band:g1-2", "２ 窓口を近くに（回答する項目：4件）"),
        ("band:g1-2-1", "　(1) 待たない窓口（回答する項目：3件）"),
        ("i-4|", "4"),
        ("i-4|2", "4-2"),
        ("i-4|10", "4-10"),
        ("band:g1-2-2", "　(2) オンライン（回答する項目：1件）"),
        ("i-5|", "5"),
        ("band:g1-10", "１０ 声を聴く（回答する項目：1件）"),
        ("band:g1-10-1", "　(1) 広聴（回答する項目：1件）"),
        ("i-9|", "9"),
    ]


@pytest.mark.parametrize("plan", [BY_GOAL, BY_POLICY, level_plan()], ids=["目標", "基本方針", "重点項目"])
def test_read_submission__survey_by_any_level__nothing_but_what_is_blank(plan: Plan) -> None:
    outcome = read_submission(returned(plan), plan)
    assert found(outcome.diagnostics) == []
    assert {value.line for value in read(outcome).value.value_sets} == {
        line.key for line in plan.lines_answered_by("D1") if line.item.repeats is None or line.rated
    }


def test_read_submission__bands_without_their_keys__still_no_rows_of_people() -> None:
    book = returned(BY_GOAL)
    sheet = book.sheets[1]
    column = sheet.rows[0].index("row_key")
    rows = [list(cells) for cells in sheet.rows]
    for cells in rows[2:]:
        if str(cells[column]).startswith(("band:", "area:")):
            cells[column] = None
    stripped = type(sheet)(sheet.name, tuple(map(tuple, rows)))
    book = replace(book, sheets=tuple(stripped if one is sheet else one for one in book.sheets))
    assert [one for one in found(read_submission(book, BY_GOAL).diagnostics) if one[0] in ("K113", "K114")] == []
