"""A quarter of collecting, held against the office with a pencil (collecting_model): nothing lost, nothing invented.

Returns come late, twice, corrected and in conflict with what the office types meanwhile. First in small, every way that
hypothesis can think of; then forty departments with real workbooks.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kosei_xl.collect.conflicts import open_conflicts, settle
from kosei_xl.collect.consolidation import Consolidation, consolidate
from kosei_xl.collect.history import history, office_edits
from kosei_xl.demo import type_entries
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Outcome, ValuePath
from kosei_xl.values.ledger import Choice, Ledger, SavedBy
from kosei_xl.values.model import (
    ROW,
    Department,
    EntriesFile,
    Entry,
    EntryKey,
    Item,
    Plan,
    PlanFile,
    SetKey,
    Submission,
    ValueSet,
)
from kosei_xl.verbs import distribute, init, opening
from kosei_xl.verbs.consolidate import consolidate_into
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from tests.tools.builders import END, MORE_ITEMS, make_plan, standing
from tests.tools.collecting_model import DELETED, Cell, PencilOffice, Return
from tests.tools.office import address_of, cells_by_key, kosei, put, saved_as

FIELDS = ("annual_plan", "results")
MASTER = SavedBy("事務局ブック.xlsx", "m")


# In small -----------------------------------------------------------------------------------------------------------

PLAN = make_plan(MORE_ITEMS[:3])
CELLS: Mapping[str, tuple[Cell, ...]] = {
    "D1": (("a-1", "annual_plan"), ("a-1", "results"), ("a-2", "results")),
    "D2": (("a-3", "results"), ("a-3", "cause")),
}
BASE = {("a-1", "annual_plan"): "一", ("a-2", "results"): "二"}
FORMS: tuple[Mapping[Cell, str], ...] = (
    BASE,
    {},
    {("a-1", "annual_plan"): "二", ("a-1", "results"): "三", ("a-3", "results"): "一"},
)
"""What forms held when they went out: the first one, a blank one, one that was made later."""
_TEXT = st.sampled_from(("", "", "一", "二", "三", DELETED))
_TYPED = st.sampled_from(("", "", "一", "二", "三"))


@dataclass(frozen=True)
class Week:
    """What happens between one run and the next: the office edits and decides, then a pile of returns comes."""

    edits: Mapping[Cell, str]
    decisions: Sequence[tuple[int, str]]
    returns: Sequence[Return]


@st.composite
def _return(draw: st.DrawFn) -> Return:
    department = draw(st.sampled_from(sorted(CELLS)))
    texts = {cell: draw(_TEXT) for cell in CELLS[department]}
    number, saved = draw(st.integers(1, 6)), draw(st.sampled_from(("10日", "20日")))
    form = draw(st.sampled_from((0, 0, 1, 2)))
    digest = f"{department}{number}{saved}{form}{sorted(texts.items())}"
    return Return(department, number, saved, digest, texts, FORMS[form])


_WEEK = st.builds(
    Week,
    st.dictionaries(st.sampled_from([c for cells in CELLS.values() for c in cells]), _TYPED, max_size=2),
    st.lists(st.tuples(st.integers(0, 1), st.sampled_from(("department", "office", "own"))), max_size=2),
    st.lists(_return(), max_size=3),
)


def _submission(one: Return) -> Outcome[Submission]:
    """The return as it is read: each blank row of the survey too, and the cell of every field."""
    rows = dict.fromkeys(item for item, _ in one.texts)
    sets = [
        ValueSet(
            item,
            None,
            ROW,
            {f: text for (i, f), text in one.texts.items() if i == item and text not in ("", DELETED)},
            deleted={f: text for (i, f), text in one.texts.items() if i == item and text == DELETED},
        )
        for item in rows
    ]
    said = {(item, f) for item, f in one.texts}
    lost = frozenset(f for f in PLAN.entry_fields if not any((item, f) in said for item in rows))
    file = f"{one.digest}.xlsx"
    at: dict[ValuePath, CellRef] = {(): CellRef(file)}
    for r, (item, name) in enumerate(sorted(said), 4):
        at["value_sets", item, None, ROW, name] = CellRef(file, "様式", r, 5)
    base: dict[SetKey, dict[str, str]] = {}
    for (item, name), text in (one.printed or {}).items():
        base.setdefault((item, None, ROW), {})[name] = text
    sets = [replace(one_set, lost=lost) for one_set in sets]
    value = Submission(
        "midori", 1, END, one.department, tuple(sets), file, one.digest, one.saved, None, one.number, base=base
    )
    return Outcome(value, at)


def _ledger(texts: Mapping[Cell, str]) -> Ledger:
    current: dict[EntryKey, dict[str, str]] = {}
    for (item, name), text in texts.items():
        if text:
            current.setdefault(EntryKey(item, None, END), {})[name] = text
    return Ledger(current)


def _texts(ledger: Ledger) -> dict[Cell, str]:
    return {(k.item_key, name): text for k, fields in ledger.entries.items() for name, text in fields.items()}


def _typed(ledger: Ledger, edits: Mapping[Cell, str]) -> Ledger:
    current = {key: dict(fields) for key, fields in ledger.entries.items()}
    for (item, name), text in edits.items():
        fields = current.setdefault(EntryKey(item, None, END), {})
        if text:
            fields[name] = text
        else:
            fields.pop(name, None)
    return replace(ledger, entries=current)


def _run(ledger: Ledger, week: Week, choices: Sequence[Choice]) -> Outcome[Consolidation]:
    """One week as `consolidate` does it: record the typing, settle, take in."""
    typed = _typed(ledger, week.edits)
    recorded = replace(typed, received=(*typed.received, *office_edits(PLAN, typed, {}, MASTER)))
    settled = settle(PLAN, recorded, choices, MASTER, {})
    assert settled.diagnostics == ()
    at: dict[ValuePath, CellRef] = {(): CellRef(MASTER.file, "台帳")}
    return consolidate(standing(PLAN, END, settled.ledger), at, [_submission(one) for one in week.returns])


@settings(deadline=None, max_examples=300)
@given(st.lists(_WEEK, min_size=1, max_size=5))
def test_weeks__any_course_of_events__as_with_pencil_and_paper(weeks: list[Week]) -> None:
    office, ledger = PencilOffice(BASE), _ledger(BASE)
    for week in weeks:
        open_now = open_conflicts(standing(PLAN, END, ledger))
        assert {(c.key.item_key, c.field) for c in open_now if c.blank} == office.asked
        assert {(c.key.item_key, c.field) for c in open_now if not c.blank} == office.open - office.asked
        decided = {i: whose for i, whose in week.decisions if i < len(open_now)}
        cells = {(c.key.item_key, c.field) for i, c in enumerate(open_now) if i in decided}
        week = replace(week, edits={cell: text for cell, text in week.edits.items() if cell not in cells})
        choices = []
        for i, whose in decided.items():
            conflict, own = open_now[i], "案" if whose == "own" else None
            at = CellRef(MASTER.file, terms.CONFLICTS_SHEET, 3 + i, 11)
            word = (terms.BLANK_DECISIONS if conflict.blank else terms.DECISIONS)[whose]
            shown = (conflict.shown_theirs, conflict.ours)
            choices.append(Choice(conflict.key, conflict.field, *shown, word, own, at))
        for cell, text in week.edits.items():
            office.edit(cell, text)
        still_open = {(c.key.item_key, c.field): i for i, c in enumerate(open_now)}
        for cell in cells & (office.open | office.asked):
            office.decide(cell, decided[still_open[cell]], "案")
        office.collect(week.returns)
        outcome = _run(ledger, week, choices)
        ledger = outcome.value.standing.ledger
        _compare_in_small(office, outcome)


def _compare_in_small(office: PencilOffice, outcome: Outcome[Consolidation]) -> None:
    ledger = outcome.value.standing.ledger
    assert _texts(ledger) == {cell: text for cell, text in office.ledger.items() if text}
    nos = {line.key.item_key: line.no for line in PLAN.lines}
    labels = {column.key: column.label for column in PLAN.form_columns}
    told = {(p.item, dict(p.params)["label"]) for p in outcome.diagnostics if p.code == "K405"}
    assert told == {(nos[item], labels[name]) for item, name in office.open - office.asked}
    asked = {(p.item, dict(p.params)["label"]) for p in outcome.diagnostics if p.code == "K420"}
    assert asked == {(nos[item], labels[name]) for item, name in office.asked}
    blank_forms = {p.at.file for p in outcome.diagnostics if p.code == "K305" and p.at is not None}
    assert {one.department for one in office.filed if f"{one.digest}.xlsx" in blank_forms} == office.blank_forms()
    twins = {(p.item, dict(p.params)["label"]) for p in outcome.diagnostics if p.code == "K404"}
    assert twins == {(nos[item], labels[name]) for _, (item, name) in office.twins()}
    printed = [dict(p.params) for p in outcome.diagnostics if p.code == "K433"]
    assert {place for each in printed for place in str(each["items"]).split("、")} == {
        f"No.{nos[item]} {labels[name]}" for item, name in office.printed_again()
    }
    missing = {dict(p.params)["department"] for p in outcome.diagnostics if p.code == "K406"}
    assert missing == {d.name for d in PLAN.departments if d.code in office.missing(CELLS)}
    assert office_edits(PLAN, ledger, {}, MASTER) == (), "受領 explains every text of the ledger"
    events = history(PLAN, ledger)
    last = {(e.key.item_key, e.field): e.new or "" for e in events}
    assert {cell: text for cell, text in last.items() if text} == _texts(ledger)
    assert all(e.new in (e.old, None if e.text == DELETED else e.text) for e in events)


# Forty departments ----------------------------------------------------------------------------------------------------

WEEKS, DEPARTMENTS, ITEMS_EACH = 8, 40, 2
SILENT = 3
"""Departments that never send anything."""


def _plan() -> Plan:
    """Forty departments with two items each, in the sample's style."""
    sample = init.sample_plan("midori").plan
    codes = [f"E{n:02}" for n in range(1, DEPARTMENTS + 1)]
    items = tuple(
        Item(key=f"q-{n:03}", no=str(n + 1), name=f"取組{n + 1}", area_no=sample.areas[0].no, departments=(code,))
        for n, code in enumerate(code for code in codes for _ in range(ITEMS_EACH))
    )
    departments = tuple(Department(code=code, name=f"{code}課", order=n) for n, code in enumerate(codes))
    changed = {"items": items, "departments": departments, "points": sample.points[-1:]}
    return Plan.model_validate(sample.model_copy(update=changed).model_dump())


