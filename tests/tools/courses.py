"""A plan of several reporting points whose items begin, end and merge, with ratings, indicators and amounts of all of
them, and a part 経過 that prints these.
"""

import random
from datetime import date

from kosei_xl.values.fields import EntryField
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.lives import plan_at
from kosei_xl.values.model import (
    Department,
    EntryKey,
    Item,
    LineKey,
    Part,
    Plan,
    ReportingPoint,
    SubItem,
    indicator_slot,
)
from kosei_xl.values.standing import Standing
from tests.tools.builders import make_plan
from tests.tools.verifying import Case

PART = Part(
    key="history", kind="history", sheet="経過", title="取組の経過（{時点}現在）", paper="A3横", items="all", foot=True
)
EFFECT = EntryField(field="effect", label="効果額", type="money", unit="千円", summed=True)
AREAS = ({"no": "1", "name": "市民とともに進めるまちづくり"}, {"no": "2", "name": "持続できる財政"})
_NAMES = (
    "地域づくり相談窓口の設置と運営",
    "公共施設の予約と支払いのオンライン化、窓口の混雑の緩和",
    "使用料と手数料の見直し",
    "会議の資料の電子化",
    "職員提案の制度を生かした業務の改善と、その成果の全庁での共有",
)


def points_of(count: int) -> tuple[ReportingPoint, ...]:
    """So many points, two a year from the first half of 2021."""
    made = []
    for n in range(count):
        year, half = 2021 + n // 2, n % 2 == 0
        label = f"令和{year - 2018}年度{'上半期' if half else '末'}"
        day = date(year, 9, 30) if half else date(year + 1, 3, 31)
        made.append(
            ReportingPoint(
                key=f"R{year - 2018}_{'half' if half else 'end'}",
                fiscal_year=year,
                kind="half" if half else "year_end",
                date=day,
                label=label,
                short_label=label,
            )
        )
    return tuple(made)


def course_plan(points: int = 4, items: int = 5, *parts: Part, **changes: object) -> Plan:
    """A plan with so many points and items: the second begins at the second point, the third has ended at the last but
    one, the fourth has sub-items, the fifth is not rated; behind them stands the first listed again.
    """
    known = points_of(points)
    later = known[min(1, points - 1)].key
    ended: dict[str, object] = (
        {"last_point": known[-2].key, "state": "merged", "successor": "m-001"} if points > 2 else {}
    )
    special: dict[int, dict[str, object]] = {
        2: {"first_point": later},
        3: ended,
        4: {"sub_items": (SubItem(sub_no="1", name="紙の会議"), SubItem(sub_no="2", name="会議の録画"))},
        5: {"kind": "unrated"},
    }
    made = [
        Item.model_validate(
            {
                "key": f"m-{n:03}",
                "no": str(n),
                "name": _NAMES[(n - 1) % len(_NAMES)],
                "area_no": "1" if n <= (items + 1) // 2 else "2",
                "departments": ("D1",),
                **special.get(n, {}),
            }
        )
        for n in range(1, items + 1)
    ]
    made.append(Item(key="again", no=str(items + 1), name=_NAMES[0], area_no="2", departments=("D1",), repeats="m-001"))
    plan = make_plan(
        (),
        points=known,
        departments=(Department(code="D1", name="財政課"),),
        areas=list(AREAS),
        period_start=2021,
        period_end=2021 + (points - 1) // 2,
    )
    fields = plan.model_dump(exclude_defaults=True)
    own = {"items": made, "parts": (*plan.parts, *(parts or (PART,))), "fields": (EFFECT,)}
    return Plan.model_validate({**fields, **own, **changes})


def course_ledger(plan: Plan, seed: int = 16, largest: int = 9_999) -> dict[EntryKey, dict[str, str]]:
    """What was entered: a rating of each rated item at each of its points but a few, an indicator of most, and amounts
    (up to `largest`) of two thirds; of the item with sub-items these say it.
    """
    chance = random.Random(seed)
    found: dict[EntryKey, dict[str, str]] = {}
    for point in plan.points:
        codes = [rating.code for rating in plan.scale_at(point.key).ratings if rating.counted]
        for line in plan_at(plan, point).lines:
            if line.item.repeats is not None:
                continue
            number = int(line.item.key.removeprefix("m-"))
            fields: dict[str, str] = {}
            if line.rated and chance.random() < 0.95:
                fields["rating"] = chance.choice(codes)
            if number % 3 and (line.sub is not None or not line.item.sub_items):
                fields["effect"] = f"{chance.randrange(-200, largest):,}"
            if fields:
                found[line.key.at(point.key)] = fields
            if number % 4 and line.sub is None:
                found[LineKey(line.item.key).at(point.key, indicator_slot(1))] = {
                    "indicator": "参加者数",
                    "unit": "人",
                    "target": "1,200",
                    "actual": f"{chance.randrange(500, 1500):,}",
                }
    return found


def course_case(plan: Plan, ledger: dict[EntryKey, dict[str, str]] | None = None, point: str = "") -> "CourseCase":
    """The plan at its last point (or another) with what was entered."""
    entries = course_ledger(plan) if ledger is None else ledger
    return CourseCase(plan, entries, point or plan.points[-1].key, {}, draft=False)


class CourseCase(Case):
    """A report of a plan whose items live: the plan of its point, with that of all points beside it."""

    @property
    def standing(self) -> Standing:
        """The plan at the point with the ledger."""
        point = self.plan.point(self.point)
        assert point is not None
        return Standing(plan_at(self.plan, point), point, Ledger(self.ledger), whole=self.plan)
