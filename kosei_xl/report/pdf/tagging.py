"""A PDF of the report tagged: what LibreOffice 25.2 marks cell by cell, put into the structure that the layout knows.

That LibreOffice marks every cell's lines and writes a tree of the sheets' rows and columns (Workbook, Worksheet, Table,
TR, TD), heads and running texts alike as cells of one table a sheet; lines, fills, running heads and page numbers it
marks as artefacts. Its marks stay; the tree is replaced by that of `structure`: headings, paragraphs, tables with heads
that say what they are for, pictures with their descriptions. What a page only says again becomes an artefact. Older
ones (7.4 was tried) mark lines without saying of which cell, so that nothing can be made of them.

The text of the pages stays as it is. pikepdf is imported where it is used.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from kosei_xl.later import dataclass
from kosei_xl.report.page import ReportSheet
from kosei_xl.report.pdf.structure import Area, Spoken, reading_order, repeated_rows

if TYPE_CHECKING:
    import pikepdf

_MOST_INSIDE = 64
"""How deep a tree is read: it comes from another program."""


class Mark(NamedTuple):
    """A piece of a page's content that can be told apart: the page from 0, and its number on that page."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture or chart as LibreOffice tagged it: its marks, its description, and where it lies on its page."""

    marks: tuple[Mark, ...]
    description: str
    box: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedSheet:
    """The marks of a sheet's cells by row and column (from 1), and of what is printed again."""

    cells: Mapping[tuple[int, int], tuple[Mark, ...]]
    again: tuple[Mark, ...]
    drawings: tuple[Drawing, ...]


def marked_sheets(converted: bytes, sheets: Sequence[ReportSheet]) -> tuple[MarkedSheet, ...] | None:
    """The marks of each sheet in a PDF as LibreOffice wrote it.

    None where it marked no cells (older versions, other programs), or those of other sheets.
    """
    import pikepdf

    with pikepdf.open(BytesIO(converted)) as pdf:
        root = pdf.Root.get("/StructTreeRoot")
        if root is None:
            return None
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        elements = [sheet for book in _kids(root, "/Workbook") for sheet in _kids(book, "/Worksheet")]
        if len(elements) != len(sheets):
            return None
        try:
            made = [_sheet_marks(one, sheet, pages) for one, sheet in zip(elements, sheets, strict=True)]
        except _MarkWithoutPage:
            return None
    found = tuple(sheet for sheet in made if sheet is not None)
    return found if len(found) == len(made) else None


def tagged(pdf: bytes, sheets: Sequence[ReportSheet], marks: Sequence[MarkedSheet], places: Sequence[int]) -> bytes:
    """The bound PDF with the structure of its sheets. `places`: for each page that LibreOffice made, its page there.

    Pages from elsewhere stay without tags.
    """
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            if "/StructParents" in page:
                del page["/StructParents"]
        writer = _Writer(document, places)
        writer.write([_placed(sheet, own) for sheet, own in zip(sheets, marks, strict=True)])
        return _saved(document)


def described(pdf: bytes, title: str, author: str, program: str, language: str = "ja-JP") -> bytes:
    """The PDF with its title, author and language where programs look that do not read the older dictionary (XMP), and
    with the `program` that printed it.
    """
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as document:
        with document.open_metadata(set_pikepdf_as_editor=False) as about:
            about["dc:title"] = title
            if author:
                about["dc:creator"] = [author]
            about["dc:language"] = [language]
            about["pdf:Producer"] = program
        return _saved(document)


def program_of(pdf: bytes) -> str:
    """The program that printed a PDF, as it says itself; "" where it does not."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as document:
        return str(document.docinfo.get("/Producer", "")).partition(" (")[0].partition(" / ")[0].strip()


def untagged_pages(pdf: bytes) -> tuple[int, ...] | None:
    """The pages (from 1) with content that no structure holds; None where the whole PDF has no structure."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as document:
        if "/StructTreeRoot" not in document.Root:
            return None
        bare = (page for page in document.pages if "/StructParents" not in page and "/Contents" in page)
        return tuple(page.index + 1 for page in bare)


def _saved(document: "pikepdf.Pdf") -> bytes:
    import pikepdf

    out = BytesIO()
    document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


# What LibreOffice wrote ---------------------------------------------------------------------------------------------


