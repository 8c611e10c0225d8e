"""The master's 台帳, 指標, 写真 and 受領 sheets -> `Ledger`, with the cell of every value."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from kosei_xl.read.chain import ChainWalk, check_chain
from kosei_xl.read.photos import read_photos
from kosei_xl.read.places import RowPlaces
from kosei_xl.read.ratings import outside_scale, read_rating
from kosei_xl.read.tables import (
    KeyedTable,
    RowAsTexts,
    TableRow,
    find_table,
    rows_as_texts,
    typed_text,
    unreadable,
)
from kosei_xl.read.unplaced import KeyedRows, rows_typed, rows_with_keys
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.ledger import (
    Ledger,
    PlacesInReturn,
    Received,
    entry_key,
    joined_other,
    row_key,
    slot_number,
    slot_of,
)
from kosei_xl.values.model import INDICATOR_FIELDS, PHOTO_FIELDS, ROW, STANDARD_FIELDS, EntryKey, Line, LineKey, Plan
from kosei_xl.values.pictures import Picture
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.notation import folded
from kosei_xl.words.numbers import whole_number
from kosei_xl.words.shorten import in_one_line, shortened
from kosei_xl.workbook.book import is_error_value

_PHOTO_TEXTS = ("caption",)
"""What is typed into a row of 写真; the picture lies over it."""
_LABELS = (terms.POINT_LABEL, "point", "area_no", "no", "name", "kind", "department")
"""What a row says of the item that it belongs to; 指標 and 写真 have some of it."""
_SHOWN = 40
_KINDS = {word: kind for kind, word in terms.RECEIVED_KINDS.items()}


def read_ledger(book: Book, plan: Plan) -> Outcome[Ledger]:
    """Read the ledger of a master workbook.

    Returns K130 for a missing sheet, K132 for a missing column, K173, K201 and K202 for the office's own ratings, K203
    for formulas in place of an entry, K205 for error values, K158 for rows without a key that are no item's, K131 for
    an unknown kind of a row of 受領, K430 and K431 where its rows are not those that were written. What means nothing
    in its field stays as it was typed, so that writing the ledger keeps it. `at` is keyed (item_key, sub_no, point,
    slot, field).
    """
    reader = _LedgerReader(book, plan)
    fields = (*STANDARD_FIELDS, *plan.own_fields)
    for name, keys in ((terms.LEDGER_SHEET, fields), (terms.INDICATORS_SHEET, INDICATOR_FIELDS)):
        table = reader.table(name)
        if table is not None:
            reader.missing_columns(table, [key for key in keys if key in (*plan.entry_fields, *INDICATOR_FIELDS)])
            reader.entries_of(table, keys)
    photos = reader.table(terms.PHOTOS_SHEET) if plan.has_photos else None
    if photos is not None:
        reader.photos_of(photos)
    table = reader.table(terms.RECEIVED_SHEET)
    walk = ChainWalk(table) if table is not None else None
    received = () if walk is None else _read_received(walk.along(rows_as_texts(walk.table)), walk.table, fields)
    entries, late = (tuple(row for row in received if row.kind == kind) for kind in ("entry", "late"))
    reports = tuple(row for row in received if row.kind not in ("entry", "late"))
    ledger = Ledger(
        reader.entries, entries, tuple(reader.entries), reader.pictures, reports, late, labels=reader.labels
    )
    odd = (*_unknown_kinds(table), *check_chain(book, table, walk)) if table is not None else ()
    return Outcome(ledger, reader.at, (*reader.problems, *reader.without_point(), *odd))


class PutRows(NamedTuple):
    """What was put on a sheet of the ledger: the numbers of its rows by row key, and of its columns by key."""

    rows: Mapping[str, int]
    columns: Mapping[str, int]


def places_put(file: str, plan: Plan, sheets: Mapping[str, PutRows]) -> RowPlaces:
    """The `at` that `read_ledger` gives for sheets on which these rows stand, each key once, and nothing else."""
    places = RowPlaces({(): CellRef(file, terms.LEDGER_SHEET)})
    fields = {
        terms.LEDGER_SHEET: (*STANDARD_FIELDS, *plan.own_fields),
        terms.INDICATORS_SHEET: INDICATOR_FIELDS,
        **({terms.PHOTOS_SHEET: PHOTO_FIELDS} if plan.has_photos else {}),
    }
    for name in (one for one in fields if one in sheets):
        rows, columns = sheets[name]
        for text, number in rows.items():
            key = entry_key(text)
            if key is not None and (name != terms.PHOTOS_SHEET or key.is_photo):
                places.put_row(key, CellRef(file, name, number), fields[name], columns)
                if key.line not in plan.line_by_key:
                    places.update({(*key, "no"): CellRef(file, name, number, columns.get("no"))})
    return places


class _LedgerReader:
    """Collects entries, places and problems while the sheets of one master are read."""

    def __init__(self, book: Book, plan: Plan) -> None:
        self.book, self.plan = book, plan
        self.problems: list[Diagnostic] = []
        self.at = RowPlaces({(): CellRef(book.name, terms.LEDGER_SHEET)})
        self.entries: dict[EntryKey, dict[str, str]] = {}
        self.pictures: Mapping[str, Picture] = {}
        self.labels: dict[EntryKey, dict[str, str]] = {}

    def table(self, name: str) -> KeyedTable | None:
        sheet = self.book.sheet(name)
        if sheet is None:
            self.problems.append(diagnostic(Code.SETTINGS_SHEET_MISSING, CellRef(self.book.name, name), sheet=name))
            return None
        table = find_table(self.book.name, sheet, terms.MASTER_SHEETS[name])
        if table is None or "row_key" not in table.columns:
            at = CellRef(self.book.name, name, 1)
            self.problems.append(diagnostic(Code.SETTINGS_COLUMN_MISSING, at, label="行キー", key="row_key"))
            return None
        return table

    def missing_columns(self, table: KeyedTable, keys: Iterable[str]) -> None:
        """Report columns that every master has; a plan's own columns come with the next consolidation."""
        for key in keys:
            if key not in table.columns and key in terms.FIELD_LABELS:
                at, label = CellRef(table.file, table.sheet.name, table.first - 1), terms.FIELD_LABELS[key]
                self.problems.append(diagnostic(Code.SETTINGS_COLUMN_MISSING, at, label=label, key=key))

    def entries_of(self, table: KeyedTable, fields: Collection[str]) -> None:
        """Read the rows of 台帳 or 指標."""
        rows = rows_with_keys(table)
        self.sorted_away(rows)
        typed = rows_typed(rows, self.plan, fields)
        self.problems += typed.diagnostics
        for row, own in rows:
            key = own or typed.value.get(row.number)
            if key is not None:
                if key in self.entries:
                    self.twice(row, key, fields)
                    continue
                self.at.put_row(key, row.ref(), fields, table.columns)
                self.labels_of(row, key)
                self.entries[key] = dict(self.fields_of(row, key, fields))

    def labels_of(self, row: TableRow, key: EntryKey) -> None:
        """What the row of no item says it is."""
        if key.line not in self.plan.line_by_key:
            self.labels[key] = {name: text for name in _LABELS if (text := row.text(name)) is not None}
            self.at.update({(*key, "no"): row.ref("no")})

    def twice(self, row: TableRow, key: EntryKey, fields: Iterable[str]) -> None:
        """K437 for a row that was copied with its key and says something else: which counts is not known."""
        first = self.at[key]
        before = TableRow(row.table, first.row or 0)
        differing = [name for name in fields if row.typed(name) != before.typed(name)]
        if differing:
            line = self.plan.line_by_key.get(key.line)
            at, text = row.ref(differing[0]), row.typed(differing[0]) or terms.BLANK
            item = line.no if line is not None else None
            self.problems.append(
                diagnostic(
                    Code.LEDGER_ROW_TWICE,
                    at,
                    [first],
                    item=item,
                    point=key.point,
                    no=item or row.text("no") or "",
                    first=first.row,
                    text=shortened(in_one_line(text), _SHOWN),
                )
            )

    def sorted_away(self, rows: KeyedRows) -> None:
        """K439 for rows that bear another item's number and name, and neither of its own, where that item's do so too:
        a row that was not written since its item got another number and name may bear what is another's now.
        """
        away: dict[tuple[str, LineKey], list[tuple[TableRow, Line, Line]]] = {}
        called: dict[tuple[str, str], Line] = {}
        for row, key in rows:
            own = self.plan.line_by_key.get(key.line) if key is not None else None
            typed = row.text("no") or ""
            if own is None or key is None or typed == own.no:
                continue
            called = called or {(folded(line.no), folded(line.name)): line for line in self.plan.lines}
            no, name = folded(typed), folded(row.text("name") or "")
            other = called.get((no, name))
            if other is None or no == folded(own.no) or name == folded(own.name):
                continue
            away.setdefault((key.point, own.key), []).append((row, own, other))
        for (point, _), those in away.items():
            for row, own, other in those:
                if (point, other.key) in away:
                    self.problems.append(
                        diagnostic(
                            Code.LEDGER_ROWS_SORTED,
                            row.ref("no"),
                            item=own.no,
                            point=point,
                            own=own.no,
                            name=own.name,
                            no=other.no,
                            other=other.name,
                        )
                    )

    def without_point(self) -> Iterable[Diagnostic]:
        """K438 for rows with texts of a point that 報告時点 has not, once a point at the first of them."""
        found: dict[str, list[EntryKey]] = {}
        for key, fields in self.entries.items():
            if fields and key.point not in self.plan.point_by_key:
                found.setdefault(key.point, []).append(key)
        for point, keys in found.items():
            yield diagnostic(Code.ROWS_OF_NO_POINT, self.at[keys[0]], key=point, count=len(keys))

    def fields_of(self, row: TableRow, key: EntryKey, fields: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The fields of a row that hold anything. Most cells of a ledger are blank."""
        columns, cells = row.table.columns, row.table.sheet.rows[row.number - 1]
        formulas = row.table.sheet.formulas
        for name in fields:
            column = columns.get(name)
            value = cells[column - 1] if column is not None and column <= len(cells) else None
            typed = typed_text(value) if value is not None else None
            formula = bool(formulas) and (row.number, column) in formulas
            text = self.field(row, key, name, typed) if typed is not None or formula else None
            if text:
                yield name, text

    def field(self, row: TableRow, key: EntryKey, name: str, text: str | None) -> str | None:
        """What was typed into a field; a rating by its code. What means nothing stays as typed."""
        sheet = row.table.sheet
        if sheet.formulas and (sheet.place(row.number)[1], row.table.columns.get(name, 0)) in sheet.formulas:
            line = self.plan.line_by_key.get(key.line)
            if line is not None and line.item.repeats is not None:
                return None  # our own formula: a repeated listing shows its original's rating
            if text is not None or line is not None:
                self.report(Code.INPUT_IS_FORMULA, row.ref(name), key, value=text or "")
        if text is None:
            return None
        if is_error_value(text):
            self.report(Code.ERROR_VALUE, row.ref(name), key, value=text)
        elif name in self.plan.rating_fields:
            code = read_rating(text, self.plan.scale_at(key.point, name))
            if code is None:
                problem, params = outside_scale(text, self.plan, key.point, name)
                self.report(problem, row.ref(name), key, **params)
            elif code and code != text:
                self.report(Code.RATING_READ_AS, row.ref(name), key, value=text, read_as=code)
            text = text if code is None else code
        return text

    def report(self, code: Code, at: CellRef, key: EntryKey, **params: str) -> None:
        """A finding about the cell of a row."""
        line = self.plan.line_by_key.get(key.line)
        item = line.no if line is not None else None
        self.problems.append(diagnostic(code, at, (), item=item, point=key.point, basis=(), **params))

    def photos_of(self, table: KeyedTable) -> None:
        """Read the rows of 写真, and the pictures that lie on them."""
        rows = rows_with_keys(table)
        self.sorted_away(rows)
        self.problems += rows_typed(rows, self.plan, _PHOTO_TEXTS).diagnostics
        photos = read_photos(table, self.book, self.plan)
        self.entries |= {key: dict(fields) for key, fields in photos.value.entries.items()}
        self.pictures = photos.value.pictures
        self.at.update(photos.at)
        for row, key in rows:
            if key is not None and key in photos.value.entries:
                self.labels_of(row, key)
        self.problems += photos.diagnostics


def ledger_rows_without_key(book: Book, plan: Plan) -> dict[CellRef, str]:
    """Cell -> row key for every row of 台帳, 指標 and 写真 that people typed without one, and whose it is."""
    found: dict[CellRef, str] = {}
    own = {terms.LEDGER_SHEET: (*STANDARD_FIELDS, *plan.own_fields), terms.INDICATORS_SHEET: INDICATOR_FIELDS}
    own |= {terms.PHOTOS_SHEET: _PHOTO_TEXTS} if plan.has_photos else {}
    for name, fields in own.items():
        sheet = book.sheet(name)
        table = find_table(book.name, sheet, terms.MASTER_SHEETS[name]) if sheet is not None else None
        if table is not None and "row_key" in table.columns:
            typed = rows_typed(rows_with_keys(table), plan, fields).value
            found |= {TableRow(table, number).ref("row_key"): row_key(key) for number, key in typed.items()}
    return found


def _read_received(rows: Iterable[RowAsTexts], table: KeyedTable, fields: tuple[str, ...]) -> tuple[Received, ...]:
    """The rows of 受領 that say anything of a point."""
    received: list[Received] = []
    more: dict[str, dict[int, str]] = {}
    entered = {
        key: table.columns[key] - 1 for key in (*fields, *INDICATOR_FIELDS, *PHOTO_FIELDS) if key in table.columns
    }
    other = table.columns.get("other", 0) - 1
    for _, cells, texts in rows:
        said = texts.get
        item_key, point, slot = said("item_key"), said("point"), slot_of(said("seq"))
        if point is None or said("kind") == terms.SET_ASIDE:
            continue
        kind = _KINDS.get(said("kind", ""), "entry")
        words = (typed_text(cells[other]) or "") if "other" in texts else ""
        if kind in ("entry", "late") and item_key is None and slot != ROW:
            more.setdefault(said("sha256", ""), {})[slot_number(slot)] = words
            continue
        department, file, sheet = said("dept_code"), said("file", ""), said("sheet")
        number = whole_number(said("submission_no") or ("0" if department is None else "1"))
        conflicts = tuple(said("conflicts", "").split())
        untouched = said("blanks") == terms.WHOLE_WORKBOOK
        received.append(
            Received(
                key=EntryKey(item_key or "", said("sub_no"), point, slot),
                dept_code=department,
                submission_no=1 if number is None else number,
                file=file,
                sha256=said("sha256", ""),
                saved_at=said("saved_at", ""),
                fields={
                    name: text
                    for name, column in entered.items()
                    if name in texts and (text := typed_text(cells[column])) is not None
                },
                conflicts=() if conflicts == (terms.WHOLE_WORKBOOK,) else conflicts,
                left_out=conflicts == (terms.WHOLE_WORKBOOK,),
                sheet=sheet or "",
                cells=PlacesInReturn(file, sheet, said("cells", "")),
                saved_by=said("saved_by", ""),
                other=words,
                filled_by=said("filled_by", ""),
                confirmed_by=said("confirmed_by", ""),
                confirmed_on=said("confirmed_on", ""),
                taken=_names(said("taken")),
                blanks=() if untouched else _names(said("blanks")),
                held=tuple(said("held", "").split()),
                printed=tuple(said("printed", "").split()),
                untouched=untouched,
                kind=kind,
                finding=said("finding", ""),
            )
        )
    return tuple(_with_more(row, more) for row in received)


def _with_more(row: Received, more: Mapping[str, Mapping[int, str]]) -> Received:
    """The row about a workbook with the texts that did not go into its cell."""
    if not row.is_head or row.is_office or row.sha256 not in more:
        return row
    pieces = more[row.sha256]
    return replace(row, other=joined_other([row.other, *(pieces[number] for number in sorted(pieces))]))


def _unknown_kinds(table: KeyedTable) -> list[Diagnostic]:
    """K131 for words in 受領の種類 that mean nothing; the row is taken for a 記入, which loses nothing of it."""
    label = terms.MASTER_SHEETS[terms.RECEIVED_SHEET]["kind"]
    return [
        diagnostic(Code.SETTING_UNREADABLE, row.ref("kind"), label=label, reason=unreadable(text))
        for row in table.rows()
        if (text := row.text("kind")) is not None and text not in (*_KINDS, terms.SET_ASIDE)
    ]


def _names(text: str | None) -> tuple[str, ...] | None:
    """Fields in 台帳に入れた欄 or 空欄の欄; None where the row was written before there was such a column."""
    return None if text is None else () if text == terms.NOTHING_TAKEN else tuple(text.split())
