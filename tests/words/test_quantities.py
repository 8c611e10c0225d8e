"""Targets and actuals as people type them; what cannot be understood is no quantity."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.words.quantities import Quantity, is_reached, read_quantity, unit_of, unit_scale


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("１００", None, Quantity(Decimal(100))),
        ("1,500以上", "件", Quantity(Decimal(1500), "件", "least")),
        ("９０％以上", None, Quantity(Decimal(90), "%", "least")),
        ("△5.0％以下", None, Quantity(Decimal("-5.0"), "%", "most")),
        ("▲3", "件", Quantity(Decimal(-3), "件")),
        ("約 1億2,000万円", None, Quantity(Decimal(120_000_000), "円", about=True)),
        ("10人程度", None, Quantity(Decimal(10), "人", about=True)),
        ("延べ900", "組", Quantity(Decimal(900), "組")),
        ("2千円", "円", Quantity(Decimal(2000), "円")),
        ("5", "千円", Quantity(Decimal(5000), "円")),
        ("452（速報値）", "ｇ", Quantity(Decimal(452), "g")),
        ("20時間未満", None, Quantity(Decimal(20), "時間", "below")),
        ("3年", "年", Quantity(Decimal(3), "年")),
        ("100㎡", None, Quantity(Decimal(100), "m2")),
        ("1,000t-CO2以下", None, Quantity(Decimal(1000), "t-CO2", "most")),
    ],
)
def test_read_quantity__one_number__as_meant(text: str, unit: str | None, expected: Quantity) -> None:
    assert read_quantity(text, unit) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(None, "", "―", "なし", "10～20件", "10/20", "1,00", "3件増", "2園実施", "3年", "12月", "令和3年4月1日"),
        *("（講座 44）", "24団体（前年比2増）", "5万3億円", "第2次", "1.2.3", "目標の90％"),
    ],
)
def test_read_quantity__none_or_more_than_a_number__nothing(text: str | None) -> None:
    assert read_quantity(text) is None


@given(st.integers(0, 10**9), st.sampled_from(("", "件", "人", "％", "団体", "か所")))
def test_read_quantity__separators_and_width__the_same_number(number: int, unit: str) -> None:
    wide = f"{number:,}".translate(str.maketrans("0123456789,", "０１２３４５６７８９，"))
    for text in (f"{number}{unit}", f"{number:,}{unit}", f"{wide}{unit}"):
        found = read_quantity(text)
        assert found is not None
        assert (found.value, found.unit) == (Decimal(number), unit_of(unit))


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("100", "100", True),
        ("100", "99", False),
        ("100以上", "99", False),
        ("100超", "100", False),
        ("20以下", "20", True),
        ("20以下", "21", False),
        ("20未満", "20", False),
        ("約100", "91", True),
        ("約100", "89", False),
        ("100", "約95", True),
        ("△5％以下", "△6％", True),
        ("△5％以下", "△4％", False),
    ],
)
def test_is_reached__target_and_actual__whether(target: str, actual: str, expected: bool) -> None:
    asked, done = read_quantity(target), read_quantity(actual)
    assert asked is not None
    assert done is not None
    assert is_reached(asked, done, "least") is expected


def test_unit_of__spellings_of_one_unit__one() -> None:
    assert unit_of("％") == unit_of("パーセント") == "%"
    assert unit_of("箇所") == unit_of("ヶ所") == unit_of("か所")
    assert unit_of("千円") == "円"
    assert (unit_scale("千円"), unit_scale("百万円"), unit_scale("円"), unit_scale(None)) == (1000, 10**6, 1, 1)
