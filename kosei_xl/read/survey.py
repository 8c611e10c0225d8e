"""A returned department workbook -> `Submission`. Whatever people did to the sheets, nothing typed is lost.

Sheets are known by the area key in their hidden column, columns by the hidden key row, rows by their row key; names,
positions and order do not matter. What has no field is kept in `Submission.others` and reported with its cell.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from pydantic import ValidationError

from kosei_xl.later import compiled_later
from kosei_xl.read.elsewhere import MergedCells, Rest, quoted, quoted_row, report_beside, words_of
from kosei_xl.read.identity import (
    SurveyIdentity,
    area_sheet_name,
    area_title,
    newer_format,
    read_identity,
    sheet_title,
)
from kosei_xl.read.imprint import Imprint, imprint_of, recorded_imprint
from kosei_xl.read.photos import by_sheet
from kosei_xl.read.ratings import outside_scale, read_rating
from kosei_xl.read.row_identity import AsHandedOut, Moved, as_handed_out, basis_of_moved, moved_answers
from kosei_xl.read.shown import behind_look
from kosei_xl.read.succession import stands_for
from kosei_xl.read.tables import KeyedTable, TableRow, find_table, saved_text, seen_text, text_of, typed_text
from kosei_xl.values.cells import Book, CellRef, CellValue, Sheet
from kosei_xl.values.diagnostics import Diagnostic, Outcome, ValuePath, diagnostic
from kosei_xl.values.fields import EntryField
from kosei_xl.values.handed_out import HandedOutRecords
from kosei_xl.values.ledger import CELL_UNITS, slot_of
from kosei_xl.values.model import (
    INDICATOR_FIELDS,
    PHOTO_FIELDS,
    ROW,
    Item,
    Line,
    LineKey,
    Plan,
    PolicyArea,
    SetKey,
    Slot,
    SlotKind,
    Submission,
    ValueSet,
)
from kosei_xl.values.pictures import Picture
from kosei_xl.values.sheet_values import spare_columns
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.deletion import is_deletion
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import folded
from kosei_xl.words.shorten import listed
from kosei_xl.workbook.book import is_error_value

if TYPE_CHECKING:
    from kosei_xl.values.stored import HandedOut

_VALUE_COUNTS = ("rating", "follow_up", "example")
"""Fields whose value is read, however a number in them is shown."""
_WITH_YEAR = compiled_later(r"年|\d{4}|^[MTSHR]\d")
_SUBMISSION_NO = re.compile(r"(?<![\d.,/△▲−－-])(\d{1,2})(?![\d.,/年月日:])")
_OVER_A_CELL = "\x00"
"""Stands for a text that no cell holds while its row is read: the field counts as one that is not there."""
_UNNAMED_SHEET = compiled_later(r"^(?:Sheet|シート|表|工作表)\s*\d*$|\(\d+\)$")
"""What Excel and LibreOffice call new sheets, and copies of sheets."""
_GUIDE_INPUTS = ("filled_by", "confirmed_by", "confirmed_on", "submission_no")
_KEPT_KEY = re.compile(r"^(base|last|shown):([^|]+)\|([^|]*)\|(\d+):(\w+)$")
"""Fields that the hidden sheet keeps: what the workbook held at first, the last units, what is only shown."""
_LOCKED_CHILD = ("no", "name")
_HINT = re.compile(
    re.escape(terms.PHOTO_HINT) + r"(?:" + r"\d+".join(map(re.escape, terms.WHICH_PHOTO.split("{}"))) + ")?"
)
_COUNT_BEFORE = re.compile(r"^" + r"\d+".join(map(re.escape, terms.LEFT_TO_FILL)))
"""The count that stands before the title of an area."""
_ASKED_BEHIND = re.compile(r"回答する[^：\n]+：\d+件）")
"""What ends the title of an area behind its name."""


class _SurveyReader:
    """Collects value sets, places and problems while the sheets of one workbook are read."""

    def __init__(self, book: Book, plan: Plan, identity: SurveyIdentity, went_out: AsHandedOut) -> None:
        self.book, self.plan, self.identity = book, plan, identity
        self.went_out, self.asked = went_out, went_out.plan or plan
        self.held: dict[LineKey, CellRef] = {}
        self.unnamed: dict[LineKey, CellRef] = {}
        self.strayed: dict[LineKey, CellRef] = {}
        self.elsewhere: dict[LineKey, Message] = {}
        self.sets: dict[SetKey, ValueSet] = {}
        self.twice: dict[SetKey, list[tuple[Mapping[str, str], TableRow]]] = {}
        self.former: dict[SetKey, tuple[Mapping[str, str], ...]] = {}
        self.tabs: list[str] = []
        self.at: dict[ValuePath, CellRef] = {}
        self.problems: list[Diagnostic] = list(identity.problems)
        self.others: list[str] = []
        self.respondent = plan.respondent(identity.dept_code)
        self.labels = survey_labels(plan) if self.asked is plan else survey_labels(self.asked) | survey_labels(plan)
        titles = {title for one in (plan, self.asked) for area in one.areas for title in _titles(one, area)}
        self.bands = (terms.ADDED_ROWS_LABEL, *(f"{title}（" for title in sorted(titles)))
        self.children: Counter[tuple[LineKey, SlotKind]] = Counter()
        self.given = went_out.given
        self.pasted = by_sheet(book, self.report, self.given.pictures)
        self.pictures: dict[str, Picture] = {}
        self.closed = _closed_fields(book, plan)
        self.asked_fields = frozenset((*self.asked.entry_fields, *INDICATOR_FIELDS, *PHOTO_FIELDS)) - {"picture"}
        self.kept = _kept_fields(book)
        self.shown = self.kept["shown"]
        self.read: dict[int, frozenset[int]] = {}
        self.merged = MergedCells(Sheet("", ()))
        self.item_of: dict[tuple[str, int], str] = {}

    def report(
        self, code: str, at: CellRef | None, *, item: str | None = None, basis: Sequence[str] = (), **params: object
    ) -> None:
        point = self.identity.point
        self.problems.append(diagnostic(code, at, (), item=item, point=point, basis=basis, **params))

    def report_row(self, code: str, at: CellRef, key: LineKey, *, basis: Sequence[str] = (), **params: object) -> None:
        """`report` about a row under the number and name that it was handed out with; it belongs to the item whatever
        that is numbered today, and to none where the plan has it no more.
        """
        (no, name), line = self.printed_as(key), self.plan.line_by_key.get(key)
        found = diagnostic(code, at, (), item=no, point=self.identity.point, basis=basis, name=name, **params)
        self.problems.append(replace(found, item=line.no if line is not None else None))

    def keep(self, at: CellRef, text: str) -> None:
        """Remember a text that has no field."""
        place = f"{at.sheet}!{at.cell}" if at.cell else at.sheet
        self.others.append(f"{place}: {text}" if place else text)

    def area_sheet(self, table: KeyedTable, fields: Iterable[str], locked: Iterable[str]) -> None:
        """Read one area sheet, or the sheet of indicators or photos (the row key ends in their number)."""
        if table.by_label:
            self.report(Code.KEY_ROW_MISSING, CellRef(table.file, table.sheet.name, table.first - 1))
        if "row_key" not in table.columns:
            self.report(Code.ROW_KEYS_MISSING, CellRef(table.file, table.sheet.name, table.first - 1))
        closed = [key for key in fields if key in self.closed]
        lost = frozenset(key for key in fields if key not in closed and not self.column(table, key))
        fields = [key for key in fields if key not in lost and key not in closed]
        lost |= {*closed}
        self.column_order(table)
        gone = [key for key in table.columns if key in self.asked.entry_fields and key not in self.plan.entry_fields]
        self.read, self.merged = {}, MergedCells(table.sheet)
        asked = _AskedOf(table, tuple(fields), tuple(locked), lost, self.closed)
        for row in table.rows():
            self.row(row, asked)
            self.former_fields(row, gone)
        self.rest(table.sheet, table)

    def title(self, row: TableRow) -> None:
        """Pass over the title of an area whose formula became its value: the count in it is another by then."""
        text = row.text("no") or ""
        title = _COUNT_BEFORE.sub("", text)
        if title != text and any(
            title.startswith(band) and _ASKED_BEHIND.fullmatch(title[len(band) :]) for band in self.bands[1:]
        ):
            self.mark(row, ("no",))

    def column(self, table: KeyedTable, key: str) -> bool:
        if key in table.columns:
            return True
        if key in (*self.asked.entry_fields, *INDICATOR_FIELDS, *PHOTO_FIELDS):
            at = CellRef(table.file, table.sheet.name, table.first - 1)
            self.report(Code.COLUMN_MISSING, at, label=self.labels.get(key, key))
        return False

    def former_fields(self, row: TableRow, gone: Iterable[str]) -> None:
        """Keep what stands in fields that the plan does not ask for any more."""
        for field in gone:
            text = row.text(field)
            if text is not None and "|" in (row.text("row_key") or ""):
                self.mark(row, (field,))
                self.keep(row.ref(field), text)
                self.report(Code.TEXT_OUTSIDE_FIELDS, row.ref(field), basis=(text,), text=quoted(text))

    def column_order(self, table: KeyedTable) -> None:
        """Tell when columns stand in another order than in the survey that went out."""
        shown = _template_order(self.asked, table)
        numbers = [table.columns[key] for key in shown if key in table.columns]
        if any(left > right for left, right in pairwise(numbers)):
            self.report(Code.COLUMNS_MOVED, CellRef(table.file, table.sheet.name, table.first - 1))

    def row(self, row: TableRow, asked: "_AskedOf") -> None:
        key, printed = row.text("row_key"), _printed_in(row, asked.locked)
        named = self.went_out.named(printed)
        if named is None and (key or "").startswith((terms.AREA_KEY_PREFIX, "band:")):
            self.title(row)
            return
        if key is None and _COUNT_BEFORE.sub("", row.text("no") or "").startswith(self.bands):
            return
        line, slot = self.line(row, key)
        if line is None:
            if named is not None and "row_key" in row.table.columns and "|" not in (key or ""):
                self.strayed.setdefault(named, row.ref())
                key = None
            self.stray_row(row, key)
            return
        if key is not None and (other := self.whose(line, printed)) is not None:
            self.sorted_row(row, line, slot, other)
            return
        if slot == ROW and not self.went_out.names_itself(line.key, printed):
            self.unnamed[line.key] = row.ref()
        self.mark_columns(row.number, asked.read)
        self.item_of[row.table.sheet.name, row.number] = line.no
        fields, lost = asked.fields, asked.lost
        values: dict[str, str] = {}
        unread: dict[str, str] = {}
        for field in fields:
            if not self.is_blank(row, field):
                self.value(row, field, line, values, unread)
        lost |= {field for field in fields if unread.get(field) == _OVER_A_CELL}
        unread = {field: text for field, text in unread.items() if field not in lost}
        self.struck_out(row, fields, line)
        self.locked_cells(row, asked.locked, line, printed)
        for field in self.closed:
            self.closed_cell(row, field, line, slot)
        deleted = {field: text for field, text in values.items() if is_deletion(text)}
        values = {field: text for field, text in values.items() if field not in deleted}
        if not values and not unread and not deleted and not self.answers(line):
            return
        value_set = ValueSet(*line.key, slot, values, unread, lost, deleted)
        known = self.sets.get(value_set.key)
        if known is not None:
            if (known.fields, known.unread, known.deleted) != (values, unread, deleted):
                related = self.at["value_sets", *value_set.key]
                self.problems.append(
                    diagnostic(Code.ROW_TWICE, row.ref(), related=[related], item=line.no, point=self.identity.point)
                )
                self.keep(row.ref(), " / ".join([*values.values(), *unread.values(), *deleted.values()]))
            copies = self.twice.setdefault(value_set.key, [])
            copies.append((values, row))
            for field in values:
                self.at["copies", *value_set.key, len(copies), field] = row.ref(field)
            return
        self.sets[value_set.key] = value_set
        place = ("value_sets", *value_set.key)
        whole = self.at[place] = row.ref()
        for field in fields:
            if field not in lost:
                self.at[*place, field] = CellRef(whole.file, whole.sheet, whole.row, asked.columns[field])

    def answers(self, line: Line) -> bool:
        """Whether the row is answered by the department, or one of the 部, that this workbook belongs to."""
        if self.respondent is None:
            return False
        if line.answering in self.respondent.members:
            return True
        return stands_for(self.plan, self.plan.point(self.identity.point), self.identity.dept_code, line)

    def line(self, row: TableRow, key: str | None) -> tuple[Line | None, Slot]:
        """The item's row that a sheet row stands for, and which of its value sets."""
        if key is None and "row_key" not in row.table.columns and not self.book.format:
            line = self.plan.line_by_key.get(self.went_out.numbered(row.text("no") or "") or LineKey("", None))
            photos = "picture" in row.table.columns
            if line is None or not (photos or "indicator" in row.table.columns):
                return line, ROW
            kind = SlotKind.PHOTO if photos else SlotKind.INDICATOR
            self.children[line.key, kind] += 1
            return line, Slot(kind, self.children[line.key, kind])
        parts = (key or "").split("|")
        if len(parts) not in (2, 3):
            return None, ROW
        line = self.plan.line_by_key.get(LineKey(parts[0], parts[1] or None))
        return line, slot_of(parts[2] if len(parts) == 3 else None)

    def whose(self, line: Line, printed: Mapping[str, str]) -> Message | None:
        """What another row, or nothing that was handed out, is called in this one; None where it is its own."""
        other = self.went_out.elsewhere(line.key, printed)
        if other is not None:
            self.elsewhere.setdefault(other, self.called(line.key))
            return self.called(other)
        if self.went_out.overwritten(line.key, printed):
            return told("row_called", no=printed["no"], name=printed["name"])
        return None

    def sorted_row(self, row: TableRow, line: Line, slot: Slot, other: Message) -> None:
        """Merge nothing of a row in which another item's No., name and plan texts stand: keep it, and name both."""
        no, _ = self.printed_as(line.key)
        if slot == ROW:
            self.held[line.key] = row.ref()
        filled = [k for k in row.table.columns if k not in ("row_key", "state") and row.text(k) is not None]
        self.mark(row, ("row_key", *filled))
        self.keep(
            row.ref(), " / ".join(words_of(row.table.sheet, row.number, row.table.columns[k]) or "" for k in filled)
        )
        answers = [text for k in filled if k in self.asked_fields and (text := row.text(k)) is not None]
        self.report_row(Code.ROWS_SORTED, row.ref("no"), line.key, basis=(no, other, *answers), other=other)

    def printed_as(self, key: LineKey) -> tuple[str, str]:
        """No. and name of a row as it was handed out, or as it is called today."""
        texts, line = self.went_out.texts(key) or {}, self.plan.line_by_key.get(key)
        return texts.get("no") or (line.no if line else ""), texts.get("name") or (line.name if line else "")

    def called(self, key: LineKey) -> Message:
        """A row in a sentence: 「No.3「相談窓口」」."""
        no, name = self.printed_as(key)
        return told("row_called", no=no, name=name)

    def rows_left_behind(self) -> None:
        """Hold rows whose No. and name stand in another row, or one of the 追加欄, while their own have lost them."""
        for key in [key for key in self.strayed if key in self.unnamed and key not in self.held]:
            (no, _), at, other = self.printed_as(key), self.strayed[key], told("added_rows")
            answers = self.hold((*key, ROW), self.unnamed[key])
            self.report_row(Code.ROWS_SORTED, at, key, basis=(no, other, *answers), other=other)
        for key in [key for key in self.elsewhere if key in self.unnamed and key not in self.held]:
            (no, _), at, other = self.printed_as(key), self.unnamed[key], self.elsewhere[key]
            answers = self.hold((*key, ROW), at)
            self.report_row(Code.ROWS_SORTED, at, key, basis=(no, other, *answers), other=other)

    def answers_left(self, base: Mapping[SetKey, Mapping[str, str]]) -> None:
        """Hold rows whose answers alone were sorted: texts that they were handed out with stand in one another."""
        filled = {
            key: (value_set.fields, *(values for values, _ in self.twice.get(key, ())))
            for key, value_set in self.sets.items()
        } | self.former
        places = {key: self.at["value_sets", *key] for key in self.sets}
        moves = tuple(moved_answers(filled, base))
        told_of = {here for here, _, _ in moves}
        for here, there, field in moves:
            row, other = LineKey(*here[:2]), LineKey(*there[:2])
            if here not in self.former:  # that it is no item's any more was told, and nothing of it is taken
                self.moved_here(row, Moved(other, field, base[there][field]), filled[here], here)
            if here in places:
                self.hold(here, places[here])
            if there in places:
                texts = [*self.hold(there, places[there]), *(t for copy in filled[there][1:] for t in copy.values())]
                if texts and there not in told_of:
                    self.moved_away(other, row, places[there], texts)
                    told_of.add(there)

    def moved_here(self, row: LineKey, moved: Moved, copies: Sequence[Mapping[str, str]], here: SetKey) -> None:
        """Tell of a text that stands in another row than it was handed out in, at its cell; of a row that was copied
        whole in the first of its `copies` that holds it.
        """
        found = ((n, text) for n, texts in enumerate(copies) if (text := texts.get(moved.field)) is not None)
        copy, text = next((n, text) for n, text in found if folded(text) == folded(moved.text))
        place = ("copies", *here, copy, moved.field) if copy else ("value_sets", *here, moved.field)
        basis = basis_of_moved(self.printed_as(row)[0], self.printed_as(moved.line)[0], moved._replace(text=text))
        words = {"other": self.called(moved.line), "text": quoted(text)}
        self.report_row(Code.ANSWERS_SORTED, self.at[place], row, basis=basis, **words)

    def moved_away(self, row: LineKey, other: LineKey, at: CellRef, texts: Sequence[str]) -> None:
        """Tell of what stands in a row whose own text has moved into another one: nothing of it is taken either."""
        basis = (self.printed_as(row)[0], self.printed_as(other)[0])
        self.report_row(Code.ANSWERS_MOVED_AWAY, at, row, basis=basis, other=self.called(other), text=quoted_row(texts))

    def hold(self, row: SetKey, at: CellRef) -> list[str]:
        """Take nothing of a row in its sheet: its texts, which it gives back, are kept as those without a field are."""
        item_key, sub_no, slot = row
        held: list[str] = []
        if slot == ROW:
            self.held.setdefault(LineKey(item_key, sub_no), at)
        for key in [k for k in self.sets if k[:2] == row[:2] and k[2].kind == slot.kind]:
            value_set = self.sets.pop(key)
            texts = [*value_set.fields.values(), *value_set.unread.values()]
            if texts:
                self.keep(self.at["value_sets", *key], " / ".join(texts))
            held += texts
        return held

    def former_row(self, row: TableRow, key: LineKey) -> None:
        """Keep the answers to an item that the survey asked about and the plan has no more."""
        fields = [k for k in (*self.asked.entry_fields, *INDICATOR_FIELDS, *PHOTO_FIELDS) if k in row.table.columns]
        texts = {k: text for k in fields if k != "picture" and (text := row.text(k)) is not None}
        printed = (k for k in row.table.columns if folded(row.text(k) or "") in self.went_out.printed(key, k))
        self.mark(row, ("row_key", *printed, *texts))
        if texts:
            if own := {k: text for k, text in texts.items() if k in self.asked.entry_fields}:
                self.former[*key, ROW] = (own,)
            no, name = self.printed_as(key)
            self.keep(row.ref(), " / ".join((no, name, *texts.values())))
            at, basis = row.ref(next(iter(texts))), (key.item_key, *texts.values())
            self.report_row(Code.ROW_OF_FORMER_ITEM, at, key, basis=basis)

    def stray_row(self, row: TableRow, key: str | None) -> None:
        """Keep what stands in a row that is no item's, whatever column it was typed in."""
        parts = (key or "").split("|")
        former = LineKey(parts[0], parts[1] or None) if len(parts) in (2, 3) else None
        if former is not None and self.went_out.texts(former) is not None:
            self.former_row(row, former)
            return
        filled = [k for k in row.table.columns if k not in ("row_key", "state") and row.text(k) is not None]
        cells = [row.ref(k) for k in filled]
        texts = [words_of(row.table.sheet, row.number, row.table.columns[k]) or "" for k in filled]
        self.mark(row, ("row_key", *filled))
        if not texts:
            return
        text = " / ".join(texts)
        self.keep(row.ref(), text)
        if key is None or key.startswith(terms.ADDED_ROW_KEY):
            self.report(Code.ROW_ADDED, cells[0], basis=(text,), text=quoted_row(texts))
        else:
            self.report(Code.ROW_OF_NO_ITEM, cells[0], key=key)

    def is_blank(self, row: TableRow, field: str) -> bool:
        """Whether there is nothing to say of an input: nothing stands in its cell, no formula, and none lies over it; a
        photo may lie on it.
        """
        return (
            row.raw(field) is None
            and field != "picture"
            and (row.number, row.table.columns[field]) not in row.table.sheet.formulas
            and not self.merged.any_in(row.number)
        )

    def value(self, row: TableRow, field: str, line: Line, values: dict[str, str], unread: dict[str, str]) -> None:
        """Read one input into `values`, or into `unread` when it means nothing in its field."""
        raw, at = row.raw(field), row.ref(field)
        text = self.input_text(row, field, line)
        if field == "picture":
            self.photo(row, text, line, values)
            return
        formula = at.row is not None and at.column is not None and (at.row, at.column) in row.table.sheet.formulas
        if line.item.repeats is not None and (formula or self.book.format):
            return  # the survey's own formula: a repeated listing shows its original's rating
        if formula:
            self.report(Code.INPUT_IS_FORMULA, at, item=line.no, value=text or "")
        if text is None:
            return
        units = len(text.encode("utf-16-le", "surrogatepass")) // 2
        if units > CELL_UNITS:
            self.report(Code.TEXT_OVER_A_CELL, at, item=line.no, basis=(text,), count=f"{units:,}")
            self.keep(at, text)
            unread[field] = _OVER_A_CELL
        elif is_deletion(text):
            values[field] = text
        elif is_error_value(raw):
            self.report(Code.ERROR_VALUE, at, item=line.no, value=text)
            unread[field] = text
        elif field in self.plan.rating_fields:
            self.rating(text, row, field, line, values, unread)
        elif field in ("follow_up", "example"):
            values[field] = self.mark_text(text, at, line)
        elif (field_of := self.plan.field_by_key.get(field)) is not None and field_of.is_typed:
            values[field] = self.typed_value(row, field_of, line, text)
        else:
            if isinstance(raw, date | datetime) and (row.look(field) is None or not _WITH_YEAR.search(text)):
                self.report(Code.ENTRY_BECAME_DATE, at, item=line.no, value=text)
            values[field] = text

    def typed_value(self, row: TableRow, field: EntryField, line: Line, text: str) -> str:
        """The text of a field with values as it is shown; another one where what is shown hides what the cell holds."""
        at = row.ref(field.field)
        if field.type == "mark":
            return self.mark_text(text, at, line)
        cell = behind_look(field, row.raw(field.field), text)
        if cell is not None:
            label, item = self.labels.get(field.field, field.label), line.no
            params = {"raw": cell.raw, "text": quoted(text), "taken": cell.taken}
            basis = (text, cell.raw)
            self.report(Code.VALUE_SHOWN_OTHERWISE, at, item=item, basis=basis, label=label, **params)
        return text if cell is None else cell.taken

    def input_text(self, row: TableRow, field: str, line: Line) -> str | None:
        """An input as it is shown, without struck words; where that is not the whole story, what else there is."""
        look, at = row.look(field), row.ref(field)
        if look is not None and look.struck:
            text = row.shown(field)
            if text is not None:
                struck = quoted(look.struck)
                self.keep(at, f"（{terms.STRUCK_OUT}）{look.struck}")
                self.report(
                    Code.WORDS_STRUCK_OUT,
                    at,
                    item=line.no,
                    basis=(text, look.struck),
                    struck=struck,
                    text=quoted(text),
                )
            return text
        defined = self.plan.field_by_key.get(field)
        if field in _VALUE_COUNTS or (defined is not None and defined.type in ("mark", "rating")):
            return row.text(field)
        text = row.shown(field)
        if look is not None and look.format:
            self.report(Code.FORMAT_UNKNOWN, at, item=line.no, basis=(text or "",), format=look.format, text=text or "")
        self.under_merge(row, field, line, text)
        return text

    def under_merge(self, row: TableRow, field: str, line: Line, text: str | None) -> None:
        """Tell of an input that lies under a merged cell: people see the text of another one there."""
        column = row.table.columns.get(field)
        merge = self.merged.over(row.number, column) if column is not None else None
        if merge is None:
            return
        at, area = row.ref(field), merge.address
        if text is not None:
            self.keep(at, text)
            self.report(Code.TEXT_UNDER_MERGE, at, item=line.no, basis=(text,), range=area, text=quoted(text))
        elif seen_text(row.table.sheet, *merge.first) is not None:
            self.report(
                Code.MERGED_ANSWER,
                at,
                item=line.no,
                basis=(area,),
                first=merge.first_address,
                range=area,
                owner=self.owner_of(row, merge.first),
                label=self.labels.get(field, field),
            )

    def owner_of(self, row: TableRow, first: tuple[int, int]) -> str:
        """「No.12」 for a cell in another row, the label of its column in the same one."""
        if first[0] != row.number:
            no = self.item_of.get((row.table.sheet.name, first[0]))
            return f"No.{no}" if no is not None else f"{first[0]}行目"
        key = next((key for key, number in row.table.columns.items() if number == first[1]), "")
        return f"「{self.labels.get(key, key)}」"

    def struck_out(self, row: TableRow, fields: Iterable[str], line: Line) -> None:
        """Tell once a row of the inputs that are struck out as a whole, and keep what they said."""
        looks = [(field, row.look(field)) for field in fields] if row.table.sheet.looks else []
        gone = [(field, look.struck) for field, look in looks if look is not None and look.struck and look.text is None]
        if not gone:
            return
        for field, struck in gone:
            self.keep(row.ref(field), f"（{terms.STRUCK_OUT}）{struck}")
        texts = " / ".join(struck for _, struck in gone)
        self.report(Code.ENTRY_STRUCK_OUT, row.ref(gone[0][0]), item=line.no, basis=(texts,), struck=quoted(texts))

    def mark(self, row: TableRow, keys: Iterable[str]) -> None:
        """Remember that cells of a row were read."""
        columns = row.table.columns
        self.mark_columns(row.number, frozenset(columns[key] for key in keys if key in columns))

    def mark_columns(self, row: int, columns: frozenset[int]) -> None:
        before = self.read.get(row)
        self.read[row] = columns if before is None else before | columns

    def rest(self, sheet: Sheet, table: KeyedTable | None) -> None:
        """Keep and tell what stands in cells that nobody is asked to fill; the same text down a column once."""
        alike: dict[tuple[int, str, str | None], list[CellRef]] = {}
        for found in Rest(sheet, table, self.given, bool(self.book.format)).words(self.read):
            at = CellRef(self.book.name, sheet.name, found.row, found.column)
            self.keep(at, found.text)
            if found.told:
                line = self.plan.line_by_no.get(self.item_of.get((sheet.name, found.row), ""))
                answering = line.answering if line is not None else None
                alike.setdefault((found.column, found.text, answering), []).append(at)
        for (_, text, _), (first, *others) in alike.items():
            item = self.item_of.get((sheet.name, first.row or 0))
            cells, shown = [at.cell or "" for at in others], quoted(text)
            if cells:
                more = told("cells_more", cells=listed(cells), count=len(cells))
                shown = Message(f"{shown}{more}", f"{shown}{more.en}")
            self.report(Code.TEXT_OUTSIDE_FIELDS, first, item=item, basis=(text, *cells), text=shown)

    def fixed_sheet(self, sheet: Sheet) -> None:
        """A sheet of the survey's own: nothing is asked there but for the named cells of 記入要領."""
        self.read = {}
        for row, column in self.named_cells(sheet):
            self.mark_columns(row, frozenset({column}))
        self.rest(sheet, None)

    def named_cells(self, sheet: Sheet) -> set[tuple[int, int]]:
        """The cells of a sheet that are read by name, whatever the sheet is called; a wrong code is told as such."""
        inputs = (*_GUIDE_INPUTS, *(("survey_code",) if self.identity.problems else ()))
        named = [self.book.names[name] for name in inputs if name in self.book.names]
        return {(row, column) for name, row, column in named if name == sheet.name}

    def photo(self, row: TableRow, text: str | None, line: Line, values: dict[str, str]) -> None:
        """Read the picture that was pasted into a row whose caption is in `values` already."""
        at, here = row.ref("picture"), self.pasted.get(row.table.sheet.name)
        picture, any_there = here.take(row.number, line.no) if here is not None else (None, False)
        if picture is not None:
            values["picture"] = picture.sha256
            self.pictures[picture.sha256] = picture
        elif is_deletion(text) and text is not None and not any_there:
            values["picture"] = text
            return
        elif "caption" in values and not is_deletion(values["caption"]) and not any_there:
            self.report(Code.CAPTION_WITHOUT_PICTURE, row.ref("caption"), item=line.no)
        if text is not None and not _HINT.fullmatch(text):
            self.keep(at, text)
            self.report(Code.TEXT_OUTSIDE_FIELDS, at, text=quoted(text))

    def rating(
        self, text: str, row: TableRow, field: str, line: Line, values: dict[str, str], unread: dict[str, str]
    ) -> None:
        point, at = self.identity.point, row.ref(field)
        code = read_rating(text, self.plan.scale_at(point, field))
        if code is None:
            problem, said = outside_scale(text, self.plan, point, field)
            self.report(problem, at, item=line.no, **said)
            unread[field] = text
        elif line.rated or code != "":
            if code != text:
                self.report(Code.RATING_READ_AS, at, item=line.no, value=text, read_as=code or terms.BLANK)
            if code:
                values[field] = code

    def mark_text(self, text: str, at: CellRef, line: Line) -> str:
        if text == terms.FOLLOW_UP_MARK:
            return text
        if text in terms.FOLLOW_UP_SPELLINGS:
            self.report(Code.MARK_READ_AS, at, item=line.no, value=text)
            return terms.FOLLOW_UP_MARK
        self.report(Code.MARK_UNKNOWN, at, item=line.no, value=text)
        return text

    def locked_cells(self, row: TableRow, locked: Iterable[str], line: Line, printed: Mapping[str, str]) -> None:
        """`locked_cell` for all in which something else stands than was printed there."""
        own, looks = self.went_out.texts(line.key) or {}, row.table.sheet.looks
        for field in locked:
            text, look = printed.get(field), row.look(field) if looks else None
            if look is not None and look.struck:
                text = words_of(row.table.sheet, row.number, row.table.columns[field])
            if text is not None and text != own.get(field):
                self.locked_cell(row, field, line, text)

    def locked_cell(self, row: TableRow, field: str, line: Line, text: str) -> None:
        """Report and keep a text of the plan that was overwritten."""
        if field == "no":
            expected: str | None = line.no
        elif field == "name":
            expected = line.name
        else:
            expected = line.plan_text(field)
        shown = self.went_out.printed(line.key, field) or {folded(expected or "")}
        if folded(text) not in shown and (field != "no" or text != line.sub_no):
            label = self.labels.get(field, field)
            self.report(
                Code.PLAN_TEXT_CHANGED, row.ref(field), item=line.no, basis=(text,), label=label, text=quoted(text)
            )
            self.keep(row.ref(field), text)

    def closed_cell(self, row: TableRow, field: str, line: Line, slot: Slot) -> None:
        """Report and keep what was typed where the survey shows an entry, or has no such column."""
        text = row.text(field)
        if text is None:
            return
        at = row.ref(field)
        if (at.row or 0, at.column or 0) in row.table.sheet.formulas:
            return
        shown = self.shown.get((*line.key, slot), {}).get(field)
        if text == shown or folded(text) in self.went_out.printed(line.key, field):
            return
        label = self.labels.get(field) or terms.FIELD_LABELS.get(field, field)
        self.keep(at, text)
        self.report(Code.CLOSED_FIELD_FILLED, at, item=line.no, basis=(text,), label=label, text=quoted(text))

    def foreign_sheet(self, sheet: Sheet) -> None:
        found = tuple(Rest(sheet, None, self.given).everything(frozenset(self.named_cells(sheet))))
        if found:
            self.report(Code.SHEET_ADDED, CellRef(self.book.name, sheet.name), basis=[cell.text for cell in found])
        elif not _UNNAMED_SHEET.search(sheet.name):
            self.tabs.append(sheet.name)
            self.keep(CellRef(self.book.name, sheet.name), f"（{terms.SHEET_TAB}）{sheet.name}")
        for cell in found:
            self.keep(CellRef(self.book.name, sheet.name, cell.row, cell.column), cell.text)

    def names_of_blank_sheets(self) -> None:
        """Tell once of the sheets that say nothing but their names, which a person gave them."""
        if self.tabs:
            words = {"kind": terms.SHEET_TAB, "text": quoted("、".join(self.tabs))}
            self.report(Code.TEXT_BESIDE_CELLS, CellRef(self.book.name, self.tabs[0]), basis=self.tabs, **words)


