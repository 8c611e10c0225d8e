"""Targets and actuals as people type them, with what they mean: for what must read them all alike."""

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

WIDE = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
SCALES = {"千": 10**3, "万": 10**4, "百万": 10**6, "億": 10**8}
UNITS = ("", "件", "人", "円", "％", "%", "㎡", "t-CO2", "か所", "団体", "千円")
BESIDE = (*UNITS, " 件 ", "人（延べ）", "10a", "5", "分以内", "億", "千", "人程度", "ｹ所", "*", "?")
"""Units of the field beside, some of which make a text beside them mean something else."""
NAMES = ("相談の件数", "平均の待ち時間", "ｺｽﾄの割合", "コストの割合", "残 高")
ODD = (
    *(
        "",
        "―",
        "なし",
        "1,00",
        "12,3456",
        "5.",
        ".5",
        "1.2.3",
        "5#",
        "5^",
        "^5",
        "1人2人",
        "10～20件",
        "10/20",
        "2026/3",
    ),
    *(
        "1 000",
        "１　０００",
        "延べ延べ5",
        "5延べ3",
        "以上5",
        "1e3",
        "(5)",
        "¥5",
        "5%%",
        "5％件",
        "07",
        "-5",
        "△5",
        "+5",
        "令和8",
    ),
    *(
        "5分以内",
        "20人（延べ）",
        "510a",
        "15",
        "25",
        "10人程度",
        "5千",
        "4900",
        "12345678901234567",
        "12345678901234568",
    ),
)


@dataclass(frozen=True)
class Typed:
    """What was typed, and what it means."""

    text: str
    value: Decimal
    unit: str
    bound: str
    about: bool


@st.composite
def _numbers(draw: st.DrawFn) -> tuple[str, Decimal]:
    """A number that is not negative, and how it is written."""
    whole = draw(st.integers(0, 12_000) | st.integers(0, 10**7))
    decimals = draw(st.sampled_from(("", "", "", "0", "5", "25", "125")))
    text = f"{whole:,}" if draw(st.booleans()) else str(whole)
    text += f".{decimals}" if decimals else ""
    value = Decimal(f"{whole}.{decimals or 0}")
    scale = draw(st.sampled_from(("", "", "", *SCALES)))
    text, value = text + scale, value * SCALES.get(scale, 1)
    if scale == "億" and draw(st.booleans()):
        rest = draw(st.integers(1, 9_999))
        text, value = f"{text}{rest:,}万", value + rest * 10**4
    return (text.translate(WIDE) if draw(st.booleans()) else text), value


@st.composite
def amounts(draw: st.DrawFn, units: tuple[str, ...] = UNITS) -> Typed:
    """A target or an actual in one of many spellings; 千円 is 円 in its meaning."""
    text, value = draw(_numbers())
    sign = draw(st.sampled_from(("", "", "", "", "", "△", "▲", "-", "－", "マイナス")))
    before = draw(st.sampled_from(("", "", "", "", "約", "延べ", "年間", "概ね")))
    unit = draw(st.sampled_from(units))
    if unit == "千円":
        text, value = (text + unit, value * 1000) if text[-1] not in "千万億" else (f"{text}円", value)
    else:
        text += unit
    bound = draw(st.sampled_from(("", "", "", "以上", "以下", "以内", "超", "未満")))
    after = draw(st.sampled_from(("", "", "", "", "程度")))
    noted = draw(st.sampled_from(("", "", "", "（速報値）")))
    meant = {"千円": "円", "％": "%", "㎡": "m2"}.get(unit, unit)
    about = before in ("約", "概ね") or bool(after)
    return Typed(before + sign + text + after + bound + noted, -value if sign else value, meant, bound, about)


def meant_reached(target: Typed, actual: Typed) -> bool | None:
    """Whether the target was reached, from what was meant; None where nobody can say."""
    if (target.unit and actual.unit and target.unit != actual.unit) or (target.value < 0 and not target.bound):
        return None
    room = abs(target.value) / 10 if target.about or actual.about else Decimal(0)
    over = actual.value - target.value
    if target.bound in ("以下", "以内"):
        return over <= room
    if target.bound == "未満":
        return over < room
    return over > -room if target.bound == "超" else over >= -room
