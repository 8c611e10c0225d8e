"""Summary tables and subtotals of a plan with levels, and masters of it as sheets of values."""

from collections.abc import Mapping

from kosei_xl.make.master import make_settings
from kosei_xl.values.cells import Book, CellValue
from kosei_xl.values.diagnostics import Outcome
from kosei_xl.values.model import Column, Item, Part, Plan
from kosei_xl.words import terms
from tests.tools.builders import DEPARTMENTS, END, book_from_md, sheet_of
from tests.tools.levels import ITEMS, LIST, level_ledger, level_plan
from tests.tools.verifying import Case

AMOUNTS = {"i-1": "1,200", "i-2": "△300", "i-3": "2.5", "i-4": "未定", "i-13": "1,200"}
SECOND = {"i-1": "Ａ", "i-2": "予定どおり", "i-3": "B", "i-5": "？"}
MARKED = ("i-1", "i-3", "i-10")
COLUMNS = (
    Column(part="form", key="effect", label="効果額（千円）", source="entry", entry="input"),
    Column(part="form", key="second", label="二次評価", source="entry", entry="none"),
    Column(part="list", key="effect", label="効果額（千円）", source="entry", width=10),
    Column(part="form", key="priority", label="重点", source="plan"),
)


def count_part(key: str, **asked: object) -> Part:
    """A summary table with settings."""
    return Part.model_validate({"key": key, "kind": "summary", "sheet": f"表{key}", "title": f"表{key}", **asked})


TABLES = (
    count_part("level", rows="基本方針"),
    count_part("bureau", rows="部と課", shows=("件数", "計")),
    count_part("lead", rows="課", of_which=("うち重点", "再掲")),
    count_part("answering", rows="回答課"),
    count_part("rater", rows="評価者", ratings=("評価", "二次評価")),
    count_part("priority", only="重点", rows="目標"),
    count_part("share", rows="目標", shows=("件数", "割合")),
    count_part("adjusted", rows="目標", shows=("割合（計100）",)),
    count_part("change", rows="目標", shows=("件数", "前回との差")),
    count_part("money", rows="課", shows=("計",), sums=("効果額",)),
    count_part("all", rows="全体", items="all"),
    LIST.model_copy(update={"subtotals": ("目標", "基本方針"), "sums": ("効果額",)}),
)


def table_plan(*parts: Part, **changes: object) -> Plan:
    """The plan of three levels with priority items, amounts, a second rating, and departments in two 部."""
    items = [
        Item.model_validate({**item.model_dump(), "texts": {"priority": "○"} if item.key in MARKED else {}})
        for item in ITEMS
    ]
    bureaus = {"D1": "健康部", "D2": "総務部"}
    departments = tuple(one.model_copy(update={"bureau": bureaus.get(one.code)}) for one in DEPARTMENTS)
    plan = level_plan(seed=2, parts=parts, items=tuple(items), departments=departments)
    fields = {name: getattr(plan, name) for name in Plan.model_fields}
    kept = tuple(column for column in plan.columns if column.key != "effect" and column.part in plan.part_by_key)
    own = tuple(column for column in COLUMNS if column.part in plan.part_by_key)
    return Plan.model_validate({**fields, "columns": (*kept, *own), **changes})


def table_case(*parts: Part, plan: Plan | None = None) -> Case:
    """The plan with these parts, its entries and its report."""
    plan = plan or table_plan(*parts)
    entries = {key: dict(fields) for key, fields in level_ledger(plan).entries.items()}
    for key, fields in entries.items():
        if key.point == END:
            fields |= {"effect": AMOUNTS[key.item_key]} if key.item_key in AMOUNTS else {}
            fields |= {"second": SECOND[key.item_key]} if key.item_key in SECOND else {}
    return Case(plan, entries, END, {})


def rows(made: Case, part: str) -> Mapping[str, list[str]]:
    """Row -> the texts of a part's cells, white space left out."""
    return {
        name: ["".join(cell.text.split()) for cell in pieces[0].filled]
        for (key, name), pieces in made.found.rows.items()
        if key == part and name != "title"
    }


NAME = "事務局ブック.xlsx"
LABELS = terms.MASTER_SHEETS


def settings_book(plan: Plan, areas: str | None = None, items: dict[str, str] | None = None) -> Book:
    """The settings sheets of a plan; with other rows of 分野, and with what 項目 says of some areas."""
    sheets = [sheet_of(name, values, LABELS[name], band=False) for name, values in make_settings(plan).items()]
    book = Book(NAME, tuple(sheets))
    if areas is not None:
        head = "| no | name | purpose | parent | level |\n|---|---|---|---|---|\n| 番号 | 名称 | 趣旨 | 上位の分野（番号） | 階層 |\n"
        (own,) = book_from_md(f"## {terms.AREAS_SHEET}\n{head}{areas}").sheets
        book = Book(NAME, tuple(own if sheet.name == own.name else sheet for sheet in book.sheets))
    for row, text in (items or {}).items():
        book = with_value(book, terms.ITEMS_SHEET, int(row), "area_no", text)
    return book


def with_value(book: Book, name: str, row: int, key: str, value: CellValue) -> Book:
    """A book with another value in a cell, by its column key."""
    sheet = book.sheet(name)
    assert sheet is not None
    rows = [list(cells) for cells in sheet.rows]
    rows[row - 1][sheet.rows[0].index(key)] = value
    changed = type(sheet)(name, tuple(map(tuple, rows)))
    return Book(NAME, tuple(changed if one.name == name else one for one in book.sheets))


def read_plan_of(outcome: Outcome[Plan | None]) -> Plan:
    """The plan as read; what is wrong with it is shown where there is none."""
    assert outcome.value is not None, [p.message() for p in outcome.diagnostics]
    return outcome.value


def settings_cell(cell: str, sheet: str = terms.AREAS_SHEET) -> str:
    """A cell of the settings book as findings print it."""
    return f"[{NAME}]{sheet}!{cell}"
