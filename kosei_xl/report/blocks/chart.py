"""Stacked bars below a summary table: a bar for each area, a piece for each rating, told apart without colours."""

from dataclasses import replace

from kosei_xl.report.blocks.base import Block, BlockCell, BlockRow
from kosei_xl.report.blocks.counts import LABELS_BESIDE
from kosei_xl.report.columns import Source
from kosei_xl.report.page import ChartSeries, StackedBars
from kosei_xl.report.wording import Wording
from kosei_xl.values.labels import area_label
from kosei_xl.values.model import Part, Rating, Scale
from kosei_xl.words.legends import CHART_ROW
from kosei_xl.words.notation import wide

MISSING_LOOK = "missing-1"
_BAR, _LEGEND, _MOST = 21.0, 30.0, 400.0
"""pt of a bar with the air around it, of the legend below, and of a row at most."""
_LOOKS = 3
"""Fills that those who look alike may have."""


def with_chart(block: Block, part: Part, source: Source, wording: Wording) -> Block:
    """A summary table with its chart below it; as it is where there is nothing to draw."""
    chart = _chart(source, wording)
    if not chart.series:
        return block
    last = len(block.widths) - 1
    room = min(_MOST, _BAR * len(chart.categories) + _LEGEND)
    cell = BlockCell(0, last, "", "note", f"{part.key}.{CHART_ROW}")
    row = BlockRow((cell,), gap=6, air=room, name=CHART_ROW, chart=chart)
    return replace(block, rows=(*block.rows, row))


def _chart(source: Source, wording: Wording) -> StackedBars:
    """The areas of the highest level by the ratings that the table names, and those without one."""
    plan, summary = source.plan, wording.summary
    areas = [area for area in plan.tree.in_order if plan.tree.depth(area.id) == 1]
    counts = [summary.within(plan, area.id) for area in areas]
    series = [
        ChartSeries(_named(rating), look, tuple(one.given[rating.code].rows for one in counts))
        for rating, look in zip(summary.shown(), _looks(summary.scale, summary.shown()), strict=True)
    ]
    if any(one.missing.rows for one in counts):
        label = LABELS_BESIDE["missing"]
        series.append(ChartSeries(label, MISSING_LOOK, tuple(one.missing.rows for one in counts)))
    names = tuple(area_label(plan, area.id) for area in areas)
    return StackedBars(names, tuple(series), _in_words(names, series))


def _named(rating: Rating) -> str:
    return rating.label if rating.label == rating.code else f"{rating.label}（{wide(rating.code)}）"


def _looks(scale: Scale, ratings: tuple[Rating, ...]) -> list[str]:
    """「behind-2」 for the second rating that is behind."""
    found: list[str] = []
    for rating in ratings:
        look = scale.look(rating)
        found.append(f"{look}-{min(sum(one.startswith(look) for one in found), _LOOKS - 1) + 1}")
    return found


def _in_words(names: tuple[str, ...], series: list[ChartSeries]) -> str:
    """What the chart says, for who cannot see it."""
    bars = (
        f"{name}：" + "、".join(f"{one.name}{one.values[n]}" for one in series if one.values[n])
        for n, name in enumerate(names)
    )
    return "。".join(bars)
