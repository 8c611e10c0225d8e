"""What a master needs before it is written into: row keys for new rows of 項目 (K134), and the format of now."""

from dataclasses import dataclass, replace
from pathlib import Path

from kosei_xl.make import fill
from kosei_xl.make.lift import lift
from kosei_xl.values.model import FORMAT
from kosei_xl.verbs import disk
from kosei_xl.verbs.opening import Master, Say, WrongCall, master_of, template_of
from kosei_xl.words import terms
from kosei_xl.words.messages import Message, told
from kosei_xl.workbook.book import read_book

FORMER_SUFFIX = "_旧形式"
"""Stands at the end of the name under which a master of a former format is kept."""


@dataclass(frozen=True, slots=True)
class Writable:
    """A master that may be written into: as its file holds it, and the `book` to go on from, which may be the same.

    `notes` tell the difference where the format is another.
    """

    stored: Master
    book: Master
    notes: tuple[Message, ...] = ()


def for_writing(stored: Master) -> Writable:
    """The master with the row keys that were given (no K134 any more), in the format of now; nothing is written yet.

    Who saved it stays as the file says. Raises WrongCall where 項目 has no column for row keys.
    """
    keyed = _with_row_keys(stored)
    lifted = lift(keyed, stored.plan, template_of(None, "master.xlsx")) if stored.format < FORMAT else None
    data = lifted.data if lifted is not None else keyed
    if data == stored.data:
        return Writable(stored, stored)
    book = master_of(stored.path, data, read_book(data, stored.path.name))
    return Writable(stored, replace(book, origin=stored.origin), lifted.notes if lifted is not None else ())


def _with_row_keys(book: Master) -> bytes:
    if not book.keyless:
        return book.data
    if any(cell.column is None for cell in book.keyless):
        raise WrongCall(told("no_key_column", name=book.path.name, sheet=terms.ITEMS_SHEET))
    cells = {cell.cell or "": key for cell, key in book.keyless.items()}
    return fill.put_texts(book.data, terms.ITEMS_SHEET, cells)


def write_master(ready: Writable, data: bytes, say: Say) -> None:
    """Put `data` in the place of the master as it was read, keep that as its backup, and tell what else it was given.

    A master of a former format is kept for good first, beside it, unless one is there already.
    """
    stored, former = ready.stored, former_of_format(ready.stored.path)
    if ready.stored.format < FORMAT and not former.exists():
        disk.write(former, stored.data)
    disk.write(stored.path, data, backup=True, instead_of=stored.data)
    if stored.keyless:
        say(told("row_keys_written", sheet=terms.ITEMS_SHEET, count=len(stored.keyless)))
    for note in ready.notes:
        say(note)
        say(told("kept_before_lift", name=former.name))


def former_of_format(path: Path) -> Path:
    """Where a master of a former format is kept: 「事務局_旧形式.xlsx」 beside 「事務局.xlsx」."""
    return path.with_stem(path.stem + FORMER_SUFFIX)
