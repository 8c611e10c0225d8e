"""The document set: order, blank backs, inserts, outline, pictures; and what happens when no PDF can be made."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pypdf
import pytest
from PIL import Image
from pypdf.errors import DependencyError

from kosei_xl.report.page import Report
from kosei_xl.report.pdf import binding, finish
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.model import Part, Plan, PlanFile
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import init, pdf_programs, report
from kosei_xl.verbs.pdf_programs import LibreOffice
from kosei_xl.verbs.report import PdfBinding, make_pdf
from kosei_xl.workbook import pdf_text
from tests.tools.office import kosei
from tests.tools.paper import A3_ACROSS, A4, MM, PAPERS, TEMPLATE, changed, laid, ledger_of, restyled
from tests.tools.patience import FOREVER

PLAN = init.sample_plan("midori").plan
ENTRIES = init.sample_entries("midori")
POINT = PLAN.points[-1].key
INSERT = Part(key="x", kind="pdf", sheet="別紙", title="{計画名}別紙", file="別紙.pdf")


def blank(*sizes: tuple[float, float]) -> bytes:
    """A PDF of empty pages of these sizes in mm."""
    writer = pypdf.PdfWriter()
    for width, height in sizes:
        writer.add_blank_page(width * MM, height * MM)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def sizes(document: bytes) -> list[tuple[int, int]]:
    """The pages in mm."""
    pages = pypdf.PdfReader(BytesIO(document)).pages
    return [(round(float(p.mediabox.width) / MM), round(float(p.mediabox.height) / MM)) for p in pages]


def outline(document: bytes) -> list[tuple[str, int]]:
    """(title, page from 1) of every entry of the first level."""
    return [entry for entry, _ in nested_outline(document)]


def nested_outline(document: bytes) -> list[tuple[tuple[str, int], list[tuple[str, int]]]]:
    """Every entry of the first level with those below it, each as (title, page from 1)."""
    reader = pypdf.PdfReader(BytesIO(document))

    def named(entry: Any) -> tuple[str, int]:
        return str(entry.title), (reader.get_destination_page_number(entry) or 0) + 1

    found: list[tuple[tuple[str, int], list[tuple[str, int]]]] = []
    entries: list[Any] = list(reader.outline)
    for entry in entries:
        if isinstance(entry, list):
            found[-1][1].extend(named(one) for one in entry)
        else:
            found.append((named(entry), []))
    return found


# bind -----------------------------------------------------------------------------------------------------------------


def test_bind__sheets_and_external__in_order_with_their_pages() -> None:
    sections = [
        binding.Section((("表紙", 1),), pages=1),
        binding.Section((("別紙", 1),), external=blank(A4, A4)),
        binding.Section((("一覧", 1), ("注", 2)), pages=2, areas=((0, "Ⅰ 協働", 1), (1, "Ⅱ 財政", 2))),
    ]
    bound = binding.bind(blank(A4, A3_ACROSS, A3_ACROSS), sections)
    assert sizes(bound.pdf) == [A4, A4, A4, A3_ACROSS, A3_ACROSS]
    assert bound.outline == (("表紙", 1), ("別紙", 2), ("一覧", 4), ("注", 5))
    assert bound.areas == ((2, "Ⅰ 協働", 4), (3, "Ⅱ 財政", 5))
    assert bound.places == (0, 3, 4)


def test_bind__duplex__each_section_on_a_front_and_blank_backs_of_its_size() -> None:
    sections = [
        binding.Section((("一", 1),), pages=1),
        binding.Section((("二", 1),), pages=2),
        binding.Section((("三", 1),), pages=3),
        binding.Section((("四", 1),), external=blank(A4)),
    ]
    bound = binding.bind(blank(A4, A4, A4, A3_ACROSS, A3_ACROSS, A3_ACROSS), sections, duplex=True)
    assert bound.places == (0, 2, 3, 4, 5, 6)
    assert bound.outline == (("一", 1), ("二", 3), ("三", 5), ("四", 9))
    assert sizes(bound.pdf) == [A4, A4, A4, A4, *[A3_ACROSS] * 4, A4]


def test_pictures__each_page__png_of_its_shape() -> None:
    shapes = [Image.open(BytesIO(data)).size for data in binding.pictures(blank(A4, A3_ACROSS), dpi=72)]
    assert [(round(w / MM), round(h / MM)) for w, h in shapes] == [A4, A3_ACROSS]


# make_pdf with programs that are none ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pages:
    """A converter that writes empty pages of these sizes."""

    shapes: Sequence[tuple[float, float]]

    def convert(self, xlsx: Path, out: Path, timeout: float) -> None:
        assert xlsx.is_file()
        out.write_bytes(blank(*self.shapes))


def shapes_of(report: Report) -> list[tuple[float, float]]:
    return [PAPERS[sheet.paper] for sheet in report.sheets for _ in range(sheet.pages)]


def with_insert(at: int, file: str = "別紙.pdf") -> Plan:
    """The sample with a PDF to insert before its part number `at`."""
    shown = [part for part in PLAN.parts if part.kind != "form"]
    return changed(PLAN, parts=(*shown[:at], INSERT.model_copy(update={"file": file}), *shown[at:]))


def made(plan: Plan, folder: Path, *, duplex: bool = False) -> tuple[bytes, Report, list[Diagnostic]]:
    """The PDF of empty pages, the report, and the findings but K501 (empty pages lack every text)."""
    report = laid(plan, ledger_of(ENTRIES), POINT)
    (folder / "資料.xlsx").touch()
    target = folder / "資料.pdf"
    converter = Pages(shapes_of(report))
    found = make_pdf(folder / "資料.xlsx", target, report, PdfBinding(folder, duplex, converter))
    return target.read_bytes(), report, [problem for problem in found if problem.code != "K501"]


@pytest.mark.parametrize("at", [0, 1, 2, 5, 7])
def test_make_pdf__insert__in_its_place_with_an_outline_entry(at: int, tmp_path: Path) -> None:
    (tmp_path / "別紙.pdf").write_bytes(blank((100, 100), (120, 120)))
    document, report, problems = made(with_insert(at), tmp_path)
    assert problems == []
    before = sum(sheet.pages for sheet in report.sheets[: report.inserts[0].after])
    shapes = [(round(w), round(h)) for w, h in shapes_of(report)]
    assert sizes(document) == [*shapes[:before], (100, 100), (120, 120), *shapes[before:]]
    assert (f"{PLAN.name}別紙", before + 1) in outline(document)
    assert [page for _, page in outline(document)] == sorted(page for _, page in outline(document))


def test_make_pdf__every_part__an_outline_entry_with_its_page(tmp_path: Path) -> None:
    document, report, _ = made(PLAN, tmp_path)
    first = 1
    expected = []
    for sheet in report.sheets:
        expected += [(title, first + page - 1) for title, page in sheet.outline]
        first += sheet.pages
    assert outline(document) == expected
    assert len(expected) >= len(report.sheets)
    reader = pypdf.PdfReader(BytesIO(document))
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (
        f"{PLAN.name}　{PLAN.points[-1].label}",
        "緑ヶ原市 行政経営課",
    )
    assert str(reader.root_object["/Lang"]) == "ja-JP"


def test_make_pdf__lists_by_area__an_entry_for_each_area_below_that_of_its_list(tmp_path: Path) -> None:
    document, report, _ = made(PLAN, tmp_path)
    below = {title: areas for (title, _), areas in nested_outline(document)}
    (sheet,) = [sheet for sheet in report.sheets if sheet.name == "進捗状況一覧"]
    first = 1 + sum(one.pages for one in report.sheets[: report.sheets.index(sheet)])
    listed, studied = (below[title] for title, _ in sheet.outline)
    names = [f"{number} {area.name}" for number, area in zip("ⅠⅡⅢⅣⅤ", PLAN.areas, strict=True)]
    assert [name for name, _ in listed] == names
    assert [page for _, page in listed] == sorted(page for _, page in listed)
    assert listed[0][1] == first
    assert [name for name, _ in studied] == [names[0], names[2], names[4]]
    assert {page for _, page in studied} == {first + sheet.outline[1][1] - 1}
    assert below["１　進捗状況の概要"] == [], "a part that goes through no areas has no entries below its own"


def test_make_pdf__areas_in_a_column__an_entry_for_each_by_its_whole_name(tmp_path: Path) -> None:
    document, report, _ = made(PLAN, tmp_path)
    (sheet,) = [sheet for sheet in report.sheets if sheet.name == "年度スケジュール"]
    (areas,) = [areas for (title, _), areas in nested_outline(document) if title == sheet.outline[0][0]]
    assert [name for name, _ in areas] == [f"{n} {area.name}" for n, area in zip("ⅠⅡⅢⅣⅤ", PLAN.areas, strict=True)]


def test_make_pdf__duplex__sheets_and_inserts_on_fronts(tmp_path: Path) -> None:
    (tmp_path / "別紙.pdf").write_bytes(blank(A4))
    document, report, problems = made(with_insert(1), tmp_path, duplex=True)
    assert problems == []
    firsts = {page for title, page in outline(document)}
    assert {1, 3, 5} <= firsts
    page = 1
    for number, pages in enumerate([1, 1, *(sheet.pages for sheet in report.sheets[1:])]):
        assert page in firsts, number
        page += pages + pages % 2
    shown = sizes(document)
    assert all(shown[n] == shown[n - 1] for n in range(1, len(shown), 2)), "front and back are one leaf"


@pytest.mark.parametrize("content", [None, b"", b"no pdf", blank(A4)[:200]])
def test_make_pdf__insert_missing_or_no_pdf__k507_and_the_rest_is_there(content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "別紙.pdf").write_bytes(content)
    document, report, problems = made(with_insert(2), tmp_path)
    assert [(problem.code, problem.at.file if problem.at else "") for problem in problems] == [("K507", "別紙.pdf")]
    assert len(sizes(document)) == sum(sheet.pages for sheet in report.sheets)
    assert f"{PLAN.name}別紙" not in [title for title, _ in outline(document)]


def test_make_pdf__insert_with_a_password__k507(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(blank(A4)))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "別紙.pdf")
    document, report, problems = made(with_insert(2), tmp_path)
    assert [problem.code for problem in problems] == ["K507"]
    assert len(sizes(document)) == sum(sheet.pages for sheet in report.sheets)


def test_make_pdf__insert_that_pypdf_cannot_read__k507(tmp_path: Path) -> None:
    """Other programs open it, but pypdf lacks what decrypts it, or finds its pages damaged."""
    (tmp_path / "別紙.pdf").write_bytes(blank((100, 100)))
    failures = (("pypdf.PdfReader.__init__", DependencyError("AES")), ("pypdf.PdfWriter.append", KeyError("/Kids")))
    for place, failure in failures:
        with patch(place, side_effect=failure), pytest.raises(pdf_text.UnreadablePdf):
            finish.join([blank(A4)])

    def fail(pdfs: Sequence[bytes]) -> bytes:
        raise pdf_text.UnreadablePdf("AES")

    with patch.object(finish, "join", fail):
        document, report, problems = made(with_insert(2), tmp_path)
    assert [problem.code for problem in problems] == ["K507"]
    assert len(sizes(document)) == sum(sheet.pages for sheet in report.sheets)


def test_make_pdf__insert_that_may_only_be_read__bound(tmp_path: Path) -> None:
    """An owner's password alone: every program opens it."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(blank(A4)))
    writer.encrypt("", "owner", algorithm="RC4-128")
    writer.write(tmp_path / "別紙.pdf")
    document, report, problems = made(with_insert(2), tmp_path)
    assert problems == []
    assert len(sizes(document)) == 1 + sum(sheet.pages for sheet in report.sheets)


