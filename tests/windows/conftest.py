"""A Windows for the tests of this folder: set up once, copied for each run, with kosei_xl installed from its kit."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kosei_xl.addin.setup.kit import make_kit
from tests.tools.office import ROOT
from tests.tools.patience import run_to_end
from tests.windows.side import HERE, KOSEI, MADE, USER, VENV, Called, Windows, numpy_that_wine_knows

KIT = rf"C:\users\{USER}\Desktop\新しい キット (1)"


@pytest.fixture(scope="session")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """A Windows with Python and nothing of ours.

    With KOSEI_WINDOWS=FOLDER that folder: made when it is not there, else as an earlier run left it, with what was installed
    then and the modules of this checkout.
    """
    done = run_to_end(["bash", str(HERE / "setup")])
    assert done.returncode == 0, done.stdout + done.stderr
    kept = os.environ.get("KOSEI_WINDOWS")
    prefix = Path(kept) if kept else tmp_path_factory.mktemp("windows") / "prefix"
    if not prefix.exists():
        shutil.copytree(MADE / "prefix", prefix, symlinks=True)
    made = Windows(prefix)
    yield made
    made.stop()


@pytest.fixture(scope="session")
def kit(windows: Windows) -> str:
    """The kit of this checkout, in a folder with Japanese, a space and brackets on the desktop."""
    folder = windows.path(KIT)
    if not folder.exists():
        make_kit(folder, ROOT)
    return KIT


@pytest.fixture(scope="session")
def install_run(windows: Windows, kit: str) -> Called:
    """What install.cmd showed when it was double-clicked the first time: one unbroken run."""
    code, shown = windows.on_console(rf"{kit}\install.cmd", cwd=kit)
    return Called(code, shown.encode("cp932", "replace"), b"")


@pytest.fixture(scope="session")
def installed(windows: Windows, request: pytest.FixtureRequest) -> Windows:
    """The same Windows with kosei_xl installed."""
    if not windows.path(KOSEI).exists():
        install_run: Called = request.getfixturevalue("install_run")
        assert install_run.code == 0, install_run.text
    if "KOSEI_WINDOWS" in os.environ:
        shutil.copytree(ROOT / "kosei_xl", windows.path(rf"{VENV}\Lib\site-packages\kosei_xl"), dirs_exist_ok=True)
    numpy_that_wine_knows(windows)
    return windows
