"""Who may import whom, what the pure rooms must not touch, and what `kosei check` must not load."""

import ast
import sys
from pathlib import Path

import pytest

from kosei_xl.verbs import distribute, init, report
from tests.tools import house
from tests.tools.patience import run_to_end

SHELLS = {"verbs", "addin", "cli", "demo"}
"""The only rooms that open files, print, look at the clock or the environment, or run programs."""
ONLY_INSIDE_FUNCTIONS = {"duckdb", "openpyxl", "pandas", "pyarrow", "sudachipy", "xlwings"}
WRITES_WHOLE_WORKBOOKS = {"make.plain", "importing.mapping_book"}
"""What may use openpyxl: a workbook that is written whole holds nothing of anybody's that it could lose."""
LOOKS_AT_LISTS = {"workbook.colours"}
"""What may use openpyxl to read: the colours of a city's own list, which is never written."""
TABLES = {"tables", "addin"}
"""The rooms that may use pandas."""
THIN = {"addin.udfs"}
"""Modules that xlwings itself loads: their decorators need it where they stand."""
MODULES = tuple(house.sources())


def test_rooms__every_module__stands_in_one() -> None:
    assert {house.room_of(name) for name in MODULES} - {"kosei_xl"} == set(house.ROOMS)


def test_rooms__imports__only_towards_the_ground() -> None:
    assert house.upward() == ()


def test_modules__no_circle() -> None:
    assert house.circles() == ()


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("proof.verify")])
def test_verify__nothing_shared_with_what_makes_reports(name: str) -> None:
    makers = {
        found
        for found in house.reached(name)
        if found in ("collect.summarize", "collect.status") or house.room_of(found) in ("report", "publish")
    }
    assert makers == set(), "a second way of counting must not use the first"


@pytest.mark.parametrize(("one", "other"), [("report", "publish"), ("publish", "report")])
def test_renderers__never_import_each_other(one: str, other: str) -> None:
    reached = {found for name in MODULES if house.room_of(name) == one for found in house.reached(name)}
    assert not {found for found in reached if house.room_of(found) == other}


@pytest.mark.parametrize("name", [name for name in MODULES if house.room_of(name) not in SHELLS])
def test_disk__reached_by_verbs_and_shells_only(name: str) -> None:
    assert "verbs.disk" not in house.reached(name)


@pytest.mark.parametrize("name", [name for name in MODULES if name not in THIN])
def test_imports__heavy_libraries__not_when_loaded(name: str) -> None:
    tree = house.modules()[name]
    tops = {found.split(".")[0] for found in house.imported(tree)}
    assert "openpyxl" not in tops or name in WRITES_WHOLE_WORKBOOKS | LOOKS_AT_LISTS, (
        "workbooks are edited part by part (workbook.parts); openpyxl would lose what it does not know"
    )
    assert "pandas" not in tops or house.room_of(name) in TABLES
    inside = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for_types = [
        node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    ]
    in_functions = {id(node) for block in (*inside, *for_types) for node in ast.walk(block)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom) and id(node) not in in_functions:
            found = {top.split(".")[0] for top in house.imported(ast.Module([node], []))}
            assert not found & ONLY_INSIDE_FUNCTIONS, f"import {found & ONLY_INSIDE_FUNCTIONS} inside the function"


@pytest.mark.parametrize("name", [name for name in MODULES if house.room_of(name) not in SHELLS])
def test_pure__no_clock_files_printing_environment(name: str) -> None:
    for node in ast.walk(house.modules()[name]):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("open", "print", "input"), f"{name}:{node.lineno}"
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("now", "utcnow", "today", "environ", "getenv"), f"{name}:{node.lineno}"
            assert node.attr not in ("write_bytes", "write_text", "read_bytes", "read_text"), f"{name}:{node.lineno}"


