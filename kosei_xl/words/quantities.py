"""Targets and actuals as people type them (「約1億2,000万円」「90％以上」「△5.0」): the number in them and its unit.

What does not hold exactly one number that can be understood is no quantity: callers then say nothing. The rules, the
worksheet function KOSEI_ACHIEVEMENT and the native formulas of surveys all judge by what stands here.
"""

import re
import unicodedata
from dataclasses import field
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from kosei_xl.later import compiled_later, dataclass

Bound = Literal["", "least", "most", "above", "below"]
"""What a target asks for: 以上, 以下, 超, 未満; "" where it does not say."""

_BOUNDS: dict[str, Bound] = {
    "以上": "least",
    "以下": "most",
    "以内": "most",
    "超": "above",
    "を超える": "above",
    "未満": "below",
}
_ABOUT = ("約", "およそ", "おおよそ", "概ね", "おおむね", "ほぼ")
_ABOUT_AFTER = ("程度", "前後", "程", "ほど", "強", "弱")
_COUNTED = ("延べ", "のべ", "累計", "合計", "計", "年間", "年")
SUMMED_UP = ("累計", "合計", "計")
"""Words before a number that say that it is a total of others."""
_SCALES = {"千": 10**3, "万": 10**4, "百万": 10**6, "億": 10**8, "兆": 10**12}
_STEP = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:百万|千|万|億|兆)?"
_QUANTITY = re.compile(
    rf"(?P<before>(?:{'|'.join(_COUNTED)})*)(?P<about>{'|'.join(_ABOUT)})?(?P<counted>(?:{'|'.join(_COUNTED)})*)"
    rf"(?P<sign>△|▲|-|−|マイナス|\+)?(?P<steps>{_STEP}(?:{_STEP})*)"
    r"(?P<unit>(?:[^\d,.:：（(]|(?<=m)[23]|(?<=CO)2)*?)"
    rf"(?P<after>{'|'.join(_ABOUT_AFTER)})?(?P<bound>{'|'.join(_BOUNDS)})?"
    r"(?P<aside>\((?:速報値|見込み?|暫定値?|確定値?|推計値?|概算)\))?"
)
_STEPS = re.compile(r"([\d,]+(?:\.\d+)?)(百万|千|万|億|兆)?")
_LAST_NUMBER = compiled_later(r"(?P<number>.*[0-9０-９](?:百万|千|万|億|兆)?)(?P<rest>.*)", re.S)
_SAID_AFTER = compiled_later(rf"(?:{'|'.join(_ABOUT_AFTER)})?(?:{'|'.join(_BOUNDS)})?(?:[（(][^（()）]*[)）])?")
"""What is said of a value behind its unit."""
_SAME_UNITS = {
    "パーセント": "%",
    "名": "人",
    "箇所": "か所",
    "ヶ所": "か所",
    "ケ所": "か所",
    "カ所": "か所",
    "ヵ所": "か所",
    "個所": "か所",
    "ヘクタール": "ha",
    "キログラム": "kg",
    "キロ": "kg",
    "トン": "t",
    "グラム": "g",
    "平方メートル": "m2",
    "キロメートル": "km",
    "メートル": "m",
}
_NOT_A_UNIT = re.compile(
    r"^[年月日時](?!間)|第|^[→~/]|現在|時点|実施|開催|達成|完了|設置|策定|目標|予定|済|増|減|比|前|後|.{8}"
)
"""Dates, and words that say more than a unit does."""
SAID_BESIDES = (*_BOUNDS, *_ABOUT_AFTER)
"""Words behind a number and its unit that say how it is meant."""
_ROUGHLY = Decimal("0.1")
"""Share by which 約 lets an actual stay away from its target."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as meant (「2千円」 is 2000 円), its unit ("" for none), what it asks for, and whether it is rough.

    `bare` where the text says nothing beside the number and its unit. `factors` are the thousands that it was told in,
    (1,) for a unit without any and () for a number alone. Both say how it was written, not what it is.
    """

    value: Decimal
    unit: str = ""
    bound: Bound = ""
    about: bool = False
    bare: bool = field(default=True, compare=False)
    factors: tuple[int, ...] = field(default=(), compare=False)


