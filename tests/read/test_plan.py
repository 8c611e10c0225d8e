"""The settings sheets of a master workbook -> Plan, with the cell of what is wrong."""

from datetime import date, datetime

import pytest

from kosei_xl.make.master import make_settings
from kosei_xl.read.plan import read_plan
from kosei_xl.values.cells import Book, CellValue
from kosei_xl.values.diagnostics import Outcome
from kosei_xl.values.model import Plan
from kosei_xl.verbs import init
from kosei_xl.words import terms
from tests.tools.builders import (
    MORE_ITEMS,
    book_from_md,
    found,
    make_plan,
    sheet_of,
    with_cell,
    with_rows,
    without_sheet,
)

PLAN = make_plan(MORE_ITEMS, indicators=True)
NAME = "事務局ブック.xlsx"


def master_book(plan: Plan = PLAN) -> Book:
    """The settings sheets of a master workbook, as the template shows them."""
    sheets = [
        sheet_of(name, values, terms.MASTER_SHEETS[name], band=False) for name, values in make_settings(plan).items()
    ]
    return Book(NAME, tuple(sheets))


def _with(sheet: str, row: int, key: str, value: CellValue, book: Book | None = None) -> Book:
    book = book or master_book()
    found_sheet = book.sheet(sheet)
    assert found_sheet is not None
    return with_cell(book, (sheet, row, found_sheet.rows[0].index(key) + 1), value)


def _plan(outcome: Outcome[Plan | None]) -> Plan:
    assert outcome.value is not None
    return outcome.value


def _at(cell: str, sheet: str) -> str:
    return f"[{NAME}]{sheet}!{cell}"


def _setting(key: str, value: str) -> Book:
    """The master with one setting of 計画 typed over."""
    sheet = master_book().sheet(terms.PLAN_SHEET)
    assert sheet is not None
    row = next(number for number, cells in enumerate(sheet.rows, 1) if cells[0] == key)
    return _with(terms.PLAN_SHEET, row, "value", value)


# -- good ones -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "plan", [PLAN, make_plan(), init.sample_plan("midori").plan], ids=["every kind", "small", "sample"]
)
def test_read_plan__what_the_master_shows__the_same_plan(plan: Plan) -> None:
    outcome = read_plan(master_book(plan))
    assert found(outcome.diagnostics) == []
    assert outcome.value == plan


@pytest.mark.parametrize("key", sorted(terms.SETTING_CHOICES))
def test_read_plan__settings_with_choices__words_and_values_read_and_others_refused(key: str) -> None:
    for value, word in terms.SETTING_CHOICES[key].items():
        for typed in (value, word):
            assert getattr(_plan(read_plan(_setting(key, typed))).style, key) == value
    outcome = read_plan(_setting(key, "ローマ字"))
    assert [code for code, _ in found(outcome.diagnostics)] == ["K131"]
    assert terms.SETTING_LABELS[key][0] in outcome.diagnostics[0].message()
    assert "計画!" in str(outcome.diagnostics[0].at)


def test_read_plan__rows_and_cells__have_places() -> None:
    outcome = read_plan(master_book())
    assert str(outcome.place("items", 1, "name")) == _at("D4", "項目")
    assert str(outcome.place("items", 5, "sub_items", 0)) == _at("9:9", "項目")
    assert str(outcome.place("ratings", 2, "behind")) == _at("F5", "評価区分")


def test_read_plan__dates_typed_in_many_ways__read() -> None:
    for typed in (date(2026, 3, 31), datetime(2026, 3, 31), "2026-03-31", "2026/3/31", "2026年3月31日", "2026.3.31"):
        assert _plan(read_plan(_with("報告時点", 4, "date", typed))).points[1].date == date(2026, 3, 31)


@pytest.mark.parametrize("typed", ["○", "〇", "◯", "レ"])
def test_read_plan__marks_typed_in_many_ways__read(typed: str) -> None:
    plan = _plan(read_plan(_with("評価区分", 4, "behind", typed)))
    assert [rating.behind for rating in plan.ratings] == [False, True, True]
    assert _plan(read_plan(_with("項目", 3, "office_rated", typed))).items[0].office_rated


