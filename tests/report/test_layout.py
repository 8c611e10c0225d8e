"""Parts on sheets, rows on pages: what the layout decides, without a program that prints."""

import random
import re
import time
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kosei_xl.collect.summarize import summarize
from kosei_xl.report.layout import LEAST_SIZE, ReportOptions, lay_out
from kosei_xl.report.page import Report, ReportSheet
from kosei_xl.report.paginate import printed_size
from kosei_xl.report.xlsx import looks
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.ledger import Entries, Ledger
from kosei_xl.values.model import Column, EntryKey, Item, Part, Plan, Style, SubItem
from kosei_xl.verbs import init
from kosei_xl.workbook.measure import count_lines, row_height, usable_width
from tests.tools.builders import standing
from tests.tools.paper import (
    BODY,
    TEMPLATE,
    any_text,
    cells_with_widths,
    changed,
    check_headings,
    check_much,
    check_rows_high_enough,
    item_of,
    laid,
    ledger_of,
    libreoffice_lines,
    pages_of,
    plain,
    restyled,
    ten_times,
    usage,
    with_area_column,
)

PLAN = with_area_column(init.sample_plan("midori").plan)
LEDGER = ledger_of(init.sample_entries("midori"))
POINT = PLAN.points[-1].key
FACES = looks(TEMPLATE).faces


def with_parts(*parts: Part, columns: Mapping[str, float] | None = None, **style: object) -> Plan:
    """The sample with these parts alone; `columns` widens columns of the list."""
    made = [
        column.model_copy(update={"width": (columns or {}).get(column.key, column.width)})
        if column.part == "list"
        else column
        for column in PLAN.columns
    ]
    return changed(PLAN, parts=parts, columns=tuple(made), style=PLAN.style.model_copy(update=style))


LIST = next(part for part in PLAN.parts if part.key == "list")


def made(plan: Plan, template: bytes = TEMPLATE) -> tuple[Report, tuple[Diagnostic, ...]]:
    """The report and what was found."""
    at = standing(plan, POINT, Ledger(LEDGER))
    outcome = lay_out(at, summarize(at), ReportOptions(looks(template), draft=True, file="m.xlsx"))
    return outcome.value, outcome.diagnostics


# Sizes and scales -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [7, 8, 9, 10, 11])
def test_lay_out__wide_columns__narrowed_rather_than_printed_below_7_pt(size: float) -> None:
    plan = with_parts(LIST, columns={"result_actual": 400})
    report, problems = made(plan, restyled(TEMPLATE, BODY, size=size))
    (sheet,) = report.sheets
    assert [p for p in problems if p.code == "K503"] == []
    assert LEAST_SIZE - 0.05 <= printed_size(size, sheet.scale) <= LEAST_SIZE + 0.1
    assert sum(sheet.widths) * 6.0 * sheet.scale / 100 <= looks(TEMPLATE).pages["A3横"].printable_width


def test_lay_out__7_pt_and_narrow_columns__whole_page_at_100_percent() -> None:
    report, problems = made(PLAN, restyled(TEMPLATE, BODY, size=7))
    assert {sheet.scale for sheet in report.sheets} == {100}
    assert [p.code for p in problems] == []


def test_lay_out__body_below_7_pt__k503_for_each_sheet_with_a_table() -> None:
    _, problems = made(with_parts(LIST), restyled(TEMPLATE, BODY, size=6.5))
    assert [(p.code, p.at.file if p.at else "", p.at.sheet if p.at else "") for p in problems] == [
        ("K503", "m.xlsx", "帳票列")
    ]
    assert "6.5" in problems[0].message()


def test_lay_out__unknown_placeholder__k504_once() -> None:
    part = Part(key="t", kind="text", sheet="文", title="{なし}", text="{なし}の{件数}")
    _, problems = made(with_parts(part))
    assert [(p.code, p.at.sheet if p.at else "") for p in problems] == [("K504", "帳票")]
    assert "なし" in problems[0].message()
    assert made(with_parts(part.model_copy(update={"title": "", "text": "{件数}"})))[1] == ()


def test_lay_out__lines__at_most_ten_percent_above_libreoffice() -> None:
    computed = shown = 0
    for sheet in laid(PLAN, LEDGER, POINT).sheets:
        for _, cell, widths in cells_with_widths(sheet):
            computed += count_lines(str(cell.text), usable_width(*widths), FACES[cell.role])
            shown += libreoffice_lines(str(cell.text), widths, FACES[cell.role])
    assert shown <= computed <= 1.10 * shown