@dataclass
class Quarter:
    """The quarter as it goes on disk and on paper. Every text that is typed is one of a kind."""

    folder: Path
    dice: random.Random
    plan: Plan
    office: PencilOffice
    blanks: Mapping[str, Path]
    sent: dict[str, list[tuple[Return, Path]]] = field(default_factory=dict)
    typed: int = 0

    @property
    def master(self) -> Path:
        return self.folder / "事務局ブック.xlsx"

    @property
    def point(self) -> str:
        return self.plan.points[-1].key

    def word(self, who: str) -> str:
        self.typed += 1
        return f"{who}の記入{self.typed}"

    def time(self, week: int) -> str:
        return f"{datetime(2026, 4, 1) + timedelta(days=7 * week, minutes=self.dice.randrange(6000)):%Y-%m-%d %H:%M:00}"

    def returned(self, code: str, week: int) -> Path:
        """A department sends something: at first, again, corrected, once more by mistake, an older one, or the form."""
        before = self.sent.setdefault(code, [])
        kinds = ("corrected", "forgotten", "twin", "older", "copy", "blank")
        kind = self.dice.choice(kinds) if before else "first"
        last, path = before[-1] if before else (None, self.blanks[code])
        name = {
            "first": path.name,
            "corrected": f"{code}_修正版{len(before)}.xlsx",
            "forgotten": f"{code}（{len(before)}）.xlsx",
            "twin": f"{code}_最終{len(before)}.xlsx",
            "older": f"{code}_古い{len(before)}.xlsx",
            "copy": f"{path.stem} - コピー{len(before)}.xlsx",
            "blank": f"{code}_様式{len(before)}.xlsx",
        }[kind]
        target = self.folder / "回収" / name
        if kind == "copy":
            target.write_bytes(path.read_bytes())
            return target
        number, saved = (last.number, last.saved) if last else (1, self.time(week))
        if kind == "corrected":
            number, saved = max(r.number for r, _ in before) + 1, self.time(week)
        elif kind in ("forgotten", "blank"):
            saved = self.time(week)
        elif kind == "older":
            saved = self.time(0)
        texts = {
            cell: self.changed(code, last.texts[cell] if last else self.office.distributed.get(cell, ""))
            for cell in self.cells(code)
        }
        if kind == "blank":
            texts = {cell: self.office.distributed.get(cell, "") for cell in texts}
        fields: dict[str, dict[str, str | None]] = {}
        for (item, name_), text in texts.items():
            fields.setdefault(item, {})[name_] = text or None
        entries = [Entry.model_construct(item_key=item, point=self.point, fields=f) for item, f in fields.items()]
        people = {"filled_by": f"{code}担当", "confirmed_by": f"{code}課長", "submission_no": str(number)}
        data = type_entries(self.blanks[code].read_bytes(), entries, people)
        data = saved_as(data, saved.replace(" ", "T") + "Z", f"{code}担当")
        target.write_bytes(data)
        one = Return(code, number, saved, read_book(data, "").sha256, texts)
        before.append((one, target))
        return target

    def cells(self, code: str) -> list[Cell]:
        return [(line.item.key, name) for line in self.plan.lines_answered_by(code) for name in FIELDS]

    def changed(self, who: str, text: str) -> str:
        chance = self.dice.random()
        if chance < 0.45:
            return text
        return "" if chance < 0.65 else DELETED if chance < 0.7 else self.word(who)

    def edit_ledger(self, texts: Mapping[Cell, str]) -> None:
        data = self.master.read_bytes()
        book = read_book(data, "")
        cells = {
            (terms.LEDGER_SHEET, address_of(book, terms.LEDGER_SHEET, f"{self.point}|{item}|", name)): text or None
            for (item, name), text in texts.items()
        }
        self.save(put(data, cells))
        for cell, text in texts.items():
            self.office.edit(cell, text)

    def decide(self) -> set[Cell]:
        """The office opens 競合 and decides about half of what it finds; the cells that it found."""
        data = self.master.read_bytes()
        rows = list(cells_by_key(read_book(data, ""), terms.CONFLICTS_SHEET))
        columns = {key: n for n, key in enumerate(terms.MASTER_SHEETS[terms.CONFLICTS_SHEET])}
        typed: dict[tuple[str, str], str] = {}
        found, for_all = set(), {}
        for number, row in enumerate(rows, 3):
            if row["row_key"] in (None, terms.NOTHING_KEY):
                continue
            whose = self.dice.choice(("department", "office", "own", None, None))
            words = terms.BLANK_DECISIONS if row.get("kind") else terms.DECISIONS
            if row["field"] is None:
                assert row["label"] == terms.ALL_BLANKS
                whose = for_all[row["workbook"]] = whose if whose != "own" else None
            else:
                cell = (str(row["row_key"]).split("|")[1], str(row["field"]))
                found.add(cell)
                own = self.word("事務局") if whose == "own" else ""
                decided = whose or for_all.get(row.get("workbook"))
                if decided is not None:
                    self.office.decide(cell, decided, own)
                if own:
                    typed[terms.CONFLICTS_SHEET, f"{chr(65 + columns['own_text'])}{number}"] = own
            if whose is not None:
                typed[terms.CONFLICTS_SHEET, f"{chr(65 + columns['choice'])}{number}"] = words[whose]
        if typed:
            self.save(put(data, typed))
        return found

    def save(self, data: bytes) -> None:
        self.master.write_bytes(saved_as(data, "2026-05-01T00:00:00Z", "事務 次郎"))

    def compare(self, result: opening.Findings) -> None:
        """The master and the findings, held against the office with the pencil."""
        book = read_book(self.master.read_bytes(), "")
        ledger = {
            (str(row["row_key"]).split("|")[1], name): str(row[name])
            for row in cells_by_key(book, terms.LEDGER_SHEET)
            for name in FIELDS
            if row["row_key"] is not None and row[name] is not None
        }
        assert ledger == {cell: text for cell, text in self.office.ledger.items() if text}
        conflicts = list(cells_by_key(book, terms.CONFLICTS_SHEET))
        side_by_side = {
            (str(row["row_key"]).split("|")[1], str(row["field"])): (row["theirs"], row["ours"])
            for row in conflicts
            if row["row_key"] is not None and row["field"] is not None
        }
        assert (not side_by_side) is any(row["row_key"] == terms.NOTHING_KEY for row in conflicts)
        assert side_by_side == {
            cell: (
                terms.BLANK if cell in self.office.asked else self.office.last_word(cell) or None,
                self.office.ledger.get(cell) or None,
            )
            for cell in self.office.open | self.office.asked
        }
        nos = {line.item.no: line.item.key for line in self.plan.lines}
        labels = {column.label: column.key for column in self.plan.form_columns}

        def told(code: str) -> set[Cell]:
            found = [problem for problem in result.diagnostics if problem.code == code]
            return {(nos[str(p.item)], labels[str(dict(p.params)["label"])]) for p in found}

        assert told("K405") == self.office.open - self.office.asked
        assert told("K420") == self.office.asked
        forms = {p.at.file for p in result.diagnostics if p.code == "K305" and p.at is not None}
        senders = {code for code, sent in self.sent.items() for _, path in sent if path.name in forms}
        assert senders == self.office.blank_forms()
        assert told("K404") == {cell for _, cell in self.office.twins()}
        missing = {str(dict(p.params)["department"]) for p in result.diagnostics if p.code == "K406"}
        names = {d.code: d.name for d in self.plan.departments}
        assert missing == {names[code] for code in self.office.missing(names)}
        states = {status.department.code: status.state for status in result.status}
        assert {code for code, state in states.items() if state == "not_returned"} == self.office.missing(names)


