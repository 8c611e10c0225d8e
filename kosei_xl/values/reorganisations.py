"""Changes of departments (組織の変更): who stands for a department on a day."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, Protocol

from kosei_xl.values.frozen import Frozen, Key


class Reorganisation(Frozen):
    """A change of departments (組織の変更) from `date` on; `items` (No.) are those that the `new` ones take over."""

    date: dt.date
    kind: Literal["renamed", "merged", "split", "opened", "closed"]
    old: tuple[Key, ...] = ()
    new: tuple[Key, ...] = ()
    items: tuple[str, ...] = ()
    note: str = ""


class Lived(Protocol):
    """A department as far as its time goes."""

    @property
    def valid_from(self) -> dt.date | None: ...
    @property
    def valid_to(self) -> dt.date | None: ...
    @property
    def successors(self) -> tuple[str, ...]: ...


def holders(
    code: str, no: str, day: dt.date, departments: Mapping[str, Lived], changes: Iterable[Reorganisation]
) -> tuple[str, ...]:
    """The departments that answer on a day what a department answers, as far as one item (its No.) goes.

    One where it is clear; several where a change does not say which of them it is; none where nobody has taken over.
    From the date of a change its successors stand for a department, before that date a department for those that came
    of it alone. 組織の変更 counts before what 部署 says.
    """
    rows = sorted(changes, key=lambda change: change.date)
    passed = {code}
    while True:
        found = _step(code, no, day, departments.get(code), rows)
        if found is None:
            return (code,)
        if len(found) != 1:
            return found
        (code,) = found
        if code in passed:  # a circle: nobody can tell
            return (code,)
        passed.add(code)


def _step(
    code: str, no: str, day: dt.date, own: Lived | None, rows: Sequence[Reorganisation]
) -> tuple[str, ...] | None:
    """Who takes a department's place in the next change on the way to a day; None where it stands itself."""
    for change in rows:
        if change.date <= day and code in change.old and change.kind != "opened":
            concerned = not change.items or no in change.items
            if concerned and code not in change.new:
                return change.new
            if concerned and len(change.new) > 1 and change.items:
                return tuple(one for one in change.new if one != code)
        if change.date > day and code in change.new and code not in change.old:
            concerned = not change.items or no in change.items
            if concerned and len(change.old) == 1:
                return change.old
    if own is not None and own.valid_to is not None and own.valid_to < day:
        return own.successors
    return None
