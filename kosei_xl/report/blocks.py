"""Parts of the report (帳票) -> blocks: a table or a run of text with its own columns, before it is put on a page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kosei_xl.ledger import rating_of
from kosei_xl.model import Column, Line, Part, Rating
from kosei_xl.notation import digits
from kosei_xl.report.columns import DASH, Source, area_label, column_text, item_number
from kosei_xl.report.page import CellText
from kosei_xl.report.paginate import Kind
from kosei_xl.report.wording import Wording

NOTHING_DELAYED = "該当する{counter}はありません。"
MISSING_LABEL = "未記入"
_SUMMARY_LABEL_WIDTH, _SUMMARY_COUNT_WIDTH = 34.0, 16.0


@dataclass(frozen=True, slots=True)
class BlockCell:
    """One cell of a block, over the block's columns `first` to `last` (0-based); `key` finds it again."""

    first: int
    last: int
    text: CellText
    role: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class BlockRow:
    """One row: `continued` is what its number becomes where it goes on on the next page; `gap` is air above, in pt."""

    cells: tuple[BlockCell, ...]
    kind: Kind = Kind.BODY
    area: str | None = None
    continued: str = ""
    gap: float = 0.0
    line_no: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A part before it is placed: relative column widths, head rows, rows, and the column that names the area, if any.

    `bands` are rows that open an area where no column does; a page that begins inside the area repeats them.
    """

    key: str
    widths: tuple[float, ...]
    rows: tuple[BlockRow, ...]
    heads: tuple[BlockRow, ...] = ()
    area_column: int | None = None
    areas: Mapping[str, str] = field(default_factory=dict)
    area_numbers: Mapping[str, str] = field(default_factory=dict)
    bands: Mapping[str, BlockRow] = field(default_factory=dict)


def make_block(part: Part, source: Source, wording: Wording, *, first: bool) -> Block:
    """The block of one part; `first` on its sheet, its title is the page's title."""
    return _MAKERS[part.kind](part, source, wording, first)


def _paragraphs(text: str) -> list[str]:
    return text.split("\n") if text else []


def _text_row(text: str, role: str, key: str, *, kind: Kind = Kind.BODY, gap: float = 0.0, span: int = 0) -> BlockRow:
    return BlockRow((BlockCell(0, span, text, role, key),), kind, gap=gap)


def _titles(part: Part, wording: Wording, first: bool, span: int) -> list[BlockRow]:
    """Title and introductory text of a part, over all of its columns."""
    rows = []
    title = wording.fill(part.title)
    if title:
        role = "title" if first else "heading"
        rows.append(_text_row(title, role, f"{part.key}.title", kind=Kind.HEADING, gap=0 if first else 14, span=span))
    role = "note" if part.kind in ("list", "summary") else "text"
    for n, paragraph in enumerate(_paragraphs(wording.fill(part.text)), 1):
        rows.append(_text_row(paragraph, role, f"{part.key}.text.{n}", kind=Kind.HEADING, gap=2, span=span))
    return rows


def _text_block(part: Part, source: Source, wording: Wording, first: bool) -> Block:
    paragraphs = _paragraphs(wording.fill(part.text))
    if part.role == "cover":
        rows = [_text_row(wording.fill(part.title), "cover_title", f"{part.key}.title", gap=170)]
        for n, paragraph in enumerate(paragraphs, 1):
            air = 44.0 if n == 1 else 4.0
            rows.append(_text_row(paragraph, "cover_text", f"{part.key}.text.{n}", gap=air))
        return Block(part.key, (1.0,), tuple(rows))
    role = "note" if part.role == "note" else "text"
    rows = []
    title = wording.fill(part.title)
    if title:
        style = "title" if first else "heading"
        rows.append(_text_row(title, style, f"{part.key}.title", kind=Kind.HEADING, gap=0 if first else 14))
    for n, paragraph in enumerate(paragraphs, 1):
        indent = "　" if role == "text" and paragraph and not paragraph.startswith(("　", "・", "※", "（", "「")) else ""
        gap = 8.0 if n == 1 and role == "note" else 3.0
        rows.append(_text_row(indent + paragraph, role, f"{part.key}.text.{n}", gap=gap))
    return Block(part.key, (1.0,), tuple(rows))


