"""Problems as values: `Diagnostic`, `Outcome`, sorting, and the JSON of `--json`. The codes are `words.findings`."""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Generic, TypeVar

from kosei_xl.later import dataclass
from kosei_xl.values.cells import CellRef
from kosei_xl.words.findings import CODES, SEVERITY_ORDER, Severity
from kosei_xl.words.meaning import is_new
from kosei_xl.words.messages import Message, in_language

T = TypeVar("T")
ValuePath = tuple[Hashable, ...]
SourceMap = Mapping[ValuePath, CellRef]
"""Where each value stands, keyed like pydantic's `error["loc"]`; rows have an entry too."""


class KoseiError(Exception):
    """Base of every exception that a shell turns into one readable message.

    `exit_code` is 2, or 1 where what was asked is right and findings stand against it.
    """

    exit_code = 2


def names_item(text: str, item: str) -> bool:
    """Whether a message says which item it is about."""
    return re.search(rf"(?:No\. ?|[Ii]tem ){re.escape(item)}(?![-\d])", text) is not None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: code, place, related places, the item's printed number and the reporting point it is about.

    `basis` are the texts that the rule read, as far as the message does not quote them whole. `acknowledged` is the
    office's reason for letting it stand; then it does not count. `said` is the message of a finding that was written
    down before and is only told again.
    """

    code: str
    at: CellRef | None = None
    params: tuple[tuple[str, str], ...] = ()
    related: tuple[CellRef, ...] = ()
    item: str | None = None
    point: str | None = None
    basis: tuple[str, ...] = ()
    acknowledged: str | None = None
    said: str = ""

    @property
    def severity(self) -> Severity:
        """Severity from the registry."""
        return CODES[self.code].severity

    def message(self, lang: str = "ja") -> str:
        """The message in Japanese, or in English for lang "en"; the item's No. comes first where it is not named."""
        if self.said:
            return self.said
        kind = CODES[self.code]
        params = {name: in_language(text, lang) for name, text in self.params}
        ja, en = kind.ja, kind.en
        if kind.without_value is not None and not params.get("value"):
            ja, en = kind.without_value
        text = (en if lang == "en" else ja).format_map(params)
        if self.item is None or names_item(text, self.item):
            return text
        return f"No. {self.item}: {text}" if lang == "en" else f"No.{self.item}：{text}"

    def to_json(self, lang: str = "ja") -> dict[str, Any]:
        """The finding as `--json` gives it; "acknowledged" is there only with a reason."""
        answer = {} if self.acknowledged is None else {"acknowledged": self.acknowledged}
        return {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message(lang),
            "file": self.at.file if self.at else None,
            "sheet": self.at.sheet if self.at else None,
            "cell": self.at.cell if self.at else None,
            "item": self.item,
            "point": self.point,
            "related": [{"file": ref.file, "sheet": ref.sheet, "cell": ref.cell} for ref in self.related],
            **answer,
        }


def diagnostic(
    code: str,
    at: CellRef | None = None,
    related: Sequence[CellRef] = (),
    *,
    item: str | None = None,
    point: str | None = None,
    basis: Sequence[str] = (),
    **params: object,
) -> Diagnostic:
    """Make a Diagnostic; `params` fill the registry's placeholders, `item` too where the message names it."""
    if item is not None:
        params.setdefault("item", item)
    texts = tuple(sorted((name, value if isinstance(value, Message) else str(value)) for name, value in params.items()))
    return Diagnostic(code, at, texts, tuple(related), item, point, basis=tuple(basis))


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """A value as far as it could be read, where its parts stand, and what was wrong."""

    value: T
    at: SourceMap
    diagnostics: tuple[Diagnostic, ...] = ()

    def place(self, *path: Hashable) -> CellRef | None:
        """The cell of a path, or of its nearest parent that has one."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.at:
                return self.at[path[:end]]
        return None


def sort_diagnostics(
    diagnostics: Iterable[Diagnostic], sheet_order: Mapping[tuple[str, str], int] | None = None
) -> tuple[Diagnostic, ...]:
    """Sorted by file, sheet order (names where it is not given), row, column, severity, code; doubles dropped.

    What is about a file as a whole comes before its sheets.
    """
    order = sheet_order or {}

    def rank(problem: Diagnostic) -> tuple[Any, ...]:
        at = problem.at or CellRef("")
        sheet = at.sheet or ""
        place = (order.get((at.file, sheet), 9999 if sheet else -1), sheet, at.row or 0, at.column or 0)
        return (at.file, *place, SEVERITY_ORDER[problem.severity], problem.code, problem.params)

    return tuple(sorted(dict.fromkeys(diagnostics), key=rank))


def apart(problems: Iterable[Diagnostic], version: str) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """The findings of rules known before a version of the program, and those that came with it; the order stays."""
    sides: tuple[list[Diagnostic], list[Diagnostic]] = ([], [])
    for problem in problems:
        sides[is_new(problem.code, version)].append(problem)
    return tuple(sides[0]), tuple(sides[1])


def in_workbook(problem: Diagnostic, sha256: str) -> Diagnostic:
    """A finding as one of the workbook in which it was met: what the office says of one that stops a final report holds
    for no other workbook, as the same may be about other words there.
    """
    if problem.severity is not Severity.ERROR and not CODES[problem.code].holds:
        return problem
    return replace(problem, basis=(*problem.basis, whole_workbook(sha256)))


def whole_workbook(sha256: str) -> str:
    """The SHA-256 of a workbook of which this is a department's part."""
    return sha256.partition(":")[0]


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error that nobody has answered."""
    return any(p.severity is Severity.ERROR and p.acknowledged is None for p in diagnostics)


def held_by(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """What holds up a final report: open errors, and warnings that the office has to answer first."""
    return [p for p in diagnostics if p.acknowledged is None and (p.severity is Severity.ERROR or CODES[p.code].holds)]
