"""Placeholders, clauses and sentences of figures; and that every number printed is the same number."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kosei_xl.collect.summarize import summarize
from kosei_xl.read.plan import read_plan
from kosei_xl.report.page import Report
from kosei_xl.report.placeholders import placeholder_findings
from kosei_xl.report.wording import Wording
from kosei_xl.values.diagnostics import Outcome
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import EntryKey, Part, Plan, Rating, Style
from kosei_xl.verbs import init
from kosei_xl.words import terms
from tests.tools.builders import END, MORE_ITEMS, make_plan, standing
from tests.tools.paper import changed, laid, ledger_of, with_area_column
from tests.tools.tables import read_plan_of, settings_book

SENTENCE = "全{件数}項目[[（うち再掲{再掲}項目）]]のうち、{評価文}となりました。"
RATED = {"a-1": "S", "a-2": "A", "a-3": "A", "a-6": "B"}


def wording(ratings: Mapping[str, str] = RATED, **style: object) -> Wording:
    """The words of a plan of five rated items, of which No. 5 repeats No. 1."""
    plan = make_plan(MORE_ITEMS, style=Style.model_validate({"area_numbering": "1", **style}))
    ledger = {EntryKey(key, None, END): {"rating": code} for key, code in ratings.items()}
    at = standing(plan, END, Ledger(ledger))
    return Wording(plan, at.point, summarize(at))


def test_fill__rated__sentence_in_the_order_of_the_scale() -> None:
    text = wording().fill(SENTENCE)
    shown = (
        "全５項目（うち再掲１項目）のうち、２項目が「予定以上」、２項目が「予定どおり」、１項目が「遅れ」となりました。"
    )
    assert text == shown


@pytest.mark.parametrize(
    ("zeros", "shown"),
    [(True, "０項目が「予定以上」、５項目が「予定どおり」、０項目が「遅れ」"), (False, "５項目が「予定どおり」")],
)
def test_fill__zeros__left_out_where_the_plan_says_so(zeros: bool, shown: str) -> None:
    ratings = dict.fromkeys(("a-1", "a-2", "a-3", "a-6"), "A")
    assert wording(ratings, zero_ratings_in_sentence=zeros).fill("{評価文}") == shown


@pytest.mark.parametrize(
    ("era", "shown"),
    [
        ("kanji", "令和７年度（令和６年度～令和９年度、令和６～９年度、令和７年度、７年度）"),
        ("half", "R7年度（R6年度～R9年度、R6～R9年度、R７年度、７年度）"),
        ("full", "Ｒ７年度（Ｒ６年度～Ｒ９年度、Ｒ６～Ｒ９年度、Ｒ７年度、７年度）"),
    ],
)
def test_fill__years__as_the_plan_writes_eras(era: str, shown: str) -> None:
    asked = "{年度}（{計画期間}、{計画期間:略}、{年度:全角}、{略年度}）"
    assert wording(era_text=era).fill(asked) == shown


def test_fill__blank_ratings__counted_in_the_sentence() -> None:
    assert wording({"a-2": "A"}).fill("{評価文}").endswith("、４項目が未記入")
    assert "未記入" not in wording().fill("{評価文}")
    assert wording({}, zero_ratings_in_sentence=False).fill("{評価文}") == "５項目が未記入"


def test_fill__clause__only_where_a_number_in_it_is_not_zero() -> None:
    words = wording()
    assert words.fill("計[[、再掲{再掲}]]") == "計、再掲１"
    assert words.fill("計[[、未記入{未記入}]]") == "計"
    assert words.fill("計[[、未記入{未記入}、再掲{再掲}]]") == "計、未記入０、再掲１"
    assert words.fill("計[[（{時点}）]]") == "計（令和7年度末）"
    assert words.fill("計[[、未記入{未記入:半角}\n二行目]]。") == "計。"


def test_fill__contents__their_clause_falls_away_where_nothing_else_is_printed() -> None:
    text = "題\n[[目次\n{目次}\n]]日付"
    cover = Part(key="c", kind="text", role="cover", sheet="表紙", title="計画", text=text, doc_no="資料１")
    shown = Part(key="l", kind="list", sheet="一覧", title="進捗", doc_no="資料２")
    words = wording()
    alone, both = (replace(words, plan=words.plan.with_parts(parts)) for parts in ((cover,), (cover, shown)))
    assert alone.fill(text) == "題\n日付"
    assert both.fill(text) == "題\n目次\n資料２　進捗\n日付"


@pytest.mark.parametrize(("style", "shown"), [("half", "5 5"), ("full", "５ ５"), ("mixed", "５ ５")])
def test_fill__digit_style__as_the_plan_sets_it(style: str, shown: str) -> None:
    assert wording(digits_text=style).fill("{件数} {実件数:混在}") == shown.replace("5 5", "5 ４").replace(
        "５ ５", "５ ４"
    )
    assert wording(digits_text=style).fill("{件数:半角}{件数:全角}") == "5５"


def test_fill__unknown_placeholder__stays_and_is_remembered() -> None:
    words = wording()
    assert words.fill("{なし}と{件数}、{ }") == "{なし}と５、{ }"
    assert words.unknown == {"なし", " "}


def test_placeholder__former_name__still_filled_and_k241_at_its_cell() -> None:
    words = wording({"a-1": "B", "a-2": "A"})
    assert words.fill("遅れ{遅れ件数:半角}件、{遅れ}") == "遅れ2件、２"
    assert words.unknown == set()
    parts = (
        Part(key="text", kind="text", sheet="概要", text="遅れ{遅れ}件"),
        Part(key="old", kind="text", sheet="概要", text="遅れ{遅れ件数:半角}件"),
    )
    read = read_plan(settings_book(make_plan(parts=parts)))
    told = placeholder_findings(Outcome(read_plan_of(read), read.at))
    assert [(one.code, one.at and (one.at.sheet, one.at.cell)) for one in told] == [("K246", (terms.PARTS_SHEET, "E4"))]
    assert "「{遅れ}」" in told[0].message()


@pytest.mark.parametrize(("codes", "told"), [(("遅れ", "大幅遅れ"), ["E3"]), (("遅れ",), []), (("B", "C"), [])])
def test_placeholder__called_like_one_of_several_ratings_behind__k247_at_its_cell(
    codes: Sequence[str], told: Sequence[str]
) -> None:
    behind = [Rating(code=code, label=code, order=n, behind=True) for n, code in enumerate(codes, 2)]
    ratings = (Rating(code="順調", label="順調", order=1), *behind)
    texts = ("遅れ{遅れ}件", "遅れ{遅れ件数:半角}件") if "遅れ" in codes else ("遅れ{遅れ}件",)
    parts = tuple(Part(key=f"p{n}", kind="text", sheet="概要", text=text) for n, text in enumerate(texts))
    read = read_plan(settings_book(make_plan(parts=parts, ratings=ratings)))
    found = placeholder_findings(Outcome(read_plan_of(read), read.at))
    assert [one.at.cell for one in found if one.code == "K247" and one.at] == told
    assert all("「{遅れ件数}」" in one.message() for one in found if one.code == "K247")


def test_fill__words__plan_and_point() -> None:
    words = wording(organization="緑市", office="経営課", area_term="方針", item_term="取組")
    assert words.fill("{計画名}/{計画期間}/{時点}/{分野}/{項目}/{団体名}/{事務局}/{分野数}") == (
        "改革プラン/令和６年度～令和９年度/令和7年度末/方針/取組/緑市/経営課/２"
    )
    assert words.fill("{時点日}") == "令和８年３月31日"


# Everything agrees ----------------------------------------------------------------------------------------------------


def number(text: object) -> int:
    """Digits of any width."""
    return int(unicodedata.normalize("NFKC", str(text)))


def texts_by_key(report: Report) -> dict[str, str]:
    """Every cell's text by its key, pieces joined."""
    found: dict[str, str] = {}
    for sheet in report.sheets:
        for row in sheet.rows:
            for cell in row.cells:
                if cell.key:
                    found[cell.key] = found.get(cell.key, "") + str(cell.text)
    return found


