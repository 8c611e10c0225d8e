"""Values with their units and digits as Japanese lists print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.words.notation import DigitStyle, sub_numbered, values_in
from kosei_xl.words.quantities import with_unit, without_unit


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("85.0以上", "％", "85.0％以上"),
        ("延べ150以下", "人", "延べ150人以下"),
        ("20以下", "時間", "20時間以下"),
        ("約30", "件", "約30件"),
        ("△5.0未満", "％", "△5.0％未満"),
        ("1億2,000万", "円", "1億2,000万円"),
        ("12（速報値）", "件", "12件（速報値）"),
        ("３割程度", "割", "３割程度"),
        ("100程度以上", "人", "100人程度以上"),
        ("85％以上", "％", "85％以上"),
        ("85%以上", "％", "85%以上"),
        ("5～10", "人", "5～10人"),
        ("未定", "件", "未定件"),
        ("62団体", "団体", "62団体"),
        ("62", "", "62"),
    ],
)
def test_with_unit__stands_behind_the_number(value: str, unit: str, shown: str) -> None:
    assert with_unit(value, unit) == shown


@given(
    st.integers(0, 10**7),
    st.sampled_from(["", "約", "延べ", "△"]),
    st.sampled_from(["", "以上", "以下", "未満", "超", "程度"]),
    st.sampled_from(["件", "％", "か所", "千円"]),
)
def test_without_unit__what_was_typed_comes_back(number: int, before: str, after: str, unit: str) -> None:
    value = f"{before}{number}{after}"
    assert without_unit(with_unit(value, unit), unit) == value


@pytest.mark.parametrize(
    ("text", "style", "shown"),
    [
        ("5館", "mixed", "５館"),
        ("５館と12館", "half", "5館と12館"),
        ("85.0％", "mixed", "85.0％"),
        ("1,200件", "full", "１，２００件"),
        ("05", "mixed", "05"),
        ("令和7年度", "mixed", "令和７年度"),
    ],
)
def test_values_in__one_digit_style(text: str, style: DigitStyle, shown: str) -> None:
    assert values_in(text, style) == shown


@pytest.mark.parametrize(
    ("numbering", "shown"), [("1", "4-1"), ("１", "４-１"), ("８・12", "４-１"), ("①", "④-1"), ("Ⅰ", "Ⅳ-1")]
)
def test_sub_numbered__as_the_number_of_its_item(numbering: str, shown: str) -> None:
    assert sub_numbered("4", "1", numbering, "{No}-{枝番}") == shown
