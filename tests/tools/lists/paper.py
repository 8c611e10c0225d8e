"""Sheets as a clerk types them, and what is right about a list."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet


class RightColumn(NamedTuple):
    """What a column of a table is: `letters` as Excel calls it, `head` the first row of the table's head.

    `means` is one of: area, no, name, sub, department, bureau, plan, entry, rating, mark, amount, date, indicator, target,
    actual, unit, bars, people, repeat, nothing; several with "+" where a cell holds several. `point` is "2023 year_end",
    "2023 half", "?" where nobody can know it, "" where it belongs to none.
    """

    sheet: str
    head: int
    letters: str
    means: str
    point: str = ""


@dataclass(frozen=True)
class RightRow:
    """An item or a sub-item: `area` from the top, the texts that belong to it, and its ratings by point.

    `texts` stand in it however they are divided into fields, and in no other row.
    """

    no: str
    name: str
    area: tuple[str, ...]
    departments: tuple[str, ...] = ()
    sub: str = ""
    texts: tuple[str, ...] = ()
    ratings: Mapping[str, str] = field(default_factory=dict)
    repeats: str = ""


@dataclass(frozen=True)
class ListCase:
    """A list: its files, and what is right. `words` are texts of the list that belong to no row (titles, notes)."""

    name: str
    habits: str
    files: Mapping[str, bytes]
    columns: tuple[RightColumn, ...]
    rows: tuple[RightRow, ...]
    bureaus: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()


class Paper:
    """A workbook that is written cell by cell."""

    def __init__(self) -> None:
        self.book = Workbook()
        self.sheet: Worksheet = self.book.active

    def called(self, name: str, *, new: bool = False) -> "Paper":
        """Go on with this sheet, or with a new one, under a name."""
        if new:
            self.sheet = self.book.create_sheet()
        self.sheet.title = name
        return self

    def put(self, row: int, column: int, value: Any, *, fill: str = "") -> None:
        """Write a cell."""
        cell = self.sheet.cell(row, column, value)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if fill:
            cell.fill = PatternFill("solid", fgColor=fill)

    def row(self, row: int, column: int, values: Sequence[Any], *, fill: str = "") -> None:
        """Write cells beside each other; None leaves one out."""
        for at, value in enumerate(values, column):
            if value is not None or fill:
                self.put(row, at, value, fill=fill)

    def merged(self, row: int, column: int, value: Any, *, down: int = 1, right: int = 1, fill: str = "") -> None:
        """Write a cell that is merged over so many rows and columns."""
        self.put(row, column, value, fill=fill)
        if down > 1 or right > 1:
            area = f"{get_column_letter(column)}{row}:{get_column_letter(column + right - 1)}{row + down - 1}"
            self.sheet.merge_cells(area)

    def saved(self) -> bytes:
        """The workbook."""
        made = io.BytesIO()
        self.book.save(made)
        return made.getvalue()


def columns(sheet: str, head: int, **means: str) -> tuple[RightColumn, ...]:
    """What the columns of a table are: `columns("一覧", 4, B="no", E="rating@2023 year_end")`."""
    return tuple(RightColumn(sheet, head, letters, *text.partition("@")[::2]) for letters, text in means.items())
