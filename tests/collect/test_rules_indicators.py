"""Units, targets beside ratings, old dates and long texts: each rule fires at its cell, its near miss does not."""

from decimal import Decimal

import pytest

from kosei_xl.collect import rules
from kosei_xl.collect.ledger_findings import ledger_findings
from kosei_xl.collect.rules.text_room import Room, rooms
from kosei_xl.read.survey import read_submission
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import Column, EntryKey, Part, Plan, indicator_slot
from tests.tools.builders import (
    AREA_1,
    END,
    HALF,
    MORE_ITEMS,
    POINTS,
    RATINGS,
    changed,
    found,
    make_plan,
    read,
    ref,
    standing,
    survey_from_md,
)

PLAN = make_plan(indicators=True)
SHEET = "指標"


def _indicators(*rows: str) -> str:
    head = "| row_key | no | name | indicator | target | actual | unit | state |\n| 行キー | No. | 項目 | 成果指標 | 目標値 | 実績値 | 単位 | 点検 |\n"
    return f"\n## {SHEET}\n{head}" + "\n".join(rows) + "\n"


def _row(item: int, seq: int, name: str, target: str, actual: str, unit: str = "") -> str:
    name_of = {1: "相談窓口", 2: "電子申請"}[item]
    return f"| a-{item}\\|\\|{seq} | {item} | {name_of} | {name} | {target} | {actual} | {unit} | |"


def _check(*rows: str, area: str = AREA_1, plan: Plan = PLAN, hidden: str = "") -> tuple[Diagnostic, ...]:
    outcome = read(read_submission(survey_from_md(area + _indicators(*rows) + hidden), plan))
    assert found(outcome.diagnostics) == []
    return rules.check_rules(outcome, plan)


# -- K308, K309 ------------------------------------------------------------------------------------------------------
def test_check_unit__actual_in_another_unit__k308() -> None:
    problems = _check(_row(1, 1, "相談", "100件", "120人"))
    assert found(problems) == [("K308", ref("F3", SHEET))]
    assert [str(at) for at in problems[0].related] == [ref("E3", SHEET)]
    assert "件と人" in problems[0].message()


@pytest.mark.parametrize(
    ("target", "actual", "unit"),
    [
        ("100件", "120", ""),
        ("100％", "１００パーセント", ""),
        ("5箇所", "5か所", ""),
        ("100千円", "120,000円", ""),
        ("10", "12", "件"),
        ("10団体", "10団体等", ""),
        ("10件", "着手した", ""),
        ("10件", "2園実施", ""),
    ],
)
def test_check_unit__same_unit_or_none_or_no_number__nothing(target: str, actual: str, unit: str) -> None:
    assert found(_check(_row(1, 1, "相談", target, actual, unit))) == []


LAST = "## _kosei\n| last:a-1\\|\\|2:indicator | 相 談 |\n| last:a-1\\|\\|2:unit | {} |\n"


@pytest.mark.parametrize(("before", "now"), [("件", "人"), ("円", "千円")])
def test_check_unit_kept__other_unit_than_last_time__k309(before: str, now: str) -> None:
    problems = _check(_row(1, 1, "相談", "10", "12", now), hidden=LAST.format(before))
    assert found(problems) == [("K309", ref("G3", SHEET))]
    assert f"「{before}」から「{now}」" in problems[0].message()


def test_check_unit_kept__same_unit_other_indicator_or_none_then__nothing() -> None:
    assert found(_check(_row(1, 1, "相談", "10", "12", "か所"), hidden=LAST.format("箇所"))) == []
    assert found(_check(_row(1, 1, "別の指標", "10", "12", "件"), hidden=LAST.format("人"))) == []
    assert found(_check(_row(2, 1, "相談", "1", "0", "件"), hidden=LAST.format("人"))) == []
    assert found(_check(_row(1, 1, "相談", "10", "12", "件"))) == []
    nameless = LAST.replace("indicator | 相 談", "target | 100").format("人")
    assert found(_check(_row(1, 1, "相談", "10", "12", "件"), hidden=nameless)) == []


