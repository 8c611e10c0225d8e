"""What KOSEI_LEDGER shows in place of counts (表示): shares, changes since the point before, points, sums of a column.

As the report's tables count: a share is rounded as it is printed there, and is a number that Excel shows as percent.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal

from kosei_xl.addin.groups import Groups
from kosei_xl.read.ratings import read_rating
from kosei_xl.read.tables import TableRow, text_of
from kosei_xl.report.blocks.counts import shares_of
from kosei_xl.values.cells import CellValue
from kosei_xl.values.counting import shown_as, unit_in
from kosei_xl.values.model import Rating, Scale
from kosei_xl.words import terms
from kosei_xl.words.amounts import EXACT, POINT_WORDS, read_amount
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import folded
from kosei_xl.workbook.book import is_error_value

Table = list[list[CellValue]]
ITEMS_HEAD, MISSING_HEAD, TOTAL_HEAD = "項目数", "未記入", terms.TABLE_SHOWS["total"]
NO_SHARE = "-"
"""Stands for a share of nothing."""
_TENTHS = 1000
_WORDS = tuple(word for way, word in terms.TABLE_SHOWS.items() if way != "chart")


RATING_COLUMN = ("rating",)
"""The column of 台帳 whose ratings are counted where no other is asked for."""


def code_in(row: TableRow, scale: Scale, keys: Sequence[str] = RATING_COLUMN) -> str | None:
    """The code of the rating of a row of 台帳, the first that is given in these columns; None for blank cells, error
    values and what is not in the scale.
    """
    for key in keys:
        text = text_of(row.raw(key))
        code = None if text is None or is_error_value(text) else read_rating(text, scale)
        if code:
            return code
    return None


def scale_given(rows: Sequence[TableRow], known: Sequence[Rating], keys: Sequence[str] = RATING_COLUMN) -> Scale:
    """Of the scales in 評価区分 the first that all ratings of these rows are of; all ratings where none is."""
    scales: dict[str, list[Rating]] = {}
    for rating in known:
        scales.setdefault(rating.scale, []).append(rating)
    typed = [text for row in rows for key in keys if (text := text_of(row.raw(key))) is not None]
    made = [Scale(tuple(own)) for own in scales.values()]
    return next((scale for scale in made if all(read_rating(text, scale) for text in typed)), Scale(tuple(known)))


class LedgerGroups:
    """The rated rows of one point in groups, with what is asked to be shown of each."""

    def __init__(
        self, groups: Groups, rows: Sequence[TableRow], known: Sequence[Rating], head: str, keys: Sequence[str]
    ) -> None:
        self._groups, self._known, self._head, self._keys = groups, known, head, keys
        self._scale = scale_given(rows, known, keys)
        self._rows = {row.number: row for row in rows}
        self._codes = {row.number: code_in(row, self._scale, keys) for row in rows}

    @property
    def named(self) -> list[str]:
        """The ratings that have a column: those that are counted, of the others those given."""
        given = {*self._codes.values()}
        return [rating.code for rating in self._scale.ratings if rating.counted or rating.code in given]

    def counts(self) -> Table:
        """How many rows each group has of every rating, and without one."""
        heads = [ITEMS_HEAD, *self.named, MISSING_HEAD]
        return self._table(heads, lambda numbers: [len(numbers), *self._counts(numbers)])

    def shares(self, *, adjusted: bool) -> Table:
        """The share of each count in its row."""
        heads = [ITEMS_HEAD, *self.named, MISSING_HEAD]
        return self._table(heads, lambda numbers: [len(numbers), *self._shares(numbers, adjusted=adjusted)])

    def change(self, before: Sequence[TableRow]) -> Table:
        """How many more there are than at the point before, by the same groups; 「―」 where that cannot be told."""
        scale = scale_given(before, self._known, self._keys)
        then = {_line(row): self._as_now(code_in(row, scale, self._keys), scale) for row in before}
        lost = not before or "?" in then.values()
        heads = [ITEMS_HEAD, *(rating.code for rating in self._scale.ratings), MISSING_HEAD]
        codes = [*(rating.code for rating in self._scale.ratings), None]

        def row(numbers: Collection[int]) -> list[CellValue]:
            if lost:
                return ["―"] * len(heads)
            now = [self._codes[number] for number in numbers]
            was = [then[line] for number in numbers if (line := _line(self._rows[number])) in then]
            return [len(now) - len(was), *(now.count(code) - was.count(code) for code in codes)]

        table = self._table(heads, row)
        kept = [n for n, head in enumerate(table[0]) if n < 2 or head == MISSING_HEAD or head in self.named]
        used = [n for n in range(len(table[0])) if n in kept or any(line[n] not in (0, "―") for line in table[1:])]
        return [[line[n] for n in used] for line in table]

    def _as_now(self, code: str | None, scale: Scale) -> str | None:
        """What a code of the point before means now; "?" for nothing."""
        rating = scale.get(code)
        if rating is None:
            return None
        if rating.scale == self._scale.key:
            return rating.code
        own = f"{rating.scale}:{rating.code}"
        same = (one for one in self._scale.ratings if f"{one.scale}:{one.code}" in rating.equals or own in one.equals)
        return next((one.code for one in same), "?")

    def points(self) -> Table | Message:
        """Points reached, the most that there could be, and the one as a share of the other."""
        worth = {rating.code: rating.points for rating in self._scale.ratings if rating.points is not None}
        most = self._scale.most_points
        if most is None:
            return told("fn_no_points")

        def row(numbers: Collection[int]) -> list[CellValue]:
            got = [worth[code] for number in numbers if (code := self._codes[number]) is not None and code in worth]
            reached, whole = sum(got, Decimal(0)), most * len(got)
            share = EXACT.divide(reached * _TENTHS, whole) if whole > 0 else None
            return [len(numbers), float(reached), float(whole), NO_SHARE if share is None else _rounded(share)]

        return self._table([ITEMS_HEAD, *POINT_WORDS], row)

    def sums(self, key: str, head: str, parts: Sequence[TableRow]) -> Table:
        """The sums of a column; a row that says nothing itself says what its parts say, what is no amount nothing."""
        unit = unit_in(head)
        under: dict[str, list[TableRow]] = {}
        for part in parts:
            under.setdefault(_line(part).rpartition("|")[0], []).append(part)

        def amounts(row: TableRow) -> list[str]:
            for rows in ([row], under.get(_line(row).rpartition("|")[0], [])):
                said = [text for one in rows if (text := one.text(key)) is not None and text not in terms.DASHES]
                if said:
                    return said
            return []

        def row(numbers: Collection[int]) -> list[CellValue]:
            read = [read_amount(text, unit) for number in numbers for text in amounts(self._rows[number])]
            total = Decimal(0)
            for amount in read:
                total = EXACT.add(total, amount.value) if amount is not None else total
            return [len(numbers), float(total)]

        return self._table([ITEMS_HEAD, head], row)

    def _counts(self, numbers: Collection[int]) -> list[int]:
        own = [self._codes[number] for number in numbers]
        return [*(own.count(code) for code in self.named), own.count(None)]

    def _shares(self, numbers: Collection[int], *, adjusted: bool) -> list[CellValue]:
        counts = self._counts(numbers)
        if not sum(counts):
            return [NO_SHARE] * len(counts)
        shares = iter(shares_of([count for count in counts if count], adjusted=adjusted))
        return [next(shares) / _TENTHS if count else 0 for count in counts]

    def _table(self, heads: Sequence[str], row: Callable[[Collection[int]], list[CellValue]]) -> Table:
        """Heads, a row for each group, and totals that count each row of the ledger once."""
        groups = [*self._groups, (TOTAL_HEAD, frozenset(self._rows))]
        return [[self._head, *heads], *([label, *row(sorted(numbers))] for label, numbers in groups)]


def shown_table(
    shown: LedgerGroups, asked: str, before: Sequence[TableRow] | None, rows: Sequence[TableRow]
) -> Table | Message:
    """What a word of 表示 asks for: 件数, 割合, 割合（計100）, 前回との差, 得点, or the head of a column of 台帳."""
    way = shown_as(asked)
    if way in ("count", "total"):
        return shown.counts()
    if way in ("share", "adjusted"):
        return shown.shares(adjusted=way == "adjusted")
    if way == "change":
        return shown.change(before) if before is not None else told("fn_no_before")
    if folded(asked) == folded(POINT_WORDS[0]):
        return shown.points()
    column = column_named(rows, asked)
    return (
        shown.sums(*column, [row for row in rows if row.text("kind") == terms.KIND_LABELS["sub"]])
        if column
        else (told("fn_no_shown", value=asked, words="、".join([*_WORDS, POINT_WORDS[0]])))
    )


def column_named(rows: Sequence[TableRow], word: str) -> tuple[str, str] | None:
    """The key and the head of the column of 台帳 that a word names, with or without its unit."""
    table = rows[0].table if rows else None
    heads: Mapping[str, str] = (
        {}
        if table is None
        else {
            key: (text_of(table.sheet.value(table.first - 1, number)) or "").replace("\n", "")
            for key, number in table.columns.items()
        }
    )
    wanted = folded(word)
    for key, head in heads.items():
        bare = head.removesuffix(f"（{unit_in(head)}）")
        if wanted in (folded(head), folded(bare)) and head:
            return key, head
    return None


def _line(row: TableRow) -> str:
    """What a row of 台帳 is about whatever its point: 「m-001|」."""
    return (row.text("row_key") or "").partition("|")[2] or f"No.{row.text('no')}|"


def _rounded(tenths: Decimal) -> float:
    """Tenths of a percent as a number of Excel, rounded as the report does: half away from zero."""
    whole = int(abs(tenths) + Decimal("0.5"))
    return (whole if tenths >= 0 else -whole) / _TENTHS
