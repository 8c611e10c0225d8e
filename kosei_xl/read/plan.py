"""The master workbook's settings sheets -> `Plan`."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, MutableMapping
from itertools import count
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kosei_xl.read.areas import AreasRead, read_areas
from kosei_xl.read.fields import placed_columns, read_fields, scale_keys
from kosei_xl.read.former_keys import AREA, KeyFound, Keyless, find_keys
from kosei_xl.read.given import given_keys, with_given
from kosei_xl.read.names import PlanNames, key_of_part, name_others, name_parts, names_in_row, parts_by_name
from kosei_xl.read.places import RowPlaces
from kosei_xl.read.records import reason_of
from kosei_xl.read.schedule import read_schedule
from kosei_xl.read.settings import text_columns
from kosei_xl.read.tables import KeyedTable, TableRow, day_of, find_table, setting_of, text_of, with_heads
from kosei_xl.values.cells import Book, CellRef, Sheet
from kosei_xl.values.diagnostics import Diagnostic, Outcome, SourceMap, ValuePath, diagnostic
from kosei_xl.values.fields import EntryField
from kosei_xl.values.model import SCHEDULE, Plan, Style
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.numbers import whole_number
from kosei_xl.words.years import fiscal_year_of

_LIST = re.compile(r"[\s、,，;；]+")
_ITEMS_OF_LIST = re.compile(r"[\n、，;；]+|,(?!\d)")
_LEVELS = re.compile(r"[\s>＞→、,，]+")

_Problems = list[Diagnostic]
_Places = MutableMapping[ValuePath, CellRef]


class _Known(NamedTuple):
    """What the rows of 項目 are read with: the key of each row, and the areas."""

    keys: Mapping[int, str]
    areas: AreasRead


def read_plan(book: Book, *, keyed: bool = False) -> Outcome[Plan | None]:
    """Read the plan from a master workbook. The value is None when it could not be put together. `keyed` where it is
    known that no row lacks a key (`given_keys`).

    Returns K130 (sheet missing), K131 (value not readable), K132 (column missing), K133 (contradiction), K134 (row key
    given, info), K150 (row key found again, info), K151 (row key undecided), K185 (a name of nobody), K135-K139 (日程).
    Rows without a key are read with the one that they are given. `at` holds the cell of
    each row, keyed as in `Plan` ("items", 0, …).
    """
    problems: _Problems = []
    at = RowPlaces()
    book = book if keyed else with_given(book, given_keys(book))
    tables = {name: _table(book, name, problems) for name in _READERS}
    settings = _settings(tables[terms.PLAN_SHEET], at)
    of_style = Style.model_fields.keys()
    data: dict[str, Any] = {k: v for k, v in settings.items() if k not in of_style}
    data["style"] = {k: v for k, v in settings.items() if k in of_style}
    for sheet, (path, reader) in _READERS.items():
        table = tables[sheet]
        if reader is not None and table is not None:
            data[path] = _records(table, path, reader, problems, at)
    unplaced: _Problems = []
    areas = read_areas(tables[terms.AREAS_SHEET], settings.get("levels", ()), unplaced, at)
    if tables[terms.AREAS_SHEET] is not None:
        data["areas"] = areas.records
    _name_scales(book, data)
    problems += name_others(data, at)
    unplaced += name_parts(data, at, parts_by_name(tables[terms.PARTS_SHEET]))
    defined = _fields(book, data, at)
    items = tables[terms.ITEMS_SHEET]
    if items is not None:
        keys = _keys_of(book, items, data, areas, problems)
        data["items"] = _items(items, data, _Known(keys, areas), at, (problems, unplaced))
        _schedule(book, data, problems, at)
    problems += unplaced
    try:
        plan = Plan.model_validate(data).with_fields(defined)
        return Outcome(None if unplaced else plan, at, tuple(problems))
    except ValidationError as error:
        outcome: Outcome[Plan | None] = Outcome(None, at)
        spoken_of = {problem.at for problem in problems if problem.code == Code.NAME_UNKNOWN}
        for detail in error.errors():
            told = detail.get("ctx", {})
            contradiction = detail["type"] == "contradiction"
            where: tuple[str | int, ...] = (told["path"], told["position"]) if contradiction else detail["loc"]
            place = outcome.place(*where) or CellRef(book.name, terms.PLAN_SHEET)
            if place in spoken_of:
                continue
            if contradiction:
                problems.append(diagnostic(Code.PLAN_CONTRADICTS_ITSELF, place, reason=problem_text(detail)))
            else:
                problems.append(
                    diagnostic(Code.SETTING_UNREADABLE, place, label=_label(detail["loc"]), reason=reason_of(detail))
                )
        return Outcome(None, at, tuple(problems))


def _name_scales(book: Book, data: Mapping[str, Any]) -> None:
    """Put the key of a scale where its name was written, and the one scale that there is where a point names none."""
    keys = scale_keys(book)
    ratings, points = data.get("ratings", ()), data.get("points", ())
    for record in (one for one in (*ratings, *points) if one.get("scale")):
        record["scale"] = keys.get(record["scale"], record["scale"])
    for record in ratings:
        pairs = [one.replace("：", ":").partition(":") for one in record.get("equals", ())]
        record["equals"] = [f"{keys.get(scale, scale)}{sign}{code}" for scale, sign, code in pairs]
    used = {record.get("scale", terms.STANDARD_SCALE) for record in ratings}
    for record in points if len(used) == 1 else ():
        record.setdefault("scale", *used)


def _unique(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, Any]:
    """Name -> key of what alone bears the name."""
    found: dict[Any, set[Any]] = {}
    for name, key in pairs:
        found.setdefault(name, set()).add(key)
    return {name: next(iter(keys)) for name, keys in found.items() if name and len(keys) == 1}


def _fields(book: Book, data: dict[str, Any], at: RowPlaces) -> tuple[EntryField, ...]:
    """The fields of 欄; columns that place them get keys and heads. What is wrong in 欄 is told with the registers."""
    if book.sheet(terms.FIELDS_SHEET) is None:
        return ()
    sheet = read_fields(book, _period(data))
    columns = list(placed_columns(data.get("columns", ()), sheet))
    at.move_rows("columns", [number for number, _ in columns])
    if "columns" in data:
        data["columns"] = [column for _, column in columns]
    return sheet.fields


def rows_without_key(book: Book, plan: Plan, at: SourceMap) -> dict[CellRef, str]:
    """Cell -> row key for every row of 項目 that has none yet, as the sheet holds keys: "item|", "item|sub_no".

    `plan` and `at` as `read_plan` gave them. A cell without a column is that of a sheet without the column of row keys.
    """
    keys: dict[CellRef, str] = {}
    for n, item in enumerate(plan.items):
        keys[at["items", n, "key"]] = f"{item.key}|"
        for m, sub in enumerate(item.sub_items):
            keys[at["items", n, "sub_items", m, "key"]] = f"{item.key}|{sub.sub_no}"
    sheet = book.sheet(terms.ITEMS_SHEET)
    return {cell: key for cell, key in keys.items() if sheet is not None and not _item_key(_text_at(sheet, cell))}


def _text_at(sheet: Sheet, cell: CellRef) -> str | None:
    return text_of(sheet.value(cell.row or 0, cell.column or 0))


def problem_text(detail: ErrorDetails) -> str:
    """What pydantic found, in plain Japanese where it is one of the plan's contradictions."""
    told = detail.get("ctx", {})
    text = terms.CONTRADICTIONS.get(str(told.get("kind")))
    return text.format_map(told) if text else detail["msg"]


