"""Values -> workbook bytes: fills templates and updates masters part by part, so that what people made in them stays.

Columns are found by the hidden key row, named cells by defined name, looks by prototype rows; no address stands here.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import time, timedelta
from functools import cache, partial

from kosei_xl.later import dataclass
from kosei_xl.make.first_sheet import show_round
from kosei_xl.make.input_rules import put_rule
from kosei_xl.make.survey import Survey, lists
from kosei_xl.make.survey_paper import USUAL_WIDTH, face_of, first_input, name_department, print_readable, show_inputs
from kosei_xl.read.chain import end_of_rows, read_end
from kosei_xl.read.imprint import given_rows, survey_hashes
from kosei_xl.read.ledger import PutRows
from kosei_xl.read.tables import find_table, text_of
from kosei_xl.values.cells import Book, CellValue, Sheet, column_letters, column_number
from kosei_xl.values.chain import CHAIN, END, ChainEnd, ChainMark, content_of, next_link
from kosei_xl.values.diagnostics import KoseiError
from kosei_xl.values.model import INDICATOR_FIELDS, Plan, Rating, ReportingPoint
from kosei_xl.values.sheet_values import KeyedFormula, MasterSheets, RowValues, SheetValue, SheetValues
from kosei_xl.words import terms
from kosei_xl.words.messages import Message, told
from kosei_xl.workbook.book import read_book, read_sheet
from kosei_xl.workbook.measure import MAX_ROW_HEIGHT, CellText, indent_width, row_height, usable_width
from kosei_xl.workbook.parts import (
    CellInput,
    FillReport,
    Formula,
    Grows,
    Package,
    SheetPart,
    StyleChange,
    quote_sheet,
)
from kosei_xl.workbook.paste import paste_pictures

_TOKEN = re.compile(r"\[(?:([^\[\]!]+)!)?([a-z][a-z0-9_]*(?::[^\[\]:@]+)?)(:(?=\])|@[^\[\]]+)?\]")
DATA_ROWS = {"row": 4, "reference": 5, "added_head": 6, "added": 7}
KEY_ROW, LABEL_ROW = 1, 2
INPUT_HEIGHT = 42.0
_ADDED_WIDTH = 24.0
_INPUT_FILL = "FFF8DC"
_PICTURE = "picture"
_LABELS, _GAP = "labels", "gap"
"""Rows that look like the heads of the sheet, and rows of nothing."""
_TYPED_INTO = ("row", "added")
"""Prototypes of rows to type into."""
_FILTER = "_xlnm._FilterDatabase"
_ZOOM = 90
_IN_HEAD = ("plan_name", "point_label", "department_name")
"""What the head of every sheet of a survey names on paper."""
_LEAST_HEIGHT = 18.0
_NEVER_BLANK = {
    terms.RECEIVED_SHEET: "point",
    terms.POINTS_SHEET: "key",
    terms.COLUMNS_SHEET: "part",
    **dict.fromkeys(terms.HIDDEN_SHEETS, "number"),
}
"""Sheets that only grow -> the column that every row of them fills."""
_OF_POINTS = (terms.LEDGER_SHEET, terms.INDICATORS_SHEET, terms.PHOTOS_SHEET)
_LISTS = (("rating_list", "A"), ("rating_behind", "C"), ("mark_list", "D"), ("point_list", "E"))


class TemplateError(KoseiError):
    """A template lacks a sheet, key column or name that is needed; the message names it."""


@dataclass(slots=True)
class _PlacedSheet:
    """One sheet to fill: its values, columns by key, first data row, prototype rows, and the row of each key."""

    part: SheetPart
    values: SheetValues
    columns: Mapping[str, int]
    first: int
    prototypes: Mapping[str, int]
    rows: Mapping[str, int] = field(default_factory=dict)
    alone: bool = False
    """Whether nothing else stands below the labels once they are written."""

    @property
    def put(self) -> PutRows | None:
        """What a reader finds here; None where that is not known without reading: where other rows stand beside these,
        or the reader goes by the labels or looks for the keys in another column, as people may have left the key row.
        """
        heads = {column_number(letters): value for letters, value in self.part.cells(KEY_ROW).items()}
        row = tuple(heads.get(column) for column in range(1, max(heads, default=0) + 1))
        name = self.part.name
        table = find_table("", Sheet(name, (row,)), terms.MASTER_SHEETS[name])
        if not self.alone or table is None or table.first != self.first:
            return None
        keys = table.columns.get("row_key")
        return PutRows(self.rows, table.columns) if keys is not None and keys == self.columns.get("row_key") else None

    @property
    def last(self) -> int:
        return self.first + max(len(self.values.rows), 1) - 1


class SheetFiller:
    """Fills sheets of one workbook whose formulas may refer to each other: first `place` them, then `write`. More may
    be placed and written then; those before stay as they are.
    """

    def __init__(self, package: Package, *, lock_hidden: bool = False) -> None:
        self.package, self.lock_hidden = package, lock_hidden
        self.placed: dict[str, _PlacedSheet] = {}
        self._written: set[str] = set()
        self.notes: list[Message] = []
        self.face = cache(partial(face_of, package))

    def place(
        self, sheet: str, values: SheetValues, *, first: int = 3, prototypes: Mapping[str, int] | None = None
    ) -> None:
        """Bind the columns of a sheet and give its rows their places. Raises TemplateError for a missing sheet."""
        if sheet not in self.package.sheet_names:
            raise TemplateError(told("template_sheet", sheet=sheet))
        part = self.package.sheet(sheet)
        columns = _bind(self.package, part, values)
        if values.grows:
            print_readable(self.package, part, columns, first, LABEL_ROW)
        rows = {row.key: first + n for n, row in enumerate(values.rows) if row.key is not None}
        self.placed[sheet] = _PlacedSheet(part, values, columns, first, prototypes or {"row": first}, rows)

    def write(self) -> None:
        """Write the rows of every placed sheet that is not written yet."""
        waiting = {name: placed for name, placed in self.placed.items() if name not in self._written}
        self._written |= waiting.keys()
        for name, placed in waiting.items():
            for key, value in placed.values.band.items():
                if key in placed.columns:
                    ref = f"{column_letters(placed.columns[key])}{placed.first - 1}"
                    placed.part.put(ref, self.cell(name, value, placed.first - 1))
            self._write_rows(name, placed)

    def _write_rows(self, name: str, placed: _PlacedSheet) -> None:
        part, values = placed.part, placed.values
        letters = {key: column_letters(column) for key, column in placed.columns.items()}
        looks = {
            like: {text: part.style(f"{text}{row}") for text in letters.values()}
            for like, row in (*placed.prototypes.items(), (_LABELS, LABEL_ROW))
        }
        looks[_GAP] = dict.fromkeys(letters.values(), 0)
        rows: list[dict[str, CellInput]] = []
        styles: list[Mapping[str, int]] = []
        for n, row in enumerate(values.rows):
            at = placed.first + n
            if row.key is not None and row.key in values.standing and "row_key" in letters:
                rows.append({letters["row_key"]: row.key})
                styles.append({})
                continue
            cells = {letters[k]: self.cell(name, v, at) for k, v in row.values.items() if k in letters}
            if row.key is not None and "row_key" in letters:
                cells[letters["row_key"]] = row.key
            rows.append(cells)
            styles.append({**_style_of(row, letters, looks), **self._locked(placed, row, letters, looks)})
        heights = self._heights(placed, rows, styles) if values.fit else None
        key = letters.get("row_key") if values.keep_rows else None
        for chosen in placed.values.rules.keys() & letters.keys():
            styles = [self._ruled(placed, each, chosen, letters[chosen]) for each in styles]
        apart = any(row.locked or row.like in (_LABELS, _GAP) for row in values.rows)
        own_looks = self.lock_hidden or len(placed.prototypes) > 1 or apart
        report = part.fill(
            placed.first,
            rows,
            key=key,
            heights=heights,
            styles=styles if own_looks else None,
            standing=values.standing,
        )
        placed.alone = not report.loose
        self.notes += _moved(name, report)
        if values.filtered is not None:
            self._end_filter(name, part, placed.first + max(values.filtered, 1) - 1)
        for chosen, words in values.choices.items():
            if chosen in letters:
                column, text = letters[chosen], ",".join(words)
                part.set_validation_list(column, f"{column}{placed.first}:{column}{placed.last}", f'"{text}"')
        for chosen, rule in values.rules.items():
            if chosen in letters:
                put_rule(part, f"{letters[chosen]}{placed.first}:{letters[chosen]}{placed.last}", rule)
        for chosen, hint in values.hints.items():
            if chosen in letters and values.rows:
                title = "".join(values.labels.get(chosen, "").split())
                part.add_note(f"{letters[chosen]}{placed.first}:{letters[chosen]}{placed.last}", title, hint)
        if _PICTURE in letters:
            moved = dict((*report.moved, *report.loose))
            pictures = {placed.rows[key]: picture for key, picture in values.pictures.items()}
            paste_pictures(part, letters[_PICTURE], pictures, moved)

    def _end_filter(self, name: str, part: SheetPart, last: int) -> None:
        """Let the filter of a sheet, and the hidden name that programs know it by, end at a row."""
        area = part.end_filter(last)
        if area is not None and _FILTER in self.package.defined_names(name):
            self.package.set_defined_name(_FILTER, f"{quote_sheet(name)}!{area}", sheet=name, hidden=True)

    def _ruled(self, placed: _PlacedSheet, styles: Mapping[str, int], key: str, letters: str) -> Mapping[str, int]:
        """The styles of a row with the look of a column's rule: amounts stand at the right."""
        rule = placed.values.rules[key]
        side = "right" if rule.kind == "decimal" else "center"
        change = StyleChange(horizontal=side, number_format=rule.look or None)
        return {**styles, letters: self.package.style_with(styles[letters], change)}

    def _locked(
        self, placed: _PlacedSheet, row: RowValues, letters: Mapping[str, str], looks: Mapping[str, Mapping[str, int]]
    ) -> Mapping[str, int]:
        """Styles of the columns that are not shown: nobody types into them, by unhiding them either."""
        own = looks.get("reference") or looks.get(row.like) or looks["row"]
        hidden = [letters[key] for key in sorted(placed.values.hidden) if key in letters] if self.lock_hidden else []
        return {text: self.package.style_with(own[text], StyleChange(locked=True)) for text in hidden}

    def cell(self, sheet: str, value: SheetValue, row: int) -> CellInput:
        """A value as the parts editor takes it, formulas resolved for this row."""
        if isinstance(value, KeyedFormula):
            return Formula(self.resolve(sheet, value.text, row), shown_result(value))
        return _input(value)

    def resolve(self, sheet: str, text: str, row: int) -> str:
        """A formula with its keys turned into cells. Raises TemplateError for a key without a column or row."""

        def cell(found: re.Match[str]) -> str:
            target = found[1] or sheet
            placed = self.placed.get(target)
            if placed is None or found[2] not in placed.columns:
                raise TemplateError(told("template_column", sheet=target, key=found[2]))
            column = column_letters(placed.columns[found[2]])
            prefix = f"{quote_sheet(target)}!" if found[1] else ""
            if found[3] == ":":
                return f"{prefix}${column}${placed.first}:${column}${placed.last}"
            if found[3]:
                return f"{prefix}{column}{placed.rows[found[3][1:]]}"
            return f"{prefix}{column}{row}"

        return _TOKEN.sub(cell, text)

    def _heights(
        self, placed: _PlacedSheet, rows: Sequence[Mapping[str, CellInput]], styles: Sequence[Mapping[str, int]]
    ) -> list[float | None]:
        """Heights in points that show every text; rows that people made higher stay so."""
        part = placed.part
        hidden = placed.values.hidden
        widths = {
            column_letters(c): usable_width(part.column_width(c) or USUAL_WIDTH)
            for key, c in placed.columns.items()
            if key not in hidden and not part.column_hidden(c)
        }
        indents = cache(lambda style: indent_width(self.package.indent(style), self.face(0)))
        heights: list[float | None] = []
        least = part.row_height(placed.first) or 0.0 if _PICTURE in placed.columns else 0.0
        for n, cells in enumerate(rows):
            row = placed.values.rows[n]
            if row.key is not None and row.key in placed.values.standing:
                heights.append(None)
                continue
            texts: list[CellText] = []
            for letters, value in cells.items():
                shown = value.value if isinstance(value, Formula) else value
                if isinstance(shown, str) and letters in widths and row.like != "added_head":
                    style = styles[n].get(letters) or part.style(f"{letters}{placed.first}")
                    texts.append((shown, max(0.0, widths[letters] - indents(style)), self.face(style)))
            needed = max(min(row_height(texts), MAX_ROW_HEIGHT), least)
            if row.like in _TYPED_INTO and len(placed.prototypes) > 1:
                needed = max(needed, INPUT_HEIGHT)
            old = part.row_height(placed.first + n) if placed.values.keep_rows else None
            height = max(needed, old or 0.0, _LEAST_HEIGHT)
            heights.append(Grows(height) if placed.values.grows and row.like in _TYPED_INTO else height)
        return heights


