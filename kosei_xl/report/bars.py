"""The bands of a year schedule measured and unfolded: how high they are, where labels go, the rows they take.

A band is an action item: a row for each line of bars, and air above and below, so that bars stay slim and in the middle
however high the item is. Heights in pt before scaling; columns are the block's own.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from kosei_xl.later import dataclass
from kosei_xl.report.blocks.base import Band, BlockCell, Years, cut
from kosei_xl.workbook.measure import MAX_ROW_HEIGHT, Face, count_lines, row_height, split_at

_AIR = 4.5
"""pt above and below the bars of a band."""
_BAR_PADDING = 3.0
_PIXEL = 0.75
_YEAR = 4


@dataclass(frozen=True, slots=True)
class BarLine:
    """One row of the sheet inside an item's row."""

    height: float
    cells: tuple[BlockCell, ...]


def cells_of(bands: Iterable[Band]) -> Iterator[BlockCell]:
    """Every text of the bands as the plan has it: action items and the labels of their bars."""
    for band in bands:
        yield band.action
        for lane in band.lanes:
            yield from lane


class _Lane(NamedTuple):
    """A line of bars: the height that it needs, and its bars with their labels."""

    height: float
    cells: tuple[BlockCell, ...]


def _air(height: float) -> list[_Lane]:
    """Rows without bars that are so high together."""
    pieces = math.ceil(height / MAX_ROW_HEIGHT)
    return [_Lane(height / pieces, ())] * pieces if pieces else []


class Bars:
    """Measures bands on a grid: `usable(first, last)` are the pt for text over the block's columns. A band, and a line
    of bars, is measured once, however often it is asked for.
    """

    def __init__(self, years: Years, usable: Callable[[int, int], float], faces: Mapping[str, Face]) -> None:
        self.years, self.usable, self.faces = years, usable, faces
        self._heights: dict[int, tuple[Band, float]] = {}
        self._lanes: dict[tuple[BlockCell, ...], _Lane] = {}
        self._spares: dict[tuple[frozenset[int], str], tuple[BlockCell, ...]] = {}

    def height(self, bands: Sequence[Band]) -> float:
        """pt that the bands need below each other."""
        return sum(self._height(band) for band in bands)

    def lines(self, bands: Sequence[Band], height: float) -> Iterator[BarLine]:
        """The rows that the bands take; `height`, at least what they need, is given out to them in equal shares."""
        spare = max(0.0, height - self.height(bands))
        share = math.floor(spare / len(bands) / _PIXEL) * _PIXEL
        for n, band in enumerate(bands):
            extra = share if n < len(bands) - 1 else spare - share * (len(bands) - 1)
            yield from self._band_lines(band, self._height(band) + extra)

    def split(self, bands: tuple[Band, ...], room: float) -> tuple[tuple[Band, ...], tuple[Band, ...]] | None:
        """The bands that go into `room` pt, and the others (a blank one where none is left); None where none fits.

        A band goes over whole, but a first one whose text alone is higher than the room is cut in its text.
        """
        taken, used = 0, 0.0
        while taken < len(bands) and used + self._height(bands[taken]) <= room:
            used += self._height(bands[taken])
            taken += 1
        if taken == len(bands):
            return bands, (Band(bands[-1].action._replace(text="", key="", marks=())),)
        if taken:
            return bands[:taken], bands[taken:]
        action = bands[0].action
        texts = split_at([self._text(action)], room)
        if texts is None or self._height(replace(bands[0], action=action._replace(text=""))) > room:
            return None
        head, tail = cut(action, [texts[0][0], texts[1][0]])
        return (replace(bands[0], action=head),), (Band(tail), *bands[1:])

    # -- one band ----------------------------------------------------------------------------------------------------
    def _text(self, cell: BlockCell) -> tuple[str, float, Face]:
        return str(cell.text), self.usable(cell.first, cell.last), self.faces[cell.role]

    def _height(self, band: Band) -> float:
        if id(band) not in self._heights:
            self._heights[id(band)] = band, self._measured(band)
        return self._heights[id(band)][1]

    def _measured(self, band: Band) -> float:
        text = row_height([self._text(band.action)])
        bars = sum(self._lane(lane).height for lane in band.lanes)
        return max(text, bars + 2 * _AIR) if band.lanes else text

    def _band_lines(self, band: Band, height: float) -> Iterator[BarLine]:
        """The lines of bars with air above and below, in rows that Excel allows; the action item reaches over all."""
        rows = [self._lane(lane) for lane in band.lanes]
        spare = height - sum(lane.height for lane in rows)
        above = math.floor(spare / 2 / _PIXEL) * _PIXEL if rows else 0.0
        rows = [*_air(above), *rows, *_air(spare - above)]
        for n, lane in enumerate(rows):
            sides = "t" * (n > 0) + "b" * (n < len(rows) - 1)
            action = band.action._replace(text="", joined=True, marks=()) if n else band.action
            yield BarLine(lane.height, (action, *lane.cells, *self._spare(lane.cells, sides)))

    def _spare(self, bars: Sequence[BlockCell], sides: str) -> tuple[BlockCell, ...]:
        """The empty quarters of a row; `sides` are without a line, as the band goes on there."""
        taken = frozenset(column for bar in bars for column in range(bar.first, bar.last + 1))
        if (taken, sides) not in self._spares:
            self._spares[taken, sides] = tuple(self._quarters(taken, sides))
        return self._spares[taken, sides]

    def _quarters(self, taken: frozenset[int], sides: str) -> Iterator[BlockCell]:
        for n in range(self.years.count):
            column = self.years.first + n
            if column not in taken:
                role = "spare" if n % _YEAR else "spare_year"
                beside = {self.years.over - 1: "_now", self.years.over: "_after"}.get(n, "") if self.years.over else ""
                yield BlockCell(column, column, "", role + beside, open=sides)

    # -- labels ------------------------------------------------------------------------------------------------------
    def _lane(self, bars: tuple[BlockCell, ...]) -> _Lane:
        if bars not in self._lanes:
            cells = self._labelled(bars)
            self._lanes[bars] = _Lane(row_height(map(self._text, cells), _BAR_PADDING), cells)
        return self._lanes[bars]

    def _labelled(self, lane: Sequence[BlockCell]) -> tuple[BlockCell, ...]:
        """The bars of a line with their labels: inside where they fit, else in the free quarters at the right.

        A label that takes no fewer lines at the right wraps inside its bar. No wider than it must be, so that the lines
        of the years show.
        """
        cells: list[BlockCell] = []
        for n, bar in enumerate(lane):
            end = lane[n + 1].first if n + 1 < len(lane) else self.years.first + self.years.count
            label = self._beside(bar, end - 1)
            cells += [bar] if label is None else [bar._replace(text="", key="", marks=()), label]
        return tuple(cells)

    def _beside(self, bar: BlockCell, last: int) -> BlockCell | None:
        inside = count_lines(*self._text(bar))
        if inside == 1 or last <= bar.last:
            return None
        widest = bar._replace(first=bar.last + 1, last=last, role="bar_label")
        lines = count_lines(*self._text(widest))
        if lines >= inside:
            return None
        ends = (widest._replace(last=end) for end in range(widest.first, last + 1))
        return next(cell for cell in ends if count_lines(*self._text(cell)) == lines)
