"""The plan, its items and their entries: frozen pydantic values without cells, files or clock. Open this first.

Years are ints of the April they start in (2025 is 令和7年度). An item is known by its `key` for ever; its printed
`no` belongs to one plan version. PLAN.json is a `PlanFile`, ENTRIES.json an `EntriesFile` (`kosei schema`).
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from enum import IntEnum
from functools import cached_property
from typing import Annotated, Final, Literal, NamedTuple, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from kosei_xl.later import dataclass
from kosei_xl.values.areas import MOST_LEVELS, AreaTree, Level, level_named
from kosei_xl.values.areas import PolicyArea as PolicyArea
from kosei_xl.values.fields import EntryField
from kosei_xl.values.frozen import FieldKey as FieldKey
from kosei_xl.values.frozen import Frozen as Frozen
from kosei_xl.values.frozen import Key as Key
from kosei_xl.values.limits import LIMITS, Limits
from kosei_xl.values.pictures import Picture
from kosei_xl.values.reorganisations import Reorganisation
from kosei_xl.words.notation import DigitStyle, EraStyle, folded
from kosei_xl.words.order import number_ranks
from kosei_xl.words.quarters import quarter_text
from kosei_xl.words.spellings import is_dash
from kosei_xl.words.terms import (
    CUMULATIVE,
    EARLIER_POINTS,
    FIELD_LABELS,
    NOT_RATED,
    NOT_RATED_STROKE,
    OWN_RATING_NAMES,
    STANDARD_SCALE,
)

FORMAT = 2
"""Version of the format of masters. `make.lift` takes a master of format 1 to 2."""
SURVEY_FORMAT = 1
"""Version of the format of surveys."""
REPORT_FORMAT = 1
"""Version of the format of reports and of the papers of a decision."""
FORMATS: Mapping[str, int] = {
    "master": FORMAT,
    "department": SURVEY_FORMAT,
    "report": REPORT_FORMAT,
    "papers": REPORT_FORMAT,
}
"""The newest format that is known of each kind of workbook."""

STANDARD_FIELDS = (
    "rating",
    "annual_plan",
    "results",
    "cause",
    "next_steps",
    "issues",
    "follow_up",
    "reason",
    "example",
    "overview",
)
"""Entry keys that every plan may use; a plan adds its own in 帳票列 (`Column.source` "entry")."""
RATING = "rating"
"""Entry key of the rating that the department itself gives."""
INDICATOR_FIELDS = ("indicator", "target", "actual", "unit")
_MARKS = frozenset({"follow_up", "example"})
SCHEDULE = "schedule"
"""Key of the column (帳票列) that prints the year schedule."""
_MOST_SHEETS = 12
PHOTO_FIELDS = ("caption", "picture")
"""Fields of a photo; `picture` holds the SHA-256 of the picture file, whose bytes travel beside the values."""


class Rating(Frozen):
    """One step of the rating scale (評価区分). `order` None stands outside the order ("-").

    What is not `counted` is named in tables and sentences only where it was given. `scale` is the key of the scale that
    it belongs to, `equals` are ratings of other scales ("scale:code") that mean the same. `at_least` is the achievement
    in percent from which figures propose it, `points` what it counts for in totals.
    """

    code: str
    label: str
    order: int | None = None
    legend: str = ""
    synonyms: tuple[str, ...] = ()
    behind: bool = False
    counted: bool = True
    requires: tuple[FieldKey, ...] = ()
    scale: Key = STANDARD_SCALE
    equals: tuple[str, ...] = ()
    at_least: Decimal | None = None
    points: Decimal | None = None


RatingLook = Literal["ahead", "even", "behind", "aside"]
"""How a rating looks wherever it stands: the best of the order, another of it, behind, outside the order."""


@dataclass(frozen=True)
class Scale:
    """The ratings that are given at one reporting point, in their order; none for a scale that has none."""

    ratings: tuple[Rating, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Rating]:
        """Ratings by code."""
        return {rating.code: rating for rating in self.ratings}

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes, in order."""
        return tuple(rating.code for rating in self.ratings)

    @property
    def allowed(self) -> str:
        """The codes as a finding names them."""
        return "・".join(self.codes)

    def get(self, code: str | None) -> Rating | None:
        """The rating with a code; None for no code, and for one of no rating of this scale."""
        return self.by_code.get(code or "")

    @property
    def key(self) -> str:
        """The key that its ratings name it by; "" without ratings."""
        return self.ratings[0].scale if self.ratings else ""

    @cached_property
    def _best(self) -> int | None:
        orders = [rating.order for rating in self.ratings if rating.order is not None]
        return min(orders) if len(orders) > 1 else None

    @cached_property
    def bands(self) -> tuple[tuple[Decimal, Rating], ...]:
        """The ratings that figures propose, each with the achievement in percent that it begins at, highest first."""
        given = ((rating.at_least, rating) for rating in self.ratings)
        return tuple(sorted(((b, r) for b, r in given if b is not None), key=lambda band: -band[0]))

    @cached_property
    def most_points(self) -> Decimal | None:
        """What the best rating counts for; None for a scale without points."""
        return max((rating.points for rating in self.ratings if rating.points is not None), default=None)

    def look(self, rating: Rating) -> RatingLook:
        """How a rating of this scale looks."""
        if rating.behind:
            return "behind"
        if rating.order is None:
            return "aside"
        return "ahead" if rating.order == self._best else "even"

    @cached_property
    def no_rating(self) -> str:
        """What is printed where a row is not rated: a dash, or a stroke where a dash is one of the ratings."""
        return NOT_RATED_STROKE if any(is_dash(rating.code) for rating in self.ratings) else NOT_RATED


