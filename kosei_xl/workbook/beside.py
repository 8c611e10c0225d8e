"""Words in a workbook that are no cells: notes and answers to them, shapes, charts, links, headers, properties, names,
what input rules and scenarios say.

Parts are opened only where they are there; a workbook with cells alone costs one look at the end of each sheet.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from kosei_xl.later import compiled_later
from kosei_xl.values.cells import Beside, BesideKind, column_number
from kosei_xl.values.limits import REMEMBERED, in_sheet
from kosei_xl.values.parts import PackageParts, Relation
from kosei_xl.words import terms
from kosei_xl.words.numbers import whole_number
from kosei_xl.workbook.plain_values import without_entities

_REL: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_HEADERS: Final = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)\b[^>]*>([^<]*)<")
_HEADER_CODE: Final = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{2}[+-]\d{3}|K[0-9A-Fa-f]{6}|\d+|[A-Za-z])')
_LINK: Final = compiled_later(rb"<(?:\w+:)?hyperlink\b([^>]*)>")
_ATTRIBUTE: Final = re.compile(rb'([\w:]+)="([^"]*)"')
_PLACE: Final = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})(?!\d)")
_REFERENCE: Final = re.compile(
    r"^(?:(?:'(?:[^']|'')+'|[^'!\"(]+)!\$?[A-Z]*\$?\d*(?::\$?[A-Z]*\$?\d*)?,?)+$|#REF!|#N/A$"
)
_VML_SHAPE: Final = compiled_later(rb"<v:shape\b(?:(?!</v:shape>).)*</v:shape>", re.S)
_VML_TEXT: Final = compiled_later(rb"<v:textbox\b[^>]*>(.*?)</v:textbox>", re.S)
_VML_KIND: Final = compiled_later(rb'ObjectType="(\w+)"')
_VML_ANCHOR: Final = compiled_later(rb"<x:Anchor>\s*(\d{1,5}),\s*\d+,\s*(\d{1,7}),")
_TAG: Final = compiled_later(rb"<(br|/p|/div)?[^>]*>", re.I)
_THREADED: Final = "tc="
"""Excel keeps a plain note beside a threaded one for old versions; its author begins so."""
_PROPERTIES: Final = frozenset({"title", "subject", "keywords", "category", "description"})
_STATES: Final = frozenset({"contentStatus", "contentType", "version", "identifier"})
_APP_PROPERTIES: Final = frozenset({"Manager", "Company", "HyperlinkBase"})
"""What a person types of docProps/app.xml; all else there is the program's."""
_PROGRAMS_OWN: Final = compiled_later(
    r"_|MSIP_Label_|MediaService|ClassificationContentMarking|KSO|xd_|"
    r"(?:ContentTypeId|WorkbookGuid|ICV|Order|TemplateUrl|ComplianceAssetId|SharedWithUsers|TriggerFlowInfo)$"
)
"""Custom properties that Excel, SharePoint, labels of secrecy and WPS set by themselves."""
_RULE: Final = re.compile(
    rb"<(?:\w+:)?dataValidation\b([^>]*?)(?:/>|>((?:(?!</(?:\w+:)?dataValidation>).)*)</(?:\w+:)?dataValidation>)", re.S
)
_RULE_WORDS: Final = ("promptTitle", "prompt", "errorTitle", "error")
_RULE_LIST: Final = re.compile(rb'<(?:\w+:)?formula1>(?:<xm:f[^>]*>)?\s*(?:"|&quot;)([^<]*?)(?:"|&quot;)\s*<')
_RULE_PLACE: Final = re.compile(rb"<(?:\w+:)?sqref\b[^>]*>([^<]*)<")
_SCENARIO: Final = re.compile(rb"<(?:\w+:)?scenario\b([^>]*)>(.*?)</(?:\w+:)?scenario>", re.S)
_SCENARIO_CELL: Final = compiled_later(rb"<(?:\w+:)?inputCells\b([^>]*)>")
_OF_FILES: Final = compiled_later(r"\.(?:jpe?g|png|gif|bmp|tiff?|heic|webp|emf|wmf|svg)$", re.I)
_BY_MACHINE: Final = compiled_later(
    r"自動的に生成され|automatically generated|AI-generated|AI によって生成|AI 生成"
    r"|^(?:picture|image|chart|drawing|shape|画像|図|図形|図形描画|グラフ)\s*\d*$",
    re.I,
)
"""What Excel adds where it describes a picture by itself, and what other programs call every picture."""
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
        yield from _input_rules(name, tail) if b"dataValidation" in tail else ()
        yield from _scenarios(name, tail) if b"scenario" in tail else ()
        yield from self._tables(name, part) if b"tablePart" in tail else ()
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
        yield from _headers(name, self._package.read(part)) if part in self._names else ()
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

    def _tables(self, sheet: str, part: str) -> Iterator[Beside]:
        """What tables of Excel say to those who cannot see them."""
        for relation in self._package.relations(part).values():
            root = self._parsed(relation.target) if relation.kind == "table" and relation.inside else None
            for e in root.iter() if root is not None else ():
                for text in (e.get("altText", ""), e.get("altTextSummary", "")):
                    if text.strip():
                        yield _placed(BesideKind.ALT, text, sheet, root.get("ref") if root is not None else None)

    def _drawn_words(self, sheet: str, part: str) -> Iterator[Beside]:
        root = self._parsed(part)
        if root is None:
            yield Beside(BesideKind.OBJECT, posixpath.basename(part), sheet)
            return
        yield from _shapes(sheet, root)
        yield from self._charts(sheet, root, part)
        yield from _said_of_shapes(sheet, root, self._package.relations(part))

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
    begin = min((at for at in (tail.find(b"Header"), tail.find(b"Footer")) if at >= 0), default=len(tail))
    for found in _HEADERS.finditer(tail, max(tail.rfind(b"<", 0, begin), 0)):
        text = _header_words(found[1])
        if text:
            yield Beside(BesideKind.HEADER, text, sheet)


