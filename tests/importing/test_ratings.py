"""Marks of ratings: which columns hold them, their order and meaning."""

import pytest

from kosei_xl.importing.ratings import are_ratings, explains_marks, ratings_found, split_mark


@pytest.mark.parametrize(
    ("texts", "named", "ratings"),
    [
        (["◎", "○", "○", "△"], False, True),
        (["順調", "遅れ", "順調"], True, True),
        (["A（順調）", "B（遅れ）", "A（順調）"], True, True),
        (["新規", "継続", "新規", "継続"], False, False),
        (["12", "8", "12"], False, False),
        (["担当者会議を3回開き、案を示した。"], True, False),
    ],
)
def test_are_ratings(texts: list[str], named: bool, ratings: bool) -> None:
    assert are_ratings(texts, named=named) is ratings


def test_split_mark__mark_and_text() -> None:
    assert split_mark("○ 窓口の案内を改めた。") == ("○", "窓口の案内を改めた。")
    assert split_mark("Aランクの施設を直した。") is None


def test_ratings_of__legend__labels_and_who_is_behind() -> None:
    found, told = ratings_found(["△", "◎", "○", "○"], ["※ 評価：◎＝計画以上、○＝計画どおり、△＝やや遅れ"])
    assert told
    assert [(one.code, one.label, one.order, one.behind) for one in found] == [
        ("◎", "計画以上", 1, False),
        ("○", "計画どおり", 2, False),
        ("△", "やや遅れ", 3, True),
    ]


def test_ratings_of__no_legend__usual_words_and_a_question() -> None:
    found, told = ratings_found(["Ｂ", "Ａ"], [])
    assert not told
    assert [(one.mark, one.code, one.behind) for one in found] == [("Ａ", "A", False), ("Ｂ", "B", True)]


def test_ratings_of__two_spellings__one_rating() -> None:
    found, _ = ratings_found(["Ａ", "A"], [])
    assert {one.code for one in found} == {"A"}
    assert {one.order for one in found} == {1}


@pytest.mark.parametrize(
    ("text", "legend"),
    [
        ("Ｓ：予定を上回る　Ａ：予定どおり　Ｂ：予定から遅れ", True),
        ("評価（◎＝計画以上、○＝計画どおり）", True),
        ("「甲」：進んだもの　「乙」：進まなかったもの", True),
        ("方針１：市民とともに進めるまちづくり", False),
        ("Ⅰ 市民とともに進めるまちづくり（続き）", False),
        ("平日 9：30、土曜 10：30", False),
    ],
)
def test_is_legend(text: str, *, legend: bool) -> None:
    assert explains_marks(text) is legend
