"""Ledger -> the rows of a summary table as 帳票 asks for it: counts, what stood before, amounts. No layout."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from kosei_xl.later import dataclass
from kosei_xl.read.ratings import read_rating
from kosei_xl.values.areas import PATH_SIGN
from kosei_xl.values.counting import Condition, SumAsked, TableAsked, table_asked
from kosei_xl.values.fields import read_value
from kosei_xl.values.labels import area_label, label_of
from kosei_xl.values.model import Item, Line, Part, Plan, Rating, Scale, lines_of
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.amounts import EXACT
from kosei_xl.words.notation import folded, numbered

MISSING, UNRATED = "missing", "unrated"
"""Keys of the counts of rows without a rating, and of rows that are not rated."""


@dataclass(frozen=True, slots=True)
class AmountOfRows:
    """Amounts of some rows in the unit that was asked for; `unreadable` are the numbers of rows that are not in it."""

    total: Decimal = Decimal(0)
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CountedRow:
    """A row: its key and label, how far it is indented, its rows of the plan by rating code, `MISSING` and `UNRATED`.

    `scale` is the one that its ratings are of. `before` counts the point before; None where there was none, or its
    ratings mean nothing here.
    """

    key: str
    label: str
    depth: int
    scale: Scale
    given: Mapping[str, int]
    before: Mapping[str, int] | None
    sums: tuple[AmountOfRows, ...] = ()

    @property
    def items(self) -> int:
        """All rows of the plan that it counts."""
        return sum(self.given.values())

    def has(self, rating: Rating) -> bool:
        """Whether a rating is one of its scale, or at least called the same and by the same sign."""
        own = self.scale.get(rating.code)
        return own is not None and own.label == rating.label

    @property
    def items_before(self) -> int | None:
        """All that it counted at the point before."""
        return None if self.before is None else sum(self.before.values())


@dataclass(frozen=True, slots=True)
class CountedTable:
    """A summary table: what was asked, the rows, and the ratings (and beside them) that it needs columns for.

    Raters may go by scales of their own; a code that means two things has a column for each.
    """

    asked: TableAsked
    rows: tuple[CountedRow, ...]
    ratings: tuple[Rating, ...]
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    key: str
    label: str
    depth: int
    lines: tuple[Line, ...]
    rating: str = ""


def count_table(standing: Standing, part: Part) -> CountedTable:
    """The rows of a summary table, each followed by what is of it (うち…), the total last.

    Cost: one pass over the rows of the plan for each row of the table.
    """
    plan = standing.plan
    asked = table_asked(plan, part)
    kinds = ("rated", "unrated") if part.items == "all" else (part.items,)
    lines = tuple(line for line in plan.lines if line.sub is None and line.item.kind in kinds)
    if asked.only is not None:
        lines = tuple(line for line in lines if fits(standing, line, asked.only))
    groups = list(_groups(standing, asked, lines))
    if asked.rows != "rater":
        groups.append(_Group("total", terms.TABLE_SHOWS["total"], 0, lines))
    rows = [row for group in groups for row in _rows_of(standing, asked, group)]
    if any(row.before is None for row in rows):
        rows = [replace(row, before=None) for row in rows]
    used = {row.key: {key for key, n in (*row.given.items(), *(row.before or {}).items()) if n} for row in rows}
    wanted = [one for row in rows for one in row.scale.ratings if one.counted or one.code in used[row.key]]
    ratings: dict[tuple[str, str], Rating] = {}
    for rating in (one for one in plan.ratings if one in wanted):
        ratings.setdefault((rating.code, rating.label), rating)
    beside = tuple(key for key in (MISSING, UNRATED) if any(key in own for own in used.values()))
    return CountedTable(asked, tuple(rows), tuple(ratings.values()), beside)


# -- rows ----------------------------------------------------------------------------------------------------------
def _groups(standing: Standing, asked: TableAsked, lines: Sequence[Line]) -> Iterator[_Group]:
    plan = standing.plan
    if asked.rows == "area":
        for area in plan.tree.in_order:
            inside = plan.tree.under(area.id)
            own = tuple(line for line in lines if line.item.area_no in inside)
            yield _Group(f"area:{area.id}", area_label(plan, area.id), plan.tree.depth(area.id) - 1, own)
    elif asked.rows == "level":
        yield from _by_level(plan, asked.level, lines)
    elif asked.rows == "rater":
        for name in asked.ratings:
            yield _Group(f"rater:{name}", label_of(plan, name), 0, tuple(lines), name)
    elif asked.rows == "answering":
        yield from _by_department(plan, lines, lambda line: line.answering, terms.OFFICE, 0)
    elif asked.rows in ("bureau", "bureau_department", "department"):
        lead = partial(_lead, standing.point.key)
        if asked.rows == "department":
            yield from _by_department(plan, lines, lead, terms.NO_DEPARTMENT, 0)
        else:
            yield from _by_bureau(plan, lines, lead, apart=asked.rows == "bureau_department")


def _by_level(plan: Plan, level: int, lines: Sequence[Line]) -> Iterator[_Group]:
    """The areas of a level, and those above it that hold items themselves, so that the rows add up.

    Where a number recurs they are called by the numbers from the top.
    """
    nos = [area.no for area in plan.tree.at(level)]
    for area in plan.tree.cut(level):
        at_level = plan.tree.depth(area.id) == level
        inside = plan.tree.under(area.id) if at_level else {area.id}
        own = tuple(line for line in lines if line.item.area_no in inside)
        if at_level or own:
            none = "" if at_level else f"（{plan.levels[level - 1].name}なし）"
            path = plan.tree.path(area.id) if len({*nos}) < len(nos) else (area,)
            numbers = PATH_SIGN.join(numbered(one.no, plan.level_of(one.id).numbering) for one in path)
            yield _Group(f"area:{area.id}", f"{numbers} {area.name}{none}", 0, own)


def _lead(point: str, line: Line) -> str | None:
    codes = line.departments_on(point)
    return codes[0] if codes else None


def _by_department(
    plan: Plan, lines: Sequence[Line], of: Callable[[Line], str | None], none: str, depth: int
) -> Iterator[_Group]:
    for department in plan.departments_in_order:
        own = tuple(line for line in lines if of(line) == department.code)
        if own:
            yield _Group(f"dept:{department.code}", department.name, depth, own)
    rest = tuple(line for line in lines if of(line) is None)
    if rest:
        yield _Group("dept:", none, depth, rest)


def _by_bureau(plan: Plan, lines: Sequence[Line], of: Callable[[Line], str | None], *, apart: bool) -> Iterator[_Group]:
    """Each 部 in the order of its first department, with its departments below it where they are wanted apart."""
    bureaus = {d.code: d.bureau for d in plan.departments}
    for bureau in dict.fromkeys([*(d.bureau for d in plan.departments_in_order if d.bureau), None]):
        own = tuple(line for line in lines if bureaus.get(of(line) or "") == bureau)
        if own:
            yield _Group(f"bureau:{bureau or ''}", bureau or terms.NO_BUREAU, 0, own)
            if apart:
                yield from _by_department(plan, own, of, terms.NO_DEPARTMENT, 1)


def _rows_of(standing: Standing, asked: TableAsked, group: _Group) -> Iterator[CountedRow]:
    """The row of a group, then those of what is of it."""
    yield _counted(standing, asked, group)
    for number, condition in enumerate(asked.of_which, 1):
        lines = tuple(line for line in group.lines if fits(_rated_by(standing, group.rating), line, condition))
        label = f"うち{condition.label.removeprefix('うち')}"
        yield _counted(standing, asked, _Group(f"{group.key}+{number}", label, group.depth + 1, lines, group.rating))


def _counted(standing: Standing, asked: TableAsked, group: _Group) -> CountedRow:
    field_name = group.rating or next(iter(asked.ratings), "")
    own = _rated_by(standing, field_name)
    given = _given(own, group.lines, field_name)
    before = None
    if asked.change and own.before is not None:
        before = _given_before(own.before, own, group.lines, field_name)
    sums = tuple(amount_of_rows(standing, group.lines, one) for one in asked.sums)
    return CountedRow(group.key, group.label, group.depth, own.scale, given, before, sums)


def _rated_by(standing: Standing, field_name: str) -> Standing:
    """The same with the ratings of a field of ratings; as it is for other fields and none."""
    return standing.by(field_name) if field_name in standing.plan.rating_fields else standing


def _given(standing: Standing, lines: Iterable[Line], field_name: str) -> dict[str, int]:
    found = dict.fromkeys([*standing.scale.codes, MISSING, UNRATED], 0)
    for line in lines:
        rating = _rating_in(standing, line, field_name)
        found[UNRATED if not line.rated else rating.code if rating is not None else MISSING] += 1
    return found


def _given_before(before: Standing, now: Standing, lines: Iterable[Line], field_name: str) -> dict[str, int] | None:
    """Counts of the point before in the scale of this one; None where a rating of then means nothing in it."""
    plan = before.plan
    found = dict.fromkeys([*now.scale.codes, MISSING, UNRATED], 0)
    for line in lines:
        first = plan.point(line.item.first_point or "")
        if first is not None and first.date > before.point.date:
            continue  # it was not there yet
        rating = _rating_in(before, line, field_name)
        same = plan.counterpart(rating, now.scale.key) if rating is not None and line.rated else None
        if rating is not None and line.rated and same is None:
            return None
        found[UNRATED if not line.rated else same.code if same is not None else MISSING] += 1
    return found


def _rating_in(standing: Standing, line: Line, field_name: str) -> Rating | None:
    """The rating of a row as it stands, or in a field whose texts are counted as ratings."""
    if not field_name or field_name in standing.plan.rating_fields:
        return standing.rating(line)
    text = standing.fields(line).get(field_name)
    code = read_rating(text, standing.scale) if text is not None and line.rated else None
    return standing.scale.get(code)


# -- conditions ----------------------------------------------------------------------------------------------------
def fits(standing: Standing, line: Line, condition: Condition) -> bool:
    """Whether a row of the plan is one of those that a condition asks for."""
    return _holds(standing, line, condition) is not condition.opposite


def _holds(standing: Standing, line: Line, condition: Condition) -> bool:
    plan, value = standing.plan, folded(condition.value or "")
    if condition.kind == "repeated":
        return line.item.repeats is not None
    if condition.kind == "behind":
        rating = standing.rating(line)
        return rating is not None and rating.behind
    if condition.kind == "state":
        return folded(terms.ITEM_STATES[line.item.state]) == value
    if condition.kind == "area":
        return line.item.area_no in plan.tree.under(condition.value)
    if condition.kind in ("department", "bureau"):
        lead = plan.department_by_code.get(_lead(standing.point.key, line) or "")
        name = (lead.name if condition.kind == "department" else lead.bureau) if lead is not None else None
        return folded(name or "") == value
    text = _text(standing, line, condition.field)
    if condition.value is None:
        return bool(text) and text.strip() not in terms.DASHES
    return folded(text) == value


def _text(standing: Standing, line: Line, name: str) -> str:
    """A text of the plan or of an entry; a repeated listing has its original's."""
    original = standing.plan.item_by_key.get(line.item.repeats or "")
    return (
        line.texts.get(name) or (original.texts.get(name) if original else None) or standing.fields(line).get(name, "")
    )


# -- amounts -------------------------------------------------------------------------------------------------------
def amount_of_rows(standing: Standing, lines: Iterable[Line], asked: SumAsked) -> AmountOfRows:
    """What the amounts of some items come to; each counts once, a repeated listing not at all.

    An item that says nothing itself says what its sub-items say.
    """
    total, unreadable = Decimal(0), []
    for line in lines:
        if line.item.repeats is None:
            for text, no in _amounts(standing, line.item, asked.field):
                value = read_value(asked.entry, text).value
                if isinstance(value, Decimal):
                    total = EXACT.add(total, value)
                else:
                    unreadable.append(no)
    return AmountOfRows(total, tuple(unreadable))


def _amounts(standing: Standing, item: Item, name: str) -> list[tuple[str, str]]:
    """The texts of an item's field with the numbers of their rows; blank ones and dashes left out."""
    own, *parts = lines_of(item)
    for lines in ([own], parts):
        texts = [(standing.own_fields(line).get(name, "").strip(), line.no) for line in lines]
        said = [(text, no) for text, no in texts if text and text not in terms.DASHES]
        if said:
            return said
    return []
