"""Room for Japanese text: line counts, heights and cuts; against what LibreOffice really prints."""

import math
import random
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import count, pairwise
from pathlib import Path
from time import process_time

import openpyxl
import pypdfium2
import pypdfium2.raw
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.page import PageMargins

from kosei_xl.verbs.pdf_programs import ConversionFailed, LibreOffice, find_libreoffice
from kosei_xl.workbook import pdf_text
from kosei_xl.workbook.measure import (
    _NOT_PLAIN,
    MAX_ROW_HEIGHT,
    Face,
    TextToFit,
    _may_break,
    _Mode,
    _Paragraph,
    count_lines,
    em,
    is_exact,
    row_height,
    split_at,
    split_row,
    usable_width,
    wrap,
)
from tests.tools.cuts import in_pieces
from tests.tools.patience import FOREVER

GOTHIC = Face("BIZ UDゴシック", 9)
INSTALL = "apt-get install libreoffice-calc fonts-morisawa-bizud-gothic fonts-morisawa-bizud-mincho"
PHRASES = (
    "こども家庭センターを中心に、",
    "（令和７年度）",
    "前年度比12.5%増の",
    "https://www.city.kodaira.tokyo.jp/kurashi/001/001234.html",
    "デジタルトランスフォーメーションアドバイザーズ",
    "㈱まちづくり①②③",
    "ＤＸ推進・ＡＩ－ＯＣＲの活用、",
    "「行政改革推進プラン」",
    "1,234,567千円",
    "Microsoft 365 / Teams",
    "事業を実施した。",
    "※詳細は別紙（P.12～15）",
    "〇〇……、ー々ゝ",
    "ﾊﾝｶｸｶﾅ ﾃﾞｰﾀ",
    "　全角　空白",
    "㎡・№3・25℃",
    "検討を進める。",
    '"引用符" ‘単’ “複”',
    "e-mail:kosei@example.lg.jp",
)
LETTERS = st.text(
    st.sampled_from("あ漢カ、。」（「ーっ㈱①Ab1.%/ 　\nｶﾞ゛\u3099\ufe0f𠮷-"), max_size=120
)  # small on purpose: every pair meets
FACES = st.builds(Face, st.sampled_from(["BIZ UDゴシック", "ＭＳ 明朝", "Meiryo"]), st.sampled_from([7.0, 9.0, 10.5]))
WIDTHS = st.floats(0, 400)


def make_text(chance: random.Random, size: int, line_breaks: float) -> str:
    parts: list[str] = []
    length = 0
    while length < size:
        if chance.random() < 0.75:
            part = chance.choice(PHRASES)
            if part.startswith("http") and chance.random() < 0.75:
                continue  # still far more URLs than the real lists have (none): each may cost a spare line
        else:
            part = "".join(chance.choice("あいうえおかきくけこ市民協働財政公共施設業務改善、。") for _ in range(9))
        if chance.random() < line_breaks:
            part += "\n"
        parts.append(part)
        length += len(part)
    return "".join(parts)[:size].strip()


def plain(text: str) -> str:
    return "".join(text.split())


# The tables of widths -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("characters", "width"),
    [
        ("Aa1%/ ¥", 0.5),
        ("ｱｶﾞﾟ", 0.5),
        ("あ漢、Ａ㈱①※…№゛　", 1.0),
        ("𠮷髙﨑", 1.0),
        ("\u3099\ufe0f\U000e0100\u200d", 0.0),
    ],
)
def test_em__fixed_width_fonts__exact(characters: str, width: float) -> None:
    assert [em(ch) for ch in characters] == [width] * len(characters)


def test_em__other_fonts__never_narrower() -> None:
    every = [chr(cp) for cp in range(0x20, 0x3100) if unicodedata.category(chr(cp)) != "Cs"]
    assert all(em(ch, "Meiryo") >= em(ch, "BIZ UD明朝") for ch in every)
    assert em("W", "游ゴシック") > 1


@pytest.mark.parametrize(
    ("name", "exact"),
    [
        ("BIZ UDゴシック", True),
        ("BIZ UD明朝", True),
        ("ＭＳ ゴシック", True),
        ("MS 明朝", True),
        ("BIZ UDPゴシック", False),
    ],
)
def test_is_exact__by_name__p_variants_are_not(name: str, exact: bool) -> None:
    assert is_exact(name) is exact


