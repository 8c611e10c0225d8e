"""Whatever is typed into a visible sheet of a master is used, or `kosei check` names its sheet and cell."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kosei_xl.demo import type_entries
from kosei_xl.read.master import Master, master_of
from kosei_xl.values.cells import Book, CellValue, column_letters
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.refusals import UnreadableMaster
from kosei_xl.verbs import distribute, init
from kosei_xl.verbs.consolidate import consolidate_into
from kosei_xl.verbs.settings import settings_findings
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.builders import with_cell
from tests.tools.office import midori

CASE = midori()
WORD = "ことば"
FREE = {
    terms.PLAN_SHEET: {"label", "note"},
    terms.SCALES_SHEET: {"note"},
    terms.REORGANISATIONS_SHEET: {"note"},
    terms.RULES_SHEET: {"note"},
    terms.COLUMNS_SHEET: set(),
}
"""Columns in which people write notes to each other."""
OWN = {
    terms.LEDGER_SHEET: {"point", "area_no", "no", "name", "kind", "department"},
    terms.INDICATORS_SHEET: {"point", "no", "name", "seq"},
    terms.PHOTOS_SHEET: {"point", "no", "name", "seq"},
    terms.SCHEDULE_SHEET: {"no", "name"},
    terms.RECEIVED_SHEET: {
        "department",
        "no",
        "seq",
        "submission_no",
        "saved_by",
        "chain",
        "row_key",
        "sub_no",
        "cells",
    },
}
"""Columns beside a row key that the program writes, and writes anew."""
DERIVED = {terms.STATUS_SHEET, terms.FINDINGS_SHEET, terms.CONFLICTS_SHEET}
SHEETS = [name for name in terms.MASTER_SHEETS if name not in (*terms.HIDDEN_SHEETS, terms.SUMMARY_SHEET)]


def _state(book: Book) -> tuple[tuple[object, ...] | None, tuple[Diagnostic, ...]]:
    """What a master says, and what is said about it; None for one that cannot be read."""
    try:
        found: Master = master_of(Path("m.xlsx"), b"", book)
    except UnreadableMaster as error:
        return None, error.diagnostics
    answers = tuple((one.key, one.mark, one.reason) for one in found.answers)
    ledger = found.ledger.value
    said = (found.plan, ledger.entries, ledger.received, ledger.reports, found.choices, answers, found.marks)
    return (*said, found.registers), (*found.diagnostics, *settings_findings(found))


@dataclass(frozen=True)
class Whole:
    """A master with a return in it, what it says, and what was said about it."""

    book: Book
    said: tuple[object, ...]
    told: tuple[Diagnostic, ...]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    folder = tmp_path_factory.mktemp("unread")
    master = folder / "m.xlsx"
    init.init(master, CASE.plan_file)
    survey = distribute.distribute(master, CASE.point, folder / "配布")[0]
    survey.write_bytes(type_entries(survey.read_bytes(), CASE.typed, {"filled_by": "花子"}))
    consolidate_into(master, [survey], CASE.point)
    book = read_book(master.read_bytes(), "m.xlsx")
    said, told = _state(book)
    assert said is not None
    return Whole(book, said, told)


def _says(whole: Whole, name: str, row: int, column: int, word: CellValue = WORD) -> Iterator[str]:
    """The codes of what is told of a row once a word stands in one of its cells; "" where the word was used."""
    said, told = _state(with_cell(whole.book, (name, row, column), word))
    for one in told:
        at = one.at
        mine = at is not None and at.sheet == name and (at.row == row or (at.row, at.column) == (2, column))
        others = f"{column_letters(column)}{row}" in dict(one.params).get("text", "")
        if one not in whole.told and at is not None and at.sheet == name and (mine or others):
            yield one.code
    if said is not None and said != whole.said:
        yield ""


def _key(whole: Whole, name: str, column: int) -> str:
    sheet = whole.book.sheet(name)
    assert sheet is not None
    return str(sheet.value(1, column) or "")


def _is_free(whole: Whole, name: str, row: int, column: int) -> bool:
    """Whether a cell is a heading, a note, or one that the program writes itself."""
    sheet = whole.book.sheet(name)
    assert sheet is not None
    key, keyed = _key(whole, name, column), sheet.value(row, 1) is not None
    if row == 1 or (row == 2 and key):
        return True
    if key in FREE.get(name, ()) or (name in DERIVED and keyed and key):
        return True
    if name == terms.STATUS_SHEET and not keyed and key in ("state", "bureau", "department", "rows", "blank", "errors"):
        return sheet.value(row, column) is not None
    return key in OWN.get(name, ()) and row <= len(sheet.rows)


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SHEETS), st.integers(2, 60), st.integers(1, 60))
def test_any_cell__a_word_is_typed__used_or_named(whole: Whole, name: str, row: int, column: int) -> None:
    sheet = whole.book.sheet(name)
    assert sheet is not None
    width = max((len(cells) for cells in sheet.rows), default=0)
    row, column = 2 + (row - 2) % (len(sheet.rows) + 2), 1 + (column - 1) % (width + 3)
    if not _is_free(whole, name, row, column) and sheet.value(row, column) != WORD:
        assert list(_says(whole, name, row, column)), f"{name}!{column_letters(column)}{row}"
