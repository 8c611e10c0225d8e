"""How the ledger came to say what it says: 受領 played from its first row to the last, and what the office typed since.

受領 holds every text that a department sent and every one that the office wrote, in order; from the fields marked as
taken the ledger can be made anew. What it says now and 受領 does not is the office's typing of the last days.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from kosei_xl.collect.received import LastWord
from kosei_xl.later import dataclass
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import SourceMap
from kosei_xl.values.labels import fields_of_ledger
from kosei_xl.values.ledger import Ledger, Received, SavedBy, office_row
from kosei_xl.values.model import EntryKey, Plan

EventKind = Literal["taken", "kept", "recorded", "edited", "decided"]
"""A department's text: taken into the ledger, kept out by a conflict, or recorded only (older, or of another
department). The office's: typed into the ledger, or decided about a conflict."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a field: what the ledger said before and afterwards, and the text that was written."""

    key: EntryKey
    field: str
    kind: EventKind
    old: str | None
    new: str | None
    text: str | None
    row: Received

    @property
    def place(self) -> CellRef:
        """The cell that the text was written in."""
        return self.row.place(self.field)


class _Player:
    """Plays rows of 受領 one after the other; `state` is what the ledger says by then."""

    def __init__(self, plan: Plan, ledger: Ledger) -> None:
        self.plan = plan
        self.state: dict[tuple[EntryKey, str], str | None] = {}
        self.words = LastWord(plan, ledger.received)

    def play(self, row: Received) -> Iterator[Event]:
        if row.is_office:
            for name in dict.fromkeys((*(row.taken or ()), *row.conflicts)):
                yield self._event(
                    row, name, "decided" if name in row.conflicts else "edited", name in (row.taken or ())
                )
        elif not row.is_head:
            taken = self._taken(row)
            for name in fields_of_ledger(self.plan, row.key.slot):
                before = self.state.get((row.key, name))
                if name in taken and not (row.blanks is not None and before is None and name not in row.fields):
                    yield self._event(row, name, "taken", True)
                elif name in row.conflicts:
                    yield self._event(row, name, "kept", False)
                elif name in row.fields and row.said(name) != before:
                    yield self._event(row, name, "recorded", False)
        self.words.record(row)

    def _event(self, row: Received, name: str, kind: EventKind, into_ledger: bool) -> Event:
        old, text = self.state.get((row.key, name)), row.fields.get(name)
        new = row.said(name) if into_ledger else old
        self.state[row.key, name] = new
        return Event(row.key, name, kind, old, new, text, row)

    def _taken(self, row: Received) -> tuple[str, ...]:
        """The fields that went into the ledger; of rows that do not tell, those that may have."""
        if row.taken is not None:
            return row.taken
        if not self.words.counts(row):
            return ()
        news = [name for name, _ in self.words.changes(row) if name not in row.conflicts]
        return tuple(name for name in news if self.state.get((row.key, name)) != row.fields.get(name))


def history(plan: Plan, ledger: Ledger) -> tuple[Event, ...]:
    """Everything that 受領 tells about fields of the ledger, in the order in which it happened."""
    player = _Player(plan, ledger)
    return tuple(event for row in ledger.received for event in player.play(row))


def _last_state(plan: Plan, ledger: Ledger) -> Mapping[tuple[EntryKey, str], str | None]:
    """What the ledger says once 受領 is played to its end. Rows that all tell what was taken of them are not weighed
    against each other: those of years would be on each click.
    """
    if any(row.taken is None and not row.is_office and not row.is_head for row in ledger.received):
        player = _Player(plan, ledger)
        for row in ledger.received:
            for _ in player.play(row):
                pass
        return player.state
    state: dict[tuple[EntryKey, str], str | None] = {}
    for row in ledger.received:
        own = row.taken or ()
        if not row.is_office:
            fields = fields_of_ledger(plan, row.key.slot)
            own = () if row.is_head else tuple(name for name in own if name in fields)
        for name in own:
            at = row.key, name
            if row.is_office or row.blanks is None or name in row.fields or state.get(at) is not None:
                state[at] = row.said(name)
    return state


def office_edits(plan: Plan, ledger: Ledger, at: SourceMap, origin: SavedBy) -> tuple[Received, ...]:
    """What the office has typed into the ledger since 受領 was last written, as rows for it: one a row of the ledger.

    `taken` names the fields that are others now; those that are missing in `fields` were cleared.
    """
    known: dict[EntryKey, dict[str, str]] = {}
    for (key, name), text in _last_state(plan, ledger).items():
        if text is not None:
            known.setdefault(key, {})[name] = text
    rows = []
    for key in dict.fromkeys((*ledger.entries, *known)):
        if key.point in ledger.unread:
            continue
        before, now = known.get(key, {}), ledger.fields(key)
        changed = tuple(n for n in fields_of_ledger(plan, key.slot) if before.get(n) != now.get(n))
        if changed and (plan.has_photos or not key.is_photo):
            fields = {name: now[name] for name in changed if name in now}
            places = {name: place for name in changed if (place := at.get((*key, name))) is not None}
            rows.append(office_row(origin, key, fields, places, taken=changed))
    return tuple(rows)
