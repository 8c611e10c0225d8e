"""consolidate: returned workbooks go into the master."""

from collections.abc import Sequence
from pathlib import Path

from kosei_xl.collect.acknowledged import answered
from kosei_xl.collect.conflicts import SettledConflicts, all_open_conflicts
from kosei_xl.collect.consolidation import Consolidation, consolidate
from kosei_xl.collect.status import make_status
from kosei_xl.collect.summarize import summarize
from kosei_xl.make import fill, master
from kosei_xl.read import read_submission
from kosei_xl.read.survey import by_department
from kosei_xl.values.diagnostics import Outcome, sort_diagnostics
from kosei_xl.values.model import ReportingPoint, Submission
from kosei_xl.values.standing import Standing
from kosei_xl.verbs import disk
from kosei_xl.verbs.keying import for_writing, write_master
from kosei_xl.verbs.opening import (
    Findings,
    Master,
    NothingReadable,
    Say,
    open_master,
    point_of,
    read_books,
    sheet_order,
    silent,
    with_office,
)
from kosei_xl.words.messages import told


def consolidate_into(path: Path, paths: Sequence[Path], point_key: str, say: Say = silent) -> Findings:
    """Take returned workbooks into the master: 受領 grows, 台帳 is merged, 提出状況, 指摘, 競合 and 集計 are made anew.

    First what the office has typed since is recorded: its edits of the ledger, and its decisions on 競合, which go into
    the ledger. Without `paths` that is all. One writer: the master is locked, written whole, and the one before is kept
    as `.bak`. New items get their row keys written, and a master of a former format becomes one of now (`keying`).
    Nothing new, nothing changes. Raises WrongCall when no input at all was readable; then the master stays as it was.
    """
    with disk.locked(path):
        ready = for_writing(open_master(path))
        book = ready.book
        point = point_of(book.plan, point_key)
        found = read_books(paths, say)
        books, problems = found.value, list(found.diagnostics)
        if paths and not books:
            raise NothingReadable(problems)
        submissions: list[Outcome[Submission]] = []
        for one in books:
            outcome = read_submission(one, book.plan, point=point_key)
            if outcome.value is None:
                problems += outcome.diagnostics
            else:
                submissions += by_department(Outcome(outcome.value, outcome.at, outcome.diagnostics), book.plan)
        say(told("taking_in"))
        office = with_office(book, {k: v for s in submissions for k, v in s.value.pictures.items()})
        result = consolidate(Standing(book.plan, point, office.ledger), book.ledger.at, submissions)
        standing = result.value.standing
        problems += (*book.diagnostics, *office.diagnostics, *result.diagnostics)
        given = answered(book.plan, sort_diagnostics(problems, sheet_order(books)), book.answers)
        findings = sort_diagnostics(given.diagnostics, sheet_order(books))
        status = make_status(standing, findings, book.marks)
        reviewed = master.Reviewed(status, book.marks, findings, given)
        content = _content(book, office, result.value, reviewed, point)
        template = disk.bundled("workbook_templates", "master.xlsx") if book.choices is None else None
        updated = fill.update_master(book.data, book.plan, master.make_master(book.plan, content), template=template)
        write_master(ready, updated.data, say)
    for note in updated.notes:
        say(note)
    say(told("consolidated", path=path))
    return Findings(findings, content.summary, status, read=len(books))


def _content(
    book: Master, office: SettledConflicts, result: Consolidation, reviewed: master.Reviewed, point: ReportingPoint
) -> master.MasterContent:
    standing = result.standing
    conflicts = all_open_conflicts(book.plan, standing.ledger)
    return master.MasterContent(
        ledger=standing.ledger,
        before=book.ledger.value,
        received=(*office.rows, *result.added),
        point=point,
        summary=summarize(standing),
        reviewed=reviewed,
        conflicts=conflicts if conflicts or book.choices is not None else None,
        kept=office.kept,
    )
