"""The workbook that a button was pressed in, and the Excel around it: the only place that talks to xlwings.

Few calls, each over the whole workbook: a call to Excel takes milliseconds. Nothing here knows a rule or a sheet.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kosei_xl.values.diagnostics import KoseiError
from kosei_xl.verbs.mended_xlwings import mend_xlwings
from kosei_xl.words.messages import told

if TYPE_CHECKING:
    import xlwings

MOST_ASKED = 250
"""Letters of a question for a text: Excel shows no longer ones."""
ShownTable = Sequence[Sequence[str | None]]


class ColumnLook(NamedTuple):
    """A column of a table: its width in characters; whether it holds names, which Excel must not take for dates.

    Sentences stay in the standard format: as text, Excel shows ### for more than 255 characters.
    """

    width: float
    name: bool = True


class Refused(KoseiError):
    """Excel, or the workbook as it is open there, does not allow it; the message says what to do."""


class Desk:
    """One open workbook. Errors of Excel (of many kinds, by system) become Refused."""

    def __init__(self, book: "xlwings.Book") -> None:
        self._book = book
        self._app = book.app
        self.name: str = book.name

    @classmethod
    def of_caller(cls) -> "Desk":
        """The workbook whose button was pressed, or that was active in front of the ribbon."""
        import xlwings

        mend_xlwings()
        try:
            return cls(xlwings.Book.caller())
        except Exception as error:
            raise Refused(told("button_not_caller", why=_why(error))) from error

    def sheets(self) -> Collection[str]:
        """The names of the sheets."""
        return {sheet.name for sheet in self._book.sheets}

    def path(self) -> Path:
        """Where the workbook lies on this computer. Refused when it was never saved or lies in the cloud only."""
        try:
            full = str(self._book.fullname)
        except Exception as error:  # xlwings looks for the local copy of a workbook of OneDrive or SharePoint
            raise Refused(told("button_cloud", path=self.name)) from error
        if "://" in full:
            raise Refused(told("button_cloud", path=full))
        if not Path(full).exists():
            raise Refused(told("button_never_saved"))
        return Path(full)

    def folder(self) -> Path | None:
        """The folder that the workbook lies in; None where it was never saved or lies in the cloud only."""
        with suppress(Refused):
            return self.path().parent
        return None

    def refuse_read_only(self) -> None:
        """Raises Refused for a workbook that is open read-only, before anything is asked about changing it."""
        if self._book.api.ReadOnly:
            raise Refused(told("button_read_only", name=self.name))

    def put_away(self, *, writing: bool) -> None:
        """Save, where something is unsaved, and close. Refused for a read-only workbook that would have to change."""
        api = self._book.api
        unsaved = not api.Saved
        if api.ReadOnly and (writing or unsaved):
            raise Refused(told("button_read_only", name=self.name))
        with self._app.properties(display_alerts=False):
            try:
                if unsaved:
                    self._book.save()
            except Exception as error:
                raise Refused(told("button_not_saved", name=self.name, why=_why(error))) from error
            try:
                self._book.close()
            except Exception as error:
                raise Refused(told("button_closing", name=self.name, why=_why(error))) from error

    def reopen(self, path: Path, sheet: str | None) -> None:
        """Open the workbook again, at a sheet if it has it."""
        self._book = self.open(path)
        self.show(sheet)

    def open(self, path: Path) -> "xlwings.Book":
        """Open a workbook in the same Excel."""
        try:
            with self._app.properties(display_alerts=False):
                return self._app.books.open(str(path))
        except Exception as error:
            raise Refused(told("button_reopen", name=path.name)) from error

    def show(self, sheet: str | None) -> bool:
        """Bring a sheet to the front; False when the workbook does not have it."""
        if sheet is None or sheet not in self.sheets():
            return False
        # xlwings' own activate() and select() fail where several Excels run and this is not the first of them
        self._book.sheets[sheet].api.Activate()
        return True

    def copy_to(self, folder: Path) -> Path:
        """A copy as the workbook is now, unsaved typing included; itself it stays open and as it is."""
        copy = folder / self.name
        try:
            self._book.api.SaveCopyAs(str(copy))
        except Exception as error:
            raise Refused(told("button_not_saved", name=self.name, why=_why(error))) from error
        return copy

    def list(self, title: str, rows: ShownTable, columns: Sequence[ColumnLook]) -> None:
        """A new, unsaved workbook with a table: the first row its head."""
        sheet = self._app.books.add().sheets[0]
        sheet.name = title
        area = sheet.range((1, 1), (len(rows), len(columns)))
        for number, column in enumerate(columns, 1):
            cells = sheet.range((1, number), (len(rows), number))
            cells.column_width = column.width
            if column.name:
                cells.number_format = "@"
        area.value = [list(row) for row in rows]
        area.wrap_text = True
        sheet.range((1, 1), (1, len(columns))).font.bold = True

    def status(self, line: str | None) -> None:
        """Show a line of progress at the foot of Excel; None gives the place back to Excel."""
        with suppress(Exception):  # Excel may be busy; what is being done must not end half-way for that
            self._app.status_bar = line if line is not None else False

    def tell(self, message: str, *, good: bool) -> None:
        """Show a message and wait until it is read."""
        self._app.alert(message, "kosei_xl", "ok", "info" if good else "critical")

    def ask(self, question: str, *, grave: bool = False) -> bool:
        """Ask a person for yes or no, and wait for the answer."""
        return bool(self._app.alert(question, "kosei_xl", "yes_no", "critical" if grave else "info") == "yes")

    def choose(self, question: str) -> bool | None:
        """Ask a person for yes or no, or neither (None: nothing is to be done at all)."""
        answer = self._app.alert(question, "kosei_xl", "yes_no_cancel", "info")
        return {"yes": True, "no": False}.get(str(answer))

    def ask_text(self, question: str, usual: str = "") -> str | None:
        """Ask a person for a text, until there is one; `usual` stands there already. None where it was not given.

        Excel's own box for it: learn.microsoft.com, office/vba/api/excel.application.inputbox. It gives False for a
        person who cancelled, and takes at most `MOST_ASKED` letters of a question.
        """
        while True:
            try:
                text = self._app.api.InputBox(question[:MOST_ASKED], "kosei_xl", usual)
            except Exception as error:
                raise Refused(told("button_not_asked", why=_why(error))) from error
            if not isinstance(text, str):
                return None
            if text.strip():
                return text.strip()


def _why(error: Exception) -> str:
    """An error in short: Excel's own words where it gave some (COM errors: third in the tuple of details)."""
    for detail in error.args:
        if isinstance(detail, tuple) and len(detail) > 2 and isinstance(detail[2], str):
            return detail[2].strip()
    return str(error) or type(error).__name__
