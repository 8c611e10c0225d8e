"""Fixtures that more than one test file uses, and `--update-golden`."""

import pytest

from .office import LibreOffice, start_libreoffice


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --update-golden` rewrites what is expected; look at the difference before committing it."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected files of tests/scenarios")


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """A recalculating LibreOffice."""
    return start_libreoffice(tmp_path_factory.mktemp("libreoffice"))
