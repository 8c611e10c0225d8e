"""Tagged PDFs: what is read aloud of a sheet, and how it gets into a PDF whose cells LibreOffice 25.2 has marked."""

import re
import subprocess
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest

from kosei_xl.report.page import Insert, Report, ReportCell, ReportRow, ReportSheet
from kosei_xl.report.pdf import tagging
from kosei_xl.report.pdf.structure import Spoken, area_entries, reading_order, repeated_rows
from kosei_xl.values.cells import CellRef
from kosei_xl.verbs.pdf_programs import LibreOffice
from kosei_xl.verbs.report import PdfBinding, make_pdf, not_read_aloud
from kosei_xl.workbook import pdf_text
from tests.tools.office import ONE_LIBREOFFICE
from tests.tools.paper import soffice
from tests.tools.tagged import (
    FIXTURE,
    LIST,
    SAMPLE,
    YEARS,
    actual_texts,
    artefact_text,
    failures,
    heard,
    printed,
)


def said(pieces: tuple[Spoken, ...]) -> list[str]:
    """The pieces as short lines: the tag, its scope and its spans, what it says."""
    lines = []
    for piece in pieces:
        spans = f"{piece.columns}x{piece.rows}" if (piece.columns, piece.rows) != (1, 1) else ""
        lines.append(" ".join(filter(None, (piece.tag, piece.scope, spans, piece.text.replace("\n", "/")))))
        lines += [f"  {line}" for line in said(piece.inside)]
    return lines


LIST_SAID = [
    "P 第１回推進委員会",
    "P 資料１",
    "H1 １　進捗状況一覧",
    "P 評価の対象とした取組を、分野ごとにまとめました。前回の評価を並べています。",
    "Table",
    "  TR",
    "    TH Column 1x2 No.",
    "    TH Column 1x2 項目",
    "    TH Column 2x1 評価",
    "  TR",
    "    TH Column 前回",
    "    TH Column 今回",
    "  TR",
    "    TH Row 4x1 Ⅰ 市民とともに",
    "  TR",
    "    TH Row 1",
    "    TH Row 地域の相談窓口を設け、/週に五日、開く",
    "    TD A",
    "    TD S",
    "  TR",
    "    TH Row 2",
    "    TH Row 案内の書き換え",
    "    TD A",
    "    TD",
    "  TR",
    "    TH Row 2x1 計",
    "    TD ２",
    "    TD １",
]


# The structure of a sheet ---------------------------------------------------------------------------------------------


def test_reading_order__list_over_two_pages__one_table_without_what_the_second_page_repeats() -> None:
    assert said(reading_order(LIST)) == LIST_SAID
    assert repeated_rows(LIST) == {10, 11, 12}


def test_reading_order__item_that_goes_on__is_no_repetition() -> None:
    """A page may begin with the rest of an item: its name is said again, its text goes on."""
    goes_on = ReportRow(20, (ReportCell(2, 2, "案内の書き換えの続きの文", "body", "list.m-1.name"),), key="list|m-1|")
    sheet = replace(LIST, rows=(*LIST.rows[:12], goes_on, *LIST.rows[13:]))
    assert repeated_rows(sheet) == {10, 11, 12}
    assert "    TH Row 案内の書き換えの続きの文" in said(reading_order(sheet))


def test_reading_order__head_in_the_middle_of_a_page__is_read() -> None:
    assert repeated_rows(replace(LIST, breaks=())) == frozenset()


def test_reading_order__year_schedule__rows_that_hold_bars_apart_are_one_with_their_item() -> None:
    assert said(reading_order(YEARS)) == [
        "H1 ２　年度スケジュール",
        "H2 主な取組の様子",
        "Figure 窓口の様子",
        "Table",
        "  TR",
        "    TH Column 分野",
        "    TH Column 項目",
        "    TH Column 3x1 Ｒ7",
        "  TR",
        "    TH Row Ⅰ 市民",
        "    TH Row 窓口",
        "    TD 2x1 準備",
        "    TD 実施",
        "  TR",
        "    TH Row Ⅰ",
        "    TH Row 案内",
        "    TD",
        "    TD 2x1 書き換え",
    ]


def test_reading_order__picture_behind_a_table__is_read_behind_it() -> None:
    below = replace(YEARS.rows[2], cells=())
    found = reading_order(replace(YEARS, rows=(*YEARS.rows, below)))
    assert [piece.tag for piece in found] == ["H1", "H2", "Figure", "Table", "Figure"]


@pytest.mark.parametrize(
    ("roles", "levels"),
    [
        (("title", "heading", "heading", "part_heading", "heading"), "12223"),
        (("heading", "subheading", "title", "subheading"), "1212"),
        (("cover_title", "item_heading", "caption", "item_heading"), "1232"),
    ],
)
def test_reading_order__headings__begin_with_one_and_skip_no_level(roles: tuple[str, ...], levels: str) -> None:
    rows = [ReportRow(20, (ReportCell(1, 1, f"見出し{n}", role),), key=f"p|{n}") for n, role in enumerate(roles)]
    found = reading_order(ReportSheet("一", "A4縦", (10.0,), tuple(rows)))
    assert [piece.tag for piece in found] == [f"H{level}" for level in levels]


