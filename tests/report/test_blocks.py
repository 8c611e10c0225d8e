"""Parts -> blocks: what is a heading, what is a head, what a sub-row shares with the row above."""

from collections.abc import Mapping

import pytest

from kosei_xl.collect.summarize import summarize
from kosei_xl.report.blocks import Block, make_block
from kosei_xl.report.columns import Source
from kosei_xl.report.paginate import RowKind
from kosei_xl.report.wording import Wording
from kosei_xl.values.ledger import Entries, Ledger
from kosei_xl.values.model import Column, EntryKey, Part, Plan, Rating
from tests.tools.builders import END, MORE_ITEMS, RATINGS, make_plan, standing

LEDGER = {
    EntryKey("a-1", None, END): {"rating": "S"},
    EntryKey("a-2", None, END): {"rating": "B", "results": "遅れた"},
    EntryKey("a-6", None, END): {"rating": "A"},
}


def column(key: str, label: str = "", heading: str | None = None) -> Column:
    return Column(part="p", key=key, label=label or key, heading=heading, source="entry")


def block(part: Part, *columns: Column, first: bool = True, style: Mapping[str, str] | None = None) -> Block:
    numbered = style or {"area_numbering": "1"}
    plan: Plan = make_plan(MORE_ITEMS, parts=(part,), columns=columns, style=numbered)
    return make_block(part, *words_of(plan, LEDGER), first=first)


def words_of(plan: Plan, ledger: Entries) -> tuple[Source, Wording]:
    """What blocks of a plan and its ledger are made from."""
    at = standing(plan, END, Ledger(ledger))
    return Source(at), Wording(plan, at.point, summarize(at))


def texts(made: Block) -> list[list[object]]:
    return [[cell.text for cell in row.cells] for row in made.rows]


def part(kind: str, **values: object) -> Part:
    return Part.model_validate({"key": "p", "kind": kind, "sheet": "一覧", **values})


def test_list__items_of_its_kind__in_printed_order() -> None:
    numbers = {
        "rated": ["1", "2", "3", "5", "6"],
        "unrated": ["4"],
        "all": ["1", "2", "3", "4", "5", "6"],
    }
    for items, expected in numbers.items():
        made = block(part("list", items=items), column("no"))
        assert [row.line_no for row in made.rows if row.line_no and "-" not in row.line_no] == expected


def test_list__no_area_column__a_band_opens_each_area() -> None:
    made = block(part("list", title="一覧"), column("no"), column("rating"))
    bands = [row for row in made.rows if row.cells[0].role == "band"]
    assert [row.cells[0].text for row in bands] == ["分野1 市民", "分野2 財政"]
    assert {row.kind for row in bands} == {RowKind.HEADING}
    assert set(made.bands) == {"1", "2"}
    assert made.area_column is None


def test_list__area_column__no_bands() -> None:
    made = block(part("list"), column("area"), column("no"))
    assert made.area_column == 0
    assert made.bands == {}
    assert "band" not in {cell.role for row in made.rows for cell in row.cells}


def test_list__two_level_head__groups_joined_and_single_columns_reach_down() -> None:
    made = block(
        part("list"), column("no", "No."), column("rating", "上期", "評価"), column("previous", "前回", "評価")
    )
    upper, lower = made.heads
    assert [(cell.first, cell.last, cell.text, cell.key) for cell in upper.cells] == [
        (0, 0, "No.", "down"),
        (1, 2, "評価", ""),
    ]
    assert [cell.text for cell in lower.cells] == ["", "上期", "前回"]


def test_list__no_columns_in_帳票列__number_name_department_rating() -> None:
    made = block(part("list"))
    assert [cell.text for cell in made.heads[0].cells] == ["No.", "項目", "推進担当課", "評価"]


def test_list__row_that_goes_on_without_name__says_its_number() -> None:
    made = block(part("list"), column("no"))
    said = [list(row.continued.values()) for row in made.rows if row.line_no]
    assert said[:2] == [["1\n（続き）"], ["2\n（続き）"]]


def test_list__row_that_goes_on__says_number_name_and_rating() -> None:
    made = block(part("list"), column("no"), column("name"), column("rating"), column("results"))
    row = next(row for row in made.rows if row.line_no)
    texts = {cell.key: str(cell.text) for cell in row.cells}
    number, name, rating = list(texts)[:3]
    assert row.continued == {
        number: texts[number],
        name: f"{texts[name]}（続き）",
        **({rating: texts[rating]} if texts[rating] else {}),
    }


@pytest.mark.parametrize(
    ("code", "role"), [("S", "rating_ahead"), ("A", "rating"), ("B", "rating_behind"), ("-", "rating")]
)
def test_list__rating__looks_by_its_place_in_the_scale(code: str, role: str) -> None:
    made = block(part("list"), column("rating"))
    assert {cell.role for row in made.rows for cell in row.cells if cell.text == code} == {role}


def test_delayed__behind_only_by_number() -> None:
    made = block(part("delayed", title="遅れ（{B}項目）"), column("no"), column("results"))
    assert texts(made) == [["遅れ（１項目）"], ["2", "遅れた"]]


def test_delayed__none_behind__a_sentence() -> None:
    plan = make_plan(MORE_ITEMS, parts=(part("delayed"),), columns=(column("no"),))
    made = make_block(part("delayed"), *words_of(plan, {}), first=True)
    assert texts(made) == [["該当する項目はありません。"]]
    assert made.heads == ()


