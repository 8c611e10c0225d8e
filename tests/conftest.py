"""Fixtures that more than one test file uses, `--update-golden`, and the two profiles of Hypothesis.

`repeatable` (the default) draws the same examples in every run, so that a run judges the change and not the dice.
`explore` draws new ones: `--hypothesis-profile=explore`, as `bash .ci/test full` does. What it finds becomes an
`@example` of the property that failed.
"""

from pathlib import Path

import pytest
from hypothesis import settings

from kosei_xl.verbs import disk
from tests.tools.adopting import Desk, sample_desk
from tests.tools.office import LibreOffice, start_libreoffice

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", derandomize=False, deadline=None, print_blob=True)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --update-golden` rewrites what is expected; look at the difference before committing it."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected files of tests/scenarios")


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
