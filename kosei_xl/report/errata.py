"""正誤表: what papers that were published say, and what they would say with what is right now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kosei_xl.collect.summarize import summarize
from kosei_xl.later import dataclass
from kosei_xl.report.blocks import Block, BlockCell, BlockRow, make_block
from kosei_xl.report.blocks.base import head_row, one_cell
from kosei_xl.report.changes.marks import Former, TextChange, mark_block
from kosei_xl.report.changes.table import pages_of
from kosei_xl.report.changes.wordwise import StretchSide, excerpt
from kosei_xl.report.columns import Source
from kosei_xl.report.layout import ReportOptions, sheet_of, sheet_part
from kosei_xl.report.page import Report
from kosei_xl.report.paginate import RowKind
from kosei_xl.report.wording import Wording
from kosei_xl.values.model import REPORT_FORMAT
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.messages import Message, told

_ERRATA = "errata"
_HEADS = ("資料", "ページ", "No.", "欄", "誤", "正")
_COLUMNS = (24.0, 7.0, 7.0, 18.0, 44.0, 44.0)
_LOOKS = ("body", "body_center", "body_center", "body", "body", "body")


@dataclass(frozen=True, slots=True)
class Erratum:
    """One line of a 正誤表: the part and printed page, the item's number ("" for none), the column, both texts."""

    document: str
    page: int
    no: str
    label: str
    wrong: str
    right: str


def differences_of(standing: Standing, former: Former) -> tuple[TextChange, ...]:
    """The cells that the papers of a standing would print otherwise than an earlier report."""
    plan = standing.plan
    found: list[TextChange] = []
    wording = Wording(plan, standing.point, summarize(standing))
    source = Source(standing, None)
    parts = [part for part in plan.parts if part.kind not in ("form", "pdf") and part.key in former.parts]
    for sheet in dict.fromkeys(part.sheet for part in parts):
        for n, part in enumerate(one for one in parts if one.sheet == sheet):
            block = make_block(part, source, wording, first=n == 0)
            found += mark_block(block, former, show_deleted=False)[1]
    return tuple(found)


def errata(then: Standing, now: Standing, former: Former, published: Report) -> tuple[Erratum, ...]:
    """The lines of a 正誤表, in the order of the pages: `then` as it was published, `now` as it is right.

    What the program itself would print otherwise by now is left out: it is no error.
    """
    drift = {(one.part, one.row, one.label) for one in differences_of(then, former)}
    changes = [one for one in differences_of(now, former) if (one.part, one.row, one.label) not in drift]
    wording = Wording(then.plan, then.point, summarize(then))
    titles = {part.key: wording.fill(part.title) or part.sheet for part in then.plan.parts}
    pages = pages_of(published.sheets, then.plan.style.first_page)
    lines = [_line(one, titles, pages) for change in changes for one in (change, *change.others)]
    return tuple(line for _, line in sorted(enumerate(lines), key=lambda pair: (pair[1].page, pair[0])))


def _line(change: TextChange, titles: Mapping[str, str], pages: Mapping[str, int]) -> Erratum:
    wrong, right = (excerpt(change.stretches, side)[0] for side in (StretchSide.OLD, StretchSide.NEW))
    page = pages.get(f"{change.part}|{change.row}", pages.get(change.part, 0))
    return Erratum(titles.get(change.part, change.part), page, change.no, change.label, wrong, right)


def errata_report(lines: Sequence[Erratum], standing: Standing, note: str, options: ReportOptions) -> Report:
    """The 正誤表 as a report of one sheet; `note` says of what it is."""
    rows = [
        BlockRow(one_cell(terms.ERRATA_SHEET, "title", f"{_ERRATA}.title", len(_HEADS) - 1), kind=RowKind.HEADING),
        BlockRow(one_cell(note, "note", f"{_ERRATA}.note", len(_HEADS) - 1), kind=RowKind.HEADING, gap=2),
        *(_row(number, one) for number, one in enumerate(lines, 1)),
    ]
    block = Block(_ERRATA, _COLUMNS, tuple(rows), heads=(head_row(_HEADS),))
    plan, point = standing.plan, standing.point
    own = replace(options, draft=False)
    sheet, texts = sheet_of(sheet_part(terms.ERRATA_SHEET, block), block, Source(standing, None), own)
    identity = {"format": str(REPORT_FORMAT), "kind": "papers", "plan_id": plan.plan_id, "point": point.key}
    author = " ".join(text for text in (plan.style.organization, plan.style.office) if text)
    title = f"{plan.name}　{point.label}　{terms.ERRATA_SHEET}"
    return Report(title, author, (sheet,), draft=False, identity=identity, texts=texts)


def _row(number: int, one: Erratum) -> BlockRow:
    texts = (one.document, str(one.page) if one.page else "", one.no, one.label, one.wrong, one.right)
    cells = (BlockCell(n, n, text, _LOOKS[n], f"{_ERRATA}.{number}.{n}") for n, text in enumerate(texts))
    return BlockRow(tuple(cells), area="", line_no=one.no or "-")


def errata_lines(lines: Iterable[Erratum]) -> tuple[Message, ...]:
    """The lines as the command says them."""
    return tuple(
        told(
            "errata_line",
            document=one.document,
            page=one.page,
            no=one.no or "-",
            label=one.label,
            wrong=one.wrong or terms.BLANK,
            right=one.right or terms.BLANK,
        )
        for one in lines
    )
