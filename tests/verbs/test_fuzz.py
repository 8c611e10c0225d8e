"""Two thousand mutants of a return, always the same: each ends in findings, in time, within the memory."""

import pytest

from tests.tools.fuzz import MEMORY, memory, mutant, trouble

_COUNT, _LOTS = 2000, 20


@pytest.mark.slow
@pytest.mark.parametrize("lot", range(_LOTS))
def test_read_return__mutants__findings_and_nothing_else(lot: int) -> None:
    each = _COUNT // _LOTS
    found = {number: trouble(mutant(number)) for number in range(lot * each, (lot + 1) * each)}
    assert {number: problem for number, problem in found.items() if problem} == {}
    assert memory() < 2 * MEMORY


def test_mutants__of_a_number__always_the_same() -> None:
    assert mutant(7) == mutant(7) != mutant(8)
    assert len({mutant(number) for number in range(50)}) > 45
