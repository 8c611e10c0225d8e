"""The files that a call names: those of a folder found, each looked at for what it is, and read one after the other."""

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.values.limits import LIMITS, Limits
from kosei_xl.verbs import disk, remote
from kosei_xl.verbs.refused import why as why_of
from kosei_xl.verbs.remote import GivenPlace
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.words.printable import printable
from kosei_xl.workbook.kinds import INSTEAD, KIND_HEAD, OLE, WORKBOOKS, Kind, kind_of, kind_of_head

WORKBOOK_ENDINGS = (".xlsx", ".xlsm")
"""How the names of workbooks end that are read and written."""
_RETURNS = (*WORKBOOK_ENDINGS, ".xlsb", ".xls", ".ods")
_OWNER = ("~$", ".~lock.")
_OF_WINDOWS = frozenset(("thumbs.db", "ehthumbs.db", "desktop.ini"))
"""Files that Windows puts into folders by itself: nobody sent them."""
_NAMED = 3


class Given(NamedTuple):
    """A file, and what it is called: its name, with the folder where two of the call have the same name."""

    path: GivenPlace
    name: str


class FilesGiven:
    """Iterates over (file, bytes), the files of a call by name; `problems` grows with those that are not read.

    Of a folder every workbook is read, whatever its name ends in; folders inside are not opened (K194), nor hidden
    files (K195), and what Windows itself puts there is passed over. What is no workbook is told: K104, or K193 where
    it seems to have been sent as a return, which is to be judged by the department codes `departments`. One file is in
    memory at a time.
    """

    def __init__(
        self,
        paths: Sequence[GivenPlace],
        say: Callable[[str], None],
        limits: Limits = LIMITS,
        departments: Iterable[str] = (),
    ) -> None:
        self.problems: list[Diagnostic] = []
        self._say, self._limits = say, limits
        codes = "|".join(re.escape(unicodedata.normalize("NFKC", code)) for code in departments)
        self._of_department = re.compile(f"(?:{codes})(?![A-Za-z0-9])") if codes else None
        self._given: list[Given] = []
        self._asked_for: set[GivenPlace] = set()
        self._find(paths)

    def __len__(self) -> int:
        """How many files there are to be read."""
        return len(self._given)

    @property
    def paths(self) -> frozenset[GivenPlace]:
        """Where they lie."""
        return frozenset(file.path for file in self._given)

    def __iter__(self) -> Iterator[tuple[Given, bytes]]:
        for number, file in enumerate(self._given, 1):
            self._say(told("reading", number=number, count=len(self._given), name=file.name))
            try:
                data = remote.read_given(file.path, self._limits.file)
            except disk.StoreError as error:
                self.problems.append(diagnostic(Code.UNREADABLE_WORKBOOK, CellRef(file.name), reason=error.args[0]))
                continue
            yield file, data

    def _find(self, paths: Sequence[GivenPlace]) -> None:
        inside = {path: self._of_folder(path) for path in paths if path.is_dir()}
        self._asked_for.update(path for path in paths if path not in inside)
        files = [file for path in paths for file in inside.get(path, [path])]
        self._given = [Given(path, name) for path, name in _names(dict.fromkeys(files)) if self._is_read(path, name)]
        read = {file.path for file in self._given}
        for folder, found in inside.items():
            if read.isdisjoint(found):
                self.problems.append(diagnostic(Code.NO_SURVEY_IN_FOLDER, CellRef(shown_name(folder))))

    def _of_folder(self, folder: GivenPlace) -> list[GivenPlace]:
        try:
            found = _sorted_in(folder)
        except OSError as error:
            why = told("not_listed", why=why_of(error))
            self.problems.append(diagnostic(Code.UNREADABLE_WORKBOOK, CellRef(shown_name(folder)), reason=why))
            return []
        for path in found:
            if path.is_dir() and not path.name.startswith("."):
                self._folder_inside(path)
        files = [path for path in found if not path.is_dir() and path.name.lower() not in _OF_WINDOWS]
        return [path for path in files if not self._is_hidden(path)]

    def _folder_inside(self, folder: GivenPlace) -> None:
        books = [
            path.name
            for path in remote.names_below(folder)
            if path.suffix.lower() in _RETURNS and not path.name.startswith(("~$", "."))
        ]
        if books:
            names = "、".join(map(printable, sorted(books)[:_NAMED])) + ("…" if len(books) > _NAMED else "")
            at = CellRef(shown_name(folder))
            self.problems.append(diagnostic(Code.FOLDER_NOT_SEARCHED, at, count=len(books), names=names))

    def _is_hidden(self, path: GivenPlace) -> bool:
        if not path.name.startswith(".") or path.name.startswith(_OWNER):
            return path.name.startswith(".~lock.")
        if path.suffix.lower() in _RETURNS and not path.name.startswith("._"):
            self.problems.append(diagnostic(Code.HIDDEN_FILE, CellRef(shown_name(path))))
        return True

    def _is_read(self, path: GivenPlace, name: str) -> bool:
        """Whether a file is to be read as a return; where it is not, that is told."""
        if path.name.startswith("~$"):
            self.problems.append(diagnostic(Code.OWNER_FILE, CellRef(name)))
        elif not remote.is_there(path):
            self.problems.append(diagnostic(Code.NOT_THERE, CellRef(name)))
        elif path.suffix.lower() in WORKBOOK_ENDINGS or path in self._asked_for:
            return True
        else:
            return self._is_workbook(path, name)
        return False

    def _is_workbook(self, path: GivenPlace, name: str) -> bool:
        """Whether a file whose name says nothing of .xlsx is a workbook, or may be one."""
        try:
            kind = self._kind(path)
        except disk.StoreError as error:
            if path.suffix.lower() in _RETURNS:
                self.problems.append(diagnostic(Code.UNREADABLE_WORKBOOK, CellRef(name), reason=error.args[0]))
            else:
                self.problems.append(diagnostic(Code.NOT_A_WORKBOOK, CellRef(name)))
            return False
        if kind in WORKBOOKS:
            return True
        if path.suffix.lower() in _RETURNS and kind not in INSTEAD:
            code = Code.ENCRYPTED_OR_OLD if kind is Kind.LOCKED else Code.UNREADABLE_WORKBOOK
            self.problems.append(diagnostic(code, CellRef(name), reason=kind.label))
        elif kind is Kind.ZIPPED_RETURNS or self._sent_as_return(path):
            self.problems.append(diagnostic(Code.NOT_A_RETURN, CellRef(name), kind=kind.label, advice=kind.advice))
        else:
            self.problems.append(diagnostic(Code.NOT_A_WORKBOOK, CellRef(name)))
        return False

    def _kind(self, path: GivenPlace) -> Kind:
        head = remote.head_given(path, KIND_HEAD)
        if head.startswith((b"PK", OLE)):
            return kind_of(remote.read_given(path, self._limits.file))
        return kind_of_head(head) if head else Kind.EMPTY

    def _sent_as_return(self, path: GivenPlace) -> bool:
        """Whether a name is like those of surveys, or like that of a workbook with a second ending."""
        name = unicodedata.normalize("NFKC", path.stem)
        of_department = self._of_department is not None and self._of_department.match(name) is not None
        return "調査票" in name or of_department or path.suffix.lower() in _RETURNS


