"""Raters the whole way: a department in its survey, office and committee in the master, the papers by the one of record."""

from pathlib import Path

import openpyxl
import pytest

from kosei_xl.values.model import PlanFile
from kosei_xl.verbs import check, consolidate, distribute, init, report, verify
from kosei_xl.verbs.opening import open_master
from kosei_xl.verbs.report import NotFinal
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import CellInput
from tests.tools.builders import END
from tests.tools.office import address_of, cells_by_key, put
from tests.tools.raters import GIVEN, rated_by_many


def _typed(master: Path, cells: dict[tuple[str, str], str]) -> None:
    """(row key, field) -> text typed into 台帳."""
    data = master.read_bytes()
    book = read_book(data, "")
    places: dict[tuple[str, str], CellInput] = {
        (terms.LEDGER_SHEET, address_of(book, terms.LEDGER_SHEET, f"{END}|{key}", field)): text
        for (key, field), text in cells.items()
    }
    master.write_bytes(put(data, places))


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the master after the department answered: its own ratings and those of the other axis."""
    folder = tmp_path_factory.mktemp("raters")
    master = folder / "事務局.xlsx"
    init.init(master, PlanFile(plan=rated_by_many("委員会", "")))
    (blank,) = distribute.distribute(master, END, folder / "配布")
    data = blank.read_bytes()
    book = read_book(data, "")
    cells: dict[tuple[str, str], CellInput] = {}
    for n, (own, _, _) in enumerate(GIVEN, 1):
        key = f"i{n}|"
        sheet = next(s.name for s in book.sheets if any(row[:1] == (key,) for row in s.rows) and "state" in s.rows[0])
        texts = {"rating": own, "outcome": "Ａ", "cause": "人手", "next_steps": "急ぐ"}
        cells |= {
            (sheet, address_of(book, sheet, key, field)): text for field, text in texts.items() if text is not None
        }
    back = folder / "回収" / blank.name
    back.parent.mkdir()
    back.write_bytes(put(data, cells))
    consolidate.consolidate_into(master, [back], END)
    return folder


def test_distribute__raters__only_the_departments_own_are_asked_for_with_a_list(collected: Path) -> None:
    (blank,) = (collected / "配布").glob("*.xlsx")
    book = read_book(blank.read_bytes(), "")
    sheets = [s for s in book.sheets if "state" in (s.rows[0] if s.rows else ())]
    keys = {key for s in sheets for key in s.rows[0]}
    assert {"rating", "outcome"} <= keys
    assert not {"second", "panel"} & keys
    lists = {
        rule.formula1
        for sheet in openpyxl.load_workbook(blank).worksheets
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    assert '"S,A,B"' in lists


def test_consolidate__raters__the_departments_ratings_read_and_every_rater_counted(collected: Path) -> None:
    master = collected / "事務局.xlsx"
    fields = [open_master(master).ledger.value.fields(line.key.at(END)) for line in rated_by_many().rows[:5]]
    assert [one.get("rating") for one in fields] == [own for own, _, _ in GIVEN]
    assert [one.get("outcome") for one in fields] == ["A"] * 5
    rows = {str(row["area"]): row for row in cells_by_key(read_book(master.read_bytes(), ""), terms.SUMMARY_SHEET)}
    assert [rows["（成果）"][key] for key in ("rows", "rating:A", "missing")] == [6, 6, 0]
    assert [rows["（評価）"][key] for key in ("rating:S", "rating:A", "rating:B", "missing")] == [1, 3, 1, 1]


def test_check__rows_of_raters_in_the_count__the_programs_own(collected: Path) -> None:
    assert [one.at for one in open_master(collected / "事務局.xlsx").diagnostics if one.code == "K154"] == []


def test_check__round_has_not_begun__nobody_is_asked_for_a_rating_of_record(tmp_path: Path) -> None:
    master = tmp_path / "事務局.xlsx"
    init.init(master, PlanFile(plan=rated_by_many("委員会", "")))
    asked = {"K159", "K176", "K177", "K301"}
    assert asked.isdisjoint({one.code for one in check.check([master]).diagnostics})
    distribute.distribute(master, END, tmp_path / "配布")
    assert "K176" in {one.code for one in check.check([master]).diagnostics}


def test_report__committee_has_not_rated__final_refused_until_it_has(collected: Path, tmp_path: Path) -> None:
    master = tmp_path / "事務局.xlsx"
    master.write_bytes((collected / "事務局.xlsx").read_bytes())
    _typed(master, {("i4|", "rating"): "S", **{(f"i{n}|", "panel"): "A" for n in (1, 2, 3, 4)}})
    with pytest.raises(NotFinal) as refused:
        report.report(master, END, tmp_path / "資料", final=True)
    assert {(one.code, one.item) for one in refused.value.diagnostics if one.severity == "error"} == {("K176", "5")}
    _typed(master, {("i5|", "panel"): "ｓ"})
    made = report.report(master, END, tmp_path / "資料", final=True)
    book = read_book(made.files[0].read_bytes(), "")
    texts = [str(value) for sheet in book.sheets for _, _, value in sheet.filled()]
    assert any("１項目が「予定以上」、５項目が「予定どおり」" in text for text in texts), "by the committee"
    assert any("２項目が「予定以上」、３項目が「予定どおり」、１項目が「遅れ」" in text for text in texts), "自己評価"
    found = verify.verify([made.files[0]], master).diagnostics
    assert [one.code for one in found if one.severity == "error"] == []


def test_check__setting_names_no_rater__k175_at_its_cell(tmp_path: Path) -> None:
    master = tmp_path / "事務局.xlsx"
    init.init(master, PlanFile(plan=rated_by_many("市長", "")))
    told = [one for one in open_master(master).diagnostics if one.code == "K175"]
    book = read_book(master.read_bytes(), "")
    rows = [row for row in cells_by_key(book, terms.PLAN_SHEET) if row["setting"] == "rating_of_record"]
    assert [row["value"] for row in rows] == ["市長"]
    assert [one.at.sheet for one in told if one.at] == [terms.PLAN_SHEET]
    assert "市長" in told[0].message()
