"""The plan's references hold, and its lines know who answers them."""

from datetime import date

import pytest
from pydantic import ValidationError

from kosei_xl.values.model import (
    Column,
    EntriesFile,
    Entry,
    Item,
    Plan,
    PlanFile,
    Rating,
    ReportingPoint,
    SubItem,
    Submission,
    ValueSet,
    indicator_slot,
    lines_of,
)
from tests.tools.builders import AREAS, DEPARTMENTS, ITEMS, MORE_ITEMS, POINTS, RATINGS, make_plan


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"items": (*ITEMS, Item(key="a-1", no="9", name="x", area_no="1"))}, "item_key_twice: a-1"),
        ({"items": (*ITEMS, Item(key="a-9", no="1", name="x", area_no="1"))}, "item_no_twice: 1"),
        ({"areas": (*AREAS, AREAS[0])}, "area_no_twice: 1"),
        ({"departments": (*DEPARTMENTS, DEPARTMENTS[0])}, "dept_code_twice: D1"),
        ({"points": (*POINTS, POINTS[0])}, "point_twice: R7_half"),
        ({"ratings": (*RATINGS, RATINGS[0])}, "rating_twice: S"),
        ({"columns": (Column(part="form", key="rating", label="", point="R6_end"),)}, "no_point: R6_end"),
        ({"items": (Item(key="a", no="1", name="x", area_no="7"),)}, "no_area: 7"),
        ({"items": (Item(key="a", no="1", name="x", area_no="1", repeats="b"),)}, "no_original: b"),
        ({"items": (Item(key="a", no="1", name="x", area_no="1", repeats="a"),)}, "repeats_a_repeat: 1"),
        ({"items": (Item(key="a", no="1", name="x", area_no="1", departments=("D9",)),)}, "no_department: D9"),
        ({"items": (Item(key="a", no="1", name="x", area_no="1", answering="D9"),)}, "no_department: D9"),
        (
            {
                "items": (
                    Item(key="a", no="1", name="x", area_no="1", sub_items=(SubItem(sub_no="1"), SubItem(sub_no="1"))),
                )
            },
            "sub_no_twice: 1-1",
        ),
    ],
)
def test_plan__contradiction__refused_with_its_name(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        make_plan(**{"items": ITEMS, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("key", ["a b", "a|b", "a/b", "a　b", ""])
def test_item__key_with_a_separator__refused(key: str) -> None:
    with pytest.raises(ValidationError):
        Item(key=key, no="1", name="x", area_no="1")


def test_line__numbers_and_who_answers__by_row() -> None:
    plan = make_plan(MORE_ITEMS)
    assert [(line.no, line.answering, line.rated) for line in plan.lines] == [
        ("1", "D1", True),
        ("2", "D1", True),
        ("3", "D2", True),
        ("4", "D1", False),
        ("5", "D1", True),
        ("6", None, True),
        ("6-1", "D1", False),
        ("6-2", "D2", False),
    ]
    assert [line.no for line in plan.lines_answered_by("D2")] == ["3", "6-2"]
    assert [line.no for line in plan.lines_answered_by(None)] == ["6"]
    assert plan.lines_of(None) == plan.lines


def test_line__answering_department_named__before_the_lead() -> None:
    item = Item(key="a", no="1", name="x", area_no="1", departments=("D1", "D2"), answering="D2")
    assert lines_of(item)[0].answering == "D2"
    assert lines_of(item.model_copy(update={"departments": (), "answering": None}))[0].answering is None


def test_line__texts__of_the_sub_item_itself() -> None:
    sub = SubItem(sub_no="1", texts={"goal": "二"})
    item = Item(key="a", no="1", name="x", area_no="1", texts={"goal": "一"}, sub_items=(sub,))
    assert [line.texts for line in lines_of(item)] == [{"goal": "一"}, {"goal": "二"}]


def test_plan__fields__as_the_form_declares_them() -> None:
    plan = make_plan(MORE_ITEMS, indicators=True)
    assert plan.entry_fields == (
        "rating",
        "annual_plan",
        "results",
        "cause",
        "next_steps",
        "follow_up",
        "effect",
    )
    assert plan.own_fields == ("effect",)
    assert plan.text_fields == ("goal",)
    assert plan.columns_of("form") == plan.form_columns
    assert plan.columns_of("list") == ()


def test_plan__look_ups__by_key() -> None:
    plan = make_plan()
    assert plan.scale_at("R7_end").codes == ("S", "A", "B")
    assert plan.point("R7_end") == POINTS[1]
    assert plan.point("R9") is None
    assert plan.item_by_key["a-2"].no == "2"
    assert plan.department_by_code["D2"].name == "税務課"


def test_plan_only__part_of_the_items__references_stay_open() -> None:
    part = make_plan(MORE_ITEMS).only([MORE_ITEMS[4]])
    assert [item.key for item in part.items] == ["a-5"]
    assert part.name == "改革プラン"
    assert make_plan().with_parts(()).parts == ()


def test_plan_file__json__round_trip() -> None:
    file = PlanFile(plan=make_plan(MORE_ITEMS, indicators=True))
    assert PlanFile.model_validate_json(file.model_dump_json(exclude_defaults=True)) == file
    entries = EntriesFile(plan_id="midori", entries=(Entry(item_key="a-1", point="R7", fields={"rating": "A"}),))
    assert EntriesFile.model_validate_json(entries.model_dump_json()) == entries


def test_plan__unknown_setting__refused() -> None:
    with pytest.raises(ValidationError):
        Plan.model_validate({**make_plan().model_dump(), "colour": "red"})
    with pytest.raises(ValidationError):
        ReportingPoint.model_validate({"key": "R7", "fiscal_year": 2025, "date": date(2026, 3, 31)})
    with pytest.raises(ValidationError):
        Rating.model_validate({"code": "A", "label": "順調", "requires": ("要因",)})


def test_value_set__key__of_its_row() -> None:
    value_set = ValueSet("a-1", "2", indicator_slot(3), {})
    assert value_set.key == ("a-1", "2", indicator_slot(3))
    assert Submission("midori", 1, "R7", None, (value_set,)).others == ()
