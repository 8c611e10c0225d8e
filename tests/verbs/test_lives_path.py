"""Items that end and begin, and departments that are reorganised, on the way from the sheets to the pages."""

from datetime import date
from pathlib import Path

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.values.cells import CellValue
from kosei_xl.values.model import Column, Department, Entry, Item, Part, Plan, PlanFile, ReportingPoint
from kosei_xl.values.refusals import UnfitSettings
from kosei_xl.verbs import consolidate, distribute, init, report, verify
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.builders import END, POINTS, make_plan
from tests.tools.sheets import table_of, write

NEXT = ReportingPoint(key="R8_end", fiscal_year=2026, date=date(2027, 3, 31), label="令和8年度末")
DEPARTMENTS = (
    Department(code="D1", name="福祉課", order=1),
    Department(code="D2", name="税務課", order=2),
    Department(code="D3", name="保健課", order=3),
    Department(code="D4", name="介護課", order=4),
)


def a_plan() -> Plan:
    items = tuple(
        Item(key=f"a-{n}", no=str(n), name=name, area_no="1", departments=("D1" if n < 4 else "D2",))
        for n, name in enumerate(("相談窓口", "電子申請", "納税案内", "図書館"), 1)
    )
    plan = make_plan(items, points=(*POINTS, NEXT), departments=DEPARTMENTS)
    parts = (*plan.parts, Part(key="list", kind="list", sheet="一覧", paper="A3横"))
    parts = (*parts, Part(key="summary", kind="summary", sheet="総括", title="総括表"))
    shown = (("no", "derived"), ("name", "derived"), ("departments", "derived"), ("rating", "entry"))
    columns = tuple(Column(part="list", key=key, label=key, source=source) for key, source in shown)  # type: ignore[arg-type]
    return Plan.model_validate(
        plan.model_dump(exclude_defaults=True) | {"parts": parts, "columns": (*plan.columns, *columns)}
    )


@pytest.fixture
def master(tmp_path: Path) -> Path:
    path = tmp_path / "事務局.xlsx"
    init.init(path, PlanFile(plan=a_plan()))
    return path


def answer(path: Path, point: str, rating: str) -> Path:
    """A survey filled in by its department: every row that it has."""
    typed = [
        Entry(item_key=f"a-{n}", point=point, fields={"rating": rating, "results": f"{rating}の実績{n}"})
        for n in range(1, 6)
    ]
    path.write_bytes(type_entries(path.read_bytes(), typed, {"confirmed_by": "太郎"}))
    return path


def names(paths: tuple[Path, ...]) -> list[str]:
    return [path.name.split("_")[1] for path in paths]


def rows_of(master: Path, point: str, folder: Path) -> list[list[str]]:
    """What the list of a point prints, row by row; its pages have to verify."""
    made = report.report(master, point, folder)
    assert [one.code for one in verify.verify(made.files, master).diagnostics if one.code != "K731"] == []
    sheet = read_book(made.files[0].read_bytes(), "").sheet("一覧")
    assert sheet is not None
    rows = [[str(value) for value in row[1:] if value is not None] for row in sheet.rows if "|a-" in str(row[0])]
    return [row[-4:] if len(row) > 3 else row for row in rows]


def test_item_ended__not_asked_and_not_printed_from_the_next_point_on(master: Path, tmp_path: Path) -> None:
    surveys = distribute.distribute(master, END, tmp_path / "R7")
    consolidate.consolidate_into(master, [answer(path, END, "A") for path in surveys], END)
    write(master, terms.ITEMS_SHEET, 4, {"state": "終了", "last_point": "令和7年度末"})
    surveys = distribute.distribute(master, "R8_end", tmp_path / "R8")
    consolidate.consolidate_into(master, [answer(path, "R8_end", "S") for path in surveys], "R8_end")
    assert [row[0] for row in rows_of(master, END, tmp_path / "資料7")] == ["1", "2", "3", "4"]
    assert [row[0] for row in rows_of(master, "R8_end", tmp_path / "資料8")] == ["1", "3", "4"]
    book = open_master(master)
    assert [one.code for one in book.diagnostics] == []
    entries = book.ledger.value.entries
    assert not any(fields for key, fields in entries.items() if (key.item_key, key.point) == ("a-2", "R8_end"))
    kinds = {row.text("row_key"): row.text("kind") for row in table_of(master, terms.LEDGER_SHEET).rows()}
    assert (kinds[f"{END}|a-2|"], kinds["R8_end|a-2|"]) == ("評価", terms.NOT_AT_POINT)


