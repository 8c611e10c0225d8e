"""What the worksheet functions (KOSEI_COUNT …) answer: grids of cells in, cells out. `udfs` shows them to Excel.

A grid is rows of cells, all equally long; one cell is a grid of 1 × 1. Nothing here raises for what a sheet can hold:
what cannot be answered is a `Message` in the cell, and an error value (#N/A …) comes out where it went in.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from math import isfinite

from pydantic import ValidationError

from kosei_xl.addin.figures import (
    ITEMS_HEAD,
    MISSING_HEAD,
    RATING_COLUMN,
    TOTAL_HEAD,
    LedgerGroups,
    column_named,
    shown_table,
)
from kosei_xl.addin.groups import SheetsGiven, grouped_rows
from kosei_xl.read.plan import rating_record
from kosei_xl.read.ratings import read_rating
from kosei_xl.read.tables import KeyedTable, TableRow, day_in, find_table, text_of, with_heads
from kosei_xl.values.cells import CellValue, Sheet
from kosei_xl.values.ledger import entry_key
from kosei_xl.values.model import Rating, Scale
from kosei_xl.words import terms
from kosei_xl.words.messages import Message, told
from kosei_xl.words.notation import (
    DIGIT_WORDS,
    DigitStyle,
    counts_text,
    date_text,
    digits,
    digits_in,
    fiscal_year_text,
    folded,
    numbered,
)
from kosei_xl.words.quantities import Bound, Quantity, is_reached, is_same_unit, read_quantity, usually_asked
from kosei_xl.workbook.book import is_error_value

CellGrid = Sequence[Sequence[CellValue]]
CellAnswer = CellValue | list[list[CellValue]]
"""One cell, or a grid that spills (or fills the selected cells after Ctrl+Shift+Enter)."""

AREA_HEAD = "分野"
CHECK_HEAD = "点検"
_SEPARATOR = "、"
RATE, DIFFERENCE, VERDICT = "率", "差", "判定"
REACHED, NOT_REACHED = "達成", "未達"
_YEARS = range(1868, 2200)
"""Whole numbers that are years; larger ones are the days that Excel counts."""


# -- ratings ---------------------------------------------------------------------------------------------------------
def count(
    ratings: CellGrid,
    rating: CellGrid,
    scale: CellGrid | None = None,
    groups: CellGrid | None = None,
    group: CellGrid | None = None,
) -> CellAnswer:
    """How many cells hold one rating, in any spelling of the `scale` (without one: in any width and case).

    With `groups`, a range of the same size (分野, 課 …), only those beside which the `group` stands.
    """
    wanted = text_of(_first(rating))
    if wanted is None:
        return told("fn_no_rating")
    known = scale_of(scale) if scale is not None else Scale((Rating(code=wanted, label=wanted),))
    code = read_rating(wanted, known)
    if not code:
        return told("fn_not_in_scale", value=wanted)
    cells = [cell for row in ratings for cell in row]
    if groups is None:
        return sum(_code(cell, known) == code for cell in cells)
    beside = [text_of(cell) for row in groups for cell in row]
    if len(beside) != len(cells):
        return told("fn_unequal", heights=_SEPARATOR.join(str(len(one)) for one in (cells, beside)))
    own = folded(text_of(_first(group)) or "") if group is not None else ""
    pairs = zip(cells, beside, strict=True)
    return sum(_code(cell, known) == code and folded(name or "") == own for cell, name in pairs)


_ROWS, _SHOWN, _BEFORE, _RATINGS = "行の分け方", "表示", "前回", "評価の欄"
_WISHES = (_ROWS, _SHOWN, _BEFORE, _RATINGS)
"""What `ledger_summary` may be asked for by name."""


def counts(ratings: CellGrid, scale: CellGrid) -> CellAnswer:
    """A row for each rating of the scale that is counted or given: its code and how many cells hold it."""
    known = scale_of(scale)
    if not known.ratings:
        return told("fn_no_scale")
    codes = [_code(cell, known) for row in ratings for cell in row]
    return [[code, codes.count(code)] for code in _named(known, codes)]


def summary(areas: CellGrid, ratings: CellGrid, scale: CellGrid, repeats: CellGrid | None = None) -> CellAnswer:
    """The summary table of two ranges side by side: areas in order of appearance by ratings, with totals.

    Rows without an area are passed over, and so are those with anything in `repeats` (repeated listings).
    """
    known = scale_of(scale)
    columns = [_column(grid) for grid in (areas, ratings, *([repeats] if repeats is not None else []))]
    if not known.ratings:
        return told("fn_no_scale")
    if len({len(column) for column in columns}) > 1:
        return told("fn_unequal", heights=_SEPARATOR.join(str(len(column)) for column in columns))
    rows = [
        (area, _code(cells[1], known))
        for cells in zip(*columns, strict=True)
        if (area := text_of(cells[0])) is not None and all(text_of(cell) is None for cell in cells[2:])
    ]
    return _summary_table({area: area for area, _ in rows}, rows, known)


def ledger_summary(
    ledger: CellGrid,
    point: CellGrid,
    scale: CellGrid,
    areas: CellGrid | None = None,
    by: CellGrid | None = None,
    departments: CellGrid | None = None,
) -> CellAnswer:
    """A summary table of one reporting point of the sheet 台帳, every row as listed, as the report counts them.

    `areas` is the sheet 分野: all of its areas in printed order, by name, each with what is below it; without it those
    of the ledger by number. `by` asks for other rows, in the words of 帳票's 行の分け方: a level, 回答課, 全体, or
    課, 部 and 部と課, for which `areas` is the sheet 項目 and `departments` the sheet 部署.

    Where `by` has two columns, it names what is asked for, a row each: 行の分け方 as above; 表示, something else than
    counts (割合, 割合（計100）, 前回との差, 得点, or the head of a column of 台帳 for its sums); 前回, the point
    before; 評価の欄, other columns of ratings (二次評価、評価) of which the first that is filled in counts.
    """
    known, key = scale_of(scale), text_of(_first(point))
    table = _table(ledger, terms.MASTER_SHEETS[terms.LEDGER_SHEET])
    if not known.ratings:
        return told("fn_no_scale")
    if table is None or not _is_ledger(table, "area_no", "kind", "rating"):
        return told("fn_no_ledger")
    here = [row for row in table.rows() if key in _points_of(row)]
    if not here:
        return told("fn_no_point", key=key or "")
    kind = terms.KIND_LABELS["rated"]
    rated = [row for row in here if row.text("kind") == kind]
    wishes = _wishes(by or ())
    if isinstance(wishes, Message):
        return wishes
    asked = wishes.get(_ROWS)
    groups = grouped_rows(rated, key or "", asked, _sheets_given(areas, departments))
    if isinstance(groups, Message):
        return groups
    keys = _rating_columns(here, wishes.get(_RATINGS, ""))
    if isinstance(keys, Message):
        return keys
    shown = LedgerGroups(groups, rated, known.ratings, asked or AREA_HEAD, keys)
    word, then = wishes.get(_SHOWN), wishes.get(_BEFORE)
    if word is None:
        return shown.counts()
    earlier = [row for row in table.rows() if then in _points_of(row) and row.text("kind") == kind]
    if then is not None and not earlier:
        return told("fn_no_point", key=then)
    return shown_table(shown, word, earlier if then is not None else None, here)


def _is_ledger(table: KeyedTable, *keys: str) -> bool:
    return bool(table.columns.keys() & {"point", terms.POINT_LABEL}) and {*keys} <= table.columns.keys()


def _points_of(row: TableRow) -> frozenset[str | None]:
    """What the point of a row of 台帳 may be called: its key, which the row key begins with, and its label."""
    key = entry_key(row.text("row_key") or "")
    return frozenset({key.point if key is not None else row.text("point"), row.text(terms.POINT_LABEL)} - {None})


def _wishes(by: CellGrid) -> Mapping[str, str] | Message:
    """What a single cell (行の分け方) or rows of two cells ask for, by name; a message for names that mean nothing."""
    rows = [[text_of(cell) for cell in row] for row in by]
    if all(len(row) == 1 for row in rows):
        first = rows[0][0] if rows else None
        return {_ROWS: first} if first is not None else {}
    named = {row[0]: row[1] for row in rows if row[0] is not None}
    lost = [name for name in named if name not in _WISHES]
    if lost:
        return told("fn_no_wish", names=_SEPARATOR.join(lost), known=_SEPARATOR.join(_WISHES))
    return {name: text for name, text in named.items() if text is not None}


def _rating_columns(rows: Sequence[TableRow], named: str) -> Sequence[str] | Message:
    """The columns of 台帳 whose ratings count, by their heads: the first of them that is filled in."""
    words = re.split(r"[、,，\n]+", named)
    columns = {word: column_named(rows, word) for word in words if word.strip()}
    lost = [word for word, found in columns.items() if found is None]
    if lost:
        return told("fn_no_column", names=_SEPARATOR.join(lost))
    return [found[0] for found in columns.values() if found is not None] or RATING_COLUMN


def _sheets_given(areas: CellGrid | None, departments: CellGrid | None) -> SheetsGiven:
    """What the ranges beside the ledger hold; each is known by its heads, wherever it was given."""
    ranges = [grid for grid in (areas, departments) if grid is not None]

    def holding(sheet: str, *keys: str) -> KeyedTable | None:
        labels = {**terms.FORMER_COLUMNS.get(sheet, {}), **terms.MASTER_SHEETS[sheet]}
        tables = (_table(grid, labels, least=2) for grid in ranges)
        found = (with_heads(table, labels) for table in tables if table is not None)
        return next((table for table in found if {*keys} <= table.columns.keys()), None)

    leads = (terms.DEPARTMENT_COLUMNS[0], *terms.FORMER_COLUMNS[terms.ITEMS_SHEET])
    items = next((table for key in leads if (table := holding(terms.ITEMS_SHEET, "no", key)) is not None), None)
    named = holding(terms.DEPARTMENTS_SHEET, "code", "name")
    return SheetsGiven(None if items else holding(terms.AREAS_SHEET, "no", "name"), items, named)


def ledger_rows(ledger: CellGrid, point: CellGrid) -> CellAnswer:
    """The rows of one reporting point of the sheet 台帳 under its heads, hidden keys and blank columns left out."""
    key, columns = text_of(_first(point)), terms.MASTER_SHEETS[terms.LEDGER_SHEET]
    table = _table(ledger, columns)
    if table is None or not _is_ledger(table):
        return told("fn_no_ledger")
    here = [row for row in table.rows() if key in _points_of(row)]
    if not here:
        return told("fn_no_point", key=key or "")
    hidden = {"row_key", *(("point",) if terms.POINT_LABEL in table.columns else ())}
    shown = [name for name in table.columns if name not in hidden and any(row.text(name) is not None for row in here)]
    heads: list[CellValue] = [
        text_of(table.sheet.value(table.first - 1, table.columns[name])) or name for name in shown
    ]
    return [heads, *([row.raw(name) for name in shown] for row in here)]


def _summary_table(
    areas: dict[str, str], rows: Sequence[tuple[str, str | None]], scale: Scale
) -> list[list[CellValue]]:
    """Heads, a row for each area (key -> shown), totals. `rows` are (area, code, or "" and None for no rating)."""
    codes = _named(scale, [code for _, code in rows])
    table: list[list[CellValue]] = [[AREA_HEAD, ITEMS_HEAD, *codes, MISSING_HEAD]]
    numbers = [[0] * (len(codes) + 2)]
    for area, shown in areas.items():
        own = [code for of, code in rows if of == area]
        numbers.append([len(own), *(own.count(code) for code in codes), sum(not code for code in own)])
        table.append([shown, *numbers[-1]])
    return [*table, [TOTAL_HEAD, *(sum(column) for column in zip(*numbers, strict=True))]]


def _named(scale: Scale, given: Sequence[str | None]) -> list[str]:
    """The codes that a table names: of ratings that are counted, and of others that were given, as in the report."""
    return [rating.code for rating in scale.ratings if rating.counted or rating.code in given]


def scale_of(grid: CellGrid) -> Scale:
    """The scale in a range: the sheet 評価区分 with its heads, or codes alone with their labels beside them.

    Rows that are no rating are left out; an empty scale when none is.
    """
    table = _table(grid, terms.MASTER_SHEETS[terms.RATINGS_SHEET])
    if table is not None and "code" in table.columns:
        return Scale(tuple(rating for row in table.rows() if (rating := _rating(row)) is not None))
    rows = [[text_of(cell) for cell in row] for row in grid]
    if len(rows) == 1:
        rows = [[cell] for cell in rows[0]]
    pairs = [(row[0], row[1] if len(row) > 1 else None) for row in rows if row and row[0] is not None]
    return Scale(tuple(Rating(code=code, label=label or code) for code, label in pairs if code))


def _rating(row: TableRow) -> Rating | None:
    record = rating_record(row)
    try:
        return Rating.model_validate({k: v for k, v in record.items() if v is not None}) if record else None
    except ValidationError:
        return None


def _code(cell: CellValue, scale: Scale) -> str | None:
    """The code of a rating; None for a blank cell, an error value and what is not in the scale, "" for a dash."""
    text = text_of(cell)
    return None if text is None or is_error_value(text) else read_rating(text, scale)


# -- checking --------------------------------------------------------------------------------------------------------
def check(
    table: CellGrid, scale: CellGrid, required: CellGrid | None = None, repeats: CellGrid | None = None
) -> CellAnswer:
    """A column as tall as the table: what each row still needs, in the words of the survey's 点検 column.

    The table has heads (評価, 要因 …; hidden key rows are understood); columns that it does not hold are not checked.
    `required` are the heads of columns that every row needs, beside those that its rating asks for. Rows with anything
    in `repeats` are repeated listings and not checked.
    """
    known = scale_of(scale)
    always = [text for row in required or () for cell in row if (text := text_of(cell)) is not None]
    labels = {**terms.FIELD_LABELS, "kind": terms.MASTER_SHEETS[terms.LEDGER_SHEET]["kind"], **{x: x for x in always}}
    found = _table(table, labels) or _table(table, labels, least=1)
    if not known.ratings:
        return told("fn_no_scale")
    if found is None or "rating" not in found.columns:
        return told("fn_no_rating_column")
    heads = {key: _head(found, key) for key in found.columns}
    keys = {folded(label): key for key, head in heads.items() for label in (key, labels.get(key, key), head)}
    lost = [text for text in always if folded(text) not in keys]
    if lost:
        return told("fn_no_column", names=_SEPARATOR.join(lost))
    listed_again = _column(repeats) if repeats is not None else []
    needed = frozenset(keys[folded(text)] for text in always)
    states: list[list[CellValue]] = [[None] for _ in table]
    states[min(found.first - 1, len(table)) - 1] = [CHECK_HEAD]
    for row in found.rows():
        again = len(listed_again) >= row.number and text_of(listed_again[row.number - 1]) is not None
        states[row.number - 1] = [None if again else _state(row, known, needed, heads)]
    return states


def _head(table: KeyedTable, key: str) -> str:
    """What is printed over a column, in one line; its usual label where the range holds no heads."""
    shown = text_of(table.sheet.value(table.first - 1, table.columns[key]))
    return (shown or terms.FIELD_LABELS.get(key, key)).replace("\n", "")


def _state(row: TableRow, scale: Scale, always: frozenset[str], heads: Mapping[str, str]) -> CellValue:
    kinds = terms.KIND_LABELS
    kind = row.text("kind") or kinds["rated"]
    errors = [heads[key] for key in row.table.columns if is_error_value(row.text(key) or "")]
    if errors:
        return told("fn_error_value", names=_SEPARATOR.join(errors))
    if all(row.text(key) is None for key in row.table.columns):
        return None
    typed = row.text("rating")
    code = read_rating(typed, scale) if typed is not None else None
    needed = set(always)
    if kind != kinds["rated"]:
        if typed is not None:
            return told("fn_rating_not_wanted", value=typed)
    elif typed is not None and code is None:
        return told("fn_not_in_scale", value=typed)
    elif not code:
        needed.add("rating")
    else:
        needed |= next(set(rating.requires) for rating in scale.ratings if rating.code == code)
    columns = sorted(row.table.columns.items(), key=lambda column: column[1])
    blank = [heads[key] for key, _ in columns if key in needed and (row.text(key) is None or key == "rating")]
    return told("fn_missing", names=_SEPARATOR.join(blank)) if blank else told("fn_done")


# -- wording ---------------------------------------------------------------------------------------------------------
def sentence(
    numbers: CellGrid,
    scale: CellGrid | None = None,
    counter: CellGrid | None = None,
    style: CellGrid | None = None,
    zeros: CellGrid | None = None,
) -> CellAnswer:
    """The sentence of the report from rows of (rating, count): 「１項目が「予定以上」、…」.

    Ratings are named by the labels of the `scale`, or as they stand; a row named 未記入 counts the blank ones. Zeros
    are left out when `zeros` is FALSE or 0.
    """
    known = scale_of(scale) if scale is not None else Scale(())
    labels = {rating.code: rating.label for rating in known.ratings}
    pairs: list[tuple[str, int]] = []
    missing = 0
    for row in numbers:
        name, number = text_of(row[0]), _whole(row[1]) if len(row) > 1 else None
        if name is None or number is None:
            return told("fn_no_counts")
        if name == MISSING_HEAD:
            missing += number
        elif number or _on(zeros):
            pairs.append((labels.get(read_rating(name, known) or name, name), number))
    word = text_of(_first(counter)) if counter is not None else None
    shape = _style(style, "mixed")
    return counts_text(pairs, word or "項目", shape, missing) if shape else told("fn_no_style")


def wareki(days: CellGrid, style: CellGrid | None = None) -> CellAnswer:
    """Dates in the Japanese calendar, cell by cell: 「令和7年4月1日」."""
    shape = _style(style, "half")

    def one(cell: CellValue) -> CellValue:
        day = day_in(cell)
        return date_text(day, shape) if day and shape else told("fn_no_day", value=text_of(cell) or "")

    return _each(days, one) if shape else told("fn_no_style")


def fiscal_year(days: CellGrid, style: CellGrid | None = None) -> CellAnswer:
    """Fiscal years of dates, or of years (of the April they start in), cell by cell: 「令和7年度」."""
    shape = _style(style, "half")

    def one(cell: CellValue) -> CellValue:
        year, day = _whole(cell), day_in(cell)
        if shape and year is not None and year in _YEARS:
            return fiscal_year_text(year, shape)
        if shape and day:
            return fiscal_year_text(day.year - (day.month < 4), shape, as_of=day)
        return told("fn_no_day", value=text_of(cell) or "")

    return _each(days, one) if shape else told("fn_no_style")


def in_digits(cells: CellGrid, style: CellGrid | None = None) -> CellAnswer:
    """Numbers, and texts with numbers in them, in a digit style, cell by cell, as texts."""
    shape = _style(style, "mixed")

    def one(cell: CellValue) -> CellValue:
        number = _whole(cell)
        if number is not None and shape:
            return digits(number, shape)
        return digits_in(text_of(cell) or "", shape) if shape else None

    return _each(cells, one) if shape else told("fn_no_style")


def in_numbering(cells: CellGrid, sample: CellGrid) -> CellAnswer:
    """Item or area numbers written like a sample (Ⅰ, ①, １, No.1), cell by cell."""
    shape = text_of(_first(sample))
    if shape is None:
        return told("fn_no_sample")
    return _each(cells, lambda cell: numbered(unicodedata.normalize("NFKC", text_of(cell) or ""), shape))


# -- indicators ------------------------------------------------------------------------------------------------------
def achievement(
    actuals: CellGrid, targets: CellGrid, answer: CellGrid | None = None, lower: CellGrid | None = None
) -> CellAnswer:
    """Actual against target, cell by cell: their ratio (率, 0.5 is 50 %), difference (差) or 達成 / 未達 (判定).

    Both may be texts, read and judged as the rules do (「約1億2,000万円」). `lower` says whether less is better
    where the target does not; a target below zero needs it. A blank cell on either side gives a blank one.
    """
    wanted = (text_of(_first(answer)) if answer is not None else None) or RATE
    if wanted not in (RATE, DIFFERENCE, VERDICT):
        return told("fn_no_answer", value=wanted)
    if len(targets) == len(targets[0]) == 1:
        targets = [[targets[0][0]] * len(row) for row in actuals]
    if [len(row) for row in actuals] != [len(row) for row in targets]:
        return told("fn_unequal", heights=f"{len(actuals)}、{len(targets)}")
    bound: Bound = "" if lower is None else "most" if _on(lower) else "least"
    rows = zip(actuals, targets, strict=True)
    return _shaped([[_achieved(*pair, wanted, bound) for pair in zip(*row, strict=True)] for row in rows])


def _achieved(actual: CellValue, target: CellValue, answer: str, bound: Bound) -> CellValue:
    texts = text_of(actual), text_of(target)
    for text in texts:
        if text is not None and is_error_value(text):
            return text
    if None in texts:
        return None
    done, aim = _quantity(actual), _quantity(target)
    if done is None or aim is None:
        return told("fn_no_amount", actual=texts[0], target=texts[1])
    if not is_same_unit(aim.unit, done.unit):
        return told("fn_units_differ", actual=texts[0], target=texts[1])
    if answer == DIFFERENCE:
        return float(done.value - aim.value)
    if answer == VERDICT:
        reached = is_reached(aim, done, bound or usually_asked(aim))
        return told("fn_no_bound", target=texts[1]) if reached is None else REACHED if reached else NOT_REACHED
    return float(done.value / aim.value) if aim.value else told("fn_target_zero")


def _quantity(cell: CellValue) -> Quantity | None:
    """The amount in a cell; None where there is none that can be understood."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Quantity(Decimal(str(cell))) if isfinite(cell) else None
    return read_quantity(text_of(cell))


