"""Texts of a master that nothing reads: beside its tables, in spare columns, in rows without a key, where ○ belongs.

Every visible sheet is looked at but 使い方, whose words are nobody's settings, and the figures of 集計.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

from kosei_xl.read.tables import (
    KeyedTable,
    TableRow,
    find_table,
    is_mark_or_none,
    setting_of,
    text_of,
    unreadable,
    with_heads,
)
from kosei_xl.values.cells import Book, CellRef, column_letters
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.values.labels import other_ratings
from kosei_xl.values.ledger import entry_key
from kosei_xl.values.model import Plan, Style
from kosei_xl.values.settings import printed_beside
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import folded
from kosei_xl.words.shorten import in_one_line, listed, shortened

_SHOWN = 40
_MARKS: Mapping[str, tuple[str, ...]] = {
    terms.RATINGS_SHEET: ("behind", "counted"),
    terms.ITEMS_SHEET: ("office_rated",),
    terms.SCHEDULE_SHEET: ("conditional",),
    terms.PARTS_SHEET: ("foot",),
}
"""Columns that hold ○ or nothing."""
_BY_HEAD = (
    *(terms.PLAN_SHEET, terms.RATINGS_SHEET, terms.AREAS_SHEET, terms.ITEMS_SHEET, terms.SCHEDULE_SHEET),
    *(terms.DEPARTMENTS_SHEET, terms.POINTS_SHEET, terms.PARTS_SHEET, terms.COLUMNS_SHEET),
)
"""Sheets whose columns may be headed by hand: their reader knows them by what they are called, too."""
_OF_ENTRIES = (terms.LEDGER_SHEET, terms.INDICATORS_SHEET, terms.PHOTOS_SHEET)
"""Sheets whose rows are entries: each belongs to an item at a point."""
_SPARE = frozenset({*terms.TEXT_COLUMNS, *terms.OWN_COLUMNS, *terms.RATING_COLUMNS})
_LABELS = frozenset(
    {"row_key", "point", terms.POINT_LABEL, "area_no", "no", "name", "kind", "department", "seq", "picture"}
)
"""Columns of 台帳, 指標 and 写真 that hold no entries."""
_PRINTED: Mapping[str, tuple[str, ...]] = {
    terms.PLAN_SHEET: ("label", "note", "usual", "sample"),
    terms.PARTS_SHEET: ("placeholder", "meaning"),
}
"""Columns that the program fills beside what people write, in rows of their own too."""
_Found = tuple[int, int, str]
_IsRead = Callable[[TableRow], bool]


def unread_texts(book: Book, plan: Plan) -> Iterator[Diagnostic]:
    """K154 for a sheet on which texts stand where nothing is read, at the first, with the cells of the others; K131 for
    words in a column for ○ that are neither that nor 「－」. Cost: one pass over the sheets.
    """
    for name, labels in terms.MASTER_SHEETS.items():
        sheet = book.sheet(name)
        table = find_table(book.name, sheet, labels) if sheet is not None and name not in terms.HIDDEN_SHEETS else None
        if table is None:
            continue
        if name in _BY_HEAD:
            table = with_heads(table, labels)
        found = sorted({*_beside(table), *_spare(table, plan), *_unread_rows(table, plan), *_typed_beside(table)})
        if found:
            yield _told(table, found)
        yield from _meaningless(table)


def _told(table: KeyedTable, found: list[_Found]) -> Diagnostic:
    (row, column, text), *others = found
    shown = shortened(in_one_line(text), _SHOWN)
    if others:
        more = told("cells_more_of_sheet", cells=listed([f"{column_letters(c)}{r}" for r, c, _ in others]))
        shown = Message(f"{shown}{more}", f"{shown}{more.en}")
    at = CellRef(table.file, table.sheet.name, row, column)
    hint = told("unread_entry") if table.sheet.name in _OF_ENTRIES else told("unread_setting")
    return diagnostic(Code.TEXT_NOT_READ, at, count=len(found), text=shown, hint=hint)


def _texts_in(table: KeyedTable, columns: Collection[int], first: int) -> Iterator[_Found]:
    """What stands in some columns from a row on."""
    for row, cells in enumerate(table.sheet.rows[first - 1 :] if columns else (), first):
        for column in columns:
            if column <= len(cells) and (text := text_of(cells[column - 1])) is not None:
                yield row, column, text


def _beside(table: KeyedTable) -> Iterator[_Found]:
    """Texts in columns without a key. 項目 has its own finding of those that have a head or not and texts below; beside
    集計 the program writes itself.
    """
    if table.sheet.name != terms.SUMMARY_SHEET:
        found = list(_texts_in(table, frozenset(table.unknown_columns()), 1))
        below = {column for row, column, _ in found if row >= table.first and table.sheet.name == terms.ITEMS_SHEET}
        yield from (one for one in found if one[1] not in below)


def _spare(table: KeyedTable, plan: Plan) -> Iterator[_Found]:
    """Texts in spare columns that the plan has given to nothing."""
    if table.sheet.name != terms.ITEMS_SHEET:
        spare = [number for key, number in table.columns.items() if key in _SPARE and key not in plan.own_fields]
        yield from _texts_in(table, frozenset(spare), table.first - 1)
    if table.sheet.name == terms.PHOTOS_SHEET and "picture" in table.columns:
        yield from _texts_in(table, {table.columns["picture"]}, table.first)  # the picture lies over its cell


def _unread_rows(table: KeyedTable, plan: Plan) -> Iterator[_Found]:
    """Texts in rows that are passed over, because the column that makes them one of the sheet's is blank."""
    name, rows = table.sheet.name, tuple(table.rows())
    is_read = _READ.get(name)
    if name == terms.SUMMARY_SHEET:
        raters = {other_ratings(plan, field) for field in plan.rating_fields}
        own = (row.number for row in rows if row.text("area_no") is not None or row.text("area") in raters)
        last = max(own, default=table.first)
        rows, is_read = tuple(row for row in rows if row.number > last), _never
    for row in rows if is_read is not None else ():
        if is_read is not None and not is_read(row):
            for key in (key for key in table.columns if key not in _PRINTED.get(name, ())):
                text = row.text(key)
                if text is not None and not (name == terms.PLAN_SHEET and key == "setting" and text == "key"):
                    yield row.number, table.columns[key], text


