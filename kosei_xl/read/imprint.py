"""What a survey said outside its inputs when it went out: how words that people put anywhere else are told from it.

A survey carries short hashes of all its other texts in its hidden sheet, and 配布記録 keeps them. A text is known
wherever it stands now; a number or a word of a few letters only in its place (row key and column key, else sheet and
cell), and so is a formula.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from kosei_xl.later import dataclass
from kosei_xl.read.tables import KeyedTable, find_table, seen_text, text_of
from kosei_xl.values.cells import Book, Sheet
from kosei_xl.values.handed_out import GIVEN_PICTURES, GIVEN_TEXTS
from kosei_xl.values.model import INDICATOR_FIELDS, PHOTO_FIELDS
from kosei_xl.words import terms

if TYPE_CHECKING:
    from kosei_xl.values.stored import HandedOut

_LEAST = 4
"""Letters of a text that is known wherever it stands."""
_CHUNK = 30_000
_FORMULA = "="
_WHOLE = "whole"
"""The place of a hash that is there where the imprint has all that stands beside the cells: surveys of older versions
lack the title and what input rules say.
"""


@dataclass(frozen=True, slots=True)
class Imprint:
    """The hashes of a survey's texts, None where they are gone (file cleaning) or there never were any; and the SHA-256
    of the pictures that it held (a logo).
    """

    hashes: frozenset[str] | None
    pictures: frozenset[str] = frozenset()

    def knows(self, text: str) -> bool:
        """Whether the survey said this text, a long one, when it went out."""
        return self.hashes is not None and _long_hash(text) in self.hashes

    def knows_at(self, place: str, text: str) -> bool:
        """Whether the survey said this at this place (see `steady_places`) or, where it is long enough, anywhere."""
        return self.hashes is not None and _hash(place, text) in self.hashes

    @property
    def knows_all_beside(self) -> bool:
        """Whether the imprint has everything that stood beside the cells when the survey went out."""
        return self.knows_at(_WHOLE, "")

    def knows_formula(self, place: str) -> bool:
        """Whether a formula stood at this place, on a sheet of any name."""
        return self.knows_at(place.rpartition("!")[2], _FORMULA)


NOTHING_KNOWN = Imprint(None)


def imprint_of(book: Book) -> Imprint:
    """What a survey carries of this."""
    sheet = book.sheet(terms.IDENTITY_SHEET)
    rows = [(text_of(row[0]) or "", row) for row in (sheet.rows if sheet else ()) if row]
    pictures = frozenset(k.removeprefix(terms.PICTURE_KEY) for k, _ in rows if k.startswith(terms.PICTURE_KEY))
    given = [row for key, row in rows if key.startswith(terms.GIVEN_KEY)]
    if not given:
        return Imprint(None, pictures)
    words = (word for row in given for cell in row[1:2] for word in (text_of(cell) or "").split())
    return Imprint(frozenset(words), pictures)


def recorded_imprint(records: "Iterable[HandedOut]") -> Imprint:
    """What 配布記録 keeps of this, of surveys any of which may be the one that is read."""
    found: dict[str, set[str]] = {}
    for value in (value for record in records for value in record.values if value.kind == "given"):
        found.setdefault(value.field, set()).update(value.text.split())
    texts = found.get(GIVEN_TEXTS)
    return Imprint(frozenset(texts) if texts else None, frozenset(found.get(GIVEN_PICTURES, ())))


def given_rows(hashes: Iterable[str]) -> list[tuple[str, str]]:
    """The rows of the hidden sheet that `imprint_of` reads."""
    words = sorted(hashes)
    size = _CHUNK // 9
    pieces = (" ".join(words[at : at + size]) for at in range(0, len(words), size))
    return [(f"{terms.GIVEN_KEY}{n}", piece) for n, piece in enumerate(pieces, 1)]


def survey_hashes(book: Book, inputs: Iterable[str]) -> frozenset[str]:
    """The hashes of a survey that goes out; `inputs` are the keys of what is filled in on area sheets."""
    labels = {key: key for key in (*terms.SURVEY_COLUMNS, *terms.SURVEY_INDICATOR_COLUMNS, *terms.SURVEY_PHOTO_COLUMNS)}
    filled = frozenset((*inputs, *INDICATOR_FIELDS, *PHOTO_FIELDS))
    hashes = {_hash(_WHOLE, ""), *(_hash("", one.text) for one in book.beside)}
    for sheet in book.sheets:
        if sheet.name != terms.IDENTITY_SHEET:
            hashes |= set(_hashes(sheet, area_table(book.name, sheet, labels), filled))
    return frozenset(hashes)


def marked_hashes(copy: Book) -> frozenset[str]:
    """The hashes of a copy that goes back with marks: its own, and those of the list and the notes."""
    marks = (one for one in copy.beside if one.author == terms.NOTE_AUTHOR or one.sheet == terms.ANNOTATIONS_SHEET)
    notes = {_hash("", one.text) for one in marks}
    listed = copy.sheet(terms.ANNOTATIONS_SHEET)
    return frozenset(
        (imprint_of(copy).hashes or frozenset()) | notes | set(_hashes(listed, None, frozenset()) if listed else ())
    )


def area_table(file: str, sheet: Sheet, labels: Mapping[str, str]) -> KeyedTable | None:
    """The table of a sheet that is filled in; None for the survey's own fixed sheets."""
    return None if sheet.name in terms.SURVEY_OWN_SHEETS else find_table(file, sheet, labels)


def steady_places(sheet: Sheet, table: KeyedTable | None) -> Callable[[int, int], str]:
    """What says where a cell (row, column) of a sheet is, in a way that sorting and new rows and columns do not change
    in a table.
    """
    keys: dict[int, str] = {}
    for key, number in table.columns.items() if table else ():
        keys.setdefault(number, key)

    def place(row: int, column: int) -> str:
        key = keys.get(column)
        if table is None or key is None:
            return f"{sheet.name}!{row},{column}"
        if row < table.first:
            return f"{row - table.first}.{key}"
        own = text_of(sheet.value(row, table.columns["row_key"])) if "row_key" in table.columns else None
        return f"{own or row}.{key}"

    return place


def _hashes(sheet: Sheet, table: KeyedTable | None, inputs: frozenset[str]) -> Iterator[str]:
    filled = frozenset(number for key, number in table.columns.items() if key in inputs) if table else frozenset()
    place_of = steady_places(sheet, table)
    for row, column, _ in sheet.filled():
        place = place_of(row, column)
        if (row, column) in sheet.formulas:
            yield _hash(place.rpartition("!")[2], _FORMULA)
        elif table is None or row < table.first or column not in filled:
            text = seen_text(sheet, row, column)
            if text is not None:
                yield _hash(place, text)


def _hash(place: str, text: str) -> str:
    return _long_hash(text) or _sum(f"{place}={''.join(text.split())}")


@lru_cache(maxsize=8192)
def _long_hash(text: str) -> str | None:
    """The hash of a text that is known wherever it stands; None for numbers and words of a few letters."""
    squeezed = "".join(text.split())
    short = len(squeezed) < _LEAST or squeezed.replace(",", "").replace(".", "").isdigit()
    return None if short else _sum(squeezed)


def _sum(text: str) -> str:
    return f"{zlib.crc32(text.encode('utf-8', 'surrogatepass')):08x}"
