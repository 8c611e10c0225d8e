"""What the installation and the tests before have written: nothing that the paper for the information department does not
name. Comes last in this folder, so that it sees what commands, buttons and worksheet functions left behind.
"""

import json
import re
import shutil
from collections.abc import Iterable, Mapping
from html import unescape
from pathlib import PureWindowsPath

import pytest

from kosei_xl.addin.setup.kit import PYTHON as VERSION
from kosei_xl.addin.setup.paper import PAPER_TEXT, it_paper
from kosei_xl.verbs import disk
from tests.windows.side import BASE_PYTHON, MADE, PYTHON, USER, Windows, hives

pytestmark = pytest.mark.windows
SYSTEM = ("users", "windows", "Program Files", "Program Files (x86)", "ProgramData")
"""Folders of disk C in which nobody asked for a file. The others are those that a user (here: a test) names."""
KIT = rf"C:\users\{USER}\Desktop"
TESTS = (r"HKCU\Software\Policies", r"HKLM\Software\Policies", r"HKLM\Software\Classes")
"""Keys that the tests themselves put: policies, and the played Excel."""
WINE = (r"HKLM\System\CurrentControlSet\Control\Class", r"HKCU\Console")
"""Of Wine itself: the devices that it finds each time that it is turned on, and what a console window looks like, once the
played Excel, started by COM, has had one.
"""


@pytest.fixture(scope="module")
def named() -> list[str]:
    """The section of the paper that says what is written, its paragraphs and table rows as plain text with `code`."""
    paper = it_paper(disk.bundled("macros", PAPER_TEXT).decode("utf-8"), (), VERSION)
    section = paper.partition('<h2 id="written">')[2].partition("<h2")[0]
    marked = re.sub(r"</?code[^>]*>", "`", section)
    return [unescape(re.sub(r"<[^>]+>", "", one)) for one in re.split(r"</(?:tr|li|p)>", marked)]


@pytest.fixture(scope="module")
def places(installed: Windows) -> Mapping[str, str]:
    """Windows' folders by the names that the paper uses."""
    code = "import json, os; print(json.dumps(dict(os.environ)))"
    environment: dict[str, str] = json.loads(installed.call(PYTHON, "-c", code).out.decode("ascii"))
    return {name: environment[name] for name in ("USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP")}


def unnamed(files: Iterable[str], named: Iterable[str], places: Mapping[str, str]) -> list[str]:
    """Files (as Windows calls them) that lie in no folder and have no name that the paper has."""
    allowed = []
    for text in named:
        folders = [
            re.sub(r"%(\w+)%", lambda found: places[found[1]], one) for one in re.findall(r"%\w+%\\[^`（]+", text)
        ]
        allowed += [re.escape(folder) for folder in folders]
        if "`%TEMP%`" in text:
            names = [re.escape(one).replace("…", ".+") for one in re.findall(r"`([^`]+)`", text) if "%" not in one]
            allowed.append(re.escape(places["TEMP"]) + rf"\\(?:{'|'.join(names)})")
        if "`__pycache__`" in text:
            allowed.append(re.escape(str(PureWindowsPath(BASE_PYTHON).parent)) + r"\\.*\\__pycache__")
    pattern = re.compile(rf"(?:{'|'.join(allowed)})(?:\\.*)?", re.I)
    return [name for name in files if not pattern.fullmatch(name)]


def test_files__of_the_whole_run__each_named_in_the_paper(
    installed: Windows, named: list[str], places: Mapping[str, str]
) -> None:
    shutil.rmtree(installed.path(r"C:\書いたもの"), ignore_errors=True)
    assert installed.kosei("demo", "--out", r"C:\書いたもの").code == 0
    before = set(MADE.glob("prefix/drive_c/**/*"))
    new = [
        installed.name(path)
        for path in installed.drive.rglob("*")
        if path.is_file()
        and path.relative_to(installed.drive).parts[0] in SYSTEM
        and MADE / "prefix" / "drive_c" / path.relative_to(installed.drive) not in before
    ]
    written = [name for name in new if not name.startswith(KIT)]
    assert any(name.endswith(r"XLSTART\kosei.xlam") for name in written)
    assert unnamed(written, named, places) == []


def test_registry__of_the_whole_run__each_value_named_in_the_paper(installed: Windows, named: list[str]) -> None:
    installed.stop()
    before, now = hives(MADE / "prefix"), hives(installed.prefix)
    changed = [where for where in now.keys() | before.keys() if before.get(where) != now.get(where)]
    ours = [(key, name) for key, name in changed if not key.startswith(TESTS + WINE)]
    assert len(ours) == 3, ours
    assert [one for one in ours if not any(f"{one[0]} の " in text and one[1] in text for text in named)] == []


@pytest.mark.parametrize(
    "name",
    [
        r"{LOCALAPPDATA}\kosei_xl\elsewhere\x.bin",
        r"{LOCALAPPDATA}\pip\cache\x",
        r"{TEMP}\tmpabc123",
        r"{USERPROFILE}\.kosei_xl",
        r"C:\Program Files\kosei_xl\x",
    ],
)
def test_unnamed__file_that_the_paper_does_not_have__found(
    named: list[str], places: Mapping[str, str], name: str
) -> None:
    file = name.format_map(places)
    assert unnamed([file], named, places) == [file]
