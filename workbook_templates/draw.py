"""How the shipped templates were first drawn: master.xlsx, department.xlsx and report.xlsx, beside this file.

People restyle the .xlsx itself in Excel (fonts, colours, widths, logo, print setup), and that is what the program uses.
Run this only to start over: `python workbook_templates/draw.py [FOLDER]` overwrites the three files.

Sheet names, column keys and labels come from `kosei_xl.terms`; the order of columns, their widths and their looks are
decided here. Nothing in a template is found by its address: columns by the hidden row 1, cells by defined name.
"""

import datetime as dt
import io
import re
import sys
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kosei_xl.words import terms
from kosei_xl.words.findings import SEVERITY_LABELS, Severity

GOTHIC, MINCHO = "BIZ UDゴシック", "BIZ UD明朝"
INK, GREY, LINE, PAPER_LINE = "1F2933", "6B7280", "B4BFCA", "52606D"
HEAD, BAND, INPUT, WANTED = "E6EBF1", "F3F6F9", "FFF8DC", "FBE0B5"
AHEAD, BEHIND, BEHIND_FILL, ERROR, INFO = "0B6E8F", "B45309", "FDF1E3", "B42318", "1D4ED8"
TAB_INPUTS, TAB_RESULTS, TAB_SETTINGS = "E0B83C", "0B6E8F", "9AA5B1"

LAST_RATING_ROW, LAST_POINT_ROW = 9, 41
"""Last rows of リスト that the lists of ratings and of reporting points may fill."""
SCREEN = 1290
"""Pixels for columns on a screen 1366 wide, less row numbers and scroll bar."""


# Looks ---------------------------------------------------------------------------------------------------------------


def _lines(top: str | None, bottom: str | None, sides: str | None, colour: str) -> Border:
    """A border of line styles, one colour."""
    side = {style: Side(style=style, color=colour) if style else Side() for style in (top, bottom, sides)}
    return Border(top=side[top], bottom=side[bottom], left=side[sides], right=side[sides])


LINES: Mapping[str, Border] = {
    "": Border(),
    "hair": _lines("hair", "hair", "hair", LINE),
    "rows": _lines("hair", "hair", None, LINE),
    "thin": _lines("thin", "thin", "thin", LINE),
    "under": _lines(None, "thin", None, LINE),
    "band": _lines("thin", "thin", None, LINE),
    "paper rows": _lines("hair", "hair", "thin", PAPER_LINE),
    "paper": _lines("thin", "thin", "thin", PAPER_LINE),
    "quarter": Border(
        left=Side("hair", color=LINE),
        right=Side("hair", color=LINE),
        top=Side("hair", color=PAPER_LINE),
        bottom=Side("hair", color=PAPER_LINE),
    ),
    "year": Border(
        left=Side("thin", color=PAPER_LINE),
        right=Side("hair", color=LINE),
        top=Side("hair", color=PAPER_LINE),
        bottom=Side("hair", color=PAPER_LINE),
    ),
    "dashed": _lines("dashed", "dashed", "dashed", PAPER_LINE),
    "draft": _lines("thin", "thin", "thin", ERROR),
}


class Look(NamedTuple):
    """How a cell looks; `_replace` makes a variant."""

    size: float = 11
    bold: bool = False
    ink: str = INK
    face: str = GOTHIC
    fill: str | None = None
    lines: str = ""
    across: str | None = None
    down: str = "top"
    wrap: bool = False
    indent: int = 0
    locked: bool = True
    number: str = "General"

    def on(self, cell: Cell, value: object = None) -> None:
        """Paint one cell; a value of None leaves its content."""
        cell.font = Font(name=self.face, size=self.size, bold=self.bold, color=f"FF{self.ink}")
        if self.fill:
            cell.fill = _solid(self.fill)
        cell.border = LINES[self.lines]
        cell.alignment = Alignment(
            horizontal=self.across, vertical=self.down, wrap_text=self.wrap or None, indent=self.indent
        )
        cell.protection = Protection(locked=self.locked)
        cell.number_format = self.number
        if value is not None:
            cell.value = value


def _solid(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=f"FF{colour}", end_color=f"FF{colour}")


def _when(formula: str, ink: str | None = None, fill: str | None = None, bold: bool | None = None) -> FormulaRule:
    """A conditional format that sets only what is given."""
    font = Font(color=f"FF{ink}" if ink else None, bold=bold) if ink or bold else None
    return FormulaRule(formula=[formula], font=font, fill=_solid(fill) if fill else None)


TITLE = Look(size=18, down="center")
HEADING = Look(bold=True, down="center", lines="under")
KEY = Look(size=9, ink=GREY)
LABEL = Look(fill=HEAD, lines="thin", across="center", down="center", wrap=True)
TEXT = Look(lines="hair", across="left", wrap=True)
CENTRE = TEXT._replace(across="center")
CODE = CENTRE._replace(number="@")
CODES = TEXT._replace(number="@")
NUMBER = TEXT._replace(across="right", number="0")
COUNT = CENTRE._replace(number="0")
DATE = CENTRE._replace(number="yyyy/mm/dd")
SMALL = TEXT._replace(size=9)
BAND_ROW = Look(bold=True, fill=BAND, lines="band", down="center")
TOTAL = COUNT._replace(fill=BAND, lines="thin", down="center")


def _input(look: Look) -> Look:
    """The same cell as one to write in: yellow and unlocked."""
    return look._replace(fill=INPUT, locked=False)


# Columns -------------------------------------------------------------------------------------------------------------

