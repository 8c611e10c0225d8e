"""確認済: a finding that the office answers stays in view, and stands in the way no more until its row changes."""

from dataclasses import replace
from pathlib import Path

import pytest

from kosei_xl import store, terms
from kosei_xl.answers import Answer, answered, finding_key
from kosei_xl.cells import CellRef
from kosei_xl.demo import type_entries
from kosei_xl.diagnostics import Diagnostic, Severity, diagnostic, has_errors
from kosei_xl.excel import read_book
from kosei_xl.model import EntryKey
from kosei_xl.parts import Package
from kosei_xl.pipeline import checking, collecting, printing, starting
from kosei_xl.pipeline.printing import NotFinal
from kosei_xl.read import read_answers
from kosei_xl.read.tables import find_table

from .builders import END, HALF, make_plan
from .office import midori, put

PLAN = make_plan()
(LINE, *_) = (line for line in PLAN.lines if line.sub is None)
KEY = EntryKey(*LINE.key, END)
CURRENT = {KEY: {"rating": "B"}}
PROBLEM = diagnostic("K302", item=LINE.no, point=END, label="要因", rating="B")
POINT = "R7_year_end"
PEOPLE = {"filled_by": "見本 花子", "confirmed_by": "見本 太郎", "confirmed_on": "2026-04-10"}


def answer(mark: str | None = terms.YES, reason: str | None = "12月に追って公表する。") -> Answer:
    key = finding_key(PLAN, PROBLEM)
    assert key is not None
    return Answer(key, mark, reason)


def test_answered__mark_and_reason__no_error_any_more_and_the_reason_stays() -> None:
    (found,) = answered(PLAN, [PROBLEM], [answer()])
    assert found.reason == "12月に追って公表する。"
    assert found.severity is Severity.ERROR
    assert not has_errors([found])
    assert has_errors([PROBLEM])
    assert found.to_json()["acknowledged"] == found.reason
    assert "acknowledged" not in PROBLEM.to_json()


def test_answered__mark_without_reason__k416_and_still_open() -> None:
    found = answered(PLAN, [PROBLEM], [answer(reason=None)])
    assert [problem.code for problem in found] == ["K302", "K416"]
    assert has_errors(found)


def test_answered__reason_without_mark__still_open() -> None:
    assert answered(PLAN, [PROBLEM], [answer(mark=None)]) == (PROBLEM,)


@pytest.mark.parametrize(
    "changed",
    [
        replace(PROBLEM, params=(("item", LINE.no), ("label", "要因"), ("rating", "C"))),
        replace(PROBLEM, basis=("別の記入",)),
        replace(PROBLEM, point=HALF),
        replace(PROBLEM, code="K303"),
    ],
    ids=["another rating", "another text read", "another point", "another rule"],
)
def test_answered__what_the_rule_read_changed__open_again(changed: Diagnostic) -> None:
    assert answered(PLAN, [changed], [answer()]) == (changed,)


def test_answered__found_in_another_cell__stays_answered() -> None:
    (found,) = answered(PLAN, [replace(PROBLEM, at=CellRef("別.xlsx", "台帳", 9, 9))], [answer()])
    assert found.reason


@pytest.mark.parametrize(
    "problem",
    [
        diagnostic("K405", item=LINE.no, point=END, label="x", ours="x", theirs="x"),
        diagnostic("K302", item="999", point=END, label="要因", rating="B"),
        diagnostic("K302", item=LINE.no, label="要因", rating="B"),
    ],
    ids=["conflict", "no such row", "no point"],
)
def test_finding_key__what_cannot_be_answered__none(problem: Diagnostic) -> None:
    assert finding_key(PLAN, problem) is None


# -- through the files -------------------------------------------------------------------------------------------------
@pytest.fixture
def master(tmp_path: Path) -> Path:
    """A master after all have returned; the cause of one row that is behind is blank."""
    case = midori()
    path = tmp_path / "事務局.xlsx"
    own = {item.key for item in case.plan.items if item.office_rated}
    entries = case.entries.entries
    rated_here = tuple(entry for entry in entries if entry.item_key in own and entry.point == POINT)
    starting.init(path, case.plan_file, case.entries.model_copy(update={"entries": rated_here}))
    behind = next(entry for entry in case.typed if entry.fields.get("rating") == "B")
    less = behind.model_copy(update={"fields": {k: v for k, v in behind.fields.items() if k != "cause"}})
    typed = [less if entry is behind else entry for entry in case.typed]
    for department in case.departments():
        survey = type_entries(case.blank(department), typed, PEOPLE)
        store.write(tmp_path / "回収" / f"{department.code}.xlsx", survey)
    collecting.consolidate_into(path, [tmp_path / "回収"], POINT)
    return path


def answer_all(master: Path, code: str, reason: str) -> int:
    """Type ○ and a reason into 指摘 at every finding of a code; how many there were."""
    book = read_book(master.read_bytes(), "")
    sheet = book.sheet(terms.FINDINGS_SHEET)
    table = find_table("", sheet, terms.MASTER_SHEETS[terms.FINDINGS_SHEET]) if sheet else None
    assert table is not None
    cells = {}
    rows = [row for row in table.rows() if row.text("code") == code]
    for row in rows:
        for name, text in (("answer", terms.YES), ("why", reason)):
            at = row.ref(name)
            cells[terms.FINDINGS_SHEET, str(at.cell)] = text
    master.write_bytes(put(master.read_bytes(), cells))
    return len(rows)


def test_master__finding_answered__final_is_made_and_the_answer_is_kept(master: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFinal) as refused:
        printing.report(master, POINT, tmp_path / "資料", final=True)
    assert {p.code for p in refused.value.diagnostics if p.severity is Severity.ERROR} == {"K302"}
    assert answer_all(master, "K302", "原因は調査中で、次回に報告する。") == 1

    printing.report(master, POINT, tmp_path / "資料", final=True)
    checked = checking.check([master])
    assert [p.reason for p in checked.diagnostics if p.code == "K302"] == ["原因は調査中で、次回に報告する。"]
    assert not has_errors(checked.diagnostics)

    collecting.consolidate_into(master, [master.parent / "回収"], POINT)  # 指摘 is made anew
    (kept,) = read_answers(read_book(master.read_bytes(), ""))
    assert (kept.mark, kept.reason) == (terms.YES, "原因は調査中で、次回に報告する。")


def test_master__sheet_of_an_older_master__gets_the_columns(master: Path) -> None:
    package = Package(master.read_bytes())
    sheet = package.sheet(terms.FINDINGS_SHEET)
    keys = {key: letters for letters, key in sheet.cells(1).items()}
    for name in ("answer", "why", "row_key"):
        for number in range(1, sheet.last_row() + 1):
            sheet.put(f"{keys[name]}{number}", None)
    master.write_bytes(package.to_bytes())
    assert read_answers(read_book(master.read_bytes(), "")) == ()
    collecting.consolidate_into(master, [master.parent / "回収"], POINT)
    assert answer_all(master, "K302", "次回に報告する。") == 1
    assert not has_errors(checking.check([master]).diagnostics)
