"""Items whose row keys were never written -> the keys under which 台帳, 受領 and 配布記録 know them.

A key that the program gave is made of plan, version and No. Where it was never written into 項目, or somebody
cleared it there, another version or number makes another key, and the item would lose its history, or get another's.
The same goes for a key of the office's own.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import count
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from kosei_xl.later import dataclass
from kosei_xl.read.tables import TableRow, find_table
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.values.ledger import entry_key
from kosei_xl.values.model import STANDARD_FIELDS
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import folded

_LABELS = frozenset({"row_key", "point", terms.POINT_LABEL, "area_no", "no", "name", "kind", "department"})
"""Columns of 台帳 that the program fills: a row that holds nothing else says nothing about its item."""
_ANSWERS = frozenset(STANDARD_FIELDS) - {"rating"}
"""Fields that only the row of an item has; that of a repeated listing shows the rating of its original."""
AREA = "area_no"
"""How the area of an item is called among the texts by which it is known."""


@dataclass(slots=True)
class _Known:
    """What one key was called, wherever it stands: its numbers, names, and the two together."""

    numbers: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    pairs: set[tuple[str, str]] = field(default_factory=set)
    texts: set[tuple[str, str]] = field(default_factory=set)
    """Its area and texts of the plan, by column key."""
    answered: bool = False
    """Whether somebody answered under it: no repeated listing then."""

    @property
    def number(self) -> str:
        """The number as it was printed last, "" where none was."""
        return list(self.numbers.values())[-1] if self.numbers else ""

    @property
    def name(self) -> str:
        """The name as it was printed last, "" where none was."""
        return list(self.names.values())[-1] if self.names else ""

    def add(self, no: str | None, name: str | None) -> None:
        if no:
            self.numbers[folded(no)] = no
        if name:
            self.names[folded(name)] = name
        if no and name:
            self.pairs.add((folded(no), folded(name)))


@dataclass(frozen=True, slots=True)
class Keyless:
    """A row of 項目 without a key: the one that would be made for it, its No. and name, where its key belongs, whether
    it is a repeated listing, and its area and texts of the plan by column key.
    """

    given: str
    no: str
    name: str
    at: CellRef
    again: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeyFound:
    """The key of such a row, and what is to be told about it (None: that it was given)."""

    key: str
    problem: Diagnostic | None


def find_keys(book: Book, plan_id: str, rows: Iterable[Keyless], taken: Iterable[str]) -> dict[CellRef, KeyFound]:
    """Rows without a key -> the key to go on with, by the cell of the key; rows that are new are left out.

    K150 for a row whose No. and name both were printed with exactly one key that is not in 項目, where nothing speaks
    for another one; where others bear the name, something beside the number has to speak for it too. K151 where number
    or name speak for another item, or for several: the row gets a key of its own, under which nothing is known.
    `taken` are the keys that stand in 項目. Cost: one pass over 台帳, 受領 and 配布記録.
    """
    claimed, rows = set(taken), tuple(rows)
    known = {key: one for key, one in _known(book, plan_id).items() if key not in claimed}
    by_pair = _index((pair, key) for key, one in known.items() for pair in one.pairs)
    by_name = _index((name, key) for key, one in known.items() for name in one.names)
    by_text = _index((text, key) for key, one in known.items() for text in one.texts)
    called = _index((folded(row.name), row) for row in rows)
    found: dict[CellRef, KeyFound] = {}
    left: list[Keyless] = []
    for row in rows:
        name = folded(row.name)
        exact: Sequence[str] = by_pair.get((folded(row.no), name), ())
        sure = len(exact) == 1 and exact[0] not in claimed and not _is_of_another(row, exact[0], known, by_text)
        if sure:
            rivals = [known[key] for key in by_name[name] if key != exact[0]]
            sure = _stands_out(row, known[exact[0]], rivals, [one for one in called[name] if one is not row])
        if sure:
            claimed.add(exact[0])
            found[row.at] = KeyFound(exact[0], _healed(row, exact[0]))
        else:
            left.append(row)
    by_no = _index((no, key) for key, one in known.items() for no in one.numbers)
    for row in left:
        both = (*by_name.get(folded(row.name), ()), *by_no.get(folded(row.no), ()))
        if both:
            new = next(key for key in _fresh(row.given) if key not in known and key not in claimed)
            claimed.add(new)
            found[row.at] = KeyFound(new, _undecided(row, {key: known[key] for key in both}, new))
    return found


def _texts_of(row: Keyless) -> frozenset[tuple[str, str]]:
    return frozenset((name, folded(text)) for name, text in row.texts.items() if text)


def _is_of_another(
    row: Keyless, key: str, known: Mapping[str, _Known], by_text: Mapping[tuple[str, str], Sequence[str]]
) -> bool:
    """Whether a row is a repeated listing of today under the key of an item that was answered, or its texts of the plan
    are another item's and none is that key's.
    """
    own, texts = known[key], {(name, text) for name, text in _texts_of(row) if name != AREA}
    if row.again and own.answered:
        return True
    return not texts & own.texts and any(len(by_text.get(text, ())) == 1 for text in texts)


def _stands_out(row: Keyless, own: _Known, rivals: Sequence[_Known], alike: Sequence[Keyless]) -> bool:
    """Whether a row is told from others of its name (`rivals` of before, `alike` of today) by more than its number:
    by its area, a text of the plan, or by being the one that is answered or the one that is listed again.
    """
    if not (rivals or alike):
        return True
    texts = _texts_of(row)
    if any(one.texts & texts - own.texts for one in rivals):
        return False
    if not row.again and not own.answered and any(one.answered for one in rivals):
        return False
    others = frozenset().union(*(one.texts for one in rivals), *(_texts_of(one) for one in alike))
    if texts & own.texts - others:
        return True
    if row.again:
        return bool(rivals) and all(one.answered for one in rivals) and not any(one.again for one in alike)
    return own.answered and not any(one.answered for one in rivals) and all(one.again for one in alike)


Word = TypeVar("Word", bound=Hashable)
Told = TypeVar("Told")


def _index(pairs: Iterable[tuple[Word, Told]]) -> Mapping[Word, list[Told]]:
    found: dict[Word, list[Told]] = {}
    for word, key in pairs:
        found.setdefault(word, []).append(key)
    return found


def _fresh(key: str) -> Iterator[str]:
    yield key
    yield from (f"{key}_{n}" for n in count(2))


def _healed(row: Keyless, key: str) -> Diagnostic | None:
    if key == row.given:
        return None
    return diagnostic(Code.ROW_KEY_HEALED, row.at, item=row.no, name=row.name, key=f"{key}|")


def _undecided(row: Keyless, candidates: Mapping[str, _Known], new: str) -> Diagnostic:
    called = [told("former_item", no=one.number, name=one.name, key=f"{key}|") for key, one in candidates.items()]
    former = Message("、".join(called), ", ".join(one.en for one in called))
    return diagnostic(
        Code.ROW_KEY_UNDECIDED,
        row.at,
        item=row.no,
        basis=tuple(candidates),
        name=row.name,
        former=former,
        cell=row.at.cell or "",
        new=f"{new}|",
    )


def _known(book: Book, plan_id: str) -> dict[str, _Known]:
    """The keys under which texts stand anywhere; of one that the program made, the number of then is a part."""
    made = re.compile(rf"^{re.escape(plan_id)}-v\d+-(.+?)(?:_\d+)?$")
    known: dict[str, _Known] = {}
    for row in (*_ledger_rows(book), *_received_rows(book), *_handed_out_rows(book)):
        one = known.setdefault(row.key, _Known())
        found = made.match(row.key)
        one.add(found[1] if found is not None else None, None)
        one.add(row.no, row.name)
        one.texts |= {(name, folded(text)) for name, text in row.texts.items()}
        one.answered = one.answered or row.answered
    return known


def _rows(book: Book, name: str) -> Iterator[TableRow]:
    sheet = book.sheet(name)
    table = find_table(book.name, sheet, terms.MASTER_SHEETS[name]) if sheet is not None else None
    return table.rows() if table is not None else iter(())


class _Row(NamedTuple):
    """What a row somewhere says of an item's key: its No. and name, texts of the plan, and whether it is an answer."""

    key: str
    no: str | None
    name: str | None
    texts: Mapping[str, str] = MappingProxyType({})
    answered: bool = False


