"""A department's survey: what it shows, and that what is typed into it is read back."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kosei_xl.collect.rules import check_rules
from kosei_xl.make.selfcheck import needed_fields
from kosei_xl.make.survey import Survey, has_indicators, lists, make_survey, survey_row_key
from kosei_xl.read.survey import read_submission
from kosei_xl.read.tables import text_of
from kosei_xl.values.cells import Book
from kosei_xl.values.ledger import Ledger, slot_of
from kosei_xl.values.model import (
    INDICATOR_FIELDS,
    ROW,
    EntryKey,
    Plan,
    Rating,
    Respondent,
    SetKey,
    SubItem,
    indicator_slot,
)
from kosei_xl.values.sheet_values import KeyedFormula
from kosei_xl.verbs import init
from kosei_xl.words import terms
from kosei_xl.workbook.book import is_error_value
from tests.tools.builders import (
    END,
    HALF,
    ITEMS,
    MORE_ITEMS,
    RATINGS,
    book_from_survey,
    found,
    make_plan,
    read,
    standing,
    survey_of,
    with_cell,
)
from tests.tools.office import respondent

PLAN = make_plan(MORE_ITEMS, indicators=True)
WELFARE, TAX = DEPARTMENTS = tuple(respondent(PLAN, code) for code in ("D1", "D2"))
SAMPLE = init.sample_plan("midori").plan
_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.just("\n"), min_size=1, max_size=40)


def _survey(
    plan: Plan = PLAN, current: dict[EntryKey, dict[str, str]] | None = None, department: Respondent = WELFARE
) -> Survey:
    return make_survey(standing(plan, END, Ledger(current or {})), department)


def _inputs(book: Book, plan: Plan, survey: Survey) -> dict[tuple[str, int, int], tuple[SetKey, str]]:
    """Every unlocked input cell of a survey -> the value set and field that it stands for."""
    answered = {survey_row_key(line): line for line in plan.lines_answered_by(survey.respondent.code)}
    cells = {}
    sheets = {**survey.areas, **({terms.SURVEY_INDICATORS_SHEET: survey.indicators} if survey.indicators else {})}
    for name, values in sheets.items():
        sheet = book.sheet(name)
        assert sheet is not None
        columns = {key: n for n, key in enumerate(sheet.rows[0], 1)}
        rows = {text_of(cells[0]): n for n, cells in enumerate(sheet.rows, 1)}
        for row in values.rows:
            item_key, _, rest = (row.key or "").partition("|")
            sub_no, _, seq = rest.partition("|")
            if row.like == "row" and f"{item_key}|{sub_no}" in answered:
                for field in INDICATOR_FIELDS if seq else plan.entry_fields:
                    if field not in row.locked:
                        cells[name, rows[row.key], columns[field]] = ((item_key, sub_no or None, slot_of(seq)), field)
    return cells


# -- what it shows ---------------------------------------------------------------------------------------------------
def test_make_survey__sheets_and_rows__those_that_concern_the_department() -> None:
    survey = _survey()
    assert list(survey.areas) == ["1 市民", "2 財政"]
    rows = [(row.key, row.like) for values in survey.areas.values() for row in values.rows]
    assert rows == [
        ("a-1|", "row"),
        ("a-2|", "row"),
        ("a-3|", "reference"),
        ("band:1", "added_head"),
        ("+1", "added"),
        ("+2", "added"),
        ("+3", "added"),
        ("a-4|", "row"),
        ("a-5|", "row"),
        ("a-6|", "reference"),
        ("a-6|1", "row"),
        ("band:2", "added_head"),
        ("+1", "added"),
        ("+2", "added"),
        ("+3", "added"),
    ]
    assert list(_survey(department=TAX).areas) == ["1 市民", "2 財政"]


def test_make_survey__reference_rows__say_who_answers() -> None:
    rows = {row.key: row.values for values in _survey().areas.values() for row in values.rows}
    assert rows["a-3|"]["state"] == "回答課：税務課"
    assert rows["a-6|"]["state"] == "事務局が評価します"
    assert "rating" not in rows["a-3|"]


def test_make_survey__previous_rating__of_the_point_before() -> None:
    current = {EntryKey("a-1", None, HALF): {"rating": "B"}, EntryKey("a-4", None, HALF): {"rating": "S"}}
    rows = {row.key: row.values for values in _survey(current=current).areas.values() for row in values.rows}
    assert rows["a-1|"]["previous"] == "B"
    assert rows["a-5|"]["previous"] == "B", "a repeated listing has its original's"
    assert rows["a-2|"]["previous"] is None
    assert "previous" not in rows["a-4|"]
    first = make_survey(standing(PLAN, HALF, Ledger(current)), WELFARE)
    assert "previous" in first.areas["1 市民"].hidden


def test_make_survey__repeated_listing__shows_its_original_by_formula() -> None:
    rows = {
        row.key: row
        for values in _survey(current={EntryKey("a-1", None, END): {"rating": "A"}}).areas.values()
        for row in values.rows
    }
    rating = rows["a-5|"].values["rating"]
    assert isinstance(rating, KeyedFormula)
    assert rating.value == "A"
    assert "a-1|" in rating.text
    assert rows["a-5|"].locked >= {"rating", "results"}


def test_make_survey__state__tells_what_is_blank() -> None:
    current = {
        EntryKey("a-1", None, END): {"rating": "B", "results": "x", "cause": "y"},
        EntryKey("a-4", None, END): {"results": "z"},
    }
    rows = {row.key: row.values for values in _survey(current=current).areas.values() for row in values.rows}
    states = {key: values["state"] for key, values in rows.items() if isinstance(values.get("state"), KeyedFormula)}
    shown = {key: state.value for key, state in states.items() if isinstance(state, KeyedFormula)}
    assert shown["a-1|"] == "未記入：今後の対応"
    assert shown["a-2|"] == "未記入：評価、取組実績"
    assert shown["a-4|"] == "済"


def test_make_survey__columns_that_the_plan_does_not_use__hidden() -> None:
    hidden = _survey().areas["1 市民"].hidden
    assert {"issues", "reason", "example", "overview", "text2", "own2", "row_key"} <= hidden
    assert not {"rating", "results", "text1", "own1"} & hidden
    assert _survey().areas["1 市民"].columns == {"text1": ("goal", "目標"), "own1": ("effect", "効果額")}


def test_make_survey__indicators__one_blank_row_more_than_there_are() -> None:
    current = {EntryKey("a-1", None, END, indicator_slot(n)): {"indicator": f"指標{n}"} for n in (1, 2)}
    survey = _survey(current=current)
    assert survey.indicators is not None
    assert [row.key for row in survey.indicators.rows] == [
        "a-1||1",
        "a-1||2",
        "a-1||3",
        "a-2||1",
        "a-4||1",
        "a-6|1|1",
    ]
    assert has_indicators(PLAN)
    assert _survey(make_plan()).indicators is None


def test_make_survey__texts_of_the_guide__filled() -> None:
    survey = _survey()
    assert survey.names["due_date"] == "令和８年４月20日"
    assert survey.names["department_name"] == "福祉課"
    first = make_survey(standing(PLAN, HALF), replace(WELFARE, bureau="健康部"))
    assert first.names["due_date"] == "事務局からの通知のとおり"
    assert first.names["department_name"] == "健康部 福祉課"


def test_make_survey__counts_of_an_area__say_how_many_rows_are_not_rated() -> None:
    survey = _survey()
    rows = [row.values for row in survey.summary.rows]
    assert [(row["rows"], row["unrated"]) for row in rows] == [(2, 0), (3, 2)]
    band = survey.summary.band["unrated"]
    assert isinstance(band, KeyedFormula)
    assert (band.text, band.value) == ("SUM([unrated:])", 2)
    assert "unrated" not in survey.summary.hidden
    assert "unrated" in _survey(make_plan()).summary.hidden


def test_needed_fields__by_row__in_the_forms_order() -> None:
    lines = {line.no: line for line in PLAN.lines}
    assert needed_fields(standing(PLAN), lines["1"]) == (
        ("rating", ()),
        ("results", ()),
        ("cause", ("B",)),
        ("next_steps", ("B",)),
    )
    assert needed_fields(standing(PLAN), lines["4"]) == (("results", ()),)


def test_lists__ratings_marks_points__side_by_side() -> None:
    plan = make_plan(ratings=(*RATINGS, Rating(code="-", label="対象外")))
    rows = lists(plan, plan.ratings)
    assert rows[0] == ["S", "予定以上", "◎", "○", HALF, "令和7年度上半期"]
    assert rows[2] == ["B", "遅れ", "○", None, None, None]
    assert rows[3] == ["-", "対象外", "－", None, None, None]


# -- round trip ------------------------------------------------------------------------------------------------------
def test_read_submission__as_it_went_out__no_finding_but_that_nothing_was_filled_in() -> None:
    for department in DEPARTMENTS:
        outcome = read(read_submission(book_from_survey(_survey(department=department)), PLAN))
        assert found(outcome.diagnostics) == []
        assert [code for code, _ in found(check_rules(outcome, PLAN))] == ["K305"]


def test_read_submission__every_department_of_the_sample__no_finding() -> None:
    for department in SAMPLE.departments:
        survey = make_survey(standing(SAMPLE, SAMPLE.points[-1].key), respondent(SAMPLE, department.code))
        outcome = read(read_submission(book_from_survey(survey), SAMPLE))
        assert found(outcome.diagnostics) == []
        answered = {line.key for line in SAMPLE.lines_answered_by(department.code)}
        assert {v.key[:2] for v in outcome.value.value_sets if v.slot == ROW} == answered


@settings(deadline=None)
@given(st.data())
def test_make_survey_read_submission__any_typing__read_back(data: st.DataObject) -> None:
    department = data.draw(st.sampled_from(DEPARTMENTS))
    survey = _survey(department=department)
    book = book_from_survey(survey)
    inputs = _inputs(book, PLAN, survey)
    typed: dict[SetKey, dict[str, str]] = {}
    for cell in data.draw(st.lists(st.sampled_from(sorted(inputs)), unique=True, max_size=12)):
        key, field = inputs[cell]
        if field == "rating":
            text = data.draw(st.sampled_from(("S", "A", "B")))
        elif field == "follow_up":
            text = "○"
        else:
            text = data.draw(_TEXTS.filter(lambda t: text_of(t) is not None and not is_error_value(text_of(t))))
        typed.setdefault(key, {})[field] = text_of(text) or ""
        book = with_cell(book, cell, text)
    outcome = read(read_submission(book, PLAN))
    got = {v.key: dict(v.fields) for v in outcome.value.value_sets if v.fields}
    assert got == typed
    assert found(outcome.diagnostics) == []
    for key, fields in typed.items():
        for field in fields:
            place = outcome.place("value_sets", *key, field)
            assert place is not None
            assert inputs[str(place.sheet), place.row or 0, place.column or 0] == (key, field)


@settings(deadline=None)
@given(st.data())
def test_make_survey_read_submission__any_ledger_untouched__is_its_own_base(data: st.DataObject) -> None:
    current: dict[EntryKey, dict[str, str]] = {}
    for line in PLAN.lines:
        for seq in range(data.draw(st.integers(0, 2)) + 1):
            names = INDICATOR_FIELDS if seq else PLAN.entry_fields
            chosen = data.draw(st.lists(st.sampled_from(names), unique=True, max_size=3))
            values = {
                name: data.draw(st.sampled_from(("A", "B")) if name == "rating" else st.sampled_from(("○",)))
                for name in chosen
            }
            current[line.key.at(END, indicator_slot(seq) if seq else ROW)] = values
    outcome = read(read_submission(book_from_survey(_survey(current=current)), PLAN))
    base = {key: dict(fields) for key, fields in outcome.value.base.items()}
    sent = {v.key: dict(v.fields) for v in outcome.value.value_sets if v.fields}
    repeats = {line.key for line in PLAN.lines if line.item.repeats}
    assert {k: v for k, v in sent.items() if k[:2] not in repeats} == {
        k: v for k, v in base.items() if k[:2] not in repeats
    }
    assert all(sent.get(key, {}) == fields for key, fields in base.items() if key[2] == ROW)


def test_make_survey__texts_that_the_form_does_not_show__nowhere_in_it_not_even_hidden() -> None:
    """A survey carries the part of the plan that it shows; what the office alone keeps of an item stays there."""
    first = ITEMS[0].model_copy(update={"texts": {"goal": "年300件", "inside": "内々の事情"}})
    parts_of = SubItem(sub_no="1", name="部分", departments=("D1",), texts={"inside": "枝番の事情"})
    plan = make_plan((first.model_copy(update={"sub_items": (parts_of,)}), ITEMS[1]))
    said = str(survey_of(plan).hidden)
    assert "年300件" in said
    assert "事情" not in said
    columns = [c.model_copy(update={"entry": "none"}) if c.key == "goal" else c for c in plan.columns]
    assert "年300件" not in str(survey_of(plan.with_columns(columns)).hidden)


def test_survey__indicators__say_beside_a_chosen_cell_how_to_write() -> None:
    survey = _survey()
    assert survey.indicators is not None
    assert survey.indicators.hints == terms.INDICATOR_HINTS
    withheld = make_plan(MORE_ITEMS)
    assert _survey(withheld).indicators is None
