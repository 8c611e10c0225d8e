"""check: returned workbooks and masters examined; nothing is written, and nothing that writes is loaded."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from kosei_xl.collect import rules
from kosei_xl.collect.acknowledged import answered
from kosei_xl.collect.consolidation import ledger_findings
from kosei_xl.collect.summarize import Summary, summarize
from kosei_xl.read import read_submission
from kosei_xl.read.identity import newer_format, read_identity
from kosei_xl.read.survey import embedded_plan
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic, sort_diagnostics
from kosei_xl.values.model import EntryKey, Plan, Submission
from kosei_xl.verbs.opening import (
    Findings,
    NothingReadable,
    Say,
    UnreadableMaster,
    master_of,
    open_master,
    read_books,
    sheet_order,
    silent,
    with_office,
)
from kosei_xl.words import terms
from kosei_xl.words.codes import Code


def check(paths: Sequence[Path], master_path: Path | None = None, say: Say = silent) -> Findings:
    """Check survey workbooks, each on its own and against each other; a master is checked as the whole ledger.

    Without `master_path` a survey is checked against the part of the plan that it carries. Raises WrongCall when no
    input at all was readable.
    """
    problems: list[Diagnostic] = []
    book_of_office = open_master(master_path) if master_path else None
    plan = book_of_office.plan if book_of_office else None
    books = read_books(paths, problems, say)
    submissions: list[tuple[Plan, Outcome[Submission]]] = []
    summary: Summary | None = None
    for book in books:
        if terms.LEDGER_SHEET in {sheet.name for sheet in book.sheets}:
            summary = _check_master(book, problems)
            continue
        newer = newer_format(book)
        if newer is not None:
            problems.append(newer)
            continue
        own = plan or embedded_plan(book)
        if own is None:
            problems.append(
                diagnostic(Code.SURVEY_WITHOUT_PLAN if read_identity(book) else Code.NOT_A_SURVEY, CellRef(book.name))
            )
            continue
        outcome = read_submission(book, own)
        problems += outcome.diagnostics
        if outcome.value is not None:
            read = Outcome(outcome.value, outcome.at, outcome.diagnostics)
            submissions.append((own, read))
            problems += rules.check_rules(read, own)
    if not books:
        raise NothingReadable(problems)
    if submissions and summary is None:
        summary = _summary_of(submissions)
    if book_of_office is not None:
        problems = [*answered(book_of_office.plan, problems, book_of_office.answers).diagnostics]
    return Findings(sort_diagnostics(problems, sheet_order(books)), summary, read=len(books))


def _check_master(book: Book, problems: list[Diagnostic]) -> Summary | None:
    try:
        found = master_of(Path(book.name), b"", book)
    except UnreadableMaster as error:
        problems += error.diagnostics
        return None
    own = [*found.diagnostics, *with_office(found).diagnostics]
    summary = None
    for point in found.plan.points:
        records = found.records
        filled = any(fields for key, fields in records.value.current.items() if key.point == point.key)
        if filled or point is found.plan.points[-1]:
            own += ledger_findings(found.plan, point.key, records.value, records.at, found.diagnostics, everything=True)
            summary = summarize(found.plan, records.value.current, point.key)
    problems += answered(found.plan, own, found.answers).diagnostics
    return summary


def _summary_of(submissions: Sequence[tuple[Plan, Outcome[Submission]]]) -> Summary:
    """Counts over the rows that these submissions answer."""
    plan = submissions[0][0]
    current: dict[EntryKey, Mapping[str, str]] = {}
    items = {}
    for own, submission in submissions:
        for value_set in submission.value.value_sets:
            current[EntryKey(*value_set.key[:2], submission.value.point, value_set.seq)] = value_set.fields
        answered = own.lines_answered_by(submission.value.dept_code)
        items.update({line.item.key: line.item for line in answered if line.sub is None})
    return summarize(plan.only(items.values()), current, submissions[0][1].value.point)
