"""Presets: style, parts and columns of a kind of document, filled in where PLAN.json leaves them out. Pure data work.

A preset may bring fields (欄) of its own, with columns that place them in the parts of others, such as the form.
What the plan says wins. Settings of the style are taken one by one. Parts that the plan lists are printed in its order,
and each takes what it leaves out from the preset's part of the same key; so do the columns that it lists of a part.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Record = Mapping[str, Any]


def with_presets(plan: Record, presets: Sequence[Record]) -> dict[str, Any]:
    """The plan, as in PLAN.json, completed by presets; of two presets that say the same the first is taken.

    What has another shape than PLAN.json wants is left as it is, for the plan's own checks to name.
    """
    style: dict[str, Any] = {}
    usual_parts: dict[str, Record] = {}
    usual_columns: dict[str, list[Record]] = {}
    fields: dict[str, Record] = {}
    for preset in presets:
        style = {**preset["style"], **style}
        new = {part["key"]: part for part in preset["parts"] if part["key"] not in usual_parts}
        usual_parts |= new
        own_fields = {field["field"]: field for field in preset.get("fields", ()) if field["field"] not in fields}
        fields |= own_fields
        for column in preset["columns"]:
            if column["part"] in new or column["key"] in own_fields:
                usual_columns.setdefault(column["part"], []).append(column)
    said_fields = plan.get("fields", [])
    own_style, own_parts, own_columns = plan.get("style", {}), plan.get("parts", []), plan.get("columns", [])
    if not (isinstance(own_style, Mapping) and all(map(_are_records, (own_parts, own_columns, said_fields)))):
        return dict(plan)
    parts = [{**usual_parts.get(_said(part, "key"), {}), **part} for part in own_parts or usual_parts.values()]
    keys = [_said(part, "key") for part in parts]
    columns = [column for key in keys for column in _columns(key, own_columns, usual_columns)]
    elsewhere = [column for column in own_columns if _said(column, "part") not in keys]
    made = {**plan, "style": {**style, **own_style}, "parts": parts, "columns": [*columns, *elsewhere]}
    known = [_said(field, "field") for field in said_fields]
    fields = {key: field for key, field in fields.items() if key not in known}
    return made | {"fields": [*said_fields, *fields.values()]} if fields else made


def _columns(part: str, own: Iterable[Record], usual: Mapping[str, Sequence[Record]]) -> list[Record]:
    """The columns of a part: those that the plan lists, each over the preset's of its key, or else the preset's."""
    listed = [column for column in own if _said(column, "part") == part]
    by_key: dict[str, Record] = {}
    for column in usual.get(part, ()):
        by_key.setdefault(column["key"], column)
    return [{**by_key.get(_said(column, "key"), {}), **column} for column in listed] or list(usual.get(part, ()))


def _said(record: Record, name: str) -> str:
    """What a record says under a name, whatever was written there."""
    return str(record.get(name))


def _are_records(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, Mapping) for one in value)
