"""What columns are called and taken for, by their heads and by what stands below them."""

import datetime as dt
from collections.abc import Sequence

import pytest

from kosei_xl.importing.grid import grids_of
from kosei_xl.importing.mapping import ColumnMap
from kosei_xl.importing.proposal import propose
from kosei_xl.importing.reading import ListSource
from kosei_xl.values.cells import Book, Sheet
from kosei_xl.words.list_heads import Means


def _column(head: str, texts: Sequence[str]) -> ColumnMap:
    """The column of this head, in a list with numbers, names and departments."""
    rows = [("No.", "項目", "担当課", head), *((str(n), f"窓口{n}", "企画課", text) for n, text in enumerate(texts, 1))]
    source = ListSource(tuple(grids_of(Book("x.xlsx", (Sheet("表", tuple(rows)),)), {})))
    return propose(source, dt.date(2025, 6, 1)).decided.columns[3]


_LONG = ("会議を開き、案を庁内に示した。", "見積りを取り、あらためて諮った。", "案内を直し、窓口に置いた。")


@pytest.mark.parametrize(
    ("head", "label", "point"),
    [
        ("取組実績（令和3年3月末実績値）", "取組実績", "2020 year_end"),
        ("令和5年度 取組実績", "取組実績", "2023 year_end"),
        ("前年度(R5)の実績", "実績", "2023 year_end"),
        ("令和7年度上半期 取組実績", "取組実績", "2025 half"),
    ],
)
def test_label__year_of_a_point__not_in_the_name_of_the_field(head: str, label: str, point: str) -> None:
    found = _column(head, _LONG)
    assert (found.means, found.label, found.point) == (Means.ENTRY, label, point)


def test_label__year_of_a_plan_text__stays() -> None:
    found = _column("令和９年度の目標", ("相談を年に三百件まで増やし、待ち時間を短くする。",) * 3)
    assert "目標" in found.label


@pytest.mark.parametrize(
    ("head", "texts", "means"),
    [
        ("達成状況", ("A", "B", "A"), Means.RATING),
        ("達成状況", _LONG, Means.ENTRY),
        ("進捗率", ("20%", "30%", "45%"), Means.AMOUNT),
        ("フォローアップ", ("○", "○", "○"), Means.MARK),
        ("担当者", ("山川 春子", "海野 夏男", "里見 秋江"), Means.PEOPLE),
        ("区分", ("新規", "継続", "新規"), Means.PLAN),
    ],
)
def test_means__head_and_content_together(head: str, texts: Sequence[str], means: Means) -> None:
    assert _column(head, texts).means is means


def test_means__a_head_that_says_nothing__is_asked_about() -> None:
    assert not _column("その二", _LONG).sure
    assert _column("取組実績", _LONG).sure


def test_means__coloured_ratings_below_years__ratings_and_no_bars() -> None:
    rows = [("No.", "項目", "R5", "R6"), *((str(n), f"窓口{n}", "A", "B") for n in range(1, 5))]
    colours = {"表": {(row, column): "FFC000" for row in range(2, 6) for column in (3, 4)}}
    source = ListSource(tuple(grids_of(Book("x.xlsx", (Sheet("表", tuple(rows)),)), colours)))
    found = propose(source, dt.date(2025, 6, 1)).decided.columns
    assert [column.means for column in found[2:]] == [Means.RATING, Means.RATING]
    assert [column.point for column in found[2:]] == ["2023 year_end", "2024 year_end"]


def _wide(
    *rows: tuple[str | None, ...], merged: Sequence[tuple[int, int, int]], colours: Sequence[tuple[int, int]]
) -> list[tuple[str, Means]]:
    """A list whose year stands over three columns; (row, first column, last column) of what is merged."""
    head = ("No.", "項目", "R5年度末", None, None)
    areas = {(row, first): (row, last) for row, first, last in ((1, 3, 5), *merged)}
    sheet = Sheet("表", (head, *rows), merged=areas)
    source = ListSource(tuple(grids_of(Book("x.xlsx", (sheet,)), {"表": dict.fromkeys(colours, "FFC000")})))
    return [(column.letters, column.means) for column in propose(source, dt.date(2025, 6, 1)).decided.columns[2:]]


def test_means__rating_merged_as_wide_as_its_year__one_column_and_no_bars() -> None:
    rows = [(str(n), f"窓口{n}", mark, None, None) for n, mark in enumerate(("A", "B", "A", "A"), 1)]
    whole = [(row, 3, 5) for row in range(2, 6)]
    coloured = [(row, 3) for row in range(2, 6)]
    assert _wide(*rows, merged=whole, colours=coloured) == [("C", Means.RATING)]


def test_means__bars_below_a_year__its_columns_stay() -> None:
    rows = [(str(n), f"窓口{n}", "準備", None, None) for n in range(1, 4)]
    part = [(row, 3, 4) for row in range(2, 5)]
    last = ("4", "窓口4", None, None, "実施")
    found = _wide(*rows, last, merged=[(2, 3, 5), *part[1:]], colours=[(row, 3) for row in range(2, 5)])
    assert found == [("C", Means.BARS), ("D", Means.BARS), ("E", Means.BARS)]
