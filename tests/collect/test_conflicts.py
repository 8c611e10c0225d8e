"""Conflicts between a department and the office: open until one of them gives way, decided once and for all."""

from dataclasses import replace

import pytest

from kosei_xl.collect.conflicts import SettledConflicts, open_conflicts, settle, shown_text
from kosei_xl.collect.consolidation import Consolidation, consolidate
from kosei_xl.collect.history import office_edits
from kosei_xl.make.master import make_conflicts
from kosei_xl.read.choices import read_choices
from kosei_xl.read.survey import read_submission
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Outcome, ValuePath
from kosei_xl.values.ledger import Choice, Ledger, SavedBy
from kosei_xl.values.model import EntryKey, Part, Submission, ValueSet, photo_slot
from kosei_xl.values.pictures import Picture
from kosei_xl.words import terms
from tests.tools.builders import (
    END,
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
    with_columns,
)
from tests.tools.photos import picture

PLAN = make_plan()
KEY = EntryKey("a-1", None, END)
BASE = {KEY: {"annual_plan": "開設する", "rating": "A"}}
MASTER = SavedBy("事務局ブック.xlsx", "m", "2026-04-15 01:00:00", "次郎")
OURS, THEIRS = "窓口を開設する", "開設を目指す"


def _survey(no: int = 1, lost: str = "", **typed: str) -> Outcome[Submission]:
    """D1's survey as it went out with `BASE`, with texts typed into a-1; without the column `lost`."""
    book = book_from_survey(survey_of(PLAN, BASE))
    columns = {str(key): n for n, key in enumerate(book.sheets[1].rows[0], 1)}
    for name, text in typed.items():
        book = with_cell(book, (SHEET_1, 4, columns[name]), text or None)
    if lost:
        letters = "".join(chr(64 + n) for n in range(1, 27) if n != columns[lost])
        book = with_columns(book, SHEET_1, letters)
    outcome = read(read_submission(book, PLAN))
    return replace(outcome, value=replace(outcome.value, submission_no=no, sha256=f"{no}{typed}{lost}"))


def _take(ledger: Ledger, *surveys: Outcome[Submission]) -> Outcome[Consolidation]:
    return consolidate(standing(PLAN, END, ledger), {(): CellRef(MASTER.file, "台帳")}, surveys)


def _edited(ledger: Ledger, **texts: str) -> Ledger:
    """The office types texts into a-1, and the next run records them."""
    current = {**ledger.entries, KEY: {**ledger.fields(KEY), **texts}}
    typed = replace(ledger, entries=current)
    return replace(typed, received=(*typed.received, *office_edits(PLAN, typed, {}, MASTER)))


def _in_conflict(theirs: str = THEIRS) -> Ledger:
    """A ledger in which the department's text and the office's differ."""
    ledger = _edited(_edited(Ledger(BASE)), annual_plan=OURS)
    survey = _survey(annual_plan=theirs) if theirs else _survey(annual_plan="", results="開設した")
    return _take(ledger, survey).value.standing.ledger  # a form in which nothing is written says nothing


def _choice(ledger: Ledger, choice: str | None, own: str | None = None, field: str = "annual_plan") -> Choice:
    """What the office chooses beside a conflict as the sheet shows it."""
    (conflict,) = [c for c in open_conflicts(standing(PLAN, END, ledger)) if c.field == field]
    return Choice(KEY, field, conflict.shown_theirs, conflict.ours, choice, own, CellRef(MASTER.file, "競合", 3, 11))


def _settle(ledger: Ledger, choice: str | None, own: str | None = None, field: str = "annual_plan") -> SettledConflicts:
    return settle(PLAN, ledger, [_choice(ledger, choice, own, field)], MASTER, {})


def _open(ledger: Ledger) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(c.field, c.theirs, c.ours, c.before) for c in open_conflicts(standing(PLAN, END, ledger))]


def test_open_conflicts__both_changed__side_by_side_with_what_both_started_from() -> None:
    ledger = _in_conflict()
    assert _open(ledger) == [("annual_plan", THEIRS, OURS, "開設する")]
    assert ledger.entries[KEY]["annual_plan"] == OURS


