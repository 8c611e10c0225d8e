"""How wide the columns of a table become that is too wide for its paper: what costs the least height gives way.

The print is never made smaller for it. Narrow columns (numbers, ratings) keep their widths; the others share what is
left so that the rows together become as low as they can. Widths are Excel units, heights pt.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from kosei_xl.report.blocks import Block
from kosei_xl.workbook.measure import Face, Unit, count_lines, em, usable_width

_NARROW = 8.0
"""Columns up to this width are not touched."""
_LEAST = 0.6
"""Share of its width that a column keeps at least."""
_MOST_FOR_HEAD = 0.9
"""Share of its width that a column keeps for the sake of its head."""
_BESIDE_TEXT = 6.0
"""pt of a cell's width that a line cannot use, and some to spare."""
_STEPS = 4.0, 2.0, 1.0
"""Width units that go from one column to another at once: a small step alone often saves no line."""
_OF_EACH_CELL = 0.1
"""Share of a cell's own height that counts beside that of its row."""
_MOST_CELLS = 6_000
"""Cells of a table beyond which all columns give way alike: trying would take too long."""
_MOST_STEPS = 60
_EPSILON = 1e-6


def fitted_block(block: Block, total: float, faces: Mapping[str, Face], unit: Unit) -> Block:
    """The block with widths that make up `total`, where its own are wider than that; else the block as it is.

    Cost: up to 60 passes over the cells of two columns.
    """
    if sum(block.widths) <= total + _EPSILON or block.years is not None or not block.heads:
        return block
    wide = [n for n, width in enumerate(block.widths) if width > _NARROW and n not in block.rigid]
    fixed = sum(width for n, width in enumerate(block.widths) if n not in wide)
    natural = sum(block.widths[n] for n in wide)
    if not wide or fixed >= total:
        return block
    share = (total - fixed) / natural
    start = [width * share if n in wide else width for n, width in enumerate(block.widths)]
    return replace(block, widths=tuple(_Search(block, wide, faces, unit).best(start)))


class _Search:
    """Steps from one column to another while the rows become lower."""

    def __init__(self, block: Block, wide: Sequence[int], faces: Mapping[str, Face], unit: Unit) -> None:
        self.wide, self.unit = [n for n in wide if n != block.area_column], unit
        self.least = {n: max(block.widths[n] * _LEAST, self._head_width(block, n, faces)) for n in self.wide}
        own = [  # the name of an area stands once beside all its rows
            {
                cell.first: (str(cell.text), faces[cell.role])
                for cell in row.cells
                if cell.first == cell.last != block.area_column
            }
            for row in (*block.rows, *block.heads)
            if len(row.cells) > 1
        ]
        self.rows = own if sum(map(len, own)) <= _MOST_CELLS else []
        self._known: dict[tuple[int, float], list[float]] = {}

    def _head_width(self, block: Block, column: int, faces: Mapping[str, Face]) -> float:
        """Width units in which the lines of a column's head stay whole; never quite as wide as the column itself."""
        lines = [
            (line, faces[cell.role])
            for row in block.heads
            for cell in row.cells
            if cell.first == cell.last == column
            for line in str(cell.text).split("\n")
        ]
        needed = max(
            (sum(em(ch, face.name) for ch in line) * face.layout_size for line, face in lines if line), default=0.0
        )
        return min(block.widths[column] * _MOST_FOR_HEAD, (needed + _BESIDE_TEXT) / self.unit.text)

    def best(self, start: Sequence[float]) -> list[float]:
        widths = list(start)
        if not self.rows:
            return widths
        columns = [self._heights(n, widths[n]) for n in range(len(widths))]
        lowest = self._total(columns)
        steps = iter(_STEPS)
        step = next(steps)
        for _ in range(_MOST_STEPS):
            found = self._step(widths, columns, lowest, step)
            if found is not None:
                lowest, moved = found
                for n, width, heights in moved:
                    widths[n], columns[n] = width, heights
            elif (step := next(steps, 0.0)) == 0.0:
                break
        return widths

    def _step(
        self, widths: Sequence[float], columns: Sequence[Sequence[float]], lowest: float, step: float
    ) -> tuple[float, list[tuple[int, float, list[float]]]] | None:
        """The move of `step` between two columns that lowers the rows most; None where none does."""
        narrower = {n: self._heights(n, widths[n] - step) for n in self.wide if widths[n] - step >= self.least[n]}
        wider = {n: self._heights(n, widths[n] + step) for n in self.wide}
        best: tuple[float, list[tuple[int, float, list[float]]]] | None = None
        for giver, low in narrower.items():
            for taker, high in wider.items():
                if giver == taker:
                    continue
                changed = [*columns]
                changed[giver], changed[taker] = low, high
                height = self._total(changed)
                if height < (best[0] if best else lowest) - _EPSILON:
                    best = height, [(giver, widths[giver] - step, low), (taker, widths[taker] + step, high)]
        return best

    def _heights(self, column: int, width: float) -> list[float]:
        """pt that each row needs for its cell of a column. A step changes two columns: the others' are known."""
        if (column, width) not in self._known:
            room = usable_width(width, unit=self.unit)
            found = (row.get(column, ("", None)) for row in self.rows)
            self._known[column, width] = [
                count_lines(text, room, face) * face.line_pitch if text and face else 0.0 for text, face in found
            ]
        return self._known[column, width]

    @staticmethod
    def _total(columns: Sequence[Sequence[float]]) -> float:
        """pt of the rows, and a little of each cell, so that none is narrow for nothing."""
        return math.fsum(map(max, zip(*columns, strict=True))) + _OF_EACH_CELL * math.fsum(chain.from_iterable(columns))
