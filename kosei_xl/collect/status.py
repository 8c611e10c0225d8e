"""Who has answered what: one line for each department that has rows to answer, the ones that need attention first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kosei_xl.collect.acknowledged import open_errors
from kosei_xl.later import dataclass
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.labels import label_of
from kosei_xl.values.ledger import OfficeMark, Received
from kosei_xl.values.model import Department, Line, Plan
from kosei_xl.values.shown_before import answers_awaited
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.codes import Code

_SHORT_SHA = 12
BLANK_CODES = frozenset({Code.RATING_BLANK, Code.REQUIRED_BY_RATING, Code.REQUIRED_BLANK})
"""Findings that say that a field is blank."""
BLANK_FORM_CODES = frozenset({Code.NOTHING_FILLED_IN, Code.NOTHING_FROM_DEPARTMENT})
"""Findings that say that nothing at all was written."""


@dataclass(frozen=True, slots=True)
class ItemStatus:
    """Where one row stands. `state` is a key of `terms.STATES`, `blanks` are labels of fields."""

    line: Line
    state: str
    blanks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DepartmentStatus:
    """Where one department stands. `state` is a key of `terms.STATES`; `blanks` are "No.3 評価" in printed order.

    `errors` are those of its last return that nobody has answered. `mark` is what the office typed, also where it does
    not hold for this return (any more); `due` is the department's due date.
    """

    department: Department
    state: str
    items: tuple[ItemStatus, ...]
    blanks: tuple[str, ...]
    errors: tuple[Diagnostic, ...]
    last: Received | None
    mark: OfficeMark | None = None
    due: date | None = None

    @property
    def rows(self) -> int:
        """How many rows the department answers."""
        return len(self.items)

    @property
    def mark_key(self) -> str:
        """What a mark belongs to: the beginning of the last return's SHA-256, "" for none."""
        return self.last.sha256[:_SHORT_SHA] if self.last else ""

    def days_left(self, today: date) -> int | None:
        """Days to the due date, negative when it has passed; None without one."""
        return None if self.due is None else (self.due - today).days


@dataclass(frozen=True, slots=True)
class BureauStatus:
    """Departments of one 部 counted; `name` is "" for those without and for the plan as a whole."""

    name: str
    states: Mapping[str, int]
    rows: int
    blanks: int
    errors: int

    @property
    def departments(self) -> int:
        """How many departments have something to answer."""
        return sum(self.states.values())

    @property
    def done(self) -> int:
        """How many of them have nothing left to do."""
        return sum(count for state, count in self.states.items() if state in terms.DONE_STATES)


def make_status(
    standing: Standing, diagnostics: Iterable[Diagnostic], marks: Iterable[OfficeMark] = ()
) -> tuple[DepartmentStatus, ...]:
    """The status of every department with rows at the point, by state, then in the plan's order of departments.

    A blank that the office lets stand (`Diagnostic.acknowledged`) is none, nor is a field in which two workbooks of
    equal rank differ: that is open for another reason. The last return of a department is the last one into which it
    wrote anything, if there is one; a blank form that came later is an error of it.
    """
    plan, point = standing.plan, standing.point.key
    heads = _last_heads(row for row in standing.received if not row.untouched)
    newest = _last_heads(standing.received)
    found_all = tuple(diagnostics)
    typed = {mark.dept_code: mark for mark in marks if mark.point == point}
    last = {**newest, **heads}
    senders = Counter(head.file for head in last.values())
    returns = _Returns(last, newest, senders, _errors_by_file(found_all), typed, _excused(found_all))
    found = [
        _status(standing, department, returns)
        for department in plan.departments_in_order
        if plan.is_asked(department.code)
    ]
    rank = {state: n for n, state in enumerate(terms.STATES)}
    return tuple(sorted(found, key=lambda status: rank[status.state]))


def _last_heads(rows: Iterable[Received]) -> dict[str, Received]:
    heads: dict[str, Received] = {}
    for row in rows:
        if row.is_head and row.dept_code is not None:
            held = heads.get(row.dept_code)
            heads[row.dept_code] = row if held is None or row.rank >= held.rank else held
    return heads


@dataclass(frozen=True, slots=True)
class _Returns:
    """What is known of all returns: the last one by department, also if it is a blank form (`newest`), how many
    departments each file is the last of, open errors by file, the office's marks by department, and the blanks that
    are none.
    """

    heads: Mapping[str, Received]
    newest: Mapping[str, Received]
    senders: Mapping[str, int]
    errors: Mapping[str, tuple[Diagnostic, ...]]
    marks: Mapping[str, OfficeMark]
    excused: frozenset[tuple[str, str]]

    def errors_of(self, last: Received | None, lines: Iterable[Line]) -> tuple[Diagnostic, ...]:
        """The errors of a department's last return."""
        if last is None or last.dept_code is None:
            return ()
        files = dict.fromkeys((last.file, self.newest[last.dept_code].file))
        own = tuple(problem for file in files for problem in self.errors.get(file, ()))
        if self.senders[last.file] > 1:
            nos = {line.no for line in lines}  # the workbook of a 部: each department has its own rows
            own = tuple(p for p in own if p.item is None or p.item in nos)
        return own