@lru_cache(maxsize=1 << 13)
def read_quantity(text: str | None, unit: str | None = None) -> Quantity | None:
    """The one number in a text, None where there is none, more than one, or something else is said too.

    `unit` is that of the field beside it: it holds, with its 千 or 万, for a text that names none itself.
    """
    plain = _folded(text)
    found = _QUANTITY.fullmatch(plain)
    if found is None:
        return None
    steps = [
        (Decimal(n.replace(",", "")), _SCALES[scale] if scale else 1) for n, scale in _STEPS.findall(found["steps"])
    ]
    if any(after[1] >= before[1] for before, after in pairwise(steps)):
        return None
    value = sum((number * factor for number, factor in steps), Decimal(0))
    own, beside = unit_of(found["unit"]), unit_of(unit)
    if own != beside and _NOT_A_UNIT.search(found["unit"]):
        return None
    if not found["unit"] and steps[0][1] == 1:
        value *= unit_scale(unit)
    if found["sign"] not in (None, "+"):
        value = -value
    bound = _BOUNDS.get(found["bound"] or "", "")
    bare = not any(found[name] for name in ("before", "about", "counted", "after", "bound", "aside"))
    factors = tuple(factor for _, factor in steps) if found["unit"] or steps[0][1] != 1 else ()
    return Quantity(value, own or beside, bound, bool(found["about"] or found["after"]), bare, factors)


def with_unit(value: str, unit: str) -> str:
    """A value with its unit where Japanese has it: 「85.0％以上」, 「延べ150人以下」, 「約30件」, 「12件（速報値）」.

    A value that names the unit itself stays; one without a number, or that says more, has the unit behind it.
    """
    if not unit or value.endswith(unit):
        return value
    found = _LAST_NUMBER.fullmatch(value)
    if found is None:
        return value + unit
    number, rest = found["number"], found["rest"]
    if _SAID_AFTER.fullmatch(rest):
        return f"{number}{unit}{rest}"
    return value if unit_of(rest[: len(unit)]) == unit_of(unit) else value + unit


def without_unit(text: str, unit: str) -> str:
    """The value that `with_unit` shows as this text; the text itself where there is none."""
    at = text.rfind(unit) if unit else -1
    value = text[:at] + text[at + len(unit) :] if at >= 0 else text
    return value if at >= 0 and with_unit(value, unit) == text else text


@lru_cache(maxsize=1 << 11)
def unit_of(text: str | None) -> str:
    """A unit for comparing: widths and other spellings of the same unit made one, 千 and 万 before it left out."""
    plain = _folded(text).strip("()[]")
    plain = re.sub(r"^(?:百万|千|万|億|十|百)(?=.)", "", plain)
    return _SAME_UNITS.get(plain, plain)


def unit_scale(text: str | None) -> int:
    """What one of a unit counts for: 1000 for 千円, 1 for 円."""
    found = re.match(r"(百万|千|万|億)(?=.)", _folded(text).strip("()[]"))
    return _SCALES[found[1]] if found else 1


def is_same_unit(one: str, other: str) -> bool:
    """Whether two units may be the same: equal, one of them not given, or one with a word more (団体, 団体等)."""
    return one.startswith(other) or other.startswith(one)


def usually_asked(target: Quantity) -> Bound:
    """What a target that does not say asks for: "least", but "" below zero, where a fall may be what is wanted."""
    return target.bound or ("least" if target.value >= 0 else "")


def is_reached(target: Quantity, actual: Quantity, bound: Bound) -> bool | None:
    """Whether an actual is what the target asks for; a rough number lets it stay away by a tenth.

    `bound` is asked for where the target does not say. None where the units differ, or nothing says what is asked for.
    """
    asked = target.bound or bound
    if not asked or not is_same_unit(target.unit, actual.unit):
        return None
    room = abs(target.value) * _ROUGHLY if target.about or actual.about else Decimal(0)
    if asked == "most":
        return actual.value <= target.value + room
    if asked == "below":
        return actual.value < target.value + room
    if asked == "above":
        return actual.value > target.value - room
    return actual.value >= target.value - room


def _folded(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").split())
