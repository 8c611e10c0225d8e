"""Whose row is it: sheets sorted without their hidden column, renumbered plans, earlier versions, moved answers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from kosei_xl.collect.letters import Deadline, correction
from kosei_xl.make.handed_out import handed_out
from kosei_xl.read.row_identity import moved_answers
from kosei_xl.read.survey import read_submission
from kosei_xl.values.cells import Book, CellValue, Sheet
from kosei_xl.values.diagnostics import Diagnostic, Outcome
from kosei_xl.values.ledger import Entries
from kosei_xl.values.model import ROW, EntryKey, Item, Plan, SetKey, SubItem, Submission, indicator_slot
from kosei_xl.values.stored import HandedOut
from kosei_xl.words import terms
from tests.tools.builders import (
    END,
    SHEET_1,
    book_from_survey,
    found,
    make_plan,
    read,
    ref,
    survey_of,
    with_cell,
    with_columns,
    with_rows,
    with_sheet,
    without_sheet,
)

NAMES = ("相談窓口", "電子申請", "納税案内", "図書館")
NO, NAME = 2, 3


def _items(numbers: Sequence[str] = ("1", "2", "3", "4"), names: Sequence[str] = NAMES) -> tuple[Item, ...]:
    """Four items of D1 in area 1, known as a-1 to a-4 whatever they are numbered and called."""
    return tuple(
        Item(key=f"a-{n}", no=no, name=name, area_no="1", departments=("D1",), texts={"goal": f"年{n}00件"})
        for n, (no, name) in enumerate(zip(numbers, names, strict=True), 1)
    )


PLAN = make_plan(_items())
PREFILL: Entries = {
    EntryKey(f"a-{n}", None, END): {"rating": "A", "annual_plan": f"第{n}の窓口を開設する", "effect": str(n)}
    for n in (1, 2, 3, 4)
}


def _columns(book: Book, sheet: str = SHEET_1) -> dict[str, int]:
    found = book.sheet(sheet)
    assert found is not None
    return {str(key): column for column, key in enumerate(found.rows[0], 1) if key is not None}


def _survey(plan: Plan = PLAN, entries: Entries | None = None) -> Book:
    """D1's survey, each row answered with a text that names its item, and confirmed."""
    book = book_from_survey(survey_of(plan, entries))
    sheet, columns = book.sheet(SHEET_1), _columns(book)
    assert sheet is not None
    for number, cells in enumerate(sheet.rows, 1):
        key = str(cells[0] or "")
        if "|" in key:
            book = with_cell(book, (SHEET_1, number, columns["rating"]), "A")
            book = with_cell(book, (SHEET_1, number, columns["results"]), f"{key}の実績")
    return book


def _arranged(book: Book, rows: Mapping[int, int], keys: Sequence[str] = (), sheet: str = SHEET_1) -> Book:
    """The book with the cells (of these column keys; none: all but the hidden key) of rows taken from other rows."""
    columns = _columns(book, sheet)
    chosen = [columns[key] for key in keys or columns if key != "row_key"]

    def arrange(old: Sheet) -> Sheet:
        made: list[tuple[CellValue, ...]] = []
        for number in range(1, len(old.rows) + 1):
            source = rows.get(number, number)
            width = max(len(row) for row in old.rows)
            made.append(tuple(old.value(source if n in chosen else number, n) for n in range(1, width + 1)))
        return replace(old, rows=tuple(made))

    return with_sheet(book, sheet, arrange)


SWAPPED = {4: 5, 5: 4}


def _read(book: Book, plan: Plan = PLAN, handed: Sequence[HandedOut] = ()) -> Outcome[Submission]:
    return read(read_submission(book, plan, handed_out=handed))


def _kept(outcome: Outcome[Submission]) -> str:
    return "\n".join(outcome.value.others)


def _items_read(outcome: Outcome[Submission]) -> dict[str, str]:
    return {v.item_key: v.fields["results"] for v in outcome.value.value_sets if v.slot == ROW}


ALL = {f"a-{n}": f"a-{n}|の実績" for n in (1, 2, 3, 4)}


# -- sorted without the hidden column ---------------------------------------------------------------------------------
def test_read_submission__as_sent__every_row_read() -> None:
    outcome = _read(_survey())
    assert found(outcome.diagnostics) == []
    assert _items_read(outcome) == ALL


