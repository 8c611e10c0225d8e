"""Returned workbooks + ledger -> one Consolidation: what is new in 受領, the merged ledger, and every finding."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kosei_xl.collect.conflicts import open_conflicts
from kosei_xl.collect.ledger_findings import ledger_findings
from kosei_xl.collect.received import LastWord, contents_of, texts_of, workbooks_by_rank
from kosei_xl.collect.return_findings import readings_of, rows_for
from kosei_xl.collect.returns import by_name, copies
from kosei_xl.values.cells import cell_at
from kosei_xl.values.diagnostics import Outcome, SourceMap
from kosei_xl.values.labels import field_names
from kosei_xl.values.ledger import Received, merge_field
from kosei_xl.values.model import ROW, EntryKey, Plan, Submission, ValueSet
from kosei_xl.values.reports import Reading
from kosei_xl.values.standing import Standing


@dataclass(frozen=True, slots=True)
class Consolidation:
    """The state after taking in submissions: new 受領 rows and merged wording in its ledger; `added`, the new rows, and
    `reports`, those about findings.
    """

    standing: Standing
    added: tuple[Received, ...]
    reports: tuple[Received, ...] = ()


def consolidate(
    standing: Standing, at: SourceMap, submissions: Sequence[Outcome[Submission]], others: Sequence[Reading] = ()
) -> Outcome[Consolidation]:
    """Take submissions of one point into the ledger, whose cells are `at`. Taking them in again changes nothing.

    Submissions are ordered by 提出回, then saved time; of each field the latest one that says anything about it counts.
    So the ledger is the same whatever the order of arrival and in however many runs, as long as no two workbooks of a
    department have the same rank and the office does not write in between: what it writes is merged with what has come
    by then. Of two of one rank that come one after the other the first stays; of two that come together none is used.
    `others` are files that could not be read as returns. What was found in files is recorded (`return_findings`), and
    told until something takes its place. Returns K411 for copies and `ledger_findings`. `at` is the ledger's.
    """
    plan, ledger = standing.plan, standing.ledger
    known = {row.sha256 for row in standing.received}
    fresh = [s for s in _ordered(submissions) if s.value.sha256 not in known]
    rows = {s.value.sha256: _rows(plan, standing.point.key, s) for s in fresh}
    everything = (*standing.received, *(row for each in rows.values() for row in each))
    refused = _refused(everything, frozenset(rows))
    merger = _Merger(standing)
    for submission in fresh:
        sha256 = submission.value.sha256
        merger.take(submission, rows[sha256], merge=sha256 not in refused)
    merged = replace(
        ledger,
        entries=merger.entries,
        received=(*ledger.received, *merger.added),
        pictures={**ledger.pictures, **{k: v for s in submissions for k, v in s.value.pictures.items()}},
    )
    state = standing.with_ledger(merged)
    reports = rows_for(state, standing, (*readings_of(plan, submissions), *others))
    state = state.with_ledger(replace(merged, reports=(*ledger.reports, *reports)))
    problems = tuple(copies(state, ((s.value.file, s.value.sha256) for s in submissions)))
    problems += ledger_findings(state, at, problems)
    return Outcome(Consolidation(state, tuple(merger.added), reports), at, tuple(dict.fromkeys(problems)))


def _ordered(submissions: Iterable[Outcome[Submission]]) -> list[Outcome[Submission]]:
    """By rank; of copies under several names the one that does not look like a copy stays, else the first."""

    def order(outcome: Outcome[Submission]) -> tuple[int, str, str, str, tuple[int, str]]:
        value = outcome.value
        return value.submission_no, value.saved_at or "", value.dept_code or "", value.sha256, by_name(value.file)

    return list({s.value.sha256: s for s in sorted(submissions, key=order, reverse=True)}.values())[::-1]


def _refused(rows: Sequence[Received], fresh: frozenset[str]) -> frozenset[str]:
    """SHA-256 of the fresh workbooks beside which another of the same department and rank says something else."""
    refused: set[str] = set()
    for _, ranks in workbooks_by_rank(rows):
        for _, group in ranks:
            said = {sha256: texts_of(content) for sha256, content in contents_of(group).items()}
            refused.update(one for one in said.keys() & fresh if any(other != said[one] for other in said.values()))
    return frozenset(refused)


class _Merger:
    """Takes submissions into the ledger one after the other, in order of rank."""

    def __init__(self, standing: Standing) -> None:
        self.entries: dict[EntryKey, dict[str, str]] = {k: dict(v) for k, v in standing.ledger.entries.items()}
        for line in standing.plan.lines:
            self.entries.setdefault(standing.key(line), {})
        self.added: list[Received] = []
        self.open = {(c.key, c.field) for c in open_conflicts(standing)}
        self.words = LastWord(standing.plan, standing.received)
        for row in standing.received:
            if self.words.counts(row):
                self.words.record(row)

    def take(self, submission: Outcome[Submission], rows: Sequence[Received], *, merge: bool) -> None:
        """Record the rows of one workbook, and merge those that its department answers."""
        head, *others = rows
        self.added.append(replace(head, left_out=not merge, taken=()))
        for row in others:
            taken: tuple[str, ...] = ()
            if merge and self.words.counts(row):
                base = submission.value.base.get((*row.key.line, row.key.slot), {})
                conflicts, taken = self._merge(row, base)
                row = replace(row, conflicts=conflicts)
                self.words.record(row)
            self.added.append(replace(row, taken=taken))

    def _merge(self, row: Received, distributed: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Merge the fields that a row says anything about -> those in conflict (also from before), those taken."""
        ours = self.entries.get(row.key, {})
        conflicts, taken = [], []
        for name, held in self.words.changes(row):
            base, theirs = (held.fields if held else distributed).get(name), row.fields.get(name)
            value, conflict = merge_field(base, theirs, ours.get(name))
            if conflict or ((row.key, name) in self.open and theirs == base and theirs != value):
                conflicts.append(name)
                self.open.add((row.key, name))
            if value != ours.get(name):
                taken.append(name)
            if value is None:
                ours.pop(name, None)
            else:
                ours[name] = value
        if ours:
            self.entries[row.key] = ours
        return tuple(conflicts), tuple(taken)


