"""A button through xlwings' own Windows code, down to the calls that would reach Excel's COM objects.

Run as a program (it changes what `xlwings` is): `python -m tests.tools.addin_com VERB MASTER [ANSWER…]` presses a button
and prints the calls as JSON. pywin32 is stood in for by empty modules.
"""

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from kosei_xl.workbook.parts import Package
from tests.tools.pywin32_standin import pretend

CALLS: list[str] = []
ANSWERS: list[str] = []
"""What a person answers to the questions that come."""


class Worksheet:
    def __init__(self, book: "Workbook", name: str) -> None:
        self.Parent, self.Name = book, name

    def Activate(self) -> None:
        CALLS.append(f"{self.Parent.Name}.Worksheets({self.Name}).Activate")


class Worksheets:
    def __init__(self, sheets: list[Worksheet]) -> None:
        self._sheets = sheets

    @property
    def Count(self) -> int:
        return len(self._sheets)

    def __iter__(self) -> Iterator[Worksheet]:
        return iter(self._sheets)

    def __call__(self, key: int | str) -> Worksheet:
        return self._sheets[key - 1] if isinstance(key, int) else next(s for s in self._sheets if s.Name == key)


class Workbook:
    ReadOnly = False
    Saved = False

    def __init__(self, application: "Application", path: Path) -> None:
        self.Application, self.FullName, self.Name, self.Path = application, str(path), path.name, str(path.parent)
        names = Package(path.read_bytes()).sheet_names
        self.Worksheets = self.Sheets = Worksheets([Worksheet(self, name) for name in names])

    def Save(self) -> None:
        assert not self.Application.DisplayAlerts
        CALLS.append(f"{self.Name}.Save")

    def SaveCopyAs(self, Filename: str) -> None:
        CALLS.append(f"{self.Name}.SaveCopyAs")
        Path(Filename).write_bytes(Path(self.FullName).read_bytes())

    def Close(self, SaveChanges: bool) -> None:
        CALLS.append(f"{self.Name}.Close({SaveChanges=})")
        self.Application.Workbooks.open.remove(self)


class Workbooks:
    def __init__(self, application: "Application") -> None:
        self._application = application
        self.open: list[Workbook] = []

    def __call__(self, name: str) -> Workbook:
        for book in self.open:
            if book.Name.lower() == name.lower():
                return book
        raise sys.modules["pywintypes"].com_error(-2147352565, "Invalid index", None, None)

    def __iter__(self) -> Iterator[Workbook]:
        return iter(self.open)

    def Open(self, name: str, *rest: Any) -> Workbook:
        CALLS.append(f"Workbooks.Open({Path(name).name})")
        self.open.append(Workbook(self._application, Path(name)))
        return self.open[-1]


class Application:
    DisplayAlerts = True
    Hwnd = 1

    def __init__(self) -> None:
        self.Workbooks = Workbooks(self)

    @property
    def StatusBar(self) -> str | bool:
        return False

    @StatusBar.setter
    def StatusBar(self, line: str | bool) -> None:
        CALLS.append(f"StatusBar = {line}")

    def InputBox(self, Prompt: str, Title: str, Default: str) -> str | bool:
        CALLS.append(f"InputBox({Prompt})")
        return ANSWERS.pop(0)


def _message_box(hwnd: int, text: str, title: str, style: int) -> int:
    asks = style & 0xF
    CALLS.append(f"MessageBox({text})")
    return {"yes": 6, "no": 7, "cancel": 2}[ANSWERS.pop(0)] if asks else 1


def install() -> None:
    """Let xlwings believe that this is Windows with pywin32, whose message boxes are written down."""
    modules = pretend()
    modules["win32con"].__dict__.update({"MB_OK": 0, "MB_OKCANCEL": 1, "MB_YESNO": 4, "MB_YESNOCANCEL": 3})
    modules["win32con"].__dict__.update(MB_ICONINFORMATION=64, MB_ICONWARNING=48)
    modules["win32api"].MessageBox = _message_box


def main() -> None:
    """Press the button in a workbook of the COM objects."""
    verb, master = sys.argv[1], Path(sys.argv[2])
    ANSWERS.extend(sys.argv[3:])
    install()
    import xlwings as xw

    from kosei_xl.addin import buttons

    excel = Application()
    excel.Workbooks.open.append(Workbook(excel, master))
    windows: Any = import_module("xlwings._xlwindows")
    xw.Book.set_mock_caller(xw.Book(impl=windows.Book(xl=excel.Workbooks.open[0])))
    getattr(buttons, verb)()
    print(json.dumps(CALLS, ensure_ascii=False))


if __name__ == "__main__":
    main()
