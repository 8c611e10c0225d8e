"""Which reporting points a list speaks of: years and halves in heads, titles and 「…現在」."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from kosei_xl.importing.spelling import head_text
from kosei_xl.words.years import ERAS, era_letters, era_marks, era_named, era_names

PointKind = Literal["half", "year_end", "other"]
_ERA = rf"(?P<era>{era_names()}|(?<![A-Z])[{era_letters()}](?![A-Z]))(?P<no>元|\d{{1,2}})"
_DAY = re.compile(rf"(?:{_ERA}|(?P<west>20\d\d))年(?P<month>\d{{1,2}})月")
_YEAR = re.compile(rf"(?:{_ERA}|(?P<west>20\d\d))(?P<suffix>年度|年|)(?!\d|月)")
_BARE = re.compile(r"(?<![\d第])(?P<no>元|\d{1,2})年度")
_RANGE = re.compile(rf"{_ERA}(?:年度?)?[~～\-ー−から]+(?:(?P<era2>{era_marks()}))?(?P<no2>元|\d{{1,2}})(?:年度?)?")
_AS_OF = re.compile(r"現在|末|時点")
_HALF = re.compile(r"上半期|9月末|中間|上期|前期|9月30日")
_END = re.compile(r"年度末|3月末|3月31日|下半期|期末|下期|通期|年間")


class Point(NamedTuple):
    """A reporting point by fiscal year and kind."""

    fiscal_year: int
    kind: PointKind

    @property
    def day(self) -> dt.date:
        """Its day: the end of September, or of March."""
        if self.kind == "half":
            return dt.date(self.fiscal_year, 9, 30)
        return dt.date(self.fiscal_year + 1, 3, 31)

    @property
    def name(self) -> str:
        """How it is told from others: 「2023 year_end」."""
        return f"{self.fiscal_year} {self.kind}"

    @property
    def before(self) -> "Point":
        """The half year before it."""
        return Point(self.fiscal_year - (self.kind == "half"), "year_end" if self.kind == "half" else "half")

    @property
    def following(self) -> "Point":
        """The point a year later."""
        return Point(self.fiscal_year + 1, self.kind)


class Said(NamedTuple):
    """What a text says of a point: its fiscal year and kind, as far as it does.

    `bare` is a year without an era (26 of 「26年度」), whose era the rest of the list must tell.
    """

    fiscal_year: int | None = None
    kind: PointKind | None = None
    bare: int | None = None


def said_of(texts: Iterable[str]) -> Said:
    """What the words of a head say of a point, all together."""
    plain = "／".join(map(head_text, texts))
    kind: PointKind | None = "half" if _HALF.search(plain) else "year_end" if _END.search(plain) else None
    day = _DAY.search(plain)
    if day is not None:
        month, year = int(day["month"]), _year(day)
        if month <= 3:
            return Said(year - 1, "year_end")
        return Said(year, "half" if month <= 10 else kind)
    found = _YEAR.search(plain)
    if found is not None:
        return Said(_year(found), kind)
    bare = _BARE.search(plain)
    if bare is not None:
        return Said(None, kind, 1 if bare["no"] == "元" else int(bare["no"]))
    return Said(None, kind)


def _year(found: re.Match[str]) -> int:
    if found["west"]:
        return int(found["west"])
    era = era_named(found["era"])
    assert era is not None
    return era.year(1 if found["no"] == "元" else int(found["no"]))


def period_of(texts: Iterable[str]) -> tuple[int, int] | None:
    """The first range of years that a text names: 「令和3年度～令和6年度」."""
    for text in texts:
        found = _RANGE.search(head_text(text))
        if found is None:
            continue
        first, last = era_named(found["era"]), era_named(found["era2"] or found["era"])
        assert first is not None
        assert last is not None
        start = first.year(1 if found["no"] == "元" else int(found["no"]))
        end = last.year(1 if found["no2"] == "元" else int(found["no2"]))
        if start <= end <= start + 30:
            return start, end
    return None


def year_of_bare(number: int, known: Sequence[int], today: dt.date) -> int:
    """The year of a number without an era: the nearest to the years that are known, else the latest not to come."""
    years = [era.year(number) for era in ERAS]
    if known:
        return min(years, key=lambda year: min(abs(year - one) for one in known))
    return next((year for year in years if year <= today.year + 1), years[0])


def point_of_title(texts: Iterable[str]) -> Point | None:
    """The point of a title: a day (「…現在」) before a year, the end of the year where nothing else is said."""
    years: list[Point] = []
    for text in texts:
        plain = head_text(text)
        if _RANGE.search(plain) or (_DAY.search(plain) and not _AS_OF.search(plain)):
            continue
        said = said_of([text])
        if said.fiscal_year is None:
            continue
        point = Point(said.fiscal_year, said.kind or "year_end")
        if said.kind is not None:
            return point
        years.append(point)
    return years[0] if years else None
