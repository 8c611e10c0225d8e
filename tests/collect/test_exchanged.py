"""Answers that changed places since the department's last workbook: nobody knows whose they are, so nothing is taken."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from kosei_xl.collect.consolidation import Consolidation, consolidate
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Outcome, ValuePath, diagnostic
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import ROW, EntryKey, Item, SetKey, Submission, ValueSet
from kosei_xl.words.codes import Code
from tests.tools.builders import END, found, make_plan, standing

NAMES = ("相談窓口", "電子申請", "納税案内")
PLAN = make_plan(
    tuple(Item(key=f"a-{n}", no=str(n), name=name, area_no="1", departments=("D1",)) for n, name in enumerate(NAMES, 1))
)
FIRST = {"a-1": "窓口を開いた", "a-2": "申請を広げた", "a-3": "案内を改めた"}
SWAPPED = {"a-1": "申請を広げた", "a-2": "窓口を開いた", "a-3": "案内を改めた"}
Texts = Mapping[str, str]


def _return(number: int, texts: Texts, field: str = "results", base: Texts | None = None) -> Outcome[Submission]:
    """Item -> text in one field, with the cells E4, E5 …; `base` is what its form held."""
    file = f"{number}.xlsx"
    sets = tuple(ValueSet(key, None, ROW, {field: text} if text else {}) for key, text in texts.items())
    at: dict[ValuePath, CellRef] = {(): CellRef(file)}
    for row, key in enumerate(texts, 4):
        at["value_sets", key, None, ROW] = CellRef(file, "様式", row)
        at["value_sets", key, None, ROW, field] = CellRef(file, "様式", row, 5)
    handed: dict[SetKey, Texts] = {(key, None, ROW): {field: text} for key, text in (base or {}).items()}
    value = Submission(
        "midori", 1, END, "D1", sets, file, f"{number}-{texts}", f"{number}日", None, number, base=handed
    )
    return Outcome(value, at)


def _take(*returns: Outcome[Submission], ledger: Ledger | None = None) -> Outcome[Consolidation]:
    return consolidate(standing(PLAN, ledger=ledger), {(): CellRef("事務局.xlsx", "台帳")}, returns)


def _results(outcome: Outcome[Consolidation]) -> dict[str, str]:
    ledger = outcome.value.standing.ledger
    return {key: ledger.fields(EntryKey(key, None, END)).get("results", "") for key in FIRST}


def _told(outcome: Outcome[Consolidation]) -> list[tuple[str, str]]:
    return found(outcome.diagnostics, "K435")


BOTH = [("K435", "[2.xlsx]様式!E4"), ("K435", "[2.xlsx]様式!E5")]


def test_consolidate__answers_exchanged_since_the_last_return__k435_names_both_and_nothing_is_merged() -> None:
    outcome = _take(_return(1, FIRST), _return(2, SWAPPED))
    assert _told(outcome) == BOTH
    message = next(p for p in outcome.diagnostics if p.code == "K435").message()
    assert "No.1「相談窓口」" in message
    assert "No.2「電子申請」" in message
    assert _results(outcome) == FIRST
    kept = [row.other for row in outcome.value.added if row.is_head and row.file == "2.xlsx"]
    assert kept == ["様式!4:4: 申請を広げた\n様式!5:5: 窓口を開いた"]


def _with_copy(outcome: Outcome[Submission], key: str, text: str) -> Outcome[Submission]:
    """The workbook with a row of an item copied whole below itself, in which a text was put then: its cell is E9."""
    place: ValuePath = ("copies", key, None, ROW, 1, "results")
    value = replace(outcome.value, copies={(key, None, ROW): ({"results": text},)})
    return replace(outcome, value=value, at={**outcome.at, place: CellRef(outcome.value.file, "様式", 9, 5)})


def test_consolidate__a_row_copied_whole_and_its_copys_answers_exchanged__k435_in_the_copy_and_nothing_is_merged() -> (
    None
):
    second = _with_copy(_return(2, {**FIRST, "a-2": FIRST["a-1"]}), "a-1", FIRST["a-2"])
    outcome = _take(_return(1, FIRST), second)
    assert _told(outcome) == [("K435", "[2.xlsx]様式!E9"), ("K435", "[2.xlsx]様式!E5")]
    messages = [p.message() for p in outcome.diagnostics if p.code == "K435"]
    assert ["申請を広げた" in text for text in messages] == [True, False]
    assert ["窓口を開いた" in text for text in messages] == [False, True]
    assert _results(outcome) == FIRST


def test_consolidate__a_row_copied_whole_and_its_text_copied_on__taken_as_typed() -> None:
    second = _with_copy(_return(2, {**FIRST, "a-2": FIRST["a-1"]}), "a-1", FIRST["a-1"])
    outcome = _take(_return(1, FIRST), second)
    assert _told(outcome) == []
    assert _results(outcome) == {**FIRST, "a-2": FIRST["a-1"]}


@pytest.mark.parametrize("apart", [False, True])
def test_consolidate__three_of_a_ring__k435_for_each(apart: bool) -> None:
    turned = {"a-1": FIRST["a-2"], "a-2": FIRST["a-3"], "a-3": FIRST["a-1"]}
    if apart:
        first = _take(_return(1, FIRST))
        outcome = _take(_return(2, turned), ledger=first.value.standing.ledger)
    else:
        outcome = _take(_return(2, turned), _return(1, FIRST))
    assert len(_told(outcome)) == 3
    assert _results(outcome) == FIRST


def test_consolidate__taken_in_again_and_alone__k435_stays_and_nothing_changes() -> None:
    once = _take(_return(1, FIRST), _return(2, SWAPPED)).value.standing.ledger
    for returns in ([], [_return(2, SWAPPED)], [_return(1, FIRST)], [_return(1, FIRST), _return(2, SWAPPED)]):
        again = _take(*returns, ledger=once)
        assert _told(again) == BOTH
        assert again.value.standing.ledger.received == once.received
        assert again.value.reports == ()


def test_consolidate__put_back_in_a_later_return__taken_and_k435_ends() -> None:
    outcome = _take(_return(1, FIRST), _return(2, SWAPPED), _return(3, {**FIRST, "a-1": "窓口を二つ開いた"}))
    assert _told(outcome) == []
    assert _results(outcome) == {**FIRST, "a-1": "窓口を二つ開いた"}


def test_consolidate__later_return_leaves_one_of_the_rows_blank__k435_of_that_row_stays() -> None:
    outcome = _take(_return(1, FIRST), _return(2, SWAPPED), _return(3, {**FIRST, "a-1": ""}))
    assert _told(outcome) == BOTH[:1]


def test_consolidate__the_office_has_put_it_right__a_later_return_that_says_so_is_taken() -> None:
    ledger = _take(_return(1, FIRST), _return(2, SWAPPED)).value.standing.ledger
    for key, text in SWAPPED.items():
        ledger.entries[EntryKey(key, None, END)]["results"] = text  # type: ignore[index]
    outcome = _take(_return(3, {**SWAPPED, "a-3": "案内を配った"}), ledger=ledger)
    assert _told(outcome) == []
    assert _results(outcome) == {**SWAPPED, "a-3": "案内を配った"}


CAUSES = {"a-1": "委託先の工事が遅れた", "a-2": "審査に時間を要した", "a-3": ""}


def _with_causes(outcome: Outcome[Submission], causes: Texts) -> Outcome[Submission]:
    """The workbook with a second text in its rows."""
    sets = (
        replace(one, fields={**one.fields, "cause": causes[one.item_key]}) if causes[one.item_key] else one
        for one in outcome.value.value_sets
    )
    return replace(outcome, value=replace(outcome.value, value_sets=tuple(sets)))


@pytest.mark.parametrize("left", ["別に書いた文", ""])
def test_consolidate__two_texts_moved_on_together__k435_and_k425_where_others_stand_in_their_row(left: str) -> None:
    moved_on = _return(2, {**FIRST, "a-1": left, "a-2": FIRST["a-1"]})
    second = _with_causes(moved_on, {**CAUSES, "a-1": "", "a-2": CAUSES["a-1"]})
    outcome = _take(_with_causes(_return(1, FIRST), CAUSES), second)
    assert _told(outcome) == [("K435", "[2.xlsx]様式!E5")]
    assert found(outcome.diagnostics, "K425") == [("K425", "[2.xlsx]様式!4:4")] * bool(left)
    assert _results(outcome) == FIRST
    kept = next(row.other for row in outcome.value.added if row.is_head and row.file == "2.xlsx")
    assert (left in kept, FIRST["a-1"] in kept) == (True, True)


HALF_PUT_BACK = {**FIRST, "a-1": SWAPPED["a-1"], "a-2": "申請を窓口に戻した"}
STILL = [("K449", "[3.xlsx]様式!E4")]


@pytest.mark.parametrize("apart", [False, True])
def test_consolidate__only_one_of_two_rows_put_back__k449_in_the_other_and_it_is_not_taken(apart: bool) -> None:
    first, third = [_return(1, FIRST), _return(2, SWAPPED)], _return(3, HALF_PUT_BACK)
    outcome = _take(third, ledger=_take(*first).value.standing.ledger) if apart else _take(third, *first)
    assert found(outcome.diagnostics, "K449") == STILL
    message = next(p for p in outcome.diagnostics if p.code == "K449").message()
    assert "No.2「電子申請」" in message
    assert "申請を広げた" in message
    assert _results(outcome) == {**FIRST, "a-2": "申請を窓口に戻した"}
    kept = [row.other for row in outcome.value.added if row.is_head and row.file == "3.xlsx"]
    assert kept == ["様式!4:4: 申請を広げた"]
    for returns in ([], [third], [*first, third]):
        again = _take(*returns, ledger=outcome.value.standing.ledger)
        assert found(again.diagnostics, "K449") == STILL
        assert again.value.standing.ledger.received == outcome.value.standing.ledger.received
        assert again.value.reports == ()


def test_consolidate__still_moved__goes_on_through_later_returns_until_the_row_is_written_anew() -> None:
    came = (_return(1, FIRST), _return(2, SWAPPED), _return(3, HALF_PUT_BACK))
    fourth = _take(*came, _return(4, {**HALF_PUT_BACK, "a-2": "申請を紙でも受けた"}))
    assert found(fourth.diagnostics, "K449") == [("K449", "[4.xlsx]様式!E4")]
    mended = _take(*came, _return(4, {**HALF_PUT_BACK, "a-1": "窓口を二つ開いた"}))
    assert found(mended.diagnostics, "K449") == []
    assert _results(mended) == {**HALF_PUT_BACK, "a-1": "窓口を二つ開いた"}


def test_consolidate__the_office_has_written_what_still_stands_there__taken_without_k449() -> None:
    ledger = _take(_return(1, FIRST), _return(2, SWAPPED)).value.standing.ledger
    ledger.entries[EntryKey("a-1", None, END)]["results"] = SWAPPED["a-1"]  # type: ignore[index]
    outcome = _take(_return(3, HALF_PUT_BACK), ledger=ledger)
    assert found(outcome.diagnostics, "K449") == []
    assert _results(outcome) == HALF_PUT_BACK


def test_consolidate__an_older_workbook_comes_later_with_texts_at_home__not_held() -> None:
    ledger = _take(_return(2, FIRST), _return(3, SWAPPED)).value.standing.ledger
    late = _take(_return(1, {**FIRST, "a-3": "案内を配った"}), ledger=ledger)
    assert found(late.diagnostics, "K449") == []


NEAR: Mapping[str, Sequence[Outcome[Submission]]] = {
    "one text moved on and another written": [
        _return(1, FIRST),
        _return(2, {"a-1": "別に書いた文", "a-2": FIRST["a-1"], "a-3": FIRST["a-3"]}),
    ],
    "one text copied": [_return(1, FIRST), _return(2, {**FIRST, "a-2": FIRST["a-1"]})],
    "words that rows share": [
        _return(1, {"a-1": "完了", "a-2": "継続", "a-3": "案内を改めた"}),
        _return(2, {"a-1": "継続", "a-2": "完了", "a-3": "案内を改めた"}),
    ],
    "exchanged by the office before the form went out": [_return(1, FIRST), _return(2, SWAPPED, base=SWAPPED)],
}


@pytest.mark.parametrize("case", NEAR)
def test_consolidate__no_exchange__no_k435(case: str) -> None:
    assert _told(_take(*NEAR[case])) == []


def _found(outcome: Outcome[Submission], *codes: Code) -> Outcome[Submission]:
    """The workbook as it was read when these were found about its first row."""
    at = CellRef(outcome.value.file, "様式", 4, 5)
    return replace(
        outcome,
        diagnostics=tuple(
            diagnostic(code, at, item="1", point=END, name="相談窓口", other="No.2「電子申請」", text="申請を広げた")
            for code in codes
        ),
    )


def test_consolidate__read_again_when_the_plan_has_changed__what_was_not_taken_then_is_still_told() -> None:
    """The other item has ended, say: nothing in the workbook tells any more that a text of its own stands elsewhere."""
    without = _return(1, {**FIRST, "a-1": ""})
    then = _take(_found(without, Code.ANSWERS_SORTED, Code.ENTRY_BECAME_DATE)).value.standing.ledger
    again = _take(without, ledger=then)
    assert [p.code for p in again.diagnostics if p.item == "1" and p.at and p.at.sheet == "様式"] == ["K427"]
    assert _take(without, ledger=again.value.standing.ledger).value.reports == ()
    same = _take(_found(without, Code.ANSWERS_SORTED), ledger=then)
    assert found(same.diagnostics, "K427") == [("K427", "[1.xlsx]様式!E4")]
