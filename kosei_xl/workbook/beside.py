"""Words in a workbook that are no cells: notes and answers to them, shapes, charts, links, headers, properties, names.

Parts are opened only where they are there; a workbook with cells alone costs one look at the end of each sheet.
"""

import html
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from kosei_xl.values.cells import Beside, BesideKind, column_number
from kosei_xl.values.limits import in_sheet
from kosei_xl.values.parts import PackageParts, Relation
from kosei_xl.words.numbers import whole_number

_REL: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_HEADERS: Final = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)\b[^>]*>([^<]*)<")
_HEADER_CODE: Final = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{2}[+-]\d{3}|K[0-9A-Fa-f]{6}|\d+|[A-Za-z])')
_LINK: Final = re.compile(rb"<(?:\w+:)?hyperlink\b([^>]*)>")
_ATTRIBUTE: Final = re.compile(rb'([\w:]+)="([^"]*)"')
_PLACE: Final = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})(?!\d)")
_REFERENCE: Final = re.compile(
    r"^(?:(?:'(?:[^']|'')+'|[^'!\"(]+)!\$?[A-Z]*\$?\d*(?::\$?[A-Z]*\$?\d*)?,?)+$|#REF!|#N/A$"
)
_VML_SHAPE: Final = re.compile(rb"<v:shape\b(?:(?!</v:shape>).)*</v:shape>", re.S)
_VML_TEXT: Final = re.compile(rb"<v:textbox\b[^>]*>(.*?)</v:textbox>", re.S)
_VML_KIND: Final = re.compile(rb'ObjectType="(\w+)"')
_VML_ANCHOR: Final = re.compile(rb"<x:Anchor>\s*(\d{1,5}),\s*\d+,\s*(\d{1,7}),")
_TAG: Final = re.compile(rb"<(br|/p|/div)?[^>]*>", re.I)
_THREADED: Final = "tc="
"""Excel keeps a plain note beside a threaded one for old versions; its author begins so."""
_PROPERTIES: Final = ("subject", "keywords", "category", "description")
_WITH_TEXT: Final = frozenset({"chart", "chartEx", "chartUserShapes", "diagramData"})
_EMBEDDED: Final = frozenset({"oleObject", "package"})


