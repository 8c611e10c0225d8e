"""How the areas of a plan hang together and in which order it is printed, found without a line of what prints it."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from kosei_xl.later import dataclass
from kosei_xl.values.model import Item, Line, Plan, PolicyArea
from kosei_xl.words.notation import numbered
from kosei_xl.words.order import Rank, number_ranks

AreaPlace = tuple[tuple[Rank, int], ...]
"""Where an area stands in print: by number, then row, at each level from the top."""


@dataclass(frozen=True)
class AreasOfPlan:
    """The areas by what items name them by; each place is worked out from the parents alone."""

    plan: Plan

    @cached_property
    def by_id(self) -> Mapping[str, PolicyArea]:
        """Areas by key, or by number where they have none."""
        return {area.key or area.no: area for area in self.plan.areas}

    def line_of(self, area_id: str) -> list[PolicyArea]:
        """The areas from the top down to one, itself last."""
        area = self.by_id[area_id]
        while_above = [area]
        while while_above[-1].parent is not None and while_above[-1].parent in self.by_id:
            while_above.append(self.by_id[while_above[-1].parent])
        return while_above[::-1]

    def holds(self, area_id: str | None, other: str) -> bool:
        """Whether an area is another, or above it; None is above all."""
        return area_id is None or any((area.key or area.no) == area_id for area in self.line_of(other))

    @cached_property
    def places(self) -> Mapping[str, AreaPlace]:
        """Area -> what the areas are sorted by."""
        rows = {id(area): n for n, area in enumerate(self.plan.areas)}
        found: dict[str, AreaPlace] = {}
        for own in self.by_id:
            place: list[tuple[Rank, int]] = []
            for area in self.line_of(own):
                beside = [other.no for other in self.plan.areas if other.parent == area.parent]
                place.append((number_ranks(beside)(area.no), rows[id(area)]))
            found[own] = tuple(place)
        return found

    @cached_property
    def in_print(self) -> tuple[PolicyArea, ...]:
        """The areas as they are printed, each before those below it."""
        return tuple(self.by_id[key] for key in sorted(self.by_id, key=lambda key: self.places[key]))

    def level(self, area_id: str) -> int:
        """The level of an area, 1 at the top."""
        return len(self.line_of(area_id))

    def is_lowest(self, area: PolicyArea) -> bool:
        """Whether no area is below it."""
        return all(other.parent != (area.key or area.no) for other in self.plan.areas)

    @cached_property
    def levels(self) -> int:
        """How many levels there are."""
        return max(map(self.level, self.by_id), default=1)

    # -- names ---------------------------------------------------------------------------------------------------------
    def word(self, level: int) -> str:
        """What the areas of a level are called."""
        own = self.plan.style.levels
        return own[level - 1] if level <= len(own) else self.plan.style.area_term

    def sample(self, level: int) -> str:
        """How the numbers of a level are written."""
        own = self.plan.style.level_numbering
        return own[level - 1] if level <= len(own) else self.plan.style.area_numbering

    def number(self, area_id: str) -> str:
        """「Ⅰ」."""
        return numbered(self.by_id[area_id].no, self.sample(self.level(area_id)))

    def headed(self, area_id: str) -> str:
        """「Ⅰ」, or with the word for areas 「方向性１」 where numbers are plain."""
        level = self.level(area_id)
        return (self.word(level) if self.sample(level) in ("1", "１") else "") + self.number(area_id)

    # -- items ---------------------------------------------------------------------------------------------------------
    def items(self) -> Iterator[Item]:
        """Items as they are printed: by area, then by number, then as their rows stand."""
        rows = {item.key: n for n, item in enumerate(self.plan.items)}
        nos: dict[str, list[str]] = {}
        for item in self.plan.items:
            nos.setdefault(item.area_no, []).append(item.no)
        ranks = {area: number_ranks(own) for area, own in nos.items()}

        def place(item: Item) -> tuple[AreaPlace, Rank, int]:
            return self.places[item.area_no], ranks[item.area_no](item.no), rows[item.key]

        return iter(sorted(self.plan.items, key=place))

    def lines(self) -> Iterator[Line]:
        """Every row: each item before its parts, those by number."""
        for item in self.items():
            yield Line(item, None)
            ranks = number_ranks([sub.sub_no for sub in item.sub_items])
            yield from (Line(item, sub) for sub in sorted(item.sub_items, key=lambda sub: ranks(sub.sub_no)))
