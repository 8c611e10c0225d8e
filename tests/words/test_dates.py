"""Days as people type them: one reader, whoever asks."""

from calendar import monthrange
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kosei_xl.addin import functions
from kosei_xl.read.tables import day_in
from kosei_xl.values.cells import CellValue
from kosei_xl.words.dates import as_of_dates, last_day, read_day
from kosei_xl.words.notation import DigitStyle, date_text, wide
from kosei_xl.words.years import ERAS

DAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2026-03-31",
            "2026/3/31",
            "2026.3.31",
            "2026年3月31日",
            "20260331",
            "２０２６／３／３１",
            " 2026年 3月31日 ",
        ),
        *(
            "令和8年3月31日",
            "令和８年３月３１日",
            "R8.3.31",
            "Ｒ８．３．３１",
            "r8.3.31",
            "R8/3/31",
            "R8-03-31",
            "R08.03.31",
        ),
        *("㋿8年3月31日", "平成38年3月31日", "H38.3.31"),
        *("2026年3月末", "R8年3月末", "令和7年度末", "R7年度末", "2025年度末"),
    ],
)
def test_read_day__spellings__the_day(text: str) -> None:
    assert read_day(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        *("", "未定", "8.3.31", "8/3/31", "26.3.31", "3月31日", "3/31", "2026年3月", "令和8年", "R8.3", "2026-W14-2"),
        *("2026-02-30", "2026-13-01", "R0.3.31", "0026/3/31", "明治8年3月31日", "2026年3月31日（火）", "2026/3/31まで"),
        *("46112", "202603311", "2026-03-31 10:00"),
    ],
)
def test_read_day__no_day_no_era_or_more_said__none(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize(
    "cell",
    [DAY, datetime(2026, 3, 31, 17, 15), 46112, 46112.0, "46112", "４６１１２", "R8.3.31", "2026/3/31", 20260331.0],
)
def test_day_in__what_cells_hold__the_day(cell: CellValue) -> None:
    assert day_in(cell) == DAY
    assert functions.wareki([[cell]]) == "令和8年3月31日"


@pytest.mark.parametrize("cell", [None, True, 2026, 2026.0, 46112.5, -1, 99999999, timedelta(3), "未定", "8.3.31"])
def test_day_in__a_year_or_no_day__none(cell: CellValue) -> None:
    assert day_in(cell) is None


@settings(deadline=None)
@given(st.dates(ERAS[-1].first, date(2117, 12, 31)), st.sampled_from(["half", "full", "mixed"]))
def test_read_day__as_written__read_back(day: date, style: DigitStyle) -> None:
    for text in (date_text(day, style), day.isoformat(), f"{day:%Y/%m/%d}", wide(day.isoformat()), f"{day:%Y%m%d}"):
        assert read_day(text) == day
    assert as_of_dates(f"件数（{date_text(day, style)}時点現在）") == (day,)


def test_as_of_dates__point_in_time_without_the_word_now__read() -> None:
    assert as_of_dates("令和７年３月末時点で24件") == (date(2025, 3, 31),)
    assert as_of_dates("R7.9.30時点 24件") == (date(2025, 9, 30),)


def test_as_of_dates__several_in_a_text__in_order() -> None:
    text = (
        "100件（令和7年4月1日現在）、90件（R6.9.30の現在）、2025年９月末現在、令和6年度末現在、4月1日現在、R7.2.30現在"
    )
    assert as_of_dates(text) == (date(2025, 4, 1), date(2024, 9, 30), date(2025, 9, 30), date(2025, 3, 31))


def test_last_day__every_month__as_the_calendar() -> None:
    years = (*range(1, 9999, 97), 1900, 2000, 2023, 2024, 2100, 9999)
    assert all(last_day(year, month) == monthrange(year, month)[1] for year in years for month in range(1, 13))


@pytest.mark.parametrize(("year", "month"), [(2025, 0), (2025, 13), (0, 2)])
def test_last_day__of_no_month__refused(year: int, month: int) -> None:
    with pytest.raises(ValueError):
        last_day(year, month)
