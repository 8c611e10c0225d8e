"""Items whose row keys were never written -> the keys under which 台帳, 受領 and 配布記録 know them.

A key that the program gave is made of plan, version and No. Where it was never written into 項目, another version or
another number makes another key, and the item would lose its history, or get another's.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import TypeVar

from kosei_xl.read.tables import TableRow, find_table
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.values.ledger import entry_key
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import folded

_LABELS = frozenset({"row_key", "point", "area_no", "no", "name", "kind", "department"})
"""Columns of 台帳 that the program fills: a row that holds nothing else says nothing about its item."""


@dataclass(slots=True)
class _Known:
    """What one key was called, wherever it stands: its numbers, names, and the two together."""

    numbers: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    pairs: set[tuple[str, str]] = field(default_factory=set)

    @property
    def number(self) -> str:
        """The number as it was printed last."""
        return list(self.numbers.values())[-1]

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
    """A row of 項目 without a key: the one that would be made for it, its No. and name, where its key belongs."""

    given: str
    no: str
    name: str
    at: CellRef


@dataclass(frozen=True, slots=True)
class KeyFound:
    """The key of such a row, and what is to be told about it (None: that it was given)."""

    key: str
    problem: Diagnostic | None


def find_keys(book: Book, plan_id: str, rows: Iterable[Keyless], taken: Iterable[str]) -> dict[CellRef, KeyFound]:
    """Rows without a key -> the key to go on with, by the cell of the key; rows that are new are left out.

    K150 for a row whose No. and name both were printed with exactly one key that is not in 項目. K151 where number or
    name speak for another item, or for several: the row gets a key of its own, under which nothing is known.
    `taken` are the keys that stand in 項目. Cost: one pass over 台帳, 受領 and 配布記録.
    """
    claimed = set(taken)
    known = {key: one for key, one in _known(book, plan_id).items() if key not in claimed}
    by_pair = _index((pair, key) for key, one in known.items() for pair in one.pairs)
    found: dict[CellRef, KeyFound] = {}
    left: list[Keyless] = []
    for row in rows:
        exact = by_pair.get((folded(row.no), folded(row.name)), ())
        if len(exact) == 1 and exact[0] not in claimed:
            claimed.add(exact[0])
            found[row.at] = KeyFound(exact[0], _healed(row, exact[0]))
        else:
            left.append(row)
    by_no = _index((no, key) for key, one in known.items() for no in one.numbers)
    by_name = _index((name, key) for key, one in known.items() for name in one.names)
    for row in left:
        both = (*by_name.get(folded(row.name), ()), *by_no.get(folded(row.no), ()))
        if both:
            new = next(key for key in _fresh(row.given) if key not in known and key not in claimed)
            claimed.add(new)
            found[row.at] = KeyFound(new, _undecided(row, {key: known[key] for key in both}, new))
    return found


Word = TypeVar("Word", bound=Hashable)


def _index(pairs: Iterable[tuple[Word, str]]) -> Mapping[Word, list[str]]:
    found: dict[Word, list[str]] = {}
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
    """The keys that the program made for items of this plan, wherever texts stand under them."""
    made = re.compile(rf"^{re.escape(plan_id)}-v\d+-(.+?)(?:_\d+)?$")
    known: dict[str, _Known] = {}
    for key, no, name in (*_ledger_rows(book), *_received_rows(book), *_handed_out_rows(book)):
        found = made.match(key)
        if found is not None:
            one = known.setdefault(key, _Known())
            one.add(found[1], None)
            one.add(no, name)
    return known


def _rows(book: Book, name: str) -> Iterator[TableRow]:
    sheet = book.sheet(name)
    table = find_table(book.name, sheet, terms.MASTER_SHEETS[name]) if sheet is not None else None
    return table.rows() if table is not None else iter(())


_Row = tuple[str, str | None, str | None]
"""Key, No. and name of an item."""


def _ledger_rows(book: Book) -> Iterator[_Row]:
    for row in _rows(book, terms.LEDGER_SHEET):
        key = entry_key(row.text("row_key") or "")
        if key is not None and any(row.text(name) for name in row.table.columns if name not in _LABELS):
            own = key.sub_no is None
            yield key.item_key, row.text("no") if own else None, row.text("name") if own else None


def _received_rows(book: Book) -> Iterator[_Row]:
    for row in _rows(book, terms.RECEIVED_SHEET):
        key = row.text("item_key")
        if key is not None:
            yield key, row.text("no") if row.text("sub_no") is None else None, None


def _handed_out_rows(book: Book) -> Iterator[_Row]:
    texts: dict[tuple[str, str], dict[str, str]] = {}
    for row in _rows(book, terms.HANDED_OUT_SHEET):
        name = row.text("field") or ""
        if row.text("kind") == terms.STORED_KINDS["printed"] and name in ("no", "name"):
            place = row.text("number") or "", row.text("key") or ""
            texts.setdefault(place, {})[name] = row.text("text") or ""
    for (_, key), found in texts.items():
        item_key, _, sub_no = key.partition("|")
        if not sub_no:
            yield item_key, found.get("no"), found.get("name")
