"""Where the values of a plan or a ledger stand: a place for each row, and those of its fields as they are asked for."""

from collections.abc import Collection, Iterator, Mapping, MutableMapping, Sequence
from types import MappingProxyType
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


class RowPlaces(MutableMapping[ValuePath, CellRef]):
    """Paths and their cells: of single values, and of rows with their fields (path of the row, field).

    Most cells of a ledger are blank and never asked for: of a row only itself is kept, and what its columns are.
    """

    def __init__(self, own: Mapping[ValuePath, CellRef] = MappingProxyType({})) -> None:
        self._own = dict(own)
        self._rows: dict[ValuePath, _Row] = {}

    def put_row(self, key: ValuePath, at: CellRef, fields: Collection[str], columns: Mapping[str, int]) -> None:
        """Add a row with all its fields; `columns` are those of its sheet."""
        self._own.pop(key, None)
        self._rows[key] = _Row(at, fields, columns)

    def move_rows(self, first: str, places: Sequence[int]) -> None:
        """Let the rows (`first`, 0), (`first`, 1) … be those that were at these places before; one may come twice."""
        old = {key[1]: self._rows.pop(key) for key in [key for key in self._rows if key[0] == first]}
        for n, number in enumerate(places):
            self._rows[first, n] = old[number]

    def __getitem__(self, path: ValuePath) -> CellRef:
        own = self._own.get(path)
        if own is not None:
            return own
        whole = self._rows.get(path)
        if whole is not None:
            return whole.at
        row = self._rows.get(path[:-1])
        if row is None or path[-1] not in row.fields:
            raise KeyError(path)
        return row.place(str(path[-1]))

    def __setitem__(self, path: ValuePath, at: CellRef) -> None:
        self._own[path] = at

    def __delitem__(self, path: ValuePath) -> None:
        """Forget a place that was put by itself; a row keeps all of its own."""
        del self._own[path]

    def __iter__(self) -> Iterator[ValuePath]:
        yield from self._own
        for key, row in self._rows.items():
            paths = (key, *((*key, name) for name in row.fields))
            yield from (path for path in paths if path not in self._own)

    def __len__(self) -> int:
        return sum(1 for _ in self)
