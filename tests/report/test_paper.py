"""Reports on paper, page by page: complete, at every size and in every font, and where something must be missing."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from kosei_xl.report.xlsx import looks, render
from kosei_xl.values.ledger import Entries
from kosei_xl.values.model import Part, Plan
from kosei_xl.verbs import init
from kosei_xl.verbs.report import PdfBinding, make_pdf
from kosei_xl.workbook import pdf_text
from tests.tools.paper import (
    BODY,
    TEMPLATE,
    Job,
    OneAtATime,
    Printed,
    all_roles,
    any_ledger,
    changed,
    check_complete,
    check_much,
    check_page_by_page,
    check_rows_high_enough,
    check_ten_times,
    laid,
    ledger_of,
    numbered_pages,
    plain,
    print_all,
    restyled,
    strip_of,
    ten_times,
    with_normal,
)


@pytest.fixture(scope="module")
def midori() -> tuple[Plan, Entries, str]:
    plan = init.sample_plan("midori").plan
    return plan, ledger_of(init.sample_entries("midori")), plan.points[-1].key


SIZES = (7, 8, 10, 11)
FONTS = ("Noto Sans CJK JP", "Noto Serif CJK JP", "DejaVu Sans", "BIZ UDPゴシック", "BIZ UD明朝")
NORMALS = (("Noto Sans CJK JP", 11), ("DejaVu Sans", 10), ("Liberation Sans", 11), ("BIZ UDゴシック", 9))


@pytest.fixture(scope="module")
def papers(midori: tuple[Plan, Entries, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printed]:
    """The sample in every way it is printed here."""
    plan, ledger, point = midori
    style = plan.style.model_copy(update={"first_page": 5, "page_number": "- {頁} -"})
    total = plan.style.model_copy(update={"page_number": "{総頁}頁のうち{頁}頁"})
    jobs = {
        "sample": Job(*midori),
        "final": Job(*midori, draft=False),
        "first page": Job(changed(plan, style=style), ledger, point),
        "total": Job(changed(plan, style=total), ledger, point),
        "ten times": Job(*ten_times(plan, ledger, point), point),
        "foot": Job(*with_foot(*ten_times(plan, ledger, point)), point),
        "any texts": Job(plan, any_ledger(plan, point), point),
    }
    jobs |= {f"{size} pt": Job(*midori, restyled(TEMPLATE, BODY, size=size)) for size in SIZES}
    jobs |= {font: Job(*midori, restyled(TEMPLATE, all_roles(), font)) for font in FONTS}
    jobs |= {f"Normal {font}": Job(*midori, with_normal(TEMPLATE, font, size)) for font, size in NORMALS}
    return print_all(jobs, tmp_path_factory.mktemp("papers"))


@pytest.fixture(scope="module")
def sample(papers: dict[str, Printed]) -> Printed:
    return papers["sample"]


FOOT = ("評価の見方（最初のページの下）", "ＳとＡとＢがあります")


def with_foot(plan: Plan, ledger: Entries) -> tuple[Plan, Entries]:
    """The list alone, with a note at the foot of its first page."""
    shown = next(part for part in plan.parts if part.key == "list")
    note = Part(key="note", kind="text", sheet=shown.sheet, text="\n".join(FOOT), paper="A3横", role="first_foot")
    return changed(plan, parts=(shown, note)), ledger


def test_paper__sample__complete_and_every_page_right(sample: Printed) -> None:
    check_page_by_page(sample)
    check_rows_high_enough(sample.report, looks(TEMPLATE).faces)


def test_paper__sample__number_meeting_and_date_on_the_first_page_of_each_part(sample: Printed) -> None:
    pages = list(numbered_pages(sample.report))
    printed = {sheet.name for _, sheet, _ in pages}
    numbered = [part for part in sample.plan.parts if part.doc_no and part.sheet in printed]
    assert numbered
    for part in {part.doc_no: part for part in reversed(numbered)}.values():  # of parts with one number the first
        page = sample.pages[next(n for n, _, rows in pages if any(row.key.startswith(f"{part.key}|") for row in rows))]
        assert plain(part.doc_no) in page
        assert plain(f"{part.meeting}{part.meeting_date}") in page


def test_paper__note_at_the_foot__at_the_end_of_the_first_page_and_nowhere_else(papers: dict[str, Printed]) -> None:
    paper = papers["foot"]
    check_page_by_page(paper)
    assert len(paper.pages) > 3
    for line in FOOT:
        assert [plain(line) in page for page in paper.pages] == [True, *[False] * (len(paper.pages) - 1)]
    low = strip_of(paper.pdf, bottom=45)
    assert all(plain(line) in plain(low[0]) for line in FOOT)


def test_paper__final__no_draft_mark_anywhere(papers: dict[str, Printed]) -> None:
    final = papers["final"]
    check_page_by_page(final, draft=False)
    roles = {cell.role for sheet in final.report.sheets for row in sheet.rows for cell in row.cells}
    assert "draft" not in roles


@pytest.mark.parametrize("size", SIZES)
def test_paper__body_of_another_size__complete(papers: dict[str, Printed], size: int) -> None:
    paper = papers[f"{size} pt"]
    check_page_by_page(paper)
    check_rows_high_enough(paper.report, looks(paper.template).faces)


@pytest.mark.parametrize("font", FONTS)
def test_paper__another_font__complete(papers: dict[str, Printed], font: str) -> None:
    check_page_by_page(papers[font])


@pytest.mark.parametrize("normal", [font for font, _ in NORMALS])
def test_paper__another_normal_font__complete(papers: dict[str, Printed], normal: str) -> None:
    check_page_by_page(papers[f"Normal {normal}"])


def test_paper__through_the_converter__the_same_as_in_one_start(sample: Printed, tmp_path: Path) -> None:
    (tmp_path / "資料.xlsx").write_bytes(sample.workbook)
    found = make_pdf(
        tmp_path / "資料.xlsx", tmp_path / "資料.pdf", sample.report, PdfBinding(tmp_path, converter=OneAtATime())
    )
    assert found == ()
    assert pdf_text.pages_of_pdf((tmp_path / "資料.pdf").read_bytes()) == sample.texts
    assert (tmp_path / "資料.xlsx").read_bytes() == sample.workbook, "LibreOffice gets a copy"


def test_paper__62_items_with_ten_times_the_text__complete(papers: dict[str, Printed]) -> None:
    check_ten_times(papers["ten times"])


def test_paper__first_page_and_pattern__printed_on_every_page_behind_the_cover(papers: dict[str, Printed]) -> None:
    paper = papers["first page"]
    check_complete(paper)
    expected = ["", *(f"-{5 + n}-" for n in range(1, len(paper.pages)))]
    assert [plain(text) for text in strip_of(paper.pdf, bottom=14)] == expected


def test_paper__pattern_with_the_total__counts_all_sheets(papers: dict[str, Printed]) -> None:
    paper = papers["total"]
    check_complete(paper)
    total = len(paper.pages)
    expected = ["", *(f"{total}頁のうち{number}頁" for number in range(2, total + 1))]  # the cover counts
    assert [plain(text) for text in strip_of(paper.pdf, bottom=14)] == expected


def test_paper__text_cut_off__k501_names_the_item(midori: tuple[Plan, Entries, str], tmp_path: Path) -> None:
    """The rows of No. 8 and No. 20 are made as low as one line, as if somebody had set their heights."""
    report = laid(*midori)
    sheets = []
    for sheet in report.sheets:
        low = [
            any(c.key in ("list.8.results", "list.8.result_actual", "list.20.result_actual") for c in row.cells)
            for row in sheet.rows
        ]
        sheets.append(
            replace(
                sheet, rows=tuple(replace(r, height=14.0) if cut else r for r, cut in zip(sheet.rows, low, strict=True))
            )
        )
    (tmp_path / "a.xlsx").write_bytes(render(replace(report, sheets=tuple(sheets)), TEMPLATE).data)
    found = make_pdf(tmp_path / "a.xlsx", tmp_path / "a.pdf", report, PdfBinding(tmp_path, converter=OneAtATime()))
    assert {problem.code for problem in found} == {"K501"}
    labels = [problem.message() for problem in found]
    assert any("No.8 result_actual" in label for label in labels)
    assert any("No.20 result_actual" in label for label in labels)
    assert all(re.search(r"No\.(8|20) ", label) for label in labels)


def test_paper__any_texts_of_10_to_3000_characters__complete(papers: dict[str, Printed]) -> None:
    paper = papers["any texts"]
    check_page_by_page(paper)
    check_much(paper.report, paper.plan)
