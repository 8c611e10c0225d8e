"""Parts of kind text: covers, overviews, outlines, notes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from kosei_xl.report.blocks.base import Block, BlockCell, BlockRow, one_cell, paragraphs
from kosei_xl.report.columns import Source
from kosei_xl.report.paginate import RowKind
from kosei_xl.report.prose import Columns, ProsePiece, ProseTable, column_shares, common_columns, pieces
from kosei_xl.report.wording import Wording
from kosei_xl.values.model import Part
from kosei_xl.words import terms
from kosei_xl.words.legends import is_legend
from kosei_xl.workbook.measure import em

_ONE_LINE = 24
"""Characters of a title that fit a line of an A4 cover."""
_NOT_INDENTED = ("　", "・", "※", "（", "(", "「", "○", "●", "◎", "◇", "◆", "□", "【", *map(chr, range(0x2460, 0x2474)))
_BULLET = "・"
_BOX, _RIGHT = 1, 2
"""The number of a cover's column for boxes, and of its last."""
_BOX_SHARES = 40.0, 74.0
"""Percent of a cover's width that its boxes take, at least and at most."""
_OF_BOXED, _OF_NOTE = (2.2, 10.0), (1.75, 5.0)
"""Percent of that width that an em of a boxed line and of a note takes, and the room beside."""
_COVER_NOTE = "※"
_BOX_AIR = 12.0
_SHORT_LIST = 6
"""Lines of an enumeration that stays on one page."""
_LEADING, _BETWEEN_PARAGRAPHS = 6.0, 9.0
"""pt between two lines of running text, and above a paragraph of it."""
_BETWEEN_NOTES = 3.0
_HEADINGS = ("heading", 14.0), ("subheading", 10.0), ("caption", 8.0)
"""The role of a heading of each level, and pt above it."""
_ROOM_EM: Mapping[str, float] = {"A4縦": 50.0, "A4横": 75.0, "A3横": 109.0}
"""em of table text (9 pt) across the page between the template's margins, on the safe side."""


def text_block(part: Part, source: Source, wording: Wording, first: bool) -> Block:
    """Title, paragraphs, headings and tables, their placeholders filled in; a cover stands in its page's middle.

    A table that goes on on the next page has its head there again.
    """
    filled = wording.fill(part.text)
    if part.role == "cover":
        return _cover(part, wording.fill(part.title), paragraphs(filled), _Boxed(wording))
    found = pieces(filled)
    tables = [piece for piece in found if isinstance(piece, ProseTable)]
    columns = common_columns([column_shares(table, _ROOM_EM[part.paper]) for table in tables])
    rows = []
    title = wording.fill(part.title)
    if title:
        style = "title" if first else "part_heading"
        gap = 0 if first else 14
        key = f"{part.key}.title"
        rows.append(BlockRow(one_cell(title, style, key, columns.last), kind=RowKind.HEADING, gap=gap, name="title"))
    before: ProsePiece | ProseTable | None = None
    for piece in found:
        if isinstance(piece, ProseTable):
            rows += _table_rows(part, piece, columns, tables.index(piece))
        else:
            rows.append(_paragraph(part, piece, columns, _air(before, piece)))
        before = piece
    return Block(part.key, columns.widths, tuple(_together(rows)), foot=part.role == "first_foot")


def _together(rows: Sequence[BlockRow]) -> Iterator[BlockRow]:
    """The rows; of an enumeration a short one stays on one page, and none leaves a line alone at the end of a page."""
    for listed, group in groupby(rows, key=_is_listed):
        run = list(group)
        for n, row in enumerate(run, 1):
            kept = listed and n < len(run) and (len(run) <= _SHORT_LIST or n in (1, len(run) - 1))
            yield replace(row, kind=RowKind.KEPT) if kept else row


def _is_listed(row: BlockRow) -> bool:
    return row.kind is RowKind.BODY and len(row.cells) == 1 and str(row.cells[0].text).startswith(_BULLET)


class _Boxed:
    """Which lines of a cover stand in a box: those of a legend, and the contents."""

    def __init__(self, wording: Wording) -> None:
        self._heads = wording.legend_heads
        self._contents = {*wording.contents().split("\n")} - {""}

    def __contains__(self, line: str) -> bool:
        return line in self._contents or is_legend(line, self._heads)


