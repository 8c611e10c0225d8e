"""What lists must say: heads, bands, a row for each item, counts at the foot, bars of the year schedule."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from kosei_xl.later import dataclass
from kosei_xl.proof.verify.amounts import sums_says, value_says
from kosei_xl.proof.verify.facts import Evidence, Facts, RowFields
from kosei_xl.proof.verify.filling import PlaceholderFiller
from kosei_xl.proof.verify.says import AGAIN, ONLY, PartSays, RowSays, SaidBar, Says, SaysKind
from kosei_xl.values.ledger import text_of_line
from kosei_xl.values.model import SCHEDULE, Column, Line, Part, Rating, ReportingPoint
from kosei_xl.words import terms
from kosei_xl.words.legends import LEGEND_ROW, NOW_ROW, is_legend, legend_line
from kosei_xl.words.messages import told
from kosei_xl.words.notation import DigitStyle, date_text, digits, numbered, sub_numbered, values_in, wide, year_heads
from kosei_xl.words.quantities import with_unit
from kosei_xl.words.spellings import is_dash

NONE_BEHIND = "該当する{term}はありません。"
NOTHING = "-"
_JOINED = {"plan_target": ("annual_plan", "target"), "result_actual": ("results", "actual")}
_CAUSES = (("cause", "【要因】"), ("next_steps", "【今後の対応】"))
_OF_INDICATORS = ("indicator", "target", "actual", "unit")
_MARKS = ("follow_up", "example")
_CHANGE, _BEFORE, _NEW = "change_", "before_", "_new"
_QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class _Head:
    """A column as the head shows it: its key, its label and what stands above several."""

    key: str
    label: str
    heading: str | None


def called(filler: PlaceholderFiller, part: Part) -> str:
    """What people call a part: its title, or its sheet."""
    return filler.fill(part.title).text or part.sheet


def opening(facts: Facts, filler: PlaceholderFiller, part: Part) -> Iterator[RowSays]:
    """Title and introductory lines of a part."""
    title = filler.fill(part.title)
    if title.text:
        origins = (
            facts.of_part(part.key, "title", part.title),
            *(o for found in title.origins.values() for o in found),
        )
        yield RowSays(part.key, "title", title.text, {ONLY: Says(title.text, origins=origins)})
    text = filler.fill(part.text)
    for number, line in enumerate(text.text.split("\n") if text.text else (), 1):
        origins = (facts.of_part(part.key, "text", part.text), *text.origins.get(number, ()))
        yield RowSays(part.key, f"text:{number}", title.text or part.sheet, {ONLY: Says(line, origins=origins)})


def list_says(facts: Facts, filler: PlaceholderFiller, part: Part) -> PartSays:
    """A list of items, of what is behind, of what a revision changed, or with the year schedule."""
    about = called(filler, part)
    named = list_columns(facts, part)
    columns, keys = tuple(named.values()), list(named)
    shown, lines = listed_lines(facts, part)
    rows = list(opening(facts, filler, part))
    if not lines and (part.kind == "delayed" or part.items in ("revised", "changed", "asked")):
        text = _none_said(facts, part).replace("{term}", facts.plan.style.item_term)
        return PartSays(
            part.key, part.title or part.sheet, (*rows, RowSays(part.key, "none", text, {ONLY: Says(text)}))
        )
    has_schedule = part.kind == "schedule"
    rated = any(holds_ratings(facts, column) for column in columns)
    rows += legend_says(part, filler, facts) if lines and rated else ()
    rows += _day_of_line(facts, part) if has_schedule and lines else ()
    rows += _heads(part, filler, columns, keys, facts) if lines else ()
    bands = _bands(shown, part, columns, lines)
    for line in lines:
        rows += bands.pop(line.item.area_no, ())
        rows.append(_item(shown, part, line, columns, keys, has_schedule))
    rows += sums_says(shown, part, [_filled(filler, column) for column in columns], keys, lines, about)
    rows += _foot(shown, part, columns, keys, lines, about) if part.foot else ()
    labels = {key: filler.fill(column.label).text or key for key, column in zip(keys, columns, strict=True)}
    area = next((key for key, column in zip(keys, columns, strict=True) if column.key == "area"), None)
    quarters = frozenset(_quarters(facts)) if has_schedule else frozenset()
    return PartSays(part.key, about, tuple(rows), labels, quarters, area)


def list_columns(facts: Facts, part: Part) -> dict[str, Column]:
    """The columns of a list by their keys in a report, from left to right."""
    filler = PlaceholderFiller(facts)
    named = _named(facts, facts.plan.columns_of(part.key) or _usual_columns(facts, part))
    columns = tuple(_with_unit(facts, filler, column) for column in named)
    if part.kind == "schedule" and SCHEDULE not in {column.key for column in columns}:
        columns = (*columns, Column(part=part.key, key=SCHEDULE, label=""))
    return dict(zip(_column_keys(columns), columns, strict=True))


def listed_lines(facts: Facts, part: Part) -> tuple[Facts, list[Line]]:
    """The rows that a list shows, and the facts that they are looked up in."""
    if part.kind == "delayed":
        return facts, list(facts.behind())
    if part.items == "changed":
        return facts, [line for line in facts.lines if _is_other(facts, line)]
    if part.items == "asked":
        return facts, [line for line in facts.lines if _has_question(facts, line)]
    if part.items == "revised":
        if facts.revision is None:
            return facts, []
        with_gone = facts.with_plan(facts.revision.plan_with_removed(facts.plan))
        return with_gone, [Line(item, None) for item in with_gone.areas.items() if item.key in facts.revised]
    return facts, [line for line in facts.lines if part.items in ("all", line.item.kind)]


def _none_said(facts: Facts, part: Part) -> str:
    """What a list says that has no rows."""
    if part.kind != "delayed" and part.items == "asked":
        return terms.NONE_ASKED
    if part.kind == "delayed" or part.items != "changed":
        return NONE_BEHIND
    earlier = [one for one in facts.plan.points if one.date < facts.point.date]
    return terms.NONE_CHANGED if earlier else terms.NO_RATING_BEFORE


def _has_question(facts: Facts, line: Line) -> bool:
    """Whether the last point before has a text of the committee in the row's own entry."""
    earlier = [one for one in facts.plan.points if one.date < facts.point.date]
    if not earlier or line.item.repeats is not None:
        return False
    said = facts.ledger.fields(line.key.at(max(earlier, key=lambda one: one.date).key))
    theirs = (one.field for one in facts.plan.fields if one.filled_by == "committee" and one.type != "rating")
    return any(said.get(name) for name in theirs)


