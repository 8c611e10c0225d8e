"""Letters that will not be on paper: 外字 and the like (K148), and letters that the paper's fonts lack (K149)."""

from collections.abc import Iterable

from kosei_xl.read.glyphs import glyph_findings
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome
from kosei_xl.values.labels import label_of
from kosei_xl.values.model import Plan, Submission
from kosei_xl.words.codes import Code
from kosei_xl.workbook.glyphs import code_points, lacking


def check_glyphs(submission: Outcome[Submission], plan: Plan) -> tuple[Diagnostic, ...]:
    """Report letters that no font has (K148) or that the templates' fonts lack (K149), at each text's cell.

    The text stays as it is. Every field of the rows that the submission answers is looked at, those of indicators and
    photos too, those of a repeated listing not: it prints its original's.
    """
    value = submission.value
    if not lacking("\n".join(text for value_set in value.value_sets for text in value_set.fields.values())):
        return ()  # one look at all texts together, which nearly always lack nothing
    lines = {line.key: line for line in plan.lines_of(value.dept_code) if line.item.repeats is None}
    problems: list[Diagnostic] = []
    for value_set in (one for one in value.value_sets if one.line in lines):
        for field, text in value_set.fields.items():
            if lacking(text):
                place, no = submission.place("value_sets", *value_set.key, field), lines[value_set.line].no
                problems += glyph_findings(text, label_of(plan, field), place, item=no, point=value.point)
    return tuple(problems)


def letters_not_told(printed: Book, told_of: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """K148 at the report's cell for letters that no finding names yet: in texts of an earlier point, for example."""
    texts = {value for sheet in printed.sheets for _, _, value in sheet.filled() if isinstance(value, str)}
    if not lacking("\n".join(texts)).undrawable:
        return ()  # one look at all texts together, as above
    named = {
        letter
        for one in told_of
        if one.code == Code.LETTER_WITHOUT_GLYPH
        for letter in dict(one.params)["letters"].split("、")
    }
    problems: list[Diagnostic] = []
    for sheet in printed.sheets:
        for row, column, value in sheet.filled():
            letters = lacking(value).undrawable if isinstance(value, str) else ()
            if any(code_points((letter,)) not in named for letter in letters):
                found = glyph_findings(str(value), sheet.name, CellRef(printed.name, sheet.name, row, column))
                problems += (one for one in found if one.code == Code.LETTER_WITHOUT_GLYPH)
    return tuple(problems)
