"""Plan and ledger -> the values of the master workbook's sheets (the inverse of `read.plan` and `read.ledger`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from kosei_xl import __version__
from kosei_xl.collect.acknowledged import Answered, finding_key
from kosei_xl.collect.conflicts import Conflict, shown_text
from kosei_xl.collect.differences import numbered_label
from kosei_xl.collect.status import BureauStatus, DepartmentStatus, all_departments, by_bureau
from kosei_xl.collect.summarize import Summary
from kosei_xl.later import dataclass
from kosei_xl.make.input_rules import fits_a_list
from kosei_xl.make.rating_formulas import count_of, literal
from kosei_xl.make.registers import make_registers, registers_of
from kosei_xl.make.schedule import make_schedule
from kosei_xl.read.names import PlanNames, name_of_part, name_to_write, names_of_line
from kosei_xl.values.chain import CHAIN
from kosei_xl.values.diagnostics import Diagnostic, apart
from kosei_xl.values.labels import (
    area_label,
    department_name,
    head_of,
    label_of,
    label_with_unit,
    other_ratings,
    point_label,
)
from kosei_xl.values.ledger import (
    Choice,
    Ledger,
    OfficeMark,
    Received,
    pieces_of_other,
    places_text,
    row_key,
    slot_number,
    text_of_line,
)
from kosei_xl.values.lives import plan_at
from kosei_xl.values.model import (
    FORMAT,
    INDICATOR_FIELDS,
    RATING,
    STANDARD_FIELDS,
    Column,
    EntryKey,
    Item,
    Line,
    Plan,
    PolicyArea,
    ReportingPoint,
    Style,
    photo_slot,
)
from kosei_xl.values.settings import printed_beside, setting_shown
from kosei_xl.values.sheet_values import (
    KeyedFormula,
    MasterSheets,
    RowValues,
    SheetValue,
    SheetValues,
    spare_columns,
)
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.dates import read_day
from kosei_xl.words.findings import SEVERITY_LABELS
from kosei_xl.words.messages import told
from kosei_xl.words.notation import date_text, fiscal_year_text, moment_text
from kosei_xl.words.placeholders import PLACEHOLDERS

_JOIN = "、"
_LISTS_OF_PARTS = ("shows", "of_which", "sums", "ratings", "subtotals")
_AREA_ROW = "area:"
"""How the rows of 集計 are called where formulas name them."""
_ABOUT_FILE = ("dept_code", "department", "point", "submission_no", "file", "sha256", "saved_at", "saved_by")
_RECEIVED_LATER = ("taken", "finding", CHAIN)
"""Columns of 受領 that masters made before do not have."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a consolidation found, as 提出状況 and 指摘 show it: `findings` in reading order, `given` their answers."""

    statuses: Sequence[DepartmentStatus]
    marks: Sequence[OfficeMark]
    findings: Sequence[Diagnostic]
    given: Answered


@dataclass(frozen=True, slots=True)
class MasterContent:
    """What one writing verb puts into a master. None leaves the sheets that it would make as they are.

    `ledger` is how it stands from now on, `before` what the file showed until now (its pictures stay in
    their places); `received` are new rows of 受領. `conflicts` are all that are open, `kept` the choices among them
    that could not be applied. `new` masters get the plan's own sheets too.
    """

    ledger: Ledger
    before: Ledger
    received: Sequence[Received]
    point: ReportingPoint | None = None
    summary: Summary | None = None
    reviewed: Reviewed | None = None
    conflicts: Sequence[Conflict] | None = None
    kept: Mapping[tuple[EntryKey, str], Choice] = field(default_factory=dict)
    new: bool = False


def make_master(plan: Plan, content: MasterContent, of_ledger: Mapping[str, SheetValues] | None = None) -> MasterSheets:
    """The sheets of a master that a writing verb changes, and the rows that go below those of 受領.

    台帳 and 指標 always (and 写真, of a plan that prints photos), the plan's sheets of a `new` master, what `reviewed`,
    `summary` and `conflicts` make. `of_ledger` are those of the ledger where they are made already.
    """
    point = content.point
    of_ledger = make_ledger_sheets(plan, content.ledger, content.before) if of_ledger is None else of_ledger
    sheets = {
        **({**make_settings(plan), **_with_room(make_registers(registers_of(plan)))} if content.new else {}),
        **of_ledger,
    }
    if content.reviewed is not None and point is not None:
        reviewed = content.reviewed
        sheets[terms.STATUS_SHEET] = make_status_sheet(plan, reviewed.statuses, point, reviewed.marks)
        sheets[terms.FINDINGS_SHEET] = make_findings(plan, reviewed.findings, reviewed.given)
    if content.summary is not None:
        sheets[terms.SUMMARY_SHEET] = make_summary(plan, content.summary)
    if content.conflicts is not None:
        sheets[terms.CONFLICTS_SHEET] = make_conflicts(plan, content.conflicts, content.kept)
    return MasterSheets(sheets, {terms.RECEIVED_SHEET: make_received(plan, content.received)}, point)