class _AskedOf:
    """What a sheet asks for: keys of the inputs that are there, of the plan's texts, of inputs that are lost; and the
    columns in which all that is read of a row.
    """

    def __init__(
        self,
        table: KeyedTable,
        fields: tuple[str, ...],
        locked: tuple[str, ...],
        lost: frozenset[str],
        closed: Iterable[str],
    ) -> None:
        self.columns, self.fields, self.locked, self.lost = table.columns, fields, locked, lost
        keys = ("row_key", *fields, *locked, *closed)
        self.read = frozenset(table.columns[key] for key in keys if key in table.columns)


def _printed_in(row: TableRow, locked: Iterable[str]) -> dict[str, str]:
    """What stands in a row beside its inputs, blank cells left out."""
    return {name: text for name in locked if (text := row.text(name)) is not None}


def _template_order(plan: Plan, table: KeyedTable) -> list[str]:
    """Keys of a sheet's columns in the order of the template, spare columns under the plan's own keys."""
    if "indicator" in table.columns:
        return list(terms.SURVEY_INDICATOR_COLUMNS)
    if "picture" in table.columns:
        return list(terms.SURVEY_PHOTO_COLUMNS)
    texts = tuple((key, "") for key in plan_texts_shown(plan) if key in table.columns)
    own = tuple((key, "") for key in plan.entry_fields if key not in terms.FIELD_LABELS and key in table.columns)
    given = spare_columns(terms.TEXT_COLUMNS, texts)[0] | spare_columns(terms.OWN_COLUMNS, own)[0]
    return [given[key][0] if key in given else key for key in terms.SURVEY_COLUMNS]


