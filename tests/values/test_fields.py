"""What texts say in fields of every type, and when two of them say the same."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.values.fields import EntryField, ValueRead, read_value, same_value
from kosei_xl.values.labels import head_of, label_of, says_same
from kosei_xl.values.model import Column, Plan
from tests.tools.builders import make_plan

MONEY = EntryField(field="effect", label="効果額", type="money", unit="千円", decimals=0, summed=True)
AREA = EntryField(field="area", label="面積", type="number", unit="㎡", decimals=2)
DAY = EntryField(field="day", label="開始日", type="date")
KIND = EntryField(field="kind_of", label="区分", type="choice", choices=("歳入確保", "歳出削減"))
MARK = EntryField(field="digital", label="デジタル", type="mark")
TEXT = EntryField(field="memo", label="メモ")


@pytest.mark.parametrize(
    ("field", "text", "reading"),
    [
        (MONEY, "１，５００", ValueRead(Decimal(1500), "1,500")),
        (MONEY, "△20", ValueRead(Decimal(-20), "△20")),
        (MONEY, "2百万円", ValueRead(Decimal(2000), "2,000", "read_as")),
        (MONEY, "約800", ValueRead(Decimal(800), "約800", "read_as", bare=False)),
        (MONEY, "1234.5", ValueRead(Decimal("1234.5"), "1,235", "decimals")),
        (MONEY, "－", ValueRead(None, "－", "nothing")),
        (MONEY, "検討中", ValueRead(None, "検討中", "unreadable")),
        (MONEY, "0", ValueRead(Decimal(0), "0")),
        (AREA, "50", ValueRead(Decimal(50), "50.00")),
        (AREA, "50人", ValueRead(None, "50人", "unreadable")),
        (DAY, "R8.3.31", ValueRead(date(2026, 3, 31), "令和8年3月31日")),
        (DAY, "２０２６／３／３１", ValueRead(date(2026, 3, 31), "令和8年3月31日")),
        (DAY, "46112", ValueRead(date(2026, 3, 31), "令和8年3月31日")),
        (DAY, "3月31日", ValueRead(None, "3月31日", "unreadable")),
        (KIND, "歳入確保", ValueRead("歳入確保", "歳入確保")),
        (KIND, "歳出 削減", ValueRead("歳出削減", "歳出削減", "read_as")),
        (KIND, "歳入", ValueRead(None, "歳入", "unreadable")),
        (MARK, "〇", ValueRead("○", "○")),
        (MARK, "はい", ValueRead(None, "はい")),
        (TEXT, "１，５００", ValueRead("１，５００", "１，５００")),
    ],
)
def test_read_value__each_type__value_print_and_remark(field: EntryField, text: str, reading: ValueRead) -> None:
    assert read_value(field, text) == reading


def test_read_value__choice_without_choices__a_text() -> None:
    assert read_value(KIND.model_copy(update={"choices": ()}), "歳入") == ValueRead("歳入", "歳入")


@pytest.mark.parametrize(
    ("field", "one", "other", "same"),
    [
        (MONEY, "1,200", "１２００", True),
        (MONEY, "1.2百万円", "1200千円", True),
        (MONEY, "1,200", "1,201", False),
        (MONEY, "△5", "5", False),
        (MONEY, "約1,200", "1,200", False),
        (MONEY, "約1,200", "約１，２００", True),
        (MONEY, "検討中", "検討 中", False),
        (MONEY, None, "0", False),
        (MONEY, "－", "-", False),
        (MONEY, None, None, True),
        (DAY, "2026/3/31", "令和8年3月31日", True),
        (KIND, "歳出削減", "歳出 削減", True),
        (MARK, "〇", "レ", True),
        (TEXT, "1,200", "1200", False),
    ],
)
def test_same_value__two_spellings__by_value_where_there_is_one(
    field: EntryField, one: str | None, other: str | None, same: bool
) -> None:
    assert same_value(field, one, other) is same
    assert same_value(field, other, one) is same


@given(st.sampled_from((MONEY, AREA, DAY, KIND, MARK, TEXT)), st.text(max_size=12))
def test_read_value__any_text__printed_as_it_is_where_it_means_nothing(field: EntryField, text: str) -> None:
    read = read_value(field, text)
    if read.value is None:
        assert read.printed == text
    assert same_value(field, text, text)
    assert same_value(field, read.printed, text) or read.value is not None


# -- fields of a plan ------------------------------------------------------------------------------------------------
def plan_of(*fields: EntryField) -> Plan:
    return make_plan(fields=fields)


def test_field_by_key__plan_without_definitions__as_its_columns_place_them() -> None:
    fields = make_plan().field_by_key
    assert (fields["rating"].type, fields["follow_up"].type, fields["effect"].type) == ("rating", "mark", "text")
    assert (fields["results"].required, fields["effect"].filled_by, fields["reason"].filled_by) == (
        True,
        "department",
        None,
    )


def test_fields__defined__own_field_of_the_plan_also_where_no_column_places_it() -> None:
    plan = plan_of(MONEY, DAY)
    assert plan.own_fields == ("effect", "day")
    assert (label_of(plan, "day"), plan.field_by_key["effect"]) == ("開始日", MONEY)
    assert says_same(plan, "effect", "1,200", "1200")
    assert not says_same(plan, "results", "1,200", "1200")


def test_form_columns__field_of_the_office__shown_and_a_required_one_required() -> None:
    office = MONEY.model_copy(update={"filled_by": "office"})
    required = MONEY.model_copy(update={"required": True})
    handled = [
        next(column.entry for column in plan_of(field).form_columns if column.key == "effect")
        for field in (MONEY, office, required)
    ]
    assert handled == ["input", "shown", "required"]
    assert "effect" in plan_of(office).closed_fields


def test_head_of__amounts__unit_below_unless_the_head_has_it() -> None:
    plan = plan_of(MONEY)
    column = Column(part="form", key="effect", label="効果額", source="entry")
    heads = [head_of(plan, column.model_copy(update={"label": label})) for label in ("効果額", "効果額（千円）")]
    assert heads == ["効果額\n（千円）", "効果額（千円）"]
    assert head_of(plan, Column(part="form", key="results", label="実績", source="entry")) == "実績"


def test_with_fields__as_the_columns_define_them__left_out() -> None:
    plan = make_plan()
    same = plan.field_by_key["results"]
    assert plan.with_fields([same, MONEY]).fields == (MONEY,)
