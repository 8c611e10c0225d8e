"""What the faults are seeded into: the texts of one reporting point of the sample, or of a transcribed document.

A `Page` is plain texts by place, so that an operator needs to know nothing of the rules that look at them later.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from kosei_xl.collect.rules import check_rules
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, ValuePath
from kosei_xl.values.model import (
    INDICATOR_FIELDS,
    ROW,
    EntriesFile,
    LineKey,
    Plan,
    PlanFile,
    SetKey,
    Slot,
    SlotKind,
    Submission,
    ValueSet,
    indicator_slot,
)
from kosei_xl.verbs import init
from tests.tools.real.adapt import ADAPTERS, DATA, adapt_file

SAMPLE = "midori"
PROSE = ("results", "cause", "next_steps", "issues", "annual_plan", "reason", "overview")
TOLD = ("results", "cause", "next_steps", "issues", "reason")
"""Fields that tell of what was, and of what comes of it."""


@dataclass(frozen=True, order=True)
class Place:
    """One text of a page: a field of a row, or of one of its indicators."""

    item_key: str
    sub_no: str
    slot: Slot
    field: str

    @property
    def row(self) -> tuple[str, str]:
        """The row that it stands in."""
        return self.item_key, self.sub_no

    @property
    def key(self) -> SetKey:
        """The value set that holds it."""
        return self.item_key, self.sub_no or None, self.slot


@dataclass(frozen=True)
class Page:
    """The texts of a reporting point by place, `plan` and all, under the `name` of its document."""

    name: str
    plan: Plan
    point: str
    texts: Mapping[Place, str]
    rows: Mapping[tuple[str, str], tuple[Place, ...]] = field(default_factory=dict)

    def changed(self, changes: Mapping[Place, str]) -> "Page":
        """The page with other texts; "" takes one away."""
        texts = {place: text for place, text in {**self.texts, **changes}.items() if text}
        return replace(self, texts=texts, rows=_by_row(texts))

    def prose(self, fields: Iterable[str] = PROSE) -> list[Place]:
        """The places of sentences, in their order; those of repeated listings are their original's."""
        wanted = frozenset(fields)
        own = {item.key for item in self.plan.items if item.repeats is None}
        return [place for place in self.texts if place.field in wanted and place.slot == ROW and place.item_key in own]

    def in_style(self, said: str) -> str:
        """A sentence with its numbers of two digits and more in the width that the document prefers."""
        whole = "".join(self.texts.values())
        half, full = (len(re.findall(f"[{digits}]{{2,}}", whole)) for digits in ("0-9", "０-９"))
        if half >= full:
            return said
        wide = str.maketrans("0123456789", "０１２３４５６７８９")
        return re.sub("[0-9]{2,}", lambda found: found[0].translate(wide), said)

    def indicators(self) -> list[Place]:
        """The place of every indicator's actual that is there with its target."""
        return [
            place
            for place in self.texts
            if place.field == "actual" and Place(*place.row, place.slot, "target") in self.texts
        ]

    def beside(self, place: Place) -> Iterator[tuple[Place, str]]:
        """The other texts of the row of a place."""
        for other in self.rows[place.row]:
            if other != place:
                yield other, self.texts[other]


Told = tuple[str, str | None, CellRef | None]


def findings(page: Page) -> frozenset[Told]:
    """What the rules say of a page: code, item and cell of each finding."""
    return frozenset((one.code, one.item, one.at) for one in diagnostics(page))


def diagnostics(page: Page) -> tuple[Diagnostic, ...]:
    """All findings of a page, as `kosei check` has them of a master's ledger."""
    return check_rules(submission(page), page.plan)


def submission(page: Page) -> Outcome[Submission]:
    """The page as one submission of everybody; every text has a cell of its own."""
    sets: dict[SetKey, dict[str, str]] = {(*line.key, ROW): {} for line in page.plan.lines}
    for place, text in page.texts.items():
        sets.setdefault(place.key, {})[place.field] = text
    at: dict[ValuePath, CellRef] = {(): CellRef(page.name)}
    numbers = {line.key: number for number, line in enumerate(page.plan.lines, 1)}
    for item_key, sub_no, slot in sets:
        row = numbers[LineKey(item_key, sub_no)]
        for column, name in enumerate(slot.fields or page.plan.entry_fields, 1):
            sheet = f"{slot.kind.name} {slot.number}"
            at["value_sets", item_key, sub_no, slot, name] = CellRef(page.name, sheet, row, column)
    values = tuple(ValueSet(*key, fields) for key, fields in sets.items())
    return Outcome(Submission(page.plan.plan_id, page.plan.plan_version, page.point, None, values), at)


@cache
def sample_pages() -> tuple[Page, ...]:
    """The bundled sample at each of its points that has entries."""
    return _pages(SAMPLE, init.sample_plan(SAMPLE), init.sample_entries(SAMPLE))


@cache
def real_pages(folder: Path = DATA) -> tuple[Page, ...]:
    """The transcribed documents at each of their points, where somebody has them."""
    there = [name for name in ADAPTERS if (folder / f"{name}.json").is_file()]
    return tuple(page for name in there for page in _pages(name, *adapt_file(name, folder)))


def _pages(name: str, plan_file: PlanFile, entries: EntriesFile) -> tuple[Page, ...]:
    plan = plan_file.plan
    pages = []
    for point in plan.points:
        texts: dict[Place, str] = {}
        for entry in (one for one in entries.entries if one.point == point.key):
            for name_of, text in entry.fields.items():
                texts[Place(entry.item_key, entry.sub_no, ROW, name_of)] = text
            for number, indicator in enumerate(entry.indicators, 1):
                for name_of in INDICATOR_FIELDS:
                    value = getattr(indicator, name_of)
                    if value:
                        texts[Place(entry.item_key, entry.sub_no, indicator_slot(number), name_of)] = value
        if any(place.field in PROSE for place in texts):
            pages.append(Page(f"{name} {point.key}", plan, point.key, texts, _by_row(texts)))
    return tuple(pages)


def _by_row(texts: Iterable[Place]) -> dict[tuple[str, str], tuple[Place, ...]]:
    rows: dict[tuple[str, str], list[Place]] = {}
    for place in texts:
        rows.setdefault(place.row, []).append(place)
    return {row: tuple(places) for row, places in rows.items()}


# What operators look for in a text -------------------------------------------------------------------------------------

DIGIT = "0-9０-９"
FIGURE = re.compile(
    rf"(?<![{DIGIT}./．,，])(?P<number>[{DIGIT}]+(?:[,，][{DIGIT}]{{3}})*(?:[.．][{DIGIT}]+)?)"
    r"(?P<unit>千円|万円|百万円|億円|か所|ページ|ポイント|グループ|[%％]|[件人回組団体種類館校手続事業課時間円台室]{1,2})?"
    r"(?![年月日0-9０-９/:：.．,，])"
)
"""A figure of a text with its unit; years, months and days are none."""


def plain(number: str) -> str:
    """The digits of a number in half width, without commas."""
    return number.translate(str.maketrans("０１２３４５６７８９．，", "0123456789.,")).replace(",", "")


def is_indicator(place: Place) -> bool:
    """Whether a place is a target or an actual."""
    return place.slot.kind is SlotKind.INDICATOR
