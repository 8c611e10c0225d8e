"""Totals and sums: what a text adds up, says twice, or compares, and what the relisted item is called."""

import re
from collections.abc import Iterator
from decimal import Decimal

from kosei_xl.collect.rules.meaning.pairs import Pair, nearly
from kosei_xl.collect.rules.meaning.table import PLANNED, TOLD, AnsweredTexts, Row, Text
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.model import ROW
from kosei_xl.words.amounts import amount_text
from kosei_xl.words.codes import Code
from kosei_xl.words.notation import folded
from kosei_xl.words.quantities import Quantity
from kosei_xl.words.sense.figures import (
    FigureInText,
    figures,
    near_hundreds,
    near_sums,
    rises_or_falls,
    sums,
    wrong_directions,
    wrong_shares,
)
from kosei_xl.words.sense.text import around

_FEWEST = 3
"""Figures of a sum: two parts and the whole."""
_THREE_NUMBERS = re.compile(r"\d[^\d\n]+\d+[^\d\n]+\d")
_RESTATED = ("残る", "残り", "対象の", "全")
_RESTATED_FIGURE = re.compile(rf"(?:{'|'.join(_RESTATED)})[\d△-]")


def check_sums(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Warn of a breakdown whose parts are not the whole (K320 at the text)."""
    for row in table.rows:
        for text in (*row.prose, *row.stated):
            told: set[FigureInText] = set()
            for sentence in text.sentences if _THREE_NUMBERS.search(text.plain) else ():
                if _THREE_NUMBERS.search(sentence.text) is None or len(figures(sentence.text)) < _FEWEST:
                    continue
                for one in (*sums(sentence.text), *near_sums(sentence.text), *near_hundreds(sentence.text)):
                    if not one.holds and one.whole not in told:
                        told.add(one.whole)
                        parts = "＋".join(part.said for part in one.parts)
                        yield row.found(
                            Code.SUM_DIFFERS, text, whole=one.whole.said, parts=parts, total=amount_text(one.total)
                        )


def check_shares(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Warn of a share that is not what the two counts beside it make (K321 at the text)."""
    for row in table.rows:
        for text in (*(row.prose if "%" in row.in_one else ()), *row.stated):
            for said, right in wrong_shares(text.plain):
                yield row.found(Code.SHARE_DIFFERS, text, said=said, right=f"{amount_text(right)}%")


def check_directions(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Warn of a figure that is said to rise where it falls, or the other way (K322 at the text)."""
    for row in table.rows:
        for text in row.prose if rises_or_falls(row.in_one) else ():
            for start, end in wrong_directions(text.plain):
                yield row.found(Code.DIRECTION_DIFFERS, text, said=around(text.plain, start, end, 4))


def check_restated(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Tell of the same words with another figure in another text of the row (K324 at the later text): 「残る16手続」,
    「残る17手続」.
    """
    for row in table.rows:
        seen: dict[tuple[str, str], tuple[Text, FigureInText]] = {}
        for text in row.texts(TOLD) if _RESTATED_FIGURE.search(row.in_one) else ():
            for one in figures(text.plain) if _RESTATED_FIGURE.search(text.plain) else ():
                words = _said_before(text.plain, one)
                if not words or not one.unit:
                    continue
                first = seen.setdefault((words, one.unit), (text, one))
                if first[0] is not text and first[1].value != one.value:
                    yield row.found(Code.RESTATED_DIFFERS, text, words=words, one=first[1].said, other=one.said)


def _said_before(text: str, one: FigureInText) -> str:
    """「残る」 and the like before a figure, which make it one of a kind; "" for other words."""
    before = text[max(0, one.start - 3) : one.start]
    return next((words for words in _RESTATED if before.endswith(words)), "")


def check_relisted_names(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Tell of a repeated listing whose name is not that of its original (K325 at the original's row)."""
    again = table.plan.listed_again
    for row in table.rows if again else ():
        for item in again.get(row.answer.line.item.key, ()) if row.answer.line.sub is None else ():
            names = (item.name, row.answer.line.item.name)
            if folded(names[0]) != folded(names[1]):
                yield row.found_at(
                    Code.RELISTED_NAME_DIFFERS, "results", ROW, names, no=item.no, name=names[0], original=names[1]
                )


def check_text_beside_indicator(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Compare what the sentences say with the indicator of the same words (K323, K326 and K327 at the indicator).

    A sentence that has two of three nouns of the indicator's name and one figure of its unit is compared: with the
    actual if it tells what was done, with the target if it tells what is planned. One that only touches it is compared
    where its figure is the same but for a digit (41,207 and 41,307).
    """
    for row in table.rows:
        for pair in row.pairs:
            for name, fields in () if _swapped(row, pair) else (("actual", ("results",)), ("target", PLANNED)):
                yield from _beside(row, pair, name, fields)


def _beside(row: Row, pair: Pair, name: str, fields: tuple[str, ...]) -> Iterator[Diagnostic]:
    meant = pair.quantity(name)
    if meant is None or not meant.unit or not meant.value:
        return
    for text in row.texts(fields):
        if not pair.is_touched_in(text.plain):
            continue
        touched = [sentence for sentence in text.sentences if pair.is_touched_in(sentence.text)]
        if any(one.value == meant.value and one.unit == meant.unit for s in touched for one in figures(s.text)):
            return
        for sentence in touched:
            code, one = _other(pair, sentence.text, meant)
            if code is not None and one is not None:
                cell = pair.said(name)
                yield row.found_at(
                    code, name, pair.slot, (text.raw, cell), [text.field], name=pair.name, cell=cell, said=one.said
                )
                return


def _other(pair: Pair, sentence: str, meant: Quantity) -> tuple[Code | None, FigureInText | None]:
    """What a sentence about an indicator says instead of the figure meant; (None, None) where it says no other."""
    said = figures(sentence)
    alike = [one for one in said if one.unit == meant.unit]
    close = next((one for one in alike if nearly(one.value, meant.value)), None)
    if close is not None:
        return Code.TEXT_HAS_OTHER_FIGURE, close
    other = next((one for one in said if one.value == meant.value and one.unit not in ("", "つ", meant.unit)), None)
    if other is not None and (pair.is_told_in(sentence) or abs(meant.value) >= 10):
        return Code.TEXT_HAS_OTHER_UNIT, other
    if len(alike) == 1 and not alike[0].bound and pair.is_told_in(sentence):
        return _differs(alike[0].value, meant.value), alike[0]
    return None, None


def check_swapped(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Warn where target and actual seem to have changed places (K328 at the actual): the sentences of the plan have the
    actual's figure, those of the result the target's.
    """
    for row in table.rows:
        for pair in row.pairs:
            if _swapped(row, pair):
                said = {"name": pair.name, "target": pair.said("target"), "actual": pair.said("actual")}
                yield row.found_at(
                    Code.SEEM_SWAPPED, "actual", pair.slot, tuple(pair.fields.values()), ["results"], **said
                )


def _swapped(row: Row, pair: Pair) -> bool:
    target, actual = pair.quantity("target"), pair.quantity("actual")
    if target is None or actual is None or not target.unit or actual.value < 10:
        return False
    aimed, got = ((one.value, target.unit) for one in (target, actual))
    if aimed == got or not row.may_say(actual.value, PLANNED):
        return False
    planned, done = row.figures_in(PLANNED), row.figures_in(("results",))
    return got in planned - done and (aimed in done - planned or not target.value)


def _differs(one: Decimal, other: Decimal) -> Code:
    """The finding of two figures: off by a hundred, a thousand or another power of ten alone, or just another."""
    low, high = sorted((abs(one), abs(other)))
    scaled = bool(low) and any(low * 10**power == high for power in (1, 2, 3, 4, 6))
    return Code.TEXT_OFF_BY_THOUSANDS if scaled else Code.TEXT_HAS_OTHER_FIGURE
