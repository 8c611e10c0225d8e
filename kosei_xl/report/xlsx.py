"""`Report` -> workbook bytes: paper prototypes of the template cloned, cells styled as its samples."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kosei_xl.later import dataclass
from kosei_xl.report.charts import draw_charts
from kosei_xl.report.keys import KEY_COLUMN, NO_ROLE, keyed
from kosei_xl.report.page import Looks, Report, ReportCell, ReportRow, ReportSheet
from kosei_xl.report.paginate import A4, Page
from kosei_xl.report.photos import place_photo
from kosei_xl.values.cells import Book, CellValue, Sheet, column_letters
from kosei_xl.values.diagnostics import KoseiError
from kosei_xl.words import terms
from kosei_xl.words.messages import told
from kosei_xl.workbook.measure import Face, indent_width, width_unit
from kosei_xl.workbook.parts import CellInput, NewRow, Package, RichText, Run, SheetPart, StyleChange, quote_sheet

STYLE_PREFIX = "style_"
STYLES_SHEET = "書式"
PAPERS = ("A4縦", "A4横", "A3横")
_MOST_FROZEN = 15
"""Rows from the top that stay in view on the screen: more would leave no room for the others."""
_HEADER_FONT = "BIZ UDゴシック,標準"
_HEADER_LIMIT = 200
_SUM = "total_right"
"""The role of sums of amounts: where the template has no sample, that of counts, at the right."""
_LIKE = {
    "action": "body",
    "rating_aside": "rating",
    _SUM: "total",
    "part_heading": "heading",
    "subheading": "heading",
}
"""Roles that templates of earlier versions have no sample of -> the role that they look like then."""
_NOW = {
    "spare_now": ("spare", "r"),
    "spare_year_now": ("spare_year", "r"),
    "spare_after": ("spare", "l"),
    "spare_year_after": ("spare_year", "l"),
}
"""Quarters of a schedule beside the day of the report -> the quarter that they look like, and the side of the line."""
_PROSE, _PROSE_PITCH = "text", 1.8
"""The role of running text, and em from one of its lines to the next: its lines are spread over the row. LibreOffice
prints rows a tenth lower (see `libreoffice_copy`), so that 1.6 em are left of it.
"""
_HEADER_CODE = re.compile(r'&("[^"]*"|.)')


class ReportTemplateError(KoseiError):
    """The report template lacks a paper prototype or a style sample; the message names it."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A report workbook as bytes, and what was written into it as values: what reading the bytes would find.

    `book` has the report's own sheets with merges, running heads, hidden rows and columns, and the identity among its
    properties, so that `read_report` finds every keyed cell. It has no name yet, and none of a template's own sheets.
    """

    data: bytes
    book: Book


class Written(NamedTuple):
    """A report workbook that is not packed yet, and what was written into it as values (see `Rendered`)."""

    package: Package
    book: Book


class _Faces(dict[str, Face]):
    """Role -> face; asking for a role that has no sample raises ReportTemplateError."""

    def __missing__(self, role: str) -> Face:
        raise _no_sample([role])


def _no_sample(roles: Iterable[str]) -> ReportTemplateError:
    return ReportTemplateError(told("template_styles", names="、".join(STYLE_PREFIX + role for role in roles)))


class OpenTemplate:
    """A template that was opened for its looks, and is there for the first workbook that is written from it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._unused: tuple[Package, dict[str, int]] | None = None

    def looks(self) -> Looks:
        """See `looks`."""
        self._unused = self._unused or _opened(self._data)
        return _looks_of(*self._unused)

    def for_writing(self) -> tuple[Package, dict[str, int]]:
        """The template as nobody has written into it, and the style index of each role."""
        found, self._unused = self._unused or _opened(self._data), None
        return found


def _opened(template: bytes) -> tuple[Package, dict[str, int]]:
    package = Package(template)
    return package, _styles(package)


def looks(template: bytes) -> Looks:
    """The faces of the style samples and the pages of the paper prototypes. Raises ReportTemplateError."""
    return OpenTemplate(template).looks()


def _looks_of(package: Package, styles: Mapping[str, int]) -> Looks:
    faces, indents = _Faces(), {}
    normal = package.font(0)
    for role, style in styles.items():
        font = package.font(style)
        faces[role] = Face(font.name, font.size, _PROSE_PITCH if role == _PROSE else None)
        indents[role] = indent_width(package.indent(style), Face(normal.name, normal.size))
    pages = {}
    for paper in PAPERS:
        if paper not in package.sheet_names:
            raise ReportTemplateError(told("template_paper", sheet=paper))
        setup = package.sheet(paper).print_setup()
        margins = setup.margins
        pages[paper] = Page(
            setup.paper or A4, setup.landscape, margins.left, margins.right, margins.top, margins.bottom
        )
    return Looks(faces, pages, width_unit(Face(normal.name, normal.size)), indents)


