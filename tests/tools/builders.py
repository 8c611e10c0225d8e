"""Small plans and workbooks for tests: Markdown tables -> `Book`, a survey's values -> `Book`, and what people do to them."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from kosei_xl.make.survey import Survey, make_survey
from kosei_xl.read.identity import survey_code
from kosei_xl.values.cells import Book, CellRef, CellValue, Sheet, column_number
from kosei_xl.values.diagnostics import Diagnostic, Outcome
from kosei_xl.values.ledger import Entries, Ledger
from kosei_xl.values.model import (
    ROW,
    Column,
    Department,
    Item,
    Part,
    Plan,
    PolicyArea,
    Rating,
    ReportingPoint,
    Slot,
    SubItem,
    Submission,
)
from kosei_xl.values.sheet_values import KeyedFormula, SheetValue, SheetValues
from kosei_xl.values.standing import Standing
from kosei_xl.verbs import init
from kosei_xl.words import terms
from kosei_xl.words.findings import CODES

_RULE = re.compile(r"\|(\s*:?-{3,}:?\s*\|)+")
HALF, END = "R7_half", "R7_end"
FILE = "福祉課.xlsx"
SAVED = datetime(2026, 4, 10, 3, 0, tzinfo=UTC)

RATINGS = (
    Rating(code="S", label="予定以上", order=1),
    Rating(code="A", label="予定どおり", order=2, synonyms=("順調",)),
    Rating(code="B", label="遅れ", order=3, behind=True, requires=("cause", "next_steps")),
)
AREAS = (PolicyArea(no="1", name="市民"), PolicyArea(no="2", name="財政"))
DEPARTMENTS = (Department(code="D1", name="福祉課", order=1), Department(code="D2", name="税務課", order=2))
ITEMS = (
    Item(key="a-1", no="1", name="相談窓口", area_no="1", departments=("D1",), texts={"goal": "年300件"}),
    Item(key="a-2", no="2", name="電子申請", area_no="1", departments=("D1", "D2")),
)
"""Two rated items that D1 (福祉課) answers, in one area."""
MORE_ITEMS = (
    *ITEMS,
    Item(key="a-3", no="3", name="納税案内", area_no="1", departments=("D2", "D1")),
    Item(key="a-4", no="4", name="検討課題", area_no="2", kind="unrated", departments=("D1",)),
    Item(key="a-5", no="5", name="相談窓口", area_no="2", departments=("D1",), repeats="a-1"),
    Item(
        key="a-6",
        no="6",
        name="公共施設",
        area_no="2",
        office_rated=True,
        sub_items=(
            SubItem(sub_no="1", name="集会所", departments=("D1",)),
            SubItem(sub_no="2", name="体育館", departments=("D2",)),
        ),
    ),
)
"""Of every kind: another's item, an unrated one, a repeated listing, one that the office rates with two sub-items."""
POINTS = (
    ReportingPoint(
        key=HALF, fiscal_year=2025, kind="half", date=date(2025, 9, 30), label="令和7年度上半期", short_label="上半期"
    ),
    ReportingPoint(key=END, fiscal_year=2025, date=date(2026, 3, 31), label="令和7年度末", due=date(2026, 4, 20)),
)
_FORM = (
    ("no", "No.", "derived", "shown"),
    ("name", "項目", "derived", "shown"),
    ("goal", "目標", "plan", "shown"),
    ("rating", "評価", "entry", "required"),
    ("annual_plan", "当初予定", "entry", "input"),
    ("results", "取組実績", "entry", "required"),
    ("cause", "要因", "entry", "input"),
    ("next_steps", "今後の対応", "entry", "input"),
    ("follow_up", "フォローアップ", "entry", "input"),
    ("effect", "効果額", "entry", "input"),
)
_INDICATORS = (
    ("indicator", "成果指標", "entry", "input"),
    ("target", "目標値", "entry", "input"),
    ("actual", "実績値", "entry", "input"),
    ("unit", "単位", "entry", "input"),
)