@pytest.mark.parametrize("name", sorted(WRITES_WHOLE_WORKBOOKS))
def test_openpyxl__never_reads__what_it_would_lose(name: str) -> None:
    named = {node.id for node in ast.walk(house.modules()[name]) if isinstance(node, ast.Name)}
    named |= {
        alias.name
        for node in ast.walk(house.modules()[name])
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert "load_workbook" not in named


@pytest.mark.parametrize("name", sorted(LOOKS_AT_LISTS))
def test_openpyxl__of_lists__never_writes(name: str) -> None:
    called = {node.attr for node in ast.walk(house.modules()[name]) if isinstance(node, ast.Attribute)}
    assert "save" not in called


@pytest.mark.parametrize("verb", ["check", "consolidate", "report_workbook", "report", "verify", "distribute"])
def test_tables__never_on_the_way_of_collecting_and_printing(verb: str) -> None:
    assert not {found for found in house.reached(f"verbs.{verb}") if house.room_of(found) == "tables"}
    assert "make.plain" not in house.reached(f"verbs.{verb}")


_NOT_LOADED = {
    "check": ("filelock", "subprocess", "lxml", "PIL", "kosei_xl.read.master", "kosei_xl.make", "kosei_xl.report"),
    "status": ("filelock", "subprocess", "lxml", "PIL", "kosei_xl.make", "kosei_xl.report.layout"),
    "log": ("filelock", "subprocess", "lxml", "PIL", "kosei_xl.make", "kosei_xl.report", "kosei_xl.collect.rules"),
    "consolidate": ("filelock", "subprocess", "PIL", "kosei_xl.report.layout", "kosei_xl.proof"),
    "distribute": ("filelock", "subprocess", "PIL", "kosei_xl.report.layout", "kosei_xl.proof"),
    "report": ("filelock", "PIL", "pypdf", "pikepdf", "pypdfium2", "jinja2"),
}
"""Verb -> what it may load later, where it is needed, but not to begin with."""


@pytest.mark.parametrize("verb", _NOT_LOADED)
def test_verbs__to_begin_with__load_nothing_that_they_may_never_need(verb: str) -> None:
    never = ("pandas", "numpy", "openpyxl", "xlwings", "sudachipy", "urllib.request", "http.client", "ssl", "asyncio")
    code = f"import sys, kosei_xl.cli, kosei_xl.verbs.{verb}; print([one for one in {(*never, *_NOT_LOADED[verb])} if one in sys.modules])"
    assert run_to_end([sys.executable, "-c", code]).stdout.strip() == "[]"


def test_help__in_a_process_of_its_own__loads_nothing_that_reads() -> None:
    code = """
import sys
from kosei_xl.cli import main
main()
heavy = ("pydantic", "lxml", "python_calamine", "filelock", "subprocess", "kosei_xl.values.model", "kosei_xl.read")
print("loaded", [name for name in heavy if name in sys.modules])
"""
    assert run_to_end([sys.executable, "-c", code, "--help"]).stdout.splitlines()[-1] == "loaded []"


def test_check__one_survey__without_pandas_openpyxl_xlwings(tmp_path: Path) -> None:
    master = tmp_path / "master.xlsx"
    init.init(master, init.sample_plan("midori"))
    survey = distribute.distribute(master, "R7_year_end", tmp_path / "out")[0]
    code = """
import sys
from kosei_xl.cli import main
try:
    main()
except SystemExit as left:
    heavy = ("pandas", "openpyxl", "xlwings", "numpy", "pypdfium2", "lxml", "PIL", "filelock", "subprocess", "ssl")
    heavy += ("sudachipy", "kosei_xl.read.master", "kosei_xl.make", "kosei_xl.report", "kosei_xl.words.explanations")
    heavy += ("kosei_xl.collect.received", "kosei_xl.collect.settlements", "kosei_xl.collect.exchanged", "kosei_xl.values.reports")
    heavy += ("kosei_xl.values.registers", "kosei_xl.values.stored", "importlib.metadata", "email", "socket")
    print("code", left.code, "loaded", [name for name in heavy if name in sys.modules])
"""
    command = [sys.executable, "-c", code, "check", str(survey)]
    done = run_to_end(command)
    assert done.stdout.splitlines()[-1] == "code 1 loaded []"
    assert "K305" in done.stdout


def test_check__one_survey__asks_no_installed_package_for_plugins_of_pydantic(tmp_path: Path) -> None:
    master = tmp_path / "master.xlsx"
    init.init(master, init.sample_plan("midori"))
    survey = distribute.distribute(master, "R7_year_end", tmp_path / "out")[0]
    code = """
import importlib.metadata
asked, real = [], importlib.metadata.entry_points
importlib.metadata.entry_points = lambda **given: asked.append(given) or real(**given)
from kosei_xl.cli import main
try:
    main()
except SystemExit:
    from kosei_xl.values.model import Plan
    print("asked", asked, Plan.__pydantic_complete__)
"""
    done = run_to_end([sys.executable, "-c", code, "check", str(survey)])
    assert done.stdout.splitlines()[-1] == "asked [] True"


def test_verify__one_report__without_what_makes_reports_and_openpyxl(tmp_path: Path) -> None:
    master = tmp_path / "master.xlsx"
    init.init(master, init.sample_plan("midori"), init.sample_entries("midori"))
    made = report.report(master, "R7_year_end", tmp_path / "out").files[0]
    code = """
import sys
from kosei_xl.cli import main
try:
    main()
except SystemExit as left:
    heavy = ("pandas", "openpyxl", "xlwings", "numpy", "lxml", "kosei_xl.report", "kosei_xl.workbook.parts")
    print("code", left.code, "loaded", [name for name in heavy if name in sys.modules])
"""
    command = [sys.executable, "-c", code, "verify", str(made)]
    done = run_to_end(command)
    assert done.stdout.splitlines()[-1] == "code 0 loaded []"
    assert "K731" in done.stdout


def test_tests__no_test_module__imported_by_another() -> None:
    tests = Path(__file__).parent
    found = {
        path.relative_to(tests).as_posix(): module
        for path in tests.rglob("*.py")
        for module in house.imported(ast.parse(path.read_text(encoding="utf-8")))
        if module.startswith("tests.") and ".test_" in module
    }
    assert found == {}, "what several tests need stands in tests/tools"


@pytest.mark.parametrize("name", [name for name in MODULES if house.room_of(name) in ("workbook", "addin")])
def test_functions__at_most_six_parameters(name: str) -> None:
    long = []
    for node in ast.walk(house.modules()[name]):
        if isinstance(node, ast.FunctionDef):
            given = [one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
            if len([one for one in given if one not in ("self", "cls")]) > 6:
                long.append(node.name)
    assert long == [], "what belongs together travels as one value"
