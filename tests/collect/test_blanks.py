"""A blank is no answer: what blank forms, rows and fields come to, what 「（削除）」 does, and rows of 受領 from before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kosei_xl.collect.conflicts import confirmed, open_conflicts, presets, settle
from kosei_xl.collect.consolidation import Consolidation, consolidate
from kosei_xl.collect.history import history, office_edits
from kosei_xl.collect.letters import Deadline, correction, reminder
from kosei_xl.collect.status import make_status
from kosei_xl.make.master import make_conflicts, make_ledger, make_received
from kosei_xl.read.choices import read_choices
from kosei_xl.read.ledger import read_ledger
from kosei_xl.read.survey import read_submission
from kosei_xl.values.cells import Book, CellRef
from kosei_xl.values.diagnostics import Diagnostic, Outcome, ValuePath, diagnostic
from kosei_xl.values.ledger import Choice, Entries, Ledger, Received, SavedBy, merge_field
from kosei_xl.values.model import EntryKey, Part, Submission, ValueSet, photo_slot
from kosei_xl.values.sheet_values import SheetValues
from kosei_xl.words import terms
from kosei_xl.words.deletion import is_deletion
from tests.tools.builders import (
    END,
    FILE,
    POINTS,
    SHEET_1,
    book_from_survey,
    found,
    make_plan,
    read,
    ref,
    sheet_of,
    standing,
    survey_of,
    with_cell,
)

PLAN = make_plan()
ONE, TWO = EntryKey("a-1", None, END), EntryKey("a-2", None, END)
BASE: Entries = {ONE: {"annual_plan": "開設する"}, TWO: {"annual_plan": "始める"}}
MASTER = SavedBy("事務局ブック.xlsx", "m", "2026-04-15 01:00:00", "次郎")
LATER = replace(MASTER, saved_at="2026-04-16 01:00:00")
CHOICE_AT = CellRef(MASTER.file, terms.CONFLICTS_SHEET, 3, 11)

Typed = Mapping[str, Mapping[str, str]]
FULL: Typed = {
    "a-1": {"rating": "A", "results": "開設した"},
    "a-2": {"rating": "B", "results": "遅れた", "cause": "委託先", "next_steps": "急ぐ"},
}


def _survey(typed: Typed, no: int = 1, entries: Entries = BASE, name: str = FILE) -> Outcome[Submission]:
    """D1's survey as it went out with `entries`, with texts typed into it ("" clears a cell)."""
    book = book_from_survey(survey_of(PLAN, entries), name)
    columns = {str(key): n for n, key in enumerate(book.sheets[1].rows[0], 1)}
    for row, item in ((4, "a-1"), (5, "a-2")):
        for field, text in typed.get(item, {}).items():
            book = with_cell(book, (SHEET_1, row, columns[field]), text or None)
    outcome = read(read_submission(book, PLAN))
    return replace(outcome, value=replace(outcome.value, submission_no=no, sha256=f"{name}{no}{typed}"))


def _cleared(*items: str) -> Typed:
    return {item: {"annual_plan": ""} for item in items}


def _start(entries: Entries = BASE) -> Ledger:
    """The ledger with these texts of the office, recorded."""
    return _edited(Ledger(), entries)


def _edited(ledger: Ledger, entries: Entries) -> Ledger:
    typed = replace(ledger, entries={**ledger.entries, **entries})
    return replace(typed, received=(*typed.received, *office_edits(PLAN, typed, {}, MASTER)))


def _take(ledger: Ledger, *surveys: Outcome[Submission]) -> Outcome[Consolidation]:
    at: dict[ValuePath, CellRef] = {(): CellRef(MASTER.file, "台帳")}
    return consolidate(standing(PLAN, END, ledger), at, surveys)


def _ledger(outcome: Outcome[Consolidation]) -> Ledger:
    return outcome.value.standing.ledger


def _filled() -> Ledger:
    return _ledger(_take(_start(), _survey(FULL)))


def _open(ledger: Ledger) -> list[tuple[str, str, str | None, str | None]]:
    conflicts = open_conflicts(standing(PLAN, END, ledger))
    return [(c.key.item_key, c.field, c.ours, c.before) for c in conflicts if c.blank]


def _choose(ledger: Ledger, word: str, own: str | None = None) -> Ledger:
    """The office decides the one open question."""
    (conflict,) = open_conflicts(standing(PLAN, END, ledger))
    choice = Choice(conflict.key, conflict.field, conflict.shown_theirs, conflict.ours, word, own, CHOICE_AT)
    settled = settle(PLAN, ledger, [choice], MASTER, {})
    assert settled.diagnostics == ()
    return settled.ledger


