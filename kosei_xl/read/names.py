"""Names in 項目 -> the keys they stand for, and what the row is to say (the inverse).

A person chooses and sees names; the hidden column `names` of the row holds their keys and what they were called when
they were written there. A name that has not changed since stands for its key, whatever that is called now: what is
renamed in 部署, 分野 or 報告時点 is renamed in 項目 by the next writing verb. A name that was changed counts if exactly
one row bears it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from kosei_xl.later import dataclass
from kosei_xl.read.areas import AreasRead, area_of_item
from kosei_xl.read.tables import KeyedTable, TableRow, find_table
from kosei_xl.values.areas import AreaTree
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, ValuePath, diagnostic
from kosei_xl.values.model import Line, Plan
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.words.notation import folded

_SEPARATORS = "、,，;；\n"
_JOIN = "、"
_AREA, _ANSWERING, _AT = "area_no", "answering", "departments_at"
_ENDS = ("first_point", "last_point")


@dataclass(frozen=True, slots=True)
class Register:
    """Whom the names of one sheet stand for: `called` has, for each key, what it may be called, the shown name first.

    `ended` are keys of rows that have ended: one of them is meant only where nobody else is called so.
    """

    sheet: str
    called: Mapping[str, Sequence[str]]
    ended: frozenset[str] = frozenset()

    def bearers(self, name: str) -> list[str]:
        """The keys that a name (or a key) stands for."""
        if name in self.called:
            return [name]
        wanted = folded(name)
        found = [key for key, names in self.called.items() if any(folded(one) == wanted for one in names)]
        return [key for key in found if key not in self.ended] or found

    def shown(self, key: str) -> str:
        """What a key is called; itself where it is nobody's."""
        return next((name for name in self.called.get(key, ()) if name), key)


@dataclass(frozen=True, slots=True)
class AreaRegister(Register):
    """The areas by what items know them by; they are named as in `AreaTree.named`: by number, numbers or name."""

    tree: AreaTree = field(default_factory=lambda: AreaTree(()))

    def bearers(self, name: str) -> list[str]:
        """The ids of the areas that a text may mean."""
        return [area.id for area in self.tree.named(name)]

    def shown(self, key: str) -> str:
        """The name of an area, or its number where others have its name too; itself where it is nobody's."""
        area = self.tree.by_id.get(key)
        if area is None:
            return key
        return area.name if self.tree.named(area.name) == (area,) else self.tree.written(key)


@dataclass(slots=True)
class Named:
    """The names in one row of 項目; `problems` collects K185 for those that stand for nobody or for several.

    `keep` passes on what cannot be resolved, for the plan to refuse: sheets of before hold keys only.
    """

    row: TableRow
    problems: list[Diagnostic]
    keep: bool = field(init=False)
    _stored: Mapping[str, Sequence[tuple[str, str]]] = field(init=False)

    def __post_init__(self) -> None:
        """Read what the hidden column holds."""
        self.keep = terms.NAMES_COLUMN not in self.row.table.columns
        self._stored = _stored(self.row.text(terms.NAMES_COLUMN))

    def key(self, column: str, register: Register) -> str | None:
        """The one key in a cell."""
        return next(iter(self.keys(column, register)), None)

    def keys(self, column: str, register: Register) -> list[str]:
        """The keys in a cell, which may name several."""
        text = self.row.text(column)
        return self.of(column, text, register) if text is not None else []

    def stored(self, column: str) -> Sequence[tuple[str, str]]:
        """The keys that the hidden column holds for a column, each with its name of then."""
        return self._stored.get(column, ())

    def area(self, areas: AreaRegister) -> str | None:
        """The area of the row where it is clear which one that is."""
        text = self.row.text(_AREA)
        found = self._one(_AREA, text, areas) if text is not None else []
        return found[0] if len(found) == 1 else None

    def of(self, column: str, text: str, register: Register) -> list[str]:
        """The keys of a text of the column."""
        whole = self._one(column, text, register)
        if len(whole) == 1:
            return whole
        found = []
        for piece in _pieces(text):
            keys = self._one(column, piece, register)
            if len(keys) == 1:
                found += keys
            elif self.keep:
                found.append(piece)
            else:
                self.problems.append(unknown_name(register, piece, self.row.ref(column)))
        return found

    def _one(self, column: str, name: str, register: Register) -> list[str]:
        wanted = folded(name)
        stands = [key for key, then in self.stored(column) if folded(then) == wanted and key in register.called]
        bearers = register.bearers(name) if not stands or isinstance(register, AreaRegister) else []
        # People see and change the numbers of areas: the area of that name is meant, whatever its number is now.
        return bearers if len(bearers) == 1 else stands[:1] or bearers


