"""Plan -> the values of one department's survey workbook (the inverse of `read.survey`)."""

from collections.abc import Iterator, Mapping, Sequence

from kosei_xl.later import dataclass
from kosei_xl.make.input_rules import input_rules, typed_cell
from kosei_xl.make.rating_formulas import count_of, literal
from kosei_xl.make.selfcheck import indicator_state, row_state, targets_apart
from kosei_xl.read.identity import area_sheet_names, area_title, sheet_title, survey_code
from kosei_xl.values.cells import CellValue
from kosei_xl.values.labels import head_of
from kosei_xl.values.ledger import slot_number, text_of_line
from kosei_xl.values.model import (
    INDICATOR_FIELDS,
    STANDARD_FIELDS,
    SURVEY_FORMAT,
    Item,
    Line,
    LineKey,
    Plan,
    PolicyArea,
    Rating,
    ReportingPoint,
    Respondent,
    indicator_slot,
    photo_slot,
)
from kosei_xl.values.sheet_values import KeyedFormula, RowValues, SheetValue, SheetValues, spare_columns
from kosei_xl.values.shown_before import keys_of_before
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.notation import date_text

PHOTO_ROWS = 2
"""Photos that a survey has room for, a row."""
ADDED_ROWS = 3
"""Empty rows offered in the 追加欄 of an area sheet."""
_UNRATED = "unrated"
"""The column of 集計 with the rows to answer in which no rating is written; shown where there are any."""
_CHUNK = 30000
_LITERAL = 200
"""Characters of a text in a formula; Excel takes 255."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything in one department's workbook: named cells, area sheets in order, and the fixed sheets.

    `identity` goes into the hidden sheet and the document properties; `hidden` are further hidden pairs (what the
    workbook held when it went out, and the part of the plan it needs to be checked on its own).
    """

    respondent: Respondent
    names: Mapping[str, SheetValue]
    areas: Mapping[str, SheetValues]
    indicators: SheetValues | None
    photos: SheetValues | None
    summary: SheetValues
    check: SheetValues
    lists: Sequence[Sequence[CellValue]]
    identity: Mapping[str, str]
    hidden: Sequence[tuple[str, str]]


def make_survey(standing: Standing, respondent: Respondent) -> Survey:
    """The survey of a department (or of a 部) for one point, prefilled with what the ledger holds for that point.

    Rows that the department takes part in but another one answers are shown for reference. Cost: one pass over the
    rows of the survey; the plan and the ledger are looked up.
    """
    plan = standing.plan
    shown = _shown(plan, respondent)
    by_sheet: dict[str, list[Line]] = {}
    for line in shown:
        by_sheet.setdefault(plan.sheet_area(line.item.area_no).id, []).append(line)
    names = area_sheet_names(plan)
    sheets = {area.id: names[area.id] for area in plan.sheet_areas if area.id in by_sheet}
    answered = tuple((sheets[key], line) for key in sheets for line in by_sheet[key] if _answers(respondent, line))
    indicators = _indicator_sheet(standing, answered)
    out = _Out(standing, respondent, {line.key: sheet for sheet, line in answered}, _rows_apart(indicators))
    areas = {name: _area_sheet(out, plan.area_by_no[key], by_sheet[key]) for key, name in sheets.items()}
    open_rows = sum(_open(values.rows) for values in areas.values())
    return Survey(
        respondent=respondent,
        names=_names(standing, respondent, open_rows),
        areas=areas,
        indicators=indicators,
        photos=_photo_sheet(standing, [line for _, line in answered]),
        summary=_summary_sheet(out, {name: by_sheet[key] for key, name in sheets.items()}, areas),
        check=_check_sheet(answered, areas, open_rows),
        lists=lists(plan, plan.scale_at(standing.point.key).ratings),
        identity={
            "format": str(SURVEY_FORMAT),
            "kind": "department",
            "plan_id": plan.plan_id,
            "plan_version": str(plan.plan_version),
            "point": standing.point.key,
            "dept_code": respondent.code,
        },
        hidden=[
            *_base(standing, answered, areas),
            *_closed(standing, answered),
            *_earlier(standing, answered),
            *_plan_chunks(plan, shown),
        ],
    )


