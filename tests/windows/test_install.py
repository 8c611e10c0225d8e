"""The kit on a PC without Internet: one unbroken run of install.cmd, the add-in in its place, and everything out again."""

import shutil
from collections.abc import Iterator

import pytest

from kosei_xl import __version__
from kosei_xl.addin.building.build import addin_bytes
from kosei_xl.verbs import disk
from tests.tools.office import ROOT
from tests.windows.side import BASE_PYTHON, PYTHON, USER, VENV, Called, Windows

pytestmark = pytest.mark.windows
STARTUP = rf"C:\users\{USER}\AppData\Roaming\Microsoft\Excel\XLSTART"
SHARED, SHARED_PYTHON = r"C:\Program Files\kosei_xl", r"C:\Program Files\Python311"
TRUSTED = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations"


def test_install_cmd__double_clicked_the_first_time__one_unbroken_run(windows: Windows, install_run: Called) -> None:
    assert install_run.code == 0, install_run.text
    assert "終わりました。" in install_run.text
    assert "エラー" not in install_run.text
    assert windows.path(PYTHON).exists()
    assert windows.path(rf"{STARTUP}\kosei.xlam").read_bytes() == disk.bundled("macros", "kosei.xlam")
    config = windows.path(rf"C:\users\{USER}\.kosei\kosei.conf").read_bytes().decode("cp932")
    assert config.splitlines()[0] == f'"INTERPRETER_WIN","{PYTHON}"'


def test_version__what_runs_there__is_a_windows_python_of_code_page_932(installed: Windows) -> None:
    code = "import locale, sys; print(sys.platform, sys.version_info[:2], locale.getencoding())"
    assert installed.call(PYTHON, "-c", code).out.split() == b"win32 (3, 11) cp932".split()
    assert f"kosei, version {__version__}" in installed.kosei("--version").text


def test_doctor__after_the_installation__nothing_to_do_but_excel(installed: Windows) -> None:
    done = installed.kosei("addin", "doctor")
    lines = [line for line in done.text.splitlines() if not line.startswith("OK")]
    assert lines == ["注意: Excelが見つかりません。"], done.text
    assert done.code == 0
    assert f"アドインは今の版（{__version__}）と同じです" in done.text


def test_install__again_and_dry__says_the_same_and_changes_nothing(installed: Windows) -> None:
    before = installed.path(rf"{STARTUP}\kosei.xlam").stat().st_mtime_ns
    done = installed.kosei("addin", "install", "--dry-run")
    assert done.code == 0, done.text
    assert rf"{STARTUP}\kosei.xlam" in done.text
    assert installed.path(rf"{STARTUP}\kosei.xlam").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("key", "name", "value", "words"),
    [
        (
            r"HKCU\Software\Policies\Microsoft\Office\16.0\Common\Security\Trusted Locations",
            "allow user locations",
            0,
            "Allow User Locations = 0",
        ),
        (r"HKLM\SOFTWARE\Policies\Microsoft\Windows\SrpV2\Exe", "EnforcementMode", 1, "AppLocker（Exe）"),
    ],
)
def test_doctor__policy_in_the_real_registry__said(
    installed: Windows, key: str, name: str, value: int, words: str
) -> None:
    assert installed.call("reg", "add", key, "/v", name, "/t", "REG_DWORD", "/d", str(value), "/f").code == 0
    try:
        assert words in installed.kosei("addin", "doctor").text
    finally:
        installed.call("reg", "delete", key, "/f")
    assert words not in installed.kosei("addin", "doctor").text


def test_doctor__profile_redirected_to_a_server__said(installed: Windows) -> None:
    share = r"\\server\profiles\山田"
    installed.path(share).mkdir(parents=True, exist_ok=True)
    done = installed.kosei("addin", "doctor", APPDATA=share)
    assert "アドインの場所がネットワークにあります" in done.text
    assert done.code == 1


def test_uninstall_and_install__as_before_each_time(installed: Windows) -> None:
    before = installed.call("reg", "query", TRUSTED, "/s").text
    done = installed.kosei("addin", "uninstall")
    assert done.code == 0, done.text
    assert not installed.path(rf"{STARTUP}\kosei.xlam").exists()
    assert not installed.path(rf"C:\users\{USER}\.kosei").exists()
    assert "kosei_xl" not in installed.call("reg", "query", TRUSTED, "/s").text
    assert "アドインは入っていません" in installed.kosei("addin", "uninstall").text
    again = installed.kosei("addin", "install")
    assert again.code == 0, again.text
    assert installed.call("reg", "query", TRUSTED, "/s").text == before