@pytest.mark.parametrize(
    ("rows", "held"),
    [
        ({4: 5, 5: 4}, (1, 2)),
        ({4: 6, 5: 4, 6: 5}, (1, 2, 3)),
        ({4: 7, 5: 6, 6: 5, 7: 4}, (1, 2, 3, 4)),
        ({5: 4}, (2,)),
    ],
    ids=["swapped", "rotated", "reversed", "copied over"],
)
def test_read_submission__sorted_without_the_hidden_column__k426_and_nothing_of_the_rows_merged(
    rows: Mapping[int, int], held: Sequence[int]
) -> None:
    outcome = _read(_arranged(_survey(), rows))
    assert found(outcome.diagnostics) == [("K426", ref(f"B{n + 3}")) for n in held]
    for problem in outcome.diagnostics:
        number = int(problem.item or "0")
        own, other = NAMES[number - 1], NAMES[rows[number + 3] - 4]
        assert f"No.{number}「{own}」" in problem.message()
        assert f"No.{rows[number + 3] - 3}「{other}」" in problem.message()
        assert "並べ替えられたようです" in problem.message()
    assert _items_read(outcome) == {key: text for key, text in ALL.items() if int(key[-1]) not in held}
    for number in held:
        assert f"a-{rows[number + 3] - 3}|の実績" in _kept(outcome)


def test_read_submission__sorted_with_the_hidden_column__read() -> None:
    outcome = _read(with_rows(_survey(), SHEET_1, (1, 2, 3, 7, 6, 5, 4, 8, 9, 10, 11)))
    assert found(outcome.diagnostics) == []
    assert _items_read(outcome) == ALL


def test_read_submission__sorted_and_a_name_typed_over__still_k426() -> None:
    book = with_cell(_arranged(_survey(), SWAPPED), (SHEET_1, 4, NAME), "電子申請の推進")
    outcome = _read(book)
    assert found(outcome.diagnostics) == [("K426", ref("B4")), ("K426", ref("B5"))]


def test_read_submission__sorted_and_the_column_of_numbers_cleared__known_by_name_and_text() -> None:
    book = _arranged(_survey(), SWAPPED)
    for row in (4, 5):
        book = with_cell(book, (SHEET_1, row, NO), None)
    assert found(_read(book).diagnostics) == [("K426", ref("B4")), ("K426", ref("B5"))]


@pytest.mark.parametrize("column", [NO, NAME])
def test_read_submission__sorted_without_plan_texts_and_one_cell_typed_over__still_k426(column: int) -> None:
    plan = make_plan([item.model_copy(update={"texts": {}}) for item in _items()])
    outcome = _read(with_cell(_arranged(_survey(plan), SWAPPED), (SHEET_1, 4, column), "新"), plan)
    assert found(outcome.diagnostics) == [("K426", ref("B4")), ("K426", ref("B5"))]


def test_read_submission__row_moved_into_the_added_rows__k426_and_not_taken_for_cleared() -> None:
    book = _survey(entries=PREFILL)
    book = _arranged(book, {5: 9, 9: 5})
    outcome = _read(book)
    assert ("K426", ref("9:9")) in found(outcome.diagnostics)
    assert "a-2" not in {v.item_key for v in outcome.value.value_sets}
    assert "a-2|の実績" in _kept(outcome)


def test_read_submission__row_exchanged_with_an_added_one__neither_under_the_items_name() -> None:
    book = _survey()
    for column, text in ((NO, "新"), (NAME, "出前講座"), (_columns(book)["results"], "出前講座の実績")):
        book = with_cell(book, (SHEET_1, 9, column), text)
    outcome = _read(_arranged(book, {5: 9, 9: 5}))
    assert ("K426", ref("B5")) in found(outcome.diagnostics)
    assert "a-2" not in _items_read(outcome)
    assert "a-2|の実績" in _kept(outcome)
    assert "出前講座の実績" in _kept(outcome)


def test_read_submission__another_matter_typed_over_a_row__k426_names_what_was_typed() -> None:
    book = _survey()
    for column, text in ((NO, "9"), (NAME, "出前講座"), (_columns(book)["goal"], "月1回")):
        book = with_cell(book, (SHEET_1, 4, column), text)
    outcome = _read(book)
    assert found(outcome.diagnostics) == [("K426", ref("B4"))]
    assert "No.9「出前講座」" in outcome.diagnostics[0].message()


