"""What must be printed of a drawn world, counted from its plain values alone: no line of the package is used here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tests.tools.kinds.world import BEFORE, NOW, Ground, Money, Sign, Task, World

Number = int | Fraction | None
Row = dict[str, Number]
"""Head of a column -> its number; None where a stroke is printed."""
MISSING, ASIDE, TOTAL = "未記入", "対象外", "計"


@dataclass
class Counting:
    """The expected tables: each maps a row's label (of うち rows: parent + label) to its numbers by head."""

    world: World
    tasks: dict[str, Task] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tasks = {task.key: task for task in self.world.tasks}

    # -- ratings -----------------------------------------------------------------------------------------------------
    def given(self, task: Task, name: str, point: str = NOW) -> Sign | None:
        """What a rater gave, of a repeated listing what its original got."""
        if not task.rated:
            return None
        code = self.world.given.get((point, task.repeats or task.key), {}).get(name)
        return next((sign for sign in self.world.scale_of(name, point) if sign.code == code), None)

    def record(self, task: Task, point: str = NOW) -> Sign | None:
        """The rating of record."""
        found = (self.given(task, name, point) for name in self.world.record)
        return next((sign for sign in found if sign is not None), None)

    @property
    def signs(self) -> list[Sign]:
        """The scale of the ratings of record."""
        return self.world.scale_of(self.world.record[0], NOW)

    def is_priority(self, task: Task) -> bool:
        """Whether an item is marked; a repeated listing as its original."""
        return self.tasks[task.repeats].priority if task.repeats else task.priority

    def under(self, area: str) -> list[Task]:
        """The items of an area and of all below it."""
        inside = {ground.id for ground in self.world.areas if area in ground.path}
        return [task for task in self.world.tasks if task.area in inside]

    def counts(self, tasks: Iterable[Task], rating: Callable[[Task], Sign | None]) -> Row:
        """How many have each rating, none, or are not rated; by the heads of the columns."""
        row: Row = {}
        for task in tasks:
            sign = rating(task)
            head = ASIDE if not task.rated else MISSING if sign is None else head_of(sign)
            row[head] = int(row.get(head) or 0) + 1
        return row

    def rows(self, groups: Iterable[tuple[str, Sequence[Task]]]) -> dict[str, Row]:
        """Groups -> their counts by the rating of record."""
        return {label: self.counts(tasks, self.record) for label, tasks in groups}

    @property
    def rated(self) -> list[Task]:
        """The rated items, repeated listings too."""
        return [task for task in self.world.tasks if task.rated]

    # -- tables ------------------------------------------------------------------------------------------------------
    def usual(self) -> dict[str, Row]:
        """Areas of every level by ratings, with points."""
        groups = [(g.name, [t for t in self.under(g.id) if t.rated]) for g in self.world.areas]
        groups.append((TOTAL, self.rated))
        found = self.rows(groups)
        for label, tasks in groups:
            found[label] |= {"（）": len(tasks), **self.points(tasks)}
        return found

    def points(self, tasks: Sequence[Task]) -> Row:
        """Points reached, the most there are, and their share in percent."""
        worths = [sign.points for sign in self.signs if sign.points is not None]
        if not worths:
            return {}
        got = [sign.points for task in tasks if (sign := self.record(task)) and sign.points is not None]
        most = max(worths) * len(got)
        share = tenths(sum(got, Fraction(0)), most) if most else None
        return {"得点": sum(got, Fraction(0)), "満点": most, "得点率": share}

    def bureau(self) -> dict[str, Row]:
        """部 and 課 with what is of them."""
        world, found = self.world, dict[str, Row]()
        groups: list[tuple[str, list[Task]]] = []
        for bureau in dict.fromkeys(name for _, name in world.bureaus.values()):
            own = [task for task in world.tasks if world.bureaus[task.offices[0]][1] == bureau]
            if own:
                groups.append((bureau or "（部なし）", own))
            for name, above in world.bureaus.values():
                at = [task for task in own if world.bureaus[task.offices[0]][0] == name]
                groups += [(name, at)] if above == bureau and at else []
        for label, tasks in [*groups, (TOTAL, world.tasks)]:
            found[label] = self.counts(tasks, self.record) | {TOTAL: len(tasks)}
            for under, chosen in (
                ("うち重点", [t for t in tasks if self.is_priority(t)]),
                ("うち再掲", [t for t in tasks if t.repeats]),
            ):
                found[f"{label}/{under}"] = self.counts(chosen, self.record) | {TOTAL: len(chosen)}
        return found

    def share(self) -> dict[str, Row]:
        """Answering departments with shares."""
        groups: dict[str, list[Task]] = {}
        for task in self.rated:
            office = "事務局" if task.by_office else self.world.bureaus[task.offices[0]][0]
            groups.setdefault(office, []).append(task)
        return {label: self._shares(tasks) for label, tasks in [*groups.items(), (TOTAL, self.rated)]}

    def _shares(self, tasks: Sequence[Task]) -> Row:
        counts = self.counts(tasks, self.record) | {TOTAL: len(tasks)}
        shares = {f"{head}/割合": tenths(Fraction(count or 0), Fraction(len(tasks))) for head, count in counts.items()}
        return counts | shares

    def priority_shares(self) -> Row:
        """The exact shares of the marked items, in percent."""
        own = [task for task in self.rated if self.is_priority(task)]
        counts = self.counts(own, self.record)
        return {head: Fraction(count or 0, len(own)) * 100 for head, count in counts.items()}

    def change(self) -> dict[str, Row]:
        """The top level with the change since the point before."""
        groups = [(g.name, [t for t in self.under(g.id) if t.rated]) for g in self.world.areas if len(g.path) == 1]
        if BEFORE not in self.world.points:
            return {label: self._stroked(tasks) for label, tasks in [*groups, (TOTAL, self.rated)]}
        before = {task.key: self._then(task) for task in self.rated}
        lost = any(one == "?" for one in before.values())
        return {
            label: self._stroked(tasks) if lost else self._changed(tasks, before)
            for label, tasks in [*groups, (TOTAL, self.rated)]
        }

    def _then(self, task: Task) -> str:
        """The head of what was given at the point before; "?" where it means nothing now."""
        sign = self.record(task, BEFORE)
        if sign is None:
            return MISSING
        if self.world.scale_of(self.world.record[0], BEFORE) is self.signs:
            return head_of(sign)
        same = next((one for one in self.signs if one.code == sign.same_as), None)
        return head_of(same) if same else "?"

    def _stroked(self, tasks: Sequence[Task]) -> Row:
        counts = self.counts(tasks, self.record) | {TOTAL: len(tasks)}
        return counts | {f"{head}/前回との差": None for head in counts}

    def _changed(self, tasks: Sequence[Task], before: dict[str, str]) -> Row:
        counts = self.counts(tasks, self.record) | {TOTAL: len(tasks)}
        heads = {*counts, *(before[task.key] for task in tasks)}
        then = {head: sum(before[task.key] == head for task in tasks) for head in heads} | {TOTAL: len(tasks)}
        return counts | {f"{head}/前回との差": int(counts.get(head) or 0) - then[head] for head in heads}

    def raters(self) -> dict[str, Row]:
        """Every field of ratings by itself."""
        names = [("評価", "rating"), *((one.label, one.key) for one in self.world.raters)]
        return {
            label: self.counts(self.rated, lambda task, key=key: self.given(task, key)) | {"（）": len(self.rated)}  # type: ignore[misc]
            for label, key in names
        }

    def level(self, depth: int) -> dict[str, Row]:
        """One level alone; what stands above it by itself too."""
        groups: list[tuple[str, list[Task]]] = []
        for ground in self.world.areas:
            own = self.under(ground.id) if len(ground.path) == depth else self._right_in(ground)
            if len(ground.path) == depth or (len(ground.path) < depth and any(t.rated for t in own)):
                groups.append((ground.name, [task for task in own if task.rated]))
        found = self.rows([*groups, (TOTAL, self.rated)])
        return {label: row | {"（）": sum(int(n or 0) for n in row.values())} for label, row in found.items()}

    def _right_in(self, ground: Ground) -> list[Task]:
        return [task for task in self.world.tasks if task.area == ground.id]

    # -- amounts -----------------------------------------------------------------------------------------------------
    def amount(self, task: Task, money: Money, point: str = NOW) -> list[Fraction | None]:
        """The amounts of an item: its own, else those of its parts; None for what is none."""
        for numbers in ([0], [number for number, _ in task.subs]):
            texts = [self.world.amounts.get((point, task.key, n), {}).get(money.key) for n in numbers]
            said = [text for text in texts if text is not None]
            if said:
                return [value for _, value in said]
        return []

    def total(self, tasks: Iterable[Task], money: Money, points: Sequence[str] = (NOW,)) -> Fraction:
        """The sum of the amounts of items, repeated listings left out."""
        own = [task for task in tasks if task.repeats is None]
        values = [value for point in points for task in own for value in self.amount(task, money, point)]
        return sum((value for value in values if value is not None), Fraction(0))

    def money(self) -> dict[str, Row]:
        """Lead departments: how many items, and their amounts."""
        groups: dict[str, list[Task]] = {}
        for task in self.world.tasks:
            groups.setdefault(self.world.bureaus[task.offices[0]][0], []).append(task)
        found: dict[str, Row] = {}
        for label, tasks in [*groups.items(), (TOTAL, self.world.tasks)]:
            sums: Row = {f"{one.label}({one.unit})": self.total(tasks, one) for one in self.world.money}
            found[label] = {TOTAL: len(tasks), **sums}
        return found

    # -- sentences ---------------------------------------------------------------------------------------------------
    def sentence(self) -> Row:
        """What the text says."""
        counts = self.counts(self.rated, self.record)
        return {
            "全": len(self.rated),
            "実": sum(task.repeats is None for task in self.rated),
            "再掲": sum(task.repeats is not None for task in self.rated),
            "対象外": len(self.world.tasks) - len(self.rated),
            "遅れ": len(self.behind()),
            "未記入": counts.get(MISSING, 0),
            **{f"「{sign.label}」": counts.get(head_of(sign), 0) for sign in self.signs},
        }

    def behind(self) -> list[Task]:
        """The items that are behind."""
        return [task for task in self.rated if (sign := self.record(task)) and sign.behind]


def head_of(sign: Sign) -> str:
    """The head of a rating's column."""
    return sign.code if sign.label == sign.code else f"{sign.label}({sign.code})"


def tenths(part: Fraction, whole: Fraction) -> Fraction:
    """A share in percent, rounded half away from zero to one decimal."""
    if whole == 0:
        return Fraction(0)
    share = abs(part / whole) * 1000
    rounded = Fraction(int(share + Fraction(1, 2)), 10)
    return rounded if part >= 0 else -rounded
