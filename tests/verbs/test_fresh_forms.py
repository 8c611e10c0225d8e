"""A form that was handed out with texts in it and comes back with one of them corrected: the others are no word of the
department, also where file cleaning took what the form knew about itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.values.cells import CellValue, cell_at
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.model import EntriesFile, Entry
from kosei_xl.verbs import distribute, init
from kosei_xl.verbs.check import check
from kosei_xl.verbs.consolidate import consolidate_into
from kosei_xl.verbs.opening import Findings
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.cleaning import cleaned
from tests.tools.office import address_of, cells_by_key, midori, put, saved_as

CASE = midori()
CODE = "D01"
LINES = CASE.plan.lines_answered_by(CODE)
ONE, TWO, THREE = (line.item.key for line in LINES[:3])
NO = {line.item.key: line.no for line in LINES}
PRINTED = {ONE: "春に始める", TWO: "夏に始める"}
Cleaning = Callable[[bytes], bytes]


def whole(data: bytes) -> bytes:
    return data


@dataclass(frozen=True)
class Desk:
    """A master that has handed out forms with `PRINTED` as their plans of the year."""

    folder: Path

    @property
    def master(self) -> Path:
        return self.folder / "事務局.xlsx"

    def form(self, name: str) -> bytes:
        """D01's form as it is handed out now."""
        made = distribute.distribute(self.master, CASE.point, self.folder / name)
        return next(path for path in made if path.name.startswith(CODE)).read_bytes()

    def send(self, form: bytes, no: int, **texts: str | None) -> Path:
        """D01 types plans of the year into a form, by 「one」「two」「three」."""
        keys = {"one": ONE, "two": TWO, "three": THREE}
        entries = [
            Entry.model_construct(item_key=keys[name], point=CASE.point, fields={"annual_plan": text})
            for name, text in texts.items()
        ]
        people = {"filled_by": "花子", "confirmed_by": "太郎", "submission_no": str(no)}
        path = self.folder / f"{CODE}_{no}.xlsx"
        path.write_bytes(saved_as(type_entries(form, entries, people), f"2026-04-{no + 10}T01:00:00Z", "花子"))
        return path

    def take(self, path: Path, clean: Cleaning = whole) -> Findings:
        path.write_bytes(clean(path.read_bytes()))
        return consolidate_into(self.master, [path], CASE.point)

    def plans(self) -> dict[str, CellValue]:
        """What 台帳 says for the three items, by item."""
        rows = cells_by_key(read_book(self.master.read_bytes(), ""), terms.LEDGER_SHEET)
        found = {str(row["row_key"]).split("|")[1]: row["annual_plan"] for row in rows if row["row_key"]}
        return {key: found[key] for key in (ONE, TWO, THREE)}


def told(found: Findings, code: str) -> list[Diagnostic]:
    return [problem for problem in found.diagnostics if problem.code == code]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    entries = tuple(
        Entry(item_key=key, point=CASE.point, fields={"annual_plan": text}) for key, text in PRINTED.items()
    )
    plan = CASE.plan
    file = EntriesFile(plan_id=plan.plan_id, plan_version=plan.plan_version, entries=entries)
    init.init(tmp_path / "事務局.xlsx", CASE.plan_file, file)
    return Desk(tmp_path)


@pytest.mark.parametrize("clean", [whole, cleaned])
def test_consolidate__fresh_form_with_one_text_corrected__the_other_stays_as_the_department_changed_it(
    desk: Desk, clean: Cleaning
) -> None:
    form = desk.form("配布")
    desk.take(desk.send(form, 1, one="五月に始めた", two="六月に始めた"), clean)
    again = desk.send(form, 2, one="七月に始めた")
    found = desk.take(again, clean)
    assert desk.plans() == {ONE: "七月に始めた", TWO: "六月に始めた", THREE: None}
    (note,) = told(found, "K433")
    at = address_of(read_book(form, ""), str(note.at and note.at.sheet), f"{TWO}|", "annual_plan")
    assert str(note.at).endswith(f"!{at}")
    assert f"No.{NO[TWO]} " in note.message()
    assert not told(found, "K405") + told(found, "K420") + told(found, "K434")


@pytest.mark.parametrize("clean", [whole, cleaned])
def test_consolidate__fresh_form_with_another_text_in_each__taken_and_nothing_said(desk: Desk, clean: Cleaning) -> None:
    form = desk.form("配布")
    desk.take(desk.send(form, 1, one="五月に始めた", two="六月に始めた"), clean)
    found = desk.take(desk.send(form, 2, one="七月に始めた", two="夏に始める。"), clean)
    assert desk.plans() == {ONE: "七月に始めた", TWO: "夏に始める。", THREE: None}
    assert not told(found, "K433")


