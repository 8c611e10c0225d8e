"""欄 as a clerk writes it: names without keys, columns called by names, fields of every year, and what has no effect."""

from collections.abc import Mapping, Sequence

from kosei_xl.make.master import make_settings, master_identity
from kosei_xl.make.registers import make_registers, registers_of
from kosei_xl.read.fields import fields_without_key, key_of_name, read_fields
from kosei_xl.read.given import given_keys
from kosei_xl.read.plan import read_plan
from kosei_xl.read.registers import read_registers
from kosei_xl.read.settings import check_settings
from kosei_xl.values.cells import Book, CellValue, Sheet
from kosei_xl.values.diagnostics import Outcome
from kosei_xl.values.fields import EntryField
from kosei_xl.values.model import Part, Plan
from kosei_xl.words import terms
from tests.tools.builders import found, make_plan, sheet_of, with_sheet

NAME = "事務局.xlsx"
LIST = Part(key="list", kind="list", sheet="一覧", foot=True)
Row = Mapping[str, CellValue]


def plan_with() -> Plan:
    plan = make_plan()
    return make_plan(parts=(*plan.parts, LIST), columns=plan.columns)


def master(fields: Sequence[Row] = (), columns: Sequence[Row] = (), plan: Plan | None = None) -> Book:
    """A master in which rows were typed below those of 欄 and 帳票列."""
    plan = plan or plan_with()
    made = make_settings(plan) | make_registers(registers_of(plan))
    sheets = [sheet_of(name, values, terms.MASTER_SHEETS[name], band=False) for name, values in made.items()]
    book = Book(NAME, (*sheets, Sheet(terms.IDENTITY_SHEET, tuple(master_identity(plan).items()))))
    for name, rows in ((terms.FIELDS_SHEET, fields), (terms.COLUMNS_SHEET, columns)):
        keys = list(terms.MASTER_SHEETS[name])
        typed = tuple(tuple(row.get(key) for key in keys) for row in rows)
        book = with_sheet(book, name, lambda old, typed=typed: Sheet(old.name, (*old.rows, *typed)))  # type: ignore[misc]
    return book


def read(book: Book) -> Plan:
    outcome = read_plan(book)
    assert found(outcome.diagnostics) == []
    assert outcome.value is not None
    return outcome.value


def settings(book: Book) -> list[tuple[str, str]]:
    outcome = read_plan(book)
    assert outcome.value is not None
    return found(check_settings(book, Outcome(outcome.value, outcome.at)))


def place(book: Book, sheet: str, key: str, back: int = 1) -> str:
    """A cell of a row counted from the last one."""
    rows = book.sheet(sheet)
    assert rows is not None
    letters = "ABCDEFGHIJKLMN"[list(terms.MASTER_SHEETS[sheet]).index(key)]
    return f"[{NAME}]{sheet}!{letters}{len(rows.rows) - back + 1}"


SAVED: Row = {"label": "削減額", "type": "金額", "filled_by": "課", "unit": "百万円", "decimals": 1, "summed": "○"}
IN_FORM: Row = {"part": "form", "key": "削減額", "source": "記入", "entry": "記入"}


def test_read_fields__row_without_key__key_from_its_name_and_k163() -> None:
    book = master([SAVED])
    key = key_of_name("削減額")
    plan = read(book)
    assert plan.fields == (
        EntryField(
            field=key, label="削減額", type="money", unit="百万円", decimals=1, summed=True, filled_by="department"
        ),
    )
    assert found(read_registers(book, Outcome(plan, {})).diagnostics) == [("K163", place(book, "欄", "label"))]
    assert {str(cell): given for cell, given in fields_without_key(book).items()} == {place(book, "欄", "field"): key}
    keyed = master([{**SAVED, "field": key, "label": "節約額"}])
    assert (read(keyed).fields[0].field, fields_without_key(keyed)) == (key, {})


def test_read_plan__column_called_by_the_name_of_its_field__placed_with_its_key() -> None:
    book = master([SAVED], [IN_FORM, {"part": "list", "key": "削減 額", "source": "記入", "label": "節約"}])
    plan, key = read(book), key_of_name("削減額")
    assert [(c.part, c.key, c.label) for c in plan.columns if c.key == key] == [
        ("form", key, "削減額"),
        ("list", key, "節約"),
    ]
    assert key in plan.entry_fields
    assert settings(book) == []