def survey_labels(plan: Plan) -> dict[str, str]:
    """Key -> printed label of every column that the plan's area sheets may show."""
    labels = {key: label for key, label in terms.SURVEY_COLUMNS.items() if label}
    labels.update(terms.SURVEY_INDICATOR_COLUMNS)
    labels.update(terms.SURVEY_PHOTO_COLUMNS)
    labels.update((column.key, column.label) for column in plan.form_columns)
    return labels


def read_submission(
    book: Book, plan: Plan, *, point: str | None = None, handed_out: "Iterable[HandedOut]" = ()
) -> Outcome[Submission | None]:
    """Read a returned workbook against the plan; with `point` a workbook of another point is refused (K120).

    `handed_out` is 配布記録: what a survey had printed where it lost the plan that it carries. A survey of an earlier
    version of the plan is read by key (K428). Rows in which another item's No., name and texts stand, and rows whose
    answers changed places, are not read (K426, K427). The value is None when the workbook is no survey (K105), of a
    newer format (K129) or belongs elsewhere (K118-K121); otherwise good fields are kept and bad ones reported. `at` is
    keyed ("value_sets", item_key, sub_no, slot, field).
    Cost: one pass over cells.
    """
    newer = newer_format(book)
    if newer is not None:
        return Outcome(None, {(): CellRef(book.name)}, (newer,))
    identity = read_identity(book)
    if identity is None:
        return Outcome(None, {(): CellRef(book.name)}, (diagnostic(Code.NOT_A_SURVEY, CellRef(book.name)),))
    records = handed_out if isinstance(handed_out, HandedOutRecords) else HandedOutRecords(handed_out)
    came_over = records.came_over(identity.plan_id, identity.point)
    refusal = _belongs_elsewhere(identity, plan, point, came_over=came_over)
    if refusal:
        return Outcome(None, {(): CellRef(book.name)}, (*identity.problems, *refusal))
    reader = _SurveyReader(book, plan, identity, _as_handed_out(book, plan, identity, records))
    if book.format:
        reader.report(Code.READ_FROM_OTHER_FORMAT, CellRef(book.name), format=told(f"kind_{book.format}"))
    if book.unguarded:
        reader.report(Code.READ_WITHOUT_READER, CellRef(book.name), why=book.unguarded)
    if book.sheet(terms.ANNOTATIONS_SHEET) is not None:
        reader.report(Code.MARKED_COPY, CellRef(book.name, terms.ANNOTATIONS_SHEET))
    tables: dict[str, KeyedTable | None] = {}
    areas_found: dict[str, str] = {}
    for sheet in book.sheets:
        if sheet.name in terms.SURVEY_OWN_SHEETS:
            reader.fixed_sheet(sheet)
            continue
        table = tables[sheet.name] = find_table(book.name, sheet, reader.labels)
        if table is None:
            reader.foreign_sheet(sheet)
        elif "indicator" in table.columns:
            reader.area_sheet(table, INDICATOR_FIELDS, _LOCKED_CHILD)
        elif "picture" in table.columns:
            reader.area_sheet(table, PHOTO_FIELDS, _LOCKED_CHILD)
        else:
            area = _area_of(table, reader)
            if area is not None:
                areas_found.setdefault(area.id, sheet.name)
                _renamed(reader, sheet, area)
            reader.area_sheet(table, plan.entry_fields, ("no", "name", *plan_texts_shown(reader.asked)))
    for pictures in reader.pasted.values():
        pictures.rest()
    base = _base(book, reader)
    reader.rows_left_behind()
    reader.answers_left(base)
    reader.names_of_blank_sheets()
    report_beside(reader, reader.given, reader.item_of)
    _missing(reader, areas_found)
    _earlier_version(reader)
    own = (find_table(book.name, sheet, reader.labels) for sheet in book.sheets if sheet.name not in tables)
    if not any(table is not None and "indicator" in table.columns for table in chain(tables.values(), own)):
        _missing_indicators(reader)
    submission, problems = _submission(book, reader, base)
    reader.at[()] = CellRef(book.name)
    return Outcome(submission, reader.at, (*reader.problems, *problems))


