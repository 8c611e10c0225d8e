"""A report workbook -> its rows and cells by key, wherever people or programs have put them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace

from kosei_xl.later import dataclass
from kosei_xl.read.tables import text_of, typed_text
from kosei_xl.values.cells import Book, CellRef, CellValue, Charted, Sheet
from kosei_xl.words import terms

_KEY = re.compile(r"^([^|\s]+)\|(.*?)(?:~(\d+)(?:>(.*))?)?$")
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|.)', re.S)


@dataclass(frozen=True, slots=True)
class ReportIdentity:
    """What a report says that it is; with `shows_deleted`, deleted texts of an earlier one are struck out in it."""

    plan_id: str
    plan_version: str
    point: str
    draft: bool
    parts: tuple[str, ...]
    shows_deleted: bool = False


@dataclass(frozen=True, slots=True)
class FoundCell:
    """A cell with its text ("" for a blank one) and the key of its column, "" where the column has none."""

    at: CellRef
    text: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class RowPiece:
    """A row of the sheet: the piece `number` (from 1) of a row of the report. `first` is its first printed cell.

    `given` are its cells that hold anything, from left to right; `names` the keys of the columns that stand over it, by
    their places from left to right: most of their cells are blank, and made only for who asks for them. `spans` are the
    keys of the first and last column of its cells that are merged across. `followed_by` is the key of the row printed
    below a piece that goes on or stands again; "" for first pieces, and where more such pieces follow.
    """

    at: CellRef
    number: int
    first: CellRef
    given: tuple[FoundCell, ...]
    names: Mapping[int, str] = field(default_factory=dict)
    spans: frozenset[tuple[str, str]] = frozenset()
    followed_by: str = ""

    @property
    def cells(self) -> tuple[FoundCell, ...]:
        """The cells that hold anything or have a key, from left to right."""
        own = {cell.at.column: cell for cell in self.given}
        named = [self._blank(place) for place in self.names if place not in own]
        return tuple(sorted((*self.given, *named), key=lambda cell: cell.at.column or 0))

    @property
    def columns(self) -> tuple[str, ...]:
        """The key of each of `cells`."""
        if all(cell.column for cell in self.given):
            return tuple(self.names.values())
        return tuple(cell.column for cell in self.cells)

    def cell(self, column: str) -> FoundCell | None:
        """The cell of a column key; None where the row has no such column."""
        own = next((cell for cell in self.given if cell.column == column), None)
        if own is not None:
            return own
        return next((self._blank(place) for place, key in self.names.items() if key == column), None)

    def _blank(self, place: int) -> FoundCell:
        return FoundCell(CellRef(self.at.file, self.at.sheet, self.at.row, place), "", self.names[place])

    @property
    def filled(self) -> tuple[FoundCell, ...]:
        """The cells that are not blank."""
        return tuple(cell for cell in self.given if cell.text)


@dataclass(frozen=True)
class Found:
    """A report as found. `rows` are by (part, row key), each with its pieces in order.

    `doubled` are further rows with a key that another row has, `unkeyed` filled cells in rows without a key. `columns`
    maps part -> column keys -> a place of that column; `heads` are the running heads' words at the left. `charts` are
    those on its sheets, `figures` the hidden sheet that they are drawn from, None where it is gone.
    """

    file: str
    rows: Mapping[tuple[str, str], Sequence[RowPiece]] = field(default_factory=dict)
    doubled: Sequence[tuple[tuple[str, str], RowPiece]] = ()
    unkeyed: Sequence[FoundCell] = ()
    columns: Mapping[str, Mapping[str, CellRef]] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)
    hidden: Sequence[CellRef] = ()
    charts: Sequence[Charted] = ()
    figures: Sheet | None = None


def read_report_identity(book: Book) -> ReportIdentity | None:
    """From the hidden sheet, or the document's properties where that is gone; None for what is no report of ours."""
    sheet = book.sheet(terms.IDENTITY_SHEET)
    hidden = {text_of(row[0]): text_of(row[1]) for row in sheet.rows if len(row) > 1} if sheet else {}
    keys = ("kind", "plan_id", "plan_version", "point", "draft", "parts", "shows_deleted")
    properties = {key: book.properties.get(terms.PROPERTY_PREFIX + key) for key in keys}
    for values in (hidden, properties):
        if values.get("kind") == "report" and values.get("plan_id"):
            said = {key: values.get(key) or "" for key in keys}
            parts = tuple(said["parts"].split())
            draft, shows_deleted = (said[key] == "1" for key in ("draft", "shows_deleted"))
            return ReportIdentity(said["plan_id"], said["plan_version"], said["point"], draft, parts, shows_deleted)
    return None


def read_report(book: Book, parts: Sequence[str]) -> Found:
    """The rows of the given parts by key. Cost: one pass over the cells."""
    rows: dict[tuple[str, str], dict[int, RowPiece]] = {}
    doubled: list[tuple[tuple[str, str], RowPiece]] = []
    unkeyed: list[FoundCell] = []
    hidden: list[CellRef] = []
    columns: dict[str, dict[str, CellRef]] = {}
    heads = {}
    known = frozenset(parts)
    for sheet in book.sheets:
        if sheet.name in (terms.IDENTITY_SHEET, terms.CHANGES_SHEET, terms.CHART_SHEET):
            continue
        heads[sheet.name] = _head(sheet.header)
        keyed = _Keyed(book.name, sheet, known)
        for part, places in keyed.columns.items():
            columns.setdefault(part, {}).update(places)
        hidden += keyed.hidden()
        for key, piece in keyed.pieces():
            if key is None:
                unkeyed += piece.filled
            elif piece.number in rows.setdefault(key, {}):
                doubled.append((key, piece))
            else:
                rows[key][piece.number] = piece
    ordered = {key: tuple(pieces[number] for number in sorted(pieces)) for key, pieces in rows.items()}
    drawn = book.sheet(terms.CHART_SHEET)
    charts = tuple(replace(one, at=one.at._replace(file=book.name)) for one in book.charts)
    return Found(book.name, ordered, doubled, unkeyed, columns, heads, hidden, charts, drawn)


