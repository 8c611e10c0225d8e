"""Digits, item numbers, and Japanese years."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.words.notation import (
    DigitStyle,
    EraStyle,
    circled,
    date_text,
    digits,
    fiscal_year_text,
    fiscal_years_text,
    japan_time,
    moment_text,
    numbered,
    wide,
    year_heads,
)


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [
        (7, "half", "7"),
        (7, "full", "７"),
        (7, "mixed", "７"),
        (0, "mixed", "０"),
        (12, "half", "12"),
        (12, "full", "１２"),
        (12, "mixed", "12"),
        (-3, "mixed", "-3"),
        (-3, "full", "-３"),
    ],
)
def test_digits__styles__as_printed(number: int, style: DigitStyle, text: str) -> None:
    assert digits(number, style) == text


@given(st.integers(0, 10**6), st.sampled_from(["half", "full", "mixed"]))
def test_digits__any_style__same_number(number: int, style: DigitStyle) -> None:
    assert int(digits(number, style)) == number


@pytest.mark.parametrize(("number", "text"), [(1, "①"), (20, "⑳"), (21, "㉑"), (35, "㉟"), (36, "㊱"), (50, "㊿")])
def test_circled__ends_of_each_block__one_letter(number: int, text: str) -> None:
    assert circled(number) == text


@pytest.mark.parametrize(("number", "text"), [(0, "(0)"), (51, "(51)"), (100, "(100)")])
def test_circled__beyond_unicode__bracketed(number: int, text: str) -> None:
    assert circled(number) == text


@given(st.integers(1, 50))
def test_circled__1_to_50__is_that_digit(number: int) -> None:
    assert len(circled(number)) == 1
    assert unicodedata.numeric(circled(number)) == number


@pytest.mark.parametrize(
    ("no", "sample", "text"),
    [
        ("3", "Ⅰ", "Ⅲ"),
        ("12", "Ⅰ", "Ⅻ"),
        ("13", "Ⅰ", "13"),
        ("0", "Ⅰ", "0"),
        ("3", "①", "③"),
        ("3", "１", "３"),
        ("34", "１", "３４"),
        ("3", "1", "3"),
        ("3", "方向性１", "方向性３"),
        ("3", "No.1", "No.3"),
        ("3", "（１）", "（３）"),
        ("8", "８・12", "８"),
        ("12", "８・12", "12"),
        ("4-1", "①", "4-1"),
        ("ア", "1", "ア"),
        ("３", "①", "３"),
        ("3", "", "3"),
        ("3", "第一", "3"),
    ],
)
def test_numbered__sample__followed(no: str, sample: str, text: str) -> None:
    assert numbered(no, sample) == text


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2020, 1, 1), "令和2年1月1日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1926, 12, 24), "西暦1926年12月24日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(2026, 3, 31), "令和8年3月31日"),
    ],
)
def test_date_text__era_boundaries__right_era(day: date, text: str) -> None:
    assert date_text(day) == text


@pytest.mark.parametrize(
    ("style", "text"), [("half", "令和7年10月1日"), ("full", "令和７年１０月１日"), ("mixed", "令和７年10月１日")]
)
def test_date_text__styles__as_printed(style: DigitStyle, text: str) -> None:
    assert date_text(date(2025, 10, 1), style) == text


@pytest.mark.parametrize(
    ("year", "text"),
    [
        (2018, "平成30年度"),
        (2019, "令和元年度"),
        (2020, "令和2年度"),
        (2025, "令和7年度"),
        (1989, "平成元年度"),
        (1988, "昭和63年度"),
    ],
)
def test_fiscal_year_text__years__as_printed(year: int, text: str) -> None:
    assert fiscal_year_text(year) == text


def test_wide__letters_and_digits__full_width() -> None:
    assert wide("S/A 1-2〇") == "Ｓ／Ａ １－２〇"


def test_fiscal_year_text__2019_before_and_after_the_first_of_may__heisei_then_reiwa() -> None:
    assert fiscal_year_text(2019, as_of=date(2019, 4, 30)) == "平成31年度"
    assert fiscal_year_text(2019, as_of=date(2019, 5, 1)) == "令和元年度"
    assert fiscal_year_text(2020, as_of=date(2019, 4, 30)) == "令和2年度"
    assert fiscal_year_text(2025, "full") == "令和７年度"


@pytest.mark.parametrize(
    ("era", "years", "heads"),
    [
        ("kanji", "令和3～6年度", ("令和3年度", "令和4年度", "令和5年度", "令和6年度")),
        ("half", "R3～R6年度", ("R3", "R4", "R5", "R6")),
        ("full", "Ｒ３～Ｒ６年度", ("Ｒ３", "Ｒ４", "Ｒ５", "Ｒ６")),
        ("wide", "Ｒ3～Ｒ6年度", ("Ｒ3", "Ｒ4", "Ｒ5", "Ｒ6")),
        ("first_full", "Ｒ３～Ｒ６年度", ("Ｒ３", "Ｒ4", "Ｒ5", "Ｒ6")),
    ],
)
def test_era_styles__2021_to_2024__in_texts_and_heads(era: EraStyle, years: str, heads: tuple[str, ...]) -> None:
    assert fiscal_years_text(2021, 2024, era=era) == years
    assert year_heads(2021, 2024, era) == heads


def test_era_styles__other_eras_and_first_years() -> None:
    assert year_heads(2018, 2020, "wide") == ("Ｈ30", "Ｒ元", "Ｒ2")
    assert year_heads(2027, 2028, "full") == ("Ｒ９", "Ｒ１０")
    assert fiscal_year_text(2019, era="half", as_of=date(2019, 4, 30)) == "H31年度"
    assert fiscal_years_text(2018, 2019, era="half") == "H30～R元年度"
    assert fiscal_years_text(2025, 2025, era="full") == "Ｒ７年度"


def test_fiscal_year_text__digits_asked_for__win_over_those_of_the_era_style() -> None:
    assert fiscal_year_text(2025, "half", era="full") == "Ｒ7年度"
    assert fiscal_year_text(2025, "full", era="half") == "R７年度"


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("2026-10-10 01:00:00", "2026-10-10 10:00:00"),
        ("2026-10-31 14:59:59", "2026-10-31 23:59:59"),
        ("2026-10-31 15:00:00", "2026-11-01 00:00:00"),
        ("", ""),
        ("先週", "先週"),
        ("9999-12-31 23:00:00", "9999-12-31 23:00:00"),
    ],
)
def test_japan_time__nine_hours_on__also_over_midnight(kept: str, shown: str) -> None:
    assert japan_time(kept) == shown


@pytest.mark.parametrize(
    ("saved", "shown"),
    [
        ("2026-04-14 01:30:00", "令和8年4月14日 10:30"),
        ("2026-03-31 15:00:00", "令和8年4月1日 00:00"),
        ("昨日", "昨日"),
        ("", ""),
    ],
)
def test_moment_text__time_of_saving__as_people_read_it_in_japan(saved: str, shown: str) -> None:
    assert moment_text(saved) == shown
