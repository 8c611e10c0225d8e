"""Workbook -> PDF by Excel or LibreOffice: the programs that print, and how they fail."""

import importlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Sequence
from enum import Enum
from pathlib import Path
from typing import Protocol

from kosei_xl.later import dataclass
from kosei_xl.report.pdf.libreoffice_copy import libreoffice_copy
from kosei_xl.values.diagnostics import KoseiError
from kosei_xl.verbs.mended_xlwings import mend_xlwings
from kosei_xl.words.messages import Message, told

_ON_WINDOWS = os.name == "nt"
_TAGGED = (
    "pdf:calc_pdf_Export:"
    '{"UseTaggedPDF":{"type":"boolean","value":"true"},"PDFUACompliance":{"type":"boolean","value":"true"}}'
)
"""Asks for marks on each cell, by which PDFs are tagged: LibreOffice 25.2 sets them, older ones print as without."""
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
                _TAGGED,
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

            mend_xlwings()
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
