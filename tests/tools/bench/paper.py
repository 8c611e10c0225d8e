"""What a printed report looks like in figures, measured on its PDF alone, so that any version's can be put beside another's.

A row is what stands between two lines across with lines down at both sides; the lines of a cell are what the printing
program drew one below the other at one left edge (or around one middle).
"""

import ctypes
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

import pypdfium2
from pypdfium2 import raw

from kosei_xl.demo import run
from kosei_xl.verbs.opening import silent
from tests.tools.real import build

_MM = 72 / 25.4
_FOOT = 14.0
"""mm above the paper's edge that the page number takes."""
_THIN = 2.0
"""pt that a line is wide at most."""
_NEAR = 1.5
"""pt within which two edges are one."""
_OF_A_ROW = 0.6
"""Share of the widest table's width from which on a line parts rows, and not the bars inside of one."""
_UNFINISHED = 0.3
"""Share of a page's height from which on its foot counts as empty."""
_SHORT = 2
"""Characters of a piece that says too little to tell whether it goes on."""
_ENDS = frozenset("。．.）)」』】］〕、，：")
_BEGINS = frozenset("・※○●◎◇◆■□－（【「") | {chr(code) for code in range(0x2460, 0x2474)}
_CONTINUED = "続き）"


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    size: float
    left: float
    right: float
    bottom: float
    top: float
    base: float


@dataclass(slots=True)
class _TextLine:
    """Letters side by side, as they were drawn."""

    text: str
    size: float
    left: float
    right: float
    bottom: float
    top: float
    base: float


@dataclass(frozen=True, slots=True)
class _Row:
    left: float
    right: float
    bottom: float
    top: float


@dataclass(frozen=True, slots=True)
class _PrintedPage:
    width: float
    height: float
    cells: tuple[tuple[_TextLine, ...], ...]
    """The lines of each cell or paragraph."""
    rows: tuple[_Row, ...]
    lowest: float
    """pt from the paper's edge to the lowest line or letter above the page number."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The figures of one PDF."""

    pages: int
    body: tuple[float, ...]
    """pt in which most is printed, of each page."""
    air: float
    """Share of the height of all rows that is empty below their last line."""
    to_edge: float
    """mm from what is printed lowest to the edge of the paper, in the middle of the pages that are full."""
    unfinished: Mapping[int, float]
    """Page from 1 -> which share of its height is empty at its foot, where that is more than a third or so."""
    alone: tuple[tuple[int, str], ...]
    """(page, text) of last lines of one character."""
    split: tuple[tuple[int, str], ...]
    """(page, text) of what a page's end cuts inside a sentence."""


def look(document: bytes) -> Looked:
    """Measure a PDF."""
    pdf = pypdfium2.PdfDocument(document)
    pages = [_page(pdf[number]) for number in range(len(pdf))]
    pdf.close()
    heights = [(row.top - row.bottom, _air(page, row)) for page in pages for row in page.rows]
    feet = [(page.lowest / _MM - _FOOT) / (page.height / _MM - 2 * _FOOT) for page in pages]
    full = [page.lowest / _MM for page, foot in zip(pages, feet, strict=True) if foot <= _UNFINISHED]
    return Looked(
        pages=len(pages),
        body=tuple(_body(page) for page in pages),
        air=sum(air for _, air in heights) / max(1.0, sum(height for height, _ in heights)),
        to_edge=median(full) if full else 0.0,
        unfinished={n: foot for n, foot in enumerate(feet, 1) if foot > _UNFINISHED},
        alone=tuple((n, text) for n, page in enumerate(pages, 1) for text in _alone(page)),
        split=tuple((n, text) for n, (one, other) in enumerate(pairwise(pages), 1) for text in _split(one, other)),
    )


# One page -------------------------------------------------------------------------------------------------------------


def _page(page: pypdfium2.PdfPage) -> _PrintedPage:
    width, height = page.get_size()
    lines = list(_lines(_letters(page)))
    across, down = _rules(page)
    printed = [line.bottom for line in lines if line.bottom > _FOOT * _MM] + [rule[0] for rule in across]
    rows = tuple(row for row in _rows(across, down) if any(_inside(line, row) for line in lines))
    return _PrintedPage(width, height, tuple(_cells(lines, across)), rows, min(printed, default=height))


