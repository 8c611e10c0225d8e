"""Texts narrowed letter by letter, and the sentences in them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_NARROW = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        "　": " ",
        "〜": "~",
        "∼": "~",
        "−": "-",
        "‐": "-",
        "–": "-",
        "―": "-",
        "￥": "¥",
        "▲": "△",
        "ゕ": "か",
        "ヶ": "か",
    }
)
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
"""A comma that parts no thousands is the 、 of some texts."""
LETTERS = "一-鿿々〆"
"""Kanji, for a character class."""
KATAKANA = "ァ-ヺー"
_OPENING, _CLOSING = "(「『【〔[", ")」』】〕]"
_ENDING = re.compile(f"[\n。{re.escape(_OPENING + _CLOSING)}]")


class Sentence(NamedTuple):
    """A piece of a narrowed text that ends in 。 or with its line; `start` is where it begins in the text."""

    text: str
    start: int


def narrow(text: str) -> str:
    """A text with letters, digits and signs in half width; as long as before, katakana and ① as they are."""
    return _COMMA.sub("、", text.translate(_NARROW))


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a narrowed text, without white space around them."""
    start = 0
    depth = 0
    for found in _ENDING.finditer(text):
        at, letter = found.start(), found[0]
        depth += (letter in _OPENING) - (letter in _CLOSING)
        if letter == "\n" or (letter == "。" and depth <= 0):
            yield from _piece(text, start, at)
            start, depth = at + 1, 0
    yield from _piece(text, start, len(text))


def _piece(text: str, start: int, end: int) -> Iterator[Sentence]:
    said = text[start:end]
    left = len(said) - len(said.lstrip())
    if said.strip():
        yield Sentence(said.strip(), start + left)


def squeezed(text: str) -> str:
    """A narrowed text without white space, for comparing."""
    return "".join(text.split())


def around(text: str, start: int, end: int, room: int = 10) -> str:
    """What is quoted of a text: a place with a few letters on both sides, in one line."""
    before, after = text[max(0, start - room) : start], text[end : end + room]
    return f"{before.rpartition(chr(10))[2]}{text[start:end]}{after.partition(chr(10))[0]}"
