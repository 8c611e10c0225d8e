"""How the worksheet functions put rows of 台帳 together: by area and level, by department or 部. Pure."""

from collections.abc import Mapping, Sequence
from itertools import permutations

from kosei_xl.later import dataclass
from kosei_xl.read.areas import read_areas
from kosei_xl.read.names import Register, lead_at
from kosei_xl.read.tables import KeyedTable, TableRow
from kosei_xl.values.areas import MOST_LEVELS, AreaTree, level_named
from kosei_xl.words import terms
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import folded

Groups = Sequence[tuple[str, frozenset[int]]]
"""What a row of the answer is called, and the numbers of the rows of 台帳 that it counts; rows may hold others."""


@dataclass(frozen=True, slots=True)
class SheetsGiven:
    """The sheets beside 台帳 that were given, by what they hold."""

    areas: KeyedTable | None = None
    items: KeyedTable | None = None
    departments: KeyedTable | None = None


def grouped_rows(rows: Sequence[TableRow], point: str, by: str | None, given: SheetsGiven) -> Groups | Message:
    """The rated rows of one point in groups: by every level of 分野, or by what `by` says as 帳票's 行の分け方 does."""
    asked = folded(by or "")
    ways = {folded(label): key for key, label in terms.TABLE_ROWS.items()}
    way = ways.get(asked, "area" if not asked else "level")
    if way == "whole":
        return []
    if way == "answering":
        return _answering(rows, given.departments)
    if way in ("bureau", "department", "bureau_department"):
        if given.items is None or given.departments is None:
            return told("fn_needs_sheets", by=by or "", sheets=f"{terms.ITEMS_SHEET}、{terms.DEPARTMENTS_SHEET}")
        return _leading(rows, point, way, given.items, given.departments)
    if given.areas is None:
        return _numbers(rows) if way == "area" else told("fn_needs_sheets", by=by or "", sheets=terms.AREAS_SHEET)
    return _areas(rows, by if way == "level" else None, given.areas)


def _numbers(rows: Sequence[TableRow]) -> Groups:
    found: dict[str, set[int]] = {}
    for row in rows:
        found.setdefault(row.text("area_no") or "", set()).add(row.number)
    return [(area, frozenset(numbers)) for area, numbers in found.items()]


def _areas(rows: Sequence[TableRow], level_word: str | None, areas: KeyedTable) -> Groups | Message:
    """Every area in printed order with all below it, or those of a level and what stands above it."""
    tree = _tree(areas)
    by_area: dict[str, set[int]] = {}
    for row in rows:
        by_area.setdefault(row.text("area_no") or "", set()).add(row.number)
    strangers = [(area, frozenset(numbers)) for area, numbers in by_area.items() if area not in tree.by_id]
    level = _level(tree, level_word, areas) if level_word is not None else None
    if level_word is not None and level is None:
        return told("fn_no_level", value=level_word)
    found = []
    for area in tree.in_order if level is None else tree.cut(level):
        depth = tree.depth(area.id)
        whole = level is None or depth == level
        inside = tree.under(area.id) if whole else frozenset({area.id})
        numbers = frozenset(number for key, own in by_area.items() if key in inside for number in own)
        if whole or numbers:
            indent = terms.INDENT * (depth - 1) if level is None else ""
            found.append((f"{indent}{area.name}", numbers))
    return [*found, *strangers]


def _tree(areas: KeyedTable) -> AreaTree:
    """The areas as they hang together. The order of the words in 階層 is that with which they do."""
    words = tuple(dict.fromkeys(text for row in areas.rows() if (text := row.text("level")) is not None))
    orders = permutations(words) if len(words) <= MOST_LEVELS else iter([words])
    read = [read_areas(areas, next(orders), [], {})]
    while not read[-1].whole and (order := next(orders, None)) is not None:
        read.append(read_areas(areas, order, [], {}))
    return (read[-1] if read[-1].whole else read[0]).tree


def _level(tree: AreaTree, word: str, areas: KeyedTable) -> int | None:
    """The level that a word means: its number from the top, or what 階層 calls the areas of one."""
    for row in areas.rows():
        said = row.text("level")
        named = tree.named(row.text("key") or row.text("name") or "") if said is not None else ()
        if said is not None and folded(said) == folded(word) and len(named) == 1:
            return tree.depth(named[0].id)
    number = level_named(word, ())
    return number if number is not None and number <= tree.height else None


def _answering(rows: Sequence[TableRow], departments: KeyedTable | None) -> Groups:
    names = [name for _, name, _ in _in_order(departments)] if departments else []
    found: dict[str, set[int]] = {name: set() for name in names}
    for row in rows:
        found.setdefault(row.text("department") or terms.OFFICE, set()).add(row.number)
    office = found.pop(terms.OFFICE, set())
    groups = [(name, frozenset(numbers)) for name, numbers in found.items() if numbers]
    return [*groups, *([(terms.OFFICE, frozenset(office))] if office else [])]


def _leading(rows: Sequence[TableRow], point: str, way: str, items: KeyedTable, departments: KeyedTable) -> Groups:
    """By the first department of each item at the point, or its 部, or both below each other."""
    ranked = _in_order(departments)
    leads = _leads(items, point, Register(terms.DEPARTMENTS_SHEET, {code: (name,) for code, name, _ in ranked}))
    bureaus = {code: bureau for code, _, bureau in ranked}
    codes = {row.number: leads.get(_item(row)) for row in rows}

    def apart(numbers: frozenset[int], indent: str) -> Groups:
        named = [(code, name) for code, name, _ in ranked]
        groups = [(f"{indent}{name}", frozenset(n for n in numbers if codes[n] == code)) for code, name in named]
        rest = frozenset(n for n in numbers if codes[n] not in bureaus)
        return [group for group in (*groups, (f"{indent}{terms.NO_DEPARTMENT}", rest)) if group[1]]

    everything = frozenset(codes)
    if way == "department":
        return apart(everything, "")
    found: list[tuple[str, frozenset[int]]] = []
    for bureau in (*dict.fromkeys(name for _, _, name in ranked if name), ""):
        own = frozenset(n for n in everything if bureaus.get(codes[n] or "", "") == bureau)
        if own:
            found.append((bureau or terms.NO_BUREAU, own))
            found += apart(own, terms.INDENT) if way == "bureau_department" else ()
    return found


def _leads(items: KeyedTable, point: str, departments: Register) -> Mapping[str, str]:
    """Item, by its hidden key and by its No. -> its first department at a point."""
    found: dict[str, str] = {}
    for row in items.rows():
        if row.text("sub_no") is None:
            lead = lead_at(row, point, departments)
            for name in ((row.text("row_key") or "").split("|")[0], f"No.{row.text('no')}"):
                if name and lead is not None:
                    found.setdefault(name, lead)
    return found


def _item(row: TableRow) -> str:
    """How `_leads` names the item of a row of 台帳 ("R7|m-001|")."""
    parts = (row.text("row_key") or "").split("|")
    return parts[1] if len(parts) > 1 else f"No.{row.text('no')}"


def _in_order(departments: KeyedTable) -> list[tuple[str, str, str]]:
    """(code, name, 部) of each department as lists print them: by their order, then code."""
    found = [
        (
            int(order) if (order := row.text("order") or "0").isdecimal() else 0,
            code,
            row.text("name") or code,
            row.text("bureau") or "",
        )
        for row in departments.rows()
        if (code := row.text("code")) is not None
    ]
    return [(code, name, bureau) for _, code, name, bureau in sorted(found, key=lambda one: one[:2])]
