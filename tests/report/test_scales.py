"""Ratings on paper: scales that differ from point to point, looks, and signs that must not look alike."""

import pytest

from kosei_xl.collect.summarize import summarize
from kosei_xl.make.master import make_summary
from kosei_xl.report.layout import ReportOptions, lay_out
from kosei_xl.report.xlsx import looks
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import Column, EntryKey, Item, Part, Plan, Rating, Scale, SubItem
from kosei_xl.values.sheet_values import KeyedFormula
from kosei_xl.values.standing import Standing
from tests.tools.builders import DEPARTMENTS, END, HALF, POINTS, make_plan, standing
from tests.tools.office import put
from tests.tools.paper import TEMPLATE
from tests.tools.verifying import Case, place, serious

OLD = (
    Rating(code="S", label="予定以上", order=1, scale="old"),
    Rating(code="A", label="予定どおり", order=2, scale="old"),
    Rating(code="B", label="遅れ", order=3, behind=True, scale="old"),
)
NEW = (
    Rating(code="◎", label="達成", order=1, scale="new", equals=("old:S",)),
    Rating(code="○", label="順調", order=2, scale="new", equals=("old:A",)),
    Rating(code="△", label="やや遅れ", order=3, scale="new"),
    Rating(code="B", label="見直し", order=4, behind=True, scale="new"),
    Rating(code="完了", label="完了", scale="new"),
)
GIVEN = (
    ("S", "◎"),
    ("S", "○"),
    ("A", "◎"),
    ("B", "△"),
    ("B", "B"),
    ("A", "完了"),
    ("A", None),
    (None, "○"),
    ("◎", "S"),
)
TREND = ("→", "↓", "↑", "―", "―", "―", "", "", "")
ITEMS = tuple(
    Item(key=f"i{n}", no=str(n), name=f"取組{n}", area_no="1", departments=(DEPARTMENTS[0].code,))
    for n in range(1, len(GIVEN) + 1)
)
LIST = Part(key="list", kind="list", sheet="一覧", foot=True)
COLUMNS = (
    Column(part="list", key="no", label="No.", width=6),
    Column(part="list", key="name", label="項目", width=20),
    Column(part="list", key="rating", label="前", width=8, source="entry", point=HALF),
    Column(part="list", key="rating", label="今", width=8, source="entry"),
    Column(part="list", key="trend", label="比較", width=8),
)


def _plan(ratings: tuple[Rating, ...] = (*OLD, *NEW)) -> Plan:
    points = tuple(point.model_copy(update={"scale": key}) for point, key in zip(POINTS, ("old", "new"), strict=True))
    parts = (
        Part(key="text", kind="text", sheet="概要", title="概要", text="{評価文}。遅れ{遅れ:半角}件。\n{凡例}"),
        Part(key="summary", kind="summary", sheet="総括表", title="総括表"),
        LIST,
    )
    return make_plan(ITEMS, ratings=ratings, points=points, parts=parts, columns=COLUMNS)


def _entries() -> dict[EntryKey, dict[str, str]]:
    return {
        EntryKey(f"i{n}", None, key): {"rating": code}
        for n, codes in enumerate(GIVEN, 1)
        for key, code in zip((HALF, END), codes, strict=True)
        if code is not None
    }


def _at(plan: Plan, point: str = END) -> Standing:
    return standing(plan, point, Ledger(_entries()))


def _printed(at: Standing) -> dict[tuple[str, str], tuple[str, str]]:
    """(row, column) -> (text, role) of the list's cells."""
    made = lay_out(at, summarize(at), ReportOptions(looks(TEMPLATE), draft=False))
    assert made.diagnostics == ()
    found = {}
    for sheet in made.value.sheets:
        for row in sheet.rows:
            for cell in row.cells:
                if cell.key.startswith("list."):
                    _, name, column = cell.key.split(".", 2)
                    found[name, column] = (str(cell.text), cell.role)
    return found


def test_list__scale_changed_between_points__each_column_by_its_own() -> None:
    cells = _printed(_at(_plan()))
    for n, ((old, new), trend) in enumerate(zip(GIVEN, TREND, strict=True), 1):
        shown = tuple(cells[str(n), key][0] for key in (f"rating@{HALF}", "rating", "trend"))
        assert shown == (old if old in ("S", "A", "B") else "", new if new != "S" and new else "", trend), n
    assert cells["1", f"rating@{HALF}"][1] == cells["1", "rating"][1] == "rating_ahead"
    assert (cells["4", f"rating@{HALF}"][1], cells["4", "rating"][1]) == ("rating_behind", "rating")
    assert cells["6", "rating"][1] == "rating_aside"


