"""The fields and the printed columns of a plan that is made from a list: what the list has, in its order and words."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from kosei_xl.importing.entries import FieldKeys
from kosei_xl.importing.mapping import ColumnMap
from kosei_xl.importing.spelling import head_text
from kosei_xl.words import terms
from kosei_xl.words.list_heads import CAUSE_NEXT_LABELS, STANDARD_ENTRIES, Means

_ENTRIES = (Means.ENTRY, Means.ENTRY_TARGET, Means.ENTRY_ACTUAL, Means.RATING_ENTRY)
_VALUES = (Means.INDICATOR, Means.TARGET, Means.ACTUAL, Means.UNIT)
_MARKS: Final = ("follow_up", "example")
_MONEY = re.compile(r"(百万|千|万|億)?円")


def keys_of(columns: Sequence[ColumnMap]) -> Mapping[ColumnMap, str]:
    """The key of each column's field: columns that are called alike have one field, whatever their year and table.

    Two columns of one table and point that are called alike have two. The first rating of a point is the rating of
    record, others are ratings of their own.
    """
    found: dict[ColumnMap, str] = {}
    by_name: dict[tuple[str, str, int], str] = {}
    used: dict[tuple[str, ...], int] = {}
    taken: set[str] = set()
    for column in columns:
        group = _group(column.means)
        if column.means is Means.CAUSE_NEXT:
            taken.update(CAUSE_NEXT_LABELS)
        if group is None:
            continue
        name = head_text(column.label)
        at = (column.form, column.point, group) if group == "rating" else (column.form, column.point, group, name)
        nth = used[at] = used.get(at, 0) + 1
        if group == "rating" and nth == 1:
            found[column] = "rating"
            continue
        known = (group, name, nth)
        if known not in by_name:
            by_name[known] = _new_key(column, group, taken)
            taken.add(by_name[known])
        found[column] = by_name[known]
    return found


def _group(means: Means) -> str | None:
    if means is Means.RATING:
        return "rating"
    if means in (Means.PLAN, Means.SCHEDULE):
        return "plan"
    return "entry" if means in (*_ENTRIES, Means.MARK, Means.AMOUNT) else None


def _new_key(column: ColumnMap, group: str, taken: set[str]) -> str:
    plain = head_text(column.label)
    if group == "entry" and column.means is not Means.AMOUNT:
        for key, pattern in STANDARD_ENTRIES.items():
            marks = key in _MARKS
            if key not in taken and re.fullmatch(pattern, plain) and marks == (column.means is Means.MARK):
                return key
    if group == "plan" and "implementation" not in taken and re.fullmatch(r"(実施|取組)(の)?内容", plain):
        return "implementation"
    prefix = "plan_" if group == "plan" else "field_"
    return next(f"{prefix}{n}" for n in range(1, len(taken) + 2) if f"{prefix}{n}" not in taken)


def labels_of(columns: Sequence[ColumnMap], keys: Mapping[ColumnMap, str]) -> Mapping[str, str]:
    """What each field is called; of two that are called alike the second with a number."""
    found: dict[str, str] = {}
    for column in columns:
        key = keys.get(column)
        if key is None or key in found:
            continue
        label, n = column.label, 1
        while label in found.values():
            n += 1
            label = f"{column.label}({n})"
        found[key] = label
    return found


def entry_fields(columns: Sequence[ColumnMap], keys: Mapping[ColumnMap, str]) -> list[dict[str, Any]]:
    """The fields of which more is known than their columns say: amounts, marks, further ratings."""
    labels = labels_of(columns, keys)
    found: dict[str, dict[str, Any]] = {}
    for column in columns:
        key = keys.get(column)
        if key is None or key in found or key in ("rating", *_MARKS):
            continue
        one: dict[str, Any] = {"field": key, "label": labels[key]}
        if column.means is Means.AMOUNT:
            money = _MONEY.search(column.unit) is not None
            found[key] = one | {"type": "money" if money else "number", "unit": column.unit}
        elif column.means is Means.MARK:
            found[key] = one | {"type": "mark"}
        elif column.means is Means.RATING:
            found[key] = one | {"type": "rating", "filled_by": "office", "rater": column.label}
    return list(found.values())


def printed_columns(
    parts: Sequence[Mapping[str, Any]], columns: Sequence[ColumnMap], fields: FieldKeys
) -> list[dict[str, Any]]:
    """The columns of the survey and of the list: those of the city's list in its order, once each, in its words."""
    forms = [part["key"] for part in parts if part["kind"] == "form"]
    lists = [part["key"] for part in parts if part["kind"] == "list"]
    own = list(_own_columns(columns, fields))
    rating = {"key": "rating", "label": terms.FIELD_LABELS["rating"], "source": "entry", "align": "center"}
    if not any(one["key"] == "rating" for one in own):
        own.insert(0, rating)
    name = next((one.label for one in columns if one.means in (Means.NAME, Means.NO_NAME)), "項目")
    leads = next((one.label for one in columns if one.means in (Means.DEPARTMENT, Means.BUREAU_DEPARTMENT)), "担当課")
    made: list[dict[str, Any]] = []
    for part in forms:
        made += (
            {"part": part, "key": "no", "label": "No.", "width": 6, "align": "center", "entry": "shown"},
            {"part": part, "key": "name", "label": name, "width": 28, "entry": "shown"},
            {"part": part, "key": "departments", "label": leads, "width": 18, "entry": "shown"},
        )
        made += ({"part": part, "width": _width(one), **_plain(one), "entry": _handling(one)} for one in own)
    for part in lists:
        made += (
            {"part": part, "key": "area", "label": "{分野}", "width": 10},
            {"part": part, "key": "no_name", "label": name, "width": 24},
            {"part": part, "key": "departments", "label": leads, "width": 18},
        )
        made += ({"part": part, "width": _width(one), **_plain(one)} for one in own)
    return made


