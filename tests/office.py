"""LibreOffice and the OOXML validator as helpers for tests. Both fail, not skip, when they are not installed."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pytest
from filelock import FileLock

from kosei_xl.cells import Book
from kosei_xl.excel import read_book

ROOT = Path(__file__).resolve().parents[1]
INSTALL = "run `bash .ci/setup test` first"
VALIDATORS = ROOT / ".tools" / "node_modules" / "@xarsh"

IGNORED: Mapping[str, frozenset[str]] = {}
"""Findings of the validator that are let pass: part -> exact XPaths. Nothing we write needs one."""

_SECONDS = 240
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""Without this LibreOffice believes the values that stand beside the formulas of an "Excel" workbook."""


class LibreOffice:
    """Loads, recalculates and saves workbooks: many files in one headless start, one start at a time on this machine."""

    def __init__(self, program: str, work: Path) -> None:
        self._program, self._work = program, work
        self._calls = 0
        settings = work / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_ALWAYS_RECALCULATE, encoding="utf-8")

    def recalculate(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """The same workbooks by name as LibreOffice saves them, every formula calculated anew."""
        self._calls += 1
        source, target = (self._work / f"{self._calls}-{kind}" for kind in ("in", "out"))
        source.mkdir(parents=True)
        names = {name: f"{number:03}.xlsx" for number, name in enumerate(files)}
        for name, data in files.items():
            (source / names[name]).write_bytes(data)
        command = [
            self._program,
            *("--headless", "--norestore", f"-env:UserInstallation={(self._work / 'profile').as_uri()}"),
            *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(target)),
            *(str(source / file) for file in names.values()),
        ]
        with FileLock(f"/tmp/kosei_tests_soffice_{os.getuid()}.lock", timeout=_SECONDS):
            done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
        missing = [name for name, file in names.items() if not (target / file).exists()]
        assert not missing, f"LibreOffice did not save {missing}: {done.stdout}{done.stderr}"
        return {name: (target / file).read_bytes() for name, file in names.items()}

    def books(self, files: Mapping[str, bytes]) -> dict[str, Book]:
        """The recalculated workbooks as values."""
        return {name: read_book(data, name) for name, data in self.recalculate(files).items()}


def start_libreoffice(work: Path) -> LibreOffice:
    """LibreOffice with a profile of its own below `work`."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.fail(f"LibreOffice is needed: {INSTALL}")
    return LibreOffice(program, work)


def validate(paths: Sequence[Path]) -> dict[str, list[str]]:
    """What Microsoft's Open XML SDK finds in each file, by file name; files without a finding are left out."""
    found = sorted(VALIDATORS.glob("ooxml-validator-*/ooxml-validator*"))
    if not found:
        pytest.fail(f"the Open XML validator is needed: {INSTALL}")
    return {path.name: errors for path in paths if (errors := _errors(found[0], path))}


def _errors(program: Path, path: Path) -> list[str]:
    command = [str(program), str(path), "Microsoft365"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    try:
        result = json.loads(done.stdout)
    except json.JSONDecodeError:
        return [f"the validator could not read it: {done.stdout}{done.stderr}"]
    assert result["ok"] == (not result["errors"])
    return [
        f"{e['path']} {e['xPath']}: {e['description']}"
        for e in result["errors"]
        if e["xPath"] not in IGNORED.get(e["path"], ())
    ]


def write_all(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[Path]:
    """Write workbooks into a folder; the paths in order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, data in files:
        paths.append(folder / name)
        paths[-1].write_bytes(data)
    return paths