def rows_are_even(table: Spoken) -> bool:
    """Whether every row of a table reaches over as many columns as the first, cells from above counted."""
    widths: list[int] = [0] * len(table.inside)
    for n, row in enumerate(table.inside):
        for cell in row.inside:
            for below in range(n, n + cell.rows):
                widths[below] += cell.columns
    return len(set(widths)) == 1


def test_reading_order__cell_that_reaches_into_a_filled_one__ends_above_it() -> None:
    rows = (
        ReportRow(20, (ReportCell(1, 1, "分野", "area_label"), ReportCell(2, 2, "一", "body")), key="p|1"),
        ReportRow(20, (ReportCell(1, 1, "別の分野", "area_label"), ReportCell(2, 2, "二", "body")), key="p|2"),
    )
    (table,) = reading_order(ReportSheet("一", "A4縦", (10.0, 10.0), rows, merges=((1, 2, 1),)))
    assert [cell.rows for cell in table.inside[0].inside] == [1, 1]
    assert rows_are_even(table)
    (apart,) = reading_order(ReportSheet("一", "A4縦", (10.0, 10.0), rows))
    assert said((apart,)) == said((table,))


# The outline by area --------------------------------------------------------------------------------------------------


def test_area_entries__bands__where_each_begins_under_its_part() -> None:
    assert area_entries(LIST) == ((0, "Ⅰ 市民とともに", 1),)


def test_area_entries__column_of_areas__the_whole_name_once_and_no_number_alone() -> None:
    number = ReportRow(20, (ReportCell(1, 1, "Ⅰ", "area_label"), ReportCell(2, 2, "広報", "body")), key="years|m-3|")
    other = ReportRow(
        20, (ReportCell(1, 1, "Ⅱ 財政", "area_label"), ReportCell(2, 2, "起債", "body")), key="years|m-4|"
    )
    sheet = replace(YEARS, rows=(*YEARS.rows, number, other))
    assert area_entries(sheet) == ((0, "Ⅰ 市民", 1), (0, "Ⅱ 財政", 2))


def test_area_entries__a_sheet_without_areas__none() -> None:
    assert area_entries(replace(YEARS, rows=YEARS.rows[:4])) == ()


# Into the PDF ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Printed:
    """A converter whose PDF is there."""

    pdf: bytes

    def convert(self, xlsx: Path, out: Path, timeout: float) -> None:
        """Hand it over."""
        out.write_bytes(self.pdf)


@pytest.fixture
def raw() -> bytes:
    return FIXTURE.read_bytes()


def bound(raw: bytes, folder: Path, report: Report = SAMPLE, *, duplex: bool = False) -> Path:
    """The PDF that `make_pdf` makes of a printed one; nothing is to be found."""
    (folder / "資料.xlsx").touch()
    assert make_pdf(folder / "資料.xlsx", folder / "資料.pdf", report, PdfBinding(folder, duplex, Printed(raw))) == ()
    return folder / "資料.pdf"


def test_make_pdf__cells_marked_by_libreoffice_25__structure_of_the_layout_and_nothing_fails(
    raw: bytes, tmp_path: Path
) -> None:
    made = bound(raw, tmp_path)
    assert heard(made.read_bytes()) == [
        line.replace("/", "") for sheet in (LIST, YEARS) for line in said(reading_order(sheet))
    ]
    assert failures(made.read_bytes()) == {}
    assert not_read_aloud(made) == ()
    assert failures(raw), "the checker has something to say of what LibreOffice writes"


def test_make_pdf__tagged__text_of_each_page_as_printed(raw: bytes, tmp_path: Path) -> None:
    assert pdf_text.pages_of_pdf(bound(raw, tmp_path).read_bytes()) == pdf_text.pages_of_pdf(raw)


def test_make_pdf__tagged__lines_that_the_program_ended_read_as_typed(raw: bytes, tmp_path: Path) -> None:
    """What stands on several lines has its own text beside it; what stands on one needs none."""
    texts = actual_texts(bound(raw, tmp_path).read_bytes())
    assert "評価の対象とした取組を、分野ごとにまとめました。前回の評価を並べています。" in texts
    assert "地域の相談窓口を設け、\n週に五日、開く" in texts
    assert not {"案内の書き換え", "１　進捗状況一覧", "A"} & set(texts)


def test_make_pdf__tagged__heads_said_again_and_running_heads_are_artefacts(raw: bytes, tmp_path: Path) -> None:
    made = bound(raw, tmp_path).read_bytes()
    for page, again in ((2, ("No.", "項目", "評価", "前回", "今回", "Ⅰ 市民とともに（続き）")), (4, ("分野", "項目"))):
        shown = "".join(artefact_text(made, page).split())
        for text in ("計画　令和７年度末", f"{page}／4", *again):
            assert "".join(text.split()) in shown, (page, text)
    for page, read in ((1, "項目"), (2, "案内の書き換え"), (3, "分野"), (4, "書き換え")):
        assert read not in artefact_text(made, page)


