"""What is decided about a list before it becomes a plan: the values that a 対応表 shows and a clerk may correct."""

from collections.abc import Mapping
from dataclasses import field
from typing import Literal, NamedTuple

from kosei_xl.importing.periods import Point
from kosei_xl.later import dataclass
from kosei_xl.read.given import point_key
from kosei_xl.values.cells import CellRef
from kosei_xl.words import terms
from kosei_xl.words.list_heads import Means
from kosei_xl.words.messages import Message

FormKey = str
"""Stands for the heads of a table from the left: tables with the same are read alike."""


class ColumnMap(NamedTuple):
    """What a column of the tables of one form is. `place` is its number from the left, from 0.

    `point` is the name of the reporting point that it speaks of ("" for none), `label` what the field is called.
    `why` tells what the proposal stands on; one that is not `sure` is asked about.
    """

    form: FormKey
    place: int
    letters: str
    head: str
    means: Means
    label: str
    point: str = ""
    unit: str = ""
    samples: tuple[str, ...] = ()
    filled: int = 0
    why: str = ""
    sure: bool = True


class RatingMap(NamedTuple):
    """A rating as it is written in the list, and what it is in the plan. `order` None stands outside the order."""

    mark: str
    code: str
    label: str
    order: int | None
    behind: bool
    times: int = 0


class PointMap(NamedTuple):
    """A reporting point: how the columns name it, what it is, and whether it is past or the next to be reported on."""

    name: str
    said: str
    point: Point
    label: str
    role: Literal["past", "next"] = "past"

    @property
    def label_key(self) -> str:
        """Its key in the plan."""
        return point_key(self.point.fiscal_year, terms.POINT_KIND_LABELS[self.point.kind])


class AreaMap(NamedTuple):
    """An area as the list writes it, from the top down, and its number and name in the plan."""

    written: tuple[str, ...]
    no: str
    name: str
    items: int = 0


class Question(NamedTuple):
    """Something that the list does not tell: what was assumed, where in the 対応表 it is corrected, a cell about it."""

    text: Message
    sheet: str
    at: CellRef | None = None


class NotTaken(NamedTuple):
    """A text of the list that is in no field, and why."""

    at: CellRef
    text: str
    reason: Message


@dataclass(frozen=True)
class Decisions:
    """Everything that is decided: `departments` are the texts of the list -> the names in them, `bureaus` the 部 of
    each name, `settings` those of 計画.
    """

    columns: tuple[ColumnMap, ...] = ()
    ratings: tuple[RatingMap, ...] = ()
    points: tuple[PointMap, ...] = ()
    departments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bureaus: Mapping[str, str] = field(default_factory=dict)
    areas: tuple[AreaMap, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)

    def columns_of(self, form: FormKey) -> tuple[ColumnMap, ...]:
        """The columns of a form, from the left."""
        return tuple(column for column in self.columns if column.form == form)
