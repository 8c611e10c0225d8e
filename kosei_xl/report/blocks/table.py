"""Lists of items: the whole list, and what is behind."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from kosei_xl.report.blocks.base import CONTINUED, Block, BlockCell, BlockRow, carried_on, one_cell, titles
from kosei_xl.report.blocks.subtotals import Subtotals
from kosei_xl.report.blocks.sums import ListSums, wide_enough
from kosei_xl.report.columns import (
    DASH,
    OTHER_SCALE,
    Source,
    column_scale,
    column_texts,
    follow_up_count,
    has_changed,
    is_rating,
)
from kosei_xl.report.figures import field_of, is_figure
from kosei_xl.report.keys import unique
from kosei_xl.report.page import PrintedValue
from kosei_xl.report.paginate import RowKind
from kosei_xl.report.revised import is_mark_of_change, revised_columns
from kosei_xl.report.wording import Wording
from kosei_xl.values.labels import area_label, area_number, label_with_unit
from kosei_xl.values.ledger import text_of_line
from kosei_xl.values.model import RATING, Column, Line, Part, Scale
from kosei_xl.values.shown_before import was_asked
from kosei_xl.words import terms
from kosei_xl.words.legends import LEGEND_ROW, is_legend, legend_line
from kosei_xl.words.terms import RECORD, TREND

NOTHING_DELAYED = "該当する{term}はありません。"
_ROLES = {"area": "area_label", "no": "no"}
"""Columns whose cells have one role whatever they say."""


def list_block(part: Part, source: Source, wording: Wording, first: bool) -> Block:
    """Every row of the part's kind of items, in printed order."""
    if part.items == "revised":
        return _revised_block(part, source, wording, first)
    if part.items == "changed":
        return _changed_block(part, source, wording, first)
    if part.items == "asked":
        return _asked_block(part, source, wording, first)
    wanted = ("rated", "unrated") if part.items == "all" else (part.items,)
    lines = [line for line in source.plan.lines if line.item.kind in wanted]
    return _table(part, source, wording, first, lines)


def delayed_block(part: Part, source: Source, wording: Wording, first: bool) -> Block:
    """The rows whose rating is behind, by No.; a sentence where there are none."""
    lines = [line for line in source.plan.lines if _is_behind(source, line)]
    if lines:
        return _table(part, source, wording, first, lines, bands=False)
    return block_without_rows(part, source, wording, first)


def _changed_block(part: Part, source: Source, wording: Wording, first: bool) -> Block:
    """The rows whose rating is another than at the point before; a sentence where there are none."""
    lines = [line for line in source.plan.lines if has_changed(source, line)]
    if lines:
        return _table(part, source, wording, first, lines, bands=False)
    before = source.plan.point_before(source.point)
    return block_without_rows(part, source, wording, first, terms.NONE_CHANGED if before else terms.NO_RATING_BEFORE)


def _asked_block(part: Part, source: Source, wording: Wording, first: bool) -> Block:
    """The rows that the committee wrote about at the point before; a sentence where there are none."""
    lines = [line for line in source.plan.lines if was_asked(source.standing, line)]
    if lines:
        return _table(part, source, wording, first, lines, bands=False)
    return block_without_rows(part, source, wording, first, terms.NONE_ASKED)


def block_without_rows(part: Part, source: Source, wording: Wording, first: bool, said: str = NOTHING_DELAYED) -> Block:
    text = said.replace("{term}", source.plan.style.item_term)
    return Block(
        part.key,
        (1.0,),
        (*titles(part, wording, first, 0), BlockRow(one_cell(text, "text", f"{part.key}.none"), gap=4, name="none")),
    )


def _revised_block(part: Part, source: Source, wording: Wording, first: bool) -> Block:
    """The items that a revision changed, without their sub-items; those that are gone stand last in their area."""
    revision = source.revision
    if revision is None or not revision.items:
        return block_without_rows(part, source, wording, first)
    listed = source.of_plan(revision.plan_with_removed(source.plan))
    lines = [Line(item, None) for item in listed.plan.items_in_order if item.key in revision.items]
    return _table(part, listed, wording, first, lines)


def _is_behind(source: Source, line: Line) -> bool:
    rating = source.standing.rating(line)
    return rating is not None and rating.behind


