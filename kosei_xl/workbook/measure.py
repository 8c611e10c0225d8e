"""How much room Japanese text needs in a wrapped cell: lines, row heights, continuation rows.

Neither Excel nor LibreOffice fits the rows of a file it did not write, and text that does not fit is missing from the
paper without a word. So the heights are computed here, on the safe side of both programs: LibreOffice breaks greedily
and knows no kinsoku, Excel pushes forbidden characters to the next line; the larger of the two counts wins, with some
slack. Units: pt for widths, heights and sizes; Excel width units only in `usable_width`; em in tables.
Source: measurements on LibreOffice 7.4 with BIZ UD fonts; the rules for Excel are from its documentation, untested.
"""

import math
import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from enum import Enum
from functools import lru_cache
from itertools import accumulate, islice, pairwise, zip_longest

from kosei_xl.later import compiled_later, dataclass

MAX_ROW_HEIGHT = 408.75
"""pt; Excel refuses 409.5 and more, and heights are whole pixels (0.75 pt)."""
PADDING = 4.0
"""pt of air in a row's height above and below its text."""
SLACK, UNSURE_SLACK = 0.2, 0.5
"""em that every line is taken to be narrower than its cell, where the widths of the font are known and where not.

0.1 em was too little for cells with URLs that LibreOffice breaks itself; 0.2 em left none short in 500 cells of random
texts, and in columns of 8 units half an em would keep every sixth line free for nothing.
"""

BULLETS = ("・", "※", *map(chr, range(0x2460, 0x2474)))
"""Signs an em wide; in PDFs the next lines of their paragraph begin below its text, as far as there is room."""
_PIXEL = 0.75
_ONE_LINE_EM = 1.05
"""em that a line takes without the air below it."""
_LONG_WORD = compiled_later(r"[!-~]{32}")
_INNER_BREAK = compiled_later(r"[/-](?=[!-.:-~])(?![/!),.:;?\]}])")
_EPSILON = 1e-6
_WELL_FILLED = 0.25
"""Share of a piece that may stay empty so that the next paragraph begins in a new piece."""
_LEAST_FILLED = 0.75
"""Share of a piece that is filled at least before it ends with a sentence rather than with a line."""
_SPACES_SEEN = 40
_SPACES = frozenset(" \t\u3000\u00a0")
_ZERO_WIDTH = frozenset(
    map(chr, (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x3099, 0x309A, *range(0x300, 0x370), *range(0x180B, 0x180F)))
) | frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), *range(0x1F3FB, 0x1F400))))
_NO_START = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー～〜…‥’”）〕］｝〉》」』】°％‰℃!%),.:;?]}｡｣､･ｰﾞﾟ"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
_NO_END = frozenset("‘“（〔［｛〈《「『【￥＄№$([{｢")
_NOT_PLAIN = (
    _NO_START
    | _NO_END
    | _ZERO_WIDTH
    | frozenset(map(chr, (*range(0x250), 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)))
)
"""Characters beside which a line may not end everywhere: between two others it may, in each of the ways (`_Mode`)."""
_SENTENCE_END = compiled_later(r"[。！？｡]+[）〕］｝〉》」』】’”)\]｣]*")
_EXACT = frozenset(maker + style for maker in ("bizud", "ms") for style in ("ゴシック", "明朝", "gothic", "mincho"))

_DIGIT_EM = {"calibri": (0.507, 0.507), "arial": (0.556, 0.556), "游ゴシック": (0.55, 0.58), "yugothic": (0.55, 0.58)}
"""(least, most) em of a digit in fonts that Excel workbooks begin with."""

CellText = tuple[str, float, "Face"]
"""One cell to print: its text, its usable width in pt (see `usable_width`), its face."""


