"""Rows of closed points go to sheets of their own, which an ordinary consolidation does not read, and come back when a
point is opened again. What was received stays one chain, what was recorded is anchored by count and digest.

Bytes in, bytes out; the same rows say the same wherever they lie (`read.set_aside`).
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from kosei_xl.collect.history import office_edits
from kosei_xl.make import fill
from kosei_xl.make.master import make_indicators, make_ledger, make_photos
from kosei_xl.read.chain import CHAIN_CODES, chain_states
from kosei_xl.read.master import Master
from kosei_xl.read.set_aside import run_at
from kosei_xl.read.tables import KeyedTable, TableRow, find_table, text_of
from kosei_xl.values.cells import Book, CellValue, column_letters
from kosei_xl.values.chain import CHAIN, START, ChainEnd, ChainRun
from kosei_xl.values.closing import closed_points
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.values.model import Plan
from kosei_xl.values.registers import STORED, Registers
from kosei_xl.values.reports import settlement_of
from kosei_xl.values.set_aside import SETTLED, Anchor, anchor_of_records, anchors_of, key_of_anchor
from kosei_xl.values.shown_before import committee_fields
from kosei_xl.values.stored import HEAD, StoredRecord
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.words.numbers import whole_number
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import CellInput, Package

_LEAST_RUN: Final = 3
"""Rows beside each other that are worth a row that stands for them."""
_HIDDEN: Final = "veryHidden"
_RUN, _RUN_LABEL = terms.RUN_COLUMN
_OF_CLOSED: Final = frozenset(
    (
        *(Code.CLOSED_POINT_CHANGED, Code.CORRECTION_UNKNOWN, Code.KEPT_RECORD_CHANGED, Code.CORRECTION_WITHOUT_REASON),
        *(Code.CORRECTION_NOT_IN_LEDGER, Code.CORRECTION_OF_NOTHING, Code.KEPT_ROWS_CHANGED),
    )
)
"""Findings for which what was kept of closed points has to be read."""


def points_due(book: Master) -> tuple[str, ...]:
    """The closed points of a master of which nothing lies on a sheet of its own yet and something might."""
    there = {point for _, point in anchors_of(book.aside)}
    records = (one for name, (sheet, _) in STORED.items() if sheet in terms.ASIDE_SHEETS for one in _of(book, name))
    recorded = {getattr(one, "point", None) for one in records}
    received = Counter(row.key.point for row in book.ledger.value.received)
    return tuple(
        point
        for point in closed_points(book.registers.closed)
        if point not in there and (point in recorded or received[point] >= _LEAST_RUN)
    )


def _of(book: Master, name: str) -> Iterable[StoredRecord]:
    found: Iterable[StoredRecord] = getattr(book.registers, name)
    return found


def move_aside(master: bytes, points: Collection[str], registers: Registers) -> bytes:
    """The master with what it received, handed out and published for these closed points on sheets of their own;
    `registers` are its own. Rows stay where they are that hold something under no key, and all of 受領 where notes or
    links lie on its rows. Answers to findings of the sheet itself stay too.
    """
    work = _Work(master)
    work.set_received_aside(points)
    work.set_records_aside(points, registers)
    return work.to_bytes()


def put_back(master: bytes, point: str, others: Collection[str]) -> bytes:
    """The master with the rows of a point in their places again; those of `others` that were among them are set aside
    anew.
    """
    work = _Work(master)
    work.put_back(point)
    work = _Work(work.to_bytes())
    work.set_received_aside(others)
    return work.to_bytes()


def state_of_closed(plan: Plan, ledger: Ledger, registers: Registers, points: Collection[str]) -> str:
    """The digest of all that decides whether anything is to be told of closed points: their rows as the ledger's sheets
    show them, the corrections, what was closed, and which fields there are.
    """
    made = hashlib.sha256()
    ledger = replace(ledger, unread=frozenset())  # with the values of the rows that stand as they are

    def add(*texts: object) -> None:
        made.update(("\x1f".join(map(str, texts)) + "\x1e").encode("utf-8", "surrogatepass"))

    for name, values in (
        (terms.LEDGER_SHEET, make_ledger(plan, ledger)),
        (terms.INDICATORS_SHEET, make_indicators(plan, ledger)),
        *([(terms.PHOTOS_SHEET, make_photos(plan, ledger, ledger))] if plan.has_photos else []),
    ):
        for row in values.rows:
            if (row.key or "").partition("|")[0] in points:
                add(name, row.key, *(f"{key}={value}" for key, value in row.values.items() if value is not None))
    for key, fields in ledger.entries.items():
        if key.is_photo and key.point in points:
            add(key, fields.get("picture"))
    add(*sorted(plan.field_by_key), plan.has_photos, *sorted(committee_fields(plan)), *sorted(points))
    for one in (*registers.corrections, *registers.closed):
        add(one.model_dump_json(exclude={"values"}))
    return made.hexdigest()


def is_settled(book: Master) -> bool:
    """Whether a master that was read without its closed points stands as it did when all was read and nothing found."""
    ledger = book.ledger.value
    complete = not (book.keyless or book.renamed or book.lacking)
    known = book.aside.get(SETTLED)
    return complete and known == state_of_closed(book.plan, ledger, book.registers, ledger.unread)


def settled(data: bytes, book: Master, ledger: Ledger | None = None) -> bytes:
    """The bytes of a master, which `book` is, that say how its closed points stand, where nothing is to be told of
    them; `ledger` is how it stands by now, where everything that the office typed is recorded.
    """
    anchors = anchors_of(book.aside)
    points = {point for _, point in anchors}
    aside = frozenset(terms.ASIDE_SHEETS.values())
    told_of = any(
        one.code in _OF_CLOSED or (one.code in CHAIN_CODES and one.at is not None and one.at.sheet in aside)
        for one in book.diagnostics
    )
    if not points or told_of:
        return data
    if ledger is None:
        edits = office_edits(book.plan, book.ledger.value, book.ledger.at, book.origin)
        if any(row.key.point in points for row in edits):
            return data
    state = state_of_closed(book.plan, ledger or book.ledger.value, book.registers, points)
    if book.aside.get(SETTLED) == state:
        return data
    package = Package(data)
    _put_pairs(package, {SETTLED: state})
    return package.to_bytes(recalc=False)


@dataclass(slots=True)
class _Moved:
    """Rows that go to the sheet of closed points, by column key, and what stands in 受領 instead of some of them."""

    rows: list[dict[str, CellValue]] = field(default_factory=list)
    left: list[int | dict[str, CellInput]] = field(default_factory=list)


class _Work:
    """A master while rows go from sheet to sheet."""

    def __init__(self, master: bytes) -> None:
        self.book = read_book(master, "", OFFICE_LIMITS)
        self.package = Package(master)
        self.pairs: dict[str, str | None] = {}
        identity = self.book.sheet(terms.IDENTITY_SHEET)
        self.known = {text_of(row[0]): text_of(row[1]) for row in identity.rows if len(row) > 1} if identity else {}

    def to_bytes(self) -> bytes:
        _put_pairs(self.package, self.pairs)
        return self.package.to_bytes(recalc=False)

    # -- what was received -----------------------------------------------------------------------------------------
    def set_received_aside(self, points: Collection[str]) -> None:
        table = self._table(terms.RECEIVED_SHEET)
        if table is None or CHAIN not in table.columns or "kind" not in table.columns:
            return
        if self.package.sheet(terms.RECEIVED_SHEET).anchored_below(table.first):
            return
        aside = self._aside(terms.RECEIVED_SHEET)
        numbers = [whole_number(row.text(_RUN) or "") or 0 for row in aside.rows()] if aside is not None else []
        numbers += [run.number for row in table.rows() if (run := run_at(row)) is not None]
        after = dict(chain_states(table))
        moved, number, before = _Moved(), max(numbers, default=0), ChainEnd()
        for apart, group in groupby(table.rows(), lambda row: _may_go(row, points)):
            rows = list(group)
            last = next((after[row.number] for row in reversed(rows) if row.number in after), before)
            if apart and len(rows) >= _LEAST_RUN:
                number += 1
                moved.rows += [{**_texts(row), _RUN: float(number)} for row in rows]
                moved.left.append(_stands_for(table, rows, number, before, last))
            else:
                moved.left += [row.number for row in rows]
            before = last
        if moved.rows:
            self._write_aside(terms.RECEIVED_SHEET, moved.rows, "point")
            self.package.sheet(terms.RECEIVED_SHEET).rearrange(table.first, moved.left)
            there = Counter(str(row["point"]) for row in moved.rows)
            there.update(row.text("point") or "" for row in (aside.rows() if aside is not None else ()))
            self._anchor({point: Anchor(count) for point, count in there.items()}, terms.RECEIVED_SHEET)

    # -- what was recorded -----------------------------------------------------------------------------------------
    def set_records_aside(self, points: Collection[str], registers: Registers) -> None:
        there = self._anchors()
        for name, (sheet, _) in STORED.items():
            table = self._table(sheet) if sheet in terms.ASIDE_SHEETS else None
            if table is None:
                continue
            own: dict[str, list[StoredRecord]] = {}
            for record in getattr(registers, name):
                if record.point in points and (sheet, record.point) not in there:
                    own.setdefault(record.point, []).append(record)
            numbers = {record.number for records in own.values() for record in records}
            rows = [(row, whole_number(row.text("number") or "")) for row in table.rows()]
            staying = {number for row, number in rows if not _is_plain(row)}
            going = [row for row, number in rows if number in numbers - staying]
            if going:
                self._write_aside(sheet, [_texts(row) for row in going], "number")
                gone = {row.number for row in going}
                left = [row.number for row, _ in rows if row.number not in gone]
                self.package.sheet(sheet).rearrange(table.first, left)
                self._anchor({point: anchor_of_records(records) for point, records in own.items()}, sheet)

    # -- and back --------------------------------------------------------------------------------------------------
    def put_back(self, point: str) -> None:
        """Every run of 受領 with rows of the point as a whole, and the point's records."""
        for sheet in terms.ASIDE_SHEETS:
            table, aside = self._table(sheet), self._aside(sheet)
            if table is None or aside is None:
                continue
            rows = list(aside.rows())
            if sheet == terms.RECEIVED_SHEET:
                back = {row.text(_RUN) for row in rows if row.text("point") == point}
                going = [row for row in rows if row.text(_RUN) in back]
                left = self._with_runs(table, going)
                there = Counter(row.text("point") or "" for row in rows if row.text(_RUN) not in back)
                old = {own for name, own in self._anchors() if name == sheet}
                self._anchor({own: Anchor(there[own]) if there[own] else None for own in old}, sheet)
            else:
                numbers = _numbers_of(rows, point)
                going = [row for row in rows if row.text("number") in numbers]
                left = [*(row.number for row in table.rows()), *(self._cells(table, row) for row in going)]
                self._anchor({point: None}, sheet)
            if going:
                gone = {row.number for row in going}
                self.package.sheet(sheet).rearrange(table.first, left)
                kept = [row.number for row in rows if row.number not in gone]
                self.package.sheet(terms.ASIDE_SHEETS[sheet]).rearrange(aside.first, kept)
        self.pairs[SETTLED] = None

    def _with_runs(self, table: KeyedTable, going: Sequence[TableRow]) -> list[int | dict[str, CellInput]]:
        """The rows of 受領 with those that come back in the place of what stood for them."""
        runs: dict[str, list[TableRow]] = {}
        for row in going:
            runs.setdefault(row.text(_RUN) or "", []).append(row)
        left: list[int | dict[str, CellInput]] = []
        for row in table.rows():
            run = run_at(row)
            rows = runs.pop(str(run.number), None) if run is not None else None
            left += [row.number] if rows is None else [self._cells(table, one) for one in rows]
        return [*left, *(self._cells(table, row) for rows in runs.values() for row in rows)]

    # -- help ------------------------------------------------------------------------------------------------------
    def _anchors(self) -> Mapping[tuple[str, str], Anchor]:
        return anchors_of({key: text for key, text in self.known.items() if key and text})

    def _anchor(self, anchors: Mapping[str, Anchor | None], sheet: str) -> None:
        self.pairs |= {key_of_anchor(sheet, point): str(one) if one else None for point, one in anchors.items()}

    def _table(self, sheet: str) -> KeyedTable | None:
        """A sheet whose heads stand where the program writes them; None for any other."""
        return _table_of(self.book, sheet, sheet)

    def _aside(self, sheet: str) -> KeyedTable | None:
        return _table_of(self.book, terms.ASIDE_SHEETS[sheet], sheet)

    def _cells(self, table: KeyedTable, row: TableRow) -> dict[str, CellInput]:
        """A row of a sheet of closed points as the cells of the sheet that it comes from."""
        return {column_letters(table.columns[key]): _input(value) for key, value in _texts(row).items() if key != _RUN}

    def _write_aside(self, sheet: str, rows: Sequence[Mapping[str, CellValue]], never_blank: str) -> None:
        """Put rows on the sheet of closed points, which is made where there is none."""
        aside, package = terms.ASIDE_SHEETS[sheet], self.package
        if aside not in package.sheet_names:
            package.clone(sheet, aside)
            package.set_sheet_state(aside, _HIDDEN)
            package.sheet(aside).rearrange(fill.LABEL_ROW + 1, [])
        part = package.sheet(aside)
        letters = {str(key): name for name, key in part.cells(fill.KEY_ROW).items()}
        live = package.sheet(sheet)
        heads = live.cells(fill.LABEL_ROW)
        labels = {str(key): heads.get(name) for name, key in live.cells(fill.KEY_ROW).items()} | {_RUN: _RUN_LABEL}
        for key in dict.fromkeys(key for row in rows for key in row):
            if key not in letters:
                letters[key] = column_letters(fill.next_column(part))
                part.put(f"{letters[key]}{fill.KEY_ROW}", key)
                part.put(f"{letters[key]}{fill.LABEL_ROW}", labels.get(key))
        part.append_rows(
            fill.LABEL_ROW + 1,
            [{letters[key]: _input(value) for key, value in row.items()} for row in rows],
            key=letters[never_blank],
        )