# Pages ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [7, 8, 9, 10, 11])
def test_lay_out__62_items_with_ten_times_the_text__pages_full_and_cuts_at_line_ends(size: float) -> None:
    plan, ledger = ten_times(PLAN, LEDGER, POINT)
    template = restyled(TEMPLATE, BODY, size=size)
    begin = time.process_time()
    report = laid(plan, ledger, POINT, template)
    assert time.process_time() - begin < 5
    cuts, going_on, empty = check_much(report, plan, template)
    assert cuts > 62
    assert going_on > 10
    assert empty < 0.15


def test_lay_out__area_label__on_every_page_and_merged_over_its_rows() -> None:
    plan, ledger = ten_times(PLAN, LEDGER, POINT)
    report = laid(plan, ledger, POINT)
    sheet = next(sheet for sheet in report.sheets if sheet.name == LIST.sheet)
    names = {area.no: area.name for area in plan.areas}
    start = 0
    merged = {row for first, last, column in sheet.merges if column == 1 for row in range(first, last + 1)}
    for rows in pages_of(sheet):
        run = ""
        for number, row in enumerate(rows, start + 1):
            found = item_of(plan, row.cells[-1]) if row.cells else None
            if found is None:
                continue
            label = str(row.cells[0].text)
            assert (names[found[1].area_no] in label) is (found[1].area_no != run)
            assert label or number in merged
            run = found[1].area_no
        start += len(rows)


def test_lay_out__last_page_nearly_empty__saved_by_less_air_and_not_by_a_smaller_print() -> None:
    for items in range(20, 60, 4):
        plan, ledger = ten_times(PLAN, {k: v for k, v in LEDGER.items() if not k.sub_no}, POINT, items)
        one = changed(plan, parts=(LIST,))
        report = laid(one, ledger, POINT)
        (shares,) = usage(report)
        assert shares[-1] > 0.05
        assert report.sheets[0].scale == 100


def test_lay_out__font_whose_lines_may_need_all_their_height__no_row_with_less_air() -> None:
    template = restyled(TEMPLATE, BODY, "Noto Sans CJK JP")
    faces = looks(template).faces
    tightened = 0
    for items in range(20, 60, 4):
        plan, ledger = ten_times(PLAN, {k: v for k, v in LEDGER.items() if not k.sub_no}, POINT, items)
        one = changed(plan, parts=(LIST,))
        (sheet,) = laid(one, ledger, POINT, template).sheets
        for row, cell, widths in cells_with_widths(sheet):
            assert row.height >= row_height([(str(cell.text), usable_width(*widths), faces[cell.role])]) - 0.01
        (other,) = laid(one, ledger, POINT).sheets
        tightened += any(
            row.height < row_height([(str(cell.text), usable_width(*widths), FACES[cell.role])]) - 0.01
            for row, cell, widths in cells_with_widths(other)
        )
    assert tightened


NOTE = Part(key="note", kind="text", sheet=LIST.sheet, text="注一\n注二", paper="A3横", role="first_foot")


@pytest.mark.parametrize("after", [(), ("unrated",)], ids=["alone", "before another list"])
def test_lay_out__note_at_the_foot_of_the_first_page__there_and_nothing_lost(after: tuple[str, ...]) -> None:
    plan, ledger = ten_times(PLAN, LEDGER, POINT)
    more = [part.model_copy(update={"sheet": LIST.sheet}) for part in plan.parts if part.key in after]
    (with_note,) = laid(changed(plan, parts=(LIST, NOTE, *more)), ledger, POINT).sheets
    (without,) = laid(changed(plan, parts=(LIST, *more)), ledger, POINT).sheets
    pages = list(pages_of(with_note))
    cells = [(n, cell) for n, rows in enumerate(pages, 1) for row in rows for cell in row.cells]
    notes = [(n, cell.text) for n, cell in cells if cell.key.startswith("note.")]
    assert notes == [(1, "注一"), (1, "注二")]
    assert [cell.text for cell in pages[0][-1].cells] == ["注二"]
    at = next(n for n, row in enumerate(pages[0]) if any(cell.key.startswith("note.") for cell in row.cells))
    assert (pages[0][at - 1].height, pages[0][at - 1].cells) == (8.0, ()), "directly below the table"
    assert pages[0][at - 2].cells, "and no other air"
    assert _texts_of(with_note, "list.") == _texts_of(without, "list.")
    assert all(_texts_of(with_note, f"{key}.") == _texts_of(without, f"{key}.") for key in after)


