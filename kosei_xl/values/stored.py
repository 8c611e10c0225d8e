"""What the master keeps of what left the house: surveys handed out, reports published, points closed.

Each is a `StoredRecord`: a number, a head, and texts with their keys. 配布記録, 発行記録 and 確定 hold one text a row,
long ones in pieces that fit a cell: a `StoredRow` each. `rows_of` and `records_of` are the inverse of each other.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

from pydantic import ConfigDict, StringConstraints, ValidationError
from pydantic.dataclasses import dataclass

from kosei_xl.values.model import Frozen, Key

PIECE_UNITS = 30_000
"""UTF-16 units of a piece at most; a cell holds 32,767."""
FilledText = Annotated[str, StringConstraints(min_length=1)]
HEAD = "head"
"""Kind of the rows that hold what stands over the values."""


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid", defer_build=True))
class StoredValue:
    """One text: what it is (a key of `terms.STORED_KINDS`), the key of what it is about, and its field.

    Of slots, because a master of years keeps hundreds of thousands: as a model each takes six times as much.
    """

    kind: Literal["printed", "prefill", "given", "laid_out", "plan", "part", "entry"]
    key: str = ""
    field: str = ""
    text: FilledText


class StoredRecord(Frozen):
    """One record under its number, which no other of its sheet has. The fields of subclasses are its head."""

    number: int
    values: tuple[StoredValue, ...] = ()


class HandedOut(StoredRecord):
    """A survey as it was handed out (配布記録): "printed" texts and "prefill" by row key ("item|sub_no") and field.

    The keys of prefill end in the number of the value set ("item|sub_no|seq"). "given" are the hashes of all other
    texts and of the pictures, as the survey carries them, by `GIVEN_TEXTS` and `GIVEN_PICTURES`. `sha256` is that of
    the file. `plan_id` names the plan that handed it out where that was the one before, from which the point came over
    while it was open; "" is the master's own.
    """

    point: Key
    plan_version: int
    dept_code: FilledText
    file: FilledText
    sha256: FilledText
    plan_id: str = ""


class Publication(StoredRecord):
    """A report that was published (発行記録) by `--final` or `pack`: when, for which meeting, and what was printed:
    its rows as "laid_out", and what they were made from as "plan", "part" and "entry" (`values.kept`).

    `sha256` is that of the workbook, `master` of the master that it was made from, `seal` of the values. One that says
    just what an earlier one of the point says holds no values but its number (`same_as`). `whole` is whether every part
    of the documents was printed, without marks; only such a one can be confirmed. `data` is the SHA-256 of the point's
    open data as it was then, by which a published folder is known ("" in older records).
    """

    point: Key
    how: Literal["final", "pack"] = "final"
    date: dt.date | None = None
    meeting: str = ""
    file: FilledText
    sha256: FilledText
    master: str = ""
    data: str = ""
    plan_version: int = 1
    whole: bool = True
    seal: str = ""
    same_as: int | None = None


class ClosedPoint(StoredRecord):
    """What was decided about a point (確定): "closed" by the publication that it names, "imported" as it was kept
    elsewhere (without one), "ended" with its plan, before the plan's time (with a publication, or as the ledger stood),
    "moved" to the plan after this one while it was open, or "reopened". The last one of a point holds
    (`values.closing`).

    `sha256` is the seal of what was confirmed: of the publication's values, or of its own. `why` is the reason. Of a
    point that was moved `successor` says where it went: the plan's name and its file.
    """

    point: Key
    act: Literal["closed", "imported", "ended", "moved", "reopened"] = "closed"
    publication: int | None = None
    date: dt.date
    sha256: str = ""
    why: str = ""
    successor: str = ""


class StoredRow(NamedTuple):
    """One row of a sheet of records; `piece` counts from 1."""

    number: int
    kind: str
    key: str
    field: str
    piece: int
    text: str


Stored = TypeVar("Stored", bound=StoredRecord)


class BrokenRecord(ValueError):
    """Rows that are no record any more; `position` is the first of them that shows it."""

    def __init__(self, position: int, found: str) -> None:
        super().__init__(found)
        self.position, self.found = position, found


def pieces_of(text: str) -> tuple[str, ...]:
    """A text cut into pieces of at most `PIECE_UNITS`, never inside a letter."""
    if 2 * len(text) <= PIECE_UNITS:
        return (text,)
    pieces, start, units = [], 0, 0
    for position, letter in enumerate(text):
        wide = 1 + (ord(letter) > 0xFFFF)
        if units + wide > PIECE_UNITS:
            pieces.append(text[start:position])
            start, units = position, 0
        units += wide
    return (*pieces, text[start:])


def rows_of(record: StoredRecord) -> Iterator[StoredRow]:
    """The rows of a record: its head, then its values. Blank texts have no row."""
    head = record.model_dump(mode="json", exclude={"number", "values"})
    for name, value in head.items():
        yield from _pieced(record.number, HEAD, "", name, "" if value is None else str(value))
    for one in record.values:
        yield from _pieced(record.number, one.kind, one.key, one.field, one.text)


def _pieced(number: int, kind: str, key: str, field: str, text: str) -> Iterator[StoredRow]:
    if text:
        for piece, part in enumerate(pieces_of(text), 1):
            yield StoredRow(number, kind, key, field, piece, part)


def records_of(form: type[Stored], rows: Iterable[StoredRow]) -> Iterator[Stored | BrokenRecord]:
    """The records in rows, in sheet order; in place of one whose rows are lost or changed, what is wrong with them."""
    numbered = enumerate(rows)
    for number, group in groupby(numbered, key=lambda pair: pair[1].number):
        try:
            yield _record(form, number, tuple(group))
        except BrokenRecord as error:
            yield error


def _record(form: type[Stored], number: int, rows: Sequence[tuple[int, StoredRow]]) -> Stored:
    texts = list(_whole(rows))
    head: dict[str, Any] = {field: text for (kind, _, field), text in texts if kind == HEAD}
    values = [
        {"kind": kind, "key": key, "field": field, "text": text} for (kind, key, field), text in texts if kind != HEAD
    ]
    try:
        return form.model_validate({"number": number, "values": values, **head})
    except ValidationError as error:
        raise BrokenRecord(rows[0][0], str(error.errors()[0]["loc"][-1])) from error


def _whole(rows: Iterable[tuple[int, StoredRow]]) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Texts put together from their pieces, by (kind, key, field)."""
    at: tuple[str, str, str] | None = None
    texts: list[str] = []
    for position, row in rows:
        place = row.kind, row.key, row.field
        if row.piece != 1 and (place != at or row.piece != len(texts) + 1):
            raise BrokenRecord(position, str(row.piece))
        if row.piece == 1 and at is not None:
            yield at, "".join(texts)
        at, texts = place, [row.text] if row.piece == 1 else [*texts, row.text]
    if at is not None:
        yield at, "".join(texts)
