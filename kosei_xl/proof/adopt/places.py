"""Which fields of the ledger a cell of a report is made of, and how its text goes back into them.

A cell shows one field, or several in a known frame: 【要因】 and 【今後の対応】, a text with the values of indicators
in brackets below it, or a line for each indicator. What does not fit its frame any more is not guessed at.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, groupby
from typing import NamedTuple

from kosei_xl.later import dataclass
from kosei_xl.proof.adopt.carried import RowKey
from kosei_xl.read.report import Found
from kosei_xl.read.tables import typed_text
from kosei_xl.report.blocks.examples import example_columns
from kosei_xl.report.blocks.table import default_columns
from kosei_xl.report.columns import DASH, LABELLED, Source, column_text, shown_value, value_frame
from kosei_xl.report.keys import unique
from kosei_xl.values.ledger import Entries, Ledger
from kosei_xl.values.model import INDICATOR_FIELDS, Column, EntryKey, Line, LineKey, Part, Plan
from kosei_xl.values.standing import Standing
from kosei_xl.words.notation import values_in
from kosei_xl.words.quantities import with_unit, without_unit

Ref = tuple[EntryKey, str]
"""A field of the ledger: its value set and its name."""
TextsByRef = Mapping[Ref, str | None]
_LISTS = ("list", "schedule", "delayed")
_COUNTED = ("rating", "previous", "follow_up", "example")
"""Entries that are counted in sentences and tables: they are no wording, as figures, days and choices are none."""
_WITH_VALUES = {"plan_target": ("annual_plan", "target"), "result_actual": ("results", "actual")}
_CAPTION_SIDES = ("label", "right")


@dataclass(frozen=True, slots=True)
class Place:
    """A cell that is made of entries: its row of the plan, its column, and the fields in printed order.

    `relisted` cells show the mark of a repeated listing instead.
    """

    line: Line
    column: Column
    point: str
    refs: tuple[Ref, ...]
    relisted: bool = False


class _Row(NamedTuple):
    """What a row of a report shows: its part, its line of the plan, and what of it."""

    part: Part
    line: Line
    what: str


@dataclass(frozen=True)
class Places:
    """The cells of the reports of one plan and point, by their keys. Its ledger is what the report was printed from."""

    standing: Standing

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.standing.plan

    @property
    def ledger(self) -> Ledger:
        """The fields that the report was printed from."""
        return self.standing.ledger

    def of(self, row: RowKey, column: str) -> Place | None:
        """The place of a cell; None where it shows no entry."""
        own = self._row(row)
        return self._cell(own, column) if own is not None else None

    def _row(self, row: RowKey) -> "_Row | None":
        """The part and the line of the plan that a row of a report shows; None where it shows none."""
        part = self.plan.part_by_key.get(row[0])
        if part is None or "|" not in row[1]:
            return None
        item, _, rest = row[1].partition("|")
        sub, _, what = rest.partition("|")
        line = self.plan.line_by_key.get(LineKey(item, sub or None))
        return _Row(part, line, what) if line is not None else None

    def _cell(self, row: "_Row", column: str) -> Place | None:
        part, line, what = row
        if part.kind == "examples" and what.startswith("photo:"):
            return self._caption(part, line, what, column)
        if part.kind == "examples":
            return self._entry(line, self._columns_of(part).get(what)) if column == "text" else None
        return self._entry(line, self._columns_of(part).get(column)) if part.kind in _LISTS else None

    def whole(self, place: Place) -> str:
        """The text of a cell before it was cut for its pages, as it was printed."""
        if place.column.key == "caption":
            return self._text(place.refs[0]) or ""
        text = column_text(Source(self.standing), place.line, place.column)
        part = self.plan.part_by_key.get(place.column.part)
        in_box = part is not None and part.kind == "examples"
        return "" if in_box and text == DASH else text

    def before(self, place: Place) -> TextsByRef:
        """The fields of a cell as they were when it was printed."""
        return {ref: self._text(ref) for ref in place.refs}

    def split(self, place: Place, text: str) -> TextsByRef | None:
        """The fields of a cell with another text; None where it is not clear which of them was changed.

        What is found is put together again: only fields that print the text as it was edited are right.
        """
        made = self._split(place, text)
        if made is None:
            return None
        fields = {key: dict(self.ledger.fields(key)) for key in self._behind(place)}
        for (key, name), value in made.items():
            fields.setdefault(key, {}).pop(name, None)
            if value is not None:
                fields[key][name] = value
        again = Places(self.standing.with_ledger(Ledger(fields))).whole(place)
        return made if "".join(again.split()) == "".join(text.split()) else None

    def _behind(self, place: Place) -> Iterator[EntryKey]:
        """The value sets that a cell may be made of: those of its row, or of its original."""
        for key in {place.line.key.at(place.point), place.line.owner.at(place.point)}:
            yield from (key, *self.ledger.indicators(key), *self.ledger.photos(key))

    def _split(self, place: Place, text: str) -> TextsByRef | None:
        before, key = self.before(place), place.column.key
        if text == DASH and place.line.sub is None and place.line.item.sub_items:
            return dict.fromkeys(before)
        if key == "cause_next":
            return _labelled(place.refs, text)
        if key in _WITH_VALUES:
            return self._with_values(place, before, text)
        if key in INDICATOR_FIELDS:
            return _line_by_line(before, text)
        return {place.refs[0]: text or None}

    def printed(self, found: Found) -> Entries:
        """The fields behind the cells of a report, and the names, units and pictures that belong to them; no others."""
        wanted: dict[EntryKey, set[str]] = {}
        for row, pieces in found.rows.items():
            shown = self._row(row)
            if shown is None:
                continue
            columns: Iterable[str] = dict.fromkeys(chain.from_iterable(piece.columns for piece in pieces))
            if shown.part.kind in _LISTS:
                columns = filter(self._columns_of(shown.part).__contains__, columns)
            for column in columns:
                place = self._cell(shown, column)
                if place is None or place.relisted:
                    continue
                own = self._indicators(place.refs[0][0]) if place.refs and _shows_values(place) else ()
                for key, name in (*place.refs, *((key, name) for key in own for name in ("indicator", "unit"))):
                    wanted.setdefault(key, set()).update((name, "picture") if key.is_photo else (name,))
        made = {key: {n: t for n, t in self.ledger.fields(key).items() if n in names} for key, names in wanted.items()}
        return {key: fields for key, fields in made.items() if fields}

    # -- finding -----------------------------------------------------------------------------------------------------
    def _text(self, ref: Ref) -> str | None:
        return self.ledger.fields(ref[0]).get(ref[1])

    @cached_property
    def _columns(self) -> Mapping[str, Mapping[str, Column]]:
        return {part.key: self._keyed(part) for part in self.plan.parts}

    def _columns_of(self, part: Part) -> Mapping[str, Column]:
        return self._columns[part.key]

    def _keyed(self, part: Part) -> Mapping[str, Column]:
        """The columns of a part that show entries as they were typed, by their keys."""
        return {key: column for key, column in self._all_keyed(part).items() if self._shows_entries(column)}

    def _all_keyed(self, part: Part) -> Mapping[str, Column]:
        if part.kind == "examples":
            return {column.key: column for column in example_columns(self.plan, part)}
        own = self.plan.columns_of(part.key)
        if not own and part.kind in _LISTS:
            own = default_columns(part, Source(self.standing.with_ledger(Ledger())))
        keys = unique([f"{one.key}@{one.point}" if one.point else one.key for one in own])
        return dict(zip(keys, own, strict=True))

    def _entry(self, line: Line, column: Column | None) -> Place | None:
        if column is None:
            return None
        point = column.point or self.standing.point.key
        refs = self._refs(line.owner.at(point), column.key)
        return Place(line, column, point, refs, relisted=line.item.repeats is not None)

    def _shows_entries(self, column: Column) -> bool:
        field = self.plan.field_by_key.get(column.key)
        if column.key in _COUNTED or (field is not None and field.is_typed):
            return False
        return column.source == "entry" or column.key in (*_WITH_VALUES, "cause_next")

    def _refs(self, own: EntryKey, key: str) -> tuple[Ref, ...]:
        if key == "cause_next":
            return tuple((own, name) for name, _ in LABELLED)
        if key in _WITH_VALUES:
            text, value = _WITH_VALUES[key]
            return (own, text), *((each, value) for each in self._indicators(own) if value in self.ledger.fields(each))
        if key in INDICATOR_FIELDS:
            return tuple((each, key) for each in self._indicators(own) if key in self.ledger.fields(each))
        return ((own, key),)

    def _indicators(self, own: EntryKey) -> tuple[EntryKey, ...]:
        return self.ledger.indicators(own)

    def _caption(self, part: Part, line: Line, what: str, column: str) -> Place | None:
        if column not in _CAPTION_SIDES:
            return None
        number = int(what.removeprefix("photo:")) - 1 + _CAPTION_SIDES.index(column)
        keys = [key for key in self.ledger.photos(self.standing.key(line)) if "picture" in self.ledger.fields(key)]
        if number >= len(keys):
            return None
        point = self.standing.point.key
        return Place(line, Column(part=part.key, key="caption", label=""), point, ((keys[number], "caption"),))

    # -- going back --------------------------------------------------------------------------------------------------
    def _with_values(self, place: Place, before: TextsByRef, text: str) -> TextsByRef | None:
        """The text of a field, and the values of indicators in the lines below it."""
        own, *values = place.refs
        own_text, shown = before[own] or "", self.whole(place)
        below = shown[len(own_text) :].removeprefix("\n") if own_text else shown
        if not values:
            return {own: text or None}
        if text == below or text.endswith(f"\n{below}"):
            return {**before, own: text[: -len(below)].removesuffix("\n") or None}
        if own_text and not text.startswith(f"{own_text}\n"):
            if any("indicator" not in self.ledger.fields(key) for key, _ in values):
                return None
            head, rest = _last_lines(text, len(values))
        else:
            head, rest = own_text, (text[len(own_text) + 1 :] if own_text else text)
        made = self._values(values, rest)
        return {**made, own: head or None} if made is not None else None

    def _values(self, refs: Sequence[Ref], text: str) -> dict[Ref, str | None] | None:
        """The values in their brackets, a line each."""
        lines = text.split("\n")
        if len(lines) != len(refs) or any("\n" in (self._text(ref) or "") for ref in refs):
            return None
        made: dict[Ref, str | None] = {}
        numbers = self._indicators(refs[0][0])
        for ref, line in zip(refs, lines, strict=True):
            fields = self.ledger.fields(ref[0])
            start, end = value_frame(fields, numbers.index(ref[0]) + 1, len(numbers))
            inner = line[len(start) : len(line) - len(end)]
            if not (line.startswith(start) and line.endswith(end) and inner.strip()):
                return None
            value = self._value(fields, fields[ref[1]], inner) if start else inner
            if not value.strip():  # a unit alone is left: nobody knows whether the value is to go
                return None
            made[ref] = value
        return made

    def _value(self, indicator: Mapping[str, str], was: str, shown: str) -> str:
        """The value that is shown as this text: as it was, where it still shows so, else without its unit."""
        if shown_value(self.plan, indicator, was) == shown:
            return was
        unit = indicator.get("unit", "")
        if values_in(was, "half") == was:
            shown = values_in(shown, "half")
        return shown if with_unit(was, unit) == was else without_unit(shown, unit)


def _shows_values(place: Place) -> bool:
    """Whether a cell shows values of indicators."""
    return place.column.key in _WITH_VALUES or place.column.key in INDICATOR_FIELDS


def _labelled(refs: Sequence[Ref], text: str) -> TextsByRef | None:
    """The texts under 【要因】 and 【今後の対応】, each once and in this order, nothing before them."""
    found = [
        next((n for n, (_, label) in enumerate(LABELLED) if line.strip() == label), None) for line in text.split("\n")
    ]
    marks = [n for n in found if n is not None]
    if marks != sorted(set(marks)) or (text and found[0] is None):
        return None
    texts: list[str | None] = [None] * len(refs)
    at = -1
    groups = groupby(zip(found, text.split("\n"), strict=True), lambda pair: pair[0] is not None)
    for is_label, pairs in groups if text else ():
        run = list(pairs)
        if is_label:
            at = run[-1][0] if run[-1][0] is not None else at
        else:
            texts[at] = typed_text("\n".join(line for _, line in run))
    return dict(zip(refs, texts, strict=True))


def _line_by_line(before: TextsByRef, text: str) -> TextsByRef | None:
    """A line for each indicator."""
    if len(before) == 1:
        return dict.fromkeys(before, text or None)
    lines = text.split("\n")
    if len(lines) != len(before) or any("\n" in (old or "") for old in before.values()) or not all(lines):
        return None
    return dict(zip(before, lines, strict=True))


def _last_lines(text: str, count: int) -> tuple[str, str]:
    lines = text.split("\n")
    return "\n".join(lines[:-count]), "\n".join(lines[-count:])


def joined(whole: str, before: Sequence[str], now: Sequence[str]) -> str | None:
    """The text of a cell from its pieces as they are now, with the white space that was dropped between them.

    `whole` is the text before it was cut into `before`; None where the pieces are not that text.
    """
    gaps, at = [], 0
    for piece in before:
        start = at
        while piece and at < len(whole) and whole[at].isspace():
            at += 1
        if not whole.startswith(piece, at):
            return None
        gaps.append(whole[start:at])
        at += len(piece)
    if whole[at:].strip():
        return None
    out = ""
    for gap, old, new in zip(gaps, before, now, strict=True):
        out += (gap if old or not new or not out else "\n") + new if new else ""
    return typed_text(out) or ""
