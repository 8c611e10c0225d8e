"""What every verb begins with: the master, the workbooks given, and the words for calls that cannot be carried out."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kosei_xl.later import compiled_later, dataclass
from kosei_xl.values.cells import Book
from kosei_xl.values.diagnostics import Diagnostic, Outcome
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.values.model import Plan
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import disk
from kosei_xl.verbs.files_given import FilesGiven
from kosei_xl.verbs.remote import GivenPlace
from kosei_xl.words.messages import Message, told
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.unreadable import UnreadableWorkbook

if TYPE_CHECKING:
    from kosei_xl.collect.status import DepartmentStatus
    from kosei_xl.collect.summarize import Summary
    from kosei_xl.read.master import Master

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
    summary: "Summary | None" = None
    status: "tuple[DepartmentStatus, ...]" = ()
    read: int = 0
    notes: tuple[Message, ...] = ()


def open_master(path: Path, data: bytes | None = None) -> "Master":
    """Read a master workbook; `data` are its bytes where they are at hand.

    Raises WrongCall when it is not there, no workbook or a report, NewerFormat, and UnreadableMaster for a broken plan.
    """
    from kosei_xl.read.master import read_master  # here, because a department checks without one

    try:
        return read_master(stored_master(path) if data is None else data, path)
    except UnreadableWorkbook as error:
        raise bad_workbook(path, error) from error


def open_for_point(path: Path, data: bytes, point_key: str) -> "Master":
    """`open_master` for work at one point, as `read_for_point` reads it."""
    try:
        return read_for_point(data, path, point_key)
    except UnreadableWorkbook as error:
        raise bad_workbook(path, error) from error


def read_for_point(data: bytes, path: Path | str, point_key: str) -> "Master":
    """A master for work at one point, raising what `read_master` raises; the rows of closed points that lie on sheets
    of their own are read only where the point is one of them, or where something may be to tell of them.
    """
    from kosei_xl.make.set_aside import is_settled  # here, because a department checks without a master
    from kosei_xl.read.master import point_of, read_master

    book = read_master(data, path, closed=False)
    unread = book.ledger.value.unread
    if unread and (point_of(book.plan, point_key).key in book.ledger.value.closed or not is_settled(book)):
        book = read_master(data, path)
    return book


def stored_master(path: Path) -> bytes:
    """The bytes of a master. Raises StoreError when it is not there, or larger than a master may be."""
    return disk.read(path, OFFICE_LIMITS.file)


def bad_workbook(path: Path, error: UnreadableWorkbook) -> WrongCall:
    """The refusal of a file that is no workbook, with the reason why."""
    problem = error.finding(path.name)
    return WrongCall(told("bad_workbook", path=path, problem=Message(problem.message(), problem.message("en"))))


def read_books(paths: Sequence[Path], say: Say) -> Outcome[tuple[Book, ...]]:
    """Every report that can be read; the others are reported."""
    found = read_files(paths, say)
    return Outcome(tuple(book for _, book in found.value), {}, found.diagnostics)


def read_files(paths: Sequence[Path], say: Say) -> Outcome[tuple[tuple[Path, Book], ...]]:
    """`read_books` with the path of each."""
    files = FilesGiven(paths, say, OFFICE_LIMITS)
    problems, books = [], []
    for file, data in files:
        assert isinstance(file.path, Path), "nothing but paths was given"
        try:
            books.append((file.path, read_book(data, file.name, OFFICE_LIMITS)))
        except UnreadableWorkbook as error:
            problems.append(error.finding(file.name))
    return Outcome(tuple(books), {}, (*files.problems, *problems))


def files_of(paths: Sequence[GivenPlace], say: Say, plan: Plan | None) -> FilesGiven:
    """The files that may be returns, of the plan if it is known."""
    if plan is None:
        return FilesGiven(paths, say)
    return FilesGiven(paths, say, plan.style.limits, (one.code for one in plan.departments))


def sheet_order(books: Sequence[Book]) -> dict[tuple[str, str], int]:
    return {(book.name, sheet.name): n for book in books for n, sheet in enumerate(book.sheets)}


def template_of(own: Path | None, name: str) -> bytes:
    """A city's own template, or the one that is shipped under `name`."""
    return disk.read(own) if own is not None else disk.bundled("workbook_templates", name)


_DEVICES: Final = compiled_later(
    r"(?i)(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9\u00b9\u00b2\u00b3])(?= *(?:\.|$))"
)
"""Names that Windows takes for a device, whatever ending follows (learn.microsoft.com, "Naming Files, Paths, and
Namespaces").
"""
_LONGEST_NAME: Final = 200
"""Bytes of a name without its endings: file systems allow 255 bytes (Linux) or UTF-16 units (Windows) with them."""


def file_name(name: str) -> str:
    """A name that Windows and Linux allow for a file, without its ending: refused characters become `_`, devices' names
    get one, and a name that is too long is cut and ends with a sum of the whole one, so that two stay two.
    """
    allowed = "".join("_" if letter in '<>:"/\\|?*' or ord(letter) < 32 else letter for letter in name).strip(" .")
    allowed = _DEVICES.sub(r"\1_", allowed, count=1) if _DEVICES.match(allowed) else allowed
    if len(allowed.encode()) > _LONGEST_NAME:
        cut = allowed.encode()[: _LONGEST_NAME - 9].decode(errors="ignore").rstrip(" .")
        allowed = f"{cut}_{hashlib.sha256(allowed.encode()).hexdigest()[:8]}"
    return allowed or "_"
