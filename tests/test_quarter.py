"""A quarter of collecting, held against the office with a pencil (collecting_model): nothing lost, nothing invented.

Returns come late, twice, corrected and in conflict with what the office types meanwhile. First in small, every way that
hypothesis can think of; then forty departments with real workbooks.
"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kosei_xl import terms
from kosei_xl.cells import CellRef
from kosei_xl.conflicts import open_conflicts, settle
from kosei_xl.consolidate import Consolidation, consolidate
from kosei_xl.demo import type_entries
from kosei_xl.diagnostics import Outcome
from kosei_xl.excel import read_book
from kosei_xl.history import history, office_edits
from kosei_xl.ledger import Choice, Origin, Records
from kosei_xl.model import Department, EntriesFile, Entry, EntryKey, Item, Plan, PlanFile, Submission, ValueSet
from kosei_xl.parts import Package
from kosei_xl.pipeline import collecting, distributing, opening, starting

from .builders import END, MORE_ITEMS, make_plan
from .collecting_model import Cell, PencilOffice, Return
from .office import address_of, cells_by_key, kosei, put, saved_as

FIELDS = ("annual_plan", "results")
MASTER = Origin("事務局ブック.xlsx", "m")


# In small -----------------------------------------------------------------------------------------------------------

PLAN = make_plan(MORE_ITEMS[:3])
CELLS: Mapping[str, tuple[Cell, ...]] = {
    "D1": (("a-1", "annual_plan"), ("a-1", "results"), ("a-2", "results")),
    "D2": (("a-3", "results"),),
}
BASE = {("a-1", "annual_plan"): "一", ("a-2", "results"): "二"}
_TEXT = st.sampled_from(("", "一", "二", "三"))


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
    number, saved = draw(st.integers(1, 3)), draw(st.sampled_from(("10日", "20日")))
    return Return(department, number, saved, f"{department}{number}{saved}{sorted(texts.items())}", texts)


_WEEK = st.builds(
    Week,
    st.dictionaries(st.sampled_from([c for cells in CELLS.values() for c in cells]), _TEXT, max_size=2),
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from(("department", "office", "own"))), max_size=2),
    st.lists(_return(), max_size=3),
)


def _submission(one: Return) -> Outcome[Submission]:
    """The return as it is read: each blank row of the survey too, and the cell of every field."""
    rows = dict.fromkeys(item for item, _ in one.texts)
    sets = [
        ValueSet(item, "", 0, {f: text for (i, f), text in one.texts.items() if i == item and text}) for item in rows
    ]
    said = {(item, f) for item, f in one.texts}
    lost = frozenset(f for f in PLAN.entry_fields if not any((item, f) in said for item in rows))
    file = f"{one.digest}.xlsx"
    at: dict[tuple[str | int, ...], CellRef] = {(): CellRef(file)}
    for r, (item, name) in enumerate(sorted(said), 4):
        at["value_sets", item, "", 0, name] = CellRef(file, "様式", r, 5)
    base: dict[tuple[str, str, int], dict[str, str]] = {}
    for (item, name), text in BASE.items():
        base.setdefault((item, "", 0), {})[name] = text
    sets = [replace(one_set, lost=lost) for one_set in sets]
    value = Submission(
        "midori", 1, END, one.department, tuple(sets), file, one.digest, one.saved, None, one.number, base=base
    )
    return Outcome(value, at)


def _records(texts: Mapping[Cell, str]) -> Records:
    current: dict[EntryKey, dict[str, str]] = {}
    for (item, name), text in texts.items():
        if text:
            current.setdefault(EntryKey(item, "", END), {})[name] = text
    return Records(current=current)


def _ledger(records: Records) -> dict[Cell, str]:
    return {(k.item_key, name): text for k, fields in records.current.items() for name, text in fields.items()}


def _typed(records: Records, edits: Mapping[Cell, str]) -> Records:
    current = {key: dict(fields) for key, fields in records.current.items()}
    for (item, name), text in edits.items():
        fields = current.setdefault(EntryKey(item, "", END), {})
        if text:
            fields[name] = text
        else:
            fields.pop(name, None)
    return replace(records, current=current)


def _run(records: Records, week: Week, choices: Sequence[Choice]) -> Outcome[Consolidation]:
    """One week as the pipeline does it: record the typing, settle, take in."""
    typed = _typed(records, week.edits)
    recorded = replace(typed, received=(*typed.received, *office_edits(PLAN, typed, {}, MASTER)))
    settled = settle(PLAN, recorded, choices, MASTER, {})
    assert settled.diagnostics == ()
    state = Outcome(settled.records, {(): CellRef(MASTER.file, "台帳")})
    return consolidate(PLAN, END, state, [_submission(one) for one in week.returns])


@settings(deadline=None, max_examples=300)
@given(st.lists(_WEEK, min_size=1, max_size=5))
def test_weeks__any_course_of_events__as_with_pencil_and_paper(weeks: list[Week]) -> None:
    office, records = PencilOffice(BASE), _records(BASE)
    for week in weeks:
        open_now = open_conflicts(PLAN, END, records)
        assert {(c.key.item_key, c.field) for c in open_now} == office.open
        decided = {i: whose for i, whose in week.decisions if i < len(open_now)}
        cells = {(c.key.item_key, c.field) for i, c in enumerate(open_now) if i in decided}
        week = replace(week, edits={cell: text for cell, text in week.edits.items() if cell not in cells})
        choices = []
        for i, whose in decided.items():
            conflict, own = open_now[i], "案" if whose == "own" else None
            at = CellRef(MASTER.file, terms.CONFLICTS_SHEET, 3 + i, 11)
            word = terms.DECISIONS[whose]
            choices.append(Choice(conflict.key, conflict.field, conflict.theirs, conflict.ours, word, own, at))
        for cell, text in week.edits.items():
            office.edit(cell, text)
        still_open = {(c.key.item_key, c.field): i for i, c in enumerate(open_now)}
        for cell in cells & office.open:
            office.decide(cell, decided[still_open[cell]], "案")
        office.collect(week.returns)
        outcome = _run(records, week, choices)
        records = outcome.value.records
        _compare_in_small(office, outcome)


def _compare_in_small(office: PencilOffice, outcome: Outcome[Consolidation]) -> None:
    records = outcome.value.records
    assert _ledger(records) == {cell: text for cell, text in office.ledger.items() if text}
    nos = {line.key[0]: line.no for line in PLAN.lines}
    labels = {column.key: column.label for column in PLAN.form_columns}
    told = {(p.item, dict(p.params)["label"]) for p in outcome.diagnostics if p.code == "K405"}
    assert told == {(nos[item], labels[name]) for item, name in office.open}
    twins = {(p.item, dict(p.params)["label"]) for p in outcome.diagnostics if p.code == "K404"}
    assert twins == {(nos[item], labels[name]) for _, (item, name) in office.twins()}
    missing = {dict(p.params)["department"] for p in outcome.diagnostics if p.code == "K406"}
    assert missing == {d.name for d in PLAN.departments if d.code in office.missing(CELLS)}
    assert office_edits(PLAN, records, {}, MASTER) == (), "受領 explains every text of the ledger"
    events = history(PLAN, records)
    last = {(e.key.item_key, e.field): e.new or "" for e in events}
    assert {cell: text for cell, text in last.items() if text} == _ledger(records)
    assert all(e.new in (e.old, e.text) for e in events)
