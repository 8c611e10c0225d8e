"""Line ends and line spacing for LibreOffice, which knows no kinsoku and sets lines 1.03 em apart.

Printed as they are, lines would begin with 。 and stand close together over the empty foot of their row. So each
wrapped text gets its line ends here, and at the end of each line a blank of a larger size, which sets the lines apart
and the first one off the frame. But for white space the texts stay as they are, and
so do the lines under what is new and through what was deleted. Used by `libreoffice_copy` alone.
"""

import copy
import re
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import groupby
from typing import Final, NamedTuple

from lxml import etree

from kosei_xl.later import dataclass
from kosei_xl.values.cells import column_number
from kosei_xl.workbook.measure import BULLETS, Face, em, is_exact, wrap
from kosei_xl.workbook.parts.formulas import bounds, split_address
from kosei_xl.workbook.parts.markup import Element, dump, main_namespace, parse

_CELL_PADDING = 2.5
"""pt of a cell's width that its text cannot use (2.0 as measured)."""
_SLACK = 0.05
"""em that a line stays narrower than its cell, so that LibreOffice never breaks it again."""
_OWN_PITCH = 1.03
"""em from line to line as LibreOffice sets them."""
_ROUNDED = 0.01
"""pt that heights are rounded to."""
_UNITS_A_STEP = 3
"""Width units of a step of indent: spaces of the Normal font."""
_BLANKS = 1.3
"""em that the blanks before and after a line take."""
_PITCH = 1.19
"""em from line to line wanted; what the 1.33 em kept for Excel leave once the scale has grown."""
_MOST_SPREAD = 1.75
"""em from line to line at most, where lines are spread over their cell."""
_INDENT = 0.35
"""em that texts at the left stand off the frame, beside LibreOffice's own 1 pt."""
_REST, _NARROWER = 2.0, 2
"""em of a last line that is too short to stand alone, and em that the lines may become narrower for it."""
_QUANTITY = re.compile(
    "(?:年間|月平均|延べ|(?<![一-龯])[約計全])?[0-9０-９][0-9０-９,，.．]*[千万億兆]*"
    "(?:か所|か月|ページ|ポイント|年度|年間|団体|種類|事業|項目|手続|施設|時間|世帯|区画|路線|[%％㎡ｇ年月日円人件回課館園室台校組分本冊枚戸倍割点])"
    "(?:以上|以下|以内|未満|程度)?"
)
"""A number with its unit and what qualifies it on both sides; no line breaks it where that takes no more lines."""
_OPENING = "（「『【(〔"
_WIDE_SPACE = "\u3000"
_LINES = ("u", "strike")
"""Runs of rich text are underlined or struck out."""
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


