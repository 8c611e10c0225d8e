"""Target and actual of an indicator as they are told: one figure in each cell, or several by their names or ①②."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from kosei_xl.later import compiled_later, dataclass
from kosei_xl.values.model import Slot
from kosei_xl.words.quantities import Quantity, is_reached, is_same_unit, read_quantity, usually_asked
from kosei_xl.words.sense.figures import FigureInText, figures, nouns
from kosei_xl.words.sense.text import KATAKANA, LETTERS, narrow
from kosei_xl.words.terms import LESS_IS_BETTER

_TELLING, _CALLED = 4, 24
_RUNNING = ("累計", "通算", "延べ")
_COUNTING = re.compile(r"(?:件数|回数|人数|総数|割合|数)$")
_MARK = re.compile(r"[①-⑳]")
_MORE_IS_BETTER = compiled_later(r"(?:収納率|徴収率|回収率|達成率|満足度|の?短縮|の?削減|の?抑制)(?:率|額|量)?$")
"""How names end of which more is better, whatever they measure: 滞納繰越分の収納率."""
_ASIDE = compiled_later(r"\([^()]*\)")
_MARK_OR_END = re.compile(r"[①-⑳、。\s]")
_NO_LABEL = re.compile(r"[\s:、。①-⑳→・()]|\d+%")


@dataclass(frozen=True)
class Stated:
    """One figure of a cell with the name and the ① right before it, and all that stands before it."""

    label: str
    mark: str
    figure: FigureInText
    before: str

    @property
    def called(self) -> str:
        """Its name for people: with some of what stands before where the name is but the end of a sentence."""
        return self.label if re.match(f"[{LETTERS}{KATAKANA}]", self.label) else self.before[-_CALLED:]


@dataclass(frozen=True)
class Pair:
    """An indicator of a row, as it was typed."""

    slot: Slot
    fields: Mapping[str, str]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.fields.get("indicator", "")

    @cached_property
    def nouns(self) -> tuple[str, ...]:
        """The nouns of its name that a sentence about it would have; none for a running total."""
        if any(word in self.name for word in _RUNNING):
            return ()
        found = (_COUNTING.sub("", noun) for noun in nouns(narrow(self.name)))
        return tuple(noun for noun in found if len(noun) > 1)

    def said(self, name: str) -> str:
        """A cell with the unit beside it."""
        return f"{self.fields.get(name, '')}{self.fields.get('unit', '')}"

    def quantity(self, name: str) -> Quantity | None:
        """The one figure of a cell."""
        return read_quantity(self.fields.get(name), self.fields.get("unit"))

    def is_told_in(self, sentence: str) -> bool:
        """Whether a sentence has the nouns of the name: two of three or of four; for a share a long one is enough."""
        here = sum(noun in sentence for noun in self.nouns)
        share = self.fields.get("unit") in ("％", "%") and any(len(n) >= _TELLING and n in sentence for n in self.nouns)
        return bool(self.nouns) and (
            here * 3 >= len(self.nouns) * 2 or (here > 1 and here * 2 >= len(self.nouns)) or share
        )

    def is_touched_in(self, sentence: str) -> bool:
        """Whether a sentence has any noun of the name, or its stem (受講者, 受講)."""
        return any(stem in sentence for stem in self._stems)

    @cached_property
    def _stems(self) -> tuple[str, ...]:
        return tuple(noun.removesuffix("者") if len(noun) > 2 else noun for noun in self.nouns)

    def stated(self, name: str) -> tuple[Stated, ...]:
        """The figures of a cell in order, what stands in brackets behind them left out."""
        if name not in self._stated:
            self._stated[name] = self._stated_in(name)
        return self._stated[name]

    @cached_property
    def _stated(self) -> dict[str, tuple[Stated, ...]]:
        return {}

    def _stated_in(self, name: str) -> tuple[Stated, ...]:
        text = narrow(self.fields.get(name, "")).strip()
        if text.startswith("(") and text.endswith(")"):
            text = text[1:-1]
        return tuple(_stated(text))

    def by_name(self) -> Iterator[tuple[str, FigureInText, FigureInText]]:
        """Name, target and actual of each figure that both cells have: by ①②, by name, or because there is one only."""
        targets, actuals = self.stated("target"), self.stated("actual")
        if len(targets) == len(actuals) == 1:
            yield self.name or targets[0].before or targets[0].label, targets[0].figure, actuals[0].figure
            return
        for target in targets:
            same = [one for one in actuals if _is_same(one, target)]
            if len(same) == 1:
                yield target.called, target.figure, same[0].figure


def _stated(text: str) -> Iterator[Stated]:
    open_text = _ASIDE.sub(lambda found: " " * len(found[0]), text) if "(" in text else text
    end = 0
    mark = ""
    for figure in figures(open_text):
        before = open_text[end : figure.start]
        marks = _MARK.findall(before) if before else ()
        mark = marks[-1] if marks else mark
        label = _MARK_OR_END.split(before)[-1] if before and not before.endswith((" ", ":", "→")) else before
        yield Stated(_NO_LABEL.sub("", label) if label else "", mark, figure, text[: figure.start].strip(" :→"))
        end = figure.end


def _is_same(one: Stated, other: Stated) -> bool:
    if one.mark or other.mark:
        return one.mark == other.mark and (one.label == other.label or not one.label or not other.label)
    return bool(one.label) and one.label == other.label


def reached(name: str, target: FigureInText, actual: FigureInText) -> bool | None:
    """Whether a target told in words was reached; None where less may be better, or the units differ."""
    if not is_same_unit(target.unit, actual.unit):
        return None
    quantity = Quantity(target.value, target.unit, target.bound, target.about)
    if target.value == actual.value and target.bound in ("", "least", "most"):
        return True
    open_ended = any(word in name for word in LESS_IS_BETTER) and not _MORE_IS_BETTER.search(name)
    asked = "" if open_ended else usually_asked(quantity)
    return is_reached(quantity, Quantity(actual.value, actual.unit, "", actual.about), asked)


def nearly(one: Decimal, other: Decimal) -> bool:
    """Whether two figures of three digits and more differ in one digit, or in two that changed places."""
    left, right = (f"{abs(value):f}".replace(".", "") for value in (one, other))
    if len(left) != len(right) or len(left) < 3 or one == other:
        return False
    away = [at for at in range(len(left)) if left[at] != right[at]]
    return len(away) == 1 or (len(away) == 2 and sorted(left) == sorted(right) and away[1] == away[0] + 1)
