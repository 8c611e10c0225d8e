"""install, uninstall and doctor on a Windows PC laid out in a temporary folder."""

import os
import re
import sys
from dataclasses import replace
from importlib.util import cache_from_source
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kosei_xl import __version__
from kosei_xl.addin.setup.doctor import examine
from kosei_xl.addin.setup.install import (
    NotInstalled,
    carry_out,
    config_text,
    install_steps,
    interpreter,
    is_trusted,
    read_config,
    uninstall_steps,
)
from kosei_xl.addin.setup.machine import (
    EXCEL,
    POLICY,
    TRUSTED,
    Machine,
    WindowsRegistry,
    missing_packages,
    this_machine,
)
from kosei_xl.addin.setup.security import POLICIES
from kosei_xl.verbs import disk
from kosei_xl.verbs.profile_cache import ProfileCache
from kosei_xl.words.findings import Severity
from kosei_xl.words.messages import in_language, text_of_message
from kosei_xl.workbook.vba.project import module, vba_project
from kosei_xl.workbook.vba.texts import module_texts
from tests.tools.hostile import rezip, unzip
from tests.tools.office import kosei
from tests.tools.windows_pc import make_pc, registry_of

ADDIN = b"PK the add-in"


@pytest.fixture(autouse=True)
def byte_code_beside_its_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a PC, also where the tests keep theirs apart (`tests/__init__.py`)."""
    monkeypatch.setattr(sys, "pycache_prefix", None)


def install(machine: Machine, **options: bool) -> list[str]:
    """Install, and what was said."""
    said: list[str] = []
    carry_out(install_steps(machine, ADDIN, **options), said.append)
    return said


def files_of(root: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def complaints(machine: Machine) -> list[tuple[str, str]]:
    """What the doctor does not find fine: (severity, first words)."""
    return [(one.severity.value, re.split("[（。：]", one.text)[0]) for one in examine(machine, ADDIN) if one.severity]


# -- install ---------------------------------------------------------------------------------------------------------
def test_install__fresh_pc__addin_settings_trust_and_byte_code(tmp_path: Path) -> None:
    machine = make_pc(tmp_path)
    said = install(machine)
    assert machine.addin == tmp_path / "Users/kosei/AppData/Roaming/Microsoft/Excel/XLSTART/kosei.xlam"
    assert machine.addin.read_bytes() == ADDIN
    assert machine.config.read_bytes() == (
        f'"INTERPRETER_WIN","{machine.python}"\r\n"USE UDF SERVER","False"\r\n'.encode("cp932")
    )
    assert registry_of(machine).values(rf"{TRUSTED}\Location10") == {
        "Path": f"{machine.startup}\\",
        "Description": "kosei_xl",
        "AllowSubfolders": 0,
    }
    assert Path(cache_from_source(str(machine.packages[0] / "__init__.py"))).exists()
    assert len(said) == 5
    assert complaints(machine) == []


def test_install__again_and_dry__nothing_changes(tmp_path: Path) -> None:
    machine = make_pc(tmp_path)
    carry_out(install_steps(machine, ADDIN), lambda line: None, dry_run=True)
    assert not machine.addin.exists()
    assert not machine.config.exists()
    install(machine)
    before, keys = files_of(tmp_path), repr(registry_of(machine).keys)
    install(machine)
    assert files_of(tmp_path) == before
    assert repr(registry_of(machine).keys) == keys


def test_install__downloaded_before__mark_of_the_web_taken_off(tmp_path: Path) -> None:
    machine = make_pc(tmp_path)
    install(machine)
    machine.mark.write_text("[ZoneTransfer]\nZoneId=3\n", encoding="ascii")
    assert complaints(machine) == [("error", "アドインがWindowsに止められています")]
    install(machine)
    assert not machine.mark.exists()
    assert complaints(machine) == []


def test_install__own_settings__kept(tmp_path: Path) -> None:
    machine = make_pc(tmp_path)
    machine.config.parent.mkdir(parents=True)
    machine.config.write_bytes('"Show Console","True"\r\n"Interpreter_Win","C:\\旧\\python.exe"\r\n'.encode("cp932"))
    install(machine, server=True)
    settings = read_config(machine.config.read_bytes(), "cp932")
    assert settings == {"Show Console": "True", "INTERPRETER_WIN": str(machine.python), "USE UDF SERVER": "True"}


def test_install__user_name_in_japanese_with_a_space__read_back(tmp_path: Path) -> None:
    machine = make_pc(tmp_path, user="行革 花子")
    install(machine)
    assert interpreter(machine) == str(machine.python)
    assert complaints(machine) == []


def test_install__letters_that_vba_cannot_read__refused(tmp_path: Path) -> None:
    machine = make_pc(tmp_path, user="𠮷田")
    with pytest.raises(NotInstalled, match="読めない文字"):
        install_steps(machine, ADDIN)
    assert install_steps(make_pc(tmp_path / "2", user="髙橋"), ADDIN)


@pytest.mark.parametrize("base", ["Program Files/WindowsApps/Python311", "x/Microsoft/WindowsApps"])
def test_install__python_of_the_store__refused(tmp_path: Path, base: str) -> None:
    machine = make_pc(tmp_path, base=tmp_path / base)
    with pytest.raises(NotInstalled, match="Microsoft Store"):
        install_steps(machine, ADDIN)
    assert ("error", "Microsoft Store版のPython") in complaints(machine)


def test_install__startup_folder_trusted_already__no_second_location(tmp_path: Path) -> None:
    machine = make_pc(tmp_path)
    registry_of(machine).put(rf"{TRUSTED}\Location2", "Path", "%AppData%\\Microsoft\\Excel\\XLSTART\\")
    assert is_trusted(machine, machine.startup)
    install(machine)
    assert registry_of(machine).subkeys(TRUSTED) == ("Location2",)


def test_install__addin_open_in_excel__one_message_and_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = make_pc(tmp_path)
    machine.addin.parent.mkdir(parents=True)
    machine.addin.write_bytes(b"old")

    def refuse(*paths: object) -> None:
        raise PermissionError(13, "別のプロセスが使用中です")

    monkeypatch.setattr("kosei_xl.verbs.disk.os.replace", refuse)
    with pytest.raises(Exception, match="Excelで開いていれば閉じ"):
        install(machine)
    assert machine.addin.read_bytes() == b"old"
    assert [path.name for path in machine.startup.iterdir()] == ["kosei.xlam"]


# -- uninstall -------------------------------------------------------------------------------------------------------
def test_uninstall__installed__as_before(tmp_path: Path) -> None:
    machine = make_pc(tmp_path)
    registry_of(machine).put(rf"{TRUSTED}\Location3", "Path", r"C:\帳票")
    other = machine.startup / "PERSONAL.XLSB"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"mine")
    before, keys = files_of(tmp_path), repr(registry_of(machine).keys)
    install(machine)
    carry_out(uninstall_steps(machine), lambda line: None, dry_run=True)
    assert machine.addin.exists()
    carry_out(uninstall_steps(machine), lambda line: None)
    left = {name: data for name, data in files_of(tmp_path).items() if "__pycache__" not in name}
    assert left == before
    assert repr(registry_of(machine).keys) == keys
    assert not machine.config.parent.exists()
    assert uninstall_steps(machine) == ()


def test_uninstall__what_runs_have_kept__goes_with_its_folder(tmp_path: Path) -> None:
    machine = make_pc(tmp_path, cache=tmp_path / "Local" / "kosei_xl" / "cache")
    assert uninstall_steps(machine) == ()
    ProfileCache(machine.cache).put("readings", "k", b"data")
    (step,) = uninstall_steps(machine)
    assert str(machine.cache) in step.text
    step.act()
    assert machine.cache is not None
    assert not machine.cache.exists()
    assert uninstall_steps(machine) == ()


def test_doctor__what_runs_have_kept__said_with_its_size(tmp_path: Path) -> None:
    machine = make_pc(tmp_path, cache=tmp_path / "cache")
    ProfileCache(machine.cache).put("readings", "k", os.urandom(1 << 20))
    (found,) = [one for one in examine(machine, ADDIN) if str(machine.cache) in one.text]
    assert (found.severity, "1.0MB" in found.text, "200MB" in found.text) == (None, True, True)
    assert any("KOSEI_CACHE" in one.text for one in examine(replace(machine, cache=None), ADDIN))


def test_uninstall__two_locations_of_ours__each_named_by_its_path(tmp_path: Path) -> None:
    machine = make_pc(tmp_path)
    for number, path in ((1, r"C:\一"), (2, r"C:\二")):
        registry_of(machine).put(rf"{TRUSTED}\Location{number}", "Path", path)
        registry_of(machine).put(rf"{TRUSTED}\Location{number}", "Description", "kosei_xl")
    assert [step.text.split("：")[1] for step in uninstall_steps(machine)] == [r"C:\一", r"C:\二"]


def test_config_text__any_settings__read_back() -> None:
    settings = {"INTERPRETER_WIN": r"C:\Program Files\Python, 3.11\python.exe", "PYTHONPATH": ""}
    text = config_text({"interpreter_win": "x"}, settings)
    assert read_config(text.encode("cp932"), "cp932") == settings


# -- doctor ----------------------------------------------------------------------------------------------------------
def test_doctor__nothing_installed__says_what_to_run(tmp_path: Path) -> None:
    machine = make_pc(tmp_path)
    before = files_of(tmp_path)
    assert complaints(machine) == [
        ("error", "Pythonの場所が書かれていません"),
        ("error", "アドインが入っていません"),
        ("warning", "アドインの場所がExcelの信頼できる場所にありません"),
        ("warning", "始まりを速くする準備がまだです"),
    ]
    assert all("kosei addin install" in one.text for one in examine(machine, ADDIN) if one.severity)
    assert files_of(tmp_path) == before


@pytest.mark.parametrize(
    ("change", "severity", "words"),
    [
        ({"version": (3, 9)}, "error", "Python 3.9 は古くて"),
        ({"missing": ("pandas>=2.2", "pywin32")}, "error", "必要な部品がありません：pandas>=2.2、pywin32"),
        ({"remote": True}, "warning", "ネットワークドライブ"),
        ({"windows": False}, "error", "WindowsのPCで"),
    ],
)
def test_doctor__python_that_will_not_do__said(
    tmp_path: Path, change: dict[str, Any], severity: str, words: str
) -> None:
    machine = replace(make_pc(tmp_path), **change)
    found = [one for one in examine(machine, ADDIN) if one.severity and words in one.text]
    assert [one.severity.value for one in found if one.severity] == [severity]


def test_doctor__python_in_onedrive__warned_and_beside_it_not(tmp_path: Path) -> None:
    synchronised = tmp_path / "Users" / "kosei" / "OneDrive - 市"
    inside = make_pc(tmp_path, python="OneDrive - 市/venv/Scripts/python.exe", synchronised=(synchronised,))
    assert ("warning", "PythonがOneDriveのフォルダーにあります") in complaints(inside)
    beside = replace(inside, python=tmp_path / "Users" / "kosei" / "venv" / "Scripts" / "python.exe")
    assert "PythonがOneDriveのフォルダーにあります" not in [words for _, words in complaints(beside)]


def test_doctor__settings_of_another_python__said(tmp_path: Path) -> None:
    machine = make_pc(tmp_path)
    install(machine)
    other = tmp_path / "Python312" / "python.exe"
    machine.config.write_bytes(config_text({}, {"INTERPRETER_WIN": str(other)}).encode("cp932"))
    assert complaints(machine) == [("error", "設定")]
    assert any(f"Pythonがありません：{other}" in one.text for one in examine(machine, ADDIN))
    other.parent.mkdir()
    other.write_bytes(b"MZ")
    assert complaints(machine) == [("warning", "アドインは別のPythonを使います")]


def test_doctor__addin_of_an_older_version__said(tmp_path: Path) -> None:
    machine = make_pc(tmp_path)
    install(machine)
    machine.addin.write_bytes(b"older")
    assert complaints(machine) == [("warning", "アドインのマクロが今の版")]


def _another(addin: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """An add-in with one text of one part replaced."""
    parts = unzip(addin)
    assert old in parts[part]
    return rezip({**parts, part: parts[part].replace(old, new)})


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        ("xl/worksheets/sheet1.xml", b"kosei_xl.addin.udfs", b"kosei_xl.udfs", "古い版（0.1.0）です。今の版は"),
        ("xl/vbaProject.bin", b"Kosei", b"kosei", "マクロが今の版（"),
        ("customUI/customUI14.xml", b"Ribbon_Press", b"Ribbon_Other", "リボンか文が違います"),
    ],
)
def test_doctor__installed_addin_beside_the_packages__version_and_macros(
    tmp_path: Path, part: str, old: bytes, new: bytes, said: str
) -> None:
    machine, ours = make_pc(tmp_path), disk.bundled("macros", "kosei.xlam")
    carry_out(install_steps(machine, ours), lambda line: None)
    assert [one.text for one in examine(machine, ours) if one.severity] == []
    assert [f"（{__version__}）と同じです" in one.text for one in examine(machine, ours)].count(True) == 1
    machine.addin.write_bytes(_another(ours, part, old, new))
    (found,) = [one for one in examine(machine, ours) if one.severity]
    assert found.severity is Severity.WARNING
    assert said in found.text
    assert "もう一度「kosei addin install」" in found.text


@pytest.mark.parametrize(
    ("key", "name", "value", "words"),
    [
        (
            rf"{EXCEL}\Resiliency\DisabledItems",
            "A1",
            "...\\XLSTART\\KOSEI.XLAM".encode("utf-16-le"),
            "使用できないアイテム",
        ),
        (rf"{POLICY}\Security", "DisableAllAddins", 1, "すべてのアドイン"),
        (rf"{POLICY}\Security", "RequireAddinSig", 1, "署名"),
        (rf"{EXCEL}\Security", "RequireAddinSig", 1, "署名"),
        (rf"{POLICY}\Security\Trusted Locations", "AllLocationsDisabled", 1, "信頼できる場所"),
    ],
)
def test_doctor__excel_is_told_to_stop_it__said(tmp_path: Path, key: str, name: str, value: Any, words: str) -> None:
    machine = make_pc(tmp_path)
    install(machine)
    registry_of(machine).keys.setdefault(key, {})[name] = b"other.xlam" if isinstance(value, bytes) else 0
    assert complaints(machine) == []
    registry_of(machine).keys[key][name] = value
    found = [one for one in examine(machine, ADDIN) if one.severity]
    assert [words in one.text for one in found] == [True]
    assert found[0].severity is Severity.ERROR


# -- policies --------------------------------------------------------------------------------------------------------
_USER_LOCATIONS = r"HKCU\Software\Policies\Microsoft\Office\16.0\Common\Security\Trusted Locations"
_APPLOCKER = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\SrpV2"
_RESTRICTED = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\Safer\CodeIdentifiers"


def test_doctor__user_locations_not_allowed__said_until_the_policy_names_the_place(tmp_path: Path) -> None:
    machine = make_pc(tmp_path)
    install(machine)
    registry = registry_of(machine)
    registry.put(_USER_LOCATIONS, "Allow User Locations", 1)
    assert complaints(machine) == []
    registry.put(_USER_LOCATIONS, "Allow User Locations", 0)
    assert complaints(machine) == [("error", "ポリシー")]
    registry.put(rf"{POLICY}\Security\Trusted Locations\Location0", "Path", str(machine.startup))
    assert complaints(machine) == []


def test_doctor__profile_on_the_network__said_until_it_is_allowed(tmp_path: Path) -> None:
    machine = make_pc(tmp_path, startup_remote=True)
    install(machine)
    assert complaints(machine) == [("error", "アドインの場所がネットワークにあります")]
    registry_of(machine).put(TRUSTED, "AllowNetworkLocations", 1)
    assert complaints(machine) == []


@pytest.mark.parametrize(("value", "stopped"), [(2, False), (3, True), (4, True)])
def test_doctor__macros_off_where_the_place_is_not_trusted__said(tmp_path: Path, value: int, stopped: bool) -> None:
    machine = make_pc(tmp_path)
    install(machine)
    registry_of(machine).put(rf"{POLICY}\Security", "VBAWarnings", value)
    assert complaints(machine) == [], "a trusted place is not asked"
    registry_of(machine).put(_USER_LOCATIONS, "Allow User Locations", 0)
    assert [("VBAWarnings" in one.text) for one in examine(machine, ADDIN) if one.severity] == [False, True][
        : 1 + stopped
    ]


@pytest.mark.parametrize(
    ("key", "name", "on", "off", "words"),
    [
        (rf"{_APPLOCKER}\Exe", "EnforcementMode", 1, 0, "AppLocker（Exe）"),
        (rf"{_APPLOCKER}\Dll", "EnforcementMode", 1, 0, "AppLocker（Dll）"),
        (_RESTRICTED, "DefaultLevel", 0, 0x40000, "ソフトウェアの制限のポリシー"),
    ],
)
def test_doctor__only_protected_folders_may_run_programs__folder_named(
    tmp_path: Path, key: str, name: str, on: int, off: int, words: str
) -> None:
    machine = make_pc(tmp_path)
    install(machine)
    registry_of(machine).put(key, name, off)
    assert complaints(machine) == []
    registry_of(machine).put(key, name, on)
    (found,) = [one for one in examine(machine, ADDIN) if one.severity]
    assert found.severity is Severity.WARNING
    assert words in found.text
    assert str(machine.python.parent) in found.text
    program = Path(r"C:\Program Files\kosei_xl\venv\Scripts\python.exe")
    there = replace(machine, python=program, base=Path(r"C:\Program Files\Python311"))
    assert not [one for one in examine(there, ADDIN) if words in one.text]


def test_policies__each_that_the_paper_names__is_what_doctor_says(tmp_path: Path) -> None:
    for number, (key, value, message) in enumerate(POLICIES):
        machine = make_pc(tmp_path / str(number), startup_remote=message == "doctor_network_location")
        install(machine)
        registry = registry_of(machine)
        name, sign, what = re.split(r" (=|≠) ", value)
        registry.put(key.split(", ")[0], name, int(what.split(", ")[0]) if sign == "=" else 0)
        if message == "doctor_macros_off":
            registry.put(_USER_LOCATIONS, "Allow User Locations", 0)
        words = text_of_message(message).split("{")[0].split("（")[0]
        assert [one for one in examine(machine, ADDIN) if one.severity and one.text.startswith(words)], message


def _signed(addin: bytes, **changed: str) -> bytes:
    """A copy as a city signs it: the parts of the signature, and the project written anew by the VBA editor."""
    parts = unzip(addin)
    texts = dict(module_texts(parts["xl/vbaProject.bin"]) or {})
    assert changed.keys() <= texts.keys()
    modules = [
        module(name, text.replace("Dim ", "dim  ").replace("\r\n", "\n"))
        for name, text in (texts | changed).items()
        if name in texts
    ]
    return rezip({**parts, "xl/vbaProject.bin": vba_project("Signed", modules), "xl/vbaProjectSignature.bin": b"0"})


def test_doctor__copy_that_the_city_signed__accepted_with_its_policy(tmp_path: Path) -> None:
    machine, ours = make_pc(tmp_path), disk.bundled("macros", "kosei.xlam")
    carry_out(install_steps(machine, ours), lambda line: None)
    machine.addin.write_bytes(_signed(ours))
    assert [one.text for one in examine(machine, ours) if one.severity] == []
    assert [f"今の版（{__version__}）に署名を付けたもの" in one.text for one in examine(machine, ours)].count(True) == 1
    registry_of(machine).put(rf"{POLICY}\Security", "RequireAddinSig", 1)
    (found,) = [one for one in examine(machine, ours) if one.severity]
    assert found.severity is Severity.WARNING
    assert "信頼できる発行元" in found.text
    machine.addin.write_bytes(ours)
    assert complaints_of(machine, ours) == ["error"], "an unsigned one is stopped by that"


def test_doctor__signed_copy_with_another_macro__not_taken_for_ours(tmp_path: Path) -> None:
    machine, ours = make_pc(tmp_path), disk.bundled("macros", "kosei.xlam")
    carry_out(install_steps(machine, ours), lambda line: None)
    text = (module_texts(unzip(ours)["xl/vbaProject.bin"]) or {})["KoseiMacros"]
    machine.addin.write_bytes(_signed(ours, KoseiMacros=text.replace("RunPython", "Shell")))
    (found,) = [one for one in examine(machine, ours) if one.severity]
    assert "マクロが今の版" in found.text


def complaints_of(machine: Machine, addin: bytes) -> list[str]:
    return [one.severity.value for one in examine(machine, addin) if one.severity]


@pytest.mark.parametrize(("platform", "bits", "other"), [("x64", 64, 32), ("x86", 32, 64)])
def test_doctor__library_for_the_bits_of_excel__needed_and_the_other_not(
    tmp_path: Path, platform: str, bits: int, other: int
) -> None:
    machine = make_pc(tmp_path)
    install(machine)
    registry_of(machine).put(r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration", "Platform", platform)
    machine.dll(other).unlink()
    assert complaints(machine) == []
    machine.dll(bits).unlink()
    assert complaints(machine) == [("warning", "ワークシート関数に要るファイルがありません")]


def test_doctor__bits_unknown__both_libraries_needed(tmp_path: Path) -> None:
    machine = make_pc(tmp_path)
    install(machine)
    del registry_of(machine).keys[r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"]
    assert complaints(machine) == []
    registry_of(machine).put(r"HKLM\SOFTWARE\Microsoft\Office\16.0\Outlook", "Bitness", "x86")
    machine.dll(64).unlink()
    assert complaints(machine) == []


def test_doctor__no_excel__a_warning_only(tmp_path: Path) -> None:
    machine = make_pc(tmp_path)
    install(machine)
    registry_of(machine).keys.clear()
    assert ("warning", "Excelが見つかりません") in complaints(machine)


def test_doctor__several_pythons__the_others_named(tmp_path: Path) -> None:
    machine = make_pc(tmp_path)
    registry = registry_of(machine)
    for root, tag, path in (("HKCU", "3.12", r"C:\P312\python.exe"), ("HKLM", "3.9", str(machine.python))):
        root = rf"{root}\{'SOFTWARE' if root == 'HKLM' else 'Software'}\Python"
        registry.put(rf"{root}\PythonCore\{tag}\InstallPath", "ExecutablePath", path)
    assert machine.pythons == (r"C:\P312\python.exe", str(machine.python))
    assert [str(one.text) for one in examine(machine, ADDIN)][-1] == r"ほかのPython（使いません）：C:\P312\python.exe"


def test_doctor__every_finding__in_english_too(tmp_path: Path) -> None:
    for one in examine(make_pc(tmp_path, windows=False, remote=True, missing=("x",)), ADDIN):
        assert in_language(one.text, "en").isascii() or "“" in in_language(one.text, "en")


# -- this machine ----------------------------------------------------------------------------------------------------
def test_this_machine__here__no_windows_and_all_packages() -> None:
    machine = this_machine()
    assert not machine.windows
    assert machine.missing == ()
    assert machine.python == Path(sys.executable)
    assert machine.xlwings == "0.37.8"
    assert machine.packages[0].name == "kosei_xl"


def test_missing_packages__absent_or_another_version__named() -> None:
    required = ["click>=8.1", "xlwings==0.1", "no-such-package>=1", "ruff>=9 ; extra == 'dev'", "pandas[excel]>=2"]
    assert missing_packages(required, windows=False) == ("xlwings==0.1 (0.37.8)", "no-such-package")
    assert missing_packages([], windows=True) == ("pywin32",)


class _Winreg:
    """Python's winreg over a tree of keys."""

    REG_DWORD, REG_SZ, HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE = 4, 1, "u", "m"

    def __init__(self) -> None:
        self.keys: dict[tuple[str, str], dict[str, object]] = {}

    def OpenKey(self, root: str, path: str) -> Any:
        if not any(key == (root, path) or key[1].startswith(f"{path}\\") for key in self.keys):
            raise FileNotFoundError(path)
        return _Opened(root, path)

    def CreateKey(self, root: str, path: str) -> Any:
        self.keys.setdefault((root, path), {})
        return _Opened(root, path)

    def SetValueEx(self, key: Any, name: str, reserved: int, kind: int, value: object) -> None:
        assert kind == (self.REG_DWORD if isinstance(value, int) else self.REG_SZ)
        self.keys[key.root, key.path][name] = value

    def DeleteKey(self, root: str, path: str) -> None:
        del self.keys[root, path]

    def QueryInfoKey(self, key: Any) -> tuple[int, int, int]:
        return len(self._below(key)), len(self.keys.get((key.root, key.path), {})), 0

    def EnumValue(self, key: Any, n: int) -> tuple[str, object, int]:
        return *list(self.keys[key.root, key.path].items())[n], 0

    def EnumKey(self, key: Any, n: int) -> str:
        return self._below(key)[n]

    def _below(self, key: Any) -> list[str]:
        names = [p[len(key.path) + 1 :].split("\\")[0] for r, p in self.keys if p.startswith(f"{key.path}\\")]
        return list(dict.fromkeys(names))


