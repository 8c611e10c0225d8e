"""How long an entry may be before its row of the A3 list goes on in another one: a bound from the column's width.

The report breaks every text into lines by itself; here a survey is told beforehand, by counting letters.
"""

import math
from functools import lru_cache

from kosei_xl.later import dataclass
from kosei_xl.values.model import Plan
from kosei_xl.workbook.measure import MAX_ROW_HEIGHT, PADDING, SLACK, Face, em, usable_width

_FACE = Face("BIZ UDゴシック", 9.0)
"""The font of the lists in the shipped report template."""
_SHOWS = {"plan_target": ("annual_plan",), "result_actual": ("results",), "cause_next": ("cause", "next_steps")}
"""Columns that print entries under another key."""


@dataclass(frozen=True, slots=True)
class Room:
    """Full-width letters a line and lines of the place that an entry has."""

    letters: int
    lines: int

    @property
    def most(self) -> int:
        """Full-width letters that fit where no line ends early."""
        return self.letters * self.lines

    def holds(self, text: str) -> bool:
        """Whether a text fits, letters of half width counted as half."""
        if text.count("\n") + 1 + len(text) / self.letters <= self.lines:
            return True  # even if every line began with one letter more
        parts = text.split("\n")
        if sum(max(1, math.ceil(len(part) / self.letters)) for part in parts) <= self.lines:
            return True  # even if every letter were of full width
        return sum(max(1, math.ceil(_width(part) / self.letters)) for part in parts) <= self.lines


def rooms(plan: Plan) -> dict[str, Room]:
    """The smallest place of each entry field in the plan's A3 lists; fields that no such list prints are left out."""
    lists = {part.key for part in plan.parts if part.kind == "list" and part.paper == "A3横"}
    found: dict[str, Room] = {}
    for column in (c for c in plan.columns if c.part in lists):
        shown = _SHOWS.get(column.key, (column.key,) if column.source == "entry" else ())
        room = _room(column.width, len(shown) or 1)
        for field in shown:
            if field not in found or room.most < found[field].most:
                found[field] = room
    return found


@lru_cache(maxsize=256)
def _room(width: float, shared_by: int) -> Room:
    letters = math.floor(usable_width(width) / _FACE.size - SLACK)
    lines = math.floor((MAX_ROW_HEIGHT - PADDING) / _FACE.line_pitch / shared_by)
    return Room(max(1, letters), lines)


def _width(text: str) -> float:
    """em; a letter is never wider than one, as the surveys' own formulas count it."""
    return sum(min(1.0, em(ch, _FACE.name)) for ch in text)
