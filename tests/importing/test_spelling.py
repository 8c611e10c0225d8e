"""Numbers in front of names, marks of relisting, values in brackets, heads: what is read, and what only looks like it."""

import pytest

from kosei_xl.importing.spelling import meaning_of, plain_number, split_number, split_relisted, split_values
from kosei_xl.words.list_heads import Means


@pytest.mark.parametrize(
    ("text", "no", "rest"),
    [
        ("1 窓口の見直し", "1", "窓口の見直し"),
        ("８　窓口の見直し", "8", "窓口の見直し"),
        ("①窓口の見直し", "1", "窓口の見直し"),
        ("㉑ 窓口の見直し", "21", "窓口の見直し"),
        ("（３）窓口の見直し", "3", "窓口の見直し"),
        ("1-(2) 窓口の見直し", "1-2", "窓口の見直し"),
        ("No.４ 窓口の見直し", "4", "窓口の見直し"),
        ("12窓口の見直し", "12", "窓口の見直し"),
        ("24時間対応の窓口", None, "24時間対応の窓口"),
        ("2か所の窓口", None, "2か所の窓口"),
        ("窓口の見直し", None, "窓口の見直し"),
    ],
)
def test_split_number__in_front_of_a_name(text: str, no: str | None, rest: str) -> None:
    assert split_number(text) == (no, None, rest)


@pytest.mark.parametrize("text", ["- 1", "－１", "- 1 図書館"])
def test_split_number__sub_row(text: str) -> None:
    assert split_number(text)[:2] == (None, "1")


@pytest.mark.parametrize(
    ("text", "number"), [("①", "1"), ("１－（２）", "1-2"), ("No.８", "8"), ("3.0", "3"), ("ア", "ア")]
)
def test_plain_number(text: str, number: str) -> None:
    assert plain_number(text) == number


@pytest.mark.parametrize(
    ("text", "rest", "original"),
    [
        ("窓口【No.27の再掲】", "窓口", "27"),
        ("窓口（№５再掲）", "窓口", "5"),
        ("窓口【再掲：No.１】", "窓口", "1"),
        ("窓口[No.7の再掲]", "窓口", "7"),
        ("窓口（再掲　8）", "窓口", "8"),
        ("窓口（再掲）", "窓口", ""),
        ("【No.27の再掲】", "", "27"),
        ("窓口", "窓口", None),
    ],
)
def test_split_relisted(text: str, rest: str, original: str | None) -> None:
    assert split_relisted(text) == (rest, original)


@pytest.mark.parametrize(
    ("text", "own", "values"),
    [
        ("進める。（80％以上）", "進める。", ("80％以上",)),
        ("進める。\n（①相談20件　②講座5回）", "進める。", ("相談20件", "講座5回")),
        ("進める。\n・直す（3か所）", "進める。\n・直す（3か所）", ()),
        ("進める（必要に応じて）", "進める（必要に応じて）", ()),
        ("（80％以上）", "", ("80％以上",)),
    ],
)
def test_split_values__in_the_bracket_that_ends_a_text(text: str, own: str, values: tuple[str, ...]) -> None:
    assert split_values(text) == (own, values)


@pytest.mark.parametrize(
    ("head", "means"),
    [
        ("№", Means.NO),
        ("取 組 項 目", Means.NAME),
        ("主な\n推進担当課", Means.DEPARTMENT),
        ("評　価", Means.RATING),
        ("これまでの取組実績", Means.ENTRY),
        ("内線", Means.PEOPLE),
        ("窓口の運営を見直し、手続を電子化する。", None),
    ],
)
def test_meaning_of__head(head: str, means: Means | None) -> None:
    assert meaning_of(head) is means
