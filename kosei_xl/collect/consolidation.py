"""Returned workbooks + ledger -> one Consolidation: what is new in 受領, the merged ledger, and every finding."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kosei_xl.collect.conflicts import PICTURE, Conflict, open_conflicts
from kosei_xl.collect.received import (
    LastWord,
    contents_of,
    last_ranks,
    latest_received,
    received_at,
    says,
    texts_of,
    workbooks_by_rank,
)
from kosei_xl.collect.returns import by_name, copies, doubtful_returns
from kosei_xl.collect.rules import check_rules
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.labels import department_name, field_names, label_of
from kosei_xl.values.ledger import Received, Records, earlier_indicators, merge_field
from kosei_xl.values.model import INDICATOR_FIELDS, STANDARD_FIELDS, EntryKey, Line, Plan, Submission, ValueSet
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.workbook.book import is_error_value


@dataclass(frozen=True, slots=True)
class Consolidation:
    """The state after taking in submissions: `records` with new 受領 rows and merged wording; `added`, the new rows."""

    plan: Plan
    point: str
    records: Records
    added: tuple[Received, ...]


def consolidate(
    plan: Plan, point: str, records: Outcome[Records], submissions: Sequence[Outcome[Submission]]
) -> Outcome[Consolidation]:
    """Take submissions of one point into the ledger. Taking the same ones in again changes nothing.

    Submissions are ordered by 提出回, then saved time; of each field the latest one that says anything about it counts.
    So the ledger is the same whatever the order of arrival and in however many runs, as long as no two workbooks of a
    department have the same rank and the office does not write in between: what it writes is merged with what has come
    by then. Of two of one rank that come one after the other the first stays; of two that come together none is used.
    Returns the reading diagnostics of the submissions, K411 for copies and `ledger_findings`. `at` is the ledger's.
    """
    problems: list[Diagnostic] = [p for s in submissions for p in s.diagnostics]
    known = {row.sha256 for row in received_at(point, records.value)}
    fresh = [s for s in _ordered(submissions) if s.value.sha256 not in known]
    rows = {s.value.sha256: _rows(plan, point, s) for s in fresh}
    everything = (*received_at(point, records.value), *(row for each in rows.values() for row in each))
    refused = _refused(everything, frozenset(rows))
    merger = _Merger(plan, point, records.value)
    for submission in fresh:
        sha256 = submission.value.sha256
        merger.take(submission, rows[sha256], merge=sha256 not in refused)
    state = Records(
        current=merger.current,
        received=(*records.value.received, *merger.added),
        row_order=records.value.row_order,
        pictures={**records.value.pictures, **{k: v for s in submissions for k, v in s.value.pictures.items()}},
    )
    problems.extend(copies(point, state, ((s.value.file, s.value.sha256) for s in submissions)))
    problems.extend(ledger_findings(plan, point, state, records.at, problems))
    return Outcome(Consolidation(plan, point, state, tuple(merger.added)), records.at, tuple(dict.fromkeys(problems)))


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


def rows_of_equal_rank(plan: Plan, point: str, records: Records) -> tuple[Diagnostic, ...]:
    """Report fields in which two workbooks of a department's latest rank differ (K404 at the later one's cell)."""
    nos = {line.key: line.no for line in plan.lines}
    problems = []
    for code, ranks in workbooks_by_rank(received_at(point, records)):
        rows = ranks[-1][1]
        heads = {row.sha256: row for row in rows if not row.key.item_key}
        used = next((head.file for head in heads.values() if not head.conflicts), None)
        kept = told("twins_neither") if used is None else told("twins_first", file=used)
        contents = list(contents_of(rows).items())
        for n, (sha256, before) in enumerate(contents):
            for other, after in contents[n + 1 :]:
                for key, name in _differences(plan, before, after):
                    one, two = before.get(key, heads[sha256]), after.get(key, heads[other])
                    problems.append(
                        diagnostic(
                            Code.TWINS_DIFFER,
                            two.place(name),
                            [one.place(name)],
                            item=nos.get(key[:2], key.item_key),
                            point=point,
                            department=department_name(plan, code),
                            label=label_of(plan, name),
                            other=one.place(name),
                            text=two.fields.get(name) or terms.BLANK,
                            other_text=one.fields.get(name) or terms.BLANK,
                            kept=kept,
                        )
                    )
    return tuple(problems)


def _differences(
    plan: Plan, before: Mapping[EntryKey, Received], after: Mapping[EntryKey, Received]
) -> list[tuple[EntryKey, str]]:
    found = []
    for key in dict.fromkeys((*before, *after)):
        one, two = (rows[key].fields if key in rows else {} for rows in (before, after))
        found += [(key, name) for name in field_names(plan, key.seq) if one.get(name) != two.get(name)]
    return found


class _Merger:
    """Takes submissions into the ledger one after the other, in order of rank."""

    def __init__(self, plan: Plan, point: str, records: Records) -> None:
        self.plan, self.point = plan, point
        self.current: dict[EntryKey, dict[str, str]] = {k: dict(v) for k, v in records.current.items()}
        for line in plan.lines:
            self.current.setdefault(EntryKey(*line.key, point), {})
        self.added: list[Received] = []
        self.open = {(c.key, c.field) for c in open_conflicts(plan, point, records)}
        rows = received_at(point, records)
        self.words = LastWord(plan, rows)
        for row in rows:
            if self.words.counts(row):
                self.words.record(row)

    def take(self, submission: Outcome[Submission], rows: Sequence[Received], *, merge: bool) -> None:
        """Record the rows of one workbook, and merge those that its department answers."""
        head, *others = rows
        conflicts: tuple[str, ...] = () if merge else (terms.WHOLE_WORKBOOK,)
        self.added.append(replace(head, conflicts=conflicts, taken=()))
        for row in others:
            taken: tuple[str, ...] = ()
            if merge and self.words.counts(row):
                base = submission.value.base.get((row.key.item_key, row.key.sub_no, row.key.seq), {})
                conflicts, taken = self._merge(row, base)
                row = replace(row, conflicts=conflicts)
                self.words.record(row)
            self.added.append(replace(row, taken=taken))

    def _merge(self, row: Received, distributed: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Merge the fields that a row says anything about -> those in conflict (also from before), those taken."""
        ours = self.current.get(row.key, {})
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
            self.current[row.key] = ours
        return tuple(conflicts), tuple(taken)