def make_ledger_sheets(plan: Plan, ledger: Ledger, before: Ledger) -> dict[str, SheetValues]:
    """台帳 and 指標, and 写真 of a plan that prints photos; `before` is the ledger that the master holds."""
    sheets = {terms.LEDGER_SHEET: make_ledger(plan, ledger), terms.INDICATORS_SHEET: make_indicators(plan, ledger)}
    return {**sheets, terms.PHOTOS_SHEET: make_photos(plan, ledger, before)} if plan.has_photos else sheets


def master_identity(plan: Plan) -> dict[str, str]:
    """What a master says on its hidden sheet that it is."""
    return {
        "format": str(FORMAT),
        "kind": "master",
        "plan_id": plan.plan_id,
        "plan_version": str(plan.plan_version),
    }


def make_settings(plan: Plan) -> dict[str, SheetValues]:
    """The sheets that hold the plan itself: 計画, 評価区分, 分野, 項目, 日程, 部署, 報告時点, 帳票, 帳票列.

    Below what stands in them there are blank rows to write in.
    """
    return _with_room(_settings(plan))


def _with_room(sheets: Mapping[str, SheetValues]) -> dict[str, SheetValues]:
    return {name: replace(values, rows=(*values.rows, *_spare(_ROOM.get(name, 0)))) for name, values in sheets.items()}


_ROOM: Mapping[str, int] = {
    terms.RATINGS_SHEET: 6,
    terms.AREAS_SHEET: 20,
    terms.ITEMS_SHEET: 150,
    terms.DEPARTMENTS_SHEET: 60,
    terms.POINTS_SHEET: 10,
    terms.COLUMNS_SHEET: 40,
    terms.FIELDS_SHEET: 20,
    terms.SCALES_SHEET: 5,
    terms.REORGANISATIONS_SHEET: 10,
}
"""Blank rows of a new master, with the looks and drop-down lists of the others."""


def point_cells(point: ReportingPoint) -> dict[str, SheetValue]:
    """The row of 報告時点 for a point."""
    return {
        "key": point.key,
        "fiscal_year": fiscal_year_text(point.fiscal_year),
        "kind": terms.POINT_KIND_LABELS[point.kind],
        "date": point.date,
        "label": point.label,
        "short_label": point.short_label or None,
        "due": point.due,
        "scale": point.scale,
        "share": _number(point.share),
    }


def column_cells(column: Column, part: str | None = None) -> dict[str, SheetValue]:
    """The row of 帳票列 for a column, with what its part is called there (else its key)."""
    return {
        "part": part or column.part,
        "key": column.key,
        "label": column.label or None,
        "heading": column.heading,
        "width": column.width if column.has_width else None,
        "align": terms.CHOICES["align"][column.align],
        "source": terms.CHOICES["source"][column.source],
        "point": column.point,
        "entry": terms.CHOICES["entry"][column.entry],
    }


def _settings(plan: Plan) -> dict[str, SheetValues]:
    names, called = PlanNames.of_plan(plan), _part_names(plan)
    return {
        terms.PLAN_SHEET: _plan_sheet(plan),
        terms.RATINGS_SHEET: _sheet(
            {
                "code": rating.code,
                "label": rating.label,
                "order": rating.order,
                "legend": rating.legend or None,
                "synonyms": _JOIN.join(rating.synonyms) or None,
                "behind": _mark(rating.behind),
                "counted": _mark(rating.counted),
                "requires": _JOIN.join(terms.FIELD_LABELS.get(key, key) for key in rating.requires) or None,
                "scale": rating.scale,
                "equals": _JOIN.join(rating.equals) or None,
                "at_least": _number(rating.at_least),
                "points": _number(rating.points),
            }
            for rating in plan.ratings
        ),
        terms.AREAS_SHEET: _areas_sheet(plan),
        terms.ITEMS_SHEET: _items_sheet(plan),
        terms.SCHEDULE_SHEET: make_schedule(plan),
        terms.DEPARTMENTS_SHEET: _sheet(
            {
                "code": d.code,
                "name": d.name,
                "bureau": d.bureau,
                "order": d.order,
                "valid_from": d.valid_from,
                "valid_to": d.valid_to,
                "successors": _JOIN.join(name_to_write(names.departments, one) for one in d.successors) or None,
            }
            for d in plan.departments
        ),
        terms.POINTS_SHEET: _sheet(point_cells(point) for point in plan.points),
        terms.PARTS_SHEET: _parts_sheet(plan),
        terms.COLUMNS_SHEET: _sheet(column_cells(column, called.get(column.part)) for column in plan.columns),
    }


