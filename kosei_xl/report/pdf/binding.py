"""The document set: converted sheets and PDFs from elsewhere put in order, blank pages for duplex, page pictures."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from kosei_xl.later import dataclass

OutlineEntries = tuple[tuple[str, int], ...]
AreaEntries = tuple[tuple[int, str, int], ...]
"""Number of the entry of an outline that each stands below, its name, its page from 1."""


@dataclass(frozen=True, slots=True)
class Section:
    """A run of pages that stays together: the next `pages` of the converted PDF, or all of `external`.

    `outline` names parts with their first page from 1 in this section, `areas` what is in them.
    """

    outline: OutlineEntries
    pages: int = 0
    external: bytes | None = None
    areas: AreaEntries = ()


@dataclass(frozen=True, slots=True)
class BoundPdf:
    """A PDF put in order; outline and areas with pages from 1 of the whole, `places` for each converted page its page
    from 0 in it.
    """

    pdf: bytes
    outline: OutlineEntries
    areas: AreaEntries
    places: tuple[int, ...]


def bind(converted: bytes, sections: Sequence[Section], *, duplex: bool = False) -> BoundPdf:
    """Put the sections in order.

    With `duplex` each section begins on the front of a leaf: a blank page of its size goes in where the one before ends
    on a front. Raises pypdf's PdfReadError for an external PDF that is none.
    """
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    source = PdfReader(BytesIO(converted))
    outline: list[tuple[str, int]] = []
    areas: list[tuple[int, str, int]] = []
    places: list[int] = []
    for section in sections:
        if duplex and len(writer.pages) % 2:
            last = writer.pages[-1].mediabox
            writer.add_blank_page(float(last.width), float(last.height))
        begins = len(writer.pages)
        if section.external is None:
            writer.append(source, pages=(len(places), len(places) + section.pages), import_outline=False)
            places += range(begins, begins + section.pages)
        else:
            writer.append(PdfReader(BytesIO(section.external)), import_outline=False)
        areas += [(len(outline) + number, name, begins + page) for number, name, page in section.areas]
        outline += [(title, begins + page) for title, page in section.outline]
    out = BytesIO()
    writer.write(out)
    return BoundPdf(out.getvalue(), tuple(outline), tuple(areas), tuple(places))


def extract(pdf: bytes, first: int, count: int) -> bytes:
    """`count` pages of a PDF from page `first` (from 1) on, as a PDF of their own."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.append(PdfReader(BytesIO(pdf)), pages=(first - 1, first - 1 + count), import_outline=False)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def pictures(pdf: bytes, dpi: int = 110) -> Iterator[bytes]:
    """Each page as a PNG picture, in order."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            out = BytesIO()
            page.render(scale=dpi / 72).to_pil().save(out, "PNG")
            yield out.getvalue()
    finally:
        document.close()