class Department(Frozen):
    """A department (課) under its name at one time; `bureau` is its 部."""

    code: Key
    name: str
    bureau: str | None = None
    order: int = 0
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    successors: tuple[Key, ...] = ()

    def overlaps(self, other: "Department") -> bool:
        """Whether two rows of 部署 hold on the same day."""
        begins = max(self.valid_from or dt.date.min, other.valid_from or dt.date.min)
        return begins <= min(self.valid_to or dt.date.max, other.valid_to or dt.date.max)


@dataclass(frozen=True, slots=True)
class Respondent:
    """Who a survey belongs to: one department, or a 部 with all its departments (`members`, in the plan's order).

    `code` is what the survey's code and its hidden sheet say; `bureau` is the 部 of a single department.
    """

    code: str
    name: str
    members: tuple[str, ...]
    bureau: str | None = None

    @property
    def is_bureau(self) -> bool:
        """Whether this is a 部: its survey shows which department answers each row."""
        return self.members != (self.code,)


_BUREAU_PREFIX = "部:"
"""How a survey's code tells a 部 from a department."""


def _bureau_code(name: str) -> str:
    return _BUREAU_PREFIX + re.sub(r"[\s|/]", "", name)


class Quarter(Frozen):
    """A quarter of a fiscal year: 1 is April to June, 4 January to March of the next calendar year."""

    year: int
    quarter: int = Field(ge=1, le=4)

    @property
    def index(self) -> int:
        """Quarters counted through all years, for comparing and for places on paper."""
        return self.year * 4 + self.quarter - 1


class Bar(Frozen):
    """A bar of a year schedule, from the beginning of `start` to the end of `end`; `conditional` prints as （…）."""

    start: Quarter
    end: Quarter
    label: str = ""
    conditional: bool = False

    @property
    def shown(self) -> str:
        """The label as printed: conditional ones in brackets, unless they were typed so."""
        if not self.conditional or not self.label or self.label.startswith(("（", "(")):
            return self.label
        return f"（{self.label}）"

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> Self:
        if self.end.index < self.start.index:
            raise ValueError(f"bar {self.label} ends before it starts")
        return self


class ScheduleRow(Frozen):
    """One action item (取組項目) of a year schedule with its bars; without bars it is printed as text alone."""

    action: str
    bars: tuple[Bar, ...] = ()


class SubItem(Frozen):
    """A part of an item that is answered on its own and not rated; printed as "No-sub_no"."""

    sub_no: str
    name: str | None = None
    departments: tuple[Key, ...] = ()
    answering: Key | None = None
    texts: Mapping[FieldKey, str] = {}
    schedule: tuple[ScheduleRow, ...] = ()


class Item(Frozen):
    """One item (項目, 取組, プログラム). `departments` lead first; `repeats` is the key of the item listed again.

    `departments_at` are the departments at a reporting point where they were others. An item stands from its
    `first_point` to its `last_point` (None: from the beginning, on); `state` says what has become of it, `successor`
    what goes on with it: the key of an item, the numbers or names of those that it was split into, or for one that was
    handed over what it is called there.
    """

    key: Key
    no: str
    name: str
    area_no: str
    kind: Literal["rated", "unrated"] = "rated"
    departments: tuple[Key, ...] = ()
    answering: Key | None = None
    departments_at: Mapping[Key, tuple[Key, ...]] = {}
    office_rated: bool = False
    repeats: Key | None = None
    first_point: Key | None = None
    last_point: Key | None = None
    state: Literal["continued", "ended", "achieved", "stopped", "merged", "split", "transferred", "plan_ended"] = (
        "continued"
    )
    successor: str | None = None
    texts: Mapping[FieldKey, str] = {}
    schedule: tuple[ScheduleRow, ...] = ()
    sub_items: tuple[SubItem, ...] = ()


class LineKey(NamedTuple):
    """Identity of a row of the plan: an item, or one of its sub-items; `sub_no` None is the item itself."""

    item_key: str
    sub_no: str | None = None

    def at(self, point: str, slot: "Slot | None" = None) -> "EntryKey":
        """The value set of this row at a reporting point: the row itself, or one of its indicators or photos."""
        return EntryKey(self.item_key, self.sub_no, point, slot or ROW)


class Line(NamedTuple):
    """An item (`sub` None) or one of its sub-items, as one row of a list."""

    item: Item
    sub: SubItem | None

    @property
    def sub_no(self) -> str | None:
        """Number of the sub-item; None for the item itself."""
        return self.sub.sub_no if self.sub else None

    @property
    def no(self) -> str:
        """Printed number as plain digits: "4", or "4-1" for a sub-item."""
        return f"{self.item.no}-{self.sub.sub_no}" if self.sub else self.item.no

    @property
    def key(self) -> "LineKey":
        """What the row is known by for ever."""
        return LineKey(self.item.key, self.sub_no)

    @property
    def owner(self) -> "LineKey":
        """The row under which its texts are kept: its original's for a repeated listing."""
        return LineKey(self.item.repeats or self.item.key, self.sub_no)

    @property
    def name(self) -> str:
        """The name of the sub-item, or the item's where it has none."""
        return (self.sub.name if self.sub else None) or self.item.name

    @property
    def departments(self) -> tuple[str, ...]:
        """Department codes of this row, lead first."""
        return self.sub.departments if self.sub else self.item.departments

    @property
    def answering(self) -> str | None:
        """Code of the one department that answers this row; None when the office does."""
        if self.sub is None and self.item.office_rated:
            return None
        own = self.sub.answering if self.sub else self.item.answering
        return own or (self.departments[0] if self.departments else None)

    def departments_on(self, point: str) -> tuple[str, ...]:
        """Department codes of this row as they were at a reporting point."""
        own = self.departments if self.sub else self.item.departments_at.get(point)
        return own or self.departments

    @property
    def rated(self) -> bool:
        """Whether this row carries a rating."""
        return self.sub is None and self.item.kind == "rated"

    @property
    def texts(self) -> Mapping[str, str]:
        """Plan texts of this row."""
        return self.sub.texts if self.sub else self.item.texts

    @property
    def schedule(self) -> tuple[ScheduleRow, ...]:
        """Action items of this row with their bars."""
        return self.sub.schedule if self.sub else self.item.schedule

    def plan_text(self, key: str) -> str | None:
        """What a form shows of the plan under a column key: a text, or the year schedule in words; None for nothing."""
        if key != SCHEDULE:
            return self.texts.get(key)
        return "\n".join(_in_words(row) for row in self.schedule) or None


