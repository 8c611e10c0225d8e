"""Whose row is it: the printed No., name and plan texts of a returned row beside the plan as it was handed out.

The hidden key says which item a row is; sorting a sheet without its hidden column parts the two. Rows are judged
against what was printed on that very survey, never against today's plan: renumbering and renaming are no swap.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from kosei_xl.later import dataclass
from kosei_xl.read.imprint import NOTHING_KNOWN, Imprint
from kosei_xl.values.ledger import slot_of
from kosei_xl.values.model import LineKey, Plan, SetKey
from kosei_xl.words.notation import folded

if TYPE_CHECKING:
    from kosei_xl.values.stored import HandedOut

Texts = Mapping[str, str]
"""Texts of one row by column key."""
_NONE: Texts = {}
_LETTERS_OF_A_SENTENCE = 3
_OF_MOVED = 5
_FEW_VALUED = frozenset({"rating", "follow_up", "example", "picture", "unit"})
"""Fields that hold the same few texts everywhere: nothing can be known by them."""


@dataclass(frozen=True, slots=True)
class Printing:
    """What one survey had printed in its rows, with the rows of each printed No. and name; made by `printing_of`."""

    rows: Mapping[LineKey, Texts]
    by_no: Mapping[str, tuple[LineKey, ...]]
    by_name: Mapping[str, tuple[LineKey, ...]]

    def elsewhere(self, key: LineKey, printed: Texts) -> LineKey | None:
        """The other row whose No., name and plan texts stand in the row with this key; None where it may be its own.

        `printed` are the row's texts, blank ones left out. A text that is neither's was typed over and says nothing.
        With equal names the number decides, and where the number was typed over the name.
        """
        own = self.rows.get(key)
        if own is None or printed.items() <= own.items():
            return None
        if printed.get("no") == key.sub_no is not None and self.named(printed) is None:
            printed = {**printed, "no": own.get("no", "")}  # a sub-item may be numbered alone
        if all(folded(text) == folded(own.get(name, "")) for name, text in printed.items()):
            return None
        no, name = folded(printed.get("no", "")), folded(printed.get("name", ""))
        candidates = (*(self.by_no.get(no, ()) if no else ()), *(self.by_name.get(name, ()) if name else ()))
        return next((one for one in candidates if one != key and _is_of(self.rows[one], own, printed)), None)

    def overwritten(self, key: LineKey, printed: Texts) -> bool:
        """Whether No. and name of a row were both typed over, and no text of the plan in it is its own any more."""
        own = self.rows.get(key)
        if own is not None and printed.items() <= own.items():  # as every row that nobody has touched
            return False
        both = own is not None and "no" in printed and "name" in printed and printed["no"] != key.sub_no
        return both and own is not None and not any(folded(t) == folded(own.get(n, "")) for n, t in printed.items())

    def named(self, printed: Texts) -> LineKey | None:
        """The row whose No. and name are printed, where both are."""
        no, name = folded(printed.get("no", "")), folded(printed.get("name", ""))
        found = self.by_no.get(no, ()) if no and name else ()
        return next((key for key in found if folded(self.rows[key].get("name", "")) == name), None)


@dataclass(frozen=True, slots=True)
class Form:
    """What the fields of one survey held when it went out: its number in 配布記録, the file, and the texts."""

    number: int
    file: str
    prefill: Mapping[SetKey, Texts]


@dataclass(frozen=True, slots=True)
class AsHandedOut:
    """A survey as it went out: the plan that it carries (None where it was stripped), the printings that it may be of,
    the forms, each other than the rest, and by what all its other texts are known. Without any printing nothing is
    known of it.
    """

    plan: Plan | None = None
    printings: tuple[Printing, ...] = ()
    forms: tuple[Form, ...] = ()
    given: Imprint = NOTHING_KNOWN

    def form_of(self, filled: Mapping[SetKey, Texts]) -> Form | None:
        """The form that returned rows are most like, field by field; of equal ones the last. None where none is known.

        Cost: the fields of all forms.
        """
        places = {(k, n) for rows in (filled, *(one.prefill for one in self.forms)) for k, t in rows.items() for n in t}

        def alike(form: Form) -> int:
            return sum(form.prefill.get(k, _NONE).get(n) == filled.get(k, _NONE).get(n) for k, n in places)

        return max(reversed(self.forms), key=alike, default=None)

    def elsewhere(self, key: LineKey, printed: Texts) -> LineKey | None:
        """`Printing.elsewhere`; None also where it may be the row's own in one of several printings."""
        found = [printing.elsewhere(key, printed) for printing in self.printings]
        return found[-1] if found and all(found) else None

    def overwritten(self, key: LineKey, printed: Texts) -> bool:
        """`Printing.overwritten` in every printing that it may be of."""
        return bool(self.printings) and all(one.overwritten(key, printed) for one in self.printings)

    def names_itself(self, key: LineKey, printed: Texts) -> bool:
        """Whether a row still has its own No. or name."""
        own = self.texts(key) or {}
        return any(name in printed and folded(printed[name]) == folded(own.get(name, "")) for name in ("no", "name"))

    def named(self, printed: Texts) -> LineKey | None:
        """`Printing.named` of the last printing that has it."""
        return next((key for one in reversed(self.printings) if (key := one.named(printed)) is not None), None)

    def numbered(self, no: str) -> LineKey | None:
        """The row with this printed No., for sheets without row keys: in the plan as handed out, not as it is now."""
        found = (one.by_no.get(folded(no), ()) for one in reversed(self.printings))
        return next((keys[0] for keys in found if keys and no), None)

    def printed(self, key: LineKey, name: str) -> frozenset[str]:
        """What a column of a row may have had printed, folded for comparing; nothing for a row that was not there."""
        return frozenset(folded(one.rows[key].get(name, "")) for one in self.printings if key in one.rows)

    def texts(self, key: LineKey) -> Texts | None:
        """What was printed in a row; None for a row that the survey did not have."""
        return next((one.rows[key] for one in reversed(self.printings) if key in one.rows), None)


