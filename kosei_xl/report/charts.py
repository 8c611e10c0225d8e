"""Stacked bars as Excel draws them, and the hidden sheet that they are drawn from.

Pieces have patterns, so that a copier or an eye that tells no colours apart shows the same; their numbers stand in
them on white. LibreOffice 7.4 and 25.2 print patterns and labels as Excel shows them.
"""

from collections.abc import Mapping, Sequence

from kosei_xl.later import dataclass
from kosei_xl.report.page import ChartSeries, ReportSheet, StackedBars
from kosei_xl.values.cells import CellRef, Charted, ChartedSeries, Sheet, column_letters
from kosei_xl.words import terms
from kosei_xl.workbook.parts import Package, SheetPart, quote_sheet
from kosei_xl.workbook.xml_text import xml_text

_CHART_NAME = "kosei_chart"
_INK, _PAPER = "1F2933", "FFFFFF"
_FILLS: Mapping[str, tuple[str, str]] = {
    "ahead-1": ("dkUpDiag", "0B6E8F"),
    "ahead-2": ("ltUpDiag", "0B6E8F"),
    "ahead-3": ("wdUpDiag", "0B6E8F"),
    "even-1": ("", _PAPER),
    "even-2": ("pct10", _INK),
    "even-3": ("ltHorz", "6B7280"),
    "behind-1": ("smCheck", "B45309"),
    "behind-2": ("dkVert", "B45309"),
    "behind-3": ("trellis", "B42318"),
    "aside-1": ("dotGrid", "6B7280"),
    "aside-2": ("ltVert", "6B7280"),
    "aside-3": ("pct20", "6B7280"),
    "missing-1": ("dashHorz", "6B7280"),
}
"""Look of a series -> Excel's pattern ("" for none) and its colour."""
_FACE = '<a:latin typeface="BIZ UDゴシック"/><a:ea typeface="BIZ UDゴシック"/>'


@dataclass(frozen=True, slots=True)
class _Placed:
    """A chart, the sheet and row that it lies over, and the row of the hidden sheet where its figures begin."""

    sheet: ReportSheet
    row: int
    chart: StackedBars
    first: int


def draw_charts(
    package: Package, sheets: Sequence[ReportSheet], corner: int
) -> tuple[tuple[Sheet, ...], tuple[Charted, ...]]:
    """Draw every chart of a report over its row, from column `corner` on, and write the hidden sheet of their figures.

    Returns that sheet (none without charts) and the charts as reading the workbook would find them.
    """
    placed: list[_Placed] = []
    rows: list[tuple[str | int, ...]] = []
    for sheet in sheets:
        for number, row in enumerate(sheet.rows, 1):
            if row.chart is not None:
                placed.append(_Placed(sheet, number, row.chart, len(rows) + 1))
                rows += [*_figures(row.key, row.chart), ()]
    if not placed:
        return (), ()
    hidden = package.add(terms.CHART_SHEET, before=terms.IDENTITY_SHEET)
    hidden.replace_with_values(rows)
    hidden.set_columns({1: None}, hidden=(1,))  # keys are hidden on every sheet
    package.set_sheet_state(terms.CHART_SHEET, "hidden")
    found = []
    for count, one in enumerate(placed, 1):
        series = tuple(_series(one, n) for n in range(len(one.chart.series)))
        _place(package.sheet(one.sheet.name), one, corner, series, count)
        found.append(Charted(CellRef("", one.sheet.name, one.row, corner), series))
    while rows and not rows[-1]:
        rows.pop()
    return (Sheet(terms.CHART_SHEET, tuple(rows), hidden_columns=frozenset((1,))),), tuple(found)


def _figures(key: str, chart: StackedBars) -> list[tuple[str | int, ...]]:
    """The rows of the hidden sheet: the names of the series, then each bar with its numbers."""
    rows: list[tuple[str | int, ...]] = [(key, *(one.name for one in chart.series))]
    for n, name in enumerate(chart.categories):
        rows.append((name, *(one.values[n] for one in chart.series)))
    return rows