def _own_columns(columns: Sequence[ColumnMap], fields: FieldKeys) -> list[dict[str, Any]]:
    labels = labels_of(columns, fields.keys)
    found: dict[str, dict[str, Any]] = {}
    for column in columns:
        if column.means is Means.CAUSE_NEXT:
            for one_key in CAUSE_NEXT_LABELS:
                found.setdefault(one_key, {"key": one_key, "label": terms.FIELD_LABELS[one_key], "source": "entry"})
        key = fields.keys.get(column, column.means.value if column.means in _VALUES else "")
        if not key or key in found:
            continue
        one = {"key": key, "label": labels.get(key, column.label), "source": "entry"}
        if column.means in (Means.PLAN, Means.SCHEDULE):
            one["source"] = "plan"
        if column.means in (Means.RATING, Means.MARK):
            one["align"] = "center"
        if column.means is Means.RATING and key != "rating":
            one["office"] = "yes"
        if column.means is Means.AMOUNT:
            one["align"] = "right"
        if column.means is Means.RATING_ENTRY:
            found.setdefault("rating", {"key": "rating", "label": "評価", "source": "entry", "align": "center"})
        found[key] = one
        for which in {Means.ENTRY_TARGET: "target", Means.ENTRY_ACTUAL: "actual"}.get(column.means, "").split():
            found.setdefault(which, {"key": which, "label": terms.FIELD_LABELS[which], "source": "entry"})
    return list(found.values())


def _plain(column: Mapping[str, Any]) -> dict[str, Any]:
    """A column as 帳票列 has it."""
    return {name: value for name, value in column.items() if name != "office"}


def _width(column: Mapping[str, Any]) -> int:
    if column.get("align") == "center":
        return 8
    return 14 if column.get("align") == "right" or column["key"] in ("unit", "target", "actual") else 36


def _handling(column: Mapping[str, Any]) -> str:
    if column["source"] == "plan" or column.get("office"):
        return "shown"
    return "required" if column["key"] == "rating" else "input"