def test_read_submission__title_of_the_added_rows_sorted_into_the_items__nothing_lost() -> None:
    outcome = _read(_arranged(_survey(), {7: 8, 8: 7}))
    assert "a-4|の実績" in _kept(outcome)
    assert "a-4" not in {v.item_key for v in outcome.value.value_sets}
    assert any(problem.code == "K426" for problem in outcome.diagnostics)


def test_read_submission__equal_names_sorted__known_by_number() -> None:
    plan = make_plan(_items(names=("窓口", "窓口", "窓口", "図書館")))
    assert found(_read(_arranged(_survey(plan), SWAPPED), plan).diagnostics) == [
        ("K426", ref("B4")),
        ("K426", ref("B5")),
    ]


def test_read_submission__indicator_rows_sorted__k426_in_their_sheet() -> None:
    plan = make_plan(_items(), indicators=True)
    book = _arranged(_survey(plan), {3: 4, 4: 3}, sheet=terms.SURVEY_INDICATORS_SHEET)
    outcome = _read(book, plan)
    assert [code for code, _ in found(outcome.diagnostics)] == ["K426", "K426"]
    assert _items_read(outcome) == ALL


# -- near misses ------------------------------------------------------------------------------------------------------
def test_read_submission__typo_in_a_name_corrected__k125_as_ever() -> None:
    outcome = _read(with_cell(_survey(), (SHEET_1, 4, NAME), "相談窓口の開設"))
    assert found(outcome.diagnostics) == [("K125", ref("C4"))]
    assert _items_read(outcome) == ALL


def test_read_submission__number_typed_over_with_another_items__k125_as_name_and_text_are_its_own() -> None:
    outcome = _read(with_cell(_survey(), (SHEET_1, 4, NO), "2"))
    assert found(outcome.diagnostics) == [("K125", ref("B4"))]
    assert _items_read(outcome) == ALL


def test_read_submission__sub_item_bears_the_item_whose_number_is_its_own__k426_and_not_merged() -> None:
    subs = tuple(SubItem(sub_no=str(n), name=f"第{n}棟", departments=("D1",)) for n in (1, 2))
    parent = Item(key="a-6", no="6", name="公共施設", area_no="1", office_rated=True, sub_items=subs)
    plan = make_plan((*_items()[:2], parent))
    book = _survey(plan)
    columns = _columns(book)
    for name, text in {"no": "2", "name": "電子申請", "goal": "年200件"}.items():
        book = with_cell(book, (SHEET_1, 8, columns[name]), text)
    outcome = _read(book, plan)
    assert found(outcome.diagnostics, "K426") == [("K426", ref("B8"))]
    assert ("a-6", "2") not in {v.line for v in outcome.value.value_sets}


def test_read_submission__sub_item_numbered_alone_and_its_name_corrected__k125_alone() -> None:
    subs = tuple(SubItem(sub_no=str(n), name=f"第{n}棟", departments=("D1",)) for n in (1, 2))
    parent = Item(key="a-6", no="6", name="公共施設", area_no="1", office_rated=True, sub_items=subs)
    plan = make_plan((*_items(), parent))
    book = with_cell(with_cell(_survey(plan), (SHEET_1, 9, NO), "1"), (SHEET_1, 9, NAME), "本館")
    assert found(_read(book, plan).diagnostics) == [("K125", ref("C9"))]


def test_read_submission__number_of_nobody_beside_an_equal_name__k125_alone() -> None:
    plan = make_plan(_items(names=("窓口", "窓口", "窓口", "窓口")))
    outcome = _read(with_cell(_survey(plan), (SHEET_1, 4, NO), "11"), plan)
    assert found(outcome.diagnostics) == [("K125", ref("B4"))]


def test_read_submission__equal_names_of_two_items__no_finding() -> None:
    plan = make_plan(_items(names=("窓口", "窓口", "窓口", "窓口")))
    outcome = _read(_survey(plan), plan)
    assert found(outcome.diagnostics) == []
    assert _items_read(outcome) == ALL


def test_read_submission__row_deleted__k116_alone() -> None:
    outcome = _read(with_rows(_survey(), SHEET_1, (1, 2, 3, 4, 6, 7, 8, 9)))
    assert found(outcome.diagnostics) == [("K116", ref(""))]


def test_read_submission__unnamed_sub_items_with_equal_texts__no_finding() -> None:
    subs = tuple(SubItem(sub_no=str(n), departments=("D1",), texts={"goal": "同じ"}) for n in (1, 2, 3))
    plan = make_plan((Item(key="a-6", no="6", name="公共施設", area_no="1", office_rated=True, sub_items=subs),))
    outcome = _read(_survey(plan), plan)
    assert found(outcome.diagnostics) == []


