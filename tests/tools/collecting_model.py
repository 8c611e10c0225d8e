"""What collecting has to do, said once more in plain Python: an office with a pencil. Nothing of the project is used.

A cell is (item, field). A department's return holds a text for each of its cells ("" for blank, `DELETED` where it says
so in words); the cells of one item are a row. The office keeps one ledger, remembers everything that came, and works by
these rules:

1. A return that is byte for byte one that came before is put aside; it says nothing new.
2. A return into which nothing was written (every cell is blank or as its form was handed out) is kept on file and
   says nothing, however new it is.
3. Returns of one department are ordered by number, then by the time they were saved. For each cell the latest one that
   says anything counts; an older one is kept on file and counts no more.
4. Returns of the same department, number and time that differ in some cells say nothing about those cells, and all the
   rest. What was used before stays used. Such a cell is reported until a newer return has words in it.
5. Cell by cell: a text that was printed in this form when it went out is no word of the department; where the
   department had said something else before, the cell is named. What the department did not change since its last word
   leaves the ledger alone. What it changed goes into the ledger, unless the office has written something else there
   meanwhile: then the office's text stays and the cell is in conflict. The word `DELETED` is a change to nothing.
6. A blank is no answer. A row without any words says nothing. A blank beside words, where the department's last word or
   what was handed out had a text, is a question: the ledger keeps its text until the office says keep or clear, or the
   department writes something. Kept is kept until the department writes something. Where the ledger is blank too,
   there is nothing to ask: both say the same.
7. A conflict ends when both texts agree, when the office decides, or when the department's later word makes it another
   one. Until then it is reported; while there is a question about the cell, the question is reported instead.
8. What the office writes beside a conflict decides it when the returns are taken in next, if both texts are still those
   that it had before its eyes. What the program has proposed there counts as written once the office saves with it.
9. A row on paper is the item whose mark it carries (rule of `Form.believed`), unless another item's number, name and
   texts are printed there, or neither its number nor its name nor any text is its own: then it says nothing. An item
   whose own row lost number and name while another row bears them says nothing. Of two rows of one mark the first
   counts; a row without a mark, or of an item that is no more in the plan, says nothing.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

Cell = tuple[str, str]
Rank = tuple[int, str]
DELETED = "（削除）"


@dataclass(frozen=True)
class PaperRow:
    """A row as it lies on a returned sheet: its mark ("" for none), what is printed in it, and the answers."""

    mark: str
    printed: Mapping[str, str]
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Form:
    """A form as it was handed out: what is `printed` in the row of each mark (No., name, texts), and what its cells
    held; `answered` are the rows that the department is asked about. A mark is "item|sub|", or "item|sub|number" for an
    indicator or a photo of that row, which is printed under the row's number and name.
    """

    printed: Mapping[str, Mapping[str, str]]
    handed: Mapping[Cell, str]
    answered: frozenset[str]

    def believed(self, rows: Iterable[PaperRow]) -> tuple[dict[str, PaperRow], set[str]]:
        """The rows that say something, by mark, and the marks of those that are set aside."""
        found: dict[str, PaperRow] = {}
        aside: set[str] = set()
        unnamed: set[str] = set()
        elsewhere: set[str] = set()
        for row in rows:
            home = home_of(row.mark)
            if home not in self.printed:
                if not row.mark or "|" not in row.mark:
                    elsewhere |= {mark for mark in self.printed if self._bears(row.printed, mark, ("no", "name"))}
                continue
            other = self._other(row.printed, home)
            if other is not None:
                elsewhere.add(other)
            if other is not None or self._overwritten(row.printed, home):
                aside.add(row.mark)
                continue
            if row.mark == home and not any(self._bears(row.printed, home, (name,)) for name in ("no", "name")):
                unnamed.add(home)
            found.setdefault(row.mark, row)
        lost = unnamed & elsewhere
        return {mark: row for mark, row in found.items() if mark not in lost}, aside | lost

    def under_other_names(self, rows: Iterable[PaperRow]) -> dict[str, str]:
        """The mark of each row in which another row's number, name and texts are printed -> that other row."""
        homes = [(row, home_of(row.mark)) for row in rows if home_of(row.mark) in self.printed]
        found = ((row.mark, self._other(row.printed, home)) for row, home in homes)
        return {mark: other for mark, other in found if other is not None}

    def _bears(self, printed: Mapping[str, str], mark: str, names: Iterable[str]) -> bool:
        own = self.printed[mark]
        return all(name in printed and _plain(printed[name]) == _plain(own[name]) for name in names)

    def _other(self, printed: Mapping[str, str], home: str) -> str | None:
        """The other row that is printed here, where of all texts in which the two differ none is the row's own."""
        own = {name: _plain(text) for name, text in self.printed[home].items()}
        here = {name: _plain(text) for name, text in printed.items() if text}
        for mark, texts in self.printed.items():
            theirs = {name: _plain(text) for name, text in texts.items()}
            told = {name for name in here if own.get(name, "") != theirs.get(name, "")}
            mine = mark == home or any(here[name] == own.get(name, "") for name in told)
            if not mine and any(here.get(name) == theirs[name] for name in told & {"no", "name"}):
                return mark
        return None

    def _overwritten(self, printed: Mapping[str, str], home: str) -> bool:
        both = bool(printed.get("no") and printed.get("name"))
        return both and not any(self._bears(printed, home, (name,)) for name in printed if self.printed[home].get(name))


