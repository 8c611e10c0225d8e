"""The commands of a year on Windows: the same bytes as on Linux, every letter on the console, UTF-8 for programs."""

import json
import shutil
from pathlib import Path

import pytest

from kosei_xl import demo
from kosei_xl.verbs import consolidate, disk
from kosei_xl.verbs.opening import silent
from tests.tools.office import kosei
from tests.windows.side import KOSEI, MASTER, POINT, Windows, files_of

pytestmark = pytest.mark.windows
PDF = (".pdf",)
"""Windows has no program that prints there."""


@pytest.fixture(scope="module")
def linux(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo as Linux makes it."""
    folder = tmp_path_factory.mktemp("linux") / "デモ"
    demo.run(folder, silent)
    return folder


@pytest.fixture(scope="module")
def made(installed: Windows) -> str:
    """The demo as Windows makes it: its folder there."""
    shutil.rmtree(installed.path(r"C:\行革 & 改革 (1)"), ignore_errors=True)
    installed.path(r"C:\行革 & 改革 (1)").mkdir()
    done = installed.kosei("demo", "--out", "デモ", cwd=r"C:\行革 & 改革 (1)")
    assert done.code == 0, done.text
    assert "印刷の問題：" in done.text, "what could not be printed is said"
    assert "（K502）" in done.text
    return r"C:\行革 & 改革 (1)\デモ"


@pytest.fixture
def own(installed: Windows, made: str) -> str:
    """A copy of the demo of a test's own."""
    shutil.rmtree(installed.path(r"C:\写し"), ignore_errors=True)
    shutil.copytree(installed.path(made), installed.path(r"C:\写し"))
    return r"C:\写し"


def test_demo__every_file__byte_for_byte_as_on_linux(installed: Windows, made: str, linux: Path) -> None:
    there, here = files_of(installed.path(made), PDF), files_of(linux, PDF)
    assert there.keys() == here.keys()
    assert len(here) > 20
    assert [name for name in here if there[name] != here[name]] == []


def test_demo__on_a_share__byte_for_byte_too(installed: Windows, linux: Path) -> None:
    share = r"\\server\共有 フォルダ"
    shutil.rmtree(installed.path(share), ignore_errors=True)
    installed.path(share).mkdir(parents=True)
    done = installed.kosei("demo", "--out", rf"{share}\デモ")
    assert done.code == 0, done.text
    assert files_of(installed.path(rf"{share}\デモ"), PDF) == files_of(linux, PDF)
    undone = installed.kosei("undo", rf"{share}\デモ\{MASTER}")
    assert undone.code == 0, undone.text
    assert installed.path(rf"{share}\デモ\{MASTER}").read_bytes() == disk.backup_of(linux / MASTER).read_bytes()


def test_check_and_status__as_json__utf_8_and_the_same_as_on_linux(
    installed: Windows, made: str, linux: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for arguments in (("check", MASTER), ("status", MASTER, "--point", POINT, "--today", "2026-05-01")):
        there = installed.kosei(*arguments, "--json", cwd=made)
        here = kosei(arguments[0], linux / MASTER, *arguments[2:], "--json")
        assert there.code == here.code
        assert json.loads(there.out.decode("utf-8")) == json.loads(here.out)


def test_check__letters_beyond_the_code_page__whole_for_programs_and_on_the_console(installed: Windows) -> None:
    name = "\U00020bb7田\u2014①㊿.xlsx"
    done = installed.kosei("check", name, "--json")
    found = json.loads(done.out.decode("utf-8"))
    assert [problem["file"] for problem in found["diagnostics"]] == [name]
    code, shown = installed.on_cells(KOSEI, "check", name)
    assert code == 2
    assert name in shown, "the console of Windows is not bound to the code page"


def test_consolidate_and_undo__changed_return__as_on_linux_and_back(
    installed: Windows, own: str, linux: Path, tmp_path: Path
) -> None:
    shutil.copytree(linux, tmp_path / "here")
    for folder in (installed.path(own), tmp_path / "here"):
        (blank,) = (folder / "配布").glob("D10*")
        (filled,) = (folder / "回収").glob("D10*")
        shutil.copy(blank, filled)
    before = installed.path(rf"{own}\{MASTER}").read_bytes()
    done = installed.kosei("consolidate", MASTER, "回収", "--point", POINT, cwd=own)
    here = tmp_path / "here"
    consolidate.consolidate_into(here / MASTER, [here / "回収"], POINT)
    assert done.code in (0, 1), done.text
    assert installed.path(rf"{own}\{MASTER}").read_bytes() == (here / MASTER).read_bytes() != before
    assert installed.kosei("undo", MASTER, cwd=own).code == 0
    assert installed.path(rf"{own}\{MASTER}").read_bytes() == before


def test_report__without_a_program_that_prints__workbook_and_one_finding(installed: Windows, own: str) -> None:
    done = installed.kosei("report", MASTER, "--point", POINT, "--out", "新しい資料", "--pdf", "--json", cwd=own)
    found = json.loads(done.out.decode("utf-8"))
    assert "K502" in [problem["code"] for problem in found["diagnostics"]]
    assert [path.suffix for path in installed.path(rf"{own}\新しい資料").iterdir()] == [".xlsx"]


@pytest.mark.parametrize("name", ["CON", "AUX.調査票", "課名" * 130, "COM1"])
def test_report__name_that_windows_reserves_or_does_not_hold__written_under_an_allowed_one(
    installed: Windows, own: str, name: str
) -> None:
    shutil.rmtree(installed.path(rf"{own}\名前"), ignore_errors=True)
    done = installed.kosei("report", MASTER, "--point", POINT, "--out", "名前", "--name", name, cwd=own)
    assert done.code in (0, 1), done.text
    (made,) = installed.path(rf"{own}\名前").iterdir()
    assert made.read_bytes()[:2] == b"PK"
