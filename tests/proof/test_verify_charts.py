"""The chart below a summary table: drawn from figures that are counted again, wherever somebody changed them."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest

from kosei_xl.report.kept import kept_rows, report_of
from kosei_xl.report.xlsx import render
from kosei_xl.values.cells import Charted
from kosei_xl.values.counting import table_asked
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.model import Part
from kosei_xl.verbs import disk
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.office import LibreOffice
from tests.tools.verifying import Case, case, place, sample, serious

CASE = sample()
TEMPLATE = disk.bundled("workbook_templates", "report.xlsx")
CHART = "xl/charts/chart1.xml"


def with_part(workbook: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The workbook with one of its parts as text changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            data = old.read(each)
            changed = change(data.decode()).encode() if each == name else data
            assert each != name or changed != data
            new.writestr(each, changed)
    return out.getvalue()


def chart_of(own: Case = CASE) -> Charted:
    (found,) = own.found.charts
    return found


def on_hidden(workbook: bytes, cell: str, value: str | int) -> bytes:
    package = Package(workbook)
    package.sheet(terms.CHART_SHEET).put(cell, value)
    return package.to_bytes()


def findings(workbook: bytes) -> list[Diagnostic]:
    return CASE.findings(workbook)


def test_chart__sample__a_bar_for_each_area_of_the_table() -> None:
    chart = chart_of()
    rows = [CASE.found.rows["summary", f"area:{n}"][0] for n in range(1, 6)]
    table = [
        [cell.text.translate(str.maketrans("０１２３４５６７８９", "0123456789")) for cell in row.cells] for row in rows
    ]
    assert [one.name for one in chart.series] == ["予定を上回る（Ｓ）", "予定どおり（Ａ）", "予定から遅れ（Ｂ）"]
    assert [[row[0], *row[1:4]] for row in table] == [
        [name, *(one.values[n] for one in chart.series)] for n, name in enumerate(chart.series[0].categories)
    ]
    piece = CASE.found.rows["summary", "chart"][0]
    assert (chart.at.sheet, chart.at.row) == (piece.at.sheet, piece.at.row)
    assert serious(CASE.findings()) == []


def test_chart__hidden_sheet__not_shown_and_nothing_unkeyed() -> None:
    package = Package(CASE.workbook)
    assert package.sheet_state(terms.CHART_SHEET) == "hidden"
    assert CASE.found.unkeyed == []


@pytest.mark.parametrize("seed", range(6))
def test_chart__any_plan__agrees_with_the_ledger(seed: int) -> None:
    own = case(seed)
    assert len(own.found.charts) == sum(
        table_asked(own.plan, part).chart for part in own.parts if part.kind == "summary"
    )
    assert serious(own.findings()) == []


def test_chart__cached_number__cell_of_the_chart() -> None:
    changed = with_part(CASE.workbook, CHART, lambda xml: xml.replace("<c:v>4</c:v>", "<c:v>9</c:v>", 1))
    (found,) = findings(changed)
    assert (found.code, place(found.at)) == ("K701", place(chart_of().at))
    assert dict(found.params)["expected"] == "4"
    assert dict(found.params)["found"] == "9"


def test_chart__cached_name_of_a_bar__named() -> None:
    changed = with_part(CASE.workbook, CHART, lambda xml: xml.replace("Ⅱ 伝わる", "Ⅱ 届く", 1))
    assert [(one.code, place(one.at)) for one in findings(changed)] == [("K702", place(chart_of().at))]


def test_chart__figure_of_the_hidden_sheet__that_cell() -> None:
    found = findings(on_hidden(CASE.workbook, "C3", 30))
    assert [(one.code, place(one.at)) for one in found] == [("K701", f"{terms.CHART_SHEET}!C3")]


def test_chart__refers_to_other_cells__told() -> None:
    changed = with_part(CASE.workbook, CHART, lambda xml: xml.replace("$C$2:$C$6", "$D$2:$D$6"))
    found = findings(changed)
    assert {one.code for one in found} == {"K701"}
    assert all(place(one.at).startswith(f"{terms.CHART_SHEET}!D") for one in found)
    elsewhere = with_part(CASE.workbook, CHART, lambda xml: re.sub(r"'_図の数'!\$C\$2:\$C\$6", "概要!$C$2:$C$6", xml))
    assert [(one.code, place(one.at)) for one in findings(elsewhere)] == [("K702", place(chart_of().at))]


def test_chart__series_taken_out__told() -> None:
    changed = with_part(CASE.workbook, CHART, lambda xml: re.sub(r'<c:ser><c:idx val="2"/>.*?</c:ser>', "", xml))
    assert [(one.code, place(one.at)) for one in findings(changed)] == [("K702", place(chart_of().at))]


def test_chart__deleted__missing_piece() -> None:
    drawings = [name for name in zipfile.ZipFile(io.BytesIO(CASE.workbook)).namelist() if "drawings/drawing" in name]
    drawing = next(
        name for name in drawings if b"graphicFrame" in zipfile.ZipFile(io.BytesIO(CASE.workbook)).read(name)
    )
    changed = with_part(
        CASE.workbook, drawing, lambda xml: re.sub(r"<xdr:twoCellAnchor>.*?</xdr:twoCellAnchor>", "", xml, flags=re.S)
    )
    found = findings(changed)
    assert [one.code for one in found] == ["K707"]
    assert "図" in str(dict(found[0].params)["what"])


def test_chart__dragged_to_another_row__nothing_said() -> None:
    row = chart_of().at.row
    names = zipfile.ZipFile(io.BytesIO(CASE.workbook)).namelist()
    drawing = next(n for n in names if "drawings/drawing" in n and b"graphicFrame" in _part(CASE.workbook, n))
    shown = f"<xdr:row>{(row or 0) - 1}</xdr:row>"
    changed = with_part(CASE.workbook, drawing, lambda xml: xml.replace(shown, "<xdr:row>2</xdr:row>"))
    assert serious(findings(changed)) == []


def _part(workbook: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(workbook)).read(name)


def test_chart__another_one_put_in__not_proven() -> None:
    package = Package(CASE.workbook)
    xml = zipfile.ZipFile(io.BytesIO(CASE.workbook)).read(CHART)
    package.sheet("主な取組").add_chart("B3", "F9", xml, name="別の図")
    found = findings(package.to_bytes())
    assert [(one.code, place(one.at)) for one in found] == [("K711", "主な取組!B3")]


def test_chart__saved_by_libreoffice__still_agrees(libreoffice: LibreOffice) -> None:
    saved = libreoffice.recalculate({"資料": CASE.workbook})["資料"]
    (chart,) = read_book(saved, "資料.xlsx").charts
    assert [one.values for one in chart.series] == [one.values for one in chart_of().series]
    assert serious(findings(saved)) == []


def test_chart__wrong_in_chart_and_cell__told_once() -> None:
    changed = with_part(CASE.workbook, CHART, lambda xml: xml.replace("<c:v>4</c:v>", "<c:v>9</c:v>", 1))
    found = findings(on_hidden(changed, "C2", 9))
    assert [(one.code, place(one.at)) for one in found] == [("K701", place(chart_of().at))]


def test_chart__kept_report__draws_it_again() -> None:
    values = list(kept_rows(CASE.report))
    again, missing = report_of(values, CASE.pictures)
    assert again is not None
    assert not missing
    read = read_book(render(again, TEMPLATE).data, "資料.xlsx")
    assert read.charts == read_book(CASE.workbook, "資料.xlsx").charts


def test_chart__what_rendering_tells__is_what_reading_finds() -> None:
    made = render(CASE.report, TEMPLATE)
    read = read_book(made.data, "")
    assert made.book.charts == read.charts
    hidden, there = made.book.sheet(terms.CHART_SHEET), read.sheet(terms.CHART_SHEET)
    assert hidden is not None
    assert there is not None
    assert [list(row) for row in hidden.rows] == [list(row) for row in there.rows]


@pytest.mark.parametrize(
    ("change", "drawn"),
    [
        ({"shows": ("図",)}, True),
        ({"shows": ("件数", "割合", "計", "図"), "rows": "分野"}, True),
        ({"shows": ("図",), "rows": "課"}, False),
        ({"shows": ("図",), "only": "再掲以外"}, False),
        ({"shows": ("図",), "items": "all"}, False),
        ({"shows": ("件数",)}, False),
    ],
)
def test_table_asked__chart__only_of_areas_without_conditions(change: dict[str, object], drawn: bool) -> None:
    part = Part.model_validate({"key": "x", "kind": "summary", "sheet": "表", **change})
    asked = table_asked(CASE.plan, part)
    assert asked.chart is drawn
    refused = [one.word for one in asked.refused]
    assert refused == (["図"] if "図" in part.shows and not drawn else [])
    assert asked.counts


def test_table_asked__chart_alone__usual_table() -> None:
    assert table_asked(CASE.plan, Part(key="x", kind="summary", sheet="表", shows=("図",))).is_usual
