"""The groups above the items as a tree: 目標 > 基本方針 > 重点項目, one to four levels, in the order of their numbers.

An area is known by its `id`; its printed number need only be unique among the areas below the same one. What people
write for an area (its number, the numbers from the top, its name) is understood by `AreaTree.named`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from kosei_xl.later import dataclass
from kosei_xl.values.frozen import Frozen, Key
from kosei_xl.words.notation import folded, numbered
from kosei_xl.words.order import is_same_number, number_ranks

MOST_LEVELS = 4
PATH_SIGN = "-"
"""Stands between the numbers from the top: 1-2 is the second of the first."""


class PolicyArea(Frozen):
    """A group of items (分野, 方針, 方向性). `no` is the number as plain digits, `parent` the `id` of the area above.

    `key` is needed only where another area has the same number.
    """

    no: str
    name: str
    purpose: str | None = None
    parent: str | None = None
    key: Key | None = None

    @property
    def id(self) -> str:
        """What items, areas below it and sheets know it by: its key, or its number where it has none."""
        return self.key or self.no


class Level(NamedTuple):
    """What the areas of one level are called (基本方針), and how their numbers are written (a sample such as Ⅰ)."""

    name: str
    numbering: str

    def number(self, no: str) -> str:
        """「Ⅰ」, or with the level's name before plain numbers 「方向性１」."""
        number = numbered(no, self.numbering)
        return f"{self.name}{number}" if self.numbering in ("１", "1") else number


@dataclass(frozen=True)
class AreaTree:
    """Areas that hang together: every parent is there and none leads back to itself (`Plan` has looked)."""

    areas: tuple[PolicyArea, ...]

    @cached_property
    def by_id(self) -> Mapping[str, PolicyArea]:
        """Areas by id."""
        return {area.id: area for area in self.areas}

    @cached_property
    def _below(self) -> Mapping[str | None, tuple[PolicyArea, ...]]:
        found: dict[str | None, list[PolicyArea]] = {}
        for area in self.areas:
            found.setdefault(area.parent, []).append(area)
        return {above: tuple(in_number_order(own)) for above, own in found.items()}

    def below(self, area_id: str | None) -> tuple[PolicyArea, ...]:
        """The areas right below one, by number; those of the top for None."""
        return self._below.get(area_id, ())

    def walk(self, area_id: str | None = None) -> Iterator[PolicyArea]:
        """Every area below one in printed order, each before those below it; all areas for None."""
        for area in self.below(area_id):
            yield area
            yield from self.walk(area.id)

    @cached_property
    def in_order(self) -> tuple[PolicyArea, ...]:
        """All areas in printed order."""
        return tuple(self.walk())

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Id -> place in the printed order."""
        return {area.id: n for n, area in enumerate(self.in_order)}

    def path(self, area_id: str) -> tuple[PolicyArea, ...]:
        """The areas from the top down to one, itself last; of a ring, which `Plan` refuses, each area once."""
        area: PolicyArea | None = self.by_id[area_id]
        found: list[PolicyArea] = []
        while area is not None and area not in found:
            found.insert(0, area)
            area = self.by_id.get(area.parent) if area.parent is not None else None
        return tuple(found)

    def depth(self, area_id: str) -> int:
        """The level of an area, from 1 at the top."""
        return len(self.path(area_id))

    @cached_property
    def height(self) -> int:
        """How many levels there are; 1 for no area at all."""
        return max((self.depth(area.id) for area in self.areas), default=1)

    def under(self, area_id: str | None) -> frozenset[str]:
        """The ids of an area and of all below it; of all areas for None."""
        own = frozenset() if area_id is None else frozenset({area_id})
        return own | {area.id for area in self.walk(area_id)}

    def at(self, level: int) -> tuple[PolicyArea, ...]:
        """The areas of one level in printed order."""
        return tuple(area for area in self.in_order if self.depth(area.id) == level)

    def cut(self, level: int) -> tuple[PolicyArea, ...]:
        """The areas that every item is in one of: those of a level, and what ends above it or holds items there itself.

        In printed order; an item belongs to the last area of its path that is among them.
        """
        return tuple(area for area in self.in_order if self.depth(area.id) <= level)

    def holder(self, area_id: str, level: int) -> PolicyArea:
        """The area of a level that an area is in; the area itself where it stands above that level."""
        path = self.path(area_id)
        return path[min(level, len(path)) - 1]

    @cached_property
    def lowest(self) -> tuple[PolicyArea, ...]:
        """The areas that have none below them, in printed order."""
        return tuple(area for area in self.in_order if not self.below(area.id))

    # -- what people write -------------------------------------------------------------------------------------------
    def written(self, area_id: str) -> str:
        """How an area is written where another row names it, so that `named` finds it and no other: by its number, the
        numbers from the top, its number and name; else by its id.
        """
        area = self.by_id.get(area_id)
        for text in () if area is None else (area.no, self._numbers(area), f"{area.no} {area.name}"):
            if self.named(text) == (area,):
                return text
        return area_id

    def named(self, text: str) -> tuple[PolicyArea, ...]:
        """The areas that a text may mean: by id, number, numbers from the top (1-2), name, or number and name.

        Of areas with the same number the one without areas below it, as items stand there. None, or several, where it
        is not clear.
        """
        text = text.strip()
        if text not in self._named:
            self._named[text] = self._meant(text)
        return self._named[text]

    @cached_property
    def _named(self) -> dict[str, tuple[PolicyArea, ...]]:
        """What `named` has found so far: hundreds of items name the same few areas."""
        return {}

    def _meant(self, text: str) -> tuple[PolicyArea, ...]:
        for found in self._ways(text):
            if len(found) > 1:
                lowest = tuple(area for area in found if not self.below(area.id))
                return lowest if len(lowest) == 1 else found
            if found:
                return found
        return ()

    def _ways(self, text: str) -> Iterator[tuple[PolicyArea, ...]]:
        exact = tuple(area for area in self.areas if area.no == text)
        yield exact if len(exact) > 1 else tuple(area for area in self.areas if area.id == text) or exact
        yield tuple(area for area in self.areas if is_same_number(area.no, text))
        yield tuple(area for area in self.areas if is_same_number(self._numbers(area), text))
        name = folded(text)
        yield tuple(area for area in self.areas if folded(area.name) == name)
        yield tuple(area for area in self.areas if name.endswith(folded(area.name)) and self._headed(area, text))

    def _numbers(self, area: PolicyArea) -> str:
        return PATH_SIGN.join(one.no for one in self.path(area.id))

    def _headed(self, area: PolicyArea, text: str) -> bool:
        """Whether what stands before the name is the number of an area, as on its tab."""
        plain, name = folded(text), folded(area.name)
        before = text.removesuffix(area.name) if text.endswith(area.name) else plain.removesuffix(name)
        return is_same_number(before, area.no) or is_same_number(before, self._numbers(area))


def in_number_order(areas: Iterable[PolicyArea]) -> list[PolicyArea]:
    """Areas beside each other by their numbers; those that nothing tells apart as they came."""
    found = list(areas)
    ranks = number_ranks([area.no for area in found])
    return sorted(found, key=lambda area: ranks(area.no))


def level_named(text: str | None, levels: Sequence[str]) -> int | None:
    """The level that its name or its number from the top (2, 2段目) means, from 1; None for others."""
    names = [folded(name) for name in levels]
    said = folded(text or "")
    if said in names:
        return names.index(said) + 1
    number = said.removesuffix("段目")
    return int(number) if number.isdecimal() and 1 <= int(number) <= MOST_LEVELS else None
