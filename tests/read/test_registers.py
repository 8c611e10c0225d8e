"""The registers of a master as its sheets hold them, and back."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kosei_xl.make.master import make_settings, master_identity
from kosei_xl.make.registers import make_registers, registers_of
from kosei_xl.read.plan import read_plan
from kosei_xl.read.registers import read_registers
from kosei_xl.values.cells import Book, CellValue, Sheet
from kosei_xl.values.diagnostics import Outcome
from kosei_xl.values.fields import EntryField
from kosei_xl.values.model import Item, Plan
from kosei_xl.values.registers import (
    Correction,
    RatingScale,
    Registers,
    Reorganisation,
    RuleSetting,
)
from kosei_xl.values.stored import ClosedPoint, HandedOut, Publication, StoredValue
from kosei_xl.words import terms
from tests.tools.builders import AREAS, END, HALF, MORE_ITEMS, POINTS, found, make_plan, sheet_of, with_sheet

NAME = "事務局.xlsx"
PLAN = make_plan()
TEXT = st.text(st.sampled_from("文、長 い\n1a②𠮷"), max_size=8).map(lambda text: "\n".join(text.split()).strip())
FILLED = TEXT.map(lambda text: text or "文")
KEY = st.text(st.sampled_from("aB1_-長"), min_size=1, max_size=5)
KEYS = st.lists(KEY, max_size=3).map(tuple)
WORDS = st.lists(st.text(st.sampled_from("達成 未"), min_size=1).map(str.strip).filter(bool), max_size=3).map(tuple)
FIELD = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
DATES = st.dates(date(2000, 1, 1), date(2100, 1, 1))
for _model in (EntryField, RatingScale, Reorganisation, Correction, RuleSetting):
    _model.model_rebuild()  # what is built late does not say yet what it asks for, and `builds` goes by that
REGISTERS = st.builds(
    Registers,
    fields=st.lists(
        st.builds(
            EntryField,
            field=FIELD,
            label=FILLED,
            required=st.booleans(),
            summed=st.booleans(),
            unit=TEXT,
            decimals=st.none() | st.integers(0, 9),
            scale=st.none() | KEY,
            choices=WORDS,
            rater=TEXT,
            axis=TEXT,
        ),
        max_size=3,
    ).map(tuple),
    scales=st.lists(st.builds(RatingScale, scale=KEY, name=FILLED.map("尺度".__add__), note=TEXT), max_size=3).map(
        lambda some: (RatingScale(scale=terms.STANDARD_SCALE, name="標準"), *some)
    ),
    reorganisations=st.lists(
        st.builds(Reorganisation, date=DATES, old=KEYS, new=KEYS, items=KEYS, note=TEXT), max_size=3
    ).map(tuple),
    corrections=st.lists(
        st.builds(
            Correction,
            row_key=TEXT,
            publication=st.none() | st.integers(1, 99),
            no=FILLED,
            sub_no=TEXT,
            field=st.none() | FIELD,
            label=TEXT,
            before=TEXT,
            after=TEXT,
            why=TEXT,
            date=st.none() | DATES,
        ),
        max_size=3,
    ).map(tuple),
    rules=st.lists(
        st.builds(
            RuleSetting,
            code=st.from_regex(r"K[1-7]\d\d", fullmatch=True).filter(str.isascii),
            threshold=st.none() | st.decimals(0, 999, places=2),
            note=TEXT,
        ),
        max_size=3,
    ).map(tuple),
)
STORED = Registers(
    scales=(RatingScale(scale=terms.STANDARD_SCALE, name="標準"),),
    handed_out=(
        HandedOut(
            number=1,
            point=END,
            plan_version=1,
            dept_code="D1",
            file="福祉課.xlsx",
            sha256="ab",
            values=(
                StoredValue(kind="printed", key="a-1|", field="name", text=" 前後に空白 \n"),
                StoredValue(kind="prefill", key="a-1||0", field="results", text=("長い文 \n" * 9_000)),
            ),
        ),
    ),
    published=(Publication(number=1, point=END, date=date(2026, 5, 1), file="資料.xlsx", sha256="cd"),),
    closed=(ClosedPoint(number=1, point=END, publication=1, date=date(2026, 6, 1), sha256="ef"),),
)


def master_book(registers: Registers, plan: Plan = PLAN, *, number: str = "") -> Book:
    made = make_settings(plan) | make_registers(registers)
    sheets = [sheet_of(name, values, terms.MASTER_SHEETS[name], band=False) for name, values in made.items()]
    identity = master_identity(plan) | ({"format": number} if number else {})
    return Book(NAME, (*sheets, Sheet(terms.IDENTITY_SHEET, tuple(identity.items()))))


def read(book: Book) -> Outcome[Registers]:
    plan = read_plan(book)
    assert plan.value is not None
    assert found(plan.diagnostics) == []
    return read_registers(book, Outcome(plan.value, plan.at))


def typed(sheet: str, row: Mapping[str, CellValue]) -> Book:
    """A master in which one row was typed below what is there."""
    columns = list(terms.MASTER_SHEETS[sheet])

    def append(old: Sheet) -> Sheet:
        return Sheet(old.name, (*old.rows, tuple(row.get(key) for key in columns)))

    return with_sheet(master_book(registers_of(PLAN)), sheet, append)


@settings(deadline=None)
@given(REGISTERS)
def test_read_registers__made_by_make_registers__the_same(registers: Registers) -> None:
    outcome = read(master_book(registers))
    assert found(outcome.diagnostics) == []
    assert outcome.value == registers


@pytest.mark.parametrize("kind", ["renamed", "merged", "split", "opened", "closed"])
@pytest.mark.parametrize("use", ["on", "off"])
def test_read_registers__every_word_of_a_choice__the_same(kind: str, use: str) -> None:
    registers = Registers(
        fields=tuple(
            EntryField.model_validate({"field": f"f{n}", "label": "欄", "type": kind_of, "filled_by": by})
            for n, kind_of in enumerate(terms.REGISTER_WORDS[terms.FIELDS_SHEET]["type"])
            for by in terms.REGISTER_WORDS[terms.FIELDS_SHEET]["filled_by"]
        ),
        scales=STORED.scales,
        reorganisations=(Reorganisation.model_validate({"date": date(2026, 4, 1), "kind": kind}),),
        rules=(RuleSetting.model_validate({"code": "K305", "use": use, "threshold": Decimal("0.5")}),),
    )
    assert read(master_book(registers)).value == registers


def test_read_registers__reorganisation_by_names__keys_of_the_departments() -> None:
    row: Mapping[str, CellValue] = {
        "date": date(2026, 4, 1),
        "kind": "統合",
        "old": "福祉課、税務課",
        "new": "消えた課",
    }
    (change,) = read(typed(terms.REORGANISATIONS_SHEET, row)).value.reorganisations
    assert (change.old, change.new) == (("D1", "D2"), ("消えた課",))


def test_read_registers__records_with_long_texts_and_white_space__the_same() -> None:
    outcome = read(master_book(STORED))
    assert found(outcome.diagnostics) == []
    assert outcome.value == STORED


def test_read_registers__master_of_format_1__empty_and_nothing_to_complain_of() -> None:
    book = master_book(STORED, number="1")
    assert (read(book).value, read(book).diagnostics) == (Registers(), ())


def test_registers_of__plan__its_fields_and_the_scale_of_its_ratings() -> None:
    registers = registers_of(PLAN)
    fields = {one.field: (one.label, one.type, one.filled_by, one.required) for one in registers.fields}
    assert fields["rating"] == ("評価", "rating", "department", True)
    assert fields["follow_up"] == ("フォローアップ", "mark", "department", False)
    assert fields["effect"] == ("効果額", "text", "department", False)
    assert fields["reason"] == ("理由等", "text", None, False)
    assert [one.scale for one in registers.scales] == ["standard"]
    two = make_plan(points=(POINTS[0].model_copy(update={"scale": "old"}), POINTS[1]))
    assert [one.scale for one in registers_of(two).scales] == ["standard", "old"]


@pytest.mark.parametrize(
    ("sheet", "row", "key"),
    [
        (terms.FIELDS_SHEET, {"field": "Saved", "label": "効果額"}, "field"),
        (terms.FIELDS_SHEET, {"field": "saved"}, "label"),
        (terms.FIELDS_SHEET, {"field": "saved", "label": "効果額", "type": "お金"}, "type"),
        (terms.FIELDS_SHEET, {"field": "saved", "label": "効果額", "required": "はい"}, "required"),
        (terms.FIELDS_SHEET, {"field": "saved", "label": "効果額", "decimals": 1.5}, "decimals"),
        (terms.SCALES_SHEET, {"scale": "新 しい", "name": "新しい尺度"}, "scale"),
        (terms.REORGANISATIONS_SHEET, {"date": "令和8年4月", "kind": "分割"}, "date"),
        (terms.REORGANISATIONS_SHEET, {"date": "2026/4/1", "kind": "分れる"}, "kind"),
        (terms.CORRECTIONS_SHEET, {"before": "誤った文"}, "no"),
        (terms.CORRECTIONS_SHEET, {"no": "1", "publication": "一"}, "publication"),
        (terms.RULES_SHEET, {"code": "305"}, "code"),
        (terms.RULES_SHEET, {"code": "K305", "threshold": "多め"}, "threshold"),
        (terms.HANDED_OUT_SHEET, {"number": "一", "kind": "印字", "piece": 1, "text": "文"}, "number"),
        (terms.HANDED_OUT_SHEET, {"number": 1, "kind": "？", "piece": 1, "text": "文"}, "kind"),
        (terms.PUBLISHED_SHEET, {"number": 1, "kind": "資料の行", "piece": 2, "text": "文"}, "piece"),
        (terms.CLOSED_SHEET, {"number": 1, "kind": "計画", "piece": 1, "text": "文"}, "number"),
    ],
)
def test_read_registers__what_means_nothing__k131_at_its_cell_and_the_rest_is_read(
    sheet: str, row: dict[str, CellValue], key: str
) -> None:
    book = typed(sheet, row)
    outcome = read(book)
    letters = "ABCDEFGHIJKL"[list(terms.MASTER_SHEETS[sheet]).index(key)]
    rows = book.sheet(sheet)
    assert rows is not None
    assert found(outcome.diagnostics) == [("K131", f"[{NAME}]{sheet}!{letters}{len(rows.rows)}")]
    assert outcome.value == registers_of(PLAN)


def test_read_registers__sheet_or_columns_gone__k130_k132() -> None:
    whole = master_book(registers_of(PLAN))
    book = Book(NAME, tuple(sheet for sheet in whole.sheets if sheet.name != terms.SCALES_SHEET))
    assert found(read(book).diagnostics) == [("K130", f"[{NAME}]尺度")]
    bare = with_sheet(whole, terms.RULES_SHEET, lambda old: Sheet(old.name, ((None, "メモ"),)))
    assert found(read(bare).diagnostics) == [("K132", f"[{NAME}]点検の設定!1:1")]


def test_read_registers__point_of_an_unknown_scale__k131_at_its_cell() -> None:
    plan = make_plan(points=(POINTS[0].model_copy(update={"scale": "old"}), POINTS[1]))
    book = master_book(registers_of(PLAN), plan)
    column = "ABCDEFGHIJ"[list(terms.MASTER_SHEETS[terms.POINTS_SHEET]).index("scale")]
    assert found(read(book).diagnostics) == [("K131", f"[{NAME}]報告時点!{column}3")]


def _items() -> tuple[Item, ...]:
    first, second, *others = MORE_ITEMS
    return (
        first.model_copy(update={"state": "merged", "last_point": HALF, "successor": "a-2"}),
        second.model_copy(update={"first_point": HALF, "successor": "県へ"}),
        *others,
    )


def test_read_plan__course_of_items_and_tree_of_areas__the_same() -> None:
    areas = (AREAS[0], AREAS[1].model_copy(update={"parent": "1"}))
    plan = make_plan(_items(), areas=areas)
    book = master_book(registers_of(plan), plan)
    assert read_plan(book).value == plan
    sheet = book.sheet(terms.ITEMS_SHEET)
    assert sheet is not None
    at = {str(key): n for n, key in enumerate(sheet.rows[0])}
    assert [sheet.rows[2][at[key]] for key in ("last_point", "state", "successor")] == ["令和7年度上半期", "統合", "2"]


@pytest.mark.parametrize(
    ("changes", "places", "said"),
    [
        (
            {"areas": (AREAS[0].model_copy(update={"parent": "9"}), AREAS[1])},
            ["分野!D3"],
            "番号「9」の分野がありません",
        ),
        ({"areas": (AREAS[0].model_copy(update={"parent": "1"}), AREAS[1])}, ["分野!D3"], "この分野に戻ります"),
        (
            {
                "areas": (
                    AREAS[0].model_copy(update={"parent": "2"}),
                    AREAS[1].model_copy(update={"parent": "1"}),
                )
            },
            ["分野!D3", "分野!D4"],
            "この分野に戻ります",
        ),
    ],
)
def test_read_plan__areas_above_that_are_not_there_or_lead_back__k133_at_each_cell(
    changes: dict[str, object], places: list[str], said: str
) -> None:
    fields = {name: getattr(PLAN, name) for name in Plan.model_fields}
    plan = Plan.model_construct(**(fields | changes))
    outcome = read_plan(master_book(registers_of(PLAN), plan))
    assert found(outcome.diagnostics) == [("K133", f"[{NAME}]{place}") for place in places]
    assert all(said in diagnostic.message() for diagnostic in outcome.diagnostics)