# -- K310, K311 ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "target", "actual"),
    [
        ("相談", "100", "99"),
        ("相談", "１，０００件以上", "999件"),
        ("待ち時間", "20以下", "21"),
        ("相談", "約100", "80"),
        ("経費", "△5％以下", "△4％"),
    ],
)
def test_check_target__missed_and_rated_on_schedule__k310(name: str, target: str, actual: str) -> None:
    problems = _check(_row(1, 1, name, target, actual))
    assert found(problems) == [("K310", ref("F3", SHEET))]
    assert [str(at) for at in problems[0].related] == [ref("E4")]
    assert "「A」（予定どおり）" in problems[0].message()


@pytest.mark.parametrize(
    ("name", "target", "actual"),
    [
        ("相談", "100", "100"),
        ("待ち時間", "20", "15"),
        ("待ち時間", "20", "25"),
        ("待ち時間", "20以下", "20"),
        ("相談", "約100", "95"),
        ("相談", "100", "―"),
        ("相談", "検討する", "3"),
        ("増減", "△5", "△6"),
    ],
)
def test_check_target__reached_or_not_to_be_told__nothing(name: str, target: str, actual: str) -> None:
    assert found(_check(_row(1, 1, name, target, actual))) == []


def test_check_target__scale_by_achievement__left_to_what_it_proposes() -> None:
    bands = {"S": "120", "A": "100", "B": "0"}
    scale = tuple(rating.model_copy(update={"at_least": Decimal(bands[rating.code])}) for rating in RATINGS)
    problems = _check(_row(1, 1, "相談", "100", "99"), plan=make_plan(indicators=True, ratings=scale))
    assert "K310" not in [problem.code for problem in problems]


def test_check_target__several__each_that_was_missed() -> None:
    problems = _check(_row(1, 1, "相談", "10", "12"), _row(1, 2, "講座", "10", "9"), _row(1, 3, "", "5", "4"))
    assert found(problems) == [("K310", ref("F4", SHEET)), ("K310", ref("F5", SHEET))]


def test_check_target__half_year_or_outside_the_order__nothing() -> None:
    current = {
        EntryKey("a-1", None, HALF): {"rating": "A", "results": "x"},
        EntryKey("a-1", None, HALF, indicator_slot(1)): {"indicator": "相談", "target": "10", "actual": "4"},
    }
    problems = ledger_findings(standing(PLAN, HALF, Ledger(current)), {}, everything=True)
    assert [p.code for p in problems if p.item == "1"] == []
    later = {key._replace(point=END): fields for key, fields in current.items()}
    problems = ledger_findings(standing(PLAN, END, Ledger(later)), {}, everything=True)
    assert [p.code for p in problems if p.item == "1"] == ["K310"]
    aside = make_plan(indicators=True, ratings=(*RATINGS[1:], {"code": "-", "label": "対象外"}))
    area = changed(AREA_1, ("| A |", "| - |"))
    assert found(_check(_row(1, 1, "相談", "10", "4"), area=area, plan=aside)) == []


def test_check_target__all_reached_but_behind__k311() -> None:
    problems = _check(_row(2, 1, "申請", "10", "12"), _row(2, 2, "受付", "5以上", "5"))
    assert found(problems) == [("K311", ref("F4", SHEET))]


def test_check_target__one_open_or_none__no_k311() -> None:
    assert found(_check(_row(2, 1, "申請", "10", "12"), _row(2, 2, "受付", "5", "集計中"))) == []
    assert found(_check(_row(2, 1, "申請", "10", "9"))) == []
    assert found(_check(_row(2, 1, "申請", "", "9"))) == [("K343", ref("E3", SHEET))], "a target is missing, no more"


