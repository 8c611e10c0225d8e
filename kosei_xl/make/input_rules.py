"""Fields with values -> what a survey lets people type into their columns, and how it shows it."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from kosei_xl.values.cells import CellValue
from kosei_xl.values.fields import EntryField, read_value
from kosei_xl.values.model import RATING, Plan
from kosei_xl.values.sheet_values import InputRule
from kosei_xl.words import terms
from kosei_xl.words.messages import told
from kosei_xl.workbook.number_format import plain
from kosei_xl.workbook.parts import SheetPart

_LEAST, _MOST = "-999999999999999", "999999999999999"
"""What Excel keeps every digit of."""
_TITLE, _PROMPT, _LIST = 32, 255, 255
"""Characters that Excel takes."""
_DAY = "yyyy/m/d"


def input_rules(plan: Plan, point: str, keys: Iterable[str]) -> dict[str, InputRule]:
    """The rules of those of the columns that are of fields with values, and of further ratings, at a point."""
    fields = [(key, field) for key in keys if (field := plan.field_by_key.get(key)) is not None]
    further = [(key, field) for key, field in fields if field.type == "rating" and key != RATING]
    rules = {key: rule for key, field in fields if (rule := input_rule(field)) is not None}
    return rules | {key: _of_rating(field, plan.scale_at(point, key).codes) for key, field in further}


def _of_rating(field: EntryField, codes: tuple[str, ...]) -> InputRule:
    title = "".join(field.label.split())[:_TITLE]
    return InputRule("list", title, told("how_choice", choices="、".join(codes)), codes)


def input_rule(field: EntryField) -> InputRule | None:
    """What may be typed into the column of a field; None for texts, ratings and the standard marks."""
    title = "".join(field.label.split())[:_TITLE]
    if field.is_amount:
        unit = field.shown_unit
        prompt = told("how_amount", unit=unit) if unit else told("how_number")
        return InputRule("decimal", title, prompt, look=amount_look(field.decimals))
    if field.type == "date":
        return InputRule("date", title, told("how_date"), look=_DAY)
    if field.type == "choice" and field.is_typed:
        return InputRule("list", title, told("how_choice", choices="、".join(field.choices)), field.choices)
    if field.type == "mark" and field.field not in terms.FIELD_LABELS:
        return InputRule("list", title, told("how_mark"), (terms.FOLLOW_UP_MARK,))
    return None


def fits_a_list(words: Sequence[str]) -> bool:
    """Whether a drop-down list can name these words itself."""
    return len(",".join(words)) + 2 <= _LIST and not any(sign in word for word in words for sign in ',"')


def amount_look(decimals: int | None) -> str:
    """The number format of an amount: commas, decimals and △; as it is typed where the decimals are not known."""
    if decimals is None:
        return "General"
    shown = "#,##0" + (f".{'0' * decimals}" if decimals else "")
    return f'{shown};"△"{shown}'


def typed_cell(field: EntryField, text: str | None) -> CellValue:
    """A text as the cell of its field holds it: a number or a day where that says the same, else the text."""
    if text is None or not field.is_typed:
        return text
    read = read_value(field, text)
    if field.is_amount and isinstance(read.value, Decimal) and read.bare and read.remark != "read_as":
        number = float(read.value)
        return number if Decimal(plain(number)) == read.value else text
    return read.value if field.type == "date" and not isinstance(read.value, str | Decimal | None) else text


def put_rule(part: SheetPart, sqref: str, rule: InputRule) -> None:
    """Write a rule into the sheet; a list that is too long for a rule is only told of."""
    shown = {"promptTitle": rule.title, "prompt": str(rule.prompt)[:_PROMPT]}
    told_of = {**shown, "errorTitle": rule.title, "error": str(rule.prompt)[:_PROMPT]}
    if rule.kind == "decimal":
        rules = {"operator": "between", "errorStyle": "warning", **told_of}
        part.add_validation(sqref, "decimal", rules, formulas=(_LEAST, _MOST))
    elif rule.kind == "date":
        rules = {"operator": "greaterThan", "errorStyle": "warning", **told_of}
        part.add_validation(sqref, "date", rules, formulas=("1",))
    else:
        words, fits = ",".join(rule.words), fits_a_list(rule.words)
        part.add_validation(sqref, "list" if fits else "none", told_of, formulas=(f'"{words}"',) if fits else ())
