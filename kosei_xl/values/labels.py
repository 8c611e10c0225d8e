"""How the plan calls things: the label of a field, the name of a department or an area, the fields of a row."""

from datetime import date

from kosei_xl.values.fields import EntryField, same_value
from kosei_xl.values.model import STANDARD_FIELDS, Column, Plan, ReportingPoint, Slot
from kosei_xl.words import terms
from kosei_xl.words.notation import numbered
from kosei_xl.words.years import without_era


def field_names(plan: Plan, slot: Slot) -> tuple[str, ...]:
    """The fields of a row, an indicator or a photo that departments fill in."""
    return slot.fields or plan.entry_fields


def fields_of_ledger(plan: Plan, slot: Slot) -> tuple[str, ...]:
    """The fields that a row of 台帳, 指標 or 写真 may hold."""
    return slot.fields or (*STANDARD_FIELDS, *plan.own_fields)


def label_of(plan: Plan, field: str) -> str:
    """The label that the plan's form prints for an entry field; else that of its definition."""
    defined = plan.field_by_key.get(field)
    return plan.form_labels.get(field) or (defined.label if defined else terms.FIELD_LABELS.get(field, field))


def head_of(plan: Plan, column: Column) -> str:
    """The head of a column in the survey; below it the unit of its amounts, where it does not say that itself."""
    field = plan.field_by_key.get(column.key) if column.source == "entry" else None
    return label_with_unit(column.label, field) if field is not None else column.label


def label_with_unit(label: str, field: EntryField) -> str:
    """「計画額」 with 「（千円）」 in a line below it."""
    unit = field.shown_unit if field.is_amount else ""
    return f"{label}\n（{unit}）" if unit and unit not in label else label


def says_same(plan: Plan, field: str, one: str | None, other: str | None) -> bool:
    """Whether two texts say the same in a field of the plan: the same value where it has values, else the same text."""
    if one == other:
        return True
    defined = plan.field_by_key.get(field)
    return defined is not None and same_value(defined, one, other)


def department_name(plan: Plan, code: str | None) -> str:
    """A department as people call it; the office where there is none."""
    department = plan.respondent(code or "")
    return department.name if department else (code or terms.OFFICE)


def point_label(plan: Plan, key: str | None) -> str | None:
    """What a reporting point is called where people read it; its key where the plan has it no more."""
    point = plan.point(key) if key is not None else None
    return point.label if point is not None else key


def point_in_file_names(point: ReportingPoint) -> str:
    """「令和７年度末」: a short name that lacks nothing but the era has it in file names."""
    short = point.short_label
    return point.label if not short or short == without_era(point.label) else short


def quarters_over(plan: Plan, day: date) -> int:
    """How many quarters of a plan's years are over at a day, to the nearest; 0 before the first and after the last."""
    months = (day.year - plan.period_start) * 12 + day.month - 4
    over = months // 3 + (months % 3 + (day.day > 15) >= 2)
    return over if over > 0 and months < (plan.period_end - plan.period_start + 1) * 12 else 0


def area_number(plan: Plan, area_id: str) -> str:
    """「方向性１」 or 「Ⅰ」: the level's name goes before plain numbers."""
    return plan.level_of(area_id).number(plan.area_by_no[area_id].no)


def area_label(plan: Plan, area_id: str, separator: str = " ") -> str:
    """「Ⅰ 地域協働の推進」."""
    area = plan.area_by_no[area_id]
    return f"{numbered(area.no, plan.level_of(area_id).numbering)}{separator}{area.name}"


def areas_called(plan: Plan) -> str:
    """What the areas of all levels are called, over a column that shows them all: 「基本方針・重点項目」."""
    return "・".join(dict.fromkeys(level.name for level in plan.levels[: plan.tree.height]))


def other_ratings(plan: Plan, field: str) -> str:
    """What 集計 calls the row that counts a field of ratings by itself: 「（二次評価）」."""
    return f"（{label_of(plan, field)}）"
