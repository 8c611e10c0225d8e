"""Keyed tables: columns found by the hidden key row (or, failing that, by their labels), rows read as text."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import NamedTuple

from kosei_xl.later import dataclass
from kosei_xl.values.cells import CellLook, CellRef, CellValue, Sheet
from kosei_xl.words import terms
from kosei_xl.words.dates import read_day, serial_day
from kosei_xl.words.notation import folded
from kosei_xl.words.printable import PRINTABLE_UNSEEN, is_seen
from kosei_xl.workbook.number_format import general, plain

_HEADER_ROWS = 5


def text_of(value: CellValue) -> str | None:
    """A cell as text: 12.0 is "12", a date ISO, line ends "\\n", no white space at the ends; None if nothing is seen.

    Numbers have the 15 digits that Excel keeps.
    """
    if isinstance(value, str):  # asked first, and as `_is_itself` without its call: nearly all cells hold texts
        if value.isprintable() and value[-1:] != " " and value[:1] not in PRINTABLE_UNSEEN:
            return value
        return _text(value)
    if value is None:
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return plain(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


@lru_cache(maxsize=1 << 14)
def _text(value: str) -> str | None:
    """Heads, names and texts of the plan stand in many cells, and a cell is looked at from several sides."""
    return _seen(_without_ends(value).strip())


def typed_text(value: CellValue) -> str | None:
    """`text_of` for what people write into a field: a full-width space that begins its first line (字下げ) stays."""
    if not isinstance(value, str):
        return text_of(value)
    return value if _is_itself(value) else _typed_text(value)


def _is_itself(text: str) -> bool:
    """Whether a text is as it is read: one line that begins with a letter that is seen. Nearly all are, and there are
    many.
    """
    return text.isprintable() and text[-1:] != " " and text[:1] not in PRINTABLE_UNSEEN


@lru_cache(maxsize=1 << 14)
def _typed_text(value: str) -> str | None:
    return _seen(_without_ends(value).lstrip(" \t\xa0\n").rstrip())


def _seen(text: str) -> str | None:
    """A text; None where it shows nothing."""
    return text if text and (text.isascii() or is_seen(text)) else None


def _without_ends(text: str) -> str:
    if "\n" not in text and "\r" not in text:
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def seen_text(sheet: Sheet, row: int, column: int) -> str | None:
    """A cell as it is shown: numbers and dates by their format, without words that are struck out."""
    look, value = sheet.looks.get((row, column)), sheet.value(row, column)
    if look is not None:
        return typed_text(look.text)
    return general(value) if isinstance(value, float) else typed_text(value)


def is_mark_or_none(text: str) -> bool:
    """Whether a text in a cell for ○ says yes (any circle or tick) or no (a dash, なし …); else it says nothing."""
    return text in terms.FOLLOW_UP_SPELLINGS or text in terms.DASHES or text in terms.NOT_MARKED


def day_in(value: CellValue) -> date | None:
    """The date in a cell: as one, as the days that Excel counts, or as text (see `read_day`); None for all else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = text_of(value) or ""
    return serial_day(text) or read_day(text)


def day_of(row: "TableRow", key: str) -> date | str | None:
    """The date under a key; a text that is none stays a text."""
    value = row.raw(key)
    return day_in(value) or text_of(value)


def unreadable(value: object) -> str:
    """Why a setting cannot be taken (the reason of K131): it is blank, or means nothing there."""
    if value is None or value == "":
        return "空欄です。記入してください"
    return f"「{value}」はここに書ける内容ではありません"


def saved_text(at: datetime | None) -> str | None:
    """When a workbook was saved (UTC) as 受領 keeps it, for sorting; None when it does not say."""
    return f"{at:%Y-%m-%d %H:%M:%S}" if at else None


class TableRow(NamedTuple):
    """One row of a table; there are as many as a ledger has rows, and they are gone through from many sides."""

    table: "KeyedTable"
    number: int

    def raw(self, key: str) -> CellValue:
        """The cell under a key as it is; None when the column is missing."""
        column = self.table.columns.get(key)
        if column is None:
            return None
        rows, number = self.table.sheet.rows, self.number  # `Sheet.value`, without a call for each cell
        cells = rows[number - 1] if 1 <= number <= len(rows) else ()
        return cells[column - 1] if column <= len(cells) else None

    def text(self, key: str) -> str | None:
        """The cell under a key as text."""
        table = self.table
        column = table.columns.get(key)
        if column is None:
            return None
        rows, number = table.sheet.rows, self.number  # `raw`, without a call for each cell
        cells = rows[number - 1] if 1 <= number <= len(rows) else ()
        return text_of(cells[column - 1]) if column <= len(cells) else None

    def typed(self, key: str) -> str | None:
        """The cell under a key as somebody typed it: `text` with its indent."""
        return typed_text(self.raw(key))

    def shown(self, key: str) -> str | None:
        """The cell under a key as it is shown; see `seen_text`."""
        column = self.table.columns.get(key)
        return None if column is None else seen_text(self.table.sheet, self.number, column)

    def look(self, key: str) -> CellLook | None:
        """How the cell under a key shows its value, where that is not the value itself."""
        return self.table.sheet.looks.get((self.number, self.table.columns.get(key, 0)))

    def ref(self, key: str | None = None) -> CellRef:
        """The cell under a key, or the row where the key has no column (or none is given)."""
        column = self.table.columns.get(key) if key else None
        return CellRef(self.table.file, *self.table.sheet.place(self.number), column)