def test_list__scale_changed__foot_counts_what_each_scale_has() -> None:
    cells = _printed(_at(_plan()))
    counts = {
        code: tuple(cells["foot", f"{code}.{key}"][0] for key in (f"rating@{HALF}", "rating"))
        for code in ("S", "A", "B", "◎", "○", "△", "完了", "計")
    }
    assert counts == {
        "S": ("2", "―"),
        "A": ("3", "―"),
        "B": ("2", "1"),
        "◎": ("―", "2"),
        "○": ("―", "2"),
        "△": ("―", "1"),
        "完了": ("―", "1"),
        "計": ("7", "7"),
    }


@pytest.mark.parametrize("point", [HALF, END])
def test_verify__scale_changed__counts_again_and_agrees(point: str) -> None:
    at = _at(_plan(), point)
    assert serious(Case(at.plan, _entries(), point, {}, draft=False).findings()) == []


@pytest.mark.parametrize(("row", "column", "wrong"), [("i1|", "trend", "↓"), ("foot:S", f"rating@{HALF}", "3")])
def test_verify__comparison_or_count_typed_over__told(row: str, column: str, wrong: str) -> None:
    made = Case(_plan(), _entries(), END, {}, draft=False)
    at = made.cell("list", row, column).at
    workbook = put(made.workbook, {(at.sheet or "", at.cell or ""): wrong})
    assert [where for _, where in serious(made.findings(workbook))] == [place(at)]


def test_summarize__each_point__by_its_scale_and_no_other() -> None:
    half, end = (summarize(_at(_plan(), point)) for point in (HALF, END))
    assert {code: half.total(code).rows for code in half.scale.codes} == {"S": 2, "A": 3, "B": 2}
    assert {code: end.total(code).rows for code in end.scale.codes} == {"◎": 2, "○": 2, "△": 1, "B": 1, "完了": 1}
    assert [sum(one.rows for one in made.missing.values()) for made in (half, end)] == [2, 2]


def test_make_summary__two_scales__a_column_for_each_code_and_none_of_the_others_points() -> None:
    plan = _plan()
    made = make_summary(plan, summarize(_at(plan, HALF)))
    shown = {key: value.value for key, value in made.rows[0].values.items() if isinstance(value, KeyedFormula)}
    assert shown == {
        "rows": 9, "rating:S": 2, "rating:A": 3, "rating:B": 2,
        "rating:◎": 0, "rating:○": 0, "rating:△": 0, "rating:完了": 0, "missing": 2,
    }  # fmt: skip
    formula = made.rows[0].values["rating:S"]
    assert isinstance(formula, KeyedFormula)
    assert formula.text.startswith(f'IF(OR(summary_point="{HALF}"),COUNTIFS(')


def test_trend__ratings_not_mapped__a_dash_where_scales_differ() -> None:
    bare = tuple(rating.model_copy(update={"equals": ()}) for rating in NEW)
    cells = _printed(_at(_plan((*OLD, *bare))))
    assert [cells[str(n), "trend"][0] for n in range(1, 8)] == ["―"] * 6 + [""]


# -- looks -----------------------------------------------------------------------------------------------------------
def test_look__each_kind_of_rating__its_own() -> None:
    scale = Scale(NEW)
    assert [scale.look(rating) for rating in NEW] == ["ahead", "even", "even", "behind", "aside"]
    assert Scale(NEW[:1]).look(NEW[0]) == "even", "one alone is ahead of nothing"


@pytest.mark.parametrize(("dash", "printed"), [("－", "／"), ("−", "／"), ("―", "／"), ("A", "-")])
def test_list__dash_among_the_ratings__not_what_stands_where_nothing_is_rated(dash: str, printed: str) -> None:
    ratings = (Rating(code=dash, label="未着手"), Rating(code="○", label="順調"))
    item = ITEMS[0].model_copy(update={"sub_items": (SubItem(sub_no="1", name="枝"),)})
    points = tuple(point.model_copy(update={"scale": "standard"}) for point in POINTS)
    plan = make_plan(
        [Item.model_validate(item.model_dump())], ratings=ratings, points=points, parts=(LIST,), columns=COLUMNS
    )
    at = standing(plan, END, Ledger({EntryKey("i1", None, END): {"rating": dash}}))
    cells = _printed(at)
    assert (cells["1", "rating"][0], cells["1-1", "rating"][0]) == (dash, printed)
