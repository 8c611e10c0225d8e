"""A sheet's XML made at home in another workbook: its looks become indices of that workbook's style sheet."""

from kosei_xl.workbook.parts.markup import Element, local, main_namespace, office, parse, remove_node, unset
from kosei_xl.workbook.parts.styles import Styles

_STYLED = (("c", "s"), ("row", "s"), ("col", "style"))


def adopted(data: bytes, theirs: Styles, ours: Styles) -> Element:
    """The sheet with styles of `ours` that look like those of `theirs`, without what hangs on it by relationship.

    Cells with shared strings keep their indices: the caller writes their texts anew.
    """
    root = parse(data, "a sheet")
    for tag, attribute in _STYLED:
        for e in root.iter(main_namespace(tag)):
            if e.get(attribute):
                e.set(attribute, str(ours.adopt(theirs, int(e.get(attribute, "0")))))
    for e in root.iter(main_namespace("cfRule")):
        if e.get("dxfId"):
            e.set("dxfId", str(ours.adopt_format(theirs, int(e.get("dxfId", "0")))))
    for e in [e for e in root if any(office("id") in one.attrib for one in e.iter())]:
        if local(e) == "pageSetup":
            unset(e, office("id"))
        else:
            remove_node(e)
    for e in root.iter(main_namespace("sheetView")):
        unset(e, "tabSelected")
    return root


def shared_strings(root: Element) -> tuple[str, ...]:
    """Addresses of the cells whose text stands in the workbook's shared strings."""
    return tuple(cell.get("r", "") for cell in root.iter(main_namespace("c")) if cell.get("t") == "s")
