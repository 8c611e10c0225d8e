"""undo: the master before the last consolidation comes back, and the one of now takes its place as the backup."""

from pathlib import Path

from kosei_xl.collect.history import office_edits
from kosei_xl.read.master import Master, master_of
from kosei_xl.values.diagnostics import KoseiError
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.values.refusals import NewerFormat, WrongCall
from kosei_xl.verbs import disk
from kosei_xl.verbs.opening import Say, silent
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import japan_time
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.unreadable import UnreadableWorkbook


def undo(path: Path, *, force: bool = False, say: Say = silent) -> None:
    """Let a master and its backup change places, so that undoing once more brings everything back.

    What somebody typed after kosei wrote the master is not pushed aside unasked: raises WrongCall for a master that was
    saved by another program since or whose ledger says what neither the backup nor its 受領 knows, unless `force`; for
    one in which papers were published or a point was closed since, however. Also
    when there is no backup, when it is no master, and when it is the same.
    """
    with disk.locked(path):
        backup = disk.backup_of(path)
        names = {"path": path.name, "backup": backup.name}
        data = disk.read(path, OFFICE_LIMITS.file)
        if not backup.exists():
            raise WrongCall(told("no_backup", **names))
        kept = disk.read(backup, OFFICE_LIMITS.file)
        if kept == data:
            raise WrongCall(told("nothing_to_undo", **names))
        before = _opened(path, kept)
        if before is None:
            raise WrongCall(told("bad_backup", **names))
        now = _opened(path, data)
        issued = _issued_since(now, before) if now is not None else None
        if issued is not None:
            raise WrongCall(told("undo_published", what=issued, path=path.name))
        edited = _edited_since(now, before)
        if edited is not None and not force:
            raise WrongCall(told("edited_since", what=edited, **names))
        disk.exchange(path, instead_of=data)
    say(told("undone", **names))


def _opened(path: Path, data: bytes) -> Master | None:
    try:
        return master_of(path, data, read_book(data, path.name, OFFICE_LIMITS))
    except NewerFormat:
        raise
    except (UnreadableWorkbook, KoseiError):
        return None


def _issued_since(now: Master, before: Master) -> Message | None:
    """The first publication or closing that a master has and the other has not; None for none."""
    known = {one.number for one in before.registers.published}
    for one in now.registers.published:
        if one.number not in known:
            return told("undo_publication", number=one.number)
    closed = {one.number for one in before.registers.closed}
    for act in now.registers.closed:
        if act.number not in closed:
            return told("undo_closing", number=act.number)
    return None


def _edited_since(now: Master | None, before: Master) -> Message | None:
    """What was done to a master after kosei wrote it, seen from what it stood in the place of; None for nothing.

    Consolidating leaves the workbook's own record of who saved it when; Excel and LibreOffice write it on saving.
    """
    if now is None:
        return told("edited_unreadable")
    saved, known = ((one.origin.saved_at, one.origin.saved_by) for one in (now, before))
    if saved != known:
        return told("edited_saved", time=japan_time(saved[0]), person=saved[1])
    count = sum(_typed(now, before))
    return told("edited_texts", count=count) if count else None


def _typed(now: Master, before: Master) -> list[bool]:
    """For each text of the ledger that 受領 does not know yet, whether the other master does not know it either."""
    ledger = before.ledger.value
    recorded = {(r.key, name, r.fields.get(name)) for r in ledger.received for name in r.taken or ()}
    new = office_edits(now.plan, now.ledger.value, now.ledger.at, now.origin)
    return [
        (row.key, name, text := row.fields.get(name)) not in recorded and ledger.fields(row.key).get(name) != text
        for row in new
        for name in row.taken or ()
    ]
