"""doctor: everything that keeps the add-in from working on a PC, each with what to do. Nothing is changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path
from typing import Final

from kosei_xl import __version__
from kosei_xl.addin.building.wrapper import ADDIN_NAME
from kosei_xl.addin.setup.install import interpreter, is_trusted
from kosei_xl.addin.setup.installed import older_version, same_macros
from kosei_xl.addin.setup.machine import EXCEL, POLICY, Machine
from kosei_xl.verbs import disk
from kosei_xl.words.findings import Severity
from kosei_xl.words.messages import Message, told

OLDEST_PYTHON: Final = (3, 11)


@dataclass(frozen=True, slots=True)
class Checkup:
    """One thing looked at. `severity` None is fine; an error keeps the add-in from working."""

    severity: Severity | None
    text: Message


def examine(machine: Machine, addin: bytes) -> tuple[Checkup, ...]:
    """Look at Python, the settings, the add-in, Excel and its security; the findings in this order."""
    return tuple(
        found
        for look in (
            _system(machine),
            _python(machine),
            _packages(machine),
            _settings(machine),
            _addin(machine, addin),
            _excel(machine),
            _security(machine),
            _libraries(machine),
            _bytecode(machine),
            _others(machine),
        )
        for found in look
    )


def _fine(key: str, **params: object) -> Checkup:
    return Checkup(None, told(key, **params))


def _error(key: str, **params: object) -> Checkup:
    return Checkup(Severity.ERROR, told(key, **params))


def _warning(key: str, **params: object) -> Checkup:
    return Checkup(Severity.WARNING, told(key, **params))


def _system(machine: Machine) -> Iterator[Checkup]:
    if not machine.windows:
        yield _error("doctor_no_windows")


def _python(machine: Machine) -> Iterator[Checkup]:
    version = ".".join(map(str, machine.version))
    if machine.version < OLDEST_PYTHON:
        yield _error("doctor_old_python", version=version, path=machine.python)
    elif machine.from_store:
        yield _error("install_store", path=machine.python)
    else:
        yield _fine("doctor_python", version=version, bits=machine.bits, path=machine.python)
    if machine.remote:
        yield _warning("doctor_remote", path=machine.python)
    if any(machine.python.is_relative_to(folder) for folder in machine.synchronised):
        yield _warning("doctor_synchronised", path=machine.python)


def _packages(machine: Machine) -> Iterator[Checkup]:
    if machine.missing:
        yield _error("doctor_packages", names="、".join(machine.missing))
    else:
        yield _fine("doctor_packages_fine", xlwings=machine.xlwings)


def _settings(machine: Machine) -> Iterator[Checkup]:
    named = interpreter(machine)
    if named is None:
        yield _error("doctor_no_config", path=machine.config)
    elif not Path(named).exists():
        yield _error("doctor_python_gone", path=named, config=machine.config)
    elif Path(named) != machine.python:
        yield _warning("doctor_other_python", path=named, this=machine.python)
    else:
        yield _fine("doctor_config", path=machine.config)


def _addin(machine: Machine, addin: bytes) -> Iterator[Checkup]:
    if not machine.addin.exists():
        yield _error("doctor_no_addin", path=machine.addin)
        return
    if machine.mark.exists():
        yield _error("doctor_blocked", path=machine.addin)
    yield _compared(machine.addin, disk.read(machine.addin), addin)


def _compared(path: Path, installed: bytes, ours: bytes) -> Checkup:
    """The add-in in the profile beside the package's."""
    if installed == ours:
        return _fine("doctor_addin", version=__version__, path=path)
    older = older_version(installed)
    if older is not None:
        return _warning("doctor_old_addin", version=older, now=__version__, path=path)
    key = "doctor_other_texts" if same_macros(installed, ours) else "doctor_other_macros"
    return _warning(key, now=__version__, path=path)


def _excel(machine: Machine) -> Iterator[Checkup]:
    if machine.excel is None:
        yield _warning("doctor_no_excel")
    else:
        yield _fine("doctor_excel", path=machine.excel, bits=machine.excel_bits or "?")


def _security(machine: Machine) -> Iterator[Checkup]:
    values = machine.registry.values
    disabled = values(rf"{EXCEL}\Resiliency\DisabledItems").values()
    if any(isinstance(item, bytes) and ADDIN_NAME in item.decode("utf-16-le", "ignore").lower() for item in disabled):
        yield _error("doctor_disabled")
    switches = {"DisableAllAddins": "doctor_addins_off", "RequireAddinSig": "doctor_signature"}
    for name, key in switches.items():
        if any(values(rf"{base}\Security").get(name) == 1 for base in (POLICY, EXCEL)):
            yield _error(key)
    places = (rf"{base}\Security\Trusted Locations" for base in (POLICY, EXCEL))
    if any(values(place).get("AllLocationsDisabled") == 1 for place in places):
        yield _error("doctor_locations_off")
    if machine.windows and not is_trusted(machine, machine.startup):
        yield _warning("doctor_not_trusted", path=machine.startup)


def _libraries(machine: Machine) -> Iterator[Checkup]:
    """The DLL for worksheet functions; buttons work without it."""
    wanted = [machine.excel_bits] if machine.excel_bits else [32, 64]
    absent = [machine.dll(bits) for bits in wanted if not machine.dll(bits).exists()]
    if absent:
        yield _warning("doctor_no_dll", path="、".join(map(str, absent)))
    else:
        yield _fine("doctor_dll", names="、".join(machine.dll(bits).name for bits in wanted))


def _bytecode(machine: Machine) -> Iterator[Checkup]:
    sources = list(machine.packages[0].glob("*.py"))
    if not all(Path(cache_from_source(str(source))).exists() for source in sources):
        yield _warning("doctor_not_compiled", path=machine.packages[0])


def _others(machine: Machine) -> Iterator[Checkup]:
    others = [program for program in machine.pythons if Path(program) != machine.python]
    if others:
        yield _fine("doctor_pythons", paths="、".join(others))
