"""What people put elsewhere than into the fields of a survey: other cells, merged cells, notes, shapes, properties."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from kosei_xl.later import compiled_later, dataclass
from kosei_xl.read.imprint import Imprint, steady_places
from kosei_xl.read.tables import KeyedTable, find_table, seen_text, text_of
from kosei_xl.values.cells import Beside, BesideKind, Book, CellRef, Sheet, column_letters
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.shorten import in_one_line, shortened

_SHOWN = 60
_OF_EACH = 12
"""Letters of each text of a row that is too long to be quoted whole."""
_OURS_UNCHECKED = frozenset({"departments", "previous", "state"})
"""Columns that the survey fills itself; what stands there is judged only where it is known what went out."""
_LISTED = frozenset({"severity", "message", "sheet", "cell", "item", "code", terms.NAME_OF_ITEM})
_CALCULATED = dict.fromkeys(("area", "rows", "missing", "no", "name", "sheet", "state"), "")
"""Keys of the columns of 集計 and 点検."""
_NO_COLUMNS: frozenset[int] = frozenset()
_HIDDEN_KEYS = re.compile(r"^(?:base|last|plan):|^$")
_OUR_NOTE = compiled_later(r"［(?:エラー|注意|お知らせ)］.*?（K\d{3}）", re.DOTALL)
_CODES: Mapping[BesideKind, Code] = {
    BesideKind.NOTE: Code.NOTE_ON_CELL,
    BesideKind.SHAPE: Code.TEXT_IN_SHAPE,
    BesideKind.CHART: Code.TEXT_IN_SHAPE,
    BesideKind.OBJECT: Code.OBJECT_NOT_READ,
}


class Reporter(Protocol):
    """Takes findings about a book, and texts that have no field."""

    @property
    def book(self) -> Book:
        """The workbook that is read."""

    def report(
        self, code: str, at: CellRef | None, *, item: str | None = None, basis: Sequence[str] = (), **params: object
    ) -> None:
        """Note a finding."""

    def keep(self, at: CellRef, text: str) -> None:
        """Remember a text."""


def quoted(text: str) -> str:
    """A text as a message quotes it."""
    return shortened(in_one_line(text), _SHOWN)


def quoted_row(texts: Sequence[str]) -> str:
    """The texts of a row as a message quotes them: where they are too long together, the beginning of each."""
    whole = " / ".join(map(in_one_line, texts))
    return whole if len(whole) <= _SHOWN else " / ".join(shortened(in_one_line(text), _OF_EACH) for text in texts)


def words_of(sheet: Sheet, row: int, column: int) -> str | None:
    """All words of a cell that is no field, those that are struck out marked as such."""
    look, text = sheet.looks.get((row, column)), seen_text(sheet, row, column)
    if look is None or not look.struck:
        return text
    return f"{text or ''}（{terms.STRUCK_OUT}：{look.struck}）"


# -- merged cells ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that are shown as one; first and last as (row, column)."""

    first: tuple[int, int]
    last: tuple[int, int]

    @property
    def first_address(self) -> str:
        """「P4」"""
        return f"{column_letters(self.first[1])}{self.first[0]}"

    @property
    def address(self) -> str:
        """「P4:P5」"""
        return f"{self.first_address}:{column_letters(self.last[1])}{self.last[0]}"


class MergedCells:
    """The merged cells of a sheet, found by row: a look costs no more where there are many."""

    def __init__(self, sheet: Sheet) -> None:
        self._by_row: dict[int, list[Merge]] = {}
        for first, last in sheet.merged.items():
            for row in range(first[0], min(last[0], len(sheet.rows)) + 1):
                self._by_row.setdefault(row, []).append(Merge(first, last))

    def any_in(self, row: int) -> bool:
        """Whether any merged cells are in a row."""
        return row in self._by_row

    def over(self, row: int, column: int) -> Merge | None:
        """The merged cells that hide this one; None for their first, which is the one that is seen."""
        for merge in self._by_row.get(row, ()):
            if merge.first[1] <= column <= merge.last[1] and merge.first != (row, column):
                return merge
        return None


# -- other cells -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class OtherWords:
    """Words in a cell that is no field. `told` is False for the head of a column that has words below."""

    row: int
    column: int
    text: str
    told: bool = True


