"""Makes `kosei_xl/words/sense/verb_table.py` from the installed dictionary: `python -m tests.tools.verb_table --write`."""

import base64
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from textwrap import wrap
from typing import NamedTuple

import kosei_xl
from kosei_xl.words.sense.morphemes import goes_on_with, is_final, is_own_verb

TABLE = Path(kosei_xl.__file__).parent / "words" / "sense" / "verb_table.py"
_WIDTH = 100
_PARTICLES = "をはのへ"
"""Particles behind which no sentence goes on, if they are not the first letter of another word."""
_USUAL = 7
"""Verbs from which on their second letter stands for all of them."""


class Verbs(NamedTuple):
    """What the rule about words needs to know of every verb."""

    begins: frozenset[str]
    ends: str
    finals: str
    open_pairs: frozenset[str]
    words: Mapping[str, str]
    commas: frozenset[str]


def verbs_of_dictionary() -> Verbs:
    """What the installed dictionary says; its entries are listed since SudachiPy 0.7."""
    from sudachipy import Dictionary

    own, final, ends, commas = set[str](), set[str](), set[str](), set[str]()
    behind: dict[str, set[str]] = {particle: set() for particle in _PARTICLES}
    for word in Dictionary().entries():
        kind, surface = word.part_of_speech(), word.surface()
        commas |= {surface[max(0, at - 1) : at + 2] for at, letter in enumerate(surface) if letter == "、"}
        if kind[0] == "動詞":
            if is_own_verb(surface, word.dictionary_form()):
                own.add(surface)
                if is_final(kind):
                    final.add(surface)
            if is_final(kind):
                ends.add(surface[-1])
        elif surface[0] in behind and goes_on_with(kind):
            behind[surface[0]].add(surface[1:2])
    short = [surface for surface in final if len(surface) == 2]
    finals = {letter for letter, count in Counter(surface[1] for surface in short).items() if count >= _USUAL}
    open_pairs = {surface for surface in short if surface[1] not in finals}
    open_pairs |= {surface[:2] for surface in own if surface[2:3] in behind}
    assert all("" not in letters for letters in behind.values()), behind
    words = {particle: "".join(sorted(letters)) for particle, letters in behind.items()}
    begins = frozenset(surface[:2] for surface in own)
    inner = frozenset(commas - {"、"})
    assert all(len(around) == 3 for around in inner), inner
    return Verbs(begins, "".join(sorted(ends)), "".join(sorted(finals)), frozenset(open_pairs), words, inner)


def packed(begins: Iterable[str]) -> str:
    """Pairs of letters as the table holds them: a line for each second letter, with all first ones behind it."""
    lines: dict[str, list[str]] = {}
    for pair in sorted(begins):
        lines.setdefault(pair[1], [pair[1]]).append(pair[0])
    text = "\n".join("".join(lines[second]) for second in sorted(lines))
    return base64.b64encode(zlib.compress(text.encode("utf-16-be"), 9)).decode("ascii")


def table(found: Verbs) -> str:
    """The text of the module for the verbs of a dictionary."""
    words = [f'    "{particle}": "{letters}",' for particle, letters in found.words.items()]
    return "\n".join(
        (
            '"""How verbs begin and end: made by `python -m tests.tools.verb_table --write`, read by `morphemes`."""\n',
            f'ENDS = "{found.ends}"',
            '"""The last letters of verbs that end a sentence, or stand before a noun."""',
            "WORDS = {",
            *words,
            "}",
            '"""Particle behind which no sentence goes on -> the second letters of words with which one does."""',
            f'FINALS = "{found.finals}"',
            '"""The second letters of verbs of two letters that end a sentence."""',
            "OPEN = (",
            *(f'    "{line} "' for line in wrap(" ".join(sorted(found.open_pairs)), _WIDTH // 2)),
            ")",
            '"""The first two letters of further ones, and of those that go on with the letter of such a particle."""',
            "COMMAS = (",
            *(f'    "{line} "' for line in wrap(" ".join(sorted(found.commas)), _WIDTH // 2)),
            ")",
            '"""The letters around a comma in a word: 「一、二」."""',
            "BEGINS = (",
            *(f'    "{line}"' for line in wrap(packed(found.begins), _WIDTH, break_on_hyphens=False)),
            ")",
            '"""The first two letters of the verbs that begin with a kanji: a line for each second letter, the first ones',
            "behind it (UTF-16, zlib, base 64).",
            '"""',
            "",
        )
    )


if __name__ == "__main__":
    made = table(verbs_of_dictionary())
    if sys.argv[1:] == ["--write"]:
        TABLE.write_text(made, encoding="utf-8")
    else:
        sys.stdout.write(made)
