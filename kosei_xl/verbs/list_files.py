"""The files of a city's own list: workbooks of every format that can be read, and CSV in UTF-8 or cp932."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from kosei_xl.importing.grid import ListGrid, grids_of
from kosei_xl.importing.reading import ListSource
from kosei_xl.values.cells import Beside, Book, CellValue, Sheet
from kosei_xl.values.limits import OFFICE_LIMITS
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import disk
from kosei_xl.verbs.opening import bad_workbook
from kosei_xl.words.messages import told
from kosei_xl.workbook.colours import SheetsSeen, sheets_seen
from kosei_xl.workbook.other_formats import read_return_book
from kosei_xl.workbook.unreadable import UnreadableWorkbook

_CSV = (".csv", ".txt", ".tsv")
_ENCODINGS = ("utf-8-sig", "utf-16", "cp932")


def read_source(paths: Sequence[Path], sheets: Sequence[str] = ()) -> ListSource:
    """The sheets of a list's files, all or those named. Raises WrongCall for what cannot be read, and other names."""
    grids = []
    hidden: list[ListGrid] = []
    beside: list[tuple[str, Beside]] = []
    for path in paths:
        data = disk.read(path, OFFICE_LIMITS.file)
        book = _csv_book(path, data) if path.suffix.lower() in _CSV else _workbook(path, data)
        seen = SheetsSeen() if book.format else sheets_seen(data)
        found = [grid for grid in grids_of(book, seen.colours) if not sheets or grid.sheet in sheets]
        grids += [grid for grid in found if grid.sheet not in seen.hidden or grid.sheet in sheets]
        hidden += [grid for grid in found if grid.sheet in seen.hidden and grid.sheet not in sheets]
        beside += [(book.name, one) for one in book.beside if not sheets or one.sheet in (None, *sheets)]
    missing = [name for name in sheets if name not in {grid.sheet for grid in grids}]
    if missing:
        raise WrongCall(told("import_no_sheet", names="、".join(missing)))
    return ListSource(tuple(grids), tuple(beside), tuple(hidden))


def _workbook(path: Path, data: bytes) -> Book:
    try:
        return read_return_book(data, path.name, OFFICE_LIMITS)
    except UnreadableWorkbook as error:
        raise bad_workbook(path, error) from error


def _csv_book(path: Path, data: bytes) -> Book:
    """A file of text as a workbook of one sheet, named like the file."""
    text = _decoded(path, data)
    sign = "\t" if path.suffix.lower() == ".tsv" or text.partition("\n")[0].count("\t") > 1 else ","
    rows: list[tuple[CellValue, ...]] = [
        tuple(value.strip() or None for value in row)
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    ]
    return Book(path.name, (Sheet(path.stem, tuple(rows)),), format="csv")


def _decoded(path: Path, data: bytes) -> str:
    for encoding in _ENCODINGS:
        if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongCall(told("import_not_text", path=path))
