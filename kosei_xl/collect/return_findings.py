"""Findings of returned workbooks as 受領 keeps them: they stand until a later return takes their place.

Every workbook that was read has its findings there as rows of kind 指摘, numbered from 1; a row that is numbered 0 says
that nothing is found any more. Of several readings of the same bytes the last one counts. A workbook's findings end
when a later one by rank of the same department was taken over; those about words in the row of an item that were not
taken do when that has texts in the row: a later workbook that leaves the row blank says nothing about it. Those of a
file that nobody could read end when one that can be read comes under its name (a row of kind 処置 says so, and what is
closed stays closed).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kosei_xl.collect.not_taken import HELD, words_not_taken
from kosei_xl.collect.received import not_merged
from kosei_xl.collect.returns import by_name
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic, in_workbook, whole_workbook
from kosei_xl.values.labels import department_name
from kosei_xl.values.ledger import Received, slot_number, slot_of
from kosei_xl.values.model import EntryKey, LineKey, Plan, Submission
from kosei_xl.values.reports import Reading, finding_of, settlement_of, text_of_finding
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.codes import Code

_UNOPENED = frozenset({Code.UNREADABLE_WORKBOOK, Code.ENCRYPTED_OR_OLD, Code.NOT_A_RETURN})


def return_findings(standing: Standing) -> tuple[Diagnostic, ...]:
    """What was found in the returned workbooks that count at a point, in the order in which they were read.

    K432 for rows of 受領 that cannot be read, K436 for files that nobody could read and whose place another took. Cost:
    one pass over the rows of 受領 for the point.
    """
    reports = _Reports(standing)
    found = (reports.finding(row) for row in reports.open() if row.finding)
    return tuple(dict.fromkeys((*found, *reports.replaced())))


def readings_of(plan: Plan, submissions: Sequence[Outcome[Submission]]) -> Iterator[Reading]:
    """What was found in workbooks that were read as returns; in that of a 部, by department."""
    codes: dict[str, set[str]] = {}
    for one in submissions:
        codes.setdefault(whole_workbook(one.value.sha256), set()).add(one.value.dept_code or "")
    for one in submissions:
        value = one.value
        others = codes[whole_workbook(value.sha256)] - {value.dept_code}
        own = tuple(p for p in one.diagnostics if _answering(plan, p) not in others)
        yield Reading(value.file, value.sha256, own, value.dept_code, value.submission_no, value.saved_at or "")


def unopened(problems: Iterable[Diagnostic]) -> tuple[Reading, ...]:
    """The files among `problems` that are returns by their looks and whose bytes could not be had, or were not."""
    return tuple(
        Reading(problem.at.file, "", (problem,))
        for problem in problems
        if problem.at is not None and problem.code in _UNOPENED
    )


def _answering(plan: Plan, problem: Diagnostic) -> str | None:
    line = plan.line_by_no.get(problem.item or "")
    return line.answering if line is not None else None


def rows_for(standing: Standing, before: Standing, readings: Iterable[Reading]) -> tuple[Received, ...]:
    """The rows of 受領 that say what `readings` found, where it does not say so already.

    `standing` holds the workbooks that were taken in, `before` is how it stood before them.
    """
    reports = _Reports(before)
    heads = {row.sha256: row for row in standing.received if row.is_head}
    known = {row.sha256 for row in before.received if row.is_head}
    came = {row.file for sha256, row in heads.items() if sha256 not in known}
    came_as = {whole_workbook(sha256) for sha256 in heads}
    closed = [
        key
        for key, rows in reports.readings.items()
        if key not in reports.closed
        and rows[0].dept_code is None
        and (rows[0].file in came or (rows[0].sha256 in came_as and rows[0].sha256 not in heads))
    ]
    made = [_closing(reports.readings[key][0]) for key in closed]
    seen = list(_one_of_each(readings, heads, reports))
    files = {reading.file for reading in seen if reading.sha256}
    gone = [
        Reading(rows[0].file, "")
        for key, rows in reports.readings.items()
        if not rows[0].sha256 and rows[0].file in files and key not in closed
    ]
    for reading in (*seen, *gone):
        if reading.key not in reports.closed and reading.key not in closed:
            rows = reports.readings.get(reading.key, ())
            whole = _with_held(standing.plan, reading, rows) if reading.sha256 in known else reading
            made += _news(standing, whole, rows)
    return tuple(made)


_Where = tuple[str | None, LineKey, str]
"""Department, row of the plan, sheet of its workbook."""


class _Reports:
    """The rows of 受領 about findings at a point: the last reading of each file, and the files that are closed."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self.readings: dict[str, list[Received]] = {}
        self.closed: set[str] = set()
        for row in standing.ledger.reports:
            if row.key.point != standing.point.key:
                continue
            if row.kind == "finding":
                if slot_number(row.key.slot) <= 1:
                    self.readings[_key(row)] = []
                self.readings.setdefault(_key(row), []).append(row)
            elif settlement_of(row.finding) is None:
                self.closed.add(_key(row))

    def open(self) -> Iterator[Received]:
        """The rows of the readings that count, and of older ones those about words that nothing took the place of."""
        ranks: dict[str, tuple[int, str]] = {}
        for row in self._standing.received:
            if row.is_head and not row.left_out and row.dept_code is not None:
                ranks[row.dept_code] = max(row.rank, ranks.get(row.dept_code, row.rank))
        said = self._last_said()
        for key, rows in self.readings.items():
            first = rows[0]
            last = ranks.get(first.dept_code or "", first.rank)
            for row in rows if key not in self.closed else ():
                since = said.get(_where(row), first.rank) if last > first.rank else first.rank
                if last <= first.rank or (since <= first.rank and self._says_what_is_not_taken(row)):
                    yield row

    def _says_what_is_not_taken(self, row: Received) -> bool:
        """Whether a row about a finding is about words in the row of an item that its department answers."""
        line = self._standing.plan.line_by_key.get(row.key.line)
        if line is None or line.item.repeats is not None or line.answering != row.dept_code:
            return False
        found = finding_of(row.finding, row.file)
        return found is not None and words_not_taken(found)

    def _last_said(self) -> dict[_Where, tuple[int, str]]:
        """A department's row -> the rank of its last workbook in which the row has texts, taken or not."""
        blank = not_merged(self._standing.received)
        found = [row for row in self._standing.received if row.sha256 not in blank and row.fields]
        found += [row for rows in self.readings.values() for row in rows if _is_held(row)]
        said: dict[_Where, tuple[int, str]] = {}
        for row in found:
            at = _where(row)
            said[at] = max(row.rank, said.get(at, row.rank))
        return said

    def replaced(self) -> Iterator[Diagnostic]:
        """K436 for each file that nobody could read and that ended with a readable one of its name, with whose that is:
        names may recur.
        """
        heads = {row.file: row for row in self._standing.received if row.is_head}
        for key, rows in self.readings.items():
            head = heads.get(rows[0].file)
            if key in self.closed and rows[0].dept_code is None and rows[0].finding and head is not None:
                yield diagnostic(
                    Code.UNREADABLE_REPLACED,
                    CellRef(head.file),
                    point=head.key.point,
                    department=department_name(self._standing.plan, head.dept_code),
                    number=head.submission_no,
                )

    def finding(self, row: Received) -> Diagnostic:
        """What a row says; its item has the number of now, and so has the message if it does not quote the paper."""
        found = finding_of(row.finding, row.file)
        if found is None:
            at = CellRef(row.file)
            return diagnostic(Code.RECEIVED_FINDING_UNREADABLE, at, point=row.key.point, file=row.file)
        found = in_workbook(found, row.sha256)
        if not row.key.item_key:
            return found
        no = self._standing.plan.no_of(row.key.line)
        printed = dict(found.params).get("item") != found.item
        params = tuple((name, no if name == "item" and not printed else text) for name, text in found.params)
        return replace(found, item=no, params=params)


