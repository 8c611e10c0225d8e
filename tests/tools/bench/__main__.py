"""`python -m tests.tools.bench [--part PART …] [--files N …] [--items N …] [--rounds N] [--json] [--readme]`

Parts: start, read, collect, report, master. Without --part all but the last. About a minute and a half: `--part start --part read`.
The whole table: `--files 30 100 --items 62 300 1000`. `--readme` measures at 30 files and 62 items and writes README's.
Nothing else should run beside it. `python -m tests.tools.bench.scaling` goes on to 10,000 files and 3,000 items.

`--paper [FOLDER] [--before FOLDER]` measures instead what the reports look like: the PDFs in a folder, or the sample's and
the real documents' printed for it (about two minutes), beside those of an earlier version.
"""

import argparse
import compileall
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.tools.bench.commands import collecting
from tests.tools.bench.compact import compact, put_between
from tests.tools.bench.paper import paper
from tests.tools.bench.reading import per_file
from tests.tools.bench.starting import start
from tests.tools.bench.table import Block, as_json, markdown
from tests.tools.bench.timing import ROOT
from tests.tools.bench.writing import making, reporting

PARTS = ("start", "read", "collect", "report")
"""Those of README's table."""


def blocks(parts: tuple[str, ...], files: list[int], items: list[int], rounds: int) -> Iterator[Block]:
    """The parts of the table, one after the other; inputs go away with each."""
    if "start" in parts:
        with tempfile.TemporaryDirectory() as scratch:
            yield start(Path(scratch), rounds)
    if "read" in parts:
        with tempfile.TemporaryDirectory() as scratch:
            yield per_file(Path(scratch), min(files), rounds)
    for count in files if "collect" in parts else ():
        with tempfile.TemporaryDirectory() as scratch:
            yield collecting(Path(scratch), count, rounds)
    for count in items if "report" in parts else ():
        with tempfile.TemporaryDirectory() as scratch:
            yield reporting(Path(scratch), count, rounds)
    for count in items if "master" in parts else ():
        with tempfile.TemporaryDirectory() as scratch:
            yield making(Path(scratch), count, rounds)


def main(arguments: list[str]) -> None:
    """Measure, and print the table as it grows on stderr, whole on stdout."""
    asked = argparse.ArgumentParser(prog="python -m tests.tools.bench")
    asked.add_argument("--part", action="append", choices=(*PARTS, "master"))
    asked.add_argument("--files", type=int, nargs="+", default=[30])
    asked.add_argument("--items", type=int, nargs="+", default=[62])
    asked.add_argument("--rounds", type=int, default=7)
    asked.add_argument("--json", action="store_true", dest="as_json")
    asked.add_argument("--readme", action="store_true")
    asked.add_argument("--paper", nargs="?", const="", metavar="FOLDER")
    asked.add_argument("--before", type=Path, metavar="FOLDER")
    given = asked.parse_args(arguments)
    if given.paper is not None:
        print(paper(Path(given.paper) if given.paper else None, given.before, ROOT.parent / "shared" / "data"))
        return
    made = []
    for block in blocks(tuple(given.part or PARTS), given.files, given.items, given.rounds):
        made.append(block)
        print(f"{block.title}: done", file=sys.stderr, flush=True)
    if given.readme:
        readme = ROOT / "README.md"
        text = put_between(readme.read_text(encoding="utf-8"), [*compact(made, given.rounds)])
        readme.write_text(text, encoding="utf-8", newline="\n")
    if given.as_json:
        print(json.dumps(as_json(made, given.rounds), ensure_ascii=False, indent=1))
    else:
        print(markdown(made, given.rounds))


if __name__ == "__main__":
    compileall.compile_dir(ROOT / "kosei_xl", quiet=1)
    main(sys.argv[1:])
