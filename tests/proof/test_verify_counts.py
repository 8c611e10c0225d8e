"""Summary tables and subtotals that 帳票 asks for: figures known by hand, proven as printed, each wrong one named."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kosei_xl.collect.summarize import summarize
from kosei_xl.proof.verify.counts import counts_says
from kosei_xl.report.blocks.counts import NOTE_NO_CHANGE, NOTE_SHARES, shares_of
from kosei_xl.report.layout import ReportOptions, lay_out
from kosei_xl.report.xlsx import looks
from kosei_xl.values.model import Plan, Rating
from tests.tools.builders import END, HALF, RATINGS
from tests.tools.paper import TEMPLATE
from tests.tools.tables import TABLES, count_part, rows, table_case, table_plan
from tests.tools.verifying import Case, place, serious, with_cells

CASE = table_case(*TABLES)


# Figures known by hand ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "row", "said"),
    [
        ("level", "head:1", ["基本方針", "予定以上（Ｓ）", "予定どおり（Ａ）", "遅れ（Ｂ）"]),
        ("level", "area:g1-1", ["Ⅰ-１支え合う（２項目）", "１", "１", "０"]),
        ("level", "area:g1-10", ["Ⅰ-１０声を聴く（０項目）", "０", "０", "０"]),
        ("level", "total", ["計（９項目）", "３", "４", "２"]),
        ("bureau", "bureau:健康部", ["健康部", "２", "３", "０", "５"]),
        ("bureau", "dept:D2", ["税務課", "１", "１", "２", "４"]),
        ("lead", "dept:D1+1", ["うち重点（２項目）", "２", "０", "０"]),
        ("lead", "total+2", ["うち再掲（１項目）", "１", "０", "０"]),
        ("answering", "dept:D2", ["税務課（４項目）", "１", "１", "２"]),
        ("rater", "rater:rating", ["評価（９項目）", "３", "４", "２", "０"]),
        ("rater", "rater:second", ["二次評価（９項目）", "０", "３", "１", "５"]),
        ("priority", "area:g1", ["Ⅰ市民とつくる（３項目）", "１", "０", "２"]),
        ("priority", "total", ["計（４項目）", "２", "０", "２"]),
        ("share", "head:2", ["件数", "割合", "件数", "割合", "件数", "割合", "件数", "割合"]),
        ("share", "area:g2", ["Ⅱ財政を立て直す", "２", "66.7%", "１", "33.3%", "０", "0.0%", "３", "100.0%"]),
        ("share", "note:1", [NOTE_SHARES]),
        ("adjusted", "total", ["計", "33.3%", "44.5%", "22.2%", "100.0%"]),
        ("change", "area:g1", ["Ⅰ市民とつくる", "１", "１", "３", "０", "２", "▲１", "６", "０"]),
        ("money", "dept:D1", ["福祉課", "５", "1,200"]),
        ("money", "dept:D2", ["税務課", "４", "△297.5"]),
        ("money", "total", ["計", "９", "902.5"]),
        ("money", "note:1", ["※「効果額（千円）」の数として読めない記入（No.4）は、合計に入っていません。"]),
        ("all", "total", ["計（１０項目）", "３", "４", "２", "１"]),
        ("list", "sub:g1-2", ["小計２窓口を近くに（４項目）", "S0A2B2", "2.5"]),
        ("list", "sub:g1", ["小計Ⅰ市民とつくる（６項目、対象外１）", "S1A3B2", "902.5"]),
        ("list", "sub:", ["合計（９項目、対象外１）", "S3A4B2", "902.5"]),
    ],
)  # fmt: skip
def test_table__figures_counted_by_hand__printed(part: str, row: str, said: list[str]) -> None:
    assert rows(CASE, part)[row] == said


def test_list__subtotals__behind_the_last_row_of_their_area() -> None:
    names = [name for name in rows(CASE, "list") if not name.startswith(("head", "band", "legend"))]
    assert names[:4] == ["i-1|", "i-2|", "sub:g1-1", "i-3|"]
    assert names[-4:] == ["sub:g2-2", "sub:g2", "sub:", "subnote:1"]


def test_verify__every_table_as_printed__nothing() -> None:
    assert CASE.findings() == []


# Seeded faults: one a kind, and a near miss ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "row", "column", "typed"),
    [
        ("level", "area:g1-1", "S", "２"),
        ("level", "area:g1-1", "area", "Ⅰ-１ 支え合う\n（３項目）"),
        ("bureau", "bureau:健康部", "A", "４"),
        ("bureau", "dept:D2", "total", "５"),
        ("lead", "dept:D1+1", "S", "１"),
        ("answering", "dept:D2", "B", "１"),
        ("rater", "rater:second", "A", "２"),
        ("priority", "area:g1", "B", "３"),
        ("share", "area:g2", "share:S", "66.6%"),
        ("adjusted", "total", "share:A", "44.4%"),
        ("change", "area:g1", "change:B", "１"),
        ("money", "dept:D2", "sum:effect", "△279.5"),
        ("all", "total", "unrated", "０"),
        ("list", "sub:g1-2", "rating", "S 1\nA 2\nB 1"),
        ("list", "sub:g1", "effect", "905.2"),
    ],
)
def test_verify__seeded_figure__its_cell_alone_as_k701(part: str, row: str, column: str, typed: str) -> None:
    cell = CASE.cell(part, row, column)
    assert serious(CASE.findings(with_cells(CASE.workbook, {cell.at: typed}))) == [("K701", place(cell.at))]


@pytest.mark.parametrize(
    ("part", "row", "column"), [("share", "note:1", ""), ("share", "head:2", "share:S"), ("money", "note:1", "")]
)
def test_verify__words_of_a_table_changed__k702_at_their_cell(part: str, row: str, column: str) -> None:
    cell = CASE.cell(part, row, column)
    found = serious(CASE.findings(with_cells(CASE.workbook, {cell.at: "別のこと"})))
    assert found == [("K702", place(cell.at))]


@pytest.mark.parametrize(
    ("part", "row", "column"),
    [("level", "area:g1-1", "area"), ("share", "area:g2", "share:S"), ("list", "sub:g1", "rating")],
)
def test_verify__white_space_alone__nothing(part: str, row: str, column: str) -> None:
    cell = CASE.cell(part, row, column)
    assert CASE.findings(with_cells(CASE.workbook, {cell.at: f" {cell.text}　"})) == []


def test_explain__figure_of_a_table__the_rows_that_it_counts() -> None:
    says = next(part for part in CASE.says.parts if part.key == "priority")
    row = next(one for one in says.rows if one.name == "area:g1")
    assert sorted(origin.about for origin in row.cells["B"].origins) == ["No.10「取組10」", "No.3「取組3」"]


# Other scales, no point before ----------------------------------------------------------------------------------------


def test_change__first_point__dashes_and_a_note() -> None:
    made = table_case(count_part("change", rows="目標", shows=("前回との差",)))
    first = Case(
        made.plan, {key._replace(point=HALF): one for key, one in made.ledger.items() if key.point == END}, HALF, {}
    )
    assert rows(first, "change")["total"] == ["計", "―", "―", "―", "―"]
    assert rows(first, "change")["note:1"] == [NOTE_NO_CHANGE]
    assert first.findings() == []


OTHER = Rating(code="◎", label="よい", order=1, scale="new", equals=("standard:S", "standard:A"))
LATE = Rating(code="×", label="おくれ", order=2, scale="new", behind=True)


@pytest.mark.parametrize(
    ("equals", "total"), [(("standard:B",), ["計", "▲４", "▲５", "９", "０"]), ((), ["計", *["―"] * 4])]
)
def test_change__point_before_of_another_scale__as_the_plan_maps_it(equals: tuple[str, ...], total: list[str]) -> None:
    plan = table_plan(count_part("change", rows="全体", shows=("前回との差",)))
    points = tuple(one.model_copy(update={"scale": "new"}) if one.key == END else one for one in plan.points)
    old = tuple(rating.model_copy(update={"counted": False}) for rating in RATINGS)
    fields = {name: getattr(plan, name) for name in Plan.model_fields}
    ratings = (OTHER, LATE.model_copy(update={"equals": equals}), *old)
    made = table_case(plan=Plan.model_validate({**fields, "ratings": ratings, "points": points}))
    for key, entry in made.ledger.items():
        if key.point == END:
            entry.pop("rating", None)
    assert rows(made, "change")["total"] == total
    assert made.findings() == []


def test_counts_says__item_that_began_at_the_point__not_there_before() -> None:
    plan = table_plan(count_part("change", rows="全体", shows=("前回との差",)))
    items = tuple(one.model_copy(update={"first_point": END}) if one.key == "i-11" else one for one in plan.items)
    fields = {name: getattr(plan, name) for name in Plan.model_fields}
    made = table_case(plan=Plan.model_validate({**fields, "items": items}))
    assert rows(made, "change")["total"] == ["計", "３", "１", "▲３", "１"]
    assert made.findings() == []


# Shares and amounts ---------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=8).filter(sum))
@example([1, 1, 1])
@example([1, 1, 1, 1, 1, 1])
@example([1, 199])
def test_shares_of__any_counts__adjusted_ones_make_up_a_hundred(counts: list[int]) -> None:
    adjusted, rounded = (shares_of(counts, adjusted=way) for way in (True, False))
    assert sum(adjusted) == 1000
    total = sum(counts)
    for count, one, other in zip(counts, adjusted, rounded, strict=True):
        exact = 1000 * count / total
        assert exact - 1 < one < exact + 1
        assert abs(other - exact) <= 0.5


def test_counts_says__columns__those_that_are_printed() -> None:
    for part in TABLES[:-1]:
        says = next(one for one in CASE.says.parts if one.key == part.key)
        assert set(says.columns) == set(CASE.found.columns[part.key])
    assert counts_says.__doc__


# Paper ----------------------------------------------------------------------------------------------------------------

ALL_SHOWN = ("件数", "割合", "前回との差")


def _laid_out(paper: str, count: int) -> list[tuple[str, str]]:
    """What is found about a table of so many ratings."""
    more = tuple(Rating(code=f"R{n}", label=f"段階{n}") for n in range(count - len(RATINGS)))
    made = table_case(plan=table_plan(count_part("wide", paper=paper, shows=ALL_SHOWN), ratings=(*RATINGS, *more)))
    options = ReportOptions(looks(TEMPLATE), file="事務局.xlsx")
    return [(one.code, str(one.at)) for one in lay_out(made.standing, summarize(made.standing), options).diagnostics]


def test_lay_out__more_columns_than_the_paper_holds__k240() -> None:
    assert _laid_out("A4縦", 6) == [("K240", "[事務局.xlsx]帳票")]


@pytest.mark.parametrize(("paper", "count"), [("A4縦", 3), ("A4横", 5), ("A3横", 6)])
def test_lay_out__columns_that_fit__nothing(paper: str, count: int) -> None:
    assert _laid_out(paper, count) == []
