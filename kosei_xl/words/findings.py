"""The registry of findings: what each code is called, how severe it is, and what is said in both languages.

Codes by stage, never reused: K1xx reading, K2xx values, K3xx one submission, K4xx between departments and the
ledger, K5xx report, K7xx a finished report beside the ledger. A message says what is wrong and what to do; where it is,
stands beside it (`values.diagnostics`).
"""

from collections.abc import Mapping
from enum import StrEnum

from kosei_xl.later import dataclass
from kosei_xl.words.codes import Code


class Severity(StrEnum):
    """error: cannot go in a final report; warning: a person should look; info: something was changed."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


SEVERITY_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
SEVERITY_LABELS = {Severity.ERROR: "エラー", Severity.WARNING: "注意", Severity.INFO: "お知らせ"}


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One kind of finding: severity, and the message in Japanese and English with {placeholders}.

    `holds` is whether it holds up a final report although it is no error, until the office has answered it.
    `without_value` is the message, in both languages, where its {value} is blank.
    """

    severity: Severity
    ja: str
    en: str
    holds: bool = False
    without_value: tuple[str, str] | None = None


E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741 - the table below is read as a table
CODES: Mapping[str, FindingKind] = {
    # K1xx reading -----------------------------------------------------------------------------------------------
    Code.UNREADABLE_WORKBOOK: FindingKind(
        E,
        "Excelブックとして読めません（{reason}）。Excelで開き、「.xlsx」形式で保存し直してください。",
        "This is not a readable Excel workbook ({reason}). Open it in Excel and save it as .xlsx.",
    ),
    Code.ENCRYPTED_OR_OLD: FindingKind(
        E,
        "パスワードで暗号化されているか、古い形式（.xls）です。パスワードを外し、「.xlsx」形式で保存してください。",
        "The workbook is encrypted or in the old .xls format. Remove the password and save it as .xlsx.",
    ),
    Code.OWNER_FILE: FindingKind(
        I,
        "Excelが開いている間だけ作る一時ファイルなので、読みませんでした。",
        "Skipped: an owner file that Excel keeps while a workbook is open.",
    ),
    Code.NOT_A_WORKBOOK: FindingKind(
        I,
        "Excelブックではないので、読みませんでした。",
        "Skipped: not an Excel workbook.",
    ),
    Code.NOT_A_SURVEY: FindingKind(
        E,
        "kosei_xlの調査票ではありません。配布した調査票に記入したものか確かめてください。",
        "This is not a survey workbook made by kosei_xl. Check that it is the one that was distributed.",
    ),
    Code.SURVEY_CODES_DIFFER: FindingKind(
        W,
        "調査票コードが食い違っています（{found}）。記入要領のコード「{used}」で読みました。別の調査票の内容が混ざっていないか確かめてください。",
        "The survey codes in this workbook differ ({found}); “{used}” was used. Check that no other survey was mixed in.",
    ),
    Code.AREA_SHEET_MISSING: FindingKind(
        E,
        "{area}のシートがありません。配布した調査票から記入し直すか、シートを戻してください。",
        "The sheet of {area} is missing. Put the sheet back or fill in the distributed workbook.",
    ),
    Code.SHEET_RENAMED: FindingKind(
        I,
        "シート名が「{expected}」から変わっていますが、内容から判別して読みました。",
        "The sheet was renamed (was “{expected}”); it was recognised by its keys.",
    ),
    Code.KEY_ROW_MISSING: FindingKind(
        W,
        "1行目の見出しキーがないので、見出しの文字で列を判別しました。",
        "The hidden key row is missing; columns were recognised by their labels.",
    ),
    Code.COLUMN_MISSING: FindingKind(
        E,
        "「{label}」の列がありません。列を戻すか、配布した調査票に記入し直してください。",
        "The column “{label}” is missing. Put it back or fill in the distributed workbook.",
    ),
    Code.COLUMNS_MOVED: FindingKind(
        I,
        "列の位置が変わっていますが、見出しキーで判別して読みました。",
        "Columns were moved; they were found by their keys.",
    ),
    Code.TEXT_OUTSIDE_FIELDS: FindingKind(
        W,
        "調査票にない欄の記入です。内容は「その他の記入」として残しました。必要なら決まった欄へ移してください：{text}",
        "Text outside the survey's fields. It is kept as “other text”; move it to the right field if needed: {text}",
    ),
    Code.ROW_ADDED: FindingKind(
        W,
        "追加された行です。内容は「その他の記入」として残しました。項目を追加するときは事務局にご連絡ください：{text}",
        "An added row. It is kept as “other text”; ask the office to add an item: {text}",
    ),
    Code.ROW_TWICE: FindingKind(
        E,
        "No.{item}の行が二つあり、内容が違います。後の行は取り込まず、「その他の記入」として残しました。どちらかを削除してください。",
        "There are two rows for No. {item} with different content; the later one was not merged and is kept as “other text”. Delete one.",
    ),
    Code.ROW_MISSING: FindingKind(
        E,
        "No.{item}「{name}」の行がありません。行を戻すか、配布した調査票に記入し直してください。",
        "The row of No. {item} “{name}” is missing. Put it back or fill in the distributed workbook.",
    ),
    Code.ROW_OF_NO_ITEM: FindingKind(
        E,
        "計画にない項目の行です（キー「{key}」）。内容は「その他の記入」として残しました。",
        "A row of an item that is not in the plan (key “{key}”). It is kept as “other text”.",
    ),
    Code.ROW_KEYS_MISSING: FindingKind(
        W,
        "行キーの列がないので、No.で項目を判別しました。",
        "The row key column is missing; items were recognised by their No.",
    ),
    Code.PLAN_TEXT_CHANGED: FindingKind(
        W,
        "計画の欄（{label}）が書き換えられています。計画の文はそのままにし、記入を「その他の記入」として残しました：{text}",
        "A text of the plan ({label}) was changed. The plan stays; what was typed is kept as “other text”: {text}",
    ),
    Code.SHEET_ADDED: FindingKind(
        W,
        "調査票にないシートです。内容は「その他の記入」として残しました。必要なら決まった欄へ移してください。",
        "A sheet that is not part of the survey. Its texts are kept as “other text”.",
    ),
    Code.SURVEY_WITHOUT_PLAN: FindingKind(
        E,
        "調査票に計画の情報が残っていません。「--master」で事務局ブックを指定して点検してください。",
        "The survey has lost the plan it carries. Give the master workbook with --master.",
    ),
    Code.OTHER_PLAN: FindingKind(
        E,
        "別の計画の調査票です（{found}）。「{expected}」の調査票を提出してください。",
        "A survey of another plan ({found}); “{expected}” is expected.",
    ),
    Code.OTHER_VERSION: FindingKind(
        E,
        "計画の第{found}版の調査票です（この事務局ブックは第{expected}版）。第{found}版の事務局ブックで取り込んでください。",
        "A survey of plan version {found}; this master has version {expected}. Take it into the master of its version.",
    ),
    Code.OTHER_POINT: FindingKind(
        E,
        "別の報告時点の調査票です（{found}）。「{expected}」の調査票を提出してください。",
        "A survey of another reporting point ({found}); “{expected}” is expected.",
    ),
    Code.UNKNOWN_DEPARTMENT: FindingKind(
        E,
        "部署番号「{found}」は部署の一覧にありません。部署シートを確かめてください。",
        "Department code “{found}” is not in the list of departments.",
    ),
    Code.NOT_THERE: FindingKind(
        E,
        "指定したファイルまたはフォルダーが見つかりません。名前と場所を確かめてください。",
        "The file or folder does not exist. Check its name and place.",
    ),
    Code.NO_SURVEY_IN_FOLDER: FindingKind(
        E,
        "フォルダーに調査票（.xlsx）がありません。",
        "The folder holds no survey workbook (.xlsx).",
    ),
    Code.MARKED_COPY: FindingKind(
        I,
        "指摘を付けて返した写しです。書かれている記入を、ふつうの調査票と同じように読みました。",
        "This is a copy that was marked with findings. What is typed in it was read as in any survey.",
    ),
    Code.NEWER_FORMAT: FindingKind(
        E,
        "新しい版のkosei_xlで作られたブックです（形式{found}。この版で扱えるのは形式{known}まで）。kosei_xlを新しい版にしてください。",
        "A newer version of kosei_xl made this workbook (format {found}; this one knows up to {known}). Update kosei_xl.",
    ),
    Code.SETTINGS_SHEET_MISSING: FindingKind(
        E,
        "「{sheet}」シートがありません。事務局ブックのシートを戻してください。",
        "The sheet “{sheet}” of the master workbook is missing. Put it back.",
    ),
    Code.SETTING_UNREADABLE: FindingKind(
        E,
        "「{label}」の値を読めません：{reason}",
        "The value of “{label}” cannot be read: {reason}",
    ),
    Code.SETTINGS_COLUMN_MISSING: FindingKind(
        E,
        "「{label}」の列がないので読めません。1行目（非表示）のキー「{key}」を戻してください。",
        "The column “{label}” (key “{key}” in hidden row 1) is missing. Put it back.",
    ),
    Code.PLAN_CONTRADICTS_ITSELF: FindingKind(
        E,
        "計画に矛盾があります：{reason}",
        "The plan contradicts itself: {reason}",
    ),
    Code.ROW_KEY_GIVEN: FindingKind(
        I,
        "新しい項目No.{item}に行キー「{key}」を付けました。次の配布、統合、取り込みのときに、項目シートに書き込みます。",
        "The new item No. {item} was given the row key “{key}”. The next distribute, consolidate or adopt writes it down.",
    ),
    Code.BAR_UNREADABLE: FindingKind(
        E,
        "No.{item}の帯「{bar}」の{label}「{value}」を読めません。「R3-1」（令和3年度第1四半期）のように書いてください。帯は載せていません。",
        "“{value}” ({label}) of the bar “{bar}” of No. {item} cannot be read. Write it as “R3-1”. The bar was left out.",
    ),
    Code.BAR_ENDS_BEFORE_START: FindingKind(
        E,
        "No.{item}の帯「{bar}」は、終わり（{end}）が始め（{start}）より前です。直してください。帯は載せていません。",
        "The bar “{bar}” of No. {item} ends ({end}) before it starts ({start}). Correct it. The bar was left out.",
    ),
    Code.BAR_LEAVES_PERIOD: FindingKind(
        W,
        "No.{item}の帯「{bar}」（{start}～{end}）{more}が計画期間から出ています。出ている部分は印刷されません。",
        "The bar “{bar}” of No. {item} ({start} to {end}){more} leaves the period of the plan; that part is not printed.",
    ),
    Code.SCHEDULE_OF_NO_ITEM: FindingKind(
        E,
        "日程の行の項目（No.{no}）が項目シートにありません。No.を確かめてください。「{text}」は載せていません。",
        "No item No. {no} for this row of the schedule. Check the number. “{text}” was left out.",
    ),
    Code.SCHEDULE_NO_DIFFERS: FindingKind(
        W,
        "No.が{found}になっていますが、この行は行キーによりNo.{item}の取組として読みました。別の項目の行なら、行キー（A列）を空欄にしてください。",
        "The row says No. {found}, but its row key is that of No. {item}, which was used. If it is another item's, clear column A.",
    ),
    Code.WORDS_STRUCK_OUT: FindingKind(
        W,
        "取消線で消された「{struck}」を除いて、「{text}」と読みました。意図と違うときは、残す文字の取消線を外してください。",
        "“{struck}” is struck out and was left out; “{text}” was read. Take the line away from words that are to stay.",
    ),
    Code.ENTRY_STRUCK_OUT: FindingKind(
        W,
        "記入がすべて取消線で消されているので、空欄として扱いました：{struck}",
        "All of this entry is struck out; it was treated as blank: {struck}",
    ),
    Code.NOTE_ON_CELL: FindingKind(
        W,
        "メモ（コメント）が付いています（{author}）。内容は「その他の記入」として残しました。資料に載せるときは欄に書いてください：{text}",
        "A note on this cell ({author}). It is kept as “other text”; write into the field what is to be printed: {text}",
    ),
    Code.TEXT_IN_SHAPE: FindingKind(
        W,
        "{kind}に文字があります。内容は「その他の記入」として残しました。資料に載せるときは欄に書いてください：{text}",
        "Words in a shape or chart ({kind}). They are kept as “other text”; write into the field what is to be printed: {text}",
    ),
    Code.FORMAT_UNKNOWN: FindingKind(
        W,
        "セルの表示形式「{format}」が分からないので、表示ではなく値「{text}」を使いました。見えているとおりの文字で入力し直してください。",
        "The number format “{format}” is not understood; the value “{text}” was used. Type what is to be read as text.",
    ),
    Code.MERGED_ANSWER: FindingKind(
        W,
        "このセルは{first}と結合されています（{range}）。結合したセルの記入は{owner}のものとして読み、{label}は空欄として扱いました。結合を解き、それぞれの欄に書いてください。",
        "This cell is merged with {first} ({range}). The text was read for {owner}; “{label}” here counts as blank. Unmerge the cells and fill in each.",
    ),
    Code.TEXT_UNDER_MERGE: FindingKind(
        W,
        "結合したセル（{range}）に隠れて見えない記入を、この欄のものとして読みました。結合を解いて確かめてください：{text}",
        "A text that merged cells ({range}) hide was read for this field. Unmerge the cells and check it: {text}",
    ),
    Code.TEXT_BESIDE_CELLS: FindingKind(
        W,
        "{kind}に書き込みがあります。内容は「その他の記入」として残しました：{text}",
        "Something was written into the workbook beside its cells ({kind}). It is kept as “other text”: {text}",
    ),
    Code.LETTER_WITHOUT_GLYPH: FindingKind(
        E,
        "{where}（{letters}）は、外字など、書体にない字なので印刷できません。JISの字か「〓」などに置き換えてください。",
        "{where} ({letters}) cannot be printed: no font has the letter (a user-defined character, for example). Replace it by an ordinary one or by “〓”.",
    ),
    Code.LETTER_OF_ANOTHER_FONT: FindingKind(
        W,
        "「{label}」の{letters}は資料の書体（{fonts}）にないため、別の書体やふつうの字形で印刷されるか、□になります。印刷を確かめるか、JISの字に置き換えてください。",
        "{letters} under “{label}” is not in the fonts of the report ({fonts}): another font or the usual form is printed, or an empty box. Look at the print, or replace the letter.",
    ),
    Code.ROW_KEY_HEALED: FindingKind(
        I,
        "No.{item}「{name}」は、前に行キー「{key}」で配布・受領した項目と番号も名称も同じなので、同じ項目として続けます。次の配布、統合、取り込みのときに、項目シートに書き込みます。",
        "No. {item} “{name}” goes on as the item known by “{key}”: number and name are the same. The next distribute, consolidate or adopt writes the key down.",
    ),
    Code.ROW_KEY_UNDECIDED: FindingKind(
        E,
        "No.{item}「{name}」に行キーがなく、前の{former}と同じ項目かどうか決められません。同じ項目ならその行キーを、別の項目なら「{new}」を、項目シートの{cell}（A列は非表示です）に書いてください。それまでは何も書き込みません。",
        "No. {item} “{name}” has no row key, and it cannot be known whether it is {former} of before. If it is, type that row key into {cell} of the items (column A is hidden), else “{new}”. Nothing is written until then.",
    ),
    Code.CLOSED_FIELD_FILLED: FindingKind(
        W,
        "No.{item}の「{label}」は、この調査票では記入しない欄です（事務局だけの欄か、見せるだけの欄）。台帳には入れず、「その他の記入」として残しました：{text}",
        "“{label}” of No. {item} is not a field to fill in on this survey. What was typed is kept as “other text” and does not go into the ledger: {text}",
    ),
    Code.SETTING_WITHOUT_EFFECT: FindingKind(
        E,
        "「{label}」の「{value}」は、ここでは使えません。{reason}",
        "“{value}” under “{label}” cannot be used here. {reason}",
    ),
    Code.TEXT_NOT_READ: FindingKind(
        W,
        "読まれない場所の記入です（このシートに{count}セル）：{text}　{hint}メモならこのままでかまいません。",
        "Text where nothing is read ({count} cells on this sheet): {text}. {hint} A note may stay.",
    ),
    Code.SCALE_DOES_NOT_FIT: FindingKind(
        E,
        "評価区分の評価は、一つの尺度に{least}個から{most}個までです（今は{found}個）。",
        "A scale needs {least} to {most} ratings; there are {found}.",
    ),
    Code.FIELD_NOT_IN_FORM: FindingKind(
        E,
        "評価「{rating}」は「{label}」の記入を求めていますが、調査票にその記入欄がありません。帳票列の調査票の行に足す（「記入」）か、「記入が要る欄」から消してください。",
        "Rating “{rating}” asks for “{label}”, but the form has no such field to fill in. Add it to the form's columns, or take it out here.",
    ),
    Code.COLUMN_WITHOUT_PLACE: FindingKind(
        E,
        "列「{label}」の置き場所がありません。{reason}",
        "There is no place for the column “{label}”. {reason}",
    ),
    Code.ROW_OF_NOTHING: FindingKind(
        E,
        "どの項目の行か分からないので読んでいません：{text}　「時点」に時点キー、「No.」に項目の番号を書いてください。",
        "This row was not read, as it belongs to no item: {text}. Write the point's key and the item's No.",
    ),
    Code.ROWS_NOT_IN_LEDGER: FindingKind(
        E,
        "「{at_point}」では、台帳にまだ行がなく、記入もない項目が{count}件あります（No.{nos}）。調査票が届いて統合すると、台帳に行ができます。",
        "At “{at_point}” {count} items have no row in the ledger yet, and nothing is entered (No. {nos}). The next consolidation makes their rows.",
    ),
    Code.FIELD_NOT_PLACED: FindingKind(
        W,
        "欄「{label}」は、調査票にも資料にも出ません。課が書く欄なら「記入する人」に「課」を選ぶと調査票に出ます。資料に出すには「帳票列」に行を足し、見出しにこの欄の名前を書いてください。",
        "The field “{label}” stands in no survey and no report. With departments as who fills it in it is in the survey; to print it, add a row to the sheet of columns with its name as the heading.",
    ),
    Code.FIELD_HANDLED_OTHERWISE: FindingKind(
        W,
        "「{label}」は、「欄」で{who}が記入すると決めているので、調査票では見せるだけにします。課に記入してもらうなら「欄」の「記入する人」を「課」に、そうでなければこの列の「調査票での扱い」を「見せる」か「出さない」に直してください。",
        "“{label}” is filled in by {who} according to the sheet of fields, so surveys only show it. Change that, or let this column be shown or left out.",
    ),
    Code.FIELD_TWICE: FindingKind(
        W,
        "欄「{label}」が二つの行にあります（{other}と同じキー）。先の行のとおりに扱います。どちらかの行を消すか、キーと名前を直してください。",
        "The field “{label}” stands in two rows (same key as {other}). The first one counts. Delete one, or change its key and name.",
    ),
    Code.FIELD_KEY_GIVEN: FindingKind(
        I,
        "新しい欄「{label}」に欄キー「{key}」を付けました。次に事務局ブックへ書き込むときに記録します。",
        "The new field “{label}” got the key “{key}”. It is written into the master with the next change.",
    ),
    Code.FIELD_UNIT_UNKNOWN: FindingKind(
        W,
        "欄「{label}」は金額なので、単位は{units}から選びます。「{unit}」のままでは「1,500千円」のような記入を読み替えられません。",
        "“{label}” is an amount of money: its unit is one of {units}. With “{unit}” no other thousands can be read.",
    ),
    Code.RATINGS_ALIKE: FindingKind(
        E,
        "評価「{rating}」（{text}）は、同じ尺度の評価「{other}」と見分けられません（全角・半角や大文字・小文字、呼び方だけの違いは同じものとして読みます）。どちらかを別の文字にしてください。",
        "Rating “{rating}” ({text}) cannot be told from “{other}” of the same scale: width, case and names are read alike. Give one of them another sign.",
    ),
    Code.SPELLING_OF_TWO_RATINGS: FindingKind(
        W,
        "「{text}」は評価「{other}」と評価「{rating}」のどちらの書き方にもなっているので、記入されても読み替えられません。どちらかの「呼び方」か「読み替える書き方」を直してください。",
        "“{text}” stands for rating “{other}” and for “{rating}”, so it will not be read as either. Change the name or the synonyms of one of them.",
    ),
    Code.SCALE_WITHOUT_RATINGS: FindingKind(
        E,
        "報告時点「{called}」の尺度「{scale}」には評価がありません。評価区分の「尺度キー」にこの尺度を書くか、報告時点の「尺度キー」を直してください。",
        "The scale “{scale}” of point “{called}” has no ratings. Name it beside its ratings, or change the scale of the point.",
    ),
    Code.RATING_OF_ANOTHER_SCALE: FindingKind(
        E,
        "評価「{value}」は、この報告時点の尺度の評価ではなく、「{scale}」の評価です。{allowed}のどれかにしてください。",
        "Rating “{value}” is not of this point's scale but of “{scale}”. Choose one of {allowed}.",
    ),
    Code.RATING_NOT_MAPPED: FindingKind(
        E,
        "「ほかの尺度で対応する評価」の「{text}」は読めません（{reason}）。「尺度キー:評価」の形で、ほかの尺度の評価を書いてください。",
        "“{text}” is no rating of another scale ({reason}). Write it as scale:rating.",
    ),
    Code.RATINGS_UNKNOWN: FindingKind(
        E,
        "「{text}」という評価の欄がありません。{names}のどれかを書くか、「欄」に値の種類が「評価」の行を足してください。",
        "No field of ratings is called “{text}”. Write one of {names}, or add such a field.",
    ),
    Code.RECORD_BLANK: FindingKind(
        E,
        "正とする評価「{label}」が未記入です。{allowed}から選んで記入してください。",
        "The rating of record, “{label}”, is blank. Choose one of {allowed}.",
    ),
    Code.RECORD_INSTEAD: FindingKind(
        I,
        "正とする評価「{label}」が未記入の{count}件（No.{nos}）は、「{instead}」を載せます。",
        "“{label}”, the rating of record, is blank in {count} rows (No. {nos}); “{instead}” is printed there.",
    ),
    Code.RATING_PROPOSED: FindingKind(
        I,
        "指標「{indicator}」は、目標「{target}」{due}に対して実績「{actual}」（達成率{percent}）で、{bound}％以上なので、評価は「{rating}」が目安です（記入は「{given}」）。評価は書き換えていません。",
        "“{indicator}”: {actual} against the target {target}{due} is {percent}, at or above {bound} %, which proposes the rating “{rating}” (given: “{given}”). Nothing was changed.",
    ),
    Code.AREA_NAMED_BY_SEVERAL: FindingKind(
        E,
        "「{text}」に当たる分野が複数あります（{names}）。上からの番号（例：1-2）か名称で書いてください。",
        "Several areas may be meant by “{text}” ({names}). Write the numbers from the top (such as 1-2), or the name.",
    ),
    Code.LEVEL_UNKNOWN: FindingKind(
        E,
        "「{found}」という階層はありません。計画シートの「階層の呼び方」にある名前（{known}）か、1～4（上からの段）を書いてください。",
        "There is no level “{found}”. Write one of the plan’s levels ({known}), or 1 to 4 from the top.",
    ),
    Code.LEVEL_DIFFERS: FindingKind(
        E,
        "階層は「{found}」と書かれていますが、上位の分野からたどると「{depth}」です。階層か上位の分野を直してください。",
        "The level says “{found}”, but by the areas above it is “{depth}”. Correct the level or the area above.",
    ),
    Code.LEVELS_NOT_AS_NAMED: FindingKind(
        W,
        "「{label}」の「{value}」が分野シートと合いません：{reason}",
        "“{value}” under “{label}” does not fit the areas: {reason}",
    ),
    Code.ITEM_ABOVE_LOWEST_LEVEL: FindingKind(
        I,
        "No.{item}は、下に分野がある「{area}」に直接置かれています。一覧では「{area}」のはじめに並びます。"
        "下の分野の項目なら、その番号か名称を書いてください。",
        "No. {item} stands right in “{area}”, which has areas below it; lists print it first there. If it belongs to one "
        "of those, write its number or name.",
    ),
    Code.NAME_UNKNOWN: FindingKind(
        E,
        "「{name}」は{reason}",
        "“{name}” {reason}",
    ),
    Code.STILL_MISSING: FindingKind(
        E,
        "まだ足りません：{what}",
        "Still missing: {what}",
    ),
    Code.KEYS_GIVEN: FindingKind(
        I,
        "新しい{count}行に、隠れたキーを付けました（{keys}）。次の配布、統合、取り込みのときに、このシートに書き込みます。",
        "{count} new rows were given hidden keys ({keys}). The next distribution, consolidation or adoption writes them "
        "into this sheet.",
    ),
    Code.NAMES_CHANGED: FindingKind(
        I,
        "名前が変わっています：{names}。次の配布、統合、取り込みのときに、このシートを新しい名前に書き換えます。",
        "Names have changed: {names}. The next distribution, consolidation or adoption writes the new ones into this "
        "sheet.",
    ),
    Code.FAULT_WHILE_READING: FindingKind(
        E,
        "読んでいる途中で思わぬ誤りが起きたので、このファイルだけ読むのをやめました（{reason}）。Excelで開いて別の名前の「.xlsx」で保存し直し、"
        "それでも同じなら、この行をkosei_xlの担当者に伝えてください。",
        "Something unforeseen went wrong while this file was read ({reason}); it alone was left. Save it in Excel as .xlsx "
        "under another name; if that does not help, tell this line to whoever looks after kosei_xl.",
    ),
    Code.FAULT_WHILE_WRITING: FindingKind(
        E,
        "読めましたが、内容を事務局ブックに書けないので、このファイルだけ取り込みませんでした（{reason}）。"
        "調査票を配布したものに写し直してもらい、それでも同じなら、この行をkosei_xlの担当者に伝えてください。",
        "It was read, but what it holds could not be written into the master ({reason}); it alone was left out. Have the "
        "entries typed into the handed-out survey again; if that does not help, tell this line to whoever looks after kosei_xl.",
    ),
    Code.READ_FROM_OTHER_FORMAT: FindingKind(
        W,
        "{format}なので、セルの値だけを読みました。書式、取り消し線、メモ、図形、画像は見ていません（記入者などの欄も読めないことがあります）。"
        "中を見て確かめたら、指摘シートで「確認済」にしてください。",
        "This is {format}: only the values of its cells were read. Formats, struck words, notes, shapes and pictures were not "
        "looked at, nor perhaps who filled it in. Look into it, then answer this on the sheet of findings.",
        holds=True,
    ),
    Code.NOT_A_RETURN: FindingKind(
        E,
        "調査票ではなく、{kind}です。{advice}",
        "This is no survey but {kind}. {advice}",
    ),
    Code.FOLDER_NOT_SEARCHED: FindingKind(
        W,
        "中のフォルダーにブックが{count}件ありますが、読みませんでした（{names}）。要るものは上のフォルダーに移すか、このフォルダーを選んでください。",
        "A folder inside holds {count} workbooks, which were not read ({names}). Move what is needed up, or name that folder.",
    ),
    Code.HIDDEN_FILE: FindingKind(
        W,
        "名前が「.」で始まる隠しファイルなので、読みませんでした。調査票なら、名前を付け直してください。",
        "Skipped: a hidden file, as its name begins with “.”. If it is a survey, rename it.",
    ),
    Code.READ_WITHOUT_READER: FindingKind(
        I,
        "読み取り用のプログラムがこのパソコンでは働かないので、その守りなしで読みました（{why}）。ほかに指摘がなければ、内容は読めています。",
        "The separate program that guards the reading does not work here ({why}); this was read without it. Unless something "
        "else is said, its contents were read.",
    ),
    # K2xx values ------------------------------------------------------------------------------------------------
    Code.TABLE_TOO_WIDE: FindingKind(
        W,
        "表「{title}」は列が多く、{paper}では数が切れて読めないところがあります。用紙を広くするか、「表示」を減らしてください。",
        "The table “{title}” has too many columns for {paper}: figures are cut off. Take wider paper, or show less.",
    ),
    Code.LIST_WITHOUT_TABLE: FindingKind(
        E,
        "項目の表が見つかりません。見出し（No.、項目、担当課、評価など）のある表が要ります。",
        "No table of items was found. It needs heads for numbers, items, departments or ratings.",
    ),
    Code.MAPPING_UNREADABLE: FindingKind(
        E,
        "対応表の「{label}」に「{text}」とありますが、意味が分かりません。選択肢から選び直してください。",
        "“{text}” means nothing under “{label}” of the mapping. Choose from its list.",
    ),
    Code.LIST_TEXT_NOT_TAKEN: FindingKind(
        I,
        "「{text}」は取り込みませんでした：{reason}。",
        "“{text}” was not taken: {reason}.",
    ),
    Code.LIST_QUESTION: FindingKind(
        W,
        "{question}（対応表のシート「{sheet}」）",
        "{question} (sheet {sheet} of the mapping)",
    ),
    Code.LIST_RATING_UNKNOWN: FindingKind(
        W,
        "評価「{mark}」は対応表のシート「評価」にないので、書かれているまま台帳に入れました。",
        "The rating “{mark}” is not among those of the mapping; it stands in the ledger as it was written.",
    ),
    Code.FORMER_PLACEHOLDER: FindingKind(
        I,
        "差し込み「{name}」は、今は「{now}」と書きます。同じ数が入るので、そのままでも印刷できます。",
        "The placeholder “{name}” is now written “{now}”. It stands for the same and is still printed.",
    ),
    Code.PLACEHOLDER_OF_RATING: FindingKind(
        W,
        "「{rating}」という評価があるので、差し込み「{name}」にはその評価の数だけが入ります。遅れとする評価すべての数は「{behind}」と書いてください。",
        "There is a rating called “{rating}”, so “{name}” stands for the count of that rating alone. Write “{behind}” for all ratings that are behind.",
    ),
    Code.RATING_NOT_IN_SCALE: FindingKind(
        E,
        "評価「{value}」は評価区分にありません。{allowed}から選んでください。",
        "Rating “{value}” is not in the scale. Choose one of {allowed}.",
    ),
    Code.RATING_READ_AS: FindingKind(
        I,
        "評価「{value}」を「{read_as}」として読みました。",
        "Rating “{value}” was read as “{read_as}”.",
    ),
    Code.INPUT_IS_FORMULA: FindingKind(
        W,
        "記入欄に数式が入っています。表示されている値「{value}」を使いました。値に置き換えてください。",
        "An input holds a formula; its displayed value “{value}” was used. Replace it by the value.",
        without_value=(
            "記入欄に数式が入っていますが、値がまだありません（計算される前に保存されたか、結果が空欄です）。空欄として読みました。Excelで開いて保存し直すか、値そのものを打ち込んでください。",
            "An input holds a formula that has no value yet (saved before it was calculated, or its result is blank); it was read as blank. Open and save it in Excel, or type the value itself.",
        ),
    ),
    Code.ENTRY_BECAME_DATE: FindingKind(
        W,
        "Excelが日付に変えた記入です（{value}）。「3-1」などのつもりなら、文字として入力し直してください。",
        "Excel turned this entry into a date ({value}). If it was meant as text, type it again as text.",
    ),
    Code.ERROR_VALUE: FindingKind(
        E,
        "記入欄がエラー値（{value}）になっています。内容を入力し直してください。",
        "An input shows the error {value}. Type the content again.",
    ),
    Code.MARK_READ_AS: FindingKind(
        I,
        "「{value}」を「○」として読みました。",
        "“{value}” was read as “○”.",
    ),
    Code.MARK_UNKNOWN: FindingKind(
        W,
        "「{value}」は○か空欄で記入する欄です。文字のまま残しました。",
        "“{value}”: this field takes ○ or nothing. The text was kept.",
    ),
    Code.PICTURE_NOT_USED: FindingKind(
        W,
        "ここにある写真は使いませんでした（戻ったファイルには残っています）。資料に載せる写真は、「写真」シートの項目の行に貼り付けてください。",
        "This picture was not used (the returned file keeps it). Paste pictures for the report into a row of the sheet of photos.",
    ),
    Code.PICTURE_IN_CELL: FindingKind(
        W,
        "セルの中に入れた写真は使えません。Excelで写真を右クリックし、「セルの上に配置」に変えてください。",
        "A picture placed in a cell cannot be used. Right-click it in Excel and choose “Place over Cells”.",
    ),
    Code.PICTURE_UNUSABLE: FindingKind(
        W,
        "この写真は使えません（{reason}）。PNG、JPEG、GIFのどれかの写真を貼り付けてください。",
        "This picture cannot be used ({reason}). Paste a PNG, JPEG or GIF.",
    ),
    Code.PICTURE_TOO_LARGE: FindingKind(
        W,
        "写真が大きすぎるので使いませんでした（{limit}MBまで）。Excelの「図の圧縮」などで小さくしてください。",
        "The picture is too large and was not used (up to {limit} MB). Make it smaller.",
    ),
    Code.PICTURES_IN_ONE_ROW: FindingKind(
        W,
        "No.{item}の同じ行に写真が二つ以上あるので、いちばん上に重なっている写真を使いました。一つの行には写真を一つ貼ってください。",
        "There is more than one picture in a row of No. {item}; the one on top was used. Paste one picture a row.",
    ),
    Code.CAPTION_WITHOUT_PICTURE: FindingKind(
        W,
        "No.{item}の写真の説明がありますが、写真がありません。写真のない説明は資料に載りません。",
        "There is a caption for No. {item} but no picture; it will not be printed.",
    ),
    Code.VALUE_UNREADABLE: FindingKind(
        E,
        "「{label}」は{kind}の欄ですが、「{text}」を{kind}として読めません。記入はそのまま残します。{how}",
        "“{label}” takes {kind}, and “{text}” is none. It is kept as typed. {how}",
    ),
    Code.VALUE_READ_AS: FindingKind(
        I,
        "「{label}」の「{text}」を「{value}」として扱います。違うときは書き直してください。",
        "“{text}” in “{label}” is taken for “{value}”. Write it anew if that is wrong.",
    ),
    Code.VALUE_SHOWN_OTHERWISE: FindingKind(
        W,
        "「{label}」のセルの中身は「{raw}」ですが、「{text}」と表示されています。「{taken}」として受け取りました。違うときは書き直してください。",
        "The cell of “{label}” holds “{raw}” and shows “{text}”. “{taken}” was taken. Write it anew if that is wrong.",
    ),
    Code.VALUE_HAS_MORE_DECIMALS: FindingKind(
        W,
        "「{label}」の「{text}」は、この欄の小数の桁数（{decimals}桁）より細かい数です。資料には四捨五入して「{value}」と印刷し、合計は元の数で計算します。",
        "“{text}” in “{label}” has more than {decimals} decimals. It is printed as “{value}”; sums use it as typed.",
    ),
    Code.TEXT_OVER_A_CELL: FindingKind(
        E,
        "文が長すぎて、Excelのセルに入りません（{count}字。32,767字まで）。この欄は読みませんでした。短くして送り直してもらってください。",
        "The text is too long for a cell of Excel ({count} characters, 32,767 at most); this field was not read. Have it shortened.",
    ),
    Code.SAVED_AFTER_NOW: FindingKind(
        W,
        "保存した時刻（{saved}）が今より先です。そのPCの時計がずれています。あとから届いたものより新しいと扱われないよう、時刻はないものとして読みました。",
        "It says that it was saved at {saved}, which is yet to come: that computer’s clock is wrong. It was read as one that does "
        "not say when, so that it does not win over what comes later.",
    ),
    # K3xx one submission ----------------------------------------------------------------------------------------
    Code.RATING_BLANK: FindingKind(
        E,
        "評価が未記入です。{allowed}から選んでください。",
        "The rating is blank. Choose one of {allowed}.",
    ),
    Code.REQUIRED_BY_RATING: FindingKind(
        E,
        "評価が「{rating}」なので、{label}を記入してください。",
        "The rating is “{rating}”, so “{label}” is required.",
    ),
    Code.REQUIRED_BLANK: FindingKind(
        E,
        "{label}が未記入です。",
        "“{label}” is blank.",
    ),
    Code.RATING_OF_UNRATED: FindingKind(
        E,
        "評価の対象でない項目に評価「{value}」が入っています。空欄にしてください。",
        "This row is not rated but holds the rating “{value}”. Clear it.",
    ),
    Code.NOTHING_FILLED_IN: FindingKind(
        E,
        "調査票に何も記入されていません。",
        "Nothing has been filled in.",
    ),
    Code.NOT_CONFIRMED: FindingKind(
        W,
        "確認者（課長）が未記入です。課長の確認を受けて記入してください。",
        "The confirming section chief is blank.",
    ),
    Code.SUBMISSION_NO_UNREADABLE: FindingKind(
        W,
        "提出回「{value}」を数字として読めません。1回目として扱いました。",
        "The submission number “{value}” is not a number; 1 was used.",
    ),
    Code.UNITS_DIFFER: FindingKind(
        W,
        "「{indicator}」の目標値「{target}」と実績値「{actual}」の単位が違います（{target_unit}と{unit}）。どちらかにそろえてください。",
        "The target “{target}” of “{indicator}” and the actual “{actual}” are in different units ({target_unit}, {unit}). Use one of them.",
    ),
    Code.UNIT_CHANGED: FindingKind(
        W,
        "「{indicator}」の単位が前回の「{before}」から「{unit}」に変わっています。数字も「{unit}」で書かれているか確かめてください。",
        "The unit of “{indicator}” was “{before}” last time and is “{unit}” now. Check that the figures are in it too.",
    ),
    Code.TARGET_MISSED: FindingKind(
        W,
        "「{indicator}」の実績値「{actual}」は目標値「{target}」に届いていませんが、評価は「{rating}」（{label}）です。評価か数字を確かめてください。",
        "“{indicator}” is “{actual}” and misses its target “{target}”, but the rating is “{rating}” ({label}). Check the rating or the figures.",
    ),
    Code.TARGET_REACHED: FindingKind(
        I,
        "「{indicator}」の実績値「{actual}」は目標値「{target}」に届いていますが、評価は「{rating}」（{label}）です。",
        "“{indicator}” is “{actual}” and reaches its target “{target}”, but the rating is “{rating}” ({label}).",
    ),
    Code.OLD_DATE: FindingKind(
        W,
        "「{label}」にある「{day}現在」は、前回の報告時点（{before}、{before_day}）より前です。新しい時点の内容か確かめてください。",
        "“{label}” tells how things stood on {day}, before the previous reporting point ({before}, {before_day}). Check that it is up to date.",
    ),
    Code.TEXT_TOO_LONG: FindingKind(
        W,
        "「{label}」が長く（{count}字）、A3の一覧の一つの行に収まりません（およそ{most}字まで）。分けて印刷されるので、短くできないか確かめてください。",
        "“{label}” is too long ({count} letters) for one row of the A3 list (about {most}) and will be printed in pieces. See whether it can be shorter.",
    ),
    Code.SUM_DIFFERS: FindingKind(
        W,
        "「{label}」の内訳（{parts}）の合計は{total}で、「{whole}」と合いません。どちらかを直してください。",
        "The parts in “{label}” ({parts}) make {total}, not “{whole}”. Correct one of them.",
    ),
    Code.SHARE_DIFFERS: FindingKind(
        W,
        "「{label}」の「{said}」は、件数から求めると{right}です。",
        "“{said}” in “{label}” is {right} by its counts.",
    ),
    Code.DIRECTION_DIFFERS: FindingKind(
        W,
        "「{label}」の「{said}」は、数の増減と言葉が逆です。",
        "In “{said}” of “{label}” the words say the opposite of the figures.",
    ),
    Code.TEXT_HAS_OTHER_FIGURE: FindingKind(
        W,
        "指標「{name}」の{label}「{cell}」と、文にある「{said}」が違います。どちらが正しいか確かめてください。",
        "“{cell}” ({label}) of “{name}” differs from “{said}” in the text. Check which is right.",
    ),
    Code.RESTATED_DIFFERS: FindingKind(
        I,
        "「{label}」に「{words}{other}」とありますが、同じ項目の別の文では「{words}{one}」です。",
        "“{words}{other}” in “{label}” is “{words}{one}” in another text of the item.",
    ),
    Code.RELISTED_NAME_DIFFERS: FindingKind(
        I,
        "再掲のNo.{no}の名称「{name}」が、元の項目の「{original}」と違います。",
        "The repeated listing No. {no} is called “{name}”, its original “{original}”.",
    ),
    Code.TEXT_OFF_BY_THOUSANDS: FindingKind(
        W,
        "指標「{name}」の{label}「{cell}」と、文にある「{said}」は、桁が違います。単位（円・千円など）を確かめてください。",
        "“{cell}” ({label}) of “{name}” and “{said}” in the text differ by a power of ten. Check the unit.",
    ),
    Code.TEXT_HAS_OTHER_UNIT: FindingKind(
        W,
        "指標「{name}」の{label}は「{cell}」ですが、文では「{said}」と、単位が違います。",
        "“{cell}” ({label}) of “{name}” is “{said}” in the text: another unit.",
    ),
    Code.SEEM_SWAPPED: FindingKind(
        W,
        "「{name}」の目標値「{target}」と実績値「{actual}」は、文から見ると入れ替わっているようです。",
        "Target “{target}” and actual “{actual}” of “{name}” seem to have changed places: see the texts.",
    ),
    Code.NO_SUCH_DAY: FindingKind(
        W,
        "「{label}」の「{said}」は、暦にない日付です。",
        "“{said}” in “{label}” is no day of the calendar.",
    ),
    Code.DAYS_DIFFER: FindingKind(
        W,
        "「{label}」の「{said}」は、数えると{days}日間です。",
        "“{said}” in “{label}” is {days} days.",
    ),
    Code.RESULT_OF_OTHER_YEAR: FindingKind(
        W,
        "「{label}」に、{year}でない「{day}」の実績があります。この年度の実績か確かめてください。",
        "“{label}” tells of {day}, which is not in {year}. Check that it belongs to the year reported on.",
    ),
    Code.LAST_DATE_LEFT: FindingKind(
        W,
        "「{label}」の「{said}」は、前回の報告時点（{before}）の日付です。{now}の内容に直してください。",
        "“{said}” in “{label}” is the day of the last report ({before}). Bring it up to date for {now}.",
    ),
    Code.BASELINE_STALE: FindingKind(
        I,
        "「{label}」の基準が「{said}」のままです。前年度（{year}）の実績に直すか確かめてください。",
        "“{label}” still has “{said}” as its baseline; the year before is {year}.",
    ),
    Code.YEAR_MOVED: FindingKind(
        W,
        "「{label}」では「{other}」、同じ項目の別の文では「{one}」と、年が違います（{words}）。",
        "“{other}” in “{label}” is “{one}” in another text of the item ({words}).",
    ),
    Code.TARGET_BEYOND_PLAN: FindingKind(
        I,
        "「{label}」の目標の年（{said}）は、計画の最後の年度（{last}）より後です。",
        "The target year in “{label}” ({said}) lies after the plan's last ({last}).",
    ),
    Code.YEAR_FAR_AWAY: FindingKind(
        W,
        "「{label}」の「{said}」は西暦{west}年で、計画の期間から遠く離れています。元号を確かめてください。",
        "“{said}” in “{label}” is {west}, far from the plan's time. Check the era.",
    ),
    Code.TOLD_TARGET_MISSED: FindingKind(
        W,
        "「{name}」の実績「{actual}」は目標「{target}」に届いていませんが、評価は「{rating}」（{meaning}）です。",
        "“{name}” is {actual} and misses its target {target}, but the rating is “{rating}” ({meaning}).",
    ),
    Code.AIM_MISSED: FindingKind(
        W,
        "当初予定の「{aim}」に対し、{label}は「{actual}」ですが、評価は「{rating}」です。",
        "The plan aims at “{aim}”, “{label}” tells “{actual}”, but the rating is “{rating}”.",
    ),
    Code.ACTUAL_MISSING: FindingKind(
        I,
        "「{name}」に目標はありますが、{label}がありません。",
        "“{name}” has a target, but “{label}” is empty.",
    ),
    Code.TARGET_MISSING: FindingKind(
        I,
        "「{name}」に実績はありますが、{label}がありません。",
        "“{name}” has an actual, but “{label}” is empty.",
    ),
    Code.UNIT_NOT_OF_NAME: FindingKind(
        W,
        "「{name}」の{label}が「{said}」と、名前に合わない単位（{unit}）です。",
        "The {label} of “{name}” is “{said}”: {unit} does not go with its name.",
    ),
    Code.COUNT_BELOW_ZERO: FindingKind(
        W,
        "「{name}」の{label}が「{said}」と、0より小さい数です。",
        "The {label} of “{name}” is “{said}”, less than nothing.",
    ),
    Code.TOLD_TARGET_REACHED: FindingKind(
        I,
        "「{name}」の実績「{actual}」は目標「{target}」に届いていますが、評価は「{rating}」（{meaning}）です。",
        "“{name}” is {actual} and reaches its target {target}, but the rating is “{rating}” ({meaning}).",
    ),
    Code.NAME_SPELT_OTHERWISE: FindingKind(
        I,
        "「{label}」の「{other}」は、「{name}」の書き違いではありませんか。",
        "“{other}” in “{label}” may be meant as “{name}”.",
    ),
    Code.NO_SUCH_ITEM: FindingKind(
        W,
        "「{label}」の「{said}」は、この計画にない項目です。",
        "“{said}” in “{label}” is no item of this plan.",
    ),
    Code.FORMER_DEPARTMENT: FindingKind(
        I,
        "「{label}」の「{name}」は、この報告時点より前になくなった課です。今の名前か確かめてください。",
        "“{name}” in “{label}” is a department that had ended before this point.",
    ),
    Code.PARTICLE_TWICE: FindingKind(
        I,
        "「{label}」に、重なった助詞があるようです（{said}）。",
        "A particle seems to stand twice in “{label}” ({said}).",
    ),
    Code.PARTICLE_MISSING: FindingKind(
        I,
        "「{label}」に、助詞が抜けたところがあるようです（{said}）。",
        "A particle seems to be missing in “{label}” ({said}).",
    ),
    Code.WORDS_DO_NOT_JOIN: FindingKind(
        I,
        "「{label}」に、言葉のつながらないところがあるようです（{said}）。",
        "Words seem not to join in “{label}” ({said}).",
    ),
    Code.SAID_TWICE: FindingKind(
        I,
        "「{label}」に、重ね言葉があるようです（{said}）。",
        "“{label}” seems to say the same twice ({said}).",
    ),
    Code.WORD_TYPED_TWICE: FindingKind(
        I,
        "「{label}」に、二度打たれた言葉があるようです（{said}）。",
        "A word seems to be typed twice in “{label}” ({said}).",
    ),
    Code.BRACKET_ALONE: FindingKind(
        I,
        "「{label}」に、閉じていないか、始まりのない括弧があります（{said}）。",
        "A bracket in “{label}” has no other half ({said}).",
    ),
    Code.HALF_KATAKANA: FindingKind(
        I,
        "「{label}」に半角のカナか「~」があります（{said}）。",
        "“{label}” has half-width katakana or a “~” ({said}).",
    ),
    Code.OTHER_BULLET: FindingKind(
        I,
        "「{label}」の箇条書きに、ほかの行と違う記号の行があります（{said}）。",
        "A line of the list in “{label}” has another mark than the others ({said}).",
    ),
    Code.PLACEHOLDER_LEFT: FindingKind(
        W,
        "「{label}」に、書きかけの文字が残っているようです（{said}）。",
        "Something still to be written seems to be left in “{label}” ({said}).",
    ),
    Code.TYPING_RESIDUE: FindingKind(
        I,
        "「{label}」に、打ち損じが残っているようです（{said}）。",
        "A slip of the keys seems to be left in “{label}” ({said}).",
    ),
    Code.WIDTHS_MIXED: FindingKind(
        I,
        "「{label}」に、{width}の数字があります（{said}）。この時点の文では、二桁以上の数字は{few}か所と{many}か所に分かれています。",
        "“{label}” has {width} figures ({said}); the texts of this point have {few} in one width and {many} in the other.",
    ),
    # K4xx between departments and the ledger --------------------------------------------------------------------
    Code.ROW_OF_ANOTHER_DEPARTMENT: FindingKind(
        E,
        "No.{item}の回答課は{expected}です。{found}の記入は取り込みませんでした（受領には残しました）。",
        "No. {item} is answered by {expected}; the entry of {found} was recorded but not taken over.",
    ),
    Code.ROW_OF_SEVERAL_DEPARTMENTS: FindingKind(
        E,
        "No.{item}に{departments}の両方から記入があります。回答課（{expected}）の記入を使いました。",
        "No. {item} was entered by {departments}; the entry of the answering department ({expected}) was used.",
    ),
    Code.REPEAT_DIFFERS: FindingKind(
        E,
        "再掲の「{label}」（{value}）が、元のNo.{original}（{original_value}）と違います。どちらかに合わせてください。",
        "“{label}” of the repeated listing ({value}) differs from its original No. {original} ({original_value}).",
    ),
    Code.TWINS_DIFFER: FindingKind(
        E,
        "{department}から同じ提出回の調査票が二つあり、No.{item}の「{label}」が違います（この調査票は「{text}」、{other}は「{other_text}」）。{kept}提出回を改めて出し直してください。",
        "{department} sent two workbooks of the same submission number that differ in “{label}” of No. {item} (here “{text}”, {other} “{other_text}”). {kept} Ask for a new one.",
    ),
    Code.CONFLICT: FindingKind(
        E,
        "No.{item}の「{label}」を課と事務局の両方が直しています。事務局の文「{ours}」を残しました。課の文は「{theirs}」です。どちらにするかを、事務局ブックの「競合」シートの「採用」で選んでください。",
        "“{label}” of No. {item} was changed by the department and the office; the office's “{ours}” stays, the department wrote “{theirs}”. Choose on the sheet of conflicts.",
    ),
    Code.NOT_RETURNED: FindingKind(
        W,
        "「{at_point}」の{department}の調査票が届いていません（{count}件）。",
        "No workbook from {department} has arrived for “{at_point}” ({count} rows).",
    ),
    Code.RATED_BY_OFFICE: FindingKind(
        E,
        "No.{item}「{name}」の評価は事務局が付けます。台帳に記入してください。",
        "No. {item} “{name}” is rated by the office. Enter the rating in the ledger.",
    ),
    Code.NOBODY_ANSWERS: FindingKind(
        W,
        "No.{item}に回答課がありません。項目シートで回答課を決めるか、台帳に記入してください。",
        "No. {item} has no answering department. Set one in the items sheet or fill in the ledger.",
    ),
    Code.PICTURE_CONFLICT: FindingKind(
        W,
        "No.{item}の写真を課と事務局の両方が替えています。事務局の写真を残しました。課の写真は戻った調査票にあります。どちらにするかは、事務局ブックの「競合」シートの「採用」で選べます。",
        "The picture of No. {item} was changed by the department and the office; the office's stays. Choose on the sheet of conflicts.",
    ),
    Code.COPY_OF_A_RETURN: FindingKind(
        I,
        "「{original}」と同じ内容です{mark}。一度だけ取り込みました。",
        "The content is that of “{original}”{mark}; it was taken in once.",
    ),
    Code.SAVED_LATER_USED: FindingKind(
        I,
        "{department}の調査票は、提出回が同じものがほかにもあります。保存日時の新しい「{newer}」（提出回{number}、{saved}）の記入を使いました（この調査票は提出回{older_number}、{older_saved}）。",
        "{department} sent another workbook of the same submission number. The one saved later was used: “{newer}” (no. {number}, {saved}; this one is no. {older_number}, {older_saved}).",
    ),
    Code.REVISED_BUT_OLDER: FindingKind(
        W,
        "ファイル名に「{mark}」とありますが、{department}の「{newer}」（提出回{number}、{saved}）の方が新しいので、そちらの記入を使いました（この調査票は提出回{older_number}、{older_saved}）。この調査票が正しければ、提出回を一つ増やして出し直してもらってください。",
        "The file name says “{mark}”, but “{newer}” of {department} (no. {number}, {saved}) is newer and was used (this one is no. {older_number}, {older_saved}). If this one is right, ask for it with a higher number.",
    ),
    Code.CHOICE_NOT_APPLIED: FindingKind(
        W,
        "No.{item}の「{label}」の採用は、まだ台帳に入れていません。{reason}",
        "The choice for “{label}” of No. {item} was not applied. {reason}",
    ),
    Code.CHOICE_WITHOUT_CONFLICT: FindingKind(
        I,
        "No.{item}の「{label}」はもう競合していないので、「競合」シートの記入「{text}」は使いませんでした。台帳の文を確かめてください。",
        "“{label}” of No. {item} is no longer in conflict, so “{text}” on the sheet of conflicts was not used. Check the ledger.",
    ),
    Code.ACKNOWLEDGEMENT_INCOMPLETE: FindingKind(
        W,
        "この確認済はまだ効いていません。{reason}",
        "This answer does not hold yet. {reason}",
    ),
    Code.WORD_UNKNOWN: FindingKind(
        W,
        "「{label}」の「{value}」が分かりません。{allowed}のように書いてください。",
        "“{value}” under “{label}” means nothing here. Write it as {allowed}.",
    ),
    Code.LEFT_BLANK: FindingKind(
        E,
        "No.{item}の「{label}」が空欄で届きました。空欄だけでは消さないので、台帳の「{ours}」を残しました。残すか消すかを、事務局ブックの「競合」シートの「採用」で選んでください。",
        "“{label}” of No. {item} came back blank. A blank alone deletes nothing: the ledger keeps “{ours}”. Choose on the sheet of conflicts whether it stays.",
    ),
    Code.ROWS_LEFT_BLANK: FindingKind(
        I,
        "何も書かれていない項目が{count}件ありました（{items}）。前の記入を残しました。消すときは、その欄に「{word}」と書いてもらってください。",
        "{count} rows came back without any entry ({items}). What was there before stays. To delete a text, the department writes “{word}” into its field.",
    ),
    Code.DELETED_AS_WRITTEN: FindingKind(
        I,
        "No.{item}の「{label}」に「{word}」とあるので、台帳の文を消しました。消した文は「{old}」です。",
        "“{label}” of No. {item} says “{word}”, so the text was deleted from the ledger. It was “{old}”.",
    ),
    Code.NOTHING_FROM_DEPARTMENT: FindingKind(
        E,
        "{department}の項目が一つも記入されていません。",
        "None of the rows of {department} is filled in.",
    ),
    Code.OBJECT_NOT_READ: FindingKind(
        W,
        "手書きや、埋め込まれたファイルがあります（{text}）。中は読めません。Excelで開いて見てください。",
        "Handwriting or an embedded file ({text}) cannot be read. Open the workbook and look.",
    ),
    Code.ANSWERS_MOVED_AWAY: FindingKind(
        E,
        "No.{item}「{name}」の文が{other}の行に移っているので、この行に残る記入も、どの項目のものか決められません。取り込まず、「その他の記入」として残しました。この行も書き直して、もう一度提出してください：{text}",
        "As the text of No. {item} “{name}” stands in the row of {other}, nobody can tell whose the other entries in this row are. They were not merged and are kept as “other text”. Write this row anew, too, and send it again: {text}",
    ),
    Code.ROWS_SORTED: FindingKind(
        E,
        "行が並べ替えられたようです。No.{item}「{name}」の行に{other}の内容が入っています。どの項目の記入か決められないので取り込まず、「その他の記入」として残しました。配布した調査票の並びのまま書き直して、もう一度提出してください。",
        "Rows seem to have been sorted: the row of No. {item} “{name}” holds what belongs to {other}. It was not merged and is kept as “other text”. Fill in the survey in the order in which it was handed out, and send it again.",
    ),
    Code.ANSWERS_SORTED: FindingKind(
        E,
        "記入欄だけが並べ替えられたようです。No.{item}「{name}」の行に、配布したときは{other}の行にあった文があります。どの項目の記入か決められないので取り込まず、「その他の記入」として残しました。配布した調査票の並びのまま書き直して、もう一度提出してください：{text}",
        "Only the answers seem to have been sorted: the row of No. {item} “{name}” holds a text that was handed out in the row of {other}. It was not merged and is kept as “other text”. Fill in the survey in the order in which it was handed out, and send it again: {text}",
    ),
    Code.EARLIER_VERSION: FindingKind(
        I,
        "計画の第{found}版の調査票です（現在は第{expected}版）。今の計画にもある{count}行を、項目の行キーで読みました。",
        "A survey of plan version {found} (now {expected}). Its {count} rows that the plan still has were read by their keys.",
    ),
    Code.ROW_OF_FORMER_ITEM: FindingKind(
        W,
        "No.{item}「{name}」は今の計画にない項目です。記入は「その他の記入」として残しました。引き継いだ項目があれば、そちらに書いてください。",
        "No. {item} “{name}” is no item of the plan any more. What was typed is kept as “other text”; if another item took over, write it there.",
    ),
    Code.RECEIVED_CHANGED: FindingKind(
        E,
        "{sheet}の{rows}行目（{count}行）が、届いたときから書き換えられています。受領は書き換えないでください。控え（.bak）から戻せます。このまま進めるときは、指摘シートの「確認済」と理由を書いてください。",
        "Rows {rows} of 「{sheet}」 ({count}), the sheet of what was received, are not as they were written. Do not edit this sheet; the backup (.bak) has them. To go on as it is, mark this finding as looked at, with a reason.",
    ),
    Code.RECEIVED_MOVED: FindingKind(
        E,
        "{sheet}の{rows}行目（{count}か所）で、前の行が消えているか、行が加わったか、並べ替えられています。受領は書き換えないでください（絞り込みは構いません）。控え（.bak）から戻せます。このまま進めるときは、指摘シートの「確認済」と理由を書いてください。",
        "At rows {rows} of 「{sheet}」, the sheet of what was received ({count} places), rows before are missing, rows were put in, or rows were sorted. Do not edit this sheet (filters are fine); the backup (.bak) has it as it was. To go on as it is, mark this finding as looked at, with a reason.",
    ),
    Code.RECEIVED_FINDING_UNREADABLE: FindingKind(
        E,
        "受領にある「{file}」の指摘が読めません（新しい版で書いたか、書き換えられています）。そのファイルを統合し直してください。",
        "A finding of “{file}” among what was received cannot be read (a newer version wrote it, or it was edited). Take in that file again.",
    ),
    Code.LEFT_AS_PRINTED: FindingKind(
        W,
        "配布したときの文のまま届いた欄が{count}か所あります（{items}）。課が前に出した記入を残しました。元の文に戻すつもりだったかどうかを課に確かめ、戻すときは台帳を直してください。",
        "{count} fields hold what was printed in this form when it was handed out ({items}). What the department wrote before stays. If it meant to go back to the printed text, correct the ledger.",
    ),
    Code.FORM_GUESSED: FindingKind(
        I,
        "調査票の非表示シートが消えているので、この課に配布した{count}とおりの調査票のうち、記入がいちばん近い「{form}」（配布記録の{number}番）に書かれたものとして読みました。",
        "The survey has lost its hidden sheet. Of the {count} forms that this department was handed out it was read as the one that it is most like: “{form}” (no. {number} of what was handed out).",
    ),
    Code.ANSWERS_EXCHANGED: FindingKind(
        E,
        "No.{item}「{name}」の行に、前の提出（なければ配布）のときは{other}の行にあった文があります。記入欄だけが並べ替えられたか、前の提出が取り違えでした。どの項目の記入か決められないので取り込まず、「その他の記入」として残しました。並べ替えなら、行を元に戻して提出し直してください。取り違えを直したものなら、台帳に書き写してください：{text}",
        "The row of No. {item} “{name}” holds a text that stood in the row of {other} when the department sent it before, or was handed it. Either only the answers were sorted, or they had been mixed up before. It was not merged and is kept as “other text”. If sorted, have the rows put back and sent again; if corrected, copy the texts into the ledger: {text}",
    ),
    Code.UNREADABLE_REPLACED: FindingKind(
        I,
        "前に読めなかったこの名前のファイルは、同じ名前の読める調査票（{department}、提出回{number}）が届いたので、済んだものとしました。別の課のファイルだったときは、その課に出し直してもらってください。",
        "A file of this name that could not be read before counts as replaced by the readable survey of the same name ({department}, submission {number}). If it was another department's, ask for it again.",
    ),
    Code.LEDGER_ROW_TWICE: FindingKind(
        E,
        "No.{no}の行が{first}行目にもあり、内容が違います（この行は「{text}」）。行を写すと非表示の行キーも写るので、どちらが正しいか決められません。どちらかの行を削除してください。それまでは何も書き込みません。",
        "Row {first} is the row of No. {no}, too, and says something else (here “{text}”). A copied row has the hidden key of the other; which of them counts cannot be known. Delete one of them. Nothing is written until then.",
    ),
    Code.ROWS_OF_NO_POINT: FindingKind(
        E,
        "時点キー「{key}」の記入が{count}行ありますが、報告時点シートにその時点がありません。記入は残っていますが、どの資料にも出ません。報告時点シートの「時点キー」を元に戻してください。",
        "There are {count} rows of a point “{key}” which the sheet of reporting points does not have. They stay, but no paper shows them. Put the key of the point back.",
    ),
    Code.LEDGER_ROWS_SORTED: FindingKind(
        E,
        "この表か項目シートの行が並べ替えられたようです。行キー（A列、非表示）はNo.{own}「{name}」ですが、No.{no}「{other}」の番号と名称が入っています。どの項目の記入か決められません。保存する前のブックに戻すか、A列も含めて並べ替え直してください。それまでは何も書き込みません。",
        "Rows here, or those of the items, seem to have been sorted: the key (hidden column A) is of No. {own} “{name}”, number and name are of No. {no} “{other}”. Go back to the workbook of before, or sort again with column A. Nothing is written until then.",
    ),
    Code.LATE_RETURN: FindingKind(
        W,
        "「{label}」は確定しているので、{department}のこの調査票は台帳に入りません（受け取って残すだけです）。内容を変えるときは、訂正（訂正シートと正誤表）とするか、理由を付けて確定を解いてから取り込み直してください。",
        "“{label}” is closed: this return of {department} does not enter the ledger (it is received and kept). To change what it says, make it a correction (its sheet, errata), or reopen the point with a reason and take the file in again.",
    ),
    Code.CLOSED_POINT_CHANGED: FindingKind(
        E,
        "確定した「{label}」の{field}が、確定したとき（{before}）から変わっています（{after}）。訂正なら、訂正シートにNo.{no}のこの欄と理由を書いてください。そうでなければ元の内容に戻してください。",
        "{field} of the closed point “{label}” is no longer what it was when it was closed ({before}, now {after}). For a correction, write this field of No. {no} and the reason on the sheet of corrections; otherwise put it back.",
    ),
    Code.CORRECTION_UNKNOWN: FindingKind(
        E,
        "この訂正が何のことか分かりません：{what}。発行の番号、No.、欄を、発行した資料のとおりに書いてください。",
        "It is not clear what this correction is about: {what}. Write publication, No. and column as they were published.",
    ),
    Code.KEPT_RECORD_CHANGED: FindingKind(
        E,
        "確定した「{label}」の控え（{sheet}の{number}番）が、書き込んだときの内容ではありません。確定した資料はこのブックから印刷できません。控え（.bak など）のブックから戻してください。",
        "What was kept of the closed point “{label}” (no. {number} of 「{sheet}」) is not what was written. Its papers cannot be printed from this workbook; go back to a copy (.bak).",
    ),
    Code.CORRECTION_WITHOUT_REASON: FindingKind(
        E,
        "「{label}」の訂正の理由が空欄です。公表したものを直すときは、理由を書いてください。",
        "The correction of “{label}” has no reason. What was published is corrected with a reason only.",
    ),
    Code.CORRECTION_NOT_IN_LEDGER: FindingKind(
        W,
        "訂正の「正」は「{text}」ですが、台帳の{label}は{found}です。台帳も直してください。",
        "The correction says “{text}”, but {label} in the ledger is {found}. Correct the ledger as well.",
    ),
    Code.HEADING_OF_ANOTHER_YEAR: FindingKind(
        W,
        "「{part}」の{label}「{text}」{more}は、「{point_label}」（{year}）のものではないようです。前の年度のままなら、帳票シートを直してください。",
        "{label} of “{part}”, “{text}”{more}, does not seem to belong to “{point_label}” ({year}). If it is of the year before, correct it on the sheet of parts.",
    ),
    Code.KEPT_PICTURE_GONE: FindingKind(
        E,
        "確定した「{label}」の写真が、写真シートに{count}枚ありません。写真のない資料になるので、控えのブックから写真シートに戻してください。",
        "{count} photos of the closed point “{label}” are no longer on the sheet of photos. Put them back from a copy of the workbook.",
    ),
    Code.KEPT_ROWS_CHANGED: FindingKind(
        E,
        "確定した「{label}」の行（シート「{sheet}」、非表示）が、移したときの{count}行のままではありません（消えたか、書き換えられています）。控え（.bak など）のブックから戻してください。このまま進めるときは、指摘シートの「確認済」と理由を書いてください。",
        "The rows of the closed point “{label}” (hidden sheet 「{sheet}」) are no longer the {count} rows that were put there: some are gone or changed. Go back to a copy of the workbook (.bak). To go on as it is, mark this finding as looked at, with a reason.",
    ),
    Code.ANSWERS_STILL_MOVED: FindingKind(
        E,
        "No.{item}「{name}」の行に、別の提出で取り込まなかった{other}の行の文が、そのまま入っています。取り込まず、「その他の記入」として残しました。No.{item}のことに書き直して、もう一度提出してください。この文で正しければ、台帳に書き写してください：{text}",
        "The row of No. {item} “{name}” still holds the text of the row of {other} that was not merged from another workbook of this department. It was not merged and is kept as “other text”. Have the row written anew and sent again; if the text is right, copy it into the ledger: {text}",
    ),
    Code.RETURN_OF_PREDECESSOR: FindingKind(
        I,
        "{old}の名前の調査票です。組織の変更により、{new}の記入として受け取りました。",
        "This survey bears the name of {old}. By the reorganisation it was taken for the return of {new}.",
    ),
    Code.NOBODY_SUCCEEDS: FindingKind(
        E,
        "回答課の{department}は「{label}」にはもうなく、引き継いだ課が書かれていません。組織の変更シートに後の課を書くか、この項目の課を直してください。",
        "{department}, which answers this item, is gone at “{label}”, and nobody is said to have taken over. Write the new department on the sheet of reorganisations, or change that of the item.",
    ),
    Code.SUCCESSOR_UNDECIDED: FindingKind(
        E,
        "回答課の{department}は「{label}」には分かれていて、{names}のどこがこの項目を引き継いだか分かりません。組織の変更シートに課ごとの行を分け、「引き継ぐ項目」にNo.を書いてください。",
        "{department}, which answers this item, has been split at “{label}”; which of {names} has taken the item over? Give each its own row on the sheet of reorganisations, with the No. of its items.",
    ),
    Code.REORGANISED_UNKNOWN: FindingKind(
        E,
        "「{name}」という課が部署シートにないか、いくつもあります（{count}件）。部署シートにある名前か部署番号を書いてください。",
        "“{name}” is the name of no department, or of several ({count}). Write a name or code that stands there.",
    ),
    Code.ITEM_END_UNCLEAR: FindingKind(
        W,
        "状態は「{state}」、終わりの時点は{last}です。{done}。終わった項目には両方を書いてください。",
        "The state is “{state}”, the last point {last}: {done}. Of an item that has ended both have to be said.",
    ),
    Code.ORIGINAL_NOT_THERE: FindingKind(
        W,
        "再掲の元のNo.{original}は「{label}」の項目ではないので、この再掲は「{label}」の資料に載りません。載せないなら「終わりの時点」か「始まりの時点」を元と同じにしてください。",
        "No. {original}, which this item lists again, does not stand at “{label}”, so this listing is left out there. If that is meant, give it the same first and last point.",
    ),
    Code.ENTRY_NOT_AT_POINT: FindingKind(
        W,
        "この項目は「{label}」の項目ではないので、台帳のこの行の記入はどの資料にも載りません。載せるなら項目シートの「始まりの時点」「終わりの時点」を直してください。",
        "This item does not stand at “{label}”, so what is entered in this row of the ledger is printed nowhere. If it is to be, correct its first or last point.",
    ),
    Code.QUESTION_UNANSWERED: FindingKind(
        W,
        "「{asked}」（{before}）{text}に、「{label}」がまだありません。",
        "There is no “{label}” yet to “{asked}” ({before}): {text}.",
    ),
    Code.SURVEY_OF_PLAN_BEFORE: FindingKind(
        I,
        "前の計画が配った調査票です。この時点は前の計画から「{plan}」に移したので、今の計画にもある{count}行を取り込みます。",
        "A survey of the plan before, whose open point came over to “{plan}”. Its {count} rows that this plan has are taken in.",
    ),
    Code.POINT_WENT_TO_SUCCESSOR: FindingKind(
        E,
        "「{label}」は次の計画「{successor}」に移しました。この調査票は、そのブックで点検し、統合してください。",
        "“{label}” went to the plan after, “{successor}”. Check and consolidate this survey with that master.",
    ),
    Code.CORRECTION_OF_NOTHING: FindingKind(
        W,
        "{label}の訂正に「正」がなく、台帳も発行したときのままなので、正誤表に載りません。台帳を正しい内容に直してください（計画の文の訂正は「正」に書きます）。",
        "The correction of {label} has no right text, and the ledger is as it was published: the errata lack it. Correct the ledger (a text of the plan is corrected by its right text here).",
    ),
    Code.ROW_OF_ITEM_GONE: FindingKind(
        E,
        "{called}の行が項目シートにありません。「{points}」の{what}は残っていますが、どの資料にも載らず、数えません。行を元に戻してください（行を足し、元のNo.、名称、行キー（A列、非表示）などを書きます）。終わる項目は行を残し、「状態」（中止など）と「終わりの時点」を書きます。",
        "The items have no row of {called}. Its {what} at “{points}” are still there, but no paper shows or counts them. Put the row back, with its No., its name and its row key (hidden column A). An item that ends keeps its row: write its state and its last point.",
    ),
    Code.ITEM_TYPED_OVER: FindingKind(
        E,
        "この行の記入は「{former}」として配った調査票（{label}）に書かれたものです。今は名称が「{name}」で、計画の文も違うので、別の項目の名前で資料に載ります。別の項目なら、この行を元の名称と文に戻し（終わるなら「状態」と「終わりの時点」を書く）、新しい項目は新しい行に書いてください。同じ項目の名称と文を改めたのなら、理由を書いて「確認済」にしてください。",
        "What is entered for this row was written in surveys ({label}) as “{former}”. Now it is called “{name}”, and its texts of the plan differ, too: the papers would show it under another item's name. If it is another item, put name and texts back (write its state and last point if it ends), and give the new item a row of its own. If the same item was reworded, confirm this with the reason.",
    ),
    Code.TOO_MUCH_FOR_ONE_MASTER: FindingKind(
        E,
        "一つの事務局ブックで統合できるのは、調査票{files}冊、受領の行{rows}行までです（今回は{found}）。何も読まず、何も書き換えていません。部局や区ごとに事務局ブックを分けてそれぞれ統合し、kosei gather で一つの台帳にまとめてください。",
        "One master takes {files} surveys and {rows} rows of received entries at most (here: {found}). Nothing was read and nothing changed. Use a master for each bureau or ward, consolidate each, and bring them together with kosei gather.",
    ),
    Code.NOT_GATHERED: FindingKind(
        E,
        "この事務局ブックは、まとめた台帳に入っていません：{reason}",
        "This master is not in the ledger that was gathered: {reason}",
    ),
    Code.GATHERED_TWICE: FindingKind(
        E,
        "「{plan}」のNo.{no}（{label}）は、{other}からもう入っています。二重に数えないよう、このブックは入れていません。どちらか一方だけを渡してください。",
        "No. {no} of “{plan}” ({label}) has come from {other} already. This master is left out, so that nothing is counted twice; give only one of them.",
    ),
    Code.GATHERED_WITH_ERRORS: FindingKind(
        W,
        "直すところが{count}件残ったまま、台帳に入れました（{first} など）。kosei check で確かめてください。",
        "Gathered with {count} errors left in it ({first} …). See kosei check.",
    ),
    Code.GATHERED_WITHOUT_NAME: FindingKind(
        W,
        "「計画」シートの「市の名前」が空なので、団体の名前の代わりに計画の名前「{plan}」を使いました。",
        "The city has no name on the sheet of settings; the name of the plan, “{plan}”, stands for it.",
    ),
    # K5xx report ------------------------------------------------------------------------------------------------
    Code.TEXT_INCOMPLETE_IN_PDF: FindingKind(
        E,
        "PDFで文が欠けています（{label}）。列の幅を広げて作り直してください。",
        "A text is not complete in the PDF ({label}). Widen the column and make it again.",
    ),
    Code.NO_PDF: FindingKind(
        E,
        "PDFにできませんでした（{reason}）。Excelブックはできています。",
        "The PDF could not be made ({reason}). The workbook was written.",
    ),
    Code.PRINT_TOO_SMALL: FindingKind(
        W,
        "印刷の文字が{size}ポイントになります（読みやすいのは7ポイント以上）。帳票列の幅を減らすか、用紙を大きくしてください。",
        "The text prints at {size} pt (7 pt or more is readable). Narrow the columns or take larger paper.",
    ),
    Code.PLACEHOLDER_UNKNOWN: FindingKind(
        E,
        "文章の差し込み「{name}」が分かりません。帳票シートの文を直してください。{hint}",
        "The text has an unknown placeholder “{name}”. Correct it in the sheet of parts.{hint}",
    ),
    Code.FONT_MISSING: FindingKind(
        W,
        "書体「{font}」がこのパソコンにないため、別の書体でPDFにしました。字の幅が変わり、文が欠けることがあります。",
        "The font “{font}” is not installed here; the PDF uses another one, and texts may be cut off.",
    ),
    Code.INSERT_UNREADABLE: FindingKind(
        E,
        "差し込むPDFを読めません（{reason}）。帳票シートの「PDFのファイル」を確かめてください。",
        "The PDF to insert cannot be read ({reason}). Check the file in the sheet of parts.",
    ),
    Code.PAGES_DIFFER: FindingKind(
        W,
        "PDFが{found}ページになりました（予定は{expected}ページ）。ページの切れ目と、差し込んだPDFの位置（最後に付けました）を確かめてください。",
        "The PDF has {found} pages ({expected} were expected). Look at its page breaks; PDFs to insert came last.",
    ),
    Code.OLD_PDF_SET_ASIDE: FindingKind(
        W,
        "前に作ったPDFは今のExcelブックと合わないため、名前を「{name}」に変えました。",
        "The PDF made before does not belong to this workbook; it was renamed to “{name}”.",
    ),
    Code.FORMER_PLAN_NEEDED: FindingKind(
        E,
        "「{name}」には見直し前の計画が要ります。「--before」で見直し前の事務局ブックを指定してください。",
        "“{name}” needs the plan as it was before the revision. Give the former master workbook with --before.",
    ),
    Code.COUNTED_AS_NEW_ITEM: FindingKind(
        I,
        "No.{item}「{name}」は新しい項目として扱いましたが、見直し前のNo.{old}と名称が同じです。同じ項目なら、項目シートの行キー（A列、非表示）を「{key}」にしてください。",
        "No. {item} “{name}” counts as a new item, but the former No. {old} had the same name. If it is the same item, set its row key (hidden column A of the items sheet) to “{key}”.",
    ),
    Code.ENTRY_DIGITS_EVENED: FindingKind(
        I,
        "記入された文の数字{count}か所を、「{style}」にそろえて載せます。台帳と受領は記入のままです。どこをどうそろえたかは、資料と一緒にできる「{sheet}」の一覧にあります。",
        "{count} numbers of what was entered are printed in the style “{style}”; the ledger keeps what was typed. Each one is in the list “{sheet}”, made with the report.",
    ),
    Code.PDF_NOT_TAGGED: FindingKind(
        I,
        "PDFの{where}、読み上げのための印（見出し、表、写真の説明）がありません。{program}",
        "{where} of the PDF is not tagged for reading aloud (headings, tables, descriptions of photos). {program}",
    ),
    # K7xx a finished report beside the ledger -------------------------------------------------------------------
    Code.PUBLIC_FIGURE_DIFFERS: FindingKind(
        E,
        "「{about}」の数が{found}になっていますが、{file}から数えると{expected}です。",
        "“{about}” says {found}; counted again from {file} it is {expected}.",
    ),
    Code.PUBLIC_TEXT_DIFFERS: FindingKind(
        E,
        "「{about}」の「{label}」が「{found}」になっていますが、{file}では「{expected}」です。",
        "“{about}”, “{label}”: the page says “{found}”, {file} says “{expected}”.",
    ),
    Code.PUBLIC_FILE_CHANGED: FindingKind(
        E,
        "「{name}」が、公表のために作ったときの内容と違います（ハッシュが合いません）。",
        "“{name}” is not what it was when the folder was made (its hash differs).",
    ),
    Code.PUBLIC_FILE_MISSING: FindingKind(
        E,
        "「{name}」がありません。",
        "“{name}” is missing.",
    ),
    Code.PUBLIC_NOT_PROVEN: FindingKind(
        W,
        "「{about}」は、データから確かめられません（{reason}）。",
        "“{about}” cannot be checked against the data ({reason}).",
    ),
    Code.PUBLIC_LIST_DIFFERS: FindingKind(
        E,
        "「{about}」の数が開く一覧の項目が、その数で数えた項目と違います。",
        "The list behind “{about}” does not hold the items that the figure counts.",
    ),
    Code.PUBLIC_BAR_DIFFERS: FindingKind(
        E,
        "図の「{about}」の長さが、{file}から数えた{expected}に合いません。",
        "The bar of “{about}” is not as long as {expected}, counted from {file}, asks for.",
    ),
    Code.EARLIER_POINT_NOT_PUBLIC: FindingKind(
        I,
        "「{label}」は確定も発行もされていないので、公表するページとデータに入れませんでした。",
        "“{label}” is neither closed nor published, so it was left out of the page and the data.",
    ),
    Code.DATA_SINCE_ISSUE: FindingKind(
        W,
        "公表するデータは、「{label}」の資料を発行したとき（発行{number}、{date}、「{file}」）のデータと違います。資料も直すなら、発行してから公表し直してください。",
        "The data differs from that of “{label}” when its report was issued (issue {number}, {date}, “{file}”). If the report is to change too, issue it first and publish again.",
    ),
    Code.DATA_NOT_ISSUED: FindingKind(
        E,
        "このフォルダーのデータは、「{label}」の資料を発行したとき（発行{number}、{date}、「{file}」）のデータと違います。公表し直すか、どこが変わったかを確かめてください。",
        "The data of this folder differs from that of “{label}” when its report was issued (issue {number}, {date}, “{file}”). Publish again, or see what has changed.",
    ),
    Code.LICENCE_NOT_CHOSEN: FindingKind(
        I,
        "データの利用の条件が決められていないので、「{title}」（{key}）と書きました。市で決めた条件があれば「--licence」で指定してください（{known}）。",
        "No licence was chosen for the data, so it says “{title}” ({key}). Name the one your city has decided on with --licence ({known}).",
    ),
    Code.PUBLIC_LICENCE_DIFFERS: FindingKind(
        E,
        "データの利用の条件が、ページ（{page}）とデータの説明（{package}）で違います。`kosei publish` で作り直してください。",
        "The licence on the page ({page}) is not that of the description of the data ({package}). Make the folder again with kosei publish.",
    ),
    Code.PUBLIC_FILE_UNNAMED: FindingKind(
        E,
        "「{name}」は、公表のために作ったファイルではありません（データの説明にありません）。公表してよいものか確かめ、要らなければ取り除いてください。",
        "“{name}” was not made for the folder (datapackage.json does not name it). See whether it may be published, or take it away.",
    ),
    Code.FIGURE_DIFFERS: FindingKind(
        E,
        "{about}が台帳と違います。正しくは「{expected}」ですが、「{found}」になっています。台帳を確かめ、資料を作り直すか、このセルを直してください。",
        "{about} differs from the ledger: it should be “{expected}” and is “{found}”. Check the ledger, then make the report again or correct this cell.",
    ),
    Code.WORDS_DIFFER: FindingKind(
        E,
        "{about}が台帳や計画と違います。正しくは「{expected}」ですが、「{found}」になっています。台帳と計画を確かめ、資料を作り直すか、このセルを直してください。",
        "{about} differs from the ledger or the plan: it should be “{expected}” and is “{found}”. Check both, then make the report again or correct this cell.",
    ),
    Code.RELISTED_DIFFERS: FindingKind(
        E,
        "{about}（再掲）が計画と違います。正しくは「{expected}」ですが、「{found}」になっています。計画を確かめ、資料を作り直すか、このセルを直してください。",
        "{about} (a repeated listing) differs from the plan: it should be “{expected}” and is “{found}”. Check the plan, then make the report again or correct this cell.",
    ),
    Code.PRINTED_ROW_MISSING: FindingKind(
        E,
        "{about}の行がありません。この位置に行を戻すか、資料を作り直してください。",
        "The row of {about} is missing. Put it back here, or make the report again.",
    ),
    Code.PRINTED_ROW_UNKNOWN: FindingKind(
        E,
        "台帳からは出ない行です：「{about}」。台帳が変わっていないか確かめ、行を消すか、資料を作り直してください。",
        "The ledger does not give this row: “{about}”. Check whether the ledger has changed, then delete the row or make the report again.",
    ),
    Code.PRINTED_ROW_TWICE: FindingKind(
        E,
        "{about}の行が二つあります。どちらかを消してください。",
        "The row of {about} stands here twice. Delete one of them.",
    ),
    Code.PIECE_MISSING: FindingKind(
        E,
        "{what}が資料にありません。戻すか、資料を作り直してください。",
        "{what} is not in the report. Put it back, or make the report again.",
    ),
    Code.WORDING_DIFFERS: FindingKind(
        W,
        "{about}が、資料では台帳の文と違います。台帳は「{expected}」、資料は「{found}」です。資料の文を残すときは、台帳も同じ文に直してください。",
        "The wording of {about} differs from the ledger: “{expected}” there, “{found}” in the report. To keep the report's wording, write it into the ledger too.",
    ),
    Code.DIGITS_DIFFER: FindingKind(
        W,
        "{about}の数字の形（全角・半角）が計画の設定と違います。正しくは「{expected}」ですが、「{found}」になっています。",
        "The digits of {about} are not as wide as the plan sets them: it should be “{expected}” and is “{found}”.",
    ),
    Code.HIDDEN_IN_REPORT: FindingKind(
        E,
        "資料の行か列が非表示になっているので、印刷されません。再表示してください。",
        "A row or column of the report is hidden and will not be printed. Show it again.",
    ),
    Code.FIGURE_NOT_PROVEN: FindingKind(
        W,
        "台帳にない記入に数が入っています（照合できません）：「{found}」。正しいか確かめてください。",
        "A figure that does not come from the ledger (not proven): “{found}”. Check that it is right.",
    ),
    Code.TEXT_NOT_PROVEN: FindingKind(
        I,
        "台帳にない記入です（照合できません）：「{found}」。",
        "A text that does not come from the ledger (not proven): “{found}”.",
    ),
    Code.NOT_A_REPORT: FindingKind(
        E,
        "kosei_xlの資料ではありません。「kosei report」で作った資料を指定してください。",
        "This is not a report made by kosei_xl. Give one that was made with kosei report.",
    ),
    Code.REPORT_KEYS_GONE: FindingKind(
        E,
        "資料のA列（非表示）のキーがないので照合できません。資料を作り直してください。",
        "The keys in column A (hidden) are gone, so nothing can be compared. Make the report again.",
    ),
    Code.REPORT_OF_OTHER_PLAN: FindingKind(
        E,
        "別の計画の資料です（{found}）。事務局ブックの計画は「{expected}」です。",
        "This report is of another plan ({found}); the master's is “{expected}”.",
    ),
    Code.REPORT_OF_OTHER_VERSION: FindingKind(
        E,
        "計画の第{found}版の資料です（事務局ブックは第{expected}版）。資料を作り直してください。",
        "This report is of version {found} of the plan; the master's is {expected}. Make the report again.",
    ),
    Code.REPORT_OF_UNKNOWN_POINT: FindingKind(
        E,
        "資料の報告時点「{found}」が事務局ブックにありません。報告時点シートを確かめてください。",
        "The report's point “{found}” is not in the master. Check its sheet of reporting points.",
    ),
    Code.REPORT_OF_UNKNOWN_PART: FindingKind(
        E,
        "資料の「{found}」が事務局ブックの帳票シートにありません。帳票シートを確かめるか、資料を作り直してください。",
        "The report's part “{found}” is not among the master's parts. Check them, or make the report again.",
    ),
    Code.NO_MASTER_NEAR: FindingKind(
        E,
        "この資料の計画（{plan}）の事務局ブックが、資料と同じフォルダーにも一つ上のフォルダーにも見つかりません。「--master」で指定してください。",
        "No master workbook of this report's plan ({plan}) lies beside it or one folder up. Give it with --master.",
    ),
    Code.SEVERAL_MASTERS_NEAR: FindingKind(
        E,
        "この資料の計画の事務局ブックが二つ以上あります（{names}）。「--master」でどれかを指定してください。",
        "There are several master workbooks of this report's plan ({names}). Give one with --master.",
    ),
    Code.FORMER_MASTER_NEEDED: FindingKind(
        E,
        "見直しの数と文を照合するには、見直し前の事務局ブックが要ります。「--before」で指定してください。",
        "Figures and sentences of the revision need the former master workbook. Give it with --before.",
    ),
    Code.NOT_IN_PDF: FindingKind(
        E,
        "「{found}」がPDFにありません。PDFが古いか、文が欠けています。PDFを作り直してください。",
        "“{found}” is not in the PDF, which is out of date or cut off. Make the PDF again.",
    ),
    Code.NO_PDF_BESIDE: FindingKind(
        I,
        "資料のPDF（{name}）が隣にないので、ブックだけを照合しました。",
        "There is no PDF of the report ({name}) beside it; only the workbook was verified.",
    ),
    Code.PDF_UNREADABLE: FindingKind(
        E,
        "PDFを読めません（{reason}）。PDFを作り直してください。",
        "The PDF cannot be read ({reason}). Make it again.",
    ),
    Code.FIGURE_EDITED: FindingKind(
        E,
        "{about}の数・評価・印は台帳から作られるので、資料では直せません（「{old}」→「{new}」）。{where}を直し、資料を作り直してください。",
        "Figures, ratings and marks ({about}) are made from the ledger and cannot be edited in a report (“{old}” → “{new}”). Correct {where} and make the report again.",
    ),
    Code.PLAN_WORDS_EDITED: FindingKind(
        E,
        "{about}の文は計画や帳票の設定から作られるので、資料では直せません（「{old}」→「{new}」）。{where}を直し、資料を作り直してください。",
        "The words of {about} are made from the plan and its settings and cannot be edited in a report (“{old}” → “{new}”). Correct {where} and make the report again.",
    ),
    Code.RELISTED_EDITED: FindingKind(
        E,
        "No.{item}は再掲なので、ここでは直せません。元のNo.{original}（{where}）を直してください。",
        "Item {item} is a repeated listing and cannot be edited here. Correct the original, item {original} ({where}).",
    ),
    Code.EDITED_AND_LEDGER_CHANGED: FindingKind(
        E,
        "No.{item}の「{label}」は、資料を作った後に台帳（{where}）でも直されています。台帳の文「{ours}」を残しました。資料の文は「{theirs}」です。どちらかに合わせてください。",
        "Item {item}, “{label}”: the ledger ({where}) was changed too since the report was made. Its wording “{ours}” was kept; the report says “{theirs}”. Settle on one.",
    ),
    Code.EDITED_IN_TWO_WAYS: FindingKind(
        E,
        "No.{item}の「{label}」が、{first}と違う文に直されています（「{one}」と「{two}」）。どちらも台帳に入れませんでした。同じ文にしてください。",
        "Item {item}, “{label}”: edited differently in {first} (“{one}” and “{two}”). Neither was taken over. Make them the same.",
    ),
    Code.EDIT_UNCLEAR: FindingKind(
        E,
        "No.{item}のこのセルには二つ以上の記入が並んでいて、どれを直したのか分かりません。{where}を直してください。",
        "Item {item}: this cell shows several entries, and it is not clear which was edited. Correct {where}.",
    ),
    Code.PRINTED_ROW_DELETED: FindingKind(
        W,
        "{about}の行が資料から消されています。台帳は変えていません。資料を作り直すと戻ります。",
        "The row of {about} was deleted from the report. The ledger was not changed; making the report again brings it back.",
    ),
    Code.TEXT_ADDED_TO_REPORT: FindingKind(
        W,
        "資料に書き足された文です。台帳には入りません：「{found}」。載せるときは台帳か帳票シートに書いてください。",
        "A text added to the report, which has no place in the ledger: “{found}”. To print it, write it into the ledger or the sheet of parts.",
    ),
    Code.EDIT_TAKEN: FindingKind(
        I,
        "No.{item}の「{label}」を台帳（{where}）に入れました：「{old}」→「{new}」。",
        "Item {item}, “{label}”: taken into the ledger ({where}): “{old}” → “{new}”.",
    ),
    Code.EDITED_CELL_OUT_OF_DATE: FindingKind(
        E,
        "No.{item}の欄の作り方が、資料を作った後に変わっています。{where}を直すか、資料を作り直してから直してください。",
        "Item {item}: what this cell is made of has changed since the report was made. Correct {where}, or make the report again and edit that.",
    ),
    Code.CARRIES_NOTHING: FindingKind(
        E,
        "この資料には作った時の内容が残っていないので、どこを直したのか分かりません。資料を作り直してから直してください。",
        "This report no longer holds what it said when it was made, so edits cannot be told. Make it again and edit that.",
    ),
    Code.SHOWS_DELETED: FindingKind(
        E,
        "削った文も見せている資料（見え消し）です。「--show-deleted」を付けずに作った資料を指定してください。",
        "This report shows deleted texts too. Give one that was made without --show-deleted.",
    ),
    Code.EDIT_NOT_IN_NEW_REPORT: FindingKind(
        E,
        "資料で直した「{found}」が、作り直す資料にありません。",
        "“{found}”, edited in the report, is not in the one to be made.",
    ),
    Code.EDITS_UNKNOWN: FindingKind(
        E,
        "同じ名前のファイルがありますが、kosei_xlが作った時の内容が残っていないので、直されているかどうか分かりません。",
        "There is a file of that name that does not hold what it said when kosei_xl made it, so edits cannot be told.",
    ),
}
