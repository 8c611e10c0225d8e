"""Names in 項目 and keys that nobody typed: what a person sees is what counts, whatever stands in the hidden columns."""

import pytest

from kosei_xl.make.master import make_settings
from kosei_xl.read.given import given_keys, with_given
from kosei_xl.read.names import names_to_write
from kosei_xl.read.plan import read_plan
from kosei_xl.values.areas import PolicyArea
from kosei_xl.values.cells import Book, CellValue
from kosei_xl.values.model import Column, Part, Plan
from kosei_xl.words import terms
from tests.tools.builders import END, HALF, MORE_ITEMS, found, make_plan, sheet_of, with_cell, with_list

NAME = "事務局ブック.xlsx"
PLAN = make_plan(MORE_ITEMS)
ITEMS, DEPARTMENTS, AREAS, POINTS = (terms.ITEMS_SHEET, terms.DEPARTMENTS_SHEET, terms.AREAS_SHEET, terms.POINTS_SHEET)


def _book(plan: Plan = PLAN) -> Book:
    """The settings of a master as it is after the first writing verb: names, and their keys in the hidden column."""
    made = make_settings(plan)
    return Book(NAME, tuple(sheet_of(name, rows, terms.MASTER_SHEETS[name], band=False) for name, rows in made.items()))


def _put(book: Book, sheet: str, row: int, key: str, value: CellValue) -> Book:
    there = book.sheet(sheet)
    assert there is not None
    return with_cell(book, (sheet, row, there.rows[0].index(key) + 1), value)


def _read(book: Book) -> Plan:
    outcome = read_plan(with_given(book, given_keys(book)))
    assert outcome.value is not None, outcome.diagnostics
    assert found(outcome.diagnostics) == []
    return outcome.value


def _written(book: Book) -> dict[str, str]:
    """What the next writing verb puts into 項目, without the hidden column."""
    cells = {str(cell.cell): text for cell, text in names_to_write(book, _read(book)).items()}
    return {cell: text for cell, text in cells.items() if "=" not in text or "＝" in text}


def test_names__as_they_were_written__nothing_to_write() -> None:
    assert names_to_write(_book(), PLAN) == {}


@pytest.mark.parametrize(
    ("sheet", "row", "key", "name", "cells"),
    [
        (DEPARTMENTS, 3, "name", "総合福祉課", {"G3", "G4", "H5", "G6", "G7", "G9"}),
        (AREAS, 4, "name", "健全財政", {"E6", "E7", "E8", "E9", "E10"}),
    ],
)
def test_names__renamed_in_their_sheet__same_plan_and_the_new_name_is_written(
    sheet: str, row: int, key: str, name: str, cells: set[str]
) -> None:
    book = _put(_book(), sheet, row, key, name)
    plan = _read(book)
    assert [item.departments for item in plan.items] == [item.departments for item in PLAN.items]
    assert [item.area_no for item in plan.items] == [item.area_no for item in PLAN.items]
    assert _written(book) == dict.fromkeys(cells, name)


def test_names__two_departments_exchange_their_names__followed_by_key() -> None:
    book = _put(_put(_book(), DEPARTMENTS, 3, "name", "税務課"), DEPARTMENTS, 4, "name", "福祉課")
    assert [item.departments for item in _read(book).items] == [item.departments for item in PLAN.items]
    assert _written(book)["G3"] == "税務課"
    assert _written(book)["H4"] == "福祉課"


@pytest.mark.parametrize("typed", ["税務課", " 税務課 ", "D2"])
def test_names__another_chosen__counts_whatever_the_hidden_column_says(typed: str) -> None:
    book = _put(_book(), ITEMS, 3, "lead", typed)
    assert _read(book).items[0].departments == ("D2",)


