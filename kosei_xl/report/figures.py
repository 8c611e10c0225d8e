"""Columns of fields with values in a list: what they say of a row.

Amounts are printed with commas and △ in the unit of their head. A repeated listing shows none: its original does.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import reduce

from kosei_xl.collect.sums import NO_AMOUNT, AmountSum, amount_at, points_of_years
from kosei_xl.later import dataclass
from kosei_xl.values.fields import EntryField, read_value
from kosei_xl.values.lives import stands_at
from kosei_xl.values.model import Column, Line, Plan
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.amounts import amount_text, share_text

NO_FIGURE = "-"
"""Stands in a repeated listing, whose original has the figures."""
Sums = Callable[[EntryField, bool], AmountSum]


@dataclass(frozen=True, slots=True)
class Figure:
    """What a column holds: a field, whether added up over the years, and the field that it is a share of, if it is."""

    field: EntryField
    cumulative: bool
    whole: EntryField | None = None

    def text(self, sums: Sums) -> str:
        """The figure as printed; "" where there is nothing to print."""
        part = sums(self.field, self.cumulative)
        if self.whole is None:
            return amount_text(part.total, self.field.decimals) if part.counted else ""
        whole = sums(self.whole, self.cumulative)
        return (share_text(part.total, whole.total) or "") if part.counted and whole.counted else ""


def field_of(plan: Plan, column: Column) -> EntryField | None:
    """The field with values that a column prints; None for other columns."""
    field = plan.field_by_key.get(column.key) if column.source == "entry" else None
    return field if field is not None and field.is_typed and column.key not in terms.FIELD_LABELS else None


def figure_of(plan: Plan, column: Column) -> Figure | None:
    """The figure of a column of amounts or shares; None for other columns."""
    cumulative = column.point in terms.CUMULATIVE
    field = field_of(plan, column)
    if field is not None:
        return Figure(field, cumulative) if field.is_amount else None
    part = plan.field_by_key.get(column.key.removeprefix(terms.SHARE_KEY))
    whole = plan.field_by_key.get(part.against or "") if part is not None else None
    if not column.key.startswith(terms.SHARE_KEY) or part is None or whole is None:
        return None
    return Figure(part, cumulative, whole) if part.is_amount and whole.is_amount else None


def is_figure(plan: Plan, column: Column) -> bool:
    """Whether a column holds amounts or shares of them."""
    return figure_of(plan, column) is not None


def figure_texts(standing: Standing, column: Column) -> Callable[[Line], str] | None:
    """What a column of a field with values says of each row; None for columns of other kinds."""
    plan = standing.plan
    figure, field = figure_of(plan, column), field_of(plan, column)
    if figure is None and field is None:
        return None
    at = standing_of(standing, column)

    def printed(line: Line) -> str:
        if line.item.repeats is not None:
            return NO_FIGURE
        if at is None:
            return ""
        if figure is not None and (figure.whole is not None or figure.cumulative):
            return figure.text(lambda one, years: _row_sum(at, one, line, years))
        text = at.fields(line).get(column.key)
        if text is None or field is None:
            return ""
        return read_value(field, text, plan.style.digits_table).printed

    return printed


def standing_of(standing: Standing, column: Column) -> Standing | None:
    """How it stood at the point that a column is about; None where there is no such point."""
    own = column.point is not None and column.point not in terms.CUMULATIVE
    point = standing.plan.point(column.point or "") if own else standing.point
    return replace(standing, point=point) if point is not None else None


def _row_sum(at: Standing, field: EntryField, line: Line, cumulative: bool) -> AmountSum:
    points = points_of_years(at.plan, at.point) if cumulative and field.year is None else (at.point,)
    own = (amount_at(Standing(at.plan, p, at.ledger), field, line) for p in points if stands_at(at.plan, line.item, p))
    return reduce(AmountSum.__add__, own, NO_AMOUNT)
