"""Reports that nobody changed have no findings; nor have those that were only given another look or place."""

import random
from copy import copy
from pathlib import Path

import pytest
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kosei_xl.verbs import init, report, verify
from kosei_xl.words import terms
from tests.tools.mutations import mutated
from tests.tools.office import LibreOffice
from tests.tools.verifying import Case, case, in_openpyxl, sample, unmerge

SEEDS = range(50)


@pytest.mark.parametrize("seed", SEEDS)
def test_verify__untouched_report__no_finding(seed: int) -> None:
    own = case(seed)
    found = own.found
    assert len(found.rows) > 150
    assert own.findings() == []


def test_verify__sample__no_finding() -> None:
    assert sample().findings() == []


@pytest.mark.parametrize("seed", range(3))
def test_verify__through_files__no_finding(tmp_path: Path, seed: int) -> None:
    plan_file, entries = mutated(seed)
    init.init(tmp_path / "事務局.xlsx", plan_file, entries)
    made = report.report(tmp_path / "事務局.xlsx", plan_file.plan.points[-1].key, tmp_path / "資料", pdf=seed == 0)
    found = verify.verify([made.files[0]])
    assert [problem.code for problem in found.diagnostics] == ([] if seed == 0 else ["K731"])


def test_verify__loaded_and_saved_in_libreoffice__no_finding(libreoffice: LibreOffice) -> None:
    cases = {str(seed): case(seed) for seed in range(8)} | {"sample": sample()}
    saved = libreoffice.recalculate({name: own.workbook for name, own in cases.items()})
    for name, own in cases.items():
        assert own.findings(saved[name]) == [], name


def _blank_rows(sheet: Worksheet) -> None:
    draw = random.Random(1)
    unmerge(sheet)
    for row in sorted(draw.sample(range(2, sheet.max_row), min(5, sheet.max_row - 2)), reverse=True):
        sheet.insert_rows(row)
    for number in range(1, sheet.max_row + 1):  # a person's program moves what is hidden along with its row
        sheet.row_dimensions[number].hidden = str(sheet.cell(number, 1).value).endswith(f"|{terms.COLUMN_KEYS}")


def _moved_columns(sheet: Worksheet) -> None:
    """The last column cut and put behind the first, and a blank one before everything."""
    unmerge(sheet)
    last = sheet.max_column
    for row in sheet.iter_rows():
        row[1].value, row[last - 1].value = row[last - 1].value, row[1].value
    sheet.insert_cols(1)


def _other_look(sheet: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                font = copy(cell.font)
                cell.font = Font(name="Meiryo", sz=font.sz + 1, b=True, color="FF0000FF")
    for column in range(2, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 7
    sheet.title = f"新{sheet.title}"[:31]


def _sorted_rows(sheet: Worksheet) -> None:
    """The rows of items in another order, as a sort in Excel leaves them."""
    unmerge(sheet)
    rows = [
        n for n in range(1, sheet.max_row + 1) if str(sheet.cell(n, 1).value).startswith(("delayed|m-", "unrated|m-"))
    ]
    texts = [[cell.value for cell in sheet[n]] for n in rows]
    for number, values in zip(rows, reversed(texts), strict=True):
        for column, value in enumerate(values, 1):
            sheet.cell(number, column).value = value


@pytest.mark.parametrize("change", [_blank_rows, _moved_columns, _other_look, _sorted_rows])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_verify__moved_or_restyled__no_finding(change: object, seed: int) -> None:
    own: Case = case(seed)
    assert callable(change)
    workbook = in_openpyxl(own.workbook, change)
    assert workbook != own.workbook
    assert own.findings(workbook) == []