COLUMNS: Mapping[str, tuple[float, Look]] = {
    "row_key": (14, CODES),
    "key": (16, CODES),
    "label": (28, TEXT),
    "value": (52, CODES),
    "note": (64, TEXT._replace(ink=GREY)),
    "code": (8, CODE),
    "order": (7, COUNT),
    "legend": (44, TEXT),
    "synonyms": (28, TEXT),
    "behind": (7, CENTRE),
    "counted": (9, CENTRE),
    "requires": (28, TEXT),
    "no": (6, CODE),
    "sub_no": (6, CODE),
    "name": (28, TEXT),
    "purpose": (70, TEXT),
    "area_no": (6, CODE),
    "area": (36, TEXT._replace(down="center", indent=1)),
    "kind": (9, CENTRE),
    "departments": (24, CODES),
    "answering": (10, CODE),
    "departments_at": (30, CODES),
    "office_rated": (8, CENTRE),
    "repeats": (9, CODE),
    "bureau": (16, TEXT),
    "department": (18, TEXT),
    "valid_from": (13, DATE),
    "valid_to": (13, DATE),
    "successors": (24, CODES),
    "fiscal_year": (14, COUNT),
    "date": (13, DATE),
    "short_label": (18, TEXT),
    "due": (13, DATE),
    "sheet": (16, TEXT),
    "title": (30, TEXT),
    "text": (60, TEXT),
    "paper": (8, CENTRE),
    "items": (13, CENTRE),
    "doc_no": (11, TEXT),
    "meeting": (24, TEXT),
    "meeting_date": (16, CODES),
    "foot": (8, CENTRE),
    "numbering": (12, CODES),
    "role": (8, CENTRE),
    "part": (16, CODES),
    "heading": (24, TEXT),
    "width": (7, NUMBER),
    "align": (8, CENTRE),
    "source": (12, CENTRE),
    "point": (16, CODE),
    "entry": (12, CENTRE),
    "seq": (6, COUNT),
    "action_no": (7, COUNT),
    "action": (44, TEXT),
    "start": (20, CODE),
    "end": (10, CODE),
    "conditional": (8, CENTRE),
    "rating": (7, CODE),
    "annual_plan": (40, TEXT),
    "results": (40, TEXT),
    "cause": (30, TEXT),
    "next_steps": (30, TEXT),
    "issues": (30, TEXT),
    "follow_up": (10, CENTRE),
    "reason": (36, TEXT),
    "example": (10, CENTRE),
    "overview": (36, TEXT),
    "indicator": (36, CODES),
    "target": (18, CODES),
    "actual": (18, CODES),
    "unit": (8, CODE),
    "picture": (46, CENTRE._replace(down="center", ink=GREY)),
    "caption": (44, TEXT),
    "other": (40, TEXT),
    "conflicts": (24, TEXT),
    "taken": (24, SMALL),
    "field": (12, CODES),
    "theirs": (40, CODES),
    "ours": (40, CODES),
    "before": (30, CODES._replace(ink=GREY)),
    "choice": (12, CENTRE),
    "acknowledged": (9, CENTRE),
    "why": (36, TEXT),
    "mark": (11, CENTRE),
    "remark": (30, TEXT),
    "extended": (13, DATE),
    "own_text": (40, CODES),
    "dept_code": (9, CODE),
    "item_key": (12, CODES),
    "submission_no": (7, COUNT),
    "file": (30, TEXT),
    "cells": (24, SMALL),
    "sha256": (18, SMALL),
    "saved_at": (22, CODE),
    "saved_by": (14, TEXT),
    "filled_by": (14, TEXT),
    "confirmed_by": (14, TEXT),
    "confirmed_on": (13, DATE),
    "state": (14, CENTRE),
    "rows": (9, COUNT),
    "blank": (9, COUNT),
    "errors": (9, COUNT),
    "blanks": (44, TEXT),
    "severity": (10, CENTRE),
    "message": (64, TEXT),
    "cell": (8, CENTRE),
    "item": (8, CODE),
    "missing": (9, COUNT._replace(down="center")),
    "previous": (10, CENTRE),
    "setting": (16, CODES),
    "scale": (12, CODES),
    "equals": (18, CODES),
    "parent": (12, CODE),
    "first_point": (16, CODE),
    "last_point": (16, CODE),
    "successor": (20, CODES),
    "type": (10, CENTRE),
    "required": (8, CENTRE),
    "summed": (10, CENTRE),
    "decimals": (11, COUNT),
    "choices": (30, TEXT),
    "rater": (16, TEXT),
    "axis": (16, TEXT),
    "old": (18, CODES),
    "new": (18, CODES),
    "publication": (11, COUNT),
    "after": (40, CODES),
    "use": (11, CENTRE),
    "threshold": (12, CODES._replace(across="right")),
    "number": (8, COUNT),
    "piece": (6, COUNT),
    **dict.fromkeys(terms.TEXT_COLUMNS, (36, TEXT)),
    **dict.fromkeys(terms.OWN_COLUMNS, (30, TEXT)),
    **dict.fromkeys(terms.RATING_COLUMNS, (9, COUNT._replace(down="center"))),
}
"""Width and look of a column wherever its key stands; `Form.other` names the exceptions of a sheet."""

SPARE = {*terms.TEXT_COLUMNS[1:], *terms.OWN_COLUMNS, *terms.RATING_COLUMNS[3:]}
"""Columns that most plans leave hidden; not counted when the zoom is chosen."""


class Form(NamedTuple):
    """How a sheet of columns is made. `inputs` are the yellow keys, `hidden` the columns nobody needs to see."""

    tab: str
    frozen: str
    inputs: frozenset[str] = frozenset()
    hidden: tuple[str, ...] = ("row_key",)
    other: Mapping[str, tuple[float, Look]] = {}
    protect: bool = False
    autofilter: bool = False
    A3: bool = False
    zoom: int | None = None
    head: float = 34


def _keys(sheet: str, *without: str) -> frozenset[str]:
    return frozenset(terms.MASTER_SHEETS[sheet]) - set(without)


_ENTRY_INPUTS = frozenset(terms.FIELD_LABELS) - {"other"} | set(terms.OWN_COLUMNS)
PHOTO_HEIGHT = 140
"""pt of a row that takes a photo."""
_RESULT = Form(TAB_RESULTS, "no", protect=True)
_COUNTS = _RESULT._replace(frozen="rows", other={"rows": (9, COUNT._replace(down="center"))})

MASTER_FORMS: Mapping[str, Form] = {
    terms.STATUS_SHEET: _RESULT._replace(
        frozen="mark", autofilter=True, A3=True, inputs=frozenset({"mark", "remark", "extended"}), tab=TAB_INPUTS
    ),
    terms.FINDINGS_SHEET: _RESULT._replace(
        frozen="message",
        autofilter=True,
        inputs=frozenset({"acknowledged", "why"}),
        tab=TAB_INPUTS,
        other={"code": (8, CODE)},
    ),
    terms.CONFLICTS_SHEET: Form(
        TAB_INPUTS,
        "label",
        frozenset({"choice", "own_text"}),
        hidden=("row_key", "field"),
        other={"label": (16, TEXT), "name": (24, TEXT), "file": (26, SMALL), "sheet": (14, SMALL)},
        protect=True,
        autofilter=True,
        A3=True,
        zoom=70,
    ),
    terms.SUMMARY_SHEET: _COUNTS._replace(hidden=("area_no",)),
    terms.LEDGER_SHEET: Form(TAB_INPUTS, "kind", _ENTRY_INPUTS, autofilter=True, A3=True, zoom=70),
    terms.INDICATORS_SHEET: Form(TAB_INPUTS, "seq", _ENTRY_INPUTS),
    terms.PHOTOS_SHEET: Form(TAB_INPUTS, "seq", _ENTRY_INPUTS),
    terms.RECEIVED_SHEET: _RESULT._replace(
        frozen="point",
        hidden=("row_key", "item_key"),
        autofilter=True,
        A3=True,
        zoom=70,
        other={
            **dict.fromkeys(("annual_plan", "results", "reason", "overview", "caption"), (30, TEXT)),
            "picture": (18, SMALL),
        },
    ),
    terms.CORRECTIONS_SHEET: Form(
        TAB_INPUTS,
        "field",
        _keys(terms.CORRECTIONS_SHEET, "row_key"),
        hidden=("row_key", "field"),
        other={"label": (16, TEXT), "before": (40, CODES)},
    ),
    terms.PLAN_SHEET: Form(TAB_SETTINGS, "value", frozenset({"value"}), hidden=("setting",)),
    terms.RATINGS_SHEET: Form(TAB_SETTINGS, "label", _keys(terms.RATINGS_SHEET), other={"label": (26, TEXT)}),
    terms.SCALES_SHEET: Form(TAB_SETTINGS, "name", _keys(terms.SCALES_SHEET), hidden=()),
    terms.AREAS_SHEET: Form(TAB_SETTINGS, "purpose", _keys(terms.AREAS_SHEET), other={"name": (40, TEXT)}),
    terms.ITEMS_SHEET: Form(TAB_SETTINGS, "area_no", _keys(terms.ITEMS_SHEET, "row_key"), A3=True),
    terms.SCHEDULE_SHEET: Form(
        TAB_SETTINGS,
        "action_no",
        _keys(terms.SCHEDULE_SHEET, "row_key", "name"),
        other={"name": (28, TEXT._replace(ink=GREY))},
    ),
    terms.DEPARTMENTS_SHEET: Form(
        TAB_SETTINGS, "bureau", _keys(terms.DEPARTMENTS_SHEET), other={"code": (10, CODE), "name": (28, TEXT)}
    ),
    terms.REORGANISATIONS_SHEET: Form(
        TAB_SETTINGS,
        "old",
        _keys(terms.REORGANISATIONS_SHEET),
        hidden=(),
        other={"kind": (12, CENTRE), "items": (30, CODES)},
    ),
    terms.POINTS_SHEET: Form(
        TAB_SETTINGS, "fiscal_year", _keys(terms.POINTS_SHEET), hidden=(), other={"label": (30, TEXT)}
    ),
    terms.FIELDS_SHEET: Form(
        TAB_SETTINGS,
        "type",
        _keys(terms.FIELDS_SHEET),
        hidden=(),
        other={"field": (16, CODES), "label": (24, TEXT), "filled_by": (12, CENTRE)},
    ),
    terms.PARTS_SHEET: Form(
        TAB_SETTINGS, "kind", _keys(terms.PARTS_SHEET), hidden=(), A3=True, other={"kind": (27, CENTRE)}
    ),
    terms.COLUMNS_SHEET: Form(TAB_SETTINGS, "label", _keys(terms.COLUMNS_SHEET), hidden=()),
    terms.RULES_SHEET: Form(
        TAB_SETTINGS, "use", _keys(terms.RULES_SHEET), hidden=(), other={"code": (12, CODE), "note": (44, TEXT)}
    ),
    **dict.fromkeys(
        terms.HIDDEN_SHEETS,
        Form(TAB_RESULTS, "field", hidden=(), protect=True, other={"kind": (12, CENTRE), "key": (30, CODES)}),
    ),
}
"""The sheets of the master in the order of the year's work: what came in, what to decide, what was set up."""