# -- (a) forms and rows without words --------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", [{}, _cleared("a-1", "a-2"), _cleared("a-1")])
def test_consolidate__blank_form_newer__k305_and_nothing_else_happens(typed: Typed) -> None:
    before = _filled()
    outcome = _take(before, _survey(typed, 2, name="様式.xlsx"))
    assert _ledger(outcome).entries == before.entries
    assert [p for p in found(outcome.diagnostics) if p[0] != "K421"] == [("K305", "[様式.xlsx]")]
    assert _open(_ledger(outcome)) == []
    again = _take(_ledger(outcome))
    assert again.diagnostics == outcome.diagnostics, "until something newer comes"
    settled = _take(_ledger(outcome), _survey(FULL, 3))
    assert found(settled.diagnostics) == []


def test_consolidate__blank_form_alone__k305_and_no_list_of_blanks() -> None:
    outcome = _take(_start({}), _survey({}, entries={}))
    assert found(outcome.diagnostics) == [("K305", f"[{FILE}]")]
    assert _ledger(outcome).entries == {ONE: {}, TWO: {}}


def test_consolidate__form_with_prefilled_texts_newer__what_was_written_over_them_stays() -> None:
    written = {"a-1": {**FULL["a-1"], "annual_plan": "窓口を開設する"}, "a-2": FULL["a-2"]}
    before = _ledger(_take(_start(), _survey(written)))
    outcome = _take(before, _survey({}, 2))
    assert _ledger(outcome).entries == before.entries


def test_consolidate__rows_without_words__one_note_with_the_count_and_no_conflict() -> None:
    before = _ledger(_take(_start(), _survey({item: {**FULL[item], "annual_plan": "毎年"} for item in FULL})))
    partial = _survey({"a-1": {"results": "直した", "annual_plan": ""}, "a-2": {"annual_plan": ""}}, 2)
    outcome = _take(before, partial)
    assert dict(_ledger(outcome).entries[TWO]) == {**FULL["a-2"], "annual_plan": "毎年"}
    assert found(outcome.diagnostics, "K421") == [("K421", f"[{FILE}]")]
    message = next(p.message() for p in outcome.diagnostics if p.code == "K421")
    assert "1件" in message
    assert "No.2" in message
    assert {item for item, *_ in _open(_ledger(outcome))} == {"a-1"}, "the other row has words"
    row = next(row for row in outcome.value.added if row.key == TWO)
    assert (row.fields, row.conflicts, row.taken) == ({}, (), ()), "a row without words says nothing"


def test_consolidate__half_filled_first_return__no_note() -> None:
    outcome = _take(_start({}), _survey({"a-1": FULL["a-1"]}, entries={}))
    assert [code for code, _ in found(outcome.diagnostics)] == ["K301", "K303"]


def test_consolidate__blank_form_newer_than_twins__twins_still_told() -> None:
    other = {"a-1": {**FULL["a-1"], "results": "別"}, "a-2": FULL["a-2"]}
    twins = _take(_start(), _survey(FULL), _survey(other, name="写し.xlsx"))
    outcome = _take(_ledger(twins), _survey({}, 2, name="様式.xlsx"))
    assert {code for code, _ in found(outcome.diagnostics)} == {"K305", "K404"}


# -- (b) a blank beside words ----------------------------------------------------------------------------------------
def test_consolidate__blank_where_the_survey_had_a_text__kept_and_asked() -> None:
    outcome = _take(_start(), _survey({"a-1": {**FULL["a-1"], "annual_plan": ""}, "a-2": FULL["a-2"]}))
    assert _ledger(outcome).entries[ONE]["annual_plan"] == "開設する"
    assert found(outcome.diagnostics) == [("K420", ref("O4"))]
    assert _open(_ledger(outcome)) == [("a-1", "annual_plan", "開設する", "開設する")]


def test_consolidate__blank_where_the_department_had_written__kept_and_asked() -> None:
    outcome = _take(_filled(), _survey({**FULL, "a-1": {"rating": "A", "results": ""}}, 2))
    assert _open(_ledger(outcome)) == [("a-1", "results", "開設した", "開設した")]
    assert found(outcome.diagnostics) == [("K420", ref("P4"))]
    assert "「開設した」" in outcome.diagnostics[0].message()


def test_consolidate__blank_where_nothing_was__nothing_asked() -> None:
    assert _open(_ledger(_take(_filled(), _survey(FULL, 2)))) == []


