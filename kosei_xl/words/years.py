"""The Japanese eras: one table of facts. A new era is one line here, and nothing else."""

import unicodedata
from datetime import date

from kosei_xl.later import compiled_later, dataclass


@dataclass(frozen=True, slots=True)
class Era:
    """An era by its name and the letter that stands for it; `first` is its first day."""

    name: str
    letter: str
    first: date

    def year(self, number: int) -> int:
        """The western year of a year of the era, 1 for its first (元年); also of years after its end (平成35年)."""
        return self.first.year + number - 1

    def number(self, year: int) -> int:
        """The year of the era that a western year is."""
        return year - self.first.year + 1


ERAS = (
    Era("令和", "R", date(2019, 5, 1)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("昭和", "S", date(1926, 12, 25)),
)
"""The latest first."""


def era_names() -> str:
    """The names of the eras as alternatives of a regular expression."""
    return "|".join(era.name for era in ERAS)


def era_letters() -> str:
    """Their letters, to stand in a class of a regular expression."""
    return "".join(era.letter for era in ERAS)


def era_marks() -> str:
    """Names and letters as alternatives of a regular expression."""
    return f"{era_names()}|[{era_letters()}]"


def era_named(mark: str) -> Era | None:
    """The era of a name or a letter."""
    return next((era for era in ERAS if mark in (era.name, era.letter)), None)


def era_of_day(day: date) -> Era | None:
    """The era of a day; None before those that are known."""
    return next((era for era in ERAS if day >= era.first), None)


def era_of_fiscal_year(fiscal_year: int, as_of: date | None = None) -> Era | None:
    """The era of a fiscal year (of the April it starts in): the latest that begins before the year's December ends.

    `as_of` leaves out an era that had not begun by then: 2019 is 平成31年度 until 30 April 2019, 令和元年度 after.
    """
    return next((era for era in ERAS if era.first.year <= fiscal_year and not _to_come(era, fiscal_year, as_of)), None)


def _to_come(era: Era, fiscal_year: int, as_of: date | None) -> bool:
    """Whether an era begins within a fiscal year, but after a day."""
    begins = era.first.year == fiscal_year and era.first.month >= 4
    return begins and as_of is not None and as_of < era.first


def without_era(text: str) -> str:
    """「26年度」 for 「平成26年度」."""
    return next((text.removeprefix(era.name) for era in ERAS if text.startswith(era.name)), text)


_YEAR = compiled_later(
    rf"(?:(?P<era>{era_marks()})(?P<no>元|\d{{1,2}})"
    r"|(?P<year>\d{4}))(?:年度?)?"
)


def fiscal_year_of(text: str) -> int | None:
    """The year that a fiscal year starts in, as people write it: 「2026」「令和8年度」「R8」「Ｒ８」; else None."""
    found = _YEAR.fullmatch("".join(unicodedata.normalize("NFKC", text).split()).upper())
    if found is None:
        return None
    era = era_named(found["era"] or "")
    if era is None:
        return int(found["year"])
    return era.year(1 if found["no"] == "元" else int(found["no"]))


def short_year(fiscal_year: int) -> str:
    """「R8」 for 2026; the western year where no era is known."""
    era = era_of_fiscal_year(fiscal_year)
    return f"{era.letter}{era.number(fiscal_year)}" if era is not None else str(fiscal_year)
