"""Quarters of fiscal years as people type them: 「R3-1」, 「2021-1」. Pure text functions.

A quarter is counted from April: R3-1 is April to June 2021, R3-4 January to March 2022.
"""

import re
import unicodedata

from kosei_xl.words import terms

_ERAS = {"令和": ("R", 2018), "平成": ("H", 1988), "昭和": ("S", 1925)}
"""Era -> its letter and the year before its first, the latest era first."""
_BEFORE = dict(_ERAS.values())
_DASHES = dict.fromkeys(map(ord, terms.DASHES), "-")
_QUARTER = re.compile(r"(?:([SHR])?(元|\d{1,2})|(\d{4}))(?:-|年度?-?)第?([1-4])(?:四半期)?")


def quarter_text(year: int, quarter: int) -> str:
    """How 日程 is written: 「R3-1」; years before 令和 as 「H30-1」, and 2019 (平成31年度, 令和元年度) as 「R1-1」."""
    mark, before = _era_of(year)
    return f"{mark}{year - before}-{quarter}" if mark else f"{year}-{quarter}"


def read_quarter(text: str) -> tuple[int, int] | None:
    """(fiscal year, quarter) of 「R3-1」「令和３年度第１四半期」「2021-1」 in any width, or None.

    A point or slash is not taken for a dash: 「R3.4」 is April everywhere else in a city hall.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).translate(_DASHES).upper()
    for name, (mark, _) in _ERAS.items():
        plain = plain.replace(name, mark)
    found = _QUARTER.fullmatch(plain)
    if found is None:
        return None
    mark, year, western, quarter = found.groups()
    if western:
        return int(western), int(quarter)
    if not mark:
        return None
    number = 1 if year == "元" else int(year)
    return (_BEFORE[mark] + number, int(quarter)) if number else None


def _era_of(fiscal_year: int) -> tuple[str, int]:
    """Letter of a fiscal year's era and the year before its first; a year of two eras belongs to the later one."""
    return next(((mark, before) for mark, before in _BEFORE.items() if fiscal_year > before), ("", 0))
