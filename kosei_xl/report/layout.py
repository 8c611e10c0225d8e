"""Plan, ledger and figures -> `Report`: parts put on sheets, rows measured and given to pages. No format, no Excel."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Literal, NamedTuple

from kosei_xl.collect.summarize import Summary
from kosei_xl.later import dataclass
from kosei_xl.report.bars import Bars, cells_of
from kosei_xl.report.blocks import Block, BlockCell, BlockRow, carried_on, cut, make_block
from kosei_xl.report.changes.marks import Former, TextChange, mark_block
from kosei_xl.report.changes.table import changes_block, pages_of
from kosei_xl.report.columns import Source
from kosei_xl.report.fitting import fitted_block
from kosei_xl.report.grid import Grid, make_grid
from kosei_xl.report.page import Insert, Looks, Report, ReportCell, ReportPicture, ReportRow, ReportSheet
from kosei_xl.report.paginate import Page, PageRow, RowKind, paginate, printed_size, scale_for_width
from kosei_xl.report.photos import AIR, WAYS, printed_photo
from kosei_xl.report.placeholders import unknown_in_report
from kosei_xl.report.wording import Wording
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.values.model import REPORT_FORMAT, Part, Plan
from kosei_xl.values.revision import Revision
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.workbook.measure import (
    MAX_ROW_HEIGHT,
    PADDING,
    CellText,
    Face,
    height_of_lines,
    is_exact,
    lines_counted,
    row_height,
    split_at,
    split_row,
)

LEAST_SIZE = 7.0
"""pt on paper below which body text is not readable; columns are narrowed rather than scaled below it."""
_NEARLY_EMPTY = 2 / 3
"""Share of the last page below which less air in the rows is tried."""
_AIR_ABOVE_HEAD = 3.0
"""pt between the title of a table and its head."""
_HALF_EMPTY = 0.3
"""Share of a page from which on it looks unfinished where others follow."""
_NARROWED = 0.7
"""How narrow the columns of a table may become, as a share of their widths, so that it prints in full size."""
_WORTH_SPLITTING = 1 / 4
"""Share of a page from which on a row is split rather than leave it empty."""
_TRIES_FOR_NAMES = 3
_DOC_WIDTH, _DRAFT_WIDTH = 16.0, 8.0
_STAMP_GAP = 18.0
_STAMP = "stamp"
"""Key of the block above the parts of a sheet."""
_PIXEL = 0.75
"""pt; heights of rows are whole pixels."""
_FIRST_COLUMN = itemgetter(0)
"""The first column of a cell."""
Paper = Literal["A4縦", "A4横", "A3横"]


class _Way(NamedTuple):
    """How a sheet is tried: pt of air in its rows, the share of a page from which on a row is split, the photos."""

    padding: float = PADDING
    worth_splitting: float = _WORTH_SPLITTING
    photos: tuple[float, bool] = WAYS[0]


TIGHTER = (_Way(PADDING / 2), _Way(PADDING / 4), _Way(PADDING / 4, _WORTH_SPLITTING / 3))
"""What is tried in this order where it saves a last page that would stay nearly empty."""


@dataclass(frozen=True, slots=True)
class _PlacedRow:
    """A row on its way to a page: its block, the row, and the texts of its cells as far as this part of it goes."""

    block: Block
    row: BlockRow
    cells: tuple[BlockCell, ...]
    head: bool = False
    continuation: bool = False


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How a report is laid out: by the `looks` of its template, as a draft or not; `file` is the master's name, for
    diagnostics.

    `revision` says what changed since the plan's former version. `former` is an earlier report since which changes are
    marked and listed at the end (with the 資料番号 `changes_no`), with `show_deleted` also what was deleted.
    """

    looks: Looks
    draft: bool = True
    file: str = ""
    revision: Revision | None = None
    former: Former | None = None
    show_deleted: bool = False
    changes_no: str = ""


