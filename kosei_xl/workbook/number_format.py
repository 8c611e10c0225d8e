"""A number and its number format -> the text that Excel shows (as a Japanese Excel does: eras, weekdays, 「午後」).

What a format asks for and is not known here gives None, never a guess. Colours, padding (`_x`, `*x`) and the room that
`?` keeps are no part of the text. The format is read once (`NumberFormat`), the values are many.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import takewhile
from math import floor
from operator import eq, ge, gt, le, lt, ne
from typing import Final, Literal, NamedTuple

from kosei_xl.later import compiled_later, dataclass
from kosei_xl.words.years import era_of_day

GENERAL: Final = "General"
TEXT: Final = "@"
BUILT_IN: Final[Mapping[int, str]] = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"\\-#,##0',
    6: '"¥"#,##0;[Red]"¥"\\-#,##0',
    7: '"¥"#,##0.00;"¥"\\-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"\\-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: "[$-411]ge.m.d",
    28: '[$-411]ggge"年"m"月"d"日"',
    29: '[$-411]ggge"年"m"月"d"日"',
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"',
    34: 'yyyy"年"m"月"',
    35: 'm"月"d"日"',
    36: "[$-411]ge.m.d",
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* \\-#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: TEXT,
    50: "[$-411]ge.m.d",
    51: '[$-411]ggge"年"m"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: '[$-411]ggge"年"m"月"d"日"',
    55: 'yyyy"年"m"月"',
    56: 'm"月"d"日"',
    57: "[$-411]ge.m.d",
    58: '[$-411]ggge"年"m"月"d"日"',
}
"""The formats that a workbook names by number only, as a Japanese Excel shows them."""

_TOKEN: Final = compiled_later(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<skip>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/標準)'
    r"|(?P<noon>AM/PM|am/pm|A/P|a/p)|(?P<power>[Ee][+-])|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|[gG]+|[eE]+|a{3,4}|A{3,4})"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<slash>/)|(?P<at>@)|(?P<letter>[A-Za-z])|(?P<other>.)",
    re.DOTALL,
)
_SECTION: Final = compiled_later(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|;|[^;]', re.DOTALL)
_CONDITION: Final = compiled_later(r"^(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)$")
_COLOURS: Final = compiled_later(
    r"^(?:black|blue|cyan|green|magenta|red|white|yellow|color\s*\d+|黒|青|水|緑|紫|赤|白|黄|色\s*\d+)$", re.I
)
_ELAPSED: Final = compiled_later(r"^(?:h+|m+|s+)$", re.I)
_OPERATORS: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {
    "<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne,
}  # fmt: skip
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS_JA: Final = "月火水木金土日"
_JAPANESE: Final = compiled_later(r"^(?:[0-9A-F]*411|ja(?:-JP)?(?:-.*)?)(?:,.*)?$", re.I)
_SYSTEM: Final = {"F800": 'yyyy"年"m"月"d"日"', "F400": "h:mm:ss"}
"""Formats that follow the settings of Windows, as a Japanese one has them."""
_WIDE: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_LAST_DAY: Final = 2958465
_LAST_DAY_SINCE_1904: Final = 2957003
"""The 31st of December 9999."""
_GENERAL_WIDTH: Final = 11
_LONGEST: Final = 20
"""The power of ten up to which a whole number is written with all its digits."""
_EXACT: Final = 15
"""Significant digits that Excel keeps."""
_WHOLE: Final = 10.0**_EXACT
"""Below it a whole number has no more digits than are kept."""
_ALL_DIGITS: Final = Context(prec=400)
"""Room for every digit of the largest number (1.8E+308) and the places behind its point."""

_Kind = Literal[
    "text", "general", "noon", "power", "date", "elapsed", "digit", "point", "comma", "percent", "slash", "at"
]


class _Token(NamedTuple):
    kind: _Kind
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a format between semicolons; `known` False where it asks for what is not known here."""

    tokens: tuple[_Token, ...]
    condition: tuple[str, Decimal] | None = None
    japanese: bool = False
    first_year: bool = False
    wide: bool = False
    known: bool = True

    @property
    def is_date(self) -> bool:
        return any(token.kind in ("date", "elapsed", "noon") for token in self.tokens)

    def has(self, kind: _Kind) -> bool:
        return any(token.kind == kind for token in self.tokens)