def test_consolidate__blank_and_the_office_has_written_something_else__one_question_about_its_text() -> None:
    before = _edited(_filled(), {ONE: {**_filled().entries[ONE], "results": "開設しました。"}})
    outcome = _take(before, _survey({**FULL, "a-1": {"rating": "A", "results": ""}}, 2))
    assert [c for c, _ in found(outcome.diagnostics)] == ["K420"]
    assert _open(_ledger(outcome)) == [("a-1", "results", "開設しました。", "開設した")]


def test_consolidate__blank_where_the_office_has_cleared_it__both_say_the_same() -> None:
    cleared = {name: text for name, text in _filled().entries[ONE].items() if name != "results"}
    before = _edited(_filled(), {ONE: cleared})
    outcome = _take(before, _survey({**FULL, "a-1": {"rating": "A", "results": ""}}, 2))
    assert _open(_ledger(outcome)) == []
    assert "results" not in _ledger(outcome).entries[ONE]
    again = _take(_ledger(outcome), _survey(FULL, 3))
    assert _ledger(again).entries[ONE]["results"] == "開設した", "it was blank, and now there is a text again"


BLANK_AGAIN: Typed = {**FULL, "a-1": {"rating": "A", "results": ""}}


def _asked() -> Ledger:
    return _ledger(_take(_filled(), _survey(BLANK_AGAIN, 2)))


@pytest.mark.parametrize(
    ("word", "own", "text"),
    [("残す", None, "開設した"), ("事務局", None, "開設した"), ("消す", None, None), ("自由記入", "二案", "二案")],
)
def test_settle__question__answered_recorded_and_not_asked_again(word: str, own: str | None, text: str | None) -> None:
    ledger = _choose(_asked(), word, own)
    assert ledger.entries[ONE].get("results") == text
    assert _open(ledger) == []
    assert office_edits(PLAN, ledger, {}, MASTER) == ()
    more = {**BLANK_AGAIN, "a-2": {**FULL["a-2"], "results": "遅れている"}}
    later = _take(ledger, _survey(more, 3))
    assert _open(_ledger(later)) == []
    assert _ledger(later).entries[ONE].get("results") == text


@pytest.mark.parametrize(("word", "text"), [("残す", "三案"), ("消す", "三案")])
def test_settle__answered_and_another_text_comes__taken_over(word: str, text: str) -> None:
    later = _take(_choose(_asked(), word), _survey({**FULL, "a-1": {"rating": "A", "results": text}}, 3))
    assert _ledger(later).entries[ONE]["results"] == text


def test_settle__cleared_and_the_old_text_comes_back__taken_over() -> None:
    later = _take(_choose(_asked(), "消す"), _survey(FULL, 3))
    assert _ledger(later).entries[ONE]["results"] == "開設した"


def test_settle__kept_then_a_text_then_a_blank__asked_anew() -> None:
    text = _take(_choose(_asked(), "残す"), _survey({**FULL, "a-1": {"rating": "A", "results": "三案"}}, 3))
    blank = _take(_ledger(text), _survey(BLANK_AGAIN, 4))
    assert _open(_ledger(blank)) == [("a-1", "results", "三案", "三案")]


def test_open_conflicts__text_after_the_blank__closed() -> None:
    later = _take(_asked(), _survey(FULL, 3))
    assert _open(_ledger(later)) == []
    assert found(later.diagnostics) == []


@pytest.mark.parametrize("at_once", [True, False])
def test_consolidate__older_text_heard_after_the_newer_blank__taken_and_asked(at_once: bool) -> None:
    older, newer = _survey(FULL, 1), _survey(BLANK_AGAIN, 2)
    ledger = _ledger(_take(_start(), newer, older) if at_once else _take(_ledger(_take(_start(), newer)), older))
    assert ledger.entries[ONE]["results"] == "開設した"
    assert _open(ledger) == [("a-1", "results", "開設した", "開設した")]


def test_open_conflicts__office_clears_the_field_itself__closed() -> None:
    cleared = {name: text for name, text in _asked().entries[ONE].items() if name != "results"}
    assert open_conflicts(standing(PLAN, END, _edited(_asked(), {ONE: cleared}))) == ()


def test_open_conflicts__written_and_cleared_by_the_office_then_blank__closed() -> None:
    cleared = _edited(_start(), {ONE: {}})
    both = _take(cleared, _survey({**FULL, "a-1": {**FULL["a-1"], "annual_plan": "毎年"}}))
    assert [c for c, _ in found(both.diagnostics)] == ["K405"]
    assert (
        found(_take(_ledger(both), _survey({**FULL, "a-1": {**FULL["a-1"], "annual_plan": ""}}, 2)).diagnostics) == []
    )


