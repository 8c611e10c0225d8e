"""The fill colours of a workbook's cells. Read by openpyxl, which knows them all; nothing is written."""

import io
from collections.abc import Mapping

_AUTOMATIC = "D9D9D9"
"""Stands for a colour that only the theme of the workbook knows."""


def fill_colours(data: bytes) -> dict[str, Mapping[tuple[int, int], str]]:
    """Sheet -> (row, column) -> RRGGBB of the cells that are filled; nothing of a workbook that openpyxl cannot read.

    Colours only help to see bars and heads: without them the texts are read as ever.
    """
    from openpyxl import load_workbook

    found: dict[str, Mapping[tuple[int, int], str]] = {}
    try:
        book = load_workbook(io.BytesIO(data))
    except (
        Exception
    ):  # whatever a foreign workbook makes openpyxl raise: its texts were read already, by another reader
        return found
    for sheet in book.worksheets:
        cells: dict[tuple[int, int], str] = {}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.has_style and cell.fill.patternType == "solid":
                    colour = cell.fill.fgColor
                    known = colour.type == "rgb" and isinstance(colour.rgb, str)
                    cells[cell.row, cell.column] = colour.rgb[-6:] if known else _AUTOMATIC
        found[sheet.title] = cells
    return found
