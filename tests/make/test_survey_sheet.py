"""How a survey opens, grows and prints: heights that are not fixed, the cursor, the count in view, facing pages."""

import re
import zipfile
from io import BytesIO

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kosei_xl.demo import type_entries
from kosei_xl.make.fill import fill_survey
from kosei_xl.make.survey import make_survey
from kosei_xl.read.tables import find_table
from kosei_xl.values.model import Entry, Plan
from kosei_xl.verbs import disk, init
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.builders import END, MORE_ITEMS, make_plan, standing
from tests.tools.office import respondent
from tests.tools.paper import changed

PLAN = make_plan(MORE_ITEMS, indicators=True)
TEMPLATE = disk.bundled("workbook_templates", "department.xlsx")
LONG = "一段落の長い記入です。\n" * 10


def survey(plan: Plan = PLAN, department: str = "D1", point: str = END) -> bytes:
    made = make_survey(standing(plan, point), respondent(plan, department))
    return fill_survey(TEMPLATE, plan, made)


def area_sheet(data: bytes) -> Worksheet:
    sheets = openpyxl.load_workbook(BytesIO(data)).worksheets
    return next(one for one in sheets if str(one["A3"].value or "").startswith(terms.AREA_KEY_PREFIX))


def is_fixed(data: bytes, row: int) -> bool:
    """Whether the height of a row of the first area sheet is set for good; openpyxl does not tell."""
    parts = zipfile.ZipFile(BytesIO(data))
    sheets = (parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet"))
    area = next(text for text in sheets if f">{terms.AREA_KEY_PREFIX}" in text)
    found = re.search(rf'<row [^>]*\br="{row}"[^>]*>', area)
    assert found is not None
    return "customHeight" in found[0]


def answer_rows(sheet: Worksheet) -> list[int]:
    """The rows of items that are answered in the sheet: something in them may be typed."""
    rows = [row for row in range(4, sheet.max_row + 1) if "|" in str(sheet.cell(row, 1).value or "")]
    return [row for row in rows if any(not sheet.cell(row, n).protection.locked for n in range(2, sheet.max_column))]


def test_survey__answer_rows__have_a_height_and_may_grow() -> None:
    data = survey()
    sheet = area_sheet(data)
    for row in answer_rows(sheet):
        assert sheet.row_dimensions[row].height
        assert not is_fixed(data, row)
    assert is_fixed(data, 2), "heads keep theirs"


def test_survey__what_is_typed__makes_its_row_as_high_as_the_text() -> None:
    data = survey()
    before = area_sheet(data)
    (first, *_) = answer_rows(before)
    item = str(before.cell(first, 1).value).partition("|")[0]
    typed = type_entries(data, [Entry(item_key=item, point=END, fields={"results": LONG})], {})
    after = area_sheet(typed).row_dimensions[first]
    assert after.height is not None
    assert after.height > 10 * 11 > (before.row_dimensions[first].height or 0)
    assert not is_fixed(typed, first)


def test_survey__cursor__in_the_first_blank_input_of_each_sheet() -> None:
    data = survey()
    for name, keys in ((area_sheet(data).title, PLAN.entry_fields), (terms.SURVEY_INDICATORS_SHEET, ("indicator",))):
        sheet = read_book(data, "").sheet(name)
        assert sheet is not None
        table = find_table("", sheet, {**terms.SURVEY_COLUMNS, **terms.SURVEY_INDICATOR_COLUMNS})
        assert table is not None
        view = openpyxl.load_workbook(BytesIO(data))[name].sheet_view
        cell = next(
            one.activeCell for one in view.selection if one.pane == (view.pane.activePane if view.pane else None)
        )
        column = openpyxl.utils.cell.coordinate_from_string(cell)[0]
        assert openpyxl.utils.column_index_from_string(column) in {table.columns[key] for key in keys}


def test_survey__count_of_what_is_left__before_the_title_in_the_frozen_columns() -> None:
    sheet = area_sheet(survey())
    assert re.match(r'="未記入 "&COUNTIF\(\$[A-Z]+\$4:\$[A-Z]+\$\d+,"未記入\*"\)&" 件　"&"', str(sheet["B3"].value))
    assert frozen(sheet) == (3, 3)


def frozen(sheet: Worksheet) -> tuple[float | None, float | None]:
    """How many columns and rows stay in view."""
    pane = sheet.sheet_view.pane
    assert pane is not None
    return pane.xSplit, pane.ySplit


def test_survey__wider_than_a_screen__opens_with_every_input_in_view_beside_number_and_name() -> None:
    plan = init.sample_plan("midori").plan
    sheet = area_sheet(survey(plan, "D05", "R7_year_end"))
    keys = [str(cell.value) for cell in sheet[1]]
    first, row = re.fullmatch(r"([A-Z]+)(\d+)", str(sheet.freeze_panes)).groups()  # type: ignore[union-attr]
    assert (frozen(sheet), row) == ((3, 3), "4")
    shown = [letters for n in range(len(keys)) if not is_hidden(sheet, letters := get_column_letter(n + 1))]
    seen = [*shown[: shown.index("C") + 1], *shown[shown.index(first) :]]
    assert {"B", "C"} < {*seen}
    asked = {*plan.entry_fields} - {"indicator", "target", "actual", "unit"}
    assert asked <= {keys[column_index_from_string(letters) - 1] for letters in seen}
    assert len(seen) < len(shown), "what stands before the inputs is scrolled away"
    assert sum(sheet.column_dimensions[letters].width for letters in seen) * 8 * 0.9 <= 1366 - 46


def test_survey__as_wide_as_a_screen__opens_at_its_first_column() -> None:
    columns = tuple(column for column in PLAN.form_columns if column.key in ("no", "name", "rating", "results"))
    plan = make_plan(MORE_ITEMS).model_copy(update={"columns": columns})
    sheet = area_sheet(survey(plan))
    assert sheet.freeze_panes == "D4"


def is_hidden(sheet: Worksheet, letters: str) -> bool:
    """Whether a column is hidden; openpyxl keeps neighbours that look alike as one."""
    number = column_index_from_string(letters)
    return any(one.hidden for one in sheet.column_dimensions.values() if one.min <= number <= one.max)


def test_survey__count_before_the_title_without_key__no_row_of_an_answer() -> None:
    made = survey()
    book = openpyxl.load_workbook(BytesIO(made))
    sheet = next(one for one in book.worksheets if str(one["A3"].value or "").startswith(terms.AREA_KEY_PREFIX))
    title = str(sheet["B3"].value).rpartition('"&"')[2].removesuffix('"')
    assert terms.LEFT_TO_FILL[1] not in title


@pytest.mark.parametrize("wide", [False, True])
def test_survey__too_wide_for_its_paper__over_facing_pages_with_number_and_name(wide: bool) -> None:
    columns = [
        column.model_copy(update={"width": 90.0 if wide else 12.0}) if column.source == "entry" else column
        for column in PLAN.columns
    ]
    data = survey(changed(PLAN, columns=tuple(columns)))
    sheet = area_sheet(data)
    titles = re.findall(
        r"_xlnm.Print_Titles[^>]*>([^<]*)<", zipfile.ZipFile(BytesIO(data)).read("xl/workbook.xml").decode()
    )
    own = next(text for text in titles if sheet.title in text)
    assert ("$B:$C" in own) is wide
    assert bool(sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage) is not wide
    if wide:
        assert (sheet.page_setup.scale or 0) * 11 / 100 >= 9


def test_survey__area_with_reference_rows_alone__asks_for_nothing() -> None:
    plan = make_plan(MORE_ITEMS)
    made = make_survey(standing(plan, END), respondent(plan, "D2"))
    for values in made.areas.values():
        answered = any(row.like == "row" for row in values.rows)
        assert any(row.like == "added" for row in values.rows) is answered


def test_survey__head_of_every_sheet__names_plan_point_and_department() -> None:
    for sheet in openpyxl.load_workbook(BytesIO(survey())).worksheets:
        assert sheet.oddHeader.right.text == "改革プラン　令和7年度末　福祉課", sheet.title
        assert sheet.oddHeader.left.text == "&A"
