"""Returned workbooks + ledger -> one Consolidation: what is new in 受領, the merged ledger, and every finding."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from kosei_xl.collect.conflicts import changed_by_both
from kosei_xl.collect.ledger_findings import ledger_findings
from kosei_xl.collect.received import contents_of, is_silent, last_words, untouched, workbooks_by_rank
from kosei_xl.collect.return_findings import readings_of, rows_for
from kosei_xl.collect.returns import by_name, copies
from kosei_xl.collect.rules.entries import check_anything_filled
from kosei_xl.values.cells import cell_at
from kosei_xl.values.diagnostics import Outcome, SourceMap
from kosei_xl.values.labels import field_names, says_same
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
    by then. Of the fields in which two of one rank differ, what came first stays when they come one after the other;
    when they come together none is used. All other fields are taken in. A workbook into which nothing was written is
    recorded and says nothing; blanks are no answers, nor are texts that its form was handed out with (`received`).
    `others` are files that could not be read as returns.
    What was found in files is recorded (`return_findings`), and told until something takes its place. Returns K411 for
    copies and `ledger_findings`. `at` is the ledger's.
    """
    plan, ledger = standing.plan, standing.ledger
    known = {row.sha256 for row in standing.received}
    fresh = [s for s in _ordered(submissions) if s.value.sha256 not in known]
    rows = {s.value.sha256: _rows(plan, standing.point.key, s) for s in fresh}
    everything = (*standing.received, *(row for each in rows.values() for row in each))
    held = _held(plan, everything, frozenset(rows))
    merger = _Merger(standing)
    for submission in fresh:
        merger.take(submission, [_holding(row, held) for row in rows[submission.value.sha256]])
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


_Held = Mapping[str, Mapping[EntryKey, frozenset[str]]]
"""SHA-256 of a workbook -> the fields of its rows in which another of the same department and rank differs."""


def _held(plan: Plan, rows: Sequence[Received], fresh: frozenset[str]) -> _Held:
    """What the fresh workbooks say nothing about, because a twin says something else there."""
    blank = untouched(rows)
    found: dict[str, dict[EntryKey, frozenset[str]]] = {}
    for _, ranks in workbooks_by_rank(row for row in rows if row.sha256 not in blank):
        for _, group in ranks:
            contents = contents_of(group)
            if len(contents) > 1 and not fresh.isdisjoint(contents):
                differing = _differing(plan, contents)
                found.update((sha256, differing) for sha256 in contents.keys() & fresh)
    return found


def _differing(plan: Plan, contents: Mapping[str, Mapping[EntryKey, Received]]) -> dict[EntryKey, frozenset[str]]:
    """The fields that do not say the same in all of these workbooks."""
    found = {}
    for key in dict.fromkeys(key for rows in contents.values() for key in rows):
        fields = [rows[key].fields if key in rows else {} for rows in contents.values()]
        names = {name for each in fields for name in each}
        first = fields[0]
        found[key] = frozenset(
            name for name in names if not all(says_same(plan, name, first.get(name), each.get(name)) for each in fields)
        )
    return found


def _holding(row: Received, held: _Held) -> Received:
    names = held.get(row.sha256, {}).get(row.key, frozenset())
    return replace(row, held=tuple(sorted(names))) if names else row


