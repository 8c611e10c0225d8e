"""Blocks of different columns on one grid."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.report.grid import make_grid
from kosei_xl.workbook.measure import Unit, usable_width

BLOCKS = st.lists(st.lists(st.integers(4, 60).map(float), min_size=1, max_size=9).map(tuple), min_size=1, max_size=4)


def test_make_grid__two_blocks__columns_of_both() -> None:
    grid = make_grid([(1.0,), (1.0, 3.0), (1.0, 1.0)], 100, Unit())
    assert list(grid.widths) == [25, 25, 50]
    assert [grid.spans[0][0, 0], grid.spans[1][0, 0], grid.spans[1][1, 1], grid.spans[2][1, 1]] == [
        (1, 3),
        (1, 1),
        (2, 3),
        (3, 3),
    ]
    assert grid.usable[1][1, 1] == usable_width(25, 50)
    assert grid.usable[1][0, 1] == usable_width(25, 25, 50)


def test_make_grid__boundaries_close_together__one() -> None:
    grid = make_grid([(50.0, 50.0), (50.5, 49.5)], 100, Unit())
    assert len(grid.widths) == 2
    assert grid.spans[0][1, 1] == grid.spans[1][1, 1] == (2, 2)
    assert len(make_grid([(50.0, 50.0), (51.0, 49.0)], 100, Unit()).widths) == 3


@pytest.mark.parametrize("columns", [3, 7, 9, 11])
def test_make_grid__uneven_widths__never_wider_than_asked(columns: int) -> None:
    grid = make_grid([tuple(float(n + 1) for n in range(columns))], 187.09, Unit())
    assert 187.09 - 0.01 * columns - 1e-6 <= sum(grid.widths) <= 187.09 + 1e-6


@given(BLOCKS, st.integers(9000, 26000).map(lambda n: n / 100))
def test_make_grid__any_blocks__each_lies_over_the_whole_grid(blocks: list[tuple[float, ...]], total: float) -> None:
    grid = make_grid(blocks, total, Unit())
    assert total - 0.01 * len(grid.widths) - 1e-6 <= sum(grid.widths) <= total + 1e-6
    assert min(grid.widths) > 0
    for number, widths in enumerate(blocks):
        spans = [grid.spans[number][n, n] for n in range(len(widths))]
        assert spans[0][0] == 1
        assert spans[-1][1] == len(grid.widths)
        assert all(end + 1 == begin for (_, end), (begin, _) in pairwise(spans))
        assert all(begin <= end for begin, end in spans)
        for (begin, end), width in zip(spans, widths, strict=True):
            assert sum(grid.widths[begin - 1 : end]) == pytest.approx(width * total / sum(widths), abs=1.7)
