"""Fields with values: what is found in them, and merging by what they mean."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.collect.carried import with_years_before
from kosei_xl.collect.conflicts import open_conflicts
from kosei_xl.collect.consolidation import consolidate
from kosei_xl.collect.rules.values import check_values
from kosei_xl.read.survey import read_submission
from kosei_xl.read.tables import typed_text
from kosei_xl.values.diagnostics import Outcome
from kosei_xl.values.fields import EntryField
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import ROW, EntryKey, Plan, Submission
from kosei_xl.values.standing import Standing
from tests.tools.builders import (
    AREA_1,
    END,
    HALF,
    MORE_ITEMS,
    SHEET_1,
    changed,
    found,
    guide,
    make_plan,
    read,
    ref,
    standing,
    survey_from_md,
    with_cell,
)

MONEY = EntryField(field="effect", label="効果額", type="money", unit="千円", decimals=0, summed=True)
PLAN = make_plan(fields=(MONEY,))
CELL = "K4"
WIDE = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


def submitted(text: str, plan: Plan = PLAN, *, number: str = "#1") -> Outcome[Submission]:
    """D1's survey with a text in 効果額 of No.1."""
    sheet = changed(AREA_1, ("| 開設する | 開設した | | | | | 済 |", f"| 開設する | 開設した | | | | {text} | 済 |"))
    return read(read_submission(survey_from_md(guide(submission_no=number) + sheet), plan))


def effect_of(standing_at: Standing) -> str | None:
    return standing_at.ledger.fields(EntryKey("a-1", None, END)).get("effect")


@pytest.mark.parametrize(
    ("text", "code"),
    [("検討中", "K230"), ("50人", "K230"), ("2百万円", "K231"), ("約800", "K231"), ("12.5", "K233")],
)
def test_check_values__not_quite_an_amount__told_at_its_cell(text: str, code: str) -> None:
    assert found(check_values(submitted(text), PLAN)) == [(code, ref(CELL))]


@pytest.mark.parametrize("text", ["１，５００", "△20", "1,500千円", "－", ""])
def test_check_values__an_amount_or_nothing__silent(text: str) -> None:
    assert found(check_values(submitted(text), PLAN)) == []
    assert found(check_values(submitted("検討中", make_plan()), make_plan())) == []


def test_check_values__none_of_the_choices__told_with_them() -> None:
    plan = make_plan(fields=(EntryField(field="effect", label="進め方", type="choice", choices=("直営", "委託")),))
    told = check_values(submitted("そのほか", plan), plan)
    assert ("K230", ref(CELL)) in found(told)
    assert "直営、委託" in " ".join(one.message() for one in told)
    assert ("K230", ref(CELL)) not in found(check_values(submitted("委託", plan), plan))


def test_read_submission__what_was_typed__kept_to_the_letter() -> None:
    for text in ("１，５００", "検討中", "約 800", "2百万円"):
        (value_set,) = (one for one in submitted(text).value.value_sets if one.key == ("a-1", None, ROW))
        assert value_set.fields["effect"] == text


def consolidated(text: str, ledger_text: str | None, base: str | None, plan: Plan = PLAN) -> Standing:
    """The ledger after a return, which went out with `base`, while the office had written `ledger_text`."""
    fields: Mapping[str, str] = {"effect": ledger_text} if ledger_text is not None else {}
    at = standing(plan, END, Ledger({EntryKey("a-1", None, END): fields}))
    outcome = submitted(text, plan)
    bases = {("a-1", None, ROW): {"effect": base}} if base is not None else {}
    value = outcome.value
    made = Submission(**{name: getattr(value, name) for name in value.__dataclass_fields__} | {"base": bases})
    return consolidate(at, {}, [Outcome(made, outcome.at, outcome.diagnostics)]).value.standing


