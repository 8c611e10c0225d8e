"""The plan, its items and their entries: frozen pydantic values without cells, files or clock. Open this first.

Years are ints of the April they start in (2025 is 令和7年度). An item is known by its `key` for ever; its printed
`no` belongs to one plan version. PLAN.json is a `PlanFile`, ENTRIES.json an `EntriesFile` (`kosei schema`).
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from kosei_xl.notation import DigitStyle

FORMAT = 1
"""Version of every file format that kosei_xl writes."""

Key = Annotated[str, StringConstraints(pattern=r"^[^\s|/]+$")]
"""An opaque key; "|", "/" and white space join keys elsewhere and so may not be in one."""
FieldKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]

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
INDICATOR_FIELDS = ("indicator", "target", "actual", "unit")


class Frozen(BaseModel):
    """Base of all values: immutable, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Rating(Frozen):
    """One step of the rating scale (評価区分). `order` None stands outside the order ("-")."""

    code: str
    label: str
    order: int | None = None
    legend: str = ""
    synonyms: tuple[str, ...] = ()
    behind: bool = False
    counted: bool = True
    requires: tuple[FieldKey, ...] = ()


class PolicyArea(Frozen):
    """A level-1 group (分野, 方針, 方向性). `no` is the number as plain digits."""

    no: str
    name: str
    purpose: str | None = None


class Department(Frozen):
    """A department (課) under its name at one time; `bureau` is its 部."""

    code: Key
    name: str
    bureau: str | None = None
    order: int = 0
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    successors: tuple[Key, ...] = ()


class SubItem(Frozen):
    """A part of an item that is answered on its own and not rated; printed as "No-sub_no"."""

    sub_no: str
    name: str | None = None
    departments: tuple[Key, ...] = ()
    answering: Key | None = None
    texts: Mapping[FieldKey, str] = {}


class Item(Frozen):
    """One item (項目, 取組, プログラム). `departments` lead first; `repeats` is the key of the item listed again."""

    key: Key
    no: str
    name: str
    area_no: str
    kind: Literal["rated", "unrated"] = "rated"
    departments: tuple[Key, ...] = ()
    answering: Key | None = None
    office_rated: bool = False
    repeats: Key | None = None
    texts: Mapping[FieldKey, str] = {}
    sub_items: tuple[SubItem, ...] = ()


class Line(NamedTuple):
    """An item (`sub` None) or one of its sub-items, as one row of a list."""

    item: Item
    sub: SubItem | None

    @property
    def sub_no(self) -> str:
        """Number of the sub-item; "" for the item itself."""
        return self.sub.sub_no if self.sub else ""

    @property
    def no(self) -> str:
        """Printed number as plain digits: "4", or "4-1" for a sub-item."""
        return f"{self.item.no}-{self.sub.sub_no}" if self.sub else self.item.no

    @property
    def key(self) -> tuple[str, str]:
        """(item_key, sub_no)."""
        return self.item.key, self.sub_no

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

    @property
    def rated(self) -> bool:
        """Whether this row carries a rating."""
        return self.sub is None and self.item.kind == "rated"

    @property
    def texts(self) -> Mapping[str, str]:
        """Plan texts of this row."""
        return self.sub.texts if self.sub else self.item.texts


def lines_of(item: Item) -> tuple[Line, ...]:
    """The item's own row, then one row for each sub-item."""
    return Line(item, None), *(Line(item, sub) for sub in item.sub_items)


class ReportingPoint(Frozen):
    """A point in time that is reported on (報告時点). Labels are printed as given."""

    key: Key
    fiscal_year: int
    kind: Literal["half", "year_end", "other"] = "year_end"
    date: dt.date
    label: str
    short_label: str = ""
    due: dt.date | None = None


