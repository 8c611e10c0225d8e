"""Runs as a program of its own: a workbook of another format on standard input, its cells as JSON on standard output.

Binary formats are taken apart by code that may ask for any memory, or die: here only this process dies. It holds
itself to a memory limit, by the system's means (on Windows a Job object), and imports nothing of kosei_xl.
"""

import datetime as dt
import json
import sys
from io import BytesIO


def _limit_posix(most: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_windows(most: int) -> None:
    """Put this process into a Job object with a memory limit, of which nothing is left when it ends."""
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
    limits = Extended()
    limits.BasicLimitInformation.LimitFlags = process_memory | die_on_exception
    limits.ProcessMemoryLimit = most
    job = kernel.CreateJobObjectW(None, None)
    kernel.SetInformationJobObject(job, extended_information, ctypes.byref(limits), ctypes.sizeof(limits))
    kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())


def _plain(value: object) -> object:
    """A cell as JSON holds it: blanks as null, days and times as a pair of their kind and text."""
    if value == "":
        return None
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return [type(value).__name__, value.isoformat()]
    if isinstance(value, dt.timedelta):
        return ["timedelta", value.total_seconds()]
    return value


def main() -> None:
    """[memory limit, most cells] are the arguments. Ends with 3 for more cells, 4 for a password, 5 for damage."""
    memory, most = int(sys.argv[1]), int(sys.argv[2])
    (_limit_windows if sys.platform == "win32" else _limit_posix)(memory)
    data = sys.stdin.buffer.read()
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = []
        for about in workbook.sheets_metadata:
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(about.name)
            most -= (sheet.total_height or 0) * (sheet.total_width or 0)
            if most < 0:
                sys.exit(3)
            rows = sheet.to_python(skip_empty_area=False)
            sheets.append([about.name, [[_plain(value) for value in row] for row in rows]])
    except PasswordError:
        sys.exit(4)
    except (CalamineError, ValueError, OSError):
        sys.exit(5)
    sys.stdout.buffer.write(json.dumps(sheets).encode())


if __name__ == "__main__":
    main()
