"""What the office did about findings of returned workbooks and about a damaged 受領: kept in 受領, shown on 指摘.

The sheet has the last word on the rows that it shows; what 受領 says holds where the sheet does not show a finding (it
may be deleted and comes back).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kosei_xl.collect.acknowledged import Answered, finding_key
from kosei_xl.collect.return_findings import return_findings
from kosei_xl.read.chain import CHAIN_CODES
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.ledger import Acknowledgement, Ledger, Received, SavedBy
from kosei_xl.values.model import EntryKey
from kosei_xl.values.reports import Settlement, settlement_of, text_of_settlement
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms


def answers_of(ledger: Ledger, answers: Iterable[Acknowledgement]) -> tuple[Acknowledgement, ...]:
    """The office's answers on the sheet, and those that 受領 keeps of findings that the sheet does not show."""
    shown = tuple(answers)
    keys = {answer.key for answer in shown}
    kept = (
        Acknowledgement(key, one.mark, one.reason, CellRef("", terms.RECEIVED_SHEET), {})
        for key, one in _kept(ledger).items()
        if one.mark is not None and key not in keys
    )
    return (*shown, *kept)


def settlement_rows(standing: Standing, given: Answered, origin: SavedBy) -> tuple[Received, ...]:
    """The rows of 受領 for what the office newly answered, answered otherwise or took back (`given`).

    Of answers to other findings nothing is kept: those are about the ledger, and the sheet has them.
    """
    own, kept = frozenset(return_findings(standing)), _kept(standing.ledger)
    rows = []
    for problem, plain in ((problem, _plain(problem)) for problem in given.diagnostics):
        if plain not in own and problem.code not in CHAIN_CODES:
            continue
        key = finding_key(standing.plan, problem)
        answer = given.answers.get(key) if problem.acknowledged is not None else None
        now = Settlement(key, answer.mark, answer.reason) if answer is not None else Settlement(key)
        if now != kept.get(key, Settlement(key)):
            rows.append(_row(now, EntryKey("", None, standing.point.key), origin))
    return tuple(rows)


def _plain(problem: Diagnostic) -> Diagnostic:
    return replace(problem, acknowledged=None)


def _kept(ledger: Ledger) -> Mapping[str, Settlement]:
    found = (settlement_of(row.finding) for row in ledger.reports if row.kind == "settled")
    return {one.key: one for one in found if one is not None}


def _row(settlement: Settlement, key: EntryKey, origin: SavedBy) -> Received:
    return Received(
        key=key,
        dept_code=None,
        submission_no=0,
        file=origin.file,
        sha256=origin.sha256,
        saved_at=origin.saved_at,
        saved_by=origin.saved_by,
        fields={},
        kind="settled",
        finding=text_of_settlement(settlement),
    )
