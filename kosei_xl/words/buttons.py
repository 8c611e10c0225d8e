"""What the buttons are called and what they do: the same words in the ribbon, the master and the manual.

Every command, and every option of one, has its place on a button or on the sheet 操作, or a reason why it has none.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Button(NamedTuple):
    """A verb behind a button: its name in Python, its label, what it does, the command that does the same."""

    verb: str
    label: str
    hint: str
    command: str = ""


BUTTONS = (
    Button("new_master", "新しいブック", "白紙の事務局ブックを作って開きます。「はじめに」の順に書きます。", "init"),
    Button(
        "import_list",
        "一覧から",
        "開いている進捗管理の一覧から対応表を作ります。対応表を開いて押すと、事務局ブックを作ります。",
        "import",
    ),
    Button(
        "check_master",
        "足りないもの",
        "この事務局ブックを点検し、まだ足りないものと直すところを一覧にします。",
        "check",
    ),
    Button(
        "distribute",
        "配布ファイル作成",
        "回答する項目のある課ごとに調査票を作り、配布フォルダーに置きます。",
        "distribute",
    ),
    Button("status", "提出状況", "どの課から戻り、どの課がまだかを見ます。", "status"),
    Button("reminders", "督促の文", "まだの課、直してもらう課への文を、課ごとに依頼フォルダーに置きます。", "status"),
    Button("check", "点検", "回収フォルダーの調査票を点検し、直すところを一覧にします。何も書き換えません。", "check"),
    Button(
        "send_back", "返す写し", "直すところに印を付けた調査票の写しと、課への文を、返却フォルダーに置きます。", "check"
    ),
    Button(
        "consolidate", "統合", "回収フォルダーの調査票を取り込み、提出状況・指摘・集計を新しくします。", "consolidate"
    ),
    Button("log", "経過", "台帳の文がいつ、だれの、どのファイルから入ったかを一覧にします。", "log"),
    Button("undo", "元に戻す", "事務局ブックを、直前の書き込みの前に戻します。もう一度押すと、やり直します。", "undo"),
    Button("report", "委員会資料", "台帳から委員会資料のブックを作り、資料フォルダーに置いて開きます。", "report"),
    Button("pdf", "PDF", "委員会資料のブックとPDFを作ります。文が欠けていれば知らせます。", "report"),
    Button("verify", "検証", "できた資料の数と文を台帳と突き合わせます。", "verify"),
    Button("adopt", "取り込み", "資料の上で直した文を台帳に取り込みます。", "adopt"),
    Button("pack", "決裁資料", "案の印のない資料、検証結果、検算書などの一式を、決裁フォルダーに置きます。", "pack"),
    Button(
        "close",
        "確定",
        "発行した報告時点を確定します。資料はいつ印刷しても同じになります。確定した時点で押すと、確定を解けます。",
        "close",
    ),
    Button(
        "errata", "正誤表", "発行した資料と今の台帳の違いを、正誤表にして決裁フォルダーに置き、開きます。", "errata"
    ),
    Button("next_point", "次の時点", "次の報告時点を足し、指標など書き直さなくてよいものを写します。", "next"),
    Button(
        "history",
        "引き継ぎ",
        "項目ごとの経過、時点の状況、後任のかたへの引き継ぎを一つのブックにして開きます。",
        "history",
    ),
    Button(
        "end_plan",
        "計画を終える",
        "選挙や議決で計画が期間の途中に終わったとき、最後の時点を確定し、項目を計画終了にします。",
        "close",
    ),
    Button(
        "next_plan",
        "次の計画",
        "続いている項目から次の計画の事務局ブックを作って開きます。開いている時点を移すこともできます。",
        "next-plan",
    ),
    Button("diff", "比べる", "見直し前のブックと、または前の報告時点と、項目ごとに比べて一覧にします。", "diff"),
    Button("settings", "設定", "報告時点やフォルダーを決める「操作」シートを開きます。"),
    Button("manual", "手引き", "手引きを開きます。"),
    Button("check_survey", "入力チェック", "開いている調査票を点検し、直すところを一覧にします。", "check"),
)
OFFICE_VERBS = (
    *("check_master", "distribute", "status", "reminders", "check", "send_back", "consolidate", "log", "undo"),
    *("report", "pdf", "verify", "adopt", "pack", "close", "errata", "next_point"),
    *("history", "end_plan", "next_plan", "diff", "manual"),
)
"""The buttons of a master workbook, from top to bottom (設定 would lead to where they are)."""
BUTTON_STEPS: Mapping[str, int] = {
    "distribute": 2,
    **dict.fromkeys(("check", "send_back"), 4),
    "consolidate": 5,
    **dict.fromkeys(("status", "reminders"), 6),
    **dict.fromkeys(("report", "pdf"), 7),
    **dict.fromkeys(("verify", "adopt", "pack", "close"), 8),
}
"""Verbs -> the step of the round to which they belong, as manual and README count the year; others come when needed."""
OLD_MACROS: Mapping[str, str] = {
    "distribute": "Distribute",
    "status": "Status",
    "check": "Check",
    "consolidate": "Consolidate",
    "report": "Report",
    "pdf": "Pdf",
    "verify": "Verify",
    "adopt": "Adopt",
    "settings": "Settings",
    "manual": "Manual",
    "check_survey": "CheckSurvey",
}
"""Verbs that have a macro of their own in the add-in: the buttons of masters made before 0.2.0 call them."""
WITHOUT_BUTTON: Mapping[str, str] = {
    "tables": "分析する人のためのもので、事務局の仕事の流れにはありません",
    "export": "一覧が要るときだけ使うので、コマンドだけにしています",
    "publish": "公表するときだけ使い、できたフォルダーはサイトの担当に渡すので、コマンドだけにしています",
    "gather": "国や県が、多くの団体の事務局ブックをまとめるときに使います。一つの事務局の仕事の流れにはありません",
    "serve": "ブラウザーで見ている間、画面を開けておくものなので、コマンドだけにしています",
    "demo": "試すためのものです",
    "schema": "プログラムを書く人のためのものです",
    "explain": "同じことが、この手引きの「指摘の一覧」にあります",
    "rules": "同じ一覧が、この手引きの「意味の点検」にあります",
    "addin build": "kosei_xlを直す人のためのものです",
    "addin master": "ボタンの付いたブックを作るときに、一度だけ使います",
    "addin install": "アドインを入れるときに使います",
    "addin uninstall": "アドインを外すときに使います",
    "addin doctor": "ボタンが動かないときに使います",
    "addin kit": "つながらないパソコンに入れるときに、一度だけ使います",
}
"""Commands that no button calls, and why."""
OPTIONS: Mapping[str, str] = {
    "point": "point",
    "by": "by",
    "final": "final",
    "before": "before",
    "marks_since": "marks_since",
    "show_deleted": "show_deleted",
    "notes": "notes",
    "duplex": "duplex",
    "item": "item",
    "annotate": "annotated",
    "reminders": "reminders",
}
"""Options of commands that are set on 操作 -> the setting."""
WITHOUT_SETTING: Mapping[str, str] = {
    "master": "開いている事務局ブックのことです。",
    "out": "フォルダーは「操作」シートで決めます。",
    "as_json": "ほかのプログラムのための出力です。",
    "template": "自分のひな形を使う市だけのもので、命令で指定します。",
    "cluster": "何万冊もの調査票を何台もの計算機で読むための指定で、命令で指定します。",
    "today": "ボタンは今日の日付を使います。",
    "day": "ボタンは今日の日付を使います（計画が終わった日は尋ねます）。",
    "pdf": "ボタン「PDF」です。",
    "sample": "見本を試すための指定です。",
    "plan_file": "ほかのプログラムが書き出した計画のための指定です。",
    "presets": "白紙のブックの帳票は、帳票シートと帳票列シートで直せます。",
    "entries_file": "ほかのプログラムが書き出した記入のための指定です。",
    "mapping": "直した対応表を開いて「一覧から」を押すと、それを使います。",
    "accept": "案を見ないで取り込む指定なので、ボタンにはしません。",
    "sheets": "ボタンは、表のあるシートをすべて読みます。",
    "wizard": "画面で質問に答える作り方です。Excelでは「はじめに」シートが同じことを導きます。",
    "only": "資料の一部だけを試すための指定です。",
    "name": "ボタンは、いつもの名前で作ります。",
    "preview": "ページの画像を作る、試すための指定です。",
    "discard_edits": "資料に加えた直しを捨てる指定なので、ボタンにはしません。",
    "force": "保存した後の打ち込みを捨てる指定なので、ボタンにはしません。",
    "cell": "資料のセルを一つ指定するものなので、ボタンにはしません。",
    "field": "「経過」の一覧は、Excelの絞り込みで欄を選べます。",
    "publication": "ボタンは、いちばん新しい発行を確定し、正誤表は確定した発行（なければいちばん新しい発行）と比べます。",
    "reopen": "確定した時点で「確定」を押すと、確定を解くか尋ねます。",
    "ended": "ボタン「計画を終える」です。",
    "why": "ボタンが尋ねます。",
    "plan_id": "ボタンが付けます。",
    "title": "ボタンが尋ねます。",
    "period_end": "ボタンが尋ねます。",
    "follow_up": "フォローアップの印のある項目があれば、ボタンが尋ねます。",
    "open_point": "今の計画が途中で終わるときは、ボタンが尋ねます。",
    "label": "ボタンは、前の同じ種類の時点に合わせます。報告時点シートで直せます。",
    "due": "ボタンは、前の同じ種類の時点に合わせます。報告時点シートで直せます。",
    "public": "公表したフォルダーを、事務局ブックなしで確かめる指定です。",
    "draft": "公表のフォルダーを案として作る指定です。公表のボタンはありません。",
    "licence": "公表するデータの利用の条件です。公表のボタンはありません。",
    "address": "公表するページのアドレスです。公表のボタンはありません。",
    "parquet": "公表のデータの形です。公表のボタンはありません。",
    "papers": "公表のフォルダーに添える資料です。公表のボタンはありません。",
    "page_templates": "自分のひな形を使う市だけのもので、命令で指定します。",
    "items": "項目ごとの状況は、提出状況シートの「未記入の項目」にあります。",
    "since": "「比べる」は、一つ前の報告時点と比べます。",
    "until": "「比べる」は、「操作」シートの報告時点を使います。",
}
"""Options of commands that are not on 操作, and why."""


def buttons_of(command: str) -> tuple[Button, ...]:
    """The buttons that do what a command does; none where there is none."""
    return tuple(button for button in BUTTONS if button.command == command)
