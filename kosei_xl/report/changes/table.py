"""The list of changes (修正箇所一覧): where each stands on paper, and both texts where they differ."""

from collections.abc import Mapping, Sequence

from kosei_xl.report.blocks import Block, BlockCell, BlockRow
from kosei_xl.report.blocks.base import head_row, one_cell
from kosei_xl.report.changes.marks import TextChange
from kosei_xl.report.changes.wordwise import StretchSide, excerpt
from kosei_xl.report.page import ReportSheet
from kosei_xl.report.paginate import RowKind
from kosei_xl.words import terms
from kosei_xl.words.messages import told

KEY = "changes"
_LABELS = ("ページ", "資料", "No.", "欄", "修正前", "修正後")
_WIDTHS = (7.0, 18.0, 7.0, 18.0, 46.0, 46.0)
_ROLES = ("body_center", "body", "body_center", "body", "body", "body")
_LAST = len(_LABELS) - 1


def pages_of(sheets: Sequence[ReportSheet], first_page: int) -> Mapping[str, int]:
    """Key of each row ("list|m-003|"), and of each part, -> the printed number of the first page that it is on."""
    found: dict[str, int] = {}
    page = first_page
    for sheet in sheets:
        for number, row in enumerate(sheet.rows, 1):
            here = page + sum(end < number for end in sheet.breaks)
            if row.key:
                found.setdefault(row.key, here)
                found.setdefault(row.key.partition("|")[0], here)
        page += sheet.pages
    return found


def changes_block(
    changes: Sequence[TextChange],
    pages: Mapping[str, int],
    titles: Mapping[str, str],
    former: str,
    *,
    show_deleted: bool,
) -> Block:
    """A row for each change, in the order of the pages. `titles` are the parts' by key, `former` the file compared."""
    rows = [
        BlockRow(one_cell(terms.CHANGES_SHEET, "title", f"{KEY}.title", _LAST), kind=RowKind.HEADING),
        BlockRow(
            one_cell(
                told("changes_note_deleted" if show_deleted else "changes_note", name=former),
                "note",
                f"{KEY}.note",
                _LAST,
            ),
            kind=RowKind.HEADING,
            gap=2,
        ),
    ]
    if not changes:
        rows.append(BlockRow(one_cell(told("changes_none"), "text", f"{KEY}.none", _LAST), gap=4))
        return Block(KEY, _WIDTHS, tuple(rows))
    placed = [(pages.get(f"{one.part}|{one.row}", pages.get(one.part, 0)), one) for one in changes]
    order = sorted(enumerate(placed), key=lambda pair: (pair[1][0], pair[0]))
    rows += [_row(number, page, one, titles) for number, (_, (page, one)) in enumerate(order, 1)]
    return Block(KEY, _WIDTHS, tuple(rows), heads=(head_row(_LABELS),))


def _row(number: int, page: int, change: TextChange, titles: Mapping[str, str]) -> BlockRow:
    texts = (str(page) if page else "", titles.get(change.part, change.part), change.no, change.label)
    cells = [BlockCell(n, n, text, _ROLES[n], f"{KEY}.{number}.{n}") for n, text in enumerate(texts)]
    for n, side in enumerate((StretchSide.OLD, StretchSide.NEW), len(texts)):
        text, marks = excerpt(change.stretches, side)
        cells.append(BlockCell(n, n, text, _ROLES[n], f"{KEY}.{number}.{n}", marks=marks))
    return BlockRow(tuple(cells), area="", line_no=change.no or "-")
