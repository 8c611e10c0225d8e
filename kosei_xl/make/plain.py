"""Plain new workbooks: tables as values, one sheet each, one cell a datum. Written whole, by openpyxl.

Nothing that people made is in such a workbook before, so nothing can be lost by writing it whole: that is what openpyxl
does best. Masters, surveys and reports are edited part by part instead (`workbook.parts`).
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, TYPE_CHECKING, Literal, NamedTuple

from kosei_xl.later import dataclass
from kosei_xl.values.cells import CellValue, column_letters
from kosei_xl.values.refusals import WrongCall
from kosei_xl.words import terms
from kosei_xl.words.messages import told
from kosei_xl.workbook.measure import MAX_ROW_HEIGHT, Face, row_height, usable_width, width_unit
from kosei_xl.workbook.parts.markup import MAX_TEXT, dump, escaped_text, local, main_namespace, parse, utf16_length

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

PlainKind = Literal["text", "name", "whole", "number", "yes", "date", "time"]
"""What a column holds; a "name" (No., keys) is marked as text, so that Excel never takes it for a number or a date.

Longer texts are not: Excel shows ### for more than 255 characters in a cell that is marked so.
"""
PlainPaper = Literal["A4縦", "A4横", "A3横"]
_PAPERS: dict[PlainPaper, tuple[int, str, float]] = {
    "A4縦": (9, "portrait", 190.0),
    "A4横": (9, "landscape", 277.0),
    "A3横": (8, "landscape", 400.0),
}
"""Number of the paper in Excel, its way, and mm between margins of 10 mm."""
_POINTS_IN_MM, _MARGIN_INCH = 72 / 25.4, 10 / 25.4
_FULL_SIZE, _LEAST_SIZE = 100, 10
"""Percent; Excel prints nothing smaller than the second."""
_FORMATS: dict[PlainKind, str] = {
    "name": "@",
    "whole": "0",
    "number": "#,##0.######",
    "date": "yyyy/m/d",
    "time": "yyyy/m/d h:mm:ss",
}
_MAX_ROWS = 1_048_576
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "'")
_CORE, _STYLES = "docProps/core.xml", "xl/styles.xml"
_FONT_ORDER = ("b", "i", "strike", "u", "vertAlign", "sz", "color", "name", "family", "charset", "scheme")
_CLOCK = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")
_FONT, _HEAD_COLOR = "BIZ UDPゴシック", "D9E1F2"
_PAPER_FONT = "BIZ UDゴシック"
_FACE, _CALIBRI = Face(_FONT, 10), Face("Calibri", 11)
"""The font of the cells, and that of Normal, by which widths are measured, as openpyxl's workbooks begin."""
_PAPER_FACE, _PAPER_NORMAL = Face(_PAPER_FONT, 10.0), Face(_PAPER_FONT, 11.0)
"""The same on paper, where widths must be known."""
_ONE_LINE = row_height([("", 100.0, _FACE)])
_TALL = 4_000
"""Letters that are more than the highest row of any width shows."""
_PACKED = 4
_LONG_HEADS = (("シート", 24.0), ("セル", 10.0), ("続きの番号", 12.0), ("文", 100.0))


