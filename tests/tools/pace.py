"""Which tests are slow without needing anything: measured, and kept in `tests/slow.txt`.

`pytest --update-slow` measures processor time (what else the machine does hardly matters) and writes the names of what
takes long: test functions, and fixtures that are made once for several tests, with which every test that asks for them
is slow. What was not run keeps its line; what is no longer there loses it.
"""

import time
from collections import defaultdict
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any

import pytest

LIST = Path(__file__).parents[1] / "slow.txt"
TEST_SECONDS = 0.25
"""Processor time of all cases of a test function together, from which it is slow."""
FIXTURE_SECONDS = 1.5
"""The same for what is made once for a module or a session."""
_HEAD = "# Written by `pytest --update-slow`: what takes long without needing anything (tests/tools/pace.py).\n"
_MEASURED = "processor seconds"


def seconds() -> float:
    """Processor time of this process; what starts others is slow anyway (`tests.tools.needs`)."""
    return time.process_time()


def name_of(item: pytest.Item) -> str:
    """The test function of an item, for all its cases."""
    return f"{item.location[0]}::{item.location[2].partition('[')[0]}"


def fixtures_of(item: pytest.Item) -> frozenset[str]:
    """The fixtures of a test that are made for more than one, as they stand in the list."""
    info = getattr(item, "_fixtureinfo", None)
    if info is None:
        return frozenset()
    made = (info.name2fixturedefs.get(name, ())[-1:] for name in info.names_closure)
    return frozenset(_fixture(one[0]) for one in made if one and one[0].scope != "function")


def _fixture(made: Any) -> str:
    return f"{made.baseid}::{made.argname}"


def slow_names() -> frozenset[str]:
    """What the list names."""
    lines = LIST.read_text(encoding="utf-8").splitlines() if LIST.exists() else []
    return frozenset(line for line in lines if not line.startswith("#"))


class Recorder:
    """Measures a run, in its workers too, and rewrites the list at its end."""

    def __init__(self) -> None:
        self._own: dict[str, float] = defaultdict(float)
        self._spent: dict[str, float] = defaultdict(float)
        self._there: set[str] = set()
        self._files: set[str] = set()

    def seen(self, items: Iterable[pytest.Item]) -> None:
        """What there is in the files of this run."""
        for item in items:
            self._there |= {name_of(item), *fixtures_of(item)}
            self._files.add(item.location[0])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Let what was measured travel with the report, which comes back from the workers."""
        report = yield
        if report.when == "teardown":
            report.user_properties += [(_MEASURED, pair) for pair in self._own.items()]
            self._own = defaultdict(float)
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Begin with a test."""
        self._own = defaultdict(float)
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        """The test itself."""
        begun = seconds()
        try:
            return (yield)
        finally:
            self._own[name_of(item)] += seconds() - begun

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> Generator[None, object, object]:
        """A fixture, without those that it asks for: its own where it is made once, else the test's."""
        begun = seconds()
        try:
            return (yield)
        finally:
            own = _fixture(fixturedef) if fixturedef.scope != "function" else name_of(request._pyfuncitem)
            self._own[own] += seconds() - begun

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add up."""
        for name, pair in report.user_properties if report.when == "teardown" else ():
            if name == _MEASURED:
                self._spent[pair[0]] += pair[1]  # type: ignore[index]

    def write(self) -> None:
        """Rewrite the list."""
        kept = {
            name for name in slow_names() if name not in self._spent and (name in self._there or not self._known(name))
        }
        slow = {name for name, spent in self._spent.items() if spent >= self._limit(name)}
        LIST.write_text(_HEAD + "".join(f"{name}\n" for name in sorted(kept | slow)), encoding="utf-8")

    def _known(self, name: str) -> bool:
        """Whether the run looked into the file of a name."""
        return name.partition("::")[0] in self._files

    @staticmethod
    def _limit(name: str) -> float:
        return TEST_SECONDS if name.rpartition("::")[2].startswith("test_") else FIXTURE_SECONDS