def by_department(submission: Outcome[Submission], plan: Plan) -> tuple[Outcome[Submission], ...]:
    """The workbook of a 部 as one submission for each of its departments, as if each had sent its own.

    Each is known by the workbook's SHA-256 and the department's code. Rows that none of them answers, and what stands
    outside the fields, are the first one's.
    """
    value = submission.value
    sender = plan.respondent(value.dept_code or "")
    codes = [code for code in (sender.members if sender else ()) if plan.is_asked(code)]
    if sender is None or not sender.is_bureau or not codes:
        return (submission,)
    parts = []
    for code in codes:
        first = code == codes[0]
        own = [v for v in value.value_sets if (a := _answering(plan, v)) == code or (first and a not in codes)]
        part = replace(
            value,
            dept_code=code,
            value_sets=tuple(own),
            sha256=f"{value.sha256}:{code}",
            others=value.others if first else (),
        )
        parts.append(Outcome(part, submission.at, submission.diagnostics))
    return tuple(parts)


def _answering(plan: Plan, value_set: ValueSet) -> str | None:
    line = plan.line_by_key.get(value_set.line)
    return line.answering if line is not None else None


def plan_texts_shown(plan: Plan) -> tuple[str, ...]:
    """Keys of the plan texts that the form shows."""
    return tuple(column.key for column in plan.form_columns if column.source == "plan")