class PlainColumn(NamedTuple):
    """A column: its head, what it holds, its width in characters; on paper a page may begin with one that `begins`."""

    head: str
    kind: PlainKind = "text"
    width: float = 14.0
    begins: bool = False


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A table: the sheet's name, its columns, and rows of as many values; None for a blank cell.

    Rows are gone through once and need not be in memory all at once.
    """

    name: str
    columns: Sequence[PlainColumn]
    rows: Iterable[Sequence[CellValue]]
    frozen: int = 0
    """So many columns stay in sight beside the row of heads, on every page too."""
    paper: PlainPaper | None = None
    """For a sheet that is printed: its paper. Rows are then as high as their texts."""
    title: str = ""
    """What stands over every page."""


class PlainWritten(NamedTuple):
    """What was written: the rows of all tables, and the cells (sheet, address) whose text is too long for one: all of
    it is on another sheet.
    """

    rows: int
    too_long: tuple[tuple[str, str], ...]


class PlainBook(NamedTuple):
    """A workbook in memory; the rest as in `PlainWritten`."""

    data: bytes
    rows: int
    too_long: tuple[tuple[str, str], ...]


def plain_workbook(sheets: Iterable[PlainSheet], kind: str) -> PlainBook:
    """Write tables as a workbook in memory: `write_plain_tables`."""
    made = io.BytesIO()
    written = write_plain_tables(made, sheets, kind)
    return PlainBook(made.getvalue(), *written)


def write_plain_tables(target: IO[bytes], sheets: Iterable[PlainSheet], kind: str, author: str = "") -> PlainWritten:
    """Write tables as a workbook; of equal tables the same bytes. `kind` is kept in it, to know it again.

    Texts stay texts, whatever they look like (=1+1, #N/A, 1-2); characters that XML cannot hold are written as Excel
    writes them. A text of more than 32,767 UTF-16 units is cut in its cell, which says so, and stands whole on the
    sheet 長い文. Rows of several lines are as high as these. However many rows there are, only a few are in memory.
    Raises WrongCall for a table of more rows than a sheet has.
    """
    from openpyxl import Workbook
    from openpyxl.packaging.custom import StringProperty
    from openpyxl.styles import Font
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook(write_only=True)
    book.custom_doc_props.append(StringProperty(name=f"{terms.PROPERTY_PREFIX}kind", value=kind))
    book.properties.creator = author or book.properties.creator
    long: list[tuple[str, str, str]] = []
    rows = 0
    for sheet in sheets:
        if sheet.paper is not None:
            book._named_styles["Normal"].font = Font(name=_PAPER_NORMAL.name, size=_PAPER_NORMAL.size)
        rows += _write(book.create_sheet(sheet.name), sheet, long)
    if long:
        columns = [PlainColumn(head, "text", width) for head, width in _LONG_HEADS]
        pieces = (
            (sheet, cell, number, piece) for sheet, cell, text in long for number, piece in enumerate(_pieces(text), 1)
        )
        _write(book.create_sheet(terms.LONG_TEXTS_SHEET), PlainSheet(terms.LONG_TEXTS_SHEET, columns, pieces), [])
    with _SameBytes(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_PACKED) as archive:
        ExcelWriter(book, archive).save()
    return PlainWritten(rows, tuple((sheet, cell) for sheet, cell, _ in long))


class _SameBytes(zipfile.ZipFile):
    """A zip of which nothing depends on the clock, and whose styles stand in the order of the schema."""

    def writestr(
        self,
        zinfo_or_arcname: str | zipfile.ZipInfo,
        data: str | bytes,  # type: ignore[override]
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        whole = data.encode() if isinstance(data, str) else data
        if name == _CORE:
            whole = _CLOCK.sub(b"", whole)  # openpyxl looks at the clock
        elif name == _STYLES:
            whole = _in_schema_order(whole)
        super().writestr(zinfo_or_arcname, whole, compress_type, compresslevel)

    def open(
        self, name: str | zipfile.ZipInfo, mode: Literal["r", "w"] = "r", pwd: bytes | None = None, **how: bool
    ) -> IO[bytes]:
        if mode == "w" and isinstance(name, zipfile.ZipInfo):
            name.date_time = (1980, 1, 1, 0, 0, 0)
            name.create_system, name.external_attr = 0, 0
        return super().open(name, mode, pwd, **how)


def _in_schema_order(styles: bytes) -> bytes:
    """The styles with the elements of each font in the order of the schema; openpyxl has one of its own."""
    root = parse(styles, _STYLES)
    for font in root.iter(main_namespace("font")):
        font[:] = sorted(font, key=lambda element: _FONT_ORDER.index(local(element)))
    return dump(root)


def _write(target: "WriteOnlyWorksheet", sheet: PlainSheet, long: list[tuple[str, str, str]]) -> int:
    """Write one sheet -> how many rows. Texts that do not fit into their cells go to `long`: (sheet, address, text)."""
    letters = [column_letters(number) for number in range(1, len(sheet.columns) + 1)]
    for letter, column in zip(letters, sheet.columns, strict=True):
        target.column_dimensions[letter].width = column.width
    target.freeze_panes = f"{column_letters(sheet.frozen + 1)}2"
    target.print_title_rows = "1:1"
    if sheet.paper is not None:
        _print_on(target, sheet, sheet.paper)
    style, height = _Style(target, on_paper=sheet.paper is not None), _heights(sheet)
    heads = [column.head for column in sheet.columns]
    _append(target, 1, height(heads), map(style.head, heads))
    rows = 0
    for rows, row in enumerate(sheet.rows, 1):
        if rows >= _MAX_ROWS:
            target.close()
            raise WrongCall(told("too_many_rows", sheet=sheet.name, rows=rows))
        shown = list(row)
        for at, value in enumerate(shown):
            if isinstance(value, str) and _room(value) > MAX_TEXT:
                long.append((sheet.name, f"{letters[at]}{rows + 1}", value))
                shown[at] = f"{next(_pieces(value, MAX_TEXT - len(terms.GOES_ON)))}{terms.GOES_ON}"
        cells = (style.cell(value, column.kind) for column, value in zip(sheet.columns, shown, strict=True))
        _append(target, rows + 1, height(shown), cells)
    target.auto_filter.ref = f"A1:{letters[-1]}{rows + 1}"
    return rows


def _append(target: "WriteOnlyWorksheet", number: int, height: float | None, cells: Iterable["WriteOnlyCell"]) -> None:
    """Write a row; its height is forgotten at once, as a sheet may have very many."""
    if height is not None:
        target.row_dimensions[number].height = height
    target.append(list(cells))
    target.row_dimensions.pop(number, None)


def _heights(sheet: PlainSheet) -> Callable[[Sequence[CellValue]], float | None]:
    """How high a row of several lines is, by its values: not every program works it out again on opening.

    None where no text takes more than one line, but for paper.
    """
    paper = sheet.paper is not None
    face, unit = (_PAPER_FACE, width_unit(_PAPER_NORMAL)) if paper else (_FACE, width_unit(_CALIBRI))
    widths = [usable_width(column.width, unit=unit) for column in sheet.columns]

    def height(row: Sequence[CellValue]) -> float | None:
        cells = [
            (value[:_TALL], width, face)
            for width, value in zip(widths, row, strict=True)
            if isinstance(value, str) and (paper or "\n" in value or len(value) * face.size > width)
        ]
        found = min(row_height(cells), MAX_ROW_HEIGHT) if cells or paper else 0
        return found if paper or found > _ONE_LINE else None

    return height


def _print_on(target: "WriteOnlyWorksheet", sheet: PlainSheet, paper: PlainPaper) -> None:
    """Set a sheet up for its paper: the first columns and the heads on every page, and pages that begin with a column
    that may begin one. A table of a single page's columns is fitted to its width; columns that stay together and are
    wider than a page are made smaller, with all others.
    """
    from openpyxl.worksheet.pagebreak import Break

    number, way, width = _PAPERS[paper]
    target.page_setup.paperSize, target.page_setup.orientation = number, way
    for side in ("left", "right", "header", "footer"):
        setattr(target.page_margins, side, _MARGIN_INCH)
    target.page_margins.top = target.page_margins.bottom = 2 * _MARGIN_INCH
    target.oddHeader.left.text = sheet.title.replace("&", "&&")
    target.oddFooter.center.text = "&P／&N"
    if any(column.begins for column in sheet.columns):
        if sheet.frozen:
            target.print_title_cols = f"A:{column_letters(sheet.frozen)}"
        room = width * _POINTS_IN_MM / width_unit(_PAPER_NORMAL).page
        scale = _scale(sheet, room)
        if scale < _FULL_SIZE:
            target.page_setup.scale = scale
        for at in _page_ends(sheet, room * _FULL_SIZE / scale):
            target.col_breaks.append(Break(id=at))
    else:
        target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
        target.sheet_properties.pageSetUpPr.fitToPage = True


def _groups(sheet: PlainSheet) -> Iterator[tuple[int, float]]:
    """The columns that stay on one page: how many stand before them, and how wide they are together."""
    begins = [n for n, column in enumerate(sheet.columns) if column.begins]
    for start, end in zip(begins, [*begins[1:], len(sheet.columns)], strict=True):
        yield start, sum(column.width for column in sheet.columns[start:end])


def _scale(sheet: PlainSheet, room: float) -> int:
    """Percent at which the widest columns that stay together fit beside the frozen ones: 100 where they do already."""
    first = sum(column.width for column in sheet.columns[: sheet.frozen])
    widest = first + max(width for _, width in _groups(sheet))
    return max(_LEAST_SIZE, min(_FULL_SIZE, int(_FULL_SIZE * room / widest)))


def _page_ends(sheet: PlainSheet, room: float) -> Iterator[int]:
    """The numbers of the columns after which a page ends; the frozen ones stand on each."""
    first = sum(column.width for column in sheet.columns[: sheet.frozen])
    used = first
    for start, group in _groups(sheet):
        if used > first and used + group > room:
            yield start
            used = first
        used += group


class _Style:
    """Cells of one sheet; the looks are made once."""

    def __init__(self, sheet: "WriteOnlyWorksheet", *, on_paper: bool) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self._sheet = sheet
        side = Side(style="thin", color="A6A6A6")
        font = _PAPER_FONT if on_paper else _FONT
        self._ruled = on_paper
        self._font, self._bold = Font(name=font, size=10), Font(name=font, size=10, bold=True)
        self._fill = PatternFill("solid", fgColor=_HEAD_COLOR)
        self._border = Border(bottom=side)
        self._top = Alignment(vertical="top", wrap_text=True)
        self._middle = Alignment(vertical="center", wrap_text=True)

    def head(self, text: str) -> "WriteOnlyCell":
        cell = self.cell(text, "text")
        cell.font, cell.fill, cell.border, cell.alignment = self._bold, self._fill, self._border, self._middle
        return cell

    def cell(self, value: CellValue, kind: PlainKind) -> "WriteOnlyCell":
        from openpyxl.cell import WriteOnlyCell

        if isinstance(value, bool):
            value = terms.YES if value else terms.NO
        cell = WriteOnlyCell(self._sheet, value=None if isinstance(value, str) else value)
        cell.font, cell.alignment = self._font, self._top
        if self._ruled:
            cell.border = self._border
        if isinstance(value, str):
            cell.value = escaped_text(value)
            cell.data_type = "s"  # openpyxl takes =… for a formula and #N/A for an error
            cell.quotePrefix = value.startswith(_BEGINS_A_FORMULA) or value.startswith("#")
        cell.number_format = _FORMATS.get(kind, "General")
        return cell


def _room(text: str) -> int:
    """What a text takes of a cell: as Excel counts it, or as openpyxl does, which silently cuts what it writes."""
    return max(utf16_length(text), len(escaped_text(text)))


def _pieces(text: str, room: int = MAX_TEXT) -> Iterator[str]:
    """The text in pieces that take at most so much."""
    if _room(text) <= room:
        yield text
    else:
        half = len(text) // 2
        yield from _pieces(text[:half], room)
        yield from _pieces(text[half:], room)
