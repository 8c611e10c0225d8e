"""A plan of three levels whose numbers begin anew below each area, its rows in no order; and its entries."""

import random
from collections.abc import Sequence

from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import Column, EntryKey, Item, LineKey, Part, Plan, PolicyArea, SubItem
from tests.tools.builders import END, HALF, make_plan

LEVELS = ("目標", "基本方針", "重点項目")
AREAS = (
    PolicyArea(no="2", name="財政を立て直す", key="g2", purpose="身の丈に合った財政にします。"),
    PolicyArea(no="1", name="市民とつくる", key="g1", purpose="市民と市がともにつくります。"),
    PolicyArea(no="2", name="窓口を近くに", parent="g1", key="g1-2"),
    PolicyArea(no="10", name="声を聴く", parent="g1", key="g1-10"),
    PolicyArea(no="1", name="支え合う", parent="g1", key="g1-1"),
    PolicyArea(no="1", name="歳出を見直す", parent="g2", key="g2-1"),
    PolicyArea(no="2", name="歳入を増やす", parent="g2", key="g2-2"),
    PolicyArea(no="2", name="オンライン", parent="g1-2", key="g1-2-2"),
    PolicyArea(no="1", name="待たない窓口", parent="g1-2", key="g1-2-1"),
    PolicyArea(no="1", name="地域の担い手", parent="g1-1", key="g1-1-1"),
    PolicyArea(no="1", name="広聴", parent="g1-10", key="g1-10-1"),
    PolicyArea(no="1", name="事務事業", parent="g2-1", key="g2-1-1"),
    PolicyArea(no="1", name="市税", parent="g2-2", key="g2-2-1"),
)
"""Two 目標, five 基本方針 (one of them 10), six 重点項目; in print by their numbers."""
PRINTED = [
    "g1",
    "g1-1",
    "g1-1-1",
    "g1-2",
    "g1-2-1",
    "g1-2-2",
    "g1-10",
    "g1-10-1",
    "g2",
    "g2-1",
    "g2-1-1",
    "g2-2",
    "g2-2-1",
]


def item(no: str, area: str, *departments: str, **changes: object) -> Item:
    """An item named after its number, whose key is that too."""
    values: dict[str, object] = {"key": f"i-{no}", "no": no, "name": f"取組{no}", "area_no": area}
    return Item.model_validate({**values, "departments": departments or ("D1",), **changes})


PARTS = tuple(SubItem(sub_no=no, name=f"部分{no}", departments=("D1",)) for no in ("10", "2"))
ITEMS = (
    item("10", "g1-2-2", "D2", texts={"goal": "年10件"}),
    item("1", "g1-1-1"),
    item("12", "g2-2-1", "D2"),
    item("4", "g1-2-1", sub_items=PARTS),
    item("3", "g1-2-1", "D2"),
    item("11", "g2-1-1"),
    item("2", "g1-1-1", "D2"),
    item("9", "g1-10-1", kind="unrated"),
    item("13", "g2-2-1", repeats="i-1"),
    item("5", "g1-2-2"),
)
NOS = ("1", "2", "3", "4", "5", "10", "9", "11", "12", "13")
"""The numbers of the items as they are printed."""
RATED = {"1": "S", "2": "A", "3": "B", "4": "A", "5": "A", "10": "B", "11": "A", "12": "S"}
STYLE = {"levels": LEVELS, "level_numbering": ("Ⅰ", "１", "(1)"), "area_numbering": "1"}
LISTED = (
    Column(part="list", key="no", label="No.", width=6),
    Column(part="list", key="name", label="項目", width=24),
    Column(part="list", key="departments", label="推進担当課", width=14),
    Column(part="list", key="rating", label="評価", width=8, align="center", source="entry"),
    Column(part="list", key="results", label="取組実績", width=40, source="entry"),
)
LIST = Part(key="list", kind="list", sheet="一覧", title="一覧", items="all", paper="A3横")
SUMMARY = Part(key="summary", kind="summary", sheet="総括", title="総括表")


def level_plan(*, seed: int | None = None, parts: Sequence[Part] = (LIST, SUMMARY), **changes: object) -> Plan:
    """The plan; with a seed its rows in another order."""
    areas, items = list(AREAS), list(ITEMS)
    if seed is not None:
        random.Random(seed).shuffle(areas)
        random.Random(seed + 1).shuffle(items)
    plan = make_plan(items, areas=tuple(areas), style={**STYLE, **dict(changes.pop("style", {}))})  # type: ignore[call-overload]
    own = {"parts": (*plan.parts, *parts), "columns": (*plan.columns, *LISTED)}
    fields = {name: getattr(plan, name) for name in Plan.model_fields}
    return Plan.model_validate({**fields, **own, **changes})


def level_ledger(plan: Plan, point: str = END) -> Ledger:
    """Ratings of most items and a text of each, at a point; those of the point before a little worse."""
    entries: dict[EntryKey, dict[str, str]] = {}
    for no, code in RATED.items():
        key = LineKey(f"i-{no}")
        entries[key.at(point)] = {"rating": code, "results": f"{no}番を進めました。" * 3}
        if point == END:
            entries[key.at(HALF)] = {"rating": "B" if code == "S" else code}
    return Ledger({key: fields for key, fields in entries.items() if key.item_key in plan.item_by_key})
