"""What each column of a list is, judged by its head and by what stands below it."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from kosei_xl.importing.grid import GridCell
from kosei_xl.importing.mapping import ColumnMap, FormKey
from kosei_xl.importing.names import name_with_bureau
from kosei_xl.importing.periods import Point, Said, said_of, year_of_bare
from kosei_xl.importing.ratings import are_ratings, split_mark
from kosei_xl.importing.spelling import head_text, is_number, meaning_of, split_number, split_values
from kosei_xl.importing.tables import HEAD_SIGN, ListTable, is_period, word_of
from kosei_xl.later import dataclass
from kosei_xl.values.cells import column_letters
from kosei_xl.words import terms
from kosei_xl.words.amounts import read_amount
from kosei_xl.words.list_heads import CAUSE_NEXT_LABELS, LEFT_OUT, NOBODY, OF_POINTS, TOTALS, Means
from kosei_xl.words.messages import told
from kosei_xl.words.years import era_letters, era_names

WHYS = ("bars", "blank", "marks", "ratings", "groups", "unknown", "second_name", "last_area", "before")
"""What a proposal may stand on."""
_SAMPLES, _SAMPLE = 3, 40
_UNIT = re.compile(r"\((?:単位[:：]?)?((?:百万|千|万|億)?円|%|件|人|回)\)|((?:百万|千)円)")
_ERA_LETTERS = "".join(f"{letter}{chr(ord(letter) + 0xFEE0)}" for letter in era_letters())
"""In either width."""
_YEAR_IN_BRACKETS = re.compile(rf"[(（][^()（）]*(?:年|[{_ERA_LETTERS}][\d０-９元])[^()（）]*[)）]")
_YEAR_BEFORE = re.compile(
    rf"(?:{era_names()}|[{_ERA_LETTERS}])?[\d０-９元]{{1,4}}年度?(?:[\d０-９]{{1,2}}月)?末?(?:の)?|^(?:前年度|今年度|本年度)(?:の)?"
)
_LONG = 16
_YES = frozenset("○〇◯")
_MOST = 0.6


@dataclass(frozen=True)
class _Column:
    """A column of the tables of one form, with what stands in it."""

    form: FormKey
    place: int
    column: int
    path: tuple[str, ...]
    cells: tuple[GridCell, ...]
    rows: int
    bars: int
    """How many cells are coloured and merged over several columns, or hold a word over them."""

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(cell.text for cell in self.cells)

    @property
    def words(self) -> str:
        """The last level of the head that is more than a year."""
        return next((one for one in reversed(self.path) if not is_period(one)), self.path[-1])


class Context(NamedTuple):
    """What the rest of the list says: the point of its title, years that are known, today."""

    title: Point | None
    years: tuple[int, ...]
    as_of: dt.date


def forms_of(tables: Iterable[ListTable]) -> Mapping[FormKey, tuple[ListTable, ...]]:
    """Tables by form, in order."""
    found: dict[FormKey, list[ListTable]] = {}
    for table in tables:
        found.setdefault(table.form, []).append(table)
    return {form: tuple(own) for form, own in found.items()}


def propose_columns(tables: Iterable[ListTable], context: Context) -> tuple[ColumnMap, ...]:
    """Every column of every form from the left, with what it is taken for."""
    found: list[ColumnMap] = []
    for form, own in forms_of(tables).items():
        columns = _columns(form, own)
        means = _with_neighbours(columns, _without_lone_bars(columns, [_judge(column) for column in columns]))
        found += _with_points(columns, means, own[0], context)
    return tuple(found)


def _columns(form: FormKey, tables: Sequence[ListTable]) -> list[_Column]:
    columns = []
    for place, number in enumerate(sorted(tables[0].heads)):
        cells: list[GridCell] = []
        rows = bars = 0
        for table in tables:
            column = sorted(table.heads)[place]
            for row in table.body_rows:
                own = table.grid.seen_of(row)
                if len(own) < 2 or _are_totals(own):
                    continue
                rows += 1
                cell = table.grid.own(row, column)
                if cell is not None:
                    cells.append(cell)
                seen = table.grid.at(row, column)
                start = table.grid.area_of(row, column)[0]
                bars += start in table.grid.colours and (seen is None or seen.right > 1 or len(seen.text) < _LONG)
        columns.append(_Column(form, place, number, tables[0].heads[number], tuple(cells), rows, bars))
    return columns


def _are_totals(cells: Sequence[GridCell]) -> bool:
    """Whether a row counts what stands above it: it holds the word for it, or numbers and hardly anything else."""
    words = [cell for cell in cells if not is_number(cell.text)]
    return any("".join(cell.text.split()) in TOTALS for cell in words) or (len(words) < 2 <= len(cells) - len(words))


class _Judged(NamedTuple):
    means: Means
    sure: bool = True
    why: str = ""


def _judge(column: _Column) -> _Judged:
    """A column by itself: its head first, then what stands below it where that says otherwise."""
    head = next((means for one in reversed(column.path) for means in [_of_words(one)] if means is not None), None)
    texts = [text for text in column.texts if text not in NOBODY]
    under_period = is_period(column.path[0]) or is_period(column.path[-1])
    rated = head is Means.RATING or are_ratings(texts, named=False)  # ratings may be coloured, too
    if column.bars and under_period and not rated and not _are_long(texts):
        return _Judged(Means.BARS, why="bars")
    if not texts:
        return _Judged(head or Means.NOTHING, why="blank")
    under_years = is_period(column.path[-1]) and any(meaning_of(one) is Means.SCHEDULE for one in column.path)
    if under_years and not _are_long(texts):
        return _Judged(Means.BARS, why="bars")
    if head in LEFT_OUT or head in (Means.NO, Means.SUB_NO, Means.AREA_NO, Means.REPEAT, Means.UNIT):
        return _Judged(head)
    if head_text(column.words) == "区分" and {*texts} <= {*terms.KIND_LABELS.values()}:
        return _Judged(Means.KIND)
    if head is not Means.RATING and {*texts} <= _YES:
        return _Judged(Means.MARK)
    marks = sum(split_mark(text) is not None for text in texts)
    if head not in (Means.NAME, Means.SUB, Means.AREA) and marks >= _MOST * len(texts):
        return _Judged(Means.RATING_ENTRY, why="marks")
    kept = (Means.AREA, Means.NAME, Means.SUB, Means.DEPARTMENT, Means.BUREAU, Means.ANSWERING)
    if head not in (*kept, Means.MARK, Means.AMOUNT, Means.TARGET, Means.ACTUAL, Means.INDICATOR) and are_ratings(
        texts, named=head is Means.RATING
    ):
        return _Judged(Means.RATING, sure=head is Means.RATING or head is Means.ENTRY, why="ratings")
    if head is Means.DEPARTMENT and name_with_bureau(texts):
        return _Judged(Means.BUREAU_DEPARTMENT)
    if head is Means.NAME:
        numbered = sum(split_number(text) != (None, None, text.strip()) for text in texts)
        return _Judged(Means.NO_NAME if numbered >= _MOST * len(texts) else Means.NAME)
    return _by_content(column, head, texts)


def _of_words(text: str) -> Means | None:
    """What one level of a head says; nothing for a year or a part of one."""
    return None if is_period(text) else meaning_of(word_of(text)) or meaning_of(text)


def _by_content(column: _Column, head: Means | None, texts: Sequence[str]) -> _Judged:
    amounts = sum(read_amount(text, _unit(column)) is not None for text in texts) >= _MOST * len(texts)
    marks = all(text in terms.FOLLOW_UP_SPELLINGS or text in NOBODY for text in texts)
    if head is Means.MARK or (marks and head is not Means.RATING):
        return _Judged(Means.MARK if marks else Means.PLAN if not _are_long(texts) else Means.ENTRY)
    if head is Means.AMOUNT or (head in (None, Means.RATING) and amounts):
        return _Judged(Means.AMOUNT if amounts else Means.ENTRY, sure=head is Means.AMOUNT)
    if head in (Means.TARGET, Means.ACTUAL) and _are_long(texts):
        return _Judged(Means.PLAN if head is Means.TARGET and not _has_year(column) else Means.ENTRY)
    labelled = sum(all(one in text for one in CAUSE_NEXT_LABELS.values()) for text in texts)
    if head is Means.ENTRY and labelled >= _MOST * len(texts):
        return _Judged(Means.CAUSE_NEXT)
    if head in (Means.ENTRY, Means.PLAN, Means.TARGET, Means.ACTUAL):
        named = re.search(r"\((.*?)\)", head_text(column.words))
        said = meaning_of(named[1]) if named else None
        ends = sum(bool(split_values(text)[1]) for text in texts)
        if said in (Means.TARGET, Means.ACTUAL) and ends:
            return _Judged(Means.ENTRY_TARGET if said is Means.TARGET else Means.ENTRY_ACTUAL)
    if head is Means.RATING:
        return _Judged(Means.ENTRY)
    if head in (Means.PLAN, Means.TARGET) and _has_year(column) and _are_long(texts):
        return _Judged(Means.ENTRY)
    if head is not None:
        return _Judged(head)
    if _looks_like_area(column):
        return _Judged(Means.AREA, sure=False, why="groups")
    return _Judged(Means.PLAN, sure=False, why="unknown")


def _has_year(column: _Column) -> bool:
    said = said_of(column.path)
    return said.fiscal_year is not None or said.bare is not None


def _are_long(texts: Sequence[str]) -> bool:
    return sum(len(text) for text in texts) > _LONG * len(texts)


def _looks_like_area(column: _Column) -> bool:
    """Whether a column names groups: few words, each in rows that follow each other."""
    texts = [cell.text for cell in column.cells]
    changes = sum(one != other for one, other in pairwise(texts)) + 1
    distinct = len({*texts})
    sparse = len(texts) * 2 <= column.rows or any(cell.down > 1 for cell in column.cells)
    return column.place == 0 and changes == distinct and (sparse or distinct * 2 <= len(texts))


def _without_lone_bars(columns: Sequence[_Column], judged: Sequence[_Judged]) -> list[_Judged]:
    """The meanings, but for a single coloured column below a year: a schedule has several, or a head that says so."""
    bars = [n for n, one in enumerate(judged) if one.means is Means.BARS]
    found = list(judged)
    if len(bars) == 1 and not any(meaning_of(one) is Means.SCHEDULE for one in columns[bars[0]].path):
        found[bars[0]] = _judge(replace(columns[bars[0]], bars=0))
    return found


def _with_neighbours(columns: Sequence[_Column], judged: Sequence[_Judged]) -> list[_Judged]:
    """The meanings where two columns claim the same: of two under one head the right one is the name."""
    found = list(judged)
    of_years = {
        columns[n].path[0] for n, one in enumerate(found) if one.means is Means.BARS and len(columns[n].path) > 1
    }
    for n, one in enumerate(found):
        beside = n + 1 < len(found) and found[n + 1].means is Means.BARS
        under = columns[n].path[0] in of_years and not is_period(columns[n].path[0])
        named = any(earlier.means in (Means.NAME, Means.NO_NAME) for earlier in found[:n])
        if beside and (under or named) and one.means in (Means.NAME, Means.NO_NAME, Means.SUB, Means.AREA):
            found[n] = _Judged(Means.ACTION, sure=under, why="bars")
    names = [n for n, one in enumerate(found) if one.means in (Means.NAME, Means.NO_NAME)]
    for n in names[:-1]:
        column = columns[n]
        if not column.texts:
            found[n] = _Judged(Means.NOTHING, why="blank")
        elif _looks_like_area(column) or len(column.texts) * 2 <= column.rows:
            found[n] = _Judged(Means.AREA, why="groups")
        elif all(re.fullmatch(r"[\d()（）.\-①-⑳]+", text) for text in column.texts):
            found[n] = _Judged(Means.NO)
    names = [n for n, one in enumerate(found) if one.means in (Means.NAME, Means.NO_NAME)]
    for n in names[1:]:
        sparse = len(columns[n].texts) < len(columns[names[0]].texts)
        found[n] = _Judged(Means.SUB if sparse else Means.PLAN, sure=False, why="second_name")
    return found if names else _with_a_name(columns, found)


def _with_a_name(columns: Sequence[_Column], judged: Sequence[_Judged]) -> list[_Judged]:
    """The meanings where no head says what names the items: of 大項目, 中項目, 小項目 the last that is filled in every
    row, else the first column that nothing is known of.
    """
    found = list(judged)
    groups = [n for n, one in enumerate(found) if one.means in (Means.AREA, Means.SUB)]
    most = max((len(columns[n].texts) for n in groups), default=0)
    unknown = [n for n, one in enumerate(found) if one.means is Means.PLAN and not one.sure]
    chosen = next((n for n in reversed(groups) if len(columns[n].texts) == most), None)
    if chosen is None:
        chosen = unknown[0] if unknown else None
    if chosen is None:
        return found
    texts = columns[chosen].texts
    numbered = sum(split_number(text).no is not None for text in texts) >= _MOST * len(texts)
    found[chosen] = _Judged(Means.NO_NAME if numbered else Means.NAME, sure=False, why="last_area")
    for n in groups:
        if n < chosen:
            found[n] = found[n]._replace(means=Means.AREA)
    return found


def _with_points(
    columns: Sequence[_Column], judged: Sequence[_Judged], table: ListTable, context: Context
) -> Iterator[ColumnMap]:
    said = [said_of(column.path) for column in columns]
    known = context.years + tuple(one.fiscal_year for one in said if one.fiscal_year is not None)
    explicit = [_point(one, known, context.as_of) for one in said]
    of_points = [p for p, one in zip(explicit, judged, strict=True) if p is not None and one.means in OF_POINTS]
    latest = max(of_points, key=lambda point: point.day, default=None) or context.title
    for column, (means, sure, why), point, words in zip(columns, judged, explicit, said, strict=True):
        own = ""
        if means in OF_POINTS and any("前回" in one for one in column.path):
            own, sure = (latest.before.name if latest is not None else "?"), False
            why = "before"
        elif means in OF_POINTS:
            own_point = point or _of_half(words, latest) or latest
            own = own_point.name if own_point is not None else "?"
        yield ColumnMap(
            form=column.form,
            place=column.place,
            letters=column_letters(column.column),
            head=table.shown(column.column),
            means=means,
            label=_label(column, means),
            point=own,
            unit=_unit(column) if means is Means.AMOUNT else "",
            samples=tuple(_sample(text) for text in list(dict.fromkeys(column.texts))[:_SAMPLES]),
            filled=len(column.texts),
            why=told(f"import_why_{why}") if why else "",
            sure=sure,
        )


def _of_half(said: Said, latest: Point | None) -> Point | None:
    return Point(latest.fiscal_year, said.kind) if latest is not None and said.kind is not None else None


def _point(said: Said, known: Sequence[int], today: dt.date) -> Point | None:
    year = said.fiscal_year
    if year is None and said.bare is not None:
        year = year_of_bare(said.bare, known, today)
    return Point(year, said.kind or "year_end") if year is not None else None


def _label(column: _Column, means: Means) -> str:
    """What the field is called: the head without its year, its levels joined."""
    words = [one for one in column.path if not is_period(one)] or [column.path[-1]]
    shown = " ".join("".join(word.split()) for word in words[-1:])
    if means not in OF_POINTS:
        periods = [" ".join(one.split()) for one in column.path if is_period(one)]
        return " ".join([shown, *(one for one in periods if one not in shown)]) or HEAD_SIGN.join(column.path)
    plain = _YEAR_IN_BRACKETS.sub("", shown)
    plain = _YEAR_BEFORE.sub("", plain)
    if means in (Means.ENTRY_TARGET, Means.ENTRY_ACTUAL, Means.AMOUNT):
        plain = re.sub(r"[(（][^()（）]*[)）]$", "", plain)
    plain = re.sub(r"^(?:上半期|下半期|年度末|指標[\d０-９]+)+(?=.)", "", plain.strip("・　 "))
    return plain.strip("・　 ") or shown or HEAD_SIGN.join(column.path)


def _unit(column: _Column) -> str:
    found = _UNIT.search(head_text(HEAD_SIGN.join(column.path)))
    if found is None and column.texts and all(head_text(text).endswith("%") for text in column.texts):
        return "%"
    return (found[1] or found[2]) if found else ""


def _sample(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SAMPLE else f"{line[: _SAMPLE - 1]}…"