def _pieces(text: str) -> list[str]:
    for separator in _SEPARATORS:
        text = text.replace(separator, _JOIN)
    return [piece.strip() for piece in text.split(_JOIN) if piece.strip()]


def _stored(text: str | None) -> Mapping[str, Sequence[tuple[str, str]]]:
    """「column=key|name」 lines -> the keys of each column with their names of then."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in (text or "").split("\n"):
        column, sign, rest = line.partition("=")
        key, bar, name = rest.partition("|")
        if sign and bar:
            found.setdefault(column, []).append((key, name))
    return found


@dataclass(frozen=True, slots=True)
class PlanNames:
    """The three registers that 項目 names things from."""

    areas: AreaRegister
    departments: Register
    points: Register

    @classmethod
    def of_data(cls, data: Mapping[str, Any], tree: AreaTree) -> "PlanNames":
        """From the records of a plan that is being read, and its areas."""
        known = [one for one in data.get("departments", ()) if one.get("code")]
        points = [one for one in data.get("points", ()) if one.get("key")]
        return cls(
            AreaRegister(terms.AREAS_SHEET, {area.id: (area.name,) for area in tree.areas}, tree=tree),
            Register(
                terms.DEPARTMENTS_SHEET,
                {one["code"]: (str(one.get("name") or ""),) for one in known},
                frozenset(one["code"] for one in known if one.get("valid_to")),
            ),
            Register(
                terms.POINTS_SHEET,
                {one["key"]: (str(one.get("label") or ""), str(one.get("short_label") or "")) for one in points},
            ),
        )

    @classmethod
    def of_plan(cls, plan: Plan) -> "PlanNames":
        """From a plan."""
        return cls.of_data(
            {
                "departments": [department.model_dump() for department in plan.departments],
                "points": [point.model_dump() for point in plan.points],
            },
            plan.tree,
        )


def name_of_part(key: str, taken: Collection[str] = ()) -> str:
    """What a part is called where people see it: its key where it has no other name, or where that is another's key."""
    name = terms.PART_NAMES.get(key, key)
    return key if name in taken else name


def key_of_part(row: TableRow) -> str | None:
    """The key of a row of 帳票: the hidden one where the name is still the one written with it, else the name."""
    name = row.text("key")
    return next((key for key, then in _stored(row.text(terms.NAMES_COLUMN)).get("key", ()) if then == name), name)


def parts_by_name(table: KeyedTable | None) -> Mapping[str, tuple[str, ...]]:
    """Name in 帳票 -> the keys of the parts that are called so: one, where no other is."""
    found: dict[str, tuple[str, ...]] = {}
    for row in table.rows() if table is not None else ():
        if (name := row.text("key")) and (key := key_of_part(row)):
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), key)))
    return found


def names_of_parts(book: Book) -> Mapping[str, str]:
    """Key of a part -> how 帳票 calls it, in a master as it is: names since they are shown, its keys before."""
    sheet = book.sheet(terms.PARTS_SHEET)
    table = find_table(book.name, sheet, terms.MASTER_SHEETS[terms.PARTS_SHEET]) if sheet is not None else None
    return {key: name for name, keys in parts_by_name(table).items() for key in keys}


