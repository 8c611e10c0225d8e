"""Days as people type them: 「2026/3/31」「令和8年3月31日」「R8.3.31」, alone or in a text (「令和7年9月末現在」).

A day names its year: 「3月31日」 and 「8.3.31」 (which may be 令和, 平成 or 2008) are none.
"""

import re
import unicodedata
from datetime import date, timedelta

from kosei_xl.later import compiled_later
from kosei_xl.words.numbers import whole_number
from kosei_xl.words.years import era_marks, era_named

_DAY = (
    rf"(?:(?P<era>{era_marks()})(?P<no>元|0?[1-9]|[1-9]\d)|(?P<year>(?:1[89]|2[01])\d\d))"
    r"(?:(?P<fiscal>年度末)|[-/.年](?P<month>\d{1,2})[-/.月](?:(?P<end>末)|(?P<day>\d{1,2})日?))"
)
_ALONE = compiled_later(_DAY)
_AS_OF = compiled_later(_DAY + r"の?(?:時点|現在)")
_NOW = re.compile("現\\s*在|時\\s*[点\U0001f244]")
"""What every such text has before widths are made one; no other letter becomes one of these, or begins with 点."""
_DAY_ZERO = date(1899, 12, 30)
_DAYS_COUNTED = range(2200, (date.max - _DAY_ZERO).days + 1)
"""Whole numbers that are days as Excel counts them; smaller ones may be years."""
_TOGETHER = compiled_later(r"^(\d{4})(\d\d)(\d\d)$")


def read_day(text: str) -> date | None:
    """The day that a text is, in any width: 「2026-03-31」「20260331」「令和8年3月31日」「R8.3.31」「2026年3月末」.

    「令和7年度末」 is the 31st of March 2026. None for what is no day, lies before 1800 or after 2199, or says more.
    """
    plain = _TOGETHER.sub(r"\1-\2-\3", _plain(text).upper())
    found = _ALONE.fullmatch(plain)
    return _day(found) if found else None


def serial_day(text: str) -> date | None:
    """The day that Excel counts with a whole number, in any width; None for smaller numbers and other texts."""
    days = whole_number(unicodedata.normalize("NFKC", text))
    return _DAY_ZERO + timedelta(days) if days is not None and days in _DAYS_COUNTED else None


def as_of_dates(text: str) -> tuple[date, ...]:
    """The days of every 「令和7年4月1日現在」, 「R7.9.30時点」, 「2025年9月末現在」 or 「令和6年度末現在」, in order.

    Widths do not matter. What does not name its year, or is no day, is left out.
    """
    if _NOW.search(text) is None:
        return ()
    found = (_day(match) for match in _AS_OF.finditer(_plain(text)))
    return tuple(day for day in found if day is not None)


def last_day(year: int, month: int) -> int:
    """The last day of a month. Raises ValueError for one that no calendar has; Python's own calendar asks what language
    it is to speak before it says so.
    """
    first = date(year, month, 1)
    return 31 if month == 12 else (date(year, month + 1, 1) - first).days


def _day(match: re.Match[str]) -> date | None:
    era = era_named(match["era"] or "")
    year = era.year(1 if match["no"] == "元" else int(match["no"])) if era else int(match["year"])
    if match["fiscal"]:
        return date(year + 1, 3, 31)
    month = int(match["month"])
    try:
        return date(year, month, last_day(year, month) if match["end"] else int(match["day"]))
    except ValueError:
        return None


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
