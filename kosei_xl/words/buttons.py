"""What the buttons are called and what they do: the same words in the ribbon, the master and the manual."""

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
