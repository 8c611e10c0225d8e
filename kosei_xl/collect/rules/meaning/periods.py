"""Dates and periods: days that are none, counts of days, results of another year, what the last report left."""

import re
from collections.abc import Iterator

from kosei_xl.collect.rules.meaning.table import PLANNED, TOLD, AnsweredTexts, Text
from kosei_xl.later import compiled_later
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.model import ReportingPoint
from kosei_xl.words.codes import Code
from kosei_xl.words.notation import fiscal_year_text
from kosei_xl.words.sense.days import Mention, days_mentioned, impossible_days, left_standing, wrong_day_counts
from kosei_xl.words.sense.text import around
from kosei_xl.words.years import era_of_fiscal_year

_DONE = compiled_later(r"(?:した|行った|開いた|終えた|始めた|設けた|実施|開催|公表|策定)(?:。|$|、)")
_NOT_YET = compiled_later(
    r"予定|向け|こととし|目指|方針[でと]|ことで|ことを|以降|から|まで|~|見込|前年|昨年|実績|改定版|時点|現在|により|に基づ|を踏まえ|付け"
)
_AIM = compiled_later(r"目標|目指|達成")
_UNTIL = compiled_later(r"^(?:末)?(?:まで|末|中|の目標|\))")
_BASELINE = compiled_later(r"末?の?実績")
_LONG, _FAR = 15, 10
_SINCE = compiled_later(
    r"^[^、。]{0,24}(?:策定|制定|施行|開設|設立|設置|建築|建設|完成|竣工|開始|以来|以降|供用|発足|合併|市制|締結)"
)
_SAME = 6


