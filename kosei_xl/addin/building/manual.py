"""The manual that the button 手引き opens: one page of HTML with drawn pictures, for the office and for departments.

The running text is macros/handbook.md. What a button is called and does comes from `buttons` and the ribbon's own XML,
functions from `help`, commands from click, settings and findings from `words` (`tables`): the manual cannot say
something else than the program.
"""

from collections.abc import Mapping, Sequence
from html import escape

from kosei_xl.addin.building import tables
from kosei_xl.addin.building.commands import Command
from kosei_xl.addin.building.drawing import Effect, Thing, effect, ribbon
from kosei_xl.addin.building.help import FUNCTIONS
from kosei_xl.addin.building.look import STYLE
from kosei_xl.addin.building.markup import headings, inline, to_html
from kosei_xl.addin.setup.kit import PYTHON
from kosei_xl.later import dataclass
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import Plan
from kosei_xl.words.buttons import BUTTONS
from kosei_xl.words.messages import text_of_message
from kosei_xl.words.shorten import with_dots

_MASTER = Thing("master", ("事務局ブック",))
_RETURNED = Thing("folder", ("回収フォルダー", "（戻った調査票）"))
_REPORT = Thing("report", ("委員会資料", "（Excel）"))
_LIST = Thing("findings", ("点検結果", "（直すところ）"))


@dataclass(frozen=True, slots=True)
class Use:
    """One button in the manual: its picture, what to do before, what happens, what to know."""

    picture: Effect
    before: str
    after: str
    note: str = ""


