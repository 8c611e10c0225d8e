"""The ledger: what was received (append-only), the office's current wording, and the three-way merge of the two."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from functools import cached_property, lru_cache
from operator import eq
from types import MappingProxyType

from kosei_xl.later import compiled_later, dataclass
from kosei_xl.values.cells import CellRef, cell_at
from kosei_xl.values.model import (
    ROW,
    EntryKey,
    LineKey,
    Slot,
    SlotKind,
    indicator_slot,
    photo_slot,
)
from kosei_xl.values.pictures import Picture
from kosei_xl.words.deletion import is_deletion
from kosei_xl.words.numbers import whole_number

Fields = Mapping[str, str]
"""What a value set says, by field key. Blank fields are left out."""
Entries = Mapping[EntryKey, Fields]
NO_FIELDS: Fields = MappingProxyType({})
_KEY = compiled_later(r"^([^|]+)\|([^|]+)\|([^|]*)(?:\|(\d+))?$")
CELL_UNITS = 32_767
"""UTF-16 units that a cell holds."""
_GOES_ON = "（続き）"
_PHOTOS_ABOVE = 1000
"""In the sheets, the photos of a row are numbered above this, its indicators below."""


class PlacesInReturn(Mapping[str, CellRef]):
    """The cells of a department's workbook that fields were read from, kept as 受領 writes them
    (「rating=E5 results=F5」): a ledger of years has hundred thousands, and hardly any is asked for.
    """

    __slots__ = ("_file", "_places", "_sheet")

    def __init__(self, file: str, sheet: str | None, places: str) -> None:
        self._file, self._sheet = file, sheet
        # what people typed there without any sign is a name too, of no cell
        self._places = "".join(f" {one}" if "=" in one else f" {one}=" for one in places.split())

    @classmethod
    def named(cls, file: str, sheet: str | None, places: Mapping[str, CellRef]) -> "PlacesInReturn":
        """Of places that are at hand, on a sheet of a file; one that is no single cell is that sheet."""
        whole = (f"{n}={at.cell if at.row is not None and at.column is not None else None}" for n, at in places.items())
        return cls(file, sheet, " ".join(whole))

    def __getitem__(self, name: str) -> CellRef:
        _, found, rest = self._places.rpartition(f" {name}=")
        if not found:
            raise KeyError(name)
        return cell_at(self._file, self._sheet, rest.partition(" ")[0])

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(one.partition("=")[0] for one in self._places.split()))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return bool(self._places)

    def __str__(self) -> str:
        return self._places[1:]

    def __repr__(self) -> str:
        """That of the mapping: rows that say the same look the same."""
        return repr(dict(self))


def places_text(places: Mapping[str, CellRef]) -> str:
    """Cells by field as 受領 writes them; "" for none."""
    if isinstance(places, PlacesInReturn):
        return str(places)
    return " ".join(f"{name}={place.cell}" for name, place in places.items())


@dataclass(frozen=True, slots=True)
class Received:
    """One value set as it was received, or as the office wrote it into the ledger (a row of 受領).

    `taken` are the fields whose text went into the ledger with this row, None where that was not recorded. Rows of the
    office have no department (None); they say something about the fields in `taken` and settle the conflicts in
    `conflicts`. The first row of a workbook is about it as a whole (`is_head`); in it `left_out` says that the
    workbook was recorded and not taken over, `untouched` that it was because nothing had been written into it. `cells`
    are the places that fields were read from, `other` the texts outside them. `kind` is a key of
    `terms.RECEIVED_KINDS`; in rows that are no "entry", `finding` is what they say, as `values.reports` writes it.

    `blanks` are the fields that came blank where the department had said something, or where the survey held something
    when it went out; None in rows of programs for which a blank was an answer: then a field that is missing says that
    it is to be empty. Now a blank says so only where the ledger was blank too (the field is in `taken`). `held` are
    the fields of which the row says nothing because a workbook of equal rank says something else, `printed` those of
    which it says nothing because their texts are those that its form held when it was handed out.
    """

    key: EntryKey
    dept_code: str | None
    submission_no: int
    file: str
    sha256: str
    saved_at: str
    fields: Fields
    conflicts: tuple[str, ...] = ()
    sheet: str = ""
    cells: Mapping[str, CellRef] = field(default_factory=dict)
    saved_by: str = ""
    other: str = ""
    filled_by: str = ""
    confirmed_by: str = ""
    confirmed_on: str = ""
    taken: tuple[str, ...] | None = None
    left_out: bool = False
    kind: str = "entry"
    blanks: tuple[str, ...] | None = None
    held: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()
    untouched: bool = False
    finding: str = ""

    @property
    def is_office(self) -> bool:
        """Whether the office wrote this, in the master."""
        return self.dept_code is None

    @property
    def is_head(self) -> bool:
        """Whether this is about a returned workbook as a whole."""
        return not self.key.item_key

    @property
    def rank(self) -> tuple[int, str]:
        """What decides which of two returns is the later one: 提出回, then when it was saved."""
        return self.submission_no, self.saved_at

    def deletes(self, field_name: str) -> bool:
        """Whether the department wrote that a field is to be empty."""
        return self.blanks is not None and is_deletion(self.fields.get(field_name))

    def said(self, field_name: str) -> str | None:
        """What a field is to say by this row; None for nothing, also where that was written in words."""
        return None if self.deletes(field_name) else self.fields.get(field_name)

    def place(self, field_name: str) -> CellRef:
        """The cell in the department's workbook that a field was read from, or its row's sheet."""
        return self.cells.get(field_name) or CellRef(self.file, self.sheet or None)


@dataclass(frozen=True, slots=True)
class SavedBy:
    """The master as it was last saved: where the office's own texts come from. `saved_at` as in `Received`."""

    file: str
    sha256: str = ""
    saved_at: str = ""
    saved_by: str = ""


