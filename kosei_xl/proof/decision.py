"""The papers that go with a finished report into the decision folder (決裁): what was verified, the sums, what is left.

They are made from what `verify` says, which counts in a second way, and laid out as the report itself is.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kosei_xl.later import dataclass
from kosei_xl.proof.verify.facts import Evidence
from kosei_xl.proof.verify.says import ONLY, ReportSays, RowSays, Says, SaysKind
from kosei_xl.read.report import Found
from kosei_xl.report.blocks import Block, BlockCell, BlockRow
from kosei_xl.report.blocks.base import head_row, one_cell
from kosei_xl.report.page import PrintedValue
from kosei_xl.report.paginate import RowKind
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.words.codes import Code
from kosei_xl.words.findings import SEVERITY_LABELS
from kosei_xl.words.messages import told

VERIFIED, SUMS, FINDINGS = "検証結果", "検算書", "残っている指摘"
"""The titles of the papers, and the names of their sheets."""
_IN_LABEL = re.compile(r"\n（(.+)）\Z")
"""The figure below the name of an area: 「Ⅰ …（６項目）」."""
_KINDS = (
    (SaysKind.FIGURE, "数・評価・印"),
    (SaysKind.WORDS, "文・見出し・名称（文の中の数を含む）"),
    (SaysKind.RELISTED, "再掲の表示"),
    (SaysKind.WORDING, "取組の文・計画の文"),
)
_VERIFIED_WIDTHS = (24.0, 46.0, 20.0, 20.0)
_VERIFIED_SPANS = ((0, 1), (2, 2), (3, 3))
"""The columns of the table of checks; the facts above it have a narrow label and the rest."""
_SUM_LABELS = ("資料の箇所", "セル", "印刷した数", "台帳の件数", "内訳（No.）")
_SUM_WIDTHS = (44.0, 16.0, 14.0, 10.0, 56.0)
_SUM_ROLES = ("body", "body_center", "body_center", "body_center", "body")
_FINDING_LABELS = ("重さ", "場所", "No.", "内容", "対応・残す理由")
_FINDING_WIDTHS = (8.0, 30.0, 7.0, 56.0, 40.0)
_FINDING_ROLES = ("body_center", "body", "body_center", "body", "body")


@dataclass(frozen=True, slots=True)
class Verification:
    """What was compared, as (label, words), how many texts the PDF was searched for, the SHA-256 of each file as (name,
    hash), and what differs.
    """

    facts: tuple[tuple[str, str], ...]
    on_paper: int
    hashes: tuple[tuple[str, str], ...] = ()
    problems: tuple[Diagnostic, ...] = ()


# -- 検証結果 --------------------------------------------------------------------------------------------
def verified_block(says: ReportSays, found: Found, done: Verification) -> Block:
    """What was compared with what, and for each kind of check how much was compared and how much differs."""
    key = "verified"
    cells = [one for part in says.parts for row in part.rows for one in row.cells.values()]
    kinds = Counter(one.kind for one in cells)
    wrong = _wrong(done.problems)
    rows = [(label, kinds[kind], wrong[kind.value]) for kind, label in _KINDS]
    bars = sum(len(row.bars or ()) for part in says.parts for row in part.rows)
    sheets = {pieces[0].at.sheet for pieces in found.rows.values()}
    rows += [
        ("年度スケジュールの帯", bars, 0),
        ("ページの頭の題、案の印", len(sheets), 0),
        ("行の過不足（消えた行・余分な行）", sum(len(part.rows) for part in says.parts), wrong["rows"]),
        ("PDFに印刷された文（欠けていないか）", done.on_paper, wrong["paper"]),
    ]
    total: tuple[str, int, int] = ("計", sum(count for _, count, _ in rows), sum(count for _, _, count in rows))
    made = [_title(VERIFIED, key, 3), _sentence(told("decision_verified"), key, 3)]
    made += [
        BlockRow((BlockCell(0, 0, label, "box_label"), BlockCell(1, 3, text, "box_text", f"{key}.fact.{n}")))
        for n, (label, text) in enumerate(done.facts)
    ]
    made.append(_gap())
    head = ("照合したもの", "照合した数", "違い")
    made.append(head_row(head, _VERIFIED_SPANS))
    for number, row in enumerate([*rows, total]):
        roles = ("total_label", "total", "total") if row is total else ("label", "count", "count")
        values: tuple[PrintedValue, ...] = row
        cells_of = (
            BlockCell(*span, value, role, f"{key}.{number}.{span[0]}")
            for span, value, role in zip(_VERIFIED_SPANS, values, roles, strict=True)
        )
        made.append(BlockRow(tuple(cells_of)))
    made.append(_sentence(told("decision_agrees" if not total[2] else "decision_differs"), key, 3, gap=8.0))
    notes = [told("decision_hashes"), *(f"{name}　{sha256}" for name, sha256 in done.hashes)] if done.hashes else []
    made += [
        BlockRow(one_cell(note, "note", f"{key}.note.{n}", 3), kind=RowKind.HEADING, gap=0 if n else 14.0)
        for n, note in enumerate(notes)
    ]
    return Block(key, _VERIFIED_WIDTHS, tuple(made))


def _wrong(problems: Sequence[Diagnostic]) -> Counter[str]:
    """How many findings of `verify` there are for each line of the paper."""
    kinds: dict[str, str] = {
        Code.FIGURE_DIFFERS: SaysKind.FIGURE.value,
        Code.WORDS_DIFFER: SaysKind.WORDS.value,
        Code.RELISTED_DIFFERS: SaysKind.RELISTED.value,
        Code.WORDING_DIFFERS: SaysKind.WORDING.value,
        Code.DIGITS_DIFFER: SaysKind.WORDS.value,
        Code.PRINTED_ROW_MISSING: "rows",
        Code.PRINTED_ROW_UNKNOWN: "rows",
        Code.PRINTED_ROW_TWICE: "rows",
        Code.PIECE_MISSING: "rows",
        Code.NOT_IN_PDF: "paper",
    }
    return Counter(kinds[problem.code] for problem in problems if problem.code in kinds)


# -- 検算書 ----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Sum:
    """A printed figure: where it stands, how it is printed, and the rows of the ledger that it counts."""

    about: str
    cell: str
    printed: str
    numbers: tuple[str, ...]


def sums_of(says: ReportSays, found: Found) -> Iterator[Sum]:
    """Every figure that counts rows, in printed order: tables, totals, and each number in a sentence or a heading."""
    for part in says.parts:
        for row in part.rows:
            if row.item is None:
                for column, one in row.cells.items():
                    label = "".join(part.columns.get(column, "").split()) if column != ONLY else ""
                    yield from _sums(found, row, column, one, label)


def _sums(found: Found, row: RowSays, column: str, says: Says, label: str) -> Iterator[Sum]:
    at = _cell(found, row, column)
    if says.kind is SaysKind.FIGURE:
        about = f"{row.about}：{label}" if label else row.about
        in_label = _IN_LABEL.search(says.text)
        yield Sum(about, at, in_label[1] if in_label else says.text, _numbers(says.origins))
        return
    group: list[Evidence] = []
    heading: str | None = None
    for origin in (*says.origins, None):
        if origin is None or origin.at is None:
            if heading is not None and "＝" in heading:
                name, _, printed = heading.rpartition("＝")
                yield Sum(f"{row.about}：{name.strip('{}')}", at, printed, _numbers(group))
            heading, group = origin.about if origin is not None else None, []
        else:
            group.append(origin)


def _numbers(origins: Sequence[Evidence]) -> tuple[str, ...]:
    """「4」「13-2」 of the rows that are counted."""
    return tuple(
        dict.fromkeys(one.about.partition("「")[0].removeprefix("No.") for one in origins if one.at is not None)
    )


def _cell(found: Found, row: RowSays, column: str) -> str:
    pieces = found.rows.get((row.part, row.name), ())
    cell = next((one for piece in pieces if (one := piece.cell(column)) is not None), None)
    at = cell.at if cell is not None else (pieces[0].first if pieces else None)
    return f"{at.sheet}!{at.cell}" if at is not None else ""


def sums_block(sums: Sequence[Sum]) -> Block:
    """A row for each figure with the rows that make it up."""
    key = "sums"
    rows = [_title(SUMS, key, 4), _sentence(told("decision_sums"), key, 4)]
    for number, one in enumerate(sums, 1):
        counted = str(len(one.numbers)) if one.numbers else "0" if _is_zero(one.printed) else "―"
        rows.append(_row(key, number, (one.about, one.cell, one.printed, counted, _listed(one)), _SUM_ROLES))
    return Block(key, _SUM_WIDTHS, tuple(rows), heads=(head_row(_SUM_LABELS),))


def notes_of(sums: Iterable[Sum]) -> dict[tuple[str, str], str]:
    """(sheet, address) -> which items the figures of that cell count, a line for each figure."""
    lines: dict[tuple[str, str], list[str]] = {}
    for one in sums:
        sheet, _, address = one.cell.rpartition("!")
        if address and (one.numbers or _is_zero(one.printed)):
            number = "No." * bool(one.numbers)
            lines.setdefault((sheet, address), []).append(f"{one.about.rpartition('：')[2]}＝{number}{_listed(one)}")
    return {place: "\n".join(found) for place, found in lines.items()}


def _listed(one: Sum) -> str:
    """「1～6、8」, or that there is none, or that the figure is set and counts no rows."""
    none = "decision_none" if not one.numbers and _is_zero(one.printed) else "decision_set"
    return "、".join(_runs(one.numbers)) or told(none)


def _is_zero(printed: str) -> bool:
    return printed.isdecimal() and int(printed) == 0


def _runs(numbers: Sequence[str]) -> Iterator[str]:
    """「1～6」 for numbers that follow each other, others alone."""
    whole = [int(number) if number.isdecimal() else None for number in numbers]
    for _, run in groupby(
        enumerate(zip(numbers, whole, strict=True)), key=lambda one: one[0] if one[1][1] is None else one[1][1] - one[0]
    ):
        own = [number for _, (number, _) in run]
        yield own[0] if len(own) == 1 else f"{own[0]}～{own[-1]}" if len(own) > 2 else "、".join(own)


# -- 残っている指摘 --------------------------------------------------------------------------------------
def findings_block(findings: Sequence[Diagnostic]) -> Block:
    """A row for each finding that is left: the reason that the office gave, or room for it."""
    key = "findings"
    rows = [_title(FINDINGS, key, 4)]
    if not findings:
        return Block(key, _FINDING_WIDTHS, (*rows, _sentence(told("decision_no_findings"), key, 4)))
    rows.append(_sentence(told("decision_findings"), key, 4))
    for number, one in enumerate(findings, 1):
        message = f"{one.message()}（{one.code}）"
        texts = (SEVERITY_LABELS[one.severity], str(one.at or ""), one.item or "", message, one.acknowledged or "")
        rows.append(_row(key, number, texts, _FINDING_ROLES))
    return Block(key, _FINDING_WIDTHS, tuple(rows), heads=(head_row(_FINDING_LABELS),))


# -- rows --------------------------------------------------------------------------------------------
def _title(text: str, key: str, span: int) -> BlockRow:
    return BlockRow(one_cell(text, "title", f"{key}.title", span), kind=RowKind.HEADING)


def _sentence(text: str, key: str, span: int, gap: float = 4.0) -> BlockRow:
    return BlockRow(one_cell(text, "text", f"{key}.text.{text[:8]}", span), kind=RowKind.HEADING, gap=gap)


def _gap() -> BlockRow:
    return BlockRow((), RowKind.HEADING, gap=10.0)


def _row(key: str, number: int, texts: Sequence[str], roles: Sequence[str]) -> BlockRow:
    cells = (
        BlockCell(n, n, text, role, f"{key}.{number}.{n}")
        for n, (text, role) in enumerate(zip(texts, roles, strict=True))
    )
    return BlockRow(tuple(cells), area="", line_no="-")
