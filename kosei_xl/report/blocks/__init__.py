"""Parts of the report (帳票) -> blocks, one module a kind of part."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from kosei_xl.collect.summarize import summarize
from kosei_xl.report.blocks.base import CONTINUED, Block, BlockCell, BlockRow, carried_on, cut
from kosei_xl.report.blocks.chart import with_chart
from kosei_xl.report.blocks.examples import examples_block
from kosei_xl.report.blocks.history import history_block
from kosei_xl.report.blocks.schedule import schedule_block
from kosei_xl.report.blocks.summary import summary_block
from kosei_xl.report.blocks.table import delayed_block, list_block
from kosei_xl.report.blocks.text import text_block
from kosei_xl.report.columns import Source
from kosei_xl.report.wording import Wording
from kosei_xl.values.counting import table_asked
from kosei_xl.values.model import Part

__all__ = ["CONTINUED", "Block", "BlockCell", "BlockRow", "carried_on", "cut", "make_block"]

_MAKERS: Mapping[str, Callable[[Part, Source, Wording, bool], Block]] = {
    "text": text_block,
    "summary": summary_block,
    "list": list_block,
    "schedule": schedule_block,
    "examples": examples_block,
    "delayed": delayed_block,
    "history": history_block,
}


def make_block(part: Part, source: Source, wording: Wording, *, first: bool) -> Block:
    """The block of one part; `first` on its sheet or of its 資料番号, its title is the page's title.

    A part that names its ratings counts those, not the ones of record.
    """
    if part.ratings:
        standing = source.standing.of_part(part)
        source, wording = replace(source, standing=standing), replace(wording, summary=summarize(standing))
    block = _MAKERS[part.kind](part, source, wording, first)
    drawn = part.kind == "summary" and table_asked(source.plan, part).chart
    return with_chart(block, part, source, wording) if drawn else block
