"""Year schedules on paper: where bars and labels go, that nothing overlaps or is lost, and one run of LibreOffice."""

import io
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unittest import mock

import openpyxl
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kosei_xl.collect.summarize import summarize
from kosei_xl.report import layout
from kosei_xl.report.bars import Bars
from kosei_xl.report.blocks.base import Band, BlockCell, Years
from kosei_xl.report.grid import make_grid
from kosei_xl.report.layout import ReportOptions, lay_out
from kosei_xl.report.page import Looks, Report, ReportCell, ReportSheet
from kosei_xl.report.xlsx import looks, render
from kosei_xl.values.ledger import Entries, Ledger
from kosei_xl.values.model import EntryKey, Item, Plan, Quarter, ScheduleRow
from kosei_xl.verbs import disk
from kosei_xl.verbs.pdf_programs import LibreOffice
from kosei_xl.words.notation import date_text
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.measure import MAX_ROW_HEIGHT, PADDING, Face, Unit, row_height, usable_width
from kosei_xl.workbook.parts import Package, StyleChange
from kosei_xl.workbook.pdf_text import missing_characters, pages_of_pdf, short_texts
from tests.tools.bars import COLUMN, PART, bar
from tests.tools.builders import POINTS, make_plan, standing

Spot = tuple[int, int, ReportCell]
"""First row, last row (1-based, merged ones included) and the cell."""
SHORT = bar("R7-2", "R7-2", "条例改正")
LONG = "・" + "市民から寄せられた意見を整理し、次の年度の事業に反映する。" * 3


@pytest.fixture(scope="module")
def template() -> bytes:
    return disk.bundled("workbook_templates", "report.xlsx")


@pytest.fixture(scope="module")
def look(template: bytes) -> Looks:
    return looks(template)


def plan_of(*schedules: tuple[ScheduleRow, ...], width: float = 60, heading: str | None = None) -> Plan:
    """Items 1, 2 … with these schedules, the years 2025 to 2028, and the part alone with its columns."""
    items = [
        Item(key=f"i-{n}", no=str(n), name=f"項目の{n}番", area_no="1", departments=("D1",), schedule=rows)
        for n, rows in enumerate(schedules, 1)
    ]
    head = [
        COLUMN.model_copy(update={"key": "no", "label": "No.", "width": 6, "align": "center"}),
        COLUMN.model_copy(update={"key": "name", "label": "項目", "width": 24}),
        COLUMN.model_copy(update={"width": width, "heading": heading}),
        COLUMN.model_copy(update={"key": "results", "label": "実績", "width": 90, "source": "entry"}),
        COLUMN.model_copy(update={"key": "rating", "label": "評価", "width": 6, "source": "entry"}),
    ]
    plan = make_plan(items, period_start=2025, period_end=2028)
    return plan.model_copy(update={"parts": (PART,), "columns": tuple(head)})


def laid_out(plan: Plan, look: Looks, current: Entries | None = None) -> Report:
    at = standing(plan, POINTS[0].key, Ledger(current or {}))
    made = lay_out(at, summarize(at), ReportOptions(look, draft=False))
    assert [problem.code for problem in made.diagnostics] == []
    return made.value


def results(text: str, *numbers: int) -> Entries:
    return {EntryKey(f"i-{n}", None, POINTS[0].key): {"results": text} for n in numbers}


def spots(sheet: ReportSheet) -> Iterator[Spot]:
    """Every cell with the rows it takes; the lower cells of a vertical merge are left out."""
    last = {(first, column): end for first, end, column in sheet.merges}
    covered = {(n, column) for first, end, column in sheet.merges for n in range(first + 1, end + 1)}
    for number, row in enumerate(sheet.rows, 1):
        for cell in row.cells:
            if (number, cell.first) not in covered:
                yield number, last.get((number, cell.first), number), cell


def by_key(sheet: ReportSheet) -> dict[str, Spot]:
    return {spot[2].key: spot for spot in spots(sheet) if spot[2].key and spot[2].text != ""}


