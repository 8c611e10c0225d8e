"""Areas as lists write them: over their items, on the first row of a group, in columns, as names of sheets."""

import re
import unicodedata
from typing import NamedTuple

from kosei_xl.importing.spelling import one_width, plain_number, split_number
from kosei_xl.words.order import is_same_number

_GOES_ON = re.compile(r"\s*[(（【\[]?\s*(?:続き?|つづき|再掲なし)\s*[)）】\]]?\s*$")
_WORDS = r"基本方針|方針|方向性|改革の柱|柱|分野|基本目標|目標|基本施策|施策|重点項目|重点分野|重点|視点|大項目|体系|章"
_PREFIX = re.compile(
    rf"^\s*(?P<word>{_WORDS})\s*(?P<no>\d{{1,2}}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ]|[一二三四五六七八九十])\s*[:.、\s]*(?P<rest>.*)$", re.S
)
_ROMAN = re.compile(r"^\s*(?P<no>[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ])\s*[:.、\s]*(?P<rest>\S.*)$", re.S)
_BRACKET = re.compile(r"^\s*[【〔《<■◆●]\s*(?P<rest>[^】〕》>]+?)\s*[】〕》>]?\s*$", re.S)


class AreaRead(NamedTuple):
    """The number of an area as plain digits ("" where it has none), its name, what it is called (方向性), and the shape
    of what stands before the name: areas of one level have the same.
    """

    no: str
    name: str
    word: str
    shape: str


def read_area(text: str) -> AreaRead:
    """「Ⅰ　協働の推進（続き）」「方向性１ …」「【…】」「1 …」 -> number and name."""
    plain = _GOES_ON.sub("", text.strip())
    same = one_width(plain)
    found = _PREFIX.match(same)
    if found:
        return _of(found, plain, found["word"], found["word"])
    found = _ROMAN.match(same)
    if found:
        return _of(found, plain, "", "roman")
    found = _BRACKET.match(same)
    if found:
        inner = read_area(plain[found.start("rest") : found.end("rest")])
        return inner._replace(shape=f"bracket{inner.shape}")
    numbered = split_number(plain)
    if numbered.no is not None and numbered.rest:
        shape = re.sub(r"\d+", "1", one_width(plain.removesuffix(numbered.rest)).strip()) or "1"
        return AreaRead(numbered.no, _line(numbered.rest), "", "circled" if shape[:1] > "Ā" else shape)
    return AreaRead("", _line(plain), "", "")


def _of(found: re.Match[str], plain: str, word: str, shape: str) -> AreaRead:
    rest = plain[found.start("rest") : found.end("rest")].strip()
    no = next((str(n) for n in range(1, 30) if is_same_number(found["no"], str(n))), plain_number(found["no"]))
    return AreaRead(no, _line(rest) or _line(plain), word, shape)


def _line(text: str) -> str:
    return " ".join(text.split())


def same_area(one: str, other: str) -> bool:
    """Whether two texts name the same area: but for spaces, widths and 「（続き）」."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", _GOES_ON.sub("", text.strip())).split())


def looks_like_area(text: str) -> bool:
    """Whether a text says by its form that it names an area."""
    read = read_area(text)
    return bool(read.shape) and read.shape not in ("1", "1.", "(1)", "circled") and "。" not in text
