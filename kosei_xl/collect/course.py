"""The course of a plan: what became of each item from point to point, and where each point stands."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from kosei_xl.collect.conflicts import open_conflicts
from kosei_xl.collect.next_point import BEGUN_WITH
from kosei_xl.collect.sums import amount_at, summed_fields
from kosei_xl.later import dataclass
from kosei_xl.values.closing import closed_points
from kosei_xl.values.ledger import Fields, Ledger
from kosei_xl.values.lives import plan_at
from kosei_xl.values.model import Line, LineKey, Plan, ReportingPoint
from kosei_xl.values.registers import Registers
from kosei_xl.values.standing import Standing
from kosei_xl.values.stored import HandedOut
from kosei_xl.words.amounts import amount_text


@dataclass(frozen=True, slots=True)
class Stop:
    """A row of the plan at a point: its rating of record, the amounts of the summed fields by key, and its indicators
    in words; None where it does not stand at the point.
    """

    rating: str | None
    amounts: Mapping[str, str]
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PointState:
    """Where a point stands: departments that have to answer and have not, open conflicts, the numbers under which it
    was published, the day it was closed (None while it is open), and how many lines of 訂正 are about it. `begun` once
    surveys went out or anything was answered. `moved` says where it went, when it did.
    """

    point: ReportingPoint
    waiting: tuple[str, ...]
    conflicts: int
    published: tuple[int, ...]
    closed: date | None
    corrections: int
    begun: bool
    moved: str = ""


def points_in_use(plan: Plan, ledger: Ledger) -> tuple[ReportingPoint, ...]:
    """The points by date at which anything is entered; none that went to another plan."""
    own = (one for one in plan.points if one.key not in ledger.moved)
    used = [one for one in own if any(ledger.fields(key) for key in ledger.keys_at(one.key))]
    return tuple(sorted(used, key=lambda one: one.date))


def points_begun(plan: Plan, ledger: Ledger, records: Iterable[HandedOut]) -> tuple[ReportingPoint, ...]:
    """The points by date at which anything is entered, or for which surveys went out; none of another plan."""
    begun = {one.key for one in points_in_use(plan, ledger)} | {one.point for one in records}
    own = (one for one in plan.points if one.key in begun and one.key not in ledger.moved)
    return tuple(sorted(own, key=lambda one: one.date))


def course(plan: Plan, ledger: Ledger, points: Iterable[ReportingPoint]) -> dict[str, dict[LineKey, Stop]]:
    """Key of each point -> what each row of the plan says there. Cost: one look at each row and point."""
    found = {}
    for point in points:
        standing = Standing(plan_at(plan, point), point, ledger)
        found[point.key] = {line.key: _stop(standing, line) for line in standing.plan.lines}
    return found


def _stop(standing: Standing, line: Line) -> Stop:
    plan, rating = standing.plan, standing.rating(line)
    amounts = {}
    for field in summed_fields(plan) if line.item.repeats is None else ():
        said = amount_at(standing, field, line)
        if said.counted:
            amounts[field.field] = amount_text(said.total, field.decimals)
    indicators = tuple(_in_words(fields) for fields in standing.indicators(line))
    return Stop(rating.code if rating is not None else None, amounts, indicators)


def _in_words(fields: Fields) -> str:
    """「相談件数 280／300件」."""
    unit = fields.get("unit", "")
    figures = "／".join(fields.get(name, "－") for name in ("actual", "target"))
    return f"{fields.get('indicator', '')} {figures}{unit}".strip()


def point_states(plan: Plan, ledger: Ledger, registers: Registers) -> Iterator[PointState]:
    """Where each point stands, by date."""
    closings = closed_points(registers.closed)
    for point in sorted(plan.points, key=lambda one: one.date):
        own = plan_at(plan, point)
        standing = Standing(own, point, ledger)
        came = {row.dept_code for row in standing.received}
        asked = dict.fromkeys(line.answering for line in own.lines if line.answering is not None)
        published = tuple(one.number for one in registers.published if one.point == point.key)
        closing = closings.get(point.key)
        yield PointState(
            point,
            () if closing is not None else tuple(code for code in asked if code not in came),
            0 if closing is not None else len(open_conflicts(standing)),
            published,
            closing.date if closing is not None else None,
            sum(one.publication in published for one in registers.corrections),
            any(one.point == point.key for one in registers.handed_out) or _is_answered(standing),
            closing.successor if closing is not None else "",
        )


def _is_answered(standing: Standing) -> bool:
    """Whether anything came in or stands in the ledger that a point does not begin with."""
    ledger, point = standing.ledger, standing.point.key
    known = (name for key in ledger.keys_at(point) for name in ledger.fields(key))
    return bool(standing.received) or any(name not in BEGUN_WITH for name in known)
