"""Where the pages of a printed list end: manual page breaks, and a scale that fits one page's width.

Rows keep their order. Heights and widths are pt before scaling unless a name says otherwise; row indices are 0-based
positions in the sequence of rows returned (which is longer than the one given where rows were split).
Source: usable height as measured on LibreOffice 7.4 (0.97 of the page matched its own breaks exactly); 30 mm rule and
margins: the project's page on looks. The 6.0 pt a width unit of Excel is from its documentation, untested.
"""

import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import Enum
from typing import Generic, TypeVar

from kosei_xl.later import dataclass

_T = TypeVar("_T")

A3 = 8
A4 = 9
_INCH = 72.0
_MM = _INCH / 25.4
_PAPER_MM = {A3: (297.0, 420.0), A4: (210.0, 297.0)}
_SAFETY = 0.97
_PT_PER_UNIT = 6.0
"""pt of a width unit in Excel; LibreOffice needs 5.5: the wider one fits both."""
_EPSILON = 1e-6


class RowKind(Enum):
    """What a row is to the page breaks."""

    HEAD = "head"
    """Printed again on every page; only at the very top."""
    HEADING = "heading"
    """Opens an area or a part of it; never the last row of a page."""
    KEPT = "kept"
    """Stays on the page of the row after it, as the lines of a short enumeration do; else like any row."""
    BODY = "body"
    CONTINUATION = "continuation"
    """The rest of the row before it, split by the layout."""
    FOOT = "foot"
    """Notes under the table; not alone on a page where the row before them can come along."""


_WITH_NEXT = (RowKind.HEADING, RowKind.KEPT)


@dataclass(frozen=True, slots=True)
class PageRow(Generic[_T]):
    """One row: its height in pt, its kind, the area it belongs to and whatever the caller wants back (`content`).

    An area starts at a row whose `area` differs from that of the row before, or at a HEADING without `area` (then the
    rows under it name theirs); rows of one area are neighbours. `opening` is the room in pt that a page which begins
    with the row needs above it; `foot` are rows that stand at the end of the page that the row is on.
    """

    height: float
    content: _T
    kind: RowKind = RowKind.BODY
    area: str | None = None
    opening: float = 0.0
    foot: "tuple[PageRow[_T], ...]" = ()

    @property
    def taken(self) -> float:
        """pt that the row takes on its page, its foot included."""
        return self.height + sum(row.height for row in self.foot) if self.foot else self.height


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of paper as Excel's page setup says it: `paper` 8 (A3) or 9 (A4), margins in inches, `scale` in %."""

    paper: int = A3
    landscape: bool = True
    left: float = 12 / 25.4
    right: float = 12 / 25.4
    top: float = 15 / 25.4
    bottom: float = 15 / 25.4
    scale: int = 100

    def __post_init__(self) -> None:
        """Raise ValueError for a paper size other than A3 and A4 and for margins that leave no room."""
        if self.paper not in _PAPER_MM:
            raise ValueError(f"paper must be {A3} (A3) or {A4} (A4), not {self.paper}")
        if not 10 <= self.scale <= 400:
            raise ValueError(f"scale must be 10 to 400 %, not {self.scale}")
        if self.printable_width <= 0 or self.printable_height <= 0:
            raise ValueError("the margins leave no room on the paper")

    @property
    def printable_width(self) -> float:
        """pt of paper between the margins, as printed."""
        return _PAPER_MM[self.paper][1 if self.landscape else 0] * _MM - (self.left + self.right) * _INCH

    @property
    def printable_height(self) -> float:
        """pt of paper between the margins, as printed."""
        return _PAPER_MM[self.paper][0 if self.landscape else 1] * _MM - (self.top + self.bottom) * _INCH

    def usable_height(self, head: float = 0.0) -> float:
        """pt of rows, before scaling, that go on a page beside repeated rows of `head` pt; on the safe side."""
        return self.printable_height / (self.scale / 100) * _SAFETY - head


