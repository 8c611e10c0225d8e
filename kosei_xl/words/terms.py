"""Where Japanese labels, sheet names and accepted spellings meet English field names. Data only, no logic.

Sheets are (Japanese name, {key: label}); keys stand in the hidden row 1 of a sheet, labels in row 2.
"""

from collections.abc import Mapping
from typing import NamedTuple

FIELD_LABELS: Mapping[str, str] = {
    "rating": "評価",
    "annual_plan": "当初予定",
    "results": "取組実績",
    "cause": "要因",
    "next_steps": "今後の対応",
    "issues": "課題・改善点",
    "follow_up": "フォローアップ",
    "reason": "理由等",
    "example": "主な取組（例示）",
    "overview": "取組の概要",
    "indicator": "成果指標",
    "target": "目標値",
    "actual": "実績値",
    "unit": "単位",
    "caption": "写真の説明",
    "picture": "写真",
    "other": "その他の記入",
}

SHARE_KEY, SHARE_NAME = "share_", "の達成率"
"""How the key and the name of a column begin and end that holds a field against the one it is compared with."""
EVERY_YEAR = ("各年度", "毎年度", "年度ごと", "各年", "毎年")
"""What stands under 年度 in 欄 for a field of which there is one for every fiscal year of the plan."""
CUMULATIVE = ("累計", "計画期間の累計")
"""What 帳票列 may say instead of a reporting point's key for what has come together over the years of the plan."""

OWN_COLUMNS = tuple(f"own{n}" for n in range(1, 7))
"""Spare template columns that take a plan's own entry fields."""
TEXT_COLUMNS = tuple(f"text{n}" for n in range(1, 9))
"""Spare template columns that take a plan's texts (実施内容 …)."""
RATING_COLUMNS = tuple(f"r{n}" for n in range(1, 9))
"""Spare template columns of the count sheets, one for each rating."""

RATING_KEY = "rating:"
"""How the key of a rating's own column begins, once it has one of them."""

_INDICATOR = {key: FIELD_LABELS[key] for key in ("indicator", "target", "actual", "unit")}
_PHOTO = {key: FIELD_LABELS[key] for key in ("picture", "caption")}
_ENTRY = {key: label for key, label in FIELD_LABELS.items() if key not in (*_INDICATOR, *_PHOTO, "other")}
_OWN = dict.fromkeys(OWN_COLUMNS, "")
_STORED = {
    "number": "番号",
    "kind": "内容",
    "key": "対象のキー",
    "field": "欄キー",
    "piece": "続き",
    "text": "値",
}

START_SHEET = "はじめに"
"""The first sheet of a master: numbered steps, and what is still missing."""
GUIDE_SHEET = "使い方"
PLAN_SHEET = "計画"
RATINGS_SHEET = "評価区分"
AREAS_SHEET = "分野"
ITEMS_SHEET = "項目"
SCHEDULE_SHEET = "日程"
DEPARTMENTS_SHEET = "部署"
POINTS_SHEET = "報告時点"
PARTS_SHEET = "帳票"
COLUMNS_SHEET = "帳票列"
SHEETS_OF_LISTS: Mapping[str, str] = {
    "ratings": RATINGS_SHEET,
    "areas": AREAS_SHEET,
    "items": ITEMS_SHEET,
    "departments": DEPARTMENTS_SHEET,
    "points": POINTS_SHEET,
    "parts": PARTS_SHEET,
    "columns": COLUMNS_SHEET,
}
"""Lists of a plan -> the sheets that hold them in a master."""
LEDGER_SHEET = "台帳"
INDICATORS_SHEET = "指標"
PHOTOS_SHEET = "写真"
RECEIVED_SHEET = "受領"
STATUS_SHEET = "提出状況"
FINDINGS_SHEET = "指摘"
SUMMARY_SHEET = "集計"
CONFLICTS_SHEET = "競合"
FIELDS_SHEET = "欄"
SCALES_SHEET = "尺度"
REORGANISATIONS_SHEET = "組織の変更"
CORRECTIONS_SHEET = "訂正"
RULES_SHEET = "点検の設定"
HANDED_OUT_SHEET = "配布記録"
PUBLISHED_SHEET = "発行記録"
CLOSED_SHEET = "確定"
IDENTITY_SHEET = "_kosei"
CHANGES_SHEET = "修正箇所一覧"
"""The sheet of a report that lists what changed since an earlier one."""
ERRATA_SHEET = "正誤表"
EVENED_SHEET = "そろえた数字"
CHART_SHEET = "_図の数"
"""Hidden in a report: the figures that its charts are drawn from."""
COURSE_SHEET, HANDOVER_SHEET = "経過", "引き継ぎ"
"""Sheets of the workbook that `kosei history` writes."""
LISTS_SHEET = "リスト"
OPERATION_SHEET = "操作"
"""Settings of the add-in and, in a master with macros, the buttons."""

DEPARTMENT_COLUMNS = ("lead", "dept2", "dept3", "dept4", "dept5")
"""Columns of 項目 that name the departments of an item, one each, the lead first."""
NAMES_COLUMN = "names"
"""Key of the hidden column of 項目 and 帳票 that holds the keys of what the row names, and what they were called."""
POINT_LABEL = "point_label"
"""Key of the column that shows, beside the hidden key of its point, what a row's point is called."""

