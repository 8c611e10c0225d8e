"""Items and departments at a point: who is there then, found in two ways."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.proof.verify.lives import plan_of_point
from kosei_xl.values.lives import plan_at, undecided
from kosei_xl.values.model import Department, Item, Plan, ReportingPoint
from kosei_xl.values.reorganisations import Reorganisation
from tests.tools.builders import END, HALF, ITEMS, POINTS, make_plan

NEXT = ReportingPoint(key="R8_half", fiscal_year=2026, kind="half", date=date(2026, 9, 30), label="令和8年度上半期")
LATER = ReportingPoint(key="R8_end", fiscal_year=2026, date=date(2027, 3, 31), label="令和8年度末")
ALL = (*POINTS, NEXT, LATER)
APRIL = date(2026, 4, 1)
DEPARTMENTS = tuple(Department(code=f"D{n}", name=f"{name}課", order=n) for n, name in enumerate("福税住水道", 1))


def plan_with(items: tuple[Item, ...], reorganisations: tuple[Reorganisation, ...] = ()) -> Plan:
    return make_plan(items, points=ALL, departments=DEPARTMENTS, reorganisations=reorganisations)


def item(n: int, **changes: object) -> Item:
    values = {"key": f"a-{n}", "no": str(n), "name": f"項目{n}", "area_no": "1", "departments": ("D1",)}
    return Item.model_validate(values | changes)


def nos(plan: Plan, point: ReportingPoint) -> str:
    assert [one.no for one in plan_at(plan, point).items] == [one.no for one in plan_of_point(plan, point).items]
    return "".join(one.no for one in plan_at(plan, point).items)


def asked(plan: Plan, point: ReportingPoint) -> list[str | None]:
    """Who answers the items at a point; the departments printed are found in two ways."""
    two = [one.departments for one in plan_of_point(plan, point).items]
    assert [one.departments for one in plan_at(plan, point).items] == two
    return [line.answering for line in plan_at(plan, point).lines if line.sub is None]


def test_plan_at__items_that_begin_and_end__only_those_of_the_point() -> None:
    plan = plan_with(
        (
            item(1),
            item(2, last_point=END, state="ended"),
            item(3, first_point="R8_half"),
            item(4, first_point=END, last_point="R8_half", state="merged"),
        )
    )
    assert [nos(plan, point) for point in ALL] == ["12", "124", "134", "13"]
    assert plan_at(plan_at(plan, NEXT), NEXT) is plan_at(plan, NEXT)


def test_plan_at__nothing_ever_changed__the_plan_itself() -> None:
    plan = plan_with(ITEMS)
    assert all(plan_at(plan, point) is plan for point in ALL)


def test_plan_at__repeated_listing__only_with_its_original() -> None:
    plan = plan_with((item(1, last_point=END, state="ended"), item(2, repeats="a-1"), item(3)))
    assert [nos(plan, point) for point in ALL] == ["123", "123", "3", "3"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"kind": "renamed", "old": ("D1",), "new": ("D3",)}, ["D3", "D3"]),
        ({"kind": "split", "old": ("D1",), "new": ("D3",), "items": ("2",)}, ["D1", "D3"]),
        ({"kind": "split", "old": ("D1",), "new": ("D1", "D4"), "items": ("1",)}, ["D4", "D1"]),
        ({"kind": "merged", "old": ("D1", "D2"), "new": ("D5",)}, ["D5", "D5"]),
        ({"kind": "opened", "new": ("D3",)}, ["D1", "D1"]),
    ],
)
def test_plan_at__reorganisation__from_its_date_the_successor(change: dict[str, object], expected: list[str]) -> None:
    own = (Reorganisation.model_validate({"date": APRIL, **change}),)
    plan = plan_with((item(1), item(2)), reorganisations=own)
    assert [asked(plan, point) for point in ALL] == [["D1", "D1"]] * 2 + [expected] * 2


def test_plan_at__item_given_to_the_new_department_by_hand__the_old_one_before() -> None:
    change = Reorganisation(date=APRIL, kind="renamed", old=("D1",), new=("D3",))
    plan = plan_with((item(1, departments=("D3",)),), reorganisations=(change,))
    assert [asked(plan, point) for point in ALL] == [["D1"], ["D1"], ["D3"], ["D3"]]


def test_plan_at__two_changes_one_after_the_other__step_by_step() -> None:
    changes = (
        Reorganisation(date=date(2026, 12, 1), kind="renamed", old=("D3",), new=("D4",)),
        Reorganisation(date=APRIL, kind="renamed", old=("D1",), new=("D3",)),
    )
    plan = plan_with((item(1),), reorganisations=changes)
    assert [asked(plan, point) for point in ALL] == [["D1"], ["D1"], ["D3"], ["D4"]]


def test_plan_at__end_and_successor_on_the_sheet_of_departments__the_successor() -> None:
    gone = DEPARTMENTS[0].model_copy(update={"valid_to": date(2026, 3, 31), "successors": ("D2",)})
    plan = make_plan((item(1),), points=ALL, departments=(gone, *DEPARTMENTS[1:]))
    assert [asked(plan, point) for point in ALL] == [["D1"], ["D1"], ["D2"], ["D2"]]


def test_plan_at__departments_named_for_a_point__these_answer_there() -> None:
    change = Reorganisation(date=APRIL, kind="renamed", old=("D1",), new=("D3",))
    plan = plan_with((item(1, departments_at={"R8_half": ("D5", "D2")}),), reorganisations=(change,))
    assert [asked(plan, point) for point in ALL] == [["D1"], ["D1"], ["D5"], ["D3"]]


def test_plan_at__name_of_another_time__the_name_of_the_point() -> None:
    old = Department(code="D1", name="旧課", valid_to=date(2026, 3, 31))
    new = Department(code="D1", name="新課", valid_from=APRIL)
    plan = make_plan((item(1),), points=ALL, departments=(old, new))
    names = [plan_at(plan, point).department_by_code["D1"].name for point in ALL]
    assert names == ["旧課", "旧課", "新課", "新課"]


def test_plan__same_code_at_the_same_time__refused() -> None:
    twice = (Department(code="D1", name="旧課", valid_to=APRIL), Department(code="D1", name="新課", valid_from=APRIL))
    with pytest.raises(ValueError, match="dept_code_twice"):
        make_plan((item(1),), departments=twice)


def test_plan_at__repeated_listing_of_an_item_that_moved__goes_with_it() -> None:
    change = Reorganisation(date=APRIL, kind="split", old=("D1",), new=("D3",), items=("1",))
    plan = plan_with((item(1), item(2, repeats="a-1"), item(3)), reorganisations=(change,))
    assert asked(plan, NEXT) == ["D3", "D3", "D1"]


def test_undecided__department_gone_and_the_item_in_no_row__told() -> None:
    gone = DEPARTMENTS[0].model_copy(update={"valid_to": date(2026, 3, 31)})
    change = Reorganisation(date=APRIL, kind="split", old=("D1",), new=("D3",), items=("1",))
    plan = make_plan((item(1), item(2)), points=ALL, departments=(gone, *DEPARTMENTS[1:]), reorganisations=(change,))
    assert asked(plan, NEXT) == ["D3", "D1"]
    assert [(one.item.no, one.found) for one in undecided(plan, NEXT)] == [("2", ())]


def test_undecided__abolished_or_split_without_items__told_and_kept() -> None:
    closed = Reorganisation(date=APRIL, kind="closed", old=("D1",))
    plan = plan_with((item(1),), reorganisations=(closed,))
    assert [(one.item.no, one.code, one.found) for one in undecided(plan, NEXT)] == [("1", "D1", ())]
    assert list(undecided(plan, POINTS[-1])) == []
    split = Reorganisation(date=APRIL, kind="split", old=("D1",), new=("D3", "D4"))
    plan = plan_with((item(1),), reorganisations=(split,))
    assert [one.found for one in undecided(plan, NEXT)] == [("D3", "D4")]
    assert asked(plan, NEXT) == ["D1"]


CODES = st.sampled_from([one.code for one in DEPARTMENTS])
CHANGES = st.builds(
    Reorganisation,
    date=st.sampled_from([date(2025, 7, 1), APRIL, date(2026, 12, 1)]),
    kind=st.sampled_from(["renamed", "merged", "split"]),
    old=st.lists(CODES, min_size=1, max_size=2, unique=True).map(tuple),
    new=st.lists(CODES, min_size=1, max_size=1).map(tuple),
    items=st.lists(st.sampled_from("12"), max_size=1).map(tuple),
)


@given(st.lists(CHANGES, max_size=1), st.sampled_from(ALL), CODES)
def test_plan_at__any_change__as_the_second_way_finds_it(
    changes: list[Reorganisation], point: ReportingPoint, code: str
) -> None:
    asked(plan_with((item(1, departments=(code,)), item(2)), reorganisations=tuple(changes)), point)


def test_plan_at__half_year_before__untouched_points_are_equal() -> None:
    plan = plan_with((item(1, last_point=HALF, state="ended"), item(2)))
    assert [nos(plan, point) for point in ALL] == ["12", "2", "2", "2"]