def test_names__chosen_name_of_two_rows__k185_and_the_row_is_left_alone() -> None:
    book = _put(_put(_book(), DEPARTMENTS, 3, "name", "税務課"), ITEMS, 4, "answering", "税務課")
    outcome = read_plan(book)
    assert [code for code, _ in found(outcome.diagnostics)] == ["K185"]
    assert "二つ以上あります" in outcome.diagnostics[0].message()
    assert outcome.value is not None
    written = names_to_write(book, outcome.value)
    assert 4 not in {cell.row for cell in written}
    assert 3 in {cell.row for cell in written}


def test_names__one_of_two_has_ended__the_other_is_meant() -> None:
    book = _put(_put(_book(), DEPARTMENTS, 3, "name", "税務課"), DEPARTMENTS, 3, "valid_to", "2025-03-31")
    book = _put(book, ITEMS, 4, "answering", "税務課")
    assert _read(book).items[1].answering == "D2"


def test_names__points_and_departments_of_a_point__by_their_names() -> None:
    book = _put(_book(), ITEMS, 3, "departments_at", "令和7年度末＝税務課、福祉課\n上半期=税務課")
    book = _put(_put(book, ITEMS, 3, "first_point", "上半期"), ITEMS, 3, "last_point", "令和7年度末")
    item = _read(book).items[0]
    assert item.departments_at == {END: ("D2", "D1"), HALF: ("D2",)}
    assert (item.first_point, item.last_point) == (HALF, END)
    assert _written(book)["M3"] == "令和7年度末＝税務課、福祉課\n令和7年度上半期＝税務課"


def test_names__more_departments_than_columns__all_of_them_come_back() -> None:
    departments = tuple(
        PLAN.departments[0].model_copy(update={"code": f"C{n}", "name": f"第{n}課"}) for n in range(1, 9)
    )
    codes = tuple(one.code for one in departments)
    items = (MORE_ITEMS[0].model_copy(update={"departments": codes}),)
    plan = make_plan(items, departments=departments)
    assert _read(_book(plan)).items[0].departments == codes


def test_names__areas_of_one_name__known_by_their_numbers_from_the_top() -> None:
    areas = (
        *(PolicyArea(no=no, name=name) for no, name in (("1", "協働"), ("2", "財政"))),
        *(PolicyArea(no="9", name="その他", parent=no, key=f"{no}-9") for no in ("1", "2")),
    )
    items = (MORE_ITEMS[0].model_copy(update={"area_no": "2-9"}),)
    book = _book(make_plan(items, areas=areas))
    items_sheet = book.sheet(ITEMS)
    assert items_sheet is not None
    assert items_sheet.value(3, items_sheet.rows[0].index("area_no") + 1) == "2-9"
    assert _read(book).items[0].area_no == "2-9"
    outcome = read_plan(_put(book, ITEMS, 3, "area_no", "その他"))
    assert outcome.value is None
    assert found(outcome.diagnostics) == [("K180", f"[{NAME}]{ITEMS}!E3")]


def test_names__departments_handed_on_to__by_name_and_k185_for_a_name_of_nobody() -> None:
    first, *others = PLAN.departments
    plan = PLAN.model_copy(update={"departments": (first.model_copy(update={"successors": ("D2",)}), *others)})
    book = _book(plan)
    sheet = book.sheet(DEPARTMENTS)
    assert sheet is not None
    column = sheet.rows[0].index("successors")
    assert sheet.rows[2][column] == "税務課"
    assert _read(book) == plan
    assert _read(_put(book, DEPARTMENTS, 3, "successors", "D2")) == plan
    outcome = read_plan(_put(book, DEPARTMENTS, 3, "successors", "税務課、経理課"))
    assert found(outcome.diagnostics) == [("K185", f"[{NAME}]{DEPARTMENTS}!G3")]
    assert outcome.value is not None
    assert outcome.value.departments[0].successors == ("D2", "経理課"), "what is typed is kept"


