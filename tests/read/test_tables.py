"""Cells as texts: what is typed stays, what shows nothing is no text, also where a text needs no work."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.read.tables import text_of, typed_text
from kosei_xl.words.printable import PRINTABLE_UNSEEN, SHOWS_NOTHING, is_seen

LETTERS = "a日 \u3000\t\xa0\n\r．Ａ\u3164\u2800\ufe0f\u200b\x01\U0001f600\U000e0100"


def _read(text: str, ends: str | None) -> str | None:
    """A text by the long way: line ends, the ends of lines and of the whole, and whether anything is seen."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    whole = "\n".join(line.rstrip() for line in lines).strip("\n") if len(lines) > 1 else lines[0]
    whole = whole.strip() if ends is None else whole.lstrip(ends).rstrip()
    return whole if whole and (whole.isascii() or is_seen(whole)) else None


@given(st.text(LETTERS, max_size=6))
def test_text_of__any_text__as_by_the_long_way(text: str) -> None:
    assert text_of(text) == _read(text, None)
    assert typed_text(text) == _read(text, " \t\xa0\n")


@pytest.mark.parametrize(
    ("text", "read"), [("\u3164", None), ("\u3164\ufe0f", None), ("\u3164文", "\u3164文"), ("文\u3164", "文\u3164")]
)
def test_text_of__letters_that_show_nothing__none_where_they_are_alone(text: str, read: str | None) -> None:
    assert text_of(text) == read


def test_unseen__every_printable_letter_that_shows_nothing() -> None:
    everything = (chr(code) for code in range(0x110000))
    assert {"", *(letter for letter in everything if letter.isprintable() and not is_seen(letter))} == PRINTABLE_UNSEEN
    assert "\u3164" in SHOWS_NOTHING
