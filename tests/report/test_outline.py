"""Placeholders of an outline: area by area, periods, figures of a revision; and what a text part makes of them."""

from collections.abc import Mapping

import pytest

from kosei_xl.collect.summarize import summarize
from kosei_xl.report.blocks import make_block
from kosei_xl.report.columns import Source
from kosei_xl.report.wording import Wording
from kosei_xl.values.model import Item, Part, Plan, PolicyArea
from kosei_xl.values.revision import compare_plans
from kosei_xl.words.notation import fiscal_years_text
from tests.tools.builders import MORE_ITEMS, make_plan, standing

ITEMS = tuple(
    Item(key=f"k-{no}", no=str(no), name=name, area_no=area, departments=("D1",))
    for no, (area, name) in enumerate(
        [("1", "相談"), ("1", "協働(清掃)"), ("1", "協働(学校)"), ("1", "大学"), ("2", "財政指標")], 1
    )
)
PURPOSES = (
    PolicyArea(no="1", name="市民", purpose="協働を進めます。\n続けます。"),
    PolicyArea(no="2", name="財政", purpose="強くします。"),
)


def outline_plan(items: tuple[Item, ...] = ITEMS, **changes: object) -> Plan:
    return make_plan(items, indicators=False, **({"areas": PURPOSES} | changes))


def with_texts(texts: Mapping[str, Mapping[str, str]]) -> tuple[Item, ...]:
    return tuple(item.model_copy(update={"texts": texts.get(item.no, {})}) for item in ITEMS)


def wording(plan: Plan, before: Plan | None = None) -> Wording:
    point = plan.points[0]
    revision = compare_plans(before, plan) if before else None
    return Wording(plan, point, summarize(standing(plan, point.key)), revision=revision)


def fill(text: str, plan: Plan | None = None, before: Plan | None = None) -> str:
    """The text filled in; every placeholder must mean something."""
    words = wording(plan or outline_plan(), before)
    filled = words.fill(text)
    assert not words.unknown
    assert not words.without_before
    return filled


# Areas ----------------------------------------------------------------------------------------------------------------


def test_fill__lines_for_each_area__repeated_in_order() -> None:
    text = "前\n{分野ごと}\n# {分野番号} {分野名}({分野件数:半角}項目)\n　{分野趣旨}\n{/分野ごと}\n後は{件数}件"
    assert fill(text).split("\n") == [
        *("前", "# 分野1 市民(4項目)", "　協働を進めます。", "　続けます。"),
        *("# 分野1 市民(4項目)".replace("1 市民(4", "2 財政(1"), "　強くします。", "後は５件"),
    ]


@pytest.mark.parametrize(
    ("numbering", "term", "asked", "expected"),
    [
        ("１", "方針", "{分野番号}", "方針１方針２"),
        ("Ⅰ", "方針", "{分野番号}", "ⅠⅡ"),
        ("方向性１", "方針", "{分野番号}", "方向性１方向性２"),
        ("Ⅰ", "方針", "{分野番号:方針1}", "方針1方針2"),
        ("Ⅰ", "方針", "{分野番号:①}", "①②"),
    ],
)
def test_fill__area_number__by_the_plan_or_as_asked(numbering: str, term: str, asked: str, expected: str) -> None:
    plan = outline_plan(style={"area_numbering": numbering, "area_term": term})
    assert fill("{分野ごと}" + asked + "{/分野ごと}", plan) == expected


def test_fill__block_at_the_end__leaves_no_blank_line() -> None:
    assert fill("{分野ごと}\n{分野名}\n{/分野ごと}") == "市民\n財政"
    assert fill("{分野ごと}　\n{分野名}\n{/分野ごと}\n") == "市民\n財政\n"


def test_fill__area_without_rated_items__clause_and_example_line_left_out() -> None:
    plan = outline_plan(ITEMS[:4])
    text = "{分野ごと}\n{分野名}[[（{分野件数}項目）]]\n・{項目例}\n{/分野ごと}"
    assert fill(text, plan) == "市民（４項目）\n・相談\n・協働(清掃)\n・協働(学校)\n・大学\n財政"


