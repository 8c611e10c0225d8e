"""The three real plans on paper, at every size. Without ../shared/data nothing here is collected."""

import pytest

from kosei_xl.report.xlsx import looks
from kosei_xl.values.model import Plan
from kosei_xl.workbook.measure import count_lines, usable_width
from tests.tools.paper import (
    BODY,
    TEMPLATE,
    Job,
    Printed,
    all_roles,
    cells_with_widths,
    changed,
    check_much,
    check_page_by_page,
    check_rows_high_enough,
    check_ten_times,
    laid,
    ledger_of,
    libreoffice_lines,
    naive_lines,
    numbered_pages,
    plain,
    print_all,
    restyled,
    ten_times,
    usage,
)
from tests.tools.real.adapt import ADAPTERS, DATA, adapt_file

__test__ = DATA.is_dir()

MEETING, DATE = "第３回行財政改革推進委員会", "平成26年11月14日"


def point_of(plan: Plan) -> str:
    """The point with most to print."""
    return "H26_first_half" if plan.plan_id == "plan2" else plan.points[-1].key


def meeting_papers(plan: Plan) -> Plan:
    """Every sheet with a number of its own, the meeting and its date."""
    sheets = list(dict.fromkeys(part.sheet for part in plan.parts if part.kind != "form"))
    parts = [
        part.model_copy(
            update={"doc_no": f"資料{sheets.index(part.sheet) + 1}", "meeting": MEETING, "meeting_date": DATE}
        )
        for part in plan.parts
        if part.kind != "form"
    ]
    return changed(plan, parts=tuple(parts))


SIZES = (7, 8, 9, 10, 11)
FONTS = (("plan3", "Noto Serif CJK JP"), ("program1", "DejaVu Sans"))


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printed]:
    """Every plan at every size; at 9 pt as a final report."""
    jobs = {}
    for name in ADAPTERS:
        file, entries = adapt_file(name)
        plan, ledger = meeting_papers(file.plan), ledger_of(entries)
        for size in SIZES:
            template = TEMPLATE if size == 9 else restyled(TEMPLATE, BODY, size=size)
            jobs[f"{name} {size}"] = Job(plan, ledger, point_of(plan), template, draft=size != 9)
        for _, font in (pair for pair in FONTS if pair[0] == name):
            jobs[f"{name} {font}"] = Job(plan, ledger, point_of(plan), restyled(TEMPLATE, all_roles(), font))
        if name == "plan3":
            jobs["ten times"] = Job(*ten_times(file.plan, ledger, point_of(plan)), point_of(plan))
    return print_all(jobs, tmp_path_factory.mktemp("papers"))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ADAPTERS)
def test_paper__real_plan__complete_and_every_page_right(papers: dict[str, Printed], name: str, size: int) -> None:
    paper = papers[f"{name} {size}"]
    check_page_by_page(paper, draft=size != 9)
    check_rows_high_enough(paper.report, looks(paper.template).faces)
    first = {sheet.name: number for number, sheet, rows in reversed(list(numbered_pages(paper.report)))}
    for number, sheet in enumerate(paper.report.sheets, 1):
        assert plain(f"{MEETING}{DATE}") in paper.pages[first[sheet.name]]
        assert f"資料{number}" in paper.pages[first[sheet.name]]


@pytest.mark.parametrize(("name", "font"), FONTS)
def test_paper__real_plan_in_another_font__complete(papers: dict[str, Printed], name: str, font: str) -> None:
    check_page_by_page(papers[f"{name} {font}"])


def test_paper__62_real_items_with_ten_times_the_text__complete(papers: dict[str, Printed]) -> None:
    """62 items under plan 3's columns, each with ten of its texts."""
    check_ten_times(papers["ten times"])


def test_lines__real_plans__at_most_ten_percent_above_what_libreoffice_prints() -> None:
    """Both ways of counting LibreOffice's lines (tests/workbook/test_measure.py holds them against real PDFs) agree first."""
    computed = shown = 0
    for name in ADAPTERS:
        file, entries = adapt_file(name)
        faces = looks(TEMPLATE).faces
        for sheet in laid(file.plan, ledger_of(entries), point_of(file.plan)).sheets:
            for _, cell, widths in cells_with_widths(sheet):
                text, face = str(cell.text), faces[cell.role]
                computed += count_lines(text, usable_width(*widths), face)
                shown += libreoffice_lines(text, widths, face)
                assert abs(libreoffice_lines(text, widths, face) - naive_lines(text, widths, face)) <= 1
    assert shown <= computed <= 1.10 * shown


@pytest.mark.parametrize("size", [7, 8, 9, 10, 11])
@pytest.mark.parametrize("name", ADAPTERS)
def test_pages__real_plan__filled(name: str, size: float) -> None:
    file, entries = adapt_file(name)
    template = restyled(TEMPLATE, BODY, size=size)
    report = laid(file.plan, ledger_of(entries), point_of(file.plan), template)
    check_much(report, file.plan, template)
    full = [share for shares in usage(report, template) for share in shares[:-1]]
    assert not full or sum(full) / len(full) >= 0.85
