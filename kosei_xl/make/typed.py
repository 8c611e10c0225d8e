"""A survey after something was typed into it: rows as high as their texts, and the results of its formulas."""

from kosei_xl.make.fill import DATA_ROWS, INPUT_HEIGHT, KEY_ROW, LABEL_ROW, put_result, shown_result
from kosei_xl.make.survey import Survey
from kosei_xl.make.survey_paper import USUAL_WIDTH, face_of
from kosei_xl.values.cells import column_number
from kosei_xl.values.sheet_values import KeyedFormula
from kosei_xl.words import terms
from kosei_xl.workbook.measure import MAX_ROW_HEIGHT, CellText, row_height, usable_width
from kosei_xl.workbook.parts import Formula, Package


def with_results(workbook: bytes, survey: Survey) -> bytes:
    """A survey with the results of its formulas as another one has them, made from what was typed into it.

    Excel calculates when it opens a workbook, LibreOffice shows what stands there.
    """
    package = Package(workbook)
    fixed = {terms.SURVEY_SUMMARY_SHEET: survey.summary, terms.SURVEY_CHECK_SHEET: survey.check}
    own = {name: (values, DATA_ROWS["row"]) for name, values in {**survey.areas, **fixed}.items()}
    if survey.indicators is not None:
        own[terms.SURVEY_INDICATORS_SHEET] = survey.indicators, LABEL_ROW + 1
    for name, (values, first) in own.items():
        part = package.sheet(name)
        columns = {str(key): letters for letters, key in part.cells(KEY_ROW).items()}
        rows = [values.band, *(row.values for row in values.rows)]
        for number, cells in enumerate(rows, first - 1):
            for key, value in cells.items():
                ref = f"{columns.get(key, '')}{number}"
                formula = part.formula(ref) if key in columns and isinstance(value, KeyedFormula) else None
                if formula is not None and isinstance(value, KeyedFormula):
                    part.put(ref, Formula(formula, shown_result(value)))
    put_result(package, "missing_total", str(shown_result(survey.names["missing_total"])))
    return package.to_bytes()


def grown_height(package: Package, sheet: str, row: int) -> float:
    """Height in points that a row takes when its texts are typed."""
    part = package.sheet(sheet)
    texts: list[CellText] = []
    for letters, value in part.cells(row).items():
        column = column_number(letters)
        if isinstance(value, str) and not part.column_hidden(column):
            width = usable_width(part.column_width(column) or USUAL_WIDTH)
            texts.append((value, width, face_of(package, part.style(f"{letters}{row}"))))
    return max(INPUT_HEIGHT, min(row_height(texts), MAX_ROW_HEIGHT))
