"""Helpers of the whole-way tests: LibreOffice and the OOXML validator (both fail, not skip, when they are not
installed), plans on their way through the workbooks, and cells by their hidden keys.
"""

import getpass
import io
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch
from xml.sax.saxutils import escape

import pytest
from filelock import FileLock

from kosei_xl.cli import main
from kosei_xl.make.fill import fill_survey
from kosei_xl.make.survey import make_survey
from kosei_xl.read.master import point_of
from kosei_xl.values.cells import Book, CellValue, column_letters
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.limits import LIMITS, Limits
from kosei_xl.values.model import EntriesFile, Entry, Plan, PlanFile, Respondent
from kosei_xl.values.standing import Standing
from kosei_xl.verbs import disk, init
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import CellInput, Package
from tests.tools.hostile import rezip, unzip
from tests.tools.patience import run_to_end

ROOT = Path(__file__).resolve().parents[2]
INSTALL = "run `bash .ci/setup test` first"
VALIDATORS = ROOT / ".tools" / "node_modules" / "@xarsh"

IGNORED: Mapping[str, frozenset[str]] = {}
"""Findings of the validator that are let pass: part -> exact XPaths. Nothing we write needs one."""

_STARTS = 3
"""LibreOffice now and then ends without having done anything; what it cannot read, it cannot read three times."""
_USER = getattr(os, "getuid", getpass.getuser)()
ONE_LIBREOFFICE = FileLock(Path(tempfile.gettempdir()) / f"kosei_tests_soffice_{_USER}.lock", timeout=-1)
"""All tests share it, as two starts at once make each other slow; the system lets go of it when its holder ends."""
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""Without this LibreOffice believes the values that stand beside the formulas of an "Excel" workbook."""

_BASIC_MODULES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Edits"/></library:library>
"""
_BASIC_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Edits" script:language="StarBasic">
{code}</script:module>
"""
_BASIC_CODE = """Sub TypeAll
Dim how(0) As New com.sun.star.beans.PropertyValue
how(0).Name = "Hidden"
how(0).Value = True
doc = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, how())
{calls}
how(0).Name = "FilterName"
how(0).Value = "Calc MS Excel 2007 XML"
doc.storeToURL("{target}", how())
doc.close(True)
StarDesktop.terminate()
End Sub
{subs}
"""
"""LibreOffice's own language: its bridge to Python is not installed everywhere."""


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
        said = _start(command, [target / file for file in names.values()])
        missing = [name for name, file in names.items() if not (target / file).exists()]
        assert not missing, f"LibreOffice did not save {missing}: {said}"
        return {name: (target / file).read_bytes() for name, file in names.items()}

    def edit(self, workbook: bytes, texts: Mapping[tuple[str, str], str]) -> bytes:
        """The workbook with texts typed into (sheet, address) cells by LibreOffice itself, as it saves it."""
        self._calls += 1
        source, target = (self._work / f"{self._calls}-{name}.xlsx" for name in ("edit", "edited"))
        source.write_bytes(workbook)
        basic = self._work / "profile" / "user" / "basic"
        if not basic.exists():
            self.recalculate({source.name: workbook})  # the first start puts its own library there
        (basic / "Standard" / "script.xlb").write_text(_BASIC_MODULES, encoding="utf-8")
        module = _BASIC_MODULE.format(code=escape(_typing(source, target, texts)))
        (basic / "Standard" / "Edits.xba").write_text(module, encoding="utf-8")
        command = [self._program, "--headless", "--norestore"]
        command += [f"-env:UserInstallation={(self._work / 'profile').as_uri()}", "macro:///Standard.Edits.TypeAll"]
        said = _start(command, [target])
        assert target.exists(), f"LibreOffice did not type: {said}"
        return target.read_bytes()

    def books(self, files: Mapping[str, bytes], limits: Limits = LIMITS) -> dict[str, Book]:
        """The recalculated workbooks as values."""
        return {name: read_book(data, name, limits) for name, data in self.recalculate(files).items()}


def _start(command: Sequence[str], awaited: Sequence[Path]) -> str:
    """Start LibreOffice, alone on this machine, until the files are there; what it said the last time."""
    said = ""
    for _ in range(_STARTS):
        with ONE_LIBREOFFICE:
            done = run_to_end(command)
        said = f"{done.stdout}{done.stderr}"
        if all(file.exists() for file in awaited):
            break
    return said


def _typing(source: Path, target: Path, texts: Mapping[tuple[str, str], str]) -> str:
    """A Basic program that types and saves; a sub for every few cells, as a sub may not be long."""
    lines = [
        f'doc.Sheets.getByName("{sheet}").getCellRangeByName("{cell}").String = {_basic_text(text)}'
        for (sheet, cell), text in texts.items()
    ]
    blocks = [lines[start : start + 50] for start in range(0, len(lines), 50)]
    subs = [f"Sub Part{n}(doc)\n" + "\n".join(block) + "\nEnd Sub" for n, block in enumerate(blocks)]
    calls = "\n".join(f"Part{n}(doc)" for n in range(len(blocks)))
    return _BASIC_CODE.format(source=source.as_uri(), target=target.as_uri(), calls=calls, subs="\n".join(subs))


