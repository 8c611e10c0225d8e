"""A whole list read by its columns: the rows of all its tables, and every text that is in none of them, with why."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from kosei_xl.importing.areas import read_area, same_area
from kosei_xl.importing.grid import GridPlace, ListGrid
from kosei_xl.importing.mapping import ColumnMap, FormKey, NotTaken
from kosei_xl.importing.rows import ListRow, read_rows
from kosei_xl.importing.same import once_each
from kosei_xl.importing.tables import ListTable, tables_of
from kosei_xl.later import dataclass
from kosei_xl.values.cells import Beside, BesideKind, CellRef
from kosei_xl.words.list_heads import LEFT_OUT, Means
from kosei_xl.words.messages import told


@dataclass(frozen=True)
class ListSource:
    """The files of a list: their sheets, what stands in them beside the cells (notes, shapes) by file, and the sheets
    that nobody sees.
    """

    grids: tuple[ListGrid, ...]
    beside: tuple[tuple[str, Beside], ...] = ()
    hidden: tuple[ListGrid, ...] = ()

    def tables(self) -> tuple[ListTable, ...]:
        """Every table, in order."""
        return tuple(table for grid in self.grids for table in tables_of(grid))

    def around(self, tables: Sequence[ListTable]) -> tuple[str, ...]:
        """The texts that stand outside the tables: titles, legends, notes. Those of sheets with a table come first."""
        inside: list[str] = []
        outside: list[str] = []
        for grid in self.grids:
            own = [table for table in tables if table.grid is grid]
            first = min((table.segments[0].head for table in own), default=None)
            for (row, _), cell in sorted(grid.cells.items()):
                if first is None:
                    outside.append(cell.text)
                elif row < first or len(grid.seen_of(row)) == 1:
                    inside.append(cell.text)
        return (*inside, *outside)


@dataclass(frozen=True)
class ListRead:
    """The rows of a list, each item once (`again` stood in several tables), what is not taken, and what a person should
    look at: (kind, place, text).
    """

    rows: tuple[ListRow, ...]
    again: int
    not_taken: tuple[NotTaken, ...]
    asked: tuple[tuple[str, ListGrid, int, str], ...]
    left_out: Mapping[ColumnMap, int]
    as_of: dt.date


def read_list(
    source: ListSource, tables: Sequence[ListTable], columns: Iterable[ColumnMap], today: dt.date
) -> ListRead:
    """Read every table by what its columns are. Each text of the source is in a row, a head, or not taken."""
    by_form: dict[FormKey, list[ColumnMap]] = {}
    for column in columns:
        by_form.setdefault(column.form, []).append(column)
    several = len({table.grid.sheet for table in tables}) > 1
    rows: list[ListRow] = []
    not_taken: list[NotTaken] = []
    asked = []
    used: dict[tuple[str, str], set[GridPlace]] = {}
    for table in tables:
        read = read_rows(table, by_form.get(table.form, []), _sheet_area(table) if several else "")
        rows += read.rows
        not_taken += read.not_taken
        asked += read.asked
        named = {text for row in read.rows for text in row.areas}
        not_taken += [
            NotTaken(table.grid.ref(cell.row, cell.column), cell.text, told("import_area_alone"))
            for cell in read.areas
            if not any(same_area(cell.text, text) for text in named)
        ]
        used.setdefault((table.grid.file, table.grid.sheet), set()).update(read.used)
    for grid in source.grids:
        own = [table for table in tables if table.grid is grid]
        taken = used.get((grid.file, grid.sheet), set())
        not_taken += _outside(grid, own, taken)
    not_taken += [
        NotTaken(CellRef(one.file, one.sheet), told("import_cells", count=len(one.cells)), told("import_hidden_sheet"))
        for one in source.hidden
        if one.cells
    ]
    not_taken += _beside(source)
    left = {column: column.filled for column in columns if column.means in LEFT_OUT and column.filled}
    asked += [("hidden", row.grid, row.row, row.name) for row in rows if row.row in row.grid.hidden_rows]
    kept, again = once_each(rows)
    return ListRead(kept, again, tuple(not_taken), tuple(asked), left, today)


def _sheet_area(table: ListTable) -> str:
    """What the name of a sheet says of the area of its items."""
    return table.grid.sheet if read_area(table.grid.sheet).name else ""


def _outside(grid: ListGrid, tables: Sequence[ListTable], taken: set[GridPlace]) -> Iterable[NotTaken]:
    first = min((table.segments[0].head for table in tables), default=0)
    for at, cell in sorted(grid.cells.items()):
        if at not in taken and at[1] not in grid.hidden_columns and at[0] not in grid.hidden_rows:
            reason = "import_no_table" if not tables else "import_title" if at[0] < first else "import_elsewhere"
            yield NotTaken(grid.ref(*at), cell.text, told(reason))
    for column in sorted(grid.hidden_columns & {at[1] for at in grid.cells}):
        count = sum(at[1] == column for at in grid.cells)
        yield NotTaken(
            CellRef(grid.file, grid.sheet, None, column),
            told("import_cells", count=count),
            told("import_hidden_column"),
        )
    for row in sorted(grid.hidden_rows & {at[0] for at in grid.cells if at not in taken}):
        count = sum(at[0] == row and at not in taken for at in grid.cells)
        yield NotTaken(grid.ref(row), told("import_cells", count=count), told("import_hidden_row"))
    for at, words in sorted(grid.struck.items()):
        yield NotTaken(grid.ref(*at), words, told("import_struck"))


def _beside(source: ListSource) -> Iterable[NotTaken]:
    for file, one in source.beside:
        if one.kind in (BesideKind.NOTE, BesideKind.SHAPE, BesideKind.CHART, BesideKind.OBJECT, BesideKind.HEADER):
            yield NotTaken(CellRef(file, one.sheet, one.row, one.column), one.text, told("import_beside_cells"))


def areas_met(rows: Iterable[ListRow]) -> tuple[tuple[str, ...], ...]:
    """Every path of area texts that rows stand under, and those above it, in the order in which they come."""
    found: dict[tuple[str, ...], None] = {}
    for row in rows:
        for depth in range(1, len(row.areas) + 1):
            found[row.areas[:depth]] = None
    return tuple(found)


def texts_in(rows: Iterable[ListRow], *means: Means) -> list[str]:
    """The texts of all rows in columns of these meanings."""
    return [cell.text for row in rows for _, cell in row.cells(*means)]