class Column(Frozen):
    """One column of a part (帳票列). `source`: plan text, entry, or derived (No., name, departments …).

    `width` is relative (Excel width units at 100 %). `heading` groups columns under a two-level head. `point` picks an
    earlier reporting point for history columns. `entry` says what a department does with it in the form.
    """

    part: Key
    key: FieldKey
    label: str
    heading: str | None = None
    width: float = 10
    align: Literal["left", "center", "right"] = "left"
    source: Literal["plan", "entry", "derived"] = "derived"
    point: Key | None = None
    entry: Literal["none", "shown", "input", "required"] = "none"


class Part(Frozen):
    """One part of the documents (帳票). Parts with the same `sheet` stand below each other on it; `foot` adds counts.

    `kind` "form" is the department workbook, "pdf" a PDF (`file`, seen from the master's folder) to insert in the
    report's; the others are the report's own. `text` may hold placeholders.
    """

    key: Key
    kind: Literal["form", "text", "summary", "list", "delayed", "pdf"]
    sheet: str
    title: str = ""
    text: str = ""
    paper: Literal["A4縦", "A4横", "A3横"] = "A4縦"
    items: Literal["rated", "unrated", "all", "revised"] = "rated"
    doc_no: str = ""
    meeting: str = ""
    meeting_date: str = ""
    role: Literal["body", "cover", "title", "note"] = "body"
    file: str = ""
    foot: bool = False


class Style(Frozen):
    """Numbering, digits and words of one plan's documents (計画 sheet)."""

    area_numbering: str = "Ⅰ"
    item_numbering: str = "1"
    sub_numbering: str = "{No}-{枝番}"
    area_term: str = "分野"
    item_term: str = "項目"
    counter: str = "項目"
    unrated_counter: str = "項目"
    digits_text: DigitStyle = "mixed"
    digits_table: DigitStyle = "full"
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


class Plan(Frozen):
    """One version of a plan with everything that its workbooks and documents are made from."""

    plan_id: Key
    plan_version: int = 1
    name: str
    period_start: int
    period_end: int
    style: Style = Style()
    ratings: tuple[Rating, ...]
    areas: tuple[PolicyArea, ...]
    items: tuple[Item, ...]
    departments: tuple[Department, ...]
    points: tuple[ReportingPoint, ...]
    parts: tuple[Part, ...] = ()
    columns: tuple[Column, ...] = ()

    @model_validator(mode="after")
    def _references_hold(self) -> Self:
        """Unique keys, and every reference names something that exists."""
        for what, keys in (
            ("item key", [item.key for item in self.items]),
            ("item no", [item.no for item in self.items]),
            ("area no", [area.no for area in self.areas]),
            ("department code", [department.code for department in self.departments]),
            ("point key", [point.key for point in self.points]),
            ("rating code", [rating.code for rating in self.ratings]),
            ("part key", [part.key for part in self.parts]),
        ):
            doubled = sorted({key for key in keys if keys.count(key) > 1})
            if doubled:
                raise ValueError(f"{what} given twice: {', '.join(doubled)}")
        area_nos = {area.no for area in self.areas}
        codes = {department.code for department in self.departments}
        item_keys = {item.key for item in self.items}
        for item in self.items:
            if item.area_no not in area_nos:
                raise ValueError(f"item {item.key}: no area {item.area_no}")
            if item.repeats is not None and item.repeats not in item_keys:
                raise ValueError(f"item {item.key}: no item {item.repeats} to repeat")
            if item.repeats == item.key:
                raise ValueError(f"item {item.key} repeats itself")
            for line in lines_of(item):
                named = (*line.departments, *((line.answering,) if line.answering else ()))
                missing = [code for code in named if code not in codes]
                if missing:
                    raise ValueError(f"item {item.key}: no department {', '.join(missing)}")
            subs = [sub.sub_no for sub in item.sub_items]
            if len(set(subs)) < len(subs):
                raise ValueError(f"item {item.key}: sub-item number given twice")
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
    def rating_by_code(self) -> Mapping[str, Rating]:
        """Ratings by code, in the order of the scale."""
        return {rating.code: rating for rating in self.ratings}

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every item and, below it, its sub-items, in printed order."""
        return tuple(line for item in self.items for line in lines_of(item))

    @cached_property
    def entry_fields(self) -> tuple[str, ...]:
        """Field keys that departments fill in for this plan, in the form's order."""
        return tuple(c.key for c in self.form_columns if c.source == "entry" and c.key not in INDICATOR_FIELDS)

    @cached_property
    def own_fields(self) -> tuple[str, ...]:
        """Entry keys of this plan only (not in `STANDARD_FIELDS`), in the order of 帳票列."""
        own = (c.key for c in self.columns if c.source == "entry")
        return tuple(dict.fromkeys(k for k in own if k not in STANDARD_FIELDS and k not in INDICATOR_FIELDS))

    @cached_property
    def text_fields(self) -> tuple[str, ...]:
        """Keys of the plan texts that items carry (実施内容 …), in the order of 帳票列, then as met."""
        declared = [c.key for c in self.columns if c.source == "plan"]
        met = [key for line in self.lines for key in line.texts]
        return tuple(dict.fromkeys((*declared, *met)))

    @cached_property
    def form_columns(self) -> tuple[Column, ...]:
        """Columns of the department workbook: those of the part of kind "form"."""
        forms = {part.key for part in self.parts if part.kind == "form"}
        return tuple(column for column in self.columns if column.part in forms)

    def only(self, items: Iterable[Item]) -> "Plan":
        """This plan with these items alone, for counting a part of it; references to other items stay open."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Plan.model_construct(**(fields | {"items": tuple(items)}))

    def with_parts(self, parts: Iterable[Part]) -> "Plan":
        """This plan with these parts of the documents alone."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Plan.model_construct(**(fields | {"parts": tuple(parts)}))

    def lines_answered_by(self, code: str | None) -> tuple[Line, ...]:
        """Rows that one department answers, in printed order; all rows for None."""
        return tuple(line for line in self.lines if code is None or line.answering == code)

    def point(self, key: str) -> ReportingPoint | None:
        """The reporting point with this key, or None."""
        return next((point for point in self.points if point.key == key), None)

    def columns_of(self, part: str) -> tuple[Column, ...]:
        """Columns of one part, in order."""
        return tuple(column for column in self.columns if column.part == part)


