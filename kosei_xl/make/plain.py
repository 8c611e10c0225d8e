"""Plain new workbooks: tables as values, one sheet each, one cell a datum. Written whole, by openpyxl.

Nothing that people made is in such a workbook before, so nothing can be lost by writing it whole: that is what openpyxl
does best. Masters, surveys and reports are edited part by part instead (`workbook.parts`).
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from kosei_xl.values.cells import CellValue, column_letters
from kosei_xl.values.refusals import WrongCall
from kosei_xl.words import terms
from kosei_xl.words.messages import told
from kosei_xl.workbook.parts.container import Container
from kosei_xl.workbook.parts.markup import MAX_TEXT, dump, escaped_text, local, main_namespace, parse, utf16_length

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

PlainKind = Literal["text", "name", "whole", "number", "yes", "date", "time"]
"""What a column holds; a "name" (No., keys) is marked as text, so that Excel never takes it for a number or a date.

Longer texts are not: Excel shows ### for more than 255 characters in a cell that is marked so.
"""
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
_LONG_HEADS = (("シート", 24.0), ("セル", 10.0), ("続きの番号", 12.0), ("文", 100.0))


class PlainColumn(NamedTuple):
    """A column: its head, what it holds, its width in characters."""

    head: str
    kind: PlainKind = "text"
    width: float = 14.0


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A table: the sheet's name, its columns, and rows of as many values; None for a blank cell."""

    name: str
    columns: Sequence[PlainColumn]
    rows: Sequence[Sequence[CellValue]]
    frozen: int = 0
    """So many columns stay in sight beside the row of heads."""


class PlainBook(NamedTuple):
    """A workbook, and the cells (sheet, address) whose text is too long for one: all of it is on another sheet."""

    data: bytes
    too_long: tuple[tuple[str, str], ...]


def plain_workbook(sheets: Sequence[PlainSheet], kind: str) -> PlainBook:
    """Write tables as a workbook; of equal tables the same bytes. `kind` is kept in it, to know it again.

    Texts stay texts, whatever they look like (=1+1, #N/A, 1-2); characters that XML cannot hold are written as Excel
    writes them. A text of more than 32,767 UTF-16 units is cut in its cell, which says so, and stands whole on the
    sheet 長い文. Raises WrongCall for a table of more rows than a sheet has.
    """
    from openpyxl import Workbook
    from openpyxl.packaging.custom import StringProperty

    book = Workbook(write_only=True)
    book.custom_doc_props.append(StringProperty(name=f"{terms.PROPERTY_PREFIX}kind", value=kind))
    long: list[tuple[str, str, str]] = []
    for sheet in sheets:
        long += _write(book.create_sheet(sheet.name), sheet)
    if long:
        columns = [PlainColumn(head, "text", width) for head, width in _LONG_HEADS]
        rows = [
            (sheet, cell, number, piece) for sheet, cell, text in long for number, piece in enumerate(_pieces(text), 1)
        ]
        _write(book.create_sheet(terms.LONG_TEXTS_SHEET), PlainSheet(terms.LONG_TEXTS_SHEET, columns, rows))
    made = io.BytesIO()
    book.save(made)
    container = Container(made.getvalue())
    container.put(_CORE, _CLOCK.sub(b"", container.part(_CORE)))  # openpyxl looks at the clock
    container.put(_STYLES, _in_schema_order(container.part(_STYLES)))
    return PlainBook(container.to_bytes(), tuple((sheet, cell) for sheet, cell, _ in long))


def _in_schema_order(styles: bytes) -> bytes:
    """The styles with the elements of each font in the order of the schema; openpyxl has one of its own."""
    root = parse(styles, _STYLES)
    for font in root.iter(main_namespace("font")):
        font[:] = sorted(font, key=lambda element: _FONT_ORDER.index(local(element)))
    return dump(root)


def _write(target: "WriteOnlyWorksheet", sheet: PlainSheet) -> Iterator[tuple[str, str, str]]:
    """Write one sheet -> (sheet, address, text) of the texts that did not fit into their cells."""
    if len(sheet.rows) >= _MAX_ROWS:
        raise WrongCall(told("too_many_rows", sheet=sheet.name, rows=len(sheet.rows)))
    for number, column in enumerate(sheet.columns, 1):
        target.column_dimensions[column_letters(number)].width = column.width
    target.freeze_panes = f"{column_letters(sheet.frozen + 1)}2"
    target.auto_filter.ref = f"A1:{column_letters(len(sheet.columns))}{len(sheet.rows) + 1}"
    target.print_title_rows = "1:1"
    style = _Style(target)
    target.append([style.head(column.head) for column in sheet.columns])
    long = []
    for number, row in enumerate(sheet.rows, 2):
        cells = []
        for at, (column, value) in enumerate(zip(sheet.columns, row, strict=True), 1):
            shown = value
            if isinstance(value, str) and _room(value) > MAX_TEXT:
                long.append((sheet.name, f"{column_letters(at)}{number}", value))
                shown = f"{next(_pieces(value, MAX_TEXT - len(terms.GOES_ON)))}{terms.GOES_ON}"
            cells.append(style.cell(shown, column.kind))
        target.append(cells)
    return iter(long)


class _Style:
    """Cells of one sheet; the looks are made once."""

    def __init__(self, sheet: "WriteOnlyWorksheet") -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self._sheet = sheet
        side = Side(style="thin", color="A6A6A6")
        self._font, self._bold = Font(name=_FONT, size=10), Font(name=_FONT, size=10, bold=True)
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
