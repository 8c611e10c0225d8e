"""kosei_xl.workbook.parts: cell values, texts, addresses and references in formulas."""

import datetime
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from kosei_xl.values.cells import column_letters, column_number
from kosei_xl.workbook.parts import (
    CellInput,
    Formula,
    NewRow,
    Package,
    PackageError,
    quote_sheet,
)
from kosei_xl.workbook.parts.formulas import retarget, shift, stretch, stretch_own, stretch_sheet
from tests.tools.hostile import hostile_workbook, rezip, unzip

SMALL = hostile_workbook(1)


def normal(text: str) -> str | None:
    """A text as a cell keeps it."""
    return text.replace("\r\n", "\n").replace("\r", "\n") or None


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.text(max_size=40) | st.sampled_from(["_x0041_", "_x005F_", "=1+1", " a ", "\x0b\x1f", "＜&>\"'", "𠮷\ufffe"])
    )
)
def test_put__any_text__comes_back(texts: list[str]) -> None:
    package = Package(SMALL)
    sheet = package.sheet("リスト")
    sheet.replace_rows([NewRow(cells={1: (text, 0)}) for text in texts])
    again = Package(package.to_bytes()).sheet("リスト")
    for r, text in enumerate(texts, 1):
        assert again.value(f"A{r}") == normal(text)
        assert again.formula(f"A{r}") is None


@settings(max_examples=40, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=60)
)
def test_put__any_printable_text__other_readers_agree(text: str) -> None:
    package = Package(SMALL)
    package.sheet("様式").put("C2", text)
    data = package.to_bytes()
    assert Package(data).sheet("様式").value("C2") == text
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("様式").to_python()[1][2] == text


@given(st.integers(-(10**25), 10**25) | st.floats(allow_nan=False, allow_infinity=False))
@settings(max_examples=200, deadline=None)
def test_put__any_number__comes_back_exactly(number: float) -> None:
    sheet = Package(SMALL).sheet("様式")
    sheet.put("E7", number)
    assert sheet.value("E7") == number


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, None),
        ("", None),
        (True, True),
        (False, False),
        (12345678901234567890, 12345678901234567890),
        (datetime.date(2026, 4, 1), 46113),
        (datetime.datetime(2026, 4, 1, 12), 46113.5),
        (datetime.date(1900, 1, 1), 1),
        (datetime.date(1900, 3, 1), 61),
        (Formula("1+1", 2), 2),
        (Formula('"あ"', "あ"), "あ"),
        (Formula("TRUE", True), True),
        (Formula("A1"), None),
        ("=SUM(A1)", "=SUM(A1)"),
    ],
)
def test_put__each_kind__value_formula_and_style(value: CellInput, shown: object) -> None:
    package = Package(SMALL)
    sheet = package.sheet("様式")
    style = sheet.style("C7")
    sheet.put("C7", value)
    sheet.put("AB99", value, style=style)
    again = Package(package.to_bytes()).sheet("様式")
    for ref in ("C7", "AB99"):
        assert again.value(ref) == shown
        assert type(again.value(ref)) is bool or not isinstance(shown, bool)
        assert again.formula(ref) == (value.text if isinstance(value, Formula) else None)
        assert again.style(ref) == style
    load_workbook(io.BytesIO(package.to_bytes()))


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        Formula("1", float("-inf")),
        "あ" * 32768,
        "𠮷" * 16384,
        datetime.date(1899, 12, 31),
        datetime.datetime(2026, 4, 1, tzinfo=datetime.UTC),
    ],
)
def test_put__what_no_cell_holds__error(value: CellInput) -> None:
    sheet = Package(SMALL).sheet("様式")
    with pytest.raises(PackageError):
        sheet.put("C2", value)


def test_put__longest_texts__accepted() -> None:
    sheet = Package(SMALL).sheet("様式")
    for text in ("あ" * 32767, "𠮷" * 16383, "_x0041_" * 4681):
        sheet.put("C2", text)
        assert sheet.value("C2") == text


def test_put__1904_workbook__dates_count_from_there() -> None:
    parts = unzip(SMALL)
    parts["xl/workbook.xml"] = re.sub(rb"<workbookPr", b'<workbookPr date1904="1"', parts["xl/workbook.xml"])
    sheet = Package(rezip(parts)).sheet("様式")
    sheet.put("H7", datetime.date(2026, 4, 1))
    assert sheet.value("H7") == 46113 - 1462