@lru_cache(maxsize=256)
def _header_words(codes: bytes) -> str:
    words = without_entities(codes.decode("utf-8")).replace("&&", "＆")
    return " ".join(_HEADER_CODE.sub(" ", words).split())


def _links(sheet: str, tail: bytes, relations: Mapping[str, Relation]) -> Iterator[Beside]:
    """Links that lead out of the workbook, and what they say when the pointer is on them."""
    for found in _LINK.finditer(tail):
        given = _given(found[1])
        relation = relations.get(next((text for name, text in given.items() if name.endswith(":id")), ""))
        target = relation.target if relation is not None else ""
        text = " ".join(piece for piece in (target, given.get("tooltip", "")) if piece)
        if text:
            yield _placed(BesideKind.LINK, text, sheet, given.get("ref"))


def _input_rules(sheet: str, tail: bytes) -> Iterator[Beside]:
    """What input rules say, and the words of lists that are typed into them; the same words once a sheet."""
    begin, end = tail.find(b"dataValidation"), tail.rfind(b"dataValidation")
    rules = tail[tail.rfind(b"<", 0, begin) : tail.find(b">", end) + 1]
    for text, ref in (_said_by_rules if len(rules) < REMEMBERED else _said_by_rules.__wrapped__)(rules):
        yield _placed(BesideKind.RULE, text, sheet, ref)


@lru_cache(maxsize=64)
def _said_by_rules(rules: bytes) -> Sequence[tuple[str, str | None]]:
    """Each text of the input rules of a sheet, and the cells that its first rule is for; most surveys have the same."""
    said: dict[str, str | None] = {}
    for found in _RULE.finditer(rules):
        given, inner = _given(found[1]), found[2] or b""
        place = _RULE_PLACE.search(inner)
        words = _RULE_LIST.search(inner) if given.get("type") == "list" else None
        texts = [*(given.get(key, "") for key in _RULE_WORDS), _unescaped(words[1]) if words else ""]
        for text in texts:
            if text.strip():
                said.setdefault(text, place[1].decode() if place else given.get("sqref"))
    return tuple(said.items())


