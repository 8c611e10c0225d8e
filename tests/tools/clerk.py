"""A clerk at a workbook: LibreOffice types what a person sees and may type, by the labels that stand over the cells.

Whatever a person could not do fails: a hidden column, row or sheet, a locked cell, a word that a drop-down does not offer.
"""

from collections.abc import Mapping
from typing import Any

LABEL_ROW, FIRST_ROW = 2, 3
LAST_ROW = 400
_LIST = "LIST"
_SCRATCH = "AZ900"


class Clerk:
    """A person with one workbook open; `steps` counts the cells that were typed into."""

    def __init__(self, document: Any) -> None:
        self.document, self.steps = document, 0

    def sheet(self, name: str) -> Any:
        """A sheet that can be seen."""
        found = self.document.Sheets.getByName(name)
        assert found.IsVisible, f"{name} is hidden"
        return found

    def column(self, name: str, label: str) -> int:
        """The column (0-based) under a label that can be seen; the label's first line suffices where no column bears the
        whole (a survey shows last year's texts in grey under a label of two lines).
        """
        sheet = self.sheet(name)
        labels = {n: sheet.getCellByPosition(n, LABEL_ROW - 1).String for n in range(60)}
        for text_of in (str, lambda text: text.split("\n")[0]):
            for number, text in labels.items():
                if label == text_of(text) and sheet.Columns.getByIndex(number).IsVisible:
                    return number
        raise AssertionError(f"{name} shows no column {label}")

    def text(self, name: str, label: str, row: int) -> str:
        """What a cell shows."""
        return str(self.sheet(name).getCellByPosition(self.column(name, label), row - 1).String)

    def write(self, name: str, row: int, texts: Mapping[str, str]) -> None:
        """Type into a row (1-based) of a sheet, by labels."""
        for label, text in texts.items():
            self.type(name, self.column(name, label), row, text)

    def rows(self, name: str, labels: str, rows: list[str], first: int = FIRST_ROW) -> None:
        """Type rows below each other: 「label | label」 and 「text | text」; what is blank is left."""
        heads = [label.strip() for label in labels.split("|")]
        for number, line in enumerate(rows, first):
            texts = [text.strip() for text in line.split("|")]
            self.write(name, number, {head: text for head, text in zip(heads, texts, strict=True) if text})

    def type(self, name: str, column: int, row: int, text: str) -> None:
        """Type into a cell as with the keyboard: numbers and days become such where the cell is not for texts."""
        sheet = self.sheet(name)
        assert sheet.Rows.getByIndex(row - 1).IsVisible, f"{name}, row {row} is hidden"
        cell = sheet.getCellByPosition(column, row - 1)
        assert not (sheet.isProtected() and cell.CellProtection.IsLocked), f"{name}, row {row} is locked"
        rule = cell.Validation
        if rule.Type.value == _LIST and rule.ShowErrorMessage:
            assert text in self.offered(rule.getFormula1()), f"{name}, row {row}: {text} is not offered"
        cell.setFormula(text if not text.startswith("=") else f"'{text}")
        self.steps += 1

    def offered(self, source: str) -> list[str]:
        """The words of a drop-down list: quoted ones, or those of a name as it calculates now."""
        if source.startswith('"'):
            return [word for part in source.split(";") for word in part.strip('"').split(",")]
        scratch = self.sheet("はじめに" if self.document.Sheets.hasByName("はじめに") else "記入要領")
        words = []
        for number in range(1, 60):
            scratch.getCellRangeByName(_SCRATCH).setFormula(f'=IFERROR(INDEX({source};{number})&"";"")')
            word = scratch.getCellRangeByName(_SCRATCH).String
            if not word:
                break
            words.append(word)
        scratch.getCellRangeByName(_SCRATCH).setFormula("")
        return words

    def find(self, name: str, label: str, text: str) -> int:
        """The row (1-based) in which a column shows a text."""
        column = self.column(name, label)
        sheet = self.sheet(name)
        for row in range(FIRST_ROW, LAST_ROW):
            if sheet.getCellByPosition(column, row - 1).String == text:
                return row
        raise AssertionError(f"{name} shows no {text}")

    def sheets(self) -> list[str]:
        """The names of the sheets that can be seen."""
        return [name for name in self.document.Sheets.ElementNames if self.document.Sheets.getByName(name).IsVisible]

    def has(self, name: str, label: str) -> bool:
        """Whether a column is headed so."""
        try:
            self.column(name, label)
        except AssertionError:
            return False
        return True

    def blank_row(self, name: str, *labels: str) -> int:
        """The first row (1-based) in which columns show nothing."""
        columns = [self.column(name, label) for label in labels]
        sheet = self.sheet(name)
        rows = range(FIRST_ROW, LAST_ROW)
        return next(row for row in rows if not any(sheet.getCellByPosition(c, row - 1).String for c in columns))

    def is_open(self, name: str, label: str, row: int) -> bool:
        """Whether a cell may be typed into."""
        cell = self.sheet(name).getCellByPosition(self.column(name, label), row - 1)
        return not (self.sheet(name).isProtected() and cell.CellProtection.IsLocked)

    def choose(self, name: str, label: str, text: str) -> None:
        """Type beside a label that stands anywhere on a sheet, as on 操作."""
        sheet = self.sheet(name)
        for row in range(LAST_ROW):
            for column in range(12):
                if sheet.getCellByPosition(column, row).String == label:
                    self.type(name, column + 1, row + 1, text)
                    return
        raise AssertionError(f"{name} shows no {label}")

    def named(self, name: str, text: str) -> None:
        """Type into a named cell, such as 記入者 of 記入要領."""
        cell = self.document.NamedRanges.getByName(name).ReferredCells
        assert cell is not None, name
        assert not cell.CellProtection.IsLocked, name
        cell.setString(text)
        self.steps += 1

    def save(self) -> None:
        """Save the workbook where it lies, as an Excel workbook."""
        self.document.store()
