"""The master's 日程 sheet -> the year schedules of items and sub-items, as the plan's reader takes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from kosei_xl.read.places import RowPlaces
from kosei_xl.read.tables import KeyedTable, TableRow
from kosei_xl.values.diagnostics import Diagnostic, ValuePath, diagnostic
from kosei_xl.values.model import Bar, Quarter
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.words.notation import folded
from kosei_xl.words.quarters import quarter_text, read_quarter
from kosei_xl.words.shorten import listed

_OF_ACTION, _OF_BAR = ("action",), ("label",)
_TOLD_ONE_BY_ONE = 3
"""Bars outside the period, each likely mistyped; more are those of another plan."""


@dataclass(slots=True)
class _Owner:
    """An item or sub-item: its printed No., the dict that takes its schedule, its place in the plan."""

    no: str
    record: dict[str, Any]
    path: ValuePath
    actions: dict[tuple[float, str], list[TableRow]] = field(default_factory=dict)


def read_schedule(
    table: KeyedTable,
    items: list[dict[str, Any]],
    period: tuple[int, int] | None,
    problems: list[Diagnostic],
    at: RowPlaces,
) -> None:
    """Give every item (a dict as `read.plan` makes it) and sub-item of 日程 its `schedule`, in the order of 取組の順.

    Rows are found by row key, new ones by their No. Rows of one 取組の順 and text are one action item; a blank text or
    number goes on with the row above. `period` is the plan's first and last fiscal year. Returns K135 (quarter not
    readable), K136 (end before start), K137 (outside the period; one for all where they are many), K138 (no such item),
    K139 (row key and No. differ).
    """
    found: list[Diagnostic] = []
    by_key, by_no = _owners(items)
    before: tuple[_Owner, tuple[float, str]] | None = None
    for row in table.rows():
        if all(row.text(key) is None for key in ("action_no", "action", "start", "end", "label")):
            continue
        owner = _owner(row, by_key, by_no, found)
        if owner is None:
            continue
        action = _action(row, owner, before[1] if before is not None and before[0] is owner else None)
        owner.actions.setdefault(action, []).append(row)
        before = owner, action
    for owner in by_key.values():
        if owner.actions:
            owner.record["schedule"] = [
                {"action": text, "bars": _bars(owner, number, rows, period, found, at)}
                for number, ((_, text), rows) in enumerate(sorted(owner.actions.items(), key=lambda pair: pair[0][0]))
            ]
    problems.extend(_outside_in_one(found))


def _outside_in_one(problems: list[Diagnostic]) -> list[Diagnostic]:
    """The findings with one K137 for many bars outside the period, at the first: a plan whose bars are all of the plan
    before has a hundred of them.
    """
    outside = [one for one in problems if one.code == Code.BAR_LEAVES_PERIOD]
    if len(outside) <= _TOLD_ONE_BY_ONE:
        return problems
    first, *others = sorted(outside, key=lambda one: (one.at.row or 0) if one.at is not None else 0)
    nos = listed([*dict.fromkeys(f"No.{one.item}" for one in others)])
    params = {**dict(first.params), "more": told("bars_more", count=len(others), nos=nos)}
    whole = replace(
        first,
        params=tuple(sorted(params.items())),
        related=tuple(one.at for one in others if one.at is not None),
        basis=tuple(one.message() for one in others),
    )
    left = frozenset(others)
    return [whole if one is first else one for one in problems if one not in left]


def _owners(items: list[dict[str, Any]]) -> tuple[dict[str, _Owner], dict[str, _Owner]]:
    """Items and sub-items by row key, and by printed No."""
    by_key: dict[str, _Owner] = {}
    by_no: dict[str, _Owner] = {}
    for n, item in enumerate(items):
        owners = [("", _Owner(str(item["no"]), item, ("items", n)))]
        for m, sub in enumerate(item["sub_items"]):
            no = f"{item['no']}-{sub['sub_no']}"
            owners.append((str(sub["sub_no"]), _Owner(no, sub, ("items", n, "sub_items", m))))
        for sub_no, owner in owners:
            by_key.setdefault(f"{item['key']}|{sub_no}", owner)
            by_no.setdefault(folded(owner.no), owner)
    return by_key, by_no


def _owner(
    row: TableRow, by_key: Mapping[str, _Owner], by_no: Mapping[str, _Owner], problems: list[Diagnostic]
) -> _Owner | None:
    no = row.text("no")
    named = by_no.get(folded(no)) if no else None
    owner = by_key.get(row.text("row_key") or "") or named
    if owner is None:
        text = " ".join(text for key in ("action", "label") if (text := row.text(key)))
        problems.append(diagnostic(Code.SCHEDULE_OF_NO_ITEM, row.ref("no"), no=no or "空欄", text=text))
    elif named is not None and named is not owner:
        problems.append(diagnostic(Code.SCHEDULE_NO_DIFFERS, row.ref("no"), item=owner.no, found=no))
    return owner


def _action(row: TableRow, owner: _Owner, before: tuple[float, str] | None) -> tuple[float, str]:
    """(取組の順, text) of the action item that a row belongs to; rows without number keep their place."""
    text, typed = row.text("action"), folded(row.text("action_no") or "")
    if typed.isdecimal():
        number = min(float(typed), 1e15)
        same = next((known for known in owner.actions if known[0] == number), None)
        return same if same is not None and text is None else (number, text or "")
    if before is not None and text in (None, before[1]):
        return before
    return (before[0] if before is not None else max((n for n, _ in owner.actions), default=0.0)), text or ""


def _bars(
    owner: _Owner,
    number: int,
    rows: list[TableRow],
    period: tuple[int, int] | None,
    problems: list[Diagnostic],
    at: RowPlaces,
) -> list[Bar]:
    bars: list[Bar] = []
    path = (*owner.path, "schedule", number)
    at.put_row(path, rows[0].ref(), _OF_ACTION, rows[0].table.columns)
    for row in rows:
        if any(row.text(key) is not None for key in ("start", "end", "label")):
            bar = _bar(owner, row, period, problems)
            if bar is not None:
                at.put_row((*path, "bars", len(bars)), row.ref(), _OF_BAR, row.table.columns)
                bars.append(bar)
    return bars


def _bar(owner: _Owner, row: TableRow, period: tuple[int, int] | None, problems: list[Diagnostic]) -> Bar | None:
    label = row.text("label") or ""
    name = label or row.text("action") or ""
    read = {key: read_quarter(row.text(key) or "") for key in ("start", "end")}
    start, end = read["start"], read["end"]
    if start is None or end is None:
        labels = terms.MASTER_SHEETS[terms.SCHEDULE_SHEET]
        for key in [key for key, found in read.items() if found is None]:
            value, what = row.text(key) or "空欄", labels[key].partition("（")[0]
            problems.append(
                diagnostic(Code.BAR_UNREADABLE, row.ref(key), item=owner.no, bar=name, label=what, value=value)
            )
        return None
    if end < start:
        first, last = quarter_text(*start), quarter_text(*end)
        related = [row.ref("start")]
        problems.append(
            diagnostic(
                Code.BAR_ENDS_BEFORE_START, row.ref("end"), related, item=owner.no, bar=name, start=first, end=last
            )
        )
        return None
    if period is not None and (start[0] < period[0] or end[0] > period[1]):
        first, last = quarter_text(*start), quarter_text(*end)
        place = row.ref("start" if start[0] < period[0] else "end")
        found = diagnostic(Code.BAR_LEAVES_PERIOD, place, item=owner.no, bar=name, start=first, end=last, more="")
        problems.append(found)
    return _made(start, end, label, row.text("conditional") in terms.FOLLOW_UP_SPELLINGS)


@lru_cache(maxsize=4096)
def _made(start: tuple[int, int], end: tuple[int, int], label: str, conditional: bool) -> Bar:
    """A bar: plans of thousands of them have few that differ, and equal ones are one."""
    return Bar(start=_quarter(*start), end=_quarter(*end), label=label, conditional=conditional)


@lru_cache(maxsize=1024)
def _quarter(year: int, quarter: int) -> Quarter:
    return Quarter(year=year, quarter=quarter)