MASTER_SHEETS: Mapping[str, Mapping[str, str]] = {
    PLAN_SHEET: {
        "setting": "設定キー",
        "label": "設定",
        "value": "内容",
        "note": "説明",
        "usual": "書かないとき",
        "sample": "書き方の例",
    },
    RATINGS_SHEET: {
        "code": "評価",
        "label": "呼び方",
        "order": "順序",
        "legend": "凡例の文",
        "synonyms": "読み替える書き方",
        "behind": "遅れ",
        "counted": "集計する",
        "requires": "記入が要る欄",
        "scale": "尺度キー",
        "equals": "ほかの尺度で対応する評価",
        "at_least": "達成率の下限（％）",
        "points": "得点",
    },
    SCALES_SHEET: {"scale": "尺度キー", "name": "尺度の名前", "note": "説明"},
    AREAS_SHEET: {
        "no": "番号",
        "name": "名称",
        "purpose": "趣旨",
        "parent": "上位の分野（番号）",
        "level": "階層",
        "key": "分野キー",
    },
    ITEMS_SHEET: {
        "row_key": "行キー",
        "no": "No.",
        "sub_no": "枝番",
        "name": "名称",
        "area_no": "分野",
        "kind": "評価対象",
        **dict(zip(DEPARTMENT_COLUMNS, ("主担当", "課2", "課3", "課4", "課5"), strict=True)),
        "answering": "回答課",
        "departments_at": "時点ごとの推進担当課（時点＝課名、課名）",
        "office_rated": "事務局評価",
        "repeats": "再掲元のNo.",
        **dict.fromkeys(TEXT_COLUMNS, ""),
        "first_point": "始まりの時点",
        "last_point": "終わりの時点",
        "state": "状態",
        "successor": "引継ぎ先（No.か名称）",
        NAMES_COLUMN: "名前のキー",
    },
    SCHEDULE_SHEET: {
        "row_key": "行キー",
        "no": "No.",
        "name": "名称",
        "action_no": "取組の順",
        "action": "取組項目",
        "start": "始め（R3-1＝令和3年度第1四半期）",
        "end": "終わり",
        "label": "帯の文字",
        "conditional": "条件付き",
    },
    DEPARTMENTS_SHEET: {
        "code": "部署番号",
        "name": "課名",
        "bureau": "部名",
        "order": "順序",
        "valid_from": "開始日",
        "valid_to": "終了日",
        "successors": "引継ぎ先（課名）",
    },
    REORGANISATIONS_SHEET: {
        "date": "変更日",
        "kind": "変更の種類",
        "old": "前の課",
        "new": "後の課",
        "items": "引き継ぐ項目（No.・空欄はすべて）",
        "note": "備考",
    },
    POINTS_SHEET: {
        "key": "時点キー",
        "fiscal_year": "年度",
        "kind": "種類",
        "date": "基準日",
        "label": "表示名",
        "short_label": "短い表示名",
        "due": "提出期限",
        "scale": "尺度キー",
        "share": "目標の按分（％）",
    },
    FIELDS_SHEET: {
        "field": "欄キー",
        "label": "欄の名前",
        "type": "値の種類",
        "filled_by": "記入する人",
        "required": "必須",
        "summed": "合計する",
        "unit": "単位",
        "decimals": "小数の桁数",
        "scale": "尺度キー",
        "choices": "選択肢",
        "rater": "評価者",
        "axis": "評価の軸",
        "against": "比べる欄（計画の額）",
        "year": "年度（西暦・各年度）",
    },
    PARTS_SHEET: {
        "key": "帳票の名前",
        "kind": "種類",
        "sheet": "シート名",
        "title": "見出し",
        "text": "本文",
        "paper": "用紙",
        "items": "対象",
        "doc_no": "資料番号",
        "meeting": "会議名",
        "meeting_date": "会議の日",
        "role": "体裁",
        "file": "PDFのファイル",
        "foot": "集計行",
        "numbering": "番号の形",
        "rows": "行の分け方",
        "only": "絞り込み",
        "shows": "表示",
        "of_which": "うち書き",
        "sums": "合計する欄",
        "ratings": "評価の欄",
        "subtotals": "小計",
        "placeholder": "使える差し込み",
        "meaning": "入るもの",
        NAMES_COLUMN: "名前のキー",
    },
    COLUMNS_SHEET: {
        "part": "帳票の名前",
        "key": "列キー",
        "label": "見出し",
        "heading": "上の見出し",
        "width": "幅",
        "align": "配置",
        "source": "内容の出所",
        "point": "時点",
        "entry": "調査票での扱い",
    },
    RULES_SHEET: {"code": "指摘の番号", "use": "使う", "threshold": "しきい値", "note": "備考"},
    LEDGER_SHEET: {
        "row_key": "行キー",
        POINT_LABEL: "時点",
        "point": "時点キー",
        "area_no": "分野",
        "no": "No.",
        "name": "名称",
        "kind": "区分",
        "department": "回答課",
        **_ENTRY,
        **_OWN,
    },
    INDICATORS_SHEET: {
        "row_key": "行キー",
        POINT_LABEL: "時点",
        "point": "時点キー",
        "no": "No.",
        "name": "名称",
        "seq": "連番",
        **_INDICATOR,
    },
    PHOTOS_SHEET: {
        "row_key": "行キー",
        POINT_LABEL: "時点",
        "point": "時点キー",
        "no": "No.",
        "name": "名称",
        "seq": "連番",
        **_PHOTO,
    },
    RECEIVED_SHEET: {
        "row_key": "行キー",
        "dept_code": "部署番号",
        "department": "課名",
        "point": "時点",
        "item_key": "項目キー",
        "sub_no": "枝番",
        "seq": "連番",
        "no": "No.",
        "submission_no": "提出回",
        "file": "ファイル",
        "sheet": "シート",
        "cells": "セル",
        "sha256": "SHA-256",
        "saved_at": "保存日時（UTC）",
        "saved_by": "保存者",
        **_ENTRY,
        **_INDICATOR,
        **_PHOTO,
        **_OWN,
        "other": FIELD_LABELS["other"],
        "conflicts": "競合した欄",
        "taken": "台帳に入れた欄",
        "filled_by": "記入者",
        "confirmed_by": "確認者",
        "confirmed_on": "確認日",
        "kind": "受領の種類",
        "finding": "指摘・処置の内容",
        "chain": "行の印",
    },
    CORRECTIONS_SHEET: {
        "row_key": "行キー",
        "publication": "発行の番号",
        "no": "No.",
        "sub_no": "枝番",
        "field": "欄キー",
        "label": "欄",
        "before": "誤",
        "after": "正",
        "why": "訂正の理由",
        "date": "訂正日",
    },
    STATUS_SHEET: {
        "row_key": "行キー",
        "state": "状況",
        "bureau": "部名",
        "department": "課名",
        "mark": "事務局の印",
        "remark": "差戻しの理由・メモ",
        "due": "提出期限",
        "extended": "この課の提出期限",
        "rows": "回答する件数",
        "blank": "未記入の件数",
        "errors": "エラーの件数",
        "blanks": "未記入の項目",
        "file": "ファイル",
        "submission_no": "提出回",
        "saved_at": "保存日時（日本時間）",
        "filled_by": "記入者",
        "confirmed_by": "確認者",
        "confirmed_on": "確認日",
    },
    FINDINGS_SHEET: {
        "row_key": "行キー",
        "severity": "重さ",
        "message": "内容と直し方",
        "acknowledged": "確認済",
        "why": "確認済の理由",
        "file": "ファイル",
        "sheet": "シート",
        "cell": "セル",
        "item": "No.",
        "point": "時点",
        "code": "番号",
    },
    CONFLICTS_SHEET: {
        "row_key": "行キー",
        "field": "欄キー",
        "point": "時点",
        "no": "No.",
        "name": "名称",
        "department": "回答課",
        "label": "欄",
        "theirs": "課の記入",
        "ours": "事務局の文（台帳）",
        "before": "前回の文",
        "choice": "採用",
        "own_text": "自由記入",
        "file": "ファイル",
        "sheet": "シート",
        "cell": "セル",
    },
    SUMMARY_SHEET: {
        "area_no": "分野キー",
        "area": "分野",
        "rows": "項目数",
        **dict.fromkeys(RATING_COLUMNS, ""),
        "missing": "未記入",
    },
    HANDED_OUT_SHEET: _STORED,
    PUBLISHED_SHEET: _STORED,
    CLOSED_SHEET: _STORED,
}
"""Sheets of the master workbook (事務局ブック) after the guide; `HIDDEN_SHEETS`, `_kosei` and リスト are hidden."""
HIDDEN_SHEETS = (HANDED_OUT_SHEET, PUBLISHED_SHEET, CLOSED_SHEET)
"""Sheets of the master that the program alone reads and writes."""
ASIDE_SHEETS: Mapping[str, str] = {
    name: f"{name}（確定分）" for name in (RECEIVED_SHEET, HANDED_OUT_SHEET, PUBLISHED_SHEET)
}
"""Sheets that only grow -> the hidden ones, of the same columns, in which their rows about closed points lie."""
FORMAT_2_SHEETS = (
    FIELDS_SHEET,
    SCALES_SHEET,
    REORGANISATIONS_SHEET,
    CORRECTIONS_SHEET,
    RULES_SHEET,
    *HIDDEN_SHEETS,
)
"""Sheets that masters of format 1 do not have."""
FORMAT_2_COLUMNS: Mapping[str, tuple[str, ...]] = {
    RATINGS_SHEET: ("scale", "equals", "at_least", "points"),
    AREAS_SHEET: ("parent", "level"),
    ITEMS_SHEET: ("first_point", "last_point", "state", "successor"),
    POINTS_SHEET: ("scale", "share"),
    PARTS_SHEET: ("rows", "only", "shows", "of_which", "sums", "ratings", "subtotals"),
    RECEIVED_SHEET: ("kind",),
}
"""Columns that masters of format 1 do not have, and some of format 2 made before 0.2.0 was finished."""
FORMER_COLUMNS: Mapping[str, Mapping[str, str]] = {
    ITEMS_SHEET: {"departments": "推進担当課（部署番号・主担当が先）"},
}
"""Columns that masters made before have and new ones do not; they are read as they were."""
FORMER_LABELS: Mapping[str, Mapping[str, str]] = {
    ITEMS_SHEET: {
        "departments_at": "時点ごとの推進担当課（時点キー＝部署番号）",
        "first_point": "始まりの時点キー",
        "last_point": "終わりの時点キー",
    },
    DEPARTMENTS_SHEET: {"successors": "引継ぎ先（部署番号）"},
    REORGANISATIONS_SHEET: {"old": "前の部署番号", "new": "後の部署番号"},
    POINTS_SHEET: {"fiscal_year": "年度（西暦）"},
    PARTS_SHEET: {"key": "帳票キー"},
    COLUMNS_SHEET: {"part": "帳票キー", "point": "時点キー"},
}
"""What columns were called in masters made before: they are found by that where the row of keys is gone."""
FORMAT_1_SETTING = ("key", "キー")
"""Key and label, in format 1, of the column of 計画 that is "setting" now: older programs must not take it for theirs."""