def _rows(plan: Plan, point: str, submission: Outcome[Submission]) -> tuple[Received, ...]:
    """The rows of 受領 for one workbook: one for itself (who, when, what stands outside the fields), then its rows.

    Rows of indicators and photos that were blank and are blank are left out.
    """
    value = submission.value
    head = replace(
        _received(plan, point, submission, ValueSet("", None, ROW, {})),
        sheet="",
        other="\n".join(value.others),
        filled_by=value.filled_by or "",
        confirmed_by=value.confirmed_by or "",
        confirmed_on=value.confirmed_on or "",
    )
    filled = [v for v in value.value_sets if v.slot == ROW or v.fields or v.unread or value.base.get(v.key)]
    return head, *(_received(plan, point, submission, value_set) for value_set in filled)


def _received(plan: Plan, point: str, submission: Outcome[Submission], value_set: ValueSet) -> Received:
    value = submission.value
    places = {n: submission.at.get(("value_sets", *value_set.key, n)) for n in field_names(plan, value_set.slot)}
    row = submission.place("value_sets", *value_set.key)
    sheet = (row.sheet if row else None) or ""
    return Received(
        key=value_set.line.at(point, value_set.slot),
        dept_code=value.dept_code,
        submission_no=value.submission_no,
        file=value.file,
        sha256=value.sha256,
        saved_at=value.saved_at or "",
        fields={**value_set.fields, **value_set.unread},
        sheet=sheet,
        cells={n: cell_at(value.file, sheet or None, place.cell) for n, place in places.items() if place is not None},
        saved_by=value.saved_by or "",
    )
