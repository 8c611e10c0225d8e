"""Whole folders: all files of the new one or none, and never over what somebody else put there."""

import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from kosei_xl.publish.data import FileMade
from kosei_xl.verbs.disk import StoreError, kept_beside
from kosei_xl.verbs.own_names import temporary_prefix
from kosei_xl.verbs.refused import patiently, why
from kosei_xl.words.messages import told


class NewFolder:
    """A folder that is being written beside its place; `made` are its files so far."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.made: list[FileMade] = []

    def write(self, name: str, pieces: Iterable[bytes]) -> FileMade:
        """Write a file (its path inside the folder, with "/") piece by piece. Raises OSError."""
        return self.fill(name, lambda file: file.writelines(pieces))

    def fill(self, name: str, write: Callable[[IO[bytes]], object]) -> FileMade:
        """Let a file be written by what may go back and forth in it (a zip). Raises OSError."""
        target = self.place(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x+b") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            made = FileMade(name, hashlib.file_digest(file, "sha256").hexdigest(), size)
        self.made.append(made)
        return made

    def place(self, name: str) -> Path:
        """Where a file that was written lies until the folder stands."""
        return self._path.joinpath(*name.split("/"))

    def read(self, name: str) -> bytes | None:
        """The bytes of a file that was written; None for others. Raises OSError."""
        known = any(one.path == name for one in self.made)
        return self.place(name).read_bytes() if known else None


class FolderInMemory:
    """The same without a disk; `files` are what was written, by path."""

    def __init__(self) -> None:
        self.made: list[FileMade] = []
        self.files: dict[str, bytes] = {}

    def write(self, name: str, pieces: Iterable[bytes]) -> FileMade:
        """Keep a file."""
        return self.fill(name, lambda file: file.writelines(pieces))

    def fill(self, name: str, write: Callable[[IO[bytes]], object]) -> FileMade:
        """Keep a file that is written by what may go back and forth in it."""
        file = io.BytesIO()
        write(file)
        data = self.files[name] = file.getvalue()
        made = FileMade(name, hashlib.sha256(data).hexdigest(), len(data))
        self.made.append(made)
        return made

    def read(self, name: str) -> bytes | None:
        """The bytes of a file that was written; None for others."""
        return self.files.get(name)


@contextmanager
def new_folder(path: Path) -> Iterator[NewFolder]:
    """Write a folder that takes the place of the one at `path` when all of it stands; else that one stays as it was.

    What may be replaced is for the caller to know. Raises StoreError where it cannot be written.
    """
    scratch: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=temporary_prefix(path), suffix=".tmp", dir=path.parent))
        inside = scratch / "new"
        inside.mkdir()
        yield NewFolder(inside)
        _put(inside, path, scratch / "old")
    except OSError as error:
        raise StoreError(told("not_writable", path=path, why=why(error))) from error
    finally:
        if scratch is not None and (path.exists() or not (scratch / "old").exists()):  # else it holds the only copy
            with suppress(OSError):  # what is scanned at this moment is cleared by hand
                shutil.rmtree(scratch)


def _put(new: Path, path: Path, aside: Path) -> None:
    """Let `new` stand at `path`; what stood there goes to `aside`, and comes back where that fails."""
    there = path.exists()
    if there:
        patiently(lambda: os.rename(path, aside))
    try:
        patiently(lambda: os.rename(new, path))
    except OSError:
        if there:
            _bring_back(aside, path)
        raise


def _bring_back(aside: Path, path: Path) -> None:
    try:
        patiently(lambda: os.rename(aside, path))
    except OSError as error:
        raise kept_beside(aside, path, error) from error


def files_in(path: Path) -> tuple[str, ...]:
    """The files in a folder and those below it, by their paths inside it with "/"; none where it is not there."""
    return tuple(sorted(one.relative_to(path).as_posix() for one in path.rglob("*") if not one.is_dir()))