COLUMNS_OF_BLANKS: Mapping[str, Mapping[str, str]] = {
    RECEIVED_SHEET: {"blanks": "空欄の欄", "held": "保留した欄"},
    CONFLICTS_SHEET: {"kind": "種類", "workbook": "調査票", "preset": "あらかじめ選んだ日時"},
}
"""Columns that a master's sheets get, to the right of the others, with the first row that has something for them."""
COLUMN_OF_PRINTED: Mapping[str, str] = {"printed": "配布したままの欄"}
"""The same for 受領: the fields of a return that hold what its form held when it was handed out."""

SURVEY_GUIDE_SHEET = "記入要領"
GUIDE_LABELS: Mapping[str, str] = {
    "filled_by": "記入者",
    "confirmed_by": "確認者（課長）",
    "confirmed_on": "確認日",
    "submission_no": "提出回",
}
"""Names of the cells to write in on 記入要領 -> what stands beside them."""
SURVEY_PROTOTYPE_SHEET = "様式"
SURVEY_SUMMARY_SHEET = "集計"
SURVEY_CHECK_SHEET = "点検"
SURVEY_INDICATORS_SHEET = "指標"
SURVEY_PHOTOS_SHEET = "写真"

SURVEY_COLUMNS: Mapping[str, str] = {
    "row_key": "行キー",
    "no": "No.",
    "name": "名称",
    "departments": "推進担当課",
    "previous": "前回の評価",
    **dict.fromkeys(TEXT_COLUMNS, ""),
    **_ENTRY,
    **_OWN,
    "state": "点検",
}
"""Columns of an area sheet of the department workbook; which are shown is the plan's choice (帳票列)."""
SURVEY_INDICATOR_COLUMNS: Mapping[str, str] = {
    "row_key": "行キー",
    "no": "No.",
    "name": "名称",
    **_INDICATOR,
    "state": "点検",
}
NAME_OF_ITEM = "item_name"
ANNOTATION_COLUMNS: Mapping[str, str] = {**MASTER_SHEETS[FINDINGS_SHEET], NAME_OF_ITEM: "項目"}
"""Columns of the list in front of a marked copy."""
INDICATOR_HINTS: Mapping[str, str] = {
    "indicator": "1行に一つずつ書きます。二つ目は、同じ番号の次の行に書きます。前回の指標が写してあれば、そのまま使います。",
    "target": "数で書きます（例：1,500、85.0、30以上、20以下）。「以上」「以下」は数の後に付けます。",
    "actual": "数で書きます（例：1,520、88.3）。目標と比べられるように、単位は「単位」の列に書きます。",
    "unit": "件、人、％など。数のすぐ後に印刷します。",
}
"""What shows beside a chosen cell of 指標."""
SURVEY_PHOTO_COLUMNS: Mapping[str, str] = {
    "row_key": "行キー",
    "no": "No.",
    "name": "名称",
    "picture": "写真（PNG・JPEG・GIF、10MBまで）",
    "caption": "写真の説明（写真の下に印刷します）",
}
PHOTO_HINT = "ここに写真を貼る"
"""Stands in the cell of the survey that a photo is pasted over."""
WHICH_PHOTO = "（{}枚目）"
"""Stands behind it: an item has several such cells, alike but for this."""

