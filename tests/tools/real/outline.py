"""Document 002 (plan outline) as parts of plan 2, and the plan before its mid-term revision, which is MADE UP.

The texts come from the data at run time, their figures as placeholders. The table of the 50 revised items is lost in the
transcription, so texts of items, which of them were revised, and how, are made up, in the printed numbers.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kosei_xl.values.model import Item, Plan
from kosei_xl.words.terms import REVISED_TEXTS
from tests.tools.real.adapt import _replaced

Data = Mapping[str, Any]

SHEET = "プランの概要"
POLICY = "方針1"
"""How the outline numbers the policies; the reports write Ⅰ."""
EXAMPLES: Mapping[int, tuple[int, ...]] = {
    1: (1, 4, 5, 14),
    2: (16, 17, 19),
    3: (21, 23, 26),
    4: (30, 32, 34, 35, 40),
    5: (46, 50, 57, 58, 59),
}
"""Policy -> numbers of the items that the outline names, in its order; some names are abridged there."""

_MARK = "○"
_CHANGED = "{label}（No.{no}、見直し前の架空の文）"
_TEXT = "{label}（No.{no}、架空の文）"
_NOT_REVISED = (*range(5, 56, 5), 39)
"""MADE UP: the 12 items without a change, the repeated listing among them."""
_REVISED = tuple(no for no in range(1, 63) if no not in _NOT_REVISED)
REVISED_NOS: Mapping[str, tuple[int, ...]] = {
    "department": _REVISED[0:50:6],
    "implementation": _REVISED[0:35],
    "planned_years": _REVISED[0:46:2],
    "expected_effect": _REVISED[3:22],
    "indicator_plan": _REVISED[5:44],
    "year_plan": _REVISED[22:50],
}
"""MADE UP: kind of change -> numbers of the items, as many as are printed."""
NEW_INDICATORS = _REVISED[5:21]
"""MADE UP: items that had no indicator before."""


def item_texts(data: Data) -> Mapping[int, dict[str, str]]:
    """Plan texts by item number: examples of the outline and their short names, and the MADE UP texts of the plan."""
    found: dict[int, dict[str, str]] = {}
    for row in data["items"]:
        own = found[row["no"]] = {}
        if not row["listed_again_of"]:
            own |= {key: _TEXT.format(no=row["no"], label=kind.label) for key, kind in REVISED_TEXTS.items()}
    names = {row["no"]: row["name"] for row in data["items"]}
    for policy in data["plan"]["policies"]:
        for no, name in zip(EXAMPLES[policy["policy_no"]], policy["example_items_as_printed"], strict=True):
            found[no]["outline"] = _MARK
            if name != names[no]:
                found[no]["short_name"] = name
    return found


def before_revision(plan: Plan) -> Plan:
    """MADE UP: plan 2 as it was before its revision, its first version; other than it in what is printed as revised."""
    items = tuple(item.model_copy(update=_before(item)) for item in plan.items)
    fields = {name: getattr(plan, name) for name in Plan.model_fields}
    return Plan.model_validate(fields | {"plan_version": plan.plan_version - 1, "items": items})


def _before(item: Item) -> dict[str, object]:
    no = int(item.no)
    texts = dict(item.texts)
    for key, kind in REVISED_TEXTS.items():
        if no in REVISED_NOS[key]:
            texts[key] = _CHANGED.format(no=no, label=kind.label)
    if no in NEW_INDICATORS:
        del texts["indicator_plan"]
    return {"texts": texts} | ({"departments": item.departments[:-1]} if no in REVISED_NOS["department"] else {})


# Parts ----------------------------------------------------------------------------------------------------------------


def outline_parts(data: Data) -> dict[str, dict[str, str]]:
    """The texts of the outline; how many items were revised, and which, comes from the presets alone."""
    plan = data["plan"]
    name = (re.escape(plan["name"]), "{計画名}")
    place, table, policy_title, viewpoint, direction, policies, program_title, items, *_ = plan["section_headings"]
    program = (r"平成23～27年度", "{計画期間:略}")
    intro = [
        _replaced(plan["intro"][0], name, (r"5(?=年間)", "{計画年数:半角}")),
        _replaced(plan["intro"][1], program, (r"平成19～27年度", "{期間:2007-2015}")),
    ]
    heading = f"## {{分野番号:{POLICY}}} {{分野名}}"
    return {
        "outline": _text(
            _replaced(plan["title"], name),
            *intro,
            _replaced(place, name),
            table,
            *_periods(plan["parts"]),
        ),
        "policies": _text(
            policy_title,
            *_headings(viewpoint, direction, policies),
            *_each_area(heading, "{分野趣旨}"),
        ),
        "items": _text(
            program_title,
            *_headings(_replaced(items, (r"62(?=項目)", "{件数:半角}"))),
            *_each_area(f"{heading}({{分野件数:半角}}項目)", "・{項目例:5}"),
        ),
        "revision": _text("", *_revision(plan["midterm_revision"], plan["section_headings"][9:], name)),
    }


def _text(title: str, *lines: str) -> dict[str, str]:
    return {"title": title, "text": "\n".join(lines)}


def _headings(*texts: str) -> Iterable[str]:
    return (f"# {text}" for text in texts)


def _each_area(*lines: str) -> tuple[str, ...]:
    return "{分野ごと}", *lines, "{/分野ごと}"


def _periods(parts: Sequence[Data]) -> tuple[str, ...]:
    """The table of periods: its second plan is the one at hand, so that its figures are derived."""
    policy, program = parts
    first, last = (1988 + int(policy[key][1:]) for key in ("period_start", "period_end"))
    return (
        "｜主な内容｜対象期間",
        f"{policy['name']}｜{_on_two_lines(policy['content'])}｜{{期間:{first}-{last}:年数:半角}}",
        f"{program['name']}｜{_on_two_lines(_replaced(program['content'], (r'62(?=項目)', '{件数:半角}')))}"
        "｜{計画期間:年数:半角}",
    )


def _on_two_lines(content: str) -> str:
    return _replaced(content, (r" ⇒", "<br>⇒"))


def _revision(printed: Data, headings: Sequence[str], name: tuple[str, str]) -> Iterable[str]:
    """The section on the revision, its figures as placeholders."""
    purpose, period, items = headings
    first, second, third = printed["purpose_paragraphs"]
    count, kinds = printed["items_paragraphs"]
    yield f"# {printed['heading']}"
    yield f"# {purpose}"
    yield _replaced(first, name, (r"5(?=年間)", "{計画年数:半角}"))
    yield second
    yield _replaced(third, (r"62(?=項目)", "{件数:半角}"))
    yield f"# {period}"
    yield printed["period_paragraph"]
    yield f"# {items}"
    yield _replaced(count, (r"50(?=項目)", "{見直し件数:半角}"))
    yield _replaced(
        kinds,
        (r"(?<=では、).*(?=となりました)", "{見直し文:半角}"),
        (r"\(各項目に重複あり\)", "{見直し重複:半角}"),
    )
