"""What people put into returned surveys, through the command line: into the ledger, 受領, the report and back."""

import re
from pathlib import Path

import pytest

from kosei_xl.read.ledger import read_ledger
from kosei_xl.values.cells import column_letters, column_number
from kosei_xl.values.ledger import Received
from kosei_xl.values.model import EntryKey
from kosei_xl.verbs import adopt, consolidate, distribute, init, report, verify
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package, StyleChange
from tests.tools.hostile import unzip
from tests.tools.in_excel import CASE, FILE, ROW, SHEET, Hand, cell_of, shape
from tests.tools.office import kosei, validate

KEY = EntryKey("m-010", None, CASE.point)
INDENTED = "　１字下げの段落。\n　二つめの段落。"


def _master(tmp_path: Path) -> Path:
    master = tmp_path / "事務局.xlsx"
    init.init(master, CASE.plan_file)
    return master


def _taken(tmp_path: Path, hand: Hand) -> Path:
    """A master that has taken in the survey as the hand left it."""
    master, returned = _master(tmp_path), tmp_path / FILE
    returned.write_bytes(hand.data)
    consolidate.consolidate_into(master, [returned], CASE.point)
    return master


def _text(master: Path) -> str | None:
    ledger = read_ledger(read_book(master.read_bytes(), ""), CASE.plan).value
    return ledger.fields(KEY).get("results")


def _head(master: Path) -> Received:
    ledger = read_ledger(read_book(master.read_bytes(), ""), CASE.plan).value
    (head,) = (row for row in ledger.received if row.is_head)
    return head


def test_consolidate__number_and_struck_words__as_shown_in_the_ledger(tmp_path: Path) -> None:
    hand = Hand()
    hand.number("0.95", "0%")
    assert _text(_taken(tmp_path, hand)) == "95%"


def test_consolidate__texts_outside_the_fields_longer_than_a_cell__all_in_received(tmp_path: Path) -> None:
    hand = Hand()
    long = "長い説明。" * 16_000
    hand.drawing(shape(long))
    hand.note("短いメモ")
    master = _taken(tmp_path, hand)
    assert long in _head(master).other
    assert "短いメモ" in _head(master).other
    assert validate([master]) == {}
    before = _head(master).other
    ran = kosei("consolidate", master, "--point", CASE.point)
    assert ran.code in (0, 1)
    assert _head(master).other == before, "kept by the next run too"


def test_consolidate__indented_text__stays_through_report_verify_and_adopt(tmp_path: Path) -> None:
    hand = Hand()
    hand.text(INDENTED)
    master = _taken(tmp_path, hand)
    assert _text(master) == INDENTED
    out = tmp_path / "資料"
    (made, *_) = report.report(master, CASE.point, out).files
    words = [v for s in read_book(made.read_bytes(), "").sheets for _, _, v in s.filled() if isinstance(v, str)]
    assert INDENTED in words
    checked = verify.verify([made], master)
    assert [p for p in checked.diagnostics if p.code in ("K708", "K702")] == []
    assert "K748" not in {p.code for p in adopt.adopt_from(made, master).diagnostics}
    consolidate.consolidate_into(master, [], CASE.point)
    assert _text(master) == INDENTED


def test_distribute__spare_and_unused_columns__nobody_types_into_them(tmp_path: Path) -> None:
    files = distribute.distribute(_master(tmp_path), CASE.point, tmp_path / "配布")
    assert validate(files[:1]) == {}
    package = Package(files[0].read_bytes())
    sheet = next(name for name in package.sheet_names if name[:1] in "ⅠⅡⅢⅣⅤ")
    part = package.sheet(sheet)
    book = read_book(files[0].read_bytes(), "").sheet(sheet)
    assert book is not None

    def locked(style: int) -> bool:
        return package.style_with(style, StyleChange(locked=True)) == style

    hidden = [column for column in sorted(book.hidden_columns) if column <= len(book.rows[0])]
    assert len(hidden) > 5
    for row in range(4, len(book.rows) + 1):
        for column in hidden:
            assert locked(part.style(_address(row, column))), (row, column)
    assert not locked(part.style("P5")), "what is asked for stays open"


@pytest.mark.parametrize("field", ["own6", "overview"])
def test_consolidate__spare_column_unlocked_and_filled__kept(tmp_path: Path, field: str) -> None:
    hand = Hand()
    cell = cell_of(ROW, field)
    hand.text("空いた欄に", cell=cell)
    assert f"{SHEET}!{cell}: 空いた欄に" in _head(_taken(tmp_path, hand)).other


def _address(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"


def _first_shown(master: Path, name: str) -> str:
    """The row that stands first below the head of a sheet when it is opened, as its row key."""
    part = Package(master.read_bytes()).sheet(name)
    found = re.search(rb'<pane\b[^>]*topLeftCell="[A-Z]+(\d+)"', unzip(master.read_bytes())[part.part])
    assert found is not None
    return str(part.value(f"A{found[1].decode()}"))


def test_consolidate__another_point__sheets_open_at_its_rows_and_stay_where_somebody_left_them(tmp_path: Path) -> None:
    master = _master(tmp_path)
    point = open_master(master).plan.point_by_key[CASE.point]
    keys = list(open_master(master).plan.point_by_key)
    assert keys.index(CASE.point) > 0, "rows of others stand above"
    consolidate.consolidate_into(master, [], CASE.point)
    sheet = Package(master.read_bytes()).sheet(terms.LEDGER_SHEET)
    letters = {str(key): column for column, key in sheet.cells(1).items()}
    assert _first_shown(master, terms.LEDGER_SHEET).startswith(f"{CASE.point}|")
    row = next(n for n in range(3, 99) if str(sheet.value(f"A{n}")).startswith(f"{CASE.point}|"))
    assert sheet.value(f"{letters[terms.POINT_LABEL]}{row}") == point.label
    assert sheet.value(f"{letters['point']}{row}") == CASE.point
    assert not sheet.column_hidden(column_number(letters[terms.POINT_LABEL]))
    assert sheet.column_hidden(column_number(letters["point"]))
    package = Package(master.read_bytes())
    package.sheet(terms.LEDGER_SHEET).scroll_to(5)
    master.write_bytes(package.to_bytes())
    consolidate.consolidate_into(master, [], CASE.point)
    assert _first_shown(master, terms.LEDGER_SHEET) == str(sheet.value("A5"))
