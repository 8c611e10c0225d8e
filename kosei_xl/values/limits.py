"""How much a file that comes from outside may hold: what is beyond is refused before it costs time or memory."""

from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum

from kosei_xl.later import dataclass
from kosei_xl.words.messages import Message, told


class Limit(StrEnum):
    """One of the limits: the name of its field in `Limits`."""

    FILE = "file"
    UNPACKED = "unpacked"
    XML = "xml"
    NODES = "nodes"
    AREA = "area"
    PIXELS = "pixels"
    MEMORY = "memory"
    SECONDS = "seconds"

    @property
    def label(self) -> Message:
        """What it is called in messages, with its unit."""
        return told(f"limit_{self.value}")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a workbook may be; a filled survey of a large department stays below a hundredth of each.

    `file`, `unpacked` and `xml` are bytes (as it lies on disk; of all parts that are read; of those that hold cells and
    words), `nodes` are pieces of XML, `area` is the cells of all sheets from A1 to the last filled one of each,
    `pixels` those of one picture; `memory` (bytes) and `seconds` are what it may cost a process of its
    own to take the file apart (`workbook.apart`). A plan may ask for a multiple of all (計画: 読み取りの上限).
    """

    file: int = 200 << 20
    unpacked: int = 300 << 20
    xml: int = 64 << 20
    nodes: int = 5_000_000
    area: int = 5_000_000
    pixels: int = 60_000_000
    memory: int = 1 << 30
    seconds: int = 60

    def times(self, factor: int) -> "Limits":
        """Every limit so many times as high."""
        return Limits(**{field.name: factor * getattr(self, field.name) for field in fields(self)})

    def of(self, limit: Limit) -> int:
        """The size of a limit."""
        sizes: Mapping[Limit, int] = {
            Limit.FILE: self.file,
            Limit.UNPACKED: self.unpacked,
            Limit.XML: self.xml,
            Limit.NODES: self.nodes,
            Limit.AREA: self.area,
            Limit.PIXELS: self.pixels,
            Limit.MEMORY: self.memory,
            Limit.SECONDS: self.seconds,
        }
        return sizes[limit]


LIMITS = Limits()
OFFICE_LIMITS = LIMITS.times(8)
"""For the master and the reports: they are the office's own, and a master grows with the years."""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Where a sheet of Excel ends."""

REMEMBERED = 1 << 14
"""Bytes of a piece of a workbook up to which what was read from it is kept for the next file: what is larger is none of
a survey's own.
"""


def in_sheet(row: int, column: int) -> bool:
    """Whether there is such a cell (1-based)."""
    return 1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN
