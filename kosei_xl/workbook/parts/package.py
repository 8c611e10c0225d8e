"""The workbook as a package: sheets, names, properties, styles, and saving. Bytes in, bytes out."""

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import partial
from typing import Final

from lxml import etree

from kosei_xl.workbook.parts import properties
from kosei_xl.workbook.parts.clone import (
    SHARED,
    Cloner,
    change_formulas,
    formulas_in,
    mentions,
    referring_parts,
    retarget_part,
    retarget_pivot_cache,
)
from kosei_xl.workbook.parts.container import Container, Pieces
from kosei_xl.workbook.parts.foreign_styles import adopted, shared_strings
from kosei_xl.workbook.parts.formulas import check_sheet_name, refers_to, retarget, stretch_sheet
from kosei_xl.workbook.parts.markup import (
    MAIN,
    OFFICE_RELS,
    WORKBOOK_ORDER,
    Element,
    PackageError,
    attributes,
    child,
    dump,
    local,
    main_namespace,
    new_root,
    office,
    parse,
    remove_node,
    string_item,
)
from kosei_xl.workbook.parts.names import DefinedNames, place_of
from kosei_xl.workbook.parts.sheet import SheetPart
from kosei_xl.workbook.parts.styles import Font, StyleChange, Styles

_SHEET_PART: Final = "xl/worksheets/sheet1.xml"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_EMPTY_SHEET: Final = (b'<worksheet xmlns="%s"><sheetData/></worksheet>' % MAIN.encode(),)
_STATES: Final = ("visible", "hidden", "veryHidden")


