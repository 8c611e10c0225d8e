"""The open data as Parquet, for programs that read columns: a file a table, its columns by their names for programs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

from kosei_xl.publish.columns import DataColumn, DataType
from kosei_xl.publish.data import DATA
from kosei_xl.publish.edition import Edition
from kosei_xl.publish.rows import DataRow, Datum, data_rows, tables_of_edition

if TYPE_CHECKING:
    import pyarrow

_GROUP_ROWS = 10_000
_TYPES: Mapping[DataType, str] = {
    "string": "string",
    "integer": "int64",
    "number": "float64",
    "boolean": "bool_",
    "date": "date32",
}


def parquet_files(edition: Edition) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Every table as a file, in pieces: (path, pieces). One is to be read before the next."""
    for table in tables_of_edition(edition):
        yield f"{DATA}/{table.name}.parquet", parquet_pieces(table.columns, data_rows(edition, table.name))


def parquet_pieces(columns: Sequence[DataColumn], rows: Iterable[DataRow]) -> Iterator[bytes]:
    """One table, some thousand rows in memory at a time; of equal rows the same bytes.

    Raises ModuleNotFoundError where pyarrow is not installed.
    """
    import pyarrow
    from pyarrow import parquet

    fields = [pyarrow.field(one.key, getattr(pyarrow, _TYPES[one.type])()) for one in columns]
    schema = pyarrow.schema(fields)
    made, left = _Pieces(), iter(rows)
    with parquet.ParquetWriter(pyarrow.PythonFile(made, mode="w"), schema, compression="zstd") as writer:
        while group := list(islice(left, _GROUP_ROWS)):
            writer.write_table(_group(columns, group, schema))
            yield made.taken()
    yield made.taken()


class _Pieces:
    """A file to write to, of which what was written is taken away again and again."""

    closed = False

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        self._size += len(data)
        return len(data)

    def tell(self) -> int:
        return self._size

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        self.closed = True

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _group(columns: Sequence[DataColumn], rows: list[DataRow], schema: "pyarrow.Schema") -> "pyarrow.Table":
    import pyarrow

    made = {one.key: [_value(row.get(one.key)) for row in rows] for one in columns}
    return pyarrow.Table.from_pydict(made, schema=schema)


def _value(value: Datum) -> Any:
    return float(value) if isinstance(value, Decimal) else value
