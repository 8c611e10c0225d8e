"""Whether what was handed out and entered still has its item on 項目: rows that were deleted, and rows that were typed
over with another item under the same hidden key.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.ledger import Ledger, text_of_line
from kosei_xl.values.model import EntryKey, Item, Line, LineKey, Plan, ReportingPoint, lines_of
from kosei_xl.values.registers import Registers
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import folded

_Printed = Mapping[LineKey, Mapping[str, str]]
"""What was printed in each row of the surveys of a point, by column."""


def items_gone(
    plan: Plan, ledger: Outcome[Ledger], registers: Registers, found: Iterable[Diagnostic]
) -> Iterator[Diagnostic]:
    """K462 for each item, or sub-item, that 項目 has not and under whose key something was entered or handed out at a
    point that is not closed; at its row of 台帳, of the last of these points.

    None for keys about which K151, one of those `found`, asks.
    """
    asked = {key for one in found if one.code == Code.ROW_KEY_UNDECIDED for key in one.basis}
    points = _open_points(plan, ledger.value)
    printed = {point.key: _printed_at(registers, point) for point in points}
    entered: dict[LineKey, set[str]] = defaultdict(set)
    for key in _keys_with_texts(ledger.value):
        if key.point in printed and key.line not in plan.line_by_key:
            entered[_gone(plan, key.line)].add(key.point)
    given: dict[LineKey, set[str]] = defaultdict(set)
    for point, rows in printed.items():
        for line in rows.keys() - plan.line_by_key.keys():
            given[_gone(plan, line)].add(point)
    at: dict[LineKey, list[EntryKey]] = defaultdict(list)
    for key in ledger.value.labels:
        if key.point in printed:
            at[_gone(plan, key.line)].append(key)
    for line in sorted(entered.keys() | given.keys(), key=text_of_line):
        if line.item_key in asked:
            continue
        where = entered.get(line) or given[line]
        mine = [point for point in points if point.key in where]
        own = sorted(at[line], key=lambda key: (key.sub_no or "", key.slot, key.point != mine[-1].key))
        home = CellRef(ledger.at[()].file, terms.ITEMS_SHEET)
        yield diagnostic(
            Code.ROW_OF_ITEM_GONE,
            next((place for key in own if (place := ledger.at.get((*key, "no")))), home),
            point=mine[-1].key,
            basis=(text_of_line(line),),
            called=_called(
                line, [*(ledger.value.labels[key] for key in own), *_last_printed(list(printed.values()), line)]
            ),
            points="」「".join(point.label for point in mine),
            what=told("gone_entries" if line in entered else "gone_printed"),
        )


def items_typed_over(plan: Outcome[Plan], ledger: Outcome[Ledger], registers: Registers) -> Iterator[Diagnostic]:
    """K463 at the name of each item, or sub-item, with entries at a point that is not closed, of which neither the name
    nor any text of the plan is what was last handed out for that point under its key.

    An item of which no text was printed beside its name is not asked about: a new name alone makes no other item; nor
    is one whose rows seem to be sorted (K439).
    """
    value = plan.value
    sorted_away = {one.item for one in ledger.diagnostics if one.code == Code.LEDGER_ROWS_SORTED}
    told_of: set[LineKey] = set()
    for point in _open_points(value, ledger.value):
        printed = _printed_at(registers, point)
        for n, item in enumerate(value.items) if printed else ():
            for line in _typed_over(value, item, printed):
                if line.key in told_of or line.no in sorted_away or not _has_entries(ledger.value, line, point):
                    continue
                told_of.add(line.key)
                sub = ("sub_items", item.sub_items.index(line.sub)) if line.sub is not None else ()
                was = printed[line.key]
                yield diagnostic(
                    Code.ITEM_TYPED_OVER,
                    plan.place("items", n, *sub, "name"),
                    item=line.no,
                    point=point.key,
                    basis=(*_texts(value, was).values(), *_texts(value, line.texts).values()),
                    former=was["name"],
                    name=line.name,
                    label=point.label,
                )


def _open_points(plan: Plan, ledger: Ledger) -> list[ReportingPoint]:
    return [point for point in plan.points if point.key not in ledger.closed]


def _printed_at(registers: Registers, point: ReportingPoint) -> dict[LineKey, dict[str, str]]:
    """What this plan's surveys of a point had printed in each row; of several surveys what the last one had."""
    rows: dict[LineKey, dict[str, str]] = {}
    for record in registers.handed_out:
        if record.point != point.key or record.plan_id:
            continue
        own: dict[LineKey, dict[str, str]] = {}
        for one in record.values:
            if one.kind == "printed":
                item_key, sub_no, *slot = one.key.split("|")
                texts = own.setdefault(LineKey(item_key, sub_no or None), {})
                texts |= {one.field: one.text} if not slot else {}
        rows |= own
    return rows


def _keys_with_texts(ledger: Ledger) -> Iterator[EntryKey]:
    yield from (key for key, fields in ledger.entries.items() if fields)
    yield from (row.key for row in ledger.received if row.fields and row.key.item_key)


def _gone(plan: Plan, line: LineKey) -> LineKey:
    """What is gone where a row is: the whole item, or the sub-item alone."""
    return line if line.item_key in plan.item_by_key else LineKey(line.item_key)


def _last_printed(printed: Sequence[_Printed], line: LineKey) -> list[Mapping[str, str]]:
    return [rows[line] for rows in reversed(printed) if line in rows]


def _called(line: LineKey, known: Iterable[Mapping[str, str]]) -> Message:
    """What the row of an item was called by whatever still says so: 台帳, 指標, 写真, then surveys."""
    whole = [one for one in known if one.get("no") and one.get("name")]
    called = whole[0] if whole else {}
    no, name = called.get("no", terms.BLANK), called.get("name", terms.BLANK)
    return told("former_item", no=no, name=name, key=text_of_line(line))


def _typed_over(plan: Plan, item: Item, printed: _Printed) -> list[Line]:
    """The rows of an item that are another's by now: the item's own, or else sub-items."""
    given = [(line, printed[line.key]) for line in lines_of(item) if line.key in printed]
    with_texts = [(line, was) for line, was in given if _texts(plan, was)]
    same = [line for line, was in given if _is_same_text(plan, line, was)]
    whole = [line for line, was in given if line.sub is None and _is_renamed(line, was)]
    if with_texts and whole and not same:
        return whole
    return [line for line, was in with_texts if line.sub is not None and line not in same and _is_renamed(line, was)]


def _is_renamed(line: Line, was: Mapping[str, str]) -> bool:
    return "name" in was and folded(was["name"]) != folded(line.name)


def _is_same_text(plan: Plan, line: Line, was: Mapping[str, str]) -> bool:
    now = _texts(plan, line.texts)
    return any(now.get(name) == text for name, text in _texts(plan, was).items())


def _texts(plan: Plan, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts of the plan among some, folded for comparing. The schedule is none: it stands on a sheet of its own."""
    return {name: text for name in plan.text_fields if (text := folded(texts.get(name, "")))}


def _has_entries(ledger: Ledger, line: Line, point: ReportingPoint) -> bool:
    """Whether anything was entered for a row, or for a sub-item of it; for a repeated listing, for its original."""
    owner = line.owner
    subs = [LineKey(owner.item_key, sub.sub_no) for sub in line.item.sub_items] if line.sub is None else []
    return any(ledger.fields(key) for key in ledger.keys_of([owner, *subs], point.key))
