"""A common grid of columns for blocks that stand below each other on one sheet."""

import math
from collections.abc import Sequence
from itertools import accumulate, pairwise

from kosei_xl.workbook.measure import Unit, usable_width

_SNAP = 0.8
"""Width units: boundaries of two blocks that are closer become one."""
_EPSILON = 1e-6


class _Spans(dict[tuple[int, int], tuple[int, int]]):
    """First and last column of a block (0-based) -> the 1-based grid columns under them, found when first asked for."""

    def __init__(self, starts: Sequence[int], columns: int) -> None:
        super().__init__()
        self._starts, self._ends = starts, (*starts[1:], columns)

    def __missing__(self, columns: tuple[int, int]) -> tuple[int, int]:
        first, last = columns
        found = self[columns] = self._starts[first] + 1, self._ends[min(last, len(self._ends) - 1)]
        return found


class _Rooms(dict[tuple[int, int], float]):
    """First and last column of a block (0-based) -> pt that text may use over them, found when first asked for."""

    def __init__(self, spans: _Spans, widths: Sequence[float], unit: Unit) -> None:
        super().__init__()
        self._spans, self._widths, self._unit = spans, widths, unit

    def __missing__(self, columns: tuple[int, int]) -> float:
        begin, end = self._spans[columns]
        found = self[columns] = usable_width(*self._widths[begin - 1 : end], unit=self._unit)
        return found


class Grid:
    """Column widths in Excel units, and for each block, by its place among `starts` (the grid column at which each of
    its own columns begins), the grid columns under its columns and the pt for text over them.
    """

    def __init__(self, widths: tuple[float, ...], starts: Sequence[Sequence[int]], unit: Unit) -> None:
        self.widths, self.starts = widths, tuple(starts)
        self.spans = tuple(_Spans(own, len(widths)) for own in starts)
        self.usable = tuple(_Rooms(spans, widths, unit) for spans in self.spans)


def make_grid(blocks: Sequence[Sequence[float]], total: float, unit: Unit) -> Grid:
    """Stretch every block's relative widths to `total` units and lay their columns over each other.

    Where boundaries are too close, those of the block with most columns stay: its quarters must be equally wide.
    """
    bounds = [list(accumulate(width * total / sum(widths) for width in widths))[:-1] for widths in blocks]
    kept = [0.0]
    for inner in sorted(bounds, key=len, reverse=True):
        for bound in inner:
            if total - bound >= _SNAP and all(abs(bound - other) >= _SNAP for other in kept):
                kept.append(bound)
    kept.sort()
    # rounded down: a hundredth too much would print the whole page one percent smaller
    widths = tuple(math.floor(100 * (end - start) + _EPSILON) / 100 for start, end in pairwise([*kept, total]))
    starts = []
    for inner in bounds:
        places = [0, *(min(range(len(kept)), key=lambda n, at=bound: abs(kept[n] - at)) for bound in inner)]  # type: ignore[misc]
        starts.append(tuple(places))
    return Grid(widths, starts, unit)