@pytest.mark.parametrize(
    ("typed", "ours", "base", "stands", "conflict"),
    [
        ("1200", "1,200", "100", "1,200", False),
        ("１，２００", "1,300", "1,200", "1,300", False),
        ("1,500", "１２００", "1200", "1,500", False),
        ("1,500", "1,300", "1,200", "1,300", True),
        ("約1,200", "1,200", "1,000", "1,200", True),
        ("未定", "1,200", "100", "1,200", True),
    ],
)
def test_consolidate__both_sides__compared_by_value(
    typed: str, ours: str, base: str, stands: str, conflict: bool
) -> None:
    after = consolidated(typed, ours, base)
    assert effect_of(after) == stands
    assert [one.field for one in open_conflicts(after)] == ["effect"] * conflict
    (row,) = (row for row in after.ledger.received if row.key == EntryKey("a-1", None, END))
    assert row.fields["effect"] == typed


def test_consolidate__text_field__other_spelling_is_another_text() -> None:
    after = consolidated("1200", "1,200", "100", make_plan())
    assert [one.field for one in open_conflicts(after)] == ["effect"]


def test_consolidate__twins_with_other_spellings__no_k404() -> None:
    at = standing(PLAN)
    one, two = submitted("1,200"), submitted("１２００")
    codes = [code for code, _ in found(consolidate(at, {}, [one, two]).diagnostics)]
    assert "K404" not in codes
    assert "K404" in [code for code, _ in found(consolidate(at, {}, [one, submitted("1,201")]).diagnostics)]


def test_consolidate__type_changed_afterwards__stored_text_stays_and_is_told() -> None:
    before = consolidated("三百万ほど", None, None, make_plan()).ledger
    at = standing(PLAN, END, before)
    after = consolidate(at, {}, [])
    assert effect_of(after.value.standing) == "三百万ほど"
    assert ("K230", ref(CELL)) in found(after.diagnostics)


SPELLINGS = st.builds(
    lambda value, sign, tail, wide: f"{sign if value < 0 else ''}{abs(value):,}{tail}".translate(WIDE if wide else {}),
    st.decimals(-(10**9), 10**9, places=2),
    st.sampled_from(("-", "△", "▲", "－", "ー")),
    st.sampled_from(("", "千円", " 千円", "　")),
    st.booleans(),
)
ODD = st.text(st.sampled_from("0123,.-△約円千百万億人年()％ 　検討\n"), max_size=10)


@given(SPELLINGS | ODD)
def test_consolidate__whatever_was_typed__kept_in_received_and_never_lost_from_the_ledger(text: str) -> None:
    book = with_cell(survey_from_md(guide() + AREA_1), (SHEET_1, 4, 11), text)
    kept = typed_text(text)
    after = consolidate(standing(PLAN), {}, [read(read_submission(book, PLAN))]).value.standing
    (row,) = (row for row in after.ledger.received if row.key == EntryKey("a-1", None, END))
    assert row.fields.get("effect") == kept
    assert effect_of(after) == kept


YEARS = tuple(
    EntryField(field=f"{name}_{year}", label=f"{label}（{year}）", type="number", year=year)
    for name, label in (("goal_of", "目標"), ("done", "実績"))
    for year in (2024, 2025)
)


def test_with_carried__values_of_single_years__last_word_of_the_points_before() -> None:
    plan = make_plan(MORE_ITEMS, fields=(*YEARS, MONEY))
    entries = {
        EntryKey("a-1", None, HALF): {"goal_of_2024": "10", "done_2024": "9", "effect": "5"},
        EntryKey("a-1", None, END): {"done_2024": "8"},
        EntryKey("a-6", "1", HALF): {"goal_of_2025": "3"},
    }
    at = standing(plan, END, Ledger(entries))
    carried = with_years_before(at)
    assert carried.fields(EntryKey("a-1", None, END)) == {"done_2024": "8", "goal_of_2024": "10"}
    assert carried.fields(EntryKey("a-6", "1", END)) == {"goal_of_2025": "3"}
    assert with_years_before(at.with_ledger(carried)) is carried
    first = standing(plan, HALF, Ledger(entries))
    assert with_years_before(first) is first.ledger
