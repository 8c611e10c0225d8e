"""Plan -> the values of one department's survey workbook (the inverse of `read.survey`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kosei_xl.make.selfcheck import indicator_state, row_state
from kosei_xl.read.identity import area_sheet_name, area_title, survey_code
from kosei_xl.values.cells import CellValue
from kosei_xl.values.ledger import Current, earlier_indicators, rating_of
from kosei_xl.values.model import (
    INDICATOR_FIELDS,
    PHOTO_SEQ,
    STANDARD_FIELDS,
    SURVEY_FORMAT,
    Department,
    EntryKey,
    Item,
    Line,
    Plan,
    PolicyArea,
    ReportingPoint,
    child_fields,
)
from kosei_xl.values.pictures import Picture
from kosei_xl.values.sheet_values import KeyedFormula, RowValues, SheetValue, SheetValues, spare_columns
from kosei_xl.words import terms
from kosei_xl.words.notation import date_text

PHOTO_ROWS = 2
"""Photos that a survey has room for, a row."""
ADDED_ROWS = 3
"""Empty rows offered in the 追加欄 of an area sheet."""
_CHUNK = 30000


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything in one department's workbook: named cells, area sheets in order, and the fixed sheets.

    `identity` goes into the hidden sheet and the document properties; `hidden` are further hidden pairs (what the
    workbook held when it went out, and the part of the plan it needs to be checked on its own).
    """

    department: Department
    names: Mapping[str, SheetValue]
    areas: Mapping[str, SheetValues]
    indicators: SheetValues | None
    photos: SheetValues | None
    summary: SheetValues
    check: SheetValues
    lists: Sequence[Sequence[CellValue]]
    identity: Mapping[str, str]
    hidden: Sequence[tuple[str, str]]


def make_survey(
    plan: Plan,
    department: Department,
    point: ReportingPoint,
    current: Current,
    pictures: Mapping[str, Picture] | None = None,
) -> Survey:
    """The survey of one department for one point, prefilled with what the ledger holds for that point.

    Rows that the department takes part in but another one answers are shown for reference. `pictures` are those that
    photos in the ledger name. Cost: one pass over the plan.
    """
    previous = plan.point_before(point)
    shown = _shown(plan, department)
    shown_areas = {line.item.area_no for line in shown}
    sheets = {area.no: area_sheet_name(plan, area) for area in plan.areas if area.no in shown_areas}
    by_area = {no: [line for line in shown if line.item.area_no == no] for no in sheets}
    members = plan.members_of(department.code)
    answered = [(sheets[no], line) for no, lines in by_area.items() for line in lines if line.answering in members]
    homes = {survey_row_key(line): sheet for sheet, line in answered}
    indicators = _indicator_sheet(plan, answered, point, current)
    missed = _missed_rows(indicators)
    areas = {
        sheets[area.no]: _area_sheet(plan, area, by_area[area.no], department, point, previous, current, homes, missed)
        for area in plan.areas
        if area.no in sheets
    }
    open_rows = sum(_open(values.rows) for values in areas.values())
    return Survey(
        department=department,
        names=_names(plan, department, point, open_rows),
        areas=areas,
        indicators=indicators,
        photos=_photo_sheet(plan, [line for _, line in answered], point, current, pictures or {}),
        summary=_summary_sheet(plan, sheets, areas, shown, department),
        check=_check_sheet(answered, areas, open_rows),
        lists=lists(plan),
        identity={
            "format": str(SURVEY_FORMAT),
            "kind": "department",
            "plan_id": plan.plan_id,
            "plan_version": str(plan.plan_version),
            "point": point.key,
            "dept_code": department.code,
        },
        hidden=[
            *_base(plan, answered, areas, point, current),
            *_earlier(plan, answered, point, current),
            *_plan_chunks(plan, shown),
        ],
    )


def survey_row_key(line: Line) -> str:
    """The hidden key of a row in an area sheet: "item_key|sub_no"."""
    return f"{line.item.key}|{line.sub_no}"