def names_in_row(
    row: TableRow, names: PlanNames, areas: AreasRead, problems: tuple[list[Diagnostic], list[Diagnostic]]
) -> dict[str, Any]:
    """The fields of an item or sub-item that a row of 項目 says in names, as their keys.

    The second `problems` are those of the area; with them there is no plan.
    """
    named = Named(row, problems[0])
    return {
        "departments": _departments(named, names.departments),
        "answering": named.key(_ANSWERING, names.departments),
        "area_no": named.area(names.areas) or area_of_item(row, areas, problems[1], by_name=not named.keep),
        **{end: named.key(end, names.points) for end in _ENDS},
        _AT: _departments_at(named, names.points, names.departments),
    }


def name_others(data: Mapping[str, Any], at: Mapping[ValuePath, CellRef]) -> Iterator[Diagnostic]:
    """Put keys where rows of 部署 and 帳票列 name others: 引継ぎ先 by 課名, 時点 by 表示名.

    K185 for departments that nobody or several are called; points that are none are refused by the plan.
    """
    names = PlanNames.of_data(data, AreaTree(()))
    for n, record in enumerate(data.get("departments", ())):
        words = record.get("successors", ())
        record["successors"] = [named_by(names.departments, word) or word for word in words]
        for word in (one for one in words if named_by(names.departments, one) is None):
            yield unknown_name(names.departments, word, at["departments", n, "successors"])
    for column in data.get("columns", ()):
        if column.get("point"):
            column["point"] = named_by(names.points, column["point"]) or column["point"]


def name_parts(
    data: Mapping[str, Any], at: Mapping[ValuePath, CellRef], parts: Mapping[str, tuple[str, ...]]
) -> Iterator[Diagnostic]:
    """Put keys where rows of 帳票列 name a part by its name in 帳票 (`parts`, as of `parts_by_name`).

    K185 where several are called so: which of them the column belongs to nobody can tell, and there is no plan.
    """
    for n, column in enumerate(data.get("columns", ())):
        name = column.get("part", "")
        found = parts.get(name, ())
        if len(found) == 1:
            column["part"] = found[0]
        elif found:
            reason = told("name_of_several", sheet=terms.PARTS_SHEET)
            yield diagnostic(Code.NAME_UNKNOWN, at["columns", n, "part"], name=name, reason=reason)


def named_by(register: Register, word: str) -> str | None:
    """The key that a name (or a key) stands for; None where that is not exactly one."""
    found = register.bearers(word)
    return found[0] if len(found) == 1 else None


def unknown_name(register: Register, word: str, at: CellRef) -> Diagnostic:
    """K185 for a name that nobody, or several, are called."""
    reason = told("name_of_several" if register.bearers(word) else "name_of_nobody", sheet=register.sheet)
    return diagnostic(Code.NAME_UNKNOWN, at, name=word, reason=reason)


def name_to_write(register: Register, key: str) -> str:
    """What a key is written as: the name, where it means that key alone."""
    name = register.shown(key)
    return name if named_by(register, name) == key else key


def lead_at(row: TableRow, point: str, departments: Register) -> str | None:
    """The key of the first department that a row of 項目 names for a point (a key), where 報告時点 is not at hand."""
    named = Named(row, [])
    points = Register(terms.POINTS_SHEET, {point: (), **{key: (name,) for key, name in named.stored(_AT)}})
    own = _departments_at(named, points, departments).get(point) or _departments(named, departments)
    return next(iter(own), None)


def _departments(named: Named, departments: Register) -> list[str]:
    there = named.row.table.columns
    columns = [column for column in terms.DEPARTMENT_COLUMNS if column in there] or ["departments"]
    return list(dict.fromkeys(key for column in columns for key in named.keys(column, departments)))


def _departments_at(named: Named, when_named: Register, departments: Register) -> dict[str, list[str]]:
    """「時点＝課名、課名」 lines -> keys by point; a line without "=" is passed over."""
    found: dict[str, list[str]] = {}
    for line in (named.row.text(_AT) or "").split("\n"):
        when, sign, who = line.replace("＝", "=").partition("=")
        points = named.of(_AT, when.strip(), when_named) if sign and when.strip() else []
        if points:
            found[points[0]] = named.of(_AT, who.strip(), departments) if who.strip() else []
    return found


