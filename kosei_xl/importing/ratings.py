"""Which marks a list rates with, in which order, and what they mean."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kosei_xl.importing.mapping import RatingMap
from kosei_xl.words.list_heads import BEHIND_WORDS, NOBODY, USUAL_RATINGS
from kosei_xl.words.spellings import same_sign

_LONGEST = 10
_MOST_RATINGS = 8
_SIGNS = "SABCDE◎○〇◯△▲×✕☓"
_GLUED = re.compile(rf"^\s*([{_SIGNS}{'ＳＡＢＣＤＥ'}])[\s　:：、]+(\S.{{5,}})$", re.S)
_CODE_WORD = re.compile(r"^\s*([^\s(（:：]{1,3})\s*(?:[:：]|[(（])\s*([^)）]{1,14}?)\s*[)）]?\s*$")


_MEANING = re.compile(
    r"(?:^|[\s、,，・/／(（:：])[「(（]?([^\s「」()（）:：＝=、,，・/／]{1,3})[」)）]?\s*[:：＝=]\s*(?=[^\s\d:：＝=])"
)
"""A mark with words behind it that say what it means; figures behind it are a time (9：30)."""


class Glued(NamedTuple):
    """A mark and the text behind it in one cell."""

    mark: str
    text: str


def split_mark(text: str) -> Glued | None:
    """「○ 継続して…」 -> mark and text; None for a text that does not begin with a mark."""
    found = _GLUED.match(text)
    return Glued(found[1], found[2].strip()) if found else None


def are_ratings(texts: Sequence[str], *, named: bool) -> bool:
    """Whether the texts of a column are ratings: few short ones that come again. `named` where its head says so.

    Without such a head they must be marks that are known for it.
    """
    said = [text for text in texts if text not in NOBODY]
    distinct = {same_sign(text) for text in said}
    if not said or len(distinct) > _MOST_RATINGS or max(map(len, said)) > _LONGEST:
        return False
    if any(len(one) > 4 and "。" in one for one in said):
        return False
    if named:
        return len(distinct) * 2 <= len(said) + 2 or all(_usual(text) is not None for text in distinct)
    return len(said) >= 3 and all(_usual(text) is not None for text in distinct) and not _are_numbers(said)


def _are_numbers(texts: Iterable[str]) -> bool:
    return all(unicodedata.normalize("NFKC", text).strip().replace(".", "").isdigit() for text in texts)


def _usual(sign: str) -> tuple[int, int] | None:
    """The row of usual marks, and the place in it."""
    plain = same_sign(_code_of(sign)[0])
    for row, (signs, _) in enumerate(USUAL_RATINGS):
        for place, one in enumerate(signs):
            if same_sign(one) == plain or one == sign:
                return row, place
    return None


def _code_of(text: str) -> tuple[str, str]:
    """「A（順調）」「1：達成」 -> code and word; the text and "" where it has no word."""
    found = _CODE_WORD.match(text)
    return (found[1], found[2]) if found else (text.strip(), "")


def ratings_found(texts: Iterable[str], around: Sequence[str]) -> tuple[tuple[RatingMap, ...], bool]:
    """The ratings of a list from the best on, and whether the list itself says what they mean (its legend).

    `around` are the texts outside the tables. Marks that are written in two ways (Ａ, A) are one rating each.
    """
    counts: Counter[str] = Counter(text.strip() for text in texts if text.strip() and text.strip() not in NOBODY)
    legend = {mark: _legend(mark, around) for mark in counts}
    met = {mark: place for place, mark in enumerate(counts)}

    def rank(mark: str) -> tuple[int, int]:
        usual = _usual(mark)
        return usual if usual is not None else (len(USUAL_RATINGS), met[mark])

    found: list[RatingMap] = []
    told = True
    codes: dict[str, str] = {}
    for mark in sorted(counts, key=rank):
        code, word = _code_of(mark)
        usual = _usual_words(mark)
        label = word or legend[mark] or usual[0] or code
        told = told and bool(word or legend[mark] or same_sign(code) == same_sign(label))
        plain = codes.setdefault(same_sign(code), _narrow(code))
        order = list(codes).index(same_sign(code)) + 1
        said = word or legend[mark] or (code if len(code) > 1 else "")
        behind = any(one in said for one in BEHIND_WORDS) if said else usual[1]
        found.append(RatingMap(mark, plain, label, order, behind, counts[mark]))
    return tuple(found), told


def _narrow(code: str) -> str:
    plain = unicodedata.normalize("NFKC", code)
    return plain if len(plain) == len(code) else code


def _usual_words(mark: str) -> tuple[str, bool]:
    plain = same_sign(_code_of(mark)[0])
    for _, words in USUAL_RATINGS:
        for sign, said in words.items():
            if same_sign(sign) == plain:
                return said
    return "", False


def _legend(mark: str, around: Sequence[str]) -> str:
    """What a legend says of a mark: 「◎＝計画以上」「「Ｓ」：予定以上」."""
    code = re.escape(_code_of(mark)[0])
    wide = re.escape("".join(chr(ord(ch) + 0xFEE0) if "!" <= ch <= "~" else ch for ch in _code_of(mark)[0]))
    narrow = re.escape(unicodedata.normalize("NFKC", _code_of(mark)[0]))
    pattern = re.compile(
        rf"(?:^|[\s「、,，・(（：:　])(?:{code}|{wide}|{narrow})」?\s*[:：＝=…]+\s*([^、,，。\n　◎○△×]+)"
    )
    for text in around:
        found = pattern.search(text)
        if found:
            return re.split(r"\s+(?=[A-ZＡ-Ｚ]\s*[:：])", found[1])[0].strip(" )）」")
    return ""


def explains_marks(text: str) -> bool:
    """Whether a line explains marks: 「Ｓ：予定を上回る　Ａ：予定どおり」, two at least, each with its meaning."""
    return len({*_MEANING.findall(text)}) > 1


def by_sign(ratings: Iterable[RatingMap]) -> Mapping[str, str]:
    """A mark as it is compared -> its code."""
    return {key: one.code for one in ratings for key in (same_sign(one.mark), same_sign(one.code))}