def lay_out(standing: Standing, summary: Summary, options: ReportOptions) -> Outcome[Report]:
    """The report of one point.

    Returns K240 for tables that are too wide, K503 where body text would print below 7 pt, K504 for placeholders that
    mean nothing and K520 where a revision is wanted and not given. Cost: one pass over the rows, and over the text of
    those that are split.
    """
    plan, point, looks, former = standing.plan, standing.point, options.looks, options.former
    source = Source(standing, options.revision)
    wording = Wording(plan, point, summary, revision=options.revision)
    parts = [part for part in plan.parts if part.kind not in ("form", "pdf")]
    problems: list[Diagnostic] = []
    texts: dict[str, str] = {}
    sheets = []
    changes: list[TextChange] = []
    for name in dict.fromkeys(part.sheet for part in parts):
        own = [part for part in parts if part.sheet == name]
        blocks = [make_block(part, source, wording, first=_opens(own, n)) for n, part in enumerate(own)]
        if former is not None:
            marked = [mark_block(block, former, show_deleted=options.show_deleted) for block in blocks]
            blocks = [block for block, _ in marked]
            changes += (change for _, found in marked for change in found)
        maker, sheet = _best_sheet(own, blocks, source, options)
        sheets.append(sheet)
        texts.update(maker.texts())
        problems += _too_wide(own, blocks, options, point.key)
        size = printed_size(looks.faces["body"].size, sheets[-1].scale)
        if maker.tables and size < LEAST_SIZE - 0.1:
            problems.append(
                diagnostic(
                    Code.PRINT_TOO_SMALL,
                    CellRef(options.file, terms.COLUMNS_SHEET),
                    point=point.key,
                    size=f"{size:.1f}",
                )
            )
    if former is not None:
        pages = pages_of(sheets, plan.style.first_page)
        titles = {part.key: wording.fill(part.title) or part.sheet for part in parts}
        block = changes_block(changes, pages, titles, former.name, show_deleted=options.show_deleted)
        sheet, complete = sheet_of(
            sheet_part(terms.CHANGES_SHEET, block, doc_no=options.changes_no), block, source, options
        )
        sheets.append(sheet)
        texts.update(complete)
    sheets = _numbered(sheets, plan)
    at = CellRef(options.file, terms.PARTS_SHEET)
    problems += [unknown_in_report(plan, at, name, point.key) for name in sorted(wording.unknown)]
    missing = {f"{{{name}}}" for name in wording.without_before}
    missing |= {part.title or part.sheet for part in parts if part.items == "revised" and options.revision is None}
    problems += [diagnostic(Code.FORMER_PLAN_NEEDED, at, point=point.key, name=name) for name in sorted(missing)]
    report = Report(
        title=f"{plan.name}　{point.label}",
        author=" ".join(text for text in (plan.style.organization, plan.style.office) if text),
        sheets=tuple(sheets),
        draft=options.draft,
        identity={
            "format": str(REPORT_FORMAT),
            "kind": "report",
            "plan_id": plan.plan_id,
            "plan_version": str(plan.plan_version),
            "point": point.key,
            "draft": "1" if options.draft else "0",
            "parts": " ".join(part.key for part in parts),
            **({"shows_deleted": "1"} if options.show_deleted else {}),
        },
        inserts=_inserts(plan, wording),
        texts=texts,
    )
    return Outcome(report, {(): at}, tuple(problems))


def _opens(parts: Sequence[Part], n: int) -> bool:
    """Whether a part of a sheet has the title of a page: the first one, and each that has a 資料番号 of its own."""
    said = {part.doc_no for part in parts[:n]}
    return n == 0 or (bool(parts[n].doc_no) and parts[n].doc_no not in said)


def _too_wide(
    parts: Sequence[Part], blocks: Sequence[Block], options: ReportOptions, point: str
) -> Iterator[Diagnostic]:
    """K240 for tables whose figures would be cut off on the paper of their sheet."""
    _, most = _room(options.looks.pages[parts[0].paper], options.looks)
    for part, block in zip(parts, blocks, strict=True):
        if block.least > most:
            at, title = CellRef(options.file, terms.PARTS_SHEET), part.title or part.sheet
            yield diagnostic(Code.TABLE_TOO_WIDE, at, point=point, title=title, paper=parts[0].paper)


def _numbered(sheets: Sequence[ReportSheet], plan: Plan) -> list[ReportSheet]:
    """Page numbers as the plan sets them: they begin at `first_page` and run through all sheets."""
    style = plan.style
    footer = style.page_number or None
    first, out = style.first_page, []
    for sheet in sheets:
        own = footer if sheet.footer is None else sheet.footer  # a cover has none
        out.append(replace(sheet, footer=own, first_page=first if style.first_page != 1 else None))
        first += sheet.pages
    return out


def _inserts(plan: Plan, wording: Wording) -> tuple[Insert, ...]:
    """PDFs to insert, each after the sheets of the parts that come before it."""
    inserts = []
    before: dict[str, None] = {}
    for part in plan.parts:
        if part.kind == "pdf":
            inserts.append(Insert(len(before), wording.fill(part.title) or part.sheet, part.file))
        elif part.kind != "form":
            before[part.sheet] = None
    return tuple(inserts)


def sheet_part(name: str, block: Block, *, paper: Paper = "A4横", doc_no: str = "") -> Part:
    """A part for a block that no part of the plan stands for."""
    return Part(key=block.key, kind="text", sheet=name, paper=paper, doc_no=doc_no)


def sheet_of(part: Part, block: Block, source: Source, options: ReportOptions) -> tuple[ReportSheet, Mapping[str, str]]:
    """A sheet of one block, and what must be complete on paper of it."""
    maker, sheet = _best_sheet([part], [block], source, options)
    return sheet, maker.texts()


