"""install and uninstall: the add-in where Excel finds it, and the settings that lead it to this Python.

Excel is not started or asked. What would be done is a list of steps, so that it can be shown without doing it.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from kosei_xl.addin.setup.machine import TRUSTED, Machine
from kosei_xl.later import dataclass
from kosei_xl.values.diagnostics import KoseiError
from kosei_xl.verbs import disk
from kosei_xl.verbs.profile_cache import ProfileCache
from kosei_xl.words.messages import Message, told

INTERPRETER: Final = "INTERPRETER_WIN"
SERVER: Final = "USE UDF SERVER"
_OURS = "kosei_xl"
"""Description of the trusted location that we make; only such a one is taken away again."""
_LOCATION = re.compile(r"Location(\d+)", re.I)


class NotInstalled(KoseiError):
    """The add-in cannot be installed here; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do, and what to say of it."""

    text: Message
    act: Callable[[], object]


def install_steps(machine: Machine, addin: bytes, *, server: bool = False) -> tuple[Step, ...]:
    """What installing does, in order. `server` keeps one Python running between clicks.

    Raises NotInstalled for a Python that Excel could not use.
    """
    config = config_text(_settings(machine), {INTERPRETER: str(machine.python), SERVER: str(server)})
    try:
        data = config.encode(machine.encoding)
    except UnicodeEncodeError as error:
        raise NotInstalled(told("install_letters", path=machine.python)) from error
    if machine.from_store:
        raise NotInstalled(told("install_store", path=machine.python))
    steps = [
        Step(told("install_copy", path=machine.addin), lambda: disk.write(machine.addin, addin)),
        Step(told("install_unblock", path=machine.addin), lambda: disk.remove(machine.mark)),
        Step(told("install_config", path=machine.config), lambda: disk.write(machine.config, data)),
    ]
    if not is_trusted(machine, machine.startup):
        key = rf"{TRUSTED}\{_free_location(machine)}"
        values = _trusted(machine)
        text = told("install_trust", path=machine.startup, key=key, values="、".join(values))
        steps.append(Step(text, lambda: _trust(machine, key, values)))
    steps += [
        Step(told("install_compile", path=folder), lambda folder=folder: disk.compile_folder(folder))  # type: ignore[misc]
        for folder in machine.packages
    ]
    return tuple(steps)


def uninstall_steps(machine: Machine) -> tuple[Step, ...]:
    """What uninstalling does: what installing made goes, and what runs have kept. Nothing for a PC without these."""
    files = [
        Step(told("install_remove", path=path), lambda path=path: disk.remove(path))  # type: ignore[misc]
        for path in (machine.addin, machine.config)
        if path.exists()
    ]
    places = [
        Step(told("install_distrust", path=values.get("Path", key)), partial(machine.registry.delete, key))
        for key, values in _locations(machine)
        if values.get("Description") == _OURS
    ]
    kept = ProfileCache(machine.cache)
    forget = [Step(told("install_forget", path=machine.cache), kept.clear)] if kept.entries() else []
    return (*files, *places, *forget)


def carry_out(steps: tuple[Step, ...], say: Callable[[str], None], *, dry_run: bool = False) -> None:
    """Take the steps one by one, saying each first; with `dry_run` only say them."""
    for step in steps:
        say(step.text)
        if not dry_run:
            step.act()


def read_config(data: bytes, encoding: str) -> Mapping[str, str]:
    """The settings in a file as VBA's `Write #` makes it: "NAME","value", one a line."""
    rows = csv.reader(io.StringIO(data.decode(encoding, errors="replace")))
    return {row[0]: row[1] for row in rows if len(row) > 1}


def config_text(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """The settings as text for VBA's `Input #`: what stood there with `new` over it, whatever the case of the names."""
    replaced = {name.upper() for name in new}
    kept = {name: value for name, value in old.items() if name.upper() not in replaced}
    return "".join(f'"{name}","{value}"\r\n' for name, value in (kept | dict(new)).items())


def _settings(machine: Machine) -> Mapping[str, str]:
    return read_config(disk.read(machine.config), machine.encoding) if machine.config.exists() else {}


def interpreter(machine: Machine) -> str | None:
    """The Python that the add-in starts, as the settings name it; None without one."""
    return next((value for name, value in _settings(machine).items() if name.upper() == INTERPRETER), None)


def is_trusted(machine: Machine, folder: Path, places: str = TRUSTED) -> bool:
    """Whether Excel's trusted locations name the folder: the user's, or those of another key."""
    return any(_same(machine, str(values.get("Path", "")), folder) for _, values in _locations(machine, places))


def _same(machine: Machine, text: str, folder: Path) -> bool:
    places = {"%APPDATA%": machine.appdata, "%USERPROFILE%": machine.profile}
    for name, place in places.items():
        text = re.sub(re.escape(name), lambda _, place=place: str(place), text, flags=re.I)  # type: ignore[misc]
    return text.replace("\\", "/").rstrip("/").lower() == str(folder).replace("\\", "/").lower()


def _locations(machine: Machine, places: str = TRUSTED) -> Iterator[tuple[str, Mapping[str, str | int | bytes]]]:
    for name in machine.registry.subkeys(places):
        yield rf"{places}\{name}", machine.registry.values(rf"{places}\{name}")


def _free_location(machine: Machine) -> str:
    taken = [int(found[1]) for name in machine.registry.subkeys(TRUSTED) if (found := _LOCATION.fullmatch(name))]
    return f"Location{max(taken, default=9) + 1}"


def _trusted(machine: Machine) -> Mapping[str, str | int]:
    """The values of our trusted location."""
    return {"Path": f"{machine.startup}\\", "Description": _OURS, "AllowSubfolders": 0}


def _trust(machine: Machine, key: str, values: Mapping[str, str | int]) -> None:
    for name, value in values.items():
        machine.registry.put(key, name, value)
