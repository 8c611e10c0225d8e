"""Rows that only grow, chained: each carries a digest of what it says and a link over that and the link before it.

What is chained are texts by column key as the reader gives them, so that another program's saving changes nothing. This
finds what happened to rows by accident or by hand; it keeps nobody out who means to forge them.
"""

import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple

from kosei_xl.later import dataclass
from kosei_xl.words.numbers import whole_number

CHAIN = "chain"
"""Key of the column that holds the mark of a row."""
END = "received"
"""Key, on the hidden sheet, of where the chain ends."""
START = ""
"""The link before the first row."""
NO_END = "?"
"""Stands for the link before new rows where nothing says any more how the chain ended: it never agrees."""
_LETTERS = 16
_END = re.compile(r"^(\d+) (\d+) (\S+)$")
_RUN = re.compile(r"^(\d+) (\S+) (\d+ \d+ \S+)$")
_NO_LINK = "-"
"""Stands for the link before the first row."""


class ChainMark(NamedTuple):
    """What a row carries: the digest of its texts, and its link."""

    content: str
    link: str

    def __str__(self) -> str:
        return f"{self.content}.{self.link}"


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """How a chain ends: how many rows stand before it (without a mark), how many it has, and its last link."""

    before: int = 0
    count: int = 0
    link: str = START

    def __str__(self) -> str:
        return f"{self.before} {self.count} {self.link}"


@dataclass(frozen=True, slots=True)
class ChainRun:
    """Rows of a chain that lie elsewhere: their number among such runs, the link before them, and what they add to the
    end of the chain; its link is that of the last of them.
    """

    number: int
    start: str
    rows: ChainEnd

    def __str__(self) -> str:
        return f"{self.number} {self.start or _NO_LINK} {self.rows}"


def content_of(texts: Iterable[tuple[str, str]]) -> str:
    """The digest of a row: its filled cells as (column key, text), in any order."""
    return _digest("\x1e".join(f"{key}\x1f{text}" for key, text in sorted(texts)))


def next_link(before: str, content: str) -> str:
    """The link of a row, from that of the row before it and its own digest."""
    return _digest(f"{before}.{content}")


def mark_of(text: str) -> ChainMark:
    """The mark in a cell; what is none gives one that never agrees."""
    content, _, link = text.partition(".")
    return ChainMark(content, link)


def end_of(text: str | None) -> ChainEnd | None:
    """What `str` of a `ChainEnd` reads back as; None for nothing and for what is none."""
    found = _END.match(text or "")
    return ChainEnd(whole_number(found[1]) or 0, whole_number(found[2]) or 0, found[3]) if found else None


def run_of(text: str | None) -> ChainRun | None:
    """What `str` of a `ChainRun` reads back as; None for nothing and for what is none."""
    found = _RUN.match(text or "")
    rows = end_of(found[3]) if found else None
    if found is None or rows is None:
        return None
    return ChainRun(whole_number(found[1]) or 0, "" if found[2] == _NO_LINK else found[2], rows)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LETTERS]
