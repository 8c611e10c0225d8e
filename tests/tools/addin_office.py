"""Real clicks: headless LibreOffice with the add-in loaded, in which a test presses buttons as they are drawn.

The add-in is the one that is shipped but for two modules: xlwings' own (it needs Windows; the one here starts the same
Python command), and the one that shows messages (this one writes them down).
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from kosei_xl.addin.building import build
from kosei_xl.make.operation import with_buttons
from kosei_xl.values.cells import CellValue
from kosei_xl.verbs.macro_sources import master_sources
from kosei_xl.words import terms
from tests.tools.hostile import unzip
from tests.tools.office import INSTALL, ONE_LIBREOFFICE, ROOT
from tests.tools.patience import Progress, finish

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>0</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Filter/Import/VBA">
<prop oor:name="Load" oor:op="fuse"><value>true</value></prop>
<prop oor:name="Executable" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""

_RUNNER = """Attribute VB_Name = "xlwings"
Public Function RunPython(PythonCommand As String)
    Dim File As Integer
    File = FreeFile
    Open "{folder}/request.txt" For Output As #File
    Print #File, ActiveWorkbook.Name
    Print #File, PythonCommand
    Close #File
    Shell "{folder}/run.sh", 0
End Function
Public Function GetConfig(Key As String, Optional Default As String = "") As Variant
    GetConfig = Default
    If Key = "INTERPRETER_WIN" Then GetConfig = "{interpreter}"
End Function
Public Function FileExists(ByVal FileSpec As String) As Boolean
    FileExists = Dir(FileSpec) <> ""
End Function
"""

_DIALOG = """Attribute VB_Name = "{module}"
Public Sub Tell(ByVal Message As String)
    Dim File As Integer
    File = FreeFile
    Open "{folder}/told.txt" For Append As #File
    Print #File, "vba " & Message
    Close #File
End Sub
"""
_PRESSED = """Public Function PressedVerb() As String
    Dim File As Integer
    Dim Verb As String
    File = FreeFile
    Open "{folder}/pressed.txt" For Input As #File
    Line Input #File, Verb
    Close #File
    PressedVerb = Verb
