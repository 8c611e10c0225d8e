"""Ledger -> counts by policy area and rating: every row, and distinct items (repeated listings not counted)."""

from collections.abc import Mapping
from dataclasses import dataclass

from kosei_xl.values.model import Plan, Rating
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
    repeated listings among the rated ones.
    """

    point: str
    by_area: Mapping[str, Mapping[str, Count]]
    items: Mapping[str, Count]
    missing: Mapping[str, Count]
    unrated: int
    repeats: int

    def total(self, code: str) -> Count:
        """All areas together for one rating."""
        return sum((counts[code] for counts in self.by_area.values()), Count())

    def within(self, plan: Plan, area_id: str | None) -> AreaCounts:
        """The counts of an area with those of all areas below it; of the whole plan for None."""
        areas = plan.tree.under(area_id)

        def added(counts: Mapping[str, Count]) -> Count:
            return sum((count for area, count in counts.items() if area in areas), Count())

        given = {r.code: added({area: own[r.code] for area, own in self.by_area.items()}) for r in plan.ratings}
        return AreaCounts(given, added(self.missing), added(self.items))

    def shown(self, plan: Plan) -> tuple[Rating, ...]:
        """The ratings that a table or a sentence names: those that are counted (集計する), of the others those given.

        So that what is shown always adds up to the number of items.
        """
        return tuple(rating for rating in plan.ratings if rating.counted or self.total(rating.code).rows)

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
    """Count the ratings of one point. Cost: one pass."""
    plan = standing.plan
    codes = [rating.code for rating in plan.ratings]
    by_area = {area.id: dict.fromkeys(codes, Count()) for area in plan.tree.in_order}
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
    )