def _kids(element: Any, kind: str = "") -> list[Any]:
    """The elements or marks below an element, those of a kind only where one is named."""
    import pikepdf

    below = element.get("/K")
    found = [] if below is None else list(below) if isinstance(below, pikepdf.Array) else [below]
    return [one for one in found if not kind or (_is_element(one) and one.get("/S") == kind)]


def _is_element(one: Any) -> bool:
    import pikepdf

    return isinstance(one, pikepdf.Dictionary)


def _marks(element: Any, pages: Mapping[tuple[int, int], int], depth: int = 0) -> Iterator[Mark]:
    """The marks below an element, in order."""
    page = element.get("/Pg")
    for kid in _kids(element) if depth < _MOST_INSIDE else ():
        if not _is_element(kid):
            yield _mark(page, kid, pages)
        elif kid.get("/Type") == "/MCR":
            yield _mark(kid.get("/Pg", page), kid.get("/MCID"), pages)
        else:
            yield from _marks(kid, pages, depth + 1)


class _MarkWithoutPage(ValueError):
    """A tree names a mark and no page that it is on."""


def _mark(page: Any, number: Any, pages: Mapping[tuple[int, int], int]) -> Mark:
    if page is None or page.objgen not in pages or not isinstance(number, int):
        raise _MarkWithoutPage
    return Mark(pages[page.objgen], number)


def _sheet_marks(element: Any, sheet: ReportSheet, pages: Mapping[tuple[int, int], int]) -> MarkedSheet | None:
    """The marks of one sheet; None where it has other rows or columns. Rows that a later page repeats have the cells of
    that page behind their own; what is hidden is left out.
    """
    columns, tables = len(sheet.widths), _kids(element, "/Table")
    shown = [number for number, row in enumerate(sheet.rows, 1) if not row.hidden]
    if len(tables) != 1 or len(_kids(tables[0], "/TR")) != len(shown):
        return None
    cells: dict[tuple[int, int], tuple[Mark, ...]] = {}
    again: list[Mark] = []
    for number, row in zip(shown, _kids(tables[0], "/TR"), strict=True):
        own = _kids(row, "/TD")
        if not own or len(own) % columns:
            return None
        for column, cell in enumerate(own, 1):
            marks = tuple(_marks(cell, pages))
            if column > columns:
                again += marks
            elif marks:
                cells[number, column] = marks
    beside = (one for one in _kids(element) if _is_element(one) and one.get("/S") != "/Table")
    drawings = tuple(_drawing(one, pages) for one in beside)
    return MarkedSheet(cells, tuple(again), drawings)


def _drawing(figure: Any, pages: Mapping[tuple[int, int], int]) -> Drawing:
    layout = figure.get("/A")
    box = layout.get("/BBox") if layout is not None else None
    return Drawing(tuple(_marks(figure, pages)), str(figure.get("/Alt", "")), tuple(float(side) for side in box or ()))


# What is written ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Placed:
    """A sheet's structure with its marks: those of each cell by its place on the sheet, and those that say nothing."""

    name: str
    pieces: tuple[Spoken, ...]
    cells: dict[tuple[int, int], tuple[Mark, ...]]
    drawings: list[Drawing]
    artefacts: list[Mark] = field(default_factory=list)

    def marks_in(self, area: Area) -> list[Mark]:
        """The marks of an area, which are taken out."""
        places = (
            (row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1)
        )
        return [mark for place in places for mark in self.cells.pop(place, ())]

    def drawing_of(self, piece: Spoken) -> Drawing | None:
        """The drawing with a picture's description, else the next; taken out."""
        same = next((one for one in self.drawings if one.description == piece.text), None)
        chosen = same or next(iter(self.drawings), None)
        if chosen is not None:
            self.drawings.remove(chosen)
        return chosen


def _placed(sheet: ReportSheet, marks: MarkedSheet) -> _Placed:
    again = repeated_rows(sheet)
    artefacts = [*marks.again, *(mark for place, own in marks.cells.items() if place[0] in again for mark in own)]
    cells = {place: own for place, own in marks.cells.items() if place[0] not in again}
    return _Placed(sheet.name, reading_order(sheet), cells, list(marks.drawings), artefacts)


