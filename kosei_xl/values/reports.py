"""Findings of returned workbooks, and what the office does about them, as texts that 受領 keeps."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kosei_xl.later import dataclass
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.words.findings import CODES
from kosei_xl.words.messages import Message
from kosei_xl.words.shorten import shortened

_CELL_UNITS = 30_000
"""UTF-16 units that a text in a cell may have; Excel holds 32,767."""
_SHORT, _PLACES = 500, 20


@dataclass(frozen=True, slots=True)
class Reading:
    """One returned workbook as it was read: what was found in it, and of whom and when it is as far as that is known.

    `sha256` is "" where its bytes could not be had, `dept_code` None where nobody can tell whose it is.
    """

    file: str
    sha256: str
    findings: tuple[Diagnostic, ...] = ()
    dept_code: str | None = None
    submission_no: int = 0
    saved_at: str = ""

    @property
    def key(self) -> str:
        """What a later reading of the same file has too: of a return its bytes, under whatever name; of files that are
        nobody's also their name, as several may be empty.
        """
        if self.dept_code is not None and self.sha256:
            return self.sha256
        return f"{self.sha256}:{self.file}"


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the office said about a finding (`key` as in `collect.acknowledged`); None where it took that back."""

    key: str
    mark: str | None = None
    reason: str | None = None


def text_of_finding(problem: Diagnostic) -> str:
    """A finding as text: everything but the item and the file, which stand in their own columns of 受領.

    What it quotes is cut where it would not fit into a cell.
    """
    text = _written(problem)
    if 2 * len(text) <= _CELL_UNITS:
        return text
    params = tuple((name, _cut(value)) for name, value in problem.params)
    basis = hashlib.sha256("\x1f".join(problem.basis).encode("utf-8", "surrogatepass")).hexdigest()
    return _written(replace(problem, params=params, basis=(basis,), related=problem.related[:_PLACES]))


def finding_of(text: str, file: str) -> Diagnostic | None:
    """The finding that `text_of_finding` wrote, of a file; None for another text and for a code that is not known."""
    made = _json(text)
    try:
        if made is None or made["code"] not in CODES:
            return None
        params = tuple((str(n), Message(*t) if len(t) > 1 else str(t[0])) for n, *t in made.get("params", ()))
        related = tuple(CellRef(*ref) for ref in made.get("related", ()))
        at = _place(made.get("at"), file)
        problem = Diagnostic(
            made["code"],
            at,
            params,
            related,
            made.get("item"),
            made.get("point"),
            tuple(made.get("basis", ())),
            said=made.get("said", ""),
        )
        problem.message()
    except (LookupError, TypeError, ValueError):
        return None
    return problem


def text_of_settlement(settlement: Settlement) -> str:
    """A settlement as text."""
    return _dumped({"key": settlement.key, "mark": settlement.mark, "reason": settlement.reason})


def settlement_of(text: str) -> Settlement | None:
    """The settlement that `text_of_settlement` wrote; None for another text."""
    made = _json(text)
    if made is None or not isinstance(made.get("key"), str):
        return None
    return Settlement(made["key"], made.get("mark"), made.get("reason"))


def _written(problem: Diagnostic) -> str:
    at = problem.at
    made: dict[str, object] = {
        "code": problem.code,
        "at": None if at is None else [at.sheet, at.row, at.column],
        "params": [[name, *_both(text)] for name, text in problem.params],
        "related": [[ref.file, ref.sheet, ref.row, ref.column] for ref in problem.related],
        "item": problem.item,
        "point": problem.point,
        "basis": problem.basis,
        "said": problem.said,
    }
    return _dumped({name: value for name, value in made.items() if value or name == "code"})


def _both(text: str) -> tuple[str, ...]:
    """A text, and its English where it is a message."""
    return (str(text), text.en) if isinstance(text, Message) else (text,)


def _cut(text: str) -> str:
    if isinstance(text, Message):
        return Message(shortened(str(text), _SHORT), shortened(text.en, _SHORT))
    return shortened(text, _SHORT)


def _place(made: Any, file: str) -> CellRef | None:
    return None if made is None else CellRef(file, *made)


def _dumped(made: Mapping[str, object]) -> str:
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"))


def _json(text: str) -> dict[str, Any] | None:
    try:
        made = json.loads(text)
    except ValueError:
        return None
    return made if isinstance(made, dict) else None
