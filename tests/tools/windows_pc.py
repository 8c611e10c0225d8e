"""A Windows PC laid out in a temporary folder, and its registry."""

from dataclasses import dataclass, field
from pathlib import Path

from kosei_xl.addin.setup.machine import Machine, Value

XLWINGS = "0.37.8"
EXCEL_PATH = r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"


@dataclass
class FakeRegistry:
    """Keys with their values, as they were set."""

    keys: dict[str, dict[str, Value]] = field(default_factory=dict)

    def values(self, key: str) -> dict[str, Value]:
        return self.keys.get(key, {})

    def subkeys(self, key: str) -> tuple[str, ...]:
        below = [name[len(key) + 1 :].split("\\")[0] for name in self.keys if name.startswith(f"{key}\\")]
        return tuple(dict.fromkeys(below))

    def put(self, key: str, name: str, value: str | int) -> None:
        self.keys.setdefault(key, {})[name] = value

    def delete(self, key: str) -> None:
        del self.keys[key]


def make_pc(root: Path, *, user: str = "kosei", python: str = "venv/Scripts/python.exe", **changes: object) -> Machine:
    """A PC with Excel (64 bit), a virtual environment with xlwings' libraries, and nothing of ours installed."""
    home = root / "Users" / user
    program = home / python
    for file in (program, *(program.parent.parent / f"xlwings{bits}-{XLWINGS}.dll" for bits in (32, 64))):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"MZ")
    package = home / "venv" / "Lib" / "site-packages" / "kosei_xl"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("VERSION = 1\n", encoding="utf-8")
    registry = FakeRegistry(
        {
            r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe": {"": EXCEL_PATH},
            r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration": {"Platform": "x64"},
        }
    )
    values: dict[str, object] = {
        "windows": True,
        "profile": home,
        "appdata": home / "AppData" / "Roaming",
        "python": program,
        "base": root / "Python311",
        "version": (3, 11),
        "bits": 64,
        "packages": (package,),
        "encoding": "cp932",
        "registry": registry,
        "xlwings": XLWINGS,
    }
    return Machine(**(values | changes))  # type: ignore[arg-type]


def registry_of(machine: Machine) -> FakeRegistry:
    """The registry of a PC made here."""
    assert isinstance(machine.registry, FakeRegistry)
    return machine.registry
