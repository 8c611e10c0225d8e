"""The lines of a running text -> headings, paragraphs and tables. Pure text; no look of it.

A heading is a line that begins with ■, stands in ＜…＞, or begins with "# " (which is not printed; "## " and "### " are
headings below others). Two and more
lines with tabs or ｜ (which can be typed into a cell) are a table, its first line the head; <br> ends a line in a cell.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, groupby, pairwise

from kosei_xl.later import dataclass
from kosei_xl.workbook.measure import em

_MARKED = re.compile(r"([#＃]{1,3})[ 　]+(?=\S)")
_FRAMED = re.compile(r"■.*|[＜<][^<>＜＞]+[＞>]")
_CELL_END = re.compile(r"[\t｜]")
_LINE_END = re.compile(r"<br\s*/?>", re.I)
_NUMBER = re.compile(r"[△▲－-]?[\d.,，．]+[％%]?")
_AIR = 1.3
"""em that a column needs beside its text."""
_LEAST = 4.0
"""em of a column without text: three times `_CLOSE` on any page, so that no column vanishes between two others."""
_MOST = 20
"""Columns of a table; what a line holds beyond them stays together in the last."""
_NEARLY_ALL = 0.75
"""Share of the page's width from which on a table takes all of it."""
_CLOSE = 0.012
"""Share of the page's width: boundaries of two tables that are closer become one."""


@dataclass(frozen=True, slots=True)
class ProsePiece:
    """A heading or a paragraph; `number` is its line, from 1. `level` is that of a heading, from 1."""

    number: int
    text: str
    heading: bool = False
    level: int = 1


@dataclass(frozen=True, slots=True)
class ProseTable:
    """Rows of cells, as many in each; the first row is the head. `number` is its first line, from 1."""

    number: int
    rows: tuple[tuple[str, ...], ...]

    def is_numeric(self, column: int) -> bool:
        """Whether the column holds numbers alone, below its head."""
        cells = [row[column] for row in self.rows[1:] if row[column]]
        return bool(cells) and all(_NUMBER.fullmatch(cell) for cell in cells)


def has_cells(line: str) -> bool:
    """Whether a line may be one of a table."""
    return _CELL_END.search(line) is not None


def last_cell(line: str) -> str:
    """What a line holds behind its last separator."""
    return _CELL_END.split(line)[-1]


def pieces(text: str) -> tuple[ProsePiece | ProseTable, ...]:
    """The text in order, one piece a line but for tables; nothing for no text."""
    found: list[ProsePiece | ProseTable] = []
    lines = list(enumerate(text.split("\n"), 1)) if text else []
    for in_table, group in groupby(lines, key=lambda line: has_cells(line[1])):
        run = list(group)
        if in_table and len(run) > 1:
            found.append(ProseTable(run[0][0], _rows([line for _, line in run])))
        else:
            found += (_piece(number, line) for number, line in run)
    return tuple(found)


def _piece(number: int, line: str) -> ProsePiece:
    line = _LINE_END.sub("\n", line)
    marked = _MARKED.match(line)
    if marked:
        return ProsePiece(number, line[marked.end() :], heading=True, level=len(marked[1]))
    return ProsePiece(number, line, heading=_FRAMED.fullmatch(line.strip()) is not None)


def _rows(lines: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The cells of each line; bars at both ends of every line are a frame, not empty columns."""
    stripped = [line.strip(" 　") for line in lines]
    if all(len(line) > 1 and line[0] == line[-1] == "｜" for line in stripped):
        stripped = [line[1:-1] for line in stripped]
    cells = [[_LINE_END.sub("\n", cell).strip() for cell in _CELL_END.split(line, _MOST - 1)] for line in stripped]
    width = max(map(len, cells))
    return tuple(tuple(row + [""] * (width - len(row))) for row in cells)


def column_shares(table: ProseTable, room: float) -> tuple[float, ...]:
    """The share of the page's width that each column takes, by content; `room` is that width in em.

    Columns are as wide as their longest line while all fit; else short columns stay so and long ones share the rest.
    """
    natural = [
        max(_LEAST, _AIR + max(sum(map(em, line)) for row in table.rows for line in row[column].split("\n")))
        for column in range(len(table.rows[0]))
    ]
    wanted = sum(natural)
    if wanted <= room:
        stretch = room / wanted if wanted > _NEARLY_ALL * room else 1.0
        return tuple(width * stretch / room for width in natural)
    widths = dict.fromkeys(range(len(natural)), 0.0)
    still_open, left = set(widths), room
    while fitting := {n for n in still_open if natural[n] <= left / len(still_open)}:
        for n in fitting:
            widths[n] = natural[n]
        left -= sum(natural[n] for n in fitting)
        still_open -= fitting
    roots = {n: natural[n] ** 0.5 for n in still_open}
    widths |= {n: left * root / sum(roots.values()) for n, root in roots.items()}
    return tuple(widths[n] / room for n in sorted(widths))


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns that all tables of a text share: their widths (together 1), and each table's cells over them."""

    widths: tuple[float, ...]
    spans: tuple[tuple[tuple[int, int], ...], ...]

    @property
    def last(self) -> int:
        """0-based number of the last column."""
        return len(self.widths) - 1


def common_columns(tables: Sequence[Sequence[float]]) -> Columns:
    """Lay the columns of tables (shares of the width) over each other; one column where there is no table.

    `spans` are 0-based (first, last) columns for each cell of a table's row.
    """
    ends = [list(accumulate(shares)) for shares in tables]
    kept = [0.0]
    for end in sorted(end for own in ends for end in own):
        if end - kept[-1] >= _CLOSE and 1.0 - end >= _CLOSE:
            kept.append(end)
    kept.append(1.0)

    def place(end: float) -> int:
        # Always the kept end before it (less than `_CLOSE` away): if one end moved left and its neighbour right, the
        # column between them would lose twice that.
        return len(kept) - 1 if 1.0 - end < _CLOSE else bisect_right(kept, end) - 1

    spans = []
    for own in ends:
        places = [0, *map(place, own)]
        spans.append(tuple((first, last - 1) for first, last in pairwise(places)))
    widths = tuple(end - start for start, end in pairwise(kept))
    return Columns(widths, tuple(spans))
