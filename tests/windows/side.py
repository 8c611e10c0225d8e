"""The Windows side of a test: a copy of the Wine prefix of `setup`, and the programs run in it."""

import base64
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import uuid
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple

from tests.tools.patience import run_to_end

HERE = Path(__file__).parent
MADE = HERE.parents[1] / ".tools" / "windows"
"""What `setup` makes."""
POINT, MASTER = "R7_year_end", "事務局ブック.xlsx"
"""Of the demo."""
USER = "山田 太郎"
LOCAL = rf"C:\users\{USER}\AppData\Local"
VENV = rf"{LOCAL}\kosei_xl\venv"
PYTHON = rf"{VENV}\Scripts\python.exe"
KOSEI = rf"{VENV}\Scripts\kosei.exe"
BASE_PYTHON = rf"{LOCAL}\Programs\Python\Python311\python.exe"


_ASKED = 120.0
"""Seconds in which a program ends that was asked to."""


class Called(NamedTuple):
    """How a Windows program ended, and what it wrote where no console was."""

    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        """Both as a Japanese Windows shows them."""
        return (self.out + self.err).decode("cp932")


@dataclass
class Windows:
    """A Windows of one's own: its disk C is `prefix`/drive_c."""

    prefix: Path
    env: dict[str, str] = field(default_factory=dict)

    @property
    def drive(self) -> Path:
        """Disk C."""
        return self.prefix / "drive_c"

    def path(self, name: str) -> Path:
        r"""A file of Windows (C:\… or \\server\share\…) as it lies here."""
        if name.startswith("\\\\"):
            return self.prefix / "dosdevices" / "unc" / name[2:].replace("\\", "/")
        return self.drive / name[3:].replace("\\", "/")

    def name(self, path: Path) -> str:
        r"""A file of disk C as Windows calls it."""
        return "C:\\" + str(path.relative_to(self.drive)).replace("/", "\\")

    def on_console(self, *command: str, cwd: str = "C:\\") -> tuple[int, str]:
        """Run a program in a window with a console: its exit code, and what was shown there with the terminal's own
        commands. Keys that are waited for are pressed.
        """
        program = [str(HERE / "wine"), "--prefix", str(self.prefix), "--console", *command]
        done = run_to_end(program, cwd=self.path(cwd), env=self._environment())
        return done.returncode, done.stdout

    def on_cells(self, *command: str) -> tuple[int, str]:
        """Run a program in a window with a console: its exit code, and what stands in the cells there afterwards."""
        answer = f"C:\\cells_{uuid.uuid4().hex[:8]}"
        shown = self.on_console(PYTHON, self.inside("console.py"), answer, *command)
        assert self.path(answer).exists(), shown
        code, _, cells = self.path(answer).read_text(encoding="utf-8").partition("\n")
        self.path(answer).unlink()
        return int(code), cells

    def call(self, *command: str, cwd: str = "C:\\", python: str = PYTHON, **env: str) -> Called:
        """Run a program with its output redirected."""
        name = f"C:\\call_{uuid.uuid4().hex[:8]}"
        request, answer = self.path(f"{name}.json"), self.path(f"{name}.answer")
        wanted = {"command": command, "cwd": cwd, "env": env}
        request.write_text(json.dumps(wanted), encoding="utf-8")
        shown = self.on_console(python, self.inside("run.py"), f"{name}.json", f"{name}.answer")
        assert answer.exists(), shown
        ended = json.loads(answer.read_text(encoding="ascii"))
        request.unlink()
        answer.unlink()
        return Called(ended["code"], *(base64.b64decode(ended[name]) for name in ("out", "err")))

    def kosei(self, *arguments: str, cwd: str = "C:\\", **env: str) -> Called:
        """Run the command."""
        return self.call(KOSEI, *arguments, cwd=cwd, **env)

    def stop(self) -> None:
        """Turn it off, so that its registry is written to the disk; the next program turns it on again."""
        for ask in ("-k", "-w"):
            run_to_end(["/usr/lib/wine/wineserver64", ask], env={**os.environ, "WINEPREFIX": str(self.prefix)})

    def inside(self, name: str) -> str:
        """A script of `inside`, copied there, as Windows calls it."""
        target = self.drive / "inside" / name
        target.parent.mkdir(exist_ok=True)
        shutil.copy(HERE / "inside" / name, target)
        return self.name(target)

    @contextmanager
    def beside(self, *command: str, ready: str) -> Iterator[None]:
        """A program that runs meanwhile, from when its file `ready` is there until its end (it is asked by the test). What
        it shows goes into a file: nobody reads it meanwhile, and a pipe that is full would hold it up.
        """
        self.path(ready).unlink(missing_ok=True)
        program = [str(HERE / "wine"), "--prefix", str(self.prefix), "--console", *command]
        with tempfile.TemporaryFile() as shown:
            process = subprocess.Popen(
                program, cwd=self.drive, env=self._environment(), stdout=shown, stderr=subprocess.STDOUT
            )
            try:
                while not self.path(ready).exists():
                    if process.poll() is not None:
                        raise AssertionError(_words_in(shown))
                    time.sleep(0.1)
                yield
            finally:
                self._ended(process, shown)

    def _ended(self, process: "subprocess.Popen[bytes]", shown: IO[bytes]) -> None:
        """Wait for a program that was asked to end. What does not is said, and this Windows is turned off under it."""
        try:
            process.wait(timeout=_ASKED)
        except subprocess.TimeoutExpired:
            self.stop()
            process.wait()
            raise AssertionError(f"did not end when it was asked to: {_words_in(shown)}") from None

    @contextmanager
    def held(self, how: str, name: str, seconds: float | None = None) -> Iterator[None]:
        """Another program has a file open (`how` as in inside/hold.py), for that long or until the end."""
        stop = f"C:\\stop_{uuid.uuid4().hex[:8]}"
        ready = stop.replace("stop", "ready")
        more = [] if seconds is None else [str(seconds)]
        with self.beside(PYTHON, self.inside("hold.py"), how, name, ready, stop, *more, ready=ready):
            try:
                yield
            finally:
                self.path(stop).write_bytes(b"")

    def _environment(self) -> Mapping[str, str]:
        return {**os.environ, **{f"KOSEI_WINE_{name}": value for name, value in self.env.items()}}