def _letter(columns: Iterable[str], key: str) -> str:
    return str(get_column_letter(list(columns).index(key) + 1))


def _column(form: Form, key: str) -> tuple[float, Look]:
    return form.other.get(key) or COLUMNS[key]


def _lay_columns(sheet: Worksheet, columns: Mapping[str, str], form: Form, data_row: int, head_rows: int = 2) -> None:
    """Keys (hidden), labels, widths, freeze, zoom, print setup of a sheet of columns.

    `data_row` is the prototype row, `head_rows` the last row that stays in view.
    """
    pixels = 0.0
    for number, (key, label) in enumerate(columns.items(), start=1):
        width, look = _column(form, key)
        KEY.on(sheet.cell(1, number), key)
        LABEL.on(sheet.cell(2, number), label or None)
        (_input(look) if key in form.inputs else look).on(sheet.cell(data_row, number))
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = width
        dimension.hidden = key in form.hidden
        if not dimension.hidden and key not in SPARE:
            pixels += 7 * width + 5
    sheet.row_dimensions[1].hidden = True
    sheet.row_dimensions[2].height = form.head
    sheet.freeze_panes = f"{_letter(columns, form.frozen)}{head_rows + 1}"
    zoom = form.zoom or max(70, min(100, int(SCREEN / pixels * 20) * 5))
    _on_screen(sheet, form.tab, zoom)
    _on_paper(sheet, "A3横" if form.A3 else "A4横", fit=True)
    sheet.print_title_rows = f"2:{head_rows}"
    if form.autofilter:
        sheet.auto_filter.ref = f"A2:{get_column_letter(len(columns))}{data_row}"
    if form.protect:
        _protect(sheet, autofilter=form.autofilter)


def _on_screen(sheet: Worksheet, tab: str | None, zoom: int = 100) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = zoom
    sheet.sheet_view.zoomScaleNormal = zoom
    if tab:
        sheet.sheet_properties.tabColor = f"FF{tab}"


def _on_paper(sheet: Worksheet, paper: str, *, fit: bool) -> None:
    """Margins of LOOK.md, page n／N at the foot; with `fit` as wide as the page and the sheet's name at the head."""
    inch = 25.4
    sheet.page_setup.paperSize = 8 if paper.startswith("A3") else 9
    sheet.page_setup.orientation = "portrait" if paper.endswith("縦") else "landscape"
    margins = sheet.page_margins
    margins.left = margins.right = 12 / inch
    margins.top = margins.bottom = 15 / inch
    margins.header, margins.footer = 7 / inch, 6 / inch
    sheet.oddFooter.center.text = "&P／&N"
    sheet.oddFooter.center.font = f"{GOTHIC},標準"
    sheet.oddFooter.center.size = 9
    if not fit:
        return
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    for part, text in ((sheet.oddHeader.left, "&A"), (sheet.oddHeader.right, "&F")):
        part.text, part.font, part.size = text, f"{GOTHIC},標準", 9