def _belongs_elsewhere(
    identity: SurveyIdentity, plan: Plan, point: str | None, *, came_over: bool = False
) -> tuple[Diagnostic, ...]:
    at = identity.at
    if identity.plan_id != plan.plan_id and not came_over:
        return (diagnostic(Code.OTHER_PLAN, at, found=identity.plan_id, expected=plan.name, point=point),)
    if identity.plan_version > plan.plan_version and not came_over:
        return (
            diagnostic(
                Code.OTHER_VERSION, at, found=identity.plan_version, expected=plan.plan_version, point=identity.point
            ),
        )
    known = plan.point(identity.point)
    if known is None or (point is not None and identity.point != point):
        expected = plan.point(point).label if point and plan.point(point) else point  # type: ignore[union-attr]
        label = known.label if known else identity.point
        return (
            diagnostic(Code.OTHER_POINT, at, found=label, expected=expected or "報告時点の一覧", point=identity.point),
        )
    if plan.respondent(identity.dept_code) is None:
        return (diagnostic(Code.UNKNOWN_DEPARTMENT, at, found=identity.dept_code, point=identity.point),)
    return ()


def _titles(plan: Plan, area: PolicyArea) -> tuple[str, str]:
    """How an area may be headed on a sheet: its own title, and with the areas above it."""
    return area_title(plan, area), sheet_title(plan, area)


