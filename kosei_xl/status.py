"""Who has answered what: one line for each department that has rows to answer, the ones that need attention first."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kosei_xl import terms
from kosei_xl.consolidate import Consolidation
from kosei_xl.diagnostics import Diagnostic, Severity
from kosei_xl.ledger import Received
from kosei_xl.model import Department, EntryKey, Line, Plan
from kosei_xl.received import label_of


@dataclass(frozen=True, slots=True)
class DepartmentStatus:
    """Where one department stands. `state` is a key of `terms.STATES`; `blanks` are "No.3 評価" in printed order."""

    department: Department
    state: str
    rows: int
    blanks: tuple[str, ...]
    errors: int
    last: Received | None


def make_status(consolidation: Consolidation, diagnostics: Iterable[Diagnostic]) -> tuple[DepartmentStatus, ...]:
    """The status of every department with rows at the point, by state, then in the plan's order of departments."""
    plan, point = consolidation.plan, consolidation.point
    heads: dict[str, Received] = {}
    for row in consolidation.records.received:
        if row.key.point == point and not row.key.item_key:
            held = heads.get(row.dept_code)
            heads[row.dept_code] = row if held is None or row.rank >= held.rank else held
    wrong = (p for p in diagnostics if p.severity is Severity.ERROR and not p.reason)
    errors = Counter(p.at.file for p in wrong if p.at is not None)
    found = [
        _status(consolidation, department, lines, heads.get(department.code), errors)
        for department in sorted(plan.departments, key=lambda d: (d.order, d.code))
        if (lines := plan.lines_answered_by(department.code))
    ]
    rank = {state: n for n, state in enumerate(terms.STATES)}
    return tuple(sorted(found, key=lambda status: rank[status.state]))


def _status(
    consolidation: Consolidation,
    department: Department,
    lines: tuple[Line, ...],
    last: Received | None,
    errors: Counter[str],
) -> DepartmentStatus:
    blanks: list[str] = []
    filled = False
    for line in lines:
        fields = consolidation.records.current.get(EntryKey(line.item.key, line.sub_no, consolidation.point), {})
        filled = filled or bool(fields)
        blanks.extend(f"No.{line.no} {label}" for label in blank_labels(consolidation.plan, line, fields))
    count = errors[last.file] if last else 0
    if last is None:
        state = "not_returned"
    elif not filled:
        state = "empty"
    elif blanks:
        state = "incomplete"
    elif count:
        state = "errors"
    else:
        state = "done" if last.confirmed_by else "unconfirmed"
    return DepartmentStatus(department, state, len(lines), tuple(blanks), count, last)


def blank_labels(plan: Plan, line: Line, fields: Mapping[str, str]) -> tuple[str, ...]:
    """Labels of the fields that this row still needs: rating, required columns, and what the rating asks for."""
    if line.item.repeats is not None:
        return ()
    needed = ["rating"] if line.rated else []
    needed += [c.key for c in plan.form_columns if c.entry == "required" and c.source == "entry" and c.key != "rating"]
    rating = plan.rating_by_code.get(fields.get("rating", ""))
    if rating is not None and line.rated:
        needed += rating.requires
    return tuple(label_of(plan, name) for name in dict.fromkeys(needed) if name not in fields)