def _protect(sheet: Worksheet, *, autofilter: bool) -> None:
    """Protect without a password; rows and columns may be formatted (False allows)."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = False
    if autofilter:
        protection.autoFilter = protection.sort = False


# Lists and rules -----------------------------------------------------------------------------------------------------


def _name(book: Workbook, name: str, sheet: Worksheet, address: str) -> None:
    """Define a name for `address` ("A1", "A1:B2") of a sheet."""
    absolute = re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", address)
    title = sheet.title if re.fullmatch(r"[^\W\d]\w*", sheet.title) else f"'{sheet.title}'"
    book.defined_names[name] = DefinedName(name, attr_text=f"{title}!{absolute}")


def _add_lists(book: Workbook) -> None:
    """Add リスト (hidden) with its names: ratings A:C, mark D, reporting points E:F."""
    sheet = book.create_sheet(terms.LISTS_SHEET)
    sheet.sheet_state = "hidden"
    heads = ("評価", "呼び方", "遅れ", "印", "時点キー", "表示名")
    for number, (head, width) in enumerate(zip(heads, (8, 24, 8, 8, 16, 30), strict=True), start=1):
        LABEL.on(sheet.cell(1, number), head)
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row in range(2, LAST_POINT_ROW + 1):
        for number in range(1, 7) if row <= LAST_RATING_ROW else (5, 6):
            CODES.on(sheet.cell(row, number))
    sheet["D2"] = terms.FOLLOW_UP_MARK
    _on_screen(sheet, None)
    _on_paper(sheet, "A4横", fit=True)
    _name(book, "rating_list", sheet, f"A2:A{LAST_RATING_ROW}")
    _name(book, "rating_behind", sheet, f"C2:C{LAST_RATING_ROW}")
    _name(book, "mark_list", sheet, "D2")
    _name(book, "point_list", sheet, f"E2:E{LAST_POINT_ROW}")


def _add_identity(book: Workbook) -> None:
    """Add _kosei (very hidden); the program writes keys and values from A1."""
    sheet = book.create_sheet(terms.IDENTITY_SHEET)
    sheet.sheet_state = "veryHidden"
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = 24
    _on_screen(sheet, None)
    _on_paper(sheet, "A4横", fit=True)


def _choose(sheet: Worksheet, address: str, source: str | Iterable[str], what: str) -> None:
    """Let people choose from a named list or from words; anything else is refused in Japanese.

    The program makes the named lists end at their last entry: with a blank in the list Excel would take any word.
    """
    formula = source if isinstance(source, str) else f'"{",".join(source)}"'
    rule = DataValidation(type="list", formula1=formula, allow_blank=True, errorStyle="stop", showErrorMessage=True)
    rule.errorTitle = f"{what}をご確認ください"
    rule.error = f"{what}は、セルの右に出る一覧から選んでください。"
    rule.add(address)
    sheet.add_data_validation(rule)


def _colour_ratings(sheet: Worksheet, address: str) -> None:
    """Behind on orange, first of the scale in blue; the letter itself stays the sign."""
    cell = f"${address.split(':')[0]}"
    sheet.conditional_formatting.add(address, _when(_behind(cell), BEHIND, BEHIND_FILL, True))
    sheet.conditional_formatting.add(address, _when(f'AND({cell}<>"",{cell}=INDEX(rating_list,1))', AHEAD, bold=True))


def _behind(cell: str) -> str:
    return f'COUNTIFS(rating_list,{cell},rating_behind,"{terms.YES}")>0'


# Master workbook -----------------------------------------------------------------------------------------------------


def draw_master() -> Workbook:
    """The reform office's workbook (事務局ブック)."""
    book = _new_book()
    guide = book.active
    guide.title = terms.GUIDE_SHEET
    _draw_master_guide(book, guide)
    for title, form in MASTER_FORMS.items():
        columns = terms.MASTER_SHEETS[title]
        sheet = book.create_sheet(title)
        summary = title == terms.SUMMARY_SHEET
        _lay_columns(sheet, columns, form, data_row=4 if summary else 3, head_rows=3 if summary else 2)
        if title in terms.HIDDEN_SHEETS:
            sheet.sheet_state = "hidden"
    _add_lists(book)
    _add_identity(book)
    _finish_summary(book, book[terms.SUMMARY_SHEET])
    _finish_ledger(book[terms.LEDGER_SHEET])
    book[terms.PHOTOS_SHEET].row_dimensions[3].height = PHOTO_HEIGHT
    _finish_results(book)
    _finish_settings(book)
    return book


GUIDE_STEPS = (
    (
        "1　配布",
        "各課の部署ブックを作り、配布用フォルダーに入れます。できたファイルを各課へ送ってください。",
        "kosei distribute 事務局ブック.xlsx --point 時点キー --out 配布",
    ),
    (
        "2　点検・統合",
        "戻ったファイルを1つのフォルダーに集めます。点検で直すところを確かめ、統合で「台帳」に取り込みます。",
        "kosei check 提出 --master 事務局ブック.xlsx\nkosei consolidate 事務局ブック.xlsx 提出 --point 時点キー",
    ),
    (
        "3　委員会資料",
        "「台帳」の評価と文から、総括表・一覧などの資料を作ります。確定版には --final を付けます。",
        "kosei report 事務局ブック.xlsx --point 時点キー --out 資料 --pdf",
    ),
)
GUIDE_SHEETS: Mapping[str, str] = {
    terms.STATUS_SHEET: "どの課から戻り、どの課がまだかを確かめます。確認済・差戻しの印と、課ごとの期限を書けます。",
    terms.FINDINGS_SHEET: "直すところを、場所とともに示します。そのままでよいものは、○と理由を書きます。",
    terms.CONFLICTS_SHEET: "課と事務局の両方が直した欄です。「採用」を選んで統合すると、台帳に入ります。",
    terms.SUMMARY_SHEET: "分野ごとの評価の件数です。右の黄色の欄で報告時点を選べます。",
    terms.LEDGER_SHEET: "資料に載る評価と文です。事務局で直すときは、ここに書きます。",
    terms.INDICATORS_SHEET: "項目ごとの成果指標です。事務局で直すときは、ここに書きます。",
    terms.PHOTOS_SHEET: "主な取組の写真と説明です。写真を貼り替えると、その写真が資料に載ります。",
    terms.RECEIVED_SHEET: "各課から受け取ったままの記入と、事務局が台帳に書いた記入の記録です。書き換えません。",
    terms.PLAN_SHEET: "計画名や番号の形などの設定です。「評価区分」から「報告時点」までと合わせて整えます。",
    terms.SCHEDULE_SHEET: "項目ごとの年度スケジュールです。帯1本を1行に書きます。R3-1は令和3年度第1四半期です。",
    terms.PARTS_SHEET: "資料に何をどの順で載せるかの設定です。表の列は「帳票列」で決めます。",
}


def _draw_master_guide(book: Workbook, sheet: Worksheet) -> None:
    """使い方: who, what, the three steps with their commands, the sheets."""
    for letter, width in zip("ABCD", (2, 18, 66, 74), strict=True):
        sheet.column_dimensions[letter].width = width
    plain = Look(down="center")
    told = Look(across="left", down="center", wrap=True, lines="rows", indent=1)
    row = 1
    TITLE.on(sheet.cell(row, 2), "事務局ブックの使い方")
    plain._replace(ink=GREY).on(sheet.cell(row + 1, 2), "（計画名）")
    _name(book, "guide_plan_name", sheet, "B2")
    row = 4
    _heading(sheet, row, "このブックについて", 2, 4)
    facts = (
        ("使う人", "計画の進捗をまとめる事務局の方です。各課には、このブックから作る部署ブックを配ります。"),
        ("入れるもの", "計画の内容、各課から受け取った記入、資料に載せる評価と文を、この1冊にまとめます。"),
        ("書くところ", "黄色の欄に書いてください。白い欄は自動で書き込まれます。"),
    )
    for label, text in facts:
        row += 1
        told.on(sheet.cell(row, 2), label)
        told._replace(wrap=False).on(sheet.cell(row, 3), text)
        told.on(sheet.cell(row, 4))
        sheet.row_dimensions[row].height = 22
    row += 2
    _heading(sheet, row, "進め方", 2, 4)
    hint = "コマンド（時点キーは「報告時点」の先頭の列）"
    HEADING._replace(bold=False, size=9, ink=GREY, indent=1).on(sheet.cell(row, 4), hint)
    for label, text, command in GUIDE_STEPS:
        row += 1
        told.on(sheet.cell(row, 2), label)
        told.on(sheet.cell(row, 3), text)
        told._replace(fill=BAND).on(sheet.cell(row, 4), command)
        sheet.row_dimensions[row].height = 40
    row += 2
    _heading(sheet, row, "シート", 2, 4)
    for title, text in GUIDE_SHEETS.items():
        row += 1
        cell = sheet.cell(row, 2)
        told._replace(ink=INFO).on(cell, title)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{title}'!B3", display=title)
        told._replace(wrap=False).on(sheet.cell(row, 3), text)
        told.on(sheet.cell(row, 4))
        sheet.row_dimensions[row].height = 22
    row += 2
    for text in (
        "シート見出しの色　黄＝書くところ　青＝結果　灰＝設定",
        "列の順番や幅、見出しの言葉、書式は変えてもかまいません。隠れている行と列は消さないでください。",
    ):
        Look(size=9, ink=GREY, down="center").on(sheet.cell(row, 2), text)
        row += 1
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 32, 20
    _on_screen(sheet, None)
    _on_paper(sheet, "A4横", fit=True)
    sheet.page_setup.fitToHeight = 1


