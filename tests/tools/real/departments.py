"""Departments of the three real plans, as tables: names are printed in the documents, codes and bureaus are not.

A name is one name even where it contains 「・」. Posts (参事（市民協働）), facilities (公民館) and 各所管課 are departments
like any other. Every 部 is made up, and so are the dates on which a name ended.
"""

import datetime as dt
from collections.abc import Mapping

from kosei_xl.values.model import Department

_RENAMED = dt.date(2015, 3, 31)
"""Made up. The names of the report of September 2014 differ from those of the list of September 2015."""

_PLAN2: Mapping[str, tuple[str, ...]] = {
    "企画政策部": ("政策課", "行政経営課", "財政課", "秘書広報課", "情報政策課"),
    "総務部": ("職員課", "契約検査課", "財産管理課", "施設整備課", "防災危機管理課"),
    "市民部": ("市民協働・男女参画推進課", "市民相談課", "収納課", "産業振興課"),
    "健康福祉部": ("生活支援課", "高齢者支援課"),
    "環境部": ("水と緑と公園課", "資源循環課"),
    "都市開発部": ("都市計画課", "道路課"),
    "教育部": ("指導課", "地域学習支援課", "公民館", "文化スポーツ課"),
    "会計・監査": ("会計課", "監査事務局"),
    "各部": ("各所管課",),
}

_PLAN2_FORMER: Mapping[str, tuple[str, str]] = {
    "参事（市民協働）": ("市民部", "市民協働・男女参画推進課"),
    "地域文化課": ("市民部", "市民協働・男女参画推進課"),
    "情報システム課": ("企画政策部", "情報政策課"),
}
"""Names that only the half-year report of 2014 prints -> bureau and successor. Both columns are made up; the successor
is read off the other document, which prints it for the same item."""

PLAN2_FURTHER: Mapping[int, tuple[str, ...]] = {60: ("収納課", "情報政策課", "各所管課")}
"""Departments beside the lead, printed for one item in the half-year report (情報システム課 under its later name)."""

_PLAN3: Mapping[str, tuple[str, ...]] = {
    "企画政策部": ("政策課", "行政経営課", "財政課", "秘書広報課", "情報政策課", "公共施設マネジメント課"),
    "総務部": ("職員課", "契約検査課", "防災危機管理課", "地域安全課"),
    "市民部": ("市民協働・男女参画推進課", "市民課", "収納課", "産業振興課"),
    "子ども家庭部": ("子育て支援課", "保育課"),
    "健康福祉部": ("生活支援課", "高齢者支援課", "健康推進課", "保険年金課"),
    "環境部": ("水と緑と公園課", "資源循環課", "下水道課"),
    "都市開発部": ("道路課",),
    "教育部": ("指導課", "地域学習支援課", "公民館", "図書館", "文化スポーツ課"),
    "会計課": ("会計課",),
}

PLAN3_ASSIGNED: Mapping[int, tuple[str, ...]] = {1: ("市民協働・男女参画推進課",)}
"""MADE UP: the department cell of this item is lost in the extraction."""

_PROGRAM1: Mapping[str, tuple[str, ...]] = {
    "企画政策部": ("政策課", "行政経営課", "財政課", "秘書広報課", "情報政策課", "公共施設マネジメント課"),
    "総務部": ("総務課", "職員課"),
    "市民部": ("市民協働・男女参画推進課",),
    "子ども家庭部": ("保育課",),
    "環境部": ("水と緑と公園課", "資源循環課"),
}

PROGRAM1_ASSIGNED: Mapping[int, tuple[str, ...]] = {
    1: ("政策課", "市民協働・男女参画推進課"),
    2: ("総務課",),
    3: ("市民協働・男女参画推進課",),
    4: ("公共施設マネジメント課", "市民協働・男女参画推進課"),
    5: ("行政経営課", "保育課"),
    6: ("行政経営課", "公共施設マネジメント課"),
    7: ("財政課", "保育課"),
    8: ("行政経営課", "財政課"),
    9: ("公共施設マネジメント課",),
    10: ("公共施設マネジメント課",),
    11: ("総務課",),
    12: ("総務課", "情報政策課"),
    13: ("情報政策課",),
    14: ("情報政策課",),
    15: ("情報政策課", "資源循環課"),
    16: ("行政経営課", "職員課"),
    17: ("職員課",),
    18: ("職員課",),
    19: ("職員課",),
    20: ("職員課", "情報政策課"),
    21: ("秘書広報課",),
    22: ("水と緑と公園課",),
    23: ("政策課", "財政課"),
    24: ("情報政策課",),
    25: ("情報政策課", "政策課"),
    26: ("政策課",),
    27: ("総務課",),
    28: ("職員課", "行政経営課"),
}
"""MADE UP, all of it: this program's documents print no departments. Lead first."""


def _departments(table: Mapping[str, tuple[str, ...]]) -> tuple[Department, ...]:
    named = [(bureau, name) for bureau, names in table.items() for name in names]
    return tuple(
        Department(code=f"D{order:02}", name=name, bureau=bureau, order=order)
        for order, (bureau, name) in enumerate(named, start=1)
    )


def _with_former(
    now: tuple[Department, ...], former: Mapping[str, tuple[str, str]], ended: dt.date
) -> tuple[Department, ...]:
    codes = {department.name: department.code for department in now}
    return now + tuple(
        Department(
            code=f"D{order:02}", name=name, bureau=bureau, order=order, valid_to=ended, successors=(codes[successor],)
        )
        for order, (name, (bureau, successor)) in enumerate(former.items(), start=len(now) + 1)
    )


PLAN2_DEPARTMENTS = _with_former(_departments(_PLAN2), _PLAN2_FORMER, _RENAMED)
PLAN3_DEPARTMENTS = _departments(_PLAN3)
PROGRAM1_DEPARTMENTS = _departments(_PROGRAM1)
