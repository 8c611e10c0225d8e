"""check --annotate: marked copies of returned workbooks, and what to write to the departments beside them."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from kosei_xl.collect.letters import Deadline, Letter, correction
from kosei_xl.collect.rules.settings import for_departments
from kosei_xl.later import dataclass
from kosei_xl.make.annotate import annotated
from kosei_xl.read.identity import newer_format, read_identity
from kosei_xl.read.master import Master
from kosei_xl.read.survey import embedded_plan
from kosei_xl.values.cells import Book
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.verbs import disk
from kosei_xl.verbs.check import check
from kosei_xl.verbs.files_given import Given
from kosei_xl.verbs.opening import Findings, Say, file_name, files_of, open_master, silent
from kosei_xl.verbs.status import letter_bytes
from kosei_xl.words.codes import Code
from kosei_xl.words.findings import Severity
from kosei_xl.words.messages import told
from kosei_xl.workbook.other_formats import read_return_book
from kosei_xl.workbook.unreadable import UnreadableWorkbook, whatever_fails

SUFFIX = "_指摘"


@dataclass(frozen=True, slots=True)
class Annotated:
    """What a check found, and the files made."""

    checked: Findings
    files: tuple[Path, ...]


def annotate(
    paths: Sequence[Path], out: Path, today: date, master_path: Path | None = None, say: Say = silent
) -> Annotated:
    """Check workbooks, and put a marked copy and a letter for each survey with errors or warnings into `out`.

    The originals are only read. Findings that the office has answered are not told again.
    """
    checked = check(paths, master_path, say)
    master = open_master(master_path) if master_path is not None else None
    template = disk.bundled("workbook_templates", "master.xlsx")
    names = {line.no: line.name for line in master.plan.lines if line.name} if master is not None else {}
    made: list[Path] = []
    for given, data in files_of(paths, silent, master.plan if master is not None else None):
        own = [p for p in checked.diagnostics if p.at is not None and p.at.file == given.name and _to_tell(p)]
        findings = for_departments(own, master.registers.rules if master is not None else ())
        try:
            with whatever_fails():
                copy = _marked(given, data, template, findings, names)
                if copy is None:
                    continue
                target = out / f"{file_name(Path(given.name).stem.removesuffix(SUFFIX))}{SUFFIX}.xlsx"
                letter = _letter(copy[0], master, findings, target.name, today)
        except UnreadableWorkbook as error:
            if findings and error.code == Code.FAULT_WHILE_READING:
                say(told("not_annotated", name=given.name, why=error.reason))
            continue
        disk.write(target, copy[1])
        made.append(target)
        if letter is not None:
            made.append(target.with_suffix(".txt"))
            disk.write(made[-1], letter_bytes(letter))
    return Annotated(checked, tuple(made))


def _marked(
    given: Given, data: bytes, template: bytes, findings: Sequence[Diagnostic], names: Mapping[str, str]
) -> tuple[Book, bytes] | None:
    """A survey and its marked copy; None for what is none, or has nothing to be told. Raises PackageError."""
    book = read_return_book(data, given.name, OFFICE_LIMITS)
    if not findings or read_identity(book) is None or newer_format(book) is not None:
        return None
    return book, annotated(data, template, findings, names)


def _to_tell(problem: Diagnostic) -> bool:
    return problem.severity is not Severity.INFO and problem.acknowledged is None


def _letter(book: Book, master: Master | None, findings: Sequence[Diagnostic], copy: str, today: date) -> Letter | None:
    identity, plan = read_identity(book), master.plan if master is not None else embedded_plan(book)
    point = plan.point(identity.point) if plan is not None and identity is not None else None
    respondent = plan.respondent(identity.dept_code) if plan is not None and identity is not None else None
    if plan is None or point is None or respondent is None:
        return None
    marks = master.marks if master is not None else ()
    due = next((m.due for m in marks if (m.point, m.dept_code) == (point.key, respondent.code)), None)
    return correction(plan, point, respondent, findings, copy, Deadline(due or point.due, today))
