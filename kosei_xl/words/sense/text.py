"""Texts narrowed letter by letter, and the sentences in them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_NARROW = {
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
_WIDE = re.compile(f"[！-～{''.join(letter for letter in _NARROW if not '！' <= letter <= '～')}]")
"""A text has few of them: to look for these is quicker than to look each letter up."""
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
"""A comma that parts no thousands is the 、 of some texts."""
LETTERS = "一-鿿々〆"
"""Kanji, for a character class. Compiling such a class takes a millisecond; letters beside what was found are looked at
by `is_kanji` and `is_katakana`.
"""
KATAKANA = "ァ-ヺー"
BESIDE_LETTERS = f"\n -~ぁ-ん{KATAKANA}、。「」・"
"""What is no kanji, of what texts have most, for a class of all others: it takes a tenth of the time."""
_OPENING, _CLOSING = "(「『【〔[", ")」』】〕]"
_ENDING = re.compile(f"[。{re.escape(_OPENING + _CLOSING)}]")


class Sentence(NamedTuple):
    """A piece of a narrowed text that ends in 。 or with its line; `start` is where it begins in the text."""

    text: str
    start: int


def narrow(text: str) -> str:
    """A text with letters, digits and signs in half width; as long as before, katakana and ① as they are."""
    plain = _WIDE.sub(lambda found: _NARROW[found[0]], text)
    return _COMMA.sub("、", plain) if "," in plain else plain


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a narrowed text, without white space around them."""
    start = 0
    for line in text.split("\n"):
        depth, begun = 0, 0
        for found in _ENDING.finditer(line) if "。" in line else ():
            letter = found[0]
            if letter != "。":
                depth += 1 if letter in _OPENING else -1
            elif depth <= 0:
                yield from _stripped(line[begun : found.start()], start + begun)
                begun, depth = found.end(), 0
        if begun < len(line):
            yield from _stripped(line[begun:], start + begun)
        start += len(line) + 1


def _stripped(said: str, start: int) -> tuple[Sentence, ...]:
    behind = said.lstrip()
    return (Sentence(behind.rstrip(), start + len(said) - len(behind)),) if behind else ()


def found_from(begin: re.Pattern[str], pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern that never is found but where `begin` is, from left to right: it is tried there alone.

    By itself `re` tries at every letter what begins with a look back or a choice; `begin` is passed over quickly where
    it is plain letters.
    """
    start = begin.search(text)
    while start is not None:
        found = pattern.match(text, start.start())
        if found is not None:
            yield found
        start = begin.search(text, start.start() + 1 if found is None else found.end())


def is_kanji(letter: str) -> bool:
    """Whether a letter is one of `LETTERS`; "" is none."""
    return "一" <= letter <= "鿿" or letter in ("々", "〆")


def is_katakana(letter: str) -> bool:
    """Whether a letter is one of `KATAKANA`; "" is none."""
    return "ァ" <= letter <= "ヺ" or letter == "ー"


def squeezed(text: str) -> str:
    """A narrowed text without white space, for comparing."""
    return "".join(text.split())


def around(text: str, start: int, end: int, room: int = 10) -> str:
    """What is quoted of a text: a place with a few letters on both sides, in one line."""
    before, after = text[max(0, start - room) : start], text[end : end + room]
    return f"{before.rpartition(chr(10))[2]}{text[start:end]}{after.partition(chr(10))[0]}"