def quarters(sheet: ReportSheet) -> dict[int, tuple[int, int]]:
    """Quarter (0 …) -> its first and last grid column, from a row of spare ones."""
    row = max(sheet.rows, key=lambda row: sum(cell.role.startswith("spare") for cell in row.cells))
    spare = [cell for cell in row.cells if cell.role.startswith("spare")]
    assert len(spare) == 16
    return {n: (cell.first, cell.last) for n, cell in enumerate(sorted(spare, key=lambda cell: cell.first))}


def check_whole(sheet: ReportSheet, look: Looks, air: float = PADDING) -> None:
    """Nothing overlaps, no merge crosses a page, rows are within Excel's limit, every text has the height it needs."""
    taken: Counter[tuple[int, int]] = Counter()
    ends = (*sheet.breaks, len(sheet.rows))
    for first, last, cell in spots(sheet):
        taken.update((n, column) for n in range(first, last + 1) for column in range(cell.first, cell.last + 1))
        assert not [end for end in ends if first <= end < last], "a merge crosses the end of a page"
        room = sum(sheet.rows[n - 1].height for n in range(first, last + 1))
        width = usable_width(*sheet.widths[cell.first - 1 : cell.last], unit=look.unit)
        padding = 3.0 if cell.role.startswith("bar") else air
        if cell.text != "":
            assert room >= row_height([(str(cell.text), width, look.faces[cell.role])], padding) - 0.01, cell
    assert set(taken.values()) == {1}
    assert all(0 < row.height <= MAX_ROW_HEIGHT for row in sheet.rows)


# Placing -------------------------------------------------------------------------------------------------------------


def test_schedule__bars__over_their_quarters(look: Looks) -> None:
    bars = (
        bar("R7-1", "R7-2", "準備"),
        bar("R7-3", "R8-4", "構築"),
        bar("R9-1", "R10-4", "施行", conditional=True),
    )
    (sheet,) = laid_out(
        plan_of((ScheduleRow(action="・電子申請", bars=bars), ScheduleRow(action="・周知"))), look
    ).sheets
    at, found = quarters(sheet), by_key(sheet)
    expected = {
        "bar1": (0, 1, "準備", "bar"),
        "bar2": (2, 7, "構築", "bar"),
        "bar3": (8, 15, "（施行）", "bar_conditional"),
    }
    for name, (first, last, text, role) in expected.items():
        _, _, cell = found[f"years.1.schedule.1.{name}"]
        assert (cell.first, cell.last, cell.text, cell.role) == (at[first][0], at[last][1], text, role)
    years = [cell for row in sheet.rows for cell in row.cells if cell.role == "spare_year"]
    assert {cell.first for cell in years} == {at[n][0] for n in (0, 4, 8, 12)}
    widths = [sum(sheet.widths[first - 1 : last]) for first, last in at.values()]
    assert max(widths) - min(widths) < 0.02
    check_whole(sheet, look)


@pytest.mark.parametrize(
    ("heading", "label", "heads"),
    [
        (None, "予定（R7.6時点）", ["予定（R7.6時点）", "取組項目"]),
        ("予定", "取組", ["予定", "取組"]),
        (None, "", ["年度スケジュール", "取組項目"]),
    ],
)
def test_schedule__head__heading_over_action_items_and_years(
    look: Looks, heading: str | None, label: str, heads: list[str]
) -> None:
    plan = plan_of((ScheduleRow(action="・周知"),), heading=heading)
    columns = [c.model_copy(update={"label": label}) if c.key == "schedule" else c for c in plan.columns]
    (sheet,) = laid_out(plan.model_copy(update={"columns": tuple(columns)}), look).sheets
    head = [(n, c) for n, row in enumerate(sheet.rows) for c in row.cells if c.role == "head" and c.text]
    texts = [str(cell.text) for _, cell in head]
    assert texts == ["No.", "項目", heads[0], "実績", "評価", heads[1], "Ｒ7", "Ｒ8", "Ｒ9", "Ｒ10"]
    assert {n for n, cell in head if cell.text in (heads[1], "Ｒ7")} == {head[0][0] + 1}
    group = next(cell for _, cell in head if cell.text == heads[0])
    under = [cell for _, cell in head[5:]]
    assert (group.first, group.last) == (under[0].first, under[-1].last)
    check_whole(sheet, look)


