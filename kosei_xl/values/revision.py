"""Two versions of a plan -> what changed, item by item and kind by kind (見直し). Pure values, no words for print.

Items are matched by key, sub-items by item key and number, never by name or printed number; a name only serves to
point out, in `Revision.lost_keys`, an item whose key may have been lost.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from kosei_xl.later import dataclass
from kosei_xl.values.model import SCHEDULE, Department, Item, Line, Plan, PolicyArea, SubItem
from kosei_xl.words import terms
from kosei_xl.words.terms import ChangeKind

_LOOKALIKES = str.maketrans({"〜": "~", "−": "-", "‐": "-", "–": "-"})
"""Signs that programs swap for each other when a text changes its encoding."""


@dataclass(frozen=True, slots=True)
class PlanChange:
    """One field of an item, or of its sub-item `sub_no`, that is another than before; None where there is nothing.

    `kind` is a key of `Revision.kinds`; `field` is a plan text's key, or what else of the item it is.
    """

    item_key: str
    sub_no: str | None
    kind: str
    field: str
    old: str | None
    new: str | None

    @property
    def is_new(self) -> bool:
        """Whether there was nothing before."""
        return self.old is None


@dataclass(frozen=True)
class Revision:
    """All that is other in `after` than in `before`: items in the new printed order, then those that are gone."""

    before: Plan
    after: Plan
    changes: tuple[PlanChange, ...]

    @cached_property
    def kinds(self) -> Mapping[str, ChangeKind]:
        """Every kind of change that the plan knows, in the order of counting, in the plan's own words."""
        texts: dict[str, ChangeKind] = dict(terms.REVISED_TEXTS)
        for plan in (self.before, self.after):
            labels = {c.key: "".join(c.label.split()) for c in reversed(plan.columns) if c.source == "plan"}
            for key in plan.text_fields:
                texts[key] = _kind_of_text(labels.get(key, ""), texts.get(key) or ChangeKind(key, f"{key}の見直し"))
        known = {"department": terms.CHANGE_KINDS["department"], **texts, **terms.CHANGE_KINDS, **texts}
        words = (("{分野}", self.after.style.area_term), ("{項目}", self.after.style.item_term))
        return {key: _in_words(kind, words) for key, kind in known.items() if key not in terms.OUTLINE_TEXTS}

    @cached_property
    def kinds_by_item(self) -> Mapping[str, tuple[str, ...]]:
        """Item key -> its kinds of change, in the order of `kinds`; items without a change are left out."""
        found: dict[str, set[str]] = {}
        for change in self.changes:
            found.setdefault(change.item_key, set()).add(change.kind)
        return {key: tuple(kind for kind in self.kinds if kind in kinds) for key, kinds in found.items()}

    @cached_property
    def items(self) -> tuple[str, ...]:
        """Keys of the items that count as revised: those with more than another number."""
        kinds = self.kinds
        return tuple(key for key, found in self.kinds_by_item.items() if any(kinds[kind].counted for kind in found))

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Kind -> number of items, zeros included, in the order of `kinds`."""
        counted = Counter(kind for kinds in self.kinds_by_item.values() for kind in kinds)
        return {kind: counted[kind] for kind in self.kinds}

    @cached_property
    def new_counts(self) -> Mapping[str, int]:
        """Kind -> number of items where there was nothing before, zeros included."""
        new = {(change.kind, change.item_key) for change in self.changes if change.is_new}
        counted = Counter(kind for kind, _ in new)
        return {kind: counted[kind] for kind in self.kinds}

    @property
    def repeated(self) -> int:
        """How much larger the sum of the counts is than the number of items: more than 0 where items count twice."""
        return sum(self.counts[key] for key, kind in self.kinds.items() if kind.counted) - len(self.items)

    def is_new(self, item_key: str, kind: str) -> bool:
        """Whether the item has a field of this kind where it had none."""
        return any(c.is_new for c in self.changes if (c.item_key, c.kind) == (item_key, kind))

    @cached_property
    def lost_keys(self) -> tuple[tuple[Item, Item], ...]:
        """(item that is gone, new item) of the same name: perhaps one item whose key was lost."""
        gone = [self.before.item_by_key[c.item_key] for c in self.changes if c.kind == "removed"]
        pairs = []
        for change in self.changes:
            if change.kind == "added":
                item = self.after.item_by_key[change.item_key]
                old = next((one for one in gone if is_same(one.name, item.name)), None)
                if old is not None:
                    gone.remove(old)
                    pairs.append((old, item))
        return tuple(pairs)

    def plan_with_removed(self, plan: Plan) -> Plan:
        """`plan` (the new version) with the items that are gone, behind the others of their area, for lists of both.

        A gone item has no number any more and is shown with its old one as "旧5".
        """
        areas = {area.id: area for area in plan.areas}
        items = list(plan.items)
        for item in self.before.items:
            if item.key not in plan.item_by_key:
                area = self._area_now(item, areas.values())
                if area.id not in areas:
                    known = area.parent if area.parent in areas else None
                    areas[area.id] = area.model_copy(update={"parent": known})
                last = max((n for n, one in enumerate(items) if one.area_no == area.id), default=len(items) - 1)
                items.insert(last + 1, item.model_copy(update={"no": f"旧{item.no}", "area_no": area.id}))
        departments = {**self.before.department_by_code, **plan.department_by_code}
        fields = {name: getattr(plan, name) for name in Plan.model_fields}
        fields |= {"items": tuple(items), "areas": tuple(areas.values()), "departments": tuple(departments.values())}
        return Plan.model_construct(**fields)

    def _area_now(self, item: Item, areas: Iterable[PolicyArea]) -> PolicyArea:
        """The area of a gone item among those of today: by its name, else by its number, else its old one."""
        old = _area(self.before, item)
        found = sorted(areas, key=lambda area: (not is_same(area.name, old.name), area.id != old.id))
        return found[0] if found and (is_same(found[0].name, old.name) or found[0].id == old.id) else old


def compare_plans(before: Plan, after: Plan) -> Revision:
    """What changed from one version of a plan to the next. The caller sees to it that they are two of one plan.

    Texts that differ only in white space or in the width of characters are the same. Cost: one pass over both.
    """
    changes: list[PlanChange] = []
    for item in after.items:
        old = before.item_by_key.get(item.key)
        changes += (
            [PlanChange(item.key, None, "added", "item", None, item.name)]
            if old is None
            else _of_item(before, after, old, item)
        )
    for old in before.items:
        if old.key not in after.item_by_key:
            changes.append(PlanChange(old.key, None, "removed", "item", old.name, None))
    return Revision(before, after, tuple(changes))


def is_same(one: str | None, other: str | None) -> bool:
    """Whether two texts say the same, white space and the width of characters aside; None is no text."""
    return one == other or _plain(one or "") == _plain(other or "")


def _plain(text: str) -> str:
    """Without white space, full-width letters and half-width katakana as usual; ① and ㎡ stay what they are."""
    usual = (unicodedata.normalize("NFKC", ch) if unicodedata.east_asian_width(ch) in "FH" else ch for ch in text)
    return "".join(unicodedata.normalize("NFC", "".join(usual)).translate(_LOOKALIKES).split())


def _kind_of_text(label: str, usual: ChangeKind) -> ChangeKind:
    """The kind of a plan text under the plan's own label; a label with placeholders is no name for it."""
    return usual._replace(label=label, phrase=f"{label}の見直し") if label and "{" not in label else usual