def _schedule(book: Book, data: Mapping[str, Any], problems: _Problems, at: RowPlaces) -> None:
    """日程 into the items. A master from before it, or of a plan that prints no schedule, need not have the sheet."""
    needed = any(column.get("key") == SCHEDULE for column in data.get("columns", ()))
    if book.sheet(terms.SCHEDULE_SHEET) is None and not needed:
        return
    table = _table(book, terms.SCHEDULE_SHEET, problems)
    if table is not None:
        read_schedule(table, data["items"], _period(data), problems, at)


def _period(data: Mapping[str, Any]) -> tuple[int, int] | None:
    """The first and last fiscal year of the plan; None where they are no years."""
    start, end = (whole_number(str(data.get(key) or "")) for key in ("period_start", "period_end"))
    return (start, end) if start is not None and end is not None else None


def _label(path: Iterable[str | int]) -> str:
    """The label of a value of the plan as its sheet prints it."""
    names = [str(part) for part in path if not isinstance(part, int)]
    key = names[-1] if names else ""
    for sheet, (name, _) in _READERS.items():
        if names[:1] == [name]:
            return terms.MASTER_SHEETS[sheet].get("row_key" if names == ["items", "key"] else key, key)
    return terms.SETTING_LABELS.get(key, (key, ""))[0]