def test_line_pitch__by_font__wide_enough_for_excel() -> None:
    assert [Face(name, 10).line_pitch for name in ("BIZ UD明朝", "游明朝", "Meiryo")] == pytest.approx([13.3, 17, 14.5])


def test_usable_width__merged__sum_less_a_pixel_each() -> None:
    assert usable_width(40) == 206.25
    assert usable_width(40, 20) == 60 * 5.25 - 3.75 - 0.75
    assert usable_width(0.5) == 0


# Lines ------------------------------------------------------------------------------------------------------------


def em_wide(characters: float) -> float:
    return GOTHIC.layout_size * characters


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("あいうえお。", ("あいうえ", "お。")),
        ("あいうえ「お", ("あいうえ", "「お")),
        ("あいう「えお", ("あいう", "「えお")),
        ("あいうえ、お", ("あいう", "え、お")),
        ("あいうeasy", ("あいう", "easy")),
        ("あいう12.5%", ("あいう", "12.5%")),
        ("abcdefghijkl", ("abcdefgh", "ijkl")),
        ("あ\n\nい", ("あ", "", "い")),
        ("", ("",)),
        ("、、、、、、", ("、、、、", "、、")),
        ("あいうか\u3099え", ("あいうか\u3099", "え")),
    ],
)
def test_wrap__four_em__as_excel_would(text: str, expected: tuple[str, ...]) -> None:
    assert wrap(text, em_wide(4), GOTHIC, slack=0) == expected


def test_wrap__near_miss__fits_exactly() -> None:
    assert wrap("あいう。", em_wide(4), GOTHIC, slack=0) == ("あいう。",)
    assert wrap("あいうえ。", em_wide(4), GOTHIC, slack=0, kinsoku=False) == ("あいうえ", "。")


@given(LETTERS, WIDTHS, FACES, st.booleans())
def test_wrap__any_text__loses_nothing(text: str, width: float, face: Face, kinsoku: bool) -> None:
    assert "".join(wrap(text, width, face, kinsoku=kinsoku)) == text.replace("\n", "")


@given(LETTERS, WIDTHS, FACES)
def test_count_lines__any_text__not_fewer_than_either_way_of_breaking(text: str, width: float, face: Face) -> None:
    assert count_lines(text, width, face) >= max(len(wrap(text, width, face, kinsoku=k)) for k in (True, False))


@given(LETTERS, WIDTHS, FACES)
def test_wrap__any_text__lines_fit_unless_one_character_does_not(text: str, width: float, face: Face) -> None:
    for line in wrap(text, width, face):
        wide = [em(ch, face.name) for ch in line]
        assert sum(wide) * face.layout_size <= width + 1e-3 or sum(1 for w in wide if w) <= 1


@given(st.one_of(LETTERS, st.lists(st.sampled_from(PHRASES), max_size=9).map("".join)), st.lists(WIDTHS), FACES)
def test_text_to_fit__any_widths_in_any_order__what_count_lines_says(
    text: str, widths: list[float], face: Face
) -> None:
    fitted = TextToFit(text, face)
    assert [fitted.lines(width) for width in widths] == [count_lines(text, width, face) for width in widths]


@given(
    st.one_of(LETTERS, st.lists(st.sampled_from([*PHRASES, "・"]), max_size=9).map("".join)),
    st.floats(-1, 45),
    st.booleans(),
)
def test_count__any_paragraph__as_many_as_all_its_line_ends(text: str, room: float, exact: bool) -> None:
    for paragraph in (_Paragraph(one, exact) for one in text.split("\n")):
        fits = sum(em(ch, GOTHIC.name if exact else "Meiryo") for ch in paragraph.text) <= max(0.0, room) + 1e-6
        assert paragraph.count(room) == (1 if fits else len(paragraph.all_ends(room)))


