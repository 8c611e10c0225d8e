"""Names that are spelt another way: the nearest of the known names of a text, found by the half that is the same."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

_HALF, _LONG = 3, 7


class _Halves:
    """Names by a half of theirs; those whose half stands in a text are found without looking for every one."""

    def __init__(self, halves: Iterable[tuple[str, str]]) -> None:
        names: dict[str, list[str]] = {}
        for half, name in halves:
            names.setdefault(half, []).append(name)
        self._names = [(half, tuple(found)) for half, found in names.items()]
        self._starts: dict[str, list[int]] = {}
        for number, (half, _) in enumerate(self._names):
            self._starts.setdefault(half[:_HALF], []).append(number)

    def inside(self, text: str) -> Iterator[tuple[str, tuple[str, ...], list[int]]]:
        """(half, the names that have it, where it stands in the text), as the names came. Cost: one pass over the text."""
        places: dict[int, list[int]] = {}
        for at in range(len(text) - _HALF + 1):
            for number in self._starts.get(text[at : at + _HALF], ()):
                if text.startswith(self._names[number][0], at):
                    places.setdefault(number, []).append(at)
        for number in sorted(places):
            yield (*self._names[number], places[number])


@dataclass(frozen=True, slots=True)
class Known:
    """Names that are right, by the letters they begin and end with, and every spelling that is nobody's slip.

    They have three letters at least.
    """

    heads: _Halves
    tails: _Halves
    own: frozenset[str]
    quoted: Mapping[str, int]
    own_in_one: str
    """All of `own`, a line each: to look for a spelling in every one at once."""

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
    def of(cls, own: Iterable[str], quoted: Mapping[str, int]) -> "Known":
        """Names of the plan, and quoted ones with how often they stand there; the rarer of two spellings is the slip."""
        own = frozenset(own)
        names = [*own, *(name for name in quoted if len(name) >= 2 * _HALF and name not in own)]
        sizes = [(name, max(_HALF, len(name) // 2)) for name in names]
        heads = _Halves((name[:half], name) for name, half in sizes)
        return cls(heads, _Halves((name[-half:], name) for name, half in sizes), own, dict(quoted), "\n".join(own))


def misspelt(text: str, known: Known) -> Iterator[tuple[str, str]]:
    """(the known name, how the text spells it) in a text without white space, each once."""
    told: set[str] = set()
    for table, at_end in ((known.heads, False), (known.tails, True)):
        for half, names, places in table.inside(text):
            for at, name in product(places, names):
                found = _window(text, at, len(half), name, at_end)
                if found is not None and found not in told and not known.is_name(found, name):
                    told.add(found)
                    yield name, found


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
