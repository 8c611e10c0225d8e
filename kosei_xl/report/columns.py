"""What stands in a column of a list for one row: plan texts, entries of a point, and the derived columns."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from kosei_xl.later import dataclass
from kosei_xl.report.figures import figure_texts
from kosei_xl.report.revised import is_change_column, revised_text
from kosei_xl.values.labels import area_label
from kosei_xl.values.model import Column, Line, Plan, ReportingPoint, Scale
from kosei_xl.values.revision import Revision
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.notation import numbered, sub_numbered, values_in
from kosei_xl.words.quantities import with_unit
from kosei_xl.words.run_on import numbered_apart
from kosei_xl.words.terms import BETTER, NOT_RATED, PREVIOUS, RECORD, STEADY, TREND, WORSE

DASH = NOT_RATED
OTHER_SCALE = "―"
"""Stands where a count or a comparison would be of ratings of another scale."""
LABELLED = (("cause", "【要因】"), ("next_steps", "【今後の対応】"))
"""The fields of the column `cause_next`, each below its label."""
_RELISTED_TEXTS = ("plan_target", "result_actual", "target_actual", "cause_next")


@dataclass(frozen=True, slots=True)
class Source:
    """Everything a list is filled from: the standing, and what changed since the plan's former version."""

    standing: Standing
    revision: Revision | None = None

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.standing.plan

    @property
    def point(self) -> ReportingPoint:
        """The point that is printed."""
        return self.standing.point

    def of_plan(self, plan: Plan) -> "Source":
        """The same of another form of the plan."""
        return replace(self, standing=replace(self.standing, plan=plan))

    def at(self, point: ReportingPoint) -> Standing:
        """How it stood (or stands) at a point."""
        return self.standing if point is self.point else replace(self.standing, point=point)


def item_number(plan: Plan, line: Line, part: str = "") -> str:
    """The number as the plan prints it; a sub-item's by the plan's pattern, such as "4-1" or "- 1"."""
    own = (plan.part_by_key[part].numbering if part in plan.part_by_key else "") or plan.style.item_numbering
    if line.sub is not None:
        return sub_numbered(line.item.no, line.sub.sub_no, own, plan.style.sub_numbering)
    return numbered(line.item.no, own)


def column_text(source: Source, line: Line, column: Column) -> str:
    """The text of one cell; "" where there is nothing to print. Numbered paragraphs stand on lines of their own.

    Texts of a repeated listing are the mark 【No.…の再掲】; an item with sub-items prints "-" for department and texts.
    """
    return column_texts(source, column)(line)


def column_texts(source: Source, column: Column) -> Callable[[Line], str]:
    """What `column_text` says of each row of a column; what is the same for all of them is looked up once."""
    plan, key, revision = source.plan, column.key, source.revision
    figures = figure_texts(source.standing, column)
    if figures is not None:
        return lambda line: figures(line) or _dash_above_sub_items(line)
    point = plan.point(column.point) if column.point else source.point
    if point is None:
        return _nothing
    if column.source == "derived" and is_change_column(key):
        return (lambda line: revised_text(revision, line, key)) if revision else _nothing
    if is_rating(plan, column):
        given_at = rating_point(source, column)
        return _ratings(source.at(given_at).by(rater_of(column))) if given_at else _nothing
    if key == TREND:
        return lambda line: _trend(source, line, point)
    if key in ("no", "name", "no_name", "area", "departments", "lead"):
        return lambda line: _identity(source, line, column)
    has_mark = column.source == "plan" or key in _RELISTED_TEXTS or _is_text(key)
    named, standing = _named_with_mark(plan, column), source.at(point)

    def text(line: Line) -> str:
        if has_mark and line.item.repeats is not None:
            return "" if named else repeat_mark(plan, line)
        return numbered_apart(_own_text(standing, line, column)) or _dash_above_sub_items(line)

    return text


def _nothing(line: Line) -> str:
    return ""


def _dash_above_sub_items(line: Line) -> str:
    return DASH if line.sub is None and line.item.sub_items else ""


def is_rating(plan: Plan, column: Column) -> bool:
    """Whether a column prints ratings: of a rater, of record, or those of the point before."""
    return column.key in (RECORD, PREVIOUS, *plan.rating_fields)


def rater_of(column: Column) -> str | None:
    """The field of ratings that a column prints; None for those of record."""
    return None if column.key in (RECORD, PREVIOUS) else column.key


def rating_point(source: Source, column: Column) -> ReportingPoint | None:
    """The point whose ratings a column prints; None for a point that is not there."""
    if column.key == PREVIOUS:
        return source.plan.point_before(source.point)
    return source.plan.point(column.point) if column.point else source.point


def column_scale(source: Source, column: Column) -> Scale:
    """The scale by which the ratings of a column were given: that of its point."""
    point = rating_point(source, column)
    return source.at(point).by(rater_of(column)).scale if point is not None else Scale(())


def follow_up_count(source: Source) -> int:
    """Items marked for follow-up at the point; repeated listings count where the plan's setting says so."""
    plan = source.plan
    return sum(
        "follow_up" in source.standing.fields(line)
        for line in plan.lines
        if line.sub is None and (line.item.repeats is None or plan.style.follow_up_counts_repeats)
    )