AREA_1 = """
## 1 市民
| row_key | no | name | goal | rating | annual_plan | results | cause | next_steps | follow_up | effect | state |
|---|---|---|---|---|---|---|---|---|---|---|---|
| 行キー | No. | 項目 | 目標 | 評価 | 当初予定 | 取組実績 | 要因 | 今後の対応 | フォローアップ | 効果額 | 点検 |
| area:1 | 1 市民（回答する項目：2件） | | | | | | | | | | |
| a-1\\| | 1 | 相談窓口 | 年300件 | A | 開設する | 開設した | | | | | 済 |
| a-2\\| | 2 | 電子申請 | | B | 始める | 遅れた | 委託先 | 急ぐ | ○ | 120 | 済 |
| band:1 | 追加欄（項目にない取組があれば、下の行に書いてください。事務局で確認します） | | | | | | | | | | |
| +1 | | | | | | | | | | | |
"""
"""D1's sheet of area 1, filled in without a fault: A row_key, B no, C name, D goal, E rating … J follow_up, K effect."""
SHEET_1 = "1 市民"


def make_plan(items: Sequence[Item] = ITEMS, *, indicators: bool = False, **changes: object) -> Plan:
    """A plan of two areas, departments and points; its form asks for what `AREA_1` shows."""
    columns = [
        {"part": "form", "key": key, "label": label, "source": source, "entry": entry}
        for key, label, source, entry in (*_FORM, *(_INDICATORS if indicators else ()))
    ]
    values: dict[str, object] = {
        "plan_id": "midori",
        "name": "改革プラン",
        "period_start": 2024,
        "period_end": 2027,
        "style": {"area_numbering": "1"},
        "ratings": RATINGS,
        "areas": AREAS,
        "items": tuple(items),
        "departments": DEPARTMENTS,
        "points": POINTS,
        "parts": (Part(key="form", kind="form", sheet="様式"),),
        "columns": tuple(Column.model_validate(column) for column in columns),
    }
    return Plan.model_validate(values | changes)


def with_list(plan: Plan) -> Plan:
    """The plan with the list of the sample to be printed."""
    sample = init.sample_plan("midori").plan
    parts = tuple(part for part in sample.parts if part.key == "list")
    columns = tuple(column for column in sample.columns if column.part == "list")
    return plan.model_copy(update={"parts": (*plan.parts, *parts), "columns": (*plan.columns, *columns)})


def standing(plan: Plan, point: str = END, ledger: Ledger | None = None) -> Standing:
    """The plan at one of its points, with a ledger (an empty one if none is given)."""
    found = plan.point(point)
    assert found is not None
    return Standing(plan, found, ledger if ledger is not None else Ledger())


# -- books -----------------------------------------------------------------------------------------------------------
def book_from_md(
    text: str,
    name: str = FILE,
    *,
    names: Mapping[str, tuple[str, int, int]] | None = None,
    properties: Mapping[str, str] | None = None,
    saved_at: datetime | None = SAVED,
) -> Book:
    """A workbook from Markdown: "## sheet" and its table from A1 on, one row a line, rules (|---|) left out.

    A blank cell is None, "\\|" a bar, "<br>" a line end; "=X" is a formula that shows X, "#5" the number 5, "@2026-03-01"
    a date. Other cells are texts.
    """
    sheets: list[Sheet] = []
    for block in re.split(r"^## ", text, flags=re.M)[1:]:
        title, _, body = block.partition("\n")
        lines = [line.strip() for line in body.splitlines() if line.strip().startswith("|")]
        tables = [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines if not _RULE.fullmatch(line)]
        formulas = {
            (row, column)
            for row, cells in enumerate(tables, 1)
            for column, cell in enumerate(cells, 1)
            if cell.strip().startswith("=")
        }
        rows = tuple(tuple(_cell(cell.strip()) for cell in cells) for cells in tables)
        sheets.append(Sheet(title.strip(), rows, frozenset(formulas)))
    digest = hashlib.sha256(f"{name if not sheets else ''}{sheets}".encode()).hexdigest()
    return Book(name, tuple(sheets), digest, names or {}, properties or {}, saved_at, "花子" if saved_at else None)


def _cell(text: str) -> CellValue:
    if text.startswith("#") and text[1:].lstrip("-").replace(".", "").isdecimal():
        return float(text[1:])
    if text.startswith("@"):
        return date.fromisoformat(text[1:])
    return text.removeprefix("=").replace("\\|", "|").replace("<br>", "\n") or None


