"""Year schedules in the master: 日程 made and read, what clerks type, and what cannot be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from kosei_xl.make.master import make_settings
from kosei_xl.make.survey import make_survey
from kosei_xl.read.plan import read_plan
from kosei_xl.read.tables import text_of
from kosei_xl.values.cells import Book
from kosei_xl.values.diagnostics import Outcome
from kosei_xl.values.model import Bar, Column, Item, Plan, PlanFile, Quarter, ScheduleRow, SubItem
from kosei_xl.words import terms
from kosei_xl.words.quarters import quarter_text, read_quarter
from tests.tools.bars import COLUMN, PART, bar
from tests.tools.builders import (
    DEPARTMENTS,
    MORE_ITEMS,
    POINTS,
    book_from_md,
    found,
    make_plan,
    sheet_of,
    standing,
    with_sheet,
    without_sheet,
)
from tests.tools.office import respondent

SHEET = terms.SCHEDULE_SHEET


def plan_with(*rows: ScheduleRow, sub: tuple[ScheduleRow, ...] = ()) -> Plan:
    """The small plan with a schedule for its first item, and for the first sub-item of its last."""
    items: list[Item] = list(MORE_ITEMS)
    items[0] = items[0].model_copy(update={"schedule": rows})
    subs: list[SubItem] = list(items[5].sub_items)
    subs[0] = subs[0].model_copy(update={"schedule": sub})
    items[5] = items[5].model_copy(update={"sub_items": tuple(subs)})
    plan = make_plan(items)
    return plan.model_copy(update={"parts": (*plan.parts, PART), "columns": (*plan.columns, COLUMN)})


def master_of(plan: Plan) -> Book:
    """The settings sheets of a master as values."""
    sheets = [
        sheet_of(name, values, terms.MASTER_SHEETS[name], band=False) for name, values in make_settings(plan).items()
    ]
    return Book("master.xlsx", tuple(sheets))


def typed(table: str, plan: Plan | None = None) -> Outcome[Plan | None]:
    """A master read back after somebody typed this table into 日程."""
    sheet = book_from_md(f"## {SHEET}\n{table}", name="master.xlsx").sheets[0]
    return read_plan(with_sheet(master_of(plan or plan_with()), SHEET, lambda _: sheet))


HEAD = """
| row_key | no  | name | action_no | action   | start | end    | label | conditional |
| 行キー  | No. | 名称 | 取組の順  | 取組項目 | 始め  | 終わり | 帯の文字 | 条件付き |
"""


def schedule_of(outcome: Outcome[Plan | None]) -> tuple[ScheduleRow, ...]:
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value.items[0].schedule


@pytest.mark.parametrize(
    ("text", "quarter"),
    [
        ("R3-1", (2021, 1)),
        ("Ｒ３－１", (2021, 1)),
        ("r3ー4", (2021, 4)),
        ("令和３年度第１四半期", (2021, 1)),
        ("令和元年度-2", (2019, 2)),
        ("R1-1", (2019, 1)),
        ("H30-4", (2018, 4)),
        ("２０２１－１", (2021, 1)),
        ("2021年度第3四半期", (2021, 3)),
        ("R3.4", None),
        ("R3-5", None),
        ("R0-1", None),
        ("3-1", None),
        ("2021-04-01", None),
        ("R3", None),
        ("", None),
    ],
)
def test_read_quarter__what_clerks_type(text: str, quarter: tuple[int, int] | None) -> None:
    assert read_quarter(text) == quarter


@given(st.integers(1900, 2100), st.integers(1, 4))
def test_quarter_text__reads_back(year: int, quarter: int) -> None:
    assert read_quarter(quarter_text(year, quarter)) == (year, quarter)


def test_bar__end_before_start__is_refused() -> None:
    with pytest.raises(ValidationError):
        bar("R7-2", "R7-1")


WORDS = st.text(st.sampled_from("準備検討実施・（）①A1 \n"), max_size=8).map(lambda text: text_of(text) or "")
QUARTERS = st.builds(Quarter, year=st.integers(2015, 2031), quarter=st.integers(1, 4))


@st.composite
def bars(draw: st.DrawFn) -> Bar:
    start, end = sorted((draw(QUARTERS), draw(QUARTERS)), key=lambda at: at.index)
    return Bar(start=start, end=end, label=draw(WORDS), conditional=draw(st.booleans()))


ROWS = st.builds(ScheduleRow, action=WORDS, bars=st.lists(bars(), max_size=4).map(tuple)).filter(
    lambda row: row.action != "" or row.bars != ()
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS, max_size=4), st.lists(ROWS, max_size=2))
def test_schedule__made_and_read__comes_back_equal(rows: list[ScheduleRow], sub: list[ScheduleRow]) -> None:
    plan = plan_with(*rows, sub=tuple(sub))
    outcome = read_plan(master_of(plan))
    assert set(found(outcome.diagnostics)) == set(found(outcome.diagnostics, "K137"))
    assert outcome.value is not None
    assert outcome.value.items == plan.items
    assert PlanFile.model_validate_json(PlanFile(plan=plan).model_dump_json(exclude_defaults=True)).plan == plan


def test_schedule__sheet__one_row_a_bar_and_one_for_an_action_without() -> None:
    plan = plan_with(
        ScheduleRow(action="・運用", bars=(bar("R7-1", "R7-2", "準備"), bar("R7-3", "R8-4", conditional=True))),
        ScheduleRow(action="・見直し"),
    )
    rows = make_settings(plan)[SHEET].rows
    keys = ("row_key", "no", "action_no", "action", "start", "end", "label", "conditional")
    assert [[row.values.get(key) for key in keys] for row in rows] == [
        ["a-1|", "1", 1, "・運用", "R7-1", "R7-2", "準備", None],
        ["a-1|", "1", 1, "・運用", "R7-3", "R8-4", "実施", "○"],
        ["a-1|", "1", 2, "・見直し", None, None, None, None],
    ]


def test_schedule__rows_typed_by_people__without_key_number_and_repeated_text() -> None:
    outcome = typed(
        HEAD
        + """