def _rows(plan: Plan, point: str, submission: Outcome[Submission]) -> tuple[Received, ...]:
    """The rows of 受領 for one workbook: one for itself (who, when, what stands outside the fields), then its rows.

    Rows of indicators and photos that were blank and are blank are left out.
    """
    value = submission.value
    head = replace(
        _received(plan, point, submission, ValueSet("", "", 0, {})),
        sheet="",
        other="\n".join(value.others),
        filled_by=value.filled_by or "",
        confirmed_by=value.confirmed_by or "",
        confirmed_on=value.confirmed_on or "",
    )
    filled = [v for v in value.value_sets if not v.seq or v.fields or v.unread or value.base.get(v.key)]
    return head, *(_received(plan, point, submission, value_set) for value_set in filled)


def _received(plan: Plan, point: str, submission: Outcome[Submission], value_set: ValueSet) -> Received:
    value = submission.value
    places = {n: submission.at.get(("value_sets", *value_set.key, n)) for n in field_names(plan, value_set.seq)}
    row = submission.place("value_sets", *value_set.key)
    return Received(
        key=EntryKey(value_set.item_key, value_set.sub_no, point, value_set.seq),
        dept_code=value.dept_code or "",
        submission_no=value.submission_no,
        file=value.file,
        sha256=value.sha256,
        saved_at=value.saved_at or "",
        fields={**value_set.fields, **value_set.unread},
        sheet=(row.sheet if row else None) or "",
        cells=" ".join(f"{name}={place.cell}" for name, place in places.items() if place is not None),
        saved_by=value.saved_by or "",
    )


