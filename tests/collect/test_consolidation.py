"""Returned workbooks into the ledger: any order, any number of times, nothing lost and nothing decided silently."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kosei_xl.collect.conflicts import open_conflicts, replayed
from kosei_xl.collect.consolidation import Consolidation, consolidate
from kosei_xl.collect.ledger_findings import ledger_findings
from kosei_xl.collect.received import latest_received
from kosei_xl.read.identity import survey_code
from kosei_xl.read.survey import read_submission
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Outcome, ValuePath
from kosei_xl.values.ledger import Entries, Ledger, Received
from kosei_xl.values.model import (
    ROW,
    EntryKey,
    Item,
    LineKey,
    Plan,
    SetKey,
    Slot,
    SubItem,
    Submission,
    ValueSet,
    indicator_slot,
)
from kosei_xl.words.deletion import is_deletion
from tests.tools.builders import (
    AREA_1,
    CODE,
    END,
    FILE,
    HALF,
    ITEMS,
    MORE_ITEMS,
    SAVED,
    book_from_survey,
    changed,
    found,
    make_plan,
    read,
    ref,
    standing,
    survey_from_md,
    survey_of,
    with_cell,
    with_columns,
)

PLAN = make_plan()
BOTH = make_plan(MORE_ITEMS[:3])
CODE_2 = survey_code("midori", 1, END, "D2")
TAX = "税務課.xlsx"
AREA_1_OF_D2 = """
## 1 市民
| row_key | no | name | goal | rating | annual_plan | results | cause | next_steps | follow_up | effect | state |
| 行キー | No. | 項目 | 目標 | 評価 | 当初予定 | 取組実績 | 要因 | 今後の対応 | フォローアップ | 効果額 | 点検 |
| a-2\\| | 2 | 電子申請 | | | | | | | | | 回答課：福祉課 |
| a-3\\| | 3 | 納税案内 | | S | 送る | 送った | | | | | 済 |
"""
LEDGER = CellRef("事務局ブック.xlsx", "台帳")


def _survey(
    text: str = AREA_1, name: str = FILE, *, plan: Plan = PLAN, code: str = CODE, no: int = 1
) -> Outcome[Submission]:
    return read(read_submission(survey_from_md(text, name, code=code, submission_no=f"#{no}"), plan))


def _take(
    *submissions: Outcome[Submission], plan: Plan = PLAN, ledger: Ledger | None = None, point: str = END
) -> Outcome[Consolidation]:
    at: dict[ValuePath, CellRef] = {(): LEDGER}
    for n, line in enumerate(plan.lines, 3):
        for slot in (ROW, indicator_slot(1), indicator_slot(2)):
            key = line.key.at(point, slot)
            at[key] = CellRef(LEDGER.file, LEDGER.sheet, n)
            at.update(
                {(*key, name): CellRef(LEDGER.file, LEDGER.sheet, n, 8 + c) for c, name in enumerate(plan.entry_fields)}
            )
    return consolidate(standing(plan, point, ledger), at, submissions)


def _row(outcome: Outcome[Consolidation], item_key: str, slot: Slot = ROW) -> dict[str, str]:
    return dict(_ledger(outcome).fields(LineKey(item_key).at(END, slot)))


def _ledger(outcome: Outcome[Consolidation]) -> Ledger:
    return outcome.value.standing.ledger


# -- taking in -------------------------------------------------------------------------------------------------------
def test_consolidate__one_workbook__ledger_and_received() -> None:
    outcome = _take(_survey())
    assert found(outcome.diagnostics) == []
    assert _row(outcome, "a-1") == {"rating": "A", "annual_plan": "開設する", "results": "開設した"}
    head, first, second = outcome.value.added
    assert (head.key.item_key, head.filled_by, head.confirmed_by, head.confirmed_on) == (
        "",
        "花子",
        "太郎",
        "2026-04-09",
    )
    assert (first.key, first.dept_code, first.file, first.sheet) == (EntryKey("a-1", None, END), "D1", FILE, "1 市民")
    assert (str(first.place("results")), str(first.place("cause"))) == (ref("G4"), ref("H4"))
    assert second.fields["cause"] == "委託先"
    assert _ledger(outcome).received == outcome.value.added


def test_consolidate__texts_outside_the_fields__kept_in_received() -> None:
    outcome = _take(_survey(AREA_1 + "## メモ\n| 電話した |\n| また来る |\n"))
    assert outcome.value.added[0].other == "メモ!A1: 電話した\nメモ!A2: また来る"


def test_consolidate__same_files_again__nothing_changes() -> None:
    files = [_survey(plan=BOTH), _survey(AREA_1_OF_D2, TAX, plan=BOTH, code=CODE_2)]
    once = _take(*files, plan=BOTH)
    twice = _take(*files, plan=BOTH, ledger=_ledger(once))
    assert twice.value.added == ()
    assert _ledger(twice) == _ledger(once)
    assert twice.diagnostics == once.diagnostics


def test_consolidate__copy_under_another_name__taken_once() -> None:
    one = _survey()
    copy = replace(one, value=replace(one.value, file="福祉課のコピー.xlsx"))
    for files in ((one, copy), (copy, one)):
        outcome = _take(*files)
        assert {row.file for row in outcome.value.added} == {FILE}
        assert len(outcome.value.added) == 3
        assert found(outcome.diagnostics) == [("K411", "[福祉課のコピー.xlsx]")]


def test_consolidate__rows_of_new_items__appear_in_the_ledger() -> None:
    outcome = _take(plan=make_plan(MORE_ITEMS))
    assert [key for key in _ledger(outcome).entries if key.point == END] == [
        line.key.at(END) for line in make_plan(MORE_ITEMS).lines
    ]


# -- base, second submissions ----------------------------------------------------------------------------------------
def _distributed(entries: Entries, plan: Plan = PLAN, **typed: str) -> Outcome[Submission]:
    """The survey of D1 as it went out with `entries`, with texts typed into a-1 (annual_plan, results, rating)."""
    book = book_from_survey(survey_of(plan, entries), saved_at=SAVED)
    columns = {str(key): n for n, key in enumerate(book.sheets[1].rows[0], 1)}
    for name, text in typed.items():
        book = with_cell(book, ("1 市民", 4, columns[name]), text or None)
    return read(read_submission(book, plan))


def test_consolidate__base_is_the_distributed_workbook__office_edit_since_then_stays() -> None:
    before = {EntryKey("a-1", None, END): {"annual_plan": "開設する", "results": "準備した"}}
    survey = _distributed(before, results="開設した")
    edited = Ledger({EntryKey("a-1", None, END): {"annual_plan": "窓口を開設する", "results": "準備した"}})
    outcome = _take(survey, ledger=edited)
    assert _row(outcome, "a-1") == {"annual_plan": "窓口を開設する", "results": "開設した"}
    assert found(outcome.diagnostics, "K405") == []


def test_consolidate__text_cleared_by_the_department__kept_and_asked() -> None:
    before = {EntryKey("a-1", None, END): {"annual_plan": "開設する", "results": "準備した"}}
    outcome = _take(_distributed(before, annual_plan="", rating="A"), ledger=Ledger(before))
    assert _row(outcome, "a-1") == {"annual_plan": "開設する", "results": "準備した", "rating": "A"}
    assert [code for code, _ in found(outcome.diagnostics, "K405", "K420")] == ["K420"]


def test_consolidate__text_deleted_in_words_by_the_department__cleared() -> None:
    before = {EntryKey("a-1", None, END): {"annual_plan": "開設する", "results": "準備した"}}
    outcome = _take(_distributed(before, annual_plan="（削除）", rating="A"), ledger=Ledger(before))
    assert _row(outcome, "a-1") == {"results": "準備した", "rating": "A"}


def test_consolidate__office_and_department_both_changed__k405_and_the_office_stays() -> None:
    before = {EntryKey("a-1", None, END): {"annual_plan": "開設する"}}
    survey = _distributed(before, annual_plan="開設を目指す")
    edited = Ledger({EntryKey("a-1", None, END): {"annual_plan": "窓口を開設する"}})
    outcome = _take(survey, ledger=edited)
    assert _row(outcome, "a-1") == {"annual_plan": "窓口を開設する"}
    place = str(survey.place("value_sets", "a-1", None, ROW, "annual_plan"))
    assert found(outcome.diagnostics, "K405") == [("K405", place)]
    problem = next(p for p in outcome.diagnostics if p.code == "K405")
    assert [str(at) for at in problem.related] == ["[事務局ブック.xlsx]台帳!I3"]
    assert "窓口を開設する" in problem.message()
    assert "開設を目指す" in problem.message()


def test_consolidate__both_changed_the_same_way__no_k405() -> None:
    before = {EntryKey("a-1", None, END): {"annual_plan": "開設する"}}
    edited = Ledger({EntryKey("a-1", None, END): {"annual_plan": "窓口を開設する"}})
    assert found(_take(_distributed(before, annual_plan="窓口を開設する"), ledger=edited).diagnostics, "K405") == []


def test_consolidate__conflict_still_open__reported_again_until_both_agree() -> None:
    before = {EntryKey("a-1", None, END): {"annual_plan": "開設する"}}
    survey = _distributed(before, annual_plan="開設を目指す")
    first = _take(survey, ledger=Ledger({EntryKey("a-1", None, END): {"annual_plan": "窓口を開設する"}}))
    again = _take(survey, ledger=_ledger(first))
    assert found(again.diagnostics, "K405") == found(first.diagnostics, "K405")
    second = _distributed(before, annual_plan="開設を目指す", results="開設した")
    second = replace(second, value=replace(second.value, submission_no=2))
    later = _take(second, ledger=_ledger(first))
    assert [code for code, _ in found(later.diagnostics, "K405")] == ["K405"], "sending it once more settles nothing"
    assert _row(later, "a-1") == {"annual_plan": "窓口を開設する", "results": "開設した"}
    agreed = dict(_ledger(later).entries) | {EntryKey("a-1", None, END): {"annual_plan": "開設を目指す"}}
    assert found(_take(ledger=replace(_ledger(later), entries=agreed)).diagnostics, "K405") == []


def test_consolidate__both_blank_out_and_change__k405_says_blank() -> None:
    before = {EntryKey("a-1", None, END): {"annual_plan": "開設する"}}
    for typed, ours in (("（削除）", {"annual_plan": "窓口を開設する"}), ("開設を目指す", {"results": "x"})):
        outcome = _take(_distributed(before, annual_plan=typed), ledger=Ledger({EntryKey("a-1", None, END): ours}))
        problem = next(p for p in outcome.diagnostics if p.code == "K405")
        assert "（空欄）" in problem.message()
        assert _row(outcome, "a-1") == ours


def test_consolidate__conflict_in_an_indicator__k405() -> None:
    plan = make_plan(indicators=True)
    key = EntryKey("a-1", None, END, indicator_slot(1))
    book = book_from_survey(survey_of(plan, {key: {"target": "300"}}))
    typed = read(read_submission(with_cell(book, ("指標", 3, 5), "350"), plan))
    outcome = _take(typed, plan=plan, ledger=Ledger({key: {"target": "320"}}))
    assert found(outcome.diagnostics, "K405") == [("K405", ref("E3", "指標"))]
    cleared = read(read_submission(with_cell(book, ("指標", 3, 5), "（削除）"), plan))
    outcome = _take(cleared, plan=plan, ledger=Ledger({key: {"target": "320"}}))
    assert found(outcome.diagnostics, "K405") == [("K405", ref("E3", "指標"))]
    assert _row(outcome, "a-1", indicator_slot(1)) == {"target": "320"}


def test_consolidate__blank_row_for_one_more_indicator__leaves_no_trace() -> None:
    plan = make_plan(indicators=True)
    book = book_from_survey(survey_of(plan))
    outcome = _take(read(read_submission(book, plan)), plan=plan)
    assert [row.key.slot for row in outcome.value.added] == [ROW, ROW, ROW]
    assert all(key.is_row for key in _ledger(outcome).entries)


def test_consolidate__indicator_deleted_by_both__no_blank_row() -> None:
    plan = make_plan(indicators=True)
    key = EntryKey("a-1", None, END, indicator_slot(1))
    book = book_from_survey(survey_of(plan, {key: {"target": "300"}}))
    cleared = read(read_submission(with_cell(book, ("指標", 3, 5), None), plan))
    assert key not in _ledger(_take(cleared, plan=plan)).entries


def test_consolidate__newer_submission__taken_over() -> None:
    first = _take(_survey())
    second = _take(_survey(changed(AREA_1, ("開設した", "二つ開設した"))), ledger=_ledger(first))
    assert found(second.diagnostics, "K404"), "same number and same time: not newer"
    second = _take(_survey(changed(AREA_1, ("開設した", "二つ開設した")), no=2), ledger=_ledger(first))
    assert _row(second, "a-1")["results"] == "二つ開設した"
    assert found(second.diagnostics) == []


def test_consolidate__older_submission_arrives_later__recorded_and_not_taken_over() -> None:
    second = _take(_survey(changed(AREA_1, ("開設した", "二つ開設した")), no=2))
    both = _take(_survey(), ledger=_ledger(second))
    assert _ledger(both).entries == _ledger(second).entries
    assert len(_ledger(both).received) == 6
    assert latest_received(both.value.standing)[EntryKey("a-1", None, END)].submission_no == 2


def test_consolidate__second_sends_what_the_first_said__office_edit_since_then_stays() -> None:
    first = _take(_survey())
    key = EntryKey("a-1", None, END)
    edited = dict(_ledger(first).entries) | {
        key: {"rating": "A", "annual_plan": "開設する", "results": "開設しました。"}
    }
    second = _take(_survey(changed(AREA_1, ("| A |", "| S |")), no=2), ledger=replace(_ledger(first), entries=edited))
    assert _row(second, "a-1") == {"rating": "S", "annual_plan": "開設する", "results": "開設しました。"}
    assert found(second.diagnostics) == []


def test_consolidate__same_number_later_saved__newer() -> None:
    late = survey_from_md(changed(AREA_1, ("開設した", "二つ開設した")), saved_at=SAVED.replace(day=11))
    outcome = _take(read(read_submission(late, PLAN)), _survey())
    assert _row(outcome, "a-1")["results"] == "二つ開設した"
    assert found(outcome.diagnostics) == [("K412", f"[{FILE}]")], "nobody raised the number: the choice is told"


def test_consolidate__two_at_once_after_an_office_edit__in_order_of_number_whatever_the_order_of_files() -> None:
    before = {EntryKey("a-1", None, END): {"results": "準備した"}}
    first, second = _distributed(before, results="局の文"), _distributed(before, results="開設した")
    second = replace(second, value=replace(second.value, submission_no=2))
    edited = Ledger({EntryKey("a-1", None, END): {"results": "局の文"}})
    for files in ((first, second), (second, first)):
        outcome = _take(*files, ledger=edited)
        assert _row(outcome, "a-1") == {"results": "開設した"}, "the department agreed, then went on from there"
        assert found(outcome.diagnostics, "K405") == []


# -- what is not known is not blank ----------------------------------------------------------------------------------
def test_consolidate__column_lost__ledger_keeps_its_texts() -> None:
    before = Ledger({EntryKey("a-1", None, END): {"annual_plan": "開設する"}})
    book = book_from_survey(survey_of(PLAN, before.entries))
    letters = "".join(chr(64 + n) for n, key in enumerate(book.sheets[1].rows[0], 1) if key != "annual_plan" and n < 27)
    outcome = _take(read(read_submission(with_columns(book, "1 市民", letters), PLAN)), ledger=before)
    assert ("K111", ref("2:2")) in found(outcome.diagnostics)
    assert _row(outcome, "a-1") == {"annual_plan": "開設する"}


def test_consolidate__rating_outside_the_scale__ledger_keeps_the_last_and_k201_stays() -> None:
    first = _take(_survey())
    second = _survey(changed(AREA_1, ("| A |", "| Z |")), no=2)
    outcome = _take(second, ledger=_ledger(first))
    assert _row(outcome, "a-1")["rating"] == "A"
    assert found(outcome.diagnostics) == [("K201", ref("E4"))]


def test_consolidate__rating_outside_the_scale_and_none_before__k201_also_when_the_file_is_gone() -> None:
    first = _take(_survey(changed(AREA_1, ("| A |", "| Z |"), ("開設した", "#N/A"))))
    assert found(first.diagnostics) == [("K201", ref("E4")), ("K205", ref("G4"))]
    later = _take(ledger=_ledger(first))
    assert found(later.diagnostics) == [("K201", ref("E4")), ("K205", ref("G4"))]
    assert first.value.added[1].fields == {"rating": "Z", "annual_plan": "開設する", "results": "#N/A"}


# -- equal rank ------------------------------------------------------------------------------------------------------
OTHER = changed(AREA_1, ("開設した", "二つ開設した"))


def test_consolidate__equal_rank_and_different__k404_and_neither_is_used_in_that_cell() -> None:
    for files in (
        [_survey(), _survey(OTHER, "福祉課2.xlsx")],
        [_survey(OTHER, "福祉課2.xlsx"), _survey()],
    ):
        outcome = _take(*files)
        problems = [p for p in outcome.diagnostics if p.code == "K404"]
        assert len(problems) == 1
        assert {str(problems[0].at), *map(str, problems[0].related)} == {ref("G4"), ref("G4", file="福祉課2.xlsx")}
        assert problems[0].item == "1"
        assert _row(outcome, "a-1") == {"rating": "A", "annual_plan": "開設する"}
        assert _row(outcome, "a-2") == _row(_take(_survey()), "a-2"), "what agrees is taken in"
        assert [row.left_out for row in outcome.value.added if row.is_head] == [False] * 2
        assert [row.held for row in outcome.value.added if row.key.item_key == "a-1"] == [("results",)] * 2
        assert found(outcome.diagnostics) == [("K404", str(problems[0].at))], "nothing is said to be blank"


def test_consolidate__equal_rank_and_the_same_texts__no_k404() -> None:
    copy = with_cell(survey_from_md(AREA_1, "福祉課2.xlsx"), ("記入要領", 2, 2), "次郎")
    outcome = _take(_survey(), read(read_submission(copy, PLAN)))
    assert found(outcome.diagnostics) == [("K411", "[福祉課2.xlsx]")]
    assert _row(outcome, "a-1")["results"] == "開設した"


def test_consolidate__equal_rank_in_a_later_run__k404_and_the_first_stays() -> None:
    first = _take(_survey())
    second = _take(_survey(OTHER, "福祉課2.xlsx"), ledger=_ledger(first))
    assert found(second.diagnostics) == [("K404", ref("G4", file="福祉課2.xlsx"))]
    assert _ledger(second).entries == _ledger(first).entries
    last = replayed(second.value.standing).words.last(EntryKey("a-1", None, END), "results")
    assert last is not None
    assert last.file == FILE
    again = _take(ledger=_ledger(second))
    assert again.diagnostics == second.diagnostics, "the finding stays until a newer submission settles it"


def test_consolidate__equal_rank_where_one_row_is_missing__k404_at_its_file() -> None:
    lines = [line for line in AREA_1.splitlines() if not line.startswith("| a-1")]
    first = _take(_survey())
    second = _take(_survey("\n".join(lines), "福祉課2.xlsx"), ledger=_ledger(first))
    assert found(second.diagnostics, "K404") == [("K404", "[福祉課2.xlsx]")] * 3


def test_consolidate__newer_after_an_equal_rank__settles_it_without_loss() -> None:
    first = _take(_survey())
    refused = _take(_survey(OTHER, "福祉課2.xlsx"), ledger=_ledger(first))
    third = _take(_survey(changed(OTHER, ("| ○ |", "| ［削除］ |")), "福祉課3.xlsx", no=2), ledger=_ledger(refused))
    assert _row(third, "a-1")["results"] == "二つ開設した", "what was refused is not what the department started from"
    assert "follow_up" not in _row(third, "a-2")
    assert found(third.diagnostics) == [("K422", ref("J5", file="福祉課3.xlsx"))]


def test_consolidate__equal_rank_at_another_point__no_k404() -> None:
    code = survey_code("midori", 1, HALF, "D1")
    half = read(read_submission(survey_from_md(AREA_1, "上半期.xlsx", code=code, saved_at=None), PLAN))
    first = _take(half, point=HALF)
    end = read(read_submission(survey_from_md(OTHER, saved_at=None), PLAN))
    outcome = _take(end, ledger=_ledger(first))
    assert found(outcome.diagnostics) == []
    assert _row(outcome, "a-1")["results"] == "二つ開設した"


# -- rows of others --------------------------------------------------------------------------------------------------
FILLED_BY_D2 = changed(AREA_1_OF_D2, ("| 電子申請 | | | |", "| 電子申請 | | A | |"))


def test_consolidate__row_of_another_department__k401_and_not_taken_over() -> None:
    outcome = _take(_survey(FILLED_BY_D2, TAX, plan=BOTH, code=CODE_2), plan=BOTH)
    assert found(outcome.diagnostics, "K401", "K402") == [("K401", ref("E3", file=TAX))]
    assert "福祉課" in next(p.message() for p in outcome.diagnostics if p.code == "K401")
    assert _row(outcome, "a-2") == {}
    assert [row.fields for row in outcome.value.added if row.key.item_key == "a-2"] == [{"rating": "A"}]


def test_consolidate__row_of_another_department_left_blank__no_k401() -> None:
    outcome = _take(_survey(AREA_1_OF_D2, TAX, plan=BOTH, code=CODE_2), plan=BOTH)
    assert found(outcome.diagnostics, "K401", "K402") == []


def test_consolidate__both_departments_filled_it_in__k402_and_the_answering_one_used() -> None:
    outcome = _take(_survey(plan=BOTH), _survey(FILLED_BY_D2, TAX, plan=BOTH, code=CODE_2), plan=BOTH)
    assert found(outcome.diagnostics) == [("K402", ref("E3", file=TAX))]
    problem = outcome.diagnostics[0]
    assert [str(at) for at in problem.related] == [ref("E5")]
    assert _row(outcome, "a-2")["rating"] == "B"


def test_consolidate__answering_department_sent_it_blank__k401() -> None:
    blank = changed(AREA_1, ("| B | 始める | 遅れた | 委託先 | 急ぐ | ○ | 120 |", "| | | | | | | |"))
    outcome = _take(_survey(blank, plan=BOTH), _survey(FILLED_BY_D2, TAX, plan=BOTH, code=CODE_2), plan=BOTH)
    assert found(outcome.diagnostics, "K401", "K402") == [("K401", ref("E3", file=TAX))]


def test_consolidate__row_of_the_office__k401_names_the_office() -> None:
    plan = make_plan(MORE_ITEMS[5:])
    text = """