class Package:
    """A workbook opened for editing part by part; parts nobody changes keep their bytes."""

    def __init__(self, data: bytes) -> None:
        """Open an .xlsx or .xlsm. PackageError, in one plain sentence, for everything else.

        Refused: encrypted and old .xls files, damaged zips, zip bombs, signed files, binary and strict workbooks.
        """
        self.container = Container(data)
        mains = self.container.related("", "officeDocument")
        if not mains:
            raise PackageError("this is an Office file without a workbook in it")
        self._main = mains[0]
        if self._main.lower().endswith(".bin"):
            raise PackageError("binary workbooks (.xlsb) cannot be edited; save it as .xlsx in Excel first")
        self._wb = parse(self.container.part(self._main), self._main)
        if self._wb.tag != main_namespace("workbook"):
            strict = "purl.oclc.org" in self._wb.tag
            raise PackageError(
                "this is a Strict Open XML workbook; save it as an ordinary .xlsx in Excel first"
                if strict
                else "this is not an Excel workbook"
            )
        if self._wb.find(main_namespace("sheets")) is None:
            raise PackageError("the workbook is damaged: it has no list of sheets")
        properties_element = self._wb.find(main_namespace("workbookPr"))
        self.date1904 = properties_element is not None and properties_element.get("date1904") in ("1", "true")
        self._names = DefinedNames(self._wb)
        self._open: dict[str, SheetPart] = {}
        self._strings: list[str] | None = None
        self._styles: Styles | None = None
        self._touched = self._relisted = self._reworked = False
        for name in self.sheet_names:
            if self._kind(name) == "worksheet":
                self.container.require(self._part(name))

    # -- sheets ----------------------------------------------------------------------------------------------------
    def _entries(self) -> list[Element]:
        return self._wb.findall(f"{main_namespace('sheets')}/{main_namespace('sheet')}")

    def _entry(self, name: str) -> Element:
        found = next((e for e in self._entries() if e.get("name") == name), None)
        if found is None:
            raise PackageError(f"the workbook has no sheet {name!r}")
        return found

    def _relation(self, name: str) -> tuple[str, str]:
        rel_id = self._entry(name).get(office("id"))
        found = next(((r.kind, r.target) for r in self.container.rels(self._main) if r.id == rel_id), None)
        if found is None:
            raise PackageError(f"the workbook is damaged: the part of sheet {name!r} is missing")
        return found

    def _part(self, name: str) -> str:
        return self._relation(name)[1]

    def _kind(self, name: str) -> str:
        return self._relation(name)[0]

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The names of all sheets in the order of the tabs, hidden ones too."""
        return tuple(e.get("name", "") for e in self._entries())

    def sheet(self, name: str) -> SheetPart:
        """The worksheet of that name; the same object each time. PackageError: none, or a chart sheet."""
        if name not in self._open:
            if self._kind(name) != "worksheet":
                raise PackageError(f"{name!r} is not a worksheet")
            self._open[name] = SheetPart(self, name, self._part(name))
        return self._open[name]

    def is_worksheet(self, name: str) -> bool:
        """Whether a sheet is one of cells, not a chart alone."""
        return self._kind(name) == "worksheet"

    def sheet_state(self, name: str) -> str:
        """ "visible", "hidden" or "veryHidden"."""
        return self._entry(name).get("state", "visible")

    def set_sheet_state(self, name: str, state: str) -> None:
        """Show or hide a sheet. PackageError when no visible sheet would remain."""
        if state not in _STATES:
            raise PackageError(f"a sheet is visible, hidden or veryHidden, not {state!r}")
        entry = self._entry(name)
        if entry.get("state", "visible") == state:
            return
        if state != "visible":
            self._keep_one_visible(entry)
        self._touched = True
        if state == "visible":
            entry.attrib.pop("state")
            return
        entry.set("state", state)
        self._active_visible()

    def _keep_one_visible(self, entry: Element) -> None:
        if not any(e.get("state", "visible") == "visible" for e in self._entries() if e is not entry):
            raise PackageError("a workbook needs at least one visible sheet")

    def _active_visible(self) -> None:
        """When the active sheet is hidden or gone, the first visible one becomes active."""
        view = self._wb.find(f"{main_namespace('bookViews')}/{main_namespace('workbookView')}")
        names = self.sheet_names
        at = int(view.get("activeTab", "0")) if view is not None else 0
        if at >= len(names) or self.sheet_state(names[at]) != "visible":
            self.set_active(next(n for n in names if self.sheet_state(n) == "visible"))

    def set_active(self, name: str) -> None:
        """Let the workbook open on this sheet, and select no other. PackageError for a hidden sheet."""
        if self.sheet_state(name) != "visible":
            raise PackageError(f"the hidden sheet {name!r} cannot be the active one")
        at = self.sheet_names.index(name)
        views = child(self._wb, "bookViews", WORKBOOK_ORDER)
        view = views[0] if len(views) else etree.SubElement(views, main_namespace("workbookView"))
        if int(view.get("activeTab", "0")) != at:
            view.set("activeTab", str(at))
            self._touched = True
        if int(view.get("firstSheet", "0")) > at:
            view.set("firstSheet", str(at))
            self._touched = True
        for other in self.sheet_names:
            if self._kind(other) == "worksheet":
                self.sheet(other).set_tab_selected(other == name)

    def _check_new_name(self, name: str, *, instead_of: str | None = None) -> None:
        check_sheet_name(name)
        if name.lower() in {n.lower() for n in self.sheet_names if n != instead_of}:
            raise PackageError(f"the sheet name {name!r} is taken")

    def clone(self, source: str, name: str, *, before: str | None = None) -> SheetPart:
        """Copy a sheet with everything on it; the copy is visible, at the end or placed before sheet `before`.

        Pictures are shared, everything else is copied; references to the sheet itself point at the copy; names that
        belong to the sheet are copied. PackageError: pivots, slicers, a name that is taken or not allowed.
        """
        self._check_new_name(name)
        entry, old = self._entry(source), self.sheet(source).part
        place = self._entry(before) if before is not None else None
        self._flush()
        names = {n.get("name", "") for n in self._names.elements()}
        part = Cloner(self.container, source, name, names).copy(old)
        local_names = self._names.of(self._entries().index(entry))
        self._enter(name, part, place)
        for n in local_names:
            copy = etree.Element(n.tag, attrib=attributes(n))
            copy.set("localSheetId", str(self.sheet_names.index(name)))
            copy.text = retarget(n.text or "", source, name)
            n.addnext(copy)
        return self.sheet(name)

    def _enter(self, name: str, part: str, place: Element | None) -> None:
        """List a new worksheet part as a sheet, at the end or before the sheet `place`."""
        positions = self._entries()
        made = etree.Element(main_namespace("sheet"))
        made.set("name", name)
        made.set("sheetId", str(max(int(e.get("sheetId", "0")) for e in positions) + 1))
        made.set(office("id"), self.container.add_rel(self._main, "worksheet", part))
        if place is not None:
            place.addprevious(made)
        else:
            positions[-1].addnext(made)
        self._reindex(positions)

    def adopt(self, other: "Package", name: str, *, before: str | None = None) -> SheetPart:
        """Bring a sheet of cells from another workbook: texts, looks, validations, protection and print setup.

        What hangs on it (pictures, comments, tables, printer settings) stays behind. PackageError as for `clone`.
        """
        self._check_new_name(name)
        place = self._entry(before) if before is not None else None
        source = other.sheet(name)
        source.flush()
        root = adopted(other.container.part(source.part), other._style_sheet(), self._style_sheet())
        self._flush()
        part = self.container.free_name(source.part)
        self.container.put(part, dump(root), other.container.override_type(source.part))
        self._enter(name, part, place)
        made = self.sheet(name)
        for ref in shared_strings(root):
            made.put(ref, source.value(ref))
        for key, text in other.defined_names(name).items():
            self.set_defined_name(key, text, sheet=name, hidden=key == "_xlnm._FilterDatabase")
        return made

    def add(self, name: str, *, before: str | None = None, grid: bool = True) -> SheetPart:
        """A new, empty, visible sheet at the end or before sheet `before`, its grid shown or not on the screen.

        PackageError: a name that is taken or not allowed.
        """
        self._check_new_name(name)
        place = self._entry(before) if before is not None else None
        part = self.container.free_name(_SHEET_PART)
        empty = new_root(main_namespace("worksheet"), {None: MAIN, "r": OFFICE_RELS})
        view = etree.SubElement(etree.SubElement(empty, main_namespace("sheetViews")), main_namespace("sheetView"))
        if not grid:
            view.set("showGridLines", "0")
        view.set("workbookViewId", "0")
        etree.SubElement(empty, main_namespace("sheetData"))
        self.container.put(part, dump(empty), _SHEET_TYPE)
        self._enter(name, part, place)
        return self.sheet(name)

    def remove(self, name: str) -> None:
        """Remove a sheet with its own parts; names that belong to it go too.

        PackageError when it is the last visible sheet, or something elsewhere in the workbook refers to it.
        """
        entry = self._entry(name)
        part = self._part(name)
        self._keep_one_visible(entry)
        self._flush()
        own = self._own_parts(part)
        for n in self._names.elements():
            if n.get("localSheetId") != str(self._entries().index(entry)) and refers_to(n.text or "", name):
                raise PackageError(f"the name {n.get('name')} refers to sheet {name!r}, so it cannot be removed")
        for other in referring_parts(self.container):
            if other not in own and self._refers(other, name):
                raise PackageError(f"{self._where(other)} refers to sheet {name!r}, so it cannot be removed")
        self._open.pop(name, None)
        positions = self._entries()
        self.container.drop_rel(self._main, entry.get(office("id"), ""))
        for gone in own:
            self.container.drop(gone)
        remove_node(entry)
        self._reindex(positions)
        self._active_visible()

    def _own_parts(self, part: str) -> set[str]:
        """The part and all it relates to, without what sheets share."""
        own, todo = {part}, [part]
        while todo:
            for rel in self.container.rels(todo.pop()):
                known = rel.external or rel.kind in SHARED or rel.target in own
                if not known and rel.target in self.container.parts:
                    own.add(rel.target)
                    todo.append(rel.target)
        return own

    def _refers(self, part: str, sheet: str) -> bool:
        if not mentions(self.container, part, sheet) or part.lower().endswith(".vml"):
            return False
        root = parse(self.container.part(part), part)
        return any(refers_to(f, sheet) for _, name, f in formulas_in(root) if name != "location")

    def _where(self, part: str) -> str:
        found = next((n for n in self.sheet_names if self._part(n) == part), None)
        return f"sheet {found!r}" if found else part

    def rename(self, name: str, new: str) -> None:
        """Rename a sheet; names, formulas, validations, charts, links, controls and pivots follow (no 3-D ranges)."""
        self._check_new_name(new, instead_of=name)
        entry = self._entry(name)
        if name == new:
            return
        self._flush()
        entry.set("name", new)
        for n in self._names.elements():
            n.text = retarget(n.text or "", name, new)
        changed = {p for p in referring_parts(self.container) if retarget_part(self.container, p, name, new)}
        retarget_pivot_cache(self.container, name, new)
        if name in self._open:
            sheet = self._open[new] = self._open.pop(name)
            sheet.name = new
        self._reload(changed)
        self._touched = self._relisted = True

    def _reindex(self, before: list[Element]) -> None:
        """Sheet positions changed: renumber localSheetId, activeTab and firstSheet. `before`: the entries then."""
        now = {e: i for i, e in enumerate(self._entries())}
        self._names.move_sheets(before, self._entries())
        for view in self._wb.iterfind(f"{main_namespace('bookViews')}/{main_namespace('workbookView')}"):
            for name in ("activeTab", "firstSheet"):
                if view.get(name):
                    view.set(name, str(now.get(before[min(int(view.get(name, "0")), len(before) - 1)], 0)))
        self._touched = self._relisted = True

    # -- defined names ---------------------------------------------------------------------------------------------
    def _at(self, sheet: str | None) -> int | None:
        """The position of a sheet; None for the workbook."""
        return None if sheet is None else self._entries().index(self._entry(sheet))

    def defined_names(self, sheet: str | None = None) -> dict[str, str]:
        """Names of the whole workbook (or those of one sheet) and what they stand for, such as "'計画'!$B$3"."""
        return {n.get("name", ""): n.text or "" for n in self._names.of(self._at(sheet))}

    def set_defined_name(self, name: str, ref_text: str, *, sheet: str | None = None, hidden: bool = False) -> None:
        """Define a name, for the workbook or for one sheet (also _xlnm.Print_Titles, _xlnm.Print_Area).

        PackageError when Excel would not accept the name.
        """
        self._names.set(name, ref_text, self._at(sheet), hidden=hidden)
        self._touched = True

    def drop_defined_name(self, name: str, *, sheet: str | None = None) -> None:
        """Forget a defined name of the workbook or of one sheet; cells that use it would show #NAME?."""
        self._names.drop(name, self._at(sheet))
        self._touched = True

    def drop_defined_names(self, names: Iterable[str]) -> None:
        """Forget names of the workbook; cells that use them would show #NAME?."""
        self._names.drop_all(names)
        self._touched = True

    def locate(self, name: str, *, sheet: str | None = None) -> tuple[str, str] | None:
        """Where a name points: (sheet, "B3" or "B3:D9"); None when it is unknown or not one area of this workbook.

        Capitals do not matter. With `sheet`, a name of that sheet goes before one of the workbook.
        """
        element = self._names.find(name, self._at(sheet)) if sheet is not None else None
        element = element if element is not None else self._names.find(name, None)
        place = place_of(element.text or "") if element is not None else None
        return place if place and place[0] in self.sheet_names else None

    def located(self) -> dict[str, tuple[str, str]]:
        """Every name of the workbook that points at one area of it, with the place as `locate` gives it."""
        first: dict[str, str] = {}
        for element in self._names.of(None):
            first.setdefault(element.get("name", "").lower(), element.text or "")
        known, places = set(self.sheet_names), {name: place_of(text) for name, text in first.items()}
        found = ((name, places[name.lower()]) for name in self.defined_names())
        return {name: place for name, place in found if place is not None and place[0] in known}

    # -- properties and styles -------------------------------------------------------------------------------------
    def custom_properties(self) -> dict[str, str]:
        """The custom document properties as text."""
        return properties.custom_properties(self.container)

    def set_custom_property(self, key: str, text: str) -> None:
        """Set one custom document property as text."""
        properties.set_custom_property(self.container, key, text)

    def picture_files(self) -> tuple[str, ...]:
        """SHA-256 of every picture file in the workbook, sorted."""
        parts = self.container.parts
        return tuple(sorted({hashlib.sha256(parts[name]).hexdigest() for name in parts if "/media/" in name}))

    def set_core(self, title: str | None = None, creator: str | None = None, language: str | None = None) -> None:
        """Set title, creator and language (such as "ja-JP") of the document; None keeps."""
        properties.set_core(self.container, title, creator, language)

    def set_saved_at(self, at: datetime) -> None:
        """Set when the document was saved last."""
        properties.set_saved_at(self.container, at)

    def _style_sheet(self) -> Styles:
        if self._styles is None:
            parts = self.container.related(self._main, "styles")
            if not parts:
                raise PackageError("the workbook has no style sheet")
            self._styles = Styles(self.container.part(parts[0]))
        return self._styles

    def font(self, style: int) -> Font:
        """The font of a style index."""
        return self._style_sheet().font(style)

    def indent(self, style: int) -> int:
        """How many steps the text of a style index is indented; a step is three spaces of the Normal font."""
        return self._style_sheet().indent(style)

    def run_look(self, style: int) -> str:
        """The font of a style for the runs of a `RichText` in a cell of that style."""
        return self._style_sheet().run_look(style)

    def style_with(self, style: int, change: StyleChange) -> int:
        """A style like `style` with `change`. Equal wishes give equal indices."""
        return self._style_sheet().derive(style, change)

    def conditional_look(self, fill: str, color: str) -> int:
        """A look for `SheetPart.stand_out`: fill and bold letters in these colours ("RRGGBB")."""
        return self._style_sheet().conditional_look(fill, color)

    # -- what sheets need of the workbook --------------------------------------------------------------------------
    def strings(self) -> list[str]:
        """The shared strings, in order, without phonetic guides."""
        if self._strings is None:
            parts = self.container.related(self._main, "sharedStrings")
            items = parse(self.container.part(parts[0]), parts[0]) if parts else ()
            self._strings = [string_item(item) for item in items if local(item) == "si"]
        return self._strings

    def follow(self, sheet: str, first: int, last_old: int, last_new: int) -> None:
        """Names, charts and formulas of other sheets that cover the data rows of `sheet` follow them."""

        def moved(formula: str, single: bool) -> str:
            return stretch_sheet(formula, sheet, first, last_old, last_new, single=single)

        for n in self._names.elements():
            text = moved(n.text or "", n.get("name") == "_xlnm.Print_Area")
            if text != (n.text or ""):
                n.text, self._touched = text, True
        own = self._part(sheet)
        changed = set()
        for part in referring_parts(self.container):
            if part == own or not mentions(self.container, part, sheet):
                continue
            current = next((s for s in self._open.values() if s.part == part), None)
            if current is not None:
                current.flush()
            single = "chart" in self.container.content_type(part)
            if change_formulas(self.container, part, partial(moved, single=single)):
                changed.add(part)
        self._reload(changed)

    def _reload(self, parts: set[str]) -> None:
        """Let open sheets see what was changed in their part."""
        self._reworked = self._reworked or bool(parts)
        for sheet in self._open.values():
            if sheet.part in parts:
                sheet.reload()

    # -- saving ----------------------------------------------------------------------------------------------------
    def _flush(self) -> None:
        for sheet in self._open.values():
            sheet.flush()
        self._note_changes()

    def _note_changes(self) -> None:
        self._reworked = self._reworked or any(sheet.changed for sheet in self._open.values())
        if self._styles is not None and self._styles.changed:
            self.container.put(self.container.related(self._main, "styles")[0], self._styles.to_bytes())
            self._styles.changed = False

    def _recalculate(self) -> None:
        """Drop the calculation chain and ask Excel to calculate everything on opening."""
        for rel in self.container.rels(self._main):
            if rel.kind == "calcChain":
                self.container.drop_rel(self._main, rel.id)
                self.container.drop(rel.target)
        calc = child(self._wb, "calcPr", WORKBOOK_ORDER)
        if calc.get("fullCalcOnLoad") not in ("1", "true"):
            calc.set("fullCalcOnLoad", "1")
            self._touched = True

    def _untitle(self) -> None:
        """Drop the sheet titles in docProps/app.xml (optional, and now wrong)."""
        for part in self.container.related("", "extended-properties"):
            if part in self.container.parts:
                root = parse(self.container.part(part), part)
                for e in [e for e in root if local(e) in ("HeadingPairs", "TitlesOfParts")]:
                    root.remove(e)
                self.container.put(part, dump(root))

    def to_bytes(self, *, recalc: bool = True) -> bytes:
        """The workbook as a zip; equal edits of equal input give equal bytes. Parts nobody changed keep their bytes.

        `recalc`: when cells, names or sheets changed, drop the calculation chain and let Excel calculate on opening.
        """
        self._finish(recalc=recalc)
        return self.container.to_bytes(self._edited())

    def to_read(self, passed_over: Collection[str]) -> bytes:
        """The workbook for reading at once, no file: the sheets that are `passed_over` are empty, nothing is packed."""
        self._finish(recalc=True)
        empty = {self._part(name): lambda: _EMPTY_SHEET for name in self.sheet_names if name in passed_over}
        return self.container.to_read({**self._edited(), **empty})

    def _edited(self) -> dict[str, Pieces]:
        """The sheets that were edited: their rows are not put together before they are packed."""
        return {sheet.part: sheet.pieces for sheet in self._open.values() if sheet.changed}

    def _finish(self, *, recalc: bool) -> None:
        self._note_changes()
        if recalc and (self._reworked or self._touched):
            self._recalculate()
        if self._relisted:
            self._untitle()
        if self._touched:
            self.container.put(self._main, dump(self._wb))