class BesideReader:
    """Reads what stands beside the cells of one workbook."""

    def __init__(self, package: PackageParts) -> None:
        self._package = package
        self._names = frozenset(package.namelist())
        self._drawn = any("/drawings/" in name or "omments" in name or "/embeddings/" in name for name in self._names)

    def sheet(self, name: str, part: str, xml: bytes) -> Iterator[Beside]:
        """Everything beside the cells of a sheet."""
        tail = behind_cells(xml)
        yield from _headers(name, tail)
        linked = b"hyperlink" in tail
        if not linked and not self._drawn:
            return
        relations = self._package.relations(part)
        if linked:
            yield from _links(name, tail, relations)
        yield from self._notes(name, relations.values())
        yield from self._drawings(name, relations.values())
        for relation in relations.values():
            if relation.kind in _EMBEDDED and relation.inside:
                yield Beside(BesideKind.OBJECT, posixpath.basename(relation.target), name)

    def chart_sheet(self, name: str, part: str) -> Iterator[Beside]:
        """What is written on a sheet that is a chart."""
        yield from self._drawings(name, self._package.relations(part).values())

    def _parsed(self, part: str) -> Element | None:
        """A part; None where it is damaged: Excel mends such a workbook, and the part is told as not read."""
        try:
            return ElementTree.fromstring(self._package.read(part))
        except ElementTree.ParseError:
            return None

    def _notes(self, sheet: str, relations: Iterable[Relation]) -> Iterator[Beside]:
        for relation in relations:
            if not relation.inside or relation.kind not in ("comments", "threadedComment"):
                continue
            root = self._parsed(relation.target)
            if root is None:
                yield Beside(BesideKind.OBJECT, posixpath.basename(relation.target), sheet)
            elif relation.kind == "comments":
                yield from _plain_notes(sheet, root)
            else:
                yield from _threaded_notes(sheet, root, self._people())

    def _people(self) -> Mapping[str, str]:
        parts = [name for name in self._names if name.startswith("xl/persons/") and name.endswith(".xml")]
        roots = [root for part in parts if (root := self._parsed(part)) is not None]
        people = (one for root in roots for one in root.iterfind(".//{*}person"))
        return {one.get("id", ""): one.get("displayName", "") for one in people}

    def _drawings(self, sheet: str, relations: Iterable[Relation]) -> Iterator[Beside]:
        drawn: list[Beside] = []
        here = [relation for relation in relations if relation.inside]
        for relation in here:
            if relation.kind == "drawing":
                drawn += self._drawn_words(sheet, relation.target)
        yield from drawn
        known = {_squeezed(one.text) for one in drawn}
        for relation in here:
            if relation.kind == "vmlDrawing":
                boxes = _vml_boxes(sheet, self._package.read(relation.target))
                yield from (box for box in boxes if _squeezed(box.text) not in known)

    def _drawn_words(self, sheet: str, part: str) -> Iterator[Beside]:
        root = self._parsed(part)
        if root is None:
            yield Beside(BesideKind.OBJECT, posixpath.basename(part), sheet)
            return
        yield from _shapes(sheet, root)
        yield from self._charts(sheet, root, part)

    def _charts(self, sheet: str, root: Element, part: str) -> Iterator[Beside]:
        """Texts in the charts and diagrams of a drawing."""
        relations = self._package.relations(part)
        for anchor in _anchors(root):
            ids = {text for e in anchor.iter() for name, text in e.attrib.items() if name.startswith(_REL)}
            for relation in (relations[one] for one in sorted(ids) if one in relations):
                text = self._texts(relation)
                if text:
                    yield Beside(BesideKind.CHART, text, sheet, *_corner(anchor))

    def _texts(self, relation: Relation) -> str:
        if not relation.inside or relation.kind not in _WITH_TEXT:
            return ""
        root = self._parsed(relation.target)
        own = _paragraphs(root) if root is not None else ""
        below = (self._texts(one) for one in self._package.relations(relation.target).values())
        return "\n".join(text for text in (own, *below) if text)


def behind_cells(xml: bytes) -> bytes:
    """What a worksheet says behind its cells: merged ones, links, headers, drawings."""
    return xml[max(xml.rfind(b"sheetData"), 0) :]


def _headers(sheet: str, tail: bytes) -> Iterator[Beside]:
    """The words of headers and footers, without codes for pages, names, fonts."""
    for found in _HEADERS.finditer(tail):
        text = _header_words(found[1])
        if text:
            yield Beside(BesideKind.HEADER, text, sheet)


@lru_cache(maxsize=256)
def _header_words(codes: bytes) -> str:
    words = html.unescape(codes.decode("utf-8")).replace("&&", "＆")
    return " ".join(_HEADER_CODE.sub(" ", words).split())


def _links(sheet: str, tail: bytes, relations: Mapping[str, Relation]) -> Iterator[Beside]:
    """Links that lead out of the workbook, and what they say when the pointer is on them."""
    for found in _LINK.finditer(tail):
        given = {name.decode(): html.unescape(text.decode("utf-8")) for name, text in _ATTRIBUTE.findall(found[1])}
        relation = relations.get(next((text for name, text in given.items() if name.endswith(":id")), ""))
        target = relation.target if relation is not None else ""
        text = " ".join(piece for piece in (target, given.get("tooltip", "")) if piece)
        if text:
            yield _placed(BesideKind.LINK, text, sheet, given.get("ref"))


def _plain_notes(sheet: str, root: Element) -> Iterator[Beside]:
    authors = [e.text or "" for e in root.iterfind(".//{*}author")]
    for note in root.iterfind(".//{*}comment"):
        number = whole_number(note.get("authorId"))
        author = authors[number] if number is not None and number < len(authors) else ""
        if not author.startswith(_THREADED):
            yield _placed(BesideKind.NOTE, _all_text(note.find("{*}text")), sheet, note.get("ref"), author)


def _threaded_notes(sheet: str, root: Element, people: Mapping[str, str]) -> Iterator[Beside]:
    """Notes and the answers to them, in order."""
    for note in root.iterfind(".//{*}threadedComment"):
        author = people.get(note.get("personId", ""), "")
        yield _placed(BesideKind.NOTE, _all_text(note.find("{*}text")), sheet, note.get("ref"), author)


