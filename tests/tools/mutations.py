"""The bundled sample changed at random: items, areas, ratings, texts."""

import random

from kosei_xl.values.model import EntriesFile, Entry, Item, Plan, PlanFile, PolicyArea
from kosei_xl.verbs import init


def mutated(seed: int) -> tuple[PlanFile, EntriesFile]:
    """The sample with other ratings, departments, areas, items and much longer texts."""
    draw = random.Random(seed)
    plan, entries = init.sample_plan("midori").plan, init.sample_entries("midori")
    point = plan.points[-1].key
    gone = {item.key for item in draw.sample(plan.items, 3)}
    gone |= {item.key for item in plan.items if item.repeats in gone}
    areas = (*plan.areas, PolicyArea(no="9", name=f"{seed}番目に増えた分野"))
    codes = [department.code for department in plan.departments]
    items = [
        item.model_copy(update={"departments": tuple(draw.sample(codes, 2)), "answering": None})
        if not item.office_rated and draw.random() < 0.4
        else item
        for item in plan.items
        if item.key not in gone
    ]
    items.insert(
        draw.randrange(len(items)), Item(key="new", no="99", name="増えた項目", area_no="9", departments=(codes[0],))
    )
    changed = Plan.model_validate({**plan.model_dump(), "items": items, "areas": areas})
    kept = [_changed(draw, entry, point) for entry in entries.entries if entry.item_key not in gone]
    kept.append(Entry(item_key="new", point=point, fields={"rating": "A", "results": "始めた。"}))
    return PlanFile(plan=changed), entries.model_copy(update={"entries": tuple(kept)})


def _changed(draw: random.Random, entry: Entry, point: str) -> Entry:
    fields = dict(entry.fields)
    if entry.point == point and "rating" in fields:
        fields["rating"] = draw.choice("SAAB")
        fields |= {"cause": "人手が足りなかったため。", "next_steps": "来年度に進める。"}
    if "results" in fields and draw.random() < 0.15:
        fields["results"] = fields["results"] * 10
    return entry.model_copy(update={"fields": fields})
