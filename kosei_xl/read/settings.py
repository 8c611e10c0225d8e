"""Settings of a master that nothing would obey: found when the plan is read, before anything is handed out."""

from collections.abc import Iterator, Mapping

from kosei_xl.read.tables import KeyedTable, find_table, text_of
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.model import Column, Plan
from kosei_xl.values.registers import REGISTERS
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import folded
from kosei_xl.words.shorten import in_one_line, shortened

LEAST_RATINGS, MOST_RATINGS = 2, len(terms.RATING_COLUMNS)
"""How many ratings the count sheets have columns for."""
_SHOWN = 40
_DERIVED = ("no", "name", "departments", "previous")
"""What the form can show beside plan texts and entries."""
_BARRED = "[]:@\"'*?~"
"""Signs that cannot be in a rating: keys and counting formulas give them another meaning."""
_NEEDED: Mapping[str, str] = {
    terms.RATINGS_SHEET: "code",
    terms.POINTS_SHEET: "key",
    terms.PARTS_SHEET: "key",
    terms.COLUMNS_SHEET: "key",
    terms.PLAN_SHEET: "setting",
}
"""Settings sheets -> the column without which a row is not read."""
_PRINTED: Mapping[str, tuple[str, ...]] = {
    terms.PLAN_SHEET: ("label", "note", "usual", "sample"),
    terms.PARTS_SHEET: ("placeholder", "meaning"),
}
"""Columns that the program fills beside what people write, in rows of their own too."""
_SHEETS = (
    terms.PLAN_SHEET,
    terms.RATINGS_SHEET,
    terms.AREAS_SHEET,
    terms.ITEMS_SHEET,
    terms.SCHEDULE_SHEET,
    terms.DEPARTMENTS_SHEET,
    terms.POINTS_SHEET,
    terms.PARTS_SHEET,
    terms.COLUMNS_SHEET,
    *(sheet for sheet, _ in REGISTERS.values()),
)


def check_settings(book: Book, plan: Outcome[Plan]) -> tuple[Diagnostic, ...]:
    """What was set and has no effect, at its cell.

    Returns K153 for a setting of the form, or a rating, that cannot be used, K154 for texts where nothing is read (one
    a sheet), K155 for a scale that the count sheets have no room for, K156 for a field that a rating asks for and the
    form does not, K157 for columns that have no place. Cost: one pass over the settings sheets.
    """
    return (
        *_scale(plan),
        *_required(plan),
        *(problem for n, column in enumerate(plan.value.columns) for problem in _form(book, plan, n, column)),
        *_without_place(plan),
        *_heads(book, plan),
        *(problem for sheet in _SHEETS for problem in _stray(book, sheet)),
    )


def _scale(plan: Outcome[Plan]) -> Iterator[Diagnostic]:
    ratings = plan.value.ratings
    if not LEAST_RATINGS <= len(ratings) <= MOST_RATINGS:
        place = plan.place("ratings", MOST_RATINGS, "code") if len(ratings) > MOST_RATINGS else plan.place("ratings", 0)
        yield diagnostic(Code.SCALE_DOES_NOT_FIT, place, least=LEAST_RATINGS, most=MOST_RATINGS, found=len(ratings))
    for n, rating in enumerate(ratings):
        if any(sign in rating.code for sign in _BARRED):
            place, reason = plan.place("ratings", n, "code"), told("rating_signs", signs=" ".join(_BARRED))
            yield _unused(place, terms.MASTER_SHEETS[terms.RATINGS_SHEET]["code"], rating.code, reason)


def _unused(place: CellRef | None, label: str, value: str, reason: object) -> Diagnostic:
    return diagnostic(Code.SETTING_WITHOUT_EFFECT, place, label=label, value=value, reason=reason)


def _required(plan: Outcome[Plan]) -> Iterator[Diagnostic]:
    """K156; silent for a plan without a form."""
    value = plan.value
    asked = {*value.entry_fields} - {*value.closed_fields}
    labels = {column.key: column.label for column in value.columns if column.source == "entry"}
    for n, rating in enumerate(value.ratings if value.form_columns else ()):
        for key in rating.requires:
            if key not in asked:
                label = labels.get(key) or terms.FIELD_LABELS.get(key, key)
                place = plan.place("ratings", n, "requires")
                yield diagnostic(Code.FIELD_NOT_IN_FORM, place, rating=rating.code, label=in_one_line(label))


def _form(book: Book, plan: Outcome[Plan], n: int, column: Column) -> Iterator[Diagnostic]:
    """K153 for what a row of 帳票列 says about the form and cannot be done."""
    part = plan.value.part_by_key.get(column.part)
    if part is None or part.kind != "form":
        return
    labels = terms.MASTER_SHEETS[terms.COLUMNS_SHEET]

    def unused(name: str, value: str, reason: Message) -> Diagnostic:
        return _unused(plan.place("columns", n, name), labels[name], value, reason)

    if column.point is not None:
        yield unused("point", column.point, told("form_point"))
    if column.source == "derived" and column.key not in _DERIVED:
        yield unused("key", column.key, told("form_key"))
        return
    place = plan.at.get(("columns", n, "entry"))
    handling = terms.CHOICES["entry"][column.entry]
    if place is not None and _text_at(book, place) is None:
        yield unused("entry", terms.BLANK, told("form_handling"))
    elif column.source != "entry" and column.entry in ("input", "required"):
        yield unused("entry", handling, told("form_not_entry"))
    elif column.key in ("no", "name") and column.entry == "none":
        yield unused("entry", handling, told("form_identity"))


