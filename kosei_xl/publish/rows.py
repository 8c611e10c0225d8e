"""Edition -> the rows of the open data, one after the other, by the keys of their columns; None is an empty cell."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal

from kosei_xl.collect.sums import item_sum
from kosei_xl.publish.columns import DataTable, TableName, public_tables
from kosei_xl.publish.edition import Edition, PublicFields, public_fields
from kosei_xl.values.labels import label_of
from kosei_xl.values.ledger import Fields
from kosei_xl.values.lives import stands_at
from kosei_xl.values.model import Line, LineKey, Plan, Rating, Scale
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.notation import fiscal_year_text
from kosei_xl.words.quantities import is_reached, is_same_unit, read_quantity, usually_asked

Datum = str | int | Decimal | bool | dt.date | None
DataRow = Mapping[str, Datum]
"""One row by the keys of its columns."""

BETTER, STEADY, WORSE, UNCLEAR = "上がった", "変わらない", "下がった", "比べられない"
TRENDS = (BETTER, STEADY, WORSE, UNCLEAR)


def identifier(key: LineKey) -> str:
    """What a row is known by in everything that is published: the item's key, with 「/枝番」 for a sub-item."""
    return key.item_key if key.sub_no is None else f"{key.item_key}/{key.sub_no}"


def tables_of_edition(edition: Edition) -> tuple[DataTable, ...]:
    """The tables that an edition has; no table for what the plan does not have."""
    public = public_fields(edition.plan)
    most = max((len(l_.departments_on(s.point.key)) for s in edition.points for l_ in s.plan.lines), default=0)
    left_out: set[TableName] = set() if public.indicators else {"indicators"}
    if not amount_fields(edition.plan, public):
        left_out.add("amounts")
    return tuple(table for table in public_tables(edition.plan, public, most) if table.name not in left_out)


def data_rows(edition: Edition, table: TableName) -> Iterator[DataRow]:
    """The rows of a table, points by date and items in printed order."""
    public = public_fields(edition.plan)
    if table == "items":
        return _items(edition, public)
    if table == "points":
        return (_point(standing) for standing in edition.points)
    if table == "scales":
        return _scales(edition)
    if table == "ratings":
        return _ratings(edition, public)
    return _indicators(edition) if table == "indicators" else _amounts(edition, public)


def amount_fields(plan: Plan, public: PublicFields) -> tuple[str, ...]:
    """The public fields that hold amounts."""
    return tuple(key for key in public.entries if plan.field_by_key[key].is_amount)


def _items(edition: Edition, public: PublicFields) -> Iterator[DataRow]:
    """Every row that any point has, each as it is at the last one that has it."""
    last = {line.key: standing for standing in edition.points for line in standing.plan.lines}
    for key, standing in last.items():
        plan, line = standing.plan, standing.plan.line_by_key[key]
        yield {
            "id": identifier(key),
            "plan_id": plan.plan_id,
            "plan": plan.name,
            "plan_version": plan.plan_version,
            "item_key": key.item_key,
            "sub_no": key.sub_no,
            **_called(plan, line),
            "state": terms.ITEM_STATES[line.item.state],
            **{name: line.texts.get(name) for name in public.texts},
        }


def _called(plan: Plan, line: Line) -> DataRow:
    areas = plan.tree.path(line.item.area_no)
    original = line.item.repeats
    found: dict[str, Datum] = {"no": line.no, "name": line.name}
    for n, area in enumerate(areas, 1):
        found |= {f"area_{n}_no": area.no, f"area_{n}": area.name}
    found["kind"] = terms.KIND_LABELS["sub" if line.sub else line.item.kind]
    found["repeats"] = identifier(LineKey(original, line.sub_no)) if original else None
    return found


def _point(standing: Standing) -> DataRow:
    point = standing.point
    return {**_when(standing), "date": point.date, "scale": standing.scale.key}


def _when(standing: Standing) -> DataRow:
    point = standing.point
    return {
        "point": point.key,
        "point_label": point.label,
        "fiscal_year": point.fiscal_year,
        "fiscal_year_wareki": fiscal_year_text(point.fiscal_year, as_of=point.date),
    }