def test_open_conflicts__both_changed_it_then_a_blank_then_the_same_text__in_conflict_as_before() -> None:
    ours = _edited(_start({}), {ONE: {"results": "局"}})
    both = _take(ours, _survey(FULL, 1, {}))
    assert [c for c, _ in found(both.diagnostics, "K405")] == ["K405"]
    blank = _take(_ledger(both), _survey(BLANK_AGAIN, 2, {}))
    assert [c for c, _ in found(blank.diagnostics, "K405", "K420")] == ["K420"]
    back = _take(_ledger(blank), _survey(FULL, 3, {}))
    assert [c for c, _ in found(back.diagnostics, "K405", "K420")] == ["K405"]


def test_consolidate__mark_and_rating_cleared__asked_like_any_text() -> None:
    marked = {**FULL, "a-2": {**FULL["a-2"], "follow_up": "○"}}
    before = _ledger(_take(_start(), _survey(marked)))
    outcome = _take(before, _survey({**FULL, "a-2": {**FULL["a-2"], "rating": ""}}, 2))
    assert [(item, name) for item, name, *_ in _open(_ledger(outcome))] == [("a-2", "rating"), ("a-2", "follow_up")]


# -- (c) deleted in words ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("word", ["（削除）", "(削除)", "［削除］", " [ 削除 ] ", "（ 削除 ）", "【削除】"])
def test_consolidate__deleted_in_words__gone_with_a_note_that_quotes_it(word: str) -> None:
    outcome = _take(_start(), _survey({"a-1": {**FULL["a-1"], "annual_plan": word}, "a-2": FULL["a-2"]}))
    assert "annual_plan" not in _ledger(outcome).entries[ONE]
    assert found(outcome.diagnostics) == [("K422", ref("O4"))]
    assert "「開設する」" in outcome.diagnostics[0].message()
    row = next(row for row in outcome.value.added if row.key == ONE)
    assert row.fields["annual_plan"] == word.strip(), "受領 keeps what was typed"
    assert _take(_ledger(outcome)).diagnostics == outcome.diagnostics


@pytest.mark.parametrize("text", ["削除", "削除した", "（削除）する", "計画を（削除）"])
def test_is_deletion__words_about_deleting__are_texts(text: str) -> None:
    assert not is_deletion(text)


def test_consolidate__deleted_and_required__blank_for_the_rules() -> None:
    outcome = _take(_start(), _survey({"a-1": {**FULL["a-1"], "results": "（削除）"}, "a-2": FULL["a-2"]}))
    assert found(outcome.diagnostics) == [("K303", ref("P4"))]


def test_consolidate__rating_deleted__no_k201() -> None:
    outcome = _take(_filled(), _survey({**FULL, "a-1": {"rating": "（削除）", "results": "開設した"}}, 2))
    assert "rating" not in _ledger(outcome).entries[ONE]
    assert [code for code, _ in found(outcome.diagnostics)] == ["K422", "K301"]


def test_consolidate__deleted_and_the_office_has_written_something_else__in_conflict() -> None:
    before = _edited(_start(), {ONE: {"annual_plan": "局の文"}})
    outcome = _take(before, _survey({"a-1": {**FULL["a-1"], "annual_plan": "（削除）"}, "a-2": FULL["a-2"]}))
    assert found(outcome.diagnostics) == [("K405", ref("O4"))]
    assert _ledger(outcome).entries[ONE]["annual_plan"] == "局の文"


def test_consolidate__deleted_and_not_known_what_was_there__in_conflict_and_not_passed_over() -> None:
    survey = _survey({"a-1": {**FULL["a-1"], "annual_plan": "（削除）"}, "a-2": FULL["a-2"]})
    survey = replace(survey, value=replace(survey.value, base={}))
    assert found(_take(_start(), survey).diagnostics) == [("K405", ref("O4"))]


def test_consolidate__deleted_then_written_again__taken_over_and_the_note_ends() -> None:
    deleted = _take(_start(), _survey({"a-1": {**FULL["a-1"], "annual_plan": "（削除）"}, "a-2": FULL["a-2"]}))
    again = _take(_ledger(deleted), _survey({**FULL, "a-1": {**FULL["a-1"], "annual_plan": "二つ開設する"}}, 2))
    assert _ledger(again).entries[ONE]["annual_plan"] == "二つ開設する"
    assert found(again.diagnostics) == []


def test_consolidate__deleted_then_the_form_with_the_printed_text__stays_deleted_and_said() -> None:
    deleted = _take(_start(), _survey({"a-1": {**FULL["a-1"], "annual_plan": "（削除）"}, "a-2": FULL["a-2"]}))
    again = _take(_ledger(deleted), _survey(FULL, 2))
    assert "annual_plan" not in _ledger(again).entries[ONE]
    assert [(code, at) for code, at in found(again.diagnostics) if code == "K433"] == [("K433", ref("O4"))]


