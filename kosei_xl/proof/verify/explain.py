"""Where a cell of a report comes from: the rows of the ledger that it counts, or the cell of its text."""

from collections.abc import Iterator

from kosei_xl.later import dataclass
from kosei_xl.proof.verify.compare import short
from kosei_xl.proof.verify.facts import Evidence
from kosei_xl.proof.verify.says import ONLY, ReportSays, RowSays, Says
from kosei_xl.read.report import Found, FoundCell
from kosei_xl.values.cells import CellRef
from kosei_xl.words.messages import Message, told


@dataclass(frozen=True, slots=True)
class Explanation:
    """One cell: what it is about, what it must say and says, and its origins."""

    at: CellRef
    about: str
    expected: str
    found: str
    origins: tuple[Evidence, ...]

    def lines(self) -> Iterator[Message]:
        """As people read it."""
        yield told(
            "explain_figure",
            cell=f"{self.at.sheet}!{self.at.cell}",
            about=self.about,
            expected=short(self.expected),
            found=short(self.found),
        )
        if not self.origins:
            yield told("explain_nothing")
            return
        for one in self.origins:
            if one.at is None:
                yield told("explain_group", what=one.about)
            else:
                place = f"{one.at.sheet}!{one.at.cell}"
                yield told("explain_origin", about=one.about, place=place, said=short(one.said))

    def to_json(self) -> dict[str, object]:
        """As programs read it."""
        return {
            "sheet": self.at.sheet,
            "cell": self.at.cell,
            "about": self.about,
            "expected": self.expected,
            "found": self.found,
            "origins": [
                {
                    "about": one.about,
                    "file": one.at.file if one.at else None,
                    "sheet": one.at.sheet if one.at else None,
                    "cell": one.at.cell if one.at else None,
                    "said": one.said,
                }
                for one in self.origins
            ],
        }


def explain(says: ReportSays, found: Found, sheet: str, row: int, column: int) -> Explanation | None:
    """What stands in a cell and where it comes from; None for a cell that nothing was to be printed in."""
    for part in says.parts:
        for one in part.rows:
            for piece in found.rows.get((part.key, one.name), ()):
                if (piece.at.sheet, piece.at.row) != (sheet, row):
                    continue
                cell = next((c for c in piece.cells if c.at.column == column), None)
                at = CellRef(found.file, sheet, row, column)
                if ONLY in one.cells:
                    return _of(at, one.about, one.cells[ONLY], piece.filled[0] if piece.filled else None)
                if cell is not None and cell.column in one.cells:
                    return _of(at, one.about, one.cells[cell.column], cell)
                if cell is not None and cell.column in part.quarters:
                    return _of(at, one.about, _of_bar(one, cell), cell)
    return None


def _of_bar(row: RowSays, cell: FoundCell) -> Says:
    """The label of the bar that may begin in a quarter; nothing for other quarters."""
    bars = [bar for bar in row.bars or () if cell.column in bar.quarters]
    bar = next((one for one in bars if one.label == cell.text), None)
    return Says(bar.label, origins=(bar.origin,) if bar.origin else ()) if bar is not None else Says("")


def _of(at: CellRef, about: str, says: Says, cell: FoundCell | None) -> Explanation:
    return Explanation(at, about, says.text, cell.text if cell is not None else "", says.origins)