GUIDE_NAMES = {
    "survey_code": (terms.SURVEY_GUIDE_SHEET, 1, 2),
    "filled_by": (terms.SURVEY_GUIDE_SHEET, 2, 2),
    "confirmed_by": (terms.SURVEY_GUIDE_SHEET, 3, 2),
    "confirmed_on": (terms.SURVEY_GUIDE_SHEET, 4, 2),
    "submission_no": (terms.SURVEY_GUIDE_SHEET, 5, 2),
}
CODE = survey_code("midori", 1, END, "D1")


def guide(code: str = CODE, *, confirmed_by: str = "太郎", submission_no: str = "#1") -> str:
    """The sheet 記入要領 as Markdown, with the named cells of `GUIDE_NAMES`."""
    return f"""
## 記入要領
| 調査票コード | {code} |
| 記入者 | 花子 |
| 確認者（課長） | {confirmed_by} |
| 確認日 | @2026-04-09 |
| 提出回 | {submission_no} |
"""


def survey_from_md(
    text: str,
    name: str = FILE,
    *,
    code: str = CODE,
    confirmed_by: str = "太郎",
    submission_no: str = "#1",
    saved_at: datetime | None = SAVED,
) -> Book:
    """A returned survey: 記入要領 with `code`, then the sheets of `text`."""
    whole = guide(code, confirmed_by=confirmed_by, submission_no=submission_no) + text
    return book_from_md(whole, name, names=GUIDE_NAMES, saved_at=saved_at)


def changed(text: str, *pairs: tuple[str, str]) -> str:
    """`text` with each first of a pair, which must stand in it once, replaced by the second."""
    for old, new in pairs:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the table"
        text = text.replace(old, new)
    return text


def with_columns(book: Book, sheet: str, letters: str) -> Book:
    """The book with the columns of a sheet as given, like "ABDC"; "_" is a new blank column, those not named are gone."""
    numbers = [column_number(letter) if letter != "_" else 0 for letter in letters]

    def arrange(old: Sheet) -> Sheet:
        rows = tuple(tuple(old.value(row, n) for n in numbers) for row in range(1, len(old.rows) + 1))
        formulas = {(r, numbers.index(c) + 1) for r, c in old.formulas if c in numbers}
        return replace(old, rows=rows, formulas=frozenset(formulas))

    return with_sheet(book, sheet, arrange)


def with_rows(book: Book, sheet: str, rows: Iterable[int]) -> Book:
    """The book with the rows of a sheet as given by their old numbers."""
    return with_sheet(book, sheet, lambda old: replace(old, rows=tuple(old.rows[row - 1] for row in rows)))


def with_cell(book: Book, at: tuple[str, int, int], value: CellValue) -> Book:
    """The book with one cell (sheet, row, column) typed over."""
    sheet, row, column = at

    def put(old: Sheet) -> Sheet:
        rows = [list(cells) for cells in old.rows]
        rows.extend([] for _ in range(row - len(rows)))
        rows[row - 1].extend([None] * (column - len(rows[row - 1])))
        rows[row - 1][column - 1] = value
        return replace(old, rows=tuple(map(tuple, rows)), formulas=old.formulas - {(row, column)})

    return with_sheet(book, sheet, put)


def with_sheet(book: Book, sheet: str, change: Callable[[Sheet], Sheet]) -> Book:
    """The book with one sheet changed, and its hash with it."""
    sheets = tuple(change(old) if old.name == sheet else old for old in book.sheets)
    return replace(book, sheets=sheets, sha256=hashlib.sha256(str(sheets).encode()).hexdigest())


def without_sheet(book: Book, *names: str) -> Book:
    """The book without these sheets."""
    sheets = tuple(sheet for sheet in book.sheets if sheet.name not in names)
    return replace(book, sheets=sheets, sha256=hashlib.sha256(str(sheets).encode()).hexdigest())


