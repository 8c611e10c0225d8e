"""Points of ratings: totals, the most that could be reached, and the share of it, in table and text."""

from decimal import Decimal

import pytest

from kosei_xl.collect.summarize import summarize
from kosei_xl.report.wording import Wording
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import EntryKey, Item, Part, Plan, Rating
from tests.tools.builders import DEPARTMENTS, END, make_plan, standing
from tests.tools.office import put
from tests.tools.verifying import Case, place, serious

SCALE = (
    Rating(code="5", label="大いに達成", order=1, points=Decimal(3)),
    Rating(code="3", label="達成", order=2, points=Decimal("1.5")),
    Rating(code="1", label="未達成", order=3, points=Decimal(0), behind=True),
    Rating(code="中止", label="中止"),
)
GIVEN = ("5", "5", "3", "1", "中止", None, "3", "5")
PLAN_ITEMS = tuple(
    Item(key=f"i{n}", no=str(n), name=f"取組{n}", area_no=str(1 + n % 2), departments=(DEPARTMENTS[0].code,))
    for n in range(1, len(GIVEN) + 1)
)
PARTS = (
    Part(
        key="text", kind="text", sheet="概要", title="概要", text="得点は{得点}点（満点{満点}点、得点率{得点率}）です。"
    ),
    Part(key="summary", kind="summary", sheet="総括表", title="総括表"),
)


def _plan(ratings: tuple[Rating, ...] = SCALE) -> Plan:
    return make_plan(PLAN_ITEMS, ratings=ratings, parts=PARTS)


def _entries() -> dict[EntryKey, dict[str, str]]:
    return {EntryKey(f"i{n}", None, END): {"rating": code} for n, code in enumerate(GIVEN, 1) if code is not None}


def test_points__of_areas_and_all__only_ratings_that_count_for_something() -> None:
    summary = summarize(standing(_plan(), END, Ledger(_entries())))
    assert summary.points() == (Decimal(12), Decimal(18)), (
        "five with points among eight: 中止 and the blank are in neither"
    )
    assert (summary.points("1"), summary.points("2")) == ((Decimal(6), Decimal(9)), (Decimal(6), Decimal(9)))


def test_points__scale_without_any__none_and_no_columns() -> None:
    bare = tuple(rating.model_copy(update={"points": None}) for rating in SCALE)
    case = Case(_plan(bare), _entries(), END, {}, draft=False)
    assert summarize(case.standing).points() is None
    assert serious(case.findings()) == []
    assert "summary" in {part for part, _ in case.found.rows}
    assert "points" not in case.found.columns["summary"]


def test_summary__points__columns_and_text_that_verify_counts_again() -> None:
    case = Case(_plan(), _entries(), END, {}, draft=False)
    assert serious(case.findings()) == []
    assert case.cell("summary", "total", "points").text == "12\n（18）"
    assert case.cell("summary", "total", "share").text == "66.7%"
    assert case.cell("summary", "area:1", "points").text == "6\n（9）"


@pytest.mark.parametrize(("column", "wrong"), [("points", "13\n（18）"), ("share", "66.6%")])
def test_verify__points_typed_over__told(column: str, wrong: str) -> None:
    case = Case(_plan(), _entries(), END, {}, draft=False)
    at = case.cell("summary", "total", column).at
    workbook = put(case.workbook, {(at.sheet or "", at.cell or ""): wrong})
    assert [where for _, where in serious(case.findings(workbook))] == [place(at)]


def test_wording__points__said_in_words() -> None:
    at = standing(_plan(), END, Ledger(_entries()))
    wording = Wording(at.plan, at.point, summarize(at))
    assert wording.fill(PARTS[0].text) == "得点は12点（満点18点、得点率66.7%）です。"
    assert wording.unknown == set()