def test_not_plain__every_character__beside_another_a_line_may_end() -> None:
    plain_ones = [ch for ch in map(chr, range(0x110000)) if ch not in _NOT_PLAIN]
    assert not any(ch in _NOT_PLAIN for ch in "あ漢市０")
    assert all(ch in _NOT_PLAIN for ch in "、。「（ーa1 　\u3099\u2028")
    for mode in _Mode:
        assert [
            ch for ch in plain_ones if not _may_break("漢" + ch, 1, mode) or not _may_break(ch + "漢", 1, mode)
        ] == []


# Heights and cuts -------------------------------------------------------------------------------------------------


def test_row_height__tallest_cell_counts__whole_pixels() -> None:
    cells = [("あ", 100.0, GOTHIC), ("あ\nい\nう", 100.0, GOTHIC)]
    assert row_height(cells) == math.ceil((3 * 9 * 1.33 + 4) / 0.75) * 0.75
    assert row_height([]) == 4.5


@given(LETTERS, WIDTHS, FACES, st.integers(1, 6))
@example("あ漢」」」」」」」」」」」」」」」", 20.0, GOTHIC, 1)
@example("\n1", 20.0, GOTHIC, 1)
def test_split_at__any_text__short_pieces_and_nothing_lost(text: str, width: float, face: Face, lines: int) -> None:
    pieces = in_pieces(text, width, face, lines)
    assert plain("".join(pieces)) == plain(text)
    assert all(1 <= count_lines(piece, width, face) <= lines for piece in pieces)
    assert all(piece.strip() for piece in pieces) or pieces == ("",)


@pytest.mark.parametrize("size", [60, 300, 2000])
def test_split_at__real_words__pieces_never_start_with_forbidden_characters(size: int) -> None:
    chance = random.Random(size)
    for _ in range(30):
        text = make_text(chance, size, 0.02)
        pieces = in_pieces(text, usable_width(150), GOTHIC, 5)  # a line holds any run of Latin phrases
        own = {paragraph.strip()[:1] for paragraph in text.split("\n")}
        for before, piece in pairwise(pieces):
            assert piece[0] not in "、。」）ーっ％・？" or piece[0] in own
            assert before[-1] not in "「（"
            inside = before[-5:] + piece[:5] in text and before[-1].isalnum() and piece[0].isalnum()
            assert piece[0] in own or not (inside and (before[-1] + piece[0]).isascii())


def test_split_at__sentences__cut_after_full_stop() -> None:
    text = "一つ目の文をここに書く。二つ目の文はそれより少し長い。（三つ目の文も続けて書く。）四つ目。"
    pieces = in_pieces(text, em_wide(12.5), GOTHIC, 3)
    assert pieces == ("一つ目の文をここに書く。二つ目の文はそれより少し長い。", "（三つ目の文も続けて書く。）四つ目。")


def test_split_at__paragraph_fills_piece__next_one_stays_whole() -> None:
    text = "あ\nい\nう\nえええええおおおおお"
    assert in_pieces(text, em_wide(5.5), GOTHIC, 4) == ("あ\nい\nう", "えええええおおおおお")


def test_split_row__fits__unchanged() -> None:
    assert split_row([("あ\n", 100.0, GOTHIC), ("", 100.0, GOTHIC)]) == [("あ\n", "")]


@given(
    st.lists(st.tuples(LETTERS, WIDTHS, FACES), min_size=1, max_size=4),
    st.floats(30, 500),
    st.none() | st.floats(30, 200),
)
def test_split_row__any_row__below_the_limit_and_nothing_lost(
    cells: list[tuple[str, float, Face]], limit: float, first: float | None
) -> None:
    rows = split_row(cells, limit, first_height=first)
    for number, cell in enumerate(cells):
        assert plain("".join(row[number] for row in rows)) == plain(cell[0])
    for number, row in enumerate(rows):
        height = row_height([(text, *cell[1:]) for text, cell in zip(row, cells, strict=True)])
        assert height <= min(MAX_ROW_HEIGHT, first if number == 0 and first is not None else limit)