@dataclass(frozen=True)
class NumberFormat:
    """A number format; it is taken apart when a value is to be shown by it."""

    code: str

    @cached_property
    def sections(self) -> tuple[_Section, ...]:
        """Its parts. Cost: one pass over its letters."""
        parts = [""]
        for piece in _SECTION.findall(self.code):
            if piece == ";":
                parts.append("")
            else:
                parts[-1] += piece
        return tuple(_section(part) for part in parts[:4])

    @property
    def is_general(self) -> bool:
        """Whether a value shows as it does without any format."""
        return self.code.strip() in ("", GENERAL, TEXT)

    @property
    def is_date(self) -> bool:
        """Whether numbers show as dates or times."""
        return any(section.is_date for section in self.sections[:1])

    def number(self, value: float, *, since_1904: bool = False) -> str | None:
        """A number as it is shown; None for a format that is not known here, and where Excel shows only ####."""
        exact = exact_decimal(value)
        section, bare = _chosen(self.sections, exact)
        if section is None or not section.known:
            return None
        if section.is_date:
            return _date(section, value, since_1904)
        shown = _number(section, bare)
        return shown.translate(_WIDE) if shown is not None and section.wide else shown

    def text(self, value: str) -> str | None:
        """A text as it is shown: as it is, but for the fourth section, or a section with @."""
        section = self.sections[3] if len(self.sections) > 3 else self.sections[-1]
        if not section.known:
            return None
        if len(self.sections) <= 3 and not section.has("at"):
            return value
        return "".join(value if token.kind == "at" else token.text for token in section.tokens)


@lru_cache(maxsize=512)
def number_format(code: str) -> NumberFormat:
    """A format code as it shows values."""
    return NumberFormat(code)


def exact_decimal(value: float) -> Decimal:
    """A number with the 15 significant digits that Excel keeps."""
    return Decimal(f"{value:.{_EXACT - 1}e}")


def plain(value: float) -> str:
    """A number with at most 15 significant digits, without an exponent where it has fewer than 22 digits."""
    if -_WHOLE < value < _WHOLE and value == int(value):
        return str(int(value))  # nearly every number of a sheet
    exact = exact_decimal(value)
    if exact and not -10 <= exact.adjusted() <= _LONGEST:
        return f"{value:.{_EXACT}g}"
    text = f"{exact:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) if exact else "0"


def general(value: float) -> str:
    """A number as a cell without a format shows it, in 11 places; whole numbers with all their digits."""
    exact = exact_decimal(value)
    places = exact.adjusted() if exact else 0
    if places > _LONGEST or places < -9:
        return _power(exact)
    if exact == exact.to_integral_value() or places > _GENERAL_WIDTH - 2:
        return plain(value)
    if places < -4 and len(f"{abs(exact.normalize()):f}") > _GENERAL_WIDTH:
        return _power(exact)
    rounded = exact.quantize(Decimal(1).scaleb(max(places, 0) + 2 - _GENERAL_WIDTH), ROUND_HALF_UP, _ALL_DIGITS)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _power(exact: Decimal) -> str:
    """「1.2345E-05」"""
    digits = f"{exact:.5e}"
    mantissa, exponent = digits.split("e")
    short = mantissa.rstrip("0").rstrip(".")
    return f"{short}E{exponent[0]}{int(exponent[1:]):02d}"


# -- reading a format --------------------------------------------------------------------------------------------------
def _section(text: str) -> _Section:
    tokens: list[_Token] = []
    condition: tuple[str, Decimal] | None = None
    japanese = first_year = wide = False
    known = True
    for found in _TOKEN.finditer(text):
        kind, piece = found.lastgroup or "", found[found.lastgroup or 0]
        if kind == "bracket":
            asked = _CONDITION.match(piece.strip())
            locale = piece.partition("-")[2] if piece.startswith("$") else ""
            if asked:
                condition = asked[1], Decimal(asked[2])
            elif locale.upper() in _SYSTEM:
                return _section(_SYSTEM[locale.upper()])
            elif piece.startswith("$"):
                japanese |= bool(_JAPANESE.match(locale))
                first_year |= "gannen" in locale.lower()
                tokens.append(_Token("text", piece[1:].partition("-")[0]))
            elif _ELAPSED.match(piece):
                tokens.append(_Token("elapsed", piece.lower()))
            elif piece.upper() == "DBNUM3":
                wide = True
            else:
                known &= bool(_COLOURS.match(piece.strip()))
        elif kind in ("quoted", "escaped", "other"):
            tokens.append(_Token("text", piece))
        elif kind == "date":
            tokens.append(_Token("date", piece.lower()))
        elif kind == "letter":
            known = False
        elif kind not in ("skip", "fill"):
            tokens.append(_Token(kind, piece))  # type: ignore[arg-type]  # the names of the groups are the kinds
    known &= not (wide and any(token.kind == "general" for token in tokens))
    return _Section(tuple(tokens), condition, japanese, first_year, wide, known)


