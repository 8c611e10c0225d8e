"""Tests are marked by what they need and how long they take, and wait for others as long as those work."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kosei_xl.verbs import report
from tests.tools import needs, office, pace, patience
from tests.tools.needs import MARKERS, needs_of_functions
from tests.tools.office import kosei, validate
from tests.tools.patience import run_to_end


def uses_subprocess() -> None:
    subprocess.run(["true"], check=True)


def uses_a_helper_that_does() -> None:
    run_to_end(["true"])


def starts_it_by_way_of_a_class(work: Path) -> None:
    office.start_libreoffice(work).books({})


def validates_in_a_comprehension() -> list[object]:
    return [validate([Path(name)]) for name in "a"]


def prints_by_keyword(path: Path) -> None:
    report.report(path, "R7", path, pdf=True)


def prints_by_flag(path: Path) -> None:
    kosei("report", path, "--pdf")


def makes_a_report(path: Path) -> None:
    report.report(path, "R7", path, final=True)
    assert path.with_suffix(".pdf").exists()


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (uses_subprocess, {"process"}),
        (uses_a_helper_that_does, {"process"}),
        (starts_it_by_way_of_a_class, {"libreoffice", "process"}),
        (validates_in_a_comprehension, {"validator", "process"}),
        (prints_by_keyword, {"libreoffice"}),
        (prints_by_flag, {"libreoffice"}),
        (makes_a_report, set()),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_needs__seen_in_what_a_function_uses(function: Callable[..., object], expected: set[str]) -> None:
    assert needs_of_functions([function]) == expected


def test_watch__program_started_by_an_unmarked_test__refused(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("slow") is None
    with pytest.raises(AssertionError, match="mark it by what it needs"):
        os.posix_spawn(sys.executable, [sys.executable, "-c", ""], {})


def test_markers__every_need__is_one(request: pytest.FixtureRequest) -> None:
    known = "\n".join(request.config.getini("markers"))
    assert [name for name in (*MARKERS, "slow") if f"{name}:" not in known] == []
    assert {*needs._NAMED} <= MARKERS.keys()


def test_recorder__measured_run__new_ones_in_and_quick_ones_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "LIST", tmp_path / "slow.txt")
    assert pace.slow_names() == frozenset()
    pace.LIST.write_text("# head\na.py::test_gone\na.py::test_quick_now\nb.py::test_not_run\na.py::test_skipped\n")
    recorder = pace.Recorder()
    recorder._files, recorder._there = {"a.py"}, {"a.py::test_quick_now", "a.py::test_skipped", "a.py::test_slow"}
    recorder._spent.update({"a.py::test_quick_now": 0.01, "a.py::test_slow": 9.0, "a.py::made_once": 1.0})
    recorder.write()
    assert pace.slow_names() == {"a.py::test_skipped", "a.py::test_slow", "b.py::test_not_run"}
    recorder._spent["a.py::made_once"] = pace.FIXTURE_SECONDS
    recorder.write()
    assert "a.py::made_once" in pace.slow_names()


def test_run_to_end__stuck__given_up_and_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "STUCK", 1.0)
    monkeypatch.setattr(patience, "_LOOK", 0.1)
    with pytest.raises(AssertionError, match="nothing has happened for 1 seconds"):
        run_to_end(["sleep", "3600"])


def test_run_to_end__works_for_longer_than_that__waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "STUCK", 60.0)
    monkeypatch.setattr(patience, "_LOOK", 0.01)
    code = "import time\nwhile time.process_time() < 0.3: pass\nprint('日本')"
    done = run_to_end([sys.executable, "-c", code])
    assert (done.returncode, done.stdout, done.stderr) == (0, "日本\n", "")


def test_list__what_it_names__is_there() -> None:
    names = pace.slow_names()
    files = {name.partition("::")[0] for name in names}
    assert [file for file in files if file and not (Path(__file__).parents[1] / file).exists()] == []