def test_summary__blank_ratings__a_column_of_their_own() -> None:
    made = block(part("summary", title="表"))
    assert [str(text).replace("\n", "") for text in texts(made)[1]] == [
        "分野",
        "予定以上（Ｓ）",
        "予定どおり（Ａ）",
        "遅れ（Ｂ）",
        "未記入",
    ]
    assert [row[1:] for row in texts(made)[2:]] == [
        ["１", "０", "１", "１"],
        ["１", "１", "０", "０"],
        ["２", "１", "１", "１"],
    ]


def test_summary__rating_that_is_not_counted__a_column_only_where_it_was_given() -> None:
    scale = (*RATINGS, Rating(code="-", label="休止", order=None, counted=False))
    plan = make_plan(MORE_ITEMS, parts=(part("summary"),), ratings=scale, style={"digits_table": "half"})
    for rating, heads, counts in (("-", ["（－）"], [5, 2, 1, 1, 1]), ("A", [], [5, 2, 2, 1])):
        ledger = {**LEDGER, EntryKey("a-3", None, END): {"rating": rating}}
        source, words = words_of(plan, ledger)
        rows = texts(make_block(part("summary"), source, words, first=True))
        assert [str(text)[-3:] for text in rows[0][1:]] == ["（Ｓ）", "（Ａ）", "（Ｂ）", *heads]
        assert [words.numbers["件数"], *rows[-1][1:]] == counts
        for row in rows[1:]:
            assert f"（{sum(int(str(count)) for count in row[1:])}項目）" in str(row[0])
        assert ("１項目が「休止」" in words.fill("{評価文}")) is (rating == "-")


def test_list__foot__rating_that_is_not_counted_has_a_row_where_it_was_given() -> None:
    scale = (*RATINGS, Rating(code="-", label="休止", counted=False))
    plan = make_plan(
        MORE_ITEMS, parts=(part("list", foot=True),), columns=(column("no"), column("rating")), ratings=scale
    )
    for rating, foot in (
        ("-", [["S", 2], ["A", 1], ["B", 1], ["-", 1], ["計", 5]]),
        ("", [["S", 2], ["A", 1], ["B", 1], ["計", 4]]),
    ):
        ledger = {**LEDGER, EntryKey("a-3", None, END): {"rating": rating}}
        made = make_block(part("list", foot=True), *words_of(plan, ledger), first=True)
        assert [[cell.text for cell in row.cells] for row in made.rows if row.kind is RowKind.FOOT] == foot


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("予定どおりに進捗", "予定どおりに進捗\n（A）"),
        ("予定よりも遅れている", "予定よりも\n遅れている\n（A）"),
        ("予定どおり、又は遅れ", "予定どおり、\n又は遅れ\n（A）"),
    ],
)
def test_summary__long_name_of_a_rating__in_two_lines_about_as_long(label: str, shown: str) -> None:
    plan = make_plan(MORE_ITEMS, parts=(part("summary"),), ratings=(Rating(code="A", label=label, order=1),))
    made = make_block(part("summary"), *words_of(plan, {}), first=True)
    assert str(texts(made)[0][1]).replace("Ａ", "A") == shown


def test_summary__half_width_digits__numbers() -> None:
    made = block(part("summary"), style={"area_numbering": "1", "digits_table": "half"})
    assert texts(made)[1][1:] == [1, 0, 1, 1]


def test_text__title_and_paragraphs__indented_where_they_run_on() -> None:
    made = block(part("text", title="概要", text="本文です。\n・箇条\n（注）"))
    assert texts(made) == [["概要"], ["　本文です。"], ["・箇条"], ["（注）"]]
    assert made.rows[0].kind is RowKind.HEADING
    assert made.rows[0].cells[0].role == "title"
    assert block(part("text", title="概要"), first=False).rows[0].cells[0].role == "part_heading"


@pytest.mark.parametrize(("count", "kept"), [(1, ""), (2, "k"), (6, "kkkkk"), (7, "k----k")])
def test_text__enumeration__a_short_one_stays_together_and_none_leaves_a_line_alone(count: int, kept: str) -> None:
    made = block(part("text", text="はじめに。\n" + "\n".join(f"・その{n}" for n in range(count)) + "\nおわりに。"))
    kinds = [row.kind for row in made.rows]
    assert kinds[0] is kinds[-1] is RowKind.BODY
    assert "".join("k" if kind is RowKind.KEPT else "-" for kind in kinds[1:-1]) == f"{kept}-"


def test_text__headings__look_by_level() -> None:
    made = block(part("text", title="方針", text="# 一\n## 二\n### 三\n本文。"), first=False)
    assert [row.cells[0].role for row in made.rows] == ["part_heading", "heading", "subheading", "caption", "text"]
    assert [row.cells[0].text for row in made.rows] == ["方針", "一", "　二", "　　三", "　本文。"]


def test_text__cover_with_a_legend__in_a_box_of_its_own() -> None:
    text = "（{計画期間}）\n評価の見方\n「Ｓ」：予定以上\n「Ａ」：予定どおり\n※注"
    made = block(part("text", title="{計画名}", text=text, role="cover"))
    shown = [(cell.role, cell.key, cell.text) for row in made.rows for cell in row.cells]
    assert shown[2:] == [
        ("cover_text", "p.text.2", "評価の見方"),
        ("cover_box", "p.text.3", "「Ｓ」：予定以上\n「Ａ」：予定どおり"),
        ("note", "p.text.5", "※注"),
    ]
    near = block(part("text", text="「改革プラン」：概要です\nＳ市：報告", role="cover"))
    assert {cell.role for row in near.rows for cell in row.cells} == {"cover_title", "cover_text"}


def test_text__cover__title_with_air_above() -> None:
    made = block(part("text", title="{計画名}", text="（案）", role="cover"))
    assert [cell.role for row in made.rows for cell in row.cells if cell.text] == ["cover_title", "cover_text"]
    assert made.rows[0].gap > 100