# -- what a row is to say ------------------------------------------------------------------------------------------
_Keys = dict[str, list[tuple[Register, str]]]
"""Column -> the keys that stand in it."""


def names_of_line(line: Line, names: PlanNames) -> dict[str, str | None]:
    """The names that a row of 項目 shows, by column, and their keys in the hidden one."""
    item, departments = line.item, names.departments
    keys: _Keys = {_AREA: [(names.areas, item.area_no)]}
    *front, last = terms.DEPARTMENT_COLUMNS
    for column, code in zip(front, line.departments, strict=False):
        keys[column] = [(departments, code)]
    if rest := line.departments[len(front) :]:
        keys[last] = [(departments, code) for code in rest]
    own = line.sub.answering if line.sub else item.answering
    if own:
        keys[_ANSWERING] = [(departments, own)]
    if line.sub is None:
        keys |= {end: [(names.points, point)] for end in _ENDS if (point := getattr(item, end))}
        keys |= _keys_at(item.departments_at, names)
    return {**dict.fromkeys(_COLUMNS), **_shown(keys, names)}


_COLUMNS = (_AREA, *terms.DEPARTMENT_COLUMNS, _ANSWERING, *_ENDS, _AT)


def _keys_at(departments_at: Mapping[str, Sequence[str]], names: PlanNames) -> _Keys:
    pairs = [
        pair
        for point, codes in departments_at.items()
        for pair in ((names.points, point), *((names.departments, code) for code in codes))
    ]
    return {_AT: pairs} if pairs else {}


def _shown(keys: _Keys, names: PlanNames) -> dict[str, str | None]:
    """What the columns show, and the hidden one."""
    shown = {column: _JOIN.join(one.shown(key) for one, key in pairs) for column, pairs in keys.items()}
    if _AT in keys:
        shown[_AT] = _in_lines(keys[_AT], names)
    lines = [f"{column}={key}|{one.shown(key)}" for column, pairs in keys.items() for one, key in pairs]
    return {**shown, terms.NAMES_COLUMN: "\n".join(dict.fromkeys(lines)) or None}


def _in_lines(pairs: Sequence[tuple[Register, str]], names: PlanNames) -> str:
    """「時点＝課名、課名」, one line for each point."""
    lines: list[list[str]] = []
    for register, key in pairs:
        if register is names.points:
            lines.append([register.shown(key)])
        else:
            lines[-1].append(register.shown(key))
    return "\n".join(f"{when}＝{_JOIN.join(who)}" for when, *who in lines)


def names_to_write(book: Book, plan: Plan) -> dict[CellRef, str]:
    """Cell of 項目 -> what the next writing verb puts there: names that have changed, and the keys of new ones.

    A row with a name that stands for nobody is left as it is; so is a sheet without the hidden column.
    """
    sheet = book.sheet(terms.ITEMS_SHEET)
    table = find_table(book.name, sheet, terms.MASTER_SHEETS[terms.ITEMS_SHEET]) if sheet is not None else None
    if table is None or terms.NAMES_COLUMN not in table.columns:
        return {}
    names, found = PlanNames.of_plan(plan), dict[CellRef, str]()
    for row in table.rows():
        if row.text("no") is None and row.text("name") is None:
            continue
        problems: list[Diagnostic] = []
        shown = _shown(_keys_in(Named(row, problems), names), names)
        if not problems:
            pairs = ((row.ref(column), text, row.text(column)) for column, text in shown.items())
            found |= {cell: text for cell, text, there in pairs if text and text != there and cell.column is not None}
    return found


def _keys_in(named: Named, names: PlanNames) -> _Keys:
    """The keys of a row as it is, each in its column."""
    registers = {_AREA: names.areas, **dict.fromkeys(_ENDS, names.points)}
    columns = (column for column in _COLUMNS if column != _AT)
    own = {column: (registers.get(column, names.departments)) for column in columns}
    keys: _Keys = {column: [(one, key) for key in named.keys(column, one)] for column, one in own.items()}
    at_points = _keys_at(_departments_at(named, names.points, names.departments), names)
    return {column: pairs for column, pairs in keys.items() if pairs} | at_points