def rows_of_others(plan: Plan, point: str, records: Records) -> tuple[Diagnostic, ...]:
    """Report rows that a department filled in although another answers them (K401; K402 where that one did too).

    Looks at the latest workbook of each department: sending it again without those rows settles it.
    """
    answering = {line.key: line for line in plan.lines}
    own = latest_received(plan, point, records)
    ranks = last_ranks(point, records)
    problems = []
    for row in received_at(point, records):
        line = answering.get(row.key[:2])
        if line is None or line.answering == row.dept_code or not row.fields or row.rank < ranks[row.dept_code]:
            continue
        place = row.place(next(iter(row.fields)))
        expected, found = department_name(plan, line.answering), department_name(plan, row.dept_code)
        other = own.get(row.key)
        if other is not None and other.fields:
            related = other.place(next(iter(other.fields)))
            both = f"{found}と{expected}"
            problems.append(
                diagnostic(
                    Code.ROW_OF_SEVERAL_DEPARTMENTS,
                    place,
                    [related],
                    item=line.no,
                    point=point,
                    departments=both,
                    expected=expected,
                )
            )
        else:
            problems.append(
                diagnostic(
                    Code.ROW_OF_ANOTHER_DEPARTMENT, place, item=line.no, point=point, expected=expected, found=found
                )
            )
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
    Rows of departments that have sent nothing are left out (they get one K406) unless `everything`. Adds K404 (two
    workbooks of equal rank), K401 and K402 (rows of another department), K412 and K413 (returns whose order may not be
    what was meant), K201 and K205 for what was received and means nothing, K405 and K410 for open conflicts, K409 for
    rows nobody answers, K225 for captions without a picture, and all of `rules`.
    """
    latest = latest_received(plan, point, records)
    by_line: dict[tuple[str, str], list[Received]] = defaultdict(list)
    for row in latest.values():
        by_line[row.key[:2]].append(row)
    returned = {row.dept_code for row in received_at(point, records)}
    problems: list[Diagnostic] = [
        *rows_of_equal_rank(plan, point, records),
        *rows_of_others(plan, point, records),
        *doubtful_returns(plan, point, records),
        *_conflict_findings(plan, point, records, at),
    ]
    places: dict[tuple[str | int, ...], CellRef] = {(): at.get((), CellRef(""))}
    value_sets = []
    indicators: dict[EntryKey, list[EntryKey]] = defaultdict(list)
    for each in sorted(key for key in records.current if key.is_indicator):
        indicators[each._replace(seq=0)].append(each)
    for line in plan.lines:
        key = EntryKey(*line.key, point)
        if line.answering is None and (line.sub is not None or not line.item.office_rated):
            problems.append(diagnostic(Code.NOBODY_ANSWERS, at.get(tuple(key), at.get(())), item=line.no, point=point))
        if not everything and line.answering is not None and line.answering not in returned:
            continue
        for each in (key, *indicators.get(key, ())):
            values, sent = records.current.get(each, {}), latest.get(each)
            value_sets.append(ValueSet(*key[:2], each.seq, values))
            for name in INDICATOR_FIELDS if each.seq else (*STANDARD_FIELDS, *plan.own_fields):
                place = at.get((*each, name), at.get(tuple(each)))
                if sent is not None and _stands(plan, sent, name, values):
                    place = sent.place(name)
                places["value_sets", *key[:2], each.seq, name] = place or at.get((), CellRef(""))
        for row in by_line[line.key]:
            problems.extend(_received_findings(plan, row, line, records.current.get(row.key, {})))
    problems.extend(_captions_alone(plan, point, records, at, latest, reported))
    file = places[()].file
    silent = tuple(dict.fromkeys((*reported, *problems)))
    earlier = earlier_indicators(plan, records.current, point)
    submission = Submission(plan.plan_id, plan.plan_version, point, None, tuple(value_sets), file=file, earlier=earlier)
    problems.extend(check_rules(Outcome(submission, places, silent), plan))
    problems.extend(_not_returned(plan, point, returned, CellRef(file, terms.STATUS_SHEET)))
    return tuple(dict.fromkeys(problems))


def _stands(plan: Plan, received: Received, name: str, fields: Mapping[str, str]) -> bool:
    """Whether the ledger says what was received, or is blank for want of anything that means something."""
    return fields.get(name) == received.fields.get(name) or (name not in fields and not says(plan, received, name))


def _received_findings(plan: Plan, received: Received, line: Line, fields: Mapping[str, str]) -> Iterable[Diagnostic]:
    key, no = received.key, line.no
    for name, text in received.fields.items():
        if name not in fields and is_error_value(text):
            yield diagnostic(Code.ERROR_VALUE, received.place(name), item=no, point=key.point, value=text)
        elif name not in fields and not says(plan, received, name):
            allowed = "・".join(plan.rating_by_code)
            yield diagnostic(
                Code.RATING_NOT_IN_SCALE, received.place(name), item=no, point=key.point, value=text, allowed=allowed
            )


def _conflict_findings(
    plan: Plan, point: str, records: Records, at: Mapping[tuple[str | int, ...], CellRef]
) -> Iterable[Diagnostic]:
    """K405 (K410 for pictures) for each open conflict, at the department's cell."""
    nos = {line.key: line.no for line in plan.lines}
    for conflict in open_conflicts(plan, point, records):
        yield _conflict_finding(plan, conflict, nos.get(conflict.key[:2], conflict.key.item_key), at)


