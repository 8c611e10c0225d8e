"""A city's plan and what its people answered, drawn from a seed as plain values: nothing here knows the package.

`draw` makes it; `plan_json` tells it as PLAN.json does. What of it must be printed is counted in `counted`.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

BEFORE, NOW = "p1", "p2"
_Asked = TypeVar("_Asked")


@dataclass(frozen=True)
class Sign:
    """One rating of a scale; `order` None stands outside the order. `spelt` are ways in which people type it."""

    code: str
    label: str
    order: int | None
    behind: bool = False
    counted: bool = True
    points: Fraction | None = None
    same_as: str | None = None
    spelt: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ground:
    """An area; `path` are the ids from the top down to it."""

    id: str
    no: int
    name: str
    path: tuple[str, ...]

    @property
    def above(self) -> str | None:
        """The id of the area above."""
        return self.path[-2] if len(self.path) > 1 else None


@dataclass(frozen=True)
class Task:
    """An item; `subs` are (number, department) of its parts. `offices` are its departments, lead first."""

    key: str
    no: int
    area: str
    offices: tuple[str, ...]
    rated: bool = True
    by_office: bool = False
    repeats: str | None = None
    priority: bool = False
    subs: tuple[tuple[int, str], ...] = ()

    @property
    def name(self) -> str:
        """What it is called: no other's name is part of it."""
        return f"取組{self.no:03}番"


@dataclass(frozen=True)
class Money:
    """A field of amounts; `power` is its unit in 円."""

    key: str
    label: str
    unit: str
    power: int
    decimals: int
    against: str | None = None


@dataclass(frozen=True)
class Rater:
    """A further field of ratings; `by` fills it in."""

    key: str
    label: str
    by: str
    rater: str
    axis: str = ""
    scale: str | None = None


@dataclass
class World:
    """Everything. `given` is (point, item) -> field -> code; `amounts` is (point, item, sub-number or 0) -> field ->
    (what is typed, its value in the unit of the field; None where it is no amount).
    """

    name: str
    scales: dict[str, list[Sign]]
    scale_at: dict[str, str]
    levels: tuple[str, ...]
    areas: list[Ground]
    tasks: list[Task]
    bureaus: dict[str, tuple[str, str | None]]
    money: list[Money] = field(default_factory=list)
    raters: list[Rater] = field(default_factory=list)
    record: tuple[str, ...] = ("rating",)
    complete: bool = True
    numbering: tuple[str, ...] = ("1",)
    digits: str = "full"
    given: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    amounts: dict[tuple[str, str, int], dict[str, tuple[str, Fraction | None]]] = field(default_factory=dict)

    @property
    def points(self) -> list[str]:
        """The points that are answered."""
        return [*self.scale_at]

    def scale_of(self, rating: str, point: str) -> list[Sign]:
        """The scale of a field of ratings at a point."""
        own = next((one.scale for one in self.raters if one.key == rating), None)
        return self.scales[own or self.scale_at[point]]


