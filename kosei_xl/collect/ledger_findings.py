"""What is wrong with the ledger of a point, whoever sent it and whenever: every finding at the cell it came from."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from kosei_xl.collect.blanks import blank_findings
from kosei_xl.collect.conflicts import PICTURE, Conflict, replayed, shown_text
from kosei_xl.collect.received import (
    LastWord,
    contents_of,
    last_ranks,
    latest_received,
    means,
    says,
    untouched,
    workbooks_by_rank,
)
from kosei_xl.collect.return_findings import return_findings
from kosei_xl.collect.returns import doubtful_returns
from kosei_xl.collect.rules import check_rules
from kosei_xl.collect.rules.settings import used
from kosei_xl.later import dataclass
from kosei_xl.read.ratings import outside_scale
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, SourceMap, ValuePath, diagnostic, in_workbook
from kosei_xl.values.labels import department_name, field_names, fields_of_ledger, label_of, says_same
from kosei_xl.values.ledger import Received
from kosei_xl.values.model import ROW, EntryKey, Line, Plan, Submission, ValueSet
from kosei_xl.values.shown_before import answers_awaited
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.words.shorten import shortened
from kosei_xl.workbook.book import is_error_value

_QUOTED_LETTERS = 40
_BLANKS = frozenset({Code.RATING_BLANK, Code.REQUIRED_BLANK})


def ledger_findings(
    standing: Standing, at: SourceMap, reported: Iterable[Diagnostic] = (), *, everything: bool = False
) -> tuple[Diagnostic, ...]:
    """What is wrong with the ledger of a point, whoever sent it and whenever; each finding at the cell it came from.

    A field that still says what a department sent is reported in the department's workbook, any other in the ledger.
    Rows of departments that have sent nothing are left out (they get one K406) unless `everything`; so are those of
    departments that have sent only blanks (K305). Begins with what was found in returned workbooks (`return_findings`)
    (of a closed point there are only K440, for what came since)
    and adds K404 (two workbooks of equal rank), K401 and K402 (rows of another department), K412 and K413 (returns
    whose order may not be what was meant), K201 and K205 for what was received and means nothing, K405, K410 and K420
    for open conflicts, K421 to K423 and K433 for what blanks, （削除） and texts left as printed came to
    (`blank_findings`), K457 for questions of the committee without an answer, K409 for rows nobody answers, K159 for
    rows that are not in the ledger (with `everything`), K225 for captions without a picture (not where K420 asks about
    the picture), and all of `rules`.
    """
    if standing.closed:
        return tuple(_came_late(standing))
    latest = latest_received(standing)
    returned = {row.dept_code for row in standing.received if row.dept_code is not None}
    blank = untouched(standing.received)
    spoken = {row.dept_code for row in standing.received if row.sha256 not in blank and row.dept_code is not None}
    replay = replayed(standing)
    conflicts = replay.open(standing.ledger)
    asked = {c.row.place("caption") for c in conflicts if c.blank and c.field == PICTURE}
    found = tuple(p for p in return_findings(standing) if p.code != Code.CAPTION_WITHOUT_PICTURE or p.at not in asked)
    known = (*reported, *found)
    problems = (
        *found,
        *rows_of_equal_rank(standing),
        *rows_of_others(standing, latest),
        *doubtful_returns(standing),
        *(_conflict_finding(standing.plan, conflict, at) for conflict in conflicts),
        *blank_findings(standing, replay.words),
    )
    checked = _as_submission(standing, at, latest, replay.words, None if everything else spoken)
    problems += (*checked.diagnostics, *_captions_alone(standing, at, latest, known))
    problems += tuple(_unanswered(standing, checked))
    silent = tuple(dict.fromkeys((*known, *problems)))
    file = checked.value.file
    ruled = check_rules(Outcome(checked.value, checked.at, silent), standing.plan)
    ruled = used(ruled, standing.rules)
    problems += tuple(_rows_in_one(ruled, standing, at)) if everything else ruled
    problems += tuple(_not_returned(standing, returned, CellRef(file, terms.STATUS_SHEET)))
    return tuple(dict.fromkeys(problems))


def _came_late(standing: Standing) -> Iterator[Diagnostic]:
    """K440 for each workbook that came when its point was closed."""
    plan, point = standing.plan, standing.point
    for row in standing.ledger.late:
        if row.key.point == point.key and row.is_head:
            name = department_name(plan, row.dept_code)
            at = CellRef(row.file)
            yield diagnostic(Code.LATE_RETURN, at, point=point.key, department=name, label=point.label)


def _unanswered(standing: Standing, checked: Outcome[Submission]) -> Iterator[Diagnostic]:
    """K457 at each blank field that is to answer what the committee wrote at the point before."""
    plan, before = standing.plan, standing.before
    for line in plan.lines if before is not None else ():
        fields = standing.own_fields(line)
        for name in answers_awaited(standing, line):
            place = checked.at.get(("value_sets", *line.key, ROW, name))
            if place is not None and before is not None and name not in fields:
                asked = plan.field_by_key[name].against or ""
                yield diagnostic(
                    Code.QUESTION_UNANSWERED,
                    place,
                    item=line.no,
                    point=standing.point.key,
                    label=label_of(plan, name),
                    asked=label_of(plan, asked),
                    before=before.point.short_label or before.point.label,
                    text=f"「{shortened(before.own_fields(line)[asked], _QUOTED_LETTERS)}」",
                )


def _rows_in_one(problems: Iterable[Diagnostic], standing: Standing, at: SourceMap) -> Iterator[Diagnostic]:
    """The findings of the rules, with one K159 for all blanks of rows that the ledger does not have."""
    home = at.get((), CellRef(""))
    nos: dict[str, None] = {}
    for problem in problems:
        if problem.code in _BLANKS and problem.at == home and problem.item is not None:
            nos[problem.item] = None
        else:
            yield problem
    if nos:
        point, count, said = standing.point, len(nos), "、".join(nos)
        yield diagnostic(Code.ROWS_NOT_IN_LEDGER, home, point=point.key, at_point=point.label, count=count, nos=said)


def _as_submission(
    standing: Standing,
    at: SourceMap,
    latest: Mapping[EntryKey, Received],
    words: LastWord,
    only: Iterable[str] | None,
) -> Outcome[Submission]:
    """The ledger of a point as one submission of everybody, for the rules; of the departments `only`, if not of all.

    K409 for rows that nobody answers, K201 and K205 for what was received and means nothing.
    """
    plan, point, ledger = standing.plan, standing.point.key, standing.ledger
    home = at.get((), CellRef(""))
    by_line: dict[object, list[Received]] = defaultdict(list)
    for row in latest.values():
        by_line[row.key.line].append(row)
    value_sets = []
    problems: list[Diagnostic] = []
    for line in plan.lines:
        key = standing.key(line)
        if line.answering is None and (line.sub is not None or not line.item.office_rated):
            problems.append(diagnostic(Code.NOBODY_ANSWERS, at.get(key, home), item=line.no, point=point))
        if only is not None and line.answering is not None and line.answering not in only:
            continue
        for each in (key, *ledger.indicators(key), *ledger.photos(key)):
            value_sets.append(ValueSet(*key.line, each.slot, ledger.fields(each)))
        for row in by_line[line.key]:
            problems.extend(_received_findings(plan, row, line, ledger.fields(row.key)))
    submission = Submission(
        plan.plan_id,
        plan.plan_version,
        point,
        None,
        tuple(value_sets),
        file=home.file,
        earlier=standing.earlier_indicators(),
    )
    keys: dict[ValuePath, EntryKey] = {
        value_set.key: value_set.line.at(point, value_set.slot) for value_set in value_sets
    }
    return Outcome(submission, _PlacesSaid(standing, at, latest, words, keys), tuple(problems))


class _PlacesSaid(Mapping[ValuePath, CellRef]):
    """The cells that a ledger's fields are reported at: where a department said what stands there, else the ledger's.

    Made when they are asked for: rules look at all fields, and have something to say about few.
    """

    def __init__(
        self,
        standing: Standing,
        at: SourceMap,
        latest: Mapping[EntryKey, Received],
        words: LastWord,
        keys: Mapping[ValuePath, EntryKey],
    ) -> None:
        self._plan, self._ledger, self._at = standing.plan, standing.ledger, at
        self._latest, self._words, self._keys = latest, words, keys

    def __getitem__(self, path: ValuePath) -> CellRef:
        home = self._at.get((), CellRef(""))
        if path == ():
            return home
        key = self._keys.get(path[1:-1]) if path[0] == "value_sets" else None
        name = str(path[-1])
        if key is None or name not in fields_of_ledger(self._plan, key.slot):
            raise KeyError(path)
        values, sent, word = self._ledger.fields(key), self._latest.get(key), self._words.last(key, name)
        if name in values and word is not None and word.said(name) == values[name]:
            return word.place(name)
        if sent is not None and _stands(self._plan, sent, name, values):
            return sent.place(name)
        return self._at.get((*key, name)) or self._at.get(key) or home

    def __iter__(self) -> Iterator[ValuePath]:
        yield ()
        for where, key in self._keys.items():
            yield from (("value_sets", *where, name) for name in fields_of_ledger(self._plan, key.slot))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True, slots=True)
class _Twin:
    """A workbook of a department's latest rank: the row about it as a whole, and its rows that hold anything."""

    head: Received
    rows: Mapping[EntryKey, Received] = field(default_factory=dict)

    def row(self, key: EntryKey) -> Received:
        return self.rows.get(key, self.head)