def _shown(plan: Plan, department: Department) -> list[Line]:
    """Rows that the department answers or takes part in, and the parents of its sub-items, in printed order."""
    shown = []
    members = set(plan.members_of(department.code))
    for item in plan.items:
        lines = [line for line in plan.lines if line.item is item and not members.isdisjoint(_concerned(line))]
        if lines and lines[0].sub is not None:
            lines.insert(0, Line(item, None))
        shown += lines
    return shown


def _concerned(line: Line) -> tuple[str | None, ...]:
    return line.answering, *line.departments


def _departments(plan: Plan, line: Line, department: Department) -> str:
    """The departments of a row; in the workbook of a 部 the one that answers is told first."""
    names = plan.department_by_code
    shown = plan.style.department_separator.join(names[code].name for code in line.departments) or "-"
    if line.answering is not None and line.answering in names and len(plan.members_of(department.code)) > 1:
        return f"【回答】{names[line.answering].name}\n{shown}"
    return shown


def _area_sheet(
    plan: Plan,
    area: PolicyArea,
    lines: Sequence[Line],
    department: Department,
    point: ReportingPoint,
    previous: ReportingPoint | None,
    current: Current,
    homes: Mapping[str, str],
    missed: Mapping[str, bool],
) -> SheetValues:
    texts = tuple((c.key, c.label) for c in plan.form_columns if c.source == "plan")
    own = tuple(
        (c.key, c.label)
        for c in plan.form_columns
        if c.source == "entry" and c.key not in STANDARD_FIELDS and c.key not in INDICATOR_FIELDS
    )
    text_columns, no_text = spare_columns(terms.TEXT_COLUMNS, texts)
    own_columns, no_own = spare_columns(terms.OWN_COLUMNS, own)
    unused = frozenset(key for key in STANDARD_FIELDS if key not in plan.entry_fields)
    hidden = no_text | no_own | unused | {"row_key"} | (frozenset() if previous else frozenset({"previous"}))
    rows = [_item_row(plan, line, department, point, previous, current, homes, missed) for line in lines]
    rows.append(RowValues(f"band:{area.no}", {"no": terms.ADDED_ROWS_LABEL}, like="added_head"))
    rows += [RowValues(f"{terms.ADDED_ROW_KEY}{n}", {}, like="added") for n in range(1, ADDED_ROWS + 1)]
    mine = sum(line.answering in plan.members_of(department.code) for line in lines)
    title = f"{area_title(plan, area)}（回答する{plan.style.item_term}：{mine}件）"
    before = {"previous": _previous_label(previous)} if previous else {}
    return SheetValues(
        rows=tuple(rows),
        columns={**text_columns, **own_columns},
        labels={c.key: c.label for c in plan.form_columns} | before,
        hidden=hidden,
        band={
            "row_key": f"{terms.AREA_KEY_PREFIX}{area.no}",
            "no": title,
            "state": KeyedFormula('"未記入 "&COUNTIF([state:],"未記入*")&" 件"', f"未記入 {_open(rows)} 件"),
        },
    )


def _previous_label(previous: ReportingPoint | None) -> str:
    return f"前回の評価\n（{previous.short_label or previous.label}）" if previous else ""


def _seen(row: RowValues, key: str) -> CellValue:
    """What a cell shows before a spreadsheet program has calculated anything."""
    value = row.values.get(key)
    return value.value if isinstance(value, KeyedFormula) else value


def _open(rows: Sequence[RowValues]) -> int:
    """Rows with something left to fill in."""
    return sum(str(_seen(row, "state")).startswith("未記入") for row in rows)


