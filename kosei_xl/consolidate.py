"""Returned workbooks + ledger -> one Consolidation: what is new in 受領, the merged ledger, and every finding."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kosei_xl import terms
from kosei_xl.cells import CellRef
from kosei_xl.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.excel import is_error_value
from kosei_xl.ledger import Received, Records, merge_field
from kosei_xl.model import STANDARD_FIELDS, EntryKey, Line, Plan, Submission, ValueSet, child_fields
from kosei_xl.read.ratings import read_rating
from kosei_xl.rules import check

Current = Mapping[EntryKey, Mapping[str, str]]


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

    Submissions are ordered by 提出回, then saved time; of each field the latest one that says anything about it counts,
    so that the order of arrival does not matter. Returns the reading diagnostics of the submissions, K404 (two of equal
    rank that differ: neither is taken over), K401 and K402 (rows of another department), and those of
    `ledger_findings`. `at` is the ledger's.
    """
    problems: list[Diagnostic] = [p for s in submissions for p in s.diagnostics]
    known = {row.sha256 for row in records.value.received if row.key.point == point}
    fresh = [s for s in _ordered(submissions) if s.value.sha256 not in known]
    rows = {s.value.sha256: _rows(plan, point, s) for s in fresh}
    refused = _refused((*_at(point, records.value), *(row for each in rows.values() for row in each)), frozenset(rows))
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
    problems.extend(rows_of_equal_rank(plan, point, state))
    problems.extend(rows_of_others(plan, point, state))
    problems.extend(ledger_findings(plan, point, state, records.at, problems))
    return Outcome(Consolidation(plan, point, state, tuple(merger.added)), records.at, tuple(dict.fromkeys(problems)))


def _ordered(submissions: Iterable[Outcome[Submission]]) -> list[Outcome[Submission]]:
    """By rank; of copies under several names the first name stays."""

    def order(outcome: Outcome[Submission]) -> tuple[int, str, str, str, str]:
        value = outcome.value
        return value.submission_no, value.saved_at or "", value.dept_code or "", value.sha256, value.file

    return list({s.value.sha256: s for s in sorted(submissions, key=order, reverse=True)}.values())[::-1]


def _at(point: str, records: Records) -> list[Received]:
    return [row for row in records.received if row.key.point == point]


def _contents(rows: Iterable[Received]) -> dict[str, dict[EntryKey, Received]]:
    """SHA-256 of each workbook -> its rows that hold anything."""
    contents: dict[str, dict[EntryKey, Received]] = {row.sha256: {} for row in rows}
    for row in rows:
        if row.key.item_key and row.fields:
            contents[row.sha256][row.key] = row
    return contents


def _refused(rows: Sequence[Received], fresh: frozenset[str]) -> frozenset[str]:
    """SHA-256 of the fresh workbooks beside which another of the same department and rank says something else."""
    groups: dict[tuple[str, tuple[int, str]], list[Received]] = defaultdict(list)
    for row in rows:
        groups[row.dept_code, row.rank].append(row)
    refused: set[str] = set()
    for group in groups.values():
        said = {
            sha256: {key: row.fields for key, row in content.items()} for sha256, content in _contents(group).items()
        }
        refused.update(one for one in said.keys() & fresh if any(other != said[one] for other in said.values()))
    return frozenset(refused)


def rows_of_equal_rank(plan: Plan, point: str, records: Records) -> tuple[Diagnostic, ...]:
    """Report fields in which two workbooks of a department's latest rank differ (K404 at the later one's cell)."""
    nos = {line.key: line.no for line in plan.lines}
    ranks = _last_ranks(point, records)
    problems = []
    for code, rank in ranks.items():
        rows = [row for row in _at(point, records) if (row.dept_code, row.rank) == (code, rank)]
        heads = {row.sha256: row for row in rows if not row.key.item_key}
        contents = list(_contents(rows).items())
        for n, (sha256, before) in enumerate(contents):
            for other, after in contents[n + 1 :]:
                for key, name in _differences(plan, before, after):
                    one, two = before.get(key, heads[sha256]), after.get(key, heads[other])
                    problems.append(
                        diagnostic(
                            "K404",
                            two.place(name),
                            [one.place(name)],
                            item=nos.get(key[:2], key.item_key),
                            point=point,
                            department=_department(plan, code),
                            label=label_of(plan, name),
                        )
                    )
    return tuple(problems)


def _differences(
    plan: Plan, before: Mapping[EntryKey, Received], after: Mapping[EntryKey, Received]
) -> list[tuple[EntryKey, str]]:
    found = []
    for key in dict.fromkeys((*before, *after)):
        one, two = (rows[key].fields if key in rows else {} for rows in (before, after))
        found += [(key, name) for name in _names(plan, key.seq) if one.get(name) != two.get(name)]
    return found