def shown_result(value: SheetValue) -> str | int | float | bool | None:
    """What a formula shows."""
    shown = value.value if isinstance(value, KeyedFormula) else None
    return shown if isinstance(shown, str | int | float | bool) else None


def _moved(sheet: str, report: FillReport) -> list[Message]:
    """What a person should look at after rows changed places: their own rows, and what does not follow a row."""
    notes = [told("rows_moved", sheet=sheet, old=old, new=new) for old, new in report.loose if old != new]
    if report.anchored:
        notes.append(told("anchored", sheet=sheet, cells="、".join(report.anchored)))
    return notes


def _input(value: CellValue) -> CellInput:
    return str(value) if isinstance(value, time | timedelta) else value


def _style_of(row: RowValues, letters: Mapping[str, str], looks: Mapping[str, Mapping[str, int]]) -> Mapping[str, int]:
    """The styles of a row's cells; locked ones look like a reference, like the name, or like the next open one to the
    left.
    """
    styles = dict(looks.get(row.like) or looks["row"])
    locked = {letters[key] for key in row.locked if key in letters}
    left: str | None = None
    for column in sorted(letters.values(), key=column_number) if locked else ():
        if column not in locked:
            left = column
        elif "reference" in looks:
            styles[column] = looks["reference"][column]
        elif "name" in letters:
            styles[column] = styles[letters["name"]]
        elif left is not None:
            styles[column] = styles[left]
    return styles