USES: Mapping[str, Use] = {
    "new_master": Use(
        Effect((), (_MASTER,)),
        "新しい計画を始めるときに、どのブックを開いていても押せます。",
        "白紙の事務局ブックができ、開きます。先頭の「はじめに」シートの順に、黄色の欄に書きます。",
        "開いているブックと同じフォルダー（保存していなければ「ドキュメント」）に作ります。前からあるファイルには書きません。",
    ),
    "import_list": Use(
        Effect((Thing("report", ("進捗管理の一覧",)),), (Thing("findings", ("対応表",)), _MASTER)),
        "いま使っている一覧（Excelブック）を開いて押します。保存してから押してください。",
        "一覧の横に「…_対応表.xlsx」ができ、開きます。先頭のシートの「確かめること」を見て直し、保存します。"
        "そのまま対応表を開いてもう一度押すと、事務局ブックができ、開きます。",
        "一覧は書き換えません。対応表や事務局ブックがもうあれば、上書きせずに知らせます。",
    ),
    "check_master": Use(
        Effect((_MASTER,), (_LIST,)),
        "",
        "まだ足りないものと、直すところが、シート・セルとともに新しいブックに並びます。保存していなくても構いません。",
        "「はじめに」シートの「あと何が足りないか」と同じものが出ます。",
    ),
    "distribute": Use(
        Effect((_MASTER,), (Thing("surveys", ("課ごとの調査票", "（配布フォルダー）")),)),
        "「操作」シートの報告時点と、項目シートの推進担当課を確かめます。",
        "回答する項目のある課ごとに、調査票が一つずつできます。できたファイルを各課に送ります。",
        "同じ名前で内容の違う調査票がもうあるときは作りません。前のものを別のフォルダーに移してください。",
    ),
    "status": Use(
        Effect((_MASTER,), (Thing("sheet", ("提出状況シート",)),)),
        "先に「統合」を押します。",
        "まだの課、記入の途中の課が上に並びます。",
    ),
    "reminders": Use(
        Effect((_MASTER,), (Thing("folder", ("課ごとの文", "（依頼フォルダー）")),)),
        "先に「統合」を押します。",
        "まだの課、直してもらう課への文が、課ごとに一つずつできます。メールに貼り付けて送れます。",
    ),
    "check": Use(
        Effect((_RETURNED, _MASTER), (_LIST,)),
        "戻ってきた調査票を、回収フォルダーに入れます。",
        "直すところが、ファイル・シート・セルとともに新しいブックに並びます。調査票も事務局ブックも書き換えません。",
    ),
    "send_back": Use(
        Effect((_RETURNED, _MASTER), (Thing("folder", ("印を付けた写し", "（返却フォルダー）")),)),
        "戻ってきた調査票を、回収フォルダーに入れます。",
        "直すところに色とメモを付けた写しと、課への文ができます。戻ってきた調査票は書き換えません。",
    ),
    "consolidate": Use(
        Effect((_RETURNED, _MASTER), (_MASTER, Thing("sheet", ("提出状況・指摘・", "集計のシート")))),
        "戻ってきた調査票を、回収フォルダーに入れます。",
        "記入が台帳に入り、提出状況シートが開きます。何度押しても結果は同じです。",
        "直前の事務局ブックは、名前の後ろに「.bak」を付けて残ります。",
    ),
    "log": Use(
        Effect((_MASTER,), (Thing("findings", ("経過の一覧",)),)),
        "一つの項目だけを見るときは、「操作」シートの「経過を見る項目」にNo.を書きます。",
        "台帳の文がいつ、だれの、どのファイルから入ったかが、新しいブックに並びます。",
    ),
    "undo": Use(
        Effect((_MASTER,), (_MASTER,)),
        "",
        "直前の「統合」「取り込み」などの前の事務局ブックに戻ります。もう一度押すと、やり直します。",
        "そのあとで打ち込んだものがあるときは戻しません。",
    ),
    "report": Use(
        Effect((_MASTER,), (_REPORT,)),
        "指摘シートのエラーを直します。残っていても、案の印の付いた資料は作れます。",
        "資料フォルダーに委員会資料のブックができ、開きます。",
        "「操作」シートの「案の印を外す」を○にすると、案の印がなくなります。エラーが残っていれば作りません。",
    ),
    "pdf": Use(
        Effect((_MASTER,), (_REPORT, Thing("pdf", ("PDF",)))),
        "「委員会資料」と同じです。",
        "委員会資料のブックとPDFができます。PDFで文が欠けていれば、そのセルを知らせます。",
    ),
    "verify": Use(
        Effect((_REPORT, _MASTER), (_LIST,)),
        "手を入れた委員会資料を保存して閉じます。",
        "資料の数と文を台帳から計算し直し、合わないところを知らせます。",
    ),
    "adopt": Use(
        Effect((Thing("report", ("文を直した", "委員会資料")), _MASTER), (_MASTER,)),
        "手を入れた委員会資料を保存して閉じます。",
        "直した文が台帳に入ります。数は台帳から決まるので、資料で書き換えても取り込みません。",
    ),
    "pack": Use(
        Effect((_MASTER,), (Thing("folder", ("決裁資料の一式", "（決裁フォルダー）")),)),
        "指摘シートのエラーを、すべて直すか確認済にします。",
        "案の印のない資料、検証結果、検算書などができ、1冊のPDFにまとまります。",
        "「操作」シートの「前の資料」に前に作った資料の名前を書くと、修正箇所一覧も付きます。",
    ),
    "close": Use(
        Effect((_MASTER,), (_MASTER,)),
        "先に、案の印のない資料（委員会資料、PDF、決裁資料）を作ります。作るたびに発行記録に残ります。",
        "いちばん新しい発行が確定し、その時点の資料は、計画や課が変わっても同じものを印刷できます。",
        "確定してよいか、押すと尋ねます。確定のあとに届いた調査票は、受け取りますが台帳には入れません。直すときは訂正シートに理由を書きます。"
        "確定した時点を「操作」シートで選んで押すと、確定を解くか、その理由は何かを尋ねます（記録に残ります）。",
    ),
    "errata": Use(
        Effect((_MASTER,), (Thing("report", ("正誤表", "（決裁フォルダー）")), Thing("page", ("Webページ",)))),
        "台帳を正しく直し、訂正シートに発行の番号、No.、欄、理由を書きます。計画の文の誤りは、訂正シートの「正」に正しい文を書きます。",
        "発行した資料と違うところ（資料、ページ、No.、欄、誤、正）が並んだ正誤表と、Webに載せるページができます。",
        "評価を直すと、総括表の数や文の違いも並びます。違いがなければ、何も作らずそう知らせます。",
    ),
    "next_point": Use(
        Effect((_MASTER,), (Thing("sheet", ("報告時点シート",)), _MASTER)),
        "",
        "次の報告時点の行ができ、同じ年度の当初予定と、指標の名前・単位・目標が前の時点から写ります。",
        "会議名や見出しに前の年度が残っていれば、そのセルを知らせます。",
    ),
    "history": Use(
        Effect((_MASTER,), (Thing("report", ("経過と引き継ぎ", "（Excel）")),)),
        "",
        "項目ごとの評価・金額・指標を時点の順に並べた「経過」、時点ごとの「次にすること」、後任のかたへの「引き継ぎ」の三つの表のブックができ、開きます。",
        "事務局ブックと同じフォルダーにでき、押すたびに新しくなります。",
    ),
    "end_plan": Use(
        Effect((_MASTER,), (_MASTER,)),
        "計画が、選挙や議決で期間の途中に終わったときだけ使います。開いている時点を次の計画に移すときは、押さずに「次の計画」を使います。",
        "終えてよいか、終わった日と理由を尋ねます。記入のある最後の時点が確定し、続いている項目が「計画終了」になります。",
        "まだ発行していない時点は、そのときの案のまま残ります。「確定」で確定を解くと、項目も続いている項目に戻ります。",
    ),
    "next_plan": Use(
        Effect((_MASTER,), (Thing("master", ("次の計画の", "事務局ブック")), _MASTER)),
        "統合する項目は、項目シートの状態を「統合」、引継ぎ先をその項目にしておきます。",
        "今の計画が期間の途中で終わるか、開いている時点を確定するか移すか、次の計画の名称と終わりの年度を順に尋ね、最後に確かめます。"
        "次の計画の事務局ブックができ、開きます。",
        "今の計画のブックは、今の計画が終わると答えたときだけ変わります。移した時点の調査票は、配ったときのまま、次の計画のブックで統合します。",
    ),
    "diff": Use(
        Effect((_MASTER,), (Thing("findings", ("違いの一覧",)),)),
        "計画の見直しを比べるときは、「操作」シートの「見直し前のブック」を書きます。空欄なら、前の報告時点と比べます。",
        "項目ごと、欄ごとの違いが、新しいブックに並びます。",
    ),
    "settings": Use(
        Effect((_MASTER,), (Thing("sheet", ("操作シート",)),)),
        "",
        "報告時点とフォルダーを決める「操作」シートが開きます。",
        "「操作」シートは、ボタンの付いた事務局ブック（.xlsm）にあります。"
        "コマンド kosei addin master で、いまの事務局ブックから作れます。",
    ),
    "manual": Use(Effect((), (Thing("page", ("この手引き",)),)), "", "この手引きがブラウザーで開きます。"),
    "check_survey": Use(
        Effect((Thing("survey", ("開いている調査票",)),), (_LIST,)),
        "各課のかたが、調査票を開いて押します。保存していなくても構いません。",
        "事務局の「点検」と同じことを、返す前に確かめられます。調査票は書き換えません。",
        "アドインのないパソコンでは、調査票の「点検」シートと「未記入 n 件」の表示で確かめてください。",
    ),
}
"""By the verb of the button, as in `labels`."""

