"""Copying a worksheet part with all it relates to, and pointing parts at a sheet's new name."""

import re
import uuid
from collections.abc import Callable, Collection, Iterator
from typing import Final

from lxml import etree

from kosei_xl.workbook.parts.container import Container, rels_name
from kosei_xl.workbook.parts.formulas import rename_table, retarget
from kosei_xl.workbook.parts.markup import MAIN, Element, PackageError, dump, main_namespace, office, parse, unset

SHARED: Final = frozenset({"image", "theme", "hyperlink", "pivotCacheDefinition", "customXml", "person"})
"""Kinds of parts that two sheets may share."""
_REFUSED: Final = {
    "pivotTable": "a pivot table",
    "slicer": "a slicer",
    "timeline": "a timeline",
    "queryTable": "a query table",
}
_REFERRING: Final = re.compile(r"(?:worksheet|chart|chartex|drawing|table)\+xml|controlproperties")
_FORMULA_TAGS: Final = ("{*}f", "{*}formula", "{*}formula1", "{*}formula2", "{*}sqref", "{*}calculatedColumnFormula")
_FORMULA_ATTRIBUTES: Final = ("fmlaLink", "fmlaRange", "fmlaGroup", "textlink", "location", "fmlaTxbx", "fmlaPict")
_VML_FORMULA: Final = re.compile(r"(<x:Fmla\w+>)([^<]*)")
_IDMAP: Final = re.compile(rb'<o:idmap[^>]*\bdata=["\']([\d, ]+)["\']')
_AFTER_NAME: Final = (b"!", b"'", b"&")
"""What comes behind a sheet's name in a reference; the last for a quote that is written as an entity."""
_THREAD_ID: Final = re.compile(rb'(?<![A-Za-z])id="(\{[0-9A-Fa-f-]{36}\})"')


class Cloner:
    """One copy of one sheet: from worksheet part `part` of sheet `source` to a new part for sheet `name`."""

    def __init__(self, container: Container, source: str, name: str, taken_names: set[str]) -> None:
        self._container = container
        self._source, self._name = source, name
        self._taken = {n.lower() for n in taken_names}
        self._tables: dict[str, str] = {}

    def copy(self, part: str) -> str:
        """Copy the worksheet part recursively; returns the new part's name. PackageError for pivots and slicers."""
        self._refuse(part, set())
        made: dict[str, str] = {}
        new = self._copy(part, made)
        for copy in made.values():
            if self._tables and _REFERRING.search(self._container.content_type(copy)):
                change_formulas(self._container, copy, self._rename_tables)
        self._renumber_shapes(new)
        self._renumber_threads(new)
        return new

    def _rename_tables(self, formula: str) -> str:
        for old, new in self._tables.items():
            formula = rename_table(formula, old, new)
        return formula

    def _refuse(self, part: str, seen: set[str]) -> None:
        seen.add(part)
        for rel in self._container.rels(part):
            if rel.kind in _REFUSED:
                raise PackageError(f"sheet {self._source!r} holds {_REFUSED[rel.kind]} and cannot be copied")
            if not rel.external and rel.kind not in SHARED and rel.target not in seen:
                self._refuse(rel.target, seen)

    def _copy(self, old: str, made: dict[str, str]) -> str:
        if old in made:
            return made[old]
        container = self._container
        new = made[old] = container.free_name(old)
        container.put(new, container.part(old), container.override_type(old))
        known = {r.id: r for r in container.rels(old)}
        if known:
            root = parse(container.part(rels_name(old)))
            for e in root:
                rel = known[e.get("Id", "")]
                if not rel.external:
                    e.set("Target", "/" + (rel.target if rel.kind in SHARED else self._copy(rel.target, made)))
            container.put(rels_name(new), dump(root))
        retarget_part(container, new, self._source, self._name)
        root_tag = container.content_type(old)
        if root_tag.endswith(".worksheet+xml"):
            self._unique_sheet(new)
        elif root_tag.endswith(".table+xml"):
            self._unique_table(new)
        return new

    def _unique_sheet(self, part: str) -> None:
        """Drop the VBA code name and the selection of the tab; revision ids may stay."""
        root = parse(self._container.part(part), part)
        for e in root.iterfind(main_namespace("sheetPr")):
            unset(e, "codeName")
        for e in root.iter(main_namespace("sheetView")):
            unset(e, "tabSelected")
        self._container.put(part, dump(root))

    def _unique_table(self, part: str) -> None:
        container = self._container
        tables = [
            parse(container.part(name))
            for name in container.parts
            if name != part and container.content_type(name).endswith(".table+xml")
        ]
        taken = self._taken | {t.get(a, "").lower() for t in tables for a in ("name", "displayName")}
        root = parse(container.part(part), part)
        base = root.get("displayName", "Table")
        name = next(f"{base}_{i}" for i in range(2, len(taken) + 3) if f"{base}_{i}".lower() not in taken)
        root.set("id", str(max((int(t.get("id", "0")) for t in tables), default=0) + 1))
        root.set("name", name)
        root.set("displayName", name)
        container.put(part, dump(root))
        self._tables[base] = name

    def _renumber_shapes(self, part: str) -> None:
        """Give the copy's VML shapes (comments, buttons, header pictures) id blocks of their own."""
        container = self._container
        mine = container.related(part, "vmlDrawing")
        used = [
            int(block)
            for name, data in container.parts.items()
            if name.lower().endswith(".vml") and name not in mine
            for group in _IDMAP.findall(data)
            for block in group.split(b",")
        ]
        free = max(used, default=0) + 1
        shapes = self._shapes(part)
        for vml in mine:
            data = container.part(vml)
            found = _IDMAP.search(data)
            if not found:
                continue
            blocks = {}
            for block in found[1].split(b","):
                blocks[int(block)] = free
                free += 1
            ids = b",".join(b"%d" % b for b in blocks.values())
            data = data[: found.start(1)] + ids + data[found.end(1) :]
            container.put(vml, _renumbered(rb"(_x0000_s)(\d+)", data, blocks))
            if vml != shapes:  # header pictures: nothing in the sheet names their shapes
                continue
            container.put(part, _renumbered(rb'(\bshapeId=")(\d+)', container.part(part), blocks))
            for drawing in container.related(part, "drawing"):
                container.put(drawing, _renumbered(rb'(spid="_x0000_s)(\d+)', container.part(drawing), blocks))

    def _shapes(self, part: str) -> str:
        """The VML part with the comments and controls of a worksheet part; "" when there is none."""
        element = parse(self._container.part(part), part).find(main_namespace("legacyDrawing"))
        wanted = element.get(office("id")) if element is not None else None
        return next((r.target for r in self._container.rels(part) if r.id == wanted), "")

    def _renumber_threads(self, part: str) -> None:
        """Give threaded comments new ids, the same ones in the old-style comments beside them."""
        threads = self._container.related(part, "threadedComment")
        old = {i for t in threads for i in _THREAD_ID.findall(self._container.part(t))}
        for name in (*threads, *self._container.related(part, "comments")) if old else ():
            data = self._container.part(name)
            for guid in sorted(old):
                fresh = uuid.uuid5(uuid.NAMESPACE_OID, guid.decode() + self._name)
                data = data.replace(guid, f"{{{str(fresh).upper()}}}".encode())
            self._container.put(name, data)