def _bind(package: Package, part: SheetPart, values: SheetValues) -> dict[str, int]:
    """Columns by key: spare ones take their own key and label, unused ones are hidden, labels are put."""
    columns: dict[str, int] = {}
    for column_name, key in part.cells(KEY_ROW).items():
        if isinstance(key, str):
            columns[key] = column_number(column_name)
    _give_ratings(part, columns, values)
    for spare, (key, label) in values.columns.items():
        if key not in columns and spare not in columns and spare in terms.RATING_COLUMNS:
            columns[key] = _add_column(package, part, key, label, to_type_in=False)
        if key in columns or spare not in columns:
            continue
        columns[key] = columns.pop(spare)
        letters = column_letters(columns[key])
        part.put(f"{letters}{KEY_ROW}", key)
        part.put(f"{letters}{LABEL_ROW}", label)
    last_own = [columns[key] for key, _ in values.columns.values() if key in columns]
    for key, label in values.more.items():
        if key not in columns and last_own:
            columns[key] = _add_like(part, last_own[-1], key, label)
    for key, label in values.later.items():
        if key not in columns:
            columns[key] = _add_column(package, part, key, label, to_type_in=key in values.inputs)
    for key, label in values.labels.items():
        if key in columns and label:
            part.put(f"{column_letters(columns[key])}{LABEL_ROW}", label)
    hide = {columns[key] for key in values.hidden if key in columns}
    if not values.keep_rows or any(not part.column_hidden(column) for column in hide):
        part.set_columns(dict.fromkeys(hide), hidden=hide)
    part.set_columns(dict.fromkeys(_come_into_use(part, columns, values)))
    part.set_columns(
        {columns[key]: width for key, width in values.widths.items() if columns.get(key) not in (None, *hide)}
    )
    return columns