ANNOTATIONS_SHEET = "指摘一覧"
"""Stands in front of a copy that was marked with its findings."""
SURVEY_OWN_SHEETS = (
    SURVEY_GUIDE_SHEET,
    SURVEY_SUMMARY_SHEET,
    SURVEY_CHECK_SHEET,
    ANNOTATIONS_SHEET,
    LISTS_SHEET,
    IDENTITY_SHEET,
)
"""Sheets of a survey that hold no answers but for the named cells of the first."""
SURVEY_SHEETS = (
    *SURVEY_OWN_SHEETS,
    SURVEY_PROTOTYPE_SHEET,
    SURVEY_INDICATORS_SHEET,
    SURVEY_PHOTOS_SHEET,
)
"""Names that no sheet of an area may have."""
LOOK_AGAIN = "要確認"
"""Begins what 点検 says of an entry that is there but does not look right."""
TARGET_MISSED = f"{LOOK_AGAIN}：目標に届いていません"
"""What 点検 says of an indicator that missed its target in a row that is rated on schedule or ahead."""
TARGET_REACHED = "目標に届いています"
"""What it says of one that reached its target in a row that is rated behind."""
BELOW_ZERO = f"{LOOK_AGAIN}：実績値が０より小さい"
"""What it says of a count below zero."""
CHANGED_ITEMS = "評価が変わった項目"
"""The items whose rating is another than at the point before, as 帳票 asks for them."""
NONE_CHANGED = "前回から評価の変わった{term}はありません。"
ASKED_ITEMS = "委員会の意見があった項目"
"""The items that the committee wrote about at the point before, as 帳票 asks for them."""
NONE_ASKED = "前回、委員会の意見があった{term}はありません。"
NO_RATING_BEFORE = "比べる前回の評価がありません。"
NO_COURSE = "記入のある時点がまだ一つのため、経過の表はありません。"
"""What a part of kind 経過 says of a plan whose first point is printed."""
COURSE_ROWS = "内容\n（指標は実績／目標）"
"""Head of the column of a 経過 that names its rows."""
NOT_IN_PLAN, NOT_IN_PLAN_NOTE = "／", "※「／」は、その時点の計画になかった{term}です。"
"""What stands in a 経過 at a point at which an item does not stand, and the note below it."""
OTHER_SCALE_NOTE = "※{points}の評価　{legend}"
"""Note below a 経過 for points that were rated by another scale than the one that is printed."""
OUTSIDE_RATING, WITHOUT_RATING = "対象外", "未記入"
"""What stands in a 経過 for an item that is not rated, and the row that counts blank ratings."""
UNREAD_AMOUNTS = "※「{label}」の数として読めない記入（{nos}）は、計に入っていません。"
"""Note below a 経過 for entries that are in no sum."""
NOTHING_KEY = "none"
"""Key of the row of 指摘 or 競合 that says that there are none."""
NO_FINDINGS, NO_CONFLICTS = "指摘はありません。", "競合はありません。"
LEFT_TO_FILL = "未記入 ", " 件　"
"""What stands around the count before the title of an area sheet."""
ADDED_ROWS_LABEL = "追加欄（項目にない取組があれば、下の行に書いてください。事務局で確認します）"
ADDED_ROW_KEY = "+"
AREA_KEY_PREFIX = "area:"
"""The row key in A3 of an area sheet is this and the area number: the sheet is known by it, whatever its tab says."""

IDENTITY_KEYS = ("format", "kind", "plan_id", "plan_version", "point", "dept_code")
PICTURE_KEY = "picture:"
"""Hidden pairs whose key begins so name the pictures (SHA-256) that a survey held when it went out, such as a logo."""
CLOSED_KEY = "closed"
"""The hidden pair of a survey with the fields that it does not ask for; a survey without it asks for all of them."""
GIVEN_KEY = "given:"
"""Hidden pairs whose key begins so hold hashes of what a survey said outside its inputs when it went out."""
NOTE_AUTHOR = "kosei_xl"
"""Whose the notes are in a copy that was marked with its findings."""
COLUMN_KEYS = "columns"
"""In reports, the hidden row that names the columns below it ("list|columns")."""
PROPERTY_PREFIX = "kosei_"
"""Custom document properties are the identity keys with this prefix."""

READER_ARGUMENT = "--kosei-reader--"
"""The argument by which a program that holds all of kosei_xl in one file (`sys.frozen`) is started as a reader."""

STATES: Mapping[str, str] = {
    "not_returned": "未提出",
    "empty": "空のまま",
    "returned": "差戻し中",
    "incomplete": "記入途中",
    "errors": "要確認",
    "unconfirmed": "課長未確認",
    "done": "提出済",
    "accepted": "事務局確認済",
}
"""States of a department's return, the one that needs most attention first."""
IN_PREPARATION, CAN_BE_HANDED_OUT = "準備中", "配れます"
"""What the first sheet of a master says of handing out."""
ERRORS_OPEN, CONFLICTS_OPEN = "エラー", "競合"
"""What it calls what is still open, before the numbers."""
RETURN_MARKS: Mapping[str, str] = {"accepted": "確認済", "returned": "差戻し"}
"""What the office may choose under 事務局の印 on 提出状況."""
SETTLEMENTS = ("採用しない", "手で台帳に入れた", "再提出で解決")
"""What the office may do about a finding of a returned workbook, beside letting it stand (○)."""
CLOSED = "同じ名前の読めるファイルが届きました"
"""Stands in the row of 受領 that ends the findings of a file that could not be read."""
LATER_COLUMNS: Mapping[str, tuple[str, ...]] = {
    STATUS_SHEET: ("row_key", "mark", "remark", "extended"),
    FINDINGS_SHEET: ("row_key", "acknowledged", "why"),
}
"""Columns of derived sheets that masters made before do not have."""
BUREAU = "部"
SUBTOTAL, GRAND_TOTAL = "小計", "合計"
COUNTS_BELOW: Mapping[str, str] = {
    "state": "済んだ課",
    "bureau": "部名",
    "department": "内訳",
    "rows": "回答する件数",
    "blank": "未記入の件数",
    "errors": "エラーの件数",
}
"""The heads of the counts of each 部 below the departments of 提出状況."""
NO_BUREAU = "（部なし）"
NO_DEPARTMENT = "（課なし）"
ALL_BUREAUS = "全体"
DONE_STATES = frozenset({"done", "accepted"})
FINDING_GONE = "（今回なし）"
"""Stands under 重さ where an answered finding did not come up this time."""

