"""Keys of rows and columns in a report: every printed cell has one, nobody sees them, and programs keep them."""

import re
from io import BytesIO

import openpyxl
import pytest

from kosei_xl.proof.verify.expected import STAMP
from kosei_xl.read import report as reading
from kosei_xl.report.keys import KEY_COLUMN, keyed, unique
from kosei_xl.report.page import ReportCell, ReportRow, ReportSheet
from kosei_xl.report.xlsx import render
from kosei_xl.values.cells import Book
from kosei_xl.verbs import init
from kosei_xl.workbook.book import read_book
from tests.tools.office import LibreOffice
from tests.tools.paper import TEMPLATE, laid, ledger_of

PLAN = init.sample_plan("midori").plan
LEDGER = ledger_of(init.sample_entries("midori"))
POINT = PLAN.points[-1].key

REPORT = laid(PLAN, LEDGER, POINT)
WORKBOOK = render(REPORT, TEMPLATE).data


def _keys(book: Book) -> dict[tuple[str, str], str]:
    """(row key, column key) -> text, for every cell below a row of column keys."""
    found: dict[tuple[str, str], str] = {}
    for sheet in book.sheets:
        columns: dict[int, str] = {}
        for row in sheet.rows:
            if not row or not isinstance(row[0], str):
                continue
            if row[0].endswith("|columns"):
                columns = {n: str(key) for n, key in enumerate(row) if n and key is not None}
                continue
            found |= {(row[0], columns[n]): str(row[n]) for n in columns if n < len(row) and row[n] is not None}
    return found


def test_render__every_printed_text__in_a_row_with_a_key() -> None:
    for sheet in REPORT.sheets:
        for row in sheet.rows:
            assert row.key or not any(cell.text for cell in row.cells), row


def test_render__keys__each_once_in_a_workbook() -> None:
    keys = [
        cells[0].text for sheet in REPORT.sheets for row in keyed(sheet).rows if (cells := row.cells) and not row.hidden
    ]
    assert len(keys) == len(set(keys))
    pieces = [key for key in keys if re.search(r"~\d+$", str(key))]
    assert "schedule|m-001|~2" in pieces


def test_render__cells__found_by_part_row_and_column() -> None:
    found = _keys(read_book(WORKBOOK, ""))
    assert found["summary|total", "A"] == "２１"
    assert found["summary|area:3", "B"] == "１"
    assert found["list|m-012|", "rating"] == "B"
    assert found["list|m-013|2", "departments"] == "道路公園課"
    assert found["delayed|m-020|", "no"] == "20"
    assert found["schedule|head:2", "2026-1"] == "Ｒ8"
    assert found["schedule|m-007|~2", "2024-1"] == "調査"
    assert found["examples|m-003||results", "label"] == "令和７年度末の進捗状況"
    assert found["stamp|list", "docno"] == "資料４"


def test_render__keys__hidden() -> None:
    book = openpyxl.load_workbook(BytesIO(WORKBOOK))
    for sheet in book.worksheets[:-1]:
        assert sheet.column_dimensions["A"].hidden
        hidden = {number for number, row in sheet.row_dimensions.items() if row.hidden}
        assert hidden == {cell.row for cell in sheet["A"] if str(cell.value).endswith("|columns")}


def test_libreoffice__load_and_save__keeps_keys_and_hides_them(libreoffice: LibreOffice) -> None:
    saved = libreoffice.recalculate({"資料": WORKBOOK})["資料"]
    assert _keys(read_book(saved, "")) == _keys(read_book(WORKBOOK, ""))
    book = openpyxl.load_workbook(BytesIO(saved))
    assert all(sheet.column_dimensions["A"].hidden for sheet in book.worksheets[:-1])
    before = openpyxl.load_workbook(BytesIO(WORKBOOK))
    for sheet in before.worksheets[:-1]:
        other = book[sheet.title]
        assert [found.id for found in other.row_breaks.brk] == [found.id for found in sheet.row_breaks.brk]
        assert other.print_area == sheet.print_area
        assert other.print_title_rows == sheet.print_title_rows


def test_keyed__page_ends_before_a_row_of_keys__still_before_it() -> None:
    def row(key: str, column: str) -> ReportRow:
        return ReportRow(20, (ReportCell(1, 1, key, "body"),), key=key, columns=((1, column),))

    rows = (row("a|title", "x"), row("b|title", "x"), row("b|text:1", "y"), ReportRow(3))
    sheet = ReportSheet("一", "A4縦", (10,), rows, breaks=(1, 2), repeat=(2, 2), merges=((2, 3, 1),))
    made = keyed(sheet)
    assert [row.cells[0].text for row in made.rows if row.cells] == [
        "a|columns",
        "a|title",
        "b|columns",
        "b|title",
        "b|columns",
        "b|text:1",
    ]
    assert (made.breaks, made.repeat, made.merges) == ((2, 4), (4, 4), ((4, 6, 2),))


@pytest.mark.parametrize(("keys", "wanted"), [(("a", "b", "a", "a"), ("a", "b", "a~2", "a~3")), (("", ""), ("", ""))])
def test_unique__same_key_again__numbered(keys: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    assert unique(keys) == wanted


def test_keyed__stands_again__names_the_row_below_it() -> None:
    keys = ["list|head:1", "list|band:1", "list|a|", "list|head:1", "list|band:1", "list|b|", "list|b|", "list|c|"]
    sheet = ReportSheet("一覧", "A3横", (10.0,), tuple(ReportRow(15.0, (), key=key) for key in keys))
    texts = [row.cells[0].text for row in keyed(sheet).rows]
    assert texts[3:] == ["list|head:1~2", "list|band:1~2>b|", "list|b|", "list|b|~2", "list|c|"]


def test_read_report__blank_cells_under_keys__made_only_for_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[reading.FoundCell] = []

    def counted(*arguments: object) -> reading.FoundCell:
        made.append(usual(*arguments))  # type: ignore[arg-type]
        return made[-1]

    usual = reading.FoundCell
    monkeypatch.setattr(reading, "FoundCell", counted)
    book = render(REPORT, TEMPLATE).book
    found = reading.read_report(book, (STAMP, *(part.key for part in PLAN.parts)))
    own = [sheet for sheet in book.sheets if KEY_COLUMN in sheet.hidden_columns and sheet.merged]
    filled = sum(column != KEY_COLUMN for sheet in own for _, column, _ in sheet.filled())
    assert len(made) < filled
    pieces = [piece for rows in found.rows.values() for piece in rows]
    read = len(made)
    cells = [cell for piece in pieces for cell in piece.cells]
    assert len(cells) > 2 * read
    assert [cell.column for cell in cells] == [key for piece in pieces for key in piece.columns]
    assert all(piece.cell(cell.column) == cell for piece in pieces for cell in piece.cells if cell.column)
