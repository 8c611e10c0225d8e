"""`python -m tests.tools.kinds --seeds 0-99`, or `--named`: draw plans, walk them to paper, and say what is otherwise."""

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.tools.kinds.compare import differences, totals
from tests.tools.kinds.named import KINDS, named
from tests.tools.kinds.walk import faults, walk
from tests.tools.kinds.worksheet import answers_differ
from tests.tools.kinds.world import World, draw


def _worlds() -> Iterator[World]:
    asked = argparse.ArgumentParser()
    asked.add_argument("--seeds", default="0-9")
    asked.add_argument("--named", action="store_true")
    told = asked.parse_args()
    if told.named:
        yield from map(named, KINDS)
        return
    first, _, last = told.seeds.partition("-")
    yield from (draw(seed) for seed in range(int(first), int(last or first) + 1))


def main() -> None:
    """Walk them all; exit code 1 where anything is otherwise."""
    wrong = 0
    for world in _worlds():
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            walked = walk(world, Path(folder))
            said = [*differences(walked), *faults(walked), *answers_differ(walked)]
        items, seconds = len(world.tasks), time.monotonic() - began
        print(
            f"{world.name}: {items} items, {totals(world)} totals, {len(said)} differences, {seconds:.1f} s", flush=True
        )
        for one in said:
            print(f"  {one}")
        wrong += bool(said)
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
