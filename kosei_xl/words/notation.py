"""How numbers, item numbers and years are written: digit widths, Ⅰ/①/１, and Japanese eras. Pure text functions.

Numbering is given by a sample: "Ⅰ", "１", "1", "①", "方向性１", "No.1". "８・12" means full width for one digit,
half width for more (a habit of printed lists).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Literal

from kosei_xl.later import compiled_later
from kosei_xl.words.printable import SHOWS_NOTHING
from kosei_xl.words.years import Era, era_of_day, era_of_fiscal_year

DigitStyle = Literal["half", "full", "mixed"]
"""half: 12, full: １２, mixed: one digit full width, two and more half width."""
EraStyle = Literal["kanji", "half", "full", "wide", "first_full"]
"""kanji: 令和3年度, half: R3, full: Ｒ３, wide: Ｒ3; first_full: Ｒ３ and, for the years after it in a row, Ｒ4."""
DIGIT_WORDS: Mapping[str, DigitStyle] = {"全角": "full", "半角": "half", "混在": "mixed"}
"""Digit styles as people write them."""

_JAPAN = timezone(timedelta(hours=9))
_TO_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_TO_HALF = str.maketrans("０１２３４５６７８９，．", "0123456789,.")
_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_ERA_DIGITS: Mapping[EraStyle, DigitStyle] = {"half": "half", "full": "full", "wide": "half", "first_full": "full"}
"""Digits behind an era's letter."""
_UNSEEN = re.compile(f"[{SHOWS_NOTHING}]")
_SAMPLE = re.compile(r"８・12|Ⅰ|①|１|1")
_DIGIT_SHAPES = ("８・12", "１", "1")
"""Samples that ask for plain digits."""
_DIGITS = compiled_later(r"\d+")
_VALUES = compiled_later(r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*")
"""Numbers with their commas and decimals."""
_LONG = 16
"""Digits from which on a row of them is no number that anybody writes."""


def digits(number: int, style: DigitStyle) -> str:
    """A whole number in the given digit style; thousands are not separated."""
    text = str(number)
    if style == "full" or (style == "mixed" and 0 <= number <= 9):
        return text.translate(_TO_FULL)
    return text


def digits_in(text: str, style: DigitStyle) -> str:
    """A text with its whole numbers in another digit style."""
    return _DIGITS.sub(lambda found: digits(int(found[0]), style) if len(found[0]) < _LONG else found[0], text)


def values_in(text: str, style: DigitStyle) -> str:
    """A text with its numbers in another digit style; mixed leaves numbers with commas and decimals in half width."""

    def number(found: re.Match[str]) -> str:
        plain = unicodedata.normalize("NFKC", found[0])
        if len(plain) >= _LONG:
            return found[0]
        if not plain.isdigit():
            return wide(plain) if style == "full" else plain
        # leading zeros belong to what was written
        return digits(int(plain), style) if str(int(plain)) == plain else found[0]

    return _VALUES.sub(number, text)


def digits_folded(text: str) -> str:
    """For comparing: a text with its digits, and the commas and points of full width, in half width."""
    return text.translate(_TO_HALF)


def counts_text(counts: Iterable[tuple[str, int]], counter: str, style: DigitStyle, missing: int = 0) -> str:
    """「１項目が「予定以上に進捗」、…」 for (name, count) pairs, in their order; then 「２項目が未記入」 if any are."""
    parts = [f"{digits(count, style)}{counter}が「{name}」" for name, count in counts]
    return "、".join([*parts, f"{digits(missing, style)}{counter}が未記入"] if missing else parts)


def circled(number: int) -> str:
    """①-㊿ for 1-50; other numbers in brackets, as Unicode has no more."""
    if 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if 21 <= number <= 35:
        return chr(0x3251 + number - 21)
    if 36 <= number <= 50:
        return chr(0x32B1 + number - 36)
    return f"({number})"


def is_numbering(sample: str) -> bool:
    """Whether a sample shows how a number is written."""
    return _SAMPLE.search(sample) is not None


def numbered(no: str, sample: str) -> str:
    """An item or area number written like `sample`; a number that is not a whole number stays as it is."""
    found = _SAMPLE.search(sample)
    if found is None or not no.isascii() or not no.isdigit() or len(no) >= _LONG:
        return no
    number = int(no)
    shape = found[0]
    if shape == "Ⅰ":
        text = _ROMAN[number - 1] if 1 <= number <= len(_ROMAN) else no
    elif shape == "①":
        text = circled(number)
    elif shape == "１":
        text = digits(number, "full")
    elif shape == "1":
        text = digits(number, "half")
    else:
        text = digits(number, "mixed")
    return sample[: found.start()] + text + sample[found.end() :]


def sub_numbered(no: str, sub_no: str, numbering: str, pattern: str) -> str:
    """The number of a sub-item by the plan's pattern, both numbers written as that of its item: "４-１" beside "４"."""
    own = numbered(no, numbering)
    shape = _SAMPLE.search(numbering)
    below = numbered(sub_no, shape[0]) if shape is not None and shape[0] in _DIGIT_SHAPES else sub_no
    return pattern.replace("{No}", own).replace("{枝番}", below)


def _year_text(year: int, style: DigitStyle) -> str:
    return "元" if year == 1 else digits(year, style)


def fiscal_year_text(
    fiscal_year: int, style: DigitStyle | None = None, *, era: EraStyle = "kanji", as_of: date | None = None
) -> str:
    """「令和7年度」 or 「R7年度」 for 2025. 2019 is 平成31年度 until 30 April 2019 (`as_of`), 令和元年度 after.

    Without a digit style the digits are those of the era style, half width behind 令和.
    """
    return f"{_era_year(fiscal_year, style, era, as_of)}年度"


def fiscal_years_text(first: int, last: int, style: DigitStyle | None = None, *, era: EraStyle = "kanji") -> str:
    """「平成23～27年度」 for 2011 to 2015, 「平成29～令和2年度」 where the era changes; a year alone is a year.

    The letter of an era is written at both ends: 「R3～R6年度」.
    """
    if first == last:
        return fiscal_year_text(first, style, era=era)
    start, end = (_era_year(year, style, era) for year in (first, last))
    if era == "kanji" and start[:2] == end[:2]:
        end = end[2:]
    return f"{start}～{end}年度"


def year_heads(first: int, last: int, era: EraStyle) -> tuple[str, ...]:
    """The years of a schedule as its head names them: 「R3」 「R4」 …, or 「令和3年度」 …."""
    years = range(first, last + 1)
    if era == "kanji":
        return tuple(fiscal_year_text(year) for year in years)
    later: DigitStyle | None = "half" if era == "first_full" else None
    return tuple(_era_year(year, later if n else None, era) for n, year in enumerate(years))


def _era_year(fiscal_year: int, style: DigitStyle | None, era: EraStyle, as_of: date | None = None) -> str:
    """「令和7」 or 「R7」; a year before the eras that are known is a plain number behind no letter."""
    known = era_of_fiscal_year(fiscal_year, as_of)
    name, letter, year = _named(known, fiscal_year)
    if era == "kanji":
        return f"{name}{_year_text(year, style or 'half')}"
    return f"{letter if era == 'half' else wide(letter)}{_year_text(year, style or _ERA_DIGITS[era])}"


def _named(era: Era | None, year: int) -> tuple[str, str, int]:
    """Name, letter and number of a western year in an era."""
    return (era.name, era.letter, era.number(year)) if era else ("西暦", "", year)


def date_text(day: date, style: DigitStyle = "half") -> str:
    """「令和3年3月31日」."""
    era, _, year = _named(era_of_day(day), day.year)
    return f"{era}{_year_text(year, style)}年{digits(day.month, style)}月{digits(day.day, style)}日"


def wide(text: str) -> str:
    """Letters and digits in full width, as summary tables print ratings (Ｓ)."""
    return "".join(chr(ord(ch) + 0xFEE0) if "!" <= ch <= "~" else ch for ch in text)


def japan_time(saved_at: str) -> str:
    """A time as 受領 keeps it (UTC, "2026-10-10 01:00:00") as it is in Japan; what is no time stays as it is."""
    try:
        at = datetime.fromisoformat(saved_at)
        at = at.replace(tzinfo=at.tzinfo or UTC).astimezone(_JAPAN)
    except (ValueError, OverflowError):
        return saved_at
    return f"{at:%Y-%m-%d %H:%M:%S}"


def moment_text(saved_at: str) -> str:
    """A time as 受領 keeps it as people read it, in Japan: 「令和8年4月14日 10:30」; what is no time stays as it is."""
    shown = japan_time(saved_at)
    try:
        at = datetime.fromisoformat(shown)
    except ValueError:
        return shown
    return f"{date_text(at.date())} {at:%H:%M}"


@lru_cache(maxsize=1 << 14)
def folded(text: str) -> str:
    """A text for comparing: NFKC, no white space nor anything that shows nothing, lower case. Never for printing."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    return plain if plain.isascii() else _UNSEEN.sub("", plain)
