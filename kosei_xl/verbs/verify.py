"""verify: finished reports, also those edited by hand since, beside the ledger; nothing is written."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kosei_xl.collect.acknowledged import answered, open_errors
from kosei_xl.collect.return_findings import return_findings
from kosei_xl.collect.settlements import answers_of
from kosei_xl.later import dataclass
from kosei_xl.proof.verify.charts import chart_findings
from kosei_xl.proof.verify.compare import disagreements
from kosei_xl.proof.verify.expected import STAMP, expected
from kosei_xl.proof.verify.explain import Explanation, explain
from kosei_xl.proof.verify.facts import Facts
from kosei_xl.proof.verify.kept_pages import is_as_kept
from kosei_xl.proof.verify.lives import plan_of_point
from kosei_xl.proof.verify.paper import as_drawn, boxes_on_paper, on_paper
from kosei_xl.proof.verify.says import ReportSays
from kosei_xl.read.chain import CHAIN_CODES
from kosei_xl.read.closed import is_kept_draft, kept_of_closed
from kosei_xl.read.identity import newer_format
from kosei_xl.read.master import Master
from kosei_xl.read.report import Found, ReportIdentity, read_report, read_report_identity
from kosei_xl.values.cells import Book, CellRef, column_number
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic, sort_diagnostics
from kosei_xl.values.refusals import NewerFormat, NothingReadable, UnreadableMaster, WrongCall
from kosei_xl.values.standing import Standing
from kosei_xl.values.stored import StoredValue
from kosei_xl.verbs import disk
from kosei_xl.verbs.diff import revision_of
from kosei_xl.verbs.opening import Findings, Say, open_master, read_files, sheet_order, silent
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.workbook.book import read_sheet
from kosei_xl.workbook.pdf_glyphs import undrawn_letters
from kosei_xl.workbook.pdf_text import UnreadablePdf, pages_of_pdf

_CELL = re.compile(r"^(.+)!\$?([A-Za-z]{1,3})\$?([1-9]\d*)$")


@dataclass(frozen=True, slots=True)
class ReportAndTruth:
    """A report beside what it must say; `as_kept` for the very paper that a closed point was confirmed with."""

    found: Found
    says: ReportSays
    point: str
    facts: Facts
    as_kept: bool = False


def verify(
    paths: Sequence[Path], master_path: Path | None = None, before_path: Path | None = None, say: Say = silent
) -> Findings:
    """Compare reports, and the PDFs beside them, with the ledger that they were made from.

    Without `master_path` the master is looked for beside each report and one folder up, by the plan that the report
    names; `before_path` (the plan's former version) likewise. Returns K129 and K701-K732. Raises WrongCall when no
    report at all was readable, the master given is not, or a master near by is of a newer format. A PDF stands for the
    report beside it.
    """
    finder = _Masters(master_path, before_path, say)
    files = read_files(tuple(dict.fromkeys(map(_report_of, paths))), say)
    if not files.value:
        raise NothingReadable(files.diagnostics, reports=True)
    problems = list(files.diagnostics)
    for path, book in files.value:
        compared = _beside(path, book, finder)
        problems += compared.diagnostics
        if compared.value is not None:
            if compared.value.as_kept:
                say(told("verify_as_kept", report=path.name))
                problems += chart_findings(compared.value.says, compared.value.found, compared.value.point)
            else:
                problems += disagreements(compared.value.says, compared.value.found, compared.value.point)
            problems += _pdf(path, compared.value)
    books = [book for _, book in files.value]
    return Findings(sort_diagnostics(problems, sheet_order(books)), read=len(books))


def explain_cell(
    path: Path, cell: str, master_path: Path | None = None, before_path: Path | None = None, say: Say = silent
) -> tuple[Explanation | None, tuple[Diagnostic, ...]]:
    """Where a cell ("進捗状況!C12") of a report comes from, and why nothing can be said about the report.

    Raises WrongCall for what is no cell, and when the report is not readable.
    """
    named = _CELL.match(cell.strip())
    if named is None:
        raise WrongCall(told("verify_no_cell", cell=cell))
    files = read_files([path], say)
    if not files.value:
        raise NothingReadable(files.diagnostics, reports=True)
    compared = _beside(path, files.value[0][1], _Masters(master_path, before_path, say))
    problems = (*files.diagnostics, *compared.diagnostics)
    if compared.value is None:
        return None, problems
    sheet, row, column = named[1].strip("'").replace("''", "'"), int(named[3]), column_number(named[2].upper())
    return explain(compared.value.says, compared.value.found, sheet, row, column), problems


def _beside(path: Path, book: Book, finder: "_Masters") -> Outcome[ReportAndTruth | None]:
    """A report and what it must say; None, with what is wrong, where they cannot be put side by side."""
    identity = _identity(book)
    if identity.value is None:
        return Outcome(None, {}, identity.diagnostics)
    master = finder.master_of(path, identity.value)
    if master.value is None:
        return Outcome(None, {}, master.diagnostics)
    compared = beside(book, master.value, finder.before_of(path, master.value))
    made = replace(compared, diagnostics=(*compared.diagnostics, *_not_final(identity.value, master.value)))
    if made.value is None or not made.value.says.lacks_before:
        return made
    lacking = diagnostic(Code.FORMER_MASTER_NEEDED, CellRef(book.name), point=made.value.point)
    return Outcome(made.value, {}, (*made.diagnostics, lacking))


def _not_final(identity: ReportIdentity, master: Master) -> Iterator[Diagnostic]:
    """What the master says against a report made of it: its 受領 is not as it was written (K430, K431), and of a
    final one the errors of returned workbooks that are open.
    """
    point = master.plan.point(identity.point)
    found = [problem for problem in master.diagnostics if problem.code in CHAIN_CODES]
    if point is not None and not identity.draft:
        found += return_findings(master.standing(point))
    answers = answers_of(master.ledger.value, master.answers)
    yield from open_errors(answered(master.plan, found, answers).diagnostics)


def _identity(book: Book) -> Outcome[ReportIdentity | None]:
    """What a report says that it is; None, with K129 or K720, for one of a newer format and for what is none."""
    newer = newer_format(book)
    identity = read_report_identity(book) if newer is None else None
    problem = newer or diagnostic(Code.NOT_A_REPORT, CellRef(book.name))
    return Outcome(identity, {}, (problem,) if identity is None else ())


def beside(book: Book, master: Master, before: Master | None) -> Outcome[ReportAndTruth | None]:
    """A report and what it must say by a master (`before`: of the plan's former version); a final one of a closed point
    by what was kept of it, and so is a draft of one that was closed with its plan as it stood.

    None, with what is wrong (K129, K720-K725, K751), where they cannot be put side by side.
    """
    at, named = CellRef(book.name), _identity(book)
    identity = named.value
    if identity is None:
        return Outcome(None, {}, named.diagnostics)
    if identity.shows_deleted:
        return Outcome(None, {}, (diagnostic(Code.SHOWS_DELETED, at, point=identity.point),))
    of_closed = not identity.draft or is_kept_draft(master.registers, identity.point)
    proven = _proven(master, identity.point) if of_closed else ()
    master = master.as_confirmed(identity.point) if of_closed else master
    other = _other_plan(at, identity, master)
    if other is not None:
        return Outcome(None, {}, (other,))
    point = master.plan.point(identity.point)
    if point is None:
        unknown = diagnostic(Code.REPORT_OF_UNKNOWN_POINT, at, point=identity.point, found=identity.point)
        return Outcome(None, {}, (unknown,))
    parts = master.plan.part_by_key
    gone = [key for key in identity.parts if key not in parts]
    problems = tuple(diagnostic(Code.REPORT_OF_UNKNOWN_PART, at, point=point.key, found=key) for key in gone)
    printed = [part for key, part in parts.items() if key in identity.parts]
    read = read_report(book, [STAMP, *parts, *gone])
    found = replace(
        read,
        rows={
            key: pieces
            for key, pieces in read.rows.items()
            if key[0] not in gone and (key[0] != STAMP or key[1] not in gone)
        },
    )
    if not found.rows:
        return Outcome(None, {}, (*problems, diagnostic(Code.REPORT_KEYS_GONE, at, point=point.key)))
    revision = revision_of(before, master) if before is not None else None
    then = Standing(plan_of_point(master.plan, point), point, master.ledger.value, whole=master.plan)
    facts = Facts(then, master.ledger.at, master.at, revision)
    says = expected(facts, printed, draft=identity.draft)
    made = ReportAndTruth(found, says, point.key, facts, is_as_kept(read, proven))
    return Outcome(made, {}, problems)


def _proven(master: Master, point: str) -> tuple[StoredValue, ...]:
    """What a closed point was confirmed with, which was held against the ledger when it was published; nothing where it
    was not, and where what was kept is not what was written (K443).
    """
    broken = any((one.code, one.point) == (Code.KEPT_RECORD_CHANGED, point) for one in master.diagnostics)
    kept = kept_of_closed(master.registers, point)
    return kept.values if kept is not None and kept.publication is not None and not broken else ()


def _other_plan(at: CellRef, identity: ReportIdentity, master: Master) -> Diagnostic | None:
    """K722 or K723 for a report of another plan, or of another version of it."""
    plan, version = master.plan, str(master.plan.plan_version)
    if identity.plan_id != plan.plan_id:
        found, ours = identity.plan_id, plan.plan_id
        return diagnostic(Code.REPORT_OF_OTHER_PLAN, at, point=identity.point, found=found, expected=ours)
    if identity.plan_version != version:
        found = identity.plan_version
        return diagnostic(Code.REPORT_OF_OTHER_VERSION, at, point=identity.point, found=found, expected=version)
    return None


def _report_of(path: Path) -> Path:
    """The report of the same name beside a PDF; what is none, or lies alone, as it was given."""
    if path.suffix.lower() != ".pdf":
        return path
    workbook = path.with_suffix(".xlsx")
    return workbook if workbook.is_file() else path


def _pdf(path: Path, beside: ReportAndTruth) -> list[Diagnostic]:
    """The PDF of the same name beside the report."""
    pdf = path.with_suffix(".pdf")
    if not pdf.is_file():
        return [diagnostic(Code.NO_PDF_BESIDE, CellRef(path.name), point=beside.point, name=pdf.name)]
    try:
        printed = disk.read(pdf)
        pages, undrawn = pages_of_pdf(printed), undrawn_letters(printed)
    except (UnreadablePdf, disk.StoreError) as error:
        return [diagnostic(Code.PDF_UNREADABLE, CellRef(pdf.name), point=beside.point, reason=error.args[0])]
    short = on_paper(beside.found, as_drawn(pages, undrawn), beside.point)
    return [*boxes_on_paper(undrawn, pdf.name, beside.point), *short]


class _Masters:
    """The masters that reports were made from: those given, or those that lie near the reports."""

    def __init__(self, given: Path | None, before: Path | None, say: Say) -> None:
        self._given = open_master(given) if given is not None else None
        self._before = open_master(before) if before is not None else None
        self._say = say
        self._near: dict[tuple[Path, str], list[Master]] = {}

    def master_of(self, path: Path, identity: ReportIdentity) -> Outcome[Master | None]:
        """The master for a report; K726 and K727 where it is not clear which."""
        if self._given is not None:
            return Outcome(self._given, {})
        found = self._all_near(path, identity.plan_id)
        right = [one for one in found if str(one.plan.plan_version) == identity.plan_version] or found
        if len(right) == 1:
            self._say(told("verify_master", report=path.name, master=right[0].path))
            return Outcome(right[0], {})
        at = CellRef(path.name)
        if not right:
            lacking = diagnostic(Code.NO_MASTER_NEAR, at, point=identity.point, plan=identity.plan_id)
            return Outcome(None, {}, (lacking,))
        names = "、".join(one.path.name for one in right)
        return Outcome(None, {}, (diagnostic(Code.SEVERAL_MASTERS_NEAR, at, point=identity.point, names=names),))

    def before_of(self, path: Path, master: Master) -> Master | None:
        """The master of the plan's former version: the one given, or the one that lies near, if it is one alone."""
        if self._before is not None:
            return self._before
        near = self._all_near(path, master.plan.plan_id) if self._given is None else []
        former = [one for one in near if one.plan.plan_version < master.plan.plan_version]
        if len(former) != 1:
            return None
        self._say(told("verify_before", master=former[0].path))
        return former[0]

    def _all_near(self, path: Path, plan_id: str) -> list[Master]:
        """The masters of a plan beside a report, or else one folder up."""
        folder = path.resolve().parent
        key = folder, plan_id
        if key not in self._near:
            beside = _masters_in(folder, plan_id)
            self._near[key] = beside or _masters_in(folder.parent, plan_id)
        return self._near[key]


def _masters_in(folder: Path, plan_id: str) -> list[Master]:
    """The masters of a plan in a folder; others are not opened further than their hidden identity."""
    found = []
    for path in sorted(folder.glob("*.xlsx")):
        if path.name.startswith("~$"):
            continue
        try:
            sheet = read_sheet(disk.read(path), terms.IDENTITY_SHEET)
        except disk.StoreError:
            continue
        said = {str(row[0]): str(row[1]) for row in sheet.rows if len(row) > 1} if sheet else {}
        if (said.get("kind"), said.get("plan_id")) == ("master", plan_id):
            try:
                found.append(open_master(path))
            except NewerFormat:
                raise  # passed over, an older copy beside it would be taken for the ledger
            except (WrongCall, UnreadableMaster):
                continue
    return found
