"""The master's 台帳, 指標, 写真 and 受領 sheets -> `Ledger`, with the cell of every value."""

from kosei_xl.read.photos import read_photos
from kosei_xl.read.ratings import read_rating
from kosei_xl.read.tables import KeyedTable, TableRow, find_table
from kosei_xl.values.cells import Book, CellRef, cell_at
from kosei_xl.values.diagnostics import Diagnostic, Outcome, ValuePath, diagnostic
from kosei_xl.values.ledger import Ledger, Received, entry_key, slot_of
from kosei_xl.values.model import INDICATOR_FIELDS, PHOTO_FIELDS, STANDARD_FIELDS, EntryKey, Plan
from kosei_xl.values.pictures import Picture
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.workbook.book import is_error_value


def read_ledger(book: Book, plan: Plan) -> Outcome[Ledger]:
    """Read the ledger of a master workbook.

    Returns K130 for a missing sheet, K132 for a missing column, K201 and K202 for the office's own ratings, K203 for
    formulas in place of an entry, K205 for error values. What means nothing in its field stays as it was typed, so that
    writing the ledger keeps it. `at` is keyed (item_key, sub_no, point, slot, field).
    """
    problems: list[Diagnostic] = []
    at: dict[ValuePath, CellRef] = {(): CellRef(book.name, terms.LEDGER_SHEET)}
    entries: dict[EntryKey, dict[str, str]] = {}
    fields = (*STANDARD_FIELDS, *plan.own_fields)
    for name, keys in ((terms.LEDGER_SHEET, fields), (terms.INDICATORS_SHEET, INDICATOR_FIELDS)):
        table = _table(book, name, problems)
        if table is not None:
            _missing_columns(table, [key for key in keys if key in (*plan.entry_fields, *INDICATOR_FIELDS)], problems)
            _read_current(table, plan, keys, entries, at, problems)
    table = _table(book, terms.PHOTOS_SHEET, problems) if plan.has_photos else None
    pictures: dict[str, Picture] = read_photos(table, book, plan, entries, at, problems) if table is not None else {}
    table = _table(book, terms.RECEIVED_SHEET, problems)
    received = _read_received(table, fields) if table is not None else ()
    return Outcome(Ledger(entries, received, tuple(entries), pictures), at, tuple(problems))


def _table(book: Book, name: str, problems: list[Diagnostic]) -> KeyedTable | None:
    sheet = book.sheet(name)
    if sheet is None:
        problems.append(diagnostic(Code.SETTINGS_SHEET_MISSING, CellRef(book.name, name), sheet=name))
        return None
    table = find_table(book.name, sheet, terms.MASTER_SHEETS[name])
    if table is None or "row_key" not in table.columns:
        problems.append(
            diagnostic(Code.SETTINGS_COLUMN_MISSING, CellRef(book.name, name, 1), label="行キー", key="row_key")
        )
        return None
    return table


def _missing_columns(table: KeyedTable, keys: list[str], problems: list[Diagnostic]) -> None:
    """Report columns that every master has; a plan's own columns come with the next consolidation."""
    for key in keys:
        if key not in table.columns and key in terms.FIELD_LABELS:
            at = CellRef(table.file, table.sheet.name, table.first - 1)
            problems.append(diagnostic(Code.SETTINGS_COLUMN_MISSING, at, label=terms.FIELD_LABELS[key], key=key))


def _read_current(
    table: KeyedTable,
    plan: Plan,
    fields: tuple[str, ...],
    entries: dict[EntryKey, dict[str, str]],
    at: dict[ValuePath, CellRef],
    problems: list[Diagnostic],
) -> None:
    for row in table.rows():
        key = entry_key(row.text("row_key") or "")
        if key is None:
            continue
        line = plan.line_by_key.get(key.line)
        no = line.no if line else None
        values: dict[str, str] = {}
        for name in fields:
            text, place = row.text(name), row.ref(name)
            at[*key, name] = place
            if text is None:
                continue
            if (place.row or 0, place.column or 0) in table.sheet.formulas:
                if line is not None and line.item.repeats is not None:
                    continue  # our own formula: a repeated listing shows its original's rating
                problems.append(diagnostic(Code.INPUT_IS_FORMULA, place, item=no, point=key.point, value=text))
            if is_error_value(text):
                problems.append(diagnostic(Code.ERROR_VALUE, place, item=no, point=key.point, value=text))
            elif name == "rating":
                code = read_rating(text, plan)
                if code is None:
                    allowed = "・".join(plan.rating_by_code)
                    problems.append(
                        diagnostic(
                            Code.RATING_NOT_IN_SCALE, place, item=no, point=key.point, value=text, allowed=allowed
                        )
                    )
                elif code and code != text:
                    problems.append(
                        diagnostic(Code.RATING_READ_AS, place, item=no, point=key.point, value=text, read_as=code)
                    )
                text = text if code is None else code
            if text:
                values[name] = text
        entries[key] = values
        at[key] = row.ref()


def _read_received(table: KeyedTable, fields: tuple[str, ...]) -> tuple[Received, ...]:
    received = []
    for row in table.rows():
        item_key, point = row.text("item_key"), row.text("point")
        if point is None:
            continue
        department = row.text("dept_code")
        number = row.text("submission_no") or ("0" if department is None else "1")
        values = {
            name: text for name in (*fields, *INDICATOR_FIELDS, *PHOTO_FIELDS) if (text := row.text(name)) is not None
        }
        conflicts = tuple((row.text("conflicts") or "").split())
        received.append(
            Received(
                key=EntryKey(item_key or "", row.text("sub_no"), point, slot_of(row.text("seq"))),
                dept_code=department,
                submission_no=int(number) if number.isdecimal() else 1,
                file=row.text("file") or "",
                sha256=row.text("sha256") or "",
                saved_at=row.text("saved_at") or "",
                fields=values,
                conflicts=() if conflicts == (terms.WHOLE_WORKBOOK,) else conflicts,
                left_out=conflicts == (terms.WHOLE_WORKBOOK,),
                sheet=row.text("sheet") or "",
                cells=_cells(row),
                saved_by=row.text("saved_by") or "",
                other=tuple((row.text("other") or "").split("\n")) if row.text("other") else (),
                filled_by=row.text("filled_by") or "",
                confirmed_by=row.text("confirmed_by") or "",
                confirmed_on=row.text("confirmed_on") or "",
                taken=_taken(row.text("taken")),
            )
        )
    return tuple(received)


def _taken(text: str | None) -> tuple[str, ...] | None:
    """Fields in 台帳に入れた欄; None where the row was written before there was such a column."""
    return None if text is None else () if text == terms.NOTHING_TAKEN else tuple(text.split())


def _cells(row: TableRow) -> dict[str, CellRef]:
    """The places of fields in the department's workbook, from 「rating=E5 results=F5」."""
    file, sheet = row.text("file") or "", row.text("sheet")
    pairs = (pair.partition("=") for pair in (row.text("cells") or "").split())
    return {name: cell_at(file, sheet, address) for name, _, address in pairs}