# -- surveys and masters without a template --------------------------------------------------------------------------
def sheet_of(name: str, values: SheetValues, template: Mapping[str, str], *, band: bool = True) -> Sheet:
    """What a template of the given columns shows once it is filled: keys in row 1, labels in row 2, then the data."""
    keys = {key: values.columns.get(key, (key, label)) for key, label in template.items()}
    order = [key for key, _ in keys.values()]
    labels = [values.labels.get(key) or label or None for key, label in keys.values()]
    rows: list[list[SheetValue]] = [list(order), list(labels)]
    if band:
        rows.append([values.band.get(key) for key in order])
    for row in values.rows:
        named = {**row.values, **({"row_key": row.key} if row.key is not None else {})}
        rows.append([named.get(key) for key in order])
    formulas = {
        (r, c) for r, cells in enumerate(rows, 1) for c, value in enumerate(cells, 1) if isinstance(value, KeyedFormula)
    }
    return Sheet(name, tuple(tuple(_shown(value) for value in cells) for cells in rows), frozenset(formulas))


def _shown(value: SheetValue) -> CellValue:
    shown = value.value if isinstance(value, KeyedFormula) else value
    return shown if shown != "" else None


def survey_of(plan: Plan, entries: Entries | None = None, code: str = "D1", point: str = END) -> Survey:
    """The survey of a department, or of a 部, as it is made from these entries of the ledger."""
    respondent = plan.respondent(code)
    assert respondent is not None
    return make_survey(standing(plan, point, Ledger(entries or {})), respondent)


def book_from_survey(survey: Survey, name: str = FILE, *, saved_at: datetime | None = SAVED) -> Book:
    """A survey as it goes out, with nobody's name on 記入要領."""
    text = guide(str(survey.names["survey_code"]), confirmed_by="")
    front = book_from_md(changed(text, ("花子", "")), name).sheets
    areas = [sheet_of(title, values, terms.SURVEY_COLUMNS) for title, values in survey.areas.items()]
    indicators = (
        [sheet_of(terms.SURVEY_INDICATORS_SHEET, survey.indicators, terms.SURVEY_INDICATOR_COLUMNS, band=False)]
        if survey.indicators
        else []
    )
    hidden = Sheet(terms.IDENTITY_SHEET, tuple((k, v) for k, v in (*survey.identity.items(), *survey.hidden)))
    sheets = (*front, *areas, *indicators, hidden)
    digest = hashlib.sha256(str(sheets).encode()).hexdigest()
    properties = {terms.PROPERTY_PREFIX + key: text for key, text in survey.identity.items()}
    return Book(name, sheets, digest, GUIDE_NAMES, properties, saved_at)


# -- what is asserted ------------------------------------------------------------------------------------------------
def found(diagnostics: Iterable[Diagnostic], *codes: str) -> list[tuple[str, str]]:
    """(code, place) of the diagnostics (of these codes, or all), in order; every message can be read in both languages."""
    shown = []
    for problem in diagnostics:
        assert problem.message("ja")
        assert problem.message("en")
        assert problem.code in CODES
        if not codes or problem.code in codes:
            shown.append((problem.code, str(problem.at)))
    return shown


def read(outcome: Outcome[Submission | None]) -> Outcome[Submission]:
    """The outcome of a workbook that could be read."""
    assert outcome.value is not None
    return Outcome(outcome.value, outcome.at, outcome.diagnostics)


def fields_of(submission: Submission, item_key: str, sub_no: str | None = None, slot: Slot = ROW) -> dict[str, str]:
    """What was read for one row."""
    return dict(next(v.fields for v in submission.value_sets if v.key == (item_key, sub_no, slot)))


def ref(cell: str, sheet: str = SHEET_1, file: str = FILE) -> str:
    """A place as `CellRef` prints it."""
    letters = re.fullmatch(r"([A-Z]+)(\d+)", cell)
    if letters is None:
        return f"[{file}]{sheet}!{cell}" if cell else f"[{file}]{sheet}"
    return str(CellRef(file, sheet, int(letters[2]), column_number(letters[1])))


def shown(sheet: Sheet) -> Sheet:
    """A sheet of a report without the keys in its hidden column and rows."""
    keys = f"|{terms.COLUMN_KEYS}"
    return replace(sheet, rows=tuple(row[1:] for row in sheet.rows if not (row and str(row[0]).endswith(keys))))
