"""The report workbook: valid, set up for printing, and its own document of what it was made from."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from kosei_xl.report.keys import NO_ROLE, keyed
from kosei_xl.report.page import Report, ReportCell, ReportRow, ReportSheet
from kosei_xl.report.xlsx import ReportTemplateError, looks, render
from kosei_xl.verbs import init
from kosei_xl.words import terms
from tests.tools.office import validate
from tests.tools.paper import TEMPLATE, changed, laid, ledger_of, ten_times

PLAN = init.sample_plan("midori").plan
LEDGER = ledger_of(init.sample_entries("midori"))
POINT = PLAN.points[-1].key


@pytest.fixture(scope="module")
def report() -> Report:
    return laid(PLAN, LEDGER, POINT)


@pytest.fixture(scope="module")
def book(report: Report) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(render(report, TEMPLATE).data))


def one_sheet(**changes: object) -> Report:
    cells = (ReportCell(1, 1, "一", "body", "a"), ReportCell(2, 3, "二", "body", "b"))
    sheet = replace(ReportSheet("一覧", "A3横", (10, 20, 30), (ReportRow(20, cells),) * 4, header="甲&乙"), **changes)  # type: ignore[arg-type]
    return Report("題", "市", (sheet,), True, {"format": "1"})


def rendered(report: Report, template: bytes = TEMPLATE) -> Worksheet:
    return openpyxl.load_workbook(BytesIO(render(report, template).data))[report.sheets[0].name]


def test_render__sample_and_large__no_validator_errors(report: Report, tmp_path: Path) -> None:
    plan, ledger = ten_times(PLAN, LEDGER, POINT)
    style = PLAN.style.model_copy(update={"first_page": 3, "page_number": "- {頁} & -"})
    reports = {
        "sample": report,
        "large": laid(plan, ledger, POINT, draft=False),
        "numbered": laid(changed(PLAN, style=style), LEDGER, POINT),
    }
    paths = []
    for name, made in reports.items():
        paths.append(tmp_path / f"{name}.xlsx")
        paths[-1].write_bytes(render(made, TEMPLATE).data)
    assert validate(paths) == {}


def test_render__sheets__those_of_the_report_in_order_and_hidden_ones(report: Report, book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [*(sheet.name for sheet in report.sheets), terms.CHART_SHEET, terms.IDENTITY_SHEET]
    assert book[terms.CHART_SHEET].sheet_state == "hidden"
    assert book[terms.IDENTITY_SHEET].sheet_state != "visible"
    assert book.active.title == report.sheets[0].name
    assert not [name for name in book.defined_names if name.startswith("style_")]


def test_render__identity__plan_version_point_and_parts(book: openpyxl.Workbook) -> None:
    sheet = book[terms.IDENTITY_SHEET]
    found = {row[0].value: row[1].value for row in sheet.iter_rows()}
    shown = " ".join(part.key for part in PLAN.parts if part.kind not in ("form", "pdf"))
    wanted = {
        "kind": "report",
        "plan_id": PLAN.plan_id,
        "plan_version": "1",
        "point": POINT,
        "draft": "1",
        "parts": shown,
    }
    assert wanted.items() <= found.items()
    properties = {p.name: p.value for p in book.custom_doc_props.props}
    assert properties[f"{terms.PROPERTY_PREFIX}point"] == POINT
    assert (book.properties.title, book.properties.language) == (f"{PLAN.name}　{PLAN.points[-1].label}", "ja-JP")
    assert book.properties.creator == f"{PLAN.style.organization} {PLAN.style.office}"


def test_render__print_set_up__area_titles_breaks_and_scale(report: Report, book: openpyxl.Workbook) -> None:
    for made in map(keyed, report.sheets):
        sheet = book[made.name]
        assert (
            sheet.print_area
            == f"'{made.name}'!$B$1:${openpyxl.utils.get_column_letter(len(made.widths))}${len(made.rows)}"
        )
        assert sheet.print_title_rows == (f"${made.repeat[0]}:${made.repeat[1]}" if made.repeat else None)
        assert tuple(found.id for found in sheet.row_breaks.brk) == made.breaks
        assert sheet.page_setup.scale == made.scale
        assert not sheet.sheet_properties.pageSetUpPr or not sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.paperSize == {"A3横": 8}.get(made.paper, 9)
        assert sheet.page_setup.orientation == ("portrait" if made.paper == "A4縦" else "landscape")
        assert (sheet.oddHeader.left.text or "").strip() == made.header
        assert made.header.endswith("（案）") is (made.name != "表紙")


def test_render__cells__text_style_width_and_height(report: Report, book: openpyxl.Workbook) -> None:
    faces = looks(TEMPLATE).faces
    for made in map(keyed, report.sheets):
        sheet = book[made.name]
        for number, row in enumerate(made.rows, 1):
            assert sheet.row_dimensions[number].height == pytest.approx(row.height)
            for cell in row.cells:
                found = sheet.cell(number, cell.first)
                if not isinstance(found, openpyxl.cell.cell.MergedCell):
                    assert (found.value if found.value is not None else "") == cell.text
                    if cell.role != NO_ROLE:
                        assert (found.font.name, found.font.sz) == (faces[cell.role].name, faces[cell.role].size)
        for column, width in enumerate(made.widths, 1):
            assert sheet.column_dimensions[openpyxl.utils.get_column_letter(column)].width == pytest.approx(width)


@pytest.mark.parametrize("large", [False, True])
def test_render__merges__none_overlaps(report: Report, large: bool) -> None:
    shown = laid(*ten_times(PLAN, LEDGER, POINT), POINT) if large else report
    book = openpyxl.load_workbook(BytesIO(render(shown, TEMPLATE).data))
    for sheet in book:
        ranges = sorted((r.min_row, r.max_row, r.min_col, r.max_col) for r in sheet.merged_cells.ranges)
        taken: set[tuple[int, int]] = set()
        for top, bottom, left, right in ranges:
            cells = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
            assert not cells & taken
            taken |= cells
            assert not any(top <= at < bottom for at in (b.id for b in sheet.row_breaks.brk)), "a merge over two pages"


def test_render__merge_down_over_merged_across__one_merge() -> None:
    sheet = rendered(one_sheet(merges=((1, 2, 2),)))
    assert sorted(str(found) for found in sheet.merged_cells.ranges) == ["C1:D2", "C3:D3", "C4:D4"]
    for one, other in combinations(sheet.merged_cells.ranges, 2):
        assert one.isdisjoint(other)


def test_render__header_and_footer__ampersands_and_codes() -> None:
    sheet = rendered(one_sheet(footer="{頁}／{総頁} & 頁", first_page=7))
    assert sheet.oddHeader.left.text.strip() == "甲&&乙"
    assert sheet.oddFooter.center.text.strip() == "&P／&N && 頁"
    assert (sheet.page_setup.firstPageNumber, sheet.page_setup.useFirstPageNumber) == (7, True)
    kept = rendered(one_sheet())
    assert kept.oddFooter.center.text == openpyxl.load_workbook(BytesIO(TEMPLATE))["A3横"].oddFooter.center.text


def test_render__role_without_sample__named() -> None:
    with pytest.raises(ReportTemplateError, match="style_nothing"):
        render(one_sheet(rows=(ReportRow(20, (ReportCell(1, 1, "一", "nothing"),)),)), TEMPLATE)


def test_render__twice__the_same_bytes(report: Report) -> None:
    assert render(report, TEMPLATE) == render(report, TEMPLATE)


def test_render__formula_like_texts__stay_texts() -> None:
    texts = ("=1+1", "+81", "-", "@a", "'x", "00123", "2026-03-31", "a" * 3000, "一\n二", " 先の空白")
    rows = tuple(ReportRow(20, (ReportCell(1, 1, text, "body"),)) for text in texts)
    sheet = rendered(one_sheet(rows=rows))
    assert [(cell.value, cell.data_type) for cell in sheet["B"]] == [(text, "s") for text in texts]
    data = render(one_sheet(rows=rows), TEMPLATE).data
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert not any(re.search(rb"<f>", package.read(n)) for n in package.namelist() if n.startswith("xl/worksheets"))


def test_render__sheets_on_the_screen__heads_stay_in_view_and_the_cursor_stands_in_a_cell_that_is_shown(
    book: openpyxl.Workbook,
) -> None:
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        cell = sheet.sheet_view.selection[-1].activeCell
        row, column = openpyxl.utils.cell.coordinate_to_tuple(cell)
        assert not sheet.row_dimensions[row].hidden
        assert column > 1
        if sheet.freeze_panes:
            assert sheet.print_title_rows is not None
            assert sheet.freeze_panes == f"A{int(sheet.print_title_rows.rpartition('$')[2]) + 1}"