# -- marks and pictures ---------------------------------------------------------------------------------------------
PHOTO = EntryKey("a-1", None, END, photo_slot(1))
PHOTO_PLAN = make_plan(parts=(*PLAN.parts, Part(key="photos", kind="examples", sheet="主な取組")))
PICTURE, CAPTION = CellRef(FILE, "写真", 3, 4), CellRef(FILE, "写真", 3, 5)
SHA = "a" * 64


def _photo(
    fields: Mapping[str, str], *problems: Diagnostic, deleted: Mapping[str, str] | None = None
) -> Outcome[Submission]:
    """D1's return with one row of 写真, which went out with a picture and a caption."""
    sent = ValueSet("a-1", None, photo_slot(1), dict(fields), deleted=dict(deleted or {}))
    base = {sent.key: {"picture": SHA, "caption": "窓口"}}
    value = Submission("midori", 1, END, "D1", (sent,), FILE, "p", "2026", None, base=base)
    at: dict[ValuePath, CellRef] = {
        (): CellRef(FILE),
        ("value_sets", *sent.key): CellRef(FILE, "写真", 3),
        ("value_sets", *sent.key, "picture"): PICTURE,
        ("value_sets", *sent.key, "caption"): CAPTION,
    }
    return Outcome(value, at, problems)


def _taken(sent: Outcome[Submission]) -> Outcome[Consolidation]:
    start = Ledger({PHOTO: {"picture": SHA, "caption": "窓口"}})
    start = replace(start, received=office_edits(PHOTO_PLAN, start, {}, MASTER))
    at: dict[ValuePath, CellRef] = {(): CellRef(MASTER.file, "台帳")}
    return consolidate(standing(PHOTO_PLAN, END, start), at, [sent])


def test_consolidate__picture_gone_beside_a_caption__asked_and_one_message_is_enough() -> None:
    alone = diagnostic("K225", CAPTION, item="1", point=END)
    outcome = _taken(_photo({"caption": "新しい窓口"}, alone))
    about = [(p.code, p.at) for p in outcome.diagnostics if p.at is not None and p.at.sheet == "写真"]
    assert about == [("K420", PICTURE)]
    assert _ledger(outcome).entries[PHOTO] == {"picture": SHA, "caption": "新しい窓口"}


def test_consolidate__caption_that_never_had_a_picture__k225_as_before() -> None:
    alone = diagnostic("K225", CAPTION, item="1", point=END)
    sent = _photo({"caption": "新しい窓口"}, alone)
    sent = replace(sent, value=replace(sent.value, base={}))
    at: dict[ValuePath, CellRef] = {(): CellRef(MASTER.file, "台帳")}
    outcome = consolidate(standing(PHOTO_PLAN, END, Ledger()), at, [sent])
    assert ("K225", CAPTION) in [(p.code, p.at) for p in outcome.diagnostics]


def test_consolidate__deletion_written_over_a_picture__deleted_and_told_with_its_cell() -> None:
    outcome = _taken(_photo({}, deleted={"picture": "（削除）", "caption": "（削除）"}))
    assert _ledger(outcome).entries[PHOTO] == {}
    told = [(p.code, p.at, p.item) for p in outcome.diagnostics if p.at is not None and p.at.sheet == "写真"]
    assert sorted(told) == [("K422", PICTURE, "1"), ("K422", CAPTION, "1")]


def test_consolidate__mark_cleared__asked_like_a_text() -> None:
    texts: Entries = {ONE: {**BASE[ONE], "follow_up": "○"}, TWO: BASE[TWO]}
    survey = _survey({**FULL, "a-1": {**FULL["a-1"], "follow_up": ""}}, entries=texts)
    outcome = _take(_start(texts), survey)
    assert ("K420", ref("T4")) in found(outcome.diagnostics)
    assert _ledger(outcome).entries[ONE]["follow_up"] == "○"


# -- (d) no longer asked for -------------------------------------------------------------------------------------------
BETTER: Typed = {"a-1": FULL["a-1"], "a-2": {"rating": "A", "results": "追いついた"}}


def _better() -> Ledger:
    """B with cause and next steps, and now A without."""
    return _ledger(_take(_filled(), _survey(BETTER, 2)))


def _proposed(ledger: Ledger, seen: Sequence[Choice] = (), origin: SavedBy = MASTER) -> dict[str, str | None]:
    proposals = presets(open_conflicts(standing(PLAN, END, ledger)), seen, origin)
    return {field: choice.choice for (_, field), choice in proposals.items()}


