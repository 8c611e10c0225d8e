"""Other processes that read workbooks, on the other cores of the machine (`reading_worker`).

What is read of one, and how it travels, is a `Reader`'s: of returned workbooks `ReadBy`, of masters that of `gather`.
One that dies, or that cannot be started here, costs nothing but time: what it had is read in this process, as all is
where few files came. They are no children of multiprocessing: those begin by running the program that called us anew.
"""

import json
import os
import pickle
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import IO, TYPE_CHECKING, Final, Generic, NamedTuple, Protocol, TypeVar

from kosei_xl.later import dataclass
from kosei_xl.read.returned import with_pictures
from kosei_xl.values.limits import Limits
from kosei_xl.values.model import Plan
from kosei_xl.values.pictures import Picture
from kosei_xl.values.returned import OtherCodec, Returned, decode, encode
from kosei_xl.values.stored import HandedOut
from kosei_xl.verbs import reading_worker
from kosei_xl.verbs.reading_worker import frame, program_here, read_frame
from kosei_xl.words.messages import Message, told

if TYPE_CHECKING:
    import subprocess

WORTHWHILE: Final = 120
"""Surveys still to be looked at from which on others are asked to help: of a hundred two processes, which start in the
time of thirty each, read none the sooner.
"""
FIRST_ALONE: Final = 8
"""So many are read here before: where nearly all are known from before, nobody else is needed."""
_MOST: Final = 4
"""Processes at most: a PC that several people share is theirs too."""
_AHEAD: Final = 4
"""Workbooks given out for each process before the first is asked back: so many are in memory."""


ReadT = TypeVar("ReadT")
"""What is read of a workbook."""


class Reader(Protocol[ReadT]):
    """How the workbooks of a run are read, in whichever process. It travels pickled, and is the same there."""

    @property
    def called(self) -> Message:
        """What the workbooks are called."""

    @property
    def weight(self) -> int:
        """How many surveys take as long to read as one of them."""

    def read(self, data: bytes, name: str) -> ReadT:
        """What a workbook says, read in this process."""

    def known(self, file: "File") -> ReadT | None:
        """What was read of it before; None where it is to be read."""

    def is_whole(self, read: ReadT) -> bool:
        """Whether it could be read: beside others a process may come to a limit that it keeps alone."""

    def answer(self, data: bytes, name: str) -> bytes:
        """What `read` gives, as it goes from one process to another."""

    def answered(self, answers: IO[bytes]) -> ReadT:
        """What `answer` made. Raises `NONSENSE`, and OSError where the pipe ends."""


class Read(NamedTuple):
    """A workbook as it was read, the same in its codec where somebody has made it, and the pictures of its photos."""

    value: Returned
    encoded: bytes | None
    pictures: Mapping[str, Picture]


@dataclass(frozen=True, slots=True)
class ReadBy:
    """What returned workbooks are read by: a `Reader`."""

    plan: Plan
    point: str
    limits: Limits
    handed_out: tuple[HandedOut, ...]

    def read(self, data: bytes, name: str) -> Read:
        """A returned workbook, read in this process."""
        value, pictures = self._with_pictures(data, name)
        return Read(value, None, pictures)

    @property
    def called(self) -> Message:
        """調査票."""
        return told("read_surveys")

    @property
    def weight(self) -> int:
        """They are surveys."""
        return 1

    def known(self, file: "File") -> Read | None:
        """What was read of a file before."""
        return Read(file.known, None, {}) if file.known is not None else None

    def is_whole(self, read: Read) -> bool:
        """Whether it is a workbook that could be opened."""
        return bool(read.value.sheets)

    def answer(self, data: bytes, name: str) -> bytes:
        """What was read in its codec, and beside it the pictures that photos name."""
        value, pictures = self._with_pictures(data, name)
        about = [[one.kind, one.width, one.height, sha256] for sha256, one in pictures.items()]
        parts = (encode(value), json.dumps(about).encode(), *(one.data for one in pictures.values()))
        return b"".join(map(frame, parts))

    def answered(self, answers: IO[bytes]) -> Read:
        """What `answer` made."""
        encoded, about = read_frame(answers), json.loads(read_frame(answers))
        pictures = {
            sha256: Picture(read_frame(answers), kind, width, height, sha256) for kind, width, height, sha256 in about
        }
        return Read(decode(encoded), encoded, pictures)

    def _with_pictures(self, data: bytes, name: str) -> tuple[Returned, Mapping[str, Picture]]:
        return with_pictures(data, name, self.plan, self.point, self.limits, self.handed_out)