def _come_into_use(part: SheetPart, columns: Mapping[str, int], values: SheetValues) -> list[int]:
    """Columns that were of no use when they were hidden: nothing stands in them. What a person hid later stays so."""
    wanted = {key for row in values.rows for key in row.values} if values.keep_rows else set()
    wanted -= values.hidden
    if terms.POINT_LABEL in columns:
        wanted.discard("point")  # the label is for people; in masters of before they see the key
    hidden = [n for key, n in columns.items() if key in wanted and part.column_hidden(n)]
    last = part.last_row()

    def is_blank(number: int) -> bool:
        letters = column_letters(number)
        return all(part.value(f"{letters}{row}") is None for row in range(LABEL_ROW + 1, last + 1))

    return [number for number in hidden if is_blank(number)]


def _give_ratings(part: SheetPart, columns: dict[str, int], values: SheetValues) -> None:
    """Give the columns of ratings to those of the scale as it stands now, in its order, whatever they showed before."""
    wanted = [pair for spare, pair in values.columns.items() if spare in terms.RATING_COLUMNS]
    wanted += [pair for pair in values.later.items() if pair[0].startswith(terms.RATING_KEY)]
    bound = sorted((n, key) for key, n in columns.items() if key.startswith(terms.RATING_KEY))
    if not wanted or not bound or [key for _, key in bound] == [key for key, _ in wanted]:
        return
    old = {key: n for key, n in columns.items() if key.startswith(terms.RATING_KEY) or key in terms.RATING_COLUMNS}
    for key in old:
        del columns[key]
    spare = [(name, None) for name in terms.RATING_COLUMNS[len(wanted) :]]
    for (key, label), number in zip((*wanted, *spare), sorted(old.values()), strict=False):
        letters = column_letters(number)
        columns[key] = number
        part.put(f"{letters}{KEY_ROW}", key)
        part.put(f"{letters}{LABEL_ROW}", label)
        part.put(f"{letters}{LABEL_ROW + 1}", None)  # the total of what stood here
    shown = [columns[key] for key, _ in wanted if key in columns and part.column_hidden(columns[key])]
    part.set_columns(dict.fromkeys(shown))


