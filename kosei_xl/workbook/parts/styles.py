"""The style sheet: fonts of styles, and styles derived from others."""

from typing import Final

from lxml import etree

from kosei_xl.later import dataclass
from kosei_xl.workbook.parts.markup import (
    MAIN,
    Element,
    PackageError,
    attributes,
    child,
    dump,
    local,
    main_namespace,
    parse,
)
from kosei_xl.workbook.xml_text import xml_attribute

_ORDER: Final = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
_XF_ORDER: Final = ("alignment", "protection", "extLst")
_SIDES: Final = {"t": "top", "b": "bottom", "l": "left", "r": "right"}
_BORDER_ORDER: Final = ("left", "right", "top", "bottom", "diagonal", "vertical", "horizontal")
_THICK: Final = f'<color xmlns="{MAIN}" rgb="FF1F2933"/>'
_FIRST_OWN_FORMAT: Final = 164


@dataclass(frozen=True, slots=True)
class Font:
    """The font of a style; size in points."""

    name: str
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class StyleChange:
    """What is different in a style made from another; None (and no side) keeps.

    `horizontal`, `vertical`: Excel's words ("left", "center", "top"); `fill`: "RRGGBB"; `without_lines`: sides whose
    border goes, as letters ("t", "b", "l", "r"), `thick` those whose border becomes a thick line; `number_format`: as
    Excel writes it ("#,##0").
    """

    horizontal: str | None = None
    vertical: str | None = None
    locked: bool | None = None
    fill: str | None = None
    without_lines: str = ""
    thick: str = ""
    number_format: str | None = None