def _area_of(table: KeyedTable, reader: _SurveyReader) -> PolicyArea | None:
    """The area that a sheet shows: from its area key, else from the first item row it holds."""
    plan = reader.asked
    areas = {**reader.plan.area_by_no, **plan.area_by_no}
    items = {**reader.plan.item_by_key, **plan.item_by_key}
    for row in table.rows():
        key, line = row.text("row_key") or "", plan.line_by_no.get(row.text("no") or "")
        if key.startswith(terms.AREA_KEY_PREFIX):
            return areas.get(key.removeprefix(terms.AREA_KEY_PREFIX))
        if key.split("|")[0] in items:
            return areas[_sheet_of(reader, items[key.split("|")[0]])]
        if line is not None and "row_key" not in table.columns:
            return areas[_sheet_of(reader, line.item)]
    return None


def _sheet_of(reader: _SurveyReader, item: Item) -> str:
    """The id of the area on whose sheet the survey has an item, by the plan that it was made from."""
    plan = reader.asked if item.area_no in reader.asked.area_by_no else reader.plan
    return plan.sheet_area(item.area_no).id


def _renamed(reader: _SurveyReader, sheet: Sheet, area: PolicyArea) -> None:
    expected = area_sheet_name(reader.asked, area)
    if sheet.name != expected and reader.book.sheet(expected) is None:
        reader.report(Code.SHEET_RENAMED, CellRef(reader.book.name, sheet.name), expected=expected)


