"""Figures of the page: each knows the rows of the data that it counts, so that anybody can count them again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal

from kosei_xl.later import dataclass
from kosei_xl.publish.columns import AMOUNT, ID, DataTable, TableName
from kosei_xl.publish.data import DATA, text_row
from kosei_xl.publish.rows import DataRow
from kosei_xl.words.amounts import amount_text

TextRow = Mapping[str, str]
"""The texts of a row of the data by head."""


@dataclass(frozen=True, slots=True)
class PageFigure:
    """A number on the page: how it is printed, what it is of, the file and the rows that it counts (`where`,
    「評価=B&分野番号=1」), or whose column `adds` it adds up. `anchor` leads to the list of those rows; "" where there
    are none.
    """

    text: str
    says: str
    file: str
    where: str
    adds: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class CountedList:
    """The items behind figures: the `anchor` of the list, what the figures are of that count just them, their ids."""

    anchor: str
    says: tuple[str, ...]
    ids: tuple[str, ...]


def written(where: Mapping[str, str]) -> str:
    """Conditions as one text: 「評価=B&分野番号=1」; what separates them is written as %26, %3D and %25 inside."""
    return "&".join(f"{_escaped(head)}={_escaped(value)}" for head, value in where.items())


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("&", "%26").replace("=", "%3D")


@dataclass(slots=True)
class Figures:
    """Makes the figures of one page from its tables; the rows behind them are kept as lists."""

    tables: Mapping[TableName, DataTable]
    rows: Mapping[TableName, Sequence[DataRow]]
    lists: dict[tuple[str, ...], CountedList] = field(default_factory=dict)
    _texts: dict[TableName, list[TextRow]] = field(default_factory=dict)

    def count(self, number: int, table: TableName, where: Mapping[str, str], says: str) -> PageFigure:
        """A number of rows; `number` is the report's count of them, not one made here."""
        return PageFigure(str(number), says, self._file(table), written(where), anchor=self._anchor(table, where, says))

    def amount(self, number: Decimal, decimals: int | None, where: Mapping[str, str], says: str) -> PageFigure:
        """A sum of the column of amounts."""
        anchor = self._anchor("amounts", where, says, filled=AMOUNT)
        return PageFigure(amount_text(number, decimals), says, self._file("amounts"), written(where), AMOUNT, anchor)

    def _file(self, table: TableName) -> str:
        return f"{DATA}/{self.tables[table].file}"

    def _anchor(self, table: TableName, where: Mapping[str, str], says: str, filled: str = "") -> str:
        ids = tuple(dict.fromkeys(row[ID] for row in self.matching(table, where) if not filled or row[filled]))
        if not ids:
            return ""
        known = self.lists.get(ids, CountedList(f"n-{len(self.lists) + 1}", (), ids))
        self.lists[ids] = replace(known, says=tuple(dict.fromkeys((*known.says, says))))
        return known.anchor

    def matching(self, table: TableName, where: Mapping[str, str]) -> Iterator[TextRow]:
        """The rows of a table that say what `where` says."""
        if table not in self._texts:
            self._texts[table] = [text_row(self.tables[table], row) for row in self.rows[table]]
        return (row for row in self._texts[table] if all(row[head] == value for head, value in where.items()))
