"""The shipped templates, as people may have restyled them: what the program looks for must still be there."""

import math
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kosei_xl.words import terms
from kosei_xl.words.deletion import DELETION

TEMPLATES = Path(__file__).parents[2] / "workbook_templates"
MASTER, DEPARTMENT, REPORT = "master.xlsx", "department.xlsx", "report.xlsx"
ALL = (MASTER, DEPARTMENT, REPORT)

SURVEY_SHEETS: Mapping[str, Mapping[str, str]] = {
    terms.SURVEY_PROTOTYPE_SHEET: terms.SURVEY_COLUMNS,
    terms.SURVEY_INDICATORS_SHEET: terms.SURVEY_INDICATOR_COLUMNS,
    terms.SURVEY_PHOTOS_SHEET: terms.SURVEY_PHOTO_COLUMNS,
    terms.SURVEY_SUMMARY_SHEET: {
        **{"area": "分野", "rows": "項目数", "unrated": "うち評価を書かないもの"},
        **dict.fromkeys(terms.RATING_COLUMNS, ""),
        **{"missing": "未記入"},
    },
    terms.SURVEY_CHECK_SHEET: {"no": "No.", "name": "名称", "sheet": "シート", "state": "点検"},
}
FORMS = [
    *((MASTER, sheet, columns) for sheet, columns in terms.MASTER_SHEETS.items()),
    *((DEPARTMENT, sheet, columns) for sheet, columns in SURVEY_SHEETS.items()),
]
GUIDE_NAMES = (
    *("survey_code", "plan_name", "point_label", "department_name", "due_date"),
    *("filled_by", "confirmed_by", "confirmed_on", "submission_no", "missing_total"),
)
"""Defined names of the cells on 記入要領."""
LIST_NAMES = ("rating_list", "rating_behind", "mark_list", "point_list")
STYLE_ROLES = (
    *("cover_title", "cover_text", "cover_box", "title", "subtitle", "heading", "text", "note", "caption", "head"),
    *("band", "body", "body_center", "body_right", "body_small", "area_label", "no"),
    *(
        "rating",
        "rating_ahead",
        "rating_behind",
        "rating_aside",
        "total_label",
        "total",
        "count",
        "label",
        "box_label",
        "box_text",
    ),
    *("item_heading", "item_note", "photo", "photo_caption"),
    *("legend", "docno", "meeting", "draft", "bar", "bar_conditional", "bar_label", "spare", "spare_year"),
)
READ_ONLY = (terms.RECEIVED_SHEET, terms.STATUS_SHEET, terms.FINDINGS_SHEET, terms.SUMMARY_SHEET)
FILTERED = (*READ_ONLY[:3], terms.LEDGER_SHEET, terms.CONFLICTS_SHEET)
ENTRY_KEYS = (*(key for key in terms.SURVEY_COLUMNS if key in terms.FIELD_LABELS), *terms.OWN_COLUMNS)


@pytest.fixture(scope="module")
def books() -> Mapping[str, Workbook]:
    return {name: load_workbook(TEMPLATES / name) for name in ALL}


def columns_of(sheet: Worksheet) -> dict[str, int]:
    """Column numbers by the keys of row 1."""
    return {str(cell.value): cell.column for cell in sheet[1] if cell.value is not None}


def named_cell(book: Workbook, name: str) -> tuple[Worksheet, str]:
    """The sheet and the single cell or range that a name stands for."""
    ((title, address),) = book.defined_names[name].destinations
    return book[title], address.replace("$", "")


def ranges_of(sheet: Worksheet, source: str) -> list[str]:
    """Ranges with a drop-down whose source mentions this text."""
    return [
        str(area)
        for rule in sheet.data_validations.dataValidation
        if source in str(rule.formula1)
        for area in rule.sqref.ranges
    ]


def xml_parts(name: str) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(TEMPLATES / name) as package:
        for part in package.namelist():
            yield part, package.read(part).decode()


@pytest.mark.parametrize(("name", "sheet", "columns"), FORMS, ids=[f"{name}-{sheet}" for name, sheet, _ in FORMS])
def test_sheet__every_key_of_terms__in_hidden_row_1_with_its_label(
    books: Mapping[str, Workbook], name: str, sheet: str, columns: Mapping[str, str]
) -> None:
    found = books[name][sheet]
    at = columns_of(found)
    assert set(at) == set(columns)
    assert found.row_dimensions[1].hidden
    assert {key: found.cell(2, at[key]).value or "" for key in columns} == dict(columns)
    assert found.freeze_panes
    assert found.print_title_rows.startswith("$2:")
    if "row_key" in columns:
        assert found.column_dimensions["A"].hidden
        assert at["row_key"] == 1


