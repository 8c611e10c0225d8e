"""Editing an .xlsx or .xlsm part by part: every part not meant to change stays byte-identical.

Bytes in, bytes out; no file access. `Package` is the workbook, `Package.sheet(name)` a `SheetPart`::

    package = Package(data)
    sheet = package.clone("様式", "福祉課")
    sheet.put("C2", "福祉課")
    sheet.fill(7, [{"A": "K1", "E": 5, "G": Formula("E7-F7", 5)}])
    data = package.to_bytes()
"""

from kosei_xl.workbook.parts.fill import FillReport, Grows
from kosei_xl.workbook.parts.formulas import quote_sheet
from kosei_xl.workbook.parts.layout import Margins, PrintSetup
from kosei_xl.workbook.parts.markup import PackageError
from kosei_xl.workbook.parts.package import Package
from kosei_xl.workbook.parts.sheet import NewRow, SheetPart
from kosei_xl.workbook.parts.styles import Font, StyleChange
from kosei_xl.workbook.parts.values import CellInput, Formula, PartValue, RichText, Run

__all__ = [
    "CellInput",
    "FillReport",
    "Font",
    "Formula",
    "Grows",
    "Margins",
    "NewRow",
    "Package",
    "PackageError",
    "PartValue",
    "PrintSetup",
    "RichText",
    "Run",
    "SheetPart",
    "StyleChange",
    "quote_sheet",
]