class EntryKey(NamedTuple):
    """Identity of one value set. `seq` 0 is the row itself, 1… its indicators."""

    item_key: str
    sub_no: str
    point: str
    seq: int = 0


@dataclass(frozen=True, slots=True)
class ValueSet:
    """The filled-in fields of one row as received; `seq` 0 is the row, 1… its indicators.

    `unread` keeps what was typed but means nothing in its field (a rating outside the scale), as text. `lost` are the
    fields whose column is gone from the sheet: what they hold is not known, which is not the same as blank.
    """

    item_key: str
    sub_no: str
    seq: int
    fields: Mapping[str, str]
    unread: Mapping[str, str] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, str, int]:
        """(item_key, sub_no, seq)."""
        return self.item_key, self.sub_no, self.seq


@dataclass(frozen=True, slots=True)
class Submission:
    """One returned department workbook. The ledger of a point is checked as a submission with `dept_code` None.

    `base` is what the workbook held when it was distributed, the ancestor of the first three-way merge. `others` are
    texts typed where the survey has no field.
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
    base: Mapping[tuple[str, str, int], Mapping[str, str]] = field(default_factory=dict)
    others: tuple[str, ...] = ()


class Indicator(Frozen):
    """One indicator (成果指標) of an entry; texts as printed, `unit` apart where the plan keeps it apart."""

    indicator: str | None = None
    target: str | None = None
    actual: str | None = None
    unit: str | None = None


class Entry(Frozen):
    """What stands for one item or sub-item at one point. Blank fields are left out."""

    item_key: Key
    sub_no: str = ""
    point: Key
    fields: Mapping[FieldKey, str] = {}
    indicators: tuple[Indicator, ...] = ()


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
