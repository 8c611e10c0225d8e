"""File names of second versions, and what is told about workbooks that came twice."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.collect.consolidation import consolidate
from kosei_xl.collect.file_names import name_marks
from kosei_xl.read.survey import read_submission
from kosei_xl.values.diagnostics import Diagnostic, Outcome
from kosei_xl.values.model import Submission
from tests.tools.builders import AREA_1, SAVED, changed, found, make_plan, read, standing, survey_from_md

PLAN = make_plan()
OTHER = changed(AREA_1, ("開設した", "二つ開設した"))


@pytest.mark.parametrize(
    ("file", "copies", "revised"),
    [
        ("D1_福祉課.xlsx", (), ()),
        ("D1_福祉課(1).xlsx", ("(1)",), ()),
        ("D1_福祉課 （２）.xlsx", ("(2)",), ()),
        ("D1_福祉課 - コピー.xlsx", ("コピー",), ()),
        ("D1_福祉課 - コピー (2).xlsx", ("コピー(2)",), ()),
        ("D1_福祉課のコピー.xlsx", ("コピー",), ()),
        ("コピー ～ D1_福祉課.xlsx", ("コピー",), ()),
        ("D1_福祉課 - Copy.xlsx", ("copy",), ()),
        ("Copy of D1_福祉課.xlsx", ("copyof",), ()),
        ("Copy (2) of D1_福祉課.xlsx", ("copy(2)of",), ()),
        ("D1_福祉課 - コピー - コピー.xlsx", ("コピー", "コピー"), ()),
        ("D1_福祉課-DESKTOP-1A2B3C4.xlsx", ("desktop-1a2b3c4",), ()),
        ("D1_福祉課-PC001.xlsx", ("pc001",), ()),
        ("D1_福祉課 (花子 の競合コピー 2026-04-10).xlsx", ("(花子の競合コピー2026-04-10)",), ()),
        ("D1_福祉課 (SV01の競合コピー 2026-04-10 (1)).xlsx", ("(sv01の競合コピー2026-04-10(1))",), ()),
        ("D1_福祉課 (hanako's conflicted copy 2026-04-10).xlsx", ("(hanako'sconflictedcopy2026-04-10)",), ()),
        ("D1_福祉課.sync-conflict-20260410-101010-ABCDEFG.xlsx", (".sync-conflict-20260410-101010-abcdefg",), ()),
        ("D1_福祉課_最終-DESKTOP-1A2B3C4.xlsx", ("desktop-1a2b3c4",), ("最終",)),
        ("D1_福祉課_最終.xlsx", (), ("最終",)),
        ("D1_福祉課（修正版）.xlsx", (), ("修正版",)),
        ("D1_福祉課【差し替え】.xlsx", (), ("差し替え",)),
        ("D1_福祉課_再提出.XLSX", (), ("再提出",)),
        ("D1_福祉課_v2.xlsm", (), ("v2",)),
        ("D1_福祉課_第2版.xlsx", (), ("第2版",)),
        ("D1_福祉課_修正版2.xlsx", (), ("修正版2",)),
        ("D1_福祉課_修正版_最終(1).xlsx", ("(1)",), ("修正版", "最終")),
    ],
)
def test_name_marks__ends_of_names__known(file: str, copies: tuple[str, ...], revised: tuple[str, ...]) -> None:
    marks = name_marks(file)
    assert (marks.plain, marks.copies, marks.revised) == ("d1_福祉課", copies, revised)


@pytest.mark.parametrize(
    "file",
    [
        "コピー.xlsx",
        "最終.xlsx",
        "(1).xlsx",
        "行革推進課.xlsx",
        "令和7年度.xlsx",
        "Nov2.xlsx",
        "図書館(本館).xlsx",
        "競合の調査.xlsx",
    ],
)
def test_name_marks__names_that_only_look_like_it__no_marks(file: str) -> None:
    marks = name_marks(file)
    assert (marks.copies, marks.revised) == ((), ())


@given(st.text(max_size=30))
def test_name_marks__any_name__ends_and_keeps_something(name: str) -> None:
    marks = name_marks(f"課{name}.xlsx")
    assert marks.plain


def _survey(text: str, name: str, *, no: int = 1, day: int = 10) -> Outcome[Submission]:
    return read(
        read_submission(survey_from_md(text, name, submission_no=f"#{no}", saved_at=SAVED.replace(day=day)), PLAN)
    )


def _told(*surveys: Outcome[Submission]) -> list[Diagnostic]:
    outcome = consolidate(standing(PLAN), {}, surveys)
    again = consolidate(outcome.value.standing, {}, surveys)
    assert set(again.diagnostics) == set(outcome.diagnostics), "told again as long as it is so"
    assert again.value.standing == outcome.value.standing
    return [p for p in outcome.diagnostics if p.code in ("K404", "K411", "K412", "K413")]


def test_copies__same_bytes_under_two_names__k411_at_the_copy() -> None:
    one = _survey(AREA_1, "福祉課.xlsx")
    copy = replace(one, value=replace(one.value, file="福祉課 (1).xlsx"))
    for pair in ((one, copy), (copy, one)):
        (problem,) = _told(*pair)
        assert found([problem]) == [("K411", "[福祉課 (1).xlsx]")]
        assert "「福祉課.xlsx」と同じ内容です（ファイル名に「(1)」とあります）" in problem.message()


@pytest.mark.parametrize(
    "name", ["福祉課-DESKTOP-1A2B3C4.xlsx", "福祉課 (花子 の競合コピー 2026-04-10).xlsx", "福祉課 - コピー.xlsx"]
)
def test_copies__of_a_program_that_syncs__k411_at_the_copy_and_not_at_the_original(name: str) -> None:
    one = _survey(AREA_1, "福祉課.xlsx")
    copy = replace(one, value=replace(one.value, file=name))
    for pair in ((one, copy), (copy, one)):
        assert found(_told(*pair)) == [("K411", f"[{name}]")]


def test_copies__saved_anew_without_a_change__k411_not_k404() -> None:
    for day in (10, 11):
        other = survey_from_md(AREA_1 + "\n## 記録\n", "福祉課のコピー.xlsx", saved_at=SAVED.replace(day=day))
        told = _told(_survey(AREA_1, "福祉課.xlsx"), read(read_submission(other, PLAN)))
        assert found(told) == [("K411", "[福祉課のコピー.xlsx]")]


def test_order__number_not_raised__k412_names_both_and_says_why() -> None:
    (problem,) = _told(_survey(OTHER, "福祉課(1).xlsx", day=12), _survey(AREA_1, "福祉課.xlsx"))
    assert found([problem]) == [("K412", "[福祉課.xlsx]")]
    assert "「福祉課(1).xlsx」（提出回1、2026-04-12 12:00:00）" in problem.message()
    assert [str(at) for at in problem.related] == ["[福祉課(1).xlsx]"]


def test_order__number_raised__nothing_to_tell() -> None:
    assert _told(_survey(OTHER, "福祉課(1).xlsx", no=2), _survey(AREA_1, "福祉課.xlsx")) == []


@pytest.mark.parametrize(("no", "day"), [(2, 9), (1, 12)])
def test_order__the_older_one_is_called_final__k413(no: int, day: int) -> None:
    newer, older = _survey(OTHER, "福祉課.xlsx", no=no, day=day), _survey(AREA_1, "福祉課_最終.xlsx")
    (problem,) = _told(newer, older)
    assert found([problem]) == [("K413", "[福祉課_最終.xlsx]")]
    assert "ファイル名に「最終」とあります" in problem.message()


def test_order__both_are_called_final__no_k413() -> None:
    newer, older = _survey(OTHER, "福祉課_最終2版.xlsx", no=2), _survey(AREA_1, "福祉課_最終.xlsx")
    assert _told(newer, older) == []


def test_order__newest_was_not_taken_over__the_one_in_use_is_named() -> None:
    first, final = _survey(AREA_1, "福祉課.xlsx", day=12), _survey(OTHER, "福祉課_最終.xlsx", day=9)
    before = consolidate(standing(PLAN), {}, [first, final]).value.standing
    twin = _survey(OTHER, "福祉課(1).xlsx", day=12)
    told = consolidate(before, {}, [twin]).diagnostics
    (problem,) = [p for p in told if p.code == "K413"]
    assert "「福祉課.xlsx」" in problem.message()


def test_equal_rank__different_content__k404_names_both_files_cells_and_texts() -> None:
    (problem,) = _told(_survey(AREA_1, "福祉課.xlsx"), _survey(OTHER, "福祉課(1).xlsx"))
    message = problem.message()
    assert {str(problem.at), *map(str, problem.related)} == {"[福祉課.xlsx]1 市民!G4", "[福祉課(1).xlsx]1 市民!G4"}
    assert all(text in message for text in ("「開設した」", "「二つ開設した」", str(problem.related[0])))
    assert "どちらも取り込まず" in message


def test_equal_rank__one_of_them_was_taken_in_before__k404_says_which_stays() -> None:
    first = consolidate(standing(PLAN), {}, [_survey(AREA_1, "福祉課.xlsx")]).value.standing
    told = consolidate(first, {}, [_survey(OTHER, "福祉課(1).xlsx")]).diagnostics
    (problem,) = [p for p in told if p.code == "K404"]
    assert "先に取り込んだ「福祉課.xlsx」の内容を残しました" in problem.message()
