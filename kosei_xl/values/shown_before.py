"""What was said at points before and a survey shows again: beside empty inputs, in grey, with the point that it is of.

What a committee wrote comes into the next survey by itself, other fields where 帳票列 places them in the form with a
point (前回). A field of a department may answer one of the committee (欄: 比べる欄); then its row needs that answer.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from kosei_xl.values.labels import head_of
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import Column, Item, Line, Plan, ReportingPoint, lines_of
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms

_KEY = "before_"
"""How the keys of the columns begin in a survey; the number of the column and the field follow."""


def committee_fields(plan: Plan) -> tuple[str, ...]:
    """The fields in which a committee writes, its ratings aside."""
    return tuple(
        key for key, field in plan.field_by_key.items() if field.filled_by == "committee" and field.type != "rating"
    )


def comes_after(plan: Plan, field: str, published: str | None) -> bool:
    """Whether a field was blank in the papers because the committee writes into it what it says about them."""
    return published is None and field in committee_fields(plan)


def with_words_after(then: Standing, now: Ledger) -> Standing:
    """How a point stood when it was published, with what the committee has written about it since (`comes_after`)."""
    names = committee_fields(then.plan)
    entries = dict(then.ledger.entries)
    for key in now.keys_at(then.point.key) if names else ():
        before, after = entries.get(key, {}), now.fields(key)
        words = {name: after[name] for name in names if name in after and name not in before}
        if words:
            entries[key] = {**before, **words}
    return then.with_ledger(then.ledger.with_entries(entries))


def was_asked(standing: Standing, line: Line) -> bool:
    """Whether the committee wrote about a row at the point before; a repeated listing is not asked by itself."""
    said = _at_the_point_before(standing, line)
    return any(said.get(key) for key in committee_fields(standing.plan))


def answers_awaited(standing: Standing, line: Line) -> tuple[str, ...]:
    """The fields of a row that answer what the committee wrote about it at the point before, in the order of 欄."""
    said, asked = _at_the_point_before(standing, line), committee_fields(standing.plan)
    known = standing.plan.field_by_key.items()
    return tuple(key for key, field in known if field.against in asked and said.get(field.against or ""))


def _at_the_point_before(standing: Standing, line: Line) -> Mapping[str, str]:
    before = standing.before
    return before.own_fields(line) if before is not None and line.item.repeats is None else {}


def columns_of_before(plan: Plan) -> tuple[Column, ...]:
    """The columns of the form that show what was said before: those of 帳票列, then what a committee wrote last."""
    placed = plan.form_columns_of_before
    form = next((part.key for part in plan.parts if part.kind == "form"), None)
    last = {column.key for column in placed if terms.EARLIER_POINTS.get(column.point or "") == 1}
    own = (key for key in committee_fields(plan) if key not in last) if form is not None else ()
    asked = (
        Column(
            part=form or "",
            key=key,
            label=plan.field_by_key[key].label,
            source="entry",
            point=terms.LAST_POINT,
            entry="shown",
        )
        for key in own
    )
    return (*(column for column in placed if column.entry == "shown"), *asked)


def with_shown_before(standing: Standing) -> Standing:
    """The standing whose plan has, as texts that the form shows, what was said before (`columns_of_before`).

    Columns of a point that there was not, and those in which nothing was said, are left out. Cost: the rows of the plan
    for each column.
    """
    plan = standing.plan
    made: list[Column] = []
    texts: dict[str, dict[str | None, dict[str, str]]] = {}
    for number, column in enumerate(columns_of_before(plan), 1):
        point = point_of_column(plan, column, standing.point)
        found = {(one.item.key, one.sub_no): text for one, text in _said(plan, standing.ledger, column, point)}
        if point is None or not found:
            continue
        key = f"{_KEY}{number}_{column.key}"
        for (item_key, sub_no), text in found.items():
            texts.setdefault(item_key, {}).setdefault(sub_no, {})[key] = text
        label = f"{head_of(plan, column)}\n（{point.short_label or point.label}）"
        made.append(column.model_copy(update={"key": key, "label": label, "source": "plan", "point": None}))
    if not made:
        return standing
    items = [_with_texts(item, texts[item.key]) if item.key in texts else item for item in plan.items]
    shown = plan.only(items).with_columns((*plan.columns, *made))
    return Standing(shown, standing.point, standing.ledger, standing.rated_by, standing.rules)


def keys_of_before(plan: Plan) -> frozenset[str]:
    """The keys of the columns that `with_shown_before` put into the form."""
    return frozenset(c.key for c in plan.form_columns if c.source == "plan" and c.key.startswith(_KEY))


def point_of_column(plan: Plan, column: Column, now: ReportingPoint) -> ReportingPoint | None:
    """The earlier point that a column of the form is about; None where there was none yet."""
    steps = terms.EARLIER_POINTS.get(column.point or "")
    if steps is not None:
        return plan.point_before(now, steps)
    named = plan.point(column.point or "")
    return named if named is not None and named.date < now.date else None


def _said(plan: Plan, ledger: Ledger, column: Column, point: ReportingPoint | None) -> Iterator[tuple[Line, str]]:
    for item in plan.items if point is not None else ():
        for line in lines_of(item) if item.repeats is None else ():
            text = ledger.fields(line.key.at(point.key if point is not None else "")).get(column.key)
            if text:
                yield line, text


def _with_texts(item: Item, texts: Mapping[str | None, Mapping[str, str]]) -> Item:
    """An item with further texts, its own (None) and those of its sub-items."""
    changes: dict[str, Any] = {"texts": {**item.texts, **texts.get(None, {})}}
    changes["sub_items"] = tuple(
        sub.model_copy(update={"texts": {**sub.texts, **texts[sub.sub_no]}}) if sub.sub_no in texts else sub
        for sub in item.sub_items
    )
    return item.model_copy(update=changes)
