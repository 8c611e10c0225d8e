"""Slips of language that a text proves by itself: the office's matter, in no letter unless 点検の設定 says so."""

from collections.abc import Callable, Iterator

from kosei_xl.collect.rules.meaning.table import AnsweredTexts
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.words.codes import Code
from kosei_xl.words.sense import slips
from kosei_xl.words.sense.morphemes import words_that_do_not_join
from kosei_xl.words.sense.text import around

_Spans = Callable[[str], Iterator[slips.Span]]
_ROOM = 5
_HABIT = 3
_FEW = 20


def _each(table: AnsweredTexts, code: Code, spans: _Spans, *, raw: bool = False) -> Iterator[Diagnostic]:
    """One finding for each text with such a slip, quoting the first."""
    may_have = slips.MAY_HAVE.get(spans)
    for row in table.rows:
        if may_have is not None and not may_have(row.raw_in_one if raw else row.in_one):
            continue
        for text in row.prose:
            searched = text.raw if raw else text.plain
            found = next(spans(searched), None)
            if found is not None:
                yield row.found(code, text, said=around(text.raw, *found, _ROOM))


def check_particles_twice(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Tell of a particle too many (K360 at the text): 「窓口をを」「機会を拡大を図る」."""
    return _each(table, Code.PARTICLE_TWICE, slips.doubled_particles)


def check_particles_missing(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Tell of a particle too few (K361 at the text): 「事業ついて」."""
    return _each(table, Code.PARTICLE_MISSING, slips.missing_particles)


def check_words_joined(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Tell of words that do not join without a particle (K362 at the text): 「研修行った」「引き上げるについて」.

    Needs the words of a sentence, and so the extra.
    """
    return _each(table, Code.WORDS_DO_NOT_JOIN, words_that_do_not_join)


def check_pleonasms(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Tell of the same said twice (K363 at the text): 「まず最初に」「約30件程度」."""
    return _each(table, Code.SAID_TWICE, slips.pleonasms)


def check_words_twice(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Tell of a word typed twice (K364 at the text): 「実施実施した」."""
    return _each(table, Code.WORD_TYPED_TWICE, slips.repeated_words)


def check_brackets(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Tell of a bracket without its other half (K365 at the text)."""
    return _each(table, Code.BRACKET_ALONE, slips.unbalanced_brackets)


def check_half_katakana(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Tell of half-width katakana (K366 at the text)."""
    return _each(table, Code.HALF_KATAKANA, slips.half_katakana, raw=True)


def check_bullets(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Tell of a line that begins with another mark than the others (K367 at the text)."""
    return _each(table, Code.OTHER_BULLET, slips.other_bullets, raw=True)


def check_placeholders(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Warn of what was still to be written (K368 at the text): 調整中, ○○, XX."""
    return _each(table, Code.PLACEHOLDER_LEFT, slips.placeholders)


def check_residue(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Tell of what slips of the keys left (K369 at the text): 「。。」「、。」."""
    return _each(table, Code.TYPING_RESIDUE, slips.residue)


def check_widths(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Tell of figures in another width than most of the table (K370): at each text where few differ, else once.

    Figures of two digits and more count; lists often print single digits in full width. A table without a clear habit
    (three of four in one width) gives no ground to call either side the odd one.
    """
    by_row = [slips.width_counts(row.raw_in_one) for row in table.rows]
    half, full = (sum(count[n] for count in by_row) for n in (0, 1))
    few = min(half, full)
    if not few or max(half, full) < _HABIT * few:
        return
    counts = [(row, text, slips.width_counts(text.raw)) for row in table.rows for text in row.prose]
    odd = full <= half
    often = few * _FEW > half + full
    width = "全角" if odd else "半角"
    for row, text, _ in [one for one in counts if any(one[2]) if often or one[2][odd]]:
        place = next(slips.figures_in_width(text.raw, full=odd), None)
        said = text.raw[slice(*place)] if place is not None else "…"
        yield row.found(Code.WIDTHS_MIXED, text, said=said, width=width, few=few, many=max(half, full))
        if often:
            return