def _renumbered(pattern: bytes, data: bytes, blocks: dict[int, int]) -> bytes:
    def one(match: re.Match[bytes]) -> bytes:
        block, offset = divmod(int(match[2]), 1024)
        return match[1] + b"%d" % (blocks.get(block, block) * 1024 + offset)

    return re.sub(pattern, one, data)


def formulas_in(
    root: Element, attribute_names: Collection[str] = _FORMULA_ATTRIBUTES
) -> Iterator[tuple[Element, str | None, str]]:
    """Every formula of a part: its element, the attribute that holds it (None = the text), the formula."""
    for e in root.iter(*_FORMULA_TAGS):
        if e.text:
            yield e, None, e.text
    for e in root.iter(etree.Element) if attribute_names else ():
        for name in attribute_names:
            if e.get(name):
                yield e, name, e.get(name, "")


def change_formulas(container: Container, part: str, change: Callable[[str], str]) -> bool:
    """Apply `change` to every formula of a part; the part keeps its bytes when none differs."""
    data = container.part(part)
    if part.lower().endswith(".vml"):
        text = data.decode("utf-8", "surrogateescape")
        new = _VML_FORMULA.sub(lambda m: m[1] + change(m[2]), text).encode("utf-8", "surrogateescape")
        if new != data:
            container.put(part, new)
        return new != data
    root, changed = parse(data, part), False
    named = [name for name in _FORMULA_ATTRIBUTES if name.encode() in data or b"utf-16" in data[:60].lower()]
    for e, name, formula in list(formulas_in(root, named)):
        new_formula = change(formula)
        if new_formula != formula:
            changed = True
            if name:
                e.set(name, new_formula)
            else:
                e.text = new_formula
    if changed:
        container.put(part, dump(root))
    return changed


def referring_parts(container: Container) -> list[str]:
    """The parts that may hold formulas: worksheets, charts, drawings, tables, form controls, VML."""
    return [
        name
        for name in container.parts
        if name.lower().endswith(".vml") or _REFERRING.search(container.content_type(name))
    ]


def mentions(container: Container, part: str, sheet: str) -> bool:
    """Whether a part may refer to the sheet at all (cheap test before parsing): its name before "!", in quotes or not.

    Records name a sheet in many of their texts, and refer to none: few of their parts hold a "!" at all.
    """
    if not container.parts.may_refer(part):
        return False
    data = container.part(part)
    if "'" in sheet or b"utf-16" in data[:60].lower():
        return True
    name = sheet.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()
    return any(name + mark in data for mark in _AFTER_NAME)


def retarget_part(container: Container, part: str, old: str, new: str) -> bool:
    """Point the references of one part at sheet `new` instead of `old`; true when something changed."""
    if not mentions(container, part, old) or not (
        part.lower().endswith(".vml") or _REFERRING.search(container.content_type(part))
    ):
        return False
    return change_formulas(container, part, lambda formula: retarget(formula, old, new))


def retarget_pivot_cache(container: Container, old: str, new: str) -> None:
    """Pivot caches that read sheet `old` read sheet `new`."""
    for name in list(container.parts):
        if container.content_type(name).endswith("pivotCacheDefinition+xml"):
            root = parse(container.part(name), name)
            sources = [e for e in root.iter(f"{{{MAIN}}}worksheetSource") if e.get("sheet") == old]
            for e in sources:
                e.set("sheet", new)
            if sources:
                container.put(name, dump(root))