@dataclass(frozen=True, slots=True)
class _Out:
    """What the rows of a survey are made from: the sheet of each row that is answered here, and whether the
    targets of a row with indicators go apart from its rating.
    """

    standing: Standing
    respondent: Respondent
    homes: Mapping[LineKey, str]
    apart: Mapping[LineKey, bool]

    @property
    def plan(self) -> Plan:
        return self.standing.plan


def _answers(respondent: Respondent, line: Line) -> bool:
    return line.answering in respondent.members


def survey_row_key(line: Line) -> str:
    """The hidden key of a row in an area sheet: "item_key|sub_no"."""
    return text_of_line(line.key)


def _shown(plan: Plan, respondent: Respondent) -> list[Line]:
    """Rows that the department answers or takes part in, and the parents of its sub-items, in printed order."""
    shown = []
    members = set(respondent.members)
    for item in plan.items_concerning(members):
        lines = [line for line in plan.lines_by_item[item.key] if not members.isdisjoint(_concerned(line))]
        if lines[0].sub is not None:
            lines.insert(0, Line(item, None))
        shown += lines
    return shown


def _concerned(line: Line) -> tuple[str | None, ...]:
    return line.answering, *line.departments


def _departments(plan: Plan, line: Line, respondent: Respondent) -> str:
    """The departments of a row; in the workbook of a 部 the one that answers is told first."""
    names = plan.department_by_code
    shown = plan.style.department_separator.join(names[code].name for code in line.departments) or "-"
    if line.answering is not None and line.answering in names and len(respondent.members) > 1:
        return f"【回答】{names[line.answering].name}\n{shown}"
    return shown


def _area_sheet(out: _Out, area: PolicyArea, lines: Sequence[Line]) -> SheetValues:
    plan, before = out.plan, out.standing.before
    previous = before.point if before else None
    columns = [column for column in plan.form_columns if column.key not in plan.withheld]
    texts = tuple((c.key, c.label) for c in columns if c.source == "plan")
    own = tuple(
        (c.key, head_of(plan, c))
        for c in columns
        if c.source == "entry" and c.key not in STANDARD_FIELDS and c.key not in INDICATOR_FIELDS
    )
    text_columns, no_text = spare_columns(terms.TEXT_COLUMNS, texts)
    own_columns, no_own = spare_columns(terms.OWN_COLUMNS, own)
    unused = frozenset(key for key in STANDARD_FIELDS if key not in plan.entry_fields) | plan.withheld
    hidden = no_text | no_own | unused | {"row_key"} | (frozenset() if previous else frozenset({"previous"}))
    rows = list(_rows(out, area, lines))
    mine = sum(_answers(out.respondent, line) for line in lines)
    if mine:
        rows.append(RowValues(f"band:{area.id}", {"no": terms.ADDED_ROWS_LABEL}, like="added_head"))
        rows += [RowValues(f"{terms.ADDED_ROW_KEY}{n}", {}, like="added") for n in range(1, ADDED_ROWS + 1)]
    title = f"{sheet_title(plan, area)}{_asked(plan, mine)}"
    labels = {"previous": _previous_label(previous)} if previous else {}
    return SheetValues(
        rows=tuple(rows),
        columns={**text_columns, **own_columns},
        labels={c.key: head_of(plan, c) for c in columns} | labels,
        widths={c.key: c.width for c in columns if c.has_width},
        hidden=hidden,
        band={
            "row_key": f"{terms.AREA_KEY_PREFIX}{area.id}",
            "no": _counted(title, _open(rows)) if mine else title,
            "state": KeyedFormula('"未記入 "&COUNTIF([state:],"未記入*")&" 件"', f"未記入 {_open(rows)} 件"),
        },
        more=dict(own[len(terms.OWN_COLUMNS) :]),
        rules=input_rules(
            plan, out.standing.point.key, [key for key in plan.entry_fields if key not in plan.closed_fields]
        ),
        grows=True,
    )


