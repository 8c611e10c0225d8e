"""The 対応表 as a workbook: what was found, what to look at first, and sheets to correct. Written whole, by openpyxl.

Row 1 (hidden) holds the keys of the columns, column A (hidden) those of the rows; what may be written into is yellow.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kosei_xl.importing.grid import ListGrid
from kosei_xl.importing.mapping import Question
from kosei_xl.importing.mapping_sheets import MappingSheet, ReadRow, editable_sheets
from kosei_xl.importing.tables import ListTable
from kosei_xl.later import dataclass
from kosei_xl.read.tables import seen_text
from kosei_xl.values.cells import Book, CellRef, column_letters
from kosei_xl.words import terms
from kosei_xl.workbook.measure import MAX_ROW_HEIGHT, Face, row_height, usable_width, width_unit
from kosei_xl.workbook.parts.container import Container
from kosei_xl.workbook.parts.markup import MAX_TEXT, escaped_text

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MAPPING_KIND = "mapping"
"""PointKind of the workbook, as it says of itself."""
LISTS_PROPERTY = f"{terms.PROPERTY_PREFIX}lists"
"""The names of the files of the list, a line each."""
FIRST, HEADS, LISTS = "はじめに", "見出し", "選択肢"
_FONT = "BIZ UDPゴシック"
_HEAD, _YELLOW, _GREY = "D9E1F2", "FFF8DC", "F2F2F2"
_CORE = "docProps/core.xml"
_CLOCK = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")
_LABELS, _BODY = 3, 4
_UNIT = width_unit(Face("Calibri", 11))
"""Of the font that openpyxl's workbooks begin with."""
_PICTURE_ROWS = 3


@dataclass(frozen=True)
class MappingBook:
    """What stands in a 対応表: the names of the list's files, counts to compare with it, questions, sheets, heads."""

    sources: Sequence[str]
    counts: Sequence[tuple[str, str]]
    questions: Sequence[Question]
    sheets: Sequence[MappingSheet]
    tables: Sequence[tuple[str, ListTable]]
    next_step: str


def mapping_workbook(made: MappingBook) -> bytes:
    """The workbook; of equal values the same bytes."""
    from openpyxl import Workbook
    from openpyxl.packaging.custom import StringProperty

    book = Workbook()
    book.custom_doc_props.append(StringProperty(name=f"{terms.PROPERTY_PREFIX}kind", value=MAPPING_KIND))
    book.custom_doc_props.append(StringProperty(name=LISTS_PROPERTY, value="\n".join(made.sources)))
    _first(book.active, made)
    for sheet in made.sheets:
        _sheet(book, sheet)
    _heads(book, made.tables)
    for name in book.sheetnames:
        _fit_rows(book[name])
    _choices(book, made.sheets)
    data = io.BytesIO()
    book.save(data)
    container = Container(data.getvalue())
    container.put(_CORE, _CLOCK.sub(b"", container.part(_CORE)))  # openpyxl looks at the clock
    return container.to_bytes()


def _first(sheet: "Worksheet", made: MappingBook) -> None:
    from openpyxl.styles import Font

    sheet.title = FIRST
    _page(sheet, widths=(5, 62, 20, 26))
    sheet.cell(1, 1, f"「{'、'.join(made.sources)}」の対応表").font = Font(name=_FONT, size=16, bold=True)
    lines = (
        "この一覧をどう読むかの案です。まだ何も取り込んでいません。",
        "1　下の「確かめること」を上から見て、違うところを、書かれたシートの黄色いセルで直します。",
        "2　下の「見つかったもの」の数が、一覧と合っているか見ます。",
        f"3　保存して閉じ、{made.next_step}",
    )
    row = 2
    for line in lines:
        _text(sheet, row, 1, line)
        row += 1
    row = _small_table(sheet, row + 1, "見つかったもの", ("", "もの", "数"), [("", name, n) for name, n in made.counts])
    asked = [(str(n), one.text, one.sheet, str(one.at) if one.at else "") for n, one in enumerate(made.questions, 1)]
    title = f"確かめること（{len(asked)}件）" if asked else "確かめること（ありません）"
    head = row + 1
    _small_table(sheet, head, title, ("", "質問と、いまの案", "直すシート", "一覧のセル"), asked)
    for n, one in enumerate(made.questions):
        cell = sheet.cell(head + 2 + n, 3)
        cell.hyperlink = f"#'{one.sheet}'!A1"
        cell.font = Font(name=_FONT, size=10, color="0563C1", underline="single")