def _in_words(row: ScheduleRow) -> str:
    """「・利用請求の開始：準備（R3-1～R3-4）、実施（R4-1～R6-4）」."""
    bars = []
    for bar in row.bars:
        start, end = (quarter_text(at.year, at.quarter) for at in (bar.start, bar.end))
        when = start if start == end else f"{start}～{end}"
        bars.append(f"{bar.shown}（{when}）")
    return f"{row.action}：{'、'.join(bars)}" if bars else row.action


def lines_of(item: Item) -> tuple[Line, ...]:
    """The item's own row, then one row for each sub-item, by number."""
    ranks = number_ranks(sub.sub_no for sub in item.sub_items)
    return Line(item, None), *(Line(item, sub) for sub in sorted(item.sub_items, key=lambda sub: ranks(sub.sub_no)))


class ReportingPoint(Frozen):
    """A point in time that is reported on (報告時点), by the ratings of its `scale`. Labels are printed as given.

    `share` is the part of the year's targets, in percent, that is due by then.
    """

    key: Key
    fiscal_year: int
    kind: Literal["half", "year_end", "other"] = "year_end"
    date: dt.date
    label: str
    short_label: str = ""
    due: dt.date | None = None
    scale: Key = STANDARD_SCALE
    share: Decimal | None = None


_USUAL_WIDTH: Final = 10.0


class Column(Frozen):
    """One column of a part (帳票列). `source`: plan text, entry, or derived (No., name, departments …).

    `width` is relative (Excel width units at 100 %); the form obeys it where it is given (`has_width`). `heading` puts
    columns under a two-level head. `point` picks an earlier reporting point for history columns: by its key, or as 前回
    and 前々回 of the point printed. `entry` says what a department does with it in the form.
    """

    part: Key
    key: FieldKey
    label: str
    heading: str | None = None
    width: Annotated[float, Field(gt=0, le=255)] = _USUAL_WIDTH
    align: Literal["left", "center", "right"] = "left"
    source: Literal["plan", "entry", "derived"] = "derived"
    point: Key | None = None
    entry: Literal["none", "shown", "input", "required"] = "none"

    @property
    def has_width(self) -> bool:
        """Whether somebody said how wide it is to be; the usual width says nothing."""
        return self.width != _USUAL_WIDTH


class Part(Frozen):
    """One part of the documents (帳票). Parts with the same `sheet` stand below each other on it; `foot` adds counts,
    `numbering` writes item numbers in another way than the plan's style, `ratings` names the field of ratings that it
    counts where these are not those of record (of a table with a row for each rater, the fields).

    `rows`, `only`, `shows`, `of_which`, `sums` and, there, `ratings` are the plain words of a summary table
    (`values.counting` reads them); a list ends the areas of the levels of `subtotals` with what they come to.
    Of a history (経過) `shows` says which rows its items have.
    A text of the `role` "first_foot" stands at the foot of the page on which the part before it begins.
    `kind` "form" is the department workbook, "pdf" a PDF (`file`, seen from the master's folder) to insert in the
    report's; the others are the report's own. `text` may hold placeholders.
    """

    key: Key
    kind: Literal["form", "text", "summary", "list", "schedule", "examples", "delayed", "history", "pdf"]
    sheet: str
    title: str = ""
    text: str = ""
    paper: Literal["A4縦", "A4横", "A3横"] = "A4縦"
    items: Literal["rated", "unrated", "all", "revised", "changed", "asked"] = "rated"
    doc_no: str = ""
    meeting: str = ""
    meeting_date: str = ""
    role: Literal["body", "cover", "title", "note", "first_foot"] = "body"
    file: str = ""
    foot: bool = False
    numbering: str = ""
    rows: str = ""
    only: str = ""
    shows: tuple[str, ...] = ()
    of_which: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    ratings: tuple[str, ...] = ()
    subtotals: tuple[str, ...] = ()


class Style(Frozen):
    """Numbering, digits and words of one plan's documents (計画 sheet).

    `levels` name the levels above the items from the top (目標, 基本方針), `level_numbering` are samples of their
    numbers; a plan of one level needs neither beside `area_term` and `area_numbering`. `survey_level` is the one whose
    areas are the sheets of a survey. With `entry_digits` "even" what is entered is printed in the digits of
    `digits_text` (`values.evened`); the ledger keeps it as it was typed.
    """

    area_numbering: str = "Ⅰ"
    levels: tuple[str, ...] = ()
    level_numbering: tuple[str, ...] = ()
    survey_level: str = ""
    item_numbering: str = "1"
    sub_numbering: str = "{No}-{枝番}"
    area_term: str = "分野"
    item_term: str = "項目"
    counter: str = "項目"
    unrated_counter: str = "項目"
    digits_text: DigitStyle = "mixed"
    digits_table: DigitStyle = "full"
    entry_digits: Literal["typed", "even"] = "typed"
    era_text: EraStyle = "kanji"
    era_schedule: EraStyle = "wide"
    department_separator: str = "、"
    zero_ratings_in_sentence: bool = True
    repeat_mark: str = "【No.{No}の再掲】"
    repeat_note: str = "※No.{No}「{名称}」はNo.{元No}の再掲"
    follow_up_counts_repeats: bool = False
    page_number: str = ""
    first_page: int = 1
    file_name: str = "{部署番号}_{課名}_{時点}_調査票.xlsx"
    organization: str = ""
    office: str = "行政経営課"
    rating_of_record: str = ""
    rating_instead: str = ""
    reading_limit: int = Field(default=1, ge=1, le=50)

    @property
    def limits(self) -> Limits:
        """How large the files may be that are read against this plan."""
        return LIMITS.times(self.reading_limit)