def _scales(edition: Edition) -> Iterator[DataRow]:
    known: dict[str, Scale] = {standing.scale.key: standing.scale for standing in edition.points}
    for key, scale in known.items():
        for one in scale.ratings:
            yield {
                "scale": key,
                "rating": one.code,
                "label": one.label,
                "legend": one.legend or None,
                "order": one.order,
                "behind": one.behind,
            }


def _ratings(edition: Edition, public: PublicFields) -> Iterator[DataRow]:
    before: Standing | None = None
    for standing in edition.points:
        for line in standing.plan.lines:
            yield _rating_row(standing, before, line, public)
        before = standing


def _rating_row(standing: Standing, before: Standing | None, line: Line, public: PublicFields) -> DataRow:
    plan, rating = standing.plan, standing.rating(line)
    then = rating_before(before, line)
    fields = standing.fields(line)
    departments = line.departments_on(standing.point.key)
    names = [plan.department_by_code[code].name for code in departments if code in plan.department_by_code]
    return {
        "id": identifier(line.key),
        **_when(standing),
        "sub_no": line.sub_no,
        **_called(plan, line),
        **{f"department_{n}": name for n, name in enumerate(names, 1)},
        "rating": rating.code if rating else None,
        "rating_label": rating.label if rating else None,
        "behind": rating.behind if rating else None,
        "previous": then.code if then else None,
        "trend": trend(standing, rating, then),
        **{key: _said(plan, fields, key) for key in public.entries},
    }


def rating_before(before: Standing | None, line: Line) -> Rating | None:
    """The rating of a row at the point before; None where it was not rated, or did not stand, then."""
    same = before.plan.line_by_key.get(line.key) if before is not None else None
    return before.rating(same) if before is not None and same is not None else None


def trend(standing: Standing, now: Rating | None, then: Rating | None) -> str | None:
    """Whether a rating is better, worse or the same; None where one of them is missing.

    Ratings of another scale are compared by those that mean the same; without them, and outside the order, not at all.
    """
    if now is None or then is None:
        return None
    same = standing.plan.counterpart(then, standing.scale.key)
    if same is None or (same.code != now.code and (same.order is None or now.order is None)):
        return UNCLEAR
    if same.code == now.code or same.order == now.order:
        return STEADY
    return BETTER if (now.order or 0) < (same.order or 0) else WORSE


def _said(plan: Plan, fields: Fields, key: str) -> Datum:
    text = fields.get(key)
    if plan.field_by_key[key].type == "mark":  # as the report counts them: any mark for follow-up, ○ for others
        return text is not None if key == "follow_up" else text in terms.FOLLOW_UP_SPELLINGS
    return text


def _indicators(edition: Edition) -> Iterator[DataRow]:
    for standing in edition.points:
        for line in standing.plan.lines:
            if line.item.repeats is None:
                for seq, fields in enumerate(standing.indicators(line), 1):
                    yield {
                        "id": identifier(line.key),
                        "point": standing.point.key,
                        "seq": seq,
                        **{name: fields.get(name) for name in ("indicator", "target", "actual", "unit")},
                        **_values(fields),
                    }


def _values(fields: Fields) -> DataRow:
    target, actual = (read_quantity(fields.get(name), fields.get("unit")) for name in ("target", "actual"))
    comparable = target is not None and actual is not None and is_same_unit(target.unit, actual.unit)
    return {
        "target_value": target.value if target else None,
        "actual_value": actual.value if actual else None,
        "reached": is_reached(target, actual, usually_asked(target)) if comparable and target and actual else None,
    }


def _amounts(edition: Edition, public: PublicFields) -> Iterator[DataRow]:
    for standing in edition.points:
        plan = standing.plan
        for item in plan.items_in_order:
            if item.repeats is not None or not stands_at(plan, item, standing.point):
                continue
            areas = plan.tree.path(item.area_no)
            for key in amount_fields(plan, public):
                field = plan.field_by_key[key]
                said = item_sum(standing, field, item)
                found: dict[str, Datum] = {
                    "id": item.key,
                    "point": standing.point.key,
                    "field": "".join(label_of(plan, key).split()),
                    "value": said.total if said.counted else None,
                    "unit": field.shown_unit or None,
                }
                for n, area in enumerate(areas, 1):
                    found |= {f"area_{n}_no": area.no, f"area_{n}": area.name}
                yield found