# -- K312 ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "besides"),
    [
        ("令和７年４月１日現在で３団体", [("K340", ref("F3", SHEET))]),
        ("R7.9.29現在 3件", [("K340", ref("F3", SHEET))]),
        ("2025年８月末現在", []),
        ("平成31年4月30日現在", []),
        ("令和6年度末現在", []),
    ],
)
def test_check_baselines__day_before_the_last_point__k312(text: str, besides: list[tuple[str, str]]) -> None:
    problems = _check(area=changed(AREA_1, ("開設した", text)))
    assert found(problems) == [("K312", ref("G4"))]
    assert "令和7年9月30日" in problems[0].message()
    assert found(_check(_row(1, 1, "相談", "10", text))) == [("K312", ref("F3", SHEET)), *besides]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("令和７年９月３０日現在", ["K333"]),
        ("令和8年3月末現在", []),
        ("９月末現在で３団体", ["K333"]),
        ("令和７年４月１日に始めた", []),
        ("令和7年13月1日現在", ["K330"]),
        ("令和7年4月1日現在の3団体から、令和8年3月31日現在で5団体", []),
    ],
)
def test_check_baselines__since_then_or_no_day__no_k312(text: str, codes: list[str]) -> None:
    assert found(_check(area=changed(AREA_1, ("開設した", text)))) == [(code, ref("G4")) for code in codes]


def test_check_baselines__first_point__nothing() -> None:
    plan = make_plan(indicators=True, points=POINTS[1:])
    assert found(_check(area=changed(AREA_1, ("開設した", "令和元年5月1日現在")), plan=plan)) == []


# -- K313 ------------------------------------------------------------------------------------------------------------
def _with_list(paper: str = "A3横", key: str = "results") -> Plan:
    source = "entry" if key == "results" else "derived"
    column = Column.model_validate({"part": "list", "key": key, "label": "実績", "width": 10, "source": source})
    lists = Part.model_validate({"key": "list", "kind": "list", "sheet": "一覧", "paper": paper})
    return make_plan(parts=(*PLAN.parts, lists), columns=(*make_plan().columns, column))


def _length(text: str, plan: Plan) -> list[tuple[str, str]]:
    outcome = read(read_submission(survey_from_md(changed(AREA_1, ("開設した", text))), plan))
    return found(rules.check_rules(outcome, plan))


@pytest.mark.parametrize("key", ["results", "result_actual"])
def test_check_length__longer_than_a_row_of_the_a3_list__k313(key: str) -> None:
    plan = _with_list(key=key)
    room = rooms(plan)["results"]
    assert room == Room(5, 33)
    assert _length("あ" * room.most, plan) == []
    assert _length("あ" * (room.most + 1), plan) == [("K313", ref("G4"))]
    assert _length("a" * (2 * room.most), plan) == []
    assert _length("<br>".join("あ" * room.lines), plan) == []
    assert _length("<br>".join("あ" * (room.lines + 1)), plan) == [("K313", ref("G4"))]


def test_check_length__no_a3_list__nothing() -> None:
    assert _length("あ" * 3000, make_plan()) == []
    assert _length("あ" * 3000, _with_list("A4横")) == []


def test_rooms__columns_that_share_a_place__half_of_it() -> None:
    plan = _with_list(key="cause_next")
    assert rooms(plan) == {"cause": Room(5, 16), "next_steps": Room(5, 16)}


def test_check__repeated_listing__said_once_at_its_original() -> None:
    plan = make_plan((*MORE_ITEMS[:2], MORE_ITEMS[4]), indicators=True)
    old = "令和7年4月1日現在"
    fields = {"rating": "A", "results": old}
    current = {EntryKey(key, None, END): fields for key in ("a-1", "a-5")}
    problems = ledger_findings(standing(plan, END, Ledger(current)), {}, everything=True)
    assert [(p.code, p.item) for p in problems if p.code == "K312"] == [("K312", "1")]
