"""Master -> tidy frames: the ledger (items × points), its indicators and photos, and what was received."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from kosei_xl.read.master import Master
from kosei_xl.tables.columns import KINDS, PARTS, VALUE_SUFFIX, TidyColumn, amounts_of, columns_of, field_keys
from kosei_xl.values.labels import department_name, label_of
from kosei_xl.values.ledger import Fields, Received
from kosei_xl.values.model import EntryKey, Line, LineKey, Plan, SlotKind
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.quantities import Quantity, is_reached, is_same_unit, read_quantity, usually_asked

if TYPE_CHECKING:
    import pandas as pd

TableRecord = Mapping[str, object]
"""A row of a table by column key; what is left out is not known."""


def ledger_table(office: Master) -> "pd.DataFrame":
    """What stands for every item and sub-item at every reporting point; `filled` tells where anything does.

    A repeated listing has its original's texts, as it is printed; `repeats` tells it apart. Rows of the ledger whose
    item or point is not in the plan come last, with what is known of them.
    """
    return frame_of(columns_of("ledger", office), _ledger_rows(office), _choices(office))


def indicator_table(office: Master) -> "pd.DataFrame":
    """Every indicator of every item at every point that has any, with the numbers in target and actual."""
    return frame_of(columns_of("indicators", office), _slots(office, SlotKind.INDICATOR, _indicator))


def photo_table(office: Master) -> "pd.DataFrame":
    """Every photo of every item at every point that has any."""
    return frame_of(columns_of("photos", office), _slots(office, SlotKind.PHOTO, lambda fields: fields))


def received_table(office: Master) -> "pd.DataFrame":
    """Every text in 受領 with its cell, who sent it and when, in the order of arrival; the office's own too.

    Texts outside the fields (その他の記入) stand under the field "other".
    """
    rows = (
        row for number, one in enumerate(office.ledger.value.received, 1) for row in _received_rows(office, number, one)
    )
    return frame_of(columns_of("received", office), rows, {"part": PARTS})


def frame_of(
    columns: Iterable[TidyColumn], rows: Iterable[TableRecord], choices: Mapping[str, Iterable[str]] | None = None
) -> "pd.DataFrame":
    """A frame with these columns in their types; `choices` are the categories of those that are a choice."""
    import pandas as pd

    kinds: dict[str, Any] = {
        "text": "string",
        "whole": "Int64",
        "number": "Float64",
        "yes": "boolean",
        "date": "datetime64[ns]",
        "time": pd.DatetimeTZDtype("ns", "UTC"),
    }
    records = list(rows)
    made = {}
    for column in columns:
        values = [record.get(column.key) for record in records]
        if column.type == "choice":
            categories = list(dict.fromkeys((choices or {}).get(column.key, ())))
            kind = pd.CategoricalDtype(categories)
        else:
            kind = kinds[column.type]
        made[column.key] = pd.Series(values, dtype=kind)
    return pd.DataFrame(made)


def _choices(office: Master) -> Mapping[str, Iterable[str]]:
    return {"kind": KINDS, "rating": office.plan.every_rating}


# -- rows --------------------------------------------------------------------------------------------------------------
def of_point(plan: Plan, key: str) -> TableRecord:
    """What the columns about a reporting point hold; only the key for one that is not in the plan."""
    point = plan.point(key)
    if point is None:
        return {"point": key}
    return {"point": key, "point_label": point.label, "fiscal_year": point.fiscal_year, "point_date": _day(point.date)}


def _day(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _of_line(plan: Plan, key: LineKey) -> TableRecord:
    line = plan.line_by_key.get(key)
    if line is None:
        return {"item_key": key.item_key or None, "sub_no": key.sub_no}
    area = plan.area_by_no.get(line.item.area_no)
    return {
        "area_no": line.item.area_no,
        "area": area.name if area else None,
        "item_key": key.item_key,
        "sub_no": key.sub_no,
        "no": line.no,
        "name": line.name,
    }


def _ledger_rows(office: Master) -> Iterator[TableRecord]:
    plan, ledger = office.plan, office.ledger.value
    there: set[EntryKey] = set()
    for point in plan.points:
        standing = office.standing(point)
        for line in standing.plan.lines:
            there.add(line.key.at(point.key))
            yield {**of_point(plan, point.key), **_of_line(plan, line.key), **_standing_row(office, standing, line)}
    for key, fields in ledger.entries.items():
        if key.is_row and fields and key not in there:
            rating = plan.scale_at(key.point).get(fields.get("rating"))
            texts = _texts(office, fields)
            yield {
                **of_point(plan, key.point),
                **_of_line(plan, key.line),
                "filled": True,
                "rating": rating.code if rating else None,
                **texts,
            }


def _standing_row(office: Master, standing: Standing, line: Line) -> TableRecord:
    plan, point = standing.plan, standing.point
    fields, rating = standing.fields(line), standing.rating(line)
    departments = line.departments_on(point.key)
    lead = plan.department_by_code.get(departments[0]) if departments else None
    original = plan.item_by_key.get(line.item.repeats or "")
    return {
        "kind": terms.KIND_LABELS["sub" if line.sub else line.item.kind],
        "repeats": original.no if original else line.item.repeats,
        "lead": lead.name if lead else None,
        "bureau": lead.bureau if lead else None,
        "departments": "、".join(department_name(plan, code) for code in departments) or None,
        "answering": department_name(plan, line.answering),
        "filled": bool(standing.own_fields(line)),
        "rating": rating.code if rating else None,
        "rating_order": rating.order if rating else None,
        "behind": rating.behind if rating else None,
        **_texts(office, fields),
    }


def _texts(office: Master, fields: Fields) -> TableRecord:
    keys = field_keys(office)
    amounts = {keys[name] + VALUE_SUFFIX: _number(read_quantity(fields.get(name))) for name in amounts_of(office)}
    texts = {key: fields.get(name) for name, key in keys.items()}
    return {**texts, **amounts, "rating_text": fields.get("rating")}


def _slots(office: Master, kind: SlotKind, more: Any) -> Iterator[TableRecord]:
    """The indicators or photos of the ledger, by point, then item by item; those of nothing in the plan come last."""
    plan, ledger = office.plan, office.ledger.value
    points = {point.key: number for number, point in enumerate(plan.points)}
    lines = {line.key: number for number, line in enumerate(plan.lines)}
    keys = [key for key, fields in ledger.entries.items() if key.slot.kind is kind and fields]
    keys.sort(key=lambda key: (points.get(key.point, len(points)), lines.get(key.line, len(lines)), key.slot.number))
    for key in keys:
        yield {
            **of_point(plan, key.point),
            **_of_line(plan, key.line),
            "seq": key.slot.number,
            **more(ledger.fields(key)),
        }


def _indicator(fields: Fields) -> TableRecord:
    target, actual = (read_quantity(fields.get(name), fields.get("unit")) for name in ("target", "actual"))
    found: dict[str, object] = {**fields, "target_value": _number(target), "actual_value": _number(actual)}
    known = target or actual
    found["value_unit"] = (known.unit or None) if known else None
    if target is not None and actual is not None and is_same_unit(target.unit, actual.unit):
        found["ratio"] = float(actual.value / target.value) if target.value else None
        found["reached"] = is_reached(target, actual, usually_asked(target))
    return found


def _number(quantity: Quantity | None) -> float | None:
    return float(quantity.value) if quantity is not None else None


def _received_rows(office: Master, number: int, row: Received) -> Iterator[TableRecord]:
    plan = office.plan
    about: TableRecord = {
        "order": number,
        **of_point(plan, row.key.point),
        **_of_line(plan, row.key.line),
        "dept_code": row.dept_code,
        "department": department_name(plan, row.dept_code),
        "submission_no": None if row.is_office else row.submission_no,
        "file": row.file or None,
        "saved_at": _saved_at(row.saved_at),
        "saved_by": row.saved_by or None,
        "filled_by": row.filled_by or None,
        "confirmed_by": row.confirmed_by or None,
        "confirmed_on": row.confirmed_on or None,
        "part": PARTS[-1] if row.is_head else PARTS[row.key.slot.kind],
        "seq": row.key.slot.number or None,
        "sha256": row.sha256 or None,
    }
    for field, text in row.fields.items():
        place = row.place(field)
        yield {
            **about,
            "sheet": place.sheet,
            "cell": place.cell,
            "field": field,
            "label": label_of(plan, field),
            "text": text,
            "taken": field in row.taken if row.taken is not None else None,
        }
    if row.other:
        yield {
            **about,
            "sheet": row.sheet or None,
            "field": "other",
            "label": terms.FIELD_LABELS["other"],
            "text": row.other,
        }


def _saved_at(text: str) -> datetime | None:
    """A time as 受領 keeps it (UTC); None for what is no time."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.replace(tzinfo=at.tzinfo or UTC)
