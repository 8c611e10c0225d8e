"""Pictures of a workbook -> the rows they were pasted into; and the master's 写真 sheet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from kosei_xl.read.tables import KeyedTable
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, ValuePath, diagnostic
from kosei_xl.values.ledger import Ledger, entry_key
from kosei_xl.values.model import PHOTO_FIELDS, EntryKey, Plan
from kosei_xl.values.pictures import MAX_PICTURE_BYTES, Pasted, Picture, Trouble
from kosei_xl.words import terms
from kosei_xl.words.codes import Code

_REASONS: Mapping[Trouble, str] = {
    "format": "形式が違います",
    "linked": "ファイルの中に入っていません",
    "broken": "壊れています",
}


class PictureReporter(Protocol):
    """Takes one finding."""

    def __call__(
        self, code: str, at: CellRef | None, *, item: str | None = None, basis: Sequence[str] = (), **params: object
    ) -> None:
        """Note it."""


class PicturesOfSheet:
    """The pictures of one sheet, given out row by row; `rest` reports those that nobody took."""

    def __init__(self, file: str, sheet: str, pictures: Iterable[Pasted], report: PictureReporter) -> None:
        self._file, self._sheet, self._report = file, sheet, report
        self._by_row: dict[int | None, list[Pasted]] = defaultdict(list)
        for pasted in pictures:
            self._by_row[pasted.row].append(pasted)

    def take(self, row: int, item: str) -> tuple[Picture | None, bool]:
        """The picture in a row (of several that on top: K224), and whether there is any, usable or not."""
        here = self._by_row.pop(row, [])
        usable = [pasted for pasted in here if pasted.picture is not None]
        for pasted in here:
            if pasted.picture is None:
                self._trouble(pasted)
        if len(usable) > 1:
            self._report(Code.PICTURES_IN_ONE_ROW, self._at(usable[0]), item=item)
        return (usable[-1].picture if usable else None), bool(here)

    def rest(self) -> None:
        """Report the pictures that lie on no row for photos."""
        for pasted in (one for here in self._by_row.values() for one in here):
            if pasted.trouble == "in_cell":
                self._trouble(pasted)
            else:
                self._report(Code.PICTURE_NOT_USED, self._at(pasted))

    def _at(self, pasted: Pasted) -> CellRef:
        return CellRef(self._file, self._sheet, pasted.row, pasted.column)

    def _trouble(self, pasted: Pasted) -> None:
        if pasted.trouble == "in_cell":
            self._report(Code.PICTURE_IN_CELL, self._at(pasted))
        elif pasted.trouble == "large":
            self._report(Code.PICTURE_TOO_LARGE, self._at(pasted), limit=MAX_PICTURE_BYTES >> 20)
        else:
            self._report(Code.PICTURE_UNUSABLE, self._at(pasted), reason=_REASONS[pasted.trouble])


def by_sheet(book: Book, report: PictureReporter, known: frozenset[str] = frozenset()) -> dict[str, PicturesOfSheet]:
    """The pictures of each sheet that has any, without those whose file is `known` (SHA-256)."""
    found: dict[str, list[Pasted]] = defaultdict(list)
    for pasted in book.pictures:
        if pasted.source not in known:
            found[pasted.sheet].append(pasted)
    return {sheet: PicturesOfSheet(book.name, sheet, pictures, report) for sheet, pictures in found.items()}


def read_photos(table: KeyedTable, book: Book, plan: Plan) -> Outcome[Ledger]:
    """Read the master's 写真: captions by key, and the pictures by SHA-256. What lies on the row stands.

    Returns K220-K224; pictures on other sheets of the master are the office's own affair.
    """
    problems: list[Diagnostic] = []
    entries: dict[EntryKey, dict[str, str]] = {}
    at: dict[ValuePath, CellRef] = {}
    pictures: dict[str, Picture] = {}

    def report(
        code: str, at: CellRef | None, *, item: str | None = None, basis: Sequence[str] = (), **params: object
    ) -> None:
        problems.append(diagnostic(code, at, (), item=item, point=None, basis=basis, **params))

    pasted = by_sheet(book, report).get(table.sheet.name) or PicturesOfSheet(book.name, table.sheet.name, (), report)
    for row in table.rows():
        key = entry_key(row.text("row_key") or "")
        if key is None or not key.is_photo:
            continue
        values: dict[str, str] = {}
        picture, _ = pasted.take(row.number, plan.no_of(key.line))
        caption = row.typed("caption")
        if caption is not None:
            values["caption"] = caption
        if picture is not None:
            values["picture"] = picture.sha256
            pictures[picture.sha256] = picture
        if key in entries:
            if values != entries[key]:
                no, first, text = plan.no_of(key.line), at[key], caption or terms.BLANK
                where = row.ref("caption")
                problems.append(
                    diagnostic(Code.LEDGER_ROW_TWICE, where, [first], item=no, no=no, first=first.row, text=text)
                )
            continue
        entries[key] = values
        at[key] = row.ref()
        for name in PHOTO_FIELDS:
            at[*key, name] = row.ref(name)
    pasted.rest()
    return Outcome(Ledger(entries, pictures=pictures), at, tuple(problems))
