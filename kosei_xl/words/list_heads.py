"""How cities call the columns of their lists: spellings of heads as data, and what is proposed for each. No logic.

A head is compared in half width without white space. The first pattern that fits a head says what its column means.
"""

import re
from collections.abc import Mapping
from enum import StrEnum


class Means(StrEnum):
    """What a column of a list holds. Two things in one cell are said with a plus."""

    AREA = "area"
    AREA_NO = "area_no"
    NO = "no"
    NAME = "name"
    NO_NAME = "no+name"
    SUB_NO = "sub_no"
    SUB = "sub"
    KIND = "kind"
    REPEAT = "repeat"
    DEPARTMENT = "department"
    BUREAU = "bureau"
    BUREAU_DEPARTMENT = "bureau+department"
    ANSWERING = "answering"
    PLAN = "plan"
    ENTRY = "entry"
    ENTRY_TARGET = "entry+target"
    ENTRY_ACTUAL = "entry+actual"
    CAUSE_NEXT = "cause+next"
    RATING = "rating"
    RATING_ENTRY = "rating+entry"
    MARK = "mark"
    AMOUNT = "amount"
    INDICATOR = "indicator"
    TARGET = "target"
    ACTUAL = "actual"
    UNIT = "unit"
    BARS = "bars"
    ACTION = "action"
    SCHEDULE = "schedule"
    PEOPLE = "people"
    NOTHING = "nothing"


MEANS_LABELS: Mapping[Means, str] = {
    Means.AREA: "分野",
    Means.AREA_NO: "分野の番号",
    Means.NO: "No.",
    Means.NAME: "名称",
    Means.NO_NAME: "No.と名称",
    Means.SUB_NO: "枝番",
    Means.SUB: "小項目の名称",
    Means.KIND: "区分（評価・対象外・枝番）",
    Means.REPEAT: "再掲元のNo.",
    Means.DEPARTMENT: "担当課",
    Means.BUREAU: "部",
    Means.BUREAU_DEPARTMENT: "部と課",
    Means.ANSWERING: "回答課",
    Means.PLAN: "計画の文",
    Means.ENTRY: "記入の文",
    Means.ENTRY_TARGET: "記入の文と、末尾のかっこの目標値",
    Means.ENTRY_ACTUAL: "記入の文と、末尾のかっこの実績値",
    Means.CAUSE_NEXT: "要因と今後の対応（【 】で分けた文）",
    Means.RATING: "評価",
    Means.RATING_ENTRY: "評価の印と文",
    Means.MARK: "印（○）",
    Means.AMOUNT: "数・金額",
    Means.INDICATOR: "指標の名前",
    Means.TARGET: "目標値",
    Means.ACTUAL: "実績値",
    Means.UNIT: "単位",
    Means.BARS: "日程の帯",
    Means.ACTION: "日程の取組項目",
    Means.SCHEDULE: "日程（文で書いたもの）",
    Means.PEOPLE: "人の名前・電話（取り込まない）",
    Means.NOTHING: "取り込まない",
}
"""How the drop-down of a 対応表 calls each."""
OF_POINTS = frozenset(
    {
        Means.ENTRY,
        Means.ENTRY_TARGET,
        Means.ENTRY_ACTUAL,
        Means.CAUSE_NEXT,
        Means.RATING,
        Means.RATING_ENTRY,
        Means.MARK,
        Means.AMOUNT,
        Means.INDICATOR,
        Means.TARGET,
        Means.ACTUAL,
        Means.UNIT,
    }
)
"""What is said anew at each reporting point."""
LEFT_OUT = frozenset({Means.PEOPLE, Means.NOTHING})