def _summary_block(part: Part, source: Source, wording: Wording, first: bool) -> Block:
    """分野 × 評価; a column for blank ratings is added only while there are any, so that rows and total agree."""
    plan, summary = source.plan, wording.summary
    ratings = [rating for rating in plan.ratings if rating.counted]
    missing = any(count.rows for count in summary.missing.values())
    heads = [plan.style.area_term, *(f"{r.label}\n（{wide(r.code)}）" for r in ratings)] + [MISSING_LABEL] * missing
    last = len(heads) - 1
    rows = _titles(part, wording, first, last)
    head_cells = tuple(BlockCell(n, n, text, "head") for n, text in enumerate(heads))
    rows.append(BlockRow(head_cells, Kind.HEADING, gap=4))
    for area in plan.areas:
        items = summary.items[area.no].rows
        label = f"{area_label(plan, area.no)}\n（{_table_digits(source, items)}{plan.style.counter}）"
        counts = [summary.by_area[area.no][r.code].rows for r in ratings] + [summary.missing[area.no].rows] * missing
        rows.append(_count_row(source, part, area.no, label, counts, "label", "count"))
    totals = [summary.total(r.code).rows for r in ratings]
    totals += [sum(count.rows for count in summary.missing.values())] * missing
    label = f"計\n（{_table_digits(source, summary.all_items.rows)}{plan.style.counter}）"
    rows.append(_count_row(source, part, "total", label, totals, "total_label", "total"))
    widths = (_SUMMARY_LABEL_WIDTH, *([_SUMMARY_COUNT_WIDTH] * last))
    return Block(part.key, widths, tuple(rows))


def _count_row(
    source: Source, part: Part, area: str, label: str, counts: Sequence[int], label_role: str, count_role: str
) -> BlockRow:
    codes = [r.code for r in source.plan.ratings if r.counted] + ["missing"]
    cells = [BlockCell(0, 0, label, label_role, f"{part.key}.{area}")]
    for n, count in enumerate(counts, 1):
        half = source.plan.style.digits_table == "half"
        text: CellText = count if half else _table_digits(source, count)
        cells.append(BlockCell(n, n, text, count_role, f"{part.key}.{area}.{codes[n - 1]}"))
    return BlockRow(tuple(cells))


def _table_digits(source: Source, number: int) -> str:
    return digits(number, source.plan.style.digits_table)


def wide(text: str) -> str:
    """Letters and digits in full width, as summary tables print ratings (Ｓ)."""
    return "".join(chr(ord(ch) + 0xFEE0) if "!" <= ch <= "~" else ch for ch in text)


def _list_block(part: Part, source: Source, wording: Wording, first: bool) -> Block:
    wanted = ("rated", "unrated") if part.items == "all" else (part.items,)
    lines = [line for line in source.plan.lines if line.item.kind in wanted]
    return _table(part, source, wording, first, lines)


def _delayed_block(part: Part, source: Source, wording: Wording, first: bool) -> Block:
    """The rows whose rating is behind, by No.; a sentence where there are none."""
    lines = [line for line in source.plan.lines if _is_behind(source, line)]
    if lines:
        return _table(part, source, wording, first, lines, bands=False)
    text = NOTHING_DELAYED.replace("{counter}", source.plan.style.item_term)
    return Block(part.key, (1.0,), (*_titles(part, wording, first, 0), _text_row(text, "text", f"{part.key}.none", gap=4)))


def _is_behind(source: Source, line: Line) -> bool:
    rating = rating_of(source.plan, source.current, line, source.point.key)
    return rating is not None and rating.behind