def _add_column(package: Package, part: SheetPart, key: str, label: str, *, to_type_in: bool) -> int:
    """Head a column to the right of everything on the sheet, looking like its neighbour; returns its number."""
    number = next_column(part)
    letters, neighbour = column_letters(number), column_letters(number - 1)
    for row, text in ((KEY_ROW, key), (LABEL_ROW, label), (LABEL_ROW + 1, None)):
        style = part.style(f"{neighbour}{row}")
        if to_type_in and text is None:
            style = package.style_with(style, StyleChange(locked=False, fill=_INPUT_FILL))
        part.put(f"{letters}{row}", text, style=style)
    part.set_columns({number: _ADDED_WIDTH})
    return number


def _add_like(part: SheetPart, like: int, key: str, label: str) -> int:
    """Head a column to the right of everything on the sheet that looks like another one all the way down."""
    number = next_column(part)
    letters, other = column_letters(number), column_letters(like)
    heads = {KEY_ROW: key, LABEL_ROW: label}
    for row in range(1, max(*DATA_ROWS.values(), part.last_row()) + 1):
        part.put(f"{letters}{row}", heads.get(row), style=part.style(f"{other}{row}"))
    part.set_columns({number: part.column_width(like)})
    return number


def next_column(part: SheetPart) -> int:
    """The first column to the right of everything that stands on a sheet."""
    return part.last_column() + 1


def adopt_missing(package: Package, template: Package, names: Iterable[str]) -> list[str]:
    """Bring sheets that a master lacks from the template, each before the one it stands before there -> their names."""
    order = template.sheet_names
    missing = [name for name in order if name in names and name not in package.sheet_names]
    for name in reversed(missing):
        before = next((n for n in order[order.index(name) + 1 :] if n in package.sheet_names), None)
        package.adopt(template, name, before=before)
        package.set_sheet_state(name, template.sheet_state(name))
    return missing


def _put_named(package: Package, name: str, value: CellInput) -> None:
    found = package.locate(name)
    if found is not None:
        package.sheet(found[0]).put(found[1].split(":")[0], value)


def put_result(package: Package, name: str, value: str) -> bool:
    """Write what a named cell's own formula will show; False, and nothing written, where it holds none."""
    found = package.locate(name)
    formula = package.sheet(found[0]).formula(found[1]) if found else None
    if found is None or formula is None:
        return False
    package.sheet(found[0]).put(found[1], Formula(formula, value))
    return True


