"""Whether the rows of 受領 are those that were written: none changed, lost, put between or in another order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kosei_xl.read.set_aside import run_at
from kosei_xl.read.tables import KeyedTable, TableRow, text_of
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.chain import CHAIN, END, NO_END, START, ChainEnd, content_of, end_of, mark_of, next_link
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.words import terms
from kosei_xl.words.codes import Code

CHAIN_CODES = frozenset({Code.RECEIVED_CHANGED, Code.RECEIVED_MOVED})
"""The findings of `check_chain`."""
_NAMED = 20


@dataclass(slots=True)
class _Walk:
    """What was met on the way through the rows: their places, each with what shows it."""

    before: int = 0
    count: int = 0
    link: str = START
    changed: list[tuple[CellRef, str]] = field(default_factory=list)
    moved: list[tuple[CellRef, str]] = field(default_factory=list)


def check_chain(book: Book, table: KeyedTable) -> tuple[Diagnostic, ...]:
    """K430 for rows that do not say what they said, K431 for rows before which some are missing, new or in another
    place; each with the cell of the first and the numbers of all, once a sheet. Where the last rows are gone it is the
    row below. Rows that lie elsewhere and were not put back (`read.set_aside`) are taken at the word of what stands for
    them.

    Nothing for masters whose 受領 was not chained yet. What is lost at the end is the same finding when rows have come
    below. Costs one pass.
    """
    end, walk = read_end(book), _walk(table)
    if end is None and not walk.count:
        return ()
    wrong = bool(walk.changed or walk.moved)
    if end is None or end.link != walk.link or (not wrong and (end.before, end.count) != (walk.before, walk.count)):
        last = max((row.number for row in table.rows()), default=table.first - 1)
        sheet, row = table.sheet.place(last)
        walk.moved.append((CellRef(table.file, sheet, row + 1), walk.link))
    return (*_told(Code.RECEIVED_CHANGED, walk.changed), *_told(Code.RECEIVED_MOVED, walk.moved))


def read_end(book: Book) -> ChainEnd | None:
    """Where the chain ended when it was last written, as the hidden sheet says, whatever became of its rows since."""
    sheet = book.sheet(terms.IDENTITY_SHEET)
    found = {text_of(row[0]): text_of(row[1]) for row in sheet.rows if len(row) > 1} if sheet is not None else {}
    return end_of(found.get(END))


def end_of_rows(table: KeyedTable) -> ChainEnd:
    """What new rows go on from where nothing says how the chain ended: from all rows, of before there was a chain.

    Where there was one, it never agrees again: nothing is healed.
    """
    walk = _walk(table)
    return ChainEnd(walk.before, walk.count, NO_END if walk.count else walk.link)


def chain_states(table: KeyedTable) -> Iterator[tuple[int, ChainEnd]]:
    """Each row that says anything, by number, with how the chain would end with it."""
    walk = _Walk()
    for row, content, text in _rows(table):
        _step(walk, row, content, text)
        yield row.number, ChainEnd(walk.before, walk.count, walk.link)


def _walk(table: KeyedTable) -> _Walk:
    walk = _Walk()
    for row, content, text in _rows(table):
        _step(walk, row, content, text)
    return walk


def _step(walk: _Walk, row: TableRow, content: str, text: str | None) -> None:
    run = run_at(row) if text is not None and " " in text else None
    if run is not None:  # its rows are not read
        if walk.link != run.start:
            walk.moved.append((row.ref(), walk.link))
        walk.before, walk.count = walk.before + run.rows.before, walk.count + run.rows.count
        walk.link = run.rows.link
    elif text is None:
        if walk.count:
            walk.moved.append((row.ref(), content))  # put between; the rows after it are as they were
        else:
            walk.before += 1
            walk.link = next_link(walk.link, content)
    else:
        mark = mark_of(text)
        if mark.content != content:
            walk.changed.append((row.ref(), content))
        elif mark.link != next_link(walk.link, content):
            walk.moved.append((row.ref(), walk.link))
        walk.count, walk.link = walk.count + 1, mark.link


def _rows(table: KeyedTable) -> Iterator[tuple[TableRow, str, str | None]]:
    """The rows that say anything under a key, each with the digest of its texts and its mark."""
    columns = sorted((key, column - 1) for key, column in table.columns.items() if key != CHAIN)
    place = table.columns.get(CHAIN, 0) - 1
    rows = table.sheet.rows
    for number in range(table.first, len(rows) + 1):
        cells = rows[number - 1]
        width = len(cells)
        texts = [
            (key, text)
            for key, column in columns
            if column < width and (value := cells[column]) is not None and (text := text_of(value)) is not None
        ]
        mark = text_of(cells[place]) if 0 <= place < width else None
        if texts or mark is not None:
            yield TableRow(table, number), content_of(texts), mark


def _told(code: Code, rows: Sequence[tuple[CellRef, str]]) -> Iterator[Diagnostic]:
    for sheet in dict.fromkeys(at.sheet for at, _ in rows):
        places = [at for at, _ in rows if at.sheet == sheet]
        numbers = _numbers(at.row or 0 for at in places)
        basis = [text for at, text in rows if at.sheet == sheet]
        yield diagnostic(code, places[0], places[1:_NAMED], sheet=sheet, rows=numbers, count=len(basis), basis=basis)


def _numbers(numbers: Iterable[int]) -> str:
    """「3、5～9」."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(str(first) if first == last else f"{first}～{last}" for first, last in runs)