def _texts_of(sheet: ReportSheet, key: str) -> dict[str, str]:
    """What is printed under each key, pieces of texts that go on put together again; not what is said again there."""
    found: dict[str, str] = {}
    for row in sheet.rows:
        goes_on = any(str(cell.text).endswith("（続き）") for cell in row.cells)
        for cell in row.cells:
            if cell.key.startswith(key) and not cell.key.endswith(".area"):  # an area is named once a page
                text = plain(str(cell.text))
                again = cell.key in found and (text.endswith("（続き）") or (goes_on and text == found[cell.key]))
                found[cell.key] = found.get(cell.key, "") + ("" if again else text)
    return found


def test_lay_out__note_at_the_foot__on_paper_once_and_named_when_it_is_cut_off() -> None:
    report = laid(with_parts(LIST, NOTE), LEDGER, POINT)
    printed = "".join(report.on_paper())
    assert [printed.count(text) for text in ("注一", "注二")] == [1, 1]
    assert {"注一", "注二"} <= set(report.texts.values())


def test_lay_out__note_in_its_place__below_the_last_row() -> None:
    plan, ledger = ten_times(PLAN, LEDGER, POINT)
    note = NOTE.model_copy(update={"role": "note"})
    (sheet,) = laid(changed(plan, parts=(LIST, note)), ledger, POINT).sheets
    assert [str(cell.text) for row in sheet.rows for cell in row.cells][-2:] == ["注一", "注二"]


def test_lay_out__note_at_the_foot__before_every_list__printed_where_it_is() -> None:
    (sheet,) = laid(with_parts(NOTE, LIST), LEDGER, POINT, draft=False).sheets
    texts = [str(cell.text) for row in sheet.rows for cell in row.cells]
    assert (
        texts.index("注一")
        < texts.index("注二")
        < next(n for n, text in enumerate(texts) if text == PLAN.items[0].no or PLAN.items[0].name in text)
    )


def test_lay_out__table_in_a_text_over_pages__head_at_the_top_of_each() -> None:
    rows = "\n".join(f"{n}｜説明{n}" for n in range(1, 121))
    text = Part(key="t", kind="text", sheet="文", title="表", text=f"前の文。\n番号｜内容\n{rows}\n後の文。")
    (sheet,) = laid(with_parts(text), LEDGER, POINT, draft=False).sheets
    _, *others = pages_of(sheet)
    assert len(others) >= 2
    tops = [[cell.text for cell in page[0].cells] for page in others]
    assert tops == [["番号", "内容"]] * len(others)
    heads = [row for row in sheet.rows for cell in row.cells if cell.key == "t.text.2.1"]
    assert len(heads) == 1, "what is printed again has no key"
    shown = [str(row.cells[0].text) for row in sheet.rows if len(row.cells) == 2 and row.cells[0].role != "head"]
    assert shown == [str(n) for n in range(1, 121)]


def test_lay_out__text_after_a_table_begins_a_page__no_head_above_it() -> None:
    for count in range(40, 60):
        rows = "\n".join(f"{n}｜説明{n}" for n in range(count))
        text = Part(
            key="t", kind="text", sheet="文", title="表", text=f"番号｜内容\n{rows}\n" + "\n".join(["後の文。"] * 8)
        )
        (sheet,) = laid(with_parts(text), LEDGER, POINT, draft=False).sheets
        for page in list(pages_of(sheet))[1:]:
            assert (page[0].cells[0].role == "head") is (len(page[1].cells) == 2)


def test_lay_out__list_over_pages__head_repeated_from_the_first_rows() -> None:
    sheet = next(sheet for sheet in laid(PLAN, LEDGER, POINT).sheets if sheet.name == LIST.sheet)
    assert sheet.repeat is not None
    first, last = sheet.repeat
    legend, *under = sheet.rows[first - 1 : last]
    assert (legend.key, [cell.role for cell in legend.cells]) == ("list|legend", ["note"])
    assert all(cell.role == "head" for row in under for cell in row.cells)
    heads = [n for n, row in enumerate(sheet.rows, 1) if row.cells and row.cells[0].role == "head"]
    assert heads == list(range(first + 1, last + 1))