def printing_of(rows: Mapping[LineKey, Texts]) -> Printing:
    """The printing of these rows: one pass over them."""
    by: dict[str, dict[str, list[LineKey]]] = {"no": {}, "name": {}}
    for key, texts in rows.items():
        for name, found in by.items():
            found.setdefault(folded(texts.get(name, "")), []).append(key)
    by_no, by_name = ({text: tuple(keys) for text, keys in by[name].items()} for name in ("no", "name"))
    return Printing(rows, by_no, by_name)


def as_handed_out(carried: Plan | None, plan: Plan, records: "Iterable[HandedOut]") -> AsHandedOut:
    """How a survey went out: by the plan that it carries, else by its records in 配布記録, else by the plan of today.

    `carried` and `records` are of the plan, version, point and department that the survey says it is of.
    """
    records = tuple(records)
    forms = _forms(records)
    if carried is not None:
        return AsHandedOut(carried, (printing_of(_printed(carried)),), forms)
    if records:
        return AsHandedOut(None, tuple(printing_of(_recorded(one)) for one in records), forms)
    return AsHandedOut(None, (printing_of(_printed(plan)),))


def _printed(plan: Plan) -> dict[LineKey, dict[str, str]]:
    columns = [column.key for column in plan.form_columns if column.source == "plan"]
    return {
        line.key: {
            "no": line.no,
            "name": line.name,
            **{name: text for name in columns if (text := line.plan_text(name))},
        }
        for line in plan.lines
    }


def _recorded(record: "HandedOut") -> dict[LineKey, dict[str, str]]:
    rows: dict[LineKey, dict[str, str]] = {}
    for value in record.values:
        if value.kind == "printed":
            rows.setdefault(_line_key(value.key), {})[value.field] = value.text
    return rows


def _forms(records: "Iterable[HandedOut]") -> tuple[Form, ...]:
    """The forms that hold something else; of those that hold the same the last one."""
    forms: list[Form] = []
    for record in records:
        prefill = _prefill(record)
        forms = [one for one in forms if one.prefill != prefill] + [Form(record.number, record.file, prefill)]
    return tuple(forms)


def _prefill(record: "HandedOut") -> dict[SetKey, dict[str, str]]:
    sets: dict[SetKey, dict[str, str]] = {}
    for value in record.values:
        if value.kind == "prefill":
            key = (*_line_key(value.key), slot_of(value.key.split("|")[2]))
            sets.setdefault(key, {})[value.field] = value.text
    return sets


def _line_key(text: str) -> LineKey:
    item_key, sub_no, *_ = text.split("|")
    return LineKey(item_key, sub_no or None)


def _is_of(other: Texts, own: Texts, printed: Texts) -> bool:
    """Whether the printed texts are another row's: of those in which the two rows differ none is the row's own, and
    the No. or the name is the other's.
    """
    theirs: set[str] = set()
    for name, text in printed.items():
        mine, its = folded(own.get(name, "")), folded(other.get(name, ""))
        if mine != its and folded(text) == mine:
            return False
        if mine != its and folded(text) == its:
            theirs.add(name)
    return not theirs.isdisjoint({"no", "name"})


def moved_answers(
    filled: Mapping[SetKey, Sequence[Texts]],
    prefill: Mapping[SetKey, Texts],
    printed: Mapping[SetKey, Texts] = MappingProxyType({}),
) -> Iterator[tuple[SetKey, SetKey, str]]:
    """(row, row whose text it holds, field) for every row of a ring that exchanged the texts they were handed out with.

    `filled` is what the rows hold now, those that were copied whole several times. A text counts that no other row had
    in the field, where it is more than a number or a word, or where a second field of the row moved along. A text that
    still stands in its own row too (of a row that was copied, in each of them) was copied. `prefill` may also be what
    the rows said before; then texts that were `printed` in their rows did not move.
    Rows that were handed out blank take part where two fields moved into them together. Where a ring is broken because
    a row of it is not there any more, the others still moved; so did a text of a row that was copied whole, where it is
    gone from one of the copies and stands in a row that has nothing left of its own.
    """
    for slot_kind in sorted({slot.kind for _, _, slot in prefill}):
        own = {key: texts for key, texts in prefill.items() if key[2].kind == slot_kind}
        moves = _moves(filled, own, printed)
        source = {here: there for here, (there, _) in moves.items()}
        rings = [*_rings(source), *_broken_rings(source, filled)]
        told = [one for one in rings if any(_says_enough(own[moves[here][0]], moves[here][1]) for here in one)]
        ringed = set(chain(*rings))
        alone = [
            here
            for here, (there, names) in moves.items()
            if here not in ringed
            and (len(names) > 1 or (_says_enough(own[there], names) and _of_a_copy(filled, own, here, there)))
        ]
        yield from ((here, moves[here][0], moves[here][1][0]) for here in (*chain(*told), *alone))


