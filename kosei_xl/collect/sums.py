"""What the entries of a field with amounts come to: per item, area, department, year, and over the years of the plan.

Every amount is counted once: a repeated listing has its original's, an item that says nothing itself those of its
sub-items. What is blank or does not read is counted beside the total and never taken for nothing.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from decimal import Decimal
from functools import reduce
from typing import TypeVar

from kosei_xl.later import dataclass
from kosei_xl.values.fields import EntryField, read_value
from kosei_xl.values.lives import stands_at
from kosei_xl.values.model import Item, Line, Plan, ReportingPoint, lines_of
from kosei_xl.values.standing import Standing
from kosei_xl.words.amounts import EXACT

_Group = TypeVar("_Group", bound=Hashable)


@dataclass(frozen=True, slots=True)
class AmountSum:
    """Amounts put together, in the unit of their field. `counted` are the rows that have one, `missing` the blank ones,
    `unreadable` those whose text is no amount; the last two are not in `total`.
    """

    total: Decimal = Decimal(0)
    counted: int = 0
    missing: int = 0
    unreadable: int = 0

    def __add__(self, other: "AmountSum") -> "AmountSum":
        return AmountSum(
            EXACT.add(self.total, other.total),
            self.counted + other.counted,
            self.missing + other.missing,
            self.unreadable + other.unreadable,
        )

    @property
    def incomplete(self) -> bool:
        """Whether something is not in the total that should be."""
        return bool(self.missing or self.unreadable)


NO_AMOUNT = AmountSum()


def amount_at(standing: Standing, field: EntryField, line: Line) -> AmountSum:
    """What one row says of a field at the standing's point, its sub-items aside; a repeated listing as its original."""
    text = standing.ledger.fields(line.owner.at(standing.point.key)).get(field.field)
    read = read_value(field, text) if text is not None else None
    if read is None or read.remark == "nothing":
        return AmountSum(missing=1)
    return AmountSum(read.value, 1) if isinstance(read.value, Decimal) else AmountSum(unreadable=1)


def item_sum(standing: Standing, field: EntryField, item: Item) -> AmountSum:
    """What an item says of a field at the standing's point; one that says nothing itself what its sub-items say."""
    own, *parts = (amount_at(standing, field, line) for line in lines_of(item))
    said = reduce(AmountSum.__add__, parts, NO_AMOUNT)
    return said if own.missing and (said.counted or said.unreadable) else own


def sum_by(
    standing: Standing,
    field: EntryField,
    group: Callable[[Item], _Group | None],
    items: Iterable[Item] | None = None,
    *,
    cumulative: bool = False,
) -> dict[_Group, AmountSum]:
    """The sums of a field with amounts (`plan.field_by_key`) over items, by what `group` says of each; None leaves out.

    `items` are the plan's where none are given; repeated listings are left out. `cumulative` adds, for each fiscal year
    of the plan before the point's, what the last point of that year says (`points_of_years`); else the point alone.
    Groups in the order of their first items. Cost: one look at each item and point.
    """
    plan = standing.plan
    points = points_of_years(plan, standing.point) if cumulative and field.year is None else (standing.point,)
    found: dict[_Group, AmountSum] = {}
    for item in plan.items if items is None else items:
        key = group(item) if item.repeats is None else None
        if key is not None:
            for point in (one for one in points if stands_at(plan, item, one)):
                at = Standing(plan, point, standing.ledger)
                found[key] = found.get(key, NO_AMOUNT) + item_sum(at, field, item)
    return found


def total_of(
    standing: Standing, field: EntryField, items: Iterable[Item] | None = None, *, cumulative: bool = False
) -> AmountSum:
    """The sum of a field over items, as `sum_by` counts."""
    return sum_by(standing, field, lambda _: True, items, cumulative=cumulative).get(True, NO_AMOUNT)


def sums_of_years(standing: Standing, field: EntryField, items: Iterable[Item] | None = None) -> dict[int, AmountSum]:
    """Fiscal year -> the sum of a field over items at the last point of each year so far, in order."""
    chosen = tuple(standing.plan.items if items is None else items)
    return {
        point.fiscal_year: total_of(Standing(standing.plan, point, standing.ledger), field, chosen)
        for point in points_of_years(standing.plan, standing.point)
    }


def points_of_years(plan: Plan, point: ReportingPoint) -> tuple[ReportingPoint, ...]:
    """The last reporting point of each fiscal year of the plan up to a point, in order; of the point's own year it."""
    last: dict[int, ReportingPoint] = {}
    for one in sorted(plan.points, key=lambda p: p.date):
        within = plan.period_start <= one.fiscal_year < point.fiscal_year
        if within and one.date < point.date:
            last[one.fiscal_year] = one
    return (*(last[year] for year in sorted(last)), point)


def area_of(item: Item) -> str:
    """The group of an item by its area."""
    return item.area_no


def department_of(item: Item) -> str | None:
    """The group of an item by the department that answers it; none for what the office answers."""
    return Line(item, None).answering


def summed_fields(plan: Plan) -> Iterator[EntryField]:
    """The plan's fields that are summed, in order."""
    return (field for field in plan.field_by_key.values() if field.summed and field.is_amount)