def rows_of_equal_rank(standing: Standing) -> Iterator[Diagnostic]:
    """Report fields in which two workbooks of a department of equal rank differ (K404 at the later one's cell), until a
    workbook of higher rank has words there.
    """
    blank = untouched(standing.received)
    for code, ranks in workbooks_by_rank(row for row in standing.received if row.sha256 not in blank):
        settled: set[tuple[EntryKey, str]] = set()
        for _, rows in reversed(ranks):
            yield from _twins_differ(standing, code, rows, settled)
            settled |= {(row.key, name) for row in rows for name in _answered(standing.plan, row)}


def _answered(plan: Plan, row: Received) -> Iterable[str]:
    """The fields about which a row leaves nothing open that was so before; in rows of old all."""
    if row.blanks is None:
        return field_names(plan, row.key.slot)
    return (name for name in row.fields if name not in row.printed)


def _twins_differ(
    standing: Standing, code: str, rows: Sequence[Received], settled: Collection[tuple[EntryKey, str]]
) -> Iterator[Diagnostic]:
    heads = {row.sha256: row for row in rows if row.is_head}
    places = {row.sha256: row for row in reversed(rows)} | heads
    twins = [_Twin(places[sha256], content) for sha256, content in contents_of(rows).items()]
    for n, one in enumerate(twins):
        for two in twins[n + 1 :]:
            for key, name in _differences(standing.plan, one.rows, two.rows):
                if (key, name) in settled:
                    continue
                before, after = one.row(key), two.row(key)
                yield diagnostic(
                    Code.TWINS_DIFFER,
                    after.place(name),
                    [before.place(name)],
                    item=standing.plan.no_of(key.line),
                    point=standing.point.key,
                    department=department_name(standing.plan, code),
                    label=label_of(standing.plan, name),
                    other=before.place(name),
                    text=_quoted(name, after.fields.get(name)),
                    other_text=_quoted(name, before.fields.get(name)),
                    kept=_kept(twins, key, name),
                )