def _scenarios(sheet: str, tail: bytes) -> Iterator[Beside]:
    """Scenarios (What-if): name, remark, and the values that they would put into cells."""
    for found in _SCENARIO.finditer(tail):
        given = _given(found[1])
        cells = [_given(cell) for cell in _SCENARIO_CELL.findall(found[2])]
        values = (f"{cell.get('r', '')}={cell.get('val', '')}" for cell in cells)
        text = " ".join(piece for piece in (given.get("name", ""), given.get("comment", ""), *values) if piece)
        yield _placed(BesideKind.SCENARIO, text, sheet, cells[0].get("r") if cells else None)


def _given(attributes: bytes) -> dict[str, str]:
    return {name.decode(): _unescaped(text) for name, text in _ATTRIBUTE.findall(attributes)}


def _unescaped(text: bytes) -> str:
    return without_entities(text.decode("utf-8"))


def _said_of_shapes(sheet: str, root: Element, relations: Mapping[str, Relation]) -> Iterator[Beside]:
    """Alternative texts, and links that lie on shapes and pictures. What Excel writes there by itself is left out: the
    name of a picture's file, its own description of a picture.
    """
    for anchor in _anchors(root):
        for e in anchor.iter():
            name = e.tag.rpartition("}")[2]
            if name == "cNvPr":
                texts = dict.fromkeys(e.get(key, "").strip() for key in ("title", "descr"))
                for text in texts:
                    if text and not _OF_FILES.search(text) and not _BY_MACHINE.search(text):
                        yield Beside(BesideKind.ALT, text, sheet, *_corner(anchor))
            elif name in ("hlinkClick", "hlinkHover"):
                relation = relations.get(e.get(f"{_REL}id", ""))
                target = relation.target if relation is not None and not relation.inside else ""
                text = " ".join(piece for piece in (target, e.get("tooltip", "")) if piece)
                if text:
                    yield Beside(BesideKind.LINK, text, sheet, *_corner(anchor))


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
        text = "\n".join(line.strip() for line in without_entities(words).split("\n") if line.strip())
        if text:
            row, column = (int(anchor[2]) + 1, int(anchor[1]) + 1) if anchor else (None, None)
            yield Beside(BesideKind.SHAPE, text, sheet, row, column)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def properties_beside(core: Element | None, app: Element | None, custom: Mapping[str, str]) -> Iterator[Beside]:
    """What is written into the properties of a workbook, from docProps/core.xml, app.xml and custom.xml."""
    for e in core if core is not None else ():
        name, text = e.tag.rpartition("}")[2], (e.text or "").strip()
        if text and name in _PROPERTIES | _STATES:
            yield Beside(BesideKind.TITLE if name == "title" else BesideKind.PROPERTY, text)
    for e in app if app is not None else ():
        text = (e.text or "").strip()
        if text and e.tag.rpartition("}")[2] in _APP_PROPERTIES:
            yield Beside(BesideKind.PROPERTY, text)
    for key, value in custom.items():
        ours = key.startswith(terms.PROPERTY_PREFIX) or _PROGRAMS_OWN.match(key)
        if value.strip() and not ours:
            yield Beside(BesideKind.PROPERTY, f"{key}：{value.strip()}")


def names_beside(workbook: Element) -> Iterator[Beside]:
    """Defined names that hold something else than cells, and what is said about a name, from xl/workbook.xml."""
    for defined in workbook.iterfind(".//{*}definedName"):
        name, text, note = defined.get("name", ""), (defined.text or "").strip(), defined.get("comment", "")
        if name.startswith("_xl") or defined.get("hidden") in ("1", "true"):
            continue
        if note or not _REFERENCE.match(text):
            yield Beside(BesideKind.NAME, " ".join(piece for piece in (f"{name}={text}", note) if piece))
