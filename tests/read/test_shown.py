"""Cells of fields with values whose look is not what they hold."""

from datetime import date, datetime

import pytest

from kosei_xl.read.shown import CellBehind, behind_look
from kosei_xl.values.cells import CellValue
from kosei_xl.values.fields import EntryField

MONEY = EntryField(field="effect", label="効果額", type="money", unit="千円")
SHARE = EntryField(field="rate", label="率", type="number", unit="％")
DAY = EntryField(field="day", label="開始日", type="date")


@pytest.mark.parametrize(
    ("field", "raw", "text", "behind"),
    [
        (MONEY, 1234.567, "1,235", CellBehind("1234.567", "1,235")),
        (MONEY, -1500.0, "(1,500)", CellBehind("-1500", "-1500")),
        (MONEY, 1500.0, "1,500", None),
        (MONEY, 1500000.0, "1,500,000円", None),
        (MONEY, -1500.0, "△ 1,500", None),
        (MONEY, 1500000.0, "2百万円", CellBehind("1500000", "2百万円")),
        (MONEY, "1,500", "1,500", None),
        (MONEY, True, "TRUE", None),
        (MONEY, datetime(2026, 3, 1), "3月1日", None),
        (SHARE, 0.85, "85%", None),
        (SHARE, 85.0, "85", None),
        (SHARE, 0.8549, "85%", CellBehind("0.8549", "85%")),
        (DAY, date(2026, 3, 31), "3月31日", CellBehind("2026-03-31", "2026-03-31")),
        (DAY, datetime(2026, 3, 31), "R8.3.31", None),
        (DAY, 46112.0, "46112", None),
    ],
)
def test_cell_value__what_is_shown_and_held__told_where_they_differ(
    field: EntryField, raw: CellValue, text: str, behind: CellBehind | None
) -> None:
    assert behind_look(field, raw, text) == behind