def test_item_ended_while_surveys_are_out__its_row_is_kept_and_told(master: Path, tmp_path: Path) -> None:
    surveys = distribute.distribute(master, "R8_end", tmp_path / "R8")
    write(master, terms.ITEMS_SHEET, 4, {"state": "終了", "last_point": "令和7年度末"})
    found = consolidate.consolidate_into(master, [answer(path, "R8_end", "S") for path in surveys], "R8_end")
    told = [one for one in found.diagnostics if one.at and one.at.file == surveys[0].name and one.severity != "info"]
    assert told, "silence"
    assert "Sの実績2" in " ".join(row.other for row in open_master(master).ledger.value.received)


@pytest.mark.parametrize(
    ("typed", "code"), [({"state": "終了"}, "K454"), ({"last_point": "令和7年度末"}, "K454"), ({}, "")]
)
def test_item_end_half_said__k454_at_its_state(master: Path, typed: dict[str, str], code: str) -> None:
    write(master, terms.ITEMS_SHEET, 4, typed)
    found = [(one.code, one.at.sheet, one.at.row) for one in open_master(master).diagnostics if one.at]
    assert found == ([(code, terms.ITEMS_SHEET, 4)] if code else [])


def test_entry_typed_where_the_item_does_not_stand__k456_at_its_cell(master: Path) -> None:
    write(master, terms.LEDGER_SHEET, "R8_end|a-2|", {"results": "終わった後の記入"})
    assert open_master(master).diagnostics == ()
    write(master, terms.ITEMS_SHEET, 4, {"state": "終了", "last_point": "令和7年度末"})
    (problem,) = open_master(master).diagnostics
    assert (problem.code, problem.at.sheet if problem.at else "") == ("K456", terms.LEDGER_SHEET)


def test_repeat_of_an_ended_item__k455_at_it_and_left_out(master: Path, tmp_path: Path) -> None:
    write(master, terms.ITEMS_SHEET, 3, {"state": "終了", "last_point": "令和7年度末"})
    write(master, terms.ITEMS_SHEET, 5, {"repeats": "1"})
    (problem,) = (one for one in open_master(master).diagnostics if one.code == "K455")
    assert problem.at is not None
    assert (problem.at.sheet, problem.at.row, problem.point) == (terms.ITEMS_SHEET, 5, "R8_end")
    assert [row[0] for row in rows_of(master, "R8_end", tmp_path / "資料")] == ["2", "4"]


def change(master: Path, row: int = 3, **values: CellValue) -> None:
    typed: dict[str, CellValue] = {"date": date(2026, 4, 1), "kind": "改称", "old": "福祉課", "new": "保健課"}
    write(master, terms.REORGANISATIONS_SHEET, row, typed | values)


def test_renamed__surveys_and_pages_by_the_date(master: Path, tmp_path: Path) -> None:
    change(master)
    assert names(distribute.distribute(master, END, tmp_path / "R7")) == ["福祉課", "税務課"]
    assert names(distribute.distribute(master, "R8_end", tmp_path / "R8")) == ["税務課", "保健課"]
    assert [row[2] for row in rows_of(master, END, tmp_path / "7")] == ["福祉課", "福祉課", "福祉課", "税務課"]
    assert [row[2] for row in rows_of(master, "R8_end", tmp_path / "8")] == ["保健課", "保健課", "保健課", "税務課"]


