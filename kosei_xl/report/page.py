"""What a report is made of, as plain values: sheets of rows of cells with roles, heights and breaks. No format.

Widths are Excel width units, heights pt before scaling. A role names a style sample of the template (`style_<role>`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import NamedTuple

from kosei_xl.later import dataclass
from kosei_xl.report.paginate import Page
from kosei_xl.workbook.measure import Face, Unit

PrintedValue = str | int


@dataclass(frozen=True, slots=True)
class Looks:
    """What the layout must know of the template: the face of each role and the page of each paper prototype.

    `indents` are pt that the texts of a role have less of their cell.
    """

    faces: Mapping[str, Face]
    pages: Mapping[str, Page]
    unit: Unit = field(default_factory=Unit)
    indents: Mapping[str, float] = field(default_factory=dict)


class MarkedRun(NamedTuple):
    """A stretch of a text, from `start` to before `end`, that is new (underlined) or was deleted (struck out)."""

    start: int
    end: int
    deleted: bool = False


class ReportCell(NamedTuple):
    """One cell, `first` to `last` column (1-based, merged when they differ); `key` is how it is found again.

    `open` names sides without the line that the role has there ("t", "b", "l", "r"); `marks` are in order.
    """

    first: int
    last: int
    text: PrintedValue
    role: str
    key: str = ""
    open: str = ""
    marks: tuple[MarkedRun, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """A picture file in the middle of the columns `first` to `last` (1-based); size in pt before scaling.

    `description` is for people who cannot see it; it is not printed.
    """

    first: int
    last: int
    data: bytes = field(repr=False)
    width: float
    height: float
    description: str = ""


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One rating in a chart: its name, how its pieces are filled ("behind-1"), and how many it has in each bar."""

    name: str
    look: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StackedBars:
    """A chart: a bar for each of the `categories`, a piece for each series; `description` is its text in words."""

    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    description: str = ""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row of a sheet. `key` finds it again, "" for nothing but air; `columns` are (first column, its key). A
    `chart` takes the whole row.
    """

    height: float
    cells: tuple[ReportCell, ...] = ()
    pictures: tuple[ReportPicture, ...] = ()
    key: str = ""
    columns: tuple[tuple[int, str], ...] = ()
    hidden: bool = False
    chart: StackedBars | None = None


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """One sheet: paper, column widths, rows, and how it breaks into pages.

    `outline` names the parts on it with their first page (from 1 on this sheet). `footer` None keeps the template's.
    `breaks` are 1-based rows after which a page ends, `repeat` the rows (first, last) repeated on each page, `merges`
    vertical ones as (first row, last row, column). `header` is the running head in plain words.
    """

    name: str
    paper: str
    widths: tuple[float, ...]
    rows: tuple[ReportRow, ...]
    breaks: tuple[int, ...] = ()
    repeat: tuple[int, int] | None = None
    merges: tuple[tuple[int, int, int], ...] = ()
    scale: int = 100
    header: str = ""
    footer: str | None = None
    first_page: int | None = None
    pages: int = 1
    outline: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Insert:
    """A PDF from elsewhere (帳票 of kind pdf) that goes in after `after` sheets; `file` as written in 帳票."""

    after: int
    title: str
    file: str


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. `texts` are the texts that must be complete on paper, by a label a person understands."""

    title: str
    author: str
    sheets: tuple[ReportSheet, ...]
    draft: bool
    identity: Mapping[str, str]
    inserts: tuple[Insert, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)

    def texts_by_sheet(self) -> Iterator[tuple[ReportSheet, Mapping[str, str]]]:
        """Each sheet with those of the texts that are on it; a label begins with the name of its sheet."""
        names = [sheet.name for sheet in self.sheets]
        owner = {
            label: max((name for name in names if label.startswith(f"{name} ")), key=len, default="")
            for label in self.texts
        }
        for sheet in self.sheets:
            yield sheet, {label: text for label, text in self.texts.items() if owner[label] == sheet.name}

    def on_paper(self) -> Iterator[str]:
        """Every text as often as it is printed: cells once, repeated heads and the running head once a page.

        Page numbers are left out: a template may print none.
        """
        for sheet in self.sheets:
            for number, row in enumerate(sheet.rows, 1):
                repeated = sheet.repeat is not None and sheet.repeat[0] <= number <= sheet.repeat[1]
                times = sum(number <= end for end in (*sheet.breaks, len(sheet.rows))) if repeated else 1
                for cell in row.cells:
                    yield str(cell.text) * times
            yield sheet.header * sheet.pages
