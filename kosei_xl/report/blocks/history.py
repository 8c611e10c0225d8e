"""The course of the items (経過): a column for each point so far; for each item rows of rating, indicators, amounts.

An item that has ended stays in it, with its state below its name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kosei_xl.collect.sums import amount_at, summed_fields, total_of
from kosei_xl.later import dataclass
from kosei_xl.report.blocks.base import CONTINUED, Block, BlockCell, BlockRow, head_row, one_cell, titles
from kosei_xl.report.blocks.table import area_bands, block_without_rows, legend_row, rating_role
from kosei_xl.report.columns import OTHER_SCALE, Source, item_number, repeat_mark
from kosei_xl.report.paginate import RowKind
from kosei_xl.report.wording import Wording
from kosei_xl.values.counting import history_asked, history_kinds
from kosei_xl.values.fields import EntryField, read_value
from kosei_xl.values.labels import label_of
from kosei_xl.values.ledger import Fields, text_of_line
from kosei_xl.values.lives import plan_at, state_by
from kosei_xl.values.model import Line, Part, Plan, ReportingPoint, Scale
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.amounts import amount_text
from kosei_xl.words.legends import legend_line
from kosei_xl.words.notation import digits, values_in
from kosei_xl.workbook.measure import em

_NUMBER, _NAME, _WHAT, _POINT = 6.0, 34.0, 24.0, 9.0
"""Width units of the columns, that of a point at least."""
_LEAST_NAME, _LEAST_WHAT = 14.0, 12.0
_GOOD_NAME, _GOOD_WHAT, _MOST_POINT = 20.0, 14.0, 16.0
"""What names and heads must keep where a point is as wide as all that stands in it in one line."""
_ROOM: Mapping[str, float] = {"A3横": 187.0, "A4横": 129.0, "A4縦": 87.0}
"""Width units that go on a page in full size."""
_AIR = 1.5
"""Width units beside the longest figure of a point."""
_TOGETHER = 8
"""Rows up to which those of an item stay on one page."""
_FIGURE = re.compile(r"[0-9０-９.,．，△▲%％]+／?")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a line: its key, what it is about, and its texts with their roles, one a point."""

    key: str
    label: str
    texts: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Listed:
    """A line of the plan and its rows."""

    line: Line
    rows: tuple[_Row, ...]