class _Merger:
    """Takes submissions into the ledger one after the other, in order of rank."""

    def __init__(self, standing: Standing) -> None:
        self.entries: dict[EntryKey, dict[str, str]] = {k: dict(v) for k, v in standing.ledger.entries.items()}
        for line in standing.plan.lines:
            self.entries.setdefault(standing.key(line), {})
        self.added: list[Received] = []
        self._plan = standing.plan
        self.open = {(c.key, c.field) for c in changed_by_both(standing)}
        self.words = last_words(standing)

    def take(self, submission: Outcome[Submission], rows: Sequence[Received]) -> None:
        """Record the rows of one workbook, and merge those that its department answers."""
        head, *others = rows
        self.added.append(replace(head, taken=()))
        for row in others:
            base = submission.value.base.get((*row.key.line, row.key.slot), {})
            merged = replace(row, taken=())
            if is_silent(row):
                merged = replace(merged, blanks=self._passed_over(row, base))
            elif not head.untouched and self.words.counts(row):
                merged = self._blanks(self._words(merged, base), base)
                self.words.record(merged)
            self.added.append(merged)

    def _passed_over(self, row: Received, distributed: Mapping[str, str]) -> tuple[str, ...]:
        """The fields of a row without any words that stay as they are, although something had been said there."""
        if not self.words.counts(row):
            return ()
        return tuple(name for name in self._questions(row, distributed) if name in self.entries.get(row.key, {}))

    def _questions(self, row: Received, distributed: Mapping[str, str]) -> tuple[str, ...]:
        """The fields that a row leaves blank where the department, or else the survey, had said something."""
        blanks = self.words.blanks(row)
        return tuple(n for n, held in blanks if (held.said(n) if held else distributed.get(n)) is not None)

    def _words(self, row: Received, distributed: Mapping[str, str]) -> Received:
        """Merge the fields that a row says anything about.

        The row says afterwards which are in conflict (also from before) and which were taken.
        """
        conflicts, taken, asked = [], [], []
        for name, held in self.words.changes(row):
            ours, theirs = self.entries.get(row.key, {}).get(name), row.said(name)
            value, conflict = self._merge(row, name, held, distributed.get(name), ours)
            same = partial(says_same, self._plan, name)
            still = (row.key, name) in self.open and held is not None and same(theirs, held.said(name))
            still = still and not same(theirs, value)
            if conflict or still:
                conflicts.append(name)
                self.open.add((row.key, name))
            else:
                self.open.discard((row.key, name))
            if value != ours:
                taken.append(name)
                self._put(row.key, name, value)
            if theirs is not None and value is not None and self.words.blank_since(row, name):
                asked.append(name)
        return replace(row, conflicts=tuple(conflicts), taken=tuple(taken), blanks=tuple(asked))

    def _blanks(self, row: Received, distributed: Mapping[str, str]) -> Received:
        """Ask about the fields that a row leaves blank; where the ledger is blank too, both say the same."""
        asked, agreed = [], []
        for name in self._questions(row, distributed):
            if name not in self.entries.get(row.key, {}):
                agreed.append(name)
            elif not self.words.is_kept(row.key, name):
                asked.append(name)
        return replace(
            row,
            conflicts=(*row.conflicts, *asked),
            taken=(*(row.taken or ()), *agreed),
            blanks=(*(row.blanks or ()), *asked),
        )

    def _merge(
        self, row: Received, name: str, held: Received | None, distributed: str | None, ours: str | None
    ) -> tuple[str | None, bool]:
        """The text that a field of the ledger gets, and whether the department and the office both changed it.

        Who writes that a field is to be empty has seen a text there: if it is not known which, it may be another one.
        """
        base = held.said(name) if held else distributed
        if held is None and base is None and row.deletes(name):
            return ours, ours is not None
        return merge_field(base, row.said(name), ours, partial(says_same, self._plan, name))

    def _put(self, key: EntryKey, name: str, text: str | None) -> None:
        if text is not None:
            self.entries.setdefault(key, {})[name] = text
        elif key in self.entries:
            self.entries[key].pop(name, None)


def _rows(plan: Plan, point: str, submission: Outcome[Submission]) -> tuple[Received, ...]:
    """The rows of 受領 for one workbook: one for itself (who, when, what stands outside the fields), then its rows.

    Rows of indicators and photos that were blank and are blank are left out.
    """
    value = submission.value
    blank_form = bool(check_anything_filled(submission, plan))
    head = replace(
        _received(plan, point, submission, ValueSet("", None, ROW, {})),
        left_out=blank_form,
        untouched=blank_form,
        sheet="",
        other="\n".join(value.others),
        filled_by=value.filled_by or "",
        confirmed_by=value.confirmed_by or "",
        confirmed_on=value.confirmed_on or "",
    )
    filled = [
        v for v in value.value_sets if v.slot == ROW or v.fields or v.unread or v.deleted or value.base.get(v.key)
    ]
    return head, *(_received(plan, point, submission, value_set) for value_set in filled)


def _received(plan: Plan, point: str, submission: Outcome[Submission], value_set: ValueSet) -> Received:
    value = submission.value
    places = {n: submission.at.get(("value_sets", *value_set.key, n)) for n in field_names(plan, value_set.slot)}
    handed_out = value.base.get(value_set.key, {})
    row = submission.place("value_sets", *value_set.key)
    sheet = (row.sheet if row else None) or ""
    return Received(
        key=value_set.line.at(point, value_set.slot),
        dept_code=value.dept_code,
        submission_no=value.submission_no,
        file=value.file,
        sha256=value.sha256,
        saved_at=value.saved_at or "",
        fields={**value_set.fields, **value_set.unread, **value_set.deleted},
        sheet=sheet,
        cells={n: cell_at(value.file, sheet or None, place.cell) for n, place in places.items() if place is not None},
        saved_by=value.saved_by or "",
        blanks=(),
        printed=tuple(name for name, text in value_set.fields.items() if handed_out.get(name) == text),
    )