TROUBLES: Sequence[str] = (
    "addin_not_loaded",
    "addin_no_python",
    "addin_python_gone",
    "addin_no_package",
    "addin_python_failed",
    "addin_no_workbook",
    "button_no_master",
    "button_never_saved",
    "button_cloud",
    "button_read_only",
    "button_not_saved",
    "button_reopen",
    "doctor_blocked",
    "doctor_disabled",
    "doctor_signature",
    "doctor_no_dll",
)
"""Messages that the manual explains by quoting them."""

_TITLE = "行革進捗（kosei_xl）の手引き"
_CHAPTER = 2


@dataclass(frozen=True, slots=True)
class Sources:
    """What the manual is made from, beside `words`: the handbook's text, the ribbon's XML and its icons (PNG, by verb),
    the commands, and the bundled sample with its ledger, for examples.
    """

    handbook: str
    ribbon: bytes
    icons: Mapping[str, bytes]
    commands: Sequence[Command]
    sample: Plan
    ledger: Ledger


def manual_html(made_from: Sources) -> str:
    """The whole page. Equal sources give an equal page."""
    icons = made_from.icons
    pieces = {
        "year": tables.year_table(),
        "presets": tables.presets_table(),
        "settings": tables.settings_table(made_from.sample),
        "sheets": tables.sheets_table(),
        "columns": tables.columns_tables(),
        "placeholders": tables.placeholders_table(made_from.sample, made_from.ledger),
        "ribbon": _ribbon_part(made_from.ribbon, icons),
        "buttons": "".join(_button_part(button.verb, icons) for button in BUTTONS),
        "functions": _functions_part(),
        "commands": tables.command_list(made_from.commands),
        "rules": tables.rules_table(),
        "findings": tables.finding_list(),
        "json": tables.json_shape(),
        "python": _python_part(),
        "troubles": _troubles_part(),
    }
    chapters = (one for one in headings(made_from.handbook) if one.level == _CHAPTER)
    contents = "".join(f'<li><a href="#{one.anchor}">{inline(one.title)}</a></li>' for one in chapters)
    return (
        '<!DOCTYPE html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_TITLE}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{_TITLE}</h1>\n<nav><ol>{contents}</ol></nav>\n<main>\n"
        f'{to_html(made_from.handbook, pieces)}</main>\n<a class="top" href="#start">▲ はじめに</a>\n</body>\n</html>\n'
    )


