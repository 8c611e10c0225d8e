"""What surrounds the rows of a worksheet: columns, views, page setup, merges, breaks, validations, links."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from lxml import etree

from kosei_xl.later import dataclass
from kosei_xl.values.cells import column_letters
from kosei_xl.workbook.parts.formulas import bounds, split_address
from kosei_xl.workbook.parts.markup import (
    WORKSHEET_ORDER,
    Element,
    PackageError,
    attributes,
    child,
    main_namespace,
    remove_node,
    unset,
    utf16_length,
)
from kosei_xl.workbook.parts.rows import SheetRows

_SHEET_PR: Final = ("tabColor", "outlinePr", "pageSetUpPr")
_HEADER_ORDER: Final = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
_NOTE_TITLE: Final = 32
_NOTE_TEXT: Final = 255
"""Characters that Excel allows in an input message."""
_DEFAULT_WIDTH: Final = "9.140625"
_A4_PT: Final = (595.28, 841.89)
_PAPER_PT: Final = {8: (841.89, 1190.55), 9: _A4_PT}
"""Excel's number of a paper -> its short and its long side in pt."""


class Margins(NamedTuple):
    """Page margins in inches."""

    left: float = 0.7
    right: float = 0.7
    top: float = 0.75
    bottom: float = 0.75
    header: float = 0.3
    footer: float = 0.3


@dataclass(frozen=True, slots=True)
class PrintSetup:
    """Page setup as the sheet has it: paper is Excel's number (8 = A3, 9 = A4), scale in percent, None = not set."""

    paper: int | None
    landscape: bool
    scale: int | None
    fit_to_width: bool
    first_page: int | None
    margins: Margins

    @property
    def width_pt(self) -> float:
        """pt of paper between the margins; A4 where the sheet names another size or none."""
        short, long = _PAPER_PT.get(self.paper or 0, _A4_PT)
        return (long if self.landscape else short) - (self.margins.left + self.margins.right) * 72


def _yes(value: str | None) -> bool:
    return value in ("1", "true")