def _letters(page: pypdfium2.PdfPage) -> Iterator[_Letter]:
    """The letters in the order in which they were drawn."""
    text = page.get_textpage()
    edges = [ctypes.c_double() for _ in range(4)]
    place = [ctypes.c_double() for _ in range(2)]
    for number in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text, number))
        if letter.isspace() or not letter.isprintable():
            continue
        raw.FPDFText_GetCharBox(text, number, *edges)
        raw.FPDFText_GetCharOrigin(text, number, *place)
        left, right, bottom, top = (edge.value for edge in edges)
        size = raw.FPDFText_GetFontSize(text, number)
        yield _Letter(letter, size, left, right, bottom, top, place[1].value)


def _lines(letters: Iterator[_Letter]) -> Iterator[_TextLine]:
    line: _TextLine | None = None
    for one in letters:
        apart = line is None or abs(one.base - line.base) > _NEAR or not -2 < one.left - line.right < 1.6 * one.size
        if line is None or apart:
            if line is not None:
                yield line
            line = _TextLine(one.text, one.size, one.left, one.right, one.bottom, one.top, one.base)
            continue
        line.text += one.text
        line.right = one.right
        line.bottom, line.top = min(line.bottom, one.bottom), max(line.top, one.top)
    if line is not None:
        yield line


def _cells(lines: Sequence[_TextLine], across: Sequence[tuple[float, float, float]]) -> Iterator[tuple[_TextLine, ...]]:
    """Lines drawn one after another, each below the one before it with no rule between them, that begin near one edge
    or have one middle.
    """
    own: list[_TextLine] = []
    for line in lines:
        if own:
            last, first = own[-1], own[0]
            below = 0.8 < (last.base - line.base) / line.size < 2.4 and abs(last.size - line.size) < 0.3
            edge = abs(line.left - first.left) < 2.2 * line.size
            middle = abs(line.left + line.right - first.left - first.right) < line.size
            ruled = any(line.base < at < last.base and low < line.left < high for at, low, high in across)
            if not below or ruled or not (edge or middle):
                yield tuple(own)
                own = []
        own.append(line)
    if own:
        yield tuple(own)


def _rules(page: pypdfium2.PdfPage) -> tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]:
    """Lines across as (height, left, right) and lines down as (left, bottom, top)."""
    across, down = [], []
    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = one.get_bounds()
        if top - bottom < _THIN and right - left > 2 * _THIN:
            across.append(((top + bottom) / 2, left, right))
        elif right - left < _THIN and top - bottom > 2 * _THIN:
            down.append(((left + right) / 2, bottom, top))
    return across, down


def _rows(across: Sequence[tuple[float, float, float]], down: Sequence[tuple[float, float, float]]) -> Iterator[_Row]:
    """What stands between two lines across a table and has lines down at both of its sides."""
    levels: list[list[tuple[float, float, float]]] = []
    for rule in sorted(across, reverse=True):
        if levels and levels[-1][0][0] - rule[0] < _NEAR:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    widest = max((_covered(level) for level in levels), default=0.0)
    levels = [level for level in levels if _covered(level) > _OF_A_ROW * widest]
    for above, below in pairwise(levels):
        top, bottom = above[0][0], below[0][0]
        beside = [x for x, low, high in down if low <= bottom + _NEAR and high >= top - _NEAR]
        left = max(min(rule[1] for rule in above), min(rule[1] for rule in below))
        right = min(max(rule[2] for rule in above), max(rule[2] for rule in below))
        if len(beside) > 1 and right - left > 20 and min(beside) <= left + _NEAR and max(beside) >= right - _NEAR:
            yield _Row(left, right, bottom, top)


def _covered(level: Sequence[tuple[float, float, float]]) -> float:
    """pt of the page's width that lines at one height take together."""
    covered, reached = 0.0, 0.0
    for _, left, right in sorted(level, key=lambda rule: rule[1]):
        covered += max(0.0, right - max(left, reached))
        reached = max(reached, right)
    return covered


def _inside(line: _TextLine, row: _Row) -> bool:
    return row.left - _NEAR < line.left < row.right and row.bottom < (line.bottom + line.top) / 2 < row.top


# What is measured -----------------------------------------------------------------------------------------------------


def _air(page: _PrintedPage, row: _Row) -> float:
    """pt below the last line in a row; what LibreOffice leaves above the first one is as much, and no air."""
    own = [line for cell in page.cells for line in cell if _inside(line, row)]
    return max(0.0, min(line.base for line in own) - row.bottom - (row.top - max(line.top for line in own)))