def test_names__point_of_a_column__by_what_it_is_called() -> None:
    columns = (*PLAN.columns, Column(part="form", key="previous", label="前", point=HALF, entry="shown"))
    plan = PLAN.model_copy(update={"columns": columns})
    for typed in (HALF, "令和7年度上半期", "上半期"):
        assert _read(_put(_book(plan), terms.COLUMNS_SHEET, 2 + len(columns), "point", typed)).columns == columns


def test_names__numbers_of_areas_changed__items_stay_in_the_area_of_their_name() -> None:
    book = _put(_put(_book(), AREAS, 3, "no", "2"), AREAS, 4, "no", "1")
    was, now = PLAN.area_by_no, _read(book)
    assert [now.area_by_no[item.area_no].name for item in now.items] == [was[item.area_no].name for item in PLAN.items]


# -- parts -----------------------------------------------------------------------------------------------------------
PARTS = terms.PARTS_SHEET
LISTED = with_list(PLAN)


def _parts(book: Book) -> list[CellValue]:
    """What the parts are called on 帳票, and then in the rows of 帳票列."""
    return [
        row[sheet.rows[0].index(key)]
        for name, key in ((PARTS, "key"), (terms.COLUMNS_SHEET, "part"))
        if (sheet := book.sheet(name)) is not None
        for row in sheet.rows[2:]
        if row[sheet.rows[0].index(key)] is not None
    ]


def test_parts__as_they_were_written__named_in_japanese_and_the_same_plan() -> None:
    assert set(_parts(_book(LISTED))) == {"調査票", "一覧"}
    assert _read(_book(LISTED)).parts == LISTED.parts
    assert _read(_book(LISTED)).columns == LISTED.columns


def test_parts__another_part_has_that_name__both_keep_their_keys() -> None:
    parts = (*LISTED.parts, Part(key="一覧", kind="list", sheet="別の一覧"))
    plan = LISTED.model_copy(update={"parts": parts})
    assert set(_parts(_book(plan))) == {"調査票", "list", "一覧"}
    assert _read(_book(plan)).parts == parts


def _with_another_part(name: str) -> Book:
    """The master of `LISTED` with a row typed on 帳票, below the others, of a second list."""
    book, sheet = _book(LISTED), _book(LISTED).sheet(PARTS)
    assert sheet is not None
    row = 3 + len(LISTED.parts)
    for key, value in (("key", name), ("kind", "一覧"), ("sheet", "別の一覧")):
        book = _put(book, PARTS, row, key, value)
    return book


def test_parts__two_of_one_name__k185_at_each_column_that_names_them() -> None:
    book = _with_another_part("一覧")
    columns = book.sheet(terms.COLUMNS_SHEET)
    assert columns is not None
    column = columns.rows[0].index("part")
    rows = [number for number, row in enumerate(columns.rows, 1) if number > 2 and row[column] == "一覧"]
    outcome = read_plan(book)
    assert outcome.value is None
    told = [(one.code, one.at and (one.at.sheet, one.at.row, one.at.column)) for one in outcome.diagnostics]
    assert rows
    assert told == [("K185", (terms.COLUMNS_SHEET, row, column + 1)) for row in rows]
    assert all("「帳票」シートに二つ以上あります" in one.message() for one in outcome.diagnostics)


def test_parts__another_of_another_name__each_has_its_own_columns() -> None:
    plan = _read(_with_another_part("別の一覧"))
    assert [part.key for part in plan.parts] == [*(part.key for part in LISTED.parts), "別の一覧"]
    assert plan.columns == LISTED.columns


def test_parts__a_column_of_no_part__k131_at_its_blank_cell() -> None:
    outcome = read_plan(_put(_book(LISTED), terms.COLUMNS_SHEET, 3, "part", None))
    assert found(outcome.diagnostics) == [("K131", f"[{NAME}]{terms.COLUMNS_SHEET}!A3")]


