"""The ledger: what was received (append-only), the office's current wording, and the three-way merge of the two."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kosei_xl.values.cells import CellRef, cell_at
from kosei_xl.values.model import EntryKey, Line, Plan, Rating
from kosei_xl.values.pictures import Picture

Current = Mapping[EntryKey, Mapping[str, str]]
"""The ledger: what stands for each value set."""
_KEY = re.compile(r"^([^|]+)\|([^|]+)\|([^|]*)(?:\|(\d+))?$")


@dataclass(frozen=True, slots=True)
class Received:
    """One value set as it was received, or as the office wrote it into the ledger (a row of 受領).

    `taken` are the fields whose text went into the ledger with this row, None where that was not recorded. Rows of the
    office have no department; they say something about the fields in `taken` and settle the conflicts in `conflicts`.
    `kind` is a key of `terms.RECEIVED_KINDS`.
    """

    key: EntryKey
    dept_code: str
    submission_no: int
    file: str
    sha256: str
    saved_at: str
    fields: Mapping[str, str]
    conflicts: tuple[str, ...] = ()
    sheet: str = ""
    cells: str = ""
    saved_by: str = ""
    other: str = ""
    filled_by: str = ""
    confirmed_by: str = ""
    confirmed_on: str = ""
    taken: tuple[str, ...] | None = None
    kind: str = "entry"

    @property
    def is_office(self) -> bool:
        """Whether the office wrote this, in the master."""
        return not self.dept_code

    @property
    def rank(self) -> tuple[int, str]:
        """What decides which of two returns is the later one: 提出回, then when it was saved."""
        return self.submission_no, self.saved_at

    def place(self, field_name: str) -> CellRef:
        """The cell in the department's workbook that a field was read from, or its row's sheet."""
        for pair in self.cells.split():
            name, _, address = pair.partition("=")
            if name == field_name:
                return cell_at(self.file, self.sheet or None, address)
        return CellRef(self.file, self.sheet or None)


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
    fields: Mapping[str, str],
    places: Mapping[str, CellRef],
    *,
    taken: tuple[str, ...],
    conflicts: tuple[str, ...] = (),
) -> Received:
    """What the office wrote about a row of the ledger, as a row of 受領; `places` are the cells it was typed in."""
    return Received(
        key=key,
        dept_code="",
        submission_no=0,
        file=origin.file,
        sha256=origin.sha256,
        saved_at=origin.saved_at,
        saved_by=origin.saved_by,
        fields=fields,
        sheet=next((place.sheet for place in places.values() if place.sheet), ""),
        cells=" ".join(f"{name}={place.cell}" for name, place in places.items()),
        conflicts=conflicts,
        taken=taken,
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """A row of the sheet of conflicts as the office left it, with the texts that it showed; None for blank ones."""

    key: EntryKey
    field: str
    theirs: str | None
    ours: str | None
    choice: str | None
    own_text: str | None
    at: CellRef


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


@dataclass(frozen=True, slots=True)
class Records:
    """The ledger as it stands: current wording by key, everything received, and the keys of rows in sheet order.

    `pictures` are those that photos name, by SHA-256.
    """

    current: Mapping[EntryKey, Mapping[str, str]] = field(default_factory=dict)
    received: tuple[Received, ...] = ()
    row_order: tuple[EntryKey, ...] = ()
    pictures: Mapping[str, Picture] = field(default_factory=dict)


def entry_key(text: str) -> EntryKey | None:
    """The key in the hidden column of 台帳 ("point|item_key|sub_no"), 指標 or 写真 (with "|seq"); else None."""
    found = _KEY.match(text)
    return EntryKey(found[2], found[3], found[1], int(found[4] or 0)) if found else None


def row_key(key: EntryKey) -> str:
    """The text that `entry_key` reads back."""
    text = f"{key.point}|{key.item_key}|{key.sub_no}"
    return f"{text}|{key.seq}" if key.seq else text


def merge_field(base: str | None, theirs: str | None, ours: str | None) -> tuple[str | None, bool]:
    """Three-way merge of one field -> (value, conflict).

    `base` is what the department started from, `theirs` what it sent, `ours` what stands in the ledger. When both sides
    changed it in different ways, the office's wording stands and it is a conflict.
    """
    if theirs in (base, ours):
        return ours, False
    if ours == base:
        return theirs, False
    return ours, True


def fields_of(plan: Plan, current: Mapping[EntryKey, Mapping[str, str]], line: Line, point: str) -> Mapping[str, str]:
    """What stands for a row at a point. A repeated listing has its original's texts, and its rating if it has none."""
    own = current.get(EntryKey(line.item.key, line.sub_no, point), {})
    if line.item.repeats is None:
        return own
    original = current.get(EntryKey(line.item.repeats, line.sub_no, point), {})
    return {**original, **({"rating": own["rating"]} if "rating" in own else {})}


def rating_of(plan: Plan, current: Mapping[EntryKey, Mapping[str, str]], line: Line, point: str) -> Rating | None:
    """The rating that is printed and counted for a row at a point; None for blank, unrated and unknown ones."""
    if not line.rated:
        return None
    return plan.rating_by_code.get(fields_of(plan, current, line, point).get("rating", ""))


def indicators_of(
    current: Mapping[EntryKey, Mapping[str, str]], line: Line, point: str
) -> tuple[Mapping[str, str], ...]:
    """The indicators of a row at a point, by number; a repeated listing has its original's."""
    key = (line.item.repeats or line.item.key, line.sub_no, point)
    found = sorted((k.seq, values) for k, values in current.items() if k[:3] == key and k.is_indicator and values)
    return tuple(values for _, values in found)


def earlier_indicators(
    plan: Plan, current: Mapping[EntryKey, Mapping[str, str]], point: str
) -> dict[tuple[str, str, int], Mapping[str, str]]:
    """The indicators of the point before, keyed (item_key, sub_no, seq); none where there is no point before."""
    known = plan.point(point)
    before = plan.point_before(known) if known is not None else None
    if before is None:
        return {}
    return {
        (*key[:2], key.seq): fields
        for key, fields in current.items()
        if key.point == before.key and key.is_indicator and fields
    }


def photos_of(current: Mapping[EntryKey, Mapping[str, str]], line: Line, point: str) -> tuple[Mapping[str, str], ...]:
    """The photos of a row at a point that have a picture, by number."""
    key = (*line.key, point)
    found = {k.seq: values for k, values in current.items() if k[:3] == key and k.is_photo and "picture" in values}
    return tuple(found[seq] for seq in sorted(found))
