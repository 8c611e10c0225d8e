"""Departments as lists write them: several in a cell, with their 部, with names that hold the sign that joins them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kosei_xl.words.list_heads import DEPARTMENT_ENDS, NOBODY

_CERTAIN = re.compile(r"[、，,\n／/;；]+")
_MAYBE = re.compile(r"[・･]")
_BUREAU = re.compile(r"^(?P<bureau>[^\s・、]{1,10}?(?:部|局|本部|委員会))(?P<space>[\s　]*)(?P<name>\S.*)$", re.S)


class NamesRead(NamedTuple):
    """A text -> the names in it; the 部 of each name that has one before it; texts that may be read in two ways."""

    names: Mapping[str, tuple[str, ...]]
    bureaus: Mapping[str, str]
    unclear: tuple[str, ...]


def read_names(texts: Sequence[str], *, bureaus: bool = False) -> NamesRead:
    """The departments that texts name. `bureaus` where 部 may stand before them, in the same text."""
    alone = Counter(text.strip() for text in texts if not _CERTAIN.search(text))
    pieces = [piece.strip() for text in texts for part in _CERTAIN.split(text) for piece in _joined(part.strip())]
    prefixes = Counter(match["bureau"] for piece in pieces if (match := _split_bureau(piece)) is not None)
    names: dict[str, tuple[str, ...]] = {}
    of: dict[str, str] = {}
    unclear: list[str] = []
    for text in dict.fromkeys(texts):
        found = []
        for piece in _CERTAIN.split(text.strip(" 　【】")):
            for part in _joined(piece.strip()):
                name, bureau = _without_bureau(part, prefixes) if bureaus else (part, "")
                if name and name not in NOBODY:
                    found.append(name)
                    if bureau:
                        of.setdefault(name, bureau)
        if found and any(_MAYBE.search(name) for name in found) and len(found) == 1 and alone[text.strip()] < 2:
            unclear.append(text)
        names[text] = tuple(dict.fromkeys(found))
    return NamesRead(names, of, tuple(unclear))


def _joined(text: str) -> Iterable[str]:
    """The names in a text that 「・」 joins: a part that does not end as departments do goes on in the next."""
    parts = _MAYBE.split(text)
    if len(parts) == 1:
        return [text] if text else []
    found: list[str] = []
    held = ""
    for part in parts:
        held = f"{held}・{part}" if held else part
        if held.endswith(DEPARTMENT_ENDS):
            found.append(held.strip())
            held = ""
    if held:
        found = [f"{found.pop()}・{held}"] if len(found) == 1 else [text]
    return found


def _split_bureau(text: str) -> re.Match[str] | None:
    found = _BUREAU.match(text)
    if found is None or len(found["bureau"]) < 2 or not found["name"].strip().endswith(DEPARTMENT_ENDS):
        return None
    return found if len(found["name"].strip()) > 1 else None


def _without_bureau(text: str, prefixes: Mapping[str, int]) -> tuple[str, str]:
    found = _split_bureau(text)
    if found is None or not (found["space"] or prefixes.get(found["bureau"], 0) > 1):
        return text.strip(), ""
    return found["name"].strip(), found["bureau"]


def name_with_bureau(texts: Sequence[str]) -> bool:
    """Whether most texts begin with a 部 that comes again in others."""
    found = [match["bureau"] for text in texts if (match := _split_bureau(text.strip()))]
    return len(found) * 2 > len(texts) and len({*found}) * 2 <= len(found) + 2