def _parts_sheet(plan: Plan) -> SheetValues:
    """帳票 with the columns that say what a summary table shows, and beside it the list of placeholders."""
    called = _part_names(plan)
    parts: list[dict[str, SheetValue]] = [
        {
            "key": called[p.key],
            terms.NAMES_COLUMN: f"key={p.key}|{called[p.key]}" if called[p.key] != p.key else None,
            "kind": terms.CHOICES["kind"][p.kind],
            "sheet": p.sheet,
            "title": p.title or None,
            "text": p.text or None,
            "paper": p.paper,
            "items": terms.CHOICES["items"][p.items],
            "doc_no": p.doc_no or None,
            "meeting": p.meeting or None,
            "meeting_date": p.meeting_date or None,
            "role": terms.CHOICES["role"][p.role],
            "file": p.file or None,
            "foot": _mark(p.foot),
            "numbering": p.numbering or None,
            "rows": p.rows or None,
            "only": p.only or None,
            **{key: _JOIN.join(getattr(p, key)) or None for key in _LISTS_OF_PARTS},
        }
        for p in plan.parts
    ]
    listed: list[dict[str, SheetValue]] = [{"placeholder": name, "meaning": what} for name, what in PLACEHOLDERS]
    none: dict[str, SheetValue] = {}
    rows = _sheet({**part, **placeholder} for part, placeholder in zip_longest(parts, listed, fillvalue=none))
    labels = terms.MASTER_SHEETS[terms.PARTS_SHEET]
    later = {key: labels[key] for key in (*terms.TABLE_SETTINGS, terms.NAMES_COLUMN)}
    offered = {key: tuple(terms.CHOICES[key].values()) for key in ("items", "kind")}
    hidden = frozenset({terms.NAMES_COLUMN})
    return replace(rows, later=later, inputs=frozenset(terms.TABLE_SETTINGS), choices=offered, hidden=hidden)


def _part_names(plan: Plan) -> Mapping[str, str]:
    """What each part is called in 帳票 and 帳票列, by key."""
    keys = frozenset(part.key for part in plan.parts)
    return {key: name_of_part(key, keys) for key in keys}


def _sheet(records: Iterable[Mapping[str, SheetValue]]) -> SheetValues:
    return SheetValues(rows=tuple(RowValues(None, record) for record in records))


def _spare(count: int) -> Iterable[RowValues]:
    """Blank rows to write in: as high, yellow and with drop-down lists as the others."""
    return (RowValues(None, {}) for _ in range(count))


def _number(value: Decimal | None) -> int | float | None:
    return None if value is None else int(value) if value == int(value) else float(value)


def _mark(yes: bool) -> str | None:
    return terms.YES if yes else None


def _plan_sheet(plan: Plan) -> SheetValues:
    rows = []
    for key, (label, note) in terms.SETTING_LABELS.items():
        value = getattr(plan.style if key in Style.model_fields else plan, key)
        shown = (fiscal_year_text(value) if value else None) if key in _YEARS else setting_shown(key, value)
        values = {"setting": key, "label": label, "value": shown, "note": note}
        rows.append(RowValues(None, {**values, **printed_beside(key)}))
    return SheetValues(rows=tuple(rows))


def _areas_sheet(plan: Plan) -> SheetValues:
    """分野: one row for each area as it was given; 階層 where there are several, keys where numbers recur."""
    tree = plan.tree
    rows = _sheet(
        {
            "no": area.no,
            "name": area.name,
            "purpose": area.purpose,
            "parent": tree.written(area.parent) if area.parent is not None else None,
            "level": _level(plan, tree.depth(area.id)) if tree.height > 1 else None,
            "key": area.key,
        }
        for area in plan.areas
    )
    needed = {"level": tree.height > 1, "key": any(area.key for area in plan.areas)}
    later = {key: terms.MASTER_SHEETS[terms.AREAS_SHEET][key] for key, wanted in needed.items() if wanted}
    return replace(rows, hidden=frozenset({"key"}), later=later, inputs=frozenset({"level"}))


def _level(plan: Plan, depth: int) -> SheetValue:
    """How 階層 names a level: by its name where the plan gives one, else by its number from the top."""
    return plan.style.levels[depth - 1] if depth <= len(plan.style.levels) else depth


_YEARS = ("period_start", "period_end")


def _items_sheet(plan: Plan) -> SheetValues:
    # the form's head first, then that of the first list: a later part may call the same text something else
    own = (*plan.form_columns, *plan.columns)
    labels = {column.key: column.label for column in reversed(own) if column.source == "plan" and column.label}
    labels = {**terms.TEXT_LABELS, **labels}
    used = tuple((key, labels.get(key, key)) for key in plan.text_fields)
    columns, hidden = spare_columns(terms.TEXT_COLUMNS, used)
    names = PlanNames.of_plan(plan)
    rows = []
    for line in plan.rows:
        item, named = line.item, line.sub or line.item
        values: dict[str, SheetValue] = {
            "row_key": text_of_line(line.key),
            "no": item.no,
            "sub_no": line.sub_no,
            "name": named.name,
            "kind": terms.KIND_LABELS["sub" if line.sub else item.kind],
            **names_of_line(line, names),
            "departments": _JOIN.join(named.departments) or None,  # for templates restyled from one of before
            "office_rated": _mark(item.office_rated and line.sub is None),
            "repeats": plan.item_by_key[item.repeats].no if item.repeats and line.sub is None else None,
            **(_course(plan, item) if line.sub is None else {}),
            **{key: line.texts.get(key) for key in plan.text_fields},
        }
        rows.append(RowValues(None, values))
    later = dict(used[len(terms.TEXT_COLUMNS) :])
    hidden |= {"row_key", terms.NAMES_COLUMN}
    states = {"state": tuple(terms.ITEM_STATES.values())}
    return SheetValues(rows=tuple(rows), columns=columns, hidden=hidden, later=later, choices=states)