def _contradiction(kind: str, where: tuple[str, int], name: str) -> PydanticCustomError:
    """An error of `Plan` whose kind, path and name a reader can put into the user's words."""
    return PydanticCustomError(
        "contradiction", "{kind}: {name}", {"kind": kind, "name": name, "path": where[0], "position": where[1]}
    )


def _keys_in_time(departments: Sequence[Department]) -> list[str | tuple[str, str]]:
    """The codes of departments; one that comes again in a row whose time is another is no second one."""
    found: list[str | tuple[str, str]] = []
    before: dict[str, list[int]] = {}
    for n, own in enumerate(departments):
        others = before.setdefault(own.code, [])
        same = next((m for m in others if departments[m].overlaps(own)), None)
        found.append(found[same] if same is not None else (str(n), own.code) if others else own.code)
        others.append(n)
    return found


def _check_parents(no: str, above: Mapping[str, str | None], where: tuple[str, int]) -> None:
    """Raise where the areas above an area are not there, are too many, or lead back to it."""
    passed: list[str] = []
    parent = above[no]
    while parent is not None:
        if parent not in above:
            raise _contradiction("no_area", where, parent)
        if parent == no:
            raise _contradiction("area_in_itself", where, no)
        if parent in passed:
            return  # a circle further up is told of its own areas
        passed.append(parent)
        parent = above[parent]
    if len(passed) >= MOST_LEVELS:
        raise _contradiction("areas_too_deep", where, no)


def _as_defined(column: Column, field: EntryField | None) -> Column:
    """A column of the form as the definition of its field lets it be."""
    asked = column.entry in ("input", "required")
    if field is None or column.source != "entry" or not asked:
        return column
    if field.filled_by in ("office", "committee"):
        return column.model_copy(update={"entry": "shown"})
    return column.model_copy(update={"entry": "required"}) if field.required else column


def _column_of(form: str, field: EntryField) -> Column:
    """The column of the form for a field that no column places."""
    return Column(
        part=form,
        key=field.field,
        label=field.label,
        source="entry",
        align="right" if field.is_amount else "left",
        entry="required" if field.required else "input",
    )