def test_presets__rating_no_longer_asks_for_the_texts__clear_is_preset_and_not_applied() -> None:
    ledger = _better()
    assert {"cause", "next_steps"} <= ledger.entries[TWO].keys()
    assert _proposed(ledger) == {"cause": "消す", "next_steps": "消す"}


@pytest.mark.parametrize(
    "typed",
    [
        {**FULL, "a-2": {"rating": "B", "results": "遅れた"}},
        {**FULL, "a-2": {"rating": "A"}},
        {**FULL, "a-2": {"rating": "", "results": "遅れた"}},
    ],
)
def test_presets__still_asked_for_or_never_so__nothing_preset(typed: Typed) -> None:
    proposed = _proposed(_ledger(_take(_filled(), _survey(typed, 2))))
    assert set(proposed) == ({"cause", "next_steps"} if typed["a-2"].get("rating") == "A" else set())


def test_settle__proposal_that_nobody_has_confirmed__decides_nothing_and_stands() -> None:
    ledger = _better()
    proposals = tuple(presets(open_conflicts(standing(PLAN, END, ledger)), (), MASTER).values())
    settled = settle(PLAN, ledger, confirmed(proposals, MASTER, without_workbooks=False), MASTER, {})
    assert (settled.rows, settled.diagnostics) == ((), ())
    assert {c.choice for c in settled.kept.values()} == {"消す"}


@pytest.mark.parametrize(("origin", "alone"), [(LATER, False), (MASTER, True)])
def test_settle__proposal_left_standing_by_the_office__applied(origin: SavedBy, alone: bool) -> None:
    ledger = _better()
    proposals = tuple(presets(open_conflicts(standing(PLAN, END, ledger)), (), MASTER).values())
    settled = settle(PLAN, ledger, confirmed(proposals, origin, without_workbooks=alone), origin, {})
    assert dict(settled.ledger.entries[TWO]) == {"rating": "A", "results": "追いついた", "annual_plan": "始める"}
    assert settled.diagnostics == ()


def test_presets__office_has_cleared_the_proposal__not_proposed_again() -> None:
    ledger = _better()
    seen = [replace(c, choice=None) for c in presets(open_conflicts(standing(PLAN, END, ledger)), (), MASTER).values()]
    assert _proposed(ledger, seen) == {}


# -- the sheet ---------------------------------------------------------------------------------------------------------
COLUMNS = {**terms.MASTER_SHEETS[terms.CONFLICTS_SHEET], **terms.COLUMNS_OF_BLANKS[terms.CONFLICTS_SHEET]}


def _sheet(ledger: Ledger, **typed: str) -> tuple[SheetValues, tuple[Choice, ...]]:
    """The sheet of conflicts with its proposals, and what is read where texts are typed into its first row."""
    conflicts = open_conflicts(standing(PLAN, END, ledger))
    values = make_conflicts(PLAN, conflicts, presets(conflicts, (), MASTER))
    sheet = sheet_of(terms.CONFLICTS_SHEET, values, COLUMNS, band=False)
    book: Book = replace(book_from_survey(survey_of(PLAN)), sheets=(sheet,))
    for name, text in typed.items():
        book = with_cell(book, (terms.CONFLICTS_SHEET, 3, list(COLUMNS).index(name) + 1), text)
    return values, read_choices(book) or ()


def test_sheet__blanks_of_a_workbook__together_below_the_row_that_decides_all() -> None:
    values, choices = _sheet(_better())
    shown = [(r.values.get("no"), r.values["label"], r.values["theirs"], r.values["choice"]) for r in values.rows]
    assert shown == [
        (None, terms.ALL_BLANKS, "（空欄）", None),
        ("2", "要因", "（空欄）", "消す"),
        ("2", "今後の対応", "（空欄）", "消す"),
    ]
    assert [(r.values.get("ours"), r.values.get("before")) for r in values.rows[1:]] == [
        ("委託先", "委託先"),
        ("急ぐ", "急ぐ"),
    ]
    assert values.choices == {"choice": ("残す", "消す", "自由記入")}
    assert [(c.field, c.choice, c.preset) for c in choices] == [
        ("cause", "消す", MASTER.saved_at),
        ("next_steps", "消す", MASTER.saved_at),
    ]


@pytest.mark.parametrize(("word", "left"), [("残す", True), ("消す", False)])
def test_sheet__one_cell_for_all__decides_all_where_nobody_chose(word: str, left: bool) -> None:
    ledger = _better()
    _, choices = _sheet(ledger, choice=word)
    settled = settle(PLAN, ledger, choices, MASTER, {})
    assert settled.diagnostics == ()
    assert ({"cause", "next_steps"} <= settled.ledger.entries[TWO].keys()) is left
    assert _open(settled.ledger) == []


