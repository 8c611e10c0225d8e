"""A killed `kosei`: the master is the old one or the new one, whole, and nothing stands in the way of the next run."""

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.values.model import Entry, PlanFile
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import consolidate, disk, distribute, init, undo
from kosei_xl.verbs.own_names import temporary_prefix
from tests.tools.builders import END, make_plan
from tests.tools.patience import finish, run_to_end

RUNS = 100
_COMMAND = "from kosei_xl.cli import main; main()"
_FAILPOINTS = """
import os, signal, sys, tempfile
from pathlib import Path
from kosei_xl.verbs import disk
left = int(sys.argv[3])
def killed_before(call):
    def wrapped(*arguments, **named):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **named)
    return wrapped
for owner, name in ((tempfile, "mkstemp"), (os, "fdopen"), (os, "fsync"), (os, "chmod"), (os, "replace"), (os, "open")):
    setattr(owner, name, killed_before(getattr(owner, name)))
path = Path(sys.argv[1])
with disk.locked(path):
    if sys.argv[2] == "write":
        disk.write(path, b"new", backup=True, instead_of=b"old")
    else:
        disk.exchange(path, instead_of=b"old")
"""


class Office:
    """A master, a pile of returns, and the bytes of the master before and after taking them in."""

    def __init__(self, folder: Path) -> None:
        self.master = folder / "事務局ブック.xlsx"
        self.pile = folder / "回収"
        self.pile.mkdir()
        init.init(self.master, PlanFile(plan=make_plan()))
        (survey,) = distribute.distribute(self.master, END, folder / "配布")
        typed = [
            Entry(item_key=key, point=END, fields={"rating": "A", "results": f"{key}の実績"}) for key in ("a-1", "a-2")
        ]
        filled = type_entries(survey.read_bytes(), typed, {"confirmed_by": "太郎"})
        (self.pile / survey.name).write_bytes(filled)
        self.old = self.master.read_bytes()
        consolidate.consolidate_into(self.master, [self.pile], END)
        self.new = self.master.read_bytes()
        assert self.new != self.old
        self.put_back()

    def put_back(self) -> None:
        """Everything as it was before the first run."""
        self.master.write_bytes(self.old)
        for path in self.master.parent.iterdir():
            if path.name.startswith(".kosei.") or path == disk.backup_of(self.master):
                path.unlink()

    def start(self) -> subprocess.Popen[str]:
        """`kosei consolidate` in a process of its own."""
        command = [sys.executable, "-c", _COMMAND, "consolidate", str(self.master), str(self.pile), "--point", END]
        return subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "KOSEI_LANG": "ja"},
        )


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("killed"))


def _wait_for_taking_in(process: subprocess.Popen[str]) -> None:
    """Until the reading is over: what is killed from here on is killed while it merges and writes."""
    assert process.stderr is not None
    while (line := process.stderr.readline()) and "取り込んで" not in line:
        pass


@pytest.mark.parametrize("runs", [25, pytest.param(RUNS, marks=pytest.mark.long)])
def test_consolidate__killed_at_any_moment__old_or_new_master_and_no_lock(office: Office, runs: int) -> None:
    """Runs with SIGKILL at random moments, half of them while the ledger is merged and written; a hundred in `full`."""
    dice = random.Random(20260401)
    start = time.monotonic()
    process = office.start()
    _wait_for_taking_in(process)
    reading = time.monotonic() - start
    finish(process)
    writing = time.monotonic() - start - reading
    assert (process.returncode, office.master.read_bytes()) == (0, office.new)
    seen = {"old": 0, "new": 0, "killed": 0}
    pace = 1.0  # the machine may be busier while the first run is timed than later, or the other way round
    for run in range(runs):
        office.put_back()
        process = office.start()
        if run % 2:
            _wait_for_taking_in(process)
            time.sleep(dice.uniform(0, pace * writing))
        else:
            time.sleep(dice.uniform(0, pace * (reading + writing)))
        process.kill()
        finish(process)
        seen["killed"] += process.returncode != 0
        pace *= 1.1 if process.returncode else 0.8
        data = office.master.read_bytes()
        assert data in (office.old, office.new), f"run {run}: a torn master"
        seen["new" if data == office.new else "old"] += 1
        backup = disk.backup_of(office.master)
        assert not backup.exists() or backup.read_bytes() == office.old
        assert data == office.old or backup.exists()
        with disk.locked(office.master, seconds=0):
            pass
    assert seen["killed"] > runs / 2
    assert seen["old"]
    consolidate.consolidate_into(office.master, [office.pile], END)
    assert office.master.read_bytes() == office.new, "the next run does what the killed one could not"


@pytest.mark.parametrize("what", ["write", "exchange"])
def test_store__killed_before_each_of_its_steps__old_or_new_file_and_a_whole_backup(tmp_path: Path, what: str) -> None:
    path = tmp_path / "m.xlsx"
    backup = disk.backup_of(path)
    results = []
    for step in range(1, 40):
        path.write_bytes(b"old")
        backup.write_bytes(b"before")
        done = run_to_end([sys.executable, "-c", _FAILPOINTS, str(path), what, str(step)])
        results.append((path.read_bytes(), backup.read_bytes()))
        with disk.locked(path, seconds=0):
            pass
        if done.returncode == 0:
            break
        assert done.returncode == -9
    steps = {
        "write": [(b"old", b"before"), (b"old", b"old"), (b"new", b"old")],
        "exchange": [(b"old", b"before"), (b"before", b"before"), (b"before", b"old")],
    }[what]
    assert len(results) > 10
    assert list(dict.fromkeys(results)) == steps, "in this order, and nothing else"


def test_undo__after_a_killed_run__says_that_there_is_nothing_or_goes_back(office: Office) -> None:
    office.put_back()
    shutil.copy(office.master, disk.backup_of(office.master))
    with pytest.raises(WrongCall, match="戻すものがありません"):
        undo.undo(office.master)
    assert office.master.read_bytes() == office.old


def test_consolidate__leftovers_of_killed_runs__are_cleared_by_the_next_that_writes(office: Office) -> None:
    office.put_back()
    name = f"{temporary_prefix(office.master)}abc.tmp"
    stale, other = office.master.with_name(name), office.master.with_name(".kosei.other.tmp")
    for left in (stale, other):
        left.write_bytes(b"half")
    consolidate.consolidate_into(office.master, [office.pile], END)
    assert not stale.exists()
    assert other.exists(), "another file's is left alone: its writer may be at work"
