"""What the command line says of wrong calls, in Japanese and in English."""

import pytest

from kosei_xl.words.usage import USAGE, usage_text
from tests.tools.office import kosei


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("chek",), "コマンド「chek」はありません。"),
        (("report", "X.xlsx"), "書かれていないオプションがあります：「--point」\n"),
        (("report", "X.xlsx", "--pint", "x"), "オプション「--pint」はありません。"),
        (("schema", "plans"), "「plans」は使えません。"),
        (("undo",), "書かれていない引数があります：「MASTER」\n"),
        (("check", "X", "--masters", "Y"), "オプション「--masters」はありません。「--master」ではありませんか。\n"),
    ],
)
def test_wrong_call__japanese__says_what_is_wrong(arguments: tuple[str, ...], said: str) -> None:
    ran = kosei(*arguments)
    assert ran.code == 2
    assert said in ran.err
    assert "使い方：" in ran.err
    assert "Usage" not in ran.err
    assert "Error" not in ran.err


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (
            "オプション「--a」はありません。 次のどれかではありませんか： '--b', '--c'",
            "オプション「--a」はありません。次のどれかではありませんか：「--b」「--c」",
        ),
        ("'-o' / '--out' の値を読めません：数ではありません", "「-o」/「--out」の値を読めません：数ではありません"),
        ("書かれていないオプションがあります： '--point'.", "書かれていないオプションがあります：「--point」"),
        ("「it's」は使えません。", "「it's」は使えません。"),
    ],
)
def test_usage_text__names__in_brackets_without_spaces(message: str, shown: str) -> None:
    assert usage_text(message) == shown


def test_wrong_call__english__as_click_says_it() -> None:
    ran = kosei("chek", lang="en")
    assert "No such command 'chek'." in ran.err


def test_help__japanese__no_english_frame() -> None:
    ran = kosei("report", "--help")
    assert ran.code == 0
    assert all(word in ran.out for word in ("使い方：", "オプション", "この説明を表示します。", "必須"))
    assert not any(word in ran.out for word in ("Usage", "Options:", "Show this", "[required]"))


def test_usage__placeholders__are_those_of_the_english_text() -> None:
    for english, japanese in USAGE.items():
        names = {part.partition("}")[0].partition("!")[0] for part in english.split("{")[1:]}
        ours = {part.partition("}")[0] for part in japanese.split("{")[1:]}
        assert ours <= names, english