def _choose_point(package: Package, point: ReportingPoint) -> bool:
    """Let 集計 count a point: it is chosen by its label, in masters of before by its key; a formula finds the other.
    Whether it counted another one before.
    """
    before = package.locate("summary_point")
    other = before is not None and package.sheet(before[0]).value(before[1]) != point.key
    if put_result(package, "summary_point", point.key):
        _put_named(package, "summary_label", point.label)
    else:
        _put_named(package, "summary_point", point.key)
        put_result(package, "summary_label", point.label)
    return other


def _open_at(filler: SheetFiller, point: ReportingPoint) -> None:
    """Let the sheets that hold rows of every point show those of a new one when they are opened."""
    for name in _OF_POINTS:
        placed = filler.placed.get(name)
        rows = [row for key, row in placed.rows.items() if key.startswith(f"{point.key}|")] if placed else ()
        if placed and rows:
            placed.part.scroll_to(min(rows))


def _put_lists(package: Package, plan: Plan, ratings: Sequence[Rating]) -> None:
    """Fill the hidden list sheet and let its names end at the last entry: a blank in a list would allow any entry."""
    if terms.LISTS_SHEET not in package.sheet_names:
        return
    part = package.sheet(terms.LISTS_SHEET)
    rows = lists(plan, ratings)
    old = part.last_row()
    for n in range(max(len(rows), old - 1)):
        cells = rows[n] if n < len(rows) else [None] * 6
        for column, value in enumerate(cells, 1):
            ref = f"{column_letters(column)}{n + 2}"
            if part.value(ref) != value:
                part.put(ref, _input(value))
    sizes = {"A": len(ratings), "C": len(ratings), "D": 1, "E": len(plan.points)}
    for name, letters in _LISTS:
        text = f"{quote_sheet(terms.LISTS_SHEET)}!${letters}$2:${letters}${1 + max(1, sizes[letters])}"
        if name in package.defined_names() and package.defined_names()[name] != text:
            package.set_defined_name(name, text)


def put_hidden(package: Package, pairs: Sequence[tuple[str, str]]) -> None:
    """Write the hidden identity sheet, whole."""
    package.sheet(terms.IDENTITY_SHEET).replace_with_values(pairs)


def restyled_columns(template: bytes, shipped: bytes) -> frozenset[str]:
    """Keys of the columns of 様式 and 指標 that a city's own template has in another width than the one shipped."""
    own, usual = Package(template), Package(shipped)
    found = set()
    for name in (terms.SURVEY_PROTOTYPE_SHEET, terms.SURVEY_INDICATORS_SHEET):
        if name in own.sheet_names and name in usual.sheet_names:
            known = _key_widths(usual.sheet(name))
            found |= {key for key, width in _key_widths(own.sheet(name)).items() if known.get(key, width) != width}
    return frozenset(found)


def _key_widths(part: SheetPart) -> dict[str, float | None]:
    keys = ((part.column_width(column_number(letters)), key) for letters, key in part.cells(KEY_ROW).items())
    return {key: width for width, key in keys if isinstance(key, str)}


