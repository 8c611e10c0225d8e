"""What the bench measures of printed pages, on pages drawn for it."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests.tools.bench.paper import look, paper

WIDTH, HEIGHT = 595, 842
NARROW = 12.0
"""pt from line to line of the letters drawn here, which are 10 pt high."""


def lines(*boxes: tuple[float, float, float, float]) -> str:
    """The four sides of each box (left, bottom, right, top), each as a line of its own."""
    drawn = []
    for left, bottom, right, top in boxes:
        for x, y, to_x, to_y in (
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, bottom, left, top),
            (right, bottom, right, top),
        ):
            drawn.append(f"0.5 w {x} {y} m {to_x} {to_y} l S")
    return "\n".join((*drawn, ""))


def text(left: float, base: float, *shown: str, size: float = 10.0) -> str:
    """Lines of text from a first base line down."""
    return "".join(
        f"BT /F {size:g} Tf 1 0 0 1 {left} {base - n * NARROW} Tm ({one}) Tj ET\n" for n, one in enumerate(shown)
    )


def pdf_of(*pages: str) -> bytes:
    """A PDF of A4 pages with these contents."""
    made = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for content in pages:
        page = made.add_blank_page(page_size=(WIDTH, HEIGHT))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.Contents = made.make_stream(content.encode())
    out = BytesIO()
    made.save(out)
    return out.getvalue()


FULL = lines((60, 60, 500, 100)) + text(64, 90, "the foot of the page is used")


@pytest.mark.parametrize(("height", "air"), [(16, 0.0), (40, 0.5), (80, 0.75)])
def test_look__row_higher_than_its_text__air_is_what_is_empty_below(height: float, air: float) -> None:
    row = lines((60, 700 - height, 500, 700)) + text(64, 688, "one line")
    assert look(pdf_of(row)).air == pytest.approx(air, abs=0.12)


def test_look__text_without_a_frame__is_no_row() -> None:
    assert look(pdf_of(text(64, 688, "one line", "another"))).air == 0.0


def test_look__last_line_of_one_letter__named_with_its_page() -> None:
    found = look(pdf_of(FULL, text(64, 600, "a line that goes o", "n") + FULL))
    assert [page for page, _ in found.alone] == [2]
    assert found.alone[0][1].endswith("／n")


@pytest.mark.parametrize(
    "near_miss",
    [
        text(64, 600, "a line that goes", "on"),
        text(64, 600, "a line") + text(300, 588, "n"),
        text(64, 600, "a line") + text(64, 500, "n"),
        text(64, 600, "a line") + lines((60, 596, 500, 640)) + text(64, 588, "n"),
        text(64, 600, "n"),
    ],
    ids=["two letters", "another column", "far below", "another row", "the only line"],
)
def test_look__near_misses_of_a_last_line__none(near_miss: str) -> None:
    assert look(pdf_of(near_miss)).alone == ()


def test_look__body__the_size_of_most_letters_of_each_page() -> None:
    large = text(64, 600, "Title", size=18) + text(64, 500, "running text of the page", size=10.5)
    assert look(pdf_of(large, text(64, 600, "another", size=9))).body == (10.5, 9.0)


def test_look__foot_of_the_page__empty_from_a_third_on() -> None:
    found = look(pdf_of(FULL, text(64, 700, "only the top"), text(297, 20, "3/3") + text(64, 250, "two thirds down")))
    assert found.pages == 3
    assert list(found.unfinished) == [2]
    assert found.unfinished[2] == pytest.approx(0.86, abs=0.03)


def test_look__page_number__is_not_what_is_printed_lowest() -> None:
    with_number = look(pdf_of(text(64, 700, "only the top") + text(297, 20, "1/1")))
    assert with_number.unfinished == look(pdf_of(text(64, 700, "only the top"))).unfinished


def test_paper__folder_of_pdfs__a_row_each_and_those_before_above(tmp_path: Path) -> None:
    now, before = tmp_path / "now", tmp_path / "before"
    for folder, name, pages in ((now, "001", (FULL,)), (now, "demo", (FULL,)), (before, "001", (FULL, FULL))):
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.pdf").write_bytes(pdf_of(*pages))
    rows = [line.split(" | ")[:2] for line in paper(now, before, tmp_path / "none").splitlines()[2:5]]
    assert rows == [["| 001, before", "2"], ["| 001", "1"], ["| demo", "1"]]
