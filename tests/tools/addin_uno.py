"""LibreOffice as an engine of xlwings: ordinary `xw.Book.caller()` code against the workbook that is open there.

Run as a program by the macro that a test pressed: `python -m tests.tools.addin_uno FOLDER`. It finds the open workbook whose
name stands in FOLDER/request.txt, and runs the Python command of the second line, as xlwings' RunPython would.
"""

import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

if "/usr/lib/python3/dist-packages" not in sys.path:
    sys.path.append("/usr/lib/python3/dist-packages")  # Debian's python3-uno

import uno
import xlwings as xw
from com.sun.star.beans import PropertyValue
from xlwings import base_classes

from tests.tools.addin_excel import Rectangle

ALWAYS_EXECUTE = 4
MACRO_FILTER = "Calc MS Excel 2007 VBA XML"


def properties(**values: Any) -> tuple[Any, ...]:
    """UNO's named arguments."""
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def connect(pipe: str) -> Any:
    """The desktop of a LibreOffice that listens on a pipe."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
    return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def documents(desktop: Any) -> Iterator[Any]:
    """Every open spreadsheet."""
    found = desktop.Components.createEnumeration()
    while found.hasMoreElements():
        document = found.nextElement()
        if document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            yield document


def path_of(document: Any) -> Path | None:
    """The file of a document; None for a new one."""
    return Path(uno.fileUrlToSystemPath(document.URL)) if document.URL else None


class Api:
    """What we ask of Excel's own workbook object."""

    def __init__(self, document: Any) -> None:
        self._document = document

    @property
    def Saved(self) -> bool:
        return not self._document.isModified()

    @property
    def ReadOnly(self) -> bool:
        return bool(self._document.isReadonly())

    def SaveCopyAs(self, name: str) -> None:
        self._document.storeToURL(uno.systemPathToFileUrl(name), properties(FilterName="Calc MS Excel 2007 XML"))


class RangeImpl(Rectangle):
    """A rectangle of cells, written in one go."""

    @property
    def _cells(self) -> Any:
        (top, left), (bottom, right) = self.first, self.last
        return self.sheet.sheet.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)

    @property
    def api(self) -> Any:
        return self._cells

    @property
    def raw_value(self) -> Any:
        return self._cells.getDataArray()

    @raw_value.setter
    def raw_value(self, rows: Any) -> None:
        self._cells.setDataArray(tuple(tuple(row) for row in rows))

    @property
    def number_format(self) -> str:
        raise NotImplementedError

    @number_format.setter
    def number_format(self, code: str) -> None:
        formats, locale = self.sheet.book.document.NumberFormats, uno.createUnoStruct("com.sun.star.lang.Locale")
        key = formats.queryKey(code, locale, False)
        self._cells.NumberFormat = key if key != -1 else formats.addNew(code, locale)

    @property
    def wrap_text(self) -> bool:
        return bool(self._cells.IsTextWrapped)

    @wrap_text.setter
    def wrap_text(self, wrap: bool) -> None:
        self._cells.IsTextWrapped = wrap

    @property
    def column_width(self) -> float:
        raise NotImplementedError

    @column_width.setter
    def column_width(self, letters: float) -> None:
        self._cells.Columns.Width = round(letters * 190)  # 1/100 mm

    @property
    def font(self) -> "FontImpl":
        return FontImpl(self._cells)


class FontImpl(base_classes.Font):
    def __init__(self, cells: Any) -> None:
        self._cells = cells

    @property
    def api(self) -> Any:
        return self._cells

    @property
    def bold(self) -> bool:
        return bool(self._cells.CharWeight > 100)

    @bold.setter
    def bold(self, bold: bool) -> None:
        self._cells.CharWeight = 150.0 if bold else 100.0


class SheetImpl(base_classes.Sheet):
    def __init__(self, book: "BookImpl", sheet: Any) -> None:
        self._book, self.sheet = book, sheet

    @property
    def api(self) -> "SheetImpl":
        return self

    def Activate(self) -> None:
        """The COM method."""
        self._book.document.CurrentController.setActiveSheet(self.sheet)

    @property
    def book(self) -> "BookImpl":
        return self._book

    @property
    def name(self) -> str:
        return str(self.sheet.Name)

    @name.setter
    def name(self, name: str) -> None:
        self.sheet.Name = name

    def range(self, first: Any, last: Any = None) -> RangeImpl:
        if isinstance(first, RangeImpl):
            return RangeImpl(self, first.first, last.last)
        return RangeImpl(self, first, last)