def _styles(package: Package) -> dict[str, int]:
    """Style index of each role, from the sample cells that are named style_<role>; newer roles are like older ones."""
    styles = {}
    named = {
        name.removeprefix(STYLE_PREFIX): (sheet, area.split(":")[0])
        for name, (sheet, area) in package.located().items()
        if name.startswith(STYLE_PREFIX)
    }
    for sheet in dict.fromkeys(sheet for sheet, _ in named.values()):
        package.sheet(sheet).look_into(ref for own, ref in named.values() if own == sheet)
    for role, (sheet, ref) in named.items():
        styles[role] = package.sheet(sheet).style(ref)
    for role, older in _LIKE.items():
        if older in styles:
            styles.setdefault(role, styles[older])
    for role, (older, side) in _NOW.items():
        if older in styles:
            styles.setdefault(role, package.style_with(styles[older], StyleChange(thick=side)))
    if _PROSE in styles:
        styles[_PROSE] = package.style_with(styles[_PROSE], StyleChange(vertical="justify"))
    return styles


def render(report: Report, template: bytes) -> Rendered:
    """The report workbook. Raises ReportTemplateError for a role without a sample. Cost: one pass over the cells."""
    package, book = written_report(report, OpenTemplate(template))
    return Rendered(package.to_bytes(), book)


def written_report(report: Report, template: OpenTemplate) -> Written:
    """The report workbook before it is packed, for who adds to it; see `render`."""
    package, styles = template.for_writing()
    used = {cell.role for sheet in report.sheets for row in sheet.rows for cell in row.cells}
    if _SUM in used and styles.get(_SUM) == styles.get("total"):
        styles[_SUM] = package.style_with(styles["total"], StyleChange(horizontal="right"))
    missing = sorted(used - styles.keys())
    if missing:
        raise _no_sample(missing)
    placed = [keyed(sheet) for sheet in report.sheets]
    sheets = tuple(_write_sheet(package, sheet, {**styles, NO_ROLE: 0}) for sheet in placed)
    figures, charts = draw_charts(package, placed, KEY_COLUMN + 1)
    package.drop_defined_names(name for name in package.defined_names() if name.startswith(STYLE_PREFIX))
    for name in (*PAPERS, STYLES_SHEET):
        if name in package.sheet_names:
            package.remove(name)
    package.sheet(terms.IDENTITY_SHEET).replace_with_values([*report.identity.items()])
    properties = {terms.PROPERTY_PREFIX + key: text for key, text in report.identity.items()}
    for name, text in properties.items():
        package.set_custom_property(name, text)
    package.set_core(title=report.title, creator=report.author, language="ja-JP")
    package.set_active(report.sheets[0].name)
    return Written(package, Book("", (*sheets, *figures), properties=properties, charts=charts))


def _write_sheet(package: Package, sheet: ReportSheet, styles: Mapping[str, int]) -> Sheet:
    """Write a sheet; returns its values."""
    part = package.clone(sheet.paper, sheet.name, before=sheet.paper if sheet.paper in PAPERS[:1] else PAPERS[0])
    looks = _Looks(package, styles)
    rows = [_row(row, looks) for row in sheet.rows]
    part.replace_rows([row.written for row in rows])
    part.set_columns(dict(enumerate(sheet.widths, 1)), hidden=(KEY_COLUMN,))
    merged = _merged([row.ends for row in rows], sheet.merges)
    part.set_merges(merged)
    part.set_row_breaks(sheet.breaks)
    part.set_print(scale=sheet.scale, first_page=sheet.first_page)
    header, footer = part.header_footer()
    head = _header(sheet, header)
    part.set_header_footer(head, sheet.footer and _footer(sheet.footer, footer))
    _name_ranges(package, part, sheet)
    top = sheet.repeat[1] if sheet.repeat is not None and sheet.repeat[1] <= _MOST_FROZEN else 0
    if top:
        part.freeze_rows(top)
    shown = (number for number, row in enumerate(sheet.rows, 1) if number > top and row.cells and not row.hidden)
    part.set_cursor(f"{column_letters(KEY_COLUMN + 1)}{next(shown, 1)}")
    normal = package.font(0)
    photos = ((number, picture) for number, row in enumerate(sheet.rows, 1) for picture in row.pictures)
    for count, (number, picture) in enumerate(photos, 1):
        place_photo(part, sheet, number, count, picture, width_unit(Face(normal.name, normal.size)))
    hidden = frozenset(number for number, row in enumerate(sheet.rows, 1) if row.hidden)
    values = tuple(row.values for row in rows)
    return Sheet(
        sheet.name, values, header=head, hidden_rows=hidden, hidden_columns=frozenset((KEY_COLUMN,)), merged=merged
    )


