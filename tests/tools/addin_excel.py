"""A stand-in for Excel behind the real xlwings: workbooks are files, everything said and opened is written down.

Ordinary `xw.Book.caller()` code runs against it; faults are set per test. Its reads and writes are whole ranges.
As a program it presses a button and says how long that took: `python -m tests.tools.addin_excel VERB MASTER [NEW_MASTER]`;
given a master to begin with anew, it presses four times in the one process.
"""

import datetime as dt
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import xlwings as xw
from xlwings import base_classes

from kosei_xl.workbook.parts import Package


class ComError(Exception):
    """As pywintypes.com_error: the words are deep inside its arguments."""


class Api:
    """The COM object of a workbook, as far as we ask it."""

    def __init__(self, book: "BookImpl") -> None:
        self._book = book
        self.ReadOnly = book.excel.read_only
        self.Saved = book.excel.saved

    def SaveCopyAs(self, name: str) -> None:
        Path(name).write_bytes(self._book.path.read_bytes())


class Rectangle(base_classes.Range):
    """Where a range of cells lies; `first` and `last` are (row, column)."""

    sheet: Any = None
    options: Any = None

    def __init__(self, sheet: Any, first: tuple[int, int], last: tuple[int, int] | None = None) -> None:
        self.sheet, self.first, self.last = sheet, first, last or first

    @property
    def row(self) -> int:
        return self.first[0]

    @property
    def column(self) -> int:
        return self.first[1]

    @property
    def shape(self) -> tuple[int, int]:
        return self.last[0] - self.first[0] + 1, self.last[1] - self.first[1] + 1

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: Any, column: Any = 1) -> Any:
        return type(self)(self.sheet, (self.row + row - 1, self.column + column - 1))


class RangeImpl(Rectangle):
    """Cells of a new workbook: what is written is kept in its sheet."""

    column_width = 8.0
    number_format = "General"
    wrap_text = False

    @property
    def api(self) -> bool:
        return True

    @property
    def font(self) -> Any:
        return type("Font", (), {"bold": False})()

    @property
    def raw_value(self) -> Any:
        raise NotImplementedError

    @raw_value.setter
    def raw_value(self, rows: Any) -> None:
        self.sheet.rows = rows


class SheetImpl(base_classes.Sheet):
    def __init__(self, book: "BookImpl", name: str) -> None:
        self._book, self._name = book, name
        self.rows: list[list[Any]] = []

    @property
    def api(self) -> "SheetImpl":
        return self

    @property
    def book(self) -> "BookImpl":
        return self._book

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, name: str) -> None:
        self._name = name

    def Activate(self) -> None:
        """The COM method."""
        self._book.shown = self._name

    def range(self, first: Any, last: Any = None) -> RangeImpl:
        if isinstance(first, RangeImpl):
            assert isinstance(last, RangeImpl)
            return RangeImpl(self, first.first, last.last)
        return RangeImpl(self, first, last)


class SheetsImpl(base_classes.Sheets):
    def __init__(self, book: "BookImpl", names: tuple[str, ...]) -> None:
        self._sheets = [SheetImpl(book, name) for name in names]

    def __iter__(self) -> Iterator[SheetImpl]:
        return iter(self._sheets)

    def __len__(self) -> int:
        return len(self._sheets)

    def __call__(self, key: int | str) -> SheetImpl:
        if isinstance(key, int):
            return self._sheets[key - 1]
        return next(sheet for sheet in self._sheets if sheet.name == key)


class BookImpl(base_classes.Book):
    """An open workbook; a new one has no path."""

    def __init__(self, excel: "Excel", path: Path | None, names: tuple[str, ...]) -> None:
        self.excel, self.shown = excel, ""
        self.path = path or Path("Book1")
        self._sheets = SheetsImpl(self, names)
        self._api = Api(self)

    @property
    def api(self) -> Api:
        return self._api

    @property
    def app(self) -> "AppImpl":
        return self.excel.app

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def fullname(self) -> str:
        if self.excel.cloud is not None:
            if not self.excel.cloud:
                raise xw.XlwingsError("Couldn't find the local OneDrive folder")
            return self.excel.cloud
        return str(self.path)

    @property
    def sheets(self) -> SheetsImpl:
        return self._sheets

    def save(self, path: str | None = None, password: str | None = None) -> None:
        if self.excel.save_fails:
            raise ComError(
                -2147352567, "Exception occurred.", (0, "Microsoft Excel", self.excel.save_fails, None, 0, 0)
            )
        self.excel.log.append("save")

    def close(self) -> None:
        self.excel.log.append("close")
        self.excel.open_books.remove(self)


