"""Columns of a table that is too wide for its paper: which give way, and what that costs in height."""

import pytest

from kosei_xl.report import fitting
from kosei_xl.report.blocks import Block, BlockCell, BlockRow
from kosei_xl.report.fitting import fitted_block
from kosei_xl.workbook.measure import Face, TextToFit, Unit, row_height, usable_width

FACES = {"body": Face("BIZ UDゴシック", 9.0), "head": Face("BIZ UDゴシック", 9.0)}
WIDTHS = (5.0, 40.0, 40.0, 40.0)
TEXTS = ("1", "短い文", "長い文です。" * 40, "中くらいの文です。" * 20)


def block(*rows: tuple[str, ...], widths: tuple[float, ...] = WIDTHS) -> Block:
    cells = [tuple(BlockCell(n, n, text, "body") for n, text in enumerate(row)) for row in rows]
    heads = (BlockRow(tuple(BlockCell(n, n, "見出し", "head") for n in range(len(widths)))),)
    return Block("p", widths, tuple(BlockRow(row, area="1") for row in cells), heads=heads)


def height(made: Block) -> float:
    return sum(
        row_height((str(cell.text), usable_width(made.widths[cell.first]), FACES[cell.role]) for cell in row.cells)
        for row in made.rows
    )


def test_fitted__too_wide__fills_the_paper_and_keeps_narrow_columns() -> None:
    made = fitted_block(block(TEXTS), 90.0, FACES, Unit())
    assert abs(sum(made.widths) - 90.0) < 0.01
    assert made.widths[0] == 5.0


def test_fitted__long_text__gets_the_room_of_short_ones_and_the_rows_are_lower() -> None:
    table = block(TEXTS, TEXTS)
    made = fitted_block(table, 90.0, FACES, Unit())
    alike = block(TEXTS, TEXTS, widths=(5.0, *[85.0 / 3] * 3))
    assert made.widths[2] > made.widths[3] > made.widths[1] >= 0.6 * WIDTHS[1]
    assert height(made) < height(alike)


def test_fitted__fits_already__as_it_is() -> None:
    table = block(TEXTS)
    assert fitted_block(table, 125.0, FACES, Unit()) is table


def test_fitted__far_too_wide__columns_share_the_loss() -> None:
    made = fitted_block(block(TEXTS, widths=(5.0, 400.0, 400.0, 400.0)), 90.0, FACES, Unit())
    assert abs(sum(made.widths) - 90.0) < 0.01


def test_fitted__line_that_only_several_units_save__saved() -> None:
    table = block(("1", "\n".join(["あ" * 17] * 10), "短い文"), widths=(5.0, 38.0, 38.0))
    made = fitted_block(table, 60.0, FACES, Unit())
    assert height(made) == row_height([("\n".join(["あ"] * 10), 100.0, FACES["body"])])


def test_fitted__many_widths_tried__a_text_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that say the same are one text."""
    looked: list[str] = []
    asked: list[float] = []

    class Counted(TextToFit):
        def __init__(self, text: str, face: Face) -> None:
            looked.append(text)
            super().__init__(text, face)

        def lines(self, width_pt: float) -> int:
            asked.append(width_pt)
            return super().lines(width_pt)

    monkeypatch.setattr(fitting, "TextToFit", Counted)
    made = fitted_block(block(*[TEXTS] * 50), 90.0, FACES, Unit())
    assert made.widths != WIDTHS
    assert sorted(looked) == sorted((*TEXTS, *["見出し"] * len(WIDTHS)))
    assert 10 < len(set(asked)) <= len(asked) < 10 * len(looked)
