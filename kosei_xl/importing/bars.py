"""Year schedules of a list: bars drawn as merged or coloured cells, or written out in words."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kosei_xl.importing.grid import GridCell, ListGrid
from kosei_xl.importing.mapping import ColumnMap
from kosei_xl.importing.periods import said_of, year_of_bare
from kosei_xl.importing.spelling import head_text
from kosei_xl.importing.tables import HEAD_SIGN
from kosei_xl.values.model import Bar, Quarter
from kosei_xl.words.list_heads import Means
from kosei_xl.words.quarters import read_quarter

_GOES_ON = frozenset("→⇒➡⇨➜►▶－-―─━")
_QUARTER = re.compile(r"第?([1-4])(?:四半期|/4|Q|期)?|([1-9]\d?)(?:-|~|～)\d{1,2}月?")
_YEAR = 4


class BarSpan(NamedTuple):
    """The quarters (counted through all years) that a column stands for, the last one included."""

    first: int
    last: int


def spans_of(columns: Sequence[ColumnMap], years: Sequence[int], today: dt.date) -> Mapping[int, BarSpan]:
    """GridPlace of each column of bars -> its quarters; none for columns whose year nobody says.

    Columns under one year share its quarters evenly where they are not numbered themselves.
    """
    of_year: dict[int, list[ColumnMap]] = {}
    for column in columns:
        if column.means is not Means.BARS:
            continue
        said = said_of(column.head.split(HEAD_SIGN))
        year = said.fiscal_year
        bare = said.bare if said.bare is not None else _plain_year(column.head)
        if year is None and bare is not None:
            year = year_of_bare(bare, years, today)
        if year is not None:
            of_year.setdefault(year, []).append(column)
    found = {}
    for year, own in of_year.items():
        for n, column in enumerate(own):
            quarter = _quarter(column.head.split(HEAD_SIGN)[-1]) if len(own) > 1 else None
            if quarter is not None:
                found[column.place] = BarSpan(year * _YEAR + quarter - 1, year * _YEAR + quarter - 1)
            else:
                first, last = n * _YEAR // len(own), max((n + 1) * _YEAR // len(own) - 1, n * _YEAR // len(own))
                found[column.place] = BarSpan(year * _YEAR + min(first, 3), year * _YEAR + min(last, 3))
    return found


def _plain_year(head: str) -> int | None:
    found = re.fullmatch(r"(\d{1,2})(?:年度?)?", head_text(head.split(HEAD_SIGN)[0]))
    return int(found[1]) if found else None


def _quarter(text: str) -> int | None:
    found = _QUARTER.fullmatch(head_text(text))
    if found is None:
        return None
    return int(found[1]) if found[1] else (int(found[2]) - 4) % 12 // 3 + 1


def bars_of(grid: ListGrid, row: int, places: Mapping[int, BarSpan]) -> tuple[Bar, ...]:
    """The bars in a row; `places` are the columns of the sheet with their quarters.

    A word stands for the cells that it is merged over, or for those of its colour to the right; an arrow goes on from
    the bar before. Cells that are coloured and say nothing are a bar whose word stands right of it, or
    that has none.
    """
    found: list[tuple[int, int, str]] = []
    skip = 0
    for column in sorted(places):
        if column < skip:
            continue
        cell, top = grid.at(row, column), grid.area_of(row, column)
        colour = grid.colours.get(top[0])
        if cell is None and colour is None:
            continue
        last = _last_of(grid, row, column, places, cell, colour)
        skip = last + 1
        end = max(places[at].last for at in places if column <= at <= last)
        text = cell.text.strip() if cell is not None else ""
        if text and {*text} <= _GOES_ON and found:
            found[-1] = (found[-1][0], end, found[-1][2])
        elif text and colour is None and found and not found[-1][2] and found[-1][1] + 1 == places[column].first:
            found[-1] = (*found[-1][:2], text)
        else:
            found.append((places[column].first, end, text))
    return tuple(_bar(*one) for one in found)


def _bar(start: int, end: int, text: str) -> Bar:
    """A bar; a word in brackets is one that depends on something."""
    label = " ".join(text.split())
    bracket = _BRACKET.fullmatch(label)
    return Bar(start=_of(start), end=_of(end), label=bracket[1] if bracket else label, conditional=bracket is not None)


def _last_of(
    grid: ListGrid, row: int, column: int, places: Iterable[int], cell: GridCell | None, colour: str | None
) -> int:
    last = grid.area_of(row, column)[1][1]
    if last > column:
        return last
    while colour and last + 1 in {*places} and grid.at(row, last + 1) is None:
        top = grid.area_of(row, last + 1)[0]
        if grid.colours.get(top) != colour or grid.area_of(row, last + 1)[1][1] > last + 1:
            break
        last += 1
    return last


def _of(index: int) -> Quarter:
    return Quarter(year=index // _YEAR, quarter=index % _YEAR + 1)


_BRACKET = re.compile(r"[（(]([^（）()]+)[）)]")
_WORDS = re.compile(r"(?P<label>（[^（）]*）|[^、（(]*)[（(](?P<from>[^～~）)]+)(?:[～~](?P<to>[^）)]+))?[）)](?:、|$)")


def bars_in_words(text: str) -> tuple[tuple[str, tuple[Bar, ...]], ...] | None:
    """「・利用：準備（R3-1～R3-4）、実施（R4-1）」 -> action and bars, by line; None for another form."""
    rows = []
    for line in text.splitlines():
        action, sign, rest = line.partition("：")
        bars = []
        for found in _WORDS.finditer(rest) if sign else ():
            start, end = read_quarter(found["from"]), read_quarter(found["to"] or found["from"])
            if start is None or end is None:
                return None
            first, last = (year * _YEAR + quarter - 1 for year, quarter in (start, end))
            bars.append(_bar(first, last, found["label"]))
        if sign and rest and not bars:
            return None
        rows.append((action if bars else line, tuple(bars)))
    return tuple(rows)