class File(NamedTuple):
    """A workbook to be read; `known` is what was read of it before."""

    name: str
    data: bytes
    known: Returned | None = None


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_all(
    files: Iterable[File], count: int, by: Reader[ReadT], processes: int | None = None
) -> Iterator[tuple[File, ReadT]]:
    """Every file with what was read of it, in the order in which they are given; there are `count` at most.

    The same with however many processes. `processes` instead of as many as there are cores.
    """
    most = processes or min(cores(), _MOST)
    most = 1 if getattr(sys, "frozen", False) else most
    with _Helpers(by, most) as helpers:
        waiting: deque[tuple[File, Future[ReadT] | ReadT]] = deque()
        alone = 0
        for number, file in enumerate(files):
            known = by.known(file)
            if known is not None:
                waiting.append((file, known))
            elif most < 2 or alone < FIRST_ALONE or ((count - number) * by.weight < WORTHWHILE and not helpers.begun):
                alone += 1
                waiting.append((file, by.read(file.data, file.name)))
            else:
                waiting.append((file, helpers.ask(file)))
            while waiting and (not isinstance(waiting[0][1], Future) or len(waiting) > _AHEAD * most):
                yield helpers.done(*waiting.popleft())
        while waiting:
            yield helpers.done(*waiting.popleft())


class ReadAll(Protocol):
    """What reads files as `read_all` does: all of them, in the order in which they are given."""

    def __call__(self, files: Iterable[File], count: int, by: Reader[ReadT], /) -> Iterator[tuple[File, ReadT]]:
        """Every file with what was read of it."""


NONSENSE: Final = (EOFError, ValueError, LookupError, TypeError, OtherCodec)
"""What `Reader.answered` raises for what another process did not mean as an answer."""


class _Gone(Exception):
    """The process died, or cannot be started."""


class _Process(Generic[ReadT]):
    """One of them, started when it is first asked."""

    def __init__(self, by: Reader[ReadT]) -> None:
        self._by = by
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, file: File) -> ReadT:
        """What it reads of a file. Raises _Gone."""
        try:
            orders, answers = self._pipes()
            orders.write(frame(file.name.encode("utf-8", "surrogatepass")) + frame(file.data))
            orders.flush()
            return self._by.answered(answers)
        except (OSError, *NONSENSE) as error:
            self.close()
            raise _Gone from error

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None:
            import subprocess  # few runs start any

            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", reading_worker.__name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            assert self._process.stdin is not None
            self._process.stdin.write(frame(program_here()) + frame(pickle.dumps(self._by)))
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        return self._process.stdin, self._process.stdout

    def close(self) -> None:
        """End it, whatever it does."""
        if self._process is not None:
            self._process.kill()
            with suppress(OSError, ValueError):
                self._process.communicate()
            self._process = None


class _Helpers(Generic[ReadT]):
    """The processes, each of them asked by a thread of its own; one that is gone is not started again."""

    def __init__(self, by: Reader[ReadT], most: int) -> None:
        self._by = by
        self._left: SimpleQueue[_Process[ReadT]] = SimpleQueue()
        self._all = tuple(_Process(by) for _ in range(most))
        self._threads: ThreadPoolExecutor | None = None

    def __enter__(self) -> "_Helpers[ReadT]":
        return self

    def __exit__(self, *error: object) -> None:
        if self._threads is not None:
            self._threads.shutdown(cancel_futures=True)
        for one in self._all:
            one.close()

    @property
    def begun(self) -> bool:
        """Whether any was asked."""
        return self._threads is not None

    def ask(self, file: File) -> Future[ReadT]:
        """Have a file read by one of them."""
        if self._threads is None:
            for one in self._all:
                self._left.put(one)
            self._threads = ThreadPoolExecutor(len(self._all))
        return self._threads.submit(self._read, file)

    def done(self, file: File, answer: "Future[ReadT] | ReadT") -> tuple[File, ReadT]:
        """The file with what was read of it; read here where the process is gone, or could not read it: beside others
        it may have come to a limit of time that it keeps alone.
        """
        if not isinstance(answer, Future):
            return file, answer
        with suppress(_Gone):
            read = answer.result()
            if self._by.is_whole(read):
                return file, read
        return file, self._by.read(file.data, file.name)

    def _read(self, file: File) -> ReadT:
        try:
            process = self._left.get_nowait()
        except Empty as error:  # as many as threads: the others are gone
            raise _Gone from error
        read = process.read(file)
        self._left.put(process)
        return read
