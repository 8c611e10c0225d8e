"""Placeholders of a plan's texts that mean nothing, found with the very words that a report is filled with."""

import re
from collections.abc import Iterator, Mapping

from kosei_xl.collect.summarize import summarize
from kosei_xl.report.wording import Wording
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, ValuePath, diagnostic
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import Plan
from kosei_xl.values.standing import Standing
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import Message, told
from kosei_xl.words.placeholders import BEHIND, FORMER_PLACEHOLDERS, may_be_rating

_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
_OF_STYLE: Mapping[str, tuple[str, ...]] = {
    "file_name": ("部署番号", "課名", "部名", "時点", "計画名"),
    "sub_numbering": ("No", "枝番"),
    "repeat_mark": ("No",),
    "repeat_note": ("No", "名称", "元No"),
    "page_number": ("頁", "総頁"),
}
"""Settings of 計画 that take placeholders, and which."""
_UNFILLED = ("sheet", "doc_no", "meeting", "meeting_date")
"""Cells of 帳票 that are printed as they are."""


def placeholder_findings(plan: Outcome[Plan]) -> tuple[Diagnostic, ...]:
    """K504 for each placeholder that means nothing where it stands, at its cell in 帳票, 帳票列 or 計画; K246 for
    one that has another name now; K247 for one that a rating's name took, where another count may be meant.

    A placeholder that needs the plan's former version is none of them. Cost: one filling of each text.
    """
    others = (*_in_style(plan.value), *_not_filled(plan.value))
    counts = (
        unknown_in_report(plan.value, plan.place(*at), name) for at, name in dict.fromkeys(_in_reports(plan.value))
    )
    unknown = (
        diagnostic(Code.PLACEHOLDER_UNKNOWN, plan.place(*at), name=name, hint="") for at, name in dict.fromkeys(others)
    )
    return (*counts, *unknown, *_renamed(plan))


def unknown_in_report(plan: Plan, at: CellRef | None, name: str, point: str | None = None) -> Diagnostic:
    """K504 for a placeholder of a text that reports fill in; where it may have been a rating's, with what to write for
    it: most of all where a scale was typed over another.
    """
    hint: Message | str = ""
    if may_be_rating(name):
        now = next(iter(plan.every_rating), name)
        hint = told("placeholder_of_rating", now=f"{{{now}}}", behind=f"{{{BEHIND}}}")
    return diagnostic(Code.PLACEHOLDER_UNKNOWN, at, point=point, name=name, hint=hint)


def _renamed(plan: Outcome[Plan]) -> Iterator[Diagnostic]:
    ratings = plan.value.every_rating
    behind = {code for code, rating in ratings.items() if rating.behind}
    for at, text in _filled_texts(plan.value):
        asked = {one.partition(":")[0] for one in _PLACEHOLDER.findall(text)}
        for name, now in FORMER_PLACEHOLDERS.items():
            former, today = f"{{{name}}}", f"{{{now}}}"
            if now not in ratings and name in asked:  # else the name of today would say something else
                yield diagnostic(Code.FORMER_PLACEHOLDER, plan.place(*at), name=former, now=today)
            elif now in ratings and now in asked and behind != {now}:
                yield diagnostic(Code.PLACEHOLDER_OF_RATING, plan.place(*at), name=today, rating=now, behind=former)


def _in_reports(plan: Plan) -> Iterator[tuple[ValuePath, str]]:
    """What the sentences and heads of reports do not know."""
    if not plan.points:
        return
    standing = Standing(plan, plan.points[-1], Ledger())
    summary = summarize(standing)
    for path, text in _filled_texts(plan):
        if "{" in text:
            wording = Wording(plan, standing.point, summary)
            wording.fill(text.replace("[[", "").replace("]]", ""))
            # the contents fill the titles of other parts, whose placeholders are told of where they stand
            yield from ((path, name) for name in sorted(wording.unknown.intersection(_PLACEHOLDER.findall(text))))


def _filled_texts(plan: Plan) -> Iterator[tuple[ValuePath, str]]:
    for n, part in enumerate(plan.parts):
        if part.kind != "form":
            yield from (((("parts", n, name)), getattr(part, name)) for name in ("title", "text"))
    for n, column in enumerate(plan.columns):
        if not _of_form(plan, column.part):
            yield ("columns", n, "label"), column.label
            yield ("columns", n, "heading"), column.heading or ""


def _of_form(plan: Plan, key: str) -> bool:
    part = plan.part_by_key.get(key)
    return part is not None and part.kind == "form"


def _in_style(plan: Plan) -> Iterator[tuple[ValuePath, str]]:
    for name, known in _OF_STYLE.items():
        for asked in _PLACEHOLDER.findall(getattr(plan.style, name)):
            if asked not in known:
                yield ("style", name), asked


def _not_filled(plan: Plan) -> Iterator[tuple[ValuePath, str]]:
    """Placeholders where nothing is filled in: surveys print their heads as they are, reports some cells of 帳票."""
    texts = {("parts", n, name): getattr(part, name) for n, part in enumerate(plan.parts) for name in _UNFILLED}
    heads = {("columns", n, "label"): c.label for n, c in enumerate(plan.columns) if _of_form(plan, c.part)}
    for path, text in (texts | heads).items():
        yield from ((path, asked) for asked in _PLACEHOLDER.findall(text))