def test_open_conflicts__sent_again_unchanged__still_open_with_the_same_base() -> None:
    later = _take(_in_conflict(), _survey(2, annual_plan=THEIRS, results="開設した")).value.standing.ledger
    assert _open(later) == [("annual_plan", THEIRS, OURS, "開設する")]


def test_open_conflicts__column_lost_in_the_next_return__still_open_and_reported() -> None:
    later = _take(_in_conflict(), _survey(2, lost="annual_plan", results="開設した"))
    assert _open(later.value.standing.ledger) == [("annual_plan", THEIRS, OURS, "開設する")]
    assert [code for code, _ in found(later.diagnostics, "K405")] == ["K405"]


def test_open_conflicts__department_gives_way__closed() -> None:
    later = _take(_in_conflict(), _survey(2, annual_plan=OURS))
    assert _open(later.value.standing.ledger) == []
    assert found(later.diagnostics, "K405") == []


def test_open_conflicts__department_changes_its_mind__open_with_the_new_text() -> None:
    later = _take(_in_conflict(), _survey(2, annual_plan="三案"))
    assert _open(later.value.standing.ledger) == [("annual_plan", "三案", OURS, THEIRS)]


def test_open_conflicts__office_types_the_departments_text__closed() -> None:
    assert _open(_edited(_in_conflict(), annual_plan=THEIRS)) == []


@pytest.mark.parametrize(
    ("choice", "own", "text"),
    [("課", None, THEIRS), (" 事務局 ", None, OURS), ("自由記入", "二案", "二案")],
)
def test_settle__chosen__in_the_ledger_recorded_and_closed(choice: str, own: str | None, text: str) -> None:
    ledger = _in_conflict()
    settled = _settle(ledger, choice, own)
    assert settled.diagnostics == ()
    assert settled.ledger.entries[KEY]["annual_plan"] == text
    assert _open(settled.ledger) == []
    (row,) = settled.rows
    assert (row.is_office, row.fields, row.conflicts) == (True, {"annual_plan": text}, ("annual_plan",))
    assert str(row.place("annual_plan")) == "[事務局ブック.xlsx]競合!K3"
    assert (row.saved_by, row.saved_at, row.sha256) == ("次郎", "2026-04-15 01:00:00", "m")
    assert office_edits(PLAN, settled.ledger, {}, MASTER) == (), "the decision explains the ledger"


@pytest.mark.parametrize("choice", ["課", "事務局"])
def test_settle__decided_and_the_same_text_sent_again__stays_decided(choice: str) -> None:
    settled = _settle(_in_conflict(), choice).ledger
    later = _take(settled, _survey(2, annual_plan=THEIRS, results="開設した"))
    assert found(later.diagnostics, "K405") == []
    assert later.value.standing.ledger.entries[KEY]["annual_plan"] == (THEIRS if choice == "課" else OURS)
    assert later.value.standing.ledger.entries[KEY]["results"] == "開設した"


def test_settle__decided_for_the_office_and_another_text_comes__a_new_conflict() -> None:
    settled = _settle(_in_conflict(), "事務局").ledger
    later = _take(settled, _survey(2, annual_plan="三案"))
    assert _open(later.value.standing.ledger) == [("annual_plan", "三案", OURS, THEIRS)]


def test_settle__decided_for_the_department_and_another_text_comes__taken_over() -> None:
    settled = _settle(_in_conflict(), "課").ledger
    later = _take(settled, _survey(2, annual_plan="三案"))
    assert _open(later.value.standing.ledger) == []
    assert later.value.standing.ledger.entries[KEY]["annual_plan"] == "三案"


@pytest.mark.parametrize(("theirs", "choice"), [("", "消す"), ("", "課"), ("（削除）", "課")])
def test_settle__department_cleared_the_field_and_is_chosen__cleared(theirs: str, choice: str) -> None:
    settled = _settle(_in_conflict(theirs), choice)
    assert "annual_plan" not in settled.ledger.entries[KEY]
    assert settled.rows[0].taken == ("annual_plan",)
    assert office_edits(PLAN, settled.ledger, {}, MASTER) == ()