def test_lay_out__stamp__number_meeting_and_draft_mark() -> None:
    def stamp(sheet: ReportSheet) -> dict[str, str]:
        return {cell.role: str(cell.text) for cell in sheet.rows[0].cells}

    meeting = f"{LIST.meeting}　{LIST.meeting_date}"
    draft, final = (laid(with_parts(LIST), LEDGER, POINT, draft=draft).sheets[0] for draft in (True, False))
    assert {key: text.strip() for key, text in stamp(draft).items()} == {
        "meeting": meeting,
        "draft": "案",
        "docno": LIST.doc_no,
    }
    assert {key: text.strip() for key, text in stamp(final).items()} == {"meeting": meeting, "docno": LIST.doc_no}
    bare = with_parts(LIST.model_copy(update={"doc_no": "", "meeting": "", "meeting_date": ""}))
    assert "title" in stamp(laid(bare, LEDGER, POINT, draft=False).sheets[0])


def test_lay_out__second_number_on_a_sheet__boxed_above_its_part_and_the_same_number_once() -> None:
    def numbers(*doc_nos: str) -> list[str]:
        plan = with_parts(*(part.model_copy(update={"doc_no": no}) for part, no in zip(shared, doc_nos, strict=True)))
        (sheet,) = laid(plan, LEDGER, POINT).sheets
        return [str(cell.text) for row in sheet.rows for cell in row.cells if cell.role == "docno"]

    overview = next(part.sheet for part in PLAN.parts if part.kind == "summary")
    shared = tuple(part for part in PLAN.parts if part.sheet == overview)[:2]
    assert numbers("資料１", "資料１") == ["資料１"]
    assert numbers("資料１", "資料２") == ["資料１", "資料２"]
    assert numbers("", "資料２") == ["資料２"]
    plan = with_parts(*(part.model_copy(update={"doc_no": f"資料{n}"}) for n, part in enumerate(shared)))
    rows = laid(plan, LEDGER, POINT).sheets[0].rows
    roles = [[cell.role for cell in row.cells] for row in rows if row.cells]
    (second,) = (n for n, found in enumerate(roles) if found == ["meeting", "docno"])
    assert {cell.key.split(".")[0] for cell in [row for row in rows if row.cells][second + 1].cells} == {shared[1].key}
    assert roles[second + 1] == ["title"]  # it is a paper of its own
    rows = laid(with_parts(*shared), LEDGER, POINT).sheets[0].rows
    keyed = {cell.key: cell.role for row in rows for cell in row.cells}
    assert [keyed[f"{part.key}.title"] for part in shared] == ["title", "heading"]


def test_lay_out__page_numbers__first_page_and_pattern_as_the_plan_sets_them() -> None:
    plan = changed(PLAN, style=PLAN.style.model_copy(update={"first_page": 5, "page_number": "- {頁} -"}))
    sheets = laid(plan, LEDGER, POINT).sheets
    assert [sheet.first_page for sheet in sheets] == [5 + sum(s.pages for s in sheets[:n]) for n in range(len(sheets))]
    cover, *others = sheets
    assert (cover.footer, {sheet.footer for sheet in others}) == ("", {"- {頁} -"})
    usual = laid(PLAN, LEDGER, POINT).sheets
    assert [(sheet.first_page, sheet.footer) for sheet in usual] == [(None, ""), *[(None, None)] * len(others)]


def test_lay_out__cover_over_pages__running_head_and_number_on_each() -> None:
    cover = next(part for part in PLAN.parts if part.role == "cover")
    long = cover.model_copy(update={"text": "\n".join(["添える文です。"] * 120)})
    (one,), (several,) = (laid(with_parts(part), LEDGER, POINT).sheets for part in (cover, long))
    assert (one.pages, one.header, one.footer) == (1, "", "")
    assert several.pages > 1
    assert several.header.endswith(f"{cover.sheet}（案）")
    assert several.footer is None