def _ledger_rows(book: Book) -> Iterator[_Row]:
    for row in _rows(book, terms.LEDGER_SHEET):
        key = entry_key(row.text("row_key") or "")
        filled = [name for name in row.table.columns if name not in _LABELS and row.text(name)]
        if key is not None and filled:
            own, area = key.sub_no is None, row.text(AREA)
            texts = {AREA: area} if area is not None else {}
            no, name = (row.text("no"), row.text("name")) if own else (None, None)
            yield _Row(key.item_key, no, name, texts, not _ANSWERS.isdisjoint(filled))


def _received_rows(book: Book) -> Iterator[_Row]:
    for row in _rows(book, terms.RECEIVED_SHEET):
        key = row.text("item_key")
        if key is not None:
            answered = any(row.text(name) for name in _ANSWERS)
            yield _Row(key, row.text("no") if row.text("sub_no") is None else None, None, answered=answered)


def _handed_out_rows(book: Book) -> Iterator[_Row]:
    texts: dict[tuple[str, str], dict[str, str]] = {}
    prefilled: set[tuple[str, str]] = set()
    for row in _rows(book, terms.HANDED_OUT_SHEET):
        place = row.text("number") or "", row.text("key") or ""
        if row.text("kind") == terms.STORED_KINDS["printed"]:
            texts.setdefault(place, {})[row.text("field") or ""] = row.text("text") or ""
        elif row.text("kind") == terms.STORED_KINDS["prefill"]:
            number, key = place
            prefilled.add((number, key.split("|")[0]))
    for (number, key), found in texts.items():
        item_key, _, sub_no = key.partition("|")
        if not sub_no:
            no, name = found.pop("no", None), found.pop("name", None)
            yield _Row(item_key, no, name, found, (number, item_key) in prefilled)
