"""Days, months, years and periods in a text, and what they say of the fiscal year they lie in.

A `Mention` is a year with as much of a date as stands there. Where a text names a month without its year, the year is
left open: a month alone proves nothing.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from kosei_xl.later import compiled_later, dataclass
from kosei_xl.words.dates import last_day
from kosei_xl.words.sense.text import found_from
from kosei_xl.words.years import ERAS, era_marks, era_named

_MARKS = era_marks()
_YEAR = rf"(?:(?P<era>{_MARKS})(?P<no>元|\d{{1,2}})|(?P<west>(?:19|20)\d\d))"
_MENTION = re.compile(
    rf"(?<![A-Za-z\d]){_YEAR}(?:(?:[~・-](?P<last>\d{{1,2}}))?(?P<fiscal>年度)|年?[./年](?P<month>\d{{1,2}})(?:[./月](?:(?P<day>\d{{1,2}})日?|(?P<end>末))?)?|年)"
)
_YEAR_BEGINS = re.compile("|".join((*(era.name for era in ERAS), *(era.letter for era in ERAS), "19", "20")))
_MONTH = re.compile(r"\d\d?月")
_ANY_DAY = re.compile(r"(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})日|(?<![\d./])(?P<only>\d{1,2})月(?![額ご次間謝])")
_PERIOD = compiled_later(
    rf"(?:{_YEAR}年?[./年])?(?P<m1>\d{{1,2}})[月/.](?P<d1>\d{{1,2}})日?(?:\([月火水木金土日]\))?(?:から|より|~|-)"
    rf"(?:(?P<next>翌年|同年)?、?(?:(?P<era2>{_MARKS})(?P<no2>元|\d{{1,2}})年?[./年])?(?P<m2>\d{{1,2}})[月/.])?(?P<d2>\d{{1,2}})日?(?:\([月火水木金土日]\))?"
    r"(?:まで)?(?:の|、|\(|に|間の|で)?\s*(?:全|計|延べ)?(?P<days>\d{1,3})日間"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A year in a text: a fiscal year (`fiscal`), or a calendar year with its month and day as far as they are told."""

    year: int
    start: int
    end: int
    said: str
    fiscal: bool = False
    month: int | None = None
    day: int | None = None

    @property
    def fiscal_year(self) -> int | None:
        """The fiscal year it lies in; None for a calendar year without its month."""
        if self.fiscal:
            return self.year
        return None if self.month is None else self.year - (self.month < 4)


@lru_cache(maxsize=4096)
def days_mentioned(text: str) -> tuple[Mention, ...]:
    """The years of a narrowed text in order: 「令和7年度」「R7.9.30」「2026年3月」「令和7年」."""
    return tuple(_mentions(text))


def _mentions(text: str) -> Iterator[Mention]:
    for found in found_from(_YEAR_BEGINS, _MENTION, text):
        era = era_named(found["era"] or "")
        number = found["no"]
        year = era.year(1 if number == "元" else int(number)) if era else int(found["west"])
        month = int(found["month"]) if found["month"] else None
        day = int(found["day"]) if found["day"] else None
        if month is not None and not 1 <= month <= 12:
            month, day = None, None
        yield Mention(year, found.start(), found.end(), found[0], bool(found["fiscal"]), month, day)


NO_DAYS = ("2月30日", "2月31日", "4月31日", "6月31日", "9月31日", "11月31日")
"""The days that are most often written and that no calendar has."""


def impossible_days(text: str) -> Iterator[tuple[int, int]]:
    """Where a narrowed text names a day that no calendar has (11月31日, 13月): (start, end). The 29th of February has."""
    for found in found_from(_MONTH, _ANY_DAY, text) if "月" in text else ():
        month = int(found["month"] or found["only"])
        last = 29 if month == 2 else last_day(2023, month) if 1 <= month <= 12 else 0
        if not last or (found["day"] and not 1 <= int(found["day"]) <= last):
            yield found.span()


def wrong_day_counts(text: str) -> Iterator[tuple[str, int]]:
    """Periods of a narrowed text whose number of days is another, with the days that they are (both ends counted)."""
    for found in _PERIOD.finditer(text) if "日間" in text else ():
        era, era2 = era_named(found["era"] or ""), era_named(found["era2"] or "")
        year = era.year(1 if found["no"] == "元" else int(found["no"])) if era else int(found["west"] or 2023)
        month2 = int(found["m2"] or found["m1"])
        last_year = (
            year + (month2 < int(found["m1"]))
            if era2 is None
            else era2.year(1 if found["no2"] == "元" else int(found["no2"]))
        )
        try:
            first = date(year, int(found["m1"]), int(found["d1"]))
            last = date(last_year if era2 is None or era is not None else year, month2, int(found["d2"]))
        except ValueError:
            continue
        days = (last - first).days + 1
        said = int(found["days"])
        open_year = era is None and not found["west"]
        around_leap = open_year and first <= date(first.year, 2, 28) < last
        if days > 0 and said not in (days, days - 1) and not (around_leap and said == days + 1):
            yield found[0], days


def left_standing(text: str, last: date, now: date) -> Iterator[tuple[int, int]]:
    """Where a narrowed text says how things stood on the day of the last report: 「９月30日現在」「9月末時点」.

    A year, where one is named, must be that of the day; without one the month must not be that of the report at hand.
    """
    for found in _STOOD.finditer(text) if "現在" in text or "時点" in text else ():
        month = int(found["month"])
        end = last_day(last.year, last.month)
        day = end if found["end"] else int(found["day"] or 0)
        era = era_named(found["era"] or "")
        named = era.year(1 if found["no"] == "元" else int(found["no"])) if era else int(found["west"] or 0)
        if month == last.month != now.month and day == last.day and named in (0, last.year):
            yield found.span()


_STOOD = compiled_later(
    rf"(?:{_YEAR}年?[./年])?(?<!\d)(?P<month>\d{{1,2}})(?:月|\.|/)(?:(?P<day>\d{{1,2}})日?|(?P<end>末))(?:の)?(?:現在|時点)"
)