def test_sheet__one_cell_for_all_and_a_row_of_its_own__the_row_counts() -> None:
    ledger = _better()
    _, choices = _sheet(ledger, choice="消す")
    own = [replace(c, choice="残す") if c.field == "cause" else c for c in choices]
    assert {"cause"} == settle(PLAN, ledger, own, MASTER, {}).ledger.entries[TWO].keys() & {"cause", "next_steps"}


@pytest.mark.parametrize("typed", [{"choice": "両方"}, {"own_text": "どうしますか"}])
def test_sheet__words_that_mean_nothing_for_all__told_once_and_kept(typed: dict[str, str]) -> None:
    ledger = _better()
    _, choices = _sheet(ledger, **typed)
    settled = settle(PLAN, ledger, choices, MASTER, {})
    assert [code for code, _ in found(settled.diagnostics)] == ["K414"]
    kept = [text for c in settled.kept.values() for text in (c.choice, c.own_text)]
    assert set(typed.values()) <= set(kept)
    assert settled.ledger.entries == ledger.entries


def test_sheet__conflict_and_blank__both_kinds_of_words() -> None:
    ours = _edited(_start({}), {ONE: {"results": "局"}})
    both = _ledger(_take(ours, _survey(FULL, 1, {})))
    blank = _ledger(_take(both, _survey({**FULL, "a-2": {"rating": "B", "results": "遅れた", "cause": "x"}}, 2, {})))
    values, _ = _sheet(blank)
    assert values.choices["choice"] == ("課", "事務局", "自由記入", "残す", "消す")
    assert [r.values["kind"] for r in values.rows] == [None, terms.BLANK_KIND]


# -- status and letters ------------------------------------------------------------------------------------------------
def _status_of(outcome: Outcome[Consolidation]) -> tuple[str, str, list[Diagnostic]]:
    (status,) = make_status(outcome.value.standing, outcome.diagnostics)
    letter = reminder(PLAN, POINTS[1], status, POINTS[1].date)
    return status.state, letter.body if letter else "", list(status.errors)


def test_status__blank_form_newer_than_a_filled_one__an_error_and_one_sentence_in_the_letter() -> None:
    state, body, errors = _status_of(_take(_filled(), _survey({}, 2, name="様式.xlsx")))
    assert (state, [p.code for p in errors]) == ("errors", ["K305"])
    assert "「様式.xlsx」には、まだ何も書かれていません" in body
    assert "・" not in body


def test_status__blank_form_alone__empty_and_one_sentence_in_the_letter() -> None:
    state, body, _ = _status_of(_take(_start({}), _survey({}, entries={})))
    assert state == "empty"
    assert "何も書かれていません" in body
    assert "・" not in body


def test_correction__blank_form__one_sentence_and_no_list() -> None:
    outcome = _take(_filled(), _survey({}, 2))
    respondent = PLAN.respondent("D1")
    assert respondent is not None
    letter = correction(PLAN, POINTS[1], respondent, outcome.diagnostics, "写し.xlsx", Deadline(None, POINTS[1].date))
    assert "何も書かれていません" in letter.body
    assert "・" not in letter.body


def test_status__twins__returned_with_an_open_item_and_no_blank() -> None:
    other = {"a-1": {**FULL["a-1"], "results": "別"}, "a-2": FULL["a-2"]}
    outcome = _take(_start(), _survey(FULL), _survey(other, name="写し.xlsx"))
    (status,) = make_status(outcome.value.standing, outcome.diagnostics)
    assert (status.state, status.blanks, [p.code for p in status.errors]) == ("errors", (), ["K404"])


# -- rows written before -----------------------------------------------------------------------------------------------
_NAMES = ("annual_plan", "results")
_WORD = st.sampled_from(("", "", "一", "二", "（削除）"))


