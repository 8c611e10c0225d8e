"""What the frame of the command line says in Japanese: click's own English words -> ours, placeholders as they are."""

from collections.abc import Mapping

from kosei_xl.later import compiled_later

USAGE: Mapping[str, str] = {
    "Usage:": "使い方：",
    "Usage: ": "使い方：",
    "Options": "オプション",
    "Commands": "コマンド",
    "Positional arguments": "引数",
    "Show this message and exit.": "この説明を表示します。",
    "Show the version and exit.": "版を表示します。",
    "required": "必須",
    "default: {default}": "書かないとき：{default}",
    "Error: {message}": "エラー：{message}",
    "Try '{command} {option}' for help.": "説明は「{command} {option}」で表示します。",
    "Missing command.": "コマンドを書いてください。",
    "Missing argument": "書かれていない引数があります：",
    "Missing option": "書かれていないオプションがあります：",
    "Missing parameter": "書かれていないものがあります：",
    "Missing {param_type}": "書かれていないものがあります（{param_type}）：",
    "No such option {name!r}.": "オプション「{name}」はありません。",
    "No such command {name!r}.": "コマンド「{name}」はありません。",
    "Did you mean {possibility}?": "{possibility} ではありませんか。",
    "(Did you mean one of: {possibilities}?)": "次のどれかではありませんか：{possibilities}",
    "Got unexpected extra argument ({args})": "余分なものが書かれています：{args}",
    "Got unexpected extra arguments ({args})": "余分なものが書かれています：{args}",
    "Option {name!r} requires an argument.": "オプション「{name}」の後に値を書いてください。",
    "Option {name!r} requires {nargs} arguments.": "オプション「{name}」の後に値を{nargs}個書いてください。",
    "Option {name!r} does not take a value.": "オプション「{name}」に値は付けられません。",
    "Argument {name!r} takes {nargs} values.": "引数「{name}」には値を{nargs}個書いてください。",
    "Invalid value: {message}": "値を読めません：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} の値を読めません：{message}",
    "{value!r} is not {choice}.": "「{value}」は使えません。使えるのは {choice} です。",
    "{value!r} is not one of {choices}.": "「{value}」は使えません。使えるのは {choices} です。",
    "{value!r} is not a valid {number_type}.": "「{value}」は数として読めません。",
    "{value} is not in the range {range}.": "{value}は使えません。範囲は {range} です。",
    "Aborted!": "中止しました。",
}

_NAMED = compiled_later(r"\s*'([^'\s]+)'(?:,(?=\s*'))?\s*")
"""A word of the command line as click quotes it, with the spaces and the comma around it."""


def usage_text(message: str) -> str:
    """What is wrong with a call, as Japanese is written: 「書かれていない引数があります：「PATHS...」」.

    Names stand in 「」 without spaces around them, sentences follow each other, and click's full stop falls away.
    """
    return _NAMED.sub(r"「\1」", message).removesuffix(".").replace("。 ", "。")
