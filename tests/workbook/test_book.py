"""Bytes -> Book: values, formulas, errors, names, who saved; and everything that is no workbook."""

import io
import random
from datetime import UTC, date, datetime
from typing import Any

import pytest
import xlsxwriter

from kosei_xl.values.cells import Book
from kosei_xl.values.limits import Limits
from kosei_xl.workbook.book import is_error_value, read_book
from kosei_xl.workbook.unreadable import UnreadableWorkbook
from tests.tools.hostile import hostile_workbook, rezip, unzip


def _workbook() -> bytes:
    out = io.BytesIO()
    book: Any = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"author": "企画課", "created": datetime(2026, 4, 1)})
    book.set_custom_property("kosei_point", "R7_end")
    first, second = book.add_worksheet("1 市民"), book.add_worksheet("課's 引用")
    first.write("B2", "文字")
    first.write_number("C2", 12)
    first.write_datetime("D2", datetime(2026, 3, 31), book.add_format({"num_format": "yyyy/mm/dd"}))
    first.write_formula("B4", "=1+1", None, 2)
    first.write_formula("C4", "=1/0", None, "#DIV/0!")
    first.write_formula("D4", '=""', None, "")
    first.write_boolean("E2", True)
    first.write("F2", "")
    second.write("A1", "#N/A")
    book.define_name("point_cell", "='1 市民'!$B$2")
    book.define_name("quoted", "='課''s 引用'!$A$1:$B$2")
    book.define_name("constant", "=2026")
    book.define_name("'1 市民'!local", "='1 市民'!$C$2")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='1 市民'!$C$2:$C$2"})
    book.add_chartsheet("図").set_chart(chart)
    book.close()
    return out.getvalue()


@pytest.fixture(scope="module")
def data() -> bytes:
    return _workbook()


@pytest.fixture(scope="module")
def book(data: bytes) -> Book:
    return read_book(data, "福祉課.xlsx")


def test_read_book__values__where_excel_shows_them(book: Book) -> None:
    sheet = book.sheets[0]
    assert [sheet.value(2, c) for c in range(1, 7)] == [None, "文字", 12, date(2026, 3, 31), True, None]
    assert sheet.value(4, 2) == 2
    assert sheet.value(4, 4) is None


def test_read_book__errors_and_formulas__with_their_cells(book: Book) -> None:
    sheet = book.sheets[0]
    assert sheet.value(4, 3) == "#DIV/0!"
    assert is_error_value(sheet.value(4, 3))
    assert sheet.formulas == {(4, 2), (4, 3), (4, 4)}
    assert book.sheets[1].formulas == frozenset()


def test_read_book__sheets_names_properties__as_in_the_file(book: Book) -> None:
    assert [sheet.name for sheet in book.sheets] == ["1 市民", "課's 引用"], "a chart sheet is no worksheet"
    assert book.names == {"point_cell": ("1 市民", 2, 2), "quoted": ("課's 引用", 1, 1)}
    assert book.properties == {"kosei_point": "R7_end"}
    assert (book.name, len(book.sha256)) == ("福祉課.xlsx", 64)
    assert (book.saved_at, book.saved_by) == (datetime(2026, 4, 1, tzinfo=UTC), "企画課")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-04-01T09:30:00Z", datetime(2026, 4, 1, 9, 30, tzinfo=UTC)),
        ("2026-04-01T09:30:00+09:00", datetime(2026, 4, 1, 0, 30, tzinfo=UTC)),
        ("2026-04-01T09:30:00", datetime(2026, 4, 1, 9, 30, tzinfo=UTC)),
        ("0001-01-01T00:00:00+09:00", None),
        ("きのう", None),
        ("", None),
    ],
)
def test_read_book__saved_time__utc_or_nothing(data: bytes, text: str, expected: datetime | None) -> None:
    parts = unzip(data)
    core = parts["docProps/core.xml"].decode()
    assert core.count("2026-04-01T00:00:00Z</dcterms:modified>") == 1
    parts["docProps/core.xml"] = core.replace(
        "2026-04-01T00:00:00Z</dcterms:modified>", f"{text}</dcterms:modified>"
    ).encode()
    assert read_book(rezip(parts), "b.xlsx").saved_at == expected


def test_read_book__properties_cleaned_away__read_without_them(data: bytes) -> None:
    parts = {name: part for name, part in unzip(data).items() if not name.startswith("docProps/")}
    book = read_book(rezip(parts), "b.xlsx")
    assert (book.saved_at, book.saved_by, book.properties) == (None, None, {})
    assert book.sheets[0].value(2, 2) == "文字"


def test_read_book__everything_in_it__read_without_a_change_of_place() -> None:
    book = read_book(hostile_workbook(5), "様式.xlsx")
    form = book.sheet("様式")
    assert form is not None
    assert form.value(7, 2) == "施策0"
    assert (7, 7) in form.formulas
    assert book.properties["管理番号"] == "R8-001"


def test_read_book__error_below_the_last_value__row_added() -> None:
    out = io.BytesIO()
    book: Any = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet("S").write_formula("C3", "=NA()", None, "#N/A")
    book.close()
    sheet = read_book(out.getvalue(), "b.xlsx").sheets[0]
    assert list(sheet.filled()) == [(3, 3, "#N/A")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "K101"),
        (b"No.,name\n1,x\n", "K101"),
        (b"PK\x03\x04 broken", "K101"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "K102"),
        (rezip({"word/document.xml": b"<w/>"}), "K101"),
        (rezip({"_rels/.rels": b"<Relationships/>"}), "K101"),
        (rezip({"_rels/.rels": b"<Relationships"}), "K101"),
    ],
)
def test_read_book__no_workbook__unreadable(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableWorkbook) as caught:
        read_book(data, "b.xlsx")
    assert caught.value.code == code
    assert str(caught.value)


def test_read_book__workbook_without_sheets__unreadable(data: bytes) -> None:
    parts = unzip(data)
    workbook = parts["xl/workbook.xml"].decode()
    start, end = workbook.index("<sheets>"), workbook.index("</sheets>")
    parts["xl/workbook.xml"] = (workbook[: start + 8] + workbook[end:]).encode()
    with pytest.raises(UnreadableWorkbook):
        read_book(rezip(parts), "b.xlsx")


def test_read_book__unpacks_to_too_much__unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableWorkbook) as caught:
        read_book(data, "b.xlsx", Limits(unpacked=1000))
    assert "大きすぎます" in caught.value.reason


def test_read_book__bytes_damaged_anywhere__read_or_unreadable_and_nothing_else(data: bytes) -> None:
    rng = random.Random(7)
    refused = 0
    for _ in range(400):
        damaged = bytearray(data)
        for _ in range(rng.randint(1, 12)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        if rng.random() < 0.3:
            del damaged[rng.randrange(len(damaged)) :]
        try:
            read_book(bytes(damaged), "b.xlsx")
        except UnreadableWorkbook:
            refused += 1
    assert refused > 100


def test_read_book__xml_damaged_anywhere__read_or_unreadable_and_nothing_else(data: bytes) -> None:
    rng = random.Random(11)
    parts = unzip(data)
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    refused = 0
    for _ in range(400):
        name = rng.choice(names)
        part = bytearray(parts[name])
        for _ in range(rng.randint(1, 6)):
            part[rng.randrange(len(part))] = rng.randrange(256)
        try:
            read_book(rezip({**parts, name: bytes(part)}), "b.xlsx")
        except UnreadableWorkbook:
            refused += 1
    assert refused > 50
