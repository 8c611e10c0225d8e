"""「記入文の数字をそろえる」: what is entered as pages print it, and where that differs from what was typed.

Ledger, 受領, surveys and tables for analysts have the texts as they were typed; reports, the page for citizens and the
open data beside it have them evened. Plan texts, names, ratings, marks and what was chosen are never touched.
"""

from collections.abc import Iterator

from kosei_xl.later import dataclass
from kosei_xl.values.ledger import Fields
from kosei_xl.values.model import INDICATOR_FIELDS, EntryKey, Plan
from kosei_xl.values.standing import Standing
from kosei_xl.words.evening import even_digits

_CAPTION = "caption"
_WORDED = frozenset({"text", "number", "money", "date"})


@dataclass(frozen=True, slots=True)
class EvenedText:
    """A field whose digits are printed otherwise than they were typed."""

    key: EntryKey
    field: str
    typed: str
    printed: str


def as_printed(standing: Standing) -> Standing:
    """A standing with its entries as pages have them; the same where the plan does not even their digits."""
    if not evens(standing.plan):
        return standing
    entries = {key: evened_fields(standing.plan, key, fields) for key, fields in standing.ledger.entries.items()}
    return standing.with_ledger(standing.ledger.with_entries(entries))


def evens(plan: Plan) -> bool:
    """Whether a plan evens the digits of what is entered."""
    return plan.style.entry_digits == "even"


def evened_fields(plan: Plan, key: EntryKey, fields: Fields) -> Fields:
    """The fields of one value set with their digits in the style of the plan's texts, if the plan asks for that."""
    if not evens(plan):
        return fields
    style = plan.style.digits_text
    return {name: even_digits(text, style) if _is_worded(plan, key, name) else text for name, text in fields.items()}


def evened_texts(standing: Standing) -> Iterator[EvenedText]:
    """Every field of the point that is printed with other digits, by the rows of the plan in printed order."""
    plan, ledger = standing.plan, standing.ledger
    for line in plan.lines if evens(plan) else ():
        own = standing.key(line)
        keys = (own, *ledger.indicators(own)) if line.item.repeats is None else ()
        for key in (*keys, *ledger.photos(own)):
            typed = ledger.fields(key)
            for name, text in evened_fields(plan, key, typed).items():
                if text != typed[name]:
                    yield EvenedText(key, name, typed[name], text)


def _is_worded(plan: Plan, key: EntryKey, name: str) -> bool:
    if key.is_photo:
        return name == _CAPTION
    if key.is_indicator:
        return name in INDICATOR_FIELDS
    field = plan.field_by_key.get(name)
    return field is None or field.type in _WORDED
