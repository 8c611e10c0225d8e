"""Plain workbooks: what is written is what is read, by us, by openpyxl and by the validator."""

import io
from datetime import datetime
from pathlib import Path
from typing import get_args
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.make import plain
from kosei_xl.make.plain import PlainColumn, PlainKind, PlainSheet, plain_workbook
from kosei_xl.values.cells import CellValue
from kosei_xl.values.refusals import WrongCall
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts.markup import plain_text
from tests.tools.office import validate

HARD = (
    "=1+1",
    "+81",
    "-1",
    "@SUM(A1)",
    "'a",
    "#N/A",
    "#REF!",
    "1-2",
    "2026/4/1",
    "００１",
    "TRUE",
    " a ",
    "_x0041_",
    "a\nb",
)


def written(*texts: CellValue) -> bytes:
    """One sheet with these texts below each other."""
    return plain_workbook([PlainSheet("表", [PlainColumn("文")], [(text,) for text in texts])], "try").data


def read_back(data: bytes) -> list[CellValue]:
    """The first column below its head, as our own reader sees it."""
    sheet = read_book(data, "a.xlsx").sheets[0]
    return [sheet.value(row, 1) for row in range(2, len(sheet.rows) + 1)]


@pytest.mark.parametrize("text", HARD)
def test_text__that_looks_like_something_else__stays_a_text(text: str) -> None:
    data = written(text)
    assert read_back(data) == [text]
    cell = openpyxl.load_workbook(io.BytesIO(data))["表"]["A2"]
    assert (cell.data_type, read_book(data, "a.xlsx").sheets[0].formulas) == ("s", frozenset())


def test_text__begins_like_a_formula__stays_one_when_somebody_edits_it() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written("=1+1", "文")))["表"]
    assert (sheet["A2"].quotePrefix, sheet["A3"].quotePrefix) == (True, False)


@pytest.mark.parametrize("text", ["a\x01b", "\x0b", "\x1f終", "a\ufffe", "\ud800", "🙂\x07"])
def test_text__characters_that_xml_cannot_hold__come_back(text: str) -> None:
    stored = openpyxl.load_workbook(io.BytesIO(written(text)))["表"]["A2"].value
    assert plain_text(stored) == text


@given(st.lists(st.text(st.characters(exclude_categories=[]), min_size=1, max_size=20), min_size=1, max_size=5))
def test_texts__any__come_back(texts: list[str]) -> None:
    expected = [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts]
    assert read_back(written(*texts)) == expected


def test_values__numbers_dates_and_yes__as_such() -> None:
    columns = [
        PlainColumn("数", "number"),
        PlainColumn("整数", "whole"),
        PlainColumn("日", "date"),
        PlainColumn("可否", "yes"),
    ]
    rows: list[tuple[CellValue, ...]] = [(0.5, 3, datetime(2026, 4, 1), True), (None, None, None, False)]
    data = plain_workbook([PlainSheet("表", columns, rows)], "try").data
    sheet = openpyxl.load_workbook(io.BytesIO(data))["表"]
    assert [cell.value for cell in sheet[2]] == [0.5, 3, datetime(2026, 4, 1), "○"]
    assert [cell.value for cell in sheet[3]] == [None, None, None, "－"]
    assert sheet["C2"].number_format == "yyyy/m/d"


