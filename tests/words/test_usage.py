"""What the command line says of wrong calls, in Japanese and in English."""

import pytest

from kosei_xl.words.usage import USAGE
from tests.tools.office import kosei


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("chek",), "コマンド「chek」はありません。"),
        (("report", "X.xlsx"), "書かれていないオプションがあります： '--point'"),
        (("report", "X.xlsx", "--pint", "x"), "オプション「--pint」はありません。"),
        (("schema", "plans"), "「plans」は使えません。"),
        (("undo",), "書かれていない引数があります："),
    ],
)
def test_wrong_call__japanese__says_what_is_wrong(arguments: tuple[str, ...], said: str) -> None:
    ran = kosei(*arguments)
    assert ran.code == 2
    assert said in ran.err
    assert "使い方：" in ran.err
    assert "Usage" not in ran.err
    assert "Error" not in ran.err


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