def _course(plan: Plan, item: Item) -> dict[str, SheetValue]:
    """What becomes of an item; an item that goes on with it by its No."""
    successor = plan.item_by_key.get(item.successor or "")
    return {
        "state": terms.ITEM_STATES[item.state],
        "successor": successor.no if successor is not None else item.successor,
    }


def _own(plan: Plan) -> tuple[dict[str, tuple[str, str]], frozenset[str]]:
    return spare_columns(terms.OWN_COLUMNS, tuple((key, _head(plan, key)) for key in plan.own_fields))


def _more_own(plan: Plan) -> dict[str, str]:
    """Own entry fields beyond the spare columns of the template, with their labels."""
    return {key: _head(plan, key) for key in plan.own_fields[len(terms.OWN_COLUMNS) :]}


def _head(plan: Plan, key: str) -> str:
    field = plan.field_by_key[key]
    return label_with_unit(field.label, field)


def _used_fields(plan: Plan, ledger: Ledger) -> frozenset[str]:
    """Entry fields that the form asks for or that hold anything; the others' columns are hidden."""
    return frozenset(plan.entry_fields) | {name for fields in ledger.entries.values() for name in fields}


def make_ledger(plan: Plan, ledger: Ledger) -> SheetValues:
    """台帳: one row for every item and sub-item of every point; rows that are there keep their place."""
    columns, hidden = _own(plan)
    fields = (*STANDARD_FIELDS, *plan.own_fields)
    then = {point.key: plan_at(plan, point) for point in plan.points}
    wanted = [line.key.at(point) for point, own in then.items() for line in own.rows]
    order = dict.fromkeys([*(k for k in ledger.row_order if k.is_row), *wanted])
    rows = []
    moving: set[EntryKey] = set()  # rows with formulas that name other rows
    standing = _standing(ledger)
    for key in order:
        there = then.get(key.point, plan).line_by_key.get(key.line)
        line = there or plan.line_by_key.get(key.line)
        if key in standing and (line is None or line.item.repeats is None):
            rows.append(RowValues(row_key(key), {}))
            continue
        values: dict[str, SheetValue] = dict.fromkeys(fields)
        values.update(ledger.fields(key))
        if line is not None:
            values.update(_line_cells(plan, line, key) | ({} if there else {"kind": terms.NOT_AT_POINT}))
            for name in plan.rating_fields if line.item.repeats is not None and line.rated else ():
                if values.get(name) is None:
                    cell = f"[{name}@{row_key(line.owner.at(key.point))}]"
                    shown = ledger.fields(line.owner.at(key.point)).get(name)
                    values[name] = KeyedFormula(f'IF({cell}="","",{cell})', shown or "")
        else:
            values.update(ledger.labels.get(key, {}))
        values["row_key"] = row_key(key)
        rows.append(RowValues(row_key(key), values))
        moving |= {key} if any(isinstance(value, KeyedFormula) for value in values.values()) else set()
    unused = frozenset(STANDARD_FIELDS) - _used_fields(plan, ledger)
    labels = {
        c.key: head_of(plan, c) for c in plan.form_columns if c.source == "entry" and c.key not in INDICATOR_FIELDS
    }
    more = _more_own(plan)
    return SheetValues(
        rows=tuple(rows),
        columns=columns,
        labels=labels,
        hidden=hidden | unused | {"row_key"},
        keep_rows=True,
        later=more,
        inputs=frozenset(more),
        choices={name: words for name in plan.rating_fields if name != RATING and (words := _offered(plan, name))},
        standing=frozenset(row_key(key) for key in order if key in standing and key not in moving),
    )


def _standing(ledger: Ledger) -> frozenset[EntryKey]:
    """The rows of closed points of which it is known that nothing changed: they say already what they are to say, and
    their values are not asked for.
    """
    return frozenset(key for key in ledger.row_order if key.point in ledger.unread)


def _offered(plan: Plan, field: str) -> tuple[str, ...]:
    """The ratings that a drop-down list can offer in a field of ratings at any point; () for more than it can hold."""
    codes = tuple(dict.fromkeys(code for point in plan.points for code in plan.scale_at(point.key, field).codes))
    return codes if fits_a_list(codes) else ()


def _line_cells(plan: Plan, line: Line, key: EntryKey) -> dict[str, SheetValue]:
    department = plan.department_by_code.get(line.answering or "")
    return {
        terms.POINT_LABEL: point_label(plan, key.point),
        "point": key.point,
        "area_no": line.item.area_no,
        "no": line.no,
        "name": line.name,
        "kind": terms.KIND_LABELS["sub" if line.sub else line.item.kind],
        "department": department.name if department else terms.OFFICE,
    }


