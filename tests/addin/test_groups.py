"""Worksheet functions by level, department and 部: the figures of the report's summary tables."""

import pytest

from kosei_xl.addin import functions
from kosei_xl.addin.functions import CellAnswer, CellGrid
from kosei_xl.collect.tables import MISSING, count_table
from kosei_xl.make.master import make_ledger, make_settings
from kosei_xl.values.cells import CellValue
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import Plan
from kosei_xl.words import terms
from kosei_xl.words.messages import Message
from tests.tools.builders import END, sheet_of
from tests.tools.tables import count_part, table_case

CASE = table_case(count_part("t"))
PLAN = CASE.plan


def one(value: CellValue) -> CellGrid:
    return ((value,),)


def sheet(name: str, plan: Plan = PLAN) -> CellGrid:
    """A sheet of settings as it stands in a master."""
    return sheet_of(name, make_settings(plan)[name], terms.MASTER_SHEETS[name], band=False).rows


def ledger() -> CellGrid:
    values = make_ledger(PLAN, Ledger(CASE.ledger, row_order=tuple(CASE.ledger)))
    return sheet_of(terms.LEDGER_SHEET, values, terms.MASTER_SHEETS[terms.LEDGER_SHEET], band=False).rows


def answer(by: str | None, *ranges: CellGrid) -> CellAnswer:
    first, second = (*ranges, None, None)[:2]
    scale = sheet(terms.RATINGS_SHEET)
    return functions.ledger_summary(ledger(), one(END), scale, first, one(by) if by else None, second)


def printed(rows: str) -> list[list[CellValue]]:
    """The rows of the report's table, without the numbers before names."""
    table = count_table(CASE.standing, count_part("t", rows=rows))
    found: list[list[CellValue]] = []
    for row in table.rows:
        counts = [row.given[rating.code] for rating in table.ratings]
        found.append([row.items, *counts, row.given[MISSING]])
    return found


AREAS, ITEMS, DEPARTMENTS = (sheet(n) for n in (terms.AREAS_SHEET, terms.ITEMS_SHEET, terms.DEPARTMENTS_SHEET))


@pytest.mark.parametrize(
    ("by", "ranges"),
    [
        ("", (AREAS,)),
        ("目標", (AREAS,)),
        ("基本方針", (AREAS,)),
        ("重点項目", (AREAS,)),
        ("回答課", ()),
        ("全体", ()),
        ("課", (ITEMS, DEPARTMENTS)),
        ("部", (ITEMS, DEPARTMENTS)),
        ("部と課", (DEPARTMENTS, ITEMS)),
    ],
)
def test_ledger_summary__rows_as_the_report_divides_them__the_same_figures(
    by: str, ranges: tuple[CellGrid, ...]
) -> None:
    table = answer(by or None, *ranges)
    assert isinstance(table, list)
    assert [row[1:] for row in table[1:]] == printed(by)
    assert table[0] == [by or "分野", "項目数", "S", "A", "B", "未記入"]


def test_ledger_summary__labels__indented_below_what_they_are_in() -> None:
    areas, both = answer(None, AREAS), answer("部と課", ITEMS, DEPARTMENTS)
    assert isinstance(areas, list)
    assert isinstance(both, list)
    assert [row[0] for row in areas[1:4]] == ["市民とつくる", "　支え合う", "　　地域の担い手"]
    assert [row[0] for row in both[1:]] == ["健康部", "　福祉課", "総務部", "　税務課", "計"]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_ledger_summary__level_by_its_number__that_level(number: int) -> None:
    named = answer(("目標", "基本方針", "重点項目")[number - 1], AREAS)
    numbered = answer(str(number), AREAS)
    assert isinstance(named, list)
    assert isinstance(numbered, list)
    assert numbered[1:] == named[1:]


@pytest.mark.parametrize(
    ("by", "ranges", "says"),
    [
        ("課", (), "項目、部署の範囲"),
        ("部", (AREAS,), "項目、部署の範囲"),
        ("目標", (), "分野の範囲"),
        ("係", (AREAS,), "「係」という階層はありません"),
        ("5", (AREAS,), "「5」という階層はありません"),
    ],
)
def test_ledger_summary__what_cannot_be_divided__says_what_is_needed(
    by: str, ranges: tuple[CellGrid, ...], says: str
) -> None:
    message = answer(by, *ranges)
    assert isinstance(message, Message)
    assert says in str(message)


def test_count__group_beside__rows_of_that_group_alone() -> None:
    ratings, beside = (
        tuple((cell,) for cell in cells) for cells in (["A", "Ａ", "B", "A"], ["税務課", "福祉課", "税務課", None])
    )
    assert functions.count(ratings, one("A"), None, beside, one("税務課")) == 1
    assert functions.count(ratings, one("A"), None, beside, one("財政課")) == 0
    assert functions.count(ratings, one("A"), None, beside, one(None)) == 1, "those beside which nothing stands"
    assert functions.count(ratings, one("A")) == 3
    assert "4、1" in str(functions.count(ratings, one("A"), None, one("税務課"), one("税務課")))
