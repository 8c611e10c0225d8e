"""What a part of the report is before it is placed: a table or a run of text with columns of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import NamedTuple

from kosei_xl.later import dataclass
from kosei_xl.report.page import MarkedRun, PrintedValue, StackedBars
from kosei_xl.report.paginate import RowKind
from kosei_xl.report.wording import Wording
from kosei_xl.values.model import Part, Rating
from kosei_xl.values.pictures import Picture
from kosei_xl.words.notation import wide

CONTINUED = "（続き）"
"""Stands behind what is named again at the top of a page."""


class BlockCell(NamedTuple):
    """One cell of a block, over the block's columns `first` to `last` (0-based); `key` finds it again.

    `joined` cells are one with the cell above them; `reach` is how many rows below, which stay on its page, a cell goes
    down over with those that are joined to it. `open` names sides without their line ("t", "b", "l", "r").
    """

    first: int
    last: int
    text: PrintedValue
    role: str
    key: str = ""
    joined: bool = False
    reach: int = 0
    open: str = ""
    marks: tuple[MarkedRun, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """An action item inside a row: its text, and its bars on one line or, where they overlap, on several."""

    action: BlockCell
    lanes: tuple[tuple[BlockCell, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Years:
    """Where a block's bands stand: the column of the texts, the first quarter's, and how many quarters there are.

    `over` is how many of them have passed at the day of the report: there a line stands. 0 where that is outside.
    """

    action: int
    first: int
    count: int
    over: int = 0


@dataclass(frozen=True, slots=True)
class BlockPicture:
    """A picture over the block's columns `first` to `last` (0-based), and its description for who cannot see it."""

    first: int
    last: int
    picture: Picture
    description: str = ""


@dataclass(frozen=True, slots=True)
class BlockRow:
    """One row: `continued` says what goes on where a page begins with the rest of it (key of a cell -> its text); `gap`
    is air above, in pt.

    `bands` stand below each other inside the row, in the columns that the block's `years` name.
    `air` is room beside what the texts need. A row with pictures is as high as the highest of them and never cut.
    `name` is its key within the part ("m-003|" for an item, "text:2"), `columns` the keys of its columns where they are
    not the block's.
    `again` are rows printed above it where a page begins with it, such as the head of its table. A `chart` lies over
    the whole row.
    """

    cells: tuple[BlockCell, ...]
    kind: RowKind = RowKind.BODY
    area: str | None = None
    continued: Mapping[str, str] = field(default_factory=dict)
    gap: float = 0.0
    line_no: str = ""
    bands: tuple[Band, ...] = ()
    pictures: tuple[BlockPicture, ...] = ()
    air: float = 0.0
    name: str = ""
    columns: tuple[str, ...] = ()
    again: "tuple[BlockRow, ...]" = ()
    chart: StackedBars | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A part before it is placed: relative column widths, head rows, rows, and the column that names the area, if any.
    `above` are rows that stand over the heads on every page, such as a legend.

    `bands` are the rows that open an area and those above it where no column does, from the top; a page that begins
    inside the area repeats them. A `foot`
    stands at the end of the page on which the rows of the block before it begin. `columns` are the keys of its columns,
    "" for a column without one. `least` are the width units below which its figures would be cut off, `rigid` the
    columns that are not narrowed for others.
    """

    key: str
    widths: tuple[float, ...]
    rows: tuple[BlockRow, ...]
    heads: tuple[BlockRow, ...] = ()
    above: tuple[BlockRow, ...] = ()
    area_column: int | None = None
    areas: Mapping[str, str] = field(default_factory=dict)
    area_numbers: Mapping[str, str] = field(default_factory=dict)
    bands: Mapping[str, tuple[BlockRow, ...]] = field(default_factory=dict)
    years: Years | None = None
    columns: tuple[str, ...] = ()
    foot: bool = False
    least: float = 0.0
    rigid: frozenset[int] = frozenset()

    @property
    def repeated(self) -> tuple[BlockRow, ...]:
        """What stands above its rows on every page."""
        return (*self.above, *self.heads)


def cut(cell: BlockCell, pieces: Sequence[str]) -> tuple[BlockCell, ...]:
    """The cell in pieces of its text, each with its own marks. Between the pieces white space may be missing."""
    text, at, made = str(cell.text), 0, []
    for piece in pieces:
        start = max(at, text.find(piece, at))
        at = start + len(piece)
        own = (mark for mark in cell.marks if mark.start < at and mark.end > start)
        marks = tuple(MarkedRun(max(m.start, start) - start, min(m.end, at) - start, m.deleted) for m in own)
        made.append(cell._replace(text=piece, marks=marks))
    return tuple(made)


def carried_on(row: BlockRow) -> BlockRow:
    """A row that opens something, as it stands at the top of a page on which that goes on."""
    return replace(
        row, cells=tuple(cell._replace(text=f"{cell.text}{CONTINUED}", key="") for cell in row.cells), again=()
    )


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text; none for no text."""
    return text.split("\n") if text else []


def one_cell(text: str, role: str, key: str, span: int = 0) -> tuple[BlockCell, ...]:
    """The cells of a row of one text, over the columns 0 to `span`."""
    return (BlockCell(0, span, text, role, key),)


def head_row(labels: Sequence[str], spans: Sequence[tuple[int, int]] | None = None) -> BlockRow:
    """A row of heads, a column each or over the columns of `spans`."""
    over = spans or [(n, n) for n in range(len(labels))]
    cells = (BlockCell(*span, label, "head") for span, label in zip(over, labels, strict=True))
    return BlockRow(tuple(cells), RowKind.HEADING)


def titles(part: Part, wording: Wording, first: bool, span: int) -> list[BlockRow]:
    """Title and introductory text of a table, over all of its columns."""
    rows = []
    title = wording.fill(part.title)
    if title:
        role = "title" if first else "heading"
        gap = 0 if first else 14
        rows.append(
            BlockRow(one_cell(title, role, f"{part.key}.title", span), kind=RowKind.HEADING, gap=gap, name="title")
        )
    role = "note" if part.kind in ("list", "schedule", "summary", "history") else "text"
    for n, paragraph in enumerate(paragraphs(wording.fill(part.text)), 1):
        key = f"{part.key}.text.{n}"
        rows.append(BlockRow(one_cell(paragraph, role, key, span), kind=RowKind.HEADING, gap=2, name=f"text:{n}"))
    return rows


def rating_head(rating: Rating, name: str) -> str:
    """「予定どおりに進捗（Ａ）」 with the name as it is set; a rating that is a word of its own, once."""
    return name if rating.label == rating.code else f"{name}\n（{wide(rating.code)}）".lstrip()
