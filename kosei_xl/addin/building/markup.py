"""The handbook's plain text -> HTML: headings with anchors, paragraphs, lists, fenced blocks, and generated pieces.

What is understood: `## title {#id}`, `### title {#id}`, lines that begin with "- " or "1. ", tables of `| a | b |`, ```
fences, `code`, **bold**, [text](#id), and {{piece}} alone on a line. The number of a finding leads to its place.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from kosei_xl.words.findings import CODES

_HEADING = re.compile(r"(##+) (.+?) \{#([^}\s]+)\}")
_PIECE = re.compile(r"\{\{(\w+)\}\}")
_ITEM = re.compile(r"(?:- |\d+\. )")
_CODE = re.compile(r"`([^`]+)`")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\((#[^)\s]+)\)")
_UNBROKEN = 16
"""Letters of code that stay on one line: an option is not parted after its dashes."""
_FINDING = re.compile(r"\bK\d{3}\b", re.ASCII)


class Heading(NamedTuple):
    """A heading for the contents: 2 for a chapter, 3 for a part of one."""

    level: int
    title: str
    anchor: str


def headings(text: str) -> tuple[Heading, ...]:
    """The headings of a handbook in order."""
    found = (_HEADING.fullmatch(line) for line in text.split("\n"))
    return tuple(Heading(len(one[1]), one[2], one[3]) for one in found if one)


def to_html(text: str, pieces: Mapping[str, str]) -> str:
    """A handbook as HTML; each {{piece}} is replaced by what is generated. Raises KeyError for one that is not."""
    return "\n".join(_blocks(text, pieces)) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, anchors: Sequence[str] = ()) -> str:
    """A table of cells that are HTML already; on a phone each cell stands below its heading."""
    made = []
    for n, row in enumerate(rows):
        cells = "".join(f'<td data-head="{escape(name)}">{cell}</td>' for name, cell in zip(head, row, strict=True))
        made.append(f'<tr id="{anchors[n]}">{cells}</tr>' if anchors else f"<tr>{cells}</tr>")
    heads = "".join(f"<th>{escape(name)}</th>" for name in head)
    return f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n" + "\n".join(made) + "\n</tbody></table>"


def inline(text: str) -> str:
    """Words within a line: code, bold, links, numbers of findings."""
    return "".join(_code(part) if n % 2 else _spoken(part) for n, part in enumerate(_CODE.split(text)))


def _code(text: str) -> str:
    look = ' class="whole"' if len(text) <= _UNBROKEN else ""
    return f"<code{look}>{escape(text)}</code>"


def _spoken(text: str) -> str:
    made = _BOLD.sub(r"<b>\1</b>", escape(text, quote=False))
    made = _LINK.sub(r'<a href="\2">\1</a>', made)
    return _FINDING.sub(lambda found: f'<a href="#{found[0]}">{found[0]}</a>' if found[0] in CODES else found[0], made)


def _blocks(text: str, pieces: Mapping[str, str]) -> Iterator[str]:
    lines = iter([*text.split("\n"), ""])
    kept: list[str] = []
    for line in lines:
        heading, piece = _HEADING.fullmatch(line), _PIECE.fullmatch(line)
        if kept and (not line or heading or piece or line.startswith("```") or (_ITEM.match(line) and not _list(kept))):
            yield _paragraph(kept)
            kept = []
        if heading:
            tag = f"h{len(heading[1])}"
            yield f'<{tag} id="{heading[3]}">{inline(heading[2])}</{tag}>'
        elif piece:
            yield pieces[piece[1]]
        elif line.startswith("```"):
            fenced = list(iter(lambda: next(lines), "```"))
            yield f"<pre>{escape(chr(10).join(fenced))}</pre>"
        elif line and not line.startswith("<!--"):  # a mark for whoever edits the text
            kept.append(line)


def _list(kept: list[str]) -> bool:
    return _ITEM.match(kept[0]) is not None


def _paragraph(kept: list[str]) -> str:
    """A paragraph, a table or a list; lines are joined as Japanese is, without a space."""
    if kept[0].startswith("|"):
        head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in kept)
        return table(head, ([inline(cell) for cell in row] for row in rows))
    if not _list(kept):
        return f"<p>{inline(''.join(kept))}</p>"
    tag = "ul" if kept[0].startswith("- ") else "ol"
    items: list[str] = []
    for line in kept:
        found = _ITEM.match(line)
        if found:
            items.append(line[found.end() :])
        else:
            items[-1] += line.strip()
    return f"<{tag}>" + "".join(f"<li>{inline(item)}</li>" for item in items) + f"</{tag}>"
