"""Papers that were published stay what they were: recorded, closed, printed again, and what comes afterwards is told."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.read.tables import find_table
from kosei_xl.values.cells import CellValue, column_letters
from kosei_xl.values.model import Entry
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import check, close, consolidate, disk, distribute, init, report, undo, verify
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.office import LibreOffice, address_of, kosei, put
from tests.tools.sheets import table_of, write

HALF, END = "R7_first_half", "R7_year_end"
DAY = date(2026, 5, 20)


def texts(path: Path) -> dict[str, object]:
    """Every printed text of a report, by sheet; its running heads too."""
    return {sheet.name: (sheet.rows, sheet.header) for sheet in read_book(path.read_bytes(), "").sheets}


def cell(master: Path, sheet: str, row: int, key: str) -> str:
    """The address of a cell of the master by the number of its row and its column key."""
    return f"{column_letters(table_of(master, sheet).columns[key])}{row}"


def type_into(master: Path, typed: Mapping[tuple[str, int | str, str], str]) -> None:
    for (sheet, row, key), text in typed.items():
        write(master, sheet, row, {key: text})


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a master of which both points were published and the second one closed; 資料 are its papers."""
    folder = tmp_path_factory.mktemp("closing")
    master = folder / "事務局.xlsx"
    init.init(master, init.sample_plan("midori"), init.sample_entries("midori"))
    shutil.copy(master, folder / "前.xlsx")
    report.report(master, HALF, folder / "上半期", final=True, day=DAY)
    distribute.distribute(master, END, folder / "配布")
    report.report(master, END, folder / "資料", final=True, day=DAY)
    close.close(master, END, date(2026, 6, 1))
    return folder


@pytest.fixture
def master(issued: Path, tmp_path: Path) -> Path:
    return shutil.copytree(issued, tmp_path / "here") / "事務局.xlsx"


def test_report__day_of_publication_given__recorded__of_a_draft__refused(master: Path, tmp_path: Path) -> None:
    arguments = ("report", str(master), "--point", HALF, "--out", str(tmp_path / "資料"), "--date")
    assert kosei(*arguments, "2026-05-12").code == 2
    assert kosei(*arguments, "五月", "--final").code == 2
    assert kosei(*arguments, "2026-05-12", "--final").code == 0
    published = next(
        sheet for sheet in read_book(master.read_bytes(), "").sheets if sheet.name == terms.PUBLISHED_SHEET
    )
    assert any("2026-05-12" in row for row in published.rows)


def paper(folder: Path) -> Path:
    (found,) = folder.glob("*.xlsx")
    return found


def test_final__recorded_with_its_number_day_meeting_and_what_it_was_made_from(issued: Path) -> None:
    book = open_master(issued / "事務局.xlsx")
    half, end = book.registers.published
    assert (half.number, half.point, half.how, half.date, half.whole) == (1, HALF, "final", DAY, True)
    assert (end.number, end.file) == (2, paper(issued / "資料").name)
    assert end.sha256 == read_book(paper(issued / "資料").read_bytes(), "").sha256
    assert "委員会" in end.meeting
    assert {one.kind for one in end.values} == {"plan", "part", "entry", "laid_out"}
    assert all(len(one.text) <= 30_000 for one in end.values)


def test_final__again_on_the_same_day__nothing_is_written(master: Path, tmp_path: Path) -> None:
    report.report(master, HALF, tmp_path / "もう一度", final=True, day=DAY)
    before = (master.parent / "事務局.xlsx").read_bytes()
    assert len(open_master(master).registers.published) == 2
    report.report(master, HALF, tmp_path / "もう一度", final=True, day=DAY)
    assert master.read_bytes() == before


def test_final__another_day__a_further_entry_that_holds_nothing_twice(master: Path, tmp_path: Path) -> None:
    report.report(master, HALF, tmp_path / "資料", final=True, day=date(2026, 5, 25))
    *_, last = open_master(master).registers.published
    assert (last.number, last.same_as, last.values) == (3, 1, ())
    close.close(master, HALF, date(2026, 6, 2))
    report.report(master, HALF, tmp_path / "確定", final=True)
    assert texts(paper(tmp_path / "確定")) == texts(paper(master.parent / "上半期"))


def test_draft__nothing_recorded_and_the_master_untouched(master: Path, tmp_path: Path) -> None:
    before = master.read_bytes()
    report.report(master, HALF, tmp_path / "案")
    assert master.read_bytes() == before


