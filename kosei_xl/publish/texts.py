"""Texts of people as safe pieces of a page: lines with their bullets, circled numbers that are spoken as numbers."""

import re
import unicodedata
from typing import NamedTuple

from markupsafe import Markup, escape

_CIRCLES = "\u2460-\u2473\u3251-\u325f\u32b1-\u32bf\u24ea\u2776-\u277f\u24f5-\u24fe"
_CIRCLED = re.compile(f"[{_CIRCLES}]")
_BULLET = re.compile(
    rf"(?:[・●○◎■□◆◇※*•{_CIRCLES}]|[0-9０-９]{{1,2}}[.．)）](?![0-9０-９])|[（(][0-9０-９]{{1,2}}[)）])\s*"
)
_ROMAN = re.compile("[\u2160-\u216b\u2170-\u217b]")
_CANNOT_BE_SHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""What HTML does not allow."""


class PageLine(NamedTuple):
    """One line of a text; its `bullet` (or number) stands apart, so that what wraps stands beside it."""

    html: Markup
    bullet: Markup


def lines_of_text(text: str | None) -> tuple[PageLine, ...]:
    """The lines of a text, blank ones left out."""
    lines = (line.strip() for line in (text or "").splitlines())
    return tuple(_line(line) for line in lines if line)


def _line(line: str) -> PageLine:
    found = _BULLET.match(line)
    bullet = found[0] if found is not None and len(found[0]) < len(line) else ""
    return PageLine(spoken(line[len(bullet) :]), spoken(bullet))


def spoken(text: str) -> Markup:
    """A text, escaped; circled and Roman numbers are shown as they are and spoken as plain ones."""
    plain = str(escape(_CANNOT_BE_SHOWN.sub("\ufffd", text)))
    return Markup(_ROMAN.sub(_as_roman, _CIRCLED.sub(_as_number, plain)))


def _as_number(found: re.Match[str]) -> str:
    return _both(found[0], str(int(unicodedata.numeric(found[0]))))


def _as_roman(found: re.Match[str]) -> str:
    return _both(found[0], str(int(unicodedata.numeric(found[0]))))


def _both(shown: str, said: str) -> str:
    return f'<span aria-hidden="true">{shown}</span><span class="vh">{said} </span>'


def anchor_of(identifier: str) -> str:
    """The id of an item's place on the page; two identifiers have two."""
    return "item-" + re.sub(r"[^0-9A-Za-z_-]", lambda found: f".{ord(found[0]):x}.", identifier)
