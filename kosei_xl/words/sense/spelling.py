"""Names that are spelt another way: the nearest of the known names of a text, found by the half that is the same."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from functools import cached_property, lru_cache

from kosei_xl.later import dataclass

_HALF, _LONG = 3, 7
_FEW = 32
_Halves = tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]
"""Halves of names -> the names; the same halves by their first letters, with which each is looked for."""


@dataclass(frozen=True)
class _Begins:
    """The first letters of halves (as many as `_HALF`): most places of a text are none of them by their first letter."""

    letters: frozenset[str]

    @cached_property
    def _nearly(self) -> re.Pattern[str]:
        first, second, third = (re.escape("".join(sorted(set(place)))) for place in zip(*self.letters, strict=True))
        return re.compile(f"(?=([{first}][{second}][{third}]))")

    def standing_in(self, text: str) -> Iterable[str]:
        """Those that stand in a text; of few each is looked for."""
        if len(self.letters) <= _FEW:
            return (letters for letters in self.letters if letters in text)
        return self.letters.intersection(self._nearly.findall(text))


@dataclass(frozen=True, slots=True)
class Known:
    """Names that are right, by the halves that they begin and end with (of the plan's names first), and every spelling
    that is nobody's slip.
    """

    heads: tuple[_Halves, ...]
    tails: tuple[_Halves, ...]
    own: frozenset[str]
    quoted: Mapping[str, int]
    own_in_one: str
    """All of `own`, a line each: to look for a spelling in every one at once."""
    begins: tuple["_Begins", ...]
    """With what the halves of the plan's names begin, and those of quoted ones."""

    def is_name(self, found: str, name: str) -> bool:
        """Whether a spelling stands for itself: in a name of the plan, or quoted more often than the other name, or first
        of two that are quoted as often; short names are only taken for slips of ones that are quoted more often.
        """
        if found in self.own_in_one:
            return True
        others = [(n, -at) for at, (one, n) in enumerate(self.quoted.items()) if found in one and one != name]
        if name in self.own or not others:
            return False
        own = (self.quoted[name], -list(self.quoted).index(name))
        return max(others) > own or (max(others)[0] == own[0] and len(name) < _LONG)

    @classmethod
    def of(cls, names: Iterable[str], quoted: Mapping[str, int]) -> "Known":
        """Names of the plan, and quoted ones with how often they stand there; the rarer of two spellings is the slip."""
        own = frozenset(names)
        others = [name for name in quoted if len(name) >= 2 * _HALF and name not in own]
        own_heads, own_tails, own_begins, own_in_one = _own_halves(own)
        heads, tails = _halves(others)
        begins = (own_begins, _begins(heads, tails))
        return cls((own_heads, heads), (own_tails, tails), own, dict(quoted), own_in_one, begins)


@lru_cache(maxsize=4)
def _own_halves(own: frozenset[str]) -> tuple[_Halves, _Halves, _Begins, str]:
    """The halves of a plan's names, their first letters, and all names: the same for every workbook."""
    names = sorted(own)
    heads, tails = _halves(names)
    return heads, tails, _begins(heads, tails), "\n".join(names)


def _begins(*halves: _Halves) -> "_Begins":
    return _Begins(frozenset(letters for _, first in halves for letters in first))


def _halves(names: Collection[str]) -> tuple[_Halves, _Halves]:
    """The first and the last halves of names."""
    heads: dict[str, list[str]] = {}
    tails: dict[str, list[str]] = {}
    for name in names:
        half = max(_HALF, len(name) // 2)
        heads.setdefault(name[:half], []).append(name)
        tails.setdefault(name[-half:], []).append(name)
    return _by_first_letters(heads), _by_first_letters(tails)


def _by_first_letters(halves: Mapping[str, list[str]]) -> _Halves:
    first: dict[str, list[str]] = {}
    for half in halves:
        first.setdefault(half[:_HALF], []).append(half)
    return {half: tuple(names) for half, names in halves.items()}, {key: tuple(found) for key, found in first.items()}


def _standing_in(standing: Set[str], halves: _Halves) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The halves that begin with letters `standing` in a text, with their names, in an order that is always the same."""
    names, first = halves
    for letters in sorted(standing & first.keys()) if first else ():
        yield from ((half, names[half]) for half in first[letters])


def misspelt(text: str, known: Known) -> Iterator[tuple[str, str]]:
    """(the known name, how the text spells it) in a text without white space, each once."""
    told: set[str] = set()
    standing = {letters for begins in known.begins for letters in begins.standing_in(text)}
    if not standing:
        return
    for tables, at_end in ((known.heads, False), (known.tails, True)):
        for half, names in (one for table in tables for one in _standing_in(standing, table)):
            at = text.find(half)
            while at >= 0:
                for name in names:
                    piece = _window(text, at, len(half), name, at_end)
                    if piece is not None and piece not in told and not known.is_name(piece, name):
                        told.add(piece)
                        yield name, piece
                at = text.find(half, at + 1)


def _window(text: str, at: int, half: int, name: str, at_end: bool) -> str | None:
    """The piece of a text beside a half that stands where the name's other half should, if it is nearly that."""
    whole = at + half - len(name) if at_end else at
    if whole >= 0 and text.startswith(name, whole):
        return None
    for more in (0, 1, -1):
        length = len(name) - half + more
        if length <= 0:
            continue
        piece = text[max(0, at - length) : at + half] if at_end else text[at : at + half + length]
        if (
            len(piece) == half + length
            and (piece[-1] == name[-1] or length >= _LONG)
            and piece != name
            and _near(piece, name)
        ):
            return piece
    return None


def _near(one: str, other: str) -> bool:
    """Whether two spellings are one letter apart (changed, too many, too few), or have two changed places; not digits."""
    if len(one) == len(other):
        away = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
        swapped = len(away) == 2 and away[0] == away[1][::-1]
        return (len(away) == 1 or swapped) and not any(_counts(a) and _counts(b) for a, b in away)
    long, short = (one, other) if len(one) > len(other) else (other, one)
    if len(long) - len(short) != 1:
        return False
    cut = next((n for n in range(len(short)) if long[n] != short[n]), len(short))
    return 0 < cut < len(short) + 1 and long[cut + 1 :] == short[cut:] and long[cut] in "ーィッャュョァェォ"


def _counts(letter: str) -> bool:
    return (
        letter.isdigit()
        or letter in "一二三四五六七八九十上下前後東西南北新旧大中小第のをにはがとで「」、。・()①②③④⑤⑥⑦⑧⑨ABCDEFGHIJ"
    )
