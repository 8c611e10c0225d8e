"""The fill colours of a workbook's cells, and its hidden sheets. Read by openpyxl; nothing is written."""

import io
from collections.abc import Mapping
from typing import NamedTuple

_AUTOMATIC = "D9D9D9"
"""Stands for a colour that only the theme of the workbook knows."""


class SheetsSeen(NamedTuple):
    """Sheet -> (row, column) -> RRGGBB of the cells that are filled; and the sheets that nobody sees."""

    colours: Mapping[str, Mapping[tuple[int, int], str]] = {}
    hidden: frozenset[str] = frozenset()


def sheets_seen(data: bytes) -> SheetsSeen:
    """What is seen of the sheets beside their texts; nothing of a workbook that openpyxl cannot read.

    Colours only help to see bars and heads: without them the texts are read as ever.
    """
    from openpyxl import load_workbook

    found: dict[str, Mapping[tuple[int, int], str]] = {}
    try:
        book = load_workbook(io.BytesIO(data))
    except (
        Exception
    ):  # whatever a foreign workbook makes openpyxl raise: its texts were read already, by another reader
        return SheetsSeen()
    for sheet in book.worksheets:
        cells: dict[tuple[int, int], str] = {}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.has_style and cell.fill.patternType == "solid":
                    colour = cell.fill.fgColor
                    known = colour.type == "rgb" and isinstance(colour.rgb, str)
                    cells[cell.row, cell.column] = colour.rgb[-6:] if known else _AUTOMATIC
        found[sheet.title] = cells
    return SheetsSeen(found, frozenset(one.title for one in book.worksheets if one.sheet_state != "visible"))