def _best_sheet(
    parts: Sequence[Part], blocks: Sequence[Block], source: Source, options: ReportOptions
) -> "tuple[_SheetMaker, ReportSheet]":
    """A sheet with air in its rows, or with less where that saves a last page that would stay nearly empty.

    Where a photo would stand on another page than its texts, lower photos are tried, then an early end of the page,
    and of these ways again the one that leaves fewer pages half empty.
    """
    looks = options.looks
    total = _total_width(blocks, looks.pages[parts[0].paper], looks)
    fitted = [fitted_block(block, total, looks.faces, looks.unit) for block in blocks]
    maker = _SheetMaker(parts, fitted, total, source, options)
    pages = maker.lay()
    for photos in WAYS[1:] if maker.strays else ():
        other = maker.tried(_Way(photos=photos))
        made = other.lay()
        if (made, other.strays, other.half_empty) < (pages, maker.strays, maker.half_empty):
            maker, pages = other, made
    if maker.tables and maker.has_air_in_lines and pages > 1 and maker.last_page_used < _NEARLY_EMPTY:
        other = maker
        for way in TIGHTER:
            other = other.tried(way)
            if other.lay() < pages:
                maker = other
                break
    return maker, maker.make()


class _LaidPage(NamedTuple):
    """What a page shows, before rows with bands are taken apart; pt of it are left."""

    rows: "list[PageRow[_PlacedRow]]"
    room: float


class _Blanks(dict[BlockCell, ReportCell]):
    """Cells of a block that say nothing, as most quarters of its schedule, on the sheet: each is made once."""

    def __init__(self, spans: Mapping[tuple[int, int], tuple[int, int]]) -> None:
        super().__init__()
        self._spans = spans

    def __missing__(self, cell: BlockCell) -> ReportCell:
        found = self[cell] = ReportCell(*self._spans[cell[:2]], "", cell.role, open=cell.open, marks=cell.marks)
        return found


