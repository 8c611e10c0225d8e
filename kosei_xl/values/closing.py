"""Which reporting points are closed (確定): nothing is merged into them any more, and nothing in them is checked."""

import hashlib
from collections.abc import Iterable, Mapping

from kosei_xl.values.stored import ClosedPoint, StoredValue

_BETWEEN, _END = "\x1f", "\x1e"


def closed_points(records: Iterable[ClosedPoint]) -> Mapping[str, ClosedPoint]:
    """The points that are closed by now, each with the record that closed it (by key, in the order of the records).

    `records` are those of 確定 in sheet order: the last one about a point holds, one that was reopened is not closed.
    """
    last = {record.point: record for record in records}
    return {point: record for point, record in last.items() if record.act != "reopened"}


def ending_of(records: Iterable[ClosedPoint]) -> ClosedPoint | None:
    """The record with which the plan ended before its time: at a point that was closed, or that went to the plan after
    it; None while it goes on.
    """
    return next((one for one in closed_points(records).values() if one.act in ("ended", "moved")), None)


def moved_points(records: Iterable[ClosedPoint]) -> Mapping[str, ClosedPoint]:
    """The points that went to the plan after this one while they were open, by key."""
    return {point: record for point, record in closed_points(records).items() if record.act == "moved"}


def seal(values: Iterable[StoredValue]) -> str:
    """The SHA-256 of what was kept: the same values in the same order have the same one, any other have another."""
    whole = hashlib.sha256()
    for one in values:
        whole.update((_BETWEEN.join((one.kind, one.key, one.field, one.text)) + _END).encode())
    return whole.hexdigest()
