"""One worksheet part as the rest of kosei_xl uses it."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from itertools import repeat

from kosei_xl.later import dataclass
from kosei_xl.values.cells import column_letters
from kosei_xl.workbook.parts.comments import SheetComments
from kosei_xl.workbook.parts.formulas import MAX_ROW
from kosei_xl.workbook.parts.markup import PackageError
from kosei_xl.workbook.parts.values import CellInput, SheetCells


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row made from nothing: height in points (None = Excel decides); cells: column -> (value, style index)."""

    height: float | None = None
    hidden: bool = False
    cells: Mapping[int, tuple[CellInput, int]] = field(default_factory=dict)


class SheetPart(SheetComments):
    """A worksheet: cells, rows, columns, page setup, filling, pictures, comments. Get one from `Package.sheet`."""

    def replace_rows(self, rows: Sequence[NewRow]) -> None:
        """Replace all rows by `rows`, which begin at row 1. What surrounds the rows stays as it is."""
        self._check_count(len(rows))
        written = SheetCells(date1904=self._host.date1904)
        columns = sorted(set().union(*(row.cells for row in rows)))
        letters = {column: column_letters(column) for column in columns}
        out: dict[int, bytes] = {}
        for r, row in enumerate(rows, 1):
            own = sorted(row.cells)
            bits = written.row(r, map(letters.__getitem__, own), map(row.cells.__getitem__, own))
            height = "" if row.height is None else f' ht="{row.height:g}" customHeight="1"'
            hidden = ' hidden="1"' if row.hidden else ""
            if bits or height or hidden:
                out[r] = f'<row r="{r}"{height}{hidden}>{bits}</row>'.encode()
        self._replace_all(out, columns)

    def replace_with_values(self, rows: Sequence[Sequence[CellInput]]) -> None:
        """Replace all rows by rows of values alone, from A1 on."""
        self._check_count(len(rows))
        written = SheetCells(date1904=self._host.date1904)
        columns = range(1, max(map(len, rows), default=0) + 1)
        letters = [column_letters(column) for column in columns]
        out: dict[int, bytes] = {}
        for r, row in enumerate(rows, 1):
            bits = written.row(r, letters, zip(row, repeat(0), strict=False))
            if bits:
                out[r] = f'<row r="{r}">{bits}</row>'.encode()
        self._replace_all(out, columns)

    @staticmethod
    def _check_count(rows: int) -> None:
        if rows > MAX_ROW:
            raise PackageError(f"a sheet holds at most {MAX_ROW:,} rows, not {rows:,}")

    def _replace_all(self, rows: Mapping[int, bytes], columns: Sequence[int]) -> None:
        """Set the rows that are there from now on; `columns` are those of their cells, from left to right."""
        self._replace_from(1, rows)
        if columns:
            self._widen(columns[0], columns[-1])
