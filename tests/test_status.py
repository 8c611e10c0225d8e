"""Who has answered what, and who needs a reminder first."""

import pytest

from kosei_xl import terms
from kosei_xl.cells import CellRef
from kosei_xl.consolidate import consolidate
from kosei_xl.diagnostics import Diagnostic, Outcome, diagnostic
from kosei_xl.ledger import Records
from kosei_xl.model import Plan
from kosei_xl.read import read_submission
from kosei_xl.status import DepartmentStatus, blank_labels, make_status

from .builders import AREA_1, DEPARTMENTS, FILE, ITEMS, MORE_ITEMS, changed, make_plan, read, survey_from_md

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
    result = consolidate(plan, "R7_end", Outcome(Records(), {}), submissions)
    return make_status(result.value, found)[0]


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
    assert (status.state, status.errors) == ("errors", 1)
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
    result = consolidate(plan, "R7_end", Outcome(Records(), {}), submissions)
    assert [(s.department.name, s.state) for s in make_status(result.value, ())] == [
        ("税務課", "not_returned"),
        ("福祉課", "done"),
    ]


def test_blank_labels__each_kind_of_row__what_it_still_needs() -> None:
    plan = make_plan(MORE_ITEMS)
    lines = {line.no: line for line in plan.lines}
    assert blank_labels(plan, lines["1"], {}) == ("評価", "取組実績")
    assert blank_labels(plan, lines["1"], {"rating": "B", "results": "x", "cause": "y"}) == ("今後の対応",)
    assert blank_labels(plan, lines["4"], {"rating": "B"}) == ("取組実績",)
    assert blank_labels(plan, lines["5"], {}) == ()
    assert blank_labels(plan, lines["6-1"], {}) == ("取組実績",)