@pytest.mark.parametrize(
    ("choice", "own", "why"),
    [
        ("両方", None, "分かりません"),
        ("自由記入", None, "文を書いてください"),
        ("課", "二案", "どちらかを消してください"),
        (None, "二案", "から選んでください"),
    ],
)
def test_settle__not_clear_what_was_meant__k414_nothing_done_and_the_typing_kept(
    choice: str | None, own: str | None, why: str
) -> None:
    ledger = _in_conflict()
    settled = _settle(ledger, choice, own)
    assert found(settled.diagnostics) == [("K414", "[事務局ブック.xlsx]競合!K3")]
    assert why in settled.diagnostics[0].message()
    assert settled.rows == ()
    assert settled.ledger.entries == ledger.entries
    kept = settled.kept[KEY, "annual_plan"]
    assert (kept.choice, kept.own_text) == (choice, own)


@pytest.mark.parametrize(("own", "text"), [("順調", "A"), ("-", None)])
def test_settle__own_rating__read_like_any_rating(own: str, text: str | None) -> None:
    ledger = _edited(_edited(Ledger(BASE)), rating="S")
    ledger = _take(ledger, _survey(rating="B")).value.standing.ledger
    settled = _settle(ledger, "自由記入", own, "rating")
    assert settled.ledger.entries[KEY].get("rating") == text
    refused = _settle(ledger, "自由記入", "とても良い", "rating")
    assert found(refused.diagnostics) == [("K414", "[事務局ブック.xlsx]競合!K3")]
    assert "S・A・B" in refused.diagnostics[0].message()


def test_settle__ledger_edited_after_the_choice__k414_and_asked_again_but_own_words_kept() -> None:
    ledger = _in_conflict()
    choice = _choice(ledger, "自由記入", "二案")
    settled = settle(PLAN, _edited(ledger, annual_plan="四案"), [choice], MASTER, {})
    assert found(settled.diagnostics) == [("K414", "[事務局ブック.xlsx]競合!K3")]
    assert settled.ledger.entries[KEY]["annual_plan"] == "四案", "what the office typed last is not pushed aside"
    kept = settled.kept[KEY, "annual_plan"]
    assert (kept.choice, kept.own_text) == (None, "二案")


def test_settle__conflict_gone_meanwhile__k415_and_nothing_else() -> None:
    ledger = _in_conflict()
    choice = _choice(ledger, "自由記入", "二案")
    agreed = _edited(ledger, annual_plan=THEIRS)
    settled = settle(PLAN, agreed, [choice], MASTER, {})
    assert found(settled.diagnostics) == [("K415", "[事務局ブック.xlsx]競合!K3")]
    assert "二案" in settled.diagnostics[0].message()
    assert settled.ledger.entries == agreed.entries
    (row,) = settled.rows
    assert (row.other, row.taken, row.conflicts) == ("二案", (), ()), "what was typed is not lost"
    again = settle(PLAN, settled.ledger, [], MASTER, {})
    assert office_edits(PLAN, again.ledger, {}, MASTER) == ()


def test_settle__row_copied_on_the_sheet__decided_once() -> None:
    ledger = _in_conflict()
    choices = [_choice(ledger, "課"), _choice(ledger, "自由記入", "二案")]
    settled = settle(PLAN, ledger, choices, MASTER, {})
    assert settled.ledger.entries[KEY]["annual_plan"] == THEIRS
    assert [code for code, _ in found(settled.diagnostics)] == ["K415"]


def test_settle__nothing_chosen__nothing_happens() -> None:
    ledger = _in_conflict()
    settled = _settle(ledger, None)
    assert (settled.rows, settled.kept, settled.diagnostics) == ((), {}, ())