@st.composite
def _old_rows(draw: st.DrawFn) -> tuple[Ledger, set[tuple[EntryKey, str]]]:
    """A ledger with 受領 as the rule of before left it (a blank is a word like any text), and its open conflicts."""
    entries = {key: dict(fields) for key, fields in BASE.items()}
    rows: list[Received] = list(_start().received)
    last: dict[tuple[EntryKey, str], Received] = {}
    still: set[tuple[EntryKey, str]] = set()
    ranks = draw(st.lists(st.integers(1, 5), unique=True, max_size=5))
    for number in ranks:
        sha = f"{number}"
        head = Received(EntryKey("", None, END), "D1", number, f"{sha}.xlsx", sha, "", {}, taken=())
        rows.append(head)
        for key in (ONE, TWO):
            fields = {name: text for name in _NAMES if (text := draw(_WORD))}
            taken, conflicts = [], []
            row = Received(key, "D1", number, f"{sha}.xlsx", sha, "", fields)
            for name in _NAMES:
                held = last.get((key, name))
                if held is not None and held.rank > row.rank:
                    continue
                base = (held.fields if held else BASE[key]).get(name)
                theirs, ours = fields.get(name), entries[key].get(name)
                value, conflict = merge_field(base, theirs, ours)
                if conflict or ((key, name) in still and theirs == base and theirs != value):
                    conflicts.append(name)
                    still.add((key, name))
                else:
                    still.discard((key, name))
                if value != ours:
                    taken.append(name)
                entries[key] = {n: t for n, t in entries[key].items() if n != name}
                entries[key] |= {name: value} if value is not None else {}
                last[key, name] = row
            rows.append(replace(row, taken=tuple(taken), conflicts=tuple(conflicts)))
        edited = draw(st.sampled_from((None, ONE, TWO)))
        if edited is not None:
            text = draw(st.sampled_from(("一", "局")))
            entries[edited] = {**entries[edited], "results": text}
            ledger = Ledger(entries, tuple(rows))
            rows += office_edits(PLAN, ledger, {}, MASTER)
            word = last.get((edited, "results"))
            if word is not None and word.fields.get("results") == text:
                still.discard((edited, "results"))
    return Ledger(entries, tuple(rows)), still


@settings(deadline=None)
@given(_old_rows())
def test_rows_of_before__any_course__replay_as_they_did(made: tuple[Ledger, set[tuple[EntryKey, str]]]) -> None:
    ledger, still = made
    assert office_edits(PLAN, ledger, {}, MASTER) == (), "受領 explains the ledger"
    assert {(c.key, c.field) for c in open_conflicts(standing(PLAN, END, ledger))} == still
    last = {(event.key, event.field): event.new for event in history(PLAN, ledger)}
    assert {at: text for at, text in last.items() if text is not None} == {
        (key, name): text for key, fields in ledger.entries.items() for name, text in fields.items()
    }
    outcome = _take(ledger)
    assert _ledger(outcome).entries == ledger.entries
    assert not {"K305", "K420", "K421", "K422"} & {code for code, _ in found(outcome.diagnostics)}


@settings(deadline=None)
@given(_old_rows(), st.data())
def test_rows_of_before__a_return_of_today__empties_nothing(
    made: tuple[Ledger, set[tuple[EntryKey, str]]], data: st.DataObject
) -> None:
    ledger, _ = made
    typed = {item: {name: data.draw(st.sampled_from(("", "三"))) for name in _NAMES} for item in ("a-1", "a-2")}
    outcome = _take(ledger, _survey(typed, 9))
    for key, fields in ledger.entries.items():
        for name, text in fields.items():
            written = typed[key.item_key].get(name)
            assert _ledger(outcome).entries[key].get(name) in ({written, text} if written else {text})
    assert _take(_ledger(outcome)).value.added == ()


def test_received__every_kind_of_row__read_back_as_written() -> None:
    twin = {"a-1": {**FULL["a-1"], "results": "別"}, "a-2": {**FULL["a-2"], "annual_plan": "（削除）"}}
    ledger = _ledger(_take(_asked(), _survey(FULL, 3), _survey(twin, 3, name="写し.xlsx"), _survey({}, 4)))
    ledger = _ledger(_take(ledger, _survey({"a-1": {"results": "五", "annual_plan": ""}, **_cleared("a-2")}, 5)))
    rows = ledger.received
    assert any(row.held for row in rows)
    assert any(row.untouched for row in rows)
    assert any(row.blanks and row.fields for row in rows)
    assert any(row.blanks and not row.fields for row in rows)
    sheets = {
        terms.LEDGER_SHEET: make_ledger(PLAN, ledger),
        terms.RECEIVED_SHEET: make_received(PLAN, rows),
    }
    made = [
        sheet_of(name, values, {**terms.MASTER_SHEETS[name], **values.later}, band=False)
        for name, values in sheets.items()
    ]
    again = read_ledger(replace(book_from_survey(survey_of(PLAN)), name=MASTER.file, sheets=tuple(made)), PLAN).value
    assert again.received == rows
    states = [open_conflicts(standing(PLAN, END, each)) for each in (ledger, replace(again, entries=ledger.entries))]
    assert states[0] == states[1]
