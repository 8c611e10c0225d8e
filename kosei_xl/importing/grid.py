"""A sheet of a foreign list as it is looked at: cells with their text, merged areas, colours, what is hidden."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cached_property

from kosei_xl.later import dataclass
from kosei_xl.read.tables import seen_text
from kosei_xl.values.cells import Book, CellRef, CellValue, Sheet

GridPlace = tuple[int, int]
"""Row and column, from 1."""
Colours = Mapping[str, Mapping[GridPlace, str]]
"""Sheet -> the fill colour (RRGGBB) of its cells that have one."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell with a text: where it is, how far it is merged, what it holds, the words in it that are struck out."""

    row: int
    column: int
    text: str
    value: CellValue
    down: int = 1
    right: int = 1

    @property
    def last_row(self) -> int:
        """The last row that it covers."""
        return self.row + self.down - 1

    @property
    def last_column(self) -> int:
        """The last column that it covers."""
        return self.column + self.right - 1


@dataclass(frozen=True)
class ListGrid:
    """A sheet: its cells with text by place, and the merged areas and colours of all of them.

    `struck` are the words by place that are struck out; they are no part of the texts.
    """

    file: str
    sheet: str
    cells: Mapping[GridPlace, GridCell]
    merged: Mapping[GridPlace, GridPlace] = field(default_factory=dict)
    colours: Mapping[GridPlace, str] = field(default_factory=dict)
    struck: Mapping[GridPlace, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @cached_property
    def _covering(self) -> Mapping[GridPlace, GridPlace]:
        return {
            (row, column): (top, left)
            for (top, left), (bottom, right) in self.merged.items()
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }

    @cached_property
    def _rows(self) -> Mapping[int, tuple[GridCell, ...]]:
        found: dict[int, list[GridCell]] = {}
        for at in sorted(self.cells):
            found.setdefault(at[0], []).append(self.cells[at])
        return {row: tuple(cells) for row, cells in found.items()}

    @property
    def last_row(self) -> int:
        """The last row with a text."""
        return max((cell.last_row for cell in self.cells.values()), default=0)

    def cells_of(self, row: int) -> tuple[GridCell, ...]:
        """The cells that begin in a row, from the left."""
        return self._rows.get(row, ())

    def seen_of(self, row: int) -> tuple[GridCell, ...]:
        """The cells that begin in a row, but for those in columns that nobody sees."""
        return tuple(cell for cell in self.cells_of(row) if cell.column not in self.hidden_columns)

    def at(self, row: int, column: int) -> GridCell | None:
        """The cell that is seen at a place: its own, or the merged one that covers it."""
        own = self.cells.get((row, column))
        if own is not None:
            return own
        top = self._covering.get((row, column))
        return self.cells.get(top) if top is not None else None

    def covered(self, row: int) -> bool:
        """Whether anything is seen in a row, a cell that begins in it or one that is merged down over it."""
        merged_over = {column for at_row, column in self._covering if at_row == row}
        return bool(self.seen_of(row)) or any(self.at(row, one) for one in merged_over - self.hidden_columns)

    def own(self, row: int, column: int) -> GridCell | None:
        """The cell that begins at a place."""
        return self.cells.get((row, column))

    def area_of(self, row: int, column: int) -> tuple[GridPlace, GridPlace]:
        """The first and the last place of the merged area (or the cell) at a place."""
        top = self._covering.get((row, column), (row, column))
        return top, self.merged.get(top, top)

    def ref(self, row: int, column: int | None = None) -> CellRef:
        """Where a cell or a row stands."""
        return CellRef(self.file, self.sheet, row, column)


def grids_of(book: Book, colours: Colours) -> Iterator[ListGrid]:
    """The sheets of a workbook, in order."""
    for sheet in book.sheets:
        yield _grid(book.name, sheet, colours.get(sheet.name, {}))


def _grid(file: str, sheet: Sheet, colours: Mapping[GridPlace, str]) -> ListGrid:
    cells = {}
    for row, column, value in sheet.filled():
        text = seen_text(sheet, row, column)
        if text:
            bottom, right = sheet.merged.get((row, column), (row, column))
            cells[row, column] = GridCell(row, column, text, value, bottom - row + 1, right - column + 1)
    struck = {at: look.struck for at, look in sheet.looks.items() if look.struck}
    return ListGrid(file, sheet.name, cells, sheet.merged, colours, struck, sheet.hidden_rows, sheet.hidden_columns)
