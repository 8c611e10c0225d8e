"""What the page says, as values for its templates."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from kosei_xl.later import dataclass
from kosei_xl.publish.charts import Achievement, BarRow
from kosei_xl.publish.columns import DataTable
from kosei_xl.publish.figures import Figures, PageFigure
from kosei_xl.publish.photos import PublicPhoto
from kosei_xl.publish.texts import PageLine


@dataclass(frozen=True, slots=True)
class PageText:
    """A text of the data on the page: its label, its lines, and where it stands in the data (file, row, column)."""

    label: str
    lines: tuple[PageLine, ...]
    file: str
    where: str
    column: str


@dataclass(frozen=True, slots=True)
class Badge:
    """A rating as it is shown: its code, what it means, the class of its look, its sign."""

    code: str
    label: str
    look: str
    mark: str


@dataclass(frozen=True, slots=True)
class IndicatorShown:
    """An indicator: its texts, whether the target is reached (None: cannot be said), its bar."""

    name: PageText
    target: PageText
    actual: PageText
    unit: str
    reached: bool | None
    bar: Achievement | None


@dataclass(frozen=True, slots=True)
class Stage:
    """An item at one point: the point's label, its rating, what was said of it."""

    point: str
    rating: Badge | None
    rating_said: PageText
    texts: tuple[PageText, ...]


@dataclass(frozen=True, slots=True)
class PageItem:
    """An item or sub-item with everything that the page says of it; `course` has the points before, the last first.

    `area_place` is the place of its area in the printed order. `why` are the texts about being behind, `reasons` those
    about the follow-up, `brief` and `brief_why` their beginnings for a single sheet, `asked` those of what the
    committee wrote at the point before.
    """

    id: str
    anchor: str
    number: Markup
    name: Markup
    plain_name: str
    area: Markup
    plain_area: str
    area_place: int
    departments: tuple[str, ...]
    rated: bool
    is_sub: bool
    rating: Badge | None
    rating_said: PageText
    trend: str
    repeats: str
    plan_texts: tuple[PageText, ...]
    texts: tuple[PageText, ...]
    indicators: tuple[IndicatorShown, ...]
    course: tuple[Stage, ...]
    photos: tuple[PublicPhoto, ...]
    behind: bool
    why: tuple[PageText, ...]
    follow_up: bool
    reasons: tuple[PageText, ...]
    brief: tuple[PageText, ...]
    brief_why: tuple[PageText, ...]
    asked: tuple[PageText, ...]


@dataclass(frozen=True, slots=True)
class CountRow:
    """A row of a table of counts: a figure for each rating (None where its scale has none such), the whole, the bar."""

    label: Markup
    depth: int
    figures: tuple[PageFigure | None, ...]
    missing: PageFigure | None
    total: PageFigure
    bar: BarRow


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """The sums of a field by area and together; `note` says what is in none of them."""

    label: str
    unit: str
    rows: tuple[tuple[Markup, int, PageFigure], ...]
    total: PageFigure
    note: str


@dataclass(frozen=True, slots=True)
class PageContent:
    """What the page says. `heads` are the ratings over the columns of `areas`, `all_heads` those of `course`.

    `moved` are the items whose rating went up or down, `asked` those that the committee wrote about at the point
    before.
    """

    plan_name: str
    period: str
    organization: str
    office: str
    point: str
    point_date: str
    draft: bool
    item_term: str
    counter: str
    area_term: str
    heads: tuple[Badge, ...]
    all_heads: tuple[str, ...]
    whole: CountRow
    areas: tuple[CountRow, ...]
    any_missing: bool
    behind: PageFigure
    repeats: PageFigure | None
    unrated: PageFigure | None
    course: tuple[CountRow, ...]
    before: str
    changes: tuple[tuple[str, PageFigure], ...]
    items: tuple[PageItem, ...]
    items_by_id: Mapping[str, PageItem]
    delayed: tuple[PageItem, ...]
    examples: tuple[PageItem, ...]
    digest_done: tuple[PageItem, ...]
    digest_late: tuple[PageItem, ...]
    moved: tuple[tuple[str, tuple[PageItem, ...]], ...]
    committee_late: tuple[PageItem, ...]
    asked: tuple[PageItem, ...]
    follow_ups: tuple[PageItem, ...]
    follow_up_count: PageFigure | None
    money: tuple[MoneyTable, ...]
    legend: tuple[tuple[Badge, str], ...]
    figures: Figures
    tables: tuple[DataTable, ...]
    departments: tuple[str, ...]


def items_listed(content: PageContent, ids: Sequence[str]) -> tuple[PageItem, ...]:
    """The items with these ids, those that the page has."""
    return tuple(content.items_by_id[one] for one in ids if one in content.items_by_id)
