"""Lists with a year schedule: under the column `schedule` the action items and, a quarter a column, their bars."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from kosei_xl.report.blocks.base import Band, Block, BlockCell, BlockRow, Years, one_cell
from kosei_xl.report.blocks.table import head_rows, list_block, shown_columns
from kosei_xl.report.columns import Source
from kosei_xl.report.paginate import RowKind
from kosei_xl.report.wording import Wording
from kosei_xl.values.labels import quarters_over
from kosei_xl.values.model import SCHEDULE, Bar, Column, Line, Part, Plan
from kosei_xl.words import terms
from kosei_xl.words.legends import NOW_ROW
from kosei_xl.words.notation import date_text, year_heads

_QUARTERS = 4
_ACTIONS_SHARE = 1 / 3
_LEAST_QUARTER = 1.2
"""Width units; narrower columns could not be told apart on a common grid."""
_WIDTH = 60.0


def schedule_block(part: Part, source: Source, wording: Wording, first: bool) -> Block:
    """A list (see `list_block`) whose column `schedule` becomes a group of columns; it is put last where it is missing.

    Its heading is the column's 上の見出し, and the label then stands over the action items; without one the label is
    the heading. Bars outside the plan's period are left out, those that cross its ends are cut off there.
    """
    plan = source.plan
    columns = shown_columns(part, source, wording)
    if not any(column.key == SCHEDULE for column in columns):
        columns = (*columns, Column(part=part.key, key=SCHEDULE, label="", width=_WIDTH))
    plan = plan.model_copy(update={"columns": (*(c for c in plan.columns if c.part != part.key), *columns)})
    source = source.of_plan(plan)
    block = list_block(part, source, wording, first)
    at = next(n for n, column in enumerate(columns) if column.key == SCHEDULE)
    count = (plan.period_end - plan.period_start + 1) * _QUARTERS
    lines = {line.no: line for line in plan.lines}

    def placed(row: BlockRow) -> BlockRow:
        """The row on the wider grid: cells right of the schedule move on, its own becomes the bands."""
        line = lines.get(row.line_no)
        cells = tuple(
            cell._replace(first=cell.first + count * (cell.first > at), last=cell.last + count * (cell.last >= at))
            for cell in row.cells
            if line is None or cell.first != at
        )
        if line is None:
            return replace(row, cells=cells)
        own = next(cell for cell in row.cells if cell.first == at)
        return replace(row, cells=cells, bands=_bands(plan, line, own), again=tuple(map(above, row.again)))

    def above(row: BlockRow) -> BlockRow:
        """A row that names the item that goes on: nothing stands in its schedule."""
        moved = (
            cell._replace(
                first=cell.first + count * (cell.first > at),
                last=cell.last + count * (cell.last >= at),
                text="" if cell.first == at else cell.text,
                key="" if cell.first == at else cell.key,
            )
            for cell in row.cells
        )
        return replace(row, cells=tuple(moved))

    return replace(
        block,
        widths=_widths(columns, at, count),
        rows=tuple(placed(row) for row in block.rows),
        heads=_heads(columns, at, plan),
        above=(*map(placed, block.above), *_now_row(part, source, len(columns) - 1 + count)),
        bands={area: tuple(map(placed, rows)) for area, rows in block.bands.items()},
        area_column=_moved(block.area_column, at, count),
        years=Years(action=at, first=at + 1, count=count, over=quarters_over(plan, source.point.date)),
        columns=(*block.columns[: at + 1], *_quarter_keys(plan), *block.columns[at + 1 :]),
    )


def _now_row(part: Part, source: Source, last: int) -> Iterator[BlockRow]:
    """What the thick line through the quarters is, on every page; nothing where there is none."""
    if quarters_over(source.plan, source.point.date):
        text = terms.NOW_LINE.format(date_text(source.point.date, source.plan.style.digits_text))
        key = f"{part.key}.{NOW_ROW}.1"
        yield BlockRow(one_cell(text, "note", key, last), RowKind.HEADING, name=NOW_ROW)


def _quarter_keys(plan: Plan) -> list[str]:
    """「2021-1」 … for the columns of the quarters."""
    years = range(plan.period_start, plan.period_end + 1)
    return [f"{year}-{quarter}" for year in years for quarter in range(1, _QUARTERS + 1)]


def _moved(column: int | None, at: int, count: int) -> int | None:
    return column + count if column is not None and column > at else column


def _widths(columns: Sequence[Column], at: int, count: int) -> tuple[float, ...]:
    widths = [column.width for column in columns]
    quarter = max(_LEAST_QUARTER, widths[at] * (1 - _ACTIONS_SHARE) / count)
    return *widths[:at], widths[at] * _ACTIONS_SHARE, *([quarter] * count), *widths[at + 1 :]


def _heads(columns: Sequence[Column], at: int, plan: Plan) -> tuple[BlockRow, ...]:
    """The two-level head: the heading over 取組項目 and the years, a year over its four quarters."""
    own = columns[at]
    heading = own.heading or own.label or terms.SCHEDULE_HEADING
    label = (own.heading and own.label) or terms.ACTIONS_LABEL
    years = year_heads(plan.period_start, plan.period_end, plan.style.era_schedule)
    group = [own.model_copy(update={"label": text, "heading": heading}) for text in (label, *years)]
    sizes = [1] * (at + 1) + [_QUARTERS] * len(years) + [1] * (len(columns) - at - 1)
    starts = [0, *accumulate(sizes)]
    return tuple(
        replace(
            row,
            cells=tuple(c._replace(first=starts[c.first], last=starts[c.last + 1] - 1) for c in row.cells),
        )
        for row in head_rows((*columns[:at], *group, *columns[at + 1 :]))
    )


def _bands(plan: Plan, line: Line, own: BlockCell) -> tuple[Band, ...]:
    """The action items of a row; what stands in the list's own cell (a mark, a dash) where it has none."""
    if not line.schedule or line.item.repeats is not None:
        return (Band(own._replace(last=own.first)),)
    bands = []
    for number, row in enumerate(line.schedule, 1):
        key = f"{own.key}.{number}"
        action = own._replace(last=own.first, text=row.action, role="action", key=f"{key}.action")
        shown = [bar for bar in (_on_paper(plan, bar, n, own, key) for n, bar in enumerate(row.bars, 1)) if bar]
        bands.append(Band(action, _lanes(shown)))
    return tuple(bands)


def _on_paper(plan: Plan, bar: Bar, number: int, own: BlockCell, key: str) -> BlockCell | None:
    origin = plan.period_start * _QUARTERS
    first = max(bar.start.index, origin) - origin
    last = min(bar.end.index, plan.period_end * _QUARTERS + 3) - origin
    if first > last:
        return None
    role = "bar_conditional" if bar.conditional else "bar"
    left = own.first + 1
    return BlockCell(left + first, left + last, bar.shown, role, f"{key}.bar{number}")


def _lanes(bars: Sequence[BlockCell]) -> tuple[tuple[BlockCell, ...], ...]:
    """Bars on as few lines as they go without sharing a quarter, each line from left to right."""
    lanes: list[list[BlockCell]] = []
    for bar in sorted(bars, key=lambda bar: bar.first):
        free = next((lane for lane in lanes if lane[-1].last < bar.first), None)
        if free is None:
            lanes.append([bar])
        else:
            free.append(bar)
    return tuple(tuple(lane) for lane in lanes)