# -- scales ----------------------------------------------------------------------------------------------------------
_ALPHABETS: Sequence[tuple[str, Sequence[str], Mapping[str, tuple[str, ...]]]] = (
    ("letters", ("S", "A", "B", "C"), {"S": ("Ｓ", "s"), "A": ("Ａ",), "C": ("「C」",)}),
    ("letters to e", ("A", "B", "C", "D", "E"), {"D": ("Ｄ",)}),
    ("marks", ("◎", "○", "△", "×"), {"○": ("〇", "◯"), "△": ("Δ",), "×": ("✕",)}),
    ("digits", ("5", "4", "3", "2", "1"), {"4": ("４",)}),
    ("two", ("達成", "未達成"), {}),
    ("three words", ("順調に進んでいる", "おおむね順調", "遅れている"), {}),
    ("primes", ("A′", "A", "B′", "B", "C"), {"A′": ("A'",), "B′": ("Ｂ’",)}),
    ("plus", ("A+", "A", "A−", "B+", "B", "B−"), {"B+": ("Ｂ＋",)}),
    ("roman", ("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "Ⅵ"), {}),
    ("kana", ("ア", "イ", "ウ", "エ", "オ", "カ", "キ", "ク"), {"ア": ("ｱ",)}),
)
_OUTSIDE = ("完了", "中止", "未着手", "評価困難", "－")


def draw_scale(rng: random.Random, key: str, wanted: "Wanted", *, points: bool) -> list[Sign]:
    """A scale of two to eight codes, some of them outside the order."""
    kinds = [one for one in _ALPHABETS if wanted.alphabet in (None, one[0])]
    _, codes, spelt = rng.choice(kinds)
    inside = list(codes)
    drawn = rng.sample(_OUTSIDE, min(rng.randint(0, 3), 8 - len(inside)))
    outside = _or(wanted.outside, tuple(drawn))
    late = rng.randint(1, max(1, len(inside) // 2))
    signs = []
    for n, code in enumerate(inside, 1):
        worth = Fraction(len(inside) - n) * rng.choice((1, 5)) if points else None
        label = code if len(code) > 3 and rng.random() < 0.5 else f"{key}の{n}番目"
        behind = n > len(inside) - late
        signs.append(Sign(code, label, n, behind, points=worth, spelt=spelt.get(code, ())))
    signs += [Sign(code, code if code != "－" else "評価なし", None, counted=rng.random() < 0.5) for code in outside]
    return signs


# -- drawing ---------------------------------------------------------------------------------------------------------
_LEVELS = ("目標", "基本方針", "重点項目", "推進項目")
_NUMBERS = ("Ⅰ", "１", "1", "①", "(1)")
_UNITS = (("円", 1), ("千円", 1000), ("百万円", 10**6), ("億円", 10**8))


@dataclass(frozen=True)
class Wanted:
    """What a kind must have; None leaves it to the seed."""

    levels: int | None = None
    items: int | None = None
    alphabet: str | None = None
    outside: tuple[str, ...] | None = None
    offices: int | None = None
    points: bool | None = None
    money: int | None = None
    raters: tuple[str, ...] | None = None
    record: tuple[str, ...] | None = None
    changes: str | None = None
    complete: bool | None = None


def draw(seed: int, wanted: Wanted = Wanted(), name: str = "") -> World:
    """The plan of a seed."""
    rng = random.Random(seed)

    with_points = _or(wanted.points, rng.random() < 0.4)
    changes = _or(wanted.changes, rng.choice(("none", "same", "same", "mapped", "unmapped")))
    levels = _or(wanted.levels, rng.randint(1, 4))
    scales = {"standard": draw_scale(rng, "今", wanted, points=with_points)}
    scale_at = {NOW: "standard"}
    if changes != "none":
        scale_at = {BEFORE: "standard", NOW: "standard"}
        if changes != "same":
            scales["first"] = _former(rng, scales["standard"], mapped=changes == "mapped")
            scale_at[BEFORE] = "first"
    world = World(
        name or f"kind{seed}",
        scales,
        scale_at,
        _LEVELS[-levels:] if levels > 1 else (),
        _areas(rng, levels),
        [],
        _bureaus(rng, _or(wanted.offices, rng.randint(2, 7))),
        complete=_or(wanted.complete, rng.random() < 0.6),
        numbering=tuple(rng.choice(_NUMBERS) for _ in range(levels)),
        digits=rng.choice(("full", "half", "mixed")),
    )
    world.tasks = _tasks(rng, world, _or(wanted.items, rng.randint(8, 40)))
    for number in range(_or(wanted.money, rng.choice((0, 0, 1, 2)))):
        unit, power = rng.choice(_UNITS)
        against = world.money[0].key if number else None
        if world.money:
            unit, power = world.money[0].unit, world.money[0].power
        key, label = ("planned", "計画額") if not number else ("effect", "実績額")
        world.money.append(Money(key, label, unit, power, 0 if power < 10**6 else rng.randint(0, 2), against))
    _raters(rng, world, _or(wanted.raters, tuple(rng.sample(_RATERS, rng.choice((0, 0, 1, 2, 3))))))
    world.record = _or(wanted.record, world.record)
    for point in world.points:
        _answers(rng, world, point)
    return world


def _or(asked: _Asked | None, drawn: _Asked) -> _Asked:
    return drawn if asked is None else asked


def _former(rng: random.Random, now: Sequence[Sign], *, mapped: bool) -> list[Sign]:
    """The scale of the point before: as many ratings of other signs, each the same as one of now, or none."""
    inside = [sign for sign in now if sign.order is not None]
    return [
        Sign(f"旧{n}", f"以前の{n}番目", n, sign.behind, same_as=sign.code if mapped else None)
        for n, sign in enumerate(inside, 1)
    ]


def _areas(rng: random.Random, levels: int) -> list[Ground]:
    made: list[Ground] = []
    above: list[tuple[str, ...]] = [()]
    for level in range(1, levels + 1):
        below: list[tuple[str, ...]] = []
        for path in above:
            for no in range(1, rng.randint(1, 3 if levels > 2 else 4) + (2 if level == 1 else 1)):
                area = f"g{len(made) + 1}"
                made.append(Ground(area, no, f"施策{len(made) + 1:02}の柱", (*path, area)))
                below.append((*path, area))
        above = below
    return made


def _bureaus(rng: random.Random, count: int) -> dict[str, tuple[str, str | None]]:
    return {f"D{n:02}": (f"第{n:02}課", rng.choice(("総務部", "福祉部", "都市部", None))) for n in range(1, count + 1)}


def _tasks(rng: random.Random, world: World, count: int) -> list[Task]:
    lowest = [a for a in world.areas if all(a.id not in b.path[:-1] for b in world.areas)]
    codes = [*world.bureaus]
    tasks: list[Task] = []
    for no in range(1, count + 1):
        place = rng.choice(world.areas if rng.random() < 0.08 else lowest).id
        offices = tuple(rng.sample(codes, min(len(codes), rng.choice((1, 1, 1, 2, 3)))))
        drawn = rng.random()
        originals = [one for one in tasks if one.rated and one.repeats is None]
        if drawn < 0.1 and originals:
            original = rng.choice(originals)
            tasks.append(
                Task(f"i{no}", no, place, offices if rng.random() < 0.3 else original.offices, repeats=original.key)
            )
            continue
        subs = tuple((n, rng.choice(codes)) for n in range(1, rng.randint(1, 3) + 1)) if rng.random() < 0.15 else ()
        rated = drawn < 0.88
        by_office = rated and rng.random() < 0.08
        tasks.append(Task(f"i{no}", no, place, offices, rated, by_office, None, rng.random() < 0.3, subs))
    return tasks


_RATERS = ("second", "panel", "outcome")


def _raters(rng: random.Random, world: World, keys: Sequence[str]) -> None:
    own = "third" if rng.random() < 0.5 else None
    offered = {
        "second": Rater("second", "二次評価", "office", "事務局"),
        "panel": Rater("panel", "委員会評価", "committee", "委員会"),
        "outcome": Rater("outcome", "成果評価", "department", "課", "成果", own),
    }
    world.raters = [offered[key] for key in keys]
    if any(one.scale for one in world.raters):
        world.scales["third"] = draw_scale(rng, "成果", Wanted(), points=False)
    if "second" in keys and rng.random() < 0.6:
        world.record = ("second", "rating")
    elif "panel" in keys and rng.random() < 0.6:
        world.record = ("panel", "second") if "second" in keys else ("panel",)


def _answers(rng: random.Random, world: World, point: str) -> None:
    missing = 0.0 if world.complete else 0.12
    for task in world.tasks:
        if task.repeats is None:
            if task.rated:
                world.given[point, task.key] = _ratings(rng, world, point, missing)
            amounts = {}
            subs = [*(number for number, _ in task.subs)]
            asked = [0] if not subs or rng.random() < 0.5 else subs
            for number in [0, *subs]:
                amounts = {m.key: _amount(rng, m, world.complete) for m in world.money if number in asked}
                world.amounts[point, task.key, number] = {key: one for key, one in amounts.items() if one[0]}


def _ratings(rng: random.Random, world: World, point: str, missing: float) -> dict[str, str]:
    found = {}
    for name in ("rating", *(one.key for one in world.raters)):
        signs = world.scale_of(name, point)
        needed = name == world.record[0] or name == "rating"
        if rng.random() >= (missing if needed else max(missing, 0.2)):
            found[name] = rng.choice(signs).code
    return found


def _amount(rng: random.Random, money: Money, complete: bool) -> tuple[str, Fraction | None]:
    """A text and what it is worth: plain, with commas, in full width, below zero, in another unit, or none at all."""
    drawn, shift = rng.random(), 10**money.decimals
    value = Fraction(rng.randint(0, 3000 * shift), shift)
    if drawn < 0.1:
        return "", None
    if drawn < 0.14 and not complete:
        return rng.choice(("検討中", "調査中")), None
    if drawn < 0.24:
        value = -value
    text = plain(abs(value), money.decimals)
    if drawn > 0.8:
        text = text.translate(_WIDE)
    elif drawn > 0.7:
        text += money.unit
    elif drawn > 0.6 and money.power == 1000 and value.denominator == 1:
        text = f"{int(abs(value)) * 1000:,}円"
    return (rng.choice(("△", "▲", "-")) + text if value < 0 else text), value


_WIDE = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


def plain(value: Fraction, decimals: int) -> str:
    """A number that is not below zero with commas and so many decimals."""
    shifted = int(value * 10**decimals)
    whole, rest = divmod(shifted, 10**decimals)
    return f"{whole:,}" + (f".{rest:0{decimals}}" if decimals else "")
