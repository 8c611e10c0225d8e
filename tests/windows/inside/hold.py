"""Holds a file open as another program would: hold.py HOW FILE READY STOP [SECONDS], in the Windows Python.

HOW: `excel` reads and writes, and lets others read; `reader` reads, as a virus scanner or Explorer's preview does, and
lets nobody delete or replace. Ends after SECONDS, or when the file STOP is there.
"""

import ctypes
import sys
import time
from ctypes import wintypes
from pathlib import Path

_ACCESS = {"excel": 0xC0000000, "reader": 0x80000000}
_SHARE = {"excel": 1, "reader": 3}

how, name, ready, stop, *seconds = sys.argv[1:]
kernel = ctypes.WinDLL("kernel32", use_last_error=True)
kernel.CreateFileW.restype = wintypes.HANDLE
kernel.CreateFileW.argtypes = [
    wintypes.LPCWSTR,
    *[wintypes.DWORD] * 2,
    wintypes.LPVOID,
    *[wintypes.DWORD] * 2,
    wintypes.HANDLE,
]
handle = kernel.CreateFileW(name, _ACCESS[how], _SHARE[how], None, 3, 0, None)
if handle in (None, wintypes.HANDLE(-1).value):
    raise ctypes.WinError(ctypes.get_last_error())
Path(ready).write_text("held", encoding="ascii")
last = time.monotonic() + (float(seconds[0]) if seconds else 3600)
while time.monotonic() < last and not Path(stop).exists():
    time.sleep(0.05)