def _table(book: Book, name: str, problems: _Problems) -> KeyedTable | None:
    sheet = book.sheet(name)
    if sheet is None:
        problems.append(diagnostic(Code.SETTINGS_SHEET_MISSING, CellRef(book.name, name), sheet=name))
        return None
    labels = terms.MASTER_SHEETS[name]
    if name == terms.PLAN_SHEET:
        labels = {**labels, **dict([terms.FORMAT_1_SETTING])}
    table = find_table(book.name, sheet, labels)
    if table is None:
        key, label = next(iter(labels.items()))
        problems.append(diagnostic(Code.SETTINGS_COLUMN_MISSING, CellRef(book.name, name, 1), label=label, key=key))
    return with_heads(table, labels) if table is not None else None


def _settings(table: KeyedTable | None, at: _Places) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    for row in table.rows() if table else ():
        key, value = setting_of(row), row.text("value")
        if key is None:
            continue
        at[("style", key) if key in Style.model_fields else (key,)] = row.ref("value")
        usual = getattr(Style(), key, None)
        if isinstance(usual, bool):
            settings[key] = _yes(value)
        elif isinstance(usual, tuple):
            settings[key] = [word for word in _LEVELS.split(value or "") if word]
        elif value is not None:
            years = key in ("period_start", "period_end")
            settings[key] = _year(value) if years else _chosen(value, terms.SETTING_CHOICES.get(key, {}))
    return settings


def _records(
    table: KeyedTable,
    path: str,
    reader: Callable[[TableRow], dict[str, Any] | None],
    problems: _Problems,
    at: RowPlaces,
) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = []
    for row in table.rows():
        record = reader(row)
        if record is None:
            continue
        at.put_row((path, len(records)), row.ref(), table.columns, table.columns)
        records.append({k: v for k, v in record.items() if v is not None})
    return records


def _words(text: str | None) -> list[str]:
    return [word for word in _LIST.split(text or "") if word]


def _yes(text: str | None) -> bool:
    """Whether a cell is marked; any of the circles and ticks that people type is one."""
    return text in terms.FOLLOW_UP_SPELLINGS


def _year(text: str | None) -> int | str | None:
    """A fiscal year as people write it; what is none stays a text."""
    return text and (fiscal_year_of(text) or text)


def _choice(row: TableRow, key: str, labels: Mapping[str, str]) -> str | None:
    text = row.text(key)
    return text and _chosen(text, labels)


def _chosen(text: str, labels: Mapping[str, str]) -> str:
    """The choice that a word stands for; a word that means none is left for the plan to refuse."""
    return next((value for value, label in labels.items() if text in (value, label)), text)


def rating_record(row: TableRow) -> dict[str, Any] | None:
    """The fields of a `Rating` in a row of 評価区分; None for a row without a code."""
    if row.text("code") is None:
        return None
    fields = {label: key for key, label in terms.FIELD_LABELS.items()}
    return {
        "code": row.text("code"),
        "label": row.text("label"),
        "order": row.text("order"),
        "legend": row.text("legend"),
        "synonyms": _words(row.text("synonyms")),
        "behind": _yes(row.text("behind")),
        "counted": _yes(row.text("counted")),
        "requires": [fields.get(word, word) for word in _words(row.text("requires"))],
        "scale": row.text("scale"),
        "equals": _words(row.text("equals")),
        "at_least": _percent(row.text("at_least")),
        "points": row.text("points"),
    }


def _percent(text: str | None) -> str | None:
    """A number of percent, with or without its sign; what is none is left for the plan to refuse."""
    return text and unicodedata.normalize("NFKC", text).strip().removesuffix("%").rstrip()


