"""Pictures laid over a sheet part by part: only what must change does, and nothing that lay there is lost."""

import io
from pathlib import Path

import pytest
import xlsxwriter

from kosei_xl.verbs import disk
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package, PackageError
from tests.tools.hostile import hostile_workbook, unzip
from tests.tools.office import validate
from tests.tools.photos import by_openpyxl, image_bytes, write

RED, BLUE, GIF = image_bytes("red"), image_bytes("blue", form="JPEG"), image_bytes("green", form="GIF")


def _blank() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet("回答").write("A1", "x")
    book.close()
    return out.getvalue()


BLANK = _blank()


def rows(data: bytes) -> list[tuple[int | None, int | None]]:
    return [(pasted.row, pasted.column) for pasted in read_book(data, "").pictures]


def test_add_picture__two_and_one_again__stored_once_and_valid(tmp_path: Path) -> None:
    package = Package(BLANK)
    sheet = package.sheet("回答")
    sheet.add_picture("C5", RED, (120, 90), offset=(3, 4), description="講座の様子")
    sheet.add_picture("D9", BLUE, (80, 60))
    sheet.add_picture("A20", RED, (12, 9))
    sheet.add_picture("B2", GIF, (12, 9))
    data = package.to_bytes()
    assert sorted(n for n in unzip(data) if "media" in n) == [
        f"xl/media/image1.{kind}" for kind in ("gif", "jpeg", "png")
    ]
    assert rows(data) == [(5, 3), (9, 4), (20, 1), (2, 2)]
    assert "講座の様子".encode() in unzip(data)["xl/drawings/drawing1.xml"]
    assert validate([write(tmp_path, "two.xlsx", data)]) == {}


def test_add_picture__everything_else__byte_identical() -> None:
    before = unzip(disk.bundled("workbook_templates", "master.xlsx"))
    package = Package(disk.bundled("workbook_templates", "master.xlsx"))
    package.sheet("写真").add_picture("F3", RED, (120, 90))
    after = unzip(package.to_bytes())
    assert {n for n in after if n not in before} == {
        "xl/drawings/drawing1.xml",
        "xl/drawings/_rels/drawing1.xml.rels",
        "xl/media/image1.png",
        f"xl/worksheets/_rels/{Path(_part(package)).name}.rels",
    }
    changed = {n for n in before if after.get(n) != before[n]}
    assert changed <= {"[Content_Types].xml", _part(package), "xl/workbook.xml"}


def _part(package: Package) -> str:
    return package.sheet("写真").part


def test_add_picture__sheet_with_logo_chart_and_text_box__all_kept(tmp_path: Path) -> None:
    before = unzip(hostile_workbook())
    package = Package(hostile_workbook())
    package.sheet("表紙").add_picture("B30", RED, (120, 90))
    data = package.to_bytes()
    after = unzip(data)
    assert before.keys() <= after.keys()
    drawing = next(n for n in before if n.startswith("xl/drawings/drawing") and after[n] != before[n])
    for tag in (b"graphicFrame", b"<xdr:sp ", b"<xdr:pic>"):
        assert after[drawing].count(tag) - before[drawing].count(tag) == (1 if tag == b"<xdr:pic>" else 0)
    untouched = {n for n in before if after[n] == before[n]}
    assert {n for n in before if "chart" in n or "media" in n or "vml" in n} <= untouched
    assert validate([write(tmp_path, "h.xlsx", data)]) == {}


def test_remove_pictures__files_nobody_shows__gone(tmp_path: Path) -> None:
    package = Package(BLANK)
    sheet = package.sheet("回答")
    for address, data in (("C5", RED), ("C6", RED), ("C7", BLUE)):
        sheet.add_picture(address, data, (12, 9))
    sheet.remove_pictures({5, 7, 99})
    once = package.to_bytes()
    assert rows(once) == [(6, 3)]
    assert [n for n in unzip(once) if "media" in n] == ["xl/media/image1.png"]
    sheet.remove_pictures({6})
    assert unzip(package.to_bytes()).keys() - unzip(BLANK).keys() <= {"xl/worksheets/_rels/sheet1.xml.rels"}
    assert validate([write(tmp_path, "r.xlsx", package.to_bytes()), write(tmp_path, "o.xlsx", once)]) == {}


def test_move_pictures__rows_that_changed_place__followed() -> None:
    package = Package(by_openpyxl({"C5": RED, "D9": BLUE}))
    package.sheet("回答").move_pictures({5: 8, 6: 1})
    assert rows(package.to_bytes()) == [(8, 3), (9, 4)]


@pytest.mark.parametrize(
    ("ref", "data", "size"),
    [("A1", b"BM" + RED, (1, 1)), ("A1", RED, (0, 1)), ("1A", RED, (1, 1)), ("A1", b"", (1, 1))],
)
def test_add_picture__not_possible__package_error(ref: str, data: bytes, size: tuple[float, float]) -> None:
    with pytest.raises(PackageError):
        Package(BLANK).sheet("回答").add_picture(ref, data, size)
