"""The order of printed numbers as people count: 2 before 10, 1-2 before 1-10, ①, Ⅱ, 十二, ア or イ, ロ, ハ. Pure text.

What a sign counts for depends on the others beside it: イ is the first of イ, ロ, ハ and the second of ア, イ, ウ.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from kosei_xl.later import compiled_later

Rank = tuple[tuple[int, int, str], ...]
"""What numbers are sorted by; comparable with those of the same `number_ranks` alone."""

_GOJUON = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_KANJI_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}
_KANJI_SIGNS = frozenset((*_KANJI_DIGITS, "十", "百"))
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_SIGNS = compiled_later("[Ⅰ-Ⅿⅰ-ⅿ]+")
_TOKEN = compiled_later(
    r"\d+|[〇一二三四五六七八九十百]+|[A-Z]+|[ァ-ヶ]|[甲乙丙丁戊己庚辛壬癸]|[^\W\d]|[^\s]", re.ASCII
)
_SEPARATORS = frozenset("-.,、・()（）[]「」:/_~")
_NUMBER, _TEXT = 0, 1


def number_ranks(numbers: Iterable[str]) -> Callable[[str], Rank]:
    """What to sort numbers by that stand beside each other (those of one plan, or of the areas below one area).

    Numbers come before words, a number before those that go on from it (1, 1-2); words that are no number stand in the
    order in which they came, as nothing else is known of them.
    """
    tokens = {number: _tokens(number) for number in numbers}
    signs = [token for own in tokens.values() for token in own]
    letters = [token for token in signs if token.isascii() and token.isalpha()]
    roman = any("I" in token for token in letters) and all(_roman(token) for token in letters)
    kana = {token for token in signs if token in _GOJUON}
    row = _IROHA if "ア" not in kana and kana & {*_IROHA[1:9]} else _GOJUON
    words: dict[str, int] = {}

    def rank(token: str) -> tuple[int, int, str]:
        value = _value(token, row, roman=roman)
        if value is not None:
            return _NUMBER, value, ""
        return _TEXT, words.setdefault(token, len(words)), token

    ranks = {number: tuple(rank(token) for token in own) for number, own in tokens.items()}
    return lambda number: ranks[number] if number in ranks else tuple(rank(token) for token in _tokens(number))


def is_same_number(one: str, other: str) -> bool:
    """Whether two numbers are the same however they are written: 2, ２, ②, 二 and Ⅱ; 1-2 and １－２."""
    first, second = _plain(one), _plain(other)
    return bool(first) and first == second


@lru_cache(maxsize=4096)
def _plain(number: str) -> tuple[str, ...]:
    """The parts of a number, figures of every kind as figures, letters and kana as they are."""
    tokens = _tokens(_ROMAN_SIGNS.sub(lambda found: _of_roman_signs(found[0]), number))
    return tuple(str(_kanji(one)) if one[0] in _KANJI_SIGNS else one.lstrip("0") or one for one in tokens)


def _of_roman_signs(signs: str) -> str:
    letters = unicodedata.normalize("NFKC", signs).upper()
    return str(_roman(letters) or letters)


def _tokens(number: str) -> list[str]:
    """The parts of a number, signs between them left out; Ⅱ is the letters II from here on."""
    if number.isascii() and number.isdigit():
        return [number]
    text = unicodedata.normalize("NFKC", number).upper()
    text = "".join(chr(ord(ch) + 0x60) if "ぁ" <= ch <= "ゖ" else ch for ch in text)
    text = re.sub(r"[‐‑–—―−ー－]", "-", text)
    return [token for token in _TOKEN.findall(text) if token not in _SEPARATORS]


def _value(token: str, row: str, *, roman: bool) -> int | None:
    """What a sign counts; None for a word."""
    if token.isdigit():
        return int(token)
    if token[0] in _KANJI_SIGNS:
        return _kanji(token)
    if len(token) == 1 and token in row:
        return row.index(token) + 1
    if token in _STEMS:
        return _STEMS.index(token) + 1
    if token.isascii() and token.isalpha():
        if roman:
            return _roman(token)
        return ord(token) - ord("A") + 1 if len(token) == 1 else None
    return None


def _kanji(token: str) -> int:
    """二十一 is 21, 一二 is 12."""
    if not {*token} & {"十", "百"}:
        return int("".join(str(_KANJI_DIGITS[sign]) for sign in token))
    total = digit = 0
    for sign in token:
        if sign in "十百":
            total += max(digit, 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = _KANJI_DIGITS[sign]
    return total + digit


def _roman(token: str) -> int | None:
    """XIV is 14; None for letters that are no roman numeral."""
    if not {*token} <= _ROMAN_VALUES.keys():
        return None
    values = [_ROMAN_VALUES[sign] for sign in token]
    return sum(-value if value < max(values[n:]) else value for n, value in enumerate(values))