LESS_IS_BETTER = (
    *("減", "短縮", "抑制", "待ち", "待機", "滞納", "未収", "未納", "未処理", "苦情", "事故", "誤り", "ミス", "違反"),
    *("時間外", "残業", "超過", "超えた", "日数", "処理時間", "所要時間", "事務時間", "排出", "使用量", "消費", "ごみ"),
    *("経費", "コスト", "費用", "赤字", "不足", "欠員", "離職", "休職", "故障", "残高"),
)
"""Words in the name of an indicator that leave open whether more is better, unless the target says 以上 or 以下."""
FOLLOW_UP_MARK = "○"
FOLLOW_UP_SPELLINGS = ("○", "〇", "◯", "o", "O", "0", "レ", "✓", "✔", "●")
NOT_MARKED = ("×", "✕", "✗", "なし", "無", "無し", "いいえ", "しない", "対象外")
"""What people type, beside `DASHES`, into a cell for ○ that is not marked."""
ONLY_MARK = "。○か空欄にしてください"
ONLY_NUMBER = "。数字で書いてください"
ONLY_BY_POINT = "。「時点キー=部署番号」のように、時点ごとに1行ずつ書いてください"
"""End the reason of K131 for a word where something else belongs."""
DASHES = ("-", "－", "ー", "―", "—", "–", "‐", "−")

YES = "○"
NOT_RATED = "-"
"""Printed where a row is not rated."""
NOT_RATED_STROKE = "／"
"""Printed there where a dash is one of the ratings: the two must not look alike."""

OWN_RATING_NAMES = ("評価", "課", "課の評価", "自己", "自己評価")
"""How a setting may call the rating that the department itself gives."""
RECORD, PREVIOUS = "record", "previous"
"""Keys of the columns (帳票列) of the rating of record, and of that of the point before."""
TREND = "trend"
"""Key of the column (帳票列) that compares the rating with that of the point before."""
BETTER, STEADY, WORSE = "↑", "→", "↓"

LOOK_MARKS: Mapping[str, str | None] = {"behind": YES, "ahead": "◎", "aside": "－", "even": None}
"""What the hidden list says of how a rating looks; conditional formats go by it."""

STANDARD_SCALE = "standard"
"""Key of the scale of a plan that has one."""
STANDARD_SCALE_NAME = "標準の尺度"
ITEM_STATES: Mapping[str, str] = {
    "continued": "継続",
    "ended": "終了",
    "achieved": "達成",
    "stopped": "中止",
    "merged": "統合",
    "split": "分割",
    "transferred": "移管",
    "plan_ended": "計画終了",
}
"""What may have become of an item; nothing is deleted to end it. 計画終了: it stood when the plan ended early."""
ORIGIN_LABEL = "前の計画から"
"""Heads what an item of a successor plan was in the plan before: 継続, 統合; 新規 is for people to write."""
RECEIVED_KINDS: Mapping[str, str] = {"entry": "記入", "finding": "指摘", "settled": "処置", "late": "確定後"}
"""What a row of 受領 holds; blank in rows written before there were kinds, which are all 記入."""
SET_ASIDE = "確定分"
"""Stands as the kind of a row of 受領 in whose place rows lie on the sheet of closed points."""
RUN_COLUMN = ("run", "続き")
"""Key and label of the column that 受領（確定分） has beside those of 受領: in the place of which row its rows belong."""
REGISTER_WORDS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    FIELDS_SHEET: {
        "type": {
            "text": "文章",
            "number": "数",
            "money": "金額",
            "rating": "評価",
            "mark": "印",
            "date": "日付",
            "choice": "選択",
        },
        "filled_by": {"department": "課", "office": "事務局", "committee": "委員会"},
    },
    REORGANISATIONS_SHEET: {
        "kind": {"renamed": "改称", "merged": "統合", "split": "分割", "opened": "新設", "closed": "廃止"},
    },
    RULES_SHEET: {"use": {"on": "使う", "off": "使わない", "department": "課にも知らせる", "office": "事務局だけ"}},
}
"""Japanese words for the choices of 欄, 組織の変更 and 点検の設定, by sheet and column."""
STORED_KINDS: Mapping[str, str] = {
    "head": "見出し",
    "printed": "印字",
    "prefill": "記入",
    "given": "文と図の控え",
    "laid_out": "資料の行",
    "plan": "計画",
    "part": "帳票",
    "entry": "台帳",
}
"""What a row of 配布記録, 発行記録 or 確定 holds."""

KIND_LABELS: Mapping[str, str] = {"rated": "評価", "unrated": "対象外", "sub": "枝番"}
NOT_AT_POINT = "時点外"
"""Kind of the rows of 台帳 whose item does not stand at their point: nothing counts them."""
POINT_KIND_LABELS: Mapping[str, str] = {"half": "上半期", "year_end": "年度末", "other": "その他"}
LAST_POINT = "前回"
EARLIER_POINTS: Mapping[str, int] = {LAST_POINT: 1, "前々回": 2}
"""What 帳票列 may say instead of a reporting point's key -> how many points before the one that is printed."""
NO = "－"
"""How tables for analysts write yes and no."""
LONG_TEXTS_SHEET = "長い文"
GOES_ON = "…（続きは「長い文」シート）"
"""Where, in a plain workbook, the texts stand that are too long for a cell; and what their cells say."""
SCHEDULE_HEADING = "年度スケジュール"
"""Stands over the years where 帳票列 gives no heading."""
NOW_LINE = "太い縦線：{}現在"
"""What the line at the day of the report is, in a year schedule."""
ACTIONS_LABEL = "取組項目"
WHOLE_WORKBOOK = "（全体）"
"""Stands in 競合した欄 of the row of a workbook that was recorded and not taken over."""
NOTHING_TAKEN = "－"
"""Stands in 台帳に入れた欄 and 空欄の欄 where there are none; a blank cell there is a row written before the column was."""
OFFICE_BOOK = "事務局ブック.xlsx"
"""What a master is called in findings where nobody says what its file is called."""
OFFICE = "事務局"
"""Stands for a department where the office itself wrote or answers."""
BESIDE_LABELS: Mapping[str, str] = {
    "note": "メモ",
    "shape": "図形やテキストボックス",
    "chart": "グラフや図",
    "object": "埋め込まれたもの",
    "link": "リンク",
    "header": "ヘッダーやフッター",
    "property": "文書のプロパティ",
    "title": "文書の題名",
    "name": "名前の定義",
    "rule": "入力規則",
    "scenario": "シナリオ",
    "alt": "代替テキスト",
}
"""What holds words in a workbook without being a cell."""
SHEET_TAB = "シートの見出し"
STRUCK_OUT = "取消線"

