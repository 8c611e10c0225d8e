"""Fields that a department and the office have both changed, and those that a department left blank although it had
said something there: which are open, and what the office decided about them.

A conflict is born when a return is merged (競合した欄, 空欄の欄 of its row in 受領). It ends when both texts agree,
when the department's later word is no conflict, or by a row of the office in 受領 that names it. Until then what stands
in the ledger stays.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kosei_xl.collect.received import LastWord
from kosei_xl.later import dataclass
from kosei_xl.read.ratings import read_rating
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.values.labels import label_of, says_same
from kosei_xl.values.ledger import Choice, Ledger, Received, SavedBy, office_row
from kosei_xl.values.lives import plan_at
from kosei_xl.values.model import EntryKey, Plan, Scale
from kosei_xl.values.pictures import Picture
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import folded

PICTURE = "picture"
_SHOWN_SHA = 8
_Field = tuple[EntryKey, str]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that is open: `row` holds the department's text, or the blank that it came with (`blank`).

    `before` is what the department said the time before; at its first return, what the office found and changed.
    `unneeded` is a blank that was required by the rating of the time before and is not by the new one.
    """

    key: EntryKey
    field: str
    row: Received
    theirs: str | None
    ours: str | None
    before: str | None
    blank: bool = False
    unneeded: bool = False

    @property
    def workbook(self) -> str:
        """What the returned workbook is known by, also where it is that of a 部 (its SHA-256)."""
        return self.row.sha256.partition(":")[0]

    @property
    def shown_theirs(self) -> str | None:
        """The department's side as the sheet of conflicts shows it."""
        return terms.BLANK if self.blank else shown_text(self.field, self.theirs)


@dataclass(frozen=True, slots=True)
class SettledConflicts:
    """The ledger with the office's decisions in it, their rows for 受領, and the choices that could not be applied."""

    ledger: Ledger
    rows: tuple[Received, ...]
    kept: Mapping[tuple[EntryKey, str], Choice]
    diagnostics: tuple[Diagnostic, ...]


def open_conflicts(standing: Standing) -> tuple[Conflict, ...]:
    """The conflicts of a point that nobody has settled: fields that both changed, then those that came back blank, each
    in the order in which they arose.

    Cost: one pass over the rows of 受領 for the point.
    """
    return replayed(standing).open(standing.ledger)


class Replay:
    """Plays the rows of 受領 for a point: what is open by then, and from which text each conflict came; `words` are
    what departments have said by then.
    """

    def __init__(self, plan: Plan, rows: Sequence[Received]) -> None:
        self._plan = plan
        self.words = LastWord(plan, rows)
        self._found: dict[_Field, tuple[Received, str | None]] = {}
        self._edited: dict[_Field, str | None] = {}
        self._state: dict[_Field, str | None] = {}
        self._blanks: dict[_Field, tuple[str | None, bool]] = {}

    def play(self, row: Received) -> None:
        """Hear one row."""
        if row.is_office:
            self._play_office(row)
            self.words.record(row)
        elif self.words.counts(row):
            changes = tuple(self.words.changes(row))
            for name, held in changes:
                self._play_word(row, name, held)
            self._play_blanks(row, [name for name, _ in changes])

    def _play_office(self, row: Received) -> None:
        for name in row.taken or ():
            at = row.key, name
            if at in self._state:
                self._edited.setdefault(at, self._state[at])
            self._state[at] = row.fields.get(name)
            agreed = at in self._found and self._same(name, self._found[at][0].said(name), self._state[at])
            if agreed or (at in self.words.asked and name not in row.fields):
                self._found.pop(at, None)  # the office came round to the department's side
        for name in row.conflicts:
            self._found.pop((row.key, name), None)

    def _play_word(self, row: Received, name: str, held: Received | None) -> None:
        at = row.key, name
        known = self._found.pop(at, None)
        if name in row.conflicts:
            before = held.said(name) if held else self._edited.get(at)
            same = known is not None and self._same(name, known[0].said(name), row.said(name))
            self._found[at] = (row, known[1] if known is not None and same else before)
        if name in (row.taken or ()):
            self._state[at] = row.said(name)

    def _play_blanks(self, row: Received, said: Iterable[str]) -> None:
        """Hear the whole row, and remember what its questions are about; in the fields `said` it has the last word."""
        rating = self._rating(row.key)
        self.words.record_words(row, said)
        for name in row.blanks or ():
            at = row.key, name
            if at in self.words.asked:
                word, blank = self.words.last(*at), self.words.asked[at]
                before = word.said(name) if word else self._state.get(at)
                old = row.said("rating") if name in row.fields else rating
                self._blanks[at] = (
                    before,
                    _unneeded(self._plan.scale_at(row.key.point), name, old, blank.said("rating")),
                )
        for name in row.taken or ():
            if name not in row.fields and row.blanks is not None:
                self._found.pop((row.key, name), None)  # blank on both sides

    def _same(self, name: str, one: str | None, other: str | None) -> bool:
        return says_same(self._plan, name, one, other)

    def _rating(self, key: EntryKey) -> str | None:
        word = self.words.last(key, "rating")
        return word.said("rating") if word else self._state.get((key, "rating"))

    def open(self, ledger: Ledger) -> tuple[Conflict, ...]:
        """What nobody has settled, as `open_conflicts` has it."""
        return *self.changed(ledger, self.words.asked), *self._left_blank(ledger)

    def changed(self, ledger: Ledger, without: Collection[_Field] = ()) -> Iterator[Conflict]:
        """Fields that both changed and nobody has settled, a blank since or not, but those in `without`."""
        for (key, name), (row, before) in self._found.items():
            theirs, ours = row.said(name), ledger.fields(key).get(name)
            if not self._same(name, theirs, ours) and (key, name) not in without:
                yield Conflict(key, name, row, theirs, ours, before)

    def _left_blank(self, ledger: Ledger) -> Iterator[Conflict]:
        """Fields that came back blank, and the office has not said whether they are to be."""
        for (key, name), row in self.words.asked.items():
            ours = ledger.fields(key).get(name)
            before, unneeded = self._blanks.get((key, name), (None, False))
            if ours is not None:
                yield Conflict(key, name, row, None, ours, before, blank=True, unneeded=unneeded)