@pytest.mark.parametrize(("name", "sheet", "columns"), FORMS, ids=[f"{name}-{sheet}" for name, sheet, _ in FORMS])
def test_sheet__labels__fit_their_heads(
    books: Mapping[str, Workbook], name: str, sheet: str, columns: Mapping[str, str]
) -> None:
    found = books[name][sheet]
    for key, number in columns_of(found).items():
        cell = found.cell(2, number)
        em = sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in columns[key])
        per_line = (5.25 * found.column_dimensions[get_column_letter(number)].width - 3.75) // cell.font.sz
        assert math.ceil(em / per_line) * cell.font.sz * 1.33 <= found.row_dimensions[2].height, key


@pytest.mark.parametrize("name", ALL)
def test_book__normal_font_and_screen(books: Mapping[str, Workbook], name: str) -> None:
    book = books[name]
    normal = book._named_styles["Normal"].font
    assert (normal.name, normal.sz) == ("BIZ UDゴシック", 11)
    for sheet in book.worksheets:
        assert not sheet.sheet_view.showGridLines, sheet.title
        assert sheet.oddFooter.center.text == "&P／&N", sheet.title
        assert sheet.page_setup.paperSize in {8, 9}, sheet.title


@pytest.mark.parametrize("name", ALL)
def test_book__functions__known_to_excel_2010(name: str) -> None:
    for part, xml in xml_parts(name):
        assert "_xlfn" not in xml, part
        assert "_xlws" not in xml, part


@pytest.mark.parametrize("name", ALL)
def test_book__protection__without_password_and_rows_and_columns_free(name: str) -> None:
    for part, xml in xml_parts(name):
        assert not re.search(r"<workbookProtection [^>]*(?:[pP]assword|[hH]ashValue|lockStructure)", xml), part
        for found in re.findall(r"<sheetProtection[^>]*>", xml):
            assert not re.search(r"password|hashValue|algorithmName", found), part
            assert 'formatColumns="0"' in found, part
            assert 'formatRows="0"' in found, part


@pytest.mark.parametrize("name", [MASTER, DEPARTMENT])
def test_book__lists__named_and_hidden(books: Mapping[str, Workbook], name: str) -> None:
    book = books[name]
    for list_name in LIST_NAMES:
        sheet, address = named_cell(book, list_name)
        assert sheet.title == terms.LISTS_SHEET
        assert address.startswith(tuple(f"{letter}2" for letter in "ACDE"))
    assert book[terms.LISTS_SHEET].sheet_state == "hidden"
    assert book[terms.LISTS_SHEET]["D2"].value == terms.FOLLOW_UP_MARK
    assert book[terms.IDENTITY_SHEET].sheet_state == "veryHidden"


def test_master__sheets__in_the_order_of_the_work(books: Mapping[str, Workbook]) -> None:
    names = books[MASTER].sheetnames
    assert names[:2] == [terms.START_SHEET, terms.GUIDE_SHEET]
    assert set(names[2:-2]) == set(terms.MASTER_SHEETS)
    assert names[-2:] == [terms.LISTS_SHEET, terms.IDENTITY_SHEET]


def test_master__names__single_cells(books: Mapping[str, Workbook]) -> None:
    for name, title in (("guide_plan_name", terms.GUIDE_SHEET), ("summary_point", terms.SUMMARY_SHEET)):
        sheet, address = named_cell(books[MASTER], name)
        assert (sheet.title, ":" in address) == (title, False)
    sheet, address = named_cell(books[MASTER], "summary_label")
    assert not sheet[address].protection.locked
    assert ranges_of(sheet, "point_names") == [address]
    sheet, address = named_cell(books[MASTER], "summary_point")
    assert sheet[address].protection.locked
    assert sheet.column_dimensions[address[0]].hidden


def test_master__protected__only_what_is_derived_or_received(books: Mapping[str, Workbook]) -> None:
    protected = {s.title for s in books[MASTER].worksheets if s.protection.sheet}
    assert protected == {*READ_ONLY, terms.CONFLICTS_SHEET, *terms.HIDDEN_SHEETS}
    for title in FILTERED:
        sheet = books[MASTER][title]
        assert sheet.auto_filter.ref == f"A2:{get_column_letter(len(columns_of(sheet)))}3"
        if sheet.protection.sheet:
            assert not sheet.protection.autoFilter
            assert not sheet.protection.sort


