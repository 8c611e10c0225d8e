"""Large sheets are read one after the other, and equal texts are one: what is read is the same."""

import io
from datetime import datetime

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from kosei_xl.values.cells import Book
from kosei_xl.verbs import init
from kosei_xl.workbook import book as book_module
from kosei_xl.workbook.book import read_book

_NEVER = 1 << 40


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A master as we write it: every cell has its text."""
    plan, entries = init.sample_plan("midori"), init.sample_entries("midori")
    return init.init(tmp_path_factory.mktemp("own") / "本.xlsx", plan, entries).read_bytes()


@pytest.fixture(scope="module")
def shared() -> bytes:
    """Texts that sheets share, as Excel writes them; nothing in the first columns and rows of one."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        first, second, _ = (made.add_worksheet(name) for name in ("一枚目", "二枚目", "白紙"))
        day = made.add_format({"num_format": "yyyy/m/d"})
        for row in range(29):
            for column, value in enumerate([f"鍵{row % 3}", row, None, row % 2 == 0, "同じ"]):
                first.write(row, column, value)
            first.write_datetime(row, 5, datetime(2026, 4, row % 28 + 1), day)
        for row, text in ((3, "同じ"), (6, "鍵1")):
            second.write(row, 2, text)
            second.write(row + 1, 4, (row + 1) / 2)
    return out.getvalue()


def _read(data: bytes, monkeypatch: pytest.MonkeyPatch, alone: int) -> tuple[Book, int]:
    """The workbook as calamine reads it, and how often it was asked; sheets beyond `alone` bytes are large."""
    asked = [0]

    class Counting:
        @staticmethod
        def from_filelike(file: io.BytesIO) -> object:
            asked[0] += 1
            return CalamineWorkbook.from_filelike(file)

    with monkeypatch.context() as patched:
        patched.setattr(book_module, "_ALONE", alone)
        patched.setattr(book_module, "_plain_rows", lambda *_: {})
        patched.setattr(book_module, "CalamineWorkbook", Counting)
        return read_book(data, "本.xlsx"), asked[0]


def test_read_book__large_sheets__one_after_the_other_as_all_at_once(
    own: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    (whole, once), (one_by_one, often) = (_read(own, monkeypatch, alone) for alone in (_NEVER, 1 << 12))
    assert whole == one_by_one == read_book(own, "本.xlsx")
    assert once == 1
    assert 2 < often <= len(whole.sheets)


def test_read_book__large_sheets_that_share_texts__at_once(shared: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """The near miss: with each of them all shared texts would be read again."""
    (whole, once), (large, again) = (_read(shared, monkeypatch, alone) for alone in (_NEVER, 0))
    assert whole == large == read_book(shared, "本.xlsx")
    assert (once, again) == (1, 1)


def test_read_book__sheet_that_begins_further_in__rows_from_a1(shared: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    book, _ = _read(shared, monkeypatch, _NEVER)
    sheet = book.sheet("二枚目")
    assert sheet is not None
    assert [row for row in sheet.rows if any(row)] == [
        (None, None, "同じ", None, None),
        (None, None, None, None, 2.0),
        (None, None, "鍵1", None, None),
        (None, None, None, None, 3.5),
    ]
    assert len(sheet.rows) == 8


def test_read_book__texts_that_recur__one_each(shared: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    book, _ = _read(shared, monkeypatch, _NEVER)
    texts = [value for sheet in book.sheets for _, _, value in sheet.filled() if isinstance(value, str)]
    assert len(texts) == 2 * 29 + 2
    assert len({id(text) for text in texts}) == len(set(texts)) == 4
