"""adopt: wording edited in a finished report goes back into the ledger."""

from dataclasses import replace
from pathlib import Path

from kosei_xl import fill, master, store, terms
from kosei_xl.adopt.carried import read_carried
from kosei_xl.adopt.edits import edits_of
from kosei_xl.adopt.merge import adopt
from kosei_xl.cells import CellRef
from kosei_xl.diagnostics import Diagnostic, diagnostic, sort_diagnostics
from kosei_xl.messages import told
from kosei_xl.model import EntryKey
from kosei_xl.pipeline.opening import (
    Checked,
    Master,
    NothingReadable,
    Say,
    open_master,
    read_books,
    sheet_order,
    silent,
)
from kosei_xl.pipeline.verifying import beside

Current = dict[EntryKey, dict[str, str]]


def adopt_from(report: Path, path: Path, before: Path | None = None, say: Say = silent) -> Checked:
    """Take the wording that was edited in a report into the master's ledger, as if the office had typed it there.

    Returns a finding for each edit: K748 taken over, K743 and K744 in conflict, K740-K742, K745-K747 and K749 not
    taken; K720-K725, K750 and K751 where the report is none to take from. One writer: the master is locked, written
    whole, and the one before is kept as `.bak`. Nothing to take, nothing changes. Raises WrongCall for files that
    cannot be read.
    """
    with store.locked(path):
        book = open_master(path)
        problems: list[Diagnostic] = []
        books = read_books([report], problems, say)
        if not books:
            raise NothingReadable(problems)
        former = open_master(before) if before is not None else None
        made = beside(books[0], book, former, problems)
        carried = read_carried(books[0])
        if made is None:
            return Checked(tuple(problems), read=1)
        if carried is None:
            return Checked((*problems, diagnostic("K750", CellRef(report.name), point=made.point)), read=1)
        result = adopt(carried, edits_of(carried, made.found), made.says, made.facts)
        if result.taken:
            current = {key: dict(fields) for key, fields in result.current.items()}
            notes: list[str] = []
            data = _with_current(book, current, notes)
            store.write(path, data, backup=True, instead_of=book.data)
            for note in notes:
                say(note)
    say(told("adopted", count=result.taken, path=path))
    return Checked(sort_diagnostics((*problems, *result.findings), sheet_order(books)), read=1)


def _with_current(book: Master, current: Current, notes: list[str]) -> bytes:
    """The master with another ledger; everything else in it stays."""
    plan = book.plan
    records = replace(book.records.value, current=current)
    sheets = {
        terms.LEDGER_SHEET: master.make_ledger(plan, records),
        terms.INDICATORS_SHEET: master.make_indicators(plan, records),
    }
    if plan.has_photos:
        sheets[terms.PHOTOS_SHEET] = master.make_photos(plan, records, book.records.value.current)
    return fill.update_master(book.data, plan, sheets, notes=notes)
