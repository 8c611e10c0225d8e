"""Years of a plan as plain Python, without a line of the package: who answers what, and every figure of every page.

The city: twelve items in three areas; items end, begin, move, are renumbered and renamed; two reorganisations.
"""

import random
from dataclasses import dataclass, field
from datetime import date

Row = dict[str, str]
Pages = dict[str, dict[str, Row]]
"""Part -> row key -> column key -> printed text."""


@dataclass
class ItemNow:
    """An item as the plan has it at one time; `departments_of` is the department it was given to in the beginning."""

    key: str
    no: str
    name: str
    area: str
    lead: str
    repeats: str = ""


@dataclass
class City:
    """What stands in the plan now, and every answer by (point, item)."""

    items: list[ItemNow] = field(default_factory=list)
    answers: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    points: list[tuple[str, date]] = field(default_factory=list)

    def item(self, key: str) -> ItemNow:
        """An item by its key."""
        return next(one for one in self.items if one.key == key)


AREAS = {"1": "市民", "2": "財政", "3": "組織"}
FULL = str.maketrans("0123456789", "０１２３４５６７８９")


def first_city() -> City:
    """The city in the beginning."""
    leads = [
        "福祉課",
        "福祉課",
        "税務課",
        "税務課",
        "住民課",
        "福祉課",
        "住民課",
        "税務課",
        "福祉課",
        "住民課",
        "税務課",
    ]
    items = [
        ItemNow(f"a-{n}", str(n), f"取組{n}", "1" if n <= 4 else "2" if n <= 8 else "3", lead)
        for n, lead in enumerate(leads, 1)
    ]
    items.append(ItemNow("a-12", "12", "取組12", "3", "福祉課", repeats="a-1"))
    return City(items)


def draw(city: City, point: str, chance: random.Random) -> None:
    """Every department answers every item of the point; an answer of another point is never touched."""
    for one in city.items:
        if one.repeats:
            continue
        rating = chance.choice("SAAB")
        said = {"rating": rating, "results": f"{point}の実績{one.key}", "effect": f"{chance.randrange(0, 9000):,}"}
        if rating == "B":
            said |= {"cause": f"{point}の原因{one.key}", "next_steps": "急ぐ"}
        city.answers[point, one.key] = said


def pages(city: City, point: str, before: str | None) -> Pages:
    """What every page of a point says, with the items and departments of now."""
    said = {one.key: city.answers[point, one.repeats or one.key] for one in city.items}
    earlier = {one.key: city.answers.get((before or "", one.repeats or one.key), {}) for one in city.items}
    ratings = [said[one.key]["rating"] for one in city.items]
    found: Pages = {"list": {}, "late": {}, "summary": {}, "overview": {}}
    for one in sorted(city.items, key=lambda item: (item.area, int(item.no))):
        found["list"][f"{one.key}|"] = _listed(one, said[one.key], earlier[one.key], before)
        if said[one.key]["rating"] == "B":
            original = city.item(one.repeats).no if one.repeats else ""
            cause = f"【No.{original}の再掲】" if original else said[one.key]["cause"]
            found["late"][f"{one.key}|"] = {"no": one.no, "name": one.name, "cause": cause}
    for area in sorted({one.area for one in city.items}):
        own = [one for one in city.items if one.area == area]
        found["list"][f"sum:area:{area}"] = {"effect": _amount(own, said)}
        codes = [said[one.key]["rating"] for one in own]
        found["summary"][f"area:{area}"] = {code: str(codes.count(code)).translate(FULL) for code in "SAB"}
    found["list"]["sum:all"] = {"effect": _amount(city.items, said)}
    for code in "SAB":
        row = {"rating": str(ratings.count(code))}
        if before:
            row[f"rating@{before}"] = str([earlier[one.key].get("rating") for one in city.items].count(code))
        found["list"][f"foot:{code}"] = row
    found["summary"]["total"] = {code: str(ratings.count(code)).translate(FULL) for code in "SAB"}
    counts = [str(number).translate(FULL) if number < 10 else str(number) for number in _counts(ratings)]
    found["overview"]["text:1"] = {"": "　全{}項目のうち、S{}項目、A{}項目、B{}項目です。".format(*counts)}
    return found


def _counts(ratings: list[str]) -> list[int]:
    return [len(ratings), *(ratings.count(code) for code in "SAB")]


def _listed(one: ItemNow, said: dict[str, str], earlier: dict[str, str], before: str | None) -> Row:
    row = {"no": one.no, "name": one.name, "departments": one.lead, "rating": said["rating"]}
    row["effect"] = "-" if one.repeats else said["effect"]
    if before:
        row[f"rating@{before}"] = earlier.get("rating", "")
    return {key: text for key, text in row.items() if text}


def _amount(items: list[ItemNow], said: dict[str, dict[str, str]]) -> str:
    own = [said[one.key]["effect"] for one in items if not one.repeats]
    return f"{sum(int(text.replace(',', '')) for text in own):,}" if own else ""
