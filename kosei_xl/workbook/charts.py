"""The charts of a workbook: what each series holds, and which cells it says that this comes from."""

from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from kosei_xl.values.cells import CellRef, Charted, ChartedSeries
from kosei_xl.values.parts import PackageParts
from kosei_xl.words.numbers import whole_number

_REL_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def charts_of(package: PackageParts, worksheets: Mapping[str, str], name: str) -> Iterator[Charted]:
    """The charts that lie on the worksheets (name -> part) of the workbook `name`, sheet by sheet.

    Parts that are damaged are passed over: `beside` tells of them.
    """
    if not any(part.startswith("xl/charts/") for part in package.namelist()):
        return
    for sheet, part in worksheets.items():
        drawings = [one.target for one in package.relations(part).values() if one.inside and one.kind == "drawing"]
        for drawing in drawings:
            yield from _of_drawing(package, drawing, CellRef(name, sheet))


def _of_drawing(package: PackageParts, drawing: str, on: CellRef) -> Iterator[Charted]:
    root, relations = _parsed(package, drawing), package.relations(drawing)
    for anchor in root if root is not None else ():
        row, column = (whole_number(anchor.findtext(f"{{*}}from/{{*}}{side}")) for side in ("row", "col"))
        for shown in anchor.iterfind(".//{*}graphicData/{*}chart"):
            relation = relations.get(shown.get(_REL_ID, ""))
            chart = _parsed(package, relation.target) if relation is not None and relation.inside else None
            if chart is not None:
                at = CellRef(on.file, on.sheet, (row or 0) + 1, (column or 0) + 1)
                yield Charted(at, tuple(_series(one) for one in chart.iterfind(".//{*}ser")))


def _parsed(package: PackageParts, part: str) -> Element | None:
    try:
        return ElementTree.fromstring(package.read(part))
    except (ElementTree.ParseError, KeyError):
        return None


def _series(series: Element) -> ChartedSeries:
    (name_at, names), (categories_at, categories), (values_at, values) = (
        _held(series.find(f"{{*}}{tag}")) for tag in ("tx", "cat", "val")
    )
    return ChartedSeries(name_at, "".join(names), categories_at, categories, values_at, values)


def _held(element: Element | None) -> tuple[str, tuple[str, ...]]:
    """The formula of a reference, and its points in order, "" for those that are not there; a text of its own too."""
    if element is None:
        return "", ()
    points = {whole_number(one.get("idx")): one.findtext("{*}v") or "" for one in element.iterfind(".//{*}pt")}
    count = element.find(".//{*}ptCount")
    number = whole_number(count.get("val")) if count is not None else None
    most = min(number or 0, len(points) + 1000)
    texts = tuple(points.get(n, "") for n in range(most)) if count is not None else ()
    own = element.findtext("{*}v")
    return element.findtext(".//{*}f") or "", texts or ((own,) if own else ())
