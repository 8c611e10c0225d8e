"""A list that was imported before: its items keep the keys that they have in the master."""

from collections.abc import Mapping

from kosei_xl.values.model import EntriesFile, Item, Plan, PlanFile
from kosei_xl.words.notation import folded


def with_keys_of(old: Plan, made: PlanFile, entries: EntriesFile) -> tuple[Plan, EntriesFile]:
    """The plan and the entries with the keys of the items, departments and points of the master.

    An item is the one of the same number and name, else the only one of the same name, else the one of the same number
    whose name nobody else has taken; others get keys that the master does not have. Departments are known by name,
    points by year and kind.
    """
    keys = _item_keys(old, made.plan)
    codes = _codes(old, made.plan)
    points = {(one.fiscal_year, one.kind): one.key for one in old.points}
    point_keys = {one.key: points.get((one.fiscal_year, one.kind), one.key) for one in made.plan.points}
    data = made.plan.model_dump(mode="json")
    for item in data["items"]:
        _renamed(item, keys, codes)
    for department in data["departments"]:
        department["code"] = codes[department["code"]]
    for point in data["points"]:
        point["key"] = point_keys[point["key"]]
    data["plan_version"] = old.plan_version
    plan = Plan.model_validate(data)
    moved = tuple(
        one.model_copy(update={"item_key": keys[one.item_key], "point": point_keys[one.point]})
        for one in entries.entries
    )
    return plan, EntriesFile(plan_id=plan.plan_id, plan_version=plan.plan_version, entries=moved)


def _item_keys(old: Plan, new: Plan) -> dict[str, str]:
    keys: dict[str, str] = {}
    ways = (
        lambda item: (item.no, folded(item.name)),
        lambda item: folded(item.name),
        lambda item: item.no,
    )
    for way in ways:
        free: dict[object, list[Item]] = {}
        for item in old.items:
            if item.key not in keys.values():
                free.setdefault(way(item), []).append(item)
        for item in new.items:
            same = free.get(way(item), [])
            if item.key not in keys and len(same) == 1:
                keys[item.key] = same.pop().key
    taken = {item.key for item in old.items}
    n = 0
    for item in new.items:
        while item.key not in keys:
            n += 1
            if f"item-{n:03}" not in taken and f"item-{n:03}" not in keys.values():
                keys[item.key] = f"item-{n:03}"
    return keys


def _codes(old: Plan, new: Plan) -> Mapping[str, str]:
    by_name = {folded(one.name): one.code for one in old.departments}
    codes: dict[str, str] = {}
    for one in new.departments:
        codes[one.code] = by_name.get(folded(one.name)) or f"新{one.code}"
    return codes


def _renamed(item: dict[str, object], keys: Mapping[str, str], codes: Mapping[str, str]) -> None:
    item["key"] = keys[str(item["key"])]
    if item.get("repeats"):
        item["repeats"] = keys[str(item["repeats"])]
    for one in (item, *(item["sub_items"] if isinstance(item["sub_items"], list) else ())):
        one["departments"] = [codes[str(code)] for code in one["departments"]]
        if one.get("answering"):
            one["answering"] = codes[str(one["answering"])]