def _body(page: _PrintedPage) -> float:
    sizes = Counter[float]()
    for cell in page.cells:
        for line in cell:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _alone(page: _PrintedPage) -> Iterator[str]:
    """Last lines of one character, or of one before 。, behind a line that no sentence ends with."""
    for cell in page.cells:
        for before, line, after in zip(cell, cell[1:], (*cell[2:], None), strict=False):
            ends = after is None or after.text[0] in _BEGINS or after.text[0].isdigit()
            if (
                ends
                and len(line.text.rstrip("。、")) <= 1
                and len(before.text) > _SHORT
                and before.text[-1] not in "。）"
            ):
                yield f"{before.text[-8:]}／{line.text}"


def _split(page: _PrintedPage, following: _PrintedPage) -> Iterator[str]:
    """What the last row of a page says and the first row of the next one goes on with, not from a sentence's end."""
    goes_on = next((row for row in following.rows if _says(following, row, _CONTINUED)), None)
    if goes_on is None or not page.rows:
        return
    last = min(page.rows, key=lambda row: row.bottom)
    for cell in page.cells:
        if not _inside(cell[-1], last):
            continue
        same = [
            other
            for other in following.cells
            if _inside(other[0], goes_on) and abs(other[0].left - cell[0].left) < 1.2 * cell[0].size
        ]
        for other in same[:1]:
            whole, rest = "".join(line.text for line in cell), "".join(line.text for line in other)
            if _CONTINUED in rest or rest == whole or whole.startswith(rest) or len(rest) <= _SHORT:
                continue
            if whole[-1] not in _ENDS and rest[0] not in _BEGINS:
                yield f"{whole[-8:]}／{rest[:8]}"


def _says(page: _PrintedPage, row: _Row, text: str) -> bool:
    return any(
        text in "".join(line.text for line in cell) for cell in page.cells if _inside(cell[0], row) and len(cell) < 8
    )


# The documents --------------------------------------------------------------------------------------------------------


def printed_documents(scratch: Path, data: Path) -> Iterator[tuple[str, bytes]]:
    """The sample's report and, where their transcriptions lie in `data`, the five real documents, as PDFs."""
    run(scratch / "demo", silent)
    for path in (scratch / "demo").rglob("*.pdf"):
        yield "demo", path.read_bytes()
    if data.is_dir():
        for path in build.build(data, scratch / "real"):
            if path.suffix == ".pdf":
                yield path.stem, path.read_bytes()


def documents_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The PDFs that lie in a folder already, by name."""
    for path in sorted(folder.rglob("*.pdf")):
        yield path.stem if path.stem[:1].isdigit() else "demo", path.read_bytes()


def paper_table(documents: Mapping[str, bytes], before: Mapping[str, bytes]) -> str:
    """A table of Markdown: each document, and above it what it was before where that is given; then the places."""
    heads = (
        "document",
        "pages",
        "body pt",
        "air in rows",
        "mm to the edge",
        "pages > 30 % empty",
        "lines alone",
        "split",
    )
    lines = [f"| {' | '.join(heads)} |", f"|---|{'---:|' * (len(heads) - 1)}"]
    places: list[str] = []
    for name in documents:
        if name in before:
            lines.append(_table_row(f"{name}, before", look(before[name])))
        now = look(documents[name])
        lines.append(_table_row(name, now))
        places += [f"- {name} p{page}: last line alone {text}" for page, text in now.alone]
        places += [f"- {name} p{page}: split inside {text}" for page, text in now.split]
    return "\n".join((*lines, "", *places))


def _table_row(name: str, found: Looked) -> str:
    sizes = sorted(set(found.body))
    body = f"{sizes[0]:g}" if len(sizes) == 1 else f"{sizes[0]:g}-{sizes[-1]:g}"
    empty = ", ".join(f"p{page} {share:.0%}" for page, share in found.unfinished.items()) or "-"
    cells = (
        name,
        found.pages,
        body,
        f"{found.air:.0%}",
        f"{found.to_edge:.0f}",
        empty,
        len(found.alone),
        len(found.split),
    )
    return f"| {' | '.join(map(str, cells))} |"


def paper(folder: Path | None, before: Path | None, data: Path) -> str:
    """The table of the PDFs in a folder, or else of what is printed for it now."""
    old = dict(documents_in(before)) if before is not None else {}
    if folder is not None:
        return paper_table(dict(documents_in(folder)), old)
    with tempfile.TemporaryDirectory() as scratch:
        return paper_table(dict(printed_documents(Path(scratch), data)), old)
