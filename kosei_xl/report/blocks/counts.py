"""Summary tables as 帳票 asks for them: rows by level, 部, 課 or rater; counts, shares, changes, うち…, amounts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kosei_xl.collect.tables import MISSING, UNRATED, CountedRow, CountedTable, count_table
from kosei_xl.later import dataclass
from kosei_xl.report.blocks.base import Block, BlockCell, BlockRow, one_cell, rating_head, titles
from kosei_xl.report.columns import DASH, OTHER_SCALE, Source
from kosei_xl.report.page import PrintedValue
from kosei_xl.report.paginate import RowKind
from kosei_xl.report.wording import Wording
from kosei_xl.values.counting import SumAsked
from kosei_xl.values.labels import areas_called
from kosei_xl.values.model import Part, Plan, Rating
from kosei_xl.words import terms
from kosei_xl.words.amounts import amount_text
from kosei_xl.words.notation import digits

LABELS_BESIDE = {MISSING: "未記入", UNRATED: "対象外"}
NOTE_SHARES = "※割合は小数第２位を四捨五入しているため、合計が100％にならないことがあります。"
NOTE_NO_CHANGE = "※前回と比べられる評価がないため、前回との差は「―」です。"
NOTE_UNREADABLE = "※「{label}」の数として読めない記入（{nos}）は、合計に入っていません。"
NO_CHANGE = "―"
MINUS = "▲"
_TOTAL = "total"
_LABEL_WIDTH = 43.0, 24.0
"""Width units of the labels, and where a rating has several columns."""
_WIDE = {"count": 15.0, "share": 15.0, "change": 15.0, "sum": 20.0}
_NARROW = {"count": 6.0, "share": 8.5, "change": 7.5, "sum": 13.0}
_HUNDRED = 1000
"""A hundred percent in tenths."""


@dataclass(frozen=True, slots=True)
class _TableColumn:
    """A column behind the labels: what it counts (a rating's code, …) and how; its heads, upper and lower."""

    code: str
    how: str
    upper: str
    lower: str = ""
    rating: Rating | None = None

    @property
    def key(self) -> str:
        return self.code if self.how == "count" else f"{self.how}:{self.code}"


def counted_block(part: Part, source: Source, wording: Wording, first: bool) -> Block:
    """A summary table with settings of its own. A page on which it goes on has its head again."""
    table = count_table(source.standing, part)
    columns = list(_columns(source.plan, table))
    last = len(columns)
    rows = list(titles(part, wording, first, last))
    heads = _heads(source, table, columns)
    rows += heads
    again = tuple(replace(head, gap=0.0) for head in heads)
    rows += [replace(row, again=again) for row in _body(part, source, table, columns)]
    for number, note in enumerate(_notes(table, columns), 1):
        rows.append(BlockRow(one_cell(note, "note", f"{part.key}.note.{number}", last), gap=2, name=f"note:{number}"))
    several = len({column.how for column in columns if column.how != "sum"}) > 1
    widths = (_LABEL_WIDTH[several], *((_NARROW if several else _WIDE)[column.how] for column in columns))
    least = sum(widths) if several else 0.0
    return Block(part.key, widths, tuple(rows), columns=("area", *(column.key for column in columns)), least=least)


def _columns(plan: Plan, table: CountedTable) -> Iterator[_TableColumn]:
    asked = table.asked
    wanted = (("count", asked.counts), ("share", bool(asked.shares)), ("change", asked.change))
    ways = [way for way, yes in wanted if yes]
    names = {key: rating_head(rating, rating.label) for key, rating in _by_key(table).items()}
    names |= {key: LABELS_BESIDE[key] for key in table.beside}
    counted = [*names] if ways else []
    names[_TOTAL] = terms.TABLE_SHOWS["total"]
    for code in [*counted, *([_TOTAL] if asked.total else [])]:
        for way in ways or ["count"]:
            lower = terms.TABLE_SHOWS[way] if ways and ways != ["count"] else ""
            yield _TableColumn(code, way, names[code], lower, _by_key(table).get(code))
    for one in asked.sums:
        yield _TableColumn(one.field, "sum", one.label)


def _by_key(table: CountedTable) -> dict[str, Rating]:
    """The ratings by the keys of their columns: their codes; of those with a code that has come before, more."""
    found: dict[str, Rating] = {}
    for rating in table.ratings:
        found[rating.code if rating.code not in found else f"{rating.code}@{rating.scale}"] = rating
    return found


def _heads(source: Source, table: CountedTable, columns: Sequence[_TableColumn]) -> list[BlockRow]:
    """The head: one row, or two where a rating has several columns."""
    label = _rows_called(source.plan, table)
    if not any(column.lower for column in columns):
        cells = [BlockCell(0, 0, label, "head")]
        cells += [BlockCell(n, n, column.upper, "head") for n, column in enumerate(columns, 1)]
        return [BlockRow(tuple(cells), RowKind.HEADING, gap=4, name="head:1")]
    upper, lower = [BlockCell(0, 0, label, "head")], [BlockCell(0, 0, "", "head", joined=True)]
    for n, column in enumerate(columns, 1):
        if column.lower and upper[-1].text == column.upper and columns[n - 2].code == column.code:
            upper[-1] = upper[-1]._replace(last=n)
        else:
            upper.append(BlockCell(n, n, column.upper, "head"))
        lower.append(BlockCell(n, n, column.lower, "head", joined=not column.lower))
    return [
        BlockRow(tuple(upper), RowKind.HEADING, gap=4, name="head:1"),
        BlockRow(tuple(lower), RowKind.HEADING, name="head:2"),
    ]


def _rows_called(plan: Plan, table: CountedTable) -> str:
    asked = table.asked
    if asked.rows == "area":
        return areas_called(plan)
    return plan.levels[asked.level - 1].name if asked.rows == "level" else terms.TABLE_ROWS[asked.rows]


# -- rows ----------------------------------------------------------------------------------------------------------
def _body(part: Part, source: Source, table: CountedTable, columns: Sequence[_TableColumn]) -> Iterator[BlockRow]:
    style = source.plan.style
    for row in table.rows:
        total = row.key.startswith(_TOTAL)
        indent = terms.INDENT * row.depth
        label = f"{indent}{row.label}"
        if not table.asked.total:
            label += f"\n{indent}（{digits(row.items, style.digits_table)}{style.counter}）"
        named = "total_label" if row.key == _TOTAL else "label"
        cells = [BlockCell(0, 0, label, named, f"{part.key}.{row.key}")]
        for n, column in enumerate(columns, 1):
            text = _cell(source, table, row, column)
            role = "total" if total else "count"
            cells.append(BlockCell(n, n, text, role, f"{part.key}.{row.key}.{column.key}"))
        yield BlockRow(tuple(cells), RowKind.FOOT if total else RowKind.BODY, name=row.key)


def _cell(source: Source, table: CountedTable, row: CountedRow, column: _TableColumn) -> PrintedValue:
    style = source.plan.style.digits_table
    if column.how == "sum":
        at = next(n for n, one in enumerate(table.asked.sums) if one.field == column.code)
        return amount_text(row.sums[at].total, table.asked.sums[at].entry.decimals)
    code = column.rating.code if column.rating is not None else column.code
    if column.rating is not None and not row.has(column.rating):
        return OTHER_SCALE
    number = row.items if code == _TOTAL else row.given[code]
    if column.how == "share":
        share = _share(table, row, code)
        return DASH if share is None else f"{share // 10}.{share % 10}%"
    if column.how == "change":
        before = row.items_before if code == _TOTAL else (row.before or {}).get(code)
        if before is None:
            return NO_CHANGE
        change = number - before
        if change < 0:
            return f"{MINUS}{digits(-change, style)}"
        number = change
    return number if style == "half" else digits(number, style)


def _share(table: CountedTable, row: CountedRow, code: str) -> int | None:
    """The share of a count in its row, in tenths of a percent; None in a row of nothing."""
    if not row.items:
        return None
    if code == _TOTAL:
        return _HUNDRED
    codes = [key for key, count in row.given.items() if count]
    shares = shares_of([row.given[key] for key in codes], adjusted=table.asked.shares == "adjusted")
    return dict(zip(codes, shares, strict=True)).get(code, 0)


def shares_of(counts: Sequence[int], *, adjusted: bool) -> list[int]:
    """The shares of counts in tenths of a percent, each rounded half up; `adjusted` so that they make up 1000.

    Then what is left goes to the largest remainders, of equal ones to the first.
    """
    total = sum(counts)
    if not adjusted:
        return [(2 * _HUNDRED * count + total) // (2 * total) for count in counts]
    shares = [_HUNDRED * count // total for count in counts]
    order = sorted(range(len(counts)), key=lambda n: -(_HUNDRED * counts[n] % total))
    for n in order[: _HUNDRED - sum(shares)]:
        shares[n] += 1
    return shares


# -- notes ---------------------------------------------------------------------------------------------------------
def _notes(table: CountedTable, columns: Sequence[_TableColumn]) -> Iterator[str]:
    """What must be said below a table: shares that do not add up, changes that cannot be told, amounts left out."""
    if table.asked.shares == "rounded" and any(_is_off(row) for row in table.rows):
        yield NOTE_SHARES
    if any(column.how == "change" for column in columns) and any(row.before is None for row in table.rows):
        yield NOTE_NO_CHANGE
    for n, one in enumerate(table.asked.sums):
        note = unreadable_note(one, [no for row in table.rows for no in row.sums[n].unreadable])
        if note:
            yield note


def unreadable_note(asked: SumAsked, numbers: Iterable[str]) -> str:
    """What is said of the rows whose amounts are in no sum; "" for none."""
    nos = dict.fromkeys(f"No.{no}" for no in numbers)
    return NOTE_UNREADABLE.format(label=asked.label, nos="、".join(nos)) if nos else ""


def _is_off(row: CountedRow) -> bool:
    counts = [count for count in row.given.values() if count]
    return bool(counts) and sum(shares_of(counts, adjusted=False)) != _HUNDRED