def test_split_row__long_text__rows_about_equally_high() -> None:
    chance = random.Random(5)
    cells = [(make_text(chance, size, 0.03), usable_width(width), GOTHIC) for size, width in ((900, 36), (2400, 50))]
    rows = split_row(cells, 300)
    heights = [row_height([(text, *cell[1:]) for text, cell in zip(row, cells, strict=True)]) for row in rows]
    assert len(rows) > 1
    assert min(heights) > 0.6 * max(heights)


@given(st.lists(st.tuples(LETTERS, WIDTHS, FACES), min_size=1, max_size=3), st.floats(10, 300))
def test_split_at__any_row__first_part_fits_and_nothing_lost(
    cells: list[tuple[str, float, Face]], height: float
) -> None:
    parts = split_at(cells, height)
    if parts is None:
        return
    assert row_height([(text, *cell[1:]) for text, cell in zip(parts[0], cells, strict=True)]) <= height
    for head, rest, cell in zip(*parts, cells, strict=True):
        assert plain(head + rest) == plain(cell[0])


def test_split_at__few_lines__left_whole() -> None:
    five = [("あ\nい\nう\nえ\nお", 100.0, GOTHIC)]
    assert split_at(five, 55) is None
    assert split_at([("あ\nい\nう\nえ\nお\nか", 100.0, GOTHIC)], 55) == (("あ\nい\nう",), ("え\nお\nか",))
    assert split_at(five, 500) is None


@pytest.mark.benchmark
def test_split_row__ten_times_the_text__well_under_a_second() -> None:
    chance = random.Random(1)
    base = [make_text(chance, 700, 0.02) for _ in range(20)]
    items = [
        [("".join(chance.sample(base, 10)), usable_width(width), GOTHIC) for width in (40, 55, 70)] for _ in range(62)
    ]
    start = process_time()
    rows = sum(len(split_row(cells, 300)) for cells in items)
    assert rows > 62
    assert process_time() - start < 3  # 0.9 s of one core; twenty times the text of the real lists


# What LibreOffice prints -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Printed:
    """A cell as it came out: lines allowed by `count_lines`, lines on paper (0 when not found whole)."""

    text: str
    face: Face
    width: float
    allowed: int
    lines: int


def make_sheets(chance: random.Random) -> Iterator[tuple[Face, float, list[str]]]:
    """One column of texts for each face and width; long ones already split into rows that a page holds."""
    numbers = count(1)
    for name in ("BIZ UDゴシック", "BIZ UD明朝"):
        for size in (7.0, 8.0, 9.0, 10.0, 10.5, 11.0):
            for width in (8.0, 16.0, 36.0, 70.0):
                face = Face(name, size)
                texts = [make_text(chance, chance.choice((10, 25, 60, 150, 400)), 0.05) for _ in range(7)]
                texts.append(make_text(chance, 3000 if width > 16 else 700, 0.02))
                texts.append(make_text(chance, 500, 0.6))  # about 30 line breaks
                rows = [text for long in texts for (text,) in split_row([(long, usable_width(width), face)], 360)]
                yield face, width, [f"{number}番{text}" for text in rows if (number := next(numbers))]


