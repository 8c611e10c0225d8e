"""Keys of rows and columns, by which a finished report is read back: written into a hidden column and hidden rows.

A cell is known by its part, its row's key and its column's key, wherever a person moves it. Column A holds the row
keys ("list|m-003|" for an item, "list|text:2" for a paragraph); what goes on or stands again further down has "~2",
"~3" behind it. At the top of a page the key of the row below follows ("list|band:3~2>m-014|"): were that row gone,
nothing else would tell whether it stood there or at the foot of the page before.
A row of column keys ("list|columns") stands above the rows that it is for.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kosei_xl.report.page import ReportCell, ReportRow, ReportSheet
from kosei_xl.words import terms

NO_ROLE = ""
"""The role of cells that nobody sees."""
KEY_COLUMN = 1
"""Where the keys of the rows stand."""
_WIDTH, _HEIGHT = 2.0, 15.0


def keyed(sheet: ReportSheet) -> ReportSheet:
    """The sheet with its keys, everything else one column to the right and below the rows of keys above it."""
    rows: list[ReportRow] = []
    places: dict[int, int] = {}
    seen: Counter[str] = Counter()
    shown: tuple[str, tuple[tuple[int, str], ...]] = ("", ())
    blanks = _BlankMoved()
    keys = ["", *(row.key for row in sheet.rows), ""]
    for number, row in enumerate(sheet.rows, 1):
        part = row.key.partition("|")[0]
        if row.key and row.columns and (part, row.columns) != shown:
            shown = part, row.columns
            rows.append(_column_keys(part, row))
        rows.append(_moved(row, seen, (keys[number - 1], keys[number + 1]), blanks))
        places[number] = len(rows)
    return replace(
        sheet,
        widths=(_WIDTH, *sheet.widths),
        rows=tuple(rows),
        breaks=tuple(places[end] for end in sheet.breaks),
        repeat=None if sheet.repeat is None else (places[sheet.repeat[0]], places[sheet.repeat[1]]),
        merges=tuple((places[first], places[last], column + 1) for first, last, column in sheet.merges),
    )


def unique(keys: Sequence[str]) -> tuple[str, ...]:
    """The keys with "~2", "~3" behind those that were there before."""
    seen: Counter[str] = Counter()
    return tuple(_numbered(key, seen) for key in keys)


def _numbered(key: str, seen: Counter[str]) -> str:
    seen[key] += 1
    return key if not key or seen[key] == 1 else f"{key}~{seen[key]}"


def _column_keys(part: str, row: ReportRow) -> ReportRow:
    key = f"{part}|{terms.COLUMN_KEYS}"
    cells = (ReportCell(column + 1, column + 1, name, NO_ROLE) for column, name in row.columns)
    return ReportRow(_HEIGHT, (ReportCell(KEY_COLUMN, KEY_COLUMN, key, NO_ROLE), *cells), hidden=True)


class _BlankMoved(dict[ReportCell, ReportCell]):
    """Cells that say nothing -> the same a column to the right, each made once."""

    def __missing__(self, cell: ReportCell) -> ReportCell:
        found = self[cell] = _right_of_keys(cell)
        return found


def _right_of_keys(cell: ReportCell) -> ReportCell:
    first, last, text, role, name, sides, marks = cell
    return ReportCell(first + 1, last + 1, text, role, name, sides, marks)


def _moved(row: ReportRow, seen: Counter[str], beside: tuple[str, str], blanks: _BlankMoved) -> ReportRow:
    above, below = beside
    cells = [blanks[cell] if cell.text == "" else _right_of_keys(cell) for cell in row.cells]
    pictures = tuple(replace(one, first=one.first + 1, last=one.last + 1) for one in row.pictures)
    key = _numbered(row.key, seen)
    same_part = below.partition("|")[0] == row.key.partition("|")[0]
    if key != row.key != above and same_part and not seen[below]:
        key += f">{below.partition('|')[2]}"
    own = (ReportCell(KEY_COLUMN, KEY_COLUMN, key, NO_ROLE),) if key else ()
    return ReportRow(row.height, (*own, *cells), pictures, row.key, row.columns, row.hidden, row.chart)
