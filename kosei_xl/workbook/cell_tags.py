"""The opening tags of the cells of a sheet, found in one pass, where all are written as most programs write them.

A sheet that writes one of them otherwise has none here; it is read by patterns that allow for everything.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from kosei_xl.values.cells import column_number

_TAG: Final = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9]\d{0,6})"(?: s="(\d+)")?(?: t="(\w+)")?(/>|>(?:\s*(?:</c>|<f(?=[\s>/])))?)'
)
_MAIN: Final = b"spreadsheetml/2006/main"
"""Part of the namespace of all this; declared once, it has no second name in the sheet."""
_MOST: Final = 1 << 20
"""Bytes of a sheet; tags of a larger one would be kept by the million."""


class StyledCell(NamedTuple):
    """A cell with something in it: (row, column), style, type ("n" where it says none), and its content as XML."""

    at: tuple[int, int]
    style: int
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CellTags:
    """The tags of the cells of a sheet in which anything stands: letters, digits, style, type, and how the tag ends
    with what comes behind it.
    """

    xml: bytes
    filled: Sequence[tuple[bytes, bytes, bytes, bytes, bytes]]
    has_errors: bool
    """Whether any cell shows an error."""

    def last_filled(self) -> tuple[int, int]:
        """The last row and the last column in which anything stands; 0 for none."""
        rows, columns = {tag[1] for tag in self.filled}, {tag[0] for tag in self.filled}
        last = max((column_number(letters.decode()) for letters in columns), default=0)
        return max(map(int, rows), default=0), last

    def formulas(self) -> frozenset[tuple[int, int]]:
        """The cells with a formula, as (row, column)."""
        return frozenset(_at(tag) for tag in self.filled if tag[4] != b">")

    def styled(
        self, styles: Collection[int], is_itself: Callable[[tuple[int, int], int, str], bool]
    ) -> Iterator[StyledCell]:
        """The cells of some styles, in order, without those that by place, style and type show what they hold."""
        wanted = {b"%d" % style for style in styles}
        begin = 0
        for tag in self.filled:
            if tag[2] not in wanted:
                continue
            at, style, kind = _at(tag), int(tag[2]), (tag[3] or b"n").decode()
            if not is_itself(at, style, kind):
                begin = self.xml.index(b'<c r="%b%b"' % tag[:2], begin)
                begin = self.xml.index(b">", begin) + 1
                yield StyledCell(at, style, kind, self.xml[begin : self.xml.index(b"</c>", begin)])


def _at(tag: Sequence[bytes]) -> tuple[int, int]:
    return int(tag[1]), column_number(tag[0].decode())


def cell_tags(xml: bytes) -> CellTags | None:
    """The tags of a worksheet's cells; None where any is written otherwise, and for a large sheet."""
    begin, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    if not 0 <= begin < end or len(xml) > _MOST or xml.count(_MAIN) != 1:
        return None
    tags = _TAG.findall(xml, begin, end)
    if len(tags) != xml.count(b"<c", begin, end):
        return None
    filled = [tag for tag in tags if tag[4] != b"/>" and not tag[4].endswith(b"</c>")]
    return CellTags(xml, filled, any(tag[3] == b"e" for tag in filled))