class SheetLayout(SheetRows):
    """Edits outside the rows. Children of the worksheet are made in schema order."""

    def _made(self, tag: str) -> Element:
        return child(self._edit_outer(), tag, WORKSHEET_ORDER)

    def _drop(self, tag: str) -> None:
        found = self._outer().findall(main_namespace(tag))
        for element in found:
            remove_node(element)
            self._edit_outer()

    # -- columns ---------------------------------------------------------------------------------------------------
    def _col(self, column: int) -> Element | None:
        for col in self._outer().iterfind(f"{main_namespace('cols')}/{main_namespace('col')}"):
            if int(col.get("min", "0")) <= column <= int(col.get("max", "0")):
                return col
        return None

    def column_width(self, column: int) -> float | None:
        """The width of a column (1-based) in characters of the standard font; None when it has the default width."""
        col = self._col(column)
        width = col.get("width") if col is not None else None
        return float(width) if width else None

    def column_hidden(self, column: int) -> bool:
        """Whether a column (1-based) is hidden."""
        col = self._col(column)
        return col is not None and _yes(col.get("hidden"))

    def set_columns(self, widths: Mapping[int, float | None], hidden: Container[int] = ()) -> None:
        """Set width (characters; None = keep) and visibility of the columns in `widths` (1-based), and of no other.

        A named column is hidden when it is in `hidden` and shown otherwise.
        """
        if not widths:
            return
        default = self._outer().find(main_namespace("sheetFormatPr"))
        standard = default.get("defaultColWidth", _DEFAULT_WIDTH) if default is not None else _DEFAULT_WIDTH
        cols = self._made("cols")
        for column, width in widths.items():
            column_letters(column)
            col = self._own_col(cols, column)
            if width is not None:
                col.set("width", f"{width:.10g}")
                col.set("customWidth", "1")
            elif not col.get("width"):
                col.set("width", standard)
            if column in hidden:
                col.set("hidden", "1")
            else:
                unset(col, "hidden")

    @staticmethod
    def _own_col(cols: Element, column: int) -> Element:
        """The `<col>` of one column only, split out of a wider one or made in order."""
        for col in cols:
            first, last = int(col.get("min", "0")), int(col.get("max", "0"))
            if first <= column <= last:
                if first < column:
                    before = etree.Element(col.tag, attrib=attributes(col))
                    before.set("max", str(column - 1))
                    col.addprevious(before)
                if column < last:
                    after = etree.Element(col.tag, attrib=attributes(col))
                    after.set("min", str(column + 1))
                    col.addnext(after)
                col.set("min", str(column))
                col.set("max", str(column))
                return col
        made = etree.Element(main_namespace("col"), attrib={"min": str(column), "max": str(column)})
        later = next((c for c in cols if int(c.get("min", "0")) > column), None)
        if later is None:
            cols.append(made)
        else:
            later.addprevious(made)
        return made

    # -- merges, breaks, validations, links ------------------------------------------------------------------------
    def merges(self) -> tuple[str, ...]:
        """The merged ranges in file order."""
        return tuple(
            e.get("ref", "")
            for e in self._outer().iterfind(f"{main_namespace('mergeCells')}/{main_namespace('mergeCell')}")
        )

    def set_merges(self, areas: Mapping[tuple[int, int], tuple[int, int]]) -> None:
        """Replace all merged ranges: first -> last cell of each, as (row, column). PackageError when two overlap (Excel
        would repair the file).
        """
        letters = {at: column_letters(at) for ends in areas.items() for _, at in ends}
        ranges = [f"{letters[left]}{top}:{letters[right]}{bottom}" for (top, left), (bottom, right) in areas.items()]
        self._set_merges(ranges, ((*first, *last) for first, last in areas.items()))

    def _set_merges(self, ranges: Sequence[str], areas: Iterable[tuple[int, int, int, int]]) -> None:
        """Merge these ranges alone; `areas` are the same as (first row, first column, last row, last column)."""
        self._drop("mergeCells")
        if not ranges:
            return
        taken = sorted(areas)
        for i, (_, left, bottom, right) in enumerate(taken, 1):
            for n in range(i, len(taken)):  # a slice would copy all that follow for each
                top2, left2, _, right2 = taken[n]
                if top2 > bottom:
                    break
                if left2 <= right and left <= right2:
                    raise PackageError(f"sheet {self.name!r}: merged ranges overlap at row {top2}")
        box = self._made("mergeCells")
        box.set("count", str(len(ranges)))
        tag = main_namespace("mergeCell")
        for area in ranges:
            etree.SubElement(box, tag, {"ref": area})

    def add_merge(self, area: str) -> None:
        """Merge one more range, such as "B3:D3"."""
        if area not in self.merges():
            ranges = (*self.merges(), area)
            self._set_merges(ranges, map(bounds, ranges))

    def set_row_breaks(self, rows: Sequence[int]) -> None:
        """Replace the page breaks: a page ends below each of these rows."""
        self._drop("rowBreaks")
        if not rows:
            return
        box, numbers = self._made("rowBreaks"), sorted(set(rows))
        if len(numbers) > 1026:
            raise PackageError(f"a sheet holds at most 1,026 page breaks, not {len(numbers):,}")
        box.set("count", str(len(numbers)))
        box.set("manualBreakCount", str(len(numbers)))
        for r in numbers:
            etree.SubElement(box, main_namespace("brk"), attrib={"id": str(r), "max": "16383", "man": "1"})

    def add_validation_list(self, sqref: str, formula1: str) -> None:
        """A drop-down list, blanks allowed: `formula1` such as "リスト!$A$2:$A$4" or '"S,A,B"'."""
        box = self._made("dataValidations")
        flags = {"allowBlank": "1", "showInputMessage": "1", "showErrorMessage": "1"}
        element = etree.SubElement(
            box, main_namespace("dataValidation"), attrib={"type": "list", **flags, "sqref": sqref}
        )
        etree.SubElement(element, main_namespace("formula1")).text = formula1
        box.set("count", str(len(box.findall(main_namespace("dataValidation")))))

    def add_validation(self, sqref: str, kind: str, rule: Mapping[str, str], *, formulas: Sequence[str]) -> None:
        """A rule for what is typed, blanks allowed: `kind` "decimal", "date" or "list" with its `formulas`.

        `rule` are further attributes of the rule: operator, errorStyle, promptTitle, prompt, errorTitle, error.
        """
        box = self._made("dataValidations")
        flags = {"allowBlank": "1", "showInputMessage": "1", "showErrorMessage": "1"}
        element = etree.SubElement(
            box, main_namespace("dataValidation"), attrib={"type": kind, **flags, **rule, "sqref": sqref}
        )
        for number, text in enumerate(formulas, 1):
            etree.SubElement(element, main_namespace(f"formula{number}")).text = text
        box.set("count", str(len(box.findall(main_namespace("dataValidation")))))

    def set_validation_list(self, letters: str, sqref: str, formula1: str) -> None:
        """Let the drop-down lists of a column offer other words; `sqref` gets one where the column has none."""
        own = re.compile(rf"{letters}\d+(:{letters}\d+)?")
        found = False
        for rule in self._made("dataValidations"):
            if rule.get("type") == "list" and all(own.fullmatch(one) for one in rule.get("sqref", "").split()):
                found = True
                formula = rule.find(main_namespace("formula1"))
                if formula is not None:
                    formula.text = formula1
        if not found:
            self.add_validation_list(sqref, formula1)

    def add_note(self, ref: str, title: str, text: str) -> None:
        """What shows beside a cell while it is chosen (an input message of 32 and 255 characters); not printed."""
        box = self._made("dataValidations")
        shown = {"promptTitle": title[:_NOTE_TITLE], "prompt": text[:_NOTE_TEXT]}
        flags = {"allowBlank": "1", "showInputMessage": "1"}
        etree.SubElement(box, main_namespace("dataValidation"), attrib={**flags, **shown, "sqref": ref})
        box.set("count", str(len(box.findall(main_namespace("dataValidation")))))

    def add_hyperlink(self, ref: str, location: str, display: str) -> None:
        """A link inside the workbook: `location` such as "'計画'!B3"; a link already at `ref` is replaced."""
        box = self._made("hyperlinks")
        for old in [e for e in box if e.get("ref") == ref]:
            box.remove(old)
        etree.SubElement(
            box, main_namespace("hyperlink"), attrib={"ref": ref, "location": location, "display": display}
        )

    # -- page ------------------------------------------------------------------------------------------------------
    def print_setup(self) -> PrintSetup:
        """The page setup as it is now."""
        root = self._outer()
        setup, margins = root.find(main_namespace("pageSetup")), root.find(main_namespace("pageMargins"))
        fit = root.find(f"{main_namespace('sheetPr')}/{main_namespace('pageSetUpPr')}")

        def number(name: str) -> int | None:
            text = setup.get(name) if setup is not None else None
            return int(text) if text else None

        own_number = setup is not None and _yes(setup.get("useFirstPageNumber"))
        inches = Margins() if margins is None else Margins(*(float(margins.get(n, "0")) for n in Margins._fields))
        return PrintSetup(
            paper=number("paperSize"),
            landscape=setup is not None and setup.get("orientation") == "landscape",
            scale=number("scale"),
            fit_to_width=fit is not None and _yes(fit.get("fitToPage")),
            first_page=number("firstPageNumber") if own_number else None,
            margins=inches,
        )

    def set_print(
        self,
        *,
        paper: int | None = None,
        landscape: bool | None = None,
        scale: int | None = None,
        fit_to_width: bool | None = None,
        first_page: int | None = None,
    ) -> None:
        """Set what is given, keep the rest.

        `scale`: 10 to 400 percent; it ends fitting to the width unless `fit_to_width` is true. `fit_to_width`: one page
        wide, any number high.
        """
        if scale is not None and not 10 <= scale <= 400:
            raise PackageError(f"a print scale is 10 to 400 percent, not {scale}")
        fit = False if scale is not None and fit_to_width is None else fit_to_width
        given: dict[str, str] = {}
        if paper is not None:
            given["paperSize"] = str(paper)
        if scale is not None:
            given["scale"] = str(scale)
        if first_page is not None:
            given |= {"firstPageNumber": str(first_page), "useFirstPageNumber": "1"}
        if fit:
            given |= {"fitToWidth": "1", "fitToHeight": "0"}
        if landscape is not None:
            given["orientation"] = "landscape" if landscape else "portrait"
        if given:
            setup = self._made("pageSetup")
            for name, text in given.items():
                setup.set(name, text)
        if fit is not None and (fit or self.print_setup().fit_to_width):
            page = child(self._made("sheetPr"), "pageSetUpPr", _SHEET_PR)
            page.set("fitToPage", "1" if fit else "0")

    def header_footer(self) -> tuple[str, str]:
        """The header and the footer of odd pages (of all pages as a rule), as Excel codes such as "&C&P / &N"."""
        box = self._outer().find(main_namespace("headerFooter"))
        texts = [box.findtext(main_namespace(t)) if box is not None else None for t in _HEADER_ORDER[:2]]
        return texts[0] or "", texts[1] or ""

    def set_header_footer(self, odd_header: str | None, odd_footer: str | None) -> None:
        """Set header and footer; None keeps, "" removes. The template's pictures show where the text says &G.

        Their letters keep their size however small the sheet is printed. PackageError over 255 characters, which Excel
        refuses.
        """
        box = self._made("headerFooter")
        box.set("scaleWithDoc", "0")
        for tag, text in zip(_HEADER_ORDER, (odd_header, odd_footer), strict=False):
            if text is None:
                continue
            if utf16_length(text) > 255:
                raise PackageError(f"a header or footer holds at most 255 characters, not {utf16_length(text)}")
            element = child(box, tag, _HEADER_ORDER)
            if text:
                element.text = text
                element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            else:
                box.remove(element)
        if not len(box) and set(box.attrib) <= {"scaleWithDoc"}:
            remove_node(box)

    # -- view ------------------------------------------------------------------------------------------------------
    def _view(self) -> Element:
        views = self._made("sheetViews")
        view = views.find(main_namespace("sheetView"))
        if view is None:
            view = etree.SubElement(views, main_namespace("sheetView"))
            view.set("workbookViewId", "0")
        return view

    def set_tab_selected(self, selected: bool) -> None:
        """Mark the sheet as (not) selected; no change when it is so already."""
        views = self._outer().findall(f"{main_namespace('sheetViews')}/{main_namespace('sheetView')}")
        if any(_yes(v.get("tabSelected")) for v in views) == selected:
            return
        for view in (self._view(), *views[1:]):
            if selected:
                view.set("tabSelected", "1")
            else:
                unset(view, "tabSelected")

    def freeze_rows(self, rows: int) -> None:
        """Keep the first rows in view; whatever was frozen before is free."""
        view = self._view()
        for old in (*view.findall(main_namespace("pane")), *view.findall(main_namespace("selection"))):
            remove_node(old)
        below = {"ySplit": str(rows), "topLeftCell": f"A{rows + 1}", "activePane": "bottomLeft", "state": "frozen"}
        view.insert(0, etree.Element(main_namespace("pane"), attrib=below))

    @property
    def frozen_columns(self) -> int:
        """How many columns at the left stay in view."""
        pane = self._view().find(main_namespace("pane"))
        return int(pane.get("xSplit", "0")) if pane is not None else 0

    def scroll_right_to(self, column: int) -> None:
        """Let a column stand first to the right of what is frozen when the sheet is opened."""
        view = self._view()
        pane = view.find(main_namespace("pane"))
        place = pane if pane is not None else view
        place.set("topLeftCell", f"{column_letters(column)}{split_address(place.get('topLeftCell', 'A1'))[1]}")

    def scroll_to(self, row: int) -> None:
        """Let a row stand first below what is frozen, and the cursor in it, when the sheet is opened."""
        view = self._view()
        pane = view.find(main_namespace("pane"))
        first = (pane if pane is not None else view).get("topLeftCell", "A1")
        ref = f"{split_address(first)[0]}{row}"
        (pane if pane is not None else view).set("topLeftCell", ref)
        self.set_cursor(ref)

    def set_cursor(self, ref: str, *, zoom: int | None = None) -> None:
        """Let the cursor stand in a cell when the sheet is opened; `zoom` in percent, None keeps."""
        view = self._view()
        pane = view.find(main_namespace("pane"))
        own = pane.get("activePane", "topLeft") if pane is not None else "topLeft"
        places = view.findall(main_namespace("selection"))
        found = next((place for place in places if place.get("pane", "topLeft") == own), None)
        if found is None:
            found = etree.SubElement(view, main_namespace("selection"))
            if own != "topLeft":
                found.set("pane", own)
        found.set("activeCell", ref)
        found.set("sqref", ref)
        if zoom is not None:
            view.set("zoomScale", str(zoom))
            view.set("zoomScaleNormal", str(zoom))

    def set_tab_color(self, rgb: str | None) -> None:
        """Colour the sheet tab ("RRGGBB"), or take the colour away (None)."""
        if rgb is not None and not re.fullmatch("[0-9A-Fa-f]{6}", rgb):
            raise PackageError(f"a colour is six hexadecimal digits, not {rgb!r}")
        properties = self._made("sheetPr")
        old = properties.find(main_namespace("tabColor"))
        if old is not None:
            properties.remove(old)
        if rgb is not None:
            child(properties, "tabColor", _SHEET_PR).set("rgb", "FF" + rgb.upper())

    def end_filter(self, last: int) -> str | None:
        """Let the filter of the sheet end at row `last` -> its range ("$A$2:$K$9"); None without a filter.

        What stands below is neither sorted nor hidden by it.
        """
        found = self._outer().find(main_namespace("autoFilter"))
        if found is None:
            return None
        top, left, _, right = bounds(found.get("ref", "A1"))
        first, end = column_letters(left), column_letters(right)
        self._edit_outer()
        found.set("ref", f"{first}{top}:{end}{last}")
        return f"${first}${top}:${end}${last}"

    def _sqrefs(self, tags: Iterable[str]) -> list[Element]:
        return [e for tag in tags for e in self._outer().iter(main_namespace(tag)) if e.get("sqref")]
