"""What a master says of the rows of closed points that lie on sheets of their own: how many, and their digest.

It stands on the hidden sheet, a pair for each sheet and point. `SETTLED` is how everything about these points stood
when all of it was last read and nothing was found: as long as that holds, none of it has to be read again.
"""

import hashlib
from collections.abc import Iterable, Mapping

from kosei_xl.later import dataclass
from kosei_xl.values.stored import StoredRecord, rows_of
from kosei_xl.words.numbers import whole_number

SETTLED = "settled"
"""Key, on the hidden sheet, of the digest of how the points stood."""
_KEY, _BETWEEN, _END = "aside", "\x1f", "\x1e"
CHAINED = "-"
"""Stands for the digest of rows that are chained: the chain goes through them."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """How many rows were put on a sheet for a point, and their digest."""

    count: int
    digest: str = CHAINED

    def __str__(self) -> str:
        return f"{self.count} {self.digest}"


Anchors = Mapping[tuple[str, str], Anchor]
"""(sheet that only grows, point) -> what lies elsewhere of it."""


def key_of_anchor(sheet: str, point: str) -> str:
    """The key of an anchor on the hidden sheet."""
    return f"{_KEY}|{sheet}|{point}"


def anchors_of(pairs: Mapping[str, str]) -> Anchors:
    """The anchors among the pairs of the hidden sheet; one whose text means nothing agrees with no rows."""
    found = {}
    for key, text in pairs.items():
        kind, _, rest = key.partition("|")
        sheet, _, point = rest.partition("|")
        if kind == _KEY and sheet and point:
            count, _, digest = text.partition(" ")
            found[sheet, point] = Anchor(whole_number(count) or 0, digest or "?")
    return found


def anchor_of_records(records: Iterable[StoredRecord]) -> Anchor:
    """The anchor of records: the same records in the same order have the same one, any others another."""
    whole, count = hashlib.sha256(), 0
    for record in records:
        for row in rows_of(record):
            whole.update((_BETWEEN.join(map(str, row)) + _END).encode("utf-8", "surrogatepass"))
            count += 1
    return Anchor(count, whole.hexdigest())
