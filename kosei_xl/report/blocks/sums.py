"""Rows of sums in a list: per area, per choice and in all, and below them what is not in the sums."""

from collections.abc import Iterable, Iterator, Sequence

from kosei_xl.collect.sums import total_of
from kosei_xl.report.blocks.base import BlockCell, BlockRow
from kosei_xl.report.columns import Source
from kosei_xl.report.figures import field_of, figure_of, is_figure, standing_of
from kosei_xl.report.paginate import RowKind
from kosei_xl.values.fields import EntryField, read_value
from kosei_xl.values.labels import area_number
from kosei_xl.values.model import Column, Item, Line, Part, Plan
from kosei_xl.words.amounts import left_out_text
from kosei_xl.workbook.measure import em

_AIR = 2.0
"""Width units beside the longest text of a column."""


def wide_enough(columns: Sequence[Column], plan: Plan, rows: Iterable[BlockRow]) -> tuple[float, ...]:
    """The widths of the columns; of those with figures and days at least what the longest needs: none is broken."""
    needed: dict[int, float] = {}
    whole = [is_figure(plan, column) or _is_day(plan, column) for column in columns]
    for row in rows:
        for cell in row.cells:
            if cell.first == cell.last and whole[cell.first]:
                needed[cell.first] = max(needed.get(cell.first, 0.0), 2 * sum(map(em, str(cell.text))) + _AIR)
    return tuple(max(column.width, needed.get(n, 0.0)) for n, column in enumerate(columns))


def _is_day(plan: Plan, column: Column) -> bool:
    field = field_of(plan, column)
    return field is not None and field.type == "date"


class ListSums:
    """The rows of sums of one list; none where no column is summed or the part has no foot."""

    def __init__(self, part: Part, source: Source, columns: Sequence[Column], lines: Sequence[Line]) -> None:
        self._part, self._source, self._columns = part, source, columns
        figures = {n: one for n, column in enumerate(columns) if (one := figure_of(source.plan, column)) is not None}
        self._figures = {n: one for n, one in figures.items() if one.field.summed}
        self._items = tuple({line.item.key: line.item for line in lines}.values())
        self._first = min(self._figures, default=0)

    def __bool__(self) -> bool:
        return self._part.foot and self._first > 0

    def of_area(self, area_no: str) -> BlockRow:
        """The row below the items of an area."""
        items = [item for item in self._items if item.area_no == area_no]
        row = self._row(f"area:{area_no}", f"{area_number(self._source.plan, area_no)}の計", items)
        return BlockRow(row.cells, RowKind.BODY, area=area_no, name=row.name)

    def of_all(self) -> Iterator[BlockRow]:
        """The rows at the end: by each choice that the list shows, in all, and what is not in the sums."""
        plan = self._source.plan
        choices = (field_of(plan, column) for column in self._columns)
        by = next((field for field in choices if field is not None and field.type == "choice"), None)
        for choice in by.choices if by is not None else ():
            chosen = [item for item in self._items if by is not None and self._said(by, item) == choice]
            if chosen:
                yield self._row(f"choice:{choice}", f"合計のうち{choice}", chosen)
        yield self._row("all", "合計", self._items)
        yield from self._notes()

    def _said(self, field: EntryField, item: Item) -> object:
        text = self._source.standing.fields(Line(item, None)).get(field.field)
        return read_value(field, text).value if text is not None else None

    def _row(self, name: str, label: str, items: Sequence[Item]) -> BlockRow:
        cells = [BlockCell(0, self._first - 1, label, "total_label")]
        for n in range(self._first, len(self._columns)):
            figure, at = self._figures.get(n), standing_of(self._source.standing, self._columns[n])
            text = ""
            if figure is not None and at is not None:
                text = figure.text(lambda field, years, at=at: total_of(at, field, items, cumulative=years))  # type: ignore[misc]
            cells.append(BlockCell(n, n, text, "total_right"))
        return BlockRow(tuple(cells), RowKind.FOOT, name=f"sum:{name}")

    def _notes(self) -> Iterator[BlockRow]:
        """A line for each summed column from whose sum something is missing."""
        for n, figure in self._figures.items():
            at = standing_of(self._source.standing, self._columns[n])
            if figure.whole is not None or at is None:
                continue
            total = total_of(at, figure.field, self._items, cumulative=figure.cumulative)
            if total.incomplete:
                label = "".join(self._columns[n].label.split())
                over = self._columns[n].heading or ""
                text = left_out_text(f"{over}{label}", total.missing, total.unreadable)
                cell = BlockCell(0, len(self._columns) - 1, text, "note")
                yield BlockRow((cell,), RowKind.FOOT, name=f"sum:note:{n}")