def home_of(mark: str) -> str:
    """The mark of the row that an indicator or a photo belongs to; a row's own is its own."""
    item, sub, *_ = (*mark.split("|"), "", "")
    return f"{item}|{sub}"


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()


@dataclass(frozen=True)
class Return:
    """One returned workbook; `digest` tells copies, `texts` has a text for every cell of the department. `printed` is
    what its form held when it went out; of the form that was handed out first where that is None. `more` says that
    something was written into rows that others answer.
    """

    department: str
    number: int
    saved: str
    digest: str
    texts: Mapping[Cell, str]
    printed: Mapping[Cell, str] | None = None
    more: bool = False

    @property
    def rank(self) -> Rank:
        return self.number, self.saved

    @property
    def rows_with_words(self) -> set[str]:
        return {item for (item, _), text in self.texts.items() if text}


@dataclass(frozen=True)
class Said:
    """What a department last said of a cell, in the return of which rank."""

    rank: Rank
    text: str


@dataclass(frozen=True)
class Decision:
    """What the office wrote beside a conflict, with the two texts that it saw."""

    cell: Cell
    whose: str
    own: str
    theirs: str
    ours: str


@dataclass
class PencilOffice:
    """The office: `ledger` is what will be printed, `open` the cells in conflict, `asked` those with a question."""

    distributed: Mapping[Cell, str]
    ledger: dict[Cell, str] = field(default_factory=dict)
    open: set[Cell] = field(default_factory=set)
    asked: set[Cell] = field(default_factory=set)
    kept: set[Cell] = field(default_factory=set)
    filed: list[Return] = field(default_factory=list)
    used: list[tuple[Return, frozenset[Cell]]] = field(default_factory=list)
    """Returns that say something, with the cells of which they say nothing because a twin differs."""
    cleared: dict[Cell, Said] = field(default_factory=dict)
    """Blanks that the ledger shares."""
    written: dict[Cell, set[str]] = field(default_factory=dict)
    """Everything anybody ever wrote into a cell of the ledger."""
    gone: set[str] = field(default_factory=set)
    pending: list[Decision] = field(default_factory=list)
    """What was written beside conflicts since returns were last taken in."""

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
        if cell in self.asked and not text:
            self._clear(cell, max(self._blanks(cell)))
        self._close_agreed()

    def decide(self, cell: Cell, whose: str, own: str = "") -> None:
        """The office decides: "department" (of a question: clear), "office" (keep) or its "own" words."""
        assert cell in self.open | self.asked
        asked = cell in self.asked
        if whose == "department":
            self.edit(cell, "" if asked else self.last_word(cell) or "")
        elif whose == "own":
            self.edit(cell, own)
        if cell in self.asked:
            self.kept.add(cell)
        self.open.discard(cell)
        self.asked.discard(cell)

    def apply_pending(self) -> None:
        """Carry out what was written beside conflicts, as far as it is still about what stands there."""
        for one in self.pending:
            if one.cell in self.open | self.asked and (self.theirs(one.cell), self.ours(one.cell)) == (
                one.theirs,
                one.ours,
            ):
                self.decide(one.cell, one.whose, one.own)
        self.pending.clear()

    def theirs(self, cell: Cell) -> str:
        """The department's side of a conflict as it is shown: nothing for a blank."""
        return "" if cell in self.asked else self.last_word(cell) or ""

    def ours(self, cell: Cell) -> str:
        """The office's side of a conflict."""
        return self.ledger.get(cell, "")

    def forget(self, item: str) -> None:
        """An item is no more in the plan."""
        self.gone.add(item)
        for cells in (self.ledger, self.open, self.asked, self.kept):
            for cell in [cell for cell in cells if cell[0].split("|")[0] == item]:
                cells.pop(cell) if isinstance(cells, dict) else cells.discard(cell)

    def _in_plan(self, one: Return) -> Return:
        return replace(one, texts={c: text for c, text in one.texts.items() if c[0].split("|")[0] not in self.gone})

    def last_word(self, cell: Cell) -> str | None:
        """What the department last said about a cell, of the returns that count; None before the first."""
        said = self._said(cell)
        return said.text if said else None

    def _said(self, cell: Cell) -> Said | None:
        words = [
            Said(r.rank, "" if r.texts[cell] == DELETED else r.texts[cell])
            for r, held in self.used
            if cell not in held and self._is_word(r, cell)
        ]
        words += [self.cleared[cell]] if cell in self.cleared else []
        return max(words, key=lambda said: said.rank) if words else None

    def _printed(self, one: Return, cell: Cell) -> str:
        """What a cell of a form held when it went out."""
        return (self.distributed if one.printed is None else one.printed).get(cell, "")

    def _is_word(self, one: Return, cell: Cell) -> bool:
        """Whether the department wrote a text into a cell: not a blank, nor what was printed there."""
        return one.texts.get(cell, "") not in ("", self._printed(one, cell))

    def _blanks(self, cell: Cell) -> list[Rank]:
        """The ranks of returns that left a cell blank beside words."""
        return [
            r.rank
            for r, held in self.used
            if r.texts.get(cell) == "" and cell[0] in r.rows_with_words and cell not in held
        ]

    def blank_form(self, one: Return) -> bool:
        """Whether nothing was written into a return."""
        return not one.more and all(text in ("", self._printed(one, cell)) for cell, text in one.texts.items())

    def blank_forms(self) -> set[str]:
        """Departments whose newest return is a blank form."""
        newest: dict[str, Return] = {}
        for one in self.filed:
            newest[one.department] = max(newest.get(one.department, one), one, key=lambda r: r.rank)
        ranks = {(d, r.rank) for d, r in newest.items()}
        return {r.department for r in self.filed if (r.department, r.rank) in ranks and self.blank_form(r)}

    def collect(self, returns: Iterable[Return]) -> None:
        """A pile of returns, in any order."""
        known = {r.digest for r in self.filed}
        new = list({r.digest: self._in_plan(r) for r in returns if r.digest not in known}.values())
        everything = [r for r in (*self.filed, *new) if not self.blank_form(r)]
        for one in sorted(new, key=lambda r: r.rank):
            self.filed.append(one)
            if not self.blank_form(one):
                rivals = [r for r in everything if r.department == one.department and r.rank == one.rank]
                self._use(
                    one, frozenset(c for c, text in one.texts.items() for r in rivals if r.texts.get(c, "") != text)
                )

    def _use(self, one: Return, held: frozenset[Cell]) -> None:
        for cell in (c for c in one.texts if c not in held and c[0] in one.rows_with_words):
            said = self._said(cell)
            before: str | None = said.text if said else self._printed(one, cell)
            if not before and said is None and one.texts[cell] == DELETED:
                before = None  # who deletes has seen a text: which one is not known
            if self._is_word(one, cell):
                if said is None or one.rank >= said.rank:
                    self._hear(cell, before, one)
            elif not one.texts[cell] and before and (said is None or one.rank > said.rank):
                self._find_blank(cell, one.rank)
        self.used.append((one, held))

    def _hear(self, cell: Cell, before: str | None, one: Return) -> None:
        text = "" if one.texts[cell] == DELETED else one.texts[cell]
        self._compare(cell, before, text)
        self.asked.discard(cell)
        self.kept.discard(cell)
        if text and self.ledger.get(cell) and any(rank > one.rank for rank in self._blanks(cell)):
            self.asked.add(cell)

    def _find_blank(self, cell: Cell, rank: Rank) -> None:
        if not self.ledger.get(cell):
            self._clear(cell, rank)
        elif cell not in self.kept:
            self.asked.add(cell)

    def _clear(self, cell: Cell, rank: Rank) -> None:
        self.cleared[cell] = Said(rank, "")
        self.asked.discard(cell)
        self.kept.discard(cell)
        self.open.discard(cell)

    def _compare(self, cell: Cell, before: str | None, text: str) -> None:
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
        """(department, cell) in which the latest returns that have words there differ."""
        return {(r.department, cell) for r in self.filed for cell in r.texts if self._differ(r.department, cell)}

    def _differ(self, department: str, cell: Cell) -> bool:
        own = [r for r in self.filed if r.department == department and not self.blank_form(r)]
        said = max((r.rank for r in own if self._is_word(r, cell)), default=None)
        open_since = {r.rank for r in own if said is None or r.rank >= said}
        return any(len({r.texts.get(cell, "") for r in own if r.rank == rank}) > 1 for rank in open_since)

    def printed_again(self) -> set[Cell]:
        """Cells of each department's newest return that hold what was printed, where it had said something else."""
        own = [r for r in self.filed if not self.blank_form(r)]
        newest = {r.department: max(x.rank for x in own if x.department == r.department) for r in own}
        return {
            cell
            for r, held in self.used
            for cell, text in r.texts.items()
            if r.rank == newest[r.department] and text and text == self._printed(r, cell) and cell not in held
            if self.last_word(cell) not in (None, text)
        }

    def missing(self, departments: Iterable[str]) -> set[str]:
        """Departments from which nothing has come."""
        return set(departments) - {r.department for r in self.filed}