@pytest.fixture
def quarter(request: pytest.FixtureRequest, tmp_path: Path) -> Quarter:
    """Forty surveys handed out; the ledger holds a first text for some of the cells."""
    plan = _plan()
    dice = random.Random(request.param)
    start = {
        (line.item.key, "annual_plan"): f"当初の予定{n}" for n, line in enumerate(plan.lines) if dice.random() < 0.5
    }
    point = plan.points[-1].key
    entries = tuple(Entry(item_key=item, point=point, fields={name: text}) for (item, name), text in start.items())
    file = EntriesFile(plan_id=plan.plan_id, plan_version=plan.plan_version, entries=entries)
    init.init(tmp_path / "事務局ブック.xlsx", PlanFile(plan=plan), file)
    surveys = distribute.distribute(tmp_path / "事務局ブック.xlsx", point, tmp_path / "配布")
    (tmp_path / "回収").mkdir()
    codes = [d.code for d in plan.departments]
    return Quarter(tmp_path, dice, plan, PencilOffice(start), dict(zip(codes, surveys, strict=True)))


@pytest.mark.process  # many workbooks are read by several processes
@pytest.mark.parametrize("quarter", [pytest.param(7, marks=pytest.mark.long), 8], indirect=True)
def test_quarter__forty_departments__as_with_pencil_and_paper(quarter: Quarter) -> None:
    dice, office = quarter.dice, quarter.office
    speaking = sorted(quarter.blanks)[SILENT:]
    for week in range(1, WEEKS + 1):
        found = quarter.decide()
        cells = [cell for code in quarter.blanks for cell in quarter.cells(code) if cell not in found]
        edits = {
            cell: dice.choice((quarter.word("事務局"), quarter.word("事務局"), office.last_word(cell) or ""))
            for cell in dice.sample(cells, 8)
        }
        quarter.edit_ledger(edits)
        senders = dice.sample(speaking, 12) if week < WEEKS else [c for c in speaking if c not in quarter.sent]
        came = [quarter.returned(code, week) for code in senders]
        office.collect([one for sent in quarter.sent.values() for one, _ in sent])
        paths = [quarter.folder / "回収"] if dice.random() < 0.3 else came
        quarter.compare(consolidate_into(quarter.master, paths, quarter.point))
    _nothing_lost_and_nothing_invented(quarter)