class Styles:
    """The part xl/styles.xml; styles are indices of cellXfs."""

    def __init__(self, data: bytes) -> None:
        self._root = parse(data, "the style sheet")
        self._lists: dict[str, Element] = {}
        self._made: dict[tuple[object, ...], int] = {}
        self._listed: dict[str, dict[bytes, int]] = {}
        """List (fonts, cellXfs …) -> its elements as canonical XML -> where each stands; only `_append` adds any."""
        self.changed = False

    def to_bytes(self) -> bytes:
        """The part as it is now."""
        return dump(self._root)

    def _list(self, tag: str) -> Element:
        if tag not in self._lists:
            self._lists[tag] = child(self._root, tag, _ORDER)
        return self._lists[tag]

    def _xf(self, style: int) -> Element:
        xfs = self._list("cellXfs")
        if not 0 <= style < len(xfs):
            raise PackageError(f"the workbook has no style {style}; it has {len(xfs)}")
        return xfs[style]

    def font(self, style: int) -> Font:
        """Name, size and weight of the font of a style. PackageError when there is no such style."""
        fonts, index = self._list("fonts"), int(self._xf(style).get("fontId", "0"))
        if not 0 <= index < len(fonts):
            raise PackageError(f"style {style} names font {index}, which is missing; the workbook is damaged")
        font = fonts[index]
        name, size, bold = (font.find(main_namespace(tag)) for tag in ("name", "sz", "b"))
        return Font(
            name.get("val", "") if name is not None else "",
            float(size.get("val", "11")) if size is not None else 11.0,
            bold is not None and bold.get("val", "1") in ("1", "true"),
        )

    def indent(self, style: int) -> int:
        """How many steps the text of a style is indented. PackageError when there is no such style."""
        alignment = self._xf(style).find(main_namespace("alignment"))
        return int(alignment.get("indent", "0")) if alignment is not None else 0

    def run_look(self, style: int) -> str:
        """The font of a style as the properties of a run of rich text, in XML; underline and strike left out."""
        fonts, index = self._list("fonts"), int(self._xf(style).get("fontId", "0"))
        font, own = fonts[index], self.font(style)
        color = font.find(main_namespace("color"))
        shown = ""
        if color is not None:
            said = "".join(f" {name}={xml_attribute(value)}" for name, value in attributes(color).items())
            shown = f"<color{said}/>"
        return f'{"<b/>" * own.bold}<sz val="{own.size:g}"/>{shown}<rFont val={xml_attribute(own.name)}/>'

    def derive(self, style: int, change: StyleChange) -> int:
        """The index of a style like `style` with `change`; the same wish gives the same index."""
        wish = (style, change)
        if wish in self._made:
            return self._made[wish]
        source = self._xf(style)
        if change in (StyleChange(), StyleChange(locked=_is_locked(source))):
            return style
        xf = _copy(source)
        for name, text in (("horizontal", change.horizontal), ("vertical", change.vertical)):
            if text is not None:
                child(xf, "alignment", _XF_ORDER).set(name, text)
                xf.set("applyAlignment", "1")
        if change.locked is not None:
            child(xf, "protection", _XF_ORDER).set("locked", "1" if change.locked else "0")
            xf.set("applyProtection", "1")
        if change.fill is not None:
            pattern = f'<patternFill patternType="solid"><fgColor rgb="FF{change.fill}"/></patternFill>'
            made = parse(f'<fill xmlns="{MAIN}">{pattern}</fill>'.encode())
            xf.set("fillId", str(self._append("fills", made)))
            xf.set("applyFill", "1")
        if change.without_lines or change.thick:
            border = _copy(self._list("borders")[int(source.get("borderId", "0"))])
            for side in border:
                if local(side) in {_SIDES[letter] for letter in change.without_lines + change.thick}:
                    side.clear()
            for letter in change.thick:
                edge = child(border, _SIDES[letter], _BORDER_ORDER)
                edge.set("style", "thick")
                edge.append(parse(_THICK.encode()))
            xf.set("borderId", str(self._append("borders", border)))
            xf.set("applyBorder", "1")
        if change.number_format is not None:
            xf.set("numFmtId", str(self._number_format(change.number_format)))
            xf.set("applyNumberFormat", "1")
        self._made[wish] = self._append("cellXfs", xf)
        return self._made[wish]

    def adopt(self, other: "Styles", style: int) -> int:
        """The index of a style that looks like style `style` of another workbook."""
        wish = (other, style)
        if wish not in self._made:
            source = other._xf(style)
            xf = _copy(source)
            for tag, name in (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId")):
                xf.set(name, str(self._append(tag, _copy(other._list(tag)[int(source.get(name, "0"))]))))
            xf.set("numFmtId", str(self._number_format_like(other, source.get("numFmtId", "0"))))
            xf.set("xfId", "0")
            self._made[wish] = self._append("cellXfs", xf)
        return self._made[wish]

    def adopt_format(self, other: "Styles", number: int) -> int:
        """The index of a conditional format's look like `number` of another workbook."""
        return self._append("dxfs", _copy(other._list("dxfs")[number]))

    def conditional_look(self, fill: str, color: str) -> int:
        """The index of a conditional format's look with this fill and bold letters in this colour ("RRGGBB")."""
        return self._append(
            "dxfs",
            parse(
                (
                    f'<dxf xmlns="{MAIN}"><font><b/><color rgb="FF{color}"/></font>'
                    f'<fill><patternFill patternType="solid"><fgColor rgb="FF{fill}"/><bgColor rgb="FF{fill}"/>'
                    "</patternFill></fill></dxf>"
                ).encode()
            ),
        )

    def _number_format_like(self, other: "Styles", number: str) -> int:
        own = next((e for e in other._list("numFmts") if e.get("numFmtId") == number), None)
        return int(number) if own is None else self._number_format(own.get("formatCode", "General"))

    def _append(self, tag: str, element: Element) -> int:
        """Add to a list, or find the equal that is there; returns the index."""
        box, text = self._list(tag), etree.tostring(element, method="c14n")
        if tag not in self._listed:
            self._listed[tag] = {}
            for i, other in enumerate(box):
                self._listed[tag].setdefault(etree.tostring(_copy(other), method="c14n"), i)
        known = self._listed[tag]
        if text not in known:
            known[text] = len(box)
            box.append(element)
            box.set("count", str(len(box)))
            self.changed = True
        return known[text]

    def _number_format(self, code: str) -> int:
        if code == "General":
            return 0
        box = self._list("numFmts")
        for e in box:
            if e.get("formatCode") == code:
                return int(e.get("numFmtId", "0"))
        number = max([_FIRST_OWN_FORMAT - 1, *(int(e.get("numFmtId", "0")) for e in box)]) + 1
        etree.SubElement(box, main_namespace("numFmt"), attrib={"numFmtId": str(number), "formatCode": code})
        box.set("count", str(len(box)))
        self.changed = True
        return number


def _is_locked(xf: Element) -> bool:
    protection = xf.find(main_namespace("protection"))
    return protection is None or protection.get("locked", "1") not in ("0", "false")


def _copy(element: Element) -> Element:
    """A copy on its own, without namespace declarations it does not use."""
    made = parse(etree.tostring(element, with_tail=False))
    etree.cleanup_namespaces(made)
    return made