@pytest.mark.parametrize("ref", ["", "A", "1", "a1", "A0", "XFE1", "A1048577", "$A$1", "A1:B2"])
def test_put__not_an_address__error(ref: str) -> None:
    with pytest.raises(PackageError):
        Package(SMALL).sheet("様式").put(ref, 1)


@given(st.integers(1, 16384))
def test_column_letters__and_back(number: int) -> None:
    assert column_number(column_letters(number)) == number


@pytest.mark.parametrize(
    ("formula", "rows", "columns", "shifted"),
    [
        ("E7-F7", 3, 0, "E10-F10"),
        ("$E$7+E$7+$E7", 3, 1, "$E$7+F$7+$E10"),
        ('IF(A1="A1",LOG10(B2),B2)', 1, 0, 'IF(A2="A1",LOG10(B3),B3)'),
        ("'A1 の表'!A1+表2!A1", 1, 0, "'A1 の表'!A2+表2!A2"),
        ("SUM(7:7)+SUM($7:8)+SUM(A:B)+SUM($A:B)", 1, 1, "SUM(8:8)+SUM($7:9)+SUM(B:C)+SUM($A:C)"),
        ("T_A1[列A1]+A1", 1, 0, "T_A1[列A1]+A2"),
        ("率A1+A1.x+ABCD1+XFE1+A1048577", 1, 0, "率A1+A1.x+ABCD1+XFE1+A1048577"),
        ("A1:B2", -1, 0, "#REF!:B1"),
        ("A1#+{1;2}", 1, 0, "A2#+{1;2}"),
    ],
)
def test_shift__relative_references__move(formula: str, rows: int, columns: int, shifted: str) -> None:
    assert shift(formula, rows, columns) == shifted


@pytest.mark.parametrize(
    ("formula", "new"),
    [
        ("様式!A1", "'新 名'!A1"),
        ("'様式'!A1+B1", "'新 名'!A1+B1"),
        ("旧様式!A1", "旧様式!A1"),
        ('"様式!A1"&様式!A1', "\"様式!A1\"&'新 名'!A1"),
        ("'[外.xlsx]様式'!A1", "'[外.xlsx]様式'!A1"),
        ("[1]様式!A1", "[1]様式!A1"),
    ],
)
def test_retarget__own_sheet_only(formula: str, new: str) -> None:
    assert retarget(formula, "様式", "新 名") == new


def test_quote_sheet__names_that_need_it() -> None:
    names = ["Sheet", "計画", "A1", "R1C1", "it's", "2026", "TRUE", "a b"]
    quoted = ["Sheet", "'計画'", "'A1'", "'R1C1'", "'it''s'", "'2026'", "'TRUE'", "'a b'"]
    assert [quote_sheet(name) for name in names] == quoted


@pytest.mark.parametrize(
    ("ranges", "new"),
    [
        ("A7:A46 C7:C46", "A7:A60 C7:C60"),
        ("A7:A100", "A7:A100"),
        ("A7:A50", "A7:A60"),
        ("A46", "A46"),
        ("A1:A6", "A1:A6"),
        ("$A$1:$Y$46", "$A$1:$Y$60"),
        ("A:A", "A:A"),
    ],
)
def test_stretch__ranges_to_the_last_row__reach_the_new_one(ranges: str, new: str) -> None:
    assert stretch(ranges, 7, 46, 60) == new


def test_stretch_formulas__own_and_qualified__apart() -> None:
    formula = "SUM(E7:E46)+SUM(台帳!E7:E46)+COUNTIF('他'!E7:E46,\"E7:E46\")"
    assert stretch_own(formula, 7, 46, 50) == "SUM(E7:E50)+SUM(台帳!E7:E46)+COUNTIF('他'!E7:E46,\"E7:E46\")"
    assert (
        stretch_sheet(formula, "台帳", 7, 46, 50, single=False)
        == "SUM(E7:E46)+SUM(台帳!E7:E50)+COUNTIF('他'!E7:E46,\"E7:E46\")"
    )