def _is_other(facts: Facts, line: Line) -> bool:
    """Whether the rating of a row differs from that of the point before."""
    earlier = [one for one in facts.plan.points if one.date < facts.point.date]
    if not earlier or line.sub is not None:
        return False
    now = facts.rating(line, facts.point.key)
    then = _as_now(facts, facts.rating(line, max(earlier, key=lambda one: one.date).key), now, facts.point)
    return now is not None and then is not None and then.code != now.code


def _as_now(facts: Facts, then: Rating | None, now: Rating | None, point: ReportingPoint) -> Rating | None:
    """A rating of an earlier point as that of the scale in which one was given at a point; None where none means it."""
    if now is None or then is None or now.scale == then.scale:
        return then
    pairs = {(f"{then.scale}:{then.code}", one) for one in facts.ratings_at(point.key)}
    alike = [one for old, one in pairs if old in one.equals or f"{one.scale}:{one.code}" in then.equals]
    return min(alike, key=facts.plan.ratings.index) if alike else None


def _usual_columns(facts: Facts, part: Part) -> tuple[Column, ...]:
    """The columns of a list for which none are set."""

    def column(key: str, label: str, heading: str | None = None) -> Column:
        return Column(part=part.key, key=key, label=label, heading=heading)

    revision = facts.revision
    if part.items != "revised" or revision is None:
        own = "rating" if facts.plan.record == ("rating",) else "record"
        pairs = (("no", "No."), ("name", "項目"), ("departments", "推進担当課"), (facts.rated_by or own, "評価"))
        return tuple(column(*pair) for pair in pairs)
    columns = [column("no", "No."), column("name", revision.after.style.item_term)]
    for kind, changes in facts.changed.items():
        words = revision.kinds[kind]
        if words.counted and changes:
            heading = "見直しの内容"
            columns.append(column(f"{_CHANGE}{kind}", words.phrase.removesuffix("の見直し"), heading))
            if words.new and any(change.old is None for change in changes):
                columns.append(column(f"{_CHANGE}{kind}{_NEW}", f"うち{words.new}", heading))
    return tuple(columns)


