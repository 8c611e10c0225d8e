"""The mark of a writer beside a master on a shared folder: who writes, on which PC, since when.

Locks of the operating system do not reach every PC on every kind of share; a file that is there or not does. The mark
of a process that has ended on this PC counts for nothing. What stands from another PC stays until somebody says that
nothing is being written there: by deleting the file, or by a click (`withdraw`).
"""

import ctypes
import datetime as dt
import errno
import getpass
import hashlib
import os
import random
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import gethostname
from typing import Any, Final

from kosei_xl.later import dataclass
from kosei_xl.values.diagnostics import KoseiError
from kosei_xl.verbs.own_names import temporary_prefix
from kosei_xl.verbs.refused import patiently
from kosei_xl.words.messages import told

MARK_ENDING: Final = ".書き込み中.txt"
_LONGEST: Final = 255
_NO_LINKS: Final = frozenset((errno.EPERM, errno.ENOTSUP, errno.ENOSYS))
"""How shares say that a file has one name only."""
_LABELS: Final = {"who": "使用者", "pc": "パソコン", "since": "開始", "pid": "処理番号", "system": "種類"}
_SYNCHRONIZE, _NO_SUCH_PROCESS, _RUNNING = 0x100000, 87, 0x102


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose mark it is: the user, the PC, when (as shown), the process and the kind of system that its number is of."""

    who: str
    pc: str
    since: str
    pid: int
    system: str

    def text(self) -> str:
        """What the mark says to whoever opens it."""
        lines = [f"{label}：{getattr(self, name)}" for name, label in _LABELS.items()]
        return "\r\n".join((*lines, "", told("claim_text"), ""))


class Claimed(KoseiError):
    """Somebody else is writing `path`, or was when his PC went off: `claim` is what his mark says, if anything."""

    def __init__(self, path: Path, claim: Claim | None) -> None:
        who, pc, since = (claim.who, claim.pc, claim.since) if claim else ("?", "?", "?")
        super().__init__(told("claimed", path=path.name, who=who, pc=pc, since=since, mark=claim_file(path)))
        self.path, self.claim = path, claim


def claim_file(path: Path) -> Path:
    """Where the mark of a file's writer lies; the same for every PC, whatever it calls the folder."""
    name = f".{path.name}{MARK_ENDING}"
    if len(name.encode()) > _LONGEST:
        name = f".{hashlib.sha256(path.name.encode()).hexdigest()[:32]}{MARK_ENDING}"
    return path.with_name(name)


@contextmanager
def claimed(path: Path, seconds: float) -> Iterator[None]:
    """Leave our mark beside `path` until the end; wait `seconds` for another's to go.

    Raises Claimed, and OSError where the folder cannot be written to. A folder that is not there yet has no other
    writers.
    """
    if not path.parent.is_dir():
        yield
        return
    own = _own()
    _leave(path, own, time.monotonic() + seconds)
    try:
        yield
    finally:
        withdraw(path, own)  # if even that fails: it counts for nothing when this process has ended


def withdraw(path: Path, claim: Claim | None) -> None:
    """Take a mark away that means nothing any more; one that another writer left meanwhile stays."""
    with suppress(OSError):
        _gone(path, claim)


def _own() -> Claim:
    now = dt.datetime.now().strftime("%Y-%m-%d %H:%M:%S")
    return Claim(_user(), gethostname(), now, os.getpid(), sys.platform)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"


def _leave(path: Path, own: Claim, last: float) -> None:
    mark = claim_file(path)
    while True:
        if os.path.exists(mark):
            claim = read_claim(mark)
            if claim is not None and not _lives(claim):
                _gone(path, claim)
                continue
            if time.monotonic() > last:
                raise Claimed(path, claim)
        elif _made(path, mark, own):
            return
        time.sleep(random.uniform(0.01, 0.05))


def _made(path: Path, mark: Path, own: Claim) -> bool:
    """Put our mark in its place, whole or not at all; False where another one came first."""
    aside = _aside(path)
    try:
        patiently(lambda: aside.write_bytes(b"\xef\xbb\xbf" + own.text().encode()))
        _publish(aside, mark)
    except (FileExistsError, FileNotFoundError):  # or what another writer cleared away
        return False
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
    return True


def _publish(aside: Path, mark: Path) -> None:
    """Give a written file its name, if nobody has it. Raises FileExistsError, and OSError where that cannot be done."""
    if os.name == "nt":
        patiently(lambda: os.rename(aside, mark))  # does not replace there
        return
    try:
        os.link(aside, mark)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        with mark.open("xb") as file:
            file.write(aside.read_bytes())


def _aside(path: Path) -> Path:
    """A name for a moment, known as ours to the next writer if this one is killed."""
    return path.with_name(f"{temporary_prefix(path)}{uuid.uuid4().hex[:8]}.tmp")


def read_claim(mark: Path) -> Claim | None:
    """Whose mark it is; None for one that is gone or not written to its end yet."""
    try:
        lines = mark.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    told_by = dict(line.split("：", 1) for line in lines if "：" in line)
    try:
        values: dict[str, Any] = {name: told_by[label] for name, label in _LABELS.items()}
        return Claim(**{**values, "pid": int(values["pid"])})
    except (KeyError, ValueError):
        return None


def _lives(claim: Claim) -> bool:
    """Whether its process may still run: known only of this PC."""
    if (claim.pc, claim.system) != (gethostname(), sys.platform):
        return True
    if sys.platform == "win32":
        return _lives_on_windows(claim.pid)
    try:
        os.kill(claim.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _lives_on_windows(pid: int) -> bool:
    """`os.kill` would end it there."""
    kernel: Any = ctypes.__dict__["WinDLL"]("kernel32", use_last_error=True)
    kernel.OpenProcess.restype = ctypes.c_void_p
    process = kernel.OpenProcess(_SYNCHRONIZE, False, pid)
    if not process:
        return bool(ctypes.__dict__["get_last_error"]() != _NO_SUCH_PROCESS)
    try:
        return bool(kernel.WaitForSingleObject(ctypes.c_void_p(process), 0) == _RUNNING)
    finally:
        kernel.CloseHandle(ctypes.c_void_p(process))


def _gone(path: Path, claim: Claim | None) -> None:
    """Delete the mark of this claim, and no other: it is moved aside, looked at, and put back where it is another's."""
    mark, aside = claim_file(path), _aside(path)
    try:
        patiently(lambda: os.rename(mark, aside))
    except FileNotFoundError:
        return
    if read_claim(aside) == claim:
        patiently(lambda: aside.unlink(missing_ok=True))
    else:
        patiently(lambda: os.rename(aside, mark))
