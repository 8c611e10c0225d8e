"""A workbook as plain values: `Book`, `Sheet`, `CellRef`, `CellValue`. No Excel library is known here."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

from kosei_xl.later import compiled_later, dataclass
from kosei_xl.values.pictures import Pasted

_ADDRESS = compiled_later(r"^([A-Z]{1,3})(\d{1,7})$")
CellValue = str | int | float | bool | date | datetime | time | timedelta | None
"""What a cell holds. A blank cell is None, never ""."""


@lru_cache(maxsize=20_000)
def column_letters(column: int) -> str:
    """Letters of a 1-based column number: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int:
    """1-based number of column letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class CellRef(NamedTuple):
    """Where something stands: file, sheet, row and column (1-based). Parts that do not apply are None.

    A tuple, because a workbook has as many places as cells and a frozen dataclass takes thrice as long to make.
    """

    file: str
    sheet: str | None = None
    row: int | None = None
    column: int | None = None

    @property
    def cell(self) -> str | None:
        """The address as Excel writes it ("D12", "12:12" for a row, "D:D" for a column), or None."""
        if self.row is not None and self.column is not None:
            return f"{column_letters(self.column)}{self.row}"
        if self.row is not None:
            return f"{self.row}:{self.row}"
        if self.column is not None:
            return f"{column_letters(self.column)}:{column_letters(self.column)}"
        return None

    def __str__(self) -> str:
        text = f"[{self.file}]"
        if self.sheet is not None:
            text += self.sheet
        if self.cell is not None:
            text += f"!{self.cell}"
        return text


def cell_at(file: str, sheet: str | None, address: str | None) -> CellRef:
    """The place of an address ("D12"); the sheet or the file where there is none."""
    found = _ADDRESS.match(address or "")
    return CellRef(file, sheet, int(found[2]), column_number(found[1])) if found else CellRef(file, sheet)


@dataclass(frozen=True, slots=True)
class CellLook:
    """How a cell shows its value, where that is not the value itself.

    `text` is what can be read without the words that are struck out, None where nothing is left; `struck` are those
    words. `format` is a number format that is not understood (or shows nothing): then `text` is the value as it is.
    """

    text: str | None
    struck: str = ""
    format: str = ""


class BesideKind(StrEnum):
    """What holds words without being a cell."""

    NOTE = "note"
    SHAPE = "shape"
    CHART = "chart"
    OBJECT = "object"
    LINK = "link"
    HEADER = "header"
    PROPERTY = "property"
    TITLE = "title"
    NAME = "name"
    RULE = "rule"
    SCENARIO = "scenario"
    ALT = "alt"


@dataclass(frozen=True, slots=True)
class Beside:
    """Words that somebody put into a workbook beside its cells, and the cell (1-based) that they belong to, if any.

    A note of a person has its `author`; of an embedded object `text` is the name of its file, of a link its target.
    """

    kind: BesideKind
    text: str
    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    author: str = ""


@dataclass(frozen=True)
class Sheet:
    """One worksheet: rows of values from A1 on, and the cells whose value is a formula's result.

    `rows` may be ragged; `value` answers None outside. `formulas` holds (row, column), 1-based. `header` is the running
    head in Excel's codes; `hidden_rows` and `hidden_columns` are those that nobody sees; `merged` maps the first of
    merged cells to the last, as (row, column). `looks` has the cells that show something else than their value.
    `origins` are the sheets and rows from which the rows were put together, where they were (`read.set_aside`).
    """

    name: str
    rows: tuple[tuple[CellValue, ...], ...]
    formulas: frozenset[tuple[int, int]] = frozenset()
    header: str = ""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    looks: Mapping[tuple[int, int], CellLook] = field(default_factory=dict)
    origins: tuple[tuple[str, int], ...] = ()

    @cached_property
    def filled_rows(self) -> tuple[int, ...]:
        """The numbers of the rows that hold anything: a sheet is gone through from many sides."""
        return tuple(number for number, cells in enumerate(self.rows, 1) if cells.count(None) < len(cells))

    def place(self, row: int) -> tuple[str, int]:
        """The sheet and the row in the file where a row stands."""
        return self.origins[row - 1] if 1 <= row <= len(self.origins) else (self.name, row)

    def value(self, row: int, column: int) -> CellValue:
        """Value at a 1-based position; None when blank or outside."""
        if not 1 <= row <= len(self.rows):
            return None
        cells = self.rows[row - 1]
        return cells[column - 1] if 1 <= column <= len(cells) else None

    def filled(self) -> Iterator[tuple[int, int, CellValue]]:
        """Every cell that is not blank as (row, column, value), row by row."""
        for row, cells in enumerate(self.rows, 1):
            for column, value in enumerate(cells, 1):
                if value is not None:
                    yield row, column, value


@dataclass(frozen=True, slots=True)
class ChartedSeries:
    """One series of a chart: where its name, its categories and its values come from (as formulas name cells), and what
    the chart holds of each.
    """

    name_at: str
    name: str
    categories_at: str
    categories: tuple[str, ...]
    values_at: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Charted:
    """A chart that lies on a sheet; its corner is at `at`."""

    at: CellRef
    series: tuple[ChartedSeries, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """One workbook as read: sheets in order, defined single cells, custom properties, and where it came from.

    `names` maps a defined name to (sheet, row, column) of its first cell. `saved_at` is UTC, from the file's own
    core properties; None when the file does not say. `pictures` lie on its sheets, the one on top last; `beside` is
    everything else with words that is no cell, `charts` what the charts on its sheets hold. `format` is "" for .xlsx
    and .xlsm; of a workbook of another format only the values were read. `passed_over` are the names of sheets that
    were not read on purpose. `unguarded` says why it was read without the process that guards the reading, where it
    should.
    """

    name: str
    sheets: tuple[Sheet, ...]
    sha256: str = ""
    names: Mapping[str, tuple[str, int, int]] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    saved_at: datetime | None = None
    saved_by: str | None = None
    pictures: tuple[Pasted, ...] = ()
    beside: tuple[Beside, ...] = ()
    format: str = ""
    unguarded: str = ""
    charts: tuple[Charted, ...] = ()
    passed_over: frozenset[str] = frozenset()

    def sheet(self, name: str) -> Sheet | None:
        """The sheet with exactly this name, or None."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def named(self, name: str) -> tuple[CellValue, CellRef] | None:
        """Value and place of a defined name; None when the name or its sheet is not there."""
        if name not in self.names:
            return None
        sheet_name, row, column = self.names[name]
        sheet = self.sheet(sheet_name)
        if sheet is None:
            return None
        return sheet.value(row, column), CellRef(self.name, sheet_name, row, column)
