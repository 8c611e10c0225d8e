"""The 対応表: what is written comes back, what a clerk corrects holds, what means nothing is told with its cell."""

import datetime as dt
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kosei_xl.importing.carrying import plan_from_list
from kosei_xl.importing.mapping import Decisions
from kosei_xl.importing.mapping_book import FIRST, HEADS, MappingBook, mapping_rows, mapping_workbook
from kosei_xl.importing.mapping_sheets import Unreadable, decisions_of, sheets_of
from kosei_xl.importing.proposal import AREAS, COLUMNS, DEPARTMENTS, POINTS, RATINGS, SETTINGS, Proposal, propose
from kosei_xl.verbs.import_list import completed
from kosei_xl.verbs.list_files import read_source
from kosei_xl.words.list_heads import Means
from kosei_xl.workbook.book import read_book
from tests.tools.lists.cases import CITIES
from tests.tools.lists.imports import TODAY, write


def _proposed(city: str, folder: Path, given: Decisions | None = None, today: dt.date = TODAY) -> Proposal:
    return propose(read_source(write(CITIES[city](), folder)), today, given)


def _book(proposal: Proposal) -> bytes:
    carried = plan_from_list(proposal.found, proposal.decided, completed("plan-x", ("year_end",)))
    sheets = sheets_of(proposal.decided, carried.plan.plan, carried.not_taken, {})
    tables = [(f"表{n}", table) for n, table in enumerate(proposal.tables, 1)]
    return mapping_workbook(
        MappingBook(["一覧.xlsx"], [("項目", "24")], proposal.questions, sheets, tables, "取り込みます。")
    )


def _read(data: bytes) -> tuple[Decisions, tuple[Unreadable, ...]]:
    return decisions_of(mapping_rows(read_book(data, "対応表.xlsx")))


def _corrected(data: bytes, sheet: str, label: str, row: int, text: object) -> bytes:
    """The workbook with another text below a label, in a row from 1 (the first of the sheet)."""
    book = load_workbook(io.BytesIO(data))
    column = next(cell.column for cell in book[sheet][3] if cell.value == label)
    book[sheet].cell(row + 3, column, text)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize("city", ["shiomi", "kawadoko", "sugimori", "sakuragaoka"])
def test_mapping__as_written__the_same_plan(city: str, tmp_path: Path) -> None:
    first = _proposed(city, tmp_path)
    given, problems = _read(_book(first))
    assert problems == ()
    second = _proposed(city, tmp_path, given)
    blank = completed("plan-x", ("year_end",))
    one, other = (plan_from_list(each.found, each.decided, blank) for each in (first, second))
    assert (one.plan, one.entries) == (other.plan, other.entries)


def test_mapping__equal_values__equal_bytes(tmp_path: Path) -> None:
    assert _book(_proposed("aoba", tmp_path)) == _book(_proposed("aoba", tmp_path))


def test_mapping__corrected_column__holds(tmp_path: Path) -> None:
    data = _corrected(_book(_proposed("aoba", tmp_path)), COLUMNS, "何の欄か", 5, "取り込まない")
    found = _proposed("aoba", tmp_path, _read(data)[0])
    assert [column.means for column in found.decided.columns][4] is Means.NOTHING
    carried = plan_from_list(found.found, found.decided, completed("plan-x", ("year_end",)))
    assert all(not item.texts for item in carried.plan.plan.items)


@pytest.mark.parametrize(
    ("sheet", "label", "row", "text", "label_told"),
    [
        (COLUMNS, "何の欄か", 2, "なにか", "何の欄か"),
        (COLUMNS, "報告時点", 7, "来年", "報告時点"),
        (RATINGS, "順序（1が最もよい）", 1, "はじめ", "順序"),
        (POINTS, "年度", 1, "いつか", "年度"),
        (POINTS, "種類", 1, "四半期", "種類"),
    ],
)
def test_mapping__a_word_that_means_nothing__told_at_its_cell(
    sheet: str, label: str, row: int, text: str, label_told: str, tmp_path: Path
) -> None:
    _, problems = _read(_corrected(_book(_proposed("aoba", tmp_path)), sheet, label, row, text))
    assert [(one.label, one.text, one.at.sheet, one.at.row) for one in problems] == [(label_told, text, sheet, row + 3)]


def test_mapping__rating_area_department_setting_corrected__stand_in_the_plan(tmp_path: Path) -> None:
    data = _book(_proposed("aoba", tmp_path))
    for sheet, label, row, text in (
        (RATINGS, "意味", 1, "とても良い"),
        (AREAS, "名称", 1, "協働"),
        (DEPARTMENTS, "課の名前（一行に一つ、先頭が主担当）", 1, "新しい課\nもう一つの課"),
        (SETTINGS, "内容", 1, "あおばプラン"),
        (POINTS, "年度", 1, "令和4年度"),
    ):
        data = _corrected(data, sheet, label, row, text)
    found = _proposed("aoba", tmp_path, _read(data)[0])
    plan = plan_from_list(found.found, found.decided, completed("plan-x", ("year_end",))).plan.plan
    assert plan.ratings[0].label == "とても良い"
    assert plan.areas[0].name == "協働"
    assert plan.name == "あおばプラン"
    assert min(point.fiscal_year for point in plan.points) == 2022
    assert {"新しい課", "もう一つの課"} <= {one.name for one in plan.departments}


def test_mapping__next_years_list__only_what_is_new_is_asked(tmp_path: Path) -> None:
    given, _ = _read(_corrected(_book(_proposed("aoba", tmp_path)), COLUMNS, "欄の名前", 5, "取組のあらまし"))
    data = {name: load_workbook(io.BytesIO(data)) for name, data in CITIES["aoba"]().files.items()}
    for name, book in data.items():
        sheet = book.active
        assert sheet is not None
        for old, new in (
            ("G5", "令和6年度 評価"),
            ("H5", "令和6年度 取組実績"),
            ("I5", "令和7年度 評価"),
            ("J5", "令和7年度 取組実績"),
        ):
            sheet[old] = new
        book.save(tmp_path / f"来年{name}")
        found = propose(read_source([tmp_path / f"来年{name}"]), dt.date(2026, 6, 1), given)
        assert found.questions == ()
        assert found.decided.columns[4].label == "取組のあらまし"
        assert [one.name for one in found.decided.points] == ["2024 year_end", "2025 year_end", "2026 year_end"]
        assert found.decided.ratings[0].label == given.ratings[0].label


def test_mapping__first_sheet_and_heads__what_to_look_at(tmp_path: Path) -> None:
    proposal = _proposed("shiomi", tmp_path)
    book = load_workbook(io.BytesIO(_book(proposal)))
    first = [str(cell.value) for row in book[FIRST].iter_rows() for cell in row if cell.value]
    assert first[0] == "「一覧.xlsx」の対応表"
    assert all(any(question.text == text for text in first) for question in proposal.questions)
    assert "D2:E2" in {str(area).replace("D3:E3", "D2:E2") for area in book[HEADS].merged_cells.ranges}
    assert book[COLUMNS].data_validations.dataValidation