def _named(facts: Facts, columns: Sequence[Column]) -> Iterator[Column]:
    """The columns with the points that they are about; heads of 前回 say that point's year.

    A column of a point that there was not yet is not printed.
    """
    for column in columns:
        if column.point not in terms.EARLIER_POINTS:
            yield column
            continue
        point = facts.plan.point(facts.point_key(column.point) or "")
        if point is not None:
            words = PlaceholderFiller(facts.at_point(point))
            label, heading = (words.fill(text or "").text for text in (column.label, column.heading))
            yield column.model_copy(update={"label": label, "heading": heading or None, "point": point.key})


def _filled(filler: PlaceholderFiller, column: Column) -> Column:
    """A column with its heads as they are printed."""
    heading = filler.fill(column.heading).text if column.heading else None
    return column.model_copy(update={"label": filler.fill(column.label).text, "heading": heading})


def _with_unit(facts: Facts, filler: PlaceholderFiller, column: Column) -> Column:
    """A column of amounts with their unit in its head; one of a field without a head of its own has the field's."""
    field = facts.plan.field_by_key.get(column.key)
    if column.source != "entry" or field is None or not field.is_typed or column.key in terms.FIELD_LABELS:
        return column
    label = filler.fill(column.label).text or field.label
    unit = field.shown_unit if field.is_amount and field.shown_unit not in label else ""
    return column.model_copy(update={"label": f"{label}\n（{unit}）" if unit else label})


def _column_keys(columns: Sequence[Column]) -> list[str]:
    """The keys of the columns as a report has them: "results@R6_half"; a second one of a key is "…~2"."""
    keys: list[str] = []
    for column in columns:
        key = f"{column.key}@{column.point}" if column.point else column.key
        before = sum(other == key or other.startswith(f"{key}~") for other in keys)
        keys.append(f"{key}~{before + 1}" if before else key)
    return keys


# -- heads and bands ---------------------------------------------------------------------------------------------------
def legend_says(part: Part, filler: PlaceholderFiller, facts: Facts) -> Iterator[RowSays]:
    """What the ratings mean, where no text on the sheet tells."""
    ratings = facts.ratings_at(facts.point.key)
    signs = [sign for one in ratings for sign in (one.code, wide(one.code))]
    heads = tuple(f"{mark}{colon}" for sign in signs for mark in (sign, f"「{sign}」") for colon in "：:")
    texts = [filler.fill(other.text).text for other in facts.plan.parts if other.sheet == part.sheet]
    told_there = any(is_legend(line, heads) for text in texts for line in text.split("\n"))
    text = legend_line((one.code, one.label) for one in ratings)
    if text and not told_there:
        yield RowSays(part.key, LEGEND_ROW, called(filler, part), {ONLY: Says(text, each=True)})