INDENT = "　"
"""Stands before a label, once for each level above it."""
BLANK = "（空欄）"
"""Stands for a text that is not there."""

DECISIONS: Mapping[str, str] = {"department": "課", "office": "事務局", "own": "自由記入"}
"""What may be chosen under 採用 on the sheet of conflicts."""
BLANK_DECISIONS: Mapping[str, str] = {"office": "残す", "department": "消す", "own": "自由記入"}
"""What may be chosen there about a field that came back blank."""
BLANK_KIND = "空欄"
"""Stands under 種類 on the sheet of conflicts in the rows of fields that came back blank."""
ALL_BLANKS = "（この調査票の空欄すべて）"
"""Stands where the field is named in the row that decides all blanks of a workbook."""
BLANKS_KEY_PREFIX = "blanks|"
"""The row key of that row is this and the workbook's SHA-256."""

COPY_MARKS = (
    r"\(\d{1,2}\)",
    r"(?:の|-)?コピー(?:\(?\d{1,2}\)?)?",
    r"-?copy(?:\(?\d{1,2}\)?)?",
    r"-(?:desktop|laptop|win|pc|note)-?[0-9a-z]{2,15}",
    r"[\[(][^()\[\]]*(?:競合|conflictedcopy)[^()\[\]]*(?:\(\d{1,2}\))?[\])]",
    r"[._-](?:sync-?)?conflict[-_0-9a-z]*",
)
"""Ends of file names (NFKC, lower case, no spaces) that Windows, browsers and people give to copies, and those of
programs that keep folders of several machines the same: the machine's name, 「競合コピー」, "sync-conflict".
"""
COPY_FRONTS = (r"コピー(?:\(\d{1,2}\))?[~-]", r"copy(?:\(\d{1,2}\))?of")
REVISED_MARKS = (
    r"(?:最終|最新|修正|訂正|改訂|改定|差替|差し替え|確定|完成)(?:版|済み|済|分)?\d{0,2}",
    r"再提出(?:版|分)?\d{0,2}",
    r"(?:fix|final|rev\.?\d*|v(?:er)?\.?\d+)",
    r"第?\d+版",
)
"""Ends of file names that say that this one is meant to count."""

PRESETS: Mapping[str, str] = {
    "half_year": "上半期の報告書：総括表、写真入りの例示、遅れている取組、3時点の評価を並べたA3一覧",
    "outline": "計画の概要：分野の趣旨と実施項目",
    "revision": "計画の見直し：件数の文と見直し項目の一覧（--beforeで印刷）",
    "year_end": "年度末の一覧：凡例と再掲の注記、枝番のある項目のA3一覧",
    "program": "プログラムの報告書：総括表、遅れているプログラム、年度スケジュール付きのA3一覧、検討プログラム",
    "money_effect": "財政効果：歳入確保・歳出削減の計画額と実績額の欄、年度と累計の一覧（ほかの体裁と重ねて使う）",
    "committee": "委員会の意見：前回の意見と、それへの対応（ほかの体裁と重ねて使う）",
    "history": "経過：項目の評価、指標、金額を時点ごとに並べたA3一覧（ほかの体裁と重ねて使う）",
    "tables": "集計表：部・課ごと、構成比、前回からの増減、重点項目だけの表（ほかの体裁と重ねて使う）",
}
"""Names of the bundled presets (presets/NAME.json) -> what they print."""

PART_NAMES: Mapping[str, str] = {
    "form": "調査票",
    "cover": "表紙",
    "overview": "概要",
    "section": "進捗状況",
    "summary": "総括表",
    "examples": "例示",
    "delayed": "遅れ",
    "list": "一覧",
    "list_note": "評価欄の見方",
    "study": "検討",
    "outline": "計画の概要",
    "policies": "分野の趣旨",
    "items": "実施項目",
    "revision": "見直し",
    "revised": "見直し項目",
    "legend": "評価の見方",
    "changed": "評価の変化",
    "unrated": "検討中",
    "schedule": "年度スケジュール",
    "list_title": "一覧の題名",
    "effects": "財政効果",
    "by_bureau": "部と課の表",
    "by_share": "構成比の表",
    "by_change": "増減の表",
    "by_priority": "重点項目の表",
    "questions": "委員会の意見",
    "history": "経過",
}
"""What the parts of the bundled presets and of the sample are called in a master, by key; in a blank one that is the key."""

