"""check of a master: its plan, its settings, its ledger at every point in use."""

from pathlib import Path
from typing import Final

from kosei_xl.collect.acknowledged import answered
from kosei_xl.collect.ledger_findings import ledger_findings
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


def checked_master(book: Book) -> Outcome[Summary | None]:
    """The counts of a master's last point in use, and what is wrong with the ledger at every point in use. Of a point
    at which nothing was handed out yet no answers are asked for.
    """
    try:
        found = master_of(Path(book.name), b"", book)
    except UnreadableMaster as error:
        return Outcome(None, {}, error.diagnostics)
    own = [*found.missing, *found.diagnostics, *settings_findings(found), *with_office(found).diagnostics]
    summary = None
    for point in found.plan.points:
        standing = found.standing(point)
        filled = any(standing.ledger.fields(key) for key in standing.ledger.keys_at(point.key))
        if not filled and point is not found.plan.points[-1]:
            continue
        summary = summarize(standing)
        about = ledger_findings(standing, found.ledger.at, found.diagnostics, everything=True)
        begun = filled or book.sheet(terms.HANDED_OUT_SHEET) is None or _has_begun(found, standing)
        own += [one for one in about if begun or one.code not in _ASKED_FOR]
    return Outcome(summary, {}, answered(found.plan, own, answers_of(found.ledger.value, found.answers)).diagnostics)


def _has_begun(master: Master, standing: Standing) -> bool:
    """Whether surveys of a point went out or came in; where returns are recorded and no survey is, they may have."""
    sent = master.registers.handed_out
    older = not sent and any(master.ledger.value.received_at(point.key) for point in master.plan.points)
    return older or bool(standing.received) or any(one.point == standing.point.key for one in sent)