MIDORI = with_area_column(init.sample_plan("midori").plan)
ENTRIES = ledger_of(init.sample_entries("midori"))
RATED_ITEMS = [item.key for item in MIDORI.items if item.kind == "rated"]
POINT = MIDORI.points[-1].key


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(["S", "A", "B", "", "？"]), min_size=len(RATED_ITEMS), max_size=len(RATED_ITEMS)),
    st.booleans(),
    st.sampled_from(["half", "full", "mixed"]),
)
def test_numbers__any_ratings__table_sentence_delayed_and_list_agree(
    codes: list[str], zeros: bool, digits: str
) -> None:
    style = MIDORI.style.model_copy(
        update={"zero_ratings_in_sentence": zeros, "digits_text": digits, "digits_table": digits}
    )
    plan = changed(MIDORI, style=style)
    ledger = {key: dict(values) for key, values in ENTRIES.items()}
    for key, code in zip(RATED_ITEMS, codes, strict=True):
        values = ledger.setdefault(EntryKey(key, None, POINT), {})
        values.pop("rating", None)
        if code:
            values["rating"] = code
    check_agreement(plan, texts_by_key(laid(plan, ledger, POINT)))


def check_agreement(plan: Plan, cells: Mapping[str, str]) -> None:
    """Count the ratings printed in the list and find the same numbers everywhere."""
    printed = {line.no: cells[f"list.{line.no}.rating"] for line in plan.lines if line.rated}
    area_of = {line.no: line.item.area_no for line in plan.lines}
    counts = Counter((area_of[no], code) for no, code in printed.items())
    totals = Counter(printed.values())
    assert set(totals) <= {"S", "A", "B", ""}
    for rating in plan.ratings:
        for area in plan.areas:
            assert number(cells[f"summary.area:{area.no}.{rating.code}"]) == counts[area.no, rating.code]
        assert number(cells[f"summary.total.{rating.code}"]) == totals[rating.code]
    for area in plan.areas:
        every = sum(count for (no, _), count in counts.items() if no == area.no)
        assert number(cells[f"summary.area:{area.no}.total"]) == every
    assert number(cells["summary.total.total"]) == len(printed)
    assert ("summary.total.missing" in cells) is (totals[""] > 0)
    if totals[""]:
        assert number(cells["summary.total.missing"]) == totals[""]
    sentence = "".join(text for key, text in cells.items() if key.startswith("overview.text"))
    said = {label: number(count) for count, label in re.findall(r"(\d+)項目が「(.+?)」", sentence)}
    shown = plan.ratings if plan.style.zero_ratings_in_sentence else [r for r in plan.ratings if totals[r.code]]
    assert said == {rating.label: totals[rating.code] for rating in shown}
    missing = re.search(r"(\d+)項目が未記入", sentence)
    assert (number(missing[1]) if missing else 0) == totals[""]
    everything = re.search(r"全(\d+)項目", sentence)
    assert everything is not None
    assert number(everything[1]) == len(printed)
    behind = {no for no, code in printed.items() if code == "B"}
    assert {key.split(".")[1] for key in cells if re.fullmatch(r"delayed\.[\d-]+\.no", key)} == behind
    title = re.search(r"（(\d+)項目）", cells["delayed.title"])
    assert title is not None
    assert number(title[1]) == len(behind)


def test_fill__titles_that_fall_away_in_part__stand_in_the_contents() -> None:
    parts = (
        Part(key="cover", kind="text", role="cover", sheet="表紙", text="[[目次\n{目次}\n]]"),
        Part(key="one", kind="text", sheet="概要", doc_no="資料１", title="概要[[（再掲{再掲}項目）]]"),
        Part(key="two", kind="text", sheet="遅れ", doc_no="資料２", title="遅れ[[（{遅れ}項目）]]"),
    )
    plan = make_plan(parts=parts)
    at = standing(plan, END, Ledger({EntryKey("a-1", None, END): {"rating": "B"}}))
    words = Wording(plan, at.point, summarize(at))
    assert words.fill(parts[0].text).splitlines() == ["目次", "資料１　概要", "資料２　遅れ（１項目）"]
