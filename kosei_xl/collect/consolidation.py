"""Returned workbooks + ledger -> one Consolidation: what is new in 受領, the merged ledger, and every finding."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from kosei_xl.collect.conflicts import replayed
from kosei_xl.collect.exchanged import (
    StillMoved,
    moved_before,
    moved_texts,
    without_exchanged,
    without_still_moved,
)
from kosei_xl.collect.ledger_findings import ledger_findings
from kosei_xl.collect.received import contents_of, is_silent, untouched, workbooks_by_rank
from kosei_xl.collect.return_findings import readings_of, rows_for
from kosei_xl.collect.returns import by_name, copies
from kosei_xl.collect.rows_of_returns import rows_of_return
from kosei_xl.later import dataclass
from kosei_xl.values.diagnostics import Diagnostic, Outcome, SourceMap
from kosei_xl.values.labels import says_same
from kosei_xl.values.ledger import NO_FIELDS, Fields, Received, merge_field
from kosei_xl.values.model import EntryKey, Plan, Submission
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


@dataclass(frozen=True, slots=True)
class Merged:
    """What submissions came to, before anything is said about it: the state, and what findings are told from. `files`
    are the names and SHA-256 of what was taken in; the submissions themselves are let go of.
    """

    value: Consolidation
    files: tuple[tuple[str, str], ...] = ()
    others: tuple[Reading, ...] = ()


def consolidate(
    standing: Standing, at: SourceMap, submissions: Sequence[Outcome[Submission]], others: Sequence[Reading] = ()
) -> Outcome[Consolidation]:
    """`merge`, and what is found (`findings_of`) where the ledger's cells are `at`."""
    merged = merge(standing, submissions, others)
    return Outcome(merged.value, at, findings_of(merged, at))


def merge(standing: Standing, submissions: Sequence[Outcome[Submission]], others: Sequence[Reading] = ()) -> Merged:
    """Take submissions of one point into the ledger. Taking them in again changes nothing.

    Submissions are ordered by 提出回, then saved time; of each field the latest one that says anything about it counts.
    So the ledger is the same whatever the order of arrival and in however many runs, as long as no two workbooks of a
    department have the same rank, no answers of one changed places since an older one that comes later (`exchanged`:
    such rows are not taken in, nor are those that still hold what was not taken), and the office does not write in
    between: what it writes is merged with what has come by then. Of the fields in which two of one rank differ, what
    came first stays when they come one after the other; when they come together none is used. All other fields are
    taken in. A workbook into which nothing was written is recorded and says nothing; blanks are no answers, nor are
    texts that its form was handed out with (`received`).
    `others` are files that could not be read as returns.
    Into a point that is closed nothing is taken: what comes is recorded as late.
    What was found in files is recorded (`return_findings`), and told until something takes its place.
    """
    if standing.closed:
        return _received_late(standing, submissions, others)
    plan, ledger = standing.plan, standing.ledger
    received = tuple(standing.received)
    known = {row.sha256 for row in received}
    rows: dict[str, tuple[Received, ...]] = {}
    own: dict[str | None, list[Received]] = defaultdict(list)
    for row in received:
        own[row.dept_code].append(row)
    before = moved_before(standing)
    moved = {one.value.dept_code: list(before.get(one.value.dept_code, ())) for one in submissions}
    moved_then: dict[str, Sequence[StillMoved]] = {}
    fresh = []
    for one in _ordered(submissions):
        code, sha256 = one.value.dept_code, one.value.sha256
        moved_then[sha256] = tuple(moved[code])
        submission = _without_strangers(standing, one, own[code], moved_then[sha256])
        if sha256 not in known:
            fresh.append(submission)
            moved[code] += moved_texts(plan, sha256, submission.diagnostics)
            rows[sha256] = rows_of_return(plan, standing.point.key, submission)
            own[code] += rows[sha256]
    submissions = [
        _without_strangers(standing, one, own[one.value.dept_code], moved_then[one.value.sha256]) for one in submissions
    ]
    everything = (*received, *(row for each in rows.values() for row in each))
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
    files = tuple((one.value.file, one.value.sha256) for one in submissions)
    return Merged(Consolidation(state, tuple(merger.added), reports), files, tuple(others))


def _without_strangers(
    standing: Standing, one: Outcome[Submission], own: Sequence[Received], moved: Sequence[StillMoved]
) -> Outcome[Submission]:
    """A workbook without the rows whose answers are, as far as the department's other workbooks show, another row's."""
    return without_still_moved(standing, without_exchanged(standing, one, own), moved)


def findings_of(merged: Merged, at: SourceMap) -> tuple[Diagnostic, ...]:
    """What is wrong with the state: K411 for copies and `ledger_findings`, K440 for what came too late for a point that
    is closed. `at` are the ledger's cells.
    """
    state = merged.value.standing
    if state.closed:
        return (*(found for one in merged.others for found in one.findings), *ledger_findings(state, at))
    problems = tuple(copies(state, merged.files))
    problems += ledger_findings(state, at, problems)
    return tuple(dict.fromkeys(problems))


def _received_late(standing: Standing, submissions: Sequence[Outcome[Submission]], others: Sequence[Reading]) -> Merged:
    """What comes for a closed point: its rows, which say nothing (K440 for each workbook); the ledger stays."""
    ledger, point = standing.ledger, standing.point.key
    known = {row.sha256 for row in (*standing.received, *ledger.late)}
    fresh = [one for one in _ordered(submissions) if one.value.sha256 not in known]
    rows = [row for one in fresh for row in rows_of_return(standing.plan, point, one)]
    added = tuple(replace(row, kind="late", taken=()) for row in rows)
    state = standing.with_ledger(replace(ledger, late=(*ledger.late, *added)))
    return Merged(Consolidation(state, added), others=tuple(others))


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
        self.entries: dict[EntryKey, Fields] = dict(standing.ledger.entries)
        for line in standing.plan.lines:
            self.entries.setdefault(standing.key(line), {})
        self.added: list[Received] = []
        self._plan = standing.plan
        replay = replayed(standing)
        self.open = {(c.key, c.field) for c in replay.changed(standing.ledger)}
        self.words = replay.words

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
        fields = self.entries.get(key, NO_FIELDS)
        if text is not None:
            self.entries[key] = {**fields, name: text}
        else:
            self.entries[key] = {own: said for own, said in fields.items() if own != name}