def office_row(
    origin: SavedBy,
    key: EntryKey,
    fields: Fields,
    places: Mapping[str, CellRef],
    *,
    taken: tuple[str, ...],
    conflicts: tuple[str, ...] = (),
) -> Received:
    """What the office wrote about a row of the ledger, as a row of 受領; `places` are the cells it was typed in."""
    return Received(
        key=key,
        dept_code=None,
        submission_no=0,
        file=origin.file,
        sha256=origin.sha256,
        saved_at=origin.saved_at,
        saved_by=origin.saved_by,
        fields=fields,
        sheet=next((place.sheet for place in places.values() if place.sheet), ""),
        cells=places,
        conflicts=conflicts,
        taken=taken,
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """A row of the sheet of conflicts as the office left it, with the texts that it showed; None for blank ones.

    `preset` is set while nobody but the program has chosen: it says when the master had last been saved by then.
    """

    key: EntryKey
    field: str
    theirs: str | None
    ours: str | None
    choice: str | None
    own_text: str | None
    at: CellRef
    preset: str | None = None


@dataclass(frozen=True, slots=True)
class OfficeMark:
    """What the office typed on 提出状況 for a department's return at a point; None for blank cells.

    `sha256` (its beginning) names the workbook that was there then, "" for none: a mark ends when another one comes.
    `mark` is a key of `terms.RETURN_MARKS`, `due` the department's own due date.
    """

    point: str
    dept_code: str
    sha256: str
    mark: str | None = None
    note: str | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A row of 指摘 as the office left it: the finding's key, what was typed under 確認済 and the reason for it.

    `shown` are all texts of the row by column key, to keep it while its finding does not come up.
    """

    key: str
    mark: str | None
    reason: str | None
    at: CellRef
    shown: Mapping[str, str]


@dataclass(frozen=True)
class Ledger:
    """The ledger as it stands: current wording by key, everything received, and the keys of rows in sheet order.

    `reports` are the rows of 受領 that are about findings of returned workbooks, in order; `received` are the others.
    `late` are those of workbooks that came when their point was closed, which say nothing; `closed` are the keys of the
    points that are, `moved` of those among them that went to the plan after this one. `unread` are the keys of closed
    points of which nothing that was received was read (`unread_rows`), because nobody asked for it and nothing has
    changed there. `labels` are what rows of no item of the plan say of themselves (No., name, 課), which nothing else
    knows. `pictures` are those that photos name, by SHA-256. Looking up a row, its indicators or photos, or what came
    for a point costs one step: the indexes are made once, with one pass.
    """

    entries: Entries = field(default_factory=dict)
    received: tuple[Received, ...] = ()
    row_order: tuple[EntryKey, ...] = ()
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    reports: tuple[Received, ...] = ()
    late: tuple[Received, ...] = ()
    closed: frozenset[str] = frozenset()
    moved: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    unread_rows: int = 0
    labels: Entries = field(default_factory=dict)

    def fields(self, key: EntryKey) -> Fields:
        """What a value set says; nothing for one that is not there."""
        return self.entries.get(key, NO_FIELDS)

    @cached_property
    def _slots(self) -> Mapping[tuple[LineKey, str, SlotKind], tuple[EntryKey, ...]]:
        found: dict[tuple[LineKey, str, SlotKind], list[EntryKey]] = {}
        for key in self.entries:
            if not key.is_row:
                found.setdefault((key.line, key.point, key.slot.kind), []).append(key)
        return {place: tuple(sorted(keys, key=lambda key: key.slot)) for place, keys in found.items()}

    def indicators(self, row: EntryKey) -> tuple[EntryKey, ...]:
        """The keys of a row's indicators, by number, blank ones too."""
        return self._slots.get((row.line, row.point, SlotKind.INDICATOR), ())

    def photos(self, row: EntryKey) -> tuple[EntryKey, ...]:
        """The keys of a row's photos, by number, blank ones too."""
        return self._slots.get((row.line, row.point, SlotKind.PHOTO), ())

    @cached_property
    def _keys_by_point(self) -> Mapping[str, tuple[EntryKey, ...]]:
        found: dict[str, list[EntryKey]] = {}
        for key in self.entries:
            found.setdefault(key.point, []).append(key)
        return {point: tuple(keys) for point, keys in found.items()}

    def keys_at(self, point: str) -> tuple[EntryKey, ...]:
        """The keys of every value set of a point, in sheet order."""
        return self._keys_by_point.get(point, ())

    @cached_property
    def _keys_by_line(self) -> Mapping[tuple[LineKey, str], list[tuple[int, EntryKey]]]:
        found: dict[tuple[LineKey, str], list[tuple[int, EntryKey]]] = {}
        for place, key in enumerate(self.entries):
            found.setdefault((key.line, key.point), []).append((place, key))
        return found

    def keys_of(self, lines: Iterable[LineKey], point: str) -> tuple[EntryKey, ...]:
        """The keys of every value set of some rows at a point, in sheet order."""
        placed = (one for line in lines for one in self._keys_by_line.get((line, point), ()))
        return tuple(key for _, key in sorted(placed))

    @cached_property
    def _received_by_point(self) -> Mapping[str, tuple[Received, ...]]:
        found: dict[str, list[Received]] = {}
        for row in self.received:
            found.setdefault(row.key.point, []).append(row)
        return {point: tuple(rows) for point, rows in found.items()}

    def history_at(self, point: str) -> tuple[Received, ...]:
        """Every row of 受領 about a point, the office's too, in the order in which they came."""
        return self._received_by_point.get(point, ())

    @cached_property
    def _returned_by_point(self) -> Mapping[str, tuple[Received, ...]]:
        return {
            point: tuple(row for row in rows if not row.is_office) for point, rows in self._received_by_point.items()
        }

    def received_at(self, point: str) -> tuple[Received, ...]:
        """What departments sent for a point, in the order of arrival; rows of the office are left out."""
        return self._returned_by_point.get(point, ())

    def with_entries(self, entries: Entries) -> "Ledger":
        """This ledger with another wording."""
        return replace(self, entries=entries)


@lru_cache(maxsize=1 << 14)
def entry_key(text: str) -> EntryKey | None:
    """The key in the hidden column of 台帳 ("point|item_key|sub_no"), 指標 or 写真 (with "|seq"); else None.

    A master of years is read twice in a consolidation, and each row of it looked at several times.
    """
    found = _KEY.match(text)
    return EntryKey(found[2], found[3] or None, found[1], slot_of(found[4])) if found else None


def row_key(key: EntryKey) -> str:
    """The text that `entry_key` reads back."""
    return f"{key.point}|{text_of_line(key.line, key.slot)}"


def text_of_line(line: LineKey, slot: Slot = ROW) -> str:
    """The key of a row where the point is known: "item_key|sub_no", with "|number" for an indicator or a photo."""
    text = f"{line.item_key}|{line.sub_no or ''}"
    return text if slot == ROW else f"{text}|{slot_number(slot)}"


def slot_of(text: str | None) -> Slot:
    """The slot that a number in a sheet means: none or 0 the row itself, up to 1000 an indicator, above a photo."""
    number = whole_number(text) or 0
    if number > _PHOTOS_ABOVE:
        return photo_slot(number - _PHOTOS_ABOVE)
    return indicator_slot(number) if number else ROW


def slot_number(slot: Slot) -> int:
    """The number that `slot_of` reads back."""
    return slot.number + (_PHOTOS_ABOVE if slot.kind is SlotKind.PHOTO else 0)


def pieces_of_other(text: str) -> tuple[str, ...]:
    """Texts outside the fields (その他の記入), cut so that each piece goes into a cell; `joined_other` undoes it.

    The cuts lie between lines; a line that is too long is cut where no white space is, and goes on behind a mark.
    """
    pieces: list[str] = []
    for line in text.split("\n") if text else ():
        if pieces and _units(pieces[-1]) + 1 + _units(line) <= CELL_UNITS:
            pieces[-1] += f"\n{line}"
            continue
        first, *rest = _cut(line)
        pieces += [first, *(f"{_GOES_ON}{piece}" for piece in rest)]
    return tuple(pieces) or ("",)


def joined_other(pieces: Iterable[str]) -> str:
    """The texts that `pieces_of_other` cut."""
    whole = ""
    for n, piece in enumerate(pieces):
        goes_on = piece.startswith(_GOES_ON)
        whole += piece.removeprefix(_GOES_ON) if goes_on or not n else f"\n{piece}"
    return whole


def _cut(line: str) -> list[str]:
    """A line in pieces; a piece that goes on has room for the mark, and none begins or ends with white space."""
    pieces = []
    while _units(line) > CELL_UNITS:
        places = range(CELL_UNITS // 2, CELL_UNITS // 4, -1)
        at = next((at for at in places if not line[at - 1].isspace() and not line[at].isspace()), CELL_UNITS // 2)
        pieces.append(line[:at])
        line = line[at:]
    return [*pieces, line]


def _units(text: str) -> int:
    """Length as Excel counts it, in UTF-16 units."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def merge_field(
    base: str | None,
    theirs: str | None,
    ours: str | None,
    same: Callable[[str | None, str | None], bool] = eq,
) -> tuple[str | None, bool]:
    """Three-way merge of one field -> (value, conflict).

    `base` is what the department started from, `theirs` what it sent, `ours` what stands in the ledger. When both sides
    changed it in different ways, the office's wording stands and it is a conflict. `same` tells whether two texts say
    the same in the field.
    """
    if same(theirs, base) or same(theirs, ours):
        return ours, False
    if same(ours, base):
        return theirs, False
    return ours, True
