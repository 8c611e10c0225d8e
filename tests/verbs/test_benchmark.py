"""How long a clerk waits, measured against `import pandas` on the same machine in the same minute.

`python -m pytest -m benchmark -s` prints the numbers; ordinary runs leave these tests out.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.values.model import Entry, PlanFile
from kosei_xl.verbs import distribute, init
from tests.tools.growth import with_departments
from tests.tools.office import midori

pytestmark = pytest.mark.benchmark

RUNS = 7
DEPARTMENTS, ITEMS = 30, 4
PYTHON = sys.executable
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
"""Installed programs have their byte code at hand; so has pandas here."""


def _measure(commands: Mapping[str, list[str]], before: Callable[[], object] = lambda: None) -> dict[str, float]:
    """Best time of each command in seconds, taking turns so that other work on the machine hits all alike."""
    best = dict.fromkeys(commands, float("inf"))
    for run in range(RUNS + 1):
        for name, command in commands.items():
            before()
            start = time.perf_counter()
            done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, check=False)
            seconds = time.perf_counter() - start
            assert done.returncode in (0, 1), done.stderr
            assert "Traceback" not in done.stderr, done.stderr
            if run:  # the first one warms up
                best[name] = min(best[name], seconds)
    return best


def _report(what: str, best: Mapping[str, float]) -> float:
    ours, pandas = best["kosei"], best["pandas"]
    print(f"\n{what}: {ours:.3f} s, import pandas: {pandas:.3f} s, ratio {ours / pandas:.2f}")
    return ours / pandas


def _kosei(*arguments: str | Path) -> list[str]:
    return [PYTHON, "-c", "from kosei_xl.cli import main; main()", *map(str, arguments)]


PANDAS = [PYTHON, "-c", "import pandas"]


def test_check__one_department__faster_than_importing_pandas(tmp_path: Path) -> None:
    case = midori()
    path = tmp_path / "D01.xlsx"
    path.write_bytes(type_entries(case.blank(case.departments()[0]), case.typed, {"confirmed_by": "確認 太郎"}))
    best = _measure({"kosei": _kosei("check", path), "pandas": PANDAS})
    assert _report("check, one department", best) < 1


def _returned(folder: Path, name: str) -> tuple[Path, str, int]:
    """A new master, the surveys of 30 departments filled in beside it (回収); the point, how many items."""
    plan = PlanFile.model_validate_json(
        PlanFile(plan=with_departments(DEPARTMENTS, DEPARTMENTS * ITEMS)).model_dump_json()
    )
    point = plan.plan.points[-1].key
    new = folder / name
    init.init(new, plan)
    text = "・講座を４回開き、延べ120人が参加した。\n・翌年度の計画をまとめた。"
    typed = [
        Entry(item_key=i.key, point=point, fields={"rating": "A", "annual_plan": text, "results": text})
        for i in plan.plan.items
    ]
    for survey in distribute.distribute(new, point, folder / "回収"):
        survey.write_bytes(type_entries(survey.read_bytes(), typed, {"confirmed_by": "確認 太郎"}))
    return new, point, len(typed)


def test_consolidate__thirty_departments__within_three_imports_of_pandas(tmp_path: Path) -> None:
    new, point, items = _returned(tmp_path, "new.xlsx")
    master = tmp_path / "master.xlsx"
    command = _kosei("consolidate", master, tmp_path / "回収", "--point", point)
    best = _measure({"kosei": command, "pandas": PANDAS}, lambda: shutil.copy(new, master))
    assert _report(f"consolidate, {DEPARTMENTS} departments, {items} items", best) < 3


def test_click__thirty_departments__cold_and_warm_against_importing_xlwings(tmp_path: Path) -> None:
    new, _, _ = _returned(tmp_path, "new.xlsm")
    master = tmp_path / "master.xlsm"
    bare = [PYTHON, "-c", "import xlwings"]
    click = [PYTHON, "-m", "tests.tools.addin_excel", "consolidate", str(master)]
    best = _measure({"click": click, "bare": bare}, lambda: shutil.copy(new, master))
    shutil.copy(new, master)
    seconds = subprocess.run([*click, str(new)], capture_output=True, text=True, check=True, env=ENVIRONMENT).stdout
    warm = min(map(float, seconds.split()[1:]))
    print(
        f"\nclick to result, {DEPARTMENTS} departments: cold {best['click']:.3f} s, warm {warm:.3f} s, "
        f"python and import xlwings {best['bare']:.3f} s, ratios {best['click'] / best['bare']:.2f} "
        f"and {warm / best['bare']:.2f}"
    )
    assert best["click"] < 4 * best["bare"]
    assert warm < 3 * best["bare"]