def test_lay_out__insert__after_the_sheets_before_it() -> None:
    insert = Part(key="x", kind="pdf", sheet="別紙", title="{計画名}別紙", file="別紙.pdf")
    shown = [part for part in PLAN.parts if part.kind != "form"]
    for at in range(len(shown) + 1):
        plan = changed(PLAN, parts=(*shown[:at], insert, *shown[at:]))
        (found,) = laid(plan, LEDGER, POINT).inserts
        assert found.after == len({part.sheet for part in shown[:at]})
        assert (found.title, found.file) == (f"{PLAN.name}別紙", "別紙.pdf")


def test_lay_out__outline__each_part_that_prints_a_title_with_its_page() -> None:
    for sheet in laid(PLAN, LEDGER, POINT).sheets:
        assert sheet.outline
        pages = list(pages_of(sheet))
        for title, page in sheet.outline:
            texts = [str(cell.text).replace("\n", "") for row in pages[page - 1] for cell in row.cells]
            assert title.replace("\n", "") in texts or title == sheet.name


def test_lay_out__outline__name_of_the_sheet_stands_for_its_first_part_only() -> None:
    first, *others = (part for part in PLAN.parts if part.kind != "form")
    untitled = [part.model_copy(update={"sheet": first.sheet, "title": ""}) for part in (first, *others[:2])]
    (sheet,) = laid(changed(PLAN, parts=tuple(untitled)), LEDGER, POINT).sheets
    assert sheet.outline == ((first.sheet, 1),)


# Any texts ------------------------------------------------------------------------------------------------------------

TEXTS = st.builds(any_text, st.builds(random.Random, st.integers(0, 10**6)), st.integers(10, 3000)) | st.just(
    "\n".join(["一行"] * 31)
)


@settings(
    max_examples=20,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking texts of 3,000 characters takes minutes
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.lists(TEXTS, min_size=3, max_size=8), st.sampled_from([7, 9, 11]))
def test_lay_out__any_texts__rows_high_enough_and_cut_at_line_ends(texts: list[str], size: int) -> None:
    template = SIZED[size]
    lines = [line for line in PLAN.lines if line.item.repeats is None][: len(texts)]
    ledger: Entries = {
        line.key.at(POINT): {
            "rating": "AB"[n % 2],
            "results": texts[n],
            "annual_plan": texts[n - 1],
            "cause": texts[n - 2],
        }
        for n, line in enumerate(lines)
    }
    report = laid(PLAN, ledger, POINT, template)
    check_rows_high_enough(report, looks(template).faces)
    check_headings(report)
    check_much(report, PLAN, template)


SIZED = {size: restyled(TEMPLATE, BODY, size=size) for size in (7, 9, 11)}


def test_lay_out__no_parts_but_the_form__nothing_to_print() -> None:
    assert laid(with_parts(), LEDGER, POINT).sheets == ()


def test_lay_out__style__untouched_by_the_report() -> None:
    assert PLAN.style == Style(organization=PLAN.style.organization)


def test_lay_out__page_that_begins_with_a_sub_item__names_its_parent_with_its_rating() -> None:
    parent = Item(
        key="p",
        no="2",
        name="協働の推進",
        area_no=PLAN.areas[0].no,
        departments=(PLAN.departments[0].code,),
        sub_items=tuple(SubItem(sub_no=str(n), name=f"取組{n}") for n in range(1, 25)),
    )
    columns = [
        Column.model_validate({"part": "list", "key": key, "label": key, "width": width, "source": source})
        for key, width, source in (
            ("no", 6.0, "derived"),
            ("name", 30.0, "derived"),
            ("rating", 8.0, "entry"),
            ("results", 60.0, "entry"),
        )
    ]
    plan = changed(PLAN, items=(parent,), parts=(LIST,), columns=tuple(columns))
    ledger = {EntryKey("p", None, POINT): {"rating": "A"}}
    ledger |= {EntryKey("p", str(n), POINT): {"results": "取り組みました。" * 30} for n in range(1, 25)}
    (sheet,) = laid(plan, ledger, POINT).sheets
    pages = list(pages_of(sheet))
    assert len(pages) > 1
    for page in pages[1:]:
        first = next(row for row in page if row.key.startswith("list|p|"))
        assert [cell.text for cell in first.cells] == ["2", "協働の推進（続き）", "A", ""]
        follows = page[page.index(first) + 1]
        assert re.fullmatch(r"list\|p\|\d+", follows.key)
