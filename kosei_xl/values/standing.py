"""Where a plan stands at one reporting point: what nearly everything is made from."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kosei_xl.later import dataclass
from kosei_xl.values.ledger import Fields, Ledger, Received
from kosei_xl.values.model import EntryKey, Item, Line, Part, Plan, Rating, ReportingPoint, Scale, SetKey

if TYPE_CHECKING:
    from kosei_xl.values.registers import RuleSetting


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan, one of its reporting points, and the ledger (of all points).

    `rated_by` is the field whose ratings are printed and counted; None for those of record. `rules` say which findings
    are used (点検の設定). `whole` is the plan with the items of all points, where `plan` is that of the point alone.
    """

    plan: Plan
    point: ReportingPoint
    ledger: Ledger
    rated_by: str | None = None
    rules: "tuple[RuleSetting, ...]" = ()
    whole: Plan | None = None

    @property
    def plan_of_all_points(self) -> Plan:
        """The plan with the items of all points, ended ones included."""
        return self.whole or self.plan

    def key(self, line: Line) -> EntryKey:
        """The row's own value set at this point."""
        return line.key.at(self.point.key)

    @property
    def scale(self) -> Scale:
        """The scale of the ratings that are counted at this point."""
        return self.plan.scale_at(self.point.key, self.counted[0])

    def own_fields(self, line: Line) -> Fields:
        """What is entered in the row itself, also where it is a repeated listing."""
        return self.ledger.fields(self.key(line))

    def fields(self, line: Line) -> Fields:
        """What stands for a row. A repeated listing has its original's texts, and its rating if it has none."""
        own = self.own_fields(line)
        if line.item.repeats is None:
            return own
        original = self.ledger.fields(line.owner.at(self.point.key))
        return {**original, **{name: own[name] for name in self.plan.rating_fields if name in own}}

    def rating(self, line: Line) -> Rating | None:
        """The rating that is printed and counted for a row; None for blank, unrated and unknown ones.

        It is the rating of record, and what stands while that is missing; where `rated_by` names a field, that one's.
        """
        if not line.rated:
            return None
        fields = self.fields(line)
        found = (self.scale.get(fields[name]) for name in self.counted if name in fields)
        return next(found, None)

    @property
    def counted(self) -> tuple[str, ...]:
        """The fields of the ratings that are printed and counted: the first that is filled in."""
        return (self.rated_by,) if self.rated_by is not None else self.plan.record

    def by(self, field: str | None) -> "Standing":
        """The same with the ratings of a field; None for those of record."""
        return self if field == self.rated_by else replace(self, rated_by=field)

    def of_part(self, part: Part) -> "Standing":
        """The same with the ratings that a part of the documents counts."""
        named = self.plan.rating_field(part.ratings[0]) if part.ratings else None
        return replace(self, rated_by=named or self.rated_by)

    def indicators(self, line: Line) -> tuple[Fields, ...]:
        """The indicators of a row, by number; a repeated listing has its original's."""
        keys = self.ledger.indicators(line.owner.at(self.point.key))
        return tuple(fields for key in keys if (fields := self.ledger.fields(key)))

    def photos(self, line: Line) -> tuple[Fields, ...]:
        """The photos of a row that have a picture, by number."""
        found = (self.ledger.fields(key) for key in self.ledger.photos(self.key(line)))
        return tuple(fields for fields in found if "picture" in fields)

    @property
    def closed(self) -> bool:
        """Whether the point is closed: nothing is merged into it, and nothing in it is checked."""
        return self.point.key in self.ledger.closed

    @property
    def received(self) -> tuple[Received, ...]:
        """What departments sent for this point, in the order of arrival."""
        return self.ledger.received_at(self.point.key)

    @property
    def before(self) -> "Standing | None":
        """How it stood at the point before; None at the first."""
        point = self.plan.point_before(self.point)
        return replace(self, point=point) if point is not None else None

    def earlier_indicators(self) -> Mapping[SetKey, Fields]:
        """The indicators of the point before; none where there is no point before."""
        before = self.before
        if before is None:
            return {}
        keys = (key for key in self.ledger.keys_at(before.point.key) if key.is_indicator)
        return {(*key.line, key.slot): fields for key in keys if (fields := self.ledger.fields(key))}

    def with_ledger(self, ledger: Ledger) -> "Standing":
        """The same with another ledger."""
        return replace(self, ledger=ledger)

    def only(self, items: Iterable[Item]) -> "Standing":
        """The same with these items alone, for counting a part of it."""
        return replace(self, plan=self.plan.only(items))

    def with_parts(self, parts: Iterable[Part]) -> "Standing":
        """The same with these parts of the documents alone."""
        return replace(self, plan=self.plan.with_parts(parts))
