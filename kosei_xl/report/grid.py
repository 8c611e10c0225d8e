"""A common grid of columns for blocks that stand below each other on one sheet."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from kosei_xl.workbook.measure import Unit, usable_width

_SNAP = 0.8
"""Width units: boundaries of two blocks that are closer become one."""
_EPSILON = 1e-6


@dataclass(frozen=True, slots=True)
class Grid:
    """Column widths in Excel units, and for each block the grid column at which each of its own columns begins."""

    widths: tuple[float, ...]
    starts: tuple[tuple[int, ...], ...]
    unit: Unit = field(default_factory=Unit)

    def span(self, block: int, first: int, last: int) -> tuple[int, int]:
        """The 1-based grid columns under a block's columns `first` to `last` (0-based)."""
        starts = self.starts[block]
        end = starts[last + 1] if last + 1 < len(starts) else len(self.widths)
        return starts[first] + 1, end

    def usable(self, block: int, first: int, last: int) -> float:
        """pt that text may use over a block's columns."""
        begin, end = self.span(block, first, last)
        return usable_width(*self.widths[begin - 1 : end], unit=self.unit)


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
    return Grid(widths, tuple(starts), unit)