def check_days_exist(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Warn of a day that no calendar has (K330 at the text)."""
    for row in table.rows:
        for text in (*(row.prose if "月" in row.in_one else ()), *row.stated):
            for start, end in impossible_days(text.plain):
                yield row.found(Code.NO_SUCH_DAY, text, said=text.plain[start:end])


def check_day_counts(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Warn of a number of days that its period does not have (K331 at the text). Both ends may be counted, or one."""
    for row in table.rows:
        for text in row.prose if "日間" in row.in_one else ():
            for said, days in wrong_day_counts(text.plain):
                yield row.found(Code.DAYS_DIFFER, text, said=said, days=days)


def check_results_of_the_year(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Warn of a result that is dated in another fiscal year than the one reported on (K332 at 取組実績).

    Only sentences that end in what was done, with a month; ranges, plans and comparisons are left alone.
    """
    for row in table.rows:
        for text in row.texts(("results",)):
            years = (one.fiscal_year for one in days_mentioned(text.plain) if one.month is not None)
            other = any(year != table.point.fiscal_year for year in years)
            for sentence in text.sentences if other else ():
                for one in days_mentioned(sentence.text):
                    if _is_of_other_year(sentence.text, one, table.point):
                        year = fiscal_year_text(table.point.fiscal_year)
                        yield row.found(Code.RESULT_OF_OTHER_YEAR, text, day=one.said, year=year)


def _is_of_other_year(sentence: str, one: Mention, point: ReportingPoint) -> bool:
    year = one.fiscal_year
    if year is None or one.month is None or year == point.fiscal_year:
        return False
    behind = sentence[one.end :]
    clause = behind.partition("、")[0] if not _DONE.search(behind) else behind
    before = sentence[max(0, one.start - 1) : one.start]
    done = _DONE.search(clause)
    if done is None or before in ("~", "「", "-"):
        return False
    return _NOT_YET.search(clause[: done.end()]) is None and not re.match(r"\s*[~)版]", behind)


def check_left_standing(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Warn of 「９月末現在」 and the like on the very day of the last report (K333 at the text).

    K312 tells of older ones.
    A text that tells how things stand now as well compares the two.
    """
    if table.before is None or table.before.date.month == table.point.date.month:
        return
    for row in table.rows:
        for text in row.texts(TOLD) if "現在" in row.in_one or "時点" in row.in_one else ():
            if any(True for _ in left_standing(text.plain, table.point.date, table.before.date)):
                continue
            for start, end in left_standing(text.plain, table.before.date, table.point.date):
                yield row.found(
                    Code.LAST_DATE_LEFT,
                    text,
                    said=text.plain[start:end],
                    before=table.before.label,
                    now=table.point.label,
                )


def check_baselines_kept_up(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Tell of a baseline (「令和２年度実績」) from before the year before (K334 at 当初予定 or the target).

    A text that also names a later year builds on both.
    """
    last = table.point.fiscal_year - 1
    for row in table.rows:
        for text in (*row.texts(PLANNED), *(one for one in row.stated if one.field == "target")):
            if "実績" not in text.plain:
                continue
            years = [one for one in days_mentioned(text.plain) if one.fiscal]
            old = [one for one in years if one.year < last and _BASELINE.match(text.plain[one.end :])]
            added = "+" in text.plain and any(one.year >= last for one in years)
            if old and not added and not any(_BASELINE.match(text.plain[o.end :]) for o in years if o.year >= last):
                said = max(old, key=lambda one: one.year).said
                yield row.found(Code.BASELINE_STALE, text, said=f"{said}実績", year=fiscal_year_text(last))


def check_years_moved(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Warn where a row gives the same thing two years (K335 at the later text, the earlier related).

    The words around both are the same: 「基本設計（令和５～６年度）」「基本設計（令和６～７年度）」.
    """
    for row in table.rows:
        by_words: dict[str, dict[str, list[Mention]]] = {}
        places: dict[str, Text] = {}
        for text in row.prose:
            places[text.field] = text
            for one in days_mentioned(text.plain):
                for words in _words_around(text.plain, one):
                    by_words.setdefault(words, {}).setdefault(text.field, []).append(one)
        told: set[tuple[str, str]] = set()
        for fields in by_words.values():
            (first, ones), *others = fields.items()
            for other, moved in others:
                if (
                    (first, other) not in told
                    and not {o.said for o in ones} & {m.said for m in moved}
                    and _apart(ones, moved)
                ):
                    told.add((first, other))
                    basis = (places[first].raw, places[other].raw)
                    words = around(places[other].plain, moved[0].start, moved[0].end, 12)
                    said = {"one": ones[0].said, "other": moved[0].said, "words": words}
                    yield row.found_at(Code.YEAR_MOVED, other, places[other].slot, basis, [first], **said)


def _apart(ones: list[Mention], others: list[Mention]) -> bool:
    return not {(o.year, o.month) for o in ones} & {(m.year, m.month) for m in others}


def _words_around(text: str, one: Mention) -> Iterator[str]:
    """What makes a year that of one thing: six letters and more before or behind it, in its own sentence."""
    before = re.split(r"[。\n、]", text[max(0, one.start - 12) : one.start])[-1].rstrip("(")
    behind = re.split(r"[。\n]", text[one.end : one.end + _SAME])[0]
    if len(before) >= _SAME and not re.search(r"\d", before[-_SAME:]):
        yield f"{before[-_SAME:]}＞"
    if len(behind) == _SAME and not re.search(r"\d|^の", behind):
        yield f"＜{behind}"


def check_within_plan(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Tell of a target for a year after the plan's last (K336 at the first such text of the row)."""
    last = table.plan.period_end
    for row in table.rows:
        stated = (one for one in row.stated if one.field == "target")
        found = [
            (text, one)
            for text in (*row.texts((*PLANNED, "next_steps", "issues")), *stated)
            if any((one.fiscal_year or one.year) > last for one in days_mentioned(text.plain))
            for sentence in text.sentences
            for one in days_mentioned(sentence.text)
            if (one.fiscal_year or one.year) > last and _is_aimed_at(sentence.text, one, text)
        ]
        if found:
            text, one = found[0]
            yield row.found(Code.TARGET_BEYOND_PLAN, text, said=one.said, last=fiscal_year_text(last))


def _is_aimed_at(sentence: str, one: Mention, text: Text) -> bool:
    return (text.field == "target" or _AIM.search(sentence) is not None) and _UNTIL.match(
        sentence[one.end :]
    ) is not None


def check_eras(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Warn of a year of an era far from the plan's time (K337 at the text): 平成７年度 for 令和７年度.

    Years long past in which something was made or has begun are left alone.
    """
    start, end = table.plan.period_start, table.plan.period_end
    for row in table.rows:
        for text in (*row.prose, *row.stated):
            for one in days_mentioned(text.plain):
                past = one.year < start - _LONG and not _since(text.plain, one, end)
                if not one.said[0].isdigit() and (past or one.year > end + _FAR):
                    yield row.found(Code.YEAR_FAR_AWAY, text, said=one.said, west=one.year)


def _since(text: str, one: Mention, end: int) -> bool:
    """Whether something was made or has begun in a year long past, which is no slip: 昭和37年の市制施行.

    「平成５年度から」 is none in a plan of 令和4 to 6: it is one letter away from a year of its time.
    """
    behind = text[one.end :]
    if _SINCE.match(behind):
        return True
    today = era_of_fiscal_year(end)
    number = re.search(r"元|\d+", one.said)
    alike = today is not None and number is not None and (number[0] == "元" or int(number[0]) <= today.number(end) + 1)
    return behind.startswith("から") and not alike