# -- the plan as handed out -------------------------------------------------------------------------------------------
RENUMBERED = make_plan(_items(("2", "1", "4", "3")))


def test_read_submission__plan_renumbered_after_distribution__unsorted_file_is_read() -> None:
    outcome = _read(_survey(), RENUMBERED)
    assert found(outcome.diagnostics) == []
    assert _items_read(outcome) == ALL


def test_read_submission__plan_renumbered_and_names_exchanged__unsorted_file_is_read() -> None:
    """Today's plan has what is printed in each row under the other key: only the plan as handed out tells."""
    texts = [item.texts for item in _items()]
    names = [NAMES[1], NAMES[0], *NAMES[2:]]
    items = [
        item.model_copy(update={"texts": texts[n]}) for item, n in zip(_items(names=names), (1, 0, 2, 3), strict=True)
    ]
    today = make_plan([i.model_copy(update={"no": no}) for i, no in zip(items, ("2", "1", "3", "4"), strict=True)])
    outcome = _read(_survey(), today)
    assert found(outcome.diagnostics) == []
    assert _items_read(outcome) == ALL


def test_read_submission__plan_renumbered_and_row_keys_gone__by_the_numbers_that_were_handed_out() -> None:
    book = with_columns(_survey(), SHEET_1, "BCDEFGHIJKLMNOPQRSTUVWXYZ")
    outcome = _read(book, RENUMBERED)
    assert found(outcome.diagnostics) == [("K124", ref("2:2"))]
    assert _items_read(outcome) == ALL


def test_read_submission__plan_renumbered__sorted_file_is_k426_under_the_names_it_was_handed_out_with() -> None:
    outcome = _read(_arranged(_survey(), SWAPPED), RENUMBERED)
    assert found(outcome.diagnostics) == [("K426", ref("B4")), ("K426", ref("B5"))]
    assert "No.1「相談窓口」" in outcome.diagnostics[0].message()


def test_read_submission__name_corrected_by_the_office_after_distribution__no_k125() -> None:
    assert found(_read(_survey(), make_plan(_items(names=("窓口", *NAMES[1:])))).diagnostics) == []


def _record(plan: Plan = PLAN, entries: Entries | None = None, number: int = 1) -> HandedOut:
    return handed_out(plan, survey_of(plan, entries), number, file="a.xlsx", sha256=str(number))


def _stripped(book: Book) -> Book:
    return without_sheet(book, terms.IDENTITY_SHEET)


def test_read_submission__hidden_sheet_stripped__judged_by_what_was_recorded() -> None:
    today = make_plan(_items(("2", "1", "4", "3"), (NAMES[1], NAMES[0], *NAMES[2:])))
    unsorted = _read(_stripped(_survey()), today, [_record()])
    assert found(unsorted.diagnostics) == []
    assert _items_read(unsorted) == ALL
    outcome = _read(_stripped(_arranged(_survey(), SWAPPED)), today, [_record()])
    assert found(outcome.diagnostics) == [("K426", ref("B4")), ("K426", ref("B5"))]


def test_read_submission__hidden_sheet_stripped_and_handed_out_twice__own_row_of_either_is_its_own() -> None:
    records = [_record(), _record(RENUMBERED, number=2)]
    assert found(_read(_stripped(_survey()), RENUMBERED, records).diagnostics) == []
    assert found(_read(_stripped(_survey(RENUMBERED)), RENUMBERED, records).diagnostics) == []


def test_read_submission__hidden_sheet_stripped_and_nothing_recorded__judged_by_todays_plan() -> None:
    outcome = _read(_stripped(_arranged(_survey(), SWAPPED)))
    assert found(outcome.diagnostics) == [("K426", ref("B4")), ("K426", ref("B5"))]


def test_read_submission__hidden_sheet_stripped__the_recorded_prefill_is_the_base() -> None:
    outcome = _read(_stripped(_survey(entries=PREFILL)), PLAN, [_record(PLAN, PREFILL)])
    assert outcome.value.base["a-1", None, ROW] == PREFILL[EntryKey("a-1", None, END)]


# -- earlier and later versions ---------------------------------------------------------------------------------------
def _version(plan: Plan, version: int) -> Plan:
    return plan.model_copy(update={"plan_version": version})


