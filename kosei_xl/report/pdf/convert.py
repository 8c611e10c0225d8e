"""Workbook -> PDF by Excel or LibreOffice, the check that nothing is missing from it, and its title and outline.

The programs write the PDF; text is read back with pypdfium2 and the finish is pypdf's: both are imported where used.
"""

import importlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kosei_xl.report.pdf.libreoffice_copy import libreoffice_copy
from kosei_xl.values.diagnostics import KoseiError
from kosei_xl.words.messages import Message, told
from kosei_xl.workbook.pdf_text import UnreadablePdf as UnreadablePdf
from kosei_xl.workbook.pdf_text import missing_characters as missing_characters
from kosei_xl.workbook.pdf_text import short_texts as short_texts
from kosei_xl.workbook.pdf_text import text_of as text_of

if TYPE_CHECKING:
    from pypdf import PdfReader, PdfWriter

_ON_WINDOWS = os.name == "nt"
_SOFFICE_PLACES = (
    Path(r"C:\Program Files\LibreOffice\program\soffice.com"),
    Path(r"C:\Program Files (x86)\LibreOffice\program\soffice.com"),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path("/usr/lib/libreoffice/program/soffice"),
)


class Reason(Enum):
    """Why there is no PDF."""

    MISSING = "missing"
    HANGING = "hanging"
    FAILED = "failed"


class ConversionFailed(KoseiError):
    """No PDF came out; `reason` says why, `detail` what the program said."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        message = told(f"pdf_{reason.value}")
        told_more = Message(f"{message}（{detail}）", f"{message.en} ({detail})")
        super().__init__(told_more if detail else message)
        self.reason = reason
        self.detail = detail


class Converter(Protocol):
    """Something that prints a workbook into a PDF."""

    def convert(self, xlsx: Path, out: Path, timeout: float) -> None:
        """Write the PDF of all sheets to `out` within `timeout` seconds; raises ConversionFailed."""


@dataclass(frozen=True, slots=True)
class LibreOffice:
    """LibreOffice without a window, with a profile of its own for each call, so that calls never meet an open one."""

    program: Path | None = None
    """soffice; looked for in PATH and the usual places when None."""

    def convert(self, xlsx: Path, out: Path, timeout: float = 120.0) -> None:
        """Write the PDF of all sheets to `out` within `timeout` seconds.

        Raises ConversionFailed: MISSING without soffice, HANGING after the time (it and its children are ended),
        FAILED when it wrote no PDF, with what it said. `out` is touched only at the end.
        """
        program = self.program or find_libreoffice()
        if not program.exists():
            raise ConversionFailed(Reason.MISSING, str(program))
        if not xlsx.is_file():
            raise ConversionFailed(Reason.FAILED, f"{xlsx.name}: not found")
        with tempfile.TemporaryDirectory(prefix="kosei_pdf_", ignore_cleanup_errors=True) as folder:
            work = Path(folder)
            copy = work / "book.xlsx"  # a plain name, and nobody else's lock file
            copy.write_bytes(libreoffice_copy(xlsx.read_bytes()))
            command = [str(program), f"-env:UserInstallation={(work / 'profile').as_uri()}"]
            command += [
                "--headless",
                "--norestore",
                "--nologo",
                "--convert-to",
                "pdf",
                "--outdir",
                str(work),
                str(copy),
            ]
            said = _run(command, timeout)
            made = work / "book.pdf"
            if not made.is_file() or made.stat().st_size == 0:
                raise ConversionFailed(Reason.FAILED, said)
            try:
                shutil.copyfile(made, out)
            except OSError as error:
                raise ConversionFailed(Reason.FAILED, str(error)) from error


@dataclass(frozen=True, slots=True)
class Excel:
    """Excel itself through xlwings; Windows only. Not verified: written from xlwings' documentation, never run."""

    def convert(self, xlsx: Path, out: Path, timeout: float = 120.0) -> None:
        """Write the PDF of all sheets to `out` within `timeout` seconds, in an Excel of its own that ends afterwards.

        Raises ConversionFailed: MISSING off Windows or without xlwings or Excel, HANGING after the time, else FAILED.
        Uses `Book.to_pdf` without `layout`, which is free (the layout is for paying users).
        """
        if not _ON_WINDOWS:
            raise ConversionFailed(Reason.MISSING, "Excel")
        try:
            import xlwings

            app = xlwings.App(visible=False, add_book=False)
        except Exception as error:
            raise ConversionFailed(Reason.MISSING, f"Excel: {error}") from error
        late = threading.Event()

        def stop() -> None:
            late.set()
            app.kill()

        timer = threading.Timer(timeout, stop)
        timer.start()
        try:
            app.display_alerts = False
            book = app.books.open(str(xlsx), update_links=False, read_only=True)
            book.to_pdf(path=str(out))
            book.close()
        except Exception as error:  # COM errors have no common base outside pywin32
            raise ConversionFailed(Reason.HANGING if late.is_set() else Reason.FAILED, str(error)) from error
        finally:
            timer.cancel()
            if not late.is_set():
                app.quit()