def make_indicators(plan: Plan, ledger: Ledger) -> SheetValues:
    """指標: one row for every indicator of every row and point; rows that are there keep their place."""
    order = dict.fromkeys(key for key in (*ledger.row_order, *ledger.entries) if key.is_indicator)
    rows, standing = [], _standing(ledger)
    for key in order:
        values: dict[str, SheetValue] = {}
        if key not in standing:
            values = {**dict.fromkeys(INDICATOR_FIELDS), **ledger.fields(key), **_child_cells(plan, ledger, key)}
        rows.append(RowValues(row_key(key), values))
    kept = frozenset(row_key(key) for key in order if key in standing)
    return SheetValues(rows=tuple(rows), hidden=frozenset({"row_key"}), keep_rows=True, standing=kept)


def _child_cells(plan: Plan, ledger: Ledger, key: EntryKey) -> dict[str, SheetValue]:
    """The cells of an indicator or a photo that say which row it belongs to."""
    line = plan.line_by_key.get(key.line)
    own = _line_cells(plan, line, key) if line is not None else ledger.labels.get(key, {})
    return {
        **{k: v for k, v in own.items() if k in (terms.POINT_LABEL, "point", "no", "name")},
        "row_key": row_key(key),
        "seq": key.slot.number,
    }


def make_photos(plan: Plan, ledger: Ledger, before: Ledger) -> SheetValues:
    """写真: one row for every photo, and one to spare for each example; rows that are there keep their place.

    Only pictures that are not those of `before` are laid over their rows (or taken away).
    """
    there = dict.fromkeys(key for key in ledger.row_order if key.is_photo)
    filled = [key for key, fields in ledger.entries.items() if key.is_photo and fields]
    last: dict[EntryKey, int] = {}
    for key in filled:
        last[key.row] = max(last.get(key.row, 0), key.slot.number)
    spare = [
        key._replace(slot=photo_slot(last.get(key, 0) + 1))
        for key, fields in ledger.entries.items()
        if key.is_row and key.line in plan.line_by_key and fields.get("example") in terms.FOLLOW_UP_SPELLINGS
    ]
    places = {key: n for n, key in enumerate(plan.line_by_key)}
    new = {*filled, *spare} - there.keys()
    order = [*there, *sorted(new, key=lambda key: (key.point, places.get(key.line, len(places)), key.slot))]
    rows, pictures, standing = [], {}, _standing(ledger)
    for key in order:
        fields = ledger.fields(key)
        sha256 = fields.get("picture")
        values: dict[str, SheetValue] = {}
        if key not in standing:
            values = {"caption": fields.get("caption"), "picture": None, **_child_cells(plan, ledger, key)}
        rows.append(RowValues(row_key(key), values))
        if sha256 != before.fields(key).get("picture"):
            pictures[row_key(key)] = ledger.pictures.get(sha256 or "")
    hidden, kept = frozenset({"row_key"}), frozenset(row_key(key) for key in order if key in standing)
    return SheetValues(rows=tuple(rows), hidden=hidden, keep_rows=True, pictures=pictures, standing=kept)


def make_received(plan: Plan, received: Sequence[Received]) -> SheetValues:
    """受領: one row for every value set as it was received, in the order of arrival, each chained to the one before.

    Texts outside the fields that do not go into one cell go on in rows below, numbered in "seq".
    """
    columns, hidden = _own(plan)
    rows = []
    for row in received:
        department = plan.department_by_code.get(row.dept_code or "")
        line, others = plan.line_by_key.get(row.key.line), pieces_of_other(row.other)
        values: dict[str, SheetValue] = {
            "dept_code": row.dept_code,
            "department": terms.OFFICE
            if row.is_office and row.kind != "finding"
            else department.name
            if department
            else None,
            "point": row.key.point,
            "item_key": row.key.item_key or None,
            "sub_no": row.key.sub_no,
            "seq": slot_number(row.key.slot),
            "no": line.no if line is not None else None,
            "submission_no": None if row.is_office else row.submission_no,
            "file": row.file or None,
            "sheet": row.sheet or None,
            "cells": places_text(row.cells) or None,
            "sha256": row.sha256 or None,
            "saved_at": row.saved_at or None,
            "saved_by": row.saved_by or None,
            **row.fields,
            "other": others[0] or None,
            "conflicts": terms.WHOLE_WORKBOOK if row.left_out else " ".join(row.conflicts) or None,
            "filled_by": row.filled_by or None,
            "confirmed_by": row.confirmed_by or None,
            "confirmed_on": row.confirmed_on or None,
            "taken": _names(row.taken),
            "blanks": terms.WHOLE_WORKBOOK if row.untouched else _names(row.blanks),
            "held": " ".join(row.held) or None,
            "printed": " ".join(row.printed) or None,
            "kind": terms.RECEIVED_KINDS[row.kind],
            "finding": row.finding or None,
        }
        rows.append(RowValues(None, values))
        about = {name: values[name] for name in _ABOUT_FILE}
        rows += [RowValues(None, {**about, "seq": n, "other": text}) for n, text in enumerate(others[1:], 1)]
    return SheetValues(
        rows=tuple(rows),
        columns=columns,
        hidden=hidden | {"row_key", CHAIN},
        fit=False,
        later={
            **{key: terms.MASTER_SHEETS[terms.RECEIVED_SHEET][key] for key in _RECEIVED_LATER},
            **(terms.COLUMNS_OF_BLANKS[terms.RECEIVED_SHEET] if any(r.blanks is not None for r in received) else {}),
            **(terms.COLUMN_OF_PRINTED if any(row.printed for row in received) else {}),
            **_more_own(plan),
        },
    )