@pytest.mark.parametrize(
    ("day", "over"),
    [
        (date(2025, 9, 30), 2),
        (date(2025, 11, 15), 2),  # nearer to its beginning than to its end
        (date(2025, 11, 16), 3),
        (date(2026, 3, 31), 4),
        (date(2029, 3, 31), 16),
        (date(2029, 4, 1), 0),
        (date(2025, 4, 1), 0),
        (date(2024, 3, 31), 0),
    ],
)
def test_schedule__day_of_the_report__a_line_between_its_quarters(look: Looks, day: date, over: int) -> None:
    plan = plan_of((ScheduleRow(action="・周知"),))
    points = tuple(one.model_copy(update={"date": day}) if one == POINTS[0] else one for one in plan.points)
    (sheet,) = laid_out(plan.model_copy(update={"points": points}), look).sheets
    at = quarters(sheet)
    spare = [cell for row in sheet.rows for cell in row.cells if cell.role.startswith("spare")]
    before, after = ({c.first for c in spare if c.role.endswith(end)} for end in ("_now", "_after"))
    assert before == ({at[over - 1][0]} if over else set())
    assert after == ({at[over][0]} if 0 < over < 16 else set())
    told = [str(cell.text) for row in sheet.rows for cell in row.cells if str(cell.text).startswith("太い縦線")]
    assert told == ([f"太い縦線：{date_text(day, 'mixed')}現在"] if over else [])
    check_whole(sheet, look)


def test_schedule__day_of_the_report__thick_line_in_the_workbook(template: bytes, look: Looks) -> None:
    made = render(laid_out(plan_of((ScheduleRow(action="・周知"),)), look), template)
    sheet = openpyxl.load_workbook(io.BytesIO(made.data)).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    left = {c.column for c in cells if c.border.left is not None and c.border.left.style == "thick"}
    right = {c.column for c in cells if c.border.right is not None and c.border.right.style == "thick"}
    assert (len(left), len(right)) == (1, 1)
    assert min(left) - max(right) >= 1


def test_schedule__label_wider_than_its_bar__at_its_right_else_wrapped_inside(look: Looks) -> None:
    rows = (
        ScheduleRow(action="・空きあり", bars=(SHORT,)),
        ScheduleRow(action="・空きなし", bars=(SHORT, bar("R7-3", "R8-4"))),
        ScheduleRow(action="・右端", bars=(bar("R10-4", "R10-4", "条例改正"),)),
    )
    (sheet,) = laid_out(plan_of(rows), look).sheets
    at, found = quarters(sheet), by_key(sheet)
    row, _, label = found["years.1.schedule.1.bar1"]
    assert (label.role, label.first) == ("bar_label", at[2][0])
    assert label.last < at[15][1]
    beside = next(cell for cell in sheet.rows[row - 1].cells if cell.role == "bar")
    assert (beside.first, beside.last, beside.text) == (*at[1], "")
    for key in ("2.bar1", "3.bar1"):
        row, _, cell = found[f"years.1.schedule.{key}"]
        assert cell.role == "bar"
        assert sheet.rows[row - 1].height > 4 * look.faces["bar"].line_pitch
    check_whole(sheet, look)


def test_schedule__overlapping_bars__on_lines_of_their_own(look: Looks) -> None:
    bars = (bar("R7-1", "R8-2", "作成"), bar("R8-1", "R10-4", "更新"), bar("R8-3", "R9-4", "公表"))
    (sheet,) = laid_out(plan_of((ScheduleRow(action="・手順書", bars=bars),)), look).sheets
    found = by_key(sheet)
    lines = [found[f"years.1.schedule.1.bar{n}"][0] for n in (1, 2, 3)]
    assert lines == [lines[0], lines[0] + 1, lines[0]]
    check_whole(sheet, look)


def test_schedule__outside_the_period__cut_off_or_left_out(look: Looks) -> None:
    bars = (bar("R6-1", "R7-4", "前年から"), bar("R10-3", "R12-4", "後へ"), bar("R20-1", "R20-4", "外"))
    (sheet,) = laid_out(plan_of((ScheduleRow(action="・継続", bars=bars),)), look).sheets
    at, found = quarters(sheet), by_key(sheet)
    assert [found[f"years.1.schedule.1.bar{n}"][2].first for n in (1, 2)] == [at[0][0], at[14][0]]
    assert "years.1.schedule.1.bar3" not in found


