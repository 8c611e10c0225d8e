"""What somebody changed in a report since it was made: the report as it is beside what it carries."""

from collections.abc import Iterable, Mapping, Sequence

from kosei_xl.later import dataclass
from kosei_xl.proof.adopt.carried import Carried, RowKey
from kosei_xl.read.report import Found, FoundCell, RowPiece
from kosei_xl.values.cells import CellRef
from kosei_xl.words.notation import digits_folded


@dataclass(frozen=True, slots=True)
class Edit:
    """A cell of a row that says something else: its texts before and after, one for each piece of a row that was cut.

    `places` are the pieces that were changed.
    """

    row: RowKey
    column: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    places: tuple[CellRef, ...]

    @property
    def at(self) -> CellRef:
        """The first piece that was changed."""
        return self.places[0]


@dataclass(frozen=True, slots=True)
class Gone:
    """A row, or a piece of one, that is not there any more: its longest text, and where it would have to stand."""

    row: RowKey
    text: str
    at: CellRef


@dataclass(frozen=True, slots=True)
class Edits:
    """Everything that was changed: cells, what was written where nothing stood, and rows that are gone."""

    cells: tuple[Edit, ...] = ()
    added: tuple[FoundCell, ...] = ()
    gone: tuple[Gone, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.cells or self.added or self.gone)


def edits_of(carried: Carried, found: Found) -> Edits:
    """What differs from what the report carries. Cost: one pass over its cells."""
    cells: list[Edit] = []
    added = [*found.unkeyed, *(cell for _, piece in found.doubled for cell in piece.filled)]
    gone: list[Gone] = []
    last = CellRef(found.file)
    for row, pieces in found.rows.items():
        if row not in carried.rows:
            added += [cell for piece in pieces for cell in piece.filled]
    for row, before in carried.rows.items():
        pieces = found.rows.get(row, ())
        if {piece.number for piece in pieces} >= before.keys():
            own, more = _of_row(row, before, pieces)
            cells += own
            added += more
        elif any(before.values()):
            texts = [text for cells_of in before.values() for text in cells_of.values()]
            gone.append(Gone(row, max(texts, key=len), pieces[0].at if pieces else last))
        last = pieces[-1].at if pieces else last
    return Edits(tuple(cells), tuple(added), tuple(gone))


def _of_row(
    row: RowKey, before: Mapping[int, Mapping[str, str]], pieces: Sequence[RowPiece]
) -> tuple[list[Edit], list[FoundCell]]:
    added = [cell for piece in pieces if piece.number not in before for cell in piece.filled]
    shown = {piece.number: _by_column(piece, before[piece.number]) for piece in pieces if piece.number in before}
    columns = dict.fromkeys(column for number in before for column in (*before[number], *shown[number]))
    edits = []
    for column in columns:
        old = tuple(before[number].get(column, "") for number in sorted(before))
        cells = [shown[number].get(column) for number in sorted(before)]
        new = tuple(cell.text if cell is not None else "" for cell in cells)
        firsts = {piece.number: piece.first for piece in pieces}
        places = tuple(
            cell.at if cell is not None else firsts[number]
            for number, cell, one, two in zip(sorted(before), cells, old, new, strict=True)
            if one != two
        )
        if places:
            edits.append(Edit(row, column, old, new, places))
    own = {cell.at for cells_of in shown.values() for cell in cells_of.values()}
    added += [cell for piece in pieces for cell in piece.filled if piece.number in before and cell.at not in own]
    return edits, added


def _by_column(piece: RowPiece, before: Mapping[str, str]) -> dict[str, FoundCell]:
    """The cells of a piece by the keys under which they are carried; a row's only text stays its own wherever it is."""
    if len(before) == 1 and len(piece.filled) == 1:
        (column,) = before
        at_home = piece.cell(column) if column else None
        if at_home is None or at_home.at == piece.filled[0].at:
            return {column: piece.filled[0]}
    cells = {cell.column: cell for cell in piece.cells if cell.column}
    own = next((cell for cell in piece.cells if not cell.column), None)
    if own is not None and "" in before:
        cells[""] = own
    return cells


def lost_edits(edits: Edits, new: Found, *, even: bool = False) -> tuple[tuple[CellRef, str], ...]:
    """The edits that a new report does not say, each with its cell: (cell, text as it is now).

    Pages may break elsewhere in the new one, so that the pieces of a cell are put together without white space. With
    `even` the width of digits does not count: the new one has them all in one.
    """

    def same(text: str) -> str:
        return digits_folded(text) if even else text

    lost = [(e.at, "".join(e.after)) for e in edits.cells if same(_plain(e.after)) != same(_said(new, e))]
    lost += [(cell.at, cell.text) for cell in edits.added]
    lost += [(one.at, one.text) for one in edits.gone if one.row in new.rows]
    return tuple(lost)


def _said(new: Found, edit: Edit) -> str:
    pieces = new.rows.get(edit.row, ())
    return _plain(cell.text for piece in pieces if (cell := piece.cell(edit.column)) is not None)


def _plain(texts: Iterable[str]) -> str:
    return "".join("".join(texts).split())