def _table(
    part: Part, source: Source, wording: Wording, first: bool, lines: Iterable[Line], *, bands: bool = True
) -> Block:
    plan = source.plan
    columns = shown_columns(part, source, wording)
    span = len(columns) - 1
    area_column = next((n for n, column in enumerate(columns) if column.key == "area"), None)
    labels = {area.id: area_label(plan, area.id) for area in plan.areas}
    numbers = {area.id: area_label(plan, area.id, "\n").split("\n")[0] for area in plan.areas}
    shown = list(lines)
    heads = area_bands(part, source, shown, span, in_column=area_column is not None) if bands else {}
    rows = list(titles(part, wording, first, span))
    opened: set[str] = set()
    rated = any(is_rating(plan, column) for column in columns)
    items = _ItemRows(part, source, columns)
    sums, subtotals = ListSums(part, source, columns, shown), Subtotals(part, source, columns, shown)
    last = {line.item.area_no: n for n, line in enumerate(shown)}
    for n, line in enumerate(shown):
        area = line.item.area_no
        for band in heads.get(area, ()):
            if band.name not in opened:
                opened.add(band.name)
                rows.append(band)
        rows.append(items.row(line))
        if sums and bands and len(last) > 1 and last[area] == n:
            rows.append(sums.of_area(area))
        rows += subtotals.behind(n) if bands else ()
    if sums:
        rows += sums.of_all()
    if part.foot:
        rows += _foot_rows(part, source, columns, shown)
    return Block(
        key=part.key,
        widths=wide_enough(columns, plan, rows),
        rows=tuple(rows),
        heads=head_rows(columns),
        above=tuple(legend_row(part, source, wording, span)) if rated else (),
        area_column=area_column,
        areas=labels,
        area_numbers=numbers,
        bands=heads,
        columns=unique([f"{column.key}{_at(column)}" for column in columns]),
    )


def area_bands(
    part: Part, source: Source, lines: Sequence[Line], span: int, *, in_column: bool
) -> dict[str, tuple[BlockRow, ...]]:
    """Area -> the rows that head it, from the top: one for each level, or, where a column names the areas themselves,
    for each level above them. None for a plan of one area.
    """
    tree = source.plan.tree
    if len(source.plan.areas) < 2:
        return {}
    rows: dict[str, BlockRow] = {}
    found = {}
    for line in lines:
        own = line.item.area_no
        if own in found:
            continue
        path = tree.path(own)
        above: list[BlockRow] = []
        for depth, area in enumerate(path[: len(path) - in_column]):
            if area.id not in rows:
                text = f"{terms.INDENT * depth}{area_number(source.plan, area.id)} {area.name}"
                cell = BlockCell(0, span, text, "band", f"{part.key}.band.{area.id}")
                again = tuple(map(carried_on, above))
                rows[area.id] = BlockRow((cell,), RowKind.HEADING, area=own, name=f"band:{area.id}", again=again)
            above.append(rows[area.id])
        if above:
            found[own] = tuple(above)
    return found


def legend_row(part: Part, source: Source, wording: Wording, span: int) -> Iterator[BlockRow]:
    """What the ratings of a list mean, above its heads on every page; nothing where its sheet says so elsewhere."""
    texts = (wording.fill(other.text) for other in source.plan.parts if other.sheet == part.sheet)
    if any(is_legend(line, wording.legend_heads) for text in texts for line in text.split("\n")):
        return
    text = legend_line((rating.code, rating.label) for rating in source.standing.scale.ratings)
    if text:
        key = f"{part.key}.{LEGEND_ROW}.1"
        yield BlockRow(one_cell(text, "note", key, span), RowKind.HEADING, name=LEGEND_ROW)


def default_columns(part: Part, source: Source) -> tuple[Column, ...]:
    """Columns of a list that 帳票列 says nothing about."""
    if part.items == "revised" and source.revision is not None:
        return revised_columns(part.key, source.revision)
    rating = source.standing.rated_by or (RECORD if source.plan.record != (RATING,) else RATING)
    pairs = (("no", "No.", 6.0), ("name", "項目", 24.0), ("departments", "推進担当課", 20.0), (rating, "評価", 6.0))
    return tuple(Column(part=part.key, key=key, label=label, width=width) for key, label, width in pairs)


