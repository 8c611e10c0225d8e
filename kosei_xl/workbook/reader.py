"""A program of its own: workbooks come in one after the other, and what became of each goes out.

Whatever a file does to the libraries that take it apart, it does to this process and not to the one that asked
(`workbook.apart`). It holds itself to a memory limit, by the system's means (on Windows a Job object). Of kosei_xl it
loads nothing before a task needs it.
"""

import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

FINE, AREA, LOCKED, DAMAGED, MEMORY, SECONDS, DIED = range(7)
"""What becomes of a file: it went well, too many cells, a password, no workbook, not enough memory; and, said by who
asked, it took too long, or the process was gone.
"""
_Task = Callable[[bytes, Mapping[str, int]], tuple[int, bytes]]
_Hold = Callable[[int], bool]


def _posix() -> _Hold:
    """Holds this process to so many bytes of address space; False where the system does not."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    highest = resource.getrlimit(resource.RLIMIT_AS)[1]

    def hold(most: int) -> bool:
        try:
            most = most if highest == resource.RLIM_INFINITY else min(most, highest)
            resource.setrlimit(resource.RLIMIT_AS, (most, highest))
        except (OSError, ValueError):
            return False
        return True

    return hold


def _windows() -> _Hold:
    """The same by a Job object, of which nothing is left when this process ends."""
    import ctypes
    from ctypes import wintypes

    class Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class Extended(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", Basic),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    process_memory, die_on_exception, extended_information = 0x100, 0x400, 9
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
    kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    job = kernel.CreateJobObjectW(None, None)
    inside = bool(job) and bool(kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess()))

    def hold(most: int) -> bool:
        limits = Extended()
        limits.BasicLimitInformation.LimitFlags = process_memory | die_on_exception
        limits.ProcessMemoryLimit = min(most, sys.maxsize)
        size = ctypes.sizeof(limits)
        return inside and bool(kernel.SetInformationJobObject(job, extended_information, ctypes.byref(limits), size))

    return hold


def _plain(value: object) -> object:
    """A cell as JSON holds it: blanks as null, days and times as a pair of their kind and text."""
    if value == "":
        return None
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return [type(value).__name__, value.isoformat()]
    if isinstance(value, dt.timedelta):
        return ["timedelta", value.total_seconds()]
    return value


def _cells(data: bytes, limits: Mapping[str, int]) -> tuple[int, bytes]:
    """The cells of a workbook of any format that calamine knows, as JSON: [[sheet, rows], …]."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    left, sheets = limits["area"], []
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        for about in workbook.sheets_metadata:
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(about.name)
            left -= (sheet.total_height or 0) * (sheet.total_width or 0)
            if left < 0:
                return AREA, b""
            rows = sheet.to_python(skip_empty_area=False)
            sheets.append([about.name, [[_plain(value) for value in row] for row in rows]])
    except PasswordError:
        return LOCKED, b""
    except (CalamineError, ValueError, OSError):
        return DAMAGED, b""
    return FINE, json.dumps(sheets).encode()


def _trial(data: bytes, limits: Mapping[str, int]) -> tuple[int, bytes]:
    """Read an Open XML workbook as it will be read where it is wanted. That it is refused is seen there again."""
    from kosei_xl.values.limits import Limits
    from kosei_xl.workbook.book import read_book
    from kosei_xl.workbook.unreadable import UnreadableWorkbook

    try:
        read_book(data, "", Limits(**limits))
    except UnreadableWorkbook as error:
        return (MEMORY if isinstance(error.__cause__, MemoryError) else FINE), b""
    return FINE, b""


_TASKS: Mapping[str, _Task] = {"cells": _cells, "trial": _trial}


def _answer(order: Mapping[str, Any], data: bytes, hold: _Hold) -> tuple[dict[str, Any], bytes]:
    limits = order["limits"]
    held = hold(limits["memory"])
    try:
        said, made = _TASKS[order["task"]](data, limits)
    except MemoryError:
        said, made = MEMORY, b""
    return {"said": said, "held": held, "size": len(made)}, made


def serve(orders: BinaryIO, answers: BinaryIO) -> None:
    """Answer orders to their end. Both are a line of JSON and as many bytes as its `size` says."""
    hold = _windows() if sys.platform == "win32" else _posix()
    while line := orders.readline():
        order = json.loads(line)
        head, made = _answer(order, orders.read(order["size"]), hold)
        answers.write(json.dumps(head).encode() + b"\n" + made)
        answers.flush()


def main() -> None:
    """Serve on standard input and output; what a library prints goes where errors go."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)


def _find_ourselves() -> None:
    """Let kosei_xl be the one that this file is of: behind the standard library, before other installed packages."""
    place = next((n for n, path in enumerate(sys.path) if path.endswith("-packages")), len(sys.path))
    sys.path.insert(place, str(Path(__file__).parents[2]))


if __name__ == "__main__":
    _find_ourselves()
    main()
