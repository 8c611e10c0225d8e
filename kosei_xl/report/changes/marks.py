"""What changed since an earlier report of the same plan: blocks marked, and every change for the list of them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from difflib import SequenceMatcher

from kosei_xl.later import dataclass
from kosei_xl.report.blocks import Block, BlockCell, BlockRow
from kosei_xl.report.changes.wordwise import Stretch, StretchSide, compared, with_marks
from kosei_xl.report.page import MarkedRun
from kosei_xl.words.messages import told

_PARAGRAPH, _HEAD = "text:", "head:"
_ALIKE = 0.5
"""Share of two paragraphs that must be the same for one to be the other's former wording."""
_YEAR_TWICE = re.compile(r"年度\s*\n\s*年度")
_IN_NAMES = ("name", "no_name", "text", "area")
"""Columns by which a row is named where it came or went as a whole."""


@dataclass(frozen=True)
class Former:
    """An earlier report: the texts of its rows by (part, row key) and column key, a text for each piece of a cut row.

    The one text of a row without columns stands under "". `name` is its file's.
    """

    name: str
    parts: frozenset[str]
    rows: Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def of(self, part: str) -> list[str]:
        """The keys of a part's rows, in order."""
        return [name for own, name in self.rows if own == part]


@dataclass(frozen=True, slots=True)
class TextChange:
    """A cell that says something else: its row, printed number ("" for none) and column in words, both texts.

    Of a row that came or went as a whole it is the cell that it is named by; `others` are its other cells with a text.
    """

    part: str
    row: str
    no: str
    label: str
    stretches: tuple[Stretch, ...]
    others: tuple["TextChange", ...] = ()


def mark_block(block: Block, former: Former, *, show_deleted: bool) -> tuple[Block, tuple[TextChange, ...]]:
    """The block with what is new marked; with `show_deleted` what was deleted is there too, struck out.

    A part that the earlier report did not have is one change, and stays without marks. The names of areas and what
    stands beside photos are not compared.
    """
    if block.key not in former.parts:
        title = next((str(cell.text) for row in block.rows for cell in row.cells if cell.text), block.key)
        return block, (TextChange(block.key, "", "", told("changes_new_part"), (Stretch(title, StretchSide.NEW),)),)
    return _Marker(block, former, show_deleted).marked()