def shown_columns(part: Part, source: Source, wording: Wording) -> tuple[Column, ...]:
    """The columns of a list, their heads filled in; those of 前回 and 前々回 with that point's year.

    Columns of a point that there was not yet are left out.
    """
    found = []
    for column in source.plan.columns_of(part.key) or default_columns(part, source):
        words = wording
        steps = terms.EARLIER_POINTS.get(column.point or "")
        if steps is not None:
            point = source.plan.point_before(source.point, steps)
            if point is None:
                continue
            words = replace(wording, point=point)
        label, heading = words.fill(column.label), column.heading and words.fill(column.heading)
        field = field_of(source.plan, column)
        label = label_with_unit(label or field.label, field) if field is not None else label
        point_key = column.point and words.point.key if words is not wording else column.point
        found.append(column.model_copy(update={"label": label, "heading": heading, "point": point_key}))
    return tuple(found)


def head_rows(columns: Sequence[Column]) -> tuple[BlockRow, ...]:
    """One head row, or two where columns stand together under a heading.

    A cell with the key "down" reaches the lower row: a column without a heading, and a heading without labels below.
    """
    labels = [column.label for column in columns]
    if not any(column.heading for column in columns):
        cells = tuple(BlockCell(n, n, text, "head") for n, text in enumerate(labels))
        return (BlockRow(cells, RowKind.HEADING, name="head:1"),)
    upper: list[BlockCell] = []
    lower: list[BlockCell] = []
    for n, column in enumerate(columns):
        if column.heading is None:
            upper.append(BlockCell(n, n, labels[n], "head", "down"))
            lower.append(BlockCell(n, n, "", "head"))
            continue
        lower.append(BlockCell(n, n, labels[n], "head"))
        group = [labels[m] for m, other in enumerate(columns) if other.heading == column.heading]
        down = "" if any(group) else "down"
        if upper and n and columns[n - 1].heading == column.heading:
            upper[-1] = BlockCell(upper[-1].first, n, upper[-1].text, "head", down)
        else:
            upper.append(BlockCell(n, n, column.heading, "head", down))
    return BlockRow(tuple(upper), RowKind.HEADING, name="head:1"), BlockRow(
        tuple(lower), RowKind.HEADING, name="head:2"
    )


class _ItemColumn(NamedTuple):
    """A column of a list: what it says of a row, and in which role it says that."""

    column: Column
    name: str
    text: Callable[[Line], str]
    role: Callable[[str], str]
    rated: bool


class _ItemRows:
    """The rows of the items of one list."""

    def __init__(self, part: Part, source: Source, columns: Sequence[Column]) -> None:
        self._part = part
        self._columns = [
            _ItemColumn(
                column,
                f"{column.key}{_at(column)}",
                column_texts(source, column),
                _roles(source, column),
                is_rating(source.plan, column),
            )
            for column in columns
        ]

    def row(self, line: Line) -> BlockRow:
        """The row of an item or a sub-item."""
        cells = self._cells(line)
        return BlockRow(
            cells,
            area=line.item.area_no,
            continued=self._going_on(cells),
            line_no=line.no,
            name=text_of_line(line.key),
            again=(self._parent_row(Line(line.item, None)),) if line.sub is not None else (),
        )

    def _cells(self, line: Line) -> tuple[BlockCell, ...]:
        cells, start = [], f"{self._part.key}.{line.no}."
        for n, one in enumerate(self._columns):
            text = one.text(line)
            joined = not text and _joins_above(line, one.column)
            cells.append(BlockCell(n, n, text, one.role(text), start + one.name, joined))
        return tuple(cells)

    def _going_on(self, cells: Sequence[BlockCell]) -> dict[str, str]:
        """What the cells of number, name and rating say where the row goes on on the next page."""
        shown = [
            (one.column.key, str(cell.text), cell.key, one.rated)
            for one, cell in zip(self._columns, cells, strict=True)
        ]
        named = any(text for name, text, _, _ in shown if name in ("name", "no_name"))
        said = {}
        for name, text, key, rated in shown:
            if name in ("name", "no_name") and text:
                said[key] = f"{text}{CONTINUED}"
            elif name == "no":
                said[key] = text if named else f"{text}\n{CONTINUED}"
            elif rated and text:
                said[key] = text
        return said

    def _parent_row(self, parent: Line) -> BlockRow:
        """The item above a page that begins with one of its sub-items: number, name and rating, and that it goes on."""
        cells = self._cells(parent)
        said = self._going_on(cells)
        return BlockRow(
            tuple(cell._replace(text=said.get(cell.key, "")) for cell in cells),
            area=parent.item.area_no,
            line_no=parent.no,
            name=text_of_line(parent.key),
        )


