"""PDFs joined, and finished with title, language and outline. pypdf is imported where it is used."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from kosei_xl.words.messages import told
from kosei_xl.workbook.pdf_text import UnreadablePdf

if TYPE_CHECKING:
    from pypdf import PdfReader, PdfWriter


def join(pdfs: Sequence[bytes]) -> bytes:
    """One PDF of all pages, with the outlines one after another. Raises UnreadablePdf."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    for pdf in pdfs:
        reader = _reader(pdf)
        try:
            writer.append(reader)
        except Exception as error:  # what pypdf raises on damaged pages has no common base
            raise UnreadablePdf(told("pdf_unreadable", why=error)) from error
    return _bytes_of(writer)


def finish(
    pdf: bytes,
    title: str,
    author: str,
    *,
    language: str = "ja-JP",
    outline: Sequence[tuple[str, int]] = (),
    areas: Sequence[tuple[int, str, int]] = (),
) -> bytes:
    """The PDF with title, author, language and an outline of its parts.

    `outline`: (title, first page from 1) of each part in page order; the entries the PDF had come below the part they
    fall in, and so do the `areas`: (number of the part in the outline, name, page from 1). Without an outline the
    entries stay as they are. Raises UnreadablePdf, and ValueError for a page that is not there.
    """
    from pypdf import PdfWriter
    from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

    reader = _reader(pdf)
    pages = len(reader.pages)
    if any(not 1 <= first <= pages for _, first in outline) or [f for _, f in outline] != sorted(f for _, f in outline):
        raise ValueError(f"the parts' first pages must rise within 1 to {pages}")
    writer = PdfWriter()
    writer.append(reader, import_outline=not outline)
    old = _outline_of(reader) if outline else []
    for number, (part, first) in enumerate(outline):
        last = outline[number + 1][1] - 1 if number + 1 < len(outline) else pages
        parent = writer.add_outline_item(title=part, page_number=first - 1)
        for entry, page in ((name, page - 1) for own, name, page in areas if own == number):
            writer.add_outline_item(title=entry, page_number=page, parent=parent)
        for entry, page in old:
            if first <= page + 1 <= last:
                writer.add_outline_item(title=entry, page_number=page, parent=parent)
    writer.metadata = {"/Title": title, "/Author": author}
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(language)
    root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    root[NameObject("/ViewerPreferences")] = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    return _bytes_of(writer)


def _reader(pdf: bytes) -> "PdfReader":
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(BytesIO(pdf))
        len(reader.pages)
    except (PyPdfError, DependencyError, OSError, ValueError) as error:  # without cryptography it cannot decrypt AES
        raise UnreadablePdf(told("pdf_unreadable", why=error)) from error
    return reader


def _outline_of(reader: "PdfReader") -> list[tuple[str, int]]:
    """(title, page from 0) of every entry of the outline, depth first."""
    found: list[tuple[str, int]] = []
    todo: list[Any] = list(reader.outline)  # destinations and lists of them, nested
    while todo:
        entry = todo.pop(0)
        if isinstance(entry, list):
            todo = entry + todo
            continue
        page = reader.get_destination_page_number(entry)
        if page is not None and entry.title:
            found.append((str(entry.title), page))
    return found


def _bytes_of(writer: "PdfWriter") -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
