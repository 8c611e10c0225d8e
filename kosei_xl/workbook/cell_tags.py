"""The cells of a sheet, found in one pass, where all are written as most programs write them.

A sheet that writes one of them otherwise has none here; it is read by patterns that allow for everything. Of a small
sheet the cells are kept; of a large one only what kind they are, and they are looked for again by what they begin with.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from kosei_xl.later import compiled_later, dataclass
from kosei_xl.values.cells import column_number

_ATTRIBUTES: Final = rb'(?:\s++(?!xmlns)[\w:.-]++="[^"<>]*+")*+\s*+'
_TEXT: Final = rb"<is>\s*+<t(?: xml:space=\"preserve\")?+>[^<]*+</t>\s*+</is>"
_FORMULA_OF: Final = rb"<f" + _ATTRIBUTES + rb"(?:/>|>[^<]*+</f>)"
_VALUE: Final = rb"<v(?:/>|(?: xml:space=\"preserve\")?+>[^<]*+</v>)"
_CELL: Final = (
    rb'<c r="[A-Z]{1,3}[1-9]\d{0,6}"(?: s="\d++")?+(?: t="\w++")?+'
    rb"(?:/>|>\s*+(?:" + _TEXT + rb"|(?:" + _FORMULA_OF + rb")?+\s*+(?:" + _VALUE + rb")?+)\s*+</c>)\s*+"
)
_ROWS: Final = re.compile(
    rb'(?:<row r="[1-9]\d{0,6}"' + _ATTRIBUTES + rb"(?:/>|>\s*+(?:" + _CELL + rb")*+</row>)\s*+)*+"
)
"""All rows of a sheet that is written so: nothing else stands between them, no name is from elsewhere."""
_FILLED_CELL: Final = re.compile(
    rb'<c r="([A-Z]++)(\d++)"(?: s="(\d++)")?+(?: t="(\w++)")?+>\s*+'
    rb"(<(?:is>\s*+<t[^<]*+|v[^<]*+|f[^>]*+>(?:[^<]*+</f>)?+\s*+(?:<v[^>]*+>)?+[^<]*+))"
)
"""A cell of such a row in which anything stands: letters, digits, style, type, and what is in it up to its text."""
_ROW: Final = re.compile(rb'<row r="(\d++)"([^>]*+)>')
_BEGIN: Final = re.compile(rb"<sheetData\s*+(/?+)>\s*+")
_END: Final = b"</sheetData>"
_MAIN: Final = b"spreadsheetml/2006/main"
"""Part of the namespace of all this; declared once, it has no second name in the sheet."""
_MOST: Final = 1 << 20
"""Bytes of a sheet; tags of a larger one would be kept by the million."""
_PLACE: Final = compiled_later(rb'<c r="([A-Z]{1,3})([1-9]\d{0,6})"(?: s="\d++")?+(?: t="\w++")?+/?>')
_FILLED: Final = compiled_later(rb'<c r="([A-Z]{1,3})([1-9]\d{0,6})"(?: s="\d++")?+(?: t="\w++")?+>(?!\s*</c>)')
_COUNTED: Final = compiled_later(rb'<c r="([A-Z]{1,3})([1-9]\d{0,6})"(?: s="\d++")?+(?: t="\w++")?+>\s*<f(?=[\s>/])')
_STYLED: Final = rb'<c r="([A-Z]{1,3})([1-9]\d{0,6})" s="(%s)"(?: t="(\w++)")?+>(?!\s*</c>)'
_NO_ENTITY: Final = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);)")
_FORMULA: Final = compiled_later(rb"<f(?=[\s>/])")
"""What no sheet without formulas has; `<formula1>` of an input rule is none. Takes a tenth of `_COUNTED`."""


class StyledCell(NamedTuple):
    """A cell with something in it: (row, column), style, type ("n" where it says none), and its content as XML."""

    at: tuple[int, int]
    style: int
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CellTags:
    """A sheet whose rows are all written as most programs write them; they lie from `begin` to `end`."""

    xml: bytes
    begin: int
    end: int
    filled: Sequence[tuple[bytes, bytes, bytes, bytes, bytes]] = ()
    """The cells in which anything stands: letters, digits, style, type (b"" where it says none), and what is in the
    cell up to the end of its text: the formula, the tag of the text, the text.
    """
    rows: Sequence[tuple[bytes, bytes]] = ()
    """The number and the other attributes of every row, also of those in which nothing stands."""
    letters: frozenset[bytes] = frozenset()
    digits: frozenset[bytes] = frozenset()
    styles: frozenset[bytes] = frozenset()
    """Those of the cells in which anything stands."""
    has_errors: bool = False
    """Whether any cell shows an error."""
    counted: Sequence[tuple[bytes, bytes, bytes, bytes, bytes]] = ()
    """Those of `filled` with a formula."""

    @property
    def head(self) -> bytes:
        """What stands before the rows."""
        return self.xml[: self.begin]

    @property
    def tail(self) -> bytes:
        """What stands behind the rows."""
        return self.xml[self.end :]

    def reaches(self) -> tuple[int, int]:
        """What is known without another look; never before the last row and column in which anything stands."""
        return self.last_filled()

    def last_filled(self) -> tuple[int, int]:
        """The last row and the last column in which anything stands; 0 for none."""
        return max(map(int, self.digits), default=0), _last_column(self.letters)

    def formulas(self) -> frozenset[tuple[int, int]]:
        """The cells with a formula, as (row, column)."""
        if not self.counted:
            return frozenset()
        rows = {digits: int(digits) for digits in self.digits}
        columns = {letters: column_number(letters.decode()) for letters in self.letters}
        return frozenset([(rows[digits], columns[letters]) for letters, digits, _, _, _ in self.counted])

    def styled(
        self, styles: Collection[int], is_itself: Callable[[tuple[int, int], int, str], bool]
    ) -> Iterator[StyledCell]:
        """The cells of some styles, in order, without those that by place, style and type show what they hold."""
        wanted = {written: number for number in styles if (written := b"%d" % number) in self.styles}
        columns = {letters: column_number(letters.decode()) for letters in self.letters} if wanted else {}
        begin = self.begin
        for letters, digits, written, said, _ in self.filled if wanted else ():
            if written not in wanted:
                continue
            at, style, kind = (int(digits), columns[letters]), wanted[written], (said or b"n").decode()
            if not is_itself(at, style, kind):
                begin = self.xml.index(b'<c r="%b%b"' % (letters, digits), begin)
                begin = self.xml.index(b">", begin) + 1
                yield StyledCell(at, style, kind, self.xml[begin : self.xml.index(b"</c>", begin)])


@dataclass(frozen=True, slots=True)
class LargeCellTags:
    """The same of a large sheet. Each question costs a pass over what it asks for: cells with a formula, of a style."""

    xml: bytes
    written: tuple[int, int]
    """The last row and the last column in which a cell is written, an empty one too."""
    has_errors: bool

    def reaches(self) -> tuple[int, int]:
        """`written`, which costs nothing."""
        return self.written

    def last_filled(self) -> tuple[int, int]:
        """The last row and the last column in which anything stands; 0 for none."""
        filled = _FILLED.findall(self.xml)
        return max(map(int, {digits for _, digits in filled}), default=0), _last_column({at for at, _ in filled})

    def formulas(self) -> frozenset[tuple[int, int]]:
        """The cells with a formula, as (row, column)."""
        found = _COUNTED.findall(self.xml) if _FORMULA.search(self.xml) is not None else ()
        return frozenset((int(digits), column_number(letters.decode())) for letters, digits in found)

    def styled(
        self, styles: Collection[int], is_itself: Callable[[tuple[int, int], int, str], bool]
    ) -> Iterator[StyledCell]:
        """The cells of some styles, in order, without those that by place, style and type show what they hold."""
        wanted = re.compile(_STYLED % b"|".join(b"%d" % style for style in sorted(styles)))
        for tag in wanted.finditer(self.xml) if styles else ():
            at, style, kind = (int(tag[2]), column_number(tag[1].decode())), int(tag[3]), (tag[4] or b"n").decode()
            if not is_itself(at, style, kind):
                yield StyledCell(at, style, kind, self.xml[tag.end() : self.xml.index(b"</c>", tag.end())])


def _last_column(letters: Collection[bytes]) -> int:
    return max((column_number(one.decode()) for one in letters), default=0)


def cell_tags(xml: bytes) -> CellTags | None:
    """The cells of a worksheet; None where anything in its rows is written otherwise, and for a large sheet."""
    data = _BEGIN.search(xml) if len(xml) <= _MOST else None
    if data is None or xml.count(_MAIN, 0, data.start()) != 1:
        return None
    if data[1]:
        return CellTags(xml, data.end(), data.end()) if xml.find(b"sheetData", data.end()) < 0 else None
    rows = _ROWS.match(xml, data.end())
    if rows is None or not xml.startswith(_END, rows.end()) or xml.find(b"sheetData", rows.end() + len(_END)) >= 0:
        return None
    begin, end = rows.span()
    filled = _FILLED_CELL.findall(xml, begin, end)
    numbered = _ROW.findall(xml, begin, end)
    counted = [cell for cell in filled if cell[4].startswith(b"<f")]
    if not is_sound(b" ".join([*(cell[4] for cell in counted), *(given for _, given in numbered)])):
        return None
    of_each = islice(zip(*filled, strict=True), 4)  # of the texts, most of which differ, nobody asks for a set
    letters, digits, styles, kinds = map(frozenset, of_each) if filled else (frozenset(),) * 4
    return CellTags(xml, begin, end, filled, numbered, letters, digits, styles, b"e" in kinds, counted)


def is_sound(piece: bytes) -> bool:
    """Whether XML that nobody reads here, as formulas and attributes of rows, has only letters and entities that there
    are: where not, the workbook is damaged, and whoever parses it says so.
    """
    try:
        piece.decode()
    except UnicodeDecodeError:
        return False
    return _NO_ENTITY.search(piece) is None


def large_cell_tags(xml: bytes) -> LargeCellTags | None:
    """The tags of a large worksheet's cells; None where any is written otherwise, and for a small sheet."""
    begin, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    if not 0 <= begin < end or len(xml) <= _MOST or xml.count(_MAIN) != 1:
        return None
    columns, rows, count = set[bytes](), set[bytes](), 0
    at = begin
    while at < end:  # some rows at a time: their tags are forgotten before the next
        cut = xml.find(b"<row", at + _MOST, end)
        cut = end if cut < 0 else cut
        tags = _PLACE.findall(xml, at, cut)
        columns |= {letters for letters, _ in tags}
        rows |= {digits for _, digits in tags}
        at, count = cut, count + len(tags)
    if count != xml.count(b"<c", begin, end):
        return None
    return LargeCellTags(xml, (max(map(int, rows), default=0), _last_column(columns)), b' t="e"' in xml)


SheetTags = CellTags | LargeCellTags


def sheet_tags(xml: bytes) -> SheetTags | None:
    """The tags of a worksheet's cells; None where any is written otherwise than most programs do."""
    return cell_tags(xml) if len(xml) <= _MOST else large_cell_tags(xml)