def _text_at(book: Book, cell: CellRef) -> str | None:
    sheet = book.sheet(cell.sheet or "")
    return text_of(sheet.value(cell.row or 0, cell.column or 0)) if sheet is not None else None


def _without_place(plan: Outcome[Plan]) -> Iterator[Diagnostic]:
    """K157 for columns of the form beyond those that a survey has room for."""
    value = plan.value
    shown = [(n, c) for n, c in enumerate(value.columns) if c in value.form_columns and c.key not in value.withheld]
    own = [(n, c) for n, c in shown if c.source == "entry" and c.key in value.own_fields]
    texts = [(n, c) for n, c in shown if c.source == "plan"]
    for found, most in ((texts, len(terms.TEXT_COLUMNS)), (own, len(terms.OWN_COLUMNS))):
        for n, column in found[most:]:
            place, reason = plan.place("columns", n, "key"), told("form_full", most=most)
            yield diagnostic(Code.COLUMN_WITHOUT_PLACE, place, label=in_one_line(column.label), reason=reason)


# -- 項目 --------------------------------------------------------------------------------
def text_columns(table: KeyedTable, plan_columns: Mapping[str, str]) -> dict[int, str]:
    """Columns of 項目 that have no key of their own and stand for a plan text: those headed with its label.

    `plan_columns` are the labels of the plan columns that 帳票列 declares, by key.
    """
    wanted = {folded(label): key for key, label in plan_columns.items() if label and key not in table.columns}
    found: dict[int, str] = {}
    for column in _open_columns(table):
        key = wanted.get(folded(_head(table, column) or ""))
        if key is not None and key not in found.values():
            found[column] = key
    return found


def _open_columns(table: KeyedTable) -> tuple[int, ...]:
    """Columns without a key, and spare ones of the template."""
    spare = [table.columns[key] for key in terms.TEXT_COLUMNS if key in table.columns]
    return tuple(sorted((*spare, *table.unknown_columns())))


def _head(table: KeyedTable, column: int) -> str | None:
    return text_of(table.sheet.value(table.first - 1, column))


def _heads(book: Book, plan: Outcome[Plan]) -> Iterator[Diagnostic]:
    """K157 for columns of 項目 that hold texts and are not headed as a plan column is called."""
    table = _table(book, terms.ITEMS_SHEET)
    if table is None:
        return
    declared = {c.key: c.label for c in reversed(plan.value.columns) if c.source == "plan"}
    known = text_columns(table, declared)
    for column in _open_columns(table):
        filled = [n for n in range(table.first, len(table.sheet.rows) + 1) if text_of(table.sheet.value(n, column))]
        if column not in known and filled:
            place = CellRef(table.file, table.sheet.name, table.first - 1, column)
            missing = [in_one_line(label) for key, label in declared.items() if key not in table.columns]
            reason = told("items_head", labels="、".join(missing) or terms.BLANK, count=len(filled))
            label = in_one_line(_head(table, column) or terms.BLANK)
            yield diagnostic(Code.COLUMN_WITHOUT_PLACE, place, label=label, reason=reason)


# -- texts where nothing is read --------------------------------------------------------------------------------
def _table(book: Book, name: str) -> KeyedTable | None:
    sheet = book.sheet(name)
    return find_table(book.name, sheet, terms.MASTER_SHEETS[name]) if sheet is not None else None


def _stray(book: Book, name: str) -> Iterator[Diagnostic]:
    """K154 for a sheet: texts beside its columns, and in rows that are not read for want of their key."""
    table = _table(book, name)
    if table is None:
        return
    found = [] if name == terms.ITEMS_SHEET else [*_beside(table)]
    found += _keyless(table, _NEEDED.get(name))
    if found:
        number, column, text = min(found)
        at = CellRef(table.file, name, number, column)
        yield diagnostic(Code.TEXT_NOT_READ, at, count=len(found), text=shortened(in_one_line(text), _SHOWN))


def _beside(table: KeyedTable) -> Iterator[tuple[int, int, str]]:
    columns = frozenset(table.unknown_columns())
    for row, column, value in table.sheet.filled():
        if column in columns and (text := text_of(value)) is not None:
            yield row, column, text


def _keyless(table: KeyedTable, needed: str | None) -> Iterator[tuple[int, int, str]]:
    for row in table.rows() if needed in table.columns else ():
        known = row.text(needed or "")
        if known is not None and (needed != "setting" or known in terms.SETTING_LABELS):
            continue
        printed = _PRINTED.get(table.sheet.name, ())
        typed = [key for key in table.columns if key not in printed]
        for key in typed:
            text = row.text(key)
            if text is not None and key != needed:
                yield row.number, table.columns[key], text
