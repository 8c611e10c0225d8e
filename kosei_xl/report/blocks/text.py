"""Parts of kind text: covers, overviews, notes."""

from kosei_xl.model import Part
from kosei_xl.report.blocks.base import Block, paragraphs, text_row
from kosei_xl.report.columns import Source
from kosei_xl.report.paginate import Kind
from kosei_xl.report.wording import Wording

_ONE_LINE = 24
"""Characters of a title that fit a line of an A4 cover."""


def text_block(part: Part, source: Source, wording: Wording, first: bool) -> Block:
    """Title and paragraphs with their placeholders filled in; a cover stands in the middle of its page."""
    filled = paragraphs(wording.fill(part.text))
    if part.role == "cover":
        rows = [text_row(_in_lines(wording.fill(part.title)), "cover_title", f"{part.key}.title", gap=170)]
        for n, paragraph in enumerate(filled, 1):
            air = 44.0 if n == 1 else 4.0
            rows.append(text_row(paragraph, "cover_text", f"{part.key}.text.{n}", gap=air))
        return Block(part.key, (1.0,), tuple(rows))
    role = "note" if part.role == "note" else "text"
    rows = []
    title = wording.fill(part.title)
    if title:
        style = "title" if first else "heading"
        rows.append(text_row(title, style, f"{part.key}.title", kind=Kind.HEADING, gap=0 if first else 14))
    for n, paragraph in enumerate(filled, 1):
        indent = (
            "　" if role == "text" and paragraph and not paragraph.startswith(("　", "・", "※", "（", "「")) else ""
        )
        gap = 8.0 if n == 1 and role == "note" else 3.0
        rows.append(text_row(indent + paragraph, role, f"{part.key}.text.{n}", gap=gap))
    return Block(part.key, (1.0,), tuple(rows))


def _in_lines(title: str) -> str:
    """A long cover title in two lines, the second from its bracket on, as printed titles have it."""
    at = title.rfind("（")
    return title if len(title) <= _ONE_LINE or at <= 0 or "\n" in title else f"{title[:at]}\n{title[at:]}"
