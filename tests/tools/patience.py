"""Waiting for programs on a machine that may be busy: as long as they work, however long that takes.

What is stuck uses no processor time, what is only slow does: a program is given up when it and everything that it
started have used none for `STUCK` seconds. Where the system does not tell (no /proc), nothing is given up.
"""

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

STUCK = 600.0
"""Seconds without any processor time after which nothing is expected any more."""
FOREVER = 86_400.0
"""For bounds of the program itself that a test is not about: a busy machine must not reach them."""
_LOOK = 5.0
_PROC = Path("/proc")


class Progress:
    """Whether a program still does anything; `check` raises AssertionError when it is stuck."""

    def __init__(self, pid: int) -> None:
        self._pid, self._used, self._since = pid, -1, time.monotonic()

    def check(self, what: str) -> None:
        """To be called every now and then while something is waited for."""
        used = _ticks(self._pid)
        now = time.monotonic()
        if used is None or used != self._used:
            self._used, self._since = used if used is not None else -1, now
        assert now - self._since < STUCK, f"{what}: nothing has happened for {STUCK:.0f} seconds"


def run_to_end(command: Sequence[str | Path], **options: Any) -> "subprocess.CompletedProcess[str]":
    """`subprocess.run` with its output as text, for as long as the program works."""
    how = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8", "errors": "replace", **options}
    process: subprocess.Popen[str] = subprocess.Popen(list(command), **how)
    out, err = finish(process)
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def finish(process: "subprocess.Popen[str]") -> tuple[str, str]:
    """`communicate` for as long as the program works; one that is stuck is killed, and the test fails."""
    progress = Progress(process.pid)
    while True:
        try:
            return process.communicate(timeout=_LOOK)
        except subprocess.TimeoutExpired:
            try:
                progress.check(f"{process.args!s}"[:200])
            except AssertionError:
                process.kill()
                raise


def _ticks(pid: int) -> int | None:
    """Processor time of a process and everything below it, also of what has ended; None where nobody tells."""
    found: dict[int, tuple[int, int]] = {}
    for stat in _PROC.glob("[0-9]*/stat"):
        try:
            head, _, rest = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")
        except OSError:
            continue
        fields = rest.split()
        found[int(head.split(" ", 1)[0])] = int(fields[1]), sum(map(int, fields[11:15]))
    if not found:
        return None
    below, open_ones = 0, [pid]
    while open_ones:
        parent = open_ones.pop()
        below += found.get(parent, (0, 0))[1]
        open_ones += [child for child, (above, _) in found.items() if above == parent and child != parent]
    return below
