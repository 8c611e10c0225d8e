"""The master's 台帳, 指標, 写真 and 受領 sheets -> `Records`, with the cell of every value."""

from kosei_xl.read.photos import read_photos
from kosei_xl.read.ratings import read_rating
from kosei_xl.read.tables import KeyedTable, find_table, unreadable
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.ledger import Received, Records, entry_key
from kosei_xl.values.model import INDICATOR_FIELDS, PHOTO_FIELDS, STANDARD_FIELDS, EntryKey, Plan
from kosei_xl.values.pictures import Picture
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.workbook.book import is_error_value

_KINDS = {word: kind for kind, word in terms.RECEIVED_KINDS.items()}


def read_ledger(book: Book, plan: Plan) -> Outcome[Records]:
    """Read the ledger of a master workbook.

    Returns K130 for a missing sheet, K132 for a missing column, K201 and K202 for the office's own ratings, K203 for
    formulas in place of an entry, K205 for error values, K131 for an unknown kind of a row of 受領. What means nothing
    in its field stays as it was typed, so that writing the ledger keeps it. `at` is keyed (item_key, sub_no, point,
    seq, field).
    """
    problems: list[Diagnostic] = []
    at: dict[tuple[str | int, ...], CellRef] = {(): CellRef(book.name, terms.LEDGER_SHEET)}
    current: dict[EntryKey, dict[str, str]] = {}
    fields = (*STANDARD_FIELDS, *plan.own_fields)
    for name, keys in ((terms.LEDGER_SHEET, fields), (terms.INDICATORS_SHEET, INDICATOR_FIELDS)):
        table = _table(book, name, problems)
        if table is not None:
            _missing_columns(table, [key for key in keys if key in (*plan.entry_fields, *INDICATOR_FIELDS)], problems)
            _read_current(table, plan, keys, current, at, problems)
    table = _table(book, terms.PHOTOS_SHEET, problems) if plan.has_photos else None
    pictures: dict[str, Picture] = read_photos(table, book, plan, current, at, problems) if table is not None else {}
    table = _table(book, terms.RECEIVED_SHEET, problems)
    received = _read_received(table, fields) if table is not None else ()
    problems += _unknown_kinds(table) if table is not None else ()
    return Outcome(Records(current, received, tuple(current), pictures), at, tuple(problems))


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
    current: dict[EntryKey, dict[str, str]],
    at: dict[tuple[str | int, ...], CellRef],
    problems: list[Diagnostic],
) -> None:
    lines = {line.key: line for line in plan.lines}
    for row in table.rows():
        key = entry_key(row.text("row_key") or "")
        if key is None:
            continue
        line = lines.get(key[:2])
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
        current[key] = values
        at[tuple(key)] = row.ref()


def _read_received(table: KeyedTable, fields: tuple[str, ...]) -> tuple[Received, ...]:
    received = []
    for row in table.rows():
        item_key, point = row.text("item_key"), row.text("point")
        if point is None:
            continue
        seq = row.text("seq") or "0"
        office = row.text("dept_code") is None
        number = row.text("submission_no") or ("0" if office else "1")
        values = {
            name: text for name in (*fields, *INDICATOR_FIELDS, *PHOTO_FIELDS) if (text := row.text(name)) is not None
        }
        received.append(
            Received(
                key=EntryKey(item_key or "", row.text("sub_no") or "", point, int(seq) if seq.isdecimal() else 0),
                dept_code=row.text("dept_code") or "",
                submission_no=int(number) if number.isdecimal() else 1,
                file=row.text("file") or "",
                sha256=row.text("sha256") or "",
                saved_at=row.text("saved_at") or "",
                fields=values,
                conflicts=tuple((row.text("conflicts") or "").split()),
                sheet=row.text("sheet") or "",
                cells=row.text("cells") or "",
                saved_by=row.text("saved_by") or "",
                other=row.text("other") or "",
                filled_by=row.text("filled_by") or "",
                confirmed_by=row.text("confirmed_by") or "",
                confirmed_on=row.text("confirmed_on") or "",
                taken=_taken(row.text("taken")),
                kind=_KINDS.get(row.text("kind") or "", "entry"),
            )
        )
    return tuple(received)


def _unknown_kinds(table: KeyedTable) -> list[Diagnostic]:
    """K131 for words in 受領の種類 that mean nothing; the row is taken for a 記入, which loses nothing of it."""
    label = terms.MASTER_SHEETS[terms.RECEIVED_SHEET]["kind"]
    return [
        diagnostic(Code.SETTING_UNREADABLE, row.ref("kind"), label=label, reason=unreadable(text))
        for row in table.rows()
        if (text := row.text("kind")) is not None and text not in _KINDS
    ]


def _taken(text: str | None) -> tuple[str, ...] | None:
    """Fields in 台帳に入れた欄; None where the row was written before there was such a column."""
    return None if text is None else () if text == terms.NOTHING_TAKEN else tuple(text.split())