def test_read_plan__numbers_lists_and_choices__as_people_type_them() -> None:
    book = _with("項目", 3, "no", 1.0)
    book = _with("項目", 3, "lead", "D1、D2，\nD1", book)
    book = _with("報告時点", 3, "kind", "half", book)
    plan = _plan(read_plan(book))
    assert plan.items[0].no == "1"
    assert plan.items[0].departments == ("D1", "D2")
    assert plan.points[0].kind == "half"


def test_read_plan__blank_rows_between__left_out() -> None:
    book = with_rows(master_book(), "項目", (1, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10))
    for column in range(1, 20):
        book = with_cell(book, ("項目", 5, column), None)
    assert _plan(read_plan(with_cell(book, ("項目", 5, 11), "メモ"))) == PLAN


def test_read_plan__blank_rows_of_other_sheets__left_out() -> None:
    book = master_book()
    for sheet, column in (("評価区分", 4), ("分野", 3), ("部署", 4), ("報告時点", 6), ("帳票", 4), ("帳票列", 4)):
        old = book.sheet(sheet)
        assert old is not None
        book = with_cell(book, (sheet, len(old.rows) + 1, column), "メモ")
    book = with_cell(book, ("計画", 40, 3), "メモ")
    assert _plan(read_plan(book)) == PLAN


def test_read_plan__key_row_deleted__labels() -> None:
    assert _plan(read_plan(with_rows(master_book(), "部署", (2, 3, 4)))).departments == PLAN.departments


# -- findings --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("sheet", ["計画", "評価区分", "分野", "項目", "部署", "報告時点"])
def test_read_plan__sheet_gone__k130(sheet: str) -> None:
    outcome = read_plan(without_sheet(master_book(), sheet))
    assert outcome.value is None
    assert ("K130", f"[{NAME}]{sheet}") in found(outcome.diagnostics)


@pytest.mark.parametrize(
    ("sheet", "row", "key", "typed", "cell"),
    [
        ("報告時点", 3, "date", "秋ごろ", "D3 基準日"),
        ("報告時点", 3, "date", None, "D3 基準日"),
        ("報告時点", 3, "kind", "四半期", "C3 種類"),
        ("報告時点", 3, "fiscal_year", "来年", "B3 年度"),
        ("項目", 4, "row_key", "a 2|", "A4 行キー"),
        ("項目", 3, "kind", "参考", "F3 評価対象"),
        ("評価区分", 3, "order", "最上", "C3 順序"),
        ("評価区分", 3, "label", None, "B3 呼び方"),
        ("帳票列", 3, "width", "広い", "E3 幅"),
        ("部署", 5, "code", "D 3", "A5 部署番号"),
        ("部署", 3, "name", None, "B3 課名"),
    ],
)
def test_read_plan__value_not_readable__k131_at_its_cell(
    sheet: str, row: int, key: str, typed: CellValue, cell: str
) -> None:
    outcome = read_plan(_with(sheet, row, key, typed))
    assert outcome.value is None
    place, _, label = cell.partition(" ")
    assert ("K131", _at(place, sheet)) in found(outcome.diagnostics)
    message = next(p.message() for p in outcome.diagnostics if str(p.at) == _at(place, sheet))
    assert f"「{label}」" in message
    assert ("空欄" if typed is None else str(typed).split("|")[0]) in message


def _setting_row(key: str) -> int:
    return 3 + list(terms.SETTING_LABELS).index(key)


@pytest.mark.parametrize(
    ("key", "typed", "label"),
    [
        ("period_start", "来年", "計画期間（始めの年度）"),
        ("name", None, "計画名"),
        ("digits_text", "漢数字", "文中の数字"),
    ],
)
def test_read_plan__setting_not_readable__k131_at_its_cell(key: str, typed: CellValue, label: str) -> None:
    outcome = read_plan(_with("計画", _setting_row(key), "value", typed))
    assert found(outcome.diagnostics) == [("K131", _at(f"C{_setting_row(key)}", "計画"))]
    assert f"「{label}」" in outcome.diagnostics[0].message()


