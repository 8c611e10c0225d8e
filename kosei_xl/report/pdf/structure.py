"""How a sheet is read aloud: its headings, paragraphs, tables and pictures in order. No PDF.

What the layout adds for the eye is not read: a head or the name of an area said again at the top of a page, rows of a
year schedule that only hold bars apart, empty cells between tables.
"""

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import NamedTuple

from kosei_xl.later import dataclass
from kosei_xl.report.blocks.base import CONTINUED
from kosei_xl.report.page import ReportCell, ReportRow, ReportSheet

_HEADINGS = {
    "cover_title": 1,
    "title": 1,
    "part_heading": 2,
    "heading": 3,
    "item_heading": 3,
    "subheading": 4,
    "caption": 5,
}
"""Roles of headings, and how deep they stand below one another; what is skipped does not count."""
_STAMPS = frozenset({"meeting", "draft", "docno", "cover_text", "cover_box", "subtitle"})
_TEXTS = _STAMPS | {"text", "note", "legend", "item_note", "photo", "photo_caption"}
"""Roles of what is no cell of a table."""
_NAMES_ROWS = frozenset(("label", "total_label", "box_label", "area_label", "band", "no"))
"""Roles of cells that say what their row is about."""
_NAMES = frozenset(("no", "no_name", "name"))
"""What ends the keys of such cells in lists."""


class Area(NamedTuple):
    """The rows and columns of a sheet that something takes, all from 1, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """A piece of the structure: `tag` is the PDF's (H1 … H6, P, Table, TR, TH, TD, Figure), `text` what it says.

    `area` is where its text stands; `scope`, `columns` and `rows` are of a cell.
    """

    tag: str
    text: str = ""
    area: Area | None = None
    scope: str = ""
    columns: int = 1
    rows: int = 1
    inside: tuple["Spoken", ...] = ()


@dataclass(slots=True)
class _TableRow:
    """A row of a table as it is heard: its cells, and the rows of the sheet that are in it."""

    key: str
    cells: list[tuple[ReportCell, Area]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def has_room_for(self, cells: Sequence[tuple[ReportCell, Area]]) -> bool:
        """Whether the cells stand beside its own."""
        return all(own.right < area.left or area.right < own.left for _, own in self.cells for _, area in cells)


def repeated_rows(sheet: ReportSheet) -> frozenset[int]:
    """The rows (from 1) at the top of a page that only say again what a page before has said."""
    said: dict[str, list[str]] = {}
    again: set[int] = set()
    starts = {end + 1 for end in sheet.breaks}
    opening = False
    for number, row in enumerate(sheet.rows, 1):
        texts = [str(cell.text).removesuffix(CONTINUED) for cell in row.cells]
        opening = number in starts or (opening and (number - 1 in again or not sheet.rows[number - 2].cells))
        if opening and row.key and said.get(row.key) == texts:
            again.add(number)
        elif row.key:
            said.setdefault(row.key, texts)
    return frozenset(again)


def reading_order(sheet: ReportSheet) -> tuple[Spoken, ...]:
    """The sheet's structure in reading order; headings begin with level 1 and skip none."""
    again = repeated_rows(sheet)
    ends = {(first, column): last for first, last, column in sheet.merges}
    found: list[Spoken] = []
    table: list[_TableRow] = []
    deeper: list[int] = []
    part = ""
    for number, row in enumerate(sheet.rows, 1):
        if row.hidden or number in again:
            continue
        own = row.key.partition("|")[0]
        charts = (row.chart.description,) if row.chart is not None else ()
        drawn = (*(picture.description for picture in row.pictures), *charts)
        if table and (drawn or (row.cells and (own != part or not _is_of_table(row)))):
            found += _table(table)
            table = []
        part = own or part
        if row.cells and _is_of_table(row):
            _append(table, row, number, ends)
        elif row.cells:
            found += _texts(row, number, deeper)
        found += (Spoken("Figure", description) for description in drawn)
    return (*found, *_table(table))