def test_final__in_part__recorded_and_never_confirmed(master: Path, tmp_path: Path) -> None:
    report.report(master, HALF, tmp_path / "一部", final=True, only=["list"], day=DAY)
    *_, last = open_master(master).registers.published
    assert last.whole is False
    with pytest.raises(WrongCall, match="発行3番は一部"):
        close.close(master, HALF, DAY, publication=3)
    assert close.close(master, HALF, DAY).publication == 1


def test_marks_since__number_of_a_publication__as_the_file_that_it_was(master: Path, tmp_path: Path) -> None:
    type_into(master, {(terms.LEDGER_SHEET, f"{HALF}|m-001|", "results"): "書き直した実績"})
    by_number = report.report(master, HALF, tmp_path / "番号", marks_since=Path("発行:1"))
    by_file = report.report(master, HALF, tmp_path / "ファイル", marks_since=paper(master.parent / "上半期"))
    assert texts(by_number.files[0]) == texts(by_file.files[0])
    assert "書き直した実績" in str(texts(by_number.files[0])[terms.CHANGES_SHEET])
    with pytest.raises(WrongCall, match="9番"):
        report.report(master, HALF, tmp_path / "なし", marks_since=Path("発行:9"))


def test_closed__whatever_becomes_of_the_plan__printed_again_identical_in_text(master: Path, tmp_path: Path) -> None:
    type_into(
        master,
        {
            (terms.ITEMS_SHEET, 3, "name"): "名前の変わった取組",
            (terms.ITEMS_SHEET, 3, "no"): "91",
            (terms.AREAS_SHEET, 3, "name"): "別の分野",
            (terms.DEPARTMENTS_SHEET, 3, "name"): "改称課",
            (terms.PARTS_SHEET, 3, "meeting"): "令和９年度の会議",
            (terms.PARTS_SHEET, 4, "title"): "令和９年度の見出し",
            (terms.COLUMNS_SHEET, 3, "label"): "列の見出し",
            (terms.POINTS_SHEET, END, "label"): "別の時点名",
        },
    )
    draft = report.report(master, HALF, tmp_path / "上半期")
    assert texts(draft.files[0]) != texts(paper(master.parent / "上半期"))  # the open point does change
    for final in (False, True):
        made = report.report(master, END, tmp_path / str(final), final=final)
        assert texts(made.files[0]) == texts(paper(master.parent / "資料"))
        assert [one.code for one in verify.verify(made.files, master).diagnostics] == ["K731"]
    assert len(open_master(master).registers.published) == 2


def test_closed__each_point_with_its_own_meeting__printed_again_with_it(master: Path, tmp_path: Path) -> None:
    part = next(one for one in open_master(master).plan.parts if one.meeting)
    typed: dict[str, CellValue] = {"meeting": "行財政改革の懇談会（第９回）", "meeting_date": "令和８年６月３０日"}
    write(master, terms.PARTS_SHEET, terms.PART_NAMES.get(part.key, part.key), typed)
    first = report.report(master, HALF, tmp_path / "上半期", final=True, day=date(2026, 6, 30))
    close.close(master, HALF, date(2026, 7, 1))
    write(
        master,
        terms.PARTS_SHEET,
        terms.PART_NAMES.get(part.key, part.key),
        {"meeting": "さらに後の会議", "meeting_date": None},
    )
    last = open_master(master).registers.published[-1]
    assert "行財政改革の懇談会（第９回） 令和８年６月３０日" in last.meeting
    for point, was in ((HALF, first.files[0]), (END, paper(master.parent / "資料"))):
        again = report.report(master, point, tmp_path / "再" / point).files[0]
        assert texts(again) == texts(was)
        assert ("懇談会（第９回）" in str(texts(again))) == (point == HALF)
        assert "さらに後の会議" not in str(texts(again))


def test_closed__parts_or_marks_asked_for__refused(master: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongCall, match="全部を印刷"):
        report.report(master, END, tmp_path / "x", only=["list"])


def test_closed__saved_by_libreoffice__printed_again_identical(
    master: Path, tmp_path: Path, libreoffice: LibreOffice
) -> None:
    saved = tmp_path / "保存" / master.name
    disk.write(saved, libreoffice.recalculate({master.name: master.read_bytes()})[master.name])
    made = report.report(saved, END, tmp_path / "資料")
    assert texts(made.files[0]) == texts(paper(master.parent / "資料"))


