"""Words of sentences: which clauses are taken apart at all, and that nothing is lost by the others."""

from typing import Any

import pytest

from kosei_xl.words.sense import morphemes, verb_table
from kosei_xl.words.sense.morphemes import words_that_do_not_join

pytestmark = pytest.mark.skipif(not morphemes.available(), reason="the extra `meaning` is not installed")

_NO_VERB = "・関係する課との打合せを年度内に10回行い、窓口での待ち時間を短縮した。\n・市民からの問合せは84件であった。"
_ONE = "・資料を整えた。\n・市民に伝え、職員研修行った。\n・窓口を開いた。"


@pytest.fixture
def taken_apart(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the dictionary is asked for; nothing is remembered of before."""
    morphemes._has_any.cache_clear()
    asked: list[str] = []
    inner = morphemes._tokenizer()

    class Counting:
        def tokenize(self, text: str) -> Any:
            asked.append(text)
            return inner.tokenize(text)

    monkeypatch.setattr(morphemes, "_tokenizer", Counting)
    return asked


def test_words__no_verb_may_stand_behind_a_noun__dictionary_not_asked(taken_apart: list[str]) -> None:
    assert list(words_that_do_not_join(_NO_VERB)) == []
    assert taken_apart == []


def test_words__verb_behind_a_noun__its_clause_first_then_the_text(taken_apart: list[str]) -> None:
    ((start, end),) = words_that_do_not_join(_ONE)
    assert _ONE[start:end] == "研修行っ"
    assert taken_apart == ["、職員研修行った。", _ONE]


def test_words__noun_that_ends_like_a_verb__its_clause_alone(taken_apart: list[str]) -> None:
    assert list(words_that_do_not_join(f"{_NO_VERB}\n・講座を実施した。\n・館を開けた。")) == []
    assert taken_apart == ["\n・講座を実施した。"]


def test_words__several_such_nouns_in_a_clause_and_it_again__taken_apart_once(taken_apart: list[str]) -> None:
    assert list(words_that_do_not_join("・講座を開催し公表した。\n・手引を作成した。\n・講座を開催し公表した。")) == []
    assert taken_apart == ["・講座を開催し公表した。", "\n・手引を作成した。", "\n・講座を開催し公表した。"]
    assert list(words_that_do_not_join("・手引を作った。\n・講座を開催し公表した。")) == []
    assert len(taken_apart) == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("行(おこな)う事業。研修行(おこな)った。", "研修行(おこな)っ"),
        ("一、二研修行った。", "研修行っ"),
        ("ミニモニ。研修行った。", "研修行っ"),
        ("手数料を引き上げるについて、", "引き上げるについて"),
        ("・研修始め、広く伝えた。", "研修始め"),
        ("相談は受け、窓口設けた。", "窓口設け"),
    ],
)
def test_words__letters_that_are_read_as_others_and_marks_in_words__found_as_in_the_whole_text(
    text: str, said: str
) -> None:
    found = list(words_that_do_not_join(text))
    assert found == list(morphemes._not_joined(text))
    assert [text[start:end] for start, end in found] == [said]


def test_table__verbs_of_the_installed_dictionary__all_known() -> None:
    tool = pytest.importorskip("tests.tools.verb_table")
    dictionary = pytest.importorskip("sudachipy").Dictionary
    if not hasattr(dictionary, "entries"):
        pytest.skip("SudachiPy lists the entries of its dictionary since 0.7")
    found = tool.verbs_of_dictionary()
    known = morphemes._verbs()
    assert all(first in known.begins[second] for first, second in map(tuple, found.begins))
    assert {*found.ends} <= {*verb_table.ENDS}
    short = {pair for pair in found.open_pairs if pair[1] not in verb_table.FINALS}
    assert short <= known.open_pairs
    assert {*found.finals} <= {*verb_table.FINALS}
    assert found.commas <= known.commas
    assert all({*letters} <= {*verb_table.WORDS[particle]} for particle, letters in found.words.items())
