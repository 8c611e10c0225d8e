"""Numbers as they are shown: a table of formats as Excel shows them, and many numbers beside LibreOffice."""

import io
import random
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.number_format import BUILT_IN, general, number_format, plain
from tests.tools.office import LibreOffice

DAY = 46112.0
"""31 March 2026."""


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("0%", 0.95, "95%"),
        ("0.0%", 0.9555, "95.6%"),
        ("0.00%", 1.005, "100.50%"),
        ("0 %", 0.5, "50 %"),
        ("#,##0", 1234567, "1,234,567"),
        ("#,##0", -1234567, "-1,234,567"),
        ("#,##0", 12, "12"),
        ("#,##0.00", 1234.5, "1,234.50"),
        ('#,##0"千円"', 1500, "1,500千円"),
        ("#,##0千円", 1500, "1,500千円"),
        ('0;"△"0', -5, "△5"),
        ('0;"△"0', 5, "5"),
        ('0;"△ "0;"－"', 0, "－"),
        ('"約"#,##0"人"', 1200, "約1,200人"),
        ("#,##0;[Red]\\-#,##0", -3, "-3"),
        ("[赤]0", 3, "3"),
        ("#,##0,", 1234567, "1,235"),
        ('0.0,,"百万円"', 123456789, "123.5百万円"),
        ("000", 7, "007"),
        ("000-0000", 1234567, "123-4567"),
        ("00-00", 123, "01-23"),
        ("0.0#", 1.5, "1.5"),
        ("#.##", 0.5, ".5"),
        ("0.??", 1.5, "1.5 "),
        ("0", 2.5, "3"),
        ("0", -0.4, "0"),
        ("0.00", 1.005, "1.01"),
        ("0.00E+00", 12345, "1.23E+04"),
        ("0.0E-0", 12345, "1.2E4"),
        ("##0.0E+0", 12345678, "12.3E+6"),
        ("0.0E+0", 9.99, "1.0E+1"),
        ("0E+0", 0, "0E+0"),
        ("# ?/?", 1.125, "1 1/8"),
        ("# ?/?", 2, "2"),
        ("# ?/?", 0, "0"),
        ("# ?/?", -1.5, "-1 1/2"),
        ("# ?/?", 0.999, "1"),
        ("?/4", 0.75, "3/4"),
        ("# ?/100", 2.25, "2 25/100"),
        ('0"/"0', 12, "1/2"),
        ('[<1000]0;0.0,"千"', 2500, "2.5千"),
        ('[<1000]0;0.0,"千"', 12, "12"),
        ('[>=1000]#,##0"円";0"円"', -12, "-12円"),
        ('[<0]"△"0;0', -12, "△12"),
        ('[>0]"増"0;"減"0', -12, "減12"),
        ('[=1]"有";[=2]"無";0', 2, "無"),
        ('[<>0]0"件";"なし"', 0, "なし"),
        ("_ * #,##0_ ;_ * -#,##0_ ", 1234, "1,234"),
        ("[$¥-411]#,##0", 1234, "¥1,234"),
        ("[$€-407] #,##0.00", 5, "€ 5.00"),
        ("(0)", 3, "(3)"),
        ('"未定"', 3, "未定"),
        ('"未定"', -3, "-未定"),
        ('General"件"', 12.5, "12.5件"),
        ("G/標準", 12.5, "12.5"),
        ("@", 12, "12"),
        ('@"円"', 12, "12円"),
        ("[DBNum3]0", 123, "１２３"),
        ("yyyy/m/d", DAY, "2026/3/31"),
        ('yyyy"年"m"月"d"日"', DAY, "2026年3月31日"),
        ("yy.mm.dd", DAY, "26.03.31"),
        ('m"月"d"日"', DAY, "3月31日"),
        ("d-mmm", DAY, "31-Mar"),
        ("dddd, mmmm d", DAY, "Tuesday, March 31"),
        ("ddd mmmmm", DAY, "Tue M"),
        ('[$-411]ggge"年"m"月"d"日"', DAY, "令和8年3月31日"),
        ('[$-ja-JP]gge"年"', DAY, "令8年"),
        ("[$-411]ge.mm.dd", DAY, "R8.03.31"),
        ("ge.m.d", DAY, "R8.3.31"),
        ('[$-ja-JP-x-gannen]ggge"年"m"月"', 43600.0, "令和元年5月"),
        ('[$-411]ggge"年"m"月"', 43600.0, "令和1年5月"),
        ('[$-411]ggge"年"', 32000.0, "昭和62年"),
        ("[$-411]ee", 33000.0, "02"),
        ("yyyy/m/d(aaa)", DAY, "2026/3/31(火)"),
        ('m"月"d"日"aaaa', DAY, "3月31日火曜日"),
        ("[$-411]ddd dddd", DAY, "火 火曜日"),
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", DAY, "2026年3月31日"),
        ("[$-F400]h:mm:ss\\ AM/PM", 0.4375, "10:30:00"),
        ("[DBNum3]m/d", DAY, "３/３１"),
        ("h:mm", 0.4375, "10:30"),
        ("h:mm", DAY + 0.4375, "10:30"),
        ("hh:mm:ss", 0.0625, "01:30:00"),
        ("[h]:mm", 1.5, "36:00"),
        ("[mm]:ss", 0.0625, "90:00"),
        ("[s]", 0.5, "43200"),
        ("h:mm AM/PM", 0.55, "1:12 PM"),
        ("h:mm A/P", 0.0, "12:00 A"),
        ('[$-411]AM/PM h"時"mm"分"', 0.55, "午後 1時12分"),
        ("mm:ss.0", 90.4 / 86400, "01:30.4"),
        ("yyyy/m/d h:mm", DAY + 0.5, "2026/3/31 12:00"),
        ("m/d m", DAY, "3/31 3"),
        ("h:mm", 0.9999999, "0:00"),
    ],
)
def test_number__code__as_excel_shows_it(code: str, value: float, shown: str) -> None:
    assert number_format(code).number(value) == shown


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("[DBNum1]0", 3.0),
        ("[DBNum3]General", 3.0),
        ("[?]", 3.0),
        ("0 x", 3.0),
        ("yyyy/m/d", -1.0),
        ("yyyy/m/d", 0.25),
        ("yyyy/m/d", 3e6),
        ("[$-411]mmm", DAY),
        ("0@", 3.0),
        ("?/0", 3.0),
        ("ss.0000", 0.1),
        ("b", 3.0),
        ("ggge", 4600.0),
    ],
)
def test_number__code_that_is_not_known__none(code: str, value: float) -> None:
    assert number_format(code).number(value) is None


