"""Whether the rows of 受領 are those that were written: none changed, lost, put between or in another order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kosei_xl.read.tables import KeyedTable, TableRow, text_of
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.chain import CHAIN, END, NO_END, START, ChainEnd, content_of, end_of, mark_of, next_link
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.words import terms
from kosei_xl.words.codes import Code

CHAIN_CODES = frozenset({Code.RECEIVED_CHANGED, Code.RECEIVED_MOVED, Code.RECEIVED_END_LOST})
"""The findings of `check_chain`."""
_NAMED = 20


@dataclass(slots=True)
class _Walk:
    """What was met on the way through the rows."""

    before: int = 0
    count: int = 0
    link: str = START
    changed: list[tuple[TableRow, str]] = field(default_factory=list)
    moved: list[tuple[TableRow, str]] = field(default_factory=list)


def check_chain(book: Book, table: KeyedTable) -> tuple[Diagnostic, ...]:
    """K430 for rows that do not say what they said, K431 for rows before which some are missing, new or in another
    place, K432 where the last rows are gone; each with the cell of the first and the numbers of all.

    Nothing for masters whose 受領 was not chained yet. Costs one pass.
    """
    end, walk = read_end(book), _walk(table)
    if end is None and not walk.count:
        return ()
    if walk.count and end is not None and walk.before != end.before and not walk.moved:
        first = next(row for row, _, mark in _rows(table) if mark is not None)
        walk.moved.append((first, str(walk.before)))
    found = [*_told(Code.RECEIVED_CHANGED, walk.changed), *_told(Code.RECEIVED_MOVED, walk.moved)]
    lost = end is None or end.link != walk.link or (end.count != walk.count and not found)
    if lost:
        found.append(_end_lost(table, walk, end))
    return tuple(found)


def read_end(book: Book) -> ChainEnd | None:
    """Where the chain ends, as the hidden sheet says."""
    sheet = book.sheet(terms.IDENTITY_SHEET)
    found = {text_of(row[0]): text_of(row[1]) for row in sheet.rows if len(row) > 1} if sheet is not None else {}
    return end_of(found.get(END))


def last_end(book: Book, table: KeyedTable, *, anew: bool = False) -> ChainEnd:
    """What new rows go on from: where the chain ended when it was last written, whatever became of its rows since.

    With `anew` where it ends now, as the office takes it. Rows of before there was a chain are its beginning.
    """
    end = read_end(book)
    if end is not None and not anew:
        return end
    walk = _walk(table)
    return ChainEnd(walk.before, walk.count, walk.link if anew or not walk.count else NO_END)


def _walk(table: KeyedTable) -> _Walk:
    walk = _Walk()
    for row, content, text in _rows(table):
        if text is None:
            if walk.count:
                walk.moved.append((row, content))  # put between; the rows after it are as they were
            else:
                walk.before += 1
                walk.link = next_link(walk.link, content)
            continue
        mark = mark_of(text)
        if mark.content != content:
            walk.changed.append((row, content))
        elif mark.link != next_link(walk.link, content):
            walk.moved.append((row, f"{walk.link}{content}"))
        walk.count, walk.link = walk.count + 1, mark.link
    return walk


def _rows(table: KeyedTable) -> Iterator[tuple[TableRow, str, str | None]]:
    """The rows that say anything under a key, each with the digest of its texts and its mark."""
    columns = [(key, column - 1) for key, column in table.columns.items() if key != CHAIN]
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


def _told(code: Code, rows: Sequence[tuple[TableRow, str]]) -> Iterator[Diagnostic]:
    if rows:
        places = [row.ref() for row, _ in rows[:_NAMED]]
        numbers = _numbers(row.number for row, _ in rows)
        basis = [text for _, text in rows]
        yield diagnostic(code, places[0], places[1:], rows=numbers, count=len(rows), basis=basis)


def _numbers(numbers: Iterable[int]) -> str:
    """「3、5～9」."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(str(first) if first == last else f"{first}～{last}" for first, last in runs)


def _end_lost(table: KeyedTable, walk: _Walk, end: ChainEnd | None) -> Diagnostic:
    last = max((row.number for row in table.rows()), default=table.first)
    missing = max(0, end.count - walk.count) if end is not None else 0
    at = CellRef(table.file, table.sheet.name, last)
    return diagnostic(Code.RECEIVED_END_LOST, at, count=missing or "？", basis=(walk.link, str(end)))