def replayed(standing: Standing) -> Replay:
    """What all rows for a point came to. Cost: one pass over them."""
    rows = standing.ledger.history_at(standing.point.key)
    replay = Replay(standing.plan, rows)
    for row in rows:
        replay.play(row)
    return replay


def _unneeded(scale: Scale, name: str, old: str | None, new: str | None) -> bool:
    """Whether the rating of before asked for a field, and the new one does not."""
    before, now = (scale.get(code) for code in (old, new))
    return before is not None and now is not None and name in before.requires and name not in now.requires


def all_open_conflicts(plan: Plan, ledger: Ledger) -> tuple[Conflict, ...]:
    """The open conflicts of every point that is not closed, in the order of points."""
    standings = (Standing(plan_at(plan, point), point, ledger) for point in plan.points)
    return tuple(conflict for one in standings if not one.closed for conflict in open_conflicts(one))


def shown_text(field: str, text: str | None) -> str | None:
    """A text as the sheet of conflicts shows it; of a picture the beginning of its SHA-256."""
    if field != PICTURE or text is None:
        return text
    return f"写真（{text[:_SHOWN_SHA]}）"


def settle(
    plan: Plan, ledger: Ledger, choices: Sequence[Choice], origin: SavedBy, pictures: Mapping[str, Picture]
) -> SettledConflicts:
    """Apply what the office chose on the sheet of conflicts; every decision becomes a row for 受領.

    Returns K414 for choices that cannot be applied: those stay as they are, and so does the conflict. A choice made
    beside texts that have changed since is not applied either. K415 tells of choices whose conflict is gone; what was
    typed there is kept in 受領 (その他の記入). A choice that the program has preset and nobody has confirmed decides
    nothing and is `kept`.
    """
    open_now = {(c.key, c.field): c for c in all_open_conflicts(plan, ledger)} if choices else {}
    entries = dict(ledger.entries)
    rows: list[Received] = []
    kept: dict[tuple[EntryKey, str], Choice] = {}
    problems: list[Diagnostic] = []
    known = {**ledger.pictures, **pictures}
    for choice in choices:
        key, name = choice.key, choice.field
        typed = choice.own_text or choice.choice
        if choice.preset is not None and choice.own_text is None:
            kept[key, name] = choice  # the program's own proposal
            continue
        if typed is None:
            continue
        about = {"item": plan.no_of(key.line), "point": key.point}
        label, conflict = label_of(plan, name), open_now.get((key, name))
        if conflict is None:
            rows.append(replace(office_row(origin, key, {}, {name: choice.at}, taken=()), other=typed))
            problems.append(_problem(Code.CHOICE_WITHOUT_CONFLICT, choice, about, label=label, text=typed))
            continue
        decided = _decide(plan, conflict, choice, known)
        if isinstance(decided, Message):
            kept[key, name] = replace(choice, choice=None) if _is_stale(conflict, choice) else choice
            problems.append(_problem(Code.CHOICE_NOT_APPLIED, choice, about, label=label, reason=decided))
        else:
            del open_now[key, name]
            new = {name: decided[0]} if decided[0] is not None else {}
            changed = (name,) if decided[0] != conflict.ours else ()
            rows.append(office_row(origin, key, new, {name: choice.at}, taken=changed, conflicts=(name,)))
            entries[key] = {n: text for n, text in entries.get(key, {}).items() if n != name} | new
    made = replace(ledger, entries=entries, received=(*ledger.received, *rows), pictures=known)
    return SettledConflicts(made, tuple(rows), kept, tuple(problems))