def _day_of_line(facts: Facts, part: Part) -> Iterator[RowSays]:
    """What the thick line of a year schedule stands for: the day of the report, where a quarter of the plan is over."""
    day, plan = facts.point.date, facts.plan
    middles = [date(year, month, 16) for year in range(plan.period_start, plan.period_end + 1) for month in (5, 8, 11)]
    middles += [date(year + 1, 2, 16) for year in range(plan.period_start, plan.period_end + 1)]
    over = sum(middle <= day for middle in middles)
    end = date(plan.period_end + 1, 3, 31)
    if over and day <= end:
        text = terms.NOW_LINE.format(date_text(day, plan.style.digits_text))
        yield RowSays(part.key, NOW_ROW, text, {ONLY: Says(text, each=True)})


def _heads(
    part: Part, filler: PlaceholderFiller, columns: Sequence[Column], keys: Sequence[str], facts: Facts
) -> Iterator[RowSays]:
    """The head: one row, or two where columns stand together under a heading."""
    heads = list(_head_columns(part, columns, keys, facts))
    about = told("verify_heads", part=called(filler, part))

    def says(head: _Head, what: str, text: str) -> Says:
        key, _, point = head.key.partition("@")
        return Says(
            filler.fill(text).text, origins=(facts.of_column((part.key, key, point or None), what, text),), each=True
        )

    if all(head.heading is None for head in heads):
        yield RowSays(part.key, "head:1", about, {head.key: says(head, "label", head.label) for head in heads})
        return
    upper, lower = {}, {}
    above: str | None = None
    for head in heads:
        if head.heading is None:
            upper[head.key], above = says(head, "label", head.label), None
            continue
        heading = says(head, "heading", head.heading)
        if heading.text != above:
            upper[head.key], above = heading, heading.text
        lower[head.key] = says(head, "label", head.label)
    yield RowSays(part.key, "head:1", about, upper)
    yield RowSays(part.key, "head:2", about, lower)


def _head_columns(part: Part, columns: Sequence[Column], keys: Sequence[str], facts: Facts) -> Iterator[_Head]:
    for column, key in zip(columns, keys, strict=True):
        if part.kind != "schedule" or column.key != SCHEDULE:
            # a heading without a text is none
            yield _Head(key, column.label, column.heading or None)
            continue
        heading = column.heading or column.label or terms.SCHEDULE_HEADING
        yield _Head(key, column.label if column.heading and column.label else terms.ACTIONS_LABEL, heading)
        first, last = facts.plan.period_start, facts.plan.period_end
        for year, text in enumerate(year_heads(first, last, facts.plan.style.era_schedule), first):
            yield _Head(f"{year}-1", text, heading)


def _bands(facts: Facts, part: Part, columns: Sequence[Column], lines: Iterable[Line]) -> dict[str, list[RowSays]]:
    """Area -> its name and those of the areas above it over its rows; each once, without those that a column has."""
    if part.kind == "delayed" or part.items in ("changed", "asked"):
        return {}
    return area_heads(facts, part, lines, in_column="area" in {column.key for column in columns})


def area_heads(facts: Facts, part: Part, lines: Iterable[Line], *, in_column: bool = False) -> dict[str, list[RowSays]]:
    """Area -> the rows that head it, each once; `in_column` where a column names the areas themselves."""
    if len(facts.plan.areas) < 2:
        return {}
    told_already: set[str] = set()
    bands: dict[str, list[RowSays]] = {}
    for own in dict.fromkeys(line.item.area_no for line in lines):
        bands[own] = []
        for area in facts.areas.line_of(own):
            no = area.key or area.no
            if no not in told_already and not (in_column and no == own):
                told_already.add(no)
                text = f"{facts.areas.headed(no)} {area.name}"
                says = Says(text, again=text + AGAIN, each=True)
                bands[own].append(RowSays(part.key, f"band:{no}", text, {ONLY: says}))
    return bands