def test_read_plan__setting_row_deleted__k131_on_its_sheet() -> None:
    rows = [n for n in range(1, 3 + len(terms.SETTING_LABELS)) if n != _setting_row("plan_id")]
    outcome = read_plan(with_rows(master_book(), "計画", rows))
    assert found(outcome.diagnostics) == [("K131", f"[{NAME}]計画")]


def test_read_plan__optional_settings_blank__defaults() -> None:
    book = _with("計画", _setting_row("plan_version"), "value", None)
    book = _with("計画", _setting_row("zero_ratings_in_sentence"), "value", None, book)
    plan = _plan(read_plan(with_cell(book, ("計画", 30, 1), "unknown")))
    assert plan.plan_version == 1
    assert not plan.style.zero_ratings_in_sentence


def test_read_plan__sub_item_without_its_item__k131() -> None:
    outcome = read_plan(_with("項目", 9, "no", "99"))
    assert found(outcome.diagnostics) == [("K131", _at("B9", "項目"))]


def test_read_plan__keys_and_labels_gone__k132() -> None:
    outcome = read_plan(with_rows(master_book(), "部署", (3, 4)))
    assert outcome.value is None
    assert ("K132", _at("1:1", "部署")) in found(outcome.diagnostics)


@pytest.mark.parametrize(
    ("row", "key", "typed", "says", "place"),
    [
        (4, "row_key", "a-1|", "a-1", "4:4"),
        (7, "repeats", "99", "99", "7:7"),
    ],
)
def test_read_plan__contradiction__k133(row: int, key: str, typed: str, says: str, place: str) -> None:
    outcome = read_plan(_with("項目", row, key, typed))
    assert outcome.value is None
    assert found(outcome.diagnostics) == [("K133", _at(place, "項目"))]
    assert says in outcome.diagnostics[0].message()


@pytest.mark.parametrize(
    ("key", "typed", "cell", "sheet"),
    [("area_no", "9", "E3", "分野"), ("lead", "D9", "G3", "部署"), ("answering", "消防課", "L3", "部署")],
)
def test_read_plan__name_of_nobody__k185_alone_at_its_cell(key: str, typed: str, cell: str, sheet: str) -> None:
    outcome = read_plan(_with("項目", 3, key, typed))
    assert found(outcome.diagnostics) == [("K185", _at(cell, "項目"))]
    assert typed in outcome.diagnostics[0].message()
    assert f"「{sheet}」シートにありません" in outcome.diagnostics[0].message()


def test_read_plan__column_of_a_point_that_is_not_there__k133_and_of_earlier_ones_none() -> None:
    outcome = read_plan(_with("帳票列", 3, "point", "R6_end"))
    assert found(outcome.diagnostics) == [("K133", _at("3:3", "帳票列"))]
    assert "R6_end" in outcome.diagnostics[0].message()
    for typed in ("R7_half", *terms.EARLIER_POINTS):
        assert _plan(read_plan(_with("帳票列", 3, "point", typed))).columns[0].point == typed


def test_read_plan__new_item_without_key__k134_and_a_key_from_its_number() -> None:
    outcome = read_plan(_with("項目", 4, "row_key", None))
    assert found(outcome.diagnostics) == [("K134", _at("B4", "項目"))]
    assert _plan(outcome).items[1].key == "midori-v1-2"


def test_read_plan__item_without_a_number__k131() -> None:
    outcome = read_plan(_with("項目", 4, "no", None))
    assert found(outcome.diagnostics) == [("K131", _at("B4", "項目"))]


def test_read_plan__ordinary_workbook__every_sheet_named() -> None:
    outcome = read_plan(book_from_md("## Sheet1\n| x |\n", NAME))
    assert outcome.value is None
    assert {code for code, _ in found(outcome.diagnostics)} == {"K130", "K131"}
