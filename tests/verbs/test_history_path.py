"""`kosei history`: items from point to point, and the page for whoever takes over."""

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kosei_xl.values.model import EntriesFile, Entry, Indicator, PlanFile
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import check, close, distribute, init, report
from kosei_xl.verbs import next as next_verb
from kosei_xl.verbs.history import history_of, write_history
from kosei_xl.verbs.opening import open_master
from kosei_xl.verbs.pdf_programs import find_converter
from kosei_xl.words import terms
from kosei_xl.words.notation import date_text
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.pdf_text import pages_of_pdf
from tests.tools.builders import END, HALF, make_plan
from tests.tools.office import kosei
from tests.tools.sheets import write


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """Two items at two points; the second one ends with the first point."""
    made = Indicator(indicator="相談件数", target="300", actual="280", unit="件")
    entries = (
        Entry(item_key="a-1", point=HALF, fields={"rating": "A", "results": "した"}, indicators=(made,)),
        Entry(item_key="a-2", point=HALF, fields={"rating": "S", "results": "した"}),
        Entry(
            item_key="a-1", point=END, fields={"rating": "B", "results": "した", "cause": "人", "next_steps": "急ぐ"}
        ),
    )
    path = tmp_path / "事務局.xlsx"
    init.init(path, PlanFile(plan=make_plan(indicators=True)), EntriesFile(plan_id="midori", entries=entries))
    write(path, terms.ITEMS_SHEET, "a-2|", {"state": "終了", "last_point": "令和7年度上半期"})
    return path


def test_history__lines__each_point_at_which_an_item_stands(master: Path) -> None:
    assert [str(line) for line in history_of(master)] == [
        "No.1 相談窓口（継続）",
        "  令和7年度上半期：A　相談件数 280／300件",
        "  令和7年度末：B",
        "No.2 電子申請（終了（令和7年度上半期））",
        "  令和7年度上半期：S",
    ]
    assert next(str(line) for line in history_of(master, "２")) == "No.2 電子申請（終了（令和7年度上半期））"
    with pytest.raises(WrongCall, match=r"No\.9"):
        list(history_of(master, "9"))


def test_history__workbook__course_points_and_handover(master: Path, tmp_path: Path) -> None:
    out = tmp_path / "経過.xlsx"
    write_history(master, out)
    book = read_book(out.read_bytes(), "")
    course = book.sheet(terms.COURSE_SHEET)
    points, handover = book.sheet(terms.POINTS_SHEET), book.sheet(terms.HANDOVER_SHEET)
    assert course is not None
    assert points is not None
    assert handover is not None
    assert [row[:4] for row in course.rows[1:]] == [
        ("1", "相談窓口", "継続", "A"),
        ("2", "電子申請", "終了（令和7年度上半期）", "S"),
    ]
    assert course.rows[2][5] == terms.NOT_AT_POINT
    assert "福祉課" in str(handover.rows)
    assert "調査票を待っています（1課）" in str(points.rows[2])
    before = master.read_bytes()
    assert kosei("history", master, "--out", out).code == 0
    assert master.read_bytes() == before


def test_history__closed_point__its_number_and_day(tmp_path: Path) -> None:
    master = tmp_path / "事務局.xlsx"
    init.init(master, init.sample_plan("midori"), init.sample_entries("midori"))
    report.report(master, "R7_first_half", tmp_path / "資料", final=True, day=date(2026, 5, 20))
    close.close(master, "R7_first_half", date(2026, 6, 1))
    write_history(master, tmp_path / "経過.xlsx")
    points = read_book((tmp_path / "経過.xlsx").read_bytes(), "").sheet(terms.POINTS_SHEET)
    assert points is not None
    assert points.rows[1][3:5] == ("1", "令和８年６月１日")
    assert points.rows[1][6] == "確定しています"


