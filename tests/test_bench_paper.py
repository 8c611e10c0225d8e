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


_LETTERS = {1: "続", 2: "き", 3: "）", 4: "。"}
"""Codes of the letters that the font drawn with has none of its own for."""


def letters_of_codes() -> bytes:
    """What the codes mean, as a PDF says it."""
    pairs = "\n".join(f"<{code:02X}> <{ord(letter):04X}>" for code, letter in _LETTERS.items())
    pairs += "".join(f"\n<{code:02X}> <{code:04X}>" for code in range(32, 127))
    count = len(_LETTERS) + 95
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /L def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{count} beginbfchar\n{pairs}\nendbfchar\n"
        "endcmap end end"
    ).encode()


def pdf_of(*pages: str) -> bytes:
    """A PDF of A4 pages with these contents."""
    made = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    font.ToUnicode = made.make_stream(letters_of_codes())
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


def test_look__bars_inside_a_row__are_no_rows() -> None:
    bars = lines((300, 640, 400, 650), (300, 660, 400, 670)) + text(304, 642, "bar")
    row = lines((60, 620, 500, 700), (300, 620, 400, 700)) + text(64, 688, "one line")
    assert look(pdf_of(row + bars)).air == pytest.approx(0.21, abs=0.05)  # what stands lowest is the bar's text, at 642
    assert look(pdf_of(row + lines((300, 660, 400, 670)))).air == pytest.approx(0.75, abs=0.12)


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


def table(left: str, right: str, *, top: float) -> str:
    """A row of two cells, 60 pt high."""
    frame = lines((60, top - 60, 250, top), (250, top - 60, 500, top))
    return frame + text(64, top - 12, left) + text(254, top - 12, right)


GOES_ON = r"7 roads \001\002\003"
"""「7 roads 続き）」 in the letters of `pdf_of`."""


@pytest.mark.parametrize(
    ("end", "rest", "is_cut"),
    [
        ("it will reach the", "end of the year", True),
        (r"it reached the end\004", "next year it will go on", False),
        ("it will reach the", "it will", False),
    ],
    ids=["inside a sentence", "behind its end", "what is only said again"],
)
def test_look__row_that_goes_on__cut_inside_a_sentence_or_not(end: str, rest: str, is_cut: bool) -> None:
    found = look(pdf_of(table("7 roads", end, top=160), table(GOES_ON, rest, top=800)))
    assert [page for page, _ in found.split] == [1] * is_cut


def test_look__next_page_with_rows_of_its_own__nothing_is_cut() -> None:
    assert (
        look(pdf_of(table("7 roads", "it will reach the", top=160), table("8 parks", "more of them", top=800))).split
        == ()
    )


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
