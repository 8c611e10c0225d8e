"""The master's 指摘 sheet -> what the office answered there."""

from kosei_xl import terms
from kosei_xl.answers import Answer
from kosei_xl.cells import Book
from kosei_xl.read.tables import find_table


def read_answers(book: Book) -> tuple[Answer, ...]:
    """Every row with a mark or a reason; () where the sheet or its columns are not there (masters made before)."""
    sheet = book.sheet(terms.FINDINGS_SHEET)
    table = find_table(book.name, sheet, terms.MASTER_SHEETS[terms.FINDINGS_SHEET]) if sheet else None
    if table is None or not {"row_key", "answer", "why"} <= table.columns.keys():
        return ()
    found = []
    for row in table.rows():
        key, mark, reason = (row.text(name) for name in ("row_key", "answer", "why"))
        if key is not None and (mark is not None or reason is not None):
            found.append(Answer(key, mark, reason, row.ref("why")))
    return tuple(found)