def _missing_indicators(reader: _SurveyReader) -> None:
    """Report that the sheet of indicators is gone, where the survey had one."""
    asked = any(column.key in INDICATOR_FIELDS for column in reader.plan.form_columns)
    answered = reader.plan.lines_of(reader.identity.dept_code)
    if asked and any(line.item.repeats is None for line in answered):
        reader.report(Code.AREA_SHEET_MISSING, CellRef(reader.book.name), area=f"「{terms.SURVEY_INDICATORS_SHEET}」")


def _missing(reader: _SurveyReader, areas_found: Mapping[str, str]) -> None:
    """Report sheets and rows of this department that are not there."""
    file, plan = reader.book.name, reader.plan
    lost: set[str] = set()
    read_rows = {value_set.line for value_set in reader.sets.values() if value_set.slot == ROW} | reader.held.keys()
    areas_read = {_sheet_of(reader, _as_asked(reader, plan.line_by_key[key]).item) for key in read_rows}
    for now in plan.lines_of(reader.identity.dept_code):
        line = _as_asked(reader, now)
        area = _sheet_of(reader, line.item)
        if line.key in read_rows or area in lost or reader.went_out.texts(line.key) is None:
            continue
        if area not in areas_found and area not in areas_read:
            lost.add(area)
            areas = {**plan.area_by_no, **reader.asked.area_by_no}
            reader.report(Code.AREA_SHEET_MISSING, CellRef(file), area=f"「{areas[area].name}」")
            continue
        sheet = areas_found.get(area)
        reader.report_row(Code.ROW_MISSING, CellRef(file, sheet), line.key)


def _as_asked(reader: _SurveyReader, line: Line) -> Line:
    """A row of the plan as the survey asked about it, where it did."""
    return reader.asked.line_by_key.get(line.key, line)