def _table(
    part: Part, source: Source, wording: Wording, first: bool, lines: Iterable[Line], *, bands: bool = True
) -> Block:
    plan = source.plan
    columns = plan.columns_of(part.key) or _default_columns(part)
    span = len(columns) - 1
    area_column = next((n for n, column in enumerate(columns) if column.key == "area"), None)
    areas = {area.no: area_label(plan, area.no) for area in plan.areas}
    numbers = {area.no: area_label(plan, area.no, "\n").split("\n")[0] for area in plan.areas}
    shown = list(lines)
    used = dict.fromkeys(line.item.area_no for line in shown)
    band_rows: dict[str, BlockRow] = {}
    if bands and area_column is None and len(plan.areas) > 1:
        for no in used:
            cell = BlockCell(0, span, _band_text(source, no), "band", f"{part.key}.band.{no}")
            band_rows[no] = BlockRow((cell,), Kind.HEADING, area=no)
    rows = list(_titles(part, wording, first, span))
    opened: str | None = None
    for line in shown:
        no = line.item.area_no
        if no != opened and no in band_rows:
            rows.append(band_rows[no])
        opened = no
        rows.append(_item_row(part, source, wording, line, columns))
    return Block(
        key=part.key,
        widths=tuple(column.width for column in columns),
        rows=tuple(rows),
        heads=_head_rows(columns, wording),
        area_column=area_column,
        areas=areas,
        area_numbers=numbers,
        bands=band_rows,
    )


def _band_text(source: Source, area_no: str) -> str:
    """「方向性１ 地域資源…」 or 「Ⅰ 地域協働…」: the term goes before plain numbers."""
    label = area_label(source.plan, area_no)
    sample = source.plan.style.area_numbering
    return f"{source.plan.style.area_term}{label}" if sample in ("１", "1") else label


def _default_columns(part: Part) -> tuple[Column, ...]:
    pairs = (("no", "No.", 6.0), ("name", "項目", 24.0), ("departments", "推進担当課", 20.0), ("rating", "評価", 6.0))
    return tuple(Column(part=part.key, key=key, label=label, width=width) for key, label, width in pairs)


def _head_rows(columns: Sequence[Column], wording: Wording) -> tuple[BlockRow, ...]:
    """One head row, or two where columns stand together under a heading (BlockCell.key "down" reaches the lower row)."""
    labels = [wording.fill(column.label) for column in columns]
    if not any(column.heading for column in columns):
        return (BlockRow(tuple(BlockCell(n, n, text, "head") for n, text in enumerate(labels)), Kind.HEADING),)
    upper: list[BlockCell] = []
    lower: list[BlockCell] = []
    for n, column in enumerate(columns):
        if column.heading is None:
            upper.append(BlockCell(n, n, labels[n], "head", "down"))
            lower.append(BlockCell(n, n, "", "head"))
            continue
        lower.append(BlockCell(n, n, labels[n], "head"))
        if upper and n and columns[n - 1].heading == column.heading:
            upper[-1] = BlockCell(upper[-1].first, n, upper[-1].text, "head")
        else:
            upper.append(BlockCell(n, n, wording.fill(column.heading), "head"))
    return BlockRow(tuple(upper), Kind.HEADING), BlockRow(tuple(lower), Kind.HEADING)


def _item_row(part: Part, source: Source, wording: Wording, line: Line, columns: Sequence[Column]) -> BlockRow:
    cells = []
    for n, column in enumerate(columns):
        text = column_text(source, line, column)
        key = f"{part.key}.{line.no}.{column.key}" + (f"@{column.point}" if column.point else "")
        cells.append(BlockCell(n, n, text, _role(source, line, column, text), key))
    continued = f"{item_number(source.plan, line)}\n（続き）"
    return BlockRow(tuple(cells), area=line.item.area_no, continued=continued, line_no=line.no)


def _role(source: Source, line: Line, column: Column, text: str) -> str:
    if column.key in ("rating", "previous"):
        rating = source.plan.rating_by_code.get(text)
        return _rating_role(source, rating)
    if column.key == "area":
        return "area_label"
    if column.key == "no":
        return "no"
    if text == DASH or column.align == "center":
        return "body_center"
    return "body_right" if column.align == "right" else "body"


def _rating_role(source: Source, rating: Rating | None) -> str:
    if rating is None:
        return "rating"
    if rating.behind:
        return "rating_behind"
    orders = [r.order for r in source.plan.ratings if r.order is not None]
    return "rating_ahead" if len(orders) > 1 and rating.order == min(orders) else "rating"


_MAKERS: Mapping[str, Callable[[Part, Source, Wording, bool], Block]] = {
    "text": _text_block,
    "summary": _summary_block,
    "list": _list_block,
    "delayed": _delayed_block,
}
