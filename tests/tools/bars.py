"""A part with year schedules, and bars for it."""

from kosei_xl.values.model import Bar, Column, Part, Quarter
from kosei_xl.words.quarters import read_quarter

PART = Part(key="years", kind="schedule", sheet="年度スケジュール", paper="A3横")
COLUMN = Column(part="years", key="schedule", label="年度スケジュール", width=60)


def bar(start: str, end: str, label: str = "実施", *, conditional: bool = False) -> Bar:
    """A bar from texts such as R7-1."""
    at = [read_quarter(text) for text in (start, end)]
    first, last = (Quarter(year=found[0], quarter=found[1]) for found in at if found)
    return Bar(start=first, end=last, label=label, conditional=conditional)
