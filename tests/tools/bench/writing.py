"""What a report takes without its PDF and what a master takes, beside XlsxWriter writing the same cells; and what is
done with a report later.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kosei_xl.collect.history import office_edits
from kosei_xl.values.ledger import Ledger, SavedBy
from kosei_xl.verbs import adopt, init, log, report, verify
from tests.tools.bench import inputs
from tests.tools.bench.table import Block
from tests.tools.bench.timing import Way, forget, in_process, interleaved


@dataclass(frozen=True, slots=True)
class _Written:
    """A sheet as XlsxWriter is told of it: cells (row, column, value, number of the format), sizes and merged cells."""

    name: str
    cells: tuple[tuple[int, int, Any, int], ...]
    heights: Mapping[int, float]
    widths: Mapping[int, float]
    merged: tuple[tuple[int, int, int, int], ...]


def reporting(scratch: Path, items: int, rounds: int) -> Block:
    """`report` of a plan of so many items, then `verify`, `adopt` and `log`, all in this process."""
    master = inputs.full_master(scratch / "master.xlsx", items)
    printed = scratch / "report.xlsx"

    def make() -> object:
        return report.report(master, inputs.POINT, scratch, name=printed.stem)

    def gone() -> None:
        forget()
        printed.unlink(missing_ok=True)

    make()
    formats, sheets = same_cells(printed)
    again = scratch / "same.xlsx"
    ways = [
        Way("XlsxWriter, the same cells", in_process(lambda: write_same(again, formats, sheets)), items),
        Way("`report` without PDF", in_process(make, gone), items),
        Way("`verify`", in_process(lambda: verify.verify([printed], master)), items),
        Way("`adopt`, nothing edited", in_process(lambda: adopt.adopt_from(printed, master)), items),
        Way("`log`", in_process(lambda: list(log.trace_lines(log.trace(master)))), items),
    ]
    return Block(f"Report of {items} items, one process", "item", interleaved(ways, rounds))


def making(scratch: Path, items: int, rounds: int) -> Block:
    """A master with the ledger of so many items: 台帳, 指標, 写真 and 受領, nine rows and more an item.

    It is made from values, so that nothing is read: what a consolidation reads and checks is its own part.
    """
    plan, entries = inputs.plan_of(max(1, items // 10), min(10, items))
    ledger = Ledger(init.entries_by_key(plan.plan, entries))
    begins = init.Beginning(ledger, office_edits(plan.plan, ledger, {}, SavedBy("bench")))
    printed, again = scratch / "master.xlsx", scratch / "same.xlsx"
    printed.write_bytes(init.master_with(plan.plan, begins))
    formats, sheets = same_cells(printed)
    ways = [
        Way("XlsxWriter, the same cells", in_process(lambda: write_same(again, formats, sheets)), items),
        Way("a new master", in_process(lambda: init.master_with(plan.plan, begins), forget), items),
    ]
    rows = len(ledger.entries) + len(begins.received)
    return Block(f"Master of {items} items, {rows:,} rows, one process", "item", interleaved(ways, rounds))


def same_cells(path: Path) -> tuple[list[dict[str, Any]], list[_Written]]:
    """The formats and the sheets of a workbook, as XlsxWriter takes them; texts without what is inside of them."""
    from openpyxl import load_workbook

    formats: dict[str, tuple[int, dict[str, Any]]] = {}
    sheets = []
    for sheet in load_workbook(path).worksheets:
        cells = []
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None and not cell.has_style:
                    continue
                form = _format(cell)
                number, _ = formats.setdefault(repr(form), (len(formats), form))
                cells.append((cell.row - 1, cell.column - 1, cell.value, number))
        heights = {n - 1: one.height for n, one in sheet.row_dimensions.items() if one.height is not None}
        widths = {one.min - 1: one.width for one in sheet.column_dimensions.values() if one.min is not None}
        merged = tuple((r.min_row - 1, r.min_col - 1, r.max_row - 1, r.max_col - 1) for r in sheet.merged_cells.ranges)
        sheets.append(_Written(sheet.title, tuple(cells), heights, widths, merged))
    return [form for _, form in formats.values()], sheets


def _format(cell: Any) -> dict[str, Any]:
    lines = {"thin": 1, "medium": 2, "dashed": 3, "dotted": 4, "thick": 5, "double": 6, "hair": 7}
    sides = {
        side: lines.get(getattr(getattr(cell.border, side), "style", None) or "", 0)
        for side in ("left", "right", "top", "bottom")
    }
    alignment = {"general": "", "centerContinuous": "center_across", "center": "center"}
    form = {
        "font_name": cell.font.name,
        "font_size": cell.font.size,
        "bold": bool(cell.font.b),
        "num_format": cell.number_format,
        "align": alignment.get(cell.alignment.horizontal or "", cell.alignment.horizontal),
        "valign": {"center": "vcenter"}.get(cell.alignment.vertical or "", cell.alignment.vertical),
        "text_wrap": bool(cell.alignment.wrap_text),
        **sides,
    }
    if cell.fill.patternType == "solid" and isinstance(cell.fill.fgColor.rgb, str):
        form["bg_color"] = f"#{cell.fill.fgColor.rgb[-6:]}"
    return {name: value for name, value in form.items() if value}


def write_same(path: Path, formats: list[dict[str, Any]], sheets: list[_Written]) -> None:
    """Write them by XlsxWriter: values, formats, heights, widths, merged cells."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    made = [book.add_format(form) for form in formats]
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for row, height in sheet.heights.items():
            page.set_row(row, height)
        for column, width in sheet.widths.items():
            page.set_column(column, column, width)
        for top, left, bottom, right in sheet.merged:
            page.merge_range(top, left, bottom, right, "")
        for row, column, value, number in sheet.cells:
            if value is None:
                page.write_blank(row, column, None, made[number])
            elif isinstance(value, str) and not value.startswith("="):
                page.write_string(row, column, value, made[number])
            else:
                page.write(row, column, value, made[number])
    book.close()
