"""Which round fails without which guard: found once, kept in `guards.txt`, and shown again whenever asked for."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from tests.tools.rounds.game import Played, play
from tests.tools.rounds.guards import BEHIND, GUARDS, watched, without

TABLE = Path(__file__).with_name("guards.txt")
"""A line a guard: its name, a seed, and what the referee said of that round without it."""
_SHOWN = 150
_TRIES = 15
_BEFORE = "below sums, cleaned"
"""What is done in a round that needs a guard of `BEHIND`."""


def recorded() -> Mapping[str, int]:
    """Guard -> the seed of a round that fails without it."""
    lines = (line.split(" | ") for line in TABLE.read_text("utf-8").splitlines()) if TABLE.exists() else ()
    return {guard: int(seed) for guard, seed, _ in lines}


def bite(guard: str, seed: int) -> str:
    """What the referee says of a round without a guard; "" where it holds all the same, or the program stops before the
    referee can say anything.
    """
    other = BEHIND.get(guard)
    if other is not None and _word(other, seed=seed):
        return ""
    return _word(*([other] if other else []), guard, seed=seed)


def _word(*guards: str, seed: int) -> str:
    with without(*guards):
        played = play(seed)
    return "" if played.broke else played.fault


def find(guards: Collection[str], seeds: Iterable[int]) -> Iterator[tuple[Played, Mapping[str, str]]]:
    """Each round, played with all guards, and the guards without which it fails, with what fails then.

    A guard that does nothing in a round need not be switched off there; one that was found is not looked for again.
    """
    tries: Counter[str] = Counter()
    open_ones = [guard for guard in GUARDS if guard in guards]
    for seed in seeds:
        with watched() as acting:
            played = play(seed)
        found = {}
        for guard in open_ones:
            asked = _BEFORE in played.counts if guard in BEHIND else guard in acting
            if asked and not played.fault and tries[guard] < _TRIES:
                tries[guard] += 1
                if fault := bite(guard, seed):
                    found[guard] = " ".join(fault.replace("|", "¦").split())[:_SHOWN]
        open_ones = [guard for guard in open_ones if guard not in found]
        yield played, found
        if not open_ones:
            return


def keep(found: Mapping[str, tuple[int, str]]) -> None:
    """Write what was found into the table, in the order of the guards; other lines stay."""
    lines = TABLE.read_text("utf-8").splitlines() if TABLE.exists() else []
    known = {line.split(" | ")[0]: line for line in lines}
    known |= {guard: f"{guard} | {seed} | {fault}" for guard, (seed, fault) in found.items()}
    TABLE.write_text("".join(f"{known[guard]}\n" for guard in GUARDS if guard in known), "utf-8")