_SAID = (
    (Means.PEOPLE, r"担当者.*|氏名|.*職員名|記入者|作成者|内線.*|電話.*|連絡先|TEL|FAX|E?-?メール.*|MAIL|課長名"),
    (Means.AREA_NO, r"分野番号"),
    (Means.SUB_NO, r"枝番|枝番号|細番"),
    (Means.REPEAT, r"再掲元(のNO\.?)?|再掲"),
    (Means.NO, r"NO\.?|№|番号|通番|連番|項番|(項目|整理|取組|事業|施策)(番号|NO\.?)|#|コード"),
    (Means.SUB, r"細事業(名)?|小項目|細項目|内訳|個別事業"),
    (Means.SCHEDULE, r"(年度|実施)?スケジュール.*|年次計画.*|工程表.*|日程|ロードマップ|年度別(実施)?計画"),
    (Means.BUREAU, r"部|部名|部局|部局名|担当部|所管部|担当部局"),
    (Means.ANSWERING, r"回答課"),
    (
        Means.DEPARTMENT,
        r"(主な|主)?(推進|担当|所管|主管|実施|関係|関連|取組)?(担当)?(課|課名|課等|部署|部署名|所属|所属名|主体|課室)"
        r"|その他の担当課|所管|担当|主担当(課)?|所属|主担当部署",
    ),
    (
        Means.AREA,
        r"(重点|取組)?分野|(基本|重点)?方針|方向性|.*の柱|柱|(基本|重点)目標|重点項目|重点事項|施策|大項目|中項目|大分類|中分類"
        r"|視点|基本施策|体系|上位の分野\d|改革の視点|推進項目",
    ),
    (
        Means.NAME,
        r"(取組|実施|改革|推進|具体)?(項目|事項|取組|事業)(名|名称)?|名称|件名|事務事業(名)?|(実施|検討)?プログラム(名)?|具体的(な)?取組"
        r"|(実施)?項目(名)?(\(.*\))?|取組名|事業名",
    ),
    (Means.UNIT, r"(指標\d+)?単位"),
    (Means.INDICATOR, r"(指標\d+)?(成果|活動|評価)?指標(名)?|指標\d+|KPI"),
    (Means.TARGET, r"目標値?|.*目標値|設定目標|指標の目標"),
    (Means.ACTUAL, r"実績値|.*実績値|現状値|達成値"),
    (Means.RATING, r".*(評価|達成度|進捗度|判定|評定|進捗区分)|進捗|.*の進捗|達成状況|評価結果"),
    (Means.MARK, r"フォローアップ.*|重点|対象|.*該当|例示"),
    (Means.AMOUNT, r".*(額|金額|千円|百万円|経費|予算|決算|効果額|率)(\(.*\))?"),
    (Means.NAME, r".{0,8}(項目|事業名|取組名|プログラム|プロジェクト)(名|名称)?(\(.*\))?"),
    (
        Means.ENTRY,
        r".*(実績|結果|成果|状況|課題|改善|要因|理由|今後|対応|当初予定|年度計画|年間計画|評価と取組|達成).*|備考欄|所見|コメント",
    ),
    (Means.PLAN, r".*(内容|概要|計画|方向|予定|目的|目標|効果|背景|手法|期間|時期|備考).*"),
)
PATTERNS: tuple[tuple[Means, re.Pattern[str]], ...] = tuple((means, re.compile(text)) for means, text in _SAID)
"""What a head may mean, the first that fits before others."""
STANDARD_ENTRIES: Mapping[str, str] = {
    "annual_plan": r"(年度)?(当初予定|年度計画|年間計画|当初計画)",
    "results": r"(これまでの)?(主な)?(取組)?(の)?(実績|成果|状況|結果)|進捗状況|取組内容・成果",
    "cause": r"要因|遅れの(要因|理由)",
    "next_steps": r"今後の(対応|取組|予定|方針)|対応",
    "issues": r"(今後に向けた)?課題(・改善点)?",
    "follow_up": r"フォローアップ.*",
    "example": r"主な取組\(例示\)|例示",
    "reason": r"理由(等)?",
}
"""Entry fields that every plan may use -> how their columns are called."""
CAUSE_NEXT_LABELS: Mapping[str, str] = {"cause": "【要因】", "next_steps": "【今後の対応】"}
"""How the two texts of one cell are told apart."""
TOTALS = frozenset({"計", "合計", "小計", "総計", "総合計", "平均"})
NOTE_SIGNS = ("※", "＊", "*", "注", "（注", "(注", "（作成", "(作成", "出典", "（出典", "備考")
"""How lines begin that are about the list and no part of it."""
DEPARTMENT_ENDS = (
    *(
        "課",
        "室",
        "局",
        "所",
        "館",
        "係",
        "センター",
        "会",
        "部",
        "署",
        "園",
        "校",
        "班",
        "チーム",
        "事務所",
        "図書館",
        "公民館",
    ),
    *("参事", "担当", "推進員"),
)
"""How names of departments end."""
NOBODY = frozenset({"-", "－", "ー", "―", "—", "–", "‐", "−", "なし", "無し", "該当なし", "/", "／"})
USUAL_RATINGS: tuple[tuple[tuple[str, ...], Mapping[str, tuple[str, bool]]], ...] = (
    (
        ("SS", "S", "A", "B", "C", "D", "E"),
        {
            "SS": ("予定を大きく上回る", False),
            "S": ("予定以上に進捗", False),
            "A": ("予定どおりに進捗", False),
            "B": ("予定よりも遅れている", True),
            "C": ("予定よりも大きく遅れている", True),
            "D": ("未着手", True),
            "E": ("中止", True),
        },
    ),
    (
        ("◎", "○", "△", "▲", "×"),
        {
            "◎": ("予定以上に進捗", False),
            "○": ("予定どおりに進捗", False),
            "△": ("予定よりもやや遅れている", True),
            "▲": ("予定よりも遅れている", True),
            "×": ("未着手・大きな遅れ", True),
        },
    ),
    (
        (
            "完了",
            "達成",
            "順調",
            "概ね順調",
            "おおむね順調",
            "一部達成",
            "やや遅れ",
            "遅れ",
            "未達成",
            "未着手",
            "中止",
        ),
        {},
    ),
    (("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ"), {}),
    (("1", "2", "3", "4", "5"), {}),
)
"""Rows of marks from the best on, with what they usually mean (label, behind)."""
BEHIND_WORDS = ("遅れ", "未", "不", "下回", "低下", "停滞", "中止", "できな", "課題")
"""What the meaning of a mark says where the item is behind."""
