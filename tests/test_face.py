"""What other programs import: `import kosei_xl` and its names, from bytes to bytes without a disk."""

import ast
import doctest
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

import kosei_xl
from kosei_xl.collect.history import history
from kosei_xl.demo import sample_photos, type_entries
from kosei_xl.values.ledger import SavedBy
from kosei_xl.verbs import check, consolidate, disk, distribute, init, report
from tests.tools import house
from tests.tools.adopting import Desk
from tests.tools.office import put

POINT = "R7_year_end"
LATE = "D03"
"""The department whose return has not come."""
AUDITED = """
import sys
opened, watching = [], False
def hook(event, args):
    if watching and event in ("open", "os.open", "subprocess.Popen", "socket.connect", "tempfile.mkstemp"):
        opened.append(str(args[0]))
sys.addaudithook(hook)
import datetime as dt
import kosei_xl
loaded = sorted({name.split(".")[0] for name in sys.modules} - set(sys.stdlib_module_names) - {"kosei_xl", "__main__"})
folder = sys.argv[1]
def of(name):
    with open(f"{folder}/{name}", "rb") as file:
        return file.read()
import os
master = of("事務局ブック.xlsx")
returns = [(name, of(f"回収/{name}")) for name in sorted(os.listdir(f"{folder}/回収"))]
watching = True
found = kosei_xl.check_workbooks(returns, master)
plan = kosei_xl.read_master(master).plan
results = [kosei_xl.read_return(data, name, plan, "R7_year_end") for name, data in returns]
master, findings, status = kosei_xl.consolidate(master, results, "R7_year_end")
made = kosei_xl.make_report(master, "R7_year_end")
watching = False
own = tuple(os.path.realpath(path) for path in (*sys.path, os.path.dirname(os.path.dirname(kosei_xl.__file__)), sys.prefix, sys.base_prefix) if path)
print("files", [name for name in opened if not os.path.realpath(name).startswith(own)])
print("heavy", [name for name in ("pandas", "numpy", "openpyxl", "xlwings", "pypdfium2") if name in sys.modules])
print("made", len(found.diagnostics), len(status), len(made.workbook) > 10_000)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """事務局ブック.xlsx, and 回収 with the returns of all departments but one; one text that is asked for is left blank."""
    made = tmp_path_factory.mktemp("programs")
    typed = [entry for entry in init.sample_entries("midori").entries if entry.point == POINT]
    late = next(n for n, entry in enumerate(typed) if "cause" in entry.fields)
    fields = {name: text for name, text in typed[late].fields.items() if name != "cause"}
    typed[late] = typed[late].model_copy(update={"fields": fields})
    master = init.init(made / "事務局ブック.xlsx", init.sample_plan("midori"))
    for path in distribute.distribute(master, POINT, made / "回収"):
        if path.name.startswith(LATE):
            path.unlink()
            continue
        people = {"confirmed_by": "見本 太郎"}
        path.write_bytes(type_entries(path.read_bytes(), typed, people, sample_photos("midori", typed)))
    return made


def returns_of(folder: Path) -> list[tuple[str, bytes]]:
    """The returns as (name, bytes)."""
    return [(path.name, path.read_bytes()) for path in sorted((folder / "回収").iterdir())]


def results_of(folder: Path) -> list[bytes]:
    """The returns as they were read."""
    office = kosei_xl.read_master((folder / "事務局ブック.xlsx").read_bytes())
    given = office.registers.handed_out
    return [kosei_xl.read_return(d, n, office.plan, POINT, handed_out=given) for n, d in returns_of(folder)]


# -- names -------------------------------------------------------------------------------------------------------------
def test_package__imported__loads_the_standard_library_only() -> None:
    code = (
        "import sys; before = set(sys.modules); import kosei_xl; "
        "new = {name.split('.')[0] for name in set(sys.modules) - before}; "
        "print(sorted(new - set(sys.stdlib_module_names)), [n for n in sys.modules if n.startswith('kosei_xl.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['kosei_xl'] []\n"


@pytest.mark.parametrize("name", kosei_xl.__all__)
def test_package__every_name__is_there_where_type_checkers_look_for_it(name: str) -> None:
    found = getattr(kosei_xl, name)
    assert name in dir(kosei_xl)
    tree = ast.parse(house.sources()[house.PACKAGE].read_text(encoding="utf-8"))
    places = {
        alias.name: node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    if name == "__version__":
        return
    assert found is getattr(sys.modules[str(places[name])], name)
    assert name == "tables" or name not in house.ROOMS, "a room of this name would take its place"
    assert (found.__doc__ or "").strip()


def test_package__other_name__attribute_error_as_always() -> None:
    with pytest.raises(AttributeError, match="module 'kosei_xl' has no attribute 'chekc'"):
        kosei_xl.chekc  # type: ignore[attr-defined]  # noqa: B018
    assert not hasattr(kosei_xl, "__wrapped__")


# -- the example -------------------------------------------------------------------------------------------------------
def test_docstring__its_example__is_what_happens(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    found = doctest.DocTestFinder(recurse=False).find(kosei_xl, "kosei_xl", globs={})
    assert [len(one.examples) > 10 for one in found] == [True]
    told: list[str] = []
    result = doctest.DocTestRunner().run(found[0], out=told.append)
    assert result.failed == 0, "".join(told)


# -- the same as the verbs, without a disk -----------------------------------------------------------------------------
def test_check_workbooks__returns_and_master__what_the_verb_finds(folder: Path) -> None:
    master = folder / "事務局ブック.xlsx"
    found = kosei_xl.check_workbooks(returns_of(folder), master.read_bytes())
    assert found == check.check([folder / "回収"], master)
    assert found.read == len(returns_of(folder))
    own = kosei_xl.check_workbooks([(master.name, master.read_bytes())])
    assert own == check.check([master])


def test_check_workbooks__one_of_two_unreadable__a_finding_and_none_readable_refused(folder: Path) -> None:
    name, data = returns_of(folder)[0]
    found = kosei_xl.check_workbooks([("メモ.xlsx", b"memo"), (name, data)])
    assert ("K101", "[メモ.xlsx]") in [(one.code, str(one.at)) for one in found.diagnostics]
    assert found.read == 1
    with pytest.raises(kosei_xl.NothingReadable) as refused:
        kosei_xl.check_workbooks([("メモ.xlsx", b"memo")])
    assert [(one.code, str(one.at)) for one in refused.value.diagnostics] == [("K101", "[メモ.xlsx]")]
    with pytest.raises(kosei_xl.UnreadableWorkbook):
        kosei_xl.check_workbooks([(name, data)], b"memo")


def test_make_report__draft_final_and_marked__the_verbs_bytes(own: Desk, tmp_path: Path) -> None:
    data = own.master.read_bytes()
    verb = report.report(own.master, own.point, tmp_path / "one", notes=True)
    made = kosei_xl.make_report(data, own.point, name=own.master.name, notes=True)
    assert made.workbook == verb.files[0].read_bytes()
    assert (made.name, made.findings) == (verb.files[0].name, verb.checked)
    former = own.report.name, own.report.read_bytes()
    verb = report.report(own.master, own.point, tmp_path / "two", marks_since=own.report, show_deleted=True)
    made = kosei_xl.make_report(data, own.point, name=own.master.name, marks_since=former, show_deleted=True)
    assert (made.name, made.workbook) == (verb.files[0].name, verb.files[0].read_bytes())


def test_make_report__wish_that_means_nothing__refused_as_python_does(folder: Path) -> None:
    with pytest.raises(TypeError, match="finale"):
        kosei_xl.make_report((folder / "事務局ブック.xlsx").read_bytes(), POINT, finale=True)  # type: ignore[call-arg]


def test_make_report__final_with_errors__not_final_and_the_findings(folder: Path) -> None:
    master = (folder / "事務局ブック.xlsx").read_bytes()
    with pytest.raises(kosei_xl.NotFinal) as refused:
        kosei_xl.make_report(master, POINT, final=True)
    assert refused.value.diagnostics
    with pytest.raises(kosei_xl.WrongCall, match="R99"):
        kosei_xl.make_report(master, "R99")
    with pytest.raises(kosei_xl.WrongCall):
        kosei_xl.make_report(master, POINT, marks_since=("前.xlsx", b"no report"))


def test_read_return__point_by_name__as_by_its_key_and_unknown_refused(folder: Path) -> None:
    plan = kosei_xl.read_master((folder / "事務局ブック.xlsx").read_bytes()).plan
    name, data = returns_of(folder)[0]
    assert kosei_xl.read_return(data, name, plan, "令和７年度末") == kosei_xl.read_return(data, name, plan, POINT)
    with pytest.raises(kosei_xl.WrongCall, match="R99"):
        kosei_xl.read_return(data, name, plan, "R99")


def test_consolidate__in_three__master_findings_status(folder: Path) -> None:
    master, findings, status = kosei_xl.consolidate(
        (folder / "事務局ブック.xlsx").read_bytes(), results_of(folder), POINT
    )
    assert findings.status == status
    assert {one.department.code: one.state for one in status}[LATE] == "not_returned"
    assert kosei_xl.read_master(master).ledger.value.received


def test_consolidate__at_and_who__stand_with_what_the_office_typed_and_nowhere_else(folder: Path) -> None:
    once = kosei_xl.consolidate((folder / "事務局ブック.xlsx").read_bytes(), results_of(folder), POINT).master
    book = kosei_xl.read_master(once)
    key, fields = next((k, f) for k, f in book.ledger.value.entries.items() if k.point == POINT and "results" in f)
    place = book.ledger.at[*key, "results"]
    edited = put(once, {("台帳", str(place.cell)): fields["results"] + "事務局で補いました。"})
    at = datetime(2026, 5, 1, 18, tzinfo=timezone(timedelta(hours=9)))

    def typed(master: bytes) -> set[SavedBy]:
        ledger = kosei_xl.read_master(master).ledger.value
        return {
            SavedBy("", "", row.saved_at, row.saved_by) for row in ledger.received if row.is_office and not row.is_head
        }

    signed = kosei_xl.consolidate(edited, [], POINT, at, "行政経営課 鈴木").master
    assert typed(signed) == {SavedBy("", "", "2026-05-01 09:00:00", "行政経営課 鈴木")}
    events = history(book.plan, kosei_xl.read_master(signed).ledger.value)
    assert [one.row.saved_by for one in events if one.key == key and one.field == "results"][-1] == "行政経営課 鈴木"
    unsigned = kosei_xl.consolidate(edited, [], POINT).master
    origin = kosei_xl.read_master(edited).origin
    assert typed(unsigned) == {SavedBy("", "", origin.saved_at, origin.saved_by)}
    assert [row.saved_at for row in kosei_xl.read_master(signed).ledger.value.received if not row.is_office] == [
        row.saved_at for row in kosei_xl.read_master(unsigned).ledger.value.received if not row.is_office
    ]


def test_consolidate__time_without_zone__refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="zone"):
        kosei_xl.consolidate((folder / "事務局ブック.xlsx").read_bytes(), [], POINT, at=datetime(2026, 5, 1))
    assert kosei_xl.consolidate(
        (folder / "事務局ブック.xlsx").read_bytes(), [], POINT, at=datetime(2026, 5, 1, tzinfo=UTC)
    ).master


def test_all_jobs__in_a_fresh_process__no_file_but_the_programs_own(folder: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", AUDITED, str(folder)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[:2] == ["files []", "heavy []"]
    assert lines[2].startswith("made ")
    assert lines[2].endswith(" True")
    assert list(tmp_path.iterdir()) == []


def test_verbs__their_work__is_done_by_these(folder: Path, tmp_path: Path) -> None:
    master = tmp_path / "事務局ブック.xlsx"
    disk.write(master, (folder / "事務局ブック.xlsx").read_bytes())
    found = consolidate.consolidate_into(master, [folder / "回収"], POINT)
    data = (folder / "事務局ブック.xlsx").read_bytes()
    plan = kosei_xl.read_master(data).plan
    pictures = {k: v for n, d in returns_of(folder) for k, v in kosei_xl.read_pictures(d, n, plan).items()}
    assert pictures
    made = kosei_xl.consolidate(data, results_of(folder), POINT, pictures=pictures)
    assert master.read_bytes() == made.master
    assert found == made.findings
