"""Findings that the office has looked at and lets stand (確認済), with its reason: they no longer count.

An answer belongs to the code, the row, the reporting point and the texts that the rule read; when one of those
changes, it is another finding and the answer ends.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kosei_xl.later import dataclass
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.values.ledger import Acknowledgement
from kosei_xl.values.model import Plan
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.findings import Severity
from kosei_xl.words.messages import Message, told

DECIDED_ELSEWHERE = frozenset(
    {Code.TWINS_DIFFER, Code.CONFLICT, Code.PICTURE_CONFLICT, Code.LEFT_BLANK, Code.CHOICE_NOT_APPLIED}
)
"""Two texts of which one must be chosen: looking at them settles nothing."""
_DIGEST = 16
_KEPT_BESIDE = frozenset({"item", "at_point", "more", "hint"})
"""Parts of a message that the key of an answer has (the row, the point, the like places as basis), and advice."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Findings, those with a good answer marked; answers by key; answers whose finding did not come up (`rest`)."""

    diagnostics: tuple[Diagnostic, ...]
    answers: Mapping[str, Acknowledgement]
    rest: tuple[Acknowledgement, ...]


def finding_key(plan: Plan, problem: Diagnostic) -> str:
    """What an answer is kept under: "code|item_key|sub_no|point|hash of what the rule read"."""
    line = plan.line_by_no.get(problem.item or "")
    item_key, sub_no = (line.item.key, line.sub_no or "") if line is not None else ("", "")
    read = [f"{name}={text}" for name, text in problem.params if name not in _KEPT_BESIDE]
    if not item_key:
        read += [problem.at.file if problem.at else "", (problem.at.sheet or "") if problem.at else ""]
    digest = hashlib.sha256("\x1f".join((*read, "\x1e", *problem.basis)).encode()).hexdigest()[:_DIGEST]
    return "|".join((problem.code, item_key, sub_no, problem.point or "", digest))


def answered(plan: Plan, diagnostics: Sequence[Diagnostic], answers: Iterable[Acknowledgement]) -> Answered:
    """Mark the findings that the office has answered. Returns K417 beside them for answers that do not hold yet.

    An answer holds with a mark and a reason. One whose finding now reads other texts has ended and is dropped.
    """
    given = {answer.key: answer for answer in answers if answer.mark is not None or answer.reason is not None}
    found: list[Diagnostic] = []
    problems: list[Diagnostic] = []
    met: dict[str, Acknowledgement] = {}
    for problem in diagnostics:
        answer = given.get(finding_key(plan, problem))
        if answer is None:
            found.append(problem)
            continue
        met[answer.key] = answer
        why = _does_not_hold(problem, answer)
        if why is None:
            found.append(replace(problem, acknowledged=_reason(answer)))
        else:
            found.append(problem)
            problems.append(
                diagnostic(
                    Code.ACKNOWLEDGEMENT_INCOMPLETE, answer.at, item=problem.item, point=problem.point, reason=why
                )
            )
    asked_again = {finding_key(plan, problem).rpartition("|")[0] for problem in diagnostics}
    rest = [a for key, a in given.items() if a.shown and key not in met and key.rpartition("|")[0] not in asked_again]
    return Answered((*found, *dict.fromkeys(problems)), met, tuple(rest))


def _reason(answer: Acknowledgement) -> str:
    """The reason as it is told and printed, with what was done where the mark says that."""
    return f"{answer.mark}：{answer.reason}" if answer.mark in terms.SETTLEMENTS else answer.reason or ""


def _does_not_hold(problem: Diagnostic, answer: Acknowledgement) -> Message | None:
    if problem.code in DECIDED_ELSEWHERE:
        return told("answer_conflict")
    if answer.mark is None:
        return told("answer_without_mark")
    return told("answer_without_reason") if answer.reason is None else None


def open_errors(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The errors that nobody has answered."""
    return [p for p in diagnostics if p.severity is Severity.ERROR and p.acknowledged is None]
