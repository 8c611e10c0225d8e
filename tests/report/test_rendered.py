"""What `render` says that it wrote: the same as anybody finds who reads the workbook."""

from dataclasses import replace

import pytest

from kosei_xl.proof.verify.expected import STAMP
from kosei_xl.read.identity import newer_format
from kosei_xl.read.report import Found, read_report, read_report_identity
from kosei_xl.report.page import MarkedRun, Report, ReportCell, ReportRow, ReportSheet
from kosei_xl.report.xlsx import Rendered, render
from kosei_xl.values.cells import Book
from kosei_xl.verbs import init
from kosei_xl.workbook.book import read_book
from tests.tools.paper import TEMPLATE, laid, ledger_of, ten_times, with_area_column
from tests.tools.presets import NAMES, completed, printed
from tests.tools.verifying import case, sample

PLAN = with_area_column(init.sample_plan("midori").plan)
LEDGER = ledger_of(init.sample_entries("midori"))
POINT = PLAN.points[-1].key


def found_in(book: Book) -> Found:
    """What a report says, by its own identity."""
    identity = read_report_identity(book)
    assert identity is not None
    return read_report(book, [STAMP, *identity.parts])


def agrees(made: Rendered) -> Found:
    """What is found in both; the two are the same."""
    told, read = replace(made.book, name="資料.xlsx"), read_book(made.data, "資料.xlsx")
    assert found_in(told) == found_in(read)
    assert read_report_identity(told) == read_report_identity(read)
    assert newer_format(told) is newer_format(read) is None
    return found_in(told)


def test_render__sample_with_photos__says_what_it_wrote() -> None:
    report = sample().report
    assert any(row.pictures for sheet in report.sheets for row in sheet.rows)
    found = agrees(render(report, TEMPLATE))
    items = {len(pieces) for (part, row), pieces in found.rows.items() if part == "list" and "|" in row}
    assert items == {1}, "all fit their pages"


@pytest.mark.parametrize("name", NAMES)
def test_render__preset__says_what_it_wrote(name: str) -> None:
    assert agrees(render(printed(completed(name)), TEMPLATE)).rows


def test_render__long_lists_over_many_pages__says_what_it_wrote() -> None:
    report = laid(*ten_times(PLAN, LEDGER, POINT), POINT, draft=False)
    assert any(len(sheet.breaks) > 5 for sheet in report.sheets)
    found = agrees(render(report, TEMPLATE))
    assert len(found.rows["list", "x-006|"]) > 1, "a row that goes on overleaf"


@pytest.mark.parametrize("seed", range(6))
def test_render__plans_changed_at_random__says_what_it_wrote(seed: int) -> None:
    assert agrees(render(case(seed).report, TEMPLATE)).rows


def test_render__marks_merges_and_odd_texts__says_what_it_wrote() -> None:
    marked = ReportCell(1, 1, "甲乙丙", "body", marks=(MarkedRun(0, 1), MarkedRun(1, 2, deleted=True)))
    texts = ("=A1", " 前後 ", "一\n二", "_x000D_", "<&>\"'", "1", "𠮷", "")
    rows = [ReportRow(20, (marked, ReportCell(2, 3, 12, "body")), key="a|x|", columns=((1, "p"), (2, "q")))]
    for number, text in enumerate(texts):
        cells = (ReportCell(1, 1, text, "body"), ReportCell(2, 3, text, "body"))
        rows.append(ReportRow(20, cells, key=f"a|{number}|", columns=((1, "p"), (2, "q"))))
    sheet = ReportSheet("一覧", "A3横", (10, 20, 30), tuple(rows), merges=((1, 2, 2), (3, 4, 1)), header="甲&乙 <A&L>")
    identity = {"format": "1", "kind": "report", "plan_id": "p", "plan_version": "1", "point": "x", "parts": "a"}
    found = agrees(render(Report("題", "市", (sheet,), True, identity), TEMPLATE))
    assert found.heads == {"一覧": "甲&乙 <A&L>"}
    assert found.rows["a", "x|"][0].spans == {("q", "")}