def _heading(sheet: Worksheet, row: int, text: str, first: int, last: int) -> None:
    for number in range(first, last + 1):
        HEADING.on(sheet.cell(row, number))
    sheet.cell(row, first).value = text
    sheet.row_dimensions[row].height = 24


def _total_row(sheet: Worksheet, columns: Mapping[str, str], row: int) -> None:
    """The row of totals above the areas, labelled 計."""
    for number, key in enumerate(columns, start=1):
        look = TOTAL._replace(across="left", indent=1) if key == "area" else TOTAL
        look.on(sheet.cell(row, number), "計" if key == "area" else None)
    sheet.row_dimensions[row].height = 24


def _finish_summary(book: Workbook, sheet: Worksheet) -> None:
    """Totals, and beside the table the block that chooses the reporting point."""
    columns = terms.MASTER_SHEETS[terms.SUMMARY_SHEET]
    _total_row(sheet, columns, 3)
    key, label = (str(get_column_letter(len(columns) + step)) for step in (2, 3))
    for letter, width in ((get_column_letter(len(columns) + 1), 3), (key, 18), (label, 32)):
        sheet.column_dimensions[letter].width = width
    LABEL.on(sheet[f"{key}2"], "報告時点")
    LABEL.on(sheet[f"{label}2"], "表示名")
    _input(CODE._replace(lines="thin", down="center")).on(sheet[f"{key}3"])
    TEXT._replace(lines="thin", down="center", indent=1).on(
        sheet[f"{label}3"],
        f'=IFERROR(INDEX({terms.LISTS_SHEET}!$F$2:$F${LAST_POINT_ROW},MATCH(summary_point,point_list,0)),"")',
    )
    _name(book, "summary_point", sheet, f"{key}3")
    _name(book, "summary_label", sheet, f"{label}3")
    _choose(sheet, f"{key}3", "point_list", "報告時点")


def _finish_ledger(sheet: Worksheet) -> None:
    columns = terms.MASTER_SHEETS[terms.LEDGER_SHEET]
    rating, kind, mark, example = (f"{_letter(columns, key)}3" for key in ("rating", "kind", "follow_up", "example"))
    _colour_ratings(sheet, rating)
    blank = f'AND(${rating}="",${kind}="{terms.KIND_LABELS["rated"]}")'
    sheet.conditional_formatting.add(rating, _when(blank, fill=WANTED))
    _choose(sheet, rating, "rating_list", "評価")
    _choose(sheet, mark, "mark_list", "フォローアップ")
    _choose(sheet, example, "mark_list", "主な取組（例示）")


STATE_COLOURS: Mapping[str, tuple[str, str | None]] = {
    "not_returned": (ERROR, None),
    "errors": (ERROR, None),
    "done": (AHEAD, None),
    "accepted": (AHEAD, None),
}
"""Colours of `terms.STATES`; the others are orange."""


def _finish_results(book: Workbook) -> None:
    """Colours of 指摘 and 提出状況, each beside its word, and of the ratings in 受領."""
    cell = f"${_letter(terms.MASTER_SHEETS[terms.FINDINGS_SHEET], 'severity')}3"
    colours = {Severity.ERROR: ERROR, Severity.WARNING: BEHIND, Severity.INFO: INFO}
    for severity, ink in colours.items():
        rule = _when(f'{cell}="{SEVERITY_LABELS[severity]}"', ink, bold=True)
        book[terms.FINDINGS_SHEET].conditional_formatting.add(cell.replace("$", ""), rule)

    findings, columns = book[terms.FINDINGS_SHEET], terms.MASTER_SHEETS[terms.FINDINGS_SHEET]
    mark, why = (f"{_letter(columns, key)}3" for key in ("acknowledged", "why"))
    _choose(findings, mark, "mark_list", columns["acknowledged"])
    findings.conditional_formatting.add(why, _when(f'AND(${mark}<>"",${why}="")', fill=WANTED))

    status = book[terms.STATUS_SHEET]
    columns = terms.MASTER_SHEETS[terms.STATUS_SHEET]
    cell = f"${_letter(columns, 'state')}3"
    for state, word in terms.STATES.items():
        ink, fill = STATE_COLOURS.get(state, (BEHIND, BEHIND_FILL))
        status.conditional_formatting.add(cell.replace("$", ""), _when(f'{cell}="{word}"', ink, fill, True))
    for key, ink in (("blank", BEHIND), ("errors", ERROR)):
        cell = f"${_letter(columns, key)}3"
        status.conditional_formatting.add(cell.replace("$", ""), _when(f"N({cell})>0", ink, bold=True))

    mark = f"{_letter(columns, 'mark')}3"
    _choose(status, mark, terms.RETURN_MARKS.values(), columns["mark"])

    conflicts = book[terms.CONFLICTS_SHEET]
    columns = terms.MASTER_SHEETS[terms.CONFLICTS_SHEET]
    choice, point = (f"{_letter(columns, key)}3" for key in ("choice", "point"))
    _choose(conflicts, choice, terms.DECISIONS.values(), columns["choice"])
    conflicts.conditional_formatting.add(choice, _when(f'AND(${point}<>"",${choice}="")', fill=WANTED))
    own = f"{_letter(columns, 'own_text')}3"
    wanted = f'AND(${choice}="{terms.DECISIONS["own"]}",${own}="")'
    conflicts.conditional_formatting.add(own, _when(wanted, fill=WANTED))

    received = terms.MASTER_SHEETS[terms.RECEIVED_SHEET]
    _colour_ratings(book[terms.RECEIVED_SHEET], f"{_letter(received, 'rating')}3")


def _finish_settings(book: Workbook) -> None:
    """Drop-downs of the settings sheets, in the words of `terms`."""
    parts, columns = terms.PARTS_SHEET, terms.COLUMNS_SHEET
    choices: tuple[tuple[str, str, str | Iterable[str]], ...] = (
        (terms.RATINGS_SHEET, "behind", "mark_list"),
        (terms.RATINGS_SHEET, "counted", "mark_list"),
        (terms.ITEMS_SHEET, "kind", (terms.KIND_LABELS["rated"], terms.KIND_LABELS["unrated"])),
        (terms.ITEMS_SHEET, "office_rated", "mark_list"),
        (terms.ITEMS_SHEET, "state", terms.ITEM_STATES.values()),
        *(
            (sheet, key, words.values())
            for sheet, columns_of_words in terms.REGISTER_WORDS.items()
            for key, words in columns_of_words.items()
        ),
        *((terms.FIELDS_SHEET, key, "mark_list") for key in ("required", "summed")),
        (terms.SCHEDULE_SHEET, "conditional", "mark_list"),
        (terms.POINTS_SHEET, "kind", terms.POINT_KIND_LABELS.values()),
        (parts, "kind", terms.CHOICES["kind"].values()),
        (parts, "items", terms.CHOICES["items"].values()),
        (parts, "role", terms.CHOICES["role"].values()),
        (parts, "paper", PAPERS),
        (columns, "align", terms.CHOICES["align"].values()),
        (columns, "source", terms.CHOICES["source"].values()),
        (columns, "entry", terms.CHOICES["entry"].values()),
    )
    for title, key, source in choices:
        labels = terms.MASTER_SHEETS[title]
        _choose(book[title], f"{_letter(labels, key)}3", source, labels[key])


