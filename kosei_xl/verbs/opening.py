"""What every verb begins with: the master, the workbooks given, and the words for calls that cannot be carried out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kosei_xl.collect.conflicts import SettledConflicts, settle
from kosei_xl.collect.history import office_edits
from kosei_xl.collect.rules.glyphs import check_plan_glyphs
from kosei_xl.collect.status import DepartmentStatus
from kosei_xl.collect.summarize import Summary
from kosei_xl.read import read_choices, read_ledger, read_plan
from kosei_xl.read.identity import is_report, newer_format
from kosei_xl.read.marks import read_answers, read_marks
from kosei_xl.read.plan import rows_without_key
from kosei_xl.read.tables import saved_text
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, KoseiError, Outcome, SourceMap, diagnostic
from kosei_xl.values.ledger import Acknowledgement, Choice, Ledger, OfficeMark, SavedBy
from kosei_xl.values.model import Plan, ReportingPoint
from kosei_xl.values.pictures import Picture
from kosei_xl.values.standing import Standing
from kosei_xl.verbs import disk
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.workbook.book import UnreadableWorkbook, read_book

WORKBOOKS = (".xlsx", ".xlsm")
"""How the names of workbooks end that are read and written."""

Say = Callable[[str], None]
"""Where progress goes: one line of plain Japanese a call."""


def silent(line: str) -> None:
    """Progress for nobody."""


class WrongCall(KoseiError):
    """The call cannot be carried out as given (exit code 2): the message says what to give instead."""


class NothingReadable(WrongCall):
    """No input at all was readable, `reports` where reports were given; `diagnostics` say why for each."""

    def __init__(self, diagnostics: Sequence[Diagnostic], *, reports: bool = False) -> None:
        super().__init__(told("no_report_readable" if reports else "nothing_readable"))
        self.diagnostics = tuple(diagnostics)


class UnreadableMaster(KoseiError):
    """The master workbook's plan could not be put together; `diagnostics` say where and why."""

    def __init__(self, name: str, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(told("bad_master", name=name))
        self.diagnostics = tuple(diagnostics)


class NewerFormat(WrongCall):
    """A newer version of the program made the workbook: this one could take from it what it does not know."""


@dataclass(frozen=True, slots=True)
class Master:
    """A master workbook as read: its bytes, its plan (with the cells it stands in), its ledger, what was odd.

    `choices` are the office's on the sheet of conflicts, None where there is no such sheet; `origin` says who saved it.
    `answers` and `marks` are what it typed on 指摘 and 提出状況. `keyless` are the cells of 項目 that lack a row key,
    each with the one that was given (K134).
    """

    path: Path
    data: bytes
    plan: Plan
    ledger: Outcome[Ledger]
    diagnostics: tuple[Diagnostic, ...]
    at: SourceMap = field(default_factory=dict)
    choices: tuple[Choice, ...] | None = None
    origin: SavedBy = field(default_factory=lambda: SavedBy(""))
    answers: tuple[Acknowledgement, ...] = ()
    marks: tuple[OfficeMark, ...] = ()
    keyless: Mapping[CellRef, str] = field(default_factory=dict)

    def standing(self, point: ReportingPoint) -> Standing:
        """How the plan stands at one of its points."""
        return Standing(self.plan, point, self.ledger.value)


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check or consolidation found: findings in reading order, counts, and status where there is a ledger."""

    diagnostics: tuple[Diagnostic, ...]
    summary: Summary | None = None
    status: tuple[DepartmentStatus, ...] = ()
    read: int = 0


def open_master(path: Path) -> Master:
    """Read a master workbook.

    Raises WrongCall when it is not there, no workbook or a report, NewerFormat, and UnreadableMaster for a broken plan.
    """
    data = disk.read(path)
    try:
        book = read_book(data, path.name)
    except UnreadableWorkbook as error:
        raise bad_workbook(path, error) from error
    if is_report(book):
        raise WrongCall(told("report_as_master", name=path.name))
    return master_of(path, data, book)


def bad_workbook(path: Path, error: UnreadableWorkbook) -> WrongCall:
    """The refusal of a file that is no workbook, with the reason why."""
    problem = diagnostic(error.code, CellRef(path.name), reason=error.reason)
    return WrongCall(told("bad_workbook", path=path, problem=Message(problem.message(), problem.message("en"))))


def refuse_newer(book: Book) -> None:
    """Raise NewerFormat for a workbook that a newer version of the program made."""
    problem = newer_format(book)
    if problem is not None:
        words = Message(problem.message(), problem.message("en"))
        raise NewerFormat(told("newer_format", name=book.name, problem=words))


def master_of(path: Path, data: bytes, book: Book) -> Master:
    """A master as read from its values. Raises NewerFormat, and UnreadableMaster for a broken plan."""
    refuse_newer(book)
    plan = read_plan(book)
    if plan.value is None:
        raise UnreadableMaster(path.name, plan.diagnostics)
    ledger = read_ledger(book, plan.value)
    marks = read_marks(book)
    glyphs = check_plan_glyphs(Outcome(plan.value, plan.at))
    found = (*plan.diagnostics, *ledger.diagnostics, *marks.diagnostics, *glyphs)
    choices, answers = read_choices(book), read_answers(book)
    return Master(
        path,
        data,
        plan.value,
        ledger,
        found,
        plan.at,
        choices=choices,
        origin=origin_of(book),
        answers=answers,
        marks=marks.value,
        keyless=rows_without_key(book, plan.value, plan.at),
    )


def origin_of(book: Book) -> SavedBy:
    """Where the office's own texts come from: the workbook as it was last saved."""
    return SavedBy(book.name, book.sha256, saved_text(book.saved_at) or "", book.saved_by or "")


def with_office(book: Master, pictures: Mapping[str, Picture] | None = None) -> SettledConflicts:
    """The ledger with the office's typing recorded and its decisions applied; `rows` are new ones for 受領.

    `pictures` are those that came with workbooks, in case one of them was decided for.
    """
    ledger = book.ledger.value
    edits = office_edits(book.plan, ledger, book.ledger.at, book.origin)
    recorded = replace(ledger, received=(*ledger.received, *edits))
    settled = settle(book.plan, recorded, book.choices or (), book.origin, pictures or {})
    return replace(settled, rows=(*edits, *settled.rows))


def point_of(plan: Plan, key: str) -> ReportingPoint:
    """The reporting point of a plan. Raises WrongCall with the keys there are."""
    point = plan.point(key)
    if point is None:
        known = "、".join(f"{p.key}（{p.label}）" for p in plan.points)
        raise WrongCall(told("no_point", key=key, known=known))
    return point


def read_books(paths: Sequence[Path], say: Say) -> Outcome[tuple[Book, ...]]:
    """Every workbook that can be read; the others are reported."""
    found = read_files(paths, say)
    return Outcome(tuple(book for _, book in found.value), {}, found.diagnostics)


def read_files(paths: Sequence[Path], say: Say) -> Outcome[tuple[tuple[Path, Book], ...]]:
    """`read_books` with the path of each."""
    files = _find_files(paths)
    problems = list(files.diagnostics)
    books = []
    for number, file in enumerate(files.value, 1):
        say(told("reading", number=number, count=len(files.value), name=file.name))
        try:
            books.append((file, read_book(disk.read(file), file.name)))
        except UnreadableWorkbook as error:
            problems.append(diagnostic(error.code, CellRef(file.name), reason=error.reason))
        except disk.StoreError as error:
            problems.append(diagnostic(Code.UNREADABLE_WORKBOOK, CellRef(file.name), reason=error.args[0]))
    return Outcome(tuple(books), {}, tuple(problems))


def _find_files(paths: Sequence[Path]) -> Outcome[tuple[Path, ...]]:
    """Workbooks among files and folders (not deeper), by name; other files are reported, nothing is opened."""
    files: list[Path] = []
    problems: list[Diagnostic] = []
    for path in paths:
        if not path.exists():
            problems.append(diagnostic(Code.NOT_THERE, CellRef(path.name)))
        elif path.is_dir():
            found = [f for f in sorted(path.iterdir()) if f.is_file() and not f.name.startswith(".")]
            books = [f for f in found if f.suffix.lower() in WORKBOOKS and not f.name.startswith("~$")]
            problems += [diagnostic(Code.OWNER_FILE, CellRef(f.name)) for f in found if f.name.startswith("~$")]
            others = [f for f in found if f not in books and not f.name.startswith("~$")]
            problems += [
                diagnostic(
                    Code.ENCRYPTED_OR_OLD if f.suffix.lower() == ".xls" else Code.NOT_A_WORKBOOK, CellRef(f.name)
                )
                for f in others
            ]
            if not books:
                problems.append(diagnostic(Code.NO_SURVEY_IN_FOLDER, CellRef(path.name)))
            files += books
        elif path.name.startswith("~$"):
            problems.append(diagnostic(Code.OWNER_FILE, CellRef(path.name)))
        else:
            files.append(path)
    return Outcome(tuple(dict.fromkeys(files)), {}, tuple(problems))


def sheet_order(books: Sequence[Book]) -> dict[tuple[str, str], int]:
    return {(book.name, sheet.name): n for book in books for n, sheet in enumerate(book.sheets)}


def template_of(own: Path | None, name: str) -> bytes:
    """A city's own template, or the one that is shipped under `name`."""
    return disk.read(own) if own is not None else disk.bundled("workbook_templates", name)


def file_name(name: str) -> str:
    """A name without the characters that Windows refuses in file names."""
    return "".join("_" if letter in '<>:"/\\|?*' or ord(letter) < 32 else letter for letter in name).strip(" .")
