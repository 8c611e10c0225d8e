"""A returned workbook, and whatever people did to it: every finding with its cell, nothing typed lost."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from kosei_xl.collect.rules import check_rules
from kosei_xl.demo import type_entries
from kosei_xl.read.identity import survey_code
from kosei_xl.read.survey import _plan_of, _SurveyReader, embedded_plan, read_submission
from kosei_xl.read.tables import TableRow, find_table, text_of
from kosei_xl.values.cells import Book, CellValue, Sheet
from kosei_xl.values.diagnostics import Outcome
from kosei_xl.values.model import ROW, EntryKey, Plan, Submission, indicator_slot
from kosei_xl.verbs.check import check_workbooks
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.builders import (
    AREA_1,
    END,
    FILE,
    HALF,
    ITEMS,
    MORE_ITEMS,
    SHEET_1,
    book_from_md,
    book_from_survey,
    changed,
    fields_of,
    found,
    make_plan,
    read,
    ref,
    survey_from_md,
    survey_of,
    with_cell,
    with_columns,
    with_rows,
    with_sheet,
    without_sheet,
)
from tests.tools.office import midori, respondent

PLAN = make_plan()
INDICATORS = """
## 指標
| row_key | no | name | indicator | target | actual | unit | state |
| 行キー | No. | 名称 | 成果指標 | 目標値 | 実績値 | 単位 | 点検 |
| a-1\\|\\|1 | 1 | 相談窓口 | 相談件数 | #300 | #312 | 件 | |
| a-1\\|\\|2 | 1 | 相談窓口 | | | | | |
| a-2\\|\\|1 | 2 | 電子申請 | 手続数 | 40 | | 件 | 実績値が未記入 |
"""


def _read(text: str = AREA_1, plan: Plan = PLAN) -> Outcome[Submission]:
    return read(read_submission(survey_from_md(text), plan))


def _book(book: Book, plan: Plan = PLAN) -> Outcome[Submission]:
    return read(read_submission(book, plan))


# -- a good one ------------------------------------------------------------------------------------------------------
def test_read_submission__filled_in__fields_places_and_no_finding() -> None:
    outcome = _read()
    value = outcome.value
    assert found(outcome.diagnostics) == []
    assert fields_of(value, "a-1") == {"rating": "A", "annual_plan": "開設する", "results": "開設した"}
    assert fields_of(value, "a-2") == {
        "rating": "B",
        "annual_plan": "始める",
        "results": "遅れた",
        "cause": "委託先",
        "next_steps": "急ぐ",
        "follow_up": "○",
        "effect": "120",
    }
    assert str(outcome.place("value_sets", "a-2", None, ROW, "cause")) == ref("H5")
    assert (value.plan_id, value.plan_version, value.point, value.dept_code) == ("midori", 1, END, "D1")
    assert (value.filled_by, value.confirmed_by, value.confirmed_on) == ("花子", "太郎", "2026-04-09")
    assert (value.saved_at, value.saved_by, value.submission_no) == ("2026-04-10 03:00:00", "花子", 1)
    assert value.others == ()


def test_read_submission__numbers_and_line_ends__as_text() -> None:
    value = _read(changed(AREA_1, ("| 120 |", "| #1200 |"), ("委託先", "一行目 <br>二行目"))).value
    assert fields_of(value, "a-2")["effect"] == "1200"
    assert fields_of(value, "a-2")["cause"] == "一行目\n二行目"


def test_read_submission__reference_row_untouched__not_answered() -> None:
    text = changed(AREA_1, ("| band:1", "| a-3\\| | 3 | 納税案内 | | | | | | | | | 回答課：税務課 |\n| band:1"))
    outcome = _read(text, make_plan(MORE_ITEMS[:3]))
    assert [v.key[0] for v in outcome.value.value_sets] == ["a-1", "a-2"]
    assert found(outcome.diagnostics) == []


def test_read_submission__reference_row_filled_in__read_for_the_office() -> None:
    text = changed(AREA_1, ("| band:1", "| a-3\\| | 3 | 納税案内 | | A | | | | | | | |\n| band:1"))
    assert fields_of(_read(text, make_plan(MORE_ITEMS[:3])).value, "a-3") == {"rating": "A"}


def test_read_submission__indicators__by_number() -> None:
    outcome = _read(AREA_1 + INDICATORS, make_plan(indicators=True))
    assert found(outcome.diagnostics) == []
    assert fields_of(outcome.value, "a-1", slot=indicator_slot(1)) == {
        "indicator": "相談件数",
        "target": "300",
        "actual": "312",
        "unit": "件",
    }
    assert fields_of(outcome.value, "a-1", slot=indicator_slot(2)) == {}
    assert fields_of(outcome.value, "a-2", slot=indicator_slot(1)) == {
        "indicator": "手続数",
        "target": "40",
        "unit": "件",
    }


# -- K2xx values -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["Ａ", "ａ", "a", "「A」", "（Ａ）", "予定どおり", "順調", " A "])
def test_read_submission__rating_spelt_otherwise__read_with_k202(typed: str) -> None:
    book = with_cell(survey_from_md(AREA_1), (SHEET_1, 4, 5), typed)
    outcome = _book(book)
    assert fields_of(outcome.value, "a-1")["rating"] == "A"
    assert found(outcome.diagnostics) == ([("K202", ref("E4"))] if typed.strip() != "A" else [])


@pytest.mark.parametrize("typed", ["○", "〇", "◯"])
def test_read_submission__circles_as_rating__read(typed: str) -> None:
    plan = make_plan(ratings=({"code": "○", "label": "順調"}, {"code": "△", "label": "やや遅れ"}))
    outcome = _read(changed(AREA_1, ("| A |", f"| {typed} |"), ("| B |", "| △ |")), plan)
    assert fields_of(outcome.value, "a-1")["rating"] == "○"
    assert found(outcome.diagnostics) == ([] if typed == "○" else [("K202", ref("E4"))])


@pytest.mark.parametrize("typed", ["-", "－", "ー", "―"])
def test_read_submission__dash_as_rating__blank_with_k202(typed: str) -> None:
    outcome = _read(changed(AREA_1, ("| A |", f"| {typed} |")))
    assert "rating" not in fields_of(outcome.value, "a-1")
    assert found(outcome.diagnostics) == [("K202", ref("E4"))]


def test_read_submission__dash_where_nothing_is_rated__no_finding() -> None:
    plan = make_plan((ITEMS[0].model_copy(update={"kind": "unrated"}), ITEMS[1]))
    outcome = _read(changed(AREA_1, ("| A |", "| - |")), plan)
    assert found(outcome.diagnostics) == []
    assert "rating" not in fields_of(outcome.value, "a-1")


def test_read_submission__rating_outside_the_scale__k201_and_kept_as_text() -> None:
    outcome = _read(changed(AREA_1, ("| A |", "| A+ |")))
    assert found(outcome.diagnostics) == [("K201", ref("E4"))]
    row = outcome.value.value_sets[0]
    assert "rating" not in row.fields
    assert row.unread == {"rating": "A+"}


def test_read_submission__formula_in_an_input__k203_and_its_value() -> None:
    outcome = _read(changed(AREA_1, ("開設した", "=開設した"), ("| 済 |\n| a-2", "| =済 |\n| a-2")))
    assert found(outcome.diagnostics) == [("K203", ref("G4"))]
    assert fields_of(outcome.value, "a-1")["results"] == "開設した"


@pytest.mark.parametrize(("cell", "said"), [("=", "値がまだありません"), ("=開設した", "値「開設した」を使いました")])
def test_read_submission__formula_with_and_without_a_value__k203_says_which(cell: str, said: str) -> None:
    (problem,) = _read(changed(AREA_1, ("開設した", cell))).diagnostics[:1]
    assert (problem.code, str(problem.at)) == ("K203", ref("G4"))
    assert said in problem.message()
    assert "「」" not in problem.message()


def test_read_submission__own_formula_of_a_repeated_listing__no_finding_and_no_value() -> None:
    text = changed(AREA_1, ("| band:1", "| a-5\\| | 5 | 相談窓口 | | =A | | | | | | | |\n| band:1"))
    plan = make_plan((*ITEMS, MORE_ITEMS[4].model_copy(update={"area_no": "1"})))
    outcome = _read(text, plan)
    assert found(outcome.diagnostics) == []
    assert fields_of(outcome.value, "a-5") == {}


def test_read_submission__date_in_a_text_field__k204() -> None:
    outcome = _read(changed(AREA_1, ("開設した", "@2026-03-01"), ("遅れた", "2026-03-01")))
    assert found(outcome.diagnostics) == [("K204", ref("G4"))]
    assert fields_of(outcome.value, "a-1")["results"] == "2026-03-01"


def test_read_submission__error_value__k205_and_kept_as_text() -> None:
    outcome = _read(changed(AREA_1, ("開設した", "#REF!"), ("遅れた", "#REF!のため遅れた")))
    assert found(outcome.diagnostics) == [("K205", ref("G4"))]
    assert outcome.value.value_sets[0].unread == {"results": "#REF!"}
    assert fields_of(outcome.value, "a-2")["results"] == "#REF!のため遅れた"


@pytest.mark.parametrize("typed", ["〇", "◯", "レ", "✓", "●"])
def test_read_submission__other_mark_in_follow_up__circle_with_k206(typed: str) -> None:
    outcome = _read(changed(AREA_1, ("| ○ |", f"| {typed} |")))
    assert found(outcome.diagnostics) == [("K206", ref("J5"))]
    assert fields_of(outcome.value, "a-2")["follow_up"] == "○"


def test_read_submission__text_in_follow_up__kept_with_k207() -> None:
    outcome = _read(changed(AREA_1, ("| ○ |", "| 要検討 |")))
    assert found(outcome.diagnostics) == [("K207", ref("J5"))]
    assert fields_of(outcome.value, "a-2")["follow_up"] == "要検討"


# -- K1xx columns ----------------------------------------------------------------------------------------------------
def test_read_submission__columns_moved__same_fields_and_k112() -> None:
    outcome = _book(with_columns(survey_from_md(AREA_1), SHEET_1, "GBCDEFAHIJKL"))
    assert found(outcome.diagnostics) == [("K112", ref("2:2"))]
    assert [v.fields for v in outcome.value.value_sets] == [v.fields for v in _read().value.value_sets]
    assert str(outcome.place("value_sets", "a-1", None, ROW, "results")) == ref("A4")


def test_read_submission__own_column_among_the_others__k112() -> None:
    outcome = _book(with_columns(survey_from_md(AREA_1), SHEET_1, "ABCDEKFGHIJL"))
    assert found(outcome.diagnostics) == [("K112", ref("2:2"))]


def test_read_submission__indicator_columns_moved__k112() -> None:
    book = with_columns(survey_from_md(AREA_1 + INDICATORS), "指標", "ABCDFEGH")
    assert found(_book(book, make_plan(indicators=True)).diagnostics) == [("K112", ref("2:2", "指標"))]


def test_read_submission__blank_column_inserted__no_finding() -> None:
    outcome = _book(with_columns(survey_from_md(AREA_1), SHEET_1, "ABCDE_FGHIJKL"))
    assert found(outcome.diagnostics) == []
    assert str(outcome.place("value_sets", "a-1", None, ROW, "results")) == ref("H4")


def test_read_submission__column_inserted_with_content__k113_and_kept() -> None:
    book = with_columns(survey_from_md(AREA_1), SHEET_1, "ABCDE_FGHIJKL")
    book = with_cell(with_cell(book, (SHEET_1, 2, 6), "課内メモ"), (SHEET_1, 5, 6), "夏までに決める")
    outcome = _book(book)
    assert found(outcome.diagnostics) == [("K113", ref("F5"))]
    assert outcome.value.others == (f"{SHEET_1}!F2: 課内メモ", f"{SHEET_1}!F5: 夏までに決める")
    assert outcome.diagnostics[0].message().endswith("夏までに決める")


def test_read_submission__long_stray_text__cut_in_the_message_and_kept_whole() -> None:
    long = "あ" * 80
    outcome = _book(with_cell(survey_from_md(AREA_1), (SHEET_1, 5, 13), long))
    assert outcome.diagnostics[0].message().endswith("あ…")
    assert outcome.value.others == (f"{SHEET_1}!M5: {long}",)


def test_read_submission__input_column_deleted__k111_and_the_rest_read() -> None:
    outcome = _book(with_columns(survey_from_md(AREA_1), SHEET_1, "ABCDFGHIJKL"))
    assert found(outcome.diagnostics) == [("K111", ref("2:2"))]
    assert fields_of(outcome.value, "a-1") == {"annual_plan": "開設する", "results": "開設した"}
    assert [v.lost for v in outcome.value.value_sets] == [{"rating"}, {"rating"}]
    assert found(check_rules(outcome, PLAN)) == [], "a lost column is one finding, not one more for each row"


def test_read_submission__column_of_the_plan_deleted__no_finding() -> None:
    assert found(_book(with_columns(survey_from_md(AREA_1), SHEET_1, "ABCEFGHIJKL")).diagnostics) == []


def test_read_submission__key_row_deleted__labels_with_k109() -> None:
    book = with_rows(survey_from_md(AREA_1), SHEET_1, range(2, 8))
    outcome = _book(book)
    assert found(outcome.diagnostics) == [("K109", ref("1:1"))]
    assert [v.fields for v in outcome.value.value_sets] == [v.fields for v in _read().value.value_sets]


def test_read_submission__key_row_deleted_in_a_distributed_survey__previous_ratings_are_no_stray_texts() -> None:
    current = {EntryKey("a-1", None, HALF): {"rating": "A"}}
    book = book_from_survey(survey_of(PLAN, current))
    assert book.sheets[1].value(2, 5) == "前回の評価\n（上半期）"
    outcome = _book(with_rows(book, SHEET_1, range(2, len(book.sheets[1].rows) + 1)))
    assert found(outcome.diagnostics) == [("K109", ref("1:1"))]


def test_read_submission__row_key_column_deleted__no_with_k124() -> None:
    outcome = _book(with_columns(survey_from_md(AREA_1), SHEET_1, "BCDEFGHIJKL"))
    assert found(outcome.diagnostics) == [("K124", ref("2:2"))]
    assert [v.fields for v in outcome.value.value_sets] == [v.fields for v in _read().value.value_sets]


def test_read_submission__keys_of_rows_and_columns_deleted__labels_and_no() -> None:
    book = with_rows(with_columns(survey_from_md(AREA_1), SHEET_1, "BCDEFGHIJKL"), SHEET_1, range(2, 8))
    outcome = _book(book)
    assert found(outcome.diagnostics) == [("K109", ref("1:1")), ("K124", ref("1:1"))]
    assert [v.fields for v in outcome.value.value_sets] == [v.fields for v in _read().value.value_sets]


def test_read_submission__row_keys_of_indicators_deleted__numbered_in_order() -> None:
    book = with_columns(survey_from_md(AREA_1 + INDICATORS), "指標", "BCDEFGH")
    outcome = _book(book, make_plan(indicators=True))
    assert found(outcome.diagnostics) == [("K124", ref("2:2", "指標"))]
    assert [v.key for v in outcome.value.value_sets if v.slot != ROW] == [
        ("a-1", None, indicator_slot(1)),
        ("a-1", None, indicator_slot(2)),
        ("a-2", None, indicator_slot(1)),
    ]


# -- K1xx rows -------------------------------------------------------------------------------------------------------
def test_read_submission__row_deleted__k116_at_its_sheet() -> None:
    outcome = _book(with_rows(survey_from_md(AREA_1), SHEET_1, (1, 2, 3, 4, 6, 7)))
    assert found(outcome.diagnostics) == [("K116", ref(""))]
    assert outcome.diagnostics[0].item == "2"
    assert [v.key[0] for v in outcome.value.value_sets] == ["a-1"]


def test_read_submission__rows_sorted__same_fields() -> None:
    outcome = _book(with_rows(survey_from_md(AREA_1), SHEET_1, (1, 2, 5, 7, 3, 4, 6)))
    assert found(outcome.diagnostics) == []
    assert fields_of(outcome.value, "a-1") == fields_of(_read().value, "a-1")


@pytest.mark.parametrize("key", ["+1", ""])
def test_read_submission__added_row__k114_and_kept(key: str) -> None:
    added = f"| {key} | 新 | 出前講座 | 月1回 | A | | 始めた | | | | | |"
    outcome = _read(changed(AREA_1, ("| +1 | | | | | | | | | | | |", added)))
    assert found(outcome.diagnostics) == [("K114", ref("B7"))]
    assert outcome.value.others == (f"{SHEET_1}!7:7: 新 / 出前講座 / 月1回 / A / 始めた",)


def test_read_submission__text_under_a_column_of_the_plan_in_an_added_row__kept() -> None:
    outcome = _book(with_cell(survey_from_md(AREA_1), (SHEET_1, 7, 4), "月1回"))
    assert found(outcome.diagnostics) == [("K114", ref("D7"))]


def test_read_submission__row_of_an_unknown_item__k117_and_kept() -> None:
    outcome = _read(changed(AREA_1, ("| band:1", "| a-9\\| | 9 | 廃止した項目 | | A | | | | | | | |\n| band:1")))
    assert found(outcome.diagnostics) == [("K117", ref("B6"))]
    assert outcome.value.others == (f"{SHEET_1}!6:6: 9 / 廃止した項目 / A",)


def test_read_submission__row_of_an_unknown_item_without_text__no_finding() -> None:
    assert found(_read(changed(AREA_1, ("| band:1", "| a-9\\| | | | | | | | | | | |\n| band:1"))).diagnostics) == []


def test_read_submission__row_doubled_with_the_same_content__no_finding() -> None:
    outcome = _book(with_rows(survey_from_md(AREA_1), SHEET_1, (1, 2, 3, 4, 4, 5, 6, 7)))
    assert found(outcome.diagnostics) == []
    assert len(outcome.value.value_sets) == 2


def test_read_submission__row_doubled_with_other_content__k115_and_the_first_used() -> None:
    book = with_rows(survey_from_md(AREA_1), SHEET_1, (1, 2, 3, 4, 4, 5, 6, 7))
    outcome = _book(with_cell(book, (SHEET_1, 5, 7), "二つ開設した"))
    assert found(outcome.diagnostics) == [("K115", ref("5:5"))]
    assert [str(at) for at in outcome.diagnostics[0].related] == [ref("4:4")]
    assert fields_of(outcome.value, "a-1")["results"] == "開設した"
    assert outcome.value.others == (f"{SHEET_1}!5:5: A / 開設する / 二つ開設した",)


@pytest.mark.parametrize(
    ("cell", "old", "new"),
    [("B4", "| 1 | 相談窓口", "| 11 | 相談窓口"), ("C4", "| 相談窓口", "| 相談室"), ("D4", "年300件", "年500件")],
)
def test_read_submission__plan_text_overwritten__k125_and_kept(cell: str, old: str, new: str) -> None:
    outcome = _read(changed(AREA_1, (old, new)))
    assert found(outcome.diagnostics) == [("K125", ref(cell))]
    text = new.removeprefix("| ").split(" |")[0]
    assert outcome.value.others == (f"{SHEET_1}!{cell}: {text}",)


def test_read_submission__plan_text_of_other_width_or_cleared__no_finding() -> None:
    outcome = _read(changed(AREA_1, ("年300件", "年３００件"), ("| 相談窓口", "| ")))
    assert found(outcome.diagnostics) == []


def test_read_submission__sub_item_numbered_alone__no_finding() -> None:
    text = """
