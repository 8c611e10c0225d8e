"""How long an entry may be before its row of the A3 list goes on in another one: a bound from the column's width.

The report measures every text by itself (`report.paper`); here a survey is told beforehand, by counting letters.
"""

import math
import unicodedata
from dataclasses import dataclass

from kosei_xl.values.model import Column, Plan

_UNIT, _PADDING = 5.25, 3.75
"""pt of a width unit of a column, and of the air beside its text."""
_FONT, _PITCH = 9.0, 11.97
"""pt of a letter of the lists in the shipped report template, and from one line to the next."""
_ROW = 404.75
"""pt of text in the highest row that Excel allows."""
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
        return sum(max(1, math.ceil(_em(part) / self.letters)) for part in text.split("\n")) <= self.lines


def rooms(plan: Plan) -> dict[str, Room]:
    """The smallest place of each entry field in the plan's A3 lists; fields that no such list prints are left out."""
    lists = {part.key for part in plan.parts if part.kind == "list" and part.paper == "A3横"}
    found: dict[str, Room] = {}
    for column in (c for c in plan.columns if c.part in lists):
        shown = _SHOWS.get(column.key, (column.key,) if column.source == "entry" else ())
        room = _room(column, len(shown) or 1)
        for field in shown:
            if field not in found or room.most < found[field].most:
                found[field] = room
    return found


def _room(column: Column, shared_by: int) -> Room:
    letters = math.floor((_UNIT * column.width - _PADDING) / _FONT - 0.2)
    return Room(max(1, letters), math.floor(_ROW / _PITCH / shared_by))


def _em(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(ch) in "WFA" else 0.5 for ch in text)