class _SheetMaker:
    """One sheet: its blocks on a common grid, `total` units wide, measured, split and given to pages."""

    laid: Sequence[_LaidPage] = ()

    def __init__(
        self,
        parts: Sequence[Part],
        blocks: Sequence[Block],
        total: float,
        source: Source,
        options: ReportOptions,
    ) -> None:
        looks, draft = options.looks, options.draft
        self.name, self.looks = parts[0].sheet, looks
        self.paper = parts[0].paper
        page = looks.pages[self.paper]
        self.tables = [block for block in blocks if block.heads]
        self.blocks = list(_stamped(blocks, parts, total, draft))
        self.grid: Grid = make_grid([block.widths for block in self.blocks], total, looks.unit)
        self.index = {id(block): n for n, block in enumerate(self.blocks)}
        self._blanks = [_Blanks(spans) for spans in self.grid.spans]
        self._lines: dict[tuple[int, int], tuple[BlockRow, list[tuple[Face, int]]]] = {}
        self._bars: dict[int, Bars] = {}
        self._keyed_columns: dict[tuple[int, tuple[str, ...]], tuple[tuple[int, str], ...]] = {}
        scale = scale_for_width(self.grid.widths, page, looks.unit.page)
        self.page: Page = replace(page, scale=scale)
        self.feet = _feet(self.blocks)
        last = next((block for block in reversed(self.blocks) if not block.foot), None)
        self.repeats = len(self.tables) == 1 and self.tables[0] is last
        self.is_cover = all(part.role == "cover" for part in parts)
        self.header = f"{source.plan.name}　{source.point.label}　{self.name}{'（案）' * draft}"
        self._begin(_Way())

    def _begin(self, way: _Way) -> None:
        """Forget what depends on the way in which the sheet is tried."""
        self.last_page_used, self.strays, self.half_empty, self.short_of_name = 1.0, 0, 0, 0.0
        self.padding, self.worth_splitting, (self.photo_mm, self.keep_photos) = way
        self._rest_of_areas: dict[int, dict[str | None, float]] = {}
        self._heads: dict[int, list[PageRow[_PlacedRow]]] = {}
        self._bands: dict[tuple[int, str], list[PageRow[_PlacedRow]]] = {}
        self._uncut: dict[int, tuple[BlockRow, float]] = {}
        self._cut: list[PageRow[_PlacedRow]] | None = None

    def tried(self, way: _Way) -> "_SheetMaker":
        """The same sheet to be tried in another way; the lines of its texts are not counted again, nor are its rows cut
        again where only other pages are tried.
        """
        other = copy(self)
        other._begin(way)
        if (other.padding, other.photo_mm) == (self.padding, self.photo_mm):
            other._cut = self._cut
        return other

    def texts(self) -> dict[str, str]:
        """What must be complete on paper, by sheet, number and column."""
        found = {}
        for block in self.blocks:
            for row in block.rows:
                for cell in (*row.cells, *cells_of(row.bands)):
                    if cell.key and isinstance(cell.text, str) and cell.text and cell.first != block.area_column:
                        where = f"No.{row.line_no} {cell.key.split('.')[-1]}" if row.line_no else cell.key
                        found[f"{self.name} {where} [{cell.key}]"] = cell.text
        return found

    @property
    def has_air_in_lines(self) -> bool:
        """Whether the lines of all its texts are kept higher than they print, so that rows can do with less air."""
        rows = (row for block in self.blocks for row in (*block.repeated, *block.rows))
        return all(is_exact(self.looks.faces[cell.role].name) for row in rows for cell in row.cells)

    # -- measuring -------------------------------------------------------------------------------------------------
    def measured(self, block: Block, cells: Iterable[BlockCell]) -> list[CellText]:
        """Texts with their widths and faces; the merged area label does not count."""
        usable, indents, faces = self.grid.usable[self.index[id(block)]], self.looks.indents, self.looks.faces
        return [
            (
                "" if cell.first == block.area_column else str(cell.text),
                max(0.0, usable[cell[:2]] - indents.get(cell.role, 0.0)),
                faces[cell.role],
            )
            for cell in cells
        ]

    def uncut_height(self, block: Block, row: BlockRow) -> float:
        """pt that a row needs with all of its texts, measured once: the name of an area asks for it, then the page."""
        if id(row) not in self._uncut:
            self._uncut[id(row)] = row, self.height(block, row, row.cells)
        return self._uncut[id(row)][1]

    def height(self, block: Block, row: BlockRow, cells: Sequence[BlockCell]) -> float:
        """pt that a row needs for its texts, and for its bands and pictures too."""
        needed = height_of_lines(self._lines_of(block, row, cells), self.padding)
        for cell in (one for one in cells if one.reach):
            measured = self.measured(block, [cell])
            below = cell.reach * row_height([("1", *measured[0][1:])], self.padding)
            needed = max(needed, row_height(measured, self.padding) - below)
        needed = max(needed, min(needed + row.air, MAX_ROW_HEIGHT))
        if row.bands:
            needed = max(needed, self.bars(block).height(row.bands))
        pictures = self.pictures(block, row) if row.pictures else ()
        return max([needed, *(picture.height + 2 * AIR for picture in pictures)])

    def _lines_of(self, block: Block, row: BlockRow, cells: Sequence[BlockCell]) -> list[tuple[Face, int]]:
        """The lines of the cells that a row must hold; those of a row that is not cut are counted once."""
        key = self.index[id(block)], id(row)
        if cells is row.cells and key in self._lines:
            return self._lines[key][1]
        own = [cell for cell in cells if cell.key != "down" and not cell.reach]
        found = lines_counted(self.measured(block, own))
        if cells is row.cells:
            self._lines[key] = row, found
        return found

    def bars(self, block: Block) -> Bars:
        """What measures the bands of a block with a year schedule, each once."""
        n = self.index[id(block)]
        if n not in self._bars:
            usable = self.grid.usable[n]
            assert block.years is not None
            self._bars[n] = Bars(block.years, lambda first, last: usable[first, last], self.looks.faces)
        return self._bars[n]

    def pictures(self, block: Block, row: BlockRow) -> tuple[ReportPicture, ...]:
        """The pictures of a row in the size in which they are printed."""
        found = []
        for one in row.pictures:
            first, last = self.grid.spans[self.index[id(block)]][one.first, one.last]
            widths = self.grid.widths[first - 1 : last]
            size = printed_photo(one.picture, widths, self.grid.widths, self.looks.unit, self.page.scale, self.photo_mm)
            found.append(ReportPicture(first, last, one.picture.data, *size, one.description))
        return tuple(found)

    def area_height(self, block: Block, text: str) -> float:
        """pt that the label of an area needs in its merged column."""
        assert block.area_column is not None
        width = self.grid.usable[self.index[id(block)]][block.area_column, block.area_column]
        return row_height([(text, width, self.looks.faces["area_label"])])

    # -- rows ------------------------------------------------------------------------------------------------------
    def rows(self) -> list[PageRow[_PlacedRow]]:
        """Every row in order, tall ones cut, heads before the first row of their table."""
        rows: list[PageRow[_PlacedRow]] = []
        for block in self.blocks:
            if block.foot and any(block in feet for feet in self.feet.values()):
                continue
            begun, opened, headed = len(rows), None, False
            for row in block.rows:
                if block.heads and not headed and (row.area is not None):
                    headed = True
                    if len(rows) > begun:
                        rows.append(_gap(block, _AIR_ABOVE_HEAD))
                    heads = self._head_rows(block)
                    # a head that Excel repeats is in the room kept free on every page, this one too
                    rows += [replace(head, height=0.0) for head in heads] if self.repeats else heads
                if row.gap:
                    opening = self._row(block, row, row.cells).opening
                    rows.append(replace(_gap(block, row.gap, row.area), opening=opening))
                least = 0.0
                if block.area_column is not None and row.area is not None and row.area != opened:
                    least = self._first_height(block, row.area)
                opened = row.area
                rows += self._pieces(block, row, least)
            if block.key in self.feet:
                anchor = next((n for n in range(begun, len(rows)) if rows[n].content.row.line_no), len(rows) - 1)
                rows[anchor] = replace(rows[anchor], foot=tuple(self._foot_rows(self.feet[block.key])))
        return rows

    def _foot_rows(self, feet: Iterable[Block]) -> Iterator[PageRow[_PlacedRow]]:
        """The rows of blocks that stand at the foot of a page."""
        for block in feet:
            for row in block.rows:
                if row.gap:
                    yield _gap(block, row.gap)
                yield from self._pieces(block, row, 0.0)

    def _first_height(self, block: Block, area: str) -> float:
        """pt that the first row of an area must have so that the area's rows together hold its whole name."""
        n = self.index[id(block)]
        if n not in self._rest_of_areas:
            heights: dict[str | None, list[float]] = {}
            for row in block.rows:
                if row.line_no:
                    heights.setdefault(row.area, []).append(self.uncut_height(block, row))
            self._rest_of_areas[n] = {own: sum(found[1:]) for own, found in heights.items()}
        return max(0.0, self.area_height(block, block.areas[area]) - self._rest_of_areas[n].get(area, 0.0))

    def _row(
        self, block: Block, row: BlockRow, cells: Sequence[BlockCell], *, head: bool = False, least: float = 0.0
    ) -> PageRow[_PlacedRow]:
        needed = self.uncut_height(block, row) if cells is row.cells else self.height(block, row, cells)
        height = max(needed, least)
        kind = RowKind.HEADING if head else row.kind
        placed = _PlacedRow(block, row, tuple(cells), head)
        opening = sum(above.height for above in self._opening(placed))
        return PageRow(height, placed, kind, _area_of(block, row), opening)

    def _opening(self, placed: _PlacedRow) -> Iterator[PageRow[_PlacedRow]]:
        """What a page that begins with a row prints above it: the head of its table, the name of what goes on."""
        block, row = placed.block, placed.row
        if placed.head:
            return
        if row.area is not None and not self.repeats:
            yield from self._head_rows(block)
        if row.line_no and block.bands:
            yield from self._bands_again(block, row.area or "")
        yield from (self._row(block, above, above.cells) for above in row.again)

    def _bands_again(self, block: Block, area: str) -> list[PageRow[_PlacedRow]]:
        """The rows that head an area, as a page that begins inside it says them again."""
        key = self.index[id(block)], area
        if key not in self._bands:
            again = [carried_on(band) for band in block.bands.get(area, ())]
            self._bands[key] = [self._row(block, band, band.cells) for band in again]
        return self._bands[key]

    def _head_rows(self, block: Block) -> list[PageRow[_PlacedRow]]:
        """The head of a table, which every row is measured with that may begin a page."""
        n = self.index[id(block)]
        if n not in self._heads:
            self._heads[n] = [self._row(block, head, head.cells, head=True) for head in block.repeated]
        return self._heads[n]

    def _pieces(self, block: Block, row: BlockRow, least: float) -> list[PageRow[_PlacedRow]]:
        whole = self._row(block, row, row.cells, least=least)
        if whole.height <= MAX_ROW_HEIGHT or row.bands:
            return [whole]  # bands are rows of their own on the sheet, so that together they may be higher
        pieces = _in_pieces(row.cells, split_row(self.measured(block, row.cells), padding=self.padding))
        return [
            self._part(block, row, cells, continuation=n > 0, least=least if n == 0 else 0.0)
            for n, cells in enumerate(pieces)
        ]

    def _part(
        self, block: Block, row: BlockRow, cells: tuple[BlockCell, ...], *, continuation: bool, least: float = 0.0
    ) -> PageRow[_PlacedRow]:
        """A row with other cells: one piece of a row that was cut."""
        made = self._row(block, row, cells, least=least)
        if not continuation:
            return made
        least = max(least, row_height(self.measured(block, self._continued(block, row, cells)), self.padding))
        placed = replace(made.content, continuation=True)
        return replace(made, height=max(made.height, least), kind=RowKind.CONTINUATION, content=placed)

    def _continued(self, block: Block, row: BlockRow, cells: Sequence[BlockCell]) -> tuple[BlockCell, ...]:
        """The cells of a continuation row at the top of a page: number, name and rating say what goes on."""
        said = {cell.key: row.continued[cell.key] for cell in cells if cell.key in row.continued and not cell.text}
        return tuple(cell._replace(text=said[cell.key], marks=()) if cell.key in said else cell for cell in cells)

    def split(self, row: PageRow[_PlacedRow], room: float) -> tuple[PageRow[_PlacedRow], PageRow[_PlacedRow]] | None:
        """Cut a list row in two at `room` pt, for `paginate`."""
        placed = row.content
        if not placed.row.line_no or placed.head:
            return None
        measured = self.measured(placed.block, placed.cells)
        texts = split_at(measured, room - placed.row.air, padding=self.padding)
        now = rest = replace(placed.row, cells=placed.cells)
        if now.bands:
            if texts is None and row_height(measured, self.padding) <= room:
                texts = tuple(text for text, _, _ in measured), ("",) * len(measured)
            bands = self.bars(placed.block).split(now.bands, room)
            if bands is None:
                return None
            now, rest = replace(now, bands=bands[0]), replace(rest, bands=bands[1])
        if texts is None:
            return None
        pieces = _in_pieces(placed.cells, texts)
        first = self._part(placed.block, now, pieces[0], continuation=placed.continuation)
        name = placed.block.areas.get(placed.row.area or "", "") if placed.block.area_column is not None else ""
        least = self.area_height(placed.block, name) if name else 0.0  # the rest may be all of its area on its page
        return first, self._part(placed.block, rest, pieces[1], continuation=True, least=least)

    # -- pages -----------------------------------------------------------------------------------------------------
    def lay(self) -> int:
        """Give the rows to pages, and count these; where the name of an area has no room beside its rows, pages are a
        little lower.
        """
        kept_free = 0.0
        for _ in range(1 + _TRIES_FOR_NAMES):
            self.laid = self._pages(kept_free)
            if not self.short_of_name:
                return len(self.laid)
            kept_free += self.short_of_name
        self.laid = self._pages(0.0)
        return len(self.laid)

    def _pages(self, kept_free: float) -> list[_LaidPage]:
        """The rows of each page, `kept_free` pt of which are left empty before, and the pt that are left then."""
        self.strays, self.half_empty, self.short_of_name = 0, 0, 0.0
        # rows that Excel repeats take their room on every page; what a page repeats otherwise, it alone makes room for
        repeated = [(block, head) for block in self.tables for head in block.repeated if self.repeats]
        reserve = sum(self.height(block, head, head.cells) for block, head in repeated) + kept_free
        held = [PageRow(reserve, _PlacedRow(self.blocks[0], BlockRow(()), ()), RowKind.HEAD)] if reserve else []
        usable = self.page.usable_height(reserve)
        if self._cut is None:
            self._cut = self.rows()
        rows = _kept_together(self._cut, usable) if self.keep_photos else self._cut
        pages = paginate([*held, *rows], self.page, self.split, waste=self.worth_splitting)
        self.last_page_used = 1 - pages.room_left[-1] / usable
        self.half_empty = sum(left > _HALF_EMPTY * usable for left in pages.room_left[:-1])
        found = []
        for page, left in zip(pages.pages, pages.room_left, strict=True):
            own = _without_gap([pages.rows[i] for i in page if pages.rows[i].kind is not RowKind.HEAD])
            self.strays += bool(own and own[0].content.row.pictures)
            found.append(_LaidPage(self._page_rows(own), left + kept_free))
            self._make_room_for_names([*found[-1].rows], found[-1].room)
        return found

    def make(self) -> ReportSheet:
        """The sheet with its rows on the pages that `lay` gave them to."""
        rows: list[ReportRow] = []
        breaks: list[int] = []
        merges: list[tuple[int, int, int]] = []
        repeat: tuple[int, int] | None = None
        outline: dict[int, tuple[str, int] | None] = {}
        for number, page in enumerate(self.laid, 1):
            shown = list(self._unfolded(page.rows))
            self._make_room_for_names(shown, page.room)
            heads = [n for n, row in enumerate(shown, len(rows) + 1) if row.content.head]
            merges += self._head_merges(shown, len(rows))
            merges += self._joined_merges(shown, len(rows))
            if self.repeats and repeat is None and heads:
                repeat = heads[0], heads[-1]
            for row in shown:
                block = row.content.block
                if block.key != _STAMP and id(block) not in outline:  # the sheet's name is that of its first part only
                    title = _outline_title(block) or ("" if outline else self.name)
                    outline[id(block)] = (title, number) if title else None
            labels = self._area_labels(shown, len(rows), merges)
            rows += [self._report_row(row, labels.get(n, "")) for n, row in enumerate(shown)]
            breaks.append(len(rows))
        bare = self.is_cover and len(breaks) == 1
        return ReportSheet(
            name=self.name,
            paper=self.paper,
            widths=self.grid.widths,
            rows=tuple(rows),
            breaks=tuple(breaks[:-1]),
            repeat=repeat,
            merges=tuple(merges),
            scale=self.page.scale,
            header="" if bare else self.header,
            footer="" if bare else None,
            pages=len(breaks),
            outline=tuple(dict.fromkeys(entry for entry in outline.values() if entry is not None)),
        )

    def _page_rows(self, rows: list[PageRow[_PlacedRow]]) -> list[PageRow[_PlacedRow]]:
        """The rows of one page, head and names again where it begins inside a table or an example."""
        if not rows:
            return rows
        placed = rows[0].content
        opening = self._opening(placed)
        if placed.continuation:
            cells = self._continued(placed.block, placed.row, placed.cells)
            rows[0] = replace(rows[0], content=replace(placed, cells=cells))
        for n in range(1, len(rows)):
            if rows[n].content.continuation:  # higher than a row may be: the pieces on one page look like one
                rows[n - 1], rows[n] = _open_at(rows[n - 1], "b"), _open_at(rows[n], "t")
        return [*opening, *rows]

    def _area_runs(self, rows: Sequence[PageRow[_PlacedRow]]) -> Iterator[tuple[Block, str, list[int]]]:
        """The runs of rows of one area on a page, where a column names it."""

        def run_of(n: int) -> tuple[int, str | None]:
            placed = rows[n].content
            named = placed.block.area_column is not None and placed.row.line_no
            return id(placed.block), placed.row.area if named else None

        for (_, area), run in groupby(range(len(rows)), key=run_of):
            if area is not None:
                numbers = list(run)
                yield rows[numbers[0]].content.block, area, numbers

    def _make_room_for_names(self, rows: list[PageRow[_PlacedRow]], room: float) -> None:
        """Heighten, in `rows`, the last row of each run that is too low for its area's name, as far as the page has
        room (pt); the most that a name still lacks is kept in `short_of_name`.
        """
        for block, area, numbers in self._area_runs(rows):
            wanting = self.area_height(block, block.areas[area]) - sum(rows[n].height for n in numbers)
            if 0 < wanting <= room:
                last = numbers[-1]
                rows[last] = replace(rows[last], height=rows[last].height + wanting)
                room -= wanting
            elif wanting > 0:
                self.short_of_name = max(self.short_of_name, wanting)

    def _unfolded(self, rows: Iterable[PageRow[_PlacedRow]]) -> Iterator[PageRow[_PlacedRow]]:
        """Rows with bands as the rows that they take on the sheet; the other cells reach down over them."""
        for row in rows:
            placed = row.content
            if not placed.row.bands:
                yield row
                continue
            outer, area = placed.cells, placed.block.area_column
            for line in self.bars(placed.block).lines(placed.row.bands, row.height):
                cells = tuple(sorted((*outer, *line.cells), key=_FIRST_COLUMN))
                content = _PlacedRow(placed.block, placed.row, cells, placed.head, placed.continuation)
                yield PageRow(line.height, content, row.kind, row.area, row.opening, row.foot)
                if outer is placed.cells:
                    outer = tuple(cell._replace(text="", joined=cell.first != area, marks=()) for cell in outer)

    def _area_labels(
        self, rows: Sequence[PageRow[_PlacedRow]], above: int, merges: list[tuple[int, int, int]]
    ) -> dict[int, str]:
        """The label of each area's run of rows on a page, at its first row; the run's cells are merged.

        The whole name where it fits, as it does where the area begins; else its number.
        """
        labels: dict[int, str] = {}
        for block, area, numbers in self._area_runs(rows):
            assert block.area_column is not None
            fits = sum(rows[n].height for n in numbers) >= self.area_height(block, block.areas[area])
            labels[numbers[0]] = block.areas[area] if fits else block.area_numbers[area]
            if len(numbers) > 1:
                column, _ = self.grid.spans[self.index[id(block)]][block.area_column, block.area_column]
                merges.append((above + numbers[0] + 1, above + numbers[-1] + 1, column))
        return labels

    def _head_merges(self, rows: Sequence[PageRow[_PlacedRow]], above: int) -> list[tuple[int, int, int]]:
        """Head cells that reach down over the second head row."""
        merges = []
        for n, row in enumerate(rows):
            for cell in row.content.cells:
                if row.content.head and cell.key == "down":
                    first, _ = self.grid.spans[self.index[id(row.content.block)]][cell[:2]]
                    merges.append((above + n + 1, above + n + 2, first))
        return merges

    def _joined_merges(self, rows: Sequence[PageRow[_PlacedRow]], above: int) -> list[tuple[int, int, int]]:
        """Cells that are one with the cell above, on this page."""
        open_at: dict[int, int] = {}
        merges: dict[tuple[int, int], int] = {}
        for n, row in enumerate(rows):
            spans = self.grid.spans[self.index[id(row.content.block)]]
            for cell in row.content.cells:
                column = spans[cell[:2]][0]
                if not cell.joined:
                    open_at[column] = n
                elif column in open_at:
                    merges[open_at[column], column] = n
        return [(above + start + 1, above + end + 1, column) for (start, column), end in merges.items()]

    def _report_row(self, row: PageRow[_PlacedRow], area_label: str) -> ReportRow:
        placed = row.content
        block, n = placed.block, self.index[id(placed.block)]
        spans, named = self.grid.spans[n], block.area_column if placed.row.line_no else None
        cells, blanks = [], self._blanks[n]
        for own in placed.cells:
            first, last, text, role, key, _, _, sides, marks = own
            if first == named:
                text, marks = area_label, ()
            elif not key and text == "":
                cells.append(blanks[own])
                continue
            cells.append(ReportCell(*spans[first, last], text, role, "" if key == "down" else key, sides, marks))
        height = self.height(block, placed.row, placed.cells) if placed.head else row.height
        pictures = self.pictures(block, placed.row)
        key, columns = f"{block.key}|{placed.row.name}" if placed.row.name else "", self._columns(placed)
        return ReportRow(height, tuple(cells), pictures, key, columns, chart=placed.row.chart)

    def _columns(self, placed: _PlacedRow) -> tuple[tuple[int, str], ...]:
        """The keys of the columns of a row, each with the first column of the sheet that it stands for."""
        n, keys = self.index[id(placed.block)], placed.row.columns or placed.block.columns
        if (n, keys) not in self._keyed_columns:
            spans = self.grid.spans[n]
            self._keyed_columns[n, keys] = tuple((spans[at, at][0], key) for at, key in enumerate(keys) if key)
        return self._keyed_columns[n, keys]