def _names(fields: Sequence[str] | None) -> str | None:
    """Field keys of a row of 受領; None where the row does not tell."""
    return None if fields is None else " ".join(fields) or terms.NOTHING_TAKEN


def make_conflicts(
    plan: Plan, conflicts: Sequence[Conflict], kept: Mapping[tuple[EntryKey, str], Choice]
) -> SheetValues:
    """競合: one row for every open conflict, with what the office has chosen and could not be applied (`kept`), and
    what is preset for it.

    The blanks of one workbook stand together, below a row that decides all of them where there are several.
    """
    both = [conflict for conflict in conflicts if not conflict.blank]
    blanks: dict[str, list[Conflict]] = {}
    for conflict in conflicts:
        if conflict.blank:
            blanks.setdefault(conflict.workbook, []).append(conflict)
    rows = [_conflict_row(plan, conflict, kept) for conflict in both]
    for group in blanks.values():
        rows += [_all_blanks_row(plan, group)] if len(group) > 1 else []
        rows += [_conflict_row(plan, conflict, kept) for conflict in group]
    rows = rows or [{"row_key": terms.NOTHING_KEY, "theirs": terms.NO_CONFLICTS}]
    words = [terms.DECISIONS] if both or not blanks else []
    words += [terms.BLANK_DECISIONS] if blanks else []
    return SheetValues(
        rows=tuple(RowValues(None, row) for row in rows),
        hidden=frozenset({"row_key", "field", "workbook", "preset"}),
        later=terms.COLUMNS_OF_BLANKS[terms.CONFLICTS_SHEET] if blanks else {},
        choices={"choice": tuple(dict.fromkeys(word for each in words for word in each.values()))},
    )


def _conflict_row(plan: Plan, conflict: Conflict, kept: Mapping[tuple[EntryKey, str], Choice]) -> dict[str, SheetValue]:
    key, field = conflict.key, conflict.field
    line, choice, place = plan.line_by_key.get(key.line), kept.get((key, field)), conflict.row.place(field)
    own = _line_cells(plan, line, key) if line is not None else {}
    return {
        "row_key": row_key(key),
        "field": field,
        "point": point_label(plan, key.point),
        "department": department_name(plan, conflict.row.dept_code),
        "label": numbered_label(label_of(plan, field), key.slot),
        "theirs": conflict.shown_theirs,
        "ours": shown_text(field, conflict.ours),
        "before": shown_text(field, conflict.before),
        "choice": choice.choice if choice else None,
        "own_text": choice.own_text if choice else None,
        "file": place.file,
        "sheet": place.sheet,
        "cell": place.cell,
        "kind": terms.BLANK_KIND if conflict.blank else None,
        "workbook": conflict.workbook if conflict.blank else None,
        "preset": choice.preset if choice else None,
        **{k: v for k, v in own.items() if k in ("no", "name")},
    }


def _all_blanks_row(plan: Plan, group: Sequence[Conflict]) -> dict[str, SheetValue]:
    """The row above the blanks of one workbook: what is chosen here holds for all that are left open below."""
    departments = dict.fromkeys(department_name(plan, conflict.row.dept_code) for conflict in group)
    return {
        "row_key": f"{terms.BLANKS_KEY_PREFIX}{group[0].workbook}",
        "point": point_label(plan, group[0].key.point),
        "department": _JOIN.join(departments),
        "label": terms.ALL_BLANKS,
        "theirs": terms.BLANK,
        "choice": None,
        "own_text": None,
        "file": group[0].row.file,
        "kind": terms.BLANK_KIND,
        "workbook": group[0].workbook,
    }