def _counted(title: str, count: int) -> KeyedFormula:
    """The title behind the count of what is left to fill in, which stays in view beside the frozen columns."""
    parts = [literal(title[at : at + _LITERAL]) for at in range(0, len(title), _LITERAL)]
    text = f"{literal(terms.LEFT_TO_FILL[0])}&COUNTIF([state:],{literal('未記入*')})"
    return KeyedFormula(
        "&".join([text, literal(terms.LEFT_TO_FILL[1]), *parts]), f"{count}".join(terms.LEFT_TO_FILL) + title
    )


def _asked(plan: Plan, count: int) -> str:
    return f"（回答する{plan.style.item_term}：{count}件）"


def _rows(out: _Out, area: PolicyArea, lines: Sequence[Line]) -> Iterator[RowValues]:
    """The rows of a sheet in printed order; each area below the sheet's own is headed by a band."""
    plan = out.plan
    opened = {area.id}
    for line in lines:
        path = plan.tree.path(line.item.area_no)
        for above in path[plan.tree.depth(area.id) :]:
            if above.id not in opened:
                opened.add(above.id)
                inside = plan.tree.under(above.id)
                mine = sum(x.item.area_no in inside and _answers(out.respondent, x) for x in lines)
                indent = terms.INDENT * (plan.tree.depth(above.id) - plan.tree.depth(area.id) - 1)
                text = f"{indent}{area_title(plan, above)}{_asked(plan, mine)}"
                yield RowValues(f"band:{above.id}", {"no": text}, like="added_head")
        yield _item_row(out, line)


def _previous_label(previous: ReportingPoint) -> str:
    """The head of the last rating: its point in brackets, year and half on lines of their own where it names both."""
    label, kind = previous.short_label or previous.label, terms.POINT_KIND_LABELS[previous.kind]
    year = label.removesuffix(kind)
    shown = f"{year}\n{kind}" if year != label and year.endswith("年度") else label
    return f"前回の評価\n（{shown}）"


def _seen(row: RowValues, key: str) -> CellValue:
    """What a cell shows before a spreadsheet program has calculated anything."""
    value = row.values.get(key)
    return value.value if isinstance(value, KeyedFormula) else value


def _open(rows: Sequence[RowValues]) -> int:
    """Rows with something left to fill in."""
    return sum(str(_seen(row, "state")).startswith("未記入") for row in rows)


def _item_row(out: _Out, line: Line) -> RowValues:
    plan, standing, before = out.plan, out.standing, out.standing.before
    values: dict[str, SheetValue] = {
        "no": line.no,
        "name": line.name,
        "departments": _departments(plan, line, out.respondent),
        **{column.key: line.plan_text(column.key) for column in plan.form_columns if column.source == "plan"},
    }
    if before is not None and line.rated:
        rating = before.rating(line)
        values["previous"] = rating.code if rating else None
    values = {key: value for key, value in values.items() if key not in plan.withheld}
    if not _answers(out.respondent, line):
        answering = plan.department_by_code.get(line.answering or "")
        values["state"] = f"回答課：{answering.name}" if answering else "事務局が評価します"
        return RowValues(survey_row_key(line), values, like="reference")
    fields = standing.own_fields(line)
    asked = [field for field in plan.entry_fields if field not in plan.withheld]
    locked = frozenset(plan.closed_fields) | keys_of_before(plan)
    values.update({field: fields.get(field) for field in asked})
    values.update({f: typed_cell(plan.field_by_key[f], fields.get(f)) for f in asked if f not in locked})
    if not line.rated:
        values.update(dict.fromkeys(plan.rating_fields))
        locked |= {*plan.rating_fields}
    if line.item.repeats is None:
        values["state"] = row_state(standing, line, fields, out.apart.get(line.key))
    else:
        shown = _repeated_cells(out, line)
        values.update({key: value for key, value in shown.items() if key not in plan.withheld})
        locked |= {*plan.entry_fields} - {"rating"} | ({"rating"} if "rating" in shown else set())
    return RowValues(survey_row_key(line), values, locked=locked)