class Plan(Frozen):
    """One version of a plan with everything that its workbooks and documents are made from."""

    plan_id: Key
    plan_version: int = 1
    name: str
    period_start: int
    period_end: int
    style: Style = Style.model_construct()  # as `Style()`, which would build its schema while this module loads
    ratings: tuple[Rating, ...]
    areas: tuple[PolicyArea, ...]
    items: tuple[Item, ...]
    departments: tuple[Department, ...]
    points: tuple[ReportingPoint, ...]
    parts: tuple[Part, ...] = ()
    columns: tuple[Column, ...] = ()
    fields: tuple[EntryField, ...] = ()
    """Fields of the entries of which more is known than `columns` say: their values, their sums, who fills them in."""
    reorganisations: tuple[Reorganisation, ...] = ()
    """Changes of departments: at a point the departments of then answer (`values.lives`)."""

    @model_validator(mode="after")
    def _references_hold(self) -> Self:
        """Unique keys, and every reference names something that exists."""
        rating_names = [(rating.scale, rating.code) for rating in self.ratings]
        codes = frozenset(department.code for department in self.departments)
        in_time = _keys_in_time(self.departments) if len(codes) < len(self.departments) else ()
        keyed: tuple[tuple[str, str, Sequence[str | tuple[str, str]]], ...] = (
            ("item_key", "items", [item.key for item in self.items]),
            ("item_no", "items", [item.no for item in self.items]),
            ("area_no", "areas", [area.id for area in self.areas]),
            ("dept_code", "departments", in_time),
            ("point", "points", [point.key for point in self.points]),
            ("rating", "ratings", rating_names),
            ("part", "parts", [part.key for part in self.parts]),
        )
        for what, path, keys in keyed:
            seen: set[str | tuple[str, str]] = set()
            for position, key in enumerate(keys):
                if key in seen:
                    name = key if isinstance(key, str) else key[-1]
                    raise _contradiction(f"{what}_twice", (path, position), name)
                seen.add(key)
        points = {point.key for point in self.points}
        for position, column in enumerate(self.columns):
            if column.point is not None and column.point not in {*points, *EARLIER_POINTS, *CUMULATIVE}:
                raise _contradiction("no_point", ("columns", position), column.point)
        above = {area.id: area.parent for area in self.areas}
        beside: set[tuple[str | None, str]] = set()
        for position, group in enumerate(self.areas):
            _check_parents(group.id, above, ("areas", position))
            if (group.parent, group.no) in beside:
                raise _contradiction("area_no_twice", ("areas", position), group.no)
            beside.add((group.parent, group.no))
        area_nos = above.keys()
        items = {item.key: item for item in self.items}
        for position, item in enumerate(self.items):
            at = ("items", position)
            if item.area_no not in area_nos:
                raise _contradiction("no_area", at, item.area_no)
            if item.repeats is not None and item.repeats not in items:
                raise _contradiction("no_original", at, item.repeats)
            if item.repeats is not None and (item.repeats == item.key or items[item.repeats].repeats is not None):
                raise _contradiction("repeats_a_repeat", at, item.no)
            for end in (item.first_point, item.last_point):
                if end is not None and end not in points:
                    raise _contradiction("no_item_point", at, end)
            for line in lines_of(item):
                named = (*line.departments, *((line.answering,) if line.answering else ()))
                named += tuple(code for codes_then in item.departments_at.values() for code in codes_then)
                for code in named:
                    if code not in codes:
                        raise _contradiction("no_department", at, code)
            subs = [sub.sub_no for sub in item.sub_items]
            for number in subs:
                if subs.count(number) > 1:
                    raise _contradiction("sub_no_twice", at, f"{item.no}-{number}")
        return self

    @cached_property
    def item_by_key(self) -> Mapping[str, Item]:
        """Items by key."""
        return {item.key: item for item in self.items}

    @cached_property
    def department_by_code(self) -> Mapping[str, Department]:
        """Departments by code."""
        return {department.code: department for department in self.departments}

    @cached_property
    def scales(self) -> Mapping[str, Scale]:
        """The scales that have ratings, by key, in the order of 評価区分."""
        found: dict[str, list[Rating]] = {}
        for rating in self.ratings:
            found.setdefault(rating.scale, []).append(rating)
        return {key: Scale(tuple(ratings)) for key, ratings in found.items()}

    @cached_property
    def every_rating(self) -> Mapping[str, Rating]:
        """The ratings of all scales by code, each code once, in the order of 評価区分: what may stand at any point."""
        found: dict[str, Rating] = {}
        for rating in self.ratings:
            found.setdefault(rating.code, rating)
        return found

    def counterpart(self, rating: Rating, scale: str) -> Rating | None:
        """The rating of a scale (its key) that means what another one means: as 評価区分 says, from either side."""
        if rating.scale == scale:
            return rating
        own, ratings = f"{rating.scale}:{rating.code}", self.scales.get(scale, Scale(())).ratings
        return next((one for one in ratings if f"{scale}:{one.code}" in rating.equals or own in one.equals), None)

    def scale_at(self, point: str, field: str = RATING) -> Scale:
        """The scale of a reporting point (its key): what ratings given there are read, printed and counted by.

        A further field of ratings (another axis) has that scale too, or the one that 欄 names for it.
        """
        known, own = self.point_by_key.get(point), self.field_by_key[field].scale if field != RATING else None
        if own is None and known is None:
            return Scale(self.ratings)
        return self.scales.get(own or (known.scale if known is not None else ""), Scale(()))

    @cached_property
    def rating_fields(self) -> tuple[str, ...]:
        """The entry fields that hold ratings: the department's own, then those of other raters and axes."""
        return tuple(key for key, field in self.field_by_key.items() if field.type == "rating")

    def rating_field(self, name: str) -> str | None:
        """The key of the field of ratings that is called so: by its key, its label, its rater, or rater and axis."""
        wanted = folded(name)
        for key in self.rating_fields:
            field = self.field_by_key[key]
            names = [key, field.label, field.rater, field.axis, f"{field.rater}{field.axis}"]
            names += [f"{field.rater}・{field.axis}", *(OWN_RATING_NAMES if key == RATING else ())]
            if wanted and wanted in map(folded, names):
                return key
        return None

    @cached_property
    def record(self) -> tuple[str, ...]:
        """The field of the rating of record, and the one that stands while it is missing, if any does (計画)."""
        named = (self.style.rating_of_record, self.style.rating_instead)
        first, second = (self.rating_field(name) if name else None for name in named)
        return tuple(dict.fromkeys(key for key in (first or RATING, second) if key is not None))

    @cached_property
    def tree(self) -> AreaTree:
        """The areas as they hang together."""
        return AreaTree(self.areas)

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The levels above the items, from the top; what 計画 does not name is called and numbered as 分野 is."""
        style = self.style
        count = max(self.tree.height, len(style.levels))

        def filled(words: tuple[str, ...], usual: str) -> tuple[str, ...]:
            return (*words, *[usual] * (count - len(words)))[:count]

        names = filled(style.levels, style.area_term)
        return tuple(map(Level, names, filled(style.level_numbering, style.area_numbering)))

    def level_of(self, area_id: str) -> Level:
        """The level that an area is on."""
        return self.levels[self.tree.depth(area_id) - 1]

    @cached_property
    def sheet_level(self) -> int:
        """The level whose areas are the sheets of a survey, from 1: the one that 計画 names, else the lowest with at
        most twelve areas.
        """
        named = level_named(self.style.survey_level, [level.name for level in self.levels])
        if named is not None and named <= self.tree.height:
            return named
        fit = (level for level in range(self.tree.height, 1, -1) if len(self.tree.at(level)) <= _MOST_SHEETS)
        return next(fit, 1)

    @cached_property
    def sheet_areas(self) -> tuple[PolicyArea, ...]:
        """The areas that may be sheets of a survey: those of `sheet_level`, and above it what holds items itself."""
        return self.tree.cut(self.sheet_level)

    def sheet_area(self, area_id: str) -> PolicyArea:
        """The area on whose sheet the rows of an area are."""
        return self.tree.holder(area_id, self.sheet_level)

    @cached_property
    def items_in_order(self) -> tuple[Item, ...]:
        """Items as lists print them, whatever the order of their rows: by area, then by number."""
        own: dict[str, list[Item]] = {}
        for item in self.items:
            own.setdefault(item.area_no, []).append(item)
        found: list[Item] = []
        for area in sorted(own, key=lambda area: self.tree.place.get(area, len(self.tree.place))):
            ranks = number_ranks(item.no for item in own[area])
            found += sorted(own[area], key=lambda item: ranks(item.no))
        return tuple(found)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every item and, below it, its sub-items, in printed order."""
        return tuple(line for item in self.items_in_order for line in lines_of(item))

    @cached_property
    def entry_fields(self) -> tuple[str, ...]:
        """Field keys that departments fill in for this plan, in the form's order."""
        return tuple(c.key for c in self.form_columns if c.source == "entry" and c.key not in INDICATOR_FIELDS)

    @cached_property
    def withheld(self) -> frozenset[str]:
        """Keys of the form's columns that are not in the survey (出さない); a row is known by its No. and name."""
        return frozenset(c.key for c in self.form_columns if c.entry == "none") - {"no", "name"}

    @cached_property
    def closed_fields(self) -> tuple[str, ...]:
        """Entry keys of the form that departments do not fill in (出さない, 見せる), those of indicators too."""
        return tuple(c.key for c in self.form_columns if c.source == "entry" and c.entry in ("none", "shown"))

    @cached_property
    def own_fields(self) -> tuple[str, ...]:
        """Entry keys of this plan only (not in `STANDARD_FIELDS`), in the order of 帳票列."""
        placed = (c.key for c in self.columns if c.source == "entry")
        own = dict.fromkeys((*placed, *(field.field for field in self.fields)))
        return tuple(k for k in own if k not in STANDARD_FIELDS and k not in INDICATOR_FIELDS)

    @cached_property
    def field_by_key(self) -> Mapping[str, EntryField]:
        """Every field of the entries by key: as `fields` define it, else as its columns place it."""
        defined = {field.field: field for field in reversed(self.fields)}
        return {key: defined.get(key) or self.field_of_columns(key) for key in (*STANDARD_FIELDS, *self.own_fields)}

    def field_of_columns(self, key: str) -> EntryField:
        """A field as its columns alone define it."""
        asked = {column.key: column for column in self._form_placed}
        before = {*map(id, self.form_columns_of_before)}
        heads = {c.key: c.label for c in self.columns if c.source == "entry" and c.label and id(c) not in before}
        shown = asked.get(key)
        handling = shown.entry if shown is not None and shown.source == "entry" else "none"
        return EntryField(
            field=key,
            label=heads.get(key) or (shown.label if shown is not None else "") or FIELD_LABELS.get(key, key),
            type="rating" if key == "rating" else "mark" if key in _MARKS else "text",
            filled_by="department" if handling in ("input", "required") else None,
            required=handling == "required",
        )

    @cached_property
    def text_fields(self) -> tuple[str, ...]:
        """Keys of the plan texts that items carry (実施内容 …), in the order of 帳票列, then as met."""
        declared = [c.key for c in self.columns if c.source == "plan" and c.key != SCHEDULE]
        met = [key for line in self.rows for key in line.texts]
        return tuple(dict.fromkeys((*declared, *met)))

    @cached_property
    def form_columns(self) -> tuple[Column, ...]:
        """Columns of the department workbook: those of the part of kind "form".

        What a field says of itself holds: one that others fill in is shown, one that is required is asked for. What
        departments fill in and no column places stands at the end.
        """
        defined = {field.field: field for field in reversed(self.fields)}
        placed = [_as_defined(c, defined.get(c.key)) for c in self._form_placed]
        known = {*(column.key for column in placed), *STANDARD_FIELDS, *INDICATOR_FIELDS}
        form = next((part.key for part in self.parts if part.kind == "form"), None)
        rest = (field for field in self.fields if field.field not in known and field.filled_by == "department")
        return (*placed, *(_column_of(form, field) for field in rest if form is not None))

    @cached_property
    def form_labels(self) -> Mapping[str, str]:
        """The heads of the form's columns by key."""
        return {column.key: column.label for column in self.form_columns}

    @cached_property
    def form_columns_of_before(self) -> tuple[Column, ...]:
        """Columns of the form in which it shows a point before (`values.shown_before`); they ask for nothing."""
        return tuple(c for c in self.columns if c.part in self._forms and c.point is not None)

    @cached_property
    def _form_placed(self) -> tuple[Column, ...]:
        return tuple(c for c in self.columns if c.part in self._forms and c.point is None)

    @cached_property
    def _forms(self) -> frozenset[str]:
        return frozenset(part.key for part in self.parts if part.kind == "form")

    def only(self, items: Iterable[Item]) -> "Plan":
        """This plan with these items alone, for counting a part of it; references to other items stay open."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Plan.model_construct(**(fields | {"items": tuple(items)}))

    def with_parts(self, parts: Iterable[Part]) -> "Plan":
        """This plan with these parts of the documents alone."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Plan.model_construct(**(fields | {"parts": tuple(parts)}))

    def with_columns(self, columns: Iterable[Column]) -> "Plan":
        """This plan with these columns of the documents."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Plan.model_construct(**(fields | {"columns": tuple(columns)}))

    def with_departments(self, departments: Iterable[Department]) -> "Plan":
        """This plan with these rows of 部署."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Plan.model_construct(**(fields | {"departments": tuple(departments)}))

    def with_points(self, points: Iterable[ReportingPoint]) -> "Plan":
        """This plan with these reporting points."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Plan.model_construct(**(fields | {"points": tuple(points)}))

    def with_reorganisations(self, changes: Iterable[Reorganisation]) -> "Plan":
        """This plan with these changes of departments."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Plan.model_construct(**(fields | {"reorganisations": tuple(changes)}))

    @cached_property
    def at_points(self) -> dict[str, "Plan"]:
        """What `values.lives.plan_at` has made of this plan by now, by the key of the point."""
        return {}

    def with_fields(self, fields: Iterable[EntryField]) -> "Plan":
        """This plan with these fields, those that its columns define just so left out."""
        own = tuple(field for field in fields if field != self.field_of_columns(field.field))
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return Plan.model_construct(**(values | {"fields": own}))

    @cached_property
    def rows(self) -> tuple[Line, ...]:
        """Every item and, below it, its sub-items, in the order in which the master keeps them."""
        return tuple(Line(item, sub) for item in self.items for sub in (None, *item.sub_items))

    @cached_property
    def line_by_key(self) -> Mapping[LineKey, Line]:
        """Rows by key."""
        return {line.key: line for line in self.lines}

    @cached_property
    def line_by_no(self) -> Mapping[str, Line]:
        """Rows by printed number."""
        return {line.no: line for line in self.lines}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the plan and its departments are called."""
        return self.name, *(department.name for department in self.departments)

    @cached_property
    def ended_departments(self) -> tuple[Department, ...]:
        """The departments that have an end."""
        return tuple(department for department in self.departments if department.valid_to is not None)

    @cached_property
    def item_names(self) -> tuple[str, ...]:
        """What its items are called."""
        return tuple(item.name for item in self.items)

    @cached_property
    def listed_again(self) -> Mapping[str, tuple[Item, ...]]:
        """Item key -> the items that list it again, in printed order; items that are listed once are left out."""
        found: dict[str, list[Item]] = {}
        for item in self.items_in_order:
            if item.repeats is not None:
                found.setdefault(item.repeats, []).append(item)
        return {key: tuple(items) for key, items in found.items()}

    def no_of(self, key: LineKey) -> str:
        """The printed number of a row; the item's key where it is not in this plan."""
        line = self.line_by_key.get(key)
        return line.no if line is not None else key.item_key

    @cached_property
    def lines_by_item(self) -> Mapping[str, tuple[Line, ...]]:
        """Item key -> its own row and those of its sub-items."""
        return {item.key: lines_of(item) for item in self.items}

    @cached_property
    def position_by_key(self) -> Mapping[str, int]:
        """Item key -> its 0-based place in `items`."""
        return {item.key: number for number, item in enumerate(self.items)}

    @cached_property
    def area_by_no(self) -> Mapping[str, PolicyArea]:
        """Areas by what items name them by (`PolicyArea.id`)."""
        return self.tree.by_id

    @cached_property
    def part_by_key(self) -> Mapping[str, Part]:
        """Parts of the documents by key."""
        return {part.key: part for part in self.parts}

    @cached_property
    def point_by_key(self) -> Mapping[str, ReportingPoint]:
        """Reporting points by key."""
        return {point.key: point for point in self.points}

    @cached_property
    def departments_in_order(self) -> tuple[Department, ...]:
        """Departments as lists print them: by their order, then code."""
        return tuple(sorted(self.departments, key=lambda d: (d.order, d.code)))

    @cached_property
    def _lines_by_answering(self) -> Mapping[str | None, tuple[Line, ...]]:
        found: dict[str | None, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.answering, []).append(line)
        return {code: tuple(lines) for code, lines in found.items()}

    @cached_property
    def _places_concerning(self) -> Mapping[str, tuple[int, ...]]:
        found: dict[str, dict[int, None]] = {}
        for place, item in enumerate(self.items_in_order):
            for line in self.lines_by_item[item.key]:
                for code in (line.answering, *line.departments):
                    if code is not None:
                        found.setdefault(code, {})[place] = None
        return {code: tuple(places) for code, places in found.items()}

    def items_concerning(self, codes: Iterable[str]) -> tuple[Item, ...]:
        """Items of which one of these departments answers a row or takes part in one, in printed order."""
        places = {place for code in codes for place in self._places_concerning.get(code, ())}
        return tuple(self.items_in_order[place] for place in sorted(places))

    def lines_answered_by(self, code: str | None) -> tuple[Line, ...]:
        """Rows that one department answers, in printed order; those of the office for None."""
        return self._lines_by_answering.get(code, ())

    def is_asked(self, code: str) -> bool:
        """Whether a department has anything to answer: a repeated listing alone is nothing, it follows its original."""
        return any(line.item.repeats is None for line in self.lines_answered_by(code))

    def lines_of(self, code: str | None) -> tuple[Line, ...]:
        """Rows that a survey's code (of a department or a 部) answers, in printed order; all rows for None."""
        if code is None:
            return self.lines
        respondent = self.respondent(code)
        if respondent is None or not respondent.is_bureau:
            return self.lines_answered_by(code)
        return tuple(line for line in self.lines if line.answering in respondent.members)

    @cached_property
    def _respondents(self) -> Mapping[str, Respondent]:
        found = {d.code: Respondent(d.code, d.name, (d.code,), d.bureau) for d in self.departments}
        members: dict[str, list[Department]] = {}
        for department in self.departments_in_order:
            if department.bureau:
                members.setdefault(_bureau_code(department.bureau), []).append(department)
        for code, own in members.items():
            found[code] = Respondent(code, own[0].bureau or code, tuple(d.code for d in own))
        return found

    def respondent(self, code: str) -> Respondent | None:
        """Who a survey's code means: a department, or a 部; None for an unknown code."""
        return self._respondents.get(code)

    def respondents(self, *, by_bureau: bool = False) -> tuple[Respondent, ...]:
        """Everybody who answers a row, in the plan's order: the departments, or the 部 and the departments without."""
        found: dict[str, None] = {}
        for department in self.departments_in_order:
            if self.is_asked(department.code):
                by = _bureau_code(department.bureau) if by_bureau and department.bureau else department.code
                found[by] = None
        return tuple(self._respondents[code] for code in found)

    @cached_property
    def has_photos(self) -> bool:
        """Whether any part prints photos, so that surveys ask for them."""
        return any(part.kind == "examples" for part in self.parts)

    def point(self, key: str) -> ReportingPoint | None:
        """The reporting point with this key, or None."""
        return self.point_by_key.get(key)

    def point_before(self, point: ReportingPoint, steps: int = 1) -> ReportingPoint | None:
        """The reporting point so many points before this one, by date."""
        earlier = sorted((p for p in self.points if p.date < point.date), key=lambda p: p.date)
        return earlier[-steps] if steps <= len(earlier) else None

    def columns_of(self, part: str) -> tuple[Column, ...]:
        """Columns of one part, in order."""
        return tuple(column for column in self.columns if column.part == part)


