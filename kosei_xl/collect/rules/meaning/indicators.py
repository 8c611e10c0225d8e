"""Indicators: target, actual and rating together, read from their cells and from the sentences of a row."""

import re
from collections.abc import Iterator

from kosei_xl.collect.rules.indicators import target_reached
from kosei_xl.collect.rules.meaning.pairs import Pair, reached
from kosei_xl.collect.rules.meaning.table import PLANNED, AnsweredTexts, Row
from kosei_xl.later import compiled_later
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.model import ROW
from kosei_xl.words.codes import Code
from kosei_xl.words.notation import folded
from kosei_xl.words.sense.days import days_mentioned
from kosei_xl.words.sense.figures import FigureInText, figures, nouns
from kosei_xl.words.sense.text import narrow

_AIMED = re.compile(r"(?:を|の[^。、]{0,12}を)(?:目指す|目指し|目標とする|目標に|目標として)|を目標")
_EACH = compiled_later(r"(?:各|それぞれ|ずつ)$")
_UNITS_OF_NAMES = (
    (("者数", "人数", "参加者", "受講者"), ("回", "件", "か所", "団体", "%", "円")),
    (("件数",), ("人", "回", "%")),
    (("回数",), ("人", "件", "%", "円")),
    (("率", "割合"), ("件", "人", "回", "円", "団体")),
    (("金額", "収入額", "効果額", "削減額"), ("件", "人", "回", "%")),
)
COUNTED_UNITS = (
    "件",
    "人",
    "回",
    "団体",
    "種類",
    "館",
    "校",
    "課",
    "か所",
    "室",
    "手続",
    "施設",
    "事業",
    "組",
    "世帯",
    "台",
    "枚",
    "冊",
)
"""Units of what is counted, which is never less than nothing."""
MAY_FALL = ("増", "減", "比", "差", "変化", "収支")
"""Words of an indicator that may be below zero, whatever its unit."""


