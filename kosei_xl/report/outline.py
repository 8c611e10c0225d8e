"""Placeholders of a plan outline: the policy areas one by one, the plan's period, and the figures of a revision.

Each is asked for by name and arguments: {項目例:4}, {計画期間:略:全角}. None means that the name means nothing here.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from kosei_xl.later import dataclass
from kosei_xl.values.labels import area_number
from kosei_xl.values.model import Item, Plan, PolicyArea
from kosei_xl.values.revision import Revision
from kosei_xl.words import terms
from kosei_xl.words.notation import DigitStyle, digits, fiscal_years_text, numbered

ANY_AREA = "分野"
"""What placeholders call an area of any level: {分野名} is the name of the one that a text is being repeated for."""
REVISION_NAME = "見直し"
"""Every placeholder that needs the plan's former version begins with this."""
AND_MORE = " など"
_YEARS = re.compile(r"(\d{4})[-～~](\d{4})")
_HALF_BRACKETS = str.maketrans("（）", "()")


@dataclass(frozen=True, slots=True)
class Outline:
    """What can be asked for: of the plan, of the area that a text is repeated for, of the revision."""

    plan: Plan
    area: PolicyArea | None = None
    revision: Revision | None = None

    def blocks(self, text: str) -> Iterator[tuple[str, tuple[PolicyArea, ...] | None]]:
        """The pieces of a text in order, those that are printed once for each area with these areas.

        {分野ごと} are the areas that have none below them, {基本方針ごと} those of a level; in a block those below its
        area alone.
        """
        if "{" not in text:
            yield text, None
            return
        names = "|".join(re.escape(name) for name in (ANY_AREA, *(level.name for level in self.plan.levels)))
        block = re.compile(rf"\{{({names})ごと\}}[ \t　]*\n?(.*?)\{{/\1ごと\}}[ \t　]*\n?", re.S)
        at = 0
        for found in block.finditer(text):
            yield text[at : found.start()], None
            yield found[2], self._areas(found[1])
            at = found.end()
        yield text[at:], None

    def _areas(self, name: str) -> tuple[PolicyArea, ...]:
        tree = self.plan.tree
        level = next((n for n, level in enumerate(self.plan.levels, 1) if level.name == name), None)
        inside = tree.under(self.area.id if self.area is not None else None)
        wanted = tree.lowest if level is None or name == ANY_AREA else tree.at(level)
        return tuple(area for area in wanted if area.id in inside)

    def named_areas(self) -> Mapping[str, PolicyArea]:
        """The words that placeholders name areas with: the one at hand, and by the names of their levels it and those
        above it.
        """
        path = self.plan.tree.path(self.area.id) if self.area is not None else ()
        levels = {level.name: area for level, area in zip(self.plan.levels, path, strict=False)}
        return levels | ({ANY_AREA: path[-1]} if path else {})

    def numbers(self) -> dict[str, int]:
        """Placeholders that stand for a count."""
        found = {"計画年数": self.plan.period_end - self.plan.period_start + 1}
        found |= {f"{level.name}数": len(self.plan.tree.at(n)) for n, level in enumerate(self.plan.levels, 1)}
        for name, area in self.named_areas().items():
            found[f"{name}件数"] = len(self._items(area, "rated"))
            found[f"{name}対象外件数"] = len(self._items(area, "unrated"))
        if self.revision is not None:
            found |= _revision_numbers(self.revision)
        return found

    def text(self, name: str, arguments: Sequence[str], style: DigitStyle | None) -> str | None:
        """The words for a placeholder; `style` None where it asks for no digit style of its own."""
        of_plan: Mapping[str, Callable[[Sequence[str], DigitStyle | None], str | None]] = {
            "計画期間": self._plan_period,
            "期間": self._period,
        }
        of_area: Mapping[str, Callable[[PolicyArea, Sequence[str]], str | None]] = {
            "番号": self._area_number,
            "名": lambda area, _: area.name,
            "趣旨": lambda area, _: area.purpose or "",
        }
        if name in of_plan:
            return of_plan[name](arguments, style)
        for word, area in self.named_areas().items():
            asked = name.removeprefix(word)
            if asked in of_area and name != asked:
                return of_area[asked](area, arguments)
        if name == "項目例" and self.area is not None:
            return self._examples(self.area, arguments)
        if name == "見直し文" and self.revision is not None:
            return _revision_sentence(self.revision, style)
        if name == "見直し重複" and self.revision is not None:
            return _in_brackets(f"各{self.plan.style.item_term}に重複あり", style) if self.revision.repeated else ""
        return None

    # -- period --------------------------------------------------------------------------------------------------
    def _plan_period(self, arguments: Sequence[str], style: DigitStyle | None) -> str | None:
        return _years(self.plan, self.plan.period_start, self.plan.period_end, arguments, style)

    def _period(self, arguments: Sequence[str], style: DigitStyle | None) -> str | None:
        found = _YEARS.fullmatch(arguments[0]) if arguments else None
        return _years(self.plan, int(found[1]), int(found[2]), arguments[1:] or ("略",), style) if found else None

    # -- areas ---------------------------------------------------------------------------------------------------
    def _area_number(self, area: PolicyArea, arguments: Sequence[str]) -> str:
        return numbered(area.no, arguments[0]) if arguments else area_number(self.plan, area.id)

    def _items(self, area: PolicyArea, kind: str) -> list[Item]:
        inside = self.plan.tree.under(area.id)
        return [item for item in self.plan.items_in_order if item.area_no in inside and item.kind == kind]

    def _examples(self, area: PolicyArea, arguments: Sequence[str]) -> str | None:
        """Names of the area's items: those marked as examples, else the first; 「など」 where some are left out.

        {項目例:4} is one name a line, {項目例:4:、} one after the other.
        """
        most = arguments[0] if arguments else "99"
        if not (most.isascii() and most.isdigit()):
            return None
        items = self._items(area, "rated")
        names = [item.texts.get("short_name") or item.name for item in items]
        marked = [name for name, item in zip(names, items, strict=True) if item.texts.get("outline")]
        every = list(dict.fromkeys(names))
        shown = list(dict.fromkeys(marked or names))[: int(most)]
        if not shown:
            return ""
        joined = (arguments[1] if len(arguments) > 1 else "\n").join(shown)
        return joined + (AND_MORE if len(shown) < len(every) else "")