# -- install.cmd where it should not be ----------------------------------------------------------------------------------
def test_install_cmd__alone_in_a_folder__says_to_take_the_zip_apart(windows: Windows, kit: str) -> None:
    folder = windows.path(r"C:\zip view")
    folder.mkdir(exist_ok=True)
    shutil.copy(windows.path(rf"{kit}\install.cmd"), folder)
    code, shown = windows.on_console(r"C:\zip view\install.cmd", cwd=r"C:\zip view")
    assert code == 1
    assert "take the whole folder out of the ZIP file first" in " ".join(shown.split())
    assert "Traceback" not in shown
    assert "can't open file" not in shown


def test_install_cmd__from_another_folder__uses_what_lies_beside_it(windows: Windows, kit: str) -> None:
    copy = windows.path(r"C:\写し & 控え")
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for name in ("install.cmd", "kit.json", "SHA256SUMS.txt"):
        shutil.copy(windows.path(rf"{kit}\{name}"), copy)
    (copy / "install_kit.py").write_text(
        "import sys; print('HERE', sys.flags.utf8_mode, sys.argv[1:])", encoding="ascii"
    )
    code, shown = windows.on_console(r"C:\写し & 控え\install.cmd", "--target", "x y", cwd="C:\\")
    assert code == 0, shown
    assert "HERE 1 ['--target', 'x y']" in shown


def test_install_kit__for_all_users_with_a_python_of_one_user__refused(windows: Windows, kit: str) -> None:
    done = windows.call(BASE_PYTHON, rf"{kit}\install_kit.py", "--all-users", python=BASE_PYTHON)
    assert done.code == 1
    assert "すべての利用者のためには" in done.text


@pytest.fixture
def shared(windows: Windows, kit: str) -> Iterator[Called]:
    """What install.cmd showed when an administrator installed for all users, after Python; both are gone afterwards."""
    python, ours = windows.path(SHARED_PYTHON), windows.path(SHARED)
    shutil.copytree(windows.path(BASE_PYTHON).parent, python)
    try:
        code, shown = windows.on_console(rf"{kit}\install.cmd", "--all-users", cwd=kit)
        yield Called(code, shown.encode("cp932", "replace"), b"")
    finally:
        shutil.rmtree(python)
        shutil.rmtree(ours, ignore_errors=True)


def test_install_cmd__for_all_users__in_program_files_and_the_addin_for_each_user(
    windows: Windows, shared: Called
) -> None:
    kosei, python = (rf"{SHARED}\venv\Scripts\{name}.exe" for name in ("kosei", "python"))
    assert shared.code == 0, shared.text
    assert f'実行してください："{kosei}" addin install' in " ".join(shared.text.split())
    place = rf"{STARTUP}\kosei.xlam"
    before = windows.path(place).read_bytes() if windows.path(place).exists() else None
    said = windows.call(kosei, "addin", "install", "--dry-run", python=python).text
    assert place in said
    assert (windows.path(place).read_bytes() if windows.path(place).exists() else None) == before
    rule = (
        r"HKLM\SOFTWARE\Policies\Microsoft\Windows\SrpV2\Exe",
        "/v",
        "EnforcementMode",
        "/t",
        "REG_DWORD",
        "/d",
        "1",
    )
    assert windows.call("reg", "add", *rule, "/f", python=python).code == 0
    try:
        assert "AppLocker" not in windows.call(kosei, "addin", "doctor", python=python).text
    finally:
        windows.call("reg", "delete", rule[0], "/f", python=python)


def test_addin__built_on_windows__byte_for_byte_as_on_linux(installed: Windows) -> None:
    macros = installed.path(rf"{VENV}\Lib\site-packages\kosei_xl\macros")
    assert (macros / "kosei.xlam").read_bytes() == (ROOT / "macros" / "kosei.xlam").read_bytes()
    done = installed.kosei("addin", "build", "--out", r"C:\made\kosei.xlam")
    assert done.code == 0, done.text
    assert installed.path(r"C:\made\kosei.xlam").read_bytes() == addin_bytes()