def test_read_plan__field_that_no_column_places__at_the_end_of_the_form_where_departments_fill_it_in() -> None:
    key = key_of_name("削減額")
    before = read(master([])).form_columns
    for wanted, entry in (("", "input"), ("○", "required")):
        plan = read(master([{**SAVED, "required": wanted}]))
        assert plan.form_columns[:-1] == before
        last = plan.form_columns[-1]
        assert (last.key, last.label, last.source, last.entry, last.align) == (key, "削減額", "entry", entry, "right")
        assert plan.entry_fields[-1] == key
    for who in ("事務局", "委員会"):
        assert read(master([{**SAVED, "filled_by": who}])).form_columns == before


def test_read_plan__column_that_does_not_say_its_source__entry_of_its_field_or_a_share() -> None:
    planned: Row = {**SAVED, "label": "計画の額"}
    saved: Row = {**SAVED, "against": "計画の額"}
    listed: list[Row] = [{"part": "list", "key": "削減額"}, {"part": "list", "key": "削減額の達成率", "source": "記入"}]
    plan = read(master([planned, saved], listed))
    assert [(c.key, c.source) for c in plan.columns_of("list")] == [
        (key_of_name("削減額"), "entry"),
        (f"share_{key_of_name('削減額')}", "derived"),
    ]
    assert [field for field in plan.own_fields if field.startswith("share_")] == []


def test_read_fields__columns_headed_with_the_name_of_a_field__one_key_and_one_finding_a_row() -> None:
    planned: Row = {**SAVED, "label": "計画の額"}
    headed: list[Row] = [
        {"part": "form", "label": "削減額", "source": "記入", "entry": "記入"},
        {"part": "list", "label": "削減額の達成率"},
    ]
    book = master([planned, {**SAVED, "against": "計画の額"}], headed)
    key = key_of_name("削減額")
    assert {(cell.sheet, one) for cell, one in given_keys(book).items()} == {
        (terms.COLUMNS_SHEET, key),
        (terms.COLUMNS_SHEET, f"share_{key}"),
    }
    assert {cell.sheet for cell in fields_without_key(book)} == {terms.FIELDS_SHEET}
    assert key in read(book).entry_fields
    assert [(c.key, c.source) for c in read(book).columns_of("list")] == [(f"share_{key}", "derived")]


def test_read_fields__row_called_as_a_column_is__the_key_of_that_column() -> None:
    own: Row = {"part": "form", "key": "saved", "label": "削減 額", "source": "記入", "entry": "記入"}
    plan = read(master([SAVED], [own]))
    assert [field.field for field in plan.fields] == ["saved"]
    assert plan.field_by_key["saved"].unit == "百万円"


def test_read_plan__standard_columns_by_name__their_keys() -> None:
    names = ("No.", "名称", "推進担当課", "前回の評価", "評価", "取組実績")
    plan = read(master([], [{"part": "list", "key": name, "label": name} for name in names]))
    assert [c.key for c in plan.columns_of("list")] == ["no", "name", "departments", "previous", "rating", "results"]


def test_read_plan__name_of_nothing__k131() -> None:
    book = master([], [{**IN_FORM, "key": "謎の額"}])
    outcome = read_plan(book)
    assert outcome.value is None
    assert found(outcome.diagnostics) == [("K131", place(book, "帳票列", "key"))]


def test_read_plan__field_whose_row_does_not_read__its_columns_stay_and_k131_at_the_row() -> None:
    book = master([{**SAVED, "type": "お金"}], [IN_FORM])
    plan = read(book)
    assert key_of_name("削減額") in plan.entry_fields
    told = found(read_registers(book, Outcome(plan, {})).diagnostics)
    assert ("K131", place(book, "欄", "type")) in told


