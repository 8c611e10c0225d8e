"""What the office writes to a department, by mail or groupware: what is still to be sent or put right, and by when.

A `Letter` is Japanese whatever the language of the command: departments read it.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from kosei_xl.collect.status import BLANK_CODES, BLANK_FORM_CODES, DepartmentStatus
from kosei_xl.later import dataclass
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.model import Plan, ReportingPoint, Respondent
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.findings import SEVERITY_LABELS, Severity
from kosei_xl.words.notation import date_text
from kosei_xl.words.shorten import listed

_WEEKDAYS = "月火水木金土日"
_SORTED = (Code.ROWS_SORTED, Code.ANSWERS_SORTED, Code.ANSWERS_MOVED_AWAY, Code.ANSWERS_STILL_MOVED)
_SORTED_TEXT = (
    "行が並べ替えられたようです。番号・名称と記入の組合せが配布したときと違い、どの項目の記入か決められないので、"
    "これらの行はまだ取り込んでいません。配布した調査票を開き、並べ替えずに、これらの項目を記入し直してください。"
)
_TWINS_TEXT = (
    "同じ提出回の調査票が二つ届き、記入が違います。使うほうの「提出回」を一つ増やして、もう一度提出してください。"
)
_TOLD_TOGETHER = (*_SORTED, Code.TWINS_DIFFER)
_MOST_LINES = 10
"""Items whose blanks a letter names."""
_EXAMPLES = 3
"""Findings of one kind that a letter quotes, and items that it names."""
_HASH, _A_PICTURE = re.compile(r"\b[0-9a-f]{64}\b"), "写真"
_AGAIN = "直したら、記入要領の「提出回」を一つ増やし、同じファイル名で保存して返してください。"


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a return is due (None: nobody has said), seen on a day."""

    due: date | None
    seen_on: date


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to one department: subject and body, lines ending in \\n."""

    respondent: Respondent
    subject: str
    body: str

    @property
    def text(self) -> str:
        """Subject and body as they go into a file."""
        return f"件名：{self.subject}\n\n{self.body}"


def reminder(plan: Plan, point: ReportingPoint, status: DepartmentStatus, today: date) -> Letter | None:
    """What to tell a department about its return; None when nothing is left to do."""
    if status.state in terms.DONE_STATES:
        return None
    what = _what(plan, status, point)
    late = status.days_left(today)
    kind = "提出のお願い" if status.last is None else "修正のお願い"
    if late is not None and late < 0:
        kind += "（期限を過ぎています）"
    excuse = "行き違いですでにお送りいただいているときは、ご容赦ください。"
    own = plan.respondent(status.department.code)
    assert own is not None
    return _letter(plan, point, own, kind, [*what, "", *_until(Deadline(status.due, today)), excuse])


def correction(
    plan: Plan,
    point: ReportingPoint,
    respondent: Respondent,
    findings: Sequence[Diagnostic],
    copy: str,
    deadline: Deadline,
) -> Letter:
    """What to tell a department about the findings in its workbook; `copy` is the marked copy that goes with it."""
    if any(problem.code in BLANK_FORM_CODES for problem in findings):
        blank = _blank_form("")
        return _letter(plan, point, respondent, "修正のお願い", [*blank, "", *_until(deadline)])
    asked = [
        f"お送りいただいた調査票に、確かめていただきたいところが{len(findings)}件あります。",
        f"添付の「{copy}」では、そのセルに色とコメントを付け、最初のシートに一覧を置きました。",
        "",
        *_lines(plan, findings),
        "",
        "「エラー」は直さないと資料に載せられません。「注意」は確かめて、そのままでよければ理由をお知らせください。",
        _AGAIN,
        "添付の写しに直接書いて返していただいてもかまいません。",
    ]
    return _letter(plan, point, respondent, "修正のお願い", [*asked, "", *_until(deadline)])


def _letter(plan: Plan, point: ReportingPoint, respondent: Respondent, kind: str, lines: Sequence[str]) -> Letter:
    name = " ".join(text for text in (respondent.bureau, respondent.name) if text)
    body = [
        f"{name}　ご担当者様",
        "",
        f"{plan.style.office}です。{plan.name}の進捗状況の取りまとめにご協力いただき、ありがとうございます。",
        "",
        *lines,
        "",
        plan.style.office,
    ]
    subject = f"【{kind}】{plan.name}　{point.label}の調査票（{respondent.name}）"
    return Letter(respondent, subject, "\n".join(body) + "\n")


def _what(plan: Plan, status: DepartmentStatus, point: ReportingPoint) -> list[str]:
    """What is left to do, by the state of the return."""
    file = f"「{status.last.file}」" if status.last else ""
    if status.state == "not_returned":
        return [f"{point.label}の調査票（回答する項目：{status.rows}件）が、まだ届いていません。提出をお願いします。"]
    if status.state == "returned":
        note = status.mark.note if status.mark else None
        return [
            f"届いた調査票{file}をお戻ししています。次のとおり直して、もう一度提出してください。",
            note or "",
            _AGAIN,
        ]
    blank = next((p.at.file for p in status.errors if p.code in BLANK_FORM_CODES and p.at is not None), None)
    if status.state == "empty" or blank is not None:
        return _blank_form(f"「{blank}」" if blank else file)
    asked: list[str] = []
    if status.blanks:
        asked += [f"届いた調査票{file}に、まだ書かれていない欄があります。", *_blanks(status)]
    errors = [problem for problem in status.errors if problem.code not in BLANK_CODES]
    if errors:
        asked += [f"届いた調査票{file}に、直していただきたいところがあります。", *_lines(plan, errors)]
    if status.last is not None and not status.last.confirmed_by:
        asked.append("確認者（課長）が書かれていません。課長の確認を受けて書いてください。")
    return [*asked, _AGAIN]


def _blanks(status: DepartmentStatus) -> Iterator[str]:
    """「・No.2 図書館：要因、今後の対応」, one line an item; of many the first ones."""
    open_ones = [item for item in status.items if item.blanks]
    for item in open_ones[:_MOST_LINES]:
        name = " ".join(text for text in (f"No.{item.line.no}", item.line.name) if text)
        yield f"・{name}：{'、'.join(item.blanks)}"
    if len(open_ones) > _MOST_LINES:
        yield f"・ほか{len(open_ones) - _MOST_LINES}件（調査票の「点検」シートで、すべて見られます）"


def _blank_form(file: str) -> list[str]:
    """The one sentence about a workbook into which nothing was written."""
    return [f"届いた調査票{file}には、まだ何も書かれていません。記入して、もう一度提出してください。", _AGAIN]


def _lines(plan: Plan, findings: Sequence[Diagnostic]) -> list[str]:
    """「・［エラー］シート「Ⅰ 市民」のE4（No.3 図書館）：評価が未記入です。…」, at most three examples of a kind.

    Rows that were sorted are told together, first; then two returns of one number, in one sentence.
    """
    lines = list(_sorted_rows([problem for problem in findings if problem.code in _SORTED]))
    lines += _twins(plan, [problem for problem in findings if problem.code == Code.TWINS_DIFFER])
    by_code: dict[str, list[Diagnostic]] = {}
    for problem in findings:
        if problem.code not in _TOLD_TOGETHER:
            by_code.setdefault(problem.code, []).append(problem)
    for alike in by_code.values():
        shown = alike if len(alike) <= _EXAMPLES + 1 else alike[:_EXAMPLES]
        lines += (_line(plan, problem) for problem in shown)
        if len(shown) < len(alike):
            rest = listed(list(dict.fromkeys(filter(None, (_where(one) for one in alike[len(shown) :])))))
            where = f"（{rest}）" if rest else ""
            lines.append(f"　同じことが、ほかに{len(alike) - len(shown)}か所あります{where}。")
    return lines


def _line(plan: Plan, problem: Diagnostic) -> str:
    message, item = _HASH.sub(_A_PICTURE, problem.message("ja")), _item(plan, problem)
    if problem.item is not None and item:
        message = message.removeprefix(f"No.{problem.item}：")
    place = f"{_where(problem)}{f'（{item}）' if item else ''}"
    return f"・［{SEVERITY_LABELS[problem.severity]}］{f'{place}：' if place else ''}{message}"


def _where(problem: Diagnostic) -> str:
    """「シート「Ⅳ 持続できる財政」のP4」."""
    at = problem.at
    if at is None or at.sheet is None:
        return ""
    return f"シート「{at.sheet}」{f'の{at.cell}' if at.cell else ''}"


def _item(plan: Plan, problem: Diagnostic) -> str:
    """「No.16 市税の納付方法の多様化」; "" where the finding is about no item of the plan."""
    line = next((line for line in plan.lines if line.no == problem.item), None)
    return " ".join(text for text in (f"No.{line.no}", line.name) if text) if line is not None else ""


def _twins(plan: Plan, findings: Sequence[Diagnostic]) -> list[str]:
    """One sentence about two returns with one number, and some of the items in which they differ."""
    if not findings:
        return []
    items = list(dict.fromkeys(filter(None, (_item(plan, problem) for problem in findings))))
    more = f"など{len(items)}項目" if len(items) > _EXAMPLES else ""
    about = f"違うところは、{'、'.join(items[:_EXAMPLES])}{more}です。" if items else ""
    return [f"・［{SEVERITY_LABELS[Severity.ERROR]}］{_TWINS_TEXT}{about}"]


def _sorted_rows(findings: Sequence[Diagnostic]) -> Iterator[str]:
    """What happened to the rows of each sheet, which they are, and what to do: one line a sheet."""
    by_sheet: dict[str, list[Diagnostic]] = {}
    for problem in findings:
        by_sheet.setdefault((problem.at.sheet if problem.at else None) or "", []).append(problem)
    for sheet, found in by_sheet.items():
        rows = sorted({problem.at.row for problem in found if problem.at is not None and problem.at.row is not None})
        items = "、".join(dict.fromkeys(f"No.{dict(problem.params)['item']}" for problem in found))
        where = f"{sheet}の{_ranges(rows)}行目（{items}）" if rows else f"{sheet}（{items}）"
        yield f"・［{SEVERITY_LABELS[Severity.ERROR]}］{where}は、{_SORTED_TEXT}"


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers in order, those in a row together: 「4～7、9」."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}～{run[-1]}" for run in runs)


def _until(deadline: Deadline) -> list[str]:
    due = deadline.due
    if due is None:
        return []
    day = f"{date_text(due)}（{_WEEKDAYS[due.weekday()]}）"
    left = (due - deadline.seen_on).days
    if left < 0:
        return [f"提出期限の{day}を{-left}日過ぎています。お手数ですが、早めにお送りください。"]
    return [f"提出期限は{day}です（{f'あと{left}日' if left else '本日'}）。"]
