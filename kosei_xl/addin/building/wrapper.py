"""The VBA module of the worksheet functions, as text: xlwings' own wrapper around `udfs`, and what shows their help.

xlwings writes the wrapper on Windows only, so elsewhere its generator runs in a process of its own in which pywin32 is
stood in for; the answer is the same on every system. Run as a program, this module prints the wrapper.
"""

import io
import subprocess
import sys
from importlib import import_module
from types import ModuleType, SimpleNamespace
from typing import Any

from kosei_xl.addin.building.help import FUNCTIONS

MODULE = "xlwings_udfs"
"""Name of the VBA module; xlwings itself would give it this one."""
REGISTER = "Kosei_RegisterHelp"
"""The Sub that tells Excel the help texts."""
CATEGORY = "kosei"
ADDIN_NAME = "kosei.xlam"
_UDFS = "kosei_xl.addin.udfs"
_STOOD_IN_FOR = ("pythoncom", "pywintypes", "win32com", "win32com.client")
_SECONDS = 120
_MAIN = "__main__"


def wrapper_source() -> str:
    """The text of the VBA module, ASCII, lines ended by \\n. Takes about two seconds."""
    return f"{_printed_by(f'import runpy; runpy.run_module({__name__!r}, run_name={_MAIN!r})')}\n{_HELP}"


def _printed_by(code: str) -> str:
    """What a Python of its own prints, as UTF-8 whatever the system speaks. Raises RuntimeError with its complaint."""
    command = [sys.executable, "-X", "utf8", "-c", code]
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", errors="replace", timeout=_SECONDS, check=False
    )
    if done.returncode:
        raise RuntimeError(f"xlwings' wrapper could not be made: {done.stderr}")
    return done.stdout


HELP_SHEET = "functions"
"""The sheet of the add-in that `help_rows` fills: VBA source is ASCII, so Japanese texts stand in cells."""


def help_rows() -> list[tuple[str, ...]]:
    """Rows of the sheet `HELP_SHEET`: heads, then name, summary and the arguments' texts of each function."""
    rows = [(name, text.summary, *text.arguments.values()) for name, text in FUNCTIONS.items()]
    return [("name", "summary", "arguments"), *rows]


_HELP = f"""\
Public Sub Auto_Open()
    ' Excel describes functions only when it has finished starting and a workbook is open.
    Application.OnTime Now, "'" & ThisWorkbook.Name & "'!{REGISTER}"
End Sub

Public Sub {REGISTER}()
    ' What the function wizard says of each function. Without it a function works all the same.
    Dim Row As Long
    Dim Count As Long
    Dim Texts As Worksheet
    Dim Arguments() As String
    On Error Resume Next
    Set Texts = ThisWorkbook.Worksheets("{HELP_SHEET}")
    Row = 2
    Do While Texts.Cells(Row, 1).Value <> ""
        Count = 0
        Do While Texts.Cells(Row, Count + 3).Value <> ""
            ReDim Preserve Arguments(0 To Count)
            Arguments(Count) = Texts.Cells(Row, Count + 3).Value
            Count = Count + 1
        Loop
        Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & Texts.Cells(Row, 1).Value, _
            Description:=Texts.Cells(Row, 2).Value, Category:="{CATEGORY}", ArgumentDescriptions:=Arguments
        Erase Arguments
        Row = Row + 1
    Loop
End Sub

Private Function Kosei_NoAnswer(ByVal Details As String) As String
    ' What a cell shows when Python could not even be called.
    Kosei_NoAnswer = KoseiText("no_function") & " " & Details
End Function
"""


class _Anything(ModuleType):
    """A module in which every name is an exception class: nothing of pywin32 is called while the wrapper is made."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (Exception,), {})


def _generated() -> str:
    """xlwings' wrapper of every function in `udfs`. Only in a process of its own: it changes what `xlwings` is."""
    for name in () if sys.platform == "win32" else _STOOD_IN_FOR:  # there xlwings wants the real one
        sys.modules[name] = _Anything(name)
    xlwings: Any = import_module("xlwings")
    generator: Any = import_module("xlwings.udfs")
    for name in ("func", "arg", "ret"):
        setattr(xlwings, name, getattr(generator, f"xl{name}"))
    text = io.StringIO()
    writer = generator.VBAWriter(text)
    writer.writeln(f'Attribute VB_Name = "{MODULE}"')
    writer.writeln("Option Explicit")
    writer.writeln('#Const App = "Microsoft Excel"')
    generator.generate_vba_wrapper(_UDFS, import_module(_UDFS), text, SimpleNamespace(Name=ADDIN_NAME))
    return text.getvalue().replace("= Err.Description", "= Kosei_NoAnswer(Err.Description)")


if __name__ == _MAIN:
    sys.stdout.write(_generated())
