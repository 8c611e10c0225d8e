"""Manual page breaks: nothing lost, no heading at a page's foot, pages filled."""

import random
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break

from kosei_xl.report.paginate import A3, A4, Page, PageRow, Pages, RowKind, paginate, printed_size, scale_for_width
from kosei_xl.verbs.pdf_programs import ConversionFailed, LibreOffice, find_libreoffice
from kosei_xl.workbook import pdf_text
from tests.tools.patience import FOREVER

PAGE = Page(A4, landscape=False, left=0.5, right=0.5, top=0.5, bottom=0.5)
USABLE = PAGE.usable_height()


def row(height: float, kind: RowKind = RowKind.BODY, area: str | None = None, content: str = "") -> PageRow[str]:
    return PageRow(height, content, kind, area)


def halve(tall: PageRow[str], room: float) -> tuple[PageRow[str], PageRow[str]] | None:
    """A splitter for texts of one line of 10 pt a character."""
    fits = int(room // 10)
    if fits < 1 or fits >= len(tall.content):
        return None
    first, rest = tall.content[:fits], tall.content[fits:]
    return row(10 * len(first), tall.kind, tall.area, first), row(10 * len(rest), tall.kind, tall.area, rest)


def test_usable_height__a3_landscape__safe_share_less_heads() -> None:
    page = Page(A3, landscape=True, left=0.4, right=0.4, top=0.5, bottom=0.5, scale=80)
    assert page.usable_height(26) == pytest.approx((297 / 25.4 - 1) * 72 / 0.8 * 0.97 - 26)


@pytest.mark.parametrize("wrong", [{"paper": 1}, {"scale": 5}, {"top": 20.0}])
def test_page__impossible__value_error(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError):
        Page(**wrong)  # type: ignore[arg-type]


def test_scale_for_width__wide_list__fits_excel_too() -> None:
    page = Page(A3, landscape=True, left=0.4, right=0.4)
    assert scale_for_width([6, 6, 16, 12, 6, 40, 55, 70], page) == 89
    assert page.printable_width >= 211 * 6 * 0.89
    assert scale_for_width([20, 20], page) == 100
    assert scale_for_width([], page) == 100
    assert printed_size(9, 89) == pytest.approx(8.01)


def test_paginate__heads_only__one_page() -> None:
    assert paginate([row(20, RowKind.HEAD)], PAGE).pages == ((0,),)
    assert paginate([], PAGE) == Pages((), ((),), (USABLE,), ())


def test_paginate__plain_rows__greedy_with_repeated_heads() -> None:
    rows = [row(30, RowKind.HEAD), *[row((USABLE - 30) / 3)] * 7]
    result = paginate(rows, PAGE)
    assert result.pages == ((0, 1, 2, 3), (4, 5, 6), (7,))
    assert result.breaks == (3, 6)
    assert result.room_left == pytest.approx((0, 0, (USABLE - 30) * 2 / 3), abs=0.01)


def test_paginate__head_further_down_or_too_high__value_error() -> None:
    with pytest.raises(ValueError):
        paginate([row(10), row(10, RowKind.HEAD)], PAGE)
    with pytest.raises(ValueError):
        paginate([row(USABLE, RowKind.HEAD)], PAGE)


def test_paginate__heading_would_be_last__goes_with_its_row() -> None:
    rows = [row(USABLE - 200), row(20, RowKind.HEADING), row(20, RowKind.HEADING), row(170)]
    assert paginate(rows, PAGE).pages == ((0,), (1, 2, 3))
    assert paginate([*rows[:3], row(160)], PAGE).pages == ((0, 1, 2, 3),)


def test_paginate__area_in_the_last_30_mm__starts_a_page() -> None:
    first = row(USABLE - 84, area="一")  # 30 mm = 85.04 pt
    assert paginate([first, row(50, area="二"), row(50, area="二")], PAGE).pages == ((0,), (1, 2))
    assert paginate([first, row(50, area="二"), row(34, area="二")], PAGE).pages == ((0, 1, 2),), "all of it fits"
    assert paginate([first, row(50, area="一"), row(50, area="一")], PAGE).pages == ((0, 1), (2,)), "not a start"
    higher = row(USABLE - 86, area="一")
    assert paginate([higher, row(50, area="二"), row(50, area="二")], PAGE).pages == ((0, 1), (2,)), "31 mm"


def test_paginate__heading_without_area_in_the_last_30_mm__starts_a_page() -> None:
    rows = [row(USABLE - 84, area="一"), row(20, RowKind.HEADING), row(30, area="二"), row(50, area="二")]
    assert paginate(rows, PAGE).pages == ((0,), (1, 2, 3))
    assert paginate(rows[:3], PAGE).pages == ((0, 1, 2),)


def test_paginate__area_in_the_last_30_mm__measured_on_paper() -> None:
    small = Page(A4, landscape=False, left=0.5, right=0.5, top=0.5, bottom=0.5, scale=50)
    rows = [row(small.usable_height() - 160, area="一"), row(100, area="二"), row(100, area="二")]
    assert paginate(rows, small).pages == ((0,), (1, 2))


def test_paginate__tall_row__split_over_two_pages() -> None:
    rows = [row(USABLE - 200), row(600, content="一" * 60)]
    result = paginate(rows, PAGE, halve)
    assert result.pages == ((0, 1), (2,))
    assert [(part.kind, len(part.content)) for part in result.rows[1:]] == [
        (RowKind.BODY, 20),
        (RowKind.CONTINUATION, 40),
    ]
    assert paginate(rows, PAGE).pages == ((0,), (1,))


def test_paginate__little_room__row_stays_whole() -> None:
    rows = [row(USABLE - 60), row(600, content="一" * 60)]
    assert paginate(rows, PAGE, halve).pages == ((0,), (1,))


def test_paginate__row_higher_than_a_page__split_or_named() -> None:
    rows = [row(2 * USABLE, content="一" * int(USABLE / 5))]
    assert paginate(rows, PAGE).too_tall == (0,)
    result = paginate(rows, PAGE, halve)
    assert result.too_tall == ()
    assert len(result.pages) == 3


def test_paginate__heading_over_a_row_that_can_be_split__stays() -> None:
    rows = [row(USABLE - 200), row(20, RowKind.HEADING, "二"), row(600, RowKind.BODY, "二", "一" * 60)]
    assert paginate(rows, PAGE, halve).pages == ((0, 1, 2), (3,))


def test_paginate__rows_kept_with_the_next__on_one_page_and_cut_where_they_are_higher() -> None:
    kept = [row(30, RowKind.KEPT), row(30, RowKind.KEPT), row(30)]
    whole = paginate([row(USABLE - 80), *kept], PAGE)
    assert whole.pages == ((0,), (1, 2, 3))
    assert paginate([row(USABLE - 80), *(row(30) for _ in kept)], PAGE).pages == ((0, 1, 2), (3,))
    headed = paginate([row(USABLE - 100), row(15, RowKind.HEADING), *kept], PAGE)
    assert headed.pages == ((0,), (1, 2, 3, 4)), "a heading goes with them"
    tall = row(1.5 * USABLE, RowKind.KEPT, content="x" * int(0.15 * USABLE))
    cut = paginate([tall, row(30)], PAGE, halve)
    assert cut.too_tall == ()
    assert len(cut.pages) == 2


def test_paginate__foot_alone__takes_a_row_along() -> None:
    rows = [row(USABLE / 2 - 5), row(USABLE / 2 - 5), row(20, RowKind.FOOT)]
    assert paginate(rows, PAGE).pages == ((0,), (1, 2))
    assert paginate([row(USABLE - 5), row(20, RowKind.FOOT)], PAGE).pages == ((0,), (1,)), "nothing to take"


ROWS = st.lists(
    st.builds(
        lambda lines, kind, area: PageRow(10.0 * lines, "字" * lines, kind, area),
        st.integers(1, 60),
        st.sampled_from([RowKind.BODY, RowKind.BODY, RowKind.HEADING, RowKind.CONTINUATION, RowKind.FOOT]),
        st.sampled_from(["一", "二", None]),
    ),
    max_size=40,
)


@given(ROWS, st.booleans())
def test_paginate__any_rows__in_order_on_pages_that_hold_them(rows: list[PageRow[str]], may_split: bool) -> None:
    result = paginate(rows, PAGE, halve if may_split else None)
    assert "".join(part.content for part in result.rows) == "".join(part.content for part in rows)
    assert [i for page in result.pages for i in page] == list(range(len(result.rows)))
    assert result.too_tall == ()
    assert len(result.room_left) == len(result.pages)
    for page, room in zip(result.pages, result.room_left, strict=True):
        assert page or not rows
        assert room >= -1e-6
        assert room == pytest.approx(USABLE - sum(result.rows[i].height for i in page))


@given(ROWS, st.booleans())
def test_paginate__any_rows__heading_last_only_where_the_rows_cannot_stay_together(
    rows: list[PageRow[str]], may_split: bool
) -> None:
    result = paginate(rows, PAGE, halve if may_split else None)
    for page in result.pages[:-1]:
        if result.rows[page[-1]].kind is RowKind.HEADING:
            first = page[-1]
            while first > page[0] and result.rows[first - 1].kind is RowKind.HEADING:
                first -= 1
            last = page[-1]
            while last + 1 < len(result.rows) and result.rows[last].kind is RowKind.HEADING:
                last += 1
            together = sum(result.rows[i].height for i in range(first, last + 1))
            assert first == page[0]
            assert together > USABLE


OPEN_ROWS = st.lists(
    st.builds(
        PageRow,
        height=st.floats(5, USABLE / 2),
        content=st.just("行"),
        area=st.sampled_from((None, "1", "2")),
        opening=st.floats(0, USABLE / 5),
        foot=st.lists(st.builds(PageRow, height=st.floats(1, 20), content=st.just("脚")), max_size=2).map(tuple),
    ),
    max_size=40,
)


@given(OPEN_ROWS)
def test_paginate__openings_and_feet__have_room_on_their_pages(rows: list[PageRow[str]]) -> None:
    result = paginate(rows, PAGE)
    assert [row for row in result.rows if row.content == "行"] == rows
    for page, room in zip(result.pages, result.room_left, strict=True):
        body = [result.rows[i] for i in page if result.rows[i].content == "行"]
        feet = [foot for row in body for foot in row.foot]
        assert [result.rows[i] for i in page] == [*body, *feet]
        opening = body[0].opening if body else 0.0
        assert room == pytest.approx(USABLE - opening - sum(row.height for row in (*body, *feet)))
        assert room >= -1e-6
    assert result.too_tall == ()


def test_paginate__row_with_a_foot_is_cut__foot_under_the_first_part() -> None:
    foot = row(30, content="脚")
    tall = PageRow(USABLE, "文" * int(USABLE // 10), foot=(foot,))
    result = paginate([tall], PAGE, halve)
    assert [[result.rows[i].content[:1] for i in page] for page in result.pages] == [["文", "脚"], ["文"]]
    assert result.rows[1] == foot


def test_paginate__page_that_opens_inside_a_table__holds_less() -> None:
    rows = [PageRow((USABLE - 50) / 3, "", opening=50.0)] * 6
    assert paginate(rows, PAGE).pages == ((0, 1, 2), (3, 4, 5))
    assert paginate([PageRow(r.height + 1, "", opening=50.0) for r in rows], PAGE).pages == ((0, 1), (2, 3), (4, 5))


def test_paginate__printed_by_libreoffice__the_same_rows_on_each_page(tmp_path: Path) -> None:
    """A4 and A3, three scales: no page break but ours, no row moved."""
    try:
        converter = LibreOffice(find_libreoffice())
    except ConversionFailed:
        pytest.fail("LibreOffice is needed: apt-get install libreoffice-calc fonts-morisawa-bizud-gothic")
    chance = random.Random(3)
    book = openpyxl.Workbook()
    book.remove(book.active)
    expected: list[list[str]] = []
    for paper, landscape, scale in ((A3, True, 100), (A3, True, 71), (A4, False, 85), (A4, True, 133)):
        page = Page(paper, landscape, scale=scale)
        rows = [row(26.25, RowKind.HEAD, content="head")]
        for number in range(40):
            heading = number % 7 == 0
            height = 18.0 if heading else 0.75 * chance.randint(20, 300)
            kind = RowKind.HEADING if heading else RowKind.BODY
            rows.append(row(height, kind, f"area{number // 7}", f"s{len(book.sheetnames)}r{number}"))
        result = paginate(rows, page)
        sheet = book.create_sheet()
        for number, one in enumerate(result.rows, 1):
            sheet.cell(number, 1, one.content)
            sheet.row_dimensions[number].height = one.height
        for last in result.breaks:
            sheet.row_breaks.append(Break(id=last + 1))
        sheet.print_title_rows = "1:1"
        sheet.page_setup.paperSize, sheet.page_setup.scale = paper, scale
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_margins = PageMargins(page.left, page.right, page.top, page.bottom, 0.2, 0.2)
        expected += [["head", *(result.rows[i].content for i in numbers if i)] for numbers in result.pages]
    buffer = BytesIO()
    book.save(buffer)
    (tmp_path / "a.xlsx").write_bytes(buffer.getvalue())
    converter.convert(tmp_path / "a.xlsx", tmp_path / "a.pdf", timeout=FOREVER)
    assert [text.split() for text in pdf_text.pages_of_pdf((tmp_path / "a.pdf").read_bytes())] == expected