# -- cells -----------------------------------------------------------------------------------------------------------
def _table(grid: CellGrid, labels: Mapping[str, str], *, least: int = 2) -> KeyedTable | None:
    """The keyed table in a range, `least` of whose heads stand among its first five rows."""
    return find_table("", Sheet("", tuple(tuple(row) for row in grid)), labels, least=least)


def _first(grid: CellGrid) -> CellValue:
    return grid[0][0] if grid and grid[0] else None


def _column(grid: CellGrid) -> list[CellValue]:
    """The cells of a range of one column or one row; of a wider one its first column."""
    return list(grid[0]) if len(grid) == 1 else [row[0] for row in grid]


def _each(grid: CellGrid, one: Callable[[CellValue], CellValue]) -> CellAnswer:
    """Each cell's answer; blank cells and error values stay as they are."""

    def kept(cell: CellValue) -> CellValue:
        text = text_of(cell)
        return text if text is None or is_error_value(text) else one(cell)

    return _shaped([[kept(cell) for cell in row] for row in grid])


def _shaped(rows: list[list[CellValue]]) -> CellAnswer:
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows


def _whole(cell: CellValue) -> int | None:
    """A whole number, typed as a number or as text; None for anything else."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    try:
        number = float(unicodedata.normalize("NFKC", cell)) if isinstance(cell, str) else float(cell)
    except ValueError:
        return None
    return int(number) if number.is_integer() else None


def _style(given: CellGrid | None, default: DigitStyle) -> DigitStyle | None:
    """The digit style asked for (半角, 全角, 混在, or half, full, mixed); None for a word that is none."""
    word = text_of(_first(given)) if given is not None else None
    if word is None:
        return default
    return DIGIT_WORDS.get(word) or next((style for style in DIGIT_WORDS.values() if style == word), None)


def _on(given: CellGrid | None) -> bool:
    """Whether a switch is on; it is where nothing is given."""
    return given is None or _first(given) not in (False, 0, "FALSE", "0")
