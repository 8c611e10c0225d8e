"""Twelve kinds of plan, each of another sort than the others; what is not said of one is drawn."""

from collections.abc import Mapping

from tests.tools.kinds.world import Wanted, World, draw

KINDS: Mapping[str, Wanted] = {
    "one level, S A B C": Wanted(1, 20, "letters", (), 5, False, 0, (), None, "none", True),
    "two levels, A to E, money": Wanted(2, 34, "letters to e", (), 8, False, 2, (), None, "same", True),
    "two levels, marks, a dash as a code": Wanted(2, 30, "marks", ("完了", "－"), 6, False, 1, (), None, "none", True),
    "three levels, 5 to 1, points": Wanted(3, 45, "digits", ("評価困難",), 7, True, 0, (), None, "same", True),
    "four levels, two ratings, much left out": Wanted(4, 40, "two", (), 5, False, 1, (), None, "same", False),
    "words, two axes": Wanted(2, 24, "three words", ("未着手",), 4, False, 0, ("outcome",), None, "none", True),
    "primes, office and committee": Wanted(
        1, 26, "primes", (), 5, False, 0, ("second", "panel"), ("panel", "second"), "none", True
    ),
    "plus and minus, the office's of record": Wanted(
        3, 28, "plus", (), 6, False, 1, ("second", "outcome"), ("second", "rating"), "same", False
    ),
    "eight, half of them outside the order": Wanted(
        1, 60, "marks", ("完了", "中止", "未着手", "評価困難"), 9, False, 0, (), None, "same", False
    ),
    "scale changes, mapped, with points": Wanted(2, 32, "letters", ("中止",), 6, True, 2, (), None, "mapped", True),
    "scale changes, not mapped": Wanted(3, 30, "roman", (), 6, False, 0, ("second",), None, "unmapped", True),
    "four hundred items of everything": Wanted(
        3, 400, "kana", (), 24, True, 2, ("second", "panel", "outcome"), ("panel", "second"), "same", False
    ),
}
"""Name -> what it must have."""


def named(name: str) -> World:
    """The world of a kind."""
    return draw([*KINDS].index(name), KINDS[name], f"plan{[*KINDS].index(name)}")
