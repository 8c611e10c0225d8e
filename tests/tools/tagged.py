"""How accessible a PDF is, by a checker that is not ours: `python -m tests.tools.tagged FILE.pdf …` lists failures by rule.

The checker is page-validation (PyPI, MIT, one wheel without dependencies), which checks what a program can check of
PDF/UA-1 (ISO 14289-1), 104 rules, and passes the test corpus of veraPDF. veraPDF itself was not to be had: neither
Debian nor PyPI nor npm has it.

What it says of a claim is no failure here: we make none, since a person must look at reading order and descriptions
before a PDF may call itself PDF/UA.

What is known to fail: PDFUA1-FONT-UNICODE-MAPPING-001 where a text has half-width kana with a mark (ﾊﾞ, ﾎﾟ), which
LibreOffice draws as one glyph without a code of its own; it says the letters beside it (ActualText), so that they are
read.

`--write` makes the fixture anew by the LibreOffice on PATH, which must be 25.2 or newer: `SAMPLE` as that prints it. The
tests tag this, as LibreOffice 7.4 marks no cells.
"""

import ctypes
import struct
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import page
import pikepdf
import pypdfium2

from kosei_xl.report.page import Report, ReportCell, ReportPicture, ReportRow, ReportSheet
from kosei_xl.report.pdf.tagging import marked_sheets
from kosei_xl.report.xlsx import render
from kosei_xl.verbs import disk
from kosei_xl.verbs.pdf_programs import LibreOffice

NOT_CLAIMED = frozenset({"PDFUA1-ID-PART-001", "PDFUA1-ID-SCHEMA-001"})
"""Rules about the mark that calls a PDF conformant."""
FIXTURE = Path(__file__).parents[1] / "fixtures" / "tagging" / "cells_marked_by_libreoffice_25_2.pdf"


def failures(document: bytes) -> Counter[str]:
    """Rule and what is wrong -> how many times it fails; the rules of the claim are left out."""
    found = page.validate_pdf_bytes(document, profile="ua1").failures
    return Counter(f"{one.rule_id}: {one.message}" for one in found if one.rule_id not in NOT_CLAIMED)


def heard(document: bytes) -> list[str]:
    """What a program that reads aloud finds: a line for each element with its tag, scope, spans and text, indented by
    what it is in; the document, its parts and paragraphs in cells have none.
    """
    with pikepdf.open(BytesIO(document)) as pdf:
        pages = {one.obj.objgen: one.index for one in pdf.pages}
        (whole,) = pdf.Root.StructTreeRoot.K
        texts = marked_texts(document)
        return [line for part in whole.K for one in part.K for line in _lines(one, pages, texts)]


def _lines(element: Any, pages: Mapping[tuple[int, int], int], texts: Mapping[tuple[int, int], str]) -> Iterator[str]:
    tag, about = str(element.S)[1:], element.get("/A", {})
    is_cell = tag in ("TH", "TD")
    inside = [kid for one in element.K for kid in (one.K if is_cell else (one,))]
    own = [
        texts[pages[one.Pg.objgen], int(one.MCID)] for one in inside if one.get("/Type") == "/MCR" and tag != "Figure"
    ]
    columns, rows = int(about.get("/ColSpan", 1)), int(about.get("/RowSpan", 1))
    spans = f"{columns}x{rows}" if (columns, rows) != (1, 1) else ""
    text = str(element.Alt) if tag == "Figure" else "".join(own)
    yield " ".join(filter(None, (tag, str(about.get("/Scope", ""))[1:], spans, text)))
    for one in () if is_cell else inside:
        if one.get("/Type") != "/MCR":
            yield from (f"  {line}" for line in _lines(one, pages, texts))


def actual_texts(document: bytes) -> list[str]:
    """The texts that stand beside what is drawn."""
    with pikepdf.open(BytesIO(document)) as pdf:
        elements = (one for one in pdf.objects if isinstance(one, pikepdf.Dictionary))
        return [str(one.ActualText) for one in elements if "/ActualText" in one]


