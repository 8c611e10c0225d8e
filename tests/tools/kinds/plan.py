"""A drawn world as PLAN.json."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tests.tools.kinds.world import BEFORE, NOW, World

_DATES = {BEFORE: ("2025-03-31", 2024, "令和6年度末"), NOW: ("2026-03-31", 2025, "令和7年度末")}
SENTENCE = (
    "全{件数:半角}件、実{実件数:半角}件、再掲{再掲:半角}件、対象外{対象外件数:半角}件、"
    "遅れ{遅れ:半角}件、未記入{未記入:半角}件、得点{得点}、満点{満点}、得点率{得点率}。\n{評価文}。"
)
NARROW, LABEL = 8, 40
Record = dict[str, Any]


def plan_json(world: World) -> Record:
    """The plan, with a part of each kind; every part stands on a sheet of its own."""
    style: Record = {
        "digits_table": world.digits,
        "item_numbering": "①" if len(world.tasks) < 50 else "1",
        "area_numbering": world.numbering[-1],
        "rating_of_record": _called(world, world.record[0]) if world.record != ("rating",) else "",
        "rating_instead": _called(world, world.record[1]) if len(world.record) > 1 else "",
    }
    if world.levels:
        style |= {"levels": list(world.levels), "level_numbering": list(world.numbering)}
    plan: Record = {
        "plan_id": world.name,
        "name": f"{world.name}計画",
        "period_start": 2024,
        "period_end": 2027,
        "style": style,
        "ratings": [_sign(world, scale, n) for scale, signs in world.scales.items() for n in range(len(signs))],
        "areas": [{"no": str(a.no), "name": a.name, "key": a.id, "parent": a.above} for a in world.areas],
        "items": [_task(world, n) for n in range(len(world.tasks))],
        "departments": [
            {"code": code, "name": name, "bureau": bureau, "order": n}
            for n, (code, (name, bureau)) in enumerate(world.bureaus.items(), 1)
        ],
        "points": [
            {
                "key": point,
                "fiscal_year": _DATES[point][1],
                "date": _DATES[point][0],
                "label": _DATES[point][2],
                "scale": scale,
            }
            for point, scale in world.scale_at.items()
        ],
        "parts": _parts(world),
        "columns": _columns(world),
        "fields": _fields(world),
    }
    return {"plan": plan}


def _called(world: World, key: str) -> str:
    return next((one.label for one in world.raters if one.key == key), "評価")


def _sign(world: World, scale: str, n: int) -> Record:
    sign = world.scales[scale][n]
    return {
        "code": sign.code,
        "label": sign.label,
        "order": sign.order,
        "behind": sign.behind,
        "counted": sign.counted,
        "legend": f"{sign.label}の説明",
        "requires": ["cause"] if sign.behind else [],
        "scale": scale,
        "points": None if sign.points is None else str(_decimal(sign.points)),
        "equals": [f"{world.scale_at[NOW]}:{sign.same_as}"] if sign.same_as else [],
    }


def _decimal(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value)}"


def _task(world: World, n: int) -> Record:
    task = world.tasks[n]
    return {
        "key": task.key,
        "no": str(task.no),
        "name": task.name,
        "area_no": task.area,
        "kind": "rated" if task.rated else "unrated",
        "departments": list(task.offices),
        "office_rated": task.by_office,
        "repeats": task.repeats,
        "texts": {"priority": "○"} if task.priority else {},
        "sub_items": [{"sub_no": str(no), "name": f"部分{no}", "departments": [code]} for no, code in task.subs],
    }


def _fields(world: World) -> list[Record]:
    money = [
        {
            "field": one.key,
            "label": one.label,
            "type": "money",
            "unit": one.unit,
            "decimals": one.decimals,
            "summed": True,
            "against": one.against,
        }
        for one in world.money
    ]
    raters = [
        {
            "field": one.key,
            "label": one.label,
            "type": "rating",
            "filled_by": one.by,
            "rater": one.rater,
            "axis": one.axis,
            "scale": one.scale,
        }
        for one in world.raters
    ]
    return [*money, *raters]


def _parts(world: World) -> list[Record]:
    def table(key: str, **asked: object) -> Record:
        return {"key": key, "kind": "summary", "sheet": f"表_{key}", "title": f"表 {key}", "paper": "A3横", **asked}

    sums = [one.label for one in world.money]
    parts = [
        {"key": "form", "kind": "form", "sheet": "調査票"},
        {"key": "text", "kind": "text", "sheet": "概要", "text": SENTENCE},
        table("usual"),
        table("bureau", rows="部と課", shows=["件数", "計"], of_which=["うち重点", "再掲"], items="all"),
        table("share", rows="回答課", shows=["件数", "割合"]),
        table("adjusted", rows="全体", shows=["割合（計100）"], only="重点"),
        table("change", rows=world.levels[0] if world.levels else "分野", shows=["件数", "前回との差"]),
        table("raters", rows="評価者"),
        {"key": "list", "kind": "list", "sheet": "一覧", "items": "all", "paper": "A3横", "foot": True},
        {"key": "delayed", "kind": "delayed", "sheet": "遅れ", "paper": "A4横"},
    ]
    for level in world.levels:
        parts.append(table(f"level{world.levels.index(level)}", rows=level, shows=["件数"]))
    if sums:
        parts.append(table("money", rows="課", shows=["計"], sums=sums, items="all"))
    subtotals = {"key": "subs", "kind": "list", "sheet": "小計", "items": "all", "paper": "A3横", "subtotals": ["○"]}
    parts.append({**subtotals, "sums": sums})
    return parts


def _columns(world: World) -> list[Record]:
    form: list[Record] = [
        *({"part": "form", "key": key, "label": label, "entry": "shown"} for key, label in _HEADS),
        {"part": "form", "key": "priority", "label": "重点", "source": "plan", "entry": "shown"},
        _asked("rating", "評価", "required"),
        _asked("results", "取組実績", "required"),
        _asked("cause", "要因", "input"),
        *(_asked(one.key, one.label, "input") for one in world.raters if one.by == "department"),
        *(_asked(one.key, one.label, "input") for one in world.money),
    ]
    listed: list[Record] = []
    for part in ("list", "subs", "delayed"):
        listed += [{"part": part, "key": key, "label": label, "width": 14} for key, label in _HEADS]
        listed += [_entry(part, key, label) for key, label in (("rating", "評価"), ("record", "確定評価"))]
        listed += [_entry(part, one.key, one.label) for one in world.raters]
        listed += [_entry(part, one.key, one.label, 14) for one in world.money]
        if part == "list":
            shares = [one for one in world.money if one.against]
            listed += [
                {"part": part, "key": f"share_{one.key}", "label": "達成率", "width": 10, "source": "derived"}
                for one in shares
            ]
            listed += [{**_entry(part, one.key, f"{one.label}累計", 14), "point": "累計"} for one in world.money]
        listed.append(_entry(part, "results", "取組実績", LABEL))
    return [*form, *listed]


_HEADS = (("no", "No."), ("name", "項目"), ("departments", "推進担当課"))


def _asked(key: str, label: str, how: str) -> Record:
    return {"part": "form", "key": key, "label": label, "source": "entry", "entry": how}


def _entry(part: str, key: str, label: str, width: int = NARROW) -> Record:
    source: Mapping[str, str] = {"record": "derived"}
    return {"part": part, "key": key, "label": label, "width": width, "source": source.get(key, "entry")}