def test_closed__late_return__received_reported_not_merged(master: Path) -> None:
    survey = next((master.parent / "配布").glob("D01_*.xlsx"))
    own = next(line for line in open_master(master).plan.lines_answered_by("D01") if line.item.repeats is None)
    typed = [
        Entry(
            item_key=own.item.key, sub_no=own.sub_no or "", point=END, fields={"rating": "B", "results": "遅れて書いた"}
        )
    ]
    survey.write_bytes(type_entries(survey.read_bytes(), typed, {}))
    checked = check.check([survey], master)
    assert [(one.code, str(one.at)) for one in checked.diagnostics] == [("K440", f"[{survey.name}]")]
    before = open_master(master).ledger.value
    found = consolidate.consolidate_into(master, [survey], END)
    assert [(one.code, str(one.at)) for one in found.diagnostics if one.code == "K440"] == [
        ("K440", f"[{survey.name}]")
    ]
    after = open_master(master).ledger.value
    assert (after.entries, after.received) == (before.entries, before.received)
    assert "遅れて書いた" in [row.fields.get("results") for row in after.late]
    again = master.read_bytes()
    found = consolidate.consolidate_into(master, [survey], END)  # told as long as it is closed, recorded once
    assert [one.code for one in found.diagnostics].count("K440") == 1
    assert master.read_bytes() == again
    close.reopen(master, END, DAY, "差し替え")
    consolidate.consolidate_into(master, [survey], END)
    assert "遅れて書いた" in [fields.get("results") for fields in open_master(master).ledger.value.entries.values()]


def test_closed__surveys_refused(master: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongCall, match="調査票は配りません"):
        distribute.distribute(master, END, tmp_path / "配布")
    assert not (tmp_path / "配布").exists()


def test_closed__edits_of_its_papers_refused(master: Path) -> None:
    made = paper(master.parent / "資料")
    ran = kosei("adopt", made, "--master", master)
    assert (ran.code, ran.out) == (2, "")
    assert "確定しているので" in ran.err


def test_closed__ledger_changed__k441_at_its_cell_until_it_is_a_correction(master: Path) -> None:
    row, at = f"{END}|m-001|", (terms.LEDGER_SHEET, "")
    at = (terms.LEDGER_SHEET, address_of(read_book(master.read_bytes(), ""), terms.LEDGER_SHEET, row, "rating"))
    old = read_book(master.read_bytes(), "").sheet(terms.LEDGER_SHEET)
    assert old is not None
    master.write_bytes(put(master.read_bytes(), {at: "B"}))
    (problem,) = (one for one in open_master(master).diagnostics if one.code == "K441")
    assert (problem.at.sheet, problem.at.cell) == at if problem.at else False
    columns = list(terms.MASTER_SHEETS[terms.CORRECTIONS_SHEET])
    typed = {"publication": "2", "no": "1", "field": "rating", "after": "B", "why": "集計を誤った"}
    cells = {
        (terms.CORRECTIONS_SHEET, cell(master, terms.CORRECTIONS_SHEET, 3, key)): typed[key]
        for key in columns
        if key in typed
    }
    reasoned = put(master.read_bytes(), cells)
    without = put(reasoned, {(terms.CORRECTIONS_SHEET, cell(master, terms.CORRECTIONS_SHEET, 3, "why")): None})
    for data, expected in ((without, ["K441"]), (reasoned, [])):
        master.write_bytes(data)
        assert [one.code for one in open_master(master).diagnostics if one.code == "K441"] == expected


def test_closed__kept_rows_changed__k443_and_nothing_printed(master: Path, tmp_path: Path) -> None:
    book, aside = read_book(master.read_bytes(), ""), terms.ASIDE_SHEETS[terms.PUBLISHED_SHEET]
    sheet = book.sheet(aside)
    assert sheet is not None
    table = find_table("", sheet, terms.MASTER_SHEETS[terms.PUBLISHED_SHEET])
    assert table is not None
    row = next(r for r in table.rows() if r.text("number") == "2" and r.text("kind") == "台帳")
    at = f"{column_letters(table.columns['text'])}{row.number}"
    master.write_bytes(put(master.read_bytes(), {(aside, at): '{"results":"書き換えた"}'}))
    (problem,) = (one for one in open_master(master).diagnostics if one.code == "K443")
    assert problem.at is not None
    assert problem.at.sheet == aside
    with pytest.raises(report.NotFinal) as refused:
        report.report(master, END, tmp_path / "資料")
    assert [one.code for one in refused.value.diagnostics] == ["K443"]


