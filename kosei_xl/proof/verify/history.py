"""What a part of kind 経過 must say: every rating, indicator and amount of every point looked up a second time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property

from kosei_xl.later import dataclass
from kosei_xl.proof.verify.facts import Evidence, Facts
from kosei_xl.proof.verify.filling import PlaceholderFiller
from kosei_xl.proof.verify.lives import plan_of_point
from kosei_xl.proof.verify.says import AGAIN, ONLY, PartSays, RowSays, Says, SaysKind
from kosei_xl.proof.verify.tables import (
    NONE_BEHIND,
    area_heads,
    called,
    legend_says,
    opening,
    relisted,
    said_item_number,
)
from kosei_xl.values.counting import history_asked, history_kinds
from kosei_xl.values.fields import EntryField, read_value
from kosei_xl.values.labels import label_of
from kosei_xl.values.ledger import text_of_line
from kosei_xl.values.lives import state_by
from kosei_xl.values.model import Line, Part, ReportingPoint
from kosei_xl.words import terms
from kosei_xl.words.amounts import EXACT, amount_text
from kosei_xl.words.legends import legend_line
from kosei_xl.words.messages import told
from kosei_xl.words.notation import digits, values_in

_OTHER_SCALE = "―"
_OUTSIDE = ("", terms.NOT_IN_PLAN, terms.OUTSIDE_RATING)
"""What stands in a cell without anybody having entered anything."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A row of a line: its key, its label and one cell a point."""

    key: str
    label: str
    cells: tuple[Says, ...]