@pytest.mark.parametrize("code", [";;;", '"";""', '""'])
def test_number__nothing_is_shown__blank(code: str) -> None:
    assert (number_format(code).number(5.0) or "").strip() == ""


def test_number__since_1904__four_years_and_a_day_later() -> None:
    assert number_format("yyyy/m/d").number(44650.0, since_1904=True) == "2026/3/31"


@pytest.mark.parametrize(
    ("code", "value", "since_1904", "shown"),
    [
        ("yyyy/m/d", 2958465.0, False, "9999/12/31"),
        ("yyyy/m/d h:mm", 2958465.9999999, False, None),
        ("yyyy/m/d", 2957003.0, True, "9999/12/31"),
        ("yyyy/m/d", 2957004.0, True, None),
        ("[h]:mm", 2958465.0, True, None),
        (",E+00", 1234.0, False, "E+03"),
    ],
)
def test_number__at_the_end_of_the_calendar_or_no_digits_before_a_comma__shown_or_not_known(
    code: str, value: float, since_1904: bool, shown: str | None
) -> None:
    """Such a cell made a whole workbook one that cannot be read."""
    assert number_format(code).number(value, since_1904=since_1904) == shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("General", "山田"),
        ("@", "山田"),
        ('0;0;0;@"様"', "山田様"),
        ('@"課"', "山田課"),
        ("0%", "山田"),
        ("0;0;0;", ""),
    ],
)
def test_text__code__fourth_section(code: str, shown: str) -> None:
    assert number_format(code).text("山田") == shown


def test_text__unknown_section__none() -> None:
    assert number_format("[DBNum1]@").text("山田") is None


