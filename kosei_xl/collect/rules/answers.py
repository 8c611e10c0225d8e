"""What the rules look at: the rows that a submission answers, their fields, and the cells to point at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Outcome
from kosei_xl.values.model import PHOTO_SEQ, Line, Plan, Submission
from kosei_xl.words.findings import Severity


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """One row that should have been answered: its fields, and where each stands."""

    line: Line
    fields: Mapping[str, str]
    lost: frozenset[str]
    source: Outcome[Submission]
    silent: frozenset[CellRef]
    indicators: Mapping[int, Mapping[str, str]]

    def place(self, field: str, seq: int = 0) -> CellRef | None:
        """The cell of a field of this row, or of one of its indicators."""
        return self.source.place("value_sets", *self.line.key, seq, field)

    def blank(self, field: str) -> bool:
        """Whether a field is blank and nobody has complained about its cell or its column yet."""
        return field not in self.fields and field not in self.lost and self.place(field) not in self.silent


def answers(submission: Outcome[Submission], plan: Plan) -> Iterator[AnsweredRow]:
    """The rows that the submission answers, in printed order; rows that are missing in the workbook are left out."""
    silent = frozenset(p.at for p in submission.diagnostics if p.at is not None and p.severity is Severity.ERROR)
    value_sets = {value_set.key: value_set for value_set in submission.value.value_sets}
    indicators: dict[tuple[str, str], dict[int, Mapping[str, str]]] = {}
    for (item_key, sub_no, seq), value_set in sorted(value_sets.items()):
        if 0 < seq <= PHOTO_SEQ and value_set.fields:
            indicators.setdefault((item_key, sub_no), {})[seq] = value_set.fields
    for line in plan.lines_answered_by(submission.value.dept_code):
        found = value_sets.get((*line.key, 0))
        if found is not None:
            yield AnsweredRow(line, found.fields, found.lost, submission, silent, indicators.get(line.key, {}))
