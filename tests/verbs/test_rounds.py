"""Whole rounds at random against the office with a pencil (tests/tools/rounds): the property, and that it bites."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from tests.tools.rounds.bites import bite, recorded
from tests.tools.rounds.game import play
from tests.tools.rounds.guards import GUARDS

SEEDS = 30
ALWAYS = ("findings of returns stay", "chain of 受領")
"""Guards that are switched off here whenever tests are run; the others by `-m long`."""


@pytest.mark.parametrize("seed", range(SEEDS))
def test_round__any_course_of_events__nothing_lost_and_nothing_under_anothers_name(seed: int) -> None:
    played = play(seed)
    assert played.fault == "", "\n".join(played.story)
    assert played.counts["consolidate"] >= 3


@pytest.mark.parametrize(
    "guard", [pytest.param(one, marks=[] if one in ALWAYS else pytest.mark.long) for one in GUARDS]
)
def test_round__a_guard_switched_off__fails(guard: str) -> None:
    """In the round that `python -m tests.tools.rounds --guards` has found for it."""
    assert bite(guard, recorded()[guard])


OFFS = [pytest.param(*off, id=f"{guard}: {off[1]}") for guard, offs in GUARDS.items() for off in offs]


@pytest.mark.parametrize(("where", "name", "instead"), OFFS)
def test_guards__what_takes_the_place_of_one__is_asked_as_it_is(
    where: object, name: str, instead: Callable[..., Any]
) -> None:
    asked = inspect.signature(getattr(where, name)).parameters.values()
    given = [one for one in asked if one.kind is not one.KEYWORD_ONLY and one.default is one.empty]
    named = {one.name: one for one in asked if one.kind is one.KEYWORD_ONLY}
    inspect.signature(instead).bind(*given, **named)


def test_guards__each_of_the_table__is_one_that_is_known() -> None:
    assert list(recorded()) == list(GUARDS)
