"""Files and folders at an address (s3://, https:// and what else fsspec knows), as far as `FilesGiven` asks of a Path.

They are only read, one after the other, and nothing of them is kept on the disk. What an address may need beside it
(passwords, keys) comes from where its library looks for it, and never stands in what we write: a file is called by its
name, an address by what it is without user and query.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final
from urllib.parse import unquote, urlsplit

from kosei_xl.later import compiled_later
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import disk
from kosei_xl.verbs.refused import why
from kosei_xl.words.messages import told
from kosei_xl.words.printable import printable

_ADDRESS: Final = compiled_later(r"[A-Za-z][A-Za-z0-9+.-]+(?:::[A-Za-z][A-Za-z0-9+.-]+)*://.")
"""Two letters at least before the colon: C:\\ is a drive of Windows."""


class RemotePath:
    """A file or folder of a file system of fsspec. Its methods raise OSError for whatever goes wrong there."""

    def __init__(self, system: Any, place: str, shown: str, about: dict[str, Any] | None = None) -> None:
        self._system, self._place, self._shown, self._about = system, place, shown, about
        self._inside = PurePosixPath(unquote(urlsplit(place).path) if _is_web(system) else place)

    @property
    def name(self) -> str:
        """The last part of its address, as people wrote it."""
        return self._inside.name

    @property
    def suffix(self) -> str:
        """The ending of the name."""
        return self._inside.suffix

    @property
    def stem(self) -> str:
        """The name without it."""
        return self._inside.stem

    @property
    def folder(self) -> str:
        """The name of the folder that it lies in."""
        return self._inside.parent.name

    def with_name(self, name: str) -> "RemotePath":
        """Another one beside it."""
        parent = self._place.rpartition("/")[0]
        return RemotePath(self._system, f"{parent}/{name}", f"{self._shown.rpartition('/')[0]}/{name}")

    def with_stem(self, stem: str) -> "RemotePath":
        """Another one beside it, of the same ending."""
        return self.with_name(stem + self.suffix)

    def is_dir(self) -> bool:
        """Whether it is a folder."""
        with _as_os_error():
            return bool(self._about["type"] == "directory" if self._about else self._system.isdir(self._place))

    def exists(self) -> bool:
        """Whether it is there."""
        with _as_os_error():
            return self._about is not None or bool(self._system.exists(self._place))

    def iterdir(self) -> Iterator["RemotePath"]:
        """What lies in a folder."""
        with _as_os_error():
            found = self._system.ls(self._place, detail=True)
        for one in found:
            if one["name"].strip("/") != self._place.strip("/"):  # some list the folder in itself
                yield self._at(one)

    def below(self) -> Iterator["RemotePath"]:
        """Every file in a folder and those inside it."""
        with _as_os_error():
            found = self._system.find(self._place, detail=True)
        yield from map(self._at, found.values())

    def _at(self, about: dict[str, Any]) -> "RemotePath":
        place = about["name"].rstrip("/")
        return RemotePath(self._system, place, f"{self._shown}/{PurePosixPath(place).name}", about)

    def bytes_at_most(self, most: int | None) -> bytes | None:
        """Its bytes; None for more than `most`, which are not fetched."""
        with _as_os_error():
            with self._opened() as file:
                data = file.read() if most is None else file.read(most + 1)
            return data if most is None or len(data) <= most else None

    def head(self, count: int) -> bytes:
        """Its first bytes."""
        with _as_os_error(), self._opened() as file:
            return bytes(file.read(count))

    def _opened(self) -> IO[bytes]:
        opened: IO[bytes] = self._system.open(self._place, "rb")
        return opened

    def __str__(self) -> str:
        return self._shown

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RemotePath) and (self._place, self._system) == (other._place, other._system)

    def __hash__(self) -> int:
        return hash(self._place)


GivenPlace = Path | RemotePath
"""Where a file or folder of a call is: on a disk, or at an address."""


def places(named: Iterable[str]) -> tuple[GivenPlace, ...]:
    """What a call names: paths as they are, addresses by fsspec.

    Raises WrongCall for an address that it cannot open: of no kind that it knows, or without the library for that kind.
    """
    return tuple(_remote(text) if _ADDRESS.match(text) else Path(text) for text in named)


def _remote(address: str) -> GivenPlace:
    if address.lower().startswith("file://"):
        from urllib.request import url2pathname  # brings ssl and more along

        return Path(url2pathname(urlsplit(address).path))
    shown = _without_secrets(address).rstrip("/")
    try:
        from fsspec.core import url_to_fs  # few calls name an address
    except ImportError as error:
        raise WrongCall(told("address_needs", address=shown)) from error
    try:
        system, place = url_to_fs(address, use_listings_cache=False)
    except Exception as error:  # whatever is wrong with it, or missing for it
        raise WrongCall(told("address_not_opened", address=shown, why=_without_secrets(str(error)))) from error
    return RemotePath(system, place.rstrip("/") or place, shown)


def read_given(place: GivenPlace, most: int | None = None) -> bytes:
    """The bytes of a file, wherever it is. Raises StoreError as `disk.read` does."""
    if isinstance(place, Path):
        return disk.read(place, most)
    with _told_why(place):
        data = place.bytes_at_most(most)
    if data is None:
        raise disk.StoreError(told("file_too_large", path=printable(place.name), most=f"{most:,}"))
    return data


def head_given(place: GivenPlace, count: int) -> bytes:
    """The first bytes of a file. Raises StoreError."""
    if isinstance(place, Path):
        return disk.head(place, count)
    with _told_why(place):
        return place.head(count)


def is_there(place: GivenPlace) -> bool:
    """Whether a call names something; a link counts, wherever it leads, and so does what cannot be asked for."""
    if isinstance(place, Path):
        return os.path.lexists(place)
    try:
        return place.exists()
    except OSError:  # told when it is to be read
        return True


def names_below(folder: GivenPlace) -> Iterator[PurePosixPath]:
    """The names of all files in a folder and those inside it."""
    if isinstance(folder, Path):
        yield from (PurePosixPath(name) for _, _, names in os.walk(folder) for name in names)
        return
    with suppress(OSError):  # as os.walk does
        yield from (PurePosixPath(one.name) for one in folder.below())


@contextmanager
def _told_why(place: RemotePath) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise disk.StoreError(told("not_there", path=printable(str(place)))) from error
    except OSError as error:
        raise disk.StoreError(told("not_readable", path=printable(str(place)), why=why(error))) from error


def _without_secrets(text: str) -> str:
    """A text without the users, passwords and queries of the addresses in it."""
    return re.sub(r"\?[^\s'\"]*", "", re.sub(r"(?<=://)[^/@\s]*@", "", text))


def _is_web(system: Any) -> bool:
    protocol = system.protocol
    return bool({"http", "https"} & set((protocol,) if isinstance(protocol, str) else protocol))


@contextmanager
def _as_os_error() -> Iterator[None]:
    """Libraries of file systems have errors of their own."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise OSError(0, _without_secrets(f"{type(error).__name__}: {error}")) from error