class SlotKind(IntEnum):
    """What a value set of a row is: the row itself, an indicator, or a photo."""

    ROW = 0
    INDICATOR = 1
    PHOTO = 2


class Slot(NamedTuple):
    """One value set of a row: the row itself (`ROW`), or its indicators and photos, numbered from 1."""

    kind: SlotKind
    number: int = 0

    @property
    def fields(self) -> tuple[str, ...]:
        """Field keys of an indicator or a photo; a row's own depend on the plan."""
        return _SLOT_FIELDS[self.kind]


ROW = Slot(SlotKind.ROW)
_SLOT_FIELDS = {SlotKind.ROW: (), SlotKind.INDICATOR: INDICATOR_FIELDS, SlotKind.PHOTO: PHOTO_FIELDS}


def indicator_slot(number: int) -> Slot:
    """The place of a row's indicator, from 1."""
    return Slot(SlotKind.INDICATOR, number)


def photo_slot(number: int) -> Slot:
    """The place of a row's photo, from 1."""
    return Slot(SlotKind.PHOTO, number)


class EntryKey(NamedTuple):
    """Identity of one value set: a row of the plan (`sub_no` None: the item itself) at a point, one of its slots."""

    item_key: str
    sub_no: str | None
    point: str
    slot: Slot = ROW

    @property
    def line(self) -> LineKey:
        """The row of the plan."""
        return LineKey(self.item_key, self.sub_no)

    @property
    def row(self) -> "EntryKey":
        """The row's own value set."""
        return self._replace(slot=ROW)

    @property
    def is_row(self) -> bool:
        """Whether this is the row itself."""
        return self.slot.kind is SlotKind.ROW

    @property
    def is_indicator(self) -> bool:
        """Whether this is an indicator of a row."""
        return self.slot.kind is SlotKind.INDICATOR

    @property
    def is_photo(self) -> bool:
        """Whether this is a photo of a row."""
        return self.slot.kind is SlotKind.PHOTO


