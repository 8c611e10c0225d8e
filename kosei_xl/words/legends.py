"""What explains the signs of a scale: 「Ｓ：予定以上に進捗」."""

import re
from collections.abc import Iterable

from kosei_xl.words.notation import wide

_LEGEND = re.compile(r"「.{1,4}」[：:]|[Ａ-ＺA-Z－-][：:]")
"""How a line of a legend begins."""
LEGEND_ROW = "legend"
"""Name of the row above the heads of a list that explains its ratings on every page."""
CHART_ROW = "chart"
"""Name of the row below a summary table over which its chart lies."""
NOW_ROW = f"{LEGEND_ROW}:now"
"""Name of the row that explains the line at the day of the report in a year schedule."""


def is_legend(line: str, heads: tuple[str, ...] = ()) -> bool:
    """Whether a line explains a rating: one that begins with `heads`, or as one is usually written."""
    return line.startswith(heads) or _LEGEND.match(line) is not None


def legend_line(ratings: Iterable[tuple[str, str]]) -> str:
    """「Ｓ：予定以上に進捗　Ａ：予定どおりに進捗」 from (sign, name) pairs; a name that is its own sign needs none."""
    return "　".join(f"{wide(sign)}：{name}" for sign, name in ratings if name and sign != name)
