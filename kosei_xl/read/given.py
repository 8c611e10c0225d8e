"""Keys that nobody typed: rows of settings that have none, each with the key that the program gives them.

A clerk writes names and labels. Their keys stand in the sheets from the first writing verb on (`make.writable`); before
that the same rows get the same keys, and nothing is built on them.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from typing import NamedTuple

from kosei_xl.read.fields import named_key, names_of_fields
from kosei_xl.read.tables import KeyedTable, TableRow, find_table
from kosei_xl.values.areas import PATH_SIGN
from kosei_xl.values.cells import Book, CellRef, CellValue
from kosei_xl.words import terms
from kosei_xl.words.notation import folded
from kosei_xl.words.years import fiscal_year_of, short_year

_KEPT_OUT = re.compile(r"[\s|/]+")
"""What may not be in a key."""


def given_keys(book: Book) -> Mapping[CellRef, str]:
    """Cell -> key, for every row of 部署, 分野, 報告時点, 帳票 and 帳票列 that says something and has no key.

    A row of 帳票列 gets the key of what is called so already, in 欄 too (see `fields_without_key`); two that are called
    the same get the same. None is given that stands anywhere in 受領. Cost: one pass over these sheets and the keys in
    受領.
    """
    return {
        **_departments(book),
        **_areas(book),
        **_points(book),
        **_parts(book),
        **_columns(book),
    }


def point_key(fiscal_year: int, kind: str) -> str:
    """The key that a reporting point is given: 「R8上半期」."""
    return f"{short_year(fiscal_year)}{kind}"


def with_given(book: Book, keys: Mapping[CellRef, str]) -> Book:
    """The book with the keys in their cells, as the first writing verb will leave it."""
    if not keys:
        return book
    by_sheet: dict[str, dict[int, dict[int, str]]] = {}
    for cell, key in keys.items():
        by_sheet.setdefault(cell.sheet or "", {}).setdefault(cell.row or 0, {})[cell.column or 0] = key
    sheets = []
    for sheet in book.sheets:
        rows: list[tuple[CellValue, ...]] = list(sheet.rows)
        for number, cells in by_sheet.get(sheet.name, {}).items():
            width = max(*cells, len(rows[number - 1]))
            rows[number - 1] = tuple(cells.get(n) or sheet.value(number, n) for n in range(1, width + 1))
        sheets.append(replace(sheet, rows=tuple(rows)) if sheet.name in by_sheet else sheet)
    return replace(book, sheets=tuple(sheets))


# -- one sheet each ------------------------------------------------------------------------------------------------
def _departments(book: Book) -> Mapping[CellRef, str]:
    return _give(book, _Wanted(terms.DEPARTMENTS_SHEET, "code", ("name",), "dept_code"), lambda _: _counted("D{:02}"))


def _areas(book: Book) -> Mapping[CellRef, str]:
    """Numbers that go on below each area; none of those that rows name the areas above by, which must stay clear."""
    rows = [row for row in _rows(book, terms.AREAS_SHEET, "no") if row.text("no") or row.text("name")]
    numbers = {folded(piece) for row in rows for piece in (row.text("parent") or "").split(PATH_SIGN)}
    beside: dict[str, set[str]] = {}
    for row in rows:
        beside.setdefault(folded(row.text("parent") or ""), set()).add(folded(row.text("no") or ""))
    found: dict[CellRef, str] = {}
    for row in (row for row in rows if not row.text("no")):
        own = beside[folded(row.text("parent") or "")]
        key = next(key for key in _counted("{}") if key not in own | numbers)
        own.add(key)
        found[row.ref("no")] = key
    return found


def _points(book: Book) -> Mapping[CellRef, str]:
    """「R8上半期」, 「R8年度末」: what is chosen on 集計 and after --point can be read."""

    def named(row: TableRow) -> Iterator[str]:
        year = fiscal_year_of(row.text("fiscal_year") or "")
        return _alike(point_key(year, row.text("kind") or "") if year is not None else row.text("label") or "")

    return _give(book, _Wanted(terms.POINTS_SHEET, "key", ("fiscal_year", "label", "date"), "point"), named)


def _parts(book: Book) -> Mapping[CellRef, str]:
    wanted = _Wanted(terms.PARTS_SHEET, "key", ("kind", "sheet"))
    return _give(book, wanted, lambda row: _alike(row.text("sheet") or row.text("kind") or ""))


def _columns(book: Book) -> Mapping[CellRef, str]:
    """帳票列: what is called the same is the same."""
    columns = list(_rows(book, terms.COLUMNS_SHEET, "key"))
    known = {
        "entry": {folded(label): key for key, label in terms.FIELD_LABELS.items() if key != "other"},
        "plan": {folded(label): key for key, label in terms.TEXT_LABELS.items()},
        "derived": {folded(label): key for label, key in terms.DERIVED_LABELS.items()},
    }
    for row in reversed(columns):
        key, label = row.text("key"), row.text("label")
        if key and label:
            known[_source(row, known)][folded(label)] = key
    fields = names_of_fields(book)
    known["entry"] |= fields
    taken = {*_keys_in_use(book), *(key for names in known.values() for key in names.values())}
    found: dict[CellRef, str] = {}
    for row in columns:
        label = row.text("label")
        if row.text("key") is not None or label is None:
            continue
        share = named_key(label, fields)
        if share.startswith(terms.SHARE_KEY) and row.text("source") in (None, *_words("derived")):
            found[row.ref("key")] = share
            continue
        source = _source(row, known)
        if source == "derived" and folded(label) not in known["derived"]:
            continue  # nothing is called so: the reader says that the key is missing
        key = known[source].get(folded(label))
        if key is None:
            key = next(k for n in count(1) if (k := f"{terms.GIVEN_FIELDS[source]}{n}") not in taken)
            known[source][folded(label)] = key
            taken.add(key)
        found[row.ref("key")] = key
    return found


def _words(source: str) -> tuple[str, str]:
    """What may stand for a source in 帳票列."""
    return source, terms.CHOICES["source"][source]


def _source(row: TableRow, known: Mapping[str, Mapping[str, str]]) -> str:
    """Where a column of 帳票列 comes from, as it says or, where it says nothing, as what is called so does."""
    words = {word: key for key, word in terms.CHOICES["source"].items()}
    said = row.text("source")
    if said is not None:
        return words.get(said, said if said in words.values() else "derived")
    label = folded(row.text("label") or "")
    return next((source for source in ("derived", "plan", "entry") if label in known[source]), "entry")


# -- help ----------------------------------------------------------------------------------------------------------
def _rows(book: Book, name: str, key: str) -> Iterator[TableRow]:
    """The rows of a sheet; none where it, or its column of keys, is missing."""
    table = _table(book, name)
    return table.rows() if table is not None and key in table.columns else iter(())


def _table(book: Book, name: str) -> KeyedTable | None:
    sheet = book.sheet(name)
    return find_table(book.name, sheet, terms.MASTER_SHEETS[name]) if sheet is not None else None


class _Wanted(NamedTuple):
    """Which rows of a sheet want a key: where it stands, what says that there is something, its column in 受領."""

    sheet: str
    key: str
    said: tuple[str, ...]
    received: str = ""


def _give(book: Book, wanted: _Wanted, keys: Callable[[TableRow], Iterator[str]]) -> Mapping[CellRef, str]:
    """The first of the `keys` for a row that nobody has, for each row that wants one."""
    rows = list(_rows(book, wanted.sheet, wanted.key))
    taken = {key for row in rows if (key := row.text(wanted.key))}
    missing = [row for row in rows if not row.text(wanted.key) and any(row.text(name) for name in wanted.said)]
    if missing and wanted.received:
        received = _rows(book, terms.RECEIVED_SHEET, wanted.received)
        taken |= {key for row in received if (key := row.text(wanted.received))}
    found: dict[CellRef, str] = {}
    for row in missing:
        key = next(key for key in keys(row) if key not in taken)
        taken.add(key)
        found[row.ref(wanted.key)] = key
    return found


def _counted(form: str) -> Iterator[str]:
    return (form.format(n) for n in count(1))


def _alike(text: str) -> Iterator[str]:
    """The text as a key, then with a number behind it."""
    stem = _KEPT_OUT.sub("", text) or "1"
    return (stem if n == 1 else f"{stem}_{n}" for n in count(1))


def _keys_in_use(book: Book) -> Iterator[str]:
    """Keys of columns that the other sheets have: a field that was deleted from 帳票列 is still in 受領."""
    for name in (terms.RECEIVED_SHEET, terms.LEDGER_SHEET, terms.ITEMS_SHEET):
        table = _table(book, name)
        yield from table.columns if table is not None else ()