## 2 財政
| row_key | no | name | rating | annual_plan | results | cause | next_steps | follow_up | effect |
| 行キー | No. | 項目 | 評価 | 当初予定 | 取組実績 | 要因 | 今後の対応 | フォローアップ | 効果額 |
| a-6\\|1 | 1 | 集会所 | | | 直した | | | | |
"""
    outcome = _read(text, make_plan(MORE_ITEMS[5:]))
    assert found(outcome.diagnostics) == []
    assert fields_of(outcome.value, "a-6", "1") == {"results": "直した"}


# -- K1xx sheets -----------------------------------------------------------------------------------------------------
def test_read_submission__sheet_renamed__read_all_the_same_with_k108() -> None:
    outcome = _read(changed(AREA_1, ("## 1 市民", "## 市民（提出用）")))
    assert found(outcome.diagnostics) == [("K108", ref("", "市民（提出用）"))]
    assert "「1 市民」" in outcome.diagnostics[0].message()
    assert [v.fields for v in outcome.value.value_sets] == [v.fields for v in _read().value.value_sets]


def test_read_submission__sheet_renamed_without_its_area_key__known_by_its_rows() -> None:
    book = with_rows(survey_from_md(changed(AREA_1, ("## 1 市民", "## 市民"))), "市民", (1, 2, 4, 5))
    assert found(_book(book).diagnostics) == [("K108", ref("", "市民"))]
    book = with_columns(book, "市民", "BCDEFGHIJKL")
    assert found(_book(book).diagnostics) == [("K108", ref("", "市民")), ("K124", ref("2:2", "市民"))]


def test_read_submission__copy_of_a_sheet__not_taken_for_a_renamed_one() -> None:
    book = survey_from_md(AREA_1 + AREA_1.replace("## 1 市民", "## 1 市民 (2)"))
    assert found(_book(book).diagnostics) == []


def test_read_submission__sheet_of_an_unknown_area__no_k108() -> None:
    text = AREA_1 + "## 5 別\n| row_key | no | name |\n| 行キー | No. | 項目 |\n| area:5 | 5 別 | |\n"
    assert found(_read(text).diagnostics, "K108") == []


def test_read_submission__sheet_deleted__k107_once() -> None:
    plan = make_plan(MORE_ITEMS[:5])
    outcome = _read(AREA_1, plan)
    assert found(outcome.diagnostics) == [("K107", f"[{FILE}]")]
    assert "「財政」" in outcome.diagnostics[0].message()


def test_read_submission__sheet_of_indicators_deleted__k107() -> None:
    outcome = _read(AREA_1, make_plan(indicators=True))
    assert found(outcome.diagnostics) == [("K107", f"[{FILE}]")]
    assert "「指標」" in outcome.diagnostics[0].message()


def test_read_submission__rows_moved_to_another_sheet__no_finding() -> None:
    text = changed(AREA_1, ("| band:1", "| a-4\\| | 4 | 検討課題 | | | 考える | 考えた | | | | | |\n| band:1"))
    outcome = _read(text, make_plan(MORE_ITEMS[:4]))
    assert found(outcome.diagnostics) == []
    assert fields_of(outcome.value, "a-4")["results"] == "考えた"


def test_read_submission__foreign_sheet__k126_and_every_text_kept() -> None:
    outcome = _read(AREA_1 + "## メモ\n| 電話した | |\n| | #3 |\n")
    assert found(outcome.diagnostics) == [("K126", ref("", "メモ"))]
    assert outcome.value.others == ("メモ!A1: 電話した", "メモ!B2: 3")


def test_read_submission__blank_foreign_sheet__no_finding() -> None:
    book = survey_from_md(AREA_1)
    assert found(_book(replace(book, sheets=(*book.sheets, Sheet("Sheet1", ())))).diagnostics) == []


# -- K1xx whose is it ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (survey_code("another", 1, END, "D1"), "K118"),
        (survey_code("midori", 2, END, "D1"), "K119"),
        (survey_code("midori", 1, "R9", "D1"), "K120"),
        (survey_code("midori", 1, END, "D9"), "K121"),
    ],
)
def test_read_submission__of_another_plan_version_point_or_department__refused(code: str, expected: str) -> None:
    outcome = read_submission(survey_from_md(AREA_1, code=code), PLAN)
    assert outcome.value is None
    assert found(outcome.diagnostics) == [(expected, ref("B1", "記入要領"))]


def test_read_submission__another_point_than_asked_for__k120() -> None:
    book = survey_from_md(AREA_1)
    outcome = read_submission(book, PLAN, point=HALF)
    assert outcome.value is None
    assert found(outcome.diagnostics) == [("K120", ref("B1", "記入要領"))]
    assert "令和7年度末" in outcome.diagnostics[0].message()
    assert "令和7年度上半期" in outcome.diagnostics[0].message()
    assert read_submission(book, PLAN, point=END).value is not None


def test_read_submission__no_identity__k105() -> None:
    outcome = read_submission(book_from_md(AREA_1), PLAN)
    assert outcome.value is None
    assert found(outcome.diagnostics) == [("K105", f"[{FILE}]")]


def test_read_submission__identities_disagree__k106_and_read() -> None:
    other = "## _kosei\n| kind | department |\n| plan_id | midori |\n| plan_version | 1 |\n| point | R7_end |\n| dept_code | D2 |\n"
    outcome = _read(AREA_1 + other)
    assert found(outcome.diagnostics) == [("K106", ref("B1", "記入要領"))]
    assert outcome.value.dept_code == "D1"


# -- submission number -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("typed", "number"), [("#2", 2), ("2回目", 2), ("第３回", 3), ("", 1)])
def test_read_submission__submission_number__read(typed: str, number: int) -> None:
    outcome = read(read_submission(survey_from_md(AREA_1, submission_no=typed), PLAN))
    assert outcome.value.submission_no == number
    assert found(outcome.diagnostics) == []


def test_read_submission__submission_number_without_digits__one_with_k307() -> None:
    outcome = read(read_submission(survey_from_md(AREA_1, submission_no="再提出"), PLAN))
    assert outcome.value.submission_no == 1
    assert found(outcome.diagnostics) == [("K307", ref("B5", "記入要領"))]


def test_read_submission__names_lost__read_without_them() -> None:
    outcome = read(read_submission(replace(survey_from_md(AREA_1), names={}, saved_at=None), PLAN))
    assert (outcome.value.filled_by, outcome.value.submission_no, outcome.value.saved_at) == (None, 1, None)
    assert found(outcome.diagnostics) == []


# -- what the workbook carries ---------------------------------------------------------------------------------------
def test_embedded_plan__distributed_survey__enough_to_read_and_check_it() -> None:
    plan = make_plan(MORE_ITEMS, indicators=True)
    book = book_from_survey(survey_of(plan))
    carried = embedded_plan(book)
    assert carried is not None
    assert [item.key for item in carried.items] == ["a-1", "a-2", "a-3", "a-4", "a-5", "a-6"]
    assert read_submission(book, carried).diagnostics == read_submission(book, plan).diagnostics


def test_embedded_plan__piece_ends_in_white_space__text_unharmed() -> None:
    name = "　".join("長い計画" * 4000)
    plan = make_plan((ITEMS[0].model_copy(update={"texts": {"goal": name}}), ITEMS[1]))
    carried = embedded_plan(book_from_survey(survey_of(plan)))
    assert carried is not None
    assert carried.items[0].texts["goal"] == name


def test_embedded_plan__stripped_or_damaged__none() -> None:
    book = book_from_survey(survey_of(PLAN))
    assert embedded_plan(without_sheet(book, terms.IDENTITY_SHEET)) is None
    damaged = with_sheet(book, terms.IDENTITY_SHEET, lambda s: replace(s, rows=tuple((k, "{") for k, *_ in s.rows)))
    assert embedded_plan(damaged) is None


def test_read_submission__base__what_the_workbook_held_when_it_went_out() -> None:
    current = {
        EntryKey("a-1", None, END): {"annual_plan": "開設する"},
        EntryKey("a-1", None, END, indicator_slot(1)): {"target": "300"},
    }
    plan = make_plan(indicators=True)
    book = book_from_survey(survey_of(plan, current))
    base = _book(book, plan).value.base
    assert base == {
        ("a-1", None, ROW): {"annual_plan": "開設する"},
        ("a-1", None, indicator_slot(1)): {"target": "300"},
    }
    assert _book(without_sheet(book, terms.IDENTITY_SHEET), plan).value.base == {}


# -- cells as text ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (" ", None),
        ("　\n ", None),
        (True, "TRUE"),
        (False, "FALSE"),
        (12.0, "12"),
        (0.1, "0.1"),
        (-3.0, "-3"),
        (1e300, "1e+300"),
        (7, "7"),
        (date(2026, 3, 31), "2026-03-31"),
        (datetime(2026, 3, 31), "2026-03-31"),
        (datetime(2026, 3, 31, 9, 5), "2026-03-31 09:05"),
        (time(9, 5), "09:05:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("一　 \n\n二 ", "一\n\n二"),
    ],
)
def test_text_of__any_cell__as_people_see_it(value: CellValue, text: str | None) -> None:
    assert text_of(value) == text


def test_find_table__too_few_keys_and_labels__none() -> None:
    assert find_table(FILE, Sheet("S", (("row_key", "no", "x"), ("行キー", "No.", "y"))), terms.SURVEY_COLUMNS) is None
    assert find_table(FILE, Sheet("S", ()), terms.SURVEY_COLUMNS) is None


def test_find_table__key_row_moved_down__found_in_the_first_five_rows() -> None:
    keys = ("row_key", "no", "name", "own_key")
    blank: tuple[CellValue, ...] = (None,)
    table = find_table(FILE, Sheet("S", (blank,) * 4 + (keys, ("行キー",))), terms.SURVEY_COLUMNS)
    assert table is not None
    assert (table.first, table.by_label, dict(table.columns)) == (7, False, {k: n for n, k in enumerate(keys, 1)})
    assert find_table(FILE, Sheet("S", (blank,) * 5 + (keys,)), terms.SURVEY_COLUMNS) is None


def test_read_submission__area_sheet_without_rows__area_not_known() -> None:
    text = AREA_1 + "## 控え\n| row_key | no | name | rating |\n| 行キー | No. | 項目 | 評価 |\n| x | 9 | 別 | |\n"
    assert ("K117", ref("B3", "控え")) in found(_read(text).diagnostics)


def test_read_submission__foreign_sheet_with_white_space_only__nothing_kept() -> None:
    book = with_cell(survey_from_md(AREA_1), (SHEET_1, 20, 20), " ")
    book = replace(book, sheets=(*book.sheets, Sheet("メモ", ((" ", "電話"),))))
    outcome = _book(book)
    assert outcome.value.others == ("メモ!B1: 電話",)


def test_read_submission__survey_of_a_department__work_for_cells_that_hold_something(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Inputs that are blank, and texts that stand as they were printed, are passed over."""
    case = midori()
    department = respondent(case.plan, "D01")
    seen: list[str] = []
    value, locked = _SurveyReader.value, _SurveyReader.locked_cell

    def valued(self: _SurveyReader, row: TableRow, field: str, *rest: Any) -> None:
        seen.append(field)
        value(self, row, field, *rest)

    def looked(self: _SurveyReader, row: TableRow, field: str, *rest: Any) -> None:
        seen.append("locked")
        locked(self, row, field, *rest)

    monkeypatch.setattr(_SurveyReader, "value", valued)
    monkeypatch.setattr(_SurveyReader, "locked_cell", looked)

    def held(data: bytes) -> int:
        seen.clear()
        submission = read_submission(read_book(data, "D01.xlsx"), case.plan).value
        assert submission is not None
        assert "locked" not in seen
        fields = {name for one in submission.value_sets for name in one.fields} - {"picture"}
        assert {name for name in seen if name != "picture"} == fields
        return sum(name != "picture" for name in seen)

    blank = case.blank(department)
    assert held(blank) < held(type_entries(blank, case.typed, {}))


def test_check__survey_with_its_plan__plan_validated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    case, read = midori(), list[str]()
    real = Plan.model_validate_json

    def validated(text: str) -> Plan:
        read.append(text)
        return real(text)

    monkeypatch.setattr(Plan, "model_validate_json", validated)
    _plan_of.cache_clear()
    surveys = [(f"{code}.xlsx", case.blank(respondent(case.plan, code))) for code in ("D01", "D02")]
    assert check_workbooks(surveys).read == 2
    assert len(read) == len(set(read)) == 2
    _plan_of.cache_clear()
