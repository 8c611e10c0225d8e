"""The master's 競合 sheet -> what the office chose there."""

from kosei_xl.read.tables import find_table
from kosei_xl.values.cells import Book
from kosei_xl.values.ledger import Choice, entry_key
from kosei_xl.words import terms


def read_choices(book: Book) -> tuple[Choice, ...] | None:
    """Every row of the sheet of conflicts; None where the master has no such sheet (made before)."""
    sheet = book.sheet(terms.CONFLICTS_SHEET)
    table = find_table(book.name, sheet, terms.MASTER_SHEETS[terms.CONFLICTS_SHEET]) if sheet else None
    if table is None:
        return None
    found = []
    for row in table.rows():
        key, field = entry_key(row.text("row_key") or ""), row.text("field")
        if key is not None and field is not None:
            theirs, ours, own_text = (row.typed(name) for name in ("theirs", "ours", "own_text"))
            choice = row.text("choice")
            at = row.ref("choice" if choice is not None or own_text is None else "own_text")
            found.append(Choice(key, field, theirs, ours, choice, own_text, at))
    return tuple(found)
