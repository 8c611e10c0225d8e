"""Files that other programs hold open, and two PCs on one share: nothing is lost, and one Japanese message says why."""

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.windows.side import MASTER, POINT, PYTHON, Windows, files_of

pytestmark = pytest.mark.windows
CITY = r"C:\市 役所"


@pytest.fixture(scope="module")
def started(installed: Windows) -> str:
    """A city half-way: consolidated once, a department has sent another survey."""
    shutil.rmtree(installed.path(r"C:\始め"), ignore_errors=True)
    assert installed.kosei("demo", "--out", r"C:\始め").code == 0
    folder = installed.path(r"C:\始め")
    (blank,) = (folder / "配布").glob("D10*")
    (filled,) = (folder / "回収").glob("D10*")
    shutil.copy(blank, filled)
    return r"C:\始め"


@pytest.fixture
def city(installed: Windows, started: str) -> Path:
    """The city as a copy of one's own."""
    shutil.rmtree(installed.path(CITY), ignore_errors=True)
    return Path(shutil.copytree(installed.path(started), installed.path(CITY)))


def _consolidate(windows: Windows) -> tuple[int, str]:
    done = windows.kosei("consolidate", MASTER, "回収", "--point", POINT, cwd=CITY)
    return done.code, done.text


def _report(windows: Windows) -> tuple[int, str]:
    done = windows.kosei("report", MASTER, "--point", POINT, "--out", "資料", "--discard-edits", "--notes", cwd=CITY)
    return done.code, done.text


def _undo(windows: Windows) -> tuple[int, str]:
    done = windows.kosei("undo", MASTER, cwd=CITY)
    return done.code, done.text


def _tables(windows: Windows) -> tuple[int, str]:
    done = windows.kosei("export", MASTER, "--list", "--out", "一覧.xlsx", cwd=CITY)
    return done.code, done.text


@pytest.mark.parametrize(
    ("act", "held"),
    [
        (_consolidate, MASTER),
        (_consolidate, f"{MASTER}.bak"),
        (_undo, MASTER),
        (_undo, f"{MASTER}.bak"),
        (_report, "資料"),
        (_tables, "一覧.xlsx"),
    ],
)
def test_write__held_by_excel__refused_in_japanese_everything_as_before_and_done_when_closed(
    installed: Windows, city: Path, act: Callable[[Windows], tuple[int, str]], held: str
) -> None:
    if held == "一覧.xlsx":
        assert _tables(installed)[0] in (0, 1)
        with zipfile.ZipFile(city / held, "a") as book:
            book.comment = b"an older one"
    file = next((city / held).glob("*.xlsx")) if (city / held).is_dir() else city / held
    before = files_of(city)
    with installed.held("excel", installed.name(file)):
        code, said = act(installed)
        assert files_of(city) == before, said
    assert code == 2, said
    refused = re.search(r"「([^」]+)」に書き込めません（書き込みや読み取りが許されていないか、ほかのプログラム", said)
    assert refused is not None, said
    assert refused[1].rpartition("\\")[2] == file.name, "the one that is held is named"
    assert "Traceback" not in said
    code, said = act(installed)
    assert code in (0, 1), said
    assert files_of(city) != before


@pytest.mark.parametrize("held", [MASTER, f"{MASTER}.bak"])
def test_write__held_for_a_moment_by_a_scanner__written_all_the_same(installed: Windows, city: Path, held: str) -> None:
    """The writing itself is what the moment hits: one process for both, so that no start lies between."""
    code = f"""
import subprocess, sys, time
from pathlib import Path
from kosei_xl.verbs import disk
master = Path({MASTER!r})
ready = Path("ready")
scanner = subprocess.Popen([sys.executable, sys.argv[1], "reader", {held!r}, "ready", "never", "1.0"])
while not ready.exists():
    time.sleep(0.01)
start = time.perf_counter()
disk.write(master, b"new", backup=True)
print(round(time.perf_counter() - start, 1), master.read_bytes(), len(disk.read(disk.backup_of(master))))
scanner.wait()
"""
    size = (city / MASTER).stat().st_size
    done = installed.call(PYTHON, "-c", code, installed.inside("hold.py"), cwd=CITY)
    assert done.code == 0, done.text
    seconds, data, kept = done.text.split()
    assert float(seconds) > 0.1, "it was held meanwhile"
    assert (data, kept) == ("b'new'", str(size))


def test_read__held_by_excel__read_all_the_same(installed: Windows, city: Path) -> None:
    with installed.held("excel", rf"{CITY}\{MASTER}"):
        assert installed.kosei("status", MASTER, "--point", POINT, cwd=CITY).code in (0, 1)


def test_locked__two_processes_with_temporary_folders_of_their_own__no_update_lost(
    installed: Windows, city: Path
) -> None:
    share = r"\\server\共有 フォルダ"
    installed.path(share).mkdir(parents=True, exist_ok=True)
    counter = installed.path(rf"{share}\数.xlsx")
    for path in installed.path(share).glob("*数.xlsx*"):
        path.unlink()
    counter.write_bytes(b"0")
    code = f"""
import os, subprocess, sys
started = []
for name in ("一", "二"):
    os.makedirs(rf"C:\\temp\\{{name}}", exist_ok=True)
    there = {{**os.environ, "TEMP": rf"C:\\temp\\{{name}}", "TMP": rf"C:\\temp\\{{name}}"}}
    started.append(subprocess.Popen([sys.executable, sys.argv[1], {share!r} + r"\\数.xlsx", "50"], env=there))
print([one.wait() for one in started])
"""
    done = installed.call(PYTHON, "-c", code, installed.inside("count.py"))
    assert done.out.split() == b"[0, 0]".split(), done.text
    assert counter.read_bytes() == b"100"
    assert sorted(path.name for path in counter.parent.glob("*数.xlsx*")) == ["数.xlsx", "数.xlsx.bak"]


def test_locked__killed_while_writing__next_one_writes_without_a_question(installed: Windows, city: Path) -> None:
    code = f"""
import os
from pathlib import Path
from kosei_xl.verbs.disk import locked
with locked(Path({MASTER!r})):
    os._exit(9)
"""
    assert installed.call(PYTHON, "-c", code, cwd=CITY).code == 9
    assert [path.name for path in city.glob(".*.txt")] == [f".{MASTER}.書き込み中.txt"]
    assert _consolidate(installed)[0] in (0, 1)
    assert list(city.glob(".*.txt")) == []