def test_schedule__row__bars_stay_slim_and_the_rest_is_shared(look: Looks) -> None:
    rows = tuple(ScheduleRow(action=f"・取組{n}", bars=(bar("R7-1", "R8-4"),)) for n in range(3))
    (sheet,) = laid_out(plan_of(rows), look, results("長い実績です。" * 150, 1)).sheets
    found = by_key(sheet)
    heights = []
    for n in (1, 2, 3):
        first, last, _ = found[f"years.1.schedule.{n}.action"]
        heights.append(sum(row.height for row in sheet.rows[first - 1 : last]))
        assert sheet.rows[found[f"years.1.schedule.{n}.bar1"][0] - 1].height < 15
    assert max(heights) - min(heights) < 3
    first, last, _ = found["years.1.results"]
    assert last - first + 1 == 9
    assert {found[f"years.1.{key}"][:2] for key in ("no", "name")} == {(first, last)}
    check_whole(sheet, look)


@pytest.mark.parametrize("kind", ["no column", "repeat", "sub-items"])
def test_schedule__nothing_to_draw__still_a_table(look: Looks, kind: str) -> None:
    plan = plan_of((ScheduleRow(action="・設置", bars=(SHORT,)),), ())
    if kind == "no column":
        plan = plan.model_copy(update={"columns": tuple(c for c in plan.columns if c.key != "schedule")})
    if kind == "repeat":
        again = plan.items[1].model_copy(update={"repeats": "i-1", "schedule": plan.items[0].schedule})
        plan = plan.model_copy(update={"items": (plan.items[0], again)})
    if kind == "sub-items":
        plan = make_plan(period_start=2025, period_end=2028).model_copy(
            update={"parts": (PART.model_copy(update={"items": "all"}),), "columns": plan.columns}
        )
    (sheet,) = laid_out(plan, look).sheets
    check_whole(sheet, look)
    if kind == "repeat":
        mark = [cell.text for row in sheet.rows for cell in row.cells if "再掲" in str(cell.text)]
        assert mark == ["【No.1の再掲】"] * 2


# Pages ---------------------------------------------------------------------------------------------------------------


def test_schedule__item_over_pages__goes_on_with_its_number(look: Looks) -> None:
    rows = tuple(ScheduleRow(action=f"{n}{LONG}", bars=(bar("R7-1", "R8-4", f"帯{n}"),)) for n in range(20))
    report = laid_out(plan_of(rows[:2], rows), look, results("実績です。" * 1150, 1))
    (sheet,) = report.sheets
    assert sheet.pages > 2
    check_whole(sheet, look)
    assert any("（続き）" in str(cell.text) for row in sheet.rows for cell in row.cells)
    printed = "".join(str(cell.text) for row in sheet.rows for cell in row.cells if cell.key.endswith(".results"))
    assert printed == "実績です。" * 1150
    found = by_key(sheet)
    assert [found[f"years.2.schedule.{n}.action"][2].text for n in range(1, 21)] == [row.action for row in rows]


def test_schedule__action_item_higher_than_a_page__is_cut_in_its_text(look: Looks) -> None:
    action = "・" + "とても長い取組項目です。" * 250
    (sheet,) = laid_out(plan_of((ScheduleRow(action=action, bars=(SHORT,)),)), look).sheets
    check_whole(sheet, look)
    assert sheet.pages > 1
    texts = [str(cell.text) for row in sheet.rows for cell in row.cells if cell.key.endswith(".1.action")]
    assert "".join(texts) == action
    labels = [cell.text for row in sheet.rows for cell in row.cells if cell.key.endswith("bar1")]
    assert [text for text in labels if text] == ["条例改正"]


LABELS = st.text(st.sampled_from("準備検討実施・（）A1"), max_size=14)