# Department workbook -------------------------------------------------------------------------------------------------

SURVEY_FORM = Form(
    TAB_INPUTS,
    "departments",
    _ENTRY_INPUTS,
    other={
        "name": (24, TEXT),
        "departments": (18, TEXT),
        "annual_plan": (36, TEXT),
        "results": (44, TEXT),
        "state": (22, SMALL),
    },
    protect=True,
    A3=True,
    zoom=70,
    head=48,
)
SURVEY_BAND, SURVEY_ANSWER, SURVEY_REFERENCE, SURVEY_ADDED_BAND, SURVEY_ADDED = 3, 4, 5, 6, 7
"""Rows of 様式: area band, then one prototype for each kind of row."""


def draw_department() -> Workbook:
    """One department's workbook (部署ブック)."""
    book = _new_book()
    guide = book.active
    guide.title = terms.SURVEY_GUIDE_SHEET
    _draw_survey_guide(book, guide)
    _draw_survey(book.create_sheet(terms.SURVEY_PROTOTYPE_SHEET))

    indicators = book.create_sheet(terms.SURVEY_INDICATORS_SHEET)
    form = Form(TAB_INPUTS, "indicator", _ENTRY_INPUTS, protect=True, other={"state": (24, SMALL)})
    _lay_columns(indicators, terms.SURVEY_INDICATOR_COLUMNS, form, data_row=3)
    _colour_state(indicators, f"{_letter(terms.SURVEY_INDICATOR_COLUMNS, 'state')}3")

    _draw_survey_photos(book.create_sheet(terms.SURVEY_PHOTOS_SHEET))

    summary = book.create_sheet(terms.SURVEY_SUMMARY_SHEET)
    _lay_columns(summary, terms.SURVEY_SUMMARY_COLUMNS, _COUNTS, data_row=4, head_rows=3)
    _total_row(summary, terms.SURVEY_SUMMARY_COLUMNS, 3)
    missing = _letter(terms.SURVEY_SUMMARY_COLUMNS, "missing")
    summary.conditional_formatting.add(f"{missing}3:{missing}4", _when(f"N(${missing}3)>0", BEHIND, BEHIND_FILL, True))

    checks = book.create_sheet(terms.SURVEY_CHECK_SHEET)
    columns = terms.SURVEY_CHECK_COLUMNS
    form = _RESULT._replace(frozen="sheet", other={"sheet": (36, TEXT), "name": (40, TEXT), "state": (56, TEXT)})
    _lay_columns(checks, columns, form, data_row=4, head_rows=3)
    _band(checks, columns, 3)
    _colour_state(checks, f"{_letter(columns, 'state')}4")

    _add_lists(book)
    _add_identity(book)
    return book


def _draw_survey_photos(sheet: Worksheet) -> None:
    """写真: tall cells to paste over (yellow, but nothing is typed there) and the captions beside them."""
    columns = terms.SURVEY_PHOTO_COLUMNS
    form = Form(TAB_INPUTS, "picture", frozenset({"picture", "caption"}), protect=True, head=40)
    _lay_columns(sheet, columns, form, data_row=3)
    sheet[f"{_letter(columns, 'picture')}3"].protection = Protection(locked=True)
    sheet.row_dimensions[3].height = PHOTO_HEIGHT


def _band(sheet: Worksheet, columns: Mapping[str, str], row: int) -> None:
    """A band whose first words may run over the empty cells to their right."""
    for number, key in enumerate(columns, start=1):
        look = BAND_ROW._replace(number='"未記入 "0" 件"', bold=False, across="left") if key == "state" else BAND_ROW
        look.on(sheet.cell(row, number))
    _colour_count(sheet, f"{_letter(columns, 'state')}{row}")
    sheet.row_dimensions[row].height = 26


def _draw_survey(sheet: Worksheet) -> None:
    """様式: the sheet that is copied for each policy area, with a prototype for each kind of row."""
    columns = terms.SURVEY_COLUMNS
    _lay_columns(sheet, columns, SURVEY_FORM, data_row=SURVEY_ANSWER, head_rows=SURVEY_BAND)
    _band(sheet, columns, SURVEY_BAND)
    previous = sheet[f"{_letter(columns, 'previous')}2"]
    LABEL._replace(size=9).on(previous)
    for number, key in enumerate(columns, start=1):
        _, look = _column(SURVEY_FORM, key)
        look._replace(ink=GREY).on(sheet.cell(SURVEY_REFERENCE, number))
        (look if key in ("row_key", "state") else _input(look)).on(sheet.cell(SURVEY_ADDED, number))
        BAND_ROW._replace(bold=False).on(sheet.cell(SURVEY_ADDED_BAND, number))
    sheet.row_dimensions[SURVEY_ADDED_BAND].height = 26

    def rows(key: str) -> str:
        letter = _letter(columns, key)
        return f"{letter}{SURVEY_ANSWER}:{letter}{SURVEY_ADDED}"

    _colour_ratings(sheet, rows("rating"))
    rating = f"${_letter(columns, 'rating')}{SURVEY_ANSWER}"
    for key in ("cause", "next_steps"):
        cell = f"{_letter(columns, key)}{SURVEY_ANSWER}"
        wanted = f'AND(${cell}="",CELL("protect",${cell})=0,{_behind(rating)})'
        sheet.conditional_formatting.add(rows(key), _when(wanted, fill=WANTED))
    _colour_state(sheet, rows("state"))
    _choose(sheet, rows("rating"), "rating_list", "評価")
    _choose(sheet, rows("follow_up"), "mark_list", "フォローアップ")
    _choose(sheet, rows("example"), "mark_list", "主な取組（例示）")


def _colour_state(sheet: Worksheet, address: str) -> None:
    """Orange for what is still blank (未記入) or to be looked at (要確認), grey for 済 and for remarks."""
    cell = f"${address.split(':')[0]}"
    words = (terms.SURVEY_SUMMARY_COLUMNS["missing"], terms.LOOK_AGAIN)
    tests = ",".join(f'ISNUMBER(SEARCH("{word}",{cell}))' for word in words)
    blank = f"OR({tests})"
    sheet.conditional_formatting.add(address, _when(blank, BEHIND, BEHIND_FILL))
    sheet.conditional_formatting.add(address, _when(f'AND({cell}<>"",NOT({blank}))', GREY))


def _colour_count(sheet: Worksheet, address: str) -> None:
    """Orange while a count ("2 件", "未記入 2 件" or a number) is not nought."""
    some = f'OR(N(${address})>0,AND(ISTEXT(${address}),${address}<>"",ISERROR(SEARCH(" 0 件"," "&${address}))))'
    sheet.conditional_formatting.add(address, _when(some, BEHIND, bold=True))