@pytest.mark.parametrize(
    ("value", "in_cell", "with_all_digits"),
    [
        (3.3000000000000003, "3.3", "3.3"),
        (0.1 + 0.2, "0.3", "0.3"),
        (123456789012345680.0, "123456789012346000", "123456789012346000"),
        (1234567890123.0, "1234567890123", "1234567890123"),
        (3.14159265358979, "3.141592654", "3.14159265358979"),
        (-1234567.891234, "-1234567.891", "-1234567.891234"),
        (99999999999.5, "99999999999.5", "99999999999.5"),
        (1e21, "1E+21", "1e+21"),
        (0.0, "0", "0"),
        (-0.0, "0", "0"),
        (0.95, "0.95", "0.95"),
        (1e-12, "1E-12", "1e-12"),
        (0.0000123456789, "1.23457E-05", "0.0000123456789"),
    ],
)
def test_general__number__as_a_cell_without_a_format(value: float, in_cell: str, with_all_digits: str) -> None:
    assert (general(value), plain(value)) == (in_cell, with_all_digits)


def test_built_in__every_number__a_code_that_is_known() -> None:
    assert [number for number, code in BUILT_IN.items() if number_format(code).number(DAY) is None] == []


# -- beside LibreOffice ------------------------------------------------------------------------------------------------
NUMBERS = (
    "0", "0.0", "0.00", "#,##0", "#,##0.00", "0.0%", "0.00%", "0.0#", '#,##0"千円"', '0;"△"0', '#,##0;"▲ "#,##0;"－"',
    '#,##0,"千"', "#,##0.0,,", "000", "000-0000", "00-00", "0.00E+00", "##0.0E+0", "# ?/?", "# ??/??", '0"件"',
    '"約"#,##0"人"', '(#,##0);"("0")"', "+0;-0;±0", "[Red]-0.0;[Blue]0.0", "¥#,##0", "[$¥-411]#,##0",
    "0.00_ ;[Red]\\-0.00\\ ", "#,##0.00_);(#,##0.00)", '0.0;0.0;"零"',
)  # fmt: skip
DATES = (
    "yyyy/m/d", 'yyyy"年"m"月"d"日"', '[$-411]ggge"年"m"月"d"日"', "[$-411]ge.m.d", '[$-411]gge"年"mm"月"', "m/d",
    'm"月"d"日"', "yyyy/m/d h:mm", "[$-411]yyyy/m/d(aaa)", '[$-411]m"月"d"日"aaaa', "d-mmm-yy", "mmm-yy", "yy.mm.dd",
    "dddd", "ddd",
)  # fmt: skip
TIMES = ("h:mm", "hh:mm:ss", "[h]:mm", "[mm]:ss", 'h"時"mm"分"', "h:mm AM/PM", "mm:ss")


def _cells(seed: int) -> list[tuple[str, float]]:
    rng = random.Random(seed)

    def number() -> float:
        kinds = (
            0.0,
            float(rng.randint(-(10**7), 10**7)),
            round(rng.uniform(-1000, 1000), rng.randint(0, 5)),
            rng.randint(-999, 999) / 100 + 0.001,
            rng.uniform(0, 1e6),
        )
        return rng.choice(kinds)

    cells = [(code, number()) for code in NUMBERS for _ in range(20)]
    cells += [
        (code, rng.randint(10000, 73000) + (rng.randint(0, 1439) + 0.25) / 1440) for code in DATES for _ in range(20)
    ]
    cells += [(code, rng.randint(0, 86399) / 86400) for code in TIMES for _ in range(20)]
    return cells


def test_number__many_cells__as_libreoffice_shows_them(libreoffice: LibreOffice) -> None:
    out, cells = io.BytesIO(), _cells(1)
    book: Any = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("a")
    for row, (code, value) in enumerate(cells):
        sheet.write_number(row, 0, value)
        sheet.write_string(row, 1, code)
        sheet.write_formula(row, 2, f"=TEXT(A{row + 1},B{row + 1})")
    book.close()
    theirs = read_book(libreoffice.recalculate({"a": out.getvalue()})["a"], "").sheets[0]
    differ = [
        (code, value, number_format(code).number(value), theirs.value(row, 3))
        for row, (code, value) in enumerate(cells, 1)
        if "".join((number_format(code).number(value) or "").split()) != "".join(str(theirs.value(row, 3)).split())
    ]
    assert len(cells) > 1000
    assert differ == []


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_plain__whole_numbers__all_their_digits(number: int) -> None:
    assert plain(float(number)) == str(number)


@pytest.mark.parametrize(
    ("number", "text"), [(-0.0, "0"), (999999999999999.0, "999999999999999"), (999999999999999.5, "1000000000000000")]
)
def test_plain__at_the_last_digit_that_is_kept(number: float, text: str) -> None:
    assert plain(number) == text
