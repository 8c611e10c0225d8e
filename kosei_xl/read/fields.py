"""The sheet 欄 -> fields, and the columns of 帳票列 that place them by name.

A clerk writes names; keys are the program's business. A row without a key gets one from its name (K163), a column may
be called by the name of its field. A field of every year (各年度) becomes one field a year of the plan, and its columns
as many columns.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field as having
from typing import Any

from kosei_xl.later import dataclass
from kosei_xl.read.records import record_of, rows_of_sheet
from kosei_xl.read.tables import TableRow, find_table
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.values.fields import EntryField
from kosei_xl.values.model import STANDARD_FIELDS
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.notation import folded, year_heads

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_DERIVED_NAMES = {"No.": "no", "名称": "name", "番号と名称": "no_name", "推進担当課": "departments", "主担当課": "lead"}
_DERIVED_NAMES |= {"前回の評価": "previous", "分野": "area", "正とする評価": "record", "前回との比較": "trend"}
_Columns = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class PlacedField:
    """A field and the row of 欄 that defines it."""

    field: EntryField
    row: TableRow


@dataclass(frozen=True, slots=True)
class FieldsSheet:
    """What 欄 holds: its fields in order, keys that were given to rows (by their cells), and what is wrong.

    `years` are the keys of the fields that there is one of for every year -> those of the single years. `names` are
    folded names -> keys, also of rows that do not read.
    """

    placed: tuple[PlacedField, ...] = ()
    given: Mapping[CellRef, str] = having(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()
    years: Mapping[str, tuple[str, ...]] = having(default_factory=dict)
    names: Mapping[str, str] = having(default_factory=dict)

    @property
    def fields(self) -> tuple[EntryField, ...]:
        """The fields alone."""
        return tuple(one.field for one in self.placed)


def read_fields(book: Book, period: tuple[int, int] | None) -> FieldsSheet:
    """Read 欄; `period` are the first and last fiscal year of the plan, None where it does not say.

    K130 and K132 where the sheet or its columns are gone, K131 for what means nothing in its column, K163 for rows that
    got a key.
    """
    problems: list[Diagnostic] = []
    rows = list(rows_of_sheet(book, terms.FIELDS_SHEET, problems))
    keys, given, scales = {}, {}, scale_keys(book)
    by_name = {folded(terms.FIELD_LABELS[key]): key for key in STANDARD_FIELDS}
    by_name |= _columns_by_head(book)
    for row in rows:
        typed, label = row.text("field"), row.text("label")
        if typed is not None:
            keys[row.number] = typed
        elif label is not None:
            key = by_name.get(folded(label)) or key_of_name(label)
            keys[row.number] = key
            if row.ref("field").column is not None:
                given[row.ref("field")] = key
                problems.append(diagnostic(Code.FIELD_KEY_GIVEN, row.ref("label"), label=label, key=key))
        if label is not None:
            by_name[folded(label)] = keys[row.number]
    placed: list[PlacedField] = []
    years: dict[str, tuple[str, ...]] = {}
    each_year = {keys[row.number] for row in rows if row.number in keys and _every_year(row)}
    for row in rows:
        other = row.text("against")
        told: dict[str, Any] = {"field": keys.get(row.number)}
        told |= {"against": by_name.get(folded(other)) or _as_key(other)} if other is not None else {}
        told |= {"year": None} if _every_year(row) else {}
        told |= {"scale": scales.get(scale, scale)} if (scale := row.text("scale")) is not None else {}
        field, wrong = record_of(row, terms.FIELDS_SHEET, EntryField, told)
        problems += wrong
        if field is not None and _every_year(row) and period is not None:
            own = list(_of_years(field, period, each_year))
            years[field.field] = tuple(one.field for one in own)
            placed += (PlacedField(one, row) for one in own)
        elif field is not None:
            placed.append(PlacedField(field, row))
    return FieldsSheet(tuple(placed), given, tuple(problems), years, by_name)


def scale_keys(book: Book) -> Mapping[str, str]:
    """The names of the scales in 尺度, and what stands there instead of a name, -> their keys."""
    sheet = book.sheet(terms.SCALES_SHEET)
    table = find_table(book.name, sheet, terms.MASTER_SHEETS[terms.SCALES_SHEET]) if sheet is not None else None
    rows = [(row.text("scale"), row.text("name")) for row in table.rows()] if table else []
    names = {name: key for key, name in reversed(rows) if key and name}
    return {**names, **{key: key for key, _ in rows if key}}


def _columns_by_head(book: Book) -> Mapping[str, str]:
    """What columns of 帳票列 that hold entries are called (folded) -> their keys: 欄 knows them by that, too."""
    words = (terms.CHOICES["source"]["entry"], "entry")
    sheet = book.sheet(terms.COLUMNS_SHEET)
    table = find_table(book.name, sheet, terms.MASTER_SHEETS[terms.COLUMNS_SHEET]) if sheet is not None else None
    rows = [row for row in (table.rows() if table else ()) if row.text("source") in words]
    named = ((row.text("label"), row.text("key")) for row in reversed(rows))
    return {folded(label): key for label, key in named if label and key and _KEY.fullmatch(key)}


def names_of_fields(book: Book) -> Mapping[str, str]:
    """The names of the fields of 欄 and of the entries that every plan may use, folded -> keys, given ones too."""
    return read_fields(book, None).names if book.sheet(terms.FIELDS_SHEET) is not None else {}


def fields_without_key(book: Book) -> Mapping[CellRef, str]:
    """Cell -> key for every row of 欄 that got one from its name."""
    return read_fields(book, None).given if book.sheet(terms.FIELDS_SHEET) is not None else {}


def key_of_name(name: str) -> str:
    """The key that a field gets from its name: always the same one."""
    return f"f_{hashlib.sha256(folded(name).encode()).hexdigest()[:8]}"


def _as_key(text: str) -> str | None:
    """A text that may be a key, as it is; what else means no field is found where settings are checked."""
    return text if _KEY.fullmatch(text) else None


def _every_year(row: TableRow) -> bool:
    return folded(row.text("year") or "") in terms.EVERY_YEAR


def _of_years(field: EntryField, period: tuple[int, int], each_year: set[str]) -> Iterator[EntryField]:
    for year, head in zip(range(period[0], period[1] + 1), year_heads(*period, "half"), strict=True):
        against = f"{field.against}_{year}" if field.against in each_year else field.against
        named = {"field": f"{field.field}_{year}", "label": f"{field.label}（{head}）"}
        yield field.model_copy(update={**named, "year": year, "against": against})


# -- columns -----------------------------------------------------------------------------------------------------------
def placed_columns(columns: _Columns, sheet: FieldsSheet) -> Iterator[tuple[int, dict[str, Any]]]:
    """The columns of 帳票列 with the keys of their fields, each with its place among `columns`.

    Where a column has no head of its own it has the name of its field, and where it does not say so, it holds what was
    entered; one of a field of every year is one for each.
    """
    fields = {field.field: field for field in reversed(sheet.fields)}
    names = {folded(label): key for label, key in _DERIVED_NAMES.items()}
    names |= {folded(label): key for key, label in terms.FIELD_LABELS.items()}
    names |= sheet.names
    for number, column in enumerate(columns):
        key = named_key(str(column["key"]), names)
        share = key.removeprefix(terms.SHARE_KEY) if key.startswith(terms.SHARE_KEY) else None
        for own in sheet.years.get(share or key, (share or key,)):
            made = {**column, "key": own if share is None else f"{terms.SHARE_KEY}{own}"}
            field = fields.get(own)
            if share is not None:
                made["source"] = "derived"
            elif field is not None and own not in STANDARD_FIELDS and not made.get("source"):
                made["source"] = "entry"
            if field is not None and (not made.get("label") or own != (share or key)):
                made["label"] = _head(column, field, share is not None)
            yield number, made


def named_key(typed: str, names: Mapping[str, str]) -> str:
    """The key of a column: as typed, or that of the field of this name (「実績額の達成率」 is a share)."""
    if _KEY.fullmatch(typed):
        return typed
    name = folded(typed)
    if name in names:
        return names[name]
    ending = folded(terms.SHARE_NAME)
    whole = names.get(name.removesuffix(ending)) if name.endswith(ending) else None
    return f"{terms.SHARE_KEY}{whole}" if whole is not None else typed


def _head(column: Mapping[str, Any], field: EntryField, share: bool) -> str:
    """The head of a column that has none, or of one of several years: the name of its field, with its year."""
    label = column.get("label")
    name = label or (f"{field.label}{terms.SHARE_NAME}" if share else field.label)
    return (
        str(name) if not label or field.year is None else f"{name}（{year_heads(field.year, field.year, 'half')[0]}）"
    )
