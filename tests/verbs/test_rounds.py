"""Whole rounds at random against the office with a pencil (tests/tools/rounds): the property, and that it bites."""

import pytest

from tests.tools.rounds.game import play
from tests.tools.rounds.guards import without

SEEDS = 30
BITES = {
    "findings of returns stay": 0,
    "chain of 受領": 1,
}
"""Guards that are switched off here, each with a round that fails without it; `python -m tests.tools.rounds --guards`
finds one for every guard.
"""


@pytest.mark.parametrize("seed", range(SEEDS))
def test_round__any_course_of_events__nothing_lost_and_nothing_under_anothers_name(seed: int) -> None:
    played = play(seed)
    assert played.fault == "", "\n".join(played.story)
    assert played.counts["consolidate"] >= 3


@pytest.mark.parametrize(("guard", "seed"), BITES.items())
def test_round__a_guard_switched_off__fails(guard: str, seed: int) -> None:
    with without(guard):
        assert play(seed).fault
