"""The sheet 分野 and what other rows call its areas -> areas that hang together, each finding at its cell.

A parent and the area of an item are written as people see them (see `AreaTree.named`). Where a number recurs the level
in the column 階層, the numbers from the top or the name tell which area is meant.
"""

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import Any

from kosei_xl.later import dataclass
from kosei_xl.read.tables import KeyedTable, TableRow
from kosei_xl.values.areas import MOST_LEVELS, PATH_SIGN, AreaTree, PolicyArea, level_named
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, ValuePath, diagnostic
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told

_Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AreasRead:
    """The records of the areas as `Plan` wants them, the tree to look areas up in, and whether it hangs together.

    Of one that does not, no area is below another, so that the rest of the plan can still be looked at.
    """

    records: Sequence[_Record]
    tree: AreaTree
    whole: bool = True


@dataclass(slots=True)
class _Row:
    """A row of 分野 while its parent is looked for; `said` is the level that 階層 says, `level` what is known of it."""

    row: TableRow
    no: str
    name: str
    above: str | None
    said: int | None
    level: int | None
    parent: "_Row | None" = None
    broken: bool = False
    path: tuple["_Row", ...] = ()


def read_areas(
    table: KeyedTable | None, levels: Sequence[str], problems: list[Diagnostic], at: MutableMapping[ValuePath, CellRef]
) -> AreasRead:
    """Read the sheet 分野; `levels` are the names of the levels, as far as 計画 gives them.

    Returns in `problems` K133 (no such area above, areas in a circle, a fifth level, a number twice below one area),
    K180 (several areas are meant) and K181 (階層 says another level than the areas above), all there are.
    """
    rows = [_row(row, levels, problems) for row in (table.rows() if table else ()) if _is_area(row)]
    finder = _Finder(rows)
    for row in rows:
        if row.above is not None:
            _find_parent(row, finder, problems)
    _follow(rows, levels, problems)
    whole = not any(row.broken for row in rows)
    ids = _ids(rows)
    records = []
    for n, row in enumerate(rows):
        at["areas", n] = row.row.ref()
        for key in row.row.table.columns:
            at["areas", n, key] = row.row.ref(key)
        own, parent = ids[id(row)], row.parent
        record = {
            "no": row.row.text("no"),
            "name": row.row.text("name"),
            "purpose": row.row.text("purpose"),
            "parent": ids[id(parent)] if whole and parent is not None else None,
            "key": own if own != row.no or not whole else None,
        }
        records.append({key: value for key, value in record.items() if value is not None})
    known = tuple(_area(record) for record in records if {"no", "name"} <= record.keys())
    if not whole:  # told already: no number stands in the way of what else is to be told
        records = [
            {**record, "no": f"{record['no']} {n}"} if "no" in record else record for n, record in enumerate(records)
        ]
    return AreasRead(records, AreaTree(known), whole)


def area_of_item(row: TableRow, areas: AreasRead, problems: list[Diagnostic], *, by_name: bool) -> str | None:
    """The id of the area that a row of 項目 names; None for a blank cell.

    K133 (K185 on a sheet where areas are chosen `by_name`) or K180 at its cell where that is none, or several; then an
    area all the same, so that the rest can be read.
    """
    text = row.text("area_no")
    if text is None or not areas.tree.areas:
        return text
    found = areas.tree.named(text)
    if not found and by_name:
        reason = told("name_of_nobody", sheet=terms.AREAS_SHEET)
        problems.append(diagnostic(Code.NAME_UNKNOWN, row.ref("area_no"), name=text, reason=reason))
    elif not found:
        problems.append(_contradiction("no_area", row.ref("area_no"), text))
    elif len(found) > 1 and areas.whole:
        problems.append(_several(row.ref("area_no"), text, [_known_as(areas.tree, area) for area in found]))
    return (found or areas.tree.areas)[0].id


def _area(record: _Record) -> PolicyArea:
    """An area as far as it is read; what `Plan` says against it is not asked here."""
    return PolicyArea.model_construct(
        no=record["no"], name=record["name"], parent=record.get("parent"), key=record.get("key")
    )


def _known_as(tree: AreaTree, area: PolicyArea) -> str:
    return f"{PATH_SIGN.join(one.no for one in tree.path(area.id))} {area.name}"


def _is_area(row: TableRow) -> bool:
    return row.text("no") is not None or row.text("name") is not None


def _row(row: TableRow, levels: Sequence[str], problems: list[Diagnostic]) -> _Row:
    text, above = row.text("level"), row.text("parent")
    said = level_named(text, levels)
    known = 1 if above is None else 2 if len(levels) == 2 else None
    made = _Row(row, row.text("no") or "", row.text("name") or "", above, said, said or known)
    if text is not None and said is None:
        names = "、".join(levels) or terms.BLANK
        problems.append(diagnostic(Code.LEVEL_UNKNOWN, row.ref("level"), found=text, known=names))
        made.broken = True
    return made


