"""The cells of an item -> its plan texts and its entries at each reporting point, by the fields of the plan."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import field

from kosei_xl.importing.bars import BarSpan, bars_in_words, bars_of
from kosei_xl.importing.grid import GridCell
from kosei_xl.importing.mapping import ColumnMap, NotTaken
from kosei_xl.importing.ratings import split_mark
from kosei_xl.importing.rows import ListRow, RowLine
from kosei_xl.importing.spelling import head_text, split_relisted, split_values
from kosei_xl.later import dataclass
from kosei_xl.values.model import Indicator, ScheduleRow
from kosei_xl.words import terms
from kosei_xl.words.list_heads import CAUSE_NEXT_LABELS, NOBODY, OF_POINTS, Means
from kosei_xl.words.messages import told
from kosei_xl.words.spellings import same_sign

_NAME = re.compile(r"^(\S[^\n]*?)[ 　]+(\S*\d\S*)$")
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
    spans: Mapping[str, Mapping[int, BarSpan]]


def texts_of_row(row: ListRow, keys: FieldKeys) -> RowTexts:
    """Everything that a row of the list says, in the fields of the plan."""
    made = RowTexts()
    for line in row.lines:
        values: dict[tuple[str, int], dict[str, str]] = {}
        for column, cell in line.cells:
            if column.means in (Means.INDICATOR, Means.TARGET, Means.ACTUAL, Means.UNIT):
                values.setdefault((column.point, _number(column)), {})[column.means.value] = cell.text
            else:
                _cell(row, column, cell, keys, made)
        for (point, _), found in sorted(values.items()):
            if {*found.values()} <= NOBODY:
                continue
            if {*found} <= {"unit"} and made.points.get(point, PointTexts()).indicators:
                made.points[point].indicators[-1].update(found)
            else:
                _at(made, point).indicators.append(found)
    made.schedule = _schedule(row, keys)
    return made


def _number(column: ColumnMap) -> int:
    """The number of the indicator that a column is of: 2 of 「指標2 目標値」."""
    found = re.search(r"指標(\d+)", head_text(column.head))
    return int(found[1]) if found else 0


def _at(made: RowTexts, point: str) -> PointTexts:
    return made.points.setdefault(point, PointTexts())


def _cell(row: ListRow, column: ColumnMap, cell: GridCell, keys: FieldKeys, made: RowTexts) -> None:
    text, means, key = cell.text, column.means, keys.keys.get(column, "")
    if means not in (*OF_POINTS, Means.PLAN, Means.SCHEDULE) or text in NOBODY:
        return
    rest, original = split_relisted(text)
    if original is not None and original == (row.parent or row).original and not rest.strip():
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
    elif means is Means.CAUSE_NEXT:
        for field_key, said in _by_labels(text).items():
            _add(_at(made, column.point).fields, field_key, said)
    elif means in _TEXTS:
        _add(_at(made, column.point).fields, key, text)


def _by_labels(text: str) -> dict[str, str]:
    """「【要因】…【今後の対応】…」 -> the text behind each label; all of a text without them is a cause."""
    found: dict[str, str] = {}
    starts = sorted((text.find(label), key, label) for key, label in CAUSE_NEXT_LABELS.items() if label in text)
    for n, (start, key, label) in enumerate(starts):
        end = starts[n + 1][0] if n + 1 < len(starts) else len(text)
        found[key] = text[start + len(label) : end].strip()
    before = text[: starts[0][0]].strip() if starts else text
    if before:
        found["cause"] = f"{before}\n{found['cause']}" if "cause" in found else before
    return found


def _add(into: dict[str, str], key: str, text: str) -> None:
    """Put a text into a field; one that goes on from a row above goes below it, one that is there already does not."""
    if text and text not in into.get(key, "").split("\n") and text != into.get(key):
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
    """The action items with their bars; bars in rows below an action item, without one of their own, belong to it."""
    found: list[ScheduleRow] = []
    below: set[str] = set()
    for line in row.lines:
        found += _in_words(line)
        if not line.cells:
            continue
        column, cell = line.cells[0]
        actions = [cell.text for column, cell in line.cells if column.means is Means.ACTION]
        actions = [text for text in actions if split_relisted(text).rest.strip()]
        spans = keys.spans.get(column.form, {})
        places = {line.places[place]: span for place, span in spans.items()}
        bars = bars_of(line.grid, cell.row, places) if places else ()
        if bars and not actions and column.form in below:
            found[-1] = found[-1].model_copy(update={"bars": (*found[-1].bars, *bars)})
        elif bars or actions:
            found.append(ScheduleRow(action="\n".join(actions) or row.name or row.no, bars=bars))
        if actions:
            below.add(column.form)
    return tuple(found)


def _in_words(line: RowLine) -> Iterable[ScheduleRow]:
    for column, cell in line.cells:
        rows = bars_in_words(cell.text) if column.means is Means.SCHEDULE and cell.text not in NOBODY else None
        yield from (ScheduleRow(action=action, bars=bars) for action, bars in rows or ())


def indicators_of(said: PointTexts) -> tuple[Indicator, ...]:
    """The indicators of an entry, as values, each once.

    A name that target and actual both begin with is the name of the indicator: 「相談件数 300件」「相談件数 312件」.
    """
    found = (Indicator(**_named(one)) for one in said.indicators if one)
    return tuple(dict.fromkeys(found))


def _named(one: dict[str, str]) -> dict[str, str]:
    first, second = (_NAME.match(one.get(key, "")) for key in ("target", "actual"))
    if "indicator" in one or first is None or second is None or first[1] != second[1]:
        return one
    return {"indicator": first[1], "target": first[2], "actual": second[2]}