def find_converter() -> Converter:
    """Excel on Windows with xlwings, else LibreOffice; raises ConversionFailed (MISSING) where there is neither."""
    if _ON_WINDOWS and importlib.util.find_spec("xlwings") and _excel_is_installed():
        return Excel()
    return LibreOffice(find_libreoffice())


def find_libreoffice() -> Path:
    """soffice, from PATH or the usual places; raises ConversionFailed (MISSING)."""
    program = _find_soffice()
    if program is None:
        raise ConversionFailed(Reason.MISSING, "soffice")
    return program


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
    pdf: bytes, title: str, author: str, *, language: str = "ja-JP", outline: Sequence[tuple[str, int]] = ()
) -> bytes:
    """The PDF with title, author, language and an outline of its parts.

    `outline`: (title, first page from 1) of each part in page order; the entries the PDF had come below the part they
    fall in. Without it they stay as they are. Raises UnreadablePdf, and ValueError for a page that is not there.
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
        for entry, page in old:
            if first <= page + 1 <= last:
                writer.add_outline_item(title=entry, page_number=page, parent=parent)
    writer.metadata = {"/Title": title, "/Author": author}
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(language)
    root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    root[NameObject("/ViewerPreferences")] = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    return _bytes_of(writer)


def missing_fonts(names: Iterable[str]) -> tuple[str, ...]:
    """Those of the font families that fontconfig does not have; none where there is no fontconfig to ask (Windows)."""
    program = shutil.which("fc-list")
    if program is None:
        return ()
    listed = subprocess.run([program, ":", "family"], capture_output=True, check=False, timeout=60).stdout
    families = {family.strip() for line in listed.decode("utf-8", "replace").splitlines() for family in line.split(",")}
    return tuple(sorted(name for name in set(names) if name not in families))


def _excel_is_installed() -> bool:
    registry = importlib.import_module("winreg")
    try:
        registry.OpenKey(registry.HKEY_CLASSES_ROOT, "Excel.Application").Close()
    except OSError:
        return False
    return True


def _find_soffice() -> Path | None:
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return Path(found)
    return next((place for place in _SOFFICE_PLACES if place.is_file()), None)


def _run(command: Sequence[str], timeout: float) -> str:
    """Run to the end and return what the program said; ends it with all its children when it takes too long."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        raise ConversionFailed(Reason.MISSING, str(error)) from error
    try:
        said, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired as error:
        raise ConversionFailed(Reason.HANGING, f"{timeout:g} s") from error
    finally:
        _end(process)
    return said.decode("utf-8", "replace").strip()[-400:]


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the program and its children, if it still runs."""
    if process.poll() is not None:
        return
    if _ON_WINDOWS:
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        os.killpg(process.pid, signal.SIGKILL)  # its group is its own: start_new_session
    process.communicate()


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
