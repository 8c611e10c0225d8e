"""Fiscal years in texts: which ones a text names, and the same text a year on."""

import re
import unicodedata
from collections.abc import Iterator

from kosei_xl.words.notation import DigitStyle, digits
from kosei_xl.words.years import ERAS, era_named, era_of_fiscal_year

_NAMES = "|".join(era.name for era in ERAS)
_LETTERS = "".join(era.letter + chr(ord(era.letter) + 0xFEE0) for era in ERAS)
_YEAR = re.compile(
    rf"(?:(?P<name>{_NAMES})(?P<no>元|[0-9０-９]{{1,2}})|(?<![A-Za-zＡ-Ｚ])(?P<letter>[{_LETTERS}])(?P<lno>[0-9０-９]{{1,2}})"
    r"|(?P<year>(?:19|20)[0-9]{2}))(?P<rest>年度)?"
)
"""A year as 「令和７年度」「R7」「2025年度」; of those without 年度 only the ones with a letter are fiscal years."""
_BARE = re.compile(r"(?<![0-9０-９])(?P<no>[0-9０-９]{1,2})年度")


def fiscal_years_in(text: str) -> Iterator[int]:
    """The fiscal years that a text names, in order: 「令和７年度」「R7」「2025年度」; no dates (令和７年３月)."""
    for found in _YEAR.finditer(text):
        year = _year_of(found)
        if year is not None:
            yield year


def a_year_on(text: str, since: int, until: int) -> str:
    """The text with every mention of a fiscal year (`since`) made one of another, in its own way of writing."""

    def shifted(found: re.Match[str]) -> str:
        return _written(found, until) if _year_of(found) == since else found[0]

    made = _YEAR.sub(shifted, text)
    return made if made != text else _without_era(text, since, until)


def _without_era(text: str, since: int, until: int) -> str:
    """A text that names its year without an era: 「７年度末」."""
    eras = [era_of_fiscal_year(year) for year in (since, until)]
    old, new = (era.number(year) if era is not None else 0 for era, year in zip(eras, (since, until), strict=True))

    def shifted(found: re.Match[str]) -> str:
        return f"{digits(new, _style(found['no']))}年度" if new > 0 and int(found["no"]) == old else found[0]

    return _BARE.sub(shifted, text)


def _year_of(found: re.Match[str]) -> int | None:
    if found["year"]:
        return int(found["year"]) if found["rest"] else None
    if found["name"] and not found["rest"]:
        return None
    era = era_named(unicodedata.normalize("NFKC", found["name"] or found["letter"]))
    no = found["no"] or found["lno"]
    return era.year(1 if no == "元" else int(no)) if era is not None else None


def _written(found: re.Match[str], year: int) -> str:
    rest = found["rest"] or ""
    era = era_of_fiscal_year(year)
    if found["year"] or era is None:
        return f"{year}{rest}"
    number, no = era.number(year), found["no"] or found["lno"]
    if found["name"]:
        shown = "元" if number == 1 else digits(number, _style(no))
        return f"{era.name}{shown}{rest}"
    wide = found["letter"] not in [one.letter for one in ERAS]
    letter = chr(ord(era.letter) + 0xFEE0) if wide else era.letter
    return f"{letter}{digits(number, _style(no))}{rest}"


def _style(no: str) -> DigitStyle:
    """How the number was written: one digit in full width may be of either habit."""
    if no.isascii():
        return "half"
    return "mixed" if len(no) == 1 else "full"