def _table_of(book: Book, name: str, labels: str) -> KeyedTable | None:
    sheet = book.sheet(name)
    table = find_table("", sheet, terms.MASTER_SHEETS[labels]) if sheet is not None else None
    plain = table is not None and not table.by_label and table.first == fill.LABEL_ROW + 1
    return table if plain else None


def _may_go(row: TableRow, points: Collection[str]) -> bool:
    """Whether a row of 受領 may lie elsewhere. What the office answered about this sheet counts at every point."""
    if row.text("point") not in points or row.text("kind") == terms.SET_ASIDE or not _is_plain(row):
        return False
    settled_there = row.text("kind") == terms.RECEIVED_KINDS["settled"]
    return not (settled_there and settlement_of(row.text("finding") or "") is not None)


def _is_plain(row: TableRow) -> bool:
    """Whether everything in a row stands under a key."""
    known = set(row.table.columns.values())
    cells = row.table.sheet.rows[row.number - 1]
    return all(value is None or column in known for column, value in enumerate(cells, 1))


def _texts(row: TableRow) -> dict[str, CellValue]:
    return {key: value for key in row.table.columns if (value := row.raw(key)) is not None}


def _input(value: CellValue) -> CellInput:
    """A value as it is read back: texts and numbers as they are, all else as the text that the reader makes of it."""
    return value if isinstance(value, str | float | bool) else text_of(value)


