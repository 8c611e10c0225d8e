"""台帳, 指標 and 受領 -> Ledger, and back."""

from kosei_xl.collect.consolidation import consolidate
from kosei_xl.make.master import make_indicators, make_ledger, make_received
from kosei_xl.read.ledger import read_ledger
from kosei_xl.read.survey import read_submission
from kosei_xl.values.cells import Book, CellRef, Sheet
from kosei_xl.values.diagnostics import Outcome, ValuePath
from kosei_xl.values.ledger import Ledger, Received
from kosei_xl.values.model import ROW, EntryKey, indicator_slot
from kosei_xl.values.sheet_values import SheetValues
from kosei_xl.words import terms
from tests.tools.builders import (
    AREA_1,
    END,
    FILE,
    MORE_ITEMS,
    book_from_md,
    changed,
    found,
    make_plan,
    read,
    sheet_of,
    standing,
    survey_from_md,
    with_cell,
    with_columns,
    without_sheet,
)

PLAN = make_plan(MORE_ITEMS, indicators=True)
NAME = "事務局ブック.xlsx"
MASTER = f"""
## 台帳
| row_key | point | area_no | no | name | kind | department | rating | annual_plan | results | cause | next_steps | follow_up | effect |
| 行キー | 時点 | 分野 | No. | 名称 | 区分 | 回答課 | 評価 | 当初予定 | 取組実績 | 要因 | 今後の対応 | フォローアップ | 効果額 |
| {END}\\|a-1\\| | {END} | 1 | 1 | 相談窓口 | 評価 | 福祉課 | A | | 開設した | | | | |
| {END}\\|a-5\\| | {END} | 2 | 5 | 相談窓口 | 評価 | 福祉課 | =A | | | | | | |
| {END}\\|z-9\\| | {END} | 1 | 9 | 前の項目 | 評価 | 福祉課 | B | | | | | | |
## 指標
| row_key | point | no | name | seq | indicator | target | actual | unit |
| 行キー | 時点 | No. | 名称 | 連番 | 成果指標 | 目標値 | 実績値 | 単位 |
| {END}\\|a-1\\|\\|1 | {END} | 1 | 相談窓口 | #1 | 相談件数 | #300 | | 件 |
## 受領
| row_key | dept_code | point | item_key | sub_no | seq | submission_no | file | sheet | cells | sha256 | saved_at | rating | conflicts |
| 行キー | 部署番号 | 時点 | 項目キー | 枝番 | 連番 | 提出回 | ファイル | シート | セル | SHA-256 | 保存日時 | 評価 | 競合した欄 |
| | D1 | {END} | | | #0 | #1 | {FILE} | | | abc | 2026-04-10 03:00:00 | | |
| | D1 | {END} | a-1 | | #0 | ② | {FILE} | 1 市民 | rating=E4 cause=AA10 bad=! | abc | 2026-04-10 03:00:00 | A | rating cause |
| | | | | | | | メモ | | | | | | |
"""


def _read(text: str = MASTER) -> Outcome[Ledger]:
    return read_ledger(book_from_md(text, NAME), PLAN)


def _at(cell: str, sheet: str = "台帳") -> str:
    return f"[{NAME}]{sheet}!{cell}"


# -- good ones -------------------------------------------------------------------------------------------------------
def test_read_ledger__rows_indicators_and_received__read() -> None:
    outcome = _read()
    assert found(outcome.diagnostics) == []
    assert outcome.value.entries == {
        EntryKey("a-1", None, END): {"rating": "A", "results": "開設した"},
        EntryKey("a-5", None, END): {},
        EntryKey("z-9", None, END): {"rating": "B"},
        EntryKey("a-1", None, END, indicator_slot(1)): {"indicator": "相談件数", "target": "300", "unit": "件"},
    }
    assert outcome.value.row_order == tuple(outcome.value.entries)
    assert str(outcome.place("a-1", None, END, ROW, "results")) == _at("J3")
    assert str(outcome.place("a-1", None, END, indicator_slot(1))) == _at("3:3", "指標")
    head, row = outcome.value.received
    assert (head.key, head.dept_code, head.saved_at) == (EntryKey("", None, END), "D1", "2026-04-10 03:00:00")
    assert (row.fields, row.conflicts, str(row.place("rating"))) == (
        {"rating": "A"},
        ("rating", "cause"),
        f"[{FILE}]1 市民!E4",
    )
    assert (str(row.place("cause")), str(row.place("bad"))) == (f"[{FILE}]1 市民!AA10", f"[{FILE}]1 市民")


def test_read_ledger__submission_number_not_in_digits__one() -> None:
    assert [row.submission_no for row in _read().value.received] == [1, 1]
    assert [row.submission_no for row in _read(changed(MASTER, ("| ② |", "| ２ |"))).value.received] == [1, 2]


def _book(sheets: dict[str, SheetValues]) -> Book:
    made = []
    for name, values in sheets.items():
        made.append(sheet_of(name, values, {**terms.MASTER_SHEETS[name], **values.later}, band=False))
    return Book(NAME, tuple(made))


