"""`kosei history`: items from point to point, and the page for whoever takes over."""

from datetime import date
from pathlib import Path

import pytest

from kosei_xl.values.model import EntriesFile, Entry, Indicator, PlanFile
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import close, init, report
from kosei_xl.verbs.history import history_of, write_history
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
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
    assert points.rows[1][3:5] == ("1", "2026-06-01")
    assert points.rows[1][6] == "確定しています"
