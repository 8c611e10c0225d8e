"""kit: everything that a PC without Internet needs, in one folder: wheels, add-in, manual, and a script that installs.

It is made from a checkout, as that holds requirements.lock: exactly the versions that were tested, checked by their
hashes, for 64-bit Windows whatever system makes the kit.
"""

import hashlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kosei_xl.addin.setup.bill import SBOM, Wheel, package_of, sbom
from kosei_xl.addin.setup.install_kit import FACTS, REQUIREMENTS, SUMS, WHEELS
from kosei_xl.addin.setup.paper import PAPER_TEXT, it_paper
from kosei_xl.later import dataclass
from kosei_xl.values.diagnostics import KoseiError
from kosei_xl.verbs import disk
from kosei_xl.words.messages import told

PYTHON: Final = "3.11"
"""The Python that wheels are fetched for unless another is asked for; xlwings has a wheel for each."""
BITS: Final = 64
_PLATFORM: Final = "win_amd64"
READ_ME: Final = "はじめにお読みください.txt"
MANUAL_NAME: Final = "manual.html"
PAPER: Final = "情報部門向け説明書.html"
OWN: Final = "kosei-xl"
"""Our own package, as pip spells it."""
_LOCKED = re.compile(r"([A-Za-z0-9._-]+)==([^\s;\\]+)(?:\s*;\s*(.*?))?\s*\\?")
_HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")
_VIA = re.compile(r"# (?:via\s+|  )([A-Za-z0-9._-]+)")


class NoKit(KoseiError):
    """The kit could not be made; the message says why."""


@dataclass(frozen=True, slots=True)
class Locked:
    """One package of requirements.lock: its version, where it applies, its hashes, and who wants it."""

    name: str
    version: str
    marker: str | None
    hashes: tuple[str, ...]
    wanted_by: frozenset[str]


RunPip = Callable[[Sequence[str]], None]
"""Runs pip with these arguments. Raises NoKit when it fails."""


def read_lock(text: str) -> tuple[Locked, ...]:
    """The packages of a lock file as `uv pip compile --generate-hashes` writes it, in order."""
    found: list[Locked] = []
    for block in re.split(r"\n(?=[A-Za-z0-9])", "\n".join(x for x in text.splitlines() if not x.startswith("#"))):
        head = _LOCKED.fullmatch(block.strip().split("\n")[0])
        if head:
            wanted = frozenset(canonicalize_name(name) for name in _VIA.findall(block))
            hashes = tuple(_HASH.findall(block))
            found.append(Locked(canonicalize_name(head[1]), head[2], head[3] or None, hashes, wanted))
    return tuple(found)


def needed(lock: Iterable[Locked], roots: Iterable[str], python: str = PYTHON) -> tuple[Locked, ...]:
    """What the `roots` (requirements) need on 64-bit Windows, directly or not, in the order of the lock.

    pip itself would judge the markers by the system that it runs on, so it is given exactly these.
    """
    there = _windows(python)
    here = [package for package in lock if package.marker is None or Marker(package.marker).evaluate(there)]
    names: set[str] = {canonicalize_name(Requirement(text).name) for text in roots}
    while more := {one.name for one in here if any(_asks(by, one.name, there) for by in one.wanted_by & names)} - names:
        names |= more
    return tuple(package for package in here if package.name in names)


def _asks(package: str, name: str, there: dict[str, str]) -> bool:
    """Whether a package wants another on that system: the lock says who wants it, but not where each of them does.

    A package that is not installed here is believed to.
    """
    try:
        lines = [Requirement(text) for text in metadata.requires(package) or ()]
    except metadata.PackageNotFoundError:
        return True
    markers = [line.marker for line in lines if canonicalize_name(line.name) == name]
    return not markers or any(m is None or "extra" in str(m) or m.evaluate(there) for m in markers)


def _windows(python: str) -> dict[str, str]:
    return {
        "implementation_name": "cpython",
        "implementation_version": f"{python}.0",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "platform_release": "10",
        "platform_system": "Windows",
        "platform_version": "10",
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": "win32",
        "extra": "",
    }


def requirements_text(packages: Iterable[Locked]) -> str:
    """The packages as a requirements file with hashes, without markers."""
    return "".join(
        " \\\n    ".join((f"{package.name}=={package.version}", *(f"--hash={value}" for value in package.hashes)))
        + "\n"
        for package in packages
    )


