"""What a consolidation may take over from runs before: readings of returned workbooks, and its own outcome.

Nothing is taken over on trust in names or times: every file is read and hashed each time, and what is kept is asked for
by all that decides about it. A reading depends on the file's bytes and name, the plan, the point, the limits, what was
handed out, and the program; an outcome on the bytes of the master and all the files, and the program.
"""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import metadata
from itertools import islice, starmap, zip_longest
from operator import eq
from pathlib import Path
from typing import Final

from kosei_xl import __version__
from kosei_xl.collect.status import DepartmentStatus, ItemStatus
from kosei_xl.collect.summarize import AreaCounts, Count, Summary
from kosei_xl.later import dataclass
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.ledger import OfficeMark, Received
from kosei_xl.values.limits import Limits
from kosei_xl.values.model import Department, EntryKey, Item, Line, Plan, Rating, Scale, Slot, SlotKind, SubItem
from kosei_xl.values.packed import Packing
from kosei_xl.values.pictures import Picture
from kosei_xl.values.returned import CODEC, HeldReturn, OtherCodec, encode, packed_return, unpacked_return
from kosei_xl.verbs import disk
from kosei_xl.verbs.files_given import FilesGiven
from kosei_xl.verbs.opening import Findings, silent
from kosei_xl.verbs.profile_cache import ProfileCache
from kosei_xl.verbs.remote import GivenPlace
from kosei_xl.verbs.workers import File, ReadAll, ReadBy, read_all
from kosei_xl.words.codes import Code
from kosei_xl.words.printable import printable

LIBRARIES: Final = ("lxml", "pillow", "pydantic", "python-calamine", "sudachipy", "sudachidict_core")
"""What decides about readings and findings beside our own modules; the last two are an extra."""
_MOST_READINGS: Final = 3_000
"""Kept for one plan and point; those used last."""
_SUM: Final = 32
_SIZE: Final = 8
"""Bytes in which the length of a piece is said."""


@cache
def program() -> str:
    """This very program: its version, its modules and template as they lie on the disk, the libraries and Python."""
    package = Path(__file__).parents[1]
    files = [*sorted(package.rglob("*.py")), disk.bundled_path("workbook_templates", "master.xlsx")]
    stats = ((os.path.relpath(path, package), path.stat()) for path in files)
    lines = [sys.version, *(f"{name} {info.st_size} {info.st_mtime_ns}" for name, info in stats)]
    lines += [f"{name} {version_of(name)}" for name in LIBRARIES]
    return f"{__version__} {CODEC} {hashlib.sha256(chr(10).join(lines).encode()).hexdigest()}"


def version_of(name: str) -> str:
    """Which version of a library is installed; "" for none."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


class Readings:
    """Reads returned workbooks, each once: what was read before with the same plan is taken from the profile.

    A workbook with photos is read each time, because pictures are not kept; one that cannot be read too, because that
    may have been the machine's fault.
    """

    _KIND = "readings"

    def __init__(self, by: ReadBy, cache_of_user: ProfileCache) -> None:
        self._by, self._cache = by, cache_of_user
        self._key = _key_of(by) if cache_of_user.folder is not None else ""
        self._kept = dict(_framed(cache_of_user.get(self._KIND, self._key) or b""))

    def of(self, files: FilesGiven, read_by: ReadAll = read_all) -> Iterator[tuple[HeldReturn, Mapping[str, Picture]]]:
        """What was read of each file, in order, and the pictures that its photos name; then what is new is kept.

        What is kept is packed file by file: a thousand codecs are as much as their master.
        """
        used: dict[bytes, bytes] = {}
        new = False
        asked = (self._asked(file.name, data) for file, data in files)
        for file, read in read_by(asked, len(files), self._by):
            key, encoded = _file_key(file), read.encoded
            is_kept = self._cache.folder is not None and bool(read.value.sheets) and not read.value.pictures
            if file.known is None and is_kept and encoded is None:
                encoded = encode(read.value)
            packed = self._kept[key] if file.known is not None else packed_return(encoded) if encoded else None
            if packed is not None and (file.known is not None or is_kept):
                used[key], new = packed, new or file.known is None
            yield HeldReturn(read.value, packed), read.pictures
        if new:
            every = {**used, **{key: one for key, one in self._kept.items() if key not in used}}
            self._cache.put(self._KIND, self._key, b"".join(_frames(islice(every.items(), _MOST_READINGS))))

    def _asked(self, name: str, data: bytes) -> File:
        file = File(name, data)
        packed = self._kept.get(_file_key(file)) if self._kept else None
        try:
            return file._replace(known=unpacked_return(packed)) if packed is not None else file
        except OtherCodec:
            return file


def _key_of(by: ReadBy) -> str:
    """The text in which readings differ that differ in anything but the file."""
    parts = hashlib.sha256(by.plan.model_dump_json(warnings=False).encode("utf-8", "surrogatepass"))
    for one in by.handed_out:
        parts.update(one.model_dump_json(warnings=False).encode("utf-8", "surrogatepass"))
    return f"{program()} {by.point} {by.limits} {parts.hexdigest()}"


def _file_key(file: File) -> bytes:
    return hashlib.sha256(hashlib.sha256(file.data).digest() + file.name.encode("utf-8", "surrogatepass")).digest()


def _frames(entries: Iterable[tuple[bytes, bytes]]) -> Iterable[bytes]:
    for key, data in entries:
        yield from (key, len(data).to_bytes(_SIZE), data)


def _framed(whole: bytes) -> Iterable[tuple[bytes, bytes]]:
    start = 0
    while start < len(whole):
        body = start + _SUM + _SIZE
        end = body + int.from_bytes(whole[start + _SUM : body])
        yield whole[start : start + _SUM], whole[body:end]
        start = end


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Of what a run takes in that changes nothing: what it looks for files by, which there are (by their sums, in
    order), and what was wrong with others.
    """

    limits: Limits
    departments: tuple[str, ...]
    files: tuple[str, ...]
    problems: tuple[Diagnostic, ...]


