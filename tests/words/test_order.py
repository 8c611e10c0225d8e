"""The order of printed numbers: as people count, whatever signs they count with."""

import random

import pytest

from kosei_xl.words.order import is_same_number, number_ranks


@pytest.mark.parametrize(
    "numbers",
    [
        "1 2 10 11",
        "1 1-2 1-10 2",
        "１ ２ １０",
        "① ② ⑩ ㉑ ㊿",
        "Ⅰ Ⅱ Ⅳ Ⅴ Ⅸ Ⅹ",
        "I II IV IX XIV",
        "A B C I",
        "ア イ ウ エ オ カ",
        "ｱ ｲ ｳ",
        "イ ロ ハ ニ ホ",
        "い ろ は",
        "一 二 九 十 十一 二十一",
        "甲 乙 丙",
        "(1) (2) (10)",
        "基本方針1 基本方針2 基本方針10",
        "1-ア 1-イ 2-ア",
        "1.2 1.10",
        "第1章 第2章 第10章",
    ],
)
def test_number_ranks__any_row_order__as_people_count(numbers: str) -> None:
    wanted = numbers.split()
    for seed in range(20):
        shuffled = random.Random(seed).sample(wanted, len(wanted))
        assert sorted(shuffled, key=number_ranks(shuffled)) == wanted


def test_number_ranks__words__behind_numbers_in_the_order_they_came() -> None:
    numbers = ["その他", "2", "再掲", "10"]
    assert sorted(numbers, key=number_ranks(numbers)) == ["2", "10", "その他", "再掲"]


@pytest.mark.parametrize(
    ("one", "other"), [("2", "Ⅱ"), ("②", "２"), ("1-2", "１－２"), ("二", "2"), ("ⅱ", "2"), ("02", "2")]
)
def test_is_same_number__other_signs__same(one: str, other: str) -> None:
    assert is_same_number(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("2", "イ"), ("12", "1-2"), ("2", "B"), ("", ""), ("1", "1-1"), ("2", "20")]
)
def test_is_same_number__another_number__not(one: str, other: str) -> None:
    assert not is_same_number(one, other)