def _cover(part: Part, title: str, lines: Sequence[str], boxes: _Boxed) -> Block:
    """A title and lines in the middle; the lines of a legend stand in a box, their letters below each other."""
    box = _box_share([line for line in lines if line in boxes], [line for line in lines if line[:1] == _COVER_NOTE])
    rows = [BlockRow(one_cell(_in_lines(title), "cover_title", f"{part.key}.title", _RIGHT), gap=170, name="title")]
    after_box = False
    for boxed, group in groupby(enumerate(lines, 1), key=lambda line: line[1] in boxes):
        run = list(group)
        first, last = run[0][0], run[-1][0]
        if boxed:
            cell = BlockCell(_BOX, _BOX, "\n".join(line for _, line in run), "cover_box", f"{part.key}.text.{first}")
            rows.append(BlockRow((cell,), gap=8.0, air=_BOX_AIR, name=f"text:{first}"))
        for n, line in [] if boxed else run:
            heads_box = n == last < len(lines)
            air = 44.0 if n == 1 else 24.0 if heads_box else 10.0 if n == first and after_box else 4.0
            key = f"{part.key}.text.{n}"
            if line[:1] == _COVER_NOTE:
                rows.append(BlockRow((BlockCell(_BOX, _BOX, line, "note", key),), gap=air, name=f"text:{n}"))
                continue
            rows.append(BlockRow(one_cell(line, "cover_text", key, _RIGHT), gap=air, name=f"text:{n}"))
        after_box = boxed
    side = (100.0 - box) / 2
    return Block(part.key, (side, box, side), tuple(rows))


def _box_share(boxed: Sequence[str], notes: Sequence[str]) -> float:
    """Percent of a cover's width for its boxes and notes: as the longest line needs, the most where there is no box."""
    groups = (boxed, _OF_BOXED), (notes, _OF_NOTE)
    needed = (share * sum(map(em, line)) + beside for lines, (share, beside) in groups for line in lines)
    least, most = _BOX_SHARES
    return min(most, max(least, *needed)) if boxed else most


def _air(before: ProsePiece | ProseTable | None, piece: ProsePiece) -> float:
    """pt above a paragraph: more below a table, none between the lines of an enumeration."""
    if isinstance(before, ProseTable):
        return 8.0
    listed = before is not None and before.text.startswith(_BULLET) and piece.text.startswith(_BULLET)
    return _LEADING if listed else _BETWEEN_PARAGRAPHS


def _paragraph(part: Part, piece: ProsePiece, columns: Columns, gap: float) -> BlockRow:
    key, name = f"{part.key}.text.{piece.number}", f"text:{piece.number}"
    if piece.heading:
        text = terms.INDENT * (piece.level - 1) + piece.text
        role, air = _HEADINGS[piece.level - 1]
        return BlockRow(one_cell(text, role, key, columns.last), kind=RowKind.HEADING, gap=air, name=name)
    role = "note" if part.role in ("note", "first_foot") else "text"
    indent = "　" if role == "text" and piece.text and not piece.text.startswith(_NOT_INDENTED) else ""
    if role == "note":
        gap = 8.0 if piece.number == 1 else min(gap, _BETWEEN_NOTES)
    return BlockRow(one_cell(indent + piece.text, role, key, columns.last), gap=gap, name=name)


def _table_rows(part: Part, table: ProseTable, columns: Columns, number: int) -> list[BlockRow]:
    """A row of heads and the rows below it."""
    spans = columns.spans[number]
    numbers = {first: str(column) for column, (first, _) in enumerate(spans, 1)}
    keys = tuple(numbers.get(n, "") for n in range(columns.last + 1))
    rows: list[BlockRow] = []
    again: tuple[BlockRow, ...] = ()
    for n, cells in enumerate(table.rows):
        placed = tuple(
            BlockCell(first, last, text, _role(table, n, column), f"{part.key}.text.{table.number + n}.{column + 1}")
            for column, ((first, last), text) in enumerate(zip(spans, cells, strict=True))
        )
        kind, gap = (RowKind.BODY, 0.0) if n else (RowKind.HEADING, 4.0)
        name = f"text:{table.number + n}"
        rows.append(BlockRow(placed, kind, gap=gap, name=name, columns=keys, again=again))
        if n == 0:
            unnamed = tuple(cell._replace(key="") for cell in placed)
            again = (BlockRow(unnamed, RowKind.HEADING, name=name, columns=keys),)
    return rows


def _role(table: ProseTable, row: int, column: int) -> str:
    if row == 0:
        return "head"
    return "body_right" if table.is_numeric(column) else "body"


def _in_lines(title: str) -> str:
    """A long cover title in two lines, the second from its bracket on, as printed titles have it."""
    at = title.rfind("（")
    return title if len(title) <= _ONE_LINE or at <= 0 or "\n" in title else f"{title[:at]}\n{title[at:]}"