class Moved(NamedTuple):
    """A text that stands in another row than its own: the row it is of, the field, how it is written there."""

    line: LineKey
    field: str
    text: str


def basis_of_moved(no: str, other: str, moved: Moved) -> tuple[str, ...]:
    """What a finding about a text that moved is based on: the numbers of both rows as they are called, and the text."""
    (item_key, sub_no), field, text = moved
    return no, other, field, text, f"{item_key}|{sub_no or ''}"


def moved_of_basis(basis: Sequence[str]) -> Moved | None:
    """What `basis_of_moved` made; None for findings of other kinds, and of programs that did not write it."""
    if len(basis) != _OF_MOVED or "|" not in basis[4]:
        return None
    item_key, _, sub_no = basis[4].rpartition("|")
    return Moved(LineKey(item_key, sub_no or None), basis[2], basis[3])


def _moves(
    filled: Mapping[SetKey, Sequence[Texts]], prefill: Mapping[SetKey, Texts], printed: Mapping[SetKey, Texts]
) -> dict[SetKey, tuple[SetKey, list[str]]]:
    """Row -> the one row of another item whose prefilled texts it holds now, and in which fields."""
    homes: dict[tuple[str, str], list[SetKey]] = {}
    for key, texts in prefill.items():
        for name, text in texts.items():
            homes.setdefault((name, folded(text)), []).append(key)
    moves: dict[SetKey, tuple[SetKey, list[str]]] = {}
    for here, rows in filled.items():
        found: dict[SetKey, list[str]] = {}
        for name, text in dict.fromkeys(pair for texts in rows for pair in texts.items()):
            home = homes.get((name, folded(text)), [])
            if name in _FEW_VALUED or printed.get(here, _NONE).get(name) == text:
                continue
            if len(home) == 1 and _has_left(home[0], name, filled, text, here):
                found.setdefault(home[0], []).append(name)
        if found:
            there = max(found, key=lambda key: len(found[key]))
            moves[here] = there, found[there]
    return moves


def _has_left(home: SetKey, name: str, filled: Mapping[SetKey, Sequence[Texts]], text: str, here: SetKey) -> bool:
    """Whether a text that stands in `here` is gone from its own row, another item's, or from one of its copies, or that
    row itself is.
    """
    rows = filled.get(home) or (_NONE,)
    return home[:2] != here[:2] and any(folded(texts.get(name, "")) != folded(text) for texts in rows)


def _of_a_copy(
    filled: Mapping[SetKey, Sequence[Texts]], prefill: Mapping[SetKey, Texts], here: SetKey, there: SetKey
) -> bool:
    """Whether the row a text came from was copied whole, and the row it stands in has lost all its own."""
    theirs = {name: folded(text) for name, text in prefill.get(here, _NONE).items() if name not in _FEW_VALUED}
    left = any(folded(texts.get(name, "")) == text for texts in filled[here] for name, text in theirs.items())
    return len(filled.get(there, ())) > 1 and bool(theirs) and not left


def _rings(source: Mapping[SetKey, SetKey]) -> Iterator[tuple[SetKey, ...]]:
    """The closed rings in row -> row it took from."""
    done: set[SetKey] = set()
    for start in source:
        path: dict[SetKey, None] = {}
        at = start
        while at in source and at not in done and at not in path:
            path[at] = None
            at = source[at]
        done.update(path)
        if at in path:
            keys = list(path)
            yield tuple(keys[keys.index(at) :])


def _broken_rings(source: Mapping[SetKey, SetKey], filled: Container[SetKey]) -> Iterator[tuple[SetKey, ...]]:
    """The rows, in row -> row it took from, that lead to one which is not there any more, each such way as a whole."""
    ways: dict[SetKey, list[SetKey]] = {}
    for start in source:
        at, seen = start, {start}
        while at in source and source[at] not in seen:
            at = source[at]
            seen.add(at)
        if at not in filled:
            ways.setdefault(at, []).append(start)
    yield from map(tuple, ways.values())


def _says_enough(texts: Texts, fields: Sequence[str]) -> bool:
    """Whether moved texts are more than numbers and single words that two rows may come to share."""
    return len(fields) > 1 or any(is_sentence(texts[name]) for name in fields)


def is_sentence(text: str) -> bool:
    """Whether a text is more than a number or a single word, which two rows may come to share."""
    return sum(letter.isalpha() for letter in text) >= _LETTERS_OF_A_SENTENCE