def marked_texts(document: bytes) -> dict[tuple[int, int], str]:
    """The text of each mark by (page from 0, its number), without blanks that the printing puts around lines; -1 is the
    number of what has none.
    """
    found: dict[tuple[int, int], str] = {}
    pdf = pypdfium2.PdfDocument(document)
    for number, one in enumerate(pdf):
        page_text = one.get_textpage()
        for drawn in one.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            mark = number, pypdfium2.raw.FPDFPageObj_GetMarkedContentID(drawn)
            size = pypdfium2.raw.FPDFTextObj_GetText(drawn, page_text, None, 0)
            buffer = (ctypes.c_ushort * (size // 2))()
            pypdfium2.raw.FPDFTextObj_GetText(drawn, page_text, buffer, size)
            found[mark] = found.get(mark, "") + bytes(buffer).decode("utf-16-le").rstrip("\0")
    pdf.close()
    return {mark: text.strip(" \r\n\t") for mark, text in found.items()}


def artefact_text(document: bytes, page: int) -> str:
    """The text on a page (from 1) that is not read aloud."""
    return marked_texts(document).get((page - 1, -1), "")


# A report in which everything is once ---------------------------------------------------------------------------------


def _png() -> bytes:
    """A picture of 8 × 8 grey dots."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + b"\x80" * 8 for _ in range(8))
    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _row(key: str, *cells: tuple[int, int, str, str], height: float = 20.0, **more: Any) -> ReportRow:
    """A row of cells (first column, last column, role, text), each with the key of its row and its column."""
    made = tuple(
        ReportCell(first, last, text, role, f"{key.replace('|', '.')}.{'name' if first == 2 else first}")
        for first, last, role, text in cells
    )
    return ReportRow(height, made, key=key, **more)


_HEADS = (
    _row("list|head:1", (1, 1, "head", "No."), (2, 2, "head", "項目"), (3, 4, "head", "評価"), height=18),
    _row(
        "list|head:2", (1, 1, "head", ""), (2, 2, "head", ""), (3, 3, "head", "前回"), (4, 4, "head", "今回"), height=18
    ),
)
_AGAIN = ReportRow(20, (ReportCell(1, 4, "Ⅰ 市民とともに（続き）", "band"),), key="list|band:1")
LIST = ReportSheet(
    "一覧",
    "A4縦",
    (8.0, 30.0, 10.0, 10.0),
    (
        _row("stamp|list", (1, 3, "meeting", "第１回推進委員会"), (4, 4, "docno", "資料１")),
        ReportRow(6),
        ReportRow(24, (ReportCell(1, 4, "１　進捗状況一覧", "title", "list.title"),), key="list|title"),
        _row(
            "list|text:1",
            (1, 4, "text", "評価の対象とした取組を、分野ごとにまとめました。前回の評価を並べています。"),
            height=40,
        ),
        ReportRow(4),
        *_HEADS,
        ReportRow(20, (ReportCell(1, 4, "Ⅰ 市民とともに", "band", "list.band.1"),), key="list|band:1"),
        _row(
            "list|m-1|",
            (1, 1, "no", "1"),
            (2, 2, "body", "地域の相談窓口を設け、\n週に五日、開く"),
            (3, 3, "rating", "A"),
            (4, 4, "rating", "S"),
            height=40,
        ),
        *_HEADS,
        _AGAIN,
        _row(
            "list|m-2|",
            (1, 1, "no", "2"),
            (2, 2, "body", "案内の書き換え"),
            (3, 3, "rating", "A"),
            (4, 4, "rating", ""),
        ),
        _row("list|sum", (1, 2, "total_label", "計"), (3, 3, "total", "２"), (4, 4, "total", "１")),
    ),
    breaks=(9,),
    merges=((6, 7, 1), (6, 7, 2), (10, 11, 1), (10, 11, 2)),
    pages=2,
    outline=(("１　進捗状況一覧", 1),),
    header="計画　令和７年度末",
)
YEARS = ReportSheet(
    "日程",
    "A4縦",
    (12.0, 20.0, 8.0, 8.0, 8.0, 8.0),
    (
        ReportRow(24, (ReportCell(1, 6, "２　年度スケジュール", "title", "years.title"),), key="years|title"),
        ReportRow(20, (ReportCell(1, 6, "主な取組の様子", "heading", "years.text.1"),), key="years|text:1"),
        ReportRow(
            90, (ReportCell(1, 6, "", "photo"),), (ReportPicture(1, 6, _png(), 60, 60, "窓口の様子"),), "years|photo"
        ),
        _row("years|head", (1, 1, "head", "分野"), (2, 2, "head", "項目"), (3, 6, "head", "Ｒ7")),
        _row(
            "years|m-1|",
            (1, 1, "area_label", "Ⅰ 市民"),
            (2, 2, "body", "窓口"),
            (3, 3, "spare", ""),
            (4, 6, "spare", ""),
        ),
        _row("years|m-1|", (1, 1, "area_label", ""), (2, 2, "body", ""), (3, 4, "bar", "準備"), (5, 6, "bar", "実施")),
        _row(
            "years|m-2|",
            (1, 1, "area_label", "Ⅰ"),
            (2, 2, "body", "案内"),
            (3, 3, "spare", ""),
            (4, 6, "bar", "書き換え"),
        ),
    ),
    repeat=(4, 4),
    merges=((5, 6, 1), (5, 6, 2)),
    breaks=(6,),
    pages=2,
    outline=(("２　年度スケジュール", 1),),
    header="計画　令和７年度末",
)
SAMPLE = Report("題", "市", (LIST, YEARS), False, {"format": "1", "kind": "report"})


def printed(program: LibreOffice) -> bytes:
    """The sample as LibreOffice prints it."""
    with tempfile.TemporaryDirectory() as scratch:
        workbook, pdf = Path(scratch) / "a.xlsx", Path(scratch) / "a.pdf"
        workbook.write_bytes(render(SAMPLE, disk.bundled("workbook_templates", "report.xlsx")).data)
        program.convert(workbook, pdf)
        return pdf.read_bytes()


def main(names: list[str]) -> None:
    """Say of each file what fails, or make the fixture anew."""
    if names == ["--write"]:
        made = printed(LibreOffice())
        assert marked_sheets(made, SAMPLE.sheets) is not None, "this LibreOffice marks no cells"
        FIXTURE.parent.mkdir(exist_ok=True)
        FIXTURE.write_bytes(made)
        return
    for name in names:
        found = failures(Path(name).read_bytes())
        print(f"{name}: {'nothing fails' if not found else ''}")
        for rule, times in found.most_common():
            print(f"  {times} {rule}")


if __name__ == "__main__":
    main(sys.argv[1:])