class _Marker:
    """One block beside what it said before."""

    def __init__(self, block: Block, former: Former, show_deleted: bool) -> None:
        self.block, self.former, self.show_deleted = block, former, show_deleted
        self.changes: list[TextChange] = []
        self.before = _counterparts(block, former)

    def marked(self) -> tuple[Block, tuple[TextChange, ...]]:
        above, heads = (tuple(map(self._row, rows)) for rows in (self.block.above, self.block.heads))
        rows = [self._row(row) for row in self.block.rows]
        gone = self._gone()
        block = replace(self.block, above=above, heads=heads, rows=tuple(self._with_gone(rows, gone)))
        return block, tuple(self.changes)

    # -- rows that are there -------------------------------------------------------------------------------------------
    def _row(self, row: BlockRow) -> BlockRow:
        if not row.name:
            return row
        name = self.before.get(row.name)
        old = self.former.rows.get((self.block.key, name)) if name is not None else None
        if old is None:
            return self._new_row(row)
        columns = row.columns or self.block.columns
        cells = tuple(self._cell(row, cell, old, columns) for cell in row.cells)
        bands = row.bands
        if bands:
            bands = tuple(
                replace(
                    band,
                    action=self._listed(row, band.action, _under(old, columns, band.action)),
                    lanes=tuple(
                        tuple(self._listed(row, bar, [t for texts in old.values() for t in texts]) for bar in lane)
                        for lane in band.lanes
                    ),
                )
                for band in bands
            )
        return replace(row, cells=cells, bands=bands)

    def _cell(
        self, row: BlockRow, cell: BlockCell, old: Mapping[str, tuple[str, ...]], columns: Sequence[str]
    ) -> BlockCell:
        if cell.first == self.block.area_column or cell.key == "down":
            return cell
        only = len(row.cells) == 1
        if not only and not (cell.first < len(columns) and columns[cell.first]):
            return cell
        texts = old.get("", ()) if only else _said_once(row, cell, _under(old, columns, cell))
        stretches = compared("".join(texts), _text(cell))
        if all(one.side is StretchSide.BOTH for one in stretches):
            return cell
        self._note(row, cell, stretches)
        text, marks = with_marks(stretches, deleted=self.show_deleted)
        lead = str(cell.text)[: len(str(cell.text)) - len(str(cell.text).lstrip())]
        marks = tuple(MarkedRun(m.start + len(lead), m.end + len(lead), m.deleted) for m in marks)
        return cell._replace(text=lead + text if marks else cell.text, marks=marks)

    def _listed(self, row: BlockRow, cell: BlockCell, before: Sequence[str]) -> BlockCell:
        """A cell of a year schedule: new where no cell of the row said so."""
        text = _text(cell)
        if not text or "".join(text.split()) in {"".join(one.split()) for one in before}:
            return cell
        self._note(row, cell, (Stretch(text, StretchSide.NEW),))
        return cell._replace(marks=_whole(cell))

    def _new_row(self, row: BlockRow) -> BlockRow:
        named = _named(row.cells, row.columns or self.block.columns)
        if not named:
            return row
        lanes = (bar for band in row.bands for bar in (band.action, *(one for lane in band.lanes for one in lane)))
        filled = (one for one in (*row.cells, *lanes) if one.first != self.block.area_column or one not in row.cells)
        texts = [(self._label(row, one), _text(one)) for one in filled]
        whole = self._whole_row(row.name, row.line_no, (named, told("changes_new_row")), texts, StretchSide.NEW)
        self.changes.append(whole)
        cells = tuple(
            cell if cell.first == self.block.area_column else cell._replace(marks=_whole(cell)) for cell in row.cells
        )
        return replace(row, cells=cells)

    def _note(self, row: BlockRow, cell: BlockCell, stretches: tuple[Stretch, ...]) -> None:
        self.changes.append(TextChange(self.block.key, row.name, row.line_no, self._label(row, cell), stretches))

    def _label(self, row: BlockRow, cell: BlockCell) -> str:
        """The head over a cell, or the label beside it."""
        if row.name.startswith(_HEAD) or row.name == "title":
            return told("changes_head")
        if len(row.cells) == 1:
            return told("changes_text")
        boxed = next((str(one.text) for one in row.cells if one.role == "box_label" and one is not cell), "")
        label = _in_a_line(boxed) if boxed else self._head_over(cell.first)
        first = _text(row.cells[0]).partition("\n")[0] if not row.line_no and cell is not row.cells[0] else ""
        return f"{first}：{label}" if first and label else first or label

    def _head_over(self, column: int) -> str:
        heads = (*self.block.heads, *(one for one in self.block.rows if one.name.startswith(_HEAD)))
        over = [_in_a_line(str(c.text)) for head in heads for c in head.cells if c.first <= column <= c.last and c.text]
        under = f"（{''.join(over[1:])}）" if len(over) > 1 else ""
        return f"{over[0] if over else ''}{under}"

    def _whole_row(
        self, row: str, no: str, named: tuple[str, str], texts: Iterable[tuple[str, str]], side: StretchSide
    ) -> TextChange:
        """A row that came or went: what it is `named` by and how that is told, and its further `texts` below their
        labels. Its number stands with each of them and is none.
        """
        name, label = named
        others = tuple(
            TextChange(self.block.key, row, no, head, (Stretch(text, side),))
            for head, text in dict.fromkeys(texts)
            if text and text not in (name, no)
        )
        return TextChange(self.block.key, row, no, label, (Stretch(name, side),), others)

    # -- rows that are gone --------------------------------------------------------------------------------------------
    def _gone(self) -> dict[str, str]:
        """Keys of rows that are gone -> the key of the row before each, as the block has it now."""
        kept = {old: new for new, old in self.before.items()}
        gone: dict[str, str] = {}
        last = ""
        numbers = {row.name: row.line_no for row in self.block.rows}
        for name in self.former.of(self.block.key):
            if name in kept:
                last = kept[name]
                continue
            old = self.former.rows[self.block.key, name]
            text = next((found for key in ("", *_IN_NAMES) if (found := "".join(old.get(key, ())))), "")
            text = text or next(("".join(texts) for texts in old.values() if any(texts)), "")
            if not text:
                continue
            gone[name] = last
            number = "" if name.startswith(_PARAGRAPH) else "".join(old.get("no", ())[:1])
            row, columns = last if last in numbers else "", self.block.columns
            texts = [
                (self._head_over(columns.index(key)), "".join(pieces[: 1 if len(set(pieces)) == 1 else None]))
                for key, pieces in old.items()
                if key in columns and columns.index(key) != self.block.area_column
            ]
            named = (text, told("changes_gone_row"))
            self.changes.append(self._whole_row(row, number, named, texts, StretchSide.OLD))
        return gone

    def _with_gone(self, rows: Sequence[BlockRow], gone: Mapping[str, str]) -> Iterator[BlockRow]:
        """The rows, and where deleted texts are shown those that are gone behind the ones that they followed."""
        there = {row.name for row in rows}
        left = {name: last if last in there else "" for name, last in gone.items()} if self.show_deleted else {}
        for row in rows:
            first = [name for name, last in left.items() if not last and _is_like(row, name)]
            yield from (self._struck(row, name) for name in first)
            yield row
            behind = [name for name, last in left.items() if last and last == row.name]
            for name in behind:
                like = next((one for one in (row, *rows) if _is_like(one, name)), None)
                if like is not None:
                    yield self._struck(like, name)
            left = {name: last for name, last in left.items() if name not in (*first, *behind)}

    def _struck(self, like: BlockRow, name: str) -> BlockRow:
        """A row that is gone, made like one that is there."""
        old = self.former.rows[self.block.key, name]
        columns = like.columns or self.block.columns
        cells = []
        for cell in like.cells:
            texts = old.get("", ()) if len(like.cells) == 1 else _said_once(like, cell, _under(old, columns, cell))
            shown = "" if cell.first == self.block.area_column else "".join(texts)
            one = cell._replace(text=shown, key=f"{self.block.key}.gone.{name}", joined=False)
            cells.append(one._replace(marks=_whole(one, deleted=True)))
        return replace(like, cells=tuple(cells), name=f"gone:{name}", bands=(), pictures=())