def test_fill__area_counts__rated_and_unrated_apart() -> None:
    counts = "{分野ごと}\n{分野件数:半角} {分野対象外件数:半角}\n{/分野ごと}"
    assert fill(counts, make_plan(MORE_ITEMS)) == "3 0\n2 1"


@pytest.mark.parametrize("text", ["{分野名}", "{分野ごと}\n{分野名}", "{分野ごと}{項目例:四}{/分野ごと}", "{項目例:2}"])
def test_fill__area_placeholder_out_of_place__is_unknown(text: str) -> None:
    words = wording(outline_plan())
    words.fill(text)
    assert words.unknown


# Examples -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("・{項目例:2}", "・相談\n・協働(清掃) など"),
        ("{項目例:2}", "相談\n協働(清掃) など"),
        ("　○{項目例:2}", "　○相談\n　○協働(清掃) など"),
        ("・{項目例:4}", "・相談\n・協働(清掃)\n・協働(学校)\n・大学"),
        ("・{項目例}", "・相談\n・協働(清掃)\n・協働(学校)\n・大学"),
        ("主に{項目例:2:、}です。", "主に相談、協働(清掃) などです。"),
        ("{分野名}｜{項目例:2}", "市民｜相談<br>協働(清掃) など"),
        ("{分野名}\t・{項目例:2}", "市民\t・相談<br>・協働(清掃) など"),
    ],
)
def test_fill__examples__one_a_line_with_the_bullet_before_them(line: str, expected: str) -> None:
    plan = outline_plan(ITEMS[:4], areas=PURPOSES[:1])
    assert fill("{分野ごと}\n" + line + "\n{/分野ごと}", plan) == expected


def test_fill__examples__marked_ones_under_their_short_names() -> None:
    items = with_texts(
        {
            "2": {"outline": "○", "short_name": "協働"},
            "3": {"outline": "○", "short_name": "協働"},
            "4": {"outline": "○"},
        }
    )
    assert fill("{分野ごと}\n{項目例:3}\n{/分野ごと}", outline_plan(items)) == "協働\n大学 など\n財政指標"


def test_fill__examples__same_name_twice__shown_once_and_nothing_is_left_out() -> None:
    items = with_texts({"2": {"short_name": "協働"}, "3": {"short_name": "協働"}})
    assert fill("{分野ごと}\n{項目例:3}\n{/分野ごと}", outline_plan(items)) == "相談\n協働\n大学\n財政指標"


# Periods --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("{計画期間}", "平成23年度～平成27年度"),
        ("{計画期間:略}", "平成23～27年度"),
        ("{計画期間:略:全角}", "平成２３～２７年度"),
        ("{計画期間:年数}", "平成23～27年度（５年間）"),
        ("{計画期間:年数:半角}", "平成23～27年度(5年間)"),
        ("{計画年数}年間", "５年間"),
        ("{計画年数:半角}年間", "5年間"),
        ("{期間:2007-2015}", "平成19～27年度"),
        ("{期間:2007-2015:年数:半角}", "平成19～27年度(9年間)"),
        ("{期間:2017～2020:略}", "平成29～令和２年度"),
    ],
)
def test_fill__period__in_the_habits_of_documents(asked: str, expected: str) -> None:
    assert fill(asked, outline_plan(period_start=2011, period_end=2015)) == expected


@pytest.mark.parametrize(
    "text", ["{計画期間:長}", "{期間}", "{期間:2015-2007}", "{期間:平成}", "{期間:2007-2015:略:年数}"]
)
def test_fill__period_that_means_nothing__is_unknown(text: str) -> None:
    words = wording(outline_plan())
    assert words.fill(text) == text
    assert words.unknown


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (2011, 2011, "平成23年度"),
        (2017, 2019, "平成29～令和元年度"),
        (2019, 2021, "令和元～3年度"),
        (1985, 1990, "昭和60～平成2年度"),
    ],
)
def test_fiscal_years_text__eras(first: int, last: int, expected: str) -> None:
    assert fiscal_years_text(first, last) == expected


# Revision -------------------------------------------------------------------------------------------------------------

