"""`python -m tests.tools.rounds --seeds 0-299` plays rounds; `--guards` plays them with each guard switched off."""

import argparse
import time
from collections import Counter
from collections.abc import Sequence

from tests.tools.rounds.game import play
from tests.tools.rounds.guards import GUARDS, without


def main() -> None:
    """Play rounds and print what was done how often, and every fault with its seed; or the table of guards."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", default="0-29")
    parser.add_argument("--story", action="store_true", help="print what was done before each fault")
    parser.add_argument("--guards", nargs="*", help="all guards, or those whose names hold one of these words")
    given = parser.parse_args()
    first, _, last = given.seeds.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    if given.guards is None:
        _rounds(seeds, story=given.story)
    else:
        words = given.guards or [""]
        _guards([name for name in GUARDS if any(word in name for word in words)], seeds)


def _rounds(seeds: Sequence[int], *, story: bool) -> None:
    counts: Counter[str] = Counter()
    failed, begun = [], time.process_time()
    for seed in seeds:
        played = play(seed)
        counts += played.counts
        if played.fault:
            failed.append(seed)
            print(*(played.story if story else ()), f"seed {seed}: {played.fault}", sep="\n", flush=True)
    for what, count in sorted(counts.items()):
        print(f"{count:7} {what}")
    print(f"{len(seeds)} rounds, {len(failed)} failed: {failed}; {time.process_time() - begun:.0f} s")


def _guards(names: Sequence[str], seeds: Sequence[int]) -> None:
    for name in names:
        with without(name):
            failing = next((played for played in map(play, seeds) if played.fault), None)
        told = f"{failing.seed:4}  {failing.fault[:120]}" if failing else "   -  no seed fails"
        print(f"{name:52}{told}", flush=True)


main()
