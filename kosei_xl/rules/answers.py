"""What the rules look at: the rows that a submission answers, their fields, and the cells to point at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kosei_xl.cells import CellRef
from kosei_xl.diagnostics import Outcome, Severity
from kosei_xl.model import Line, Plan, Submission


@dataclass(frozen=True, slots=True)
class Answer:
    """One row that should have been answered: its fields, and where each stands."""

    line: Line
    fields: Mapping[str, str]
    source: Outcome[Submission]
    silent: frozenset[CellRef]

    def place(self, field: str) -> CellRef | None:
        """The cell of a field of this row."""
        return self.source.place("value_sets", self.line.item.key, self.line.sub_no, 0, field)

    def blank(self, field: str) -> bool:
        """Whether a field is blank and nobody has complained about its cell yet."""
        return field not in self.fields and self.place(field) not in self.silent


def answers(submission: Outcome[Submission], plan: Plan) -> Iterator[Answer]:
    """The rows that the submission answers, in printed order; rows that are missing in the workbook are left out."""
    silent = frozenset(p.at for p in submission.diagnostics if p.at is not None and p.severity is Severity.ERROR)
    fields = {value_set.key: value_set.fields for value_set in submission.value.value_sets}
    for line in plan.lines_answered_by(submission.value.dept_code):
        key = (line.item.key, line.sub_no, 0)
        if key in fields:
            yield Answer(line, fields[key], submission, silent)
