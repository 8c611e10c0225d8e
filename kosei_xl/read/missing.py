"""What a master still lacks before anything can be handed out: one list, of what a person has to write and where.

The same list is what `kosei check MASTER` tells, what `kosei distribute` refuses with, and what the first sheet of a
master counts with its own formulas (`make.first_sheet`).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from kosei_xl.read.names import key_of_part, parts_by_name
from kosei_xl.read.tables import KeyedTable, TableRow, find_table
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.words.years import fiscal_year_of


class MissingKind(NamedTuple):
    """One thing that may be missing: its name (the key of its words, `missing_NAME`), the sheet to write it on."""

    name: str
    sheet: str


STEPS = (
    MissingKind("plan_name", terms.PLAN_SHEET),
    MissingKind("period_start", terms.PLAN_SHEET),
    MissingKind("period_end", terms.PLAN_SHEET),
    MissingKind("departments", terms.DEPARTMENTS_SHEET),
    MissingKind("department_name", terms.DEPARTMENTS_SHEET),
    MissingKind("areas", terms.AREAS_SHEET),
    MissingKind("area_name", terms.AREAS_SHEET),
    MissingKind("ratings", terms.RATINGS_SHEET),
    MissingKind("rating_label", terms.RATINGS_SHEET),
    MissingKind("rating_counted", terms.RATINGS_SHEET),
    MissingKind("points", terms.POINTS_SHEET),
    MissingKind("point_year", terms.POINTS_SHEET),
    MissingKind("point_kind", terms.POINTS_SHEET),
    MissingKind("point_date", terms.POINTS_SHEET),
    MissingKind("point_label", terms.POINTS_SHEET),
    MissingKind("items", terms.ITEMS_SHEET),
    MissingKind("item_no", terms.ITEMS_SHEET),
    MissingKind("item_name", terms.ITEMS_SHEET),
    MissingKind("item_area", terms.ITEMS_SHEET),
    MissingKind("item_lead", terms.ITEMS_SHEET),
    MissingKind("form", terms.PARTS_SHEET),
    MissingKind("form_columns", terms.COLUMNS_SHEET),
)
"""Everything that may be missing, in the order in which a master is filled in."""


def still_missing(book: Book) -> tuple[Diagnostic, ...]:
    """K186 for each thing that is missing, at the cell to write it in, in the order of `STEPS`.

    `book` is a master, with the keys that rows were given. Sheets that it lacks are left to `read_plan`. Cost: one pass
    over the settings sheets.
    """
    return tuple(
        diagnostic(Code.STILL_MISSING, cell, what=told(f"missing_{step.name}", at=no))
        for step, cell, no in _found(book)
    )


def count_missing(book: Book) -> Mapping[str, int]:
    """How many of each of `STEPS` are missing, by its name."""
    return Counter(step.name for step, _, _ in _found(book))


def _found(book: Book) -> Iterator[tuple[MissingKind, CellRef, str]]:
    tables = {name: _table(book, name) for name in dict.fromkeys(step.sheet for step in STEPS)}
    for step in STEPS:
        table = tables[step.sheet]
        if table is not None:
            yield from ((step, cell, no) for cell, no in _CHECKS[step.name](table, tables))


_Tables = Mapping[str, KeyedTable | None]
_Places = Iterator[tuple[CellRef, str]]
_Check = Callable[[KeyedTable, _Tables], _Places]


def _table(book: Book, name: str) -> KeyedTable | None:
    sheet = book.sheet(name)
    labels = terms.MASTER_SHEETS[name]
    if name == terms.PLAN_SHEET:
        labels = {**labels, **dict([terms.FORMAT_1_SETTING])}
    return find_table(book.name, sheet, labels) if sheet is not None else None


def _first_cell(table: KeyedTable, key: str) -> CellRef:
    return CellRef(table.file, table.sheet.name, table.first, table.columns.get(key))


# -- the kinds of check --------------------------------------------------------------------------------------------
def _setting(key: str, readable: Callable[[str], bool]) -> _Check:
    def check(table: KeyedTable, _: _Tables) -> _Places:
        rows = [row for row in table.rows() if (row.text("setting") or row.text("key")) == key]
        text = rows[0].text("value") if rows else None
        if rows and (text is None or not readable(text)):
            yield rows[0].ref("value"), ""

    return check


def _any_row(key: str, said: Callable[[TableRow], bool]) -> _Check:
    """A sheet on which no row says anything; `key` is the column to begin in."""

    def check(table: KeyedTable, _: _Tables) -> _Places:
        if not any(said(row) for row in table.rows()):
            yield _first_cell(table, key), ""

    return check


def _in_rows(key: str, said: Callable[[TableRow], bool], readable: Callable[[str], bool] | None = None) -> _Check:
    """A cell that is blank in a row that says something (or holds what is not `readable`)."""

    def check(table: KeyedTable, _: _Tables) -> _Places:
        for row in table.rows():
            text = row.text(key)
            if key in table.columns and said(row) and (text is None or (readable is not None and not readable(text))):
                yield row.ref(key), row.text("no") or ""

    return check


def _says(*keys: str) -> Callable[[TableRow], bool]:
    return lambda row: any(row.text(key) is not None for key in keys)


def _one_counted(table: KeyedTable, _: _Tables) -> _Places:
    rated = [row for row in table.rows() if row.text("code") is not None]
    if rated and not any(row.text("counted") in terms.FOLLOW_UP_SPELLINGS for row in rated):
        yield rated[0].ref("counted"), ""


def _lead(table: KeyedTable, _: _Tables) -> _Places:
    """Items that nobody answers: no department, no sub-item that has one, and not rated by the office."""
    rows = [row for row in table.rows() if _says("no", "name")(row)]
    column = next((key for key in (terms.DEPARTMENT_COLUMNS[0], "departments") if key in table.columns), None)
    with_subs = {row.text("no") for row in rows if row.text("sub_no") is not None}
    for row in rows if column is not None else ():
        whole = row.text("sub_no") is None
        by_office = row.text("office_rated") in terms.FOLLOW_UP_SPELLINGS or row.text("repeats") is not None
        if whole and (by_office or row.text("no") in with_subs):
            continue
        if row.text(column or "") is None and row.text("answering") is None:
            sub = row.text("sub_no")
            yield row.ref(column), f"{row.text('no') or ''}{'-' + sub if sub else ''}"


def _form(table: KeyedTable, _: _Tables) -> _Places:
    if not any(row.text("kind") in (terms.CHOICES["kind"]["form"], "form") for row in table.rows()):
        yield _first_cell(table, "kind"), ""


def _asked(table: KeyedTable, tables: _Tables) -> _Places:
    """A form that asks for nothing."""
    parts = tables[terms.PARTS_SHEET]
    words = (terms.CHOICES["kind"]["form"], "form")
    called = parts_by_name(parts)
    forms = {key_of_part(row) for row in parts.rows() if row.text("kind") in words} if parts is not None else set()
    asked = {terms.CHOICES["entry"][key] for key in ("input", "required")}
    rows = [row for row in table.rows() if not forms.isdisjoint(called.get(part := row.text("part") or "", (part,)))]
    if forms and not any(row.text("entry") in {*asked, "input", "required"} for row in rows):
        yield _first_cell(table, "entry"), ""


def _is_year(text: str) -> bool:
    return fiscal_year_of(text) is not None


_ITEM, _POINT = _says("no", "name"), _says("fiscal_year", "kind", "date", "label")
_WHOLE: Callable[[TableRow], bool] = lambda row: _ITEM(row) and row.text("sub_no") is None  # noqa: E731
_CHECKS: Mapping[str, _Check] = {
    "plan_name": _setting("name", lambda _: True),
    "period_start": _setting("period_start", _is_year),
    "period_end": _setting("period_end", _is_year),
    "departments": _any_row("name", _says("name", "code")),
    "department_name": _in_rows("name", _says("code", "bureau")),
    "areas": _any_row("name", _says("name", "no")),
    "area_name": _in_rows("name", _says("no")),
    "ratings": _any_row("code", _says("code")),
    "rating_label": _in_rows("label", _says("code")),
    "rating_counted": _one_counted,
    "points": _any_row("fiscal_year", _POINT),
    "point_year": _in_rows("fiscal_year", _POINT, _is_year),
    "point_kind": _in_rows("kind", _POINT),
    "point_date": _in_rows("date", _POINT),
    "point_label": _in_rows("label", _POINT),
    "items": _any_row("no", _ITEM),
    "item_no": _in_rows("no", _ITEM),
    "item_name": _in_rows("name", _WHOLE),
    "item_area": _in_rows("area_no", _WHOLE),
    "item_lead": _lead,
    "form": _form,
    "form_columns": _asked,
}
assert _CHECKS.keys() == {step.name for step in STEPS}