def _series(placed: _Placed, number: int) -> ChartedSeries:
    one, chart = placed.chart.series[number], placed.chart
    where, letters = quote_sheet(terms.CHART_SHEET), column_letters(number + 2)
    start, end = placed.first + 1, placed.first + len(chart.categories)
    return ChartedSeries(
        f"{where}!${letters}${placed.first}",
        one.name,
        f"{where}!$A${start}:$A${end}",
        chart.categories,
        f"{where}!${letters}${start}:${letters}${end}",
        tuple(map(str, one.values)),
    )


def _place(part: SheetPart, placed: _Placed, corner: int, series: Sequence[ChartedSeries], count: int) -> None:
    last = column_letters(len(placed.sheet.widths) + 1)
    part.add_chart(
        f"{column_letters(corner)}{placed.row}",
        f"{last}{placed.row + 1}",
        _chart_xml(placed.chart, series).encode(),
        name=f"{_CHART_NAME} {count}",
        description=placed.chart.description,
    )


# -- the chart part ----------------------------------------------------------------------------------------------------
def _chart_xml(chart: StackedBars, series: Sequence[ChartedSeries]) -> str:
    most = max((sum(one.values[n] for one in chart.series) for n in range(len(chart.categories))), default=0)
    pieces = "".join(_series_xml(n, own, one) for n, (own, one) in enumerate(zip(chart.series, series, strict=True)))
    ink = f'<a:ln w="9525"><a:solidFill><a:srgbClr val="{_INK}"/></a:solidFill></a:ln>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        '<c:barChart><c:barDir val="bar"/><c:grouping val="stacked"/><c:varyColors val="0"/>'
        f'{pieces}<c:gapWidth val="45"/><c:overlap val="100"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>{ink}</c:spPr>{_text(950)}'
        '<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{max(most, 1)}"/><c:min val="0"/></c:scaling><c:delete val="1"/><c:axPos val="t"/>'
        '<c:numFmt formatCode="0" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        '<c:tickLblPos val="none"/><c:crossAx val="1"/><c:crosses val="autoZero"/></c:valAx>'
        "<c:spPr><a:noFill/></c:spPr></c:plotArea>"
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_text(950)}</c:legend>'
        '<c:plotVisOnly val="0"/><c:dispBlanksAs val="gap"/></c:chart>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{_PAPER}"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>'
        "</c:chartSpace>"
    )


def _series_xml(number: int, own: ChartSeries, at: ChartedSeries) -> str:
    white = f'<c:spPr><a:solidFill><a:srgbClr val="{_PAPER}"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>'
    line = f'<a:ln w="9525"><a:solidFill><a:srgbClr val="{_INK}"/></a:solidFill></a:ln>'
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>'
        f"<c:tx>{_texts(at.name_at, (at.name,))}</c:tx>"
        f'<c:spPr>{_fill(own.look)}{line}</c:spPr><c:invertIfNegative val="0"/>'
        f'<c:dLbls><c:numFmt formatCode="0;;;" sourceLinked="0"/>{white}{_text(1000)}<c:dLblPos val="ctr"/>'
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat>{_texts(at.categories_at, at.categories)}</c:cat>"
        f"<c:val><c:numRef><c:f>{xml_text(at.values_at)}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f"{_points(at.values)}</c:numCache></c:numRef></c:val></c:ser>"
    )


def _texts(at: str, texts: Sequence[str]) -> str:
    return f"<c:strRef><c:f>{xml_text(at)}</c:f><c:strCache>{_points(texts)}</c:strCache></c:strRef>"


def _points(values: Sequence[str]) -> str:
    own = "".join(f'<c:pt idx="{n}"><c:v>{xml_text(value)}</c:v></c:pt>' for n, value in enumerate(values))
    return f'<c:ptCount val="{len(values)}"/>{own}'


def _fill(look: str) -> str:
    pattern, color = _FILLS[look]
    if not pattern:
        return f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'
    return (
        f'<a:pattFill prst="{pattern}"><a:fgClr><a:srgbClr val="{color}"/></a:fgClr>'
        f'<a:bgClr><a:srgbClr val="{_PAPER}"/></a:bgClr></a:pattFill>'
    )


def _text(size: int) -> str:
    """The look of texts, in hundredths of a point."""
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}"><a:solidFill><a:srgbClr val="{_INK}"/>'
        f'</a:solidFill>{_FACE}</a:defRPr></a:pPr><a:endParaRPr lang="ja-JP"/></a:p></c:txPr>'
    )
