"""Amounts as people type them (「１，５００」「△1,500千円」「約3億円」) -> exact decimals in the unit of their field.

What may stand in a text is what `quantities` reads. An amount is told in one unit only: that of its field, or the same
unit in other thousands (「1,500千円」 is 1.5 in a field of 百万円).
"""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from kosei_xl.later import compiled_later, dataclass
from kosei_xl.words.quantities import SUMMED_UP, read_quantity, unit_of, unit_scale

MONEY_UNITS = ("円", "千円", "万円", "百万円", "億円")
"""Units that an amount of money may have."""
EXACT = Context(prec=200)
"""Wide enough that no sum or scale of what is read loses a digit."""
NEGATIVE = "△"
"""Stands before a printed amount below zero."""
_MOST_DIGITS = 40
_TORN = compiled_later(r"[\d.,]\s+[\d.,]")
"""White space between digits: two numbers as well as one."""
_POWER = compiled_later(r"([-+]?\d(?:\.\d+)?)E\+?(\d{1,2})")
"""A large number as a narrow cell shows it."""
_YEN = compiled_later(r"^(△|▲|-|\+)?\s*[¥\\]\s*(?=[\d△▲-])(.*)$", re.S)
_MINUS = compiled_later(r"^[ー―—–‐‑−](?=\s*\d)")
"""Strokes that people type for a minus sign."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in the unit of its field. `bare` where the text says nothing beside the number and its unit (約, 以上).

    `scaled` where it was told in other thousands than those of the field (¥ in one of 千円).
    """

    value: Decimal
    bare: bool = True
    scaled: bool = False


def read_amount(text: str | None, unit: str = "") -> Amount | None:
    """The amount that a text is; None where it holds no number, more than one, another unit, or says something else.

    So does one with white space between digits, and a total of others (累計, 合計).
    """
    plain = unicodedata.normalize("NFKC", text or "").strip()
    if _TORN.search(plain) or sum(map(str.isdigit, plain)) > _MOST_DIGITS or any(word in plain for word in SUMMED_UP):
        return None
    plain = _MINUS.sub("-", plain)
    power, yen = _POWER.fullmatch(plain), _YEN.match(plain)
    if power is not None:
        plain = f"{Decimal(power[1]).scaleb(int(power[2]), EXACT):f}"
    elif yen is not None and "円" not in plain:
        plain = f"{yen[1] or ''}{yen[2].rstrip('-')}円"
    with localcontext(EXACT):
        found = read_quantity(plain, unit)
    if found is None or found.unit != unit_of(unit):
        return None
    scale = unit_scale(unit)
    value = found.value.scaleb(1 - len(str(scale)), EXACT)
    return Amount(value, found.bare, found.factors not in ((), (scale,)))


def amount_text(value: Decimal, decimals: int | None = None) -> str:
    """An amount as it is printed: 「1,500」「△0.5」. Halves are rounded away from zero; None keeps every digit."""
    shown = EXACT.copy()
    shown.rounding = ROUND_HALF_UP
    if decimals is not None:
        value = value.quantize(Decimal(1).scaleb(-decimals), context=shown)
    whole, _, rest = f"{abs(value):f}".partition(".")
    rest = rest if decimals is not None else rest.rstrip("0")
    text = f"{int(whole):,}" + (f".{rest}" if rest else "")
    return f"{NEGATIVE}{text}" if value < 0 else text


def decimals_of(value: Decimal) -> int:
    """How many decimals a number needs."""
    return len(f"{value:f}".partition(".")[2].rstrip("0"))


def left_out_text(label: str, missing: int, unreadable: int) -> str:
    """What is said below a list of the entries that are not in a sum."""
    said = [f"未記入{missing}件"] if missing else []
    said += [f"数として読めない記入{unreadable}件"] if unreadable else []
    return f"※ {label}の計には、{'、'.join(said)}が入っていません。"


def share_text(part: Decimal, whole: Decimal) -> str | None:
    """How much of the whole the part is: 「85.0%」; None of nothing, and where the whole is below zero."""
    if whole <= 0:
        return None
    share = EXACT.divide(part.scaleb(2, EXACT), whole)
    return f"{amount_text(share, 1)}%"


POINT_WORDS = ("得点", "満点", "得点率")
"""What can be said of the points of ratings."""


def points_texts(points: tuple[Decimal, Decimal] | None) -> tuple[str, str, str]:
    """Points reached, the most there could be, and the one as a share of the other: 「85」「120」「70.8%」."""
    if points is None:
        return ("―", "―", "―")
    return amount_text(points[0], None), amount_text(points[1], None), share_text(*points) or "―"