def repeat_mark(plan: Plan, line: Line) -> str:
    """【No.15の再掲】."""
    original = plan.item_by_key[line.item.repeats or ""]
    return plan.style.repeat_mark.replace("{No}", original.no)


def _named_with_mark(plan: Plan, column: Column) -> bool:
    """Whether the column's list says at the name already that a row is listed again."""
    return any(other.key == "no_name" for other in plan.columns_of(column.part))


def _is_text(key: str) -> bool:
    return key not in ("follow_up", "example")


def _ratings(standing: Standing) -> Callable[[Line], str]:
    def text(line: Line) -> str:
        if line.sub is not None:
            return standing.scale.no_rating
        rating = standing.rating(line)
        return rating.code if rating else ""

    return text


def has_changed(source: Source, line: Line) -> bool:
    """Whether the rating of a row is another than at the point before; not where they cannot be compared."""
    plan, before = source.plan, source.plan.point_before(source.point)
    if before is None or line.sub is not None:
        return False
    now, then = source.standing.rating(line), source.at(before).rating(line)
    same = plan.counterpart(then, now.scale) if now is not None and then is not None else None
    return now is not None and same is not None and same.code != now.code


def _trend(source: Source, line: Line, point: ReportingPoint) -> str:
    """Whether the rating is better, worse or the same as at the point before; "" where one of them is missing.

    Ratings of another scale are compared by those that mean the same; without them, and outside the order, 「―」.
    """
    plan, before = source.plan, source.plan.point_before(point)
    now, then = source.at(point).rating(line), source.at(before).rating(line) if before is not None else None
    if now is None or then is None:
        return ""
    same = plan.counterpart(then, now.scale)
    if same is None or (same.code != now.code and (same.order is None or now.order is None)):
        return OTHER_SCALE
    if same.code == now.code or same.order == now.order:
        return STEADY
    return BETTER if (now.order or 0) < (same.order or 0) else WORSE


def _identity(source: Source, line: Line, column: Column) -> str:
    plan, key = source.plan, column.key
    names = [plan.department_by_code[code].name for code in line.departments_on(source.point.key)]
    number = item_number(plan, line, column.part)
    own_name = line.sub.name if line.sub else line.item.name
    if key == "no":
        return number
    if key == "name":
        return own_name or ""
    if key == "no_name":
        name = f"{number} {own_name}" if own_name else number
        return f"{name}{repeat_mark(plan, line)}" if line.item.repeats else name
    if key == "area":
        return area_label(plan, line.item.area_no)
    if key == "lead":
        return names[0] if names else DASH
    return plan.style.department_separator.join(names) or DASH


def _own_text(standing: Standing, line: Line, column: Column) -> str:
    key, plan = column.key, standing.plan
    if key == "cause_next":
        fields = standing.fields(line)
        return "\n".join(f"{label}\n{fields[name]}" for name, label in LABELLED if name in fields)
    if key == "plan_target":
        return _with_values(plan, standing.fields(line).get("annual_plan"), standing.indicators(line), "target")
    if key == "result_actual":
        return _with_values(plan, standing.fields(line).get("results"), standing.indicators(line), "actual")
    if key == terms.TARGET_ACTUAL:
        return "\n".join(_target_actual(plan, standing.indicators(line)))
    if key in ("target", "actual", "indicator", "unit"):
        return "\n".join(found[key] for found in standing.indicators(line) if key in found)
    if column.source == "plan":
        return line.texts.get(key, "")
    return standing.fields(line).get(key, "")


def _with_values(plan: Plan, text: str | None, indicators: tuple[Mapping[str, str], ...], which: str) -> str:
    """The text, and below it the values of the indicators in brackets: 「（登録団体数 62団体）」; own brackets stay."""
    values = []
    for number, found in enumerate(indicators, 1):
        value = found.get(which)
        if value is None:
            continue
        start, end = value_frame(found, number, len(indicators))
        values.append(f"{start}{shown_value(plan, found, value) if start else value}{end}")
    return "\n".join([*([text] if text else []), *values])


def _target_actual(plan: Plan, indicators: tuple[Mapping[str, str], ...]) -> Iterator[str]:
    """「登録団体数」 and below it 「目標 60団体」 and 「実績 62団体」, for each indicator with a value."""
    for number, found in enumerate(indicators, 1):
        values = [shown_value(plan, found, found[key]) if key in found else DASH for key in ("target", "actual")]
        if set(values) != {DASH}:
            mark = numbered(str(number), "①") if len(indicators) > 1 else ""
            name = [f"{mark}{found['indicator']}"] if "indicator" in found else []
            yield "\n".join([*name, terms.TARGET_TO_ACTUAL.format(*values)])


def shown_value(plan: Plan, indicator: Mapping[str, str], value: str) -> str:
    """「85.0％以上」: a value of an indicator with its unit, in the plan's digits."""
    return values_in(with_unit(value, indicator.get("unit", "")), plan.style.digits_text)


def value_frame(indicator: Mapping[str, str], number: int, count: int) -> tuple[str, str]:
    """What stands before and behind the value of an indicator, the `number`th (from 1) of `count`; nothing for one
    without a name.
    """
    if "indicator" not in indicator:
        return "", ""
    mark = numbered(str(number), "①") if count > 1 else ""
    return f"（{mark}{indicator['indicator']} ", "）"
