"""What the cells of a report must say: rows by part and key, cells by column key. Plain values."""

from collections.abc import Mapping
from dataclasses import field
from enum import Enum

from kosei_xl.later import dataclass
from kosei_xl.proof.verify.facts import Evidence

ONLY = ""
"""Column key of the one cell of a row that is a sentence, a heading or a name over all columns."""
AGAIN = "（続き）"
"""Stands behind what goes on from the page before."""


class SaysKind(Enum):
    """What a cell holds, which decides how grave a difference is."""

    FIGURE = "figure"  # counts, ratings, marks that are counted
    WORDS = "words"  # sentences, headings, names, dates, legends
    RELISTED = "relisted"  # what says that a row is listed again
    WORDING = "wording"  # texts of the ledger and the plan that the office may still word better


@dataclass(frozen=True, slots=True)
class Says:
    """One cell. `others` would be right too; `again` is what it says where its row goes on further down.

    With `each`, every piece of a row says it (a band, a head, an area's name), else the pieces say it together. With
    `digits`, digits of another width differ in a wording too: the plan has them all in one.
    """

    text: str
    kind: SaysKind = SaysKind.WORDS
    origins: tuple[Evidence, ...] = ()
    others: tuple[str, ...] = ()
    again: str = ""
    each: bool = False
    digits: bool = False


@dataclass(frozen=True, slots=True)
class SaidBar:
    """A bar of a year schedule: its label ("" for none), the quarters ("2025-2") at which that may begin, and the first
    and last quarter of the bar.
    """

    label: str
    quarters: tuple[str, ...]
    ends: tuple[str, str]
    origin: Evidence | None = None


@dataclass(frozen=True, slots=True)
class ChartSays:
    """A chart: its bars, and for each of its series the name and what each bar has of it."""

    bars: tuple[Says, ...]
    series: tuple[tuple[Says, tuple[Says, ...]], ...]


@dataclass(frozen=True, slots=True)
class RowSays:
    """One row; `about` names it for people, `item` is its printed number and `area` its area where it is an item's.

    `bars` are None where the row has no year schedule.
    """

    part: str
    name: str
    about: str
    cells: Mapping[str, Says]
    item: str | None = None
    bars: tuple[SaidBar, ...] | None = None
    area: str | None = None


@dataclass(frozen=True, slots=True)
class PartSays:
    """One part: its rows in order and what it is called. `columns` are those it must have, with their labels;
    `quarters` the columns of a year schedule, `area_column` the one that names areas, `chart` what lies below it.
    """

    key: str
    about: str
    rows: tuple[RowSays, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    quarters: frozenset[str] = frozenset()
    area_column: str | None = None
    chart: ChartSays | None = None


@dataclass(frozen=True, slots=True)
class ReportSays:
    """A whole report. `header` is what the running head of each page begins with; `lacks_before` where it says
    something of a revision and the plan's former version is not given. Sheets of the parts `covers` alone need no
    running head, whatever they are called.
    """

    parts: tuple[PartSays, ...]
    header: str
    draft: bool
    lacks_before: bool = False
    covers: frozenset[str] = frozenset()