# -- rows of items -----------------------------------------------------------------------------------------------------
def _item(
    facts: Facts, part: Part, line: Line, columns: Sequence[Column], keys: Sequence[str], has_schedule: bool
) -> RowSays:
    cells = {key: cell(facts, part, line, column) for column, key in zip(columns, keys, strict=True)}
    bars: tuple[SaidBar, ...] | None = None
    if has_schedule:
        bars = ()
        if line.schedule and line.item.repeats is None:
            key = keys[next(n for n, column in enumerate(columns) if column.key == SCHEDULE)]
            actions = "\n".join(row.action for row in line.schedule)
            cells[key] = Says(actions, SaysKind.WORDING, (facts.of_plan(line, SCHEDULE, actions),))
            bars = tuple(_bars(facts, line))
    return RowSays(part.key, text_of_line(line.key), facts.name(line), cells, line.no, bars, line.item.area_no)


def cell(facts: Facts, part: Part, line: Line, column: Column) -> Says:
    """What a column says of a row."""
    plan, key = facts.plan, column.key
    of_value = value_says(facts, line, column)
    if of_value is not None:
        return of_value
    point = plan.point(column.point) if column.point else facts.point
    if point is None:
        return Says("")
    if column.source == "derived" and (key == "changes" or key.startswith((_CHANGE, _BEFORE))):
        return _change(facts, line, key)
    if holds_ratings(facts, column):
        return _rating(_as_asked(facts, column), line, key, point.key)
    if key == terms.TREND:
        return _compared(facts, line, point)
    identity = _identity(facts, part, line, key)
    if identity is not None:
        return identity
    repeats = line.item.repeats
    if repeats is not None and (column.source == "plan" or key not in _MARKS):
        once = any(other.key == "no_name" for other in facts.plan.columns_of(part.key))
        mark = "" if once else relisted(facts, line)
        return Says(mark, SaysKind.RELISTED, (facts.of_plan(line, "repeats", repeats),))
    text, origins = _text(facts, line, column, point.key)
    kind = SaysKind.FIGURE if key in _MARKS else SaysKind.WORDING
    if not text and line.sub is None and line.item.sub_items:
        text = NOTHING
    return Says(text, kind, origins, digits=facts.evens and column.source != "plan")


def relisted(facts: Facts, line: Line) -> str:
    """【No.15の再掲】 in the plan's way."""
    original = facts.plan.item_by_key[line.item.repeats or ""]
    return facts.plan.style.repeat_mark.replace("{No}", original.no)


def said_item_number(facts: Facts, line: Line, numbering: str = "") -> str:
    """The printed number of a row."""
    style = facts.plan.style
    own = numbering or style.item_numbering
    if line.sub is None:
        return numbered(line.item.no, own)
    return sub_numbered(line.item.no, line.sub.sub_no, own, style.sub_numbering)


def _rating(facts: Facts, line: Line, key: str, point: str) -> Says:
    if key == "previous":
        earlier = [one for one in facts.plan.points if one.date < facts.point.date]
        if not earlier:
            return Says("", SaysKind.FIGURE)
        point = max(earlier, key=lambda one: one.date).key
    if line.sub is not None:
        unrated = _unrated(facts, point)
        return Says(unrated, SaysKind.FIGURE, again=unrated)
    rating = facts.rating(line, point)
    origins = (facts.of_ledger(line, point, facts.rating_name(line, point)),) if line.item.kind == "rated" else ()
    code = rating.code if rating else ""
    return Says(code, SaysKind.FIGURE, origins, again=code)


def _compared(facts: Facts, line: Line, point: ReportingPoint) -> Says:
    """An arrow from the rating of the point before to that of a point, 「―」 where there is no telling."""
    earlier = [one for one in facts.plan.points if one.date < point.date]
    last = max(earlier, key=lambda one: one.date) if earlier else None
    now, then = facts.rating(line, point.key), facts.rating(line, last.key) if last is not None else None
    if now is None or then is None or last is None:
        return Says("", SaysKind.FIGURE)
    then = _as_now(facts, then, now, point)
    origins = tuple(facts.of_ledger(line, key, facts.rating_name(line, key)) for key in (last.key, point.key))
    if then is not None and then.code == now.code:
        return Says("→", SaysKind.FIGURE, origins)
    if then is None or then.order is None or now.order is None:
        return Says("―", SaysKind.FIGURE, origins)
    arrow = "→" if then.order == now.order else "↑" if now.order < then.order else "↓"
    return Says(arrow, SaysKind.FIGURE, origins)