## 2 財政
| row_key | no | name | rating | annual_plan | results | cause | next_steps | follow_up | effect |
| 行キー | No. | 項目 | 評価 | 当初予定 | 取組実績 | 要因 | 今後の対応 | フォローアップ | 効果額 |
| a-6\\| | 6 | 公共施設 | A | | | | | | |
| a-6\\|1 | 6-1 | 集会所 | | | 直した | | | | |
"""
    outcome = _take(_survey(text, plan=plan), plan=plan)
    assert ("K401", ref("D3", "2 財政")) in found(outcome.diagnostics)
    assert "事務局" in next(p.message() for p in outcome.diagnostics if p.code == "K401")
    assert _row(outcome, "a-6") == {}


def test_consolidate__sent_again_without_the_row__k401_settled() -> None:
    first = _take(_survey(FILLED_BY_D2, TAX, plan=BOTH, code=CODE_2), plan=BOTH)
    second = _take(_survey(AREA_1_OF_D2, TAX, plan=BOTH, code=CODE_2, no=2), plan=BOTH, ledger=_ledger(first))
    assert found(second.diagnostics, "K401", "K402") == []


def test_consolidate__rows_of_others_recorded_before__are_no_base() -> None:
    first = _take(_survey(FILLED_BY_D2, TAX, plan=BOTH, code=CODE_2), plan=BOTH)
    text = changed(AREA_1, ("| 電子申請 | | B |", "| 電子申請 | | A |"))
    second = _take(_survey(text, plan=BOTH), plan=BOTH, ledger=_ledger(first))
    assert _row(second, "a-2")["rating"] == "A"


# -- repeated listings and the office's rows -------------------------------------------------------------------------
REPEATING = make_plan((*ITEMS, MORE_ITEMS[4].model_copy(update={"area_no": "1"})))


def test_consolidate__repeated_listing__inherits_until_it_has_its_own_rating() -> None:
    text = changed(AREA_1, ("| band:1", "| a-5\\| | 5 | 相談窓口 | | =A | | | | | | | |\n| band:1"))
    outcome = _take(_survey(text, plan=REPEATING), plan=REPEATING)
    line = REPEATING.lines[2]
    assert found(outcome.diagnostics) == []
    assert _row(outcome, "a-5") == {}
    assert outcome.value.standing.fields(line)["rating"] == "A"


def test_consolidate__repeated_listing_rated_by_the_office__survives_an_untouched_survey() -> None:
    current = {
        EntryKey("a-5", None, END): {"rating": "S", "results": "再掲の文"},
        EntryKey("a-1", None, END): {"rating": "A"},
    }
    survey = _distributed(current, REPEATING, results="開設した")
    outcome = _take(survey, plan=REPEATING, ledger=Ledger(current))
    assert _row(outcome, "a-5") == {"rating": "S", "results": "再掲の文"}
    assert [code for code, _ in found(outcome.diagnostics, "K403")] == ["K403", "K403"]


def test_consolidate__rating_in_a_locked_cell__survives_an_untouched_survey() -> None:
    plan = make_plan((ITEMS[0], MORE_ITEMS[3].model_copy(update={"area_no": "1"})))
    current = {EntryKey("a-4", None, END): {"rating": "S"}}
    outcome = _take(_distributed(current, plan, results="開設した"), plan=plan, ledger=Ledger(current))
    assert _row(outcome, "a-4") == {"rating": "S"}
    assert [code for code, _ in found(outcome.diagnostics, "K304")] == ["K304"]


def test_consolidate__office_has_not_rated__k408_in_the_ledger() -> None:
    plan = make_plan(MORE_ITEMS[5:])
    assert ("K408", "[事務局ブック.xlsx]台帳!H3") in found(_take(plan=plan).diagnostics)
    rated = Ledger({EntryKey("a-6", None, END): {"rating": "A"}})
    assert found(_take(plan=plan, ledger=rated).diagnostics, "K408") == []


def test_consolidate__nothing_came__k406_for_each_department() -> None:
    outcome = _take(_survey(plan=BOTH), plan=BOTH)
    assert found(outcome.diagnostics) == [("K406", "[事務局ブック.xlsx]提出状況")]
    assert "税務課" in outcome.diagnostics[0].message()
    assert "1件" in outcome.diagnostics[0].message()
    assert (
        found(_take(_survey(plan=BOTH), _survey(AREA_1_OF_D2, TAX, plan=BOTH, code=CODE_2), plan=BOTH).diagnostics)
        == []
    )


def test_consolidate__nobody_answers__k409_in_the_ledger() -> None:
    sub = SubItem(sub_no="1", name="集会所")
    items = (
        Item(key="b-1", no="1", name="担当なし", area_no="1", kind="unrated"),
        Item(key="b-2", no="2", name="事務局", area_no="1", office_rated=True, sub_items=(sub,)),
    )
    current = {EntryKey("b-1", None, END): {"results": "x"}, EntryKey("b-2", None, END): {"rating": "A"}}
    outcome = _take(plan=make_plan(items), ledger=Ledger(current | {EntryKey("b-2", "1", END): {"results": "x"}}))
    assert found(outcome.diagnostics) == [
        ("K409", "[事務局ブック.xlsx]台帳!3:3"),
        ("K409", "[事務局ブック.xlsx]台帳!5:5"),
    ]
    assert [p.item for p in outcome.diagnostics] == ["1", "2-1"]


def test_ledger_findings__row_edited_by_the_office__reported_in_the_ledger() -> None:
    first = _take(_survey())
    key = EntryKey("a-2", None, END)
    without = {name: text for name, text in _ledger(first).entries[key].items() if name != "cause"}
    edited = dict(_ledger(first).entries) | {key: without}
    outcome = _take(ledger=replace(_ledger(first), entries=edited))
    assert found(outcome.diagnostics) == [("K302", "[事務局ブック.xlsx]台帳!K4")]


def test_ledger_findings__blank_as_received__reported_in_the_departments_cell() -> None:
    outcome = _take(_survey(changed(AREA_1, ("| 委託先 |", "| |"))))
    assert found(outcome.diagnostics) == [("K302", ref("H5"))]


def test_ledger_findings__departments_that_sent_nothing__only_with_everything() -> None:
    start = standing(PLAN)
    at: dict[ValuePath, CellRef] = {(): LEDGER}
    assert found(ledger_findings(start, at)) == [("K406", "[事務局ブック.xlsx]提出状況")]
    codes = [code for code, _ in found(ledger_findings(start, at, everything=True))]
    assert codes == ["K159", "K406"]


def test_ledger_findings__department_unknown_to_the_plan__named_by_its_code() -> None:
    row = Received(EntryKey("a-1", None, END), "D9", 1, "x.xlsx", "9", "", {"rating": "A"})
    outcome = _take(ledger=Ledger(received=(row,)))
    assert "D9の記入" in next(p.message() for p in outcome.diagnostics if p.code == "K401")


def test_ledger_findings__item_gone_from_the_plan__its_received_rows_are_left_alone() -> None:
    rows = [
        Received(EntryKey(k, None, END), "D1", 1, f"{n}.xlsx", n, "", {"rating": n}) for k in ("", "z-9") for n in "AB"
    ]
    rows = [replace(row, fields={}) if not row.key.item_key else row for row in rows]
    outcome = _take(ledger=Ledger(received=tuple(rows)))
    assert [(p.code, p.item) for p in outcome.diagnostics if p.code == "K404"] == [("K404", "z-9")]


# -- any order, any number of runs -----------------------------------------------------------------------------------
_TEXT = st.sampled_from((None, None, "一", "二", "三", "（削除）"))
_RATING = st.sampled_from((None, "S", "A", "B"))
_KEYS: list[SetKey] = [
    ("a-1", None, ROW),
    ("a-2", None, ROW),
    ("a-1", None, indicator_slot(1)),
    ("a-3", None, ROW),
]


@st.composite
def _submissions(draw: st.DrawFn) -> list[Outcome[Submission]]:
    """Workbooks of two departments, each of another rank, with rows missing, columns lost and ratings unreadable."""
    made = []
    ranks = draw(st.lists(st.tuples(st.sampled_from(("D1", "D2")), st.integers(1, 4)), unique=True, max_size=5))
    for code, number in ranks:
        sets = []
        lost = frozenset(draw(st.sets(st.sampled_from(("rating", "results", "cause")), max_size=1)))
        for key in draw(st.lists(st.sampled_from(_KEYS), unique=True)):
            fields = {"results": draw(_TEXT), "cause": draw(_TEXT), "rating": draw(_RATING)}
            unread = {}
            if key[2] != ROW:
                fields = {"target": draw(_TEXT), "actual": draw(_TEXT)}
            elif draw(st.integers(0, 4)) == 0:
                fields["rating"], unread = None, {"rating": draw(st.sampled_from(("Z", "#REF!")))}
            typed = {name: text for name, text in fields.items() if text is not None and name not in lost}
            kept = {name: text for name, text in typed.items() if not is_deletion(text)}
            sets.append(
                ValueSet(
                    *key,
                    kept,
                    {k: v for k, v in unread.items() if k not in lost},
                    lost if key[2] == ROW else frozenset(),
                    {name: text for name, text in typed.items() if is_deletion(text)},
                )
            )
        sha = f"{code}{number}"
        names = (*BOTH.entry_fields, "indicator", "target", "actual", "unit")
        at: dict[ValuePath, CellRef] = {
            ("value_sets", *s.key, name): CellRef(f"{sha}.xlsx", "1 市民", row, column)
            for row, s in enumerate(sets, 4)
            for column, name in enumerate(names, 5)
            if name not in s.lost
        }
        value = Submission("midori", 1, END, code, tuple(sets), f"{sha}.xlsx", sha, None, None, number, base=BASE)
        made.append(Outcome(value, {(): CellRef(f"{sha}.xlsx"), **at}))
    return made


BASE: dict[SetKey, dict[str, str]] = {("a-1", None, ROW): {"results": "一"}, ("a-2", None, ROW): {"cause": "二"}}
START = Ledger({LineKey(item, sub).at(END, slot): dict(fields) for (item, sub, slot), fields in BASE.items()})


def _in_runs(runs: Sequence[Sequence[Outcome[Submission]]]) -> Consolidation:
    ledger = START
    for run in runs:
        ledger = _ledger(_take(*run, plan=BOTH, ledger=ledger))
    return _take(plan=BOTH, ledger=ledger).value


def _asked(result: Consolidation) -> set[tuple[EntryKey, str]]:
    return {(c.key, c.field) for c in open_conflicts(result.standing) if c.blank}


def _written(entries: Entries) -> dict[EntryKey, dict[str, str]]:
    return {key: dict(fields) for key, fields in entries.items() if fields}


@settings(deadline=None)
@given(_submissions(), st.data())
def test_consolidate__any_order_and_any_number_of_runs__same_ledger(
    submissions: list[Outcome[Submission]], data: st.DataObject
) -> None:
    at_once = _in_runs([submissions])
    order = data.draw(st.permutations(submissions))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(order)), max_size=3)))
    bounds = [0, *cuts, len(order)]
    runs = [order[a:b] for a, b in pairwise(bounds)]
    runs = [run for run in runs for _ in range(data.draw(st.integers(1, 2)))]
    parts = _in_runs(runs)
    assert _written(parts.standing.ledger.entries) == _written(at_once.standing.ledger.entries)
    assert _asked(parts) == _asked(at_once)
    assert {r.sha256 for r in parts.standing.ledger.received} == {r.sha256 for r in at_once.standing.ledger.received}
    assert len(parts.standing.ledger.received) == len(at_once.standing.ledger.received)


@settings(deadline=None)
@given(_submissions())
def test_consolidate__twice__as_once(submissions: list[Outcome[Submission]]) -> None:
    once = _take(*submissions, plan=BOTH, ledger=START)
    twice = _take(*submissions, plan=BOTH, ledger=_ledger(once))
    assert _ledger(twice) == _ledger(once)
    assert twice.value.added == ()
    assert set(twice.diagnostics) == set(once.diagnostics)


@pytest.mark.parametrize(("first", "second"), list(product((1, 2), repeat=2)))
def test_consolidate__files_in_either_order__same_findings(first: int, second: int) -> None:
    files = [_survey(no=first, plan=BOTH), _survey(AREA_1_OF_D2, TAX, plan=BOTH, code=CODE_2, no=second)]
    one, other = _take(*files, plan=BOTH), _take(*reversed(files), plan=BOTH)
    assert set(one.diagnostics) == set(other.diagnostics)
    assert _ledger(one) == _ledger(other)
