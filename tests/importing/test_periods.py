"""Years and halves in heads and titles."""

import datetime as dt

import pytest

from kosei_xl.importing.periods import Point, Said, period_of, point_of_title, said_of, year_of_bare

TODAY = dt.date(2025, 6, 1)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (["令和5年度", "上半期"], Said(2023, "half")),
        (["R4年度の評価"], Said(2022)),
        (["取組実績（令和3年3月末実績値）"], Said(2020, "year_end")),
        (["令和6年9月末"], Said(2024, "half")),
        (["26年度", "年度末"], Said(None, "year_end", 26)),
        (["第3次の評価"], Said()),
    ],
)
def test_said_of__head(head: list[str], said: Said) -> None:
    assert said_of(head) == said


def test_year_of_bare__what_is_known_tells_the_era_else_the_clock() -> None:
    assert year_of_bare(26, (), TODAY) == 2014
    assert year_of_bare(5, (), TODAY) == 2023
    assert year_of_bare(2, (2018, 2019), TODAY) == 2020


@pytest.mark.parametrize(
    ("title", "point"),
    [
        ("計画の取組状況（令和５年度末現在）", Point(2023, "year_end")),
        ("進行管理シート　令和７年３月３１日現在", Point(2024, "year_end")),
        ("令和６年９月末現在", Point(2024, "half")),
        ("委員会　令和８年５月22日", None),
        ("計画（令和3年度～令和6年度）", None),
    ],
)
def test_point_of_title(title: str, point: Point | None) -> None:
    assert point_of_title([title]) == point


def test_period_of__range() -> None:
    assert period_of(["計画", "（平成30年度～令和3年度）"]) == (2018, 2021)
    assert period_of(["令和5年度"]) is None
