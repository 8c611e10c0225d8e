"""Plan and ledger -> one flat list: a row for each item and sub-item, as an office keeps it in a single sheet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kosei_xl.make.plain import PlainColumn, PlainSheet
from kosei_xl.values.labels import department_name, fields_of_ledger, label_of
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import INDICATOR_FIELDS, ROW, SCHEDULE, Line, Plan, ReportingPoint
from kosei_xl.words import terms

LIST_SHEET = "項目の一覧"
_NARROW, _WIDE = 8.0, 40.0
_FROZEN = 6
"""From the area to the name: what stays in sight."""


class _Field(NamedTuple):
    """A column about a reporting point: a field of the row, or of its indicator of this number."""

    point: ReportingPoint
    name: str
    indicator: int = 0


def plan_list(plan: Plan, ledger: Ledger) -> PlainSheet:
    """The plan as one flat list in printed order: area, No., name, departments, plan texts; then for each reporting
    point in use the rating and every text of 台帳, and the indicators, under the point's label.

    Codes and texts are as they stand in the master, so that the list can be read again. A repeated listing has its own
    entries only, and names its original. Photos are not in it.
    """
    fields = tuple(_fields(plan, ledger))
    depth = max((len(_areas(plan, line)) for line in plan.lines), default=1)
    texts = (*plan.text_fields, *([SCHEDULE] if any(line.schedule for line in plan.lines) else []))
    columns = _distinct((*_plan_columns(plan, depth, texts), *(_column(plan, field) for field in fields)))
    rows = [
        (*_plan_cells(plan, line, depth, texts), *(_cell(ledger, line, field) for field in fields))
        for line in plan.lines
    ]
    return PlainSheet(LIST_SHEET, columns, rows, frozen=depth + _FROZEN - 1)


def _plan_columns(plan: Plan, depth: int, texts: Iterable[str]) -> Iterator[PlainColumn]:
    labels = {column.key: column.label for column in plan.columns if column.source == "plan"}
    yield PlainColumn("分野番号", "name", _NARROW)
    yield from (PlainColumn(f"上位の分野{n}" if n < depth else "分野", "text", 24.0) for n in range(1, depth + 1))
    yield from (PlainColumn(head, "name", _NARROW) for head in ("No.", "枝番", "区分"))
    yield PlainColumn("名称", "text", _WIDE)
    yield PlainColumn("再掲元のNo.", "name", _NARROW)
    yield from (PlainColumn(head, "text", 16.0) for head in ("主担当", "その他の担当課", "回答課", "部"))
    for key in texts:
        label = terms.SCHEDULE_HEADING if key == SCHEDULE else labels.get(key) or terms.TEXT_LABELS.get(key, key)
        yield PlainColumn(label, "text", _WIDE)


def _plan_cells(plan: Plan, line: Line, depth: int, texts: Iterable[str]) -> Iterator[str | None]:
    areas = _areas(plan, line)
    yield line.item.area_no
    yield from (*[None] * (depth - len(areas)), *areas)
    yield line.item.no
    yield line.sub_no
    yield terms.KIND_LABELS["sub" if line.sub else line.item.kind]
    yield line.name
    original = plan.item_by_key.get(line.item.repeats or "")
    yield original.no if original else line.item.repeats
    names = [department_name(plan, code) for code in line.departments]
    yield names[0] if names else None
    yield "\n".join(names[1:]) or None
    yield department_name(plan, line.answering)
    lead = plan.department_by_code.get(line.departments[0]) if line.departments else None
    yield lead.bureau if lead else None
    yield from (line.plan_text(key) for key in texts)


def _areas(plan: Plan, line: Line) -> Sequence[str]:
    """The names of a row's area and of those above it, the highest first."""
    return [area.name for area in plan.tree.path(line.item.area_no)]


def _fields(plan: Plan, ledger: Ledger) -> Iterator[_Field]:
    """What is said anywhere at each point, in the order of the plan's fields; the rating wherever a point is in use."""
    for point in plan.points:
        keys = [key for key in ledger.keys_at(point.key) if ledger.fields(key)]
        used = {name for key in keys if key.is_row for name in ledger.fields(key)}
        names = (*(name for name in fields_of_ledger(plan, ROW) if name in used or name == "rating"),)
        yield from (_Field(point, name) for name in names if keys)
        for number in sorted({key.slot.number for key in keys if key.is_indicator}):
            yield from (_Field(point, name, number) for name in INDICATOR_FIELDS)


def _column(plan: Plan, field: _Field) -> PlainColumn:
    label = label_of(plan, field.name)
    if field.indicator:
        label = f"指標{field.indicator} {label}"
    short = field.name == "rating" or field.indicator
    return PlainColumn(f"{field.point.label} {label}", "text", 14.0 if short else _WIDE)


def _cell(ledger: Ledger, line: Line, field: _Field) -> str | None:
    row = line.key.at(field.point.key)
    if not field.indicator:
        return ledger.fields(row).get(field.name)
    found: Mapping[int, str | None] = {
        key.slot.number: ledger.fields(key).get(field.name) for key in ledger.indicators(row)
    }
    return found.get(field.indicator)


def _distinct(columns: Iterable[PlainColumn]) -> list[PlainColumn]:
    """The columns, each with a head of its own: the second of a name is called (2)."""
    made: list[PlainColumn] = []
    seen: dict[str, int] = {}
    for column in columns:
        seen[column.head] = number = seen.get(column.head, 0) + 1
        made.append(column._replace(head=f"{column.head}({number})") if number > 1 else column)
    return made
