"""A master of format 1 becomes one of format 2: sheets, columns and what stands in them. Bytes in, bytes out.

What is there stays: sheets come from the template beside those that it has them beside, columns to the right of
everything. A master that has them already is given back as it is.
"""

from collections.abc import Callable, Mapping, Sequence

from kosei_xl.later import dataclass
from kosei_xl.make.fill import SheetFiller, adopt_missing, next_column
from kosei_xl.make.master import master_identity
from kosei_xl.make.registers import make_registers, registers_of
from kosei_xl.read.identity import lacking_columns, master_format
from kosei_xl.read.tables import KeyedTable, TableRow, find_table
from kosei_xl.values.cells import Book, column_letters, column_number
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.values.model import FORMAT, Plan
from kosei_xl.words import terms
from kosei_xl.words.messages import Message, told
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package, SheetPart


@dataclass(frozen=True, slots=True)
class Lifted:
    """A master of format 2, and a line that says what it was given; none where it was one already."""

    data: bytes
    notes: tuple[Message, ...] = ()


_Stands = Callable[[TableRow], bool]
_STANDARD: Mapping[tuple[str, str], tuple[str, _Stands]] = {
    (terms.RATINGS_SHEET, "scale"): (terms.STANDARD_SCALE, lambda row: row.text("code") is not None),
    (terms.POINTS_SHEET, "scale"): (terms.STANDARD_SCALE, lambda row: row.text("key") is not None),
    (terms.ITEMS_SHEET, "state"): (
        terms.ITEM_STATES["continued"],
        lambda row: row.text("sub_no") is None and (row.text("no") or row.text("name")) is not None,
    ),
    (terms.RECEIVED_SHEET, "kind"): (
        terms.RECEIVED_KINDS["entry"],
        lambda row: row.text("point") is not None,
    ),
}
"""What stands in a new column, and in which rows."""


def lift(master: bytes, plan: Plan, template: bytes) -> Lifted:
    """A master as one of format 2; `plan` is what it says, `template` the shipped master.xlsx.

    欄 and 尺度 are filled from the plan, every 報告時点 and 評価区分 names the scale, every item goes on, every row of
    受領 is a 記入. One of format 2 that lacks columns of it gets these alone. Lifted twice is lifted once.
    """
    book = read_book(master, "", OFFICE_LIMITS)
    package = Package(master)
    if master_format(book) >= FORMAT:
        added = _with_columns(package, book, Package(template))
        return Lifted(package.to_bytes(), (told("completed", columns=_in_words(added)),)) if added else Lifted(master)
    sheets, columns = _with_structure(package, book, template)
    filler = SheetFiller(package)
    for name, values in make_registers(registers_of(plan)).items():
        if name in sheets and values.rows:
            filler.place(name, values)
    filler.write()
    _put_identity(package, plan, template)
    shown, hidden = (
        "".join(f"「{name}」" for name in sheets if (name in terms.HIDDEN_SHEETS) is kind) or terms.BLANK
        for kind in (False, True)
    )
    note = told("lifted", format=FORMAT, sheets=shown, hidden=hidden, columns=_in_words(columns))
    return Lifted(package.to_bytes(), (note,))


def _in_words(columns: Sequence[tuple[str, str]]) -> str:
    """Columns by sheet: 「項目の「始まりの時点」「状態」、帳票の「小計」」."""
    sheets: dict[str, list[str]] = {}
    for name, key in columns:
        sheets.setdefault(name, []).append(f"「{terms.MASTER_SHEETS[name][key]}」")
    return "、".join(f"{name}の{''.join(labels)}" for name, labels in sheets.items()) or terms.BLANK


def with_structure(form: bytes, template: bytes) -> bytes:
    """A template that was restyled from one of format 1, with the sheets and columns of format 2; others as is."""
    package = Package(form)
    sheets, columns = _with_structure(package, read_book(form, ""), template)
    return package.to_bytes() if sheets or columns else form


def _with_structure(package: Package, book: Book, template: bytes) -> tuple[list[str], list[tuple[str, str]]]:
    """Give a master the sheets and columns that it lacks -> the names of those, sheet and key of these."""
    shipped = Package(template)
    sheets = adopt_missing(package, shipped, terms.FORMAT_2_SHEETS)
    columns = _with_columns(package, book, shipped)
    _rename_settings(package, book)
    return sheets, columns


def _with_columns(package: Package, book: Book, shipped: Package) -> list[tuple[str, str]]:
    """Give a master the columns that it lacks -> sheet and key of each."""
    columns = []
    for name, key in lacking_columns(book):
        table = _table(book, name)
        if table is not None:
            _add_column(package, shipped.sheet(name), table, key)
            columns.append((name, key))
    return columns


def _table(book: Book, name: str, more: Mapping[str, str] | None = None) -> KeyedTable | None:
    sheet = book.sheet(name)
    return find_table(book.name, sheet, {**terms.MASTER_SHEETS[name], **(more or {})}) if sheet is not None else None


def _add_column(package: Package, shipped: SheetPart, table: KeyedTable, key: str) -> None:
    """Head a column to the right of everything and let it stand in every row; it looks like its neighbour."""
    name = table.sheet.name
    part, label = package.sheet(name), terms.MASTER_SHEETS[name][key]
    number = next_column(part)
    letters, neighbour = column_letters(number), column_letters(number - 1)
    word, stands = _STANDARD.get((name, key), (None, lambda _: False))
    cells: dict[int, str | None] = {table.first: None, table.first - 1: label}
    cells |= {row.number: word if stands(row) else None for row in table.rows()}
    if not table.by_label:
        cells[table.first - 2] = key
    for row, text in cells.items():
        part.put(f"{letters}{row}", text, style=part.style(f"{neighbour}{row}"))
    at = next(there for there, found in shipped.cells(1).items() if found == key)
    part.set_columns({number: shipped.column_width(column_number(at))})
    if (name, key) == (terms.ITEMS_SHEET, "state"):
        words = ",".join(terms.ITEM_STATES.values())
        part.add_validation_list(f"{letters}{table.first}:{letters}{max(cells)}", f'"{words}"')


def _rename_settings(package: Package, book: Book) -> None:
    """Call the first column of 計画 otherwise: programs of before then find no setting there and write nothing."""
    old, old_label = terms.FORMAT_1_SETTING
    table = _table(book, terms.PLAN_SHEET, {old: old_label})
    if table is None or old not in table.columns:
        return
    part, letters = package.sheet(terms.PLAN_SHEET), column_letters(table.columns[old])
    part.put(f"{letters}{table.first - 1}", terms.MASTER_SHEETS[terms.PLAN_SHEET]["setting"])
    if not table.by_label:
        part.put(f"{letters}{table.first - 2}", "setting")


def _put_identity(package: Package, plan: Plan, template: bytes) -> None:
    """Write the format on the hidden sheet, whose other pairs stay; all pairs, and the sheet, where they are gone."""
    if terms.IDENTITY_SHEET not in package.sheet_names:
        package.adopt(Package(template), terms.IDENTITY_SHEET)
        package.set_sheet_state(terms.IDENTITY_SHEET, "veryHidden")
    part = package.sheet(terms.IDENTITY_SHEET)
    there = {part.value(f"A{row}"): row for row in range(1, part.last_row() + 1)}
    if "format" in there:
        part.put(f"B{there['format']}", str(FORMAT))
        return
    last = part.last_row()
    for row, (key, value) in enumerate(master_identity(plan).items(), last + 1):
        part.put(f"A{row}", key)
        part.put(f"B{row}", value)
