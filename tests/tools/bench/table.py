"""What was measured, as a table of Markdown or as JSON."""

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from tests.tools.bench.timing import MOST_SPREAD, Measured

_LIBRARIES = ("python-calamine", "pandas", "openpyxl", "XlsxWriter", "pydantic", "lxml")


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the table: what was measured, what one is (file, item, run), and the ways, the first of which the others
    are multiples of.
    """

    title: str
    one: str
    measured: tuple[Measured, ...]


def computer() -> str:
    """The machine in one line."""
    return f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def machine() -> str:
    """The same with the versions of libraries."""
    return ", ".join([computer(), *(f"{name} {version(name)}" for name in _LIBRARIES)])


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    lines = about.read_text(encoding="utf-8").splitlines() if about.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def markdown(blocks: Sequence[Block], rounds: int) -> str:
    """The table, ready for README."""
    heads = (
        "what", "CPU ms", "x", "spread", "wall ms", "peak MB"
    )  # fmt: skip
    lines = [f"{machine()}. Medians of {rounds}, byte-compiled and warm.", ""]
    lines += [f"| {' | '.join(heads)} |", f"|---|{'---:|' * (len(heads) - 1)}"]
    for block in blocks:
        lines.append(f"| **{block.title}**, for one {block.one} |{' |' * (len(heads) - 1)}")
        lines += map(_row, block.measured)
    return "\n".join(lines)


def _row(one: Measured) -> str:
    peak = f"{one.peak:.0f}" if one.peak is not None else ""
    if not one.is_result:
        return f"| {one.name} | no result | | {one.spread:.0%} > {MOST_SPREAD:.0%} | | {peak} |"
    return f"| {one.name} | {milliseconds(one.cpu)} | {one.ratio:.2f} | {one.spread:.0%} | {milliseconds(one.wall)} | {peak} |"


def milliseconds(seconds: float) -> str:
    """Three digits of them."""
    number = 1000 * seconds
    return f"{number:.2f}" if number < 10 else f"{number:.1f}" if number < 100 else f"{number:.0f}"


def as_json(blocks: Sequence[Block], rounds: int) -> dict[str, object]:
    """The same for programs; what is no result is null."""
    return {"machine": machine(), "rounds": rounds, "blocks": [dict(_plain(block)) for block in blocks]}


def _plain(block: Block) -> Iterator[tuple[str, object]]:
    yield from (("title", block.title), ("one", block.one))
    nothing = {"cpu": None, "wall": None, "ratio": None}
    yield "measured", [{**asdict(one), **({} if one.is_result else nothing)} for one in block.measured]
