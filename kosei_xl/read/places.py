"""Where the values of a ledger stand: a place for each row, and those of its fields as they are asked for."""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import ValuePath


class _Row(NamedTuple):
    at: CellRef
    fields: Collection[str]
    columns: Mapping[str, int]

    def place(self, field: str) -> CellRef:
        """The cell of a field; the row where the sheet has no column for it."""
        return CellRef(self.at.file, self.at.sheet, self.at.row, self.columns.get(field))


class LedgerPlaces(Mapping[ValuePath, CellRef]):
    """Paths (item_key, sub_no, point, slot, field) and their cells.

    Most cells of a ledger are blank and never asked for: of a row only itself is kept, and what its columns are.
    """

    def __init__(self, own: Mapping[ValuePath, CellRef]) -> None:
        self._own = dict(own)
        self._rows: dict[ValuePath, _Row] = {}

    def put(self, places: Mapping[ValuePath, CellRef]) -> None:
        """Add places one by one."""
        self._own.update(places)

    def put_row(self, key: ValuePath, at: CellRef, fields: Collection[str], columns: Mapping[str, int]) -> None:
        """Add a row with all its fields; `columns` are those of its sheet."""
        self._own[key] = at
        self._rows[key] = _Row(at, fields, columns)

    def __getitem__(self, path: ValuePath) -> CellRef:
        own = self._own.get(path)
        if own is not None:
            return own
        row = self._rows.get(path[:-1])
        if row is None or path[-1] not in row.fields:
            raise KeyError(path)
        return row.place(str(path[-1]))

    def __iter__(self) -> Iterator[ValuePath]:
        yield from self._own
        for key, row in self._rows.items():
            yield from (path for name in row.fields if (path := (*key, name)) not in self._own)

    def __len__(self) -> int:
        return sum(1 for _ in self)