def check_targets_in_words(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Compare the figures that target and actual tell in words with the rating (K340 missed but on schedule, K346 all
    reached but behind; both at the actual).

    What K310 and K311 tell of cells with one plain figure is left to them. A target for a later year is not due yet.
    """
    if table.plan.scale_at(table.point.key).bands:
        return
    for row in table.rows:
        rating = row.rating
        if rating is None or rating.order is None or not row.answer.line.rated:
            continue
        judged = [(pair, target_reached(pair.fields)) for pair in row.pairs]
        if rating.behind:
            if all(is_reached for _, is_reached in judged):
                continue
            results = [(pair, one) for pair in row.pairs for one in _judged(pair, table)]
            targets = sum(len(pair.stated("target")) for pair in row.pairs)
            if results and len(results) == targets and all(was for _, (*_, was) in results):
                pair, (name, target, actual, _) = results[-1]
                yield _about(Code.TOLD_TARGET_REACHED, row, pair, name, target, actual)
        elif table.point.kind != "half":
            results = [(pair, one) for pair, is_reached in judged if is_reached is None for one in _judged(pair, table)]
            for pair, (name, target, actual, was) in results:
                if was is False:
                    yield _about(Code.TOLD_TARGET_MISSED, row, pair, name, target, actual)


def _judged(pair: Pair, table: AnsweredTexts) -> Iterator[tuple[str, FigureInText, FigureInText, bool | None]]:
    later = any(
        (one.fiscal_year or one.year) > table.point.fiscal_year
        for one in days_mentioned(narrow(pair.fields.get("target", "")))
    )
    if not later:
        for name, target, actual in pair.by_name():
            yield name, target, actual, reached(name or pair.name, target, actual)


def _about(code: Code, row: Row, pair: Pair, name: str, target: FigureInText, actual: FigureInText) -> Diagnostic:
    rating = row.rating
    said = {"rating": rating.code, "meaning": rating.label} if rating is not None else {}
    basis = (pair.fields.get("target", ""), pair.fields.get("actual", ""))
    return row.found_at(
        code, "actual", pair.slot, basis, ["rating"], name=name, target=target.said, actual=actual.said, **said
    )


def check_aims_of_sentences(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Compare 「…２回を目指す」 in 当初予定 with what 取組実績 tells of the same thing (K341 at 取組実績).

    Only where the rating is on schedule.
    The same thing: a sentence with the same nouns and one figure of the unit, less than what was aimed at.
    """
    for row in table.rows:
        rating = row.rating
        if table.point.kind == "half" or (rating is not None and rating.behind) or not row.answer.line.rated:
            continue
        for plan in row.texts(PLANNED):
            for sentence in plan.sentences if "目指" in plan.plain or "目標" in plan.plain else ():
                aimed = _aimed_at(sentence.text, table.point.fiscal_year)
                if aimed is None:
                    continue
                what, target = aimed
                for text in row.texts(("results",)):
                    told = [one for s in text.sentences for one in _told_of(s.text, what, target)]
                    if told and all(one.value < target.value for one in told):
                        yield row.found_at(
                            Code.AIM_MISSED, "results", ROW, (plan.raw, text.raw), [plan.field, "rating"],
                            aim=f"{what[-1]}{target.said}", actual=told[0].said, rating=rating.code if rating else "－",
                        )  # fmt: skip


def _aimed_at(sentence: str, year: int) -> tuple[tuple[str, ...], FigureInText] | None:
    """The nouns right before the figure that a sentence aims at, and the figure; None for a later year."""
    if any((one.fiscal_year or one.year) > year for one in days_mentioned(sentence)):
        return None
    for one in figures(sentence):
        if one.unit and _AIMED.match(sentence[one.end : one.end + 20]) and one.bound in ("", "least"):
            before = re.split(r"[。、]", sentence[: one.start])[-1]
            what = tuple(noun for noun in nouns(before))
            return (what, one) if what and len("".join(what)) >= 4 else None
    return None


def _told_of(sentence: str, what: tuple[str, ...], target: FigureInText) -> Iterator[FigureInText]:
    """The figures of a sentence about the same thing; none where it counts each of several."""
    last = what[-1]
    if not (last in sentence or (len(last) >= 4 and (last[-4:] in sentence or last[:4] in sentence))):
        return
    found = [one for one in figures(sentence) if one.unit == target.unit]
    if not any(_EACH.search(sentence[: one.start][-4:]) for one in found):
        yield from found


def check_pairs(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Tell of a target without its actual (K342 at the actual) and an actual without its target (K343 at the target).

    A row without results says nothing yet and is left to K303. At a half-year actuals are asked for only where most
    indicators of the table have one.
    """
    asked = [("actual" in pair.fields) for row in table.rows for pair in row.pairs if "target" in pair.fields]
    unusual = table.point.kind == "half" and 2 * sum(asked) <= len(asked)
    for row in table.rows:
        for pair in row.pairs if "results" in row.answer.fields else ():
            has = {name for name in ("target", "actual") if name in pair.fields}
            missing = {"target": "actual", "actual": "target"}.get(next(iter(has))) if len(has) == 1 else None
            if missing is None or (missing == "actual" and unusual):
                continue
            if missing in row.answer.lost:
                continue
            code = Code.ACTUAL_MISSING if missing == "actual" else Code.TARGET_MISSING
            yield row.found_at(code, missing, pair.slot, tuple(pair.fields.values()), name=pair.name or pair.said(*has))


def check_units_of_names(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Warn of a figure in another unit than its name asks for (K344 at the cell): 「参加者数１回」「件数414人」."""
    for row in table.rows:
        for pair in row.pairs:
            for name in ("target", "actual"):
                for one in pair.stated(name):
                    label = folded(one.label) or folded(pair.name)
                    wrong = next((units for ends, units in _UNITS_OF_NAMES if label.endswith(ends)), ())
                    if one.figure.unit in wrong:
                        yield row.found_at(
                            Code.UNIT_NOT_OF_NAME, name, pair.slot, tuple(pair.fields.values()),
                            name=one.label or pair.name, said=one.figure.said, unit=one.figure.unit,
                        )  # fmt: skip
                        break


def check_signs(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Warn of a count below zero (K345 at the cell); a change (増減, 前年比) may be."""
    for row in table.rows:
        for pair in row.pairs:
            if any(word in pair.name for word in MAY_FALL):
                continue
            for name in ("target", "actual"):
                found = pair.quantity(name)
                if found is not None and found.value < 0 and found.unit in COUNTED_UNITS:
                    yield row.found_at(
                        Code.COUNT_BELOW_ZERO,
                        name,
                        pair.slot,
                        tuple(pair.fields.values()),
                        name=pair.name,
                        said=pair.said(name),
                    )