SURVEY_FACTS: tuple[tuple[str, str, Look], ...] = (
    ("報告時点", "point_label", Look()),
    ("課名", "department_name", Look()),
    ("提出期限", "due_date", Look(number='yyyy"年"m"月"d"日"')),
    ("提出先", "office_name", Look()),
    ("未記入", "missing_total", Look(number='0" 件"')),
    ("調査票コード", "survey_code", Look(number="@")),
)
SURVEY_INPUTS: tuple[tuple[str, str, Look], ...] = (
    ("記入者", "filled_by", Look()),
    ("確認者（課長）", "confirmed_by", Look()),
    ("確認日", "confirmed_on", Look(number='yyyy"年"m"月"d"日"')),
    ("提出回", "submission_no", Look(number='0"回目"')),
)
SURVEY_STEPS = (
    (
        "1　書く",
        "分野ごとのシートの黄色の欄に書いてください。評価は一覧から選びます。指標は「指標」のシートに書きます。",
    ),
    (
        "2　確かめる",
        "「点検」のシートに残りがないか確かめ、右上の確認者と確認日を書いてください。件数は「集計」で見られます。",
    ),
    (
        "3　提出する",
        "ファイル名を変えずに保存し、期限までに提出先へ送ってください。書き直して出すときは、提出回を1つ増やします。",
    ),
)


def _draw_survey_guide(book: Workbook, sheet: Worksheet) -> None:
    """記入要領: what this is, who fills it in, three steps, the colours."""
    for letter, width in zip("ABCDEF", (2, 18, 56, 3, 20, 43), strict=True):
        sheet.column_dimensions[letter].width = width
    TITLE.on(sheet["B1"], "進捗状況調査票")
    Look(ink=GREY, down="center").on(sheet["B2"], "（計画名）")
    _name(book, "plan_name", sheet, "B2")
    _heading(sheet, 4, "この調査票", 2, 3)
    _heading(sheet, 4, "記入した方（黄色の欄に書いてください）", 5, 6)
    label = Look(across="left", down="center", lines="rows", indent=1)
    for row, (text, name, look) in enumerate(SURVEY_FACTS, start=5):
        label.on(sheet.cell(row, 2), text)
        look._replace(down="center", across="left", lines="rows", indent=1).on(sheet.cell(row, 3))
        _name(book, name, sheet, f"C{row}")
    for row, (text, name, look) in enumerate(SURVEY_INPUTS, start=5):
        label.on(sheet.cell(row, 5), text)
        _input(look._replace(down="center", across="left", lines="hair", indent=1)).on(sheet.cell(row, 6))
        _name(book, name, sheet, f"F{row}")
    sheet["C8"] = "事務局"
    sheet["F8"] = 1
    _colour_count(sheet, "C9")
    _whole_numbers(sheet, "F8")

    _heading(sheet, 12, "すること", 2, 6)
    for row, (text, told) in enumerate(SURVEY_STEPS, start=13):
        label.on(sheet.cell(row, 2), text)
        _across(sheet, row, told)
    _heading(sheet, 17, "欄の色", 2, 6)
    samples = (
        (_input(Look()), "ここに書く", "黄色の欄に書いてください。足りない欄は、色が濃くなって知らせます。"),
        (Look(), "そのまま", "白い欄は事務局で入れた内容か、自動で出る内容です。書き込めません。"),
        (Look(ink=GREY), "参考", "灰色の文字は前回の内容や、ほかの課が答える行です。参考にご覧ください。"),
    )
    for row, (look, word, told) in enumerate(samples, start=18):
        look._replace(down="center", across="center", lines="thin", locked=True).on(sheet.cell(row, 2), word)
        _across(sheet, row, told)
    note = (
        "行の高さや列の幅は変えられます。シートや列は消さないでください。"
        "項目にない取組は、各シートの下の「追加欄」に書いてください。"
    )
    Look(size=9, ink=GREY, down="center").on(sheet["B22"], note)
    sheet.row_dimensions[1].height = 34
    for row in (*range(5, 11), *range(13, 16), *range(18, 21)):
        sheet.row_dimensions[row].height = 30 if 13 <= row < 16 else 24
    sheet.sheet_view.selection[0].activeCell = sheet.sheet_view.selection[0].sqref = "F5"
    _on_screen(sheet, TAB_INPUTS)
    _on_paper(sheet, "A4横", fit=True)
    _protect(sheet, autofilter=False)


def _across(sheet: Worksheet, row: int, text: str) -> None:
    """A sentence over C:F, with room for two lines."""
    for number in range(3, 7):
        Look(across="left", down="center", wrap=True, lines="rows", indent=1).on(sheet.cell(row, number))
    sheet.merge_cells(start_row=row, start_column=3, end_row=row, end_column=6)
    sheet.cell(row, 3).value = text


def _whole_numbers(sheet: Worksheet, address: str) -> None:
    rule = DataValidation(type="whole", operator="between", formula1="1", formula2="99", allow_blank=True)
    rule.showErrorMessage, rule.errorStyle = True, "stop"
    rule.errorTitle = "提出回をご確認ください"
    rule.error = "提出回は、1から99までの数字で書いてください。初めての提出は1です。"
    rule.add(address)
    sheet.add_data_validation(rule)


# Report workbook -----------------------------------------------------------------------------------------------------

PAPERS = ("A4縦", "A4横", "A3横")
STYLES_SHEET = "書式"

_PAPER = Look(size=9, lines="paper", down="center")
_BODY = Look(size=9, lines="paper rows", across="left", wrap=True)
_BOX = Look(lines="paper", across="left", down="center", wrap=True, indent=1)
_RUNNING = Look(size=10.5, face=MINCHO, across="left", wrap=True)
_BAND = Look(size=9, bold=True, fill=BAND, lines="paper", down="center")
_BAR = Look(size=8, fill="CFE3EA", lines="paper", across="center", down="center", wrap=True)
_SPARE = Look(size=8, lines="quarter", across="center", down="center")
_RATING = _BODY._replace(bold=True, across="center", number="@")

