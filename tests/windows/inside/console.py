"""Runs a program on this console and writes down what then stands on it: console.py ANSWER PROGRAM ARGUMENT…, in the
Windows Python.

Read from the console's own cells: between them and the terminal outside, Wine's console program halves what UTF-16 writes
in two units.
"""

import ctypes
import subprocess
import sys
from ctypes import wintypes
from pathlib import Path


class Info(ctypes.Structure):
    _fields_ = [
        ("size", wintypes._COORD),
        ("cursor", wintypes._COORD),
        ("attributes", wintypes.WORD),
        ("window", wintypes.SMALL_RECT),
        ("largest", wintypes._COORD),
    ]


answer, *command = sys.argv[1:]
code = subprocess.run(command, check=False).returncode
kernel = ctypes.WinDLL("kernel32", use_last_error=True)
kernel.CreateFileW.restype = wintypes.HANDLE
read = kernel.ReadConsoleOutputCharacterW
read.argtypes = [wintypes.HANDLE, wintypes.LPWSTR, wintypes.DWORD, wintypes._COORD, ctypes.POINTER(wintypes.DWORD)]
screen = wintypes.HANDLE(kernel.CreateFileW("CONOUT$", 0xC0000000, 3, None, 3, 0, None))
info, got = Info(), wintypes.DWORD()
if not kernel.GetConsoleScreenBufferInfo(screen, ctypes.byref(info)):
    raise ctypes.WinError(ctypes.get_last_error())
cells = info.size.X * (info.cursor.Y + 1)
buffer = ctypes.create_unicode_buffer(cells)
if not read(screen, buffer, cells, wintypes._COORD(0, 0), ctypes.byref(got)):
    raise ctypes.WinError(ctypes.get_last_error())
units = ctypes.string_at(buffer, got.value * 2)
Path(answer).write_text(f"{code}\n{units.decode('utf-16-le')}", encoding="utf-8")