class _Looks(dict[tuple[str, str], tuple[None, int]]):
    """Role and sides that it leaves open -> a blank cell of its style, which is made when it is first asked for."""

    def __init__(self, package: Package, styles: Mapping[str, int]) -> None:
        super().__init__()
        self.package, self._styles = package, styles

    def __missing__(self, wanted: tuple[str, str]) -> tuple[None, int]:
        role, sides = wanted
        style = self._styles[role]
        if sides:
            style = self.package.style_with(style, StyleChange(without_lines=sides))
        found = self[wanted] = None, style
        return found


class _Row(NamedTuple):
    """A row as it is written, its values from the first column to the last filled one, and first -> last column of its
    cells.
    """

    written: NewRow
    values: tuple[CellValue, ...]
    ends: Mapping[int, int]


def _row(row: ReportRow, looks: _Looks) -> _Row:
    cells: dict[int, tuple[CellInput, int]] = {}
    filled: dict[int, CellValue] = {}
    ends: dict[int, int] = {}
    for cell in row.cells:
        first, last, text, role, _, sides, marks = cell
        blank = looks[role, sides]
        for column in range(first, last + 1) if last > first else ():
            cells[column] = blank
        ends[first] = last
        if text != "":
            filled[first] = text
            cells[first] = text, blank[1]
        else:
            cells[first] = blank
        if marks:
            cells[first] = _marked(cell, looks.package.run_look(blank[1])), blank[1]
    values = tuple(map(filled.get, range(1, max(filled, default=0) + 1)))
    return _Row(NewRow(height=row.height, hidden=row.hidden, cells=cells), values, ends)


def _marked(cell: ReportCell, look: str) -> RichText:
    """The text of a cell with what is new underlined and what was deleted struck out."""
    text, at, runs = str(cell.text), 0, []
    for mark in cell.marks:
        runs += [Run(text[at : mark.start]), Run(text[mark.start : mark.end], not mark.deleted, mark.deleted)]
        at = mark.end
    return RichText(tuple(run for run in (*runs, Run(text[at:])) if run.text), look)


def _merged(
    ends: Sequence[Mapping[int, int]], down: Iterable[tuple[int, int, int]]
) -> dict[tuple[int, int], tuple[int, int]]:
    """First and last cell, as (row, column), of what is merged across (`ends`: for each row first -> last column of its
    cells) and `down`, as (first row, last row, column).

    A merge down over cells that are merged across takes their whole width.
    """
    merged = {
        (number, first): (number, last)
        for number, row in enumerate(ends, 1)
        for first, last in row.items()
        if last > first
    }
    for first, last, column in down:
        end = ends[first - 1].get(column, column)
        for number in range(first, last + 1):
            if merged.get((number, column)) == (number, end):
                del merged[number, column]
        merged[first, column] = (last, end)
    return merged


def _header(sheet: ReportSheet, template: str) -> str:
    """The running head at the left; the template's pictures stay."""
    if not sheet.header:
        return _sections({}, template)
    words = sheet.header[:_HEADER_LIMIT].replace("&", "&&")
    return _sections({"L": f'&"{_HEADER_FONT}"&8 {words}'}, template)


def _footer(pattern: str, template: str) -> str:
    """The page number as the plan writes it: {頁} and {総頁} become Excel's codes."""
    words = pattern.replace("&", "&&").replace("{頁}", "&P").replace("{総頁}", "&N")
    return _sections({"C": f'&"{_HEADER_FONT}"&9 {words}'}, template)


def _sections(texts: Mapping[str, str], template: str) -> str:
    """Left, centre and right of a header or footer, each with the picture that the template has there (&G)."""
    pictures, side = set(), "C"
    for code in _HEADER_CODE.findall(template):
        if code == "G":
            pictures.add(side)
        elif code in "LCR":
            side = code
    shown = {side: "&G" * (side in pictures) + texts.get(side, "") for side in "LCR"}
    return "".join(f"&{side}{text}" for side, text in shown.items() if text)


def _name_ranges(package: Package, part: SheetPart, sheet: ReportSheet) -> None:
    where = quote_sheet(sheet.name)
    end = f"${column_letters(len(sheet.widths))}${max(1, len(sheet.rows))}"
    start = f"${column_letters(KEY_COLUMN + 1)}$1"
    package.set_defined_name("_xlnm.Print_Area", f"{where}!{start}:{end}", sheet=part.name)
    if sheet.repeat is not None:
        first, last = sheet.repeat
        package.set_defined_name("_xlnm.Print_Titles", f"{where}!${first}:${last}", sheet=part.name)