def test_sheet__conflict_and_a_choice_that_waits__read_back() -> None:
    ledger = _in_conflict()
    waiting = replace(_choice(ledger, None, "二案"), theirs=None)
    values = make_conflicts(PLAN, open_conflicts(standing(PLAN, END, ledger)), {(KEY, "annual_plan"): waiting})
    sheet = sheet_of(terms.CONFLICTS_SHEET, values, terms.MASTER_SHEETS[terms.CONFLICTS_SHEET], band=False)
    book = replace(book_from_survey(survey_of(PLAN, BASE)), sheets=(sheet,))
    (choice,) = read_choices(book) or ()
    assert (choice.key, choice.field, choice.theirs, choice.ours) == (KEY, "annual_plan", THEIRS, OURS)
    assert (choice.choice, choice.own_text) == (None, "二案")
    shown = dict(values.rows[0].values)
    assert (shown["no"], shown["department"], shown["label"], shown["before"]) == (
        "1",
        "福祉課",
        "当初予定",
        "開設する",
    )
    assert f"[{shown['file']}]{shown['sheet']}!{shown['cell']}" == ref("O4")


def test_read_choices__master_without_the_sheet__none() -> None:
    assert read_choices(book_from_survey(survey_of(PLAN, BASE))) is None


# -- pictures --------------------------------------------------------------------------------------------------------
PHOTO = EntryKey("a-1", None, END, photo_slot(1))
PHOTO_PLAN = make_plan(parts=(*PLAN.parts, Part(key="photos", kind="examples", sheet="主な取組")))
OWN_PICTURE, THEIR_PICTURE = picture("red"), picture("blue")


def _pictures_in_conflict() -> Ledger:
    """The office has pasted another picture than the department sent."""
    start = Ledger({PHOTO: {"picture": "0" * 64}})
    start = replace(start, received=office_edits(PHOTO_PLAN, start, {}, MASTER))
    typed = replace(start, entries={PHOTO: {"picture": OWN_PICTURE.sha256}})
    edited = replace(typed, received=(*typed.received, *office_edits(PHOTO_PLAN, typed, {}, MASTER)))
    photo = ValueSet("a-1", None, photo_slot(1), {"picture": THEIR_PICTURE.sha256})
    base = {photo.key: {"picture": "0" * 64}}
    sent = Submission("midori", 1, END, "D1", (photo,), "福祉課.xlsx", "s", "2026", None, base=base)
    at: dict[ValuePath, CellRef] = {("value_sets", *photo.key): CellRef("福祉課.xlsx", "写真", 3)}
    places: dict[ValuePath, CellRef] = {(): CellRef(MASTER.file, "台帳")}
    taken = consolidate(standing(PHOTO_PLAN, END, edited), places, [Outcome(sent, at)])
    return taken.value.standing.ledger


@pytest.mark.parametrize(
    ("choice", "own", "pictures", "result"),
    [
        ("事務局", None, (), OWN_PICTURE.sha256),
        ("課", None, (THEIR_PICTURE,), THEIR_PICTURE.sha256),
        ("課", None, (), "福祉課.xlsx"),
        ("自由記入", "この写真", (), "写真に文は書けません"),
    ],
)
def test_settle__pictures__as_far_as_the_picture_is_there(
    choice: str, own: str | None, pictures: tuple[Picture, ...], result: str
) -> None:
    ledger = _pictures_in_conflict()
    (conflict,) = open_conflicts(standing(PHOTO_PLAN, END, ledger))
    shown = (shown_text("picture", conflict.theirs), shown_text("picture", conflict.ours))
    typed = Choice(PHOTO, "picture", *shown, choice, own, CellRef(MASTER.file, "競合", 3, 11))
    settled = settle(PHOTO_PLAN, ledger, [typed], MASTER, {p.sha256: p for p in pictures})
    if settled.diagnostics:
        assert found(settled.diagnostics) == [("K414", "[事務局ブック.xlsx]競合!K3")]
        assert result in settled.diagnostics[0].message()
        assert settled.ledger.entries[PHOTO]["picture"] == OWN_PICTURE.sha256
    else:
        assert settled.ledger.entries[PHOTO]["picture"] == result
        assert result == OWN_PICTURE.sha256 or result in settled.ledger.pictures
        assert open_conflicts(standing(PHOTO_PLAN, END, settled.ledger)) == ()