def make_kit(
    out: Path,
    project: Path | None = None,
    *,
    python: str = PYTHON,
    extras: Iterable[str] = (),
    run: RunPip | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> tuple[str, ...]:
    """Write the kit into the new folder `out`, with the packages of some `extras`; the names of its wheels, in order.

    `project` is the checkout (ours without one), `run` takes pip's place in tests. Raises NoKit for a folder that holds
    something, without a checkout, and when pip fails.
    """
    root = project or Path(__file__).parents[3]
    if out.exists() and any(out.iterdir()):
        raise NoKit(told("already_there", path=out))
    if not all((root / name).exists() for name in ("requirements.lock", "pyproject.toml")):
        raise NoKit(told("kit_no_checkout", path=root))
    settings = tomllib.loads(disk.read(root / "pyproject.toml").decode())
    packages = needed(read_lock(disk.read(root / "requirements.lock").decode()), _roots(settings, extras), python)
    disk.write(out / REQUIREMENTS, requirements_text(packages).encode())
    say(told("kit_fetching", count=len(packages)))
    pip, wheels = run or _pip, out / WHEELS
    choice = ("--only-binary", ":all:", "--platform", _PLATFORM, "--python-version", python, "--implementation", "cp")
    pip(("download", "--no-deps", "--require-hashes", *choice, "--dest", str(wheels), "-r", str(out / REQUIREMENTS)))
    say(told("kit_building"))
    isolation = ("--no-build-isolation",) if find_spec("hatchling") else ()
    pip(("wheel", "--no-deps", *isolation, "--wheel-dir", str(wheels), str(root)))
    names = tuple(sorted(path.name for path in wheels.iterdir()))
    found = _packages(wheels, names, python)
    _check_wheels(found, packages)
    own = next(name for name in names if name.startswith("kosei_xl-"))
    facts = {"python": python, "bits": BITS, "wheel": own}
    files = {**_scripts(python), FACTS: json.dumps(facts).encode(), READ_ME: _read_me(python)}
    files[MANUAL_NAME] = disk.bundled("macros", MANUAL_NAME)
    files[SBOM] = sbom(found, OWN)
    files[PAPER] = it_paper(disk.bundled("macros", PAPER_TEXT).decode(), found, python).encode()
    for name, data in files.items():
        disk.write(out / name, data)
    disk.write(out / SUMS, _sums(out, (*files, REQUIREMENTS, *(f"{WHEELS}/{name}" for name in names))))
    return names


def _roots(settings: Mapping[str, Any], extras: Iterable[str]) -> list[str]:
    project = settings["project"]
    return [*project["dependencies"], *(one for name in extras for one in project["optional-dependencies"][name])]


def _packages(wheels: Path, names: Iterable[str], python: str) -> tuple[Wheel, ...]:
    """What the wheels say of themselves, by name. Raises NoKit for a file that is no wheel."""
    found = []
    for name in names:
        try:
            found.append(package_of(disk.read(wheels / name), _windows(python)))
        except (BadZipFile, StopIteration) as error:
            raise NoKit(told("kit_failed", why=name)) from error
    return tuple(sorted(found, key=lambda package: package.name))


def _check_wheels(found: Sequence[Wheel], packages: Sequence[Locked]) -> None:
    """Every package has its wheel, ours is there, and nothing that a wheel asks for is missing. Raises NoKit."""
    have = {(package.name, package.version) for package in found}
    asked = {OWN, *(name for package in found for name in package.needs)}
    missing = [package.name for package in packages if (package.name, package.version) not in have]
    missing += sorted(asked - {name for name, _ in have} - set(missing))
    if missing:
        raise NoKit(told("kit_missing", names="、".join(missing)))


def _scripts(python: str) -> dict[str, bytes]:
    """The scripts that install, with the line ends that cmd.exe wants."""
    here = Path(__file__)
    command = disk.read(here.with_name("install.cmd")).decode("ascii")
    command = command.replace("@VERSION@", python).replace("@DIGITS@", python.replace(".", ""))
    return {
        "install.cmd": "\r\n".join(command.splitlines()).encode("ascii") + b"\r\n",
        "install_kit.py": disk.read(here.with_name("install_kit.py")),
    }


def _read_me(python: str) -> bytes:
    """For Windows' notepad: with a byte order mark and its line ends."""
    return "\ufeff".encode() + str(told("kit_read_me", python=python)).replace("\n", "\r\n").encode()


def _sums(folder: Path, names: Iterable[str]) -> bytes:
    lines = (f"{hashlib.sha256(disk.read(folder / name)).hexdigest()}  {name}\n" for name in sorted(names))
    return "".join(lines).encode()


def _pip(arguments: Sequence[str]) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"pip: {done.returncode}"]
        raise NoKit(told("kit_failed", why=lines[-1]))