def read_lines(document: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every character drawn, in the order drawn, with its page and line (baseline in whole pt)."""
    raw = pypdfium2.raw
    for number, page in enumerate(pypdfium2.PdfDocument(document)):
        text = page.get_textpage()
        x, y = raw.c_double(), raw.c_double()
        for index in range(text.count_chars()):
            ch = chr(raw.FPDFText_GetUnicode(text, index))
            if not ch.isspace() and raw.FPDFText_IsGenerated(text, index) == 0:
                raw.FPDFText_GetCharOrigin(text, index, x, y)
                yield ("-" if ch in "\ufffe\x02" else ch), (number, round(y.value))


def match(cells: Sequence[tuple[str, Face, float, int]], drawn: Sequence[tuple[str, tuple[int, int]]]) -> list[Printed]:
    """Each cell with the lines its characters are on; each takes its first place that no cell before it has.

    LibreOffice draws the cells of one line before those of several, page by page.
    """
    stream = "".join(ch for ch, _ in drawn)
    used = bytearray(len(stream))
    found: list[Printed] = []
    for text, face, width, allowed in sorted(cells, key=lambda cell: -len(cell[0])):
        want = plain(text)
        start = stream.find(want)
        while start >= 0 and any(used[start : start + len(want)]):
            start = stream.find(want, start + 1)
        lines = 0
        if start >= 0:
            used[start : start + len(want)] = b"\1" * len(want)
            lines = len({line for _, line in drawn[start : start + len(want)]})
            lines += sum(1 for paragraph in text.split("\n") if not paragraph.strip())  # nothing is drawn there
        found.append(Printed(text, face, width, allowed, lines))
    return found


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[list[Printed], bytes]]:
    """Some 500 cells of random texts, printed by LibreOffice at the heights computed here, in two ways.

    "as is": the workbook as it stands; LibreOffice breaks the lines. "our copy": as reports are printed, through the
    copy with our line ends (made of sheets with a scale).
    """
    try:
        converter = LibreOffice(find_libreoffice())
    except ConversionFailed:
        pytest.fail(f"LibreOffice is needed: {INSTALL}")
    sheets = list(make_sheets(random.Random(20250401)))
    cells = [
        (text, face, width, count_lines(text, usable_width(width), face))
        for face, width, texts in sheets
        for text in texts
    ]
    folder: Path = tmp_path_factory.mktemp("paper")
    found = {}
    for way in ("as is", "our copy"):
        (folder / "list.xlsx").write_bytes(make_book(sheets, copied=way == "our copy"))
        converter.convert(folder / "list.xlsx", folder / "list.pdf", timeout=FOREVER)
        document = (folder / "list.pdf").read_bytes()
        found[way] = match(cells, list(read_lines(document))), document
    return found


def make_book(sheets: Sequence[tuple[Face, float, list[str]]], *, copied: bool) -> bytes:
    """A sheet for each face and width, its texts below each other; `copied` by LibreOffice's own copy when printed."""
    book = openpyxl.Workbook()
    normal = Font(name="BIZ UDゴシック", sz=11)
    book._fonts[0] = normal
    book._named_styles["Normal"].font = normal
    book.remove(book.active)
    for face, width, texts in sheets:
        sheet = book.create_sheet()
        sheet.column_dimensions["A"].width = width
        sheet.page_setup.paperSize = 8
        if copied:
            sheet.page_setup.scale = 100
        sheet.page_margins = PageMargins(0.4, 0.4, 0.5, 0.5, 0.2, 0.2)
        for row, text in enumerate(texts, 1):
            cell = sheet.cell(row, 1, text)
            cell.data_type = "s"
            cell.font = Font(name=face.name, sz=face.size)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            sheet.row_dimensions[row].height = row_height([(text, usable_width(width), face)])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("way", ["as is", "our copy"])
def test_row_height__random_texts_printed__no_character_missing(
    printed: dict[str, tuple[list[Printed], bytes]], way: str
) -> None:
    cells, document = printed[way]
    pages = pdf_text.pages_of_pdf(document)
    assert len(cells) > 400
    assert pdf_text.missing_characters([cell.text for cell in cells], pages) == {}
    assert pdf_text.short_texts({str(n): cell.text for n, cell in enumerate(cells)}, pages) == ()


def test_count_lines__random_texts_as_reports_are_printed__enough_and_at_most_a_tenth_too_many(
    printed: dict[str, tuple[list[Printed], bytes]],
) -> None:
    cells, _ = printed["our copy"]
    assert all(0 < cell.lines <= cell.allowed for cell in cells)
    assert 0 <= above(cells) <= 0.10
    for width in (8.0, 16.0, 36.0, 70.0):
        assert above([cell for cell in cells if cell.width == width]) <= 0.10


def test_count_lines__random_texts_broken_by_libreoffice_itself__enough(
    printed: dict[str, tuple[list[Printed], bytes]],
) -> None:
    cells, _ = printed["as is"]
    assert all(0 < cell.lines <= cell.allowed for cell in cells)
    for narrow, most in ((False, 0.10), (True, 0.20)):
        assert 0 <= above([cell for cell in cells if (cell.width < 30) is narrow]) <= most


def above(cells: Sequence[Printed]) -> float:
    """Share of lines allowed above those printed."""
    return sum(cell.allowed for cell in cells) / sum(cell.lines for cell in cells) - 1