@st.composite
def any_row(draw: st.DrawFn) -> ScheduleRow:
    bars = []
    for _ in range(draw(st.integers(0, 5))):
        first, last = sorted(draw(st.tuples(st.integers(0, 15), st.integers(0, 15))))
        start, end = (Quarter(year=2025 + n // 4, quarter=n % 4 + 1) for n in (first, last))
        made = bar("R7-1", "R7-1", draw(LABELS), conditional=draw(st.booleans()))
        bars.append(made.model_copy(update={"start": start, "end": end}))
    return ScheduleRow(action=draw(st.sampled_from(["・周知", LONG, "・" + LONG * 4, ""])), bars=tuple(bars))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(any_row(), max_size=5).map(tuple), min_size=1, max_size=8), st.integers(0, 900), st.data())
def test_schedule__anything__nothing_overlaps_and_every_text_is_printed(
    schedules: list[tuple[ScheduleRow, ...]], size: int, data: st.DataObject
) -> None:
    look = looks(disk.bundled("workbook_templates", "report.xlsx"))
    plan = plan_of(*schedules, width=data.draw(st.sampled_from([40.0, 60.0, 76.0])))
    report = laid_out(plan, look, results("実績です。" * size, 1, 3))
    (sheet,) = report.sheets
    with mock.patch.object(layout, "TIGHTER", ()):
        (roomy,) = laid_out(plan, look, results("実績です。" * size, 1, 3)).sheets
    check_whole(roomy, look)
    if sheet.pages < roomy.pages:  # less air in its rows, which saved a page
        check_whole(sheet, look, PADDING / 4)
    else:
        assert sheet == roomy
    wanted = Counter(row.action for item in plan.items for row in item.schedule)
    wanted.update(bar.shown for item in plan.items for row in item.schedule for bar in row.bars)
    printed = Counter[str]()
    for row in sheet.rows:
        printed.update("".join(str(cell.text) for cell in row.cells if ".schedule." in cell.key))
    assert printed == sum((Counter(text) for text in wanted.elements()), Counter())
    missing = missing_characters(report.texts.values(), report.on_paper())
    assert missing == {}


# Parts -----------------------------------------------------------------------------------------------------------------


def test_bars__split__whole_bands_then_the_text_of_the_first() -> None:
    face = Face("BIZ UDゴシック", 9)
    faces = dict.fromkeys(("body", "bar", "bar_label"), face)
    bars = Bars(Years(0, 1, 4), lambda first, last: 40.0 * (last - first + 1), faces)
    bands = tuple(Band(BlockCell(0, 0, "あ" * 30, "body", str(n))) for n in range(3))
    one = bars.height(bands[:1])
    assert bars.split(bands, one * 2 + 1) == (bands[:2], bands[2:])
    whole = bars.split(bands, one * 3)
    assert whole is not None
    assert (whole[0], [band.action.text for band in whole[1]]) == (bands, [""])
    cut = bars.split(bands, one * 0.6)
    assert cut is not None
    assert len(cut[0]) == 1
    assert f"{cut[0][0].action.text}{cut[1][0].action.text}" == "あ" * 30
    assert cut[1][1:] == bands[1:]
    assert bars.split(bands, 20.0) is None
    assert sum(line.height for line in bars.lines(bands, 3000.0)) == pytest.approx(3000.0)
    assert max(line.height for line in bars.lines(bands, 3000.0)) <= MAX_ROW_HEIGHT


def test_bars__asked_again_and_again__a_line_of_bars_measured_once() -> None:
    faces = dict.fromkeys(("body", "bar", "bar_label"), Face("BIZ UDゴシック", 9))
    measured: list[int] = []

    def usable(first: int, last: int) -> float:
        measured.append(first)
        return 40.0 * (last - first + 1)

    bars = Bars(Years(0, 1, 4), usable, faces)
    bands = tuple(
        Band(BlockCell(0, 0, "取組", "body"), ((BlockCell(1, 2, f"帯{n}の名称", "bar", f"bar{n}"),),)) for n in range(3)
    )
    needed = bars.height(bands)
    of_bars = sum(first > 0 for first in measured)
    for height in (needed, needed + 30.0):
        assert sum(line.height for line in bars.lines(bands, height)) == pytest.approx(height)
    assert bars.split(bands, needed) == (bands, (Band(bands[-1].action._replace(text="", key="")),))
    assert 0 < of_bars == sum(first > 0 for first in measured)


