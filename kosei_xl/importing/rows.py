"""The rows of a list -> items and sub-items with the cells that belong to each; every other row with why it is none."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kosei_xl.importing.areas import looks_like_area, read_area, same_area
from kosei_xl.importing.grid import GridCell, GridPlace, ListGrid
from kosei_xl.importing.mapping import ColumnMap, NotTaken
from kosei_xl.importing.ratings import explains_marks
from kosei_xl.importing.spelling import is_number, plain_number, split_number, split_relisted
from kosei_xl.importing.tables import ListTable
from kosei_xl.words.list_heads import LEFT_OUT, NOBODY, NOTE_SIGNS, TOTALS, Means
from kosei_xl.words.messages import Message, told

_NAMING = (Means.NAME, Means.NO_NAME)
_ONLY_VALUES = frozenset({Means.INDICATOR, Means.TARGET, Means.ACTUAL, Means.UNIT})
ASKED_ROWS = ("single", "no_number", "goes_on", "hidden")
"""Kinds of rows that a person should look at."""
_LONGEST_AREA = 40
_GOES_ON = re.compile(r"^[(（]?(?:続き?|つづき)[)）]?$|[(（](?:続き?|つづき)[)）]\s*$")
_MARKED = frozenset({Means.PLAN, Means.ENTRY, Means.ENTRY_TARGET, Means.ENTRY_ACTUAL})
"""Columns in which a mark of relisting stands instead of a text."""


class RowLine(NamedTuple):
    """Cells of one row of a sheet that belong to an item; `places` are the columns of its table from the left."""

    grid: ListGrid
    places: tuple[int, ...]
    cells: tuple[tuple[ColumnMap, GridCell], ...]


@dataclass
class ListRow:
    """An item (`sub_no` None) or a sub-item (of `parent`) as it stands in the list: its name and number, and its cells.

    `lines` are its cells row by row, so that indicators and bars of one row stay together. `area_sure` is False where
    only the name of the sheet tells the area. `original` is the number of the item that it lists again, "" where the
    mark names none, None for no relisting.
    """

    grid: ListGrid
    row: int
    no: str
    name: str
    areas: tuple[str, ...]
    sub_no: str | None = None
    original: str | None = None
    area_sure: bool = True
    area_no: str = ""
    bureau: str = ""
    unrated: bool = False
    parent: "ListRow | None" = None
    lines: list[RowLine] = field(default_factory=list)

    def cells(self, *means: Means) -> Iterator[tuple[ColumnMap, GridCell]]:
        """Its cells in columns of these meanings."""
        for line in self.lines:
            yield from ((column, cell) for column, cell in line.cells if column.means in means)


@dataclass
class RowsRead:
    """What was made of the rows of one table. `asked` are rows that a person should look at, by reason; `areas` are the
    cells that name areas.
    """

    rows: list[ListRow] = field(default_factory=list)
    not_taken: list[NotTaken] = field(default_factory=list)
    used: set[GridPlace] = field(default_factory=set)
    asked: list[tuple[str, ListGrid, int, str]] = field(default_factory=list)
    areas: list[GridCell] = field(default_factory=list)


def read_rows(table: ListTable, columns: Sequence[ColumnMap], sheet_area: str = "") -> RowsRead:
    """Read the rows of a table. `sheet_area` names the area of all its rows where nothing in it does."""
    return _Reader(table, columns, sheet_area).read()


class _Reader:
    """Goes down a table with the area, the 部 and the item that it is in."""

    def __init__(self, table: ListTable, columns: Sequence[ColumnMap], sheet_area: str) -> None:
        self._table, self._grid = table, table.grid
        self._places = tuple(sorted(table.heads))
        self._columns = {self._places[column.place]: column for column in columns}
        self._area_columns = [at for at, one in self._columns.items() if one.means is Means.AREA]
        self._sheet_area = sheet_area
        self._of_column: dict[int, str] = {}
        self._bands: list[tuple[str, str]] = []
        self._since_band = 0
        self._bureau = ""
        self._item: ListRow | None = None
        self._item_ends = 0
        self._made = RowsRead()

    def read(self) -> RowsRead:
        for segment in self._table.segments:
            self._line_above(segment.head)
            for row in range(segment.head, segment.body):
                self._made.used.update((row, cell.column) for cell in self._grid.cells_of(row))
            for row in range(segment.body, segment.last + 1):
                self._row(row)
        return self._made

    def _line_above(self, head: int) -> None:
        """A line right above a head that names the area of what follows."""
        for row in range(head - 1, max(0, head - 4), -1):
            cells = self._grid.seen_of(row)
            if not cells:
                continue
            if len(cells) == 1 and (row, cells[0].column) not in self._made.used and looks_like_area(cells[0].text):
                self._enter(cells[0])
            return

    def _row(self, row: int) -> None:
        cells = {cell.column: cell for cell in self._grid.cells_of(row)}
        inside = {at: cell for at, cell in cells.items() if at in self._columns}
        for at, cell in cells.items():
            if at not in self._columns and at not in self._grid.hidden_columns:
                self._leave(cell, told("import_beside_table"))
        if not inside:
            return
        if self._is_total(inside):
            for cell in inside.values():
                self._leave(cell, told("import_total"))
            return
        if len(inside) == 1 and self._single(next(iter(inside.values()))):
            return
        self._areas(inside)
        self._data(row, inside)

    # -- rows that are no items --------------------------------------------------------------------------------------
    def _single(self, cell: GridCell) -> bool:
        """A row with one text: an area, a note, or part of an item (False)."""
        column = self._columns[cell.column]
        text = cell.text.strip()
        if column.means is Means.AREA and cell.right == 1 and self._item_ends < cell.row:
            self._areas({cell.column: cell})
            return True
        if cell.row <= self._item_ends:
            return False
        if text.startswith(NOTE_SIGNS) or (text.endswith("。") and len(text) > _LONGEST_AREA // 2 and cell.right > 1):
            self._leave(cell, told("import_note"))
            return True
        wide = cell.right > 1 and cell.right * 2 >= len(self._columns)
        first = min(self._columns)
        begins = cell.column <= first + 1 and (column.means not in (Means.PLAN, Means.ENTRY))
        if (wide or begins) and explains_marks(text):
            self._leave(cell, told("import_note"))
            return True
        if "。" not in text and len(text) <= _LONGEST_AREA and (wide or looks_like_area(text)):
            self._enter(cell)
            return True
        named = column.means in (Means.NAME, Means.NO_NAME) and split_number(text).no is not None
        if begins and not named and self._followed_by_item(cell.row):
            if "。" in text or len(text) > _LONGEST_AREA:
                self._leave(cell, told("import_note"))
            else:
                self._enter(cell)
            return True
        if begins and not named and column.means is not Means.NO_NAME:
            self._leave(cell, told("import_single_line"))
            self._made.asked.append(("single", self._grid, cell.row, text))
            return True
        return False

    def _followed_by_item(self, row: int) -> bool:
        for below in range(row + 1, min(row + 4, self._grid.last_row + 1)):
            cells = [cell for cell in self._grid.cells_of(below) if cell.column in self._columns]
            if len(cells) > 1:
                return True
        return False

    def _is_total(self, cells: Mapping[int, GridCell]) -> bool:
        words = [cell.text for at, cell in cells.items() if not is_number(cell.text)]
        if any("".join(word.split()) in TOTALS for word in words):
            return True
        named = any(self._columns[at].means in (*_NAMING, Means.NO, Means.SUB, Means.SUB_NO) for at in cells)
        if named or len(cells) < 2:
            return False
        rated = [cell for at, cell in cells.items() if self._columns[at].means in (Means.RATING, Means.MARK)]
        return bool(rated) and all(is_number(cell.text) for cell in rated) and len(words) <= 1

    # -- areas -------------------------------------------------------------------------------------------------------
    def _enter(self, cell: GridCell) -> None:
        """Go into an area that stands in a row of its own."""
        self._made.used.add((cell.row, cell.column))
        self._made.areas.append(cell)
        shape = read_area(cell.text).shape
        if self._bands and same_area(self._bands[-1][1], cell.text):
            return
        shapes = [one for one, _ in self._bands]
        if shape in shapes:
            del self._bands[shapes.index(shape) :]
        elif self._bands and self._since_band:
            self._bands.pop()
        self._bands.append((shape, cell.text))
        self._since_band = 0
        self._of_column.clear()

    def _areas(self, cells: Mapping[int, GridCell]) -> None:
        for at in self._area_columns:
            cell = cells.get(at)
            if cell is None:
                continue
            self._made.used.add((cell.row, at))
            if cell.text in NOBODY:
                continue
            self._made.areas.append(cell)
            if not same_area(self._of_column.get(at, ""), cell.text):
                for lower in self._area_columns[self._area_columns.index(at) :]:
                    self._of_column.pop(lower, None)
                self._of_column[at] = cell.text

    def _path(self) -> tuple[str, ...]:
        own = tuple(self._of_column[at] for at in self._area_columns if at in self._of_column)
        path = (*(text for _, text in self._bands), *own)
        return path or ((self._sheet_area,) if self._sheet_area else ())

    # -- items -------------------------------------------------------------------------------------------------------
    def _data(self, row: int, cells: Mapping[int, GridCell]) -> None:
        """A row of an item, of a sub-item, or one that goes on with the one before."""
        by = {self._columns[at].means: cell for at, cell in reversed([*cells.items()]) if cell.text not in NOBODY}
        if Means.BUREAU in by:
            self._bureau = by[Means.BUREAU].text
        name_cell = next((by[means] for means in _NAMING if means in by), None)
        numbered = split_number(name_cell.text) if name_cell is not None and Means.NO_NAME in by else None
        no = plain_number(by[Means.NO].text) if Means.NO in by else (numbered.no if numbered else None)
        sub_no = plain_number(by[Means.SUB_NO].text) if Means.SUB_NO in by else (numbered.sub_no if numbered else None)
        if no is not None and "再掲" in no:
            relisted_no = split_relisted(no)
            no, again = relisted_no.rest or None, relisted_no.original
        else:
            again = None
        if Means.NO in by and sub_no is None and no is not None:
            sub_no = split_number(by[Means.NO].text).sub_no
            no = None if sub_no else no
        name = numbered.rest if numbered else name_cell.text if name_cell is not None else ""
        if no is not None and sub_no is None and "-" in no:
            # 「13-1」 below 13 is a part of it, as in lists that print the item's number with each part
            above, _, part = no.rpartition("-")
            if self._item is not None and self._item.no == above:
                no, sub_no = above, part
        if no and _GOES_ON.search(name) and self._goes_on(no, sub_no, cells):
            return
        if sub_no is not None and (self._item is not None or no):
            self._sub(row, cells, sub_no, name if name_cell is not None else "", no)
        elif name_cell is not None or no is not None:
            self._begin(row, cells, no or "", name, by)
            if again is not None and self._item is not None and self._item.original is None:
                self._item.original = again
        elif self._item is None:
            for cell in cells.values():
                self._leave(cell, told("import_before_items"))
        else:
            self._more(row, cells, by)

    def _goes_on(self, no: str, sub_no: str | None, cells: Mapping[int, GridCell]) -> bool:
        """A row that goes on with an item after the end of a page: 「15（続き）」, 「15 通報の電子化（続き）」.

        What names the item there, and its rating, are said a second time.
        """
        made = reversed(self._made.rows)
        item = next((one for one in made if one.no == no and one.sub_no == sub_no), None)
        if item is not None:
            again = (*_NAMING, Means.NO, Means.AREA, Means.RATING)
            self._take(item, {at: cell for at, cell in cells.items() if self._columns[at].means not in again})
        return item is not None

    def _begin(self, row: int, cells: Mapping[int, GridCell], no: str, name: str, by: Mapping[Means, GridCell]) -> None:
        before = self._item
        part = Means.RATING not in by and Means.SUB not in by and not self._opens(cells)
        if not no and before is not None and self._has_no() and part:
            self._sub(row, cells, "", name, None)
            self._made.asked.append(("no_number", self._grid, row, name))
            return
        rest, original = split_relisted(name)
        if Means.REPEAT in by:
            original = plain_number(by[Means.REPEAT].text)
        item = ListRow(self._grid, row, no, rest, self._path(), original=original, bureau=self._bureau)
        item.area_no = by[Means.AREA_NO].text if Means.AREA_NO in by else ""
        item.unrated = Means.KIND in by and "対象外" in by[Means.KIND].text
        item.area_sure = bool(self._bands or self._of_column)
        self._made.rows.append(item)
        self._item, self._since_band = item, self._since_band + 1
        naming = [cell for at, cell in cells.items() if self._columns[at].means in (*_NAMING, Means.NO)]
        self._item_ends = max((cell.last_row for cell in naming), default=row)
        if Means.SUB in by:
            whole = {at: cell for at, cell in cells.items() if self._of_item(at, cell)}
            self._take(item, whole)
            self._sub(row, {at: cell for at, cell in cells.items() if at not in whole}, "", "", None)
        else:
            self._take(item, cells)

    def _of_item(self, at: int, cell: GridCell) -> bool:
        """Whether a cell of the first row of an item with sub-items is the item's own."""
        means = self._columns[at].means
        return means in (*_NAMING, Means.NO, Means.AREA, Means.RATING, Means.KIND, Means.REPEAT) or cell.down > 1

    def _has_no(self) -> bool:
        return any(column.means in (Means.NO, Means.NO_NAME) for column in self._columns.values())

    def _opens(self, cells: Mapping[int, GridCell]) -> bool:
        """Whether a row names the area anew, as the first row of a group does."""
        return any(at in self._area_columns for at in cells)

    def _sub(self, row: int, cells: Mapping[int, GridCell], sub_no: str, name: str, no: str | None) -> None:
        item = self._item
        if no and (item is None or item.no != no):
            item = next((one for one in reversed(self._made.rows) if one.no == no and one.sub_no is None), item)
        if item is None:
            for cell in cells.values():
                self._leave(cell, told("import_before_items"))
            return
        named = next((cell for at, cell in cells.items() if self._columns[at].means is Means.SUB), None)
        if named is not None:
            numbered = split_number(named.text)
            sub_no, name = sub_no or numbered.no or numbered.sub_no or "", numbered.rest
        taken = {one.sub_no for one in self._made.rows if one.parent is item}
        sub_no = sub_no or next(str(n) for n in range(1, len(taken) + 2) if str(n) not in taken)
        sub = ListRow(self._grid, row, item.no, name, item.areas, sub_no, bureau=self._bureau, parent=item)
        self._made.rows.append(sub)
        self._take(sub, cells)

    def _more(self, row: int, cells: Mapping[int, GridCell], by: Mapping[Means, GridCell]) -> None:
        """A row without number and name: a sub-item, a further indicator, or the rest of the texts above."""
        assert self._item is not None
        of_sub = Means.SUB in by or (
            row <= self._item_ends and (Means.DEPARTMENT in by or Means.BUREAU_DEPARTMENT in by)
        )
        if of_sub:
            self._sub(row, cells, "", "", None)
            return
        last = self._made.rows[-1]
        self._take(last, cells)
        values = _ONLY_VALUES | {Means.ACTION, Means.BARS}
        if not {self._columns[at].means for at in cells} <= values and row > self._item_ends:
            text = next(iter(cells.values())).text
            self._made.asked.append(("goes_on", self._grid, row, text))

    def _take(self, into: ListRow, cells: Mapping[int, GridCell]) -> None:
        line = []
        for at, cell in sorted(cells.items()):
            self._made.used.add((cell.row, at))
            column = self._columns[at]
            if column.means not in LEFT_OUT:
                line.append((column, cell))
            if into.parent is None and into.original is None and column.means in _MARKED:
                rest, original = split_relisted(cell.text)
                into.original = original if original and not rest.strip() else None
        into.lines.append(RowLine(self._grid, self._places, tuple(line)))

    def _leave(self, cell: GridCell, reason: Message) -> None:
        self._made.used.add((cell.row, cell.column))
        at = self._grid.ref(cell.row, cell.column)
        self._made.not_taken.append(NotTaken(at, cell.text, reason))