@dataclass(frozen=True, slots=True)
class Pages(Generic[_T]):
    """Rows given out to pages."""

    rows: tuple[PageRow[_T], ...]
    """All rows in order, split ones as their parts, feet where they are printed."""
    pages: tuple[tuple[int, ...], ...]
    """Indices into `rows` of each page; the head rows are on the first only, though printed on all."""
    room_left: tuple[float, ...]
    """pt that stay empty at the foot of each page, before scaling; negative where a row is higher than the page."""
    too_tall: tuple[int, ...]
    """Rows higher than a page, which nobody split: their ends will not be printed."""

    @property
    def breaks(self) -> tuple[int, ...]:
        """Index of the last row of every page but the last: a manual break goes after each."""
        return tuple(page[-1] for page in self.pages[:-1])


Splitter = Callable[[PageRow[_T], float], tuple[PageRow[_T], PageRow[_T]] | None]
"""(row, pt left) -> (a first row that fits, the rest), or None where the row is better left whole."""


def scale_for_width(width_units: Sequence[float], page: Page, unit_pt: float = _PT_PER_UNIT) -> int:
    """The largest scale in % (10 to 100) at which columns of these Excel widths fit the width of the page.

    Safe for Excel and LibreOffice; an explicit scale keeps manual breaks in both, fit-to-width does not in Excel.
    """
    needed = sum(width_units) * unit_pt
    if needed <= 0:
        return 100
    return max(10, min(100, math.floor(100 * page.printable_width / needed + _EPSILON)))


def printed_size(size: float, scale: int) -> float:
    """pt of a font of `size` pt on paper printed at `scale` %."""
    return size * scale / 100


def paginate(
    rows: Sequence[PageRow[_T]],
    page: Page,
    splitter: Splitter[_T] | None = None,
    *,
    waste: float = 0.12,
    area_end_mm: float = 30.0,
) -> Pages[_T]:
    """Fill pages from the top with the rows in order.

    A heading stays with the row after it. An area does not start in the last `area_end_mm` of a page (on paper) unless
    all of it fits there. Where more than `waste` of the page's usable height would stay empty, or a row is higher than
    a page, `splitter` may cut the row in two. Feet take the row before them along rather than stand alone.
    Without rows after the head there is one page. Raises ValueError for a HEAD row further down and for heads that fill
    the page. Cost: one pass.
    """
    heads = next((i for i, row in enumerate(rows) if row.kind is not RowKind.HEAD), len(rows))
    if any(row.kind is RowKind.HEAD for row in rows[heads:]):
        raise ValueError("head rows must be at the top")
    usable = page.usable_height(sum(row.height for row in rows[:heads]))
    if usable <= 0:
        raise ValueError("the head rows fill the page")
    filler = _Filler(page, usable, splitter, waste, area_end_mm)
    filler.fill(rows[heads:])
    return filler.result(rows[:heads])