SETTING_LABELS: Mapping[str, tuple[str, str]] = {
    "plan_id": ("計画の識別名", "このプログラムが付けます。変えないでください。"),
    "plan_version": ("計画の版", "見直しで項目が変わったら1を足します。"),
    "name": ("計画名", "資料に印刷されます。"),
    "period_start": ("計画期間（始めの年度）", "令和3年度、R3、2021のどれでも書けます。"),
    "period_end": ("計画期間（終わりの年度）", "令和7年度、R7、2025のどれでも書けます。"),
    "organization": ("市の名前", "資料の作成者として記録されます。"),
    "office": ("事務局の課名", "調査票の提出先として印刷されます。"),
    "area_term": ("大分類の呼び方", "分野、方針、方向性など。"),
    "item_term": ("項目の呼び方", "項目、取組、プログラムなど。"),
    "counter": ("項目の数え方", "「62項目」「20プログラム」の単位。"),
    "unrated_counter": ("評価対象外の数え方", "評価しない項目の単位。"),
    "area_numbering": ("大分類の番号の形", "Ⅰ、１、1、方向性１ のように見本で書きます。"),
    "levels": (
        "階層の呼び方",
        "分野が2段以上のとき、上から「＞」でつなぎます（例：目標＞基本方針＞重点項目。4段まで）。1段なら空欄です。",
    ),
    "level_numbering": (
        "階層の番号の形",
        "上から「＞」でつなぎます（例：Ⅰ＞１＞①）。空欄なら「大分類の番号の形」です。",
    ),
    "survey_level": (
        "調査票のシートにする階層",
        "この階層の分野ごとに調査票のシートを作ります。空欄なら、分野が12以下の最も下の階層です。",
    ),
    "item_numbering": ("項目の番号の形", "1、１、①、８・12（1桁だけ全角）のように見本で書きます。"),
    "digits_text": ("文中の数字", "半角、全角、混在（1桁だけ全角）から選びます。"),
    "digits_table": ("表の数字", "半角、全角、混在（1桁だけ全角）から選びます。"),
    "entry_digits": (
        "記入文の数字をそろえる",
        "「そろえる」なら、記入された文の数字を「文中の数字」の形で印刷します。台帳と受領は記入のままです。",
    ),
    "era_text": ("文中の年度", "令和3年度、R3、Ｒ３、Ｒ3から選びます。{年度}と{計画期間}の書き方です。"),
    "era_schedule": ("スケジュールの年度", "令和3年度、R3、Ｒ３、Ｒ3、Ｒ３・Ｒ4（先頭の年だけ全角）から選びます。"),
    "department_separator": ("課名の間の印", "課が二つ以上の項目で、課名の間に印刷します。「、」や「・」など。"),
    "zero_ratings_in_sentence": ("0件の評価を文に書く", "○なら書きます。空欄なら省きます。"),
    "sub_numbering": ("枝番の形", "{No}が項目の番号、{枝番}が枝番になります。"),
    "repeat_mark": ("再掲の書き方", "{No}が元の番号になります。"),
    "repeat_note": ("再掲の注記", "{No}と{名称}が再掲の項目、{元No}が元の番号です。文の{再掲注記}に出ます。"),
    "follow_up_counts_repeats": ("フォローアップに再掲を数える", "○なら数えます。"),
    "page_number": ("ページ番号の形", "{頁}と{総頁}が使えます。空欄ならひな形のままです。"),
    "first_page": ("始めのページ番号", "ふつうは1です。"),
    "rating_of_record": (
        "正とする評価",
        "総括表・文・遅れ・資料に使う評価です。欄の名前か評価者を書きます。空欄なら課の評価です。",
    ),
    "rating_instead": ("正とする評価が未記入のとき", "代わりに使う評価の欄の名前か評価者。空欄なら未記入のままです。"),
    "file_name": ("調査票のファイル名", "{部署番号}{課名}{部名}{時点}{計画名}が使えます。"),
    "reading_limit": (
        "読み取りの上限",
        "ふつうは1です。「大きすぎます」と出るファイルがどうしても要るときは、2、3と大きくします。",
    ),
}
"""Settings on the 計画 sheet: key -> (label, explanation)."""

SETTING_SAMPLES: Mapping[str, str] = {
    "plan_id": "plan-0123456789",
    "plan_version": "2",
    "name": "第４次○○市行財政改革大綱実施計画",
    "period_start": "令和8年度",
    "period_end": "令和11年度",
    "organization": "○○市",
    "office": "企画課",
    "area_term": "基本方針",
    "item_term": "取組",
    "counter": "取組",
    "unrated_counter": "プログラム",
    "area_numbering": "方向性１",
    "levels": "目標＞基本方針＞重点項目",
    "level_numbering": "Ⅰ＞１＞①",
    "survey_level": "基本方針",
    "item_numbering": "①",
    "digits_text": "全角",
    "digits_table": "半角",
    "entry_digits": "そろえる",
    "era_text": "R3",
    "era_schedule": "Ｒ３・Ｒ4",
    "department_separator": "・",
    "zero_ratings_in_sentence": "○",
    "sub_numbering": "{No}（{枝番}）",
    "repeat_mark": "（再掲：{No}）",
    "repeat_note": "※{No}は{元No}の再掲",
    "follow_up_counts_repeats": "○",
    "page_number": "－{頁}－",
    "first_page": "3",
    "rating_of_record": "外部評価",
    "rating_instead": "課の評価",
    "file_name": "{課名}_{時点}.xlsx",
    "reading_limit": "2",
}
"""An example of each setting, as 計画 shows it beside the cell."""
MUST_BE_WRITTEN = "（必ず書きます）"
GIVEN_BY_PROGRAM = "自動で付きます"
"""Stands where a setting has no default."""
NOT_SO = "いいえ"
NOTHING_SET = "なし"

DIGIT_STYLES: Mapping[str, str] = {"half": "半角", "full": "全角", "mixed": "混在"}
ENTRY_DIGITS: Mapping[str, str] = {"typed": "しない", "even": "そろえる"}
ERA_STYLES: Mapping[str, str] = {
    "kanji": "令和3年度",
    "half": "R3",
    "full": "Ｒ３",
    "wide": "Ｒ3",
    "first_full": "Ｒ３・Ｒ4",
}
SETTING_CHOICES: Mapping[str, Mapping[str, str]] = {
    "digits_text": DIGIT_STYLES,
    "digits_table": DIGIT_STYLES,
    "entry_digits": ENTRY_DIGITS,
    "era_text": ERA_STYLES,
    "era_schedule": ERA_STYLES,
}
"""Japanese words for the choices of 計画."""

TARGET_ACTUAL, TARGET_TO_ACTUAL = "target_actual", "目標 {}\n実績 {}"
"""The column that sets each target against what was reached, and how it says so."""
DERIVED_LABELS: Mapping[str, str] = {
    "No.": "no",
    "№": "no",
    "番号": "no",
    "項目": "name",
    "項目名": "name",
    "名称": "name",
    "番号と名称": "no_name",
    "分野": "area",
    "推進担当課": "departments",
    "担当課": "departments",
    "主担当": "lead",
    "主担当課": "lead",
    "前回の評価": "previous",
    "正とする評価": "record",
    "前回との比較": "trend",
    "要因と今後の対応": "cause_next",
    "当初予定と目標値": "plan_target",
    "取組実績と実績値": "result_actual",
    "目標・実績": TARGET_ACTUAL,
}
"""What a column of 帳票列 that the program fills may be called -> its key; it needs none in its sheet then."""
GIVEN_FIELDS: Mapping[str, str] = {"entry": "field_", "plan": "plan_", "derived": "column_"}
"""How the keys of a plan's own fields and texts begin that the program gives."""