@dataclass(frozen=True)
class _Course:
    """What the items said at some points. `plan` has the items of all of them, `at` how it stood at each."""

    part: Part
    plan: Plan
    points: tuple[ReportingPoint, ...]
    at: Mapping[str, Standing]

    def of_points(self, points: Sequence[ReportingPoint]) -> "_Course":
        """The same of some of the points."""
        return replace(self, points=tuple(points))

    @property
    def shown(self) -> frozenset[str]:
        """The kinds of rows."""
        return history_asked(self.part)[0]

    @property
    def named(self) -> bool:
        """Whether the rows say what they are about: ratings alone need no column for that."""
        return self.shown != {"rating"}

    @property
    def fields(self) -> tuple[EntryField, ...]:
        """The fields with amounts that have rows."""
        return tuple(summed_fields(self.plan)) if "amount" in self.shown else ()

    def stands(self, line: Line, point: ReportingPoint) -> bool:
        """Whether a line is in the plan of a point."""
        return line.key in self.at[point.key].plan.line_by_key

    def listed(self) -> Iterator[_Listed]:
        """The lines that stand at one of the points and have rows, in printed order."""
        kinds = history_kinds(self.part)
        for line in self.plan.lines:
            if line.item.kind in kinds and any(self.stands(line, point) for point in self.points):
                rows = (*self._ratings(line), *self._indicators(line), *self._amounts(line))
                if rows:
                    yield _Listed(line, rows)

    def said(self, point: ReportingPoint) -> bool:
        """Whether anything was entered for a point that a row shows."""
        alone = self.of_points([point])
        outside = ("", terms.NOT_IN_PLAN, terms.OUTSIDE_RATING)
        return any(text not in outside for one in alone.listed() for row in one.rows for text in row.texts)

    def _row(self, line: Line, key: str, label: str, said: Mapping[str, tuple[str, str]]) -> _Row:
        """A row by what it says, and in which role, at the points at which its line stands."""
        cells = [said[point.key] if self.stands(line, point) else None for point in self.points]
        texts = tuple(terms.NOT_IN_PLAN if cell is None else cell[0] for cell in cells)
        return _Row(key, label, texts, tuple("body_center" if cell is None else cell[1] for cell in cells))

    def _ratings(self, line: Line) -> Iterator[_Row]:
        if "rating" not in self.shown or line.sub is not None:
            return
        said = {}
        for point in self.points:
            standing = self.at[point.key]
            rating = standing.rating(line)
            code = rating.code if rating is not None else ""
            role = rating_role(standing.scale, code)
            said[point.key] = (code, role) if line.rated else (terms.OUTSIDE_RATING, "body_center")
        yield self._row(line, "rating", terms.HISTORY_SHOWS["rating"], said)

    def _indicators(self, line: Line) -> Iterator[_Row]:
        """A row for each indicator by name and unit, in the order in which they came."""
        if "indicator" not in self.shown or line.item.repeats is not None:
            return
        found: dict[tuple[str, str, int], dict[str, Fields]] = {}
        for point in self.points:
            seen: dict[tuple[str, str], int] = {}
            for fields in self.at[point.key].indicators(line) if self.stands(line, point) else ():
                named = fields.get("indicator", ""), fields.get("unit", "")
                seen[named] = seen.get(named, 0) + 1
                found.setdefault((*named, seen[named]), {})[point.key] = fields
        for number, ((name, unit, _), at) in enumerate(found.items(), 1):
            said = {point.key: (self._values(at.get(point.key, {})), "body_right") for point in self.points}
            label = f"{name or terms.HISTORY_SHOWS['indicator']}{f'（{unit}）' if unit else ''}"
            yield self._row(line, f"indicator:{number}", label, said)

    def _values(self, fields: Fields) -> str:
        """「280／300」 in digits as amounts have them, which no line breaks; "" where neither is known."""
        values = [fields.get(key, "") for key in ("actual", "target")]
        if not any(values):
            return ""
        return "／".join(values_in(text, "half") if text else "－" for text in values)

    def _amounts(self, line: Line) -> Iterator[_Row]:
        """A row for each field in which anything stands; a repeated listing has none, as its original has them."""
        for field in self.fields if line.item.repeats is None else ():
            said = {}
            for point in self.points:
                text = self.at[point.key].fields(line).get(field.field) if self.stands(line, point) else None
                shown = read_value(field, text, self.plan.style.digits_table).printed if text is not None else ""
                said[point.key] = shown, "body_right"
            if any(text for text, _ in said.values()):
                yield self._row(line, f"amount:{field.field}", self.label(field), said)

    def label(self, field: EntryField) -> str:
        """「効果額（千円）」."""
        label, unit = "".join(label_of(self.plan, field.field).split()), field.shown_unit if field.is_amount else ""
        return f"{label}（{unit}）" if unit and unit not in label else label


def history_block(part: Part, source: Source, wording: Wording, first: bool) -> Block:
    """The table; a sentence where there is one point alone, or no item of the kind that the part names."""
    course = _course(part, source)
    if len(course.points) < 2:
        return block_without_rows(part, source, wording, first, terms.NO_COURSE)
    listed = list(course.listed())
    if not listed:
        return block_without_rows(part, source, wording, first)
    fixed = 2 + course.named
    span = fixed + len(course.points) - 1
    heads = area_bands(part, source.of_plan(course.plan), [one.line for one in listed], span, in_column=False)
    rows = list(titles(part, wording, first, span))
    opened: set[str] = set()
    for one in listed:
        for band in heads.get(one.line.item.area_no, ()):
            if band.name not in opened:
                opened.add(band.name)
                rows.append(band)
        rows += _item_rows(course, one)
    rows += _feet(course, listed, fixed) if part.foot else ()
    rows += _notes(course, listed, source, span)
    width = _point_width(course, rows, fixed)
    shown = part.key, tuple(point.short_label or point.label for point in course.points)
    names = ["No.", source.plan.style.item_term, *([terms.COURSE_ROWS] if course.named else [])]
    return Block(
        key=part.key,
        widths=(_NUMBER, _NAME, *([_WHAT] if course.named else []), *(width for _ in course.points)),
        rows=tuple(rows),
        heads=(replace(head_row([*names, *shown[1]]), name="head:1"),),
        above=tuple(legend_row(part, source, wording, span)) if "rating" in course.shown else (),
        bands=heads,
        columns=("no", "name", *(["what"] if course.named else []), *(f"at:{point.key}" for point in course.points)),
        least=_NUMBER + _LEAST_NAME + _LEAST_WHAT * course.named + width * len(course.points),
        rigid=frozenset(range(fixed, span + 1)),
    )


