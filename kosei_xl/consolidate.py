"""Returned workbooks + ledger -> one Consolidation: what is new in 受領, the merged ledger, and every finding."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kosei_xl import terms
from kosei_xl.cells import CellRef
from kosei_xl.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.ledger import Received, Records, merge_field
from kosei_xl.model import INDICATOR_FIELDS, STANDARD_FIELDS, EntryKey, Plan, Submission, ValueSet
from kosei_xl.read.ratings import read_rating
from kosei_xl.rules import check

Current = Mapping[EntryKey, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Consolidation:
    """The state after taking in submissions: `records` with new 受領 rows and merged wording, `added` the new rows only."""

    plan: Plan
    point: str
    records: Records
    added: tuple[Received, ...]


def consolidate(
    plan: Plan, point: str, records: Outcome[Records], submissions: Sequence[Outcome[Submission]]
) -> Outcome[Consolidation]:
    """Take submissions of one point into the ledger. Taking the same ones in again changes nothing.

    Submissions are ordered by 提出回, then saved time; an older one is recorded and not merged. Returns the reading
    diagnostics of the submissions and those of `ledger_findings`, K404 (two of equal rank that differ), K401 and K402
    (rows of another department). `at` is the ledger's.
    """
    problems: list[Diagnostic] = [p for s in submissions for p in s.diagnostics]
    known = {row.sha256 for row in records.value.received if row.key.point == point}
    fresh = _ordered({s.value.sha256 or s.value.file: s for s in submissions if s.value.sha256 not in known}.values())
    refused = _of_equal_rank(plan, records.value, fresh, problems)
    merged = _Merger(plan, point, records.value)
    for submission in fresh:
        merged.take(submission, merge=submission.value.sha256 not in refused)
    state = Records(
        current=merged.current,
        received=(*records.value.received, *merged.added),
        row_order=records.value.row_order,
    )
    problems.extend(rows_of_others(plan, point, state))
    problems.extend(ledger_findings(plan, point, state, records.at, problems))
    return Outcome(Consolidation(plan, point, state, tuple(merged.added)), records.at, tuple(dict.fromkeys(problems)))


def _ordered(submissions: Iterable[Outcome[Submission]]) -> list[Outcome[Submission]]:
    return sorted(submissions, key=lambda s: (*_rank(s.value), s.value.dept_code or "", s.value.sha256))


def _rank(submission: Submission) -> tuple[int, str]:
    return submission.submission_no, submission.saved_at or ""


def _of_equal_rank(
    plan: Plan, records: Records, fresh: Sequence[Outcome[Submission]], problems: list[Diagnostic]
) -> frozenset[str]:
    """SHA-256 of the fresh submissions that stand beside another of the same department and rank and differ (K404)."""
    groups: dict[tuple[str | None, tuple[int, str]], list[Outcome[Submission]]] = defaultdict(list)
    for submission in fresh:
        groups[submission.value.dept_code, _rank(submission.value)].append(submission)
    refused: set[str] = set()
    for (dept_code, rank), group in groups.items():
        earlier = [r for r in records.received if (r.dept_code, r.rank) == (dept_code, rank)]
        for n, one in enumerate(group):
            for other in group[n + 1 :]:
                if _differences(plan, dept_code, one, other, problems):
                    refused.update((one.value.sha256, other.value.sha256))
            if _differs_from_received(plan, dept_code, one, earlier, problems):
                refused.add(one.value.sha256)
    return frozenset(refused)


def _differences(
    plan: Plan, dept_code: str | None, one: Outcome[Submission], other: Outcome[Submission], problems: list[Diagnostic]
) -> bool:
    theirs = {value_set.key: value_set.fields for value_set in other.value.value_sets}
    different = False
    for value_set in one.value.value_sets:
        for name in _names(plan, value_set.seq):
            if value_set.fields.get(name) != theirs.get(value_set.key, {}).get(name):
                related = other.place("value_sets", *value_set.key, name)
                place = one.place("value_sets", *value_set.key, name)
                problems.append(_equal_rank(plan, dept_code, value_set, name, place, related, one.value.point))
                different = True
    return different


def _differs_from_received(
    plan: Plan,
    dept_code: str | None,
    one: Outcome[Submission],
    earlier: Sequence[Received],
    problems: list[Diagnostic],
) -> bool:
    before = {(r.key.item_key, r.key.sub_no, r.key.seq): r for r in earlier if r.key.item_key}
    different = False
    for value_set in one.value.value_sets:
        received = before.get(value_set.key)
        if not earlier:
            break
        for name in _names(plan, value_set.seq):
            if value_set.fields.get(name) != (received.fields.get(name) if received else None):
                place = one.place("value_sets", *value_set.key, name)
                related = received.place(name) if received else CellRef(earlier[0].file)
                problems.append(_equal_rank(plan, dept_code, value_set, name, place, related, one.value.point))
                different = True
    return different


def _equal_rank(
    plan: Plan,
    dept_code: str | None,
    value_set: ValueSet,
    name: str,
    place: CellRef | None,
    related: CellRef | None,
    point: str,
) -> Diagnostic:
    return diagnostic(
        "K404",
        place,
        [related] if related else [],
        item=_no(plan, value_set),
        point=point,
        department=_department(plan, dept_code),
        label=label_of(plan, name),
    )


def _names(plan: Plan, seq: int) -> tuple[str, ...]:
    return INDICATOR_FIELDS if seq else plan.entry_fields


def label_of(plan: Plan, field: str) -> str:
    """The label that the plan's form prints for an entry field."""
    labels = {column.key: column.label for column in plan.form_columns}
    return labels.get(field) or terms.FIELD_LABELS.get(field, field)