def make_status_sheet(
    plan: Plan, statuses: Sequence[DepartmentStatus], point: ReportingPoint, marks: Sequence[OfficeMark] = ()
) -> SheetValues:
    """提出状況: departments in the order of `statuses`; times as in Japan. What the office typed for other points stays
    below.

    Each 部 and all together are counted in a block of their own, which the filter leaves alone.
    """
    rows = [_status_row(status, point) for status in statuses]
    bureaus = by_bureau(plan, statuses)
    counts = [_bureau_row(all_departments(statuses), terms.ALL_BUREAUS)]
    if any(bureau.name for bureau in bureaus):
        counts = [*(_bureau_row(bureau, bureau.name or terms.NO_BUREAU) for bureau in bureaus), *counts]
    typed: list[dict[str, SheetValue]] = [
        {
            "row_key": f"{mark.point}|{mark.dept_code}|{mark.sha256}",
            "state": next((p.short_label or p.label for p in plan.points if p.key == mark.point), mark.point),
            "department": department_name(plan, mark.dept_code),
            **_typed(mark),
        }
        for mark in marks
        if mark.point != point.key and (mark.mark or mark.note or mark.due)
    ]
    later, own = _added_later(terms.STATUS_SHEET), _sheet([*rows, *typed]).rows
    made = [
        *own,
        RowValues(None, {}, "gap"),
        RowValues(None, terms.COUNTS_BELOW, "labels"),
        *(RowValues(None, count, locked=later["inputs"]) for count in counts),  # nothing is typed beside counts
    ]
    # Masters made before head this column with UTC.
    labels = {"saved_at": terms.MASTER_SHEETS[terms.STATUS_SHEET]["saved_at"]}
    return SheetValues(rows=tuple(made), labels=labels, hidden=frozenset({"row_key"}), filtered=len(own), **later)


def _status_row(status: DepartmentStatus, point: ReportingPoint) -> dict[str, SheetValue]:
    last, mark = status.last, status.mark
    if mark is not None and mark.sha256 != status.mark_key:
        mark = replace(mark, mark=None)
    return {
        "row_key": f"{point.key}|{status.department.code}|{status.mark_key}",
        "state": terms.STATES[status.state],
        "bureau": status.department.bureau,
        "department": status.department.name,
        "due": date_text(status.due) if status.due else None,
        "rows": status.rows,
        "blank": len(status.blanks),
        "errors": len(status.errors),
        "blanks": _JOIN.join(status.blanks) or None,
        "file": last.file if last else None,
        "submission_no": last.submission_no if last else None,
        "saved_at": (moment_text(last.saved_at) or None) if last else None,
        "filled_by": (last.filled_by or None) if last else None,
        "confirmed_by": (last.confirmed_by or None) if last else None,
        "confirmed_on": (_day_text(last.confirmed_on) or None) if last else None,
        **(_typed(mark) if mark else {}),
    }


def _day_text(typed: str) -> str:
    """A day as 「令和8年3月31日」; what is none stays as it was typed."""
    day = read_day(typed)
    return date_text(day) if day else typed


def _typed(mark: OfficeMark) -> dict[str, SheetValue]:
    return {
        "mark": terms.RETURN_MARKS[mark.mark] if mark.mark else None,
        "remark": mark.note,
        "extended": mark.due,
    }


def _bureau_row(bureau: BureauStatus, name: str) -> dict[str, SheetValue]:
    return {
        "state": f"{bureau.done}／{bureau.departments}課",
        "bureau": name,
        "department": _JOIN.join(f"{terms.STATES[state]}{count}" for state, count in bureau.states.items()),
        "rows": bureau.rows,
        "blank": bureau.blanks,
        "errors": bureau.errors,
    }


def _added_later(sheet: str) -> dict[str, Any]:
    """What masters made before lack on a derived sheet, and which of it people type in."""
    return {
        "later": {key: terms.MASTER_SHEETS[sheet][key] for key in terms.LATER_COLUMNS[sheet]},
        "inputs": frozenset(terms.LATER_COLUMNS[sheet]) - {"row_key"},
    }


def make_findings(plan: Plan, diagnostics: Sequence[Diagnostic], given: Answered) -> SheetValues:
    """指摘: one row for every finding, in the order given, with the office's answers.

    What rules of this version found stands below the rest and says so; answers whose finding did not come up stay below
    it, so that they hold when it does.
    """
    rows: list[dict[str, SheetValue]] = []
    known, new = apart(diagnostics, __version__)
    for problem in (*known, *new):
        if problem.code == Code.ACKNOWLEDGEMENT_INCOMPLETE:
            continue  # about this sheet as it was
        key = finding_key(plan, problem)
        answer = given.answers.get(key)
        rows.append(
            {
                "row_key": key,
                "severity": SEVERITY_LABELS[problem.severity],
                "message": str(told("new_rule", message=problem.message())) if problem in new else problem.message(),
                "file": problem.at.file if problem.at else None,
                "sheet": problem.at.sheet if problem.at else None,
                "cell": problem.at.cell if problem.at else None,
                "item": problem.item,
                "point": point_label(plan, problem.point),
                "code": problem.code,
                "acknowledged": answer.mark if answer else None,
                "why": answer.reason if answer else None,
            }
        )
    rows += [{**answer.shown, "severity": terms.FINDING_GONE} for answer in given.rest]
    rows = rows or [{"row_key": terms.NOTHING_KEY, "message": terms.NO_FINDINGS}]
    words = {"acknowledged": (terms.FOLLOW_UP_MARK, *terms.SETTLEMENTS)}
    return replace(_sheet(rows), hidden=frozenset({"row_key"}), choices=words, **_added_later(terms.FINDINGS_SHEET))


