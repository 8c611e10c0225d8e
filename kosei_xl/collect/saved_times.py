"""Times of saving that cannot be: those of computers whose clock is ahead would win over all that comes later."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kosei_xl.read.tables import saved_text
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Outcome, diagnostic
from kosei_xl.values.model import Plan, Submission
from kosei_xl.words.codes import Code
from kosei_xl.words.notation import japan_time

_TOLERANCE = timedelta(days=1)
"""Programs that write their local time as if it were UTC are not told."""
_YEARS = 5
"""How long after its last year a plan is still worked on, where nobody says what time it is."""


def latest_time(plan: Plan, now: datetime | None) -> str:
    """The latest time at which a return may have been saved, as 受領 writes times."""
    end = datetime(min(plan.period_end + _YEARS, 9000), 4, 1, tzinfo=UTC) if now is None else now + _TOLERANCE
    return saved_text(end.astimezone(UTC)) or ""


def believed(submission: Outcome[Submission], latest: str) -> Outcome[Submission]:
    """The submission; without its time, and with K261, where that is later than `latest`."""
    value = submission.value
    if not value.saved_at or value.saved_at <= latest:
        return submission
    saved = japan_time(value.saved_at)
    problem = diagnostic(Code.SAVED_AFTER_NOW, CellRef(value.file), point=value.point, saved=saved)
    return replace(submission, value=replace(value, saved_at=None), diagnostics=(*submission.diagnostics, problem))