def presets(
    conflicts: Iterable[Conflict], seen: Iterable[Choice], origin: SavedBy
) -> Mapping[tuple[EntryKey, str], Choice]:
    """消す for blanks that the rating no longer asks to be filled, where they are new on the sheet of conflicts.

    What the office has seen there (`seen`) it has left as it wants it. A proposal decides nothing until somebody has
    saved the master with it, or the office consolidates without workbooks (`confirmed`).
    """
    known = {(choice.key, choice.field) for choice in seen if choice.theirs == terms.BLANK}
    return {
        (c.key, c.field): Choice(
            *(c.key, c.field, c.shown_theirs, shown_text(c.field, c.ours)),
            *(terms.BLANK_DECISIONS["department"], None, c.row.place(c.field)),
            preset=_stamp(origin),
        )
        for c in conflicts
        if c.unneeded and (c.key, c.field) not in known
    }


def confirmed(choices: Iterable[Choice], origin: SavedBy, *, without_workbooks: bool) -> tuple[Choice, ...]:
    """Choices of which proposals are the office's own once it lets them stand: it has saved the master since, or it
    consolidates for nothing but its decisions.
    """
    return tuple(
        replace(choice, preset=None) if without_workbooks or choice.preset != _stamp(origin) else choice
        for choice in choices
    )


def _stamp(origin: SavedBy) -> str:
    """When the master was last saved by somebody; the program's own writing leaves that as it is."""
    return origin.saved_at or terms.NOTHING_TAKEN


def _problem(code: str, choice: Choice, about: Mapping[str, str], **params: str) -> Diagnostic:
    return diagnostic(code, choice.at, (), item=about["item"], point=about["point"], **params)


def _is_stale(conflict: Conflict, choice: Choice) -> bool:
    """Whether the sheet showed other texts than those that disagree now."""
    return (conflict.shown_theirs, shown_text(conflict.field, conflict.ours)) != (choice.theirs, choice.ours)


def _decide(plan: Plan, conflict: Conflict, choice: Choice, pictures: Iterable[str]) -> tuple[str | None] | Message:
    """The text that was decided on, or why there is none."""
    asked = terms.BLANK_DECISIONS if conflict.blank else terms.DECISIONS
    words = {folded(word): key for each in (terms.DECISIONS, asked) for key, word in each.items()}
    all_words = "・".join(asked.values())
    if choice.choice is None:
        return told("choice_blank", words=all_words)
    whose = words.get(folded(choice.choice))
    if whose is None:
        return told("choice_unknown", text=choice.choice, words=all_words)
    if _is_stale(conflict, choice):
        return told("choice_stale")
    if (whose == "own") != (choice.own_text is not None):
        return told("choice_without_text" if whose == "own" else "choice_with_text", word=terms.DECISIONS["own"])
    if whose == "office":
        return (conflict.ours,)
    if conflict.field == PICTURE and whose == "own":
        return told("choice_picture_text")
    if conflict.field == PICTURE and conflict.theirs is not None and conflict.theirs not in pictures:
        return told("choice_picture", file=conflict.row.file)
    if whose == "department":
        return (conflict.theirs,)
    if conflict.field in plan.rating_fields:
        scale = plan.scale_at(conflict.key.point, conflict.field)
        code = read_rating(choice.own_text or "", scale)
        return told("choice_rating", text=choice.own_text, allowed=scale.allowed) if code is None else (code or None,)
    return (choice.own_text,)
