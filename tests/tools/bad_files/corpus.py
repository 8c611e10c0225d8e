"""The base of the corpus: a filled return, its parts, and the registry of what is done to it.

Each bad file is one small named function that gives bytes; what it must be found to be, and what of it must still be
read, stands beside it. Nothing of it is kept in git as bytes.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kosei_xl.demo import type_entries
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from tests.tools.hostile import rezip, unzip
from tests.tools.office import address_of, cells_by_key, midori, respondent

Change = Callable[[bytes], bytes]
Reads = Literal["all", "more", "rest", "none"]
"""What must still be read: what the good file has, that and what was added, all but the row that was spoiled, nothing."""


@dataclass(frozen=True)
class BadFile:
    """A file of the corpus; `code` None for one that is odd and right: no finding may be added to the good file's."""

    name: str
    make: Callable[[], bytes]
    code: str | None
    cell: str | None = None
    reads: Reads = "none"
    file: str = "D01.xlsx"
    says: str = ""


CORPUS: dict[str, BadFile] = {}

CASE = midori()
PLAN = CASE.plan
DEPARTMENT = respondent(PLAN, "D01")
PEOPLE = {"filled_by": "記入 花子", "confirmed_by": "確認 太郎", "confirmed_on": "2026-04-10"}


@cache
def good() -> bytes:
    """The return that the corpus spoils."""
    return type_entries(CASE.blank(DEPARTMENT), CASE.typed, PEOPLE)


@cache
def parts() -> Mapping[str, bytes]:
    """Its parts by name."""
    return unzip(good())


LINE = next(
    line
    for line in PLAN.lines_answered_by(DEPARTMENT.code)
    if line.rated and line.item.repeats is None and not line.item.office_rated
)
_BOOK = read_book(good(), "")
SHEET = next(
    sheet.name
    for sheet in _BOOK.sheets
    if str(sheet.value(3, 1)).startswith(terms.AREA_KEY_PREFIX)
    and any(row["row_key"] == f"{LINE.item.key}|" for row in cells_by_key(_BOOK, sheet.name))
)
GUIDE = terms.SURVEY_GUIDE_SHEET


def at(column: str) -> str:
    """The address of a field of the row that is spoiled."""
    return address_of(_BOOK, SHEET, f"{LINE.item.key}|", column)


def _part_of(sheet: str) -> str:
    workbook = parts()["xl/workbook.xml"].decode()
    found = re.search(rf'<sheet\b[^>]*name="{re.escape(sheet)}"[^>]*r:id="([^"]+)"', workbook)
    assert found is not None
    relations = parts()["xl/_rels/workbook.xml.rels"].decode()
    relation = next(one for one in re.findall(r"<Relationship\b[^>]*>", relations) if f'Id="{found[1]}"' in one)
    target = re.search(r'Target="([^"]+)"', relation)
    assert target is not None
    return "xl/" + target[1].removeprefix("/xl/").removeprefix("xl/")


PART, GUIDE_PART = _part_of(SHEET), _part_of(GUIDE)
_PHOTOS = next(sheet for sheet in _BOOK.sheets if sheet.rows and "picture" in sheet.rows[0])
PHOTO_PART = _part_of(_PHOTOS.name)
PHOTO_CELL = (
    next(row for row, cells in enumerate(_PHOTOS.rows, 1) if row > 2 and "|" in str(cells[0])),
    _PHOTOS.rows[0].index("picture") + 1,
)
"""The cell (row, column) of the first photo."""
SHEETS = tuple(name for name in parts() if name.startswith("xl/worksheets/sheet"))
XML = tuple(name for name in parts() if name.endswith((".xml", ".rels")))


def changed(change: Change, names: Iterable[str] = (PART,)) -> bytes:
    """The good file with some of its parts changed; the change must change each."""
    made = dict(parts())
    for name in names:
        made[name] = change(made[name])
    assert made != parts(), "nothing was spoiled"
    return rezip(made)


def with_parts(more: Mapping[str, bytes], *, without: Iterable[str] = ()) -> bytes:
    """The good file with parts added or replaced, and others left out."""
    gone = set(without)
    return rezip({name: data for name, data in {**parts(), **more}.items() if name not in gone})


def cell(address: str, xml: str, part: str = PART) -> bytes:
    """The good file with one cell written as given: `xml` is what stands between <c r="…" and the end, itself closed."""
    pattern = re.compile(rf'<c r="{address}"(?:[^>]*/>|[^>]*?>.*?</c>)'.encode(), re.S)

    def change(data: bytes) -> bytes:
        made, count = pattern.subn(lambda _: f'<c r="{address}" {xml}'.encode(), data)
        assert count == 1, address
        return made

    return changed(change, (part,))


def text(words: str) -> str:
    """A cell's inside with an inline text."""
    return f't="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'


def more_rows(xml: bytes, part: str = PART) -> bytes:
    """The good file with rows of XML below its last."""
    return changed(lambda data: data.replace(b"</sheetData>", xml + b"</sheetData>"), (part,))


def bad(
    code: str | None, cell: str | None = None, reads: Reads = "none", *, file: str = "D01.xlsx", says: str = ""
) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Put a function into the corpus under its name."""

    def register(make: Callable[[], bytes]) -> Callable[[], bytes]:
        add(make.__name__, make, code, cell, reads, file=file, says=says)
        return make

    return register


def add(
    name: str,
    make: Callable[[], bytes],
    code: str | None,
    cell: str | None = None,
    reads: Reads = "none",
    *,
    file: str = "D01.xlsx",
    says: str = "",
) -> None:
    """Put one of a family into the corpus."""
    assert name not in CORPUS, name
    CORPUS[name] = BadFile(name, make, code, cell, reads, file, says)