def _with_held(plan: Plan, reading: Reading, rows: Iterable[Received]) -> Reading:
    """What was found in a workbook that was taken in before, and of which rows nothing was taken then: the plan has
    changed since, and the rows may look as if nothing were wrong with them.
    """
    held = {one.item for one in reading.findings if one.code in HELD}
    kept = []
    for row in rows:
        found = finding_of(row.finding, row.file) if row.key.line in plan.line_by_key else None
        if found is not None and found.code in HELD and plan.no_of(row.key.line) not in held:
            kept.append(replace(found, item=plan.no_of(row.key.line)))
    return replace(reading, findings=(*reading.findings, *kept))


def _where(row: Received) -> _Where:
    return row.dept_code, row.key.line, row.sheet


def _is_held(row: Received) -> bool:
    """Whether a row about a finding says that the whole row of an item was not taken."""
    found = finding_of(row.finding, row.file) if row.key.item_key else None
    return found is not None and found.code in HELD


def _key(row: Received) -> str:
    return Reading(row.file, row.sha256, dept_code=row.dept_code).key


def _one_of_each(readings: Iterable[Reading], heads: Mapping[str, Received], reports: _Reports) -> Iterator[Reading]:
    """One reading of the same bytes, under the name that 受領 has for them, in the order of their names."""
    found: dict[str, Reading] = {}
    for reading in sorted(readings, key=lambda one: (by_name(one.file), one.sha256)):
        head = heads.get(reading.sha256)
        known = reports.readings.get(reading.key)
        name = head.file if head is not None else known[0].file if known else reading.file
        if reading.key not in found or reading.file == name:
            found[reading.key] = _named(reading, name)
    yield from found.values()


