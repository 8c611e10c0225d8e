"""Buttons through xlwings' own Windows code, and the command line that its VBA starts Python with."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.verbs import consolidate, distribute, init
from tests.tools.office import ROOT, midori
from tests.tools.patience import run_to_end

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


def calls(verb: str, master: Path) -> list[str]:
    """What reaches Excel's objects when a button is pressed."""
    command = [sys.executable, "-m", "tests.tools.addin_com", verb, str(master)]
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
