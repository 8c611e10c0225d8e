"""Who has answered what, and who needs a reminder first."""

from dataclasses import replace
from datetime import date

import pytest

from kosei_xl.collect.consolidation import consolidate
from kosei_xl.collect.letters import reminder
from kosei_xl.collect.status import DepartmentStatus, all_departments, blank_labels, by_bureau, make_status
from kosei_xl.read.survey import read_submission
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, diagnostic
from kosei_xl.values.ledger import OfficeMark
from kosei_xl.values.model import Department, Item, Plan
from kosei_xl.words import terms
from tests.tools.builders import (
    AREA_1,
    DEPARTMENTS,
    END,
    FILE,
    HALF,
    ITEMS,
    MORE_ITEMS,
    POINTS,
    changed,
    make_plan,
    read,
    standing,
    survey_from_md,
)

PLAN = make_plan()
BLANK = changed(
    AREA_1,
    ("| A | 開設する | 開設した |", "| | | |"),
    ("| B | 始める | 遅れた | 委託先 | 急ぐ | ○ | 120 |", "| | | | | | | |"),
)


def _status(
    *texts: str, plan: Plan = PLAN, confirmed_by: str = "太郎", found: tuple[Diagnostic, ...] = ()
) -> DepartmentStatus:
    """The first line of the status after taking in these workbooks, in this order of 提出回."""
    submissions = []
    for number, text in enumerate(texts, 1):
        book = survey_from_md(text, submission_no=f"#{number}", confirmed_by=confirmed_by)
        submissions.append(read(read_submission(book, plan)))
    result = consolidate(standing(plan), {}, submissions)
    return make_status(result.value.standing, found)[0]


@pytest.mark.parametrize(
    ("texts", "confirmed_by", "state"),
    [
        ((), "太郎", "not_returned"),
        ((BLANK,), "太郎", "empty"),
        ((changed(AREA_1, ("| 開設した |", "| |")),), "太郎", "incomplete"),
        ((AREA_1,), "", "unconfirmed"),
        ((AREA_1,), "太郎", "done"),
    ],
)
def test_make_status__what_came__its_state(texts: tuple[str, ...], confirmed_by: str, state: str) -> None:
    status = _status(*texts, confirmed_by=confirmed_by)
    assert (status.state, status.rows) == (state, 2)
    assert state in terms.STATES


def test_make_status__errors_in_its_file__needs_checking() -> None:
    error = diagnostic("K115", CellRef(FILE, "1 市民", 5), item="1")
    status = _status(
        AREA_1, found=(error, diagnostic("K126", CellRef(FILE)), diagnostic("K115", CellRef("他.xlsx"), item="1"))
    )
    assert (status.state, len(status.errors)) == ("errors", 1)
    assert _status(AREA_1, found=(diagnostic("K105"),)).state == "done"


def test_make_status__blanks__in_printed_order() -> None:
    status = _status(changed(AREA_1, ("| A | 開設する | 開設した |", "| | 開設する | |"), ("| 急ぐ |", "| |")))
    assert status.blanks == ("No.1 評価", "No.1 取組実績", "No.2 今後の対応")


def test_make_status__two_submissions__the_later_one() -> None:
    status = _status(BLANK, AREA_1)
    assert status.last is not None
    assert (status.last.submission_no, status.state) == (2, "done")


def test_make_status__several_departments__needy_first_and_those_without_rows_left_out() -> None:
    plan = make_plan((*ITEMS, MORE_ITEMS[2]), departments=(*DEPARTMENTS, {"code": "D3", "name": "総務課"}))
    submissions = [read(read_submission(survey_from_md(AREA_1), plan))]
    result = consolidate(standing(plan), {}, submissions)
    assert [(s.department.name, s.state) for s in make_status(result.value.standing, ())] == [
        ("税務課", "not_returned"),
        ("福祉課", "done"),
    ]


def test_blank_labels__each_kind_of_row__what_it_still_needs() -> None:
    plan = make_plan(MORE_ITEMS)
    lines = {line.no: line for line in plan.lines}
    assert blank_labels(standing(plan), lines["1"], {}) == ("評価", "取組実績")
    assert blank_labels(standing(plan), lines["1"], {"rating": "B", "results": "x", "cause": "y"}) == ("今後の対応",)
    assert blank_labels(standing(plan), lines["4"], {"rating": "B"}) == ("取組実績",)
    assert blank_labels(standing(plan), lines["5"], {}) == ()
    assert blank_labels(standing(plan), lines["6-1"], {}) == ("取組実績",)


# -- marks, due dates, bureaus, letters ------------------------------------------------------------------------------
def _with_mark(mark: OfficeMark, *texts: str, confirmed_by: str = "太郎") -> DepartmentStatus:
    submissions = [
        read(read_submission(survey_from_md(text, submission_no=f"#{n}", confirmed_by=confirmed_by), PLAN))
        for n, text in enumerate(texts, 1)
    ]
    result = consolidate(standing(PLAN), {}, submissions)
    return make_status(result.value.standing, (), [mark])[0]


