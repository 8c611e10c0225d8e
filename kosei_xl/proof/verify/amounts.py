"""What columns of fields with values must say, and the sums below them: counted here a second time.

Every entry is put on one list, an amount a line, with its item, its year and its cell; each figure is added up from
what it takes of the list.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from kosei_xl.later import dataclass
from kosei_xl.proof.verify.facts import Evidence, Facts
from kosei_xl.proof.verify.says import ONLY, RowSays, Says, SaysKind
from kosei_xl.values.fields import EntryField, read_value
from kosei_xl.values.model import Column, Item, Line, Part, ReportingPoint
from kosei_xl.words import terms
from kosei_xl.words.amounts import EXACT, amount_text, left_out_text, share_text
from kosei_xl.words.messages import told

_NOTHING = "-"


@dataclass(frozen=True, slots=True)
class _Stated:
    """What one row says of an amount at one point: the number, None where it is blank or does not read."""

    line: Line
    origin: Evidence
    number: Decimal | None
    blank: bool


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a column of figures prints: an amount or its share of another, of one point or of the years so far."""

    field: EntryField
    whole: EntryField | None
    points: tuple[ReportingPoint, ...]


def _asked(facts: Facts, column: Column) -> _Asked | None:
    fields = facts.plan.field_by_key
    is_share = column.key.startswith(terms.SHARE_KEY)
    field = fields.get(column.key[len(terms.SHARE_KEY) :] if is_share else column.key)
    whole = fields.get(field.against or "") if field is not None and is_share else None
    if field is None or field.type not in ("number", "money"):
        return None
    if is_share and (whole is None or whole.type not in ("number", "money")):
        return None
    if not is_share and (column.source != "entry" or column.key in terms.FIELD_LABELS):
        return None
    return _Asked(field, whole, _points(facts, column, field))


def _points(facts: Facts, column: Column, field: EntryField) -> tuple[ReportingPoint, ...]:
    """The points whose entries a column is made of."""
    if column.point not in terms.CUMULATIVE:
        point = facts.plan.point(column.point) if column.point else facts.point
        return (point,) if point is not None else ()
    if field.year is not None:
        return (facts.point,)
    ends: dict[int, ReportingPoint] = {}
    for point in facts.plan.points:
        year, known = point.fiscal_year, ends.get(point.fiscal_year)
        is_before = facts.plan.period_start <= year < facts.point.fiscal_year and point.date < facts.point.date
        if is_before and (known is None or point.date > known.date):
            ends[year] = point
    return (*ends.values(), facts.point)


def value_says(facts: Facts, line: Line, column: Column) -> Says | None:
    """What a column of a field with values must say of a row; None for other columns."""
    field, asked = facts.plan.field_by_key.get(column.key), _asked(facts, column)
    own = column.source == "entry" and column.key not in terms.FIELD_LABELS
    if asked is None and not (own and field is not None and field.is_typed):
        return None
    if line.item.repeats is not None:
        return Says(_NOTHING, SaysKind.FIGURE)
    if asked is not None and (asked.whole is not None or column.point in terms.CUMULATIVE):
        text, origins = _figure(asked, lambda one: _of_line(facts, one, line, asked.points))
    else:
        text, origins = _printed(facts, line, column)
    if not text and line.sub is None and line.item.sub_items:
        text = _NOTHING
    return Says(text, SaysKind.FIGURE, origins)


def _printed(facts: Facts, line: Line, column: Column) -> tuple[str, tuple[Evidence, ...]]:
    point = facts.plan.point(column.point) if column.point else facts.point
    if point is None:
        return "", ()
    said = facts.entry(line, point.key).get(column.key)
    field = facts.plan.field_by_key[column.key]
    text = read_value(field, said, facts.plan.style.digits_table).printed if said is not None else ""
    return text, (facts.of_ledger(line, point.key, column.key),)


# -- adding up ---------------------------------------------------------------------------------------------------------
def _stands(facts: Facts, item: Item, point: ReportingPoint) -> bool:
    dates = {one.key: one.date for one in facts.plan.points}
    begins, ends = dates.get(item.first_point or "", point.date), dates.get(item.last_point or "", point.date)
    return begins <= point.date <= ends


def _of_line(facts: Facts, field: EntryField, line: Line, points: Iterable[ReportingPoint]) -> list[_Stated]:
    found = []
    for point in (one for one in points if _stands(facts, line.item, one)):
        said = facts.entry(line, point.key).get(field.field)
        number = read_value(field, said).value if said is not None else None
        blank = said is None or said.strip() in terms.DASHES
        origin = facts.of_ledger(line, point.key, field.field)
        found.append(_Stated(line, origin, number if isinstance(number, Decimal) else None, blank))
    return found