class _Filler(Generic[_T]):
    """The pages so far (body rows only) and the rows still to place."""

    def __init__(
        self, page: Page, usable: float, splitter: Splitter[_T] | None, waste: float, area_end_mm: float
    ) -> None:
        self._usable, self._splitter = usable, splitter
        self._least_cut = waste * usable
        self._area_end = area_end_mm * _MM / (page.scale / 100)
        self._pages: list[list[PageRow[_T]]] = [[]]
        self._used = 0.0
        """pt that the rows of the page at hand take."""
        self._todo: deque[PageRow[_T]] = deque()

    def fill(self, rows: Sequence[PageRow[_T]]) -> None:
        """Place all rows."""
        self._todo.extend(rows)
        before: PageRow[_T] | None = None
        while self._todo:
            row = self._todo[0]
            if self._pages[-1] and self._must_turn(row, before):
                self._turn(row)
                continue
            room = self._room(row)
            if row.taken > room + _EPSILON:
                parts = self._split(row, room)
                if parts is not None:
                    self._todo.popleft()
                    self._todo.extendleft(reversed(parts))
                elif self._pages[-1]:
                    self._turn(row)
                    continue
            before = self._todo.popleft()
            self._pages[-1].append(before)
            self._used += before.taken

    def result(self, heads: Sequence[PageRow[_T]]) -> Pages[_T]:
        """Number the rows."""
        rows = list(heads)
        pages: list[tuple[int, ...]] = []
        too_tall: list[int] = []
        for number, body in enumerate(self._pages):
            first = 0 if number == 0 else len(rows)
            room = self._usable - (body[0].opening if body else 0.0)
            too_tall += [i for i, row in enumerate(body, len(rows)) if row.height > room + _EPSILON]
            rows.extend(body)
            rows.extend(foot for row in body for foot in row.foot)
            pages.append(tuple(range(first, len(rows))))
        left = tuple(self._usable - (body[0].opening if body else 0.0) - _taken(body) for body in self._pages)
        return Pages(tuple(rows), tuple(pages), left, tuple(too_tall))

    def _room(self, row: PageRow[_T]) -> float:
        """pt left on the page at hand, which the row begins where it is empty."""
        body = self._pages[-1]
        return self._usable - (body[0] if body else row).opening - self._used

    def _must_turn(self, row: PageRow[_T], before: PageRow[_T] | None) -> bool:
        """Whether the row must not go on this page, which has rows, though it might fit."""
        room = self._room(row)
        if before is not None and before.kind in _WITH_NEXT:
            return row.kind in _WITH_NEXT and not self._heading_fits(room)
        new_area = before is None or row.area != before.area
        starts_area = new_area if row.area is not None else row.kind is RowKind.HEADING
        if starts_area and room < self._area_end - _EPSILON and self._area_height() > room + _EPSILON:
            return True
        return row.kind in _WITH_NEXT and not self._heading_fits(room)

    def _area_height(self) -> float:
        """pt of the area that starts with the next row, its headings included; only so far as it matters."""
        height = 0.0
        first: PageRow[_T] | None = None
        for row in self._todo:
            if first is not None and (row.area != first.area or (row.kind is RowKind.HEADING and row.area is None)):
                break
            if first is None and row.kind is not RowKind.HEADING:
                first = row
            height += row.height
            if height > self._area_end:
                break
        return height

    def _heading_fits(self, room: float) -> bool:
        """Whether the next headings and the row under them, or its first part, go into `room` pt."""
        for row in self._todo:
            if row.kind not in _WITH_NEXT:
                return row.taken <= room + _EPSILON or self._split(row, room) is not None
            room -= row.taken
        return room >= -_EPSILON

    def _split(self, row: PageRow[_T], room: float) -> tuple[PageRow[_T], PageRow[_T]] | None:
        """The row cut to the room, when that is wanted and possible; its foot stays with the first part."""
        room -= row.taken - row.height
        if self._splitter is None or row.kind is RowKind.HEADING or room < self._least_cut:
            return None
        parts = self._splitter(row, room)
        if parts is None or parts[0].height > room + _EPSILON or parts[1].height >= row.height:
            return None
        first, rest = replace(parts[0], opening=row.opening, foot=row.foot), parts[1]
        return first, replace(rest, kind=RowKind.CONTINUATION) if rest.kind in (RowKind.BODY, RowKind.KEPT) else rest

    def _turn(self, row: PageRow[_T]) -> None:
        """Begin a page; feet take the last row of the old one along if both fit the new one and the old keeps one."""
        old = self._pages[-1]
        self._pages.append([])
        self._used = 0.0
        if row.kind is not RowKind.FOOT or old[-1].kind is RowKind.HEADING:
            return
        start = len(old)
        while start > 0 and old[start - 1].kind is RowKind.FOOT:
            start -= 1
        start -= 1
        while start > 0 and old[start - 1].kind is RowKind.HEADING:
            start -= 1
        feet = sum(foot.height for foot in self._todo if foot.kind is RowKind.FOOT)
        if start > 0 and feet <= self._usable - old[start].opening - _taken(old[start:]) + _EPSILON:
            self._pages[-1] = old[start:]
            self._used = _taken(old[start:])
            del old[start:]


def _taken(rows: Sequence[PageRow[_T]]) -> float:
    """pt that rows take together."""
    return sum(row.taken for row in rows)
