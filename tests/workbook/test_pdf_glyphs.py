"""Empty boxes on paper: PDFs of the installed LibreOffice, fonts as Excel embeds them, and damaged ones."""

from io import BytesIO

import openpyxl
import pypdf
import pytest
from openpyxl.styles import Font
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from kosei_xl.workbook.pdf_glyphs import UNKNOWN, undrawn_letters
from kosei_xl.workbook.pdf_text import UnreadablePdf, pages_of_pdf
from tests.tools.paper import OneAtATime

BOXES = ("外字の\ue000さん", "\ue757\ue000二度", "\U000f0000", "未割当\u0378", "非文字\ufdd0", "西夏𗀀", "𪚥と龍")
"""Texts of which each has letters that no font of Debian's packages draws."""
UNDRAWN = frozenset({"\ue000", "\ue757", "\U000f0000", "\u0378", "\ufdd0", "𗀀", "𪚥"})
DRAWN = (
    "𠮷野家𠮟る",
    "葛\U000e0100城市と葛城市",
    "葛\U000e0105",
    "か\u3099と\u2011と\u200b幅",
    "鷊侃㐂丄",
    "よい😀",
    "□■〓",
)
"""Letters that BIZ UD or another font draws."""
FONTS = ("BIZ UDゴシック", "BIZ UD明朝", "Noto Serif CJK JP", "ない書体")
"""Noto is embedded as Type 1, the others as TrueType; the last one is another font in truth."""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A PDF by LibreOffice: a page for each font, one text a line, and one on which every letter is drawn."""
    folder = tmp_path_factory.mktemp("glyphs")
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, (font, texts) in enumerate([*((font, (*DRAWN, *BOXES)) for font in FONTS), (FONTS[0], DRAWN)]):
        sheet = book.create_sheet(f"頁{number}")
        sheet.column_dimensions["A"].width = 60
        for row, text in enumerate(texts, 1):
            sheet.cell(row, 1, text).font = Font(name=font, sz=12)
    book.save(folder / "a.xlsx")
    OneAtATime().convert(folder / "a.xlsx", folder / "a.pdf", 120)
    return (folder / "a.pdf").read_bytes()


def test_undrawn_letters__libreoffice__the_boxes_of_every_font_and_nothing_else(printed: bytes) -> None:
    """A second box of a font is named by the span it stands in; the last page uses a font that has boxes elsewhere."""
    *with_boxes, drawn = undrawn_letters(printed)
    assert with_boxes == [UNDRAWN] * len(FONTS)
    assert drawn == frozenset()


def test_pages_of_pdf__libreoffice__name_a_letter_that_nobody_sees(printed: bytes) -> None:
    """Why glyphs are looked at."""
    assert "外字の\ue000さん" in pages_of_pdf(printed)[0]


# Fonts as Excel embeds them -------------------------------------------------------------------------------------------


def stream(data: bytes) -> StreamObject:
    made = DecodedStreamObject()
    made.set_data(data)
    return made


def name(text: str) -> NameObject:
    return NameObject(text)


def composite(glyphs: bytes | None, to_unicode: bytes) -> DictionaryObject:
    """A font with two bytes a letter; `glyphs` is its CIDToGIDMap."""
    below = DictionaryObject({name("/Type"): name("/Font"), name("/Subtype"): name("/CIDFontType2")})
    below[name("/CIDToGIDMap")] = name("/Identity") if glyphs is None else stream(glyphs)
    font = DictionaryObject({name("/Type"): name("/Font"), name("/Subtype"): name("/Type0")})
    font[name("/Encoding")] = name("/Identity-H")
    font[name("/DescendantFonts")] = ArrayObject([below])
    font[name("/ToUnicode")] = stream(to_unicode)
    return font


def page_with(font: DictionaryObject, drawing: bytes, *, in_form: bool = False) -> bytes:
    """A PDF of one page that draws with one font, or that draws a form that does."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(100, 100)
    with_font = DictionaryObject({name("/Font"): DictionaryObject({name("/F1"): font})})
    content = stream(drawing)
    if in_form:
        form = stream(drawing)
        form[name("/Subtype")] = name("/Form")
        form[name("/BBox")] = ArrayObject([NumberObject(n) for n in (0, 0, 100, 100)])
        form[name("/Resources")] = with_font
        own = DictionaryObject({name("/X1"): writer._add_object(form)})
        with_font, content = DictionaryObject({name("/XObject"): own}), stream(b"/X1 Do")
    page[name("/Resources")] = with_font
    page[name("/Contents")] = writer._add_object(content)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


NAMES = b"2 beginbfchar <0000> <E000> <0005> <3042> endbfchar"


@pytest.mark.parametrize(
    ("glyphs", "drawing", "letters"),
    [
        (None, b"BT /F1 9 Tf <00050000> Tj ET", {"\ue000"}),
        (None, b"BT /F1 9 Tf [<0005> 20 <0000>] TJ ET", {"\ue000"}),
        (None, b"BT /F1 9 Tf (\\000\\005\\000\\000) Tj ET", {"\ue000"}),
        (None, b"/Span <</ActualText <FEFFD869DEA5>>> BDC BT /F1 9 Tf <0000> Tj ET EMC", {"𪚥"}),
        (None, b"BT /F1 9 Tf <00050005> Tj ET", set()),
        (None, b"BT <0000> Tj ET", set()),
        (b"\0\1\0\0", b"BT /F1 9 Tf <0000> Tj ET", set()),
        (b"\0\1\0\0", b"BT /F1 9 Tf <0001> Tj ET", {UNKNOWN}),
    ],
)
def test_undrawn_letters__two_bytes_a_letter__glyph_0(glyphs: bytes | None, drawing: bytes, letters: set[str]) -> None:
    assert undrawn_letters(page_with(composite(glyphs, NAMES), drawing)) == (frozenset(letters),)


def test_undrawn_letters__in_a_form_on_the_page__found() -> None:
    pdf = page_with(composite(None, NAMES), b"BT /F1 9 Tf <0000> Tj ET", in_form=True)
    assert undrawn_letters(pdf) == (frozenset({"\ue000"}),)


def test_undrawn_letters__damaged_font__nothing_said() -> None:
    font = DictionaryObject({name("/Type"): name("/Font"), name("/Subtype"): name("/TrueType")})
    font[name("/FontDescriptor")] = DictionaryObject({name("/FontFile2"): stream(b"true\0\x0ccut off")})
    assert undrawn_letters(page_with(font, b"BT /F1 9 Tf <01> Tj ET")) == (frozenset(),)


def test_undrawn_letters__no_pdf__unreadable() -> None:
    with pytest.raises(UnreadablePdf):
        undrawn_letters(b"%PDF-1.4 cut off")
