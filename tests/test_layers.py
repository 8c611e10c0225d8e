"""Who may import whom, what the pure modules must not touch, and what `kosei check` must not load."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kosei_xl
from kosei_xl.pipeline import distributing, printing, starting

ROOT = Path(kosei_xl.__file__).parent
ORDER = (
    "kosei_xl",  # the version only
    "terms",
    "pictures",  # picture files as values
    "cells",
    "notation",
    "quantities",  # targets and actuals as people type them
    "quarters",  # how quarters of a year are typed
    "messages",  # what is said that is not a finding; findings quote it
    "diagnostics",
    "model",
    "room",  # how long an entry may be
    "presets",  # PLAN.json completed, before it is a plan
    "revision",  # two plans compared; nothing else is needed for it
    "ledger",
    "acknowledged",  # findings that the office lets stand
    "sheets",
    "schedule",  # year schedules as rows of their sheet
    "excel",
    "pdf_text",  # the text of a PDF and what is missing from it
    "read.tables",
    "read.ratings",
    "read.identity",  # also what `form` prints for it: the survey code and the names of sheets
    "read.schedule",
    "read.photos",
    "read.choices",
    "read.marks",
    "read.plan",
    "read.survey",
    "read.ledger",
    "read",
    "received",
    "rules.answers",
    "rules.dates",
    "rules.entries",
    "rules.indicators",
    "rules.lengths",
    "rules.repeats",
    "rules",
    "versions",  # what file names say
    "returns",
    "conflicts",
    "history",
    "differences",
    "consolidate",
    "summarize",
    "functions",  # what worksheet functions answer
    "status",
    "selfcheck",  # native formulas beside what `rules` say
    "reminders",
    "form",
    "master",  # settings and ledger as sheets, and the derived sheets made of summary and status
    "parts",  # one unit, knows only cells' addresses and KoseiError; could stand anywhere above fill
    "report",  # empty
    "report.paper",  # room for text: `fill` measures row heights with it
    "paste",  # pictures laid over a sheet
    "fill",
    "annotate",  # returned workbooks with their findings marked
    "report.paginate",
    "report.grid",
    "report.page",
    "report.keys",
    "report.prose",
    "report.revised",
    "report.columns",
    "report.outline",  # what `wording` can be asked for of the plan itself
    "report.wording",
    "report.blocks",  # one unit: a block for each kind of part
    "report.bars",
    "report.wordwise",
    "report.changes",
    "report.changes_list",
    "report.photos",
    "report.layout",
    "report.xlsx",
    "report.libreoffice_lines",
    "report.libreoffice_copy",
    "report.pdf",
    "report.binding",
    "verify",  # empty
    "verify.facts",
    "verify.filling",
    "verify.says",
    "verify.tables",
    "verify.sections",
    "verify.expected",
    "verify.found",
    "verify.compare",
    "verify.paper",
    "verify.explain",
    "adopt",  # empty
    "adopt.carried",
    "adopt.former",
    "adopt.edits",
    "adopt.places",
    "adopt.merge",
    "decision",  # papers beside a final report
    "store",  # only pipeline and demo read and write
    "addin",  # words only
    "addin.labels",
    "addin.help",  # what is said of the worksheet functions
    "addin.compound",
    "addin.vba",
    "addin.pack",
    "addin.operation",
    "addin.wrapper",
    "addin.machine",  # a PC as values
    "addin.install",
    "addin.doctor",
    "addin.install_kit",  # runs alone, before anything of ours is installed
    "addin.kit",
    "addin.drawing",  # pictures of the manual
    "addin.manual",
    "addin.building",  # reads macros/ and the VBA of xlwings
    "shells",  # how a finding reads; what the two shells share
    "udfs",  # the functions as xlwings shows them to Excel
    "pipeline",  # words only; a module a verb below
    "pipeline.opening",
    "pipeline.keying",
    "pipeline.starting",
    "pipeline.distributing",
    "pipeline.checking",
    "pipeline.collecting",
    "pipeline.asking",
    "pipeline.annotating",
    "pipeline.comparing",
    "pipeline.tracing",
    "pipeline.undoing",
    "pipeline.verifying",
    "pipeline.printing",
    "pipeline.adopting",
    "pipeline.packing",
    "addin.desk",  # the open Excel
    "addin.buttons",  # the other shell
    "demo",
    "cli",  # loads demo inside its command
)
"""A module (or package taken as one unit) imports only from rows above its own."""
UNITS = ("parts", "report.blocks")
SHELLS = {
    *("store", "cli", "shells", "report.pdf"),
    *("addin.wrapper", "addin.machine", "addin.install_kit", "addin.kit"),
}
"""The only modules that open files, print, look at the environment or run programs."""
ONLY_INSIDE_FUNCTIONS = {"pandas", "xlwings"}
THIN = {"udfs"}
"""Modules that xlwings itself loads: their decorators need it where they stand."""


def _modules() -> dict[str, ast.Module]:
    """Dotted name below kosei_xl -> syntax tree, of every module."""
    modules = {}
    for path in sorted(ROOT.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix("__init__").rstrip(".")
        modules[name or "kosei_xl"] = ast.parse(path.read_text(encoding="utf-8"))
    return modules


MODULES = _modules()


def _unit(name: str) -> str:
    return next((unit for unit in UNITS if name == unit or name.startswith(f"{unit}.")), name)


def _imported(tree: ast.AST) -> Iterator[str]:
    """Every imported module, wherever the import stands; names below kosei_xl without the prefix."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}".removeprefix("kosei_xl.")
                base = str(node.module).removeprefix("kosei_xl.")
                yield whole if whole in MODULES else base


