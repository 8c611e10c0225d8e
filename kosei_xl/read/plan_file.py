"""What is wrong in PLAN.json or ENTRIES.json, said in words: which item, which of its fields, what to write instead."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kosei_xl.read.plan import problem_text
from kosei_xl.words import terms
from kosei_xl.words.messages import Message, told
from kosei_xl.words.shorten import in_one_line, shortened

_NAMED_BY = ("no", "sub_no", "item_key", "code", "key", "name", "label", "action")
"""What tells one record from the others of its list, for people."""
_SHOWN, _MOST = 24, 10
_WORDS: Mapping[str, str] = {
    "plan": "計画",
    "style": "計画の体裁",
    "sub_items": "枝番",
    "schedule": "日程",
    "bars": "帯",
    "texts": "計画の文",
    "entries": "記入",
    "indicators": "指標",
    "photos": "写真",
    "fields": "記入欄",
    "departments": "推進担当課",
    **{name: sheet for name, sheet in terms.SHEETS_OF_LISTS.items() if name != "departments"},
}
FAULTS: Mapping[str, str] = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "literal_error": "choice",
    "string_type": "text",
    "int_type": "whole",
    "int_parsing": "whole",
    "int_from_float": "whole",
    "float_type": "number",
    "float_parsing": "number",
    "bool_type": "yes",
    "bool_parsing": "yes",
    "tuple_type": "list",
    "list_type": "list",
    "model_type": "record",
    "model_attributes_type": "record",
    "dict_type": "record",
    "mapping_type": "record",
}
OTHER_FAULT = "other"
"""What pydantic calls a fault -> the end of its message's key; those of days are found by how they begin."""


def json_problems(data: bytes, error: ValidationError) -> Message:
    """The first faults of a file, one a line, each with the record and the field that it is about."""
    found = error.errors()
    lines = list(_lines(data, found[:_MOST]))
    if len(found) > _MOST:
        lines.append(told("json_more", count=len(found) - _MOST))
    return Message("\n".join(f"  {line}" for line in lines), "\n".join(f"  {line.en}" for line in lines))


def _lines(data: bytes, details: Sequence[ErrorDetails]) -> Iterator[Message]:
    try:
        whole: Any = json.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        yield _no_json(data, error)
        return
    if isinstance(whole, Mapping) and {"items", "areas"} <= {*whole}:
        yield told("json_no_plan")
        return
    for detail in details:
        told_of = detail.get("ctx", {})
        loc = (*detail["loc"], told_of["path"], told_of["position"]) if "path" in told_of else detail["loc"]
        where = _where(whole, loc)
        yield told("json_line", where=where, problem=_problem(detail)) if loc else _problem(detail)


def _no_json(data: bytes, error: ValueError) -> Message:
    if data.startswith(b"PK"):
        return told("json_is_workbook")
    if isinstance(error, json.JSONDecodeError):
        return told("json_broken", line=error.lineno, column=error.colno)
    return told("json_not_utf8")


def _where(whole: Any, loc: Sequence[int | str]) -> Message:
    """「項目の16番目（No.16「公民館の再編」）の枝番の1番目の「枝番」（sub_no）」."""
    ja: list[str] = []
    en: list[str] = []
    at: Any = whole
    within = ""
    for n, step in enumerate(loc):
        at = _inside(at, step)
        if isinstance(step, int):
            called = _called(at)
            ja.append(f"{step + 1}番目{f'（{called}）' if called else ''}")
            en.append(f"{step + 1}{f' ({called})' if called else ''}")
            continue
        if step == "plan" and n == 0 and len(loc) > 1:
            continue
        last = n == len(loc) - 1
        ja.append(_field(step, within) if last else _list_name(step, within))
        en.append(step)
        within = step
    return Message("の".join(ja), " › ".join(en))


def _inside(at: Any, step: int | str) -> Any:
    try:
        return at[step]
    except (KeyError, IndexError, TypeError):
        return None


def _list_name(name: str, within: str) -> str:
    return (
        terms.SHEETS_OF_LISTS[name] if name in terms.SHEETS_OF_LISTS and not within else _WORDS.get(name, f"「{name}」")
    )


def _field(name: str, within: str) -> str:
    """The label that a field has in a master, and its name in the file."""
    labels = terms.MASTER_SHEETS.get(terms.SHEETS_OF_LISTS.get(within, terms.ITEMS_SHEET), {})
    label = labels.get(name) or terms.SETTING_LABELS.get(name, ("",))[0] or _list_name(name, within).strip("「」")
    return f"「{name}」" if label == name else f"「{label}」（{name}）"


def _called(record: Any) -> str:
    """What a record is called: 「No.16「公民館の再編」」; nothing where it does not say."""
    if not isinstance(record, Mapping):
        return ""
    said = {key: shortened(in_one_line(str(record[key])), _SHOWN) for key in _NAMED_BY if record.get(key)}
    number = (
        f"No.{said['no']}"
        if "no" in said
        else next((said[k] for k in ("sub_no", "item_key", "code", "key") if k in said), "")
    )
    name = next((f"「{said[key]}」" for key in ("name", "label", "action") if key in said), "")
    return f"{number}{name}"


def _problem(detail: ErrorDetails) -> Message:
    kind, given = detail["type"], detail.get("input")
    told_of = detail.get("ctx", {})
    shown = shortened(in_one_line(json.dumps(given, ensure_ascii=False, default=str)), _SHOWN)
    if kind == "contradiction":
        return Message(problem_text(detail), detail["msg"])
    if kind == "string_pattern_mismatch":
        signs = told("json_signs_field" if "a-z" in str(told_of.get("pattern")) else "json_signs_key")
        return told("json_key", value=shown, signs=signs)
    if kind.startswith(("date", "datetime")):
        return told("json_day", value=shown)
    name = FAULTS.get(kind, OTHER_FAULT)
    known = str(told_of.get("expected", "")).replace("'", "").replace(" or ", "、").replace(", ", "、")
    return told(f"json_{name}", value=shown, known=known)