def test_make_pdf__tagged__language_title_and_no_claim_of_conformance(raw: bytes, tmp_path: Path) -> None:
    with pikepdf.open(bound(raw, tmp_path)) as pdf:
        assert str(pdf.Root.Lang) == "ja-JP"
        assert pdf.Root.MarkInfo.Marked
        about = pdf.open_metadata()
        assert (about["dc:title"], list(about["dc:language"])) == ("題", ["ja-JP"])
        assert "pdfuaid:part" not in about


def test_make_pdf__duplex_and_an_insert__tags_on_their_own_pages_and_k531_names_those_without(
    raw: bytes, tmp_path: Path
) -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(raw))
    for _ in range(3):
        writer.remove_page(0)
    writer.write(tmp_path / "別紙.pdf")
    report = replace(SAMPLE, inserts=(Insert(0, "別紙", "別紙.pdf"),))
    made = bound(raw, tmp_path, report, duplex=True)
    assert heard(made.read_bytes()) == [
        line.replace("/", "") for sheet in (LIST, YEARS) for line in said(reading_order(sheet))
    ]
    (found,) = not_read_aloud(made)
    assert (found.code, str(found.at)) == ("K531", str(CellRef("資料.pdf")))
    assert found.message() == (
        "PDFの1ページには、読み上げのための印（見出し、表、写真の説明）がありません。差し込んだPDFのページには付けません。"
    )


def test_make_pdf__libreoffice_that_marks_no_cells__k531_names_it_and_the_rest_is_set(tmp_path: Path) -> None:
    older = pikepdf.open(FIXTURE)
    del older.Root.StructTreeRoot
    older.docinfo["/Producer"] = "LibreOffice 7.4"
    out = BytesIO()
    older.save(out)
    made = bound(out.getvalue(), tmp_path)
    (found,) = not_read_aloud(made)
    assert (found.code, found.severity) == ("K531", "info")
    assert found.message() == (
        "PDFのどのページにも、読み上げのための印（見出し、表、写真の説明）がありません。"
        "LibreOffice 7.4の付ける目印からは作れないためです。LibreOffice 25.2以降で作ると付きます。"
    )
    with pikepdf.open(made) as pdf:
        assert str(pdf.Root.Lang) == "ja-JP"
        assert "/StructTreeRoot" not in pdf.Root


@pytest.mark.parametrize("change", ["a row fewer", "another column", "a sheet fewer"])
def test_marked_sheets__marks_of_another_workbook__none_rather_than_wrong(raw: bytes, change: str) -> None:
    assert tagging.marked_sheets(raw, (LIST, YEARS)) is not None
    sheets = {
        "a row fewer": (LIST, replace(YEARS, rows=YEARS.rows[:-1])),
        "another column": (replace(LIST, widths=(*LIST.widths, 5.0)), YEARS),
        "a sheet fewer": (LIST,),
    }[change]
    assert tagging.marked_sheets(raw, sheets) is None


@pytest.mark.parametrize("key", ["/Pg", "/K"])
def test_marked_sheets__tree_with_a_mark_that_is_nowhere__none_rather_than_no_pdf(
    raw: bytes, key: str, tmp_path: Path
) -> None:
    with pikepdf.open(BytesIO(raw)) as pdf:
        cells = (one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/P")
        cell = next(one for one in cells if "/K" in one)
        if key == "/Pg":
            del cell["/Pg"]
        else:
            cell.K = pikepdf.Array([pikepdf.Name.Wrong])
        out = BytesIO()
        pdf.save(out)
    assert tagging.marked_sheets(out.getvalue(), SAMPLE.sheets) is None
    (found,) = not_read_aloud(bound(out.getvalue(), tmp_path))
    assert found.code == "K531"


def test_marked_sheets__no_tree__none() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    out = BytesIO()
    writer.write(out)
    assert tagging.marked_sheets(out.getvalue(), (LIST,)) is None
    assert tagging.untagged_pages(out.getvalue()) is None


def libreoffice_version() -> str:
    done = subprocess.run([soffice(), "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"LibreOffice (\d+\.\d+)", done.stdout)
    assert found is not None
    return found[1]


def test_make_pdf__the_libreoffice_at_hand__is_tagged_or_says_that_it_is_not(tmp_path: Path) -> None:
    with ONE_LIBREOFFICE:
        raw = printed(LibreOffice(soffice()))
    made = bound(raw, tmp_path)
    if tagging.marked_sheets(raw, SAMPLE.sheets) is None:
        (found,) = not_read_aloud(made)
        assert f"LibreOffice {libreoffice_version()}" in found.message()
    else:
        assert not_read_aloud(made) == ()
        assert failures(made.read_bytes()) == {}
