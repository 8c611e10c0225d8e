"""The master's 競合 sheet -> what the office chose there."""

from dataclasses import replace

from kosei_xl.read.tables import TableRow, find_table
from kosei_xl.values.cells import Book
from kosei_xl.values.ledger import Choice, entry_key
from kosei_xl.words import terms
from kosei_xl.words.notation import folded

_WORDS = frozenset(
    folded(word)
    for words in (terms.DECISIONS, terms.BLANK_DECISIONS)
    for key, word in words.items()
    if key in ("department", "office")
)
"""What may be chosen for all blanks at once."""


def read_choices(book: Book) -> tuple[Choice, ...] | None:
    """Every row of the sheet of conflicts; None where the master has no such sheet (made before).

    What is chosen in the row for all blanks of a workbook is the choice of each of its rows in which nobody has chosen.
    """
    sheet = book.sheet(terms.CONFLICTS_SHEET)
    labels = {
        **terms.MASTER_SHEETS[terms.CONFLICTS_SHEET],
        **terms.COLUMNS_OF_BLANKS[terms.CONFLICTS_SHEET],
    }
    table = find_table(book.name, sheet, labels) if sheet else None
    if table is None:
        return None
    rows = tuple(table.rows())
    for_all, met = {row.text("workbook"): row for row in rows if _is_for_all(row)}, set()
    found = []
    for row in rows:
        choice, workbook = _choice(row), row.text("workbook")
        if choice is not None:
            found.append(_with_all(choice, for_all.get(workbook), first=workbook not in met))
            met.add(workbook)
    return tuple(found)


def _choice(row: TableRow) -> Choice | None:
    """A row as it stands; None for one that is about no field."""
    key, field = entry_key(row.text("row_key") or ""), row.text("field")
    if key is None or field is None:
        return None
    theirs, ours, own_text = (row.typed(name) for name in ("theirs", "ours", "own_text"))
    choice = row.text("choice")
    at = row.ref("choice" if choice is not None or own_text is None else "own_text")
    preset = row.text("preset") if choice == terms.BLANK_DECISIONS["department"] else None
    return Choice(key, field, theirs, ours, choice, own_text, at, preset)


def _is_for_all(row: TableRow) -> bool:
    return (row.text("row_key") or "").startswith(terms.BLANKS_KEY_PREFIX)


def _with_all(choice: Choice, for_all: TableRow | None, *, first: bool) -> Choice:
    """A choice with what was chosen for all blanks of its workbook, where nobody has chosen in its own row.

    What means nothing there goes to the first row alone, so that it is told once and not lost.
    """
    word, own_text = (for_all.text("choice"), for_all.typed("own_text")) if for_all is not None else (None, None)
    mine = choice.choice is not None and choice.preset is None
    if for_all is None or mine or (word is None and own_text is None):
        return choice
    if own_text is None and folded(word or "") in _WORDS:
        return replace(choice, choice=word, preset=None, at=for_all.ref("choice"))
    if not first:
        return choice
    at = for_all.ref("choice" if word is not None else "own_text")
    return replace(choice, choice=word, own_text=choice.own_text or own_text, preset=None, at=at)