@pytest.mark.parametrize(
    ("sheet", "key", "words"),
    [
        (terms.ITEMS_SHEET, "kind", ["評価", "対象外"]),
        (terms.POINTS_SHEET, "kind", list(terms.POINT_KIND_LABELS.values())),
        *((terms.PARTS_SHEET, key, list(terms.CHOICES[key].values())) for key in ("kind", "items", "role")),
        *((terms.COLUMNS_SHEET, key, list(terms.CHOICES[key].values())) for key in ("align", "source", "entry")),
    ],
)
def test_master__drop_downs__in_the_words_of_terms(
    books: Mapping[str, Workbook], sheet: str, key: str, words: list[str]
) -> None:
    found = books[MASTER][sheet]
    cell = found.cell(3, columns_of(found)[key]).coordinate
    assert ranges_of(found, f'"{",".join(words)}"') == [cell]


def test_master__ledger__entries_unlocked_and_rating_from_the_scale(books: Mapping[str, Workbook]) -> None:
    sheet = books[MASTER][terms.LEDGER_SHEET]
    at = columns_of(sheet)
    for key, number in at.items():
        assert sheet.cell(3, number).protection.locked is (key not in ENTRY_KEYS), key
    rating = sheet.cell(3, at["rating"]).coordinate
    assert ranges_of(sheet, "rating_list") == [rating]
    assert ranges_of(sheet, "mark_list") == [sheet.cell(3, at[key]).coordinate for key in ("follow_up", "example")]
    assert rating in {str(area.sqref) for area in sheet.conditional_formatting}


def test_master__conflicts__choice_and_own_text_to_type_in_the_rest_locked(books: Mapping[str, Workbook]) -> None:
    sheet = books[MASTER][terms.CONFLICTS_SHEET]
    at = columns_of(sheet)
    assert {key for key, n in at.items() if not sheet.cell(3, n).protection.locked} == {"choice", "own_text"}
    assert ranges_of(sheet, f'"{",".join(terms.DECISIONS.values())}"') == [sheet.cell(3, at["choice"]).coordinate]


def test_department__sheets(books: Mapping[str, Workbook]) -> None:
    assert books[DEPARTMENT].sheetnames == [
        terms.SURVEY_GUIDE_SHEET,
        *SURVEY_SHEETS,
        terms.LISTS_SHEET,
        terms.IDENTITY_SHEET,
    ]
    assert books[DEPARTMENT].active.title == terms.SURVEY_GUIDE_SHEET


def test_department__guide__says_once_that_a_word_deletes_and_a_blank_does_not(books: Mapping[str, Workbook]) -> None:
    texts = [str(cell.value) for row in books[DEPARTMENT][terms.SURVEY_GUIDE_SHEET].iter_rows() for cell in row]
    (line,) = [text for text in texts if DELETION in text]
    assert "空欄のままでは" in line
    assert "\n" not in line


@pytest.mark.parametrize("name", GUIDE_NAMES)
def test_department__guide_names__inputs_unlocked_the_rest_locked(books: Mapping[str, Workbook], name: str) -> None:
    sheet, address = named_cell(books[DEPARTMENT], name)
    assert sheet.title == terms.SURVEY_GUIDE_SHEET
    assert ":" not in address
    assert address not in {cell for area in sheet.merged_cells.ranges for cell in str(area).split(":")}
    inputs = {"filled_by", "confirmed_by", "confirmed_on", "submission_no"}
    assert sheet[address].protection.locked is (name not in inputs)
    if name in inputs:
        assert sheet[address].fill.fill_type == "solid"
    if name == "filled_by":
        assert sheet.sheet_view.selection[0].activeCell == address
    if name == "submission_no":
        assert sheet[address].value == 1


def test_department__form__locks_of_every_kind_of_row(books: Mapping[str, Workbook]) -> None:
    sheet = books[DEPARTMENT][terms.SURVEY_PROTOTYPE_SHEET]
    assert sheet.protection.sheet
    assert sheet.freeze_panes == "D4"
    assert sheet.page_setup.paperSize == 8
    for key, number in columns_of(sheet).items():
        locked = [bool(sheet.cell(row, number).protection.locked) for row in range(3, 8)]
        assert locked == [True, key not in ENTRY_KEYS, True, True, key in ("row_key", "state")], key
        assert not any(sheet.cell(row, number).alignment.wrap_text for row in (3, 6)), key
        assert all(sheet.cell(row, number).value is None for row in range(3, 8)), key


def test_department__form__choices_and_colours_cover_all_prototypes(books: Mapping[str, Workbook]) -> None:
    sheet = books[DEPARTMENT][terms.SURVEY_PROTOTYPE_SHEET]
    letter = {key: get_column_letter(number) for key, number in columns_of(sheet).items()}

    def rows(key: str) -> str:
        return f"{letter[key]}4:{letter[key]}7"

    assert ranges_of(sheet, "rating_list") == [rows("rating")]
    assert ranges_of(sheet, "mark_list") == [rows("follow_up"), rows("example")]
    for rule in sheet.data_validations.dataValidation:
        assert (rule.errorStyle or "stop") == "stop"
        assert rule.showErrorMessage
    coloured = {str(area.sqref) for area in sheet.conditional_formatting}
    assert coloured >= {rows(key) for key in ("rating", "cause", "next_steps", "state")}


