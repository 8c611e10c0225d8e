"""Addresses, places, and books as plain values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.values.cells import Book, CellRef, Sheet, column_letters, column_number
from tests.tools.builders import book_from_md


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_column_letters__edges__as_excel(number: int, letters: str) -> None:
    assert column_letters(number) == letters
    assert column_number(letters) == number


@given(st.integers(1, 16384))
def test_column_number__of_letters__round_trip(number: int) -> None:
    assert column_number(column_letters(number)) == number


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (CellRef("福祉課.xlsx", "様式1", 12, 4), "[福祉課.xlsx]様式1!D12"),
        (CellRef("福祉課.xlsx", "様式1", 12), "[福祉課.xlsx]様式1!12:12"),
        (CellRef("福祉課.xlsx", "様式1", None, 4), "[福祉課.xlsx]様式1!D:D"),
        (CellRef("福祉課.xlsx", "様式1"), "[福祉課.xlsx]様式1"),
        (CellRef("福祉課.xlsx"), "[福祉課.xlsx]"),
    ],
)
def test_cell_ref__parts_that_apply__printed(place: CellRef, text: str) -> None:
    assert str(place) == text


def test_sheet_value__outside_or_ragged__none() -> None:
    sheet = Sheet("S", (("a",), ("b", "c")))
    assert [sheet.value(*at) for at in ((1, 1), (1, 2), (2, 2), (3, 1), (0, 1), (1, 0))] == [
        "a",
        None,
        "c",
        None,
        None,
        None,
    ]


def test_sheet_filled__blank_cells__left_out() -> None:
    assert list(Sheet("S", (("a", None), (None, 0))).filled()) == [(1, 1, "a"), (2, 2, 0)]


def test_book__sheets_and_names__found() -> None:
    book = Book("b.xlsx", (Sheet("S", (("a",),)),), names={"one": ("S", 1, 1), "gone": ("T", 1, 1)})
    assert book.sheet("S") is book.sheets[0]
    assert book.sheet("s") is None
    assert book.named("one") == ("a", CellRef("b.xlsx", "S", 1, 1))
    assert book.named("gone") is None
    assert book.named("other") is None


def test_book_from_md__values_of_every_kind__as_written() -> None:
    book = book_from_md("## S\n| a | #1.5 | =f |\n|---|---|---|\n| @2026-03-31 | x\\|y | 一<br>二 |\n| | - | |\n")
    sheet = book.sheets[0]
    assert [str(value) for _, _, value in sheet.filled()] == ["a", "1.5", "f", "2026-03-31", "x|y", "一\n二", "-"]
    assert sheet.formulas == {(1, 3)}
    assert sheet.value(3, 1) is None