def ratings_of(facts: Facts, column: Column) -> tuple[Rating, ...]:
    """The ratings among which those of a column are: those of its point."""
    key = column.point or facts.point.key
    if column.key == "previous":
        earlier = [one for one in facts.plan.points if one.date < facts.point.date]
        key = max(earlier, key=lambda one: one.date).key if earlier else ""
    return _as_asked(facts, column).ratings_at(key)


def holds_ratings(facts: Facts, column: Column) -> bool:
    """Whether a column prints ratings."""
    return column.key in ("record", "previous") or column.key in facts.plan.rating_fields


def _as_asked(facts: Facts, column: Column) -> Facts:
    """The facts with the ratings that a column prints: one rater's, or those of record."""
    return facts.by(None if column.key in ("record", "previous") else column.key)


def rating_named(rating: Rating) -> str:
    """A rating's name and, below it, its sign; once where they are the same."""
    if rating.code == rating.label:
        return rating.code
    return "\n".join(text for text in (rating.label, f"（{wide(rating.code)}）") if text)


def _unrated(facts: Facts, point: str) -> str:
    """What stands where a row has no rating: nothing that could be taken for one."""
    return "／" if any(is_dash(one.code) for one in facts.ratings_at(point)) else NOTHING


def _identity(facts: Facts, part: Part, line: Line, key: str) -> Says | None:
    """Number, name, area and departments of a row; None for other columns."""
    number = said_item_number(facts, line, part.numbering)
    name = (line.sub.name if line.sub else line.item.name) or ""
    if key == "no":
        columns = facts.plan.columns_of(part.key) or _usual_columns(facts, part)
        named = name and any(other.key in ("name", "no_name") for other in columns)
        again = number if named else number + AGAIN
        return Says(number, SaysKind.WORDS, (facts.of_plan(line, "no", line.no),), again=again)
    if key == "name":
        return Says(name, SaysKind.WORDS, (facts.of_plan(line, "name", name),), again=name + AGAIN)
    if key == "no_name":
        text = f"{number} {name}" + (relisted(facts, line) if line.item.repeats is not None else "")
        return Says(text, SaysKind.WORDS, (facts.of_plan(line, "name", name),), again=text + AGAIN)
    if key == "area":
        area = facts.plan.area_by_no[line.item.area_no]
        short = facts.areas.number(line.item.area_no)
        origins = (facts.of_plan(line, "area_no", area.name),)
        return Says(f"{short} {area.name}", SaysKind.WORDS, origins, others=(short, ""), each=True)
    if key in ("departments", "lead"):
        names = facts.departments(line)
        text = facts.plan.style.department_separator.join(names if key == "departments" else names[:1])
        return Says(text or NOTHING, SaysKind.WORDS, (facts.of_plan(line, "departments", text),))
    return None