SetKey = tuple[str, str | None, Slot]
"""A value set inside one workbook, whose point is known: (item_key, sub_no, slot)."""


@dataclass(frozen=True, slots=True)
class ValueSet:
    """The filled-in fields of one row as received; `slot` as in `EntryKey`.

    `unread` keeps what was typed but means nothing in its field (a rating outside the scale), as text. `lost` are the
    fields whose column is gone from the sheet: what they hold is not known, which is not the same as blank. `deleted`
    are those in which somebody wrote that they are to be empty (「（削除）」), with what was typed.
    """

    item_key: str
    sub_no: str | None
    slot: Slot
    fields: Mapping[str, str]
    unread: Mapping[str, str] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()
    deleted: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> SetKey:
        """(item_key, sub_no, slot)."""
        return self.item_key, self.sub_no, self.slot

    @property
    def line(self) -> LineKey:
        """The row of the plan."""
        return LineKey(self.item_key, self.sub_no)


@dataclass(frozen=True, slots=True)
class Submission:
    """One returned department workbook. The ledger of a point is checked as a submission with `dept_code` None.

    `base` is what the workbook held when it was distributed, the ancestor of the first three-way merge. `others` are
    texts typed where the survey has no field. `pictures` are those that photos name, by SHA-256. `earlier` are the
    indicators of the point before, for comparing. `copies` are what rows say that bear the key of one before them:
    that one alone is taken, but where answers went shows in them, too.
    """

    plan_id: str
    plan_version: int
    point: str
    dept_code: str | None
    value_sets: tuple[ValueSet, ...]
    file: str = ""
    sha256: str = ""
    saved_at: str | None = None
    saved_by: str | None = None
    submission_no: int = 1
    filled_by: str | None = None
    confirmed_by: str | None = None
    confirmed_on: str | None = None
    base: Mapping[SetKey, Mapping[str, str]] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    earlier: Mapping[SetKey, Mapping[str, str]] = field(default_factory=dict)
    copies: Mapping[SetKey, tuple[Mapping[str, str], ...]] = field(default_factory=dict)


class Indicator(Frozen):
    """One indicator (成果指標) of an entry; texts as printed, `unit` apart where the plan keeps it apart."""

    indicator: str | None = None
    target: str | None = None
    actual: str | None = None
    unit: str | None = None


class Photo(Frozen):
    """A photo of an entry: what is printed below it. The picture itself is pasted into a workbook."""

    caption: str | None = None


class Entry(Frozen):
    """What stands for one item or sub-item at one point. Blank fields are left out."""

    item_key: Key
    sub_no: str = ""
    point: Key
    fields: Mapping[FieldKey, str] = {}
    indicators: tuple[Indicator, ...] = ()
    photos: tuple[Photo, ...] = ()

    @property
    def key(self) -> EntryKey:
        """The row that this entry is about."""
        return EntryKey(self.item_key, self.sub_no or None, self.point)


class PlanFile(Frozen):
    """PLAN.json."""

    format: Literal[1] = 1
    plan: Plan


class EntriesFile(Frozen):
    """ENTRIES.json: entries of one plan, any number of points."""

    format: Literal[1] = 1
    plan_id: Key
    plan_version: int = 1
    entries: tuple[Entry, ...]
