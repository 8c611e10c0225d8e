"""The summary table: policy areas by ratings, with totals."""

from collections.abc import Iterable

from kosei_xl.model import Part
from kosei_xl.notation import digits, wide
from kosei_xl.report.blocks.base import Block, BlockCell, BlockRow, titles
from kosei_xl.report.columns import Source, area_label
from kosei_xl.report.page import CellText
from kosei_xl.report.paginate import Kind
from kosei_xl.report.wording import Wording

MISSING_LABEL = "未記入"
_SUMMARY_LABEL_WIDTH, _SUMMARY_COUNT_WIDTH = 40.0, 16.2


def summary_block(part: Part, source: Source, wording: Wording, first: bool) -> Block:
    """分野 × 評価; blank ratings, and those that are not counted, have columns while there are any: rows add up."""
    plan, summary = source.plan, wording.summary
    ratings = summary.shown(plan)
    missing = any(count.rows for count in summary.missing.values())
    heads = [plan.style.area_term, *(f"{r.label}\n（{wide(r.code)}）" for r in ratings)] + [MISSING_LABEL] * missing
    codes = [r.code for r in ratings] + ["missing"] * missing
    last = len(heads) - 1
    rows = titles(part, wording, first, last)
    head_cells = tuple(BlockCell(n, n, text, "head") for n, text in enumerate(heads))
    rows.append(BlockRow(head_cells, Kind.HEADING, gap=4, name="head:1"))
    for area in plan.areas:
        items = summary.items[area.no].rows
        label = f"{area_label(plan, area.no)}\n（{_table_digits(source, items)}{plan.style.counter}）"
        counts = [summary.by_area[area.no][r.code].rows for r in ratings] + [summary.missing[area.no].rows] * missing
        rows.append(_count_row(source, part, area.no, label, zip(codes, counts, strict=True), "label", "count"))
    totals = [summary.total(r.code).rows for r in ratings]
    totals += [sum(count.rows for count in summary.missing.values())] * missing
    label = f"計\n（{_table_digits(source, summary.all_items.rows)}{plan.style.counter}）"
    rows.append(_count_row(source, part, "total", label, zip(codes, totals, strict=True), "total_label", "total"))
    widths = (_SUMMARY_LABEL_WIDTH, *([_SUMMARY_COUNT_WIDTH] * last))
    keys = ("area", *(rating.code for rating in ratings), *(["missing"] * missing))
    return Block(part.key, widths, tuple(rows), columns=keys)


def _count_row(
    source: Source,
    part: Part,
    area: str,
    label: str,
    counts: Iterable[tuple[str, int]],
    label_role: str,
    count_role: str,
) -> BlockRow:
    cells = [BlockCell(0, 0, label, label_role, f"{part.key}.{area}")]
    for n, (code, count) in enumerate(counts, 1):
        half = source.plan.style.digits_table == "half"
        text: CellText = count if half else _table_digits(source, count)
        cells.append(BlockCell(n, n, text, count_role, f"{part.key}.{area}.{code}"))
    return BlockRow(tuple(cells), name="total" if area == "total" else f"area:{area}")


def _table_digits(source: Source, number: int) -> str:
    return digits(number, source.plan.style.digits_table)
