"""A letter without a glyph on its way to the paper: from a department's cell to the PDF; nothing final with it."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from kosei_xl.demo import type_entries
from kosei_xl.verbs import disk, init, report
from kosei_xl.verbs.report import NotFinal
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.builders import found
from tests.tools.office import address_of, kosei, midori, put, respondent
from tests.tools.paper import OneAtATime

CASE = midori()
PEOPLE = {"filled_by": "記入 花子", "confirmed_by": "確認 太郎", "confirmed_on": "2026-04-10"}
TYPED = type_entries(CASE.blank(respondent(CASE.plan, "D01")), CASE.typed, PEOPLE)
LINE = next(line for line in CASE.plan.lines_answered_by("D01") if line.rated and line.item.repeats is None)
ROW_KEY = f"{LINE.item.key}|"
FILE = "D01.xlsx"
TOFU, RARE = "外字の\ue000さんが説明した。", "𠮷野さんが説明した。"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with the master of the sample, its ledger filled in."""
    init.init(tmp_path / "事務局.xlsx", init.sample_plan("midori"), init.sample_entries("midori"))
    return tmp_path


def typed_in_ledger(office: Path, text: str) -> str:
    """The cell of the ledger in which a text now stands as what was done."""
    path = office / "事務局.xlsx"
    cell = address_of(read_book(path.read_bytes(), ""), terms.LEDGER_SHEET, f"{CASE.point}|{ROW_KEY}", "results")
    path.write_bytes(put(path.read_bytes(), {(terms.LEDGER_SHEET, cell): text}))
    return cell


def returned(folder: Path, text: str) -> tuple[str, str]:
    """D01's return with a text typed as what was done; its sheet and cell."""
    book = read_book(TYPED, "")
    sheet = next(s.name for s in book.sheets if any(row[:1] == (ROW_KEY,) for row in s.rows) and "results" in s.rows[0])
    cell = address_of(book, sheet, ROW_KEY, "results")
    (folder / FILE).write_bytes(put(TYPED, {(sheet, cell): text}))
    return sheet, cell


def test_check__return_with_tofu__at_the_departments_cell(office: Path) -> None:
    place = returned(office, TOFU)
    ran = kosei("check", office / FILE, "--json")
    assert ran.code == 1
    assert ("K148", FILE, *place) in ran.found


def test_consolidate__return_with_tofu__text_taken_in_and_told_at_the_departments_cell(tmp_path: Path) -> None:
    init.init(tmp_path / "事務局.xlsx", init.sample_plan("midori"))
    place = returned(tmp_path, TOFU)
    ran = kosei("consolidate", tmp_path / "事務局.xlsx", tmp_path / FILE, "--point", CASE.point, "--json")
    assert ("K148", FILE, *place) in ran.found
    book = read_book((tmp_path / "事務局.xlsx").read_bytes(), "")
    cell = address_of(book, terms.LEDGER_SHEET, f"{CASE.point}|{ROW_KEY}", "results")
    ledger = book.sheet(terms.LEDGER_SHEET)
    assert ledger is not None
    assert TOFU in {value for _, _, value in ledger.filled()}, cell
    assert ("K148", FILE, *place) in kosei("check", tmp_path / "事務局.xlsx", "--json").found


def test_report__final_with_tofu__refused_with_the_ledgers_cell(office: Path) -> None:
    cell = typed_in_ledger(office, TOFU)
    with pytest.raises(NotFinal) as refused:
        report.report(office / "事務局.xlsx", CASE.point, office / "資料", final=True)
    assert found(refused.value.diagnostics, "K148") == [("K148", f"[事務局.xlsx]{terms.LEDGER_SHEET}!{cell}")]
    assert not (office / "資料").exists()


def test_report__draft_with_tofu__told_of_the_ledger_and_of_the_paper_and_verify_sees_it(office: Path) -> None:
    """A letter that a sorted-out font lacks on this computer alone is told too: 𪚥 comes out as a box here."""
    cell = typed_in_ledger(office, TOFU + "𪚥")
    made = report.report(
        office / "事務局.xlsx", CASE.point, office / "資料", name="資料", pdf=True, converter=OneAtATime()
    )
    told = [one for one in made.checked.diagnostics if one.code in ("K148", "K149", "K501")]
    assert found(told) == [
        ("K148", f"[事務局.xlsx]{terms.LEDGER_SHEET}!{cell}"),
        ("K149", f"[事務局.xlsx]{terms.LEDGER_SHEET}!{cell}"),
        ("K148", "[資料.pdf]"),
    ]
    assert "（U+E000、U+2A6A5）" in told[-1].message()
    ran = kosei("verify", office / "資料" / "資料.xlsx", "--json")
    assert ran.code == 1
    assert ("K148", "資料.pdf", None, None) in ran.found
    assert [sheet for code, _, sheet, _ in ran.found if code == "K730"] == ["進捗状況一覧"]


def test_report__final_with_a_letter_that_another_font_draws__made_with_a_warning(office: Path) -> None:
    typed_in_ledger(office, RARE)
    made = report.report(
        office / "事務局.xlsx", CASE.point, office / "資料", final=True, pdf=True, converter=OneAtATime()
    )
    assert [one.code for one in made.checked.diagnostics if one.code in ("K148", "K149", "K501", "K502")] == ["K149"]


def test_report__own_template__only_letters_that_no_font_has(office: Path) -> None:
    """What other fonts lack is not known."""
    typed_in_ledger(office, RARE + TOFU)
    book = openpyxl.load_workbook(BytesIO(disk.bundled("workbook_templates", "report.xlsx")))
    for sheet in book:
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.font = Font(name="ＭＳ 明朝", sz=cell.font.sz)
    book.save(office / "ひな形.xlsx")
    made = report.report(office / "事務局.xlsx", CASE.point, office / "資料", template=office / "ひな形.xlsx")
    assert {one.code for one in made.checked.diagnostics} & {"K148", "K149"} == {"K148"}
