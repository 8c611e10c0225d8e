"""What a file's name says about it: a copy (「(1)」「コピー」), or one that is meant to count (「最終」「修正版」)."""

import re
import unicodedata

from kosei_xl.later import dataclass
from kosei_xl.words import terms

_SUFFIX = re.compile(r"\.xls[xm]$", re.I)
_JOINTS = "_-~.,、"
_COPY, _REVISED = (re.compile(f"(?:{'|'.join(marks)})$") for marks in (terms.COPY_MARKS, terms.REVISED_MARKS))
_FRONT = re.compile(f"^(?:{'|'.join(terms.COPY_FRONTS)})")
_BRACKETED = re.compile(r"[(\[【「](.+?)[)\]】」]$")


@dataclass(frozen=True, slots=True)
class NameMarks:
    """A file name without its marks (`plain`, folded for comparing), the marks of copies and those of revisions."""

    plain: str
    copies: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()


def name_marks(file: str) -> NameMarks:
    """Take a file name apart from its end: "福祉課 - コピー (2).xlsx", "福祉課_最終.xlsx". One word stays."""
    text = unicodedata.normalize("NFKC", _SUFFIX.sub("", file)).lower()
    text = "".join(text.split())
    copies: list[str] = []
    revised: list[str] = []
    front = _FRONT.match(text)
    if front and front.end() < len(text):
        copies.append(front[0].rstrip("~-"))
        text = text[front.end() :]
    while True:
        found, marks = _last_mark(text)
        if found is None:
            return NameMarks(text, tuple(copies), tuple(revised))
        rest, mark = found
        (copies if marks is _COPY else revised).insert(0, mark)
        text = rest


def _last_mark(text: str) -> tuple[tuple[str, str] | None, re.Pattern[str]]:
    """(what stands before it, the mark) of the mark that a name ends with, and of which kind it is."""
    for marks in (_COPY, _REVISED):
        bracketed = _BRACKETED.search(text)
        found = marks.search(text)
        if bracketed and marks.fullmatch(bracketed[1]):
            found, mark = bracketed, bracketed[1]
        elif found:
            mark = found[0]
        else:
            continue
        rest = text[: found.start()].rstrip(_JOINTS)
        if rest and _stands_apart(text, found.start(), mark):
            return (rest, mark.strip("-の")), marks
    return None, _COPY


def _stands_apart(text: str, start: int, mark: str) -> bool:
    """Whether Latin letters are a word of their own: "_v2" is a version, the end of "nov2" is not."""
    return not (mark[0].isascii() and mark[0].isalpha() and text[start - 1].isascii() and text[start - 1].isalnum())