class _Opened(SimpleNamespace):
    def __init__(self, root: str, path: str) -> None:
        super().__init__(root=root, path=path)

    def __enter__(self) -> "_Opened":
        return self

    def __exit__(self, *error: object) -> None:
        return None


def test_windows_registry__values_and_keys__as_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "winreg", _Winreg())
    registry = WindowsRegistry()
    assert registry.values(TRUSTED) == {}
    assert registry.subkeys(TRUSTED) == ()
    registry.put(rf"{TRUSTED}\Location10", "Path", "C:\\")
    registry.put(rf"{TRUSTED}\Location10", "AllowSubfolders", 0)
    assert registry.subkeys(TRUSTED) == ("Location10",)
    assert registry.values(rf"{TRUSTED}\Location10") == {"Path": "C:\\", "AllowSubfolders": 0}
    registry.delete(rf"{TRUSTED}\Location10")
    assert registry.subkeys(TRUSTED) == ()


# -- the command -----------------------------------------------------------------------------------------------------
def test_addin_command__not_windows__refused_but_shown_dry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    dry = kosei("addin", "install", "--dry-run")
    assert dry.code == 0
    assert "XLSTART/kosei.xlam" in dry.err
    assert "何も変えていません" in dry.out
    refused = kosei("addin", "install")
    assert refused.code == 2
    assert "WindowsのPCで" in refused.err
    assert kosei("addin", "uninstall").out == "アドインは入っていません。\n"
    assert list(tmp_path.rglob("*")) == []


def test_addin_command__doctor__exit_code_and_labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    ran = kosei("addin", "doctor")
    assert ran.code == 1
    assert ran.out.startswith("エラー: アドインはWindowsのExcelで動きます")
    assert "error: The add-in works in Excel on Windows" in kosei("addin", "doctor", lang="en").out


def test_addin_command__on_windows__installed_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = make_pc(tmp_path)
    monkeypatch.setattr("kosei_xl.addin.setup.machine.this_machine", lambda: machine)
    assert "開き直す" in kosei("addin", "install").out
    assert machine.addin.exists()
    done = kosei("addin", "doctor")
    assert done.code == 0
    assert done.out.endswith("問題はありません。\n")
    assert kosei("addin", "uninstall").out == "アドインを外しました。\n"
    assert not machine.addin.exists()