def _placed(kind: BesideKind, text: str, sheet: str, ref: str | None, author: str = "") -> Beside:
    found = _PLACE.match(ref or "")
    row, column = (int(found[2]), column_number(found[1])) if found else (None, None)
    return Beside(kind, text, sheet, row, column, author)


def _all_text(element: Element | None) -> str:
    """The text of a note, without a phonetic guide."""
    if element is None:
        return ""
    guide = {id(e) for one in element.iterfind(".//{*}rPh") for e in one.iter()}
    parts = [e.text or "" for e in element.iterfind(".//{*}t") if id(e) not in guide]
    return ("".join(parts) if parts else "".join(element.itertext())).strip()


def _anchors(root: Element) -> Iterator[Element]:
    """The anchors of a drawing; of alternative contents the first."""
    for child in root:
        name = child.tag.rpartition("}")[2]
        if name.endswith("Anchor"):
            yield child
        elif name in ("AlternateContent", "Choice"):
            yield from _anchors(child)


def _corner(anchor: Element) -> tuple[int | None, int | None]:
    row, column = anchor.findtext("{*}from/{*}row"), anchor.findtext("{*}from/{*}col")
    at_row, at_column = whole_number(row), whole_number(column)
    if at_row is None or at_column is None or not in_sheet(at_row + 1, at_column + 1):
        return None, None
    return at_row + 1, at_column + 1


def _shapes(sheet: str, root: Element) -> Iterator[Beside]:
    """The texts of shapes, groups too; a shape that shows a cell has none of its own."""
    for anchor in _anchors(root):
        for kind, text in _written(anchor):
            yield Beside(kind, text, sheet, *_corner(anchor))


def _written(element: Element) -> Iterator[tuple[BesideKind, str]]:
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "Fallback" or (name == "sp" and child.get("textlink")):
            continue
        if name == "contentPart":
            yield BesideKind.OBJECT, child.get(f"{_REL}id", "")
        elif name == "txBody":
            text = _paragraphs(child)
            if text:
                yield BesideKind.SHAPE, text
        else:
            yield from _written(child)


def _paragraphs(element: Element) -> str:
    """The paragraphs below an element, a line each."""
    lines = ["".join(t.text or "" for t in one.iterfind(".//{*}t")) for one in element.iterfind(".//{*}p")]
    return "\n".join(line for line in lines if line.strip())


def _vml_boxes(sheet: str, data: bytes) -> Iterator[Beside]:
    """Captions of form controls and old text boxes; the boxes of notes are told by their notes."""
    for shape in _VML_SHAPE.findall(data):
        kind, box, anchor = _VML_KIND.search(shape), _VML_TEXT.search(shape), _VML_ANCHOR.search(shape)
        if box is None or (kind is not None and kind[1] == b"Note"):
            continue
        words = _TAG.sub(lambda tag: b"\n" if tag[1] else b"", box[1]).decode("utf-8", "replace")
        text = "\n".join(line.strip() for line in html.unescape(words).split("\n") if line.strip())
        if text:
            row, column = (int(anchor[2]) + 1, int(anchor[1]) + 1) if anchor else (None, None)
            yield Beside(BesideKind.SHAPE, text, sheet, row, column)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def properties_beside(core: Element) -> Iterator[Beside]:
    """What is written into the properties of a workbook, from docProps/core.xml."""
    for e in core:
        text = (e.text or "").strip()
        if text and e.tag.rpartition("}")[2] in _PROPERTIES:
            yield Beside(BesideKind.PROPERTY, text)


def names_beside(workbook: Element) -> Iterator[Beside]:
    """Defined names that hold something else than cells, and what is said about a name, from xl/workbook.xml."""
    for defined in workbook.iterfind(".//{*}definedName"):
        name, text, note = defined.get("name", ""), (defined.text or "").strip(), defined.get("comment", "")
        if name.startswith("_xl") or defined.get("hidden") in ("1", "true"):
            continue
        if note or not _REFERENCE.match(text):
            yield Beside(BesideKind.NAME, " ".join(piece for piece in (f"{name}={text}", note) if piece))
