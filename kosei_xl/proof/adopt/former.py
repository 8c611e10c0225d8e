"""A report as read back -> the earlier texts that a new report is compared with."""

from kosei_xl.proof.verify.says import AGAIN
from kosei_xl.read.report import Found
from kosei_xl.report.changes.marks import Former
from kosei_xl.words.legends import LEGEND_ROW

_ON_EVERY_PAGE = ("band:", "head:", LEGEND_ROW)


def former_of(found: Found, name: str) -> Former:
    """The texts of a report by row and column. What a page says again of the page before is left out."""
    rows: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
    for key, pieces in found.rows.items():
        own = pieces[:1] if key[1].startswith(_ON_EVERY_PAGE) else pieces
        columns: dict[str, tuple[str, ...]] = {}
        for number, piece in enumerate(own):
            for cell in piece.filled:
                if not (number and cell.text.endswith(AGAIN)):
                    columns[cell.column] = (*columns.get(cell.column, ()), cell.text)
        if len(columns) == 1:
            columns[""] = next(iter(columns.values()))
        rows[key] = columns
    return Former(name, frozenset(part for part, _ in rows), rows)