def _in_words(kind: ChangeKind, words: Iterable[tuple[str, str]]) -> ChangeKind:
    label, phrase = kind.label, kind.phrase
    for mark, word in words:
        label, phrase = label.replace(mark, word), phrase.replace(mark, word)
    return kind._replace(label=label, phrase=phrase)


# -- one item ------------------------------------------------------------------------------------------------------
def _of_item(before: Plan, after: Plan, old: Item, new: Item) -> Iterator[PlanChange]:
    yield from _departments(before, after, new.key, old, new)
    yield from _texts(Line(old, None), Line(new, None))
    if not is_same(old.name, new.name):
        yield PlanChange(new.key, None, "name", "name", old.name, new.name)
    old_area, new_area = _names_of_areas(before, old), _names_of_areas(after, new)
    if old.area_no != new.area_no and not is_same(old_area, new_area):
        yield PlanChange(new.key, None, "area", "area_no", old_area, new_area)
    if old.kind != new.kind:
        yield PlanChange(new.key, None, "item_kind", "kind", terms.KIND_LABELS[old.kind], terms.KIND_LABELS[new.kind])
    if old.repeats != new.repeats:
        yield PlanChange(new.key, None, "repeats", "repeats", _original(before, old), _original(after, new))
    yield from _sub_items(before, after, old, new)
    if old.no != new.no:
        yield PlanChange(new.key, None, "no", "no", old.no, new.no)


