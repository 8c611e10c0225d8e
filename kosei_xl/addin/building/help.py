"""What Excel's function wizard and the manual say of each worksheet function: Japanese texts, no logic.

The names and the order of the arguments are those of `udfs` (a test compares them).
"""

from collections.abc import Mapping

from kosei_xl.later import dataclass

DIGITS = "数字の形：半角、全角、混在（1桁だけ全角）。省略できます。"
SCALE = "評価区分。評価区分シートの列全体（A:H）か、評価の記号だけを並べた範囲にします。"


@dataclass(frozen=True, slots=True)
class Help:
    """One function: what it answers, its arguments, and an example of a formula with what that shows."""

    summary: str
    arguments: Mapping[str, str]
    example: str
    shows: str


FUNCTIONS: Mapping[str, Help] = {
    "KOSEI_COUNT": Help(
        "範囲の中の、ある評価の件数を数えます。全角や小文字で書かれた評価も同じ評価として数えます。",
        {
            "ratings": "評価が入っている範囲。",
            "rating": "数える評価。",
            "scale": f"{SCALE}省略できます。",
            "groups": "分野や課が入っている範囲。評価と同じ大きさにします。省略できます。",
            "group": "数える分野や課。groupsを省略したときは省略できます。",
        },
        '=KOSEI_COUNT(B3:B40,"A")',
        "21",
    ),
    "KOSEI_COUNTS": Help(
        "評価ごとの件数を、評価区分の順に縦に並べます（記号と件数の2列）。",
        {"ratings": "評価が入っている範囲。", "scale": SCALE},
        "=KOSEI_COUNTS(B3:B40,評価区分!A:H)",
        "S 4／A 21／B 3",
    ),
    "KOSEI_SUMMARY": Help(
        "分野ごと、評価ごとの件数の表（総括表）を作ります。見出しと計の行が付きます。",
        {
            "areas": "分野が入っている範囲。空欄の行は数えません。",
            "ratings": "評価が入っている範囲。分野と同じ大きさにします。",
            "scale": SCALE,
            "repeats": "再掲の印が入っている範囲。何か入っている行は数えません。省略できます。",
        },
        "=KOSEI_SUMMARY(A3:A40,B3:B40,評価区分!A:H)",
        "分野と評価の表",
    ),
    "KOSEI_LEDGER": Help(
        "台帳の一つの時点から、資料と同じ総括表を作ります。",
        {
            "ledger": "台帳シートの列全体（A:W）。",
            "point": "報告時点の時点キーか表示名。",
            "scale": SCALE,
            "areas": "分野シートの列全体（A:F）。段のある計画は段ごとの計も出ます。省略すると分野の番号で表します。",
            "by": "行の分け方（目標などの段、回答課、全体、課、部、部と課）。2列の範囲なら、名前（行の分け方、表示、"
            "前回、評価の欄）と指定を1行に一つ。省略すると分野です。",
            "departments": "部署シートの列全体（A:G）。課や部で分けるときに指定し（areasは項目シート）、"
            "ほかは省略できます。",
        },
        '=KOSEI_LEDGER(台帳!A:W,"R7_year_end",評価区分!A:H,分野!A:C)',
        "分野と評価の表",
    ),
    "KOSEI_TABLE": Help(
        "台帳の一つの時点の行を、見出しを付けて並べます。並べ替えや集計の元の表にできます。",
        {"ledger": "台帳シートの列全体（A:W）。", "point": "報告時点の時点キーか表示名。"},
        '=KOSEI_TABLE(台帳!A:W,"R7_year_end")',
        "見出しと行の表",
    ),
    "KOSEI_CHECK": Help(
        "表を一行ずつ点検し、「済」か、足りない欄の名前を返します。表と同じ高さになります。",
        {
            "table": "点検する表。見出し（評価、要因など）の行から選びます。",
            "scale": "評価区分シートの列全体（A:H）。「記入が要る欄」も確かめます。",
            "required": "どの行でも記入が要る欄の見出し。省略できます。",
            "repeats": "再掲の印が入っている範囲（表と同じ高さ）。印のある行は点検しません。省略できます。",
        },
        '=KOSEI_CHECK(A2:F40,評価区分!A:H,"取組実績")',
        "未記入：要因、今後の対応",
    ),
    "KOSEI_SENTENCE": Help(
        "件数の表から、資料の概要と同じ文を作ります。",
        {
            "counts": "評価と件数の2列の範囲。KOSEI_COUNTSの結果も使えます。",
            "scale": "評価区分シートの列全体（A:H）。評価の呼び方を文に使います。省略すると記号のままです。",
            "counter": "件数の単位（項目、取組など）。省略すると「項目」です。",
            "digits": DIGITS,
            "zeros": "FALSEなら0件の評価を文に入れません。省略できます。",
        },
        "=KOSEI_SENTENCE(KOSEI_COUNTS(B3:B40,評価区分!A:H),評価区分!A:H)",
        "４項目が「予定を上回る」、21項目が「予定どおり」、３項目が「予定から遅れ」",
    ),
    "KOSEI_WAREKI": Help(
        "日付を和暦の文字にします。",
        {"days": "日付の入っている範囲。", "digits": DIGITS},
        "=KOSEI_WAREKI(DATE(2026,3,31))",
        "令和8年3月31日",
    ),
    "KOSEI_NENDO": Help(
        "日付または西暦の年度を、和暦の年度の文字にします。",
        {"days": "日付、または西暦の年度（4月に始まる年）の入っている範囲。", "digits": DIGITS},
        "=KOSEI_NENDO(2025)",
        "令和7年度",
    ),
    "KOSEI_DIGITS": Help(
        "数や、文の中の数を、決まった数字の形にします。",
        {"numbers": "数や文の入っている範囲。", "digits": DIGITS},
        '=KOSEI_DIGITS("7課、12項目","混在")',
        "７課、12項目",
    ),
    "KOSEI_NUMBER": Help(
        "番号を見本の形（Ⅰ、①、１、No.1 など）にします。",
        {"numbers": "番号の入っている範囲。", "sample": "番号の形の見本。"},
        '=KOSEI_NUMBER(3,"①")',
        "③",
    ),
    "KOSEI_ACHIEVEMENT": Help(
        "実績を目標と比べます。「年300件」のような、数が一つある文も使えます。",
        {
            "actuals": "実績の入っている範囲。",
            "targets": "目標の入っている範囲か、一つのセル。「以下」「以内」「未満」は少ないほどよい目標です。",
            "answer": "率（0.5は50%）、差、判定（達成・未達）のどれか。省略すると率です。",
            "lower": "TRUEなら少ないほどよい目標として判定します。省略できます。",
        },
        '=KOSEI_ACHIEVEMENT("312件","年300件","判定")',
        "達成",
    ),
}
