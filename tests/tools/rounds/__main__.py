"""`python -m tests.tools.rounds --seeds 0-299` and `--guards`."""

import argparse
import time
from collections import Counter

from tests.tools.rounds.game import play


def main() -> None:
    """Play rounds and print what was done how often, and every fault with its seed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", default="0-29")
    parser.add_argument("--story", action="store_true", help="print what was done before each fault")
    given = parser.parse_args()
    first, _, last = given.seeds.partition("-")
    counts: Counter[str] = Counter()
    failed, begun = [], time.process_time()
    for seed in range(int(first), int(last or first) + 1):
        played = play(seed)
        counts += played.counts
        if played.fault:
            failed.append(seed)
            if given.story:
                print(*played.story, sep="\n")
            print(f"seed {seed}: {played.fault}", flush=True)
    for what, count in sorted(counts.items()):
        print(f"{count:7} {what}")
    print(f"{len(failed)} failed: {failed}; {time.process_time() - begun:.0f} s")


main()