def area_entries(sheet: ReportSheet) -> tuple[tuple[int, str, int], ...]:
    """For the outline: where each area begins, as (number of its part in the sheet's outline, name, page from 1)."""
    found: dict[tuple[str, str], tuple[int, str, int]] = {}
    parts: dict[str, int] = {}
    page = 1
    for number, row in enumerate(sheet.rows, 1):
        page += number - 1 in sheet.breaks
        part = row.key.partition("|")[0]
        for cell in row.cells:
            entry = (str(cell.text), page)
            if cell.key == f"{part}.title" and entry in sheet.outline:
                parts[part] = sheet.outline.index(entry)
            if cell.role not in ("band", "area_label") or not (name := str(cell.text).removesuffix(CONTINUED).strip()):
                continue
            if part in parts or len(sheet.outline) == 1:
                name = name.replace("\n", "")
                found.setdefault((part, name), (parts.get(part, 0), name, page))
    # where a page has no room for an area's whole name its number stands there
    names = [(part, name) for part, name in found]
    return tuple(
        entry
        for (part, name), entry in found.items()
        if not any(own == part and other != name and other.startswith(name) for own, other in names)
    )


def _is_of_table(row: ReportRow) -> bool:
    return not any(cell.role in _TEXTS or cell.role in _HEADINGS for cell in row.cells)


def _texts(row: ReportRow, number: int, deeper: list[int]) -> Iterator[Spoken]:
    """Headings and paragraphs of a row; `deeper` are the depths of the headings that are open."""
    for cell in row.cells:
        if not str(cell.text):
            continue
        tag, area = "P", Area(number, cell.first, number, cell.last)
        if (depth := _HEADINGS.get(cell.role)) is not None:
            while deeper and deeper[-1] >= depth:
                deeper.pop()
            deeper.append(depth)
            tag = f"H{len(deeper)}"
        yield Spoken(tag, str(cell.text), area)


def _append(table: list[_TableRow], row: ReportRow, number: int, ends: dict[tuple[int, int], int]) -> None:
    """A row of the sheet put behind a table's rows, or into the last one where it goes on beside that one's cells."""
    cells = [
        (cell, Area(number, cell.first, ends.get((number, cell.first), number), cell.last))
        for cell in row.cells
        if str(cell.text)
    ]
    last = table[-1] if table else None
    if last is None or (cells and not (last.key == row.key and last.has_room_for(cells))):
        last = _TableRow(row.key)
        table.append(last)
    last.cells += cells
    last.numbers.append(number)


def _table(rows: list[_TableRow]) -> Iterator[Spoken]:
    """The rows as one table; its columns are those that its own cells need, all of which each row reaches over."""
    rows = [row for row in rows if row.cells]
    if not rows:
        return
    edges = sorted({edge for row in rows for _, area in row.cells for edge in (area.left, area.right + 1)})
    at = {edge: n for n, edge in enumerate(edges)}
    place = {number: n for n, row in enumerate(rows) for number in row.numbers}
    taken: list[set[int]] = [set() for _ in rows]
    made = []
    for n, row in enumerate(rows):
        inside: list[tuple[int, Spoken]] = []
        for cell, area in row.cells:
            columns = range(at[area.left], at[area.right + 1])
            last = place.get(area.bottom, n)
            last = next((m - 1 for m in range(n + 1, last + 1) if _meets(rows[m], area)), last)
            for m in range(n, last + 1):
                taken[m].update(columns)
            inside.append((columns.start, _cell(cell, area, len(columns), last - n + 1)))
        inside += _gaps(len(edges) - 1, taken[n])
        made.append(Spoken("TR", inside=tuple(one for _, one in sorted(inside, key=lambda pair: pair[0]))))
    yield Spoken("Table", inside=tuple(made))


def _meets(row: _TableRow, area: Area) -> bool:
    return any(own.left <= area.right and area.left <= own.right for _, own in row.cells)


def _cell(cell: ReportCell, area: Area, columns: int, rows: int) -> Spoken:
    scope = ""
    if cell.role == "head":
        scope = "Column"
    elif cell.role in _NAMES_ROWS or cell.key.rpartition(".")[2] in _NAMES:
        scope = "Row"
    tag = "TH" if scope else "TD"
    return Spoken(tag, str(cell.text), area, scope, columns, rows)


def _gaps(columns: int, taken: set[int]) -> Iterator[tuple[int, Spoken]]:
    """Empty cells for the columns of a row that nothing stands in."""
    free = [column for column in range(columns) if column not in taken]
    starts = [column for column in free if column - 1 not in free]
    for start in starts:
        end = next(column for column in range(start, columns + 1) if column not in free)
        yield start, Spoken("TD", columns=end - start)
