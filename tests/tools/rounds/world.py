"""What a round is played with: the master on disk, the forms that are out, what came back, and the office with a pencil."""

import copy
import hashlib
import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kosei_xl.verbs import consolidate, distribute, init
from kosei_xl.verbs.opening import Findings
from kosei_xl.words import terms
from tests.tools.collecting_model import Cell, PaperRow, PencilOffice, Return, home_of
from tests.tools.rounds.course import FIELDS, INDICATOR, PHOTO, HandedOut, draw_plan, form_of, ratings_of, rows_of
from tests.tools.rounds.paper import Paper

_TOKEN = re.compile(r"印\d{5}|7\d{5}(?!\d)")


_ENDS = ("取組を進めた", "件数は増えた", "協議を続けた。\n来年度に決める")


_SHORT = 7
"""Letters of a text of which no more than the token is of interest."""
_ONCE = frozenset({"K414", "K415"})
"""What is told once, about a decision that could not be carried out."""


_STUMBLED = frozenset({"K190", "K191"})
"""What the program says of a workbook at which it stumbled itself: no round gives it anything to stumble over."""


class Fault(AssertionError):
    """The property does not hold."""


def tokens_in(text: str) -> set[str]:
    """The texts of a kind that people typed: 「印00012」 and numbers of six digits that begin with 7."""
    return set(_TOKEN.findall(text))


@dataclass
class ItemRow:
    """A row of 項目 as the office knows it: its mark "" until a key was given, its number and name as they are now."""

    mark: str
    no: str
    name: str
    place: int
    departments: tuple[str, ...] = ()
    kind: str = "rated"
    original: str = ""
    parent: bool = False
    sub: bool = False

    @property
    def item(self) -> str:
        return self.mark.split("|")[0]


@dataclass
class Draft:
    """A workbook that a department has filled in; `moved` are rows whose answers it sorted away from their items, of which
    `telling` alone show it, and `newest` says that its number is above all others.
    """

    path: Path
    out: HandedOut
    number: int
    saved: str
    moved: frozenset[str] = frozenset()
    pictures: dict[str, str] = field(default_factory=dict)
    newest: bool = False
    telling: frozenset[str] = frozenset()