SECOND = _version(
    make_plan(
        (
            *_items(("1", "3", "4", "5"))[:3],
            Item(key="b-1", no="2", name="新しい取組", area_no="1", departments=("D1",)),
        )
    ),
    2,
)
"""a-4 has ended, b-1 is new and has the number of a-2."""


def test_read_submission__of_an_earlier_version__what_still_is_read_by_key_and_the_rest_kept() -> None:
    outcome = _read(_survey(), SECOND)
    assert sorted(found(outcome.diagnostics)) == [("K428", ref("B1", "記入要領")), ("K429", ref("N7"))]
    assert _items_read(outcome) == {key: text for key, text in ALL.items() if key != "a-4"}
    assert "a-4|の実績" in _kept(outcome)
    assert "3行" in next(p for p in outcome.diagnostics if p.code == "K428").message()
    gone = next(p for p in outcome.diagnostics if p.code == "K429")
    assert "No.4「図書館」" in gone.message()
    assert gone.item is None


def test_read_submission__sorted_file_of_an_earlier_version__k426() -> None:
    outcome = _read(_arranged(_survey(), SWAPPED), SECOND)
    assert found(outcome.diagnostics, "K426") == [("K426", ref("B4")), ("K426", ref("B5"))]
    assert _items_read(outcome) == {"a-3": "a-3|の実績"}


@pytest.mark.parametrize("left", [False, True])
def test_read_submission__answers_in_the_row_of_an_item_that_ended__k425_where_they_left_their_own(left: bool) -> None:
    texts = {"annual_plan": "窓口を三つ開設する", "cause": "委託先の工事が遅れた"}
    book = _arranged(_survey(entries={EntryKey("a-3", None, END): texts}), {7: 6}, ANSWERS)
    for name in () if left else texts:
        book = with_cell(book, (SHEET_1, 6, _columns(book)[name]), f"よその{name}")
    outcome = _read(book, SECOND)
    assert [(p.code, p.item, p.at and p.at.row) for p in outcome.diagnostics if p.code != "K428"] == [
        ("K429", None, 7),
        *[("K425", "4", 6)] * (not left),
    ]
    assert ("a-3" in _items_read(outcome)) == left


def test_read_submission__stripped_file_of_an_earlier_version__by_what_was_recorded() -> None:
    outcome = _read(_stripped(_survey()), SECOND, [_record()])
    assert sorted(code for code, _ in found(outcome.diagnostics)) == ["K428", "K429"]


def test_read_submission__ended_item_left_blank_in_an_earlier_version__no_k429() -> None:
    book = book_from_survey(survey_of(PLAN))
    assert [code for code, _ in found(_read(book, SECOND).diagnostics)] == ["K428"]


def test_read_submission__row_deleted_in_a_survey_of_an_earlier_version__k116_of_it_alone() -> None:
    outcome = _read(with_rows(_survey(), SHEET_1, (1, 2, 3, 4, 6, 7, 8)), SECOND)
    (problem,) = (problem for problem in outcome.diagnostics if problem.code == "K116")
    assert "No.2「電子申請」" in problem.message()
    assert problem.item == next(item.no for item in SECOND.items if item.key == "a-2")


def test_read_submission__field_that_the_plan_asks_for_no_more__kept_with_its_cell() -> None:
    columns = [column for column in PLAN.columns if column.key != "cause"]
    book = _survey()
    column = _columns(book)["cause"]
    outcome = _read(with_cell(book, (SHEET_1, 4, column), "委託先"), _version(make_plan(_items(), columns=columns), 2))
    assert [code for code, _ in found(outcome.diagnostics)] == ["K113", "K428"]
    assert outcome.diagnostics[0].at is not None
    assert (outcome.diagnostics[0].at.row, outcome.diagnostics[0].at.column) == (4, column)
    assert "委託先" in _kept(outcome)


def test_read_submission__of_a_later_version__k119() -> None:
    outcome = read_submission(_survey(_version(PLAN, 2)), PLAN)
    assert outcome.value is None
    assert [code for code, _ in found(outcome.diagnostics)] == ["K119"]


# -- only the answers moved -------------------------------------------------------------------------------------------
ANSWERS = ("rating", "annual_plan", "results", "cause", "next_steps", "follow_up", "effect")