def _department(row: TableRow) -> dict[str, Any] | None:
    if row.text("code") is None and row.text("name") is None:
        return None
    return {
        "code": row.text("code"),
        "name": row.text("name"),
        "bureau": row.text("bureau"),
        "order": row.text("order"),
        "valid_from": day_of(row, "valid_from"),
        "valid_to": day_of(row, "valid_to"),
        "successors": _words(row.text("successors")),
    }


def _point(row: TableRow) -> dict[str, Any] | None:
    if row.text("key") is None:
        return None
    return {
        "key": row.text("key"),
        "fiscal_year": _year(row.text("fiscal_year")),
        "kind": _choice(row, "kind", terms.POINT_KIND_LABELS),
        "date": day_of(row, "date"),
        "label": row.text("label"),
        "short_label": row.text("short_label"),
        "due": day_of(row, "due"),
        "scale": row.text("scale"),
        "share": _percent(row.text("share")),
    }


def _part(row: TableRow) -> dict[str, Any] | None:
    if row.text("key") is None:
        return None
    plain = (
        "sheet",
        "title",
        "text",
        "paper",
        "doc_no",
        "meeting",
        "meeting_date",
        "file",
        "numbering",
        "rows",
        "only",
    )
    chosen = {key: _choice(row, key, terms.CHOICES[key]) for key in ("kind", "items", "role")}
    table = {key: _named_words(row.text(key)) for key in ("shows", "of_which", "sums", "ratings", "subtotals")}
    own = {"key": key_of_part(row), "foot": _yes(row.text("foot"))}
    return {key: row.text(key) for key in plain} | own | chosen | table


def _named_words(text: str | None) -> list[str]:
    """Words that may hold blanks, one after the other."""
    return [word.strip() for word in _ITEMS_OF_LIST.split(text or "") if word.strip()]


def _column(row: TableRow) -> dict[str, Any] | None:
    if row.text("key") is None:
        return None
    plain = ("part", "key", "label", "heading", "width", "point")
    chosen = {key: _choice(row, key, terms.CHOICES[key]) for key in ("align", "source", "entry")}
    return {key: row.text(key) for key in plain} | chosen | {"label": row.text("label") or ""}


def _item_key(text: str | None) -> str:
    """The item's key in a row key ("item|sub_no"); "" for none."""
    return (text or "").split("|")[0]


def _free_key(key: str, taken: Collection[str]) -> str:
    """A key that no other item has: after renumbering, an item may still be called by the number of the new one."""
    return next(one for n in count(1) if (one := key if n == 1 else f"{key}_{n}") not in taken)


def _keys_of(
    book: Book, table: KeyedTable, data: dict[str, Any], areas: AreasRead, problems: _Problems
) -> dict[int, str]:
    """Row -> key of every item: a row without row key gets one from plan, version and number (K134), or goes on under
    the one that it is known by (K150, K151).
    """
    rows = [row for row in table.rows() if row.text("sub_no") is None and (row.text("no") or row.text("name"))]
    keys = {row.number: _item_key(row.text("row_key")) for row in rows}
    taken = {key for key in keys.values() if key}
    plan_id, version = data.get("plan_id", "plan"), data.get("plan_version", 1)
    keyless: dict[int, Keyless] = {}
    names, texts, used = PlanNames.of_data(data, areas.tree), _text_columns(table, data), set(taken)
    for row in (row for row in rows if not keys[row.number]):
        given = _free_key(f"{plan_id}-v{version}-{row.text('no')}", used)
        used.add(given)
        area = names_in_row(row, names, areas, ([], []))["area_no"]
        known_by = _texts_in(row, texts) | ({AREA: str(area)} if area else {})
        again = row.text("repeats") is not None
        no, name = row.text("no") or "", row.text("name") or ""
        keyless[row.number] = Keyless(given, no, name, row.ref("row_key"), again, known_by)
    found = find_keys(book, str(plan_id), keyless.values(), taken) if keyless else {}
    for row in (row for row in rows if row.number in keyless):
        one = found.get(keyless[row.number].at) or KeyFound(keyless[row.number].given, None)
        keys[row.number] = one.key
        new = diagnostic(Code.ROW_KEY_GIVEN, row.ref("no"), item=row.text("no"), key=one.key)
        problems.append(one.problem or new)
    return keys