def _last_ranks(point: str, records: Records) -> dict[str, tuple[int, str]]:
    """The rank of each department's latest workbook."""
    ranks: dict[str, tuple[int, str]] = {}
    for row in _at(point, records):
        ranks[row.dept_code] = max(row.rank, ranks.get(row.dept_code, row.rank))
    return ranks


def _not_merged(rows: Iterable[Received]) -> frozenset[str]:
    """SHA-256 of the workbooks that were recorded and not taken over."""
    return frozenset(row.sha256 for row in rows if row.conflicts == (terms.WHOLE_WORKBOOK,))


def _names(plan: Plan, seq: int) -> tuple[str, ...]:
    return child_fields(seq) if seq else plan.entry_fields


def _says(plan: Plan, row: Received, name: str) -> bool:
    """Whether a received row tells what a field holds: a lost column does not, nor does a text that means nothing."""
    text = row.fields.get(name)
    if text is None:
        return not row.cells or row.place(name).row is not None
    return not is_error_value(text) and (name != "rating" or read_rating(text, plan) is not None)


def label_of(plan: Plan, field: str) -> str:
    """The label that the plan's form prints for an entry field."""
    labels = {column.key: column.label for column in plan.form_columns}
    return labels.get(field) or terms.FIELD_LABELS.get(field, field)


def _department(plan: Plan, code: str | None) -> str:
    department = plan.department_by_code.get(code or "")
    return department.name if department else (code or "事務局")


class _Merger:
    """Takes submissions into the ledger one after the other, in order of rank."""

    def __init__(self, plan: Plan, point: str, records: Records) -> None:
        self.plan, self.point = plan, point
        self.current: dict[EntryKey, dict[str, str]] = {k: dict(v) for k, v in records.current.items()}
        for line in plan.lines:
            self.current.setdefault(EntryKey(*line.key, point), {})
        self.added: list[Received] = []
        self.answering = {line.key: line.answering for line in plan.lines}
        self.last: dict[tuple[EntryKey, str], Received] = {}
        rows = _at(point, records)
        left_out = _not_merged(rows)
        for row in rows:
            if row.sha256 not in left_out and self._is_own(row):
                self._remember(row)

    def _is_own(self, row: Received) -> bool:
        return bool(row.key.item_key) and self.answering.get(row.key[:2]) == row.dept_code

    def _remember(self, row: Received) -> None:
        """Keep what the answering department last said about each field."""
        for name in _names(self.plan, row.key.seq):
            held = self.last.get((row.key, name))
            if _says(self.plan, row, name) and (held is None or row.rank >= held.rank):
                self.last[row.key, name] = row

    def take(self, submission: Outcome[Submission], rows: Sequence[Received], *, merge: bool) -> None:
        """Record the rows of one workbook, and merge those that its department answers."""
        head, *others = rows
        self.added.append(head if merge else replace(head, conflicts=(terms.WHOLE_WORKBOOK,)))
        for row in others:
            if merge and self._is_own(row):
                base = submission.value.base.get((row.key.item_key, row.key.sub_no, row.key.seq), {})
                row = replace(row, conflicts=self._merge(row, base))
                self._remember(row)
            self.added.append(row)

    def _merge(self, row: Received, distributed: Mapping[str, str]) -> tuple[str, ...]:
        """Merge the fields that a row says anything about -> those in conflict, with older ones that are still open."""
        ours = self.current.get(row.key, {})
        conflicts = []
        for name in _names(self.plan, row.key.seq):
            held = self.last.get((row.key, name))
            if not _says(self.plan, row, name) or (held is not None and held.rank > row.rank):
                continue
            base, theirs = (held.fields if held else distributed).get(name), row.fields.get(name)
            value, conflict = merge_field(base, theirs, ours.get(name))
            open_still = held is not None and name in held.conflicts and theirs == base and theirs != value
            if conflict or open_still:
                conflicts.append(name)
            if value is None:
                ours.pop(name, None)
            else:
                ours[name] = value
        if ours:
            self.current[row.key] = ours
        return tuple(conflicts)


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
    places = {n: submission.at.get(("value_sets", *value_set.key, n)) for n in _names(plan, value_set.seq)}
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


