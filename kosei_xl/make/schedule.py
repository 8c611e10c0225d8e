"""Plan -> the values of the master's 日程 sheet (the inverse of `read.schedule`)."""

from kosei_xl.values.ledger import text_of_line
from kosei_xl.values.model import Line, Plan
from kosei_xl.values.sheet_values import RowValues, SheetValue, SheetValues
from kosei_xl.words import terms
from kosei_xl.words.quarters import quarter_text


def make_schedule(plan: Plan) -> SheetValues:
    """日程: one row for every bar, in the order of 項目; an action item without bars has blank start and end."""
    rows = tuple(RowValues(None, values) for line in plan.rows for values in _rows(line))
    return SheetValues(rows=rows, hidden=frozenset({"row_key"}))


def _rows(line: Line) -> list[dict[str, SheetValue]]:
    rows = []
    for number, row in enumerate(line.schedule, 1):
        shared: dict[str, SheetValue] = {
            "row_key": text_of_line(line.key),
            "no": line.no,
            "name": line.name,
            "action_no": number,
            "action": row.action or None,
        }
        rows += [
            {
                **shared,
                "start": quarter_text(bar.start.year, bar.start.quarter),
                "end": quarter_text(bar.end.year, bar.end.quarter),
                "label": bar.label or None,
                "conditional": terms.YES if bar.conditional else None,
            }
            for bar in row.bars
        ]
        if not row.bars:
            rows.append(shared)
    return rows
