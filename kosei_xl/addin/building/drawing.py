"""Pictures of the manual as SVG text: the ribbon from its own XML, and what each button makes of what."""

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from lxml import etree

from kosei_xl.later import dataclass
from kosei_xl.workbook.measure import em
from kosei_xl.workbook.xml_text import xml_attribute, xml_text

INK, BLUE, PALE, ORANGE, RED, GREEN, PAPER = "#3B4754", "#0B6E8F", "#DCEBF1", "#D98A1B", "#B42318", "#2E7D4F", "#FFFFFF"
YELLOW, GREY, EDGE, FIELD = "#F3D98B", "#6B7680", "#C9D1D6", "#F7F9FA"
FONT: Final = "'BIZ UDPGothic','BIZ UDPゴシック','Yu Gothic','Meiryo','Noto Sans CJK JP',sans-serif"
_WORD = re.compile(r"[ァ-ヶー]+|[ぁ-ん]+|[!-~]+|[^ァ-ヶーぁ-ん!-~]+")
_RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"
_BUTTON_WIDTH, _RIBBON_HEIGHT, _TAB_HEIGHT, _ICON = 76, 126, 24, 32
_NODE_WIDTH, _NODE_HEIGHT, _ARROW = 132, 120, 132
_LABEL = 13
"""Size of the letters below a thing."""
_Box = tuple[float, float, float, float]
"""Left, top, width and height."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something in a picture: what it looks like (a key of `SHAPES`), and the lines below it."""

    shape: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a button needs, and what is there after it."""

    before: tuple[Thing, ...]
    after: tuple[Thing, ...]


def ribbon(xml: bytes, icons: Mapping[str, bytes]) -> str:
    """The tab as Excel shows it, with the key tips below the buttons; icons are PNGs by name."""
    tab = next(etree.fromstring(xml).iter(f"{_RIBBON}tab"))
    pieces, x, bottom = [], 8.0, _TAB_HEIGHT + _RIBBON_HEIGHT
    for group in tab:
        label = group.get("label", "")
        width = max(_BUTTON_WIDTH * len(group), 10 + _width(label, 12))
        left = x + (width - _BUTTON_WIDTH * len(group)) / 2
        for n, button in enumerate(group):
            pieces.append(_ribbon_button(left + n * _BUTTON_WIDTH, button, icons[button.get("image", "")]))
        pieces.append(_text(x + width / 2, bottom - 8, label, 12, GREY))
        pieces.append(_line(x + width + 6, _TAB_HEIGHT + 10, x + width + 6, bottom - 6, EDGE))
        x += width + 12
    label = tab.get("label", "")
    wide = _width(label, 13) + 24
    head = (
        _rect((0, _TAB_HEIGHT, x, _RIBBON_HEIGHT), FIELD, EDGE)
        + _rect((8, 0, wide, _TAB_HEIGHT + 1), FIELD, EDGE)
        + _text(8 + wide / 2, 17, label, 13, BLUE, bold=True)
    )
    return _svg(x, bottom + 1, f"リボンのタブ「{label}」", [head, *pieces])


def _ribbon_button(x: float, button: etree._Element, icon: bytes) -> str:
    middle, top = x + _BUTTON_WIDTH / 2, _TAB_HEIGHT + 10
    lines = _halves(button.get("label", ""), _BUTTON_WIDTH - 4, 12)
    return "".join(
        (
            _image(middle - _ICON / 2, top, icon),
            *(_text(middle, top + _ICON + 15 + 14 * n, line, 12) for n, line in enumerate(lines)),
            _rect((middle - 9, top + 71, 18, 16), INK, INK, round_by=2),
            _text(middle, top + 83, button.get("keytip", ""), 11, PAPER),
        )
    )


def _halves(text: str, room: float, size: float) -> tuple[str, ...]:
    """A label in one line, or in two where it is too long: broken between two kinds of letters, as evenly as may be."""
    if _width(text, size) <= room:
        return (text,)
    ends = [found.end() for found in _WORD.finditer(text)][:-1] or [len(text) // 2]
    end = min(ends, key=lambda place: max(_width(text[:place], size), _width(text[place:], size)))
    return text[:end], text[end:]


def effect(shown: Effect, label: str, icon: bytes) -> str:
    """What a button needs, the button, what is there after it; from left to right."""
    pieces: list[str] = []
    x = _row(shown.before, 0, pieces)
    middle, line = x + _ARROW / 2, 44
    pieces += [
        _line(x + 6, line, x + _ARROW - 16, line, BLUE, 4),
        f'<path d="M{x + _ARROW - 20:g} {line - 9} l16 9 l-16 9 z" fill="{BLUE}"/>',
        _rect((middle - 27, line - 25, 50, 50), PAPER, BLUE, round_by=8, width=2),
        _image(middle - 18, line - 16, icon),
        _text(middle - 2, line + 44, label, _LABEL, BLUE, bold=True),
    ]
    x = _row(shown.after, x + _ARROW, pieces)
    return _svg(x, _NODE_HEIGHT, f"「{label}」の働き", pieces)


def _row(things: Sequence[Thing], x: float, pieces: list[str]) -> float:
    """Draw things beside each other with a plus between them; where the next may begin."""
    for n, thing in enumerate(things):
        if n:
            pieces.append(_text(x, 50, "＋", 18, GREY))
        middle = x + _NODE_WIDTH / 2
        pieces.append(f'<g transform="translate({middle - 32:g} 12)">{SHAPES[thing.shape]()}</g>')
        pieces += [_text(middle, 92 + 17 * k, line, _LABEL) for k, line in enumerate(thing.lines)]
        x += _NODE_WIDTH
    return x


# -- shapes, each in a box of 64 x 64 --------------------------------------------------------------------------------
def _book(color: str = GREEN, x: float = 12, y: float = 4) -> str:
    return "".join(
        (
            _rect((x, y, 42, 56), PAPER, INK, round_by=3, width=2),
            _rect((x + 1, y + 1, 40, 12), color, color),
            *(_line(x + 6, y + 22 + 9 * n, x + 36, y + 22 + 9 * n) for n in range(4)),
            _line(x + 18, y + 16, x + 18, y + 52),
        )
    )


def _books() -> str:
    return "".join(_book(ORANGE, 20 - 8 * n, 2 + 3 * n) for n in range(3))


def _folder() -> str:
    outline = f'fill="{YELLOW}" stroke="{INK}" stroke-width="2" stroke-linejoin="round"'
    return f'<path d="M4 14 h20 l6 8 h30 v36 h-56 z" {outline}/>' + _rect((14, 30, 36, 20), PAPER, INK, round_by=2)


def _page(mark: str = "", color: str = BLUE) -> str:
    outline = f'<path d="M12 4 h28 l12 12 v44 h-40 z" fill="{PAPER}" stroke="{INK}" stroke-width="2"/>'
    lines = "".join(_line(18, 24 + 9 * n, 46, 24 + 9 * n, width=1.6) for n in range(4))
    badge = _rect((22, 40, 38, 18), color, color, round_by=3) + _text(41, 54, mark, 13, PAPER, bold=True)
    return outline + lines + (badge if mark else "")


def _findings() -> str:
    return "".join(
        (
            _rect((4, 6, 56, 54), PAPER, INK, round_by=3, width=2),
            _rect((5, 7, 54, 9), PALE, PALE),
            *(
                f'<circle cx="14" cy="{24 + 13 * n}" r="4" fill="{color}"/>{_line(24, 24 + 13 * n, 54, 24 + 13 * n)}'
                for n, color in enumerate((RED, ORANGE, GREEN))
            ),
        )
    )


def _sheet() -> str:
    cells = "".join(
        _rect((6 + 18 * column, 8 + 12 * row, 17, 11), PAPER if row else PALE, INK)
        for row in range(4)
        for column in range(3)
    )
    return cells + _rect((6, 57, 26, 6), BLUE, BLUE)


SHAPES: Mapping[str, Callable[[], str]] = {
    "master": _book,
    "survey": lambda: _book(ORANGE),
    "surveys": _books,
    "folder": _folder,
    "report": lambda: _page("A3"),
    "pdf": lambda: _page("PDF", RED),
    "page": _page,
    "findings": _findings,
    "sheet": _sheet,
}


# -- letters ---------------------------------------------------------------------------------------------------------
def _text(x: float, y: float, text: str, size: float, color: str = INK, *, bold: bool = False) -> str:
    look = f'font-size="{size:g}" fill="{color}" text-anchor="middle"' + (' font-weight="bold"' if bold else "")
    return f'<text x="{x:g}" y="{y:g}" {look}>{xml_text(text)}</text>'


def _rect(box: _Box, fill: str, line: str, *, round_by: float = 0, width: float = 1) -> str:
    x, y, across, down = box
    place = f'x="{x:g}" y="{y:g}" width="{across:g}" height="{down:g}" rx="{round_by:g}"'
    return f'<rect {place} fill="{fill}" stroke="{line}" stroke-width="{width:g}"/>'


def _line(x1: float, y1: float, x2: float, y2: float, color: str = INK, width: float = 1.2) -> str:
    place = f'x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"'
    return f'<line {place} stroke="{color}" stroke-width="{width:g}"/>'


def _image(x: float, y: float, icon: bytes) -> str:
    data = base64.b64encode(icon).decode("ascii")
    place = f'x="{x:g}" y="{y:g}" width="{_ICON}" height="{_ICON}"'
    return f'<image {place} href="data:image/png;base64,{data}"/>'


def _width(text: str, size: float) -> float:
    """Width of a line in pixels."""
    return sum(map(em, text)) * size


def _svg(width: float, height: float, title: str, pieces: Sequence[str]) -> str:
    size = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    name = f'role="img" aria-label={xml_attribute(title)}'
    begin = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {name} font-family="{FONT}">'
    return f"{begin}<title>{xml_text(title)}</title>{''.join(pieces)}</svg>"
