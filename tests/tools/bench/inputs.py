"""Plans of any size with texts as long as those of real ones, their masters, and their surveys filled in.

The bundled sample's style, columns and parts; its items are repeated under other names, its texts brought to the length
that departments write (results of 110 to 250 letters, about seventy of the annual plan). Always the same for a size.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kosei_xl.demo import type_entries
from kosei_xl.values.model import Department, EntriesFile, Entry, Item, Plan, PlanFile
from kosei_xl.verbs import distribute, init

POINT = "R7_year_end"
_MORE = (
    "関係する課との打合せを年度内に{a}回行い、窓口での待ち時間を前年度から{b}分短縮した。",
    "市民や事業者からの問合せは{c}件で、うち{b}件は電子申請へ切り替えた。",
    "あわせて、職員向けの研修を{a}回開き、延べ{c}人が参加した。",
    "翌年度に向けて課題を整理し、実施計画の案を取りまとめた。",
)
_LENGTHS: Mapping[str, tuple[int, int]] = {"results": (110, 200), "annual_plan": (60, 70)}
"""Letters of a text at least: of the shortest and of the longest item."""
_PEOPLE = {"filled_by": "見本 花子", "confirmed_by": "見本 太郎", "confirmed_on": "2026-03-31"}


@dataclass(frozen=True, slots=True)
class Round:
    """A master at a point whose surveys are filled in: the master before, and the folder of what came back."""

    master: Path
    folder: Path
    items: int

    @property
    def surveys(self) -> tuple[Path, ...]:
        """The surveys that came back, in order."""
        return tuple(sorted(self.folder.glob("*.xlsx")))


def plan_of(departments: int, each: int) -> tuple[PlanFile, EntriesFile]:
    """A plan of so many departments with so many items each, every third shared with another, areas in order; what is
    typed into it at every point.
    """
    sample, entries = init.sample_plan("midori").plan, init.sample_entries("midori").entries
    typed = {(entry.item_key, entry.point): entry for entry in reversed(entries)}
    plain = [one for one in sample.items if not one.sub_items and one.repeats is None and not one.office_rated]
    plain.sort(key=lambda one: one.area_no)
    chance, count = random.Random(1), departments * each
    offices = tuple(_department(sample, number) for number in range(departments))
    items, made = [], []
    for number in range(count):
        base = plain[number * len(plain) // count]
        own, other = offices[number // each].code, offices[(number // each + 7) % departments].code
        shared = number % 3 == 0 and own != other
        items.append(_item(base, number, (own, other) if shared else (own,)))
        sources = [typed[base.key, point.key] for point in sample.points if (base.key, point.key) in typed]
        made += [_entry(one, items[-1].key, number / count, chance) for one in sources]
    plan = sample.model_copy(update={"plan_id": "bench", "items": tuple(items), "departments": offices})
    checked = Plan.model_validate(plan.model_dump(exclude_defaults=True))
    return PlanFile(plan=checked), EntriesFile(plan_id="bench", entries=tuple(made))


def _department(sample: Plan, number: int) -> Department:
    name = sample.departments[number % len(sample.departments)].name
    return Department(
        code=f"D{number + 1:04}", name=f"{name}{number + 1}", bureau=f"第{number // 8}部", order=number + 1
    )


def _item(base: Item, number: int, departments: Sequence[str]) -> Item:
    changed: dict[str, object] = {
        "key": f"b-{number:05}",
        "no": str(number + 1),
        "name": f"{base.name}（その{number + 1}）",
        "departments": tuple(departments),
        "answering": None,
        "departments_at": {},
    }
    return base.model_copy(update=changed)


def _entry(source: Entry, key: str, place: float, chance: random.Random) -> Entry:
    fields = dict(source.fields)
    for name, (shortest, longest) in _LENGTHS.items():
        text = fields.get(name, "・今年度の取組を進めた。")
        while len(text) < shortest + (longest - shortest) * place:
            numbers = {"a": chance.randint(2, 12), "b": chance.randint(3, 40), "c": chance.randint(41, 300)}
            text += "\n・" + chance.choice(_MORE).format(**numbers)
        fields[name] = text
    return source.model_copy(update={"item_key": key, "sub_no": "", "fields": fields, "photos": ()})


def full_master(path: Path, items: int) -> Path:
    """A master in which every point is filled in already."""
    each = min(10, items)
    plan, entries = plan_of(max(1, items // each), each)
    return init.init(path, plan, entries)


def filled_round(folder: Path, departments: int, each: int) -> Round:
    """A master whose former points are filled in, and every survey of the last one as it came back."""
    plan, entries = plan_of(departments, each)
    former = entries.model_copy(update={"entries": tuple(one for one in entries.entries if one.point != POINT)})
    master = init.init(folder / "master.xlsx", plan, former)
    typed: dict[str, list[Entry]] = {}
    answering = {item.key: item.departments[0] for item in plan.plan.items}
    for entry in entries.entries:
        if entry.point == POINT:
            typed.setdefault(answering[entry.item_key], []).append(entry)
    returned = folder / "回収"
    paths = distribute.distribute(master, POINT, returned)
    for path, department in zip(paths, plan.plan.respondents(), strict=True):
        path.write_bytes(type_entries(path.read_bytes(), typed.get(department.code, []), _PEOPLE))
    return Round(master, returned, len(plan.plan.items))


def retyped(one: Round, folder: Path, part: float) -> Path:
    """A folder with the same surveys, of which so large a part (one at least) came once more with another text."""
    folder.mkdir()
    surveys = one.surveys
    for number, path in enumerate(surveys):
        data = path.read_bytes()
        (folder / path.name).write_bytes(_other_text(data) if number < max(1, round(part * len(surveys))) else data)
    return folder


def _other_text(data: bytes) -> bytes:
    return type_entries(data, [], {**_PEOPLE, "filled_by": "見本 次郎"})
