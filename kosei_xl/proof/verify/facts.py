"""What the ledger says at one point, and what can be counted in it; every count knows the rows that it counts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from decimal import Decimal
from functools import cached_property

from kosei_xl.later import dataclass
from kosei_xl.proof.verify.areas import AreasOfPlan
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import SourceMap
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import EntryKey, Item, Line, Part, Plan, Rating, ReportingPoint
from kosei_xl.values.revision import PlanChange, Revision
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.evening import even_digits

RowFields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something on a page comes from: who or what it is about, the cell in the master, and what stands there."""

    about: str
    at: CellRef | None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """A number and the rows that make it up."""

    number: int
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Facts:
    """The ledger at one point. `ledger_at` and `plan_at` give the cells of the master.

    What a row says and what is counted is found here without a line of what makes reports.
    """

    standing: Standing
    ledger_at: SourceMap = field(default_factory=dict)
    plan_at: SourceMap = field(default_factory=dict)
    revision: Revision | None = None
    rated_by: str | None = None

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.standing.plan

    @property
    def point(self) -> ReportingPoint:
        """The point that is printed."""
        return self.standing.point

    @property
    def ledger(self) -> Ledger:
        """What is entered, at all points."""
        return self.standing.ledger

    def with_plan(self, plan: Plan) -> "Facts":
        """The same of another form of the plan."""
        return replace(self, standing=replace(self.standing, plan=plan))

    def at_point(self, point: ReportingPoint) -> "Facts":
        """The same at another point."""
        return replace(self, standing=replace(self.standing, point=point))

    # -- one row -----------------------------------------------------------------------------------------------------
    def entry(self, line: Line, point: str) -> dict[str, str]:
        """The fields of a row at a point; a repeated listing takes them from its original, but keeps a rating of its
        own.
        """
        fields = dict(self.ledger.fields(line.owner.at(point)))
        if line.item.repeats is not None:
            own = self.ledger.fields(line.key.at(point))
            fields |= {name: text for name, text in own.items() if name in self.plan.rating_fields}
        return {name: self._printed(name, text) for name, text in fields.items()} if self.evens else fields

    @property
    def evens(self) -> bool:
        """Whether what is entered is printed with its digits in the one style of the plan."""
        return self.plan.style.entry_digits == "even"

    def _printed(self, name: str, text: str) -> str:
        """A text as pages have it: ratings, marks and what was chosen are no wording."""
        field_of = self.plan.field_by_key.get(name)
        kind = field_of.type if field_of is not None else "text"
        worded = self.evens and kind not in ("rating", "mark", "choice")
        return even_digits(text, self.plan.style.digits_text) if worded else text

    def rating(self, line: Line, point: str) -> Rating | None:
        """The rating of a row at a point: only of rated items, only those of the scale."""
        if line.sub is not None or line.item.kind != "rated":
            return None
        said = self.entry(line, point)
        code = next((said[name] for name in self.counted if name in said), None)
        return next((one for one in self.ratings_at(point) if one.code == code), None)

    @property
    def counted(self) -> tuple[str, ...]:
        """The fields of ratings that are counted: that of record and what stands while it is missing, or one alone."""
        return self.plan.record if self.rated_by is None else (self.rated_by,)

    def by(self, field_name: str | None) -> "Facts":
        """The same with the ratings of a field, or of record for None."""
        return replace(self, rated_by=field_name)

    def as_counted(self, part: Part) -> "Facts":
        """The same with the ratings that a part names."""
        named = self.plan.rating_field(part.ratings[0]) if part.ratings else None
        return self.by(named or self.rated_by)

    def rating_name(self, line: Line, point: str) -> str:
        """The field in which the rating of a row stands; the first that is asked where it has none."""
        said = self.entry(line, point)
        return next((name for name in self.counted if name in said), self.counted[0])

    def ratings_at(self, point: str) -> tuple[Rating, ...]:
        """The ratings of the scale that a point names, or that the field that is counted has for itself."""
        scale = next((one.scale for one in self.plan.points if one.key == point), None)
        first = self.counted[0]
        scale = next((one.scale for one in self.plan.fields if one.field == first and first != "rating"), None) or scale
        return tuple(rating for rating in self.plan.ratings if rating.scale == scale)

    def indicators(self, line: Line, point: str) -> list[RowFields]:
        """The indicators of a row at a point, in order."""
        found = [self.ledger.fields(key) for key in self.ledger.indicators(line.owner.at(point))]
        style = self.plan.style.digits_text
        shown = ({n: even_digits(t, style) if self.evens else t for n, t in fields.items()} for fields in found)
        return [fields for fields in shown if fields]

    def captions(self, line: Line) -> list[tuple[str, Evidence]]:
        """The captions of a row's photos that can be printed, in order; "" for a photo without one."""
        found = []
        for key in self.ledger.photos(line.key.at(self.point.key)):
            fields = self.ledger.fields(key)
            if fields.get("picture") in self.ledger.pictures:
                said = fields.get("caption", "")
                caption = even_digits(said, self.plan.style.digits_text) if self.evens else said
                found.append((caption, Evidence(self.name(line), self._cell(key, "caption"), said)))
        return found

    def departments(self, line: Line) -> list[str]:
        """Names of a row's departments at the point, lead first."""
        codes = line.sub.departments if line.sub else line.item.departments
        if line.sub is None:
            codes = line.item.departments_at.get(self.point.key) or codes
        return [self.plan.department_by_code[code].name for code in codes]

    # -- where it stands -----------------------------------------------------------------------------------------------
    def name(self, line: Line) -> str:
        """「No.4「…」」 as findings say it."""
        own = line.sub.name if line.sub else line.item.name
        return f"No.{line.no}「{own}」" if own else f"No.{line.no}"

    def _cell(self, key: EntryKey, field_name: str) -> CellRef | None:
        return self.ledger_at.get((*key, field_name)) or self.ledger_at.get(key)

    def of_ledger(self, line: Line, point: str, field_name: str) -> Evidence:
        """A field of the ledger: the row's own, or where it has none the original's."""
        own, original = line.key.at(point), line.owner.at(point)
        own_rating = field_name in self.plan.rating_fields and field_name in self.ledger.fields(own)
        key = own if own_rating else original
        return Evidence(self.name(line), self._cell(key, field_name), self.ledger.fields(key).get(field_name, ""))

    def of_indicators(self, line: Line, point: str, field_name: str) -> list[Evidence]:
        """A field of each indicator of a row."""
        return [
            Evidence(self.name(line), self._cell(key, field_name), self.ledger.fields(key).get(field_name, ""))
            for key in self.ledger.indicators(line.owner.at(point))
        ]

    def of_plan(self, line: Line, field_name: str, said: str) -> Evidence:
        """A field of the plan's item."""
        return Evidence(self.name(line), self._plan_cell(*self._path(line), field_name), said)

    def of_bar(self, line: Line, row: int, bar: int, said: str) -> Evidence:
        """A bar of an item's year schedule, by the 0-based numbers of its action item and of itself."""
        path = (*self._path(line), "schedule", row, "bars", bar)
        return Evidence(self.name(line), self._plan_cell(*path), said)

    def _path(self, line: Line) -> tuple[str | int, ...]:
        """The path of a row in the plan; () for an item that is not in it any more."""
        position = self.plan.position_by_key.get(line.item.key)
        if position is None or (line.sub is not None and line.key not in self.plan.line_by_key):
            return ()
        path = ("items", position)
        return path if line.sub is None else (*path, "sub_items", line.item.sub_items.index(line.sub))

    def point_key(self, asked: str | None) -> str | None:
        """The point that a column names: by its key, or as 前回 and 前々回; None where there was none yet."""
        steps = terms.EARLIER_POINTS.get(asked or "")
        if steps is None:
            return asked
        earlier = sorted((one.date, one.key) for one in self.plan.points if one.date < self.point.date)
        return earlier[-steps][1] if len(earlier) >= steps else None

    @cached_property
    def _columns(self) -> Mapping[tuple[str, str, str | None], int]:
        found: dict[tuple[str, str, str | None], int] = {}
        for number, column in enumerate(self.plan.columns):
            found.setdefault((column.part, column.key, self.point_key(column.point)), number)
        return found

    def of_column(self, where: tuple[str, str, str | None], what: str, said: str) -> Evidence:
        """A setting of a column, by its part, key and point."""
        number = self._columns.get(where)
        if number is None:
            return Evidence(where[1], None, said)
        return Evidence(self.plan.columns[number].label, self._plan_cell("columns", number, what), said)

    def of_part(self, part: str, what: str, said: str) -> Evidence:
        """A setting of a part."""
        number = next((n for n, one in enumerate(self.plan.parts) if one.key == part), None)
        place = None if number is None else self._plan_cell("parts", number, what)
        return Evidence(part, place, said)

    def of_change(self, change: PlanChange) -> Evidence:
        """An item that a revision changed."""
        position = self.plan.position_by_key.get(change.item_key)
        at = self._plan_cell("items", position) if position is not None else None
        return Evidence(self._item_name(change.item_key), at, f"{change.old or ''} → {change.new or ''}")

    def _item_name(self, key: str) -> str:
        for plan in (self.plan, *((self.revision.before,) if self.revision else ())):
            if key in plan.item_by_key:
                return self.name(Line(plan.item_by_key[key], None))
        return key

    def _plan_cell(self, *path: str | int) -> CellRef | None:
        for end in range(len(path), 0, -1):
            if path[:end] in self.plan_at:
                return self.plan_at[path[:end]]
        return None

    # -- counting ------------------------------------------------------------------------------------------------------
    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every row of the plan in printed order, each item before its parts."""
        return tuple(self.areas.lines())

    @cached_property
    def areas(self) -> AreasOfPlan:
        """The areas as they hang together."""
        return AreasOfPlan(self.plan)

    @cached_property
    def rated(self) -> tuple[tuple[Line, Rating | None], ...]:
        """The rated rows with their ratings; None for a blank or unknown one."""
        whole = (Line(item, None) for item in self.areas.items() if item.kind == "rated")
        return tuple((line, self.rating(line, self.point.key)) for line in whole)

    def tally(self, wanted: Callable[[Item, Rating | None], bool]) -> Tally:
        """The rated rows that are wanted."""
        lines = tuple(line for line, rating in self.rated if wanted(line.item, rating))
        return Tally(len(lines), lines)

    def given(self, code: str, area: str | None = None) -> Tally:
        """The rows with a rating, of one area and all below it, or of all."""
        return self.tally(
            lambda item, rating: rating is not None and rating.code == code and self.areas.holds(area, item.area_no)
        )

    def rated_in(self, area: str | None = None) -> Tally:
        """The rows that have a rating, whatever it is, of one area and all below it, or of all."""
        return self.tally(lambda item, rating: rating is not None and self.areas.holds(area, item.area_no))

    def blank(self, area: str | None = None) -> Tally:
        """The rows without a rating, of one area and all below it, or of all."""
        return self.tally(lambda item, rating: rating is None and self.areas.holds(area, item.area_no))

    def listed(self, area: str | None = None) -> Tally:
        """All rated rows, of one area and all below it, or of all."""
        return self.tally(lambda item, _: self.areas.holds(area, item.area_no))

    def unrated(self, area: str | None = None) -> Tally:
        """Items outside the rating, of one area and all below it, or of all."""
        found = [
            Line(item, None)
            for item in self.areas.items()
            if item.kind == "unrated" and self.areas.holds(area, item.area_no)
        ]
        return Tally(len(found), tuple(found))

    def followed_up(self) -> Tally:
        """Items marked for follow-up; repeated listings where the plan counts them."""
        whole = (line for line in self.lines if line.sub is None)
        found = [
            line
            for line in whole
            if (self.plan.style.follow_up_counts_repeats or line.item.repeats is None)
            and self.entry(line, self.point.key).get("follow_up") is not None
        ]
        return Tally(len(found), tuple(found))

    @property
    def named(self) -> tuple[Rating, ...]:
        """The ratings that tables and sentences name: those that are counted, and others where they were given."""
        here = self.ratings_at(self.point.key)
        return tuple(rating for rating in here if rating.counted or self.given(rating.code).number)

    def points(self, area: str | None = None) -> tuple[Decimal, Decimal] | None:
        """Points of the rated rows (of one area and all below it) and the most that they could have; None without."""
        worth = [one.points for one in self.ratings_at(self.point.key) if one.points is not None]
        if not worth:
            return None
        rated = (rating for line, rating in self.rated if self.areas.holds(area, line.item.area_no))
        here = [rating for rating in rated if rating is not None]
        own = [rating.points for rating in here if rating.points is not None]
        return sum(own, Decimal(0)), max(worth) * len(own)

    def behind(self) -> tuple[Line, ...]:
        """The rows that are behind, in printed order."""
        return tuple(line for line, rating in self.rated if rating is not None and rating.behind)

    def examples(self) -> tuple[Line, ...]:
        """The rows marked as an example, repeated listings aside."""
        marked = (line for line in self.lines if line.item.repeats is None)
        return tuple(
            one for one in marked if self.entry(one, self.point.key).get("example") in terms.FOLLOW_UP_SPELLINGS
        )

    def origins(self, tally: Tally, field_name: str | None = None) -> tuple[Evidence, ...]:
        """The cells of the ledger that a count is made of: of ratings, or of a field."""
        here = self.point.key
        return tuple(self.of_ledger(one, here, field_name or self.rating_name(one, here)) for one in tally.lines)

    # -- revision ------------------------------------------------------------------------------------------------------
    @cached_property
    def changed(self) -> Mapping[str, tuple[PlanChange, ...]]:
        """Kind of change -> its changes, kinds without one included."""
        if self.revision is None:
            return {}
        return {kind: tuple(c for c in self.revision.changes if c.kind == kind) for kind in self.revision.kinds}

    @cached_property
    def revised(self) -> tuple[str, ...]:
        """Keys of the items that a revision changed in more than their number, in the order of the changes."""
        if self.revision is None:
            return ()
        kinds = self.revision.kinds
        return tuple(dict.fromkeys(c.item_key for c in self.revision.changes if kinds[c.kind].counted))


def items_of(changes: Iterable[PlanChange]) -> tuple[str, ...]:
    """The items of some changes, each once."""
    return tuple(dict.fromkeys(change.item_key for change in changes))