def _small_table(sheet: "Worksheet", row: int, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Write a title, heads and rows -> the row below."""
    from openpyxl.styles import Font

    sheet.cell(row, 1, title).font = Font(name=_FONT, size=12, bold=True)
    for at, text in enumerate(heads, 1):
        _text(sheet, row + 1, at, text, fill=_HEAD, bold=True, line=True)
    for n, values in enumerate(rows):
        for at, text in enumerate(values, 1):
            _text(sheet, row + 2 + n, at, text, line=True)
    return row + 2 + len(rows)


def _sheet(book: "Workbook", made: MappingSheet) -> None:
    from openpyxl.styles import Font

    sheet = book.create_sheet(made.name)
    _page(sheet, widths=(4, *(column.width for column in made.columns)))
    sheet.row_dimensions[1].hidden = True
    sheet.column_dimensions["A"].hidden = True
    sheet.cell(2, 2, made.about).font = Font(name=_FONT, size=11, bold=True)
    for at, column in enumerate(made.columns, 2):
        _text(sheet, 1, at, column.key)
        _text(sheet, _LABELS, at, column.label, fill=_HEAD, bold=True, line=True)
    for n, (key, values) in enumerate(made.rows, _BODY):
        _text(sheet, n, 1, key)
        for at, (column, value) in enumerate(zip(made.columns, values, strict=True), 2):
            fill = _YELLOW if column.editable else ""
            if isinstance(value, int):
                cell = sheet.cell(n, at, value)
                _look(cell, fill=fill, line=True)
            else:
                _text(sheet, n, at, None if value is None else str(value), fill=fill, line=True)
    sheet.freeze_panes = sheet.cell(_BODY, 2)
    sheet.print_title_rows = f"{_LABELS}:{_LABELS}"
    if made.rows:
        last = f"{column_letters(len(made.columns) + 1)}{len(made.rows) + _BODY - 1}"
        sheet.auto_filter.ref = f"B{_LABELS}:{last}"


def _choices(book: "Workbook", sheets: Sequence[MappingSheet]) -> None:
    """A hidden sheet of what may be chosen, and the drop-downs that show it."""
    from openpyxl.worksheet.datavalidation import DataValidation

    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    column = 0
    for made in sheets:
        for at, one in enumerate(made.columns, 2):
            if not one.choices:
                continue
            column += 1
            for n, choice in enumerate(one.choices, 1):
                _text(lists, n, column, choice)
            letters = column_letters(column)
            rule = DataValidation(
                type="list", formula1=f"{LISTS}!${letters}$1:${letters}${len(one.choices)}", allow_blank=True
            )
            own = column_letters(at)
            rule.add(f"{own}{_BODY}:{own}{len(made.rows) + _BODY + 20}")
            book[made.name].add_data_validation(rule)


def _heads(book: "Workbook", tables: Sequence[tuple[str, ListTable]]) -> None:
    """The heads of the tables as they look, with the first rows below them."""
    from openpyxl.styles import Font

    sheet = book.create_sheet(HEADS)
    _page(sheet, widths=())
    row = 1
    for name, table in tables:
        segment = table.segments[0]
        pages = f"、{len(table.segments)}か所" if len(table.segments) > 1 else ""
        where = f"{name}　［{table.grid.file}］{table.grid.sheet}　{segment.head}行目から{pages}"
        sheet.cell(row, 1, where).font = Font(name=_FONT, size=11, bold=True)
        row = _picture(sheet, row + 1, table, segment.head, min(segment.body + _PICTURE_ROWS - 1, segment.last)) + 1


def _picture(sheet: "Worksheet", row: int, table: ListTable, first: int, last: int) -> int:
    """Copy rows of a table with merges and colours -> the row below."""
    grid: ListGrid = table.grid
    columns = sorted(table.heads)
    below = last - first
    for at, column in enumerate(columns, 1):
        letters = column_letters(at)
        sheet.column_dimensions[letters].width = max(sheet.column_dimensions[letters].width or 0, 16)
        _text(sheet, row, at, column_letters(column), fill=_GREY)
        for n in range(first, last + 1):
            start, end = grid.area_of(n, column)
            colour = grid.colours.get(start, "")
            if start == (n, column):
                cell = grid.own(n, column)
                _text(sheet, row + 1 + n - first, at, cell.text if cell else None, fill=colour, line=True)
                right = len([one for one in columns if column <= one <= end[1]])
                down = min(end[0], last) - n + 1
                if right > 1 or down > 1:
                    to = f"{column_letters(at + right - 1)}{row + n - first + down}"
                    sheet.merge_cells(f"{letters}{row + 1 + n - first}:{to}")
    return row + 2 + below + 1


def _page(sheet: "Worksheet", widths: Iterable[float]) -> None:
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[column_letters(at)].width = width
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _text(
    sheet: "Worksheet",
    row: int,
    column: int,
    text: str | None,
    *,
    fill: str = "",
    bold: bool = False,
    line: bool = False,
) -> None:
    """Write a text as a text, whatever it looks like."""
    cell = sheet.cell(row, column)
    if text is not None and text != "":
        cell.value = escaped_text(text)[:MAX_TEXT]
        cell.data_type = "s"  # openpyxl takes =… for a formula and #N/A for an error
    _look(cell, fill=fill, bold=bold, line=line)


def _look(cell: object, *, fill: str = "", bold: bool = False, line: bool = False) -> None:
    from openpyxl.cell.cell import Cell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    assert isinstance(cell, Cell)
    cell.font = Font(name=_FONT, size=10, bold=bold)
    if line:
        side = Side(style="thin", color="BFBFBF")
        cell.border = Border(left=side, right=side, top=side, bottom=side)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    if fill:
        cell.fill = PatternFill("solid", fgColor=fill)


def _fit_rows(sheet: "Worksheet") -> None:
    """Rows as high as their texts: not every program looks at them again when it opens a workbook."""
    merged = {at for area in sheet.merged_cells.ranges for at in area.cells}
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [
            (str(cell.value), _usable(sheet, cell.column), Face(_FONT, 10))
            for cell in row
            if cell.value is not None and cell.alignment.wrap_text and (number, cell.column) not in merged
        ]
        if cells:
            sheet.row_dimensions[number].height = min(row_height(cells), MAX_ROW_HEIGHT)


def _usable(sheet: "Worksheet", column: int) -> float:
    return usable_width(sheet.column_dimensions[column_letters(column)].width, unit=_UNIT)


def mapping_rows(book: Book) -> Mapping[str, Sequence[ReadRow]]:
    """The rows of a 対応表 as it came back, by sheet: columns are found by their keys, wherever they were moved."""
    found: dict[str, list[ReadRow]] = {}
    for name in editable_sheets():
        sheet = book.sheet(name)
        if sheet is None:
            continue
        keys = {column: str(value) for row, column, value in sheet.filled() if row == 1}
        rows = []
        for row in range(_BODY, len(sheet.rows) + 1):
            key = sheet.value(row, 1)
            if key is None:
                continue
            texts = {own: seen_text(sheet, row, column) or "" for column, own in keys.items()}
            at = {own: CellRef(book.name, name, row, column) for column, own in keys.items()}
            rows.append(ReadRow(str(key) if not isinstance(key, float) else f"{key:g}", texts, at))
        found[name] = rows
    return found
