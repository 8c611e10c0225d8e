"""Fixtures that more than one test file uses, `--update-golden`, marks by need and pace, two profiles of Hypothesis.

`repeatable` (the default) draws the same examples in every run, so that a run judges the change and not the dice.
`explore` draws new ones: `--hypothesis-profile=explore`, as `bash .ci/test full` does. What it finds becomes an
`@example` of the property that failed.
"""

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

from kosei_xl.verbs import disk, profile_cache, report
from tests.tools import pace
from tests.tools.adopting import Desk, sample_desk
from tests.tools.needs import MARKERS, Watch, needs_of
from tests.tools.office import LibreOffice, start_libreoffice
from tests.tools.patience import FOREVER

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", derandomize=False, deadline=None, print_blob=True)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --update-golden` rewrites what is expected; look at the difference before committing it."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected files of tests/scenarios")
    parser.addoption("--update-slow", action="store_true", help="measure what is slow, and rewrite tests/slow.txt")


def pytest_configure(config: pytest.Config) -> None:
    """`-m libreoffice` and the others by name (`tests.tools.needs`); a busy machine is no fault of a report."""
    for name, what in MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {what}; slow")
    report._PDF_SECONDS = FOREVER
    os.environ[profile_cache.VARIABLE] = "off"  # no test leaves anything in the profile of whoever runs it
    if config.getoption("--update-slow"):
        config.pluginmanager.register(pace.Recorder(), _RECORDER)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark every test by what it needs, and as slow what needs anything or takes long (`tests.tools.pace`)."""
    recorder = config.pluginmanager.get_plugin(_RECORDER)
    if recorder is not None:
        recorder.seen(items)
    slow = pace.slow_names()
    for item in items:
        if isinstance(item, pytest.Function):
            for need in needs_of(item):
                item.add_marker(need)
        takes_long = pace.name_of(item) in slow or not slow.isdisjoint(pace.fixtures_of(item))
        if takes_long or _marked(item):
            item.add_marker("slow")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write down what was measured, where the workers' reports come together."""
    recorder = session.config.pluginmanager.get_plugin(_RECORDER)
    if recorder is not None and not hasattr(session.config, "workerinput"):
        recorder.write()


def _marked(item: pytest.Item) -> bool:
    """Whether a test is marked by what it needs, or left out of all usual runs."""
    return any(item.get_closest_marker(name) for name in (*MARKERS, "benchmark", "long", "windows"))


_WATCH, _RECORDER = Watch(), "recorder"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """No test that is not marked by what it needs starts a program, also none that is slow for another reason."""
    _WATCH.unmarked = None if _marked(item) else item.nodeid
    try:
        return (yield)
    finally:
        _WATCH.unmarked = None


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """A recalculating LibreOffice."""
    return start_libreoffice(tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture(scope="session")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The sample on its way, made once; `own` is a copy to work on."""
    return sample_desk(tmp_path_factory.mktemp("walked"))


@pytest.fixture
def own(walked: Desk, tmp_path: Path) -> Desk:
    """A copy of the sample's master and report."""
    master, report = tmp_path / walked.master.name, tmp_path / "資料" / walked.report.name
    disk.write(master, disk.read(walked.master))
    disk.write(report, disk.read(walked.report))
    return Desk(master, report, walked.point)
