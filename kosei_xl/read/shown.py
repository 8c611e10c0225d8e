"""A cell of a field with values whose look is not what it holds: rounded, in brackets, a day without its year."""

import unicodedata
from datetime import date, datetime
from decimal import Decimal

from kosei_xl.later import dataclass
from kosei_xl.values.cells import CellValue
from kosei_xl.values.fields import EntryField, read_value
from kosei_xl.words.amounts import EXACT
from kosei_xl.words.quantities import unit_scale
from kosei_xl.workbook.number_format import plain


@dataclass(frozen=True, slots=True)
class CellBehind:
    """What a cell holds (`raw`) where it shows something else, and the text that is taken."""

    raw: str
    taken: str


def behind_look(field: EntryField, raw: CellValue, text: str) -> CellBehind | None:
    """What is behind the text of a cell of a field with values; None where the text says it.

    What is shown is taken where it reads in the field, as people saw it when they confirmed it; where it does not
    (「(1,500)」, 「3月31日」), what the cell holds. A day in a field of numbers is left as it is shown.
    """
    if field.is_amount and isinstance(raw, int | float) and not isinstance(raw, bool):
        held = plain(float(raw))
        read, number = read_value(field, text), Decimal(held)
        if read.value is None:
            return CellBehind(held, held)
        shown = read.value if isinstance(read.value, Decimal) else number
        unit = unicodedata.normalize("NFKC", field.shown_unit)
        factor = Decimal(100) if unit == "%" else EXACT.divide(Decimal(1), Decimal(unit_scale(unit)))
        return None if shown in (number, EXACT.multiply(number, factor)) else CellBehind(held, text)
    if field.type == "date" and isinstance(raw, date | datetime):
        day = raw.date() if isinstance(raw, datetime) else raw
        read = read_value(field, text)
        return None if read.value == day else CellBehind(day.isoformat(), day.isoformat())
    return None