class _Writer:
    """Writes the structure into a document, and which element each mark belongs to."""

    def __init__(self, document: "pikepdf.Pdf", places: Sequence[int]) -> None:
        self.document, self.places = document, places
        self.owners: dict[int, dict[int, Any]] = {}
        """Page of the document from 0 -> number of a mark -> its element."""

    def write(self, sheets: Sequence[_Placed]) -> None:
        """The whole tree, and artefacts of what is in none of it."""
        from pikepdf import Array, Dictionary, Name

        root = self.document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        whole = self._element(root, "Document")
        root.K = Array([whole])
        artefacts: dict[int, set[int]] = {}
        for sheet in sheets:
            part = self._element(whole, "Part")
            part.T = sheet.name
            self._below(part, sheet.pieces, sheet)
            for left in sheet.drawings:  # a chart, which no picture of the layout stands for
                self._figure(part, left, left.description or sheet.name)
            for mark in (*sheet.artefacts, *(mark for own in sheet.cells.values() for mark in own)):
                artefacts.setdefault(self.places[mark.page], set()).add(mark.number)
        for number, marks in artefacts.items():
            self._make_artefacts(number, marks)
        root.ParentTree = self.document.make_indirect(Dictionary(Nums=Array(self._parents())))
        root.ParentTreeNextKey = len(self.document.pages)
        self.document.Root.StructTreeRoot = root
        self.document.Root.MarkInfo = Dictionary(Marked=True)

    def _parents(self) -> Iterator[Any]:
        """For each page with marks its number and the elements of its marks in order."""
        from pikepdf import Array

        for number, owners in sorted(self.owners.items()):
            self.document.pages[number].StructParents = number
            yield number
            yield self.document.make_indirect(Array([owners.get(mark) for mark in range(max(owners) + 1)]))

    def _element(self, parent: Any, tag: str) -> Any:
        from pikepdf import Array, Dictionary, Name

        made = self.document.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{tag}"), P=parent, K=Array()))
        if parent.get("/Type") == "/StructElem":
            parent.K.append(made)
        return made

    def _below(self, parent: Any, pieces: Sequence[Spoken], sheet: _Placed) -> None:
        for piece in pieces:
            if piece.tag == "Figure":
                drawing = sheet.drawing_of(piece)
                if drawing is not None:
                    self._figure(parent, drawing, piece.text or drawing.description or sheet.name)
                continue
            made = self._element(parent, piece.tag)
            if piece.tag in ("TH", "TD"):
                self._about_cell(made, piece)
            if piece.area is not None:
                marks = sheet.marks_in(piece.area)
                text = self._element(made, "P") if piece.tag in ("TH", "TD") and marks else made
                self._hold(text, marks)
                if len(marks) > 1:  # lines that the printing program ended, which are none of the text's own
                    text.ActualText = piece.text
            self._below(made, piece.inside, sheet)

    def _about_cell(self, element: Any, piece: Spoken) -> None:
        from pikepdf import Dictionary, Name

        about = Dictionary(O=Name.Table)
        if piece.scope:
            about.Scope = Name(f"/{piece.scope}")
        if piece.columns > 1:
            about.ColSpan = piece.columns
        if piece.rows > 1:
            about.RowSpan = piece.rows
        if len(about) > 1:
            element.A = about

    def _figure(self, parent: Any, drawing: Drawing, description: str) -> None:
        from pikepdf import Array, Dictionary, Name

        made = self._element(parent, "Figure")
        made.Alt = description
        if drawing.box:
            made.A = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array([round(n, 3) for n in drawing.box]))
        self._hold(made, drawing.marks)

    def _hold(self, element: Any, marks: Sequence[Mark]) -> None:
        """The marks put into an element."""
        from pikepdf import Dictionary, Name

        for mark in marks:
            number = self.places[mark.page]
            page = self.document.pages[number].obj
            element.K.append(Dictionary(Type=Name.MCR, Pg=page, MCID=mark.number))
            self.owners.setdefault(number, {})[mark.number] = element
        if marks:
            element.Pg = self.document.pages[self.places[marks[0].page]].obj

    def _make_artefacts(self, number: int, marks: set[int]) -> None:
        """The marks of a page's content made ones of what is there for the eye only."""
        from pikepdf import (
            ContentStreamInstruction,
            Dictionary,
            Name,
            Operator,
            parse_content_stream,
            unparse_content_stream,
        )

        page = self.document.pages[number]
        said_again = [Name.Artifact, Dictionary(Type=Name.Pagination)]
        instructions = [
            ContentStreamInstruction(said_again, Operator("BDC"))
            if str(one.operator) == "BDC" and _is_element(one.operands[1]) and one.operands[1].get("/MCID") in marks
            else one
            for one in parse_content_stream(page)
        ]
        page.Contents = self.document.make_stream(unparse_content_stream(instructions))
