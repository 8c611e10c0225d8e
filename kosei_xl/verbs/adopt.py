"""adopt: wording edited in a finished report goes back into the ledger."""

from collections.abc import Mapping
from pathlib import Path

from kosei_xl.collect.history import office_edits
from kosei_xl.make import fill, master
from kosei_xl.make.writable import for_writing
from kosei_xl.proof.adopt.carried import read_carried
from kosei_xl.proof.adopt.edits import edits_of
from kosei_xl.proof.adopt.merge import Adopted, merge_edits
from kosei_xl.read.master import Master, origin_of, point_here
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import diagnostic, sort_diagnostics
from kosei_xl.values.ledger import Received, SavedBy, office_row
from kosei_xl.values.model import EntryKey
from kosei_xl.values.refusals import NothingReadable, WrongCall
from kosei_xl.verbs import disk
from kosei_xl.verbs.keying import write_master
from kosei_xl.verbs.opening import Findings, Say, open_master, read_books, sheet_order, silent, template_of
from kosei_xl.verbs.verify import beside
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told


def adopt_from(report: Path, path: Path, before: Path | None = None, say: Say = silent) -> Findings:
    """Take the wording that was edited in a report into the master's ledger, as if the office had typed it there.

    Returns a finding for each edit: K748 taken over, K743 and K744 in conflict, K740-K742, K745-K747 and K749 not
    taken; K129, K720-K725, K750 and K751 where the report is none to take from. One writer: the master is locked,
    written whole, and the one before is kept as `.bak`. New items get their row keys written, and what is written is
    of the format of now (`keying`). Nothing to take and no such item, nothing changes. Raises WrongCall for files that
    cannot be read.
    """
    with disk.locked(path):
        ready = for_writing(open_master(path), template_of(None, "master.xlsx"))
        book = ready.book
        found = read_books([report], say)
        books, problems = found.value, list(found.diagnostics)
        if not books:
            raise NothingReadable(problems, reports=True)
        former = open_master(before) if before is not None else None
        compared = beside(books[0], book, former)
        made = compared.value
        problems += compared.diagnostics
        if made is None:
            return Findings(tuple(problems), read=1)
        if made.point in book.ledger.value.closed:
            label = point_here(book, made.point).label
            raise WrongCall(told("closed_point", point=label, what=told("closed_no_edits")))
        carried = read_carried(books[0])
        if carried is None:
            return Findings(
                (*problems, diagnostic(Code.CARRIES_NOTHING, CellRef(report.name), point=made.point)), read=1
            )
        result = merge_edits(carried, edits_of(carried, made.found), made.says, made.facts)
        updated = _updated_master(book, result, origin_of(books[0])) if result.taken else fill.UpdatedMaster(book.data)
        if result.taken or ready.stored.keyless or ready.stored.renamed:
            write_master(ready, updated.data, say)
        for note in updated.notes:
            say(note)
    say(told("adopted", count=len(result.taken), path=path))
    return Findings(sort_diagnostics((*problems, *result.findings), sheet_order(books)), read=1)


def _updated_master(book: Master, result: Adopted, report: SavedBy) -> fill.UpdatedMaster:
    """The master with the report's wording in its ledger, and in 受領 where it came from; everything else stays.

    What the office typed before is recorded first: later it could not be told from what the report changed.
    """
    plan = book.plan
    typed = office_edits(plan, book.ledger.value, book.ledger.at, book.origin)
    content = master.MasterContent(
        ledger=book.ledger.value.with_entries(result.entries),
        before=book.ledger.value,
        received=(*typed, *_adopted_rows(result, report)),
    )
    return fill.update_master(book.data, plan, master.make_master(plan, content))


def _adopted_rows(result: Adopted, report: SavedBy) -> list[Received]:
    """Rows of 受領 for what was taken: one for each row of the ledger and sheet of the report, as a row names one."""
    places: dict[tuple[EntryKey, str | None], dict[str, CellRef]] = {}
    for (key, name), at in result.taken.items():
        places.setdefault((key, at.sheet), {})[name] = at
    return [
        office_row(report, key, _said(result.entries[key], own), own, taken=tuple(own))
        for (key, _), own in places.items()
    ]


def _said(fields: Mapping[str, str], names: Mapping[str, CellRef]) -> dict[str, str]:
    return {name: fields[name] for name in names if name in fields}
