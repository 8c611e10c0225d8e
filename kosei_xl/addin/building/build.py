"""build: macros/kosei.xlam from the texts beside it and the VBA of the installed xlwings."""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import click

from kosei_xl import __version__
from kosei_xl.addin.building.commands import commands_of
from kosei_xl.addin.building.manual import Sources, manual_html
from kosei_xl.addin.building.wrapper import HELP_SHEET, help_rows, wrapper_source
from kosei_xl.addin.setup.installed import CONFIG_SHEET, UDF_MODULES, VERSION
from kosei_xl.values.diagnostics import KoseiError
from kosei_xl.values.ledger import Ledger
from kosei_xl.verbs import disk, init
from kosei_xl.verbs.macro_sources import vba_text
from kosei_xl.words.buttons import BUTTONS
from kosei_xl.words.messages import in_language, told
from kosei_xl.workbook.vba.pack import Ribbon, addin_workbook
from kosei_xl.workbook.vba.project import Module, ModuleKind, module

ADDIN_PROJECT: Final = "KoseiAddin"
ADDIN: Final = "kosei"
"""xlwings' PROJECT_NAME: settings stand in the sheet `kosei.conf` and in %USERPROFILE%\\.kosei\\kosei.conf."""
ADDIN_MODULES: Final = ("KoseiMacros", "KoseiDialog", "KoseiRibbon")
CONFIG: Final = (
    (UDF_MODULES, "kosei_xl.addin.udfs"),
    (VERSION, __version__),
    ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),  # a workbook's folder must not decide what Python imports
    ("Show Console", "False"),
)
"""Settings for everybody; where Python is stands in the user's own file, which `kosei addin install` writes."""
HANDBOOK: Final = "handbook.md"
"""The running text of the manual, in macros/."""
SAMPLE: Final = "midori"
"""The bundled plan that the manual takes its examples from."""
TEXTS: Final = (
    "no_workbook",
    "no_python",
    "python_gone",
    "no_package",
    "python_failed",
    "no_function",
    "not_started",
    "running",
)
"""Messages that VBA shows by itself: `addin_…` in `messages`."""
_CHANGES: Final = (
    ('PROJECT_NAME As String = "myaddin"', f'PROJECT_NAME As String = "{ADDIN}"'),
    # a workbook from outside, or a file beside it, must not name the program that a button starts
    ('If SheetExists(ActiveWorkbook, PROJECT_NAME & ".conf") = True Then', "If False Then"),
    ('If source = "" Or source = "directory" Then', 'If source = "directory" Then'),
    # one readable message instead of a traceback
    ('WScript.Popup Content, AUTO_DISMISS, "Error", OK_BUTTON_ERROR', "Kosei_Failed Content"),
    ('Content = Content & "Press Ctrl+C to copy this message to the clipboard."', ""),
)
"""What is different in our copy of xlwings' module: each text must stand there exactly once."""


class WrongXlwings(KoseiError):
    """The installed xlwings is not the one that the add-in is made for."""


def build_addin(out: Path) -> Path:
    """Write the add-in. Equal texts and equal xlwings give equal bytes, on every system."""
    disk.write(out, addin_bytes())
    return out


def addin_bytes(*, instead: dict[str, str] | None = None) -> bytes:
    """The add-in as bytes; `instead` replaces modules by name (tests put stand-ins where Excel is needed)."""
    given = instead or {}
    modules = [_given(each, given) for each in _modules()]
    texts = [(key, told(f"addin_{key}", path="{path}")) for key in TEXTS]
    return addin_workbook(
        ADDIN_PROJECT,
        [each for each in modules if each is not None],
        {
            CONFIG_SHEET: CONFIG,
            "texts": [("key", "ja", "en"), *((key, str(text), in_language(text, "en")) for key, text in texts)],
            HELP_SHEET: help_rows(),
        },
        ribbon=Ribbon(_ribbon(), _icons()),
        title="kosei_xl 行革進捗",
        description="行政改革の進捗を、各課のExcelから委員会資料までまとめます。",
    )


def build_manual(out: Path, commands: click.Group) -> Path:
    """Write the manual: the handbook with what the program itself says, and pictures of the same ribbon."""
    sample = init.sample_plan(SAMPLE)
    ledger = Ledger(init.entries_by_key(sample.plan, init.sample_entries(SAMPLE)))
    handbook = disk.bundled("macros", HANDBOOK).decode().replace("\r\n", "\n")
    sources = Sources(handbook, _ribbon(), _icons(), commands_of(commands), sample.plan, ledger)
    disk.write(out, manual_html(sources).encode())
    return out


def _ribbon() -> bytes:
    return disk.bundled("macros", "ribbon.xml").replace(b"\r\n", b"\n")  # a checkout on Windows may have them


def _icons() -> dict[str, bytes]:
    return {button.verb: disk.bundled("macros/icons", f"{button.verb}.png") for button in BUTTONS}


def _given(own: Module, instead: dict[str, str]) -> Module | None:
    """A module or what stands in for it; None where that is blank."""
    if own.name not in instead:
        return own
    return module(own.name, instead[own.name], own.kind) if instead[own.name] else None


def _modules() -> list[Module]:
    """Our modules, xlwings' module with its helper class, and the wrapper of the worksheet functions."""
    xlwings = _xlwings_folder()
    own = [module(name, vba_text(disk.bundled("macros", f"{name}.bas"))) for name in ADDIN_MODULES]
    return [
        *own,
        module("xlwings", _changed(vba_text(disk.read(xlwings / "xlwings_custom_addin.bas")))),
        module("Dictionary", vba_text(disk.read(xlwings / "addin" / "Dictionary.cls")), ModuleKind.CLASS),
        module("xlwings_udfs", wrapper_source()),
    ]


def _xlwings_folder() -> Path:
    found = find_spec("xlwings")
    if found is None or found.origin is None:
        raise WrongXlwings(told("addin_xlwings", what="xlwings"))
    return Path(found.origin).parent


def _changed(source: str) -> str:
    """xlwings' module with our changes. Raises WrongXlwings where one of them has no place, or two."""
    for old, new in _CHANGES:
        if source.count(old) != 1:
            raise WrongXlwings(told("addin_xlwings", what=re.sub(r"\s+", " ", old)))
        source = source.replace(old, new)
    return source