class BooksImpl(base_classes.Books):
    def __init__(self, excel: "Excel") -> None:
        self.app, self._excel = excel.app, excel

    def __call__(self, key: str) -> BookImpl:
        for book in self._excel.open_books:
            if book.name == key:
                return book
        raise KeyError(key)

    def __iter__(self) -> Iterator[BookImpl]:
        return iter(self._excel.open_books)

    def open(self, fullname: str, *rest: Any, **more: Any) -> BookImpl:
        if self._excel.open_fails:
            raise ComError("open")
        self._excel.log.append(f"open {Path(fullname).name}")
        return self._excel.add(Path(fullname))

    def add(self) -> BookImpl:
        self._excel.open_books.append(BookImpl(self._excel, None, ("Sheet1",)))
        return self._excel.open_books[-1]


class EngineImpl:
    """What the conversion of values asks an engine."""

    name, type = "stand-in", "desktop"

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        assert not isinstance(value, dt.datetime)
        return value


class ApplicationApi:
    """The COM object of Excel itself, as far as we ask it."""

    def __init__(self, excel: "Excel") -> None:
        self._excel = excel

    def InputBox(self, Prompt: str, Title: str, Default: str = "") -> str | bool:
        """What a person types; what stands there already where the answer is `AS_IT_IS`; False for a cancelled box."""
        assert len(Prompt) <= 255, "Excel shows no longer question"
        assert Title == "kosei_xl"
        self._excel.asked.append(Prompt)
        answer = self._excel.answers.pop(0)
        return Default if answer is AS_IT_IS else answer


class AppImpl(base_classes.App):
    display_alerts = True
    engine = EngineImpl()

    def __init__(self, excel: "Excel") -> None:
        self._excel = excel

    @property
    def api(self) -> ApplicationApi:
        return ApplicationApi(self._excel)

    @property
    def pid(self) -> int:
        return 1

    @property
    def books(self) -> BooksImpl:
        return BooksImpl(self._excel)

    @property
    def status_bar(self) -> str | bool:
        return self._excel.lines[-1] if self._excel.lines else False

    @status_bar.setter
    def status_bar(self, line: str | bool) -> None:
        if self._excel.busy:
            raise ComError(-2147418111, "Call was rejected by callee.", None, None)
        self._excel.lines.append(line)

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: Any) -> str:
        assert self.display_alerts, "messages must not be shown while Excel's own are off"
        if buttons != "ok" and self._excel.answers:
            self._excel.asked.append(prompt)
            answer = self._excel.answers.pop(0)
            assert isinstance(answer, str)
            assert answer in buttons.split("_"), f"there is no button {answer}"
            return answer
        self._excel.told.append((mode, prompt))
        return self._excel.answer if buttons == "yes_no" else "ok"


AS_IT_IS = True
"""The answer of a person who changes nothing in a box and presses OK."""


class Excel:
    """Excel with open workbooks. `log`: saved, closed, opened; `told`: (mode, message); `lines`: status bar. `answers` are
    those of a person to the questions that come, one after the other, which are written down in `asked`: "yes", "no" or
    "cancel", a text, `AS_IT_IS`, or False for a box that is cancelled.
    """

    def __init__(self) -> None:
        self.log: list[str] = []
        self.told: list[tuple[str, str]] = []
        self.lines: list[str | bool] = []
        self.answers: list[str | bool] = []
        self.asked: list[str] = []
        self.open_books: list[BookImpl] = []
        self.app = AppImpl(self)
        self.read_only, self.saved = False, True
        self.save_fails = ""
        self.open_fails = self.busy = False
        self.answer = "no"
        self.cloud: str | None = None
        self.names: tuple[str, ...] = ()

    def add(self, path: Path) -> BookImpl:
        """Open a workbook file."""
        self.open_books.append(BookImpl(self, path, self.names or Package(path.read_bytes()).sheet_names))
        return self.open_books[-1]

    @contextmanager
    def in_front(self, path: Path) -> Iterator[None]:
        """A workbook is open and active: what `xw.Book.caller()` gives."""
        book = xw.Book(impl=self.add(path))
        with patch.object(xw.Book, "_mock_caller", book, create=True):
            yield

    @property
    def table(self) -> list[list[Any]]:
        """The table of the new workbook."""
        (new,) = (book for book in self.open_books if book.name == "Book1")
        return next(iter(new.sheets)).rows

    def master(self) -> BookImpl:
        """The only open workbook that is a file."""
        (found,) = (book for book in self.open_books if book.name != "Book1")
        return found


def main() -> None:
    """Press a button as VBA does, and print the seconds of each press."""
    verb, master, *new = sys.argv[1:]
    from kosei_xl.addin import buttons

    for _ in range(4 if new else 1):
        if new:
            shutil.copy(new[0], master)
        excel, start = Excel(), time.perf_counter()
        with excel.in_front(Path(master)):
            getattr(buttons, verb)()
        print(time.perf_counter() - start)
        assert [mode for mode, _ in excel.told] == ["info"], excel.told


if __name__ == "__main__":
    main()
