"""Points that were closed long ago, or whose master other programs have saved since: their papers are what they were."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kosei_xl.verbs import close, consolidate, init, report, verify
from kosei_xl.verbs import next as next_verb
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.office import LibreOffice, validate
from tests.tools.sheets import write

HALF, END = "R7_first_half", "R7_year_end"
CLOSED_BEFORE = Path(__file__).parents[1] / "fixtures" / "closed_before"
"""Both points closed by the first version that could (see its README)."""


def texts(path: Path) -> dict[str, object]:
    """Every printed text of a report, by sheet; its running heads too."""
    return {sheet.name: (sheet.rows, sheet.header) for sheet in read_book(path.read_bytes(), "").sheets}


@pytest.fixture
def before(tmp_path: Path) -> Path:
    return Path(shutil.copy(CLOSED_BEFORE / "master.xlsx", tmp_path / "事務局.xlsx"))


def nothing(master: Path) -> None:
    """The master as it was."""


def moved_on(master: Path) -> None:
    """The plan has moved on: renamed, ended, other heads, a further point that was taken in."""
    write(master, terms.ITEMS_SHEET, "m-002|", {"name": "名を改めた取組"})
    write(master, terms.ITEMS_SHEET, "m-003|", {"state": "終了", "last_point": "令和７年度末"})
    write(master, terms.POINTS_SHEET, END, {"label": "別の時点名"})
    write(master, terms.PARTS_SHEET, 4, {"title": "別の見出し", "meeting": "別の会議"})
    point = next_verb.begin_next(master)[0].point
    consolidate.consolidate_into(master, [], point.key)


@pytest.mark.parametrize("change", [nothing, moved_on], ids=["as_it_was", "moved_on"])
def test_closed_by_an_earlier_version__papers_printed_again_identical_and_right(
    before: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    change(before)
    kept = [one.code for one in open_master(before).diagnostics if one.code in ("K441", "K443")]
    assert kept == []
    for point in (HALF, END):
        made = report.report(before, point, tmp_path / "再" / point)
        assert texts(made.files[0]) == texts(CLOSED_BEFORE / f"{point}.xlsx"), point
        assert [one.code for one in verify.verify(made.files, before).diagnostics] == ["K731"]
        first = Path(shutil.copy(CLOSED_BEFORE / f"{point}.xlsx", tmp_path / f"{point}.xlsx"))
        assert [one.code for one in verify.verify([first], before).diagnostics] == ["K731"], "the first print itself"


def test_closed_by_an_earlier_version__ledger_changed__k441(before: Path) -> None:
    write(before, terms.LEDGER_SHEET, f"{END}|m-002|", {"results": "書き直した"})
    assert [one.code for one in open_master(before).diagnostics if one.code in ("K441", "K443")] == ["K441"]


def test_closed_by_an_earlier_version__opened_published_and_closed_again__by_this_one(
    before: Path, tmp_path: Path
) -> None:
    close.reopen(before, END, date(2026, 7, 1), "直す")
    write(before, terms.LEDGER_SHEET, f"{END}|m-002|", {"results": "書き直した"})
    made = report.report(before, END, tmp_path / "資料", final=True, day=date(2026, 7, 2))
    close.close(before, END, date(2026, 7, 3))
    again = report.report(before, END, tmp_path / "再")
    assert texts(made.files[0]) == texts(again.files[0]) != texts(CLOSED_BEFORE / f"{END}.xlsx")
    assert validate([before]) == {}


def test_saved_by_libreoffice__closed_and_ended_points__printed_again_identical_and_nothing_told(
    before: Path, tmp_path: Path, libreoffice: LibreOffice
) -> None:
    """Kept by an earlier version, by this one as a publication, and as the draft of a plan that ended."""
    ended = tmp_path / "終わった計画.xlsx"
    init.init(ended, init.sample_plan("midori"), init.sample_entries("midori"))
    report.report(ended, HALF, tmp_path / "上半期", final=True, day=date(2026, 5, 1))
    close.close(ended, HALF, date(2026, 5, 2))
    draft = report.report(ended, END, tmp_path / "案")
    close.close_ended(ended, END, date(2026, 5, 3), "見直し")
    first = {
        before.name: {point: CLOSED_BEFORE / f"{point}.xlsx" for point in (HALF, END)},
        ended.name: {HALF: next((tmp_path / "上半期").glob("*.xlsx")), END: draft.files[0]},
    }
    saved = libreoffice.recalculate({path.name: path.read_bytes() for path in (before, ended)})
    for name, data in saved.items():
        master = tmp_path / "保存" / name
        master.parent.mkdir(exist_ok=True)
        master.write_bytes(data)
        assert [one.code for one in open_master(master).diagnostics if one.severity == "error"] == []
        write(master, terms.POINTS_SHEET, END, {"label": "別の時点名"})
        for point, printed in first[name].items():
            made = report.report(master, point, tmp_path / "再" / name / point)
            assert texts(made.files[0]) == texts(printed), (name, point)
            assert [one.code for one in verify.verify(made.files, master).diagnostics] == ["K731"]