def _item_row(
    plan: Plan,
    line: Line,
    department: Department,
    point: ReportingPoint,
    previous: ReportingPoint | None,
    current: Current,
    homes: Mapping[str, str],
    missed: Mapping[str, bool],
) -> RowValues:
    names = plan.department_by_code
    values: dict[str, SheetValue] = {
        "no": line.no,
        "name": (line.sub.name if line.sub else None) or line.item.name,
        "departments": _departments(plan, line, department),
        **{column.key: line.plan_text(column.key) for column in plan.form_columns if column.source == "plan"},
    }
    if previous is not None and line.rated:
        rating = rating_of(plan, current, line, previous.key)
        values["previous"] = rating.code if rating else None
    if line.answering not in plan.members_of(department.code):
        answering = names.get(line.answering or "")
        values["state"] = f"回答課：{answering.name}" if answering else "事務局が評価します"
        return RowValues(survey_row_key(line), values, like="reference")
    locked: set[str] = set()
    fields = current.get(EntryKey(line.item.key, line.sub_no, point.key), {})
    values.update({field: fields.get(field) for field in plan.entry_fields})
    if not line.rated:
        values["rating"] = None
        locked.add("rating")
    if line.item.repeats is not None:
        original = current.get(EntryKey(line.item.repeats, line.sub_no, point.key), {})
        _repeat_row(plan, line, values, locked, homes, original.get("rating"))
    else:
        values["state"] = row_state(plan, line, fields, missed.get(survey_row_key(line)))
    return RowValues(survey_row_key(line), values, locked=frozenset(locked))


def _repeat_row(
    plan: Plan,
    line: Line,
    values: dict[str, SheetValue],
    locked: set[str],
    homes: Mapping[str, str],
    rating: str | None,
) -> None:
    """A repeated listing shows its original: the rating by formula where the original is in this workbook.

    `homes` maps the keys of the rows that this workbook answers to their sheets; `rating` is the original's now.
    """
    original = plan.item_by_key[line.item.repeats or ""]
    mark = plan.style.repeat_mark.replace("{No}", original.no)
    for field in plan.entry_fields:
        if field != "rating":
            values[field] = None
            locked.add(field)
    values["state"] = f"{mark}（No.{original.no}と同じになります）"
    key = f"{original.key}|{line.sub_no}"
    if key in homes and line.rated:
        sheet = "" if original.area_no == line.item.area_no else f"{homes[key]}!"
        cell = f"[{sheet}rating@{key}]"
        values["rating"] = KeyedFormula(f'IF({cell}="","",{cell})', rating or "")
        locked.add("rating")


def has_indicators(plan: Plan) -> bool:
    """Whether the form asks for indicators (目標値, 実績値 …)."""
    return any(column.key in INDICATOR_FIELDS for column in plan.form_columns)


def _indicator_sheet(
    plan: Plan, answered: Sequence[tuple[str, Line]], point: ReportingPoint, current: Current
) -> SheetValues | None:
    if not has_indicators(plan):
        return None
    rows = []
    for sheet, line in answered:
        if line.item.repeats is not None or (line.item.office_rated and line.sub is None):
            continue
        found = {k.seq: v for k, v in current.items() if k[:3] == (*line.key, point.key) and k.is_indicator}
        for seq in range(1, max(found, default=0) + 2):
            fields = found.get(seq, {})
            values: dict[str, SheetValue] = {name: fields.get(name) for name in INDICATOR_FIELDS}
            values["no"] = line.no
            values["name"] = (line.sub.name if line.sub else None) or line.item.name
            rating = current.get(EntryKey(*line.key, point.key), {}).get("rating")
            cell = f"[{sheet}!rating@{survey_row_key(line)}]" if line.rated and point.kind != "half" else None
            values["state"] = indicator_state(plan, fields, rating, cell)
            rows.append(RowValues(f"{survey_row_key(line)}|{seq}", values))
    hidden = frozenset(k for k in INDICATOR_FIELDS if k not in {c.key for c in plan.form_columns}) | {"row_key"}
    labels = {c.key: c.label for c in plan.form_columns if c.key in INDICATOR_FIELDS}
    return SheetValues(rows=tuple(rows), hidden=hidden, labels=labels) if rows else None


def _missed_rows(indicators: SheetValues | None) -> dict[str, bool]:
    """Rows of area sheets that have indicators -> whether one of them is said to have missed its target."""
    found: dict[str, bool] = {}
    for row in indicators.rows if indicators else ():
        home = (row.key or "").rpartition("|")[0]
        found[home] = found.get(home, False) or _seen(row, "state") == terms.TARGET_MISSED
    return found