def _feet(blocks: Sequence[Block]) -> dict[str, list[Block]]:
    """The feet of each block by its key; a foot that no block stands before is printed where it is."""
    feet: dict[str, list[Block]] = {}
    above: Block | None = None
    for block in blocks:
        if not block.foot:
            above = block
        elif above is not None and above.key != _STAMP:
            feet.setdefault(above.key, []).append(block)
    return feet


def _gap(block: Block, height: float, area: str | None = None) -> PageRow[_PlacedRow]:
    """Air of so many pt, which is left out at the top of a page."""
    row = BlockRow((), RowKind.HEADING, area=area)
    return PageRow(height, _PlacedRow(block, row, ()), RowKind.HEADING, _area_of(block, row))


def _open_at(row: PageRow[_PlacedRow], side: str) -> PageRow[_PlacedRow]:
    """A row whose cells have no line at a side."""
    cells = tuple(cell._replace(open=cell.open + side) for cell in row.content.cells)
    return replace(row, content=replace(row.content, cells=cells))


def _without_gap(rows: list[PageRow[_PlacedRow]]) -> list[PageRow[_PlacedRow]]:
    """The rows of a page without the air at its top."""
    return rows[next((n for n, row in enumerate(rows) if row.content.cells), len(rows)) :]


def _in_pieces(cells: Sequence[BlockCell], pieces: Sequence[Sequence[str]]) -> list[tuple[BlockCell, ...]]:
    """The cells of a row in the pieces that their texts were cut into: a row of cells for each row of texts."""
    own = [cut(cell, texts) for cell, texts in zip(cells, zip(*pieces, strict=True), strict=True)]
    return list(zip(*own, strict=True))