def test_late_return_under_the_old_name__taken_for_the_successor_with_k450(master: Path, tmp_path: Path) -> None:
    (old, _) = distribute.distribute(master, "R8_end", tmp_path / "R8")
    change(master)
    found = consolidate.consolidate_into(master, [answer(old, "R8_end", "A")], "R8_end")
    assert [str(one.at) for one in found.diagnostics if one.code == "K450"] == [f"[{old.name}]"]
    assert not [one.code for one in found.diagnostics if one.code in ("K401", "K409")]
    entries = open_master(master).ledger.value.entries
    assert [fields.get("rating") for key, fields in entries.items() if key.point == "R8_end"] == ["A", "A", "A", None]
    states = {one.department.name: one.state for one in found.status}
    assert states["保健課"] != "not_returned"
    assert "福祉課" not in states


def test_split__rows_go_to_the_department_that_took_each_item(master: Path, tmp_path: Path) -> None:
    (old, _) = distribute.distribute(master, "R8_end", tmp_path / "R8")
    change(master, kind="分割", new="保健課", items="1、3")
    change(master, 4, kind="分割", new="介護課", items="2")
    made = distribute.distribute(master, "R8_end", tmp_path / "新")
    assert names(made) == ["税務課", "保健課", "介護課"]
    found = consolidate.consolidate_into(master, [answer(old, "R8_end", "A")], "R8_end")
    (told,) = (one for one in found.diagnostics if one.code == "K450")
    assert "保健課、介護課" in told.message()
    entries = open_master(master).ledger.value.entries
    assert [fields.get("rating") for key, fields in entries.items() if key.point == "R8_end"] == ["A", "A", "A", None]
    again = answer(made[2], "R8_end", "B")  # the new department's own survey, saved later
    consolidate.consolidate_into(master, [again], "R8_end")
    assert [one.code for one in open_master(master).diagnostics] == []


def test_one_item_taken_over__its_row_of_the_old_survey_is_the_new_department_s(master: Path, tmp_path: Path) -> None:
    (old, _) = distribute.distribute(master, "R8_end", tmp_path / "R8")
    change(master, kind="分割", items="2")
    found = consolidate.consolidate_into(master, [answer(old, "R8_end", "A")], "R8_end")
    assert [one.code for one in found.diagnostics if one.code in ("K401", "K450")] == ["K450"]
    book = open_master(master)
    entries = book.ledger.value.entries
    assert [fields.get("rating") for key, fields in entries.items() if key.point == "R8_end"] == ["A", "A", "A", None]
    assert {row.dept_code for row in book.ledger.value.received if row.is_head} == {"D1", "D3"}
    before = master.read_bytes()
    consolidate.consolidate_into(master, [old], "R8_end")
    assert master.read_bytes() == before


def test_abolished_without_successor__k451_and_nothing_handed_out(master: Path, tmp_path: Path) -> None:
    change(master, kind="廃止", new=None)
    codes = [(one.code, one.item, one.point) for one in open_master(master).diagnostics]
    assert codes == [("K451", no, "R8_end") for no in "123"]
    with pytest.raises(UnfitSettings):
        distribute.distribute(master, "R8_end", tmp_path / "R8")
    for row in (3, 4, 5):
        write(master, terms.ITEMS_SHEET, row, {"lead": "税務課"})
    assert names(distribute.distribute(master, "R8_end", tmp_path / "R8")) == ["税務課"]


def test_split_without_items__k452_at_each_item(master: Path) -> None:
    change(master, kind="分割", new="保健課、介護課")
    found = [(one.code, one.at.sheet, one.at.row) for one in open_master(master).diagnostics if one.at]
    assert found == [("K452", terms.ITEMS_SHEET, row) for row in (3, 4, 5)]


@pytest.mark.parametrize(("typed", "codes"), [("保険課", ["K453"]), ("D3", [])])
def test_reorganisation__name_of_nobody__k453_at_its_cell(master: Path, typed: str, codes: list[str]) -> None:
    change(master, new=typed)
    found = [one for one in open_master(master).diagnostics if one.code == "K453"]
    assert [one.code for one in found] == codes
    assert all(one.at and (one.at.sheet, one.at.row) == (terms.REORGANISATIONS_SHEET, 3) for one in found)
