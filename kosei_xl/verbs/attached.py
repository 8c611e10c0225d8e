"""Papers that are published beside the page: reports as they were made, without the name of anybody who saved them."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path

from kosei_xl.read.report import read_report_identity
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.values.model import Plan
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import disk
from kosei_xl.words import terms
from kosei_xl.words.messages import told
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.unreadable import UnreadableWorkbook

ATTACHED_FOLDER = "files"
"""The folder of the papers inside the published one."""
_CORE = "docProps/core.xml"
_PEOPLE = re.compile(r"<(?:dc:creator|cp:lastModifiedBy)\b[^>]*>([^<]*)<")


def attached(paths: Sequence[Path], plan: Plan) -> Iterator[tuple[str, bytes]]:
    """(path inside the folder, bytes) of each paper: a report workbook of the plan, or the PDF of one.

    Raises WrongCall for any other file, two of one name, and one that carries another author than the office.
    """
    names: set[str] = set()
    for path in paths:
        data = disk.read(path, OFFICE_LIMITS.file)
        authors = _authors(data, plan)
        if authors is None or path.name in names:
            raise WrongCall(told("no_paper", name=path.name))
        if others := sorted(authors - {"", _office(plan), plan.style.office}):
            raise WrongCall(told("paper_with_names", name=path.name, names="、".join(others)))
        names.add(path.name)
        yield f"{ATTACHED_FOLDER}/{path.name}", data


def _office(plan: Plan) -> str:
    """The author of papers, as the report writes it."""
    return " ".join(text for text in (plan.style.organization, plan.style.office) if text)


def _authors(data: bytes, plan: Plan) -> set[str] | None:
    """Who a paper says made and saved it; None for what is no paper of the plan."""
    if data.startswith(b"%PDF"):
        return _authors_of_pdf(data)
    try:
        book = read_book(data, "", OFFICE_LIMITS)
    except UnreadableWorkbook:
        return None
    identity = read_report_identity(book)
    if identity is None or identity.plan_id != plan.plan_id:
        return None
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        core = package.read(_CORE).decode("utf-8", "replace") if _CORE in package.namelist() else ""
    notes = {one.author for one in book.beside} - {terms.NOTE_AUTHOR}
    return {*map(unescape, _PEOPLE.findall(core)), *notes}


def _authors_of_pdf(data: bytes) -> set[str] | None:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        said = PdfReader(io.BytesIO(data)).metadata
        return {str(said.author or "")} if said is not None else {""}
    except (PyPdfError, ValueError, RecursionError):
        return None
