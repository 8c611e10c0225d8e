"""The list of the digits that were evened (そろえた数字): each field as it was typed and as it is printed."""

from collections.abc import Iterable, Iterator, Sequence

from kosei_xl.report.blocks import Block, BlockCell, BlockRow
from kosei_xl.report.blocks.base import head_row, one_cell
from kosei_xl.report.columns import Source, item_number
from kosei_xl.report.layout import ReportOptions, sheet_of, sheet_part
from kosei_xl.report.page import MarkedRun, Report
from kosei_xl.report.paginate import RowKind
from kosei_xl.values.diagnostics import SourceMap
from kosei_xl.values.evened import EvenedText
from kosei_xl.values.labels import label_of
from kosei_xl.values.model import REPORT_FORMAT, LineKey
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.evening import evened_places
from kosei_xl.words.messages import told

_KEY = "evened"
_HEADS = ("No.", "項目", "欄", "台帳のセル", "記入", "印刷")
_WIDTHS = (7.0, 34.0, 18.0, 14.0, 35.0, 35.0)
_LOOKS = ("body_center", "body", "body", "body", "body", "body")
_LAST = len(_HEADS) - 1
_AROUND = 6
"""Letters that are shown before and behind a number."""


def evened_report(standing: Standing, found: Sequence[EvenedText], cells: SourceMap, options: ReportOptions) -> Report:
    """The list as a report of one sheet. `cells` are those of the ledger."""
    plan, point = standing.plan, standing.point
    style = terms.DIGIT_STYLES[plan.style.digits_text]
    heading = one_cell(terms.EVENED_SHEET, "title", f"{_KEY}.title", _LAST)
    note = one_cell(told("evened_note", style=style), "note", f"{_KEY}.note", _LAST)
    rows = [
        BlockRow(heading, kind=RowKind.HEADING),
        BlockRow(note, kind=RowKind.HEADING, gap=2),
        *(_row(number, standing, one, cells) for number, one in enumerate(found, 1)),
    ]
    if not found:
        rows.append(BlockRow(one_cell(told("evened_none"), "text", f"{_KEY}.none", _LAST), gap=4))
    block = Block(_KEY, _WIDTHS, tuple(rows), heads=(head_row(_HEADS),) if found else ())
    sheet, texts = sheet_of(sheet_part(terms.EVENED_SHEET, block), block, Source(standing), options)
    identity = {"format": str(REPORT_FORMAT), "kind": "papers", "plan_id": plan.plan_id, "point": point.key}
    author = " ".join(text for text in (plan.style.organization, plan.style.office) if text)
    title = f"{plan.name}　{point.label}　{terms.EVENED_SHEET}"
    return Report(title, author, (sheet,), draft=False, identity=identity, texts=texts)


def _row(number: int, standing: Standing, one: EvenedText, cells: SourceMap) -> BlockRow:
    plan = standing.plan
    line = plan.line_by_key[LineKey(one.key.item_key, one.key.sub_no)]
    cell = cells.get((*one.key, one.field)) or cells.get(one.key)
    where = f"{cell.sheet}!{cell.cell}" if cell is not None and cell.cell else ""
    label = "".join(label_of(plan, one.field).split())
    windows = list(_windows(one))
    texts = [item_number(plan, line), line.name, label, where]
    made = [BlockCell(n, n, text, _LOOKS[n], f"{_KEY}.{number}.{n}") for n, text in enumerate(texts)]
    for n, whole in enumerate((one.typed, one.printed), len(texts)):
        text, marks = _shown(whole, windows, one)
        made.append(BlockCell(n, n, text, _LOOKS[n], f"{_KEY}.{number}.{n}", marks=marks))
    return BlockRow(tuple(made), area="", line_no=line.no)


def _windows(one: EvenedText) -> Iterator[tuple[int, int]]:
    """The stretches of a text that are shown: each number with what stands around, those that touch as one."""
    start = end = -1
    for first, last in evened_places(one.typed, one.printed):
        if start >= 0 and first - _AROUND > end:
            yield start, end
            start = -1
        start = max(0, first - _AROUND) if start < 0 else start
        end = min(len(one.typed), last + _AROUND)
    if start >= 0:
        yield start, end


def _shown(whole: str, windows: Iterable[tuple[int, int]], one: EvenedText) -> tuple[str, tuple[MarkedRun, ...]]:
    """A text where it differs, a line a stretch, with the numbers marked."""
    lines: list[str] = []
    marks: list[MarkedRun] = []
    at = 0
    places = list(evened_places(one.typed, one.printed))
    for start, end in windows:
        before, behind = ("…" if start else ""), ("…" if end < len(whole) else "")
        inside = [(first, last) for first, last in places if start <= first and last <= end]
        marks += (MarkedRun(at + len(before) + a - start, at + len(before) + b - start, False) for a, b in inside)
        lines.append(before + " ".join(whole[start:end].split("\n")) + behind)
        at += len(lines[-1]) + 1
    return "\n".join(lines), tuple(marks)


def evened_count(found: Iterable[EvenedText]) -> int:
    """How many numbers were evened."""
    return sum(1 for one in found for _ in evened_places(one.typed, one.printed))
