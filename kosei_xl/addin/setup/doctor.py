"""doctor: everything that keeps the add-in from working on a PC, each with what to do. Nothing is changed."""

from collections.abc import Iterator
from importlib.util import cache_from_source
from pathlib import Path
from typing import Final

from kosei_xl import __version__
from kosei_xl.addin.setup.install import interpreter
from kosei_xl.addin.setup.installed import is_signed, older_version, same_macros
from kosei_xl.addin.setup.machine import Machine
from kosei_xl.addin.setup.security import Checkup, error, fine, security, warning
from kosei_xl.verbs import disk
from kosei_xl.verbs.profile_cache import MOST_BYTES, VARIABLE, ProfileCache

OLDEST_PYTHON: Final = (3, 11)


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
            security(machine, signed=machine.addin.exists() and is_signed(disk.read(machine.addin))),
            _libraries(machine),
            _bytecode(machine),
            _kept(machine),
            _others(machine),
        )
        for found in look
    )


def _system(machine: Machine) -> Iterator[Checkup]:
    if not machine.windows:
        yield error("doctor_no_windows")


def _python(machine: Machine) -> Iterator[Checkup]:
    version = ".".join(map(str, machine.version))
    if machine.version < OLDEST_PYTHON:
        yield error("doctor_old_python", version=version, path=machine.python)
    elif machine.from_store:
        yield error("install_store", path=machine.python)
    else:
        yield fine("doctor_python", version=version, bits=machine.bits, path=machine.python)
    if machine.remote:
        yield warning("doctor_remote", path=machine.python)
    if any(machine.python.is_relative_to(folder) for folder in machine.synchronised):
        yield warning("doctor_synchronised", path=machine.python)


def _packages(machine: Machine) -> Iterator[Checkup]:
    if machine.missing:
        yield error("doctor_packages", names="、".join(machine.missing))
    else:
        yield fine("doctor_packages_fine", xlwings=machine.xlwings)


def _settings(machine: Machine) -> Iterator[Checkup]:
    named = interpreter(machine)
    if named is None:
        yield error("doctor_no_config", path=machine.config)
    elif not Path(named).exists():
        yield error("doctor_python_gone", path=named, config=machine.config)
    elif Path(named) != machine.python:
        yield warning("doctor_other_python", path=named, this=machine.python)
    else:
        yield fine("doctor_config", path=machine.config)


def _addin(machine: Machine, addin: bytes) -> Iterator[Checkup]:
    if not machine.addin.exists():
        yield error("doctor_no_addin", path=machine.addin)
        return
    if machine.mark.exists():
        yield error("doctor_blocked", path=machine.addin)
    yield _compared(machine.addin, disk.read(machine.addin), addin)


def _compared(path: Path, installed: bytes, ours: bytes) -> Checkup:
    """The add-in in the profile beside the package's."""
    if installed == ours:
        return fine("doctor_addin", version=__version__, path=path)
    older = older_version(installed)
    if older is not None:
        return warning("doctor_old_addin", version=older, now=__version__, path=path)
    if not same_macros(installed, ours):
        return warning("doctor_other_macros", now=__version__, path=path)
    if is_signed(installed):
        return fine("doctor_signed", version=__version__, path=path)
    return warning("doctor_other_texts", now=__version__, path=path)


def _excel(machine: Machine) -> Iterator[Checkup]:
    if machine.excel is None:
        yield warning("doctor_no_excel")
    else:
        yield fine("doctor_excel", path=machine.excel, bits=machine.excel_bits or "?")


def _libraries(machine: Machine) -> Iterator[Checkup]:
    """The DLL for worksheet functions; buttons work without it."""
    wanted = [machine.excel_bits] if machine.excel_bits else [32, 64]
    absent = [machine.dll(bits) for bits in wanted if not machine.dll(bits).exists()]
    if absent:
        yield warning("doctor_no_dll", path="、".join(map(str, absent)))
    else:
        yield fine("doctor_dll", names="、".join(machine.dll(bits).name for bits in wanted))


def _bytecode(machine: Machine) -> Iterator[Checkup]:
    sources = list(machine.packages[0].glob("*.py"))
    if not all(Path(cache_from_source(str(source))).exists() for source in sources):
        yield warning("doctor_not_compiled", path=machine.packages[0])


def _kept(machine: Machine) -> Iterator[Checkup]:
    """What runs have left in the profile; no fault, but whoever looks after the PC wants to know."""
    if machine.cache is None:
        yield fine("doctor_no_cache", variable=VARIABLE)
    else:
        size = sum(size for _, size in ProfileCache(machine.cache).entries())
        yield fine("doctor_cache", path=machine.cache, size=f"{size / 2**20:.1f}", most=MOST_BYTES >> 20)


def _others(machine: Machine) -> Iterator[Checkup]:
    others = [program for program in machine.pythons if Path(program) != machine.python]
    if others:
        yield fine("doctor_pythons", paths="、".join(others))