def _typed_beside(table: KeyedTable) -> Iterator[_Found]:
    """Texts that somebody typed over what 計画 says beside a setting, as over its example: the setting is in 内容."""
    for row in table.rows() if table.sheet.name == terms.PLAN_SHEET else ():
        setting = setting_of(row)
        for key, printed in (printed_beside(setting) if setting is not None else {}).items():
            text = row.text(key)
            if text is not None and folded(text) != folded(printed):
                yield row.number, table.columns[key], text


def _never(row: TableRow) -> bool:
    return False


def _any_of(*keys: str) -> _IsRead:
    return lambda row: any(row.text(key) is not None for key in keys)


def _of_ledger(row: TableRow) -> bool:
    """Whether a row of 台帳, 指標 or 写真 has a key, or texts that K158 is about."""
    fields = (key for key in row.table.columns if key not in _LABELS and key not in _SPARE)
    return entry_key(row.text("row_key") or "") is not None or any(row.text(key) is not None for key in fields)


def _of_status(row: TableRow) -> bool:
    if (row.text("row_key") or "").count("|") > 1:
        return True
    typed = [key for key in row.table.columns if key not in terms.COUNTS_BELOW and row.text(key) is not None]
    count = row.text("rows") or ""
    return (count.isdecimal() or count == terms.COUNTS_BELOW["rows"]) and not typed


def _of_conflicts(row: TableRow) -> bool:
    key = row.text("row_key") or ""
    return entry_key(key) is not None or key.startswith(terms.BLANKS_KEY_PREFIX) or _says_nothing(row)


def _says_nothing(row: TableRow) -> bool:
    """Whether a row says that its list is empty, and nothing else."""
    given = [text for key in row.table.columns if (text := row.text(key)) is not None]
    return len(given) == 2 and given[0] == terms.NOTHING_KEY and given[1] in (terms.NO_FINDINGS, terms.NO_CONFLICTS)


def _setting(row: TableRow) -> bool:
    return setting_of(row) is not None


_READ: Mapping[str, _IsRead] = {
    terms.PLAN_SHEET: _setting,
    terms.RATINGS_SHEET: _any_of("code"),
    terms.AREAS_SHEET: _any_of("no", "name"),
    terms.ITEMS_SHEET: _any_of("no", "name"),
    terms.SCHEDULE_SHEET: _any_of("action_no", "action", "start", "end", "label"),
    terms.DEPARTMENTS_SHEET: _any_of("code", "name"),
    terms.POINTS_SHEET: _any_of("key"),
    terms.PARTS_SHEET: _any_of("key"),
    terms.COLUMNS_SHEET: _any_of("key"),
    terms.LEDGER_SHEET: _of_ledger,
    terms.INDICATORS_SHEET: _of_ledger,
    terms.PHOTOS_SHEET: _of_ledger,
    terms.RECEIVED_SHEET: _any_of("point"),
    terms.STATUS_SHEET: _of_status,
    terms.FINDINGS_SHEET: lambda row: _says_nothing(row) or (row.text("row_key") or "").count("|") == 4,
    terms.CONFLICTS_SHEET: _of_conflicts,
}
"""Sheet -> whether one of its rows is read; the registers complain of rows themselves."""


def _meaningless(table: KeyedTable) -> Iterator[Diagnostic]:
    """K131 for words where only ○ or a number counts, and for departments of a point without the point."""
    for row, key, label, reason in (*_marks(table), *_others(table)):
        why = f"{unreadable(row.text(key))}{reason}"
        yield diagnostic(Code.SETTING_UNREADABLE, row.ref(key), label=label, reason=why)


def _others(table: KeyedTable) -> Iterator[tuple[TableRow, str, str, str]]:
    name, labels = table.sheet.name, terms.MASTER_SHEETS[table.sheet.name]
    for row in table.rows() if name in (terms.SCHEDULE_SHEET, terms.ITEMS_SHEET) else ():
        text = row.text("action_no") if name == terms.SCHEDULE_SHEET else None
        if text is not None and not folded(text).isdecimal():
            yield row, "action_no", labels["action_no"], terms.ONLY_NUMBER
        lines = (row.text("departments_at") or "").split("\n") if name == terms.ITEMS_SHEET else []
        if any(line.strip() and not all(line.replace("＝", "=").partition("=")) for line in lines):
            yield row, "departments_at", labels["departments_at"], terms.ONLY_BY_POINT


def _marks(table: KeyedTable) -> Iterator[tuple[TableRow, str, str, str]]:
    name, labels = table.sheet.name, terms.MASTER_SHEETS[table.sheet.name]
    for row in table.rows() if name == terms.PLAN_SHEET or name in _MARKS else ():
        columns: Mapping[str, str] = {key: labels[key] for key in _MARKS.get(name, ())}
        setting = row.text("setting") or row.text("key") or ""
        if name == terms.PLAN_SHEET and isinstance(getattr(Style(), setting, None), bool):
            columns = {"value": terms.SETTING_LABELS[setting][0]}
        for key, label in columns.items():
            text = row.text(key)
            if text is not None and not is_mark_or_none(text):
                yield row, key, label, terms.ONLY_MARK