def _area_of(block: Block, row: BlockRow) -> str | None:
    """What `paginate` takes for the area of a row."""
    return None if row.area is None else f"{block.key}:{row.area}"


def _kept_together(rows: Sequence[PageRow[_PlacedRow]], usable: float) -> list[PageRow[_PlacedRow]]:
    """The rows with those of an area that has photos and fits a page made one that is not broken."""
    kept: list[PageRow[_PlacedRow]] = []
    for area, run in groupby(rows, key=lambda row: row.area):
        group = list(run)
        pictured = area is not None and any(row.content.row.pictures for row in group)
        if pictured and sum(row.height for row in group) <= usable:
            group[:-1] = [replace(row, kind=RowKind.HEADING) for row in group[:-1]]
        kept += group
    return kept


def _outline_title(block: Block) -> str:
    """The title that a block prints, for the outline of the PDF."""
    titles = (str(cell.text) for row in block.rows for cell in row.cells if cell.key == f"{block.key}.title")
    return next(titles, "")


def _total_width(blocks: Sequence[Block], page: Page, looks: Looks) -> float:
    """Width units of the sheet: the page at 100 %, as long as the columns of the widest table can be narrowed so far;
    then more, as long as its text stays readable.
    """
    room, most = _room(page, looks)
    widest = max((sum(block.widths) if block.heads else block.least for block in blocks), default=0.0)
    least = max((block.least for block in blocks if block.heads), default=0.0)
    return min(max(room, widest * _NARROWED, least), most)