def workbooks_named(paths: Iterable[GivenPlace]) -> int:
    """How many workbooks a call names, as their names say, each once; no file is opened."""
    named = {path for given in paths for path in _listed(given) if path.suffix.lower() in _RETURNS}
    return sum(not path.name.startswith(("~$", ".")) for path in named)


def _listed(path: GivenPlace) -> Iterable[GivenPlace]:
    try:
        return tuple(path.iterdir()) if path.is_dir() else (path,)
    except OSError:  # told when it is to be read
        return ()


def shown_name(path: GivenPlace) -> str:
    """The name of a file for people: one that is not UTF-8 is tried as the Japanese of Windows."""
    name = path.name or str(path)
    try:
        name.encode()
    except UnicodeEncodeError:
        name = os.fsencode(name).decode("cp932", "replace")
    return printable(name)


def _names(paths: Iterable[GivenPlace]) -> Iterator[tuple[GivenPlace, str]]:
    """Each path with its name; with its folder's where another has the same name, else with all of them."""
    paths = tuple(paths)
    plain = Counter(shown_name(path).casefold() for path in paths)
    longer = {path: f"{_folder_of(path)}/{shown_name(path)}" for path in paths}
    with_folder = Counter(name.casefold() for name in longer.values())
    for path in paths:
        name = shown_name(path)
        if plain[name.casefold()] > 1:
            whole = printable(path.as_posix() if isinstance(path, Path) else str(path))
            name = longer[path] if with_folder[longer[path].casefold()] == 1 else whole
        yield path, name


def _sorted_in(folder: GivenPlace) -> list[GivenPlace]:
    """What lies in a folder, in the order of paths on this system. Raises OSError."""
    return sorted(folder.iterdir(), key=lambda path: os.path.normcase(path.name))


def _folder_of(path: GivenPlace) -> str:
    return shown_name(path.absolute().parent) if isinstance(path, Path) else printable(path.folder)