@pytest.mark.parametrize("keys", [ANSWERS, ("annual_plan",), ("annual_plan", "results")])
def test_read_submission__answers_alone_swapped__k427_names_both_and_neither_merged(keys: Sequence[str]) -> None:
    book = _arranged(_survey(entries=PREFILL), SWAPPED, keys)
    outcome = _read(book)
    column = _columns(book)["annual_plan"]
    places = [(p.at.row, p.at.column) for p in outcome.diagnostics if p.at is not None]
    assert [p.code for p in outcome.diagnostics] == ["K427", "K427"]
    assert places == [(4, column), (5, column)]
    assert all("No.1「相談窓口」" in p.message() and "No.2「電子申請」" in p.message() for p in outcome.diagnostics)
    assert set(_items_read(outcome)) == {"a-3", "a-4"}
    assert "第1の窓口を開設する" in _kept(outcome)


def test_read_submission__answers_alone_rotated__k427_for_each() -> None:
    outcome = _read(_arranged(_survey(entries=PREFILL), {4: 6, 5: 4, 6: 5}, ANSWERS))
    assert [problem.code for problem in outcome.diagnostics] == ["K427"] * 3


@pytest.mark.parametrize("gone", [4, 5, 6])
def test_read_submission__answers_alone_rotated_and_a_row_deleted__k427_for_the_others(gone: int) -> None:
    book = _arranged(_survey(entries=PREFILL), {4: 6, 5: 4, 6: 5}, ANSWERS)
    sheet = book.sheet(SHEET_1)
    assert sheet is not None
    outcome = _read(with_rows(book, SHEET_1, [row for row in range(1, len(sheet.rows) + 1) if row != gone]))
    places = [(p.at.row, p.at.column) for p in outcome.diagnostics if p.code == "K427" and p.at is not None]
    assert places == [(row, _columns(book)["annual_plan"]) for row in (4, 5)]
    assert set(_items_read(outcome)) == {"a-4"}


COPIED = (1, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10, 11)
"""The rows of the sheet with the first item's copied whole below itself."""


@pytest.mark.parametrize("words", ["", "写しに書いた実績"], ids=["as it was", "written into"])
@pytest.mark.parametrize(
    ("rows", "cell"),
    [({5: 6, 6: 5}, 5), ({4: 6, 5: 4, 6: 5}, 4), ({4: 5, 5: 6, 6: 4}, 5), ({4: 6, 6: 4}, 4)],
    ids=["copy and the next", "all three up", "all three down", "row and the next"],
)
def test_read_submission__row_copied_whole_and_answers_sorted__k427_and_neither_merged(
    rows: Mapping[int, int], cell: int, words: str
) -> None:
    book = with_rows(_survey(entries=PREFILL), SHEET_1, COPIED)
    if words:
        book = with_cell(book, (SHEET_1, 5, _columns(book)["results"]), words)
    outcome = _read(_arranged(book, rows, ANSWERS))
    told = [(p.item, p.at.row, p.at.column) for p in outcome.diagnostics if p.code == "K427" and p.at is not None]
    assert told == [("1", cell, _columns(book)["annual_plan"]), ("2", 6, _columns(book)["annual_plan"])]
    assert set(_items_read(outcome)) == {"a-3", "a-4"}
    assert {"a-1|の実績", "a-2|の実績", *([words] if words else [])} <= set(_words(_kept(outcome)))


def _words(kept: str) -> list[str]:
    return [word for line in kept.splitlines() for word in line.partition(": ")[2].split(" / ")]


def test_read_submission__row_copied_whole_and_whole_rows_sorted__k115_and_each_under_its_own() -> None:
    book = with_rows(_survey(entries=PREFILL), SHEET_1, COPIED)
    book = with_cell(book, (SHEET_1, 5, _columns(book)["results"]), "写しに書いた実績")
    outcome = _read(with_rows(book, SHEET_1, (1, 2, 3, 6, 5, 8, 4, 7, 9, 10, 11)))
    assert [(p.code, p.at and p.at.row) for p in outcome.diagnostics] == [("K115", 7)]
    assert _items_read(outcome) == ALL | {"a-1": "写しに書いた実績"}


def test_read_submission__row_copied_whole_and_written_into__what_the_copy_says_and_where() -> None:
    book = with_rows(_survey(entries=PREFILL), SHEET_1, COPIED)
    column = _columns(book)["results"]
    outcome = _read(with_cell(book, (SHEET_1, 5, column), "写しに書いた実績"))
    key = ("a-1", None, ROW)
    assert [texts["results"] for texts in outcome.value.copies[key]] == ["写しに書いた実績"]
    assert outcome.value.copies.keys() == {key}
    at = outcome.place("copies", *key, 1, "results")
    assert at is not None
    assert (at.sheet, at.row, at.column) == (SHEET_1, 5, column)


