"""Names and terms: of the plan, its items, departments and what texts put into 「」, spelt in one way."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kosei_xl.collect.rules.meaning.table import AnsweredTexts, Text
from kosei_xl.later import compiled_later
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.words.codes import Code
from kosei_xl.words.sense.spelling import Known, misspelt
from kosei_xl.words.sense.text import narrow, squeezed

_QUOTED = re.compile(r"「([^「」\n]{5,40})」")
_REFERENCE = compiled_later(
    r"(?:No\.(?<![A-Za-z]...)|№(?<![A-Za-z].)|項目(?<![A-Za-z]..))\s?(\d{1,3}(?:-\d{1,2})?)(?![\d.,件])"
)
_SHORTEST, _LONG_NAME = 4, 8
"""Letters of a name from which on one letter less may be a slip; items are often called in everyday words."""


def check_names(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Tell of a name that is spelt otherwise than the plan or another text spells it (K350 at the text).

    Names are those of the plan, its items and departments, and what stands in 「」; a spelling that is itself such a
    name is none. Digits may differ: 第１回 and 第２回 are two things.
    """
    known = _known(table)
    for row in table.rows:
        for text in row.prose:
            for name, other in misspelt(squeezed(text.plain), known):
                yield row.found(Code.NAME_SPELT_OTHERWISE, text, name=name, other=other)


def _known(table: AnsweredTexts) -> Known:
    quoted = Counter(
        squeezed(found[1]) for row in table.rows for text in row.prose for found in _QUOTED.finditer(text.plain)
    )
    return Known.of(_own_names(table.plan.names, table.plan.item_names), quoted)


@lru_cache(maxsize=4)
def _own_names(names: tuple[str, ...], items: tuple[str, ...]) -> frozenset[str]:
    """The names of a plan as texts are compared with them; the same for every workbook."""
    own = {squeezed(narrow(name)) for name in (*names, *(item for item in items if len(item) >= _LONG_NAME))}
    return frozenset(name for name in own if len(name) >= _SHORTEST)


def check_references(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Warn of a reference to an item that the plan does not have (K351 at the text), where the plan is known whole."""
    for row in table.rows if table.whole else ():
        for text in row.prose:
            for found in _REFERENCE.finditer(text.plain):
                if found[1] not in _numbers(tuple(table.plan.line_by_no)):
                    yield row.found(Code.NO_SUCH_ITEM, text, said=found[0])


@lru_cache(maxsize=4)
def _numbers(printed: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(narrow, printed))


def check_former_departments(table: AnsweredTexts) -> Iterator[Diagnostic]:
    """Tell of a department that had ended before the point (K352 at the text); what it did before is left alone."""
    day = table.point.date
    ended = [one for one in table.plan.ended_departments if one.valid_to is not None and one.valid_to < day]
    if not ended:
        return
    now = {one.name for one in table.plan.departments if one.valid_to is None or one.valid_to >= day}
    gone = [one.name for one in ended if one.name not in now]
    for row in table.rows if gone else ():
        for text in row.prose:
            for name in _standing_alone(text, gone, now):
                yield row.found(Code.FORMER_DEPARTMENT, text, name=name)


def _standing_alone(text: Text, gone: Iterable[str], now: Iterable[str]) -> Iterator[str]:
    for name in gone:
        plain = narrow(name)
        if plain in text.plain and not any(plain in narrow(other) and narrow(other) in text.plain for other in now):
            before = text.plain[: text.plain.index(plain)][-3:]
            if not before.endswith(("旧", "(旧", "元")):
                yield name