def test_parts__keys_in_japanese__stay() -> None:
    parts = tuple(part.model_copy(update={"key": terms.PART_NAMES[part.key]}) for part in LISTED.parts)
    columns = tuple(one.model_copy(update={"part": terms.PART_NAMES[one.part]}) for one in LISTED.columns)
    read = _read(_book(LISTED.model_copy(update={"parts": parts, "columns": columns})))
    assert (read.parts, read.columns) == (parts, columns)


def test_parts__renamed_on_both_sheets__the_new_name_is_the_key() -> None:
    book = _put(_book(LISTED), PARTS, 3, "key", "記入の表")
    columns = book.sheet(terms.COLUMNS_SHEET)
    assert columns is not None
    for number, row in enumerate(columns.rows, 1):
        if row[columns.rows[0].index("part")] == "調査票":
            book = _put(book, terms.COLUMNS_SHEET, number, "part", "記入の表")
    plan = _read(book)
    assert plan.parts[0].key == "記入の表"
    assert plan.form_columns == tuple(one.model_copy(update={"part": "記入の表"}) for one in LISTED.form_columns)


def test_parts__named_by_their_keys_in_columns__as_masters_of_before() -> None:
    book = _book(LISTED)
    columns = book.sheet(terms.COLUMNS_SHEET)
    assert columns is not None
    keys = {name: key for key, name in terms.PART_NAMES.items()}
    for number, row in enumerate(columns.rows[2:], 3):
        part = row[columns.rows[0].index("part")]
        if part is not None:
            book = _put(book, terms.COLUMNS_SHEET, number, "part", keys[str(part)])
    assert _read(book).columns == LISTED.columns


# -- keys that nobody typed ------------------------------------------------------------------------------------------
def test_given__rows_without_keys__each_gets_its_own_and_known_names_theirs() -> None:
    book = _put(_put(_book(), DEPARTMENTS, 5, "name", "消防課"), AREAS, 5, "name", "安全")
    book = _put(_put(book, POINTS, 5, "fiscal_year", "令和8年度"), POINTS, 5, "kind", "上半期")
    columns = book.sheet(terms.COLUMNS_SHEET)
    assert columns is not None
    first = 3 + len(PLAN.columns)
    for n, (label, source, entry) in enumerate(
        [
            ("取組実績", "記入", "見せる"),
            ("財政効果額（千円）", None, "記入"),
            ("財政 効果額(千円)", "記入", "記入"),
            ("目標", "計画", "見せる"),
        ]
    ):
        for key, text in (("part", "form"), ("label", label), ("source", source), ("entry", entry)):
            book = _put(book, terms.COLUMNS_SHEET, first + n, key, text)
    keys = {f"{cell.sheet}!{cell.cell}": key for cell, key in given_keys(book).items()}
    at = f"{terms.COLUMNS_SHEET}!B"
    assert keys == {
        f"{DEPARTMENTS}!A5": "D01",
        f"{AREAS}!A5": "3",
        f"{POINTS}!A5": "R8上半期",
        f"{at}{first}": "results",
        f"{at}{first + 1}": "field_1",
        f"{at}{first + 2}": "field_1",
        f"{at}{first + 3}": "goal",
    }


def test_given__keys_typed_or_rows_of_nothing__none() -> None:
    assert given_keys(_book()) == {}
    assert given_keys(_put(_book(), DEPARTMENTS, 6, "bureau", "")) == {}


def test_given__areas_below_others_without_numbers__numbered_anew_below_each() -> None:
    book = _put(_put(_book(), AREAS, 5, "name", "安全"), AREAS, 5, "parent", PLAN.areas[0].name)
    book = _put(_put(book, AREAS, 6, "name", "安心"), AREAS, 6, "parent", PLAN.areas[1].name)
    assert {str(cell.cell): key for cell, key in given_keys(book).items()} == {"A5": "1", "A6": "1"}
    numbered = _put(_put(book, AREAS, 5, "parent", "1"), AREAS, 6, "parent", "2")
    assert {str(cell.cell): key for cell, key in given_keys(numbered).items()} == {"A5": "3", "A6": "3"}