def fill_survey(template: bytes, plan: Plan, survey: Survey, restyled: Collection[str] = ()) -> bytes:
    """One department's workbook from the department template: an area sheet for each area, cloned from 様式.

    The columns that the city `restyled` keep the width of its template, whatever 帳票列 says.
    """
    package = Package(template)
    survey = _keeping_widths(survey, restyled) if restyled else survey
    for name in survey.areas:
        package.clone(terms.SURVEY_PROTOTYPE_SHEET, name, before=terms.SURVEY_PROTOTYPE_SHEET)
    package.remove(terms.SURVEY_PROTOTYPE_SHEET)
    filler = SheetFiller(package, lock_hidden=True)
    for name, values in survey.areas.items():
        filler.place(name, values, first=DATA_ROWS["row"], prototypes=DATA_ROWS)
    if survey.indicators is None:
        package.remove(terms.SURVEY_INDICATORS_SHEET)
    else:
        filler.place(terms.SURVEY_INDICATORS_SHEET, survey.indicators)
    known = package.picture_files()
    if survey.photos is not None:
        filler.place(terms.SURVEY_PHOTOS_SHEET, survey.photos)
    elif terms.SURVEY_PHOTOS_SHEET in package.sheet_names:
        package.remove(terms.SURVEY_PHOTOS_SHEET)
    filler.place(terms.SURVEY_SUMMARY_SHEET, survey.summary, first=4)
    filler.place(terms.SURVEY_CHECK_SHEET, survey.check, first=4)
    filler.write()
    inputs = [key for key in plan.entry_fields if key not in plan.closed_fields]
    typed = (*inputs, *INDICATOR_FIELDS, "caption")
    for name in filler.placed:
        placed = filler.placed[name]
        cell = first_input(placed.part, placed.values, placed.columns, placed.first, typed)
        placed.part.set_cursor(cell, zoom=_ZOOM if name in survey.areas else None)
        if name in survey.areas:
            asked = {n for key, n in placed.columns.items() if key in typed}
            show_inputs(placed.part, placed.columns.values(), asked, _ZOOM)
    name_department(package, "　".join(str(survey.names[name]) for name in _IN_HEAD))
    for name, value in survey.names.items():
        _put_named(package, name, filler.cell("", value, 0))
    _put_lists(package, plan, plan.scale_at(survey.identity["point"]).ratings)
    logos = [(f"{terms.PICTURE_KEY}{sha256}", "") for sha256 in known]
    for key, text in survey.identity.items():
        package.set_custom_property(terms.PROPERTY_PREFIX + key, text)
    title = f"{plan.name} 調査票（{survey.respondent.name}）"
    package.set_core(title=title, creator=plan.style.office, language="ja-JP")
    package.set_active(terms.SURVEY_GUIDE_SHEET)
    given = given_rows(survey_hashes(read_book(package.to_bytes(), ""), inputs))
    put_hidden(package, [*survey.identity.items(), *survey.hidden, *logos, *given])
    return package.to_bytes()


def _keeping_widths(survey: Survey, restyled: Collection[str]) -> Survey:
    def kept(values: SheetValues) -> SheetValues:
        return replace(values, widths={key: width for key, width in values.widths.items() if key not in restyled})

    indicators = None if survey.indicators is None else kept(survey.indicators)
    return replace(survey, areas={name: kept(values) for name, values in survey.areas.items()}, indicators=indicators)


@dataclass(frozen=True, slots=True)
class UpdatedMaster:
    """A master as it is to be written, and a line for each thing that a person should look at afterwards."""

    data: bytes
    notes: tuple[Message, ...] = ()


class MasterFill:
    """A master (or its template) while its sheets are filled, in one go or in two: between them what stands where can
    be read.
    """

    def __init__(self, master: bytes, plan: Plan, template: bytes | None = None) -> None:
        self._master, self._plan, self._template = master, plan, template
        self._package = Package(master)
        self._filler = SheetFiller(self._package)

    def put(self, sheets: Mapping[str, SheetValues]) -> Mapping[str, PutRows] | None:
        """Fill these sheets; what stands on them now, None where it has to be read."""
        self._fill(sheets, sheets)
        found = {name: put for name in sheets if (put := self._filler.placed[name].put) is not None}
        return found if len(found) == len(sheets) else None

    def to_read(self, passed_over: Collection[str]) -> bytes:
        """The workbook as far as it goes by now, to be read and not to be kept, with nothing on the sheets that its
        reader passes over.
        """
        return self._package.to_read(passed_over)

    def _fill(self, sheets: Mapping[str, SheetValues], wanted: Iterable[str]) -> None:
        package, wanted = self._package, {*wanted}
        if self._template is not None and not wanted <= {*package.sheet_names}:
            adopt_missing(package, Package(self._template), wanted)
        for name, values in sheets.items():
            self._filler.place(name, values, first=4 if name == terms.SUMMARY_SHEET else 3)
        self._filler.write()

    def finish(self, made: MasterSheets, identity: Mapping[str, str] | None = None) -> UpdatedMaster:
        """Fill what is left: the sheets of `made` that were not `put` before, the rows to be added, and the rest."""
        package = self._package
        left = {name: values for name, values in made.sheets.items() if name not in self._filler.placed}
        self._fill(left, {*made.sheets, *made.added})
        if identity is not None:
            _put_named(package, "guide_plan_name", self._plan.name)
            put_hidden(package, list(identity.items()))
            package.set_core(title=f"{self._plan.name} 事務局ブック", creator=self._plan.style.office, language="ja-JP")
        for name, values in made.added.items():
            _append(package, name, values, self._master)
        if made.point is not None and _choose_point(package, made.point):
            _open_at(self._filler, made.point)
        _put_lists(package, self._plan, tuple(self._plan.every_rating.values()))
        show_round(package, made.sheets)
        return UpdatedMaster(package.to_bytes(), tuple(self._filler.notes))


