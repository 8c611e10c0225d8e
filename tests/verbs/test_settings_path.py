"""Settings that people type into a master are obeyed by every workbook, or refused before anything is handed out."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from kosei_xl.read.master import Master
from kosei_xl.values.cells import Book, CellValue
from kosei_xl.verbs import consolidate, distribute, init
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import CellInput, Package
from tests.tools.office import address_of, midori, put

CASE = midori()
D01 = CASE.plan.lines_answered_by("D01")
LINE = next(line for line in D01 if line.rated and line.item.repeats is None)
ROW_KEY = f"{LINE.item.key}|"
SURVEY = "D01_"


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """The sample's master as it was made."""
    path = tmp_path / "事務局.xlsx"
    init.init(path, CASE.plan_file)
    return path


def typed(path: Path, sheet: str, cells: Mapping[tuple[int, str], CellInput]) -> None:
    """Type into (row, column key) cells of a sheet of a master."""
    data = path.read_bytes()
    letters = {str(key): column for column, key in Package(data).sheet(sheet).cells(1).items()}
    path.write_bytes(put(data, {(sheet, f"{letters[key]}{row}"): value for (row, key), value in cells.items()}))


def row_of(path: Path, sheet: str, **texts: str) -> int:
    """The row of a master's sheet in which all these texts stand under their keys."""
    found = read_book(path.read_bytes(), "").sheet(sheet)
    assert found is not None
    keys = [str(key) for key in found.rows[0]]
    return next(
        number
        for number, row in enumerate(found.rows, 1)
        if all(number > 2 and str(row[keys.index(key)]) == text for key, text in texts.items())
    )


def handled(path: Path, **handling: str) -> None:
    """Type 調査票での扱い of columns of the form."""
    for key, word in handling.items():
        typed(path, terms.COLUMNS_SHEET, {(row_of(path, terms.COLUMNS_SHEET, part="form", key=key), "entry"): word})


def handed_out(master: Path) -> Path:
    """D01's survey."""
    made = distribute.distribute(master, CASE.point, master.parent / "配布")
    return next(path for path in made if path.name.startswith(SURVEY))


def area_sheet(book: Book) -> str:
    """The sheet with the row of `LINE`."""
    return next(s.name for s in book.sheets if any(r[:1] == (ROW_KEY,) for r in s.rows) and "state" in s.rows[0])


def returned(survey: Path, texts: Mapping[str, str]) -> Path:
    """The survey with texts typed into the row of `LINE`, whatever is locked there."""
    data = survey.read_bytes()
    book = read_book(data, "")
    sheet = area_sheet(book)
    path = survey.parent.parent / "回収" / survey.name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(put(data, {(sheet, address_of(book, sheet, ROW_KEY, key)): text for key, text in texts.items()}))
    return path


def column(book: Book, sheet: str, key: str) -> list[CellValue]:
    found = book.sheet(sheet)
    assert found is not None
    at = found.rows[0].index(key) if key in found.rows[0] else None
    return [] if at is None else [row[at] for row in found.rows[2:] if at < len(row)]


def ledger_of(path: Path) -> Mapping[str, str]:
    book: Master = open_master(path)
    return book.ledger.value.fields(LINE.key.at(CASE.point))


# -- 評価区分 ------------------------------------------------------------------------------------------------------------
def test_consolidate__own_rating_scale_typed_over_the_samples__counted_in_every_sheet(master: Path) -> None:
    for row, code in enumerate(("◎", "○", "△", "×", "－", "完了"), 3):
        typed(master, terms.RATINGS_SHEET, {(row, "code"): code, (row, "label"): f"評価{code}", (row, "order"): row - 2})
    survey = handed_out(master)
    book = read_book(survey.read_bytes(), "")
    keys = book.sheet(terms.SURVEY_SUMMARY_SHEET)
    assert keys is not None
    assert [key for key in keys.rows[0] if str(key).startswith(terms.RATING_KEY)] == [
        f"rating:{code}" for code in ("◎", "○", "△", "×", "－", "完了")
    ]
    path = returned(survey, {"rating": "○", "results": "済ませた"})
    consolidate.consolidate_into(master, [path], CASE.point)
    assert ledger_of(master)["rating"] == "○"
    summary = read_book(master.read_bytes(), "").sheet(terms.SUMMARY_SHEET)
    assert summary is not None
    assert summary.rows[1][3:10] == ("◎", "○", "△", "×", "－", "完了", "未記入")
    assert column(read_book(master.read_bytes(), ""), terms.SUMMARY_SHEET, "rating:○")[0] == 1.0
