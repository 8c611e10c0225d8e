"""Sums of fields with amounts: each amount once, what is not in a sum is counted beside it."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.collect.sums import (
    NO_AMOUNT,
    AmountSum,
    area_of,
    department_of,
    item_sum,
    points_of_years,
    sum_by,
    summed_fields,
    sums_of_years,
    total_of,
)
from kosei_xl.values.fields import EntryField
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import EntryKey, Item, Plan, ReportingPoint
from tests.tools.builders import END, HALF, ITEMS, MORE_ITEMS, POINTS, make_plan, standing

EFFECT = EntryField(field="effect", label="効果額", type="money", unit="千円", summed=True)
LAST_YEAR = ReportingPoint(key="R6_end", fiscal_year=2024, date=date(2025, 3, 31), label="令和6年度末")
LAST_HALF = ReportingPoint(
    key="R6_half", fiscal_year=2024, kind="half", date=date(2024, 9, 30), label="令和6年度上半期"
)
BEFORE = ReportingPoint(key="R5_end", fiscal_year=2023, date=date(2024, 3, 31), label="令和5年度末")


def plan_of(items: tuple[Item, ...] = MORE_ITEMS) -> Plan:
    return make_plan(items, fields=(EFFECT,), points=(BEFORE, LAST_HALF, LAST_YEAR, *POINTS))


def ledger_of(**texts: str) -> Ledger:
    """「a1__R7_end="1,200"」 and 「a6_1__R7_end=…」 for a sub-item."""
    entries = {}
    for name, text in texts.items():
        row, _, point = name.partition("__")
        item, _, sub = row.partition("_")
        entries[EntryKey(f"{item[0]}-{item[1:]}", sub or None, point)] = {"effect": text}
    return Ledger(entries)


def test_sum_by__areas__each_amount_once_and_the_rest_counted() -> None:
    ledger = ledger_of(
        a1__R7_end="１，２００",
        a2__R7_end="検討中",
        a4__R7_end="△300",
        a5__R7_end="999",
        a6_1__R7_end="0.5百万円",
        a6_2__R7_end="－",
    )
    at = standing(plan_of(), END, ledger)
    assert sum_by(at, EFFECT, area_of) == {
        "1": AmountSum(Decimal(1200), counted=1, missing=1, unreadable=1),
        "2": AmountSum(Decimal(200), counted=2, missing=1),
    }
    assert total_of(at, EFFECT) == AmountSum(Decimal(1400), counted=3, missing=2, unreadable=1)
    assert total_of(at, EFFECT).incomplete
    assert sum_by(at, EFFECT, department_of) == {
        "D1": AmountSum(Decimal(900), counted=2, unreadable=1),
        "D2": AmountSum(missing=1),
    }


def test_item_sum__own_amount_beside_those_of_its_sub_items__its_own_alone() -> None:
    item = MORE_ITEMS[-1]
    both = standing(plan_of(), END, ledger_of(a6__R7_end="10", a6_1__R7_end="3", a6_2__R7_end="4"))
    assert item_sum(both, EFFECT, item) == AmountSum(Decimal(10), 1)
    parts = standing(plan_of(), END, ledger_of(a6_1__R7_end="3", a6_2__R7_end="4"))
    assert item_sum(parts, EFFECT, item) == AmountSum(Decimal(7), 2)
    assert item_sum(standing(plan_of()), EFFECT, item) == AmountSum(missing=1)
    unread = standing(plan_of(), END, ledger_of(a6__R7_end="多い", a6_1__R7_end="3"))
    assert item_sum(unread, EFFECT, item) == AmountSum(unreadable=1)


def test_total_of__cumulative__last_point_of_each_year_of_the_plan_and_this_point() -> None:
    texts = {"a1__R5_end": "1", "a1__R6_half": "10", "a1__R6_end": "100", "a1__R7_half": "1000", "a1__R7_end": "10000"}
    plan, ledger = plan_of(ITEMS[:1]), ledger_of(**texts)
    at_end, at_half = standing(plan, END, ledger), standing(plan, HALF, ledger)
    assert total_of(at_end, EFFECT).total == 10000
    assert total_of(at_end, EFFECT, cumulative=True) == AmountSum(Decimal(10100), 2)
    assert total_of(at_half, EFFECT, cumulative=True) == AmountSum(Decimal(1100), 2)
    assert sums_of_years(at_end, EFFECT) == {2024: AmountSum(Decimal(100), 1), 2025: AmountSum(Decimal(10000), 1)}
    assert [point.key for point in points_of_years(plan, at_end.point)] == ["R6_end", END]


def test_total_of__item_that_had_not_begun_or_has_ended__not_missed() -> None:
    begun, ended = (
        ITEMS[0].model_copy(update={"first_point": HALF}),
        ITEMS[1].model_copy(update={"last_point": "R6_end"}),
    )
    plan = plan_of((begun, ended))
    at = standing(plan, END, ledger_of(a1__R7_end="5", a2__R6_end="7"))
    assert total_of(at, EFFECT, cumulative=True) == AmountSum(Decimal(12), 2)
    assert total_of(at, EFFECT) == AmountSum(Decimal(5), 1)


def test_total_of__field_of_a_year__never_added_over_points() -> None:
    field = EFFECT.model_copy(update={"year": 2024})
    at = standing(plan_of(ITEMS[:1]), END, ledger_of(a1__R6_end="100", a1__R7_end="100"))
    assert total_of(at, field, cumulative=True) == AmountSum(Decimal(100), 1)


def test_summed_fields__amounts_that_are_summed__only_these() -> None:
    texts = EntryField(field="memo", label="メモ", summed=True)
    apart = EntryField(field="rate", label="率", type="number")
    assert list(summed_fields(make_plan(fields=(EFFECT, texts, apart)))) == [EFFECT]
    assert list(summed_fields(make_plan())) == []


@given(st.lists(st.decimals(-(10**15), 10**15, places=4), max_size=6))
def test_total_of__any_amounts__exact(values: list[Decimal]) -> None:
    items = tuple(Item(key=f"a-{n}", no=str(n), name="項目", area_no="1") for n in range(len(values)))
    ledger = Ledger({EntryKey(f"a-{n}", None, END): {"effect": f"{value}"} for n, value in enumerate(values)})
    at = standing(plan_of(items), END, ledger)
    assert total_of(at, EFFECT) == AmountSum(sum(values, Decimal(0)), len(values))
    assert sum(sum_by(at, EFFECT, lambda item: item.key).values(), NO_AMOUNT) == total_of(at, EFFECT)