_OUTCOME: Final = Packing(
    _Outcome,
    AreaCounts,
    CellRef,
    Count,
    Department,
    DepartmentStatus,
    Diagnostic,
    EntryKey,
    Findings,
    Item,
    ItemStatus,
    Limits,
    Line,
    OfficeMark,
    Rating,
    Received,
    Scale,
    Slot,
    SlotKind,
    SubItem,
    Summary,
)


class Earlier:
    """The runs before with one master at one point.

    The outcome is taken over of one that had the very same master and files and changed nothing, or that has written
    this very master from the same files: to take them in twice is to take them in once, and finds the same.
    What is to be read now is read by `read_by`.
    """

    _KIND = "outcome"

    def __init__(
        self, cache_of_user: ProfileCache, master: bytes, name: str, point: str, read_by: ReadAll = read_all
    ) -> None:
        self._cache, self._name, self._point, self._read_by = cache_of_user, name, point, read_by
        self._key = f"{program()} {hashlib.sha256(master).hexdigest()} {point} {name}" if cache_of_user.folder else ""

    def of_master(self, master: bytes) -> "Earlier":
        """The runs with what a run has made of the master."""
        return Earlier(self._cache, master, self._name, self._point, self._read_by)

    def readings(self, by: ReadBy, files: FilesGiven) -> Iterator[tuple[HeldReturn, Mapping[str, Picture]]]:
        """What was read of each file, now or before, and the pictures of its photos."""
        return Readings(by, self._cache).of(files, self._read_by)

    def outcome(self, paths: Sequence[GivenPlace]) -> Findings | None:
        """What a run with these files finds; None where that is not known. Reads and hashes every file, up to the first
        that is another one.
        """
        kept = self._cache.get(self._KIND, self._key)
        if kept is None:
            return None
        begin = int.from_bytes(kept[:_SIZE]) + _SIZE
        try:
            outcome = _OUTCOME.unpack(kept[_SIZE:begin])
        except (ValueError, TypeError, LookupError):
            return None
        files = FilesGiven(paths, silent, outcome.limits, outcome.departments)
        if len(files) != len(outcome.files):
            return None
        sums = (_sum_of(printable(file.name), hashlib.sha256(data).hexdigest()) for file, data in files)
        if not all(starmap(eq, zip_longest(sums, outcome.files))) or tuple(files.problems) != outcome.problems:
            return None
        try:
            found: Findings = _OUTCOME.unpack(kept[begin:])  # only now: it is by far the larger part
        except (ValueError, TypeError, LookupError):
            return None
        return found

    def keep(self, plan: Plan, results: Sequence[HeldReturn], problems: Sequence[Diagnostic], found: Findings) -> None:
        """Remember what a run with this master and these files finds, which changes nothing; `found` is without notes.

        Not where a workbook could not be read or was left out: that may have been the machine's fault.
        """
        left_out = any(one.code == Code.FAULT_WHILE_WRITING for one in found.diagnostics)
        if self._cache.folder is None or left_out or not all(one.sheets for one in results):
            return
        files = tuple(_sum_of(one.name, one.sha256) for one in results)
        codes = tuple(one.code for one in plan.departments)
        outcome = _OUTCOME.pack(_Outcome(plan.style.limits, codes, files, tuple(problems)))
        whole = (len(outcome).to_bytes(_SIZE), outcome, _OUTCOME.pack(found))
        self._cache.put(self._KIND, self._key, b"".join(whole))


def _sum_of(name: str, sha256: str) -> str:
    return hashlib.sha256(f"{sha256} {name}".encode("utf-8", "surrogatepass")).hexdigest()