def latest_received(plan: Plan, point: str, records: Records) -> dict[EntryKey, Received]:
    """The last merged value set of each row, from the department that answers it."""
    answering = {line.key: line.answering for line in plan.lines}
    latest: dict[EntryKey, Received] = {}
    rows = _at(point, records)
    left_out = _not_merged(rows)
    for row in rows:
        if row.key.item_key and row.sha256 not in left_out and answering.get(row.key[:2]) == row.dept_code:
            held = latest.get(row.key)
            if held is None or row.rank >= held.rank:
                latest[row.key] = row
    return latest


def rows_of_others(plan: Plan, point: str, records: Records) -> tuple[Diagnostic, ...]:
    """Report rows that a department filled in although another answers them (K401; K402 where that one did too).

    Looks at the latest workbook of each department: sending it again without those rows settles it.
    """
    answering = {line.key: line for line in plan.lines}
    own = latest_received(plan, point, records)
    ranks = _last_ranks(point, records)
    problems = []
    for row in _at(point, records):
        line = answering.get(row.key[:2])
        if line is None or line.answering == row.dept_code or not row.fields or row.rank < ranks[row.dept_code]:
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
    Rows of departments that have sent nothing are left out (they get one K406) unless `everything`. Adds K201 and K205
    for what was received and means nothing, K405 and K410 for open conflicts, K409 for rows nobody answers, K225 for
    captions without a picture, and all of `rules`.
    """
    latest = latest_received(plan, point, records)
    by_line: dict[tuple[str, str], list[Received]] = defaultdict(list)
    for row in latest.values():
        by_line[row.key[:2]].append(row)
    returned = {row.dept_code for row in _at(point, records)}
    problems: list[Diagnostic] = []
    places: dict[tuple[str | int, ...], CellRef] = {(): at.get((), CellRef(""))}
    value_sets = []
    for line in plan.lines:
        key = EntryKey(*line.key, point)
        if line.answering is None and (line.sub is not None or not line.item.office_rated):
            problems.append(diagnostic("K409", at.get(tuple(key), at.get(())), item=line.no, point=point))
        if not everything and line.answering is not None and line.answering not in returned:
            continue
        fields = records.current.get(key, {})
        received = latest.get(key)
        value_sets.append(ValueSet(*key[:2], 0, fields))
        for name in (*STANDARD_FIELDS, *plan.own_fields):
            place = at.get((*key, name), at.get(tuple(key)))
            if received is not None and _stands(plan, received, name, fields):
                place = received.place(name)
            places["value_sets", *key[:2], 0, name] = place or at.get((), CellRef(""))
        for row in by_line[line.key]:
            problems.extend(_received_findings(plan, row, line, records.current.get(row.key, {}), at))
    problems.extend(_captions_alone(plan, point, records, at, latest, reported))
    file = places[()].file
    silent = tuple(dict.fromkeys((*reported, *problems)))
    submission = Submission(plan.plan_id, plan.plan_version, point, None, tuple(value_sets), file=file)
    problems.extend(check(Outcome(submission, places, silent), plan))
    problems.extend(_not_returned(plan, point, returned, CellRef(file, terms.STATUS_SHEET)))
    return tuple(dict.fromkeys(problems))


def _stands(plan: Plan, received: Received, name: str, fields: Mapping[str, str]) -> bool:
    """Whether the ledger says what was received, or is blank for want of anything that means something."""
    return fields.get(name) == received.fields.get(name) or (name not in fields and not _says(plan, received, name))


def _received_findings(
    plan: Plan, received: Received, line: Line, fields: Mapping[str, str], at: Mapping[tuple[str | int, ...], CellRef]
) -> Iterable[Diagnostic]:
    key, no = received.key, line.no
    for name, text in received.fields.items():
        if name not in fields and is_error_value(text):
            yield diagnostic("K205", received.place(name), item=no, point=key.point, value=text)
        elif name not in fields and not _says(plan, received, name):
            allowed = "・".join(plan.rating_by_code)
            yield diagnostic("K201", received.place(name), item=no, point=key.point, value=text, allowed=allowed)
    for name in received.conflicts:
        theirs, ours = received.fields.get(name), fields.get(name)
        if theirs != ours and name == "picture":
            yield diagnostic("K410", received.place(name), item=no, point=key.point)
        elif theirs != ours:
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
        yield diagnostic("K225", place, item=nos.get(key[:2], key.item_key), point=point)


def _not_returned(plan: Plan, point: str, returned: set[str], place: CellRef) -> Iterable[Diagnostic]:
    counts: dict[str, int] = defaultdict(int)
    for line in plan.lines:
        if line.answering is not None and line.answering not in returned:
            counts[line.answering] += 1
    for code, count in counts.items():
        yield diagnostic("K406", place, point=point, department=_department(plan, code), count=count)
