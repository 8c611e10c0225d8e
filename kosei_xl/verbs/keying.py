"""Row keys that were given to new rows of 項目 (K134) go into the master with whatever is written there next."""

from dataclasses import replace

from kosei_xl.make import fill
from kosei_xl.verbs import disk
from kosei_xl.verbs.opening import Master, Say, WrongCall, master_of
from kosei_xl.words import terms
from kosei_xl.words.messages import told
from kosei_xl.workbook.book import read_book


def with_row_keys(book: Master) -> Master:
    """The master as it is with its given row keys written: other bytes, no K134. Itself where no row lacks one.

    Who saved it stays as the file says. Raises WrongCall where 項目 has no column for them.
    """
    if not book.keyless:
        return book
    if any(cell.column is None for cell in book.keyless):
        raise WrongCall(told("no_key_column", name=book.path.name, sheet=terms.ITEMS_SHEET))
    cells = {cell.cell or "": key for cell, key in book.keyless.items()}
    data = fill.put_texts(book.data, terms.ITEMS_SHEET, cells)
    keyed = master_of(book.path, data, read_book(data, book.path.name))
    return replace(keyed, origin=book.origin)


def write_master(book: Master, data: bytes, say: Say) -> None:
    """Put `data` in the place of the master as it was read, keep that as its backup, and tell of the keys in it."""
    disk.write(book.path, data, backup=True, instead_of=book.data)
    if book.keyless:
        say(told("row_keys_written", sheet=terms.ITEMS_SHEET, count=len(book.keyless)))