def _of_items(
    facts: Facts, field: EntryField, items: Iterable[Item], points: Iterable[ReportingPoint]
) -> list[_Stated]:
    """What items say, once each: an item that says nothing itself what its sub-items say."""
    found = []
    for item in (one for one in items if one.repeats is None):
        for point in points:
            whole = _of_line(facts, field, Line(item, None), [point])
            parts = [one for sub in item.sub_items for one in _of_line(facts, field, Line(item, sub), [point])]
            told_by_parts = all(one.blank for one in whole) and not all(one.blank for one in parts)
            found += parts if told_by_parts else whole
    return found


def _figure(asked: _Asked, stated: Callable[[EntryField], list[_Stated]]) -> tuple[str, tuple[Evidence, ...]]:
    own = stated(asked.field)
    numbers = [one.number for one in own if one.number is not None]
    origins = tuple(one.origin for one in own if one.number is not None)
    if asked.whole is None:
        return (amount_text(_added(numbers), asked.field.decimals) if numbers else ""), origins
    others = stated(asked.whole)
    whole = [one.number for one in others if one.number is not None]
    share = share_text(_added(numbers), _added(whole)) if numbers and whole else None
    return share or "", (*origins, *(one.origin for one in others if one.number is not None))


def _summed(facts: Facts, asked: _Asked, items: Sequence[Item]) -> Says:
    text, origins = _figure(asked, lambda field: _of_items(facts, field, items, asked.points))
    return Says(text, SaysKind.FIGURE, origins)


def _added(numbers: Iterable[Decimal]) -> Decimal:
    total = Decimal(0)
    for number in numbers:
        total = EXACT.add(total, number)
    return total


# -- rows of sums ------------------------------------------------------------------------------------------------------
def sums_says(
    facts: Facts,
    part: Part,
    columns: Sequence[Column],
    keys: Sequence[str],
    lines: Sequence[Line],
    about: str,
) -> Iterator[RowSays]:
    """The rows of sums of a list with a foot: a row an area where there are several, a choice, all; and the notes."""
    asked = {n: one for n, column in enumerate(columns) if (one := _asked(facts, column)) and one.field.summed}
    first = min(asked, default=0)
    if not part.foot or first == 0:
        return
    items = list({line.item.key: line.item for line in lines}.values())
    areas = list(dict.fromkeys(item.area_no for item in items))

    def row(name: str, label: str, chosen: Sequence[Item]) -> RowSays:
        cells = {keys[0]: Says(label)}
        for n in range(first, len(columns)):
            cells[keys[n]] = _summed(facts, asked[n], chosen) if n in asked else Says("")
        return RowSays(part.key, f"sum:{name}", told("verify_row", part=about, row=label), cells)

    if len(areas) > 1 and part.kind != "delayed":
        for no in areas:
            label = f"{facts.areas.headed(no)}の計"
            yield row(f"area:{no}", label, [item for item in items if item.area_no == no])
    yield from (row(f"choice:{word}", f"合計のうち{word}", own) for word, own in _chosen(facts, columns, items))
    yield row("all", "合計", items)
    yield from _notes(facts, part, columns, asked, items, about)


def _chosen(facts: Facts, columns: Sequence[Column], items: Sequence[Item]) -> Iterator[tuple[str, list[Item]]]:
    """The choices of the first field of choices in the list, each with the items that made it."""
    fields = (facts.plan.field_by_key.get(column.key) for column in columns if column.source == "entry")
    field = next((one for one in fields if one is not None and one.type == "choice" and one.choices), None)
    if field is None:
        return
    made: dict[str, list[Item]] = {word: [] for word in field.choices}
    for item in items:
        said = facts.entry(Line(item, None), facts.point.key).get(field.field)
        value = read_value(field, said).value if said is not None else None
        if isinstance(value, str) and value in made:
            made[value].append(item)
    yield from ((word, own) for word, own in made.items() if own)


def _notes(
    facts: Facts, part: Part, columns: Sequence[Column], asked: dict[int, _Asked], items: Sequence[Item], about: str
) -> Iterator[RowSays]:
    for n, one in asked.items():
        if one.whole is not None:
            continue
        stated = _of_items(facts, one.field, items, one.points)
        blank = sum(each.blank for each in stated)
        unread = sum(each.number is None and not each.blank for each in stated)
        if blank or unread:
            label = (columns[n].heading or "") + "".join(columns[n].label.split())
            text = left_out_text(label, blank, unread)
            row = told("verify_row", part=about, row=f"{label}の注")
            yield RowSays(part.key, f"sum:note:{n}", row, {ONLY: Says(text, SaysKind.FIGURE)})