def _text(facts: Facts, line: Line, column: Column, point: str) -> tuple[str, tuple[Evidence, ...]]:
    """A text of the ledger, of its indicators or of the plan, and where it comes from."""
    key, entry = column.key, facts.entry(line, point)
    if key == "cause_next":
        said = [f"{label}\n{entry[name]}" for name, label in _CAUSES if name in entry]
        return "\n".join(said), tuple(facts.of_ledger(line, point, name) for name, _ in _CAUSES)
    if key in _JOINED:
        name, which = _JOINED[key]
        said = [entry[name]] if entry.get(name) else []
        said += _values(facts.indicators(line, point), which, facts.plan.style.digits_text)
        return "\n".join(said), (facts.of_ledger(line, point, name), *facts.of_indicators(line, point, which))
    if key == terms.TARGET_ACTUAL:
        said = list(_compared_values(facts.indicators(line, point), facts.plan.style.digits_text))
        origins = (facts.of_indicators(line, point, which) for which in ("target", "actual"))
        return "\n".join(said), tuple(origin for own in origins for origin in own)
    if key in _OF_INDICATORS:
        values = [found[key] for found in facts.indicators(line, point) if key in found]
        return "\n".join(values), tuple(facts.of_indicators(line, point, key))
    if column.source == "plan":
        text = (line.sub.texts if line.sub else line.item.texts).get(key, "")
        return text, (facts.of_plan(line, key, text),)
    return entry.get(key, ""), (facts.of_ledger(line, point, key),)


def _values(indicators: Sequence[RowFields], which: str, style: DigitStyle) -> Iterator[str]:
    """「（登録団体数 62団体）」 for each indicator with a value, numbered where there are several."""
    for number, found in enumerate(indicators, 1):
        value = found.get(which)
        if value is None:
            continue
        if "indicator" not in found:
            yield value
            continue
        mark = numbered(str(number), "①") if len(indicators) > 1 else ""
        said = values_in(with_unit(value, found.get("unit") or ""), style)
        yield f"（{mark}{found['indicator']} {said}）"


def _compared_values(indicators: Sequence[RowFields], style: DigitStyle) -> Iterator[str]:
    """Each target against what was reached, below the name of its indicator; nothing for one without both."""
    for number, found in enumerate(indicators, 1):
        unit = found.get("unit") or ""
        target, actual = (
            values_in(with_unit(found[which], unit), style) if which in found else NOTHING
            for which in ("target", "actual")
        )
        if target == actual == NOTHING:
            continue
        if "indicator" in found:
            yield f"{numbered(str(number), '①') if len(indicators) > 1 else ''}{found['indicator']}"
        yield terms.TARGET_TO_ACTUAL.format(target, actual)


def _change(facts: Facts, line: Line, key: str) -> Says:
    """What a revision changed in an item; nothing for its sub-items."""
    revision = facts.revision
    if revision is None or line.sub is not None:
        return Says("")
    own = [change for change in revision.changes if change.item_key == line.item.key]
    origins = tuple(facts.of_change(change) for change in own)
    if key.startswith(_BEFORE):
        return Says(_former(facts, line, key.removeprefix(_BEFORE)), SaysKind.WORDING, origins)
    if key == "changes":
        said = []
        for kind, words in revision.kinds.items():
            mine = [change for change in own if change.kind == kind]
            if mine and words.counted:
                new = f"（{words.new}）" if words.new and any(change.old is None for change in mine) else ""
                said.append(words.phrase.removesuffix("の見直し") + new)
        return Says("、".join(said), SaysKind.WORDS, origins)
    kind = key.removeprefix(_CHANGE)
    if kind not in revision.kinds and kind.endswith(_NEW):
        found = any(change.kind == kind.removesuffix(_NEW) and change.old is None for change in own)
    else:
        found = any(change.kind == kind for change in own)
    return Says(terms.YES if found else "", SaysKind.FIGURE, origins)


def _marks(
    facts: Facts, part: Part, columns: Sequence[Column], keys: Sequence[str], lines: Sequence[Line], about: str
) -> Iterator[RowSays]:
    """How often each kind of change stands in a list of what a revision changed."""
    marked = [n for n, column in enumerate(columns) if column.key.startswith(_CHANGE)]
    if part.items != "revised" or not marked or marked[0] == 0:
        return
    cells = {keys[0]: Says("計")}
    for n in range(marked[0], len(columns)):
        said = [says for line in lines if n in marked and (says := _change(facts, line, columns[n].key)).text]
        origins = tuple(origin for says in said for origin in says.origins)
        cells[keys[n]] = Says(digits(len(said), "half"), SaysKind.FIGURE, origins) if n in marked else Says("")
    yield RowSays(part.key, "foot:計", told("verify_row", part=about, row="計"), cells)