def _sha(text: str, number: int = 1) -> str:
    return survey_from_md(text, submission_no=f"#{number}").sha256[:12]


def test_make_status__marks__hold_for_the_return_they_were_set_on() -> None:
    sha256 = _sha(AREA_1)
    returned = OfficeMark(END, "D1", sha256, "returned", "回数を書く")
    assert _with_mark(returned, AREA_1).state == "returned"
    assert _with_mark(OfficeMark(END, "D1", sha256, "accepted"), AREA_1).state == "accepted"
    assert _with_mark(returned, AREA_1, changed(AREA_1, ("開設した", "3回開いた"))).state == "done"
    assert _with_mark(OfficeMark(HALF, "D1", sha256, "accepted"), AREA_1).state == "done"


def test_make_status__accepted_though_something_is_blank__still_incomplete() -> None:
    text = changed(AREA_1, ("| 開設した |", "| |"))
    assert _with_mark(OfficeMark(END, "D1", _sha(text), "accepted"), text).state == "incomplete"


def test_make_status__due__of_the_point_or_the_departments_own() -> None:
    assert _status().due == date(2026, 4, 20)
    late = _with_mark(OfficeMark(END, "D1", "", None, None, date(2026, 5, 1)))
    assert late.due == date(2026, 5, 1)
    assert late.days_left(date(2026, 5, 3)) == -2


def test_make_status__blank_that_the_office_lets_stand__is_none() -> None:
    text = changed(AREA_1, ("| 開設した |", "| |"))
    finding = diagnostic("K303", CellRef(FILE, "1 市民", 4, 7), item="1", label="取組実績")
    assert _status(text, found=(finding,)).state == "incomplete"
    assert _status(text, found=(replace(finding, acknowledged="後日"),)).state == "done"


def test_make_status__items__each_where_it_stands() -> None:
    text = changed(AREA_1, ("| A | 開設する | 開設した |", "| | | |"))
    assert [(i.line.no, i.state) for i in _status(text).items] == [("1", "empty"), ("2", "done")]
    assert [i.state for i in _status().items] == ["not_returned", "not_returned"]


def test_by_bureau__departments_counted__in_the_plans_order() -> None:
    departments = (
        {"code": "D1", "name": "福祉課", "bureau": "健康部", "order": 2},
        {"code": "D2", "name": "税務課", "bureau": "総務部", "order": 1},
    )
    plan = make_plan((*ITEMS, MORE_ITEMS[2]), departments=departments)
    result = consolidate(standing(plan), {}, [read(read_submission(survey_from_md(AREA_1), plan))])
    statuses = make_status(result.value.standing, ())
    assert [(b.name, b.done, b.departments, b.rows) for b in by_bureau(plan, statuses)] == [
        ("総務部", 0, 1, 1),
        ("健康部", 1, 1, 2),
    ]
    assert (all_departments(statuses).done, all_departments(statuses).departments) == (1, 2)


@pytest.mark.parametrize(
    ("today", "words"),
    [("2026-04-18", "あと2日"), ("2026-04-20", "本日"), ("2026-04-23", "3日過ぎています")],
)
def test_reminder__due_date__counted_from_today(today: str, words: str) -> None:
    letter = reminder(PLAN, POINTS[1], _status(), date.fromisoformat(today))
    assert letter is not None
    assert words in letter.body
    assert "令和8年4月20日（月）" in letter.body


def test_reminder__nothing_left_to_do__none() -> None:
    assert reminder(PLAN, POINTS[1], _status(AREA_1), date(2026, 4, 1)) is None


@pytest.mark.parametrize(
    ("texts", "confirmed_by", "words"),
    [
        ((), "太郎", "まだ届いていません"),
        ((BLANK,), "太郎", "まだ何も書かれていません"),
        ((changed(AREA_1, ("| 開設した |", "| |")),), "太郎", "・No.1 相談窓口：取組実績"),
        ((AREA_1,), "", "課長の確認を受けて"),
    ],
)
def test_reminder__each_state__says_what_to_do(texts: tuple[str, ...], confirmed_by: str, words: str) -> None:
    letter = reminder(PLAN, POINTS[1], _status(*texts, confirmed_by=confirmed_by), date(2026, 4, 1))
    assert letter is not None
    assert words in letter.body
    assert "福祉課" in letter.subject


def test_make_status__repeated_listings_alone__nothing_is_asked_of_the_department() -> None:
    third = Department(code="D3", name="広報課", order=3)
    again = Item(key="a-9", no="9", name="相談窓口", area_no="2", departments=("D3",), repeats="a-1")
    plan = make_plan((*ITEMS, again), departments=(*DEPARTMENTS, third))
    assert not plan.is_asked("D3")
    assert [one.code for one in plan.respondents()] == ["D1"]
    assert [one.department.code for one in make_status(standing(plan), ())] == ["D1"]
