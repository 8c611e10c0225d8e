"""Figures in a text: every number with its unit and what stands around it, and those that belong together as a sum.

`words.quantities` reads a cell that holds one figure; here it is asked for each figure that a sentence holds.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from kosei_xl.later import compiled_later, dataclass
from kosei_xl.words.quantities import Bound, read_quantity, unit_of
from kosei_xl.words.sense.text import KATAKANA, LETTERS, found_from, is_kanji, is_katakana

_UNIT = (
    r"百万円|千円|万円|億円|円|か所|ヵ所|カ所|箇所|個所|か月|カ月|ポイント|グループ|パーセント|ページ|タイトル|クラブ|"
    r"プログラム|地区|団体|種類|事業|施設|手続|世帯|案件|品目|項目|指標|協議会|講座|時間|時点|台帳|名|"
    r"[%件人回組館校課室台棟園市社基本枚冊歳歩分秒つ倍度点戸区行口通袋]|kg|km|ha|m2|kWh|g|t|m"
)
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_STEPS = rf"{_NUMBER}(?:(?:億|万|千)(?:{_NUMBER}(?:万|千))?)?"
_FIGURE = re.compile(
    rf"(?<![\d.,/年度A-Za-z\-])(?P<sign>△|-)?(?P<number>{_STEPS})(?P<unit>{_UNIT})?"
    r"(?P<after>以上|以下|以内|未満|を超える|超|程度|前後|ほど)?(?![\d.,/:]|[年月日](?!間))"
)
_FIGURE_BEGINS = re.compile(r"[\d△-]")
_TALLY = compiled_later(r"延べ|のべ|約|およそ|概ね|おおむね|計|合計|累計|全|年間|平均")
_ABOUT = tuple(f"{word}{end}" for word in ("約", "およそ", "おおよそ", "概ね", "おおむね") for end in ("", "\n"))
_NO_FIGURES = ("第", "No.", "№", "No")


class FigureInText(NamedTuple):
    """A number as meant, its unit ("" for none), its place in the text, and how it is told (`about`, `bound`)."""

    value: Decimal
    unit: str
    start: int
    end: int
    said: str
    about: bool = False
    bound: Bound = ""


@lru_cache(maxsize=4096)
def figures(text: str) -> tuple[FigureInText, ...]:
    """The figures of a narrowed text in order. Years, months, days, numbers of items and ①② are none."""
    return tuple(_figures(text))


def _figures(text: str) -> Iterator[FigureInText]:
    for found in found_from(_FIGURE_BEGINS, _FIGURE, text):
        start = found.start()
        before = text[max(0, start - 4) : start]
        if before.endswith(_NO_FIGURES):
            continue
        said = found[0]
        read = read_quantity(said)
        if read is None:
            continue
        about = read.about or before.endswith(_ABOUT)
        yield FigureInText(read.value, read.unit, start, found.end(), said, about, read.bound)


def words_before(text: str, at: int) -> str:
    """The noun that stands right before a place: 「登録者は128人」 -> 「登録者」; "" where there is none."""
    said = _TALLY.sub("", text[max(0, at - 20) : at])
    found = re.search(rf"([{LETTERS}{KATAKANA}A-Za-z]+)(?:は|が|を|も|の|で|:|\(|数|件数)?[、\s]*$", said)
    return found[1] if found else ""


def nouns(text: str) -> tuple[str, ...]:
    """Runs of two and more kanji or katakana in a text, in order, each once."""
    return tuple(dict.fromkeys(re.findall(rf"[{LETTERS}]{{2,}}|[{KATAKANA}]{{2,}}", text)))


# Sums ------------------------------------------------------------------------------------------------------------------

_TOTAL_FIRST = compiled_later(r"(?:全館|全)?(?:合計|計|総計|総数)$")
_ADDED = compiled_later(r"[+]|と|、|・|,|及び|並びに")
_OPENED = compiled_later(r"(?:の[^。、()]{0,10}|を[^。、()]{0,8}|\s)?\((?P<inner>[^()]*)\)?")
_LISTED = compiled_later(r"[^。\n()]{0,14}。?\s*(?:の|、|で、|。)?(?:その)?内訳は、?")
_NOT_PARTS = compiled_later(r"うち|このうち|除く|から|前年|昨年|目標|前回|延べ|[~→]")
_LISTED_PARTS = compiled_later(r"[、・,+]")
_NAMED_PART = compiled_later(rf"\s*[{LETTERS}{KATAKANA}ぁ-んA-Za-z①-⑳]+[^\d]*\d")
_EQUALS = re.compile(r"^\s*(?:=|、?合計で?|、?計|で、?合計|の合計は?、?|の計は?、?|となり、?合計で?)\s*$")


@dataclass(frozen=True, slots=True)
class SumInText:
    """Parts that a text adds up to a whole."""

    parts: tuple[FigureInText, ...]
    whole: FigureInText

    @property
    def total(self) -> Decimal:
        """What the parts really are together."""
        return sum((part.value for part in self.parts), Decimal(0))

    @property
    def holds(self) -> bool:
        """Whether the parts are the whole; rounded decimals may be away by one in the last place for each."""
        places = max(0, *(-int(one.value.as_tuple().exponent) for one in (*self.parts, self.whole)))
        room = Decimal(len(self.parts)).scaleb(-places) / 2 if places else Decimal(0)
        return abs(self.total - self.whole.value) <= room


def sums(text: str) -> Iterator[SumInText]:
    """The sums that a narrowed text writes out: 「計59人（A9人、B22人、C28人）」, 「48件＋53件＝101件」, 「…の内訳は、…」,
    「A9件、B22件の合計31件」. Only figures of one unit, told exactly.
    """
    found = figures(text)
    for at, one in enumerate(found):
        if at + 2 < len(found):
            yield from _after_whole(text, found, at, one)
        yield from _before_whole(text, found, at, one)


def _after_whole(text: str, found: Sequence[FigureInText], at: int, whole: FigureInText) -> Iterator[SumInText]:
    """The whole first: in brackets behind it, or behind 内訳は."""
    behind = text[whole.end : whole.end + 40]
    opened = _OPENED.match(text, whole.end) if "(" in behind else None
    listed = _LISTED.match(behind) if "内訳は" in behind else None
    if listed:
        start = whole.end + listed.end()
        stop = min([n for n in (text.find("。", start), text.find("\n", start)) if n >= 0], default=len(text))
    elif opened:
        start, stop = opened.span("inner")
        first = next((one for one in found[at + 1 :] if one.start >= start), None)
        marked = _TOTAL_FIRST.search(text[max(0, whole.start - 6) : whole.start]) or "+" in opened["inner"]
        if first is None or not (marked or _names_parts(text[start:stop])):
            return
    else:
        if not behind.startswith(("・", ":")) or not _TOTAL_FIRST.search(text[max(0, whole.start - 6) : whole.start]):
            return
        start = whole.end + 1
        stop = min(
            [n for n in (text.find(")", start), text.find("。", start), text.find("\n", start)) if n >= 0],
            default=len(text),
        )
    parts = [one for one in found[at + 1 :] if start <= one.start and one.end <= stop]
    said = text[start:stop]
    if len(parts) >= 2 and _alike(whole, parts) and not _NOT_PARTS.search(said):
        yield SumInText(tuple(parts), whole)


def _names_parts(inner: str) -> bool:
    """Whether what stands in brackets is a list: a name before every figure, 、 or ・ between."""
    pieces = [piece for piece in _LISTED_PARTS.split(inner) if piece.strip()]
    return len(pieces) >= 2 and all(_NAMED_PART.match(piece) for piece in pieces)


def _before_whole(text: str, found: Sequence[FigureInText], at: int, whole: FigureInText) -> Iterator[SumInText]:
    """The parts first: 「9件＋22件＝31件」, 「A9件、B22件、合計31件」."""
    if at < 2 or not _EQUALS.match(text[found[at - 1].end : whole.start]):
        return
    parts: list[FigureInText] = []
    for one in reversed(found[:at]):
        between = text[one.end : parts[0].start] if parts else ""
        if parts and (not _ADDED.match(between.strip()) or len(between) > 14 or "。" in between or "\n" in between):
            break
        if one.unit not in ("", whole.unit) or one.about:
            break
        parts.insert(0, one)
    if len(parts) >= 2 and _alike(whole, parts):
        yield SumInText(tuple(parts), whole)


def _alike(whole: FigureInText, parts: Sequence[FigureInText]) -> bool:
    exact = not any(one.about or one.bound or one.value < 0 for one in (whole, *parts))
    units = {one.unit for one in parts}
    return exact and (units == {whole.unit} or units == {""})


def near_sums(text: str) -> Iterator[SumInText]:
    """Lists of three and more named parts in a sentence of a narrowed text whose first figure they all but make up:
    「204事業を点検し、廃止9事業、統合14事業、…」. Away by more than a tenth they may be something else.
    """
    found = figures(text)
    for at, whole in enumerate(found):
        parts: list[FigureInText] = []
        for one in found[at + 1 :]:
            between = text[parts[-1].end : one.start] if parts else ""
            if one.unit != whole.unit or not whole.unit or (parts and not _is_next_part(between)):
                break
            parts.append(one)
        near = SumInText(tuple(parts), whole)
        if len(parts) >= 3 and _alike(whole, parts) and abs(near.total - whole.value) * 10 <= whole.value:
            yield near


def near_hundreds(text: str) -> Iterator[SumInText]:
    """Lists of three and more shares in a sentence of a narrowed text that come near 100% (71%, 18%, 12%)."""
    found = figures(text)
    shares = [one for one in found if one.unit == "%" and not one.bound and not one.about]
    whole = sum((one.value for one in shares), Decimal(0))
    if len(shares) >= 3 and len(shares) == len(found) and abs(whole - 100) <= 10:
        yield SumInText(tuple(shares), FigureInText(Decimal(100), "%", shares[-1].end, shares[-1].end, "100%"))


def _is_next_part(between: str) -> bool:
    """Whether a comma and a name of one to twelve letters stand between two figures. To compile a class of kanji takes
    a millisecond, and a command looks at few of them.
    """
    if not between.startswith("、") or not 2 <= len(between) <= 13:
        return False
    return all(is_kanji(letter) or is_katakana(letter) or "ぁ" <= letter <= "ん" for letter in between[1:])


# Shares ----------------------------------------------------------------------------------------------------------------

_SHARE = compiled_later(
    rf"(?P<share>{_NUMBER})%[^。\n()]{{0,8}}\((?P<whole>{_NUMBER})(?P<unit>[^\d()]{{1,6}}?)(?:のうち|中)、?(?P<part>{_NUMBER})(?P=unit)\)"
)


def wrong_shares(text: str) -> Iterator[tuple[str, Decimal]]:
    """「84.4%(109指標のうち92指標)」 whose share is another one, with the share that it is, in a narrowed text."""
    for found in _SHARE.finditer(text) if "%" in text and ("のうち" in text or "中" in text) else ():
        whole, part, share = (Decimal(found[name].replace(",", "")) for name in ("whole", "part", "share"))
        if not whole:
            continue
        places = -int(share.as_tuple().exponent)
        right = (part * 100 / whole).quantize(Decimal(1).scaleb(-places))
        if abs(right - share) > Decimal(1).scaleb(-places):
            yield found[0], right


# More and less ---------------------------------------------------------------------------------------------------------

_UP = r"増加|増え|増や|増と|上回|向上|上昇|伸び"
_DOWN = r"減少|減り|減ら|減と|下回|低下|縮小"
_UP_OR_DOWN = re.compile(f"{_UP}|{_DOWN}")
_MAYBE_FROM_TO = re.compile(r"\d[^\d。\n]{0,5}から、?[^\d。\n、]{0,8}\d")
_FROM_TO = compiled_later(
    rf"(?P<one>{_NUMBER})(?P<unit>{_UNIT})?から、?(?:[^\d。\n、]{{0,8}})(?P<two>{_NUMBER})(?P<unit2>{_UNIT})?(?:以上|以下)?(?:に|へと?|となり、?)、?"
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))"
)
_MAYBE_BESIDE = re.compile(r"\d[^\d。\n]{0,5}を[上下]回")
"""A unit has five letters at most."""
_BESIDE = compiled_later(
    rf"(?P<two>{_NUMBER})(?P<unit>{_UNIT})?(?:で、?|と、?|であり、?|となり、?)(?:前年度?|昨年度?|前回|前年同期)[^\d。\n]{{0,6}}"
    rf"(?P<one>{_NUMBER})(?P<unit2>{_UNIT})?を(?:(?P<up>上回)|(?P<down>下回))"
)


def rises_or_falls(text: str) -> bool:
    """Whether a text says of anything that it rises or falls."""
    return _UP_OR_DOWN.search(text) is not None


def wrong_directions(text: str) -> Iterator[tuple[int, int]]:
    """Where a narrowed text says that a figure rose which fell, or the other way: (start, end)."""
    if not rises_or_falls(text):
        return
    from_to = _FROM_TO.finditer(text) if _MAYBE_FROM_TO.search(text) else ()
    beside = _BESIDE.finditer(text) if _MAYBE_BESIDE.search(text) else ()
    for found in (*from_to, *beside):
        one, two = (Decimal(found[name].replace(",", "")) for name in ("one", "two"))
        if (
            (found["unit2"] or found["unit"])
            and found["unit"]
            and found["unit2"]
            and unit_of(found["unit"]) != unit_of(found["unit2"])
        ):
            continue
        if (found["up"] and two < one) or (found["down"] and two > one):
            yield found.span()
