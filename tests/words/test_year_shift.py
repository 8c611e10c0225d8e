"""Fiscal years in texts: found, and moved on in their own way of writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.words.notation import DigitStyle, fiscal_year_text
from kosei_xl.words.year_shift import a_year_on, fiscal_years_in


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("令和７年度上半期", [2025]),
        ("令和元年度～令和3年度", [2019, 2021]),
        ("R7計画額", [2025]),
        ("Ｒ７上半期", [2025]),
        ("2025年度", [2025]),
        ("平成31年度", [2019]),
        ("令和８年５月22日", []),
        ("2025年5月", []),
        ("FR7", []),
        ("第７回", []),
    ],
)
def test_fiscal_years_in__ways_of_writing__the_years(text: str, years: list[int]) -> None:
    assert list(fiscal_years_in(text)) == years


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和７年度上半期", "令和８年度上半期"),
        ("令和7年度末", "令和8年度末"),
        ("R7上半期", "R8上半期"),
        ("Ｒ７", "Ｒ８"),
        ("７年度末", "８年度末"),
        ("2025年度末", "2026年度末"),
        ("第７回（令和８年度）", "第７回（令和８年度）"),
        ("中間", "中間"),
    ],
)
def test_a_year_on__label__the_year_after(text: str, expected: str) -> None:
    assert a_year_on(text, 2025, 2026) == expected


@given(st.integers(2020, 2060), st.integers(0, 5), st.sampled_from(["half", "full", "mixed"]))
def test_a_year_on__any_year_and_style__as_it_would_be_written(year: int, years: int, style: DigitStyle) -> None:
    old, new = (fiscal_year_text(one, style) for one in (year, year + years))
    wide = style != "half" and (year - 2018) < 10  # one digit in full width may be of either habit
    expected = {new, fiscal_year_text(year + years, "mixed")} if wide else {new}
    assert a_year_on(f"{old}末", year, year + years).removesuffix("末") in expected
