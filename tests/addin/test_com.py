"""Buttons through xlwings' own Windows code, and the command line that its VBA starts Python with."""

import datetime as dt
import json
import shutil
import sys
from pathlib import Path

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.verbs import consolidate, distribute, init
from kosei_xl.verbs.opening import open_master
from tests.tools.office import ROOT, midori
from tests.tools.patience import run_to_end

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the real pywin32 is there: tests/windows")

POINT = "R7_year_end"
NAME = "事務局 ブック.xlsm"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A master with buttons and two surveys beside it."""
    made = tmp_path_factory.mktemp("com")
    case = midori()
    init.init(made / NAME, case.plan_file)
    for survey in distribute.distribute(made / NAME, POINT, made / "回収")[:2]:
        survey.write_bytes(type_entries(survey.read_bytes(), case.typed, {"confirmed_by": "見本 太郎"}))
    for survey in sorted((made / "回収").iterdir())[2:]:
        survey.unlink()
    return made


def calls(verb: str, master: Path, *answers: str) -> list[str]:
    """What reaches Excel's objects when a button is pressed, and a person answers what it asks."""
    command = [sys.executable, "-m", "tests.tools.addin_com", verb, str(master), *answers]
    done = run_to_end(command, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


def test_consolidate__windows_code_of_xlwings__saves_closes_works_opens(folder: Path, tmp_path: Path) -> None:
    here, there = (tmp_path / name for name in ("here", "there"))
    shutil.copytree(folder, here)
    shutil.copytree(folder, there)
    consolidate.consolidate_into(there / NAME, [there / "回収"], POINT)
    found = calls("consolidate", here / NAME)
    assert (here / NAME).read_bytes() == (there / NAME).read_bytes()
    progress = [call for call in found if call.startswith("StatusBar = 行革進捗：")]
    assert len(progress) == 4, "two files, taking in, done"
    rest = [call for call in found if call not in progress]
    assert rest[:4] == [
        f"{NAME}.Save",
        f"{NAME}.Close(SaveChanges=False)",
        f"Workbooks.Open({NAME})",
        f"{NAME}.Worksheets(提出状況).Activate",
    ]
    assert rest[4:6] == ["StatusBar = False", rest[5]]
    assert rest[5].startswith("MessageBox(統合しました（2ファイル）。")


def test_end_plan__windows_code_of_xlwings__asks_while_the_workbook_is_open(folder: Path, tmp_path: Path) -> None:
    here = shutil.copytree(folder, tmp_path / "here")
    consolidate.consolidate_into(here / NAME, [here / "回収"], POINT)
    found = calls("end_plan", here / NAME, "yes", "2026-05-01", "議決")
    kinds = [call.partition("(")[0] for call in found if not call.startswith("StatusBar")]
    assert kinds == [
        *(f"{NAME}.SaveCopyAs", "MessageBox", "InputBox", "InputBox"),
        *(f"{NAME}.Save", f"{NAME}.Close", "Workbooks.Open", f"{NAME}.Worksheets", "MessageBox"),
    ]
    assert any(call.startswith("MessageBox(計画は「") for call in found)
    record = open_master(here / NAME).registers.closed[-1]
    assert (record.act, record.date, record.why) == ("ended", dt.date(2026, 5, 1), "議決")


def test_end_plan__windows_code_of_xlwings__no_is_no(folder: Path, tmp_path: Path) -> None:
    here = shutil.copytree(folder, tmp_path / "here")
    consolidate.consolidate_into(here / NAME, [here / "回収"], POINT)
    before = (here / NAME).read_bytes()
    found = calls("end_plan", here / NAME, "no")
    assert [call.partition("(")[0] for call in found if not call.startswith("StatusBar")] == [
        f"{NAME}.SaveCopyAs",
        "MessageBox",
    ]
    assert (here / NAME).read_bytes() == before


def test_settings__windows_code_of_xlwings__only_shows_the_sheet(folder: Path) -> None:
    assert calls("settings", folder / NAME) == [f"{NAME}.Worksheets(操作).Activate", "StatusBar = False"]


def test_command_line__as_vba_starts_it__without_excel_one_sentence_and_no_traceback(folder: Path) -> None:
    code = (
        'import xlwings.utils;xlwings.utils.prepare_sys_path("False;C:\\\\x;C:\\\\y;;;;"); '
        "import kosei_xl.addin.buttons as buttons; buttons.consolidate()"
    )
    arguments = [f"--wb={NAME}", "--from_xl=1", "--app=C:\\Office\\Microsoft Excel", "--hwnd=1"]
    done = run_to_end([sys.executable, "-B", "-c", code, *arguments], cwd=ROOT)
    assert done.returncode == 1
    assert done.stderr.startswith("Excelのボタンから呼ばれていません")
    assert "Traceback" not in done.stderr


_ENDS = """
import subprocess
from importlib import import_module
from tests.tools.pywin32_standin import pretend
pretend()
subprocess.CREATE_NO_WINDOW = 0
real = subprocess.run
def told(command, **how):
    print("RUN", command[0], flush=True)
    return real(["true"], stdout=subprocess.PIPE, encoding="ascii")
subprocess.run = told
windows = import_module("xlwings._xlwindows")
windows.xlwings.apps = []
from kosei_xl.verbs.mended_xlwings import mend_xlwings
{}
windows.Apps.cleanup()
"""


@pytest.mark.parametrize(("call", "runs"), [("mend_xlwings()", 0), ("", 2)])
def test_excels__that_somebody_has_open__not_ended_when_python_ends(call: str, runs: int) -> None:
    """xlwings looks for Excels without a window of a workbook, and ends them: at its own end, and whenever asked."""
    done = run_to_end([sys.executable, "-c", _ENDS.format(call)], cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("RUN tasklist") == runs


_BUSY = """
from importlib import import_module
from tests.tools.pywin32_standin import ComError, pretend
pretend()
windows = import_module("xlwings._xlwindows")
from kosei_xl.verbs.mended_xlwings import mend_xlwings
{}
rejected = 0
def books(name):
    global rejected
    rejected += 1
    if rejected <= 30:
        raise ComError(-2147418111, "Call was rejected by callee.", None, None)
    return name
print(windows.COMRetryObjectWrapper(books)("book"))
"""


@pytest.mark.parametrize(("call", "answer"), [("mend_xlwings()", "book"), ("", "None")])
def test_collection_asked__excel_busy_for_a_while__its_answer_and_not_nothing(call: str, answer: str) -> None:
    """Without the mending xlwings hands on None: the button would stop with an error that is none of the person's."""
    done = run_to_end([sys.executable, "-c", _BUSY.format(call)], cwd=ROOT)
    assert (done.stdout.strip(), done.returncode) == (answer, 0), done.stderr