def _photo_sheet(
    plan: Plan, lines: Sequence[Line], point: ReportingPoint, current: Current, pictures: Mapping[str, Picture]
) -> SheetValues | None:
    """写真: room for photos of every row that is answered; None for a plan that prints none."""
    if not plan.has_photos:
        return None
    rows, shown = [], {}
    for line in lines:
        if line.item.repeats is not None:
            continue
        found = {k.seq: v for k, v in current.items() if k[:3] == (*line.key, point.key) and k.is_photo}
        for seq in range(PHOTO_SEQ + 1, max([PHOTO_SEQ + PHOTO_ROWS, *(s for s, v in found.items() if v)]) + 1):
            key, fields = f"{survey_row_key(line)}|{seq}", found.get(seq, {})
            if fields.get("picture") in pictures:
                shown[key] = pictures[fields["picture"]]
            values: dict[str, SheetValue] = {
                "no": line.no,
                "name": (line.sub.name if line.sub else None) or line.item.name,
                "picture": terms.PHOTO_HINT,
                "caption": fields.get("caption"),
            }
            rows.append(RowValues(key, values))
    return SheetValues(rows=tuple(rows), hidden=frozenset({"row_key"}), pictures=shown) if rows else None


def _summary_sheet(
    plan: Plan,
    sheets: Mapping[str, str],
    areas: Mapping[str, SheetValues],
    shown: Sequence[Line],
    department: Department,
) -> SheetValues:
    """集計: native counts per area. Ratings typed in the 追加欄 (whose row keys hold no "|") are not counted."""
    ratings = plan.ratings[: len(terms.RATING_COLUMNS)]
    columns, hidden = spare_columns(terms.RATING_COLUMNS, tuple((f"rating:{r.code}", r.code) for r in ratings))
    rows = []
    for area in plan.areas:
        if area.no not in sheets:
            continue
        sheet = sheets[area.no]
        filled = areas[sheet].rows
        lines = [
            x
            for x in shown
            if x.item.area_no == area.no and x.answering in plan.members_of(department.code) and x.rated
        ]
        values: dict[str, SheetValue] = {
            "area": sheet,
            "rows": len(lines),
            "missing": KeyedFormula(f'COUNTIF([{sheet}!state:],"未記入*")', _open(filled)),
        }
        for rating in ratings:
            formula = f'COUNTIFS([{sheet}!row_key:],"*|*",[{sheet}!rating:],"{rating.code}")'
            count = sum(_seen(row, "rating") == rating.code for row in filled)
            values[f"rating:{rating.code}"] = KeyedFormula(formula, count)
        rows.append(RowValues(None, values))
    band: dict[str, SheetValue] = {
        key: KeyedFormula(f"SUM([{key}:])", sum(int(str(_seen(row, key))) for row in rows))
        for key in ("rows", *(f"rating:{r.code}" for r in ratings), "missing")
    }
    return SheetValues(rows=tuple(rows), columns=columns, hidden=hidden, band=band)


def _check_sheet(answered: Sequence[tuple[str, Line]], areas: Mapping[str, SheetValues], open_rows: int) -> SheetValues:
    states = {row.key: _seen(row, "state") for values in areas.values() for row in values.rows}
    rows = [
        RowValues(
            None,
            {
                "no": line.no,
                "name": (line.sub.name if line.sub else None) or line.item.name,
                "sheet": sheet,
                "state": KeyedFormula(f"[{sheet}!state@{survey_row_key(line)}]", states[survey_row_key(line)]),
            },
        )
        for sheet, line in answered
    ]
    band: dict[str, SheetValue] = {
        "name": "未記入のある件数",
        "state": KeyedFormula('COUNTIF([state:],"未記入*")&" 件"', f"{open_rows} 件"),
    }
    return SheetValues(rows=tuple(rows), band=band)


