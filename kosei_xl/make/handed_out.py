"""A survey as it is handed out -> its record in 配布記録: what was printed on it, what its fields held, and how every
other text and picture of it is known again.
"""

import re
from collections.abc import Iterator

from kosei_xl.make.survey import Survey
from kosei_xl.read.imprint import NOTHING_KNOWN, Imprint
from kosei_xl.values.handed_out import GIVEN_PICTURES, GIVEN_TEXTS
from kosei_xl.values.model import Plan
from kosei_xl.values.stored import HandedOut, StoredValue

_PREFILL = re.compile(r"^base:(.+):([a-z][a-z0-9_]*)$")
_DERIVED = frozenset({"state"})


def handed_out(
    plan: Plan, survey: Survey, number: int, *, file: str, sha256: str, given: Imprint = NOTHING_KNOWN
) -> HandedOut:
    """The record of one survey under its number; `file`, `sha256` and `given` are those of its workbook."""
    return HandedOut(
        number=number,
        point=survey.identity["point"],
        plan_version=plan.plan_version,
        dept_code=survey.respondent.code,
        file=file,
        sha256=sha256,
        values=(*_printed(plan, survey), *_prefill(survey), *_given(given)),
    )


def _printed(plan: Plan, survey: Survey) -> Iterator[StoredValue]:
    """What stands in the rows of items beside the fields to fill in."""
    asked = {*plan.entry_fields} - {*plan.closed_fields}
    for values in survey.areas.values():
        for row in values.rows:
            for name, text in row.values.items() if "|" in (row.key or "") else ():
                if isinstance(text, str) and text and name not in _DERIVED and name not in asked:
                    yield StoredValue(kind="printed", key=row.key or "", field=name, text=text)


def _prefill(survey: Survey) -> Iterator[StoredValue]:
    """What the fields held, as the survey itself keeps it on its hidden sheet."""
    for name, text in survey.hidden:
        found = _PREFILL.match(name)
        if found is not None and text:
            yield StoredValue(kind="prefill", key=found[1], field=found[2], text=text)


def _given(given: Imprint) -> Iterator[StoredValue]:
    """The hashes that the survey carries on its hidden sheet, which file cleaning takes away."""
    for name, hashes in ((GIVEN_TEXTS, given.hashes), (GIVEN_PICTURES, given.pictures)):
        if hashes:
            yield StoredValue(kind="given", field=name, text=" ".join(sorted(hashes)))