def _repeated_cells(out: _Out, line: Line) -> dict[str, SheetValue]:
    """The cells of a repeated listing that show its original: no texts, the mark, and the rating by formula where the
    original is answered in this workbook; else the rating is left out.
    """
    plan = out.plan
    original = plan.item_by_key[line.item.repeats or ""]
    mark = plan.style.repeat_mark.replace("{No}", original.no)
    values: dict[str, SheetValue] = {field: None for field in plan.entry_fields if field != "rating"}
    values["state"] = f"{mark}（No.{original.no}と同じになります）"
    if line.owner in out.homes and line.rated:
        same = plan.sheet_area(original.area_no) == plan.sheet_area(line.item.area_no)
        sheet = "" if same else f"{out.homes[line.owner]}!"
        cell = f"[{sheet}rating@{text_of_line(line.owner)}]"
        rating = out.standing.ledger.fields(line.owner.at(out.standing.point.key)).get("rating")
        values["rating"] = KeyedFormula(f'IF({cell}="","",{cell})', rating or "")
    return values


def has_indicators(plan: Plan) -> bool:
    """Whether the form asks for indicators (目標値, 実績値 …)."""
    return any(column.key in INDICATOR_FIELDS and column.key not in plan.withheld for column in plan.form_columns)


def _indicator_sheet(standing: Standing, answered: Sequence[tuple[str, Line]]) -> SheetValues | None:
    plan, ledger = standing.plan, standing.ledger
    if not has_indicators(plan):
        return None
    rows, locked = [], frozenset(INDICATOR_FIELDS) & frozenset(plan.closed_fields)
    for sheet, line in answered:
        if line.item.repeats is not None or (line.item.office_rated and line.sub is None):
            continue
        own = standing.key(line)
        last = max((key.slot.number for key in ledger.indicators(own)), default=0)
        cell = f"[{sheet}!rating@{survey_row_key(line)}]" if line.rated else None
        for slot in map(indicator_slot, range(1, last + 2)):
            fields = ledger.fields(own._replace(slot=slot))
            values: dict[str, SheetValue] = {n: fields.get(n) for n in INDICATOR_FIELDS if n not in plan.withheld}
            rating = standing.own_fields(line).get("rating")
            values.update(no=line.no, name=line.name, state=indicator_state(standing, fields, rating, cell))
            rows.append(RowValues(text_of_line(line.key, slot), values, locked=locked))
    asked = {column.key for column in plan.form_columns} - plan.withheld
    hidden = frozenset(key for key in INDICATOR_FIELDS if key not in asked) | {"row_key"}
    columns = [c for c in plan.form_columns if c.key in INDICATOR_FIELDS]
    labels, widths = {c.key: c.label for c in columns}, {c.key: c.width for c in columns if c.has_width}
    hints = {key: text for key, text in terms.INDICATOR_HINTS.items() if key not in hidden | locked}
    made = SheetValues(rows=tuple(rows), hidden=hidden, labels=labels, widths=widths, hints=hints, grows=True)
    return made if rows else None


def _rows_apart(indicators: SheetValues | None) -> dict[LineKey, bool]:
    """Rows of area sheets that have indicators -> whether their targets are said to go apart from the rating."""
    states: dict[LineKey, list[tuple[str, bool]]] = {}
    for row in indicators.rows if indicators else ():
        item_key, sub_no, _ = (row.key or "||").split("|")
        home = LineKey(item_key, sub_no or None)
        states.setdefault(home, []).append((str(_seen(row, "state")), bool(row.values.get("target"))))
    return {home: targets_apart(told) for home, told in states.items()}


def _photo_sheet(standing: Standing, lines: Sequence[Line]) -> SheetValues | None:
    """写真: room for photos of every row that is answered; None for a plan that prints none."""
    ledger = standing.ledger
    if not standing.plan.has_photos:
        return None
    rows, shown = [], {}
    for line in lines:
        if line.item.repeats is not None:
            continue
        own = standing.key(line)
        filled = [key.slot.number for key in ledger.photos(own) if ledger.fields(key)]
        for number in range(1, max([PHOTO_ROWS, *filled]) + 1):
            slot = photo_slot(number)
            key, fields = text_of_line(line.key, slot), ledger.fields(own._replace(slot=slot))
            if fields.get("picture") in ledger.pictures:
                shown[key] = ledger.pictures[fields["picture"]]
            values: dict[str, SheetValue] = {
                "no": line.no,
                "name": line.name,
                "picture": terms.PHOTO_HINT + terms.WHICH_PHOTO.format(number),
                "caption": fields.get("caption"),
            }
            rows.append(RowValues(key, values))
    return SheetValues(rows=tuple(rows), hidden=frozenset({"row_key"}), pictures=shown) if rows else None