def lists(plan: Plan) -> Sequence[Sequence[CellValue]]:
    """Rows of the hidden list sheet from row 2: rating code, label, behind; follow-up mark; point key, label."""
    marks = (terms.FOLLOW_UP_MARK,)
    length = max(len(plan.ratings), len(plan.points), len(marks))
    rows: list[list[CellValue]] = []
    for n in range(length):
        rating = plan.ratings[n] if n < len(plan.ratings) else None
        point = plan.points[n] if n < len(plan.points) else None
        rows.append(
            [
                rating.code if rating else None,
                rating.label if rating else None,
                (terms.YES if rating.behind else None) if rating else None,
                marks[n] if n < len(marks) else None,
                point.key if point else None,
                point.label if point else None,
            ]
        )
    return rows


def _names(plan: Plan, department: Department, point: ReportingPoint, open_rows: int) -> dict[str, SheetValue]:
    return {
        "survey_code": survey_code(plan.plan_id, plan.plan_version, point.key, department.code),
        "plan_name": plan.name,
        "point_label": point.label,
        "department_name": _named(plan, department),
        "due_date": date_text(point.due) if point.due else "事務局からの通知のとおり",
        "office_name": plan.style.office,
        "missing_total": KeyedFormula(
            f'COUNTIF([{terms.SURVEY_CHECK_SHEET}!state:],"未記入*")&" 件"', f"{open_rows} 件"
        ),
    }


def _named(plan: Plan, department: Department) -> str:
    """「健康部 福祉課」, or 「健康部（福祉課、税務課）」 for a workbook of a 部."""
    members = plan.members_of(department.code)
    if members == (department.code,):
        return " ".join(text for text in (department.bureau, department.name) if text)
    answering = {line.answering for line in plan.lines}
    names = [plan.department_by_code[code].name for code in members if code in answering]
    return f"{department.name}（{'、'.join(names)}）"


def _base(
    plan: Plan,
    answered: Sequence[tuple[str, Line]],
    areas: Mapping[str, SheetValues],
    point: ReportingPoint,
    current: Current,
) -> list[tuple[str, str]]:
    """What the inputs hold when the workbook goes out. A locked cell is no input: it must not look cleared later."""
    pairs = []
    own = {survey_row_key(line) for _, line in answered}
    locked = {row.key: row.locked for values in areas.values() for row in values.rows}
    for key, fields in current.items():
        text = f"{key.item_key}|{key.sub_no}"
        if key.point == point.key and text in own:
            names = (
                child_fields(key.seq) if key.seq else [name for name in plan.entry_fields if name not in locked[text]]
            )
            pairs += [(f"base:{text}|{key.seq}:{name}", fields[name]) for name in names if name in fields]
    return pairs


def _earlier(
    plan: Plan, answered: Sequence[tuple[str, Line]], point: ReportingPoint, current: Current
) -> list[tuple[str, str]]:
    """Names and units of the last point's indicators, so that the workbook alone shows when a unit changes."""
    own = {line.key for _, line in answered}
    earlier = earlier_indicators(plan, current, point.key)
    return [
        (f"last:{key[0]}|{key[1]}|{key[2]}:{name}", fields[name])
        for key, fields in earlier.items()
        for name in ("indicator", "unit")
        if key[:2] in own and name in fields
    ]


def _plan_chunks(plan: Plan, shown: Sequence[Line]) -> list[tuple[str, str]]:
    """The part of the plan that this workbook shows, as JSON in pieces that fit a cell: enough to check it alone."""
    keys = {line.item.key for line in shown}
    keys |= {plan.item_by_key[key].repeats or key for key in keys}
    items: list[Item] = [item for item in plan.items if item.key in keys]
    forms = tuple(part for part in plan.parts if part.kind == "form")
    part = plan.only(items).model_copy(update={"parts": forms, "columns": plan.form_columns})
    text = part.model_dump_json(exclude_defaults=True)
    return [(f"plan:{n}", text[at : at + _CHUNK]) for n, at in enumerate(range(0, len(text), _CHUNK), 1)]