def test_order__every_module__has_a_row() -> None:
    assert {_unit(name) for name in MODULES} == set(ORDER), "add the module to ORDER, below everything it imports"


@pytest.mark.parametrize("name", MODULES)
def test_imports__only_from_rows_above(name: str) -> None:
    own = {_unit(found) for found in _imported(MODULES[name]) if found in MODULES}
    above = ORDER[: ORDER.index(_unit(name))]
    allowed = {*above, _unit(name)} if _unit(name) in UNITS else {*above}
    assert own <= allowed, f"{name} may not import {sorted(own - allowed)}"


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("verify")])
def test_verify__nothing_shared_with_what_makes_reports(name: str) -> None:
    reached, still_open = {name}, [name]
    while still_open:
        for found in _imported(MODULES[still_open.pop()]):
            if found in MODULES and found not in reached:
                reached.add(found)
                still_open.append(found)
    makers = {found for found in reached if found in ("summarize", "status") or found.split(".")[0] == "report"}
    assert makers == set(), "a second way of counting must not use the first"


@pytest.mark.parametrize("name", [name for name in MODULES if name not in THIN])
def test_imports__heavy_libraries__not_when_loaded(name: str) -> None:
    tree = MODULES[name]
    tops = {found.split(".")[0] for found in _imported(tree)}
    assert "openpyxl" not in tops, (
        "workbooks are edited part by part (parts/); openpyxl would lose what it does not know"
    )
    inside = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for_types = [
        node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    ]
    in_functions = {id(node) for block in (*inside, *for_types) for node in ast.walk(block)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom) and id(node) not in in_functions:
            found = {top.split(".")[0] for top in _imported(ast.Module([node], []))}
            assert not found & ONLY_INSIDE_FUNCTIONS, f"import {found & ONLY_INSIDE_FUNCTIONS} inside the function"


@pytest.mark.parametrize("name", [name for name in MODULES if name not in SHELLS])
def test_pure__no_clock_files_printing_environment(name: str) -> None:
    for node in ast.walk(MODULES[name]):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("open", "print", "input"), f"{name}:{node.lineno}"
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("now", "utcnow", "today", "environ", "getenv"), f"{name}:{node.lineno}"
            assert node.attr not in ("write_bytes", "write_text", "read_bytes", "read_text"), f"{name}:{node.lineno}"


def test_check__one_survey__without_pandas_openpyxl_xlwings(tmp_path: Path) -> None:
    master = tmp_path / "master.xlsx"
    starting.init(master, starting.sample_plan("midori"))
    survey = distributing.distribute(master, "R7_year_end", tmp_path / "out")[0]
    code = """
import sys
from kosei_xl.cli import main
try:
    main()
except SystemExit as left:
    heavy = [name for name in ("pandas", "openpyxl", "xlwings", "numpy", "pypdfium2") if name in sys.modules]
    print("code", left.code, "loaded", heavy)
"""
    command = [sys.executable, "-c", code, "check", str(survey)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.splitlines()[-1] == "code 1 loaded []"
    assert "K305" in done.stdout


def test_verify__one_report__without_what_makes_reports_and_openpyxl(tmp_path: Path) -> None:
    master = tmp_path / "master.xlsx"
    starting.init(master, starting.sample_plan("midori"), starting.sample_entries("midori"))
    made = printing.report(master, "R7_year_end", tmp_path / "out").files[0]
    code = """
import sys
from kosei_xl.cli import main
try:
    main()
except SystemExit as left:
    heavy = ("pandas", "openpyxl", "xlwings", "numpy", "lxml", "kosei_xl.report", "kosei_xl.parts")
    print("code", left.code, "loaded", [name for name in heavy if name in sys.modules])
"""
    command = [sys.executable, "-c", code, "verify", str(made)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.splitlines()[-1] == "code 0 loaded []"
    assert "K731" in done.stdout