def _chosen(sections: Sequence[_Section], value: Decimal) -> tuple[_Section | None, Decimal]:
    """The section that shows a number, and the number as it shows it: without its sign where the section says it."""
    numbers = sections[:3]
    if len(numbers) > 1 and numbers[-1].has("at") and len(sections) < 4:
        numbers = numbers[:-1]
    if any(section.condition for section in numbers):
        return _by_condition(numbers, value)
    if len(numbers) == 1:
        return numbers[0], value
    if value < 0:
        return numbers[1], -value
    return (numbers[2] if value == 0 and len(numbers) > 2 else numbers[0]), value


def _by_condition(sections: Sequence[_Section], value: Decimal) -> tuple[_Section | None, Decimal]:
    for section in sections[:2]:
        if section.condition is None:
            continue
        word, bound = section.condition
        if _OPERATORS[word](value, bound):
            negative = word in ("<", "<=", "=") and bound <= 0
            return section, -value if value < 0 and negative else value
    rest = [section for section in sections if section.condition is None]
    if not rest:
        return None, value
    only_negative = any(
        section.condition is not None and section.condition in ((">", Decimal(0)), (">=", Decimal(0)))
        for section in sections
    )
    return rest[-1], -value if value < 0 and only_negative else value


# -- numbers -----------------------------------------------------------------------------------------------------------
def _number(section: _Section, value: Decimal) -> str | None:
    if section.has("general") or (section.has("at") and not section.has("digit")):
        text = general(float(value))
        return "".join(text if token.kind in ("general", "at") else token.text for token in section.tokens)
    if section.has("at"):
        return None
    if not section.has("digit"):
        text = "".join(token.text for token in section.tokens)
        return f"-{text}" if value < 0 and text else text
    value = value.scaleb(2 * sum(token.kind == "percent" for token in section.tokens))
    body, digits = _digits(section, abs(value))
    negative = value < 0 and any(digit in "123456789" for digit in digits)
    return None if body is None else f"{'-' if negative else ''}{body}"


def _digits(section: _Section, value: Decimal) -> tuple[str | None, str]:
    """A number from zero up as it is shown, and the digits that are left of it by rounding."""
    if section.has("power"):
        return _scientific(section.tokens, value), str(value)
    if section.has("slash") and _is_fraction(section.tokens):
        body = _fraction(section.tokens, value)
        return body, (body or "").partition("/")[0]
    return _positional(section.tokens, value), _digits_of(section.tokens, value)


