"""Texts in a CSV: none is a formula, and every one comes back."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.words.csv_text import csv_text, is_like_formula, text_of_csv

LETTERS = st.text(st.sampled_from("'=+-@＝＋－＠\t\r\n 　0１.,％aあ"), max_size=6) | st.text(max_size=8)
FORMULAS = (
    *(
        "=1+1",
        '=HYPERLINK("http://x","y")',
        "+SUM(A1)",
        "-2+3",
        "-3件",
        "@SUM(1)",
        "＝1+1",
        "＋α",
        "－2－3",
        "＠見出し",
    ),
    *("\t=1", "\tあ", "\r=1", " =1", "　＝1", "\n=1", "'=1", "''=1", "' =1", "--", "-'1"),
)
PLAIN = (
    "",
    "-",
    "－",
    "+",
    "-5",
    "+5",
    "－５",
    "-1,234.5",
    "-5%",
    "－１２％",
    "'",
    "'-5",
    "'あ",
    "・=1",
    "1=1",
    "△5",
    "あ@い",
)


@pytest.mark.parametrize("text", FORMULAS)
def test_text__like_a_formula__an_apostrophe_before_it(text: str) -> None:
    assert csv_text(text) == f"'{text}"


@pytest.mark.parametrize("text", PLAIN)
def test_text__of_any_other_kind__as_it_is(text: str) -> None:
    assert csv_text(text) == text


@given(LETTERS)
def test_text__any__comes_back_and_is_no_formula(text: str) -> None:
    written = csv_text(text)
    assert text_of_csv(written) == text
    assert not is_like_formula(written) or written.startswith("'")


@given(LETTERS, LETTERS)
def test_texts__two__stay_two(one: str, other: str) -> None:
    assert (csv_text(one) == csv_text(other)) == (one == other)


@given(LETTERS)
def test_text__through_a_csv__comes_back(text: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\r\n").writerow(["x", csv_text(text)])
    ((_, read),) = csv.reader(io.StringIO(file.getvalue(), newline=""))
    assert text_of_csv(read) == text
