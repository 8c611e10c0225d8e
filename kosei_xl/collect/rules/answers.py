"""What the rules look at: the rows that a submission answers, their fields, and the cells to point at."""

from collections.abc import Iterable, Iterator, Mapping

from kosei_xl.later import dataclass
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Outcome
from kosei_xl.values.model import ROW, Line, LineKey, Plan, Slot, SlotKind, Submission
from kosei_xl.words.findings import Severity


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """One row that should have been answered: its fields, and where each stands."""

    line: Line
    fields: Mapping[str, str]
    lost: frozenset[str]
    source: Outcome[Submission]
    silent: frozenset[CellRef]
    indicators: Mapping[Slot, Mapping[str, str]]

    def place(self, field: str, slot: Slot = ROW) -> CellRef | None:
        """The cell of a field of this row, or of one of its indicators."""
        return self.source.place("value_sets", *self.line.key, slot, field)

    def blank(self, field: str) -> bool:
        """Whether a field is blank and nobody has complained about its cell or its column yet."""
        return field not in self.fields and field not in self.lost and not self.is_silent(field)

    def is_silent(self, field: str) -> bool:
        """Whether somebody has complained about the cell of a field already."""
        return bool(self.silent) and self.place(field) in self.silent


@dataclass(frozen=True, slots=True)
class AnsweredSubmission(Outcome[Submission]):
    """A submission with the rows of the plan that it answers: looked for once, every rule goes over them."""

    rows: tuple[AnsweredRow, ...] = ()


def with_answers(submission: Outcome[Submission], plan: Plan) -> AnsweredSubmission:
    """A submission for all rules of one plan."""
    rows = tuple(_rows(submission, plan))
    return AnsweredSubmission(submission.value, submission.at, submission.diagnostics, rows)


def answers(submission: Outcome[Submission], plan: Plan) -> Iterable[AnsweredRow]:
    """The rows that the submission answers, in printed order; rows that are missing in the workbook are left out."""
    return submission.rows if isinstance(submission, AnsweredSubmission) else _rows(submission, plan)


def _rows(submission: Outcome[Submission], plan: Plan) -> Iterator[AnsweredRow]:
    silent = frozenset(p.at for p in submission.diagnostics if p.at is not None and p.severity is Severity.ERROR)
    value_sets = {value_set.key: value_set for value_set in submission.value.value_sets}
    indicators: dict[LineKey, dict[Slot, Mapping[str, str]]] = {}
    told = (one for one in value_sets.values() if one.slot.kind is SlotKind.INDICATOR and one.fields)
    for value_set in sorted(told, key=lambda one: one.slot):
        indicators.setdefault(value_set.line, {})[value_set.slot] = value_set.fields
    for line in plan.lines_of(submission.value.dept_code):
        key = line.key
        found = value_sets.get((*key, ROW))
        if found is not None:
            yield AnsweredRow(line, found.fields, found.lost, submission, silent, indicators.get(key, {}))
