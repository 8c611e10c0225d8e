"""Texts made short enough to be quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.words.shorten import in_one_line, shortened


@pytest.mark.parametrize(
    ("text", "most", "tail", "expected"),
    [
        ("あいうえお", 5, 0, "あいうえお"),
        ("あいうえおか", 5, 0, "あいうえ…"),
        ("あいうえおか", 5, 2, "あい…おか"),
        ("あいうえおか", 5, 4, "…うえおか"),
        ("あい", 1, 0, "…"),
        ("", 0, 0, ""),
    ],
)
def test_shortened__long_and_short__beginning_and_end(text: str, most: int, tail: int, expected: str) -> None:
    assert shortened(text, most, tail=tail) == expected


@given(st.text(), st.integers(1, 30), st.integers(0, 30))
def test_shortened__any_text__as_long_as_asked(text: str, most: int, tail: int) -> None:
    found = shortened(text, most, tail=min(tail, most - 1))
    assert len(found) == min(len(text), most)
    assert found == text or "…" in found


def test_in_one_line__spaces_and_line_ends__single_spaces() -> None:
    assert in_one_line(" 一行目\n　二行目\t\n") == "一行目 二行目"