def _errors_by_file(diagnostics: Sequence[Diagnostic]) -> dict[str, tuple[Diagnostic, ...]]:
    found: dict[str, list[Diagnostic]] = {}
    for problem in open_errors(diagnostics):
        if problem.at is not None:
            found.setdefault(problem.at.file, []).append(problem)
    return {file: tuple(problems) for file, problems in found.items()}


def _excused(diagnostics: Sequence[Diagnostic]) -> frozenset[tuple[str, str]]:
    """Blanks that the office lets stand, and those that are none: what two workbooks say differently."""
    return frozenset(
        _blank_of(p)
        for p in diagnostics
        if (p.acknowledged is not None and p.code in BLANK_CODES) or p.code == Code.TWINS_DIFFER
    )


def _status(standing: Standing, department: Department, returns: _Returns) -> DepartmentStatus:
    plan = standing.plan
    lines = plan.lines_answered_by(department.code)
    last, mark = returns.heads.get(department.code), returns.marks.get(department.code)
    errors = returns.errors_of(last, lines)
    fields = {line.key: standing.own_fields(line) for line in lines}
    blanks = {
        line.key: tuple(
            x for x in blank_labels(standing, line, fields[line.key]) if (line.no, x) not in returns.excused
        )
        for line in lines
    }
    holds = mark is not None and mark.sha256 == (last.sha256[:_SHORT_SHA] if last else "")
    if last is None:
        state = "not_returned"
    elif holds and mark is not None and mark.mark == "returned":
        state = "returned"
    elif not any(fields.values()):
        state = "empty"
    elif any(blanks.values()):
        state = "incomplete"
    elif errors:
        state = "errors"
    elif holds and mark is not None and mark.mark == "accepted":
        state = "accepted"
    else:
        state = "done" if last.confirmed_by else "unconfirmed"
    wrong = {problem.item for problem in errors}
    items = tuple(
        ItemStatus(line, _item_state(state, bool(fields[key]), bool(blanks[key]), line.no in wrong), blanks[key])
        for line in lines
        for key in [line.key]
    )
    return DepartmentStatus(
        department,
        state,
        items,
        tuple(f"No.{line.no} {label}" for line in lines for label in blanks[line.key]),
        errors,
        last,
        mark,
        (mark.due if mark else None) or standing.point.due,
    )


def _item_state(state: str, filled: bool, blank: bool, wrong: bool) -> str:
    """Where a row stands in a return of this state: what is wrong with itself, else what holds for the return."""
    if state in ("not_returned", "returned"):
        return state
    if blank:
        return "incomplete" if filled else "empty"
    if wrong:
        return "errors"
    return "done" if state in ("empty", "incomplete", "errors") else state


def _blank_of(problem: Diagnostic) -> tuple[str, str]:
    """(No., label) of the blank that a finding is about."""
    return problem.item or "", dict(problem.params).get("label", terms.FIELD_LABELS["rating"])


def by_bureau(plan: Plan, statuses: Sequence[DepartmentStatus]) -> tuple[BureauStatus, ...]:
    """The departments of each 部 counted, in the plan's order."""
    order = [d.bureau or "" for d in plan.departments_in_order]
    groups = {name: [s for s in statuses if (s.department.bureau or "") == name] for name in dict.fromkeys(order)}
    return tuple(_counted(name, group) for name, group in groups.items() if group)


def all_departments(statuses: Sequence[DepartmentStatus]) -> BureauStatus:
    """All departments counted together."""
    return _counted("", statuses)


def _counted(name: str, group: Sequence[DepartmentStatus]) -> BureauStatus:
    states = Counter(status.state for status in group)
    return BureauStatus(
        name,
        {state: states[state] for state in terms.STATES if states[state]},
        sum(status.rows for status in group),
        sum(len(status.blanks) for status in group),
        sum(len(status.errors) for status in group),
    )


def blank_labels(standing: Standing, line: Line, fields: Mapping[str, str]) -> tuple[str, ...]:
    """Labels of the fields that this row still needs: rating, required columns, answers to the committee, and what the
    rating asks for.
    """
    plan = standing.plan
    if line.item.repeats is not None:
        return ()
    needed = ["rating"] if line.rated else []
    needed += [c.key for c in plan.form_columns if c.entry == "required" and c.source == "entry" and c.key != "rating"]
    needed += answers_awaited(standing, line)
    rating = standing.plan.scale_at(standing.point.key).get(fields.get("rating"))
    if rating is not None and line.rated:
        needed += rating.requires
    open_to_them = [name for name in dict.fromkeys(needed) if name not in plan.closed_fields]
    return tuple(label_of(plan, name) for name in open_to_them if name not in fields)