@dataclass
class Filed:
    """A return on file, as the office with the pencil reads it, and the names under which it came.

    `aside` are the rows that say nothing, `told` the tokens outside the fields, `tokens` all that must not be missing,
    `ended` the rows of items that the form showed, where anything was answered: told if such an item ends; `worded`
    those that the department was asked about. `exchanged` are the rows that bear another row's number and name, with
    the names of both.
    """

    one: Return
    names: set[str]
    aside: frozenset[str]
    told: frozenset[str]
    tokens: frozenset[str]
    ended: frozenset[str] = frozenset()
    worded: frozenset[str] = frozenset()
    exchanged: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class State:
    """What a run of the office changes, and an undone one changes back."""

    offices: dict[str, PencilOffice]
    due: set[str] = field(default_factory=set)
    fresh: set[str] = field(default_factory=set)
    """What the office has typed since the last run."""
    filed: dict[str, dict[str, Filed]] = field(default_factory=dict)
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Row -> No. and name as 台帳 was last labelled."""


@dataclass
class World:
    """A round as it goes on."""

    folder: Path
    dice: random.Random
    check: "Callable[[World, Findings, str], None]"
    counts: Counter[str] = field(default_factory=Counter)
    story: list[str] = field(default_factory=list)
    version: int = 1
    typed: int = 0
    minutes: int = 0
    items: list[ItemRow] = field(default_factory=list)
    forms: dict[tuple[str, str], list[HandedOut]] = field(default_factory=dict)
    drafts: dict[tuple[str, str], list[Draft]] = field(default_factory=dict)
    sent: dict[str, list[Path]] = field(default_factory=dict)
    returns: dict[Path, Filed] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    """Token -> the mark of the row under whose name it was typed."""
    rated: dict[str, set[str]] = field(default_factory=dict)
    """Mark -> the ratings that were typed under its name."""
    outside: dict[str, str] = field(default_factory=dict)
    """Token that stands outside the fields -> its kind."""
    in_one_row: dict[str, frozenset[str]] = field(default_factory=dict)
    """Token in a row that somebody added -> all tokens of that row."""
    gone: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Row of an item that was taken out of the plan -> No. and name as 台帳 had them then."""
    names: dict[str, set[str]] = field(default_factory=dict)
    state: State = field(default_factory=lambda: State({}))
    backup: State | None = None
    nothing: set[str] = field(default_factory=set)
    recorded: set[str] = field(default_factory=set)
    """Texts of rows that are of nothing; those that a run has met."""
    edited: dict[str, str] = field(default_factory=dict)
    """Row of the ledger -> the field in which the office likes to type there."""
    read_now: frozenset[str] = frozenset()
    """The names of the files that the last run was given."""
    strange: set[str] = field(default_factory=set)
    """Rows into which somebody wrote who does not answer them."""
    other_dice: random.Random = field(init=False)
    """For what is added to a round that is otherwise drawn as it was."""

    def __post_init__(self) -> None:
        self.other_dice = random.Random(repr(self.dice.getstate()))
        plan_file, entries = draw_plan(self.dice)
        plan = plan_file.plan
        init.init(self.master, plan_file, entries)
        self.points = tuple(point.key for point in plan.points)
        self.labels_of_points = {point.key: point.short_label or point.label for point in plan.points}
        self.codes = tuple(department.code for department in plan.departments)
        self.called = {department.code: department.name for department in plan.departments}
        for n, item in enumerate(plan.items):
            row = ItemRow(f"{item.key}|", item.no, item.name, n, item.departments, item.kind)
            row.original, row.parent = f"{item.repeats}|" if item.repeats else "", bool(item.sub_items)
            self.items.append(row)
            for sub in item.sub_items:
                place = n + int(sub.sub_no)
                mark, no = f"{item.key}|{sub.sub_no}", f"{item.no}-{sub.sub_no}"
                self.items.append(ItemRow(mark, no, sub.name or "", place, sub.departments, sub=True))
        start: dict[str, dict[Cell, str]] = {point: {} for point in self.points}
        for entry in entries.entries:
            start[entry.point] |= {(f"{entry.item_key}|", name): text for name, text in entry.fields.items()}
        self.state = State({point: PencilOffice(cells) for point, cells in start.items()})

    # -- what people have at hand ----------------------------------------------------------------------------------------
    @property
    def master(self) -> Path:
        return self.folder / "事務局ブック.xlsx"

    @property
    def inbox(self) -> Path:
        return self.folder / "回収"

    def done(self, what: str, about: str = "") -> None:
        """Count something that somebody did, and remember it for the story of a failing round."""
        self.counts[what] += 1
        self.story.append(f"{what} {about}")

    def word(self, mark: str, outside: str = "") -> str:
        """A text that nobody else types, under the name of a row (or outside the fields)."""
        self.typed += 1
        token = f"印{self.typed:05}"
        self.owners[token] = mark
        if outside:
            self.outside[token] = outside
        return f"{token}の{self.dice.choice(_ENDS)}"

    def added_row(self, count: int) -> list[str]:
        """Texts that nobody else types, for a row that is no item's."""
        texts = [self.word("", "added")[:_SHORT] for _ in range(count)]
        together = frozenset(tokens_in("\n".join(texts)))
        self.in_one_row |= dict.fromkeys(together, together)
        return texts

    def number(self, mark: str) -> str:
        """A number that nobody else types."""
        self.typed += 1
        token = str(700000 + self.typed)
        self.owners[token] = mark
        return token

    def rating(self, mark: str) -> str:
        """One of the ratings of a row, typed under its name."""
        chosen = self.dice.choice(ratings_of(self.row(mark).place))
        self.rated.setdefault(mark, set()).add(chosen)
        return chosen

    def now(self) -> str:
        """Every saving is later than the one before, by minutes."""
        self.minutes += self.dice.randint(1, 90)
        return f"{datetime(2026, 4, 1, tzinfo=UTC) + timedelta(minutes=self.minutes):%Y-%m-%dT%H:%M:00Z}"

    def row(self, mark: str) -> ItemRow:
        return next(row for row in self.items if row.mark == mark)

    def knows(self, mark: str) -> bool:
        return any(row.mark == home_of(mark) for row in self.items)

    # -- runs ------------------------------------------------------------------------------------------------------------
    def hand_out(self, point: str) -> None:
        """distribute: new forms for everybody at a point."""
        before, data = copied(self.state), self.master.read_bytes()
        self.done("distribute", point)
        out = self.folder / f"配布{len(self.counts)}-{self.counts['distribute']}"
        for path in distribute.distribute(self.master, point, out):
            paper, code = Paper(path), path.name[:3]
            lying = {mark: sha for (mark, name), sha in self.state.offices[point].ledger.items() if name == "picture"}
            form = form_of(paper)
            mine = {mark: sha for mark, sha in lying.items() if mark in form.answered and sha}
            form = replace(form, handed={**form.handed, **{(mark, "picture"): sha for mark, sha in mine.items()}})
            made = HandedOut(path, code, point, self.version, form, mine)
            self.forms.setdefault((code, point), []).append(made)
        self.learn_keys()
        self._wrote(before, data)

    def take_in(self, paths: Iterable[Path], point: str) -> Findings:
        """consolidate: what came, in one go; then the referee looks."""
        paths = list(paths)
        before, data = copied(self.state), self.master.read_bytes()
        self.done("consolidate", f"{point} {[path.name for path in paths]}")
        found = consolidate.consolidate_into(self.master, paths, point)
        for problem in found.diagnostics:
            if problem.code in _STUMBLED:
                raise RuntimeError(problem.message())
        self._hear(paths, point)
        self.learn_keys()
        self._wrote(before, data)
        self.check(self, found, point)
        answered = any(problem.code in _ONCE for problem in found.diagnostics)
        if self.dice.random() < 0.12 and not answered:
            once = self.master.read_bytes()
            consolidate.consolidate_into(self.master, paths, point)
            if paths and self.master.read_bytes() != once:
                raise Fault("taking the same in once more changes the master")
        return found

    def _hear(self, paths: Iterable[Path], point: str) -> None:
        files = [path for one in paths for path in (sorted(one.iterdir()) if one.is_dir() else [one])]
        for office in self.state.offices.values():
            office.apply_pending()
        self.state.due |= self.state.fresh
        self.recorded |= self.nothing
        self.state.fresh.clear()
        filed = self.state.filed.setdefault(point, {})
        self.read_now = frozenset(path.name for path in files)
        for path in files:
            one = self.returns[path]
            self.state.due |= one.tokens
            filed.setdefault(one.one.digest, one).names.add(path.name)
        self.state.offices[point].collect([self.returns[path].one for path in files])

    def fresh_in(self, mark: str, field_name: str, point: str, text: str) -> None:
        """The office types over a cell of the ledger: what it typed there since the last run is gone."""
        old = tokens_in(self.state.offices[point].ledger.get((mark, field_name), ""))
        self.state.fresh -= old
        self.state.fresh |= tokens_in(text)

    def _wrote(self, before: State, data: bytes) -> None:
        if self.master.read_bytes() != data:
            self.backup = before
            self.state.labels = {row.mark: (row.no, row.name) for row in self.items}

    def file(self, draft: Draft) -> None:
        """A department's workbook goes into the inbox's pile: read it as the office with the pencil does."""
        data, paper = draft.path.read_bytes(), Paper(draft.path)
        form, lying_rows = draft.out.form, rows_of(paper)
        believed, aside = form.believed(lying_rows)
        texts: dict[Cell, str] = {}
        more = False
        for mark, row in believed.items():
            if mark not in form.answered:
                more = more or any(form.handed.get((mark, name)) != text for name, text in row.answers.items())
                continue
            if not self.knows(mark):
                continue  # of an item that ended: its texts are kept and told as such
            if mark in draft.moved:
                aside.add(mark)
            else:
                texts |= {(mark, name): row.answers.get(name, "") for name in _fields_of(mark)}
                if int((*mark.split("|"), "0")[2] or 0) > 1000:
                    texts[mark, "picture"] = draft.pictures.get(mark, "")
        more = more or any(row.mark in aside and row.answers for row in lying_rows)
        more = more or _written_twice(row for row in lying_rows if row.mark in form.answered - aside)
        digest = hashlib.sha256(data).hexdigest()
        saved = draft.saved.replace("T", " ").rstrip("Z")
        one = Return(draft.out.department, draft.number, saved, digest, texts, draft.out.form.handed, more)
        lying = tokens_in("\n".join(paper.texts_but(terms.IDENTITY_SHEET))) | draft_notes(draft)
        outside = frozenset(lying & self.outside.keys())
        kept = {sha for mark, sha in draft.pictures.items() if self.knows(mark)}
        tokens = frozenset(lying & self.owners.keys() | kept)
        ended = frozenset(row.mark for row in lying_rows if home_of(row.mark) in form.printed and row.answers)
        worded = frozenset(mark for mark in ended if home_of(mark) in form.answered)
        called = {mark: texts.get("name", "") for mark, texts in form.printed.items()}
        others = form.under_other_names(lying_rows).items()
        exchanged = {mark: (called[home_of(mark)], called[other]) for mark, other in others}
        self.returns[draft.path] = Filed(one, set(), frozenset(aside), outside, tokens, ended, worded, exchanged)
        self.sent.setdefault(draft.out.point, []).append(draft.path)

    def learn_keys(self) -> None:
        """Every row of 項目 has its key by now, and none another than before."""
        paper = Paper(self.master)
        found = list(paper.rows(terms.ITEMS_SHEET).values())
        found = [row for row in found if row.get("name")]
        if len(found) != len(self.items):
            raise Fault(f"項目 has {len(found)} rows, not {len(self.items)}")
        for known, row in zip(self.items, found, strict=True):
            if row["name"] != known.name:
                raise Fault(f"項目 says {row['name']}, not {known.name}")
            key = row.get("row_key", "")
            if not key or (known.mark and key != known.mark):
                raise Fault(f"{known.name} has the key {key!r}, not {known.mark!r}")
            known.mark = key

    # -- the office's typing ---------------------------------------------------------------------------------------------
    def save_master(self, paper: Paper) -> None:
        """The office saves the master: what the program has proposed on 競合 counts as its own then."""
        paper.save(self.master, self.now(), "事務 次郎")


def copied(state: State) -> State:
    """The state as it is, for bringing it back."""
    return copy.deepcopy(state)


def draft_notes(draft: Draft) -> set[str]:
    """What stands in notes beside the cells."""
    with zipfile.ZipFile(draft.path) as package:
        parts = [name for name in package.namelist() if "comments" in name]
        return {token for name in parts for token in tokens_in(package.read(name).decode())}


def _fields_of(mark: str) -> tuple[str, ...]:
    number = int((*mark.split("|"), "0")[2] or 0)
    return FIELDS if not number else PHOTO if number > 1000 else INDICATOR


def _written_twice(rows: Iterable[PaperRow]) -> bool:
    """Whether a row that was copied whole has other answers than its copy."""
    first: dict[str, Mapping[str, str]] = {}
    return any(first.setdefault(row.mark, row.answers) != row.answers for row in rows)