def _joins_above(line: Line, column: Column) -> bool:
    """Whether a blank plan text of a sub-item is one cell with the sub-item's above, which speaks for both."""
    if line.sub is None or column.source != "plan":
        return False
    before = line.item.sub_items[: line.item.sub_items.index(line.sub)]
    return any(column.key in sub.texts for sub in before)


def _foot_rows(part: Part, source: Source, columns: Sequence[Column], lines: Sequence[Line]) -> list[BlockRow]:
    """Counts below a list: a row for each rating and one for all, under every rating column; follow-up marks beside.

    Repeated listings count in the ratings, as they are listed; in the follow-up total only where the plan says so.
    """
    first = next((n for n, column in enumerate(columns) if is_rating(source.plan, column)), None)
    if not first:
        return _marks_row(part, source, columns, lines)
    found: dict[int, list[str]] = {
        n: list(map(column_texts(source, column), (line for line in lines if line.rated)))
        for n, column in enumerate(columns)
        if is_rating(source.plan, column)
    }
    given = {rating for ratings in found.values() for rating in ratings}
    scales = [column_scale(source, columns[n]) for n in found]
    known = [rating for scale in scales for rating in scale.ratings]
    codes = [*dict.fromkeys(rating.code for rating in known if rating.counted or rating.code in given)]
    rows = []
    for code in (*codes, "計"):
        cells = [BlockCell(0, first - 1, code, "total_label")]
        for n, column in enumerate(columns[first:], first):
            text: PrintedValue = ""
            if n in found:
                own = column_scale(source, column).codes
                wanted = [one for one in own if one in codes] if code == "計" else [code]
                text = sum(rating in wanted for rating in found[n]) if code == "計" or code in own else OTHER_SCALE
            elif column.key == "follow_up" and code == codes[0]:
                text = follow_up_count(source)
            cells.append(BlockCell(n, n, text, "total", f"{part.key}.foot.{code}.{column.key}{_at(column)}"))
        rows.append(BlockRow(tuple(cells), RowKind.FOOT, name=f"foot:{code}"))
    return rows


def _marks_row(part: Part, source: Source, columns: Sequence[Column], lines: Sequence[Line]) -> list[BlockRow]:
    """How many items have ○ under each kind of change, below the list of what a revision changed."""
    marked = [n for n, column in enumerate(columns) if is_mark_of_change(column.key)]
    if part.items != "revised" or not marked or marked[0] == 0:
        return []
    cells = [BlockCell(0, marked[0] - 1, "計", "total_label")]
    for n, column in enumerate(columns[marked[0] :], marked[0]):
        text: PrintedValue = ""
        if n in marked:
            text = sum(one == terms.YES for one in map(column_texts(source, column), lines))
        cells.append(BlockCell(n, n, text, "total", f"{part.key}.foot.計.{column.key}"))
    return [BlockRow(tuple(cells), RowKind.FOOT, name="foot:計")]


def _at(column: Column) -> str:
    return f"@{column.point}" if column.point else ""


def _roles(source: Source, column: Column) -> Callable[[str], str]:
    """The role of each text of a column."""
    if is_rating(source.plan, column):
        scale = column_scale(source, column)
        return lambda text: rating_role(scale, text)
    if column.key in _ROLES:
        return lambda text: _ROLES[column.key]
    usual = "body_right" if column.align == "right" or is_figure(source.plan, column) else "body"
    if not is_figure(source.plan, column) and (column.align == "center" or column.key == TREND):
        usual = "body_center"
    return lambda text: "body_center" if text == DASH else usual


def rating_role(scale: Scale, code: str) -> str:
    rating = scale.get(code)
    look = scale.look(rating) if rating is not None else "even"
    return "rating" if look == "even" else f"rating_{look}"
