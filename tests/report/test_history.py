"""The part 経過: a column a point, rows of ratings, indicators and amounts, as known by hand; and on paper."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from kosei_xl.collect.summarize import summarize
from kosei_xl.report.layout import ReportOptions, lay_out
from kosei_xl.report.xlsx import looks
from kosei_xl.values.model import EntryKey, LineKey, Plan, indicator_slot
from kosei_xl.words import terms
from tests.tools.builders import RATINGS
from tests.tools.courses import PART, CourseCase, course_case, course_ledger, course_plan
from tests.tools.paper import (
    TEMPLATE,
    Job,
    Printed,
    check_headings,
    check_page_by_page,
    check_rows_high_enough,
    numbered_pages,
    print_all,
)
from tests.tools.tables import rows

Said = dict[EntryKey, dict[str, str]]
HALF_3, END_3, HALF_4, END_4 = (point.key for point in course_plan().points)


def said(**texts: Mapping[str, str]) -> Said:
    """Entries by hand: "m_001__R3_half" -> fields, "indicator" and "actual" being those of the first indicator."""
    found: Said = {}
    for name, fields in texts.items():
        item, _, point = name.partition("__")
        line = (
            LineKey(*item.replace("m_", "m-").split("_", 1)) if item.count("_") > 1 else LineKey(item.replace("_", "-"))
        )
        own = {key: text for key, text in fields.items() if key in ("rating", "effect")}
        values = {key: text for key, text in fields.items() if key not in own}
        if own:
            found[line.at(point)] = own
        if values:
            found[line.at(point, indicator_slot(1))] = values
    return found


BY_HAND = said(
    m_001__R3_half={
        "rating": "A",
        "effect": "1200",
        "indicator": "相談",
        "unit": "件",
        "actual": "１０",
        "target": "12",
    },
    m_001__R3_end={"rating": "S", "effect": "△300", "indicator": "相談", "unit": "件", "actual": "20"},
    m_001__R4_half={"effect": "未定", "indicator": "相談の数", "unit": "件", "target": "15"},
    m_001__R4_end={"rating": "B"},
    m_002__R3_end={"rating": "A"},
    m_003__R3_half={"rating": "B"},
    m_003__R4_half={"rating": "A"},
    m_004_1__R3_end={"effect": "5"},
    m_004__R4_end={"rating": "A"},
)


def table(made: CourseCase) -> dict[str, list[str]]:
    """Row -> its texts from left to right, without the legend, bands and heads."""
    found = rows(made, "history")
    return {name: texts for name, texts in found.items() if not name.startswith(("legend", "band", "head"))}


def test_history__entries_known_by_hand__a_column_a_point_and_a_row_for_each_thing() -> None:
    made = course_case(course_plan(), BY_HAND)
    assert rows(made, "history")["head:1"] == [
        *("No.", "項目", "内容（指標は実績／目標）"),
        *("令和3年度上半期", "令和3年度末", "令和4年度上半期", "令和4年度末"),
    ]
    assert table(made) == {
        "m-001||rating": ["1", "地域づくり相談窓口の設置と運営", "評価", "A", "S", "B"],
        "m-001||indicator:1": ["相談（件）", "10／12", "20／－"],
        "m-001||indicator:2": ["相談の数（件）", "－／15"],
        "m-001||amount:effect": ["効果額（千円）", "1,200", "△300", "未定"],
        "m-002||rating": ["2", "公共施設の予約と支払いのオンライン化、窓口の混雑の緩和", "評価", "／", "A"],
        "m-003||rating": ["3", "使用料と手数料の見直し統合（令和4年度上半期、No.1へ）", "評価", "B", "A", "／"],
        "m-004||rating": ["4", "会議の資料の電子化", "評価", "A"],
        "m-004|1|amount:effect": ["4-1", "紙の会議", "効果額（千円）", "5"],
        "m-005||rating": [
            *("5", "職員提案の制度を生かした業務の改善と、その成果の全庁での共有", "評価"),
            *["対象外"] * 4,
        ],
        "again||rating": ["6", "地域づくり相談窓口の設置と運営【No.1の再掲】", "評価", "A", "S", "B"],
        "foot:count:S": ["S", "０", "２", "０", "０"],
        "foot:count:A": ["A", "２", "１", "１", "１"],
        "foot:count:B": ["B", "１", "０", "０", "２"],
        "foot:count": ["未記入", "１", "２", "４", "１"],
        "foot:all": ["計", "４", "５", "５", "４"],
        "foot:sum:effect": ["効果額（千円）の計", "1,200", "△295"],
        "note:1": ["※「／」は、その時点の計画になかった項目です。"],
        "note:2": ["※「効果額（千円）」の数として読めない記入（No.1（令和4年度上半期））は、計に入っていません。"],
    }


def test_history__cells_of_a_point__under_its_own_head() -> None:
    made = course_case(course_plan(), BY_HAND)
    row = made.found.rows["history", "m-001||rating"][0]
    by_column = {cell.column: cell.text for cell in row.cells}
    assert [by_column[f"at:{key}"] for key in (HALF_3, END_3, HALF_4, END_4)] == ["A", "S", "", "B"]


def test_history__earlier_point_printed__nothing_of_later_ones() -> None:
    made = course_case(course_plan(), BY_HAND, END_3)
    assert rows(made, "history")["head:1"][3:] == ["令和3年度上半期", "令和3年度末"]
    found = table(made)
    assert found["m-003||rating"] == ["3", "使用料と手数料の見直し", "評価", "B"]
    assert found["m-001||amount:effect"][1:] == ["1,200", "△300"]
    assert "m-001||indicator:2" not in found


def test_history__point_without_entries__no_column_but_the_printed_one_always() -> None:
    without = {key: fields for key, fields in BY_HAND.items() if key.point not in (END_3, END_4)}
    made = course_case(course_plan(), without)
    assert rows(made, "history")["head:1"][3:] == ["令和3年度上半期", "令和4年度上半期", "令和4年度末"]


@pytest.mark.parametrize("plan", [course_plan(1), course_plan(2)])
def test_history__one_point_alone__says_so(plan: Plan) -> None:
    first = {key: fields for key, fields in course_ledger(plan).items() if key.point == END_3 or len(plan.points) == 1}
    made = course_case(plan, first)
    assert table(made) == {"none": [terms.NO_COURSE]}
    assert made.findings() == []


def test_history__two_points__a_table() -> None:
    made = course_case(course_plan(2))
    assert "none" not in table(made)


def test_history__no_item_of_the_kind__says_so() -> None:
    plan = course_plan(4, 4, PART.model_copy(update={"items": "unrated"}))
    made = course_case(plan)
    assert table(made) == {"none": [terms.NO_COURSE]}, "nothing of these items was ever entered"
    kept = course_plan(4, 5, PART.model_copy(update={"items": "unrated", "shows": ("金額",)}))
    assert set(table(course_case(kept))) == {"m-005||amount:effect", "foot:sum:effect"}


@pytest.mark.parametrize(
    ("shows", "kinds", "heads"),
    [
        (("評価",), {"rating"}, 2),
        (("指標",), {"indicator:1"}, 3),
        (("金額",), {"amount:effect"}, 3),
        (("評価", "金額"), {"rating", "amount:effect"}, 3),
        ((), {"rating", "indicator:1", "amount:effect"}, 3),
    ],
)
def test_history__shows__those_rows_alone(shows: tuple[str, ...], kinds: set[str], heads: int) -> None:
    plan = course_plan(4, 5, PART.model_copy(update={"shows": shows, "foot": False}))
    made = course_case(plan)
    found = table(made)
    assert {name.rpartition("|")[2] for name in found if not name.startswith("note:")} == kinds
    assert len(rows(made, "history")["head:1"]) == heads + 4
    assert ("legend" in rows(made, "history")) == ("rating" in kinds)
    assert made.findings() == []


def test_history__items__of_that_kind_alone() -> None:
    rated = course_case(course_plan(4, 5, PART.model_copy(update={"items": "rated"})))
    unrated = course_case(course_plan(4, 5, PART.model_copy(update={"items": "unrated"})))
    assert not any(name.startswith("m-005") for name in table(rated))
    assert all(name.startswith(("m-005", "foot:sum")) for name in table(unrated))


def test_history__points_of_another_scale__told_below_with_their_meaning() -> None:
    plan = course_plan()
    old = [{"scale": "old", "code": code, "label": label, "order": n} for n, (code, label) in enumerate(OLD, 1)]
    ratings = [*(rating.model_dump() for rating in RATINGS), *old]
    points = [
        point.model_copy(update={"scale": "old"}) if point.fiscal_year == 2021 else point for point in plan.points
    ]
    fields = plan.model_dump(exclude_defaults=True)
    scaled = Plan.model_validate({**fields, "ratings": ratings, "points": points})
    entries = {**BY_HAND, LineKey("m-001").at(HALF_3): {"rating": "◎"}, LineKey("m-001").at(END_3): {"rating": "○"}}
    made = course_case(scaled, entries)
    found = table(made)
    assert found["m-001||rating"][3:] == ["◎", "○", "B"]
    assert found["note:2"] == ["※令和3年度上半期、令和3年度末の評価◎：順調○：おおむね順調"]
    assert found["foot:count:◎"] == ["◎", "２", "０", "―", "―"]
    assert found["foot:count:S"] == ["S", "―", "―", "０", "０"]
    assert made.findings() == []
    assert not any("の評価" in text for texts in table(course_case(plan, BY_HAND)).values() for text in texts)


OLD = (("◎", "順調"), ("○", "おおむね順調"))


# Pages ----------------------------------------------------------------------------------------------------------------


def test_history__many_points_with_long_figures_upright__k240_and_on_a3_none() -> None:
    for paper, codes in (("A4縦", ["K240"]), ("A3横", [])):
        plan = course_plan(10, 5, PART.model_copy(update={"paper": paper}))
        standing = course_case(plan, course_ledger(plan, largest=9_999_999)).standing
        made = lay_out(standing, summarize(standing), ReportOptions(looks(TEMPLATE), draft=False))
        assert [one.code for one in made.diagnostics if one.code != "K503"] == codes, paper


def long_case(paper: str, points: int, items: int = 40) -> CourseCase:
    return course_case(course_plan(points, items, PART.model_copy(update={"paper": paper})))


@pytest.mark.parametrize(("paper", "points"), [("A3横", 10), ("A4横", 10), ("A4縦", 4)])
def test_history__long_table__figures_in_one_line_items_whole_names_again(paper: str, points: int) -> None:
    made = long_case(paper, points)
    report, (sheet,) = made.report, made.report.sheets
    assert sheet.pages > 1
    check_headings(report)
    check_rows_high_enough(report, looks(TEMPLATE).faces)
    begun: set[str] = set()
    for number, _, page in numbered_pages(report):
        own = [row for row in page if row.key.startswith("history|m-") and row.key.count("|") == 3]
        assert own or number == sheet.pages
        items = [row.key.split("|")[1] for row in own]
        assert not begun.intersection(items), "an item is broken by a page"
        begun |= {*items}
    assert made.findings() == []


def test_history__item_of_more_rows_than_a_page_holds__named_again_where_it_goes_on() -> None:
    plan = course_plan(4, 5, PART.model_copy(update={"paper": "A4横"}))
    entries = course_ledger(plan)
    for point in plan.points:
        for n in range(1, 60):
            key = LineKey("m-001").at(point.key, indicator_slot(n))
            entries[key] = {"indicator": f"指標{n}", "actual": str(n), "target": "60"}
    made = course_case(plan, entries)
    pieces = made.found.rows["history", "m-001||rating"]
    assert len(pieces) > 1
    names = [cell.text for piece in pieces for cell in piece.cells if cell.column == "name"]
    assert names == ["地域づくり相談窓口の設置と運営", *["地域づくり相談窓口の設置と運営（続き）"] * (len(pieces) - 1)]
    assert made.findings() == []


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printed]:
    jobs = {}
    for paper, points in (("A3横", 10), ("A4横", 10), ("A4縦", 4)):
        made = long_case(paper, points)
        jobs[paper] = Job(made.plan, made.ledger, made.point, draft=False)
    return print_all(jobs, tmp_path_factory.mktemp("経過"))


@pytest.mark.libreoffice
@pytest.mark.parametrize("paper", ["A3横", "A4横", "A4縦"])
def test_history__on_paper__complete_on_every_page(papers: dict[str, Printed], paper: str) -> None:
    printed = papers[paper]
    check_page_by_page(printed, draft=False)
    heads = [point.label for point in printed.plan.points]
    for page in printed.pages:
        assert all(head in page for head in heads)


def test_history__sheet_with_other_parts__head_again_on_each_page(tmp_path: Path) -> None:
    text = PART.model_copy(update={"key": "after", "kind": "text", "text": "以上です。", "title": "", "items": "rated"})
    plan = course_plan(6, 40, PART, text)
    made = course_case(plan)
    (sheet,) = made.report.sheets
    heads = [row.key for row in sheet.rows if row.key == "history|head:1"]
    assert sheet.repeat is None
    assert len(heads) == sheet.pages > 1
    assert made.findings() == []