def _earlier_version(reader: _SurveyReader) -> None:
    """Tell once that the survey is one of an earlier version of the plan, or of the plan before it."""
    identity, plan = reader.identity, reader.plan
    if identity.plan_id != plan.plan_id:
        lines = {LineKey(*key[:2]) for key in reader.sets}
        reader.report(Code.SURVEY_OF_PLAN_BEFORE, identity.at, plan=plan.name, count=len(lines))
    elif identity.plan_version < plan.plan_version:
        lines = {LineKey(*key[:2]) for key in reader.sets}
        found, expected = identity.plan_version, plan.plan_version
        reader.report(Code.EARLIER_VERSION, identity.at, found=found, expected=expected, count=len(lines))


def _as_handed_out(book: Book, plan: Plan, identity: SurveyIdentity, records: HandedOutRecords) -> AsHandedOut:
    """How the survey went out; what it carries counts where it is of the plan and version that it says it is of."""
    carried = embedded_plan(book)
    if carried is not None and (carried.plan_id, carried.plan_version) != (identity.plan_id, identity.plan_version):
        carried = None
    before = identity.plan_id if identity.plan_id != plan.plan_id else ""
    mine = records.of(identity.point, identity.dept_code, identity.plan_version, before)
    given, recorded = imprint_of(book), recorded_imprint(mine)
    if given.hashes is None:
        given = Imprint(recorded.hashes, given.pictures | recorded.pictures)
    return replace(as_handed_out(carried, plan, mine), given=given)


def _base(book: Book, reader: _SurveyReader) -> Mapping[SetKey, Mapping[str, str]]:
    """What the fields held when the survey went out: as its hidden sheet says, or without one by 配布記録.

    K434 where it may be one of several forms.
    """
    if book.sheet(terms.IDENTITY_SHEET) is not None:
        return reader.kept["base"]
    form = reader.went_out.form_of({key: value_set.fields for key, value_set in reader.sets.items()})
    if form is None:
        return {}
    count = len(reader.went_out.forms)
    if count > 1:
        where = CellRef(book.name)
        reader.report(Code.FORM_GUESSED, where, count=count, form=form.file, number=form.number)
    return form.prefill


def _submission_number(text: str) -> int | None:
    """「2」「第２回」「2回目（修正）」; None for a day, a negative number, several numbers, or one above 99."""
    found = _SUBMISSION_NO.findall(folded(text))
    return int(found[0]) or None if len(found) == 1 and len(re.findall(r"\d+", folded(text))) == 1 else None


def _submission(
    book: Book, reader: _SurveyReader, base: Mapping[SetKey, Mapping[str, str]]
) -> tuple[Submission, tuple[Diagnostic, ...]]:
    identity = reader.identity
    problems: list[Diagnostic] = []
    texts: dict[str, str | None] = {}
    for name in _GUIDE_INPUTS:
        named = book.named(name)
        texts[name] = _named_text(reader, named) if named else None
        if named:
            reader.at[(name,)] = named[1]
    number = _submission_number(texts["submission_no"] or "1")
    if number is None:
        at = reader.at.get(("submission_no",), CellRef(book.name))
        problems.append(
            diagnostic(Code.SUBMISSION_NO_UNREADABLE, at, value=texts["submission_no"], point=identity.point)
        )
    submission = Submission(
        plan_id=identity.plan_id,
        plan_version=identity.plan_version,
        point=identity.point,
        dept_code=identity.dept_code,
        value_sets=tuple(reader.sets.values()),
        file=book.name,
        sha256=book.sha256,
        saved_at=saved_text(book.saved_at),
        saved_by=book.saved_by,
        submission_no=number or 1,
        filled_by=texts["filled_by"],
        confirmed_by=texts["confirmed_by"],
        confirmed_on=texts["confirmed_on"],
        base=base,
        earlier=reader.kept["last"],
        others=tuple(reader.others),
        pictures=reader.pictures,
        copies={key: tuple(values for values, _ in rows) for key, rows in reader.twice.items()},
    )
    return submission, tuple(problems)


def _named_text(reader: _SurveyReader, named: tuple[CellValue, CellRef]) -> str | None:
    """A named cell of 記入要領, without what is struck out there."""
    value, at = named
    sheet = reader.book.sheet(at.sheet or "")
    look = sheet.looks.get((at.row or 0, at.column or 0)) if sheet is not None else None
    if look is None or not look.struck:
        return text_of(value)
    reader.keep(at, f"（{terms.STRUCK_OUT}）{look.struck}")
    if look.text is None:
        reader.report(Code.ENTRY_STRUCK_OUT, at, basis=(look.struck,), struck=quoted(look.struck))
    else:
        struck, text = quoted(look.struck), quoted(look.text)
        reader.report(Code.WORDS_STRUCK_OUT, at, basis=(look.text, look.struck), struck=struck, text=text)
    return text_of(look.text)


def _kept_fields(book: Book) -> Mapping[str, dict[SetKey, dict[str, str]]]:
    """The fields of `_KEPT_KEY` by the first word of their keys; none when the hidden sheet is gone."""
    kept: dict[str, dict[SetKey, dict[str, str]]] = {"base": {}, "last": {}, "shown": {}}
    sheet = book.sheet(terms.IDENTITY_SHEET)
    for cells in sheet.rows if sheet else ():
        found = _KEPT_KEY.match(_cell(cells, 0)) if len(cells) > 1 else None
        if found:
            key = (found[2], found[3] or None, slot_of(found[4]))
            kept[found[1]].setdefault(key, {})[found[5]] = typed_text(cells[1]) or ""
    return kept


def _closed_fields(book: Book, plan: Plan) -> frozenset[str]:
    """The fields that the workbook did not ask for when it went out; as the plan stands where it cannot tell."""
    sheet = book.sheet(terms.IDENTITY_SHEET)
    if sheet is None:
        return frozenset(plan.closed_fields)
    named = (_cell(cells, 1) for cells in sheet.rows if _cell(cells, 0) == terms.CLOSED_KEY)
    return frozenset(next(named, "").split())


def embedded_plan(book: Book) -> Plan | None:
    """The part of the plan that a survey carries in its hidden sheet; None when it was stripped or damaged."""
    sheet = book.sheet(terms.IDENTITY_SHEET)
    rows = [cells for cells in (sheet.rows if sheet else ()) if _cell(cells, 0).startswith("plan:")]
    pieces = [str(cells[1]) for cells in rows if len(cells) > 1]  # as they are: white space at an end belongs to a text
    return _plan_of("".join(pieces)) if pieces else None


@lru_cache(maxsize=4)
def _plan_of(text: str) -> Plan | None:
    """The plan that a text says; one survey is asked for it several times."""
    try:
        return Plan.model_validate_json(text)
    except ValidationError:
        return None


def _cell(cells: tuple[CellValue, ...], index: int) -> str:
    return (text_of(cells[index]) or "") if index < len(cells) else ""