def _department(plan: Plan, code: str | None) -> str:
    department = plan.department_by_code.get(code or "")
    return department.name if department else (code or "事務局")


def _no(plan: Plan, value_set: ValueSet) -> str:
    item = plan.item_by_key[value_set.item_key]
    return f"{item.no}-{value_set.sub_no}" if value_set.sub_no else item.no


class _Merger:
    """Takes submissions into the ledger one after the other, in order of rank."""

    def __init__(self, plan: Plan, point: str, records: Records) -> None:
        self.plan, self.point = plan, point
        self.current: dict[EntryKey, dict[str, str]] = {k: dict(v) for k, v in records.current.items()}
        for line in plan.lines:
            self.current.setdefault(EntryKey(line.item.key, line.sub_no, point), {})
        self.added: list[Received] = []
        self.latest: dict[EntryKey, Received] = {}
        self.rank: dict[str, tuple[int, str]] = {}
        for row in records.received:
            if row.key.point == point:
                self._remember(row)
        self.answering = {line.key: line.answering for line in plan.lines}

    def _remember(self, row: Received) -> None:
        if row.rank >= self.rank.get(row.dept_code, (0, "")):
            self.rank[row.dept_code] = row.rank
            if row.key.item_key:
                self.latest[row.key] = row

    def take(self, submission: Outcome[Submission], *, merge: bool) -> None:
        value = submission.value
        dept_code = value.dept_code or ""
        merge = merge and _rank(value) >= self.rank.get(dept_code, (0, ""))
        self.added.append(_head_row(submission, self.point))
        for value_set in value.value_sets:
            key = EntryKey(value_set.item_key, value_set.sub_no, self.point, value_set.seq)
            mine = self.answering.get(key[:2]) == dept_code
            conflicts = self._merge(key, value_set, value) if merge and mine else ()
            if value_set.seq and not value_set.fields and not value_set.unread and key not in self.latest:
                continue
            row = _received(submission, value_set, key, conflicts)
            self.added.append(row)
            if merge and mine:
                self._remember(row)
        if merge:
            self.rank[dept_code] = _rank(value)

    def _merge(self, key: EntryKey, value_set: ValueSet, submission: Submission) -> tuple[str, ...]:
        before = self.latest.get(key)
        base = before.fields if before else submission.base.get(value_set.key, {})
        ours = self.current.setdefault(key, {}) if value_set.fields or key in self.current else {}
        conflicts = []
        for name in _names(self.plan, value_set.seq):
            if name in value_set.unread:
                continue
            value, conflict = merge_field(base.get(name), value_set.fields.get(name), ours.get(name))
            if conflict:
                conflicts.append(name)
            if value is None:
                ours.pop(name, None)
            else:
                ours[name] = value
        return tuple(conflicts)


def _head_row(submission: Outcome[Submission], point: str) -> Received:
    """The row of 受領 that stands for the workbook itself: who, when, and what was typed outside the fields."""
    value = submission.value
    row = _received(submission, ValueSet("", "", 0, {}), EntryKey("", "", point), ())
    return replace(
        row,
        sheet="",
        other="\n".join(value.others),
        filled_by=value.filled_by or "",
        confirmed_by=value.confirmed_by or "",
        confirmed_on=value.confirmed_on or "",
    )


def _received(
    submission: Outcome[Submission], value_set: ValueSet, key: EntryKey, conflicts: tuple[str, ...]
) -> Received:
    value = submission.value
    fields = {**value_set.fields, **value_set.unread}
    places = {name: submission.at.get(("value_sets", *value_set.key, name)) for name in fields}
    row = submission.place("value_sets", *value_set.key)
    return Received(
        key=key,
        dept_code=value.dept_code or "",
        submission_no=value.submission_no,
        file=value.file,
        sha256=value.sha256,
        saved_at=value.saved_at or "",
        fields=fields,
        conflicts=conflicts,
        sheet=(row.sheet if row else None) or "",
        cells=" ".join(f"{name}={place.cell}" for name, place in places.items() if place is not None),
        saved_by=value.saved_by or "",
    )


