"""`python -m tests.tools.rounds --seeds 0-299` plays rounds; `--guards` finds one that fails without each guard, and
keeps it in `guards.txt`; `--guards --check` plays those that are kept there.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence

from tests.tools.rounds.bites import bite, find, keep, recorded
from tests.tools.rounds.game import Played, play
from tests.tools.rounds.guards import GUARDS


def main() -> int:
    """Play rounds and print what was done how often, and every fault with its seed; or the table of guards. Gives 1 where
    anything is not as it should be.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", default="0-29")
    parser.add_argument("--story", action="store_true", help="print what was done before each fault")
    parser.add_argument("--guards", nargs="*", help="all guards, or those whose names hold one of these words")
    parser.add_argument("--check", action="store_true", help="only show again what is kept in guards.txt")
    given = parser.parse_args()
    first, _, last = given.seeds.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    if given.guards is None:
        return _rounds(seeds, story=given.story)
    guards = [name for name in GUARDS if not given.guards or any(word in name for word in given.guards)]
    return _check(guards) if given.check else _find(guards, seeds)


def _rounds(seeds: Sequence[int], *, story: bool) -> int:
    rounds, begun = [], time.process_time()
    for seed in seeds:
        rounds.append(played := play(seed))
        if played.fault:
            print(*(played.story if story else ()), f"seed {seed}: {played.fault}", sep="\n", flush=True)
    return _counted(rounds, time.process_time() - begun)


def _counted(rounds: Sequence[Played], seconds: float) -> int:
    counts: Counter[str] = Counter()
    for played in rounds:
        counts += played.counts
    for what, count in sorted(counts.items()):
        print(f"{count:7} {what}")
    failed = [played.seed for played in rounds if played.fault]
    print(f"{len(rounds)} rounds, {len(failed)} failed: {failed}; {seconds:.0f} s")
    return int(bool(failed))


def _check(guards: Sequence[str]) -> int:
    kept, missed = recorded(), 0
    for guard in guards:
        fault = bite(guard, kept[guard]) if guard in kept else ""
        missed += not fault
        print(f"{guard:54}{kept.get(guard, '-'):>5}  {fault[:100] or 'holds without it'}", flush=True)
    return int(missed > 0)


def _find(guards: Sequence[str], seeds: Sequence[int]) -> int:
    rounds, left, begun = [], set(guards), time.process_time()
    for played, found in find(guards, seeds):
        rounds.append(played)
        if played.fault:
            print(f"seed {played.seed}: {played.fault}", flush=True)
        for guard, fault in found.items():
            print(f"{guard:54}{played.seed:>5}  {fault[:100]}", flush=True)
        keep({guard: (played.seed, fault) for guard, fault in found.items()})
        left -= found.keys()
    _counted(rounds, time.process_time() - begun)
    print(*(f"{guard:54}    -  no round fails" for guard in guards if guard in left), sep="\n")
    return int(bool(left))


sys.exit(main())
