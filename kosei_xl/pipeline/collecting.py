"""consolidate: returned workbooks go into the master."""

from collections.abc import Sequence
from pathlib import Path

from kosei_xl import fill, master, store, terms
from kosei_xl.consolidate import Consolidation, consolidate
from kosei_xl.diagnostics import Diagnostic, Outcome, sort_diagnostics
from kosei_xl.messages import told
from kosei_xl.model import ReportingPoint
from kosei_xl.pipeline.opening import (
    Checked,
    Master,
    NothingReadable,
    Say,
    open_master,
    point_of,
    read_books,
    sheet_order,
    silent,
)
from kosei_xl.read import read_submission
from kosei_xl.status import DepartmentStatus, make_status
from kosei_xl.summarize import Summary, summarize


def consolidate_into(path: Path, paths: Sequence[Path], point_key: str, say: Say = silent) -> Checked:
    """Take returned workbooks into the master: 受領 grows, 台帳 is merged, 提出状況, 指摘 and 集計 are made anew.

    One writer: the master is locked, written whole, and the one before is kept as `.bak`. Nothing new, nothing changes.
    Raises WrongCall when no input at all was readable; then the master stays as it was.
    """
    with store.locked(path):
        book = open_master(path)
        point = point_of(book.plan, point_key)
        problems: list[Diagnostic] = []
        books = read_books(paths, problems, say)
        if not books:
            raise NothingReadable(problems)
        submissions = []
        for one in books:
            outcome = read_submission(one, book.plan, point=point_key)
            if outcome.value is None:
                problems += outcome.diagnostics
            else:
                submissions.append(Outcome(outcome.value, outcome.at, outcome.diagnostics))
        say(told("taking_in"))
        result = consolidate(book.plan, point_key, book.records, submissions)
        problems += (*book.diagnostics, *result.diagnostics)
        findings = sort_diagnostics(problems, sheet_order(books))
        status = make_status(result.value, findings)
        summary = summarize(book.plan, result.value.records.current, point_key)
        notes: list[str] = []
        data = _updated_master(book, result.value, findings, status, summary, point, notes)
        store.write(path, data, backup=True, instead_of=book.data)
    for note in notes:
        say(note)
    say(told("consolidated", path=path))
    return Checked(findings, summary, status, read=len(books))


def _updated_master(
    book: Master,
    result: Consolidation,
    findings: Sequence[Diagnostic],
    status: Sequence[DepartmentStatus],
    summary: Summary,
    point: ReportingPoint,
    notes: list[str],
) -> bytes:

    plan = book.plan
    sheets = {
        terms.LEDGER_SHEET: master.make_ledger(plan, result.records),
        terms.INDICATORS_SHEET: master.make_indicators(plan, result.records),
        terms.STATUS_SHEET: master.make_status_sheet(status, point),
        terms.FINDINGS_SHEET: master.make_findings(findings),
        terms.SUMMARY_SHEET: master.make_summary(plan, summary),
    }
    if plan.has_photos:
        sheets[terms.PHOTOS_SHEET] = master.make_photos(plan, result.records, book.records.value.current)
    added = master.make_received(plan, result.added)
    return fill.update_master(book.data, plan, sheets, added=added, point=point.key, notes=notes)