def _room(page: Page, looks: Looks) -> tuple[float, float]:
    """Width units that go on a page at 100 %, and in the smallest print that can be read."""
    room = page.printable_width / looks.unit.page
    least_scale = min(100, math.ceil(100 * LEAST_SIZE / looks.faces["body"].size))
    return room, room * 100 / least_scale


def _stamped(blocks: Sequence[Block], parts: Sequence[Part], total: float, draft: bool) -> Iterator[Block]:
    """The blocks, the first below the sheet's stamp, and each further one that has a 資料番号 of its own below that."""
    opening = next((part for part in parts if part.doc_no or part.meeting), None)
    said = {opening.doc_no if opening else ""}
    if opening is not None or draft:
        yield _stamp(opening, total, parts[0].key, draft=draft)
    for block, part in zip(blocks, parts, strict=True):
        if part.doc_no and part.doc_no not in said:
            said.add(part.doc_no)
            yield _stamp(part, total, part.key, gap=_STAMP_GAP)
        yield block


def _stamp(part: Part | None, total: float, name: str, *, draft: bool = False, gap: float = 0.0) -> Block:
    """The row above a part: meeting and date, 案 on drafts, and the boxed 資料番号. `name` finds it again."""
    meeting = "".join(f"{text}　" for text in (part.meeting, part.meeting_date) if text) if part else ""
    doc_no = part.doc_no if part else ""
    widths, cells = [], []
    boxes = [(_DRAFT_WIDTH, "案", "draft")] * draft + [(_DOC_WIDTH, doc_no, "docno")] * bool(doc_no)
    for n, (width, text, role) in enumerate([(total - sum(b[0] for b in boxes), meeting, "meeting"), *boxes]):
        widths.append(width)
        cells.append(BlockCell(n, n, text, role))
    rows = BlockRow(tuple(cells), RowKind.HEADING, gap=gap, name=name), BlockRow((), RowKind.HEADING, gap=6.0)
    return Block(_STAMP, tuple(widths), rows, columns=tuple(cell.role for cell in cells))
