"""Fields that a department and the office have both changed: which are open, and what the office decided about them.

A conflict is born when a return is merged (競合した欄 of its row in 受領). It ends when both texts agree, when the
department's later word is no conflict, or by a row of the office in 受領 that names it. Until then the office's stands.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kosei_xl.collect.received import LastWord
from kosei_xl.read.ratings import read_rating
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.values.labels import label_of
from kosei_xl.values.ledger import Choice, Ledger, Received, SavedBy, office_row
from kosei_xl.values.model import EntryKey, Plan
from kosei_xl.values.pictures import Picture
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import folded

PICTURE = "picture"
_SHOWN_SHA = 8


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that is open: `row` holds the department's text.

    `before` is what the department said the time before; at its first return, what the office found and changed.
    """

    key: EntryKey
    field: str
    row: Received
    theirs: str | None
    ours: str | None
    before: str | None


@dataclass(frozen=True, slots=True)
class SettledConflicts:
    """The ledger with the office's decisions in it, their rows for 受領, and the choices that could not be applied."""

    ledger: Ledger
    rows: tuple[Received, ...]
    kept: Mapping[tuple[EntryKey, str], Choice]
    diagnostics: tuple[Diagnostic, ...]


def open_conflicts(standing: Standing) -> tuple[Conflict, ...]:
    """The conflicts of a point that nobody has settled, in the order in which they arose.

    Cost: one pass over the rows of 受領 for the point.
    """
    ledger = standing.ledger
    rows = ledger.history_at(standing.point.key)
    words = LastWord(standing.plan, rows)
    found: dict[tuple[EntryKey, str], tuple[Received, str | None]] = {}
    edited: dict[tuple[EntryKey, str], str | None] = {}
    state: dict[tuple[EntryKey, str], str | None] = {}
    for row in rows:
        if row.is_office:
            for name in row.taken or ():
                at = row.key, name
                if at in state:
                    edited.setdefault(at, state[at])
                state[at] = row.fields.get(name)
                if at in found and found[at][0].fields.get(name) == state[at]:
                    del found[at]  # the office came round to the department's text
            for name in row.conflicts:
                found.pop((row.key, name), None)
        elif words.counts(row):
            for name, held in words.changes(row):
                at = row.key, name
                known = found.pop(at, None)
                if name in row.conflicts:
                    before = held.fields.get(name) if held else edited.get(at)
                    same = known is not None and known[0].fields.get(name) == row.fields.get(name)
                    found[at] = (row, known[1] if known is not None and same else before)
                if name in (row.taken or ()):
                    state[at] = row.fields.get(name)
            words.record(row)
    return tuple(
        Conflict(key, name, row, theirs, ours, before)
        for (key, name), (row, before) in found.items()
        if (theirs := row.fields.get(name)) != (ours := ledger.fields(key).get(name))
    )


def all_open_conflicts(plan: Plan, ledger: Ledger) -> tuple[Conflict, ...]:
    """The open conflicts of every point, in the order of points."""
    return tuple(conflict for point in plan.points for conflict in open_conflicts(Standing(plan, point, ledger)))


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
    typed there is kept in 受領 (その他の記入).
    """
    open_now = {(c.key, c.field): c for c in all_open_conflicts(plan, ledger)}
    entries = {key: dict(fields) for key, fields in ledger.entries.items()}
    rows: list[Received] = []
    kept: dict[tuple[EntryKey, str], Choice] = {}
    problems: list[Diagnostic] = []
    known = {**ledger.pictures, **pictures}
    for choice in choices:
        key, name = choice.key, choice.field
        typed = choice.own_text or choice.choice
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


def _problem(code: str, choice: Choice, about: Mapping[str, str], **params: str) -> Diagnostic:
    return diagnostic(code, choice.at, (), item=about["item"], point=about["point"], **params)


def _is_stale(conflict: Conflict, choice: Choice) -> bool:
    """Whether the sheet showed other texts than those that disagree now."""
    now = tuple(shown_text(conflict.field, text) for text in (conflict.theirs, conflict.ours))
    return now != (choice.theirs, choice.ours)


def _decide(plan: Plan, conflict: Conflict, choice: Choice, pictures: Iterable[str]) -> tuple[str | None] | Message:
    """The text that was decided on, or why there is none."""
    words = {folded(word): key for key, word in terms.DECISIONS.items()}
    all_words = "・".join(terms.DECISIONS.values())
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
    if conflict.field == "rating":
        code = read_rating(choice.own_text or "", plan)
        allowed = "・".join(plan.rating_by_code)
        return told("choice_rating", text=choice.own_text, allowed=allowed) if code is None else (code or None,)
    return (choice.own_text,)