def test_make_pdf__other_number_of_pages__k506_and_a_pdf(tmp_path: Path) -> None:
    report = laid(PLAN, ledger_of(ENTRIES), POINT)
    (tmp_path / "a.xlsx").touch()
    how = PdfBinding(tmp_path, converter=Pages([*shapes_of(report), A4]))
    found = make_pdf(tmp_path / "a.xlsx", tmp_path / "a.pdf", report, how)
    (problem,) = [problem for problem in found if problem.code == "K506"]
    assert str(len(shapes_of(report)) + 1) in problem.message()
    assert len(sizes((tmp_path / "a.pdf").read_bytes())) == len(shapes_of(report)) + 1


def test_make_pdf__other_number_of_pages__inserts_kept_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "別紙.pdf").write_bytes(blank((100, 100)))
    (tmp_path / "a.xlsx").touch()
    report = laid(with_insert(0), ledger_of(ENTRIES), POINT)
    how = PdfBinding(tmp_path, converter=Pages([*shapes_of(report), A4]))
    make_pdf(tmp_path / "a.xlsx", tmp_path / "a.pdf", report, how)
    assert sizes((tmp_path / "a.pdf").read_bytes())[-1] == (100, 100)


# The whole verb -------------------------------------------------------------------------------------------------------


@pytest.fixture
def master(tmp_path: Path) -> Path:
    path = tmp_path / "master.xlsx"
    init.init(path, PlanFile(plan=PLAN), ENTRIES)
    return path