def _years(plan: Plan, first: int, last: int, arguments: Sequence[str], style: DigitStyle | None) -> str | None:
    """「平成23～27年度」 (略), with 「（5年間）」 behind it (年数)."""
    if list(arguments) not in (["略"], ["年数"]) or last < first:
        return None
    own = plan.style.digits_text if plan.style.era_text == "kanji" else None
    years = fiscal_years_text(first, last, style or own, era=plan.style.era_text)
    if arguments[0] == "略":
        return years
    return years + _in_brackets(f"{digits(last - first + 1, style or plan.style.digits_text)}年間", style)


def _in_brackets(text: str, style: DigitStyle | None) -> str:
    """In brackets as wide as the digits that were asked for."""
    return f"（{text}）".translate(_HALF_BRACKETS) if style == "half" else f"（{text}）"


# -- revision ------------------------------------------------------------------------------------------------------
def _revision_numbers(revision: Revision) -> dict[str, int]:
    """{見直し件数}, {見直し:実施内容} and {見直し:成果指標:新規} for every kind, by its label and by its phrase."""
    found = {f"{REVISION_NAME}件数": len(revision.items)}
    usual = {key: kind.label for key, kind in terms.REVISED_TEXTS.items()}
    for key, kind in revision.kinds.items():
        for name in (kind.label, kind.phrase, usual.get(key, kind.label)):
            found.setdefault(f"{REVISION_NAME}:{name}", revision.counts[key])
            if kind.new:
                found.setdefault(f"{REVISION_NAME}:{name}:新規", revision.new_counts[key])
    return found


def _revision_sentence(revision: Revision, style: DigitStyle | None) -> str:
    """「推進担当課の追加が９項目、実施内容の見直しが35項目、…」; kinds without an item are left out."""
    plan = revision.after
    counter = plan.style.counter

    def number(count: int) -> str:
        return f"{digits(count, style or plan.style.digits_text)}{counter}"

    parts = []
    for key, kind in revision.kinds.items():
        count, new = revision.counts[key], revision.new_counts[key] if kind.new else 0
        if kind.counted and count:
            of_which = _in_brackets(f"うち{kind.new}は、{number(new)}", style) if new else ""
            parts.append(f"{kind.phrase}が{number(count)}{of_which}")
    return "、".join(parts) or f"{REVISION_NAME}が{number(0)}"