def test_read_submission__row_copied_whole_and_its_text_copied_on__no_k427() -> None:
    book = with_rows(_survey(entries=PREFILL), SHEET_1, COPIED)
    book = with_cell(book, (SHEET_1, 5, _columns(book)["annual_plan"]), "写しの予定")
    outcome = _read(_arranged(book, {6: 4}, ("annual_plan",)))
    assert [(p.code, p.at and p.at.row) for p in outcome.diagnostics] == [("K115", 5)]
    assert _items_read(outcome) == ALL


def test_read_submission__answers_of_a_copied_row_in_one_with_nothing_of_its_own__k427_and_not_merged() -> None:
    """Sorted alone, and the row deleted that held what stood here before: one text is all that tells of it."""
    one_text: Entries = {key: {"annual_plan": fields["annual_plan"]} for key, fields in PREFILL.items()}
    book = with_rows(_survey(entries=one_text), SHEET_1, COPIED)
    for name, words in (("annual_plan", "写しの予定"), ("results", "写しの実績")):
        book = with_cell(book, (SHEET_1, 5, _columns(book)[name]), words)
    outcome = _read(_arranged(book, {6: 4}, ANSWERS))
    told = [(p.item, p.at.row, p.at.column) for p in outcome.diagnostics if p.code == "K427" and p.at is not None]
    assert told == [("2", 6, _columns(book)["annual_plan"])]
    assert set(_items_read(outcome)) == {"a-3", "a-4"}


def test_read_submission__a_row_deleted_and_another_answer_typed_over__taken_as_typed() -> None:
    book = with_cell(_survey(entries=PREFILL), (SHEET_1, 5, _columns(_survey())["annual_plan"]), "第9の窓口を開設する")
    sheet = book.sheet(SHEET_1)
    assert sheet is not None
    outcome = _read(with_rows(book, SHEET_1, [row for row in range(1, len(sheet.rows) + 1) if row != 4]))
    assert found(outcome.diagnostics, "K427") == []
    assert set(_items_read(outcome)) == {"a-2", "a-3", "a-4"}


def test_read_submission__answers_of_unnamed_sub_items_with_equal_texts_swapped__k427() -> None:
    subs = tuple(SubItem(sub_no=str(n), departments=("D1",), texts={"goal": "同じ"}) for n in (1, 2))
    plan = make_plan((Item(key="a-6", no="6", name="公共施設", area_no="1", office_rated=True, sub_items=subs),))
    entries = {EntryKey("a-6", no, END): {"annual_plan": f"第{no}棟を直す"} for no in ("1", "2")}
    book = _survey(plan, entries)
    assert found(_read(book, plan).diagnostics) == []
    outcome = _read(_arranged(book, {5: 6, 6: 5}, ANSWERS), plan)
    assert [(p.code, p.item) for p in outcome.diagnostics] == [("K427", "6-1"), ("K427", "6-2")]


def test_read_submission__answers_swapped_with_a_row_handed_out_blank__k427_k425_and_neither_merged() -> None:
    prefill: Entries = {EntryKey("a-1", None, END): {"annual_plan": "窓口を開設する", "cause": "委託先の遅れ"}}
    outcome = _read(_arranged(_survey(entries=prefill), SWAPPED, ANSWERS))
    assert [(p.code, p.item) for p in outcome.diagnostics] == [("K427", "2"), ("K425", "1")]
    assert set(_items_read(outcome)) == {"a-3", "a-4"}


def test_read_submission__one_text_moved_into_a_row_handed_out_blank__taken_as_typed() -> None:
    prefill: Entries = {EntryKey("a-1", None, END): {"annual_plan": "窓口を開設する"}}
    assert found(_read(_arranged(_survey(entries=prefill), SWAPPED, ("annual_plan",))).diagnostics) == []


def test_read_submission__indicators_alone_swapped__k427_and_the_rows_themselves_merged() -> None:
    plan = make_plan(_items(), indicators=True)
    entries: Entries = {
        EntryKey(f"a-{n}", None, END, indicator_slot(1)): {"indicator": f"第{n}窓口の相談件数"} for n in (1, 2, 3, 4)
    }
    book = _arranged(_survey(plan, entries), {3: 5, 5: 3}, ("indicator",), terms.SURVEY_INDICATORS_SHEET)
    outcome = _read(book, plan)
    assert {code for code, _ in found(outcome.diagnostics)} == {"K427"}
    assert _items_read(outcome) == ALL
    assert "第1窓口の相談件数" in _kept(outcome)


