"""An open point that goes to the plan after: what goes where, and what is said of the rest."""

from collections.abc import Mapping
from datetime import date

import pytest

from kosei_xl.collect.moved_point import MovedPoint, moved_point
from kosei_xl.collect.next_plan import NextPlanWishes, plan_after
from kosei_xl.values.fields import EntryField
from kosei_xl.values.ledger import CELL_UNITS, Ledger, Received, SavedBy
from kosei_xl.values.model import EntryKey, Item, Plan, indicator_slot, photo_slot
from kosei_xl.values.stored import HandedOut
from tests.tools.builders import END, HALF, make_plan

FIELDS = (
    EntryField(field="effect", label="効果額", type="money", unit="千円"),
    EntryField(field="results", label="取組実績"),
)


def an_item(no: int, state: str = "continued", successor: str | None = None) -> Item:
    ended = {} if state == "continued" else {"state": state, "last_point": END, "successor": successor}
    return Item.model_validate(
        {"key": f"a-{no}", "no": str(no), "name": f"取組{no}", "area_no": "1", "departments": ("D1",), **ended}
    )


def moved(
    plan: Plan, entries: Mapping[EntryKey, Mapping[str, str]], *received: Received, out: tuple[HandedOut, ...] = ()
) -> tuple[MovedPoint, Plan]:
    """What goes with the open point END."""
    ledger = Ledger(entries, received)
    point = plan.points[-1]
    made = plan_after(plan, ledger, point, NextPlanWishes("p2", "次期計画", 2031), moved=point)
    assert made is not None
    return moved_point(plan, ledger, point, made.plan, (out, SavedBy("事務局.xlsx"))), made.plan


def key(no: int, point: str = END) -> EntryKey:
    return EntryKey(f"a-{no}", None, point)


def test_moved_point__items_that_go_on__their_entries_of_this_point_alone() -> None:
    entries = {key(1): {"results": "した"}, key(1, HALF): {"results": "前にした"}}
    made, after = moved(make_plan((an_item(1),)), entries)
    assert made.ledger.entries == {key(1): {"results": "した"}}
    assert [point.key for point in after.points] == [END]
    assert (made.merged, made.kept) == ((), ())
    (row,) = made.ledger.received
    assert (row.is_office, row.file, row.taken) == (True, "事務局.xlsx", ("results",))


def test_moved_point__merged_over_two_steps__texts_below_each_other_with_their_names() -> None:
    plan = make_plan((an_item(1), an_item(2, "merged", "a-1"), an_item(3, "merged", "a-2")), fields=FIELDS)
    entries = {key(1): {"results": "一"}, key(2): {"results": "二", "effect": "5"}, key(3): {"results": "三"}}
    made, _ = moved(plan, entries)
    assert made.ledger.entries == {key(1): {"results": "一\n（「取組2」から）二\n（「取組3」から）三"}}
    assert [str(text)[:14] for text in made.merged] == ["No.2「取組2」の記入は、", "No.3「取組3」の記入は、"]
    assert [str(text) for text in made.kept] == [
        "No.2「取組2」の効果額は次の計画に移していません。今の計画のブックに残っています。"
    ]


@pytest.mark.parametrize(
    ("state", "successor"),
    [("merged", "第２次環境計画"), ("merged", "a-3"), ("merged", "a-2"), ("transferred", "a-1"), ("stopped", None)],
    ids=["another_plan", "into_one_that_ended", "into_itself", "transferred", "stopped"],
)
def test_moved_point__no_item_to_take_it__kept_and_told(state: str, successor: str | None) -> None:
    plan = make_plan((an_item(1), an_item(2, state, successor), an_item(3, "stopped")))
    made, _ = moved(plan, {key(1): {"results": "一"}, key(2): {"results": "二"}})
    assert made.ledger.entries == {key(1): {"results": "一"}}
    assert made.merged == ()
    assert [str(text) for text in made.kept] == [
        "No.2「取組2」の取組実績は次の計画に移していません。今の計画のブックに残っています。"
    ]


def test_moved_point__text_that_would_not_go_into_a_cell__stays_behind_and_told() -> None:
    plan = make_plan((an_item(1), an_item(2, "merged", "a-1")))
    made, _ = moved(plan, {key(1): {"results": "あ" * (CELL_UNITS - 10)}, key(2): {"results": "い" * 20}})
    assert made.ledger.entries[key(1)] == {"results": "あ" * (CELL_UNITS - 10)}
    assert "取組実績" in str(made.kept[0])


def test_moved_point__indicators_and_photos__behind_those_that_are_there() -> None:
    plan = make_plan((an_item(1), an_item(2, "merged", "a-1")), indicators=True)
    entries = {
        key(1)._replace(slot=indicator_slot(2)): {"indicator": "件数"},
        key(2)._replace(slot=indicator_slot(1)): {"indicator": "人数"},
        key(2)._replace(slot=photo_slot(1)): {"picture": "sha", "caption": "様子"},
    }
    made, _ = moved(plan, entries)
    named = {(at.slot.kind.name, at.slot.number): dict(fields) for at, fields in made.ledger.entries.items() if fields}
    assert named == {
        ("INDICATOR", 2): {"indicator": "件数"},
        ("INDICATOR", 3): {"indicator": "人数"},
        ("PHOTO", 1): {"picture": "sha", "caption": "様子"},
    }


def test_moved_point__received__rows_of_its_items_and_heads_of_its_departments() -> None:
    plan = make_plan((an_item(1), an_item(2, "stopped")))

    def row(at: EntryKey, dept: str | None = "D1") -> Received:
        return Received(
            at, dept, 1, "福祉課.xlsx", "sha", "2026-04-10 00:00:00", {"results": "した"}, taken=("results",)
        )

    head, office = EntryKey("", None, END), row(key(1), None)
    rows = (row(head), row(key(1)), row(key(2)), row(key(1, HALF)), office, row(head, "D9"))
    made, _ = moved(plan, {key(1): {"results": "した"}}, *rows)
    assert made.ledger.received == (rows[0], rows[1], office), "and nothing that the office would have typed"


def test_moved_point__surveys_that_are_out__of_this_point_under_the_plan_that_handed_them_out() -> None:
    out = tuple(
        HandedOut(
            number=n, point=point, plan_version=2, dept_code="D1", file=f"{n}.xlsx", sha256="sha", plan_id=plan_id
        )
        for n, point, plan_id in ((3, HALF, ""), (5, END, ""), (7, END, "first"))
    )
    made, _ = moved(make_plan((an_item(1),)), {key(1): {"results": "した"}}, out=out)
    assert [(one.number, one.file, one.plan_id) for one in made.handed_out] == [
        (1, "5.xlsx", "midori"),
        (2, "7.xlsx", "first"),
    ], "one that had come over already is still its first plan's"


def test_plan_after__moved__begins_in_the_year_of_the_point_and_keeps_its_columns() -> None:
    plan = make_plan((an_item(1),))
    shown = plan.columns[0].model_copy(update={"key": "results", "source": "entry", "point": END, "entry": "shown"})
    plan = plan.model_copy(update={"columns": (*plan.columns, shown)})
    _, after = moved(plan, {key(1): {"results": "した"}})
    assert after.period_start == 2025
    assert after.points[0].date == date(2026, 3, 31)
    assert END in {column.point for column in after.columns}
