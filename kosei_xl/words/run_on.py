"""Numbered paragraphs that lost their line ends when they were pasted into a cell: 「1 …。 2 …。 3 …。」."""

import re
import unicodedata

_FIRST = re.compile(r"[ 　]*(?:[1１][ 　.．]|[①⑴])")
_BETWEEN = re.compile(r"(?<=[。）)])[ 　]+(?=(?P<number>[0-9０-９]{1,2}(?=[ 　.．])|[①-⑳⑴-⒇]))")


def numbered_apart(text: str) -> str:
    """The text with each numbered paragraph on a line of its own; only white space is changed.

    A line counts as such paragraphs when it begins with 1 and goes on behind a sentence with 2, 3 and so on: a number
    that does not follow the one before is part of what is written.
    """
    return "\n".join(_line(line) if _FIRST.match(line) else line for line in text.split("\n"))


def _line(line: str) -> str:
    made, at, wanted = [], 0, 2
    for found in _BETWEEN.finditer(line):
        if _number(found["number"]) == wanted:
            made.append(line[at : found.start()])
            at, wanted = found.end(), wanted + 1
    return "\n".join([*made, line[at:]])


def _number(text: str) -> int:
    plain = unicodedata.normalize("NFKC", text).strip("()")
    return int(plain)