def _summary_sheet(out: _Out, sheets: Mapping[str, Sequence[Line]], areas: Mapping[str, SheetValues]) -> SheetValues:
    """集計: native counts per sheet. Ratings typed in the 追加欄 (whose row keys hold no "|") are not counted."""
    ratings = out.plan.scale_at(out.standing.point.key).ratings[: len(terms.RATING_COLUMNS)]
    columns, hidden = spare_columns(
        terms.RATING_COLUMNS, tuple((f"{terms.RATING_KEY}{r.code}", r.code) for r in ratings)
    )
    rows = []
    for sheet, shown in sheets.items():
        filled = areas[sheet].rows
        lines = [line for line in shown if _answers(out.respondent, line)]
        values: dict[str, SheetValue] = {
            "area": sheet,
            "rows": len(lines),
            _UNRATED: sum(not line.rated for line in lines),
            "missing": KeyedFormula(f'COUNTIF([{sheet}!state:],"未記入*")', _open(filled)),
        }
        for rating in ratings:
            formula = count_of(f"[{sheet}!rating:]", rating.code, [(f"[{sheet}!row_key:]", '"*|*"')])
            count = sum(_seen(row, "rating") == rating.code for row in filled)
            values[f"{terms.RATING_KEY}{rating.code}"] = KeyedFormula(formula, count)
        rows.append(RowValues(None, values))
    band: dict[str, SheetValue] = {
        key: KeyedFormula(f"SUM([{key}:])", sum(int(str(_seen(row, key))) for row in rows))
        for key in ("rows", _UNRATED, *(f"{terms.RATING_KEY}{r.code}" for r in ratings), "missing")
    }
    unused = frozenset() if any(row.values[_UNRATED] for row in rows) else frozenset({_UNRATED})
    return SheetValues(rows=tuple(rows), columns=columns, hidden=hidden | unused, band=band)