def test_read_fields__field_of_every_year__one_a_year_and_as_many_columns() -> None:
    goal: Row = {"label": "来館者の目標", "type": "数", "unit": "人", "year": "各年度"}
    done: Row = {
        "label": "来館者",
        "type": "数",
        "unit": "人",
        "year": "各年度",
        "against": "来館者の目標",
        "summed": "○",
    }
    columns: list[Row] = [{**IN_FORM, "key": "来館者の目標"}, {**IN_FORM, "key": "来館者", "label": "実績"}]
    columns += [{"part": "list", "key": "来館者の達成率", "source": "自動"}]
    book = master([goal, done], columns)
    plan, key = read(book), key_of_name("来館者")
    assert [(f.field, f.label, f.year, f.against) for f in plan.fields[4:]] == [
        (f"{key}_{year}", f"来館者（R{year - 2018}）", year, f"{key_of_name('来館者の目標')}_{year}")
        for year in range(2024, 2028)
    ]
    assert [c.label for c in plan.form_columns if c.key.startswith(key)] == [f"実績（R{n}）" for n in range(6, 10)]
    assert [(c.key, c.label) for c in plan.columns_of("list")] == [
        (f"share_{key}_{year}", f"来館者（R{year - 2018}）の達成率") for year in range(2024, 2028)
    ]
    assert settings(book) == []


def test_read_fields__columns_after_one_of_every_year__places_are_those_of_their_rows() -> None:
    rows: list[Row] = [{**IN_FORM, "key": "来館者"}, {**IN_FORM, "key": "issues", "label": "課題", "point": "前回"}]
    book = master([{"label": "来館者", "type": "数", "year": "各年度"}], rows)
    assert settings(book) == [("K153", place(book, "帳票列", "point"))]


def test_check_settings__field_that_stands_nowhere__k160() -> None:
    office: Row = {**SAVED, "filled_by": "事務局"}
    listed: list[Row] = [{"part": "list", "key": "削減額", "source": "記入"}]
    for fields, columns, told in (
        (SAVED, listed, False),
        (SAVED, [], False),
        (office, [], True),
        (office, listed, False),
        (SAVED, [IN_FORM], False),
    ):
        book = master([fields], columns)
        assert settings(book) == [("K160", place(book, "欄", "label"))] * told


def test_read_fields__scale_by_its_name__its_key_and_k131_for_none() -> None:
    for typed, told in (("standard", []), ("標準の尺度", []), ("ない尺度", ["K131"])):
        book = master([{"label": "成果", "type": "評価", "scale": typed}], [{**IN_FORM, "key": "成果"}])
        assert [code for code, _ in settings(book)] == told
        assert read(book).fields[0].scale == (typed if told else "standard")


def test_check_settings__form_asks_for_what_others_fill_in__k161_and_only_shown() -> None:
    book = master([{**SAVED, "filled_by": "委員会"}], [IN_FORM])
    assert settings(book) == [("K161", place(book, "帳票列", "entry"))]
    assert key_of_name("削減額") in read(book).closed_fields
    shown = master([{**SAVED, "filled_by": "委員会"}], [{**IN_FORM, "entry": "見せる"}])
    assert settings(shown) == []


def test_check_settings__same_field_twice__k162_and_the_first_counts() -> None:
    book = master([SAVED, {**SAVED, "unit": "円"}], [IN_FORM])
    assert settings(book) == [("K162", place(book, "欄", "field"))]
    assert read(book).field_by_key[key_of_name("削減額")].unit == "百万円"


def test_check_settings__money_in_a_unit_that_is_none__k164() -> None:
    book = master([{**SAVED, "unit": "ドル"}], [IN_FORM])
    assert settings(book) == [("K164", place(book, "欄", "unit"))]
    assert settings(master([{**SAVED, "unit": None}], [IN_FORM])) == []


def test_check_settings__what_a_type_has_no_use_for__k153() -> None:
    cases: tuple[tuple[Row, str], ...] = (
        ({"type": "文章", "summed": "○"}, "summed"),
        ({"type": "選択"}, "choices"),
        ({"type": "数", "against": "ない欄"}, "against"),
    )
    for change, key in cases:
        book = master([{"label": "削減額", **change}], [IN_FORM])
        assert settings(book) == [("K153", place(book, "欄", key))], key
    assert settings(master([{"label": "削減額", "type": "選択", "choices": "ア、イ"}], [IN_FORM])) == []


def test_read_plan__nothing_typed_in_fields__no_fields_of_its_own() -> None:
    plan = plan_with()
    book = master(plan=plan)
    assert read(book) == plan
    assert [one.field for one in read_fields(book, None).fields] == [*plan.field_by_key]