def _in_a_line(text: str) -> str:
    """A heading of several lines in one: 「７年度」 over 「年度末」 is 「７年度末」."""
    return "".join(_YEAR_TWICE.sub("年度", text).split())


def _is_like(row: BlockRow, name: str) -> bool:
    """Whether a row can lend its form to one that is gone: a paragraph, or an item's row without bars."""
    if name.startswith(_PARAGRAPH):
        return row.name.startswith(_PARAGRAPH) and len(row.cells) == 1
    return bool(row.line_no) and not row.bands and name.count("|") == row.name.count("|") == 1


def _counterparts(block: Block, former: Former) -> dict[str, str]:
    """Key of each row -> key of the row that was it before; paragraphs are found by what they say."""
    there = set(former.of(block.key))
    names = [row.name for row in (*block.repeated, *block.rows) if row.name]
    found = {name: name for name in names if name in there and not name.startswith(_PARAGRAPH)}
    new = [row for row in block.rows if row.name.startswith(_PARAGRAPH)]
    old = sorted((name for name in there if name.startswith(_PARAGRAPH)), key=lambda name: int(name[len(_PARAGRAPH) :]))
    before = ["".join("".join(t) for t in _columns(former.rows[block.key, name])) for name in old]
    after = ["".join(_text(cell) for cell in row.cells) for row in new]
    one, two = (["".join(text.split()) for text in texts] for texts in (before, after))
    for _, i, j, k, m in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        free = list(range(i, j))
        for n in range(k, m):
            at = next((p for p in free if _alike(one[p], two[n]) or j - i == m - k == 1), None)
            if at is not None:
                found[new[n].name] = old[at]
                free = [p for p in free if p > at]
    return found


def _columns(row: Mapping[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [row[""]] if "" in row else list(row.values())


def _alike(one: str, two: str) -> bool:
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= _ALIKE


def _under(old: Mapping[str, tuple[str, ...]], columns: Sequence[str], cell: BlockCell) -> tuple[str, ...]:
    key = columns[cell.first] if cell.first < len(columns) else ""
    return old.get(key, ()) if key else ()


def _said_once(row: BlockRow, cell: BlockCell, texts: tuple[str, ...]) -> tuple[str, ...]:
    """The texts of a cell without its number or rating again where the row went on on the next page."""
    return texts[:1] if cell.key in row.continued and len(set(texts)) == 1 else texts


def _text(cell: BlockCell) -> str:
    """The text of a cell as it is read back: without blanks at its ends."""
    return str(cell.text).strip()


def _whole(cell: BlockCell, *, deleted: bool = False) -> tuple[MarkedRun, ...]:
    text = str(cell.text)
    return (MarkedRun(len(text) - len(text.lstrip()), len(text.rstrip()), deleted),) if text.strip() else ()


def _named(cells: Sequence[BlockCell], columns: Sequence[str]) -> str:
    """What a row is known by: its name, or else its first text."""
    texts = {columns[cell.first]: _text(cell) for cell in cells if cell.first < len(columns) and _text(cell)}
    for key in _IN_NAMES:
        if key in texts:
            return texts[key]
    return next((_text(cell) for cell in cells if _text(cell)), "")