def _names_of_areas(plan: Plan, item: Item) -> str:
    """The names of the areas that an item is in, from the top: areas below different ones may be called the same."""
    return " ＞ ".join(area.name for area in plan.tree.path(item.area_no))


def _area(plan: Plan, item: Item) -> PolicyArea:
    return plan.area_by_no[item.area_no]


def _original(plan: Plan, item: Item) -> str | None:
    return plan.item_by_key[item.repeats].name if item.repeats else None


def _texts(old: Line, new: Line) -> Iterator[PlanChange]:
    """Plan texts, and the year schedule in words."""
    for key in dict.fromkeys((*new.texts, *old.texts, SCHEDULE)):
        was, now = old.plan_text(key), new.plan_text(key)
        if key not in terms.OUTLINE_TEXTS and not is_same(was, now):
            yield PlanChange(new.item.key, new.sub_no, key, key, was or None, now or None)


def _sub_items(before: Plan, after: Plan, old: Item, new: Item) -> Iterator[PlanChange]:
    """Changes inside sub-items are changes of their item."""
    had = {sub.sub_no: sub for sub in old.sub_items}
    for sub in new.sub_items:
        was = had.pop(sub.sub_no, None)
        if was is None:
            yield PlanChange(new.key, sub.sub_no, "sub_items", "sub_item", None, sub.name or sub.sub_no)
            continue
        yield from _departments(before, after, new.key, was, sub)
        yield from _texts(Line(old, was), Line(new, sub))
        if not is_same(was.name, sub.name):
            yield PlanChange(new.key, sub.sub_no, "name", "name", was.name, sub.name)
    for gone in had.values():
        yield PlanChange(new.key, gone.sub_no, "sub_items", "sub_item", gone.name or gone.sub_no, None)


def _departments(
    before: Plan, after: Plan, item_key: str, old: Item | SubItem, new: Item | SubItem
) -> Iterator[PlanChange]:
    """A department that was not there before is an addition; its successor is not, and is no change by itself."""
    if old.departments == new.departments:
        return
    handed_on: list[str] = []
    for code in old.departments:
        handed_on += [code] if code in new.departments else _heirs(before, after, code, new.departments) or [code]
    if tuple(dict.fromkeys(handed_on)) == new.departments:
        return
    kind = "department" if set(new.departments) - set(handed_on) else "department_change"
    sub_no = new.sub_no if isinstance(new, SubItem) else None
    yield PlanChange(
        item_key,
        sub_no,
        kind,
        "departments",
        department_names(before, old.departments),
        department_names(after, new.departments),
    )


def _heirs(before: Plan, after: Plan, code: str, wanted: Sequence[str]) -> list[str]:
    """Those of `wanted` that a department was handed on to, over any number of reorganisations."""
    seen, open_codes = {code}, [code]
    while open_codes:
        one = open_codes.pop(0)
        for plan in (after, before):
            department: Department | None = plan.department_by_code.get(one)
            following = [c for c in department.successors if c not in seen] if department else []
            seen.update(following)
            open_codes += following
    return [c for c in wanted if c in seen and c != code]


def department_names(plan: Plan, codes: Sequence[str]) -> str | None:
    """The names that a version of the plan gives these departments; None for none."""
    return plan.style.department_separator.join(plan.department_by_code[code].name for code in codes) or None
