"""Quarters of fiscal years as people type them: 「R3-1」, 「2021-1」. Pure text functions.

A quarter is counted from April: R3-1 is April to June 2021, R3-4 January to March 2022.
"""

import unicodedata
from functools import lru_cache

from kosei_xl.later import compiled_later
from kosei_xl.words import terms
from kosei_xl.words.years import ERAS, era_named, era_of_fiscal_year

_DASHES = dict.fromkeys(map(ord, terms.DASHES), "-")
_QUARTER = compiled_later(
    rf"(?:({'|'.join(era.letter for era in ERAS)})?(元|\d{{1,2}})|(\d{{4}}))"
    r"(?:-|年度?-?)第?([1-4])(?:四半期)?"
)


def quarter_text(year: int, quarter: int) -> str:
    """How 日程 is written: 「R3-1」; years before 令和 as 「H30-1」, and 2019 (平成31年度, 令和元年度) as 「R1-1」."""
    era = era_of_fiscal_year(year)
    return f"{era.letter}{era.number(year)}-{quarter}" if era else f"{year}-{quarter}"


@lru_cache(maxsize=1 << 10)
def read_quarter(text: str) -> tuple[int, int] | None:
    """(fiscal year, quarter) of 「R3-1」「令和３年度第１四半期」「2021-1」 in any width, or None.

    The few quarters of a plan stand in a thousand cells of it.
    A point or slash is not taken for a dash: 「R3.4」 is April everywhere else in a city hall.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).translate(_DASHES).upper()
    for era in ERAS:
        plain = plain.replace(era.name, era.letter)
    found = _QUARTER.fullmatch(plain)
    if found is None:
        return None
    mark, year, western, quarter = found.groups()
    if western:
        return int(western), int(quarter)
    known = era_named(mark or "")
    number = 1 if year == "元" else int(year)
    return (known.year(number), int(quarter)) if known and number else None