def _check_sheet(answered: Sequence[tuple[str, Line]], areas: Mapping[str, SheetValues], open_rows: int) -> SheetValues:
    states = {row.key: _seen(row, "state") for values in areas.values() for row in values.rows}
    rows = [
        RowValues(
            None,
            {
                "no": line.no,
                "name": line.name,
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


def lists(plan: Plan, ratings: Sequence[Rating]) -> Sequence[Sequence[CellValue]]:
    """Rows of the hidden list sheet from row 2: rating code, label, look; follow-up mark; point key, label."""
    marks = (terms.FOLLOW_UP_MARK,)
    length = max(len(ratings), len(plan.points), len(marks))
    rows: list[list[CellValue]] = []
    for n in range(length):
        rating = ratings[n] if n < len(ratings) else None
        point = plan.points[n] if n < len(plan.points) else None
        rows.append(
            [
                rating.code if rating else None,
                rating.label if rating else None,
                terms.LOOK_MARKS[plan.scales[rating.scale].look(rating)] if rating else None,
                marks[n] if n < len(marks) else None,
                point.key if point else None,
                point.label if point else None,
            ]
        )
    return rows


def _names(standing: Standing, respondent: Respondent, open_rows: int) -> dict[str, SheetValue]:
    plan, point = standing.plan, standing.point
    return {
        "survey_code": survey_code(plan.plan_id, plan.plan_version, point.key, respondent.code),
        "plan_name": plan.name,
        "point_label": point.label,
        "department_name": _named(plan, respondent),
        "due_date": date_text(point.due, plan.style.digits_text) if point.due else "事務局からの通知のとおり",
        "office_name": plan.style.office,
        "missing_total": KeyedFormula(
            f'COUNTIF([{terms.SURVEY_CHECK_SHEET}!state:],"未記入*")&" 件"', f"{open_rows} 件"
        ),
    }


def _named(plan: Plan, respondent: Respondent) -> str:
    """「健康部 福祉課」, or 「健康部（福祉課、税務課）」 for a workbook of a 部."""
    if not respondent.is_bureau:
        return " ".join(text for text in (respondent.bureau, respondent.name) if text)
    names = [plan.department_by_code[code].name for code in respondent.members if plan.lines_answered_by(code)]
    return f"{respondent.name}（{'、'.join(names)}）"


def _base(
    standing: Standing, answered: Sequence[tuple[str, Line]], areas: Mapping[str, SheetValues]
) -> list[tuple[str, str]]:
    """What the inputs hold when the workbook goes out. A locked cell is no input: it must not look cleared later."""
    plan, ledger = standing.plan, standing.ledger
    pairs = []
    locked = {row.key: row.locked for values in areas.values() for row in values.rows}
    own = {line.key for _, line in answered}
    for key in ledger.keys_of(own, standing.point.key):
        fields = ledger.fields(key)
        names = key.slot.fields or [n for n in plan.entry_fields if n not in locked[text_of_line(key.line)]]
        names = [name for name in names if name not in plan.closed_fields]
        text = f"{text_of_line(key.line)}|{slot_number(key.slot)}"
        pairs += [(f"base:{text}:{name}", fields[name]) for name in names if name in fields]
    return pairs


def _closed(standing: Standing, answered: Sequence[tuple[str, Line]]) -> list[tuple[str, str]]:
    """The fields that this workbook does not ask for, and what it shows in them; nothing where it asks for all."""
    plan, ledger = standing.plan, standing.ledger
    if not plan.closed_fields:
        return []
    shown = [name for name in plan.closed_fields if name not in plan.withheld]
    own = {line.key for _, line in answered if line.item.repeats is None}
    pairs = [(terms.CLOSED_KEY, " ".join(plan.closed_fields))]
    for key in ledger.keys_of(own, standing.point.key):
        text = f"{text_of_line(key.line)}|{slot_number(key.slot)}"
        fields = ledger.fields(key)
        pairs += [(f"shown:{text}:{name}", fields[name]) for name in shown if name in fields]
    return pairs


def _earlier(standing: Standing, answered: Sequence[tuple[str, Line]]) -> list[tuple[str, str]]:
    """Names and units of the last point's indicators, so that the workbook alone shows when a unit changes."""
    before, ledger = standing.before, standing.ledger
    own = {line.key for _, line in answered}
    keys = ledger.keys_of(own, before.point.key) if before is not None else ()
    return [
        (f"last:{text_of_line(key.line, key.slot)}:{name}", fields[name])
        for key in keys
        if key.is_indicator and (fields := ledger.fields(key))
        for name in ("indicator", "unit")
        if name in fields
    ]


def _with_texts_of(item: Item, keys: frozenset[str]) -> Item:
    """An item with no other texts than these, its sub-items too: what the office keeps to itself stays with it."""

    def kept(texts: Mapping[str, str]) -> dict[str, str]:
        return {key: text for key, text in texts.items() if key in keys}

    subs = tuple(sub.model_copy(update={"texts": kept(sub.texts)}) for sub in item.sub_items)
    return item.model_copy(update={"texts": kept(item.texts), "sub_items": subs})


def _plan_chunks(plan: Plan, shown: Sequence[Line]) -> list[tuple[str, str]]:
    """The part of the plan that this workbook shows, as JSON in pieces that fit a cell: enough to check it alone."""
    keys = {line.item.key for line in shown}
    keys |= {plan.item_by_key[key].repeats or key for key in keys}
    texts = frozenset(column.key for column in plan.form_columns if column.source == "plan") - plan.withheld
    items = [_with_texts_of(item, texts) for item in plan.items if item.key in keys]
    forms = tuple(part for part in plan.parts if part.kind == "form")
    part = plan.only(items).model_copy(update={"parts": forms, "columns": plan.form_columns})
    text = part.model_dump_json(exclude_defaults=True)
    return [(f"plan:{n}", text[at : at + _CHUNK]) for n, at in enumerate(range(0, len(text), _CHUNK), 1)]
