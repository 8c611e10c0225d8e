"""The table of README: a few of the numbers, each beside what others take for the same in the same run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tests.tools.bench.table import Block, machine, milliseconds
from tests.tools.bench.timing import MOST_SPREAD, Measured

BEGIN: Final = "<!-- bench: python -m tests.tools.bench --readme -->"
END: Final = "<!-- bench end -->"


@dataclass(frozen=True, slots=True)
class Line:
    """A line: how the block and the way begin, and what is written for them; `beside` is the block's first way."""

    block: str
    way: str
    what: str
    beside: str


LINES: Final = (
    Line("Reading", "pandas with calamine", "a survey of 53 KB by pandas with calamine", "bare calamine"),
    Line("Reading", "kosei `with_pictures`", "the same by kosei, with all that trust needs", "bare calamine"),
    Line("Reading", "kosei + survey + rules", "… and its rules", "bare calamine"),
    Line(
        "Collecting",
        "pandas with calamine",
        "a folder into one workbook by pandas with calamine, a file",
        "bare calamine",
    ),
    Line("Collecting", "`kosei consolidate`", "`kosei consolidate` of the folder, a file", "bare calamine"),
    Line("Collecting", "the same, nothing changed", "… a second time", "bare calamine"),
    Line("Report", "`report` without PDF", "`kosei report` without PDF, an item", "XlsxWriter writing the same cells"),
    Line("Start", "`kosei --help`", "`kosei --help`", "`import pandas`"),
)


def compact(blocks: Sequence[Block], rounds: int) -> Iterator[str]:
    """Its lines. Raises StopIteration's kin (RuntimeError) where a block or a way is missing."""
    sizes = "; ".join(block.title for block in blocks)
    yield f"{machine()}. CPU, medians of {rounds} ({sizes})."
    yield ""
    yield "| what | CPU ms | as a multiple of | x | peak MB |"
    yield "|---|---:|---|---:|---:|"
    for line in LINES:
        one = next(
            way
            for block in blocks
            if block.title.startswith(line.block)
            for way in block.measured
            if way.name.startswith(line.way)
        )
        yield f"| {line.what} | {_numbers(one, line.beside)} |"


def _numbers(one: Measured, beside: str) -> str:
    peak = f"{one.peak:.0f}" if one.peak is not None else ""
    if not one.is_result:
        return f"no result | {beside} | spread {one.spread:.0%} > {MOST_SPREAD:.0%} | {peak}"
    return f"{milliseconds(one.cpu)} | {beside} | {one.ratio:.2f} | {peak}"


def put_between(text: str, lines: Sequence[str], begin: str = BEGIN, end: str = END) -> str:
    """A text with these lines in the place of what stands between its marks. Raises ValueError without them."""
    before, first, rest = text.partition(begin)
    _, last, after = rest.partition(end)
    if not first or not last:
        raise ValueError(f"no marks: {begin} … {end}")
    return "\n".join([f"{before}{first}", *lines, f"{last}{after}"])
