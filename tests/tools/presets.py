"""Plans made of presets alone, and what they print."""

from collections.abc import Mapping
from typing import Any

from kosei_xl.collect.summarize import summarize
from kosei_xl.read.presets import with_presets
from kosei_xl.report.layout import ReportOptions, lay_out
from kosei_xl.report.page import Report
from kosei_xl.report.xlsx import looks
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import EntryKey, Plan, PlanFile
from kosei_xl.values.revision import compare_plans
from kosei_xl.verbs import init
from kosei_xl.words import terms
from tests.tools.builders import END, HALF, MORE_ITEMS, RATINGS, make_plan, standing
from tests.tools.paper import TEMPLATE

NAMES = tuple(terms.PRESETS)


def bare() -> dict[str, Any]:
    """A plan as in PLAN.json that says nothing of style, parts and columns."""
    ratings = [rating.model_copy(update={"legend": f"{rating.label}のもの"}) for rating in RATINGS]
    items = [
        item.model_copy(update={"texts": {"implementation": "窓口を開く", "directions": "・広げる"}})
        for item in MORE_ITEMS
    ]
    data = make_plan(items, ratings=ratings).model_dump(mode="json", exclude_unset=True)
    return {key: value for key, value in data.items() if key not in ("style", "parts", "columns")}


def completed(*names: str, **own: object) -> Plan:
    return PlanFile.model_validate({"plan": with_presets(bare() | own, [init.preset(n) for n in names])}).plan


ENTRIES: Mapping[EntryKey, Mapping[str, str]] = {
    EntryKey("a-1", None, HALF): {"rating": "A"},
    EntryKey("a-1", None, END): {
        "rating": "S",
        "results": "開いた",
        "example": "○",
        "overview": "窓口",
        "follow_up": "○",
    },
    EntryKey("a-2", None, END): {"rating": "B", "results": "遅れた", "cause": "人手", "next_steps": "急ぐ"},
    EntryKey("a-3", None, END): {"rating": "A", "annual_plan": "配る"},
    EntryKey("a-4", None, END): {"results": "検討した"},
    EntryKey("a-6", None, END): {"rating": "A"},
    EntryKey("a-6", "1", END): {"results": "直した"},
}


def printed(plan: Plan, point: str = END) -> Report:
    """The report; nothing in it may be unknown."""
    before = plan.model_copy(update={"items": plan.items[:-1]})
    at = standing(plan, point, Ledger(ENTRIES))
    options = ReportOptions(looks(TEMPLATE), draft=False, revision=compare_plans(before, plan))
    made = lay_out(at, summarize(at), options)
    assert made.diagnostics == ()
    return made.value