def test_make_grid__boundaries_too_close__those_of_most_columns_stay() -> None:
    grid = make_grid([[50.3, 49.7], [10.0] * 10], 100.0, Unit())
    assert grid.widths == (10.0,) * 10
    assert grid.starts[0] == (0, 5)


def test_style_without_lines__keeps_the_other_sides(template: bytes) -> None:
    package = Package(template)
    place = package.locate("style_spare_year")
    assert place is not None
    style = package.sheet(place[0]).style(place[1])
    made = package.style_with(style, StyleChange(without_lines="tb"))
    assert made == package.style_with(style, StyleChange(without_lines="tb")) != style
    book = read_book(package.to_bytes(), "report.xlsx")
    assert book.sheets
    assert package.font(made) == package.font(style)


# On paper --------------------------------------------------------------------------------------------------------------


def _word_centre(page: pypdfium2.PdfPage, text: str, near: float) -> list[float]:
    """Middles (pt from the left) of the places of a one-line text right of `near`."""
    textpage = page.get_textpage()
    searcher = textpage.search(text)
    middles = []
    while (found := searcher.get_next()) is not None:
        boxes = [textpage.get_charbox(found[0] + n) for n in range(found[1])]
        left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
        if left > near:
            middles.append((left + right) / 2)
    return middles


def test_schedule__libreoffice__every_label_in_its_quarters(template: bytes, look: Looks, tmp_path: Path) -> None:
    """Labels have names of their own, so that each is found once; x positions from the columns' shares of the page."""
    letters = iter("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥")
    spans = [(0, 3), (4, 5), (6, 11), (12, 15), (1, 2), (5, 9), (10, 10), (2, 13), (0, 0), (14, 15), (3, 3)]
    rows = []
    for n, (first, last) in enumerate(spans):
        start, end = (Quarter(year=2025 + q // 4, quarter=q % 4 + 1) for q in (first, last))
        made = bar(
            "R7-1", "R7-1", next(letters) + ("案" if last > first else ""), conditional=n % 3 == 0 and last > first + 1
        )
        rows.append(ScheduleRow(action=f"・取組の{n}番", bars=(made.model_copy(update={"start": start, "end": end}),)))
    plan = plan_of(tuple(rows[:4]), tuple(rows[4:]), (ScheduleRow(action="・続く", bars=(SHORT,)),), width=80)
    report = laid_out(plan, look, results("実績です。" * 60, 2))
    workbook, pdf = tmp_path / "schedule.xlsx", tmp_path / "schedule.pdf"
    workbook.write_bytes(render(report, template).data)
    LibreOffice().convert(workbook, pdf)
    pages = pages_of_pdf(pdf.read_bytes())
    assert missing_characters(report.on_paper(), pages) == {}
    assert short_texts(report.texts, pages) == ()
    (sheet,) = report.sheets
    at, found = quarters(sheet), by_key(sheet)
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    total = sum(sheet.widths)
    # the table stands in the middle of the page, as wide as its columns at the scale LibreOffice prints with
    heads = {n: _word_centre(page, f"Ｒ{7 + n}", 0)[0] for n in range(4)}
    per_unit = (heads[3] - heads[0]) / (3 * sum(sheet.widths[at[0][0] - 1 : at[3][1]]))
    left = heads[0] - per_unit * (sum(sheet.widths[: at[0][0] - 1]) + sum(sheet.widths[at[0][0] - 1 : at[3][1]]) / 2)
    assert left + per_unit * total == pytest.approx(page.get_width() - left, abs=3)

    def x(column: int) -> float:
        return left + per_unit * sum(sheet.widths[:column])

    for key, (_, _, cell) in found.items():
        if cell.role not in ("bar", "bar_conditional", "bar_label"):
            continue
        (middle,) = _word_centre(page, str(cell.text), 0)
        if cell.role == "bar_label":
            assert x(cell.first - 1) < middle < x(cell.last), key
        else:
            assert middle == pytest.approx((x(cell.first - 1) + x(cell.last)) / 2, abs=2), key
    bars = [row.bars[0] for rows_of in plan.items for row in rows_of.schedule]
    assert len([c for _, _, c in found.values() if c.role.startswith("bar")]) == len(bars)
    document.close()