KEY_SIGNS: Mapping[str, str] = {
    r"^[a-z][a-z0-9_]*$": "（半角の英小文字で始め、半角の英小文字・数字・「_」だけで書きます）",
    r"^[^\s|/]+$": "（空白と「|」「/」は使えません）",
}
"""What may be written where a key stands, by its pattern in the model."""
CONTRADICTIONS: Mapping[str, str] = {
    "item_key_twice": "行キー「{name}」が二つの項目に付いています。後の行の行キーを空欄にしてください",
    "item_no_twice": "No.{name}の項目が二つあります",
    "area_no_twice": "番号「{name}」の分野が二つあります",
    "dept_code_twice": "部署番号「{name}」が二つあります",
    "point_twice": "時点キー「{name}」が二つあります",
    "rating_twice": "評価「{name}」が二つあります",
    "part_twice": "帳票キー「{name}」が二つあります",
    "no_area": "番号「{name}」の分野がありません",
    "area_in_itself": "分野「{name}」の上位の分野をたどると、この分野に戻ります",
    "areas_too_deep": "分野「{name}」は5段目になります。分野は4段までです",
    "no_item_point": "時点キー「{name}」の報告時点がありません。報告時点シートの時点キーを書いてください",
    "no_point": "時点キー「{name}」の報告時点がありません。報告時点シートの時点キーか、「前回」「前々回」を書いてください",
    "no_original": "再掲元の項目（{name}）がありません",
    "repeats_a_repeat": "No.{name}の再掲元が再掲の項目です。元の項目の番号を書いてください",
    "no_department": "部署番号「{name}」の部署がありません",
    "sub_no_twice": "No.{name}の行が二つあります",
}
"""What can be wrong between the values of a plan."""

CHOICES: Mapping[str, Mapping[str, str]] = {
    "kind": {
        "form": "調査票",
        "text": "文章",
        "summary": "総括表",
        "list": "一覧",
        "schedule": "年度スケジュール",
        "examples": "主な取組（例示）",
        "delayed": "遅れている取組",
        "history": "経過",
        "pdf": "PDFの差し込み",
    },
    "items": {
        "rated": "評価対象",
        "unrated": "評価対象外",
        "all": "すべて",
        "revised": "見直し項目",
        "changed": CHANGED_ITEMS,
        "asked": ASKED_ITEMS,
    },
    "align": {"left": "左", "center": "中央", "right": "右"},
    "source": {"plan": "計画", "entry": "記入", "derived": "自動"},
    "entry": {"none": "出さない", "shown": "見せる", "input": "記入", "required": "必ず記入"},
    "role": {"body": "本文", "cover": "表紙", "title": "題名", "note": "注記", "first_foot": "最初のページの下"},
}
"""Japanese words for the choices of 帳票 and 帳票列."""


TABLE_SETTINGS = ("rows", "only", "shows", "of_which", "sums", "ratings", "subtotals")
"""Columns of 帳票 that say what a summary table shows, and the last of them what a list adds up."""
TABLE_ROWS: Mapping[str, str] = {
    "area": "分野",
    "bureau": "部",
    "department": "課",
    "bureau_department": "部と課",
    "answering": "回答課",
    "rater": "評価者",
    "whole": "全体",
}
"""What the rows of a summary table may be, beside the names of the levels."""
TABLE_SHOWS: Mapping[str, str] = {
    "count": "件数",
    "share": "割合",
    "adjusted": "割合（計100）",
    "change": "前回との差",
    "total": "計",
    "chart": "図",
}
"""What a summary table may show under each rating; 図 is a chart below it."""
HISTORY_SHOWS: Mapping[str, str] = {"rating": "評価", "indicator": "指標", "amount": "金額"}
"""The rows that a 経過 may have for each item."""
TABLE_CONDITIONS: Mapping[str, str] = {"repeated": "再掲", "behind": "遅れ"}
"""Conditions of a summary table that name no field."""
TABLE_GROUPS: Mapping[str, str] = {"state": "状態", "department": "課", "bureau": "部"}
"""Conditions of a summary table that name one of a group."""


class ChangeKind(NamedTuple):
    """What a revision of the plan changes in an item; "{分野}" and "{項目}" stand for the plan's own words.

    `label` names it in placeholders and column heads, `phrase` in the counting sentence. `new` is the word for a text
    that was blank before. What is not `counted` does not make an item a revised one.
    """

    label: str
    phrase: str
    new: str = ""
    counted: bool = True


REVISED_TEXTS: Mapping[str, ChangeKind] = {
    "implementation": ChangeKind("実施内容", "実施内容の見直し"),
    "planned_years": ChangeKind("実施予定年度", "実施予定年度の見直し"),
    "expected_effect": ChangeKind("見込まれる効果", "見込まれる効果の見直し"),
    "indicator_plan": ChangeKind("成果指標", "成果指標の見直し", "新規設定"),
    "year_plan": ChangeKind("年度計画", "年度計画の見直し"),
}
"""Kinds of change by the key of the plan text that changed; a plan's other texts are kinds by their own labels."""
CHANGE_KINDS: Mapping[str, ChangeKind] = {
    "department": ChangeKind("推進担当課", "推進担当課の追加"),
    **REVISED_TEXTS,
    "schedule": ChangeKind("年度スケジュール", "年度スケジュールの見直し"),
    "department_change": ChangeKind("推進担当課の変更", "推進担当課の変更"),
    "name": ChangeKind("名称", "名称の変更"),
    "area": ChangeKind("{分野}", "{分野}の変更"),
    "item_kind": ChangeKind("評価対象", "評価対象の変更"),
    "repeats": ChangeKind("再掲", "再掲の変更"),
    "sub_items": ChangeKind("枝番", "枝番の追加・削除"),
    "added": ChangeKind("追加", "{項目}の追加"),
    "removed": ChangeKind("削除", "{項目}の削除"),
    "no": ChangeKind("番号", "番号の変更", counted=False),
}
"""Kinds of change in the order in which they are counted; a plan's other texts come after its known ones."""
OUTLINE_TEXTS: Mapping[str, str] = {"short_name": "略称", "outline": "概要での例示"}
"""Plan texts that say how an item is named, and whether it is an example, in an outline; they are never revised."""
TEXT_LABELS: Mapping[str, str] = {**{key: kind.label for key, kind in REVISED_TEXTS.items()}, **OUTLINE_TEXTS}
"""Labels of plan texts that no column declares."""
