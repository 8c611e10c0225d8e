"""An add-in as it was installed beside the one of this package: which version it is, and whether its macros differ."""

import zipfile
from io import BytesIO
from typing import Final

from kosei_xl import __version__
from kosei_xl.workbook.book import read_sheet
from kosei_xl.workbook.vba.pack import PROJECT_PART
from kosei_xl.workbook.vba.texts import compared_text, module_texts

CONFIG_SHEET: Final = "kosei.conf"
"""The sheet of the settings that every add-in of ours has."""
UDF_MODULES: Final = "UDF Modules"
"""The setting that names the module of the worksheet functions."""
VERSION: Final = "Version"
"""The setting that names the version that built the add-in; those of 0.1.0 and 0.1.1 have none."""
_SIGNATURES: Final = "xl/vbaProjectSignature"
"""How the parts of the signatures begin ([MS-OFFMACRO2]: also …Agile.bin and …V3.bin)."""
_VERSIONS: Final = {"kosei_xl.udfs": "0.1.0"}
"""Where the worksheet functions stood -> the only version whose add-in says so."""


def older_version(addin: bytes) -> str | None:
    """The version of an add-in that another version built; None for one of this version and for other files."""
    sheet = read_sheet(addin, CONFIG_SHEET)
    settings = {str(row[0]): str(row[1]) for row in sheet.rows if len(row) > 1} if sheet is not None else {}
    known = _VERSIONS.get(settings.get(UDF_MODULES, "")) or settings.get(VERSION)
    return known if known != __version__ else None


def same_macros(addin: bytes, other: bytes) -> bool:
    """Whether both have macros and these say the same: the texts of the modules, as far as the VBA editor keeps them.

    Signing and saving in Excel add compiled code, which differs from version to version of Excel.
    """
    first, second = _macros(addin), _macros(other)
    return first is not None and first == second


def is_signed(addin: bytes) -> bool:
    """Whether the macros carry a signature; whose it is, Excel decides."""
    try:
        with zipfile.ZipFile(BytesIO(addin)) as package:
            return any(name.startswith(_SIGNATURES) for name in package.namelist())
    except zipfile.BadZipFile:
        return False


def _macros(addin: bytes) -> dict[str, str] | None:
    try:
        with zipfile.ZipFile(BytesIO(addin)) as package:
            texts = module_texts(package.read(PROJECT_PART))
    except (zipfile.BadZipFile, KeyError):
        return None
    return {name: compared_text(text) for name, text in texts.items()} if texts is not None else None