class _Keyed:
    """One sheet with its column of row keys and its rows of column keys."""

    def __init__(self, file: str, sheet: Sheet, parts: frozenset[str]) -> None:
        self.file, self.sheet, self.parts = file, sheet, parts
        self.key_column = self._key_column()
        self.keys = [self._key(row) for row in range(1, len(sheet.rows) + 1)]
        self.columns: dict[str, dict[str, CellRef]] = {}
        self._names: dict[str, dict[int, dict[int, str]]] = {}
        """Part -> row of column keys -> place of a column -> its key."""
        self._across: dict[int, list[tuple[int, int]]] = {}
        for number, key in enumerate(self.keys, 1):
            if key is not None and key[1] == terms.COLUMN_KEYS:
                self._add_columns(key[0], number)
        for (row, column), (_, last) in sheet.merged.items():
            self._across.setdefault(row, []).append((column, last))

    def _key_column(self) -> int:
        """The column with most keys; 0 where there is none."""
        counts = Counter(
            column
            for _, column, value in self.sheet.filled()
            if isinstance(value, str) and "|" in value and (found := _KEY.match(value)) and found[1] in self.parts
        )
        return counts.most_common(1)[0][0] if counts else 0

    def _key(self, row: int) -> tuple[str, str, int, str] | None:
        """Part, key of the row, number of the piece and key of the row below it."""
        value = self.sheet.value(row, self.key_column)
        found = _KEY.match(value) if isinstance(value, str) else None
        return (found[1], found[2], int(found[3] or 1), found[4] or "") if found and found[1] in self.parts else None

    def _add_columns(self, part: str, row: int) -> None:
        taken: dict[str, int] = {}
        for column, value in enumerate(self.sheet.rows[row - 1], 1):
            text = text_of(value)
            if column != self.key_column and text is not None:
                taken.setdefault(text, column)
                self.columns.setdefault(part, {})[text] = CellRef(self.file, self.sheet.name, None, taken[text])
        self._names.setdefault(part, {})[row] = {column: key for key, column in taken.items()}

    def pieces(self) -> Iterator[tuple[tuple[str, str] | None, RowPiece]]:
        """Every row but the keys' own, with its key; None for rows without one that hold anything."""
        # the keys nearest above, else the first there are
        names = {part: next(iter(own.values())) for part, own in self._names.items()}
        for number, (key, values) in enumerate(zip(self.keys, self.sheet.rows, strict=True), 1):
            if key is not None and key[1] == terms.COLUMN_KEYS:
                names[key[0]] = self._names[key[0]][number]
                continue
            own = names.get(key[0], {}) if key is not None else {}
            given = self._cells(number, values, own)
            at = CellRef(self.file, self.sheet.name, number)
            first = CellRef(self.file, self.sheet.name, number, self.key_column + 1)
            if key is not None:
                yield key[:2], RowPiece(at, key[2], first, given, own, self._spans(number, own), key[3])
            elif given:
                yield None, RowPiece(at, 1, first, given)

    def _spans(self, row: int, names: Mapping[int, str]) -> frozenset[tuple[str, str]]:
        across = self._across.get(row)
        if across is None:
            return frozenset()
        return frozenset((names[first], names.get(last, "")) for first, last in across if first in names)

    def _cells(self, row: int, values: Sequence[CellValue], names: Mapping[int, str]) -> tuple[FoundCell, ...]:
        """The cells of a row that hold anything."""
        file, sheet, beside = self.file, self.sheet.name, self.key_column
        return tuple(
            [
                FoundCell(CellRef(file, sheet, row, column), typed_text(value) or "", names.get(column, ""))
                for column, value in enumerate(values, 1)
                if value is not None and column != beside
            ]
        )

    def hidden(self) -> Iterator[CellRef]:
        """Rows and columns of the report that somebody has hidden."""
        for row in sorted(self.sheet.hidden_rows):
            key = self.keys[row - 1] if 1 <= row <= len(self.keys) else None
            if key is not None and key[1] != terms.COLUMN_KEYS:
                yield CellRef(self.file, self.sheet.name, row)
        own = {place.column for places in self.columns.values() for place in places.values()}
        for column in sorted(self.sheet.hidden_columns & {one for one in own if one is not None}):
            yield CellRef(self.file, self.sheet.name, None, column)


def _head(codes: str) -> str:
    """The words of a running head at its left."""
    sides = {"L": "", "C": "", "R": ""}
    side, at = "C", 0
    for found in _HEADER_CODE.finditer(codes):
        sides[side] += codes[at : found.start()]
        at = found.end()
        code = found[0][1:]
        if code in sides:
            side = code
        elif code == "&":
            sides[side] += "&"
    sides[side] += codes[at:]
    return sides["L"].strip()
