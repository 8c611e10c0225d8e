"""What a master needs before it is written into: keys of new rows, names, and the format of now."""

from dataclasses import replace

from kosei_xl.later import dataclass
from kosei_xl.make import fill
from kosei_xl.make.lift import lift
from kosei_xl.make.set_aside import move_aside, points_due
from kosei_xl.read.master import Master, master_of
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.values.model import FORMAT
from kosei_xl.values.refusals import WrongCall
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.words.shorten import listed
from kosei_xl.workbook.book import read_book

_KEYS = (Code.ROW_KEY_UNDECIDED,)
_ROWS = (Code.LEDGER_ROW_TWICE, Code.LEDGER_ROWS_SORTED)


@dataclass(frozen=True, slots=True)
class Writable:
    """A master that may be written into: as its file holds it, and the `book` to go on from, which may be the same.

    `notes` tell the difference where the format is another, or rows lie elsewhere now.
    """

    stored: Master
    book: Master
    notes: tuple[Message, ...] = ()


def for_writing(stored: Master, template: bytes) -> Writable:
    """The master with the keys that were given (K134, K187) and the names of now (K188), in the format of now with all
    its columns, and with what it keeps of points that were closed by a program of before on sheets of their own.

    Nothing is written yet.

    `template` is the shipped master.xlsx. Who saved it stays as the file says. Raises WrongCall where 項目 has no
    column for row keys, where it cannot be known which item a row without one is (K151), and whose
    rows of the ledger are (K437, K439).
    """
    _refuse_undecided(stored)
    keyed = _with_keys(stored)
    behind = stored.format < FORMAT or bool(stored.lacking)
    lifted = lift(keyed, stored.plan, template) if behind else None
    data = lifted.data if lifted is not None else keyed
    notes = lifted.notes if lifted is not None else ()
    due = points_due(stored)
    moved = move_aside(data, due, stored.registers) if due else data
    if moved != data:
        points = listed([point.label for point in stored.plan.points if point.key in due])
        data, notes = moved, (*notes, told("set_aside", points=points))
    if data == stored.data:
        return Writable(stored, stored)
    book = master_of(stored.path, data, read_book(data, stored.path.name, OFFICE_LIMITS))
    return Writable(stored, replace(book, origin=stored.origin), notes)


def undecided_rows(book: Master) -> tuple[Diagnostic, ...]:
    """What stands against writing into a master: rows of which nobody knows whose they are."""
    return tuple(one for one in book.diagnostics if one.code in (*_KEYS, *_ROWS))


def _refuse_undecided(book: Master) -> None:
    """A key written for the wrong item would be its history's, and what is recorded for a row that is another item's or
    one of two would be, too: nothing is written before the office has decided.
    """
    keys = _told_of(book, *_KEYS)
    if keys is not None:
        raise WrongCall(told("keys_undecided", name=book.path.name, sheet=terms.ITEMS_SHEET, problems=keys))
    rows = _told_of(book, *_ROWS)
    if rows is not None:
        raise WrongCall(told("rows_undecided", name=book.path.name, problems=rows))


def _told_of(book: Master, *codes: Code) -> Message | None:
    """What is told of findings, a line each; None without any."""
    found = [one for one in book.diagnostics if one.code in codes]
    ja, en = ("\n".join(f"{one.at} {one.message(lang)}" for one in found) for lang in ("ja", "en"))
    return Message(ja, en) if found else None


def _with_keys(book: Master) -> bytes:
    """The keys that were given, and the names of 項目 as they are now with theirs."""
    texts = {**book.keyless, **book.renamed}
    if any(cell.column is None for cell in texts):
        raise WrongCall(told("no_key_column", name=book.path.name, sheet=terms.ITEMS_SHEET))
    data = book.data
    for sheet in dict.fromkeys(cell.sheet or "" for cell in texts):
        cells = {cell.cell or "": text for cell, text in texts.items() if cell.sheet == sheet}
        data = fill.put_texts(data, sheet, cells)
    return data