BEFORE = outline_plan(with_texts({"1": {"implementation": "開く"}, "2": {"implementation": "拾う"}}))
AFTER = outline_plan(
    with_texts({"1": {"implementation": "閉じる", "indicator_plan": "12件"}, "2": {"implementation": "捨てる"}}),
    plan_version=2,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{見直し件数}項目", "２項目"),
        ("{見直し件数:半角}項目", "2項目"),
        ("{見直し:実施内容}、{見直し:実施内容の見直し}", "２、２"),
        ("{見直し:成果指標}、うち{見直し:成果指標:新規}、{見直し:成果指標:新規:半角}", "１、うち１、1"),
        ("{見直し:推進担当課}{見直し:年度計画}{見直し:番号}", "０００"),
        ("{見直し文}", "実施内容の見直しが２項目、成果指標の見直しが１項目（うち新規設定は、１項目）"),
        ("{見直し文:半角}", "実施内容の見直しが2項目、成果指標の見直しが1項目(うち新規設定は、1項目)"),
        ("終{見直し重複}。", "終（各項目に重複あり）。"),
        ("終{見直し重複:半角}。", "終(各項目に重複あり)。"),
        ("[[名称は{見直し:名称}件]][[内容は{見直し:実施内容}件]]", "内容は２件"),
    ],
)
def test_fill__revision__figures_and_sentence(text: str, expected: str) -> None:
    assert fill(text, AFTER, BEFORE) == expected


def test_fill__nothing_revised__says_so_and_nothing_counts_twice() -> None:
    assert fill("{見直し文}{見直し重複}", AFTER, outline_plan(AFTER.items)) == "見直しが０項目"


def test_fill__revision_without_the_former_plan__is_told_apart_from_unknown() -> None:
    words = wording(AFTER)
    text = "{見直し件数} {見直し:実施内容} {見直し文} {見直しの}"
    assert words.fill(text) == text
    assert words.without_before == {"見直し件数", "見直し:実施内容", "見直し文", "見直しの"}
    assert not words.unknown
    words = wording(AFTER, BEFORE)
    words.fill(text)
    assert words.unknown == {"見直しの"}


# Text parts -----------------------------------------------------------------------------------------------------------


def cells(part: Part) -> list[list[tuple[int, int, str, str]]]:
    plan = outline_plan()
    block = make_block(part, Source(standing(plan, plan.points[0].key)), wording(plan), first=True)
    assert sum(block.widths) == pytest.approx(1.0)
    assert len({cell.key for row in block.rows for cell in row.cells}) == sum(len(row.cells) for row in block.rows)
    return [[(c.first, c.last, str(c.text), c.role) for c in row.cells] for row in block.rows]


def test_text_block__tables_between_paragraphs__share_one_grid() -> None:
    text = "文です。\n■ 期間\n年度｜件数\n{計画期間:略}｜{件数}\n(1) 次\n名称｜長い説明\n市民｜" + "説明" * 60
    found = cells(Part(key="t", kind="text", sheet="概要", title="題", text=text))
    last = found[0][0][1]
    assert found[0] == [(0, last, "題", "title")]
    assert found[1] == [(0, last, "　文です。", "text")]
    assert found[2] == [(0, last, "■ 期間", "heading")]
    assert [(text, role) for _, _, text, role in found[3]] == [("年度", "head"), ("件数", "head")]
    assert [(text, role) for _, _, text, role in found[4]] == [("令和６～９年度", "body"), ("５", "body_right")]
    assert found[4][-1][1] < last, "a small table does not take the whole page"
    assert found[5] == [(0, last, "(1) 次", "text")]
    assert found[7][-1][1] == last


def test_text_block__without_tables__one_column() -> None:
    found = cells(Part(key="t", kind="text", sheet="概要", text="一\n\n・二"))
    assert found == [[(0, 0, "　一", "text")], [(0, 0, "", "text")], [(0, 0, "・二", "text")]]


def test_text_block__areas_as_rows_of_a_table() -> None:
    text = "分野｜趣旨｜主な項目\n{分野ごと}\n{分野名}｜{分野趣旨}｜・{項目例:2}\n{/分野ごと}"
    found = cells(Part(key="t", kind="text", sheet="概要", text=text))
    assert [[text for _, _, text, _ in row] for row in found] == [
        ["分野", "趣旨", "主な項目"],
        ["市民", "協働を進めます。\n続けます。", "・相談\n・協働(清掃) など"],
        ["財政", "強くします。", "・財政指標"],
    ]
