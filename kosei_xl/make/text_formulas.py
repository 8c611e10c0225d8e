"""What a survey says of the sentences of a row by native formulas: those of the rules of meaning that one can say.

The texts of a row are looked through together, each ending in its line. A formula says no more than its rule does of
the same texts; what takes reading (sums, periods, names, particles) is left to `kosei check`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kosei_xl.make.rating_formulas import literal
from kosei_xl.values.model import Plan
from kosei_xl.values.registers import RuleSetting
from kosei_xl.values.standing import Standing
from kosei_xl.words.codes import Code
from kosei_xl.words.sense.days import NO_DAYS
from kosei_xl.words.sense.slips import ALWAYS_TWICE, LEFT_MARKS, LEFT_OPEN, LEFT_TO_WRITE, TYPED_TWICE
from kosei_xl.words.sense.text import narrow
from kosei_xl.words.years import era_of_day

_TOLD = ("results", "cause", "next_steps", "issues", "reason")
_HALF_KATAKANA = tuple(map(chr, range(ord("ｦ"), ord("ﾟ") + 1)))
_LONELY = "_＿"
"""Marks that also stand in addresses of the network."""
_ASKED = ("？？", "??", "ＸＸ", "▲▲", "（仮）", "(仮)", "（未記入）", "(未記入)")
_STANDS = ("現在", "時点")


class RowRemark(NamedTuple):
    """A test of a formula, the words that it shows, and whether the texts as they are pass it."""

    test: str
    words: str
    now: bool


def stands_in_surveys(code: str, rules: Iterable[RuleSetting]) -> bool:
    """Whether a survey says by itself what a rule finds; not where 点検の設定 turns it off or keeps it in the office.

    Rules that are the office's matter unless the city says otherwise stand there too: nobody else sees a survey that
    is still being filled in.
    """
    return not any(rule.code == code and rule.use in ("off", "office") for rule in rules)


def text_remarks(standing: Standing, fields: Mapping[str, str], asked: Sequence[str]) -> Iterator[RowRemark]:
    """What the 点検 cell of a row says of its sentences; `asked` are the fields that the department fills in."""
    texts = _texts(standing.plan, asked)
    if not texts:
        return
    cells, now = _together(texts), "".join(f"{fields.get(name, '')}\n" for name in texts)
    made = {
        Code.PLACEHOLDER_LEFT: _left(cells, now),
        Code.NO_SUCH_DAY: _no_day(cells, now),
        Code.LAST_DATE_LEFT: _last_date(standing, [name for name in texts if name in _TOLD], fields),
        Code.BRACKET_ALONE: _brackets(cells, now),
        Code.SAID_TWICE: _any_of(cells, now, ALWAYS_TWICE, "重ね言葉"),
        Code.HALF_KATAKANA: _any_of(cells, now, _HALF_KATAKANA, "半角カナ"),
        Code.TYPING_RESIDUE: _any_of(cells, now, TYPED_TWICE, "重なった句読点"),
    }
    for code, remark in made.items():
        if remark is not None and stands_in_surveys(code, standing.rules):
            yield remark


def _texts(plan: Plan, asked: Sequence[str]) -> list[str]:
    known = plan.field_by_key
    return [name for name in asked if name in known and known[name].type == "text"]


def _together(texts: Sequence[str]) -> str:
    return "&".join(f"[{name}]&CHAR(10)" for name in texts)


def _has(cells: str, words: Iterable[str]) -> str:
    """Whether one of the words stands in the texts; not where they are longer together than Excel can join."""
    listed = ",".join(map(literal, words))
    return f"IFERROR(SUMPRODUCT(--ISNUMBER(FIND({{{listed}}},{cells})))>0,FALSE)"


def _any_of(cells: str, now: str, words: Sequence[str], said: str) -> RowRemark:
    return RowRemark(_has(cells, words), said, any(word in now for word in words))


def _left(cells: str, now: str) -> RowRemark:
    """Words and marks of something still to be written; 調整中 and its like at the end of what is said."""
    doubled = tuple(mark * 2 for mark in LEFT_MARKS if mark not in _LONELY)
    ends = tuple(f"{word}{end}" for word in LEFT_OPEN for end in "。）)」】、")
    words = (*LEFT_TO_WRITE, *_ASKED, *doubled, *ends)
    in_lines = f"SUBSTITUTE({cells},CHAR(10),{literal('。')})"
    found = any(word in now.replace("\n", "。") for word in words)
    return RowRemark(_has(in_lines, words), "書きかけの文字", found)


def _no_day(cells: str, now: str) -> RowRemark:
    """Days of no calendar; 12月31日 ends like one of them."""
    test = _has(f'SUBSTITUTE(ASC({cells}),"12月","-")', NO_DAYS)
    narrowed = narrow(now).replace("12月", "-")
    return RowRemark(test, "暦にない日付", any(day in narrowed for day in NO_DAYS))


def _last_date(standing: Standing, texts: Sequence[str], fields: Mapping[str, str]) -> RowRemark | None:
    """The day of the last report left in texts that nowhere name the day of this one."""
    point = standing.point
    before = standing.plan.point_before(point)
    if before is None or before.date.month == point.date.month or not texts:
        return None
    last, now = before.date, point.date
    left = tuple(f"{day}{stands}" for day in _days(last) for stands in _STANDS)
    era = era_of_day(last)
    years = (f"{last.year}年", *([f"{era.name}{era.number(last.year)}年"] if era is not None else []))
    named = tuple(f"{year}{one}" for year in years for one in left)
    here = (*_days(now), f"{now.month}.{now.day}", f"{now.month}/{now.day}")
    cells = f"ASC({_together(texts)})"
    of_no_year = cells
    for other in _other_days(last):
        of_no_year = f'SUBSTITUTE({of_no_year},"{other}","-")'
    test = f"AND(OR({_has(of_no_year, left)},{_has(cells, named)}),NOT({_has(cells, here)}))"
    said = narrow("".join(f"{fields.get(name, '')}\n" for name in texts))
    bare = said
    for other in _other_days(last):
        bare = bare.replace(other, "-")
    found = any(one in bare for one in left) or any(one in said for one in named)
    words = f"前回の日付（{last.month}月{last.day}日）"
    return RowRemark(test, words, found and not any(one in said for one in here))


def _days(day: dt.date) -> tuple[str, ...]:
    ends = (day + dt.timedelta(1)).day == 1
    return (f"{day.month}月{day.day}日", *([f"{day.month}月末"] if ends else []))


def _other_days(day: dt.date) -> tuple[str, ...]:
    """What makes a day another one: its year before it, which is looked for by itself, and a month that ends alike."""
    return (f"年{day.month}月", *([f"1{day.month}月"] if day.month <= 2 else []))


def _brackets(cells: str, now: str) -> RowRemark:
    """More 「 than 」 or the other way; of （ ） only more of the opening ones, as 1） may head a line."""

    def count(signs: str) -> str:
        left = cells
        for sign in signs:
            left = f'SUBSTITUTE({left},"{sign}","")'
        return f"LEN({left})"

    test = f"IFERROR(OR({count('「')}<>{count('」')},{count('（(')}<{count('）)')}),FALSE)"
    found = now.count("「") != now.count("」") or sum(map(now.count, "（(")) > sum(map(now.count, "）)"))
    return RowRemark(test, "かっこの片方", found)