@dataclass(frozen=True, slots=True)
class KeyedTable:
    """A sheet whose columns are known by key. `first` is the first row after the labels; `by_label` tells how found."""

    file: str
    sheet: Sheet
    columns: Mapping[str, int]
    first: int
    by_label: bool = False

    def rows(self) -> Iterator[TableRow]:
        """Every row below the labels that holds anything."""
        filled = self.sheet.filled_rows
        for number in filled[bisect_left(filled, self.first) :]:
            yield TableRow(self, number)

    def unknown_columns(self) -> tuple[int, ...]:
        """Columns (1-based) without a key, left to right, as far as the sheet goes."""
        width = max((len(row) for row in self.sheet.rows), default=0)
        known = set(self.columns.values())
        return tuple(column for column in range(1, width + 1) if column not in known)


class TextsOfRow(NamedTuple):
    """A row of a table with all that it says: its cells as they are, and as text by key."""

    number: int
    cells: Sequence[CellValue]
    texts: Mapping[str, str]


def rows_as_texts(table: KeyedTable) -> Iterator[TextsOfRow]:
    """Every row below the labels, for those who want all that it says: most cells are blank, and each is looked at
    once.
    """
    columns = [(key, column - 1) for key, column in table.columns.items()]
    rows = table.sheet.rows
    for number in range(table.first, len(rows) + 1):
        cells = rows[number - 1]
        width = len(cells)
        texts = {
            key: text
            for key, column in columns
            if column < width and (value := cells[column]) is not None and (text := text_of(value)) is not None
        }
        yield TextsOfRow(number, cells, texts)


def find_table(file: str, sheet: Sheet, labels: Mapping[str, str], *, least: int = 3) -> KeyedTable | None:
    """Find the columns of a sheet. `labels` maps key -> printed label, the fallback when the key row is gone.

    The key row is looked for in the first five rows and needs `least` known keys; other keys in it are a plan's own
    columns. None when neither is found.
    """
    former = {**terms.FORMER_COLUMNS.get(sheet.name, {}), **terms.FORMER_LABELS.get(sheet.name, {})}
    by_label = {folded(label): key for key, label in (*former.items(), *labels.items()) if label}
    for number, cells in enumerate(sheet.rows[:_HEADER_ROWS], 1):
        texts = [(column, text_of(value)) for column, value in enumerate(cells, 1)]
        if len({text for _, text in texts if text in labels}) >= least:
            return KeyedTable(file, sheet, _first_of((text, column) for column, text in texts), number + 2)
        named = ((_key_of(text, by_label), column) for column, text in texts if text is not None)
        found = _first_of((key, column) for key, column in named if key is not None)
        if len(found) >= least:
            return KeyedTable(file, sheet, found, number + 1, by_label=True)
    return None


def with_heads(table: KeyedTable, labels: Mapping[str, str]) -> KeyedTable:
    """The table with the columns that somebody headed with a label and that have no key of their own.

    `labels` maps key -> printed label; only keys that the table lacks are looked for.
    """
    wanted = {folded(label): key for key, label in labels.items() if label and key not in table.columns}
    found = dict(table.columns)
    for column in table.unknown_columns() if wanted else ():
        key = _key_of(text_of(table.sheet.value(table.first - 1, column)) or "", wanted)
        if key is not None:
            found.setdefault(key, column)
    return table if len(found) == len(table.columns) else replace(table, columns=found)


def _key_of(label: str, by_label: Mapping[str, str]) -> str | None:
    """The key of a printed label; its first line suffices, as 「前回の評価」 names the point below itself."""
    return by_label.get(folded(label)) or by_label.get(folded(label.split("\n")[0]))


def _first_of(pairs: Iterator[tuple[str | None, int]]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for key, column in pairs:
        if key is not None:
            columns.setdefault(key, column)
    return columns


_SETTINGS = {folded(label): key for key, (label, _) in terms.SETTING_LABELS.items()}


def setting_of(row: TableRow) -> str | None:
    """The setting that a row of 計画 is about, by its key or, where it has none, by what it is called."""
    key = row.text("setting") or row.text("key")
    return (
        key if key in terms.SETTING_LABELS else _SETTINGS.get(folded(row.text("label") or "")) if key is None else None
    )
