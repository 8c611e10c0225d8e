"""Findings that the office answers 確認済 with a reason: they stay in view, and no longer stand in the way.

An answer is kept under what the finding is about: its code, the row and the point, and a digest of what the rule read.
When that changes, the finding is a new one and wants a new answer.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kosei_xl.cells import CellRef
from kosei_xl.diagnostics import Diagnostic, diagnostic
from kosei_xl.model import Plan

_RULES = "K3"
"""What findings begin with that say what is odd in an entry; only those can be answered, not conflicts or bad files."""
_DIGEST_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of 指摘 with something in 確認済 or 理由; `key` as `finding_key` gives it, `at` the cell of 理由."""

    key: str
    mark: str | None
    reason: str | None
    at: CellRef | None = None


def finding_key(plan: Plan, problem: Diagnostic) -> str | None:
    """「K301|item key|sub-number|point|digest」; None for a finding that cannot be answered."""
    line = next((line for line in plan.lines if line.no == problem.item), None)
    if not problem.code.startswith(_RULES) or line is None or problem.point is None:
        return None
    read = json.dumps([problem.params, problem.basis], ensure_ascii=False)
    digest = hashlib.sha256(read.encode()).hexdigest()[:_DIGEST_LENGTH]
    return "|".join((problem.code, *line.key, problem.point, digest))


def answered(plan: Plan, findings: Iterable[Diagnostic], answers: Sequence[Answer]) -> tuple[Diagnostic, ...]:
    """The findings, those that have been answered with their reason; adds K416 for answers without one."""
    by_key = {answer.key: answer for answer in answers}
    out = []
    wanting: dict[str, Answer] = {}
    for problem in findings:
        key = finding_key(plan, problem) if by_key else None
        answer = by_key.get(key) if key is not None else None
        if answer is not None and answer.mark and answer.reason:
            problem = replace(problem, reason=answer.reason)
        elif answer is not None and answer.mark:
            wanting[answer.key] = answer
        out.append(problem)
    return (*out, *(diagnostic("K416", answer.at) for answer in wanting.values()))
