"""How wide the columns of a table become that is too wide for its paper: what costs the least height gives way.

The print is never made smaller for it. Narrow columns (numbers, ratings) keep their widths; the others share what is
left so that the rows together become as low as they can. Widths are Excel units, heights pt.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from operator import le
from typing import NamedTuple

from kosei_xl.report.blocks import Block
from kosei_xl.workbook.measure import Face, TextToFit, Unit, usable_width, width_in_em

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
_STAYING = -1
"""Stands for the columns that are not touched, taken together once."""


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


class _Heights(NamedTuple):
    """pt that each row needs for its cell of a column, or its highest cell of several, and all cells together."""

    rows: Sequence[float]
    cells: float


class _Column:
    """The texts of a column, each once, and which of them each row has; a row without one is blank."""

    def __init__(self, cells: Iterable[tuple[str, Face] | None]) -> None:
        known: dict[tuple[str, Face], int] = {}
        self._which = [known.setdefault(cell, len(known)) if cell and cell[0] else -1 for cell in cells]
        self._texts = [(TextToFit(text, face), face.line_pitch) for text, face in known]

    def heights(self, room: float) -> _Heights:
        """What the rows need where a text has so many pt."""
        heights = [*(text.lines(room) * pitch for text, pitch in self._texts), 0.0]
        rows = [heights[which] for which in self._which]
        return _Heights(rows, math.fsum(rows))


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
        few = own and sum(map(len, own)) <= _MOST_CELLS
        self.columns = [_Column(row.get(n) for row in own) for n in range(len(block.widths))] if few else []
        self._known: dict[tuple[int, float], _Heights] = {}

    def _head_width(self, block: Block, column: int, faces: Mapping[str, Face]) -> float:
        """Width units in which the lines of a column's head stay whole; never quite as wide as the column itself."""
        lines = [
            (line, faces[cell.role])
            for row in block.heads
            for cell in row.cells
            if cell.first == cell.last == column
            for line in str(cell.text).split("\n")
        ]
        needed = max((width_in_em(line, face) * face.layout_size for line, face in lines if line), default=0.0)
        return min(block.widths[column] * _MOST_FOR_HEAD, (needed + _BESIDE_TEXT) / self.unit.text)

    def best(self, start: Sequence[float]) -> list[float]:
        widths = list(start)
        if not self.columns:
            return widths
        columns = {n: self._heights(n, width) for n, width in enumerate(widths)}
        staying = [columns.pop(n) for n in range(len(widths)) if n not in self.wide]
        if staying:
            columns[_STAYING] = _side_by_side(staying)
        lowest = _total(columns.values())
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
        self, widths: Sequence[float], columns: Mapping[int, _Heights], lowest: float, step: float
    ) -> tuple[float, list[tuple[int, float, _Heights]]] | None:
        """The move of `step` between two columns that lowers the rows most; None where none does."""
        narrower = {n: self._heights(n, widths[n] - step) for n in self.wide if widths[n] - step >= self.least[n]}
        wider = {n: self._heights(n, widths[n] + step) for n in self.wide}
        best: tuple[float, list[tuple[int, float, _Heights]]] | None = None
        at_best = {taker: _total({**columns, taker: high}.values()) for taker, high in wider.items()}
        for giver, low in narrower.items():
            # what one column gives costs nothing at best, but for texts with a line to spare, which may need less of it
            costs = all(map(le, columns[giver].rows, low.rows)) and columns[giver].cells <= low.cells
            for taker, high in wider.items():
                if giver == taker or (costs and at_best[taker] >= (best[0] if best else lowest) - _EPSILON):
                    continue
                height = _total({**columns, giver: low, taker: high}.values())
                if height < (best[0] if best else lowest) - _EPSILON:
                    best = height, [(giver, widths[giver] - step, low), (taker, widths[taker] + step, high)]
        return best

    def _heights(self, column: int, width: float) -> _Heights:
        """What the rows need for their cells of a column. A step changes two columns: the others' are known."""
        if (column, width) not in self._known:
            self._known[column, width] = self.columns[column].heights(usable_width(width, unit=self.unit))
        return self._known[column, width]


def _side_by_side(columns: Collection[_Heights]) -> _Heights:
    """What the rows need for their cells of several columns."""
    highest = list(map(max, zip(*(one.rows for one in columns), strict=True)))
    return _Heights(highest, math.fsum(one.cells for one in columns))


def _total(columns: Collection[_Heights]) -> float:
    """pt of the rows, and a little of each cell, so that none is narrow for nothing."""
    rows, cells = _side_by_side(columns)
    return math.fsum(rows) + _OF_EACH_CELL * cells
