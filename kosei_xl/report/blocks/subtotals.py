"""Subtotals in a list: behind the last row of an area what its rows come to, and at the end what all do."""

from collections.abc import Iterator, Sequence

from kosei_xl.collect.tables import amount_of_rows
from kosei_xl.later import dataclass
from kosei_xl.report.blocks.base import BlockCell, BlockRow, one_cell
from kosei_xl.report.blocks.counts import LABELS_BESIDE, unreadable_note
from kosei_xl.report.columns import Source, column_scale, column_texts, is_rating
from kosei_xl.report.paginate import RowKind
from kosei_xl.values.counting import SumAsked, subtotal_levels, table_asked
from kosei_xl.values.labels import area_label
from kosei_xl.values.model import Column, Line, Part
from kosei_xl.words import terms
from kosei_xl.words.amounts import amount_text
from kosei_xl.words.notation import digits


@dataclass(frozen=True, slots=True)
class Subtotals:
    """The subtotals of one list, row by row as its lines are printed."""

    part: Part
    source: Source
    columns: Sequence[Column]
    lines: Sequence[Line]

    def behind(self, at: int) -> Iterator[BlockRow]:
        """The rows behind the line at a place: of the areas that end with it, the lowest first, then of all."""
        levels, _ = subtotal_levels(self.source.plan, self.part)
        if not levels:
            return
        tree, line = self.source.plan.tree, self.lines[at]
        after = self.lines[at + 1] if at + 1 < len(self.lines) else None
        for depth, area in reversed(list(enumerate(tree.path(line.item.area_no), 1))):
            inside = tree.under(area.id)
            if depth in levels and (after is None or after.item.area_no not in inside):
                own = [one for one in self.lines if one.item.area_no in inside]
                yield self._row(f"{terms.SUBTOTAL}　{area_label(self.source.plan, area.id)}", area.id, own, line)
        if after is None:
            yield self._row(terms.GRAND_TOTAL, "", list(self.lines), line)
            yield from self._notes(line)

    def _notes(self, last: Line) -> Iterator[BlockRow]:
        """What is in no sum, as it is no amount."""
        whole = [line for line in self.lines if line.sub is None]
        for number, one in enumerate(table_asked(self.source.plan, self.part).sums, 1):
            note = unreadable_note(one, amount_of_rows(self.source.standing, whole, one).unreadable)
            if note:
                cells = one_cell(note, "note", f"{self.part.key}.subnote.{number}", len(self.columns) - 1)
                yield BlockRow(cells, RowKind.FOOT, area=last.item.area_no, name=f"subnote:{number}")

    def _row(self, label: str, area: str, lines: Sequence[Line], last: Line) -> BlockRow:
        name = f"sub:{area}"
        sums = {one.field: one for one in table_asked(self.source.plan, self.part).sums}
        filled = [n for n, column in enumerate(self.columns) if self._is_counted(column, sums)]
        first = max(1, min(filled, default=len(self.columns)))
        key = f"{self.part.key}.{name}"
        cells = [BlockCell(0, first - 1, f"{label}{self._number(lines)}", "total_label", key)]
        for n, column in enumerate(self.columns[first:], first):
            text = self._text(column, lines, sums) if n in filled else ""
            cells.append(BlockCell(n, n, text, "total", f"{key}.{column.key}"))
        return BlockRow(tuple(cells), RowKind.FOOT, area=last.item.area_no, name=name)

    def _is_counted(self, column: Column, sums: dict[str, SumAsked]) -> bool:
        return is_rating(self.source.plan, column) or (column.key in sums and column.point is None)

    def _number(self, lines: Sequence[Line]) -> str:
        """「（12項目、対象外１）」."""
        style = self.source.plan.style
        rated = sum(line.rated for line in lines)
        aside = sum(line.sub is None and not line.rated for line in lines)
        beside = f"、{LABELS_BESIDE['unrated']}{digits(aside, style.digits_table)}" if aside else ""
        return f"（{digits(rated, style.digits_table)}{style.counter}{beside}）"

    def _text(self, column: Column, lines: Sequence[Line], sums: dict[str, SumAsked]) -> str:
        if column.key in sums:
            whole = [line for line in lines if line.sub is None]
            one = sums[column.key]
            return amount_text(amount_of_rows(self.source.standing, whole, one).total, one.entry.decimals)
        said = list(map(column_texts(self.source, column), (line for line in lines if line.rated)))
        found = []
        for rating in column_scale(self.source, column).ratings:
            if rating.counted or rating.code in said:
                found.append(f"{rating.code} {said.count(rating.code)}")
        if "" in said:
            found.append(f"{LABELS_BESIDE['missing']} {said.count('')}")
        return "\n".join(found)