|      | 1   |      | #2 | ・運用 | Ｒ７－３ | 令和8年度第4四半期 | 実施 | 〇 |
| a-1\\| |   |      | #1 | ・設置 | 2025-1 | 2025-1 | 開設 | |
|      | １  |      |   |        | R7-2   | R7-2   | 運営 | |
|      | 6-1 |      |   | ・改修 | R7-1   | R7-4   |      | |
"""
    )
    assert found(outcome.diagnostics) == []
    assert schedule_of(outcome) == (
        ScheduleRow(action="・設置", bars=(bar("R7-1", "R7-1", "開設"), bar("R7-2", "R7-2", "運営"))),
        ScheduleRow(action="・運用", bars=(bar("R7-3", "R8-4", conditional=True),)),
    )
    assert outcome.value is not None
    assert outcome.value.items[5].sub_items[0].schedule == (
        ScheduleRow(action="・改修", bars=(bar("R7-1", "R7-4", ""),)),
    )


@pytest.mark.parametrize(
    ("start", "end", "findings", "kept"),
    [
        ("R7.1", "R7-2", [("K135", "F3")], 0),
        ("R7-1", "", [("K135", "G3")], 0),
        ("", "", [("K135", "F3"), ("K135", "G3")], 0),
        ("R7-2", "R7-1", [("K136", "G3")], 0),
        ("R7-2", "R7-2", [], 1),
        ("R1-4", "R7-1", [("K137", "F3")], 1),
        ("R7-1", "R30-1", [("K137", "G3")], 1),
    ],
)
def test_schedule__starts_and_ends__found_at_their_cells(
    start: str, end: str, findings: list[tuple[str, str]], kept: int
) -> None:
    outcome = typed(f"{HEAD}| a-1\\| | 1 | | #1 | ・設置 | {start} | {end} | 開設 | |")
    expected = [(code, f"[master.xlsx]{SHEET}!{cell}") for code, cell in findings]
    assert found(outcome.diagnostics) == expected
    assert [len(row.bars) for row in schedule_of(outcome)] == [kept]
    assert all("開設" in problem.message() for problem in outcome.diagnostics)


def _outside(count: int) -> Outcome[Plan | None]:
    """So many bars outside the period, one inside it, and one that cannot be read."""
    rows = [f"| a-{n % 2 + 1}\\| | {n % 2 + 1} | | #{n} | ・{n} | R1-1 | R1-2 | 帯{n} | |" for n in range(1, count + 1)]
    others = [
        "| a-1\\| | 1 | | #98 | ・中 | R7-1 | R7-2 | 中 | |",
        "| a-1\\| | 1 | | #99 | ・誤 | 去年 | R7-2 | 誤 | |",
    ]
    return typed(HEAD + "\n".join((*rows, *others)))


def test_schedule__few_bars_outside_the_period__each_told_at_its_cell() -> None:
    outside = [one for one in _outside(3).diagnostics if one.code == "K137"]
    assert sorted(one.at.cell or "" for one in outside if one.at) == ["F3", "F4", "F5"]
    assert not any("ほか" in one.message() for one in outside)
    assert [one.related for one in outside] == [()] * 3


def test_schedule__many_bars_outside_the_period__one_line_with_their_count_and_every_cell() -> None:
    outcome = _outside(4)
    (one,) = (one for one in outcome.diagnostics if one.code == "K137")
    assert one.at is not None
    assert [at.cell for at in (one.at, *one.related)] == ["F3", "F4", "F5", "F6"]
    assert "No.2の帯「帯1」（R1-1～R1-2）（ほか3本：No.1、No.2）が計画期間から出ています" in one.message()
    assert "(R1-1 to R1-2) (and 3 more: No.1、No.2) leaves the period" in one.message("en")
    assert "K135" in {str(one.code) for one in outcome.diagnostics}, "others are told as ever"


def test_schedule__unknown_item_k138__and_another_no_than_the_key_k139() -> None:
    outcome = typed(f"{HEAD}| | 99 | | #1 | ・設置 | R7-1 | R7-1 | 開設 | |\n| a-1\\| | 2 | | #1 | ・設置 | | | | |")
    place = f"[master.xlsx]{SHEET}!B"
    assert found(outcome.diagnostics) == [("K138", f"{place}3"), ("K139", f"{place}4")]
    assert schedule_of(outcome) == (ScheduleRow(action="・設置"),)


def test_schedule__sheet_missing__k130_only_where_it_is_printed() -> None:
    plan = plan_with()
    assert found(read_plan(without_sheet(master_of(plan), SHEET)).diagnostics, "K130")
    plan = plan.model_copy(update={"columns": plan.columns[:-1]})
    assert found(read_plan(without_sheet(master_of(plan), SHEET)).diagnostics) == []


def test_form__column_schedule__shows_it_in_words() -> None:
    plan = plan_with(
        ScheduleRow(action="・運用", bars=(bar("R7-1", "R7-2", "準備"), bar("R8-1", "R8-1", conditional=True)))
    )
    form = next(part.key for part in plan.parts if part.kind == "form")
    shown = Column(part=form, key="schedule", label="取組項目", source="plan", entry="shown")
    plan = plan.model_copy(update={"columns": (*plan.columns, shown)})
    survey = make_survey(standing(plan, POINTS[0].key), respondent(plan, DEPARTMENTS[0].code))
    rows = next(iter(survey.areas.values())).rows
    assert rows[0].values["schedule"] == "・運用：準備（R7-1～R7-2）、（実施）（R8-1）"
    assert "schedule" not in plan.text_fields
