"""One PC as the add-in sees it: where Excel looks for add-ins, which Python this is, and the registry.

Everything is in values, so that tests lay out a Windows PC in a temporary folder. `this_machine` looks at the real one.
"""

import locale
import os
import re
import struct
import sys
import sysconfig
from collections.abc import Mapping
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path, PureWindowsPath
from typing import Any, Final, Protocol

from kosei_xl.addin.building.wrapper import ADDIN_NAME
from kosei_xl.later import dataclass
from kosei_xl.verbs.profile_cache import usual

EXCEL: Final = r"HKCU\Software\Microsoft\Office\16.0\Excel"
"""Settings of the user's Excel; 16.0 is Excel 2016 and every later one."""
POLICY: Final = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel"
"""What the organisation prescribes for them."""
TRUSTED: Final = rf"{EXCEL}\Security\Trusted Locations"
POLICY_TRUSTED: Final = rf"{POLICY}\Security\Trusted Locations"
_REQUIRED = re.compile(r"^([\w.-]+)(?:\[[^]]*\])?\s*(?:==\s*([\w.]+))?")
_REMOTE_DRIVE = 4

Value = str | int | bytes


class Registry(Protocol):
    """The Windows registry, keys as `HKCU\\…`; what is not there is empty."""

    def values(self, key: str) -> Mapping[str, Value]:
        """Values of a key by name, "" for the default one."""

    def subkeys(self, key: str) -> tuple[str, ...]:
        """Names of the keys directly below one."""

    def put(self, key: str, name: str, value: str | int) -> None:
        """Set a value; the key is made where it is missing."""

    def delete(self, key: str) -> None:
        """Remove a key that has no keys below it."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A PC and the Python that runs us, from the installation `base` (the same for its virtual environments).

    `encoding` is what VBA reads text files in; the folders `packages` (ours first) are compiled ahead. `missing` names
    packages that are not there (or in another version), `remote` tells of a Python on a network drive, `startup_remote`
    of a profile there, `synchronised` are the folders of OneDrive, `cache` is where readings are kept (None: nowhere).
    """

    windows: bool
    profile: Path
    appdata: Path
    python: Path
    base: Path
    version: tuple[int, int]
    bits: int
    packages: tuple[Path, ...]
    encoding: str
    registry: Registry
    missing: tuple[str, ...] = ()
    xlwings: str = ""
    remote: bool = False
    startup_remote: bool = False
    synchronised: tuple[Path, ...] = ()
    cache: Path | None = None

    @property
    def startup(self) -> Path:
        """The user's XLSTART: Excel opens what lies in it, and trusts it unless somebody changed that."""
        return self.appdata / "Microsoft" / "Excel" / "XLSTART"

    @property
    def addin(self) -> Path:
        """The add-in where Excel finds it."""
        return self.startup / ADDIN_NAME

    @property
    def mark(self) -> Path:
        """The note that Windows attaches to downloaded files (Mark of the Web); Excel blocks their macros."""
        return self.addin.with_name(f"{self.addin.name}:Zone.Identifier")

    @property
    def config(self) -> Path:
        """The user's settings for the add-in's VBA."""
        name = Path(ADDIN_NAME).stem
        return self.profile / f".{name}" / f"{name}.conf"

    def dll(self, bits: int) -> Path:
        """The library through which Excel of so many bits calls worksheet functions, whether it is there or not.

        VBA looks beside Python and in the folder above (a virtual environment has it there).
        """
        name = f"xlwings{bits}-{self.xlwings}.dll"
        beside = self.python.parent / name
        return beside if beside.exists() else self.python.parent.parent / name

    @property
    def from_store(self) -> bool:
        """Whether this is the Python of the Microsoft Store, whose files land where Excel does not see them."""
        parts = (*PureWindowsPath(self.python).parts, *PureWindowsPath(self.base).parts)
        return "windowsapps" in map(str.lower, parts)

    @property
    def excel_bits(self) -> int | None:
        """32 or 64 as the installed Excel is; None when nothing says."""
        registry = self.registry
        platform = registry.values(r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration").get("Platform")
        platform = platform or registry.values(r"HKLM\SOFTWARE\Microsoft\Office\16.0\Outlook").get("Bitness")
        return {"x86": 32, "x64": 64}.get(str(platform))

    @property
    def excel(self) -> str | None:
        """The place of the installed Excel; None when it is not installed."""
        found = self.registry.values(r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe").get("")
        return str(found) if found else None

    @property
    def pythons(self) -> tuple[str, ...]:
        """Programs of every Python that registered itself, in the order of the registry (PEP 514)."""
        found = []
        for root in (r"HKCU\Software\Python", r"HKLM\SOFTWARE\Python", r"HKLM\SOFTWARE\WOW6432Node\Python"):
            for company in self.registry.subkeys(root):
                for tag in self.registry.subkeys(rf"{root}\{company}"):
                    place = self.registry.values(rf"{root}\{company}\{tag}\InstallPath")
                    if program := place.get("ExecutablePath") or place.get(""):
                        found.append(str(program))
        return tuple(dict.fromkeys(found))


class WindowsRegistry:
    """The real registry."""

    def __init__(self) -> None:
        self._winreg: Any = import_module("winreg")

    def values(self, key: str) -> Mapping[str, Value]:
        """See `Registry`."""
        found: dict[str, Value] = {}
        with self._open(key) as opened:
            for n in range(self._winreg.QueryInfoKey(opened)[1] if opened else 0):
                name, value, _ = self._winreg.EnumValue(opened, n)
                found[name] = value
        return found

    def subkeys(self, key: str) -> tuple[str, ...]:
        """See `Registry`."""
        with self._open(key) as opened:
            count = self._winreg.QueryInfoKey(opened)[0] if opened else 0
            return tuple(self._winreg.EnumKey(opened, n) for n in range(count))

    def put(self, key: str, name: str, value: str | int) -> None:
        """See `Registry`."""
        kind = self._winreg.REG_DWORD if isinstance(value, int) else self._winreg.REG_SZ
        with self._winreg.CreateKey(*self._split(key)) as opened:
            self._winreg.SetValueEx(opened, name, 0, kind, value)

    def delete(self, key: str) -> None:
        """See `Registry`."""
        self._winreg.DeleteKey(*self._split(key))

    def _split(self, key: str) -> tuple[Any, str]:
        root, _, rest = key.partition("\\")
        name = {"HKCU": "HKEY_CURRENT_USER", "HKLM": "HKEY_LOCAL_MACHINE"}[root]
        return getattr(self._winreg, name), rest

    def _open(self, key: str) -> Any:
        try:
            return self._winreg.OpenKey(*self._split(key))
        except OSError:
            return _Nothing()


class NoRegistry:
    """A system that has none."""

    def values(self, key: str) -> Mapping[str, Value]:
        """Nothing."""
        return {}

    def subkeys(self, key: str) -> tuple[str, ...]:
        """Nothing."""
        return ()

    def put(self, key: str, name: str, value: str | int) -> None:
        """Nothing happens."""

    def delete(self, key: str) -> None:
        """Nothing happens."""


class _Nothing:
    """Stands for a key that is not there."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, *error: object) -> None:
        return None


def this_machine() -> Machine:
    """The PC and the Python that this runs on."""
    windows = sys.platform == "win32"
    home = Path.home()
    environment = os.environ
    appdata = environment.get("APPDATA", str(home / "AppData" / "Roaming"))
    return Machine(
        windows=windows,
        profile=Path(environment.get("USERPROFILE", home)),
        appdata=Path(appdata),
        python=Path(sys.executable),
        base=Path(sys.base_prefix),
        version=(sys.version_info.major, sys.version_info.minor),
        bits=struct.calcsize("P") * 8,
        packages=(Path(__file__).parents[2], Path(sysconfig.get_path("purelib"))),
        encoding=locale.getencoding(),
        registry=WindowsRegistry() if windows else NoRegistry(),
        missing=missing_packages(metadata.requires("kosei_xl") or (), windows=windows),
        xlwings=_installed("xlwings") or "",
        remote=_is_remote(sys.executable),
        startup_remote=_is_remote(appdata),
        synchronised=tuple(
            Path(folder) for name, folder in environment.items() if name.upper().startswith("ONEDRIVE") and folder
        ),
        cache=usual().folder,
    )


def missing_packages(required: tuple[str, ...] | list[str], *, windows: bool) -> tuple[str, ...]:
    """Packages among the requirements (extras aside) that are not installed, or not in the one version allowed."""
    missing = []
    for text in required:
        found = _REQUIRED.match(text)
        if found is None or "extra ==" in text:
            continue
        version = _installed(found[1])
        if version is None or (found[2] and version != found[2]):
            missing.append(found[0] if version is None else f"{found[0]} ({version})")
    if windows and find_spec("win32com") is None:
        missing.append("pywin32")
    return tuple(missing)


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _is_remote(place: str) -> bool:
    """Whether a program or folder lies on a network drive (Windows)."""
    if place.startswith("\\\\"):
        return True
    if os.name != "nt":
        return False
    ctypes: Any = import_module("ctypes")
    return bool(ctypes.windll.kernel32.GetDriveTypeW(PureWindowsPath(place).anchor) == _REMOTE_DRIVE)