@dataclass(frozen=True)
class _History:
    """The facts, with the items of all points, and the part."""

    facts: Facts
    part: Part

    @cached_property
    def asked(self) -> frozenset[str]:
        return history_asked(self.part)[0]

    @cached_property
    def there(self) -> dict[str, frozenset[str]]:
        """Point -> the keys of the items that stand at it, up to the point that is printed."""
        own = [one for one in self.facts.plan.points if one.date < self.facts.point.date]
        until = (*(one for one in own if one.key not in self.facts.ledger.moved), self.facts.point)
        return {
            one.key: frozenset(item.key for item in plan_of_point(self.facts.plan, one).items)
            for one in sorted(until, key=lambda one: one.date)
        }

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The rows of the plan of the kinds that are asked for, in printed order."""
        kinds = history_kinds(self.part)
        return tuple(line for line in self.facts.lines if line.item.kind in kinds)

    @cached_property
    def points(self) -> tuple[ReportingPoint, ...]:
        """The points with a column: those of which a cell says anything, and the one that is printed."""
        by_key = {one.key: one for one in self.facts.plan.points}
        used = {self.facts.point.key}
        for key in self.there:
            rows = (row for line in self.lines if line.item.key in self.there[key] for row in self.rows(line, (key,)))
            if any(cell.text not in _OUTSIDE for row in rows for cell in row.cells):
                used.add(key)
        return tuple(by_key[key] for key in self.there if key in used)

    def rows(self, line: Line, points: Sequence[str]) -> list[_Said]:
        """The rows of a line with their cells at some points."""
        return [*self._ratings(line, points), *self._indicators(line, points), *self._amounts(line, points)]

    def _stands(self, line: Line, point: str) -> bool:
        return line.item.key in self.there[point]

    def _ratings(self, line: Line, points: Sequence[str]) -> Iterator[_Said]:
        if line.sub is None and "rating" in self.asked:
            yield _Said("rating", terms.HISTORY_SHOWS["rating"], tuple(self._rating(line, one) for one in points))

    def _rating(self, line: Line, point: str) -> Says:
        if not self._stands(line, point):
            return _cell(terms.NOT_IN_PLAN)
        if line.item.kind != "rated":
            return _cell(terms.OUTSIDE_RATING)
        rating = self.facts.rating(line, point)
        return _cell(
            rating.code if rating is not None else "",
            (self.facts.of_ledger(line, point, self.facts.rating_name(line, point)),),
        )

    def _indicators(self, line: Line, points: Sequence[str]) -> Iterator[_Said]:
        """By name and unit; of several that are called the same the first, the second and so on at each point."""
        if "indicator" not in self.asked or line.item.repeats is not None:
            return
        known: list[tuple[str, str, int]] = []
        values: dict[tuple[tuple[str, str, int], str], str] = {}
        for point in (one for one in points if self._stands(line, one)):
            count: Counter[tuple[str, str]] = Counter()
            for one in self.facts.indicators(line, point):
                called_so = one.get("indicator", ""), one.get("unit", "")
                count[called_so] += 1
                key = (*called_so, count[called_so])
                known += [] if key in known else [key]
                values[key, point] = self._values(one.get("actual", ""), one.get("target", ""))
        for number, key in enumerate(known, 1):
            name, unit, _ = key
            label = (name or terms.HISTORY_SHOWS["indicator"]) + (f"（{unit}）" if unit else "")
            cells = (
                _cell(
                    values.get((key, one), "") if self._stands(line, one) else terms.NOT_IN_PLAN,
                    tuple(of for what in ("actual", "target") for of in self.facts.of_indicators(line, one, what)),
                )
                for one in points
            )
            yield _Said(f"indicator:{number}", label, tuple(cells))

    def _values(self, actual: str, target: str) -> str:
        shown = [values_in(one, "half") or "－" for one in (actual, target)]
        return f"{shown[0]}／{shown[1]}" if actual or target else ""

    @cached_property
    def fields(self) -> tuple[EntryField, ...]:
        """The fields with amounts that are summed."""
        every = self.facts.plan.field_by_key.values() if "amount" in self.asked else ()
        return tuple(one for one in every if one.summed and one.type in ("number", "money"))

    def _amounts(self, line: Line, points: Sequence[str]) -> Iterator[_Said]:
        for field in self.fields if line.item.repeats is None else ():
            texts = {one: self._printed(line, one, field) for one in points if self._stands(line, one)}
            if any(texts.values()):
                cells = (
                    _cell(texts.get(one, terms.NOT_IN_PLAN), (self.facts.of_ledger(line, one, field.field),))
                    for one in points
                )
                yield _Said(f"amount:{field.field}", self.label(field), tuple(cells))

    def _printed(self, line: Line, point: str, field: EntryField) -> str:
        said = self.facts.entry(line, point).get(field.field)
        return read_value(field, said, self.facts.plan.style.digits_table).printed if said is not None else ""

    def label(self, field: EntryField) -> str:
        """What a row of amounts is called, with their unit."""
        label = "".join(label_of(self.facts.plan, field.field).split())
        return label if field.shown_unit in label else f"{label}（{field.shown_unit}）"

    # -- foot ----------------------------------------------------------------------------------------------------------
    def counts(self, lines: Sequence[Line]) -> Iterator[tuple[str, str, list[Says]]]:
        """Key, label and cells of the rows that count ratings."""
        facts, style = self.facts, self.facts.plan.style.digits_table
        rated = {
            point.key: [
                one for one in lines if one.sub is None and one.item.kind == "rated" and self._stands(one, point.key)
            ]
            for point in self.points
        }
        given = {
            key: [(one, found.code if (found := facts.rating(one, key)) else "") for one in own]
            for key, own in rated.items()
        }
        if not any(given.values()):
            return
        every = {code for own in given.values() for _, code in own}
        ratings = [rating for point in self.points for rating in facts.ratings_at(point.key)]

        def counted(key: str, wanted: str | None) -> Says:
            own = [one for one, code in given[key] if wanted is None or code == wanted]
            origins = tuple(facts.of_ledger(one, key, facts.rating_name(one, key)) for one in own)
            return Says(digits(len(own), style), SaysKind.FIGURE, origins)

        for code in dict.fromkeys(one.code for one in ratings if one.counted or one.code in every):
            cells = [
                counted(point.key, code)
                if any(one.code == code for one in facts.ratings_at(point.key))
                else Says(_OTHER_SCALE, SaysKind.FIGURE)
                for point in self.points
            ]
            yield f"count:{code}", code, cells
        if "" in every:
            yield "count", terms.WITHOUT_RATING, [counted(point.key, "") for point in self.points]
        yield "all", "計", [counted(point.key, None) for point in self.points]

    def stated(
        self, field: EntryField, lines: Sequence[Line], point: str
    ) -> tuple[list[Decimal], list[Line], list[Evidence]]:
        """The numbers of a field at a point, once each; the rows whose texts are none; and the cells of the numbers.

        An item that says nothing itself says what its sub-items say.
        """
        numbers, unread, cells = [], [], []
        own = [one for one in lines if one.item.repeats is None and self._stands(one, point)]
        said = {one.key: self.facts.entry(one, point).get(field.field, "").strip() for one in own}
        spoken = {one.item.key for one in own if one.sub is None and said[one.key] not in ("", *terms.DASHES)}
        for one in own:
            text = said[one.key]
            if text in ("", *terms.DASHES):
                continue
            number = read_value(field, text).value
            if not isinstance(number, Decimal):
                unread.append(one)
            elif one.sub is None or one.item.key not in spoken:
                numbers.append(number)
                cells.append(self.facts.of_ledger(one, point, field.field))
        return numbers, unread, cells


def _cell(text: str, origins: tuple[Evidence, ...] = ()) -> Says:
    """A cell of a row that a page may begin with again."""
    return Says(text, SaysKind.FIGURE, origins, again=text)


def history_says(facts: Facts, filler: PlaceholderFiller, part: Part) -> PartSays:
    """The table of the course; or the sentence that stands in its place."""
    whole = facts.with_plan(facts.standing.plan_of_all_points)
    history, about = _History(whole, part), called(filler, part)
    rows = list(opening(facts, filler, part))
    keys = tuple(point.key for point in history.points)
    listed = [
        (line, own)
        for line in history.lines
        if any(line.item.key in history.there[key] for key in keys) and (own := history.rows(line, keys))
    ]
    if len(keys) < 2 or not listed:
        text = terms.NO_COURSE if len(keys) < 2 else NONE_BEHIND.replace("{term}", facts.plan.style.item_term)
        return PartSays(part.key, about, (*rows, RowSays(part.key, "none", text, {ONLY: Says(text)})))
    heads = {"no": "No.", "name": facts.plan.style.item_term}
    heads |= {"what": terms.COURSE_ROWS} if history.asked != {"rating"} else {}
    heads |= {f"at:{point.key}": point.short_label or point.label for point in history.points}
    rows += legend_says(part, filler, facts) if "rating" in history.asked else ()
    head = told("verify_heads", part=about)
    rows.append(RowSays(part.key, "head:1", head, {key: Says(text, each=True) for key, text in heads.items()}))
    lines = [line for line, _ in listed]
    bands = area_heads(whole, part, lines)
    for line, own in listed:
        rows += bands.pop(line.item.area_no, ())
        rows += (_row(history, line, row, first=n == 0) for n, row in enumerate(own))
    rows += _foot(history, lines, about) if part.foot else ()
    notes = _notes(history, listed)
    rows += (RowSays(part.key, f"note:{n}", note, {ONLY: Says(note)}) for n, note in enumerate(notes, 1))
    return PartSays(part.key, about, tuple(rows), heads)


def _row(history: _History, line: Line, row: _Said, *, first: bool) -> RowSays:
    facts, part = history.facts, history.part
    cells = {"no": Says(""), "name": Says("")}
    if first:
        number, name = said_item_number(facts, line, part.numbering), _name(history, line)
        cells["no"] = Says(number, SaysKind.WORDS, (facts.of_plan(line, "no", line.no),), again=number)
        cells["name"] = Says(name, SaysKind.WORDS, (facts.of_plan(line, "name", name),), again=name + AGAIN)
    if history.asked != {"rating"}:
        cells["what"] = Says(row.label, again=row.label)
    cells |= {f"at:{point.key}": one for point, one in zip(history.points, row.cells, strict=True)}
    about = told("verify_row", part=facts.name(line), row=row.label)
    return RowSays(part.key, f"{text_of_line(line.key)}|{row.key}", about, cells, line.no, area=line.item.area_no)


def _name(history: _History, line: Line) -> str:
    facts = history.facts
    own = (line.sub.name if line.sub else line.item.name) or ""
    own += relisted(facts, line) if line.item.repeats is not None else ""
    state = state_by(facts.plan, line.item, facts.point) if line.sub is None else ""
    return "\n".join([*([own] if own else []), *([state] if state else [])])


def _foot(history: _History, lines: Sequence[Line], about: str) -> Iterator[RowSays]:
    def row(key: str, label: str, cells: Sequence[Says]) -> RowSays:
        own = {f"at:{point.key}": one for point, one in zip(history.points, cells, strict=True)}
        named = told("verify_row", part=about, row=label)
        return RowSays(history.part.key, f"foot:{key}", named, {"no": Says(label), **own})

    for key, label, cells in history.counts(lines) if "rating" in history.asked else ():
        yield row(key, label, cells)
    for field in history.fields:
        sums = []
        for point in history.points:
            numbers, _, cells_of = history.stated(field, lines, point.key)
            total = Decimal(0)
            for number in numbers:
                total = EXACT.add(total, number)
            text = amount_text(total, field.decimals) if numbers else ""
            sums.append(Says(text, SaysKind.FIGURE, tuple(cells_of)))
        if any(one.text for one in sums):
            yield row(f"sum:{field.field}", f"{history.label(field)}の計", sums)


def _notes(history: _History, listed: Sequence[tuple[Line, list[_Said]]]) -> Iterator[str]:
    facts, part = history.facts, history.part
    if any(one.text == terms.NOT_IN_PLAN for _, own in listed for row in own for one in row.cells):
        yield terms.NOT_IN_PLAN_NOTE.replace("{term}", facts.plan.style.item_term)
    here = facts.ratings_at(facts.point.key)
    others: dict[str, list[str]] = {}
    for point in history.points if "rating" in history.asked else ():
        ratings = facts.ratings_at(point.key)
        legend = legend_line((one.code, one.label) for one in ratings)
        if legend and ratings != here:
            others.setdefault(legend, []).append(point.label)
    for legend, points in others.items():
        yield terms.OTHER_SCALE_NOTE.format(points="、".join(points), legend=legend)
    for field in history.fields if part.foot else ():
        nos = [
            f"No.{line.no}（{point.label}）"
            for point in history.points
            for line in history.stated(field, [line for line, _ in listed], point.key)[1]
        ]
        if nos:
            yield terms.UNREAD_AMOUNTS.format(label=history.label(field), nos="、".join(nos))