def _course(part: Part, source: Source) -> _Course:
    """The course up to the point that is printed; points at which nothing was entered are left out, itself never."""
    plan, point = source.standing.plan_of_all_points, source.point
    earlier = [one for one in plan.points if one.date < point.date and one.key not in source.standing.ledger.moved]
    points = (*sorted(earlier, key=lambda one: one.date), point)
    at = {one.key: replace(source.standing, plan=plan_at(plan, one), point=one) for one in points}
    course = _Course(part, plan, points, at)
    return course.of_points([one for one in points if one is point or course.said(one)])


def _item_rows(course: _Course, listed: _Listed) -> Iterator[BlockRow]:
    """The rows of a line; its number and name stand in the first, and again where a page begins with another."""
    first: BlockRow | None = None
    below = len(listed.rows) - 1
    together = below < _TOGETHER
    for n, row in enumerate(listed.rows):
        again = (_going_on(first),) if first is not None else ()
        made = BlockRow(
            tuple(_cells(course, listed.line, row, named=n == 0, reach=below if together else 0)),
            RowKind.KEPT if together and n < below else RowKind.BODY,
            area=listed.line.item.area_no,
            line_no=listed.line.no,
            name=f"{text_of_line(listed.line.key)}|{row.key}",
            again=again,
        )
        first = first or made
        yield made


def _cells(course: _Course, line: Line, row: _Row, *, named: bool, reach: int) -> Iterator[BlockCell]:
    key = f"{course.part.key}.{line.no}"
    if named:
        yield BlockCell(0, 0, item_number(course.plan, line, course.part.key), "no", f"{key}.no", reach=reach)
        yield BlockCell(1, 1, _named(course, line), "body", f"{key}.name", reach=reach)
    else:
        yield BlockCell(0, 0, "", "no", joined=True)
        yield BlockCell(1, 1, "", "body", joined=True)
    if course.named:
        yield BlockCell(2, 2, row.label, "body", f"{key}.{row.key}")
    for n, (point, text, role) in enumerate(zip(course.points, row.texts, row.roles, strict=True), 2 + course.named):
        yield BlockCell(n, n, text, role, f"{key}.{row.key}@{point.key}")


def _named(course: _Course, line: Line) -> str:
    """The name of a line, where it stands a second time that it does, and below it what became of it."""
    own = (line.sub.name if line.sub is not None else line.item.name) or ""
    mark = repeat_mark(course.plan, line) if line.item.repeats is not None else ""
    state = state_by(course.plan, line.item, course.points[-1]) if line.sub is None else ""
    return "\n".join(text for text in (f"{own}{mark}", state) if text)


def _going_on(row: BlockRow) -> BlockRow:
    """The first row of a line above a page that begins with another of its rows."""
    cells = tuple(
        cell._replace(text=f"{cell.text}{CONTINUED * (cell.first == 1)}", key="", reach=0) for cell in row.cells
    )
    return replace(row, cells=cells, again=())


# -- foot --------------------------------------------------------------------------------------------------------------
def _feet(course: _Course, listed: Sequence[_Listed], fixed: int) -> Iterator[BlockRow]:
    """How many items had each rating at each point, and what the amounts came to."""
    if "rating" in course.shown:
        yield from _counts(course, [one.line for one in listed], fixed)
    for field in course.fields:
        texts = []
        for point in course.points:
            items = [one.line.item for one in listed if course.stands(one.line, point)]
            total = total_of(course.at[point.key], field, {item.key: item for item in items}.values())
            texts.append(amount_text(total.total, field.decimals) if total.counted else "")
        if any(texts):
            yield _foot(course, f"sum:{field.field}", f"{course.label(field)}の計", texts, fixed, "total_right")


