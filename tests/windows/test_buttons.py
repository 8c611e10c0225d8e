"""Every button from VBA's command line to the reopened workbook: real xlwings, real pywin32, real COM; Excel is played.

What the played Excel does, and where that is documented, stands in inside/played_excel.py.
"""

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kosei_xl.demo import type_entries
from kosei_xl.verbs import consolidate, disk, distribute, init
from kosei_xl.verbs.claims import Claim, claim_file
from kosei_xl.verbs.opening import open_master
from kosei_xl.words import terms
from kosei_xl.words.buttons import BUTTONS
from tests.tools.office import kosei, midori
from tests.windows.side import MADE, POINT, PYTHON, USER, VENV, Windows, files_of

pytestmark = pytest.mark.windows
CITY = r"C:\市 役所"
NAME = "事務局 ブック.xlsm"
ADDIN = rf"C:\users\{USER}\AppData\Roaming\Microsoft\Excel\XLSTART\kosei.xlam"
PEOPLE = {"filled_by": "見本 花子", "confirmed_by": "見本 太郎", "confirmed_on": "2026-04-10"}


@dataclass
class Pressed:
    """What a click did: the exit code and log of VBA's command line, and what reached Excel, in order."""

    code: int
    log: str
    calls: list[dict[str, Any]]
    shown: list[str]
    """Names of the PDFs and web pages that were opened for the person."""

    def of(self, what: str) -> list[dict[str, Any]]:
        """The calls of one kind."""
        return [one for one in self.calls if one["what"] == what]

    @property
    def message(self) -> str:
        """The one message that a person had to read."""
        (found,) = self.of("MessageBox")
        return str(found["text"])

    @property
    def books(self) -> list[str]:
        """What is open in the end, the one in front first."""
        found: list[str] = self.of("end")[0]["open"]
        return found


@pytest.fixture(scope="module")
def played(installed: Windows) -> Iterator[Windows]:
    """The Windows with Excel.Application in its registry and the type library beside the played Excel; without it when
    these tests are done.
    """
    installed.inside("played_excel.py")
    installed.inside("opened.py")
    shutil.copy(MADE / "excel.tlb", installed.drive / "inside" / "excel.tlb")
    for what in ("--register", "--unregister"):
        done = installed.call(PYTHON, r"C:\inside\played_excel.py", what, cwd=r"C:\inside")
        assert done.code == 0, done.text
        if what == "--register":
            yield installed


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A master with buttons and the surveys that came back, made on Linux."""
    folder, case = tmp_path_factory.mktemp("office"), midori()
    init.init(folder / NAME, case.plan_file)
    for department in case.departments():
        name = distribute.survey_file_name(case.plan, department, case.plan.points[-1])
        disk.write(folder / "回収" / name, type_entries(case.blank(department), case.typed, PEOPLE))
    return folder


@pytest.fixture
def city(played: Windows, office: Path) -> Path:
    """The same on disk C, fresh."""
    shutil.rmtree(played.path(CITY), ignore_errors=True)
    return Path(shutil.copytree(office, played.path(CITY)))


@pytest.fixture(scope="module")
def ready(played: Windows, office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Consolidated, with the papers made: for the buttons of the second half of the year."""
    folder = Path(shutil.copytree(office, tmp_path_factory.mktemp("ready") / "市"))
    consolidate.consolidate_into(folder / NAME, [folder / "回収"], POINT)
    assert kosei("report", folder / NAME, "--point", POINT, "--out", folder / "資料").code in (0, 1)
    return folder


_LOGS = ("log", "automated.log", "opened.log")
"""Of the Excel that the person has, of one for the PDF, and of the programs that show PDFs and web pages."""
_OPENING = 120.0
"""Seconds in which a PDF or web page that was opened is shown."""


@contextmanager
def excel(windows: Windows, *names: str, **faults: Any) -> Iterator[list[dict[str, Any]]]:
    """An Excel with these workbooks open, the first in front; afterwards the list has what reached it."""
    calls: list[dict[str, Any]] = []
    places = {name: rf"C:\inside\{name}" for name in ("log", "ready", "stop")}
    for place in places.values():
        windows.path(place).unlink(missing_ok=True)
    for name in _LOGS[1:]:
        windows.path(rf"C:\inside\{name}").unlink(missing_ok=True)
    wanted = {**places, "open": list(names), "faults": faults}
    windows.path(r"C:\inside\play.json").write_text(json.dumps(wanted), encoding="utf-8")
    command = (PYTHON, r"C:\inside\played_excel.py", "--play", r"C:\inside\play.json")
    with windows.beside(*command, ready=places["ready"]):
        try:
            yield calls
        finally:
            windows.path(places["stop"]).write_bytes(b"")
    for name in ("automated.log", "log"):
        log = windows.path(rf"C:\inside\{name}")
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        calls += [{**json.loads(line), "automated": name != "log"} for line in lines]


