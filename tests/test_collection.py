"""The suite can be collected on Windows: nothing that only POSIX has is touched while a test module is loaded."""

import json
import sys
from pathlib import Path

from tests.tools.patience import run_to_end

ROOT = Path(__file__).parents[1]
_CODE = """
import json, os, shutil, sys
for name in ("resource", "fcntl", "pwd", "grp", "termios"):
    sys.modules[name] = None
for name in ("getuid", "geteuid", "getgid", "mkfifo", "fork", "posix_spawn"):
    delattr(os, name)
os.environ["USERNAME"] = "kosei"
import pytest
found = []
class Plugin:
    def pytest_collectreport(self, report):
        if report.failed:
            found.append(f"{report.nodeid}: {str(report.longrepr)[-300:]}")
    def pytest_collection_finish(self, session):
        found.append(len(session.items))
pytest.main(["--collect-only", "-qq", "-n0", "-p", "no:cacheprovider", "-m", "", "tests"], plugins=[Plugin()])
print("\\n" + json.dumps(found))
"""


def test_collection__without_what_only_posix_has__every_test_found() -> None:
    done = run_to_end([sys.executable, "-c", _CODE], cwd=ROOT)
    found = json.loads(done.stdout.splitlines()[-1])
    assert len(found) == 1, found
    assert found[0] > 1000, done.stdout + done.stderr
