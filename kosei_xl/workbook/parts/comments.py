"""Comments (the yellow notes) on cells of a worksheet, and cells that stand out: beside those that people made.

A comment is an entry of the comments part and a shape of the sheet's VML drawing, which draws it. Threaded comments of
newer Excels are left as they are.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree

from kosei_xl.values.cells import column_number
from kosei_xl.workbook.parts.formulas import split_address
from kosei_xl.workbook.parts.markup import (
    MAIN,
    Element,
    dump,
    insert,
    main_namespace,
    new_root,
    office,
    parse,
    remove_node,
)
from kosei_xl.workbook.parts.markup import WORKSHEET_ORDER as ORDER
from kosei_xl.workbook.parts.pictures import SheetPictures
from kosei_xl.workbook.xml_text import xml_text

_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SHAPE: Final = re.compile(rb"<v:shape\b(?:(?!</v:shape>).)*</v:shape>\s*", re.DOTALL)
_ROW: Final = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>")
_COLUMN: Final = re.compile(rb"<x:Column>\s*(\d+)\s*</x:Column>")
_SHAPE_ID: Final = re.compile(rb"_x0000_s(\d+)")
_NEW_VML: Final = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel">'
    b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_BOX_COLUMNS, _LINE_LETTERS = 3, 22
"""Columns that the box of a comment covers, and full-width letters a line of it."""


class SheetComments(SheetPictures):
    """The comments of one worksheet by one author, and the cells that stand out with them."""

    def comments(self, author: str) -> dict[str, str]:
        """The comments of an author by cell."""
        _, root = self._comments_part()
        ours = _author(root, author)
        return {
            e.get("ref", ""): "".join(str(t) for t in e.itertext())
            for e in root.iter(main_namespace("comment"))
            if ours is not None and e.get("authorId") == ours
        }

    def set_comments(self, comments: Mapping[str, str], author: str, size: float = 9.0) -> None:
        """Let an author's comments be these (cell -> text); those of others stay, and their cells get no second one."""
        part, root = self._comments_part()
        old = self.comments(author)
        if not comments and not old:
            return
        container = self._host.container
        ours = _author(root, author, make=True)
        box = root.find(main_namespace("commentList"))
        assert box is not None
        for e in list(box):
            if e.get("authorId") == ours:
                remove_node(e)
        taken = {e.get("ref", "") for e in box}
        comments = {ref: text for ref, text in comments.items() if ref not in taken}
        for ref in sorted(comments, key=lambda one: (split_address(one)[1], column_number(split_address(one)[0]))):
            run = (
                f'<comment xmlns="{MAIN}" ref="{ref}" authorId="{ours}"><text><r><rPr><sz val="{size:g}"/></rPr>'
                f'<t xml:space="preserve">{xml_text(comments[ref])}</t></r></text></comment>'
            )
            box.append(parse(run.encode()))
        if not part:
            part = container.free_name("xl/comments1.xml")
            container.put(part, dump(root), _COMMENTS_TYPE)
            container.add_rel(self.part, "comments", part)
        container.put(part, dump(root))
        self._draw(comments, {*old, *comments})

    def stand_out(self, cells: Sequence[str], look: int, mark: str) -> None:
        """Show cells with a conditional look (`Package.conditional_look`) above every other, known by its `mark`.

        What was shown so before with the same mark no longer is.
        """
        root = self._outer()
        formula = f'LEN("{mark}")>0'
        ours = [e for e in root.iter(main_namespace("formula")) if e.text == formula]
        if not cells and not ours:
            return
        root = self._edit_outer()
        for old in [
            e
            for e in root.iter(main_namespace("conditionalFormatting"))
            if e.findtext(f".//{main_namespace('formula')}") == formula
        ]:
            remove_node(old)
        if not cells:
            return
        for rule in root.iter(main_namespace("cfRule")):
            rule.set("priority", str(int(rule.get("priority", "1")) + 1))
        made = etree.Element(main_namespace("conditionalFormatting"), attrib={"sqref": " ".join(cells)})
        rule = etree.SubElement(
            made,
            main_namespace("cfRule"),
            attrib={"type": "expression", "dxfId": str(look), "priority": "1", "stopIfTrue": "1"},
        )
        etree.SubElement(rule, main_namespace("formula")).text = formula
        insert(root, made, ORDER)

    def _comments_part(self) -> tuple[str, Element]:
        """The comments part and its content; ("", an empty one) where the sheet has none."""
        container = self._host.container
        for part in container.related(self.part, "comments"):
            return part, parse(container.part(part), part)
        root = new_root(main_namespace("comments"), {None: MAIN})
        etree.SubElement(root, main_namespace("authors"))
        etree.SubElement(root, main_namespace("commentList"))
        return "", root

    def _draw(self, comments: Mapping[str, str], gone: set[str]) -> None:
        """Let the VML drawing hold a shape for each of `comments`; the shapes of cells in `gone` go first."""
        container = self._host.container
        element = self._outer().find(main_namespace("legacyDrawing"))
        if element is None:
            part = container.free_name("xl/drawings/vmlDrawing1.vml")
            container.add_default("vml", _VML_TYPE)
            container.put(part, _NEW_VML)
            self._made("legacyDrawing").set(office("id"), container.add_rel(self.part, "vmlDrawing", part))
        else:
            rel_id = element.get(office("id"))
            part = next(r.target for r in container.rels(self.part) if r.id == rel_id)
        places = {(split_address(ref)[1] - 1, column_number(split_address(ref)[0]) - 1) for ref in gone}

        def kept(shape: re.Match[bytes]) -> bytes:
            row, column = _ROW.search(shape[0]), _COLUMN.search(shape[0])
            note = row and column and b'ObjectType="Note"' in shape[0]
            return b"" if note and (int(row[1]), int(column[1])) in places else shape[0]  # type: ignore[index]

        data = _SHAPE.sub(kept, container.part(part))
        block = re.search(rb'<o:idmap\b[^>]*?data="(\d+)', data)
        first = int(block[1]) * 1024 if block else 1024
        number = max([first, *(int(n) for n in _SHAPE_ID.findall(data))])
        shapes = []
        for n, (ref, text) in enumerate(comments.items(), 1):
            shapes.append(_shape(number + n, ref, text))
        end = data.rindex(b"</xml>")
        container.put(part, data[:end] + "".join(shapes).encode() + data[end:])


def _author(root: Element, name: str, *, make: bool = False) -> str | None:
    """The number of an author in a comments part; with `make` entered when new."""
    box = root.find(main_namespace("authors"))
    names = [e.text or "" for e in box] if box is not None else []
    if name not in names:
        if not make or box is None:
            return None
        etree.SubElement(box, main_namespace("author")).text = name
        names.append(name)
    return str(names.index(name))


def _shape(number: int, ref: str, text: str) -> str:
    """The box of a comment to the right of its cell, as high as its text; shown when the pointer is on the cell."""
    letters, row = split_address(ref)
    column = column_number(letters)
    lines = sum(-(-max(1, len(line)) // _LINE_LETTERS) for line in text.split("\n"))
    anchor = f"{column}, 12, {max(0, row - 2)}, 4, {column + _BOX_COLUMNS}, 12, {row + lines // 3}, 8"
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;width:260pt;'
        f'height:{16 * lines + 12}pt;z-index:{number};visibility:hidden" fillcolor="#fdf1e3" o:insetmode="auto">'
        '<v:fill color2="#fdf1e3"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )
