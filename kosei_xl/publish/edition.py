"""What is published of a plan: the reporting points, the fields that are public, and the licence."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kosei_xl.collect.sums import summed_fields
from kosei_xl.later import dataclass
from kosei_xl.values.counting import history_asked
from kosei_xl.values.model import INDICATOR_FIELDS, RATING, SCHEDULE, Column, Part, Plan
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms


class Licence(NamedTuple):
    """Under what others may use the data: its short name, what it is called, and where it is written."""

    key: str
    title: str
    path: str


LICENCES: Mapping[str, Licence] = {
    one.key: one
    for one in (
        Licence(
            "CC-BY-4.0",
            "クリエイティブ・コモンズ 表示 4.0 国際",
            "https://creativecommons.org/licenses/by/4.0/legalcode.ja",
        ),
        Licence(
            "PDL-1.0",
            "公共データ利用規約（第1.0版）",
            "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0",
        ),
        Licence("CC0-1.0", "CC0 1.0 全世界", "https://creativecommons.org/publicdomain/zero/1.0/legalcode.ja"),
    )
}
"""Licences that may be named; the first is the usual one of Japanese offices."""
USUAL_LICENCE = next(iter(LICENCES))

_MADE_OF: Mapping[str, tuple[str, ...]] = {
    "cause_next": ("cause", "next_steps"),
    "plan_target": ("annual_plan", *INDICATOR_FIELDS),
    "result_actual": ("results", *INDICATOR_FIELDS),
    terms.TARGET_ACTUAL: INDICATOR_FIELDS,
}
"""Derived columns of the printed lists -> the fields that they print."""
_PRINTED_WITHOUT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "examples": ("example", "overview", "annual_plan", "results"),
    "delayed": ("cause", "next_steps"),
}
"""Kinds of parts -> the fields that they print where 帳票列 names no column of theirs."""


@dataclass(frozen=True, slots=True)
class PublicFields:
    """What of a plan is public: keys of its `texts` and of its `entries` (the rating aside), and whether indicators and
    photos are.
    """

    texts: tuple[str, ...]
    entries: tuple[str, ...]
    indicators: bool
    photos: bool


@dataclass(frozen=True, slots=True)
class Edition:
    """What one folder publishes. `points` are the standings by date, the last one is what the page is about; the
    earlier ones were published before. A `draft` says so on the page. `day` is that on which it was made.
    """

    points: tuple[Standing, ...]
    day: dt.date
    licence: Licence
    draft: bool = False

    @property
    def current(self) -> Standing:
        """The point that the page is about."""
        return self.points[-1]

    @property
    def plan(self) -> Plan:
        """The plan as it is at that point."""
        return self.current.plan

    @property
    def before(self) -> Standing | None:
        """The point that the page compares with."""
        return self.points[-2] if len(self.points) > 1 else None


def public_fields(plan: Plan) -> PublicFields:
    """The fields that the printed parts of the documents (帳票) show; what only the survey asks stays in the office."""
    printed = [part for part in plan.parts if part.kind not in ("form", "pdf")]
    shown = {key for part in printed for key in _shown_by(plan, part)}
    texts = {column.key for part in printed for column in plan.columns_of(part.key) if column.source == "plan"}
    return PublicFields(
        tuple(key for key in plan.text_fields if key in texts and key != SCHEDULE),
        tuple(key for key in plan.field_by_key if key in shown and key != RATING),
        not shown.isdisjoint(("target", "actual")),
        any(part.kind == "examples" for part in printed),
    )


def _shown_by(plan: Plan, part: Part) -> frozenset[str]:
    columns = plan.columns_of(part.key)
    found = {key for column in columns for key in _fields_of(column)}
    if part.kind == "examples":
        found.add("example")
    if part.kind == "history":
        found.update(_shown_by_history(plan, part))
    if not columns or part.kind == "delayed":
        found.update(_PRINTED_WITHOUT_COLUMNS.get(part.kind, ()))
    return frozenset(found)


def _shown_by_history(plan: Plan, part: Part) -> Iterator[str]:
    shown = history_asked(part)[0]
    yield from ("target", "actual") if "indicator" in shown else ()
    yield from (field.field for field in summed_fields(plan)) if "amount" in shown else ()


def _fields_of(column: Column) -> tuple[str, ...]:
    if column.source == "derived":
        return _MADE_OF.get(column.key, ())
    return (column.key,) if column.source == "entry" else ()
