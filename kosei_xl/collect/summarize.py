"""Ledger -> counts by policy area and rating: every row, and distinct items (repeated listings not counted)."""

from collections.abc import Collection, Mapping
from dataclasses import field, replace
from decimal import Decimal

from kosei_xl.later import dataclass
from kosei_xl.values.model import Plan, Rating, Scale
from kosei_xl.values.standing import Standing


@dataclass(frozen=True, slots=True)
class Count:
    """`rows` as listed, `distinct` without repeated listings."""

    rows: int = 0
    distinct: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.rows + other.rows, self.distinct + other.distinct)


@dataclass(frozen=True, slots=True)
class AreaCounts:
    """Rows of an area and all below it: `given` by code, zeros included, `missing` ratings, and all rated `items`."""

    given: Mapping[str, Count]
    missing: Count
    items: Count


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of one point. `by_area` maps area id -> rating code -> Count, zeros included; `missing` are blank ratings.

    Each row is counted in the area that it stands in, not in those above (see `within`). `items` counts the rated rows
    per area: each is in one of `by_area` and `missing`. `unrated` counts the rows outside the rating, `repeats` the
    repeated listings among the rated ones. `scale` is the one that the ratings are of. `beside` counts the other fields
    of ratings, by key.
    """

    point: str
    by_area: Mapping[str, Mapping[str, Count]]
    items: Mapping[str, Count]
    missing: Mapping[str, Count]
    unrated: int
    repeats: int
    scale: Scale
    beside: Mapping[str, "Summary"] = field(default_factory=dict)

    def total(self, code: str) -> Count:
        """All areas together for one rating."""
        return sum((counts[code] for counts in self.by_area.values()), Count())

    def within(self, plan: Plan, area_id: str | None) -> AreaCounts:
        """The counts of an area with those of all areas below it; of the whole plan for None."""
        areas = plan.tree.under(area_id)

        def added(counts: Mapping[str, Count]) -> Count:
            return sum((count for area, count in counts.items() if area in areas), Count())

        given = {code: added({area: own[code] for area, own in self.by_area.items()}) for code in self.scale.codes}
        return AreaCounts(given, added(self.missing), added(self.items))

    def shown(self) -> tuple[Rating, ...]:
        """The ratings that a table or a sentence names: those that are counted (集計する), of the others those given.

        So that what is shown always adds up to the number of items.
        """
        return tuple(rating for rating in self.scale.ratings if rating.counted or self.total(rating.code).rows)

    @property
    def behind(self) -> Count:
        """All rows that are behind, whatever rating says so."""
        return sum((self.total(rating.code) for rating in self.scale.ratings if rating.behind), Count())

    def points(self, areas: Collection[str] | None = None) -> tuple[Decimal, Decimal] | None:
        """What the ratings of some areas (of all) count for, and the most that so many could; None without points.

        Rows whose rating counts for nothing that can be added up are in neither.
        """
        most = self.scale.most_points
        if most is None:
            return None
        counts = [own for area, own in self.by_area.items() if areas is None or area in areas]
        given = [(r.points, sum(own[r.code].rows for own in counts)) for r in self.scale.ratings]
        rows = [(points, number) for points, number in given if points is not None]
        return sum((points * n for points, n in rows), Decimal(0)), most * sum(n for _, n in rows)

    @property
    def all_items(self) -> Count:
        """All rated rows."""
        return sum(self.items.values(), Count())

    def to_json(self) -> dict[str, dict[str, dict[str, int]]]:
        """The counts as `--json` gives them: {area_id: {code: {"rows": n, "distinct": n}}}."""
        return {
            area: {code: {"rows": count.rows, "distinct": count.distinct} for code, count in counts.items()}
            for area, counts in self.by_area.items()
        }


def summarize(standing: Standing) -> Summary:
    """Count the ratings of one point, and those of every other rater and axis. Cost: one pass for each."""
    if standing.rated_by is not None or len(standing.plan.rating_fields) == 1:
        return _counted(standing)
    others = (name for name in standing.plan.rating_fields if name != standing.counted[0])
    return replace(_counted(standing), beside={name: _counted(replace(standing, rated_by=name)) for name in others})


def _counted(standing: Standing) -> Summary:
    plan = standing.plan
    scale = standing.scale
    by_area = {area.id: dict.fromkeys(scale.codes, Count()) for area in plan.tree.in_order}
    items = dict.fromkeys(by_area, Count())
    missing = dict.fromkeys(by_area, Count())
    for line in plan.lines:
        if not line.rated:
            continue
        area = line.item.area_no
        one = Count(1, 0 if line.item.repeats else 1)
        items[area] += one
        rating = standing.rating(line)
        if rating is None:
            missing[area] += one
        else:
            by_area[area][rating.code] += one
    return Summary(
        point=standing.point.key,
        by_area=by_area,
        items=items,
        missing=missing,
        unrated=sum(item.kind == "unrated" for item in plan.items),
        repeats=sum(item.repeats is not None and item.kind == "rated" for item in plan.items),
        scale=scale,
    )
