"""What work takes: CPU and wall of each of several ways, one after the other in every round."""

import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import _lru_cache_wrapper
from pathlib import Path

from kosei_xl.verbs.collector import look_seldom
from tests.tools.bench import alone

MOST_SPREAD = 0.25
"""Above it a number says more about what else ran than about the work."""
ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Sample:
    """What one run took: seconds of CPU (own and of children) and of wall; MB at most, of whole processes only."""

    cpu: float
    wall: float
    peak: float | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A way to do something: its name, what runs it once, and how many (files, items) that does."""

    name: str
    run: Callable[[], Sample]
    count: int = 1


@dataclass(frozen=True, slots=True)
class Measured:
    """The middle of several runs. `ratio` is the middle of what it took for one, as a multiple of what the first way
    took in the same round. The spread is that of the ratio (of the CPU for the first): the middle half, from quarter to
    quarter, as a part of the middle.
    """

    name: str
    cpu: float
    """Seconds for one."""
    wall: float
    peak: float | None
    ratio: float
    spread: float

    @property
    def is_result(self) -> bool:
        """Whether the runs agree with each other."""
        return self.spread <= MOST_SPREAD


def in_process(work: Callable[[], object], before: Callable[[], object] | None = None) -> Callable[[], Sample]:
    """Runs work here, after `before`, which is not counted; memory is looked through as seldom as in every command and
    at every button, for all ways alike.
    """

    def run() -> Sample:
        look_seldom()
        if before is not None:
            before()
        gc.collect()
        wall, cpu = time.perf_counter(), cpu_seconds()
        work()
        return Sample(cpu_seconds() - cpu, time.perf_counter() - wall)

    return run


def forget() -> None:
    """Empty everything that the package remembers of texts and styles: a command begins with nothing."""
    for one in gc.get_objects():
        if isinstance(one, _lru_cache_wrapper) and one.__module__.startswith("kosei_xl"):
            one.cache_clear()


def cpu_seconds() -> float:
    """CPU that this process and its children have taken so far."""
    used = os.times()
    return time.process_time() + used.children_user + used.children_system


def whole_process(
    command: Sequence[str | Path], before: Callable[[], object] | None = None, home: Path | None = None
) -> Callable[[], Sample]:
    """Runs a command of this Python (`-c …`, `-m …`), with its byte code at hand and a profile of its own at `home`.

    What it runs into is raised: only exit codes 0 and 1 (findings) are a run.
    """

    def run() -> Sample:
        if before is not None:
            before()
        done = subprocess.run(
            [sys.executable, "-I", "-S", alone.__file__, sys.executable, *map(str, command)],
            capture_output=True,
            text=True,
            env=environment(home),
            cwd=ROOT,
            check=True,
        )
        took = json.loads(done.stdout.splitlines()[-1])
        if took["exit"] not in (0, 1) or "Traceback" in done.stderr:
            raise RuntimeError(done.stderr)
        return Sample(took["cpu"], took["wall"], took["peak"])

    return run


def environment(home: Path | None = None) -> dict[str, str]:
    """This process's, as on a clerk's machine: byte code is kept; caches lie in `home`."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    places = {name: str(home) for name in ("XDG_CACHE_HOME", "LOCALAPPDATA")} if home is not None else {}
    return {**kept, **places, "PYTHONPATH": str(ROOT)}


def interleaved(ways: Sequence[Way], rounds: int) -> tuple[Measured, ...]:
    """Each way once in every round, after one round that counts for nothing; the first way is what the others are
    multiples of.
    """
    samples: dict[str, list[Sample]] = {way.name: [] for way in ways}
    for number in range(rounds + 1):
        for way in ways:
            sample = way.run()
            samples[way.name] += [sample] if number else []
    return tuple(_measured(way, samples, ways[0]) for way in ways)


def _measured(way: Way, samples: Mapping[str, Sequence[Sample]], base: Way) -> Measured:
    own = [sample.cpu / way.count for sample in samples[way.name]]
    others = [sample.cpu / base.count for sample in samples[base.name]]
    ratios = [mine / other if other else 0.0 for mine, other in zip(own, others, strict=True)]
    peaks = [sample.peak for sample in samples[way.name] if sample.peak is not None]
    return Measured(
        way.name,
        statistics.median(own),
        statistics.median(sample.wall / way.count for sample in samples[way.name]),
        statistics.median(peaks) if peaks else None,
        statistics.median(ratios),
        spread(own if way is base else ratios),
    )


def spread(numbers: Sequence[float]) -> float:
    """The middle half of numbers as a part of the middle; 0 for a single one."""
    if len(numbers) < 2:
        return 0.0
    first, middle, third = statistics.quantiles(numbers, n=4, method="inclusive")
    return (third - first) / middle if middle else 0.0
