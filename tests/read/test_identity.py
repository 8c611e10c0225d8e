"""Whose workbook it is: three places, any one suffices, disagreement is a finding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.read.identity import area_sheet_name, area_title, read_identity, survey_code
from kosei_xl.values.model import PolicyArea
from kosei_xl.words import terms
from tests.tools.builders import (
    CODE,
    END,
    GUIDE_NAMES,
    book_from_md,
    found,
    guide,
    make_plan,
    ref,
    survey_from_md,
    without_sheet,
)

HIDDEN = f"""
## _kosei
| format | 1 |
| kind | department |
| plan_id | midori |
| plan_version | #1 |
| point | {END} |
| dept_code | D1 |
"""
PROPERTIES = {
    "kosei_kind": "department",
    "kosei_plan_id": "midori",
    "kosei_plan_version": "1",
    "kosei_point": END,
    "kosei_dept_code": "D1",
}
_KEYS = st.text(st.characters(codec="utf-8", exclude_characters="/|", exclude_categories=("Z", "C")), min_size=1)


@given(_KEYS, st.integers(1, 99), _KEYS, _KEYS)
def test_survey_code__any_identity__read_back(plan_id: str, version: int, point: str, dept_code: str) -> None:
    code = survey_code(plan_id, version, point, dept_code)
    identity = read_identity(survey_from_md("", code=code))
    assert identity is not None
    read = (identity.plan_id, identity.plan_version, identity.point, identity.dept_code)
    assert read == (plan_id, version, point, dept_code)


@pytest.mark.parametrize("at", range(3, len(CODE)))
def test_survey_code__one_letter_wrong__not_taken(at: int) -> None:
    wrong = CODE[:at] + ("9" if CODE[at] != "9" else "8") + CODE[at + 1 :]
    assert read_identity(survey_from_md("", code=wrong)) is None


def test_read_identity__printed_code_only__enough() -> None:
    identity = read_identity(survey_from_md(""))
    assert identity is not None
    assert (identity.dept_code, str(identity.at), identity.problems) == ("D1", ref("B1", "記入要領"), ())


def test_read_identity__printed_code_moved_and_its_name_gone__found_on_the_guide() -> None:
    identity = read_identity(book_from_md(f"## 記入要領\n| |\n| | | {CODE} |\n"))
    assert identity is not None
    assert str(identity.at) == ref("C2", "記入要領")


def test_read_identity__hidden_sheet_only__enough() -> None:
    identity = read_identity(book_from_md(HIDDEN))
    assert identity is not None
    assert (identity.plan_version, identity.dept_code, str(identity.at)) == (1, "D1", ref("", "_kosei"))


def test_read_identity__properties_only__enough() -> None:
    identity = read_identity(book_from_md("## 様式\n| x |\n", properties=PROPERTIES))
    assert identity is not None
    assert (identity.point, str(identity.at)) == (END, "[福祉課.xlsx]")


def test_read_identity__all_three_agree__no_finding() -> None:
    identity = read_identity(book_from_md(guide() + HIDDEN, names=GUIDE_NAMES, properties=PROPERTIES))
    assert identity is not None
    assert identity.problems == ()


def test_read_identity__disagreeing__k106_and_the_printed_one_used() -> None:
    properties = {**PROPERTIES, "kosei_dept_code": "D2"}
    book = book_from_md(guide() + HIDDEN, names=GUIDE_NAMES, properties=properties)
    identity = read_identity(book)
    assert identity is not None
    assert identity.dept_code == "D1"
    assert found(identity.problems) == [("K106", ref("B1", "記入要領"))]
    assert survey_code("midori", 1, END, "D2") in identity.problems[0].message()
    identity = read_identity(without_sheet(book, terms.SURVEY_GUIDE_SHEET))
    assert identity is not None
    assert found(identity.problems) == [("K106", ref("", "_kosei"))]


def test_read_identity__printed_code_damaged__another_place_used() -> None:
    book = book_from_md(guide(CODE[:-1] + "?") + HIDDEN, names=GUIDE_NAMES)
    identity = read_identity(book)
    assert identity is not None
    assert (str(identity.at), identity.problems) == (ref("", "_kosei"), ())


@pytest.mark.parametrize(
    "hidden",
    [
        "",
        HIDDEN.replace("department", "master"),
        HIDDEN.replace("#1", "②"),
        HIDDEN.replace("| plan_version | #1 |\n", ""),
        "## _kosei\n| kind |\n",
    ],
)
def test_read_identity__nothing_that_suffices__none(hidden: str) -> None:
    assert read_identity(book_from_md("## 様式\n| x |\n" + hidden)) is None


@pytest.mark.parametrize(
    ("numbering", "name", "tab"),
    [
        ("1", "市民", "1 市民"),
        ("Ⅰ", "市民・財政", "Ⅰ 市民・財政"),
        ("方向性１", "持続できる財政", "方向性１ 持続できる財政"),
        ("1", "人/組織[案]：*?\\'x'", "1 人組織案：x"),
        ("1", "あ" * 40, "1 " + "あ" * 29),
        ("1", "𠮷" * 20, "1 " + "𠮷" * 14),
        ("1", "", "1"),
    ],
)
def test_area_sheet_name__any_area__a_tab_that_excel_takes(numbering: str, name: str, tab: str) -> None:
    plan = make_plan(style={"area_numbering": numbering})
    area = PolicyArea(no="1", name=name)
    assert area_sheet_name(plan, area) == tab
    assert area_title(plan, area).startswith(tab[:1])