def _former(facts: Facts, line: Line, name: str) -> str:
    """What an item said in the plan's former version."""
    assert facts.revision is not None
    before = facts.revision.before
    item = next((one for one in before.items if one.key == line.item.key), None)
    if item is None:
        return ""
    if name == "no":
        return item.no
    if name == "name":
        return item.name
    if name == "departments":
        names = {department.code: department.name for department in before.departments}
        return before.style.department_separator.join(names[code] for code in item.departments)
    return Line(item, None).plan_text(name) or ""


# -- year schedule -----------------------------------------------------------------------------------------------------
def _quarters(facts: Facts) -> Iterator[str]:
    for year in range(facts.plan.period_start, facts.plan.period_end + 1):
        for quarter in _QUARTERS:
            yield f"{year}-{quarter}"


def _bars(facts: Facts, line: Line) -> Iterator[SaidBar]:
    """The bars that fall into the plan's years: a label stands in its bar or right behind it."""
    quarters = list(_quarters(facts))
    for row_number, row in enumerate(line.schedule):
        for bar_number, bar in enumerate(row.bars):
            places = [
                at
                for at, quarter in enumerate(quarters)
                if (bar.start.year, bar.start.quarter) <= _as_pair(quarter) <= (bar.end.year, bar.end.quarter)
            ]
            if places:
                begins = (quarters[places[0]], *quarters[places[-1] + 1 : places[-1] + 2])
                ends = quarters[places[0]], quarters[places[-1]]
                yield SaidBar(bar.shown, begins, ends, facts.of_bar(line, row_number, bar_number, bar.shown))


def _as_pair(quarter: str) -> tuple[int, int]:
    year, _, number = quarter.partition("-")
    return int(year), int(number)


# -- foot --------------------------------------------------------------------------------------------------------------
def _foot(
    facts: Facts, part: Part, columns: Sequence[Column], keys: Sequence[str], lines: Sequence[Line], about: str
) -> Iterator[RowSays]:
    """Counts under the ratings: a row for each rating, one for all; how many are followed up."""
    at = next((n for n, column in enumerate(columns) if holds_ratings(facts, column)), 0)
    if at == 0:
        yield from _marks(facts, part, columns, keys, lines, about)
        return
    rated = [line for line in lines if line.sub is None and line.item.kind == "rated"]
    shown = [column for column in columns if holds_ratings(facts, column)]
    given = {cell(facts, part, line, column).text for line in rated for column in shown}
    scales = {id(column): ratings_of(facts, column) for column in shown}
    every = [rating for ratings in scales.values() for rating in ratings]
    codes = list(dict.fromkeys(rating.code for rating in every if rating.counted or rating.code in given))
    for code in (*codes, "計"):
        wanted = codes if code == "計" else [code]
        cells = {keys[0]: Says(code)}
        for column, key in list(zip(columns, keys, strict=True))[at:]:
            if holds_ratings(facts, column):
                said = [(line, cell(facts, part, line, column)) for line in rated]
                own = {rating.code for rating in scales[id(column)]}
                counted = [says for _, says in said if says.text in own.intersection(wanted)]
                origins = tuple(origin for says in counted for origin in says.origins)
                known = code == "計" or code in own
                cells[key] = Says(digits(len(counted), "half") if known else "―", SaysKind.FIGURE, origins)
            elif column.key == "follow_up" and code == codes[0]:
                tally = facts.followed_up()
                cells[key] = Says(digits(tally.number, "half"), SaysKind.FIGURE, facts.origins(tally, "follow_up"))
        yield RowSays(part.key, f"foot:{code}", told("verify_row", part=about, row=code), cells)
