"""The master's registers: fields, scales, reorganisations, corrections, settings of the rules; and its `StoredRecord`s.

Each class is one row of a sheet, its fields are the sheet's columns: `REGISTERS` says which. What a person typed there
is read by `read.registers`, a new master's rows are made by `make.registers`.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from kosei_xl.later import dataclass
from kosei_xl.values.fields import EntryField
from kosei_xl.values.frozen import FieldKey, Frozen, Key
from kosei_xl.values.reorganisations import Reorganisation as Reorganisation
from kosei_xl.values.stored import ClosedPoint, HandedOut, Publication
from kosei_xl.words import terms


class RatingScale(Frozen):
    """One scale of ratings (尺度); 評価区分 names the scale of each rating, 報告時点 that of each point."""

    scale: Key
    name: str
    note: str = ""


class Correction(Frozen):
    """One line of an errata (訂正) to what was published under the number `publication`."""

    row_key: str = ""
    publication: int | None = None
    no: str
    sub_no: str = ""
    field: FieldKey | None = None
    label: str = ""
    before: str = ""
    after: str = ""
    why: str = ""
    date: dt.date | None = None


class RuleSetting(Frozen):
    """Whether a rule is used and who hears of it (点検の設定), by the number of its finding.

    "on" leaves it to the rule who hears of it; "department" has it told to departments as well, "office" only to the
    office. `threshold` is kept for rules that begin to complain at a number.
    """

    code: Annotated[str, Field(pattern=r"^K\d{3}$")]
    use: Literal["on", "off", "department", "office"] = "on"
    threshold: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Registers:
    """Everything that the registers of a master hold, in sheet order."""

    fields: tuple[EntryField, ...] = ()
    scales: tuple[RatingScale, ...] = ()
    reorganisations: tuple[Reorganisation, ...] = ()
    corrections: tuple[Correction, ...] = ()
    rules: tuple[RuleSetting, ...] = ()
    handed_out: tuple[HandedOut, ...] = ()
    published: tuple[Publication, ...] = ()
    closed: tuple[ClosedPoint, ...] = ()


REGISTERS: Mapping[str, tuple[str, type[Frozen]]] = {
    "fields": (terms.FIELDS_SHEET, EntryField),
    "scales": (terms.SCALES_SHEET, RatingScale),
    "reorganisations": (terms.REORGANISATIONS_SHEET, Reorganisation),
    "corrections": (terms.CORRECTIONS_SHEET, Correction),
    "rules": (terms.RULES_SHEET, RuleSetting),
}
"""Field of `Registers` -> its sheet and the class of its rows."""
STORED: Mapping[str, tuple[str, type[HandedOut] | type[Publication] | type[ClosedPoint]]] = {
    "handed_out": (terms.HANDED_OUT_SHEET, HandedOut),
    "published": (terms.PUBLISHED_SHEET, Publication),
    "closed": (terms.CLOSED_SHEET, ClosedPoint),
}
"""Field of `Registers` -> the hidden sheet of its records and their class."""