def _quoted(name: str, text: str | None) -> str:
    """A field as a message quotes it; of a picture that there is one: what is kept of it says nothing to people."""
    if name == "picture" and text:
        return terms.FIELD_LABELS[name]
    return text or terms.BLANK


def _kept(twins: Iterable["_Twin"], key: EntryKey, name: str) -> Message:
    """What became of a field in which twins differ: nothing, or what the one said that had come first."""
    for twin in twins:
        if not twin.head.left_out and name not in twin.row(key).held:
            return told("twins_first", file=twin.head.file)
    return told("twins_neither")


def _differences(
    plan: Plan, before: Mapping[EntryKey, Received], after: Mapping[EntryKey, Received]
) -> list[tuple[EntryKey, str]]:
    found = []
    for key in dict.fromkeys((*before, *after)):
        one, two = (rows[key].fields if key in rows else {} for rows in (before, after))
        names = field_names(plan, key.slot)
        found += [(key, name) for name in names if not says_same(plan, name, one.get(name), two.get(name))]
    return found


def rows_of_others(standing: Standing, own: Mapping[EntryKey, Received]) -> Iterator[Diagnostic]:
    """Report rows that a department filled in although another answers them (K401; K402 where that one did too).

    Looks at the latest workbook of each department: sending it again without those rows settles it. `own` are the last
    rows from the departments that answer them.
    """
    plan, point = standing.plan, standing.point.key
    ranks = last_ranks(standing.received)
    for row in standing.received:
        line, rank = plan.line_by_key.get(row.key.line), ranks.get(row.dept_code or "")
        if line is None or line.answering == row.dept_code or not row.fields or rank is None or row.rank < rank:
            continue
        place = row.place(next(iter(row.fields)))
        expected, found = department_name(plan, line.answering), department_name(plan, row.dept_code)
        other = own.get(row.key)
        if other is not None and other.fields:
            related = other.place(next(iter(other.fields)))
            both = f"{found}と{expected}"
            yield diagnostic(
                Code.ROW_OF_SEVERAL_DEPARTMENTS,
                place,
                [related],
                item=line.no,
                point=point,
                departments=both,
                expected=expected,
            )
        else:
            yield diagnostic(
                Code.ROW_OF_ANOTHER_DEPARTMENT, place, item=line.no, point=point, expected=expected, found=found
            )


