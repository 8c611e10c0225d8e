"""What a reporting point begins with: the values of single years that were entered at the points before it."""

from kosei_xl.values.ledger import Ledger
from kosei_xl.values.standing import Standing


def with_years_before(standing: Standing) -> Ledger:
    """The ledger in which each field of a fiscal year (`EntryField.year`) that is blank at the standing's point holds
    what the last point before it says; the same ledger where there is nothing to carry.

    Targets and actuals of the plan's years are typed once and stand in every later survey.
    """
    plan, ledger = standing.plan, standing.ledger
    names = [field.field for field in plan.field_by_key.values() if field.year is not None]
    earlier = sorted((one for one in plan.points if one.date < standing.point.date), key=lambda one: one.date)
    carried = {}
    for line in (line for line in plan.lines if names and earlier and line.item.repeats is None):
        key = standing.key(line)
        fields, known = ledger.fields(key), [ledger.fields(line.key.at(point.key)) for point in reversed(earlier)]
        found = {n: next((one[n] for one in known if n in one), None) for n in names if n not in fields}
        new = {name: text for name, text in found.items() if text is not None}
        if new:
            carried[key] = {**fields, **new}
    return ledger.with_entries({**ledger.entries, **carried}) if carried else ledger