def program(folder: Path, script: str) -> LibreOffice:
    """A soffice that does what the script says."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return LibreOffice(path)


HALF_A_PDF = "for last; do :; done; printf '%%PDF-1.7 half' > \"${last%.xlsx}.pdf\""


@pytest.mark.parametrize(
    ("script", "said"),
    [("sleep 3600", "時間内"), ("echo crashed >&2; kill -9 $$", "crashed"), ("exit 0", "PDF"), (HALF_A_PDF, "PDF")],
)
def test_report__program_hangs_or_crashes__k502_and_the_workbook_is_there(
    script: str, said: str, master: Path, tmp_path: Path
) -> None:
    with patch.object(report, "_PDF_SECONDS", 2.0 if "sleep" in script else FOREVER):
        done = report.report(master, POINT, tmp_path / "out", pdf=True, converter=program(tmp_path, script))
    (problem,) = [found for found in done.checked.diagnostics if found.code == "K502"]
    assert said in problem.message()
    assert [file.suffix for file in done.files] == [".xlsx"]
    assert done.files[0].is_file()
    assert not list((tmp_path / "out").glob("*.pdf"))


@pytest.mark.parametrize("before", [True, False])
def test_report__no_pdf__the_one_made_before_is_set_aside(before: bool, master: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "a.pdf"
    if before:
        target.parent.mkdir()
        target.write_bytes(b"before")
    failing = program(tmp_path, "exit 3")
    done = report.report(master, POINT, tmp_path / "out", pdf=True, name="a", converter=failing)
    found = {problem.code: problem.message() for problem in done.checked.diagnostics}
    assert "K502" in found
    assert not target.exists()
    assert ("K508" in found) is before
    if before:
        assert (tmp_path / "out" / "a.pdf.bak").read_bytes() == b"before"
        assert "a.pdf.bak" in found["K508"]


def test_report__no_libreoffice__k502_and_exit_code_1(
    master: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_programs, "_SOFFICE_PLACES", ())
    monkeypatch.setenv("PATH", "")
    ran = kosei("report", master, "--point", POINT, "--out", tmp_path / "out", "--pdf")
    assert ran.code == 1
    assert "PDFを作るソフトが見つかりません" in ran.out
    assert [file.suffix for file in (tmp_path / "out").iterdir()] == [".xlsx"]


def test_report__preview__one_picture_a_page_in_its_shape(master: Path, tmp_path: Path) -> None:
    shapes = shapes_of(laid(PLAN, ledger_of(ENTRIES), POINT))
    done = report.report(master, POINT, tmp_path / "out", previews=tmp_path / "pictures", converter=Pages(shapes))
    pictures = sorted((tmp_path / "pictures").glob("*.png"))
    assert len(pictures) == len(shapes)
    assert set(pictures) <= set(done.files)
    for picture, (width, height) in zip(pictures, shapes, strict=True):
        found = Image.open(picture).size
        assert found[0] / found[1] == pytest.approx(width / height, rel=0.01)


@pytest.mark.parametrize(("font", "codes"), [("ＭＳ ゴシック", ["K505"]), ("Noto Serif CJK JP", [])])
def test_report__font_not_installed__k505(font: str, codes: list[str], master: Path, tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(restyled(TEMPLATE, ["note"], font))
    shapes = shapes_of(laid(PLAN, ledger_of(ENTRIES), POINT))
    done = report.report(
        master, POINT, tmp_path / "out", pdf=True, template=tmp_path / "t.xlsx", converter=Pages(shapes)
    )
    found = [problem for problem in done.checked.diagnostics if problem.code == "K505"]
    assert [problem.code for problem in found] == codes
    assert all(font in problem.message() for problem in found)
    alone = report.report(master, POINT, tmp_path / "alone", template=tmp_path / "t.xlsx")
    assert "K505" not in [problem.code for problem in alone.checked.diagnostics], "asked only where a PDF is made"


def test_report__made_anew_without_pdf__the_old_pdf_is_set_aside_and_k508(master: Path, tmp_path: Path) -> None:
    report.report(master, POINT, tmp_path / "out", name="a")
    (tmp_path / "out" / "a.pdf").write_bytes(b"of the workbook before")
    same = report.report(master, POINT, tmp_path / "out", name="a")
    assert (tmp_path / "out" / "a.pdf").exists()  # the workbook is the same, so its PDF still belongs to it
    assert "K508" not in {problem.code for problem in same.checked.diagnostics}
    other = report.report(master, POINT, tmp_path / "out", name="a", only=["list"])
    assert not (tmp_path / "out" / "a.pdf").exists()
    assert "K508" in {problem.code for problem in other.checked.diagnostics}
    assert (tmp_path / "out" / "a.pdf.bak").read_bytes() == b"of the workbook before"


def test_report__of_another_point_under_the_same_name__refused_and_left(master: Path, tmp_path: Path) -> None:
    (made,) = report.report(master, POINT, tmp_path / "out", name="a").files
    before = made.read_bytes()
    other = next(point.key for point in PLAN.points if point.key != POINT)
    with pytest.raises(WrongCall, match="別の時点"):
        report.report(master, other, tmp_path / "out", name="a")
    assert made.read_bytes() == before
