"""Fields of entries (欄): what kind of value a text in them is, and that value.

The text as it was typed is what is kept; `read_value` says what it means. Numbers and money are exact decimals in the
unit of their field. What does not read stays a text.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from kosei_xl.later import dataclass
from kosei_xl.values.frozen import FieldKey, Frozen, Key
from kosei_xl.words.amounts import amount_text, decimals_of, read_amount
from kosei_xl.words.dates import read_day, serial_day
from kosei_xl.words.notation import DigitStyle, date_text, folded
from kosei_xl.words.terms import DASHES, FOLLOW_UP_MARK, FOLLOW_UP_SPELLINGS

FieldType = Literal["text", "number", "money", "rating", "mark", "date", "choice"]
AMOUNTS: tuple[FieldType, ...] = ("number", "money")
"""Types whose values are numbers."""
MONEY_UNIT = "円"
"""Unit of an amount of money whose field names none."""


class EntryField(Frozen):
    """One field of the entries (欄): what kind of value it holds, who fills it in, and how it is written.

    `filled_by` None is whom the form asks. `scale` is the one of a further rating that has another scale than its
    point; `choices` are those of a choice. A `rater` other than the department (and the `axis` that is rated) makes it
    a rating of 評価者別. `against` is the field that a sum is held against (計画額 of 実績額). A field of a fiscal
    `year` holds the value of that year at every point: it is carried from each point to the next.
    """

    field: FieldKey
    label: str
    type: FieldType = "text"
    filled_by: Literal["department", "office", "committee"] | None = None
    required: bool = False
    summed: bool = False
    unit: str = ""
    decimals: Annotated[int, Field(ge=0, le=9)] | None = None
    scale: Key | None = None
    choices: tuple[str, ...] = ()
    rater: str = ""
    axis: str = ""
    against: FieldKey | None = None
    year: int | None = None

    @property
    def is_amount(self) -> bool:
        """Whether its values are numbers."""
        return self.type in AMOUNTS

    @property
    def shown_unit(self) -> str:
        """The unit that its amounts are in; "" for none."""
        return self.unit or (MONEY_UNIT if self.type == "money" else "")

    @property
    def is_typed(self) -> bool:
        """Whether its texts are compared by what they mean."""
        return self.is_amount or self.type in ("date", "mark") or (self.type == "choice" and bool(self.choices))


FieldValue = Decimal | date | str
Remark = Literal["", "nothing", "read_as", "decimals", "unreadable"]


@dataclass(frozen=True, slots=True)
class ValueRead:
    """What a text says in its field: its value, None for nothing that can be counted or compared, and as it is printed.

    `remark` tells what a person should know: that the text says nothing (「－」), that it was read as something else
    than it looks like, has more decimals than are printed, or means nothing in its field. `bare` where it says nothing
    beside its value.
    """

    value: FieldValue | None
    printed: str
    remark: Remark = ""
    bare: bool = True


def read_value(field: EntryField, text: str, digits: DigitStyle = "half") -> ValueRead:
    """What a text says in a field; of texts and ratings the text itself. `digits` are those of printed dates.

    An amount is printed with commas, △ and the field's decimals; one that says more (約, 以上) as it was typed.
    """
    if not field.is_typed:
        return ValueRead(text, text)
    if text.strip() in DASHES:
        return ValueRead(None, text, "nothing")
    if field.is_amount:
        return _amount(field, text)
    if field.type == "mark":
        return ValueRead(FOLLOW_UP_MARK, FOLLOW_UP_MARK) if text in FOLLOW_UP_SPELLINGS else ValueRead(None, text)
    return _day(text, digits) if field.type == "date" else _choice(field, text)


def _amount(field: EntryField, text: str) -> ValueRead:
    found = read_amount(text, field.shown_unit)
    if found is None:
        return ValueRead(None, text, "unreadable")
    value = found.value
    if not found.bare:
        return ValueRead(value, text, "read_as", bare=False)
    more = field.decimals is not None and decimals_of(value) > field.decimals
    remark: Remark = "decimals" if more else "read_as" if found.scaled else ""
    return ValueRead(value, amount_text(value, field.decimals), remark)


def _day(text: str, digits: DigitStyle) -> ValueRead:
    day = serial_day(text) or read_day(text)
    return ValueRead(None, text, "unreadable") if day is None else ValueRead(day, date_text(day, digits))


def _choice(field: EntryField, text: str) -> ValueRead:
    plain = folded(text)
    found = next((choice for choice in field.choices if folded(choice) == plain), None)
    if found is None:
        return ValueRead(None, text, "unreadable")
    return ValueRead(found, found, "" if found == text.strip() else "read_as")


def same_value(field: EntryField, one: str | None, other: str | None) -> bool:
    """Whether two texts say the same in a field: the same value in one that has values, else the same text.

    Of texts that say more than their value (約, 以上) only the width of letters does not count.
    """
    if one == other:
        return True
    if one is None or other is None or not field.is_typed:
        return False
    first, second = read_value(field, one), read_value(field, other)
    if first.value is None or first.value != second.value:
        return False
    return (first.bare and second.bare) or folded(one) == folded(other)