def test_read_ledger__what_the_master_shows__the_same_records() -> None:
    hidden = f"## _kosei\n| base:a-1\\|\\|0:annual_plan | 前 |\n| point | {END} |\n"
    submissions = [
        read(read_submission(survey_from_md(text, f"{n}.xlsx", submission_no=f"#{n}"), PLAN))
        for n, text in enumerate((AREA_1 + hidden, changed(AREA_1, ("| A |", "| Z |")) + "## メモ\n| 電話 |\n"), 1)
    ]
    start = Ledger(
        entries={
            EntryKey("a-1", None, END): {"annual_plan": "局"},
            EntryKey("a-2", None, END, indicator_slot(1)): {"target": "40"},
        }
    )
    at: dict[ValuePath, CellRef] = {(): CellRef(NAME)}
    ledger = consolidate(standing(PLAN, END, start), at, submissions).value.standing.ledger
    assert any(row.conflicts for row in ledger.received)
    book = _book(
        {
            terms.LEDGER_SHEET: make_ledger(PLAN, ledger),
            terms.INDICATORS_SHEET: make_indicators(PLAN, ledger),
            terms.RECEIVED_SHEET: make_received(PLAN, ledger.received),
        }
    )
    again = read_ledger(book, PLAN).value
    assert again.received == ledger.received
    assert {k: v for k, v in again.entries.items() if v} == {k: v for k, v in ledger.entries.items() if v}


# -- findings --------------------------------------------------------------------------------------------------------
def test_read_ledger__sheet_gone__k130() -> None:
    for sheet in ("台帳", "指標", "受領"):
        outcome = read_ledger(without_sheet(book_from_md(MASTER, NAME), sheet), PLAN)
        assert found(outcome.diagnostics) == [("K130", f"[{NAME}]{sheet}")]


def test_read_ledger__row_keys_gone__k132() -> None:
    outcome = read_ledger(with_columns(book_from_md(MASTER, NAME), "台帳", "BCDEFGHIJKLMN"), PLAN)
    assert found(outcome.diagnostics) == [("K132", _at("1:1"))]
    headless = book_from_md(MASTER, NAME)
    headless = Book(NAME, (Sheet("台帳", ()), *headless.sheets[1:]))
    assert found(read_ledger(headless, PLAN).diagnostics) == [("K132", _at("1:1"))]


def test_read_ledger__column_of_an_entry_gone__k132() -> None:
    outcome = read_ledger(with_columns(book_from_md(MASTER, NAME), "台帳", "ABCDEFGIJKLMN"), PLAN)
    assert found(outcome.diagnostics) == [("K132", _at("2:2"))]
    assert "「評価」" in outcome.diagnostics[0].message()


def test_read_ledger__new_column_of_the_plan_not_there_yet__no_finding() -> None:
    outcome = read_ledger(with_columns(book_from_md(MASTER, NAME), "台帳", "ABCDEFGHIJKLM"), PLAN)
    assert found(outcome.diagnostics) == []


def test_read_ledger__rating_outside_the_scale__k201_and_kept_as_typed() -> None:
    outcome = _read(changed(MASTER, ("| A | | 開設した |", "| A- | | 開設した |")))
    assert found(outcome.diagnostics) == [("K201", _at("H3"))]
    assert outcome.diagnostics[0].item == "1"
    assert outcome.value.entries[EntryKey("a-1", None, END)]["rating"] == "A-"


def test_read_ledger__rating_spelt_otherwise__k202() -> None:
    outcome = _read(changed(MASTER, ("| A | | 開設した |", "| ａ | | 開設した |")))
    assert found(outcome.diagnostics) == [("K202", _at("H3"))]
    assert outcome.value.entries[EntryKey("a-1", None, END)]["rating"] == "A"


def test_read_ledger__dash__no_rating() -> None:
    outcome = _read(changed(MASTER, ("| A | | 開設した |", "| － | | 開設した |")))
    assert found(outcome.diagnostics) == []
    assert "rating" not in outcome.value.entries[EntryKey("a-1", None, END)]


def test_read_ledger__formula_in_place_of_an_entry__k203_and_its_value() -> None:
    outcome = _read(changed(MASTER, ("開設した", "=開設した")))
    assert found(outcome.diagnostics) == [("K203", _at("J3"))]
    assert outcome.value.entries[EntryKey("a-1", None, END)]["results"] == "開設した"


def test_read_ledger__formula_without_a_value__k203_says_so_and_nothing_is_read() -> None:
    outcome = _read(changed(MASTER, ("開設した", "="), ("| =A |", "| = |")))
    assert found(outcome.diagnostics) == [("K203", _at("J3"))], "not our own formula of a repeated listing"
    message = outcome.diagnostics[0].message()
    assert "値がまだありません" in message
    assert "「」" not in message
    assert "has no value yet" in outcome.diagnostics[0].message("en")
    assert "results" not in outcome.value.entries[EntryKey("a-1", None, END)]


def test_read_ledger__formula_in_a_row_of_an_old_item__k203_without_a_number() -> None:
    outcome = _read(changed(MASTER, ("| 福祉課 | B |", "| 福祉課 | =B |")))
    assert [(p.code, p.item) for p in outcome.diagnostics] == [("K203", None)]


def test_read_ledger__error_value__k205_and_kept_as_typed() -> None:
    outcome = _read(changed(MASTER, ("開設した", "=#REF!")))
    assert found(outcome.diagnostics) == [("K203", _at("J3")), ("K205", _at("J3"))]
    assert outcome.value.entries[EntryKey("a-1", None, END)]["results"] == "#REF!"


def test_read_ledger__rows_that_people_added__left_alone() -> None:
    book = with_cell(book_from_md(MASTER, NAME), ("台帳", 7, 8), "合計は3件")
    assert read_ledger(book, PLAN).value.entries == _read().value.entries


def test_read_ledger__received_without_anything__no_place() -> None:
    assert Received(EntryKey("a", None, END), None, 1, "", "", "", {}).place("rating") == CellRef("")