def make_summary(plan: Plan, summary: Summary) -> SheetValues:
    """集計: native counts per area and rating for the point chosen on the sheet, with `summary`'s figures as values.

    An area above others counts its own rows and adds up what stands in the rows of those below it. Below the areas
    stands a row for each other field of ratings.
    """
    used = tuple((f"{terms.RATING_KEY}{code}", code) for code in _counted_codes(plan))
    columns, hidden = spare_columns(terms.RATING_COLUMNS, used)
    ledger, tree = terms.LEDGER_SHEET, plan.tree
    here = [
        (f"[{ledger}!point:]", "summary_point"),
        (f"[{ledger}!area_no:]", "[area_no]"),
        (f"[{ledger}!kind:]", literal(terms.KIND_LABELS["rated"])),
    ]
    every = f"COUNTIFS({','.join(f'{where},{what}' for where, what in here)})"
    own = {key: _count_formula(plan, code, plan.record, here) for key, code in used}

    def count(formula: str, key: str, area: PolicyArea | None, number: int) -> KeyedFormula:
        """A cell of an area (None: of the totals): what it counts itself and the cells of the areas below it."""
        below = tree.below(area.id if area is not None else None)
        added = [f"[{key}@{_AREA_ROW}{one.id}]" for one in below]
        return KeyedFormula("+".join([*([formula] if area is not None else []), *added]), number)

    rows = []
    for area in tree.in_order:
        counts = summary.within(plan, area.id)
        values: dict[str, SheetValue] = {
            "area_no": area.id,
            "area": terms.INDENT * (tree.depth(area.id) - 1) + area_label(plan, area.id),
            "rows": count(every, "rows", area, counts.items.rows),
        }
        for key, code in used:
            given = counts.given.get(code)
            values[key] = count(own[key], key, area, given.rows if given is not None else 0)
        missing = "-".join(["[rows]", *(f"[{key}]" for key, _ in used)])
        values["missing"] = KeyedFormula(missing, counts.missing.rows)
        rows.append(RowValues(f"{_AREA_ROW}{area.id}", values))
    codes = summary.scale.by_code
    totals = {
        "rows": summary.all_items.rows,
        "missing": sum(count.rows for count in summary.missing.values()),
        **{key: summary.total(code).rows if code in codes else 0 for key, code in used},
    }
    flat = tree.height == 1
    total_of = 'SUMIF([area_no:],"?*",[{key}:])' if summary.beside else "SUM([{key}:])"
    band: dict[str, SheetValue] = {
        key: KeyedFormula(total_of.replace("{key}", key), total) if flat else count("", key, None, total)
        for key, total in totals.items()
    }
    rows += [_beside(plan, field, own, used) for field, own in summary.beside.items()]
    later = dict(used[len(terms.RATING_COLUMNS) :])
    return SheetValues(rows=tuple(rows), columns=columns, hidden=hidden | {"area_no"}, band=band, later=later)


def _counted_codes(plan: Plan) -> tuple[str, ...]:
    """The ratings that may be given at any point in any field, each once: those of 評価区分 in their order."""
    scales = [plan.scale_at(point.key, field) for point in plan.points for field in plan.rating_fields]
    return tuple(dict.fromkeys(r.code for r in plan.ratings if any(r in scale.ratings for scale in scales)))


def _beside(plan: Plan, field: str, own: Summary, used: Sequence[tuple[str, str]]) -> RowValues:
    """A row of 集計 that counts the ratings of another field, all areas together."""
    ledger = terms.LEDGER_SHEET
    here = [
        (f"[{ledger}!point:]", "summary_point"),
        (f"[{ledger}!kind:]", literal(terms.KIND_LABELS["rated"])),
    ]
    counts = {code: own.total(code).rows for code in own.scale.by_code}
    values: dict[str, SheetValue] = {
        "area": other_ratings(plan, field),
        "rows": KeyedFormula(f"COUNTIFS({','.join(f'{where},{what}' for where, what in here)})", own.all_items.rows),
        **{key: KeyedFormula(_count_formula(plan, code, (field,), here), counts.get(code, 0)) for key, code in used},
        "missing": KeyedFormula(
            "-".join(["[rows]", *(f"[{key}]" for key, _ in used)]), sum(one.rows for one in own.missing.values())
        ),
    }
    return RowValues(None, values)


def _count_formula(plan: Plan, code: str, fields: Sequence[str], here: Sequence[tuple[str, str]]) -> str:
    """How often a rating stands in the first of some fields, or in the next where that is blank; 0 at points whose
    scale does not have it.
    """
    blank: list[tuple[str, str]] = []
    counts = []
    for name in fields:
        column = f"[{terms.LEDGER_SHEET}!{name}:]"
        counts.append(count_of(column, code, [*here, *blank]))
        blank.append((column, literal("")))
    count = "+".join(counts)
    points = [point.key for point in plan.points if code in plan.scale_at(point.key, fields[0]).by_code]
    if len(points) == len(plan.points):
        return count
    tests = ",".join(f"summary_point={literal(key)}" for key in points)
    return f"IF(OR({tests}),{count},0)" if points else "0"