def test_history__days__as_the_papers_of_the_plan_write_them(master: Path, tmp_path: Path) -> None:
    write_history(master, tmp_path / "経過.xlsx")
    book = read_book((tmp_path / "経過.xlsx").read_bytes(), "")
    points, handover = book.sheet(terms.POINTS_SHEET), book.sheet(terms.HANDOVER_SHEET)
    assert points is not None
    assert handover is not None
    plan = open_master(master).plan
    for point, row in zip(plan.points, points.rows[1:], strict=True):
        due = date_text(point.due, plan.style.digits_text) if point.due is not None else None
        assert tuple(row[1:3]) == (date_text(point.date, plan.style.digits_text), due)
    shown = str([sheet.rows for sheet in book.sheets])
    assert "基準日 令和８年３月31日" in str(handover.rows)
    assert re.findall(r"\d{4}-\d{2}-\d{2}", shown) == []


def test_history__point_that_has_not_begun__surveys_are_to_be_handed_out_and_nobody_is_waited_for(
    master: Path, tmp_path: Path
) -> None:
    next_verb.begin_next(master)
    write_history(master, tmp_path / "前.xlsx")
    distribute.distribute(master, "令和8年度上半期", tmp_path / "配布")
    write_history(master, tmp_path / "後.xlsx")
    for name, said, waited in (("前", "調査票を配ります", 2), ("後", "調査票を待っています（1課）", 3)):
        book = read_book((tmp_path / f"{name}.xlsx").read_bytes(), "")
        points, handover = book.sheet(terms.POINTS_SHEET), book.sheet(terms.HANDOVER_SHEET)
        assert points is not None
        assert handover is not None
        assert points.rows[3][6] == said
        assert sum(row[0] == "まだ届いていない課" for row in handover.rows) == waited


def test_history__on_paper__points_whole_on_a_page_and_no_text_higher_than_its_row(
    tmp_path: Path,
) -> None:
    master = tmp_path / "事務局.xlsx"
    init.init(master, init.sample_plan("midori"), init.sample_entries("midori"))
    for _ in range(3):
        next_verb.begin_next(master)
    write_history(master, tmp_path / "経過.xlsx")
    course = openpyxl.load_workbook(tmp_path / "経過.xlsx")[terms.COURSE_SHEET]
    starts = [cell.column for cell in course[1] if str(cell.value).endswith("\n評価")]
    breaks = [one.id for one in course.col_breaks.brk]
    assert breaks
    assert {one + 1 for one in breaks} <= {*starts}
    assert course.print_title_cols == "$A:$C"
    assert course.page_setup.orientation == "landscape"
    find_converter().convert(tmp_path / "経過.xlsx", tmp_path / "経過.pdf", 180.0)
    pages = pages_of_pdf((tmp_path / "経過.pdf").read_bytes())
    whole = "".join("".join(page.split()) for page in pages)
    texts = [str(cell.value) for row in course.iter_rows(min_row=2) for cell in row if cell.value]
    assert [text for text in texts if "".join(text.split()) not in whole and len(text) < 12] == []
    wide = len(breaks) + 1
    course_pages = [page for page in pages if "経過" in page.split("\n")[0]]
    assert len(course_pages) % wide == 0, "no further page for columns that did not fit"


@pytest.mark.parametrize(
    ("state", "successor", "said", "codes"),
    [
        ("達成", None, "達成（令和7年度上半期）", []),
        ("中止", None, "中止（令和7年度上半期）", []),
        ("統合", "1", "統合（令和7年度上半期、No.1へ）", []),
        ("統合", "第２次環境計画", "統合（令和7年度上半期、第２次環境計画へ）", ["K153"]),
        ("移管", "第２次環境計画", "移管（令和7年度上半期、第２次環境計画へ）", []),
        ("分割", "1、相談窓口", "分割（令和7年度上半期、No.1、相談窓口へ）", []),
        ("分割", "1、9", "分割（令和7年度上半期、No.1、9へ）", ["K153"]),
    ],
)
def test_history__what_became_of_an_item__said_with_what_goes_on(
    master: Path, state: str, successor: str | None, said: str, codes: list[str]
) -> None:
    write(master, terms.ITEMS_SHEET, "a-2|", {"state": state, "successor": successor})
    assert f"No.2 電子申請（{said}）" in [str(line) for line in history_of(master)]
    assert [one.code for one in check.check([master]).diagnostics if one.code in ("K131", "K153", "K454")] == codes