class _Mode(Enum):
    """A way to break lines."""

    GREEDY = 1
    """Anywhere but inside Latin words."""
    KINSOKU = 2
    """And not before 、 or after 「."""
    INNER = 3
    """As KINSOKU, but also after / and - inside Latin words."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font as a cell names it; `size` in pt. `pitch` in em, where the cell spreads its lines over its height.

    What is asked of it for every text is worked out once. `exact`: see `is_exact`. `line_pitch`: pt from one line to
    the next, safe for Excel (LibreOffice alone needs less). `layout_size`: pt that an em may take: Excel lays out in
    whole pixels at 96 dpi, so 8 pt becomes 8.25.
    """

    name: str
    size: float
    pitch: float | None = None
    exact: bool = field(init=False, repr=False, compare=False)
    line_pitch: float = field(init=False, repr=False, compare=False)
    layout_size: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "exact", is_exact(self.name))
        object.__setattr__(self, "line_pitch", (self.pitch or _pitch_em(self.name)) * self.size)
        object.__setattr__(self, "layout_size", max(self.size, round(self.size / _PIXEL) * _PIXEL))

    def height_of(self, lines: int, padding: float) -> float:
        """pt that so many lines take, with air unless they are spread over the whole height."""
        if self.pitch is None:
            return lines * self.line_pitch + padding
        return max(lines * _pitch_em(self.name), (lines - 1) * self.pitch + _ONE_LINE_EM) * self.size


def is_exact(name: str) -> bool:
    """Whether every width of the font is known: BIZ UD and ＭＳ ゴシック and 明朝, not their P variants."""
    return _family(name) in _EXACT


def em(ch: str, name: str = "BIZ UDゴシック") -> float:
    """Width of one character in em: exact for the fixed-width fonts (see `is_exact`), never too small for others.

    0.5 for ASCII and half-width katakana, 1.0 for the rest, 0 for variation selectors, joiners and combining marks.
    Characters the font lacks come from another font: 1.0, emoji 1.4.
    """
    return _WIDTHS[is_exact(name)][ch]


def width_in_em(text: str, face: Face) -> float:
    """Width of a line: that of all its characters (see `em`)."""
    return sum(map(_WIDTHS[face.exact].__getitem__, text))


@dataclass(frozen=True, slots=True)
class Unit:
    """pt of one Excel width unit, a digit of the workbook's Normal font: at least `text` inside a cell, at most `page`
    on paper. Excel rounds the digit to pixels and nobody says which way, so both ways are allowed for.
    """

    text: float = 5.25
    page: float = 6.0


_SPACES_A_STEP = 3


def width_unit(normal: Face) -> Unit:
    """The width unit of a workbook by its Normal font; BIZ UDゴシック 11 gives 5.25 and 6.0."""
    narrow, wide = _DIGIT_EM.get(_family(normal.name), (0.5, 0.5) if is_exact(normal.name) else (0.5, 0.65))
    return Unit(math.floor(narrow * normal.size / _PIXEL) * _PIXEL, math.ceil(wide * normal.size / _PIXEL) * _PIXEL)


_USUAL_UNIT = Unit()


def usable_width(*width_units: float, unit: Unit = _USUAL_UNIT) -> float:
    """pt that text may use in a column, or in merged neighbours, of these Excel widths.

    3.75 pt of padding are taken off, and one pixel for each further column of a merged cell, which Excel may round
    away. Never below 0. The default unit holds for the Normal font BIZ UDゴシック 11.
    """
    return max(0.0, unit.text * sum(width_units) - 3.75 - _PIXEL * max(0, len(width_units) - 1))


def indent_width(steps: int, normal: Face) -> float:
    """pt that the indent of a cell takes away, in the width of the workbook's Normal font: three spaces a step."""
    return steps * _SPACES_A_STEP * width_unit(normal).page


def wrap(
    text: str, width_pt: float, face: Face, *, kinsoku: bool = True, slack: float | None = None
) -> tuple[str, ...]:
    """The lines the text takes in `width_pt`; at least one, `""` for an empty paragraph.

    Breaks greedily; Latin words, numbers and URLs stay whole unless longer than a line, then they break after / or -,
    else anywhere; `kinsoku` keeps forbidden characters off the start (、。」) and the end (「（) of a line.
    "".join gives the text back, line breaks aside.
    """
    room = _room(width_pt, face, slack)
    lines: list[str] = []
    for paragraph in _paragraphs(text):
        start = 0
        mode = _Mode.KINSOKU if kinsoku else _Mode.GREEDY
        for end in _measured(paragraph, face.exact).line_ends(0, room, mode):
            lines.append(paragraph[start:end])
            start = end
    return tuple(lines)