def _counts(course: _Course, lines: Sequence[Line], fixed: int) -> Iterator[BlockRow]:
    style = course.plan.style
    given: dict[str, list[str]] = {}
    for point in course.points:
        rated = [line for line in lines if line.rated and course.stands(line, point)]
        found = (course.at[point.key].rating(line) for line in rated)
        given[point.key] = [rating.code if rating is not None else "" for rating in found]
    if not any(given.values()):
        return
    scales: dict[str, Scale] = {point.key: course.at[point.key].scale for point in course.points}
    known = [rating for point in course.points for rating in scales[point.key].ratings]
    said = {code for codes in given.values() for code in codes}
    for code in dict.fromkeys(one.code for one in known if one.counted or one.code in said):
        texts = [
            digits(given[point.key].count(code), style.digits_table) if code in scales[point.key].codes else OTHER_SCALE
            for point in course.points
        ]
        yield _foot(course, f"count:{code}", code, texts, fixed)
    if "" in said:
        blank = [digits(given[point.key].count(""), style.digits_table) for point in course.points]
        yield _foot(course, "count", terms.WITHOUT_RATING, blank, fixed)
    every = [digits(len(given[point.key]), style.digits_table) for point in course.points]
    yield _foot(course, "all", "計", every, fixed)


def _foot(course: _Course, key: str, label: str, texts: Sequence[str], fixed: int, role: str = "total") -> BlockRow:
    name = f"foot:{key}"
    cells = [BlockCell(0, fixed - 1, label, "total_label", f"{course.part.key}.{name}")]
    for n, (point, text) in enumerate(zip(course.points, texts, strict=True), fixed):
        cells.append(BlockCell(n, n, text, role, f"{course.part.key}.{name}@{point.key}"))
    return BlockRow(tuple(cells), RowKind.FOOT, name=name)


def _notes(course: _Course, listed: Sequence[_Listed], source: Source, span: int) -> Iterator[BlockRow]:
    """What a reader must know: signs, other scales, and entries that are in no sum."""
    notes = []
    if any(terms.NOT_IN_PLAN in row.texts for one in listed for row in one.rows):
        notes.append(terms.NOT_IN_PLAN_NOTE.replace("{term}", source.plan.style.item_term))
    if "rating" in course.shown:
        notes += _other_scales(course)
    for field in course.fields if course.part.foot else ():
        unread = []
        for point in course.points:
            lines = [one.line for one in listed if one.line.item.repeats is None and course.stands(one.line, point)]
            wrong = (line for line in lines if amount_at(course.at[point.key], field, line).unreadable)
            unread += [f"No.{line.no}（{point.label}）" for line in wrong]
        if unread:
            notes.append(terms.UNREAD_AMOUNTS.format(label=course.label(field), nos="、".join(unread)))
    for number, note in enumerate(notes, 1):
        cells = one_cell(note, "note", f"{course.part.key}.note.{number}", span)
        yield BlockRow(cells, RowKind.FOOT, gap=2, name=f"note:{number}")


def _other_scales(course: _Course) -> Iterator[str]:
    """What the ratings of points mean that were given by another scale than the one that the legend explains."""
    here = course.at[course.points[-1].key].scale
    named: dict[str, list[str]] = {}
    for point in course.points:
        scale = course.at[point.key].scale
        legend = legend_line((rating.code, rating.label) for rating in scale.ratings)
        if scale.ratings != here.ratings and legend:
            named.setdefault(legend, []).append(point.label)
    for legend, points in named.items():
        yield terms.OTHER_SCALE_NOTE.format(points="、".join(points), legend=legend)


def _point_width(course: _Course, rows: Sequence[BlockRow], fixed: int) -> float:
    """Width units of each point: what the longest text needs in one line where the paper has room for that, else what
    the longest figure needs, so that none is broken.
    """
    texts = [str(cell.text) for row in rows for cell in row.cells if cell.first == cell.last >= fixed]
    whole = min(_MOST_POINT, _width_of(texts))
    beside = _NUMBER + _GOOD_NAME + _GOOD_WHAT * course.named
    if beside + whole * len(course.points) <= _ROOM[course.part.paper]:
        return whole
    return _width_of(figure for text in texts for figure in _FIGURE.findall(text))


def _width_of(texts: Iterable[str]) -> float:
    return max([_POINT, *(2 * sum(map(em, text)) + _AIR for text in texts)])
