"""The VBA module of the worksheet functions, as text: xlwings' own wrapper around `udfs`, and their help texts.

xlwings writes the wrapper on Windows only, so its generator runs in a process of its own in which pywin32 is stood in
for; the answer is the same on every system. Run as a program, this module prints the wrapper.
"""

import io
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType, SimpleNamespace
from typing import Any

from kosei_xl.addin.help import FUNCTIONS
from kosei_xl.messages import told

MODULE = "xlwings_udfs"
"""Name of the VBA module; xlwings itself would give it this one."""
REGISTER = "Kosei_RegisterHelp"
"""The Sub that tells Excel the help texts."""
CATEGORY = "kosei"
ADDIN_NAME = "kosei.xlam"
_UDFS = "kosei_xl.udfs"
_STOOD_IN_FOR = ("pythoncom", "pywintypes", "win32com", "win32com.client")
_SECONDS = 120


def wrapper_source() -> str:
    """The text of the VBA module, ASCII, lines ended by \\n. Takes about two seconds."""
    command = [sys.executable, "-c", f"import runpy; runpy.run_module({__name__!r}, run_name='__main__')"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="ascii", timeout=_SECONDS, check=False)
    if done.returncode:
        raise RuntimeError(f"xlwings' wrapper could not be made: {done.stderr}")
    return f"{done.stdout}\n{help_source()}"


def help_source() -> str:
    """VBA that gives Excel's function wizard the Japanese help texts; VBA source is ASCII, so they are in hex."""
    return "\n".join((*_register(), "", *_no_answer(), *_DESCRIBE, *_DECODE, ""))


def _no_answer() -> Iterator[str]:
    """What a cell shows when Python could not even be called, with the reason that Windows or xlwings gives."""
    yield "Private Function Kosei_NoAnswer(ByVal Details As String) As String"
    yield f"    Kosei_NoAnswer = Kosei_Text({_hex(told('fn_no_python'))}) & Details"
    yield "End Function"
    yield ""


def _register() -> Iterator[str]:
    yield f"Public Sub {REGISTER}()"
    for name, text in FUNCTIONS.items():
        arguments = [f"Kosei_Text({_hex(argument)})" for argument in text.arguments.values()]
        yield f'    Kosei_Describe "{name}", Kosei_Text({_hex(text.summary)}), Array( _'
        yield from (f"        {argument}, _" for argument in arguments[:-1])
        yield f"        {arguments[-1]})"
    yield "End Sub"


_DESCRIBE = f"""\
Public Sub Auto_Open()
    ' Excel describes functions only when it has finished starting and a workbook is open.
    Application.OnTime Now, "'" & ThisWorkbook.Name & "'!{REGISTER}"
End Sub

Private Sub Kosei_Describe(ByVal Name As String, ByVal Summary As String, ByVal Arguments As Variant)
    On Error Resume Next ' without its help text a function works all the same
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & Name, Description:=Summary, _
        Category:="{CATEGORY}", ArgumentDescriptions:=Arguments
End Sub
""".splitlines()
_DECODE = """\

Private Function Kosei_Text(ByVal Codes As String) As String
    Dim Place As Long
    For Place = 1 To Len(Codes) Step 4
        Kosei_Text = Kosei_Text & ChrW(CLng("&H" & Mid$(Codes, Place, 4)))
    Next Place
End Function
""".splitlines()


def _hex(text: str) -> str:
    return '"' + text.encode("utf-16-be").hex().upper() + '"'


class _Anything(ModuleType):
    """A module in which every name is an exception class: nothing of pywin32 is called while the wrapper is made."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (Exception,), {})


def _generated() -> str:
    """xlwings' wrapper of every function in `udfs`. Only in a process of its own: it changes what `xlwings` is."""
    for name in _STOOD_IN_FOR:
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


if __name__ == "__main__":
    sys.stdout.write(_generated())