def _stands_for(
    table: KeyedTable, rows: Sequence[TableRow], number: int, before: ChainEnd, last: ChainEnd
) -> dict[str, CellInput]:
    """The cells of the row of 受領 that stands for rows that lie elsewhere."""
    added = ChainEnd(last.before - before.before, last.count - before.count, last.link)
    said: dict[str, CellInput] = {
        "point": rows[0].text("point"),
        "kind": terms.SET_ASIDE,
        "other": str(told("rows_stay", count=len(rows), sheet=terms.ASIDE_SHEETS[terms.RECEIVED_SHEET])),
        CHAIN: str(ChainRun(number, before.link or START, added)),
    }
    return {column_letters(table.columns[key]): text for key, text in said.items() if key in table.columns}


def _numbers_of(rows: Iterable[TableRow], point: str) -> set[str | None]:
    """The numbers of the records of a point, by the rows of their heads."""
    head = terms.STORED_KINDS[HEAD]
    of_point = (
        row for row in rows if (row.text("kind"), row.text("field"), row.text("text")) == (head, "point", point)
    )
    return {row.text("number") for row in of_point}


def _put_pairs(package: Package, pairs: Mapping[str, str | None]) -> None:
    """Write pairs on the hidden sheet; None takes one away."""
    if not pairs or terms.IDENTITY_SHEET not in package.sheet_names:
        return
    part = package.sheet(terms.IDENTITY_SHEET)
    last = part.last_row()
    row_of = {part.value(f"A{row}"): row for row in range(1, last + 1)}
    for key, text in pairs.items():
        if text is None and key not in row_of:
            continue
        if key not in row_of:
            last += 1
            row_of[key] = last
        part.put(f"A{row_of[key]}", key if text is not None else None)
        part.put(f"B{row_of[key]}", text)