@pytest.mark.parametrize("title", [terms.SURVEY_SUMMARY_SHEET, terms.SURVEY_CHECK_SHEET])
def test_department__derived__locked(books: Mapping[str, Workbook], title: str) -> None:
    sheet = books[DEPARTMENT][title]
    assert sheet.protection.sheet
    assert all(cell.protection.locked for row in sheet.iter_rows() for cell in row)


def test_department__indicators__inputs_are_text_and_unlocked(books: Mapping[str, Workbook]) -> None:
    sheet = books[DEPARTMENT][terms.SURVEY_INDICATORS_SHEET]
    for key, number in columns_of(sheet).items():
        cell = sheet.cell(3, number)
        inputs = key in ("indicator", "target", "actual", "unit")
        assert cell.protection.locked is not inputs, key
        assert not inputs or cell.number_format == "@"


def test_department__photos__tall_cells_to_paste_over_and_captions_to_type(books: Mapping[str, Workbook]) -> None:
    sheet = books[DEPARTMENT][terms.SURVEY_PHOTOS_SHEET]
    assert {key: sheet.cell(3, n).protection.locked for key, n in columns_of(sheet).items() if n > 1} == {
        "no": True,
        "name": True,
        "picture": True,
        "caption": False,
    }
    assert sheet.row_dimensions[3].height == books[MASTER][terms.PHOTOS_SHEET].row_dimensions[3].height == 140
    assert sheet.protection.sheet
    assert not sheet.protection.objects, "pictures may be pasted on the protected sheet"


@pytest.mark.parametrize(("paper", "size", "turned"), [("A4縦", 9, False), ("A4横", 9, True), ("A3横", 8, True)])
def test_report__papers__empty_with_margins(books: Mapping[str, Workbook], paper: str, size: int, turned: bool) -> None:
    sheet = books[REPORT][paper]
    assert sheet.max_row == sheet.max_column == 1
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation == "landscape") == (size, turned)
    margins = sheet.page_margins
    found = [getattr(margins, side) * 25.4 for side in ("top", "bottom", "left", "right", "header", "footer")]
    assert found == pytest.approx([15, 15, 12, 12, 7, 6])
    assert sheet.print_options.horizontalCentered
    assert not any(part.text for part in (sheet.oddHeader.left, sheet.oddHeader.center, sheet.oddHeader.right))


@pytest.mark.parametrize("role", STYLE_ROLES)
def test_report__styles__one_named_cell_for_each_role(books: Mapping[str, Workbook], role: str) -> None:
    sheet, address = named_cell(books[REPORT], f"style_{role}")
    assert (sheet.title, address[0]) == ("書式", "B")
    assert sheet[address].font.sz >= 8


OFFERED = {
    terms.AREAS_SHEET: {"parent": "area_names", "level": '"1段目,2段目,3段目,4段目"'},
    terms.DEPARTMENTS_SHEET: {"successors": "dept_names"},
    terms.REORGANISATIONS_SHEET: {"old": "dept_names", "new": "dept_names"},
    terms.POINTS_SHEET: {"scale": "scale_names"},
    terms.RATINGS_SHEET: {"scale": "scale_names"},
    terms.FIELDS_SHEET: {"scale": "scale_names", "against": "field_names"},
    terms.PARTS_SHEET: {
        "rows": f'"{",".join(terms.TABLE_ROWS.values())}"',
        "shows": f'"{",".join(terms.TABLE_SHOWS.values())}"',
        "ratings": "field_names",
        "subtotals": f'"{terms.YES}"',
    },
    terms.COLUMNS_SHEET: {"point": f'"{",".join([*terms.EARLIER_POINTS, terms.CUMULATIVE[0]])}"'},
}


@pytest.mark.parametrize("name", OFFERED)
def test_master__what_is_called_by_name__offered_in_a_list_that_takes_other_words_too(name: str) -> None:
    page = load_workbook(TEMPLATES / MASTER)[name]
    letters = {str(cell.value): cell.column_letter for cell in page[1] if cell.value}
    rules = {str(rule.sqref).split(":")[0]: rule for rule in page.data_validations.dataValidation}
    for key, formula in OFFERED[name].items():
        rule = rules[f"{letters[key]}3"]
        words, wanted = (set(text.strip('"').split(",")) for text in (rule.formula1, formula))
        assert (rule.type, words == wanted, bool(rule.showErrorMessage), bool(rule.prompt)) == (
            "list",
            True,
            False,
            True,
        )
