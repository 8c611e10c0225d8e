"""Amounts as people type them: every accepted spelling is the same exact decimal; what says something else is none."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.words.amounts import MONEY_UNITS, amount_text, decimals_of, read_amount, share_text

WIDE = str.maketrans("0123456789,.-%", "０１２３４５６７８９，．－％")
SCALES = {"円": 0, "千円": 3, "万円": 4, "百万円": 6, "億円": 8}
VALUES = st.decimals(-(10**12), 10**12, places=3)


def spelled(value: Decimal, sign: str, *, commas: bool, wide: bool, tail: str = "") -> str:
    plain = f"{abs(value):,}" if commas else f"{abs(value)}"
    text = f"{sign if value < 0 else ''}{plain}{tail}"
    return text.translate(WIDE) if wide else text


@given(
    VALUES,
    st.sampled_from(("-", "△", "▲", "−", "－", "ー", "―", "マイナス", "△ ", "▲　")),
    st.booleans(),
    st.booleans(),
    st.sampled_from(("", "　", " ", "unit", " unit")),
    st.sampled_from(("円", "千円", "百万円", "億円", "件", "人", "%", "㎡", "")),
)
def test_read_amount__any_spelling__the_same_exact_decimal(
    value: Decimal, sign: str, commas: bool, wide: bool, tail: str, unit: str
) -> None:
    found = read_amount(spelled(value, sign, commas=commas, wide=wide, tail=tail.replace("unit", unit)), unit)
    assert found is not None
    assert (found.value, found.bare, found.scaled) == (value, True, False)


@given(VALUES, st.sampled_from(MONEY_UNITS), st.sampled_from(MONEY_UNITS), st.booleans())
def test_read_amount__other_thousands__the_same_money(value: Decimal, told: str, unit: str, wide: bool) -> None:
    found = read_amount(spelled(value, "△", commas=True, wide=wide, tail=told), unit)
    assert found is not None
    assert found.value.scaleb(SCALES[unit]) == value.scaleb(SCALES[told])
    assert found.scaled is (told != unit)


@given(VALUES)
def test_amount_text__read_back__the_same(value: Decimal) -> None:
    found = read_amount(amount_text(value), "千円")
    assert found is not None
    assert found.value == value
    assert amount_text(value, 3).replace("△", "-").replace(",", "") in (f"{value}", f"{abs(value)}")


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1億2,000万円", "千円", "120000"),
        ("1,500千円", "百万円", "1.5"),
        ("¥1,500,000", "千円", "1500"),
        ("￥－500", "円", "-500"),
        ("-¥500", "円", "-500"),
        ("1E+12", "円", "1000000000000"),
        ("15名", "人", "15"),
        ("８５％", "%", "85"),
        ("1,500千", "千円", "1500"),
        ("0", "件", "0"),
        ("-0", "件", "0"),
        ("1,234,567,890,123,456,789.001", "円", "1234567890123456789.001"),
    ],
)
def test_read_amount__told_otherwise__in_the_unit_of_the_field(text: str, unit: str, value: str) -> None:
    found = read_amount(text, unit)
    assert found is not None
    assert found.value == Decimal(value)


@pytest.mark.parametrize("text", ["約1,500", "1,500程度", "延べ1,500", "1,500以上", "1,500（見込み）", "年間1,500"])
def test_read_amount__says_more__a_number_that_is_not_bare(text: str) -> None:
    found = read_amount(text, "千円")
    assert found is not None
    assert (found.value, found.bare) == (Decimal(1500), False)


@pytest.mark.parametrize(
    "text",
    [
        *("検討中", "－", "", "1,50", "1 500", "1,500\n300", "1,500、300", "1,500（うち国費500）", "1,500ドル", "15件"),
        *(
            "累計1,500",
            "合計 1,500",
            "1,500～2,000",
            "(1,500)",
            "千円",
            "△",
            "1.500.000",
            "令和8年3月31日",
            "2026/3/31",
        ),
        *("二百万円", "9" * 41, "1,500/2,000", "#REF!", "１．５．０"),
    ],
)
def test_read_amount__no_amount_in_this_field__none(text: str) -> None:
    assert read_amount(text, "千円") is None
    assert read_amount(unicodedata.normalize("NFKC", text), "千円") is None


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("1234567", 0, "1,234,567"),
        ("-1234.5", 1, "△1,234.5"),
        ("0.5", 0, "1"),
        ("-0.5", 0, "△1"),
        ("2.5", 0, "3"),
        ("-0.04", 1, "0.0"),
        ("12", 2, "12.00"),
        ("12.50", None, "12.5"),
        ("1200", None, "1,200"),
    ],
)
def test_amount_text__commas_triangle_and_decimals(value: str, decimals: int | None, text: str) -> None:
    assert amount_text(Decimal(value), decimals) == text


def test_decimals_of__zeros_at_the_end__not_counted() -> None:
    assert [decimals_of(Decimal(text)) for text in ("12", "12.50", "12.05", "1E+3")] == [0, 1, 2, 0]


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [("850", "1000", "85.0%"), ("1", "3", "33.3%"), ("-5", "10", "△50.0%"), ("5", "0", None), ("5", "-1", None)],
)
def test_share_text__part_of_a_whole(part: str, whole: str, text: str | None) -> None:
    assert share_text(Decimal(part), Decimal(whole)) == text