def update_master(
    master: bytes,
    plan: Plan,
    made: MasterSheets,
    *,
    identity: Mapping[str, str] | None = None,
    template: bytes | None = None,
) -> UpdatedMaster:
    """A master (or its template, which gets an `identity`) with the sheets of `made` filled.

    Sheets that it lacks are taken from `template`. A note is given where people's own rows had to move.
    """
    return MasterFill(master, plan, template).finish(made, identity)


def put_texts(workbook: bytes, sheet: str, texts: Mapping[str, str]) -> bytes:
    """A workbook with texts in cells (address -> text) of one sheet, and nothing else changed."""
    package = Package(workbook)
    for address, text in texts.items():
        package.sheet(sheet).put(address, text)
    return package.to_bytes(recalc=False)


def offer_words(workbook: bytes, sheet: str, key: str, words: Iterable[str]) -> bytes:
    """A workbook whose drop-down list in a column (by key) of a sheet offers these words, and nothing else changed."""
    package = Package(workbook)
    part = package.sheet(sheet)
    letters = next((name for name, text in part.cells(KEY_ROW).items() if text == key), None)
    if letters is not None:
        last = max(part.last_row(), LABEL_ROW + 1)
        part.set_validation_list(letters, f"{letters}{LABEL_ROW + 1}:{letters}{last}", f'"{",".join(words)}"')
    return package.to_bytes(recalc=False)


def _append(package: Package, sheet: str, added: SheetValues, master: bytes) -> None:
    part = package.sheet(sheet)
    columns = _bind(package, part, added)
    letters = {key: column_letters(column) for key, column in columns.items()}
    chain = _Chain(_end(master, sheet)) if CHAIN in letters and added.rows else None
    rows: list[dict[str, CellInput]] = []
    for row in added.rows:
        shown = {k: _input(v) for k, v in row.values.items() if k in letters and not isinstance(v, KeyedFormula)}
        if chain is not None:
            shown[CHAIN] = chain.mark(shown)
        rows.append({letters[k]: v for k, v in shown.items()})
    if chain is not None:
        _put_end(package, chain.end)
    part.append_rows(LABEL_ROW + 1, rows, key=letters[_NEVER_BLANK[sheet]])


def _end(master: bytes, sheet: str) -> ChainEnd:
    """Where the rows of a sheet end that new ones are chained to; the sheet is read only where it was not chained."""
    hidden = read_sheet(master, terms.IDENTITY_SHEET)
    book = Book("", (hidden,) if hidden is not None else ())
    there = read_sheet(master, sheet) if read_end(book) is None else None
    table = find_table("", there, terms.MASTER_SHEETS[sheet]) if there is not None else None
    return read_end(book) or (end_of_rows(table) if table is not None else ChainEnd())


class _Chain:
    """Where the chain of a sheet's rows ends, row after row."""

    def __init__(self, end: ChainEnd) -> None:
        self.end = end

    def mark(self, row: Mapping[str, CellInput]) -> str:
        """The mark of the next row, which holds texts by column key."""
        texts = ((key, text) for key, value in row.items() if (text := _as_read(value)) is not None)
        content = content_of(texts)
        link = next_link(self.end.link, content)
        self.end = ChainEnd(self.end.before, self.end.count + 1, link)
        return str(ChainMark(content, link))


def _put_end(package: Package, end: ChainEnd) -> None:
    """Let the hidden sheet say where the chain ends."""
    if terms.IDENTITY_SHEET in package.sheet_names:
        part = package.sheet(terms.IDENTITY_SHEET)
        last = part.last_row()
        row_of = {part.value(f"A{row}"): row for row in range(1, last + 1)}
        at = row_of.get(END, last + 1)
        part.put(f"A{at}", END)
        part.put(f"B{at}", str(end))


def _as_read(value: CellInput) -> str | None:
    """A text or a whole number as it will be read from its cell."""
    return text_of(value) if isinstance(value, str | int) else None
