"""Numbered paragraphs pasted into one line: told apart by their numbers, nothing changed but white space."""

import pytest

from kosei_xl.words.run_on import numbered_apart


@pytest.mark.parametrize(
    ("pasted", "lines"),
    [
        ("1 募集を行う。 2 育成を図る。 3 推進する。", ["1 募集を行う。", "2 育成を図る。", "3 推進する。"]),
        ("１　募集（市報）　２　育成", ["１　募集（市報）", "２　育成"]),
        ("①親子の居場所。 ②預かり手の研修。", ["①親子の居場所。", "②預かり手の研修。"]),
        ("1. 公開した。 2. 直した。\n以上", ["1. 公開した。", "2. 直した。", "以上"]),
    ],
)
def test_numbered_apart__numbers_in_order_behind_sentences__a_line_each(pasted: str, lines: list[str]) -> None:
    assert numbered_apart(pasted).split("\n") == lines


@pytest.mark.parametrize(
    "text",
    [
        "",
        "募集を行う。 2 育成を図る。",
        "1 募集を行う。 3 人を選ぶ。",
        "1 月に始めた。 20 人が参加した。",
        "1 募集を行う。2 育成を図る。",
        "1 部と 2 部を合わせた。",
        "①②は終えた。 ④は続ける。",
    ],
)
def test_numbered_apart__no_such_order__as_it_is(text: str) -> None:
    assert numbered_apart(text) == text


def test_numbered_apart__a_number_that_does_not_follow__stays_in_its_paragraph() -> None:
    pasted = "1 募集した。 30 人が応じた。 2 育成した。"
    made = numbered_apart(pasted)
    assert made == "1 募集した。 30 人が応じた。\n2 育成した。"
    assert numbered_apart(made) == made
    assert "".join(made.split()) == "".join(pasted.split())
