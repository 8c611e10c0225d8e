"""What is compared of an output: its canonical parts, with everything left out that `IGNORED` names, and nothing else."""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pypdf
import pypdfium2
from lxml import etree
from PIL import Image

Parts = Mapping[str, bytes]
"""Part name -> canonical bytes. A file of one part has the name ""."""

_XML = (".xml", ".rels", ".vml")
_NO_BLANKS = etree.XMLParser(remove_blank_text=True)


class Ignored(NamedTuple):
    """A difference that does not count: in which parts (a pattern for "file//part"), what is replaced, by what, why."""

    name: str
    where: str
    pattern: str
    by: str
    why: str


IGNORED = (
    Ignored(
        "saved",
        r"//docProps/core\.xml$",
        r"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*",
        r"\1DATE",
        "when a workbook was made; the day that counts is printed on the sheets and is compared there",
    ),
    Ignored(
        "version",
        r"(?:\.(?:txt|html)|//docProps/(?:app|core|custom)\.xml)$",
        r"(?i)(kosei(?:_xl)?,?(?: version)?[ /]v?)\d+\.\d+\.\d+(?:[.\w+-]*)",
        r"\1VERSION",
        "the version of the program changes with every release",
    ),
)
"""Replaced in the text of a part. Besides, three things never reach the comparison: times, order, compression and
attributes of the zip (only the contents of its parts are read); dates, producer and identifiers of a PDF (pages, sizes,
texts and the outline are read); the compression of pictures made of pages (pixels are read). `digests` and the folder of
the run are scrubbed by `Scrub`."""


class Scrub:
    """The SHA-256 of the run's own files (and its first 12 digits) -> their names: 受領 and the row keys of 提出状況 hold
    digests of returned files, which a change of the compression alone would change.
    """

    def __init__(self, folder: Path) -> None:
        self._names: dict[bytes, bytes] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                for length in (64, 12):
                    self._names.setdefault(digest[:length].encode(), f"SHA-256 of {path.name}".encode())

    def __call__(self, where: str, data: bytes) -> bytes:
        """The text of a part without what does not count."""
        data = re.sub(rb"\b(?:[0-9a-f]{64}|[0-9a-f]{12})\b", lambda found: self._names.get(found[0], found[0]), data)
        for one in IGNORED:
            if re.search(one.where, where):
                data = re.sub(one.pattern.encode(), one.by.encode(), data)
        return data


def parts_of(path: Path, name: str, scrub: Scrub) -> Parts:
    """The canonical parts of a file; `name` is how it is called in the run."""
    form = _FORMS.get(_kind(path), _plain)
    return {part: scrub(f"{name}//{part}" if part else name, data) for part, data in form(path).items()}


def digest(data: bytes) -> str:
    """SHA-256, its first 20 digits: enough to tell parts apart, and manifests that can be read."""
    return hashlib.sha256(data).hexdigest()[:20]


def whole(parts: Parts) -> str:
    """One digest for all parts of a file."""
    return digest("\n".join(f"{name} {digest(data)}" for name, data in sorted(parts.items())).encode())


def pretty(part: str, data: bytes) -> str:
    """A part as lines to read."""
    if part.endswith(_XML):
        text = etree.tostring(etree.fromstring(data, _NO_BLANKS), pretty_print=True, encoding="unicode")
        return re.sub(r"(?<=>)(?=<(?:c|v|f|is|t|r)\b)", "\n", text)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return f"{len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}\n"


def _kind(path: Path) -> str:
    name = path.name.removesuffix(".bak")
    return "zip" if zipfile.is_zipfile(path) else Path(name).suffix.lower()


def _plain(path: Path) -> Parts:
    return {"": path.read_bytes()}


def _package(path: Path) -> Parts:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return {name: _canonical(data) if name.endswith(_XML) else data for name, data in parts.items()}


def _canonical(data: bytes) -> bytes:
    out = io.BytesIO()
    etree.ElementTree(etree.fromstring(data)).write_c14n(out)
    return out.getvalue()


def _pdf(path: Path) -> Parts:
    document = pypdfium2.PdfDocument(path)
    pages = {}
    for number, page in enumerate(document, 1):
        width, height = page.get_size()
        text = page.get_textpage().get_text_range()
        pages[f"page {number:03}"] = f"{width:.1f} x {height:.1f}\n{text}".encode("utf-8", "replace")
    document.close()
    return {"pages": str(len(pages)).encode(), "outline": _outline(path), **pages}


def _outline(path: Path) -> bytes:
    reader = pypdf.PdfReader(path)
    lines = [f"title {reader.metadata.title if reader.metadata else None}"]

    def add(entries: object, depth: int) -> None:
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, list):
                add(entry, depth + 1)
            else:
                lines.append(f"{'  ' * depth}{entry.title} {reader.get_destination_page_number(entry)}")

    add(reader.outline, 0)
    return "\n".join(lines).encode()


def _picture(path: Path) -> Parts:
    with Image.open(path) as image:
        return {"": f"{image.mode} {image.size} ".encode() + image.tobytes()}


_FORMS: Mapping[str, Callable[[Path], Parts]] = {"zip": _package, ".pdf": _pdf, ".png": _picture}