@dataclass(frozen=True, slots=True)
class Rest:
    """The cells of a sheet that are no fields. `table` is None for the survey's own sheets and for those of people.

    With `values_only` it is not known which cells hold formulas: any that did when the survey went out may.
    """

    sheet: Sheet
    table: KeyedTable | None
    given: Imprint
    values_only: bool = False

    def everything(self, read: frozenset[tuple[int, int]]) -> Iterator[OtherWords]:
        """All words of a sheet that was added, but for cells that were `read` and what the survey itself said."""
        foreign = self._not_given()
        for row, column, _ in self.sheet.filled():
            text = words_of(self.sheet, row, column)
            if text is not None and (row, column) not in read and foreign(row, column):
                yield OtherWords(row, column, text)

    def words(self, read: Mapping[int, frozenset[int]]) -> Iterator[OtherWords]:
        """What is not in the columns that were `read` of each row, and was not there when the survey went out."""
        filled = [
            (row, column)
            for row, cells in enumerate(self.sheet.rows, 1)
            for known in (read.get(row, _NO_COLUMNS),)
            for column, value in enumerate(cells, 1)
            if value is not None and column not in known
        ]
        keyed = frozenset(self.table.columns.values()) if self.table is not None else frozenset()
        first = self.table.first if self.table is not None else 1
        below = {column for row, column in filled if row >= first and column not in keyed}
        judge = self._judge()
        for row, column in filled:
            if not judge(row, column):
                continue
            text = words_of(self.sheet, row, column)
            if text is not None:
                yield OtherWords(row, column, text, told=row >= first or column not in below)

    def _not_given(self) -> "_Judge":
        """Judges by what the survey said when it went out."""
        sheet, given, place_of = self.sheet, self.given, steady_places(self.sheet, self.table)

        def foreign(row: int, column: int) -> bool:
            value, at = sheet.rows[row - 1][column - 1], (row, column)
            is_formula = at in sheet.formulas
            if isinstance(value, str) and not is_formula and at not in sheet.looks and given.knows(value):
                return False
            place = place_of(row, column)
            if (is_formula or self.values_only) and given.knows_formula(place):
                return False
            text = seen_text(sheet, row, column)
            return text is None or not given.knows_at(place, text)

        return foreign

    def _judge(self) -> "_Judge":
        if self.sheet.name == terms.IDENTITY_SHEET:
            return self._hidden_sheet
        if self.given.hashes is not None and (self.table is None or "row_key" in self.table.columns):
            return self._not_given()
        if self.table is not None:
            return self._by_column(self.table, _OURS_UNCHECKED)
        if self.sheet.name == terms.ANNOTATIONS_SHEET:
            listed = find_table("", self.sheet, terms.ANNOTATION_COLUMNS)
            return self._by_column(listed, _LISTED) if listed is not None else _nothing
        calculated = find_table("", self.sheet, _CALCULATED)
        return self._beside_formulas(calculated) if calculated is not None else _nothing

    def _beside_formulas(self, table: KeyedTable) -> "_Judge":
        """For a sheet that only calculates, of which it is not known what it said: each of its rows has a formula."""
        keyed = frozenset(table.columns.values())
        own = {row for row, _ in self.sheet.formulas} | set(range(1, table.first))
        return lambda row, column: (row, column) not in self.sheet.formulas and (column not in keyed or row not in own)

    def _by_column(self, table: KeyedTable, ours: frozenset[str]) -> "_Judge":
        keys = {number: key for key, number in table.columns.items()}

        def foreign(row: int, column: int) -> bool:
            key = keys.get(column)
            return key is None or (row >= table.first and key not in ours and not self._band(table, row))

        return foreign

    def _band(self, table: KeyedTable, row: int) -> bool:
        key = text_of(self.sheet.value(row, table.columns["row_key"])) if "row_key" in table.columns else None
        return key is None or key.startswith((terms.AREA_KEY_PREFIX, "band:"))

    def _hidden_sheet(self, row: int, column: int) -> bool:
        key = text_of(self.sheet.value(row, 1)) or ""
        ours = key in terms.IDENTITY_KEYS or key.startswith((terms.GIVEN_KEY, terms.PICTURE_KEY))
        return column > 2 or not (ours or _HIDDEN_KEYS.match(key))


class _Judge(Protocol):
    def __call__(self, row: int, column: int) -> bool: ...


def _nothing(row: int, column: int) -> bool:
    return False


# -- beside the cells --------------------------------------------------------------------------------------------------
def report_beside(reader: Reporter, given: Imprint, items: Mapping[tuple[str, int], str]) -> None:
    """Keep and tell what stands beside the cells; `items` are the numbers of the rows of items, by (sheet, row).

    What was there when the survey went out is passed over, and so are the notes of a copy with findings. Headers, the
    title and what input rules say are told only where it is known what they were.
    """
    for one in reader.book.beside:
        if given.knows_at("", one.text) or _ours(reader.book, one, given):
            continue
        at = CellRef(reader.book.name, one.sheet, one.row, one.column)
        kind = terms.BESIDE_LABELS[one.kind]
        author = one.author or terms.BLANK
        reader.keep(at, f"（{kind}{f'・{one.author}' if one.author else ''}）{one.text}")
        code = _CODES.get(one.kind, Code.TEXT_BESIDE_CELLS)
        item = items.get((one.sheet or "", one.row or 0))
        given_words = {"kind": kind} if code in (Code.TEXT_IN_SHAPE, Code.TEXT_BESIDE_CELLS) else {}
        if code is Code.NOTE_ON_CELL:
            given_words = {"author": author}
        reader.report(code, at, item=item, basis=(one.text,), text=quoted(one.text), **given_words)


def _ours(book: Book, one: Beside, given: Imprint) -> bool:
    """Whether something beside the cells is the survey's own, or says no more than a cell does."""
    if not one.text.strip():
        return True
    if one.kind is BesideKind.NOTE and one.author == terms.NOTE_AUTHOR:
        return not _OUR_NOTE.sub("", one.text).strip()
    if one.kind is BesideKind.LINK:
        sheet = book.sheet(one.sheet or "")
        shown = seen_text(sheet, one.row or 0, one.column or 0) if sheet is not None else None
        return shown is not None and one.text.removeprefix("mailto:").rstrip("/") in shown
    if one.kind is BesideKind.RULE or (one.kind is BesideKind.TITLE and terms.PART_NAMES["form"] in one.text):
        return not given.knows_all_beside
    return one.kind is BesideKind.HEADER and given.hashes is None
