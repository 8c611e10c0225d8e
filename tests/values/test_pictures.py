"""Pictures pasted over sheets by several programs: the cell, the bytes, what is seen of them, what cannot be used."""

import re
from collections.abc import Callable

import pytest

from kosei_xl.report.photos import HEIGHTS_MM
from kosei_xl.values import pictures
from kosei_xl.values.pictures import PRINTED_MM, NotAPicture, Pasted, for_paper, make_picture
from kosei_xl.workbook.book import read_book
from tests.tools.hostile import rezip, unzip
from tests.tools.office import LibreOffice
from tests.tools.paper import PAPERS
from tests.tools.photos import by_openpyxl, by_xlsxwriter, image_bytes, picture, pixel

RED, BLUE = image_bytes("red"), image_bytes("blue", form="JPEG")


def placed(data: bytes) -> list[tuple[str, int | None, int | None, str, str]]:
    """(sheet, row, column, trouble, sha256) of what is pasted on a workbook."""
    return [
        (p.sheet, p.row, p.column, p.trouble, p.picture.sha256 if p.picture else "")
        for p in read_book(data, "").pictures
    ]


def edited(data: bytes, change: Callable[[str], str], part: str = "xl/drawings/drawing1.xml") -> bytes:
    parts = unzip(data)
    parts[part] = change(parts[part].decode()).encode()
    return rezip(parts)


def only(data: bytes) -> Pasted:
    (found,) = read_book(data, "").pictures
    return found


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter])
def test_read_book__pictures_of_other_writers__cell_and_bytes(write: Callable[[dict[str, bytes]], bytes]) -> None:
    expected = [
        ("回答", 5, 3, "", make_picture(RED).sha256),
        ("回答", 9, 4, "", make_picture(BLUE).sha256),
        ("回答", 20, 1, "", make_picture(RED).sha256),
    ]
    assert placed(write({"C5": RED, "D9": BLUE, "A20": RED})) == expected


def test_read_book__saved_by_libreoffice__same_cells_and_bytes(libreoffice: LibreOffice) -> None:
    books = {"o.xlsx": by_openpyxl({"C5": RED, "D9": BLUE}), "x.xlsx": by_xlsxwriter({"C5": RED, "D9": BLUE})}
    for name, saved in libreoffice.recalculate(books).items():
        assert placed(saved) == placed(books[name])