def latest_received(plan: Plan, point: str, records: Records) -> dict[EntryKey, Received]:
    """The last merged value set of each row, from the department that answers it."""
    answering = {line.key: line.answering for line in plan.lines}
    latest: dict[EntryKey, Received] = {}
    for row in records.received:
        if row.key.point == point and row.key.item_key and answering.get(row.key[:2]) == row.dept_code:
            held = latest.get(row.key)
            if held is None or row.rank >= held.rank:
                latest[row.key] = row
    return latest


def rows_of_others(plan: Plan, point: str, records: Records) -> tuple[Diagnostic, ...]:
    """Report rows that a department filled in although another answers them (K401; K402 where that one did too)."""
    answering = {line.key: line for line in plan.lines}
    own = latest_received(plan, point, records)
    problems = []
    for row in records.received:
        line = answering.get(row.key[:2])
        if row.key.point != point or line is None or line.answering == row.dept_code or not row.fields:
            continue
        place = row.place(next(iter(row.fields)))
        expected, found = _department(plan, line.answering), _department(plan, row.dept_code)
        other = own.get(row.key)
        if other is not None and other.fields:
            related = other.place(next(iter(other.fields)))
            both = f"{found}と{expected}"
            problems.append(
                diagnostic("K402", place, [related], item=line.no, point=point, departments=both, expected=expected)
            )
        else:
            problems.append(diagnostic("K401", place, item=line.no, point=point, expected=expected, found=found))
    return tuple(problems)


def ledger_findings(
    plan: Plan,
    point: str,
    records: Records,
    at: Mapping[tuple[str | int, ...], CellRef],
    reported: Iterable[Diagnostic] = (),
    *,
    everything: bool = False,
) -> tuple[Diagnostic, ...]:
    """What is wrong with the ledger of a point, whoever sent it and whenever; each finding at the cell it came from.

    A field that still says what a department sent is reported in the department's workbook, any other in the ledger.
    Rows of departments that have sent nothing are left out (they get one K406) unless `everything`. Adds K201 for
    received ratings outside the scale, K405 for open conflicts, K409 for rows nobody answers, and all of `rules`.
    """
    latest = latest_received(plan, point, records)
    returned = {row.dept_code for row in records.received if row.key.point == point}
    problems: list[Diagnostic] = []
    places: dict[tuple[str | int, ...], CellRef] = {(): at.get((), CellRef(""))}
    value_sets = []
    for line in plan.lines:
        key = EntryKey(line.item.key, line.sub_no, point)
        if line.answering is None and not line.item.office_rated:
            problems.append(diagnostic("K409", at.get(tuple(key), at.get(())), item=line.no, point=point))
        if not everything and line.answering is not None and line.answering not in returned:
            continue
        fields = records.current.get(key, {})
        received = latest.get(key)
        value_sets.append(ValueSet(*key[:2], 0, fields))
        for name in (*STANDARD_FIELDS, *plan.own_fields):
            sent = received is not None and fields.get(name) == received.fields.get(name)
            place = received.place(name) if received is not None and sent else at.get((*key, name), at.get(tuple(key)))
            places["value_sets", *key[:2], 0, name] = place or at.get((), CellRef(""))
        if received is not None:
            problems.extend(_received_findings(plan, received, fields, at))
    file = places[()].file
    silent = tuple(dict.fromkeys((*reported, *problems)))
    submission = Submission(plan.plan_id, plan.plan_version, point, None, tuple(value_sets), file=file)
    problems.extend(check(Outcome(submission, places, silent), plan))
    problems.extend(_not_returned(plan, point, returned, CellRef(file, terms.STATUS_SHEET)))
    return tuple(dict.fromkeys(problems))


def _received_findings(
    plan: Plan, received: Received, fields: Mapping[str, str], at: Mapping[tuple[str | int, ...], CellRef]
) -> Iterable[Diagnostic]:
    key = received.key
    no = next(line.no for line in plan.lines if line.key == key[:2])
    rating = received.fields.get("rating")
    if rating is not None and "rating" not in fields and read_rating(rating, plan) is None:
        allowed = "・".join(plan.rating_by_code)
        yield diagnostic("K201", received.place("rating"), item=no, point=key.point, value=rating, allowed=allowed)
    for name in received.conflicts:
        theirs, ours = received.fields.get(name), fields.get(name)
        if theirs != ours:
            place = at.get((*key, name))
            yield diagnostic(
                "K405",
                received.place(name),
                [place] if place else [],
                item=no,
                point=key.point,
                label=label_of(plan, name),
                ours=ours or "（空欄）",
                theirs=theirs or "（空欄）",
            )


def _not_returned(plan: Plan, point: str, returned: set[str], place: CellRef) -> Iterable[Diagnostic]:
    counts: dict[str, int] = defaultdict(int)
    for line in plan.lines:
        if line.answering is not None and line.answering not in returned:
            counts[line.answering] += 1
    for code, count in counts.items():
        yield diagnostic("K406", place, point=point, department=_department(plan, code), count=count)