def test_consolidate__text_of_the_office_in_a_newer_form__no_word_and_no_conflict(desk: Desk) -> None:
    """The office writes over the department's text and hands out forms again; only another item is answered in them."""
    desk.take(desk.send(desk.form("配布"), 1, one="五月に始めた", two="六月に始めた"))
    data = desk.master.read_bytes()
    at = address_of(read_book(data, ""), terms.LEDGER_SHEET, f"{CASE.point}|{TWO}|", "annual_plan")
    desk.master.write_bytes(saved_as(put(data, {(terms.LEDGER_SHEET, at): "局の文"}), "2026-04-20T01:00:00Z", "次郎"))
    consolidate_into(desk.master, [], CASE.point)
    found = desk.take(desk.send(desk.form("再配布"), 2, three="秋に始めた"))
    assert desk.plans() == {ONE: "五月に始めた", TWO: "局の文", THREE: "秋に始めた"}
    assert not told(found, "K405") + told(found, "K420")


@pytest.mark.parametrize("number", [1, 2])
def test_consolidate__cleaned_and_one_of_two_forms__read_as_the_one_it_is_most_like_and_said(
    desk: Desk, number: int
) -> None:
    first = desk.form("配布")
    desk.take(desk.send(first, 1, one="五月に始めた", two="六月に始めた"))
    form = (first, desk.form("再配布"))[number - 1]
    found = desk.take(desk.send(form, 2, three="秋に始めた"), cleaned)
    assert desk.plans() == {ONE: "五月に始めた", TWO: "六月に始めた", THREE: "秋に始めた"}
    (guess,) = told(found, "K434")
    records = cells_by_key(read_book(desk.master.read_bytes(), ""), terms.HANDED_OUT_SHEET)
    mine = [row["number"] for row in records if row["field"] == "dept_code" and row["text"] == CODE]
    assert float(dict(guess.params)["number"]) == mine[number - 1]
    assert len(told(found, "K433")) == (number == 1)


def test_consolidate__blank_form_that_was_cleaned__k305_and_nothing_else_happens(desk: Desk) -> None:
    form = desk.form("配布")
    desk.take(desk.send(form, 1, one="五月に始めた", two="六月に始めた"))
    found = desk.take(desk.send(form, 2), cleaned)
    assert [problem.code for problem in told(found, "K305")] == ["K305"]
    assert desk.plans() == {ONE: "五月に始めた", TWO: "六月に始めた", THREE: None}


def test_check__blank_form_that_was_cleaned__k305_with_the_master_given(desk: Desk) -> None:
    path = desk.send(desk.form("配布"), 1)
    path.write_bytes(cleaned(path.read_bytes()))
    assert told(check([path], desk.master), "K305")


# -- what stands around the fields -------------------------------------------------------------------------------------
def _area_sheet(data: bytes) -> str:
    return next(sheet.name for sheet in read_book(data, "").sheets if sheet.name.startswith(("Ⅰ", "Ⅱ")))


@pytest.mark.parametrize("clean", [whole, cleaned])
@pytest.mark.parametrize(
    ("sheet", "cell"),
    [(terms.SURVEY_GUIDE_SHEET, "B14"), (terms.SURVEY_SUMMARY_SHEET, "B3"), ("点検", "C4"), ("", "B2")],
)
def test_consolidate__typed_over_the_print__kept_and_told_with_its_cell(
    desk: Desk, sheet: str, cell: str, clean: Cleaning
) -> None:
    path = desk.send(desk.form("配布"), 1, one="五月に始めた")
    data = path.read_bytes()
    sheet = sheet or _area_sheet(data)
    page = read_book(data, "").sheet(sheet)
    assert page is not None
    ref = cell_at("", sheet, cell)
    assert page.value(ref.row or 0, ref.column or 0) is not None, "something was printed there"
    path.write_bytes(put(data, {(sheet, cell): "印刷の文に上書きした言葉"}))
    found = desk.take(path, clean)
    assert [str(p.at) for p in told(found, "K113")] == [f"[{path.name}]{sheet}!{cell}"]
    rows = cells_by_key(read_book(desk.master.read_bytes(), ""), terms.RECEIVED_SHEET)
    assert any("印刷の文に上書きした言葉" in str(row["other"]) for row in rows)


def test_consolidate__cleaned_and_nothing_typed_over__nothing_said(desk: Desk) -> None:
    found = desk.take(desk.send(desk.form("配布"), 1, one="五月に始めた"), cleaned)
    about = {p.code for p in found.diagnostics if p.at is not None and p.at.file.startswith(CODE)}
    assert not about & {"K113", "K125", "K126", "K147", "K152", "K220"}


def test_consolidate__taken_in_again__the_same_bytes(desk: Desk) -> None:
    form = desk.form("配布")
    desk.take(desk.send(form, 1, one="五月に始めた", two="六月に始めた"))
    again = desk.send(form, 2, one="七月に始めた")
    first = desk.take(again)
    once = desk.master.read_bytes()
    second = desk.take(again)
    assert desk.master.read_bytes() == once
    assert [p.code for p in first.diagnostics] == [p.code for p in second.diagnostics]