def _named(reading: Reading, name: str) -> Reading:
    if reading.file == name:
        return reading

    def moved(at: CellRef | None) -> CellRef | None:
        return at._replace(file=name) if at is not None and at.file == reading.file else at

    findings = tuple(
        replace(one, at=moved(one.at), related=tuple(moved(ref) or ref for ref in one.related))
        for one in reading.findings
    )
    return replace(reading, file=name, findings=findings)


def _news(standing: Standing, reading: Reading, known: Sequence[Received]) -> list[Received]:
    """The rows of a reading; none where those that are `known` say the same."""
    rows = [
        _row(standing, reading, number, problem) for number, problem in enumerate(dict.fromkeys(reading.findings), 1)
    ]
    same = [(row.dept_code, row.key.line, row.finding) for row in rows]
    if same == [(row.dept_code, row.key.line, row.finding) for row in known if row.finding]:
        return []
    return rows or [_row(standing, reading, 0, None)]


def _row(standing: Standing, reading: Reading, number: int, problem: Diagnostic | None) -> Received:
    line = standing.plan.line_by_no.get(problem.item or "") if problem is not None else None
    item_key, sub_no = (line.item.key, line.sub_no) if line is not None else ("", None)
    at = problem.at if problem is not None else None
    return Received(
        key=EntryKey(item_key, sub_no, standing.point.key, slot_of(str(number))),
        dept_code=reading.dept_code,
        submission_no=reading.submission_no,
        file=reading.file,
        sha256=reading.sha256,
        saved_at=reading.saved_at,
        fields={},
        sheet=(at.sheet or "") if at is not None else "",
        cells={"finding": at} if at is not None and at.cell is not None else {},
        kind="finding",
        finding=text_of_finding(problem) if problem is not None else "",
    )


def _closing(row: Received) -> Received:
    """The row that closes a file that nobody could read."""
    return replace(row, key=EntryKey("", None, row.key.point), kind="settled", cells={}, sheet="", finding=terms.CLOSED)
