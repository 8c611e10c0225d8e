"""Rows of closed points on sheets of their own -> back in their places, as if they had never been moved."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kosei_xl.read.tables import KeyedTable, TableRow, find_table, text_of
from kosei_xl.values.cells import Book, CellRef, CellValue, Sheet
from kosei_xl.values.chain import CHAIN, ChainRun, run_of
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.values.model import Plan
from kosei_xl.values.registers import STORED, Registers
from kosei_xl.values.set_aside import SETTLED, anchor_of_records, anchors_of
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.numbers import whole_number

_Row = tuple[CellValue, ...]
_Placed = tuple[_Row, tuple[str, int]]


def whole(book: Book) -> Book:
    """The book with the rows of closed points in their sheets again: those of 受領 where they stood, those of records
    above the others, which are known by their numbers. Where each stands in the file, the sheet knows (`Sheet.place`).

    Rows of 受領 whose place is gone stand below all others; where rows are gone nothing stands in their place: the
    chain tells both (K431).
    """
    made = {name: _joined(book, name) for name in terms.ASIDE_SHEETS}
    if not any(made.values()):
        return book
    return replace(book, sheets=tuple(made.get(sheet.name) or sheet for sheet in book.sheets))


def pairs_of(book: Book) -> Mapping[str, str]:
    """What the hidden sheet says of the rows that were set aside: its pairs by key."""
    sheet = book.sheet(terms.IDENTITY_SHEET)
    texts = ((text_of(row[0]), text_of(row[1])) for row in sheet.rows if len(row) > 1) if sheet is not None else ()
    pairs = {key: text for key, text in texts if key is not None and text is not None}
    own = {key: text for key, text in pairs.items() if key == SETTLED}
    return own | {key: pairs[key] for key in pairs if anchors_of({key: pairs[key]})}


def check_set_aside(book: Book, plan: Plan, registers: Registers, known: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """K448 for each closed point of whose records, on a sheet of its own, there are not those that were put there; not
    where K443 is `known` of them.
    """
    told_of = {
        (one.at.sheet, one.point) for one in known if one.code == Code.KEPT_RECORD_CHANGED and one.at is not None
    }
    for (sheet, point), anchor in anchors_of(pairs_of(book)).items():
        own = next((name for name, (there, _) in STORED.items() if there == sheet), None)
        if own is None or (terms.ASIDE_SHEETS.get(sheet), point) in told_of:
            continue
        records = (one for one in getattr(registers, own) if getattr(one, "point", None) == point)
        if anchor_of_records(records) != anchor:
            of_plan = plan.point(point)
            aside, label = terms.ASIDE_SHEETS.get(sheet, sheet), of_plan.label if of_plan is not None else point
            at, basis = CellRef(book.name, aside), [str(anchor)]
            yield diagnostic(
                Code.KEPT_ROWS_CHANGED,
                at,
                point=point,
                label=label,
                sheet=aside,
                count=anchor.count,
                basis=basis,
            )


def run_at(row: TableRow) -> ChainRun | None:
    """What a row of 受領 says of the rows that lie elsewhere in its place; None for any other row."""
    value = row.raw(CHAIN)
    return run_of(value) if isinstance(value, str) and " " in value else None


def _joined(book: Book, name: str) -> Sheet | None:
    """One of the sheets with the rows that lie elsewhere; None where there are none."""
    table = _table(book, name, name)
    other = _table(book, terms.ASIDE_SHEETS[name], name)
    if table is None:
        return None
    runs = {}
    if name == terms.RECEIVED_SHEET:
        runs = {row.number: run for row in table.rows() if (run := run_at(row)) is not None}
    if other is None and not runs:
        return None
    head, moved = _with_columns_of(table, other)
    rows: list[_Placed] = [(row, (name, number)) for number, row in enumerate(head, 1)]
    live = [(row, (name, number)) for number, row in enumerate(table.sheet.rows, 1) if number >= table.first]
    if name != terms.RECEIVED_SHEET:
        rows += [*(row for group in moved.values() for row in group), *live]
    else:
        for row, (_, number) in live:
            run = runs.get(number)
            rows += moved.pop(run.number, []) if run is not None else [(row, (name, number))]
        rows += [row for group in moved.values() for row in group]
    values, places = zip(*rows, strict=True)
    return Sheet(name, tuple(values), hidden_columns=table.sheet.hidden_columns, origins=tuple(places))


def _with_columns_of(table: KeyedTable, other: KeyedTable | None) -> tuple[list[_Row], dict[int, list[_Placed]]]:
    """The rows above the data, with the columns that only the other sheet has, and the rows of that sheet in these
    columns, by the number of their run (0 where there are none).
    """
    head = [*table.sheet.rows[: table.first - 1]]
    moved: dict[int, list[_Placed]] = defaultdict(list)
    if other is None:
        return head, moved
    run = other.columns.get(terms.RUN_COLUMN[0], 0)
    columns = dict(table.columns)
    width = max(*columns.values(), max((len(row) for row in table.sheet.rows), default=0))
    for key in other.columns:
        if key not in columns and key != terms.RUN_COLUMN[0] and not table.by_label:
            width += 1
            columns[key] = width
            keys = head[table.first - 3]
            head[table.first - 3] = (*keys, *(None,) * (width - 1 - len(keys)), key)
    same = all(other.columns.get(key) == column for key, column in columns.items())
    for row in other.rows():
        cells = other.sheet.rows[row.number - 1]
        if not same:
            made: list[CellValue] = [None] * width
            for key, column in columns.items():
                made[column - 1] = row.raw(key)
            cells = tuple(made)
        elif run:
            cells = (*cells[: run - 1], None, *cells[run:])
        number = whole_number(text_of(other.sheet.value(row.number, run)) or "") if run else 0
        moved[number or 0].append((cells, other.sheet.place(row.number)))
    return head, moved


def _table(book: Book, name: str, labels: str) -> KeyedTable | None:
    sheet = book.sheet(name)
    return find_table(book.name, sheet, terms.MASTER_SHEETS[labels]) if sheet is not None else None
