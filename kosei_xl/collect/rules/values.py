"""Fields with values (欄): amounts, days and choices that do not read, or are not quite what they look like."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kosei_xl.collect.rules.answers import AnsweredRow, answers
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.fields import EntryField, ValueRead, read_value
from kosei_xl.values.labels import label_of
from kosei_xl.values.model import Plan, Submission
from kosei_xl.words.amounts import amount_text
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.words.shorten import in_one_line, shortened

_SHOWN = 40
_LISTED = 12


def check_values(submission: Outcome[Submission], plan: Plan) -> tuple[Diagnostic, ...]:
    """What texts say in fields that have values, each at its cell. Repeated listings have their original's.

    K230 for a text that means nothing in its field, K231 for one that was told in other words (約, other thousands),
    K233 for an amount with more decimals than are printed.
    """
    typed = [field for field in plan.field_by_key.values() if field.is_typed and field.type != "mark"]
    return tuple(
        problem
        for answer in (answers(submission, plan) if typed else ())
        if answer.line.item.repeats is None
        for field in typed
        if field.field in answer.fields
        for problem in _about(field, answer, plan, submission.value.point)
    )


def _about(field: EntryField, answer: AnsweredRow, plan: Plan, point: str) -> Iterator[Diagnostic]:
    text, place = answer.fields[field.field], answer.place(field.field)
    read = read_value(field, text)
    params: dict[str, Any] = {
        "label": in_one_line(label_of(plan, field.field)),
        "text": shortened(in_one_line(text), _SHOWN),
    }
    if read.remark == "unreadable" and place not in answer.silent:
        code = Code.VALUE_UNREADABLE
        how = told("not_in_sums", how=how_to_write(field)) if field.summed else how_to_write(field)
        params |= {"kind": _kind(field), "how": how}
    elif read.remark == "read_as":
        code = Code.VALUE_READ_AS
        params |= {"value": value_text(field, read)}
    elif read.remark == "decimals":
        code = Code.VALUE_HAS_MORE_DECIMALS
        params |= {"decimals": field.decimals, "value": read.printed}
    else:
        return
    basis = (text, field.type, field.shown_unit)
    yield diagnostic(code, place, item=answer.line.no, point=point, basis=basis, **params)


def _kind(field: EntryField) -> Message:
    kinds = {"number": "kind_number", "money": "kind_money", "date": "kind_date"}
    key = kinds.get(field.type, "kind_choice")
    return told(key)


def value_text(field: EntryField, read: ValueRead) -> str:
    """The value of a text in words: 「1.5百万円」."""
    value = read.value
    return f"{amount_text(value)}{field.shown_unit}" if isinstance(value, Decimal) else read.printed


def how_to_write(field: EntryField) -> Message:
    """How a value of a field is written, for people."""
    if field.type == "date":
        return told("how_date")
    if field.type == "choice":
        return told("how_choice", choices="、".join(field.choices[:_LISTED]))
    return told("how_amount", unit=field.shown_unit) if field.shown_unit else told("how_number")
