"""The report's PDF beside its workbook: every text of the printed cells must be on the pages of its sheet."""

import re
from collections.abc import Iterator, Mapping, Sequence

from kosei_xl.proof.verify.compare import alike, short
from kosei_xl.read.report import Found, FoundCell
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.workbook.glyphs import code_points
from kosei_xl.workbook.pdf_glyphs import UNKNOWN
from kosei_xl.workbook.pdf_text import short_texts

_QUARTER = re.compile(r"\d{4}-[1-4]")
"""The key of a column in which bars of a year schedule stand, a quarter wide: their labels may go down it."""


def on_paper(found: Found, pages: Sequence[str], point: str) -> Iterator[Diagnostic]:
    """K730 for each cell whose text is not on the pages of its sheet. `pages`: the text of each page of the PDF.

    Cost: one search in the pages of its sheet for each cell.
    """
    cells: dict[str, dict[str, FoundCell]] = {}
    hidden = {(place.sheet, place.row) for place in found.hidden if place.row is not None}
    for cell in printed_cells(found):
        if (cell.at.sheet, cell.at.row) not in hidden:
            cells.setdefault(cell.at.sheet or "", {})[str(cell.at)] = cell
    for sheet, own in _pages_of(found, cells, pages).items():
        texts = {label: cell.text for label, cell in cells[sheet].items()}
        narrow = {label for label in texts if _QUARTER.fullmatch(cells[sheet][label].column)}
        for label in short_texts(texts, own, narrow):
            yield diagnostic(Code.NOT_IN_PDF, cells[sheet][label].at, point=point, found=short(texts[label]))


def boxes_on_paper(undrawn: Sequence[frozenset[str]], pdf: str, point: str | None = None) -> tuple[Diagnostic, ...]:
    """K148 for the letters that are empty boxes in a PDF, with their pages. `undrawn`: from `undrawn_letters`."""
    letters = sorted(frozenset().union(*undrawn))
    if not letters:
        return ()
    pages = "、".join(str(number) for number, own in enumerate(undrawn, 1) if own)
    where, named = told("letters_of_pages", pages=pages), code_points(letters).replace(code_points(UNKNOWN), "？")
    return (diagnostic(Code.LETTER_WITHOUT_GLYPH, CellRef(pdf), point=point, where=where, letters=named),)


def as_drawn(pages: Sequence[str], undrawn: Sequence[frozenset[str]]) -> tuple[str, ...]:
    """The texts of pages without the letters that are empty boxes on them."""
    return tuple(
        "".join("\0" if letter in boxes else letter for letter in page)
        for page, boxes in zip(pages, undrawn, strict=True)
    )


def printed_cells(found: Found) -> Iterator[FoundCell]:
    """Every filled cell that is no key."""
    for pieces in found.rows.values():
        for piece in pieces:
            yield from piece.filled
    for _, piece in found.doubled:
        yield from piece.filled
    yield from found.unkeyed


def _pages_of(found: Found, sheets: Mapping[str, object], pages: Sequence[str]) -> dict[str, list[str]]:
    """The pages of each sheet, known by their running heads; all pages for a sheet that has no head of its own."""
    heads = {sheet: alike(found.heads.get(sheet, "")) for sheet in sheets}
    own: dict[str, list[str]] = {sheet: [] for sheet in sheets}
    for page in pages:
        text = alike(page)
        named = [sheet for sheet, head in heads.items() if head and head in text]
        if named:
            own[max(named, key=lambda sheet: len(heads[sheet]))].append(page)
    return {sheet: given if heads[sheet] else list(pages) for sheet, given in own.items()}
