"""What the buttons are called and what they do: the same words in the ribbon, the master and the manual."""

from collections.abc import Mapping
from typing import NamedTuple


class Button(NamedTuple):
    """A verb behind a button: its name in Python, the word in its macros' names, its label, what it does."""

    verb: str
    macro: str
    label: str
    hint: str


BUTTONS = (
    Button(
        "distribute",
        "Distribute",
        "配布ファイル作成",
        "回答する項目のある課ごとに調査票を作り、配布フォルダーに置きます。",
    ),
    Button("status", "Status", "提出状況", "どの課から戻り、どの課がまだかを見ます。"),
    Button("check", "Check", "点検", "回収フォルダーの調査票を点検し、直すところを一覧にします。何も書き換えません。"),
    Button(
        "consolidate", "Consolidate", "統合", "回収フォルダーの調査票を取り込み、提出状況・指摘・集計を新しくします。"
    ),
    Button("report", "Report", "委員会資料", "台帳から委員会資料のブックを作り、資料フォルダーに置いて開きます。"),
    Button("pdf", "Pdf", "PDF", "委員会資料のブックとPDFを作ります。文が欠けていれば知らせます。"),
    Button("verify", "Verify", "検証", "できた資料の数と文を台帳と突き合わせます。"),
    Button("adopt", "Adopt", "取り込み", "資料の上で直した文を台帳に取り込みます。"),
    Button("settings", "Settings", "設定", "報告時点やフォルダーを決める「操作」シートを開きます。"),
    Button("manual", "Manual", "手引き", "手引きを開きます。"),
    Button("check_survey", "CheckSurvey", "入力チェック", "開いている調査票を点検し、直すところを一覧にします。"),
)


OFFICE_VERBS = ("distribute", "status", "check", "consolidate", "report", "pdf", "verify", "adopt", "manual")
"""The buttons of a master workbook, from top to bottom (設定 would lead to where they are)."""

WITHOUT_BUTTON: Mapping[str, str] = {
    "init": "年に一度もないので、コマンドで作ります",
    "pack": "決裁の前に一度だけなので、コマンドで作ります",
    "diff": "比べる二つのファイルを選ぶので、コマンドで見ます",
    "log": "項目や欄を選んで調べるので、コマンドで見ます",
    "undo": "うっかり押さないよう、コマンドだけにしています",
    "tables": "分析する人のためのもので、事務局の仕事の流れにはありません",
    "export": "一覧が要るときだけ使うので、コマンドだけにしています",
    "demo": "試すためのものです",
    "schema": "プログラムを書く人のためのものです",
    "explain": "同じことが、この手引きの「指摘の一覧」にあります",
    "addin build": "kosei_xlを直す人のためのものです",
    "addin master": "ボタンの付いたブックを作るときに、一度だけ使います",
    "addin install": "アドインを入れるときに使います",
    "addin uninstall": "アドインを外すときに使います",
    "addin doctor": "ボタンが動かないときに使います",
    "addin kit": "つながらないパソコンに入れるときに、一度だけ使います",
}
"""Commands that no button calls, and why."""
BUTTONS_OF_COMMAND: Mapping[str, tuple[str, ...]] = {"check": ("check", "check_survey"), "report": ("report", "pdf")}
"""Commands whose buttons are not the one of the same name."""


def buttons_of(command: str) -> tuple[Button, ...]:
    """The buttons that do what a command does; none where there is none."""
    verbs = BUTTONS_OF_COMMAND.get(command, (command,))
    return tuple(button for button in BUTTONS if button.verb in verbs)
