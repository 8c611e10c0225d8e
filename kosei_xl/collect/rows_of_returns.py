"""A returned workbook -> its rows of 受領, before anything is known about what becomes of them."""

from dataclasses import replace

from kosei_xl.collect.rules.entries import check_anything_filled
from kosei_xl.values.diagnostics import Outcome
from kosei_xl.values.labels import field_names
from kosei_xl.values.ledger import PlacesInReturn, Received
from kosei_xl.values.model import ROW, Plan, Submission, ValueSet


def rows_of_return(plan: Plan, point: str, submission: Outcome[Submission]) -> tuple[Received, ...]:
    """The rows of 受領 for one workbook: one for itself (who, when, what stands outside the fields), then its rows.

    Rows of indicators and photos that were blank and are blank are left out.
    """
    value = submission.value
    blank_form = bool(check_anything_filled(submission, plan))
    head = replace(
        _received(plan, point, submission, ValueSet("", None, ROW, {})),
        left_out=blank_form,
        untouched=blank_form,
        sheet="",
        other="\n".join(value.others),
        filled_by=value.filled_by or "",
        confirmed_by=value.confirmed_by or "",
        confirmed_on=value.confirmed_on or "",
    )
    filled = [
        v for v in value.value_sets if v.slot == ROW or v.fields or v.unread or v.deleted or value.base.get(v.key)
    ]
    return head, *(_received(plan, point, submission, value_set) for value_set in filled)


def _received(plan: Plan, point: str, submission: Outcome[Submission], value_set: ValueSet) -> Received:
    value = submission.value
    names = field_names(plan, value_set.slot)
    places = {n: at for n in names if (at := submission.at.get(("value_sets", *value_set.key, n))) is not None}
    handed_out = value.base.get(value_set.key, {})
    row = submission.place("value_sets", *value_set.key)
    sheet = (row.sheet if row else None) or ""
    return Received(
        key=value_set.line.at(point, value_set.slot),
        dept_code=value.dept_code,
        submission_no=value.submission_no,
        file=value.file,
        sha256=value.sha256,
        saved_at=value.saved_at or "",
        fields={**value_set.fields, **value_set.unread, **value_set.deleted},
        sheet=sheet,
        cells=PlacesInReturn.named(value.file, sheet or None, places),
        saved_by=value.saved_by or "",
        blanks=(),
        printed=tuple(name for name, text in value_set.fields.items() if handed_out.get(name) == text),
    )
