"""Names and sentences that imagined cities plan with. All are made up; a sentence stands in one cell of one list."""

_OBJECTS = (
    *(
        "窓口",
        "公園",
        "図書館",
        "学校給食",
        "下水道",
        "市民税",
        "広報紙",
        "防災倉庫",
        "市営住宅",
        "保育所",
        "公用車",
        "庁舎",
    ),
    *("文化会館", "水道料金", "道路照明", "集会所"),
)
_ACTIONS = ("の運営の見直し", "に関する手続の電子化", "の民間委託の推進", "に係る経費の縮減")
NAMES = tuple(f"{one}{action}" for action in _ACTIONS for one in _OBJECTS)
"""Sixty-four names of items."""
BUREAUS = {
    "企画調整課": "総務部",
    "財務課": "総務部",
    "人事課": "総務部",
    "情報システム課": "総務部",
    "市民窓口課": "市民部",
    "税務課": "市民部",
    "長寿支援課": "福祉部",
    "子ども家庭課": "福祉部",
    "道路管理課": "都市部",
    "住まい・みどり課": "都市部",
    "学校教育課": "教育部",
    "生涯学習課": "教育部",
}
"""Departments and their 部."""
DEPARTMENTS = tuple(BUREAUS)
AREAS = ("協働で進めるまちづくり", "健やかな財政の維持", "組織と人材の育成", "公共施設の適正な管理", "行政のデジタル化")


def department(number: int) -> str:
    """The department of an item."""
    return DEPARTMENTS[(number * 5) % len(DEPARTMENTS)]


def two_departments(number: int) -> tuple[str, str]:
    """Two departments that differ."""
    return department(number), department(number + 1)


def said(number: int, kind: str, year: int = 0) -> str:
    """A sentence about an item; of another item, kind or year it is another."""
    object_ = _OBJECTS[number % len(_OBJECTS)]
    when = f"第{year % 100}年次に、" if year else ""
    endings = {
        "plan": f"{object_}について、{number + 3}か所を順に調べ、改める点を{when}まとめていく。",
        "outline": f"{object_}の現状を{when}踏まえ、利用する人の声を聞きながら第{number + 1}案を作る。",
        "results": f"{object_}の担当者会議を{when}{number + 2}回開き、案を庁内に示した（第{number + 1}号）。",
        "issue": f"{object_}の利用が{when}{number + 11}件にとどまり、周知の方法を改める必要がある。",
        "next": f"{object_}の見積りを{when}{number + 4}月までに取り直し、あらためて諮る。",
        "reason": f"{object_}の改修が{when}{number + 1}期に分かれ、終わりまで見守る必要があるため。",
    }
    return endings[kind]


def effect(number: int, year: int) -> int:
    """An amount in thousand yen."""
    return 120 * (number + 1) + year % 7