def _ribbon_part(xml: bytes, icons: Mapping[str, bytes]) -> str:
    return (
        "<p>Excelの上に、次のタブが出ます。ボタンの下の黒い字は、Altキーを押し、Kを押したあとに押すキーです。</p>\n"
        f'<div class="wide">{ribbon(xml, icons)}</div>\n'
        "<p>ボタンは、前に出ている事務局ブックに働きます（「入力チェック」は調査票に働きます）。"
        "時間のかかるボタンは、ブックを保存して閉じ、処理が済むと開き直します。進み具合は画面の左下に出ます。"
        "うまくいかなかったときは、わけを一つのメッセージで知らせ、元のファイルをそのまま開きます。</p>"
    )


def _button_part(verb: str, icons: Mapping[str, bytes]) -> str:
    button = next(each for each in BUTTONS if each.verb == verb)
    use = USES[verb]
    rows = (("押す前に", use.before), ("押すと", use.after), ("知っておくこと", use.note))
    entries = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in rows if text)
    picture = effect(use.picture, button.label, icons[verb])
    return (
        f'<section class="button" id="button-{verb}"><h3>{escape(button.label)}</h3>\n'
        f"<p>{escape(button.hint)}</p>\n{picture}\n<dl>{entries}</dl></section>\n"
    )


def _functions_part() -> str:
    rows = []
    for name, told in FUNCTIONS.items():
        arguments = "".join(f"<li><code>{key}</code> {escape(text)}</li>" for key, text in told.arguments.items())
        rows.append(
            f'<section class="button" id="{name}"><h3>{name}</h3>\n<p>{escape(told.summary)}</p>\n'
            f"<ul>{arguments}</ul>\n"
            f"<p>例：<code>{escape(told.example)}</code> → {escape(told.shows)}</p></section>\n"
        )
    return (
        "<p>セルに <code>=KOSEI_</code> と打つと、次の関数が使えます。範囲をまとめて一つの関数に渡してください"
        "（一つのセルに一つずつ入れると遅くなります）。台帳!A:W のように列全体を渡しても、使っている行だけを読みます。"
        "できない計算は、わけをセルに表示します。</p>\n"
        "<ul>\n<li><b>Microsoft 365</b>：左上のセルに式を入れてEnterを押すと、必要な大きさに広がります。"
        "広がる先が空いていないと #SPILL! になります。</li>\n"
        "<li><b>Excel 2016・2019</b>：答えが入る大きさの範囲を選んでから式を入れ、Ctrl＋Shift＋Enterを押します。"
        "大きく選びすぎたセルは #N/A になります。</li>\n</ul>\n" + "".join(rows)
    )


def _python_part() -> str:
    digits = PYTHON.replace(".", "")
    told = f"""<p>Python {PYTHON}（64ビット）が要ります。次のどちらかの方法なら、管理者の権限は要りません。
Microsoft Store版のPythonは使えません。</p>
<h3>方法1：python.orgのインストーラー</h3>
<p>つながるパソコンで <code>python-{PYTHON}.x-amd64.exe</code> を手に入れ、入れるパソコンに写します。
コマンドプロンプトで、写したフォルダーから次の行を実行します（x は手に入れた版の番号です）。</p>
<pre>python-{PYTHON}.x-amd64.exe /passive InstallAllUsers=0 PrependPath=0 Include_launcher=0</pre>
<p><code>%LOCALAPPDATA%\\Programs\\Python\\Python{digits}</code> に入ります。</p>
<h3>方法2：展開するだけ</h3>
<p>つながるパソコンで、nuget.orgのパッケージ <code>python</code>（版は {PYTHON}.x）を手に入れます。
ファイル名の終わりを <code>.zip</code> に変えて展開し、中の <code>tools</code> フォルダーを
<code>%LOCALAPPDATA%\\kosei_xl\\python</code> という名前で写します。</p>
<p>プログラムの実行が制限されているパソコン（AppLockerなど）では、どちらの方法でも情報担当課の許可が要ることがあります。
許可を求めるときは、入れる場所（<code>%LOCALAPPDATA%\\kosei_xl</code>）を伝えてください。</p>"""
    return told.replace("\n", "")  # Japanese lines are joined without a space


def _troubles_part() -> str:
    rows = "".join(f"<li>{escape(text)}</li>\n" for text in (with_dots(text_of_message(key)) for key in TROUBLES))
    return (
        "<p>メッセージには、何が起きたかと、どうすればよいかが書いてあります。主なものは次のとおりです。</p>\n"
        f"<ul>\n{rows}</ul>\n<p>それでも動かないときは <code>kosei addin doctor</code> の表示を控えて、"
        "情報担当課に見せてください。</p>"
    )
