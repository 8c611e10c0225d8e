"""What the short texts of a list say: heads, numbers before names, marks of relisting, values in a bracket."""

import re
import unicodedata
from typing import NamedTuple

from kosei_xl.words.list_heads import PATTERNS, Means

_WIDE = {ord(wide): ord(wide) - 0xFEE0 for wide in map(chr, range(0xFF01, 0xFF5F))} | {0x3000: 0x20}
_STROKES = dict.fromkeys(map(ord, "－‐‑–—―−ｰ"), ord("-"))
_LONGEST_HEAD = 30
_CIRCLED = r"[①-⑳㉑-㉟㊱-㊿]"
_SUB = re.compile(r"^\s*[-ー]\s*(\d{1,3})(?!\d)[\s.:、]*(?P<rest>.*)$", re.S)
_NUMBERS = (
    re.compile(r"^\s*\(\s*(?P<no>\d{1,3})\s*\)\s*(?P<rest>.*)$", re.S),
    re.compile(rf"^\s*(?P<no>{_CIRCLED})\s*(?P<rest>.*)$", re.S),
    re.compile(
        r"^\s*(?:No\.?|NO\.?|№)?\s*(?P<no>\d{1,4}(?:\s*-\s*\(?\d{1,3}\)?|\.\d{1,3})*)[\s.:、)]+(?P<rest>.*)$", re.S
    ),
    re.compile(r"^\s*(?:No\.?|NO\.?|№)?\s*(?P<no>\d{1,4}-\(?\d{1,3}\)?)(?P<rest>.*)$", re.S),
    re.compile(
        r"^\s*(?P<no>\d{1,3})(?P<rest>[^\d\s年月日時分週件%人名回万億割次期級歳つ階種戸台枚本校館園団施地か所ヶカ・,、.:-].*)$",
        re.S,
    ),
)
_RELISTED = re.compile(r"\s*[【\[(〔※]*(?:[^【\[(〔】\])〕。]*再掲[^】\])〕。]*)[】\])〕]*\s*$", re.S)
_VALUES = re.compile(
    r"^(?P<text>.*?)\s*[(（]\s*(?P<values>[^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*)[)）]\s*$", re.S
)
_PARTS = re.compile(rf"(?={_CIRCLED})")


def one_width(text: str) -> str:
    """The text in half width, letter by letter: places in it are those in the text."""
    return text.translate(_WIDE).translate(_STROKES)


def head_text(text: str) -> str:
    """A head as it is compared: half width, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def meaning_of(head: str) -> Means | None:
    """What a head alone says about its column; None for one that is not known, or no head."""
    plain = head_text(head)
    if not plain or len(plain) > _LONGEST_HEAD or "。" in plain:
        return None
    return next((means for means, pattern in PATTERNS if pattern.fullmatch(plain)), None)


def is_number(text: str) -> bool:
    """Whether a text is nothing but a number: 12, １，２００, 98.5%."""
    return re.fullmatch(r"[\d,.]+[%件]?", unicodedata.normalize("NFKC", text).strip()) is not None


class Numbered(NamedTuple):
    """A text with what stands in front of it: a number, or the number of a sub-row (「- 1」)."""

    no: str | None
    sub_no: str | None
    rest: str


def split_number(text: str) -> Numbered:
    """「８ 窓口」「①窓口」「（3）窓口」「1-(2) 窓口」「- 1」 -> number and name."""
    same = one_width(text)
    found = _SUB.match(same)
    if found:
        return Numbered(None, found[1], text[found.start("rest") :].strip())
    for pattern in _NUMBERS:
        found = pattern.match(same)
        if found:
            return Numbered(plain_number(found["no"]), None, text[found.start("rest") :].strip())
    return Numbered(None, None, text.strip())


def plain_number(text: str) -> str:
    """A number as plain digits: ① is 1, １－（２） is 1-2, No.８ is 8, 3.0 is 3. What says more stays as it is."""
    same = unicodedata.normalize("NFKC", one_width(text)).strip()
    same = re.sub(r"^(?:No|NO|no|№)\.?\s*", "", same)
    same = re.sub(r"^(\d+)\.0$", r"\1", same)
    parts = re.findall(r"\d+|[^\W\d]+", same)
    rest = re.sub(r"[\s()\[\]【】\-.,、]+", "", re.sub(r"\d+|[^\W\d]+", "", same))
    if not parts or rest or not re.search(r"\d", same) or any(len(part) > 1 and not part.isdigit() for part in parts):
        return " ".join(text.split())
    return "-".join(parts)


class Relisted(NamedTuple):
    """A text without its mark of relisting, and the number of the original; "" where the mark names none."""

    rest: str
    original: str | None


def split_relisted(text: str) -> Relisted:
    """「窓口【No.27の再掲】」「（№５再掲）」「再掲：3」 -> name and number; None where nothing is relisted."""
    same = one_width(text)
    if "再掲" not in same:
        return Relisted(text, None)
    found = _RELISTED.search(same)
    if found is None:
        return Relisted(text, None)
    number = re.search(r"\d{1,4}(?:-\d{1,3})?", found[0])
    return Relisted(text[: found.start()].rstrip(), number[0] if number else "")


def split_values(text: str) -> tuple[str, tuple[str, ...]]:
    """「…する。（①20件 ②5回）」 -> the text before the brackets that end it, and the values in them, one for each ①②③.

    The text alone where no bracket ends it, or no figure stands in it. Of a text of several lines a bracket begins a
    line; several brackets, each on a line, hold a value each.
    """
    values: list[str] = []
    rest = text
    while True:
        found = _VALUES.match(rest)
        if found is None or not re.search(r"\d", unicodedata.normalize("NFKC", found["values"])):
            return rest, tuple(values)
        on_a_line = "\n" in rest[found.end("text") : found.start("values")] or not found["text"]
        if "\n" in rest.strip() and not on_a_line:
            return rest, tuple(values)
        parts = [part.strip(" 　\n、,") for part in _PARTS.split(found["values"])]
        if len(parts) > 1 and parts[0] and not re.match(_CIRCLED, parts[0]):
            return rest, tuple(values)
        values[:0] = [re.sub(rf"^{_CIRCLED}\s*", "", part) for part in parts if part]
        rest = found["text"].rstrip()
        if not on_a_line:
            return rest, tuple(values)
