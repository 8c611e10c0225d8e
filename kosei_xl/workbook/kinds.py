"""What a file is, by its content and not by its name: a workbook of some format, or something else that was sent."""

import re
import zipfile
from collections.abc import Sequence
from enum import StrEnum
from io import BytesIO
from typing import Final

from kosei_xl.later import compiled_later
from kosei_xl.words.messages import Message, told


class Kind(StrEnum):
    """What a file is; each has its name and, but for workbooks, its advice in `words.messages`."""

    XLSX = "xlsx"
    XLS = "xls"
    XLSB = "xlsb"
    ODS = "ods"
    LOCKED = "locked"
    BROKEN_ZIP = "broken_zip"
    EMPTY = "empty"
    WORD = "word"
    SLIDES = "slides"
    PDF = "pdf"
    MAIL = "mail"
    ZIPPED_RETURNS = "zipped_returns"
    PACKED = "packed"
    PICTURE = "picture"
    TABLE_TEXT = "table_text"
    PAGE = "page"
    XML_2003 = "xml_2003"
    LINK = "link"
    OTHER = "other"

    @property
    def label(self) -> Message:
        """What it is called in messages."""
        return told(f"kind_{self.value}")

    @property
    def advice(self) -> Message:
        """What to do where it came instead of a survey."""
        keys = {
            Kind.ZIPPED_RETURNS: "unpack_it",
            Kind.PACKED: "unpack_it",
            Kind.MAIL: "take_out",
            Kind.XML_2003: "save_as_xlsx",
            Kind.PAGE: "save_as_xlsx",
            Kind.LINK: "send_itself",
        }
        key = keys.get(self, "send_workbook")
        return told(key)


WORKBOOKS: Final = frozenset({Kind.XLSX, Kind.XLS, Kind.XLSB, Kind.ODS})
"""What can be read."""
INSTEAD: Final = frozenset(Kind) - WORKBOOKS - {Kind.LOCKED, Kind.BROKEN_ZIP, Kind.EMPTY, Kind.OTHER}
"""What is no workbook and known by name."""
KIND_HEAD: Final = 4096
"""Bytes from which a kind is known that is neither a zip nor of Office 97."""
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS: Final = (
    ("EncryptedPackage", Kind.LOCKED),
    ("__substg1.0_", Kind.MAIL),
    ("WordDocument", Kind.WORD),
    ("PowerPoint Document", Kind.SLIDES),
    ("Workbook", Kind.XLS),
)
_STARTS: Final = (
    (b"{\\rtf", Kind.WORD),
    (b"\x89PNG", Kind.PICTURE),
    (b"\xff\xd8\xff", Kind.PICTURE),
    (b"GIF8", Kind.PICTURE),
    (b"BM", Kind.PICTURE),
    (b"II*\x00", Kind.PICTURE),
    (b"MM\x00*", Kind.PICTURE),
    (b"7z\xbc\xaf\x27\x1c", Kind.PACKED),
    (b"Rar!", Kind.PACKED),
    (b"\x1f\x8b", Kind.PACKED),
    (b"MSCF", Kind.PACKED),
    (b'x\x9f>"', Kind.MAIL),
    (b"L\x00\x00\x00\x01\x14\x02\x00", Kind.LINK),
    (b"[InternetShortcut]", Kind.LINK),
)
_MAIL_LINE: Final = compiled_later(
    rb"^(?:From|To|Received|Return-Path|MIME-Version|Subject|Date|Message-ID|X-[\w-]+):", re.I
)
_PAGE: Final = compiled_later(rb"^\s*(?:<!doctype html|<html|<table|<meta|<head)", re.I)
_LHA: Final = compiled_later(rb"^..-l[hz][\d-]-", re.S)
_BOOKS: Final = compiled_later(r"\.(?:xlsx|xlsm|xlsb|xls|ods)$", re.I)
_ENDS_IN_ZIP: Final = "application/vnd.oasis.opendocument."


def kind_of(data: bytes) -> Kind:
    """What the bytes of a file are. Never raises; of a zip only the list of its parts is read."""
    if not data:
        return Kind.EMPTY
    if data.startswith(OLE):
        return next((kind for name, kind in _STREAMS if name.encode("utf-16-le") in data), Kind.LOCKED)
    if data.startswith(b"PK"):
        return _of_zip(data)
    return kind_of_head(data[:KIND_HEAD])


def kind_of_head(head: bytes) -> Kind:
    """What a file is that is neither a zip nor of Office 97, by its first bytes."""
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if _LHA.match(head):
        return Kind.PACKED
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text:
        return Kind.XML_2003
    if _PAGE.match(text):
        return Kind.PAGE
    lines = text.splitlines()
    if sum(_MAIL_LINE.match(line) is not None for line in lines[:20]) >= 2:
        return Kind.MAIL
    return Kind.TABLE_TEXT if _is_table(lines) else Kind.OTHER


def _is_table(lines: Sequence[bytes]) -> bool:
    """Whether every line but the last (which may be cut) has as many commas, or tabs, as the first."""
    lines = lines[: max(1, len(lines) - 1)][:5]
    if not lines or any(b"\x00" in line for line in lines):
        return False
    return any(lines[0].count(sign) and len({line.count(sign) for line in lines}) == 1 for sign in (b",", b"\t"))


def _of_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = [info.filename.replace("\\", "/").lstrip("/").removeprefix("./") for info in package.infolist()]
            declared = _mimetype(package) if "mimetype" in names else ""
    except Exception:  # whatever a zip holds, it is only asked what it is
        return Kind.BROKEN_ZIP
    lower = {name.lower() for name in names}
    if declared.startswith(_ENDS_IN_ZIP):
        rest = declared.removeprefix(_ENDS_IN_ZIP)
        return Kind.ODS if rest.startswith("spreadsheet") else Kind.WORD if rest.startswith("text") else Kind.SLIDES
    if "xl/workbook.bin" in lower and "xl/workbook.xml" not in lower:
        return Kind.XLSB
    for start, kind in (("xl/", Kind.XLSX), ("word/", Kind.WORD), ("ppt/", Kind.SLIDES)):
        if any(name.startswith(start) for name in lower):
            return kind
    if "_rels/.rels" in lower:
        return Kind.XLSX
    return Kind.ZIPPED_RETURNS if any(_BOOKS.search(name) for name in names) else Kind.PACKED


def _mimetype(package: zipfile.ZipFile) -> str:
    with package.open("mimetype") as part:
        return part.read(200).decode("ascii", "replace").strip()