End Function
"""
"""LibreOffice does not tell a macro which button called it: the test writes that down as it presses one."""


class Office:
    """A running LibreOffice (the process `pid`). `folder` holds what macros and Python write down."""

    def __init__(self, desktop: Any, folder: Path, pid: int) -> None:
        self._desktop, self.folder, self._pid = desktop, folder, pid

    def load(self, path: Path, **how: Any) -> Any:
        """Open a workbook with its macros allowed."""
        import uno

        from tests.tools.addin_uno import ALWAYS_EXECUTE, properties

        url = uno.systemPathToFileUrl(str(path))
        how = {"MacroExecutionMode": ALWAYS_EXECUTE, **how}
        document = self._desktop.loadComponentFromURL(url, "_blank", 0, properties(**how))
        assert document is not None, f"LibreOffice did not open {path}"
        return document

    def load_addin(self, *, interpreter: str = sys.executable, modules: dict[str, str] | None = None) -> Any:
        """Open the add-in with its two stand-ins, and with `modules` in place of others."""
        from tests.tools.addin_uno import MACRO_FILTER

        instead = {
            "xlwings": _RUNNER.format(folder=self.folder, interpreter=interpreter),
            "Dictionary": "",
            "KoseiDialog": _DIALOG.format(module="KoseiDialog", folder=self.folder),
            **(modules or {}),
        }
        path = self.folder / "kosei.xlam"
        path.write_bytes(build.addin_bytes(instead=instead))
        return self.load(path, FilterName=MACRO_FILTER)

    def with_buttons(self, master: bytes) -> bytes:
        """A master with its buttons, whose own messages are written down."""
        dialog = (_DIALOG + _PRESSED).format(module="MasterDialog", folder=self.folder)
        return with_buttons(master, {**master_sources(), "MasterDialog": dialog})

    def documents(self) -> dict[str, Any]:
        """The open workbooks by name; new ones by their title."""
        from tests.tools.addin_uno import documents, path_of

        return {(path.name if (path := path_of(d)) else d.Title): d for d in documents(self._desktop)}

    def to_front(self, document: Any) -> None:
        """Bring a workbook before the others, as somebody does who clicks into its window. After a window has been closed
        frames and macros may each think of another one as the first; going over the others brings them together.
        """
        progress = Progress(self._pid)
        for one in (*self.documents().values(), document):
            one.CurrentController.Frame.activate()
            while self._desktop.getCurrentComponent() != one:
                progress.check("a workbook did not come to the front")
                time.sleep(0.05)

    def close_all(self) -> None:
        """Close every workbook and forget what was written down."""
        for document in self.documents().values():
            document.close(True)
        for name in ("request.txt", "done.txt", "told.txt", "status.txt"):
            (self.folder / name).unlink(missing_ok=True)

    def buttons(self, document: Any) -> dict[str, str]:
        """Label -> the script bound to each form button of the sheet 操作, as drawn."""
        form = document.Sheets.getByName(terms.OPERATION_SHEET).DrawPage.Forms.getByIndex(0)
        found = {}
        for number in range(form.Count):
            (event,) = form.getScriptEvents(number)
            assert (event.ListenerType, event.EventMethod) == ("XActionListener", "actionPerformed")
            found[form.getByIndex(number).Label] = event.ScriptCode
        return found

    def verbs(self, document: Any) -> dict[str, str]:
        """Label -> the alternative text of each button, as it lies in the file."""
        from tests.tools.addin_uno import path_of

        path = path_of(document)
        assert path is not None
        drawing = unzip(path.read_bytes())["xl/drawings/vmlDrawing1.vml"].decode()
        shapes = re.findall(r'<v:shape [^>]*alt="(\w+)".*?<font[^>]*>(.*?)</font>', drawing, re.S)
        return {label: verb for verb, label in shapes}

    def press(self, document: Any, label: str) -> None:
        """Press a button by what is written on it."""
        verb = self.verbs(document)[label]
        (self.folder / "pressed.txt").write_text(f"{verb}\n", encoding="utf-8")
        document.getScriptProvider().getScript(self.buttons(document)[label]).invoke((), (), ())

    def run(self, document: Any, project: str, macro: str, *arguments: str) -> Any:
        """Run a macro of a workbook; what it returns."""
        url = f"vnd.sun.star.script:{project}.{macro}?language=Basic&location=document"
        return document.getScriptProvider().getScript(url).invoke(arguments, (), ())[0]

    def wait(self, name: str) -> str:
        """The text of a file of the folder, as soon as it is there."""
        path = self.folder / name
        progress = Progress(self._pid)
        while not path.exists() or (name == "request.txt" and path.read_text(encoding="utf-8").count("\n") < 2):
            progress.check(f"{name} did not come: {[p.name for p in self.folder.iterdir()]}")
            time.sleep(0.05)
        return path.read_text(encoding="utf-8")

    def answers(self, *answers: str) -> None:
        """What a person will answer to the questions of the next button (`addin_uno.AppImpl`)."""
        (self.folder / "asked.txt").unlink(missing_ok=True)
        text = "".join(f"{answer}\n" for answer in answers)
        (self.folder / "answers.txt").write_text(text, encoding="utf-8")

    def asked(self) -> str:
        """What was asked since, and that every answer was needed."""
        assert (self.folder / "answers.txt").read_text(encoding="utf-8") == "", "more answers than questions"
        return (self.folder / "asked.txt").read_text(encoding="utf-8")

    def click(self, document: Any, label: str) -> str:
        """Press a button, wait until Python has ended without an error, and give the message it showed."""
        for name in ("done.txt", "told.txt"):
            (self.folder / name).unlink(missing_ok=True)
        self.press(document, label)
        assert self.wait("done.txt") == ""
        return (self.folder / "told.txt").read_text(encoding="utf-8").strip()

    def runs_python(self, allowed: bool) -> None:
        """Whether a macro's Python command is really run, or only written down."""
        script = self.folder / "run.sh"
        command = (
            f'cd "{ROOT}" && exec "{sys.executable}" -m tests.tools.addin_uno "{self.folder}"' if allowed else "true"
        )
        script.write_text(f'#!/bin/sh\n{command} >>"{self.folder}/run.log" 2>&1\n', encoding="utf-8")
        script.chmod(0o755)


def values(document: Any, sheet: str) -> list[list[CellValue]]:
    """The cells of a sheet of an open workbook, from A1 to the last one in use."""
    found = document.Sheets.getByName(sheet)
    cursor = found.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    rows = found.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow).getDataArray()
    return [[None if value == "" else value for value in row] for row in rows]


@contextmanager
def office(folder: Path) -> Iterator[Office]:
    """LibreOffice with a profile of its own below `folder`, for as long as the block lasts; one at a time."""
    program = shutil.which("soffice")
    if program is None or not Path("/usr/lib/python3/dist-packages/uno.py").exists():
        pytest.fail(f"LibreOffice and python3-uno are needed: {INSTALL}")
    from tests.tools.addin_uno import connect

    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, encoding="utf-8")
    pipe = f"kosei_{os.getpid()}"
    (folder / "pipe.txt").write_text(pipe, encoding="utf-8")
    with ONE_LIBREOFFICE:
        command = [program, "--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;"]
        command.append(f"-env:UserInstallation={(folder / 'profile').as_uri()}")
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True, start_new_session=True
        )
        try:
            desktop = _connected(connect, pipe, process.pid)
            yield Office(desktop, folder, process.pid)
            desktop.terminate()
            finish(process)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # the program that was started starts another
            process.wait()


def _connected(connect: Any, pipe: str, pid: int) -> Any:
    progress = Progress(pid)
    while True:
        try:
            return connect(pipe)
        except Exception:
            progress.check("LibreOffice does not answer")
            time.sleep(0.1)
