"""Twenty lists that were written before the import: what is proposed for them, and what comes of it."""

import json

import pytest

from tests.tools.lists.cases import CITIES, marked
from tests.tools.lists.imports import scored
from tests.tools.lists.old_style import PLANS
from tests.tools.real.adapt import DATA

_MOST_QUESTIONS = 15


@pytest.mark.parametrize("city", [*map(marked, CITIES)])
def test_list__as_proposed__columns_right_nothing_lost_or_moved(city: str) -> None:
    found = scored(CITIES[city]())
    assert found.columns_right >= 0.9, found.wrong
    assert (found.lost, found.moved, found.other) == ((), (), ())
    assert found.questions <= _MOST_QUESTIONS


def test_lists__are_twenty() -> None:
    assert len(CITIES) == 20


@pytest.mark.skipif(not DATA.is_dir(), reason="the transcriptions are not here")
@pytest.mark.parametrize("name", PLANS)
def test_transcribed_plan__as_an_old_style_list__nothing_lost_or_moved(name: str) -> None:
    found = scored(PLANS[name](json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))))
    assert found.columns_right >= 0.9, found.wrong
    assert (found.lost, found.moved, found.other) == ((), (), ())
    assert found.questions <= _MOST_QUESTIONS