REPORT_STYLES: Mapping[str, tuple[str, str, Look]] = {
    "cover_title": ("表紙の題名", "第３次行財政再構築プラン", Look(size=18, across="center", down="center", wrap=True)),
    "cover_text": ("表紙の文", "令和３年４月～令和７年３月", Look(across="center", down="center", wrap=True)),
    "cover_box": ("表紙の囲み", "「Ｓ」：予定以上に進捗", _BOX),
    "title": ("資料の題名", "取組の進捗状況", Look(size=14, across="center", down="center", wrap=True)),
    "subtitle": ("題名の下の行", "（令和７年３月末現在）", Look(across="center", down="center", wrap=True)),
    "heading": ("見出し", "１　各項目の進捗状況", Look(bold=True, across="left", down="center")),
    "text": ("本文", "全６２項目の取組の進捗は、次のとおりです。", _RUNNING),
    "note": ("注", "※ No.29は、No.15の再掲です。", Look(size=9, across="left", wrap=True)),
    "caption": ("表・写真の題", "【表１】分野別の進捗状況", Look(size=10, across="left", down="center")),
    "head": ("表の見出し", "取組実績", _PAPER._replace(fill=HEAD, across="center", wrap=True)),
    "band": ("一覧の分野の帯", "Ⅰ　市民との協働", _BAND),
    "body": ("表の文", "・講座を４回開きました。", _BODY),
    "body_center": ("表の文（中央）", "○", _BODY._replace(across="center")),
    "body_right": ("表の数（右）", "1,200", _BODY._replace(across="right")),
    "body_small": ("表の小さい文", "市民協働課、生涯学習課", _BODY._replace(size=8)),
    "area_label": ("分野の欄（縦に結合）", "Ⅰ　市民との協働", _PAPER._replace(across="left", down="top", wrap=True)),
    "no": ("番号", "１２", _BODY._replace(across="center")),
    "rating": ("評価", "Ａ", _RATING),
    "rating_ahead": ("評価（予定以上）", "Ｓ", _RATING._replace(ink=AHEAD)),
    "rating_behind": ("評価（遅れ）", "Ｂ", _RATING._replace(ink=BEHIND, fill=BEHIND_FILL)),
    "total_label": ("計の見出し", "計", _PAPER._replace(fill=BAND, across="center", wrap=True)),
    "total": ("計の数", "６２", _PAPER._replace(fill=BAND, across="center")),
    "count": ("総括表の数", "１５", _PAPER._replace(across="center")),
    "label": ("総括表の行の名前", "Ⅰ　市民との協働（１５項目）", _PAPER._replace(across="left", wrap=True, indent=1)),
    "box_label": ("囲みの見出し", "取組の概要", _PAPER._replace(fill=HEAD, across="center", wrap=True)),
    "box_text": ("囲みの文", "地域の団体と協定を結びました。", _PAPER._replace(across="left", wrap=True)),
    "item_heading": (
        "例示する取組の名前",
        "No.３ 市民との協働",
        Look(bold=True, across="left", down="bottom", wrap=True),
    ),
    "item_note": ("例示する取組の課名", "【市民協働課】", Look(size=10, across="left", down="center", wrap=True)),
    "photo": ("写真の欄", "", Look(across="center", down="center")),
    "photo_caption": ("写真の説明", "講座の様子（９月６日）", Look(size=9, across="center", wrap=True)),
    "legend": ("凡例", "Ｓ：予定以上に進捗　Ａ：予定どおりに進捗", Look(size=9, across="left", wrap=True)),
    "docno": ("資料番号", "資料１", Look(size=10, lines="paper", across="center", down="center")),
    "meeting": ("会議名と日付", "令和７年７月１日　行財政改革推進本部", Look(size=9, across="right", down="center")),
    "draft": ("案の印", "案", Look(size=11, bold=True, ink=ERROR, lines="draft", across="center", down="center")),
    "action": ("スケジュールの取組項目", "・利用請求の開始", _BODY._replace(down="center")),
    "bar": ("スケジュールの帯", "実施", _BAR),
    "bar_conditional": ("スケジュールの帯（条件付き）", "（施行）", _BAR._replace(fill=None, lines="dashed")),
    "bar_label": ("スケジュールの帯の右の文字", "条例改正", _BAR._replace(fill=None, lines="", across="left")),
    "spare": ("スケジュールの空欄", "", _SPARE),
    "spare_year": ("スケジュールの空欄（年度の始め）", "", _SPARE._replace(lines="year")),
}
"""Role -> (what it is, sample, look); the sample's cell has the defined name style_<role>."""


def draw_report() -> Workbook:
    """The committee's papers (委員会資料): three sizes of paper to copy, and the sheet of styles."""
    book = _new_book()
    for number, paper in enumerate(PAPERS):
        sheet = book.active if number == 0 else book.create_sheet()
        sheet.title = paper
        _on_screen(sheet, None)
        _on_paper(sheet, paper, fit=False)
        sheet.print_options.horizontalCentered = True
    _draw_styles(book, book.create_sheet(STYLES_SHEET))
    _add_identity(book)
    return book


def _draw_styles(book: Workbook, sheet: Worksheet) -> None:
    """書式: one row for each role; column B is what the report copies."""
    for letter, width in zip("ABCD", (26, 46, 3, 18), strict=True):
        sheet.column_dimensions[letter].width = width
    Look(size=14, down="center").on(sheet["A1"], "資料の書式")
    told = "B列のセルの書式（文字、色、線、配置）を変えると、次に作る資料がそのとおりになります。"
    Look(size=9, ink=GREY, down="center").on(sheet["A2"], told)
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 28, 18
    for letter, label in (("A", "使うところ"), ("B", "見本"), ("D", "名前")):
        LABEL._replace(size=9).on(sheet[f"{letter}4"], label)
    row = 4
    for role, (what, sample, look) in REPORT_STYLES.items():
        row += 2 if look.lines else 1
        Look(size=9, down="center").on(sheet.cell(row, 1), what)
        look.on(sheet.cell(row, 2), sample or None)
        KEY._replace(down="center").on(sheet.cell(row, 4), f"style_{role}")
        _name(book, f"style_{role}", sheet, f"B{row}")
        sheet.row_dimensions[row].height = max(20, look.size * 1.33 + 8)
        if look.lines:
            sheet.row_dimensions[row - 1].height = 5
    sheet.freeze_panes = "A5"
    _on_screen(sheet, TAB_SETTINGS)
    _on_paper(sheet, "A4縦", fit=True)
    sheet.page_setup.fitToHeight = 1


# Files ---------------------------------------------------------------------------------------------------------------


_FONT_ORDER = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)


def _new_book() -> Workbook:
    """An empty workbook whose Normal style, and so every width, is BIZ UDゴシック 11."""
    book = Workbook()
    normal = Font(name=GOTHIC, size=11, family=3, charset=128)
    book._fonts = IndexedList([normal])
    book._named_styles["Normal"].font = normal
    book.properties.creator = "kosei_xl"
    book.properties.created = dt.datetime(2025, 4, 1)
    book.calculation.fullCalcOnLoad = True
    return book


def save(book: Workbook, path: Path) -> None:
    """Write the workbook: the same bytes every time, fonts as the schema wants them, no green corners on texts."""
    raw = io.BytesIO()
    book.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = _without_corners(data.decode()).encode()
            if name == "xl/styles.xml":
                data = _with_ordered_fonts(data)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2025-04-01T00:00:00Z", data)
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, data)
    path.write_bytes(out.getvalue())


def _with_ordered_fonts(xml: bytes) -> bytes:
    """Put the children of every font into the order of the schema, which openpyxl does not keep."""
    root = etree.fromstring(xml)
    for font in root.iter("{*}font"):
        font[:] = sorted(font, key=lambda child: _FONT_ORDER.index(etree.QName(child).localname))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _without_corners(xml: str) -> str:
    """Tell Excel not to mark numbers kept as text (No., codes) in the sheet's range."""
    found = re.search(r'<dimension ref="([^"]+)"', xml)
    if not found or ":" not in found[1]:
        return xml
    ignored = f'<ignoredErrors><ignoredError sqref="{found[1]}" numberStoredAsText="1"/></ignoredErrors>'
    return xml.replace("</headerFooter>", f"</headerFooter>{ignored}", 1)


def main(arguments: list[str]) -> int:
    """Draw the three templates into a folder (default: this file's)."""
    folder = Path(arguments[0]) if arguments else Path(__file__).parent
    books: Mapping[str, Any] = {"master": draw_master, "department": draw_department, "report": draw_report}
    for name, draw in books.items():
        save(draw(), folder / f"{name}.xlsx")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
