"""潮見市 as its clerk has it on paper: two levels, 34 items, 12 departments in five 部, ◎○△×完了－, amounts, a second rating.

Everything is text as a person types it; labels are those that stand over the columns.
"""

from collections.abc import Mapping

POINT, NEXT = "令和７年度上半期", "令和７年度末"
PLAN: Mapping[str, str] = {
    "計画名": "第４次潮見市行財政改革大綱実施計画",
    "計画期間（始めの年度）": "令和6年度",
    "計画期間（終わりの年度）": "令和9年度",
    "市の名前": "潮見市",
    "事務局の課名": "企画課",
    "階層の呼び方": "基本方針＞分野",
    "階層の番号の形": "Ⅰ＞１",
    "項目の番号の形": "①",
    "正とする評価": "二次評価",
    "正とする評価が未記入のとき": "評価",
}
DEPARTMENTS = (
    *("企画課 | 総務部", "総務課 | 総務部", "財政課 | 総務部", "税務課 | 総務部", "市民課 | 市民部"),
    *("福祉課 | 健康福祉部", "健康課 | 健康福祉部", "都市整備課 | 都市部", "公園住宅課 | 都市部", "下水道課 | 都市部"),
    *("学校教育課 | 教育委員会", "生涯学習課 | 教育委員会"),
)
NAMES = tuple(row.split(" | ")[0] for row in DEPARTMENTS)
AREAS = (
    *("1 | 協働のまちづくり | | 基本方針", "2 | 開かれた市役所 | | 基本方針"),
    *("3 | 健全な財政 | | 基本方針", "4 | 公共施設の見直し | | 基本方針"),
    *("1 | 市民活動 | 協働のまちづくり | 分野", "2 | 地域福祉 | 協働のまちづくり | 分野"),
    *("1 | 窓口の改善 | 開かれた市役所 | 分野", "2 | 情報の公開 | 開かれた市役所 | 分野"),
    *(
        "1 | 歳入の確保 | 健全な財政 | 分野",
        "2 | 歳出の見直し | 健全な財政 | 分野",
        "3 | 債権の管理 | 健全な財政 | 分野",
    ),
    *("1 | 施設の集約 | 公共施設の見直し | 分野", "2 | 施設の長寿命化 | 公共施設の見直し | 分野"),
)
LOWEST = tuple(row.split(" | ")[1] for row in AREAS[4:])
RATINGS = (
    *("◎ | 予定以上に進捗 | 1 | | ○ |", "○ | 予定どおり | 2 | | ○ |"),
    *("△ | やや遅れ | 3 | ○ | ○ | 要因", "× | 遅れ | 4 | ○ | ○ | 要因"),
    *("完了 | 完了 | | | ○ |", "－ | 未着手 | | | ○ |"),
)
POINTS = (
    f"令和7年度 | 上半期 | 2025-09-30 | {POINT} | R7上半期 | 2025-10-20",
    f"令和7年度 | 年度末 | 2026-03-31 | {NEXT} | R7年度末 | 2026-04-20",
)
FIELDS = (
    "財政効果（計画額） | 金額 | 課 | | ○ | 千円 | 0 |",
    "財政効果（実績額） | 金額 | 課 | | ○ | 千円 | 0 | 財政効果（計画額）",
    "二次評価 | 評価 | 事務局 | | | | |",
)
"""Rows of 欄: name, kind, who fills it in, required, summed, unit, decimals, held against."""
PARTS = (
    "総括表 | 集計表 | 基本方針ごとの評価（{時点}） | A4横 | 評価対象 | 本文 | 基本方針 | 件数、割合 | |",
    "総括表 | 集計表 | 部と課ごとの評価（{時点}） | A4横 | 評価対象 | 本文 | 部と課 | 件数、計 | 財政効果（実績額） |",
)
"""Rows of 帳票: kind, sheet, title, paper, items, look, rows, what they show, what is summed."""
COLUMNS = (
    *("一覧 | 二次評価 | 8 | 中央 | 記入 | 出さない", "一覧 | 財政効果（計画額） | 12 | 右 | 記入 | 出さない"),
    "一覧 | 財政効果（実績額） | 12 | 右 | 記入 | 出さない",
)

THIRD = "令和８年度上半期"
NAME_AFTER = "第５次潮見市行財政改革大綱実施計画"
ENDED: Mapping[str, str] = {"状態": "終了", "終わりの時点": NEXT}
MOVED: Mapping[str, str] = {"分野": "市民活動"}
RENAMED = ("公園住宅課", "公園みどり課")
BEGUN = (
    "No. | 名称 | 分野 | 主担当 | 実施内容 | 始まりの時点",
    [f"35 | 取組35の推進 | 市民活動 | 企画課 | 始める | {THIRD}"],
)
DEPARTMENT_BEGUN = ("課名 | 部名 | 開始日", [f"{RENAMED[1]} | 都市部 | 2026-04-01"])
REORGANISED = ("変更日 | 変更の種類 | 前の課 | 後の課", [f"2026-04-01 | 改称 | {RENAMED[0]} | {RENAMED[1]}"])
CORRECTED = ("発行の番号 | No. | 欄 | 正 | 訂正の理由", ["1 | 2 | 二次評価 | △ | 転記の誤り"])
"""The next year: an item ends, one moves, one begins, a department is renamed; and a mistake in the first papers."""


def items() -> tuple[str, ...]:
    """Rows of 項目: 34 items, two of them with parts, one listed again."""
    rows = []
    for number in range(1, 35):
        area, lead = LOWEST[(number - 1) * len(LOWEST) // 34], NAMES[number % 12]
        again = "9" if number == 25 else ""
        name = f"取組{number:02}の推進" if not again else "取組09の推進"
        rows.append(
            f"{number} | | {name} | {area} | {lead if not again else NAMES[9]} | {again} | {'' if again else '進める'}"
        )
        for sub in range(1, {16: 3, 23: 2}.get(number, 0) + 1):
            rows.append(f"{number} | {sub} | 部分{number}の{sub} | | {NAMES[(number + sub) % 12]} | |")
    return tuple(rows)


def rating(number: int) -> str:
    """What the department gives to an item."""
    return ("◎", "○", "○", "△", "○", "×", "完了", "－")[number % 8]


def answers(name: str) -> Mapping[str, str]:
    """What a department types into the row that bears this name, by labels."""
    if name.startswith("部分"):
        return {"取組実績": f"{name}を進めた。"}
    number = int(name[2:4])
    typed = {"評価": rating(number), "取組実績": f"{name}を進めた。"}
    if rating(number) in "△×":
        typed |= {"要因": "人手が足りない。", "今後の対応": "急ぐ。"}
    if number % 2 == 0:
        typed |= {"財政効果（計画額）": str(number * 100), "財政効果（実績額）": f"{number * 90:,}"}
    return typed


def second(number: int) -> str:
    """What the office gives."""
    return "○" if rating(number) == "◎" else rating(number)


def recorded(number: int) -> str:
    """The rating of record: the office's; of the repeated listing its original's."""
    return second(9 if number == 25 else number)


def saved(number: int) -> tuple[int, int]:
    """Planned and actual amounts of an item."""
    return (number * 100, number * 90) if number % 2 == 0 else (0, 0)
