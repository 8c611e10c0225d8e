"""Pictures that lie over a worksheet: adding, finding, moving and removing them in its drawing part.

Other shapes in the drawing (charts, text boxes, logos) stay as they are. The same picture is stored once in a workbook.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from lxml import etree

from kosei_xl.values.cells import column_number
from kosei_xl.workbook.parts.fill import SheetFill
from kosei_xl.workbook.parts.formulas import split_address
from kosei_xl.workbook.parts.markup import (
    OFFICE_RELS,
    Element,
    PackageError,
    dump,
    local,
    main_namespace,
    new_root,
    office,
    parse,
    remove_node,
)

XDR: Final = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
EMU_PER_PT: Final = 12700
_DRAWING_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawing+xml"
_CHART_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_FORMATS: Final[Mapping[bytes, tuple[str, str]]] = {
    b"\x89PNG\r\n\x1a\n": ("png", "image/png"),
    b"\xff\xd8\xff": ("jpeg", "image/jpeg"),
    b"GIF8": ("gif", "image/gif"),
}
_PLACE: Final = ("col", "colOff", "row", "rowOff")


def _x(tag: str) -> str:
    return f"{{{XDR}}}{tag}"


def _a(tag: str) -> str:
    return f"{{{A}}}{tag}"


class SheetPictures(SheetFill):
    """The pictures of one worksheet. A picture moves with its cell and keeps its size."""

    def add_picture(
        self,
        ref: str,
        data: bytes,
        size: tuple[float, float],
        *,
        offset: tuple[float, float] = (0.0, 0.0),
        name: str = "",
        description: str = "",
    ) -> None:
        """Lay a PNG, JPEG or GIF over the sheet, its corner `offset` from that of cell `ref`, on top of others.

        `size` (across, down) and `offset` are pt; `description` is the text for people who cannot see it. PackageError
        for other formats and for no size.
        """
        letters, row = split_address(ref)
        extension, content_type = _format(data)
        if min(size) <= 0:
            raise PackageError(f"a picture needs a width and a height, not {size[0]} x {size[1]} pt")
        drawing, root = self._drawing(make=True)
        media = self._media(data, extension, content_type)
        container = self._host.container
        known = next((r.id for r in container.rels(drawing) if r.kind == "image" and r.target == media), None)
        embed = known or container.add_rel(drawing, "image", media)
        number = max((int(e.get("id", "0")) for e in root.iter(_x("cNvPr"))), default=1) + 1
        extent = {name: str(round(pt * EMU_PER_PT)) for name, pt in zip(("cx", "cy"), size, strict=True)}
        anchor = etree.SubElement(root, _x("oneCellAnchor"))
        start = etree.SubElement(anchor, _x("from"))
        right, down = (round(pt * EMU_PER_PT) for pt in offset)
        offsets = (column_number(letters) - 1, right, row - 1, down)
        for tag, value in zip(_PLACE, offsets, strict=True):
            etree.SubElement(start, _x(tag)).text = str(value)
        etree.SubElement(anchor, _x("ext"), attrib=extent)
        picture = etree.SubElement(anchor, _x("pic"))
        about = etree.SubElement(picture, _x("nvPicPr"))
        known_as = {"id": str(number), "name": name or f"写真 {number - 1}", "descr": description}
        etree.SubElement(about, _x("cNvPr"), attrib={k: v for k, v in known_as.items() if v})
        etree.SubElement(etree.SubElement(about, _x("cNvPicPr")), _a("picLocks"), attrib={"noChangeAspect": "1"})
        fill = etree.SubElement(picture, _x("blipFill"))
        etree.SubElement(fill, _a("blip"), attrib={office("embed"): embed})
        etree.SubElement(etree.SubElement(fill, _a("stretch")), _a("fillRect"))
        shape = etree.SubElement(picture, _x("spPr"))
        frame = etree.SubElement(shape, _a("xfrm"))
        etree.SubElement(frame, _a("off"), attrib={"x": "0", "y": "0"})
        etree.SubElement(frame, _a("ext"), attrib=extent)
        etree.SubElement(etree.SubElement(shape, _a("prstGeom"), attrib={"prst": "rect"}), _a("avLst"))
        etree.SubElement(anchor, _x("clientData"))
        container.put(drawing, dump(root))

    def add_chart(self, first: str, behind: str, chart: bytes, *, name: str, description: str = "") -> None:
        """Lay a chart (the bytes of its part) over the cells from `first` to before `behind`, across and down.

        It grows and shrinks with them. `description` is the text for people who cannot see it.
        """
        drawing, root = self._drawing(make=True)
        container = self._host.container
        part = container.free_name("xl/charts/chart1.xml")
        container.put(part, chart, _CHART_TYPE)
        embed = container.add_rel(drawing, "chart", part)
        number = max((int(e.get("id", "0")) for e in root.iter(_x("cNvPr"))), default=1) + 1
        anchor = etree.SubElement(root, _x("twoCellAnchor"))
        for tag, ref in (("from", first), ("to", behind)):
            letters, row = split_address(ref)
            place = etree.SubElement(anchor, _x(tag))
            for own, value in zip(_PLACE, (column_number(letters) - 1, 0, row - 1, 0), strict=True):
                etree.SubElement(place, _x(own)).text = str(value)
        frame = etree.SubElement(anchor, _x("graphicFrame"), attrib={"macro": ""})
        about = etree.SubElement(frame, _x("nvGraphicFramePr"))
        known_as = {"id": str(number), "name": name, "descr": description}
        etree.SubElement(about, _x("cNvPr"), attrib={k: v for k, v in known_as.items() if v})
        etree.SubElement(about, _x("cNvGraphicFramePr"))
        place = etree.SubElement(frame, _x("xfrm"))
        etree.SubElement(place, _a("off"), attrib={"x": "0", "y": "0"})
        etree.SubElement(place, _a("ext"), attrib={"cx": "0", "cy": "0"})
        graphic = etree.SubElement(etree.SubElement(frame, _a("graphic")), _a("graphicData"), attrib={"uri": CHART})
        etree.SubElement(graphic, f"{{{CHART}}}chart", nsmap={"c": CHART}, attrib={office("id"): embed})
        etree.SubElement(anchor, _x("clientData"))
        container.put(drawing, dump(root))

    def move_pictures(self, rows: Mapping[int, int]) -> None:
        """Let pictures follow rows that changed place (old -> new row number)."""
        drawing, root = self._drawing()
        moved = [(e, rows[row] - row) for e, row in _pictures(root) if row in rows]
        for anchor, step in moved:
            for number in (*anchor.iterfind(f"{_x('from')}/{_x('row')}"), *anchor.iterfind(f"{_x('to')}/{_x('row')}")):
                number.text = str(int(number.text or "0") + step)
        if any(step for _, step in moved):
            self._host.container.put(drawing, dump(root))

    def remove_pictures(self, rows: Collection[int]) -> None:
        """Remove the pictures whose corner is on one of `rows`; files that nothing shows any more go too."""
        drawing, root = self._drawing()
        gone = [e for e, row in _pictures(root) if row in rows]
        if not gone:
            return
        for anchor in gone:
            remove_node(anchor)
        container = self._host.container
        used = {
            str(value)
            for e in root.iter()
            for key, value in e.attrib.items()
            if str(key).startswith(f"{{{OFFICE_RELS}}}")
        }
        images = [r for r in container.rels(drawing) if r.kind == "image" and r.id not in used]
        if len(root):
            container.put(drawing, dump(root))
            for rel in images:
                container.drop_rel(drawing, rel.id)
        else:
            for element in self._outer().findall(main_namespace("drawing")):
                container.drop_rel(self.part, element.get(office("id"), ""))
                remove_node(element)
            self._edit_outer()
            container.drop(drawing)
        shown = {r.target for name in container.sources() for r in container.rels(name)}
        for target in {rel.target for rel in images} - shown:
            container.drop(target)

    def _drawing(self, *, make: bool = False) -> tuple[str, Element]:
        """The drawing part and its content; with `make` a new one where the sheet has none, else ("", no anchors)."""
        container = self._host.container
        element = self._outer().find(main_namespace("drawing"))
        if element is not None:
            rel_id = element.get(office("id"))
            part = next((r.target for r in container.rels(self.part) if r.id == rel_id), "")
            return part, parse(container.part(part), part)
        root = new_root(_x("wsDr"), {"xdr": XDR, "a": A, "r": OFFICE_RELS})
        if not make:
            return "", root
        part = container.free_name("xl/drawings/drawing1.xml")
        container.put(part, dump(root), _DRAWING_TYPE)
        self._made("drawing").set(office("id"), container.add_rel(self.part, "drawing", part))
        return part, root

    def _media(self, data: bytes, extension: str, content_type: str) -> str:
        """The part that holds these bytes: one that is there, or a new one."""
        container = self._host.container
        digest = hashlib.sha256(data).digest()
        for name in container.parts:
            same_size = name.startswith("xl/media/") and container.parts.size(name) == len(data)
            if same_size and hashlib.sha256(container.part(name)).digest() == digest:
                return name
        name = container.free_name(f"xl/media/image1.{extension}")
        container.put(name, data)
        container.add_default(extension, content_type)
        return name


def _format(data: bytes) -> tuple[str, str]:
    found = next((form for start, form in _FORMATS.items() if data.startswith(start)), None)
    if found is None:
        raise PackageError("a picture must be a PNG, JPEG or GIF file")
    return found


def _pictures(root: Element) -> Iterator[tuple[Element, int]]:
    """Each anchor with a picture, and the row (1-based) of its corner."""
    for anchor in root:
        row = anchor.find(f"{_x('from')}/{_x('row')}")
        if local(anchor).endswith("Anchor") and row is not None and next(anchor.iter(_a("blip")), None) is not None:
            yield anchor, int(row.text or "0") + 1