class Blank(Enum):
    """What stands beside a line: nothing, a blank as wide as the indent, one as high as the line is to be, or one that
    lets the line begin below the text of its bullet.
    """

    NONE = 0
    THIN = 1
    FULL = 2
    HANG = 3


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a text and the blanks beside it."""

    text: str
    before: Blank
    after: Blank


class Heights(NamedTuple):
    """pt of the blanks that set the lines of a text apart: those of all lines, and that of the first one."""

    line: float
    first: float


@dataclass(frozen=True, slots=True)
class Look:
    """What a style says of its text."""

    face: Face
    font: Element
    wrapped: bool
    horizontal: str
    indent: int
    framed: bool = False
    """Whether a line stands at its left: the text stands off it; else it begins where tables do."""
    spread: bool = False
    """Whether the lines are spread over the height of the cell; LibreOffice does it to lines that it breaks itself."""


def looks_of(styles: bytes) -> tuple[Look, ...]:
    """What each style of the workbook (xl/styles.xml) says of its text."""
    root = parse(styles, "the style sheet")
    fonts = list(root.iterfind(f"{main_namespace('fonts')}/{main_namespace('font')}"))
    borders = list(root.iterfind(f"{main_namespace('borders')}/{main_namespace('border')}"))
    looks = []
    for xf in root.iterfind(f"{main_namespace('cellXfs')}/{main_namespace('xf')}"):
        font, alignment = fonts[int(xf.get("fontId", "0"))], xf.find(main_namespace("alignment"))
        name, size = font.find(main_namespace("name")), font.find(main_namespace("sz"))
        face = Face(
            name.get("val", "") if name is not None else "", float(size.get("val", "11")) if size is not None else 11.0
        )
        said = alignment if alignment is not None else xf
        wrapped, indent = said.get("wrapText") in ("1", "true"), int(said.get("indent", "0"))
        spread = said.get("vertical") in ("justify", "distributed")
        left = borders[int(xf.get("borderId", "0"))].find(main_namespace("left")) if borders else None
        framed = left is not None and left.get("style", "none") != "none"
        looks.append(Look(face, font, wrapped, said.get("horizontal", "left"), indent, framed, spread))
    return tuple(looks)


def lined(part: bytes, looks: Sequence[Look], unit: float, shrink: float) -> bytes:
    """The sheet, its rows lowered by `shrink`, with line ends in its wrapped texts; `unit` pt to a width unit."""
    root = parse(part, "a sheet")
    widths = {
        column: float(col.get("width", "9"))
        for col in root.iter(main_namespace("col"))
        for column in range(int(col.get("min", "1")), min(int(col.get("max", "1")), 200) + 1)
    }
    heights = {int(row.get("r", "0")): float(row.get("ht", "15")) for row in root.iter(main_namespace("row"))}
    merged = {
        ref.partition(":")[0]: bounds(ref) for m in root.iter(main_namespace("mergeCell")) if (ref := m.get("ref", ""))
    }
    for cell, text, marks in _texts(root):
        look = looks[int(cell.get("s", "0"))]
        if not look.wrapped or not is_exact(look.face.name):
            continue
        address = cell.get("r", "")
        letters, number = split_address(address)
        column = column_number(letters)
        top, left, bottom, right = merged.get(address, (number, column, number, column))
        units = sum(widths.get(n, 9.0) for n in range(left, right + 1)) - _UNITS_A_STEP * look.indent
        height = sum(heights.get(n, 15.0) for n in range(top, bottom + 1))
        kept = int((height + _ROUNDED) / (shrink * look.face.line_pitch))
        lines = list(_broken(text, unit * units - _CELL_PADDING, height, kept, look))
        spare = any(ch > "\uffff" for ch in text)  # another font's, perhaps wider: LibreOffice may break once more
        pitch = min(_PITCH * look.face.size, (height - 1) / (len(lines) + spare))
        first = None
        if look.spread and len(lines) > 1:  # the first line at the top, the last one at the foot
            first = look.face.size
            pitch = min(_MOST_SPREAD * first, (height - 1 - _OWN_PITCH * first) / (len(lines) - 1))
        blank = max(look.face.size, int(10 * pitch / _OWN_PITCH) / 10)
        _write(cell, lines, _runs(text, lines, marks), look, Heights(blank, first or blank))
    return dump(root)


def _broken(text: str, width: float, height: float, kept: int, look: Look) -> Iterator[TextLine]:
    """The lines of a text with the blanks beside each, as far as there is room for them; its row holds `kept` lines."""
    size, side = look.face.size, look.horizontal
    lines = wrap(text, width, look.face, slack=_SLACK)
    if side in ("center", "right"):
        narrow = wrap(text, width - _BLANKS * size, look.face, slack=_SLACK)
        room = width / size - _SLACK - _BLANKS
        full = Blank.FULL, Blank.FULL if side == "center" else Blank.NONE
        for line in narrow if len(narrow) == len(lines) else lines:
            fits = sum(em(ch, look.face.name) for ch in line) <= room
            yield TextLine(line, *(full if fits else (Blank.NONE, Blank.NONE)))
        return
    narrow = wrap(text, width - _INDENT * size, look.face, slack=2 * _SLACK)  # the blank's width is rounded
    higher = len(narrow) > len(lines) and len(narrow) * _OWN_PITCH * size > height - 1
    off_frame = not look.indent and not higher
    if off_frame:
        hung = list(hung_lines(text, width - _INDENT * size, look.face))
        if len(hung) <= max(len(narrow), kept):
            yield from hung
            return
    for line in narrow if off_frame else lines:
        yield TextLine(line, Blank.THIN if off_frame else Blank.NONE, Blank.FULL)


def hung_lines(text: str, width: float, face: Face) -> Iterator[TextLine]:
    """The lines of a text, those below a bullet's first one an em further in; none but the first begins with a wide
    space.
    """
    for paragraph in text.split("\n"):
        lines = _without_rest(paragraph, width, face)
        hangs = paragraph.startswith(BULLETS) and len(lines) > 1
        first, *rest = _below_bullet(paragraph, width, face) if hangs else lines
        yield TextLine(first, Blank.THIN, Blank.FULL)
        below = Blank.HANG if hangs else Blank.THIN
        yield from (TextLine(line.lstrip(_WIDE_SPACE), below, Blank.FULL) for line in rest)


def _below_bullet(paragraph: str, width: float, face: Face) -> tuple[str, ...]:
    """The lines of a paragraph with a bullet; a shorter first one where else a letter or two would stand alone."""
    usual: tuple[str, ...] = ()
    for narrower in range(_NARROWER + 1):
        end = len(wrap(paragraph, width - narrower * face.size, face, slack=2 * _SLACK)[0])
        lines = paragraph[:end], *_without_rest(paragraph[end:], width - face.size, face)
        usual = usual or lines
        whole = _before_quantity(paragraph, end)
        apart = paragraph[:whole], *_without_rest(paragraph[whole:], width - face.size, face)
        for shown in (apart, lines) if whole < end else (lines,):
            if len(shown) == len(usual) and _ems(shown[-1], face) > _REST:
                return shown
    return usual


def _without_rest(paragraph: str, width: float, face: Face) -> tuple[str, ...]:
    """The lines of a paragraph; a little narrower, or the last but one alone, where else a letter or two would stand on
    a line of their own.
    """
    lines = wrap(paragraph, width, face, slack=2 * _SLACK)
    if len(lines) < 2 or _ems(lines[-1], face) > _REST:
        return _with_quantities(lines, width, face)
    for kept in (0, len(lines) - 2):
        tail = "".join(lines[kept:])
        for narrower in range(1, _NARROWER + 1):
            other = lines[:kept] + wrap(tail, width - narrower * face.size, face, slack=2 * _SLACK)
            if len(other) == len(lines) and _ems(other[-1], face) > _REST:
                return _with_quantities(other, width, face)
    return _with_quantities(lines, width, face)


def _with_quantities(lines: tuple[str, ...], width: float, face: Face) -> tuple[str, ...]:
    """The lines of a paragraph with no number apart from its unit, where that takes no more of them."""
    made: list[str] = []
    rest = "".join(lines)
    while rest and len(made) < len(lines):
        end = len(wrap(rest, width, face, slack=2 * _SLACK)[0])
        if len(made) < len(lines) and rest.startswith(lines[len(made)]):
            end = min(end, len(lines[len(made)]))
        end = _before_quantity(rest, end)
        made.append(rest[:end])
        rest = rest[end:]
    return lines if rest or len(made) != len(lines) else tuple(made)


def _before_quantity(text: str, end: int) -> int:
    """Where a line of `text` that would end at `end` ends instead: before a number whose unit would begin the next."""
    if end >= len(text):
        return end
    inside = next((found for found in _QUANTITY.finditer(text) if found.start() < end < found.end()), None)
    start = inside.start() if inside is not None else end
    while start and text[start - 1] in _OPENING:
        start -= 1
    return start or end


def _ems(line: str, face: Face) -> float:
    return sum(em(ch, face.name) for ch in line)


def _texts(root: Element) -> Iterator[tuple[Element, str, list[str]]]:
    """Every cell with a text, and for each character which of its lines ("u", "strike") it has."""
    for row in root.iter(main_namespace("row")):
        for cell in row:
            box = cell.find(main_namespace("is"))
            if box is None:
                continue
            text, marks = "", []
            for part in (box, *box.iterfind(main_namespace("r"))):
                own = "\n".join((part.findtext(main_namespace("t")) or "").replace("\r\n", "\n").split("\r"))
                text += own
                marks += [
                    next(
                        (
                            tag
                            for tag in _LINES
                            if part.find(f"{main_namespace('rPr')}/{main_namespace(tag)}") is not None
                        ),
                        "",
                    )
                ] * len(own)
            if text:
                yield cell, text, marks


def _runs(text: str, lines: Sequence[TextLine], marks: Sequence[str]) -> list[list[tuple[str, str]]]:
    """Each line as (text, the line under or through it)."""
    runs, at = [], 0
    for line in lines:
        start = at = text.index(line.text, at)
        at = start + len(line.text)
        pairs = groupby(zip(line.text, marks[start:at], strict=True), lambda pair: pair[1])
        runs.append([("".join(ch for ch, _ in own), mark) for mark, own in pairs])
    return runs


def _write(
    cell: Element, lines: Sequence[TextLine], runs: Sequence[Sequence[tuple[str, str]]], look: Look, heights: Heights
) -> None:
    """The lines as rich text, each with its blanks."""
    box = cell.find(main_namespace("is"))
    assert box is not None
    for old in list(box):
        box.remove(old)
    thin = 2 * _INDENT * look.face.size if look.framed else 0.0
    for number, line in enumerate(lines, 1):
        blank = heights.first if number == 1 else heights.line
        sizes = {Blank.NONE: 0.0, Blank.THIN: thin, Blank.HANG: thin, Blank.FULL: blank}
        before, after = sizes[line.before], sizes[line.after]
        end = " " * bool(after) + "\n" * (number < len(lines))
        whole = ((text, look.face.size, mark) for text, mark in runs[number - 1])
        hung = _WIDE_SPACE * (line.before is Blank.HANG)
        opening = (" " * bool(before), before, ""), (hung, look.face.size, "")
        for text, size, mark in (*opening, *whole, (end, after or blank, "")):
            if text:
                _run(box, text, look, size, mark)


def _run(box: Element, text: str, look: Look, size: float, mark: str) -> None:
    run = etree.SubElement(box, main_namespace("r"))
    made = etree.SubElement(run, main_namespace("rPr"))
    etree.SubElement(made, main_namespace("rFont")).set("val", look.face.name)
    for tag in ("b", "color"):
        found = look.font.find(main_namespace(tag))
        if found is not None:
            made.append(copy.deepcopy(found))
    if mark:
        etree.SubElement(made, main_namespace(mark))
    etree.SubElement(made, main_namespace("sz")).set("val", f"{size:g}")
    shown = etree.SubElement(run, main_namespace("t"))
    shown.text = text
    shown.set(_SPACE, "preserve")
