"""Worksheet functions through xlwings' own DLL and a COM server, as VBA starts it: udf_server.py WORKBOOK ADDIN.

Prints a JSON object: seconds, answers by function, the result of ending the server. In the Windows Python.
"""

import ctypes
import glob
import json
import os
import sys
import time

import pythoncom
import win32com.client


class Variant(ctypes.Structure):
    _fields_ = [
        ("kind", ctypes.c_ushort),
        ("reserved", ctypes.c_ushort * 3),
        ("value", ctypes.c_void_p),
        ("more", ctypes.c_void_p),
    ]


venv = os.path.dirname(os.path.dirname(sys.executable))
(library,) = glob.glob(os.path.join(venv, "xlwings64-*.dll"))
os.chdir(venv)
xlwings = ctypes.WinDLL(library)
path = f"False;{sys.argv[1]};{sys.argv[2]};;;;".replace("\\", "\\\\").replace("&", "^&")
command = (  # XLPyCommand of xlwings' VBA
    f'cmd.exe  /K ""{sys.executable}" -B -c "import sys, os;import xlwings.utils;'
    f'xlwings.utils.prepare_sys_path(\\"{path}\\");import xlwings; xlwings.serve(\'$(CLSID)\')""'
)
activate = xlwings.XLPyDLLActivateAuto
activate.restype, activate.argtypes = ctypes.c_long, [ctypes.POINTER(Variant), ctypes.c_char_p, ctypes.c_long]
made, start = Variant(), time.perf_counter()
code = activate(ctypes.byref(made), command.encode("cp932"), 1)
if made.kind == 8:
    raise SystemExit(ctypes.wstring_at(made.value))
server = win32com.client.Dispatch(pythoncom.ObjectFromAddress(made.value, pythoncom.IID_IDispatch))
answers = {"activate": code, "seconds": time.perf_counter() - start}
for name, arguments in (("KOSEI_WAREKI", ["2025-04-01"]), ("KOSEI_NENDO", ["2026-03-31"])):
    answers[name] = server.CallUDF("kosei_xl.addin.udfs", name, arguments, None, None)
answers["ended"] = activate(ctypes.byref(made), command.encode("cp932"), -1)
print(json.dumps(answers))