def test_sheet__heads_stay_in_sight_and_filter() -> None:
    sheets = [PlainSheet("表", [PlainColumn("a", "name", 9), PlainColumn("b", width=50)], [("1", "2")], frozen=1)]
    sheet = openpyxl.load_workbook(io.BytesIO(plain_workbook(sheets, "try").data))["表"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:B2")
    assert [sheet.column_dimensions[letter].width for letter in "AB"] == [9, 50]
    assert sheet["A2"].number_format == "@"
    assert sheet.print_title_rows == "$1:$1"


def test_rows__of_several_lines__as_high_as_these() -> None:
    columns = [
        PlainColumn("番号", "name", 9),
        PlainColumn("文", width=20),
        PlainColumn("長い見出しは折り返す", width=9),
    ]
    rows = [
        ("1", "一行", None),
        ("2", "一行目\n二行目\n三行目", None),
        ("3", "折り返す文" * 20, None),
        ("4", "字" * 20_000, None),
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(plain_workbook([PlainSheet("表", columns, rows)], "try").data))["表"]
    heights = [sheet.row_dimensions[number].height for number in range(1, 6)]
    head, one, three, many, most = heights
    assert one is None
    assert None not in (head, three, many)
    assert 25 < head < 70
    assert 36 <= three <= 50
    assert 10 * 12 <= many <= 12 * 15
    assert 400 < most <= 409.5


def test_rows__that_are_made_as_they_are_written__the_same_workbook() -> None:
    rows = [(f"文{number}",) for number in range(5)]
    listed, made = (plain_workbook([PlainSheet("表", [PlainColumn("文")], one)], "try") for one in (rows, iter(rows)))
    assert listed == made
    assert listed.rows == 5


@pytest.mark.parametrize("text", ["字" * 40_000, "🙂" * 20_000, "\x01" * 6_000])
def test_text__longer_than_a_cell__told_and_whole_on_a_sheet_of_its_own(text: str) -> None:
    made = plain_workbook([PlainSheet("表", [PlainColumn("a"), PlainColumn("b")], [("短い", text)])], "try")
    assert made.too_long == (("表", "B2"),)
    book = read_book(made.data, "a.xlsx")
    shown = str(book.sheets[0].value(2, 2))
    assert shown.endswith("…（続きは「長い文」シート）")
    assert text.startswith(shown.removesuffix("…（続きは「長い文」シート）"))
    long = book.sheets[1]
    assert long.name == "長い文"
    pieces = [str(long.value(row, 4)) for row in range(2, len(long.rows) + 1)]
    assert "".join(pieces) == text
    assert {long.value(row, 2) for row in range(2, len(long.rows) + 1)} == {"B2"}


def test_text__as_long_as_a_cell__whole_in_it() -> None:
    text = "字" * 32_767
    made = plain_workbook([PlainSheet("表", [PlainColumn("a")], [(text,)])], "try")
    assert (made.too_long, read_back(made.data)) == ((), [text])


def test_workbook__same_tables__same_bytes_and_no_clock() -> None:
    assert written("a") == written("a")
    core = ZipFile(io.BytesIO(written("a"))).read("docProps/core.xml")
    assert b"modified" not in core
    assert read_book(written("a"), "a.xlsx").properties["kosei_kind"] == "try"


def test_workbook__more_rows_than_a_sheet_has__refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "_MAX_ROWS", 3)
    assert written("1", "2")
    with pytest.raises(WrongCall, match=r"「表」は3行"):
        written("1", "2", "3")


def test_workbook__every_kind_of_cell__valid(tmp_path: Path) -> None:
    columns = [PlainColumn(kind, kind) for kind in get_args(PlainKind)]
    row = ("=a\x01", "1", 1, 0.5, True, datetime(2026, 4, 1), datetime(2026, 4, 1, 12))
    path = tmp_path / "表.xlsx"
    path.write_bytes(
        plain_workbook([PlainSheet("表", columns, [row, [None] * 7, ["字" * 40_000] * 2 + [None] * 5])], "try").data
    )
    assert validate([path]) == {}


def _course_of(amounts: int) -> PlainSheet:
    """A row of items over three points, each with so many amounts beside its rating."""
    columns = [PlainColumn("No.", "name", 6.0), PlainColumn("名称", "text", 30.0), PlainColumn("状態", "text", 14.0)]
    for point in range(3):
        columns.append(PlainColumn(f"{point} 評価", "text", 8.0, begins=True))
        columns += [PlainColumn(f"{point} {n}", "text", 14.0) for n in range(amounts)]
    return PlainSheet("経過", columns, [("1", *["文"] * (len(columns) - 1))], frozen=3, paper="A3横", title="計画")


@pytest.mark.parametrize(("amounts", "smaller"), [(3, False), (9, False), (10, True), (20, True)])
def test_paper__columns_of_a_point__never_broken_inside_by_the_page(
    amounts: int, smaller: bool, tmp_path: Path
) -> None:
    course = _course_of(amounts)
    data = plain_workbook([course], "try").data
    sheet = openpyxl.load_workbook(io.BytesIO(data))["経過"]
    scale = sheet.page_setup.scale or 100
    assert (scale < 100) is smaller
    widths = [column.width for column in course.columns]
    ends = [one.id for one in sheet.col_breaks.brk]
    begins = [n for n, cell in enumerate(sheet[1]) if str(cell.value).endswith("評価")]
    assert set(ends) <= set(begins), "a page begins with a point"
    room = 400 / 25.4 * 72 / 6.0 * 100 / scale  # mm of A3 between its margins, pt of a column's unit on paper
    pages = zip([course.frozen, *ends], [*ends, len(widths)], strict=True)
    assert max(sum(widths[: course.frozen]) + sum(widths[start:end]) for start, end in pages) <= room
    assert validate([_saved(tmp_path, data)]) == {}


def _saved(folder: Path, data: bytes) -> Path:
    path = folder / "a.xlsx"
    path.write_bytes(data)
    return path
