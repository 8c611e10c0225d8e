"""Whether the rows of 受領 are those that were written: none changed, lost, put between or in another order."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kosei_xl.read.set_aside import run_at
from kosei_xl.read.tables import KeyedTable, TableRow, TextsOfRow, rows_as_texts, text_of
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.chain import CHAIN, END, NO_END, START, ChainEnd, content_of, end_of, mark_of, next_link
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.words import terms
from kosei_xl.words.codes import Code

CHAIN_CODES = frozenset({Code.RECEIVED_CHANGED, Code.RECEIVED_MOVED})
"""The findings of `check_chain`."""
_NAMED = 20


@dataclass(slots=True)
class ChainWalk:
    """What was met on the way through the rows of a table: their places, each with what shows it."""

    table: KeyedTable
    before: int = 0
    count: int = 0
    link: str = START
    changed: list[tuple[CellRef, str]] = field(default_factory=list)
    moved: list[tuple[CellRef, str]] = field(default_factory=list)

    @classmethod
    def of(cls, table: KeyedTable) -> "ChainWalk":
        """A walk to the end of a table."""
        walk = cls(table)
        deque(walk.along(rows_as_texts(table)), maxlen=0)
        return walk

    def along(self, rows: Iterable[TextsOfRow]) -> Iterator[TextsOfRow]:
        """The rows that somebody else goes through, walked on the way."""
        for row in rows:
            mark = row.texts.get(CHAIN)
            if mark is None and not row.texts:
                continue
            self._step(TableRow(self.table, row.number), _content(row), mark)
            yield row

    def _step(self, row: TableRow, content: str, text: str | None) -> None:
        run = run_at(row) if text is not None and " " in text else None
        if run is not None:  # its rows are not read
            if self.link != run.start:
                self.moved.append((row.ref(), self.link))
            self.before, self.count = self.before + run.rows.before, self.count + run.rows.count
            self.link = run.rows.link
        elif text is None:
            if self.count:
                self.moved.append((row.ref(), content))  # put between; the rows after it are as they were
            else:
                self.before += 1
                self.link = next_link(self.link, content)
        else:
            mark = mark_of(text)
            if mark.content != content:
                self.changed.append((row.ref(), content))
            elif mark.link != next_link(self.link, content):
                self.moved.append((row.ref(), self.link))
            self.count, self.link = self.count + 1, mark.link


def check_chain(book: Book, table: KeyedTable, walk: ChainWalk | None = None) -> tuple[Diagnostic, ...]:
    """K430 for rows that do not say what they said, K431 for rows before which some are missing, new or in another
    place; each with the cell of the first and the numbers of all, once a sheet. Where the last rows are gone it is the
    row below. Rows that lie elsewhere and were not put back (`read.set_aside`) are taken at the word of what stands for
    them.

    Nothing for masters whose 受領 was not chained yet. What is lost at the end is the same finding when rows have come
    below. Costs one pass, unless somebody has gone through the rows with a `walk` already.
    """
    end, walk = read_end(book), ChainWalk.of(table) if walk is None else walk
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
    walk = ChainWalk.of(table)
    return ChainEnd(walk.before, walk.count, NO_END if walk.count else walk.link)


def chain_states(table: KeyedTable) -> Iterator[tuple[int, ChainEnd]]:
    """Each row that says anything, by number, with how the chain would end with it."""
    walk = ChainWalk(table)
    for row in walk.along(rows_as_texts(table)):
        yield row.number, ChainEnd(walk.before, walk.count, walk.link)


def _content(row: TextsOfRow) -> str:
    """The digest of a row, of all that it says under a key but its mark."""
    return content_of((key, text) for key, text in row.texts.items() if key != CHAIN)


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