def _basic_text(text: str) -> str:
    """A text as Basic writes it."""
    parts = ['"' + part.replace('"', '""') + '"' for part in text.split("\n")]
    return " & Chr(10) & ".join(parts)


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
    done = run_to_end(command)
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


# Plans on their way ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A plan with its entries at one point: what goes through init, distribute, typing and consolidate."""

    name: str
    plan_file: PlanFile
    entries: EntriesFile
    point: str
    _blank: dict[str, bytes] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.plan_file.plan

    @property
    def typed(self) -> tuple[Entry, ...]:
        """The entries of the point."""
        return tuple(entry for entry in self.entries.entries if entry.point == self.point)

    def departments(self) -> tuple[Respondent, ...]:
        """The departments that answer anything."""
        answering = (d.code for d in self.plan.departments if self.plan.lines_answered_by(d.code))
        return tuple(respondent(self.plan, code) for code in answering)

    def blank(self, department: Respondent) -> bytes:
        """A department's workbook before anybody typed."""
        if department.code not in self._blank:
            at = Standing(self.plan, point_of(self.plan, self.point), Ledger())
            survey = make_survey(at, department)
            template = disk.bundled("workbook_templates", "department.xlsx")
            self._blank[department.code] = fill_survey(template, self.plan, survey)
        return self._blank[department.code]


def respondent(plan: Plan, code: str) -> Respondent:
    """Who answers under this code: a department or a 部."""
    found = plan.respondent(code)
    assert found is not None, code
    return found


def midori() -> Case:
    """The bundled sample at its last point."""
    plan_file = init.sample_plan("midori")
    return Case("midori", plan_file, init.sample_entries("midori"), plan_file.plan.points[-1].key)


def cells_by_key(book: Book, sheet: str) -> Iterator[dict[str, CellValue]]:
    """The rows below the two heads of a keyed sheet, each by the keys of the hidden row 1."""
    found = book.sheet(sheet)
    assert found is not None, sheet
    keys = {column: str(key) for column, key in enumerate(found.rows[0], 1) if key is not None}
    for number in range(3, len(found.rows) + 1):
        yield {key: found.value(number, column) for column, key in keys.items()}


def put(workbook: bytes, values: Mapping[tuple[str, str], CellInput]) -> bytes:
    """The workbook with (sheet, address) cells set, everything else as it was."""
    package = Package(workbook)
    for (sheet, address), value in values.items():
        package.sheet(sheet).put(address, value)
    return package.to_bytes()


def saved_as(workbook: bytes, at: str, by: str) -> bytes:
    """The workbook as Excel leaves it on saving: `at` ("2026-10-20T01:00:00Z") and `by` in its document properties."""
    parts = unzip(workbook)
    core = parts["docProps/core.xml"].decode()
    core = re.sub(r"<cp:lastModifiedBy>[^<]*</cp:lastModifiedBy>", "", core)
    core = re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{at}", core)
    core = re.sub(r"(</(?:cp:)?coreProperties>)", rf"<cp:lastModifiedBy>{by}</cp:lastModifiedBy>\1", core)
    parts["docProps/core.xml"] = core.encode()
    return rezip(parts)


def address_of(book: Book, sheet: str, row_key: str, column_key: str) -> str:
    """The address of a cell by the hidden keys of its row and column. KeyError when there is none."""
    found = book.sheet(sheet)
    assert found is not None, sheet
    column = {str(key): n for n, key in enumerate(found.rows[0], 1)}[column_key]
    row = {str(found.value(n, 1)): n for n in range(1, len(found.rows) + 1)}[row_key]
    return f"{column_letters(column)}{row}"


# The command ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ran:
    """One run of `kosei`: exit code, what it printed, and its progress."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The output of a run with --json."""
        return json.loads(self.out)

    @property
    def found(self) -> list[tuple[str, str | None, str | None, str | None]]:
        """(code, file, sheet, cell) of every finding of a run with --json."""
        return [(d["code"], d["file"], d["sheet"], d["cell"]) for d in self.json["diagnostics"]]


def kosei(*arguments: str | Path, lang: str = "ja") -> Ran:
    """Run the command line in this process. An exception that it lets through fails the test."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    argv = ["kosei", *map(str, arguments)]
    with (
        patch.object(sys, "argv", argv),
        patch.dict(os.environ, KOSEI_LANG=lang),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0
    return Ran(code, out.getvalue(), err.getvalue())
