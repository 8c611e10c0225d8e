"""What every verb begins with: the master, the workbooks given, and the words for calls that cannot be carried out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kosei_xl.collect.status import DepartmentStatus
from kosei_xl.collect.summarize import Summary
from kosei_xl.read.master import Master, read_master
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import disk
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.unreadable import UnreadableWorkbook

WORKBOOKS = (".xlsx", ".xlsm")
"""How the names of workbooks end that are read and written."""

Say = Callable[[str], None]
"""Where progress goes: one line of plain Japanese a call."""


def silent(line: str) -> None:
    """Progress for nobody."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a verb found: findings in reading order, counts, status where there is a ledger, the workbooks read, and
    notes: what was done besides and has to be told.
    """

    diagnostics: tuple[Diagnostic, ...]
    summary: Summary | None = None
    status: tuple[DepartmentStatus, ...] = ()
    read: int = 0
    notes: tuple[Message, ...] = ()


def open_master(path: Path) -> Master:
    """Read a master workbook.

    Raises WrongCall when it is not there, no workbook or a report, NewerFormat, and UnreadableMaster for a broken plan.
    """
    try:
        return read_master(disk.read(path), path)
    except UnreadableWorkbook as error:
        raise bad_workbook(path, error) from error


def bad_workbook(path: Path, error: UnreadableWorkbook) -> WrongCall:
    """The refusal of a file that is no workbook, with the reason why."""
    problem = diagnostic(error.code, CellRef(path.name), reason=error.reason)
    return WrongCall(told("bad_workbook", path=path, problem=Message(problem.message(), problem.message("en"))))


def read_books(paths: Sequence[Path], say: Say) -> Outcome[tuple[Book, ...]]:
    """Every workbook that can be read; the others are reported."""
    found = read_files(paths, say)
    return Outcome(tuple(book for _, book in found.value), {}, found.diagnostics)


def read_files(paths: Sequence[Path], say: Say) -> Outcome[tuple[tuple[Path, Book], ...]]:
    """`read_books` with the path of each."""
    found = read_bytes(paths, say)
    problems = list(found.diagnostics)
    books = []
    for file, data in found.value:
        read = books_of([(file.name, data)])
        books += [(file, book) for book in read.value]
        problems += read.diagnostics
    return Outcome(tuple(books), {}, tuple(problems))


def books_of(workbooks: Iterable[tuple[str, bytes]]) -> Outcome[tuple[Book, ...]]:
    """Every workbook that can be read, from (file name, bytes); the others are reported."""
    books: list[Book] = []
    problems: list[Diagnostic] = []
    for name, data in workbooks:
        try:
            books.append(read_book(data, name))
        except UnreadableWorkbook as error:
            problems.append(diagnostic(error.code, CellRef(name), reason=error.reason))
    return Outcome(tuple(books), {}, tuple(problems))


def read_bytes(paths: Sequence[Path], say: Say) -> Outcome[tuple[tuple[Path, bytes], ...]]:
    """The bytes of every file that may be a workbook; what cannot be read is reported."""
    files = _find_files(paths)
    problems = list(files.diagnostics)
    found = []
    for number, file in enumerate(files.value, 1):
        say(told("reading", number=number, count=len(files.value), name=file.name))
        try:
            found.append((file, disk.read(file)))
        except disk.StoreError as error:
            problems.append(diagnostic(Code.UNREADABLE_WORKBOOK, CellRef(file.name), reason=error.args[0]))
    return Outcome(tuple(found), {}, tuple(problems))


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
