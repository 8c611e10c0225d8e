"""Two texts compared as people compare them: word by word, not letter by letter. Pure text functions."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby

from kosei_xl.later import dataclass
from kosei_xl.report.page import MarkedRun
from kosei_xl.words.shorten import shortened

_WORD = re.compile(
    r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*|[A-Za-zＡ-Ｚａ-ｚ]+|[ァ-ヶー]+|[一-龠々〆ヶ]+|[ \t　]+|.", re.S
)
"""Figures, Latin words, katakana and kanji hold together; hiragana and signs stand alone."""
_AROUND = 16
"""Letters shown before and after what differs."""


class StretchSide(Enum):
    """Where a stretch of text stands."""

    BOTH = "both"
    OLD = "old"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text that both have, or only one of them."""

    text: str
    side: StretchSide


def compared(old: str, new: str) -> tuple[Stretch, ...]:
    """The texts as stretches in order, what was deleted before what is new; line ends and blanks alone do not differ.

    One letter that happens to be the same between two differences belongs to them.
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    made: list[Stretch] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        one, two = "".join(before[i:j]), "".join(after[k:m])
        if kind == "equal" or "".join(one.split()) == "".join(two.split()):
            made.append(Stretch(two, StretchSide.BOTH))
            continue
        made += [Stretch(text, side) for text, side in ((one, StretchSide.OLD), (two, StretchSide.NEW)) if text]
    return _in_order(_absorbed(made))


def _absorbed(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Single letters between differences made part of them."""
    made: list[Stretch] = []
    for n, one in enumerate(stretches):
        between = 0 < n < len(stretches) - 1 and len(one.text) == 1 and one.text.isalpha()
        if one.side is StretchSide.BOTH and between:
            made += [Stretch(one.text, StretchSide.OLD), Stretch(one.text, StretchSide.NEW)]
        elif one.text:
            made.append(one)
    return made


def _in_order(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Neighbours of one side joined; between texts of both, what is old goes before what is new."""
    made: list[Stretch] = []
    for differs, run in groupby(stretches, key=lambda one: one.side is not StretchSide.BOTH):
        own = list(run)
        sides = (StretchSide.OLD, StretchSide.NEW) if differs else (StretchSide.BOTH,)
        texts = (("".join(one.text for one in own if one.side is side), side) for side in sides)
        made += [Stretch(text, side) for text, side in texts if text]
    return tuple(made)


def with_marks(stretches: Sequence[Stretch], *, deleted: bool) -> tuple[str, tuple[MarkedRun, ...]]:
    """The new text and what is new in it; with `deleted` also what is not in it any more, at its place.

    Blanks at the ends of a mark are left without a line.
    """
    text, marks = "", []
    for one in stretches:
        if one.side is StretchSide.OLD and not deleted:
            continue
        if one.side is not StretchSide.BOTH and one.text.strip():
            start = len(text) + len(one.text) - len(one.text.lstrip())
            marks.append(MarkedRun(start, len(text) + len(one.text.rstrip()), one.side is StretchSide.OLD))
        text += one.text
    return text, tuple(marks)


def excerpt(stretches: Sequence[Stretch], side: StretchSide) -> tuple[str, tuple[MarkedRun, ...]]:
    """One of the texts where it differs, with a little of what stands around, marked."""
    text, marks = "", []
    for n, one in enumerate(stretches):
        if one.side is StretchSide.BOTH:
            text += _shortened(one.text, first=n == 0, last=n == len(stretches) - 1)
        elif one.side is side:
            marks.append(MarkedRun(len(text), len(text) + len(one.text), side is StretchSide.OLD))
            text += one.text
    return text, tuple(marks)


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """What both have, without its middle, and without what is far from the differences."""
    head, tail = (0 if end else _AROUND for end in (first, last))
    return shortened(text, head + tail + 1, tail=tail)
