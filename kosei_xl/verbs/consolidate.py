"""consolidate: returned workbooks go into the master."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kosei_xl.collect.acknowledged import Answered, answered
from kosei_xl.collect.conflicts import SettledConflicts, all_open_conflicts, confirmed, presets
from kosei_xl.collect.consolidation import Consolidation, consolidate
from kosei_xl.collect.status import DepartmentStatus, make_status
from kosei_xl.collect.summarize import Summary, summarize
from kosei_xl.make import fill, master
from kosei_xl.read import read_submission
from kosei_xl.read.survey import by_department
from kosei_xl.values.diagnostics import Diagnostic, Outcome, sort_diagnostics
from kosei_xl.values.model import ReportingPoint, Submission
from kosei_xl.values.standing import Standing
from kosei_xl.verbs import disk
from kosei_xl.verbs.keying import with_row_keys, write_master
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
from kosei_xl.words import terms
from kosei_xl.words.messages import told


def consolidate_into(path: Path, paths: Sequence[Path], point_key: str, say: Say = silent) -> Findings:
    """Take returned workbooks into the master: 受領 grows, 台帳 is merged, 提出状況, 指摘, 競合 and 集計 are made anew.

    First what the office has typed since is recorded: its edits of the ledger, and its decisions on 競合, which go into
    the ledger. Without `paths` that is all; what the program has proposed there then counts as decided (also once
    somebody has saved the master with it). One writer: the master is locked, written whole, and the one before is kept
    as `.bak`. New items get their row keys written. Nothing new, nothing changes. Raises WrongCall when no input at all
    was readable; then the master stays as it was.
    """
    with disk.locked(path):
        stored = open_master(path)
        book = _with_confirmed(with_row_keys(stored), without_workbooks=not paths)
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
        summary = summarize(standing)
        notes: list[str] = []
        data = _updated_master(book, office, result.value, findings, given, status, summary, point, notes)
        write_master(stored, data, say)
    for note in notes:
        say(note)
    say(told("consolidated", path=path))
    return Findings(findings, summary, status, read=len(books))


def _with_confirmed(book: Master, *, without_workbooks: bool) -> Master:
    """The master with the proposals on 競合 that the office lets stand as its own choices."""
    if book.choices is None:
        return book
    return replace(book, choices=confirmed(book.choices, book.origin, without_workbooks=without_workbooks))


def _updated_master(
    book: Master,
    office: SettledConflicts,
    result: Consolidation,
    findings: Sequence[Diagnostic],
    given: Answered,
    status: Sequence[DepartmentStatus],
    summary: Summary,
    point: ReportingPoint,
    notes: list[str],
) -> bytes:
    plan = book.plan
    sheets = {
        terms.LEDGER_SHEET: master.make_ledger(plan, result.standing.ledger),
        terms.INDICATORS_SHEET: master.make_indicators(plan, result.standing.ledger),
        terms.STATUS_SHEET: master.make_status_sheet(plan, status, point, book.marks),
        terms.FINDINGS_SHEET: master.make_findings(plan, findings, given),
        terms.SUMMARY_SHEET: master.make_summary(plan, summary),
    }
    if plan.has_photos:
        sheets[terms.PHOTOS_SHEET] = master.make_photos(plan, result.standing.ledger, book.ledger.value)
    conflicts = all_open_conflicts(plan, result.standing.ledger)
    template: bytes | None = None
    if book.choices is not None or conflicts:
        shown = {**presets(conflicts, book.choices or (), book.origin), **office.kept}
        sheets[terms.CONFLICTS_SHEET] = master.make_conflicts(plan, conflicts, shown)
        template = disk.bundled("workbook_templates", "master.xlsx") if book.choices is None else None
    added = master.make_received(plan, (*office.rows, *result.added))
    return fill.update_master(book.data, plan, sheets, added=added, point=point.key, notes=notes, template=template)
