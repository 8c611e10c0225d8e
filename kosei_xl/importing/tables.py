"""Where the tables of a list are: their heads, of any number of levels, and the rows below, page after page."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property

from kosei_xl.importing.grid import GridCell, ListGrid
from kosei_xl.importing.spelling import head_text, meaning_of, one_width, plain_number, split_number
from kosei_xl.later import dataclass
from kosei_xl.words.list_heads import Means
from kosei_xl.words.years import era_marks

HEAD_SIGN = "／"
"""Stands between the levels of a head."""
_YEAR_OR_PERIOD = re.compile(
    rf"(?:(?:{era_marks()})?(?:元|\d{{1,2}}|20\d\d)年?度?)?(?:\(.*\))?(?:上半期|下半期|年度末|年度末実績|中間|期末|\d{{1,2}}月末|前回|今回)?(?:\(.*\))?"
)
_YEAR_IN = re.compile(
    rf"\(?(?:(?:{era_marks()})(?:元|\d{{1,2}})|20\d\d|(?:元|\d{{1,2}})(?=年))年?度?(?:\d{{1,2}}月)?末?\)?"
)
_QUARTER = re.compile(r"(?:第?[1-4一二三四](?:四半期|/4|Q|期)?)|(?:\d{1,2}(?:-|~|～)\d{1,2}月?)")
_NAMES = frozenset({Means.NAME, Means.NO_NAME, Means.SUB})
_LEAST = 3
_SHARE = 0.6
_DEEPEST = 4
_KEY = 12


@dataclass(frozen=True, slots=True)
class Segment:
    """A head and the rows below it, to the next head or the end of the sheet."""

    head: int
    body: int
    last: int


@dataclass(frozen=True)
class ListTable:
    """A table on a sheet: column -> its head from the top down, and its pages (`segments`)."""

    grid: ListGrid
    heads: Mapping[int, tuple[str, ...]]
    segments: tuple[Segment, ...] = field(default_factory=tuple)

    @cached_property
    def form(self) -> str:
        """Stands for its heads from the left: tables of the same form are read alike."""
        heads = "\n".join(HEAD_SIGN.join(map(head_text, path)) for _, path in sorted(self.heads.items()))
        return hashlib.sha256(heads.encode()).hexdigest()[:_KEY]

    def shown(self, column: int) -> str:
        """The head of a column, its levels in one line."""
        return HEAD_SIGN.join(" ".join(one.split()) for one in self.heads[column])

    @property
    def body_rows(self) -> Iterator[int]:
        """The rows below its heads."""
        for segment in self.segments:
            yield from range(segment.body, segment.last + 1)


def tables_of(grid: ListGrid) -> tuple[ListTable, ...]:
    """The tables of a sheet in order; pages with the same head in the same columns are one table."""
    starts = tuple(_heads(grid))
    found: dict[tuple[tuple[int, tuple[str, ...]], ...], ListTable] = {}
    for n, (head, body) in enumerate(starts):
        last = _end(grid, range(head, body), starts[n + 1][0]) if n + 1 < len(starts) else grid.last_row
        paths = _with_own_cells(grid, _paths(grid, head, body - 1), range(head, body), range(body, last + 1))
        key = tuple((column, tuple(map(head_text, path))) for column, path in sorted(paths.items()))
        before = found.get(key)
        segments = (*(before.segments if before else ()), Segment(head, body, last))
        found[key] = ListTable(grid, before.heads if before else paths, segments)
    return tuple(found.values())


def _end(grid: ListGrid, heads: range, head: int) -> int:
    """The last row of a table above the next head.

    A row that nobody sees, below an empty one and with nothing but lines of one text between it and the head, stands
    between the tables, as the keys of the program do that made the list. Where one of those rows has a number, they are
    items of the table that somebody hid.
    """
    for row in range(head - 1, heads.stop, -1):
        if row in grid.hidden_rows:
            if _is_numbered(grid, heads, row):
                break
            if not grid.covered(row - 1):
                return row - 1
        elif len(grid.seen_of(row)) > 1:
            break
    return head - 1


def _is_numbered(grid: ListGrid, heads: range, row: int) -> bool:
    """Whether a row has the number of an item: alone below a head for numbers, or before its name."""
    for cell in grid.cells_of(row):
        above = (grid.at(at, cell.column) for at in heads)
        known = {meaning_of(one.text) for one in above if one is not None}
        number = plain_number(cell.text) if Means.NO in known else split_number(cell.text).no
        if known & {Means.NO, *_NAMES} and number and any(map(str.isdigit, number)):
            return True
    return False


def is_period(text: str) -> bool:
    """Whether a head says nothing but a year or a part of one."""
    plain = head_text(text)
    return bool(plain) and _YEAR_OR_PERIOD.fullmatch(plain) is not None


def _heads(grid: ListGrid) -> Iterator[tuple[int, int]]:
    """(first row of a head, first row below it)."""
    row = 1
    while row <= grid.last_row:
        if not _begins_head(grid.seen_of(row)):
            row += 1
            continue
        bottom = _bottom(grid, row)
        top = row
        while top > 1 and _stands_over(grid, grid.cells_of(top - 1), top):
            top -= 1
        yield top, bottom + 1
        row = bottom + 1


def _begins_head(cells: Sequence[GridCell]) -> bool:
    known = [meaning_of(cell.text) for cell in cells]
    hits = [means for means in known if means is not None]
    periods = sum(is_period(cell.text) for cell, means in zip(cells, known, strict=True) if means is None)
    named = any(means in _NAMES for means in hits) or {Means.NO, Means.DEPARTMENT} <= {*hits}
    if not named or len({*hits}) < 2:
        return False
    return len(hits) + periods >= min(_LEAST, len(cells)) and (len(hits) + periods) >= _SHARE * len(cells)


def _bottom(grid: ListGrid, row: int) -> int:
    """The last row of a head that begins in a row."""
    bottom = max(cell.last_row for cell in grid.cells_of(row))
    bottom = min(bottom, row + _DEEPEST - 1)
    while bottom < row + _DEEPEST - 1 and _goes_on(grid, row, bottom + 1):
        bottom += 1
    return bottom


def _goes_on(grid: ListGrid, head: int, row: int) -> bool:
    """Whether a row below a head is another level of it: short words under heads that are wider than they are."""
    cells = grid.cells_of(row)
    if len(cells) < 2 or not all(_is_head_word(cell.text) for cell in cells):
        return False
    return not any(
        meaning_of(above.text) in (*_NAMES, Means.NO)
        for cell in cells
        if (above := grid.own(head, cell.column)) is not None and above.right == 1
    )


def _is_head_word(text: str) -> bool:
    plain = head_text(text)
    return is_period(text) or meaning_of(text) is not None or _QUARTER.fullmatch(plain) is not None


def _stands_over(grid: ListGrid, cells: Sequence[GridCell], below: int) -> bool:
    """Whether a row above a head is a level of it: years over what belongs to them."""
    if not cells or not any(is_period(cell.text) for cell in cells):
        return False
    columns = {cell.column for cell in grid.cells_of(below)}
    return all(
        (is_period(cell.text) or meaning_of(cell.text) is not None) and not columns.isdisjoint(_span(cell))
        for cell in cells
    )


def _span(cell: GridCell) -> range:
    return range(cell.column, cell.last_column + 1)


def _paths(grid: ListGrid, first: int, last: int) -> dict[int, tuple[str, ...]]:
    """Column -> the words over it from the top down, each merged cell once."""
    cells = [cell for row in range(first, last + 1) for cell in grid.cells_of(row)]
    found: dict[int, tuple[str, ...]] = {}
    for column in range(min(c.column for c in cells), max(c.last_column for c in cells) + 1):
        path: list[GridCell] = []
        for row in range(first, last + 1):
            cell = grid.at(row, column) or (_left_of(grid, row, column) if row < last else None)
            if cell is not None and cell not in path:
                path.append(cell)
        own = [cell for cell in path if column in _span(cell)]
        if own:
            found[column] = tuple(cell.text for cell in path)
    return found


def _with_own_cells(
    grid: ListGrid, paths: dict[int, tuple[str, ...]], heads: range, body: range
) -> dict[int, tuple[str, ...]]:
    """The columns without those that nobody sees, and those that are only the width of the one to the left: a merged
    head over columns in which no cell begins.
    """
    kept: dict[int, tuple[str, ...]] = {}
    for column, path in paths.items():
        widened = not any(grid.own(row, column) for row in heads)
        widened = widened and column - 1 in paths and paths[column - 1] == path
        if widened and any(map(is_period, path)):  # the quarters of a year, over which bars are drawn, or one answer
            widened = _is_one_answer(grid, column, heads, body)
        if column in grid.hidden_columns or (widened and not _is_used(grid, column, body)):
            continue
        kept[column] = path
    return kept


def _is_one_answer(grid: ListGrid, column: int, heads: range, body: range) -> bool:
    """Whether the head over a column holds one cell in every row: what stands below it is merged as wide as it is."""
    head = next(cell for row in reversed(heads) if (cell := grid.at(row, column)) is not None)
    first, *others = _span(head)
    filled = [row for row in body if grid.own(row, first) is not None]
    wide = all(grid.area_of(row, first)[1][1] >= head.last_column for row in filled)
    return bool(filled) and wide and not any(_is_used(grid, other, body) for other in others)


def _is_used(grid: ListGrid, column: int, body: range) -> bool:
    """Whether anything is written, or any bar is drawn, in a column."""
    return any(
        grid.own(row, column) is not None
        or (grid.colours.get((row, column)) is not None and grid.area_of(row, column)[0] == (row, column))
        for row in body
    )


def _left_of(grid: ListGrid, row: int, column: int) -> GridCell | None:
    """The head to the left that spreads over a column without being merged: nothing stands between them in its row."""
    if grid.area_of(row, column)[0] != (row, column) or grid.merged.get((row, column)):
        return None
    left = max((cell.column for cell in grid.cells_of(row) if cell.column < column), default=0)
    cell = grid.own(row, left)
    if cell is None or not is_period(cell.text) or cell.down > 1 or cell.right > 1:
        return None
    return cell


def word_of(text: str) -> str:
    """A text for comparing heads of other years: without the year."""
    plain = one_width(head_text(text))
    plain = re.sub(r"(?:上半期|下半期|年度末|中間)", "", plain) if len(plain) > len("上半期") else plain
    return _YEAR_IN.sub("", plain)
