"""A workbook in somebody's hands: typing, sorting, rows put in and taken out, read again as it lies there.

Nothing of the project looks at what is read here: cells are what calamine shows, rows are moved in the XML.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests.tools.by_hand import Workbook

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL = re.compile(r"([A-Z]+)(\d+)")


class Paper(Workbook):
    """A workbook that somebody has open. `values` and `rows` show it as it was opened."""

    def rows(self, sheet: str) -> dict[int, dict[str, str]]:
        """Row number -> texts by the hidden keys of row 1, blank cells left out; rows below the two heads."""
        head, *others = self.values(sheet)
        return {
            number: {key: text for key, cell in zip(head, row, strict=False) if key and (text := shown(cell))}
            for number, row in enumerate(others, 2)
            if number > 2
        }

    def keyed(self) -> dict[str, dict[int, dict[str, str]]]:
        """The rows of every sheet that is filled in: those with row keys."""
        return {name: self.rows(name) for name in self.names if (self.values(name) or [[""]])[0][:1] == ["row_key"]}

    def texts_but(self, *sheets: str) -> Iterator[str]:
        """All texts of all cells, those on some sheets left out."""
        for name in self.names:
            if name not in sheets:
                yield from (shown(cell) for row in self.values(name) for cell in row if cell)

    def insert_row(self, sheet: str, at: int) -> None:
        """Put an empty row before row `at`; what is below moves down."""
        self._shift(sheet, at, 1)

    def delete_row(self, sheet: str, at: int) -> None:
        """Take row `at` out; what is below moves up."""
        data = self._data(sheet)
        for row in [row for row in data if int(row.get("r")) == at]:
            data.remove(row)
        self._shift(sheet, at + 1, -1, gone=at)

    def sort(self, sheet: str, order: Mapping[int, int], columns: Iterable[str] | None = None) -> None:
        """Let each row (the keys of `order`) hold the cells of another one; only those in `columns`, if given."""
        data = self._data(sheet)
        kept = None if columns is None else frozenset(columns)
        taken: dict[int, list[Any]] = {}
        for row in data:
            if int(row.get("r")) in order:
                cells = [cell for cell in row if kept is None or _letters(cell) in kept]
                taken[int(row.get("r"))] = cells
                for cell in cells:
                    row.remove(cell)
        for row in data:
            number = int(row.get("r"))
            for cell in taken.get(order.get(number, 0), ()):
                cell.set("r", f"{_letters(cell)}{number}")
                row.append(cell)
            if number in order:
                row[:] = sorted(row, key=lambda cell: (len(_letters(cell)), _letters(cell)))

    def _data(self, sheet: str) -> Any:
        return self._tree(sheet).find(f"{_MAIN}sheetData")

    def _shift(self, sheet: str, first: int, by: int, gone: int = 0) -> None:
        for row in self._data(sheet):
            number = int(row.get("r"))
            if number >= first:
                row.set("r", str(number + by))
                for cell in row:
                    cell.set("r", f"{_letters(cell)}{number + by}")
        merges = self._tree(sheet).find(f"{_MAIN}mergeCells")
        for merge in list(merges) if merges is not None else ():
            rows = [int(number) for _, number in _CELL.findall(merge.get("ref"))]
            if gone in rows:
                merges.remove(merge)
            elif rows[0] >= first:
                merge.set("ref", _CELL.sub(lambda found: f"{found[1]}{int(found[2]) + by}", merge.get("ref")))
        if merges is not None:
            merges.set("count", str(len(merges)))
            if not len(merges):
                self._tree(sheet).remove(merges)


def shown(cell: str) -> str:
    """A cell as people see it: whole numbers without a point."""
    return cell[:-2] if re.fullmatch(r"\d+\.0", cell) else cell


def _letters(cell: Any) -> str:
    return re.sub(r"\d", "", cell.get("r"))
