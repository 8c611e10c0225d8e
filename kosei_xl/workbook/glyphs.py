"""Which letters of a text nothing on paper stands for: 外字 and the like, and what the fonts of the templates lack.

The fonts are BIZ UDゴシック and 明朝, which draw the same characters; `glyph_table` holds them.
"""

import re
import unicodedata
import zlib
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kosei_xl.workbook import glyph_table

PAPER_FONTS = "BIZ UDゴシック・明朝"
"""The fonts of the shipped templates, as people are told of them."""
PLANES_END = 0x30000
"""The characters of `glyph_table` come before this one."""
_FAMILY = "BIZ UD"
_GROWING = (range(0x1F000, 0x1FB00), range(0x20000, 0x40000))
"""Emoji and ideographs, of which every version of Unicode has more than the one before."""
_LETTER = re.compile("(.)([\ufe00-\ufe0d\U000e0100-\U000e01ef]?)", re.S)
_NEEDS_NO_GLYPH = frozenset("\t\n\r\u2011\ufe0e\ufe0f")
"""Line ends, a hyphen that is drawn as U+2010, and selectors that say how an emoji should look."""
_UNSEEN = frozenset({"Zs", "Cf"})
"""Categories of characters that are spaces or marks nobody sees: none of them is ever a box."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """Letters of a text that will not be on paper as typed, each once and in order.

    `undrawable`: no font has them. `foreign`: the fonts of the templates lack them, or the form that is asked for
    (葛󠄀: a letter and its variation selector); another font or the usual form stands in where the computer has one.
    """

    undrawable: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is lacking."""
        return bool(self.undrawable or self.foreign)


def lacking(text: str) -> Lacking:
    """What of a text the paper's fonts lack. Cost: one look at each letter."""
    if _DRAWN.issuperset(text) or all(map(_has_glyph, set(text))):
        return _NOTHING
    undrawable: dict[str, None] = {}
    foreign: dict[str, None] = {}
    for letter, form in _LETTER.findall(text):
        if _is_undrawable(letter):
            undrawable[letter] = None
        elif not _is_drawn(letter) or (form and not _has_form(letter, form)):
            foreign[letter + form] = None
    return Lacking(tuple(undrawable), tuple(foreign))


def is_paper_font(name: str) -> bool:
    """Whether a font is one of those that `lacking` knows."""
    return name.startswith(_FAMILY)


def code_points(letters: Iterable[str]) -> str:
    """Letters by their numbers: 「U+E000、U+845B U+E0100」."""
    return "、".join(" ".join(f"U+{ord(ch):04X}" for ch in letter) for letter in letters)


_NOTHING = Lacking()
_DRAWN: set[str] = set()
"""Characters of texts so far that the fonts draw: a text of these alone lacks nothing. No more than the fonts have."""


def _is_drawn(letter: str) -> bool:
    return _has_glyph(letter) or unicodedata.category(letter) in _UNSEEN


def _is_undrawable(letter: str) -> bool:
    """Private use (外字), control characters, halves of surrogate pairs, and what Unicode gives no meaning."""
    code = ord(letter)
    kind = unicodedata.category(letter)
    if kind == "Cn":
        return code & 0xFFFE == 0xFFFE or not any(code in growing for growing in _GROWING)
    return kind in ("Co", "Cs") or (kind == "Cc" and letter not in _NEEDS_NO_GLYPH)


def _has_form(letter: str, selector: str) -> bool:
    """Whether the fonts have a character in the form that a variation selector asks for."""
    code = ord(selector)
    if code not in glyph_table.SELECTORS or ord(letter) >= PLANES_END:
        return False
    return _is_set(_bits(glyph_table.FORMS), glyph_table.SELECTORS.index(code) * PLANES_END + ord(letter))


def _has_glyph(letter: str) -> bool:
    """Whether the fonts draw a character, or it needs no glyph; remembered in `_DRAWN`."""
    if letter in _DRAWN:
        return True
    found = _is_set(_bits(glyph_table.CHARACTERS), ord(letter)) or letter in _NEEDS_NO_GLYPH
    if found:
        _DRAWN.add(letter)
    return found


@cache
def _bits(packed: str) -> bytes:
    """One of the two tables of `glyph_table`, a bit for each place, the lowest of a byte first."""
    return zlib.decompress(b64decode(packed))


def _is_set(bits: bytes, place: int) -> bool:
    at, bit = divmod(place, 8)
    return at < len(bits) and bool(bits[at] >> bit & 1)
