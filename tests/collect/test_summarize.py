"""Counts by area and rating: as listed, and without repeated listings, against a naive recount."""

from hypothesis import given

from kosei_xl.collect.summarize import Count, summarize
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import EntryKey, Plan
from tests.tools.builders import END, HALF, MORE_ITEMS, make_plan, standing
from tests.tools.counting import SCALE, cases


def test_summarize__items_of_every_kind__counted_once_each() -> None:
    plan = make_plan(MORE_ITEMS)
    current = {
        EntryKey("a-1", None, END): {"rating": "A"},
        EntryKey("a-2", None, END): {"rating": "B"},
        EntryKey("a-2", None, HALF): {"rating": "S"},
        EntryKey("a-4", None, END): {"rating": "S"},
        EntryKey("a-6", None, END): {"rating": "A"},
        EntryKey("a-6", "1", END): {"rating": "S"},
    }
    summary = summarize(standing(plan, END, Ledger(current)))
    assert summary.by_area == {
        "1": {"S": Count(), "A": Count(1, 1), "B": Count(1, 1)},
        "2": {"S": Count(), "A": Count(2, 1), "B": Count()},
    }
    assert summary.items == {"1": Count(3, 3), "2": Count(2, 1)}
    assert summary.missing == {"1": Count(1, 1), "2": Count()}
    assert (summary.unrated, summary.repeats) == (1, 1)
    assert summary.total("A") == Count(3, 2)
    assert summary.all_items == Count(5, 4)
    assert summary.to_json()["2"]["A"] == {"rows": 2, "distinct": 1}


def test_summarize__rating_that_is_not_counted__shown_only_where_it_was_given() -> None:
    plan = make_plan(ratings=SCALE)
    current = {EntryKey("a-1", None, END): {"rating": "-"}, EntryKey("a-2", None, END): {"rating": "Z"}}
    summary = summarize(standing(plan, END, Ledger(current)))
    assert summary.by_area["1"] == {"S": Count(), "A": Count(), "B": Count(), "-": Count(1, 1)}
    assert summary.missing["1"] == Count(1, 1)
    assert [rating.code for rating in summary.shown()] == ["S", "A", "B", "-"]
    assert [rating.code for rating in summarize(standing(plan)).shown()] == ["S", "A", "B"]


def test_summarize__repeated_listing_with_its_own_rating__counted_by_it() -> None:
    plan = make_plan((MORE_ITEMS[0], MORE_ITEMS[4]))
    current = {EntryKey("a-1", None, END): {"rating": "A"}, EntryKey("a-5", None, END): {"rating": "S"}}
    summary = summarize(standing(plan, END, Ledger(current)))
    assert summary.total("S") == Count(1, 0)
    assert summary.total("A") == Count(1, 1)


@given(cases())
def test_summarize__any_plan__as_a_naive_recount(case: tuple[Plan, dict[EntryKey, dict[str, str]]]) -> None:
    plan, current = case
    shown: dict[str, str] = {}
    for item in plan.items:
        own = current.get(EntryKey(item.key, None, END), {}).get("rating")
        original = current.get(EntryKey(item.repeats or "", None, END), {}).get("rating")
        shown[item.key] = own or original or ""
    summary = summarize(standing(plan, END, Ledger(current)))
    for area in plan.areas:
        rated = [i for i in plan.items if i.area_no == area.no and i.kind == "rated"]
        for code in ("S", "A", "B", "-"):
            rows = [i for i in rated if shown[i.key] == code]
            assert summary.by_area[area.no][code] == Count(len(rows), len([i for i in rows if i.repeats is None]))
        blank = [i for i in rated if shown[i.key] in ("", "Z")]
        assert summary.missing[area.no] == Count(len(blank), len([i for i in blank if i.repeats is None]))
        assert summary.items[area.no] == Count(len(rated), len([i for i in rated if i.repeats is None]))
        counted = sum(summary.by_area[area.no][rating.code].rows for rating in summary.shown())
        assert counted + summary.missing[area.no].rows == summary.items[area.no].rows, "every row is somewhere"
    assert summary.repeats == sum(i.repeats is not None for i in plan.items if i.kind == "rated")
