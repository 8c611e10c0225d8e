"""Numbers as other people's files spell them: read without trust, so that no spelling costs time or raises."""

import math

_MOST_DIGITS = 15


def whole_number(text: str | None) -> int | None:
    """The digits of a text as a number; None for none, other signs, or more than 15 digits (after leading zeros)."""
    digits = (text or "").strip()
    if not digits.isdecimal():
        return None
    digits = digits.lstrip("0０") or "0"
    return int(digits) if len(digits) <= _MOST_DIGITS else None


def real_number(text: str | None) -> float | None:
    """A number with a point or an exponent; None for what is none, or not finite (1e999)."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None
