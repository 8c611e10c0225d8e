"""The letters of a PDF that are not drawn: an empty box of the font (its glyph .notdef) stands in their place.

Text read from a PDF names such a letter like any other, so the fonts and the drawing itself are looked at. A letter
that another font draws is drawn. Read are fonts as LibreOffice embeds them (one byte a letter; TrueType or Type 1,
where the box may stand at any code) and as Excel does (two bytes a letter, glyph 0 is the box); of fonts of other
kinds nothing is said. pypdf is imported where it is used.
"""

import re
import struct
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Any

from kosei_xl.later import dataclass
from kosei_xl.words.messages import told
from kosei_xl.workbook.pdf_text import UnreadablePdf

UNKNOWN = "\ufffd"
"""Stands for a letter of which the PDF does not say what it is."""
_EEXEC = 55665
_CHARSTRING = re.compile(rb"/(\S+) (\d+) (?:RD|-\|) ")
_ENCODED = re.compile(rb"dup\s+(\d+)\s*/(\S+)\s+put")
_SHOWS = frozenset({b"Tj", b"TJ", b"'", b'"'})


@dataclass(frozen=True, slots=True)
class _PdfFont:
    """How many bytes a letter takes in the font, which of them draw its box, and what letters they stand for."""

    size: int
    is_box: Callable[[int], bool]
    letters: Mapping[int, str]

    def boxes(self, drawn: bytes) -> Iterator[str]:
        """The letters of the boxes in a drawn string."""
        for at in range(0, len(drawn) - self.size + 1, self.size):
            code = int.from_bytes(drawn[at : at + self.size])
            if self.is_box(code):
                yield self.letters.get(code, UNKNOWN)


def undrawn_letters(pdf: bytes) -> tuple[frozenset[str], ...]:
    """The letters of each page that are not drawn, `UNKNOWN` for those without a name. Raises UnreadablePdf.

    Cost: the fonts once; of pages only those that use a font with a box are read.
    """
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        reader = pypdf.PdfReader(BytesIO(pdf))
        fonts: dict[int, _PdfFont | None] = {}
        return tuple(frozenset(_of_page(page, reader, fonts)) for page in reader.pages)
    except PyPdfError as error:
        raise UnreadablePdf(told("pdf_unreadable", why=error)) from error


def _of_page(page: Any, reader: Any, fonts: dict[int, _PdfFont | None]) -> Iterator[str]:
    """The undrawn letters of a page and of the forms on it. `fonts` are those met so far, by their place in the PDF."""
    for content, resources in _contents(page.get_contents(), page.get("/Resources"), set()):
        named = {}
        for name, reference in (resources.get("/Font") or {}).items():
            key = _key(reference)
            if key not in fonts:
                fonts[key] = _font(reference.get_object())
            named[name] = fonts[key]
        if any(named.values()):
            yield from _boxes(content, reader, named)


def _contents(content: Any, resources: Any, seen: set[int]) -> Iterator[tuple[Any, Any]]:
    """What draws a page and what it draws with: its own content, then that of each form once."""
    if content is None or resources is None:
        return
    resources = resources.get_object()
    yield content, resources
    for reference in (resources.get("/XObject") or {}).values():
        form, key = reference.get_object(), _key(reference)
        if form.get("/Subtype") == "/Form" and key not in seen:
            seen.add(key)
            yield from _contents(form, form.get("/Resources"), seen)


def _key(reference: Any) -> int:
    """What an object of the PDF is known by: its number, or itself where it stands in another one."""
    return int(getattr(reference, "idnum", 0)) or -id(reference)


def _boxes(content: Any, reader: Any, fonts: Mapping[str, _PdfFont | None]) -> Iterator[str]:
    """The letters of the boxes that a content stream draws; a span's own text (ActualText) goes before the font's."""
    from pypdf.generic import ContentStream

    font: _PdfFont | None = None
    spans: list[str | None] = []
    for operands, operator in ContentStream(content, reader).operations:
        if operator == b"Tf":
            font = fonts.get(operands[0])
        elif operator in (b"BDC", b"BMC"):
            spans.append(_actual_text(operands))
        elif operator == b"EMC":
            del spans[-1:]
        elif operator in _SHOWS and font is not None:
            own = next((text for text in reversed(spans) if text), None)
            yield from (own or letter for letter in font.boxes(_drawn(operands[-1])))


def _actual_text(operands: Any) -> str | None:
    """The ActualText of a marked span."""
    said = operands[1] if len(operands) > 1 and hasattr(operands[1], "get") else {}
    text = said.get("/ActualText")
    return str(text) if text else None


