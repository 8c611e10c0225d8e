"""What the rules of meaning find of faults that know nothing of them, and what they cost."""

import time

import pytest

from kosei_xl.collect.rules.meaning import check_meaning
from kosei_xl.words.sense import morphemes
from kosei_xl.words.sense.days import days_mentioned
from kosei_xl.words.sense.figures import figures
from tests.tools.meaning.__main__ import tally
from tests.tools.meaning.faults import OPERATORS, seed
from tests.tools.meaning.harmless import HARMLESS, edit
from tests.tools.meaning.pages import diagnostics, sample_pages, submission

_SEEDED, _FOUND, _NEW = 500, 0.9, 10
_NEEDS_WORDS = "助詞を落とす"


def test_sample__no_fault_seeded__nothing_to_tell() -> None:
    assert [problem.message() for page in sample_pages() for problem in diagnostics(page)] == []


@pytest.mark.slow
@pytest.mark.long
def test_faults__that_a_reader_sees__nine_of_ten_found() -> None:
    kinds = {kind: one for kind, one in OPERATORS.items() if morphemes.available() or kind != _NEEDS_WORDS}
    found = tally(sample_pages(), kinds, seed, _SEEDED)
    assert sum(one.seeded for one in found.values()) == _SEEDED
    visible, told = (sum(getattr(one, name) for one in found.values()) for name in ("visible", "found"))
    missed = [text for one in found.values() for text in one.missed]
    assert told >= _FOUND * visible, missed


@pytest.mark.slow
@pytest.mark.long
def test_harmless_edits__new_findings__ten_of_five_hundred_at_most() -> None:
    made = tally(sample_pages(), HARMLESS, edit, _SEEDED)
    assert sum(one.seeded for one in made.values()) == _SEEDED
    assert sum(one.besides for one in made.values()) <= _NEW, [text for one in made.values() for text in one.missed]


@pytest.mark.benchmark
def test_cost__an_item__three_milliseconds_at_most() -> None:
    page = sample_pages()[-1]
    outcome = submission(page)
    check_meaning(outcome, page.plan)
    figures.cache_clear()
    days_mentioned.cache_clear()
    start = time.process_time()
    check_meaning(outcome, page.plan)
    spent = (time.process_time() - start) * 1000
    print(f"{spent / len(page.rows):.2f} ms an item")
    assert spent <= 3 * len(page.rows)