def count_lines(text: str, width_pt: float, face: Face, *, slack: float | None = None) -> int:
    """How many lines to allow for the text, at least 1: the largest count of all ways the programs may break it.

    With kinsoku there are never fewer lines than without, because a break it allows is allowed without it too, and
    where it finds no place it breaks as without it (tested as a property). Words with / or - are counted whole and,
    as LibreOffice does, with breaks after those: where a URL is longer than a line, either may take more lines. Lines
    below the first one of a paragraph with a bullet may be an em shorter. The
    first URL (32 characters and more) of a paragraph that moves off a line with a space gets a spare line.
    """
    return _count_lines(text, face.exact, _room(width_pt, face, slack))


@lru_cache(maxsize=8192)
def _count_lines(text: str, exact: bool, room: float) -> int:
    return sum([_measured(paragraph, exact).count(room) for paragraph in _paragraphs(text)])


class TextToFit:
    """A text whose lines are counted at many widths: what they have in common is looked at once.

    A wider cell never has more lines, so that none are counted between two widths that have as many, nor beyond one
    that breaks no paragraph. A paragraph that may get a spare line (see `count_lines`) is counted at every width.
    """

    def __init__(self, text: str, face: Face) -> None:
        self._face = face
        self._paragraphs = [_measured(paragraph, face.exact) for paragraph in _paragraphs(text)]
        self._spares = any(paragraph.has_long_word for paragraph in self._paragraphs)
        self._rooms, self._lines = [math.inf], [len(self._paragraphs)]

    def lines(self, width_pt: float) -> int:
        """What `count_lines` says."""
        room = _room(width_pt, self._face)
        at = bisect_left(self._rooms, room)
        if not self._spares and at and self._lines[at - 1] == self._lines[at]:
            return self._lines[at]
        lines = sum([paragraph.count(room) for paragraph in self._paragraphs])
        self._rooms.insert(at, room)
        self._lines.insert(at, lines)
        return lines


def row_height(cells: Iterable[CellText], padding: float = PADDING) -> float:
    """Height in pt of a row of wrapped cells, in whole pixels; one line of 0 pt where there are no cells.

    Not limited: above `MAX_ROW_HEIGHT` (or a page) the text must go through `split_row` first.
    """
    return height_of_lines(lines_counted(cells), padding)


def lines_counted(cells: Iterable[CellText]) -> list[tuple[Face, int]]:
    """How many lines to allow for each cell, with its face."""
    return [(face, count_lines(text, width, face) if text else 1) for text, width, face in cells]


def height_of_lines(lines: Iterable[tuple[Face, int]], padding: float) -> float:
    """What `row_height` says of cells whose lines are counted already."""
    return _round_up(max((face.height_of(count, padding) for face, count in lines), default=padding))


def split_row(
    cells: Sequence[CellText],
    max_height: float = MAX_ROW_HEIGHT,
    *,
    first_height: float | None = None,
    padding: float = PADDING,
) -> list[tuple[str, ...]]:
    """Spread a row over continuation rows no higher than `max_height` pt: the texts of each row, one per cell.

    The rows come out about equally high; a cell whose text has ended is `""`. `first_height` limits the first row
    instead, for the rest of a page. A height too small for one line still takes one line (else nothing would end).
    One row, unchanged, where everything fits.
    """
    limit = _round_down(min(max_height, MAX_ROW_HEIGHT))
    first = limit if first_height is None else _round_down(min(first_height, MAX_ROW_HEIGHT))
    if row_height(cells, padding) <= first:
        return [tuple(text for text, _, _ in cells)]
    columns = [_Column(*cell) for cell in cells]
    rows: list[tuple[str, ...]] = []
    if first_height is not None:
        rows.append(tuple(column.take_height(first - padding) for column in columns))
    pitch = max(column.pitch for column in columns)
    room = max(pitch, limit - padding)
    while not all(column.done for column in columns):
        need = max(column.lines_left * column.pitch for column in columns)
        rows_left = math.ceil(need / room - _EPSILON)
        height = room if rows_left <= 1 else min(room, need / rows_left + 2 * pitch)
        rows.append(tuple(column.take_height(height) for column in columns))
    return rows


