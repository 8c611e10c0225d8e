"""What collecting has to do, said once more in plain Python: an office with a pencil. Nothing of the project is used.

A cell is (item, field). A department's return holds a text for each of its cells ("" for blank). The office keeps one
ledger, remembers everything that came, and works by five rules:

1. A return that is byte for byte one that came before is put aside; it says nothing new.
2. Returns of one department are ordered by number, then by the time they were saved. An older one is kept on file, and
   counts no more.
3. Two of the same department, number and time that say different things: the one that came later is kept on file and
   not used (of two that come together neither is), and every cell in which they differ is reported until a newer one
   comes.
4. Cell by cell: what the department did not change since its last word leaves the ledger alone. What it changed goes
   into the ledger, unless the office has written something else there meanwhile: then the office's text stays and the
   cell is in conflict.
5. A conflict ends when both texts agree, when the office decides, or when the department's later word makes it another
   one. Until then it is reported.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Cell = tuple[str, str]


@dataclass(frozen=True)
class Return:
    """One returned workbook; `digest` tells copies, `texts` has a text for every cell of the department."""

    department: str
    number: int
    saved: str
    digest: str
    texts: Mapping[Cell, str]

    @property
    def rank(self) -> tuple[int, str]:
        return self.number, self.saved


@dataclass
class PencilOffice:
    """The office: `ledger` is what will be printed, `open` the conflicts as cell -> (department's, office's) text."""

    distributed: Mapping[Cell, str]
    ledger: dict[Cell, str] = field(default_factory=dict)
    open: set[Cell] = field(default_factory=set)
    filed: list[Return] = field(default_factory=list)
    used: list[Return] = field(default_factory=list)
    written: dict[Cell, set[str]] = field(default_factory=dict)
    """Everything anybody ever wrote into a cell of the ledger."""

    def __post_init__(self) -> None:
        self.ledger = dict(self.distributed)
        for cell, text in self.ledger.items():
            self._wrote(cell, text)

    def _wrote(self, cell: Cell, text: str) -> None:
        self.written.setdefault(cell, set()).add(text)

    def edit(self, cell: Cell, text: str) -> None:
        """The office types over a cell of the ledger."""
        self.ledger[cell] = text
        self._wrote(cell, text)
        self._close_agreed()

    def decide(self, cell: Cell, whose: str, own: str = "") -> None:
        """The office decides an open conflict: "department", "office" or its "own" words."""
        assert cell in self.open
        if whose == "department":
            self.edit(cell, self.last_word(cell) or "")
        elif whose == "own":
            self.edit(cell, own)
        self.open.discard(cell)

    def last_word(self, cell: Cell) -> str | None:
        """What the department last said about a cell, of the returns that count; None before the first."""
        said = [r for r in self.used if cell in r.texts]
        return max(said, key=lambda r: r.rank).texts[cell] if said else None

    def collect(self, returns: Iterable[Return]) -> None:
        """A pile of returns, in any order."""
        known = {r.digest for r in self.filed}
        new = list({r.digest: r for r in returns if r.digest not in known}.values())
        everything = [*self.filed, *new]
        for one in sorted(new, key=lambda r: r.rank):
            self.filed.append(one)
            rivals = [r for r in everything if r.department == one.department and r.rank == one.rank]
            if all(r.texts == one.texts for r in rivals):
                self._use(one)

    def _use(self, one: Return) -> None:
        latest = max((r.rank for r in self.used if r.department == one.department), default=one.rank)
        if one.rank >= latest:
            for cell, text in one.texts.items():
                before = self.last_word(cell)
                self._compare(cell, before if before is not None else self.distributed.get(cell, ""), text)
        self.used.append(one)

    def _compare(self, cell: Cell, before: str, text: str) -> None:
        ours = self.ledger.get(cell, "")
        if text == ours:
            self.open.discard(cell)
        elif text == before:
            pass
        elif ours == before:
            self.ledger[cell] = text
            self._wrote(cell, text)
            self.open.discard(cell)
        else:
            self.open.add(cell)

    def _close_agreed(self) -> None:
        self.open = {cell for cell in self.open if self.ledger.get(cell, "") != self.last_word(cell)}

    def twins(self) -> set[tuple[str, Cell]]:
        """(department, cell) in which two returns of a department's latest rank differ."""
        found = set()
        for department in {r.department for r in self.filed}:
            own = [r for r in self.filed if r.department == department]
            rank = max(r.rank for r in own)
            last = [r for r in own if r.rank == rank]
            found |= {
                (department, cell) for cell in last[0].texts for r in last if r.texts[cell] != last[0].texts[cell]
            }
        return found

    def missing(self, departments: Iterable[str]) -> set[str]:
        """Departments from which nothing has come."""
        return set(departments) - {r.department for r in self.filed}
