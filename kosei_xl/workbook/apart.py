"""The second wall: a process of its own that takes files apart at which this one must not die.

The first wall are the limits counted inside the reader (`values.limits`); they hold without any process. What is left
are the libraries below it, which may ask for any memory, run without end, or die. One process serves a run: it is
started when a file needs it, anew after a death, and ends with the run, or when nobody has asked for a while. A file at
which it ended is not read again in that run.

What goes through it: every workbook of another format, and an .xlsx with more than a tenth of what it may hold; what
survives is read once more where it is wanted. All others are read there at once: an ordinary return takes a thirtieth
of a second, and starting a process alone ten times that.
"""

import atexit
import hashlib
import json
import os
import sys
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from threading import RLock, Timer
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kosei_xl.values.limits import LIMITS, Limit, Limits
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.workbook import reader
from kosei_xl.workbook.archive import XML_ENDS, too_much
from kosei_xl.workbook.unreadable import UnreadableWorkbook

if TYPE_CHECKING:
    import subprocess

SHARE: Final = 10
"""An .xlsx that holds more than one part in so many of a limit is tried apart first."""
_IDLE_SECONDS: Final = 60.0


def _died(limits: Limits) -> UnreadableWorkbook:
    return UnreadableWorkbook(Code.UNREADABLE_WORKBOOK, told("reader_died", most=f"{limits.memory:,}"))


_ENDED: Final = frozenset((reader.MEMORY, reader.SECONDS, reader.DIED))
_REFUSALS: Final[Mapping[int, Callable[[Limits], UnreadableWorkbook]]] = {
    reader.AREA: lambda limits: too_much(Limit.AREA, limits),
    reader.LOCKED: lambda limits: UnreadableWorkbook(Code.ENCRYPTED_OR_OLD),
    reader.DAMAGED: lambda limits: UnreadableWorkbook(Code.UNREADABLE_WORKBOOK, told("damaged")),
    reader.MEMORY: lambda limits: too_much(Limit.MEMORY, limits),
    reader.SECONDS: lambda limits: too_much(Limit.SECONDS, limits),
    reader.DIED: _died,
}


class NoReader(OSError):
    """No process can be started here; `strerror` is what the system says."""


class Answer(NamedTuple):
    """What became of a file (a number of `reader`), what was made of it, and whether the memory limit was kept."""

    said: int
    made: bytes = b""
    held: bool = True


class Readers:
    """The process of a run. From several threads one file at a time."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = self._served = 0
        self._idle: Timer | None = None
        self._at_fault: dict[bytes, int] = {}

    def ask(self, task: Literal["cells", "trial"], data: bytes, limits: Limits = LIMITS) -> Answer:
        """What the process makes of a file.

        Raises UnreadableWorkbook for one that is too large, locked or damaged, or at which the process ended, now or
        before; NoReader where there can be no process.
        """
        with self._lock:
            file = hashlib.sha256(f"{task} {limits}".encode() + data).digest()
            answer = Answer(self._at_fault[file]) if file in self._at_fault else self._asked(task, data, limits)
            if answer.said in _ENDED:
                self._at_fault[file] = answer.said
            if answer.said in _REFUSALS:
                raise _REFUSALS[answer.said](limits)
            return answer

    def close(self) -> None:
        """End the process and the run."""
        with self._lock:
            self._end()
            self._at_fault.clear()

    def _asked(self, task: str, data: bytes, limits: Limits) -> Answer:
        had_served = self._process is not None and self._served
        answer = self._exchanged(task, data, limits)
        if answer.said in (reader.MEMORY, reader.DIED) and had_served:  # the files before may have left too little
            self._end()
            answer = self._exchanged(task, data, limits)
        if answer.said in _ENDED:
            self._end()
        return answer

    def _exchanged(self, task: str, data: bytes, limits: Limits) -> Answer:
        process = self._started()
        late = Timer(limits.seconds, process.kill)
        late.daemon = True
        late.start()
        try:
            return _exchange(process, task, data, limits)
        except (OSError, ValueError):  # the pipe is closed, or what came is cut off
            return Answer(reader.DIED if late.is_alive() else reader.SECONDS)
        finally:
            late.cancel()
            self._served += 1
            self._wait_for_more()

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._owner != os.getpid():  # in a child made by forking the process is that of the parent
            self._process = None
        if self._process is None or self._process.poll() is not None:
            import subprocess  # here, because most workbooks need no other process

            self._end()
            flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
            pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
            try:
                self._process = subprocess.Popen(
                    command(), stdin=pipe, stdout=pipe, stderr=nowhere, creationflags=flags
                )
            except OSError as error:
                raise NoReader(*error.args) from error
            self._owner, self._served = os.getpid(), 0
        return self._process

    def _wait_for_more(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        self._idle = Timer(_IDLE_SECONDS, self.close)
        self._idle.daemon = True
        self._idle.start()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            process.kill()
            with suppress(OSError):
                process.communicate()


def _exchange(process: "subprocess.Popen[bytes]", task: str, data: bytes, limits: Limits) -> Answer:
    """Give a process an order and wait for its answer. Raises OSError or ValueError where it ends before."""
    orders, answers = process.stdin, process.stdout
    assert orders is not None
    assert answers is not None
    order = {"task": task, "limits": asdict(limits), "size": len(data)}
    orders.write(json.dumps(order).encode() + b"\n")
    orders.write(data)
    orders.flush()
    head = json.loads(answers.readline())
    made = answers.read(head["size"])
    if len(made) != head["size"]:
        raise ConnectionAbortedError
    return Answer(head["said"], made, head["held"])


def command() -> list[str]:
    """How the process is started: by the Python that runs, or by the program itself that has one inside."""
    if getattr(sys, "frozen", False):
        return [sys.executable, terms.READER_ARGUMENT]
    return [sys.executable, "-P", str(Path(reader.__file__))]


def is_large(data: bytes, limits: Limits) -> bool:
    """Whether an .xlsx holds more than its share (`SHARE`) of a limit, as its zip says.

    A part that is larger than its zip says is cut there, so that it may be believed. What is no zip is not large.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            sizes = [(info.filename.lower(), info.file_size) for info in package.infolist()]
    except Exception:  # whatever a zip holds, it is only weighed
        return False
    unpacked, xml = sum(size for _, size in sizes), sum(size for name, size in sizes if name.endswith(XML_ENDS))
    return any(
        SHARE * size > limit
        for size, limit in ((len(data), limits.file), (unpacked, limits.unpacked), (xml, limits.xml))
    )


READERS: Final = Readers()
"""The process of this program."""
atexit.register(READERS.close)
