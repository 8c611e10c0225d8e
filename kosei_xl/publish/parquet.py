"""The open data as Parquet, for programs that read columns: a file a table, its columns by their names for programs."""

import io
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

from kosei_xl.publish.columns import DataTable, DataType
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


def parquet_files(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of every table. Raises ModuleNotFoundError where pyarrow is not installed."""
    for table in tables_of_edition(edition):
        yield f"{DATA}/{table.name}.parquet", parquet_bytes(table, data_rows(edition, table.name))


def parquet_bytes(table: DataTable, rows: Iterable[DataRow]) -> bytes:
    """One table; of equal rows the same bytes. Raises ModuleNotFoundError where pyarrow is not installed."""
    import pyarrow
    from pyarrow import parquet

    fields = [pyarrow.field(one.key, getattr(pyarrow, _TYPES[one.type])()) for one in table.columns]
    schema = pyarrow.schema(fields)
    made, left = io.BytesIO(), iter(rows)
    with parquet.ParquetWriter(made, schema, compression="zstd") as writer:
        while group := list(islice(left, _GROUP_ROWS)):
            writer.write_table(_group(table, group, schema))
    return made.getvalue()


def _group(table: DataTable, rows: list[DataRow], schema: "pyarrow.Schema") -> "pyarrow.Table":
    import pyarrow

    columns = {one.key: [_value(row.get(one.key)) for row in rows] for one in table.columns}
    return pyarrow.Table.from_pydict(columns, schema=schema)


def _value(value: Datum) -> Any:
    return float(value) if isinstance(value, Decimal) else value