def test_read_submission__text_copied_into_another_row__no_finding() -> None:
    assert found(_read(_arranged(_survey(entries=PREFILL), {5: 4}, ("annual_plan",))).diagnostics) == []


def test_read_submission__only_numbers_come_to_be_those_of_each_other__no_finding() -> None:
    assert found(_read(_arranged(_survey(entries=PREFILL), SWAPPED, ("effect", "rating"))).diagnostics) == []


def test_read_submission__column_moved__no_k427() -> None:
    book = _survey(entries=PREFILL)
    width = len(_columns(book))
    moved = with_sheet(
        book, SHEET_1, lambda s: replace(s, rows=tuple((r[0], *r[width - 1 : 0 : -1]) for r in _padded(s, width)))
    )
    assert {problem.code for problem in _read(moved).diagnostics} == {"K112"}


def _padded(sheet: Sheet, width: int) -> list[tuple[CellValue, ...]]:
    return [(*row, *[None] * (width - len(row))) for row in sheet.rows]


def test_moved_answers__two_indicators_of_one_item_exchanged__none() -> None:
    one, two = (("a", None, indicator_slot(n)) for n in (1, 2))
    prefill: dict[SetKey, dict[str, str]] = {one: {"indicator": "相談件数"}, two: {"indicator": "窓口の数"}}
    assert list(moved_answers({one: [prefill[two]], two: [prefill[one]]}, prefill)) == []


# -- what the department is told --------------------------------------------------------------------------------------
def test_correction__sorted_sheet__one_paragraph_that_says_so_and_what_to_do() -> None:
    outcome = _read(_arranged(_survey(), {4: 7, 5: 6, 6: 5, 7: 4}))
    body = _letter(outcome.diagnostics)
    assert body.count("並べ替えられたようです") == 1
    assert "4～7行目" in body
    assert all(f"No.{n}" in body for n in (1, 2, 3, 4))
    assert "K426" not in body
    assert "キー" not in body


def _letter(findings: Sequence[Diagnostic]) -> str:
    respondent, point = PLAN.respondent("D1"), PLAN.point(END)
    assert respondent is not None
    assert point is not None
    return correction(PLAN, point, respondent, findings, "写し.xlsx", Deadline(None, date(2026, 4, 10))).body


# -- any mixture ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("seed", [*range(60), 157, 520, 599, 765])
def test_read_submission__any_mixture_of_what_people_do__no_answer_under_another_item(seed: int) -> None:
    """Rows shuffled without their hidden column, names and numbers typed over, rows deleted, the plan gone on, 配布記録
    in place of the hidden sheet: whatever is read stands under its own item, and every answer is read or kept.
    """
    rng = Random(seed)
    texts = {"goal": "同じ目標"} if seed % 3 == 0 else {}
    plan = make_plan([item.model_copy(update={"texts": texts}) for item in _items()]) if seed % 2 else PLAN
    book = _survey(plan, PREFILL if rng.random() < 0.5 else None)
    if rng.random() < 0.6:
        rows = rng.sample(range(4, 8), rng.randint(2, 4))
        book = _arranged(book, dict(zip(rows, rng.sample(rows, len(rows)), strict=True)))
    if rng.random() < 0.4:
        book = with_cell(book, (SHEET_1, rng.randint(4, 7), NAME), "名前を直した")
    if rng.random() < 0.2:
        book = with_cell(book, (SHEET_1, rng.randint(4, 7), NO), None)
    deleted = rng.randint(4, 7) if rng.random() < 0.3 else 0
    book = with_rows(book, SHEET_1, [n for n in range(1, 12) if n != deleted])
    stripped = rng.random() < 0.3
    numbers = rng.sample(("1", "2", "3", "4"), 4) if rng.random() < 0.5 else ("1", "2", "3", "4")
    today = _version(make_plan(_items(numbers, rng.sample(NAMES, 4))), rng.randint(1, 2))
    outcome = _read(_stripped(book) if stripped else book, today, [_record(plan)])
    read_here = _items_read(outcome)
    assert all(text == f"{key}|の実績" for key, text in read_here.items())
    sheet = book.sheet(SHEET_1)
    assert sheet is not None
    typed = {str(value) for row in sheet.rows for value in row if str(value).endswith("の実績")}
    assert all(text in read_here.values() or text in _kept(outcome) for text in typed)
