"""Which lines explain a scale, and how the legend of a list is written."""

import pytest

from kosei_xl.words.legends import is_legend, legend_line


@pytest.mark.parametrize("line", ["Ｓ：予定以上", "「A」：予定どおり", "B：遅れ"])
def test_is_legend__sign_and_colon(line: str) -> None:
    assert is_legend(line)


@pytest.mark.parametrize("line", ["予定以上に進捗", "令和７年度：末", ""])
def test_is_legend__other_lines__no(line: str) -> None:
    assert not is_legend(line)


def test_is_legend__signs_of_the_scale__by_their_heads() -> None:
    assert is_legend("順調：よい", ("順調：",))
    assert not is_legend("順調：よい")


def test_legend_line__signs_that_are_words__left_out() -> None:
    assert legend_line([("S", "予定以上"), ("完了", "完了"), ("B", "遅れ")]) == "Ｓ：予定以上　Ｂ：遅れ"