def _text_columns(table: KeyedTable, data: Mapping[str, Any]) -> dict[str, int]:
    """Column key -> column of the texts of the plan on 項目."""
    ours = {**terms.MASTER_SHEETS[terms.ITEMS_SHEET], **terms.FORMER_COLUMNS[terms.ITEMS_SHEET]}
    texts = {key: n for key, n in table.columns.items() if key not in ours}
    declared = {c["key"]: c["label"] for c in reversed(data.get("columns", ())) if c.get("source") == "plan"}
    return texts | {key: n for n, key in text_columns(table, declared).items()}


def _texts_in(row: TableRow, columns: Mapping[str, int]) -> dict[str, str]:
    values = ((key, row.table.sheet.value(row.number, n)) for key, n in columns.items())
    return {key: text for key, value in values if (text := text_of(value))}


def _items(
    table: KeyedTable, data: dict[str, Any], known: _Known, at: RowPlaces, problems: tuple[_Problems, _Problems]
) -> list[dict[str, Any]]:
    """Items with their sub-items, whatever the order of the rows; with the second `problems` there is no plan."""
    items: list[dict[str, Any]] = []
    by_no: dict[str, str] = {}
    by_number: dict[int, dict[str, str]] = {}
    texts = _text_columns(table, data)
    columns = {name: n for name, n in table.columns.items() if name not in terms.TEXT_COLUMNS} | texts
    if terms.DEPARTMENT_COLUMNS[0] in columns:
        columns["departments"] = columns[terms.DEPARTMENT_COLUMNS[0]]
    named, placed = (*columns, "key"), {name: n for name, n in columns.items() if name != "key"}
    if "row_key" in table.columns:
        placed["key"] = table.columns["row_key"]
    names = PlanNames.of_data(data, known.areas.tree)
    rows = [row for row in table.rows() if row.text("no") is not None or row.text("name") is not None]
    for row in sorted(rows, key=lambda row: row.text("sub_no") is not None):
        no, sub_no = row.text("no"), row.text("sub_no")
        said = names_in_row(row, names, known.areas, problems)
        shared = {
            "departments": said["departments"],
            "answering": said["answering"],
            "texts": _texts_in(row, texts),
        }
        if sub_no is not None:
            parent = next((n for n, item in enumerate(items) if item["no"] == no), None)
            if parent is None:
                reason = f"No.{no}の項目の行がありません"
                problems[0].append(diagnostic(Code.SETTING_UNREADABLE, row.ref("no"), label="枝番の行", reason=reason))
                continue
            place = "items", parent, "sub_items", len(items[parent]["sub_items"])
            at.put_row(place, row.ref(), named, placed)
            items[parent]["sub_items"].append({"sub_no": sub_no, "name": row.text("name"), **shared})
            continue
        key = known.keys[row.number]
        kind = row.text("kind")
        kinds = {label: value for value, label in terms.KIND_LABELS.items()}
        at.put_row(("items", len(items)), row.ref(), named, placed)
        if no is not None:
            by_no.setdefault(no, key)
        by_number[len(items)] = {name: other for name in ("repeats", "successor") if (other := row.text(name))}
        items.append(
            {
                "key": key,
                "no": no,
                "name": row.text("name"),
                "area_no": said["area_no"],
                "kind": kinds.get(kind or "", kind or "rated"),
                "departments_at": said["departments_at"],
                "office_rated": _yes(row.text("office_rated")),
                "first_point": said["first_point"],
                "last_point": said["last_point"],
                "state": _choice(row, "state", terms.ITEM_STATES) or "continued",
                "sub_items": [],
                **shared,
            }
        )
    called = _unique((item["name"], item["key"]) for item in items)
    for position, others in by_number.items():
        items[position] |= {name: by_no.get(other) or called.get(other, other) for name, other in others.items()}
    return items


_READERS: Mapping[str, tuple[str, Callable[[TableRow], dict[str, Any] | None] | None]] = {
    terms.PLAN_SHEET: ("", None),
    terms.RATINGS_SHEET: ("ratings", rating_record),
    terms.AREAS_SHEET: ("areas", None),
    terms.ITEMS_SHEET: ("items", None),
    terms.DEPARTMENTS_SHEET: ("departments", _department),
    terms.POINTS_SHEET: ("points", _point),
    terms.PARTS_SHEET: ("parts", _part),
    terms.COLUMNS_SHEET: ("columns", _column),
}
