"""check: returned workbooks and masters examined; nothing is written, and nothing that writes is loaded."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kosei_xl.collect import rules
from kosei_xl.collect.summarize import Summary, summarize
from kosei_xl.read.identity import is_master, newer_format, read_identity
from kosei_xl.read.returned import plan_asked
from kosei_xl.read.succession import for_successors
from kosei_xl.read.survey import embedded_plan, read_submission
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic, in_workbook, sort_diagnostics
from kosei_xl.values.labels import department_name
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.limits import LIMITS, Limits
from kosei_xl.values.model import EntryKey, Plan, Submission
from kosei_xl.values.refusals import NewerFormat, NothingReadable
from kosei_xl.values.standing import Standing
from kosei_xl.verbs.opening import Findings, Say, files_of, open_master, sheet_order, silent
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.printable import printable
from kosei_xl.workbook.other_formats import read_return_book
from kosei_xl.workbook.unreadable import UnreadableWorkbook, whatever_fails

if TYPE_CHECKING:
    from kosei_xl.read.master import Master


def check(paths: Sequence[Path], master_path: Path | None = None, say: Say = silent) -> Findings:
    """Check survey workbooks, each on its own and against each other; a master is checked as the whole ledger.

    Without `master_path` a survey is checked against the part of the plan that it carries. Raises WrongCall when no
    input at all was readable.
    """
    book_of_office = open_master(master_path) if master_path else None
    files = files_of(paths, say, book_of_office.plan if book_of_office else None)
    return _checked(((file.name, data) for file, data in files), book_of_office, files.problems)


def check_workbooks(
    workbooks: Iterable[tuple[str, bytes]], master: bytes | None = None, *, name: str = terms.OFFICE_BOOK
) -> Findings:
    """`check` of workbooks given as (file name, bytes), without a disk; `name` is what the `master` is called.

    Raises NothingReadable when no workbook was readable, and what `read_master` raises for a master that is none.
    """
    if master is None:
        return _checked(workbooks, None)
    from kosei_xl.read.master import read_master  # here, because a department has none

    return _checked(workbooks, read_master(master, name))


def _checked(
    workbooks: Iterable[tuple[str, bytes]], book_of_office: "Master | None", not_read: Iterable[Diagnostic] = ()
) -> Findings:
    """What is found in workbooks by name and bytes; `not_read` are findings of files that could not be had, and are
    complete when all workbooks were taken.
    """
    plan = book_of_office.plan if book_of_office else None
    limits = plan.style.limits if plan is not None else LIMITS
    books: list[Book] = []
    problems: list[Diagnostic] = []
    newer: NewerFormat | None = None
    submissions: list[tuple[Plan, Outcome[Submission]]] = []
    summary: Summary | None = None
    for name, data in workbooks:
        try:
            with whatever_fails():
                one = _checked_alone(printable(name), data, book_of_office, limits)
        except UnreadableWorkbook as error:
            problems.append(in_workbook(error.finding(printable(name)), hashlib.sha256(data).hexdigest()))
            newer = error.__cause__ if isinstance(error.__cause__, NewerFormat) else newer
            continue
        books.append(one.book)
        problems += one.problems
        summary = one.summary if one.is_master else summary
        submissions += [one.submission] if one.submission is not None else []
    problems += not_read
    if not books:
        raise newer or NothingReadable(problems)
    if submissions and summary is None:
        summary = _summary_of(submissions)
    if book_of_office is not None:
        from kosei_xl.collect.acknowledged import answered  # here, because a department has no master
        from kosei_xl.collect.rules.settings import used
        from kosei_xl.collect.settlements import answers_of

        problems = [*used(problems, book_of_office.registers.rules)]
        answers = answers_of(book_of_office.ledger.value, book_of_office.answers)
        problems = [*answered(book_of_office.plan, problems, answers).diagnostics]
    return Findings(sort_diagnostics(problems, sheet_order(books)), summary, read=len(books))


class _CheckedAlone(NamedTuple):
    """A workbook and what is wrong with it; the counts of a master, the submission of a survey and its plan."""

    book: Book
    problems: tuple[Diagnostic, ...]
    is_master: bool = False
    summary: Summary | None = None
    submission: tuple[Plan, Outcome[Submission]] | None = None


def _checked_alone(name: str, data: bytes, office: "Master | None", limits: Limits) -> _CheckedAlone:
    book = read_return_book(data, name, limits)
    if is_master(book):
        from kosei_xl.verbs.master_checks import checked_master  # here, because most of what is checked is none

        master = checked_master(book)
        return _CheckedAlone(book, master.diagnostics, is_master=True, summary=master.value)
    own = office.plan if office is not None else embedded_plan(book)
    outcome = _check_survey(book, own, office)
    if outcome.value is None or own is None:
        return _CheckedAlone(book, outcome.diagnostics)
    read = Outcome(outcome.value, outcome.at, outcome.diagnostics)
    return _CheckedAlone(book, outcome.diagnostics, submission=(own, read))


def _check_survey(book: Book, plan: Plan | None, office: "Master | None") -> Outcome[Submission | None]:
    """A returned workbook and what is wrong with it; the value is None for what is no survey of the plan."""
    at = CellRef(book.name)
    newer = newer_format(book)
    if newer is not None:
        return Outcome(None, {(): at}, (in_workbook(newer, book.sha256),))
    if plan is None:
        code = Code.SURVEY_WITHOUT_PLAN if read_identity(book) else Code.NOT_A_SURVEY
        return Outcome(None, {(): at}, (diagnostic(code, at),))
    plan = plan_asked(book, plan)
    outcome = read_submission(book, plan, handed_out=office.registers.handed_out if office is not None else ())
    if outcome.value is None:
        return Outcome(None, outcome.at, tuple(in_workbook(problem, book.sha256) for problem in outcome.diagnostics))
    read = Outcome(outcome.value, outcome.at, outcome.diagnostics)
    read = for_successors(read, plan)[0]
    if read.value.dept_code != outcome.value.dept_code:  # a successor's other rows are not in this workbook
        own = tuple(in_workbook(problem, book.sha256) for problem in read.diagnostics)
        return Outcome(outcome.value, outcome.at, own)
    point = plan.point(outcome.value.point)
    if office is not None and point is not None:
        from kosei_xl.collect.exchanged import without_exchanged  # here for the same reason
        from kosei_xl.values.closing import moved_points

        standing = office.standing(point)
        moved = moved_points(office.registers.closed).get(point.key)
        if moved is not None:
            code, label, successor = Code.POINT_WENT_TO_SUCCESSOR, point.label, moved.successor
            problem = diagnostic(code, CellRef(book.name), point=point.key, label=label, successor=successor)
            return Outcome(read.value, read.at, (problem,))
        if standing.closed:
            name, late = department_name(plan, read.value.dept_code), Code.LATE_RETURN
            told = diagnostic(late, CellRef(book.name), point=point.key, department=name, label=point.label)
            return Outcome(read.value, read.at, (told,))
        read = without_exchanged(standing, read, standing.received)
    own = tuple(in_workbook(problem, book.sha256) for problem in read.diagnostics)
    return Outcome(read.value, read.at, (*own, *rules.check_rules(read, plan)))


def _summary_of(submissions: Sequence[tuple[Plan, Outcome[Submission]]]) -> Summary | None:
    """Counts over the rows that these submissions answer; None where their plan has no such point."""
    plan, first = submissions[0]
    entries: dict[EntryKey, Mapping[str, str]] = {}
    items = {}
    for own, submission in submissions:
        for value_set in submission.value.value_sets:
            entries[value_set.line.at(submission.value.point, value_set.slot)] = value_set.fields
        lines = own.lines_of(submission.value.dept_code)
        items.update({line.item.key: line.item for line in lines if line.sub is None})
    point = plan.point(first.value.point)
    return summarize(Standing(plan.only(items.values()), point, Ledger(entries))) if point is not None else None