def _conflict_finding(
    plan: Plan, conflict: Conflict, item: str, at: Mapping[tuple[str | int, ...], CellRef]
) -> Diagnostic:
    key, name = conflict.key, conflict.field
    place, ledger = conflict.row.place(name), at.get((*key, name))
    related = [ledger] if ledger else []
    if name == PICTURE:
        return diagnostic(Code.PICTURE_CONFLICT, place, related, item=item, point=key.point)
    return diagnostic(
        Code.CONFLICT,
        place,
        related,
        item=item,
        point=key.point,
        label=label_of(plan, name),
        ours=conflict.ours or terms.BLANK,
        theirs=conflict.theirs or terms.BLANK,
    )


def _captions_alone(
    plan: Plan,
    point: str,
    records: Records,
    at: Mapping[tuple[str | int, ...], CellRef],
    latest: Mapping[EntryKey, Received],
    reported: Iterable[Diagnostic],
) -> Iterable[Diagnostic]:
    """K225 for captions that will not be printed; silent where the picture itself was complained about."""
    silent = {problem.at for problem in reported}
    nos = {line.key: line.no for line in plan.lines}
    for key, fields in records.current.items():
        if key.point != point or not key.is_photo or "caption" not in fields or "picture" in fields:
            continue
        row = latest.get(key)
        theirs = row is not None and row.fields.get("caption") == fields["caption"]
        if row is not None and row.place("picture") in silent:
            continue
        place = row.place("caption") if row is not None and theirs else at.get((*key, "caption"))
        yield diagnostic(Code.CAPTION_WITHOUT_PICTURE, place, item=nos.get(key[:2], key.item_key), point=point)


def _not_returned(plan: Plan, point: str, returned: set[str], place: CellRef) -> Iterable[Diagnostic]:
    counts: dict[str, int] = defaultdict(int)
    for line in plan.lines:
        if line.answering is not None and line.answering not in returned:
            counts[line.answering] += 1
    for code, count in counts.items():
        yield diagnostic(Code.NOT_RETURNED, place, point=point, department=department_name(plan, code), count=count)
