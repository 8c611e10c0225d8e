"""The cells of an item -> its plan texts and its entries at each reporting point, by the fields of the plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kosei_xl.importing.bars import Span, bars_in_words, bars_of
from kosei_xl.importing.grid import GridCell
from kosei_xl.importing.mapping import ColumnMap, NotTaken
from kosei_xl.importing.ratings import split_mark
from kosei_xl.importing.rows import ListRow
from kosei_xl.importing.spelling import split_relisted, split_values
from kosei_xl.values.model import Indicator, ScheduleRow
from kosei_xl.words import terms
from kosei_xl.words.list_heads import NOBODY, OF_POINTS, Means
from kosei_xl.words.messages import told
from kosei_xl.words.spellings import same_sign

_TEXTS = (Means.ENTRY, Means.AMOUNT)


@dataclass
class PointTexts:
    """What one row says at one point: texts by field, and indicators in their order."""

    fields: dict[str, str] = field(default_factory=dict)
    indicators: list[dict[str, str]] = field(default_factory=list)


@dataclass
class RowTexts:
    """What one row says: plan texts, schedule, and by the name of each point its entries; what could not be taken."""

    texts: dict[str, str] = field(default_factory=dict)
    schedule: tuple[ScheduleRow, ...] = ()
    points: dict[str, PointTexts] = field(default_factory=dict)
    not_taken: list[NotTaken] = field(default_factory=list)
    unknown_marks: list[tuple[GridCell, str]] = field(default_factory=list)


@dataclass(frozen=True)
class FieldKeys:
    """The key of each column's field, and the columns whose ratings are those of record (not of a further rater)."""

    keys: Mapping[ColumnMap, str]
    ratings: Mapping[str, str]
    """Mark as it is compared -> code."""
    spans: Mapping[str, Mapping[int, Span]]


def texts_of(row: ListRow, keys: FieldKeys) -> RowTexts:
    """Everything that a row of the list says, in the fields of the plan."""
    made = RowTexts()
    for line in row.lines:
        values: dict[str, dict[str, str]] = {}
        for column, cell in line:
            if column.means in (Means.INDICATOR, Means.TARGET, Means.ACTUAL, Means.UNIT):
                if cell.text not in NOBODY:
                    values.setdefault(column.point, {})[column.means.value] = cell.text
            else:
                _cell(row, column, cell, keys, made)
        for point, found in values.items():
            if {*found} <= {"unit"} and made.points.get(point, PointTexts()).indicators:
                made.points[point].indicators[-1].update(found)
            else:
                _at(made, point).indicators.append(found)
    made.schedule = _schedule(row, keys)
    return made


def _at(made: RowTexts, point: str) -> PointTexts:
    return made.points.setdefault(point, PointTexts())


def _cell(row: ListRow, column: ColumnMap, cell: GridCell, keys: FieldKeys, made: RowTexts) -> None:
    text, means, key = cell.text, column.means, keys.keys.get(column, "")
    if means not in (*OF_POINTS, Means.PLAN, Means.SCHEDULE) or text in NOBODY:
        return
    if "再掲" in text and split_relisted(text).original is not None and not split_relisted(text).rest.strip():
        return
    if means is Means.PLAN or (means is Means.SCHEDULE and bars_in_words(text) is None):
        _add(made.texts, key, text)
    elif means is Means.RATING:
        _rating(row, column, cell, text, keys, made)
    elif means is Means.RATING_ENTRY:
        glued = split_mark(text)
        if glued is not None:
            _rating(row, column, cell, glued.mark, keys, made)
        _add(_at(made, column.point).fields, key, glued.text if glued is not None else text)
    elif means is Means.MARK:
        yes = text in terms.FOLLOW_UP_SPELLINGS
        _add(_at(made, column.point).fields, key, terms.FOLLOW_UP_MARK if yes else text)
    elif means in (Means.ENTRY_TARGET, Means.ENTRY_ACTUAL):
        own, values = split_values(text)
        _add(_at(made, column.point).fields, key, own)
        which = "target" if means is Means.ENTRY_TARGET else "actual"
        indicators = _at(made, column.point).indicators
        for n, value in enumerate(values):
            if n == len(indicators):
                indicators.append({})
            indicators[n][which] = value
    elif means in _TEXTS:
        _add(_at(made, column.point).fields, key, text)


def _add(into: dict[str, str], key: str, text: str) -> None:
    """Put a text into a field; one that goes on from a row above goes below it."""
    if text and into.get(key) != text:
        into[key] = f"{into[key]}\n{text}" if key in into else text


def _rating(row: ListRow, column: ColumnMap, cell: GridCell, mark: str, keys: FieldKeys, made: RowTexts) -> None:
    key = keys.keys[column] if column.means is Means.RATING else "rating"
    code = keys.ratings.get(same_sign(mark))
    if row.parent is not None:
        reason = told("import_rating_of_sub")
        made.not_taken.append(NotTaken(row.grid.ref(cell.row, cell.column), cell.text, reason))
        return
    if code is None:
        made.unknown_marks.append((cell, mark))
    _at(made, column.point).fields.setdefault(key, code if code is not None else mark)


def _schedule(row: ListRow, keys: FieldKeys) -> tuple[ScheduleRow, ...]:
    found: list[ScheduleRow] = []
    for line in row.lines:
        found += _in_words(line)
        if not line:
            continue
        column, cell = line[0]
        actions = [cell.text for column, cell in line if column.means is Means.ACTION]
        spans = keys.spans.get(column.form, {})
        bars = bars_of(row.grid, cell.row, {row.places[place]: span for place, span in spans.items()}) if spans else ()
        if bars or actions:
            found.append(ScheduleRow(action="\n".join(actions) or row.name or row.no, bars=bars))
    return tuple(found)


def _in_words(line: Sequence[tuple[ColumnMap, GridCell]]) -> Iterable[ScheduleRow]:
    for column, cell in line:
        rows = bars_in_words(cell.text) if column.means is Means.SCHEDULE and cell.text not in NOBODY else None
        yield from (ScheduleRow(action=action, bars=bars) for action, bars in rows or ())


def indicators_of(said: PointTexts) -> tuple[Indicator, ...]:
    """The indicators of an entry, as values."""
    return tuple(Indicator(**one) for one in said.indicators if one)