def test_read_book__no_picture__none_and_no_picture_library(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a workbook without drawings is not looked into")

    monkeypatch.setattr(pictures, "_PictureReader", refuse)
    assert read_book(by_openpyxl({}), "").pictures == ()


def test_read_book__picture_in_a_cell__reported_with_its_cell() -> None:
    data = by_xlsxwriter({"C5": RED}, in_cell={"F3": BLUE})
    assert placed(data) == [("回答", 5, 3, "", make_picture(RED).sha256), ("回答", 3, 6, "in_cell", "")]


@pytest.mark.parametrize(
    ("offset", "row"), [(0.0, 5), (0.7, 5), (0.9, 6)], ids=["corner", "lower half", "a little above the next row"]
)
def test_read_book__corner_just_above_a_row__that_row(offset: float, row: int) -> None:
    data = edited(
        by_openpyxl({"C5": RED}),
        lambda xml: re.sub(r"<(xdr:)?rowOff>0<", rf"<\g<1>rowOff>{int(15 * 12700 * offset)}<", xml, count=1),
    )
    assert (only(data).row, only(data).column) == (row, 3)


def test_read_book__small_picture_low_in_its_row__that_row() -> None:
    parts = unzip(by_openpyxl({"C5": RED}))
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(
        "</sheetData>", '<row r="5" ht="200" customHeight="1"/></sheetData>'
    ).encode()
    low = re.sub(
        r"<(xdr:)?rowOff>0<", rf"<\g<1>rowOff>{151 * 12700}<", parts["xl/drawings/drawing1.xml"].decode(), count=1
    )
    parts["xl/drawings/drawing1.xml"] = re.sub(r'cy="\d+"', f'cy="{40 * 12700}"', low).encode()
    assert only(rezip(parts)).row == 5


def test_read_book__group__pictures_inside_found() -> None:
    def group(xml: str) -> str:
        start, end = xml.index("<xdr:pic>"), xml.index("</xdr:pic>") + len("</xdr:pic>")
        head = '<xdr:grpSp><xdr:nvGrpSpPr><xdr:cNvPr id="90" name="g"/><xdr:cNvGrpSpPr/></xdr:nvGrpSpPr><xdr:grpSpPr/>'
        return f"{xml[:start]}{head}{xml[start:end]}{xml[start:end]}</xdr:grpSp>{xml[end:]}"

    found = read_book(edited(by_xlsxwriter({"C5": RED}), group), "").pictures
    assert [(p.row, p.column, p.picture) for p in found] == [(5, 3, make_picture(RED))] * 2


def test_read_book__cropped__what_was_cut_away_is_gone() -> None:
    data = edited(
        by_xlsxwriter({"C5": RED}),
        lambda xml: xml.replace("<a:stretch>", '<a:srcRect l="50000" t="50000"/><a:stretch>'),
    )
    seen = only(data).picture
    assert seen is not None
    assert (seen.width, seen.height) == (40, 30)
    assert pixel(seen.data, 1, 1) == (255, 0, 0)
    assert only(data).source == make_picture(RED).sha256 != seen.sha256


def test_read_book__turned_and_mirrored__as_seen() -> None:
    turned = only(
        edited(by_xlsxwriter({"C5": RED}), lambda xml: xml.replace("<a:xfrm>", '<a:xfrm rot="5400000">'))
    ).picture
    assert turned is not None
    assert (turned.width, turned.height) == (60, 80)
    assert (pixel(turned.data, 55, 5), pixel(turned.data, 5, 5)) == ((255, 255, 255), (255, 0, 0))
    mirrored = only(
        edited(by_xlsxwriter({"C5": RED}), lambda xml: xml.replace("<a:xfrm>", '<a:xfrm flipH="1">'))
    ).picture
    assert mirrored is not None
    assert pixel(mirrored.data, 75, 5) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (image_bytes(form="BMP"), "format"),
        (image_bytes(form="TIFF"), "format"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "broken"),
        (RED + b"\0" * (10 << 20), "large"),
    ],
    ids=["bmp", "tiff", "broken", "large"],
)
def test_read_book__not_to_be_used__said_why(data: bytes, trouble: str) -> None:
    parts = unzip(by_openpyxl({"C5": RED}))
    parts["xl/media/image1.png"] = data
    assert placed(rezip(parts)) == [("回答", 5, 3, trouble, "")]
    with pytest.raises(NotAPicture) as error:
        make_picture(data)
    assert error.value.trouble == trouble


def test_make_picture__three_formats__size_and_identity() -> None:
    assert [(p.kind, p.width, p.height) for p in (picture(form=f) for f in ("PNG", "JPEG", "GIF"))] == [
        ("png", 80, 60),
        ("jpeg", 80, 60),
        ("gif", 80, 60),
    ]
    assert picture() == picture()
    assert picture() != picture("red")


@pytest.mark.parametrize(
    ("form", "size", "kept"),
    [
        ("JPEG", (4000, 3000), (1024, 768)),
        ("PNG", (3000, 4000), (576, 768)),
        ("JPEG", (6000, 800), (2480, 330)),
        ("JPEG", (1024, 768), (1024, 768)),
        ("PNG", (80, 60), (80, 60)),
        ("GIF", (2000, 1600), (2000, 1600)),
    ],
)
def test_for_paper__any_size__as_many_dots_as_paper_shows(
    form: str, size: tuple[int, int], kept: tuple[int, int]
) -> None:
    given = picture("navy", size, form)
    made = for_paper(given)
    assert (made.kind, (made.width, made.height)) == (given.kind, kept)
    assert for_paper(made) is made
    assert for_paper(given).sha256 == made.sha256
    assert (made is given) == (size == kept)
    left, right = pixel(made.data, 2, 2), pixel(made.data, kept[0] - 3, kept[1] - 3)
    assert min(left) > 240
    assert (right[0], right[1]) < (40, 40)


def test_for_paper__file_that_would_not_become_smaller__itself() -> None:
    given = picture("white", (1100, 800), "PNG")
    assert for_paper(given).width in (1100, 1056)
    assert len(for_paper(given).data) <= len(given.data)


def test_printed_size__what_the_report_prints_at_most__is_what_is_kept() -> None:
    assert max(HEIGHTS_MM) <= PRINTED_MM[1]
    assert max(max(sides) for sides in PAPERS.values()) / 2 <= PRINTED_MM[0]