class SheetsImpl(base_classes.Sheets):
    def __init__(self, book: "BookImpl") -> None:
        self._book, self._sheets = book, book.document.Sheets

    def __len__(self) -> int:
        return int(self._sheets.Count)

    def __iter__(self) -> Iterator[SheetImpl]:
        return (self(number) for number in range(1, len(self) + 1))

    def __call__(self, key: int | str) -> SheetImpl:
        found = self._sheets.getByName(key) if isinstance(key, str) else self._sheets.getByIndex(key - 1)
        return SheetImpl(self._book, found)


class BookImpl(base_classes.Book):
    def __init__(self, app: "AppImpl", document: Any) -> None:
        self._app, self.document = app, document

    @property
    def api(self) -> Api:
        return Api(self.document)

    @property
    def app(self) -> "AppImpl":
        return self._app

    @property
    def name(self) -> str:
        path = path_of(self.document)
        return path.name if path else str(self.document.Title)

    @property
    def fullname(self) -> str:
        return str(path_of(self.document) or self.document.Title)

    @property
    def sheets(self) -> SheetsImpl:
        return SheetsImpl(self)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        self.document.store()

    def close(self) -> None:
        self.document.close(True)


class BooksImpl(base_classes.Books):
    def __init__(self, app: "AppImpl") -> None:
        self.app = app

    def __iter__(self) -> Iterator[BookImpl]:
        return (BookImpl(self.app, document) for document in documents(self.app.desktop))

    def __call__(self, key: str) -> BookImpl:
        for book in self:
            if book.name == key:
                return book
        raise KeyError(key)

    def open(self, fullname: str, *rest: Any, **more: Any) -> BookImpl:
        return self._load(uno.systemPathToFileUrl(fullname))

    def add(self) -> BookImpl:
        return self._load("private:factory/scalc")

    def _load(self, url: str) -> BookImpl:
        how = properties(MacroExecutionMode=ALWAYS_EXECUTE)
        return BookImpl(self.app, self.app.desktop.loadComponentFromURL(url, "_blank", 0, how))


class EngineImpl:
    """What the conversion of values asks an engine."""

    name, type = "libreoffice", "desktop"

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        return "" if value is None else value


class ApplicationApi:
    """What we ask of Excel itself."""

    def __init__(self, app: "AppImpl") -> None:
        self._app = app

    def InputBox(self, Prompt: str, Title: str, Default: str = "") -> str | bool:
        answer = self._app.answered(Prompt)
        return False if answer == "cancel" else Default if answer == "ok" else answer


class AppImpl(base_classes.App):
    """The LibreOffice; what it would show goes into files of `folder`. The answers of a person lie in answers.txt, one a
    line, and what was asked goes into asked.txt: "yes", "no", "cancel", a text, or "ok" for what stands there already.
    """

    display_alerts = True
    engine = EngineImpl()

    def __init__(self, desktop: Any, folder: Path) -> None:
        self.desktop, self._folder = desktop, folder

    @property
    def api(self) -> ApplicationApi:
        return ApplicationApi(self)

    @property
    def pid(self) -> int:
        return 1

    def answered(self, question: str) -> str:
        """The next answer of a person."""
        self._note("asked.txt", question)
        answers = self._folder / "answers.txt"
        first, *rest = answers.read_text(encoding="utf-8").splitlines()
        answers.write_text("".join(f"{line}\n" for line in rest), encoding="utf-8")
        return first

    @property
    def books(self) -> BooksImpl:
        return BooksImpl(self)

    @property
    def status_bar(self) -> str | bool:
        return False

    @status_bar.setter
    def status_bar(self, line: str | bool) -> None:
        self._note("status.txt", str(line))

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: Any) -> str:
        if buttons != "ok":
            return self.answered(prompt)
        self._note("told.txt", f"{mode} {prompt}")
        return "ok"

    def _note(self, name: str, line: str) -> None:
        with (self._folder / name).open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def main() -> None:
    """Run the command of request.txt; `done.txt` says that it is over, and holds what would be on stderr."""
    folder = Path(sys.argv[1])
    name, command = (folder / "request.txt").read_text(encoding="utf-8").splitlines()
    try:
        app = AppImpl(connect((folder / "pipe.txt").read_text(encoding="utf-8")), folder)
        xw.Book.set_mock_caller(xw.Book(impl=app.books(name)))
        exec(command, {})
        error = ""
    except BaseException:
        error = traceback.format_exc()
    (folder / "done.part").write_text(error, encoding="utf-8")
    (folder / "done.part").rename(folder / "done.txt")


if __name__ == "__main__":
    main()
