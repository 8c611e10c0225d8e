"""What the office types into its master between two commands: cells found by their sheet, row and column key."""

from collections.abc import Mapping
from pathlib import Path

from kosei_xl.read.tables import KeyedTable, find_table
from kosei_xl.values.cells import CellValue, column_letters
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.office import put

_NAMES = ("row_key", "key", "setting", "no", "code", "name")


def table_of(master: Path, sheet: str) -> KeyedTable:
    """A sheet of a master by its keys."""
    found = read_book(master.read_bytes(), "").sheet(sheet)
    assert found is not None, sheet
    table = find_table("", found, terms.MASTER_SHEETS[sheet])
    assert table is not None, sheet
    return table


def write(master: Path, sheet: str, row: int | str, values: Mapping[str, CellValue]) -> None:
    """Type into a row: by its number, by what stands under its key or number, or "new" for the first blank one."""
    table = table_of(master, sheet)
    if row == "new":
        row = max((one.number for one in table.rows()), default=table.first - 1) + 1
    elif isinstance(row, str):
        row = next(one.number for one in table.rows() if row in [one.text(name) for name in _NAMES])
    cells = {(sheet, f"{column_letters(table.columns[key])}{row}"): value for key, value in values.items()}
    master.write_bytes(put(master.read_bytes(), cells))  # type: ignore[arg-type]
