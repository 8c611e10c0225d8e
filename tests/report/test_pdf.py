"""The PDF: converters and how they fail, text read back, what is missing, title and outline."""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdf
import pytest
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.pagebreak import Break

from kosei_xl.report.pdf import finish
from kosei_xl.verbs import pdf_programs
from kosei_xl.verbs.pdf_programs import ConversionFailed, Excel, LibreOffice, Reason, find_converter, find_libreoffice
from kosei_xl.workbook import pdf_text
from tests.tools.patience import FOREVER

INSTALL = "apt-get install libreoffice-calc fonts-morisawa-bizud-gothic fonts-morisawa-bizud-mincho"
HARD = "㈱①②Ⅲ㎡℃№…―～－～ｱｶﾞ髙﨑鷗神福祉ガギが“”‘’‐–①ー・々〇ゝ〆〒→↑●◎△▲▼■※〈〉〔〕【】『』ＡＢ１２½±×÷°′″"


@pytest.fixture(scope="module")
def libreoffice() -> LibreOffice:
    try:
        return LibreOffice(find_libreoffice())
    except ConversionFailed:
        pytest.fail(f"LibreOffice is needed: {INSTALL}")


@pytest.fixture(scope="module")
def printed(libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Two sheets: 一覧 with two pages of wrapped neighbours, 総括 with hard characters and a cell far too low."""
    book = openpyxl.Workbook()
    book.properties.title = "下書き"
    first = book.active
    assert first is not None
    first.title = "一覧"
    second = book.create_sheet("総括")
    first.append(["こども家庭センターを中心に支援した。" * 6, "前年度比12.5%増の利用があった。" * 6])
    first.append(["二枚目の文", "次の文e-mail:kosei@example.lg.jp"])
    first.row_breaks.append(Break(id=1))
    second.append([HARD])
    second.append(["収まらない文です。" * 20 + "ここが最後。"])
    for sheet in book:
        for column in "AB":
            sheet.column_dimensions[column].width = 30
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.font = Font(name="BIZ UDゴシック", sz=9)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            sheet.row_dimensions[cells[0].row].height = 100
    second.row_dimensions[2].height = 30
    folder = tmp_path_factory.mktemp("pdf 日本語 #1")
    buffer = BytesIO()
    book.save(buffer)
    (folder / "一覧　R7.xlsx").write_bytes(buffer.getvalue())
    libreoffice.convert(folder / "一覧　R7.xlsx", folder / "一覧.pdf", timeout=FOREVER)
    return (folder / "一覧.pdf").read_bytes()


# Converters --------------------------------------------------------------------------------------------------------


def make_program(folder: Path, script: str) -> Path:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return program


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "a.xlsx"
    openpyxl.Workbook().save(path)
    return path


def test_convert__no_program__missing(tmp_path: Path, workbook: Path) -> None:
    with pytest.raises(ConversionFailed) as failed:
        LibreOffice(tmp_path / "none").convert(workbook, tmp_path / "a.pdf", timeout=FOREVER)
    assert failed.value.reason is Reason.MISSING


def test_convert__hangs__ended_with_its_children(tmp_path: Path, workbook: Path) -> None:
    program = make_program(tmp_path, f"sleep 3600 & echo $! > {tmp_path}/child; wait")
    seconds = 1.0
    while not (tmp_path / "child").exists():  # a busy machine may need longer than that to begin
        with pytest.raises(ConversionFailed) as failed:
            LibreOffice(program).convert(workbook, tmp_path / "a.pdf", timeout=seconds)
        assert failed.value.reason is Reason.HANGING
        seconds *= 4
    child = int((tmp_path / "child").read_text())
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"
    assert not (tmp_path / "a.pdf").exists()


def test_convert__writes_nothing__failed_with_what_it_said(tmp_path: Path, workbook: Path) -> None:
    program = make_program(tmp_path, "echo 'source file could not be loaded' >&2; exit 1")
    with pytest.raises(ConversionFailed, match="could not be loaded") as failed:
        LibreOffice(program).convert(workbook, tmp_path / "a.pdf", timeout=FOREVER)
    assert failed.value.reason is Reason.FAILED


def test_convert__no_workbook_or_no_folder__failed(tmp_path: Path, workbook: Path) -> None:
    program = make_program(tmp_path, 'for last; do :; done; echo pdf > "${last%.xlsx}.pdf"')
    for source, out in ((tmp_path / "none.xlsx", tmp_path / "a.pdf"), (workbook, tmp_path / "none" / "a.pdf")):
        with pytest.raises(ConversionFailed) as failed:
            LibreOffice(program).convert(source, out, timeout=FOREVER)
        assert failed.value.reason is Reason.FAILED


def test_excel__not_windows__missing(tmp_path: Path, workbook: Path) -> None:
    if os.name == "nt":
        pytest.fail("write the test of the Excel converter here: this machine has Windows")
    with pytest.raises(ConversionFailed) as failed:
        Excel().convert(workbook, tmp_path / "a.pdf")
    assert failed.value.reason is Reason.MISSING


def test_find_converter__nothing_installed__missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_programs, "_SOFFICE_PLACES", ())
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ConversionFailed) as failed:
        find_converter()
    assert failed.value.reason is Reason.MISSING


def test_import__pdf_module__loads_no_pdf_library() -> None:
    code = "import sys, kosei_xl.report.pdf; print(sorted({'pypdf', 'pypdfium2', 'xlwings'} & set(sys.modules)))"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "[]"


# Text --------------------------------------------------------------------------------------------------------------


def test_text_of__hard_characters__all_come_back(printed: bytes) -> None:
    pages = pdf_text.pages_of_pdf(printed)
    assert len(pages) == 3
    assert pdf_text.missing_characters([HARD], pages[2:]) == {}
    assert pdf_text.missing_characters(["e-mail:kosei@example.lg.jp"], pages) == {}


def test_text_of__no_pdf__unreadable() -> None:
    with pytest.raises(pdf_text.UnreadablePdf):
        pdf_text.pages_of_pdf(b"not a pdf")
    with pytest.raises(pdf_text.UnreadablePdf):
        finish.join([b"not a pdf"])


def test_missing_characters__row_too_low__counted(printed: bytes) -> None:
    pages = pdf_text.pages_of_pdf(printed)
    missing = pdf_text.missing_characters(["収まらない文です。" * 20 + "ここが最後。"], pages[2:])
    assert missing["後"] == 1
    assert missing["収"] > 5


def test_missing_characters__same_glyph__not_missing() -> None:
    assert pdf_text.missing_characters(["日か\u3099葛\U000e0100ﬁ"], ["⽇ が\r\n葛fi"]) == {}


def test_missing_characters__near_misses__missing() -> None:
    assert pdf_text.missing_characters(["㈱①Ａ神"], ["(株)1A神"]) == {"①": 1, "㈱": 1, "Ａ": 1}
    assert pdf_text.missing_characters(["ああ"], ["あ"]) == {"あ": 1}


def test_short_texts__printed_list__only_the_cut_one(printed: bytes) -> None:
    texts = {
        "左": "こども家庭センターを中心に支援した。" * 6,
        "右": "前年度比12.5%増の利用があった。" * 6,
        "文字": HARD,
        "低い": "収まらない文です。" * 20 + "ここが最後。",
    }
    assert pdf_text.short_texts(texts, pdf_text.pages_of_pdf(printed)) == ("低い",)


def test_short_texts__numbers_of_cells_beside_each_other__none_is_taken_out_of_two() -> None:
    pages = ["計 \n9 35 23 19 39 16 28\n31 市内産業の育成\n"]
    numbers = {str(n): str(n) for n in (9, 35, 23, 19, 39, 16, 28, 31)}
    assert pdf_text.short_texts(numbers, pages) == ()
    assert pdf_text.short_texts({"across": "93", "there": "9"}, pages) == ("across",)


def test_short_texts__lines_of_neighbours_interleaved__found() -> None:
    pages = ["左の文の一行目右の文の一行目\n左の文の二行目右の文の二行目", "左の最後です。"]
    texts = {"左": "左の文の一行目左の文の二行目左の最後です。", "右": "右の文の一行目\n右の文の二行目", "空": ""}
    assert pdf_text.short_texts(texts, pages) == ()
    assert pdf_text.short_texts(texts, pages[:1]) == ("左",)


def test_short_texts__one_text_cut_off__what_begins_like_it_is_found() -> None:
    texts = {"一覧": "・市有地の売却\n・暫定的な貸付けの拡大を図る", "日程": "・暫定的な貸付け"}
    assert pdf_text.short_texts(texts, ["・市有地の売却", "・暫定的な貸付け"]) == ("一覧",)


def test_short_texts__character_of_another_font__drawn_out_of_order_and_found() -> None:
    assert pdf_text.short_texts({"名": "担当は𠮷田と𠮷野である。"}, ["𠮷 𠮷 担当は田と野である。"]) == ()


def test_short_texts__printed_twice__must_be_there_twice() -> None:
    texts = {"4-1": "再掲の項目の実績です。", "9-1": "再掲の項目の実績です。"}
    assert pdf_text.short_texts(texts, ["再掲の項目の実績です。" * 2]) == ()
    assert len(pdf_text.short_texts(texts, ["再掲の項目の実績です。"])) == 1


# Title, outline, joining -------------------------------------------------------------------------------------------


def outline(document: bytes) -> list[tuple[int, str, int]]:
    """(depth, title, page from 1) of every entry."""
    reader = pypdf.PdfReader(BytesIO(document))

    def walk(entries: list[object], depth: int) -> list[tuple[int, str, int]]:
        found: list[tuple[int, str, int]] = []
        for entry in entries:
            if isinstance(entry, list):
                found += walk(entry, depth + 1)
            else:
                assert isinstance(entry, pypdf.generic.Destination)
                page = reader.get_destination_page_number(entry)
                assert page is not None
                found.append((depth, str(entry.title), page + 1))
        return found

    return walk(list(reader.outline), 0)


def test_finish__parts__title_language_and_sheets_below_parts(printed: bytes) -> None:
    done = finish.finish(printed, "進捗状況", "小平市", outline=[("第1部", 1), ("第2部", 3)])
    reader = pypdf.PdfReader(BytesIO(done))
    assert outline(done) == [(0, "第1部", 1), (1, "一覧", 1), (0, "第2部", 3), (1, "総括", 3)]
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("進捗状況", "小平市")
    assert str(reader.root_object["/Lang"]) == "ja-JP"
    assert pdf_text.pages_of_pdf(done) == pdf_text.pages_of_pdf(printed)


def test_finish__no_parts__sheets_stay(printed: bytes) -> None:
    assert outline(finish.finish(printed, "題", "市")) == outline(printed) == [(0, "一覧", 1), (0, "総括", 3)]


@pytest.mark.parametrize("parts", [[("一", 4)], [("一", 0)], [("一", 3), ("二", 1)]])
def test_finish__pages_not_there_or_not_in_order__value_error(printed: bytes, parts: list[tuple[str, int]]) -> None:
    with pytest.raises(ValueError):
        finish.finish(printed, "題", "市", outline=parts)


def test_join__two__pages_and_outlines_in_order(printed: bytes) -> None:
    both = finish.join([printed, printed])
    assert pdf_text.pages_of_pdf(both) == pdf_text.pages_of_pdf(printed) * 2
    assert [page for _, _, page in outline(both)] == [1, 3, 4, 6]
