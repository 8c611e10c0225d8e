"""The placeholders that texts of 帳票 and 帳票列 may hold, as they are listed beside the cells where they are typed."""

import re
from typing import Final

from kosei_xl.words.sheet_notes import PLACEHOLDER_NOTES

_FORMS = (
    ("{◎} {○} など", "その評価の項目の数。評価区分の「評価」をそのまま書きます"),
    ("{件数:半角} {件数:全角}", "数の字の形を変えるとき（年度や時点にも使えます）"),
    ("{計画期間:略}", "計画期間の短い書き方"),
    ("{凡例:「」}", "評価をかぎかっこに入れた凡例"),
    ("{凡例:一行}", "1行に並べた凡例"),
    ("[[（再掲{再掲}項目）]]", "中の数がすべて0なら、かっこの中をすべて省きます"),
    ("{分野ごと}…{/分野ごと}", "間の文を分野ごとに繰り返します"),
    ("{分野番号} {分野名} {分野趣旨}", "分野ごとの中で：番号、名称、趣旨"),
    ("{分野件数} {分野対象外件数}", "分野ごとの中で：その分野の項目の数"),
    ("{項目例:5}", "分野ごとの中で：項目の例を五つまで"),
    ("{見直し件数} {見直し文} {見直し重複}", "計画を見直したとき：見直した項目の数と文"),
)
"""What may be written around or behind a name, and what holds in some texts only."""
BEHIND: Final = "遅れ"
"""The count of the items that are behind, whatever the ratings are called."""
_NO_MARK: Final = re.compile(r"[0-9０-９ぁ-ゖァ-ヺー一-鿿々\s]")
_LONGEST_MARK: Final = 2
FORMER_PLACEHOLDERS = {"遅れ件数": BEHIND}
"""What is still understood -> what it is written as now."""
PLACEHOLDERS: tuple[tuple[str, str], ...] = (
    *((f"{{{name}}}", what) for name, what in PLACEHOLDER_NOTES.items()),
    *_FORMS,
)
"""What may be written -> what is printed there, as the list on 帳票 shows it."""


def may_be_rating(name: str) -> bool:
    """Whether a placeholder looks like the mark of a rating: B, △, A+."""
    return 0 < len(name) <= _LONGEST_MARK and _NO_MARK.search(name) is None