def opened(windows: Windows, count: int) -> list[str]:
    """What the programs that show PDFs and web pages were asked to show, after at least so many."""
    log, last = windows.path(r"C:\inside\opened.log"), time.monotonic() + _OPENING
    while True:
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        if len(lines) >= count or time.monotonic() > last:
            return [str(json.loads(line)["file"]).rpartition("\\")[2] for line in lines]
        time.sleep(0.2)


def press(windows: Windows, verb: str, name: str = rf"{CITY}\{NAME}", opens: int = 0, **faults: Any) -> Pressed:
    """Press a button in a workbook, as the VBA of the add-in does (`ExecuteWindows` of xlwings); `opens`: how many files
    to be read are waited for.
    """
    with excel(windows, name, **faults) as calls:
        hwnd = windows.path(r"C:\inside\ready").read_text(encoding="ascii")
        path = f"False;{name};{ADDIN};;;;".replace("&", "^&").replace("\\", "\\\\")
        code = f'import xlwings.utils;xlwings.utils.prepare_sys_path(\\"{path}\\"); '
        code += f"import kosei_xl.addin.buttons as buttons; buttons.{verb}()"
        line = (
            f'C: & cd "{VENV}\\Scripts" & "{PYTHON}" -B -c "{code}"  --wb="{name.rpartition(chr(92))[2]}" --from_xl=1'
            f' --app="C:\\Program Files\\Microsoft Office\\root\\Office16\\Microsoft Excel" --hwnd="{hwnd}" 2> "C:\\inside\\vba.log" '
        )
        windows.path(r"C:\inside\vba.cmd").write_bytes(f"@{line}\r\n@exit %errorlevel%\r\n".encode("cp932"))
        ended = windows.call("cmd", "/c", r"C:\inside\vba.cmd")
    log = windows.path(r"C:\inside\vba.log").read_bytes().decode("cp932")
    return Pressed(ended.code, log, calls, opened(windows, opens))


# -- the buttons -------------------------------------------------------------------------------------------------------
def test_consolidate__pressed__same_bytes_as_the_command_and_open_again(
    played: Windows, city: Path, office: Path, tmp_path: Path
) -> None:
    shutil.copytree(office, tmp_path / "here")
    consolidate.consolidate_into(tmp_path / "here" / NAME, [tmp_path / "here" / "回収"], POINT)
    found = press(played, "consolidate", unsaved=True)
    assert (found.code, found.log) == (0, ""), found.log
    assert (city / NAME).read_bytes() == (tmp_path / "here" / NAME).read_bytes()
    order = [one["what"] for one in found.calls if one["what"].startswith(("Work", "Message"))]
    assert order == ["Workbook.Save", "Workbook.Close", "Workbooks.Open", "Worksheet.Activate", "MessageBox"]
    assert found.of("Workbook.Save")[0]["alerts"] is False
    assert found.of("Worksheet.Activate")[0]["sheet"] == terms.STATUS_SHEET
    assert "統合しました" in found.message
    assert found.of("StatusBar")[-1]["line"] is False
    assert found.books == [NAME]


@pytest.mark.parametrize("verb", [button.verb for button in BUTTONS])
def test_button__every_one__ends_with_its_message_and_the_master_open(played: Windows, ready: Path, verb: str) -> None:
    shutil.rmtree(played.path(CITY), ignore_errors=True)
    city = Path(shutil.copytree(ready, played.path(CITY)))
    survey = next((city / "回収").iterdir()).name
    name = rf"{CITY}\回収\{survey}" if verb == "check_survey" else rf"{CITY}\{NAME}"
    before = (city / NAME).read_bytes()
    endings = {"pdf": "_案.pdf", "manual": "manual.html"}
    found = press(played, verb, name, opens=int(verb in endings))
    assert (found.code, found.log) == (0, ""), found.log
    assert not [one for one in found.of("MessageBox") if "思いがけない誤り" in one["text"]]
    assert name.rpartition("\\")[2] in found.books, "what was open is open again"
    if verb not in ("consolidate", "distribute", "adopt", "undo", "next_point"):
        assert (city / NAME).read_bytes() == before, "only what writes the master writes it"
    if verb in ("end_plan", "next_plan"):
        assert all(one["asks"] for one in found.of("MessageBox")), "it asks, and does nothing for a person who says no"
    elif verb not in ("status", "settings", "manual"):
        assert len(found.of("MessageBox")) == 1, "one message, and it says how it went"
    assert [one.endswith(endings.get(verb, " none")) for one in found.shown] == [True] * (verb in endings)
    if verb == "pdf":
        assert [one["what"] for one in found.calls if one["automated"]][-1] == "Quit", "no Excel stays behind"
    if verb == "pack":  # what Excel would print is not played, so its papers cannot be looked through
        assert "案の印のない資料は作りませんでした" in found.message