def _stands(plan: Plan, received: Received, name: str, fields: Mapping[str, str]) -> bool:
    """Whether the ledger says what was received, or is blank for want of anything that means something."""
    return fields.get(name) == received.said(name) or (name not in fields and not says(plan, received, name))


def _received_findings(plan: Plan, received: Received, line: Line, fields: Mapping[str, str]) -> Iterable[Diagnostic]:
    key, no = received.key, line.no
    for name, text in received.fields.items():
        place = received.place(name)
        if name not in fields and is_error_value(text):
            found = diagnostic(Code.ERROR_VALUE, place, item=no, point=key.point, value=text)
        elif name not in fields and not means(plan, received, name):
            problem, said = outside_scale(text, plan, key.point, name)
            found = diagnostic(problem, place, (), item=no, point=key.point, basis=(), **said)
        else:
            continue
        yield in_workbook(found, received.sha256)


def _conflict_finding(plan: Plan, conflict: Conflict, at: SourceMap) -> Diagnostic:
    """K405 (K410 for pictures, K420 for blanks) for an open conflict, at the department's cell."""
    key, name = conflict.key, conflict.field
    place, ledger = conflict.row.place(name), at.get((*key, name))
    related, item = [ledger] if ledger else [], plan.no_of(key.line)
    if conflict.blank:
        label, ours = label_of(plan, name), shown_text(name, conflict.ours) or terms.BLANK
        return diagnostic(Code.LEFT_BLANK, place, related, item=item, point=key.point, label=label, ours=ours)
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
    standing: Standing, at: SourceMap, latest: Mapping[EntryKey, Received], reported: Iterable[Diagnostic]
) -> Iterator[Diagnostic]:
    """K225 for captions that will not be printed; silent where the picture itself was complained about."""
    silent = {problem.at for problem in reported}
    for key in standing.ledger.keys_at(standing.point.key):
        fields = standing.ledger.fields(key)
        if not key.is_photo or "caption" not in fields or "picture" in fields:
            continue
        row = latest.get(key)
        theirs = row is not None and row.fields.get("caption") == fields["caption"]
        if row is not None and row.place("picture") in silent:
            continue
        place = row.place("caption") if row is not None and theirs else at.get((*key, "caption"))
        item = standing.plan.no_of(key.line)
        yield diagnostic(Code.CAPTION_WITHOUT_PICTURE, place, item=item, point=key.point)


def _not_returned(standing: Standing, returned: Iterable[str], place: CellRef) -> Iterator[Diagnostic]:
    """K406 for each department that has rows to answer and has sent nothing, in the printed order of their rows."""
    plan, point = standing.plan, standing.point
    for code in dict.fromkeys(line.answering for line in plan.lines):
        if code is not None and code not in returned and plan.is_asked(code):
            count, name = len(plan.lines_answered_by(code)), department_name(plan, code)
            yield diagnostic(
                Code.NOT_RETURNED, place, point=point.key, at_point=point.label, department=name, count=count
            )
