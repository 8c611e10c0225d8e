"""The looks of ratings stay apart where colours are lost: on a grey printer and on a copy."""

import io
import itertools

import openpyxl
import pytest
from openpyxl.cell.cell import Cell

from tests.tools.paper import TEMPLATE

ROLES = ("rating", "rating_ahead", "rating_behind", "rating_aside")
LEAST_APART = 12
"""Levels of grey (of 255) that a laser printer's raster still shows as two tones."""
DARKEST = 200
"""A fill darker than this swallows the text on a copy."""


def _grey(rgb: str) -> float:
    red, green, blue = (int(rgb[-6:][n : n + 2], 16) for n in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _cell(role: str) -> Cell:
    book = openpyxl.load_workbook(io.BytesIO(TEMPLATE))
    ((sheet, address),) = book.defined_names[f"style_{role}"].destinations
    found: Cell = book[sheet][address.replace("$", "")]
    return found


def _tone(cell: Cell) -> float:
    return _grey(cell.fill.fgColor.rgb) if cell.fill.patternType == "solid" else 255.0


@pytest.mark.parametrize(("one", "other"), [*itertools.combinations(ROLES, 2)])
def test_looks__in_grey__apart_by_tone_or_weight(one: str, other: str) -> None:
    first, second = _cell(one), _cell(other)
    assert abs(_tone(first) - _tone(second)) >= LEAST_APART or first.font.b != second.font.b


@pytest.mark.parametrize("role", ROLES)
def test_looks__in_grey__text_stands_out_from_its_fill(role: str) -> None:
    cell = _cell(role)
    assert _tone(cell) >= DARKEST
    assert _tone(cell) - _grey(cell.font.color.rgb) >= 110