def _scale(tokens: Sequence[_Token]) -> tuple[tuple[_Token, ...], int, bool]:
    """The tokens without commas; thousands to divide by (commas behind the last digit); whether to group digits."""
    digits = [n for n, token in enumerate(tokens) if token.kind == "digit"]
    point = next((n for n, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    whole = [n for n in digits if n < point] or digits
    scaled = grouped = 0
    for n, token in enumerate(tokens):
        if token.kind == "comma" and whole:
            if n > whole[-1] and (n < point or n > digits[-1]):
                scaled += 1
            elif whole[0] < n < whole[-1]:
                grouped += 1
    return tuple(token for token in tokens if token.kind != "comma"), scaled, bool(grouped)


def _rounded(tokens: Sequence[_Token], value: Decimal) -> tuple[str, str]:
    """The digits of a number before and behind the point, rounded to the places that there are."""
    point = next((n for n, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    places = sum(token.kind == "digit" for token in tokens[point:])
    whole, _, rest = f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _ALL_DIGITS):f}".partition(".")
    return whole.lstrip("0"), rest


def _digits_of(tokens: Sequence[_Token], value: Decimal) -> str:
    plain_tokens, scaled, _ = _scale(tokens)
    return "".join(_rounded(plain_tokens, value.scaleb(-3 * scaled)))


def _positional(tokens: Sequence[_Token], value: Decimal) -> str:
    tokens, scaled, grouped = _scale(tokens)
    whole, rest = _rounded(tokens, value.scaleb(-3 * scaled))
    point = next((n for n, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    return _whole(tokens[:point], whole, grouped) + _behind_point(tokens[point:], rest)


def _whole(tokens: Sequence[_Token], digits: str, grouped: bool) -> str:
    """Digits in their places from the right; the first place takes all that are left."""
    places = sum(token.kind == "digit" for token in tokens)
    out: list[str] = []
    left, count = digits, 0
    for token in reversed(tokens):
        if token.kind != "digit":
            out.append(token.text)
            continue
        places -= 1
        taken = left if places == 0 else left[-1:]
        left = left[: len(left) - len(taken)]
        for digit in reversed(taken or {"0": "0", "?": " ", "#": ""}[token.text]):
            if grouped and count and count % 3 == 0 and digit != " ":
                out.append(",")
            out.append(digit)
            count += 1
    return "".join(reversed(out))


def _behind_point(tokens: Sequence[_Token], digits: str) -> str:
    """The point and the digits behind it; zeros at the end go where the format does not ask for them."""
    asked = [token.text for token in tokens if token.kind == "digit"]
    kept = len(asked)
    while kept and asked[kept - 1] != "0" and digits[kept - 1] == "0":
        kept -= 1
    out, at = [], 0
    for token in tokens:
        if token.kind != "digit":
            out.append(token.text)
            continue
        out.append(digits[at] if at < kept else " " if token.text == "?" else "")
        at += 1
    return "".join(out)


def _scientific(tokens: Sequence[_Token], value: Decimal) -> str:
    at = next(n for n, token in enumerate(tokens) if token.kind == "power")
    mantissa, behind = tokens[:at], tokens[at + 1 :]
    point = next((n for n, token in enumerate(mantissa) if token.kind == "point"), len(mantissa))
    step = max(sum(token.kind == "digit" for token in mantissa[:point]), 1)
    exponent = value.adjusted() if value else 0
    exponent -= exponent % step if step > 1 else 0
    whole, _ = _rounded(mantissa, value.scaleb(-exponent))
    if len(whole) > step:
        exponent += step
    places = sum(1 for _ in takewhile(lambda token: token.kind == "digit", behind))
    sign = "-" if exponent < 0 else "+" if tokens[at].text[1] == "+" else ""
    rest = "".join(token.text for token in behind[places:])
    shown = _positional(mantissa, value.scaleb(-exponent))
    return f"{shown}E{sign}{abs(exponent):0{places}d}{rest}"


def _is_fraction(tokens: Sequence[_Token]) -> bool:
    """Whether the slash stands between digits: 「# ?/?」, 「?/100」."""
    at = next(n for n, token in enumerate(tokens) if token.kind == "slash")
    before, behind = tokens[at - 1] if at else None, tokens[at + 1] if at + 1 < len(tokens) else None
    return before is not None and before.kind == "digit" and behind is not None and _denominator_digit(behind)


def _denominator_digit(token: _Token) -> bool:
    return token.kind == "digit" or (token.kind == "text" and token.text.isdecimal())


def _fraction(tokens: Sequence[_Token], value: Decimal) -> str | None:
    at = next(n for n, token in enumerate(tokens) if token.kind == "slash")
    top = at
    while top and tokens[top - 1].kind == "digit":
        top -= 1
    end = at + 1
    while end < len(tokens) and _denominator_digit(tokens[end]):
        end += 1
    below = "".join(token.text for token in tokens[at + 1 : end])
    mixed = any(token.kind == "digit" for token in tokens[:top])
    whole = value.to_integral_value(ROUND_DOWN) if mixed else Decimal(0)
    share = Fraction(value - whole)
    if fixed := below.strip("#?"):
        bottom = int(fixed) if fixed.isdecimal() and int(fixed) else 0
        if not bottom:
            return None
        numerator = floor(share * bottom + Fraction(1, 2))
    else:
        near = share.limit_denominator(10 ** len(below) - 1)
        numerator, bottom = near.numerator, near.denominator
    if mixed and numerator == bottom:
        whole, numerator = whole + 1, 0
    last = "".join(token.text for token in tokens[end:])
    first = _whole(tokens[:top], f"{whole:f}".lstrip("0"), grouped=False) if mixed else ""
    if mixed and not numerator:
        return (first.rstrip() or "0") + last
    return f"{first}{numerator}/{bottom}{last}"


# -- dates and times ---------------------------------------------------------------------------------------------------
class _Moment(NamedTuple):
    """A serial number as a day (None before 1900) and milliseconds of it; `total` counts milliseconds from zero."""

    day: date | None
    clock: int
    total: int


def _date(section: _Section, value: float, since_1904: bool) -> str | None:
    if value < 0 or value >= _LAST_DAY + 1:
        return None
    places = sum(token.kind == "digit" for token in section.tokens)
    moment = _moment(value, since_1904, 10 ** max(3 - places, 0))
    if moment is None:
        return None
    pieces: list[str] = []
    for n, token in enumerate(section.tokens):
        piece = _date_piece(section, n, moment) if token.kind in ("date", "elapsed", "noon") else token.text
        if token.kind == "digit":
            piece = _split_second(section.tokens, n, moment)
        if piece is None:
            return None
        pieces.append(piece)
    text = "".join(pieces)
    return text.translate(_WIDE) if section.wide else text


def _moment(value: float, since_1904: bool, step: int) -> _Moment | None:
    """A serial number to the nearest step of milliseconds; None behind the last day that there is."""
    total = round(value * 86_400_000 / step) * step
    days, clock = divmod(total, 86_400_000)
    if days > (_LAST_DAY_SINCE_1904 if since_1904 else _LAST_DAY):
        return None
    if since_1904:
        return _Moment(date(1904, 1, 1) + timedelta(days), clock, total)
    if days == 0 or days == 60:  # 1900-01-00 and 1900-02-29, which Excel knows and nobody else
        return _Moment(None, clock, total)
    return _Moment(date(1899, 12, 31 if days < 60 else 30) + timedelta(days), clock, total)


def _split_second(tokens: Sequence[_Token], n: int, moment: _Moment) -> str | None:
    """A digit behind 「ss.」: the tenth, hundredth or thousandth."""
    back = n
    while back and tokens[back - 1].kind == "digit":
        back -= 1
    if not back or tokens[back - 1].kind != "point" or n - back > 2:
        return None
    return f"{moment.clock % 1000:03d}"[n - back]


def _date_piece(section: _Section, n: int, moment: _Moment) -> str | None:
    token = section.tokens[n]
    if token.kind == "elapsed":
        unit = {"h": 3_600_000, "m": 60_000, "s": 1000}[token.text[0]]
        return f"{moment.total // unit:0{len(token.text)}d}"
    hour, minute, second = moment.clock // 3_600_000, moment.clock // 60_000 % 60, moment.clock // 1000 % 60
    if token.kind == "noon":
        return _noon(section, token.text, hour)
    letter, width = token.text[0], len(token.text)
    if letter == "h":
        shown = (hour % 12 or 12) if section.has("noon") else hour
        return f"{shown:0{min(width, 2)}d}"
    if letter == "s":
        return f"{second:0{min(width, 2)}d}"
    if letter == "m" and _is_minute(section.tokens, n):
        return f"{minute:0{min(width, 2)}d}"
    return _calendar(section, n, moment.day) if moment.day is not None else None


def _noon(section: _Section, text: str, hour: int) -> str:
    if section.japanese:
        return "午前" if hour < 12 else "午後"
    morning, afternoon = text.split("/")
    return morning if hour < 12 else afternoon


def _is_minute(tokens: Sequence[_Token], n: int) -> bool:
    """Whether an m stands behind hours or before seconds; else it is a month."""
    timed = [(at, token.text[0]) for at, token in enumerate(tokens) if token.kind in ("date", "elapsed")]
    at = timed.index((n, "m"))
    if len(tokens[n].text) > 2:
        return False
    return (at > 0 and timed[at - 1][1] == "h") or (at + 1 < len(timed) and timed[at + 1][1] == "s")


def _calendar(section: _Section, n: int, day: date) -> str | None:
    letter, width = section.tokens[n].text[0], len(section.tokens[n].text)
    if letter == "y":
        return f"{day.year % 100:02d}" if width < 3 else f"{day.year:04d}"
    if letter == "m":
        return _month(section, width, day)
    if letter == "d":
        return _day(section, width, day)
    if letter == "a":
        return _DAYS_JA[day.weekday()] + ("曜日" if width > 3 else "")
    era = era_of_day(day)
    if era is None:
        return None
    if letter == "g":
        return (era.letter, era.name[0], era.name)[min(width, 3) - 1]
    year = era.number(day.year)
    followed = section.tokens[n + 1].text if n + 1 < len(section.tokens) else ""
    if year == 1 and section.first_year and followed.startswith("年"):
        return "元"
    return f"{year:0{min(width, 2)}d}"


def _month(section: _Section, width: int, day: date) -> str | None:
    if width < 3:
        return f"{day.month:0{width}d}"
    if section.japanese:
        return None
    name = _MONTHS[day.month - 1]
    return name[:3] if width == 3 else name if width == 4 else name[0]


def _day(section: _Section, width: int, day: date) -> str:
    if width < 3:
        return f"{day.day:0{width}d}"
    if section.japanese:
        return _DAYS_JA[day.weekday()] + ("曜日" if width > 3 else "")
    return _DAYS[day.weekday()] if width > 3 else _DAYS[day.weekday()][:3]