def _nothing_lost_and_nothing_invented(quarter: Quarter) -> None:
    data = quarter.master.read_bytes()
    received = list(cells_by_key(read_book(data, ""), terms.RECEIVED_SHEET))
    kept = {(row["sha256"], row["item_key"], name, row[name]) for row in received for name in FIELDS}
    said = [(one, cell, text) for sent in quarter.sent.values() for one, _ in sent for cell, text in one.texts.items()]
    assert len({one.digest for one, _, _ in said}) > DEPARTMENTS
    for one, (item, name), text in said:
        assert (one.digest, item, name, text or None) in kept, "everything that was sent is in 受領"
    written = {(row["item_key"], name, row[name]) for row in received for name in FIELDS}
    for (item, name), texts in quarter.office.written.items():
        assert {(item, name, text) for text in texts if text} <= written, "everything the office wrote is in 受領"
    events = kosei("log", quarter.master, "--json").json["events"]
    assert all(event["recorded"] for event in events)
    last = {(event["item_key"], event["field"]): event["new"] for event in events}
    ledger = {cell: text for cell, text in quarter.office.ledger.items() if text}
    assert {cell: text for cell, text in last.items() if text} == ledger, "every text of the ledger has its origin"
    by_cell = {(e["file"], e["sheet"], e["cell"], e["item_key"], e["field"]): e["text"] for e in events}
    for sent in quarter.sent.values():
        for one, path in sent:
            package = Package(path.read_bytes())
            for (file, sheet, at, item, name), shown in by_cell.items():
                if file == path.name:
                    assert package.sheet(sheet).value(at) == shown == (one.texts[item, name] or None)
