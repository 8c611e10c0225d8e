"""The summary table: policy areas by ratings, with totals."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import count

from kosei_xl.report.blocks.base import Block, BlockCell, BlockRow, rating_head, titles
from kosei_xl.report.blocks.counts import counted_block
from kosei_xl.report.columns import Source
from kosei_xl.report.page import PrintedValue
from kosei_xl.report.paginate import RowKind
from kosei_xl.report.wording import Wording
from kosei_xl.values.counting import table_asked
from kosei_xl.values.labels import area_label, areas_called
from kosei_xl.values.model import Part
from kosei_xl.words import terms
from kosei_xl.words.amounts import points_texts
from kosei_xl.words.notation import digits
from kosei_xl.workbook.measure import Face, em, wrap

_EM = Face("BIZ UDゴシック", 1.0)
"""Lines are measured in em."""
MISSING_LABEL = "未記入"
POINT_HEADS = {"points": "得点\n（満点）", "share": "得点率"}
"""Columns of a scale whose ratings count for points."""
_SUMMARY_LABEL_WIDTH, _SUMMARY_COUNT_WIDTH = 43.0, 15.0
_ONE_LINE = 8.0
"""em of a rating's name that fit its column."""


def summary_block(part: Part, source: Source, wording: Wording, first: bool) -> Block:
    """分野 × 評価, or what 帳票 asks for.

    Blank ratings, and those that are not counted, have columns while there are any: rows add up.
    """
    plan, summary = source.plan, wording.summary
    if not table_asked(plan, part).is_usual or part.items in ("all", "unrated"):
        return counted_block(part, source, wording, first)
    ratings = summary.shown()
    missing = any(count.rows for count in summary.missing.values())
    names = [rating_head(rating, _in_halves(rating.label)) for rating in ratings]
    with_points = summary.points() is not None
    heads = [areas_called(plan), *names] + [MISSING_LABEL] * missing + [*POINT_HEADS.values()] * with_points
    codes = [r.code for r in ratings] + ["missing"] * missing
    last = len(heads) - 1
    rows = titles(part, wording, first, last)
    head_cells = tuple(BlockCell(n, n, text, "head") for n, text in enumerate(heads))
    head = BlockRow(head_cells, RowKind.HEADING, gap=4, name="head:1")
    rows.append(head)
    for area in plan.tree.in_order:
        inside = summary.within(plan, area.id)
        indent = terms.INDENT * (plan.tree.depth(area.id) - 1)
        number = f"（{_table_digits(source, inside.items.rows)}{plan.style.counter}）"
        label = f"{indent}{area_label(plan, area.id)}\n{indent}{number}"
        counts = [inside.given[r.code].rows for r in ratings] + [inside.missing.rows] * missing
        row = _count_row(source, part, area.id, label, zip(codes, counts, strict=True), ("label", "count"))
        rows.append(_with_points(row, part.key, area.id, summary.points(plan.tree.under(area.id)), "count"))
    totals = [summary.total(r.code).rows for r in ratings]
    totals += [sum(count.rows for count in summary.missing.values())] * missing
    label = f"計\n（{_table_digits(source, summary.all_items.rows)}{plan.style.counter}）"
    row = _count_row(source, part, "total", label, zip(codes, totals, strict=True), ("total_label", "total"))
    rows.append(_with_points(row, part.key, "total", summary.points(), "total"))
    rows = [replace(row, again=(head,)) if row.name.startswith(("area:", "total")) else row for row in rows]
    widths = (_SUMMARY_LABEL_WIDTH, *([_SUMMARY_COUNT_WIDTH] * last))
    keys = ("area", *(rating.code for rating in ratings), *(["missing"] * missing), *([*POINT_HEADS] * with_points))
    return Block(part.key, widths, tuple(rows), columns=keys)


def _with_points(row: BlockRow, part: str, area: str, points: tuple[Decimal, Decimal] | None, role: str) -> BlockRow:
    """A row with what its ratings count for, 「85（120）」, and the share of the most that they could."""
    if points is None:
        return row
    got, most, share = points_texts(points)
    at = len(row.cells)
    texts = zip(POINT_HEADS, (f"{got}\n（{most}）", share), strict=True)
    cells = (BlockCell(n, n, text, role, f"{part}.{area}.{key}") for n, (key, text) in enumerate(texts, at))
    return replace(row, cells=(*row.cells, *cells))


def _in_halves(name: str) -> str:
    """A name too long for one line in two lines that are about as long."""
    length = sum(map(em, name))
    if length <= _ONE_LINE:
        return name
    widths = (length / 2 + n / 2 for n in count(1))
    return "\n".join(next(lines for width in widths if len(lines := wrap(name, width, _EM, slack=0.0)) <= 2))


def _count_row(
    source: Source,
    part: Part,
    area: str,
    label: str,
    counts: Iterable[tuple[str, int]],
    roles: tuple[str, str],
) -> BlockRow:
    label_role, count_role = roles
    cells = [BlockCell(0, 0, label, label_role, f"{part.key}.{area}")]
    for n, (code, number) in enumerate(counts, 1):
        half = source.plan.style.digits_table == "half"
        text: PrintedValue = number if half else _table_digits(source, number)
        cells.append(BlockCell(n, n, text, count_role, f"{part.key}.{area}.{code}"))
    return BlockRow(tuple(cells), name="total" if area == "total" else f"area:{area}")


def _table_digits(source: Source, number: int) -> str:
    return digits(number, source.plan.style.digits_table)