def _words_in(shown: IO[bytes]) -> str:
    shown.seek(0)
    return shown.read().decode(errors="replace")


def numpy_that_wine_knows(windows: Windows) -> None:
    """Put numpy 1.26.4 in the place of the one that the kit installed: Wine 8 lacks functions that numpy 2 calls.

    No fault of the kit: Windows' own ucrtbase has them (complex functions of C99).
    """
    packages = windows.path(rf"{VENV}\Lib\site-packages")
    (wheel,) = (MADE / "wheels").glob("numpy-*.whl")
    if (packages / f"numpy-{wheel.name.split('-')[1]}.dist-info").exists():
        return
    for old in packages.glob("numpy*"):
        shutil.rmtree(old)
    with zipfile.ZipFile(wheel) as files:
        files.extractall(packages)


def hives(prefix: Path) -> dict[tuple[str, str], str]:
    """The registry as Wine keeps it: (key, name of a value) -> the value as written there."""
    found: dict[tuple[str, str], str] = {}
    for file, root in (("user.reg", "HKCU"), ("system.reg", "HKLM")):
        key = name = ""
        for line in (prefix / file).read_text(encoding="ascii").splitlines():
            if line.startswith("["):
                key, name = root + "\\" + line[1 : line.rindex("]")].replace("\\\\", "\\"), ""
            elif value := re.match(r'(?:"((?:[^"\\]|\\.)*)"|@)=', line):
                name = value[1] or "@"
                found[key, name] = line[value.end() :]
            elif name and line.startswith(" "):
                found[key, name] += line
    return found


def files_of(folder: Path, without: Sequence[str] = ()) -> dict[str, bytes]:
    """Every file below a folder with its bytes, but for these endings."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix not in without)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
