"""history: what became of the items from point to point, and a page for whoever takes over the office."""

from collections.abc import Iterator
from pathlib import Path

from kosei_xl.collect.course import course, point_states, points_in_use
from kosei_xl.make.course_list import course_list, handover_list, point_list, state_of
from kosei_xl.values.closing import ending_of
from kosei_xl.values.diagnostics import sort_diagnostics
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs.opening import Findings, Say, open_master, silent
from kosei_xl.verbs.plain_books import refuse_other, write_plain
from kosei_xl.words.findings import Severity
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import folded

COURSE_KIND = "course"
"""Kind of the workbook, as it says of itself."""


def history_of(path: Path, item: str | None = None) -> Iterator[Message]:
    """The course of each item (of one, by its No.) in lines: its state, then each point at which it stands.

    Raises WrongCall for a No. that no item has. The master is only read.
    """
    book = open_master(path)
    plan, ledger = book.plan, book.ledger.value
    points = points_in_use(plan, ledger)
    stops, ended = course(plan, ledger, points), ending_of(book.registers.closed)
    lines = [line for line in plan.lines if item is None or folded(line.no) == folded(item)]
    if not lines:
        raise WrongCall(told("no_item", no=item or ""))
    for line in lines:
        yield told("course_item", no=line.no, name=line.name, state=state_of(plan, line, ended))
        for point in points:
            stop = stops[point.key].get(line.key)
            if stop is not None:
                said = "、".join([*stop.amounts.values(), *stop.indicators])
                rating = stop.rating or "－"
                yield told("course_stop", point=point.label, rating=rating, more=f"　{said}" if said else "")


def write_history(path: Path, out: Path, say: Say = silent) -> Findings:
    """Write 経過, 時点 and 引き継ぎ as one plain workbook. Raises WrongCall where `out` may not be written."""
    refuse_other(out, COURSE_KIND)
    book = open_master(path)
    plan, ledger = book.plan, book.ledger.value
    points = points_in_use(plan, ledger)
    states = tuple(point_states(plan, ledger, book.registers))
    errors = sum(one.severity is Severity.ERROR for one in book.diagnostics)
    sheets = [
        course_list(plan, points, course(plan, ledger, points), ending_of(book.registers.closed)),
        point_list(plan, states),
        handover_list(plan, path.name, states, errors),
    ]
    write_plain(out, sheets, COURSE_KIND, say)
    return Findings(sort_diagnostics(book.diagnostics), read=1)
