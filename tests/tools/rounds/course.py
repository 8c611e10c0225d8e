"""The plan of a round and its forms, drawn from the seed: small, and with everything in it that plans have."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kosei_xl.values.model import EntriesFile, Entry, Item, Plan, PlanFile, Rating, SubItem
from kosei_xl.verbs import init
from tests.tools.collecting_model import Cell, Form, PaperRow, home_of
from tests.tools.rounds.paper import Paper

FIELDS = ("rating", "annual_plan", "results", "cause", "next_steps", "issues")
INDICATOR = ("indicator", "target", "actual", "unit")
PHOTO = ("caption",)
ANSWERS = frozenset((*FIELDS, *INDICATOR, *PHOTO))
PRINTED = ("no", "name", "implementation", "goal")
_RATINGS = (("S", False), ("A", False), ("B", True), ("C", True), ("D", True), ("E", False))
_OTHERS = ("回答課", "事務局", "【")
"""How the state of a row begins that its workbook does not answer."""


def ratings_of(number: int) -> tuple[str, str]:
    """The two ratings that are ever typed for an item, by its place in the plan: neighbours never share one."""
    return (("S", "B"), ("A", "C"), ("E", "D"))[number % 3]


def draw_plan(dice: random.Random) -> tuple[PlanFile, EntriesFile]:
    """A plan of three areas and four departments with 12 to 16 items: one with sub-items, one listed again, one without
    a rating; and what the ledger holds of it at its last point when the round begins.
    """
    sample = init.sample_plan("midori").plan
    departments, areas = sample.departments[:4], sample.areas[:3]
    codes = [department.code for department in departments]
    count = dice.randint(12, 16)
    parent, again, unrated = dice.sample(range(2, count), 3)
    items: list[Item] = []
    for n in range(count):
        key, area = f"midori-v1-{n + 1}", areas[n % 4 % 3 if dice.random() < 0.85 else dice.randrange(3)].no
        own_words = dice.random() < 0.6  # of the others all say the same, as in real plans
        implementation = f"{n + 1}番目の取組を実施" if own_words else "継続して実施"
        texts = {"goal": f"目標その{n + 1}", "implementation": implementation}
        item = Item(key=key, no=str(n + 1), name=f"取組の名{n + 1:02}", area_no=area, texts=texts)
        own: dict[str, object] = {"departments": (codes[n % 4],)}
        if n == parent:
            subs = dice.sample(codes, dice.randint(2, 3))
            named = [SubItem(sub_no=str(i), name=f"窓口{i}", departments=(code,)) for i, code in enumerate(subs, 1)]
            own = {"office_rated": True, "sub_items": tuple(named)}
        elif n == again:
            own = {"repeats": items[0].key, "name": items[0].name, "departments": items[0].departments}
        elif n == unrated:
            own["kind"] = "unrated"
        elif dice.random() < 0.5:
            own["departments"] = (codes[n % 4], dice.choice([code for code in codes if code != codes[n % 4]]))
        items.append(item.model_copy(update=own))
    ratings = tuple(
        Rating(code=code, label=f"評価{code}", order=i, behind=late, requires=("cause", "next_steps") if late else ())
        for i, (code, late) in enumerate(_RATINGS, 1)
    )
    parts = tuple(part for part in sample.parts if part.key in ("form", "list", "unrated", "examples", "delayed"))
    changed = {"items": tuple(items), "departments": departments, "areas": areas, "ratings": ratings, "parts": parts}
    columns = tuple(column for column in sample.columns if column.part in {part.key for part in parts})
    plan = Plan.model_validate(sample.model_copy(update={**changed, "columns": columns}).model_dump())
    entries = []
    for n, item in enumerate(items):
        if not (item.repeats or item.office_rated) and dice.random() < 0.6:
            fields = {"annual_plan": f"当初の予定その{n + 1}"}
            if dice.random() < 0.5:
                fields["results"] = f"はじめの実績その{n + 1}"
            entries.append(Entry(item_key=item.key, point=plan.points[-1].key, fields=fields))
    return PlanFile(plan=plan), EntriesFile(plan_id=plan.plan_id, entries=tuple(entries))


@dataclass(frozen=True)
class HandedOut:
    """A form as it went out, and what it looked like."""

    path: Path
    department: str
    point: str
    version: int
    form: Form
    pictures: Mapping[str, str] = field(default_factory=dict)
    """Row -> SHA-256 of the picture that lay in it."""


def form_of(paper: Paper) -> Form:
    """The form as it lies there, before anybody has written into it."""
    printed: dict[str, dict[str, str]] = {}
    handed: dict[Cell, str] = {}
    answered: set[str] = set()
    for rows in paper.keyed().values():
        for texts in rows.values():
            mark = texts.get("row_key", "")
            if "|" not in mark:
                continue
            if mark == home_of(mark):
                printed[mark] = {name: texts[name] for name in PRINTED if name in texts}
                if not texts.get("state", "").startswith(_OTHERS):
                    answered.add(mark)
            elif home_of(mark) in answered:
                answered.add(mark)
            handed |= {(mark, name): texts[name] for name in ANSWERS if name in texts}
    return Form(printed, handed, frozenset(answered))


def rows_of(paper: Paper) -> list[PaperRow]:
    """The rows of a returned workbook as they lie there, sheet by sheet."""
    return [
        PaperRow(
            texts.get("row_key", ""),
            {name: texts[name] for name in PRINTED if name in texts},
            {name: texts[name] for name in ANSWERS if name in texts},
        )
        for rows in paper.keyed().values()
        for texts in rows.values()
    ]
