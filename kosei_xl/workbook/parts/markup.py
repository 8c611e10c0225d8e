"""XML of Office Open XML parts: namespaces, parsing, serialising, children in schema order, cell text escapes."""

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

from lxml import etree

from kosei_xl.values.diagnostics import KoseiError
from kosei_xl.workbook.xml_text import xml_text

Element: TypeAlias = etree._Element

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE_RELS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
XM: Final = "http://schemas.microsoft.com/office/excel/2006/main"
etree.register_namespace("r", OFFICE_RELS)  # or its prefix would hang on which other library was loaded first

MAX_TEXT: Final = 32_767
"""Characters a cell holds, in UTF-16 units as Excel counts them."""

WORKBOOK_ORDER: Final = (
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
)
WORKSHEET_ORDER: Final = (
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "AlternateContent",
    "webPublishItems",
    "tableParts",
    "extLst",
)

_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class PackageError(KoseiError):
    """A workbook that cannot be edited part by part, or an edit that Excel would not accept."""


def main_namespace(tag: str) -> str:
    """The qualified name of a SpreadsheetML element."""
    return f"{{{MAIN}}}{tag}"


def office(attribute: str) -> str:
    """The qualified name of a relationship attribute such as r:id."""
    return f"{{{OFFICE_RELS}}}{attribute}"


def parse(data: bytes, what: str = "a part") -> Element:
    """Parse one part; comments are dropped, entities are not read. PackageError when it is not plain XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise PackageError(f"{what} of the workbook is damaged: {error}") from None
    if getattr(root.getroottree().docinfo, "doctype", ""):  # not in the stubs
        raise PackageError(f"{what} of the workbook declares a document type, which workbooks never do")
    return root


def dump(root: Element) -> bytes:
    """Serialise a part as UTF-8 with its declaration, as Office writes it."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname


def child(parent: Element, tag: str, order: Sequence[str]) -> Element:
    """The main-namespace child `tag` of `parent`, made at its place in `order` when it is missing."""
    found = parent.find(main_namespace(tag))
    if found is not None:
        return found
    made = etree.Element(main_namespace(tag))
    insert(parent, made, order)
    return made


def insert(parent: Element, made: Element, order: Sequence[str]) -> None:
    """Add a child where the schema's sequence wants it: after its equals, before the first later one."""
    at = order.index(local(made))
    for element in parent:
        name = local(element)
        if name in order and order.index(name) > at:
            element.addprevious(made)
            return
    parent.append(made)


def remove_node(element: Element) -> None:
    """Take an element out of its parent."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unset(element: Element, *names: str) -> None:
    """Take attributes away, where they are there."""
    for name in names:
        if name in element.attrib:
            del element.attrib[name]


def attributes(element: Element) -> dict[str, str]:
    """The attributes of an element as plain texts."""
    return {str(k): str(v) for k, v in element.attrib.items()}


def new_root(tag: str, nsmap: dict[str | None, str], attrib: dict[str, str] | None = None) -> Element:
    """An element with the namespace declarations given."""
    return etree.Element(tag, attrib=attrib, nsmap=nsmap)  # type: ignore[arg-type]  # the stubs do not know None


def utf16_length(text: str) -> int:
    """The length of a text as Excel counts it."""
    return len(text) + sum(1 for letter in text if letter > "\uffff")


def cell_text(text: str) -> str:
    """A text as the XML of a cell: line ends as LF, forbidden characters and look-alikes as `_xHHHH_`.

    PackageError over 32,767 UTF-16 units.
    """
    if len(text) <= MAX_TEXT // 2 and text.isprintable() and "_x" not in text:  # as most are
        return xml_text(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if len(text) > MAX_TEXT // 2 and utf16_length(text) > MAX_TEXT:
        raise PackageError(f"a cell holds at most {MAX_TEXT:,} characters, this text has {utf16_length(text):,}")
    return xml_text(escaped_text(text))


def escaped_text(text: str) -> str:
    """A text with line ends as LF, and what XML cannot hold (and what looks like it) as `_xHHHH_`; see `plain_text`."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    # what XML cannot hold is never printable, and of most texts that is said at once
    return text if text.isprintable() else _ILLEGAL.sub(lambda m: f"_x{ord(m[0]):04X}_", text)


def plain_text(text: str) -> str:
    """The text a cell shows: `_xHHHH_` escapes undone (inverse of `cell_text`, after XML parsing)."""
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def string_item(item: Element) -> str:
    """The text of a shared or inline string, without its phonetic guide (furigana)."""
    return plain_text("".join(t.text or "" for t in item.iter(main_namespace("t")) if local(_parent(t)) != "rPh"))


def _parent(element: Element) -> Element:
    parent = element.getparent()
    return element if parent is None else parent