def _find_parent(row: _Row, finder: "_Finder", problems: list[Diagnostic]) -> None:
    """The row that the cell of the area above means, among those of the level above where it is known which that is."""
    text, at = row.above or "", row.row.ref("parent")
    found = finder.meant(text)
    if row.level is not None:
        above = [one for one in found if one.level == row.level - 1]
        found = above or [one for one in found if one.level is None and one is not row] or found
    if len(found) > 1:
        found = [one for one in found if one is not row]
    if len(found) == 1:
        row.parent = found[0]
        return
    row.broken = True
    if found:
        names = [f"{one.above + PATH_SIGN if one.above else ''}{one.no} {one.name}" for one in found]
        problems.append(_several(at, text, names))
    else:
        problems.append(_contradiction("no_area", at, text))


class _Finder:
    """Looks rows up by what other rows call them, before it is known which is below which."""

    def __init__(self, rows: Sequence[_Row]) -> None:
        self._rows = rows
        areas = (
            PolicyArea.model_construct(no=row.no, name=row.name, key=row.row.text("key") or f"\0{n}")
            for n, row in enumerate(rows)
        )
        self._tree = AreaTree(tuple(areas))
        self._place = {area.id: n for n, area in enumerate(self._tree.areas)}
        self._found: dict[str, list[_Row]] = {}

    def meant(self, text: str) -> list[_Row]:
        """The rows that a text names: as if none were below another, else by the numbers from the top."""
        if text not in self._found:
            self._found[text] = self._named(text) or [*self._by_path(text)]
        return self._found[text]

    def _named(self, text: str) -> list[_Row]:
        return [self._rows[self._place[area.id]] for area in self._tree.named(text)]

    def _by_path(self, text: str) -> Iterator[_Row]:
        """Rows by numbers from the top. An area above that is itself named so has fewer numbers: there is an end."""
        above, sign, last = text.rpartition(PATH_SIGN)
        parents = self.meant(above) if sign else []
        fewer = [row for row in self._rows if row.no == last and row.above] if parents else []
        for row in fewer:
            own = row.above or ""
            known = own.count(PATH_SIGN) < text.count(PATH_SIGN) or bool(self._named(own))
            if known and any(one in parents for one in self.meant(own)):
                yield row


def _follow(rows: Sequence[_Row], levels: Sequence[str], problems: list[Diagnostic]) -> None:
    """Walk from every row to the top: circles, a fifth level, levels that 階層 calls otherwise, numbers twice."""
    taken: dict[tuple[int, str], _Row] = {}
    for row in rows:
        path = [row]
        while (parent := path[0].parent) is not None and parent not in path:
            path.insert(0, parent)
        if path[0].parent is not None:
            row.broken = True
            if path[0].parent is row:
                problems.append(_contradiction("area_in_itself", row.row.ref("parent"), row.no))
            continue
        row.path = tuple(path)
        if len(path) > MOST_LEVELS:
            problems.append(_contradiction("areas_too_deep", row.row.ref("parent"), f"{row.no} {row.name}"))
            row.broken = True
        if row.said not in (None, len(path)) and not any(one.broken for one in path):
            at, found = row.row.ref("level"), row.row.text("level")
            depth = levels[len(path) - 1] if len(path) <= len(levels) else f"{len(path)}段目"
            problems.append(diagnostic(Code.LEVEL_DIFFERS, at, found=found, depth=depth))
            row.broken = True
        beside = id(row.parent), row.no
        if row.no and taken.setdefault(beside, row) is not row and row.above == taken[beside].above:
            problems.append(_contradiction("area_no_twice", row.row.ref("no"), row.no))
            row.broken = True


def _ids(rows: Sequence[_Row]) -> Mapping[int, str]:
    """What each row is known by: its key, its number where no other has it, else the numbers from the top."""
    numbers = [row.no for row in rows]
    used: set[str] = {key for row in rows if (key := row.row.text("key"))}
    found: dict[int, str] = {}
    for row in rows:
        own = row.row.text("key")
        if own is None:
            own = row.no
            if numbers.count(own) > 1 or own in used:
                own = "".join(PATH_SIGN.join(one.no for one in row.path or (row,)).split())
            while own in used:
                own += "_2"
        used.add(own)
        found[id(row)] = own
    return found


def _contradiction(kind: str, at: CellRef, name: str) -> Diagnostic:
    reason = terms.CONTRADICTIONS[kind].format(name=name)
    return diagnostic(Code.PLAN_CONTRADICTS_ITSELF, at, reason=reason)


def _several(at: CellRef, text: str, names: Iterable[str]) -> Diagnostic:
    return diagnostic(Code.AREA_NAMED_BY_SEVERAL, at, text=text, names="、".join(f"「{name}」" for name in names))
