"""check of a master: its plan, its settings, its ledger at every point in use."""

from collections.abc import Collection
from pathlib import Path
from typing import Final

from kosei_xl.collect.acknowledged import answered
from kosei_xl.collect.ledger_findings import ledger_findings
from kosei_xl.collect.next_point import BEGUN_WITH
from kosei_xl.collect.office import with_office
from kosei_xl.collect.settlements import answers_of
from kosei_xl.collect.summarize import Summary, summarize
from kosei_xl.read.master import Master, master_of
from kosei_xl.values.cells import Book
from kosei_xl.values.diagnostics import Outcome
from kosei_xl.values.refusals import UnreadableMaster
from kosei_xl.values.standing import Standing
from kosei_xl.verbs.settings import settings_findings
from kosei_xl.words import terms
from kosei_xl.words.codes import Code

_ASKED_FOR: Final = frozenset(
    (
        *(Code.RATING_BLANK, Code.REQUIRED_BLANK, Code.RATED_BY_OFFICE, Code.NOT_RETURNED),
        *(Code.RECORD_BLANK, Code.RECORD_INSTEAD, Code.QUESTION_UNANSWERED, Code.ROWS_NOT_IN_LEDGER),
    )
)
"""What is said of answers that are not there yet."""
_RETURNS: Final = frozenset({Code.NOT_RETURNED})
_NOTHING: Final[frozenset[Code]] = frozenset()


def checked_master(book: Book) -> Outcome[Summary | None]:
    """The counts of a master's last point in use, and what is wrong with the ledger at every point in use. Of a point
    at which nothing was handed out yet no answers are asked for (`_not_asked_for`).
    """
    try:
        found = master_of(Path(book.name), b"", book)
    except UnreadableMaster as error:
        return Outcome(None, {}, error.diagnostics)
    own = [*found.missing, *found.diagnostics, *settings_findings(found), *with_office(found).diagnostics]
    summary = None
    recorded = book.sheet(terms.HANDED_OUT_SHEET) is not None
    for point in found.plan.points:
        standing = found.standing(point)
        names = {name for key in standing.ledger.keys_at(point.key) for name in standing.ledger.fields(key)}
        if not names and not _is_out(found, standing) and point is not found.plan.points[-1]:
            continue
        summary = summarize(standing)
        about = ledger_findings(standing, found.ledger.at, found.diagnostics, everything=True)
        left = _not_asked_for(found, standing, names, recorded=recorded)
        own += [one for one in about if one.code not in left]
    return Outcome(summary, {}, answered(found.plan, own, answers_of(found.ledger.value, found.answers)).diagnostics)


def _is_out(master: Master, standing: Standing) -> bool:
    """Whether surveys of a point went out, as far as that is recorded, or came in."""
    return bool(standing.received) or any(one.point == standing.point.key for one in master.registers.handed_out)


def _not_asked_for(master: Master, standing: Standing, names: Collection[str], *, recorded: bool) -> frozenset[Code]:
    """What is not said of a point; `names` are the fields that it holds anywhere.

    Where nothing went out, nothing is asked for; where departments' answers stand in the ledger all the same (typed or
    imported), only their surveys are not waited for. Earlier versions did not record what went out: there everything is
    asked for, unless the point holds no more than what `next` carried into it.
    """
    if _is_out(master, standing):
        return _NOTHING
    points = master.plan.points
    returned = any(master.ledger.value.received_at(point.key) for point in points)
    unrecorded = not recorded or (returned and not master.registers.handed_out)
    if unrecorded and not (names and BEGUN_WITH.issuperset(names)):
        return _NOTHING
    return _RETURNS if _holds_answers(standing) else _ASKED_FOR


def _holds_answers(standing: Standing) -> bool:
    """Whether anything stands in the rows of departments that they are asked for and that `next` does not carry."""
    plan, ledger = standing.plan, standing.ledger
    wanted = {column.key for column in plan.form_columns if column.source == "entry"}
    wanted -= {*plan.closed_fields, *BEGUN_WITH}
    rows = [standing.key(line) for line in plan.lines if line.answering is not None and line.item.repeats is None]
    keys = (key for row in rows for key in (row, *ledger.indicators(row)))
    return any(not wanted.isdisjoint(ledger.fields(key)) for key in keys)
