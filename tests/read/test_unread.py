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
    terms.INDICATORS_SHEET: {"row_key", "point", "no", "name", "seq"},
    terms.PHOTOS_SHEET: {"row_key", "point", "no", "name", "seq"},
    terms.SCHEDULE_SHEET: {"row_key", "no", "name"},
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
    if said is None:
        yield from (one.code for one in told)  # the plan cannot be read: nothing goes on until it can
    elif said != whole.said:
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


# -- one of each kind --------------------------------------------------------------------------------------------------
def _column(whole: Whole, name: str, key: str) -> int:
    sheet = whole.book.sheet(name)
    assert sheet is not None
    return [str(value) for value in sheet.rows[0]].index(key) + 1


def _told_at(whole: Whole, name: str, row: int, column: int, word: CellValue) -> list[tuple[str, str | None]]:
    _, told = _state(with_cell(whole.book, (name, row, column), word))
    return [(str(one.code), one.at.cell if one.at else None) for one in told if one not in whole.told]


@pytest.mark.parametrize("key", ["usual", "sample"])
@pytest.mark.parametrize(("word", "code"), [("第５次の計画", "K154"), (None, None)])
def test_beside_a_setting__what_is_typed_over_our_words__k154_at_its_cell(
    whole: Whole, key: str, word: str | None, code: str | None
) -> None:
    assert not any(one.code == "K154" for one in whole.told)  # our own words are none
    column = _column(whole, terms.PLAN_SHEET, key)
    told = [one for one in _told_at(whole, terms.PLAN_SHEET, 5, column, word) if one[0] == "K154"]
    assert told == ([(code, f"{column_letters(column)}5")] if code else [])


@pytest.mark.parametrize(
    ("name", "key"),
    [
        (terms.RATINGS_SHEET, "behind"),
        (terms.RATINGS_SHEET, "counted"),
        (terms.ITEMS_SHEET, "office_rated"),
        (terms.SCHEDULE_SHEET, "conditional"),
        (terms.PARTS_SHEET, "foot"),
    ],
)
@pytest.mark.parametrize(("word", "is_one"), [("はい", False), ("－", True), ("なし", True), ("〇", True)])
def test_mark__a_word_that_says_neither_yes_nor_no__k131_at_its_cell(
    whole: Whole, name: str, key: str, word: str, is_one: bool
) -> None:
    column = _column(whole, name, key)
    told = [one for one in _told_at(whole, name, 4, column, word) if one[0] == "K131"]
    assert told == ([] if is_one else [("K131", f"{column_letters(column)}4")])


@pytest.mark.parametrize(("text", "code"), [("課が変わる", "K131"), ("=D01", "K131"), ("R7_first_half＝D01", None)])
def test_departments_at__line_without_a_point__k131_at_its_cell(whole: Whole, text: str, code: str | None) -> None:
    column = _column(whole, terms.ITEMS_SHEET, "departments_at")
    told = [one for one in _told_at(whole, terms.ITEMS_SHEET, 3, column, text) if one[0] == "K131"]
    assert told == ([(code, f"{column_letters(column)}3")] if code else [])


@pytest.mark.parametrize(("word", "code"), [("ア", "K131"), (2, None), ("２", None)])
def test_schedule__order_that_is_no_number__k131_at_its_cell(whole: Whole, word: CellValue, code: str | None) -> None:
    column = _column(whole, terms.SCHEDULE_SHEET, "action_no")
    told = [one for one in _told_at(whole, terms.SCHEDULE_SHEET, 4, column, word) if one[0] == "K131"]
    assert told == ([(code, f"{column_letters(column)}4")] if code else [])


@pytest.mark.parametrize(
    ("name", "key", "row"),
    [
        (terms.LEDGER_SHEET, "own3", 4),
        (terms.LEDGER_SHEET, "name", -1),
        (terms.INDICATORS_SHEET, "name", -1),
        (terms.PHOTOS_SHEET, "picture", 3),
        (terms.RECEIVED_SHEET, "file", -1),
        (terms.STATUS_SHEET, "remark", -1),
        (terms.FINDINGS_SHEET, "why", -1),
        (terms.CONFLICTS_SHEET, "choice", -1),
        (terms.DEPARTMENTS_SHEET, "bureau", -1),
        (terms.AREAS_SHEET, "purpose", -1),
        (terms.ITEMS_SHEET, "goal", -1),
        (terms.SCHEDULE_SHEET, "name", -1),
        (terms.POINTS_SHEET, "due", -1),
        (terms.PARTS_SHEET, "title", -1),
        (terms.COLUMNS_SHEET, "heading", -1),
        (terms.PLAN_SHEET, "value", -1),
        (terms.RATINGS_SHEET, "label", -1),
    ],
)
def test_text__where_no_key_stands__k154_at_its_cell(whole: Whole, name: str, key: str, row: int) -> None:
    sheet = whole.book.sheet(name)
    assert sheet is not None
    row, column = row if row > 0 else len(sheet.rows) + 2, _column(whole, name, key)
    told = [one for one in _told_at(whole, name, row, column, WORD) if one[0] != "K431"]  # 受領 says that it has grown
    assert told == [("K154", f"{column_letters(column)}{row}")]


@pytest.mark.parametrize("name", [name for name in SHEETS if name != terms.ITEMS_SHEET])
def test_text__beside_the_table__k154_at_its_cell(whole: Whole, name: str) -> None:
    sheet = whole.book.sheet(name)
    assert sheet is not None
    column = max(len(cells) for cells in sheet.rows) + 2
    for row in (2, 3, len(sheet.rows) + 1):
        assert _told_at(whole, name, row, column, WORD) == [("K154", f"{column_letters(column)}{row}")]


def test_setting__name_mistyped__k154_at_the_name_and_its_value(whole: Whole) -> None:
    sheet = whole.book.sheet(terms.PLAN_SHEET)
    assert sheet is not None
    row = next(n for n, cells in enumerate(sheet.rows, 1) if cells[0] == "office")
    told = _told_at(whole, terms.PLAN_SHEET, row, 1, "offfice")
    assert told == [("K154", f"A{row}")]