def _drawn(operand: Any) -> bytes:
    """The bytes of a string that is drawn, or of the strings between which letters are moved."""
    pieces = operand if isinstance(operand, list) else [operand]
    return b"".join(piece.original_bytes for piece in pieces if hasattr(piece, "original_bytes"))


def _font(font: Any) -> _PdfFont | None:
    """None for a font of which nothing can be said, or that has no box at any code."""
    kind = font.get("/Subtype")
    try:
        if kind == "/Type0" and font.get("/Encoding") in ("/Identity-H", "/Identity-V"):
            return _PdfFont(2, _of_glyph_zero(font["/DescendantFonts"][0].get_object()), _letters(font))
        codes = _box_codes(kind, font.get("/FontDescriptor") or {}) if "/Encoding" not in font else frozenset()
    except (struct.error, IndexError, KeyError, ValueError):
        return None  # a damaged font: the pages are printed with whatever the reader makes of it
    return _PdfFont(1, codes.__contains__, _letters(font)) if codes else None


def _of_glyph_zero(descendant: Any) -> Callable[[int], bool]:
    """Whether a code of a composite font stands for glyph 0."""
    to_glyph = descendant.get("/CIDToGIDMap", "/Identity")
    if to_glyph == "/Identity":
        return lambda code: code == 0
    table = to_glyph.get_object().get_data()
    return lambda code: not any(table[2 * code : 2 * code + 2])


def _letters(font: Any) -> dict[int, str]:
    """What the font's ToUnicode says about its codes."""
    if "/ToUnicode" not in font:
        return {}
    text = font["/ToUnicode"].get_object().get_data().decode("latin-1")
    pairs: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, letter in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            pairs[int(code, 16)] = bytes.fromhex(letter).decode("utf-16-be", "replace")
    return pairs


def _box_codes(kind: str, descriptor: Any) -> frozenset[int]:
    """The codes of a font with one byte a letter that draw the same as .notdef."""
    if kind == "/TrueType" and "/FontFile2" in descriptor:
        return _of_truetype(descriptor["/FontFile2"].get_object().get_data())
    if kind == "/Type1" and "/FontFile" in descriptor:
        file = descriptor["/FontFile"].get_object()
        return _of_type1(file.get_data(), file["/Length1"], file["/Length2"])
    return frozenset()


def _of_truetype(font: bytes) -> frozenset[int]:
    """Codes of the font's table for Macintosh letters whose outline is that of glyph 0."""
    count = struct.unpack_from(">H", font, 4)[0]
    tables = {font[at : at + 4]: struct.unpack_from(">LL", font, at + 8) for at in range(12, 12 + 16 * count, 16)}
    head, cmap, loca, glyf = (tables[name][0] for name in (b"head", b"cmap", b"loca", b"glyf"))
    long_places = struct.unpack_from(">h", font, head + 50)[0]

    def outline(glyph: int) -> bytes:
        if long_places:
            start, end = struct.unpack_from(">LL", font, loca + 4 * glyph)
        else:
            start, end = (2 * place for place in struct.unpack_from(">HH", font, loca + 2 * glyph))
        return font[glyf + start : glyf + end]

    box = outline(0)
    glyphs = _macintosh_glyphs(font, cmap)
    return frozenset(code for code, glyph in enumerate(glyphs) if glyph and box and outline(glyph) == box)


def _macintosh_glyphs(font: bytes, cmap: int) -> bytes:
    """The glyph of each code 0-255 in the character map for Macintosh letters (format 0); empty where there is none."""
    for n in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHL", font, cmap + 4 + 8 * n)
        if (platform, encoding) == (1, 0) and struct.unpack_from(">H", font, cmap + offset)[0] == 0:
            return font[cmap + offset + 6 : cmap + offset + 262]
    return b""


def _of_type1(font: bytes, clear: int, secret: int) -> frozenset[int]:
    """Codes of the font's own encoding whose drawing is that of /.notdef."""
    private = _decrypted(font[clear : clear + secret])
    drawings = {found[1]: private[found.end() : found.end() + int(found[2])] for found in _CHARSTRING.finditer(private)}
    box = drawings.get(b".notdef")
    encoded = ((int(code), name) for code, name in _ENCODED.findall(font[:clear]))
    return frozenset(code for code, name in encoded if box is not None and drawings.get(name) == box)


def _decrypted(data: bytes) -> bytes:
    """The private part of a Type 1 font (Adobe Type 1 Font Format, 7.3)."""
    key, plain = _EEXEC, bytearray()
    for byte in data:
        plain.append(byte ^ key >> 8)
        key = (byte + key) * 52845 + 22719 & 0xFFFF
    return bytes(plain[4:])