def split_at(
    cells: Sequence[CellText], height: float, *, min_lines: int = 3, padding: float = PADDING
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Cut a row in two, the first part at most `height` pt: (texts that fit, texts that follow).

    None where it would not be worth it: all fits, or the row's tallest cell would get, or leave, fewer than
    `min_lines` lines. For the splitter of `paginate`.
    """
    height = _round_down(height)
    if row_height(cells, padding) <= height:
        return None
    columns = [_Column(*cell) for cell in cells]
    tallest = max(columns, key=lambda column: column.lines_left * column.pitch)
    lines = min(int((height - padding + _EPSILON) / tallest.pitch), tallest.lines_left - min_lines)
    if lines < min_lines:
        return None
    head = tuple(column.take_height(lines * tallest.pitch) for column in columns)
    return head, tuple(column.rest() for column in columns)


class _Column:
    """A cell's text being taken from the top, a few lines at a time."""

    def __init__(self, text: str, width_pt: float, face: Face) -> None:
        self.pitch = face.line_pitch
        self._room, self._exact = _room(width_pt, face), face.exact
        self._paragraphs = _paragraphs(text) if text.strip() else []
        self._ends = [_all_ends(paragraph, self._exact, self._room) for paragraph in self._paragraphs]
        self._lines_from = list(accumulate((len(ends) for ends in reversed(self._ends)), initial=0))[::-1]
        self._number, self._offset = 0, 0

    @property
    def done(self) -> bool:
        return self._number >= len(self._paragraphs)

    @property
    def lines_left(self) -> int:
        """Lines of what is left; may be one off after a cut inside a line."""
        if self.done:
            return 0
        taken = bisect_right(self._ends[self._number], self._offset) if self._offset else 0  # a blank line ends at 0
        return self._lines_from[self._number] - taken

    def rest(self) -> str:
        """All that is left, without removing it."""
        return "" if self.done else "\n".join(self._paragraphs[self._number :])[self._offset :]

    def take_height(self, height: float) -> str:
        """As many lines as `height` pt holds, at least one."""
        return self.take(max(1, int((height + _EPSILON) / self.pitch)))

    def take(self, max_lines: int) -> str:
        """Remove and return at most `max_lines` lines from the top; `""` when nothing is left."""
        parts: list[str] = []
        left = max_lines
        while not self.done and left > 0:
            paragraph, start = self._paragraphs[self._number], self._offset
            ends = _all_ends(paragraph, self._exact, self._room, start, left + 1)
            if len(ends) <= left:
                parts.append(paragraph[start:])
                left -= len(ends)
                self._number, self._offset = self._number + 1, 0
                continue
            if left <= _WELL_FILLED * max_lines and parts:
                break
            cut = _sentence_end(paragraph, start, ends[left - 1])
            enough, before = _LEAST_FILLED * max_lines, max_lines - left
            if cut is None and parts and before >= enough:
                break
            if cut is None or before + bisect_left(ends, cut) + 1 < enough:
                cut = _line_end(paragraph, start, ends[left - 1])
            parts.append(paragraph[start:cut].rstrip())
            while cut < len(paragraph) and paragraph[cut].isspace():
                cut += 1
            self._offset = cut
            left = 0
        while not self.done and not self._paragraphs[self._number][self._offset :].strip():
            self._number, self._offset = self._number + 1, 0
        return "\n".join(parts).rstrip("\n")


def _room(width_pt: float, face: Face, slack: float | None = None) -> float:
    """em of text that a line of this width is taken to hold."""
    if slack is None:
        slack = SLACK if face.exact else UNSURE_SLACK
    return width_pt / face.layout_size - slack


def _sentence_end(paragraph: str, start: int, end: int) -> int | None:
    """The last end of a sentence in what fits; None where there is none."""
    ends = (found.end() for found in _SENTENCE_END.finditer(paragraph, start, end))
    return max((at for at in ends if _may_break(paragraph, at, _Mode.KINSOKU)), default=None)


def _line_end(paragraph: str, start: int, end: int) -> int:
    """The last place for a line to end in what fits."""
    cut = _last_break(paragraph, start, end, _Mode.KINSOKU)
    return cut if cut > start else end


@lru_cache(maxsize=4096)
def _all_ends(paragraph: str, exact: bool, room: float, start: int = 0, count: int | None = None) -> tuple[int, ...]:
    return _measured(paragraph, exact).all_ends(room, start, count)


class _Paragraph:
    """A paragraph and what does not depend on the width that it is broken for."""

    __slots__ = ("_hangs", "_has_inner_break", "_sums", "_width", "has_long_word", "text")

    def __init__(self, text: str, exact: bool) -> None:
        self.text = text
        self._sums = array("d", accumulate(map(_WIDTHS[exact].__getitem__, text), initial=0.0))
        """Width in em of the first n characters, for n = 0 .. len(text)."""
        self._width = self._sums[-1]
        self._hangs = exact and text.startswith(BULLETS)
        self._has_inner_break = _INNER_BREAK.search(text) is not None
        self.has_long_word = _LONG_WORD.search(text) is not None

    def count(self, room: float) -> int:
        """How many lines to allow for it; `room` in em."""
        if self._width <= max(0.0, room) + _EPSILON:
            return 1
        if self._has_inner_break or self.has_long_word:
            return len(self.all_ends(room))
        return self._lines(room, room - 1.0 if self._hangs else room)

    def _lines(self, first: float, below: float) -> int:
        """How many `line_ends` there are with kinsoku, where the first line holds `first` em, each below it `below`."""
        text, sums, size, lines, start = self.text, self._sums, len(self.text), 1, 0
        room, below = max(0.0, first), max(0.0, below)
        while True:
            reach = bisect_right(sums, sums[start] + room + _EPSILON, start) - 1
            if reach >= size:
                return lines
            if reach > start and text[reach] not in _NOT_PLAIN and text[reach - 1] not in _NOT_PLAIN:
                start = reach
            else:
                start = self._line_end(start, reach, _Mode.KINSOKU)
                if start >= size:
                    return lines
            room = below
            lines += 1

    def all_ends(self, room: float, start: int = 0, count: int | None = None) -> tuple[int, ...]:
        """The line ends of the way of breaking that takes most lines, each as early as in any way; `count` or a few
        more.

        An end that comes twice is a line kept spare, one a paragraph: where a URL moved to the next line, LibreOffice
        may take along all after the last space before it (seen once in some 3,000 cells of random texts).
        """
        text, hangs = self.text, start == 0 and self._hangs
        ends = tuple(islice(self.line_ends(start, room, _Mode.KINSOKU), 1 if hangs else count))
        if ends == (len(text),):
            return ends
        inner: tuple[int, ...] = ()
        if self._has_inner_break and (hangs or _INNER_BREAK.search(text, start, ends[-1])):
            inner = tuple(islice(self.line_ends(start, room, _Mode.INNER), count))
        if hangs:  # a narrower line never ends later than a wider one: below the first no wider ones are looked at
            first = min(ends + inner[:1])
            ends = first, *islice(self.line_ends(first, room - 1.0, _Mode.KINSOKU), count)
        if inner:
            ends = tuple(map(min, zip_longest(ends, inner, fillvalue=len(text))))
        if self.has_long_word and _LONG_WORD.search(text, start):
            moved = (
                end
                for before, end in pairwise((start, *ends))
                if " " in text[before:end] and _LONG_WORD.match(text, end) and not _is_word(text[end - 1])
            )
            ends = tuple(sorted((*ends, *islice(moved, 1))))
        return ends

    def line_ends(self, start: int, room: float, mode: _Mode) -> Iterator[int]:
        """Where each line from `start` ends (an index, exclusive); at least one. `room` in em."""
        text, sums, size = self.text, self._sums, len(self.text)
        room = max(0.0, room)
        while True:
            reach = bisect_right(sums, sums[start] + room + _EPSILON, start) - 1
            if reach >= size:
                yield size
                return
            if reach > start and text[reach] not in _NOT_PLAIN and text[reach - 1] not in _NOT_PLAIN:
                start = reach
            else:
                start = self._line_end(start, reach, mode)
            yield start
            if start >= size:
                return

    def _line_end(self, start: int, reach: int, mode: _Mode) -> int:
        """Where a line ends of which the characters up to `reach` fit."""
        text, sums = self.text, self._sums
        if reach <= start:  # not even one character fits: it stands alone, with its marks
            reach = bisect_right(sums, sums[start + 1], start + 1) - 1
        end = _last_break(text, start, reach, mode)
        if end == start and mode is not _Mode.GREEDY:  # a word longer than the line: after / or -, else anywhere
            end = _last_break(text, start, reach, _Mode.INNER)
            end = end if end > start else _last_break(text, start, reach, _Mode.GREEDY)
        return end if end > start else reach


@lru_cache(maxsize=1024)
def _measured(paragraph: str, exact: bool) -> _Paragraph:
    return _Paragraph(paragraph, exact)


def _last_break(paragraph: str, start: int, reach: int, mode: _Mode) -> int:
    """The last place in (start, reach] where a line may end; `start` where there is none."""
    end = reach
    while end > start and not _may_break(paragraph, end, mode):
        end -= 1
    return end


def _may_break(paragraph: str, at: int, mode: _Mode) -> bool:
    """Whether a line may end before index `at`."""
    if at >= len(paragraph):
        return True
    before, after = paragraph[at - 1], paragraph[at]
    if after in _ZERO_WIDTH:
        return False
    if _is_word(before) and _is_word(after):
        return mode is _Mode.INNER and _INNER_BREAK.match(paragraph, at - 1) is not None
    if mode is _Mode.GREEDY:
        return True
    if after.isspace():
        after = paragraph[at : at + _SPACES_SEEN].lstrip()[:1]
    return after not in _NO_START and before not in _NO_END


def _is_word(ch: str) -> bool:
    """Part of a Latin word, number or URL: neither program breaks inside."""
    return ch < "\u0250" and ch not in _SPACES


def _paragraphs(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


class _Widths(dict[str, float]):
    """Character -> em, worked out when first asked for."""

    def __init__(self, exact: bool) -> None:
        super().__init__()
        self._exact = exact

    def __missing__(self, ch: str) -> float:
        width = self[ch] = _fixed_em(ch) if self._exact else _proportional_em(ch)
        return width


_WIDTHS = {exact: _Widths(exact) for exact in (True, False)}


def _fixed_em(ch: str) -> float:
    if ch == "\t":
        return 4.0  # at most one default tab stop of LibreOffice (12.5 mm) at 9 pt
    category = unicodedata.category(ch)
    if ch in _ZERO_WIDTH or category == "Cc":
        return 0.0
    if ch >= "\U0001f000" and ch < "\U00020000":
        return 1.4  # emoji come from another font
    if ch < "\u0180" or unicodedata.east_asian_width(ch) in "H":
        return 1.0 if unicodedata.east_asian_width(ch) in "WFA" else 0.5
    return 1.0


def _proportional_em(ch: str) -> float:
    """Not less than Meiryo, Yu Gothic, MS P Gothic and DejaVu Sans, the widest that may step in."""
    if not "\x20" <= ch <= "\x7e":
        width = _fixed_em(ch)
        return 0.9 if width == 0.5 else width
    if ch in " ilIjtfr.,:;'`|!()[]{}-/\\":
        return 0.5
    if ch in "mwMW@%":
        return 1.08
    return 0.9 if ch.isupper() or ch in "+<>=~#&" else 0.68


@lru_cache(maxsize=64)
def _family(name: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).lower()


def _pitch_em(name: str) -> float:
    family = _family(name)
    if family in _EXACT:
        return 1.33
    return 1.7 if family.startswith(("游", "yu")) else 1.45


def _round_up(height: float) -> float:
    return math.ceil(height / _PIXEL - _EPSILON) * _PIXEL


def _round_down(height: float) -> float:
    return math.floor(height / _PIXEL + _EPSILON) * _PIXEL