def test_check__findings__a_table_in_a_new_workbook(played: Windows, city: Path) -> None:
    found = press(played, "check")
    assert found.books[0] == "Book1"
    (written,) = found.of("Range.Value")
    assert written["value"][0][:2] == ["重さ", "ファイル"]
    assert len(written["value"]) > 1


# -- Excel refuses -----------------------------------------------------------------------------------------------------
def test_busy__calls_rejected_for_a_while__tried_again_until_they_go_through(played: Windows, city: Path) -> None:
    found = press(played, "consolidate", busy=25)
    assert len(found.of("rejected")) == 25
    assert (found.code, found.log) == (0, ""), found.log
    assert "統合しました" in found.message


@pytest.mark.parametrize(
    ("verb", "faults", "words"),
    [
        ("consolidate", {"read_only": True}, "読み取り専用"),
        (
            "consolidate",
            {"unsaved": True, "save_fails": "この場所には保存できません。"},
            "この場所には保存できません。",
        ),
    ],
)
def test_refused__read_only_or_not_saved__one_message_and_nothing_written(
    played: Windows, city: Path, verb: str, faults: dict[str, Any], words: str
) -> None:
    before = files_of(city)
    found = press(played, verb, **faults)
    assert words in found.message
    assert (found.code, found.log) == (0, ""), found.log
    assert {name: data for name, data in files_of(city).items() if not name.startswith("~$")} == before
    assert found.books == [NAME]


def test_refused__protected_view__one_sentence_for_vba_and_no_traceback(played: Windows, city: Path) -> None:
    before = (city / NAME).read_bytes()
    found = press(played, "consolidate", protected=True)
    assert found.code == 1
    assert found.log.startswith("Excelのボタンから呼ばれていません")
    assert "Traceback" not in found.log
    assert (city / NAME).read_bytes() == before


def test_refused__cannot_be_opened_again__said_and_the_new_master_stands(played: Windows, city: Path) -> None:
    before = (city / NAME).read_bytes()
    found = press(played, "consolidate", open_fails=True)
    assert NAME in found.message
    assert (city / NAME).read_bytes() != before
    assert disk.backup_of(city / NAME).read_bytes() == before


def test_master_open_elsewhere__the_command_beside_it__refused(played: Windows, city: Path) -> None:
    before = files_of(city)
    with excel(played, rf"{CITY}\{NAME}"):
        done = played.kosei("consolidate", NAME, "回収", "--point", POINT, cwd=CITY)
        assert done.code == 2
        assert "誰かが開いています" in done.text
    assert files_of(city) == before


def test_end_plan__asked_in_excel__day_and_reason_as_a_person_typed_them(played: Windows, ready: Path) -> None:
    shutil.rmtree(played.path(CITY), ignore_errors=True)
    city = Path(shutil.copytree(ready, played.path(CITY)))
    found = press(played, "end_plan", answer="yes", texts=["令和8年5月1日", "議決"])
    assert [one["text"][:6] for one in found.of("InputBox")] == ["計画が終わっ", "計画が終わっ"]
    record = open_master(city / NAME).registers.closed[-1]
    assert (record.act, record.date.isoformat(), record.why) == ("ended", "2026-05-01", "議決")


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_mark_of_another_pc__question_in_excel__goes_on_only_after_yes(
    played: Windows, city: Path, answer: str
) -> None:
    before = (city / NAME).read_bytes()
    claim = Claim("行革 花子", "PC-012", "2026-04-10 10:15:00", 4711, "win32")
    claim_file(city / NAME).write_bytes(claim.text().encode("utf-8-sig"))
    found = press(played, "consolidate", answer=answer)
    asked, told = found.of("MessageBox")
    assert asked["asks"]
    assert "行革 花子 さん（PC-012" in asked["text"]
    assert ("統合しました" in told["text"]) == (answer == "yes")
    assert ((city / NAME).read_bytes() != before) == (answer == "yes")
