"""What each named package is for: without it the other verbs work, and its own stop with one message."""

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from kosei_xl.verbs import distribute, export, init
from kosei_xl.words.meaning import EXTRA
from kosei_xl.words.sense import morphemes
from tests.tools import house

ROOT = house.ROOT.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
POINT = "R7_year_end"
STOPS: Mapping[str, frozenset[str]] = {
    "openpyxl": frozenset({"tables", "export", "import", "import a workbook", "publish", "history"}),
    "pandas": frozenset({"tables", "KOSEI_TABLE"}),
    "xlwings": frozenset({"addin build", "KOSEI_TABLE"}),
    "pydantic": frozenset(
        {"init", "distribute", "check", "annotate", "consolidate", "status", "log", "diff", "report", "verify", "adopt"}
        | {"undo", "schema", "addin master", "tables", "export", "addin build", "KOSEI_TABLE"}
        | {"import", "import a workbook", "publish", "history", "history in words"}
    ),
}
"""Package -> what stops without it; everything else works. The fifth of them, pytest, is in `dev`."""
RUNS = """
import contextlib, io, json, os, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == os.environ["BLOCKED"]:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None

sys.meta_path.insert(0, Blocked())
os.chdir(sys.argv[1])

def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    sys.argv = ["kosei", *arguments]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            from kosei_xl.cli import main
            main()
            code = 0
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0
    return code, err.getvalue()

M, P = "事務局.xlsx", "R7_year_end"
found = {
    "init": run("init", "新.xlsx", "--sample", "midori"),
    "distribute": run("distribute", M, "--point", P, "--out", "配布"),
    "check": run("check", "回収", "--master", M),
    "annotate": run("check", "回収", "--annotate", "返す", "--today", "2026-05-01"),
    "consolidate": run("consolidate", M, "回収", "--point", P),
    "status": run("status", M, "--point", P),
    "log": run("log", M),
    "diff": run("diff", M, "--from", "R7_first_half", "--to", P),
    "report": run("report", M, "--point", P, "--out", "資料"),
    "verify": run("verify", "資料", "--master", M),
    "adopt": run("adopt", "資料/委員会資料_令和７年度末_案.xlsx", "--master", M),
    "undo": run("undo", M, "--force"),
    "schema": run("schema", "plan"),
    "explain": run("explain", "K405"),
    "addin master": run("addin", "master", M, "ボタン.xlsm"),
    "tables": run("tables", M, "--out", "表.xlsx"),
    "export": run("export", M, "--list", "--out", "一覧.xlsx"),
    "addin build": run("addin", "build", "--out", "a.xlam"),
    "import": run("import", "一覧.csv", "--out", "取込.xlsx"),
    "import a workbook": run("import", "一覧表.xlsx", "--out", "取込2.xlsx"),
    "history": run("history", M, "--out", "経過.xlsx"),
    "history in words": run("history", M, "--item", "1"),
    "publish": run("publish", M, "--point", P, "--out", "公表", "--draft"),
}
try:
    from kosei_xl.addin.udfs import KOSEI_TABLE
    answer = KOSEI_TABLE([["行キー"]], [[P]])
    found["KOSEI_TABLE"] = (0, "") if not isinstance(answer, str) or "pandas" not in answer else (2, answer)
except ImportError as error:
    found["KOSEI_TABLE"] = (2, f"「{error.name}」")
json.dump(found, sys.stdout, ensure_ascii=False)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """事務局.xlsx with its ledger filled in, and a survey in 回収."""
    made = tmp_path_factory.mktemp("packages")
    master = init.init(made / "事務局.xlsx", init.sample_plan("midori"), init.sample_entries("midori"))
    for path in distribute.distribute(master, POINT, made / "回収")[1:]:
        path.unlink()
    lines = ("番号,取組,担当課,令和7年度の評価", "1,窓口の案内,税務課,A", "2,広報の見直し,広報課,B")
    (made / "一覧.csv").write_text("\r\n".join(lines), encoding="utf-8-sig")
    export.export_list(master, made / "一覧表.xlsx")
    return made


@pytest.mark.parametrize("package", STOPS)
def test_package__not_there__its_own_verbs_stop_with_a_message_and_the_others_work(
    package: str, folder: Path, tmp_path: Path
) -> None:

    here = shutil.copytree(folder, tmp_path / "here")
    done = subprocess.run(
        [sys.executable, "-c", RUNS, str(here)],
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "BLOCKED": package, "PATH": ""},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, tuple[int, str]] = json.loads(done.stdout)
    stopped = {name: err for name, (code, err) in found.items() if code == 2}
    assert stopped.keys() == STOPS[package], {name: found[name][1] for name in stopped.keys() ^ STOPS[package]}
    for name, err in stopped.items():
        assert f"「{package}」" in err, name
        assert "Traceback" not in err


# -- pyproject ---------------------------------------------------------------------------------------------------------
def _named(requirement: str) -> str:
    return re.split(r"[<>=!~\\[; ]", requirement)[0].lower()


def _imported(trees: Mapping[str, ast.Module]) -> set[str]:
    return {name.partition(".")[0] for tree in trees.values() for name in house.imported(tree)}


def test_dependencies__every_one__imported_by_the_package_and_nothing_else_is() -> None:
    imports = {"pillow": "PIL", "python-calamine": "python_calamine"}
    wanted = {imports.get(name, name) for name in map(_named, PROJECT["dependencies"])}
    found = _imported(house.modules()) - set(sys.stdlib_module_names) - {house.PACKAGE}
    only_on_windows = {"win32api", "win32com", "win32con", "pythoncom", "pywintypes"}
    brought_along = {"pydantic_core", "dask"}  # dask by distributed
    own = {house.room_of(name) for name in house.sources()}
    extra, data, gather, cluster = (
        {_named(one).replace("-", "_") for one in PROJECT["optional-dependencies"][name]}
        for name in (EXTRA, "data", "gather", "cluster")
    )
    found -= only_on_windows | brought_along | own
    assert found - extra - data - gather - cluster == wanted, "a wheel holds the package and what it depends on"
    assert found & extra == {"sudachipy"}, "sudachidict_core is what it reads; nothing else is left in the extra"
    assert extra == {*morphemes.NEEDED}
    assert found & data == data == {"pyarrow"}
    assert found & gather == gather == {"duckdb", "pyarrow"}
    assert found & cluster == cluster == {"distributed", "fsspec"}


def test_dependencies__named_ones__at_run_time_and_pytest_in_dev() -> None:
    names = {_named(one) for one in PROJECT["dependencies"]}
    assert {"openpyxl", "pandas", "xlwings", "pydantic"} <= names
    assert "pytest" in {_named(one) for one in PROJECT["optional-dependencies"]["dev"]}


def test_dependencies__every_one__says_what_for() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lines = re.search(r"^dependencies = \[\n(.*?)^\]", text, re.M | re.S)
    assert lines is not None
    without = [line.strip() for line in lines[1].splitlines() if not re.search(r'",\s+# \S', line)]
    assert without == []
