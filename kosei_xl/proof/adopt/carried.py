"""What a report carries of its own beginning: the text of every keyed cell, and the ledger's fields behind them.

Both stand on the hidden sheet below the identity; only what is printed anyway, as reports are handed on. Without them
nobody could tell later what was typed into a report and what came from a ledger that has changed since.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field

from kosei_xl.later import dataclass
from kosei_xl.read.report import Found
from kosei_xl.read.tables import typed_text
from kosei_xl.values.cells import Book
from kosei_xl.values.ledger import Entries, entry_key, row_key
from kosei_xl.values.model import EntryKey
from kosei_xl.words import terms
from kosei_xl.workbook.parts import Package

_CELL, _FIELD, _COUNT = "carried_cell", "carried_field", "carried"
"""First column of the rows that hold a cell, a field, and (once) how many rows there are of both."""

RowKey = tuple[str, str]
"""(part, key of the row)."""


@dataclass(frozen=True)
class Carried:
    """What a report said when it was made. `rows`: row -> number of the piece -> column key -> text."""

    rows: Mapping[RowKey, Mapping[int, Mapping[str, str]]] = field(default_factory=dict)
    fields: Entries = field(default_factory=dict)


def carry(package: Package, found: Found, fields: Entries) -> None:
    """Write into a report workbook what it says now, as `found` has it, and the fields it was printed from."""
    part = package.sheet(terms.IDENTITY_SHEET)
    last = part.last_row()
    rows = [[str(part.value(f"{column}{number}") or "") for column in "AB"] for number in range(1, last + 1)]
    said = [*_cell_rows(found), *_field_rows(fields)]
    part.replace_with_values([*rows, [_COUNT, str(len(said))], *said])


def read_carried(book: Book) -> Carried | None:
    """What a report carries; None where it carries nothing, or not all of it any more."""
    sheet = book.sheet(terms.IDENTITY_SHEET)
    if sheet is None:
        return None
    rows: dict[RowKey, dict[int, dict[str, str]]] = {}
    fields: dict[EntryKey, dict[str, str]] = {}
    expected, found = None, 0
    for values in sheet.rows:
        kind, *texts = (typed_text(value) or "" for value in (*values[:6], *[None] * (6 - len(values))))
        if kind == _COUNT:
            expected = texts[0]
        elif kind == _CELL:
            found += 1
            cells = rows.setdefault((texts[0], texts[1]), {}).setdefault(int(texts[2]), {})
            if texts[4]:
                cells[texts[3]] = texts[4]
        elif kind == _FIELD and (key := entry_key(texts[0])) is not None:
            found += 1
            fields.setdefault(key, {})[texts[1]] = texts[2]
    return Carried(rows, fields) if expected == str(found) else None


def _cell_rows(found: Found) -> Iterator[list[str]]:
    for (part, name), pieces in found.rows.items():
        for piece in pieces:
            row, filled = [_CELL, part, name, str(piece.number)], piece.filled
            yield from ([*row, cell.column, cell.text] for cell in filled)
            if not filled:
                yield row


def _field_rows(fields: Entries) -> Iterator[list[str]]:
    for key, values in fields.items():
        own = row_key(key)
        yield from ([_FIELD, own, name, text] for name, text in values.items())
