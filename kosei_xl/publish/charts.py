"""Stacked bars: the share of the width that each segment has, and how it looks without its colour."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from kosei_xl.later import dataclass
from kosei_xl.publish.figures import PageFigure
from kosei_xl.values.model import Rating, Scale

_LABEL_FROM = Decimal("7.5")
"""Percent of the width from which a segment has room for its label on a phone."""
_MOST_LOOKS = 3


@dataclass(frozen=True, slots=True)
class BarSegment:
    """A piece of a bar, in percent of the width: where it begins, how wide it is, where its label stands. `look` is the
    class of its pattern.
    """

    figure: PageFigure
    code: str
    look: str
    x: str
    width: str
    middle: str
    labelled: bool


@dataclass(frozen=True, slots=True)
class BarRow:
    """A bar: its segments, and the number that the whole width stands for."""

    segments: tuple[BarSegment, ...]
    whole: int


def bar_looks(scale: Scale) -> Mapping[str, str]:
    """Code of each rating -> the class of its pattern: 「even-2」 for the second of those that look alike."""
    found: dict[str, str] = {}
    for rating in scale.ratings:
        look = scale.look(rating)
        same = sum(one.startswith(look) for one in found.values())
        found[rating.code] = f"{look}-{min(same, _MOST_LOOKS - 1) + 1}"
    return found


def sign_of(scale: Scale, rating: Rating | None) -> str:
    """The sign beside a rating, so that no meaning hangs on a colour."""
    look = scale.look(rating) if rating is not None else ""
    return {"ahead": "▲", "behind": "▼"}.get(look, "")


def bar(pieces: Sequence[tuple[str, str, PageFigure]], whole: int) -> BarRow:
    """A bar of (code, look, figure), those of nothing left out; `whole` is the number that fills the width."""
    segments: list[BarSegment] = []
    begun = 0
    for code, look, figure in pieces:
        number = int(figure.text)
        if number:
            width = _percent(number, whole)
            middle = (_percent(begun, whole) + _percent(begun + number, whole)) / 2
            segments.append(
                BarSegment(
                    figure,
                    code,
                    look,
                    f"{_percent(begun, whole)}%",
                    f"{width}%",
                    f"{middle.quantize(Decimal('0.001'))}%",
                    width >= _LABEL_FROM,
                )
            )
        begun += number
    return BarRow(tuple(segments), whole)


def _percent(number: int, whole: int) -> Decimal:
    return (Decimal(100 * number) / whole).quantize(Decimal("0.001"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Achievement:
    """An indicator as a bar: how far the actual reaches, in percent of the width, and where the target stands."""

    actual: str
    target: str


def achievement_bar(target: Decimal | None, actual: Decimal | None) -> Achievement | None:
    """The bar of an indicator; None where one of the two is missing or below zero."""
    if target is None or actual is None or target < 0 or actual < 0 or not (target or actual):
        return None
    whole = max(target, actual) * Decimal("1.1")
    return Achievement(*(f"{(100 * one / whole).quantize(Decimal('0.1'), ROUND_HALF_UP)}%" for one in (actual, target)))