def test_close__ledger_changed_since__refused_or_by_number(issued: Path, tmp_path: Path) -> None:
    master = shutil.copytree(issued, tmp_path / "here") / "事務局.xlsx"
    at = address_of(read_book(master.read_bytes(), ""), terms.LEDGER_SHEET, f"{HALF}|m-001|", "results")
    master.write_bytes(put(master.read_bytes(), {(terms.LEDGER_SHEET, at): "書き足した"}))
    with pytest.raises(WrongCall, match=r"発行1番のあとに台帳が変わっています（No\.1 取組実績）"):
        close.close(master, HALF, DAY)
    assert close.close(master, HALF, DAY, publication=1).publication == 1


def test_close__nothing_published__refused(issued: Path, tmp_path: Path) -> None:
    master = Path(shutil.copy(issued / "前.xlsx", tmp_path / "事務局.xlsx"))
    with pytest.raises(WrongCall, match="確定できる発行がありません"):
        close.close(master, END, DAY)


def test_close__command__closes_once_and_reopens_with_a_reason(issued: Path, tmp_path: Path) -> None:
    master = shutil.copytree(issued, tmp_path / "here") / "事務局.xlsx"
    assert kosei("close", master, "--point", HALF, "--date", "2026-06-02").code == 0
    assert "に確定しています" in kosei("close", master, "--point", HALF).err
    assert "理由を" in kosei("close", master, "--point", HALF, "--reopen").err
    assert kosei("close", master, "--point", HALF, "--reopen", "--why", "数の誤り", "--date", "2026-06-03").code == 0
    *_, last = open_master(master).registers.closed
    assert (last.act, last.why, last.date) == ("reopened", "数の誤り", date(2026, 6, 3))
    assert open_master(master).ledger.value.closed == {END}


@pytest.mark.parametrize("what", ["publication", "closing"])
def test_undo__over_what_left_the_house__refused_even_by_force(issued: Path, tmp_path: Path, what: str) -> None:
    master = shutil.copytree(issued, tmp_path / "here") / "事務局.xlsx"
    if what == "publication":
        report.report(master, HALF, tmp_path / "資料", final=True, day=date(2026, 5, 30))
    before = master.read_bytes()
    with pytest.raises(WrongCall, match="資料の発行" if what == "publication" else "報告時点の確定"):
        undo.undo(master, force=True)
    assert master.read_bytes() == before


def test_undo__back_over_one__forward_again(issued: Path, tmp_path: Path) -> None:
    """A backup with more publications than the master is never refused: nothing is lost by it."""
    master = shutil.copytree(issued, tmp_path / "here") / "事務局.xlsx"
    disk.write(master, master.with_name("前.xlsx").read_bytes(), backup=True)
    undo.undo(master, force=True)
    assert len(open_master(master).registers.published) == 2


def test_imported_point__closed_and_laid_out_from_the_ledger(issued: Path) -> None:
    from kosei_xl.read.closed import check_closed, with_closed
    from kosei_xl.values.stored import ClosedPoint

    book = open_master(issued / "前.xlsx")
    closed = (ClosedPoint(number=1, point=HALF, act="imported", date=DAY),)
    registers = type(book.registers)(closed=closed)
    assert list(check_closed(book.plan, book.ledger, registers)) == []
    assert with_closed(book.ledger.value, registers).closed == {HALF}


@pytest.mark.parametrize("how", ["cell", "head", "row"])
def test_closed__paper_that_is_not_as_it_was_confirmed__named_at_its_cell(
    master: Path, tmp_path: Path, how: str
) -> None:
    """A paper that says what was confirmed is right; one that says anything else is held against the ledger again."""
    made = report.report(master, END, tmp_path / "再").files[0]
    said: list[str] = []
    assert [one.code for one in verify.verify([made], master, say=lambda one: said.append(str(one))).diagnostics] == [
        "K731"
    ]
    assert any("確定した資料のとおり" in one for one in said)
    package = Package(made.read_bytes())
    sheet, row, column = next(
        (one, row, column)
        for one in read_book(made.read_bytes(), "").sheets
        for row, column, value in one.filled()
        if isinstance(value, str) and value.isdecimal() and one.name == "概要"
    )
    part = package.sheet(sheet.name)
    if how == "cell":
        part.put(f"{column_letters(column)}{row}", "９９")
    elif how == "head":
        part.set_header_footer("&L別の計画", None)
    else:
        last = len(sheet.rows) + 2
        part.put(f"{column_letters(column)}{last}", "書き足した文")
    made.write_bytes(package.to_bytes())
    found = [one for one in verify.verify([made], master).diagnostics if one.code != "K731"]
    assert found
    assert {one.at.sheet for one in found if one.at} == {sheet.name}
